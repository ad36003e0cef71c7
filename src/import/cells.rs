//! Code cells of Quarto and R Markdown in Markdown: code that a reader is shown, pictures that it names, and nothing of the
//! rest. Nothing is run.

use serde_yaml::{Mapping, Value};

use super::foreign::Foreign;
use super::shelf::Shelf;
use super::value::line;
use crate::address;

/// Makes texts of the chapters that have cells.
pub(super) fn convert(shelf: &Shelf, book: &mut Foreign) {
    let paths: Vec<String> = book.chapters().map(|entry| entry.path.clone()).collect();
    let (mut shown, mut hidden, mut drawn) = (0, 0, 0);
    for path in
        paths.iter().filter(|path| [".qmd", ".Rmd", ".rmd"].iter().any(|ending| path.ends_with(ending)))
    {
        let Some(text) = book.text(shelf, path) else { continue };
        let mut reader = Cells::default();
        let made = reader.read(&text);
        if made != text {
            book.made.insert(path.clone(), made.into_bytes());
        }
        shown += reader.shown;
        hidden += reader.hidden;
        drawn += reader.drawn;
    }
    if shown + hidden + drawn > 0 {
        book.changes.push(format!(
            "code cells are not run: {shown} are shown as code, {drawn} as the pictures that they name, {hidden} that show no code \
             are left out"
        ));
    }
}

#[derive(Default)]
struct Cells {
    shown: usize,
    hidden: usize,
    drawn: usize,
}

/// A cell that is open.
struct Cell<'a> {
    indent: &'a str,
    fence: usize,
    language: String,
    options: Mapping,
    body: Vec<&'a str>,
}

impl Cells {
    fn read(&mut self, text: &str) -> String {
        let mut made = String::with_capacity(text.len());
        let mut cell: Option<Cell> = None;
        // The fence of a block that is no cell.
        let mut other: Option<usize> = None;
        for line in text.split_inclusive('\n') {
            let bare = line.trim();
            let fence = bare.bytes().take_while(|byte| *byte == b'`').count();
            let closes = |open: usize| fence >= open && bare.len() == fence;
            match (&mut cell, other) {
                (Some(open), _) if closes(open.fence) => {
                    if let Some(done) = cell.take() {
                        self.put(&done, &mut made);
                    }
                }
                (Some(open), _) => open.body.push(line),
                (None, Some(open)) => {
                    if closes(open) {
                        other = None;
                    }
                    made.push_str(line);
                }
                (None, None) if fence >= 3 => match head(line, fence) {
                    Some(open) => cell = Some(open),
                    None => {
                        other = Some(fence);
                        made.push_str(line);
                    }
                },
                (None, None) => made.push_str(line),
            }
        }
        if let Some(open) = cell {
            self.put(&open, &mut made);
        }
        made
    }

    fn put(&mut self, cell: &Cell, made: &mut String) {
        let mut options = cell.options.clone();
        let is_option = |line: &&&str| option(line).is_some();
        let written: String =
            cell.body.iter().take_while(is_option).filter_map(|line| option(line)).collect();
        if let Ok(Value::Mapping(more)) = serde_yaml::from_str(&written) {
            options.extend(more);
        }
        let code: String = cell.body.iter().skip_while(|line| option(line).is_some()).copied().collect();
        let says = |keys: &[&str]| keys.iter().find_map(|key| options.get(*key).and_then(line));
        let is_off = |key: &str| {
            says(&[key]).is_some_and(|value| ["false", "FALSE", "F", "no"].contains(&value.as_str()))
        };
        let caption = says(&["fig-cap", "fig.cap", "tbl-cap", "lst-cap"]);
        let id = id(says(&["label", "lst-label"]), caption.is_some());
        let pictures = pictures(&code);
        if !pictures.is_empty() && !is_off("include") {
            self.drawn += 1;
            let alt = says(&["fig-alt", "fig.alt"]).or(caption.clone());
            for (at, picture) in pictures.iter().enumerate() {
                // Caption and label are the first one's: a label leads to one place.
                let (id, caption) = if at == 0 { (id.as_deref(), caption.as_deref()) } else { (None, None) };
                figure(made, cell.indent, picture, (id, caption, alt.as_deref()));
            }
            return;
        }
        if is_off("include") || is_off("echo") || code.trim().is_empty() {
            self.hidden += 1;
            return;
        }
        self.shown += 1;
        let ticks = "`".repeat(cell.fence);
        let named = id.map(|id| format!(" {{#{id}}}")).unwrap_or_default();
        made.push_str(&format!(
            "{}{ticks}{}{named}\n{code}{}{ticks}\n",
            cell.indent, cell.language, cell.indent
        ));
        if let Some(caption) = caption {
            made.push_str(&format!("\n{}{caption}\n\n", cell.indent));
        }
    }
}

