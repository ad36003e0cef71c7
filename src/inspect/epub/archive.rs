//! The files of an archive.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use roxmltree::{Document, ParsingOptions};
use zip::ZipArchive;

use crate::address::decoded;

/// What one file of text may hold, and all of them: far more than any book.
const MOST: u64 = 64 << 20;
const MOST_OF_ALL: u64 = 1 << 30;
/// Nodes of one document: those of a file that large have some ten characters each.
const MOST_NODES: u32 = 4_000_000;

/// An archive's files: those of text are read, of the others the names.
#[derive(Debug, Default)]
pub struct Archive {
    pub texts: BTreeMap<String, String>,
    pub names: BTreeSet<String>,
}

/// Endings of the names of files that have text: documents, style sheets, the package and what leads to it.
const TEXTS: [&str; 6] = [".xhtml", ".html", ".opf", ".ncx", ".css", ".xml"];

impl Archive {
    pub fn read(bytes: &[u8], faults: &mut Vec<String>) -> Archive {
        let mut archive = Archive::default();
        let mut zip = match ZipArchive::new(Cursor::new(bytes)) {
            Ok(zip) => zip,
            Err(error) => {
                super::super::fault(faults, format!("the EPUB cannot be read: {error}"));
                return archive;
            }
        };
        let mut left = MOST_OF_ALL;
        for index in 0..zip.len() {
            let Ok(file) = zip.by_index(index) else {
                super::super::fault(faults, format!("file {index} of the EPUB cannot be read"));
                continue;
            };
            let name = file.name().to_string();
            if TEXTS.iter().any(|end| name.ends_with(end)) {
                let limit = MOST.min(left);
                match text(file, limit) {
                    Some(text) => {
                        left -= text.len() as u64;
                        archive.texts.insert(name.clone(), text);
                    }
                    None => super::super::fault(
                        faults,
                        format!("`{name}` is damaged or too large, or is no text"),
                    ),
                }
            }
            archive.names.insert(name);
        }
        archive
    }
}

/// A file's text, unless there is more of it than the limit.
fn text(file: impl Read, limit: u64) -> Option<String> {
    let mut text = String::new();
    file.take(limit + 1).read_to_string(&mut text).ok()?;
    (text.len() as u64 <= limit).then_some(text)
}

/// A document, or why it is none.
pub fn parse(text: &str) -> Result<Document<'_>, String> {
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| error.to_string())
}

/// A path that an address leads to, and the fragment in it. None for one that leads out of the book.
pub fn target(from: &str, address: &str) -> Option<(String, Option<String>)> {
    let (path, fragment) = match address.split_once('#') {
        Some((path, fragment)) => (path, Some(decoded(fragment).into_owned())),
        None => (address, None),
    };
    let is_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let scheme =
        path.split_once(':').is_some_and(|(scheme, _)| !scheme.is_empty() && scheme.chars().all(is_scheme));
    if scheme || path.starts_with("//") {
        return None;
    }
    if path.is_empty() {
        return Some((from.to_string(), fragment));
    }
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let path = decoded(path.split('?').next().unwrap_or(path));
    let mut parts: Vec<&str> = if path.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.retain(|part| !part.is_empty());
    Some((parts.join("/"), fragment))
}

#[cfg(test)]
mod tests {
    use super::target;

    #[test]
    fn addresses_lead_to_paths() {
        let at = |address: &str| target("OEBPS/text/a.xhtml", address);
        let path = |path: &str, id: Option<&str>| Some((path.to_string(), id.map(str::to_string)));
        assert_eq!(at("b.xhtml#x"), path("OEBPS/text/b.xhtml", Some("x")));
        assert_eq!(at("#%C3%A9"), path("OEBPS/text/a.xhtml", Some("é")));
        assert_eq!(at("../images/i%20j.png"), path("OEBPS/images/i j.png", None));
        assert_eq!(at("../../../../c"), path("c", None));
        assert_eq!(at("https://example.org/"), None);
        assert_eq!(at("mailto:a@example.org"), None);
        assert_eq!(at("%"), path("OEBPS/text/%", None));
    }
}
