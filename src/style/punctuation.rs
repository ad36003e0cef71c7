//! Smart punctuation: quotation marks, apostrophes, primes, dashes and ellipses, over the texts of a paragraph one
//! after another, across the marks between them.

use super::quotes::Quotes;
use super::straight::{Coming, Place, Turn, is_feet};
use crate::chars::is_cjk;

/// What is open and what was written last in the paragraph.
#[derive(Debug, Default)]
pub(super) struct Punctuation {
    /// The quotations that are open, the innermost last.
    open: Vec<Open>,
    last: Option<char>,
    /// The last character is a quotation mark: in some languages the mark that closes opens in others.
    turned: Option<Turn>,
    /// The straight marks of the paragraph, and how many of them are passed.
    coming: Vec<Coming>,
    passed: usize,
    /// Straight single marks still to come that could close a quotation.
    closers: usize,
    /// The mark to come belongs to the apostrophe before it, as in *rock 'n' roll*.
    owed: bool,
    /// Feet are set, and their inches are still to come.
    feet: bool,
}

/// A quotation that is open.
#[derive(Debug)]
struct Open {
    /// The straight mark that opened it, and the mark that will close it.
    typed: char,
    close: &'static str,
    /// Whether its marks are those of an outer quotation: the one inside it then has the others.
    outer: bool,
}

/// A stretch of output for a stretch of input bytes.
#[derive(Debug, PartialEq)]
pub(super) struct Stretch<'t> {
    pub(super) text: &'t str,
    pub(super) from: usize,
    /// The input's characters as they are: offsets within it are offsets of the input.
    pub(super) verbatim: bool,
}

/// Quotations that may be open at once; marks beyond are set as closing ones.
const DEEPEST: usize = 8;

/// What is left of a text, where that begins in it, and the character that follows it in the paragraph.
#[derive(Clone, Copy)]
struct Here<'t> {
    rest: &'t str,
    at: usize,
    next: Option<char>,
}

impl Here<'_> {
    /// The length of a run of one character of ASCII. Whole runs are read at once, or long ones would be counted again from
    /// each of their characters.
    fn run(&self, c: char) -> usize {
        self.rest.chars().take_while(|&other| other == c).count()
    }

    /// The character after so many bytes.
    fn after(&self, length: usize) -> Option<char> {
        self.rest[length..].chars().next().or(self.next)
    }
}

impl Punctuation {
    /// For a paragraph with these straight marks.
    pub(super) fn new(coming: Vec<Coming>) -> Punctuation {
        let closers = coming.iter().filter(|mark| !mark.double && mark.closes).count();
        Punctuation { coming, closers, ..Punctuation::default() }
    }

