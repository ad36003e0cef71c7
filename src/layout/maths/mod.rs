//! Mathematics to boxes: every node of a formula becomes a box, by the constants of the face (OpenType 1.9, MATH), the
//! algorithms of MathML Core and TeX's spaces between atoms (The TeXbook, appendix G).

mod accents;
mod arrows;
mod atoms;
mod boxes;
mod display;
mod enclosed;
mod fences;
mod fit;
mod fractions;
mod grid;
mod items;
mod limits;
mod radicals;
mod rows;
mod scripts;
mod stretch;
mod tables;
mod words;

use std::sync::Arc;

use crate::geom::Abs;
use crate::model::flow::TextStyle;
use crate::model::manifest::Lang;
use crate::model::maths::{Em, Formula, Level, Node, Style};
use crate::model::theme::Color;
use crate::text::maths::{Constant, MathFace};
use crate::text::{EM, Shaper};

pub use boxes::{MathBox, Part, PartKind};
pub use display::{Display, DisplayRow};
pub use fit::Fitted;
pub use items::items;
pub use rows::{AfterPiece, Piece};

/// What formulas are set with.
pub struct Setter<'s> {
    pub face: &'s MathFace<'s>,
    pub shaper: &'s mut Shaper,
    /// The style of the text around, which words in a formula are set in.
    pub style: TextStyle,
    pub lang: Lang,
    /// Characters that no face has.
    pub missing: Vec<char>,
}

/// How a part of a formula is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    pub level: Level,
    /// Superscripts rise less: under a rule, in a denominator, in a subscript.
    pub cramped: bool,
    pub color: Color,
}

impl Setting {
    fn cramped(self) -> Setting {
        Setting { cramped: true, ..self }
    }

    fn is_display(self) -> bool {
        self.level == Level::Display
    }

    /// That of a superscript.
    fn script(self) -> Setting {
        Setting { level: self.level.of_index(), ..self }
    }

    /// That of a numerator.
    fn numerator(self) -> Setting {
        Setting { level: self.level.of_half(), ..self }
    }
}

impl Setter<'_> {
    /// Sets a formula as a whole, on one line.
    pub fn formula(&mut self, formula: &Formula) -> MathBox {
        let setting = self.outermost(formula);
        self.row(&formula.content, setting)
    }

    /// Sets a formula in pieces, between which a line may end.
    pub fn pieces(&mut self, formula: &Formula) -> Vec<Piece> {
        let setting = self.outermost(formula);
        let mut pieces = self.row_in_pieces(&formula.content, setting);
        // What leans at its end stands before words.
        if let Some(last) = pieces.last_mut() {
            let content = Arc::make_mut(&mut last.content);
            content.width += std::mem::take(&mut content.italic);
        }
        pieces
    }

    fn outermost(&self, formula: &Formula) -> Setting {
        let level = if formula.display { Level::Display } else { Level::Text };
        Setting { level, cramped: false, color: self.style.color }
    }

    /// The size of type of a level.
    fn size(&self, level: Level) -> Abs {
        let percent = match level {
            Level::Display | Level::Text => 100,
            Level::Script => self.face.percent(Constant::ScriptPercentScaleDown),
            Level::ScriptScript => self.face.percent(Constant::ScriptScriptPercentScaleDown),
        };
        self.style.size.mul_div(percent, 100)
    }

    fn constant(&self, constant: Constant, setting: Setting) -> Abs {
        self.size(setting.level).mul_div(self.face.constant(constant), EM)
    }

    fn axis(&self, setting: Setting) -> Abs {
        self.constant(Constant::AxisHeight, setting)
    }

    fn em(&self, length: Em, setting: Setting) -> Abs {
        self.size(setting.level).mul_div(i64::from(length.0), EM)
    }

    /// Sets one node.
    fn node(&mut self, node: &Node, setting: Setting) -> MathBox {
        match node {
            Node::Styled(Style::Background([r, g, b]), content) => {
                self.on_ground(Color::rgb(*r, *g, *b), content, setting)
            }
            Node::Styled(Style::Border([r, g, b]), content) => {
                self.bordered(Color::rgb(*r, *g, *b), content, setting)
            }
            Node::Row(content) | Node::Classed(_, content) | Node::Styled(_, content) => {
                self.row(content, rows::styled(node, setting))
            }
            Node::Atom(atom) => self.atom(atom, setting),
            Node::Text(words) => self.words(words, setting),
            Node::Space(space) => MathBox::room(
                self.em(space.width, setting),
                self.em(space.height, setting),
                self.em(space.depth, setting),
            ),
            Node::Fraction(fraction) => self.fraction(fraction, setting),
            Node::Radical(radical) => self.radical(radical, setting),
            Node::Scripts(scripts) => self.scripts(scripts, setting),
            Node::Limits(limits) => self.limits(limits, setting),
            Node::Fenced(fenced) => self.fenced(fenced, setting),
            Node::Padded(padding, content) => self.padded(*padding, content, setting),
            Node::Enclosed(enclosure, content) => self.enclosed(*enclosure, content, setting),
            Node::Table(table) => self.table(table, setting),
        }
    }
}
