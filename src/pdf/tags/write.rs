//! The tree as objects of the file (ISO 32000-1, 14.7.2 to 14.7.4).

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::maths::{self, Numbers};
use super::{Element, ElementId, Kid, KidIs, Look, ROLE_MAP, Role, Tags};
use crate::model::chart;
use crate::model::document::{MARGIN, Medium};
use crate::model::flow::Flow;
use crate::pdf::Profile;
use crate::pdf::metadata::text_string;
use crate::pdf::number;
use crate::pdf::object::{self, Body};

/// Entries of a leaf of the parent tree: readers look one up without reading all.
const LEAF: usize = 128;

/// Most elements are written in less.
const USUAL_LENGTH: usize = 96;

/// What the tree's objects refer to.
pub struct Places<'a> {
    /// Object numbers of the pages.
    pub pages: &'a [u32],
    /// The first free object number.
    pub free: u32,
    pub profile: Profile,
}

/// Writes the tree: its root first, then the elements, then the parts of the parent tree.
pub fn objects(mut tags: Tags, flow: &Flow, places: &Places) -> Vec<Body> {
    settle(&mut tags);
    let parents = Parents::of(&tags, places.pages.len());
    let namespace = places.free;
    let leaves_at = places.free + 1;
    let maths_at = leaves_at + parents.0.len().div_ceil(LEAF) as u32;
    let (maths, mut of_maths) = formulas(&tags, maths_at, places.profile);
    let writer = Writer {
        tags: &tags,
        flow,
        pages: places.pages,
        profile: places.profile,
        namespace,
        maths,
        maths_at,
    };
    let mut bodies = vec![
        Body { number: tags.root, bytes: writer.root(leaves_at, &parents) },
        Body { number: namespace, bytes: b"<</Type/Namespace/NS(http://iso.org/pdf2/ssn)>>".to_vec() },
    ];
    bodies.par_extend(tags.elements.par_iter().enumerate().map(|(index, element)| {
        let id = ElementId(index as u32);
        Body { number: tags.number_of(id), bytes: writer.element(id, element) }
    }));
    bodies.append(&mut of_maths);
    for (index, entries) in parents.0.chunks(LEAF).enumerate() {
        bodies.push(Body { number: leaves_at + index as u32, bytes: leaf(entries, &tags) });
    }
    bodies
}

/// In PDF 2.0, the elements of each formula's MathML with their namespace, whose number is given; and for each formula their root's.
fn formulas(tags: &Tags, namespace: u32, profile: Profile) -> (FxHashMap<ElementId, u32>, Vec<Body>) {
    let (mut roots, mut bodies) = (FxHashMap::default(), Vec::new());
    let formulas = tags.formulas().filter(|_| profile == Profile::Pdf2);
    let mut numbers = Numbers { formula: 0, namespace, free: namespace + 1 };
    for (element, mathml) in formulas {
        numbers.formula = tags.number_of(element);
        roots.extend(maths::elements(mathml, &mut numbers, &mut bodies).map(|root| (element, root)));
    }
    if !roots.is_empty() {
        bodies.push(Body { number: namespace, bytes: maths::NAMESPACE.to_vec() });
    }
    (roots, bodies)
}

/// Puts kids in the order of the text. A link that leads nowhere in this file is only a stretch of text.
fn settle(tags: &mut Tags) {
    tags.elements.par_iter_mut().for_each(|element| {
        element.kids.sort_by_key(|kid| kid.at);
        let leads = |kid: &Kid| matches!(kid.is, KidIs::Annotation { .. });
        if element.role == Role::Link && !element.kids.iter().any(leads) {
            element.role = Role::Span;
        }
    });
}

/// By key: the elements of a page's marked-content sequences, or the element of an annotation.
struct Parents(Vec<(u32, Parent)>);

enum Parent {
    Page(Vec<ElementId>),
    Annotation(ElementId),
}

