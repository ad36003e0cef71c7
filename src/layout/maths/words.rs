//! Words in a formula, and characters that the face of mathematics lacks: set in the text's own faces.

use super::boxes::{MathBox, Part, PartKind};
use super::{Setter, Setting};
use crate::geom::Abs;
use crate::model::flow::{Dots, TextStyle};
use crate::model::maths::{Level, Piece, TextFace, Words};
use crate::model::theme::{FontRole, Weight};
use crate::text::{self, EM};

impl Setter<'_> {
    pub(super) fn words(&mut self, words: &Words, setting: Setting) -> MathBox {
        let mut set = MathBox::default();
        for piece in &words.pieces {
            match piece {
                Piece::Text(text) => set.append(self.text(text, words.face, setting)),
                // Numbers are known before pages are.
                Piece::Reference { label, .. } => set.append(self.text(label, words.face, setting)),
                Piece::Maths(nodes) => {
                    let level = if setting.is_display() { Level::Text } else { setting.level };
                    set.append(self.row(nodes, Setting { level, ..setting }));
                }
            }
        }
        set
    }

    /// A character that the face of mathematics lacks.
    pub(super) fn foreign(&mut self, sign: char, setting: Setting) -> MathBox {
        self.text(&sign.to_string(), TextFace::default(), setting)
    }

    fn text(&mut self, text: &str, face: TextFace, setting: Setting) -> MathBox {
        let style = self.text_style(face, setting);
        let id = self.shaper.setting(&text::Setting::of(&style, &self.lang, false));
        let mut set = MathBox::default();
        for word in text.split_inclusive([' ', '\u{2003}']) {
            let (word, after) = match word.char_indices().next_back() {
                Some((at, ' ')) => (&word[..at], style.size.mul_div(self.shaper.space(id), EM)),
                Some((at, '\u{2003}')) => (&word[..at], style.size),
                _ => (word, Abs::ZERO),
            };
            if !word.is_empty() {
                let shaped = self.shaper.shape(id, word);
                let lacks = self.shaper.word(shaped).missing.iter().map(|(_, character)| *character);
                self.missing.extend(lacks);
                self.put_word(&mut set, word, shaped, &style);
            }
            set.width += after;
        }
        set
    }

    fn put_word(&self, set: &mut MathBox, word: &str, shaped: text::WordId, style: &TextStyle) {
        let size = style.size;
        for part in &self.shaper.word(shaped).parts {
            let face = self.shaper.book().face(part.face);
            set.height = set.height.max(size.mul_div(face.cap_height, EM));
            set.depth = set.depth.max(size.mul_div(face.descent, EM) / 2);
            let mut shown: Option<u32> = None;
            for glyph in &part.glyphs {
                let (placed, shift) = glyph.at(size, 0);
                let next =
                    part.glyphs.iter().map(|glyph| glyph.cluster).filter(|at| *at > glyph.cluster).min();
                let end = next.map_or(word.len(), |next| next as usize);
                let is_first = shown != Some(glyph.cluster);
                let shows = if is_first { word.get(glyph.cluster as usize..end) } else { None };
                shown = Some(glyph.cluster);
                let kind = PartKind::Glyph {
                    face: part.face,
                    glyph: placed.id,
                    size,
                    advance: Abs::from_raw(placed.advance.into()),
                    color: style.color,
                    shows: shows.unwrap_or_default().into(),
                };
                let (x, y) = (set.width + Abs::from_raw(shift.dx.into()), Abs::from_raw(shift.dy.into()));
                set.parts.push(Part { x, y, kind });
                set.width += Abs::from_raw(placed.advance.into());
            }
        }
    }

    /// The style of words: that of the text around at the formula's size, as far as nothing else is said.
    fn text_style(&self, face: TextFace, setting: Setting) -> TextStyle {
        let role = match face {
            TextFace { mono: true, .. } => FontRole::Mono,
            TextFace { sans: true, .. } => FontRole::Heading,
            TextFace { .. } => self.style.role,
        };
        TextStyle {
            role,
            weight: if face.bold { Weight::BOLD } else { self.style.weight },
            italic: face.italic || self.style.italic,
            small_caps: face.small_caps || self.style.small_caps,
            lettering: Default::default(),
            size: self.size(setting.level),
            color: setting.color,
            underline: false,
            strikethrough: false,
            dots: Dots::None,
            ..self.style
        }
    }
}
