//! How wide the columns of a table are, and how large its type.

use crate::diag::Diagnostic;
use crate::geom::Abs;
use crate::layout::area::natural_size;
use crate::layout::flow::builder::{BAR, Column, GalleyBuilder, PAD};
use crate::layout::flow::equation;
use crate::layout::inline;
use crate::model::flow::{Block, BlockKind, Cell, CellContent, RichText, Table};
use crate::model::walk::Within;

/// Space between columns: booktabs' proportion, and what many columns make do with.
const GAP: Abs = Abs::pt(10);
const CLOSE_GAP: Abs = Abs::pt(5);
/// Columns are never narrower; a table that would need them so is too wide.
const MIN_COLUMN: Abs = Abs::pt(18);
/// Type is made smaller so that words of so many ems stay whole; longer ones are divided.
const SHORT_WORD: i64 = 5;
/// Type is never made smaller than what is still read without a glass.
const LEAST_TYPE: Abs = Abs::pt(6);
/// A line of code, or a picture, may be so narrow in a cell.
const LEAST_BLOCK: Abs = Abs::pt(60);

/// Sizes in thousandths of what they would be.
pub const WHOLE: i64 = 1000;

/// The columns of a table, and the room that it has.
pub struct Columns {
    pub columns: Vec<Column>,
    /// From the first column's edge to the last's.
    pub whole: Column,
    /// What is set in these columns is made smaller by so many thousandths, so that it fits.
    pub scale: i64,
}

/// What the columns would like, and what they need.
struct Asked {
    /// So wide, no line of the column is broken.
    widest: Vec<Abs>,
    /// So wide, no word is.
    narrowest: Vec<Abs>,
}

