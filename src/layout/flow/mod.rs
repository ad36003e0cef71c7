//! A section's blocks to a galley: unbreakable slabs and paragraphs still to be set, with the space and the cost of a
//! page break before each.

mod block;
mod contents;
mod figure;
mod list;
mod note;
mod slab;
mod table;

use crate::model::flow::Section;
use crate::model::layout::Item;

use super::context::Context;
use block::Setter;
pub use figure::lower;
pub use slab::{Decor, DecorKind, Galley, Part, Parting, Slab, SlabKind, Space, Text};

/// Sets a section's blocks and its notes, each in the order they are read.
pub fn galley(context: &mut Context, section: &Section) -> Galley {
    let mut setter = Setter::new(context, section);
    setter.blocks(&section.blocks);
    let (parts, decors, headers) = setter.finish();
    let notes = note::notes(context, section);
    Galley { parts, decors, headers, notes }
}

/// Moves items by the same distance.
pub fn shift(items: &mut [Item], x: crate::geom::Abs, y: crate::geom::Abs) {
    for item in items {
        item.at.x += x;
        item.at.y += y;
    }
}
