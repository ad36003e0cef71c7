//! Files as bytes: images and font faces.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::theme::Color;
use crate::geom::{Abs, Size};
use crate::source::{Source, SourceId, Sources, Span};

/// Index into [`Images::files`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ImageId(pub u32);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageFormat {
    Png,
    Jpeg,
    Gif,
    WebP,
    Svg,
}

/// How the stored pixels of a picture are turned to be seen as they were taken: one of the eight ways of a camera's note
/// (Exif 2.32, 4.6.4, `Orientation`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Turn(u8);

impl Turn {
    pub const NONE: Turn = Turn(1);

    /// What else than 1 to 8 is noted means nothing.
    pub fn new(note: u8) -> Turn {
        if (1..=8).contains(&note) { Turn(note) } else { Turn::NONE }
    }

    pub fn note(self) -> u8 {
        self.0
    }

    /// Whether columns become rows.
    pub fn swaps(self) -> bool {
        self.0 > 4
    }

    /// The size of a picture that is stored with this one.
    pub fn size(self, (width, height): (u32, u32)) -> (u32, u32) {
        if self.swaps() { (height, width) } else { (width, height) }
    }

    /// The matrix that turns a picture in its unit square, whose vertical axis is upwards.
    pub fn matrix(self) -> [i8; 6] {
        match self.0 {
            2 => [-1, 0, 0, 1, 1, 0],
            3 => [-1, 0, 0, -1, 1, 1],
            4 => [1, 0, 0, -1, 0, 1],
            5 => [0, -1, -1, 0, 1, 1],
            6 => [0, -1, 1, 0, 0, 1],
            7 => [0, 1, 1, 0, 0, 0],
            8 => [0, 1, -1, 0, 1, 0],
            _ => [1, 0, 0, 1, 0, 0],
        }
    }
}

/// A checked image. Size in CSS pixels (1/96 inch) unless the file tells its resolution.
#[derive(Debug, Clone)]
pub struct ImageFile {
    /// Relative to the manifest, with `/` between names.
    pub path: String,
    /// Where it is first named.
    pub span: Span,
    /// What the bytes are, whatever the path ends in.
    pub format: ImageFormat,
    pub bytes: Arc<[u8]>,
    /// As it is seen, which is not as it is stored where it is turned on its side.
    pub width: u32,
    pub height: u32,
    pub turn: Turn,
    /// Pixels to the inch, where the file says so.
    pub density: Option<f64>,
    /// Whether it has more than one frame, or may: what the page shows is the first.
    pub moves: bool,
    /// What a drawing says of itself at length.
    pub description: Option<String>,
    /// Of a chart: what stands on a dark screen for each of its colours. It has no ground of its own.
    pub dark: Vec<(Color, Color)>,
}

impl ImageFile {
    /// Its size on paper: by its resolution, or at 96 pixels to the inch.
    pub fn natural_size(&self) -> Size {
        let density = self.density.filter(|density| *density >= 1.0).unwrap_or(96.0);
        let length = |pixels: u32| Abs::from_pt(f64::from(pixels) * 72.0 / density);
        Size::new(length(self.width), length(self.height))
    }
}

#[derive(Debug, Clone, Default)]
pub struct Images {
    pub files: Vec<ImageFile>,
    /// By path relative to the manifest.
    pub by_path: BTreeMap<String, ImageId>,
}

impl Images {
    /// These and others, which no file has; none where there are no others.
    pub fn with(&self, others: Vec<ImageFile>) -> Option<Images> {
        if others.is_empty() {
            return None;
        }
        let mut all = self.clone();
        for file in others {
            let id = ImageId(u32::try_from(all.files.len()).expect("a book has under 2^32 images"));
            all.by_path.insert(file.path.clone(), id);
            all.files.push(file);
        }
        Some(all)
    }

    pub fn get(&self, id: ImageId) -> Option<&ImageFile> {
        self.files.get(id.0 as usize)
    }
}

/// A font file (or one face of a collection).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaceFile {
    pub bytes: FontBytes,
    pub index: u32,
    /// Where the book names the file or the family; of bundled faces nowhere.
    pub span: Option<Span>,
}

impl FaceFile {
    pub fn new(bytes: FontBytes, index: u32) -> FaceFile {
        FaceFile { bytes, index, span: None }
    }
}

/// Bundled faces are part of the program; others were read from disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FontBytes {
    Bundled(&'static [u8]),
    Read(Arc<[u8]>),
}

impl FontBytes {
    pub fn is_bundled(&self) -> bool {
        matches!(self, FontBytes::Bundled(_))
    }

    pub fn as_slice(&self) -> &[u8] {
        match self {
            FontBytes::Bundled(bytes) => bytes,
            FontBytes::Read(bytes) => bytes,
        }
    }
}

/// The press that a book is printed on.
#[derive(Debug, Clone)]
pub struct Press {
    /// An ICC profile of an output device whose inks are cyan, magenta, yellow and black; sRGB can be converted to it.
    pub profile: Arc<[u8]>,
    /// What the profile calls itself.
    pub name: String,
    pub condition: Option<String>,
    pub bleed: Abs,
}

