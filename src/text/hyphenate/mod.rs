//! Where words may be divided: by patterns, by rules of syllables, and as the book itself says.

mod patterns;
mod rules;

use std::collections::BTreeMap;
use std::sync::Arc;

use unicode_script::{Script, UnicodeScript};

use crate::model::flow::Flow;
use crate::model::manifest::Lang;
use crate::model::media::DividingFile;
use crate::model::walk;
use crate::source::Span;
pub use patterns::Patterns;

/// Letters that must stay before and after a division, at the least: Chicago Manual of Style 7.36 asks for two before
/// and three after.
const MIN_BEFORE: usize = 2;
const MIN_AFTER: usize = 3;
/// Shorter words are never divided.
const MIN_LETTERS: usize = 5;

/// What a book says of the division of words.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Hyphenation {
    languages: Vec<Arc<Own>>,
}

/// The same for one language.
#[derive(Debug, PartialEq)]
struct Own {
    lang: Lang,
    patterns: Option<Patterns>,
    /// Words in small letters, and after how many letters each may be divided.
    words: BTreeMap<String, Vec<usize>>,
}

/// What is wrong with a file of patterns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub span: Span,
    pub message: String,
    pub hint: &'static str,
}

/// A language that words are written in and not divided in, since nothing says where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undivided {
    pub lang: Lang,
    /// Its first text.
    pub span: Span,
}

/// How words of a language are divided.
#[derive(Debug, Clone, Default)]
pub struct Division {
    by: Option<By>,
    /// Where the book names words of the language.
    words: Option<Arc<Own>>,
}

#[derive(Debug, Clone)]
enum By {
    Hypher(hypher::Lang),
    Rules(rules::Rules),
    Own(Arc<Own>),
}

impl Hyphenation {
    /// Reads what the manifest names; what cannot be read is left out and told.
    pub fn read(files: &[DividingFile]) -> (Hyphenation, Vec<Fault>) {
        let mut faults = Vec::new();
        let languages = files.iter().map(|file| {
            let patterns = file.patterns.as_ref().map(|source| Patterns::read(source, &mut faults));
            let words = file.words.iter().map(|word| exception(word)).collect();
            Arc::new(Own { lang: file.lang.clone(), patterns, words })
        });
        (Hyphenation { languages: languages.collect() }, faults)
    }

    /// How words of a language are divided in the book.
    pub fn of(&self, lang: &Lang) -> Division {
        let own = self.own(lang);
        let by = match own.filter(|own| own.patterns.is_some()) {
            Some(own) => Some(By::Own(Arc::clone(own))),
            None => patterns(lang).map(By::Hypher).or_else(|| rules::of(lang).map(By::Rules)),
        };
        Division { by, words: own.filter(|own| !own.words.is_empty()).cloned() }
    }

