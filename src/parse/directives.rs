//! MyST's directives: what stands between fences after whose signs a name stands in braces, `{note}`, with options on the
//! lines below.
//!
//! Those whose content is Markdown are read as divs are: [`stand_in`](super::stand_in) shows their fences and options as
//! instructions of HTML, so that what is in them is a part of the text around, its notes and its links with it. The others
//! are code.

use std::ops::Range;

use super::fences::admonition;

/// Longest first line that is looked at.
const LONGEST: usize = 1000;

/// A directive's first line, from the brace on.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Opening<'a> {
    pub(super) name: &'a str,
    pub(super) argument: &'a str,
    /// Where the argument stands in the line.
    pub(super) at: usize,
}

/// What a line says from a brace on; attributes of pandoc's are none, but for `{=html}`, which says what is in it.
pub(super) fn opening(line: &str) -> Option<Opening<'_>> {
    let line = line.get(..LONGEST.min(line.len())).unwrap_or_default().trim_end();
    let (name, rest) = line.strip_prefix('{')?.split_once('}')?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '+' | '.');
    let bare = name.strip_prefix('=').unwrap_or(name);
    if !bare.starts_with(|c: char| c.is_ascii_alphabetic()) || !bare.chars().all(is_name) {
        return None;
    }
    let argument = rest.trim_start();
    Some(Opening { name, argument, at: line.len() - argument.len() })
}

impl Opening<'_> {
    /// Whether its content is Markdown.
    pub(super) fn holds_blocks(&self) -> bool {
        match self.name {
            "raw" => is_read(self.argument),
            name => name.strip_prefix('=').map_or_else(|| is_known(name), is_read),
        }
    }
}

fn is_known(name: &str) -> bool {
    const OTHERS: [&str; 16] = [
        "figure",
        "image",
        "include",
        "table",
        "list-table",
        "epigraph",
        "pull-quote",
        "highlights",
        "glossary",
        "div",
        "container",
        "tab-set",
        "tab-item",
        "grid",
        "grid-item-card",
        "card",
    ];
    OTHERS.contains(&name) || admonition(bare(name)).is_some()
}

/// A name without the domain of Sphinx's that it is in: `prf:theorem`.
pub(super) fn bare(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, name)| name)
}

/// Whether a directive is around its content and says nothing of it.
pub(super) fn is_plain(name: &str) -> bool {
    name == "raw"
        || name.starts_with('=')
        || matches!(name, "div" | "container" | "glossary" | "image" | "include")
}

/// The languages whose raw blocks are read as if they stood in the text.
pub(super) fn is_read(format: &str) -> bool {
    matches!(format, "html" | "html4" | "html5" | "latex" | "tex")
}

/// An option, and where its line stands.
pub(super) struct Setting<'a> {
    pub(super) key: &'a str,
    pub(super) value: &'a str,
    pub(super) range: Range<usize>,
}

/// The options on the lines from an offset on, `:key: value` or YAML between hyphens; and the ranges of all their lines.
pub(super) fn settings(text: &str, at: usize) -> (Vec<Setting<'_>>, Vec<Range<usize>>) {
    let (mut found, mut lines) = (Vec::new(), Vec::new());
    let mut start = at;
    let mut in_yaml = false;
    for line in text.get(at..).unwrap_or_default().split_inclusive('\n') {
        let lead = line.len() - line.trim_start_matches([' ', '>', '\t']).len();
        let words = line[lead..].trim_end();
        let range = start + lead..start + lead + words.len();
        start += line.len();
        let is_edge = words == "---";
        if is_edge && (in_yaml || lines.is_empty()) {
            lines.push(range);
            if std::mem::replace(&mut in_yaml, true) {
                return (found, lines);
            }
            continue;
        }
        let pair = match in_yaml {
            true => words.split_once(':'),
            false => words.strip_prefix(':').and_then(|rest| rest.split_once(':')),
        };
        let is_key = |key: &str| {
            key.starts_with(|c: char| c.is_ascii_alphabetic())
                && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        };
        let Some((key, value)) = pair.filter(|(key, _)| is_key(key)) else { break };
        let value = value.trim();
        found.push(Setting { key, value, range: range.clone() });
        lines.push(range);
    }
    // YAML that nothing ends is none.
    if in_yaml { (Vec::new(), Vec::new()) } else { (found, lines) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_lines() {
        let found =
            |line: &str| opening(line).map(|found| (found.name.to_string(), found.argument.to_string()));
        assert_eq!(found("{note} A *title*  \n"), Some(("note".into(), "A *title*".into())));
        assert_eq!(found("{prf:theorem}"), Some(("prf:theorem".into(), String::new())));
        assert_eq!(found("{=html}").map(|(name, _)| name).as_deref(), Some("=html"));
        for line in ["{.note}", "{#a}", "{a=b}", "{}", "{=}", "{note", "note", "{r, echo=FALSE}", "{1}"] {
            assert_eq!(found(line), None, "{line}");
        }
        let holds = |line: &str| opening(line).is_some_and(|found| found.holds_blocks());
        assert!(["{note}", "{figure} a.png", "{raw} html", "{=latex}"].iter().all(|line| holds(line)));
        assert!(!["{python}", "{code-block} c", "{raw} rst", "{=typst}"].iter().any(|line| holds(line)));
    }

    #[test]
    fn options() {
        let found = |text: &str| {
            let (found, lines) = settings(text, 0);
            let pairs: Vec<String> = found.iter().map(|one| format!("{}={}", one.key, one.value)).collect();
            (pairs.join(" "), lines.len())
        };
        assert_eq!(found("> :name: a\n> :alt: b: c\n> Text: x\n"), ("name=a alt=b: c".into(), 2));
        assert_eq!(found("---\nname: a\n---\nText\n"), ("name=a".into(), 3));
        assert_eq!(found("---\nname: a\n"), (String::new(), 0));
        assert_eq!(found("Text\n:name: a\n"), (String::new(), 0));
        assert_eq!(found(":smile: a :b:\n"), ("smile=a :b:".into(), 1));
    }
}
