//! Formulas: what is said of them, and their MathML.

use std::collections::BTreeSet;
use std::io::Read;

use flate2::read::ZlibDecoder;
use lopdf::{Dictionary, Object};
use reportc::pdf::Profile;
use reportc::world::memory::MemoryWorld;

use super::{build, nesting, reads_as_flow};
use crate::reader::{Tagged, text_string};

const CHAPTER: &str = "\
# The case $e^{i\\pi} = -1$

A formula $a^2 + b^2$ in a line, [a link $x$](#eq-a), one at a line's end that is so long that it goes on in the next: $\\sqrt{x}$
and again $a^2 + b^2$.[^n]

[^n]: A note of $\\alpha$.

$$ x = 1 $$ {#eq-a}

\\begin{align}
  a &= b \\label{eq-b} \\\\
  c &= d \\label{eq-c}
\\end{align}

| Head $h$ | Other |
|----------|-------|
| $y$ | @eq-c |

: Of $z$ {#tbl-a}

- An item $i$
";

fn world() -> MemoryWorld {
    let manifest = "title: T\nlanguage: en\ndate: 2026-05-01\ncontents: {depth: 2}\nchapters: [a.md]\n";
    MemoryWorld::new().file("book.yaml", manifest).file("a.md", CHAPTER)
}

/// Every element of a kind, as its dictionary.
fn formulas(pdf: &Tagged) -> Vec<&Dictionary> {
    let of_kind = |object: &&Dictionary| {
        object.get(b"S").and_then(Object::as_name).is_ok_and(|name| name == b"Formula")
    };
    pdf.document.objects.values().filter_map(|object| object.as_dict().ok()).filter(of_kind).collect()
}

fn text(dictionary: &Dictionary, key: &[u8]) -> String {
    text_string(dictionary.get(key).and_then(Object::as_str).expect("it has the text"))
}

/// The MathML that an element's associated file holds.
fn file(pdf: &Tagged, formula: &Dictionary) -> String {
    let files = formula.get(b"AF").and_then(Object::as_array).expect("it has files");
    let file = pdf.dictionary(&files[0]);
    assert_eq!(file.get(b"AFRelationship").and_then(Object::as_name).ok(), Some(b"Supplement".as_slice()));
    let embedded = pdf.dictionary(file.get(b"EF").expect("it is embedded")).get(b"F").expect("it is there");
    let id = embedded.as_reference().expect("it is a stream");
    let stream = pdf.document.get_object(id).and_then(Object::as_stream).expect("it is a stream");
    let kind = stream.dict.get(b"Subtype").and_then(Object::as_name).ok();
    assert_eq!(kind, Some(b"application/mathml+xml".as_slice()));
    if !stream.dict.has(b"Filter") {
        return String::from_utf8(stream.content.clone()).expect("it is text");
    }
    let mut mathml = String::new();
    ZlibDecoder::new(stream.content.as_slice()).read_to_string(&mut mathml).expect("it is deflated");
    mathml
}

/// The elements and the texts of XML.
fn parts<'x>(document: &'x roxmltree::Document) -> Vec<(&'x str, Option<&'x str>)> {
    document.descendants().map(|node| (node.tag_name().name(), node.text())).collect()
}

#[test]
fn formulas_say_their_words_and_their_mathml() {
    for profile in [Profile::Archive, Profile::Pdf2] {
        let book = build(&world(), profile);
        reads_as_flow("formulas", &book);
        if profile == Profile::Archive {
            let mut found = Vec::new();
            nesting::violations(&book.pdf.tree(), &mut found);
            assert_eq!(found, Vec::<String>::new());
        }
        let formulas = formulas(&book.pdf);
        let said: BTreeSet<String> = formulas.iter().map(|formula| text(formula, b"Alt")).collect();
        // The heading's stands in the contents too, and one stands twice in the text.
        assert_eq!((formulas.len(), said.len()), (13, 11), "{said:?}");
        assert!(said.contains("a squared plus b squared"), "{said:?}");
        for formula in formulas {
            let mathml = file(&book.pdf, formula);
            let document = roxmltree::Document::parse(&mathml).expect("it is XML");
            assert!(document.root_element().has_tag_name(("http://www.w3.org/1998/Math/MathML", "math")));
            assert_eq!(document.root_element().attribute("alttext"), None, "the element has the words");
            match (profile, formula.get(b"A")) {
                (Profile::Archive, Ok(attribute)) => {
                    let attribute = text(book.pdf.dictionary(attribute), b"MSFT_MathML");
                    assert!(attribute.is_ascii(), "{attribute}");
                    let same = roxmltree::Document::parse(&attribute).expect("it is XML");
                    assert_eq!(parts(&same), parts(&document));
                }
                (Profile::Pdf2, Err(_)) => {}
                _ => panic!("{profile:?}: the attribute is PDF 1.7's"),
            }
        }
    }
}
