//! What may be typed at a place: keys and words of manifests and themes, ids, works, files, terms of indexes.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::Asked;
use super::tell::{kind_name, told};
use crate::THEMES;
use crate::model::marks::NamedKind;

/// Kinds of completions (LSP 3.17, `CompletionItemKind`).
const FIELD: u8 = 5;
const VALUE: u8 = 12;
const FILE: u8 = 17;
const REFERENCE: u8 = 18;
const TEXT: u8 = 1;

pub(super) fn complete(asked: &Asked) -> Value {
    let items = if asked.is_yaml() { of_yaml(asked) } else { of_markdown(asked) };
    json!({ "isIncomplete": false, "items": items })
}

/// One that takes the place of the last so many bytes before the cursor.
fn item(asked: &Asked, (label, kind): (&str, u8), typed: usize, (detail, about): (&str, &str)) -> Value {
    let range = asked.text.range(asked.offset - typed, asked.offset, asked.encoding);
    let mut item = json!({
        "label": label,
        "kind": kind,
        "textEdit": { "range": range, "newText": label },
    });
    if !detail.is_empty() {
        item["detail"] = json!(detail);
    }
    if !about.is_empty() {
        item["documentation"] = json!({ "kind": "markdown", "value": about });
    }
    item
}

/// The end of a line from the last character on that can be no part of a name.
fn word(line: &str) -> &str {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.');
    let start =
        line.char_indices().rev().take_while(|(_, c)| is_part(*c)).last().map_or(line.len(), |(at, _)| at);
    &line[start..]
}

fn of_markdown(asked: &Asked) -> Vec<Value> {
    let line = asked.text.before(asked.offset);
    let typed = word(line);
    let before = &line[..line.len() - typed.len()];
    if let Some(term) = quoted_after(line, "term=") {
        let terms = asked.desk.marks.terms.iter();
        return terms.map(|one| item(asked, (one, TEXT), term.len(), ("index entry", ""))).collect();
    }
    if let Some(path) = line.rsplit_once("](").map(|(_, path)| path).filter(|path| !path.contains([')', ' ']))
    {
        return match path.split_once('#') {
            Some((file, id)) => ids(asked, file, id.len()),
            None => files(asked, path, false),
        };
    }
    if before.ends_with('@') && !before[..before.len() - 1].ends_with(char::is_alphanumeric) {
        return ids(asked, "", typed.len()).into_iter().chain(works(asked, typed.len())).collect();
    }
    Vec::new()
}

/// What is typed within the quotation marks behind some words, which are still open.
fn quoted_after<'l>(line: &'l str, words: &str) -> Option<&'l str> {
    let (_, rest) = line.rsplit_once(words)?;
    rest.strip_prefix('"').filter(|rest| !rest.contains('"'))
}

/// The ids of the book, or of one of its files.
fn ids(asked: &Asked, file: &str, typed: usize) -> Vec<Value> {
    let folder = asked.file.parent().unwrap_or(Path::new(""));
    let only = (!file.is_empty()).then(|| super::plain(&folder.join(file)));
    let is_there = |source| only.as_ref().is_none_or(|only| asked.desk.path(source).as_ref() == Some(only));
    let named = asked.desk.marks.named.iter().filter(|one| one.kind != NamedKind::Work && !one.id.is_empty());
    let mut seen = BTreeSet::new();
    let named = named.filter(|one| is_there(one.span.source) && seen.insert(one.id.clone()));
    named.map(|one| item(asked, (&one.id, REFERENCE), typed, (kind_name(one.kind), &told(one)))).collect()
}

/// The works that may be cited: those of the book's libraries, cited or not.
fn works(asked: &Asked, typed: usize) -> Vec<Value> {
    let cited = asked.desk.marks.named.iter().filter(|one| one.kind == NamedKind::Work);
    let mut keys: std::collections::BTreeMap<String, String> =
        cited.map(|one| (one.id.clone(), told(one))).collect();
    for source in asked.desk.sources.iter().filter(|source| source.path.ends_with(".bib")) {
        for key in bib_keys(&source.text) {
            keys.entry(key).or_default();
        }
    }
    keys.iter().map(|(key, about)| item(asked, (key, REFERENCE), typed, ("work", about))).collect()
}

