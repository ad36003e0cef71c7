//! Lists and definitions: labels hang beside what they label.

use super::builder::GalleyBuilder;
use crate::geom::Abs;
use crate::layout::area::shift;
use crate::layout::inline::{self, Line};
use crate::model::flow::{Definition, List, ListItem, RichText};
use crate::model::theme::Align;

/// Sets a list, its labels to the start of its items.
pub fn list(builder: &mut GalleyBuilder, list: &List) {
    let size = builder.context.flow.theme.size;
    let labels: Vec<Option<Line>> = list.items.iter().map(|item| label(builder, &item.label)).collect();
    let widest = labels.iter().flatten().map(|label| label.width).fold(Abs::ZERO, Abs::max);
    let indent = (size.mul_div(3, 2)).max(widest + size / 2);
    let between = if list.tight { Abs::ZERO } else { builder.context.flow.theme.leading / 2 };
    let count = list.items.len();
    for (index, (item, label)) in list.items.iter().zip(labels).enumerate() {
        if index > 0 {
            builder.space(between);
        }
        item_frames(builder, item, label, indent);
        // A list does not leave a lone item behind, nor end with one alone on a page, where it has more.
        if index == 0 && count > 1 && list.tight && count < 4 {
            builder.keep_next();
        }
    }
}

fn label(builder: &mut GalleyBuilder, text: &RichText) -> Option<Line> {
    let measure = builder.measure(builder.column().width, Some(Align::Start));
    inline::label_lines(builder.context, text, measure).into_iter().next()
}

fn item_frames(builder: &mut GalleyBuilder, item: &ListItem, label: Option<Line>, indent: Abs) {
    let start = builder.start;
    let size = builder.context.flow.theme.size;
    builder.start += indent;
    builder.anchors.push(item.node);
    let from = builder.len();
    builder.blocks(&item.blocks);
    if builder.len() == from {
        // An empty item still shows its label.
        builder.paragraph(&item.label);
        builder.start = start;
        return;
    }
    let column = builder.column();
    if let Some(label) = label {
        let gap = size.mul_div(9, 20);
        // The label was set at its line's own start: from there it moves to hang before the item.
        let x = if builder.right_to_left {
            column.right() + gap - label_left(&label)
        } else {
            column.left - gap - label.width
        };
        let strut = builder.context.strut(&item.label);
        let mut items = label.items;
        shift(&mut items, x, Abs::ZERO);
        builder.put_label(from, items, strut);
    }
    builder.start = start;
}

/// The left edge of what is on a line.
fn label_left(line: &Line) -> Abs {
    line.items.iter().map(|item| item.at.x).min().unwrap_or_default()
}

/// Sets terms, each with its details below it, set in.
pub fn definitions(builder: &mut GalleyBuilder, definitions: &[Definition]) {
    let (size, leading) = (builder.context.flow.theme.size, builder.context.flow.theme.leading);
    for (index, definition) in definitions.iter().enumerate() {
        if index > 0 {
            builder.space(leading / 4);
        }
        builder.anchors.push(definition.node);
        for term in &definition.terms {
            builder.paragraph(term);
            builder.keep_next();
        }
        let start = builder.start;
        builder.start += size.mul_div(3, 2);
        for details in &definition.details {
            builder.blocks(details);
        }
        builder.start = start;
    }
}
