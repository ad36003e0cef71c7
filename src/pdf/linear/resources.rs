//! Each page's own resources (ISO 32000-1, 7.8.3): the faces and images that it draws.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object};

use crate::model::layout::{ItemKind, Layout, Page};
use crate::pdf::document::shared;
use crate::pdf::fonts::Fonts;
use crate::pdf::images;

/// Gives every page of the file its own list in place of the one that all share.
pub fn narrow(document: &mut Document, layout: &Layout, fonts: &Fonts) {
    let ids: Vec<_> = document.get_pages().into_values().collect();
    let (all_fonts, all_images) = (shared(document, b"Font"), shared(document, b"XObject"));
    for (page, id) in layout.pages.iter().zip(ids) {
        let (fonts, images) = used(page, fonts);
        let mut resources = Dictionary::new();
        for (kind, names, all) in [("Font", fonts, &all_fonts), ("XObject", images, &all_images)] {
            let own = names.iter().filter_map(|name| Some((name, all.get(name.as_bytes()).ok()?)));
            let own: Dictionary =
                own.map(|(name, object)| (name.as_bytes().to_vec(), object.clone())).collect();
            if !own.is_empty() {
                resources.set(kind, own);
            }
        }
        if let Ok(Object::Dictionary(page)) = document.get_object_mut(id) {
            page.set("Resources", resources);
        }
    }
}

/// The names of the faces and images that a page draws.
fn used(page: &Page, fonts: &Fonts) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut faces, mut shown) = (BTreeSet::new(), BTreeSet::new());
    for item in &page.items {
        match &item.kind {
            ItemKind::Glyphs(run) => {
                let leftward = fonts.get_leftward(run.face).filter(|_| run.right_to_left);
                let face = leftward.map(|leftward| &leftward.embedded).or_else(|| fonts.get(run.face));
                faces.extend(face.map(|face| face.name.clone()));
            }
            ItemKind::Image { image, .. } => drop(shown.insert(images::name(*image))),
            ItemKind::Fill { .. } | ItemKind::Stroke { .. } | ItemKind::Link { .. } => {}
        }
    }
    (faces, shown)
}
