//! What composing a section makes.

use super::context::{FieldUse, Missing};
use crate::diag::Sink;
use crate::geom::{Abs, Point};
use crate::model::layout::{Item, PageMap, TextPlace};
use crate::model::media::ImageId;
use crate::model::resolved::NodeId;

/// A section on its pages, and what it printed on them.
#[derive(Clone)]
pub struct Composed {
    pub pages: SectionPages,
    pub fields: Vec<FieldUse>,
    pub missing: Vec<Missing>,
    pub found: Sink,
}

impl Composed {
    /// The page numbers and counts that it prints although the map has others.
    pub fn wrong_fields(&self, map: &PageMap) -> impl Iterator<Item = &FieldUse> {
        self.fields.iter().filter(|field| field.printed != map.field(&field.kind))
    }
}

/// The pages of one section, relative to the type area's top left corner.
#[derive(Debug, Clone, Default)]
pub struct SectionPages {
    pub pages: Vec<BodyPage>,
    /// Whether they are made for a first page that is a recto; none where it makes no difference.
    pub opens_recto: Option<bool>,
}

/// A figure that has a page to itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plate {
    /// It goes on to the page's edges, and nothing else stands there.
    pub bleeds: bool,
}

/// What stands on one page between its margins.
#[derive(Debug, Clone, Default)]
pub struct BodyPage {
    pub items: Vec<Item>,
    pub anchors: Vec<(NodeId, Point)>,
    pub begins: Option<TextPlace>,
    pub turned: bool,
    pub cover: Option<ImageId>,
    /// What is at a place of the page itself, relative to its upper left corner.
    pub placed: Vec<Item>,
    /// It is a figure's own.
    pub plate: Option<Plate>,
    /// What is as wide as the text and the margin's column, relative to the type area of a page that has this on the right.
    pub wide: Vec<Item>,
    /// What stands in the margin's column, relative to the column's left edge and the type area's top.
    pub beside: Vec<Item>,
    /// Between which heights the column is taken already.
    pub taken: Vec<(Abs, Abs)>,
}
