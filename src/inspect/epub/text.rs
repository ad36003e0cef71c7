//! The documents of the spine: the book's divisions with their words, notes, tables, pictures and links, and the pages
//! that begin in them.

use std::collections::BTreeSet;

use roxmltree::Node;

use super::archive::target;
use super::{OPS, kinds};
use crate::inspect::words::Words;
use crate::inspect::{DEEPEST, fault};
use crate::model::chart::DATA;
use crate::model::document::{MARGIN, Medium};
use crate::model::found::{EpubFound, Picture, SectionFound};

/// Inline elements part no words.
const INLINE: [&str; 24] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd", "mark",
    "q", "s", "samp", "small", "span", "strong", "sub", "sup", "u",
];

/// The class of what numbers a row of a formula.
const NUMBER: &str = "maths-number";

/// Reads one document into what was found. `markers` are the targets that page-break markers are.
pub fn read(body: Node, path: &str, markers: &BTreeSet<(String, String)>, found: &mut EpubFound) {
    let section = body.descendants().find(|node| node.has_tag_name((super::XHTML, "section")));
    let kind = section.and_then(|section| section.attribute((OPS, "type"))).unwrap_or_default();
    let level = body.descendants().find_map(heading_level);
    let mut reader = SectionReader {
        path,
        markers,
        words: Words::default(),
        section: SectionFound {
            kind: kind.to_string(),
            level: level.unwrap_or(0),
            ..SectionFound::default()
        },
        found,
    };
    reader.node(body, 0);
    let body = reader.words.finish();
    let section = SectionFound { body, ..reader.section };
    match found.sections.last_mut() {
        // A long chapter goes on in a further file, whose headings are all below its title.
        Some(last)
            if kind == "chapter" && last.kind == kind && level.is_none_or(|level| level > last.level) =>
        {
            join(last, section);
        }
        _ if section.body.is_empty() && section.figures == 0 && level.is_none() => {}
        _ => found.sections.push(section),
    }
}

/// The level of a heading, if it is one.
fn heading_level(node: Node) -> Option<u8> {
    let name = node.tag_name().name();
    let level = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some(level)
}

fn join(last: &mut SectionFound, section: SectionFound) {
    last.body.extend(section.body);
    last.notes.extend(section.notes);
    last.captions.extend(section.captions);
    last.data.extend(section.data);
    last.tables += section.tables;
    last.figures += section.figures;
    last.links += section.links;
}

/// Reads a document of an EPUB in its order.
struct SectionReader<'a> {
    path: &'a str,
    markers: &'a BTreeSet<(String, String)>,
    words: Words,
    section: SectionFound,
    found: &'a mut EpubFound,
}

