//! What is recognised and cannot be set yet, or is markup of another dialect: it is kept as it is typed, and told.

use std::ops::Range;

use crate::chars::is_ideograph;
use crate::diag::Diagnostic;
use crate::model::document::Unset;
use crate::source::Span;

/// What ids of Quarto's callouts and theorems begin with.
const KINDS: [&str; 15] =
    ["nte", "tip", "wrn", "imp", "cau", "thm", "lem", "cor", "prp", "cnj", "def", "exm", "exr", "sol", "rem"];

/// Longest citation or field read in one piece.
const LONGEST: usize = 2000;

pub(super) fn told(kind: Unset, text: &str, span: Span) -> Diagnostic {
    let shown = shown(text);
    let say = |what: &str| format!("`{shown}` is {what}; it is set as it is typed");
    match kind {
        Unset::Citation => {
            Diagnostic::warning("citation", span, say("a citation, and the book names no works"))
                .hint("name the files of references in the manifest: `bibliography: [refs.bib]`; `\\@` is the sign alone")
        }
        Unset::Command => {
            Diagnostic::warning("tex-command", span, say("a command of TeX that is not understood"))
                .hint("write it in Markdown, or put it between backticks; `\\\\` is a backslash alone")
        }
        Unset::Template => {
            Diagnostic::warning("template", span, say("a field of templates that is not understood"))
                .hint("write out what it stands for, or put it between backticks")
        }
        Unset::Attributes => {
            let found = say("a list of attributes that belongs to nothing");
            Diagnostic::warning("stray-attributes", span, found).hint(
                "put it right after a link, an image or brackets, or at the end of a heading or a paragraph",
            )
        }
        Unset::Fence => {
            let found = say("a line of colons that neither opens a box nor closes one");
            Diagnostic::warning("stray-fence", span, found)
                .hint("a box begins with `::: name` or `::: {.name key=value}`, and ends with `:::`")
        }
    }
}

/// The beginning of what is typed, on one line.
pub(super) fn shown(text: &str) -> String {
    let start: String = text.chars().take(40).collect();
    start.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a sign `@` before a key means.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Cited {
    /// A work.
    Work,
    /// Something in the book: its id.
    Here(String),
}

/// What a reference says and leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Reference {
    pub(super) id: String,
    /// Words in place of the name before its number.
    pub(super) words: String,
    pub(super) number_alone: bool,
}

impl Reference {
    pub(super) fn to(id: impl Into<String>, number_alone: bool) -> Reference {
        Reference { id: id.into(), words: String::new(), number_alone }
    }
}

/// `[@fig-a; @fig-b]`, `[-@fig-a]`, `[Fig @fig-a]`: brackets around references alone, each with its words; or braces, as
/// pandoc-crossref has them.
pub(super) fn references(text: &str, at: usize) -> Option<(Range<usize>, Vec<Reference>)> {
    let (open, close) = if text[at..].starts_with('{') { (b'{', b'}') } else { (b'[', b']') };
    let end = text.bytes().skip(at + 1).take(LONGEST).position(|byte| byte == open || byte == close)?;
    let end = at + 1 + end;
    let inside = text.get(at + 1..end).filter(|_| text.as_bytes()[end] == close)?;
    let reference = |part: &str| {
        let part = part.trim();
        let sign = part.find('@')?;
        let (range, cited) = citation(part, sign)?;
        let words = part[..sign].trim_end_matches('-');
        let is_parted = words.is_empty() || words.ends_with([' ', '\u{a0}']);
        match cited {
            Cited::Here(id) if range.end == part.len() && is_parted => {
                let words = words.trim_end().to_string();
                let number_alone = sign > 0;
                Some(Reference { id, words, number_alone })
            }
            Cited::Here(_) | Cited::Work => None,
        }
    };
    let found: Option<Vec<Reference>> = inside.split(';').map(reference).collect();
    Some((at..end + 1, found?))
}

