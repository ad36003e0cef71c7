//! Arrows as long as what stands on them: `\xrightarrow`, the arrows of reactions.

use super::boxes::{MathBox, PartKind};
use super::limits::stretchy;
use super::scripts::Pair;
use super::{Setter, Setting};
use crate::geom::Abs;
use crate::model::maths::{Em, Limits, Placing};
use crate::text::EM;
use crate::text::maths::Axis;

impl Setter<'_> {
    /// An arrow as long as its labels and the room at their sides, which amsmath and mathtools count in units of the labels' type.
    pub(super) fn labelled_arrow(&mut self, limits: &Limits, setting: Setting) -> MathBox {
        let sign = stretchy(&limits.base);
        let Pair { mut above, mut below } = self.pair(&limits.over, &limits.under, setting);
        let room = LabelRoom::of(sign.unwrap_or_default());
        let unit = |count: f64| self.em(Em::mu(count), setting.script());
        // A blank of the text around.
        let blank = |is_there: bool| if is_there { self.style.size / 4 } else { Abs::ZERO };
        for label in [&mut above, &mut below] {
            *label = label.take().map(|label| between(blank(room.blanks.0), label, blank(room.blanks.1)));
        }
        let width = |label: &Option<MathBox>| label.as_ref().map_or(Abs::ZERO, |label| label.width);
        let least =
            if limits.placing == Placing::Reaction { self.size(setting.level) * 2 } else { Abs::ZERO };
        let wanted = (width(&above).max(width(&below)) + unit(room.sides)).max(least);
        above = above.map(|label| between(unit(room.over.0), label, unit(room.over.1)));
        below = below.map(|label| between(unit(room.under.0), label, unit(room.under.1)));
        let base = match sign {
            Some(sign) => self.long_arrow(sign, wanted, setting),
            None => self.row(&limits.base, setting),
        };
        self.between_limits(base, Pair { above, below }, Abs::ZERO, setting)
    }

    /// An arrow of a length. One that the face has no parts for is put together as amsmath does it, from its tips and minus or
    /// equals signs; a pair, from two such.
    fn long_arrow(&mut self, sign: char, length: Abs, setting: Setting) -> MathBox {
        let natural = self.sign(sign, setting);
        let Some(glyph) = self.glyph_of(sign, setting) else { return natural };
        if natural.width >= length {
            return natural;
        }
        if self.face.assembly(glyph, Axis::Horizontal).is_some()
            || !self.face.variants(glyph, Axis::Horizontal).is_empty()
        {
            // Parts of a face are measured by their ink: the sign itself has room beside it.
            let ink = self.face.ink(glyph);
            let beside = self.size(setting.level).mul_div(self.face.advance(glyph) - ink.right, EM);
            let long = self.stretched(sign, Axis::Horizontal, length - beside, setting);
            let beside =
                if long.single.is_some() { (length - long.width).max(Abs::ZERO) / 2 } else { beside };
            let before = if long.single.is_some() { beside } else { Abs::ZERO };
            return between(before, long, beside);
        }
        let mut set = match sign {
            '⇀' | '⇁' => self.pieced((None, '−', Some(sign)), length, setting),
            '↼' | '↽' => self.pieced((Some(sign), '−', None), length, setting),
            '⇒' => self.pieced((None, '=', Some(sign)), length, setting),
            '⇐' => self.pieced((Some(sign), '=', None), length, setting),
            '⇔' => self.pieced((Some('⇐'), '=', Some('⇒')), length, setting),
            '⇌' => self.paired('⇀', '↽', length, setting),
            '⇋' => self.paired('↼', '⇁', length, setting),
            '⇄' => self.paired('→', '←', length, setting),
            _ => natural,
        };
        show_once(&mut set, sign);
        set
    }

    /// Signs of a line from the tip at the left to that at the right, which they reach into by seven units (amsmath's
    /// `\arrowfill@`).
    fn pieced(
        &self,
        (left, line, right): (Option<char>, char, Option<char>),
        length: Abs,
        setting: Setting,
    ) -> MathBox {
        let tip = |tip: Option<char>| tip.map(|tip| self.own_glyph(tip, setting));
        let (left, right, line) = (tip(left), tip(right), self.own_glyph(line, setting));
        let reach = |tip: &Option<MathBox>| {
            tip.as_ref().map_or(Abs::ZERO, |tip| tip.width - self.em(Em::mu(7.0), setting))
        };
        let (begin, end) = (reach(&left), length - reach(&right));
        let step = (line.width - self.em(Em::mu(4.0), setting)).max(Abs::from_raw(1));
        let mut set = MathBox::default();
        if let Some(left) = left.clone() {
            set.place(Abs::ZERO, Abs::ZERO, left);
        }
        // All but the last follow one another; the last ends where the line does. What is too short for one has it within the tips.
        let spare = end - begin - line.width;
        if spare < Abs::ZERO {
            let at = if left.is_none() { Abs::ZERO } else { length - line.width };
            if left.is_none() || right.is_none() {
                set.place(at, Abs::ZERO, line);
            }
        } else {
            let count = (spare.raw() / step.raw()).min(MOST_LINES);
            for at in 0..=count {
                set.place(begin + step * at, Abs::ZERO, line.clone());
            }
            set.place(end - line.width, Abs::ZERO, line);
        }
        if let Some(right) = right {
            set.place(length - right.width, Abs::ZERO, right);
        }
        set.width = length;
        set
    }

    /// A sign's own glyph, or what stands in for it.
    fn own_glyph(&self, sign: char, setting: Setting) -> MathBox {
        let glyph = self.glyph_of(sign, setting);
        glyph.map_or_else(MathBox::default, |glyph| self.glyph(glyph, None, setting))
    }

    /// Two arrows, one over the other.
    fn paired(&mut self, over: char, under: char, length: Abs, setting: Setting) -> MathBox {
        // `.22ex`: mathtools and mhchem have them so far from the axis.
        let apart = self.sign('x', setting).height.mul_div(22, 100);
        let mut set = self.long_arrow(over, length, setting).raised(apart);
        let under = self.long_arrow(under, length, setting);
        set.place(Abs::ZERO, Abs::ZERO - apart, under);
        set
    }
}

