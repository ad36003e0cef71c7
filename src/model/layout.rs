//! Where the book stands: pages of positioned items, each pointing back at the flow. The second half of the shared
//! layout IR.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::flow::{Flow, ObjectKind, PageCount, Target};
use super::manifest::{Date, PageCounts};
use super::media::{ImageId, Images, Press};
use super::resolved::NodeId;
use super::theme::Color;
use super::walk::each_formula;
use crate::geom::{Abs, Point, Size};

/// The shared layout IR, handed to both renderers.
#[derive(Debug, Clone)]
pub struct Layout {
    pub flow: Flow,
    /// Shared with the builds that come after, where there are some.
    pub pages: Vec<Arc<Page>>,
    pub images: Images,
    pub map: PageMap,
    /// For each section of the flow, how many of its characters no face has: boxes stand for them on the pages.
    pub missing: Vec<u32>,
    /// Files that the PDF carries.
    pub attachments: Vec<Attachment>,
    pub press: Option<Press>,
    /// The day that the files say they were made: that of publication, or one that the build was told.
    pub made: Option<Date>,
    /// Where it is a chapter's: the book that this is a part of.
    pub whole: Option<Whole>,
}

/// The book that a chapter's file is a part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    pub title: String,
    /// What the book goes by: an ISBN, a DOI.
    pub name: Option<String>,
    /// The labels of the pages that the chapter has in it.
    pub first: String,
    pub last: String,
}

impl Layout {
    /// Whether there are files within the PDF: attachments, or the MathML of its formulas.
    pub fn carries_files(&self) -> bool {
        let mut carries = !self.attachments.is_empty();
        each_formula(&self.flow, &mut |_| carries = true);
        carries
    }
}

/// A file within the PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    pub name: String,
    pub media_type: &'static str,
    pub description: String,
    pub relationship: Relationship,
    /// The block that the file belongs to; the whole book where none.
    pub node: Option<NodeId>,
    pub bytes: Vec<u8>,
}

/// What a file is to the text (ISO 32000-2, table 43).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relationship {
    Source,
    Data,
}

/// Index of a face in the font book.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(pub u16);

#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    pub size: Size,
    /// Wide while the book is upright: on paper it is turned, its top edge where the left edges of the others are.
    pub turned: bool,
    /// The folio, printed or not: `iv`, `12`.
    pub label: String,
    /// A right-hand page (left-hand where the book reads right to left).
    pub recto: bool,
    /// Index of the section it belongs to.
    pub section: u32,
    /// In drawing order, which is reading order but for floats and notes.
    pub items: Vec<Item>,
    /// Nodes that begin on this page and the top of each, in page coordinates.
    pub anchors: Vec<(NodeId, Point)>,
    /// Where the page's running text begins: the text node and the byte offset in it. None on a page without text.
    pub begins: Option<TextPlace>,
}

/// A place in a text node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextPlace {
    pub node: NodeId,
    pub offset: u32,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub origin: Origin,
    /// Top left corner of fills and images; for glyphs the start of the baseline.
    pub at: Point,
    pub kind: ItemKind,
}

/// What an item shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A node of the flow: a text (for glyphs), a block (for images and boxes).
    Node(NodeId),
    Artifact(Artifact),
}

/// What is on the page but not in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Artifact {
    RunningHead,
    /// What stands at the foot of the page: its folio, and what else there is.
    Folio,
    /// Rules, backgrounds, boxes.
    Decoration,
    /// The header row of a table repeated on a later page.
    RepeatedHeader,
    Leader,
    /// The mark of a wrapped line of code.
    WrapMark,
    /// A sign beside words that say the same.
    Icon,
}

#[derive(Debug, Clone, PartialEq)]
pub enum ItemKind {
    Glyphs(GlyphRun),
    Fill {
        size: Size,
        color: Color,
    },
    /// A straight stroke from the item's place to one so far from it.
    Stroke {
        to: Point,
        thickness: Abs,
        color: Color,
    },
    Image {
        image: ImageId,
        size: Size,
        /// Where the image stands in its node's text; 0 for a figure.
        offset: u32,
        /// What it measures by itself, where it covers the size evenly and what is beyond is cut away.
        cut: Option<Size>,
    },
    /// An area that leads elsewhere; `node` of the origin is the text with the link mark.
    Link {
        size: Size,
        target: Target,
        /// Where the link's mark starts in its node's text.
        offset: u32,
    },
}

/// Where a picture that measures so much by itself stands, and how large, if it is to cover an area evenly.
pub fn covering(natural: Size, at: Point, area: Size) -> (Point, Size) {
    let (across, down) = (natural.width.raw().max(1), natural.height.raw().max(1));
    let height = area.width.mul_div(down, across);
    let size = match height >= area.height {
        true => Size::new(area.width, height),
        false => Size::new(area.height.mul_div(across, down), area.height),
    };
    (Point::new(at.x - (size.width - area.width) / 2, at.y - (size.height - area.height) / 2), size)
}

