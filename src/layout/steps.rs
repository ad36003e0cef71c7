//! Breaking lines and building pages apart from each other, as [`super::layout`] does both for each section: for
//! benchmarks, which repeat one and prepare the other.

use std::sync::Arc;

use super::context::Context;
use super::flow::{self, Galley};
use super::inline::{self, Measure, Prepared};
use super::{count, page};
use crate::model::flow::{BlockKind, Direction, Flow};
use crate::model::layout::PageMap;
use crate::model::media::Images;
use crate::model::walk::each_block;
use crate::text::{FontBook, Shaper};

/// A book before its first layout.
pub struct Unpaged<'a> {
    flow: &'a Flow,
    images: &'a Images,
    book: &'a Arc<FontBook>,
    map: PageMap,
}

/// The paragraphs of a section, their words shaped.
pub struct Paragraphs<'a> {
    context: Context<'a>,
    prepared: Vec<Prepared>,
}

/// A section with its lines broken, ready for its pages.
pub struct Broken<'a> {
    context: Context<'a>,
    galleys: Vec<Galley>,
}

impl<'a> Unpaged<'a> {
    pub fn new(flow: &'a Flow, images: &'a Images, book: &'a Arc<FontBook>) -> Unpaged<'a> {
        Unpaged { flow, images, book, map: count::guess(flow) }
    }

    fn context(&self, section: usize) -> Context<'_> {
        Context::new(self.flow, self.images, &self.map, section, Shaper::new(self.book))
    }

    /// Every paragraph of the book, at the measure of the type area.
    pub fn paragraphs(&self) -> Vec<Paragraphs<'_>> {
        let section = |index: usize| {
            let mut context = self.context(index);
            let (of, mut prepared) = (&self.flow.sections[index], Vec::new());
            let right_to_left = of.direction == Direction::RightToLeft;
            let measure = Measure { width: context.measure(), right_to_left, align: None };
            each_block(&of.blocks, &mut |block| {
                if let BlockKind::Paragraph(text) = &block.kind {
                    prepared.push(inline::prepare(&mut context, text, measure));
                }
            });
            Paragraphs { context, prepared }
        };
        (0..self.flow.sections.len()).map(section).collect()
    }

    /// Every section up to its pages.
    pub fn broken(&self) -> Vec<Broken<'_>> {
        let section = |index: usize| {
            let mut context = self.context(index);
            let galleys = flow::galleys(&mut context);
            Broken { context, galleys }
        };
        (0..self.flow.sections.len()).map(section).collect()
    }
}

impl Paragraphs<'_> {
    /// Breaks the lines of all; returns how many there are.
    pub fn break_lines(&self) -> usize {
        let lines = |prepared| {
            let (ways, best) = inline::ways(&self.context, prepared);
            ways.get(best).map_or(0, |way| way.lines.len())
        };
        self.prepared.iter().map(lines).sum()
    }
}

impl Broken<'_> {
    /// Chooses the pages and sets them; returns how many there are.
    pub fn build_pages(mut self) -> usize {
        page::build(&mut self.context, self.galleys, true).pages.len()
    }
}
