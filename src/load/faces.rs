//! What a font file holds, looked at before anything is set with it: whether its faces can be used, what they are called,
//! and what their makers forbid.

use std::ops::Range;

use skrifa::attribute::Style;
use skrifa::raw::{FileRef, TableProvider};
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider, Tag};

use crate::diag::{Diagnostic, Sink};
use crate::fence::fence_face;
use crate::model::media::FontBytes;
use crate::source::Span;

/// Faces of a file, and of a book. The largest collections in use have some five hundred.
pub(super) const MOST: u32 = 1024;

/// A face that can be used.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub index: u32,
    /// Its family's names, in all languages.
    pub families: Vec<String>,
    /// Its embedding rights (OpenType 1.9, OS/2, `fsType`).
    rights: u16,
    /// Whether it has axes, along which it varies.
    pub varies: bool,
    weight: u16,
    /// Width class (OpenType 1.9, OS/2, `usWidthClass`) and slant.
    width: u16,
    is_slanted: bool,
}

/// What a face is chosen by: family, weight, width and slant.
pub(super) type Look = (String, u16, u16, bool);

impl Known {
    pub(super) fn look(&self) -> Look {
        let family = self.families.first().map(|name| name.to_lowercase()).unwrap_or_default();
        (family, self.weight, self.width, self.is_slanted)
    }

    /// Tells that it varies and cannot be cut.
    pub(super) fn uncut(&self, why: &str, name: &str, span: Option<Span>) -> Diagnostic {
        let message = format!(
            "`{name}` is a variable font that cannot be cut ({why}); only its default, of weight {}, is used",
            self.weight
        );
        let hint = "get the file anew, or give the static files of the family";
        Diagnostic::warning("variable-font", span, message).hint(hint)
    }
}

/// Why a file cannot be used, and the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    says: String,
    hint: &'static str,
}

const FORMS: &str = "OpenType and TrueType are read: .otf, .ttf, .ttc, .otc";
const DAMAGED: &str = "get the file anew, or take another font";

impl Fault {
    fn new(says: impl Into<String>, hint: &'static str) -> Fault {
        Fault { says: says.into(), hint }
    }

    /// The diagnostic of a file or family.
    pub(super) fn of(self, name: &str, span: Option<Span>) -> Diagnostic {
        Diagnostic::error("bad-font", span, format!("`{name}` {}", self.says)).hint(self.hint)
    }
}

/// The faces of a file with these indices, as far as it has them.
pub(super) fn known(bytes: &FontBytes, wanted: Range<u32>) -> Result<Vec<Known>, Fault> {
    let work = || {
        let (bytes, wanted) = (bytes.clone(), wanted.clone());
        move || examine(bytes.as_slice(), wanted)
    };
    fence_face(bytes.is_bundled(), work)
        .unwrap_or_else(|breach| Err(Fault::new(format!("cannot be read: {breach}"), DAMAGED)))
}

fn examine(bytes: &[u8], wanted: Range<u32>) -> Result<Vec<Known>, Fault> {
    is_of_another_form(bytes)?;
    let count = match FileRef::new(bytes).map_err(|_| Fault::new("is not a font", FORMS))? {
        FileRef::Font(_) => 1,
        FileRef::Collection(collection) => collection.len(),
    };
    if count > MOST {
        let says = format!("names {count} faces; at most {MOST} are read");
        return Err(Fault::new(says, "take the faces that the book is set in out of the collection"));
    }
    (0..count).filter(|index| wanted.contains(index)).map(|index| face(bytes, index)).collect()
}

/// Files that are fonts, but of forms that are not read.
fn is_of_another_form(bytes: &[u8]) -> Result<(), Fault> {
    let begins = |with: &[u8]| bytes.starts_with(with);
    if begins(b"wOFF") || begins(b"wOF2") {
        let form = if begins(b"wOFF") { "WOFF" } else { "WOFF2" };
        return Err(Fault::new(
            format!("is a font packed for web pages ({form})"),
            "give the .otf or .ttf file that it was made from",
        ));
    }
    if begins(b"%!PS-AdobeFont") || begins(b"%!FontType1") || begins(b"\x80\x01") {
        return Err(Fault::new("is a Type 1 font", FORMS));
    }
    Ok(())
}

