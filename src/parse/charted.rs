//! What lists of attributes say of charts.

use crate::diag::{Diagnostic, Sink};
use crate::geom::Abs;
use crate::model::chart::ChartKind;
use crate::model::document::{Attrs, ChartOptions};
use crate::source::Span;

/// The class of tables that are drawn.
pub(super) const CLASS: &str = "chart";

/// Sets an attribute that is of charts alone; false where it is another.
pub(super) fn set(attrs: &mut Attrs, (key, value): (&str, &str), span: Span, sink: &mut Sink) -> bool {
    let known = ["type", "x", "y", "unit", "xtitle", "ytitle", "x-title", "y-title", "stacked", "horizontal"];
    if !known.contains(&key) {
        return false;
    }
    let chart = attrs.chart.get_or_insert_with(Default::default);
    chart.keys.push((key.to_string(), span));
    let words = || Some(value.trim().to_string()).filter(|words| !words.is_empty());
    match key {
        "type" => kind(chart, value, span, sink),
        "x" => chart.x = words().map(|name| (name, span)),
        "y" => {
            let names = value.split(',').map(|name| name.trim().to_string()).filter(|name| !name.is_empty());
            chart.y = names.map(|name| (name, span)).collect();
        }
        "unit" => chart.unit = words(),
        "xtitle" | "x-title" => chart.x_title = words(),
        "ytitle" | "y-title" => chart.y_title = words(),
        "stacked" => chart.stacked = is_yes(key, value, span, sink),
        _ => chart.horizontal = is_yes(key, value, span, sink),
    }
    true
}

fn kind(chart: &mut ChartOptions, value: &str, span: Span, sink: &mut Sink) {
    chart.kind = ChartKind::ALL.iter().find(|(name, _)| *name == value).map(|(_, kind)| *kind);
    if chart.kind.is_none() {
        let message = format!("`{}` is no kind of chart", value.escape_debug());
        let hint = "known are `bar`, `line`, `area`, `scatter` and `pie`; bars lie with `horizontal=true`, and stand on each other with `stacked=true`";
        sink.push(Diagnostic::warning("bad-chart", span, message).hint(hint));
    }
}

fn is_yes(key: &str, value: &str, span: Span, sink: &mut Sink) -> bool {
    if !matches!(value, "true" | "yes" | "1" | "false" | "no" | "0") {
        let message = format!("`{}` does not say whether a chart is {key}", value.escape_debug());
        let hint = format!("write `{key}=true` or leave it out");
        sink.push(Diagnostic::warning("bad-chart", span, message).hint(hint));
    }
    matches!(value, "true" | "yes" | "1")
}

/// Settles what a list says of a chart, once all of it is read. Without the class it says it of nothing: returns the keys
/// that did.
pub(super) fn settle(attrs: &mut Attrs, alt: Option<&str>, height: Option<Abs>) -> Vec<(String, Span)> {
    if !attrs.has_class(CLASS) {
        return attrs.chart.take().map(|chart| chart.keys).unwrap_or_default();
    }
    let (stacked, horizontal) = (attrs.has_class("stacked"), attrs.has_class("horizontal"));
    attrs.classes.retain(|class| !matches!(class.as_str(), "stacked" | "horizontal"));
    let chart = attrs.chart.get_or_insert_with(Default::default);
    chart.stacked |= stacked;
    chart.horizontal |= horizontal;
    chart.alt = alt.filter(|alt| !alt.trim().is_empty()).map(str::to_string);
    chart.height = height;
    Vec::new()
}
