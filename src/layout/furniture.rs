//! Finished pages: margins, running heads and folios around what the sections put on them.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::area::shift;
use super::compose::{BodyPage, Composed};
use super::composer::Composer;
use super::context::Context;
use super::count::{SectionStart, starts};
use super::inline::{self, Measure};
use super::remember::Furnishing;
use crate::geom::{Abs, Point};
use crate::model::flow::{
    Direction, Flow, LangId, OutlineEntry, ParagraphStyle, RichText, Run, SectionKind, StyleId,
};
use crate::model::layout::{Artifact, Item, ItemKind, Origin, Page, PageMap};
use crate::model::media::ImageId;
use crate::model::resolved::NodeId;
use crate::model::roles::Role;
use crate::model::theme::{Align, RunningHeadContent};

/// Puts heads and folios on the pages that sections were composed to, and blank pages between them.
pub fn furnish(composer: &Composer, sections: Vec<Arc<Composed>>, map: &PageMap) -> Vec<Arc<Page>> {
    let flow = composer.flow;
    let starts = starts(flow, &sections);
    let headings = headings(flow);
    let mut outline: Vec<&OutlineEntry> = flow.outline.iter().collect();
    outline.sort_by_key(|entry| entry.target.section);
    let pages = |(index, (composed, start)): (usize, (Arc<Composed>, SectionStart))| {
        let from = start.first - usize::from(start.blank_before);
        let pages = from..start.first + composed.pages.pages.len();
        let furnishing = || furnishing(flow, &outline, map, index, pages);
        composer.remembered.pages(index, composed, furnishing, |composed| {
            let context = composer.context(map, index);
            let mut furnisher = Furnisher { context, headings: &headings, heads_set: FxHashMap::default() };
            let pages = furnisher.section(composed, &start);
            composer.shapers.put_back(furnisher.context.shaper);
            pages
        })
    };
    let all = sections.into_par_iter().zip(starts).enumerate().with_max_len(1);
    all.map(pages).flatten_iter().collect()
}

/// What a section is furnished for whose pages have these numbers; the outline is in the order of sections.
fn furnishing(
    flow: &Flow,
    outline: &[&OutlineEntry],
    map: &PageMap,
    index: usize,
    pages: Range<usize>,
) -> Furnishing {
    let from = outline.partition_point(|entry| (entry.target.section as usize) < index);
    let own = outline[from..].iter().take_while(|entry| entry.target.section as usize == index);
    Furnishing {
        book_title: flow.manifest.title.clone(),
        direction: flow.sections.first().map(|section| section.direction),
        first: pages.start,
        labels: map.labels.get(pages).unwrap_or_default().to_vec(),
        headings: own.map(|entry| OutlineEntry::clone(entry)).collect(),
    }
}

struct Furnisher<'a> {
    context: Context<'a>,
    /// The headings below a chapter's, by node: their places in the outline.
    headings: &'a FxHashMap<NodeId, usize>,
    /// Running heads that were set before, by title and the room for it.
    heads_set: FxHashMap<(String, Abs), (Vec<Item>, Abs)>,
}

fn headings(flow: &Flow) -> FxHashMap<NodeId, usize> {
    let below = flow.outline.iter().enumerate().filter(|(_, entry)| entry.level >= 2);
    below.map(|(index, entry)| (entry.target, index)).collect()
}

/// What the running head shows on the pages of a section, as its headings go by.
struct Heads {
    chapter: String,
    section: String,
}

