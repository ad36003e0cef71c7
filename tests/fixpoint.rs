//! Page numbers printed in a book move what they number: books that settle, after as many layouts as it takes, and one that
//! cannot.

use reportc::diag::Sink;
use reportc::world::memory::MemoryWorld;
use reportc::{SetBook, set_book};

/// Sets a book; the codes of what was reported.
fn set(manifest: &str, files: &[(&str, &str)]) -> (SetBook, Vec<&'static str>) {
    let world = files
        .iter()
        .fold(MemoryWorld::new().file("book.yaml", manifest), |world, (name, text)| world.file(name, *text));
    let mut sink = Sink::default();
    let (_, set) = set_book(&world, "book.yaml", &|_| {}, &mut sink);
    let codes = sink.diagnostics().iter().map(|one| one.code).collect();
    (set.expect("the book can be set"), codes)
}

/// A preface of references to what comes after it, by long Roman numbers: once they are printed the preface takes a page
/// more, which moves what the contents and the preface itself have just printed.
fn growing(references: usize) -> SetBook {
    let manifest = "title: T\nlanguage: en\npage: {size: A5}\ncontents: {depth: 2}\nfront: [p.md, q.md]\nchapters: [a.md]\n";
    let pages = "One page.\n\n<!-- pagebreak -->\n\n".repeat(20);
    let preface = format!("# Preface\n\n{pages}{}\n", "[x](#late){.page} ".repeat(references));
    let files =
        [("p.md", preface.as_str()), ("q.md", "# Later {#late}\n\nText.\n"), ("a.md", "# One\n\nText.\n")];
    let (set, codes) = set(manifest, &files);
    assert!(!codes.contains(&"unstable-page-numbers"), "{codes:?}");
    set
}

#[test]
fn page_numbers_that_move_what_they_number_settle() {
    // How many fill a page just so depends on the faces.
    let book = (1..40).map(|tens| growing(10 * tens)).find(|book| book.rounds.count > 2);
    let book = book.expect("one of these takes a page more with its numbers than without");
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
    assert!(
        named.iter().any(|one| one.starts_with("Preface: the page of “The Target” is printed as ")),
        "{named:?}"
    );
}