impl Parents {
    fn of(tags: &Tags, pages: usize) -> Parents {
        let mut of_pages: Vec<Vec<(u32, ElementId)>> = vec![Vec::new(); pages];
        for (index, element) in tags.elements.iter().enumerate() {
            for kid in &element.kids {
                if let KidIs::Content { page, id } = kid.is {
                    of_pages[page as usize].push((id, ElementId(index as u32)));
                }
            }
        }
        let mut entries = Vec::with_capacity(pages + tags.annotations.len());
        for (page, mut contents) in of_pages.into_iter().enumerate() {
            contents.sort_unstable();
            let elements = contents.into_iter().map(|(_, element)| element).collect();
            entries.push((page as u32, Parent::Page(elements)));
        }
        for (index, &element) in tags.annotations.iter().enumerate() {
            entries.push(((pages + index) as u32, Parent::Annotation(element)));
        }
        Parents(entries)
    }
}

fn ids(tags: &Tags) -> impl Iterator<Item = ElementId> {
    (0..tags.elements.len() as u32).map(ElementId)
}

/// What elements that others find by name are called: notes (ISO 14289-1, 7.9) and cells that head others. Of one length,
/// so that they sort as their numbers do.
fn name(id: ElementId, element: &Element) -> Option<String> {
    let is_named = element.about.as_ref().is_some_and(|about| about.is_named);
    match element.role {
        Role::Note | Role::EndNote => Some(format!("note{:08}", id.0)),
        _ if is_named => Some(cell_name(id)),
        _ => None,
    }
}

/// XML in a quarter of the bytes that the file's own way for other characters takes.
fn in_ascii(xml: &str) -> String {
    let mut ascii = String::with_capacity(xml.len() + 16);
    for character in xml.chars() {
        match character {
            '\0'..='\u{7f}' => ascii.push(character),
            _ => ascii.push_str(&format!("&#{};", u32::from(character))),
        }
    }
    ascii
}

fn cell_name(id: ElementId) -> String {
    format!("cell{:08}", id.0)
}

fn leaf(entries: &[(u32, Parent)], tags: &Tags) -> Vec<u8> {
    let (first, last) =
        (entries.first().map_or(0, |entry| entry.0), entries.last().map_or(0, |entry| entry.0));
    let mut out = format!("<</Limits[{first} {last}]/Nums[").into_bytes();
    for (key, parent) in entries {
        number::integer(&mut out, u64::from(*key));
        match parent {
            Parent::Page(elements) => {
                out.push(b'[');
                for element in elements {
                    object::reference(&mut out, tags.number_of(*element));
                    out.push(b' ');
                }
                out.push(b']');
            }
            Parent::Annotation(element) => {
                out.push(b' ');
                object::reference(&mut out, tags.number_of(*element));
                out.push(b' ');
            }
        }
    }
    out.extend_from_slice(b"]>>");
    out
}

struct Writer<'a> {
    tags: &'a Tags,
    flow: &'a Flow,
    pages: &'a [u32],
    profile: Profile,
    /// The object number of the namespace of PDF 2.0.
    namespace: u32,
    /// The root of each formula's MathML, and the object number of that namespace.
    maths: FxHashMap<ElementId, u32>,
    maths_at: u32,
}

