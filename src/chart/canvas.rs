//! A drawing as it grows: lines, areas, marks and words. Places are logical: a chart of a book that runs from right to left is
//! drawn as others are, and each place turned round.

use super::look::Look;
use crate::chars::is_leftward;
use crate::escape::xml::{Markup, markup};
use crate::model::theme::Color;

pub type Point = (f64, f64);

/// Which edge of words is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Stroke {
    pub color: Color,
    pub width: f64,
    /// Which of the patterns; none is without breaks.
    pub dash: usize,
}

/// Patterns that lines are told apart by without their colours.
const DASHES: [&str; 6] = ["", "7 3", "2 2.5", "9 3 2 3", "4 2", "12 3 2 3 2 3"];

/// An area, with corners in order from its upper start corner.
#[derive(Debug, Clone, Copy)]
pub struct Area {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

pub struct Canvas<'a> {
    out: Markup,
    pub look: &'a Look<'a>,
    pub width: f64,
}

impl<'a> Canvas<'a> {
    pub fn new(look: &'a Look<'a>, width: f64) -> Canvas<'a> {
        Canvas { out: Markup::default(), look, width }
    }

    fn x(&self, x: f64) -> f64 {
        if self.look.leftward { self.width - x } else { x }
    }

    pub fn rect(&mut self, area: Area, color: Color) {
        if area.width <= 0.0 || area.height <= 0.0 {
            return;
        }
        let x = if self.look.leftward { self.width - area.x - area.width } else { area.x };
        markup!(
            self.out => "<rect x=\"{:.2}\" y=\"{:.2}\" width=\"{:.2}\" height=\"{:.2}\" fill=\"{}\"/>",
            x, area.y, area.width, area.height, color.hex()
        );
    }

    pub fn line(&mut self, from: Point, to: Point, stroke: Stroke) {
        self.lines(&[vec![from, to]], stroke);
    }

    /// Runs of points, each joined by lines.
    pub fn lines(&mut self, runs: &[Vec<Point>], stroke: Stroke) {
        let path = self.path_of(runs, false);
        if path.is_empty() {
            return;
        }
        markup!(
            self.out => "<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{:.2}\" stroke-linejoin=\"round\"",
            path, stroke.color.hex(), stroke.width
        );
        let dash = DASHES[stroke.dash % DASHES.len()];
        if dash.is_empty() {
            self.out.push("/>");
        } else {
            markup!(self.out => " stroke-dasharray=\"{}\"/>", dash);
        }
    }

    /// Areas within points, as strong as said.
    pub fn areas(&mut self, runs: &[Vec<Point>], color: Color, strength: f64) {
        let path = self.path_of(runs, true);
        if !path.is_empty() {
            markup!(self.out => "<path d=\"{}\" fill=\"{}\" fill-opacity=\"{:.2}\"/>", path, color.hex(), strength);
        }
    }

    fn path_of(&self, runs: &[Vec<Point>], closed: bool) -> String {
        let mut path = String::new();
        for run in runs.iter().filter(|run| run.len() > 1) {
            for (at, (x, y)) in run.iter().enumerate() {
                let step = if at == 0 { 'M' } else { 'L' };
                path.push_str(&format!("{step}{:.2} {y:.2}", self.x(*x)));
            }
            if closed {
                path.push('Z');
            }
        }
        path
    }

    /// A part of a disc, from one angle to another: clockwise from the top, in turns.
    pub fn wedge(&mut self, (center, radius): (Point, f64), (from, to): (f64, f64), color: Color) {
        let at = |turn: f64| on_circle(center, radius, turn);
        let middle = (from + to) / 2.0;
        let (start, half, end) = (at(from), at(middle), at(to));
        let sweep = u8::from(!self.look.leftward);
        let arc = |(x, y): Point| format!("A{radius:.2} {radius:.2} 0 0 {sweep} {:.2} {y:.2}", self.x(x));
        // A whole disc has no end that differs from its beginning: two arcs have.
        let path = format!(
            "M{:.2} {:.2}L{:.2} {:.2}{}{}Z",
            self.x(center.0),
            center.1,
            self.x(start.0),
            start.1,
            arc(half),
            arc(end)
        );
        markup!(
            self.out => "<path d=\"{}\" fill=\"{}\" stroke=\"{}\" stroke-width=\"1.5\" stroke-linejoin=\"round\"/>",
            path, color.hex(), Color::WHITE.hex()
        );
    }

    /// Marks of a series, told from others by their shape.
    pub fn marks(&mut self, points: &[Point], nth: usize, (color, radius): (Color, f64)) {
        let mut path = String::new();
        for (x, y) in points {
            path.push_str(&mark(nth, (self.x(*x), *y), radius));
        }
        if !path.is_empty() {
            markup!(
                self.out => "<path d=\"{}\" fill=\"{}\" stroke=\"{}\" stroke-width=\"0.75\"/>",
                path, color.hex(), Color::WHITE.hex()
            );
        }
    }

    /// An area of a series: beyond the first two, lines on it tell them apart without their colours.
    pub fn bar(&mut self, area: Area, nth: usize) {
        self.rect(area, self.look.color(nth));
        const NARROW: f64 = 4.0;
        if area.width.min(area.height) < NARROW {
            return;
        }
        let runs = match nth / 2 {
            0 => return,
            1 => slanted(area, true),
            2 => slanted(area, false),
            3 => level(area),
            4 => upright(area),
            _ => [slanted(area, true), slanted(area, false)].concat(),
        };
        self.lines(&runs, Stroke { color: Color::WHITE, width: 0.9, dash: 0 });
    }

    /// Words on one line, by their baseline.
    pub fn words(&mut self, (x, y): Point, anchor: Anchor, words: &str) {
        let anchor = match (anchor, self.look.leftward) {
            (Anchor::Middle, _) => "middle",
            (Anchor::Start, false) | (Anchor::End, true) => "start",
            (Anchor::End, false) | (Anchor::Start, true) => "end",
        };
        // Between such marks a number beside the words of a book from right to left stands as it would in its lines.
        let mark = if self.look.leftward && words.chars().any(is_leftward) { "\u{200f}" } else { "" };
        markup!(
            self.out => "<text x=\"{:.2}\" y=\"{:.2}\" text-anchor=\"{}\">{}{}{}</text>",
            self.x(x), y, anchor, mark, words, mark
        );
    }

    /// Lines of words around a height.
    pub fn centered(&mut self, (x, middle): Point, anchor: Anchor, lines: &[String]) {
        let (size, line) = (self.look.size, self.look.line);
        let first = middle - line * (lines.len() as f64 - 1.0) / 2.0 + size * 0.35;
        for (at, words) in lines.iter().enumerate() {
            self.words((x, first + at as f64 * line), anchor, words);
        }
    }

    /// The whole drawing.
    pub fn finish(self, height: f64) -> Vec<u8> {
        let family: String = self.look.family.chars().filter(|c| !matches!(c, '\'' | '\\' | ',')).collect();
        let (width, height) = (self.width.ceil(), height.ceil());
        let whole = markup!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{:.0}\" height=\"{:.0}\" viewBox=\"0 0 {:.0} {:.0}\"><g font-family=\"'{}'\" font-size=\"{:.2}\" fill=\"{}\">{}</g></svg>",
            width,
            height,
            width,
            height,
            family,
            self.look.size,
            self.look.ink.hex(),
            self.out
        );
        whole.into_text().into_bytes()
    }
}

