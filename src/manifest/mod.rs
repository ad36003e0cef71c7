//! YAML to [`Manifest`] and [`Theme`], and what a build measured back into the YAML.

mod book;
mod chapters;
mod check;
mod choices;
mod edit;
mod editions;
mod glossary;
mod hyphenation;
mod keys;
mod lang;
mod length;
mod markup;
mod maths;
mod notes;
mod page;
mod people;
mod print;
mod release;
mod schema;
mod theme;
mod variables;

pub use choices::THEMES;
pub use edit::record;
pub use editions::{names as editions, translated as translated_editions, translated_to};
pub use page::themed as themed_page;
pub use release::fit_for_release;
pub use schema::{Offer, keys_within, of_manifest, of_theme, words_behind};
pub use theme::{default_theme, named as named_theme, theme};

use choices::ATTACHED;

use crate::diag::{Diagnostic, Sink};
use crate::model::findings::{ADVICE, LEFTOVERS};
use crate::model::manifest::{
    Attach, Citing, Contents, CoverImage, FontChoices, Lang, Manifest, Numbering, OwnWords, Recorded,
};
use crate::source::{Source, Span};
use crate::yaml::{self, Fields, Node, Value, flag, missing, nearest, text, texts, whole, wrong_type};

const BOOK_FORM: &str = "title: A Title";
const CHAPTERS_FORM: &str = "chapters: [\"*.md\"]";

/// Keys whose mappings are settings, each of which may be set by itself.
const KEYS_OF_SETTINGS: [&str; 11] = [
    "web",
    "page",
    "fonts",
    "numbering",
    "notes",
    "contents",
    "variables",
    "maths",
    "hyphenation",
    "indexes",
    "accessibility",
];

/// What authors bring from other tools, and what it is called here.
const STRANGERS: [(&str, &str); 16] = [
    ("author", "contributors: [{name: A Name, role: author}]"),
    ("authors", "contributors: [{name: A Name, role: author}]"),
    ("creator", "contributors: [{name: A Name, role: author}]"),
    ("editor", "contributors: [{name: A Name, role: editor}]"),
    ("translator", "contributors: [{name: A Name, role: translator}]"),
    ("isbn", "identifiers: [{scheme: isbn, format: epub, value: …}]"),
    ("doi", "identifiers: [{scheme: doi, value: …}]"),
    ("identifier", "identifiers: [{scheme: uuid, value: …}]"),
    ("lang", "language: en"),
    ("license", "licence: {name: CC-BY-4.0}"),
    ("description", "abstract: …"),
    ("keywords", "subjects: [A Subject]"),
    ("toc", "contents: {depth: 2}"),
    ("toc_depth", "contents: {depth: 2}"),
    ("paper", "page: {size: A4}"),
    ("margins", "page: {margins: {inner: 60pt, outer: 66pt}}"),
];

/// Reads a manifest. Whatever is wrong with it goes to the sink, all of it; None where nothing can be read of it. Where there
/// are errors, what was read is good for looking through the rest of the book, and no book is made of it.
pub fn read(source: &Source, sink: &mut Sink) -> Option<Manifest> {
    read_edition(source, None, sink)
}

/// Reads what a manifest says of one of its editions, by its name; without one, of the first.
pub fn read_edition(source: &Source, edition: Option<&str>, sink: &mut Sink) -> Option<Manifest> {
    let root = yaml::parse(source, sink)?;
    if root.entry(editions::KEY).is_some() {
        return editions::read(&root, (source, edition), sink);
    }
    markup::tell(&root, source, sink);
    if let Some(name) = edition {
        let message = format!("there are no editions here, and so none named `{}`", name.escape_debug());
        let start = Span { end: root.span.start, ..root.span };
        sink.push(Diagnostic::error("unknown-edition", start, message).hint("leave the name out"));
        return None;
    }
    book(&root, sink)
}

/// Where the first of a manifest's values stands that has one of these characters.
pub fn place_of(source: &Source, wanted: &[char]) -> Option<Span> {
    place_in(&yaml::parse(source, &mut Sink::default())?, source, wanted)
}

/// Recursion is bounded: YAML caps nesting.
fn place_in(node: &Node, source: &Source, wanted: &[char]) -> Option<Span> {
    match &node.value {
        Value::Null => None,
        Value::Scalar(scalar) => {
            let found = scalar.text.chars().find(|c| wanted.contains(c))?;
            // One that is written as an escape has no place of its own.
            let start = node.span.start as usize;
            let written = source.text.get(start..node.span.end as usize).unwrap_or_default();
            let at = written.find(found).map(|at| start + at);
            Some(at.map_or(node.span, |at| Span::new(source.id, at, at + found.len_utf8())))
        }
        Value::List(items) => items.iter().find_map(|item| place_in(item, source, wanted)),
        Value::Map(entries) => entries.iter().find_map(|entry| place_in(&entry.value, source, wanted)),
    }
}

