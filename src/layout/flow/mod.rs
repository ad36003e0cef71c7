//! A section's blocks to a galley: unbreakable frames and paragraphs still to be set, with the space and the cost of a
//! page break before each.

mod block;
mod builder;
mod contents;
mod equation;
mod figure;
mod frame;
mod group;
mod list;
mod note;
mod table;

use crate::model::flow::Section;

use super::context::Context;
use builder::GalleyBuilder;
pub use figure::lower;
pub use frame::{Decor, DecorKind, Frame, FrameKind, Galley, Part, Parting, Space, Text};

/// Sets a section's blocks and its notes, each in the order they are read.
pub fn galley(context: &mut Context, section: &Section) -> Galley {
    let mut builder = GalleyBuilder::new(context, section);
    builder.blocks(&section.blocks);
    let galley = builder.finish();
    Galley { notes: note::notes(context, section), ..galley }
}
