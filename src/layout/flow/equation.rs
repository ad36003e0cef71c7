//! Formulas that stand by themselves: in the middle of the column, their numbers at its end.

use std::sync::Arc;

use super::builder::{Column, GalleyBuilder};
use super::frame::{Frame, Parting, is_stranding};
use crate::chars::boundary;
use crate::diag::Diagnostic;
use crate::geom::{Abs, Point};
use crate::layout::area::shift;
use crate::layout::inline::{self, Line};
use crate::layout::maths::{self, Display, Fitted, Setter};
use crate::model::flow::{Equation, MarkKind, RichText, Run};
use crate::model::layout::TextPlace;
use crate::model::maths::Formula;
use crate::model::theme::Align;

/// Sets a formula, a frame a row: a page may end between two.
///
/// ```text
///   │          (a + b)² = a² + 2ab + b²     (1.2) │
///             └───────── formula ───────┘   └number
/// ```
pub fn equation(builder: &mut GalleyBuilder, equation: &Equation) {
    let text = &equation.text;
    let Some((formula, run)) = formula_of(text) else { return builder.paragraph(text) };
    let column = builder.column();
    let numbers: Vec<(Option<usize>, Line)> = numbers(builder, equation, column);
    let room = numbers.iter().map(|(_, line)| line.width).max().unwrap_or_default();
    let display = fitted(builder, text, (&formula, run), column.width, room);
    let at = placed(builder, column, (display.width, room), text.style.align);
    builder.anchors.push(text.node);
    rows(builder, text, display, at, numbers);
}

/// How wide it is on one line, and how much of that is not parted.
pub fn extents(builder: &mut GalleyBuilder, equation: &Equation) -> (Abs, Abs) {
    let Some((formula, run)) = formula_of(&equation.text) else {
        return inline::extents(builder.context, &equation.text, builder.right_to_left);
    };
    let set = |setter: &mut Setter| setter.display(&formula, Abs::ZERO).width;
    let width = builder.context.with_setter(run.style, run.lang, set).0;
    let number = |number| inline::extents(builder.context, number, builder.right_to_left).0;
    let numbers = equation.numbers.iter().map(|number| &number.text).map(number).max().unwrap_or_default();
    let gap = if numbers.is_zero() { Abs::ZERO } else { builder.context.style(run.style).size };
    let width = width + gap + numbers;
    (width, width)
}

fn formula_of(text: &RichText) -> Option<(Arc<Formula>, Run)> {
    let formula = text.marks.iter().find_map(|mark| match &mark.kind {
        MarkKind::Maths(reading) => Some(Arc::clone(&reading.formula)),
        _ => None,
    });
    formula.zip(text.runs.first().copied())
}

/// The formula in the column, with its numbers beside it where there is room for both.
fn fitted(
    builder: &mut GalleyBuilder,
    text: &RichText,
    (formula, run): (&Formula, Run),
    width: Abs,
    number: Abs,
) -> Display {
    let beside =
        if number.is_zero() { width } else { width - number - builder.context.style(run.style).size };
    let set = |setter: &mut Setter| {
        let whole = setter.display(formula, width);
        match whole.width <= width {
            true => Fitted { display: whole, percent: 100, is_overfull: false },
            false => {
                setter.missing.clear();
                setter.fit(formula, beside)
            }
        }
    };
    let fitted = builder.context.display(text, run, set);
    told(builder, text, &fitted);
    fitted.display
}

fn told(builder: &mut GalleyBuilder, text: &RichText, fitted: &Fitted) {
    let hint = "part it into lines by `\\\\`, as in `\\begin{align}` or `\\begin{multline}`";
    let found = match fitted {
        Fitted { is_overfull: true, .. } => {
            let message = "this formula is wider than the page, and goes on over its margin";
            Diagnostic::warning("wide-formula", text.span, message).hint(hint)
        }
        Fitted { percent, .. } if *percent < 100 => {
            let message =
                format!("this formula is too wide for its lines; it is set at {percent} % of its size");
            Diagnostic::warning("small-formula", text.span, message).hint(hint)
        }
        Fitted { .. } => return,
    };
    builder.context.sink.push(found);
}

