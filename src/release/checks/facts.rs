//! What the files say of the book, against the record.

use super::Release;
use crate::model::manifest::Date;

/// What a file says: where, what it says, and what the record has for it.
type Said<'a> = (&'a str, Option<&'a String>, Option<String>);

pub fn titles(release: &Release) -> Vec<String> {
    let (record, pdf, package) = (release.record, &release.pdf.about, &release.epub.package);
    let whole = record.full_title();
    let language = Some(record.language.clone());
    let made = record.made.as_deref().map(day);
    let mut said: Vec<Said> = vec![
        ("title in the PDF's metadata", pdf.xmp.title.as_ref(), Some(whole.clone())),
        ("title in the EPUB", package.titles.first(), Some(record.title.clone())),
        ("subtitle in the EPUB", package.titles.get(1), record.subtitle.clone()),
        ("language of the PDF", pdf.language.as_ref(), language.clone()),
        ("language in the PDF's metadata", pdf.xmp.language.as_ref(), language.clone()),
        ("language of the EPUB", package.language.as_ref(), language.clone()),
        ("language of the EPUB's package", package.xml_language.as_ref(), language),
        ("date in the PDF's metadata", pdf.xmp.date.as_ref(), record.date.clone()),
        ("date in the EPUB", package.date.as_ref(), record.date.clone()),
        ("date of making in the PDF's metadata", pdf.xmp.created.as_ref(), made.clone()),
    ];
    if let Some(info) = &pdf.info {
        said.push(("title in the PDF", info.title.as_ref(), Some(whole)));
        said.push(("date of making in the PDF", info.created.as_ref(), made.clone()));
    }
    // An EPUB must say when it was changed, even where nobody knows.
    if made.is_some() {
        said.push(("date of making in the EPUB", package.modified.as_ref(), made));
    }
    said.into_iter().filter_map(disagreement).collect()
}

fn disagreement((what, said, recorded): Said) -> Option<String> {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (said, recorded) = (said.map(|said| plain(said)), recorded.map(|recorded| plain(&recorded)));
    if said == recorded {
        return None;
    }
    let told = |text: Option<String>| text.map_or("missing".to_string(), |text| format!("“{text}”"));
    Some(format!("{what}: {}, and in the record {}", told(said), told(recorded)))
}

/// A date as exact as a day, its first where it is not.
fn day(date: &str) -> String {
    match date.len() {
        4 => format!("{date}-01-01"),
        7 => format!("{date}-01"),
        _ => date.to_string(),
    }
}

pub fn dates(release: &Release) -> Vec<String> {
    let (record, pdf, package) = (release.record, &release.pdf.about, &release.epub.package);
    let assessed = record.accessibility.as_ref().and_then(|statement| statement.date.as_ref());
    let told = [
        ("the date of publication", record.date.as_ref()),
        ("the date of making", record.made.as_ref()),
        ("the date of the accessibility statement", assessed),
        ("the date in the PDF's metadata", pdf.xmp.date.as_ref()),
        ("the date of making in the PDF", pdf.info.as_ref().and_then(|info| info.created.as_ref())),
        ("the date in the EPUB", package.date.as_ref()),
        ("the date of making in the EPUB", package.modified.as_ref()),
    ];
    let wrong = told.into_iter().filter_map(|(what, date)| {
        let why = wrong_date(date?, release.today)?;
        Some(format!("{what}, {}, {why}", date?))
    });
    wrong.collect()
}

fn wrong_date(text: &str, today: Option<Date>) -> Option<&'static str> {
    let Some(date) = parsed(text) else { return Some("is no date") };
    let today = today?;
    let as_exact =
        Date { year: today.year, month: date.month.and(today.month), day: date.day.and(today.day) };
    (date > as_exact).then_some("is in the future")
}

/// A date in ISO 8601, as exact as it is.
fn parsed(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let mut part = |most: u8| match parts.next() {
        None => Some(None),
        Some(digits) if digits.len() == 2 => {
            digits.parse().ok().filter(|number| (1..=most).contains(number)).map(Some)
        }
        Some(_) => None,
    };
    let (month, day) = (part(12)?, part(31)?);
    parts.next().is_none().then_some(Date { year, month, day })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_exactly_as_they_are_told() {
        let date = |year, month, day| Some(Date { year, month, day });
        assert_eq!(parsed("2005"), date(2005, None, None));
        assert_eq!(parsed("2005-06-30"), date(2005, Some(6), Some(30)));
        for wrong in ["", "205", "2005-13", "2005-06-32", "2005-6-1", "2005-06-30-1", "today"] {
            assert_eq!(parsed(wrong), None, "{wrong}");
        }
        let today = date(2005, Some(6), Some(30));
        assert_eq!(wrong_date("2005", today), None);
        assert_eq!(wrong_date("2005-07", today), Some("is in the future"));
        assert_eq!(wrong_date("2099-07", None), None);
    }
}
