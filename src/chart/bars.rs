//! Bars: upright or lying, beside each other or on each other. They stand on nought.

use super::Room;
use super::axes::{GAP, Plot, Scale, below, footing, head, numbers, posts, reach, ruled, rungs};
use super::canvas::{Anchor, Area, Canvas};
use super::ticks::Ticks;
use crate::model::chart::{Chart, ChartPlaces};

/// How much of a place its bars take.
const FILLED: f64 = 0.72;
/// No bar is thicker, in pixels.
const THICKEST: f64 = 56.0;
/// Lines of words below a bar.
const MOST_LINES: usize = 3;

/// Draws a chart and tells how high it is.
pub fn draw(canvas: &mut Canvas, chart: &Chart, room: Room) -> f64 {
    let top = head(canvas, chart, true);
    // Names that do not fit side by side stand one below the other.
    let lies = chart.horizontal || (chart.places == ChartPlaces::Names && !fits(canvas, chart));
    if lies { lying(canvas, chart, (top, room)) } else { upright(canvas, chart, (top, room)) }
}

/// About the room for the places of upright bars.
fn slot(canvas: &Canvas, chart: &Chart) -> f64 {
    (canvas.width * 0.9) / chart.labels.len().max(1) as f64
}

fn fits(canvas: &Canvas, chart: &Chart) -> bool {
    let slot = slot(canvas, chart) - GAP;
    chart.labels.iter().all(|label| canvas.look.wrapped(label, slot, MOST_LINES).is_some())
}

fn axis(chart: &Chart, length: f64, pitch: f64) -> Ticks {
    let (low, high) = reach(chart);
    Ticks::over((low.min(0.0), high.max(0.0)), ((length / pitch) as usize).clamp(2, 8))
}

fn upright(canvas: &mut Canvas, chart: &Chart, (top, room): (f64, Room)) -> f64 {
    let (line, size) = (canvas.look.line, canvas.look.size);
    let ticks = axis(chart, room.height - top, 2.6 * line);
    let written = numbers(canvas, &ticks);
    let left = canvas.look.widest(written.iter().map(|(_, words)| words)) + GAP;
    let slot = (canvas.width - left) / chart.labels.len().max(1) as f64;
    let labels = labels(canvas, chart, (left, slot));
    let deepest = labels.iter().map(|(_, lines)| lines.len()).max().unwrap_or(0) as f64;
    let foot = GAP + deepest * line + if chart.x_title.is_some() { line } else { 0.0 };
    let bottom = (room.height - foot).max(top + 4.0 * line);
    let plot = Plot { left, right: canvas.width, top: top + size * 0.2, bottom };
    let scale = Scale::new((ticks.low, ticks.high), (plot.bottom, plot.top));
    rungs(canvas, plot, scale, &written);
    let bar = |place: usize, from: f64, to: f64| {
        let (low, high) = (scale.at(from).max(scale.at(to)), scale.at(from).min(scale.at(to)));
        (plot.left + slot * place as f64, high, low - high)
    };
    each_bar(chart, slot, &mut |nth, place, (from, to), (off, thick)| {
        let (x, y, height) = bar(place, from, to);
        canvas.bar(Area { x: x + off, y, width: thick, height }, nth);
    });
    // The line that bars stand on is above them.
    let y = scale.at(0.0);
    canvas.line((plot.left, y), (plot.right, y), ruled(canvas, 0.0));
    below(canvas, plot, &labels);
    footing(canvas, chart, (plot.right, bottom + GAP + deepest * line)).max(bottom + GAP + deepest * line)
}

/// The labels below upright bars: all in lines where they fit, else some.
fn labels(canvas: &Canvas, chart: &Chart, (left, slot): (f64, f64)) -> Vec<(f64, Vec<String>)> {
    let at = |place: usize| left + slot * (place as f64 + 0.5);
    let wrapped = |label: &String| canvas.look.wrapped(label, slot - GAP / 2.0, MOST_LINES);
    let all: Option<Vec<Vec<String>>> = chart.labels.iter().map(wrapped).collect();
    if let Some(all) = all {
        return all.into_iter().enumerate().map(|(place, lines)| (at(place), lines)).collect();
    }
    let widest = canvas.look.widest(&chart.labels) + 2.0 * GAP;
    let step = ((widest / slot).ceil() as usize).max(1);
    let some = chart.labels.iter().enumerate().step_by(step);
    some.map(|(place, label)| (at(place), vec![label.clone()])).collect()
}

