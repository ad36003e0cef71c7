//! Headings of an index, and what is below each.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Sink};
use crate::model::document::{IndexMark, IndexPlace, IndexTerm, Inline, NodeId, RangeEdge};
use crate::model::walk::plain;
use crate::source::Span;
use crate::words::Alphabet;

/// A heading while marks are added to it; the outermost has no words.
#[derive(Default)]
pub(super) struct Heading {
    below: BTreeMap<String, Heading>,
    sort: Option<String>,
    /// All that it is made of are words of the text.
    implied: bool,
    pub(super) content: Vec<Inline>,
    pub(super) places: Vec<IndexPlace>,
    /// The place at which a range began that has not ended, and where that is typed.
    open: Option<(usize, Span)>,
    pub(super) see: Vec<(Vec<IndexTerm>, Span)>,
    pub(super) also: Vec<(Vec<IndexTerm>, Span)>,
}

/// A heading in its place among all.
pub(super) struct Flat {
    pub(super) level: u8,
    /// The words of those above it and its own.
    pub(super) path: String,
    pub(super) sort: String,
    pub(super) heading: Heading,
}

/// Levels of headings that are set in further and further; what is deeper stands with the last.
const DEEPEST: u8 = 4;

/// What entries of the same words have in common.
fn key(content: &[Inline]) -> String {
    plain(content).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same for a heading with those above it.
pub(super) fn path_key(path: &[IndexTerm]) -> String {
    path.iter().map(|term| key(&term.content)).collect::<Vec<_>>().join("!")
}

/// With a small first letter.
pub(super) fn lowered(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

impl Heading {
    /// Adds what a mark at a node asks for, below this heading.
    pub(super) fn add(&mut self, node: NodeId, mark: &IndexMark, sink: &mut Sink) {
        let heading = mark.path.iter().fold(self, |above, term| {
            let heading = above.below.entry(key(&term.content)).or_default();
            if heading.content.is_empty() {
                heading.content.clone_from(&term.content);
                heading.implied = true;
            }
            heading.implied &= term.implied;
            heading.sort = heading.sort.take().or_else(|| term.sort.clone());
            heading
        });
        heading.see.extend(mark.see.iter().map(|path| (path.clone(), mark.span)));
        heading.also.extend(mark.also.iter().map(|path| (path.clone(), mark.span)));
        // Who is sent elsewhere finds nothing here.
        if mark.see.is_empty() {
            heading.place(node, mark, sink);
        }
    }

    fn place(&mut self, node: NodeId, mark: &IndexMark, sink: &mut Sink) {
        let told =
            |message: &str, hint: &str| Diagnostic::warning("index-entry", mark.span, message).hint(hint);
        let mut ends = false;
        match (mark.range, self.open) {
            (Some(RangeEdge::Begins), None) => self.open = Some((self.places.len(), mark.span)),
            (Some(RangeEdge::Begins), Some(_)) => {
                sink.push(told("a range of this entry has begun already", "end that first: `range=end`"));
            }
            (Some(RangeEdge::Ends), Some((begun, _))) => {
                // What stands between is in the range.
                self.places.truncate(begun + 1);
                (self.open, ends) = (None, true);
            }
            (Some(RangeEdge::Ends), None) => {
                sink.push(told("no range of this entry has begun before", "begin it: `range=begin`"));
            }
            (None, _) => {}
        }
        self.places.push(IndexPlace { node, ends, main: mark.main });
    }

    /// Takes what is marked at the head of a sentence, `Water`, to the entry that it is, `water`.
    pub(super) fn fold_capitals(&mut self) {
        let is_capital = |(words, heading): (&String, &Heading)| {
            let small = lowered(words);
            let folds = heading.implied && small != *words && self.below.contains_key(&small);
            folds.then(|| (words.clone(), small))
        };
        let folded: Vec<(String, String)> = self.below.iter().filter_map(is_capital).collect();
        for (words, small) in folded {
            if let (Some(from), Some(into)) = (self.below.remove(&words), self.below.get_mut(&small)) {
                into.absorb(from);
            }
        }
        self.below.values_mut().for_each(Heading::fold_capitals);
    }

    fn absorb(&mut self, from: Heading) {
        let mut pairs = pairs(std::mem::take(&mut self.places));
        pairs.extend(self::pairs(from.places));
        pairs.sort_by_key(|places| places[0].node);
        self.places = pairs.into_iter().flatten().collect();
        self.see.extend(from.see);
        self.also.extend(from.also);
        self.sort = self.sort.take().or(from.sort);
        self.open = self.open.or(from.open);
        for (words, heading) in from.below {
            match self.below.get_mut(&words) {
                Some(have) => have.absorb(heading),
                None => drop(self.below.insert(words, heading)),
            }
        }
    }

    /// All headings below, sorted, each before what is below it. Recursion is bounded: a path is no longer than an attribute.
    pub(super) fn flat(self, alphabet: &Alphabet, sink: &mut Sink) -> Vec<Flat> {
        let mut flat = Vec::new();
        self.flatten((0, ""), alphabet, &mut flat, sink);
        flat
    }

    fn flatten(self, (level, above): (u8, &str), alphabet: &Alphabet, into: &mut Vec<Flat>, sink: &mut Sink) {
        let mut below: Vec<(String, String, Heading)> = self
            .below
            .into_iter()
            .map(|(words, heading)| {
                let sort = heading.sort.clone().unwrap_or_else(|| from_first_letter(&words).to_string());
                (sort, words, heading)
            })
            .collect();
        below.sort_by(|(a, words_a, _), (b, words_b, _)| {
            alphabet
                .compare(a, b)
                .then_with(|| alphabet.compare(words_a, words_b))
                .then_with(|| words_a.cmp(words_b))
        });
        for (sort, words, mut heading) in below {
            if let Some((_, span)) = heading.open {
                let message = format!("the range of `{words}` never ends; the page where it begins is told");
                sink.push(
                    Diagnostic::warning("index-entry", span, message)
                        .hint("end it: `[]{.index term=… range=end}`"),
                );
            }
            let path = if above.is_empty() { words } else { format!("{above}!{words}") };
            let within = Heading { below: std::mem::take(&mut heading.below), ..Heading::default() };
            into.push(Flat { level, path: path.clone(), sort, heading });
            within.flatten(((level + 1).min(DEEPEST), &path), alphabet, into, sink);
        }
    }
}

/// Places one by one, the two of a range together.
fn pairs(places: Vec<IndexPlace>) -> Vec<Vec<IndexPlace>> {
    let mut pairs: Vec<Vec<IndexPlace>> = Vec::new();
    for place in places {
        match pairs.last_mut() {
            Some(pair) if place.ends => pair.push(place),
            Some(_) | None => pairs.push(vec![place]),
        }
    }
    pairs
}
/// What words are sorted by: signs before the first letter or figure count for nothing, as in `“Quoted” words` and `-dash`.
/// What is signs alone is sorted as it is.
fn from_first_letter(words: &str) -> &str {
    let rest = words.trim_start_matches(|c: char| !c.is_alphanumeric());
    if rest.is_empty() { words } else { rest }
}
