//! What stands behind the frames of a page: each decor from its first frame to its last.

use crate::geom::Abs;
use crate::layout::flow::{Decor, Frame};
use crate::model::layout::Item;

#[derive(Default)]
pub struct Backdrop {
    spans: Vec<(u32, Abs, Abs)>,
}

impl Backdrop {
    /// Goes on with the decors that a frame stands on, from its upper edge to its lower one.
    pub fn extend(&mut self, frame: &Frame, top: Abs, bottom: Abs) {
        for &decor in &frame.decors {
            match self.spans.iter_mut().rev().find(|span| span.0 == decor) {
                Some(span) => span.2 = bottom,
                None => self.spans.push((decor, top, bottom)),
            }
        }
    }

    /// Puts the decors before the page's items.
    pub fn draw(self, decors: &[Decor], items: &mut Vec<Item>) {
        // Room for twice a page's items would stay empty.
        items.reserve_exact(self.spans.len());
        let drawn =
            self.spans.into_iter().flat_map(|(decor, top, bottom)| decors[decor as usize].items(top, bottom));
        items.splice(0..0, drawn.collect::<Vec<Item>>());
    }
}
