//! The structure tree (ISO 32000-2, 14.7): the book's divisions with their words, notes, tables, figures and links.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object, ObjectId};

use super::content::PageContent;
use super::links::{Destinations, Leads};
use super::object::File;
use crate::inspect::words::Words;
use crate::inspect::{DEEPEST, fault};
use crate::model::chart::DATA;
use crate::model::document::{MARGIN, Medium};
use crate::model::found::{PageReference, Picture, SectionFound};

/// What the tree tells.
#[derive(Debug, Default)]
pub struct Tree {
    pub sections: Vec<SectionFound>,
    pub shown: Vec<bool>,
    pub pictures: Vec<Picture>,
    pub references: Vec<PageReference>,
    /// Pages and sequences that figures have.
    pub figures: BTreeSet<(u32, i64)>,
    pub faults: Vec<String>,
}

/// Reads the tree of a file with its page contents.
pub fn read(file: &File, contents: &[PageContent], labels: &[String], destinations: &Destinations) -> Tree {
    let tree = Tree { shown: vec![false; file.pages.len()], ..Tree::default() };
    let words = Words::default();
    let section = SectionFound::default();
    let root = file.catalog().and_then(|catalog| file.inner(catalog, b"StructTreeRoot"));
    let roles = root.and_then(|root| file.inner(root, b"RoleMap"));
    let seen = BTreeSet::new();
    let mut reader = TreeReader { file, contents, labels, destinations, roles, tree, seen, words, section };
    match root {
        Some(root) => reader.root(root),
        None => fault(&mut reader.tree.faults, "the PDF has no structure tree"),
    }
    reader.tree
}

/// Where an element stands.
#[derive(Debug, Clone, Copy)]
struct Ancestry<'a> {
    /// The standard type of the element around.
    parent: &'a [u8],
    /// The page that content is on which does not name its own.
    page: Option<u32>,
    depth: u32,
    /// Labels of the list around count its items, and are the reader's own in a reading flow.
    counts: bool,
    within_figure: bool,
    /// The label of a note leads back to its call.
    within_note_label: bool,
}

/// Reads a structure tree in its order.
struct TreeReader<'a> {
    file: &'a File,
    contents: &'a [PageContent],
    labels: &'a [String],
    destinations: &'a Destinations<'a>,
    /// What types that are not standard are mapped to.
    roles: Option<&'a Dictionary>,
    tree: Tree,
    seen: BTreeSet<ObjectId>,
    /// The text at hand, running or of a note or caption.
    words: Words,
    section: SectionFound,
}

/// Inline elements part no words.
const INLINE: [&[u8]; 8] = [b"Span", b"Link", b"Reference", b"Lbl", b"Code", b"Quote", b"Em", b"Strong"];
/// What holds blocks: code in it is a block too.
const GROUPING: [&[u8]; 8] =
    [b"Document", b"Part", b"Sect", b"Div", b"Aside", b"BlockQuote", b"LBody", b"Note"];

impl<'a> TreeReader<'a> {
    fn root(&mut self, root: &'a Dictionary) {
        let kids = self.kids(root);
        let within = Ancestry {
            parent: b"",
            page: None,
            depth: 0,
            counts: false,
            within_figure: false,
            within_note_label: false,
        };
        let document = kids.iter().filter_map(|kid| self.file.dictionary(kid));
        for document in document.collect::<Vec<_>>() {
            self.divisions(document, Ancestry { parent: b"Document", depth: 1, ..within });
        }
    }

    /// Each kid of the document is a division; so is each section in a part.
    fn divisions(&mut self, document: &'a Dictionary, within: Ancestry) {
        for kid in self.kids(document) {
            let Some(element) = self.file.dictionary(kid) else { continue };
            if self.role(element) != b"Part" {
                self.kid(kid, within);
                self.end_section();
                continue;
            }
            let within = Ancestry { parent: b"Part", depth: within.depth + 1, ..within };
            for inner in self.kids(element) {
                if self.file.dictionary(inner).is_some_and(|inner| self.role(inner) == b"Sect") {
                    self.end_section();
                }
                self.kid(inner, within);
            }
            self.end_section();
        }
    }

