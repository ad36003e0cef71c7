//! Frames, strokes, and what takes other room than its ink.

use super::boxes::{MathBox, Part, PartKind};
use super::{Setter, Setting};
use crate::geom::Abs;
use crate::model::maths::{Enclosure, Lap, Node, Padding};
use crate::text::maths::Constant;

impl Setter<'_> {
    pub(super) fn padded(&mut self, padding: Padding, content: &[Node], setting: Setting) -> MathBox {
        let within = self.row(content, setting);
        let counts = |counts: bool, length: Abs| if counts { length } else { Abs::ZERO };
        let mut set = MathBox::room(
            counts(padding.width, within.width),
            counts(padding.height, within.height),
            counts(padding.depth, within.depth),
        );
        if padding.visible {
            let x = match padding.lap {
                _ if padding.width => Abs::ZERO,
                Lap::Right => Abs::ZERO,
                Lap::Left => Abs::ZERO - within.width,
                Lap::Both => Abs::ZERO - within.width / 2,
            };
            set.parts = within.parts.into_iter().map(|part| Part { x: part.x + x, ..part }).collect();
        }
        set
    }

    pub(super) fn enclosed(&mut self, enclosure: Enclosure, content: &[Node], setting: Setting) -> MathBox {
        let within = self.row(content, setting);
        let thick = self.constant(Constant::FractionRuleThickness, setting);
        match enclosure {
            Enclosure::Box => self.framed(within, thick, setting),
            Enclosure::Up => self.struck(within, &[(0, 1)], setting),
            Enclosure::Down => self.struck(within, &[(1, 0)], setting),
            Enclosure::Cross => self.struck(within, &[(0, 1), (1, 0)], setting),
            Enclosure::Through => {
                let middle = (within.height - within.depth) / 2;
                let rule = MathBox::rule(within.width, thick, setting.color);
                let mut set = within;
                set.place(Abs::ZERO, middle - thick / 2, rule);
                set
            }
            Enclosure::Not => self.negated(within, setting),
        }
    }

    /// A frame of a rule, three points of type of ten off what it holds (LaTeX's `\fboxsep`).
    fn framed(&self, within: MathBox, thick: Abs, setting: Setting) -> MathBox {
        let off = self.style.size.mul_div(3, 10) + thick;
        let (height, depth) = (within.height + off, within.depth + off);
        let width = within.width + off * 2;
        let mut set = MathBox::room(width, height, depth);
        set.place(off, Abs::ZERO, within);
        let across = || MathBox::rule(width, thick, setting.color);
        let upright = || MathBox::rule(thick, height + depth, setting.color);
        set.place(Abs::ZERO, height - thick, across());
        set.place(Abs::ZERO, Abs::ZERO - depth, across());
        set.place(Abs::ZERO, Abs::ZERO - depth, upright());
        set.place(width - thick, Abs::ZERO - depth, upright());
        set
    }

    /// Strokes from corner to corner: from the lower edge or the upper one at the left to such a one at the right.
    fn struck(&self, within: MathBox, strokes: &[(i64, i64)], setting: Setting) -> MathBox {
        let thickness = self.constant(Constant::FractionRuleThickness, setting);
        let (width, total, depth) = (within.width, within.total(), within.depth);
        let mut set = within;
        for &(from, to) in strokes {
            let kind = PartKind::Stroke { width, rise: total * (to - from), thickness, color: setting.color };
            set.parts.push(Part { x: Abs::ZERO, y: total * from - depth, kind });
        }
        set
    }

    /// The stroke of `\not` over the middle of a sign.
    fn negated(&mut self, within: MathBox, setting: Setting) -> MathBox {
        let stroke = self.sign('\u{338}', setting);
        let drawn = stroke.parts.first().map_or(Abs::ZERO, |part| part.x);
        let ink = self.face.glyph('\u{338}').map(|glyph| self.face.ink(glyph)).unwrap_or_default();
        let size = self.size(setting.level);
        let middle = size.mul_div((ink.left + ink.right) / 2, crate::text::EM);
        let mut set = within;
        let x = set.width / 2 - middle - drawn;
        set.place(x, Abs::ZERO, stroke);
        set
    }
}
