//! What the cells of a table ask of its columns.

use super::widths::{Demand, Entry, MOST_ROWS};
use crate::geom::Abs;
use crate::layout::area::natural_size;
use crate::layout::flow::builder::{BAR, GalleyBuilder, PAD};
use crate::layout::flow::equation;
use crate::layout::inline::{self, Chunks};
use crate::model::flow::{Block, BlockKind, Cell, CellContent, RichText, Row, Table};
use crate::model::walk::Within;

/// Space between columns: booktabs' proportion.
pub const GAP: Abs = Abs::pt(10);
/// Columns are never narrower; a table that would need them so is too wide.
pub const MIN_COLUMN: Abs = Abs::pt(18);
/// A line of code, or a picture, may be so narrow in a cell.
const LEAST_BLOCK: Abs = Abs::pt(60);
/// What no hyphen divides keeps so many ems to itself; a longer name or digest is divided all the same.
const LONG_NAME: i64 = 12;
/// Words of so many ems stay whole; longer ones are divided where the table has no room.
const SHORT_WORD: i64 = 5;

/// What the columns would like, and what they need.
pub struct Asked {
    /// So wide, no line of the column is broken.
    pub widest: Vec<Abs>,
    /// So wide, no word is.
    pub narrowest: Vec<Abs>,
    /// So wide, no short word is, nor what has no hyphen to be divided by.
    pub least: Vec<Abs>,
    pub demand: Demand,
}

/// What a cell would like and what it needs, as its column.
#[derive(Clone, Copy, Default)]
struct Wish {
    line: Abs,
    word: Abs,
    least: Abs,
}

impl Wish {
    fn of(line: Abs, word: Abs) -> Wish {
        Wish { line, word, least: word }
    }

    fn wider(self, other: Wish) -> Wish {
        Wish {
            line: self.line.max(other.line),
            word: self.word.max(other.word),
            least: self.least.max(other.least),
        }
    }

    fn with(self, more: Abs) -> Wish {
        Wish { line: self.line + more, word: self.word + more, least: self.least + more }
    }
}

/// The texts of a cell as they are found, each with what stands beside it.
type Texts = Vec<(Chunks, Abs)>;

/// What cells ask for (CSS 2.2, 17.5.2.2): those of one column first, then those that take several, the fewer first, of
/// which each grows by its part of what is wanting.
pub fn asked(builder: &mut GalleyBuilder, (table, ends): (&Table, &[Vec<Abs>]), gap: Abs) -> Asked {
    let count = table.columns.len().max(1);
    let least = || vec![MIN_COLUMN; count];
    let rows = table.head.len() + table.rows.len();
    let stride = rows / MOST_ROWS + 1;
    let demand = Demand { rows: rows.div_ceil(stride), columns: (0..count).map(|_| Vec::new()).collect() };
    let mut asked = Asked { widest: least(), narrowest: least(), least: least(), demand };
    let mut spanning = Vec::new();
    let ends = std::iter::repeat_n(&[][..], table.head.len()).chain(ends.iter().map(Vec::as_slice));
    let ends = ends.chain(std::iter::repeat(&[][..]));
    for (at, (row, ends)) in table.head.iter().chain(&table.rows).zip(ends).enumerate() {
        let taken = at.is_multiple_of(stride).then_some((at / stride, stride));
        of_row(builder, (row, ends), taken, (&mut asked, &mut spanning));
    }
    spanning.sort_by_key(|(columns, _): &(std::ops::Range<usize>, Wish)| (columns.len(), columns.start));
    for (columns, wish) in spanning {
        let gaps = gap * (columns.len() as i64 - 1);
        widen(&mut asked.widest[columns.clone()], wish.line - gaps);
        widen(&mut asked.narrowest[columns.clone()], wish.word - gaps);
        widen(&mut asked.least[columns], wish.least - gaps);
    }
    asked
}

/// What the cells of a row ask for; with its number among the rows that are looked at more closely, if it is one.
fn of_row(
    builder: &mut GalleyBuilder,
    (row, ends): (&Row, &[Abs]),
    taken: Option<(usize, usize)>,
    (asked, spanning): (&mut Asked, &mut Vec<(std::ops::Range<usize>, Wish)>),
) {
    let count = asked.widest.len();
    for (nth, cell) in row.cells.iter().enumerate() {
        let end = ends.get(nth).copied().unwrap_or_default() + Abs::pt(1);
        let mut texts = Vec::new();
        let wish = of_cell(builder, cell, &mut texts).with(end);
        let first = cell.column as usize;
        let last = (first + usize::from(cell.column_span)).min(count);
        if last > first + 1 {
            spanning.push((first..last, wish));
        } else if first < count {
            asked.widest[first] = asked.widest[first].max(wish.line);
            asked.narrowest[first] = asked.narrowest[first].max(wish.word);
            asked.least[first] = asked.least[first].max(wish.least);
            if let Some((row, stride)) = taken {
                let rows = cell.row_span.div_ceil(u16::try_from(stride).unwrap_or(u16::MAX));
                asked.demand.columns[first].push(Entry { row, rows, texts, end });
            }
        }
    }
}

