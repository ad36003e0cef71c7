//! Contents lines with leaders and page numbers, and the imprint's catalogue record.

use std::ops::Range;

use super::builder::{Column, GalleyBuilder};
use super::frame::{Frame, Parting, side_by_side};
use crate::geom::{Abs, Point, Size};
use crate::layout::area::shift;
use crate::layout::context::Context;
use crate::layout::inline::{self, Line, Measure};
use crate::model::flow::{ContentsLine, MarkKind, ObjectKind, RecordLine, RichText, Target, TextStyle};
use crate::model::layout::{Artifact, Glyph, GlyphRun, Item, ItemKind, Origin};
use crate::model::theme::Align;

/// Sets a table of contents, or a list of figures or tables.
pub fn contents(builder: &mut GalleyBuilder, lines: &[ContentsLine]) {
    let (size, leading) = (builder.context.flow.theme.size, builder.context.flow.theme.leading);
    let deepest = lines.iter().map(|line| line.level).max().unwrap_or(1);
    let hangs = hangs(builder, lines);
    for (index, line) in lines.iter().enumerate() {
        let level = line.level.max(1);
        // Chapters stand apart where sections are listed below them.
        if index > 0 && line.level <= 1 && deepest > 1 {
            builder.space(leading / 2);
        }
        let start = builder.start;
        builder.start += size.mul_div(i64::from(level - 1) * 3, 2);
        let own = named(&line.text).then(|| hang(builder, &line.text)).flatten();
        let first = builder.len();
        contents_line(builder, line, own.unwrap_or(hangs[usize::from(level)]));
        builder.start = start;
        builder.keep_space(first);
        let followed = lines.get(index + 1).is_some_and(|next| next.level > line.level);
        if followed {
            builder.keep_next();
        }
    }
}

/// For each level the room that its numbers need, so that titles stand below each other.
fn hangs(builder: &mut GalleyBuilder, lines: &[ContentsLine]) -> Vec<Abs> {
    let deepest = lines.iter().map(|line| line.level).max().unwrap_or(1);
    let mut hangs = vec![Abs::ZERO; usize::from(deepest.max(1)) + 1];
    for line in lines.iter().filter(|line| !named(&line.text)) {
        let Some(wide) = hang(builder, &line.text) else { continue };
        let hang = &mut hangs[usize::from(line.level.max(1))];
        *hang = (*hang).max(wide);
    }
    hangs
}

/// The room that a line's number needs.
fn hang(builder: &mut GalleyBuilder, text: &RichText) -> Option<Abs> {
    let number = text.slice(0, number_end(text)?);
    let wide = inline::extents(builder.context, &number, builder.right_to_left).0;
    Some(wide + builder.context.flow.theme.size / 2)
}

/// Whether a line's number has a word with it, as an annex's: other lines leave no room for that.
fn named(text: &RichText) -> bool {
    number_end(text).is_some_and(|end| {
        let number = &text.text[..end as usize];
        // Words of Chinese and Japanese have no space beside their number.
        let letters = number.chars().filter(|c| c.is_alphabetic() && !c.is_ascii());
        number.contains(char::is_whitespace) || letters.count() > 1
    })
}

/// Where the number of a line ends, if it has one.
fn number_end(text: &RichText) -> Option<u32> {
    let number = text.marks.iter().find(|mark| mark.kind == MarkKind::Number && mark.start == 0)?;
    Some(number.end).filter(|&end| (end as usize) < text.text.len())
}

/// Puts lines of a slice back at their place in the whole text.
pub(super) fn unslice(lines: &mut [Line], start: u32) {
    for line in lines {
        line.facts.start += start;
        line.facts.end += start;
        for item in &mut line.items {
            match &mut item.kind {
                ItemKind::Glyphs(run) => {
                    run.start += start;
                    run.end += start;
                }
                ItemKind::Image { offset, .. } | ItemKind::Link { offset, .. } => *offset += start,
                ItemKind::Fill { .. } | ItemKind::Stroke { .. } => {}
            }
        }
    }
}

/// The lines of an entry's title, with its number hanging before the first.
fn entry_lines(builder: &mut GalleyBuilder, text: &RichText, measure: Measure, hang: Abs) -> Vec<Line> {
    let Some(end) = number_end(text) else { return inline::lines(builder.context, text, measure) };
    let title =
        text.text[end as usize..].find(|c: char| !c.is_whitespace()).map_or(end, |at| end + at as u32);
    let number = text.slice(0, end);
    let rest = text.slice(title, text.text.len() as u32);
    let mut lines = inline::lines(builder.context, &rest, Measure { width: measure.width - hang, ..measure });
    unslice(&mut lines, title);
    let label = inline::lines(builder.context, &number, measure).into_iter().next();
    for line in &mut lines {
        line.width += hang;
        if !builder.right_to_left {
            shift(&mut line.items, hang, Abs::ZERO);
        }
    }
    if let (Some(first), Some(label)) = (lines.first_mut(), label) {
        first.facts.start = 0;
        first.items.splice(0..0, label.items);
    }
    lines
}

