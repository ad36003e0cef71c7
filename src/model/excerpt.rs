//! A chapter of a book as a file of its own: the pages that it has in the book, and nothing of what is not on them.

use std::sync::Arc;

use super::flow::{Flow, OutlineEntry, Section, SectionKind};
use super::identity::{Format, Identifier, IdentifierScheme};
use super::layout::{Layout, Page, PageMap, Whole};
use super::manifest::{Manifest, PageCounts};
use super::media::ImageFile;

impl Flow {
    /// The chapters that contents name and that share no page, by their sections: those that may have files of their own.
    pub fn listed_chapters(&self) -> impl Iterator<Item = usize> {
        let is_listed = |index: &usize| {
            let mut entries = self.outline.iter().filter(|entry| entry.section as usize == *index);
            entries.any(|entry| entry.kind == SectionKind::Chapter)
        };
        let chapters =
            (0..self.sections.len()).filter(|index| self.sections[*index].kind == SectionKind::Chapter);
        chapters.filter(is_listed).filter(|&index| self.is_alone(index))
    }

    fn chapter(&self, index: usize) -> Flow {
        let mut outline: Vec<OutlineEntry> =
            self.outline.iter().filter(|entry| entry.section as usize == index).cloned().collect();
        let above = outline.iter().map(|entry| entry.level).min().unwrap_or(1).saturating_sub(1);
        outline.iter_mut().for_each(|entry| entry.level -= above);
        let sections = self.sections.iter().enumerate();
        Flow {
            manifest: Arc::new(part_of(&self.manifest, &self.sections[index])),
            theme: Arc::clone(&self.theme),
            styles: self.styles.clone(),
            langs: self.langs.clone(),
            sections: sections.map(|(at, section)| excerpt(section, at == index)).collect(),
            outline,
            words: self.words.clone(),
            running_head: self.running_head,
            folio: self.folio,
        }
    }
}

impl Layout {
    /// A chapter's pages as a layout of their own. What leads elsewhere in the book leads nowhere.
    pub fn chapter(&self, index: usize) -> Layout {
        let is_own = |page: &&Arc<Page>| page.section as usize == index;
        // A blank page before a chapter is the book's.
        let is_blank = |page: &&Arc<Page>| page.items.is_empty();
        let pages: Vec<Arc<Page>> =
            self.pages.iter().filter(is_own).skip_while(is_blank).map(Arc::clone).collect();
        let label = |page: Option<&Arc<Page>>| page.map(|page| page.label.clone()).unwrap_or_default();
        let manifest = &self.flow.manifest;
        let name = |one: &&Identifier| one.format != Format::Epub && one.scheme != IdentifierScheme::Issn;
        let whole = Whole {
            title: manifest.title.clone(),
            name: manifest.identifiers.iter().find(name).map(Identifier::name),
            first: label(pages.first()),
            last: label(pages.last()),
        };
        let attachments = self.attachments.iter();
        let is_of_it = |node: super::resolved::NodeId| node.section as usize == index;
        let counts = PageCounts { total: pages.len() as u32, ..self.map.counts };
        Layout {
            flow: self.flow.chapter(index),
            pages,
            images: self.images.clone(),
            map: PageMap { counts, ..self.map.clone() },
            missing: self.missing.clone(),
            attachments: attachments.filter(|one| one.node.is_some_and(is_of_it)).cloned().collect(),
            press: None,
            made: self.made,
            whole: Some(whole),
        }
    }
}

impl Layout {
    /// A sheet of what is on the book's covers as a layout of its own, with pictures that were drawn for it.
    pub fn sheet(&self, page: Page, drawn: Vec<ImageFile>) -> Layout {
        let sections = self.flow.sections.iter().map(|section| excerpt(section, section.kind.is_cover()));
        let counts = PageCounts { total: 1, ..self.map.counts };
        Layout {
            flow: Flow { sections: sections.collect(), outline: Vec::new(), ..self.flow.clone() },
            pages: vec![Arc::new(page)],
            images: self.images.with(drawn).unwrap_or_else(|| self.images.clone()),
            map: PageMap { counts, ..self.map.clone() },
            missing: self.missing.clone(),
            attachments: Vec::new(),
            press: self.press.clone(),
            made: self.made,
            whole: None,
        }
    }
}

/// What a chapter's file says of itself in place of the book.
fn part_of(book: &Manifest, section: &Section) -> Manifest {
    let doi = section.facts.doi.iter().map(|doi| Identifier {
        format: Format::Work,
        scheme: IdentifierScheme::Doi,
        value: doi.clone(),
        written: doi.clone(),
    });
    let own = &section.contributors;
    Manifest {
        title: section.title.clone(),
        subtitle: None,
        contributors: if own.is_empty() { book.contributors.clone() } else { own.clone() },
        identifiers: doi.collect(),
        series: None,
        subjects: section.facts.keywords.clone(),
        abstract_text: section.facts.summary.clone(),
        cover: None,
        ..book.clone()
    }
}

/// A section as a chapter's file has it: whole, or without a word.
fn excerpt(section: &Section, is_whole: bool) -> Section {
    if is_whole {
        return Section { above: 0, runs_on: false, ..section.clone() };
    }
    Section {
        kind: section.kind,
        matter: section.matter,
        role: section.role,
        name: section.name.clone(),
        title: section.title.clone(),
        number: section.number.clone(),
        above: 0,
        runs_on: false,
        lang: section.lang,
        direction: section.direction,
        columns: section.columns,
        source: section.source,
        node: section.node,
        blocks: Vec::new(),
        notes: Vec::new(),
        contributors: Vec::new(),
        facts: Default::default(),
    }
}
