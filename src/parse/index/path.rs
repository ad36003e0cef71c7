//! Headings of indexes as they are typed: `heading!heading below it`, each perhaps after what it is sorted by, `sort@heading`
//! (makeindex).

use crate::model::document::{IndexMark, IndexTerm, Inline, InlineKind, RangeEdge};
use crate::source::Span;

/// What a sign is typed after to stand for itself.
const ESCAPES: [char; 2] = ['"', '\\'];

/// A path in an attribute.
pub(in crate::parse) fn of_attribute(text: &str, span: Span) -> Vec<IndexTerm> {
    split(text, '!').into_iter().map(|part| term(part, span)).collect()
}

/// Several of them.
pub(super) fn several(text: &str, span: Span) -> Vec<Vec<IndexTerm>> {
    split(text, ';').into_iter().map(|path| of_attribute(path, span)).collect()
}

/// What LaTeX's `\index` has between its braces: a path, and after a bar a range, a look or another heading.
pub(in crate::parse) fn of_tex(text: &str, index: Option<String>, span: Span) -> IndexMark {
    let text = &without_commands(text);
    let parts = split(text, '|');
    let (path, look) =
        (parts.first().copied().unwrap_or_default(), parts.get(1).copied().unwrap_or_default());
    let mut mark = IndexMark { index, path: of_attribute(path, span), span, ..IndexMark::default() };
    let look = match look.strip_prefix('(') {
        Some(rest) => {
            mark.range = Some(RangeEdge::Begins);
            rest
        }
        None => look,
    };
    let within = |name: &str| {
        let inner = look.strip_prefix(name)?.trim_start().strip_prefix('{')?.strip_suffix('}')?;
        Some(vec![of_attribute(inner, span)])
    };
    if look.starts_with(')') {
        mark.range = Some(RangeEdge::Ends);
    } else if let Some(also) = within("seealso") {
        mark.also = also;
    } else if let Some(see) = within("see") {
        mark.see = see;
    }
    mark.main = matches!(look, "textbf" | "bfseries" | "mainpage" | "main");
    mark
}

/// Commands of TeX for looks as Markdown has them.
fn without_commands(text: &str) -> String {
    const LOOKS: [(&str, &str); 4] = [("emph", "*"), ("textit", "*"), ("texttt", "`"), ("textsl", "*")];
    let mut said = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        said.push_str(&rest[..at]);
        let command = &rest[at + 1..];
        let look = LOOKS.iter().find_map(|(name, sign)| {
            let (inner, after) = command.strip_prefix(name)?.strip_prefix('{')?.split_once('}')?;
            Some((format!("{sign}{inner}{sign}"), after))
        });
        match look {
            Some((words, after)) => {
                said.push_str(&words);
                rest = after;
            }
            None => {
                said.push('\\');
                rest = command;
            }
        }
    }
    said + rest
}

/// The parts of a text between signs that stand for themselves nowhere.
fn split(text: &str, sign: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut from, mut escaped) = (0, false);
    for (at, c) in text.char_indices() {
        if c == sign && !escaped {
            parts.push(&text[from..at]);
            from = at + c.len_utf8();
        }
        escaped = ESCAPES.contains(&c) && !escaped;
    }
    parts.push(&text[from..]);
    parts.retain(|part| !part.trim().is_empty());
    parts
}

fn term(text: &str, span: Span) -> IndexTerm {
    match split(text, '@').as_slice() {
        [sort, shown] => IndexTerm {
            sort: Some(unescaped(sort.trim())),
            content: content(shown.trim(), span),
            ..IndexTerm::default()
        },
        _ => IndexTerm { content: content(text.trim(), span), ..IndexTerm::default() },
    }
}

/// Words with the emphasis and the code that are in them.
fn content(text: &str, span: Span) -> Vec<Inline> {
    let mut content = Vec::new();
    let words = |text: &str| Inline { span, kind: InlineKind::Text(unescaped(text)) };
    let mut rest = text;
    while let Some((at, sign)) = rest.char_indices().find(|(_, c)| matches!(c, '*' | '_' | '`')) {
        let opens = at == 0 || !rest[..at].ends_with(|c: char| c.is_alphanumeric() || c == '\\' || c == '"');
        let inner = &rest[at + sign.len_utf8()..];
        let Some(end) = inner.find(sign).filter(|end| opens && *end > 0) else { break };
        if at > 0 {
            content.push(words(&rest[..at]));
        }
        let kind = match sign {
            '`' => InlineKind::Code(inner[..end].to_string()),
            _ => InlineKind::Emphasis(vec![words(&inner[..end])]),
        };
        content.push(Inline { span, kind });
        rest = &inner[end + sign.len_utf8()..];
    }
    if !rest.is_empty() {
        content.push(words(rest));
    }
    content
}

/// Without the signs that others are typed after.
fn unescaped(text: &str) -> String {
    let mut said = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let is_escape =
            ESCAPES.contains(&c) && chars.peek().is_some_and(|next| "!@|;*_`\"\\".contains(*next));
        said.extend(if is_escape { chars.next() } else { Some(c) });
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::walk::plain;

    fn shown(path: &[IndexTerm]) -> String {
        let term = |term: &IndexTerm| match &term.sort {
            Some(sort) => format!("{sort}={}", plain(&term.content)),
            None => plain(&term.content),
        };
        path.iter().map(term).collect::<Vec<_>>().join("/")
    }

    #[test]
    fn paths() {
        let of = |text: &str| shown(&of_attribute(text, Span::default()));
        assert_eq!(of("rivers"), "rivers");
        assert_eq!(of("rivers!tidal"), "rivers/tidal");
        assert_eq!(of("Zola@*Germinal*!plot"), "Zola=Germinal/plot");
        assert_eq!(of("what\\!"), "what!");
        assert_eq!(of("a\"!b!c"), "a!b/c");
        assert_eq!(of("x!"), "x");
        assert_eq!(of("snake_case_name"), "snake_case_name");
    }

    #[test]
    fn entries_of_tex() {
        let of = |text: &str| of_tex(text, None, Span::default());
        assert_eq!(shown(&of("alpha@\\emph{Alpha}!beta").path), "alpha=Alpha/beta");
        assert_eq!(of("x|(").range, Some(RangeEdge::Begins));
        assert_eq!(of("x|)").range, Some(RangeEdge::Ends));
        assert!(of("x|textbf").main);
        assert_eq!(of("x|see{y!z}").see.first().map(|path| shown(path)).as_deref(), Some("y/z"));
        assert_eq!(of("x|seealso{y}").also.len(), 1);
    }
}