fn numbers(builder: &mut GalleyBuilder, equation: &Equation, column: Column) -> Vec<(Option<usize>, Line)> {
    let measure = builder.measure(column.width, Some(Align::Start));
    let mut numbers = Vec::with_capacity(equation.numbers.len());
    for number in &equation.numbers {
        builder.anchors.push(number.text.node);
        let lines = inline::label_lines(builder.context, &number.text, measure);
        numbers.extend(lines.into_iter().next().map(|line| (number.row, line)));
    }
    numbers
}

/// Where the formula begins: in the middle, unless a number at the end would have less than an em before it.
fn placed(builder: &GalleyBuilder, column: Column, (width, number): (Abs, Abs), align: Align) -> Abs {
    let spare = (column.width - width).max(Abs::ZERO);
    let middle = match align {
        Align::Center => spare / 2,
        Align::Start | Align::Justify if builder.right_to_left => spare,
        Align::End if !builder.right_to_left => spare,
        Align::Start | Align::Justify | Align::End => Abs::ZERO,
    };
    let gap = builder.context.flow.theme.size;
    if number.is_zero() {
        return column.left + middle;
    }
    let free = (spare - number - gap).max(Abs::ZERO);
    let least = if builder.right_to_left { (spare - free).min(spare) } else { Abs::ZERO };
    let most = if builder.right_to_left { spare } else { free };
    column.left + middle.clamp(least.min(most), most)
}

/// Where the text of each of so many rows begins, and where the last ends: rows of a table are parted by semicolons.
fn ends(text: &str, count: usize) -> Vec<u32> {
    let parts = text.match_indices("; ").map(|(at, sign)| at + sign.len());
    let places: Vec<usize> = std::iter::once(0).chain(parts).chain([text.len()]).collect();
    match places.len() == count + 1 {
        true => places.into_iter().map(|at| at as u32).collect(),
        false => (0..=count).map(|at| boundary(text, text.len() * at / count.max(1)) as u32).collect(),
    }
}

fn rows(
    builder: &mut GalleyBuilder,
    text: &RichText,
    display: Display,
    left: Abs,
    mut numbers: Vec<(Option<usize>, Line)>,
) {
    let (strut, column) = (builder.context.strut(text), builder.column());
    let gap = builder.context.flow.theme.size;
    let count = display.rows.len();
    let ends = ends(&text.text, count);
    for (index, row) in display.rows.into_iter().enumerate() {
        let (height, depth) = (row.content.height.max(strut.height), row.content.depth.max(strut.depth));
        let bytes = ends[index]..ends[index + 1];
        let left = match (row.is_text, builder.right_to_left) {
            (false, _) => left,
            (true, false) => column.left,
            (true, true) => column.right() - row.content.width,
        };
        let mut items = maths::items(&row.content, Point::new(left, height), text.node, bytes.clone());
        let mut frame = Frame {
            height: height + depth + row.below,
            baseline: Some(height),
            depth: strut.depth,
            begins: Some(TextPlace { node: text.node, offset: bytes.start }),
            ..Frame::default()
        };
        let is_last = index + 1 == count;
        let own = numbers.iter().position(|(of, _)| if of.is_some() { *of == row.row } else { is_last });
        if let Some((_, line)) = own.map(|own| numbers.remove(own)) {
            let beside = display.width + gap + line.width <= column.width;
            // The line was set at its column's own start, which is the right in books that run leftward.
            let start = line.items.iter().map(|item| item.at.x).min().unwrap_or_default();
            let end = if builder.right_to_left { column.left } else { column.right() - line.width };
            let x = end - start;
            let y = if beside { height } else { frame.height + line.facts.extent.height };
            let Line { items: mut number, facts, .. } = line;
            shift(&mut number, x, y);
            items.append(&mut number);
            frame.anchors = facts.anchors;
            if !beside {
                frame.height += facts.extent.total();
            }
        }
        frame.items = items;
        let break_before = if is_stranding(index, count) { Parting::Never } else { Parting::Row };
        match index {
            0 => builder.push(frame),
            _ => builder.add(Frame { break_before, ..frame }),
        }
    }
}
