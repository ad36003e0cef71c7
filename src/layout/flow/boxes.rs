//! Boxes: a title and blocks on a ground, with rules, in the column or where there is room for them.

use super::builder::{BAR, GalleyBuilder, Keep, PAD};
use super::frame::{DecorKind, Part};
use crate::geom::{Abs, Point};
use crate::model::apart::{BoxRule, BoxStyle, BoxTitle, FLOATS, STAYS};
use crate::model::flow::{Block, RichText};
use crate::model::layout::{Artifact, Item, ItemKind, Origin};

/// A box that takes no more than this part of a page is kept whole.
const SMALL_BOX: i64 = 4;
/// Above and below the words of a title on a band.
const BAND_PAD: Abs = Abs::pt(3);

/// Sets a box.
pub fn admonition(
    builder: &mut GalleyBuilder,
    (block, looks): (&Block, BoxStyle),
    title: Option<&RichText>,
    blocks: &[Block],
) {
    let from = builder.len();
    let (start, end) = (builder.start, builder.end);
    let indent = builder.column().width.mul_div(i64::from(100 - looks.width.min(100)), 200);
    builder.start += indent;
    builder.end += indent;
    let opened = open(builder, &looks);
    let band = title.filter(|_| looks.title == BoxTitle::Band);
    match band {
        Some(title) => banded(builder, title, &looks),
        None => builder.padding(PAD, Keep::Next),
    }
    let (outer_start, outer_end) = (builder.start, builder.end);
    inset(builder, &looks);
    if let Some(title) = title.filter(|_| band.is_none()) {
        box_title(builder, title, looks.icon);
        builder.keep = true;
    }
    builder.blocks(blocks);
    (builder.start, builder.end) = (outer_start, outer_end);
    builder.padding(PAD, Keep::Last);
    (0..opened).for_each(|_| builder.close_decor());
    (builder.start, builder.end) = (start, end);
    let height: Abs = builder.galley.parts[from..].iter().map(Part::height).sum();
    if height <= builder.context.area.height / SMALL_BOX {
        builder.keep_together(from);
    }
    let has = |class: &str| block.classes.iter().any(|one| one == class);
    if has(FLOATS) || (looks.floats && !has(STAYS)) {
        builder.float_box(from);
    }
}

/// Begins what a box stands on, and tells how much that is.
fn open(builder: &mut GalleyBuilder, looks: &BoxStyle) -> usize {
    let rule = match looks.rule {
        BoxRule::None => None,
        BoxRule::Start => Some(DecorKind::Bar(looks.color)),
        BoxRule::Top => Some(DecorKind::TopRule(looks.color)),
        BoxRule::Frame => Some(DecorKind::Frame(looks.color)),
    };
    let decors = looks.background.map(DecorKind::Background).into_iter().chain(rule);
    decors.map(|decor| builder.open_decor(decor)).count()
}

/// Without a ground or a frame, the words stand on the edges of the text.
fn inset(builder: &mut GalleyBuilder, looks: &BoxStyle) {
    let inset = looks.background.is_some() || looks.rule == BoxRule::Frame;
    let bar = if looks.rule == BoxRule::Start { BAR } else { Abs::ZERO };
    builder.start += bar + if inset || bar > Abs::ZERO { PAD * 2 } else { Abs::ZERO };
    builder.end += if inset { PAD * 2 } else { Abs::ZERO };
}

/// A title on a band of the box's colour, from edge to edge.
fn banded(builder: &mut GalleyBuilder, title: &RichText, looks: &BoxStyle) {
    builder.open_decor(DecorKind::Background(looks.color));
    builder.padding(BAND_PAD, Keep::Next);
    let (start, end) = (builder.start, builder.end);
    builder.start += PAD * 2;
    builder.end += PAD * 2;
    box_title(builder, title, looks.icon);
    (builder.start, builder.end) = (start, end);
    builder.padding(BAND_PAD, Keep::Last);
    builder.close_decor();
    builder.keep = true;
    builder.space(PAD);
}

/// A box's title after its icon, which is not read aloud: the title says the same.
fn box_title(builder: &mut GalleyBuilder, title: &RichText, icon: Option<char>) {
    let from = builder.galley.parts.len();
    let style = builder.context.style(title.style.base);
    let set = icon.map(|icon| {
        let word = builder.context.shape(&style, icon.encode_utf8(&mut [0; 4]));
        (
            builder.context.width(word, style.size),
            builder.context.inserted(word, &style, &icon.to_string(), 0),
        )
    });
    let Some((width, run)) = set else { return builder.paragraph(title) };
    let room = width + style.size.mul_div(2, 5);
    let edge = builder.column();
    builder.start += room;
    builder.paragraph(title);
    builder.start -= room;
    let x = if builder.right_to_left { edge.right() - width } else { edge.left };
    let origin = Origin::Artifact(Artifact::Icon);
    let item = Item { origin, at: Point::new(x, Abs::ZERO), kind: ItemKind::Glyphs(run) };
    builder.put_label(from, vec![item], builder.context.strut(title));
}
