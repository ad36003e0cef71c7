//! Books of other tools as ours: what their descriptions tell becomes a manifest, and what their chapters need is listed.
//!
//! One reader for each tool makes a [`Foreign`] book of its description; [`write`] writes the manifest of it, with
//! comments for what has no place in one; [`needs`] finds the files that chapters name.

mod bookdown;
mod carpentries;
mod folder;
mod foreign;
mod jupyter;
mod leanpub;
mod mdbook;
mod needs;
mod notebook;
mod pandoc;
mod people;
mod quarto;
mod shelf;
mod summary;
mod told;
mod value;
mod write;

use std::collections::BTreeMap;

use crate::world::World;
use foreign::Foreign;
use shelf::Shelf;

/// Which tool a book was written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    MdBook,
    Quarto,
    Bookdown,
    JupyterBook,
    Carpentries,
    GitBook,
    Leanpub,
    Pandoc,
    Folder,
}

impl Tool {
    pub fn name(self) -> &'static str {
        match self {
            Tool::MdBook => "mdBook",
            Tool::Quarto => "Quarto",
            Tool::Bookdown => "bookdown",
            Tool::JupyterBook => "Jupyter Book",
            Tool::Carpentries => "The Carpentries' Workbench",
            Tool::GitBook => "GitBook",
            Tool::Leanpub => "Leanpub",
            Tool::Pandoc => "pandoc",
            Tool::Folder => "a folder of Markdown files",
        }
    }
}

/// A book of ours, made of another tool's.
#[derive(Debug)]
pub struct Imported {
    pub tool: Tool,
    /// The text of `book.yaml`.
    pub manifest: String,
    pub chapters: usize,
    /// Files of the book, as they are there: chapters, and what chapters name.
    pub files: Vec<String>,
    /// Files that the folder has not, or not so, by path.
    pub made: BTreeMap<String, Vec<u8>>,
    /// What was changed, or could not be taken over: a line each.
    pub changes: Vec<String>,
}

/// What keeps a book from being taken over, and what to do.
pub type Trouble = (String, String);

/// Reads the book in a folder, or the book that one file of it is.
pub fn import(world: &dyn World, name: &str, file: Option<&str>) -> Result<Imported, Trouble> {
    let shelf = Shelf::open(world);
    let (tool, mut book) = match file {
        Some(file) => (Tool::Pandoc, pandoc::file(&shelf, file)?),
        None => read(&shelf, name)?,
    };
    book.drop_missing(&shelf);
    if book.chapters().next().is_none() {
        return Err((
            format!("no chapter of {} was found in `{name}`", tool.name()),
            "name the folder that the book's own description is in, or one with Markdown files".to_string(),
        ));
    }
    let files = needs::files(&shelf, &mut book);
    let manifest = write::manifest(tool, &book, name);
    let Foreign { made, changes, .. } = book;
    let chapters = files.chapters;
    Ok(Imported { tool, manifest, chapters, files: files.paths, made, changes })
}

/// Asks for each tool's description in turn.
fn read(shelf: &Shelf, name: &str) -> Result<(Tool, Foreign), Trouble> {
    let book = match () {
        () if shelf.has("book.toml") => (Tool::MdBook, mdbook::read(shelf)?),
        () if shelf.has("_quarto.yml") || shelf.has("_quarto.yaml") => (Tool::Quarto, quarto::read(shelf)?),
        () if shelf.has("_bookdown.yml") => (Tool::Bookdown, bookdown::read(shelf)?),
        () if shelf.has("_toc.yml") => (Tool::JupyterBook, jupyter::read(shelf)?),
        () if carpentries::is_lesson(shelf) => (Tool::Carpentries, carpentries::read(shelf)?),
        () if leanpub::list(shelf).is_some() => (Tool::Leanpub, leanpub::read(shelf)?),
        () if mdbook::gitbook_summary(shelf).is_some() => (Tool::GitBook, mdbook::gitbook(shelf)?),
        () if shelf.has("index.Rmd") => (Tool::Bookdown, bookdown::read(shelf)?),
        () => folder::read(shelf, name)?,
    };
    Ok(book)
}