impl Asked {
    /// The same where no word asks for more than so much.
    pub fn within(mut self, most: Abs) -> Asked {
        let most = most.max(MIN_COLUMN) + Abs::pt(1);
        for narrowest in self.narrowest.iter_mut().chain(&mut self.least) {
            *narrowest = (*narrowest).min(most);
        }
        self
    }
}

/// Makes columns together as wide as is asked, each by its part.
fn widen(columns: &mut [Abs], asked: Abs) {
    let have: Abs = columns.iter().copied().sum();
    if asked > have {
        let wanting = asked - have;
        columns.iter_mut().for_each(|column| *column += wanting.mul_div(column.raw(), have.raw().max(1)));
    }
}

/// A caption in a cell asks for lines of so many ems, where it is that long.
const CAPTION: i64 = 16;

fn of_cell(builder: &mut GalleyBuilder, cell: &Cell, texts: &mut Texts) -> Wish {
    match &cell.content {
        CellContent::Text(text) => of_text(builder, (text, Abs::ZERO), texts),
        CellContent::Blocks(blocks) => of_blocks(builder, blocks, texts),
    }
}

fn of_text(builder: &mut GalleyBuilder, (text, around): (&RichText, Abs), texts: &mut Texts) -> Wish {
    let chunks = inline::chunks(builder.context, text, builder.right_to_left);
    let size = builder.context.style(text.style.base).size;
    let least = chunks.least.min(size * LONG_NAME).max(chunks.word.min(size * SHORT_WORD)).min(chunks.word);
    let wish = Wish { line: chunks.line, word: chunks.word, least };
    texts.push((chunks, around));
    wish
}

fn of_blocks(builder: &mut GalleyBuilder, blocks: &[Block], texts: &mut Texts) -> Wish {
    blocks.iter().fold(Wish::default(), |widest, block| widest.wider(of_block(builder, block, texts)))
}

fn of_block(builder: &mut GalleyBuilder, block: &Block, texts: &mut Texts) -> Wish {
    let size = builder.context.flow.theme.size;
    let around = match &block.kind {
        BlockKind::List(_) | BlockKind::Definitions(_) => size.mul_div(3, 2),
        BlockKind::Admonition { .. } => BAR + PAD * 4,
        BlockKind::Code(code) => {
            let Wish { line, word, .. } = of_text(builder, (&code.text, PAD * 2), texts);
            return Wish::of(line, word.min(LEAST_BLOCK)).with(PAD * 2);
        }
        BlockKind::Figure(figure) => {
            let file = builder.context.images.get(figure.image);
            let width = file.map_or(Abs::ZERO, |file| natural_size(file).width);
            let picture = Wish::of(width, width.min(LEAST_BLOCK));
            let Some(caption) = &figure.caption else { return picture };
            let words = of_text(builder, (caption, Abs::ZERO), texts);
            return picture.wider(Wish::of(words.line.min(size * CAPTION), words.word));
        }
        BlockKind::Table(table) => {
            let asked = asked(builder, (table, &[]), GAP);
            let gaps = GAP * (asked.widest.len() as i64 - 1);
            let word = asked.narrowest.into_iter().map(|word| word.min(LEAST_BLOCK)).sum::<Abs>();
            return Wish::of(asked.widest.into_iter().sum::<Abs>(), word).with(gaps);
        }
        BlockKind::Equation(equation) => {
            let (line, word) = equation::extents(builder, equation);
            return Wish::of(line, word);
        }
        BlockKind::Heading { .. }
        | BlockKind::Paragraph(_)
        | BlockKind::Quote(_)
        | BlockKind::Break
        | BlockKind::PageBreak(_)
        | BlockKind::Columns(_)
        | BlockKind::Contents(_)
        | BlockKind::Index(_)
        | BlockKind::CoverImage { .. }
        | BlockKind::Space(_)
        | BlockKind::Fill
        | BlockKind::Record(_)
        | BlockKind::Slot(_)
        | BlockKind::Group(_)
        | BlockKind::Only(..) => Abs::ZERO,
    } + block.style.indent_start
        + block.style.indent_end;
    let mut widest = Wish::default();
    block.children(&mut |within| {
        let from = texts.len();
        let wish = match within {
            Within::Text(text) => of_text(builder, (text, Abs::ZERO), texts),
            Within::Blocks(blocks) => of_blocks(builder, blocks, texts),
        };
        texts[from..].iter_mut().for_each(|(_, beside)| *beside += around);
        widest = widest.wider(wish.with(around));
    });
    widest
}
