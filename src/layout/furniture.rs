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
use crate::geom::{Abs, Point, Size};
use crate::model::flow::{
    Direction, Flow, LangId, OutlineEntry, ParagraphStyle, RichText, Run, SectionKind, StyleId,
};
use crate::model::layout::{Artifact, Item, ItemKind, Origin, Page, PageMap};
use crate::model::media::ImageId;
use crate::model::resolved::NodeId;
use crate::model::roles::Role;
use crate::model::theme::{Align, Running, RunningContent, RunningLine, Theme};

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
    let run = flow.run(index);
    let own = outline[from..].iter().take_while(|entry| run.contains(&(entry.target.section as usize)));
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
    /// Headings that heads name, by node: their places in the outline.
    headings: &'a FxHashMap<NodeId, usize>,
    /// Running heads that were set before, by title and the room for it.
    heads_set: FxHashMap<(String, Abs, StyleId), (Vec<Item>, Abs)>,
}

fn headings(flow: &Flow) -> FxHashMap<NodeId, usize> {
    let named = flow.outline.iter().enumerate().filter(|(_, entry)| own_level(flow, entry) <= 2);
    named.map(|(index, entry)| (entry.target, index)).collect()
}

/// The level of a heading within its section: 1 is the chapter's title.
fn own_level(flow: &Flow, entry: &OutlineEntry) -> u8 {
    let section = flow.sections.get(entry.section as usize);
    entry.level.saturating_sub(section.map_or(0, |section| section.above))
}

/// Above the text, or below it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Edge {
    Head,
    Foot,
}

impl Edge {
    fn artifact(self) -> Artifact {
        match self {
            Edge::Head => Artifact::RunningHead,
            Edge::Foot => Artifact::Folio,
        }
    }
}

/// Where words stand between the edges of the type area.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Outer,
    Center,
    Inner,
}

/// What the running head shows on the pages of a section, as its headings go by.
struct Heads {
    chapter: String,
    section: String,
}