/// The first line of a cell: `{r label, echo=FALSE}`, `{python}`.
fn head(text: &str, fence: usize) -> Option<Cell<'_>> {
    let indent = &text[..text.len() - text.trim_start().len()];
    let inner = text.trim()[fence..].trim().strip_prefix('{')?.strip_suffix('}')?;
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let end = inner.find([' ', ',']).unwrap_or(inner.len());
    let language = match inner[..end].to_ascii_lowercase().as_str() {
        "ojs" => "js".to_string(),
        "rcpp" => "cpp".to_string(),
        other => other.to_string(),
    };
    let mut options = Mapping::new();
    for part in parts(inner[end..].trim_start_matches([' ', ','])) {
        match part.split_once('=') {
            Some((key, value)) => {
                let value = value.trim().trim_matches(['"', '\'']);
                options.insert(key.trim().into(), value.into());
            }
            None if !part.trim().is_empty() => drop(options.insert("label".into(), part.trim().into())),
            None => {}
        }
    }
    Some(Cell { indent, fence, language, options, body: Vec::new() })
}

/// A list's parts, at the commas that no quotes or brackets are around.
fn parts(list: &str) -> Vec<&str> {
    let (mut parts, mut start, mut quote, mut depth) = (Vec::new(), 0, None, 0_usize);
    for (at, c) in list.char_indices() {
        match (c, quote) {
            (c, Some(open)) if c == open => quote = None,
            (_, Some(_)) => {}
            ('"' | '\'', None) => quote = Some(c),
            ('(', None) => depth += 1,
            (')', None) => depth = depth.saturating_sub(1),
            (',', None) if depth == 0 => {
                parts.push(&list[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&list[start..]);
    parts
}

/// What a line says of its cell: a comment with a bar after its sign.
fn option(line: &str) -> Option<&str> {
    ["#| ", "//| ", "%%| ", "--| ", "#|\n"].iter().find_map(|mark| line.trim_start().strip_prefix(mark))
}

/// A label as an id that the text refers to: one with a kind before it, or bookdown's of a figure.
fn id(label: Option<String>, is_captioned: bool) -> Option<String> {
    let label = label.filter(|label| !label.contains(char::is_whitespace))?;
    let has_kind = ["fig-", "tbl-", "lst-", "fig:", "tab:"].iter().any(|kind| label.starts_with(kind));
    match (has_kind, is_captioned) {
        (true, _) => Some(label),
        (false, true) => Some(format!("fig:{label}")),
        (false, false) => None,
    }
}

/// The pictures that a cell of one call shows: `knitr::include_graphics("a.png")`.
fn pictures(code: &str) -> Vec<String> {
    const ENDINGS: [&str; 6] = [".png", ".jpg", ".jpeg", ".svg", ".gif", ".webp"];
    let lines = code.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let call = lines.collect::<Vec<_>>().join(" ");
    let bare = call.strip_prefix("knitr::").unwrap_or(&call);
    if !bare.starts_with("include_graphics(") || !bare.ends_with(')') {
        return Vec::new();
    }
    let strings = bare.split(['"', '\'']).skip(1).step_by(2);
    let is_picture = |text: &&str| ENDINGS.iter().any(|ending| text.to_lowercase().ends_with(ending));
    strings.filter(is_picture).map(str::to_string).collect()
}

fn figure(
    made: &mut String,
    indent: &str,
    picture: &str,
    (id, caption, alt): (Option<&str>, Option<&str>, Option<&str>),
) {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut list = id.map(|id| format!("#{id}")).into_iter().collect::<Vec<_>>();
    if let Some(alt) = alt {
        list.push(format!("fig-alt=\"{}\"", words(alt).replace('"', "\\\"")));
    }
    let list = if list.is_empty() { String::new() } else { format!("{{{}}}", list.join(" ")) };
    let caption = words(caption.unwrap_or_default()).replace(['[', ']'], "");
    let path = picture.split('/').map(address::file).collect::<Vec<_>>().join("/");
    made.push_str(&format!("\n{indent}![{caption}]({path}){list}\n\n"));
}
