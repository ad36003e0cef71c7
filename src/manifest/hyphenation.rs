//! `hyphenation`: how words are divided, by language.

use super::{keys, lang};
use crate::diag::{Diagnostic, Sink};
use crate::model::manifest::Dividing;
use crate::yaml::{Entry, Fields, Node, Value, text, texts, wrong_type};

const FORM: &str = "hyphenation: {en: [man-u-script], ro: {patterns: hyph_ro.dic}}";
const WORDS: &str = "words: [man-u-script]";

pub(super) fn read(node: &Node, sink: &mut Sink) -> Vec<Dividing> {
    let Value::Map(entries) = &node.value else {
        sink.push(wrong_type(node, "a mapping of languages").hint(format!("write `{FORM}`")));
        return Vec::new();
    };
    entries.iter().filter_map(|entry| language(entry, sink)).collect()
}

/// A language and its words, or its words and patterns.
fn language(Entry { key, key_span, value }: &Entry, sink: &mut Sink) -> Option<Dividing> {
    let lang = lang::of(key, *key_span, sink)?;
    if let Value::List(_) = value.value {
        return Some(Dividing { lang, patterns: None, words: words(value, sink) });
    }
    let mut fields = Fields::open(value, FORM, sink)?;
    let patterns = fields.get("patterns").and_then(|node| Some((text(node, sink)?, node.span)));
    let words = fields.get("words").map(|node| words(node, sink)).unwrap_or_default();
    fields.close(&keys::DIVIDING, &[("exceptions", WORDS), ("file", "patterns: hyph_ro.dic")], sink);
    Some(Dividing { lang, patterns, words })
}

/// Words with hyphens where they may be divided; what is none is told.
fn words(node: &Node, sink: &mut Sink) -> Vec<String> {
    let mut words = Vec::new();
    for (word, span) in texts(node, WORDS, sink) {
        let word = word.replace('\u{ad}', "-");
        let parts = word
            .split('-')
            .map(|part| part.chars().all(|c| c.is_alphabetic() || c == '’') && !part.is_empty());
        if parts.min() == Some(true) {
            words.push(word);
        } else {
            let message = format!("`{}` is no word", word.escape_debug());
            let hint = "write the word with hyphens where it may be divided, as `man-u-script`; without any, it never is";
            sink.push(Diagnostic::error("bad-hyphenation", span, message).hint(hint));
        }
    }
    words
}
