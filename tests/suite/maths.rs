//! Formulas: each line of an input is one, and what becomes of it stands below: MathML, a line of text, and words.
//!
//! A line that begins with `\[` stands by itself, one that begins with `\begin` is an environment; `@` begins a definition
//! that those after it know.

use std::fmt::Write as _;

use reportc::maths::{Macros, Setting, mathml, plain_text, read, spoken};
use reportc::model::document::Direction;

pub fn written(input: &str) -> String {
    let mut macros = Macros::default();
    let mut text = String::new();
    for line in input.lines().filter(|line| !line.is_empty()) {
        if let Some(definition) = line.strip_prefix("@ ") {
            if let Err(trouble) = macros.define(definition) {
                writeln!(text, "@ {definition}\n! {}", trouble.message).expect("strings take everything");
            }
            continue;
        }
        let display = line.strip_prefix("\\[").and_then(|line| line.strip_suffix("\\]"));
        let (source, setting) = match display {
            Some(source) => (source.trim(), Setting::Display),
            None if line.starts_with("\\begin{") => (line, Setting::Environment),
            None => (line, Setting::Inline),
        };
        writeln!(text, "{line}").expect("strings take everything");
        match read(source, setting, &mut macros) {
            Ok(formula) => {
                let markup = mathml(&formula, Direction::LeftToRight).into_text();
                let inner = markup.strip_prefix("<math xmlns=\"http://www.w3.org/1998/Math/MathML\"");
                let inner = inner.and_then(|inner| inner.strip_suffix("</math>")).expect("it is an element");
                let inner = inner.strip_prefix(" display=\"block\"").unwrap_or(inner);
                let inner = inner.strip_prefix('>').expect("it has no more attributes");
                writeln!(text, "  {inner}\n  {}\n  {}", plain_text(&formula), spoken(&formula, "en").0)
                    .expect("strings take everything");
            }
            Err(trouble) => {
                let place = source.get(trouble.range.clone()).expect("it is a place in the source");
                let hint = trouble.hint.map(|hint| format!(" -- {hint}")).unwrap_or_default();
                let range = trouble.range;
                writeln!(text, "! {}..{} `{place}`: {}{hint}", range.start, range.end, trouble.message)
                    .expect("strings take everything");
            }
        }
    }
    text
}
