//! The places where a line may end, each with what a line from the text's start to it would hold.

use super::collect::{After, Content, Paragraph, Segment};
use super::cost::Fault;
use super::elastic::Elastic;
use super::protrude;
use crate::geom::Abs;
use crate::layout::context::Context;
use crate::text::{EM, Word};

/// Where a line ends: after a segment, or within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Break {
    pub segment: u32,
    /// Bytes of the segment that stay on the line; all of them for a break after it.
    pub inner: u32,
    pub hyphen: bool,
    /// An address is divided here, or begins on the next line: this one need not be full.
    pub address: bool,
}

impl Break {
    /// Whether it stands after its segment, not within.
    pub fn ends_segment(&self, paragraph: &Paragraph) -> bool {
        let segment = &paragraph.segments[self.segment as usize];
        self.inner == segment.end - segment.start
    }

    /// Where the next line begins.
    pub fn next(&self, paragraph: &Paragraph) -> LineStart {
        match self.ends_segment(paragraph) {
            true => LineStart { segment: self.segment as usize + 1, inner: 0 },
            false => LineStart { segment: self.segment as usize, inner: self.inner },
        }
    }
}

/// Where a line begins: in which segment, and after how many bytes of it.
#[derive(Debug, Clone, Copy, Default)]
pub struct LineStart {
    pub segment: usize,
    pub inner: u32,
}

/// One edge of a line: sums over the text before it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Edge {
    /// Natural width.
    pub width: Abs,
    pub elastic: Elastic,
    /// How far what stands at the edge may hang into the margin.
    pub hang: Abs,
}

/// A place where a line may end.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub place: Break,
    /// The end of a line that ends here, its hyphen included and its last space not.
    pub end: Edge,
    /// The start of the line that begins after.
    pub next: Edge,
    /// What is wrong with a break here.
    pub fault: Fault,
    pub mandatory: bool,
}

/// How far the search for breaks has come.
#[derive(Debug, Clone, Copy, Default)]
struct Cursor {
    segment: usize,
    /// The edge before the segment.
    edge: Edge,
    /// The segment is part of what no break parts and is wider than the measure.
    too_wide: bool,
}

/// Shorter words with marks of addresses in them are abbreviations and numbers.
const MIN_ADDRESS: usize = 10;

/// The places where a paragraph's lines may end, in order; the last is its end.
pub fn candidates(context: &mut Context, paragraph: &Paragraph) -> Vec<Candidate> {
    let mut found = Vec::with_capacity(paragraph.segments.len() * 2);
    let mut cursor = Cursor::default();
    let last = paragraph.segments.len() - 1;
    let mut chain_end = 0;
    for (index, segment) in paragraph.segments.iter().enumerate() {
        cursor.segment = index;
        if index == chain_end {
            let (end, length) = paragraph.chain(index);
            (chain_end, cursor.too_wide) = (end, length > paragraph.measure.width);
        }
        inner_candidates(context, paragraph, &cursor, &mut found);
        let edge = &mut cursor.edge;
        edge.width += segment.width;
        edge.elastic += segment.elastic_content();
        let end = Edge { hang: segment.hang_end, ..*edge };
        edge.width += segment.space - segment.tight;
        edge.elastic += segment.elastic_space();
        if segment.after != After::Nothing || index == last || cursor.too_wide {
            let hang = paragraph.segments.get(index + 1).map_or(Abs::ZERO, |next| next.hang_start);
            // Code has no spaces to fill a line with either.
            let address = paragraph.is_in_address(segment.space_end) || segment.fixed;
            let inner = segment.end - segment.start;
            push(
                &mut found,
                Candidate {
                    place: Break { segment: index as u32, inner, hyphen: false, address },
                    end,
                    next: Edge { hang, ..cursor.edge },
                    fault: outer_fault(paragraph, index),
                    mandatory: segment.after == After::Mandatory || index == last,
                },
            );
        }
    }
    found
}

/// Adds a place to break at. It takes that of the one before it where nothing between them takes room: of thousands of
/// characters that are not seen, each would else be tried with every other.
fn push(found: &mut Vec<Candidate>, candidate: Candidate) {
    let alike = |last: &&mut Candidate| {
        !last.mandatory
            && last.fault == candidate.fault
            && (last.end, last.next) == (candidate.end, candidate.next)
            && last.place.address == candidate.place.address
    };
    match found.last_mut().filter(alike) {
        Some(last) => *last = candidate,
        None => found.push(candidate),
    }
}