/// The corners of the area that a stroke covers, from a place to one so far from it.
pub fn stroke_corners(at: Point, to: Point, thickness: Abs) -> [Point; 4] {
    let (x, y) = (to.x.to_pt(), to.y.to_pt());
    let half = thickness.to_pt() / 2.0 / (x * x + y * y).sqrt().max(f64::MIN_POSITIVE);
    let (dx, dy) = (Abs::from_pt(-y * half), Abs::from_pt(x * half));
    let end = Point::new(at.x + to.x, at.y + to.y);
    [
        Point::new(at.x + dx, at.y + dy),
        Point::new(end.x + dx, end.y + dy),
        Point::new(end.x - dx, end.y - dy),
        Point::new(at.x - dx, at.y - dy),
    ]
}

/// The horizontal scaling of glyphs that are as wide as their face has them.
pub const FULL_WIDTH: u16 = 10_000;

/// What tracking is counted in: so many of it are an em.
pub const TRACKING_EM: i64 = 100_000;

/// Glyphs of one face and size on one baseline, from left to right.
#[derive(Debug, Clone, PartialEq)]
pub struct GlyphRun {
    pub face: FaceId,
    pub size: Abs,
    /// Horizontal scaling in ten-thousandths; the glyphs' advances have it in them.
    pub scale: u16,
    /// Space added between letters, in hundred-thousandths of the em; the advances have it in them.
    pub tracking: i16,
    pub color: Color,
    pub right_to_left: bool,
    /// It is there for those who do not see the page, and nothing is seen of it.
    pub hidden: bool,
    /// The bytes of the node's text that these glyphs show, in logical order.
    pub start: u32,
    pub end: u32,
    /// The characters shown where the flow's text does not have them: folios, page references, a line-end hyphen.
    pub text: Option<Box<str>>,
    pub glyphs: Box<[Glyph]>,
    /// By how much each glyph stands off its place; empty where none does.
    pub shifts: Box<[Shift]>,
}

impl GlyphRun {
    /// By how much a glyph stands off its place.
    #[inline]
    pub fn shift(&self, glyph: usize) -> Shift {
        self.shifts.get(glyph).copied().unwrap_or_default()
    }
}

/// One glyph. A book has millions: they take more of its memory than all else.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Glyph {
    pub id: u16,
    /// Offset from the run's text (or `text`) start of the first byte that this glyph shows.
    pub cluster: u16,
    /// In scaled points.
    pub advance: i32,
}

/// By how much a mark stands off the pen's place, in scaled points, `dy` upwards.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shift {
    pub dx: i32,
    pub dy: i32,
}

/// A glyph and where it stands, before it is part of a run.
pub type Placed = (Glyph, Shift);

/// Glyphs as a run has them, and their shifts.
pub fn parted(placed: impl ExactSizeIterator<Item = Placed> + Clone) -> (Box<[Glyph]>, Box<[Shift]>) {
    let is_shifted = placed.clone().any(|(_, shift)| shift != Shift::default());
    let shifts = if is_shifted { placed.clone().map(|placed| placed.1).collect() } else { Box::default() };
    (placed.map(|placed| placed.0).collect(), shifts)
}

/// Where every node begins, and how many pages there are: what layout needs to know of its own result.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageMap {
    /// Page index of each node that something refers to.
    pub page_of: BTreeMap<NodeId, u32>,
    pub labels: Vec<String>,
    pub counts: PageCounts,
    /// The numbers of notes that are counted by page.
    pub notes: BTreeMap<NodeId, u32>,
}

impl PageMap {
    /// The label of the page that a node begins on.
    pub fn label_of(&self, node: NodeId) -> Option<&str> {
        let page = *self.page_of.get(&node)?;
        self.labels.get(page as usize).map(String::as_str)
    }

    /// What a page number or count prints by this map; `?` for a node that is on no page.
    pub fn field(&self, kind: &ObjectKind) -> String {
        match kind {
            ObjectKind::PageOf(node) => self.label_of(*node).unwrap_or("?").to_string(),
            ObjectKind::Count(PageCount::Front) => self.counts.front.to_string(),
            ObjectKind::Count(PageCount::Main) => self.counts.main.to_string(),
            ObjectKind::Count(PageCount::Back) => self.counts.back.to_string(),
            ObjectKind::Count(PageCount::Total) => self.counts.total.to_string(),
            ObjectKind::NoteNumber { note, number } => self.notes.get(note).unwrap_or(number).to_string(),
            ObjectKind::Image { .. } => String::new(),
            // All of them, since one follows from the others.
            ObjectKind::Locator(locator) => {
                let told = self.locators(&locator.places);
                told.iter().map(|told| format!("{:?} {} ", told.parting, told.page)).collect()
            }
        }
    }
}
