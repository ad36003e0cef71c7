//! Segments to one text: punctuation set, runs and marks laid over it.

use std::ops::Range;

use super::addresses::{addresses, may_hold_any};
use super::maker::Maker;
use super::punctuation::Punctuation;
use super::quotes::quotes;
use super::segment::{Segment, Set};
use super::straight::{Coming, coming};
use crate::chars::is_cjk;
use crate::model::flow::{Mark, Object, RichText, Run};
use crate::source::Span;

/// The line break of the author's choosing, LINE SEPARATOR.
const LINE_BREAK: char = '\u{2028}';
/// Where an object stands, OBJECT REPLACEMENT CHARACTER.
const OBJECT: char = '\u{fffc}';

/// Lays the segments end to end.
pub(super) fn assemble(maker: &mut Maker, segments: Vec<Segment>, text: &mut RichText) {
    let nexts = following(&segments);
    let mut addresses = Addresses::of(&segments);
    let mut punctuation = Punctuation::new(all_coming(&segments, &nexts, addresses.clone()));
    let mut open: Vec<usize> = Vec::new();
    // Those of the language met last: few paragraphs have two.
    let mut known = None;
    for (segment, next) in segments.into_iter().zip(nexts) {
        let own = addresses.pass(&segment);
        match segment {
            Segment::Words { text: words, span, set, literal: true } => {
                text.origins.push((text.text.len() as u32, span));
                text.text.push_str(&words);
                punctuation.pass(words.chars().next_back());
                run(text, set);
            }
            Segment::Words { text: words, span, set, literal: false } => {
                let (_, quotes) = known
                    .filter(|(lang, _)| *lang == set.lang)
                    .unwrap_or_else(|| (set.lang, quotes(maker.lang_of(set.lang))));
                known = Some((set.lang, quotes));
                // Words that differ from what was written (an entity, a replaced character) have one place for all.
                let as_written = words.len() == (span.end - span.start) as usize;
                for (range, is_address) in parted(words.len(), own) {
                    let next = words[range.end..].chars().next().or(next);
                    let part = &words[range.clone()];
                    let stretches = match is_address {
                        true => punctuation.keep(part),
                        false => punctuation.set(part, next, &quotes),
                    };
                    for stretch in stretches {
                        let from = (range.start + stretch.from) as u32;
                        let start = span.start + if as_written { from } else { 0 };
                        text.origins.push((text.text.len() as u32, Span { start, ..span }));
                        text.text.push_str(stretch.text);
                    }
                }
                run(text, set);
            }
            Segment::Soft(set) => {
                let beside = |c: Option<char>| c.is_some_and(is_cjk);
                let before = text.text.chars().next_back();
                let parted = before.is_none_or(|c| matches!(c, ' ' | LINE_BREAK));
                let joined = parted || next.is_none() || (beside(before) && beside(next));
                if !joined {
                    text.text.push(' ');
                    punctuation.pass(Some(' '));
                    run(text, set);
                }
            }
            Segment::Hard(set) => {
                while text.text.ends_with(' ') && open.is_empty() {
                    text.text.pop();
                    shorten(text);
                }
                text.text.push(LINE_BREAK);
                punctuation.pass(Some(LINE_BREAK));
                run(text, set);
            }
            Segment::Object(kind, set) => {
                text.objects.push(Object { at: text.text.len() as u32, kind });
                text.text.push(OBJECT);
                punctuation.pass(Some(OBJECT));
                run(text, set);
            }
            Segment::Open(kind) => {
                open.push(text.marks.len());
                let at = text.text.len() as u32;
                text.marks.push(Mark { start: at, end: at, kind });
            }
            Segment::Close => {
                if let Some(mark) = open.pop() {
                    text.marks[mark].end = text.text.len() as u32;
                }
            }
        }
    }
}

/// The addresses of a paragraph, over its segments end to end: a mark within one does not end it.
#[derive(Clone)]
struct Addresses {
    found: Vec<Range<usize>>,
    /// The first that does not end before the next segment, and where that begins.
    next: usize,
    at: usize,
}

impl Addresses {
    fn of(segments: &[Segment]) -> Addresses {
        let may_hold_any = segments.iter().any(|segment| match segment {
            Segment::Words { text, literal: false, .. } => may_hold_any(text),
            Segment::Words { .. } | Segment::Soft(_) | Segment::Hard(_) => false,
            Segment::Object(..) | Segment::Open(_) | Segment::Close => false,
        });
        let mut joined = String::new();
        for segment in segments.iter().filter(|_| may_hold_any) {
            match segment {
                Segment::Words { text, literal, .. } if !literal || is_escape(text) => joined.push_str(text),
                // Code and the like are words of their own.
                Segment::Words { text, .. } => joined.extend(std::iter::repeat_n(' ', text.len())),
                Segment::Soft(_) | Segment::Hard(_) | Segment::Object(..) => joined.push(' '),
                Segment::Open(_) | Segment::Close => {}
            }
        }
        Addresses { found: addresses(&joined), next: 0, at: 0 }
    }

