//! Quotation marks and spacing by language, after the delimiters of Unicode's CLDR and the national style guides.

use crate::model::manifest::Lang;

/// What stands before and after quoted words: outer quotation, then the one inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quotes {
    pub(super) outer: (&'static str, &'static str),
    pub(super) inner: (&'static str, &'static str),
    /// French: narrow no-break spaces before `;`, `!` and `?`, a no-break space before `:`.
    pub(super) spaced: bool,
}

#[rustfmt::skip]
pub(super) fn quotes(lang: &Lang) -> Quotes {
    let plain = |outer, inner| Quotes { outer, inner, spaced: false };
    let french = lang.primary() == "fr" && !lang.0.to_ascii_uppercase().ends_with("-CA");
    match lang.primary().as_ref() {
        "fr" if lang.0.to_ascii_uppercase().ends_with("-CH") => plain(("«\u{202f}", "\u{202f}»"), ("‹\u{202f}", "\u{202f}›")),
        "fr" => Quotes { outer: ("«\u{202f}", "\u{202f}»"), inner: ("“", "”"), spaced: french },
        "de" if lang.0.to_ascii_uppercase().ends_with("-CH") => plain(("«", "»"), ("‹", "›")),
        "de" | "cs" | "sk" | "sl" | "is" | "lt" | "bg" | "mk" | "ka" | "et" => plain(("„", "“"), ("‚", "‘")),
        "bs" | "hr" | "sr" | "sh" | "pl" => plain(("„", "”"), ("‚", "’")),
        "hu" => plain(("„", "”"), ("»", "«")),
        "ro" | "mo" => plain(("„", "”"), ("«", "»")),
        "sq" => plain(("“", "”"), ("‘", "’")),
        "ru" | "uk" | "be" | "hy" => plain(("«", "»"), ("„", "“")),
        "it" | "es" | "ca" | "pt" if !lang.0.to_ascii_uppercase().ends_with("-BR") => plain(("«", "»"), ("“", "”")),
        "el" | "nb" | "no" | "nn" | "da" => plain(("«", "»"), ("“", "”")),
        "fi" | "sv" => plain(("”", "”"), ("’", "’")),
        "ar" | "fa" | "ur" => plain(("«", "»"), ("“", "”")),
        "he" | "iw" | "yi" => plain(("”", "”"), ("’", "’")),
        "ja" => plain(("「", "」"), ("『", "』")),
        "zh" if ["-hant", "-tw", "-hk"].iter().any(|part| lang.0.to_ascii_lowercase().contains(part)) => plain(("「", "」"), ("『", "』")),
        _ => plain(("“", "”"), ("‘", "’")),
    }
}
