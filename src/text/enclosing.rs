//! Marks that stand around a letter, as the key in 1⃣ and the circle in a⃝: many faces have them as signs of their own, with
//! nothing to say where the letter goes.

use super::shaped::Part;
use crate::chars::encloses;

/// Puts letters into the middle of the marks that are to stand around them and would stand after them.
pub fn surround(parts: &mut [Part], text: &str) {
    if text.is_ascii() || !text.contains(encloses) {
        return;
    }
    for part in parts {
        let ends: Vec<u32> =
            part.glyphs.iter().map(|glyph| glyph.cluster).skip(1).chain([part.end]).collect();
        let mut at = 0;
        for cluster in part.glyphs.chunk_by_mut(|one, next| one.cluster == next.cluster) {
            at += cluster.len();
            let shown = cluster[0].cluster as usize..ends[at - 1] as usize;
            let is_around = text.get(shown).is_some_and(|shown| shown.contains(encloses));
            let [letter, .., mark] = cluster else { continue };
            if !is_around || mark.advance <= 0 {
                continue;
            }
            let width = letter.advance.max(mark.advance);
            letter.dx += (width - letter.advance) / 2;
            mark.dx += (width - mark.advance) / 2 - width;
            (letter.advance, mark.advance) = (width, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::layout::FaceId;
    use crate::text::shaped::ShapedGlyph;

    #[test]
    fn a_letter_stands_within_its_mark() {
        let glyph = |cluster, advance| ShapedGlyph { id: 1, cluster, advance, dx: 0, dy: 0 };
        let text = "1\u{20e3}2";
        let glyphs = [glyph(0, 400), glyph(0, 1000), glyph(4, 400)].into();
        let mut parts = [Part::new(FaceId::default(), 0, text.len() as u32, glyphs)];
        surround(&mut parts, text);
        let places: Vec<(i32, i32)> = parts[0].glyphs.iter().map(|glyph| (glyph.dx, glyph.advance)).collect();
        assert_eq!(places, [(300, 1000), (-1000, 0), (0, 400)]);
    }
}
