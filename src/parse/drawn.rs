//! Tables drawn with signs, as pandoc has them: lines of `+---+` and `|` around cells, some over several columns or rows.

use std::collections::BTreeSet;

use unicode_width::UnicodeWidthChar;

use crate::model::document::{Column, ColumnAlign};

/// How often each place of a drawing is looked at before it is given up: no table that is drawn by hand comes near.
const LOOKS: usize = 64;
/// A drawing is as wide as the measure from so many columns on, those that pandoc has on a line.
const FULL_WIDTH: f64 = 72.0;

/// A drawing cut into its lines.
pub(super) struct Drawing<'a> {
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
pub(super) struct Frame {
    pub(super) top: usize,
    left: usize,
    bottom: usize,
    right: usize,
}

/// Where the borders of a drawing's cells stand, sorted: by column and by line.
pub(super) struct Borders {
    edges: Vec<usize>,
    tops: Vec<usize>,
}

impl Borders {
    pub(super) fn of(frames: &[Frame]) -> Borders {
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
    pub(super) fn spans(&self, frame: &Frame) -> (u16, u16) {
        let slots = |borders: &[usize], from: usize, to: usize| {
            let index = |border: usize| borders.partition_point(|have| *have < border);
            u16::try_from(index(to) - index(from)).unwrap_or(u16::MAX)
        };
        (slots(&self.edges, frame.left, frame.right), slots(&self.tops, frame.top, frame.bottom))
    }
}

/// Which line of a drawing is not as it should be.
pub(super) struct Ragged(pub(super) usize);

/// Whether a line begins a drawing.
pub(super) fn begins(line: &str) -> bool {
    line.starts_with("+-") || line.starts_with("+=") || line.starts_with("+:")
}

/// Where the drawing that begins a text ends, if it is whole.
pub(super) fn end_of(text: &str) -> Result<usize, Ragged> {
    let drawing = Drawing::of(text);
    drawing.frames()?;
    Ok(drawing.lines.last().and_then(|line| line.places.last()).copied().unwrap_or(0))
}

impl<'a> Drawing<'a> {
    /// The lines from the beginning of a text on, without what leads to them in quotations and lists.
    pub(super) fn of(text: &'a str) -> Drawing<'a> {
        let mut lines = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let words = line.trim_end();
            let kept = if start == 0 { words } else { words.trim_start_matches([' ', '>', '\t']) };
            if !kept.starts_with(['+', '|']) {
                break;
            }
            let at = start + words.len() - kept.len();
            let (mut signs, mut places) = (Vec::new(), Vec::new());
            for (offset, sign) in kept.char_indices() {
                for part in 0..sign.width().unwrap_or(0) {
                    signs.push(if part == 0 { sign } else { ' ' });
                    places.push(at + offset);
                }
            }
            places.push(at + kept.len());
            lines.push(Line { signs, places });
            start += line.len();
        }
        Drawing { text, lines }
    }

    fn sign(&self, line: usize, column: usize) -> char {
        self.lines[line].signs[column]
    }

    /// The cells, which cover all of the drawing.
    pub(super) fn frames(&self) -> Result<Vec<Frame>, Ragged> {
        let width = self.lines.first().map_or(0, |line| line.signs.len());
        let height = self.lines.len();
        if let Some(ragged) = self.lines.iter().position(|line| line.signs.len() != width) {
            return Err(Ragged(ragged));
        }
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
    pub(super) fn head(&self) -> usize {
        let is_double =
            |line: &Line| line.signs.contains(&'=') && line.signs.iter().all(|sign| is_across(*sign));
        let last = self.lines.len() - 1;
        (1..last).find(|line| is_double(&self.lines[*line])).unwrap_or(0)
    }

    /// The columns between the borders: aligned by the colons of the line below the head, as wide as they are drawn.
    pub(super) fn columns(&self, borders: &Borders) -> Vec<Column> {
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

    /// The words of a cell, without the blanks that all of its lines begin with, and their places in the drawing.
    pub(super) fn words(&self, frame: &Frame) -> (String, Vec<(usize, usize)>) {
        let lines = frame.top + 1..frame.bottom;
        let cut = |line: usize| {
            let places = &self.lines[line].places;
            (places[frame.left + 1], self.text[places[frame.left + 1]..places[frame.right]].trim_end())
        };
        let blanks = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let filled = lines.clone().map(cut).filter(|(_, line)| !line.is_empty());
        let indent = filled.map(|(_, line)| blanks(line)).min().unwrap_or(0);
        let (mut words, mut places) = (String::new(), Vec::new());
        for (place, line) in lines.map(cut) {
            let indent = indent.min(line.len());
            places.push((words.len(), place + indent));
            words.push_str(&line[indent..]);
            words.push('\n');
        }
        (words, places)
    }
}

fn is_across(sign: char) -> bool {
    matches!(sign, '-' | '=' | '+' | ':')
}
