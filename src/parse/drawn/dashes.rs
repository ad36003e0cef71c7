//! Tables drawn with dashes alone: a line of them below the head says where columns begin. In simple tables a line is a row;
//! in multiline tables a blank line ends one, and a line of dashes stands above the head and below the last row. A simple
//! table without a head has a line of dashes above and below. Cells hold inlines.
//!
//! A column of dashes alone is a heading or a break to CommonMark, and so are single dashes a list.

use std::ops::Range;

use super::Found;
use super::drawing::{Drawing, FULL_WIDTH, Slot};
use crate::columns;
use crate::model::document::{Column, ColumnAlign};

/// A line deeper than so many columns within what it stands in is code.
const DEEPEST: usize = 3;

/// A table has at most so many cells for each of its bytes, lest short rows of many columns take memory out of proportion.
const MOST_CELLS: usize = 4;

/// A line within its quotations.
#[derive(Clone, Copy)]
struct Line<'a> {
    /// Where it begins in the text.
    at: usize,
    text: &'a str,
    /// Where it begins within its quotations, and the first of its words, in bytes.
    inner: usize,
    lead: usize,
    /// The column of its first word within its quotations.
    indent: usize,
}

/// The lines from a place on, up to the first that is not within as many quotations as the first.
#[derive(Clone)]
struct Lines<'a> {
    text: &'a str,
    at: usize,
    quotes: usize,
}

/// The runs of a line of dashes: the columns at which they begin and end.
struct Rule(Vec<Range<usize>>);

/// A cell's part of a line.
#[derive(Clone)]
struct Part<'a> {
    at: usize,
    words: &'a str,
    /// In columns of the line.
    range: Range<usize>,
    /// Where the line ends in the text.
    end: usize,
}

/// The lines of a table.
struct Table<'a> {
    rule: Line<'a>,
    head: Vec<Line<'a>>,
    body: Vec<Line<'a>>,
    /// Its last line, where it is no row.
    foot: Option<Line<'a>>,
    is_multiline: bool,
}

/// The table that begins with a line, if one does.
pub(super) fn read(text: &str, start: usize) -> Option<Found> {
    let mut lines = Lines::from(text, start);
    let first = lines.next()?;
    let table = match Rule::of(&first) {
        Some(rule) => below_a_rule(first, &rule, lines)?,
        None => below_a_head(first, lines)?,
    };
    let runs = Rule::of(&table.rule)?.0;
    let from = first.place(first.column(first.lead).min(runs[0].start));
    let last = table.foot.or(table.body.last().copied())?;
    let range = first.at + from..last.at + last.text.len();
    let parts = (table.head.len() + table.body.len()) * runs.len();
    let is_whole = !table.body.is_empty() && table.stands(&first) && parts <= MOST_CELLS * range.len();
    is_whole.then(|| Found { range, drawing: table.drawing(&runs) })
}

/// A head of one line above the dashes; the table goes on to a blank line or to dashes.
fn below_a_head<'a>(head: Line<'a>, mut lines: Lines<'a>) -> Option<Table<'a>> {
    let rule = lines.next().filter(|line| Rule::of(line).is_some_and(|rule| rule.has_columns()))?;
    if head.is_blank() || head.begins_otherwise() {
        return None;
    }
    let mut body: Vec<Line> = Vec::new();
    let mut foot = None;
    for line in lines.take_while(|line| !line.is_blank()) {
        if line.is_fence() {
            return None;
        }
        if Rule::of(&line).is_some() {
            foot = Some(line);
            break;
        }
        body.push(line);
    }
    Some(Table { rule, head: vec![head], body, foot, is_multiline: false })
}

/// A head of several lines between two lines of dashes, or no head.
fn below_a_rule<'a>(first: Line<'a>, rule: &Rule, mut lines: Lines<'a>) -> Option<Table<'a>> {
    let (between, second) = up_to_dashes(&mut lines, rule.has_columns())?;
    let is_blank = between.iter().any(Line::is_blank);
    if !is_blank
        && Rule::of(&second)?.has_columns()
        && let Some((body, foot)) = up_to_dashes(&mut lines, true)
    {
        return Some(Table { rule: second, head: between, body, foot: Some(foot), is_multiline: true });
    }
    rule.has_columns().then_some(Table {
        rule: first,
        head: Vec::new(),
        body: between,
        foot: Some(second),
        is_multiline: is_blank,
    })
}

