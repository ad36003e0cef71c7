//! `\left` and `\right`: signs as high as what they hold (The TeXbook, appendix G, rule 19).

use super::boxes::MathBox;
use super::{Setter, Setting};
use crate::geom::Abs;
use crate::model::maths::{Atom, AtomSize, Fenced, Node};
use crate::text::maths::Axis;

impl Setter<'_> {
    pub(super) fn fenced(&mut self, fenced: &Fenced, setting: Setting) -> MathBox {
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
        let shortfall = self.style.size / 2;
        (reach.mul_div(901, 500)).max(reach * 2 - shortfall)
    }

    fn fence(&mut self, sign: Option<char>, height: Abs, setting: Setting) -> MathBox {
        match sign {
            Some(sign) => {
                let sign = self.stretched(sign, Axis::Vertical, height, setting);
                let mut sign = self.on_axis(sign, setting);
                sign.italic = Abs::ZERO;
                sign
            }
            // TeX's `\nulldelimiterspace`.
            None => MathBox::room(self.style.size.mul_div(12, 100), Abs::ZERO, Abs::ZERO),
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