fn book(root: &Node, sink: &mut Sink) -> Option<Manifest> {
    let fields = &mut Fields::open(root, BOOK_FORM, sink)?;
    let manifest = Manifest {
        title: required(fields, "title", "title: The Title", sink),
        subtitle: optional(fields, "subtitle", sink),
        contributors: people::contributors(fields.get("contributors"), sink),
        publisher: optional(fields, "publisher", sink),
        place: optional(fields, "place", sink),
        language_place: fields.get("language").map(|node| node.span),
        language: language(fields, sink),
        original_language: fields.get("original_language").and_then(|node| lang::read(node, sink)),
        date: fields.get("date").and_then(|node| check::date(node, sink)),
        edition: optional(fields, "edition", sink),
        identifiers: check::identifiers(fields.get("identifiers"), sink),
        series: fields.get("series").and_then(|node| book::series(node, sink)),
        subjects: words(fields, "subjects", "subjects: [A Subject, Another]", sink),
        abstract_text: optional(fields, "abstract", sink),
        rights: optional(fields, "rights", sink),
        licence: None,
        licence_url: None,
        url: fields.get("url").and_then(|node| release::folder_address(node, sink)),
        web: fields.get("web").map(|node| release::web(node, sink)).unwrap_or_default(),
        other_languages: release::other_languages(fields.get("other_languages"), sink),
        accessibility: fields.get("accessibility").and_then(|node| release::accessibility(node, sink)),
        depositor: fields.get("depositor").and_then(|node| release::depositor(node, sink)),
        cover: fields.get("cover").and_then(|node| cover(node, sink)),
        max_image_px: fields
            .get("max_image_px")
            .and_then(|node| whole(node, 16..=65_535, sink))
            .map(|most| most as u32),
        front: chapters::imprint_and_front(fields, sink),
        body: book::body(fields, sink),
        annexes: chapters::annexes(fields, sink),
        back: chapters::patterns(fields.get("back"), "back: [notes.md]", sink),
        page: page::read(fields.get("page"), sink),
        print: fields.get("print").and_then(|node| print::read(node, sink)),
        theme: fields.get("theme").and_then(|node| theme::choice_of(node, sink)),
        fonts: fields.get("fonts").map(|node| fonts(node, sink)).unwrap_or_default(),
        numbering: numbering(fields.get("numbering"), sink),
        notes: fields.get("notes").map(|node| notes::read(node, sink)).unwrap_or_default(),
        contents: contents(fields.get("contents"), sink),
        accept: accepted(fields.get("accept"), sink),
        variables: variables::read(fields.get("variables"), sink),
        definitions: fields.get("maths").map(|node| maths::read(node, sink)).unwrap_or_default(),
        diagrams: fields.get("diagrams").and_then(|node| Some((text(node, sink)?, node.span))),
        hyphenation: fields.get("hyphenation").map(|node| hyphenation::read(node, sink)).unwrap_or_default(),
        spelling: fields.get("spelling").map(|node| own_words(node, sink)).unwrap_or_default(),
        citing: citing(fields, sink),
        glossing: fields.get("glossary").map(|node| glossary::read(node, sink)).unwrap_or_default(),
        indexes: indexes(fields.get("indexes"), sink),
        draft: flag_or(fields.get("draft"), false, sink),
        allow: words(fields, "allow", "allow: [../shared]", sink),
        file_name: fields.get("file_name").and_then(|node| check::file_name(node, sink)),
        chapter_pdfs: flag_or(fields.get("chapter_pdfs"), false, sink),
        attach: attach(fields.get("attach"), sink),
        recorded: recorded(fields, sink),
        among: None,
    };
    // It was looked into before.
    let _ = fields.get(editions::KEY);
    let manifest = with_licence(manifest, fields, sink);
    release::contradictions(&manifest, root, sink);
    fields.close(&keys::BOOK, &STRANGERS, sink);
    Some(manifest)
}

fn required(fields: &mut Fields, key: &'static str, example: &str, sink: &mut Sink) -> String {
    match fields.get(key) {
        Some(node) => text(node, sink).unwrap_or_default(),
        None => {
            sink.push(missing(fields, key, example));
            String::new()
        }
    }
}

fn optional(fields: &mut Fields, key: &'static str, sink: &mut Sink) -> Option<String> {
    text(fields.get(key)?, sink)
}

fn words(fields: &mut Fields, key: &'static str, form: &str, sink: &mut Sink) -> Vec<String> {
    let items = fields.get(key).map(|node| texts(node, form, sink)).unwrap_or_default();
    items.into_iter().map(|(word, _)| word).collect()
}