/// `@key`, as pandoc has it; `@fig-x`, `@tbl-x`, `@sec-x` and `@lst-x` are references, as Quarto has them, or with a colon, as
/// pandoc-crossref has them. They may begin with a capital letter.
pub(super) fn citation(text: &str, at: usize) -> Option<(Range<usize>, Cited)> {
    let before = text[..at].chars().next_back();
    let joins =
        |c: char| c.is_alphanumeric() && !is_ideograph(c) || matches!(c, '@' | '/' | '.' | '_' | '\\');
    if before.is_some_and(joins) {
        return None;
    }
    let rest = &text[at + 1..];
    if let Some(length) = rest.strip_prefix('{').and_then(|rest| rest.find(['}', ' ', '\n'])) {
        return rest[length + 1..].starts_with('}').then(|| (at..at + length + 3, Cited::Work));
    }
    if !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_') {
        return None;
    }
    // A key in Latin letters ends where ideographs begin, with no blank between.
    let is_latin = rest.starts_with(|c: char| c.is_ascii());
    let is_key =
        |c: char| c.is_alphanumeric() && !(is_latin && is_ideograph(c)) || ":.#$%&-+?<>~/_".contains(c);
    let key = &rest[..rest.find(|c| !is_key(c)).unwrap_or(rest.len())];
    let key = key.trim_end_matches(|c: char| !(c.is_alphanumeric() || c == '_'));
    let mut id = key.to_string();
    if let Some(first) = id.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    let is_of = |kind: &&str| {
        id.strip_prefix(kind).is_some_and(|rest| rest.len() > 1 && rest.starts_with(['-', ':']))
    };
    let cited = match () {
        () if ["fig", "tbl", "tab", "sec", "lst", "eq", "box", "fn"].iter().any(is_of) => Cited::Here(id),
        // Quarto's of callouts and theorems.
        () if id.get(3..4) == Some("-") && KINDS.contains(&&id[..3]) => Cited::Here(id),
        () => Cited::Work,
    };
    Some((at..at + 1 + key.len(), cited))
}

/// `[see @key, p. 3; @other]`: brackets with a citation in them. Brackets around a reference alone are the reference's.
pub(super) fn bracketed(text: &str, at: usize) -> Option<(Range<usize>, Cited)> {
    let end = text.bytes().skip(at + 1).take(LONGEST).position(|byte| matches!(byte, b'[' | b']'))?;
    let end = at + 1 + end;
    let inside = text.get(at + 1..end).filter(|_| text[end..].starts_with(']'))?;
    let (range, cited) = inside.match_indices('@').take(8).find_map(|(sign, _)| citation(inside, sign))?;
    let before = inside[..range.start].trim_end_matches('-');
    let is_alone = before.is_empty() && range.end == inside.len();
    match cited {
        Cited::Here(_) if !is_alone => None,
        Cited::Work if !before.is_empty() && !before.ends_with([' ', ';', ',', '(', '\u{a0}']) => None,
        cited => Some((at..end + 1, cited)),
    }
}

/// `{{...}}` and `{%...%}`, as mdBook, Quarto, Jekyll and Hugo have fields.
pub(super) fn template(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..)?;
    let close: &[u8; 2] = if rest.starts_with("{%") { b"%}" } else { b"}}" };
    let end = rest.as_bytes().windows(2).take(LONGEST).skip(2).position(|pair| pair == close)?;
    let end = at + end + 4;
    Some(at..end + usize::from(text[end..].starts_with('}')))
}

/// Of a note that is called and not there.
pub(super) fn without_note(label: &str, span: Span) -> Diagnostic {
    let message = format!("there is no note `{label}` in this chapter");
    let hint = format!("write its text in a paragraph of its own: `[^{label}]: ...`");
    Diagnostic::warning("undefined-note", span, message).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn citations() {
        let found = |text: &str| {
            let (range, cited) = citation(text, text.find('@')?)?;
            Some((text[range].to_string(), cited))
        };
        let work = |key: &str| Some((key.to_string(), Cited::Work));
        assert_eq!(found("says @lund2020."), work("@lund2020"));
        assert_eq!(found("(@doe:99, p. 3)"), work("@doe:99"));
        assert_eq!(found("@{https://a.b/c}"), work("@{https://a.b/c}"));
        assert_eq!(found("@fig-x"), Some(("@fig-x".into(), Cited::Here("fig-x".into()))));
        for text in ["a@b", "@ alone", "@", "x/@y", "@{a"] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn citations_in_brackets() {
        let found = |text: &str| bracketed(text, 0).map(|(range, _)| text[range].to_string());
        for text in ["[@a]", "[-@a]", "[see @a, p. 3; also @b]", "[@fig-x]"] {
            assert_eq!(found(text).as_deref(), Some(text));
        }
        for text in ["[a@b.c]", "[a]", "[@a", "[a [@b]", "[see @fig-x]", "[]"] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn fields() {
        let found = |text: &str| template(text, 0).map(|range| text[range].to_string());
        for text in ["{{a}}", "{{< include a.md >}}", "{{{ b }}}", "{% raw %}", "{{}}"] {
            assert_eq!(found(text).as_deref(), Some(text));
        }
        for text in ["{{ open", "{{}", "{%}"] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
