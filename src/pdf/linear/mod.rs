//! Linearised files (ISO 32000-1, Annex F): what the first page needs stands at the front, every other page's objects stand
//! together, and hints tell where they are, so that a viewer can show a page before the whole file has come.

mod file;
mod hints;
mod names;
mod objects;
mod parts;
mod resources;

use lopdf::{Document, Object};

use super::fonts::Fonts;
use super::object::Body;
use crate::model::layout::Layout;

/// Writes a document and the objects that are written already. Objects get new numbers. What pages share only because it
/// was less to write is parted before: else the first page would need every face and image, and each link the whole
/// structure tree.
pub fn save(mut document: Document, bodies: Vec<Body>, layout: &Layout, fonts: &Fonts) -> Vec<u8> {
    // New objects of the document come after those that are not in it.
    let taken = bodies.iter().map(|body| body.number).max();
    document.max_id = document.max_id.max(taken.unwrap_or(0));
    resources::narrow(&mut document, layout, fonts);
    names::name(&mut document);
    let objects = objects::Objects::of(&document, bodies);
    let units = parts::units(&objects, &objects.users());
    let numbers = parts::number(&objects, &units);
    file::write(&objects, &units, &numbers)
}

/// The number of the object that an entry refers to.
fn target(entry: lopdf::Result<&Object>) -> Option<u32> {
    entry.and_then(Object::as_reference).ok().map(|id| id.0)
}
