//! Places on pages: what was written for them, and where what was written stands.

use serde::Serialize;

use super::Preview;
use super::places::{ItemPlace, origin};
use super::words::{texts_of, width};
use crate::geom::{Abs, Point};
use crate::model::flow::{Flow, RichText};
use crate::model::layout::{GlyphRun, Item, ItemKind, Origin, TextPlace};
use crate::model::resolved::NodeId;
use crate::model::walk::each_block;
use crate::source::Span;

/// A place on a page: the index of the page, and left, top, width and height in points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spot {
    pub page: usize,
    pub area: [f64; 4],
}

/// What was written for a place on a page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Written {
    /// Relative to the manifest.
    pub path: String,
    /// Counted from 1, columns in characters.
    pub line: usize,
    pub column: usize,
    /// The word that stands there.
    pub word: String,
    pub spot: Spot,
}

/// How far glyphs reach above their baseline, and below, in hundredths of their size.
const ABOVE: i64 = 80;
const BELOW: i64 = 25;

/// Upper left and lower right corner of what an item shows of its node.
fn corners(item: &Item) -> Option<(Point, Point)> {
    let Origin::Node(_) = item.origin else { return None };
    match &item.kind {
        ItemKind::Glyphs(run) if run.hidden => None,
        ItemKind::Glyphs(run) => Some((
            Point::new(item.at.x, item.at.y - run.size.mul_div(ABOVE, 100)),
            Point::new(item.at.x + width(run), item.at.y + run.size.mul_div(BELOW, 100)),
        )),
        ItemKind::Image { size, .. } => Some((item.at, item.at + Point::new(size.width, size.height))),
        ItemKind::Fill { .. } | ItemKind::Stroke { .. } | ItemKind::Link { .. } => None,
    }
}

fn area((upper, lower): (Point, Point)) -> [f64; 4] {
    [upper.x, upper.y, lower.x - upper.x, lower.y - upper.y].map(Abs::to_pt)
}

/// How far a place is from an area; lines are looked for sideways first, since what is on a line belongs together.
fn distance(at: Point, (upper, lower): (Point, Point)) -> i64 {
    let off = |at: Abs, from: Abs, to: Abs| (from - at).max(at - to).max(Abs::ZERO).raw();
    off(at.x, upper.x, lower.x).saturating_add(off(at.y, upper.y, lower.y).saturating_mul(4))
}

pub fn written_at(preview: &Preview, index: usize, at: Point) -> Option<Written> {
    let page = preview.layout.pages.get(index)?;
    let near = page.items.iter().filter_map(|item| {
        let corners = corners(item)?;
        let is_picture = matches!(item.kind, ItemKind::Image { .. });
        Some((distance(at, corners), is_picture, item, corners))
    });
    let mut near: Vec<_> = near.collect();
    near.sort_by_key(|(distance, is_picture, ..)| (*distance, *is_picture));
    // What the program says by itself was written nowhere.
    near.into_iter().take(TRIES).find_map(|(_, _, item, corners)| {
        let Origin::Node(node) = item.origin else { return None };
        let place = TextPlace { node, offset: offset(item, at.x) };
        let (span, word) = written(&preview.layout.flow, place)?;
        let source = preview.sources.get(span.source)?;
        let (line, column) = source.line_column(span.start as usize);
        let spot = Spot { page: index, area: area(corners) };
        Some(Written { path: source.path.clone(), line, column, word, spot })
    })
}

/// So many items near a place may be the program's own.
const TRIES: usize = 24;

/// The byte of its node's text that an item shows at a place.
fn offset(item: &Item, x: Abs) -> u32 {
    match &item.kind {
        ItemKind::Glyphs(run) if run.text.is_some() => run.start,
        ItemKind::Glyphs(run) => {
            let mut pen = item.at.x;
            for glyph in &run.glyphs {
                pen += Abs::from_raw(glyph.advance.into());
                if x < pen {
                    return run.start + u32::from(glyph.cluster);
                }
            }
            run.glyphs.last().map_or(run.start, |glyph| run.start + u32::from(glyph.cluster))
        }
        ItemKind::Image { offset, .. } => *offset,
        ItemKind::Fill { .. } | ItemKind::Stroke { .. } | ItemKind::Link { .. } => 0,
    }
}

/// Where something of a node was written, and the word there.
fn written(flow: &Flow, place: TextPlace) -> Option<(Span, String)> {
    let mut found = None;
    texts_of(flow, place.node.section, &mut |text| {
        if text.node == place.node {
            found = Some(text);
        }
    });
    match found {
        Some(text) => {
            let own = || Some(text.span).filter(|span| span.end > span.start);
            Some((origin(text, place.offset).or_else(own)?, word(text, place.offset)))
        }
        None => Some((block_span(flow, place.node)?, String::new())),
    }
}