    /// Goes past a segment: the bytes of it that are addresses.
    fn pass(&mut self, segment: &Segment) -> Vec<Range<usize>> {
        let length = match segment {
            Segment::Words { text, .. } => text.len(),
            Segment::Soft(_) | Segment::Hard(_) | Segment::Object(..) => 1,
            Segment::Open(_) | Segment::Close => 0,
        };
        let (start, end) = (self.at, self.at + length);
        self.at = end;
        let mut own = Vec::new();
        while let Some(address) = self.found.get(self.next).filter(|address| address.start < end) {
            let range = address.start.max(start)..address.end.min(end);
            if !range.is_empty() {
                own.push(range.start - start..range.end - start);
            }
            if address.end > end {
                break;
            }
            self.next += 1;
        }
        own
    }
}

/// A character that a backslash stands before in the source.
fn is_escape(text: &str) -> bool {
    text.len() == 1
}

/// A length cut where some ranges of it begin and end, each part with whether it is one of them.
fn parted(length: usize, ranges: Vec<Range<usize>>) -> Vec<(Range<usize>, bool)> {
    let mut parts = Vec::with_capacity(ranges.len() * 2 + 1);
    let mut at = 0;
    for range in ranges {
        parts.push((at..range.start, false));
        at = range.end;
        parts.push((range, true));
    }
    parts.push((at..length, false));
    parts.retain(|(range, _)| !range.is_empty());
    parts
}

/// Brings the runs up to the end of the text.
fn run(text: &mut RichText, Set { style, lang }: Set) {
    let end = text.text.len() as u32;
    extend(&mut text.runs, Run { end, style, lang });
}

fn extend(runs: &mut Vec<Run>, run: Run) {
    match runs.last_mut() {
        Some(last) if last.style == run.style && last.lang == run.lang => last.end = run.end,
        Some(last) if last.end == run.end => {}
        None if run.end == 0 => {}
        Some(_) | None => runs.push(run),
    }
}

/// Takes runs back to a text that lost its last character.
fn shorten(text: &mut RichText) {
    let end = text.text.len() as u32;
    while text.runs.len() > 1 && text.runs[text.runs.len() - 2].end >= end {
        text.runs.pop();
    }
    if let Some(last) = text.runs.last_mut() {
        last.end = last.end.min(end);
    }
    for mark in &mut text.marks {
        mark.start = mark.start.min(end);
        mark.end = mark.end.min(end);
    }
}

/// The first character after each segment.
fn following(segments: &[Segment]) -> Vec<Option<char>> {
    let mut nexts = vec![None; segments.len()];
    let mut next = None;
    for (at, segment) in segments.iter().enumerate().rev() {
        nexts[at] = next;
        next = match segment {
            Segment::Words { text, .. } => text.chars().next().or(next),
            // A line end is a space, unless only what follows tells.
            Segment::Soft(_) if next.is_some_and(is_cjk) => next,
            Segment::Soft(_) => Some(' '),
            Segment::Hard(_) => Some(LINE_BREAK),
            Segment::Object(..) => Some(OBJECT),
            Segment::Open(_) | Segment::Close => next,
        };
    }
    nexts
}

/// The straight quotation marks of a paragraph that are to be set.
fn all_coming(segments: &[Segment], nexts: &[Option<char>], mut addresses: Addresses) -> Vec<Coming> {
    let mut marks = Vec::new();
    let mut last = None;
    for (segment, next) in segments.iter().zip(nexts) {
        let own = addresses.pass(segment);
        match segment {
            Segment::Words { text, literal, .. } => {
                for (range, is_address) in parted(text.len(), own).into_iter().filter(|_| !literal) {
                    let next = text[range.end..].chars().next().or(*next);
                    let part = &text[range];
                    if !is_address {
                        coming(part, (last, next), &mut marks);
                    }
                    last = part.chars().next_back().or(last);
                }
                last = text.chars().next_back().or(last);
            }
            Segment::Soft(_) => last = Some(' '),
            Segment::Hard(_) => last = Some(LINE_BREAK),
            Segment::Object(..) => last = Some(OBJECT),
            Segment::Open(_) | Segment::Close => {}
        }
    }
    marks
}