/// What the book cites, and how.
fn citing(fields: &mut Fields, sink: &mut Sink) -> Citing {
    let mut list = |key, form| fields.get(key).map(|node| one_or_more(node, form, sink)).unwrap_or_default();
    let files = list("bibliography", "bibliography: [refs.bib]");
    let nocite = list("nocite", "nocite: [doe2020]");
    let style = fields.get("csl").and_then(|node| Some((text(node, sink)?, node.span)));
    Citing { files, style, nocite }
}

/// Words that are right, or the file that lists them.
fn own_words(node: &Node, sink: &mut Sink) -> OwnWords {
    match node.value {
        Value::List(_) => {
            let words = texts(node, "spelling: [Vjosa, Drina]", sink);
            OwnWords { words: words.into_iter().map(|(word, _)| word).collect(), file: None }
        }
        Value::Scalar(_) | Value::Null | Value::Map(_) => {
            OwnWords { words: Vec::new(), file: text(node, sink).map(|name| (name, node.span)) }
        }
    }
}

/// Indexes by their names, in the order in which they stand.
fn indexes(node: Option<&Node>, sink: &mut Sink) -> Vec<(String, String)> {
    let form = "indexes: {names: Index of names}";
    match node.map(|node| (node, &node.value)) {
        Some((_, Value::Map(entries))) => {
            entries.iter().filter_map(|entry| Some((entry.key.clone(), text(&entry.value, sink)?))).collect()
        }
        Some((node, Value::Null | Value::Scalar(_) | Value::List(_))) => {
            sink.push(wrong_type(node, "a mapping").hint(format!("write `{form}`")));
            Vec::new()
        }
        None => Vec::new(),
    }
}

/// A text, or a list of texts.
fn one_or_more(node: &Node, form: &str, sink: &mut Sink) -> Vec<(String, Span)> {
    match node.value {
        Value::Scalar(_) => text(node, sink).map(|text| (text, node.span)).into_iter().collect(),
        Value::Null | Value::List(_) | Value::Map(_) => texts(node, form, sink),
    }
}

/// Codes of warnings that a release may have.
fn accepted(node: Option<&Node>, sink: &mut Sink) -> Vec<String> {
    let items = node.map(|node| texts(node, "accept: [citation]", sink)).unwrap_or_default();
    let known: Vec<&str> = LEFTOVERS.into_iter().chain(ADVICE).collect();
    for (code, span) in items.iter().filter(|(code, _)| !known.contains(&code.as_str())) {
        let message = format!("`{}` is no code that a release can accept", code.escape_debug());
        let hint = format!("the codes are {}", known.join(", "));
        sink.push(Diagnostic::error("unknown-name", *span, message).hint(hint));
    }
    items.into_iter().map(|(code, _)| code).collect()
}

fn language(fields: &mut Fields, sink: &mut Sink) -> Lang {
    match fields.get("language") {
        Some(node) => lang::read(node, sink).unwrap_or_default(),
        None => {
            sink.push(missing(fields, "language", "language: en"));
            Lang::default()
        }
    }
}

fn attach(node: Option<&Node>, sink: &mut Sink) -> Vec<Attach> {
    let names = ATTACHED.map(|(name, _)| name);
    let items = node.map(|node| texts(node, "attach: [sources, tables]", sink)).unwrap_or_default();
    let mut kinds = Vec::new();
    for (word, span) in items {
        match ATTACHED.iter().find(|(name, _)| *name == word) {
            Some((_, kind)) if kinds.contains(kind) => {}
            Some((_, kind)) => kinds.push(*kind),
            None => {
                let message = format!("`{}` cannot be attached", word.escape_debug());
                let found = Diagnostic::error("bad-attachment", span, message);
                sink.push(match nearest(&word, &names) {
                    Some(near) => found.meant(&word, near, names),
                    None => found.hint("write `sources` (the chapters) or `tables` (as CSV)"),
                });
            }
        }
    }
    kinds
}

fn with_licence(mut manifest: Manifest, fields: &mut Fields, sink: &mut Sink) -> Manifest {
    let Some(node) = fields.get("licence") else { return manifest };
    let form = "licence: {name: CC-BY-4.0, url: https://creativecommons.org/licenses/by/4.0/}";
    let Some(mut inner) = Fields::open(node, form, sink) else { return manifest };
    manifest.licence = Some(required(&mut inner, "name", "name: CC-BY-4.0", sink));
    manifest.licence_url = inner.get("url").and_then(|node| check::web_address(node, sink));
    inner.close(&keys::LICENCE, &[], sink);
    manifest
}

