//! Contents lines with leaders and page numbers, and the imprint's catalogue record.

use super::builder::{Column, GalleyBuilder};
use super::frame::{Frame, Parting, side_by_side};
use crate::geom::{Abs, Point, Size};
use crate::layout::area::shift;
use crate::layout::inline::{self, Line, Measure};
use crate::model::flow::{
    ContentsLine, Mark, MarkKind, Object, ObjectKind, RecordLine, RichText, Run, StyleId, Target, TextStyle,
};
use crate::model::layout::{Artifact, FULL_WIDTH, Glyph, GlyphRun, Item, ItemKind, Origin};
use crate::model::theme::Align;
use crate::text::{Setting, WordId};

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
        contents_line(builder, line, hangs[usize::from(level)]);
        builder.start = start;
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
    for line in lines {
        let Some(end) = number_end(&line.text) else { continue };
        let number = slice(&line.text, 0, end);
        let wide = inline::extents(builder.context, &number, builder.right_to_left).0;
        let hang = &mut hangs[usize::from(line.level.max(1))];
        *hang = (*hang).max(wide + builder.context.flow.theme.size / 2);
    }
    hangs
}

/// Where the number of a line ends, if it has one.
fn number_end(text: &RichText) -> Option<u32> {
    let number = text.marks.iter().find(|mark| mark.kind == MarkKind::Number && mark.start == 0)?;
    Some(number.end).filter(|&end| (end as usize) < text.text.len())
}

/// A part of a text as a text of its own; its offsets count from its own start.
fn slice(text: &RichText, start: u32, end: u32) -> RichText {
    let shift = |at: u32| at.clamp(start, end) - start;
    RichText {
        node: text.node,
        span: text.span,
        text: text.text.get(start as usize..end as usize).unwrap_or_default().to_string(),
        style: text.style,
        runs: text
            .runs
            .iter()
            .filter(|run| run.end > start)
            .map(|run| Run { end: shift(run.end), ..*run })
            .collect(),
        marks: text
            .marks
            .iter()
            .filter(|mark| mark.end > start && mark.start < end)
            .map(|mark| Mark { start: shift(mark.start), end: shift(mark.end), kind: mark.kind.clone() })
            .collect(),
        objects: text
            .objects
            .iter()
            .filter(|object| (start..end).contains(&object.at))
            .map(|object| Object { at: object.at - start, kind: object.kind.clone() })
            .collect(),
        origins: text.origins.iter().map(|(at, span)| (shift(*at), *span)).collect(),
    }
}

/// Puts lines of a slice back at their place in the whole text.
fn unslice(lines: &mut [Line], start: u32) {
    for line in lines {
        line.start += start;
        line.end += start;
        for item in &mut line.items {
            match &mut item.kind {
                ItemKind::Glyphs(run) => {
                    run.start += start;
                    run.end += start;
                }
                ItemKind::Image { offset, .. } | ItemKind::Link { offset, .. } => *offset += start,
                ItemKind::Fill { .. } => {}
            }
        }
    }
}

/// The lines of an entry's title, with its number hanging before the first.
fn entry_lines(builder: &mut GalleyBuilder, text: &RichText, measure: Measure, hang: Abs) -> Vec<Line> {
    let Some(end) = number_end(text) else { return inline::lines(builder.context, text, measure) };
    let title =
        text.text[end as usize..].find(|c: char| !c.is_whitespace()).map_or(end, |at| end + at as u32);
    let number = slice(text, 0, end);
    let rest = slice(text, title, text.text.len() as u32);
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
        first.start = 0;
        first.items.splice(0..0, label.items);
    }
    lines
}

