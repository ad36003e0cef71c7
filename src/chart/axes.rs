//! What charts with two axes have in common: what stands above them, their numbers, and their lines.

use super::canvas::{Anchor, Area, Canvas, Point, Stroke};
use super::ticks::Ticks;
use crate::model::chart::{Chart, ChartKind};

/// The area that values are drawn in: its edges.
#[derive(Debug, Clone, Copy)]
pub struct Plot {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
}

/// A range of numbers, and where its ends are drawn.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    low: f64,
    extent: f64,
    from: f64,
    length: f64,
}

impl Scale {
    pub fn new((low, high): (f64, f64), (from, to): (f64, f64)) -> Scale {
        Scale { low, extent: (high - low).max(f64::MIN_POSITIVE), from, length: to - from }
    }

    pub fn at(&self, number: f64) -> f64 {
        self.from + (number - self.low) / self.extent * self.length
    }
}

/// Pixels between words of a chart and what they belong to.
pub const GAP: f64 = 6.0;
const THIN: f64 = 0.75;

/// The values of a chart as they reach up and down: on each other, where they are stacked.
pub fn reach(chart: &Chart) -> (f64, f64) {
    let mut reach: Option<(f64, f64)> = None;
    let mut add = |value: f64| {
        let (low, high) = reach.unwrap_or((value, value));
        reach = Some((low.min(value), high.max(value)));
    };
    if chart.stacked && chart.kind != ChartKind::Line {
        for place in 0..chart.labels.len() {
            let values = chart.series.iter().filter_map(|series| series.values.get(place).copied().flatten());
            let (mut down, mut up) = (0.0, 0.0);
            for value in values {
                *(if value < 0.0 { &mut down } else { &mut up }) += value;
            }
            add(down);
            add(up);
        }
    } else {
        chart.series.iter().filter_map(|series| series.range()).for_each(|(low, high)| {
            add(low);
            add(high);
        });
    }
    reach.unwrap_or((0.0, 1.0))
}

/// What the values are of: the author's words, else the name of the only series; and their unit.
pub fn heading(chart: &Chart) -> Option<String> {
    let only = match chart.series.as_slice() {
        [one] => Some(one.name.clone()),
        _ => None,
    };
    match (chart.y_title.clone().or(only), &chart.unit) {
        (Some(title), Some(unit)) => Some(format!("{title} ({unit})")),
        (title, unit) => title.or(unit.clone()),
    }
}

/// Draws what stands above a chart, and tells how high that is: what its values are of, and the names of its series.
pub fn head(canvas: &mut Canvas, chart: &Chart, with_names: bool) -> f64 {
    let (line, size) = (canvas.look.line, canvas.look.size);
    let mut top = 0.0;
    if let Some(heading) = heading(chart) {
        for words in canvas.look.cut(&heading, canvas.width, 2) {
            canvas.words((0.0, top + size), Anchor::Start, &words);
            top += line;
        }
    }
    if with_names && chart.series.len() > 1 {
        top = names(canvas, chart, top);
    }
    if top > 0.0 { top + size } else { size * 0.6 }
}

/// The names of series beside their marks, in their order.
fn names(canvas: &mut Canvas, chart: &Chart, top: f64) -> f64 {
    let (line, size) = (canvas.look.line, canvas.look.size);
    let key = if chart.kind == ChartKind::Line { size * 2.2 } else { size };
    let (mut x, mut y) = (0.0, top);
    for (nth, series) in chart.series.iter().enumerate() {
        let name = canvas.look.cut(&series.name, canvas.width - key - GAP, 1).concat();
        let width = key + GAP + canvas.look.width(&name) + size * 1.4;
        if x > 0.0 && x + width > canvas.width + size * 1.4 {
            (x, y) = (0.0, y + line);
        }
        sample(canvas, chart, nth, ((x, y + size * 0.65), key));
        canvas.words((x + key + GAP, y + size), Anchor::Start, &name);
        x += width;
    }
    y + line
}

