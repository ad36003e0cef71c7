//! Text from right to left, drawn so that programs which read it back find it.
//!
//! They take glyphs from left to right and turn them round by themselves, character by character, whatever a replacement
//! text says. So each code of such text stands for one character: a letter that is drawn by several glyphs, its dots and
//! points being some of them, becomes one outline; what a ligature or a pointed letter says beyond its first character is
//! said by codes of their own that draw nothing, left of it.

mod glyf;
mod outline;

use std::collections::BTreeSet;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::embedded::{Code, DAMAGED, Embedded};
use crate::chars::is_leftward_mark;
use crate::fence::fence_face;
use crate::model::layout::{Glyph, GlyphRun, Shift};
use crate::text::Face;

/// Glyphs of a cluster, each moved by so many units of its face from where the cluster begins.
pub type Placed = Vec<(u16, i16, i16)>;

/// What a code draws.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Drawn {
    /// The glyphs of a cluster, and among how many letters its width is shared out. The outline reaches to the left of
    /// where it begins, over the shares of all letters but the first.
    Cluster(Placed, u8),
    /// Nothing, as wide as one letter's share.
    Share(Placed, u8),
    /// Nothing, without width.
    Nothing,
}

/// A code's drawing, and its character.
pub type Shown = (Drawn, char);

/// Programs that read text back take white space between words of two directions for a part of the one on its left, and
/// put it on the other side of that when they turn it round. These on either side of it part it from both.
pub const LEFT_TO_RIGHT_MARK: char = '\u{200e}';
pub const RIGHT_TO_LEFT_MARK: char = '\u{200f}';

/// A face as text from right to left uses it.
pub struct Leftward {
    pub embedded: Embedded,
    units_per_em: i64,
    /// Codes by what they show.
    codes: FxHashMap<Shown, u16>,
    /// Of glyphs that stand alone for one character: what is looked up for most of them.
    quick: FxHashMap<(u16, char), u16>,
}

/// A part of a run that one code shows; the glyph tells how far the pen moves on, and where the cluster begins.
pub struct Step {
    pub shown: Shown,
    pub glyph: Glyph,
}

/// What the codes of a run show, from left to right.
pub fn steps(run: &GlyphRun, text: &str, units_per_em: i64) -> Vec<Step> {
    let mut starts: Vec<u16> = run.glyphs.iter().map(|glyph| glyph.cluster).collect();
    starts.sort_unstable();
    starts.dedup();
    let mut steps = Vec::with_capacity(run.glyphs.len());
    let mut at = 0;
    for cluster in run.glyphs.chunk_by(|one, next| one.cluster == next.cluster) {
        let start = cluster[0].cluster;
        let next = starts.partition_point(|&other| other <= start);
        let end = starts.get(next).map_or(text.len(), |&next| usize::from(next));
        let characters = text.get(usize::from(start)..end).unwrap_or_default();
        let glyphs = at..at + cluster.len();
        at = glyphs.end;
        cluster_steps(run, glyphs, (characters, units_per_em), &mut steps);
    }
    steps
}

fn cluster_steps(run: &GlyphRun, glyphs: Range<usize>, (text, units): (&str, i64), steps: &mut Vec<Step>) {
    let cluster = &run.glyphs[glyphs.clone()];
    let advance: i32 = cluster.iter().map(|glyph| glyph.advance).sum();
    let is_missing = cluster.iter().all(|glyph| glyph.id == 0);
    let id = if is_missing { 0 } else { cluster[0].id };
    let placed = placed(run, glyphs, units);
    let mut step = |drawn, character, advance| {
        let glyph = Glyph { id, cluster: cluster[0].cluster, advance };
        steps.push(Step { shown: (drawn, character), glyph });
    };
    let mut characters = text.chars();
    let Some(first) = characters.next() else { return step(Drawn::Cluster(placed, 1), ' ', advance) };
    let rest: Vec<char> = characters.collect();
    if first.is_whitespace() {
        // A space stands for one space however many the author typed.
        return step(Drawn::Cluster(placed, 1), ' ', advance);
    }
    let further = rest.iter().filter(|&&c| !is_leftward_mark(c)).count().min(MOST_LETTERS);
    let letters = further as u8 + 1;
    let share = advance / i32::from(letters);
    let mut left = further;
    for &character in rest.iter().rev() {
        if is_leftward_mark(character) || left == 0 {
            step(Drawn::Nothing, character, 0);
        } else {
            left -= 1;
            step(Drawn::Share(placed.clone(), letters), character, share);
        }
    }
    step(Drawn::Cluster(placed, letters), first, advance - share * further as i32);
}