fn contents_line(builder: &mut GalleyBuilder, entry: &ContentsLine, hang: Abs) {
    let column = builder.column();
    let style = entry.text.runs.last().map_or(entry.text.style.base, |run| run.style);
    let style = builder.context.style(style);
    let label = builder.context.field(&ObjectKind::PageOf(entry.target));
    let word = builder.context.shape(&style, &label);
    let label_width = builder.context.width(word, style.size);
    let room = column.width - style.size * 2 - label_width;
    let measure = builder.measure(room, Some(Align::Start));
    let lines = entry_lines(builder, &entry.text, measure, hang);
    let (origin, count) = (Origin::Node(entry.text.node), lines.len());
    for (index, mut line) in lines.into_iter().enumerate() {
        let right_to_left = builder.right_to_left;
        if right_to_left {
            shift(&mut line.items, column.width - room, Abs::ZERO);
        }
        let (text_width, baseline) = (line.width, line.facts.extent.height);
        let mut frame = builder.line_frame(&entry.text, line, column.left);
        if index + 1 == count {
            let (gap, x) = if right_to_left {
                (column.left + label_width..column.right() - text_width, column.left)
            } else {
                (column.left + text_width..column.right() - label_width, column.right() - label_width)
            };
            let put = |frame: &mut Frame, origin: Origin, x: Abs, run: GlyphRun| {
                frame.items.push(Item { origin, at: Point::new(x, baseline), kind: ItemKind::Glyphs(run) });
            };
            let has_leader = builder.context.flow.theme.contents.leaders;
            let dots = if has_leader { leader(builder.context, &style, gap) } else { None };
            if let Some((x, dots)) = dots {
                put(&mut frame, Origin::Artifact(Artifact::Leader), x, dots);
            }
            let end = entry.text.text.len() as u32;
            put(&mut frame, origin, x, builder.context.inserted(word, &style, &label, end));
        }
        let size = Size::new(column.width, frame.height);
        let kind = ItemKind::Link { size, target: Target::Node(entry.target), offset: 0 };
        frame.items.push(Item { origin, at: Point::new(column.left, Abs::ZERO), kind });
        if index == 0 {
            builder.push(frame);
        } else {
            builder.add(Frame { break_before: Parting::Never, ..frame });
        }
    }
}

/// Dots on a grid that all lines share, so that they stand below each other.
fn leader(
    context: &mut Context,
    style: &TextStyle,
    Range { start, end }: Range<Abs>,
) -> Option<(Abs, GlyphRun)> {
    let step = style.size.mul_div(3, 5);
    let (from, to) = (start + step, end - step / 2);
    let first = (from.raw() + step.raw() - 1).div_euclid(step.raw());
    let last = to.raw().div_euclid(step.raw());
    if last - first < 2 {
        return None;
    }
    let count = (last - first) as usize;
    let word = context.shape(style, ".");
    let run = context.inserted(word, style, &".".repeat(count), 0);
    let (id, advance) = (run.glyphs.first()?.id, step.raw() as i32);
    let dot = |at: usize| Glyph { id, cluster: at as u16, advance };
    let (color, glyphs) = (context.flow.theme.rule_color, (0..count).map(dot).collect());
    Some((step * first, GlyphRun { color, glyphs, shifts: Box::default(), ..run }))
}

/// Labels in one column, values in the other.
pub fn record(builder: &mut GalleyBuilder, lines: &[RecordLine]) {
    let Column { left, width } = builder.column();
    let right_to_left = builder.right_to_left;
    let widest =
        lines.iter().map(|line| inline::extents(builder.context, &line.label, right_to_left).0).max();
    let gap = builder.context.flow.theme.size;
    let label_width = widest.unwrap_or_default().min(width.mul_div(2, 5));
    let value_width = width - label_width - gap;
    let (label_left, value_left) =
        if right_to_left { (left + value_width + gap, left) } else { (left, left + label_width + gap) };
    let columns = [(label_left, label_width), (value_left, value_width)];
    for line in lines {
        let cells = [&line.label, &line.value].into_iter().zip(columns);
        let set = |(text, (left, width)): (&RichText, (Abs, Abs))| {
            let lines = inline::lines(builder.context, text, builder.measure(width, Some(Align::Start)));
            lines.into_iter().map(|line| builder.line_frame(text, line, left)).collect()
        };
        let frames = cells.map(set).collect();
        builder.push(side_by_side(frames));
    }
}
