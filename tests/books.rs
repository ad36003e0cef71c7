//! Whole books through the program: the same bytes every time, and outputs that say of themselves what is so.

#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "these tests run the program on real files")]

mod program;
#[allow(dead_code, reason = "the tests of tagged files use more of it")]
#[path = "tagged/reader.rs"]
mod reader;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use lopdf::{Dictionary, Document, Object, ObjectId};
use program::{Book, HEAD};

/// The book of `tests/books/small` in a folder of its own.
fn small() -> Book {
    of_folder("small")
}

fn of_folder(name: &str) -> Book {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books").join(name);
    let read = |name: &str| fs::read(folder.join(name)).expect("it is there");
    let mut book = Book::manifest("").file("book.yaml", read("book.yaml"));
    for entry in fs::read_dir(&folder).expect("it is there") {
        let entry = entry.expect("it can be read");
        if entry.path().is_file() {
            let name = entry.file_name().into_string().expect("it is Unicode");
            book = book.file(&name, read(&name));
        }
    }
    book
}

/// A book whose contents take several pages, and whose preface names pages behind them.
fn growing(sections: usize) -> Book {
    let chapter: String = (0..sections)
        .map(|n| {
            format!(
                "## Section {n} of many {{#s{n}}}\n\nText, and [](#s{}){{.page}}.\n\n",
                (n * 7 + 3) % sections
            )
        })
        .collect();
    let preface: String = (0..40).map(|n| format!("See [](#s{}){{.page}}.\n\n", n * sections / 40)).collect();
    Book::manifest(&format!(
        "{HEAD}page: {{size: A5}}\ncontents: {{depth: 2}}\nfront: [preface.md]\nchapters: [a.md]\n"
    ))
    .file("preface.md", format!("# Preface\n\n{preface}"))
    .file("a.md", format!("# Chapter\n\n{chapter}"))
}

/// The outputs of a book, by name.
fn outputs(book: &Book, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let names = fs::read_dir(book.path(folder)).expect("it was built");
    let names =
        names.map(|entry| entry.expect("it can be read").file_name().into_string().expect("it is Unicode"));
    names
        .map(|name| (name.clone(), fs::read(book.path(folder).join(name)).expect("it can be read")))
        .collect()
}

fn pdf(book: &Book, name: &str) -> Document {
    Document::load(book.path("dist").join(name)).expect("it can be read")
}

/// The total of pages that a manifest has on record.
fn recorded(book: &Book) -> usize {
    let manifest = fs::read_to_string(book.path("book.yaml")).expect("it is there");
    let line =
        manifest.lines().find_map(|line| line.strip_prefix("number_of_pages: ")).expect("it was recorded");
    line.trim().parse().expect("it is a number")
}

#[test]
fn the_same_bytes_whatever_the_machine_does() {
    let mut first = None;
    for (threads, zone) in [("1", "UTC"), ("2", "Asia/Kathmandu"), ("8", "America/New_York")] {
        // Each in a folder of another name.
        for book in [small(), growing(60)] {
            let variables = [
                ("RAYON_NUM_THREADS", threads),
                ("TZ", zone),
                ("LC_ALL", "C"),
                ("SOURCE_DATE_EPOCH", threads),
            ];
            let out = format!("out of {threads}");
            let run = program::run(&book.folder(), &["build", "--out-dir", &out], &variables, "true");
            run.says(0, &[]);
            let made = outputs(&book, &out);
            let manifest = fs::read(book.path("book.yaml")).expect("it is there");
            assert_eq!(made.len(), 3);
            let key = made.keys().next().cloned().expect("there are three");
            let all = first
                .get_or_insert_with(BTreeMap::new)
                .entry(key)
                .or_insert((made.clone(), manifest.clone()));
            assert!(*all == (made, manifest), "{threads} threads make another book");
        }
    }
}

#[test]
fn a_second_build_changes_nothing() {
    for book in [small(), growing(60)] {
        book.run(&["build"]).says(0, &[]);
        let once = book.files();
        book.run(&["build"]).says(0, &[]);
        assert!(book.files() == once, "the second build changed something");
        book.run(&["build", "--locked"]).says(0, &[]);
        assert!(book.files() == once, "the locked build changed something");
    }
}

