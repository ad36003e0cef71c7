//! A table as what is drawn of it.

use super::said;
use super::values::{Reading, Value, day};
use crate::diag::{Diagnostic, Sink};
use crate::model::chart::{Chart, ChartKind, ChartPlaces, ChartSeries};
use crate::model::document::{Cell, CellContent, ChartOptions, Inline, Row, Table};
use crate::model::grid::Grid;
use crate::model::manifest::Lang;
use crate::model::walk::plain;
use crate::source::Span;

/// Values that one chart shows: on paper it has no more points.
const MOST_VALUES: usize = 20_000;
/// Series that can be told apart, and parts of a whole.
const MOST_SERIES: usize = 12;
/// Parts of a whole that have room beside it.
const MOST_PARTS: usize = 24;
/// Values that are told one by one.
const MOST_TOLD: usize = 5;

/// The words of a table by row and column, with their places.
struct Words {
    columns: usize,
    names: Vec<String>,
    rows: Vec<Vec<(String, Span)>>,
}

impl Words {
    /// Of rows that span others, the first has the words; what sums up rows is no row.
    fn of(table: &Table, span: Span) -> Words {
        let columns = table.columns.len();
        let totals = usize::from(table.look.totals).min(table.rows.len());
        let head = lines(&table.head, columns, span);
        let mut names = vec![String::new(); columns];
        for row in head {
            for (name, (words, _)) in names.iter_mut().zip(row) {
                // The last row of a head names single columns.
                *name = if words.is_empty() { std::mem::take(name) } else { words };
            }
        }
        Words { columns, names, rows: lines(&table.rows[..table.rows.len() - totals], columns, span) }
    }

    /// The column of a name or a number.
    fn find(&self, wanted: &(String, Span), sink: &mut Sink) -> Option<usize> {
        let (name, span) = wanted;
        let by_number = || name.parse::<usize>().ok().and_then(|nth| nth.checked_sub(1));
        let found = self.names.iter().position(|have| have == name).or_else(by_number);
        let found = found.filter(|column| *column < self.columns);
        if found.is_none() {
            let message = format!("the table has no column `{}`", name.escape_debug());
            let known: Vec<&str> = self.names.iter().take(20).map(String::as_str).collect();
            let hint = format!("known are `{}`", known.join("`, `"));
            sink.push(Diagnostic::warning("unknown-column", *span, message).hint(hint));
        }
        found
    }

    fn column(&self, at: usize) -> impl Iterator<Item = &(String, Span)> {
        self.rows.iter().filter_map(move |row| row.get(at))
    }

    /// What a column is called; by its number, where the table says nothing.
    fn name(&self, at: usize) -> String {
        let name = self.names.get(at).cloned().unwrap_or_default();
        if name.is_empty() { (at + 1).to_string() } else { name }
    }
}

fn lines(rows: &[Row], columns: usize, span: Span) -> Vec<Vec<(String, Span)>> {
    let mut grid = Grid::new(columns, rows.len());
    let line = |row: &Row| {
        let places = grid.place(row.cells.iter().map(|cell| (cell.column_span, cell.row_span)));
        let mut line = vec![(String::new(), span); columns];
        for (cell, place) in row.cells.iter().zip(places) {
            if let Some(slot) = line.get_mut(place.column as usize) {
                *slot = (words_of(cell), cell.span);
            }
        }
        line
    };
    rows.iter().map(line).collect()
}