/// The keys of BibTeX's entries: `@book{key,`.
fn bib_keys(text: &str) -> impl Iterator<Item = String> + '_ {
    text.lines().filter_map(|line| {
        let (kind, rest) = line.trim_start().strip_prefix('@')?.split_once('{')?;
        let key = rest.split(',').next()?.trim();
        let is_entry = !matches!(kind.trim().to_lowercase().as_str(), "string" | "comment" | "preamble");
        (is_entry && !key.is_empty() && !key.contains(char::is_whitespace)).then(|| key.to_string())
    })
}

/// Files and folders below the folder of the text that is typed.
fn files(asked: &Asked, path: &str, of_book: bool) -> Vec<Value> {
    let own = asked.file.parent().unwrap_or(Path::new(""));
    let (folder, typed) = path.rsplit_once('/').map_or(("", path), |(folder, typed)| (folder, typed));
    let place = super::plain(&own.join(folder));
    // Files of the book's own only: what lies elsewhere is nothing to tell an editor of.
    let root = asked.desk.place.folder.as_path();
    if !place.starts_with(super::plain(root)) {
        return Vec::new();
    }
    let mut names = names(&place);
    names.retain(|name| !name.starts_with('.') && (!of_book || name.ends_with('/') || is_book_file(name)));
    names.iter().map(|name| item(asked, (name, FILE), typed.len(), ("", ""))).collect()
}

fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let name = entry.file_name().into_string().ok()?;
            Some(if entry.path().is_dir() { name + "/" } else { name })
        })
        .collect();
    names.sort();
    names
}

/// What manifests name: texts, libraries, themes, pictures and faces.
fn is_book_file(name: &str) -> bool {
    const ENDS: [&str; 16] = [
        "md", "markdown", "yaml", "yml", "bib", "json", "csl", "png", "jpg", "jpeg", "svg", "webp", "otf",
        "ttf", "csv", "tex",
    ];
    let end = PathBuf::from(name).extension().map(|end| end.to_string_lossy().to_lowercase());
    end.is_some_and(|end| ENDS.contains(&end.as_str()))
}

/// A theme's file is any YAML but the book's manifest.
fn is_theme(asked: &Asked) -> bool {
    !asked.is_manifest()
}

fn of_yaml(asked: &Asked) -> Vec<Value> {
    let line = asked.text.before(asked.offset);
    let path = key_path(&asked.text.text[..asked.offset]);
    let names: Vec<&str> = path.iter().map(String::as_str).collect();
    let is_value = value_of(line).is_some();
    if !is_value {
        let typed = word(line).len();
        let keys = crate::keys_within(is_theme(asked), &names);
        let keys = keys.iter().map(|key| item(asked, (key.name, FIELD), typed, ("", key.says)));
        // Behind a hyphen may stand a file as well.
        let path = line.trim_start().strip_prefix("- ").map(str::trim_start);
        let files = path.filter(|path| !path.contains(['{', ':'])).map(|path| files(asked, path, true));
        return keys.chain(files.into_iter().flatten()).collect();
    }
    let typed = value_of(line).unwrap_or_default();
    let Some((words, says)) = crate::words_behind(is_theme(asked), &names) else { return Vec::new() };
    let themes = (names == ["theme"] && !is_theme(asked) || names == ["base"])
        .then(|| THEMES.iter().map(|(name, _)| *name));
    let words: Vec<&str> = words.into_iter().chain(themes.into_iter().flatten()).collect();
    let mut items: Vec<Value> =
        words.iter().map(|one| item(asked, (one, VALUE), typed.len(), ("", says))).collect();
    if words.is_empty() || names == ["theme"] {
        items.extend(files(asked, typed, true));
    }
    items
}

