//! Page numbers printed in a book move what they number: books that settle, after as many layouts as it takes, and one that
//! cannot.

use std::fmt::Write;

use reportc::diag::Sink;
use reportc::world::memory::MemoryWorld;
use reportc::{SetBook, set_book};

/// Sets a book; the codes of what was reported.
fn set(manifest: &str, files: &[(&str, &str)]) -> (SetBook, Vec<&'static str>) {
    let world = files.iter().fold(MemoryWorld::new().file("book.yaml", manifest), |world, (name, text)| {
        world.file(name, *text)
    });
    let mut sink = Sink::default();
    let (_, set) = set_book(&world, "book.yaml", &|_| {}, &mut sink);
    let codes = sink.diagnostics().iter().map(|one| one.code).collect();
    (set.expect("the book can be set"), codes)
}

/// Contents, and a preface behind them whose roman page numbers depend on how many pages the contents take. Lines of
/// contents that just fit take a second line once their page numbers are printed.
fn growing(sections: usize, width: usize) -> SetBook {
    let manifest = "title: T\nlanguage: en\npage: {size: A5}\ncontents: {depth: 2}\nfront: [preface.md]\nchapters: [a.md]\n";
    let mut preface = "# Preface\n\n".to_string();
    let mut chapter = "# Chapter\n\n".to_string();
    for n in 0..sections {
        let title = format!("A section of a title that is as long as a line {}", "i".repeat(n % 4 + width));
        writeln!(chapter, "## {title} {{#s{n}}}\n\nText.\n").expect("it is a string");
        writeln!(preface, "## Before it, {n}\n\nSee [](#s{n}){{.page}}.\n").expect("it is a string");
    }
    let (set, codes) = set(manifest, &[("preface.md", &preface), ("a.md", &chapter)]);
    assert!(!codes.contains(&"unstable-page-numbers"), "{codes:?}");
    set
}

#[test]
fn contents_that_change_their_own_page_count_settle() {
    for width in 0..40 { for s in [38, 40, 42, 44] { let b = growing(s, width); if b.rounds.count > 2 { eprintln!("{s} {width} {}", b.rounds.count); } } }
    let book = growing(40, 10);
    assert!(book.rounds.unsettled.is_empty());
    assert_eq!(book.rounds.count, 3);
    // What nothing is printed of needs one layout alone.
    let (plain, _) = set(
        "title: T\nlanguage: en\ncontents: {depth: 0}\nchapters: [a.md]\n",
        &[("a.md", "# One\n\nText.\n")],
    );
    assert!(plain.rounds.count <= 2 && plain.rounds.unsettled.is_empty());
}

/// A target at the foot of page viii: a long number pushes it to page ix, whose short number lets it come back.
fn swinging(lines: usize) -> (SetBook, Vec<&'static str>) {
    let manifest = "title: T\nlanguage: en\ncontents: {depth: 0}\nfront: [p.md]\nchapters: [a.md]\n";
    let mut preface = "# Preface\n\n".to_string();
    preface.push_str(&"One page.\n\n<!-- pagebreak -->\n\n".repeat(5));
    preface.push_str(&"A line.\n\n".repeat(lines));
    preface.push_str(&"[x](#target){.page} ".repeat(60));
    preface.push_str("\n\n## The Target {#target}\n\nText.\n");
    set(manifest, &[("p.md", &preface), ("a.md", "# One\n\nText.\n")])
}

#[test]
fn a_reference_that_moves_its_own_target_is_named() {
    let found = (0..50).map(swinging).find(|(book, _)| !book.rounds.unsettled.is_empty());
    let (book, codes) = found.expect("one of these never settles");
    assert!(codes.contains(&"unstable-page-numbers"), "{codes:?}");
    assert_eq!(book.rounds.count, 8);
    // The imprint's count of pages goes with it.
    let named = &book.rounds.unsettled;
    assert!(named.iter().any(|one| one.starts_with("Preface: the page of “The Target” is printed as ")), "{named:?}");
}