fn words_of(cell: &Cell) -> String {
    let content: &[Inline] = match &cell.content {
        CellContent::Text(content) => content,
        CellContent::Blocks(_) => &[],
    };
    plain(content).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The chart of a table; none where nothing can be drawn, which is told.
pub(super) fn chart(
    table: &Table,
    options: &ChartOptions,
    (span, lang): (Span, &Lang),
    sink: &mut Sink,
) -> Option<(Chart, Table)> {
    let mut words = Words::of(table, span);
    let reading = Reading::of(lang);
    let kind = options.kind.unwrap_or(ChartKind::Bar);
    let along = options.x.as_ref().and_then(|wanted| words.find(wanted, sink)).unwrap_or(0);
    let columns = shown(&words, along, options, (reading, sink));
    let columns = few(columns, kind, options, (span, sink));
    limited(&mut words, (kind, columns.len()), span, sink);
    let data = data(&words, along, &columns);
    placed(&mut words, (along, &columns), (kind, reading), sink);
    let mut teller = Teller { reading, kind, stacked: options.stacked, told: 0, sink };
    let series: Vec<ChartSeries> = columns
        .iter()
        .map(|column| ChartSeries { name: words.name(*column), values: teller.values(&words, *column) })
        .collect();
    let left = teller.told.saturating_sub(MOST_TOLD);
    if left > 0 {
        let message = format!("{left} more values are not drawn");
        sink.push(Diagnostic::warning("chart-value", span, message));
    }
    if series.iter().all(|series| series.range().is_none_or(|range| is_nothing(kind, range))) {
        let message = "there are no numbers to be drawn";
        let hint = "name the columns of places and of values: `{.chart x=Year y=\"Cases,Deaths\"}`";
        sink.push(Diagnostic::error("empty-chart", span, message).hint(hint));
        return None;
    }
    let labels: Vec<String> = words.column(along).map(|(words, _)| words.clone()).collect();
    let places = places(&labels, reading);
    if kind == ChartKind::Scatter && places == ChartPlaces::Names {
        let place = options.x.as_ref().map_or(span, |(_, span)| *span);
        let message =
            format!("`{}` are no numbers to scatter points along", words.name(along).escape_debug());
        let hint = "name a column of numbers, `x=Cases`, or draw bars";
        sink.push(Diagnostic::warning("bad-chart", place, message).hint(hint));
    }
    let (x_title, y_title) = (options.x_title.clone(), options.y_title.clone());
    let x_title = x_title.or_else(|| (kind == ChartKind::Scatter).then(|| words.name(along)));
    let chart = Chart {
        kind,
        stacked: options.stacked,
        horizontal: options.horizontal,
        x_title,
        y_title,
        unit: options.unit.clone(),
        height: options.height,
        places,
        labels,
        series,
    };
    Some((chart, data))
}

/// Leaves no more rows than can be drawn.
fn limited(words: &mut Words, (kind, series): (ChartKind, usize), span: Span, sink: &mut Sink) {
    let (most, hint) = match kind {
        ChartKind::Pie => (MOST_PARTS, "sum up the small parts as one"),
        ChartKind::Bar | ChartKind::Line | ChartKind::Area | ChartKind::Scatter => {
            let hint = "draw a part of the data, or means of it: more points cannot be told apart";
            (MOST_VALUES / series.max(1), hint)
        }
    };
    if words.rows.len() > most {
        let count = words.rows.len();
        let message = format!("this chart shows {most} rows at most, and its table has {count}");
        sink.push(Diagnostic::error("too-much-data", span, message).hint(hint));
        words.rows.truncate(most);
    }
}

/// Takes out rows of no number where all others stand along a scale. One that has values is told.
fn placed(
    words: &mut Words,
    (along, columns): (usize, &[usize]),
    (kind, reading): (ChartKind, Reading),
    sink: &mut Sink,
) {
    let blank = |row: &Vec<(String, Span)>| {
        row.get(along).is_none_or(|(label, _)| reading.value(label) == Value::Missing)
    };
    let labels: Vec<String> =
        words.rows.iter().filter(|row| !blank(row)).map(|row| row[along].0.clone()).collect();
    if kind == ChartKind::Pie || labels.is_empty() || places(&labels, reading) == ChartPlaces::Names {
        return;
    }
    let mut told = 0;
    words.rows.retain(|row| {
        let says = |column: &usize| {
            row.get(*column).is_some_and(|(words, _)| reading.value(words) != Value::Missing)
        };
        if blank(row) && columns.iter().any(says) && told < MOST_TOLD {
            told += 1;
            let place = row.get(along).map_or(Span::default(), |(_, span)| *span);
            let message = "this row has no place along the chart, and is not drawn";
            let hint = "write a number or a day, as in the other rows";
            sink.push(Diagnostic::warning("chart-value", place, message).hint(hint));
        }
        !blank(row)
    });
}

/// A whole of nothing has no parts.
fn is_nothing(kind: ChartKind, (_, most): (f64, f64)) -> bool {
    kind == ChartKind::Pie && most <= 0.0
}

/// The columns of values: those that are named, else all others that are numbers.
fn shown(
    words: &Words,
    along: usize,
    options: &ChartOptions,
    (reading, sink): (Reading, &mut Sink),
) -> Vec<usize> {
    let mut named: Vec<usize> = Vec::new();
    for column in options.y.iter().filter_map(|wanted| words.find(wanted, sink)) {
        if !named.contains(&column) {
            named.push(column);
        }
    }
    if !named.is_empty() {
        return named;
    }
    let is_of_numbers = |column: &usize| {
        let values: Vec<Value> = words.column(*column).map(|(words, _)| reading.value(words)).collect();
        let said = values.iter().filter(|value| **value != Value::Missing).count();
        let numbers = values.iter().filter(|value| matches!(value, Value::Number(_))).count();
        numbers > 0 && numbers * 2 >= said
    };
    (0..words.columns).filter(|column| *column != along).filter(is_of_numbers).collect()
}

/// As many series as can be told apart; of a whole, one.
fn few(
    mut columns: Vec<usize>,
    kind: ChartKind,
    options: &ChartOptions,
    (span, sink): (Span, &mut Sink),
) -> Vec<usize> {
    let most = if kind == ChartKind::Pie { 1 } else { MOST_SERIES };
    if columns.len() > most {
        let place = options.y.first().map_or(span, |(_, span)| *span);
        let message = match kind {
            ChartKind::Pie => {
                "a pie shows the parts of one whole: only the first column is drawn".to_string()
            }
            ChartKind::Bar | ChartKind::Line | ChartKind::Area | ChartKind::Scatter => {
                format!("no more than {MOST_SERIES} columns can be told apart; the others are not drawn")
            }
        };
        let hint = "name those that matter: `y=\"Cases,Deaths\"`";
        sink.push(Diagnostic::warning("bad-chart", place, message).hint(hint));
        columns.truncate(most);
    }
    columns
}

/// Reads values, and tells what is none.
struct Teller<'a> {
    reading: Reading,
    kind: ChartKind,
    stacked: bool,
    told: usize,
    sink: &'a mut Sink,
}

