//! What a file is made of: headings and figures, links to other files, parts that fold.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::text::uri;
use super::{Asked, plain};
use crate::model::marks::{Named, NamedKind};
use crate::model::resolved::TargetKind;

/// Kinds of symbols (LSP 3.17, `SymbolKind`): string, object, array.
const HEADING: u8 = 15;
const FIGURE: u8 = 19;
const TABLE: u8 = 18;

/// Headings, with what stands below them within them.
pub(super) fn symbols(asked: &Asked) -> Value {
    let named = asked.desk.marks.named.iter();
    let of_file = named.filter(|one| {
        // What reportc adds, as an index, stands in no file.
        Some(one.span.source) == asked.source && one.span.start < one.span.end && symbol(one).is_some()
    });
    let mut listed: Vec<&Named> = of_file.collect();
    listed.sort_by_key(|one| one.span.start);
    let mut at = 0;
    below(asked, &listed, &mut at, 0, asked.text.text.len())
}

fn symbol(named: &Named) -> Option<u8> {
    match named.kind {
        NamedKind::Target(TargetKind::Chapter | TargetKind::Heading) => Some(HEADING),
        NamedKind::Target(TargetKind::Figure) => Some(FIGURE),
        NamedKind::Target(TargetKind::Table | TargetKind::Listing | TargetKind::Box) => Some(TABLE),
        NamedKind::Target(TargetKind::Equation | TargetKind::Note | TargetKind::Place) | NamedKind::Work => {
            None
        }
    }
}

fn is_heading(named: &Named) -> bool {
    symbol(named) == Some(HEADING)
}

/// The symbols from one on that stand below a heading of a level.
fn below(asked: &Asked, listed: &[&Named], at: &mut usize, level: u8, end: usize) -> Value {
    let mut symbols = Vec::new();
    while let Some(one) = listed.get(*at) {
        let own = if is_heading(one) { one.level } else { u8::MAX };
        if own <= level {
            break;
        }
        *at += 1;
        let next = listed[*at..].iter().find(|next| is_heading(next) && next.level <= own);
        let stop = next.map_or(end, |next| next.span.start as usize).min(end);
        let stop = if is_heading(one) { stop } else { one.span.end as usize };
        let children = if is_heading(one) { below(asked, listed, at, own, stop) } else { json!([]) };
        let number = one.number.as_ref().map(|(label, full)| if is_heading(one) { label } else { full });
        let name = [number.map(String::as_str), Some(one.title.as_str()).filter(|title| !title.is_empty())];
        let name = name.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let start = one.span.start as usize;
        symbols.push(json!({
            "name": if name.is_empty() { one.id.clone() } else { name },
            "kind": symbol(one),
            "range": asked.text.range(start, stop.max(one.span.end as usize), asked.encoding),
            "selectionRange": asked.text.range(start, one.span.end as usize, asked.encoding),
            "children": children,
        }));
    }
    json!(symbols)
}

/// The files that a text names, where they are there.
pub(super) fn links(asked: &Asked) -> Value {
    let named = if asked.is_yaml() { yaml_files(asked) } else { markdown_files(asked) };
    let links = named.into_iter().map(|(start, end, file)| {
        json!({ "range": asked.text.range(start, end, asked.encoding), "target": uri(&file) })
    });
    links.collect()
}

/// The file that is named at the place that is asked for.
pub(super) fn file_at(asked: &Asked) -> Option<PathBuf> {
    let named = if asked.is_yaml() { yaml_files(asked) } else { markdown_files(asked) };
    let at = named.into_iter().find(|(start, end, _)| (*start..=*end).contains(&asked.offset));
    at.map(|(.., file)| file)
}

type File = (usize, usize, PathBuf);

fn existing(asked: &Asked, written: &str) -> Option<PathBuf> {
    let written = written.split('#').next().unwrap_or_default();
    let is_path = !written.is_empty() && !written.contains("://") && written.len() < 1000;
    let file = plain(&asked.file.parent()?.join(written));
    let is_own = file.starts_with(plain(&asked.desk.place.folder));
    (is_path && is_own && file.is_file()).then_some(file)
}

