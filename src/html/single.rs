//! The web edition as one page, with all that it shows in it.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::book::{Book, part};
use super::page::{TEXT, doctype, end};
use super::{contents, style};
use crate::escape::xml::{Markup, markup};
use crate::model::flow::OutlineEntry;
use crate::model::words::Word;
use crate::screen::{EmbeddedFace, Picture};
use crate::words::direction;

/// Nothing is loaded: styles, faces and pictures are in the page.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'";

pub fn document(book: &Book, faces: Vec<EmbeddedFace>, pictures: &[Picture]) -> String {
    let flow = book.flow();
    let faces: Vec<EmbeddedFace> = faces
        .into_iter()
        .map(|face| EmbeddedFace { href: data(face.media_type, &face.bytes), bytes: Vec::new(), ..face })
        .collect();
    let mut out = doctype((&book.lang().0, direction(book.lang())), POLICY, &flow.manifest.title);
    out.of_writer(&book.facts.head);
    out.push("<style>\n");
    // Strings in it are escaped so that none ends the element.
    out.of_writer(&style::stylesheet(flow, &faces));
    let shown = Shown::of(book, pictures);
    out.of_writer(&shown.rules);
    markup!(
        out => "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#{}\"{}>{}</a>\n<div class=\"frame\">\n",
        TEXT,
        book.spoken(),
        book.say(Word::SkipToText)
    );
    outline(&mut out, book);
    markup!(out => "<main id=\"{}\" tabindex=\"-1\">\n", TEXT);
    if book.bodies.iter().all(|body| !body.as_str().contains("<h1")) {
        markup!(out => "<h1 class=\"unseen\">{}</h1>\n", flow.manifest.title);
    }
    book.bodies.iter().for_each(|body| shown.within(&mut out, body));
    out.push("</main>\n</div>\n");
    end(&mut out, book);
    out.into_text()
}

fn outline(out: &mut Markup, book: &Book) {
    let entries: Vec<&OutlineEntry> = book.flow().outline.iter().collect();
    if entries.is_empty() {
        return;
    }
    let word = book.say(Word::Contents);
    markup!(
        out => "<nav class=\"side\" aria-label=\"{}\"{}>\n<details>\n<summary>{}</summary>\n",
        word,
        book.spoken(),
        word
    );
    contents::nested(out, book, &entries, Some(part(0)));
    out.push("</details>\n</nav>\n");
}

fn data(media_type: &str, bytes: &[u8]) -> String {
    format!("data:{media_type};base64,{}", STANDARD.encode(bytes))
}

/// Where an element shows a picture. No text has it: quotation marks in texts are escaped.
const SOURCE: &str = " src=\"";

/// A picture that shows nothing, where a rule of the stylesheet has the one that is shown.
const BLANK: &str = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

/// The book's pictures as addresses that hold them. One that is shown again and again stands in the page once, in a rule:
/// else a page would grow with the number of places.
struct Shown<'a> {
    addresses: BTreeMap<&'a str, String>,
    repeated: BTreeMap<&'a str, usize>,
    rules: String,
}

impl<'a> Shown<'a> {
    fn of(book: &Book, pictures: &'a [Picture]) -> Shown<'a> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for body in &book.bodies {
            let sources = body.as_str().split(SOURCE).skip(1).filter_map(|rest| rest.split('"').next());
            sources.for_each(|href| *counts.entry(href).or_default() += 1);
        }
        let mut shown = Shown { addresses: BTreeMap::new(), repeated: BTreeMap::new(), rules: String::new() };
        for (at, Picture { href, media_type, bytes, .. }) in pictures.iter().enumerate() {
            let address = data(media_type, bytes);
            if counts.get(href.as_str()).is_some_and(|count| *count > 1) {
                shown.rules += &format!("[data-picture=\"{at}\"] {{ content: url(\"{address}\"); }}\n");
                shown.repeated.insert(href, at);
            } else {
                shown.addresses.insert(href, address);
            }
        }
        shown
    }

    /// A text with its pictures in it.
    fn within(&self, out: &mut Markup, body: &Markup) {
        let mut rest = body.as_str();
        while let Some((before, after)) = rest.split_once(SOURCE) {
            let (href, after) = after.split_once('"').unwrap_or((after, ""));
            out.of_writer(before);
            match (self.addresses.get(href), self.repeated.get(href)) {
                (_, Some(at)) => markup!(out => " src=\"{}\" data-picture=\"{}\"", BLANK, *at),
                (Some(address), None) => out.attribute("src", address),
                (None, None) => out.attribute("src", href),
            }
            rest = after;
        }
        out.of_writer(rest);
    }
}
