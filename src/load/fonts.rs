//! Faces beyond the bundled ones: the book's own files and families of the system.

use std::sync::Arc;

use skrifa::raw::{FileRef, TableProvider};
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};

use super::door::{Door, MAX_BINARY};
use crate::diag::{Diagnostic, Severity, Sink};
use crate::model::manifest::Manifest;
use crate::model::media::{FaceFile, FontBytes};
use crate::model::theme::Theme;
use crate::source::{Span, join_path};

/// Families that are part of the program.
const BUNDLED: [&str; 6] = [
    "Libertinus Serif",
    "Source Sans 3",
    "Source Code Pro",
    "Noto Naskh Arabic",
    "Noto Sans Math",
    "Noto Sans Symbols 2",
];

/// Reads the book's font files in the order of the manifest, then the system families that manifest and theme name.
pub(super) fn read(door: &Door, manifest: &Manifest, theme: &Theme, sink: &mut Sink) -> Vec<FaceFile> {
    let mut faces = Vec::new();
    let mut own: Vec<String> = Vec::new();
    for (path, span) in &manifest.fonts.files {
        let path = join_path("", path);
        let Some(bytes) = door.read(&path, *span, MAX_BINARY, sink) else { continue };
        match file_faces(bytes, &mut own) {
            Some(read) => {
                report_forbidden(&read, &path, Some(*span), sink);
                faces.extend(read);
            }
            None => sink.push(
                Diagnostic::error("bad-font", *span, format!("`{path}` is not a font"))
                    .hint("OpenType and TrueType are read: .otf, .ttf, .ttc, .otc"),
            ),
        }
    }
    let mut asked: Vec<&str> = Vec::new();
    for (family, span, severity) in wanted(manifest, theme) {
        let known = BUNDLED.contains(&family) || own.iter().any(|name| name == family);
        if known || asked.contains(&family) {
            continue;
        }
        asked.push(family);
        let found = door.world.system_faces(family);
        if found.is_empty() {
            sink.push(absent(door, family, &own, (span, severity)));
        }
        report_forbidden(&found, family, span, sink);
        faces.extend(found);
    }
    faces
}

/// The families in use, with the place that names each, and how bad it is to lack it.
fn wanted<'a>(manifest: &'a Manifest, theme: &'a Theme) -> Vec<(&'a str, Option<Span>, Severity)> {
    let fonts = &manifest.fonts;
    let in_theme = manifest.theme.as_ref().map(|(_, span)| *span);
    let roles = [
        (&theme.text_family, &fonts.text),
        (&theme.heading_family, &fonts.heading),
        (&theme.mono_family, &fonts.mono),
    ];
    let roles = roles.into_iter().map(|(family, chosen)| {
        let span = chosen.as_ref().map(|(_, span)| *span).or(in_theme);
        (family.as_str(), span, Severity::Error)
    });
    let fallbacks = theme.fallback_families.iter().map(|family| {
        let chosen = fonts.fallback.iter().find(|(name, _)| name == family);
        let span = chosen.map(|(_, span)| *span).or(in_theme);
        (family.as_str(), span, Severity::Warning)
    });
    roles.chain(fallbacks).collect()
}

/// Every face of a file; their family names are added to `families`.
fn file_faces(bytes: Vec<u8>, families: &mut Vec<String>) -> Option<Vec<FaceFile>> {
    let bytes: Arc<[u8]> = bytes.into();
    let count = match FileRef::new(&bytes).ok()? {
        FileRef::Font(_) => 1,
        FileRef::Collection(collection) => collection.len(),
    };
    let mut faces = Vec::new();
    for index in 0..count {
        let font = FontRef::from_index(&bytes, index).ok()?;
        // Without these tables nothing can be set with a face.
        font.head().ok()?;
        font.cmap().ok()?;
        for id in [StringId::TYPOGRAPHIC_FAMILY_NAME, StringId::FAMILY_NAME] {
            families.extend(font.localized_strings(id).map(|name| name.to_string()));
        }
        faces.push(FaceFile { bytes: FontBytes::Read(Arc::clone(&bytes)), index });
    }
    Some(faces)
}

/// Reports faces whose makers forbid what both editions do with them: embed the glyphs that the book uses, as outlines.
/// One report a file or family is enough.
fn report_forbidden(faces: &[FaceFile], name: &str, span: Option<Span>, sink: &mut Sink) {
    let rights = |face: &FaceFile| {
        let font = FontRef::from_index(face.bytes.as_slice(), face.index).ok()?;
        forbidden(font.os2().ok()?.fs_type())
    };
    let Some(why) = faces.iter().find_map(rights) else { return };
    let message = format!(
        "`{name}` {why} (OS/2 fsType); a PDF needs its fonts embedded (PDF/UA-1, 7.21.4.1; PDF/A-2a, 6.2.11.4.1)"
    );
    let hint = "take another family, or one whose licence and file allow embedding";
    sink.push(Diagnostic::error("font-forbids-embedding", span, message).hint(hint));
}

/// What a face's embedding rights forbid (OpenType 1.9, OS/2, `fsType`). Of the usage bits, which older faces combine,
/// the most generous holds.
fn forbidden(rights: u16) -> Option<&'static str> {
    const USAGE: u16 = 0x000e;
    const RESTRICTED: u16 = 0x0002;
    const NO_SUBSETTING: u16 = 0x0100;
    const BITMAPS_ONLY: u16 = 0x0200;
    match rights {
        rights if rights & USAGE == RESTRICTED => Some("forbids embedding"),
        rights if rights & BITMAPS_ONLY != 0 => Some("forbids embedding its outlines"),
        rights if rights & NO_SUBSETTING != 0 => Some("forbids embedding a part of it"),
        _ => None,
    }
}

fn absent(
    door: &Door,
    family: &str,
    own: &[String],
    (span, severity): (Option<Span>, Severity),
) -> Diagnostic {
    let message = format!("there is no font family `{family}` on this system");
    let found = match severity {
        Severity::Error => Diagnostic::error("missing-font", span, message),
        Severity::Warning => Diagnostic::warning("missing-font", span, message),
    };
    let mut near: Vec<(f64, String)> = door
        .world
        .system_families()
        .into_iter()
        .chain(own.iter().cloned())
        .chain(BUNDLED.map(str::to_string))
        .map(|name| (strsim::jaro_winkler(&name.to_lowercase(), &family.to_lowercase()), name))
        .filter(|(score, _)| *score > 0.8 && family.len() < 256)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    near.dedup();
    let names: Vec<String> = near.into_iter().take(3).map(|(_, name)| format!("`{name}`")).collect();
    if names.is_empty() {
        found.hint("install it, or add its files under `fonts: {files: […]}`")
    } else {
        found.hint(format!("like it are {}", names.join(", ")))
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
        assert!(forbidden(0x0002).is_some());
        assert!(forbidden(0x0108).is_some());
        assert!(forbidden(0x0204).is_some());
    }
}
