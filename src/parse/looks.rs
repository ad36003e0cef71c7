//! How tables look: the attributes and classes that say so.

use crate::diag::{Diagnostic, Sink};
use crate::model::document::{Attrs, Length, Rules, Table, TableLook, Vertical};
use crate::source::Span;

/// Sets an attribute that is of tables alone; false where it is another.
pub(super) fn set(attrs: &mut Attrs, (key, value): (&str, &str), span: Span, sink: &mut Sink) -> bool {
    let look = || TableLook::default().into();
    let (problem, hint) = match key {
        "rules" => match rules(value) {
            Some(rules) => {
                attrs.look.get_or_insert_with(look).rules = rules;
                return true;
            }
            None => ("are no rules of a table", "write `rules=horizontal`, `all`, `none` or `usual`"),
        },
        "valign" => match vertical(value) {
            Some(vertical) => {
                attrs.look.get_or_insert_with(look).vertical = vertical;
                return true;
            }
            None => ("is no place in a row", "write `valign=top`, `middle` or `bottom`"),
        },
        "totals" => match value.parse() {
            Ok(totals) => {
                attrs.look.get_or_insert_with(look).totals = totals;
                return true;
            }
            Err(_) => ("is no number of rows", "write how many rows, the last, are totals: `totals=1`"),
        },
        "align-on" => match value.trim().chars().next().filter(|c| !c.is_alphanumeric()) {
            Some(mark) if value.trim().chars().count() == 1 => {
                attrs.look.get_or_insert_with(look).mark = Some(mark);
                return true;
            }
            Some(_) | None => {
                ("is no mark to align on", "write a single mark: `align-on=\",\"`, `align-on=\"±\"`")
            }
        },
        _ => return false,
    };
    let message = format!("`{}` {problem}", value.escape_debug());
    sink.push(Diagnostic::warning("bad-table-look", span, message).hint(hint));
    true
}

fn rules(value: &str) -> Option<Rules> {
    match value {
        "horizontal" | "rows" => Some(Rules::Rows),
        "all" => Some(Rules::All),
        "none" => Some(Rules::None),
        "usual" | "groups" => Some(Rules::Usual),
        _ => None,
    }
}

fn vertical(value: &str) -> Option<Vertical> {
    match value {
        "top" => Some(Vertical::Top),
        "middle" | "center" => Some(Vertical::Middle),
        "bottom" => Some(Vertical::Bottom),
        _ => None,
    }
}

/// Settles how a table looks, by its attributes and its classes, the second of which Quarto has as well.
pub(super) fn settle(table: &mut Table, attrs: &mut Attrs, span: Span, sink: &mut Sink) {
    // What the rows of an HTML foot have said stays where nothing else is said.
    let foot = table.look.totals;
    if let Some(look) = attrs.look.take() {
        table.look = *look;
    }
    if table.look.totals == 0 {
        table.look.totals = if attrs.has_class("total") { 1 } else { foot };
    }
    table.look.striped |= attrs.has_class("striped") || attrs.has_class("zebra");
    table.look.small |= attrs.has_class("small") || attrs.has_class("sm");
    table.look.turned |= attrs.has_class("landscape");
    let by_class = [("bordered", Rules::All), ("borderless", Rules::None)];
    if let Some((_, rules)) = by_class.into_iter().find(|(class, _)| attrs.has_class(class)) {
        table.look.rules = rules;
    }
    table.look.totals = table.look.totals.min(u16::try_from(table.rows.len()).unwrap_or(u16::MAX));
    table.look.width = match attrs.width.take() {
        Some(Length::Relative(part)) => Some(part),
        Some(Length::Absolute(_)) => {
            let message = "a table has no width in points or inches";
            let hint = "give it a part of the measure, as `width=60%`: screens have others than pages";
            sink.push(Diagnostic::warning("bad-length", span, message).hint(hint));
            None
        }
        None => None,
    };
}
