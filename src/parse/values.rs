//! What is said of a file of values: which files are some, and how they are read.

use crate::diag::{Diagnostic, Sink};
use crate::model::document::{Attrs, ColumnAlign, DataFile};
use crate::source::Span;

/// Whether a path names a file that becomes a table.
pub(super) fn is_data(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    !lower.contains("://") && (lower.ends_with(".csv") || lower.ends_with(".tsv"))
}

/// Sets an attribute that says how such a file is read; false where it is another.
pub(super) fn set(attrs: &mut Attrs, (key, value): (&str, &str), span: Span, sink: &mut Sink) -> bool {
    let data = attrs.data.get_or_insert_with(Default::default);
    let (problem, hint) = match key {
        "delim" | "delimiter" => match delimiter(value) {
            Some(delimiter) => {
                data.delimiter = Some(delimiter);
                return true;
            }
            None => ("parts no values", "write one character, or `tab`: `delim=\";\"`"),
        },
        "header" | "header-rows" => match value {
            "true" | "yes" | "1" => {
                data.header = Some(true);
                return true;
            }
            "false" | "no" | "0" => {
                data.header = Some(false);
                return true;
            }
            _ => ("does not say whether the first row is a header", "write `header=true` or `header=false`"),
        },
        "columns" => {
            data.columns = value.split(',').map(|name| name.trim().to_string()).collect();
            return true;
        }
        "align" => match aligns(value) {
            Some(aligns) => {
                data.aligns = aligns;
                return true;
            }
            None => ("are no sides", "write a letter for each column, `l`, `c` or `r`: `align=lrr`"),
        },
        _ => {
            if **data == DataFile::default() {
                attrs.data = None;
            }
            return false;
        }
    };
    let message = format!("`{}` {problem}", value.escape_debug());
    sink.push(Diagnostic::warning("bad-data-option", span, message).hint(hint));
    true
}

fn delimiter(value: &str) -> Option<u8> {
    match value {
        "tab" | "\\t" | "\t" => Some(b'\t'),
        "space" => Some(b' '),
        _ => match value.as_bytes() {
            [one] if one.is_ascii_punctuation() && *one != b'"' => Some(*one),
            _ => None,
        },
    }
}

fn aligns(value: &str) -> Option<Vec<ColumnAlign>> {
    let side = |word: &str| match word {
        "l" | "left" => Some(ColumnAlign::Start),
        "c" | "center" => Some(ColumnAlign::Center),
        "r" | "right" => Some(ColumnAlign::End),
        "n" | "default" | "natural" => Some(ColumnAlign::Natural),
        _ => None,
    };
    match value.contains(',') {
        true => value.split(',').map(|word| side(word.trim())).collect(),
        false => match side(value) {
            Some(one) if value.len() > 1 => Some(vec![one]),
            Some(_) | None => value.chars().map(|c| side(c.encode_utf8(&mut [0; 4]))).collect(),
        },
    }
}
