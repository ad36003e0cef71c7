//! Sections to pages, each by itself.

use std::cmp::Reverse;
use std::sync::Arc;

use rayon::prelude::*;

use super::compose::Composed;
use super::context::{Context, Shapers};
use super::remember::{Attempt, Remembered};
use super::{flow, page};
use crate::model::flow::{Flow, Section};
use crate::model::layout::PageMap;
use crate::model::media::Images;

/// What the sections of a book are composed with.
#[derive(Clone, Copy)]
pub struct Composer<'a> {
    pub flow: &'a Flow,
    pub images: &'a Images,
    pub shapers: &'a Shapers<'a>,
    pub remembered: &'a Remembered<'a>,
}

impl Composer<'_> {
    /// Some sections on their pages, side by side, in their order. The longest are begun first, so that no thread has
    /// one to go when the others are done.
    pub fn sections(&self, map: &PageMap, mut wanted: Vec<usize>, round: u32) -> Vec<(usize, Arc<Composed>)> {
        wanted.sort_by_key(|&index| Reverse(length(&self.flow.sections[index])));
        let made = wanted.into_iter().par_bridge().map(|index| (index, self.section(map, index, round)));
        let mut made: Vec<(usize, Arc<Composed>)> = made.collect();
        made.sort_unstable_by_key(|made| made.0);
        made
    }

    /// A section on its pages by the numbers of a map, taken from an earlier build where nothing has changed.
    pub fn section(&self, map: &PageMap, index: usize, round: u32) -> Arc<Composed> {
        let attempt = Attempt { section: index, round, opens_recto: self.opens_recto(map, index) };
        self.remembered.section(self.flow, map, attempt).unwrap_or_else(|| {
            let composed = Arc::new(self.compose(map, attempt));
            self.remembered.keep(self.flow, attempt, &composed);
            composed
        })
    }

    fn compose(&self, map: &PageMap, attempt: Attempt) -> Composed {
        let mut context = self.context(map, attempt.section);
        let galleys = flow::galleys(&mut context);
        let pages = page::build(&mut context, galleys, attempt.opens_recto);
        let Context { shaper, fields, missing, sink, .. } = context;
        self.shapers.put_back(shaper);
        Composed { pages, fields, missing, found: sink }
    }

    /// What a section needs at hand; its shaper is to be put back.
    pub fn context<'c>(&'c self, map: &'c PageMap, section: usize) -> Context<'c> {
        Context::new(self.flow, self.images, map, section, self.shapers.take())
    }

    /// Whether a section's first page is a recto by this map; so it is taken to be before there is one.
    fn opens_recto(&self, map: &PageMap, index: usize) -> bool {
        map.page_of.get(&self.flow.sections[index].node).is_none_or(|page| page.is_multiple_of(2))
    }

    /// Sections whose spreads fall otherwise than they were made for.
    pub fn turned(&self, sections: &[Arc<Composed>], map: &PageMap) -> Vec<usize> {
        let is_turned = |&index: &usize| {
            let made_for = sections[index].pages.opens_recto;
            made_for.is_some_and(|made_for| made_for != self.opens_recto(map, index))
        };
        (0..sections.len()).filter(is_turned).collect()
    }
}

/// About how long a section is: by the bytes that it was written in. What the program writes, as the contents, may be as
/// long as a chapter.
fn length(section: &Section) -> u32 {
    let written = section.source.and_then(|_| section.blocks.first().zip(section.blocks.last()));
    written.map_or(u32::MAX, |(first, last)| last.span.end.saturating_sub(first.span.start))
}
