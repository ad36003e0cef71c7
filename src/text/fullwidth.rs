//! Full-width punctuation, half of which is blank: where such halves meet, one of them goes (JLREQ 3.1.4; CLREQ 3.1.6.1).

use super::EM;
use super::shaped::Part;

/// Marks whose ink is in their second half; quotation marks are so where they are full-width, which their advance tells.
pub fn opens(c: char) -> bool {
    matches!(c, '“' | '‘' | '「' | '『' | '（' | '【' | '《' | '〈' | '〔' | '［' | '｛')
}

/// Marks whose ink is in their first half.
pub fn closes(c: char) -> bool {
    matches!(
        c,
        '”' | '’'
            | '、'
            | '。'
            | '，'
            | '．'
            | '」'
            | '』'
            | '）'
            | '】'
            | '》'
            | '〉'
            | '〕'
            | '］'
            | '｝'
    )
}

/// Whether the blank halves of two marks in a row meet, or that of one and the back of another.
pub fn is_tight(one: char, next: char) -> bool {
    let stops = matches!(one, '：' | '；' | '！' | '？');
    (closes(one) && (closes(next) || opens(next))) || ((opens(one) || stops) && opens(next))
}

/// Whether an advance is that of a full-width character.
pub fn is_full(advance: i32) -> bool {
    i64::from(advance) * 10 >= EM * 9
}

/// Takes the blank halves out of a word.
pub fn tighten(parts: &mut [Part], text: &str) {
    for part in parts {
        for glyph in &mut part.glyphs {
            let mut rest = text[glyph.cluster as usize..].chars();
            let pair = rest.next().zip(rest.next());
            if pair.is_some_and(|(one, next)| is_tight(one, next)) && is_full(glyph.advance) {
                glyph.advance -= (EM / 2) as i32;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::layout::FaceId;
    use crate::text::shaped::ShapedGlyph;

    fn advances(text: &str, advance: i64) -> Vec<i64> {
        let glyph = |(at, _): (usize, char)| ShapedGlyph {
            id: 1,
            cluster: at as u32,
            advance: advance as i32,
            dx: 0,
            dy: 0,
        };
        let glyphs = text.char_indices().map(glyph).collect();
        let mut parts = [Part::new(FaceId::default(), 0, text.len() as u32, glyphs)];
        tighten(&mut parts, text);
        parts[0].glyphs.iter().map(|glyph| i64::from(glyph.advance) * 2 / EM).collect()
    }

    #[test]
    fn blank_halves_that_meet_become_one() {
        assert_eq!(advances("字」。", EM), [2, 1, 2]);
        assert_eq!(advances("。「『字", EM), [1, 1, 2, 2]);
        assert_eq!(advances("「」（）", EM), [2, 1, 2, 2]);
        assert_eq!(advances("字、字。", EM), [2, 2, 2, 2]);
        assert_eq!(advances("：“字”，", EM), [1, 2, 2, 1, 2]);
    }

    #[test]
    fn marks_of_half_width_stay() {
        assert_eq!(advances("」。「", EM / 2), [1, 1, 1]);
    }
}