/// A chapter's place in the book and its text.
#[derive(Debug, Clone)]
pub struct ChapterFile {
    pub source: crate::source::SourceId,
    /// Relative to the manifest, with `/` between names.
    pub path: String,
    pub matter: super::manifest::Matter,
    pub part: Option<usize>,
    /// How many chapters it stands in.
    pub depth: u8,
    /// What the manifest says it is.
    pub role: Option<super::roles::Role>,
    pub before_contents: bool,
}

/// Why a file that another names cannot be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lost {
    /// The book may not read it, or it cannot be read, which is told.
    Told,
    /// There is none. Whether anything is to stand for it is known once the text that names it is parsed.
    Missing { path: String, hint: String },
}

/// The definitions that formulas are read with: the files first, then the manifest's own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MacroFiles {
    pub files: Vec<Arc<Source>>,
    pub macros: Vec<super::manifest::Macro>,
}

/// What citations are resolved with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct References {
    /// Files of references, each with the place that names it.
    pub files: Vec<(Arc<Source>, Span)>,
    /// What the manifest calls the style.
    pub style: Option<(String, Span)>,
    /// The style, where it is a file.
    pub style_file: Option<Arc<Source>>,
    /// The keys of works that are listed without being cited; `*` is all.
    pub nocite: Vec<(String, Span)>,
    /// The book's language.
    pub lang: super::manifest::Lang,
}

/// The terms that the book explains.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TermFiles {
    pub files: Vec<Arc<Source>>,
    /// Where a short form is first used, the long one stands before it.
    pub first_in_full: bool,
    /// The book's language.
    pub lang: super::manifest::Lang,
}

/// How the words of a language are divided, as the book says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DividingFile {
    pub lang: super::manifest::Lang,
    /// A file of patterns.
    pub patterns: Option<Arc<Source>>,
    /// Words, with hyphens where they may be divided.
    pub words: Vec<String>,
}

/// What indexes are called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Indexes {
    /// Those that have names, and their titles.
    pub titles: Vec<(String, String)>,
    /// The book's language.
    pub lang: super::manifest::Lang,
}

/// Everything read from outside before parsing: every byte, nothing interpreted.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    pub sources: Sources,
    pub chapters: Vec<ChapterFile>,
    /// The texts that files include, by the file that names one and the path as it is written there.
    pub includes: BTreeMap<(SourceId, String), SourceId>,
    /// Files that are named in the same way and cannot be had.
    pub lost: BTreeMap<(SourceId, String), Lost>,
    /// Texts that stand in another language than they were written in.
    pub translated: BTreeMap<SourceId, super::translation::Translated>,
    /// What fields in chapters stand for.
    pub fields: Arc<super::manifest::Fields>,
    /// What commands in formulas stand for.
    pub macros: Arc<MacroFiles>,
    pub references: Arc<References>,
    pub indexes: Indexes,
    pub glossary: Arc<TermFiles>,
    pub hyphenation: Arc<Vec<DividingFile>>,
    /// Faces beyond the bundled ones: the book's own files, then system families that it names.
    pub faces: Vec<FaceFile>,
    /// None where the manifest names no printing condition, or one that cannot be used.
    pub press: Option<Press>,
}

impl Inputs {
    /// Whether all is there that a file and the texts it includes name.
    pub fn is_whole(&self, file: SourceId, included: &[Arc<Source>]) -> bool {
        let mut named = std::iter::once(file).chain(included.iter().map(|source| source.id));
        named.all(|id| self.lost.range((id, String::new())..).next().is_none_or(|((by, _), _)| *by != id))
    }

    /// The texts that are Markdown: chapters, and what they include that is no code or data.
    pub fn texts(&self) -> Vec<SourceId> {
        let is_text = |id: &&SourceId| {
            let ending = |source: &Arc<Source>| {
                let path = source.path.to_ascii_lowercase();
                [".md", ".markdown", ".qmd", ".rmd", ".txt"].iter().any(|ending| path.ends_with(ending))
            };
            self.sources.get(**id).is_some_and(ending)
        };
        let chapters: Vec<SourceId> = self.chapters.iter().map(|chapter| chapter.source).collect();
        let included: BTreeSet<SourceId> = self.includes.values().filter(is_text).copied().collect();
        let others = included.into_iter().filter(|id| !chapters.contains(id));
        chapters.iter().copied().chain(others).collect()
    }

    /// The texts that a file includes, and those that these do, each once.
    pub fn included_by(&self, file: SourceId) -> Vec<Arc<Source>> {
        let mut known = BTreeSet::from([file]);
        let mut open = vec![file];
        let mut found = Vec::new();
        while let Some(from) = open.pop() {
            let named = self.includes.range((from, String::new())..).take_while(|((by, _), _)| *by == from);
            for (_, id) in named.filter(|(_, id)| known.insert(**id)) {
                found.extend(self.sources.get(*id).map(Arc::clone));
                open.push(*id);
            }
        }
        found
    }
}
