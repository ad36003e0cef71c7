//! Mathematics: LaTeX read into the tree that both editions are drawn from, and the tree written as MathML, as a line of text
//! and as words.

mod accents;
mod alphabets;
mod chemistry;
mod columns;
mod commands;
mod dictionary;
mod environments;
mod input;
mod lengths;
mod lex;
mod list;
mod macros;
mod nodes;
mod plain;
mod quantities;
mod read;
mod spaces;
mod spoken;
mod symbols;
mod tensors;
#[cfg(test)]
mod tests;
mod trouble;
mod units;
mod words;
mod write;

pub use alphabets::italics;
pub use macros::Macros;
pub use plain::{plain_text, words_text};
pub use spoken::spoken;
pub use trouble::Trouble;
pub use write::mathml;

use crate::model::maths::{Em, Formula, Node};
use environments::{gathered, row_tag};
use read::{Reader, Until};

/// Longest formula that is read, in bytes: the longest of a book have some thousands.
const LONGEST: usize = 200_000;

/// Where a formula stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// In a line of text: `$…$`.
    Inline,
    /// By itself: `$$…$$`. Only what has a label or a tag is numbered.
    Display,
    /// By itself, as an environment that says whether it is numbered: `\begin{align}`.
    Environment,
}

impl Setting {
    fn is_display(self) -> bool {
        self != Setting::Inline
    }

    fn is_numbered(self) -> bool {
        self == Setting::Environment
    }
}

/// Reads a formula. What it defines is known in those after it that are given the same macros.
///
/// # Errors
///
/// If it is not understood, with the place in the source; there is nothing that is understood by half.
pub fn read(source: &str, setting: Setting, macros: &mut Macros) -> Result<Formula, Trouble> {
    if source.len() > LONGEST {
        return Err(Trouble::new(0..source.len(), format!("a formula has at most {LONGEST} bytes"))
            .hint("a dollar that is not closed takes in all up to the next; `\\$` is the sign alone"));
    }
    let mut reader = Reader::new(source, setting, macros);
    let mut lines = Vec::new();
    let content = loop {
        let line = reader.list(Until::Line)?;
        let at = reader.input.place();
        if reader.input.peek().is_none() {
            if lines.is_empty() {
                break line;
            }
            if !line.is_empty() {
                lines.push((line, Em::ZERO));
            }
            break vec![one_of(lines)];
        }
        if setting == Setting::Inline {
            return Err(Trouble::new(at, "a formula in a line of text has no lines of its own")
                .hint("one that stands by itself, `$$ … $$`, may have some"));
        }
        let gap = reader.line_end()?;
        lines.push((line, gap));
    };
    let said = std::mem::take(&mut reader.said);
    let tag = row_tag(said.tag, reader.numbered, !said.labels.is_empty());
    let display = setting.is_display();
    Ok(Formula { source: source.to_string(), display, content, tag, labels: said.labels })
}

fn one_of(mut lines: Vec<(Vec<Node>, Em)>) -> Node {
    match lines.len() {
        1 => Node::Row(lines.pop().map(|(line, _)| line).unwrap_or_default()),
        _ => gathered(lines),
    }
}
