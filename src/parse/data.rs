//! Tables whose rows are a file of values parted by commas: `![Caption](data.csv){#tbl-x}`.

use csv::{ReaderBuilder, StringRecord};

use super::builder::Builder;
use super::pieces::Pieces;
use crate::diag::{Diagnostic, Sink};
use crate::model::document::{Block, BlockKind, Cell, Column, DataFile, Inline, InlineKind, Row, Table};
use crate::model::manifest::Fields;
use crate::source::{Source, Span};

/// Cells that are read of one file: a page of small type holds some five hundred.
const MOST_CELLS: usize = 100_000;
/// As in a table of HTML.
const MOST_COLUMNS: usize = 1000;
/// Rows of another length that are told one by one.
const MOST_TOLD: usize = 5;
/// Signs without which the words of a cell are what they look like.
const SIGNS: [char; 17] =
    ['*', '_', '`', '[', '<', '$', '\\', '&', '!', '~', '^', '@', '{', '"', '\'', '|', ':'];

/// A file as its rows, and where they stand in it.
struct Records<'s> {
    source: &'s Source,
    rows: Vec<(StringRecord, Span)>,
    columns: usize,
}

/// What reads a table out of a file.
pub(super) struct DataReader<'a> {
    pub(super) fields: &'a Fields,
    pub(super) sink: &'a mut Sink,
}