fn contents_line(builder: &mut GalleyBuilder, entry: &ContentsLine, hang: Abs) {
    let Column { left, width } = builder.column();
    let style_id = entry.text.runs.last().map_or(entry.text.style.base, |run| run.style);
    let style = builder.context.style(style_id);
    let label = builder.context.field(&ObjectKind::PageOf(entry.target));
    let label_word = word(builder, style_id, &label);
    let label_width = builder.context.width(label_word, style.size);
    let room = width - style.size * 2 - label_width;
    let measure = builder.measure(room, Some(Align::Start));
    let lines = entry_lines(builder, &entry.text, measure, hang);
    let count = lines.len();
    for (index, mut line) in lines.into_iter().enumerate() {
        let right_to_left = builder.right_to_left;
        if right_to_left {
            shift(&mut line.items, width - room, Abs::ZERO);
        }
        let (text_width, baseline) = (line.width, line.extent.height);
        let mut frame = builder.line_frame(&entry.text, line, left);
        if index + 1 == count {
            let gap = (left + text_width, left + width - label_width);
            let gap = if right_to_left { (left + label_width, left + width - text_width) } else { gap };
            leader(builder, style_id, gap, baseline, &mut frame.items);
            let x = if right_to_left { left } else { left + width - label_width };
            let place = Point::new(x, baseline);
            frame.items.push(label_item(builder, &entry.text, (label_word, &label), &style, place));
        }
        let area = ItemKind::Link {
            size: Size::new(width, frame.height),
            target: Target::Node(entry.target),
            offset: 0,
        };
        let origin = Origin::Node(entry.text.node);
        frame.items.push(Item { origin, at: Point::new(left, Abs::ZERO), kind: area });
        if index == 0 {
            builder.push(frame);
        } else {
            builder.add(Frame { break_before: Parting::Never, ..frame });
        }
    }
}

fn word(builder: &mut GalleyBuilder, style: StyleId, text: &str) -> WordId {
    let style = builder.context.style(style);
    let lang = &builder.context.flow.langs[0];
    let setting = builder.context.shaper.setting(&Setting::of(&style, lang, false));
    builder.context.shaper.shape(setting, text)
}

fn label_item(
    builder: &GalleyBuilder,
    text: &RichText,
    (word, label): (WordId, &str),
    style: &TextStyle,
    at: Point,
) -> Item {
    let (face, glyphs) = builder.context.shaper.word(word).set(style.size);
    let end = text.text.len() as u32;
    let run = GlyphRun {
        face,
        size: style.size,
        scale: FULL_WIDTH,
        tracking: 0,
        color: style.color,
        right_to_left: false,
        start: end,
        end,
        text: Some(label.into()),
        glyphs,
    };
    Item { origin: Origin::Node(text.node), at, kind: ItemKind::Glyphs(run) }
}

/// Dots on a grid that all lines share, so that they stand below each other.
fn leader(
    builder: &mut GalleyBuilder,
    style_id: StyleId,
    (from, to): (Abs, Abs),
    baseline: Abs,
    items: &mut Vec<Item>,
) {
    let style = builder.context.style(style_id);
    let dot = word(builder, style_id, ".");
    let Some(part) = builder.context.shaper.word(dot).parts.first().cloned() else { return };
    let step = style.size.mul_div(3, 5);
    let (from, to) = (from + step, to - step / 2);
    let first = (from.raw() + step.raw() - 1).div_euclid(step.raw());
    let last = to.raw().div_euclid(step.raw());
    if last - first < 2 {
        return;
    }
    let Some(glyph) = part.glyphs.first() else { return };
    let advance = step.raw() as i32;
    let count = (last - first) as usize;
    let run = GlyphRun {
        face: part.face,
        size: style.size,
        scale: FULL_WIDTH,
        tracking: 0,
        color: builder.context.flow.theme.rule_color,
        right_to_left: false,
        start: 0,
        end: 0,
        text: Some(".".repeat(count).into()),
        glyphs: (0..count)
            .map(|at| Glyph { id: glyph.id, cluster: at as u16, advance, ..Glyph::default() })
            .collect(),
    };
    let at = Point::new(step * first, baseline);
    items.push(Item { origin: Origin::Artifact(Artifact::Leader), at, kind: ItemKind::Glyphs(run) });
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
    for line in lines {
        let set = |builder: &mut GalleyBuilder, text: &RichText, width: Abs| {
            let measure = builder.measure(width, Some(Align::Start));
            inline::lines(builder.context, text, measure)
        };
        let labels = set(builder, &line.label, label_width);
        let values = set(builder, &line.value, value_width);
        let columns = [(&line.label, labels, label_left), (&line.value, values, value_left)];
        let frames = column_frames(builder, columns);
        builder.push(side_by_side(frames));
    }
}

fn column_frames(builder: &mut GalleyBuilder, columns: [(&RichText, Vec<Line>, Abs); 2]) -> Vec<Vec<Frame>> {
    let column = |(text, lines, left): (&RichText, Vec<Line>, Abs)| {
        lines.into_iter().map(|line| builder.line_frame(text, line, left)).collect()
    };
    columns.into_iter().map(column).collect()
}
