//! Faces as a browser takes them, each glyph under a character of its own, so that a page has the very glyphs of the layout
//! and a browser chooses none.

use skrifa::FontRef;
use skrifa::raw::TableProvider;
use skrifa::raw::types::Tag;
use write_fonts::FontBuilder;

use crate::fence;
use crate::text::Face;

/// The first of the characters, which belong to nobody (Unicode 16, 23.5): glyph 7 is this and 7 more.
const FIRST: u32 = 0xf_0000;
/// The last of them.
const LAST: u32 = 0xf_fffd;

/// What draws glyphs, and what browsers want besides. Colours, substitutions and instructions are left out: a page has the
/// outlines alone.
const TABLES: [&[u8; 4]; 12] = [
    b"head", b"hhea", b"hmtx", b"maxp", b"name", b"OS/2", b"post", b"glyf", b"loca", b"CFF ", b"CFF2",
    b"VORG",
];

/// A face whose glyphs go by their numbers. None where it cannot be made: then outlines are drawn.
pub fn by_number(face: &Face) -> Option<Vec<u8>> {
    let last = face.glyph_count().checked_sub(1)?;
    let make = || {
        let font = FontRef::from_index(face.file.bytes.as_slice(), face.file.index).ok()?;
        let mut builder = FontBuilder::new();
        for tag in TABLES.map(Tag::new) {
            if let Some(table) = font.data_for_tag(tag) {
                builder.add_raw(tag, table.as_bytes().to_vec());
            }
        }
        builder.add_raw(Tag::new(b"cmap"), characters(last));
        Some(builder.build())
    };
    fence::caught(make).ok()?
}

/// A table of characters with one group of them, for the glyphs up to a last one (OpenType 1.9, cmap, format 12).
fn characters(last: u16) -> Vec<u8> {
    let end = (FIRST + u32::from(last)).min(LAST);
    let (version, tables, platform, encoding, offset) = (0_u16, 1_u16, 3_u16, 10_u16, 12_u32);
    let mut table = Vec::new();
    [version, tables, platform, encoding].iter().for_each(|word| table.extend(word.to_be_bytes()));
    table.extend(offset.to_be_bytes());
    let (format, reserved, length, language, groups) = (12_u16, 0_u16, 28_u32, 0_u32, 1_u32);
    [format, reserved].iter().for_each(|word| table.extend(word.to_be_bytes()));
    let words = [length, language, groups, FIRST, end, 0];
    words.iter().for_each(|word| table.extend(word.to_be_bytes()));
    table
}
