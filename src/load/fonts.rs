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
            Some(read) => faces.extend(read),
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
