//! Total-fit line breaking after Knuth and Plass (1981): of all ways to break a paragraph, the one with the fewest
//! demerits over all its lines.

use super::collect::{After, Content, Paragraph, Segment};
use super::protrude;
use crate::geom::Abs;
use crate::layout::Context;
use crate::model::theme::Align;
use crate::text::{EM, Word};

/// Where a line ends: after a segment, or within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Break {
    pub segment: u32,
    /// Bytes of the segment that stay on the line; all of them for a break after it.
    pub inner: u32,
    pub hyphen: bool,
}

/// A place where a line may end, with sums up to it of what a line from the paragraph's start would hold.
struct Candidate {
    place: Break,
    /// Natural width to the end of a line that ends here, its hyphen included and its last space not.
    end: Abs,
    /// Natural width to the start of the line that begins after.
    next: Abs,
    spaces_end: Abs,
    spaces_next: Abs,
    stretch_end: Abs,
    stretch_next: Abs,
    hang_end: Abs,
    hang_next: Abs,
    penalty: f64,
    flagged: bool,
    mandatory: bool,
}

/// A break that an optimal paragraph may use.
struct Node {
    candidate: Option<u32>,
    previous: u32,
    demerits: f64,
    fitness: u8,
    /// How many lines up to here end in hyphens without a gap.
    ladder: u8,
}

/// TeX's line penalty: every line costs.
const LINE: f64 = 10.0;
/// Three times TeX's hyphen penalty: readers of books notice hyphens more than spaces a fifth wider.
const HYPHEN: f64 = 160.0;
/// A break after a hyphen that the author wrote, TeX's `\exhyphenpenalty`.
const WRITTEN_HYPHEN: f64 = 50.0;
/// A break where nothing allows one, in a word wider than the measure.
const EMERGENCY: f64 = 900.0;
/// A break within an address, file name or formula, where a mark shows that it goes on.
const ADDRESS: f64 = 120.0;
/// Shorter words with such marks in them are abbreviations and numbers.
const MIN_ADDRESS: usize = 10;
/// Demerits for hyphens on two lines running, for one before the last line (six times those of TeX, which tries a
/// paragraph without hyphens first), and, as in TeX, for neighbours of unlike looseness.
const DOUBLE_HYPHEN: f64 = 60_000.0;
const FINAL_HYPHEN: f64 = 30_000.0;
const UNLIKE: f64 = 10_000.0;
/// A third hyphen in a row is a ladder.
const LADDER: f64 = 1_000_000.0;
/// A last line of a few letters looks like a mistake.
const RUNT: f64 = 60_000.0;
/// Looser lines are only set where nothing else can be.
const TOLERANCE: f64 = 3.5;

pub fn break_lines(context: &mut Context, paragraph: &Paragraph) -> Vec<Break> {
    let candidates = candidates(context, paragraph);
    let size = context.flow.styles[usize::from(paragraph.text.style.base.0)].size;
    let fitter = Fitter {
        candidates: &candidates,
        first: paragraph.measure.width - paragraph.text.style.first_line_indent,
        rest: paragraph.measure.width,
        ragged: (paragraph.align != Align::Justify).then_some(size * RAGGED_EMS),
        runt: size * 4,
        first_hang: paragraph.segments[0].hang_start,
    };
    let breaks = fitter.fit();
    breaks.into_iter().map(|index| candidates[index as usize].place).collect()
}

/// Ems by which lines of ragged text may fall short before it counts as bad.
const RAGGED_EMS: i64 = 3;

fn candidates(context: &mut Context, paragraph: &Paragraph) -> Vec<Candidate> {
    let mut found = Vec::with_capacity(paragraph.segments.len() * 2);
    let (mut width, mut spaces, mut stretch) = (Abs::ZERO, Abs::ZERO, Abs::ZERO);
    let last = paragraph.segments.len() - 1;
    let mut chain_end = 0;
    let mut too_wide = false;
    for (index, segment) in paragraph.segments.iter().enumerate() {
        if index == chain_end {
            let (end, length) = paragraph.chain(index);
            (chain_end, too_wide) = (end, length > paragraph.measure.width);
        }
        inner_candidates(
            context,
            paragraph,
            (index, segment, too_wide),
            (width, spaces, stretch),
            &mut found,
        );
        width += segment.width;
        let next = width + segment.space;
        if segment.after != After::Nothing || index == last || too_wide {
            let written_hyphen =
                segment.space.is_zero() && paragraph.shown[..segment.end as usize].ends_with(['-', '‐']);
            found.push(Candidate {
                place: Break { segment: index as u32, inner: segment.end - segment.start, hyphen: false },
                end: width,
                next,
                spaces_end: spaces,
                spaces_next: spaces + segment.space,
                stretch_end: stretch,
                stretch_next: stretch + segment.stretch,
                hang_end: segment.hang_end,
                hang_next: paragraph.segments.get(index + 1).map_or(Abs::ZERO, |next| next.hang_start),
                penalty: match segment.after {
                    After::Nothing if index != last => EMERGENCY,
                    _ if written_hyphen => WRITTEN_HYPHEN,
                    After::Nothing | After::Break | After::Mandatory => 0.0,
                },
                flagged: written_hyphen,
                mandatory: segment.after == After::Mandatory || index == last,
            });
        }
        width = next;
        spaces += segment.space;
        stretch += segment.stretch;
    }
    found
}

