//! Numbers of pages and sizes of files as the languages write them.

use super::tag;
use crate::model::manifest::Lang;

/// A form that a noun takes beside a number (Unicode's CLDR, plural rules).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plural {
    One,
    Two,
    Few,
    Many,
    Other,
}

/// So many pages, in words: `1 page`, `12 pages`.
pub fn spell_pages(count: u32, lang: &Lang) -> String {
    let tag = tag(lang);
    let pattern = pages(&tag, plural(&tag, count));
    pattern.replace('#', &count.to_string())
}

/// A whole number's form.
fn plural(tag: &str, n: u32) -> Plural {
    let (unit, rest) = (n % 10, n % 100);
    let teens = (11..=14).contains(&rest);
    match tag {
        "zh" | "ja" => Plural::Other,
        "fr" | "pt" if n < 2 => Plural::One,
        "bs" | "hr" | "sr" | "sr-latn" | "ru" => match unit {
            1 if rest != 11 => Plural::One,
            2..=4 if !teens => Plural::Few,
            _ if tag == "ru" => Plural::Many,
            _ => Plural::Other,
        },
        "mk" if unit == 1 && rest != 11 => Plural::One,
        "mk" => Plural::Other,
        "ro" if n != 1 && (n == 0 || (1..=19).contains(&rest)) => Plural::Few,
        "ar" if (3..=10).contains(&rest) => Plural::Few,
        "ar" if (11..=99).contains(&rest) => Plural::Many,
        "ar" | "he" if n == 2 => Plural::Two,
        _ if n == 1 => Plural::One,
        _ => Plural::Other,
    }
}

/// `#` is the number, with a space that no line breaks at.
#[rustfmt::skip]
fn pages(tag: &str, plural: Plural) -> &'static str {
    // One, two, few, many, other; those that a language lacks are its last.
    let forms: [&str; 5] = match tag {
        "fr" => ["#\u{a0}page", "", "", "", "#\u{a0}pages"],
        "de" => ["#\u{a0}Seite", "", "", "", "#\u{a0}Seiten"],
        "es" => ["#\u{a0}página", "", "", "", "#\u{a0}páginas"],
        "it" => ["#\u{a0}pagina", "", "", "", "#\u{a0}pagine"],
        "pt" => ["#\u{a0}página", "", "", "", "#\u{a0}páginas"],
        "nl" => ["#\u{a0}pagina", "", "", "", "#\u{a0}pagina’s"],
        "sq" => ["#\u{a0}faqe", "", "", "", "#\u{a0}faqe"],
        "bs" | "hr" => ["#\u{a0}stranica", "", "#\u{a0}stranice", "", "#\u{a0}stranica"],
        "sr" => ["#\u{a0}страна", "", "#\u{a0}стране", "", "#\u{a0}страна"],
        "sr-latn" => ["#\u{a0}strana", "", "#\u{a0}strane", "", "#\u{a0}strana"],
        "mk" => ["#\u{a0}страница", "", "", "", "#\u{a0}страници"],
        "ro" => ["#\u{a0}pagină", "", "#\u{a0}pagini", "", "#\u{a0}de pagini"],
        "ar" => ["صفحة واحدة", "صفحتان", "#\u{a0}صفحات", "#\u{a0}صفحة", "#\u{a0}صفحة"],
        "he" => ["עמוד אחד", "שני עמודים", "", "", "#\u{a0}עמודים"],
        "ru" => ["#\u{a0}страница", "", "#\u{a0}страницы", "#\u{a0}страниц", "#\u{a0}страницы"],
        "zh" => ["", "", "", "", "#\u{a0}页"],
        "ja" => ["", "", "", "", "#\u{a0}ページ"],
        _ => ["#\u{a0}page", "", "", "", "#\u{a0}pages"],
    };
    let form = match plural {
        Plural::One => forms[0],
        Plural::Two => forms[1],
        Plural::Few => forms[2],
        Plural::Many => forms[3],
        Plural::Other => forms[4],
    };
    if form.is_empty() { forms[4] } else { form }
}