/// The lines up to the next line of dashes, of which the first is not blank, and that line.
fn up_to_dashes<'a>(lines: &mut Lines<'a>, may_be_blank: bool) -> Option<(Vec<Line<'a>>, Line<'a>)> {
    let mut between: Vec<Line> = Vec::new();
    for line in lines {
        if Rule::of(&line).is_some() {
            return Some((between, line)).filter(|(between, _)| !between.is_empty());
        }
        if line.is_fence() || (line.is_blank() && (between.is_empty() || !may_be_blank)) {
            return None;
        }
        between.push(line);
    }
    None
}

impl Table<'_> {
    /// Whether all of it stands in what its first line stands in, as far as columns tell: in the item of a list, lines that
    /// are less deep are not the item's.
    fn stands(&self, first: &Line) -> bool {
        let edge = self.head.iter().chain([&self.rule, first]).map(|line| line.indent).min().unwrap_or(0);
        let edge = if self.rule.indent < 2 { 0 } else { edge };
        // What hides a line of one letter is no line of code.
        let is_lost = first.indent > DEEPEST && first.text.len() < first.lead + 2;
        let mut lines = self.body.iter().chain(&self.foot);
        self.rule.indent - edge <= DEEPEST
            && !is_lost
            && lines.all(|line| line.is_blank() || line.indent >= edge)
    }

    fn drawing(&self, runs: &[Range<usize>]) -> Drawing {
        let head: Vec<Vec<Part>> = self.head.iter().map(|line| line.parts(runs)).collect();
        let first = self.body.first().map(|line| line.parts(runs));
        // Where there is no head, the first row's line shows how columns are aligned.
        let above: Vec<&Vec<Part>> =
            if head.is_empty() { first.iter().collect() } else { head.iter().collect() };
        let align = |column: usize| align(above.iter().map(|line| &line[column]), &runs[column]);
        let widths = if self.is_multiline { widths(runs) } else { Vec::new() };
        let column = |at: usize| Column { align: align(at), width: widths.get(at).copied() };
        let columns = (0..runs.len()).map(column).collect();
        let mut rows: Vec<Vec<Slot>> = Vec::new();
        if !self.head.is_empty() {
            rows.push(row(&self.head, runs));
        }
        match self.is_multiline {
            true => {
                let parts = self.body.split(Line::is_blank).filter(|lines| !lines.is_empty());
                rows.extend(parts.map(|lines| row(lines, runs)));
            }
            false => rows.extend(self.body.iter().map(|line| row(&[*line], runs))),
        }
        Drawing { columns, heads: usize::from(!self.head.is_empty()), rows, holds_blocks: false }
    }
}

fn row(lines: &[Line], runs: &[Range<usize>]) -> Vec<Slot> {
    let parts: Vec<Vec<Part>> = lines.iter().map(|line| line.parts(runs)).collect();
    (0..runs.len()).map(|column| slot(parts.iter().map(|line| &line[column]))).collect()
}

/// A cell of the lines that are its own. A blank stands for the end of each but the last, lest the next begin a block.
fn slot<'a>(parts: impl Iterator<Item = &'a Part<'a>> + Clone) -> Slot {
    let (mut words, mut places) = (String::new(), Vec::new());
    let mut end = 0;
    for part in parts.clone().filter(|part| !part.words.is_empty()) {
        if !words.is_empty() {
            places.push((words.len(), end));
            words.push(if words.ends_with('\\') { '\n' } else { ' ' });
        }
        places.push((words.len(), part.at));
        words.push_str(part.words);
        end = part.end;
    }
    if places.is_empty() {
        places.extend(parts.take(1).map(|part| (0, part.at)));
    }
    Slot { words, places, column_span: 1, row_span: 1 }
}

/// How the words of a head stand above their dashes; of several lines, the shortest.
fn align<'a>(parts: impl Iterator<Item = &'a Part<'a>>, run: &Range<usize>) -> ColumnAlign {
    let shortest = parts.filter(|part| !part.words.is_empty()).min_by_key(|part| part.range.end);
    let sides = shortest.map(|part| (part.range.start > run.start, part.range.end < run.end));
    match sides {
        Some((true, true)) => ColumnAlign::Center,
        Some((true, false)) => ColumnAlign::End,
        Some((false, true)) => ColumnAlign::Start,
        Some((false, false)) | None => ColumnAlign::Natural,
    }
}

/// The widths of columns, with the blanks behind them; those that the last lacks are given to it.
fn widths(runs: &[Range<usize>]) -> Vec<f64> {
    let begins = runs.iter().map(|run| run.start);
    let ends = begins.clone().skip(1).chain(runs.last().map(|last| last.end + 1));
    let mut widths: Vec<usize> = begins.zip(ends).map(|(start, end)| end - start).collect();
    if let [.., before, last] = &mut widths[..]
        && *before > *last
        && *before - *last <= 2
    {
        *last = *before;
    }
    let sum = widths.iter().sum::<usize>() as f64;
    widths.into_iter().map(|width| width as f64 / sum.max(FULL_WIDTH)).collect()
}

