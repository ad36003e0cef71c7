//! Locales of languages that hayagriva has none for: plain files of terms, a line each, made into CSL's form (CSL 1.0.2, Locale
//! Files): `name form: one | several`.

use hayagriva::citationberg::{Locale, LocaleFile};

const FILES: [(&str, &str); 3] = [
    ("sq-AL", include_str!("locales/sq.txt")),
    ("mk-MK", include_str!("locales/mk.txt")),
    ("bs-BA", include_str!("locales/bs.txt")),
];

pub(super) fn all() -> impl Iterator<Item = Locale> {
    FILES.iter().filter_map(|(code, text)| read(code, text))
}

fn read(code: &str, text: &str) -> Option<Locale> {
    let mut dates = String::new();
    let mut terms = String::new();
    for (head, value) in text.lines().filter_map(|line| line.split_once(": ")) {
        match head.strip_prefix("date ") {
            Some(form) => dates.push_str(&date(form, value)),
            None => terms.push_str(&term(head, value)),
        }
    }
    let options = "<style-options punctuation-in-quote=\"false\"/>";
    let head = "xmlns=\"http://purl.org/net/xbiblio/csl\" version=\"1.0\"";
    let xml = format!("<locale {head} xml:lang=\"{code}\">{options}{dates}<terms>{terms}</terms></locale>");
    LocaleFile::from_xml(&xml).ok().map(Locale::from)
}

/// What forms of terms are called.
const FORMS: [&str; 4] = ["verb-short", "short", "verb", "symbol"];

fn term(head: &str, value: &str) -> String {
    let whole = head.strip_suffix(" whole");
    let name = whole.unwrap_or(head);
    let form = FORMS.iter().find_map(|form| Some((name.strip_suffix(form)?.strip_suffix(' ')?, *form)));
    let (name, form) = form.unwrap_or((name, ""));
    let form = if form.is_empty() { String::new() } else { format!(" form=\"{form}\"") };
    let only = if whole.is_some() { " match=\"whole-number\"" } else { "" };
    let said = match value.split_once(" | ") {
        Some((one, several)) => format!("<single>{one}</single><multiple>{several}</multiple>"),
        None => value.to_string(),
    };
    format!("<term name=\"{name}\"{form}{only}>{said}</term>")
}

/// A date's parts in braces, and what stands behind each.
fn date(form: &str, pattern: &str) -> String {
    let part = |part: &str| {
        let (name, suffix) = part.split_once('}')?;
        let (name, looks) = match name {
            "month-numeric" => ("month", " form=\"numeric\""),
            name => (name, ""),
        };
        Some(format!("<date-part name=\"{name}\"{looks} suffix=\"{suffix}\"/>"))
    };
    format!("<date form=\"{form}\">{}</date>", pattern.split('{').filter_map(part).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use hayagriva::citationberg::TermForm;
    use hayagriva::citationberg::taxonomy::{Locator, Term};

    /// None is left out, and all have the same terms.
    #[test]
    fn own_locales_are_whole() {
        let heads = |text: &str| -> Vec<String> {
            let heads =
                text.lines().filter_map(|line| line.split_once(": ")).map(|(head, _)| head.to_string());
            heads.filter(|head| !head.ends_with(" whole")).collect()
        };
        let all: Vec<Locale> = all().collect();
        assert_eq!(all.len(), FILES.len());
        for (locale, (code, text)) in all.iter().zip(FILES) {
            assert_eq!(locale.lang.as_ref().map(|lang| lang.0.as_str()), Some(code));
            assert_eq!(heads(text), heads(FILES[0].1), "{code}");
            let page = locale.term(Term::Locator(Locator::Page), TermForm::Short).expect("it has pages");
            assert!(page.single().is_some() && page.multiple().is_some(), "{code}");
        }
    }
}
