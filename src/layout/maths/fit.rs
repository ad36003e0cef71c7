//! Formulas that are too wide for their measure: in rows that begin with a relation or a binary operator, or smaller.

use super::boxes::MathBox;
use super::display::{Display, DisplayRow, may_part};
use super::rows::Spaced;
use super::tables::within;
use super::{Setter, Setting};
use crate::geom::Abs;
use crate::model::maths::{Class, Formula, Node, Table, TableKind};

/// The room between rows, in ems (LaTeX's `\jot`).
const OPEN: f64 = 0.3;

/// How small a formula is made at most, in hundredths: less than that is smaller than indices are.
const LEAST: i64 = 70;

/// A formula as wide as its measure at most.
///
/// ```text
///   │ f(x) = a + b + c + d │
///   │          + e + f     │
///   │      = g             │
/// ```
#[derive(Debug)]
pub struct Fitted {
    pub display: Display,
    /// The size that it is set at, in hundredths of its own: 100 unless it was made smaller.
    pub percent: i64,
    /// It is wider than the measure even so.
    pub is_overfull: bool,
}

/// What stands together in a row: a relation or a binary operator with all that follows, up to the next.
struct Chunk {
    content: MathBox,
    /// The space before it, which goes where a row begins.
    space: Abs,
    begins: Begin,
    /// How many brackets it is in.
    depth: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Begin {
    Relation,
    Binary,
    /// After a comma.
    Part,
}

/// Where rows other than the first begin.
struct Indents {
    relation: Abs,
    other: Abs,
}

impl Setter<'_> {
    /// Sets a formula that stands by itself to a measure, which is less by what a number beside it takes. What is wider breaks
    /// before relations, else after commas and before binary operators, outside of brackets if it can be: relations stand below
    /// the first, all else two ems to the right of it; rows of `gather` and of `align` with one pair too. What cannot be broken is made smaller,
    /// by three tenths at most: of both, and of what is too wide even then, the caller warns.
    pub fn fit(&mut self, formula: &Formula, measure: Abs) -> Fitted {
        let known = self.missing.len();
        let display = self.in_rows(formula, measure);
        if display.width <= measure || measure <= Abs::ZERO {
            return Fitted { is_overfull: display.width > measure, display, percent: 100 };
        }
        self.missing.truncate(known);
        let percent = (measure.raw() * 100 / display.width.raw()).max(LEAST);
        let size = self.style.size;
        self.style.size = size.mul_div(percent, 100);
        let display = self.in_rows(formula, measure);
        self.style.size = size;
        Fitted { is_overfull: display.width > measure, display, percent }
    }

    fn in_rows(&mut self, formula: &Formula, measure: Abs) -> Display {
        let whole = self.display(formula, measure);
        let mut nodes = formula.content.as_slice();
        while let [Node::Row(within)] = nodes {
            nodes = within;
        }
        let setting = self.outermost(formula);
        let known = self.missing.len();
        if whole.width <= measure {
            return whole;
        }
        if let ([Node::Table(table)], [Node::Table(_)]) = (formula.content.as_slice(), nodes)
            && may_part(table)
        {
            let broken = self.rows_broken(table, within(table.kind, setting), measure);
            self.missing.truncate(known);
            return broken.filter(|broken| broken.width <= measure).unwrap_or(whole);
        }
        if matches!(nodes, [_]) {
            return whole;
        }
        let chunks = chunks(self.spaced(nodes, setting));
        self.missing.truncate(known);
        if chunks.len() < 2 { whole } else { broken(chunks, measure, self.size(setting.level)) }
    }

    /// Breaks the rows of `gather`, and those of `align` with one pair of cells, each by itself: the signs at which they are aligned
    /// stay below each other, and what a row goes on with begins below its sign.
    ///
    /// ```text
    ///   │ f(x) = a + b + c     │
    ///   │          + d + e     │
    ///   │    g = h             │
    /// ```
    fn rows_broken(&mut self, table: &Table, setting: Setting, measure: Abs) -> Option<Display> {
        let is_of_pairs = match table.kind {
            TableKind::Gathered => false,
            TableKind::Aligned | TableKind::AlignedAt => true,
            TableKind::Matrix
            | TableKind::Array
            | TableKind::Small
            | TableKind::Stack
            | TableKind::Cases
            | TableKind::LargeCases
            | TableKind::Multline => return None,
        };
        if table.rows.iter().any(|row| !row.spans.is_empty()) {
            return None;
        }
        let grid = self.grid(table, setting);
        let left = if is_of_pairs { grid.columns.first().copied()? } else { Abs::ZERO };
        if grid.columns.len() > 1 + usize::from(is_of_pairs) || left * 2 > measure {
            return None;
        }
        let (room, em) = (measure - left, self.size(setting.level));
        let mut display = Display::default();
        for (at, (row, typed)) in grid.rows.into_iter().zip(&table.rows).enumerate() {
            let mut cells = row.cells.into_iter();
            let mut first = if is_of_pairs { cells.next() } else { None };
            let second = cells.next().unwrap_or_default();
            let is_wide = second.width > room;
            let parts = if is_wide {
                self.cell_broken(typed.cells.last()?, is_of_pairs, room, setting)
            } else {
                vec![second]
            };
            let last = parts.len().saturating_sub(1);
            for (place, part) in parts.into_iter().enumerate() {
                let (height, depth) = if is_wide { (Abs::ZERO, Abs::ZERO) } else { (row.height, row.depth) };
                let mut content = MathBox::room(left + part.width, height, depth);
                if let Some(first) = first.take() {
                    content.place(left - first.width, Abs::ZERO, first);
                }
                content.place(left, Abs::ZERO, part);
                let below = if place == last { row.gap } else { em.scale(OPEN) };
                // The number stands beside the last.
                display.rows.push(DisplayRow {
                    content,
                    row: (place == last).then_some(at),
                    below,
                    is_text: false,
                });
            }
        }
        display.width = display.rows.iter().map(|row| row.content.width).max().unwrap_or_default();
        Some(display)
    }