/// Letters beyond these of one cluster have no width of their own: the longest ligature of a phrase has eighteen.
const MOST_LETTERS: usize = 31;

fn placed(run: &GlyphRun, glyphs: Range<usize>, units_per_em: i64) -> Placed {
    let em = run.size.raw().max(1);
    let wide = em * i64::from(run.scale) / i64::from(crate::model::layout::FULL_WIDTH);
    let units = |length: i64, em: i64| {
        let (doubled, em) = (2 * length * units_per_em, em.max(1));
        (doubled + em).div_euclid(2 * em).clamp(i64::from(i16::MIN), i64::from(i16::MAX)) as i16
    };
    let mut pen = 0i64;
    let place = |at: usize| {
        let (Glyph { id, advance, .. }, Shift { dx, dy }) = (run.glyphs[at], run.shift(at));
        let x = units(pen + i64::from(dx), wide);
        pen += i64::from(advance);
        (id, x, units(i64::from(dy), em))
    };
    glyphs.map(place).collect()
}

/// How far before the text that follows a mark stands, in thousandths of the em: in one place, poppler would put it
/// behind the first letter.
pub const APART: i64 = 50;

/// Whether what text from left to right begins with is taken for a part of the text on its left, having no direction.
pub fn needs_mark(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace()
}

/// What every font has: a space that takes no room, and the marks that tell a direction.
pub fn always() -> [Shown; 3] {
    [' ', LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT_MARK].map(|character| (Drawn::Nothing, character))
}

impl Leftward {
    /// Makes the font of all that a face shows.
    ///
    /// # Errors
    /// Where the face is damaged, or more is shown than two bytes count.
    pub fn new(index: usize, face: &Face, shown: &BTreeSet<Shown>) -> Result<Leftward, String> {
        let is_bundled = face.file.bytes.is_bundled();
        let made = fence_face(is_bundled, || {
            let (file, shown) = (face.file.clone(), shown.clone());
            move || outline::font(&file, &shown)
        });
        let made = made.map_err(|breach| breach.to_string())?.ok_or(DAMAGED)?;
        let embedded =
            Embedded::whole(format!("R{index}"), face, &made.bytes, &made.glyphs).ok_or(DAMAGED)?;
        let mut codes = FxHashMap::default();
        let mut quick = FxHashMap::default();
        for (code, shown) in (1..=u16::MAX).zip(shown) {
            if let (Drawn::Cluster(placed, 1), character) = shown
                && let [(glyph, 0, 0)] = placed[..]
            {
                quick.insert((glyph, *character), code);
            }
            codes.insert(shown.clone(), code);
        }
        Ok(Leftward { embedded, units_per_em: face.units_per_em, codes, quick })
    }

    /// The run with a glyph for each code, and the codes.
    pub fn codes(&self, run: &GlyphRun, text: &str, codes: &mut Vec<Code>) -> GlyphRun {
        codes.clear();
        let steps = steps(run, text, self.units_per_em);
        let mut glyphs = Vec::with_capacity(steps.len());
        let mut before = None;
        for Step { shown, glyph } in steps {
            // PDFium reads a point after what stands on its left, unless that is a letter or a space.
            if is_leftward_mark(shown.1) && before.is_some_and(|c: char| !c.is_alphanumeric() && c != ' ') {
                glyphs.push(Glyph { id: u16::MAX, advance: 0, ..glyph });
                codes.push(self.code_of(self.unseen(RIGHT_TO_LEFT_MARK)));
            }
            before = Some(shown.1).filter(|&c| !is_leftward_mark(c));
            codes.push(self.code_of(self.code(&shown)));
            glyphs.push(glyph);
        }
        let (glyphs, shifts) = (glyphs.into(), Box::default());
        // What is put between letters by a spacing would move on from points too, to where none stands.
        GlyphRun { glyphs, shifts, tracking: 0, text: run.text.clone(), ..*run }
    }

    fn code(&self, shown: &Shown) -> u16 {
        if let (Drawn::Cluster(placed, 1), character) = shown
            && let [(glyph, 0, 0)] = placed[..]
        {
            return self.quick.get(&(glyph, *character)).copied().unwrap_or(0);
        }
        self.codes.get(shown).copied().unwrap_or(0)
    }

    /// The code of a character that is not seen.
    pub fn unseen(&self, character: char) -> u16 {
        self.codes.get(&(Drawn::Nothing, character)).copied().unwrap_or(0)
    }