/// Breaks within a word: at its hyphenation points, and anywhere where it is part of what is wider than the measure.
fn inner_candidates(
    context: &mut Context,
    paragraph: &Paragraph,
    (index, segment, too_wide): (usize, &Segment, bool),
    (width, spaces, stretch): (Abs, Abs, Abs),
    found: &mut Vec<Candidate>,
) {
    let Content::Word(word) = segment.content else { return };
    let style = context.flow.styles[usize::from(segment.style.0)];
    let text = &paragraph.shown[segment.start as usize..segment.end as usize];
    let shaped = context.shaper.word(word);
    let divides = paragraph.text.style.hyphenate && !style.verbatim && !shaped.hyphens.is_empty();
    let (points, penalty) = if too_wide {
        (prefix_sums(shaped).iter().map(|sum| sum.0).filter(|&start| start > 0).collect(), EMERGENCY)
    } else if divides {
        (shaped.hyphens.to_vec(), HYPHEN)
    } else {
        (address_breaks(text), ADDRESS)
    };
    if points.is_empty() {
        return;
    }
    let sums = prefix_sums(shaped);
    let is_hyphen = penalty == HYPHEN;
    let hyphen = if is_hyphen { context.hyphen_width(segment.setting, style.size) } else { Abs::ZERO };
    for inner in points {
        let before = match sums.binary_search_by_key(&inner, |sum| sum.0) {
            Ok(at) => style.size.mul_div(sums[at].1, EM),
            // The point is within a ligature, which the break undoes.
            Err(_) => {
                let prefix = context.shaper.shape(segment.setting, &text[..inner as usize]);
                context.width(prefix, style.size)
            }
        };
        found.push(Candidate {
            place: Break { segment: index as u32, inner, hyphen: is_hyphen },
            end: width + before + hyphen,
            next: width + before,
            spaces_end: spaces,
            spaces_next: spaces,
            stretch_end: stretch,
            stretch_next: stretch,
            hang_end: protrude::hyphen_hang(hyphen),
            hang_next: Abs::ZERO,
            penalty,
            flagged: is_hyphen,
            mandatory: false,
        });
    }
}

/// Where addresses may be broken (Chicago Manual of Style 14.18): before a mark that separates their parts.
fn address_breaks(text: &str) -> Vec<u32> {
    let is_mark =
        |c: char| matches!(c, '.' | '_' | '?' | '=' | '&' | '#' | '%' | '~' | '@' | '-' | ':' | '(' | ',');
    if text.len() < MIN_ADDRESS || !text.contains(is_mark) {
        return Vec::new();
    }
    let mut previous = None;
    let mut breaks = Vec::new();
    for (at, character) in text.char_indices() {
        let inside = previous.is_some_and(char::is_alphanumeric) && at > 2;
        let goes_on = text[at..].chars().nth(1).is_some_and(char::is_alphanumeric);
        if is_mark(character) && inside && goes_on {
            breaks.push(at as u32);
        }
        previous = Some(character);
    }
    breaks
}

/// The start of each cluster of a word and the advance of all before it.
fn prefix_sums(word: &Word) -> Vec<(u32, i64)> {
    let glyphs = word.parts.iter().flat_map(|part| part.glyphs.iter());
    let mut clusters: Vec<(u32, i64)> =
        glyphs.map(|glyph| (glyph.cluster, i64::from(glyph.advance))).collect();
    clusters.sort_by_key(|cluster| cluster.0);
    let (mut sums, mut total) = (Vec::<(u32, i64)>::with_capacity(clusters.len()), 0);
    for (start, advance) in clusters {
        if sums.last().is_none_or(|last| last.0 != start) {
            sums.push((start, total));
        }
        total += advance;
    }
    sums
}

struct Fitter<'a> {
    candidates: &'a [Candidate],
    first: Abs,
    rest: Abs,
    /// The stretch of a ragged line's end; none where lines are justified.
    ragged: Option<Abs>,
    runt: Abs,
    first_hang: Abs,
}

