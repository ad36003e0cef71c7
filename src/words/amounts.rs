//! Numbers of pages and sizes of files as the languages write them.

use super::language::{Language, tag};
use super::numbers::decimal_point;
use crate::model::manifest::Lang;

/// So many pages, in words: `1 page`, `12 pages`. No line breaks between the number and what is counted.
pub fn spell_pages(count: u32, lang: &Lang) -> String {
    let language = Language::of(lang);
    let form = format!("pages-{}", plural(&tag(lang), count));
    language.text(&form).replace("{number} ", &format!("{count}\u{a0}"))
}

/// The form that a noun takes beside a whole number (Unicode's CLDR, plural rules).
fn plural(tag: &str, n: u32) -> &'static str {
    let language = tag.split('-').next().unwrap_or(tag);
    match language {
        "zh" | "ja" | "ko" | "vi" | "id" | "ms" | "th" => "other",
        "fr" | "pt" | "hi" | "fa" | "hy" if n < 2 => "one",
        "bs" | "hr" | "sr" | "ru" | "uk" | "be" | "pl" | "cs" | "sk" | "sl" => slavic(language, n),
        "mk" | "is" | "lt" | "lv" => by_last_figure(language, n),
        "ro" | "ar" | "mt" => by_last_figures(language, n),
        "he" | "ga" if n == 2 => "two",
        "ga" if (3..=6).contains(&n) => "few",
        "ga" if (7..=10).contains(&n) => "many",
        _ if n == 1 => "one",
        _ => "other",
    }
}

fn slavic(language: &str, n: u32) -> &'static str {
    let (unit, rest) = (n % 10, n % 100);
    let few = (2..=4).contains(&unit) && !(12..=14).contains(&rest);
    match language {
        "cs" | "sk" | "pl" if n == 1 => "one",
        "cs" | "sk" if (2..=4).contains(&n) => "few",
        "cs" | "sk" => "other",
        "sl" => ["other", "one", "two", "few", "few"].get(rest as usize).unwrap_or(&"other"),
        "pl" if few => "few",
        "pl" => "many",
        _ if unit == 1 && rest != 11 => "one",
        _ if few => "few",
        "ru" | "uk" | "be" => "many",
        _ => "other",
    }
}

fn by_last_figure(language: &str, n: u32) -> &'static str {
    let (unit, rest) = (n % 10, n % 100);
    let teens = (11..=19).contains(&rest);
    match language {
        "lv" if unit == 0 || teens => "zero",
        "lt" if teens => "other",
        _ if unit == 1 && rest != 11 => "one",
        "lt" if unit >= 2 => "few",
        _ => "other",
    }
}

fn by_last_figures(language: &str, n: u32) -> &'static str {
    let rest = n % 100;
    match language {
        _ if n == 1 => "one",
        "ro" if n == 0 || (1..=19).contains(&rest) => "few",
        "ro" => "other",
        _ if n == 2 => "two",
        "mt" if n == 0 || (3..=10).contains(&rest) => "few",
        "mt" if (11..=19).contains(&rest) => "many",
        "ar" if (3..=10).contains(&rest) => "few",
        "ar" if (11..=99).contains(&rest) => "many",
        _ => "other",
    }
}

/// The size of a file in thousands, millions or thousands of millions of bytes (IEC 80000-13), two digits or more of
/// it: `870 kB`, `1.2 MB`, `24 MB`.
pub fn spell_size(bytes: u64, lang: &Lang) -> String {
    let language = Language::of(lang);
    // From where on the next unit is told: half of the last digit before it.
    let (unit, size) = match bytes {
        0..999_500 => ("kilobytes", 1_000),
        999_500..999_500_000 => ("megabytes", 1_000_000),
        999_500_000.. => ("gigabytes", 1_000_000_000),
    };
    let tenths = (u128::from(bytes) * 10 + size / 2) / size;
    let number = if tenths < 100 && !tenths.is_multiple_of(10) {
        let point = decimal_point(lang);
        format!("{}{point}{}", tenths / 10, tenths % 10)
    } else {
        // A file that holds anything has a size.
        ((u128::from(bytes) + size / 2) / size).max(u128::from(bytes > 0)).to_string()
    };
    format!("{number}\u{a0}{}", language.text(unit))
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

    #[test]
    fn each_form_that_a_language_asks_for_is_there() {
        for tag in Language::all().map(|(tag, _)| tag) {
            let language = Language::of(&Lang::new(tag));
            for count in 0..=200 {
                assert!(language.get(&format!("pages-{}", plural(tag, count))).is_some(), "{tag}: {count}");
            }
        }
    }
}
