//! RIS, the form in which reference managers and catalogues hand over references: lines of a tag of two characters, two
//! blanks, `- ` and a value.

use serde_json::{Map, Value, json};

use super::{Trouble, Work, csl_json, dates};

pub(super) fn read(text: &str, troubles: &mut Vec<Trouble>) -> Vec<Work> {
    let mut works: Vec<Work> = Vec::new();
    let mut open: Option<(usize, Vec<(&str, String)>)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end();
        match (tag(line), &mut open) {
            (Some(("TY", kind)), _) => {
                if let Some((start, _)) = open.replace((start, vec![("TY", kind.to_string())])) {
                    troubles.push(unclosed(start));
                }
            }
            (Some(("ER", _)), _) => {
                if let Some((start, fields)) = open.take() {
                    works.push(work(&fields, works.len(), start..start + 6, troubles));
                }
            }
            (Some((tag, value)), Some((_, fields))) => fields.push((tag, value.to_string())),
            // A value goes on.
            (None, Some((_, fields))) if !line.trim().is_empty() => {
                if let Some((_, value)) = fields.last_mut() {
                    value.push(' ');
                    value.push_str(line.trim());
                }
            }
            _ => {}
        }
    }
    if let Some((start, _)) = open {
        troubles.push(unclosed(start));
    }
    works
}

fn unclosed(start: usize) -> Trouble {
    Trouble::error(start..start + 6, "this reference does not end").hint("each ends with a line `ER  - `")
}

fn tag(line: &str) -> Option<(&str, &str)> {
    let tag = line.get(..2)?;
    let is_tag = tag.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let value = line.get(2..)?.trim_start().strip_prefix('-')?;
    is_tag.then(|| (tag, value.trim()))
}

fn work(
    fields: &[(&str, String)],
    index: usize,
    range: std::ops::Range<usize>,
    troubles: &mut Vec<Trouble>,
) -> Work {
    let of = |tags: &[&str]| {
        let found = tags.iter().find_map(|tag| fields.iter().find(|(name, _)| name == tag));
        found.map(|(_, value)| value.clone()).filter(|value| !value.is_empty())
    };
    let all = |tags: &[&str]| -> Vec<Value> {
        let names = fields.iter().filter(|(tag, _)| tags.contains(tag));
        names.map(|(_, name)| person(name)).collect()
    };
    let kind = of(&["TY"]).unwrap_or_default();
    let kind = csl_type(&kind);
    let key = of(&["ID", "LB", "AN"]).unwrap_or_else(|| format!("ris{}", index + 1));
    let mut item = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            item.insert(name.to_string(), value);
        }
    };
    put("id", Some(json!(key)));
    put("type", Some(json!(kind)));
    put("title", of(&["TI", "T1", "CT"]).map(Value::String));
    let is_part = matches!(kind, "chapter" | "paper-conference" | "entry-encyclopedia");
    let container = if is_part { of(&["T2", "BT", "JO"]) } else { of(&["JF", "JO", "T2", "JA", "J2"]) };
    let is_whole = matches!(kind, "book" | "report" | "thesis");
    put(if is_whole { "collection-title" } else { "container-title" }, container.map(Value::String));
    put("collection-title", of(&["T3"]).map(Value::String));
    for (name, tags) in [("author", ["AU", "A1"]), ("editor", ["ED", "A2"]), ("translator", ["A4", "TA"])] {
        let people = all(&tags);
        put(name, (!people.is_empty()).then_some(Value::Array(people)));
    }
    let date = of(&["DA", "PY", "Y1"]).map(|date| date.trim_end_matches('/').replace('/', "-"));
    put("issued", date.and_then(|date| dates::edtf(date.trim_matches('-'))));
    let seen = of(&["Y2"]).map(|date| date.trim_end_matches('/').replace('/', "-"));
    put("accessed", seen.and_then(|date| dates::edtf(&date)));
    let pages = match (of(&["SP"]), of(&["EP"])) {
        (Some(first), Some(last)) if !first.contains('-') => Some(format!("{first}-{last}")),
        (first, _) => first,
    };
    put(if is_whole { "number-of-pages" } else { "page" }, pages.map(Value::String));
    for (name, tags) in [
        ("volume", &["VL"][..]),
        ("issue", &["IS"]),
        ("publisher", &["PB"]),
        ("publisher-place", &["CY", "PP"]),
        ("edition", &["ET"]),
        ("DOI", &["DO"]),
        ("URL", &["UR", "L2"]),
        ("abstract", &["AB", "N2"]),
        ("note", &["N1"]),
        ("language", &["LA"]),
    ] {
        put(name, of(tags).map(Value::String));
    }
    let number = if is_whole || is_part { "ISBN" } else { "ISSN" };
    put(number, of(&["SN"]).map(Value::String));
    let csl_json::Read { item, ends, words } = csl_json::item(item, &key, &range, troubles);
    Work { key, item, range, parents: Vec::new(), ends, words }
}

/// `Family, Given, Suffix`; a name without a comma is a body's.
fn person(name: &str) -> Value {
    let mut parts = name.split(',').map(str::trim);
    let family = parts.next().unwrap_or_default();
    match (parts.next(), parts.next()) {
        (None, _) => json!({ "literal": family }),
        (Some(given), None) => json!({ "family": family, "given": given }),
        (Some(given), Some(suffix)) => json!({ "family": family, "given": given, "suffix": suffix }),
    }
}

/// The type of CSL that a type of RIS is.
fn csl_type(kind: &str) -> &'static str {
    match kind {
        "JOUR" | "EJOUR" | "JFULL" | "ABST" | "INPR" => "article-journal",
        "MGZN" => "article-magazine",
        "NEWS" => "article-newspaper",
        "BOOK" | "EBOOK" | "EDBOOK" | "CLSWK" => "book",
        "CHAP" | "ECHAP" => "chapter",
        "CONF" | "CPAPER" => "paper-conference",
        "DATA" => "dataset",
        "DICT" => "entry-dictionary",
        "ENCYC" => "entry-encyclopedia",
        "ELEC" | "WEB" | "BLOG" => "webpage",
        "GOVDOC" | "RPRT" => "report",
        "THES" => "thesis",
        "PAT" => "patent",
        "COMP" => "software",
        "MAP" => "map",
        "VIDEO" | "MPCT" => "motion_picture",
        "SOUND" | "MUSIC" => "song",
        "LEGAL" | "STAT" => "legislation",
        "CASE" => "legal_case",
        "BILL" => "bill",
        "STAND" => "standard",
        "UNPB" | "MANSCPT" => "manuscript",
        "PCOMM" => "personal_communication",
        "PAMP" => "pamphlet",
        _ => "document",
    }
}