#[test]
fn the_record_is_written_and_nothing_else() {
    let book = small();
    let before = fs::read_to_string(book.path("book.yaml")).expect("it is there");
    book.run(&["build"]).says(0, &[]);
    let after = fs::read_to_string(book.path("book.yaml")).expect("it is there");
    assert!(after.starts_with(&before) && after.len() > before.len(), "{after}");
    // One format alone leaves the other's record as it was.
    book.run(&["build", "--pdf", "--locked"]).says(0, &[]);
    let book = book.file(
        "two.md",
        format!(
            "# Two\n\n## Sizes {{#sizes}}\n\n{}| a |\n|---|\n| b |\n\n: T {{#tbl-sizes}}\n",
            "Text.\n\n".repeat(200)
        ),
    );
    let before = book.files();
    book.run(&["build", "--locked"]).says(1, &["is stale", "= help: "]);
    assert!(book.files() == before, "a locked build wrote something");
    book.run(&["build", "--no-record"]).says(0, &[]);
    assert_eq!(fs::read_to_string(book.path("book.yaml")).expect("it is there"), after);
    book.run(&["build"]).says(0, &[]);
    book.run(&["build", "--locked"]).says(0, &[]);
    let renewed = fs::read_to_string(book.path("book.yaml")).expect("it is there");
    assert!(renewed != after && renewed.contains("# comments stay"));
}

#[test]
fn page_counts_are_those_of_the_file() {
    for (book, name) in [(small(), "a-small-book.pdf"), (growing(60), "t.pdf"), (growing(400), "t.pdf")] {
        book.run(&["build"]).says(0, &[]);
        let file = pdf(&book, name);
        let pages = file.get_pages().len();
        assert_eq!(recorded(&book), pages);
        let record = fs::read_to_string(book.path("dist").join(name.replace(".pdf", ".record.json")))
            .expect("it was written");
        assert!(record.contains(&format!("\"number_of_pages\": {pages},")), "{record}");
        let imprint = squeezed(&file, 1..=4);
        assert!(imprint.contains(&format!("Numberofpages{pages}")), "{pages}: {imprint}");
        book.run(&["build", "--locked"]).says(0, &[]);
    }
}

