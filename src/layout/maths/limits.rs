//! What stands under and over a base (The TeXbook, appendix G, rule 13a; MathML Core, 3.4.2).

use super::boxes::MathBox;
use super::scripts::Pair;
use super::{Setter, Setting};
use crate::geom::Abs;
use crate::model::maths::{Atom, AtomSize, Limits, Node, Placing};
use crate::text::maths::Constant;

impl Setter<'_> {
    pub(super) fn limits(&mut self, limits: &Limits, setting: Setting) -> MathBox {
        match limits.placing {
            Placing::Movable if !setting.is_display() => {
                let base = self.base(&limits.base, setting);
                let after = self.pair(&limits.over, &limits.under, setting);
                self.with_scripts(base, Pair::default(), after, setting)
            }
            Placing::Movable | Placing::Limits => self.stacked(limits, setting),
            Placing::Accents => self.accented(limits, setting),
            Placing::Arrow | Placing::Reaction => self.labelled_arrow(limits, setting),
        }
    }

    fn stacked(&mut self, limits: &Limits, setting: Setting) -> MathBox {
        let base = self.base(&limits.base, setting);
        let pair = self.pair(&limits.over, &limits.under, setting);
        let lean = base.italic / 2;
        self.between_limits(base, pair, lean, setting)
    }

    /// A base between what stands over and under it.
    pub(super) fn between_limits(&self, base: MathBox, pair: Pair, lean: Abs, setting: Setting) -> MathBox {
        let Pair { above, below } = pair;
        let constant = |constant| self.constant(constant, setting);
        let up = above.as_ref().map(|over| {
            let gap = constant(Constant::UpperLimitGapMin);
            let rise = constant(Constant::UpperLimitBaselineRiseMin);
            base.height + (gap + over.depth).max(rise)
        });
        let down = below.as_ref().map(|under| {
            let gap = constant(Constant::LowerLimitGapMin);
            let drop = constant(Constant::LowerLimitBaselineDropMin);
            base.depth + (gap + under.height).max(drop)
        });
        around(base, above.zip(up), below.zip(down), lean)
    }
}

/// The one sign that a node is, if it grows with what is beside it.
pub(super) fn stretchy(nodes: &[Node]) -> Option<char> {
    match nodes {
        [Node::Atom(Atom { text, size: AtomSize::Stretched, .. })] => text.chars().next(),
        [Node::Row(within)] => stretchy(within),
        _ => None,
    }
}

/// A base with boxes over and under its middle, so far from its baseline. What leans moves them apart.
pub(super) fn around(
    base: MathBox,
    over: Option<(MathBox, Abs)>,
    under: Option<(MathBox, Abs)>,
    lean: Abs,
) -> MathBox {
    let width = |part: &Option<(MathBox, Abs)>| part.as_ref().map_or(Abs::ZERO, |(part, _)| part.width);
    let widest = base.width.max(width(&over)).max(width(&under));
    let mut set = MathBox { width: widest, ..MathBox::default() };
    let middle = |width: Abs| (widest - width) / 2;
    if let Some((over, up)) = over {
        set.place(middle(over.width) + lean, up, over);
    }
    set.place(middle(base.width), Abs::ZERO, base);
    if let Some((under, down)) = under {
        set.place(middle(under.width) - lean, Abs::ZERO - down, under);
    }
    set
}
