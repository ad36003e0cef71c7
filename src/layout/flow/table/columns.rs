//! How wide the columns of a table are, and how large its type.

use super::asked::{Asked, GAP, MIN_COLUMN};
use super::widths::{Bounds, lowest};
use crate::diag::Diagnostic;
use crate::geom::Abs;
use crate::layout::flow::builder::{Column, GalleyBuilder};
use crate::model::document::Rules;
use crate::model::flow::{Block, Cell, Table};

/// What many columns make do with between them.
const CLOSE_GAP: Abs = Abs::pt(5);
/// Type is made no smaller than four fifths of what it would be, nor than what is still read without a glass.
const LEAST_SCALE: i64 = 800;
const LEAST_TYPE: Abs = Abs::pt(7);

/// Sizes in thousandths of what they would be.
pub const WHOLE: i64 = 1000;
/// What the author wants smaller.
const SMALLER: i64 = 850;
/// What is smaller than this is seen to be, and told.
const TOLD: i64 = 900;

/// The columns of a table, and the room that it has.
pub struct Columns {
    pub columns: Vec<Column>,
    /// From the first column's edge to the last's.
    pub whole: Column,
    /// What is set in these columns is made smaller by so many thousandths, so that it fits.
    pub scale: i64,
}

impl Columns {
    /// Settles the columns of a table in the builder's own.
    pub fn of(builder: &mut GalleyBuilder, block: &Block, table: &Table, asked: Asked) -> Columns {
        let count = table.columns.len().max(1) as i64;
        let look = &table.look;
        let room = room_of(builder, table);
        let size = builder.context.flow.theme.small_size;
        let is_headed = builder.context.flow.theme.tables.head.is_some();
        let own = if look.small { SMALLER } else { WHOLE };
        let is_cut = needed(&[], &asked.least) > widest_room(builder, room.width);
        let (scale, gap) = scale(&asked.least, (size, own), room.width);
        let whole = match scale {
            WHOLE => room,
            // What is set smaller stands in a room as much larger until it is.
            scale => Column { left: Abs::ZERO, width: room.width.mul_div(WHOLE, scale) },
        };
        // Tints and lines at the sides stand off the words.
        let is_tinted = look.striped || (is_headed && !table.shown_head().is_empty());
        let side = if is_tinted || look.rules == Rules::All { gap / 2 } else { Abs::ZERO };
        let inner = whole.width - gap * (count - 1) - side * 2;
        // A very long word does not claim the table for its column: it will be broken.
        let asked = asked.within(inner * 2 / (count + 2));
        if is_cut || MIN_COLUMN * count > inner {
            let message = format!("a table of {count} columns is wider than the page");
            let hint = "use fewer columns, a wider page, or turn rows into columns";
            tell(builder, block, ("table-too-wide", message, hint));
        } else if scale < TOLD && !look.small {
            let message =
                format!("a table of {count} columns is set smaller, at {} %, so that it fits", scale / 10);
            let hint = "say that it may be with the class `.small`, or use fewer columns or shorter words";
            tell(builder, block, ("table-set-smaller", message, hint));
        }
        let given: Vec<Option<f64>> = table.columns.iter().map(|column| column.width).collect();
        let widths = match given.iter().any(Option::is_some) {
            true => by_author(&given, &asked, inner),
            false => by_content(&asked, inner, look.width.is_some()),
        };
        let within = Column { left: whole.left + side, width: whole.width - side * 2 };
        let columns = place(&widths, (within, gap), builder.right_to_left);
        let total = widths.iter().copied().sum::<Abs>() + gap * (count - 1) + side * 2;
        let left = if builder.right_to_left { whole.right() - total } else { whole.left };
        Columns { columns, whole: Column { left, width: total }, scale }
    }

