//! Leanpub: `Book.txt`, a list of files, and marks that begin front, main and back matter.

use super::Trouble;
use super::foreign::{Entry, Foreign};
use super::shelf::Shelf;
use crate::source::join_path;

/// Where the list is, if there is one.
pub(super) fn list(shelf: &Shelf) -> Option<String> {
    ["Book.txt", "manuscript/Book.txt"].into_iter().find(|path| shelf.has(path)).map(str::to_string)
}

#[derive(Clone, Copy)]
enum Matter {
    Front,
    Main,
    Back,
}

pub(super) fn read(shelf: &Shelf) -> Result<Foreign, Trouble> {
    let mut book = Foreign::default();
    let list = list(shelf).unwrap_or_default();
    let mut matter = Matter::Main;
    for line in shelf.text(&list).unwrap_or_default().lines() {
        let line = line.trim();
        match line.trim_matches(['{', '}']).trim_end_matches(':') {
            "" => {}
            name if name.starts_with('#') => {}
            "frontmatter" => matter = Matter::Front,
            "mainmatter" => matter = Matter::Main,
            "backmatter" => matter = Matter::Back,
            name => take(shelf, join_path(&list, name), &mut matter, &mut book),
        }
    }
    for cover in ["title_page.png", "title_page.jpg", "resources/title_page.png"] {
        let path = join_path(&list, cover);
        if book.work.cover.is_none() && shelf.has(&path) {
            book.work.cover = Some(path);
        }
    }
    Ok(book)
}

/// A file of the list: a mark, a part's title, or a chapter.
fn take(shelf: &Shelf, path: String, matter: &mut Matter, book: &mut Foreign) {
    let text = shelf.text(&path).unwrap_or_default();
    match text.trim() {
        "{frontmatter}" => *matter = Matter::Front,
        "{mainmatter}" => *matter = Matter::Main,
        "{backmatter}" => *matter = Matter::Back,
        words => match part(words) {
            Some(title) => book.open(title),
            None => chapter(Entry::new(path), *matter, book),
        },
    }
}

fn chapter(entry: Entry, matter: Matter, book: &mut Foreign) {
    match matter {
        Matter::Front => book.front.push(entry),
        Matter::Main => book.add(entry),
        Matter::Back => book.back.push(entry),
    }
}

/// The title of a part, which stands in a file of its own: `# Title #`, `-# Title`, or a heading below `{class: part}`.
fn part(text: &str) -> Option<&str> {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let (first, second, third) = (lines.next()?, lines.next(), lines.next());
    let marked = first.starts_with('{') && first.contains("part");
    match (second, third) {
        (None, _) => match first.strip_prefix("-# ") {
            Some(title) => Some(title),
            None => first.strip_prefix("# ")?.strip_suffix(" #"),
        },
        (Some(heading), None) if marked => heading.strip_prefix("# "),
        _ => None,
    }
}
