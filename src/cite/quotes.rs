//! Quotation marks and apostrophes in what references say, which a style may put within marks of its own.

use super::rich::leaves;
use crate::model::document::Inline;

/// What stands for the beginning and the end of a quotation: marks in a row that no text has. hayagriva sees through such where it
/// makes letters capitals.
const OPENS: &str = "“”“";
const CLOSES: &str = "”“”";
/// The same while a text is read.
const OPEN: char = '\u{e}';
const CLOSE: char = '\u{f}';

/// A text with apostrophes for straight ones, and signs for the marks of quotations that are whole.
pub(super) fn quoted(text: &str) -> String {
    // What stands in attributes of elements is theirs.
    if !text.contains(['\'', '"', '“', '‘']) || text.contains("=\"") || text.contains("='") {
        return text.to_string();
    }
    let chars: Vec<char> = text.chars().collect();
    let mut made = chars.clone();
    let is_word = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| c.is_alphanumeric());
    // The open ones: by their place, and what closes them.
    let mut open: Vec<(usize, char)> = Vec::new();
    for at in 0..chars.len() {
        let (before, after) = (at.checked_sub(1), Some(at + 1));
        let closes = |open: &[(usize, char)]| open.last().is_some_and(|(_, close)| *close == chars[at]);
        match chars[at] {
            '\'' | '’' if is_word(before) && is_word(after) => made[at] = '’',
            '"' | '\'' | '”' | '’' if closes(&open) && !is_blank(&chars, before) => {
                let (start, _) = open.pop().expect("one is open");
                (made[start], made[at]) = (OPEN, CLOSE);
            }
            '"' if !is_word(before) => open.push((at, '"')),
            '\'' if !is_word(before) && !is_blank(&chars, after) => {
                open.push((at, '\''));
                made[at] = '’';
            }
            '“' => open.push((at, '”')),
            '‘' => open.push((at, '’')),
            '\'' => made[at] = '’',
            _ => {}
        }
    }
    made.into_iter().collect::<String>().replace(OPEN, OPENS).replace(CLOSE, CLOSES)
}

fn is_blank(chars: &[char], at: Option<usize>) -> bool {
    at.and_then(|at| chars.get(at)).is_none_or(|c| c.is_whitespace())
}

/// Puts a language's marks in the place of the signs: outer ones, or inner ones within outer ones.
pub(super) fn settle(content: &mut [Inline], [outer, inner]: &[[String; 2]; 2]) {
    let mut texts: Vec<&mut String> = Vec::new();
    content.iter_mut().for_each(|one| leaves(one, &mut texts));
    if !texts.iter().any(|text| text.contains(OPENS) || text.contains(CLOSES)) {
        return;
    }
    // What is open: the style's own marks, or signs.
    let mut depth = 0_usize;
    for text in texts {
        let mut made = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some(c) = rest.chars().next() {
            let mark = |depth: usize, which: usize| {
                if depth.is_multiple_of(2) { &outer[which] } else { &inner[which] }
            };
            let mut taken = c.len_utf8();
            if rest.starts_with(OPENS) {
                made.push_str(mark(depth, 0));
                (depth, taken) = (depth + 1, OPENS.len());
            } else if rest.starts_with(CLOSES) {
                (depth, taken) = (depth.saturating_sub(1), CLOSES.len());
                made.push_str(mark(depth, 1));
            } else {
                if rest.starts_with(outer[0].as_str()) && outer[0] != outer[1] {
                    depth += 1;
                } else if rest.starts_with(outer[1].as_str()) {
                    depth = depth.saturating_sub(1);
                }
                made.push(c);
            }
            rest = &rest[taken..];
        }
        *text = made;
    }
}

/// A text with plain marks for the signs.
pub(super) fn unsigned(text: &str) -> String {
    text.replace(OPENS, "“").replace(CLOSES, "”")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_in_fields() {
        for (text, wanted) in [
            ("D'Arcus", "D’Arcus"),
            ("the '90s", "the ’90s"),
            ("the authors' own", "the authors’ own"),
            ("a \"b\" c", "a [b] c"),
            ("a 'b c' d", "a [b c] d"),
            ("“a ‘b’ c”", "[a [b] c]"),
            ("“open", "“open"),
            ("6\" nails", "6\" nails"),
        ] {
            let made = quoted(text).replace(OPENS, "[").replace(CLOSES, "]");
            assert_eq!(made, wanted);
        }
    }
}
