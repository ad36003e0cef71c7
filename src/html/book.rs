//! The book as the web edition's pages know it.

use crate::address;
use crate::escape::xml::{Markup, markup};
use crate::model::flow::{Flow, OutlineEntry, Section, SectionKind};
use crate::model::layout::Layout;
use crate::model::manifest::Lang;
use crate::model::web::WebFacts;
use crate::model::words::Word;
use crate::words;
use crate::xhtml::{self, Names, Pages, Part};

/// What all pages have in common.
pub struct Book<'a> {
    pub layout: &'a Layout,
    pub facts: &'a WebFacts,
    pub names: Names,
    /// Where pages of the paged edition begin.
    pub starts: Pages,
    /// The text of each section.
    pub bodies: Vec<Markup>,
    /// By section, its headings in the outline.
    pub outline: Vec<Vec<&'a OutlineEntry>>,
    /// By section, the labels of the pages that begin in it.
    pub labels: Vec<Vec<String>>,
    /// By section, the index of the first page of the PDF that shows it.
    pub first_pages: Vec<Option<usize>>,
    /// By their first sections, the pages that stand in the list beside each text.
    pub listed: Vec<usize>,
    pages: Vec<Page>,
}

/// A file, and the sections that it has.
pub struct Page {
    pub file: String,
    pub sections: std::ops::Range<usize>,
}

impl<'a> Book<'a> {
    pub fn of(layout: &'a Layout, files: &[String], facts: &'a WebFacts) -> Book<'a> {
        let flow = &layout.flow;
        let hrefs = files.iter().map(|file| address::file(file)).collect();
        let (names, starts) = (Names::on_web(flow, hrefs), Pages::of(layout));
        let bodies = xhtml::bodies(layout, &names, &starts);
        let mut outline = vec![Vec::new(); flow.sections.len()];
        flow.outline.iter().for_each(|entry| outline[entry.section as usize].push(entry));
        let mut labels = vec![Vec::new(); flow.sections.len()];
        starts.list().for_each(|start| labels[start.node.section as usize].push(start.label.clone()));
        let mut first_pages = vec![None; flow.sections.len()];
        for (at, page) in layout.pages.iter().enumerate() {
            first_pages[page.section as usize].get_or_insert(at);
        }
        let pages = pages(files);
        // A back cover has no title.
        let is_listed = |first: &usize| flow.sections[*first].kind != SectionKind::BackCover;
        let listed = pages.iter().skip(1).map(|page| page.sections.start).filter(is_listed).collect();
        Book { listed, layout, facts, names, starts, bodies, outline, labels, first_pages, pages }
    }

    pub fn flow(&self) -> &'a Flow {
        &self.layout.flow
    }

    /// The files in their order. The first is the front page, which may have no section.
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    pub fn section(&self, index: usize) -> &'a Section {
        &self.flow().sections[index]
    }

    pub fn texts(&self) -> Vec<&str> {
        self.bodies.iter().map(Markup::as_str).collect()
    }

    /// A word in the book's language.
    pub fn say(&self, word: Word) -> &'static str {
        words::word(self.lang(), word)
    }

    pub fn lang(&self) -> &'a Lang {
        &self.flow().manifest.language
    }

    /// The language that the words are in.
    fn voice(&self) -> &'a str {
        self.flow().words.lang.as_ref().map_or(&self.lang().0, |lang| &lang.0)
    }

    /// Attributes of what the program says, in the language that it says it in.
    pub fn spoken(&self) -> Markup {
        let voice = self.voice();
        let direction = words::direction(&Lang::new(voice));
        markup!(" lang=\"{}\" dir=\"{}\"", voice, xhtml::dir(direction))
    }

    /// The first of a section's headings in the outline.
    pub fn title(&self, section: usize) -> &str {
        match self.outline[section].first() {
            Some(entry) => &entry.title,
            None => xhtml::file_title(self.flow(), self.section(section)),
        }
    }

    pub fn number(&self, section: usize) -> Option<&str> {
        self.outline[section].first().and_then(|entry| entry.number.as_deref())
    }

    /// The address of a section's page.
    pub fn href(&self, section: usize) -> String {
        self.names.file(part(section))
    }
}

/// A section as names know it.
pub fn part(section: usize) -> Part {
    Part { section: section as u32, part: 0 }
}

/// Sections beside each other that have one file are one page.
fn pages(files: &[String]) -> Vec<Page> {
    let mut pages: Vec<Page> = Vec::new();
    for (at, file) in files.iter().enumerate() {
        match pages.last_mut() {
            Some(last) if last.file == *file => last.sections.end = at + 1,
            Some(_) | None => pages.push(Page { file: file.clone(), sections: at..at + 1 }),
        }
    }
    let is_first = |page: &Page| page.file == crate::model::web::FIRST || page.file.is_empty();
    if !pages.first().is_some_and(is_first) {
        pages.insert(0, Page { file: crate::model::web::FIRST.to_string(), sections: 0..0 });
    }
    pages
}
