//! A letter over several lines that a paragraph begins with. From the height of capitals on the first line it reaches down to
//! the last one's baseline; the lines beside it are shorter. Marks of quotation before it hang in the margin, as large as the
//! text.
//!
//! ```text
//!  “┌─────┐ he spring rises under a bank of shale
//!   │  T  │ and runs over a lip of stone into the
//!   └──┴──┘ first of three basins
//! ```

use super::collect::{After, Content, Paragraph};
use super::line::{Initial, Inset};
use crate::chars;
use crate::geom::{Abs, Point};
use crate::layout::context::Context;
use crate::model::flow::{DropCap, MarkKind, RichText, TextStyle};
use crate::model::layout::{GlyphRun, Item, ItemKind, Origin};
use crate::model::theme::Align;
use crate::text::{EM, WordId};

/// No letter takes more than this part of the measure from its lines.
const MOST: i64 = 2;

/// Takes the first letter out of a paragraph and stands it beside so many of its lines; false where it begins with none.
pub fn stand(context: &mut Context, text: &RichText, paragraph: &mut Paragraph, lines: u32) -> bool {
    let Some(drop) = text.style.drop else { return false };
    let Some((start, end)) = letter(context, text, paragraph) else { return false };
    let first = &paragraph.segments[0];
    let (word_end, space_end) = (first.end as usize, first.space_end as usize);
    let (lang, body) =
        (text.runs.first().map(|run| run.lang).unwrap_or_default(), context.style(first.style));
    let setting = context.setting(drop.style, lang, false);
    let word = context.shaper.shape(setting, &paragraph.shown[start..end]);
    context.note_missing(text, start, word);
    let Some(large) = measured(context, word, (drop, &body), (paragraph.style.leading, lines)) else {
        return false;
    };
    let width = large.width + body.size / 5;
    if width > paragraph.measure.width / MOST {
        return false;
    }
    let rest = end < word_end;
    // What is copied has the whole word: the letter says all of it, and what is left of it nothing.
    let said = (0, if rest { word_end } else { space_end } as u32);
    let down = paragraph.style.leading * (i64::from(lines) - 1);
    let origin = Origin::Node(paragraph.node);
    let run = run(context, word, &large.style, said);
    let mut items =
        vec![Item { origin, at: Point::new(Abs::ZERO - large.left, down), kind: ItemKind::Glyphs(run) }];
    if start > 0 {
        let setting = first.setting;
        let marks = context.shaper.shape(setting, &paragraph.shown[..start]);
        let hang = context.width(marks, body.size) + body.size / 20;
        let marks = GlyphRun { text: Some("".into()), ..self::run(context, marks, &body, (0, 0)) };
        let kind = ItemKind::Glyphs(marks);
        items.insert(0, Item { origin, at: Point::new(Abs::ZERO - hang, Abs::ZERO), kind });
    }
    shorten(context, paragraph, end);
    paragraph.inset = Inset { lines, width, at_end: false };
    paragraph.initial = Some(Initial { items });
    true
}

/// The bytes of the letter, where the text begins with a word in letters as the text has them.
fn letter(context: &Context, text: &RichText, paragraph: &Paragraph) -> Option<(usize, usize)> {
    let first = paragraph.segments.first()?;
    let lang = &context.flow.langs[usize::from(text.runs.first()?.lang.0)].0;
    let (start, end) = chars::initial(&paragraph.shown, lang)?;
    let is_special = |kind: &MarkKind| {
        matches!(kind, MarkKind::Maths(_) | MarkKind::Phrase(_) | MarkKind::NoteCall { .. } | MarkKind::Code)
    };
    let is_plain = !text.marks.iter().any(|mark| (mark.start as usize) < end && is_special(&mark.kind));
    let is_word = matches!(first.content, Content::Word(_)) && first.start == 0 && end <= first.end as usize;
    let leads = !paragraph.measure.right_to_left && first.level.is_multiple_of(2);
    let stands = matches!(paragraph.align, Align::Justify | Align::Start);
    // A letter alone with nothing after it is no paragraph.
    let goes_on = paragraph.segments.len() > 1 || end < first.end as usize;
    (is_plain && is_word && leads && stands && goes_on).then_some((start, end))
}

/// A letter as large as its lines ask for.
struct Large {
    style: TextStyle,
    /// Of what is seen of it, and how far that begins after the pen.
    width: Abs,
    left: Abs,
}

fn measured(
    context: &Context,
    word: WordId,
    (drop, body): (DropCap, &TextStyle),
    (leading, lines): (Abs, u32),
) -> Option<Large> {
    let book = context.shaper.book();
    let [part] = &*context.shaper.word(word).parts else { return None };
    let own = book.face(part.face);
    let of_text = book.face(book.stack(body.role, body.weight, body.italic)[0]);
    let height = leading * (i64::from(lines) - 1) + body.size.mul_div(of_text.cap_height, EM);
    let size = height.mul_div(EM, own.cap_height.max(EM / 4));
    let (mut pen, mut left, mut right, mut top) = (0, i64::MAX, 0, 0);
    for glyph in &part.glyphs {
        let ink = own.ink(glyph.id);
        top = top.max(ink.top);
        left = left.min(pen + ink.left);
        right = right.max(pen + ink.right);
        pen += i64::from(glyph.advance);
    }
    // An accent stays below the line above.
    let highest = height + leading.mul_div(3, 10);
    let size = if size.mul_div(top, EM) > highest { highest.mul_div(EM, top.max(1)) } else { size };
    let style = TextStyle { size, rise: Abs::ZERO, ..context.style(drop.style) };
    let (left, right) = if right > left { (left, right) } else { (0, pen) };
    Some(Large { style, width: size.mul_div(right - left, EM), left: size.mul_div(left, EM) })
}

/// Glyphs that stand for some bytes of the text.
fn run(context: &Context, word: WordId, style: &TextStyle, (start, end): (u32, u32)) -> GlyphRun {
    GlyphRun { end, text: None, ..context.inserted(word, style, "", start) }
}

/// Leaves the rest of the first word, or begins with the next.
fn shorten(context: &mut Context, paragraph: &mut Paragraph, end: usize) {
    let first = &mut paragraph.segments[0];
    let word_end = first.end as usize;
    if end == word_end {
        if first.after != After::Mandatory && paragraph.segments.len() > 1 {
            paragraph.segments.remove(0);
        }
        return;
    }
    let word = context.shaper.shape(first.setting, &paragraph.shown[end..word_end]);
    let size = context.style(first.style).size;
    first.start = word_end as u32;
    first.content = Content::Field(word, "".into());
    first.width = context.width(word, size);
    first.gaps = context.gaps(word, size);
    first.hang_start = Abs::ZERO;
}
