//! Quotation marks and spacing by language, after the delimiters of Unicode's CLDR and the national style guides.

use crate::model::manifest::Lang;

/// What stands before and after quoted words: outer quotation, then the one inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quotes {
    pub(super) outer: (&'static str, &'static str),
    pub(super) inner: (&'static str, &'static str),
    /// French: narrow no-break spaces before `;`, `!` and `?`, a no-break space before `:`.
    pub(super) spaced: bool,
    /// A narrow no-break space stands between a number and its percent sign.
    pub(super) percent: bool,
    /// Words lose their last letter before a vowel, so that an apostrophe may stand right before a quotation.
    pub(super) elides: bool,
    /// Words that begin with an apostrophe and are none without it.
    pub(super) leading: &'static [&'static str],
    /// `'n'` between two words stands for *and*.
    pub(super) joins_words: bool,
}

/// Languages with elision before words.
const ELIDING: [&str; 16] =
    ["fr", "it", "ca", "oc", "pms", "lij", "lmo", "vec", "scn", "sc", "fur", "co", "rm", "wa", "frp", "eo"];

static ENGLISH: [&str; 23] = [
    "em", "tis", "tisn", "twas", "twasn", "twere", "tweren", "twill", "twould", "twouldn", "twixt", "til",
    "neath", "gainst", "mongst", "nother", "nuff", "spose", "fraid", "cuz", "n", "cept", "appen",
];
static GERMAN: [&str; 8] = ["s", "n", "ne", "nen", "nem", "ner", "nes", "nauf"];
static DUTCH: [&str; 7] = ["s", "t", "n", "k", "m", "r", "ns"];
static ITALIAN: [&str; 6] = ["sto", "sta", "sti", "ste", "ndrangheta", "ndrine"];

/// Words that begin with an apostrophe, by language.
fn leading(primary: &str) -> &'static [&'static str] {
    match primary {
        "en" | "sco" => &ENGLISH,
        "de" | "gsw" | "bar" | "lb" => &GERMAN,
        "nl" | "af" | "fy" | "nds" | "li" | "vls" | "zea" => &DUTCH,
        "it" => &ITALIAN,
        _ => &[],
    }
}

/// Languages that part a number from its percent sign, after the patterns of Unicode's CLDR.
const PERCENT_APART: [&str; 23] = [
    "be", "bs", "ca", "cs", "da", "de", "es", "fi", "fr", "gl", "hr", "lb", "lt", "mk", "nb", "nn", "no",
    "ro", "ru", "sk", "sl", "sv", "uk",
];

/// The marks of a language, and how its words stand beside them.
pub(super) fn quotes(lang: &Lang) -> Quotes {
    let primary = lang.primary();
    Quotes {
        elides: ELIDING.contains(&primary.as_ref()),
        leading: leading(&primary),
        joins_words: primary == "en",
        ..marks(lang)
    }
}

#[rustfmt::skip]
fn marks(lang: &Lang) -> Quotes {
    let region_joins = ["-CH", "-LI"].iter().any(|region| lang.0.to_ascii_uppercase().ends_with(region));
    let percent = PERCENT_APART.contains(&lang.primary().as_ref()) && !region_joins;
    let plain = |outer, inner| Quotes { outer, inner, spaced: false, percent, elides: false, leading: &[], joins_words: false };
    let french = lang.primary() == "fr" && !lang.0.to_ascii_uppercase().ends_with("-CA");
    match lang.primary().as_ref() {
        "fr" if lang.0.to_ascii_uppercase().ends_with("-CH") => plain(("«\u{202f}", "\u{202f}»"), ("‹\u{202f}", "\u{202f}›")),
        "fr" => Quotes { spaced: french, ..plain(("«\u{202f}", "\u{202f}»"), ("“", "”")) },
        "de" if lang.0.to_ascii_uppercase().ends_with("-CH") => plain(("«", "»"), ("‹", "›")),
        "ka" => plain(("„", "“"), ("«", "»")),
        "de" | "cs" | "sk" | "sl" | "is" | "lt" | "bg" | "mk" | "et" | "lb" | "hsb" | "dsb" => plain(("„", "“"), ("‚", "‘")),
        "lv" => plain(("„", "”"), ("‚", "’")),
        "bs" | "hr" | "sr" | "sh" | "cnr" => plain(("„", "”"), ("‚", "’")),
        "hu" => plain(("„", "”"), ("»", "«")),
        "ro" | "mo" | "pl" => plain(("„", "”"), ("«", "»")),
        "sq" => plain(("“", "”"), ("‘", "’")),
        "ru" | "uk" | "be" | "hy" | "kk" | "ky" | "tt" | "tg" => plain(("«", "»"), ("„", "“")),
        "it" if region_joins => plain(("«", "»"), ("‹", "›")),
        "it" | "es" | "ca" | "gl" | "pt" if !lang.0.to_ascii_uppercase().ends_with("-BR") => plain(("«", "»"), ("“", "”")),
        "el" => plain(("«", "»"), ("“", "”")),
        "nb" | "no" | "nn" => plain(("«", "»"), ("‘", "’")),
        // Dansk Sprognævn's Retskrivningsordbogen, § 58.
        "da" => plain(("»", "«"), ("›", "‹")),
        "fi" | "sv" => plain(("”", "”"), ("’", "’")),
        "fa" | "prs" => plain(("«", "»"), ("‹", "›")),
        "ar" | "ur" => plain(("«", "»"), ("“", "”")),
        "he" | "iw" | "yi" => plain(("”", "”"), ("’", "’")),
        "ja" => plain(("「", "」"), ("『", "』")),
        "zh" | "yue" if ["-hant", "-tw", "-hk", "-mo"].iter().any(|part| lang.0.to_ascii_lowercase().contains(part)) => plain(("「", "」"), ("『", "』")),
        _ => plain(("“", "”"), ("‘", "’")),
    }
}
