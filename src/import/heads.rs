//! Heads of chapters: what has no place there stands in a comment, and a chapter without a heading gets the one that its
//! book's order has for it.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_yaml::{Mapping, Value};

use super::foreign::Foreign;
use super::shelf::Shelf;
use crate::head;

/// Keys that are told of by name.
const TOLD: usize = 6;

pub(super) fn settle(shelf: &Shelf, book: &mut Foreign) {
    let mut keys = BTreeSet::new();
    if book.change(shelf, |_| true, |_, text| settled(text, &mut keys)) > 0 {
        let mut named: Vec<String> = keys.iter().take(TOLD).map(|key| format!("`{key}`")).collect();
        if keys.len() > TOLD {
            named.push(format!("{} more", keys.len() - TOLD));
        }
        book.changes.push(format!(
            "what heads of chapters say and has no place here stands in comments: {}",
            named.join(", ")
        ));
    }
    let titled = book.chapters().filter_map(|entry| Some((entry.path.clone(), entry.title.clone()?)));
    for (path, title) in titled.collect::<Vec<_>>() {
        let headed = |_: &str, text: &str| match is_headed(text) {
            true => text.to_string(),
            false => {
                let found = head::front(text, 0).or_else(|| head::toml(text, 0));
                let after = found.map_or(0, |(_, after)| after);
                format!("{}# {title}\n\n{}", &text[..after], &text[after..])
            }
        };
        if book.change(shelf, |other| other == path, headed) > 0 {
            book.changes.push(format!("`{path}` has no heading: “{title}” is put above it"));
        }
    }
}

/// Whether a text has a title: one in its head, or a heading.
fn is_headed(text: &str) -> bool {
    let after = match head::front(text, 0) {
        Some((yaml, _)) if text[yaml.clone()].lines().any(|line| head::key(line) == Some("title")) => {
            return true;
        }
        Some((_, after)) => after,
        None => match head::toml(text, 0) {
            Some((toml, _)) if text[toml.clone()].lines().any(is_titled) => return true,
            Some((_, after)) => after,
            None => 0,
        },
    };
    // Headings of boxes are theirs.
    let mut depth = 0_usize;
    let lines = text[after..].split_inclusive('\n').filter(|line| {
        let fence = line.trim().strip_prefix(":::").map(|rest| rest.trim_start_matches(':').is_empty());
        match fence {
            Some(true) => depth = depth.saturating_sub(1),
            Some(false) => depth += 1,
            None => {}
        }
        depth == 0
    });
    let outside: String = lines.collect();
    let is_heading = |event: Event| match event {
        Event::Start(Tag::Heading { .. }) => true,
        Event::Html(html) | Event::InlineHtml(html) => html.to_lowercase().contains("<h1"),
        _ => false,
    };
    let mut events = Parser::new_ext(&outside, Options::empty());
    head::title_block(text, 0).is_some() || events.any(is_heading)
}

/// A line of TOML that gives a title.
fn is_titled(line: &str) -> bool {
    line.split_once('=').is_some_and(|(key, _)| key.trim() == "title")
}

/// A text whose head says only what a chapter's can; the rest of it is a comment below.
fn settled(text: &str, keys: &mut BTreeSet<String>) -> String {
    let Some((range, after)) = head::front(text, 0) else { return text.to_string() };
    let yaml = &text[range.clone()];
    let key_of = |line: &str| head::key(line).map(|key| key.trim_matches(['"', '\'']).to_string());
    let Ok(said) = serde_yaml::from_str::<Mapping>(yaml) else { return text.to_string() };
    let mut written = yaml.lines().filter_map(key_of);
    // What is written in braces or over several lines is left as it is.
    if !said.keys().all(|key| key.as_str().is_some() && key.as_str() == written.next().as_deref()) {
        return text.to_string();
    }
    let (mut kept, mut aside) = (String::new(), String::new());
    let mut is_known = true;
    for line in yaml.split_inclusive('\n') {
        if let Some(key) = key_of(line) {
            is_known = head::KEYS.contains(&key.as_str()) || said.get(&key).is_none_or(Value::is_null);
            if !is_known {
                keys.insert(key);
            }
        }
        let to = if is_known { &mut kept } else { &mut aside };
        to.push_str(line);
    }
    if aside.is_empty() {
        return text.to_string();
    }
    let is_bare = kept.lines().all(|line| head::key(line).is_none());
    let head = if is_bare { String::new() } else { format!("---\n{kept}---\n") };
    format!("{head}<!--\n{}-->\n{}", aside.replace("--", "- -"), &text[after..])
}