    /// What the book says of a language or, else, of the one that it is a variety of.
    fn own(&self, lang: &Lang) -> Option<&Arc<Own>> {
        let tag = lang.0.to_ascii_lowercase();
        let is_of = |own: &&Arc<Own>| {
            let rest = tag.strip_prefix(&own.lang.0.to_ascii_lowercase());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        self.languages.iter().filter(is_of).max_by_key(|own| own.lang.0.len())
    }
}

/// A word as the manifest has it, `man-u-script`: its letters, and where it may be divided.
fn exception(word: &str) -> (String, Vec<usize>) {
    let (mut letters, mut cuts, mut count) = (String::new(), Vec::new(), 0);
    for c in word.chars() {
        if c == '-' {
            cuts.push(count);
        } else {
            letters.push(c);
            count += 1;
        }
    }
    (letters.to_lowercase(), cuts)
}

/// The patterns for a language. Bosnian, Croatian, Montenegrin and Serbian in Latin script divide alike.
fn patterns(lang: &Lang) -> Option<hypher::Lang> {
    let primary = lang.primary();
    let latin = lang.0.to_ascii_lowercase().contains("latn");
    let code = match primary.as_ref() {
        "bs" | "hr" | "cnr" | "sh" => "hr",
        "sr" if latin => "hr",
        "nb" | "nn" => "no",
        other => other,
    };
    let bytes = code.as_bytes();
    (bytes.len() == 2).then(|| hypher::Lang::from_iso([bytes[0], bytes[1]])).flatten()
}

/// Byte offsets in `word` at which a hyphen may be put. Divides only plain words: letters with punctuation about them,
/// but no digits, hyphens or slashes, which belong to names, compounds and addresses.
pub fn points(word: &str, division: &Division, found: &mut Vec<u32>) {
    let is_edge = |c: char| !c.is_alphanumeric();
    let core = word.trim_matches(is_edge);
    let base = core.as_ptr() as usize - word.as_ptr() as usize;
    if division.words.as_ref().is_some_and(|own| own.divide(core, base, found)) {
        return;
    }
    let Some(by) = &division.by else { return };
    if core.chars().count() < MIN_LETTERS || !core.chars().all(|c| c.is_alphabetic() || c == '’') {
        return;
    }
    if word.ends_with('-') || core.chars().all(char::is_uppercase) {
        return;
    }
    for stretch in core.split('’') {
        let start = base + (stretch.as_ptr() as usize - core.as_ptr() as usize);
        if division.words.as_ref().is_some_and(|own| own.divide(stretch, start, found)) {
            continue;
        }
        if stretch.chars().count() >= MIN_LETTERS {
            by.divide(stretch, start, found);
        }
    }
}

impl By {
    /// Divides letters that begin at an offset of their word.
    fn divide(&self, letters: &str, start: usize, found: &mut Vec<u32>) {
        match self {
            By::Hypher(lang) => {
                let (left, right) = lang.bounds();
                let bounds = (left.max(MIN_BEFORE), right.max(MIN_AFTER));
                let mut at = start;
                for syllable in hypher::hyphenate_bounded(letters, *lang, bounds.0, bounds.1) {
                    at += syllable.len();
                    if at < start + letters.len() {
                        found.extend(u32::try_from(at));
                    }
                }
            }
            By::Rules(rules) => {
                let letters: Vec<(usize, char)> = lower(letters).collect();
                let cuts = rules::cuts(*rules, &letters.iter().map(|(_, c)| *c).collect::<Vec<char>>());
                keep(cuts.into_iter(), &letters, (MIN_BEFORE, MIN_AFTER), (start, found));
            }
            By::Own(own) => {
                let Some(patterns) = &own.patterns else { return };
                let letters: Vec<(usize, char)> = lower(letters).collect();
                let cuts = patterns.cuts(&letters.iter().map(|(_, c)| *c).collect::<Vec<char>>());
                let bounds = (patterns.left.max(MIN_BEFORE), patterns.right.max(MIN_AFTER));
                keep(cuts.into_iter(), &letters, bounds, (start, found));
            }
        }
    }
}

impl Own {
    /// Divides a word that the book names; false where it does not.
    fn divide(&self, word: &str, start: usize, found: &mut Vec<u32>) -> bool {
        let Some(cuts) = self.words.get(&word.to_lowercase()) else { return false };
        let letters: Vec<(usize, char)> = word.char_indices().collect();
        keep(cuts.iter().copied(), &letters, (1, 1), (start, found));
        true
    }
}

/// A word's letters as small ones, each beside its offset.
fn lower(word: &str) -> impl Iterator<Item = (usize, char)> {
    word.char_indices().map(|(at, c)| (at, c.to_lowercase().next().unwrap_or(c)))
}

/// Tells cuts, counted in letters, by their offsets, if enough letters stand on both sides.
fn keep(
    cuts: impl Iterator<Item = usize>,
    letters: &[(usize, char)],
    (before, after): (usize, usize),
    (start, found): (usize, &mut Vec<u32>),
) {
    let kept = cuts.filter(|cut| *cut >= before && cut + after <= letters.len());
    found.extend(kept.filter_map(|cut| u32::try_from(start + letters[cut].0).ok()));
}

/// Letters of a language from which on it matters that they are not divided: some ten lines.
const ENOUGH: usize = 500;

/// The languages whose words a book leaves undivided, for want of patterns, where readers are used to divided ones.
pub fn undivided(flow: &Flow, hyphenation: &Hyphenation) -> Vec<Undivided> {
    let lacks = |lang: &Lang| divides(lang) && hyphenation.of(lang).by.is_none();
    let lacking: Vec<bool> = flow.langs.iter().map(lacks).collect();
    if !lacking.contains(&true) {
        return Vec::new();
    }
    let mut counts: Vec<(usize, Option<Span>)> = vec![(0, None); lacking.len()];
    let mut count = |text: &crate::model::flow::RichText| {
        let mut start = 0;
        for run in text.runs.iter().filter(|_| text.style.hyphenate) {
            let end = run.end as usize;
            let lang = usize::from(run.lang.0);
            if lacking.get(lang) == Some(&true) {
                counts[lang].0 += text.text[start..end].chars().filter(|c| is_divided(*c)).count();
                counts[lang].1.get_or_insert(text.span);
            }
            start = end;
        }
    };
    for section in &flow.sections {
        walk::each_text(&section.blocks, &mut count);
    }
    let told = flow.langs.iter().zip(counts).filter(|(_, (letters, _))| *letters >= ENOUGH);
    told.filter_map(|(lang, (_, span))| Some(Undivided { lang: lang.clone(), span: span? })).collect()
}

/// Whether a language's words are divided at all: those of Vietnamese are syllables.
fn divides(lang: &Lang) -> bool {
    !matches!(lang.primary().as_ref(), "vi" | "und" | "mul" | "zxx" | "mis")
}

/// Whether words of a letter's script are divided with hyphens.
fn is_divided(c: char) -> bool {
    let scripts =
        [Script::Latin, Script::Cyrillic, Script::Greek, Script::Armenian, Script::Georgian, Script::Coptic];
    c.is_alphabetic() && scripts.contains(&c.script())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divide_by(hyphenation: &Hyphenation, word: &str, lang: &str) -> String {
        let mut found = Vec::new();
        points(word, &hyphenation.of(&Lang::new(lang)), &mut found);
        let mut divided = word.to_string();
        found.iter().rev().for_each(|at| divided.insert(*at as usize, '-'));
        divided
    }

    fn divide(word: &str, lang: &str) -> String {
        divide_by(&Hyphenation::default(), word, lang)
    }

    #[test]
    fn words_divide_by_language_and_leave_enough_letters() {
        assert_eq!(divide("“typesetting,”", "en"), "“type-set-ting,”");
        assert_eq!(divide("over", "en"), "over");
        assert_eq!(divide("well-known", "en"), "well-known");
        assert_eq!(divide("UNESCO", "en"), "UNESCO");
        assert_eq!(divide("organizacija", "bs"), divide("organizacija", "sr-Latn"));
        assert_ne!(divide("organizacija", "bs"), "organizacija");
        assert_eq!(divide("организација", "mk"), "ор-га-ни-за-ција");
        assert_eq!(divide("Constituția", "ro"), "Con-sti-tu-ția");
        assert_eq!(divide("organizācija", "lv"), "organizācija");
    }

    #[test]
    fn words_that_the_book_names_divide_as_it_says() {
        let file = |lang: &str, words: &[&str]| DividingFile {
            lang: Lang::new(lang),
            patterns: None,
            words: words.iter().map(|word| word.to_string()).collect(),
        };
        let files = [file("en", &["man-u-script", "typesetting"]), file("en-GB", &["manu-script"])];
        let (book, faults) = Hyphenation::read(&files);
        assert!(faults.is_empty());
        assert_eq!(divide_by(&book, "(Manuscript’s", "en-US"), "(Man-u-script’s");
        assert_eq!(divide_by(&book, "manuscript", "en-GB"), "manu-script");
        assert_eq!(divide_by(&book, "typesetting", "en"), "typesetting");
        assert_eq!(divide_by(&book, "hyphenation", "en"), divide("hyphenation", "en"));
        assert_eq!(divide_by(&book, "manuscript", "enx"), "manuscript");
    }
}
