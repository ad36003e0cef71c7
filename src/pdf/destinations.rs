//! Where nodes stand in the file, and how what leads there says so.

use lopdf::{Dictionary, Object, ObjectId, dictionary};
use rustc_hash::FxHashMap;

use super::Profile;
use super::sheet::Sheet;
use super::tags::Tags;
use crate::geom::{Abs, Point};
use crate::model::layout::Layout;
use crate::model::resolved::NodeId;

/// Where every node stands.
pub struct Destinations {
    places: FxHashMap<NodeId, Destination>,
    pages: Vec<ObjectId>,
    labels: Vec<String>,
    profile: Profile,
}

/// What links and bookmarks lead to (ISO 32000-2, 12.3.2): a point of a page, and the structure element there.
struct Destination {
    page: usize,
    left: Abs,
    top: Abs,
    element: ObjectId,
}

impl Destinations {
    pub fn of(
        layout: &Layout,
        pages: &[ObjectId],
        tags: &Tags,
        (profile, sheet): (Profile, Sheet),
    ) -> Destinations {
        let mut places = FxHashMap::default();
        for (index, page) in layout.pages.iter().enumerate() {
            for &(node, at) in &page.anchors {
                // A little air beside and above what is jumped to.
                let top = (page.size.height - at.y + Abs::pt(4)).min(page.size.height);
                let left = (at.x - Abs::pt(4)).max(Abs::ZERO);
                let Point { x: left, y: top } = sheet.place(page, Point::new(left, top));
                let element = (tags.number(node), 0);
                places.entry(node).or_insert(Destination { page: index, left, top, element });
            }
        }
        let labels = layout.pages.iter().map(|page| page.label.clone()).collect();
        Destinations { places, pages: pages.to_vec(), labels, profile }
    }

    pub fn has(&self, node: NodeId) -> bool {
        self.places.contains_key(&node)
    }

    /// The label of the page that a node is on.
    pub fn label(&self, node: NodeId) -> Option<&str> {
        let place = self.places.get(&node)?;
        self.labels.get(place.page).map(String::as_str)
    }

    /// Makes an annotation or a bookmark lead to a node: its place at the top of the window, the zoom as it is (ISO
    /// 32000-1, 12.3.2.2). In PDF 2.0 also to its element (ISO 32000-2, 12.3.2.3; ISO 14289-2, 8.8).
    pub fn lead(&self, from: &mut Dictionary, node: NodeId) {
        let Some(place) = self.places.get(&node) else { return };
        let Some(&page) = self.pages.get(place.page) else { return };
        match self.profile {
            Profile::Archive | Profile::Print => from.set("Dest", place.explicit(page)),
            Profile::Pdf2 => {
                let (page, element) = (place.explicit(page), place.explicit(place.element));
                from.set("A", dictionary! { "S" => "GoTo", "D" => page, "SD" => element });
            }
        }
    }
}

impl Destination {
    fn explicit(&self, target: ObjectId) -> Vec<Object> {
        let real = |length: Abs| Object::Real((length.to_pt() * 1000.0).round() as f32 / 1000.0);
        vec![target.into(), "XYZ".into(), real(self.left), real(self.top), Object::Null]
    }
}
