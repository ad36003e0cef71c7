//! What a link is called where its text is not read, a row a language: a note's call, a page, and what stands between what
//! is said one after the other.

#[rustfmt::skip]
pub(super) const KEYS: [&str; 3] = ["note-number", "page-number", "comma"];

type Row = [&'static str; KEYS.len()];

const ENGLISH: Row = ["Note {number}", "page {number}", ", "];

pub(super) fn row(tag: &str) -> &'static Row {
    ROWS.iter().find(|(have, _)| *have == tag).map_or(&ENGLISH, |(_, row)| row)
}

#[rustfmt::skip]
pub(super) static ROWS: [(&str, Row); 19] = [
    ("en", ENGLISH),
    ("fr", ["Note {number}", "page {number}", ", "]),
    ("de", ["Anmerkung {number}", "Seite {number}", ", "]),
    ("es", ["Nota {number}", "página {number}", ", "]),
    ("it", ["Nota {number}", "pagina {number}", ", "]),
    ("pt", ["Nota {number}", "página {number}", ", "]),
    ("nl", ["Noot {number}", "pagina {number}", ", "]),
    ("sq", ["Shënimi {number}", "faqe {number}", ", "]),
    ("bs", ["Bilješka {number}", "stranica {number}", ", "]),
    ("hr", ["Bilješka {number}", "stranica {number}", ", "]),
    ("sr", ["Белешка {number}", "страна {number}", ", "]),
    ("sr-latn", ["Beleška {number}", "strana {number}", ", "]),
    ("mk", ["Белешка {number}", "страница {number}", ", "]),
    ("ro", ["Nota {number}", "pagina {number}", ", "]),
    ("ar", ["الحاشية {number}", "صفحة {number}", "، "]),
    ("he", ["הערה {number}", "עמוד {number}", ", "]),
    ("ru", ["Примечание {number}", "страница {number}", ", "]),
    ("zh", ["注{number}", "第{number}页", "，"]),
    ("ja", ["注{number}", "{number}ページ", "、"]),
];
