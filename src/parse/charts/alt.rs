//! What a chart shows, in words and numbers of its table alone: they are of the book's language.

use crate::model::chart::{Chart, ChartKind, ChartPlaces, ChartSeries};
use crate::model::manifest::Lang;
use crate::words::{spell_number, spell_percent};

/// Places that are told one by one.
const MOST: usize = 12;

/// `2001–2024. Cases: 120–4,530. Deaths: 3–61.`
pub(super) fn of(chart: &Chart, lang: &Lang) -> String {
    let told = match chart.kind {
        ChartKind::Pie => parts(chart, lang),
        ChartKind::Bar | ChartKind::Line | ChartKind::Area | ChartKind::Scatter => {
            let series = chart.series.iter().filter_map(|series| range(series, chart, lang));
            [along(chart)].into_iter().chain(series).collect()
        }
    };
    let told: Vec<String> = told.into_iter().filter(|words| !words.is_empty()).collect();
    format!("{}.", told.join(". "))
}

/// What stands along it: all names, or the first and the last.
fn along(chart: &Chart) -> String {
    let labels = &chart.labels;
    let is_short = labels.len() <= MOST && chart.places == ChartPlaces::Names;
    let places = match (labels.first(), labels.last()) {
        (Some(first), Some(last)) if labels.len() > 1 && !is_short => format!("{first}–{last}"),
        _ => labels.join(", "),
    };
    chart.x_title.as_ref().map_or(places.clone(), |title| format!("{title}: {places}"))
}

fn range(series: &ChartSeries, chart: &Chart, lang: &Lang) -> Option<String> {
    let (least, most) = series.range()?;
    let unit = chart.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
    let [least, most] = [least, most].map(|number| spell(number, lang));
    // A sign beside the dash would read as two dashes.
    let dash = if series.range()?.0 < 0.0 { " – " } else { "–" };
    let values = if least == most { most } else { format!("{least}{dash}{most}") };
    Some(format!("{}: {values}{unit}", series.name))
}

fn parts(chart: &Chart, lang: &Lang) -> Vec<String> {
    let values = chart.series.iter().flat_map(|series| &series.values);
    let sum: f64 = values.clone().flatten().sum();
    let part = |(label, value): (&String, &Option<f64>)| {
        value.map(|value| format!("{label}: {}", spell_percent(value / sum, 0, lang)))
    };
    chart.labels.iter().zip(values).filter_map(part).take(MOST).collect()
}

/// With as many decimals as the number has, up to three.
fn spell(number: f64, lang: &Lang) -> String {
    let written = format!("{:.3}", number.abs());
    let decimals = written.trim_end_matches('0').split_once('.').map_or(0, |(_, rest)| rest.len());
    spell_number(number, decimals, lang)
}
