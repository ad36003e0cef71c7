//! A set book as one looks at it while it is written: its pages as drawings, each with a digest of what it shows, and which
//! place on them belongs to which place in the author's files.

mod canvas;
mod digest;
mod faces;
mod find;
mod outlines;
mod places;
mod spots;
mod svg;
mod words;

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::geom::{Abs, Point};
use crate::model::flow::Direction;
use crate::model::layout::{FaceId, ItemKind, Layout, Origin, Page};
use crate::model::manifest::PageGeometry;
use crate::model::media::ImageId;
use crate::model::resolved::NodeId;
use crate::model::theme::ParagraphSeparation;
use crate::source::{Source, Sources, Span};
use crate::text::FontBook;

use digest::Looks;
use outlines::Outlines;
use places::Places;

pub use canvas::Canvas;
pub use find::Found;
pub use spots::{Spot, Written};

/// A book on its pages, for who looks at them.
pub struct Preview {
    pub layout: Layout,
    pub fonts: Arc<FontBook>,
    pub sources: Sources,
    looks: Looks,
    outlines: Arc<Outlines>,
    digests: Vec<String>,
    places: OnceLock<Places>,
}

/// A page as a list of pages tells it. Lengths in points.
#[derive(Debug, Serialize)]
pub struct Sheet<'a> {
    /// Two pages with the same digest look the same.
    pub digest: &'a str,
    pub width: f64,
    pub height: f64,
    pub label: &'a str,
    pub recto: bool,
    /// Where text is set: left, top, right and bottom edge.
    pub area: [f64; 4],
}

/// A heading, and where it stands.
#[derive(Debug, Serialize)]
pub struct Heading<'a> {
    pub level: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<&'a str>,
    pub title: &'a str,
    /// Index of its page, and how far down.
    pub page: usize,
    pub y: f64,
}

/// The grid that lines of text stand on: a baseline on every page, and how far it is to the next.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Baselines {
    pub first: f64,
    pub leading: f64,
    /// Whether the book keeps to it.
    pub kept: bool,
}

impl Preview {
    /// Looks at a set book. Pages that an earlier look at it has seen are not looked at again.
    pub fn of(layout: Layout, fonts: Arc<FontBook>, sources: Sources, before: Option<&Preview>) -> Preview {
        let looks = Looks::of(&layout, &fonts);
        let before = before.filter(|before| before.looks == looks);
        // What stands at an address stays there as long as the earlier look at the book is kept.
        let address = |page: &Arc<Page>| Arc::as_ptr(page).addr();
        let known: FxHashMap<usize, &String> = match before {
            Some(before) => before.layout.pages.iter().map(address).zip(&before.digests).collect(),
            None => FxHashMap::default(),
        };
        let digest = |page: &Arc<Page>| match known.get(&address(page)) {
            Some(digest) => (*digest).clone(),
            None => looks.digest(page),
        };
        let digests = layout.pages.par_iter().with_min_len(8).map(digest).collect();
        let outlines = before.map(|before| Arc::clone(&before.outlines)).unwrap_or_default();
        Preview { layout, fonts, sources, looks, outlines, digests, places: OnceLock::new() }
    }

