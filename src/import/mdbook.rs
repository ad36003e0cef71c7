//! mdBook: `book.toml` and `src/SUMMARY.md`. GitBook, HonKit: `SUMMARY.md`, with `book.json` or `.gitbook.yaml` beside.

use serde_yaml::Value;

use super::Trouble;
use super::folder::title;
use super::foreign::{Entry, Foreign};
use super::shelf::Shelf;
use super::summary;
use super::told::Told;
use super::value::line;
use crate::source::join_path;

pub(super) fn read(shelf: &Shelf) -> Result<Foreign, Trouble> {
    let mut book = Foreign::default();
    let mut told = Told::new("book.toml", shelf.tree("book.toml")?);
    let mut own = told.inner("book");
    let folder = own.line("src").unwrap_or_else(|| "src".to_string());
    own.take("multilingual");
    own.take("text-direction");
    own.work(&mut book);
    own.leave(&mut book);
    told.leave(&mut book);
    let file = join_path("", &format!("{folder}/SUMMARY.md"));
    summary(shelf, &file, &mut book)?;
    Ok(book)
}

fn summary(shelf: &Shelf, file: &str, book: &mut Foreign) -> Result<(), Trouble> {
    let Some(text) = shelf.text(file) else {
        return Err((
            format!("there is no `{file}`"),
            "it lists the chapters: name the folder it is in".to_string(),
        ));
    };
    summary::read(file, &text, book);
    Ok(())
}

/// GitBook's descriptions, old and new.
const DESCRIPTIONS: [&str; 3] = [".gitbook.yaml", "book.json", ".bookrc"];

/// Where GitBook's order of chapters is, if there is one.
pub(super) fn gitbook_summary(shelf: &Shelf) -> Option<String> {
    let root =
        DESCRIPTIONS.iter().filter(|name| shelf.has(name)).find_map(|name| root(&shelf.tree(name).ok()?));
    let folders = root.into_iter().chain(["", "docs", "src"].map(str::to_string));
    let files = folders.map(|folder| join_path("", format!("{folder}/SUMMARY.md").trim_start_matches('/')));
    files.into_iter().find(|file| shelf.has(file))
}

fn root(description: &Value) -> Option<String> {
    line(description.get("root")?)
}

pub(super) fn gitbook(shelf: &Shelf, name: &str) -> Result<Foreign, Trouble> {
    let mut book = Foreign::default();
    for name in DESCRIPTIONS.iter().filter(|name| shelf.has(name)) {
        let mut told = Told::new(name, shelf.tree(name)?);
        told.take("root");
        told.take("structure");
        told.work(&mut book);
        told.leave(&mut book);
    }
    let file = gitbook_summary(shelf).unwrap_or_default();
    summary(shelf, &file, &mut book)?;
    let readme = join_path(&file, "README.md");
    // What a reader comes to first need not be listed.
    if shelf.has(&readme) && book.chapters().all(|entry| entry.path != readme) {
        book.front.insert(0, Entry::new(readme.clone()));
    }
    book.work.title = book.work.title.take().or_else(|| Some(title(shelf, Some(&readme), name)));
    Ok(book)
}