impl Teller<'_> {
    fn values(&mut self, words: &Words, column: usize) -> Vec<Option<f64>> {
        words.column(column).map(|(words, span)| self.value(words, *span)).collect()
    }

    fn value(&mut self, words: &str, span: Span) -> Option<f64> {
        let parts = match self.kind {
            ChartKind::Pie => true,
            ChartKind::Area => self.stacked,
            ChartKind::Bar | ChartKind::Line | ChartKind::Scatter => false,
        };
        let problem = match self.reading.value(words) {
            Value::Number(number) if parts && number < 0.0 => "is less than nothing, and no part of a whole",
            Value::Number(number) => return Some(number),
            Value::Missing => return None,
            Value::Wrong(problem) => problem,
        };
        self.told += 1;
        if self.told <= MOST_TOLD {
            let shown: String = words.chars().take(40).collect();
            let message = format!("`{}` {problem}: it is not drawn", shown.escape_debug());
            let hint = "write a number, nothing where there is none, or larger units (`unit=\"million\"`)";
            self.sink.push(Diagnostic::warning("chart-value", span, message).hint(hint));
        }
        None
    }
}

/// Days where all labels are some, numbers where all are; else each stands by the one before.
fn places(labels: &[String], reading: Reading) -> ChartPlaces {
    let days: Option<Vec<i64>> = labels.iter().map(|label| day(label)).collect();
    if let Some(days) = days {
        return ChartPlaces::Days(days);
    }
    let number = |label: &String| match reading.value(label) {
        Value::Number(number) => Some(number),
        Value::Missing | Value::Wrong(_) => None,
    };
    let numbers: Option<Vec<f64>> = labels.iter().map(number).collect();
    numbers.map_or(ChartPlaces::Names, ChartPlaces::Numbers)
}

/// The columns that are drawn, as a table of words.
fn data(words: &Words, along: usize, columns: &[usize]) -> Table {
    let all: Vec<usize> = [along].into_iter().chain(columns.iter().copied()).collect();
    let span = words.rows.first().and_then(|row| row.first()).map_or(Span::default(), |(_, span)| *span);
    let cell = |words: &str, span: Span| Cell::text(span, said(words, span));
    let names = |at: &usize| cell(words.names.get(*at).map_or("", String::as_str), span);
    let head = Row { cells: all.iter().map(names).collect() };
    let row = |row: &Vec<(String, Span)>| {
        let cells = all.iter().filter_map(|at| row.get(*at)).map(|(words, span)| cell(words, *span));
        Row { cells: cells.collect() }
    };
    Table {
        columns: vec![Default::default(); all.len()],
        head: vec![head],
        rows: words.rows.iter().map(row).collect(),
        row_headers: 1,
        ..Table::default()
    }
}
