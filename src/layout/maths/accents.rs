//! Accents, bars and braces over and under a base (The TeXbook, appendix G, rules 9, 10 and 12).

use super::boxes::MathBox;
use super::limits::{around, stretchy};
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
fn combining(sign: char) -> char {
    match sign {
        '`' => '\u{300}',
        '\u{b4}' => '\u{301}',
        '^' | '\u{2c6}' => '\u{302}',
        '~' | '\u{2dc}' => '\u{303}',
        '\u{af}' => '\u{304}',
        '\u{2d8}' => '\u{306}',
        '\u{2d9}' => '\u{307}',
        '\u{a8}' => '\u{308}',
        '\u{2da}' => '\u{30a}',
        '\u{2c7}' => '\u{30c}',
        '\u{2192}' => '\u{20d7}',
        '\u{2190}' => '\u{20d6}',
        '\u{2194}' => '\u{20e1}',
        _ => sign,
    }
}

/// Signs as wide as the base and a little more; others are at most as wide.
fn spans(sign: char) -> bool {
    // Brackets, parentheses and braces.
    matches!(sign, '\u{23b4}'..='\u{23b6}' | '\u{23dc}'..='\u{23e1}')
}

impl Setter<'_> {
    /// Sets signs close over and under a base.
    pub(super) fn accented(&mut self, limits: &Limits, setting: Setting) -> MathBox {
        let base_setting = if limits.over.is_empty() { setting } else { setting.cramped() };
        let mut set = self.base(&limits.base, base_setting).before_sign(true);
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
            Some(sign) if spans(sign) => self.brace(base, sign, side, setting),
            Some(sign) => {
                let width = base.width;
                let accent = match combining(sign) {
                    arrow @ ('\u{20d6}' | '\u{20d7}' | '\u{20e1}') => {
                        self.stretched(arrow, Axis::Horizontal, width, setting)
                    }
                    sign => self.widest(sign, width, setting),
                };
                self.accent(base, accent, side, setting)
            }
            None => {
                let accent = match accent {
                    [Node::Atom(Atom { text, .. })] if text.chars().count() == 1 => {
                        self.sign(combining(text.chars().next().unwrap_or(' ')), setting)
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

    /// A sign as wide as the base at least: a brace, an arrow.
    fn brace(&mut self, base: MathBox, sign: char, side: Side, setting: Setting) -> MathBox {
        let width = base.width;
        let brace = self.stretched(sign, Axis::Horizontal, width, setting);
        match side {
            Side::Over => {
                let gap = self.constant(Constant::OverbarVerticalGap, setting);
                let up = base.height + gap + brace.depth - lowest(&brace);
                around(base, Some((brace, up)), None, Abs::ZERO)
            }
            Side::Under => {
                let gap = self.constant(Constant::UnderbarVerticalGap, setting);
                let down = base.depth + gap + brace.height;
                around(base, None, Some((brace, down)), Abs::ZERO)
            }
        }
    }
}

/// How far above its baseline a sign begins: signs over a base stand as high as they do over an x.
fn lowest(_: &MathBox) -> Abs {
    Abs::ZERO
}
