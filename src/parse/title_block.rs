//! pandoc's title block: up to three lines at a file's head that begin with a per cent sign, with its title, its authors
//! and its date. Lines that go on begin with a blank.

use crate::source::{SourceId, Span};
use crate::yaml::{Entry, Node, Scalar, Value};

/// The block's entries, as front matter has them, and where the text after it begins.
pub(super) fn find(text: &str, start: usize, source: SourceId) -> Option<(Vec<Entry>, usize)> {
    let mut entries = Vec::new();
    let mut at = start;
    for key in ["title", "author", "date"] {
        let Some(length) = field(&text[at..]) else { break };
        let (from, to) = (at + 1, at + length);
        at = to;
        let words: Vec<&str> =
            text[from..to].lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        if words.is_empty() {
            continue;
        }
        let span = Span::new(source, from, from + text[from..to].trim_end().len());
        let node = |text: &str| Node {
            span,
            value: Value::Scalar(Scalar { text: text.trim().to_string(), plain: false }),
        };
        let value = match key {
            // Each author on a line, or several with semicolons between them.
            "author" => {
                let names =
                    words.iter().flat_map(|line| line.split(';')).filter(|name| !name.trim().is_empty());
                Node { span, value: Value::List(names.map(node).collect()) }
            }
            _ => node(&words.join(" ")),
        };
        entries.push(Entry { key: key.to_string(), key_span: span, value });
    }
    // Text that goes on right below is no title block's.
    let is_whole = text[at..].is_empty() || text[at..].starts_with(['\n', '\r']);
    (is_whole && entries.first().is_some_and(|entry| entry.key == "title")).then_some((entries, at))
}

/// The length of a line that begins with the sign, with the lines that go on.
fn field(text: &str) -> Option<usize> {
    if !(text.starts_with("% ") || text.starts_with("%\n")) {
        return None;
    }
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().map_or(0, str::len);
    let goes_on = |line: &&str| line.starts_with([' ', '\t']) && !line.trim().is_empty();
    Some(first + lines.take_while(goes_on).map(str::len).sum::<usize>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(Vec<String>, &str)> {
        let (entries, after) = find(text, 0, SourceId(0))?;
        let said = |node: &Node| match &node.value {
            Value::Scalar(scalar) => scalar.text.clone(),
            Value::List(items) => format!("{} items", items.len()),
            Value::Null | Value::Map(_) => "none".to_string(),
        };
        Some((
            entries.iter().map(|entry| format!("{}: {}", entry.key, said(&entry.value))).collect(),
            &text[after..],
        ))
    }

    #[test]
    fn what_is_a_title_block() {
        let (said, rest) =
            found("% On rivers\n  and lakes\n% Ada; Bo\n  Cy\n% May\n\nText.\n").expect("a block");
        assert_eq!(said, ["title: On rivers and lakes", "author: 3 items", "date: May"]);
        assert_eq!(rest, "\nText.\n");
        assert_eq!(found("% A\n").map(|(said, _)| said.len()), Some(1));
        for text in ["Text\n% A", "%\n% Ada\n\n", "% A\nText\n", "%% A %%\n", "%A\n", ""] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