impl<'a> Furnisher<'a> {
    fn flow(&self) -> &'a Flow {
        self.context.flow
    }

    /// Which way the book is read: its first section's.
    fn right_to_left(&self) -> bool {
        self.flow().sections.first().is_some_and(|section| section.direction == Direction::RightToLeft)
    }

    fn section(&mut self, composed: Composed, start: &SectionStart) -> Vec<Arc<Page>> {
        let mut pages = Vec::with_capacity(composed.pages.pages.len() + 1);
        if start.blank_before {
            pages.push(Arc::new(self.blank(start.first - 1)));
        }
        let section = &self.flow().sections[self.context.section];
        let mut heads = Heads { chapter: section.title.clone(), section: section.title.clone() };
        for (nth, body) in composed.pages.pages.into_iter().enumerate() {
            self.follow_headings(&mut heads, &body);
            pages.push(Arc::new(self.page(start.first + nth, body, (nth > 0).then_some(&heads))));
        }
        pages
    }

    /// A page's head names the last section that begins on it or before.
    fn follow_headings(&self, heads: &mut Heads, body: &BodyPage) {
        let begun = body.anchors.iter().filter_map(|(node, _)| self.headings.get(node));
        if let Some(&last) = begun.max() {
            heads.section.clone_from(&self.flow().outline[last].title);
        }
    }

    fn blank(&self, number: usize) -> Page {
        Page {
            size: self.flow().manifest.page.size,
            turned: false,
            label: self.context.map.labels.get(number).cloned().unwrap_or_default(),
            recto: number.is_multiple_of(2),
            section: self.context.section as u32,
            items: Vec::new(),
            anchors: Vec::new(),
            begins: None,
        }
    }

    /// A section's first page has no head.
    fn page(&mut self, number: usize, body: BodyPage, heads: Option<&Heads>) -> Page {
        let mut page = self.blank(number);
        let section = &self.flow().sections[self.context.section];
        self.context.turn(body.turned);
        if body.turned {
            (page.turned, page.size) = (true, page.size.turned());
        }
        let corner = self.corner(&page);
        page.begins = body.begins;
        page.anchors = body.anchors.iter().map(|(node, at)| (*node, *at + corner)).collect();
        page.items = body.items;
        if let Some(image) = body.cover {
            self.cover(&mut page, image);
            return page;
        }
        shift(&mut page.items, corner.x, corner.y);
        let is_plain =
            matches!(section.kind, SectionKind::TitlePage | SectionKind::HalfTitle | SectionKind::Imprint);
        let is_plain = is_plain || section.role.is_some_and(Role::stands_alone);
        if !is_plain && section.kind != SectionKind::Part {
            self.folio(&mut page, corner);
            if let Some(heads) = heads {
                self.running_head(&mut page, corner, heads);
            }
        }
        page
    }

    /// The type area's top left corner. The inner margin is at the spine: on the left of a recto, and the other way
    /// round in a book that is read from right to left. A turned page has at its top what is on the left of others, and on
    /// its left what is at their foot: its type area is where theirs is on paper.
    fn corner(&self, page: &Page) -> Point {
        let geometry = &self.flow().manifest.page;
        let spine_left = page.recto != self.right_to_left();
        let inner = !geometry.two_sided || spine_left;
        let left = if inner { geometry.margin_inner } else { geometry.margin_outer };
        match page.turned {
            true => Point::new(geometry.margin_bottom, left),
            false => Point::new(left, geometry.margin_top),
        }
    }

    fn cover(&self, page: &mut Page, image: ImageId) {
        for item in &mut page.items {
            if matches!(item.kind, ItemKind::Image { image: shown, .. } if shown == image) {
                item.at = Point::default();
                item.kind = ItemKind::Image { image, size: page.size, offset: 0 };
            }
        }
    }

    fn folio(&mut self, page: &mut Page, corner: Point) {
        let area = self.context.area;
        let y = corner.y + area.height + (page.size.height - corner.y - area.height).mul_div(9, 20);
        let (items, width) = self.set(&page.label, self.flow().folio, Artifact::Folio);
        let x = self.outside(page, corner, width);
        self.put(page, items, Point::new(x, y));
    }

    /// The left edge of what stands at the outer edge of the type area, or in its middle where no edge is the outer one: on a
    /// single-sided page, and on a turned one, which has its spine above or below.
    fn outside(&self, page: &Page, corner: Point, width: Abs) -> Abs {
        let rest = self.context.measure() - width;
        let has_outer = self.flow().manifest.page.two_sided && !page.turned;
        match (has_outer, page.recto != self.right_to_left()) {
            (false, _) => corner.x + rest / 2,
            (true, true) => corner.x + rest,
            (true, false) => corner.x,
        }
    }

    fn running_head(&mut self, page: &mut Page, corner: Point, heads: &Heads) {
        let theme = &self.flow().theme;
        let content = if page.recto { theme.recto_head } else { theme.verso_head };
        let title = match content {
            RunningHeadContent::None => return,
            RunningHeadContent::BookTitle => self.flow().manifest.title.clone(),
            RunningHeadContent::ChapterTitle => heads.chapter.clone(),
            RunningHeadContent::SectionTitle => heads.section.clone(),
        };
        let (items, width) = self.head_within(title, self.context.measure());
        let x = self.outside(page, corner, width);
        let y = corner.y - (corner.y.mul_div(2, 5)).min(theme.leading.mul_div(3, 2));
        self.put(page, items, Point::new(x, y));
    }

    /// A running head as it is set on all its pages.
    fn head_within(&mut self, title: String, width: Abs) -> (Vec<Item>, Abs) {
        let key = (title, width);
        if let Some(set) = self.heads_set.get(&key) {
            return set.clone();
        }
        let set = self.set_within(&key.0, width);
        self.heads_set.insert(key, set.clone());
        set
    }

    /// A title on one line, cut with an ellipsis where it is too long.
    fn set_within(&mut self, title: &str, width: Abs) -> (Vec<Item>, Abs) {
        let style = self.flow().running_head;
        let (items, length) = self.set(title, style, Artifact::RunningHead);
        if length <= width {
            return (items, length);
        }
        // As many words as fit; more of them are never shorter.
        let ends: Vec<usize> = title.match_indices(' ').map(|(at, _)| at).collect();
        let mut set = (Vec::new(), Abs::ZERO);
        let (mut fit, mut over) = (0, ends.len() + 1);
        while over - fit > 1 {
            let middle = fit + (over - fit) / 2;
            let cut = format!("{} …", &title[..ends[middle - 1]]);
            let found = self.set(&cut, style, Artifact::RunningHead);
            if found.1 <= width {
                (fit, set) = (middle, found);
            } else {
                over = middle;
            }
        }
        set
    }

    /// Sets a short text on one line from its left edge.
    fn set(&mut self, text: &str, style: StyleId, artifact: Artifact) -> (Vec<Item>, Abs) {
        let right_to_left = self.right_to_left();
        let base = ParagraphStyle { base: style, align: Align::Start, ..ParagraphStyle::default() };
        let runs = vec![Run { end: text.len() as u32, style, lang: LangId::default() }];
        let rich = RichText { text: text.to_string(), style: base, runs, ..RichText::default() };
        let width = inline::extents(&mut self.context, &rich, right_to_left).0 + Abs::pt(1);
        let measure = Measure { width, right_to_left, align: Some(Align::Start) };
        let line = inline::lines(&mut self.context, &rich, measure).into_iter().next();
        let mut items = line.map(|line| line.items).unwrap_or_default();
        for item in &mut items {
            item.origin = Origin::Artifact(artifact);
            if let ItemKind::Glyphs(run) = &mut item.kind {
                // These characters are in no text of the flow: the run carries them itself.
                let shown = text.get(run.start as usize..run.end as usize).unwrap_or_default();
                run.text = Some(shown.into());
            }
        }
        (items, width)
    }

    fn put(&self, page: &mut Page, mut items: Vec<Item>, at: Point) {
        shift(&mut items, at.x, at.y);
        // A page gets a folio and a head and no more: room for twice its items would stay empty.
        page.items.reserve_exact(items.len());
        page.items.append(&mut items);
    }
}
