//! The files that chapters name: pictures, included texts and code, what is linked to.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::foreign::Foreign;
use super::shelf::{Shelf, leads_out};
use crate::address;
use crate::include;
use crate::source::join_path;

/// Texts that texts include, and those that these include: more is a circle.
const MAX_FILES: usize = 20_000;

pub(super) struct Files {
    pub chapters: usize,
    /// Sorted; without those that are made.
    pub paths: Vec<String>,
}

/// All files of a book that are there. A picture without a description is told of: a build asks for one.
pub(super) fn files(shelf: &Shelf, book: &mut Foreign) -> Files {
    let chapters: Vec<String> = book.chapters().map(|entry| entry.path.clone()).collect();
    let mut open = chapters.clone();
    let mut found: BTreeSet<String> = BTreeSet::new();
    let (mut undescribed, mut lacking) = (0, BTreeSet::new());
    while let Some(path) = open.pop() {
        if found.len() >= MAX_FILES || !found.insert(path.clone()) {
            continue;
        }
        let is_text =
            [".md", ".markdown", ".qmd", ".Rmd", ".rmd"].iter().any(|ending| path.ends_with(ending));
        let text = if is_text || chapters.contains(&path) { book.text(shelf, &path) } else { None };
        let Some(text) = text else { continue };
        let named = named(&text);
        undescribed += named.undescribed;
        for picture in named.pictures {
            match find(shelf, &path, &picture).filter(|_| address::scheme(&picture).is_none()) {
                Some(found) if is_unfit(shelf, &found) => {
                    lacking.insert(format!(
                        "`{found}`, which `{path}` shows, is of a kind that no book may hold"
                    ));
                }
                Some(found) => open.push(found),
                None if book.made.contains_key(&join_path(&path, &address::decoded(&picture))) => {}
                None if address::scheme(&picture).is_some() || picture.starts_with("//") => {
                    lacking.insert(format!("a picture of `{path}` lies elsewhere: {}", shortened(&picture)));
                }
                None => {
                    lacking.insert(format!("`{picture}`, which `{path}` shows, is not there"));
                }
            }
        }
        open.extend(named.paths.iter().filter_map(|written| find(shelf, &path, written)));
        // What is linked to outside is no part of the book.
        let linked = named.links.iter().filter_map(|written| find(shelf, &path, written));
        open.extend(linked.filter(|path| !leads_out(path)));
    }
    let beside = book.beside.iter().chain(&book.work.cover).filter_map(|path| find(shelf, "", path));
    found.extend(beside.collect::<Vec<_>>());
    let cover = book.work.cover.is_some() && book.work.cover_alt.is_none();
    book.undescribed = undescribed + usize::from(cover);
    if book.undescribed > 0 {
        let way = "the book is a `draft`, not to be released, until they have one";
        let count = book.undescribed;
        book.changes
            .push(format!("pictures without a description for those who do not see them: {count}; {way}"));
    }
    book.lacking = lacking.len();
    book.changes.extend(lacking);
    if book.lacking > 0 {
        let count = book.lacking;
        book.changes.push(format!(
            "pictures that cannot be had: {count}; their words stand for them, and the book is a `draft` until they are there"
        ));
    }
    let paths = found.into_iter().filter(|path| !book.made.contains_key(path)).collect();
    Files { chapters: chapters.len(), paths }
}

/// A file that a text names: relative to it, or to the book.
fn find(shelf: &Shelf, from: &str, written: &str) -> Option<String> {
    let decoded = address::decoded(written);
    let relative = join_path(from, &decoded);
    let absolute = join_path("", decoded.trim_start_matches('/'));
    [relative, absolute].into_iter().find(|path| shelf.has(path))
}

/// What drawings may not hold, or what is not drawn.
const UNFIT: [&str; 7] =
    ["<script", "<image", "<pattern", "mask=\"url(", "mask:url(", "filter=\"url(", "filter:url("];

/// Whether a file is no picture that a book may hold: of another kind, or a drawing that runs something.
fn is_unfit(shelf: &Shelf, path: &str) -> bool {
    match path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "svg" => shelf.text(path).is_some_and(|text| UNFIT.iter().any(|sign| text.contains(sign))),
        ending => !["png", "jpg", "jpeg", "gif", "webp"].contains(&ending),
    }
}

/// An address, cut where it is long.
fn shortened(address: &str) -> String {
    const MOST: usize = 80;
    let short: String = address.chars().take(MOST).collect();
    if short.len() < address.len() { short + "…" } else { short }
}

#[derive(Default)]
struct Named {
    pictures: Vec<String>,
    paths: Vec<String>,
    links: Vec<String>,
    undescribed: usize,
}

fn named(text: &str) -> Named {
    let mut named = Named::default();
    let mut alternative: Option<bool> = None;
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(Tag::Image { dest_url, .. }) => {
                named.pictures.push(dest_url.to_string());
                alternative = Some(is_described(&text[range.end..]));
            }
            Event::Text(_) | Event::Code(_) if alternative.is_some() => alternative = Some(true),
            Event::End(pulldown_cmark::TagEnd::Image) => {
                named.undescribed += usize::from(alternative.take() == Some(false));
            }
            Event::Start(Tag::Link { dest_url, .. }) => named.links.push(dest_url.to_string()),
            Event::Html(html) | Event::InlineHtml(html) => {
                sources(&html, &["src="], &mut named.pictures);
                sources(&html, &["srcset="], &mut named.paths);
                sources(&html, &["href="], &mut named.links);
            }
            _ => {}
        }
    }
    named.paths.extend(include::named(text).map(str::to_string));
    for paths in [&mut named.paths, &mut named.links] {
        paths.retain(|path| address::scheme(path).is_none());
    }
    for paths in [&mut named.pictures, &mut named.paths, &mut named.links] {
        for path in paths.iter_mut() {
            path.truncate(path.find(['#', '?']).unwrap_or(path.len()));
        }
        paths.retain(|path| !path.is_empty());
    }
    named
}

/// Whether a list of attributes after a picture tells what it shows, or that there is nothing to tell.
fn is_described(after: &str) -> bool {
    const FARTHEST: usize = 2000;
    let end =
        (0..=FARTHEST.min(after.len())).rev().find(|at| after.is_char_boundary(*at)).unwrap_or_default();
    let list = after[..end].strip_prefix('{').and_then(|list| list.split('\n').next()).unwrap_or_default();
    ["alt=", ".decorative"].iter().any(|key| list.contains(key))
}

/// What the tags of HTML show or lead to.
fn sources(html: &str, attributes: &[&str], paths: &mut Vec<String>) {
    for attribute in attributes {
        for rest in html.split(*attribute).skip(1) {
            let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
            paths.extend(rest[1..].split(quote).next().map(str::to_string));
        }
    }
}