impl Writer<'_> {
    fn root(&self, leaves_at: u32, parents: &Parents) -> Vec<u8> {
        let mut out = b"<</Type/StructTreeRoot/K ".to_vec();
        object::reference(&mut out, self.tags.number_of(ElementId(0)));
        out.extend_from_slice(b"/ParentTree<</Kids[");
        for index in 0..parents.0.len().div_ceil(LEAF) {
            object::reference(&mut out, leaves_at + index as u32);
            out.push(b' ');
        }
        out.extend_from_slice(b"]>>/ParentTreeNextKey ");
        number::integer(&mut out, parents.0.len() as u64);
        match self.profile {
            Profile::Archive | Profile::Print => {
                out.extend_from_slice(b"/RoleMap<<");
                for (name, standard) in ROLE_MAP {
                    out.extend_from_slice(format!("/{name}/{standard}").as_bytes());
                }
                out.extend_from_slice(b">>");
            }
            Profile::Pdf2 => {
                out.extend_from_slice(b"/Namespaces[");
                object::reference(&mut out, self.namespace);
                if !self.maths.is_empty() {
                    out.push(b' ');
                    object::reference(&mut out, self.maths_at);
                }
                out.push(b']');
            }
        }
        self.names(&mut out);
        out.extend_from_slice(b">>");
        out
    }

    /// The names of elements, by which readers find them.
    fn names(&self, out: &mut Vec<u8>) {
        let elements = ids(self.tags).zip(&self.tags.elements);
        let mut names: Vec<(String, ElementId)> =
            elements.filter_map(|(id, element)| Some((name(id, element)?, id))).collect();
        names.sort_unstable();
        let (Some((first, _)), Some((last, _))) = (names.first(), names.last()) else { return };
        out.extend_from_slice(format!("/IDTree<</Kids[<</Limits[({first})({last})]/Names[").as_bytes());
        for (name, id) in &names {
            out.extend_from_slice(format!("({name})").as_bytes());
            object::reference(out, self.tags.number_of(*id));
        }
        out.extend_from_slice(b"]>>]>>");
    }

    fn element(&self, id: ElementId, element: &Element) -> Vec<u8> {
        let (name, in_2) = match self.profile {
            Profile::Archive | Profile::Print => (element.role.name(), false),
            Profile::Pdf2 => element.role.name_in_2(),
        };
        let mut out = Vec::with_capacity(USUAL_LENGTH);
        out.extend_from_slice(b"<</S/");
        out.extend_from_slice(name.as_bytes());
        if in_2 {
            out.extend_from_slice(b"/NS ");
            object::reference(&mut out, self.namespace);
        }
        out.extend_from_slice(b"/P ");
        let parent = if id.0 == 0 { self.tags.root } else { self.tags.number_of(element.parent) };
        object::reference(&mut out, parent);
        self.kids(&mut out, &element.kids, self.maths.get(&id).copied());
        if let Some(name) = self::name(id, element) {
            out.extend_from_slice(format!("/ID({name})").as_bytes());
        }
        match (element.role, self.profile) {
            (Role::Th, _) => self.cell(&mut out, element, "/Scope/Column"),
            (Role::RowTh, _) => self.cell(&mut out, element, "/Scope/Row"),
            (Role::Td, _) => self.cell(&mut out, element, ""),
            (Role::Note, Profile::Pdf2) => out.extend_from_slice(b"/A<</O/FENote/NoteType/Footnote>>"),
            (Role::EndNote, Profile::Pdf2) => out.extend_from_slice(b"/A<</O/FENote/NoteType/Endnote>>"),
            _ => {}
        }
        self.about(&mut out, element);
        out.extend_from_slice(b">>");
        out
    }

    /// What a cell heads, and which slots it takes (ISO 32000-1, table 349).
    fn cell(&self, out: &mut Vec<u8>, element: &Element, scope: &str) {
        let about = element.about.as_deref();
        let (columns, rows) = about.and_then(|about| about.spans).unwrap_or((1, 1));
        let headings = about.map_or(&[][..], |about| &about.headings);
        if scope.is_empty() && (columns, rows) == (1, 1) && headings.is_empty() {
            return;
        }
        out.extend_from_slice(b"/A<</O/Table");
        out.extend_from_slice(scope.as_bytes());
        for (key, slots) in [("/ColSpan ", columns), ("/RowSpan ", rows)] {
            if slots > 1 {
                out.extend_from_slice(key.as_bytes());
                number::integer(out, u64::from(slots));
            }
        }
        if !headings.is_empty() {
            let names: String = headings.iter().map(|id| format!("({})", cell_name(*id))).collect();
            out.extend_from_slice(format!("/Headers[{names}]").as_bytes());
        }
        out.extend_from_slice(b">>");
    }

    /// Kids on the element's own page are their numbers; others name theirs.
    fn kids(&self, out: &mut Vec<u8>, kids: &[Kid], last: Option<u32>) {
        let own = kids.iter().find_map(|kid| match kid.is {
            KidIs::Content { page, .. } | KidIs::Annotation { page, .. } => Some(page),
            KidIs::Element(_) => None,
        });
        if let Some(own) = own {
            out.extend_from_slice(b"/Pg ");
            object::reference(out, self.pages[own as usize]);
        }
        if kids.is_empty() && last.is_none() {
            return;
        }
        out.extend_from_slice(b"/K[");
        for (index, kid) in kids.iter().enumerate() {
            if index > 0 {
                out.push(b' ');
            }
            self.kid(out, kid, own);
        }
        if let Some(last) = last {
            out.push(b' ');
            object::reference(out, last);
        }
        out.push(b']');
    }

    fn kid(&self, out: &mut Vec<u8>, kid: &Kid, own: Option<u32>) {
        match kid.is {
            KidIs::Element(element) => object::reference(out, self.tags.number_of(element)),
            KidIs::Content { page, id } if Some(page) == own => number::integer(out, u64::from(id)),
            KidIs::Content { page, id } => {
                out.extend_from_slice(b"<</Type/MCR/Pg ");
                object::reference(out, self.pages[page as usize]);
                out.extend_from_slice(b"/MCID ");
                number::integer(out, u64::from(id));
                out.extend_from_slice(b">>");
            }
            KidIs::Annotation { page, object } => {
                out.extend_from_slice(b"<</Type/OBJR/Obj ");
                object::reference(out, object);
                if Some(page) != own {
                    out.extend_from_slice(b"/Pg ");
                    object::reference(out, self.pages[page as usize]);
                }
                out.extend_from_slice(b">>");
            }
        }
    }

    fn about(&self, out: &mut Vec<u8>, element: &Element) {
        let Some(about) = &element.about else { return };
        let texts = [("/Alt", about.alt.as_deref()), ("/E", about.expansion.as_deref())];
        let lang = about.lang.and_then(|lang| self.flow.langs.get(usize::from(lang.0)));
        let alone = about.alone.then(|| Medium::Pdf.mark());
        let alone =
            [("/T", alone.or(about.of_chart.then_some(chart::DATA)).or(about.beside.then_some(MARGIN)))];
        let is_english = about.formula.as_ref().is_some_and(|reading| !reading.is_own);
        let lang = [("/Lang", lang.map(|lang| lang.0.as_str()).or(is_english.then_some("en")))];
        for (key, text) in texts.into_iter().chain(alone).chain(lang) {
            if let Some(text) = text {
                out.extend_from_slice(key.as_bytes());
                object::write(out, &text_string(text));
            }
        }
        if self.profile == Profile::Pdf2 && !about.refs.is_empty() {
            out.extend_from_slice(b"/Ref[");
            for element in &about.refs {
                object::reference(out, self.tags.number_of(*element));
                out.push(b' ');
            }
            out.push(b']');
        }
        let has_files = self.profile == Profile::Pdf2 || about.formula.is_some();
        if let Some(file) = about.file.filter(|_| has_files) {
            out.extend_from_slice(b"/AF[");
            object::reference(out, file);
            out.push(b']');
        }
        // What Word writes: readers that know nothing of associated files look for it there.
        if let (Some(reading), Profile::Archive) = (&about.formula, self.profile) {
            out.extend_from_slice(b"/A<</O/MSFT_Office/MSFT_MathML");
            object::literal(out, in_ascii(reading.mathml.as_str()).as_bytes());
            out.extend_from_slice(b">>");
        }
        if let Some(numbering) = about.numbering {
            let numbering = match self.profile {
                // A value that PDF 2.0 brought.
                Profile::Archive | Profile::Print if numbering == "Description" => "None",
                Profile::Archive | Profile::Pdf2 | Profile::Print => numbering,
            };
            out.extend_from_slice(format!("/A<</O/List/ListNumbering/{numbering}>>").as_bytes());
        }
        if let Some(look) = about.look {
            self.look(out, look);
        }
        if about.block || about.place.is_some() {
            out.extend_from_slice(b"/A<</O/Layout");
            if about.block {
                out.extend_from_slice(b"/Placement/Block");
            }
            if let Some(corners) = about.place {
                out.extend_from_slice(b"/BBox[");
                for corner in corners {
                    number::thousandths(out, corner);
                    out.push(b' ');
                }
                out.push(b']');
            }
            out.extend_from_slice(b">>");
        }
    }
    /// ISO 32000-1, 14.8.5.4.5; the name of the position came with PDF 2.0.
    fn look(&self, out: &mut Vec<u8>, look: Look) {
        let (shift, position) = match look {
            Look::Struck => {
                return out.extend_from_slice(b"/A<</O/Layout/TextDecorationType/LineThrough>>");
            }
            Look::Raised(shift) => (shift, "Sup"),
            Look::Lowered(shift) => (shift, "Sub"),
        };
        out.extend_from_slice(b"/A<</O/Layout/BaselineShift ");
        number::thousandths(out, number::in_thousandths(shift));
        if self.profile == Profile::Pdf2 {
            out.extend_from_slice(b"/TextPosition/");
            out.extend_from_slice(position.as_bytes());
        }
        out.extend_from_slice(b">>");
    }
}