/// What a series looks like, from a place on.
pub fn sample(canvas: &mut Canvas, chart: &Chart, nth: usize, ((x, y), width): (Point, f64)) {
    let (color, size) = (canvas.look.color(nth), canvas.look.size);
    match chart.kind {
        ChartKind::Line => {
            canvas.line((x, y), (x + width, y), Stroke { color, width: LINE, dash: nth });
            canvas.marks(&[(x + width / 2.0, y)], nth, (color, MARK));
        }
        ChartKind::Scatter => canvas.marks(&[(x + width / 2.0, y)], nth, (color, MARK * 1.2)),
        ChartKind::Bar | ChartKind::Area | ChartKind::Pie => {
            let side = size * 0.85;
            let area = Area { x, y: y - side / 2.0, width: side, height: side };
            if chart.kind == ChartKind::Bar { canvas.bar(area, nth) } else { canvas.rect(area, color) }
        }
    }
}

/// Lines and marks of series.
pub const LINE: f64 = 2.0;
pub const MARK: f64 = 3.2;

/// The words of an axis's numbers.
pub fn numbers(canvas: &Canvas, ticks: &Ticks) -> Vec<(f64, String)> {
    ticks.values().into_iter().map(|value| (value, canvas.look.number(value, ticks.decimals))).collect()
}

/// The line that values stand on is seen; others help to read them off.
pub fn ruled(canvas: &Canvas, value: f64) -> Stroke {
    let (color, width) = if value == 0.0 { (canvas.look.ink, THIN * 1.4) } else { (canvas.look.grid, THIN) };
    Stroke { color, width, dash: 0 }
}

/// Draws the lines of an upright axis and their numbers at the start; nought has a line that is seen.
pub fn rungs(canvas: &mut Canvas, plot: Plot, scale: Scale, numbers: &[(f64, String)]) {
    let size = canvas.look.size;
    for (value, words) in numbers {
        let y = scale.at(*value);
        canvas.line((plot.left, y), (plot.right, y), ruled(canvas, *value));
        canvas.words((plot.left - GAP, y + size * 0.35), Anchor::End, words);
    }
}

/// Draws the lines of an axis that lies, and their numbers below.
pub fn posts(canvas: &mut Canvas, plot: Plot, scale: Scale, numbers: &[(f64, String)]) {
    let size = canvas.look.size;
    for (value, words) in numbers {
        let x = scale.at(*value);
        canvas.line((x, plot.top), (x, plot.bottom), ruled(canvas, *value));
        canvas.words((x, plot.bottom + GAP + size * 0.8), Anchor::Middle, words);
    }
}

/// Words below the places of an axis that lies.
pub fn below(canvas: &mut Canvas, plot: Plot, labels: &[(f64, Vec<String>)]) {
    let (line, size) = (canvas.look.line, canvas.look.size);
    for (x, words) in labels {
        for (nth, words) in words.iter().enumerate() {
            let y = plot.bottom + GAP + size * 0.8 + nth as f64 * line;
            canvas.words((*x, y), Anchor::Middle, words);
        }
    }
}

/// What the places of an axis that lies are, below it at its end.
pub fn footing(canvas: &mut Canvas, chart: &Chart, (right, top): Point) -> f64 {
    let Some(title) = &chart.x_title else { return top };
    let words = canvas.look.cut(title, right, 1).concat();
    canvas.words((right, top + canvas.look.size), Anchor::End, &words);
    top + canvas.look.line
}

/// Heights so far apart that lines of words at them do not touch, each as near to where it is wanted as may be.
pub fn spread(wanted: &[f64], line: f64, (top, bottom): (f64, f64)) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]));
    let mut heights = wanted.to_vec();
    let mut least = top;
    for at in &order {
        heights[*at] = heights[*at].max(least);
        least = heights[*at] + line;
    }
    let mut most = bottom;
    for at in order.iter().rev() {
        heights[*at] = heights[*at].min(most);
        most = heights[*at] - line;
    }
    heights
}
