//! What a book is made of: its headings with their pages, and its chapters with their words.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::json;
use super::record::{first_pages, words_of};
use crate::model::flow::{OutlineEntry, SectionKind};
use crate::model::layout::{Item, Layout, Origin, Page};
use crate::model::resolved::NodeId;
use crate::source::Sources;

/// Words that are read in a minute: adults' silent reading of English (Brysbaert 2019).
const WORDS_A_MINUTE: u64 = 238;

/// Headings and chapters of a book that has been set.
#[derive(Debug)]
pub struct Survey {
    title: String,
    pages: u32,
    headings: Vec<Heading>,
    chapters: Vec<Chapter>,
}

#[derive(Debug, Serialize)]
struct Heading {
    level: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    title: String,
    /// Label of the page that it stands on.
    page: String,
}

#[derive(Debug, Serialize)]
struct Chapter {
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    title: String,
    /// Relative to the manifest.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    /// Label of its first page.
    page: String,
    /// Pages that it stands on.
    pages: u32,
    words: u64,
    /// To read it.
    minutes: u64,
}

#[derive(Serialize)]
struct Stats<'a> {
    title: &'a str,
    pages: u32,
    words: u64,
    minutes: u64,
    chapters: &'a [Chapter],
}

impl Survey {
    pub fn of(layout: &Layout, sources: &Sources) -> Survey {
        let pages = first_pages(layout);
        let flow = &layout.flow;
        let heading = |entry: &OutlineEntry| Heading {
            level: entry.level,
            number: entry.number.clone(),
            title: entry.title.clone(),
            page: pages.get(&entry.target).copied().unwrap_or_default().to_string(),
        };
        let is_chapter = |index: &usize| flow.sections[*index].kind == SectionKind::Chapter;
        let chapters = (0..flow.sections.len()).filter(is_chapter);
        Survey {
            title: flow.manifest.title.clone(),
            pages: layout.map.counts.total,
            headings: flow.outline.iter().map(heading).collect(),
            chapters: chapters.map(|index| chapter(layout, index, (sources, &pages))).collect(),
        }
    }

    /// The headings down to a level, as lines or as JSON.
    pub fn outline(&self, depth: u8, as_json: bool) -> String {
        let headings: Vec<&Heading> = self.headings.iter().filter(|one| one.level <= depth).collect();
        if as_json {
            return json(&headings);
        }
        let line = |one: &&Heading| {
            let number = one.number.as_ref().map(|number| format!("{number}  ")).unwrap_or_default();
            let indent = "  ".repeat(usize::from(one.level.saturating_sub(1)));
            format!("{:>6}  {indent}{number}{}\n", one.page, one.title)
        };
        headings.iter().map(line).collect()
    }

    /// Counts by chapter, and of all, as a table or as JSON.
    pub fn stats(&self, as_json: bool) -> String {
        let words = self.chapters.iter().map(|one| one.words).sum();
        let all = Stats {
            title: &self.title,
            pages: self.pages,
            words,
            minutes: minutes(words),
            chapters: &self.chapters,
        };
        if as_json {
            return json(&all);
        }
        let mut text = format!("{:>7}  {:>7}  {:>7}\n", "pages", "words", "minutes");
        for one in &self.chapters {
            let number = one.number.as_ref().map(|number| format!("{number}  ")).unwrap_or_default();
            text +=
                &format!("{:>7}  {:>7}  {:>7}  {number}{}\n", one.pages, one.words, one.minutes, one.title);
        }
        text + &format!("{:>7}  {:>7}  {:>7}  all\n", all.pages, all.words, all.minutes)
    }
}

fn chapter(layout: &Layout, index: usize, (sources, pages): (&Sources, &FxHashMap<NodeId, &str>)) -> Chapter {
    let section = &layout.flow.sections[index];
    let words = words_of(section);
    let shows = |item: &Item| matches!(item.origin, Origin::Node(node) if node.section as usize == index);
    let is_alone = layout.flow.is_alone(index);
    let is_its = |page: &&Arc<Page>| match is_alone {
        true => page.section as usize == index,
        false => page.items.iter().any(shows),
    };
    Chapter {
        number: section.number.clone(),
        title: section.title.clone(),
        path: section.source.and_then(|id| Some(sources.get(id)?.path.clone())),
        page: pages.get(&section.node).copied().unwrap_or_default().to_string(),
        pages: layout.pages.iter().filter(is_its).count() as u32,
        words,
        minutes: minutes(words),
    }
}

/// To the next minute.
fn minutes(words: u64) -> u64 {
    words.div_ceil(WORDS_A_MINUTE)
}
