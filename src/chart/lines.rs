//! Lines, areas and scattered points, which stand along a scale where their places are numbers or days.

use super::Room;
use super::axes::{
    GAP, LINE, MARK, Plot, Scale, below, footing, head, numbers, reach, rungs, sample, spread,
};
use super::canvas::{Anchor, Canvas, Point, Stroke};
use super::ticks::{self, Ticks};
use crate::model::chart::{Chart, ChartKind, ChartPlaces, ChartSeries};
use crate::model::theme::Color;

/// A line of more points has no mark at each.
const FEW_POINTS: usize = 24;
/// More series are named above the chart, not where they end.
const FEW_SERIES: usize = 8;
/// How much of the width names may take at the end.
const MOST_NAMES: f64 = 0.32;
/// An axis begins with nought where the least value is less than this part of the greatest.
const NEAR_NOUGHT: f64 = 0.5;
/// How strong the colour of an area is that others may lie behind.
const VEIL: f64 = 0.3;

/// Draws a chart and tells how high it is.
pub fn draw(canvas: &mut Canvas, chart: &Chart, room: Room) -> f64 {
    let line = canvas.look.line;
    let names = at_ends(canvas, chart, room);
    let top = head(canvas, chart, names.is_none());
    let ticks = axis(chart, room.height - top, line);
    let written = numbers(canvas, &ticks);
    let left = canvas.look.widest(written.iter().map(|(_, words)| words)) + GAP;
    let right = canvas.width - names.unwrap_or(0.0);
    let places = Places::of(canvas, chart, (left, right));
    let foot = GAP + line + if chart.x_title.is_some() { line } else { 0.0 };
    let bottom = (room.height - foot).max(top + 4.0 * line);
    let plot = Plot { left, right, top: top + canvas.look.size * 0.2, bottom };
    let scale = Scale::new((ticks.low, ticks.high), (plot.bottom, plot.top));
    rungs(canvas, plot, scale, &written);
    let ends = match chart.kind {
        ChartKind::Area if chart.stacked => stacked(canvas, chart, (&places.at, scale)),
        ChartKind::Area => areas(canvas, chart, (&places.at, scale)),
        ChartKind::Scatter => points(canvas, chart, (&places.at, scale)),
        ChartKind::Line | ChartKind::Bar | ChartKind::Pie => lines(canvas, chart, (&places.at, scale)),
    };
    if names.is_some() {
        name_ends(canvas, chart, (plot, &ends));
    }
    below(canvas, plot, &places.labels);
    footing(canvas, chart, (right, bottom + GAP + line)).max(bottom + GAP + line)
}

/// How wide the names are that stand where their lines end; none where they stand above the chart.
fn at_ends(canvas: &Canvas, chart: &Chart, room: Room) -> Option<f64> {
    let look = canvas.look;
    let widest = look.widest(chart.series.iter().map(|series| &series.name)) + look.size * 1.2 + 2.0 * GAP;
    let fits = widest <= canvas.width * MOST_NAMES
        && chart.series.len() as f64 * look.line <= room.height * 0.6
        && (2..=FEW_SERIES).contains(&chart.series.len());
    (fits && chart.kind != ChartKind::Scatter).then_some(widest)
}

fn axis(chart: &Chart, length: f64, line: f64) -> Ticks {
    let (low, high) = reach(chart);
    let from_nought = chart.kind == ChartKind::Area || (low > 0.0 && low < high * NEAR_NOUGHT);
    let to_nought = chart.kind == ChartKind::Area || (high < 0.0 && high > low * NEAR_NOUGHT);
    let low = if from_nought { low.min(0.0) } else { low };
    let high = if to_nought { high.max(0.0) } else { high };
    Ticks::over((low, high), ((length / (2.6 * line)) as usize).clamp(2, 8))
}

/// Where places stand along a chart, and the words below some of them.
struct Places {
    at: Vec<f64>,
    labels: Vec<(f64, Vec<String>)>,
}

impl Places {
    fn of(canvas: &Canvas, chart: &Chart, (left, right): (f64, f64)) -> Places {
        match &chart.places {
            ChartPlaces::Names => Places::in_order(canvas, chart, (left, right)),
            ChartPlaces::Numbers(numbers) => Places::by_number(canvas, chart, numbers, (left, right)),
            ChartPlaces::Days(days) => Places::by_day(canvas, days, (left, right)),
        }
    }