/// The letters and digits of some pages.
fn squeezed(file: &Document, pages: std::ops::RangeInclusive<u32>) -> String {
    let mut fonts = BTreeMap::new();
    let pages = file.get_pages().into_iter().filter(|(number, _)| pages.contains(number));
    let shown = pages.map(|(_, page)| reader::PageText::read(file, page, &mut fonts));
    let text: String = shown.flat_map(|page| page.sequences.into_values()).collect();
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[test]
fn contents_name_the_pages_that_headings_are_on() {
    let book = growing(400);
    book.run(&["build"]).says(0, &[]);
    let file = pdf(&book, "t.pdf");
    let labels = labels(&file);
    let front = labels.iter().position(|label| label == "1").expect("the body begins with 1");
    let contents = squeezed(&file, 1..=front as u32);
    let entries = outline(&file);
    assert_eq!(entries.iter().filter(|entry| entry.title.contains("of many")).count(), 400);
    for entry in entries.iter().filter(|entry| entry.title.contains("of many")) {
        let title: String = entry.title.chars().filter(|c| c.is_alphanumeric()).collect();
        let line = format!("{title}{}", labels[entry.page]);
        assert!(contents.contains(&line), "{line}");
    }
}

#[test]
fn page_labels_are_roman_then_arabic() {
    let book = small();
    book.run(&["build"]).says(0, &[]);
    let labels = labels(&pdf(&book, "a-small-book.pdf"));
    let body = labels.iter().position(|label| label == "1").expect("the body begins with 1");
    assert!(body >= 4, "{labels:?}");
    assert_eq!(labels[..4], ["i", "ii", "iii", "iv"]);
    assert_eq!(labels.last(), Some(&(labels.len() - body).to_string()));
    let manifest = fs::read_to_string(book.path("book.yaml")).expect("it is there");
    assert!(manifest.contains(&format!("front: {body}")), "{manifest}");
}

#[test]
fn the_apparatus_of_scholars_is_told_nothing_of() {
    let book = of_folder("apparatus");
    book.run(&["build"]).says(0, &[]);
    let file = pdf(&book, "the-rivers-of-the-plain.pdf");
    let labels: Vec<String> = outline(&file).into_iter().map(|entry| entry.title).collect();
    for wanted in ["Foreword", "1 What rivers carry", "Annex A All that was measured", "References", "Index"]
    {
        assert!(labels.iter().any(|label| label == wanted), "{wanted}: {labels:?}");
    }
}

#[test]
fn turned_pages_lie_wide_among_the_others() {
    let book = of_folder("landscape");
    book.run(&["build"]).says(0, &[]);
    let file = pdf(&book, "wide-pages.pdf");
    let is_wide = |id: ObjectId| {
        let page = file.get_dictionary(id).expect("a page is a dictionary");
        let edges = numbers(&file, page.get(b"MediaBox").expect("a page has a size"));
        edges[2] > edges[3]
    };
    let lies: Vec<bool> = file.page_iter().map(is_wide).collect();
    let first = lies.iter().position(|wide| *wide).expect("there is a wide page");
    assert_eq!(lies[first - 1..], [false, true, false, true, false]);
}

#[test]
fn bookmarks_are_nested_as_headings_are() {
    let book = small();
    book.run(&["build"]).says(0, &[]);
    let file = pdf(&book, "a-small-book.pdf");
    let shown: Vec<String> =
        outline(&file).iter().map(|entry| format!("{}{}", "  ".repeat(entry.level), entry.title)).collect();
    let from = shown.iter().position(|line| line == "Preface").expect("the preface has one");
    let expected = [
        "Preface",
        "I Roots",
        "  1 One",
        "    1.1 A section",
        "      1.1.1 Below it",
        "  2 Two",
        "    2.1 Sizes",
        "    2.2 Back",
        "II Branches",
        "  3 Three",
        "Thanks",
    ];
    assert_eq!(shown[from..], expected);
    let pages: Vec<usize> = outline(&file).iter().map(|entry| entry.page).collect();
    assert!(pages.is_sorted(), "{pages:?}");
}

#[test]
fn links_land_on_pages_that_are_there() {
    let book = small();
    book.run(&["build"]).says(0, &[]);
    let file = pdf(&book, "a-small-book.pdf");
    let (mut inside, mut web) = (0, Vec::new());
    for page in file.get_pages().into_values() {
        for link in links(&file, page) {
            match (link.get(b"Dest"), link.get_deref(b"A", &file).and_then(Object::as_dict)) {
                (Ok(destination), _) => {
                    place(&file, destination);
                    inside += 1;
                }
                (Err(_), Ok(action)) => {
                    let address =
                        action.get(b"URI").and_then(Object::as_str).expect("the action is an address");
                    web.push(String::from_utf8_lossy(address).into_owned());
                }
                (Err(_), Err(_)) => panic!("a link leads nowhere: {link:?}"),
            }
            let edges = numbers(&file, link.get(b"Rect").expect("a link has a place"));
            assert!(edges.len() == 4 && edges[0] < edges[2] && edges[1] < edges[3], "{edges:?}");
        }
    }
    assert_eq!(web, ["https://example.org/a?b=c"]);
    // Seven references in the text, each on one line or two; the note's call; the lines of the contents.
    assert!(inside >= 18, "{inside}");
}

#[test]
fn every_face_is_embedded() {
    let book = small();
    book.run(&["build"]).says(0, &[]);
    let file = pdf(&book, "a-small-book.pdf");
    let name = |font: &Dictionary| {
        font.get(b"BaseFont").and_then(Object::as_name).map(<[u8]>::to_vec).expect("it has a name")
    };
    let mut faces = 0;
    for page in file.get_pages().into_values() {
        for font in file.get_page_fonts(page).expect("its fonts can be read").into_values() {
            faces += 1;
            assert_eq!(font.get(b"Subtype").and_then(Object::as_name).ok(), Some(b"Type0".as_slice()));
            assert!(font.get_deref(b"ToUnicode", &file).and_then(Object::as_stream).is_ok());
            let inner = font
                .get_deref(b"DescendantFonts", &file)
                .and_then(Object::as_array)
                .expect("a composite font has one");
            let inner = file.dereference(&inner[0]).expect("it is there").1.as_dict().expect("it is a font");
            let descriptor =
                inner.get_deref(b"FontDescriptor", &file).and_then(Object::as_dict).expect("it is described");
            let program = [b"FontFile2".as_slice(), b"FontFile3"]
                .into_iter()
                .find_map(|key| descriptor.get_deref(key, &file).ok());
            let program = program.and_then(|program| program.as_stream().ok());
            assert!(
                program.is_some_and(|program| !program.content.is_empty()),
                "{} is not embedded",
                name(font).escape_ascii()
            );
            // Six letters and a plus sign tell a subset (ISO 32000-1, 9.6.4).
            assert_eq!(name(font).get(6), Some(&b'+'), "{}", name(font).escape_ascii());
        }
    }
    assert!(faces > 8);
}

fn links(file: &Document, page: ObjectId) -> Vec<&Dictionary> {
    let page = file.get_dictionary(page).expect("a page is a dictionary");
    let Ok(found) = page.get_deref(b"Annots", file).and_then(Object::as_array) else { return Vec::new() };
    let found =
        found.iter().map(|one| file.dereference(one).expect("it is there").1.as_dict().expect("it is one"));
    found
        .filter(|one| one.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Link"))
        .collect()
}

fn numbers(file: &Document, array: &Object) -> Vec<f32> {
    let array = file.dereference(array).expect("it is there").1.as_array().expect("it is an array");
    array.iter().filter_map(|number| number.as_float().ok()).collect()
}

/// The index of the page that a destination names, which must be in the file, with the point on the page.
fn place(file: &Document, destination: &Object) -> usize {
    let destination =
        file.dereference(destination).expect("it is there").1.as_array().expect("it is explicit");
    let page = destination[0].as_reference().expect("it names a page");
    let index = file.page_iter().position(|id| id == page).expect("the page is in the file");
    assert_eq!(destination[1].as_name().ok(), Some(b"XYZ".as_slice()));
    let dictionary = file.get_dictionary(page).expect("a page is a dictionary");
    let edges = numbers(file, dictionary.get(b"MediaBox").expect("a page has a size"));
    let (x, y) = (destination[2].as_float().expect("x"), destination[3].as_float().expect("y"));
    assert!((0.0..=edges[2]).contains(&x) && (0.0..=edges[3]).contains(&y), "{x} {y} is not on the page");
    index
}

struct Entry {
    level: usize,
    title: String,
    page: usize,
}

/// The outline in the order it is shown.
fn outline(file: &Document) -> Vec<Entry> {
    let root = file.catalog().and_then(|catalog| catalog.get(b"Outlines")).and_then(Object::as_reference);
    let mut entries = Vec::new();
    let mut waiting = vec![(root.expect("there is an outline"), 0, true)];
    while let Some((id, level, is_root)) = waiting.pop() {
        let item = file.get_dictionary(id).expect("an entry is a dictionary");
        if !is_root {
            let title =
                lopdf::decode_text_string(item.get(b"Title").expect("it has a title")).expect("it is text");
            entries.push(Entry {
                level,
                title,
                page: place(file, item.get(b"Dest").expect("it leads somewhere")),
            });
            if let Ok(next) = item.get(b"Next").and_then(Object::as_reference) {
                waiting.push((next, level, false));
            }
        }
        if let Ok(first) = item.get(b"First").and_then(Object::as_reference) {
            waiting.push((first, if is_root { 0 } else { level + 1 }, false));
        }
    }
    entries
}

/// The label of every page, from the ranges that the file gives (ISO 32000-1, 12.4.2).
fn labels(file: &Document) -> Vec<String> {
    let tree =
        file.catalog().and_then(|catalog| catalog.get_deref(b"PageLabels", file)).and_then(Object::as_dict);
    let ranges =
        tree.and_then(|tree| tree.get(b"Nums")).and_then(Object::as_array).expect("there are labels");
    let mut labels: Vec<String> = Vec::new();
    let starts: Vec<usize> =
        ranges.iter().step_by(2).map(|start| start.as_i64().expect("a page") as usize).collect();
    for (at, range) in ranges.chunks(2).enumerate() {
        let end = starts.get(at + 1).copied().unwrap_or(file.get_pages().len());
        let style = file.dereference(&range[1]).expect("it is there").1.as_dict().expect("it is one");
        let first = style.get(b"St").and_then(Object::as_i64).unwrap_or(1) as usize;
        let roman = style.get(b"S").and_then(Object::as_name).is_ok_and(|style| style == b"r");
        labels.extend(
            (0..end - starts[at]).map(|n| if roman { in_roman(n + first) } else { (n + first).to_string() }),
        );
    }
    labels
}

fn in_roman(mut number: usize) -> String {
    let digits =
        [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")];
    let mut roman = String::new();
    for (value, digit) in digits {
        while number >= value {
            number -= value;
            roman += digit;
        }
    }
    roman
}
