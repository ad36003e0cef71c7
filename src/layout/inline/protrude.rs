//! Optical margins: punctuation hangs a little into the margin so that the edge of the column looks straight.

use crate::geom::Abs;
use crate::text::{EM, Word, fullwidth};

/// How far a character may hang, in thousandths of its advance, at the start and the end of a line. The values follow
/// those that microtype uses for text faces: marks with little ink hang most, brackets and sloping capitals least.
fn hang(c: char) -> (i64, i64) {
    match c {
        '.' | ',' | '،' | '۔' => (0, 700),
        '-' | '‐' | '\u{ad}' => (0, 600),
        ':' | ';' | '؛' => (0, 400),
        '!' | '?' | '؟' => (0, 150),
        '–' => (200, 300),
        '—' => (150, 200),
        '‘' | '’' | '‚' | '\'' => (600, 600),
        '“' | '”' | '„' | '"' => (400, 400),
        '‹' | '›' => (400, 400),
        '«' | '»' => (250, 250),
        '(' | '[' => (100, 0),
        ')' | ']' => (0, 100),
        'A' | 'T' | 'V' | 'W' | 'X' | 'Y' | 'v' | 'w' | 'x' | 'y' => (50, 50),
        'F' | 'K' | 'L' | 'P' | 'k' | 'r' | 't' => (0, 50),
        'J' => (50, 0),
        // Half of these is blank, and is left out at the edges of lines (JLREQ 3.1.5).
        _ if fullwidth::closes(c) => (0, 500),
        _ if fullwidth::opens(c) => (500, 0),
        _ => (0, 0),
    }
}

/// How far a word may hang at its start and at its end.
pub fn hangs(text: &str, word: &Word, size: Abs) -> (Abs, Abs) {
    let (first, last) = (text.chars().next(), text.chars().next_back());
    let mut start = first.map_or(0, |c| hang(c).0);
    let mut end = last.map_or(0, |c| hang(c).1);
    if start == 0 && end == 0 {
        return (Abs::ZERO, Abs::ZERO);
    }
    let advance =
        |glyph: Option<&crate::text::ShapedGlyph>| glyph.map_or(0, |glyph| i64::from(glyph.advance));
    // What a word of full-width marks lost within is not missing at its edge.
    let lost = first.zip(text.chars().nth(1)).is_some_and(|(one, next)| fullwidth::is_tight(one, next));
    let lost = if lost { EM / 2 } else { 0 };
    let first_advance = advance(word.parts.first().and_then(|part| part.glyphs.first())) + lost;
    let last_advance = advance(word.parts.last().and_then(|part| part.glyphs.last()));
    // Full-width quotation marks hang by their blank half alone.
    if first.is_some_and(is_quote) && fullwidth::is_full(first_advance as i32) {
        start = if first.is_some_and(fullwidth::opens) { 500 } else { 0 };
    }
    if last.is_some_and(is_quote) && fullwidth::is_full(last_advance as i32) {
        end = if last.is_some_and(fullwidth::closes) { 500 } else { 0 };
    }
    (size.mul_div(first_advance * start, EM * 1000), size.mul_div(last_advance * end, EM * 1000))
}

fn is_quote(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’')
}

/// How far a hyphen added at a line's end may hang.
pub fn hyphen_hang(advance: Abs) -> Abs {
    advance.mul_div(hang('-').1, 1000)
}
