//! The faces of a book and how its words are divided: kept between builds, and what they lack.

use std::sync::Arc;

use crate::diag::{Diagnostic, Sink};
use crate::memo::Memo;
use crate::model::flow::Flow;
use crate::model::media::{FaceFile, Inputs};
use crate::model::theme::{Theme, Wish};
use crate::model::words::Word;
use crate::text::{self, FontBook, Shaped};

/// Tells which languages of a book have no divided words, for want of patterns.
pub fn tell_undivided(flow: &Flow, fonts: &FontBook, sink: &mut Sink) {
    for found in text::hyphenate::undivided(flow, fonts.hyphenation()) {
        let place = Some(&found.lang).filter(|lang| **lang == flow.manifest.language);
        let place = place.and(flow.manifest.language_place).unwrap_or(found.span);
        let lang = found.lang.0;
        let message = format!("words in `{lang}` are not divided: there are no patterns for it");
        let hint = format!(
            "name a file: `hyphenation: {{{lang}: {{patterns: hyph_{lang}.dic}}}}`; or set `text: {{hyphenate: false}}` in the theme"
        );
        sink.push(Diagnostic::warning("no-hyphenation", place, message).hint(hint));
    }
}

/// Tells what the theme asks of faces that they lack.
pub fn tell_lacks(flow: &Flow, fonts: &FontBook, sink: &mut Sink) {
    for text::Lack { wish, family, nearest } in text::lacks(fonts, &flow.styles) {
        let place = flow.theme.wishes.iter().find(|(wished, _)| *wished == wish).map(|(_, span)| *span);
        let told = match wish {
            // What no file asks for is the program's, whose own faces have it.
            Wish::Weight(_) if place.is_none() => continue,
            Wish::Weight(weight) => {
                let message = format!("`{family}` has no face of weight {}", weight.value());
                Diagnostic::warning("missing-weight", place, message).hint(format!(
                    "that of weight {nearest} is set; add the file of the weight, or a variable one, under `fonts: {{files: […]}}`"
                ))
            }
            Wish::Feature(tag) if tag == *b"smcp" && place.is_none() && !has_capitals(flow) => continue,
            Wish::Feature(tag) if tag == *b"smcp" => {
                let message =
                    format!("`{family}` has no small capitals (OpenType `smcp`): letters stay as typed");
                let hint = "take a family that has them, or write `case: upper` with a smaller `size`";
                Diagnostic::warning("missing-feature", place, message).hint(hint)
            }
            Wish::Feature(tag) => {
                let message = format!("`{family}` has no feature `{}`", String::from_utf8_lossy(&tag));
                let hint = "its documentation tells which it has; leave this one out";
                Diagnostic::warning("missing-feature", place, message).hint(hint)
            }
        };
        sink.push(told);
    }
}

/// Whether the book's language has small letters and capitals.
fn has_capitals(flow: &Flow) -> bool {
    flow.words.get(Word::Contents).chars().any(char::is_lowercase)
}

/// How the book says that words are divided.
fn hyphenation(inputs: &Inputs, sink: &mut Sink) -> Arc<text::Hyphenation> {
    let (read, faults) = text::Hyphenation::read(&inputs.hyphenation);
    for fault in faults {
        sink.push(Diagnostic::warning("bad-pattern-file", fault.span, fault.message).hint(fault.hint));
    }
    Arc::new(read)
}

/// The faces, with the words that earlier builds shaped in the same ones.
pub fn fonts(theme: &Theme, inputs: &Inputs, memo: &Memo, sink: &mut Sink) -> FontBook {
    struct Kept {
        theme: Theme,
        faces: Vec<FaceFile>,
        hyphenation: Arc<text::Hyphenation>,
        shaped: Arc<Shaped>,
    }
    let hyphenation = hyphenation(inputs, sink);
    let kept = memo.at::<Kept>("faces", 0);
    let is_same = |kept: &Arc<Kept>| {
        kept.theme == *theme && kept.faces == inputs.faces && kept.hyphenation == hyphenation
    };
    if let Some(kept) = kept.filter(is_same) {
        return FontBook::knowing(theme, &inputs.faces, Arc::clone(&kept.shaped)).dividing(hyphenation);
    }
    let fonts = FontBook::new(theme, &inputs.faces).dividing(Arc::clone(&hyphenation));
    memo.put("faces", 0, || Kept {
        theme: theme.clone(),
        faces: inputs.faces.clone(),
        hyphenation,
        shaped: Arc::clone(fonts.shaped()),
    });
    fonts
}
