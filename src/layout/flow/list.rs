//! Lists and definitions: labels hang beside what they label.

use super::block::Setter;
use crate::geom::Abs;
use crate::layout::inline::{self, Line, Measure};
use crate::model::flow::{Definition, List, ListItem, RichText};
use crate::model::theme::Align;

pub fn list(setter: &mut Setter, list: &List) {
    let size = setter.context.flow.theme.size;
    let labels: Vec<Option<Line>> = list.items.iter().map(|item| label(setter, &item.label)).collect();
    let widest = labels.iter().flatten().map(|label| label.width).fold(Abs::ZERO, Abs::max);
    let indent = (size.mul_div(3, 2)).max(widest + size / 2);
    let between = if list.tight { Abs::ZERO } else { setter.context.flow.theme.leading / 2 };
    let count = list.items.len();
    for (index, (item, label)) in list.items.iter().zip(labels).enumerate() {
        if index > 0 {
            setter.space(between);
        }
        item_slabs(setter, item, label, indent);
        // A list does not leave a lone item behind, nor end with one alone on a page, where it has more.
        if index == 0 && count > 1 && list.tight && count < 4 {
            setter.keep_next();
        }
    }
}

fn label(setter: &mut Setter, text: &RichText) -> Option<Line> {
    let (_, width) = setter.column();
    let measure = Measure { width, right_to_left: setter.right_to_left, align: Some(Align::Start) };
    inline::label_lines(setter.context, text, measure).into_iter().next()
}

fn item_slabs(setter: &mut Setter, item: &ListItem, label: Option<Line>, indent: Abs) {
    let start = setter.start;
    let size = setter.context.flow.theme.size;
    setter.start += indent;
    setter.anchors.push(item.node);
    let from = setter.len();
    setter.blocks(&item.blocks);
    if setter.len() == from {
        // An empty item still shows its label.
        setter.paragraph(&item.label);
        setter.start = start;
        return;
    }
    let (left, width) = setter.column();
    if let Some(label) = label {
        let gap = size.mul_div(9, 20);
        // The label was set at its line's own start: from there it moves to hang before the item.
        let x = if setter.right_to_left {
            left + width + gap - (label_left(&label))
        } else {
            left - gap - label.width
        };
        let baseline = setter.context.baseline(&item.label);
        let mut items = label.items;
        super::shift(&mut items, x, baseline);
        setter.put_label(from, items);
    }
    setter.start = start;
}

/// The left edge of what is on a line.
fn label_left(line: &Line) -> Abs {
    line.items.iter().map(|item| item.at.x).min().unwrap_or_default()
}

pub fn definitions(setter: &mut Setter, definitions: &[Definition]) {
    let (size, leading) = (setter.context.flow.theme.size, setter.context.flow.theme.leading);
    for (index, definition) in definitions.iter().enumerate() {
        if index > 0 {
            setter.space(leading / 4);
        }
        setter.anchors.push(definition.node);
        for term in &definition.terms {
            setter.paragraph(term);
            setter.keep_next();
        }
        let start = setter.start;
        setter.start += size.mul_div(3, 2);
        for details in &definition.details {
            setter.blocks(details);
        }
        setter.start = start;
    }
}