    /// Sets one text; `next` is the character that follows it in the paragraph.
    pub(super) fn set<'t>(&mut self, text: &'t str, next: Option<char>, quotes: &Quotes) -> Vec<Stretch<'t>> {
        let mut out = Output { text, stretches: Vec::new() };
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let here = Here { rest: &text[at..], at, next };
            if matches!(c, '"' | '\'') {
                let place = Place {
                    mark: c,
                    text,
                    at,
                    before: self.last,
                    next: here.after(1),
                    turned: self.turned.take(),
                };
                out.replace(self.quote(&place, quotes), at);
                self.last = out.last();
                at += 1;
                continue;
            }
            at += match c {
                '-' | '.' => dashes_and_dots(c, here, &mut out),
                ' ' | '\t' => self.space(here, quotes, &mut out),
                '%' | '‰' | ';' | '!' | '?' | ':' => self.mark(c, here, quotes, &mut out),
                _ => {
                    let plain = here.rest.find(is_special).unwrap_or(here.rest.len());
                    out.keep(plain, at);
                    plain
                }
            };
            self.last = out.last().or(self.last);
            self.turned = None;
        }
        out.stretches
    }

    /// Keeps a text as it was typed.
    pub(super) fn keep<'t>(&mut self, text: &'t str) -> Vec<Stretch<'t>> {
        self.pass(text.chars().next_back());
        vec![Stretch { text, from: 0, verbatim: true }]
    }

    /// Goes past what is no text to be set, by its last character.
    pub(super) fn pass(&mut self, last: Option<char>) {
        self.last = last.or(self.last);
        self.turned = None;
    }

    /// Signs that stand apart from the word before them in some languages: percent signs, French high marks.
    fn mark(&self, c: char, here: Here, quotes: &Quotes, out: &mut Output) -> usize {
        let is_percent = matches!(c, '%' | '‰');
        let length = if is_percent { c.len_utf8() } else { here.run(c) };
        let next = here.after(length);
        let stands_apart = match is_percent {
            true => quotes.percent && self.wants_percent_space(next),
            false => quotes.spaced && self.wants_space(c, next),
        };
        if stands_apart {
            out.replace(space_before(c), here.at);
        }
        out.keep(length, here.at);
        length
    }

    /// One space for many, none at the start of a line, and French spaces before high marks.
    fn space(&self, here: Here, quotes: &Quotes, out: &mut Output) -> usize {
        let run = run_of_spaces(here.rest);
        let before = out.last().or(self.last);
        match here.after(run) {
            _ if self.is_measure(here.rest, out) => out.replace("\u{202f}", here.at),
            Some(mark @ (';' | '!' | '?' | ':')) if quotes.spaced => {
                out.replace(space_before(mark), here.at);
            }
            _ if before.is_none_or(|c| matches!(c, ' ' | '\u{2028}')) => {}
            _ if run == 1 => out.keep(1, here.at),
            _ => out.replace(" ", here.at),
        }
        run
    }

    /// Whether spaces part a number from its unit or percent sign: they become a narrow one that does not break.
    fn is_measure(&self, rest: &str, out: &Output) -> bool {
        let rest = &rest[run_of_spaces(rest)..];
        let after_figure = out.last().or(self.last).is_some_and(|c| c.is_ascii_digit());
        let length = rest.find(|c: char| !is_of_unit(c)).unwrap_or(rest.len());
        after_figure && UNITS.contains(&&rest[..length])
    }

    /// Whether a percent sign that follows its number directly gets its space; `100%ig` and `%20` do not.
    fn wants_percent_space(&self, next: Option<char>) -> bool {
        let after_figure = self.last.is_some_and(|c| c.is_ascii_digit());
        after_figure && !next.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '%' | '_' | '/'))
    }

    /// Whether a French high mark that follows a word directly gets its space; `12:30` and `?!` do not.
    fn wants_space(&self, mark: char, next: Option<char>) -> bool {
        let after_word =
            self.last.is_some_and(|c| c.is_alphanumeric() || matches!(c, ')' | ']' | '»' | '”' | '’' | '…'));
        let ends =
            next.is_none_or(|c| c.is_whitespace() || matches!(c, '"' | ')' | ']' | '»' | '”' | '!' | '?'));
        after_word && (ends || (mark != ':' && !next.is_some_and(char::is_alphanumeric)))
    }

    /// The mark that stands for a straight one.
    fn quote(&mut self, place: &Place, quotes: &Quotes) -> &'static str {
        self.pass_mark();
        if let Some(sign) = self.sign(place, quotes) {
            return sign;
        }
        let (mark, after_word) = (place.mark, place.is_after_word());
        let innermost = self.open.last().map(|open| open.typed);
        if after_word && innermost == Some(mark) && !self.is_inch(place) {
            return self.close(self.open.len() - 1);
        }
        if after_word && place.is_after_figure() && !place.is_before_letter() {
            self.feet = false;
            return if mark == '"' { "″" } else { "′" };
        }
        let after_sign = self.may_open_after_sign(place, quotes);
        let may_open = after_sign || place.is_between_signs();
        if mark == '\'' && (after_word && !may_open || self.closers == 0) {
            return "’";
        }
        let at_edge =
            !after_word || after_sign || place.before.is_some_and(|c| c == '-' || is_cjk(c) || is_prefix(c));
        if place.is_before_word() && at_edge && self.open.len() < DEEPEST {
            return self.open(mark, quotes);
        }
        match self.open.iter().rposition(|open| open.typed == mark) {
            Some(at) => self.close(at),
            None if mark == '\'' => "’",
            None => quotes.outer.1,
        }
    }

    /// Goes past a straight mark among those of the paragraph.
    fn pass_mark(&mut self) {
        if let Some(mark) = self.coming.get(self.passed) {
            self.closers -= usize::from(!mark.double && mark.closes);
        }
        self.passed += 1;
    }

    /// The mark that is no quotation mark by what stands around it: an apostrophe or a prime.
    fn sign(&mut self, place: &Place, quotes: &Quotes) -> Option<&'static str> {
        if place.mark == '"' {
            return None;
        }
        if std::mem::take(&mut self.owed) {
            return Some("’");
        }
        if place.is_after_figure() && place.next.is_some_and(|c| c.is_ascii_digit()) {
            self.feet = is_feet(place.rest());
            return Some("′");
        }
        if place.is_after_figure() && is_feet(place.rest()) {
            self.feet = true;
            return Some("′");
        }
        self.owed = quotes.joins_words && place.is_between_words();
        let is_within = place.is_after_letter() && place.is_before_letter();
        let is_apostrophe = is_within && !place.is_between_signs()
            || self.owed
            || place.leads(quotes.leading)
            || self.elides(place, quotes);
        is_apostrophe.then_some("’")
    }

    /// Whether a word loses its last letter before one in quotation marks: `l'"idée"`.
    fn elides(&self, place: &Place, quotes: &Quotes) -> bool {
        let opens = self.coming.get(self.passed).is_some_and(|mark| mark.double && mark.opens);
        let single = self.open.last().is_some_and(|open| open.typed == '\'');
        place.is_after_letter()
            && place.next == Some('"')
            && opens
            && !self.is_open('"')
            && (quotes.elides || !single)
    }

    /// Whether a double mark after a figure is one of inches within a quotation, which a later mark closes.
    fn is_inch(&mut self, place: &Place) -> bool {
        let feet = place.mark == '"' && std::mem::take(&mut self.feet);
        let measures = place.mark == '"' && place.is_after_figure() && !place.is_before_letter();
        measures && self.next_double().is_some_and(|mark| mark.closes && (feet || !mark.after_figure))
    }

    /// Whether a quotation may begin right after the sign before it: `key="value"`, `l'"idée"`, `so:"yes"`. No such one is
    /// open, so that the mark could close nothing.
    fn may_open_after_sign(&self, place: &Place, quotes: &Quotes) -> bool {
        if !place.is_after_sign() || self.is_open(place.mark) {
            return false;
        }
        match place.mark {
            '"' => {
                let has_partner = self.next_double().is_some_and(|mark| mark.closes);
                has_partner || place.begins_word()
            }
            _ => {
                let elided = quotes.elides && place.before == Some('’');
                place.is_before_letter() && (elided || place.is_after_stop())
            }
        }
    }

    fn is_open(&self, typed: char) -> bool {
        self.open.iter().any(|open| open.typed == typed)
    }

    /// The double mark that comes next.
    fn next_double(&self) -> Option<&Coming> {
        self.coming.get(self.passed..)?.iter().find(|mark| mark.double)
    }

    /// Opens a quotation. One inside another has the marks that the other has not. One inside no other is an outer one,
    /// but for single marks in text: those are for a word's sense, and stay single.
    fn open(&mut self, typed: char, quotes: &Quotes) -> &'static str {
        let outer = self.open.last().map_or(typed == '"', |around| !around.outer);
        let (open, close) = if outer { quotes.outer } else { quotes.inner };
        self.open.push(Open { typed, close, outer });
        self.turned = Some(Turn::Opened);
        open
    }

    /// Closes a quotation and those within it.
    fn close(&mut self, at: usize) -> &'static str {
        let close = self.open[at].close;
        self.open.truncate(at);
        self.turned = Some(Turn::Closed);
        close
    }
}

