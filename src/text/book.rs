//! The font book: every face a build may use, and which face sets which character.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::bundled::BUNDLED;
use super::drawing::{Drawing, DrawingFaces};
use super::face::Face;
use super::hyphenate::Hyphenation;
use super::maths::MathFace;
use super::shaped::Shaped;
use crate::fence;
use crate::model::layout::FaceId;
use crate::model::media::{FaceFile, FontBytes};
use crate::model::theme::{FontRole, Theme, Weight};
use crate::source::Span;

/// Tried for a character that the families asked for lack, in this order.
const BUNDLED_FALLBACK: [&str; 6] = [
    "Libertinus Serif",
    "Noto Naskh Arabic",
    "Source Sans 3",
    "Source Code Pro",
    "Noto Sans Math",
    "Noto Sans Symbols 2",
];

/// What decides a stack of faces: role, weight and slant.
type StackKey = (FontRole, Weight, bool);

/// What mathematics is set in.
const BUNDLED_MATHS: &str = "Libertinus Math";

pub struct FontBook {
    faces: Vec<Face>,
    stacks: BTreeMap<StackKey, Vec<FaceId>>,
    drawing_faces: DrawingFaces,
    maths: FaceId,
    pub(super) shaped: Arc<Shaped>,
    hyphenation: Arc<Hyphenation>,
    /// Files that no face could be read from, and why.
    unread: Vec<(FaceFile, String)>,
}

/// A face that came to nothing: where the book names it, what it is called if that is known, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Failure {
    pub span: Option<Span>,
    pub name: Option<String>,
    pub why: String,
}

/// The face of a family that formulas can be set in, or else the bundled one, and why the family's is not.
fn face_of_maths(faces: &[Face], family: &str) -> (FaceId, Option<(FaceFile, String)>) {
    let of = |family: &str| {
        let called = faces.iter().enumerate().filter(|(_, face)| face.is_called(family));
        called.map(|(index, _)| FaceId(index as u16)).collect::<Vec<FaceId>>()
    };
    let can = |id: &FaceId| MathFace::new(&faces[usize::from(id.0)], *id).is_some();
    let asked = of(family);
    if let Some(id) = asked.iter().rev().copied().find(can) {
        return (id, None);
    }
    let bundled = of(BUNDLED_MATHS).into_iter().find(can).expect("the bundled one has a MATH table");
    let why = format!("it has no MATH table; formulas are set in {BUNDLED_MATHS}");
    let fault = asked.first().map(|id| (faces[usize::from(id.0)].file.clone(), why));
    (bundled, fault)
}

impl FontBook {
    /// Gathers the bundled faces and `extra`, and lines them up for each role of the theme. Extra faces that cannot be read
    /// are left out, and are among the [failures](FontBook::failures).
    pub fn new(theme: &Theme, extra: &[FaceFile]) -> FontBook {
        FontBook::knowing(theme, extra, Arc::default())
    }

    /// The same faces, with words divided as a book asks for; no word was shaped before.
    pub fn dividing(self, hyphenation: Arc<Hyphenation>) -> FontBook {
        FontBook { hyphenation, ..self }
    }

    /// Where words are divided.
    pub fn hyphenation(&self) -> &Arc<Hyphenation> {
        &self.hyphenation
    }

    /// The same, with words that were shaped for a book of the same theme and faces.
    pub fn knowing(theme: &Theme, extra: &[FaceFile], shaped: Arc<Shaped>) -> FontBook {
        let bundled = BUNDLED.iter().map(|bytes| FaceFile::new(FontBytes::Bundled(bytes), 0));
        let (mut faces, mut unread) = (Vec::new(), Vec::new());
        for file in bundled.chain(extra.iter().cloned()) {
            match fence::caught(|| Face::read(file.clone())) {
                Ok(Some(face)) => faces.push(face),
                Ok(None) => unread.push((file, "a table is not what it should be".to_string())),
                Err(breach) => unread.push((file, breach.to_string())),
            }
        }
        let drawing_faces = DrawingFaces::new(&theme.text_family, &theme.mono_family);
        let (maths, fault) = face_of_maths(&faces, &theme.maths_family);
        unread.extend(fault);
        let (stacks, hyphenation) = Default::default();
        let mut book = FontBook { faces, stacks, drawing_faces, maths, shaped, hyphenation, unread };
        let weights = theme.weights();
        for role in [FontRole::Text, FontRole::Heading, FontRole::Mono] {
            for &weight in &weights {
                for italic in [false, true] {
                    let stack = book.line_up(theme, (role, weight, italic));
                    book.stacks.insert((role, weight, italic), stack);
                }
            }
        }
        book
    }

