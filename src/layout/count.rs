//! What pages are called, and how many there are.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::compose::Composed;
use crate::model::flow::{Flow, Section, SectionKind};
use crate::model::layout::PageMap;
use crate::model::manifest::{Matter, NoteCount, PageCounts};
use crate::model::resolved::NodeId;
use crate::model::roles::Role;
use crate::model::theme::ChapterStart;
use crate::roman;

/// Where each section's pages stand in the book.
pub struct SectionStart {
    /// Index of its first page.
    pub first: usize,
    /// A blank page was put before it so that it opens on a recto.
    pub blank_before: bool,
}

/// The map to start from: the counts that the last build recorded, so that most books settle at once.
pub fn guess(flow: &Flow) -> PageMap {
    let counts = flow.manifest.recorded.pages.unwrap_or_default();
    PageMap { counts, ..PageMap::default() }
}

/// Counts the pages of composed sections and finds where everything is.
pub fn count(flow: &Flow, sections: &[Arc<Composed>]) -> PageMap {
    let starts = starts(flow, sections);
    let labels = labels(flow, sections, &starts);
    let mut anchors: Vec<(NodeId, u32)> = Vec::new();
    for (start, composed) in starts.iter().zip(sections) {
        for (index, page) in composed.pages.pages.iter().enumerate() {
            anchors.extend(page.anchors.iter().map(|(node, _)| (*node, (start.first + index) as u32)));
        }
    }
    // A node is where it first stands.
    anchors.sort_by_key(|(node, _)| *node);
    anchors.dedup_by_key(|(node, _)| *node);
    let page_of = BTreeMap::from_iter(anchors);
    let counts = counts(flow, sections, &starts, labels.len());
    PageMap { page_of, labels, counts, notes: notes(flow, sections) }
}

/// The numbers of notes that are counted from one on each page.
fn notes(flow: &Flow, sections: &[Arc<Composed>]) -> BTreeMap<NodeId, u32> {
    let mut numbers = BTreeMap::new();
    if flow.manifest.notes.numbered != NoteCount::Page {
        return numbers;
    }
    for (section, composed) in flow.sections.iter().zip(sections) {
        let order: BTreeMap<NodeId, u32> = section.notes.iter().map(|note| note.node).zip(0..).collect();
        for page in &composed.pages.pages {
            let begun = page.anchors.iter().filter(|(node, _)| !numbers.contains_key(node));
            let mut begun: Vec<(u32, NodeId)> =
                begun.filter_map(|(node, _)| Some((*order.get(node)?, *node))).collect();
            begun.sort_unstable();
            begun.dedup();
            numbers.extend(begun.into_iter().map(|(_, node)| node).zip(1..));
        }
    }
    numbers
}

/// Parts always open on a recto of a two-sided book, and so does the body; chapters where the theme says so.
pub fn starts(flow: &Flow, sections: &[Arc<Composed>]) -> Vec<SectionStart> {
    let mut next = 0;
    let mut starts = Vec::with_capacity(sections.len());
    let mut matter = None;
    for (section, composed) in flow.sections.iter().zip(sections) {
        let is_wrong = match section.kind == SectionKind::BackCover {
            // It is the other side of the last leaf.
            true => next % 2 == 0,
            false => opens_recto(flow, section, matter) && next % 2 == 1,
        };
        let blank_before = flow.manifest.page.two_sided && is_wrong;
        next += usize::from(blank_before);
        starts.push(SectionStart { first: next, blank_before });
        next += composed.pages.pages.len();
        matter = Some(section.matter);
    }
    starts
}

fn opens_recto(flow: &Flow, section: &Section, before: Option<Matter>) -> bool {
    let start_recto = flow.theme.chapter_start == ChapterStart::Recto;
    if section.runs_on {
        return false;
    }
    match section.kind {
        SectionKind::Cover | SectionKind::Imprint | SectionKind::BackCover => false,
        SectionKind::HalfTitle | SectionKind::TitlePage | SectionKind::Part => true,
        SectionKind::Contents => true,
        SectionKind::ListOf(_) => false,
        SectionKind::Notes => start_recto || before != Some(section.matter),
        SectionKind::Chapter => {
            let alone = section.role.is_some_and(Role::stands_alone);
            alone || start_recto || before != Some(section.matter)
        }
    }
}

/// Roman numbers for the front matter, the cover included, arabic from the body on.
fn labels(flow: &Flow, sections: &[Arc<Composed>], starts: &[SectionStart]) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    let mut body = 0usize;
    for ((section, composed), start) in flow.sections.iter().zip(sections).zip(starts) {
        let blanks = usize::from(start.blank_before);
        let opens_body = section.matter != Matter::Front && body == 0;
        for index in 0..blanks + composed.pages.pages.len() {
            let is_front = section.matter == Matter::Front || (opens_body && index < blanks);
            labels.push(if is_front {
                roman::numeral(labels.len() as u64 + 1)
            } else {
                body += 1;
                body.to_string()
            });
        }
    }
    labels
}

fn counts(flow: &Flow, sections: &[Arc<Composed>], starts: &[SectionStart], total: usize) -> PageCounts {
    let mut counts = PageCounts { total: total as u32, ..PageCounts::default() };
    for ((section, composed), start) in flow.sections.iter().zip(sections).zip(starts) {
        let pages = (composed.pages.pages.len() + usize::from(start.blank_before)) as u32;
        match section.matter {
            Matter::Front => counts.front += pages,
            Matter::Body => counts.main += pages,
            Matter::Back => counts.back += pages,
        }
    }
    counts
}