fn cover(node: &Node, sink: &mut Sink) -> Option<CoverImage> {
    let mut inner = Fields::open(node, "cover: {image: cover.jpg, alt: What it shows}", sink)?;
    let image = inner.get("image");
    if image.is_none() {
        sink.push(missing(&inner, "image", "image: cover.jpg"));
    }
    let alt = optional(&mut inner, "alt", sink);
    inner.close(&keys::COVER, &[("path", "image: cover.jpg"), ("file", "image: cover.jpg")], sink);
    let image = image?;
    Some(CoverImage { path: text(image, sink)?, alt, span: image.span })
}

fn fonts(node: &Node, sink: &mut Sink) -> FontChoices {
    let Some(mut inner) = Fields::open(node, "fonts: {text: Libertinus Serif}", sink) else {
        return FontChoices::default();
    };
    let placed = |node: Option<&Node>, sink: &mut Sink| -> Option<(String, Span)> {
        Some((text(node?, sink)?, node?.span))
    };
    let list = |node: Option<&Node>, form: &str, sink: &mut Sink| {
        node.map(|node| texts(node, form, sink)).unwrap_or_default()
    };
    let choices = FontChoices {
        text: placed(inner.get("text"), sink),
        heading: placed(inner.get("heading"), sink),
        mono: placed(inner.get("mono"), sink),
        maths: placed(inner.get("maths"), sink),
        fallback: list(inner.get("fallback"), "fallback: [Noto Serif CJK SC]", sink),
        files: list(inner.get("files"), "files: [fonts/MyFace-Regular.otf]", sink),
    };
    inner.close(
        &keys::FONTS,
        &[("serif", "text: …"), ("sans", "heading: …"), ("code", "mono: …"), ("math", "maths: …")],
        sink,
    );
    choices
}

fn numbering(node: Option<&Node>, sink: &mut Sink) -> Numbering {
    let default = Numbering {
        parts: true,
        chapters: true,
        section_depth: 1,
        figures: true,
        tables: true,
        boxes: false,
    };
    let Some(mut inner) =
        node.and_then(|node| Fields::open(node, "numbering: {chapters: true, sections: 1}", sink))
    else {
        return default;
    };
    let chapters = flag_or(inner.get("chapters"), default.chapters, sink);
    let numbering = Numbering {
        parts: flag_or(inner.get("parts"), default.parts, sink),
        chapters,
        // Sections are numbered within their chapter: without its number theirs says nothing.
        section_depth: match inner.get("sections") {
            Some(node) => whole(node, 0..=5, sink).map_or(0, |depth| depth as u8),
            None if chapters => default.section_depth,
            None => 0,
        },
        figures: flag_or(inner.get("figures"), default.figures, sink),
        tables: flag_or(inner.get("tables"), default.tables, sink),
        boxes: flag_or(inner.get("boxes"), default.boxes, sink),
    };
    inner.close(&keys::NUMBERING, &[], sink);
    numbering
}

fn contents(node: Option<&Node>, sink: &mut Sink) -> Contents {
    let default = Contents::default();
    let Some(mut inner) = node.and_then(|node| Fields::open(node, "contents: {depth: 2}", sink)) else {
        return default;
    };
    let contents = Contents {
        depth: inner.get("depth").and_then(|node| whole(node, 0..=6, sink)).map(|depth| depth as u8),
        figures: flag_or(inner.get("figures"), default.figures, sink),
        tables: flag_or(inner.get("tables"), default.tables, sink),
        boxes: flag_or(inner.get("boxes"), default.boxes, sink),
        listings: flag_or(inner.get("listings"), default.listings, sink),
        equations: flag_or(inner.get("equations"), default.equations, sink),
    };
    inner.close(&keys::CONTENTS, &[], sink);
    contents
}

fn flag_or(node: Option<&Node>, default: bool, sink: &mut Sink) -> bool {
    node.and_then(|node| flag(node, sink)).unwrap_or(default)
}

/// What an earlier build wrote. It is ours to write, so what does not fit counts as absent, and is written anew.
fn recorded(fields: &mut Fields, sink: &mut Sink) -> Recorded {
    let mut ignored = Sink::default();
    let number_of_pages = fields.get("number_of_pages").and_then(|node| {
        let pages = whole(node, 0..=u64::from(u32::MAX), &mut ignored);
        if pages.is_none() {
            let found = Diagnostic::warning(
                "unread-record",
                node.span,
                "this is not a number of pages; the next build replaces it",
            );
            sink.push(found);
        }
        pages.and_then(|pages| u32::try_from(pages).ok())
    });
    let record = fields.get("record");
    Recorded { number_of_pages, ..record.map(book::record).unwrap_or_default() }
}

#[cfg(test)]
mod tests;