impl Columns {
    /// Settles the columns of a table in the builder's own; `ends` is the room that numbers need after themselves, by rows.
    pub fn of(builder: &mut GalleyBuilder, block: &Block, table: &Table, ends: &[Vec<Abs>]) -> Columns {
        let count = table.columns.len().max(1) as i64;
        let room = builder.column();
        let words = asked(builder, (table, ends), GAP, Abs::MAX);
        let size = builder.context.flow.theme.small_size;
        let (scale, gap) = scale(&words.narrowest, size, room.width);
        let whole = match scale {
            WHOLE => room,
            // What is set smaller stands in a room as much larger until it is.
            scale => Column { left: Abs::ZERO, width: room.width.mul_div(WHOLE, scale) },
        };
        let inner = whole.width - gap * (count - 1);
        // A very long word does not claim the table for its column: it will be broken.
        let asked = asked_within(words, inner * 2 / (count + 2));
        if MIN_COLUMN * count > inner {
            let message = format!("a table of {count} columns is wider than the page");
            builder.context.sink.push(
                Diagnostic::warning("table-too-wide", block.span, message)
                    .hint("use fewer columns, a wider page, or turn rows into columns"),
            );
        }
        let given: Vec<Option<f64>> = table.columns.iter().map(|column| column.width).collect();
        let widths = match given.iter().any(Option::is_some) {
            true => by_author(&given, &asked, inner),
            false => share(&asked.widest, &asked.narrowest, inner),
        };
        let columns = place(&widths, (whole, gap), builder.right_to_left);
        let total = widths.iter().copied().sum::<Abs>() + gap * (count - 1);
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

/// How large the type of a table is, in thousandths, and the space between its columns: as ever, unless words of usual
/// length would have to be divided.
fn scale(words: &[Abs], size: Abs, room: Abs) -> (i64, Abs) {
    let need: Abs = words.iter().map(|&word| word.min(size * SHORT_WORD)).sum();
    let gaps = words.len().max(1) as i64 - 1;
    if need + GAP * gaps <= room {
        return (WHOLE, GAP);
    }
    let need = (need + CLOSE_GAP * gaps).raw().max(1);
    let least = LEAST_TYPE.raw() * WHOLE / size.raw().max(1);
    ((room.raw().saturating_mul(WHOLE) / need).clamp(least.min(WHOLE), WHOLE), CLOSE_GAP)
}

/// What cells ask for (CSS 2.2, 17.5.2.2): those of one column first, then those that take several, the fewer first, of
/// which each grows by its part of what is wanting.
fn asked(builder: &mut GalleyBuilder, (table, ends): (&Table, &[Vec<Abs>]), gap: Abs, most: Abs) -> Asked {
    let count = table.columns.len().max(1);
    let mut asked = Asked { widest: vec![MIN_COLUMN; count], narrowest: vec![MIN_COLUMN; count] };
    let mut spanning = Vec::new();
    let ends = std::iter::repeat_n(&[][..], table.head.len()).chain(ends.iter().map(Vec::as_slice));
    for (row, ends) in table.head.iter().chain(&table.rows).zip(ends) {
        for (nth, cell) in row.cells.iter().enumerate() {
            let end = ends.get(nth).copied().unwrap_or_default() + Abs::pt(1);
            let (line, word) = extents(builder, &cell.content);
            let (line, word) = (line + end, word.min(most) + end);
            let first = cell.column as usize;
            let last = (first + usize::from(cell.column_span)).min(count);
            if last > first + 1 {
                spanning.push((first..last, line, word));
            } else if first < count {
                asked.widest[first] = asked.widest[first].max(line);
                asked.narrowest[first] = asked.narrowest[first].max(word);
            }
        }
    }
    spanning.sort_by_key(|(columns, ..)| (columns.len(), columns.start));
    for (columns, line, word) in spanning {
        let gaps = gap * (columns.len() as i64 - 1);
        widen(&mut asked.widest[columns.clone()], line - gaps);
        widen(&mut asked.narrowest[columns], word - gaps);
    }
    asked
}

/// The same where no word asks for more than so much.
fn asked_within(mut asked: Asked, most: Abs) -> Asked {
    for narrowest in &mut asked.narrowest {
        *narrowest = (*narrowest).min(most.max(MIN_COLUMN) + Abs::pt(1));
    }
    asked
}

/// Makes columns together as wide as is asked, each by its part.
fn widen(columns: &mut [Abs], asked: Abs) {
    let have: Abs = columns.iter().copied().sum();
    if asked > have {
        let wanting = asked - have;
        columns.iter_mut().for_each(|column| *column += wanting.mul_div(column.raw(), have.raw().max(1)));
    }
}

/// The widths of a cell on one line, and of what in it is not parted.
fn extents(builder: &mut GalleyBuilder, content: &CellContent) -> (Abs, Abs) {
    match content {
        CellContent::Text(text) => of_text(builder, text),
        CellContent::Blocks(blocks) => of_blocks(builder, blocks),
    }
}

fn of_text(builder: &mut GalleyBuilder, text: &RichText) -> (Abs, Abs) {
    inline::extents(builder.context, text, builder.right_to_left)
}

fn of_blocks(builder: &mut GalleyBuilder, blocks: &[Block]) -> (Abs, Abs) {
    blocks.iter().fold(Default::default(), |widest, block| wider(widest, of_block(builder, block)))
}

fn of_block(builder: &mut GalleyBuilder, block: &Block) -> (Abs, Abs) {
    let size = builder.context.flow.theme.size;
    let around = match &block.kind {
        BlockKind::List(_) | BlockKind::Definitions(_) => size.mul_div(3, 2),
        BlockKind::Admonition { .. } => BAR + PAD * 4,
        BlockKind::Code(code) => {
            let (line, word) = of_text(builder, &code.text);
            return (line + PAD * 2, word.min(LEAST_BLOCK) + PAD * 2);
        }
        BlockKind::Figure(figure) => {
            let file = builder.context.images.get(figure.image);
            let width = file.map_or(Abs::ZERO, |file| natural_size(file).width);
            return (width, width.min(LEAST_BLOCK));
        }
        BlockKind::Table(table) => {
            let asked = asked(builder, (table, &[]), GAP, LEAST_BLOCK);
            let gaps = GAP * (asked.widest.len() as i64 - 1);
            let sum = |widths: Vec<Abs>| widths.into_iter().sum::<Abs>() + gaps;
            return (sum(asked.widest), sum(asked.narrowest));
        }
        BlockKind::Equation(equation) => return equation::extents(builder, equation),
        BlockKind::Heading { .. }
        | BlockKind::Paragraph(_)
        | BlockKind::Quote(_)
        | BlockKind::Break
        | BlockKind::PageBreak(_)
        | BlockKind::Contents(_)
        | BlockKind::Index(_)
        | BlockKind::CoverImage { .. }
        | BlockKind::Space(_)
        | BlockKind::Fill
        | BlockKind::Record(_)
        | BlockKind::Group(_)
        | BlockKind::Only(..) => Abs::ZERO,
    } + block.style.indent_start
        + block.style.indent_end;
    let mut widest = Default::default();
    block.children(&mut |within| {
        let (line, word) = match within {
            Within::Text(text) => of_text(builder, text),
            Within::Blocks(blocks) => of_blocks(builder, blocks),
        };
        widest = wider(widest, (line + around, word + around));
    });
    widest
}

fn wider(one: (Abs, Abs), other: (Abs, Abs)) -> (Abs, Abs) {
    (one.0.max(other.0), one.1.max(other.1))
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
