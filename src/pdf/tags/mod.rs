//! The structure tree (ISO 32000-1, 14.7 and 14.8): what the flow says each thing is, and where on the pages it is drawn.
//! [`Tags::plan`] makes the elements from the flow; page content says which of them each of its parts belongs to;
//! [`write::objects`] puts both into the file.

mod index;
mod inline;
mod maths;
mod plan;
mod role;
pub mod write;

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::geom::Abs;
use crate::model::flow::{Flow, LangId, Reading};
use crate::model::layout::PageMap;
use crate::model::resolved::NodeId;

use role::ROLE_MAP;
pub use role::Role;

/// Index into [`Tags::elements`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ElementId(u32);

impl ElementId {
    /// By how much it comes after another.
    pub fn less(self, base: ElementId) -> ElementId {
        ElementId(self.0.wrapping_sub(base.0))
    }

    /// What comes so much after another.
    pub fn plus(self, base: ElementId) -> ElementId {
        ElementId(self.0.wrapping_add(base.0))
    }
}

/// The tree, and which element each text, image and link of the flow belongs to.
#[derive(Default)]
pub struct Tags {
    /// A parent before its children, otherwise in reading order. The first is the document.
    elements: Vec<Element>,
    /// For each text: the elements of its stretches, each with the stretch's end.
    leaves: FxHashMap<NodeId, Vec<(u32, ElementId)>>,
    /// Images that say something, by node and offset in it.
    figures: FxHashMap<(NodeId, u32), ElementId>,
    /// Links by the node and the start of their marks.
    links: FxHashMap<(NodeId, u32), Link>,
    /// The element that a node is, for destinations.
    nodes: FxHashMap<NodeId, ElementId>,
    /// The elements of annotations, in the order of their keys in the parent tree.
    annotations: Vec<ElementId>,
    /// The object number of the tree's root; its elements have those that follow.
    root: u32,
}

/// A link of the text: its element, and the stretch it covers.
#[derive(Debug, Clone)]
pub struct Link {
    pub element: ElementId,
    pub text: Range<u32>,
    pub says: Says,
}

/// What a link is called where its text is not read.
#[derive(Debug, Clone)]
pub enum Says {
    /// The words that it covers.
    Words,
    /// These, where the text has pictures or a page number in it.
    These(Box<str>),
    /// The number of a note, from its call.
    Note,
    /// Back from a note to its call.
    Back,
}

#[derive(Debug)]
struct Element {
    role: Role,
    parent: ElementId,
    kids: Vec<Kid>,
    about: Option<Box<About>>,
}

/// What few elements have.
#[derive(Debug, Default)]
struct About {
    alt: Option<String>,
    expansion: Option<String>,
    lang: Option<LangId>,
    /// How the items of a list are marked (ISO 32000-1, table 347).
    numbering: Option<&'static str>,
    /// Set as a block though its kind is an inline one.
    block: bool,
    /// Where a figure stands: its edges in default user space, in thousandths of a point.
    place: Option<[i64; 4]>,
    /// The object number of the file that belongs to it.
    file: Option<u32>,
    formula: Option<Arc<Reading>>,
    /// Elements that this one calls or is called by.
    refs: Vec<ElementId>,
    look: Option<Look>,
    /// The columns and rows that a cell takes.
    spans: Option<(u16, u16)>,
    /// The EPUB does not have it.
    alone: bool,
    /// It holds the values of a chart.
    of_chart: bool,
    /// It stands in the margin, beside the text.
    beside: bool,
    /// The cells that head this one, and whether it heads others that name it.
    headings: Vec<ElementId>,
    is_named: bool,
}

/// What a stretch of text looks like where that is part of what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// Above the line of the text around it, by so much.
    Raised(Abs),
    Lowered(Abs),
    Struck,
}

/// What stands for a picture; nothing where nobody has described it yet.
fn described(alt: &str) -> Option<String> {
    (!alt.trim().is_empty()).then(|| alt.to_string())
}

#[derive(Debug, Clone, Copy)]
struct Kid {
    /// Order among the kids: where in the text it starts.
    at: u32,
    is: KidIs,
}

#[derive(Debug, Clone, Copy)]
enum KidIs {
    Element(ElementId),
    /// Marked content of a page.
    Content {
        page: u32,
        id: u32,
    },
    /// An annotation, by its object number.
    Annotation {
        page: u32,
        object: u32,
    },
}

/// What a page's content draws of the tree.
#[derive(Debug, Clone, Default)]
pub struct PageContent {
    /// The element and the place in its text of each marked-content sequence; the index is its identifier.
    pub sequences: Vec<(ElementId, u32)>,
    /// Figures and their edges in default user space, in thousandths of a point.
    pub figures: Vec<(ElementId, [i64; 4])>,
}

