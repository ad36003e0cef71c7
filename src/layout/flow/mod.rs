//! A section's blocks to galleys: unbreakable frames and paragraphs still to be set, with the space and the cost of a page
//! break before each.

mod block;
mod builder;
mod contents;
mod equation;
mod figure;
mod frame;
mod group;
mod index;
mod list;
mod note;
mod table;

use crate::model::flow::Section;

use super::context::Context;
use builder::GalleyBuilder;
pub use figure::lower;
pub use frame::{Columns, Decor, DecorKind, Frame, FrameKind, Galley, Part, Parting, Space, Text, set};

/// Sets a section's blocks and its notes, each in the order they are read: a galley, or more where pages are turned.
pub fn galleys(context: &mut Context, section: &Section) -> Vec<Galley> {
    let mut builder = GalleyBuilder::new(context, section);
    builder.has_pages = true;
    builder.blocks(&section.blocks);
    let mut galleys = builder.galleys();
    note::notes(context, section, &mut galleys);
    galleys
}
