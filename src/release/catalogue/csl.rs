//! CSL-JSON 1.0.2, for citation processors: a list of one item.

use serde_json::{Map, Value, json};

use super::super::json;
use super::facts::{date_parts, doi, of_scheme, report_number, translated_from, with_roles};
use super::people::{Name, name};
use super::xml::one_line;
use crate::model::identity::IdentifierScheme;
use crate::model::record::{Person, Record};

/// Variables for names and the roles that they are for.
const NAMES: [(&str, &[&str]); 6] = [
    ("author", &["aut"]),
    ("editor", &["edt", "edc"]),
    ("translator", &["trl"]),
    ("illustrator", &["ill"]),
    ("compiler", &["com"]),
    ("interviewer", &["ivr"]),
];

pub fn csl(record: &Record) -> String {
    let mut item = Map::new();
    let kind = if report_number(record).is_some() { "report" } else { "book" };
    item.insert("id".into(), record.name.as_str().into());
    item.insert("type".into(), kind.into());
    item.insert("title".into(), one_line(&record.full_title()).into());
    item.insert("number-of-pages".into(), record.number_of_pages.to_string().into());
    item.insert("language".into(), record.language.as_str().into());
    let series = record.series.as_ref();
    let isbns: Vec<&str> = of_scheme(record, IdentifierScheme::Isbn).map(|one| one.value.as_str()).collect();
    let texts = [
        ("title-short", record.subtitle.as_ref().map(|_| record.title.as_str())),
        ("publisher", record.publisher.as_deref()),
        ("publisher-place", record.place.as_deref()),
        ("edition", record.edition.as_deref()),
        ("collection-title", series.map(|series| series.title.as_str())),
        ("collection-number", series.and_then(|series| series.number.as_deref())),
        ("number", report_number(record)),
        ("ISBN", Some(isbns.join(" ")).as_deref().filter(|text| !text.is_empty())),
        ("DOI", doi(record)),
        ("URL", record.url.as_deref()),
        ("abstract", record.abstract_text.as_deref()),
        ("keyword", Some(record.subjects.join(", ")).as_deref().filter(|text| !text.is_empty())),
        ("note", note(record).as_deref()),
    ]
    .map(|(variable, text)| (variable, text.map(one_line)));
    for (variable, text) in texts {
        item.extend(text.map(|text| (variable.to_string(), Value::from(text))));
    }
    for (variable, roles) in NAMES {
        let names: Vec<Value> = with_roles(record, roles).map(csl_name).collect();
        if !names.is_empty() {
            item.insert(variable.into(), names.into());
        }
    }
    let issued: Vec<u32> = date_parts(record).iter().filter_map(|part| part.parse().ok()).collect();
    if !issued.is_empty() {
        item.insert("issued".into(), json!({"date-parts": [issued]}));
    }
    json(&json!([item]))
}

/// CSL has no variable for the original's language; its processors read such lines of a note.
fn note(record: &Record) -> Option<String> {
    translated_from(record).map(|original| format!("original-language: {original}"))
}

fn csl_name(person: &Person) -> Value {
    match name(person) {
        Name::Person { family, given: Some(given) } => {
            json!({"family": one_line(family), "given": one_line(given)})
        }
        Name::Person { family, given: None } => json!({"family": one_line(family)}),
        Name::Whole(name) | Name::Body(name) => json!({"literal": one_line(name)}),
    }
}