    /// The run with marks on both sides of the spaces, points and brackets that it begins with, at its right end; `codes` get
    /// theirs. `next` is what the text from left to right on their right begins with.
    pub fn parted(&self, run: &GlyphRun, codes: &mut Vec<Code>, next: char) -> GlyphRun {
        let mut glyphs = run.glyphs.to_vec();
        let Some(&first) = glyphs.last() else { return run.clone() };
        let letters = codes.iter().rposition(|code| !self.is_neutral(code.code)).map_or(0, |at| at + 1);
        // No box stands for a mark.
        let mark = Glyph { id: u16::MAX, advance: 0, ..first };
        let apart = run.size.mul_div(APART, 1_000).raw() as i32;
        glyphs.insert(letters, mark);
        let mut shifts = vec![Shift::default(); glyphs.len()];
        glyphs.push(mark);
        shifts.push(Shift { dx: -apart, dy: 0 });
        codes.insert(letters, self.code_of(self.unseen(LEFT_TO_RIGHT_MARK)));
        codes.push(self.code_of(self.unseen(RIGHT_TO_LEFT_MARK)));
        if needs_mark(next) {
            glyphs.push(mark);
            shifts.push(Shift { dx: -apart / 2, dy: 0 });
            codes.push(self.code_of(self.unseen(LEFT_TO_RIGHT_MARK)));
        }
        GlyphRun { glyphs: glyphs.into(), shifts: shifts.into(), text: run.text.clone(), ..*run }
    }

    /// Whether a code says what has no direction of its own: a space, a point, a bracket.
    pub fn is_neutral(&self, code: u16) -> bool {
        let reads = self.embedded.glyphs.get(usize::from(code)).map_or("", |glyph| &glyph.1);
        !reads.contains(|c: char| c.is_alphanumeric() || is_leftward_mark(c))
    }

    /// Whether a code says a mark that stands on a letter.
    pub fn is_mark(&self, code: u16) -> bool {
        let reads = self.embedded.glyphs.get(usize::from(code)).map_or("", |glyph| &glyph.1);
        let tells_direction = |c| c == LEFT_TO_RIGHT_MARK || c == RIGHT_TO_LEFT_MARK;
        reads.starts_with(|c| is_leftward_mark(c) && !tells_direction(c))
    }

    pub fn code_of(&self, code: u16) -> Code {
        let width = self.embedded.glyphs.get(usize::from(code)).map_or(0, |glyph| glyph.0);
        Code { code, width: width as i32, reads_true: true }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::Abs;
    use crate::model::layout::{FULL_WIDTH, FaceId};
    use crate::model::theme::Color;

    /// A run of glyphs, each by its number, the byte of the text that it shows first, and its advance.
    fn run(glyphs: &[(u16, u16, i32)]) -> GlyphRun {
        let glyph = |&(id, cluster, advance): &(u16, u16, i32)| Glyph { id, cluster, advance };
        GlyphRun {
            face: FaceId::default(),
            size: Abs::pt(10),
            scale: FULL_WIDTH,
            tracking: 0,
            color: Color::BLACK,
            right_to_left: true,
            hidden: false,
            start: 0,
            end: 0,
            text: None,
            glyphs: glyphs.iter().map(glyph).collect(),
            shifts: Box::default(),
        }
    }

    /// What the steps of a run read from right to left, and how far each moves on.
    fn read(glyphs: &[(u16, u16, i32)], text: &str) -> (String, Vec<i32>) {
        let steps = steps(&run(glyphs), text, 1_000);
        let says = steps.iter().rev().map(|step| step.shown.1).collect();
        (says, steps.iter().map(|step| step.glyph.advance).collect())
    }

    #[test]
    fn each_code_says_one_character() {
        // A pointed letter of two glyphs: the point takes no room, on the left of its letter.
        let pointed = read(&[(7, 4, 0), (5, 4, 600), (3, 2, 500), (2, 0, 400)], "אבג\u{5b8}");
        assert_eq!(pointed, ("אבג\u{5b8}".to_string(), vec![0, 600, 500, 400]));
        // A ligature of two letters shares out its width.
        let ligature = read(&[(9, 2, 701), (2, 0, 400)], "بلا");
        assert_eq!(ligature, ("بلا".to_string(), vec![350, 351, 400]));
        // Letters that share a glyph under their dots are one outline each.
        let dotted = steps(&run(&[(4, 0, 0), (8, 0, 300)]), "ب", 1_000);
        assert!(matches!(&dotted[0].shown, (Drawn::Cluster(placed, 1), 'ب') if placed.len() == 2));
        // Any white space is one space.
        assert_eq!(read(&[(1, 0, 250)], "  "), (" ".to_string(), vec![250]));
    }
}
