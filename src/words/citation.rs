//! How a work is cited: one sentence for people to copy.

use super::numbered;
use crate::model::identity::edition_number;
use crate::model::manifest::Lang;
use crate::model::words::Word;

/// What a citation tells of a work.
#[derive(Debug, Clone)]
pub struct Work<'a> {
    pub language: &'a Lang,
    /// Names in the order in which lists are sorted.
    pub makers: Vec<String>,
    pub title: String,
    pub year: Option<&'a str>,
    pub edition: Option<&'a str>,
    /// Its title and the work's number in it.
    pub series: Option<(&'a str, Option<&'a str>)>,
    pub place: Option<&'a str>,
    pub publisher: Option<&'a str>,
    pub address: Option<String>,
}

/// The citation as text: who (year). Title. Edition. Series, number. Place: publisher. Address. Its only word, `Edition 2`,
/// is in the work's language.
pub fn citation(work: &Work) -> String {
    let year = work.year.map(|year| format!("({year})"));
    let names = Some(work.makers.join("; ")).filter(|names| !names.is_empty());
    // A work that nobody signs begins with its title.
    let (before, after) = if names.is_some() { (year, None) } else { (None, year) };
    let who = joined([names, before], " ");
    let title = joined([Some(work.title.clone()), after], " ");
    let edition = work.edition.map(|edition| spell_edition(edition, work.language));
    let series = work.series.and_then(|(title, number)| joined([Some(title), number], ", "));
    let house = joined([work.place, work.publisher], ": ");
    let sentences = [who, title, edition, series, house];
    let mut citation: Vec<String> = sentences.into_iter().flatten().map(|text| sentence(&text)).collect();
    citation.extend(work.address.clone());
    citation.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An edition, with a word for what its number is.
pub fn spell_edition(edition: &str, lang: &Lang) -> String {
    match edition_number(edition) {
        Some(number) => numbered(lang, Word::Edition, number),
        None => edition.to_string(),
    }
}

/// The parts that are known, with something between them.
fn joined(parts: [Option<impl AsRef<str>>; 2], between: &str) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().flatten().map(|part| part.as_ref().to_string()).collect();
    (!parts.is_empty()).then(|| parts.join(between))
}

/// Ends a text with a full stop unless it has an end.
fn sentence(text: &str) -> String {
    let text = text.trim();
    let ends = text.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '۔', '।']);
    if ends || text.is_empty() { text.to_string() } else { format!("{text}.") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_tells_what_is_known() {
        let mut work = Work {
            language: &Lang::new("en"),
            makers: Vec::new(),
            title: "Why not?".into(),
            year: None,
            edition: None,
            series: None,
            place: None,
            publisher: None,
            address: None,
        };
        assert_eq!(citation(&work), "Why not?");
        work.year = Some("2026");
        assert_eq!(citation(&work), "Why not? (2026).");
        work.makers = vec!["Lovelace, Ada".into(), "A House".into()];
        (work.publisher, work.place, work.edition) = (Some("Press"), Some("Rome"), Some("2"));
        work.address = Some("https://doi.org/10.1/a".into());
        let whole = "Lovelace, Ada; A House (2026). Why not? Edition 2. Rome: Press. https://doi.org/10.1/a";
        assert_eq!(citation(&work), whole);
    }
}
