//! Dates as the languages write them, after the long forms of Unicode's CLDR.

use super::tag;
use crate::model::manifest::{Date, Lang};

/// Names of the months in a date, and how day, month and year stand (`d`, `m`, `y`).
struct Form {
    months: [&'static str; 12],
    /// Where the month's name differs when no day stands before it.
    alone: Option<[&'static str; 12]>,
    full: &'static str,
    month: &'static str,
}

/// A date in words, with the parts that are known: `25 November 2015`, `November 2015`, `2015`.
pub fn spell_date(date: &Date, lang: &Lang) -> String {
    let form = form(&tag(lang));
    let name = |names: &[&str; 12], month: u8| {
        names.get(usize::from(month).wrapping_sub(1)).map_or(String::new(), |name| (*name).to_string())
    };
    let (pattern, month) = match (date.month, date.day) {
        (Some(month), Some(_)) => (form.full, name(&form.months, month)),
        (Some(month), None) => (form.month, name(form.alone.as_ref().unwrap_or(&form.months), month)),
        (None, _) => return date.year.to_string(),
    };
    let mut spelt = String::new();
    for part in pattern.chars() {
        match part {
            'd' => spelt.push_str(&date.day.unwrap_or_default().to_string()),
            'm' => spelt.push_str(&month),
            'y' => spelt.push_str(&date.year.to_string()),
            'n' => spelt.push_str(&date.month.unwrap_or_default().to_string()),
            // Spanish and Portuguese "de".
            '~' => spelt.push_str(" de "),
            other => spelt.push(other),
        }
    }
    spelt
}

#[rustfmt::skip]
fn form(tag: &str) -> Form {
    let (months, alone, full, month) = match tag {
        "fr" => (["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"], None, "d m y", "m y"),
        "de" => (["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"], None, "d. m y", "m y"),
        "es" => (["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"], None, "d~m~y", "m~y"),
        "it" => (["gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"], None, "d m y", "m y"),
        "pt" => (["janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"], None, "d~m~y", "m~y"),
        "nl" => (["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"], None, "d m y", "m y"),
        "sq" => (["janar", "shkurt", "mars", "prill", "maj", "qershor", "korrik", "gusht", "shtator", "tetor", "nëntor", "dhjetor"], None, "d m y", "m y"),
        "bs" => (["januar", "februar", "mart", "april", "maj", "juni", "juli", "august", "septembar", "oktobar", "novembar", "decembar"], None, "d. m y.", "m y."),
        "hr" => (["siječnja", "veljače", "ožujka", "travnja", "svibnja", "lipnja", "srpnja", "kolovoza", "rujna", "listopada", "studenoga", "prosinca"], Some(["siječanj", "veljača", "ožujak", "travanj", "svibanj", "lipanj", "srpanj", "kolovoz", "rujan", "listopad", "studeni", "prosinac"]), "d. m y.", "m y."),
        "sr" => (["јануар", "фебруар", "март", "април", "мај", "јун", "јул", "август", "септембар", "октобар", "новембар", "децембар"], None, "d. m y.", "m y."),
        "sr-latn" => (["januar", "februar", "mart", "april", "maj", "jun", "jul", "avgust", "septembar", "oktobar", "novembar", "decembar"], None, "d. m y.", "m y."),
        "mk" => (["јануари", "февруари", "март", "април", "мај", "јуни", "јули", "август", "септември", "октомври", "ноември", "декември"], None, "d m y", "m y"),
        "ro" => (["ianuarie", "februarie", "martie", "aprilie", "mai", "iunie", "iulie", "august", "septembrie", "octombrie", "noiembrie", "decembrie"], None, "d m y", "m y"),
        "ar" => (["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"], None, "d m y", "m y"),
        "he" => (["ינואר", "פברואר", "מרץ", "אפריל", "מאי", "יוני", "יולי", "אוגוסט", "ספטמבר", "אוקטובר", "נובמבר", "דצמבר"], None, "d בm y", "m y"),
        "ru" => (["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"], Some(["январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"]), "d m y г.", "m y г."),
        "zh" | "ja" => ([""; 12], None, "y年n月d日", "y年n月"),
        _ => (["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"], None, "d m y", "m y"),
    };
    Form { months, alone, full, month }
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
        let month = Date { day: None, ..date };
        assert_eq!(spell_date(&month, &Lang::new("ru")), "ноябрь 2015 г.");
        assert_eq!(spell_date(&Date { month: None, ..month }, &Lang::new("ru")), "2015");
    }
}
