//! Schema.org: the work as a book, and an example of it for each file.

use serde_json::{Map, Value, json};

use super::super::json;
use super::crossref::cited_doi;
use super::facts::{doi, identifiers, issn, report_number, translated_from, uri};
use super::people::{Name, name};
use super::roles::known;
use super::xml::one_line;
use crate::address;
use crate::model::identity::{Format, Identifier, IdentifierScheme};
use crate::model::record::{Access, CitedRecord, FormatRecord, Listed, OtherLanguage, Person, Record};

/// The record as JSON-LD, which may stand inside an HTML `script` element as it is.
pub(in crate::release) fn json_ld(record: &Record) -> String {
    // Only strings can hold these characters, and JSON lets strings escape any.
    json(&work(record)).replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

/// A chapter by itself, and the book that it is a part of; the same holds of its text.
pub(in crate::release) fn json_ld_of_chapter(
    record: &Record,
    listed: &Listed,
    (url, end): (Option<&str>, Option<&str>),
) -> String {
    let Value::Object(members) = chapter(record, listed) else { return String::new() };
    let mut part = Object(members);
    part.set("@context", "https://schema.org".into());
    part.text("url", url);
    part.text("pageEnd", end);
    part.text("inLanguage", Some(&record.language));
    part.text("datePublished", record.date.as_deref());
    part.text("license", record.licence_url.as_deref().or(record.licence.as_deref()));
    let mut book = Object::new("Book".into());
    book.set("@id", doi(record).map(address::doi).or_else(|| record.url.clone()).into());
    book.text("name", Some(&record.title));
    book.set("publisher", publisher(record));
    part.set("isPartOf", book.into());
    json(&Value::from(part)).replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

/// An object whose missing and empty values are left out.
struct Object(Map<String, Value>);

impl Object {
    fn new(kind: Value) -> Object {
        let mut object = Object(Map::new());
        object.set("@type", kind);
        object
    }

    fn set(&mut self, key: &str, value: Value) {
        let is_empty = match &value {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Array(values) => values.is_empty(),
            Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
        };
        if !is_empty {
            self.0.insert(key.to_string(), value);
        }
    }

    fn text(&mut self, key: &str, text: Option<&str>) {
        self.set(key, text.map(one_line).into());
    }

    /// Adds to a property that can have several values.
    fn add(&mut self, key: &str, value: Value) {
        let values = self.0.entry(key).or_insert_with(|| json!([]));
        values.as_array_mut().expect("what is added to is an array").push(value);
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Value {
        Value::Object(object.0)
    }
}

fn work(record: &Record) -> Value {
    let is_report = report_number(record).is_some();
    let mut work = Object::new(if is_report { json!(["Report", "Book"]) } else { json!("Book") });
    work.set("@context", "https://schema.org".into());
    work.set("@id", doi(record).map(address::doi).or_else(|| record.url.clone()).into());
    work.text("name", Some(&record.title));
    work.text("alternativeHeadline", record.subtitle.as_deref());
    work.text("inLanguage", Some(&record.language));
    work.text("datePublished", record.date.as_deref());
    work.text("bookEdition", record.edition.as_deref());
    work.text("reportNumber", report_number(record));
    work.set("numberOfPages", record.number_of_pages.into());
    work.text("abstract", record.abstract_text.as_deref());
    work.set("keywords", record.subjects.iter().map(|subject| one_line(subject)).collect());
    work.text("copyrightNotice", record.rights.as_deref());
    work.text("license", record.licence_url.as_deref().or(record.licence.as_deref()));
    work.text("url", record.url.as_deref());
    let of_work = record
        .identifiers
        .iter()
        .filter(|one| one.format == Format::Work && one.scheme != IdentifierScheme::Issn);
    work.set("identifier", of_work.map(property_value).collect());
    for person in &record.contributors {
        if let Some(property) = known(&person.role).property {
            work.add(property, agent(person));
        }
    }
    work.set("publisher", publisher(record));
    work.set("isPartOf", series(record));
    work.text("position", record.series.as_ref().and_then(|series| series.number.as_deref()));
    work.set("citation", record.cited.iter().map(cited).collect());
    let chapters = record.contents.iter().filter(|one| one.is_told_apart());
    work.set("hasPart", chapters.map(|one| chapter(record, one)).collect());
    translations(record, &mut work);
    let mut examples: Vec<Value> = record.formats.iter().map(|format| example(record, format)).collect();
    examples.extend(printed(record));
    examples.extend(on_the_web(record));
    work.set("workExample", examples.into());
    work.into()
}

fn property_value(one: &Identifier) -> Value {
    match one.uri() {
        Some(uri) => {
            json!({"@type": "PropertyValue", "propertyID": one.scheme, "value": one.value, "url": uri})
        }
        None => json!({"@type": "PropertyValue", "propertyID": one.scheme, "value": one_line(&one.written)}),
    }
}

fn agent(person: &Person) -> Value {
    let name = name(person);
    let mut agent = Object::new(if name.is_body() { "Organization" } else { "Person" }.into());
    agent.text("name", Some(&person.name));
    if let Name::Person { family, given } = name {
        agent.text("familyName", Some(family));
        agent.text("givenName", given);
    }
    agent.into()
}

fn publisher(record: &Record) -> Value {
    let Some(name) = &record.publisher else { return Value::Null };
    let mut publisher = Object::new("Organization".into());
    publisher.text("name", Some(name));
    publisher.text("location", record.place.as_deref());
    publisher.into()
}

fn series(record: &Record) -> Value {
    let Some(series) = &record.series else { return Value::Null };
    let mut part = Object::new("BookSeries".into());
    part.text("name", Some(&series.title));
    part.text("issn", issn(record));
    part.into()
}

/// A chapter that has authors, an abstract, keywords or a DOI of its own.
fn chapter(record: &Record, listed: &Listed) -> Value {
    let mut chapter = Object::new("Chapter".into());
    let doi = listed.doi.as_deref().map(address::doi);
    chapter.set("@id", doi.clone().into());
    chapter.text("name", Some(&listed.title));
    chapter.text("position", listed.number.as_deref());
    for person in &listed.contributors {
        if let Some(property) = known(&person.role).property {
            chapter.add(property, agent(person));
        }
    }
    chapter.text("abstract", listed.abstract_text.as_deref());
    chapter.set("keywords", listed.keywords.iter().map(|word| one_line(word)).collect());
    chapter.text("pageStart", Some(&listed.page));
    chapter.text("pageEnd", listed.last_page.as_deref());
    chapter.set("url", doi.into());
    if let Some(pdf) = &listed.pdf {
        let mut file = Object::new("MediaObject".into());
        file.set("contentUrl", record.address_of(&pdf.file).into());
        file.text("name", Some(&pdf.file));
        file.text("encodingFormat", Some("application/pdf"));
        file.set("contentSize", format!("{} B", pdf.bytes).into());
        file.text("sha256", Some(&pdf.sha256));
        chapter.set("encoding", file.into());
    }
    chapter.into()
}

/// A work that the book cites, by its title; without one, by what is said of it.
fn cited(cited: &CitedRecord) -> Value {
    let mut work = Object::new("CreativeWork".into());
    let doi = cited_doi(cited).map(address::doi);
    work.set("@id", doi.clone().into());
    work.text("name", cited.title.as_deref().or(Some(&cited.text)));
    work.set("url", cited.url.clone().or(doi).into());
    work.into()
}

/// Other languages: of an original its translations; of a translation the original, and the original's others.
fn translations(record: &Record, work: &mut Object) {
    let edition = |other: &OtherLanguage| {
        let mut edition = Object::new("Book".into());
        edition.text("@id", uri(other).as_deref());
        edition.text("name", Some(&other.title));
        edition.text("inLanguage", Some(&other.language));
        edition.text("url", other.url.as_deref());
        edition
    };
    if !record.knows_original() {
        return;
    }
    let Some(original) = translated_from(record) else {
        work.set(
            "workTranslation",
            record.other_languages.iter().map(|other| Value::from(edition(other))).collect(),
        );
        return;
    };
    let (originals, siblings): (Vec<_>, Vec<_>) =
        record.other_languages.iter().partition(|other| other.language.eq_ignore_ascii_case(original));
    let mut from = originals.first().map_or_else(|| Object::new("Book".into()), |other| edition(other));
    from.text("inLanguage", Some(original));
    from.set("workTranslation", siblings.into_iter().map(|other| Value::from(edition(other))).collect());
    work.set("translationOfWork", from.into());
}

fn example(record: &Record, format: &FormatRecord) -> Value {
    let address = record.address_of(&format.file);
    let mut example = Object::new("Book".into());
    example.set("@id", address.clone().into());
    example.text("name", Some(&record.title));
    example.text("inLanguage", Some(&record.language));
    example.set("bookFormat", "https://schema.org/EBook".into());
    example.text(
        "isbn",
        identifiers(record, format.format, IdentifierScheme::Isbn).next().map(|one| one.value.as_str()),
    );
    let own = record
        .identifiers
        .iter()
        .filter(|one| one.format == format.format && one.scheme != IdentifierScheme::Issn);
    example.set("identifier", own.map(property_value).collect());
    let mut file = Object::new("MediaObject".into());
    file.set("contentUrl", address.into());
    file.text("name", Some(&format.file));
    file.text("encodingFormat", Some(&format.media_type));
    file.set("contentSize", format!("{} B", format.bytes).into());
    file.text("sha256", Some(&format.sha256));
    example.set("encoding", file.into());
    if format.format == Format::Pdf {
        example.set("numberOfPages", record.number_of_pages.into());
    } else {
        accessibility(&record.access, &mut example);
    }
    example.into()
}

/// The printed book, where there is one. It has the pages of the PDF.
fn printed(record: &Record) -> Option<Value> {
    let isbn = identifiers(record, Format::Print, IdentifierScheme::Isbn).next()?;
    let mut example = Object::new("Book".into());
    example.text("name", Some(&record.title));
    example.text("inLanguage", Some(&record.language));
    example.text("isbn", Some(&isbn.value));
    Some(example.into())
}

/// The web edition, which says what the EPUB says.
fn on_the_web(record: &Record) -> Option<Value> {
    let folder = record.url.as_ref()?;
    let mut example = Object::new("Book".into());
    example.text("name", Some(&record.title));
    example.text("inLanguage", Some(&record.language));
    example.set("bookFormat", "https://schema.org/EBook".into());
    example.set("url", format!("{folder}{}", address::path(&record.web.as_ref()?.first)).into());
    Some(example.into())
}

/// What the EPUB says of itself.
fn accessibility(access: &Access, example: &mut Object) {
    example.set("accessMode", access.modes.clone().into());
    let set = |modes: &String| json!({"@type": "ItemList", "itemListElement": modes.split(',').collect::<Vec<_>>()});
    example.set("accessModeSufficient", access.sufficient.iter().map(set).collect());
    example.set("accessibilityFeature", access.features.clone().into());
    example.set("accessibilityHazard", access.hazards.clone().into());
    example.text("accessibilitySummary", Some(&access.summary));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_the_script_that_it_stands_in() {
        let title = "</script><!-- \u{2028} & \"";
        let record = Record { title: title.into(), ..Record::default() };
        let text = json_ld(&record);
        assert!(!text.contains(['<', '>', '&']), "{text}");
        let read: Value = serde_json::from_str(&text).expect("it is JSON");
        assert_eq!(read["name"], "</script><!-- & \"");
    }
}
