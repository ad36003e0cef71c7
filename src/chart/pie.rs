//! Parts of a whole, each named beside it.

use super::Room;
use super::axes::{GAP, heading, spread};
use super::canvas::{Anchor, Canvas, Point, Stroke, on_circle};
use crate::model::chart::Chart;
use crate::words::spell_percent;

/// Of the width, what the disc takes.
const DISC: f64 = 0.4;
/// Lines of words beside a part.
const MOST_LINES: usize = 4;

/// A part: where it lies in the whole, and what is said of it.
struct Part {
    from: f64,
    to: f64,
    lines: Vec<String>,
}

impl Part {
    fn middle(&self) -> f64 {
        (self.from + self.to) / 2.0
    }

    /// On the half that begins at the top.
    fn is_first_half(&self) -> bool {
        self.middle() < 0.5
    }
}

/// Draws a chart and tells how high it is.
pub fn draw(canvas: &mut Canvas, chart: &Chart, room: Room) -> f64 {
    let (line, size) = (canvas.look.line, canvas.look.size);
    let mut top = 0.0;
    if let Some(title) = heading(chart).filter(|_| chart.y_title.is_some()) {
        for words in canvas.look.cut(&title, canvas.width, 2) {
            canvas.words((0.0, top + size), Anchor::Start, &words);
            top += line;
        }
    }
    top += size;
    let radius = (canvas.width * DISC).min(room.height - top - size).max(4.0 * line) / 2.0;
    let aside = canvas.width / 2.0 - radius - 4.0 * GAP;
    let parts = parts(canvas, chart, aside);
    let needed = |first: bool| {
        let lines = parts.iter().filter(|part| part.is_first_half() == first).map(|part| part.lines.len());
        lines.sum::<usize>() as f64 * line
    };
    let height = (2.0 * radius + size).max(needed(true)).max(needed(false));
    let center = (canvas.width / 2.0, top + height / 2.0);
    for (nth, part) in parts.iter().enumerate() {
        canvas.wedge((center, radius), (part.from, part.to), canvas.look.color(nth));
    }
    for first in [true, false] {
        let of_side: Vec<&Part> = parts.iter().filter(|part| part.is_first_half() == first).collect();
        name(canvas, &of_side, (center, radius), (top, top + height));
    }
    top + height + size * 0.4
}

fn parts(canvas: &Canvas, chart: &Chart, aside: f64) -> Vec<Part> {
    let values: Vec<f64> = chart
        .series
        .first()
        .map(|series| series.values.iter().map(|value| value.unwrap_or(0.0)).collect())
        .unwrap_or_default();
    let sum: f64 = values.iter().sum();
    let mut from = 0.0;
    let mut parts = Vec::new();
    for (label, value) in chart.labels.iter().zip(values).filter(|(_, value)| *value > 0.0) {
        let part = value / sum;
        let decimals = usize::from(part < 0.01);
        let words = format!("{label} {}", spell_percent(part, decimals, canvas.look.lang));
        let lines = canvas.look.cut(&words, aside, MOST_LINES);
        parts.push(Part { from, to: from + part, lines });
        from += part;
    }
    parts
}

/// Names the parts of a half of the disc beside it.
fn name(canvas: &mut Canvas, parts: &[&Part], (center, radius): (Point, f64), (top, bottom): (f64, f64)) {
    let line = canvas.look.line;
    let deepest = parts.iter().map(|part| part.lines.len()).max().unwrap_or(1) as f64;
    let on = |part: &Part, reach: f64| on_circle(center, radius * reach, part.middle());
    let wanted: Vec<f64> = parts.iter().map(|part| on(part, 1.06).1).collect();
    let pitch = (deepest * line).min((bottom - top) / parts.len().max(1) as f64);
    let half = pitch / 2.0;
    let heights = spread(&wanted, pitch, (top + half, bottom - half));
    for (part, y) in parts.iter().zip(heights) {
        let (side, anchor) = if part.is_first_half() { (1.0, Anchor::Start) } else { (-1.0, Anchor::End) };
        let (edge, bend) = (on(part, 1.01), on(part, 1.06));
        let end = (center.0 + side * (radius + 2.5 * GAP), y);
        let stroke = Stroke { color: canvas.look.ink, width: 0.75, dash: 0 };
        canvas.lines(&[vec![edge, bend, end]], stroke);
        canvas.centered((end.0 + side * GAP / 2.0, y), anchor, &part.lines);
    }
}
