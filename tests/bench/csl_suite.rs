//! The test suite of the Citation Style Language, which is not ours and not here: `CSL_SUITE` names its folder
//! `processor-tests/humans`. Prints what fails, and the share that passes of those that can be asked:
//! `CSL_SUITE=… cargo bench --bench csl_suite`.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a program that reads the suite and prints"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use reportc::cite::{self, Citation, CitedWork, Format, Listed, Locator, Style, Work};
use reportc::model::document::{Inline, InlineKind, Phrase};
use reportc::source::Span;
use serde_json::Value;

fn main() {
    let Some(folder) = std::env::var_os("CSL_SUITE").map(PathBuf::from) else {
        return println!("CSL_SUITE names no folder: github.com/citation-style-language/test-suite");
    };
    let only = std::env::var("ONLY").unwrap_or_default();
    let files =
        fs::read_dir(folder).expect("it is a folder").map(|file| file.expect("it can be read").path());
    let mut files: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|end| end == "txt")).collect();
    files.sort();
    let (mut passed, mut asked, mut all) = (0, 0, 0);
    for path in files {
        let name = path.file_stem().expect("it is a file").to_string_lossy().into_owned();
        if !name.contains(&only) {
            continue;
        }
        all += 1;
        let case = Case::of(&fs::read_to_string(&path).expect("it can be read"));
        match case.outcome() {
            Err(why) => println!("- {name}: not asked: {why}"),
            Ok((made, wanted)) => {
                asked += 1;
                let (made, wanted) = (plain(&made), plain(&wanted));
                passed += usize::from(made == wanted);
                match made == wanted {
                    true => println!("+ {name}"),
                    false => println!("! {name}\n    wanted {}\n    made   {}", show(&wanted), show(&made)),
                }
            }
        }
    }
    let share = 100.0 * f64::from(passed as u32) / f64::from((asked as u32).max(1));
    println!("{passed} of {asked} pass, {share:.1} %; {} of {all} are not asked", all - asked);
}

/// Without differences that nobody sees: blanks at the ends of columns, looks that end and begin again.
fn plain(text: &str) -> String {
    let mut text = text.to_string();
    for tag in ["i", "b", "sup", "sub"] {
        text = text.replace(&format!("</{tag}><{tag}>"), "").replace(&format!("</{tag}> <{tag}>"), " ");
    }
    for (blank, bare) in [
        (" </div>", "</div>"),
        ("csl-right-inline\"> ", "csl-right-inline\">"),
        ("csl-entry\"> ", "csl-entry\">"),
    ] {
        text = text.replace(blank, bare);
    }
    text
}

fn show(text: &str) -> String {
    text.replace('\n', "\n           ")
}

/// The parts of a file of the suite, by name.
struct Case(BTreeMap<String, String>);

impl Case {
    fn of(text: &str) -> Case {
        let text = text.replace("\r\n", "\n");
        let mut parts = BTreeMap::new();
        for part in text.split("\n>>=").map(|part| part.trim_start_matches(['>', '='])) {
            let Some((head, rest)) = part.split_once('\n') else { continue };
            let body = rest
                .split_once("\n<<=")
                .map_or(rest.strip_prefix("<<=").map_or(rest, |_| ""), |(body, _)| body);
            parts.insert(head.trim_matches(['=', ' ', '>']).to_string(), body.to_string());
        }
        Case(parts)
    }