/// What is wrong with a break after a segment.
fn outer_fault(paragraph: &Paragraph, index: usize) -> Fault {
    let segment = &paragraph.segments[index];
    let written_hyphen =
        segment.space.is_zero() && paragraph.shown[..segment.end as usize].ends_with(['-', '‐']);
    match segment.after {
        After::Relation => Fault::Relation,
        After::Binary => Fault::Binary,
        After::Nothing if index + 1 != paragraph.segments.len() => Fault::Emergency,
        After::Nothing | After::Break | After::Mandatory if written_hyphen => Fault::WrittenHyphen,
        After::Nothing | After::Break | After::Mandatory => Fault::None,
    }
}

/// Breaks within a word: at its hyphenation points, and anywhere where it is part of what is wider than the measure.
fn inner_candidates(
    context: &mut Context,
    paragraph: &Paragraph,
    &Cursor { segment: index, edge: before, too_wide }: &Cursor,
    found: &mut Vec<Candidate>,
) {
    let segment = &paragraph.segments[index];
    let Content::Word(word) = segment.content else { return };
    let style = context.style(segment.style);
    let text = &paragraph.shown[segment.start as usize..segment.end as usize];
    let shaped = context.shaper.word(word);
    let points = points(paragraph, segment, shaped, (text, too_wide), style.verbatim);
    if points.is_empty() || (paragraph.whole_words && !too_wide) {
        return;
    }
    let sums = prefix_sums(shaped);
    let width = context.hyphen_width(segment.setting, style.size);
    let may_show = !style.verbatim && !paragraph.is_in_address(segment.start);
    for (inner, fault) in points {
        let is_hyphen = match fault {
            Fault::Hyphen | Fault::StubHyphen => true,
            // A measure of a few letters has no room for one.
            Fault::Emergency => may_show && width < paragraph.measure.width / 6 && parts_letters(text, inner),
            Fault::None | Fault::Relation | Fault::Binary => false,
            Fault::WrittenHyphen | Fault::Address => false,
        };
        let hyphen = if is_hyphen { width } else { Abs::ZERO };
        let (inside, letters) = match sums.binary_search_by_key(&inner, |sum| sum.0) {
            Ok(at) => (style.size.mul_div(sums[at].1, EM), at as i64),
            // The point is within a ligature, which the break undoes.
            Err(_) => {
                let prefix = context.shaper.shape(segment.setting, &text[..inner as usize]);
                let letters = i64::from(context.shaper.word(prefix).gaps) + 1;
                (context.width(prefix, style.size), letters)
            }
        };
        let reach = |width: Abs, gaps: i64, hang: Abs| Edge {
            width: before.width + width,
            elastic: before.elastic + segment.elastic_of(width, style.size * gaps),
            hang,
        };
        push(
            found,
            Candidate {
                place: Break {
                    segment: index as u32,
                    inner,
                    hyphen: is_hyphen,
                    // Nor has a name in code.
                    address: paragraph.is_in_address(segment.start + inner)
                        || (too_wide && fault == Fault::Address)
                        || (style.verbatim && fault == Fault::Address),
                },
                // The gap at the break is on neither line.
                end: reach(inside + hyphen, letters - 1, protrude::hyphen_hang(hyphen)),
                next: reach(inside, letters, Abs::ZERO),
                fault,
                mandatory: false,
            },
        );
    }
}

/// Where a word may be broken, and what is wrong with that.
fn points(
    paragraph: &Paragraph,
    segment: &Segment,
    shaped: &Word,
    (text, too_wide): (&str, bool),
    verbatim: bool,
) -> Vec<(u32, Fault)> {
    // A hyphen in an address would be taken for a part of it.
    let may_divide = paragraph.style.hyphenate && !verbatim && !paragraph.is_in_address(segment.start);
    let hyphens: &[u32] = if may_divide { &shaped.hyphens } else { &[] };
    let divided = |inner: u32| match is_stub(&text[..inner as usize]) {
        true => Fault::StubHyphen,
        false => Fault::Hyphen,
    };
    if too_wide {
        let edges = cluster_edges(&prefix_sums(shaped)).into_iter();
        let fault = |inner| match hyphens.contains(&inner) {
            true => divided(inner),
            false if is_joint(text, inner, verbatim) => Fault::Address,
            false => Fault::Emergency,
        };
        return edges.map(|inner| (inner, fault(inner))).collect();
    }
    if hyphens.is_empty() {
        return address_breaks(text).into_iter().map(|inner| (inner, Fault::Address)).collect();
    }
    hyphens.iter().map(|&inner| (inner, divided(inner))).collect()
}