    /// The columns that a cell takes, as one.
    pub fn across(&self, cell: &Cell) -> Option<Column> {
        let first = *self.columns.get(cell.column as usize)?;
        let last = cell.column as usize + usize::from(cell.column_span.max(1)) - 1;
        let last = *self.columns.get(last.min(self.columns.len() - 1))?;
        let (left, right) = (first.left.min(last.left), first.right().max(last.right()));
        Some(Column { left, width: right - left })
    }
}

/// Tells what is done about a table that is too wide.
pub fn tell(builder: &mut GalleyBuilder, block: &Block, (code, message, hint): (&'static str, String, &str)) {
    builder.context.sink.push(Diagnostic::warning(code, block.span, message).hint(hint));
}

/// The room that a table has: what the author gives it of the measure.
fn room_of(builder: &GalleyBuilder, table: &Table) -> Column {
    let room = builder.column();
    let width = table.look.width.map_or(room.width, |part| room.width.scale(part));
    let left = if builder.right_to_left { room.right() - width } else { room.left };
    Column { left, width }
}

/// The room that columns need beside others, as close as they may stand.
pub fn needed(stub: &[Abs], columns: &[Abs]) -> Abs {
    let gaps = (stub.len() + columns.len()).max(1) as i64 - 1;
    stub.iter().chain(columns).copied().sum::<Abs>() + CLOSE_GAP * gaps
}

/// What a room is to a table that is set as small as it may be.
pub fn widest_room(builder: &GalleyBuilder, room: Abs) -> Abs {
    room.mul_div(WHOLE, smallest(builder.context.flow.theme.small_size))
}

/// By how much, in thousandths, type of a size may be made smaller.
fn smallest(size: Abs) -> i64 {
    (LEAST_TYPE.raw() * WHOLE / size.raw().max(1)).clamp(LEAST_SCALE, WHOLE)
}

/// How large the type of a table is, in thousandths, and the space between its columns: as ever, unless words of usual
/// length would have to be divided.
fn scale(least: &[Abs], (size, own): (Abs, i64), room: Abs) -> (i64, Abs) {
    let need: Abs = least.iter().copied().sum();
    let gaps = least.len().max(1) as i64 - 1;
    if need + GAP * gaps <= room.mul_div(WHOLE, own) {
        return (own, GAP);
    }
    let need = (need + CLOSE_GAP * gaps).raw().max(1);
    ((room.raw().saturating_mul(WHOLE) / need).clamp(smallest(size).min(own), own), CLOSE_GAP)
}

/// Widths that the author gives, each at least as wide as its widest word. Where they leave some of the measure, they grow
/// alike as far as their content would like.
fn by_author(given: &[Option<f64>], asked: &Asked, room: Abs) -> Vec<Abs> {
    let sum = given.iter().flatten().sum::<f64>().max(1.0);
    let wish = |(index, given): (usize, &Option<f64>)| {
        let wish = given.map_or(asked.widest[index], |part| room.scale(part / sum));
        wish.max(asked.narrowest[index])
    };
    let mut wishes: Vec<Abs> = given.iter().enumerate().map(wish).collect();
    let whole: Abs = wishes.iter().copied().sum();
    if whole > room {
        return share(&wishes, &asked.narrowest, room);
    }
    let growth = wishes.iter().zip(&asked.widest).map(|(wish, line)| line.raw() * WHOLE / wish.raw().max(1));
    let growth =
        growth.max().unwrap_or(WHOLE).clamp(WHOLE, (room.raw() * WHOLE / whole.raw().max(1)).max(WHOLE));
    wishes.iter_mut().for_each(|wish| *wish = wish.mul_div(growth, WHOLE));
    wishes
}

/// Widths from content. Where lines must be broken, those that make the table lowest.
fn by_content(asked: &Asked, room: Abs, fills: bool) -> Vec<Abs> {
    let sum = |widths: &[Abs]| widths.iter().copied().sum::<Abs>();
    let first = share(&asked.widest, &asked.narrowest, room);
    let wish = sum(&asked.widest);
    if fills && wish <= room {
        return asked.widest.iter().map(|&width| room.mul_div(width.raw(), wish.raw().max(1))).collect();
    }
    if wish <= room || sum(&asked.least) >= room {
        return first;
    }
    let has_room = sum(&asked.narrowest) < room;
    let least = if has_room { &asked.narrowest } else { &asked.least };
    let first = if has_room { first } else { between(&asked.least, &asked.narrowest, room) };
    let second = between(least, &asked.widest, room);
    let bounds = Bounds { least: least.clone(), most: asked.widest.clone(), room };
    lowest(&asked.demand, &bounds, [first, second])
}

/// Widths that lie all by the same part between the least and the most.
fn between(least: &[Abs], most: &[Abs], room: Abs) -> Vec<Abs> {
    let sum = |widths: &[Abs]| widths.iter().copied().sum::<Abs>();
    let (need, wish) = (sum(least), sum(most));
    let part = |(least, most): (&Abs, &Abs)| {
        *least + (room - need).mul_div((*most - *least).raw(), (wish - need).raw().max(1))
    };
    least.iter().zip(most).map(part).collect()
}

/// Widths from content: each column at least as wide as its widest word, at most as its widest line, and what is left
/// shared out by what they would like.
fn share(widest: &[Abs], narrowest: &[Abs], room: Abs) -> Vec<Abs> {
    let wish: Abs = widest.iter().copied().sum();
    let need: Abs = narrowest.iter().copied().sum();
    if wish <= room {
        // A table nearly as wide as the measure takes all of it, so that its rules end with the text.
        let spare = if wish >= room.mul_div(7, 10) { room - wish } else { Abs::ZERO };
        return widest.iter().map(|&width| width + spare.mul_div(width.raw(), wish.raw().max(1))).collect();
    }
    if need >= room {
        // Words will be broken: every column gives way by the same part.
        return narrowest.iter().map(|&width| room.mul_div(width.raw(), need.raw().max(1))).collect();
    }
    settle(widest, narrowest, room)
}

/// Columns that ask for no more than their fair part get what they ask; the others share the rest by what they would
/// like, none below its widest word. Each round settles at least one column, so there are at most as many as columns.
fn settle(widest: &[Abs], narrowest: &[Abs], room: Abs) -> Vec<Abs> {
    let mut widths: Vec<Option<Abs>> = vec![None; widest.len()];
    loop {
        let open: Vec<usize> = (0..widths.len()).filter(|&index| widths[index].is_none()).collect();
        if open.is_empty() {
            return widths.into_iter().flatten().collect();
        }
        let rest = room - widths.iter().flatten().copied().sum::<Abs>();
        let fair = rest / open.len() as i64;
        let wish: Abs = open.iter().map(|&index| widest[index]).sum();
        let share = |index: usize| rest.mul_div(widest[index].raw(), wish.raw().max(1));
        let (modest, greedy): (Vec<usize>, Vec<usize>) =
            open.iter().partition(|&&index| widest[index] <= fair);
        let asked: Abs = modest.iter().map(|&index| widest[index]).sum();
        let needed: Abs = greedy.iter().map(|&index| narrowest[index]).sum();
        let tight: Vec<usize> =
            open.iter().copied().filter(|&index| share(index) < narrowest[index]).collect();
        if !modest.is_empty() && asked + needed <= rest {
            modest.iter().for_each(|&index| widths[index] = Some(widest[index]));
        } else if !tight.is_empty() {
            tight.iter().for_each(|&index| widths[index] = Some(narrowest[index]));
        } else {
            open.iter().for_each(|&index| widths[index] = Some(share(index)));
        }
    }
}

fn place(widths: &[Abs], (whole, gap): (Column, Abs), right_to_left: bool) -> Vec<Column> {
    let mut columns = Vec::with_capacity(widths.len());
    let mut x = if right_to_left { whole.right() } else { whole.left };
    for &column in widths {
        if right_to_left {
            x -= column;
            columns.push(Column { left: x, width: column });
            x -= gap;
        } else {
            columns.push(Column { left: x, width: column });
            x += column + gap;
        }
    }
    columns
}
