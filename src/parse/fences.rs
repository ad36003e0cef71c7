//! Lines of colons that open and close divs.

use crate::model::document::AdmonitionKind;

/// What a line of colons is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fence {
    Open,
    Close,
}

/// What a line is, from its first colon on. Where names and attributes are not as pandoc has them, it is text.
pub(super) fn fence(line: &str) -> Option<Fence> {
    let rest = line.trim_start_matches(':');
    if line.len() - rest.len() < 3 {
        return None;
    }
    let rest = rest.trim();
    if rest.is_empty() {
        return Some(Fence::Close);
    }
    let rest = rest.trim_end_matches(':').trim_end();
    let is_open = match rest.strip_prefix('{') {
        Some(inner) => inner.find('}').is_some_and(|at| at > 0),
        None => {
            let name = rest.split([' ', '{', '[']).next().unwrap_or_default();
            let words = rest[name.len()..].trim();
            is_name(name) && (words.is_empty() || words.starts_with(['{', '[']) || admonition(name).is_some())
        }
    };
    is_open.then_some(Fence::Open)
}

pub(super) fn is_name(name: &str) -> bool {
    name.starts_with(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}

/// The admonition that a name stands for, in the words of pandoc's, Quarto's, Docusaurus's and Sphinx's users.
pub(super) fn admonition(name: &str) -> Option<AdmonitionKind> {
    let name = name.strip_prefix("callout-").unwrap_or(name);
    match name.to_ascii_lowercase().as_str() {
        "note" | "info" | "seealso" => Some(AdmonitionKind::Note),
        "tip" | "hint" => Some(AdmonitionKind::Tip),
        "important" => Some(AdmonitionKind::Important),
        "warning" | "attention" => Some(AdmonitionKind::Warning),
        "caution" | "danger" | "error" => Some(AdmonitionKind::Caution),
        "box" | "example" => Some(AdmonitionKind::Box),
        "aside" | "sidebar" | "margin" => Some(AdmonitionKind::Aside),
        "details" => Some(AdmonitionKind::Details),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_colons() {
        for line in [
            "::: note",
            ":::note",
            "::: {.note}",
            ":::{#a}",
            "::::: warning ::::",
            "::: tip My title",
            ":::note[Title]",
            "::: {note} T",
        ] {
            assert_eq!(fence(line), Some(Fence::Open), "{line}");
        }
        assert_eq!(fence(":::::  "), Some(Fence::Close));
        for line in [":: note", "::: two words", "::: {}", "::: -", ":::1", "::: *a*"] {
            assert_eq!(fence(line), None, "{line}");
        }
    }
}
