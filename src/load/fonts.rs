//! Faces beyond the bundled ones: the book's own files and families of the system.

use std::collections::{BTreeMap, BTreeSet};

use super::door::{Door, MAX_BINARY};
use super::faces::{self, Known, Look};
use super::instance;
use crate::diag::{Diagnostic, Severity, Sink};
use crate::fence::fence_face;
use crate::model::manifest::Manifest;
use crate::model::media::{FaceFile, FontBytes};
use crate::model::theme::{Theme, Weight};
use crate::source::{Span, join_path};

/// Families that are part of the program.
const BUNDLED: [&str; 7] = [
    "Libertinus Math",
    "Libertinus Serif",
    "Source Sans 3",
    "Source Code Pro",
    "Noto Naskh Arabic",
    "Noto Sans Math",
    "Noto Sans Symbols 2",
];

/// Reads the book's font files in the order of the manifest, then the system families that manifest and theme name.
pub(super) fn read(door: &Door, manifest: &Manifest, theme: &Theme, sink: &mut Sink) -> Vec<FaceFile> {
    let cuts = Cuts::of(theme);
    let mut faces = Vec::new();
    let mut own: Vec<String> = Vec::new();
    let mut looks: BTreeMap<Look, String> = BTreeMap::new();
    for (path, span) in &manifest.fonts.files {
        let path = join_path("", path);
        let Some(bytes) = door.read(&path, *span, MAX_BINARY, sink) else { continue };
        let bytes = FontBytes::Read(bytes.into());
        match faces::known(&bytes, 0..faces::MOST) {
            Ok(known) => {
                known.iter().for_each(|face| own.extend(face.families.iter().cloned()));
                faces::report(&known, &path, Some(*span), sink);
                report_same(&known, (&path, *span), &mut looks, sink);
                faces.extend(cuts.files((&path, known), &bytes, Some(*span), sink));
            }
            Err(fault) => sink.push(fault.of(&path, Some(*span))),
        }
    }
    let mut asked: Vec<&str> = Vec::new();
    for (family, span, severity) in wanted(manifest, theme) {
        let is_it = |name: &str| name.eq_ignore_ascii_case(family);
        let is_known = BUNDLED.into_iter().any(is_it) || own.iter().any(|name| is_it(name));
        if is_known || asked.contains(&family) {
            continue;
        }
        asked.push(family);
        let found = door.world.system_faces(family, &cuts.weights);
        if found.is_empty() {
            sink.push(absent(door, family, &own, (span, severity)));
        }
        faces.extend(installed(&found, family, (span, &cuts), sink));
    }
    if faces.len() > faces::MOST as usize {
        let message =
            format!("the book has {} faces; at most {} can be told apart", faces.len(), faces::MOST);
        let span = manifest.fonts.files.first().map(|(_, span)| *span);
        let hint = "name only the files that the book is set in";
        sink.push(Diagnostic::error("too-many-faces", span, message).hint(hint));
        faces.truncate(faces::MOST as usize);
    }
    faces
}

/// Reports a face that looks as an earlier one does, so that nothing can ask for it.
fn report_same(
    known: &[Known],
    (path, span): (&str, Span),
    looks: &mut BTreeMap<Look, String>,
    sink: &mut Sink,
) {
    let earlier = known.iter().find_map(|face| looks.insert(face.look(), path.to_string()));
    let Some(earlier) = earlier else { return };
    let message = format!("`{path}` has a face of the same family, weight and slant as `{earlier}`");
    let hint = "the first is used; leave one out, or give one another family name";
    sink.push(Diagnostic::warning("duplicate-face", span, message).hint(hint));
}

/// What variable fonts are cut to: the weights that the theme sets, and the size of the text.
struct Cuts {
    weights: BTreeSet<Weight>,
    size: f32,
}

impl Cuts {
    fn of(theme: &Theme) -> Cuts {
        Cuts { weights: theme.weights(), size: theme.size.to_pt() as f32 }
    }

    /// The faces of a file, each that varies cut to the weights that are set.
    fn files(
        &self,
        (name, known): (&str, Vec<Known>),
        bytes: &FontBytes,
        span: Option<Span>,
        sink: &mut Sink,
    ) -> Vec<FaceFile> {
        let mut files = Vec::new();
        for face in known {
            let whole = FaceFile { bytes: bytes.clone(), index: face.index, span };
            if !face.varies {
                files.push(whole);
                continue;
            }
            match self.instances(&whole) {
                Ok(cut) => files.extend(cut),
                Err(why) => {
                    sink.push(face.uncut(&why, name, span));
                    files.push(whole);
                }
            }
        }
        files
    }

    fn instances(&self, face: &FaceFile) -> Result<Vec<FaceFile>, String> {
        let wanted = || {
            let (bytes, index) = (face.bytes.clone(), face.index);
            let (weights, size) = (self.weights.clone(), self.size);
            move || instance::all(bytes.as_slice(), index, &weights, size)
        };
        let cut = fence_face(face.bytes.is_bundled(), wanted).map_err(|breach| breach.to_string())?;
        let cut = cut.ok_or_else(|| "a table is damaged".to_string())?;
        let file =
            |bytes: Vec<u8>| FaceFile { bytes: FontBytes::Read(bytes.into()), index: 0, span: face.span };
        Ok(cut.into_iter().map(file).collect())
    }
}

/// Those of a family's installed faces that can be used.
fn installed(
    found: &[FaceFile],
    family: &str,
    (span, cuts): (Option<Span>, &Cuts),
    sink: &mut Sink,
) -> Vec<FaceFile> {
    let mut good = Vec::new();
    let mut all = Vec::new();
    for file in found {
        match faces::known(&file.bytes, file.index..file.index.saturating_add(1)) {
            Ok(known) => {
                good.extend(cuts.files((family, known.clone()), &file.bytes, span, sink));
                all.extend(known);
            }
            Err(fault) => sink.push(fault.of(family, span)),
        }
    }
    faces::report(&all, family, span, sink);
    good
}

/// The families in use, with the place that names each, and how bad it is to lack it.
fn wanted<'a>(manifest: &'a Manifest, theme: &'a Theme) -> Vec<(&'a str, Option<Span>, Severity)> {
    let fonts = &manifest.fonts;
    let in_theme = manifest.theme.as_ref().map(|(_, span)| *span);
    let roles = [
        (&theme.text_family, &fonts.text),
        (&theme.heading_family, &fonts.heading),
        (&theme.mono_family, &fonts.mono),
        (&theme.maths_family, &fonts.maths),
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
