//! Where the manifest is.

use std::path::{Path, PathBuf};

use super::disk::DiskWorld;
use super::trouble::Trouble;
use crate::escape::shell;
use crate::model::manifest::Book;

/// A manifest: the folder it is in, as the user wrote it, and its name.
pub(super) struct ManifestPath {
    pub folder: PathBuf,
    pub name: String,
    /// Which of several editions is meant.
    pub edition: Option<String>,
}

impl ManifestPath {
    /// The book, as the library is asked for it.
    pub fn book(&self) -> Book<'_> {
        Book { name: &self.name, edition: self.edition.as_deref() }
    }

    /// The same manifest, for another edition.
    pub fn of_edition(&self, edition: &str) -> ManifestPath {
        let (folder, name) = (self.folder.clone(), self.name.clone());
        ManifestPath { folder, name, edition: Some(edition.to_string()) }
    }

    /// What its messages say of it: its path, and the edition.
    pub fn shown(&self) -> String {
        let path = self.path().display().to_string();
        self.edition.as_ref().map(|edition| format!("{path}: {edition}")).unwrap_or(path)
    }

    pub fn path(&self) -> PathBuf {
        self.folder.join(&self.name)
    }

    /// What messages put before paths that are relative to the manifest.
    pub fn prefix(&self) -> String {
        let folder = self.folder.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        match folder.as_str() {
            "" | "." => String::new(),
            folder if folder.ends_with('/') => folder.to_string(),
            folder => format!("{folder}/"),
        }
    }
}

/// Finds the manifest that is meant; None and what was looked for where there is none.
pub(super) fn manifest(written: Option<&Path>) -> Result<ManifestPath, String> {
    let candidates: Vec<PathBuf> = match written {
        None => vec!["book.yaml".into(), "book/book.yaml".into()],
        Some(path) if path.is_dir() => vec![path.join("book.yaml"), path.join("book/book.yaml")],
        Some(path) => vec![path.to_path_buf()],
    };
    match candidates.iter().find(|path| path.exists() && !path.is_dir()) {
        Some(path) if is_chapter(path) => Err(format!(
            "`{}` is a chapter: name the manifest that lists it, or make one of it with `reportc import {}`",
            path.display(),
            shell::word(&path.to_string_lossy())
        )),
        Some(path) => match foreign(path) {
            Some(tool) => Err(format!(
                "`{}` is a book for {tool}: `reportc import {}` makes one of ours of it",
                path.display(),
                folder_of(path)
            )),
            None => place(path),
        },
        None => {
            let looked: Vec<String> = candidates.iter().map(|path| format!("`{}`", path.display())).collect();
            Err(format!("there is no manifest {}", looked.join(" or ")))
        }
    }
}

/// Whether a file is Markdown, going by its name.
fn is_chapter(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    matches!(ending.to_ascii_lowercase().as_str(), "md" | "markdown" | "mkd" | "qmd" | "rmd")
        && foreign(path).is_none()
}

/// The editions of a manifest that are asked for, each as a book of its own, in the manifest's order; all where none is
/// named. Of a book that has no such, the book.
pub(super) fn editions(place: ManifestPath, wanted: &[String]) -> Result<Vec<ManifestPath>, Trouble> {
    let names = crate::editions(&DiskWorld::new(&place.folder), &place.name);
    if let Some(unknown) = wanted.iter().find(|wanted| !names.contains(wanted)) {
        let message = format!("`{}` has no edition `{unknown}`", place.path().display());
        return Err((
            message,
            match names.is_empty() {
                true => "leave out --edition: the manifest has no `editions`".to_string(),
                false => format!("its editions are {}", names.join(", ")),
            },
        ));
    }
    if names.is_empty() {
        return Ok(vec![place]);
    }
    let is_wanted = |name: &&String| wanted.is_empty() || wanted.contains(name);
    Ok(names.iter().filter(is_wanted).map(|name| place.of_edition(name)).collect())
}

/// The tool that a file describes a book for, going by its name.
pub(super) fn foreign(path: &Path) -> Option<&'static str> {
    match path.file_name()?.to_str()? {
        "book.toml" => Some("mdBook"),
        "SUMMARY.md" => Some("mdBook or GitBook"),
        "_quarto.yml" | "_quarto.yaml" => Some("Quarto"),
        "_bookdown.yml" => Some("bookdown"),
        "_toc.yml" => Some("Jupyter Book"),
        "Book.txt" => Some("Leanpub"),
        _ => None,
    }
}

/// The folder that a file is in, as a word of a command.
fn folder_of(path: &Path) -> String {
    let folder = path.parent().map(|folder| folder.to_string_lossy()).unwrap_or_default();
    shell::word(if folder.is_empty() { "." } else { &folder })
}

fn place(path: &Path) -> Result<ManifestPath, String> {
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| format!("the name of `{}` is not Unicode", path.display()))?;
    let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
    Ok(ManifestPath { folder, name: name.to_string(), edition: None })
}
