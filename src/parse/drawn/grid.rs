//! Grid tables: lines of `+---+` and `|` around cells, some over several columns or rows. Cells hold blocks.

use std::collections::BTreeSet;

use super::Found;
use super::drawing::{Drawing, FULL_WIDTH, Slot};
use crate::columns;
use crate::model::document::{Column, ColumnAlign};

/// How often each place of a drawing is looked at before it is given up: no table that is drawn by hand comes near.
const LOOKS: usize = 64;

/// Columns between the stops of tabs, as pandoc has them.
const TAB: usize = 4;

/// A drawing cut into its lines.
struct Grid<'a> {
    text: &'a str,
    lines: Vec<Line>,
}

/// The signs of a line by column, and where each begins in the text; one more place is the line's end.
struct Line {
    signs: Vec<char>,
    places: Vec<usize>,
}

/// A cell by the lines and columns of its borders.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Frame {
    top: usize,
    left: usize,
    bottom: usize,
    right: usize,
}

/// Where the borders of a drawing's cells stand, sorted: by column and by line.
struct Borders {
    edges: Vec<usize>,
    tops: Vec<usize>,
}

impl Borders {
    fn of(frames: &[Frame]) -> Borders {
        let sorted = |mut borders: Vec<usize>| {
            borders.sort_unstable();
            borders.dedup();
            borders
        };
        Borders {
            edges: sorted(frames.iter().flat_map(|frame| [frame.left, frame.right]).collect()),
            tops: sorted(frames.iter().flat_map(|frame| [frame.top, frame.bottom]).collect()),
        }
    }

    /// How many columns and rows a cell takes.
    fn spans(&self, frame: &Frame) -> (u16, u16) {
        let slots = |borders: &[usize], from: usize, to: usize| {
            let index = |border: usize| borders.partition_point(|have| *have < border);
            u16::try_from(index(to) - index(from)).unwrap_or(u16::MAX)
        };
        (slots(&self.edges, frame.left, frame.right), slots(&self.tops, frame.top, frame.bottom))
    }
}

/// Which line of a drawing is not as it should be.
pub(in crate::parse) struct Ragged(pub(in crate::parse) usize);

/// Whether a line begins a drawing.
pub(super) fn begins(line: &str) -> bool {
    line.starts_with("+-") || line.starts_with("+=") || line.starts_with("+:")
}

/// The drawing that begins at a place in a text, if it is whole.
pub(in crate::parse) fn read(text: &str, start: usize) -> Result<Found, Ragged> {
    let grid = Grid::of(text, start)?;
    let mut frames = grid.frames()?;
    frames.sort_unstable();
    let borders = Borders::of(&frames);
    let columns = grid.columns(&borders);
    let rows: Vec<&[Frame]> = frames.chunk_by(|one, other| one.top == other.top).collect();
    let head = grid.head();
    let heads = rows.partition_point(|row| row[0].top < head);
    let slot = |frame: &Frame| grid.slot(frame, borders.spans(frame));
    let rows = rows.into_iter().map(|row| row.iter().map(slot).collect()).collect();
    let end = grid.lines.last().and_then(|line| line.places.last()).copied().unwrap_or(start);
    Ok(Found { range: start..end, drawing: Drawing { columns, heads, rows, holds_blocks: true } })
}

