//! A section's blocks to galleys: unbreakable frames and paragraphs still to be set, with the space and the cost of a page
//! break before each.

mod beside;
mod block;
mod boxes;
mod builder;
mod contents;
mod equation;
mod figure;
mod frame;
mod group;
mod index;
mod list;
mod note;
mod plate;
mod span;
mod table;
mod wrap;

use super::context::Context;
use builder::GalleyBuilder;
pub use figure::lower;
pub use frame::{
    Beside, Columns, Decor, Frame, FrameKind, Galley, Lanes, LineGive, Part, Parting, Space, Stretch, Text,
    set,
};

/// Sets a section's blocks and its notes, each in the order they are read: a galley, or more where pages are turned. Those
/// that run on stand in the same; what runs on has none of its own.
pub fn galleys(context: &mut Context) -> Vec<Galley> {
    let (flow, first) = (context.flow, context.section);
    let run = flow.run(first);
    if run.is_empty() {
        return Vec::new();
    }
    let mut builder = GalleyBuilder::new(context, &flow.sections[first]);
    builder.has_pages = true;
    builder.begin_columns();
    builder.blocks(&flow.sections[first].blocks);
    let mut notes = flow.sections[first].notes.len() as u32;
    for index in run.clone().skip(1) {
        builder.run_on(index, notes);
        notes += flow.sections[index].notes.len() as u32;
    }
    let mut galleys = builder.galleys();
    let mut notes = 0;
    for index in run {
        context.section = index;
        note::notes(context, notes, &mut galleys);
        notes += flow.sections[index].notes.len() as u32;
    }
    context.section = first;
    galleys
}
