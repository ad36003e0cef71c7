//! Fractions, with a rule and without (The TeXbook, appendix G, rule 15; MathML Core, 3.3.2).

use super::boxes::MathBox;
use super::{Setter, Setting};
use crate::geom::Abs;
use crate::model::maths::{Em, Fraction};
use crate::text::maths::Constant;

impl Setter<'_> {
    /// What is at both sides of a fraction, and in the place of a fence that is none: TeX's `\nulldelimiterspace`, 1.2 points
    /// of type of ten.
    pub(super) fn side(&self) -> Abs {
        self.style.size.mul_div(12, 100)
    }

    pub(super) fn fraction(&mut self, fraction: &Fraction, setting: Setting) -> MathBox {
        let within = setting.numerator();
        let numerator = self.row(&fraction.numerator, within);
        let denominator = self.row(&fraction.denominator, within.cramped());
        let thickness = match fraction.rule {
            None => self.constant(Constant::FractionRuleThickness, setting),
            Some(rule) => self.em(rule, setting),
        };
        let has_rule = fraction.rule != Some(Em::ZERO);
        let (up, down) = if has_rule {
            self.beside_rule(&numerator, &denominator, thickness, setting)
        } else {
            self.without_rule(&numerator, &denominator, setting)
        };
        let width = numerator.width.max(denominator.width);
        let side = self.side();
        let middle = |part: &MathBox| side + (width - part.width) / 2;
        let after = if fraction.is_flush { Abs::ZERO } else { side };
        let mut set = MathBox { width: width + side + after, ..MathBox::default() };
        set.place(middle(&numerator), up, numerator);
        if has_rule {
            let rule = MathBox::rule(width, thickness, setting.color);
            set.place(side, self.axis(setting) - thickness / 2, rule);
        }
        set.place(middle(&denominator), Abs::ZERO - down, denominator);
        set
    }

    /// How far up and down the parts of a fraction go that has a rule between.
    fn beside_rule(
        &self,
        numerator: &MathBox,
        denominator: &MathBox,
        thickness: Abs,
        setting: Setting,
    ) -> (Abs, Abs) {
        let constant = |constant| self.constant(constant, setting);
        let [up, up_gap, down, down_gap] = if setting.is_display() {
            [
                Constant::FractionNumeratorDisplayStyleShiftUp,
                Constant::FractionNumDisplayStyleGapMin,
                Constant::FractionDenominatorDisplayStyleShiftDown,
                Constant::FractionDenomDisplayStyleGapMin,
            ]
        } else {
            [
                Constant::FractionNumeratorShiftUp,
                Constant::FractionNumeratorGapMin,
                Constant::FractionDenominatorShiftDown,
                Constant::FractionDenominatorGapMin,
            ]
        }
        .map(constant);
        let (top, foot) = (self.axis(setting) + thickness / 2, self.axis(setting) - thickness / 2);
        let up = up.max(top + up_gap + numerator.depth);
        let down = down.max(denominator.height + down_gap - foot);
        (up, down)
    }

    fn without_rule(&self, numerator: &MathBox, denominator: &MathBox, setting: Setting) -> (Abs, Abs) {
        let constant = |constant| self.constant(constant, setting);
        let [mut up, mut down, least] = if setting.is_display() {
            [
                Constant::StackTopDisplayStyleShiftUp,
                Constant::StackBottomDisplayStyleShiftDown,
                Constant::StackDisplayStyleGapMin,
            ]
        } else {
            [Constant::StackTopShiftUp, Constant::StackBottomShiftDown, Constant::StackGapMin]
        }
        .map(constant);
        let gap = (up - numerator.depth) - (denominator.height - down);
        if gap < least {
            let more = (least - gap) / 2;
            up += more;
            down += more;
        }
        (up, down)
    }
}
