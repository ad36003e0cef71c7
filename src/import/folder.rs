//! A folder of Markdown files that no tool's description lies beside.

use super::foreign::{Entry, Foreign};
use super::shelf::Shelf;
use super::{Tool, Trouble, pandoc};

/// Names of what stands first, without their endings.
const FIRST: [&str; 3] = ["index", "readme", "00"];

/// Reads all its texts by name; with a description of pandoc's it is pandoc's book.
pub(super) fn read(shelf: &Shelf, name: &str) -> Result<(Tool, Foreign), Trouble> {
    if let Some(folder) = language(shelf) {
        return Err((
            format!("`{name}` holds the same book in several languages"),
            format!("name the folder of one of them, such as `{folder}`"),
        ));
    }
    let mut texts = shelf.files("", 4);
    texts.retain(|path| [".md", ".markdown", ".qmd", ".Rmd"].iter().any(|ending| path.ends_with(ending)));
    texts.sort_by_cached_key(|path| {
        let depth = path.matches('/').count();
        let stem =
            path.rsplit('/').next().unwrap_or(path).split('.').next().unwrap_or_default().to_lowercase();
        (depth > 0, FIRST.iter().position(|first| *first == stem).unwrap_or(FIRST.len()))
    });
    if let Some(description) = pandoc::DESCRIPTIONS.iter().find(|name| shelf.has(name)) {
        return Ok((Tool::Pandoc, pandoc::folder(shelf, description, texts)));
    }
    let mut book = Foreign::default();
    book.work.title = Some(title(shelf, texts.first(), name));
    texts.into_iter().for_each(|path| book.add(Entry::new(path)));
    Ok((Tool::Folder, book))
}

/// The first folder of a book that GitBook has in several languages.
fn language(shelf: &Shelf) -> Option<String> {
    let list = shelf.text("LANGS.md")?;
    let folders = list.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
    folders
        .map(|folder| folder.trim_matches(['/', '.']))
        .find(|folder| shelf.has(&format!("{folder}/SUMMARY.md")))
        .map(str::to_string)
}

/// The title of the first text, or the folder's name as words.
pub(super) fn title(shelf: &Shelf, first: Option<&String>, name: &str) -> String {
    let heading = first.and_then(|path| {
        let text = shelf.text(path)?;
        let line = text.lines().find(|line| !line.trim().is_empty())?.strip_prefix("# ")?.to_string();
        Some(line.split('{').next().unwrap_or_default().trim().trim_end_matches('#').trim().to_string())
    });
    heading.filter(|title| !title.is_empty()).unwrap_or_else(|| words(name))
}

pub(super) fn words(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    first + letters.as_str()
}
