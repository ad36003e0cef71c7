//! Books of other tools as ours: what their descriptions tell becomes a manifest, and what their chapters need is listed.
//!
//! One reader for each tool makes a [`Foreign`] book of its description; [`write`] writes the manifest of it, with
//! comments for what has no place in one; [`needs`] finds the files that chapters name.

mod bookdown;
mod carpentries;
mod cells;
mod folder;
mod foreign;
mod heads;
mod jupyter;
mod leanpub;
mod marks;
mod mdbook;
mod needs;
mod notebook;
pub mod office;
mod pandoc;
mod people;
mod quarto;
mod shelf;
mod summary;
mod told;
mod value;
mod write;

use std::collections::BTreeMap;

use crate::source::join_path;
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
    /// The folder within the copy that the book's own folder becomes, where it includes files from outside.
    pub within: String,
    /// Files that the folder has not, or not so, by path.
    pub made: BTreeMap<String, Vec<u8>>,
    /// What was changed, or could not be taken over: a line each.
    pub changes: Vec<String>,
}

/// What keeps a book from being taken over, and what to do.
pub type Trouble = (String, String);

/// What is asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted<'a> {
    /// What the book is called on disk.
    pub name: &'a str,
    /// The one file that is the book.
    pub file: Option<&'a str>,
    /// The folder of the repository that the book's lies in, relative to that: texts may include what is in it.
    pub repository: Option<&'a str>,
    /// The manifest is to stand in the book's own folder.
    pub in_place: bool,
}

impl Imported {
    /// Where a file of the book's is to stand in its copy.
    pub fn place(&self, path: &str) -> String {
        place(&self.within, path)
    }
}

fn place(within: &str, path: &str) -> String {
    join_path(&format!("{within}/"), path).trim_start_matches('/').to_string()
}

/// Reads the book in a folder, or the book that one file of it is.
pub fn import(world: &dyn World, wanted: Wanted) -> Result<Imported, Trouble> {
    let Wanted { name, file, repository, in_place } = wanted;
    let shelf = Shelf::open(world, repository);
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
    cells::convert(&shelf, &mut book);
    marks::translate(tool, &shelf, &mut book);
    heads::settle(&shelf, &mut book);
    let files = needs::files(&shelf, &mut book);
    let outside: Vec<&String> = files.paths.iter().filter(|path| shelf::leads_out(path)).collect();
    let climbs = outside.iter().map(|path| path.matches("../").count()).max().unwrap_or_default();
    let mut within = String::new();
    if in_place {
        let folders = outside.iter().filter_map(|path| path.rsplit_once('/'));
        book.allow = folders.map(|(folder, _)| folder.to_string()).collect();
    } else if climbs > 0 {
        within = shelf.names_of_root(climbs);
        book.changes.push(format!(
            "files outside its folder are included: in the copy, the book's own are in `{within}`"
        ));
        book.paths_mut().for_each(|path| *path = place(&within, path));
    }
    let manifest = write::manifest(tool, &book, name);
    let Foreign { made, changes, .. } = book;
    let chapters = files.chapters;
    Ok(Imported { tool, manifest, chapters, files: files.paths, within, made, changes })
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
        () if mdbook::gitbook_summary(shelf).is_some() => (Tool::GitBook, mdbook::gitbook(shelf, name)?),
        () if shelf.has("index.Rmd") => (Tool::Bookdown, bookdown::read(shelf)?),
        () => folder::read(shelf, name)?,
    };
    Ok(book)
}
