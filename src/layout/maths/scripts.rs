//! Indices at the corners of a base (The TeXbook, appendix G, rule 18; MathML Core, 3.4.1).

use super::boxes::MathBox;
use super::{Setter, Setting};
use crate::geom::Abs;
use crate::model::maths::{Atom, AtomKind, Class, Node, Scripts};
use crate::text::EM;
use crate::text::maths::{Constant, Corner};

/// The indices on one side of a base.
#[derive(Default)]
pub(super) struct Pair {
    pub above: Option<MathBox>,
    pub below: Option<MathBox>,
}

/// How far indices are moved.
struct Shifts {
    up: Abs,
    down: Abs,
}

impl Setter<'_> {
    pub(super) fn scripts(&mut self, scripts: &Scripts, setting: Setting) -> MathBox {
        let mut base = self.base(&scripts.base, setting);
        let after = self.pair(&scripts.above, &scripts.below, setting);
        let before = self.pair(&scripts.before_above, &scripts.before_below, setting);
        let height = base.height;
        if is_word(&scripts.base) {
            base.height = height.min(self.sign('A', setting).height);
        }
        let mut set = self.with_scripts(base, before, after, setting);
        set.height = set.height.max(height);
        set
    }

    pub(super) fn pair(&mut self, above: &[Node], below: &[Node], setting: Setting) -> Pair {
        let script = setting.script();
        Pair {
            above: (!above.is_empty()).then(|| self.row(above, script)),
            below: (!below.is_empty()).then(|| self.row(below, script.cramped())),
        }
    }

    /// Sets indices beside a base.
    pub(super) fn with_scripts(
        &mut self,
        base: MathBox,
        before: Pair,
        after: Pair,
        setting: Setting,
    ) -> MathBox {
        let mut set = MathBox::default();
        let after_shifts = self.shifts(&base, &after, setting);
        let before_shifts = self.shifts(&base, &before, setting);
        let gap = self.constant(Constant::SpaceAfterScript, setting);
        let lead = width(&before);
        for (index, shift) in
            [(before.above, before_shifts.up), (before.below, Abs::ZERO - before_shifts.down)]
        {
            if let Some(index) = index {
                set.place(lead - index.width, shift, index);
            }
        }
        set.width = if lead.is_zero() { Abs::ZERO } else { lead + gap };
        let (italic, end) = (base.italic, set.width + base.width);
        let up_kern =
            after.above.as_ref().map(|index| self.kern(&base, index, after_shifts.up, Corner::TopRight));
        let down_kern =
            after.below.as_ref().map(|index| self.kern(&base, index, after_shifts.down, Corner::BottomRight));
        // What leans leans away from a subscript, and into a superscript; large operators are as wide as their head.
        let (over, under) = if base.extended { (Abs::ZERO, Abs::ZERO - italic) } else { (italic, Abs::ZERO) };
        let up = end + over + up_kern.unwrap_or_default();
        let down = end + under + down_kern.unwrap_or_default();
        let has_indices = up_kern.is_some() || down_kern.is_some();
        set.place(set.width, Abs::ZERO, base);
        set.width = end;
        for (index, x, y) in
            [(after.above, up, after_shifts.up), (after.below, down, Abs::ZERO - after_shifts.down)]
        {
            if let Some(index) = index {
                let right = x + index.width + gap;
                set.place(x, y, index);
                set.width = set.width.max(right);
            }
        }
        if !has_indices {
            set.italic = italic;
        }
        set
    }

    fn shifts(&self, base: &MathBox, pair: &Pair, setting: Setting) -> Shifts {
        let constant = |constant| self.constant(constant, setting);
        // A single sign of its natural size has its indices where the face wants them, whatever its height.
        let by_height = base.single.is_none() || base.extended;
        let (mut up, mut down) = (Abs::ZERO, Abs::ZERO);
        if let Some(above) = &pair.above {
            let rise = if setting.cramped {
                Constant::SuperscriptShiftUpCramped
            } else {
                Constant::SuperscriptShiftUp
            };
            up = constant(rise).max(above.depth + constant(Constant::SuperscriptBottomMin));
            if by_height {
                up = up.max(base.height - constant(Constant::SuperscriptBaselineDropMax));
            }
        }
        if let Some(below) = &pair.below {
            down = constant(Constant::SubscriptShiftDown)
                .max(below.height - constant(Constant::SubscriptTopMax));
            if by_height {
                down = down.max(base.depth + constant(Constant::SubscriptBaselineDropMin));
            }
        }
        if let (Some(above), Some(below)) = (&pair.above, &pair.below) {
            let gap = (up - above.depth) - (below.height - down);
            let lacking = constant(Constant::SubSuperscriptGapMin) - gap;
            if lacking > Abs::ZERO {
                down += lacking;
                let rises = constant(Constant::SuperscriptBottomMaxWithSubscript) - (up - above.depth);
                if rises > Abs::ZERO {
                    up += rises;
                    down -= rises;
                }
            }
        }
        Shifts { up, down }
    }

    /// By how much an index moves for the shape of its base's corner, and of its own: the larger of what the two heights
    /// ask for at which their corners meet (OpenType 1.9, MATH, `MathKernInfo`).
    fn kern(&self, base: &MathBox, index: &MathBox, shift: Abs, corner: Corner) -> Abs {
        let (edge, meets, own_corner) = match corner {
            Corner::TopRight | Corner::TopLeft => (base.height, shift - index.depth, Corner::BottomLeft),
            Corner::BottomRight | Corner::BottomLeft => {
                (Abs::ZERO - base.depth, index.height - shift, Corner::TopLeft)
            }
        };
        let up = matches!(corner, Corner::TopRight | Corner::TopLeft);
        let at = |height: Abs| {
            let own = if up { height - shift } else { height + shift };
            side(self, base, corner, height) + side(self, index, own_corner, own)
        };
        at(edge).max(at(meets))
    }
}

/// Whether it is an element or a unit of several letters: its indices stand as high as those of a capital, so that all charges and
/// powers in a line do (mhchem and siunitx do the same).
fn is_word(base: &[Node]) -> bool {
    matches!(base, [Node::Atom(Atom { kind: AtomKind::Identifier, class: Class::Ordinary, text, .. })] if text.chars().nth(1).is_some())
}

/// The kern of one glyph at a corner at a height; none where it is more than a glyph.
fn side(setter: &Setter, set: &MathBox, corner: Corner, height: Abs) -> Abs {
    let Some(single) = set.single else { return Abs::ZERO };
    let height = height.raw() * EM / single.size.raw().max(1);
    single.size.mul_div(setter.face.kern(single.glyph, corner, height), EM)
}

fn width(pair: &Pair) -> Abs {
    let width = |index: &Option<MathBox>| index.as_ref().map_or(Abs::ZERO, |index| index.width);
    width(&pair.above).max(width(&pair.below))
}