/// How many signs a line is made of at most.
const MOST_LINES: i64 = 2_000;

/// Has the first of the parts show a sign, and the others nothing.
fn show_once(set: &mut MathBox, sign: char) {
    let mut shown = sign.to_string().into_boxed_str();
    for part in &mut set.parts {
        if let PartKind::Glyph { shows, .. } = &mut part.kind {
            *shows = std::mem::take(&mut shown);
        }
    }
}

/// The room about the labels of an arrow, in eighteenths of an em of their type: the label stands in the middle of its line, not of
/// line and tip.
struct LabelRoom {
    /// In all, beside the widest.
    sides: f64,
    /// Before and after the label over it.
    over: (f64, f64),
    under: (f64, f64),
    /// A blank before and after both.
    blanks: (bool, bool),
}

impl LabelRoom {
    /// `\ext@arrow` of amsmath has these numbers.
    fn of(arrow: char) -> LabelRoom {
        let (to_right, to_left, middle) = ((0.0, 3.0), (3.0, 0.0), (0.0, 0.0));
        let single = |over, under| LabelRoom { sides: 14.0, over, under, blanks: (false, false) };
        let double = |blanks| LabelRoom { sides: 10.0, over: middle, under: middle, blanks };
        match arrow {
            '←' | '↔' | '↼' | '↽' | '↞' | '↩' | '↪' => single(to_left, to_left),
            '⇌' => single(to_right, to_left),
            '⇋' => single(to_left, to_right),
            '⇐' => double((true, false)),
            '⇒' => double((false, true)),
            '⇔' => double((true, true)),
            _ => single(to_right, to_right),
        }
    }
}

/// A box with room before and after it.
fn between(before: Abs, content: MathBox, after: Abs) -> MathBox {
    let mut set = MathBox::room(before + content.width + after, Abs::ZERO, Abs::ZERO);
    set.place(before, Abs::ZERO, content);
    set
}
