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

/// Parts what pages share only because it was less to write: else the first page would need every face and image, and
/// each link the whole structure tree.
pub fn loosen(document: &mut Document, layout: &Layout, fonts: &Fonts) {
    resources::narrow(document, layout, fonts);
    names::name(document);
}

/// Writes a document and the objects that are written already. Objects get new numbers.
pub fn save(document: &Document, bodies: Vec<Body>) -> Vec<u8> {
    let objects = objects::Objects::of(document, bodies);
    let units = parts::units(&objects, &objects.users());
    let numbers = parts::number(&objects, &units);
    file::write(&objects, &units, &numbers)
}

/// The number of the object that an entry refers to.
fn target(entry: lopdf::Result<&Object>) -> Option<u32> {
    entry.and_then(Object::as_reference).ok().map(|id| id.0)
}