fn block_span(flow: &Flow, node: NodeId) -> Option<Span> {
    let section = flow.sections.get(node.section as usize)?;
    let mut span = None;
    each_block(&section.blocks, &mut |block| {
        if block.node == node {
            span = Some(block.span);
        }
    });
    span.filter(|span| span.end > span.start)
}

/// Longer words are cut.
const LONGEST: usize = 60;

fn word(text: &RichText, offset: u32) -> String {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-' | '_' | '\u{ad}');
    let Some((before, after)) = text.text.split_at_checked(offset as usize) else { return String::new() };
    let start = before.char_indices().rev().take_while(|(_, c)| is_part(*c)).last();
    let start = start.map_or(before.len(), |(at, _)| at);
    let parts = before[start..].chars().chain(after.chars().take_while(|c| is_part(*c)));
    parts.filter(|c| *c != '\u{ad}').take(LONGEST).collect()
}

pub fn of_span(preview: &Preview, span: Span) -> Option<Spot> {
    let became = preview.places().became(span.source, span.start)?;
    of_range(preview, became, 1).into_iter().next().map(|spot| whole_line(preview, became, spot))
}

/// The whole run of which a spot is a part.
fn whole_line(preview: &Preview, became: TextPlace, spot: Spot) -> Spot {
    let shown = preview.places().items(became.node).iter();
    let items = shown.filter(|(page, _)| *page as usize == spot.page).map(|place| item(preview, *place));
    let around = items.filter_map(corners).map(area).find(|area| {
        let [x, y, across, down] = *area;
        let [left, top, ..] = spot.area;
        (x..=x + across).contains(&left) && (y - 0.01..=y + down).contains(&top)
    });
    Spot { area: around.unwrap_or(spot.area), ..spot }
}

fn item(preview: &Preview, (page, item): ItemPlace) -> &Item {
    &preview.layout.pages[page as usize].items[item as usize]
}

/// Where some bytes of a text stand: a spot on each line. What is not shown itself has the place of what is next.
pub fn of_range(preview: &Preview, from: TextPlace, length: u32) -> Vec<Spot> {
    let places = preview.places().items(from.node);
    let end = from.offset + length;
    let mut spots: Vec<Spot> = Vec::new();
    for place in places {
        let shown = item(preview, *place);
        let part = match &shown.kind {
            ItemKind::Glyphs(run) if run.text.is_none() => part(run, shown.at, (from.offset, end)),
            ItemKind::Glyphs(run) => {
                (run.start < end && run.end > from.offset).then(|| corners(shown)).flatten()
            }
            ItemKind::Image { offset, .. } => {
                (from.offset..end.max(from.offset + 1)).contains(offset).then(|| corners(shown)).flatten()
            }
            ItemKind::Fill { .. } | ItemKind::Stroke { .. } | ItemKind::Link { .. } => None,
        };
        spots.extend(part.map(|corners| Spot { page: place.0 as usize, area: area(corners) }));
    }
    if spots.is_empty() {
        let begins = |place: &&ItemPlace| match &item(preview, **place).kind {
            ItemKind::Glyphs(run) => run.start >= from.offset,
            ItemKind::Image { .. }
            | ItemKind::Fill { .. }
            | ItemKind::Stroke { .. }
            | ItemKind::Link { .. } => false,
        };
        let near = places.iter().find(begins).or(places.last());
        let spot = |place: &ItemPlace| {
            Some(Spot { page: place.0 as usize, area: area(corners(item(preview, *place))?) })
        };
        spots.extend(near.and_then(spot));
    }
    spots
}

/// The part of a run that shows some bytes of its text.
fn part(run: &GlyphRun, at: Point, (from, to): (u32, u32)) -> Option<(Point, Point)> {
    if run.start >= to || run.end <= from {
        return None;
    }
    let (mut pen, mut edges) = (at.x, None);
    for (index, glyph) in run.glyphs.iter().enumerate() {
        let after = pen + Abs::from_raw(glyph.advance.into());
        let start = run.start + u32::from(glyph.cluster);
        // A ligature shows the bytes up to the next cluster, which is the one before it where text runs leftward.
        let neighbour = match run.right_to_left {
            true => run.glyphs[..index].iter().rev().find(|other| other.cluster != glyph.cluster),
            false => run.glyphs[index + 1..].iter().find(|other| other.cluster != glyph.cluster),
        };
        let end = neighbour.map_or(run.end, |other| run.start + u32::from(other.cluster));
        if start < to && end > from {
            let (left, _) = edges.unwrap_or((pen, after));
            edges = Some((left, after));
        }
        pen = after;
    }
    let (left, right) = edges?;
    let (above, below) = (run.size.mul_div(ABOVE, 100), run.size.mul_div(BELOW, 100));
    Some((Point::new(left, at.y - above), Point::new(right, at.y + below)))
}
