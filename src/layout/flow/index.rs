//! Indexes: entries in columns, each hanging from its first line, those below others set in.

use super::builder::{Column, GalleyBuilder};
use super::frame::Columns;
use crate::layout::inline;
use crate::model::flow::{Index, IndexEntry, RichText};

/// No column is narrower, in ems of the entries' type: most entries are a line.
const NARROWEST: i64 = 15;
/// A page has no more.
const MOST: i64 = 4;

/// Sets an index: in columns where nothing is around it, else one below the other.
pub fn index(builder: &mut GalleyBuilder, index: &Index) {
    let theme = &builder.context.flow.theme;
    let (size, gap) = (theme.small_size, theme.size * 2);
    let width = builder.column().width;
    let count = ((width + gap).raw() / (size * NARROWEST + gap).raw().max(1)).clamp(1, MOST);
    if count == 1 || !builder.may_have_columns() {
        return entries(builder, index);
    }
    let column = (width - gap * (count - 1)) / count;
    let frames = builder.in_column(column, |inner| entries(inner, index));
    let (count, step) = (count as usize, column + gap);
    builder.columns(Columns { count, step, leftward: builder.right_to_left, frames });
}

/// Letters and what is under each.
fn entries(builder: &mut GalleyBuilder, index: &Index) {
    let leading = builder.context.flow.theme.small_leading;
    for group in &index.groups {
        builder.space(leading);
        if let Some(heading) = &group.heading {
            builder.paragraph(heading);
            builder.keep_next();
        }
        for (at, one) in group.entries.iter().enumerate() {
            entry(builder, one);
            // A heading does not stand apart from the first that is below it.
            if group.entries.get(at + 1).is_some_and(|next| next.level > one.level) {
                builder.keep_next();
            }
        }
    }
}

fn entry(builder: &mut GalleyBuilder, entry: &IndexEntry) {
    let size = builder.context.flow.theme.small_size;
    let start = builder.start;
    builder.start += size * i64::from(entry.level) + size.mul_div(3, 2);
    builder.anchors.push(entry.node);
    hanging(builder, &entry.text);
    builder.start = start;
}

/// The lines of an entry, further ones set in.
fn hanging(builder: &mut GalleyBuilder, text: &RichText) {
    let Column { left, width } = builder.column();
    let lines = inline::lines(builder.context, text, builder.measure(width, None));
    builder.lines(text, lines, left);
}
