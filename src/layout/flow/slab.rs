//! What a galley is made of.

use crate::geom::Abs;
use crate::model::layout::{Item, TextPlace};
use crate::model::media::ImageId;
use crate::model::resolved::NodeId;
use crate::model::theme::Color;

/// What a page break costs: 0 is a good place.
pub type Cost = i32;
/// No page break here, unless nothing else is possible.
pub const NEVER: Cost = Cost::MAX;

/// Vertical space that goes at the top of a page, may stretch to fill one and shrink to fit one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Space {
    pub natural: Abs,
    pub stretch: Abs,
    pub shrink: Abs,
}

impl Space {
    /// Space between blocks: it may grow by half and give up a quarter.
    pub fn between(natural: Abs) -> Space {
        Space { natural, stretch: natural / 2, shrink: natural / 4 }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum SlabKind {
    #[default]
    Text,
    /// May go to the top of the next page while the text runs on.
    Float,
    /// The page ends here.
    PageBreak,
    /// Takes what is left of the page.
    Fill,
    /// Space that also stands at a page's top.
    Rigid,
    /// A picture over the whole page.
    Cover(ImageId),
}

/// Something of a fixed height that stays on one page. Items are relative to its top left corner on the type area.
#[derive(Debug, Clone, Default)]
pub struct Slab {
    pub kind: SlabKind,
    pub space: Space,
    pub break_before: Cost,
    pub height: Abs,
    pub items: Vec<Item>,
    pub anchors: Vec<NodeId>,
    /// Notes called in it, by index.
    pub notes: Vec<u32>,
    pub begins: Option<TextPlace>,
    /// Backgrounds and bars it stands on: indices into the galley's decors, outermost first.
    pub decors: Vec<u32>,
    /// The header that is repeated when a page begins with it: an index into the galley's headers.
    pub header: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum DecorKind {
    Background(Color),
    /// A vertical rule at the start edge.
    Bar(Color),
}

/// A background or bar behind consecutive slabs, over the spaces between them too. Relative to the type area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decor {
    pub kind: DecorKind,
    pub x: Abs,
    pub width: Abs,
}

/// A section ready to be put on pages.
#[derive(Debug, Clone, Default)]
pub struct Galley {
    pub slabs: Vec<Slab>,
    pub decors: Vec<Decor>,
    /// Table headers to repeat, by the index that slabs name.
    pub headers: Vec<Slab>,
    /// Each note's lines.
    pub notes: Vec<Vec<Slab>>,
}