/// Two hyphens are an en dash, three an em dash; three stops an ellipsis. Other runs stay.
fn dashes_and_dots(c: char, here: Here, out: &mut Output) -> usize {
    let run = here.run(c);
    match (c, run) {
        ('-', 2) => out.replace("–", here.at),
        ('-', 3) => out.replace("—", here.at),
        ('.', 3) => out.replace("…", here.at),
        _ => out.keep(run, here.at),
    }
    run
}

/// French sets a full space before the colon, a narrow one before other high marks; neither breaks a line.
fn space_before(mark: char) -> &'static str {
    if mark == ':' { "\u{a0}" } else { "\u{202f}" }
}

fn is_special(c: char) -> bool {
    matches!(c, '"' | '\'' | '-' | '.' | ' ' | '\t' | ';' | '!' | '?' | ':' | '%' | '‰')
}

/// Signs and units that stay beside their number: those of the SI and of money and data that are no words of a language
/// and no one's initials.
const UNITS: [&str; 77] = [
    "%", "‰", "°C", "°F", "€", "£", "¥", "$", "EUR", "USD", "GBP", "CHF", "km", "m", "dm", "cm", "mm", "µm",
    "μm", "nm", "km²", "m²", "cm²", "mm²", "m³", "cm³", "km/h", "m/s", "m/s²", "ha", "kg", "g", "mg", "µg",
    "t", "l", "L", "hl", "ml", "mL", "h", "min", "s", "ms", "µs", "ns", "Hz", "kHz", "MHz", "GHz", "W", "kW",
    "MW", "GW", "kWh", "MWh", "GWh", "TWh", "kV", "mA", "kJ", "MJ", "hPa", "kPa", "MPa", "bar", "dB", "kB",
    "MB", "GB", "TB", "KiB", "MiB", "GiB", "Mbit/s", "px", "pt",
];