/// The size of a file in thousands, millions or thousands of millions of bytes (IEC 80000-13), two digits or more of
/// it: `870 kB`, `1.2 MB`, `24 MB`.
pub fn spell_size(bytes: u64, lang: &Lang) -> String {
    let tag = tag(lang);
    let units = match tag.as_str() {
        "fr" => ["ko", "Mo", "Go"],
        "ru" => ["кБ", "МБ", "ГБ"],
        "ar" => ["كيلوبايت", "ميغابايت", "غيغابايت"],
        _ => ["kB", "MB", "GB"],
    };
    // From where on the next unit is told: half of the last digit before it.
    let (unit, size) = match bytes {
        0..999_500 => (units[0], 1_000),
        999_500..999_500_000 => (units[1], 1_000_000),
        999_500_000.. => (units[2], 1_000_000_000),
    };
    let tenths = (u128::from(bytes) * 10 + size / 2) / size;
    let number = if tenths < 100 && !tenths.is_multiple_of(10) {
        let point = if matches!(tag.as_str(), "en" | "ar" | "he" | "zh" | "ja") { '.' } else { ',' };
        format!("{}{point}{}", tenths / 10, tenths % 10)
    } else {
        // A file that holds anything has a size.
        ((u128::from(bytes) + size / 2) / size).max(u128::from(bytes > 0)).to_string()
    };
    format!("{number}\u{a0}{unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_take_the_form_that_their_number_asks_for() {
        let spell = |count: u32, tag: &str| spell_pages(count, &Lang::new(tag)).replace('\u{a0}', " ");
        assert_eq!([spell(1, "en"), spell(2, "en")], ["1 page", "2 pages"]);
        assert_eq!([spell(0, "fr"), spell(43, "fr")], ["0 page", "43 pages"]);
        let russian = [1, 2, 5, 11, 21, 112, 122].map(|count| spell(count, "ru"));
        let expected = [
            "1 страница",
            "2 страницы",
            "5 страниц",
            "11 страниц",
            "21 страница",
            "112 страниц",
            "122 страницы",
        ];
        assert_eq!(russian, expected);
        let arabic = [1, 2, 3, 11, 100, 103].map(|count| spell(count, "ar"));
        assert_eq!(arabic, ["صفحة واحدة", "صفحتان", "3 صفحات", "11 صفحة", "100 صفحة", "103 صفحات"]);
        let romanian = [1, 2, 19, 20, 101, 119].map(|count| spell(count, "ro"));
        assert_eq!(
            romanian,
            ["1 pagină", "2 pagini", "19 pagini", "20 de pagini", "101 pagini", "119 pagini"]
        );
        assert_eq!(
            [spell(2, "he"), spell(22, "hr"), spell(12, "hr")],
            ["שני עמודים", "22 stranice", "12 stranica"]
        );
        assert_eq!([spell(21, "mk"), spell(11, "mk")], ["21 страница", "11 страници"]);
    }

    #[test]
    fn sizes_have_two_digits_and_the_languages_own_point() {
        let spell = |bytes: u64, tag: &str| spell_size(bytes, &Lang::new(tag)).replace('\u{a0}', " ");
        assert_eq!([spell(0, "en"), spell(3, "en"), spell(870_499, "en")], ["0 kB", "1 kB", "870 kB"]);
        assert_eq!([spell(999_499, "en"), spell(999_500, "en")], ["999 kB", "1 MB"]);
        assert_eq!([spell(1_249_999, "en"), spell(1_250_000, "fr")], ["1.2 MB", "1,3 Mo"]);
        assert_eq!([spell(9_950_000, "de"), spell(24_400_000, "ru")], ["10 MB", "24 МБ"]);
        assert_eq!(spell(u64::MAX, "en"), "18446744074 GB");
    }
}