    fn line_up(&self, theme: &Theme, (role, weight, italic): StackKey) -> Vec<FaceId> {
        let asked = match role {
            FontRole::Text => &theme.text_family,
            FontRole::Heading => &theme.heading_family,
            FontRole::Mono => &theme.mono_family,
        };
        let named = std::iter::once(asked.as_str()).chain(theme.fallback_families.iter().map(String::as_str));
        let mut stack = Vec::new();
        for family in named.chain(BUNDLED_FALLBACK) {
            if let Some(face) = self.best(family, weight, italic)
                && !stack.contains(&face)
            {
                stack.push(face);
            }
        }
        stack
    }

    /// The family's face nearest in slant, then weight, then width. The book's own goes before a bundled one that is as
    /// near, and of its own the one that it names first.
    fn best(&self, family: &str, weight: Weight, italic: bool) -> Option<FaceId> {
        let is_bundled = |face: &Face| matches!(face.file.bytes, FontBytes::Bundled(_));
        let off = |face: &Face| {
            let stands_out = Weight::new(face.weight).is_bold() != weight.is_bold();
            (stands_out, face.weight.abs_diff(weight.value()), face.off)
        };
        let distance = |face: &Face| (face.italic != italic, off(face), is_bundled(face));
        let same = self.faces.iter().enumerate().filter(|(_, face)| face.is_called(family));
        let (index, _) = same.min_by_key(|(_, face)| distance(face))?;
        Some(FaceId(u16::try_from(index).expect("loading lets no more than some thousand faces in")))
    }

    /// The faces that could not be read, and those that could not be shaped with.
    pub fn failures(&self) -> Vec<Failure> {
        let unread = self.unread.iter().map(|(file, why)| (file, None, why.clone()));
        let given_up = self.shaped.given_up();
        let given_up = given_up.into_iter().map(|(id, why)| {
            let face = self.face(id);
            (&face.file, Some(face.family.clone()), why)
        });
        let all = unread.chain(given_up);
        let mut all: Vec<Failure> =
            all.map(|(file, name, why)| Failure { span: file.span, name, why }).collect();
        all.sort();
        all
    }

    pub fn face(&self, id: FaceId) -> &Face {
        &self.faces[usize::from(id.0)]
    }

    /// The face that mathematics is set in.
    pub fn maths(&self) -> MathFace<'_> {
        MathFace::new(self.face(self.maths), self.maths).expect("it has a MATH table")
    }

    pub fn faces(&self) -> &[Face] {
        &self.faces
    }

    /// The words that were shaped with these faces.
    pub fn shaped(&self) -> &Arc<Shaped> {
        &self.shaped
    }

    /// Tells books apart whose drawings would look otherwise: by the faces that are not the program's, and by the families
    /// that drawings are set in.
    pub fn drawing_digest(&self) -> u64 {
        self.drawing_faces.digest(&self.faces)
    }

    /// Reads an SVG drawing, whose text is set in the book's faces.
    ///
    /// # Errors
    /// Where it is no drawing that can be read.
    pub fn drawing(&self, bytes: &Arc<[u8]>) -> Drawing {
        self.drawing_faces.tree(bytes, &self.faces)
    }

    /// The characters of a drawing's words that no face has.
    pub fn missing_in_drawing(&self, bytes: &Arc<[u8]>) -> BTreeSet<char> {
        self.drawing_faces.missing(bytes, &self.faces)
    }

    /// The weights that a face stands for: those that the theme asks for, and for which no other of its family is nearer.
    pub fn weights_of(&self, face: &Face) -> Vec<Weight> {
        let weights: BTreeSet<Weight> = self.stacks.keys().map(|(_, weight, _)| *weight).collect();
        let is_best = |weight: &Weight| {
            let best = self.best(&face.family, *weight, face.italic);
            best.is_some_and(|best| std::ptr::eq(self.face(best), face))
        };
        weights.into_iter().filter(is_best).collect()
    }

    /// The faces to try for a role, best first; never empty, since bundled faces end it.
    pub fn stack(&self, role: FontRole, weight: Weight, italic: bool) -> &[FaceId] {
        let usual = if weight.is_bold() { Weight::BOLD } else { Weight::REGULAR };
        self.stacks.get(&(role, weight, italic)).unwrap_or(&self.stacks[&(role, usual, italic)])
    }
}