/// Whether a character goes on with a unit or with a word that begins like one.
fn is_of_unit(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '%' | '‰' | '°' | '€' | '£' | '¥' | '$' | '²' | '³' | '/' | '’' | '\'' | '-')
}

fn run_of_spaces(text: &str) -> usize {
    text.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// Arabic and Hebrew write words of one letter, as *and* and *the*, on to the word that follows: a quotation may begin right
/// after them. In Arabic script nothing else has a mark between its letters, and in Hebrew not after a maqaf.
fn is_prefix(c: char) -> bool {
    matches!(c, '\u{5be}' | '\u{620}'..='\u{64a}' | '\u{671}'..='\u{6d3}')
}

struct Output<'t> {
    text: &'t str,
    stretches: Vec<Stretch<'t>>,
}

impl Output<'_> {
    /// So many bytes of the text stay as they are.
    fn keep(&mut self, length: usize, from: usize) {
        match self.stretches.last_mut() {
            Some(last) if last.verbatim && last.from + last.text.len() == from => {
                last.text = &self.text[last.from..from + length];
            }
            _ => {
                let text = &self.text[from..from + length];
                self.stretches.push(Stretch { text, from, verbatim: true });
            }
        }
    }

    fn replace(&mut self, text: &'static str, from: usize) {
        self.stretches.push(Stretch { text, from, verbatim: false });
    }

    fn last(&self) -> Option<char> {
        self.stretches.last().and_then(|stretch| stretch.text.chars().next_back())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::manifest::Lang;
    use crate::style::quotes::quotes;
    use crate::style::straight::coming;

    fn set(lang: &str, text: &str) -> String {
        let mut marks = Vec::new();
        coming(text, (None, None), &mut marks);
        let mut punctuation = Punctuation::new(marks);
        let stretches = punctuation.set(text, None, &quotes(&Lang::new(lang)));
        stretches.into_iter().map(|stretch| stretch.text).collect()
    }

    #[test]
    fn english() {
        assert_eq!(set("en", r#""He said 'no'," she wrote."#), "“He said ‘no’,” she wrote.");
        assert_eq!(set("en", "don't, the dogs' bones, '90s, 'tis"), "don’t, the dogs’ bones, ’90s, ’tis");
        assert_eq!(set("en", "6'2\" -- wait --- so..."), "6′2″ – wait — so…");
        assert_eq!(set("en", "(\"x\") a----b .... "), "(“x”) a----b .... ");
    }

    #[test]
    fn languages() {
        assert_eq!(set("de", r#""Ja", sagte sie"#), "„Ja“, sagte sie");
        assert_eq!(set("bs", r#""Da", reče"#), "„Da”, reče");
        assert_eq!(set("mk", r#""Да""#), "„Да“");
        assert_eq!(set("ro", r#""spus "da" ieri""#), "„spus «da» ieri”");
        assert_eq!(set("ar", r#""نعم""#), "«نعم»");
        assert_eq!(set("ar", r#"الـ"ماذا"، و"نعم"؛ "لا""#), "الـ«ماذا»، و«نعم»؛ «لا»");
        assert_eq!(set("he", r#"ה־"מה", צה"ל"#), "ה־”מה”, צה”ל");
    }

    #[test]
    fn french_spaces() {
        assert_eq!(
            set("fr", r#""Oui" : quoi? à 12:30 !"#),
            "«\u{202f}Oui\u{202f}»\u{a0}: quoi\u{202f}? à 12:30\u{202f}!"
        );
        assert_eq!(set("fr", "http://a.b?c=d"), "http://a.b?c=d");
    }

    #[test]
    fn quotations() {
        let said = r#""a 'b' c""#;
        let found = ["fr", "de", "de-CH", "es", "it", "pt-BR", "pl", "ru", "sv", "da", "cs", "hu", "nl"]
            .map(|lang| set(lang, said));
        let wanted = [
            "«\u{202f}a “b” c\u{202f}»",
            "„a ‚b‘ c“",
            "«a ‹b› c»",
            "«a “b” c»",
            "«a “b” c»",
            "“a ‘b’ c”",
            "„a «b» c”",
            "«a „b“ c»",
            "”a ’b’ c”",
            "»a ›b‹ c«",
            "„a ‚b‘ c“",
            "„a »b« c”",
            "“a ‘b’ c”",
        ];
        assert_eq!(found, wanted);
    }

    #[test]
    fn quotations_in_single_marks() {
        let said = "'She said \"yes\" and left,' he 'said.'";
        let found =
            ["en-GB", "de", "fr", "hu", "sv", "he", "pl", "ja", "ru", "bs"].map(|lang| set(lang, said));
        let wanted = [
            "‘She said “yes” and left,’ he ‘said.’",
            "‚She said „yes“ and left,‘ he ‚said.‘",
            "“She said «\u{202f}yes\u{202f}» and left,” he “said.”",
            "»She said „yes” and left,« he »said.«",
            "’She said ”yes” and left,’ he ’said.’",
            "’She said ”yes” and left,’ he ’said.’",
            "«She said „yes” and left,» he «said.»",
            "『She said 「yes」 and left,』 he 『said.』",
            "„She said «yes» and left,“ he „said.“",
            "‚She said „yes” and left,’ he ‚said.’",
        ];
        assert_eq!(found, wanted);
    }

    #[test]
    fn quotations_beside_each_other() {
        assert_eq!(set("hu", "'\"Igen\"' és \"'nem'\""), "»„Igen”« és „»nem«”");
        assert_eq!(
            set("de", "'\"Ja\"', \"'nein'\" \"so 'oder \"so\"'\""),
            "‚„Ja“‘, „‚nein‘“ „so ‚oder „so“‘“"
        );
        assert_eq!(set("sv", "\"'Ja'\" och '\"nej\"'"), "”’Ja’” och ’”nej”’");
        assert_eq!(
            set("en", "'It's 6'2\" tall, the \"dogs' bones\"'"),
            "‘It’s 6′2″ tall, the “dogs’ bones”’"
        );
    }

    #[test]
    fn quotations_after_signs() {
        let typed = r#"key="value", he said,"so"; (a)"b" x:"y" …"f" 1."c" a="-b" g"h"i end."Next" "a","b""#;
        let wanted = "key=“value”, he said,“so”; (a)“b” x:“y” …“f” 1.“c” a=“-b” g”h”i end.“Next” “a”,“b”";
        assert_eq!(set("en", typed), wanted);
        assert_eq!(set("en", "k='v' so:'yes', f(x)'s U.S.'s"), "k=‘v’ so:‘yes’, f(x)’s U.S.’s");
        assert_eq!(set("en", r#""a (b)"—so he"#), "“a (b)”—so he");
        assert_eq!(set("de", r#"er sagte:"Ja" und (so)"nein""#), "er sagte:„Ja“ und (so)„nein“");
        assert_eq!(set("pl", r#"a="b", "c 'd' e""#), "a=„b”, „c «d» e”");
        assert_eq!(set("ar", r#"قال:"نعم"،"لا""#), "قال:«نعم»،«لا»");
        assert_eq!(set("zh", r#"他说："你好"，"再见"。"#), "他说：“你好”，“再见”。");
    }

    #[test]
    fn quotations_without_spaces() {
        assert_eq!(set("zh", "他说'好'和'再见'。"), "他说‘好’和‘再见’。");
        assert_eq!(set("ja", "彼は'一つ'と\"二つ\"を"), "彼は『一つ』と「二つ」を");
        assert_eq!(set("ko", "그는 '하나'와 '둘'을"), "그는 ‘하나’와 ‘둘’을");
    }

    #[test]
    fn quotations_after_elisions() {
        let french = r#"d'"un autre", l'"idée", qu'"il" dit l'école d’"un""#;
        let wanted = "d’«\u{202f}un autre\u{202f}», l’«\u{202f}idée\u{202f}», qu’«\u{202f}il\u{202f}» dit l’école d’«\u{202f}un\u{202f}»";
        assert_eq!(set("fr", french), wanted);
        assert_eq!(set("it", r#"L'"arte" e un'"altra" '68"#), "L’«arte» e un’«altra» ’68");
        assert_eq!(set("ca", r#"l'"illa" d''or' i n'hi ha"#), "l’«illa» d’“or” i n’hi ha");
        assert_eq!(set("en", r#"l'"x" and "a 'b'" and 'no'"yes""#), "l’“x” and “a ‘b’” and ‘no’“yes”");
        assert_eq!(set("fr", r#"'a l'"b"' c"#), "“a l’«\u{202f}b\u{202f}»” c");
    }

    #[test]
    fn leading_apostrophes() {
        let typed = r#"'Twas the '60s. "'Tis so," 'em go. 'n roll rock 'n' roll, the 'n' of 'em' 'own' '1984' don't."#;
        let wanted =
            "’Twas the ’60s. “’Tis so,” ’em go. ’n roll rock ’n’ roll, the ‘n’ of ‘em’ ‘own’ ‘1984’ don’t.";
        assert_eq!(set("en", typed), wanted);
        assert_eq!(set("nl", "'s avonds 'zo' in 't huis"), "’s avonds ‘zo’ in ’t huis");
        assert_eq!(set("de", "'s war 'ne 'Idee' so"), "’s war ’ne ‚Idee‘ so");
    }

    #[test]
    fn inches_in_quotations() {
        assert_eq!(set("en", r#"5' 6" and 5'-6" 'em"#), "5′ 6″ and 5′-6″ ’em");
        assert_eq!(set("en", r#""He is 5' 6" tall," she said."#), "“He is 5′ 6″ tall,” she said.");
        assert_eq!(set("en", r#"'He is 5' 6" tall'"#), "‘He is 5′ 6″ tall’");
        assert_eq!(
            set("en", r#""a 6" pipe," or "Part 7" of 3" work"#),
            "“a 6″ pipe,” or “Part 7” of 3″ work"
        );
    }

    #[test]
    fn measures() {
        assert_eq!(set("en", "10% or 10 %, 5 km/h"), "10% or 10\u{202f}%, 5\u{202f}km/h");
        assert_eq!(set("de", "10%, 100%ig, 5 %20"), "10\u{202f}%, 100%ig, 5 %20");
        assert_eq!(set("fr", "10 % à 5  kg ; 3 mots"), "10\u{202f}% à 5\u{202f}kg\u{202f}; 3 mots");
        assert_eq!(set("it", "10%, 4 min."), "10%, 4\u{202f}min.");
        assert_eq!(set("en", "2 s’s, 3 m-long, 4 minutes"), "2 s’s, 3 m-long, 4 minutes");
    }
}