impl Rule {
    fn of(line: &Line) -> Option<Rule> {
        let dashes = &line.text[line.lead..];
        if !dashes.contains("--") || !dashes.bytes().all(|byte| matches!(byte, b'-' | b' ' | b'\t')) {
            return None;
        }
        let mut runs: Vec<Range<usize>> = Vec::new();
        let mut column = line.column(line.lead);
        for sign in dashes.chars() {
            match runs.last_mut().filter(|run| sign == '-' && run.end == column) {
                Some(run) => run.end += 1,
                None if sign == '-' => runs.push(column..column + 1),
                None => {}
            }
            column = after(column, sign);
        }
        Some(Rule(runs))
    }

    fn has_columns(&self) -> bool {
        self.0.len() > 1
    }
}

impl<'a> Lines<'a> {
    fn from(text: &'a str, at: usize) -> Lines<'a> {
        let line = text[at..].lines().next().unwrap_or_default();
        let lead = line.len() - line.trim_start_matches([' ', '>']).len();
        Lines { text, at, quotes: line[..lead].matches('>').count() }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let line = self.text[self.at..].split_inclusive('\n').next()?;
        let text = line.trim_end_matches([' ', '\t', '\r', '\n']);
        let mut inner = 0;
        for _ in 0..self.quotes {
            let quote =
                text[inner..].find(|c: char| c != ' ').filter(|at| text[inner + at..].starts_with('>'));
            inner += quote? + 1;
        }
        let lead = text.len() - text[inner..].trim_start_matches([' ', '\t']).len();
        let at = self.at;
        self.at += line.len();
        let line = Line { at, text, inner, lead, indent: 0 };
        Some(Line { indent: line.column(lead) - line.column(inner), ..line })
    }
}

impl<'a> Line<'a> {
    fn is_blank(&self) -> bool {
        self.lead == self.text.len()
    }

    /// Whether its first sign is of a list or a heading.
    fn begins_otherwise(&self) -> bool {
        let words = &self.text[self.lead..];
        let level = words.len() - words.trim_start_matches('#').len();
        let is_marked = words.starts_with(['-', '*', '+']) || (1..=6).contains(&level);
        self.is_fence() || (is_marked && words[level.max(1)..].starts_with([' ', '\t']))
    }

    /// Of code or a div: no table goes on over one.
    fn is_fence(&self) -> bool {
        ["```", "~~~", ":::"].iter().any(|fence| self.text[self.lead..].starts_with(fence))
    }

    fn column(&self, place: usize) -> usize {
        self.text[..place].chars().fold(0, after)
    }

    /// The last place whose column is no greater.
    fn place(&self, column: usize) -> usize {
        let mut at = 0;
        let is_before = |sign: &char| {
            at = after(at, *sign);
            at <= column
        };
        self.text.chars().take_while(is_before).map(char::len_utf8).sum()
    }

    /// What of the line is in each column, without blanks around it. What stands before the first is in the first.
    fn parts(&self, runs: &[Range<usize>]) -> Vec<Part<'a>> {
        let mut starts = runs[1..].iter().map(|run| run.start).peekable();
        let mut parts = Vec::with_capacity(runs.len());
        let (mut from, mut column) = ((self.inner, self.column(self.inner)), self.column(self.inner));
        for (offset, sign) in self.text[self.inner..].char_indices() {
            let at = self.inner + offset;
            // A mark is its letter's.
            let is_mark = after(column, sign) == column;
            while starts.next_if(|start| *start <= column && !is_mark).is_some() {
                parts.push(self.part(from, at));
                from = (at, column);
            }
            column = after(column, sign);
        }
        parts.push(self.part(from, self.text.len()));
        let end = (self.text.len(), column);
        parts.resize(runs.len(), self.part(end, self.text.len()));
        parts
    }

    fn part(&self, (from, column): (usize, usize), to: usize) -> Part<'a> {
        let cut = &self.text[from..to];
        let words = cut.trim_start();
        let (blanks, words) = cut.split_at(cut.len() - words.len());
        let words = words.trim_end();
        let start = blanks.chars().fold(column, after);
        let range = start..words.chars().fold(start, after);
        Part { at: self.at + from + blanks.len(), words, range, end: self.at + self.text.len() }
    }
}

/// The column after a sign.
fn after(column: usize, sign: char) -> usize {
    if sign == '\t' { columns::after_tab(column) } else { column + columns::of(sign) }
}
