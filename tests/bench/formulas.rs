//! Where each glyph and rule of a formula stands: `cargo bench --bench formulas < FILE`, as `formulas.py` reads it. A line of the
//! file is `T` or `D` for a formula in a line of text or one that stands by itself, a space, and the formula.

#![allow(clippy::disallowed_macros, reason = "benchmarks print")]

use std::io::{self, BufRead};
use std::sync::Arc;

use reportc::geom::Abs;
use reportc::layout::maths::{MathBox, PartKind, Setter};
use reportc::manifest::default_theme;
use reportc::maths::{self, Macros, Setting};
use reportc::model::flow::{Dots, TextStyle};
use reportc::model::manifest::Lang;
use reportc::model::theme::{Color, FontRole, Weight};
use reportc::text::{FontBook, Shaper};
use serde_json::{Value, json};

/// The size of the type of the formulas, in points.
const SIZE: i64 = 10;

fn main() {
    let book = Arc::new(FontBook::new(&default_theme(), &[]));
    let face = book.maths();
    let mut shaper = Shaper::new(&book);
    for line in io::stdin().lock().lines() {
        let line = line.expect("standard input can be read");
        let Some((kind, source)) = line.split_once(' ') else { continue };
        let setting = if kind == "D" { Setting::Display } else { Setting::Inline };
        let formula = match maths::read(source, setting, &mut Macros::default()) {
            Ok(formula) => formula,
            Err(trouble) => {
                println!("{}", json!({ "source": source, "error": format!("{trouble:?}") }));
                continue;
            }
        };
        let (style, lang) = (style(), Lang("en".to_string()));
        let mut setter = Setter { face: &face, shaper: &mut shaper, style, lang, missing: Vec::new() };
        println!("{}", told(source, &setter.formula(&formula)));
    }
}

fn style() -> TextStyle {
    TextStyle {
        role: FontRole::Text,
        weight: Weight::REGULAR,
        italic: false,
        lettering: Default::default(),
        size: Abs::pt(SIZE),
        color: Color::BLACK,
        small_caps: false,
        acronym: false,
        fraction: false,
        old_style_figures: false,
        tabular_figures: false,
        rise: Abs::ZERO,
        underline: false,
        strikethrough: false,
        dots: Dots::None,
        verbatim: false,
    }
}

/// Lengths in ems.
fn told(source: &str, set: &MathBox) -> Value {
    let em = |length: Abs| length.to_pt() / SIZE as f64;
    let part = |part: &reportc::layout::maths::Part| {
        let (x, y) = (em(part.x), em(part.y));
        match &part.kind {
            PartKind::Glyph { face, glyph, size, shows, advance, .. } => {
                json!(["glyph", x, y, em(*size), face.0, glyph, shows, em(*advance)])
            }
            PartKind::Fill { width, height, .. } => json!(["fill", x, y, em(*width), em(*height)]),
            PartKind::Stroke { width, rise, .. } => json!(["stroke", x, y, em(*width), em(*rise)]),
        }
    };
    let parts: Vec<Value> = set.parts.iter().map(part).collect();
    json!({
        "source": source, "width": em(set.width), "height": em(set.height), "depth": em(set.depth), "parts": parts
    })
}
