//! What a text asks of a column, known without setting it: the lines that it takes at any width.

use super::candidates::{is_joint, prefix_sums};
use super::collect::{After, Content, Paragraph, Segment};
use crate::geom::Abs;
use crate::layout::context::Context;
use crate::text::EM;

/// A text as the stretches that stay on one line where a line has room for them.
pub struct Chunks {
    chunks: Vec<Chunk>,
    /// So wide, no line of it is broken.
    pub line: Abs,
    /// So wide, no word is; names in code may be parted after what joins them.
    pub word: Abs,
    /// So wide, none is parted but where a hyphen may stand.
    pub least: Abs,
}

struct Chunk {
    width: Abs,
    /// The parts of a name in code, where it has any; else none.
    parts: Vec<Abs>,
    space: Abs,
    /// The author ends the line after it.
    ends: bool,
}

/// The lines that a text takes, and how many of its words are divided.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    pub lines: u32,
    pub divided: u32,
}

impl Chunks {
    /// Cuts a text that is ready to be broken.
    pub(super) fn of(context: &mut Context, paragraph: &Paragraph) -> Chunks {
        let (line, _) = paragraph.extents();
        let mut made = Chunks { chunks: Vec::new(), line, word: Abs::ZERO, least: Abs::ZERO };
        let mut start = 0;
        while start < paragraph.segments.len() {
            let (end, width) = paragraph.chain(start);
            let segments = &paragraph.segments[start..end];
            let (parts, least) = parts(context, paragraph, segments);
            let widest = parts.iter().copied().max().unwrap_or(width);
            made.word = made.word.max(widest);
            made.least = made.least.max(least);
            let last = segments.last();
            let space = last.map_or(Abs::ZERO, |segment| segment.space);
            let ends = last.is_some_and(|segment| segment.after == After::Mandatory);
            made.chunks.push(Chunk { width, parts, space, ends });
            start = end;
        }
        made
    }

    /// How many stretches there are to look at.
    pub fn len(&self) -> usize {
        self.chunks.len()
    }

    /// What the text takes in a column of a width, each line filled as far as it goes.
    pub fn count(&self, width: Abs) -> Count {
        let mut pen = Pen { width: width.max(Abs::pt(1)), x: Abs::ZERO, count: Count::default() };
        for (nth, chunk) in self.chunks.iter().enumerate() {
            if nth == 0 {
                pen.count.lines = 1;
            }
            if chunk.width <= pen.width {
                pen.put(chunk.width);
            } else {
                let before = pen.count.lines;
                match chunk.parts.as_slice() {
                    [] => pen.put(chunk.width),
                    parts => parts.iter().for_each(|&part| pen.put(part)),
                }
                pen.count.divided += (pen.count.lines - before).max(1);
            }
            pen.x += chunk.space;
            if chunk.ends && nth + 1 < self.chunks.len() {
                pen.count.lines += 1;
                pen.x = Abs::ZERO;
            }
        }
        pen.count
    }
}

/// Spaces and letters give way by this part of a line at least.
const GIVE: i64 = 50;

/// How far the lines of a column are filled.
struct Pen {
    width: Abs,
    x: Abs,
    count: Count,
}

impl Pen {
    fn put(&mut self, width: Abs) {
        if self.x + width <= self.width + self.width / GIVE {
            self.x += width;
        } else if width <= self.width {
            self.count.lines += u32::from(self.x > Abs::ZERO);
            self.x = width;
        } else {
            let lines = ((self.x + width).raw() - 1) / self.width.raw();
            self.count.lines = self.count.lines.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
            self.x = self.x + width - self.width * lines;
        }
    }
}

/// The parts of a name in code, none where it has no joints; and the widest part of what no line parts but at joints and
/// hyphens.
fn parts(context: &mut Context, paragraph: &Paragraph, segments: &[Segment]) -> (Vec<Abs>, Abs) {
    let mut parts = vec![Abs::ZERO];
    let (mut open, mut least) = (Abs::ZERO, Abs::ZERO);
    for segment in segments {
        let mut before = Abs::ZERO;
        for (at, is_hyphen) in inner(context, paragraph, segment) {
            let hyphen = match is_hyphen {
                true => context.hyphen_width(segment.setting, context.style(segment.style).size),
                false => Abs::ZERO,
            };
            least = least.max(open + at - before + hyphen);
            if !is_hyphen {
                parts.push(Abs::ZERO);
            }
            // What follows a hyphen still belongs to the part.
            let last = parts.len() - 1;
            let part = if is_hyphen { last } else { last - 1 };
            parts[part] += at - before;
            (open, before) = (Abs::ZERO, at);
        }
        let rest = segment.width - before;
        open += rest;
        *parts.last_mut().expect("there is one from the first on") += rest;
        open += segment.space;
        *parts.last_mut().expect("there is one from the first on") += segment.space;
    }
    let after = segments.last().map_or(Abs::ZERO, |segment| segment.space);
    *parts.last_mut().expect("there is one from the first on") -= after;
    least = least.max(open - after);
    if parts.len() == 1 {
        parts.clear();
    }
    (parts, least)
}

/// Where a segment may be parted, as widths from its start, and whether by a hyphen.
fn inner(context: &mut Context, paragraph: &Paragraph, segment: &Segment) -> Vec<(Abs, bool)> {
    let Content::Word(word) = segment.content else { return Vec::new() };
    let style = context.style(segment.style);
    let text = &paragraph.shown[segment.start as usize..segment.end as usize];
    let shaped = context.shaper.word(word);
    let may_divide = paragraph.style.hyphenate && !style.verbatim && !paragraph.is_in_address(segment.start);
    let kind = |at: u32| match may_divide && shaped.hyphens.contains(&at) {
        true => Some(true),
        false => is_joint(text, at, style.verbatim).then_some(false),
    };
    let has_any = !shaped.hyphens.is_empty() || text.contains(|c: char| !c.is_lowercase());
    if !has_any {
        return Vec::new();
    }
    let sums = prefix_sums(shaped).into_iter().filter(|(at, _)| *at > 0);
    sums.filter_map(|(at, width)| Some((style.size.mul_div(width, EM), kind(at)?))).collect()
}
