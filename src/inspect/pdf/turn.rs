//! Text from right to left, as programs that read page contents take it: what is shown from left to right, they turn round.

use crate::chars::is_leftward;

/// What a string says that is shown within `ReversedChars` (ISO 32000-1, 14.8.2.3.3).
pub fn reversed(text: &str) -> String {
    text.chars().rev().collect()
}

/// What any other says. Poppler, PDFium, MuPDF and pdf.js turn every stretch of a script from right to left round, and what
/// stands for the glyphs as `ActualText` no less than what the glyphs say: a file that gives such text in reading order is
/// read in the wrong one, whatever the standard has to say for it.
pub fn turned(text: &str) -> String {
    let mut said = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_leftward) {
        let stretch = &rest[start..];
        let end = stretch.find(is_rightward).unwrap_or(stretch.len());
        let last = stretch[..end].char_indices().rev().find(|(_, c)| is_leftward(*c));
        let end = last.map_or(end, |(at, c)| at + c.len_utf8());
        said.push_str(&rest[..start]);
        said.extend(stretch[..end].chars().rev());
        rest = &stretch[end..];
    }
    said.push_str(rest);
    said
}

/// Letters and figures that are not of a script from right to left.
fn is_rightward(c: char) -> bool {
    c.is_alphanumeric() && !is_leftward(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_turned_round() {
        assert_eq!(turned("plain"), "plain");
        assert_eq!(turned("The word םולש is here."), "The word שלום is here.");
        assert_eq!(turned("בוט םולש, abc, דוע"), "שלום טוב, abc, עוד");
        assert_eq!(reversed(" םולש"), "שלום ");
    }
}