/// A place on a circle, a part of a turn from its top.
pub fn on_circle((x, y): Point, radius: f64, turn: f64) -> Point {
    let (sine, cosine) = (turn * std::f64::consts::TAU).sin_cos();
    (x + radius * sine, y - radius * cosine)
}

/// A shape around a place: disc, square, triangle, diamond, the other triangle, a cross.
fn mark(nth: usize, (x, y): Point, r: f64) -> String {
    let along = |corners: &[Point]| {
        let steps = corners.iter().enumerate().map(|(at, (dx, dy))| {
            let step = if at == 0 { 'M' } else { 'L' };
            format!("{step}{:.2} {:.2}", x + dx * r, y + dy * r)
        });
        steps.collect::<String>() + "Z"
    };
    match nth % 6 {
        0 => format!(
            "M{:.2} {y:.2}a{r:.2} {r:.2} 0 1 0 {:.2} 0a{r:.2} {r:.2} 0 1 0 {:.2} 0Z",
            x - r,
            2.0 * r,
            -2.0 * r
        ),
        1 => along(&[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]),
        2 => along(&[(0.0, -1.2), (1.1, 0.9), (-1.1, 0.9)]),
        3 => along(&[(0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)]),
        4 => along(&[(0.0, 1.2), (1.1, -0.9), (-1.1, -0.9)]),
        _ => along(&[
            (-0.4, -1.2),
            (0.4, -1.2),
            (0.4, -0.4),
            (1.2, -0.4),
            (1.2, 0.4),
            (0.4, 0.4),
            (0.4, 1.2),
            (-0.4, 1.2),
            (-0.4, 0.4),
            (-1.2, 0.4),
            (-1.2, -0.4),
            (-0.4, -0.4),
        ]),
    }
}

/// Between lines on an area.
const PITCH: f64 = 6.0;
/// No area has more of them.
const MOST: usize = 400;

fn slanted(Area { x, y, width, height }: Area, rising: bool) -> Vec<Vec<Point>> {
    let steps = (((width + height) / PITCH) as usize).min(MOST);
    (1..=steps)
        .map(|nth| {
            let sum = nth as f64 * PITCH;
            let (from, to) = ((sum - height).max(0.0), sum.min(width));
            let place = |dx: f64| (x + dx, if rising { y + (sum - dx) } else { y + height - (sum - dx) });
            vec![place(from), place(to)]
        })
        .collect()
}

fn level(Area { x, y, width, height }: Area) -> Vec<Vec<Point>> {
    let steps = ((height / PITCH) as usize).min(MOST);
    (1..=steps).map(|nth| y + nth as f64 * PITCH).map(|at| vec![(x, at), (x + width, at)]).collect()
}

fn upright(Area { x, y, width, height }: Area) -> Vec<Vec<Point>> {
    let steps = ((width / PITCH) as usize).min(MOST);
    (1..=steps).map(|nth| x + nth as f64 * PITCH).map(|at| vec![(at, y), (at, y + height)]).collect()
}
