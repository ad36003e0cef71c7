//! Dates as the languages write them, after the long forms of Unicode's CLDR.

use super::language::{Language, list};
use crate::model::manifest::{Date, Lang};

/// A date in words, with the parts that are known: `25 November 2015`, `November 2015`, `2015`.
pub fn spell_date(date: &Date, lang: &Lang) -> String {
    let language = Language::of(lang);
    let Some(month) = date.month else { return date.year.to_string() };
    let (pattern, months) = match date.day {
        Some(_) => ("date-of-day", language.text("months")),
        // Some languages have another form for months before which no day stands.
        None => ("date-of-month", language.get("months-alone").unwrap_or(language.text("months"))),
    };
    let name = list(months).nth(usize::from(month).wrapping_sub(1)).unwrap_or_default();
    let pattern = language.text(pattern).replace("{day}", &date.day.unwrap_or_default().to_string());
    let pattern = pattern.replace("{month}", name).replace("{month-number}", &month.to_string());
    pattern.replace("{year}", &date.year.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_follow_the_language() {
        let date = Date { year: 2015, month: Some(11), day: Some(25) };
        let spell = |tag: &str| spell_date(&date, &Lang::new(tag));
        assert_eq!(spell("en"), "25 November 2015");
        assert_eq!(spell("es"), "25 de noviembre de 2015");
        assert_eq!(spell("hr"), "25. studenoga 2015.");
        assert_eq!(spell("he"), "25 בנובמבר 2015");
        assert_eq!(spell("zh-Hans"), "2015年11月25日");
        assert_eq!([spell("en-US"), spell("hu")], ["November 25, 2015", "2015. november 25."]);
        assert_eq!([spell("fi"), spell("lt")], ["25. marraskuuta 2015", "2015 m. lapkričio 25 d."]);
        assert_eq!([spell("uk"), spell("ko")], ["25 листопада 2015\u{202f}р.", "2015년 11월 25일"]);
        let month = Date { day: None, ..date };
        assert_eq!(spell_date(&month, &Lang::new("ru")), "ноябрь 2015 г.");
        assert_eq!(spell_date(&month, &Lang::new("ca")), "novembre del 2015");
        assert_eq!(spell_date(&Date { month: None, ..month }, &Lang::new("ru")), "2015");
    }

    #[test]
    fn years_have_twelve_months() {
        for tag in Language::all().map(|(tag, _)| tag) {
            let year = (1..=12).map(|month| Date { year: 2015, month: Some(month), day: None });
            let names: std::collections::BTreeSet<String> =
                year.map(|month| spell_date(&month, &Lang::new(tag))).collect();
            assert_eq!(names.len(), 12, "{tag}");
        }
    }
}
