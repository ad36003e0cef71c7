//! Where lines may be broken between characters (UAX 14), and which way they run (UAX 9).

use std::sync::LazyLock;

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opportunity {
    /// The byte offset that the next line would start at.
    pub at: usize,
    /// The line ends here whatever its length.
    pub mandatory: bool,
}

static SEGMENTER: LazyLock<LineSegmenterBorrowed<'static>> =
    LazyLock::new(|| LineSegmenter::new_auto(LineBreakOptions::default()));

/// Every break opportunity after the text's start, its end included.
pub fn opportunities(text: &str, found: &mut Vec<Opportunity>) {
    found.clear();
    for at in SEGMENTER.segment_str(text).filter(|&at| at > 0) {
        let mandatory = text[..at].ends_with(['\u{2028}', '\n', '\u{2029}', '\u{85}', '\u{b}', '\u{c}']);
        found.push(Opportunity { at, mandatory });
    }
}

/// The embedding level of each byte; `None` for a text that runs from left to right throughout.
pub fn bidi_levels(text: &str, right_to_left: bool) -> Option<Vec<u8>> {
    if !right_to_left && !text.chars().any(may_run_leftwards) {
        return None;
    }
    let base = if right_to_left { unicode_bidi::Level::rtl() } else { unicode_bidi::Level::ltr() };
    // One paragraph: U+2028 and U+FFFC are no paragraph separators.
    let info = unicode_bidi::ParagraphBidiInfo::new(text, Some(base));
    Some(info.levels.iter().map(|level| level.number()).collect())
}

/// Hebrew, Arabic and the other scripts from right to left, and the marks that force a direction.
fn may_run_leftwards(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hard_breaks_are_mandatory() {
        let mut found = Vec::new();
        opportunities("one two\u{2028}three", &mut found);
        let got: Vec<_> = found.iter().map(|o| (o.at, o.mandatory)).collect();
        assert_eq!(got, [(4, false), (10, true), (15, false)]);
    }
}
