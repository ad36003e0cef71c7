//! Frames, strokes, and what takes other room than its ink.

use super::boxes::{MathBox, Part, PartKind};
use super::{Setter, Setting};
use crate::geom::Abs;
use crate::model::maths::{Enclosure, Lap, Node, Padding, Style};
use crate::model::theme::Color;
use crate::text::maths::Constant;

impl Setter<'_> {
    pub(super) fn padded(&mut self, padding: Padding, content: &[Node], setting: Setting) -> MathBox {
        let within = self.row(content, setting).raised(self.em(padding.raise, setting));
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
            Enclosure::Box => framed(padded(within, self.box_room()), thick, setting.color),
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

    /// The room within a frame: LaTeX's `\fboxsep`, three points of type of ten.
    fn box_room(&self) -> Abs {
        self.style.size.mul_div(3, 10)
    }

    /// Something on a ground of a colour.
    pub(super) fn on_ground(&mut self, color: Color, content: &[Node], setting: Setting) -> MathBox {
        let within = padded(self.row(content, setting), self.box_room());
        let mut set = MathBox::room(within.width, within.height, within.depth);
        let mut ground = MathBox::rule(within.width, within.total(), color);
        ground.height = Abs::ZERO;
        set.place(Abs::ZERO, Abs::ZERO - within.depth, ground);
        set.place(Abs::ZERO, Abs::ZERO, within);
        set
    }

    /// Something in a frame of a colour. A ground in it has its own room.
    pub(super) fn bordered(&mut self, color: Color, content: &[Node], setting: Setting) -> MathBox {
        let has_room = matches!(content, [Node::Styled(Style::Background(_), _)]);
        let within = self.row(content, setting);
        let within = if has_room { within } else { padded(within, self.box_room()) };
        framed(within, self.style.size.mul_div(4, 100), color)
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

/// Room on all sides.
fn padded(within: MathBox, room: Abs) -> MathBox {
    let mut set = MathBox::room(within.width + room * 2, within.height + room, within.depth + room);
    set.place(room, Abs::ZERO, within);
    set
}

/// A rule around.
fn framed(within: MathBox, thick: Abs, color: Color) -> MathBox {
    let set = padded(within, thick);
    let (width, height, depth) = (set.width, set.height, set.depth);
    let mut set = set;
    let across = || MathBox::rule(width, thick, color);
    let upright = || MathBox::rule(thick, height + depth, color);
    set.place(Abs::ZERO, height - thick, across());
    set.place(Abs::ZERO, Abs::ZERO - depth, across());
    set.place(Abs::ZERO, Abs::ZERO - depth, upright());
    set.place(width - thick, Abs::ZERO - depth, upright());
    set
}
