//! The keys of a description: those that are asked for are taken, the others are told of.

use serde_yaml::{Mapping, Value};

use super::foreign::Foreign;
use super::people;
use super::value::{line, lines};

/// A mapping of a description that keys are taken out of.
pub(super) struct Told {
    file: String,
    /// What stands before its keys in what is told of them.
    prefix: String,
    map: Mapping,
}

impl Told {
    pub fn new(file: &str, value: Value) -> Told {
        let map = if let Value::Mapping(map) = value { map } else { Mapping::new() };
        Told { file: file.to_string(), prefix: String::new(), map }
    }

    pub fn take(&mut self, key: &str) -> Option<Value> {
        self.map.remove(key).filter(|value| !value.is_null())
    }

    pub fn line(&mut self, key: &str) -> Option<String> {
        line(self.map.get(key)?).inspect(|_| drop(self.map.remove(key)))
    }

    /// A text with its lines.
    fn text(&mut self, key: &str) -> Option<String> {
        let text = self.map.get(key)?.as_str()?.trim().to_string();
        self.map.remove(key);
        (!text.is_empty()).then_some(text)
    }

    /// The mapping that a key holds.
    pub fn inner(&mut self, key: &str) -> Told {
        let prefix = format!("{}{key}.", self.prefix);
        let value = self.take(key).unwrap_or(Value::Null);
        Told { prefix, ..Told::new(&self.file, value) }
    }

    /// Takes what all tools call alike.
    pub fn work(&mut self, book: &mut Foreign) {
        let take = |told: &mut Told, keys: &[&str]| keys.iter().find_map(|key| told.line(key));
        let set = |slot: &mut Option<String>, found: Option<String>| {
            if slot.is_none() {
                *slot = found;
            }
        };
        let work = &mut book.work;
        set(&mut work.title, take(self, &["title"]));
        set(&mut work.subtitle, take(self, &["subtitle"]));
        set(&mut work.language, take(self, &["lang", "language"]));
        set(&mut work.publisher, take(self, &["publisher"]));
        let summary = ["abstract", "description"].iter().find_map(|key| self.text(key));
        set(&mut work.abstract_text, summary);
        set(&mut work.rights, take(self, &["rights", "copyright", "license"]));
        set(&mut work.doi, take(self, &["doi"]));
        set(&mut work.date, self.date());
        for (keys, role) in [
            (["author", "authors"], "author"),
            (["editor", "editors"], "editor"),
            (["translator", "translators"], "translator"),
        ] {
            for name in keys.iter().filter_map(|key| self.take(key)).flat_map(|value| people::names(&value)) {
                let named = |(other, of): &(String, &str)| *other == name && *of == role;
                if !book.work.people.iter().any(named) {
                    book.work.people.push((name, role));
                }
            }
        }
        for key in ["keywords", "subject", "subjects"] {
            book.work.subjects.extend(self.take(key).iter().flat_map(lines));
        }
    }

    /// Takes the files of works and of their style; what lies on the web is left.
    pub fn cited(&mut self, book: &mut Foreign) {
        for key in ["bibliography", "bibtex_bibfiles"] {
            for library in self.take(key).iter().flat_map(lines).filter(|path| !path.contains("://")) {
                // BibTeX's own commands leave the ending out.
                let has_ending = library.rsplit('/').next().is_some_and(|name| name.contains('.'));
                let library = if has_ending { library } else { format!("{library}.bib") };
                if !book.work.libraries.contains(&library) {
                    book.work.libraries.push(library);
                }
            }
        }
        let is_file = |value: &Value| line(value).is_some_and(|path| !path.contains("://"));
        if self.map.get("csl").is_some_and(is_file) && book.work.csl.is_none() {
            book.work.csl = self.line("csl");
        }
        book.beside.extend(book.work.libraries.iter().chain(&book.work.csl).cloned());
    }

    /// A date that says a day, a month or a year; what a program would put in is left.
    fn date(&mut self) -> Option<String> {
        let date = line(self.map.get("date")?).filter(|date| is_date(date))?;
        self.map.remove("date");
        Some(date.get(..10).unwrap_or(&date).to_string())
    }

    /// Tells of the keys that nothing asked for.
    pub fn leave(self, book: &mut Foreign) {
        let Told { file, prefix, map } = self;
        for (key, value) in map {
            let key = format!("{prefix}{}", line(&key).unwrap_or_default());
            flatten(&file, &key, &value, book);
        }
    }
}

/// ISO 8601, with or without a time.
fn is_date(date: &str) -> bool {
    let digits =
        |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    let day = date.split(['T', ' ']).next().unwrap_or_default();
    let parts: Vec<&str> = day.split('-').collect();
    match parts[..] {
        [year] => digits(year, 4),
        [year, month] => digits(year, 4) && digits(month, 2),
        [year, month, day] => digits(year, 4) && digits(month, 2) && digits(day, 2),
        _ => false,
    }
}

/// Values longer than this are cut in comments.
const MOST: usize = 60;

fn flatten(file: &str, key: &str, value: &Value, book: &mut Foreign) {
    match value {
        Value::Mapping(map) => {
            for (inner, value) in map {
                flatten(file, &format!("{key}.{}", line(inner).unwrap_or_default()), value, book);
            }
        }
        value => {
            let written: String = lines(value).join(", ").split_whitespace().collect::<Vec<_>>().join(" ");
            let short: String = written.chars().take(MOST).collect();
            let short = if short.len() < written.len() { short + "…" } else { short };
            book.left.push((file.to_string(), key.to_string(), short));
        }
    }
}