    fn in_order(canvas: &Canvas, chart: &Chart, (left, right): (f64, f64)) -> Places {
        let slot = (right - left) / chart.labels.len().max(1) as f64;
        let at =
            (0..chart.labels.len()).map(|place| left + slot * (place as f64 + 0.5)).collect::<Vec<f64>>();
        let most = (right - left) / 3.0;
        let cut: Vec<String> =
            chart.labels.iter().map(|label| canvas.look.cut(label, most, 1).concat()).collect();
        let widest = canvas.look.widest(&cut) + 2.0 * GAP;
        let step = ((widest / slot).ceil() as usize).max(1);
        let labels = cut.into_iter().zip(&at).step_by(step).map(|(label, x)| (*x, vec![label])).collect();
        Places { at, labels }
    }

    /// Numbers of four figures and no more are years, which have no groups.
    fn by_number(canvas: &Canvas, chart: &Chart, numbers: &[f64], (left, right): (f64, f64)) -> Places {
        let (low, high) = range(numbers);
        let are_years =
            numbers.iter().all(|number| number.fract() == 0.0 && (1000.0..3000.0).contains(number));
        let wide = canvas.look.widest(&chart.labels).max(canvas.look.size * 2.0) + 2.5 * GAP;
        let most = (((right - left) / wide) as usize).clamp(2, 12);
        let ticks = if are_years { Ticks::whole((low, high), most) } else { Ticks::over((low, high), most) };
        let is_scattered = chart.kind == ChartKind::Scatter;
        let ends = if is_scattered || low >= high { (ticks.low, ticks.high) } else { (low, high) };
        let written = |value: f64| match are_years {
            true => format!("{value:.0}"),
            false => canvas.look.number(value, ticks.decimals),
        };
        let shown = ticks.values().into_iter().filter(|value| (ends.0..=ends.1).contains(value));
        let shown: Vec<(f64, String)> = shown.map(|value| (value, written(value))).collect();
        let half = shown.last().map_or(0.0, |(_, words)| canvas.look.width(words) / 2.0);
        let scale = Scale::new(ends, inset((left, right), half));
        let labels = shown.into_iter().map(|(value, words)| (scale.at(value), vec![words])).collect();
        Places { at: numbers.iter().map(|number| scale.at(*number)).collect(), labels }
    }

    fn by_day(canvas: &Canvas, days: &[i64], (left, right): (f64, f64)) -> Places {
        let numbers: Vec<f64> = days.iter().map(|day| *day as f64).collect();
        let (low, high) = range(&numbers);
        let half = canvas.look.width("2000-00") / 2.0;
        let scale = Scale::new((low, high.max(low + 1.0)), inset((left, right), half));
        let wide = canvas.look.width("2000-00-00") + 2.0 * GAP;
        let most = (((right - left) / wide) as usize).clamp(2, 12);
        let ticks = ticks::days((low as i64, high as i64), most);
        let labels = ticks.into_iter().map(|(day, words)| (scale.at(day as f64), vec![words])).collect();
        Places { at: numbers.iter().map(|number| scale.at(*number)).collect(), labels }
    }
}

/// Points at the ends of a scale have room beside them, and so has half of the words below the last.
fn inset((left, right): (f64, f64), half: f64) -> (f64, f64) {
    (left + 2.5 * GAP, right - half.max(2.0 * MARK))
}

fn range(numbers: &[f64]) -> (f64, f64) {
    let low = numbers.iter().copied().fold(f64::INFINITY, f64::min);
    let high = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    (low, high)
}

/// Where each place stands, and the scale of values.
type Axes<'a> = (&'a [f64], Scale);

/// Where series end, at their last values.
type Ends = Vec<Option<f64>>;

