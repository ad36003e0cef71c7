//! `\left` and `\right`: signs as high as what they hold (The TeXbook, appendix G, rule 19).

use super::boxes::MathBox;
use super::{Setter, Setting};
use crate::geom::Abs;
use crate::model::maths::{Atom, AtomSize, Fenced, Fraction, Node, is_binomial};
use crate::text::maths::Axis;

impl Setter<'_> {
    pub(super) fn fenced(&mut self, fenced: &Fenced, setting: Setting) -> MathBox {
        if let [Node::Fraction(fraction)] = fenced.content.as_slice()
            && is_binomial(fenced)
        {
            return self.binomial(fenced, fraction, setting);
        }
        let within = self.row(&fenced.content, setting);
        let height = self.fence_height(&within, setting);
        let within = if fenced.content.iter().any(is_middle) {
            self.with_middles(&fenced.content, height, setting)
        } else {
            within
        };
        let mut set = MathBox::default();
        set.append(self.fence(fenced.open, height, setting));
        set.append(within);
        set.append(self.fence(fenced.close, height, setting));
        set
    }

    /// How high signs around a box are, height and depth together: as TeX's `\delimiterfactor` and `\delimitershortfall` say, nine
    /// tenths of what would cover it from the axis, or half an em less than that.
    fn fence_height(&self, within: &MathBox, setting: Setting) -> Abs {
        let axis = self.axis(setting);
        let reach = (within.height - axis).max(within.depth + axis);
        self.fence_extent(reach * 2)
    }

    /// How high a fence is at least that stands for an extent.
    pub(super) fn fence_extent(&self, extent: Abs) -> Abs {
        extent.mul_div(901, 1000).max(extent - self.style.size / 2)
    }

    /// A fraction without a rule in fences, which are as high whatever is in it: `\delim1` and `\delim2` of TeX's own face.
    fn binomial(&mut self, fenced: &Fenced, fraction: &Fraction, setting: Setting) -> MathBox {
        let side = self.side();
        let mut within = self.fraction(fraction, setting);
        within.parts.iter_mut().for_each(|part| part.x -= side);
        within.width -= side * 2;
        let height = if setting.is_display() {
            self.size(setting.level).mul_div(239, 100)
        } else {
            self.size(setting.level).mul_div(101, 100)
        };
        let mut set = MathBox::default();
        set.append(self.fence(fenced.open, height, setting));
        set.append(within);
        set.append(self.fence(fenced.close, height, setting));
        set
    }

    fn fence(&mut self, sign: Option<char>, height: Abs, setting: Setting) -> MathBox {
        match sign {
            Some(sign) => {
                let sign = self.stretched(sign, Axis::Vertical, height, setting);
                let mut sign = self.on_axis(sign, setting);
                sign.italic = Abs::ZERO;
                sign
            }
            None => MathBox::room(self.side(), Abs::ZERO, Abs::ZERO),
        }
    }

    /// Sets what signs of `\middle` part, each as high as the fences.
    fn with_middles(&mut self, content: &[Node], height: Abs, setting: Setting) -> MathBox {
        let mut set = MathBox::default();
        for part in content.chunk_by(|a, b| !is_middle(a) && !is_middle(b)) {
            match part {
                [Node::Atom(atom)] if is_middle(&part[0]) => {
                    set.append(self.fence(atom.text.chars().next(), height, setting));
                }
                _ => set.append(self.row(part, setting)),
            }
        }
        set
    }
}

fn is_middle(node: &Node) -> bool {
    matches!(node, Node::Atom(Atom { size: AtomSize::Stretched, .. }))
}
