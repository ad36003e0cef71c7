//! Text from right to left, and the white space between it and text from left to right.

use super::show::ShowArray;
use super::stretches::{Owner, Stretch};
use super::text::{Leads, Shown, width};
use super::{Code, Encoder, GlyphRun, shown_text};
use crate::geom::{Abs, Point};
use crate::model::layout::{FULL_WIDTH, Item, ItemKind};
use crate::pdf::leftward::{self, LEFT_TO_RIGHT_MARK, Leftward, RIGHT_TO_LEFT_MARK};

impl Encoder<'_> {
    /// Whether what is drawn here begins with a space that adjoins text from right to left.
    pub(super) fn is_after_leftward(&self, at: Point, run: &GlyphRun, stretch: &Stretch) -> bool {
        let code = stretch.codes.first().map(|code| code.code);
        let own = self.book.fonts.get(run.face).and_then(|face| face.space);
        let more = stretch.glyphs.len() > 1 && !stretch.has_boxes();
        more && code.is_some() && code == own && self.turned.is_some_and(|(_, end)| adjoins(end, at))
    }

    /// Shows the space between text from right to left and text from left to right on its right side.
    pub(super) fn space_between(&mut self, at: Point, run: &GlyphRun, next: Option<char>) {
        let Some((turned, _)) = self.turned else { return };
        let Some(face) = self.book.fonts.get_leftward(turned) else { return };
        let own =
            GlyphRun { face: turned, text: None, glyphs: Box::default(), shifts: Box::default(), ..*run };
        self.set_font(&own, &face.embedded.name, Leads::Leftward);
        self.begin_line(at);
        let em = run.size.mul_div(i64::from(run.scale), i64::from(FULL_WIDTH)).raw().max(1);
        let space = run.glyphs.first().map_or(0, |glyph| i64::from(glyph.advance) * 1_000 / em);
        let mut array = ShowArray::new(self, &face.embedded);
        array.glyph(face.unseen(LEFT_TO_RIGHT_MARK));
        array.glyph(face.unseen(' '));
        array.adjust(leftward::APART - space);
        array.glyph(face.unseen(RIGHT_TO_LEFT_MARK));
        if next.is_some_and(leftward::needs_mark) {
            array.adjust(-leftward::APART / 2);
            array.glyph(face.unseen(LEFT_TO_RIGHT_MARK));
        }
        array.close();
    }

    /// Text from right to left: what is shown is turned round by who reads it, and says so (ISO 32000-1, 14.8.2.3.3).
    pub(super) fn leftward(
        &mut self,
        item: &Item,
        run: &GlyphRun,
        (face, codes): (&Leftward, &mut Vec<Code>),
    ) {
        let mut at = item.at;
        let parted;
        let mut run = run;
        if let Some(next) = self.next_rightward(item, run, (face, codes)) {
            parted = face.parted(run, codes, next);
            run = &parted;
        }
        for stretch in self.stretches(item.origin, run, codes) {
            self.begin_stretch(&stretch, run.color);
            self.set_font(run, &face.embedded.name, Leads::Leftward);
            let before = self.undrawn_beginning(&stretch);
            let has_boxes = stretch.has_boxes();
            if has_boxes {
                self.out.extend_from_slice(b"BT\n");
                self.line = [0; 2];
            }
            if !before.is_empty() {
                self.unseen(at, face, before);
            }
            self.reversed(at, run, face, &stretch);
            if has_boxes {
                self.out.extend_from_slice(b"ET\n");
                self.boxes(at, run, &stretch);
            }
            at.x += width(stretch.glyphs);
        }
        self.turned = Some((run.face, at));
    }

    /// Shows a stretch within a sequence that tells how it is read, and the white space after it.
    fn reversed(&mut self, at: Point, run: &GlyphRun, face: &Leftward, stretch: &Stretch) {
        let mut space = self.undrawn_space(stretch, run);
        let begins_pointed = stretch.codes.first().is_some_and(|code| face.is_mark(code.code));
        let goes_on = self.turned.is_some_and(|(_, end)| adjoins(end, at));
        // There every space counts.
        let in_listing =
            matches!(stretch.owner, Owner::Element(element) if self.book.tags.is_listing(element));
        // No program begins a line with a point: the space that it ends in comes first.
        if space.is_none() && !goes_on && begins_pointed && !in_listing {
            space = Some(" ");
        }
        // A point after white space or a bracket would be put with the text from left to right before these.
        let mut letters = stretch.codes.iter().skip_while(|code| face.is_neutral(code.code));
        let goes_on_pointed = !begins_pointed && letters.next().is_some_and(|code| face.is_mark(code.code));
        let leading = match space {
            Some(" ") => Some(face.unseen(' ')),
            Some(_) | None => (goes_on_pointed || begins_pointed && (goes_on || in_listing))
                .then(|| face.unseen(RIGHT_TO_LEFT_MARK)),
        };
        self.out.extend_from_slice(b"/ReversedChars BMC\n");
        self.begin_line(at);
        self.show(run, stretch, Shown { face: &face.embedded, leading, trailing: None });
        self.out.extend_from_slice(b"EMC\n");
        if let Some(space) = space.filter(|&space| space != " ") {
            self.unseen(at, face, space);
        }
    }

    /// White space that nothing shows.
    fn unseen(&mut self, at: Point, face: &Leftward, said: &str) {
        self.begin_line(at);
        self.begin_replacement(said);
        ShowArray::new(self, &face.embedded).only(face.unseen(' '));
        self.out.extend_from_slice(b"EMC\n");
    }

    /// What the text from left to right begins with that is beside the space, the point or the bracket that a run begins with
    /// at its right end.
    fn next_rightward(
        &self,
        item: &Item,
        run: &GlyphRun,
        (face, codes): (&Leftward, &[Code]),
    ) -> Option<char> {
        let Some(Item { kind: ItemKind::Glyphs(next), at, origin }) = self.before else { return None };
        let end = Point::new(item.at.x + width(&run.glyphs), item.at.y);
        let begins_neutral = codes.last().is_some_and(|code| face.is_neutral(code.code));
        let parts = begins_neutral && !next.right_to_left && adjoins(end, *at);
        shown_text(next, *origin, self.book.texts).chars().next().filter(|_| parts)
    }
}

/// Whether what ends at one place and what begins at another stand side by side on a line.
fn adjoins(end: Point, start: Point) -> bool {
    const ROUNDING: Abs = Abs::pt(1);
    end.y == start.y && end.x - start.x < ROUNDING && start.x - end.x < ROUNDING
}
