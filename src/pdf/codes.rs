//! Faces whose glyphs stand for different characters in different places: each pair of glyph and characters has a code of
//! its own, so that what is copied or searched is what was written. printpdf knows codes that are glyph ids only; the
//! others are added to what it made.

use std::fmt::Write;

use lopdf::{Document, Object, ObjectId, Stream, dictionary};

use super::fonts::{self, Embedded, Fonts, variant_texts};

/// Adds the further codes of every face that has some.
pub fn add(document: &mut Document, fonts: &Fonts) {
    for face in fonts.iter() {
        let Some(map) = &face.code_to_glyph else { continue };
        let base_font = face.font.font_name.as_deref().unwrap_or_default();
        let Some((unicode, descendant)) = find(document, base_font) else { continue };
        add_characters(document, unicode, face);
        let bytes = map.iter().flat_map(|glyph| glyph.to_be_bytes()).collect();
        let map_id = document.add_object(Stream::new(dictionary! {}, bytes));
        let Ok(Object::Dictionary(font)) = document.get_object_mut(descendant.0) else { continue };
        let Ok(Object::Array(fonts)) = font.get_mut(b"DescendantFonts") else { continue };
        if let Some(Object::Dictionary(descendant)) = fonts.first_mut() {
            descendant.set("CIDToGIDMap", map_id);
            add_widths(descendant, face, map);
        }
    }
}

/// The Unicode map of the face that printpdf named so, and the font that holds its descendant.
fn find(document: &Document, base_font: &str) -> Option<(ObjectId, (ObjectId,))> {
    document.objects.iter().find_map(|(id, object)| {
        let font = object.as_dict().ok()?;
        let is_face =
            font.get(b"BaseFont").and_then(Object::as_name).is_ok_and(|name| ends_with(name, base_font));
        let unicode = font.get(b"ToUnicode").and_then(Object::as_reference).ok()?;
        is_face.then_some((unicode, (*id,)))
    })
}

fn ends_with(name: &[u8], base_font: &str) -> bool {
    name.ends_with(base_font.as_bytes())
}

/// Widths of the further codes (ISO 32000-1, 9.7.4.3): those of the glyphs they show.
fn add_widths(descendant: &mut lopdf::Dictionary, face: &Embedded, map: &[u16]) {
    let first = face.glyphs.len();
    let width =
        |glyph: &u16| Object::Integer(face.glyphs.get(usize::from(*glyph)).map_or(0, |glyph| glyph.0));
    let widths: Vec<Object> = map.iter().skip(first).map(width).collect();
    if let Ok(Object::Array(all)) = descendant.get_mut(b"W") {
        all.extend([Object::Integer(first as i64), Object::Array(widths)]);
    }
}

/// Further entries of the Unicode map, at most 100 to a block (Adobe Technical Note 5014).
fn add_characters(document: &mut Document, unicode: ObjectId, face: &Embedded) {
    let Ok(Object::Stream(stream)) = document.get_object_mut(unicode) else { return };
    let text = String::from_utf8_lossy(&stream.content).into_owned();
    let Some((before, after)) = text.split_once("endcmap") else { return };
    let mut map = before.to_string();
    let entries = variant_texts(face);
    for block in entries.chunks(100) {
        let _ = writeln!(map, "{} beginbfchar", block.len());
        for (code, characters) in block {
            let units: String =
                fonts::characters(characters).encode_utf16().map(|unit| format!("{unit:04X}")).collect();
            let _ = writeln!(map, "<{code:04X}> <{units}>");
        }
        map.push_str("endbfchar\n");
    }
    stream.set_content(format!("{map}endcmap{after}").into_bytes());
}