/// Hands over each bar: its series and place, what it reaches from and to, and where in its place's room it lies.
fn each_bar(chart: &Chart, slot: f64, take: &mut impl FnMut(usize, usize, (f64, f64), (f64, f64))) {
    let beside = if chart.stacked { 1 } else { chart.series.len().max(1) };
    let filled = (slot * FILLED).min(THICKEST * beside as f64);
    let thick = filled / beside as f64;
    let start = (slot - filled) / 2.0;
    for place in 0..chart.labels.len() {
        let (mut down, mut up) = (0.0, 0.0);
        for (nth, series) in chart.series.iter().enumerate() {
            let Some(value) = series.values.get(place).copied().flatten() else { continue };
            if chart.stacked {
                let reached = if value < 0.0 { &mut down } else { &mut up };
                let from = std::mem::replace(reached, *reached + value);
                take(nth, place, (from, *reached), (start, thick));
            } else {
                let off = start + thick * nth as f64;
                // Paper between bars, where there is room for it.
                let gap = if beside > 1 && thick > 4.0 { 1.0 } else { 0.0 };
                take(nth, place, (0.0, value), (off, thick - gap));
            }
        }
    }
}

fn lying(canvas: &mut Canvas, chart: &Chart, (top, room): (f64, Room)) -> f64 {
    let (line, size) = (canvas.look.line, canvas.look.size);
    let most = canvas.width * 0.4;
    let names: Vec<Vec<String>> =
        chart.labels.iter().map(|label| canvas.look.cut(label, most, MOST_LINES)).collect();
    let left = canvas.look.widest(names.iter().flatten()) + GAP;
    let ticks = axis(chart, canvas.width - left, 5.0 * size);
    let written = numbers(canvas, &ticks);
    // The last number reaches beyond its line by a half.
    let right = canvas.width - written.last().map_or(0.0, |(_, words)| canvas.look.width(words) / 2.0);
    let deepest = names.iter().map(Vec::len).max().unwrap_or(1) as f64;
    let beside = if chart.stacked { 1.0 } else { chart.series.len() as f64 };
    let foot = GAP + line + if chart.x_title.is_some() { line } else { 0.0 };
    let wanted = (deepest * line).max(beside * size * 0.75) + size * 0.6;
    let whole = wanted * chart.labels.len() as f64;
    let height = if room.given { room.height - top - foot } else { whole.min(room.most - top - foot) };
    let slot = height.max(3.0 * line) / chart.labels.len().max(1) as f64;
    let plot = Plot { left, right, top, bottom: top + slot * chart.labels.len() as f64 };
    let scale = Scale::new((ticks.low, ticks.high), (plot.left, plot.right));
    posts(canvas, plot, scale, &written);
    each_bar(chart, slot, &mut |nth, place, (from, to), (off, thick)| {
        let (x, end) = (scale.at(from).min(scale.at(to)), scale.at(from).max(scale.at(to)));
        canvas.bar(Area { x, y: plot.top + slot * place as f64 + off, width: end - x, height: thick }, nth);
    });
    let x = scale.at(0.0);
    canvas.line((x, plot.top), (x, plot.bottom), ruled(canvas, 0.0));
    // Where bars are thinner than words, some are named.
    let step = (deepest * line / slot).ceil().max(1.0) as usize;
    for (place, lines) in names.iter().enumerate().step_by(step) {
        canvas.centered((plot.left - GAP, plot.top + slot * (place as f64 + 0.5)), Anchor::End, lines);
    }
    footing(canvas, chart, (canvas.width, plot.bottom + GAP + line)).max(plot.bottom + GAP + line)
}
