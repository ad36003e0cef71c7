//! `explain`: what a code means, in the words of the manual's chapter of diagnostics.

use super::args::Explain;
use super::codes::{codes, said};
use super::{OK, out};
use crate::escape::terminal::Shown;
use crate::model::findings::{ADVICE, BEARINGS, LEFTOVERS};

/// Lines are broken at so many characters.
const WIDTH: usize = 80;

pub(super) fn explain(args: &Explain) -> u8 {
    let text = match &args.code {
        Some(code) => explained(code),
        None => codes().iter().map(|code| format!("{code}\n")).collect(),
    };
    out::write(&Shown::text(&text));
    OK
}

fn explained(code: &str) -> String {
    let mut text = format!("{code}\n");
    for (about, words) in said(code) {
        text += &format!("\n{about}:\n{}", folded(&words));
    }
    if let Some(bearing) = BEARINGS.iter().find(|bearing| bearing.code == code) {
        text += &format!("\n{}", folded(&bearing.denies()));
    }
    if LEFTOVERS.contains(&code) {
        text +=
            &folded(&format!("A book is not released with it, unless its manifest says `accept: [{code}]`."));
    }
    if ADVICE.contains(&code) {
        text +=
            &folded(&format!("Nothing is wrong with the book; `accept: [{code}]` in its manifest says so."));
    }
    text
}

/// Lines of a width that is easily read, two blanks in.
fn folded(text: &str) -> String {
    let mut out = String::new();
    let mut width = WIDTH;
    for word in text.split_whitespace() {
        let long = word.chars().count() + 1;
        let begins = width + long > WIDTH;
        if begins && !out.is_empty() {
            out.push('\n');
        }
        out += if begins { "  " } else { " " };
        out += word;
        width = if begins { 1 + long } else { width + long };
    }
    out + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::findings::HARMLESS;

    #[test]
    fn every_code_is_explained_in_words() {
        let codes = codes();
        assert!(codes.len() > 150, "{}", codes.len());
        for code in codes {
            let text = explained(code);
            assert!(text.len() > code.len() + 20 && !text.contains("]("), "{text}");
            assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
        }
        let known =
            BEARINGS.iter().map(|bearing| bearing.code).chain(HARMLESS).chain(LEFTOVERS).chain(ADVICE);
        for code in known {
            assert!(!said(code).is_empty(), "{code} is not in the manual's chapter of diagnostics");
        }
    }
}