impl SectionReader<'_> {
    /// The page at hand: that of the last marker.
    fn page(&self) -> Option<u32> {
        self.found.markers.len().checked_sub(1).map(|last| last as u32)
    }

    fn node(&mut self, node: Node, depth: u32) {
        if depth > DEEPEST {
            return fault(&mut self.found.faults, format!("`{}`: elements are nested too deeply", self.path));
        }
        if let Some(text) = node.text().filter(|_| node.is_text()) {
            let split = self.words.push(text, self.page());
            split.into_iter().for_each(|word| fault(&mut self.found.split, word));
            return;
        }
        if node.is_element() {
            self.element(node, depth);
        }
    }

    fn element(&mut self, node: Node, depth: u32) {
        let name = node.tag_name().name();
        if kinds(node).any(|kind| kind == "pagebreak") {
            return self.marker(node);
        }
        if node.attribute("class").is_some_and(|class| class.split(' ').any(|one| one == Medium::Epub.mark()))
        {
            return self.alone(node, depth);
        }
        match name {
            "nav" | "script" | "style" => return,
            // What a drawing brings besides its alternative text is read with the picture, not with the page.
            "details" if is_description(node) => return self.hidden(node, depth),
            "details" if has_class(node, DATA) => return self.of_chart(node, depth),
            "math" => return self.formula(node),
            "img" => self.picture(node),
            "table" => self.section.tables += 1,
            "a" => self.section.links += u32::from(self.is_link(node)),
            _ => {}
        }
        let is_end_note = name == "li" && node.attribute("class") == Some("endnote");
        if is_end_note || kinds(node).any(|kind| kind == "footnote") {
            let words = self.apart(node, depth);
            self.section.notes.push(words);
        } else if (name == "figcaption" && !is_decorative(node.parent()))
            || (name == "aside" && has_class(node, MARGIN))
        {
            let words = self.apart(node, depth);
            self.section.captions.push(words);
        } else if INLINE.contains(&name) {
            self.inner(node, depth);
        } else {
            self.block(node, depth);
        }
    }

    fn inner(&mut self, node: Node, depth: u32) {
        node.children().for_each(|child| self.node(child, depth + 1));
    }

    fn block(&mut self, node: Node, depth: u32) {
        self.part();
        let before = self.words.words.len();
        self.inner(node, depth);
        self.part();
        if heading_level(node).is_some() && self.section.title.is_empty() {
            let words = self.words.words.get(before..).unwrap_or_default();
            self.section.title = words.iter().map(|word| &*word.text).collect::<Vec<_>>().join(" ");
        }
    }

    fn part(&mut self) {
        if let Some(word) = self.words.part() {
            fault(&mut self.found.split, word);
        }
    }

    /// Text that stands elsewhere on paper than in a reading flow. Its pages count all the same.
    fn apart(&mut self, node: Node, depth: u32) -> Vec<String> {
        self.part();
        let running = std::mem::take(&mut self.words);
        self.inner(node, depth);
        std::mem::replace(&mut self.words, running).plain()
    }

    fn hidden(&mut self, node: Node, depth: u32) {
        let (links, figures) = (self.section.links, self.section.figures);
        self.apart(node, depth);
        (self.section.links, self.section.figures) = (links, figures);
    }

    /// The values of a chart, without what opens them on a screen.
    fn of_chart(&mut self, node: Node, depth: u32) {
        self.part();
        let running = std::mem::take(&mut self.words);
        let tables = self.section.tables;
        let shown = node.children().filter(|child| child.tag_name().name() != "summary");
        shown.for_each(|child| self.node(child, depth + 1));
        self.section.tables = tables;
        let words = std::mem::replace(&mut self.words, running).plain();
        self.section.data.push(words);
    }

    /// What the PDF does not have, and what it has not to be compared with.
    fn alone(&mut self, node: Node, depth: u32) {
        self.part();
        let running = std::mem::take(&mut self.words);
        let section = std::mem::take(&mut self.section);
        self.inner(node, depth);
        self.words = running;
        self.section = section;
    }

    fn marker(&mut self, node: Node) {
        let Some(label) = node.attribute("aria-label").or(node.attribute("title")) else {
            return fault(
                &mut self.found.faults,
                format!("`{}`: a page-break marker has no label", self.path),
            );
        };
        if node.ancestors().any(|up| matches!(up.tag_name().name(), "td" | "th")) {
            self.found.within_rows.push(label.to_string());
        }
        self.found.markers.push(label.to_string());
    }

    /// A formula says its words, and then the numbers of its rows.
    fn formula(&mut self, node: Node) {
        let is_number = |cell: &Node| {
            cell.attribute("class").is_some_and(|classes| classes.split(' ').any(|one| one == NUMBER))
        };
        let numbers = node.descendants().filter(is_number);
        let numbers = numbers
            .flat_map(|cell| cell.descendants())
            .filter_map(|part| part.text().filter(|_| part.is_text()));
        let page = self.page();
        let words: Vec<&str> = node.attribute("alttext").into_iter().chain(numbers).collect();
        for text in words {
            self.words.push(text, page).into_iter().for_each(|word| fault(&mut self.found.split, word));
        }
    }

    fn picture(&mut self, node: Node) {
        let decorative = matches!(node.attribute("role"), Some("presentation" | "none"));
        let alt = node.attribute("alt");
        // An empty text marks what only decorates (HTML, 4.8.4.4.4).
        if decorative || alt == Some("") {
            return;
        }
        self.section.figures += 1;
        let alt = alt.filter(|alt| !alt.trim().is_empty()).map(str::to_string);
        self.found.pictures.push(Picture { place: format!("`{}`", self.path), alt });
    }

    /// Whether an anchor is a link as the book counts them: not the call of a note or the way back from it, nor a printed
    /// page number, which leads to that page's marker.
    fn is_link(&self, node: Node) -> bool {
        let Some(address) = node.attribute("href") else { return false };
        let is_note =
            kinds(node).any(|kind| kind == "noteref") || node.attribute("role") == Some("doc-backlink");
        let leads_to_page = target(self.path, address)
            .is_some_and(|(path, fragment)| fragment.is_some_and(|id| self.markers.contains(&(path, id))));
        !is_note && !leads_to_page
    }
}

fn is_description(node: Node) -> bool {
    has_class(node, "description")
}

fn has_class(node: Node, wanted: &str) -> bool {
    node.attribute("class").is_some_and(|classes| classes.split(' ').any(|class| class == wanted))
}

/// Whether a figure only decorates: its caption is then a text like any other.
fn is_decorative(figure: Option<Node>) -> bool {
    let images = figure
        .into_iter()
        .flat_map(|figure| figure.descendants())
        .filter(|node| node.has_tag_name((super::XHTML, "img")));
    let mut images = images.peekable();
    images.peek().is_some()
        && images.all(|image| matches!(image.attribute("role"), Some("presentation" | "none")))
}
