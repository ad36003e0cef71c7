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
use reportc::model::identity::Format;
use reportc::world::memory::MemoryWorld;
use reportc::{Formats, Options, compile};
use text::{Text, by_group};

/// What was written of a book.
struct Written {
    pdf: Tagged,
    epub: Epub,
    /// Of the PDF.
    bytes: Vec<u8>,
}

fn write(name: &str, world: &MemoryWorld) -> Written {
    let outcome = compile(
        world,
        "book.yaml",
        Options {
            formats: Formats {
                pdf: Some(reportc::pdf::Profile::default()),
                linearized: false,
                epub: true,
                web: Default::default(),
            },
            draft: true,
            date: None,
        },
        &|_| {},
    );
    let edition = outcome.made.unwrap_or_else(|| panic!("{name} does not build"));
    let bytes = |format: Format| {
        let output = edition.outputs.iter().find(|output| output.format == format);
        &output.expect("both formats are written").bytes
    };
    let pdf = bytes(Format::Pdf).clone();
    Written { pdf: Tagged::read(&pdf), epub: Epub::read(bytes(Format::Epub)), bytes: pdf }
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
        || element.title.as_deref() == Some(reportc::model::chart::DATA)
        || (role == "Caption" && parent != "Table")
        || (role == "Lbl" && parent == "LI" && is_counter(&element.text()));
    if is_aside {
        return;
    }
    // What formulas say is the same in both editions; how their signs follow each other is not.
    if role == "Formula" {
        let page = element.kids.iter().find_map(|kid| match kid {
            Kid::Text { page, .. } => Some(&labels[*page]),
            Kid::Element(_) | Kid::Link => None,
        });
        text.part();
        text.push(element.alt.as_deref().unwrap_or_default(), page);
        return text.part();
    }
    let is_block_of_code = role == "Code" && ["Sect", "Div", "Aside", "BlockQuote"].contains(&parent);
    let is_inline = INLINE.contains(&role) && !is_block_of_code;
    if !is_inline {
        text.part();
    }
    for kid in &element.kids {
        match kid {
            Kid::Element(kid) => collect(kid, labels, text, role),
            Kid::Text { page, text: shown } => text.push(shown, Some(&labels[*page])),
            Kid::Link => {}
        }
    }
    if parent == "TOCI" && role != "TOC" {
        text.drop_last_word();
    }
    if !is_inline {
        text.part();
    }
}

/// Whether a label counts the items of a list, and is not a term that is defined.
fn is_counter(label: &str) -> bool {
    // Marks of direction part the point from the number.
    let label = label.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200e}' | '\u{200f}'));
    let figures = label.chars().filter(|c| c.is_alphanumeric()).count();
    figures == 0 || (figures <= 4 && label.ends_with(['.', ')']))
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
                Kid::Link => {}
            }
        }
    }
    let mut shown = vec![false; labels.len()];
    visit(&pdf.tree(), &mut shown);
    labels.iter().zip(shown).filter(|(_, shown)| *shown).map(|(label, _)| label.clone()).collect()
}

#[test]
fn each_page_has_its_words() {
    let differing = books::books().into_iter().filter_map(|(name, world)| {
        let found = differences(&write(&name, &world));
        (!found.is_empty()).then(|| format!("{name}:\n{}", found[..found.len().min(12)].join("\n")))
    });
    let differing: Vec<String> = differing.collect();
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

/// Moves a marker over a word, and takes one away: both are seen.
#[test]
fn planted_differences_are_seen() {
    let (name, world) = books::books().swap_remove(2);
    let written = write(&name, &world);
    assert_eq!(differences(&written), Vec::<String>::new());
    let (file, marker, word) = written.epub.planting_place();
    let text = written.epub.file(&file).to_string();
    let moved = text.replacen(&format!("{marker}{word}"), &format!("{word}{marker}"), 1);
    let inside =
        text.replacen(&format!("{marker}{word}"), &format!("{}{marker}{}", &word[..1], &word[1..]), 1);
    for planted in [moved, inside, text.replacen(&marker, "", 1), text.replacen(&word, "", 1)] {
        assert_ne!(planted, text);
        let epub = written.epub.with(&file, planted);
        assert_ne!(
            differences(&Written { pdf: Tagged::read(&written.bytes), epub, bytes: Vec::new() }),
            Vec::<String>::new()
        );
    }
}
