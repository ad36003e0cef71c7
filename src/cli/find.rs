//! Where the manifest is.

use std::path::{Path, PathBuf};

use crate::escape::shell;

/// A manifest: the folder it is in, as the user wrote it, and its name.
pub(super) struct ManifestPath {
    pub folder: PathBuf,
    pub name: String,
}

impl ManifestPath {
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
    Ok(ManifestPath { folder, name: name.to_string() })
}