fn markdown_files(asked: &Asked) -> Vec<File> {
    let text = &asked.text.text;
    let found = text.match_indices("](").filter_map(|(at, open)| {
        let start = at + open.len();
        let end = start + text[start..].find([')', ' ', '\n'])?;
        Some((start, end, existing(asked, &text[start..end])?))
    });
    found.collect()
}

/// Words of a manifest that are names of files, behind hyphens, colons and brackets.
fn yaml_files(asked: &Asked) -> Vec<File> {
    let text = &asked.text.text;
    let is_part = |c: char| !c.is_whitespace() && !matches!(c, '[' | ']' | '{' | '}' | ',' | '"' | '\'');
    let mut files = Vec::new();
    let mut start = 0;
    while let Some(from) = text[start..].find(is_part).map(|at| start + at) {
        let end = text[from..].find(|c| !is_part(c)).map_or(text.len(), |at| from + at);
        let word = &text[from..end];
        if word.contains('.')
            && let Some(file) = existing(asked, word)
        {
            files.push((from, end, file));
        }
        start = end;
    }
    files
}

/// Headings fold with all below them, divs, code and front matter with what is in them, keys of YAML with theirs.
pub(super) fn folds(asked: &Asked) -> Value {
    let lines: Vec<&str> = asked.text.text.lines().collect();
    let folds = if asked.is_yaml() { yaml_folds(&lines) } else { markdown_folds(&lines) };
    let folds = folds.into_iter().filter(|(start, end)| end > start);
    folds.map(|(start, end)| json!({ "startLine": start, "endLine": end })).collect()
}

fn markdown_folds(lines: &[&str]) -> Vec<(usize, usize)> {
    let mut folds = Vec::new();
    let mut headings: Vec<(usize, usize)> = Vec::new();
    let (mut fence, mut divs): (Option<(usize, &str)>, Vec<usize>) = (None, Vec::new());
    for (at, line) in lines.iter().enumerate() {
        let words = line.trim_start();
        let ticks = words.len() - words.trim_start_matches(['`', '~']).len();
        if let Some((start, open)) = fence {
            if ticks >= open.len() && words.starts_with(open) && words[ticks..].trim().is_empty() {
                folds.push((start, at));
                fence = None;
            }
            continue;
        }
        if ticks >= 3 {
            fence = Some((at, &words[..ticks]));
        } else if let Some(rest) = words.strip_prefix(":::") {
            match rest.trim_start_matches(':').trim().is_empty() {
                true => folds.extend(divs.pop().map(|start| (start, at))),
                false => divs.push(at),
            }
        } else if words.starts_with('#') {
            let level = words.len() - words.trim_start_matches('#').len();
            close(&mut headings, &mut folds, (level, at));
            headings.push((level, at));
        }
    }
    close(&mut headings, &mut folds, (0, lines.len()));
    folds.sort_unstable();
    folds
}

/// Ends the headings of a level and of deeper ones.
fn close(headings: &mut Vec<(usize, usize)>, folds: &mut Vec<(usize, usize)>, (level, at): (usize, usize)) {
    while let Some((_, start)) = headings.pop_if(|(own, _)| *own >= level) {
        folds.push((start, at.saturating_sub(1)));
    }
}

fn yaml_folds(lines: &[&str]) -> Vec<(usize, usize)> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let is_blank = |line: &str| line.trim().is_empty();
    let mut folds = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| !is_blank(line)) {
        let own = indent(line);
        let within = lines[at + 1..].iter().take_while(|next| is_blank(next) || indent(next) > own);
        let last =
            within.enumerate().filter(|(_, next)| !is_blank(next)).map(|(skip, _)| at + 1 + skip).last();
        folds.extend(last.map(|last| (at, last)));
    }
    folds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_fold() {
        let text = "# A\n\n```\n# no\n```\n\n## B\n\n::: note\nN\n:::\n\n# C\n";
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(markdown_folds(&lines), [(0, 11), (2, 4), (6, 11), (8, 10), (12, 12)]);
        let yaml = ["a:", "  b:", "    c: 1", "", "d: 2"];
        assert_eq!(yaml_folds(&yaml), [(0, 2), (1, 2)]);
    }
}
