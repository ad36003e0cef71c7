//! Galleys to pages: where they end, what stands at head and foot, what they are called.

mod behind;
mod choose;
mod cost;
mod count;
mod ends;
mod fit;
mod furniture;
mod level;
mod notes;
mod set;
mod sheet;
mod stock;
#[cfg(test)]
mod tests;

use super::Context;
use super::flow::Galley;
use crate::geom::{Abs, Point, Size};
use crate::model::flow::Flow;
use crate::model::layout::{Item, TextPlace};
use crate::model::media::ImageId;
use crate::model::resolved::NodeId;

pub use count::{count, guess};
pub use furniture::furnish;

/// The pages of one section, relative to the type area's top left corner.
#[derive(Debug, Clone, Default)]
pub struct SectionPages {
    pub pages: Vec<BodyPage>,
    /// Whether they are made for a first page that is a recto; none where it makes no difference.
    pub opens_recto: Option<bool>,
}

/// What stands on one page between its margins.
#[derive(Debug, Clone, Default)]
pub struct BodyPage {
    pub items: Vec<Item>,
    pub anchors: Vec<(NodeId, Point)>,
    pub begins: Option<TextPlace>,
    pub cover: Option<ImageId>,
}

/// Puts a section on pages, the first of which is a recto or is not: counts what there is, chooses where pages end, sets
/// them.
pub fn build(context: &mut Context, mut galley: Galley, opens_recto: bool) -> SectionPages {
    let theme = context.flow.theme.clone();
    let sheet = sheet::Sheet::of(context, type_area(context.flow));
    let stock = stock::Stock::of(&mut galley);
    let chosen = choose::choose(&stock, &sheet, &cost::Costs::of(&theme.typography.pages), opens_recto);
    let pages = set::set(context, galley, stock, &sheet, &chosen);
    let depends = chosen.iter().any(|page| page.turn.short);
    SectionPages { pages, opens_recto: depends.then_some(opens_recto) }
}

/// The size of the area that text is set in.
pub fn type_area(flow: &Flow) -> Size {
    let page = &flow.manifest.page;
    let least = Abs::pt(72);
    let width = page.size.width - page.margin_inner - page.margin_outer;
    let height = page.size.height - page.margin_top - page.margin_bottom;
    Size::new(width.max(least), height.max(least))
}