/// Whether a break parts letters of a script that divides words by hyphens.
fn parts_letters(text: &str, at: u32) -> bool {
    let is_cased = |c: char| c.is_lowercase() || c.is_uppercase();
    let (before, after) = text.split_at(at as usize);
    before.ends_with(is_cased) && after.starts_with(is_cased)
}

/// Where the clusters of a word begin; the last of those with nothing wide between them, for each of thousands that are not
/// seen would else be tried with every other.
fn cluster_edges(sums: &[(u32, i64)]) -> Vec<u32> {
    let alike = sums.chunk_by(|one, next| one.1 == next.1);
    alike.filter_map(|alike| alike.last()).map(|sum| sum.0).filter(|&start| start > 0).collect()
}

/// A part of a word under three letters: what is left of `re-peated` says nothing of how it goes on.
fn is_stub(before: &str) -> bool {
    before.chars().filter(|c| c.is_alphabetic()).count() < 3
}

/// Whether a break parts the names that code puts together, after what joins them or where a capital begins the next. In
/// words, only paths and names of files are put together so.
pub(super) fn is_joint(text: &str, at: u32, verbatim: bool) -> bool {
    let (before, after) = text.split_at(at as usize);
    if !verbatim {
        let joins = |c: char| matches!(c, '.' | '_' | '/' | '=');
        let is_name = before.trim_end_matches(joins).chars().rev().take(2).all(char::is_alphanumeric);
        return before.ends_with(joins)
            && before.chars().count() > 2
            && is_name
            && after.starts_with(char::is_alphabetic);
    }
    if before.ends_with(char::is_lowercase) && after.starts_with(char::is_uppercase) {
        return before.chars().count() > 2 && after.chars().count() > 2;
    }
    let joins = |c: char| matches!(c, '.' | '_' | '/' | ':' | '-' | '=' | ',' | '(');
    let mut back = before.chars().rev();
    back.next().is_some_and(joins) && back.next().is_some() && after.starts_with(char::is_alphanumeric)
}

/// Letters and digits in a row that are no word: a digest or a key. It may be broken, but not near its ends.
const MIN_DIGEST: usize = 16;
const DIGEST_END: usize = 4;

/// Where addresses may be broken (Chicago Manual of Style 14.18): before a mark that separates their parts; and within
/// what is no word.
fn address_breaks(text: &str) -> Vec<u32> {
    let is_mark =
        |c: char| matches!(c, '.' | '_' | '?' | '=' | '&' | '#' | '%' | '~' | '@' | '-' | ':' | '(' | ',');
    if text.len() < MIN_ADDRESS {
        return Vec::new();
    }
    let mut breaks = digest_breaks(text);
    if !text.contains(is_mark) {
        return breaks;
    }
    let mut previous = None;
    for (at, character) in text.char_indices() {
        let inside = previous.is_some_and(char::is_alphanumeric) && at > 2;
        let goes_on = text[at..].chars().nth(1).is_some_and(char::is_alphanumeric);
        if is_mark(character) && inside && goes_on {
            breaks.push(at as u32);
        }
        previous = Some(character);
    }
    breaks.sort_unstable();
    breaks
}

/// Between the characters of digests.
fn digest_breaks(text: &str) -> Vec<u32> {
    let mut breaks = Vec::new();
    let mut start = 0;
    for run in text.split(|c: char| !c.is_ascii_alphanumeric()) {
        let has_both =
            run.bytes().any(|byte| byte.is_ascii_digit()) && run.bytes().any(|b| b.is_ascii_alphabetic());
        if run.len() >= MIN_DIGEST && has_both {
            breaks.extend((start + DIGEST_END..=start + run.len() - DIGEST_END).map(|at| at as u32));
        }
        let after = text[start + run.len()..].chars().next();
        start += run.len() + after.map_or(0, char::len_utf8);
    }
    breaks
}

/// The start of each cluster of a word and the advance of all before it.
pub(super) fn prefix_sums(word: &Word) -> Vec<(u32, i64)> {
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