impl DataReader<'_> {
    /// The table that a file holds, none where it holds no value; `span` is where it is named.
    pub(super) fn table(&mut self, source: &Source, data: &DataFile, span: Span) -> Option<Table> {
        let records = self.records(source, data, span)?;
        let chosen = self.chosen(&records, data, span);
        let mut rows: Vec<Row> =
            records.rows.iter().map(|(record, at)| self.row(record, (source, *at), &chosen)).collect();
        let body = rows.split_off(usize::from(data.header.unwrap_or(true)).min(rows.len()));
        if !data.aligns.is_empty() && data.aligns.len() != chosen.len() {
            let message =
                format!("there are {} sides for a table of {} columns", data.aligns.len(), chosen.len());
            let hint = "give each column a letter: `align=lrr`";
            self.sink.push(Diagnostic::warning("bad-data-option", span, message).hint(hint));
        }
        let align = |nth: usize| data.aligns.get(nth).copied().unwrap_or_default();
        let columns = (0..chosen.len()).map(|nth| Column { align: align(nth), width: None }).collect();
        Some(Table { columns, head: rows, rows: body, ..Table::default() })
    }

    /// Reads the rows; a quotation mark that is never closed, rows of other lengths and too many of them are told.
    fn records<'s>(&mut self, source: &'s Source, data: &DataFile, span: Span) -> Option<Records<'s>> {
        let text = source.text.as_str();
        let delimiter = data.delimiter.unwrap_or_else(|| usual_delimiter(&source.path, text));
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let mut records = Records { source, rows: Vec::new(), columns: 0 };
        let (mut record, mut cells) = (StringRecord::new(), 0);
        // The text is UTF-8 and rows may be of any length: nothing else can be wrong.
        while let Ok(true) = reader.read_record(&mut record) {
            let start = record.position().map_or(0, |position| position.byte() as usize);
            let end = (reader.position().byte() as usize).min(text.len());
            if record.iter().all(str::is_empty) {
                continue;
            }
            cells += record.len();
            if cells > MOST_CELLS || record.len() > MOST_COLUMNS {
                let message = format!(
                    "`{}` has more than {MOST_CELLS} values, or {MOST_COLUMNS} in a row; what follows is left out",
                    source.path
                );
                let hint = "print a part of it: choose rows and columns when you make the file";
                let at = Span::new(source.id, start, start);
                self.sink.push(Diagnostic::error("too-much-data", at, message).hint(hint));
                break;
            }
            let trimmed = text.get(start..end).unwrap_or_default().trim_end().len();
            records.rows.push((record.clone(), Span::new(source.id, start, start + trimmed)));
        }
        if records.rows.is_empty() {
            let message = format!("`{}` holds no values", source.path);
            self.sink.push(Diagnostic::error("empty-data", span, message));
            return None;
        }
        self.check_quotes(&records);
        self.check_lengths(&mut records);
        Some(records)
    }

    /// An odd quotation mark makes one value of all that follows it.
    fn check_quotes(&mut self, records: &Records) {
        let Some((_, at)) = records.rows.last() else { return };
        let text = records.source.text.get(at.start as usize..at.end as usize).unwrap_or_default();
        if !text.matches('"').count().is_multiple_of(2) {
            let quote = text.rfind('"').map_or(at.start, |found| at.start + found as u32);
            let message = "this quotation mark is never closed: all that follows is one value";
            let hint = "close it, or double it where it belongs to the value: `\"a \"\"b\"\" c\"`";
            let span = Span { start: quote, end: quote + 1, ..*at };
            self.sink.push(Diagnostic::warning("bad-csv-quote", span, message).hint(hint));
        }
    }

    fn check_lengths(&mut self, records: &mut Records) {
        let first = records.rows.first().map_or(0, |(record, _)| record.len());
        records.columns = records.rows.iter().map(|(record, _)| record.len()).max().unwrap_or(first);
        let ragged: Vec<(usize, Span)> = records
            .rows
            .iter()
            .filter(|(row, _)| row.len() != first)
            .map(|(row, at)| (row.len(), *at))
            .collect();
        for (length, at) in ragged.iter().take(MOST_TOLD) {
            let message = format!("this row has {length} values where the first has {first}");
            let hint = "a value with a comma in it is put between quotation marks";
            self.sink.push(Diagnostic::warning("ragged-row", *at, message).hint(hint));
        }
        if let Some((_, at)) = ragged.get(MOST_TOLD) {
            let message =
                format!("{} more rows have another length than the first", ragged.len() - MOST_TOLD);
            self.sink.push(Diagnostic::warning("ragged-row", *at, message));
        }
    }

    /// Which columns are meant, by their names in the first row or their numbers.
    fn chosen(&mut self, records: &Records, data: &DataFile, span: Span) -> Vec<usize> {
        let all: Vec<usize> = (0..records.columns).collect();
        if data.columns.is_empty() {
            return all;
        }
        let names = records.rows.first().map(|(record, _)| record);
        let mut chosen = Vec::new();
        for name in data.columns.iter().take(MOST_COLUMNS) {
            let by_name = names.and_then(|names| names.iter().position(|have| have == name));
            let by_number = name.parse::<usize>().ok().and_then(|nth| nth.checked_sub(1));
            match by_name.or(by_number).filter(|&column| column < records.columns) {
                Some(column) => chosen.push(column),
                None => {
                    let message =
                        format!("`{}` has no column `{}`", records.source.path, name.escape_debug());
                    let known = names.map(|names| names.iter().take(20).collect::<Vec<_>>().join("`, `"));
                    let hint = format!("known are `{}`", known.unwrap_or_default());
                    self.sink.push(Diagnostic::warning("unknown-column", span, message).hint(hint));
                }
            }
        }
        if chosen.is_empty() { all } else { chosen }
    }

    fn row(&mut self, record: &StringRecord, (source, at): (&Source, Span), chosen: &[usize]) -> Row {
        let text = source.text.get(at.start as usize..at.end as usize).unwrap_or_default();
        let mut from = 0;
        let mut places: Vec<Span> = Vec::with_capacity(record.len());
        for value in record {
            // A value with doubled quotation marks stands nowhere as it is: then its row is its place.
            let found = text.get(from..).and_then(|rest| rest.find(value)).map(|found| from + found);
            let place = found.map(|start| {
                Span::new(source.id, at.start as usize + start, at.start as usize + start + value.len())
            });
            from = found.map_or(from, |start| start + value.len());
            places.push(place.unwrap_or(at));
        }
        let cell = |&column: &usize| {
            let value = record.get(column).unwrap_or_default();
            let end = Span { start: at.end, ..at };
            let place = places.get(column).copied().unwrap_or(end);
            Cell::text(place, self.words(value, place, source))
        };
        Row { cells: chosen.iter().map(cell).collect() }
    }

    /// The words of a value: Markdown where it reads as one paragraph of it.
    fn words(&mut self, value: &str, span: Span, source: &Source) -> Vec<Inline> {
        let written = source.text.get(span.start as usize..span.end as usize);
        if value.contains(SIGNS) && !value.contains('\n') && written == Some(value) {
            let mut pieces = Pieces::default();
            pieces.push(0, span.start as usize);
            let mut found = Sink::default();
            let part =
                Builder::new(source.id, &source.text, self.fields, &mut found).build_part(value, &pieces);
            if let [Block { kind: BlockKind::Paragraph(content), .. }] = part.blocks.as_slice()
                && part.notes.is_empty()
            {
                self.sink.absorb(found);
                return content.clone();
            }
        }
        let mut words = Vec::new();
        for line in value.lines().map(str::trim) {
            if !words.is_empty() {
                words.push(Inline { span, kind: InlineKind::HardBreak });
            }
            words.push(Inline { span, kind: InlineKind::Text(line.to_string()) });
        }
        words
    }
}

/// What parts the values of a file that does not say it: tabs by its name, else what is most often in its first line.
fn usual_delimiter(path: &str, text: &str) -> u8 {
    if path.to_ascii_lowercase().ends_with(".tsv") {
        return b'\t';
    }
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut within = false;
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    for byte in first.bytes() {
        within ^= byte == b'"';
        let count = counts.iter_mut().find(|(delimiter, _)| *delimiter == byte && !within);
        count.into_iter().for_each(|(_, count)| *count += 1);
    }
    // Of equals the first.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(delimiter, _)| delimiter)
}
