//! Documents of word processors: what their archives say of them, and what is litter in the Markdown that pandoc makes of them.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use roxmltree::{Document, Node};
use zip::ZipArchive;

/// Larger is no part that tells of a document.
const MAX_PART: u64 = 1 << 24;

/// What a document says of itself and pandoc does not ask it, by the keys of a description: its language and, where
/// the format keeps it out of the text (OpenDocument), its title.
pub fn about(bytes: &[u8]) -> Vec<(&'static str, String)> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Vec::new() };
    let mut part = |name: &str| {
        let mut text = String::new();
        archive.by_name(name).ok()?.take(MAX_PART).read_to_string(&mut text).ok()?;
        Some(text)
    };
    let core = part("docProps/core.xml").and_then(|xml| element(&xml, "language"));
    let word = part("word/styles.xml").and_then(|xml| attribute(&xml, "lang", &["val"]));
    let (meta, styles) = (part("meta.xml"), part("styles.xml"));
    let open = meta.as_deref().and_then(|xml| element(xml, "language"));
    let style = styles.and_then(|xml| attribute(&xml, "text-properties", &["language", "country"]));
    let title = meta.as_deref().and_then(|xml| element(xml, "title"));
    let language = [core, word, open, style].into_iter().flatten().find(|tag| is_tag(tag));
    [("lang", language), ("title", title)].into_iter().filter_map(|(key, said)| Some((key, said?))).collect()
}

/// The words of the first element of a name.
fn element(xml: &str, name: &str) -> Option<String> {
    let document = Document::parse(xml).ok()?;
    let found = document.descendants().find(|node: &Node| node.tag_name().name() == name)?;
    found.text().map(|text| text.trim().to_string()).filter(|text| !text.is_empty())
}

/// Attributes of the first element of a name that has them, a hyphen between.
fn attribute(xml: &str, name: &str, keys: &[&str]) -> Option<String> {
    let document = Document::parse(xml).ok()?;
    document.descendants().filter(|node| node.tag_name().name() == name).find_map(|node| {
        let value = |key: &str| {
            let found = node.attributes().find(|attribute| attribute.name() == key)?;
            Some(found.value()).filter(|value| !matches!(*value, "none" | ""))
        };
        let first = value(keys.first()?)?;
        let rest = keys[1..].iter().filter_map(|key| value(key));
        Some(std::iter::once(first).chain(rest).collect::<Vec<_>>().join("-"))
    })
}

fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    parts.next().is_some_and(|first| matches!(first.len(), 2 | 3))
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// A text without the places (`[]{#anchor-1}`) that nothing in it leads to, and without the second of a name: each
/// bookmark of a word processor is one.
pub fn without_idle_places(text: &str) -> String {
    const SIGN: &str = "[]{#";
    let linked: BTreeSet<&str> =
        text.split("](#").skip(1).filter_map(|rest| rest.split([')', ' ', '\n']).next()).collect();
    let mut placed = BTreeSet::new();
    let mut made = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(SIGN) {
        made.push_str(before);
        rest = after;
        // Code is indented, or begins a line with its fence; a place stands among words.
        match after.split_once('}') {
            Some((id, words)) if !id.contains([' ', '\n', '`', '.']) => {
                if linked.contains(id) && placed.insert(id) {
                    made.push_str(&format!("{SIGN}{id}}}"));
                }
                rest = words;
            }
            Some(_) | None => made.push_str(SIGN),
        }
    }
    made + rest
}

/// What pandoc says, when it is asked to tell all, that it left out of a text: its warnings, and of a text in TeX
/// what it passed over between `\begin{document}` and the end.
pub fn left_out(log: &str, text: Option<&str>) -> Vec<String> {
    let body = text.and_then(|text| text.lines().position(|line| line.contains("\\begin{document}")));
    let line = |told: &str| told.rsplit_once(" line ")?.1.split(' ').next()?.parse::<usize>().ok();
    let is_of_body = |told: &str| match (line(told), body) {
        (Some(line), Some(begins)) => line > begins + 1,
        (Some(_) | None, _) => false,
    };
    let told = log.lines().filter_map(|told| match told.split_once("] ")? {
        ("[WARNING", what) => Some(format!("pandoc says: {what}")),
        ("[INFO", what) if what.starts_with("Skipped") && is_of_body(what) => {
            Some(format!("pandoc says: {what}"))
        }
        _ => None,
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_that_nothing_leads_to_are_gone() {
        let text = "# []{#a}One\n\n## []{#b}Two\n\n[See](#b). []{#b}Again, `[]{` and []{#c .d}.\n";
        let tidy = "# One\n\n## []{#b}Two\n\n[See](#b). Again, `[]{` and []{#c .d}.\n";
        assert_eq!(without_idle_places(text), tidy);
    }

    #[test]
    fn what_pandoc_passed_over_in_the_text_is_told() {
        let log = "[INFO] Skipped '\\x' at a.tex line 1 column 3\n[INFO] Skipped '\\y' at a.tex line 4 column 1\n\
                   [WARNING] No title\n[INFO] Loaded\nmore\n";
        let text = "\\x\n\\begin{document}\nWords\n\\y\n\\end{document}\n";
        let told = ["pandoc says: Skipped '\\y' at a.tex line 4 column 1", "pandoc says: No title"];
        assert_eq!(left_out(log, Some(text)), told);
        assert_eq!(left_out(log, None), told[1..]);
    }

    #[test]
    fn what_is_no_archive_says_nothing() {
        assert_eq!(about(b"PK but no more"), []);
        assert_eq!(
            element("<a><b:language xmlns:b='b'> pt-BR </b:language></a>", "language"),
            Some("pt-BR".into())
        );
        let style = "<a><t country='x'/><t language='none'/><t language='de' country='AT'/></a>";
        assert_eq!(attribute(style, "t", &["language", "country"]), Some("de-AT".into()));
        assert!(is_tag("sr-Latn") && !is_tag("english") && !is_tag("x_y"));
    }
}