impl<'a> Grid<'a> {
    /// The lines from a place in a text on, without what leads to them in quotations and lists. All are as long as the first.
    fn of(text: &'a str, start: usize) -> Result<Grid<'a>, Ragged> {
        let mut lines: Vec<Line> = Vec::new();
        let quotes = |lead: &str| lead.matches('>').count();
        let first = quotes(&text[text[..start].rfind('\n').map_or(0, |end| end + 1)..start]);
        let mut at = start;
        for line in text[start..].split_inclusive('\n') {
            let words = line.trim_end();
            let kept = if at == start { words } else { words.trim_start_matches([' ', '>', '\t']) };
            let is_within = at == start || quotes(&words[..words.len() - kept.len()]) == first;
            if !kept.starts_with(['+', '|']) || !is_within {
                break;
            }
            let cut = Line::of(kept, at + words.len() - kept.len());
            if lines.first().is_some_and(|first| first.signs.len() != cut.signs.len()) {
                return Err(Ragged(lines.len()));
            }
            lines.push(cut);
            at += line.len();
        }
        Ok(Grid { text, lines })
    }

    fn sign(&self, line: usize, column: usize) -> char {
        self.lines[line].signs[column]
    }

    /// The cells, which cover all of the drawing.
    fn frames(&self) -> Result<Vec<Frame>, Ragged> {
        let width = self.lines.first().map_or(0, |line| line.signs.len());
        let height = self.lines.len();
        let is_rule = |line: &Line| line.signs.iter().all(|sign| is_across(*sign));
        if height < 3 || width < 3 || !self.lines.last().is_some_and(is_rule) {
            return Err(Ragged(height.saturating_sub(1)));
        }
        let mut looks = LOOKS * width * height;
        let mut corners = BTreeSet::from([(0, 0)]);
        let mut frames = Vec::new();
        let mut covered = vec![false; width * height];
        while let Some((top, left)) = corners.pop_first() {
            if top + 1 == height || left + 1 == width || covered[top * width + left] {
                continue;
            }
            let frame = self.frame(top, left, &mut looks).ok_or(Ragged(top))?;
            for line in frame.top..frame.bottom {
                let part = &mut covered[line * width + frame.left..line * width + frame.right];
                if part.contains(&true) {
                    return Err(Ragged(line));
                }
                part.fill(true);
            }
            corners.extend([(frame.top, frame.right), (frame.bottom, frame.left)]);
            frames.push(frame);
        }
        let bare =
            (0..height - 1).find(|line| covered[line * width..(line + 1) * width - 1].contains(&false));
        bare.map_or(Ok(frames), |line| Err(Ragged(line)))
    }

    /// The smallest cell whose upper left corner is at a place.
    fn frame(&self, top: usize, left: usize, looks: &mut usize) -> Option<Frame> {
        let width = self.lines[0].signs.len();
        if self.sign(top, left) != '+' {
            return None;
        }
        for right in left + 1..width {
            *looks = looks.checked_sub(1)?;
            match self.sign(top, right) {
                '+' => {
                    if let Some(bottom) = self.bottom(top, (left, right), looks) {
                        return Some(Frame { top, left, bottom, right });
                    }
                }
                sign if is_across(sign) => {}
                _ => return None,
            }
        }
        None
    }

    /// The first line below that closes the cell between two columns.
    fn bottom(&self, top: usize, (left, right): (usize, usize), looks: &mut usize) -> Option<usize> {
        for line in top + 1..self.lines.len() {
            *looks = looks.checked_sub(1)?;
            match (self.sign(line, left), self.sign(line, right)) {
                ('+', '+') => {
                    *looks = looks.checked_sub(right - left)?;
                    let signs = &self.lines[line].signs[left..=right];
                    if signs.iter().all(|sign| is_across(*sign)) {
                        return Some(line);
                    }
                }
                ('+' | '|', '+' | '|') => {}
                _ => return None,
            }
        }
        None
    }

    /// The first line of double dashes below the first line: what is above it is the head.
    fn head(&self) -> usize {
        let is_double =
            |line: &Line| line.signs.contains(&'=') && line.signs.iter().all(|sign| is_across(*sign));
        let last = self.lines.len() - 1;
        (1..last).find(|line| is_double(&self.lines[*line])).unwrap_or(0)
    }

    /// The columns between the borders: aligned by the colons of the line below the head, as wide as they are drawn.
    fn columns(&self, borders: &Borders) -> Vec<Column> {
        let (head, width) = (self.head(), f64::max(FULL_WIDTH, self.lines[0].signs.len() as f64));
        borders.edges.windows(2).map(|edge| self.column(head, (edge[0], edge[1]), width)).collect()
    }

    fn column(&self, line: usize, (left, right): (usize, usize), width: f64) -> Column {
        let align = match (self.sign(line, left + 1) == ':', self.sign(line, right - 1) == ':') {
            (true, true) => ColumnAlign::Center,
            (true, false) => ColumnAlign::Start,
            (false, true) => ColumnAlign::End,
            (false, false) => ColumnAlign::Natural,
        };
        Column { align, width: Some((right - left) as f64 / width) }
    }

    /// A cell, its words without the blanks that all of their lines begin with.
    fn slot(&self, frame: &Frame, (column_span, row_span): (u16, u16)) -> Slot {
        let lines = frame.top + 1..frame.bottom;
        let cut = |line: usize| {
            let places = &self.lines[line].places;
            (places[frame.left + 1], self.text[places[frame.left + 1]..places[frame.right]].trim_end())
        };
        let blanks = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let filled = lines.clone().map(cut).filter(|(_, line)| !line.is_empty());
        let indent = filled.map(|(_, line)| blanks(line)).min().unwrap_or(0);
        let (mut words, mut places) = (String::new(), Vec::new());
        if lines.is_empty() {
            places.push((0, self.lines[frame.top].places[frame.left]));
        }
        for (place, line) in lines.map(cut) {
            let indent = indent.min(line.len());
            places.push((words.len(), place + indent));
            words.push_str(&line[indent..]);
            words.push('\n');
        }
        Slot { words, places, column_span, row_span }
    }
}

impl Line {
    fn of(text: &str, start: usize) -> Line {
        let (mut signs, mut places) = (Vec::new(), Vec::new());
        for (offset, sign) in text.char_indices() {
            let width = if sign == '\t' { TAB - signs.len() % TAB } else { columns::of(sign) };
            for part in 0..width {
                signs.push(if part == 0 && sign != '\t' { sign } else { ' ' });
                places.push(start + offset);
            }
        }
        places.push(start + text.len());
        Line { signs, places }
    }
}

fn is_across(sign: char) -> bool {
    matches!(sign, '-' | '=' | '+' | ':')
}
