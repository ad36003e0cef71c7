//! Accents, bars and braces over and under a base (The TeXbook, appendix G, rules 9, 10 and 12).

use super::boxes::MathBox;
use super::limits::stretchy;
use super::{Setter, Setting};
use crate::geom::Abs;
use crate::model::maths::{Atom, Limits, Node};
use crate::text::maths::{Axis, Constant};

/// On which side of a base.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Over,
    Under,
}

/// Signs that are drawn as a rule as wide as the base.
const BARS: [char; 6] = ['\u{203e}', '\u{af}', '_', '\u{332}', '\u{305}', '\u{2015}'];

/// Accents are drawn by their combining characters, which faces have the right shapes for.
fn combining(sign: char, side: Side) -> char {
    match (sign, side) {
        ('`', _) => '\u{300}',
        ('\u{b4}', _) => '\u{301}',
        ('^' | '\u{2c6}', _) => '\u{302}',
        ('~' | '\u{2dc}', Side::Under) => '\u{330}',
        ('~' | '\u{2dc}', Side::Over) => '\u{303}',
        ('\u{af}', _) => '\u{304}',
        ('\u{2d8}', _) => '\u{306}',
        ('\u{2d9}', _) => '\u{307}',
        ('\u{a8}', _) => '\u{308}',
        ('\u{2da}', _) => '\u{30a}',
        ('\u{2c7}', _) => '\u{30c}',
        ('\u{2192}', Side::Over) => '\u{20d7}',
        ('\u{2192}', Side::Under) => '\u{20ef}',
        ('\u{2190}', Side::Over) => '\u{20d6}',
        ('\u{2190}', Side::Under) => '\u{20ee}',
        ('\u{2194}', Side::Over) => '\u{20e1}',
        ('\u{2194}', Side::Under) => '\u{34d}',
        _ => sign,
    }
}

/// Signs as wide as the base at least; others are at most as wide.
fn spans(sign: char) -> bool {
    matches!(sign, '\u{20d6}' | '\u{20d7}' | '\u{20e1}' | '\u{20ee}' | '\u{20ef}' | '\u{34d}')
}

impl Setter<'_> {
    /// Sets signs close over and under a base.
    pub(super) fn accented(&mut self, limits: &Limits, setting: Setting) -> MathBox {
        let base_setting = if limits.over.is_empty() { setting } else { setting.cramped() };
        let mut set = self.base(&limits.base, base_setting);
        if !limits.over.is_empty() {
            set = self.with_accent(set, &limits.over, Side::Over, setting);
        }
        if !limits.under.is_empty() {
            set = self.with_accent(set, &limits.under, Side::Under, setting);
        }
        set
    }

    fn with_accent(&mut self, base: MathBox, accent: &[Node], side: Side, setting: Setting) -> MathBox {
        match stretchy(accent) {
            Some(bar) if BARS.contains(&bar) => self.bar(base, side, setting),
            Some(sign) => {
                let (width, sign) = (base.width, combining(sign, side));
                let accent = if spans(sign) {
                    self.stretched(sign, Axis::Horizontal, width, setting)
                } else {
                    self.widest(sign, width, setting)
                };
                self.accent(base, accent, side, setting)
            }
            None => {
                let accent = match accent {
                    [Node::Atom(Atom { text, .. })] if text.chars().count() == 1 => {
                        self.sign(combining(text.chars().next().unwrap_or(' '), side), setting)
                    }
                    _ => self.row(accent, setting.script()),
                };
                self.accent(base, accent, side, setting)
            }
        }
    }

    /// An accent, its middle over the middle of the base as the face has it, as high as over an x or higher by as much as
    /// the base is.
    fn accent(&mut self, base: MathBox, accent: MathBox, side: Side, setting: Setting) -> MathBox {
        let middle = |set: &MathBox| set.accent.unwrap_or(set.width / 2);
        let x = middle(&base) - middle(&accent);
        let y = match side {
            Side::Over => (base.height - self.constant(Constant::AccentBaseHeight, setting)).max(Abs::ZERO),
            Side::Under => Abs::ZERO - base.depth - accent.height,
        };
        let (width, italic, single) = (base.width, base.italic, base.single);
        let mut set = MathBox { width, italic, single, accent: base.accent, ..MathBox::default() };
        set.place(Abs::ZERO, Abs::ZERO, base);
        set.place(x, y, accent);
        set
    }

    /// A rule as wide as the base, with the room that the face wants.
    fn bar(&mut self, base: MathBox, side: Side, setting: Setting) -> MathBox {
        let (gap, thick, extra) = match side {
            Side::Over => {
                (Constant::OverbarVerticalGap, Constant::OverbarRuleThickness, Constant::OverbarExtraAscender)
            }
            Side::Under => (
                Constant::UnderbarVerticalGap,
                Constant::UnderbarRuleThickness,
                Constant::UnderbarExtraDescender,
            ),
        };
        let [gap, thick, extra] = [gap, thick, extra].map(|constant| self.constant(constant, setting));
        let rule = MathBox::rule(base.width, thick, setting.color);
        let (height, depth) = (base.height, base.depth);
        let mut set = MathBox { width: base.width, ..MathBox::default() };
        set.place(Abs::ZERO, Abs::ZERO, base);
        match side {
            Side::Over => {
                set.place(Abs::ZERO, height + gap, rule);
                set.height += extra;
            }
            Side::Under => {
                set.place(Abs::ZERO, Abs::ZERO - depth - gap - thick, rule);
                set.depth += extra;
            }
        }
        set
    }
}