/// What is typed behind a key on its line.
fn value_of(line: &str) -> Option<&str> {
    let line = line.rsplit(['{', '[', ',']).next().unwrap_or(line);
    let (_, value) = line.split_once(": ").or_else(|| line.split_once(":\t"))?;
    Some(value.trim_start_matches([' ', '"', '\'']))
}

/// The keys that lead to the end of a text: by the columns of lines above, and by braces that are open on its own.
/// It takes what is typed as it is, well-formed or not.
fn key_path(text: &str) -> Vec<String> {
    let mut lines = text.lines().rev();
    let last = if text.ends_with('\n') { "" } else { lines.next().unwrap_or_default() };
    let mut path = within_braces(last);
    let mut column = indent(last);
    if column == 0 && !last.starts_with('-') {
        return path;
    }
    for line in lines {
        let own = indent(line);
        let Some((key, _)) = key_of(line) else { continue };
        if own < column {
            path.insert(0, key.to_string());
            column = own;
            // A mapping that begins behind a hyphen stands below the key of the list.
            if line.trim_start().starts_with('-') {
                column = line.len() - line.trim_start().len() + 1;
                path.remove(0);
            }
        }
        if column == 0 {
            break;
        }
    }
    path
}

/// Where the words of a line begin, hyphens of lists left out.
fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '-']).len()
}

fn key_of(line: &str) -> Option<(&str, &str)> {
    let words = line.trim_start_matches([' ', '-']);
    let (key, value) = words.split_once(':')?;
    let is_key = !key.is_empty() && !key.starts_with('#') && !key.contains(['"', '{', '[']);
    (is_key && (value.is_empty() || value.starts_with(' '))).then(|| (key.trim(), value.trim()))
}

/// The keys of a line: its own, where its value is typed, and those of braces that are open.
fn within_braces(line: &str) -> Vec<String> {
    let mut path = Vec::new();
    let mut rest = line;
    while let Some((key, value)) = key_of(rest) {
        path.push(key.to_string());
        let Some(open) = value.rfind('{').filter(|at| !value[*at..].contains('}')) else { return path };
        let first = value.find('{').unwrap_or(open);
        rest = if first < open {
            &value[first + 1..]
        } else {
            value[open + 1..].rsplit(',').next().unwrap_or("")
        };
    }
    path
}

/// What the key at a place means.
pub(super) fn said(asked: &Asked) -> Option<String> {
    let text = &asked.text.text;
    let end = text[asked.offset..].find([':', '\n']).map_or(text.len(), |at| asked.offset + at);
    let line = asked.text.before(end);
    let key = word(line);
    let mut path = key_path(&format!("{}\n", &text[..end - line.len()]));
    let above = key_path(&format!("{}{}", &text[..end - line.len()], &line[..line.len() - key.len()]));
    path = if above.is_empty() { path } else { above };
    path.push(key.to_string());
    let names: Vec<&str> = path.iter().map(String::as_str).collect();
    let (words, says) = crate::words_behind(is_theme(asked), &names)?;
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    let one_of = if words.is_empty() { String::new() } else { format!("\n\none of {}", words.join(", ")) };
    Some(format!("`{}`: {says}{one_of}", names.join(".")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_lead_to_a_place() {
        let path = |text: &str| key_path(text).join(".");
        assert_eq!(path("title: T\npa"), "");
        assert_eq!(path("page:\n  si"), "page");
        assert_eq!(path("page:\n  size: B5\n  margins:\n    to"), "page.margins");
        assert_eq!(path("page:\n  size: "), "page.size");
        assert_eq!(path("page: {size: A5, ma"), "page");
        assert_eq!(path("contributors:\n  - name: A\n    ro"), "contributors");
        assert_eq!(path("contributors:\n  - na"), "contributors");
        assert_eq!(path("theme: "), "theme");
        assert_eq!(path("a:\n  b: c\n"), "");
    }

    #[test]
    fn works_of_a_library_have_keys() {
        let text = "@book{a1,\n title={X}}\n@string{x = {y}}\n@Article{ b-2 , t={}}\n";
        assert_eq!(bib_keys(text).collect::<Vec<_>>(), ["a1", "b-2"]);
    }
}
