//! Roots (The TeXbook, appendix G, rule 11; MathML Core, 3.3.3).

use super::boxes::MathBox;
use super::{Setter, Setting};
use crate::geom::Abs;
use crate::model::maths::{Level, Radical};
use crate::text::maths::{Axis, Constant};

impl Setter<'_> {
    pub(super) fn radical(&mut self, radical: &Radical, setting: Setting) -> MathBox {
        let within = self.row(&radical.radicand, setting.cramped());
        let constant = |constant| self.constant(constant, setting);
        let gap = if setting.is_display() {
            constant(Constant::RadicalDisplayStyleVerticalGap)
        } else {
            constant(Constant::RadicalVerticalGap)
        };
        let (thick, extra) =
            (constant(Constant::RadicalRuleThickness), constant(Constant::RadicalExtraAscender));
        let sign = self.stretched('\u{221a}', Axis::Vertical, within.total() + gap + thick, setting);
        // What the sign has too much is shared between the room over and under what it holds.
        let spare = (sign.total() - thick - within.total() - gap).max(Abs::ZERO);
        let gap = gap + spare / 2;
        let rule_at = within.height + gap;
        let sign_raise = rule_at + thick - sign.height;
        let (sign_width, sign_foot) = (sign.width, sign.depth - sign_raise);
        let mut root = MathBox::default();
        root.place(Abs::ZERO, sign_raise, sign);
        let rule = MathBox::rule(within.width, thick, setting.color);
        root.width = sign_width + within.width;
        root.place(sign_width, rule_at, rule);
        root.place(sign_width, Abs::ZERO, within);
        root.height += extra;
        match &radical.degree {
            Some(degree) => {
                let degree = self.row(degree, Setting { level: Level::ScriptScript, ..setting });
                self.with_degree(root, degree, sign_foot, setting)
            }
            None => root,
        }
    }

    fn with_degree(&self, root: MathBox, degree: MathBox, foot: Abs, setting: Setting) -> MathBox {
        let before = self.constant(Constant::RadicalKernBeforeDegree, setting);
        let after = self.constant(Constant::RadicalKernAfterDegree, setting);
        let percent = self.face.percent(Constant::RadicalDegreeBottomRaisePercent);
        let extra = self.constant(Constant::RadicalExtraAscender, setting);
        let sign_height = root.height - extra + foot;
        let up = sign_height.mul_div(percent, 100) - foot + degree.depth;
        let root_at = (before.max(Abs::ZERO - degree.width) + degree.width + after).max(Abs::ZERO);
        let mut set = MathBox { width: root_at + root.width, ..MathBox::default() };
        set.place(root_at - after - degree.width, up, degree);
        set.place(root_at, Abs::ZERO, root);
        set
    }
}