/// How a line from one break to another would look.
struct Fit {
    /// Over 0 its spaces stretch by that part of their stretch, under 0 they shrink; under -1 it is too long.
    ratio: f64,
    short: Abs,
}

impl Fitter<'_> {
    fn fit(&self) -> Vec<u32> {
        let mut nodes = vec![Node { candidate: None, previous: 0, demerits: 0.0, fitness: 1, ladder: 0 }];
        let mut active: Vec<u32> = vec![0];
        let mut index = 0;
        while index < self.candidates.len() {
            let mut best: [Option<Node>; 4] = [None, None, None, None];
            let mut dropped = None;
            active.retain(|&from| self.try_line(&nodes, from, index, &mut best, &mut dropped));
            let mut found = false;
            for node in best.into_iter().flatten() {
                active.push(nodes.len() as u32);
                nodes.push(node);
                found = true;
            }
            if active.is_empty() && !found {
                let from = dropped.expect("the last active break was just dropped");
                index = self.give_way(&mut nodes, &mut active, from, index);
                continue;
            }
            if self.candidates[index].mandatory {
                active.retain(|&node| nodes[node as usize].candidate == Some(index as u32));
                if active.is_empty() {
                    let from = dropped.unwrap_or(nodes.len() as u32 - 1);
                    self.force(&mut nodes, &mut active, from, index);
                }
            }
            index += 1;
        }
        self.trace(&nodes, &active)
    }

    /// Weighs the line from an active break to a candidate; false once the line is too long for good.
    fn try_line(
        &self,
        nodes: &[Node],
        from: u32,
        to: usize,
        best: &mut [Option<Node>; 4],
        dropped: &mut Option<u32>,
    ) -> bool {
        let candidate = &self.candidates[to];
        let fit = self.measure(&nodes[from as usize], candidate);
        if fit.ratio < -1.0 {
            // The candidate with the least hang may be too long where a later one is not; hangs are small, so a line
            // over by more than one is over for good.
            *dropped = Some(from);
            return false;
        }
        if fit.ratio > TOLERANCE && !candidate.mandatory {
            return true;
        }
        let node = self.node(nodes, from, to, &fit);
        let slot = &mut best[usize::from(node.fitness)];
        if slot.as_ref().is_none_or(|have| node.demerits < have.demerits) {
            *slot = Some(node);
        }
        true
    }

    fn measure(&self, from: &Node, to: &Candidate) -> Fit {
        let start = from.candidate.map(|index| &self.candidates[index as usize]);
        let (width, next, spaces, stretch, hang) = match start {
            None => (self.first, Abs::ZERO, Abs::ZERO, Abs::ZERO, self.first_hang),
            Some(start) => (self.rest, start.next, start.spaces_next, start.stretch_next, start.hang_next),
        };
        let natural = to.end - next - hang - to.hang_end;
        let (spaces, stretch) = (to.spaces_end - spaces, to.stretch_end - stretch);
        let short = width - natural;
        let elastic = if short < Abs::ZERO {
            // Word spaces shrink by a third at the most, as TeX has it.
            spaces.raw() as f64 / 3.0
        } else if let Some(ragged) = self.ragged {
            ragged.raw() as f64
        } else {
            stretch.raw() as f64
        };
        let last = to.mandatory && short >= Abs::ZERO;
        let ratio = if last || short.is_zero() { 0.0 } else { short.raw() as f64 / elastic.max(1.0) };
        Fit { ratio, short }
    }

    fn node(&self, nodes: &[Node], from: u32, to: usize, fit: &Fit) -> Node {
        let (start, candidate) = (&nodes[from as usize], &self.candidates[to]);
        let ratio = fit.ratio.abs();
        let badness = (100.0 * ratio * ratio * ratio).min(10_000.0);
        let fitness = match fit.ratio {
            ratio if ratio < -0.5 => 0,
            ratio if ratio <= 0.5 => 1,
            ratio if ratio <= 1.0 => 2,
            _ => 3,
        };
        let line = LINE + badness;
        let mut demerits = start.demerits + line * line + candidate.penalty * candidate.penalty;
        if i16::from(fitness) - i16::from(start.fitness) > 1
            || i16::from(start.fitness) - i16::from(fitness) > 1
        {
            demerits += UNLIKE;
        }
        let ladder = if candidate.flagged { start.ladder + 1 } else { 0 };
        if candidate.flagged && start.ladder > 0 {
            demerits += if ladder > 2 { LADDER } else { DOUBLE_HYPHEN };
        }
        let is_last = to + 1 == self.candidates.len();
        if is_last && from > 0 {
            if start.ladder > 0 {
                demerits += FINAL_HYPHEN;
            }
            if self.rest - fit.short < self.runt {
                // Ragged lines can end sooner without looking loose.
                demerits += if self.ragged.is_some() { RUNT * 4.0 } else { RUNT };
            }
        }
        Node { candidate: Some(to as u32), previous: from, demerits, fitness, ladder: ladder.min(100) }
    }

    /// Nothing fits from `from` to `index`: breaks before it, however loose the line, or at it where nothing is before.
    fn give_way(&self, nodes: &mut Vec<Node>, active: &mut Vec<u32>, from: u32, index: usize) -> usize {
        let first = nodes[from as usize].candidate.map_or(0, |candidate| candidate as usize + 1);
        if index > first {
            self.force(nodes, active, from, index - 1);
            return index;
        }
        self.force(nodes, active, from, index);
        index + 1
    }

    fn force(&self, nodes: &mut Vec<Node>, active: &mut Vec<u32>, from: u32, to: usize) {
        let fit = Fit { ratio: TOLERANCE * 2.0, short: Abs::ZERO };
        let node = self.node(nodes, from, to, &fit);
        active.push(nodes.len() as u32);
        nodes.push(node);
    }

    fn trace(&self, nodes: &[Node], active: &[u32]) -> Vec<u32> {
        let ends = active.iter().copied();
        let best = ends.min_by(|&a, &b| nodes[a as usize].demerits.total_cmp(&nodes[b as usize].demerits));
        let mut breaks = Vec::new();
        let mut at = best.expect("the last candidate is mandatory and leaves an active break");
        while let Some(candidate) = nodes[at as usize].candidate {
            breaks.push(candidate);
            at = nodes[at as usize].previous;
        }
        breaks.reverse();
        breaks
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Words with a space of a quarter of their height between, in points.
    fn candidates_of(words: &[i64]) -> Vec<Candidate> {
        let (mut width, mut spaces) = (Abs::ZERO, Abs::ZERO);
        let space = Abs::pt(3);
        let candidate = |(index, &word): (usize, &i64)| {
            width += Abs::pt(word);
            let made = Candidate {
                place: Break { segment: index as u32, inner: 0, hyphen: false },
                end: width,
                next: width + space,
                spaces_end: spaces,
                spaces_next: spaces + space,
                stretch_end: spaces / 2,
                stretch_next: (spaces + space) / 2,
                hang_end: Abs::ZERO,
                hang_next: Abs::ZERO,
                penalty: 0.0,
                flagged: false,
                mandatory: index + 1 == words.len(),
            };
            width += space;
            spaces += space;
            made
        };
        words.iter().enumerate().map(candidate).collect()
    }

    fn fitter(candidates: &[Candidate], width: i64) -> Fitter<'_> {
        let width = Abs::pt(width);
        Fitter {
            candidates,
            first: width,
            rest: width,
            ragged: None,
            runt: Abs::pt(10),
            first_hang: Abs::ZERO,
        }
    }

    /// The demerits of breaking just so; none where a line is too long or too loose.
    fn demerits(fitter: &Fitter, breaks: &[u32]) -> Option<f64> {
        let mut nodes = vec![Node { candidate: None, previous: 0, demerits: 0.0, fitness: 1, ladder: 0 }];
        for &to in breaks {
            let from = nodes.len() as u32 - 1;
            let candidate = &fitter.candidates[to as usize];
            let fit = fitter.measure(&nodes[from as usize], candidate);
            if fit.ratio < -1.0 || (fit.ratio > TOLERANCE && !candidate.mandatory) {
                return None;
            }
            nodes.push(fitter.node(&nodes, from, to as usize, &fit));
        }
        nodes.last().map(|node| node.demerits)
    }

    /// The least demerits of all ways to break.
    fn brute_force(fitter: &Fitter) -> Option<f64> {
        let inner = fitter.candidates.len() as u32 - 1;
        let ways = 0..1u32 << inner;
        let breaks =
            |way: u32| (0..inner).filter(move |bit| way >> bit & 1 == 1).chain([inner]).collect::<Vec<u32>>();
        ways.filter_map(|way| demerits(fitter, &breaks(way))).min_by(f64::total_cmp)
    }

    proptest! {
        #[test]
        fn no_way_to_break_is_better(words in prop::collection::vec(4i64..40, 2..13), width in 60i64..120) {
            let candidates = candidates_of(&words);
            let fitter = fitter(&candidates, width);
            // Where nothing fits, a line is forced, and there is no optimum to compare with.
            prop_assume!(brute_force(&fitter).is_some());
            let found = demerits(&fitter, &fitter.fit()).expect("a way that fits was found");
            let least = brute_force(&fitter).expect("there is one");
            prop_assert!((found - least).abs() < 1e-6, "found {found}, least {least}");
        }
    }
}
