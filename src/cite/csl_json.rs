//! CSL-JSON, as Zotero, Crossref and pandoc write it.

use std::collections::BTreeMap;
use std::ops::Range;

use hayagriva::citationberg::json::{self, Item};
use serde_json::{Map, Value};

use super::quotes::quoted;
use super::rich::{veiled, with_kept_words};
use super::{Trouble, Work, dates, labels};

/// The fields that hold dates (CSL 1.0.2, appendix IV).
const DATES: [&str; 6] = ["issued", "accessed", "available-date", "event-date", "original-date", "submitted"];

pub(super) fn read(text: &str, troubles: &mut Vec<Trouble>) -> Vec<Work> {
    match serde_json::from_str(text) {
        Ok(value) => works(value, text, troubles),
        Err(error) => {
            let at = offset(text, error.line(), error.column());
            troubles.push(Trouble::error(at..at, format!("this is no JSON: {error}")));
            Vec::new()
        }
    }
}

/// The offset of a line and a column, both from 1, the column in bytes.
pub(super) fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    crate::chars::boundary(text, (before + column.saturating_sub(1)).min(text.len()))
}

/// The works of a list, of an object with the list `references` or `items`, or of an object that is one work.
pub(super) fn works(value: Value, text: &str, troubles: &mut Vec<Trouble>) -> Vec<Work> {
    let list = match value {
        Value::Array(list) => list,
        Value::Object(mut fields) => match fields.remove("references").or_else(|| fields.remove("items")) {
            Some(Value::Array(list)) => list,
            _ => vec![Value::Object(fields)],
        },
        Value::Null => Vec::new(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            let hint = "write a list of works, each with `id` and `type`";
            troubles.push(Trouble::error(0..0, "this is no list of works").hint(hint));
            return Vec::new();
        }
    };
    let mut places = Places { text, from: 0 };
    list.into_iter().filter_map(|value| work(value, &mut places, troubles)).collect()
}

/// Finds where the file names a work: works follow each other in it.
struct Places<'a> {
    text: &'a str,
    from: usize,
}

impl Places<'_> {
    fn of(&mut self, key: &str) -> Range<usize> {
        let is_name = |at: &usize| {
            let bounds = (self.text[..*at].chars().next_back(), self.text[at + key.len()..].chars().next());
            let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || "-_:.".contains(c));
            !is_word(bounds.0) && !is_word(bounds.1)
        };
        let rest = self.text.get(self.from..).unwrap_or_default();
        let at = rest.match_indices(key).map(|(at, _)| self.from + at).find(is_name);
        match at {
            Some(at) if !key.is_empty() => {
                self.from = at + key.len();
                at..self.from
            }
            _ => self.from..self.from,
        }
    }
}

fn work(value: Value, places: &mut Places, troubles: &mut Vec<Trouble>) -> Option<Work> {
    let Value::Object(fields) = value else {
        troubles.push(Trouble::error(places.from..places.from, "a work is an object of fields"));
        return None;
    };
    let key = match fields.get("id") {
        Some(Value::String(id)) => id.clone(),
        Some(Value::Number(id)) => id.to_string(),
        _ => String::new(),
    };
    let range = places.of(&key);
    if key.trim().is_empty() {
        let hint = "citations go by it: `\"id\": \"doe2020\"`";
        troubles.push(Trouble::error(range, "this work has no `id`").hint(hint));
        return None;
    }
    let Read { item, ends, words } = item(fields, &key, &range, troubles);
    Some(Work { key, item, range, parents: Vec::new(), ends, words })
}

/// The fields of a work that a style may ask for; dates that span a time have their last days apart, and so are those that are
/// words.
pub(super) struct Read {
    pub(super) item: Item,
    pub(super) ends: Vec<(String, json::Value)>,
    pub(super) words: Vec<(String, String)>,
}