/// The points of a series in order of where they stand, in runs between values that are missing.
fn runs(values: &[Option<f64>], (at, scale): Axes) -> Vec<Vec<Point>> {
    let mut order: Vec<usize> = (0..at.len().min(values.len())).collect();
    order.sort_by(|a, b| at[*a].total_cmp(&at[*b]));
    let mut runs: Vec<Vec<Point>> = vec![Vec::new()];
    for place in order {
        match (values[place], runs.last_mut()) {
            (Some(value), Some(run)) => run.push((at[place], scale.at(value))),
            (None, Some(run)) if !run.is_empty() => runs.push(Vec::new()),
            (Some(_) | None, _) => {}
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

fn end(runs: &[Vec<Point>]) -> Option<f64> {
    runs.last().and_then(|run| run.last()).map(|(_, y)| *y)
}

fn lines(canvas: &mut Canvas, chart: &Chart, axes: Axes) -> Ends {
    let mut ends = Vec::new();
    for (nth, series) in chart.series.iter().enumerate() {
        let (runs, color) = (runs(&series.values, axes), canvas.look.color(nth));
        canvas.lines(&runs, Stroke { color, width: LINE, dash: nth });
        // A value between two that are missing is seen by its mark alone.
        let is_marked = |run: &&Vec<Point>| run.len() == 1 || chart.labels.len() <= FEW_POINTS;
        let marks: Vec<Point> = runs.iter().filter(is_marked).flatten().copied().collect();
        canvas.marks(&marks, nth, (color, MARK));
        ends.push(end(&runs));
    }
    ends
}

fn points(canvas: &mut Canvas, chart: &Chart, axes: Axes) -> Ends {
    for (nth, series) in chart.series.iter().enumerate() {
        let points: Vec<Point> = runs(&series.values, axes).concat();
        canvas.marks(&points, nth, (canvas.look.color(nth), MARK));
    }
    Vec::new()
}

/// Areas that show what is behind them, each with a line above.
fn areas(canvas: &mut Canvas, chart: &Chart, (at, scale): Axes) -> Ends {
    let mut ends = Vec::new();
    let foot = scale.at(0.0);
    for (nth, series) in chart.series.iter().enumerate() {
        let (runs, color) = (runs(&series.values, (at, scale)), canvas.look.color(nth));
        let closed = |run: &Vec<Point>| {
            let (first, last) = (run[0].0, run[run.len() - 1].0);
            [vec![(first, foot)], run.clone(), vec![(last, foot)]].concat()
        };
        canvas.areas(&runs.iter().map(closed).collect::<Vec<_>>(), color, VEIL);
        canvas.lines(&runs, Stroke { color, width: LINE, dash: nth });
        let alone: Vec<Point> = runs.iter().filter(|run| run.len() == 1).flatten().copied().collect();
        canvas.marks(&alone, nth, (color, MARK));
        ends.push(end(&runs));
    }
    ends
}

/// Areas on each other, with a gap where a value is missing between others of its series: what their sum would be, nobody knows.
/// Before the first and after the last of a series there is nothing of it. Paper between them tells them apart.
fn stacked(canvas: &mut Canvas, chart: &Chart, (at, scale): Axes) -> Ends {
    let mut order: Vec<usize> = (0..at.len()).collect();
    order.sort_by(|a, b| at[*a].total_cmp(&at[*b]));
    let known = |series: &ChartSeries, place: usize| series.values.get(place).is_some_and(Option::is_some);
    let mut gaps = vec![false; at.len()];
    for series in &chart.series {
        let first = order.iter().position(|place| known(series, *place));
        let last = order.iter().rposition(|place| known(series, *place));
        if let (Some(first), Some(last)) = (first, last) {
            order[first..last].iter().for_each(|place| gaps[*place] |= !known(series, *place));
        }
    }
    let is_there = |place: &usize| !gaps[*place] && chart.series.iter().any(|series| known(series, *place));
    let parts: Vec<Vec<usize>> = order.split(|place| !is_there(place)).map(<[usize]>::to_vec).collect();
    let mut below = vec![0.0; at.len()];
    let mut ends = Vec::new();
    for (nth, series) in chart.series.iter().enumerate() {
        let value = |place: usize| series.values.get(place).copied().flatten().unwrap_or(0.0);
        let above: Vec<f64> = (0..at.len()).map(|place| below[place] + value(place)).collect();
        let edge = |part: &Vec<usize>, heights: &[f64]| -> Vec<Point> {
            part.iter().map(|place| (at[*place], scale.at(heights[*place]))).collect()
        };
        let lower: Vec<Vec<Point>> = parts.iter().map(|part| edge(part, &below)).collect();
        let upper: Vec<Vec<Point>> = parts.iter().map(|part| edge(part, &above)).collect();
        let outline = |(upper, lower): (&Vec<Point>, &Vec<Point>)| -> Vec<Point> {
            upper.iter().chain(lower.iter().rev()).copied().collect()
        };
        let outlines: Vec<Vec<Point>> = upper.iter().zip(&lower).map(outline).collect();
        canvas.areas(&outlines, canvas.look.color(nth), 1.0);
        if nth > 0 {
            canvas.lines(&lower, Stroke { color: Color::WHITE, width: 1.2, dash: 0 });
        }
        ends.push(end(&upper).zip(end(&lower)).map(|(above, below)| (above + below) / 2.0));
        below = above;
    }
    ends
}

/// Names of series beside where they end.
fn name_ends(canvas: &mut Canvas, chart: &Chart, (plot, ends): (Plot, &Ends)) {
    let wanted: Vec<f64> = ends.iter().map(|end| end.unwrap_or(plot.bottom)).collect();
    let line = canvas.look.line;
    let heights = spread(&wanted, line, (plot.top, plot.bottom));
    let size = canvas.look.size;
    for (nth, (series, y)) in chart.series.iter().zip(heights).enumerate() {
        let x = plot.right + GAP / 2.0;
        sample(canvas, chart, nth, ((x, y), size * 0.85));
        canvas.words((x + size * 0.85 + GAP, y + size * 0.35), Anchor::Start, &series.name);
    }
}
