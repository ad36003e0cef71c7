//! Page parity: the written PDF and the written EPUB are read back, and hold the same words page by page.

#![allow(clippy::disallowed_methods, reason = "the books are files")]

mod books;
mod epub;
#[allow(dead_code, reason = "the other tests of tagged files use more of it")]
#[path = "../tagged/reader.rs"]
mod reader;
mod text;

use std::collections::BTreeMap;

use epub::Epub;
use lopdf::Object;
use reader::{Element, Kid, Tagged};
use reportc::world::memory::MemoryWorld;
use reportc::{Formats, compile};
use text::{Text, by_group};

/// What was written of a book.
struct Written {
    pdf: Tagged,
    epub: Epub,
}

fn write(name: &str, world: &MemoryWorld) -> Written {
    let outcome = compile(world, "book.yaml", Formats { pdf: true, epub: true }, &|_| {});
    let edition = outcome.made.unwrap_or_else(|| panic!("{name} does not build"));
    let bytes = |format: &str| {
        let output = edition.outputs.iter().find(|output| output.format == format);
        &output.expect("both formats are written").bytes
    };
    Written { pdf: Tagged::read(bytes("pdf")), epub: Epub::read(bytes("epub")) }
}

/// The PDF's side: the running text of its structure tree.
fn running_text(pdf: &Tagged, labels: &[String]) -> Text {
    let mut text = Text::default();
    collect(&pdf.tree(), labels, &mut text, "");
    text
}

/// Inline elements part no words.
const INLINE: [&str; 7] = ["Span", "Link", "Reference", "Lbl", "Code", "Quote", "Em"];

fn collect(element: &Element, labels: &[String], text: &mut Text, parent: &str) {
    let role = element.role.as_str();
    // Notes and captions of figures stand elsewhere in a reading flow; labels of lists and pages of contents are the
    // reader's own there.
    let is_aside = matches!(role, "Note" | "Figure")
        || (role == "Caption" && parent != "Table")
        || (role == "Lbl" && parent == "LI");
    if is_aside {
        return;
    }
    let is_inline = INLINE.contains(&role);
    if !is_inline {
        text.part();
    }
    for kid in &element.kids {
        match kid {
            Kid::Element(kid) => collect(kid, labels, text, role),
            Kid::Text { page, text: shown } => text.push(shown, Some(&labels[*page])),
            Kid::Link { .. } => {}
        }
    }
    if !is_inline {
        text.part();
    }
}

/// The label of each page (ISO 32000-1, 12.4.2).
fn labels(pdf: &Tagged) -> Vec<String> {
    let catalog = pdf.document.catalog().expect("there is a catalog");
    let tree = pdf.dictionary(catalog.get(b"PageLabels").expect("pages are labelled"));
    let numbers = tree.get(b"Nums").and_then(Object::as_array).expect("a flat tree");
    let mut labels = Vec::new();
    for (range, pair) in numbers.chunks_exact(2).enumerate() {
        let first = pair[0].as_i64().expect("a page index") as usize;
        let next = numbers.get(2 * range + 2).map(|next| next.as_i64().expect("a page index") as usize);
        let style = pdf.dictionary(&pair[1]);
        let start = style.get(b"St").and_then(Object::as_i64).unwrap_or(1) as usize;
        let is_roman = style.get(b"S").and_then(Object::as_name).is_ok_and(|style| style == b"r");
        for nth in 0..next.unwrap_or(pdf.pages.len()) - first {
            let number = start + nth;
            labels.push(if is_roman { roman(number) } else { number.to_string() });
        }
    }
    labels
}

fn roman(mut number: usize) -> String {
    let numerals =
        [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")];
    let mut written = String::new();
    for (value, numeral) in numerals {
        while number >= value {
            written.push_str(numeral);
            number -= value;
        }
    }
    written
}

/// One line for each difference between the two.
fn differences(written: &Written) -> Vec<String> {
    let labels = labels(&written.pdf);
    let paged = written.epub.paged();
    let list = written.epub.page_list();
    let mut found = Vec::new();
    let text = running_text(&written.pdf, &labels);
    found.extend(paged.text.turns_inside_a_word().map(|place| format!("a marker inside a word: {place}")));
    for (label, href) in list.iter().filter(|(label, href)| !written.epub.leads_to_marker(href, label)) {
        found.push(format!("page {label}: no marker at {href}"));
    }
    let listed: Vec<&String> = list.iter().map(|(label, _)| label).collect();
    if listed != paged.markers.iter().collect::<Vec<_>>() {
        found.push(format!("the page list is {listed:?}, the markers are {:?}", paged.markers));
    }
    let shown = pages_with_content(&written.pdf, &labels);
    if listed != shown.iter().collect::<Vec<_>>() {
        found.push(format!("the page list is {listed:?}, the PDF's pages are {shown:?}"));
    }
    // Rows that turn the page go on in every column: the pages around are compared together.
    let mut groups = BTreeMap::new();
    let mut group = 0;
    for label in &labels {
        group += usize::from(!paged.within_rows.contains(label));
        groups.insert(label.clone(), group);
    }
    let (here, there) = (by_group(paged.text.words(), &groups), by_group(text.words(), &groups));
    for group in here.keys().chain(there.keys()).collect::<std::collections::BTreeSet<_>>() {
        let none = Vec::new();
        let (here, there) = (here.get(group).unwrap_or(&none), there.get(group).unwrap_or(&none));
        if here != there {
            let at = here.iter().zip(there).take_while(|(a, b)| a == b).count();
            let label = labels.iter().find(|label| groups.get(*label) == group.as_ref());
            let around = |words: &[String]| words[at.saturating_sub(4)..words.len().min(at + 8)].join(" ");
            found.push(format!(
                "page {label:?}, word {at}: EPUB “{}” ({}), PDF “{}” ({})",
                around(here),
                here.len(),
                around(there),
                there.len()
            ));
        }
    }
    found
}

/// The labels of pages that an element of the tree has something on.
fn pages_with_content(pdf: &Tagged, labels: &[String]) -> Vec<String> {
    fn visit(element: &Element, shown: &mut Vec<bool>) {
        for kid in &element.kids {
            match kid {
                Kid::Element(kid) => visit(kid, shown),
                Kid::Text { page, .. } => shown[*page] = true,
                Kid::Link { .. } => {}
            }
        }
    }
    let mut shown = vec![false; labels.len()];
    visit(&pdf.tree(), &mut shown);
    labels.iter().zip(shown).filter(|(_, shown)| *shown).map(|(label, _)| label.clone()).collect()
}

#[test]
fn each_page_has_its_words() {
    for (name, world) in books::books() {
        let found = differences(&write(&name, &world));
        assert!(found.is_empty(), "{name}:\n{}", found[..found.len().min(20)].join("\n"));
    }
}
