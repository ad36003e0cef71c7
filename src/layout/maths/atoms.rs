//! Signs, names and numbers: the glyphs of the face of mathematics.

use super::boxes::{MathBox, Part, PartKind, SingleGlyph};
use super::{Setter, Setting};
use crate::geom::Abs;
use crate::model::maths::{Atom, AtomSize, Class, Em, Level};
use crate::text::EM;
use crate::text::maths::{Axis, Constant};

impl Setter<'_> {
    pub(super) fn atom(&mut self, atom: &Atom, setting: Setting) -> MathBox {
        let mut signs = atom.text.chars();
        let (Some(sign), None) = (signs.next(), signs.next()) else {
            return self.signs(&atom.text, setting);
        };
        match atom.size {
            AtomSize::Natural => self.natural(sign, atom.class, setting),
            AtomSize::Large if setting.is_display() => self.large(sign, setting),
            AtomSize::Large => {
                let set = MathBox { extended: true, ..self.sign(sign, setting) };
                self.on_axis(set, setting)
            }
            // What grows with the formula around it has its height from there: here it is alone.
            AtomSize::Stretched => self.sign(sign, setting),
            AtomSize::Fixed(size) => {
                let text = Setting { level: Level::Text, ..setting };
                // amsmath counts in the height of a parenthesis, of which an em is taken for one here.
                let paren = self.sign('(', text).total();
                let size = paren.mul_div(i64::from(size.0), EM);
                let extent = self.fence_extent(size);
                let set = self.stretched(sign, Axis::Vertical, extent, text);
                self.on_axis(MathBox { single: None, ..set }, setting)
            }
        }
    }

    /// Several characters as one: a number, a name.
    fn signs(&mut self, text: &str, setting: Setting) -> MathBox {
        let mut set = MathBox::default();
        let mut signs = text.chars().peekable();
        while let Some(sign) = signs.next() {
            if matches!(sign, ' ' | '\u{2009}') {
                set.width += self.em(Em::mu(3.0), setting);
                continue;
            }
            let sign = self.sign(sign, setting);
            set.append(sign.before_sign(signs.peek().is_some()));
        }
        set.italic = Abs::ZERO;
        set
    }

    /// A sign of its natural size. A letter that is made an operator has its middle on the axis (appendix G, rule 13), and a colon
    /// that relates two is the sign of a ratio where the face has it.
    fn natural(&mut self, sign: char, class: Class, setting: Setting) -> MathBox {
        match (sign, class) {
            (':', Class::Relation | Class::Punctuation) => match self.glyph_of('\u{2236}', setting) {
                Some(ratio) => self.glyph(ratio, Some(sign), setting),
                None => self.sign(sign, setting),
            },
            (_, Class::Operator) => {
                let set = self.sign(sign, setting);
                self.on_axis(set, setting)
            }
            _ => self.sign(sign, setting),
        }
    }

    /// A character in its natural size.
    pub(super) fn sign(&mut self, sign: char, setting: Setting) -> MathBox {
        match self.glyph_of(sign, setting) {
            Some(glyph) => self.glyph(glyph, Some(sign), setting),
            None => self.foreign(sign, setting),
        }
    }

    /// The glyph of a character at a level.
    pub(super) fn glyph_of(&self, sign: char, setting: Setting) -> Option<u16> {
        let glyph = self.face.glyph(sign)?;
        Some(match setting.level {
            Level::Display | Level::Text => glyph,
            Level::Script => self.face.script(glyph, 1),
            Level::ScriptScript => self.face.script(glyph, 2),
        })
    }

    /// A glyph as a box: its advance, and the height and depth of its ink.
    pub(super) fn glyph(&self, glyph: u16, shows: Option<char>, setting: Setting) -> MathBox {
        let size = self.size(setting.level);
        let length = |em: i64| size.mul_div(em, EM);
        let ink = self.face.ink(glyph);
        let advance = length(self.face.advance(glyph));
        let shows = shows.map(|sign| sign.to_string().into_boxed_str()).unwrap_or_default();
        let kind = PartKind::Glyph { face: self.face.id, glyph, size, advance, color: setting.color, shows };
        MathBox {
            width: advance,
            height: length(ink.top).max(Abs::ZERO),
            depth: length(-ink.bottom).max(Abs::ZERO),
            italic: length(self.face.italics_correction(glyph)),
            accent: self.face.accent_attachment(glyph).map(length),
            single: Some(SingleGlyph { glyph, size }),
            extended: false,
            parts: vec![Part { x: Abs::ZERO, y: Abs::ZERO, kind }],
        }
    }

    /// A large operator in a formula that stands by itself: the first of its glyphs that is as high as the face wants.
    fn large(&mut self, sign: char, setting: Setting) -> MathBox {
        let Some(natural) = self.glyph_of(sign, setting) else { return self.foreign(sign, setting) };
        let least = self.face.least_display_operator();
        let variants = self.face.variants(natural, Axis::Vertical);
        let chosen = variants.iter().find(|variant| variant.advance >= least).or(variants.last());
        let glyph = chosen.map_or(natural, |variant| variant.glyph);
        let mut set = self.glyph(glyph, Some(sign), setting);
        set.extended = true;
        self.on_axis(set, setting)
    }

    /// The same, its middle on the axis.
    pub(super) fn on_axis(&self, set: MathBox, setting: Setting) -> MathBox {
        set.centered(self.constant(Constant::AxisHeight, setting))
    }
}