/// The feet of pages without heads: the folio is in the middle, where it would have been in the head alone.
fn opening_feet(theme: &Theme) -> Running {
    let with_folio = |foot: RunningLine, head: RunningLine| {
        let has = |line: RunningLine| [line.outer, line.center, line.inner].contains(&RunningContent::Folio);
        let is_bare = foot.center == RunningContent::None && !has(foot) && has(head);
        if is_bare { RunningLine { center: RunningContent::Folio, ..foot } } else { foot }
    };
    Running {
        verso: with_folio(theme.feet.verso, theme.heads.verso),
        recto: with_folio(theme.feet.recto, theme.heads.recto),
        ..theme.feet
    }
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

    /// A page's heads name the last chapter and the last section that begin on it or before.
    fn follow_headings(&self, heads: &mut Heads, body: &BodyPage) {
        let begun = body.anchors.iter().filter_map(|(node, _)| self.headings.get(node));
        let mut begun: Vec<usize> = begun.copied().collect();
        begun.sort_unstable();
        for entry in begun.into_iter().map(|index| &self.flow().outline[index]) {
            heads.section.clone_from(&entry.title);
            if own_level(self.flow(), entry) == 1 {
                heads.chapter.clone_from(&self.flow().sections[entry.section as usize].title);
                heads.section.clone_from(&heads.chapter);
            }
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
        self.beside(&mut page, corner, (body.wide, body.beside));
        page.items.splice(0..0, body.placed);
        let is_plain = matches!(
            section.kind,
            SectionKind::Cover
                | SectionKind::TitlePage
                | SectionKind::HalfTitle
                | SectionKind::Imprint
                | SectionKind::BackCover
        );
        let is_plain = is_plain || section.role.is_some_and(Role::stands_alone);
        let is_plain = is_plain || body.plate.is_some_and(|plate| plate.bleeds);
        if !is_plain && section.kind != SectionKind::Part {
            let theme = &self.flow().theme;
            let opening = Heads { chapter: String::new(), section: String::new() };
            let feet = if heads.is_none() { opening_feet(theme) } else { theme.feet };
            self.line(&mut page, (corner, Edge::Foot), &feet, heads.unwrap_or(&opening));
            // Above a plate nothing stands.
            if let Some(heads) = heads.filter(|_| body.plate.is_none()) {
                self.line(&mut page, (corner, Edge::Head), &theme.heads, heads);
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
        let left = if self.has_column_on_right(page) { left } else { left + geometry.beside() };
        match page.turned {
            true => Point::new(geometry.margin_bottom, left),
            false => Point::new(left, geometry.margin_top),
        }
    }

    /// Whether the margin's column is on the right of the text: at the outer edge of two-sided pages, where lines end on others.
    fn has_column_on_right(&self, page: &Page) -> bool {
        match self.flow().manifest.page.two_sided {
            true => page.recto != self.right_to_left(),
            false => !self.right_to_left(),
        }
    }

    /// Puts on a page what stands in the margin's column, and what is as wide as that and the text.
    fn beside(&self, page: &mut Page, corner: Point, (mut wide, mut beside): (Vec<Item>, Vec<Item>)) {
        let geometry = &self.flow().manifest.page;
        let (left, column) = match self.has_column_on_right(page) {
            true => (corner.x, corner.x + self.context.measure() + geometry.margin_gap),
            false => (corner.x - geometry.beside(), corner.x - geometry.beside()),
        };
        shift(&mut wide, left, corner.y);
        shift(&mut beside, column, corner.y);
        page.items.append(&mut wide);
        page.items.append(&mut beside);
    }

    fn cover(&self, page: &mut Page, image: ImageId) {
        for item in &mut page.items {
            if matches!(item.kind, ItemKind::Image { image: shown, .. } if shown == image) {
                item.at = Point::default();
                item.kind = ItemKind::Image { image, size: page.size, offset: 0, cut: None };
            }
        }
    }

    /// A running head or foot: up to three words side by side, and a rule.
    fn line(&mut self, page: &mut Page, at: (Point, Edge), running: &Running, heads: &Heads) {
        let two_sided = self.flow().manifest.page.two_sided;
        let line = if page.recto || !two_sided { running.recto } else { running.verso };
        let (corner, edge) = at;
        let places = [(line.outer, Place::Outer), (line.center, Place::Center), (line.inner, Place::Inner)];
        let shown = places.iter().filter(|(content, _)| *content != RunningContent::None).count();
        if shown == 0 {
            return;
        }
        let (corner, measure) = self.whole(page, corner);
        // Words side by side share the line, and folios need little of it.
        let room = if shown == 1 { measure } else { measure.mul_div(if shown == 2 { 4 } else { 2 }, 5) };
        let (style, y) = (self.style(edge), self.baseline(page, corner, edge));
        for (content, place) in places {
            let looks = (style, edge.artifact());
            let (items, width) = match content {
                RunningContent::None => continue,
                RunningContent::BookTitle => self.within(self.flow().manifest.title.clone(), room, looks),
                RunningContent::ChapterTitle => self.within(heads.chapter.clone(), room, looks),
                RunningContent::SectionTitle => self.within(heads.section.clone(), room, looks),
                RunningContent::Folio => self.set(&page.label, looks),
            };
            let place = if line.floats && !self.has_outer(page) { Place::Center } else { place };
            let x = self.across(page, corner, (place, width));
            self.put(page, items, Point::new(x, y));
        }
        if !running.rule.is_zero() {
            self.rule(page, corner, (edge, y, running.rule));
        }
    }

    fn style(&self, edge: Edge) -> StyleId {
        match edge {
            Edge::Head => self.flow().running_head,
            Edge::Foot => self.flow().folio,
        }
    }

    /// The upper edge of the line that the words of a running head or foot stand on.
    fn baseline(&self, page: &Page, corner: Point, edge: Edge) -> Abs {
        let area = self.context.area;
        match edge {
            Edge::Head => corner.y - (corner.y.mul_div(2, 5)).min(self.flow().theme.leading.mul_div(3, 2)),
            Edge::Foot => corner.y + area.height + (page.size.height - corner.y - area.height).mul_div(9, 20),
        }
    }

    /// A rule between the words and the text.
    fn rule(&self, page: &mut Page, corner: Point, (edge, y, thickness): (Edge, Abs, Abs)) {
        let theme = &self.flow().theme;
        let size = theme.small_size;
        let y = match edge {
            Edge::Head => y + size / 2,
            Edge::Foot => y - size.mul_div(13, 10) - thickness,
        };
        let kind =
            ItemKind::Fill { size: Size::new(self.whole_width(page), thickness), color: theme.rule_color };
        let origin = Origin::Artifact(Artifact::Decoration);
        page.items.push(Item { origin, at: Point::new(corner.x, y), kind });
    }

    /// Whether one edge of a page is the outer one: not on a single-sided page, nor on a turned one, which has its spine
    /// above or below.
    fn has_outer(&self, page: &Page) -> bool {
        self.flow().manifest.page.two_sided && !page.turned
    }

    /// The width of the text and of the margin's column.
    fn whole_width(&self, page: &Page) -> Abs {
        let beside = if page.turned { Abs::ZERO } else { self.flow().manifest.page.beside() };
        self.context.measure() + beside
    }

    /// The upper left corner of both, and their width.
    fn whole(&self, page: &Page, corner: Point) -> (Point, Abs) {
        let width = self.whole_width(page);
        let is_left = !page.turned && !self.has_column_on_right(page);
        let left = if is_left { corner.x - self.flow().manifest.page.beside() } else { corner.x };
        (Point::new(left, corner.y), width)
    }

    /// The left edge of what stands at a place. The outer edge of single-sided pages is where lines end.
    fn across(&self, page: &Page, corner: Point, (place, width): (Place, Abs)) -> Abs {
        let rest = self.whole_width(page) - width;
        let is_right = match self.has_outer(page) {
            true => page.recto != self.right_to_left(),
            false => !self.right_to_left(),
        };
        match (place, is_right) {
            (Place::Center, _) => corner.x + rest / 2,
            (Place::Outer, true) | (Place::Inner, false) => corner.x + rest,
            (Place::Outer, false) | (Place::Inner, true) => corner.x,
        }
    }

    /// Words as they are set on all their pages.
    fn within(&mut self, words: String, width: Abs, looks: (StyleId, Artifact)) -> (Vec<Item>, Abs) {
        let key = (words, width, looks.0);
        if let Some(set) = self.heads_set.get(&key) {
            return set.clone();
        }
        let set = self.set_within(&key.0, width, looks);
        self.heads_set.insert(key, set.clone());
        set
    }

    /// A title on one line, cut with an ellipsis where it is too long.
    fn set_within(&mut self, title: &str, width: Abs, looks: (StyleId, Artifact)) -> (Vec<Item>, Abs) {
        let (items, length) = self.set(title, looks);
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
            let found = self.set(&cut, looks);
            if found.1 <= width {
                (fit, set) = (middle, found);
            } else {
                over = middle;
            }
        }
        set
    }

    /// Sets a short text on one line from its left edge.
    fn set(&mut self, text: &str, (style, artifact): (StyleId, Artifact)) -> (Vec<Item>, Abs) {
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