    fn end_section(&mut self) {
        let body = std::mem::take(&mut self.words).finish();
        let section = SectionFound { body, ..std::mem::take(&mut self.section) };
        if section != SectionFound::default() {
            self.tree.sections.push(section);
        }
    }

    fn kids(&self, element: &'a Dictionary) -> Vec<&'a Object> {
        match element.get(b"K") {
            Ok(kids) => match self.file.resolve(kids) {
                Object::Array(kids) => kids.iter().collect(),
                _ => vec![kids],
            },
            Err(_) => Vec::new(),
        }
    }

    /// The standard type of an element: types that are not are mapped to it.
    fn role(&self, element: &'a Dictionary) -> &'a [u8] {
        let name = self.file.name(element, b"S").unwrap_or_default();
        let mapped = self.roles.and_then(|roles| self.file.name(roles, name)).unwrap_or(name);
        if mapped == b"FENote" { b"Note" } else { mapped }
    }

    fn kid(&mut self, kid: &'a Object, within: Ancestry) {
        let object = self.file.resolve(kid);
        if let Ok(id) = object.as_i64() {
            return self.content(within.page, id, within);
        }
        let Ok(dictionary) = object.as_dict() else { return };
        let page = self.page_of(dictionary).or(within.page);
        match self.file.name(dictionary, b"Type") {
            Some(b"MCR") => {
                let id = self.file.get(dictionary, b"MCID").and_then(|id| id.as_i64().ok());
                self.content(page, id.unwrap_or(-1), within);
            }
            // What an annotation adds to its element is where it leads, which is looked at on its page.
            Some(b"OBJR") => {}
            _ if within.depth > DEEPEST => fault(&mut self.tree.faults, "the structure tree is too deep"),
            _ if kid.as_reference().is_ok_and(|id| !self.seen.insert(id)) => {
                fault(&mut self.tree.faults, "an element of the structure tree has two parents");
            }
            _ => self.element(dictionary, Ancestry { page, ..within }),
        }
    }

    fn page_of(&self, dictionary: &Dictionary) -> Option<u32> {
        self.file.index.get(&dictionary.get(b"Pg").ok()?.as_reference().ok()?).copied()
    }

    fn content(&mut self, page: Option<u32>, id: i64, within: Ancestry) {
        let Some((page, text)) = self.sequence(page, id) else { return };
        if within.within_figure {
            self.tree.figures.insert((page, id));
        } else {
            self.words.push(text, Some(page));
        }
    }

    /// The text of a sequence, whose page is shown by the tree.
    fn sequence(&mut self, page: Option<u32>, id: i64) -> Option<(u32, &'a str)> {
        let found = page.and_then(|page| Some((page, self.contents.get(page as usize)?.sequences.get(&id)?)));
        match found {
            Some((page, text)) => {
                self.tree.shown[page as usize] = true;
                Some((page, text))
            }
            None => {
                fault(
                    &mut self.tree.faults,
                    "an element of the structure tree has content that no page shows",
                );
                None
            }
        }
    }

    fn element(&mut self, element: &'a Dictionary, around: Ancestry) {
        let role = self.role(element);
        let within = Ancestry { parent: role, depth: around.depth + 1, ..around };
        if self.file.text(element, b"T").is_some_and(|title| title == Medium::Pdf.mark()) {
            return self.alone(element, within);
        }
        if self.file.text(element, b"T").is_some_and(|title| title == DATA) {
            return self.apart(element, within, |section, words| section.data.push(words));
        }
        // What stands in the margin may be read a page later than it stands.
        if matches!(role, b"Aside" | b"Div")
            && self.file.text(element, b"T").is_some_and(|title| title == MARGIN)
        {
            return self.apart(element, within, |section, words| section.captions.push(words));
        }
        match role {
            b"Note" => self.apart(element, within, |section, words| section.notes.push(words)),
            b"Caption" if around.parent != b"Table" => {
                self.apart(element, within, |section, words| section.captions.push(words));
            }
            b"Figure" => self.figure(element, within),
            b"Formula" => self.formula(element, within),
            b"TOCI" => self.line(element, within),
            b"Lbl" if around.parent == b"LI" && around.counts => self.hidden(element, within),
            b"Lbl" if around.parent == b"Note" => {
                self.inline(element, Ancestry { within_note_label: true, ..within })
            }
            b"L" => self.block(element, Ancestry { counts: self.counts(element), ..within }),
            b"Code" if GROUPING.contains(&around.parent) => self.block(element, within),
            b"Link" => {
                self.section.links += u32::from(self.is_link(element) && !around.within_note_label);
                self.inline(element, within);
            }
            _ if INLINE.contains(&role) => self.inline(element, within),
            b"Table" => {
                self.section.tables += 1;
                self.block(element, within);
            }
            _ => self.block(element, within),
        }
    }

    fn inline(&mut self, element: &'a Dictionary, within: Ancestry) {
        self.kids(element).into_iter().for_each(|kid| self.kid(kid, within));
    }

    fn block(&mut self, element: &'a Dictionary, within: Ancestry) {
        self.words.part();
        let before = self.words.words.len();
        self.inline(element, within);
        self.words.part();
        let is_heading = matches!(within.parent, b"H1" | b"H2" | b"H3" | b"H4" | b"H5" | b"H6" | b"Title");
        if is_heading && self.section.title.is_empty() {
            let words = self.words.words.get(before..).unwrap_or_default();
            let title: Vec<&str> = words.iter().map(|word| &*word.text).collect();
            self.section.title = title.join(" ");
        }
    }

    /// Text that stands elsewhere in a reading flow.
    fn apart(
        &mut self,
        element: &'a Dictionary,
        within: Ancestry,
        keep: impl FnOnce(&mut SectionFound, Vec<String>),
    ) {
        let running = std::mem::take(&mut self.words);
        self.block(element, within);
        let words = std::mem::replace(&mut self.words, running);
        keep(&mut self.section, words.plain());
        self.words.part();
    }

    /// Text that counts for nothing: its page is shown all the same.
    fn hidden(&mut self, element: &'a Dictionary, within: Ancestry) {
        let running = std::mem::take(&mut self.words);
        self.inline(element, within);
        self.words = running;
    }

    /// What the EPUB does not have, and what it has not to be compared with.
    fn alone(&mut self, element: &'a Dictionary, within: Ancestry) {
        self.words.part();
        let running = std::mem::take(&mut self.words);
        let section = std::mem::take(&mut self.section);
        self.inline(element, within);
        self.words = running;
        self.section = section;
    }

    fn figure(&mut self, element: &'a Dictionary, within: Ancestry) {
        self.section.figures += 1;
        let alt = self.file.text(element, b"Alt").or_else(|| self.file.text(element, b"ActualText"));
        let alt = alt.filter(|alt| !alt.trim().is_empty());
        let label = within.page.and_then(|page| self.labels.get(page as usize)).cloned().unwrap_or_default();
        self.tree.pictures.push(Picture { place: format!("page {label}"), alt });
        self.inline(element, Ancestry { within_figure: true, ..within });
    }

    fn formula(&mut self, element: &'a Dictionary, within: Ancestry) {
        match self.said(element, within) {
            Some(said) => drop(self.words.push(&said, within.page)),
            None => self.inline(element, within),
        }
    }

    /// What is said in a formula's stead, with the white space that its content ends in.
    fn said(&mut self, element: &'a Dictionary, within: Ancestry) -> Option<String> {
        let mut said = self.file.text(element, b"Alt")?;
        let mut shown = Line::default();
        self.kids(element).into_iter().for_each(|kid| self.pieces(kid, within, &mut shown));
        let ends = shown.pieces.last().is_some_and(|(_, text)| text.ends_with(char::is_whitespace));
        said.extend(ends.then_some(' '));
        Some(said)
    }

    /// Whether a list's labels count its items: those of descriptions are terms (ISO 32000-2, table 382).
    fn counts(&self, list: &Dictionary) -> bool {
        let attributes = match list.get(b"A").map(|attributes| self.file.resolve(attributes)) {
            Ok(Object::Array(attributes)) => {
                attributes.iter().filter_map(|one| self.file.dictionary(one)).collect()
            }
            Ok(Object::Dictionary(one)) => vec![one],
            _ => Vec::new(),
        };
        let numbering = attributes.into_iter().find_map(|one| self.file.name(one, b"ListNumbering"));
        !matches!(numbering, Some(b"None" | b"Description") | None)
    }

    /// A link that is not the call of a note.
    fn is_link(&self, link: &'a Dictionary) -> bool {
        let kids = self.kids(link);
        let is_call = |kid: &&Object| {
            self.file.dictionary(kid).is_some_and(|kid| self.file.name(kid, b"S") == Some(b"Reference"))
        };
        !kids.iter().any(is_call)
    }

    /// A line of contents. The number at its end is the printed page's, which only paper needs.
    fn line(&mut self, item: &'a Dictionary, within: Ancestry) {
        let mut line = Line::default();
        for kid in self.kids(item) {
            match self.file.dictionary(kid).filter(|kid| self.role(kid) == b"TOC") {
                Some(_) => {
                    self.end_line(std::mem::take(&mut line));
                    self.kid(kid, within);
                }
                None => self.pieces(kid, within, &mut line),
            }
        }
        self.end_line(line);
    }

    fn pieces(&mut self, kid: &'a Object, within: Ancestry, line: &mut Line) {
        let object = self.file.resolve(kid);
        let Ok(dictionary) = object.as_dict() else {
            let found = object.as_i64().ok().and_then(|id| self.sequence(within.page, id));
            line.pieces.extend(found.map(|(page, text)| (page, text.to_string())));
            return;
        };
        let page = self.page_of(dictionary).or(within.page);
        match self.file.name(dictionary, b"Type") {
            Some(b"MCR") => {
                let id = self.file.get(dictionary, b"MCID").and_then(|id| id.as_i64().ok());
                let found = self.sequence(page, id.unwrap_or(-1));
                line.pieces.extend(found.map(|(page, text)| (page, text.to_string())));
            }
            Some(b"OBJR") => {
                let annotation = self.file.inner(dictionary, b"Obj");
                if let Some(Leads::Page(page)) =
                    annotation.map(|annotation| self.destinations.lead(annotation))
                {
                    line.leads_to = Some(page);
                }
            }
            _ if within.depth > DEEPEST => fault(&mut self.tree.faults, "the structure tree is too deep"),
            _ if self.role(dictionary) == b"Formula" => {
                let within = Ancestry { page, depth: within.depth + 1, ..within };
                line.pieces.extend(page.zip(self.said(dictionary, within)));
            }
            _ => {
                line.links += u32::from(self.role(dictionary) == b"Link");
                let within = Ancestry { page, depth: within.depth + 1, ..within };
                self.kids(dictionary).into_iter().for_each(|kid| self.pieces(kid, within, line));
            }
        }
    }

    fn end_line(&mut self, line: Line) {
        let whole: String = line.pieces.iter().map(|(_, text)| text.as_str()).collect();
        let whole = whole.trim_end();
        if whole.is_empty() {
            return;
        }
        let (text, printed) = whole.rsplit_once(char::is_whitespace).unwrap_or(("", whole));
        let mut left = text.len();
        self.words.part();
        for (page, piece) in &line.pieces {
            let kept = left.min(piece.len());
            self.words.push(piece.get(..kept).unwrap_or(piece), Some(*page));
            left -= kept;
        }
        self.words.part();
        self.section.links += line.links;
        if let Some(label) = line.leads_to.and_then(|page| self.labels.get(page as usize)) {
            let text = text.trim().to_string();
            let (printed, leads_to) = (printed.to_string(), label.clone());
            self.tree.references.push(PageReference { text, printed, leads_to });
        }
    }
}

/// A line of contents as it is read.
#[derive(Debug, Default)]
struct Line {
    pieces: Vec<(u32, String)>,
    links: u32,
    leads_to: Option<u32>,
}