    /// Every page in order.
    pub fn sheets(&self) -> impl Iterator<Item = Sheet<'_>> {
        self.layout.pages.iter().zip(&self.digests).map(|(page, digest)| Sheet {
            digest,
            width: page.size.width.to_pt(),
            height: page.size.height.to_pt(),
            label: &page.label,
            recto: page.recto,
            area: area(&self.layout.flow.manifest.page, page, self.runs_leftward()),
        })
    }

    /// Whether pages are turned the other way, and facing pages stand the other way round.
    pub fn runs_leftward(&self) -> bool {
        let first = self.layout.flow.sections.first();
        first.is_some_and(|section| section.direction == Direction::RightToLeft)
    }

    /// The page of this digest: the one of this index, if it has it, else the first.
    pub fn page(&self, digest: &str, index: usize) -> Option<usize> {
        match self.digests.get(index).is_some_and(|own| own == digest) {
            true => Some(index),
            false => self.digests.iter().position(|own| own == digest),
        }
    }

    /// The source of a path, as messages show paths.
    pub fn source(&self, path: &str) -> Option<&Arc<Source>> {
        self.sources.iter().find(|source| source.path == path)
    }

    /// A page as an SVG drawing that needs nothing from outside of it. Panics where there is no page of this index.
    pub fn drawing(&self, page: usize) -> String {
        svg::page(&self.layout.pages[page], (&self.layout, &self.fonts), &self.outlines)
    }

    /// A page as a browser's canvas draws it. Panics where there is no page of this index.
    pub fn canvas(&self, page: usize) -> Canvas {
        canvas::page((&self.layout, &self.fonts), &self.layout.pages[page], &self.looks)
    }

    /// The face of a digest that pages name, its glyphs by their numbers.
    pub fn face(&self, digest: &str) -> Option<Vec<u8>> {
        let mut faces = self.fonts.faces().iter().zip(0..);
        let (face, _) = faces.find(|(_, index)| self.looks.face(FaceId(*index)) == digest)?;
        faces::by_number(face)
    }

    /// The picture of a digest that pages name, and its media type.
    pub fn picture(&self, digest: &str) -> Option<(&'static str, Vec<u8>)> {
        let mut images = self.layout.images.files.iter().zip(0..);
        let (file, _) = images.find(|(_, id)| self.looks.image(ImageId(*id)).as_deref() == Some(digest))?;
        svg::bytes(file, &self.fonts).map(|(media_type, bytes)| (media_type, bytes.into_owned()))
    }

    /// Every heading.
    pub fn headings(&self) -> Vec<Heading<'_>> {
        let mut tops: FxHashMap<NodeId, (usize, Abs)> = FxHashMap::default();
        for (index, page) in self.layout.pages.iter().enumerate() {
            for (node, at) in &page.anchors {
                tops.entry(*node).or_insert((index, at.y));
            }
        }
        let outline = self.layout.flow.outline.iter();
        let found = outline.filter_map(|entry| {
            let (page, y) = *tops.get(&entry.target)?;
            let (level, number, title) = (entry.level, entry.number.as_deref(), entry.title.as_str());
            Some(Heading { level, number, title, page, y: y.to_pt() })
        });
        found.collect()
    }

    /// Where most lines of running text stand, from the upper edge of pages.
    pub fn baselines(&self) -> Baselines {
        let theme = &self.layout.flow.theme;
        let (top, leading) = (self.layout.flow.manifest.page.margin_top, theme.leading.max(Abs::pt(1)));
        let mut counts: FxHashMap<i64, usize> = FxHashMap::default();
        for item in self.layout.pages.iter().take(GRID_PAGES).flat_map(|page| &page.items) {
            if let (Origin::Node(_), ItemKind::Glyphs(run)) = (item.origin, &item.kind)
                && run.size == theme.size
            {
                *counts.entry((item.at.y - top).raw().rem_euclid(leading.raw())).or_default() += 1;
            }
        }
        let most = counts.into_iter().max_by_key(|(phase, count)| (*count, -phase));
        let phase = most.map_or(leading, |(phase, _)| Abs::from_raw(phase));
        Baselines {
            first: (top + phase).to_pt(),
            leading: leading.to_pt(),
            kept: theme.separation == ParagraphSeparation::Indent,
        }
    }

    /// What was written for what stands at a place on a page, or nearest to it.
    pub fn written_at(&self, page: usize, x: f64, y: f64) -> Option<Written> {
        spots::written_at(self, page, Point::new(Abs::from_pt(x), Abs::from_pt(y)))
    }

    /// Where a stretch of a source stands.
    pub fn spot(&self, span: Span) -> Option<Spot> {
        spots::of_span(self, span)
    }

    /// Places where some words stand, at most so many.
    pub fn find(&self, words: &str, most: usize) -> Vec<Found> {
        find::find(self, words, most)
    }

    /// Places, gathered when they are first asked for.
    fn places(&self) -> &Places {
        self.places.get_or_init(|| Places::of(&self.layout))
    }
}

/// So many pages tell where lines stand.
const GRID_PAGES: usize = 60;

/// The edges of the area that text is set in.
fn area(geometry: &PageGeometry, page: &Page, leftward: bool) -> [f64; 4] {
    let outwards_right = if geometry.two_sided { page.recto != leftward } else { !leftward };
    let spine_left = !geometry.two_sided || page.recto != leftward;
    let left = if spine_left { geometry.margin_inner } else { geometry.margin_outer };
    let left = if outwards_right { left } else { left + geometry.beside() };
    let (right, height) = (left + geometry.measure(), geometry.size.height);
    let edges = match page.turned {
        true => [geometry.margin_bottom, left, height - geometry.margin_top, right],
        false => [left, geometry.margin_top, right, height - geometry.margin_bottom],
    };
    edges.map(Abs::to_pt)
}
