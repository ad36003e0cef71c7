//! Galleys to pages: where they end, what stands at head and foot, what they are called.

mod build;
mod count;
mod furniture;

use crate::geom::{Abs, Point, Size};
use crate::model::flow::Flow;
use crate::model::layout::{Item, TextPlace};
use crate::model::media::ImageId;
use crate::model::resolved::NodeId;

pub use build::build;
pub use count::{count, guess};
pub use furniture::furnish;

/// The pages of one section, relative to the type area's top left corner.
#[derive(Debug, Clone, Default)]
pub struct SectionPages {
    pub pages: Vec<BodyPage>,
}

/// What stands on one page between its margins.
#[derive(Debug, Clone, Default)]
pub struct BodyPage {
    pub items: Vec<Item>,
    pub anchors: Vec<(NodeId, Point)>,
    pub begins: Option<TextPlace>,
    pub cover: Option<ImageId>,
}

/// The size of the area that text is set in.
pub fn type_area(flow: &Flow) -> Size {
    let page = &flow.manifest.page;
    let least = Abs::pt(72);
    let width = page.size.width - page.margin_inner - page.margin_outer;
    let height = page.size.height - page.margin_top - page.margin_bottom;
    Size::new(width.max(least), height.max(least))
}