/// Reads the fields of a work.
pub(super) fn item(
    fields: Map<String, Value>,
    key: &str,
    range: &Range<usize>,
    troubles: &mut Vec<Trouble>,
) -> Read {
    let mut read = BTreeMap::new();
    let (mut ends, mut words) = (Vec::new(), Vec::new());
    for (name, value) in fields {
        let value = match DATES.contains(&name.as_str()) {
            true => match dates::of_value(&value) {
                Some(date) => {
                    if let Some(said) = date.get("literal").and_then(Value::as_str) {
                        words.push((name, quoted(said)));
                        continue;
                    }
                    if date.get("open").is_some() {
                        let message = format!(
                            "the time that `{name}` of `{key}` spans is open; the other end is printed"
                        );
                        troubles.push(Trouble::warning(range.clone(), message));
                    }
                    let (first, last) = dates::ends(date);
                    let last = last.and_then(|last| serde_json::from_value::<json::Value>(last).ok());
                    ends.extend(last.map(|last| (name.clone(), last)));
                    first
                }
                None => {
                    let message = format!("`{name}` of `{key}` is no date, and is left out");
                    let hint = "write it as ISO 8601 has dates: 2020, 2020-03 or 2020-03-05";
                    troubles.push(Trouble::warning(range.clone(), message).hint(hint));
                    continue;
                }
            },
            // What programs keep for themselves.
            false if matches!(name.as_str(), "custom" | "categories" | "citation-key" | "keyword") => {
                continue;
            }
            false => match value {
                Value::String(text) if name.contains("title") => {
                    Value::String(with_kept_words(&veiled(&quoted(&text))))
                }
                Value::String(text) if WORDS.contains(&name.as_str()) => {
                    Value::String(veiled(&quoted(&text)))
                }
                Value::String(text) if text.contains('<') => Value::String(veiled(&text)),
                value => value,
            },
        };
        match (value.is_null() || value.is_boolean(), serde_json::from_value::<json::Value>(value)) {
            (false, Ok(mut value)) => {
                if let json::Value::Names(names) = &mut value {
                    names.iter_mut().for_each(person);
                }
                read.insert(name, value);
            }
            (false, Err(_)) if STANDARD.contains(&name.as_str()) => {
                let message =
                    format!("`{name}` of `{key}` has another form than CSL-JSON has, and is left out");
                troubles.push(Trouble::warning(range.clone(), message));
            }
            _ => {}
        }
    }
    if !read.contains_key(labels::FIELD)
        && let Some(label) = labels::of(&read)
    {
        read.insert(labels::FIELD.to_string(), json::Value::String(label));
    }
    if !read.contains_key("container-title-short")
        && let Some(short) = read.get("journalAbbreviation").cloned()
    {
        read.insert("container-title-short".to_string(), short);
    }
    read.entry("type".to_string()).or_insert_with(|| json::Value::String("document".to_string()));
    Read { item: Item(read), ends, words }
}

/// Fields of words, besides titles.
const WORDS: [&str; 7] = ["note", "genre", "event", "publisher", "publisher-place", "annote", "archive"];

/// Words before a family name that go with it, and behind given names where they are typed there.
const PARTICLES: [&str; 24] = [
    "af", "al", "av", "da", "dal", "de", "del", "della", "den", "der", "des", "di", "do", "dos", "du", "la",
    "le", "ten", "ter", "van", "von", "vom", "zu", "zum",
];

/// A name as hayagriva takes it: particles of the family name apart, those behind given names as particles, `Jr.` as what follows.
fn person(name: &mut json::NameValue) {
    let name = match name {
        json::NameValue::Literal(name) => return name.literal = quoted(&name.literal),
        json::NameValue::Item(name) => name,
    };
    name.family = quoted(name.family.trim_matches('"'));
    if let Some(given) = &mut name.given {
        *given = quoted(given);
        let behind = given.rsplit_once(",! ").map(|(rest, suffix)| (rest, format!("!{suffix}")));
        let behind =
            behind.or_else(|| given.rsplit_once(", ").map(|(rest, suffix)| (rest, suffix.to_string())));
        let behind = behind.map(|(rest, suffix)| (rest.to_string(), suffix));
        if let Some((rest, suffix)) = behind.filter(|(_, suffix)| suffix.len() <= 6 && name.suffix.is_none())
        {
            *given = rest.trim_end_matches(',').to_string();
            let comma = suffix.starts_with('!') || suffix.ends_with('.');
            name.comma_suffix = comma.then_some(true);
            name.suffix = Some(suffix.trim_start_matches(['!', ' ']).to_string());
        }
        let words: Vec<&str> = given.split(' ').collect();
        let count = words.iter().rev().take_while(|word| PARTICLES.contains(word)).count();
        if count > 0 && count < words.len() && name.dropping_particle.is_none() {
            let (own, particle) = words.split_at(words.len() - count);
            let (own, particle) = (own.join(" "), particle.join(" "));
            (*given, name.dropping_particle) = (own, Some(particle));
        }
    }
    if name.family.is_empty() {
        name.family = name.given.take().unwrap_or_default();
    }
    let elided = |particle: &mut Option<String>| {
        let found = particle.take_if(|particle| particle.ends_with(['\'', '’', '-']));
        found.map(|particle| quoted(&particle)).unwrap_or_default()
    };
    let before = elided(&mut name.non_dropping_particle) + &elided(&mut name.dropping_particle);
    name.family.insert_str(0, &before);
    // hayagriva takes a small word for one that may be dropped, unless it is told.
    if name.non_dropping_particle.is_none()
        && let Some((particle, rest)) = name.family.split_once(' ')
        && particle.starts_with(char::is_lowercase)
    {
        (name.non_dropping_particle, name.family) = (Some(particle.to_string()), rest.to_string());
    }
}

/// Fields whose form matters to a style; others are a program's own.
const STANDARD: [&str; 12] = [
    "author",
    "editor",
    "translator",
    "title",
    "container-title",
    "publisher",
    "publisher-place",
    "page",
    "volume",
    "issue",
    "URL",
    "DOI",
];
