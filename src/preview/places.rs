//! Which items of the pages show a text, and which texts come from where in the sources.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::words::texts_of;
use crate::model::flow::{BlockKind, Flow, RichText, SectionKind};
use crate::model::layout::{ItemKind, Layout, Origin, TextPlace};
use crate::model::resolved::NodeId;
use crate::model::walk::each_block;
use crate::source::{SourceId, Span};

/// An item, by the indices of its page and of itself on that.
pub type ItemPlace = (u32, u32);

pub struct Places {
    /// The items of each node, in the order of pages.
    items: FxHashMap<NodeId, Vec<ItemPlace>>,
    /// What is written in each source, by where it begins.
    written: BTreeMap<SourceId, Vec<Stretch>>,
}

/// Some bytes of a source and what they became. A text that is not as it was written has one place for all.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    span: Span,
    became: TextPlace,
    /// How long it is in the text.
    length: u32,
}

impl Places {
    pub fn of(layout: &Layout) -> Places {
        let mut items: FxHashMap<NodeId, Vec<ItemPlace>> = FxHashMap::default();
        for (page, index) in layout.pages.iter().zip(0_u32..) {
            for (item, at) in page.items.iter().zip(0_u32..) {
                let is_seen = match &item.kind {
                    ItemKind::Glyphs(run) => !run.hidden,
                    ItemKind::Image { .. } => true,
                    ItemKind::Fill { .. } | ItemKind::Stroke { .. } | ItemKind::Link { .. } => false,
                };
                if let (true, Origin::Node(node)) = (is_seen, item.origin) {
                    items.entry(node).or_default().push((index, at));
                }
            }
        }
        Places { items, written: written(&layout.flow) }
    }

    /// The items that show something of a node.
    pub fn items(&self, node: NodeId) -> &[ItemPlace] {
        self.items.get(&node).map_or(&[], Vec::as_slice)
    }

    /// What a place in a source became: what is written there, or else next after it, or last before it.
    pub fn became(&self, source: SourceId, at: u32) -> Option<TextPlace> {
        let stretches = self.written.get(&source)?;
        let after = stretches.partition_point(|stretch| stretch.span.start <= at);
        let before = stretches[..after].last();
        let within = stretches[..after].iter().rev().take(NEAR).find(|stretch| at < stretch.span.end);
        let (stretch, into) = match (within, stretches.get(after), before) {
            (Some(within), _, _) => (within, at - within.span.start),
            (None, Some(next), _) => (next, 0),
            (None, None, last) => (last?, 0),
        };
        let offset = stretch.became.offset + into.min(stretch.length.saturating_sub(1));
        Some(TextPlace { node: stretch.became.node, offset })
    }
}

/// Stretches within others are few.
const NEAR: usize = 64;

/// What is written in each source. Contents, lists and indexes say again what is written elsewhere.
fn written(flow: &Flow) -> BTreeMap<SourceId, Vec<Stretch>> {
    let mut written: BTreeMap<SourceId, Vec<Stretch>> = BTreeMap::new();
    let mut add = |stretch: Stretch| {
        if stretch.span.end > stretch.span.start {
            written.entry(stretch.span.source).or_default().push(stretch);
        }
    };
    for (section, index) in flow.sections.iter().zip(0..) {
        if matches!(section.kind, SectionKind::Contents | SectionKind::ListOf(_)) {
            continue;
        }
        let mut again: FxHashSet<NodeId> = FxHashSet::default();
        let notes = section.notes.iter().map(|note| &note.blocks);
        for blocks in std::iter::once(&section.blocks).chain(notes) {
            each_block(blocks, &mut |block| match &block.kind {
                BlockKind::Figure(_) | BlockKind::CoverImage { .. } => {
                    let became = TextPlace { node: block.node, offset: 0 };
                    add(Stretch { span: block.span, became, length: 0 });
                }
                BlockKind::Index(list) => {
                    let texts = list.groups.iter().flat_map(|group| &group.entries);
                    again.extend(texts.map(|entry| entry.text.node));
                }
                BlockKind::Contents(lines) => again.extend(lines.iter().map(|line| line.text.node)),
                BlockKind::Heading { .. }
                | BlockKind::Paragraph(_)
                | BlockKind::Quote(_)
                | BlockKind::Only(..)
                | BlockKind::Admonition { .. }
                | BlockKind::List(_)
                | BlockKind::Definitions(_)
                | BlockKind::Code(_)
                | BlockKind::Table(_)
                | BlockKind::Group(_)
                | BlockKind::Equation(_)
                | BlockKind::Break
                | BlockKind::PageBreak(_)
                | BlockKind::Columns(_)
                | BlockKind::Slot(_)
                | BlockKind::Space(_)
                | BlockKind::Fill
                | BlockKind::Record(_) => {}
            });
        }
        texts_of(flow, index, &mut |text| {
            if !again.contains(&text.node) {
                stretches(text).for_each(&mut add);
            }
        });
    }
    for stretches in written.values_mut() {
        stretches.sort_by_key(|stretch| (stretch.span.start, std::cmp::Reverse(stretch.span.end)));
    }
    written
}

fn stretches(text: &RichText) -> impl Iterator<Item = Stretch> {
    text.origins.iter().enumerate().map(|(at, (offset, span))| {
        let end = text.origins.get(at + 1).map_or(text.text.len() as u32, |(next, _)| *next);
        let became = TextPlace { node: text.node, offset: *offset };
        Stretch { span: *span, became, length: end.saturating_sub(*offset) }
    })
}

/// Where in the sources something of a text was written.
pub fn origin(text: &RichText, offset: u32) -> Option<Span> {
    let after = text.origins.partition_point(|(at, _)| *at <= offset);
    let (at, span) = text.origins[..after].last().or(text.origins.first())?;
    let is_known = span.end > span.start;
    let into = offset.saturating_sub(*at).min(span.end.saturating_sub(span.start + 1));
    is_known.then(|| Span { start: span.start + into, ..*span })
}