    fn cell_broken(&mut self, cell: &[Node], goes_on: bool, room: Abs, setting: Setting) -> Vec<MathBox> {
        // The relation that the second of a pair begins with has the first before it.
        let mut nodes = Vec::from_iter(goes_on.then(|| Node::Row(Vec::new())));
        nodes.extend_from_slice(cell);
        let chunks = chunks(self.spaced(&nodes, setting));
        let display = broken(chunks, room, self.size(setting.level));
        display.rows.into_iter().map(|row| row.content).collect()
    }
}

/// Parts a row before each relation and binary operator, and after each comma that room follows.
fn chunks(row: Vec<Spaced>) -> Vec<Chunk> {
    let mut chunks: Vec<Chunk> = Vec::new();
    let (mut depth, mut room) = (0u32, Abs::ZERO);
    for Spaced { content, space, left, class } in row {
        let begins = match (left, class) {
            (None, _) => None,
            (Some(Class::Relation), Some(Class::Relation)) => None,
            (Some(_), Some(Class::Relation)) => Some(Begin::Relation),
            (Some(_), Some(Class::Binary)) => Some(Begin::Binary),
            (Some(Class::Punctuation), Some(_)) => Some(Begin::Part),
            (Some(Class::Punctuation), None) if content.parts.is_empty() => {
                room += content.width;
                continue;
            }
            (Some(_), _) => None,
        };
        depth = if class == Some(Class::Closing) { depth.saturating_sub(1) } else { depth };
        let space = space + std::mem::take(&mut room);
        match (begins, chunks.last_mut()) {
            (None, Some(open)) => {
                open.content.width += space;
                open.content.append(content);
            }
            (begins, _) => {
                chunks.push(Chunk { content, space, begins: begins.unwrap_or(Begin::Part), depth })
            }
        }
        depth += u32::from(class == Some(Class::Opening));
    }
    chunks
}

/// Puts chunks into rows.
fn broken(chunks: Vec<Chunk>, measure: Abs, em: Abs) -> Display {
    let indents = indents(&chunks, measure, em);
    let counts = counts(&chunks, measure, &indents);
    let mut display = Display::default();
    let mut chunks = chunks.into_iter();
    for (at, count) in counts.iter().enumerate() {
        let mut content = MathBox::default();
        for (place, chunk) in chunks.by_ref().take(*count).enumerate() {
            content.width += match place {
                0 if at == 0 => Abs::ZERO,
                0 => indents.of(chunk.begins),
                _ => chunk.space,
            };
            content.append(chunk.content);
        }
        display.width = display.width.max(content.width);
        // Rows of `split` are as far apart.
        let below = if at + 1 < counts.len() { em.scale(OPEN) } else { Abs::ZERO };
        display.rows.push(DisplayRow { content, row: None, below, is_text: false });
    }
    display
}

/// Relations stand below the first one, if that is not far to the right.
fn indents(chunks: &[Chunk], measure: Abs, em: Abs) -> Indents {
    let is_first = |chunk: &Chunk| chunk.begins == Begin::Relation && chunk.depth == 0;
    let first = (1..chunks.len()).find(|at| is_first(&chunks[*at]));
    let left = first.map_or(measure, |first| {
        let before = chunks[..first].iter().map(|chunk| chunk.space + chunk.content.width);
        before.fold(chunks[first].space, |sum, width| sum + width)
    });
    let relation = if left * 5 > measure * 2 { em * 2 } else { left };
    let other = if first.is_some() { relation + em * 2 } else { em * 2 };
    Indents { relation, other }
}

impl Indents {
    fn of(&self, begins: Begin) -> Abs {
        match begins {
            Begin::Relation => self.relation,
            Begin::Binary | Begin::Part => self.other,
        }
    }
}

/// How many chunks each row has: it ends where the room that is left and what the place costs are least in sum.
fn counts(chunks: &[Chunk], measure: Abs, indents: &Indents) -> Vec<usize> {
    let mut counts = Vec::new();
    let mut rest = chunks;
    while let Some(first) = rest.first() {
        let indent = if counts.is_empty() { Abs::ZERO } else { indents.of(first.begins) };
        let room = (measure - indent).max(Abs::from_raw(1));
        let mut width = first.content.width;
        let mut best = (i64::MAX, 1);
        for (at, next) in rest.iter().enumerate().skip(1) {
            let cost = (room - width).raw() * 1000 / room.raw() + next.cost();
            best = if width <= room && cost <= best.0 { (cost, at) } else { best };
            width += next.space + next.content.width;
            if width > room {
                break;
            }
        }
        let count = if width <= room { rest.len() } else { best.1 };
        counts.push(count);
        rest = &rest[count..];
    }
    counts
}

impl Chunk {
    /// What a row that ends before it costs, in thousandths of an empty row.
    fn cost(&self) -> i64 {
        let place = match self.begins {
            Begin::Relation => 0,
            Begin::Part => 250,
            Begin::Binary => 500,
        };
        place + 600 * i64::from(self.depth.min(3))
    }
}