fn face(bytes: &[u8], index: u32) -> Result<Known, Fault> {
    let font = FontRef::from_index(bytes, index).map_err(|_| Fault::new("is not a font", FORMS))?;
    let lacks = |table: &str| Fault::new(format!("is damaged: its table `{table}` cannot be read"), DAMAGED);
    let head = font.head().map_err(|_| Fault::new("is not a font", FORMS))?;
    // OpenType 1.9, head, `unitsPerEm`.
    if !(16..=16_384).contains(&head.units_per_em()) {
        return Err(lacks("head"));
    }
    font.cmap().map_err(|_| lacks("cmap"))?;
    font.hhea().map_err(|_| lacks("hhea"))?;
    font.hmtx().map_err(|_| lacks("hmtx"))?;
    if font.maxp().map_err(|_| lacks("maxp"))?.num_glyphs() == 0 {
        return Err(lacks("maxp"));
    }
    outlines(&font)?;
    let families = families(&font);
    if families.is_empty() {
        let hint = "give it a family name (OpenType name id 1) in a font editor";
        return Err(Fault::new("has no family name, by which alone it could be asked for", hint));
    }
    let about =
        |os2: skrifa::raw::tables::os2::Os2| (os2.fs_type(), os2.us_weight_class(), os2.us_width_class());
    let (rights, weight, width) = font.os2().map_or((0, 400, 5), about);
    let is_slanted = !matches!(font.attributes().style, Style::Normal);
    Ok(Known { index, families, rights, varies: !font.axes().is_empty(), weight, width, is_slanted })
}

/// Letters are drawn from outlines, in print as on the screen.
fn outlines(font: &FontRef) -> Result<(), Fault> {
    let has = |tag: &[u8; 4]| font.data_for_tag(Tag::new(tag)).is_some();
    if has(b"CFF ") || (has(b"glyf") && has(b"loca")) {
        return Ok(());
    }
    if has(b"CFF2") {
        return Err(Fault::new(
            "is a variable font with outlines of the form CFF2, which no PDF can hold",
            "give the static .otf files of the family, or its variable .ttf",
        ));
    }
    let pictures = [b"CBDT", b"EBDT", b"sbix", b"SVG "].into_iter().any(has);
    let says = if pictures { "has pictures of its letters, and no outlines" } else { "has no outlines" };
    Err(Fault::new(says, "take a font with outlines"))
}

/// Names of a kind that are looked at, and characters of each: a table of names may hold gigabytes.
const NAMES: usize = 64;
const CHARACTERS: usize = 2_000;

fn families(font: &FontRef) -> Vec<String> {
    let mut families = Vec::new();
    for id in [StringId::TYPOGRAPHIC_FAMILY_NAME, StringId::FAMILY_NAME] {
        let names = font.localized_strings(id).take(NAMES);
        families.extend(names.map(|name| name.chars().take(CHARACTERS).collect::<String>()));
    }
    families.retain(|name| !name.trim().is_empty());
    families
}

/// Reports faces whose makers forbid what both editions do with them. One report of a kind is enough for a file or family.
pub(super) fn report(faces: &[Known], name: &str, span: Option<Span>, sink: &mut Sink) {
    if let Some(why) = faces.iter().find_map(|face| forbidden(face.rights)) {
        let message = format!(
            "`{name}` {why} (OS/2 fsType); a PDF needs its fonts embedded (PDF/UA-1, 7.21.4.1; PDF/A-2a, 6.2.11.4.1)"
        );
        let hint = "take another family, or one whose licence and file allow embedding";
        sink.push(Diagnostic::error("font-forbids-embedding", span, message).hint(hint));
    }
}

/// What a face's embedding rights forbid (OpenType 1.9, OS/2, `fsType`). Of the usage bits, which older faces combine,
/// the most generous holds. A face that may not be cut is embedded whole.
fn forbidden(rights: u16) -> Option<&'static str> {
    const USAGE: u16 = 0x000e;
    const RESTRICTED: u16 = 0x0002;
    const BITMAPS_ONLY: u16 = 0x0200;
    match rights {
        rights if rights & USAGE == RESTRICTED => Some("forbids embedding"),
        rights if rights & BITMAPS_ONLY != 0 => Some("forbids embedding its outlines"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::forbidden;

    #[test]
    fn the_most_generous_usage_holds() {
        assert_eq!(forbidden(0), None);
        assert_eq!(forbidden(0x0004), None, "preview and print");
        assert_eq!(forbidden(0x0008), None, "editable");
        assert_eq!(forbidden(0x0006), None, "version 2 and older combine bits");
        assert_eq!(forbidden(0x0108), None, "it is embedded whole");
        assert!(forbidden(0x0002).is_some());
        assert!(forbidden(0x0204).is_some());
    }
}
