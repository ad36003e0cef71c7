//! `check --fix`: puts into the files what is sure to have been meant.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;

use super::find::ManifestPath;
use super::{out, report, stage, system, warn, writeback};
use crate::diag::Diagnostic;
use crate::source::{Source, SourceId, Sources};

/// What is mended may bring other mistakes to light; beyond so many rounds they bring each other back.
pub(super) const ROUNDS: usize = 8;

/// Where a text is to be changed, into what, and the index of the diagnostic that says so.
type Placed<'a> = (Range<usize>, &'a str, usize);

/// Corrects what can be corrected. Returns which of the diagnostics were, by their indices.
pub(super) fn apply(place: &ManifestPath, found: &[Diagnostic], sources: &Sources) -> Vec<usize> {
    let mut by_file: BTreeMap<SourceId, Vec<Placed>> = BTreeMap::new();
    for (index, diagnostic) in found.iter().enumerate() {
        let Some(edit) = &diagnostic.edit else { continue };
        let Some(source) = sources.get(edit.span.source) else { continue };
        if let Some(range) = edit.range(&source.text) {
            by_file.entry(source.id).or_default().push((range, &edit.to, index));
        }
    }
    let mut done = Vec::new();
    for (id, mut edits) in by_file {
        edits.sort_by_key(|(range, ..)| (range.start, range.end));
        let Some(source) = sources.get(id) else { continue };
        match file(place, source, &edits) {
            Ok(fixed) => done.extend(fixed),
            Err(why) => {
                let hint = "correct it by hand, as the hints say";
                warn(format!("`{}{}` is left as it is: {why}", place.prefix(), source.path), hint);
            }
        }
    }
    done
}

/// Corrects one file, if it is still what was read, and one of the book's own.
fn file(place: &ManifestPath, source: &Source, edits: &[Placed]) -> Result<Vec<usize>, String> {
    let path = place.folder.join(&source.path);
    let folder = if place.folder.as_os_str().is_empty() { ".".as_ref() } else { place.folder.as_path() };
    let real = fs::canonicalize(&path).and_then(|path| Ok((path, fs::canonicalize(folder)?)));
    match real {
        Ok((real, own)) if real.starts_with(&own) => {}
        Ok(_) => return Err("it lies outside the book's folder".to_string()),
        Err(error) => return Err(error.to_string()),
    }
    let before = system::read_text(&path, stage::MOST_TEXT).map_err(|error| error.to_string())?;
    let changed = || "it is not what was read".to_string();
    let head = before.strip_suffix(source.text.as_str()).filter(|head| matches!(*head, "" | "\u{feff}"));
    let head = head.ok_or_else(changed)?;
    let can_write = fs::metadata(&path).is_ok_and(|data| system::can_write(&path, &data));
    if !can_write {
        return Err("it is read-only".to_string());
    }
    let (text, fixed) = corrected(&source.text, edits);
    match writeback::put(&path, &before, &format!("{head}{text}")) {
        Ok(true) => {
            tell(place, source, edits, &fixed);
            Ok(fixed)
        }
        Ok(false) => Err(changed()),
        Err(error) => Err(error.to_string()),
    }
}

/// A text with edits done, which are sorted; of those that overlap, the first.
fn corrected(text: &str, edits: &[Placed]) -> (String, Vec<usize>) {
    let (mut out, mut fixed, mut at) = (String::new(), Vec::new(), 0);
    for (range, to, index) in edits {
        // What is told twice is done once.
        if range.start < at {
            continue;
        }
        out += &text[at..range.start];
        out += to;
        at = range.end;
        fixed.push(*index);
    }
    (out + &text[at..], fixed)
}

fn tell(place: &ManifestPath, source: &Source, edits: &[Placed], fixed: &[usize]) {
    let mut cursor = report::Cursor::default();
    for (range, to, _) in edits.iter().filter(|(.., index)| fixed.contains(index)) {
        let (line, column) = cursor.line_column(source, range.start);
        let from = &source.text[range.clone()];
        out::say_line(format!("fixed {}{}:{line}:{column}: `{from}` is `{to}`", place.prefix(), source.path));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_that_overlap_are_done_once() {
        let edits = [(0..5, "title", 0), (0..5, "title", 1), (3..8, "x", 2), (9..10, "b", 3)];
        let (text, fixed) = corrected("titel: a c", &edits);
        assert_eq!((text.as_str(), fixed), ("title: a b", vec![0, 3]));
    }
}
