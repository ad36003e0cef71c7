//! The first page: the cover, the title page, the other editions, what catalogues say, and the contents.

use super::book::{Book, Page, part};
use super::page::{Opening, TEXT, begin, end, from};
use super::{COVER, contents};
use crate::escape::xml::{Markup, markup};
use crate::model::flow::{BlockKind, Flow, OutlineEntry, SectionKind};
use crate::model::layout::Layout;
use crate::model::manifest::Matter;
use crate::model::words::Word;
use crate::words::direction;
use crate::xhtml::{dir, image_href, page_id};

/// The picture of the cover.
pub struct FrontCover {
    href: String,
    size: Option<(u32, u32)>,
}

impl FrontCover {
    /// The one that was drawn, or that the manifest names.
    pub fn of(layout: &Layout, drawn: Option<&[u8]>) -> Option<FrontCover> {
        if let Some(bytes) = drawn {
            return Some(FrontCover { href: COVER.to_string(), size: png_size(bytes) });
        }
        let cover = layout.flow.sections.iter().find(|section| section.kind == SectionKind::Cover)?;
        let id = cover.blocks.iter().find_map(|block| match block.kind {
            BlockKind::CoverImage { image, .. } => Some(image),
            _ => None,
        })?;
        let file = layout.images.get(id)?;
        Some(FrontCover { href: image_href(id, file.format), size: Some((file.width, file.height)) })
    }
}

/// The width and height that a PNG has (PNG 3, 11.2.1).
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    Some((number(16)?, number(20)?))
}

pub fn page(book: &Book, cover: Option<&FrontCover>) -> Markup {
    let flow = book.flow();
    let mut head = Markup::default();
    head.of_writer(&book.facts.head);
    let next = book.pages().get(1).map(|page| book.href(page.sections.start));
    next.iter().for_each(|href| markup!(head => "<link rel=\"next\" href=\"{}\"/>\n", href));
    let opening = Opening {
        lang: &book.lang().0,
        direction: direction(book.lang()),
        title: flow.manifest.title.clone(),
        head,
        at: None,
    };
    let mut out = begin(book, opening);
    markup!(out => "<main id=\"{}\" tabindex=\"-1\" class=\"first-page\">\n<div class=\"front\">\n", TEXT);
    if let Some(cover) = cover {
        picture(&mut out, flow, cover);
    }
    out.push("<div class=\"lead\">\n");
    text(&mut out, book, &book.pages()[0]);
    downloads(&mut out, book);
    out.push("</div>\n</div>\n<div class=\"rest\">\n");
    out.of_writer(&book.facts.summary);
    whole(&mut out, book);
    pages(&mut out, book);
    out.of_writer(&book.facts.about);
    out.push("</div>\n</main>\n</div>\n");
    end(&mut out, book);
    out
}

fn picture(out: &mut Markup, flow: &Flow, cover: &FrontCover) {
    markup!(out => "<div class=\"cover-picture\"><img src=\"{}\"", cover.href);
    if let Some((width, height)) = cover.size {
        markup!(out => " width=\"{}\" height=\"{}\"", width, height);
    }
    let given = flow.manifest.cover.as_ref().and_then(|cover| cover.alt.clone());
    let alt = given.unwrap_or_else(|| format!("{}: {}", flow.words.get(Word::Cover), flow.manifest.title));
    markup!(out => " alt=\"{}\"/></div>\n", alt);
}

/// The title page. Of the cover and the half title, which say the same, the places stay that are led to.
fn text(out: &mut Markup, book: &Book, page: &Page) {
    let has_title = |section: usize| {
        book.section(section).kind == SectionKind::TitlePage && book.bodies[section].as_str().contains("<h1")
    };
    if !page.sections.clone().any(has_title) {
        markup!(out => "<h1>{}</h1>\n", book.flow().manifest.title);
    }
    for section in page.sections.clone() {
        if book.section(section).kind == SectionKind::TitlePage {
            out.append(&book.bodies[section]);
            continue;
        }
        out.push("<div class=\"places\"");
        let id = book.names.id(book.section(section).node);
        id.iter().for_each(|id| out.attribute("id", id));
        out.push(">");
        for label in &book.labels[section] {
            markup!(out => "<span role=\"doc-pagebreak\" id=\"{}\" aria-label=\"{}\"></span>", page_id(label), label);
        }
        out.push("</div>\n");
    }
}

/// Where to read on, and the other editions.
fn downloads(out: &mut Markup, book: &Book) {
    let body = |page: &&Page| book.section(page.sections.start).matter == Matter::Body;
    let begins = book.pages().iter().skip(1).find(body).or(book.pages().get(1));
    markup!(out => "<ul class=\"buttons\"{}>\n", book.spoken());
    if let Some(page) = begins {
        markup!(
            out => "<li><a class=\"button\" href=\"{}\">{}</a></li>\n",
            book.href(page.sections.start),
            book.say(Word::ReadOnline)
        );
    }
    for one in &book.facts.downloads {
        markup!(
            out => "<li><a class=\"button\" href=\"{}\" type=\"{}\">{} <bdi class=\"size\">{}</bdi></a></li>\n",
            one.href,
            one.media_type,
            one.format.title(),
            one.size
        );
    }
    out.push("</ul>\n");
}

/// The contents with all headings that the outline has.
fn whole(out: &mut Markup, book: &Book) {
    let is_listed = |entry: &&OutlineEntry| match entry.kind {
        SectionKind::TitlePage | SectionKind::Contents | SectionKind::Cover | SectionKind::HalfTitle => false,
        SectionKind::Imprint | SectionKind::ListOf(_) | SectionKind::Part | SectionKind::Chapter => true,
        SectionKind::Notes | SectionKind::BackCover => true,
    };
    let entries: Vec<&OutlineEntry> = book.flow().outline.iter().filter(is_listed).collect();
    if entries.is_empty() {
        return;
    }
    markup!(
        out => "<section class=\"whole\" aria-labelledby=\"{}\">\n<h2 id=\"{}\"{}>{}</h2>\n",
        contents::WHOLE,
        contents::WHOLE,
        book.spoken(),
        book.say(Word::Contents)
    );
    contents::nested(out, book, &entries, from(&book.pages()[0]));
    out.push("</section>\n");
}

/// Every page of the paged edition, to go to.
fn pages(out: &mut Markup, book: &Book) {
    if book.starts.list().next().is_none() {
        return;
    }
    markup!(
        out => "<details class=\"pages\"><summary{}>{}</summary>\n<ul lang=\"{}\" dir=\"{}\">\n",
        book.spoken(),
        book.say(Word::Pages),
        book.lang().0,
        dir(direction(book.lang()))
    );
    let here = (!book.pages()[0].sections.is_empty()).then(|| part(0));
    for start in book.starts.list() {
        markup!(out => "<li><a href=\"{}\">{}</a></li>\n", book.names.page_href(start, here), start.label);
    }
    out.push("</ul>\n</details>\n");
}
