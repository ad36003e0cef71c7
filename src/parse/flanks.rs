//! Emphasis beside ideographs and hangul. CommonMark lets a run of stars open or close nothing where a word is on one side
//! and punctuation on the other; Chinese, Japanese and Korean have no blanks there (`这是**重要的（括号）**文字`). So the
//! sign beside such a run is shown as punctuation, of the same length.

use std::ops::Range;

use crate::chars::is_ideograph;

/// Where a sign is shown as another, and as which.
pub(super) fn find(text: &str, code: &[Range<usize>]) -> Vec<(usize, &'static str)> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(next) = text[at..].find(['*', '~']).map(|next| at + next) {
        let length = bytes[next..].iter().take_while(|byte| **byte == bytes[next]).count();
        at = next + length;
        let is_run = length < 4 && (bytes[next] == b'*' || length == 2);
        let (before, after) = (text[..next].chars().next_back(), text[at..].chars().next());
        let (Some(before), Some(after)) = (before, after) else { continue };
        if !is_run || is_within(code, next) {
            continue;
        }
        if is_ideograph(before) && is_sign(after) {
            found.push((next - before.len_utf8(), shown(before)));
        } else if is_sign(before) && is_ideograph(after) {
            found.push((at, shown(after)));
        }
    }
    found.dedup_by_key(|(at, _)| *at);
    found
}

fn is_within(code: &[Range<usize>], at: usize) -> bool {
    code.get(code.partition_point(|span| span.end <= at)).is_some_and(|span| span.start <= at)
}

/// Punctuation and symbols. What escapes and what is emphasis itself is none.
fn is_sign(c: char) -> bool {
    !(c.is_alphanumeric() || c.is_whitespace() || c.is_control() || matches!(c, '*' | '~' | '\\'))
}

/// A sign of punctuation as long as a character.
fn shown(c: char) -> &'static str {
    if c.len_utf8() == 4 { "\u{10100}" } else { "\u{3001}" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_beside_runs_are_shown_as_punctuation() {
        let found = |text: &str| find(text, &[]).into_iter().map(|(at, _)| at).collect::<Vec<_>>();
        assert_eq!(found("这是**重要的（括号）**文字"), ["这是**重要的（括号）**".len()]);
        assert_eq!(found("中**[链](u)**文"), [0, "中**[链](u)**".len()]);
        assert_eq!(found("**중요(괄호)**입니다"), ["**중요(괄호)**".len()]);
        for none in ["**重要**文字", "a**(b)**c", "中 **（文）** 字", "中****（", "中~（~"] {
            assert!(found(none).is_empty(), "{none}");
        }
        let code = 0..10;
        assert!(find("`中**（`", std::slice::from_ref(&code)).is_empty());
    }
}
