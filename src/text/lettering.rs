//! Letters set apart, and what faces lack of the features and weights that a theme asks for.

use skrifa::raw::TableProvider;
use skrifa::{FontRef, Tag};
use unicode_script::{Script, UnicodeScript};

use super::book::FontBook;
use super::shaped::{Part, Setting, Word};
use super::{EM, Face};
use crate::model::flow::TextStyle;
use crate::model::theme::{FontRole, Weight, Wish};

/// The white that a setting puts between letters.
pub(super) fn gap(setting: &Setting) -> i64 {
    i64::from(setting.lettering.spacing) * EM / 10_000
}

/// What a space has of it on each side: none between words whose letters join.
pub(super) fn beside_space(setting: &Setting) -> i64 {
    let hebrew = matches!(setting.lang.0.get(..2), Some("he" | "yi"));
    if setting.right_to_left && !hebrew { 0 } else { gap(setting) }
}

/// Sets the letters of a word apart, all but the last that is seen: after it there is none. Marks stay with their letters.
pub(super) fn spread(parts: &mut [Part], text: &str, gap: i64) {
    if gap == 0 {
        return;
    }
    let is_joined = |cluster: u32| text.get(cluster as usize..).is_some_and(begins_joined);
    let glyphs: Vec<(u32, &mut i32)> = parts
        .iter_mut()
        .flat_map(|part| part.glyphs.iter_mut().map(|glyph| (glyph.cluster, &mut glyph.advance)))
        .collect();
    let clusters: Vec<u32> = glyphs.iter().map(|(cluster, _)| *cluster).collect();
    for (at, (cluster, advance)) in glyphs.into_iter().enumerate() {
        let ends = clusters.get(at + 1).is_some_and(|next| *next != cluster);
        if ends && !is_joined(cluster) {
            *advance += gap as i32;
        }
    }
}

/// Scripts whose letters join, which no space parts (CSS Text 3, 8.2 and appendix D).
fn begins_joined(text: &str) -> bool {
    text.chars().next().is_some_and(|character| {
        matches!(
            character.script(),
            Script::Arabic
                | Script::Hanifi_Rohingya
                | Script::Mandaic
                | Script::Mongolian
                | Script::Nko
                | Script::Phags_Pa
                | Script::Syriac
        )
    })
}

/// A word with white before it.
pub(super) fn pushed(word: &Word, gap: i64) -> Word {
    let mut pushed = word.clone();
    if let Some(first) = pushed.parts.first_mut().and_then(|part| part.glyphs.first_mut()) {
        first.dx += gap as i32;
        first.advance += gap as i32;
    }
    pushed.parts.iter_mut().for_each(Part::measure);
    pushed.advance = pushed.parts.iter().map(|part| part.advance).sum();
    pushed
}

/// What the face of a style has not that the theme asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    pub wish: Wish,
    pub family: String,
    /// The weight that stands for the one that is asked for.
    pub nearest: u16,
}

/// What the faces of some styles lack, each thing once.
pub fn lacks(book: &FontBook, styles: &[TextStyle]) -> Vec<Lack> {
    let mut found: Vec<Lack> = Vec::new();
    for style in styles {
        let Some(face) = book.stack(style.role, style.weight, style.italic).first() else { continue };
        let face = book.face(*face);
        for wish in wishes(style).into_iter().filter(|wish| !has(face, *wish)) {
            let lack = Lack { wish, family: face.family.clone(), nearest: face.weight };
            if !found.contains(&lack) {
                found.push(lack);
            }
        }
    }
    found
}

/// What a style asks of its face.
fn wishes(style: &TextStyle) -> Vec<Wish> {
    let on = style.lettering.features.iter().filter(|feature| feature.value > 0);
    let mut wishes: Vec<Wish> = on.map(|feature| Wish::Feature(feature.tag)).collect();
    if style.small_caps && style.role != FontRole::Mono {
        wishes.push(Wish::Feature(*b"smcp"));
    }
    // Code is in the weight of what it stands in, as far as its face has that.
    let is_usual = style.weight == Weight::REGULAR || style.weight == Weight::BOLD;
    if !is_usual && style.role != FontRole::Mono {
        wishes.push(Wish::Weight(style.weight));
    }
    wishes
}

fn has(face: &Face, wish: Wish) -> bool {
    match wish {
        Wish::Weight(weight) => face.weight == weight.value(),
        Wish::Feature(tag) => face.font().is_none_or(|font| has_feature(&font, Tag::new(&tag))),
    }
}

/// Whether a face substitutes or places glyphs by a feature.
fn has_feature(font: &FontRef, tag: Tag) -> bool {
    let substitutes = font.gsub().ok().and_then(|gsub| {
        let list = gsub.feature_list().ok()?;
        Some(list.feature_records().iter().any(|record| record.feature_tag() == tag))
    });
    let places = font.gpos().ok().and_then(|gpos| {
        let list = gpos.feature_list().ok()?;
        Some(list.feature_records().iter().any(|record| record.feature_tag() == tag))
    });
    substitutes.unwrap_or(false) || places.unwrap_or(false)
}
