//! Every formula of `maths/`, set by itself to narrow measures: it fits, or is told to be too wide; nothing of it stands outside of
//! the measure, and no row reaches into the next.

use std::sync::Arc;

use reportc::geom::Abs;
use reportc::layout::maths::{DisplayRow, PartKind, Setter};
use reportc::manifest::default_theme;
use reportc::maths::{Macros, Setting, read};
use reportc::model::flow::{Dots, TextStyle};
use reportc::model::manifest::Lang;
use reportc::model::theme::{Color, FontRole, Weight};
use reportc::text::{FontBook, Shaper};

/// In points: a line of a note in the margin, a column of two, a page.
const MEASURES: [i64; 4] = [60, 110, 180, 300];

/// What says itself that it goes beyond its room.
const BEYOND: [&str; 15] = [
    "lap",
    "smash",
    "hspace{-",
    "kern-",
    "kern -",
    "kern{-",
    "\\!",
    "skip-",
    "neg",
    "MoveEqLeft",
    "vphantom",
    "mathclap",
    "clap",
    "\\cancel",
    "\\boxed",
];

#[test]
fn formulas_stay_within_narrow_measures() {
    let book = Arc::new(FontBook::new(&default_theme(), &[]));
    let face = book.maths();
    let mut shaper = Shaper::new(&book);
    let mut set = 0;
    for (source, setting, macros) in formulas() {
        let Ok(mut formula) = read(&source, setting, &mut macros.clone()) else { continue };
        formula.display = true;
        for measure in MEASURES.map(Abs::pt) {
            let (style, lang) = (style(), Lang("en".to_string()));
            let mut setter = Setter { face: &face, shaper: &mut shaper, style, lang, missing: Vec::new() };
            let fitted = setter.fit(&formula, measure);
            let width = fitted.display.width;
            assert!(fitted.is_overfull || width <= measure, "{source} at {measure:?}: {width:?}");
            assert!(fitted.percent == 100 || fitted.percent >= 70, "{source}: {}", fitted.percent);
            if !BEYOND.iter().any(|beyond| source.contains(beyond)) {
                fitted.display.rows.iter().for_each(|row| within(row, width.max(measure), &source));
            }
            set += 1;
        }
    }
    assert!(set > 3_000, "{set} formulas were set");
}

/// No part of a row begins before it or ends after it by more than letters lean, nor stands higher or deeper than its room.
fn within(row: &DisplayRow, measure: Abs, source: &str) {
    let lean = Abs::pt(4);
    for part in &row.content.parts {
        let end = match &part.kind {
            PartKind::Glyph { advance, .. } => part.x + *advance,
            PartKind::Fill { width, .. } | PartKind::Stroke { width, .. } => part.x + *width,
        };
        assert!(
            part.x >= Abs::ZERO - lean && end <= measure + lean,
            "{source}: from {:?} to {end:?}",
            part.x
        );
        let is_in_room =
            part.y <= row.content.height + lean && part.y >= Abs::ZERO - row.content.depth - lean;
        assert!(
            is_in_room,
            "{source}: at {:?} of {:?} and {:?}",
            part.y, row.content.height, row.content.depth
        );
    }
    assert!(row.below >= Abs::ZERO || row.below > Abs::ZERO - row.content.depth, "{source}: {:?}", row.below);
}

/// The formulas of the suite, each with what is defined before it.
fn formulas() -> Vec<(String, Setting, Macros)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/maths");
    let files = std::fs::read_dir(folder).expect("the folder is there");
    let mut paths: Vec<_> = files.map(|file| file.expect("it can be read").path()).collect();
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).expect("it is text");
        for fence in text.split("\n~~~~~\n").skip(1).step_by(4) {
            let mut macros = Macros::default();
            for line in fence.lines().filter(|line| !line.is_empty()) {
                if let Some(definition) = line.strip_prefix("@ ") {
                    let _ = macros.define(definition);
                    continue;
                }
                let display = line.strip_prefix("\\[").and_then(|line| line.strip_suffix("\\]"));
                let setting =
                    if line.starts_with("\\begin{") { Setting::Environment } else { Setting::Display };
                found.push((display.unwrap_or(line).to_string(), setting, macros.clone()));
            }
        }
    }
    found
}

fn style() -> TextStyle {
    TextStyle {
        role: FontRole::Text,
        weight: Weight::REGULAR,
        italic: false,
        lettering: Default::default(),
        size: Abs::pt(10),
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