impl PageContent {
    /// The same of other elements.
    pub fn moved(mut self, other: impl Fn(ElementId) -> ElementId) -> PageContent {
        self.sequences.iter_mut().for_each(|(element, _)| *element = other(*element));
        self.figures.iter_mut().for_each(|(element, _)| *element = other(*element));
        self
    }
}

impl Tags {
    /// The elements of a book, in reading order.
    pub fn plan(flow: &Flow, map: &PageMap) -> Tags {
        plan::plan(flow, map)
    }

    /// Takes object numbers for the root and the elements, above the highest so far.
    pub fn take_numbers(&mut self, highest: &mut u32) {
        self.root = *highest + 1;
        *highest = self.root + self.elements.len() as u32;
    }

    /// The object number of the root.
    pub fn root(&self) -> u32 {
        self.root
    }

    /// The object number of the element that a node is, or of the document.
    pub fn number(&self, node: NodeId) -> u32 {
        self.number_of(self.element(node))
    }

    /// The element that a node is, or the document.
    pub fn element(&self, node: NodeId) -> ElementId {
        self.nodes.get(&node).copied().unwrap_or_default()
    }

    fn number_of(&self, element: ElementId) -> u32 {
        self.root + 1 + element.0
    }

    pub fn role(&self, element: ElementId) -> Role {
        self.elements[element.0 as usize].role
    }

    /// Whether an element is a label, or a link that is one.
    pub fn is_label(&self, element: ElementId) -> bool {
        let parent = self.elements[element.0 as usize].parent;
        self.role(element) == Role::Lbl || self.role(parent) == Role::Lbl
    }

    /// Whether an element is a block of code, in which white space says something.
    pub fn is_listing(&self, element: ElementId) -> bool {
        let Element { role, about, .. } = &self.elements[element.0 as usize];
        *role == Role::Code && about.as_ref().is_some_and(|about| about.block)
    }

    /// The elements of a text's stretches, each with the stretch's end; the last covers what follows the text.
    pub fn leaves(&self, node: NodeId) -> &[(u32, ElementId)] {
        self.leaves.get(&node).map_or(&[], Vec::as_slice)
    }

    /// The element of an image; none where it only decorates.
    pub fn figure(&self, node: NodeId, offset: u32) -> Option<ElementId> {
        self.figures.get(&(node, offset)).copied()
    }

    pub fn link(&self, node: NodeId, offset: u32) -> Option<&Link> {
        self.links.get(&(node, offset))
    }

    /// Takes in what a page draws.
    pub fn add_content(&mut self, page: u32, content: &PageContent) {
        for (id, &(element, at)) in content.sequences.iter().enumerate() {
            let is = KidIs::Content { page, id: id as u32 };
            self.elements[element.0 as usize].kids.push(Kid { at, is });
        }
        for &(element, edges) in &content.figures {
            self.about(element).place.get_or_insert(edges);
        }
    }

    /// Makes an annotation part of an element, after its text; returns how many there were before.
    pub fn add_annotation(&mut self, element: ElementId, page: u32, object: u32) -> usize {
        let kid = Kid { at: u32::MAX, is: KidIs::Annotation { page, object } };
        self.elements[element.0 as usize].kids.push(kid);
        self.annotations.push(element);
        self.annotations.len() - 1
    }

    /// Makes a file belong to the element that a node is.
    pub fn add_file(&mut self, node: NodeId, object: u32) {
        if let Some(&element) = self.nodes.get(&node) {
            self.about(element).file = Some(object);
        }
    }

    /// Every formula in MathML, with its element.
    pub fn formulas(&self) -> impl Iterator<Item = (ElementId, &str)> {
        (0..).map(ElementId).zip(&self.elements).filter_map(|(id, element)| {
            let reading = element.about.as_ref()?.formula.as_deref()?;
            Some((id, reading.mathml.as_str()))
        })
    }

    /// Makes a file belong to an element.
    pub fn set_file(&mut self, element: ElementId, object: u32) {
        self.about(element).file = Some(object);
    }

    fn about(&mut self, element: ElementId) -> &mut About {
        self.elements[element.0 as usize].about.get_or_insert_default()
    }

    fn add(&mut self, role: Role, parent: ElementId, at: u32) -> ElementId {
        let id = ElementId(self.elements.len() as u32);
        self.elements.push(Element { role, parent, kids: Vec::new(), about: None });
        self.elements[parent.0 as usize].kids.push(Kid { at, is: KidIs::Element(id) });
        id
    }
}
