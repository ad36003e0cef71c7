//! The codes that glyphs are shown by. printpdf knows codes of two bytes that are glyph ids. Most faces of a book use fewer
//! than 257 codes: theirs have one byte, since that makes page content a sixth shorter. Faces whose glyphs stand for
//! different characters in different places have a code of its own for each pair of glyph and characters, so that what is
//! copied or searched is what was written.

use std::fmt::Write;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::document::shared;
use super::embedded::{self, Embedded};
use super::fonts::Fonts;

/// Sets the codes of every face on what printpdf made of it.
pub fn set(document: &mut Document, fonts: &Fonts) {
    let one_byte = fonts.iter().any(Embedded::has_short_codes).then(|| document.add_object(one_byte_codes()));
    let made = shared(document, b"Font");
    for face in fonts.iter() {
        let Ok(font) = made.get(face.name.as_bytes()).and_then(Object::as_reference) else { continue };
        let unicode = document.get_dictionary(font).and_then(|font| font.get(b"ToUnicode"));
        let Ok(unicode) = unicode.and_then(Object::as_reference) else { continue };
        let further = face.code_to_glyph.as_ref().map(|map| (map, add_glyphs(document, map)));
        if let Ok(Object::Stream(stream)) = document.get_object_mut(unicode) {
            stream.set_content(unicode_map(face).into_bytes());
        }
        let Ok(Object::Dictionary(font)) = document.get_object_mut(font) else { continue };
        if let Some(one_byte) = one_byte.filter(|_| face.has_short_codes()) {
            font.set("Encoding", one_byte);
        }
        let Ok(Object::Array(fonts)) = font.get_mut(b"DescendantFonts") else { continue };
        if let (Some(Object::Dictionary(descendant)), Some((map, id))) = (fonts.first_mut(), further) {
            descendant.set("CIDToGIDMap", id);
            add_widths(descendant, face, map);
        }
    }
}

/// Adds the glyph of each code (ISO 32000-1, 9.7.4.2).
fn add_glyphs(document: &mut Document, map: &[u16]) -> ObjectId {
    let bytes = map.iter().flat_map(|glyph| glyph.to_be_bytes()).collect();
    document.add_object(Stream::new(dictionary! {}, bytes))
}

/// Widths of the further codes (ISO 32000-1, 9.7.4.3): those of the glyphs they show.
fn add_widths(descendant: &mut Dictionary, face: &Embedded, map: &[u16]) {
    let first = face.glyphs.len();
    let width =
        |glyph: &u16| Object::Integer(face.glyphs.get(usize::from(*glyph)).map_or(0, |glyph| glyph.0));
    let widths: Vec<Object> = map.iter().skip(first).map(width).collect();
    if let Ok(Object::Array(all)) = descendant.get_mut(b"W") {
        all.extend([Object::Integer(first as i64), Object::Array(widths)]);
    }
}

/// Codes of one byte that are the numbers of their glyphs: what Identity-H is for two (9.7.5.2; example in 9.7.5.4). A
/// CMap that is not predefined is embedded (ISO 19005-2, 6.2.11.3.3); it has the name that other writers of such codes give
/// it, since some programs that read text go by names alone.
fn one_byte_codes() -> Stream {
    let content = [
        CMAP_HEAD,
        "/CIDSystemInfo 3 dict dup begin/Registry(Adobe)def/Ordering(Identity)def/Supplement 0 def end def\n\
         /CMapName/OneByteIdentityH def\n/CMapType 1 def\n/WMode 0 def\n\
         1 begincodespacerange\n<00><FF>\nendcodespacerange\n1 begincidrange\n<00><FF> 0\nendcidrange\n",
        CMAP_FOOT,
    ];
    let characters = dictionary! {
        "Registry" => Object::string_literal("Adobe"),
        "Ordering" => Object::string_literal("Identity"),
        "Supplement" => 0,
    };
    let dictionary = dictionary! {
        "Type" => "CMap",
        "CMapName" => "OneByteIdentityH",
        "CIDSystemInfo" => characters,
        "WMode" => 0,
    };
    Stream::new(dictionary, content.concat().into_bytes())
}

const CMAP_HEAD: &str = "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n";
const CMAP_FOOT: &str = "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n";

/// The characters of a face's codes (9.10.3), at most 100 to a block (Adobe Technical Note 5014).
fn unicode_map(face: &Embedded) -> String {
    let mut map = format!(
        "{CMAP_HEAD}/CIDSystemInfo 3 dict dup begin/Registry(Adobe)def/Ordering(UCS)def/Supplement 0 def end def\n\
         /CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n"
    );
    let digits = if face.has_short_codes() { 2 } else { 4 };
    let _ = writeln!(map, "<{:0digits$X}><{:F<digits$}>\nendcodespacerange", 0, "");
    let readings: Vec<(usize, &str)> = face.readings().enumerate().collect();
    for block in readings.chunks(100) {
        let _ = writeln!(map, "{} beginbfchar", block.len());
        for (code, characters) in block {
            let _ = write!(map, "<{code:0digits$X}><");
            for unit in embedded::characters(characters).encode_utf16() {
                let _ = write!(map, "{unit:04X}");
            }
            map.push_str(">\n");
        }
        map.push_str("endbfchar\n");
    }
    map.push_str(CMAP_FOOT);
    map
}