    fn part(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    fn json(&self, name: &str) -> Result<Option<Value>, String> {
        self.part(name).map(serde_json::from_str).transpose().map_err(|error| format!("{name}: {error}"))
    }

    /// What is made, and what is wanted.
    fn outcome(&self) -> Result<(String, String), String> {
        for unasked in ["BIBENTRIES", "BIBSECTION", "ABBREVIATIONS", "OPTIONS", "LANGPARAMS", "MULTIAFFIX"] {
            if self.part(unasked).is_some() {
                return Err(format!("it has {unasked}"));
            }
        }
        let is_list = self.part("MODE").unwrap_or_default().trim() == "bibliography";
        let result = self.part("RESULT").ok_or("there is no result")?;
        let xml = self.part("CSL").ok_or("there is no style")?;
        let lang = xml.split_once("default-locale=\"").and_then(|(_, rest)| rest.split_once('"'));
        let style =
            Style::read(xml, lang.map_or("en-US", |(lang, _)| lang)).map_err(|trouble| trouble.message)?;
        let input = with_ids(self.json("INPUT")?.ok_or("there is no input")?);
        let (works, _) = cite::read(Format::CslJson, &input);
        let citations = match (self.json("CITATIONS")?, self.json("CITATION-ITEMS")?) {
            (Some(list), _) => in_document(&list, &works)?,
            (None, Some(list)) => {
                let clusters = list.as_array().ok_or("no list")?.iter().enumerate();
                let made = clusters.map(|(at, items)| citation(items, &works, at + 1));
                made.collect::<Result<Vec<Citation>, String>>()?
            }
            (None, None) if is_list => Vec::new(),
            (None, None) => vec![whole(&works)],
        };
        let listed = if self.part("CITATIONS").is_some() { Vec::new() } else { (0..works.len()).collect() };
        let set = cite::finish(&works, citations, listed, &style).map_err(|breach| breach.to_string())?;
        if is_list {
            let list = set.list.ok_or("the style has no list")?;
            return Ok((listed_html(&list), one_line(result)));
        }
        let made: Vec<String> = set.citations.iter().map(|made| html(&made.cited)).collect();
        let is_told = |line: &&str| line.starts_with("..[") || line.starts_with(">>[");
        let wanted: Vec<&str> = match self.part("CITATIONS") {
            Some(_) => {
                let lines = result.lines().filter(is_told);
                lines.map(|line| line.split_once("] ").map_or("", |(_, text)| text)).collect()
            }
            None => vec![result.trim()],
        };
        Ok((made.join("\n").trim().to_string(), wanted.join("\n").trim().to_string()))
    }
}

/// Some works of the suite go by nothing; ours do.
fn with_ids(mut works: Value) -> String {
    for (at, work) in works.as_array_mut().into_iter().flatten().enumerate() {
        if work["id"].is_null() {
            work["id"] = Value::String(format!("unnamed-{at}"));
        }
    }
    works.to_string()
}

/// Without the blanks that files are set in with.
fn one_line(text: &str) -> String {
    text.trim().lines().map(str::trim_start).collect()
}

fn of(work: usize) -> CitedWork {
    CitedWork { work, prefix: Vec::new(), locator: None, suffix: Vec::new(), without_author: false }
}

fn whole(works: &[Work]) -> Citation {
    let works = (0..works.len()).map(of).collect();
    Citation { span: Span::default(), works, in_sentence: false, note: Some(1) }
}

/// The citations of a text, as the last step of the case has them in order.
fn in_document(steps: &Value, works: &[Work]) -> Result<Vec<Citation>, String> {
    let steps = steps.as_array().ok_or("no list of citations")?;
    let mut known: BTreeMap<String, &Value> = BTreeMap::new();
    for step in steps {
        let id = step[0]["citationID"].as_str().ok_or("a citation without an id")?;
        known.insert(id.to_string(), &step[0]);
    }
    let last = steps.last().ok_or("no citations")?;
    let id = |pair: &Value| Some((pair[0].as_str()?.to_string(), pair[1].as_u64().unwrap_or(0) as usize));
    let all = |list: &Value| {
        list.as_array().map(|list| list.iter().filter_map(id).collect::<Vec<_>>()).unwrap_or_default()
    };
    let own = (last[0]["citationID"].as_str().unwrap_or_default().to_string(), 0);
    let (before, after) = (all(&last[1]), all(&last[2]));
    let note = |one: &Value| one["properties"]["noteIndex"].as_u64().unwrap_or(0) as usize;
    let order = before.into_iter().chain([own]).chain(after);
    order
        .map(|(id, _)| {
            let one = known.get(&id).ok_or("a citation that is not there")?;
            citation(&one["citationItems"], works, note(one))
        })
        .collect()
}

fn citation(items: &Value, works: &[Work], note: usize) -> Result<Citation, String> {
    let items = items.as_array().ok_or("no list of works")?;
    let words = |item: &Value, name: &str| match item[name].as_str() {
        Some(text) if !text.is_empty() => {
            vec![Inline { span: Span::default(), kind: InlineKind::Text(text.to_string()) }]
        }
        _ => Vec::new(),
    };
    let item = |item: &Value| {
        for unasked in ["position", "near-note", "author-only", "uris"] {
            if !item[unasked].is_null() {
                return Err(format!("a citation has `{unasked}`"));
            }
        }
        let id = match &item["id"] {
            Value::String(id) => id.clone(),
            other => other.to_string(),
        };
        let work = works.iter().position(|work| work.key == id).ok_or("a work that is not there")?;
        let place = match &item["locator"] {
            Value::String(place) => place.trim().to_string(),
            Value::Null => String::new(),
            other => other.to_string(),
        };
        let locator = match place.is_empty() {
            true => None,
            false => Some(Locator::named(item["label"].as_str().unwrap_or("page"), &place).ok_or("a label")?),
        };
        if words(item, "prefix").iter().chain(&words(item, "suffix")).any(is_markup) {
            return Err("words of the author have markup".to_string());
        }
        let without_author = item["suppress-author"] == true;
        Ok(CitedWork {
            work,
            prefix: trimmed(words(item, "prefix")),
            locator,
            suffix: words(item, "suffix"),
            without_author,
        })
    };
    let works = items.iter().map(item).collect::<Result<Vec<CitedWork>, String>>()?;
    Ok(Citation { span: Span::default(), works, in_sentence: false, note: Some(note) })
}

fn is_markup(inline: &Inline) -> bool {
    matches!(&inline.kind, InlineKind::Text(text) if text.contains('<'))
}

/// A blank stands behind words before a work in any case.
fn trimmed(mut words: Vec<Inline>) -> Vec<Inline> {
    if let Some(Inline { kind: InlineKind::Text(text), .. }) = words.last_mut() {
        *text = text.trim_end().to_string();
    }
    words
}

fn listed_html(list: &[Listed]) -> String {
    let entry = |entry: &Listed| match &entry.label {
        Some(label) => format!(
            "<div class=\"csl-entry\"><div class=\"csl-left-margin\">{}</div><div class=\"csl-right-inline\">{}</div></div>",
            html(label),
            html(&entry.content)
        ),
        None => format!("<div class=\"csl-entry\">{}</div>", html(&entry.content)),
    };
    format!("<div class=\"csl-bib-body\">{}</div>", list.iter().map(entry).collect::<String>())
}

fn html(content: &[Inline]) -> String {
    content.iter().map(element).collect()
}

fn element(inline: &Inline) -> String {
    let within = |tag: &str, content: &[Inline]| format!("<{tag}>{}</{tag}>", html(content));
    let styled =
        |style: &str, content: &[Inline]| format!("<span style=\"{style};\">{}</span>", html(content));
    match &inline.kind {
        InlineKind::Text(text) => text.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;"),
        InlineKind::Emphasis(content) => within("i", content),
        InlineKind::Strong(content) => within("b", content),
        InlineKind::Superscript(content) => within("sup", content),
        InlineKind::Subscript(content) => within("sub", content),
        InlineKind::Phrase { phrase: Phrase::Underlined, content } => {
            styled("text-decoration:underline", content)
        }
        InlineKind::Span { attrs, content } if attrs.has_class("smallcaps") => {
            styled("font-variant:small-caps", content)
        }
        _ => html(inline.children()),
    }
}
