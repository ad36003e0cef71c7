//! Blocks of code: what stands after their fence, the lines that tell a tool how to run them, and lines that are not shown.

use super::attrs::{self, Written};
use super::blocks::merge;
use super::builder::Builder;
use crate::model::document::{Attrs, BlockKind, CodeBlock, Inline, InlineKind};
use crate::source::Span;

/// What stands after a fence.
#[derive(Default)]
struct Info {
    language: Option<String>,
    attrs: Attrs,
    caption: Option<String>,
    /// The name of the file that the code is of, to be shown.
    title: Option<String>,
    /// The file that the code is to be read from, and the part of it: `:3:20`, `:anchor`.
    file: Option<(String, String)>,
    /// Another tool runs it (`{python}`).
    is_cell: bool,
}

impl Builder<'_> {
    pub(super) fn code(&mut self, span: Span, given: Attrs, info: &str, text: String) {
        let mut info = self.info(span, info);
        merge(&mut info.attrs, given);
        let mut text = if info.is_cell { info.options(text, span) } else { text };
        if info.language.as_deref() == Some("rust") {
            text = shown(&text);
        }
        if let Some((path, part)) = info.file.take() {
            text.insert_str(0, &format!("{{{{#include {path}{part}}}}}\n"));
        }
        let title = info.title.map(InlineKind::Code);
        for kind in title.into_iter().chain(info.caption.map(InlineKind::Text)) {
            self.block(span, Attrs::default(), BlockKind::Paragraph(vec![Inline { span, kind }]));
        }
        self.block(span, info.attrs, BlockKind::Code(CodeBlock { language: info.language, text }));
    }

    fn info(&mut self, span: Span, info: &str) -> Info {
        let brace = info.find('{');
        let words = &info[..brace.unwrap_or(info.len())];
        let word = words.split([',', ' ', '\t']).next().filter(|word| !word.is_empty());
        let mut found = Info { language: word.map(str::to_lowercase), ..Info::default() };
        let line = self.text.get(span.start as usize..).and_then(|rest| rest.lines().next());
        let place = brace.and_then(|at| line?.find(&info[at..]));
        if let Some(at) = place.map(|place| span.start as usize + place) {
            self.braces(at, &mut found);
        } else if let Some(title) = words.split_once("title=").map(|(_, title)| attrs::unquoted(title.trim()))
        {
            found.title = Some(title.to_string()).filter(|title| !title.is_empty());
        }
        found
    }

    /// Attributes as pandoc has them, or the language of a cell with what its tool is told.
    fn braces(&mut self, at: usize, found: &mut Info) {
        let text = self.text;
        let Some((items, _)) = attrs::split(text, at) else {
            let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '+' | '=');
            let inside = &text[at + 1..].trim_start_matches('=');
            let name = &inside[..inside.find(|c| !is_part(c)).unwrap_or(inside.len())];
            if found.language.is_none() && !name.is_empty() {
                found.language = Some(name.to_lowercase());
                found.is_cell = true;
            }
            return;
        };
        let mut written = Written::default();
        let (mut path, mut part) = (None, String::new());
        for item in items {
            let span = self.span(item.start, item.start + item.text.len());
            let Some((key, value)) = item.text.split_once('=') else {
                attrs::mark(&mut written.attrs, item.text, span);
                continue;
            };
            let value = attrs::unquoted(value);
            match key {
                "file" => path = Some(value.to_string()),
                "lines" => part = lines(&value),
                "anchor" => part = format!(":{value}"),
                "caption" | "lst-cap" | "cap" => found.caption = Some(value.to_string()),
                "title" | "filename" => found.title = Some(value.to_string()),
                // Lines have no numbers here.
                "startFrom" | "lineAnchors" => {}
                _ => attrs::set(&mut written, key, &value, span, self.sink),
            }
        }
        written.when.drain(..).for_each(|one| self.sink.push(one.meaningless()));
        found.file = path.map(|path| (path, part));
        let classes = &mut written.attrs.classes;
        classes.retain(|class| !matches!(class.as_str(), "numberLines" | "number-lines" | "lineAnchors"));
        if found.language.is_none() && !classes.is_empty() {
            found.language = Some(classes.remove(0).to_lowercase());
        }
        found.attrs = written.attrs;
    }
}

impl Info {
    /// Code without the lines that tell its tool something; of these, its label and its caption are ours too.
    fn options(&mut self, text: String, span: Span) -> String {
        let mut rest = text.as_str();
        while let Some(line) = rest.split_inclusive('\n').next() {
            let option = ["#|", "//|", "--|", "%%|"].into_iter().find_map(|sign| line.strip_prefix(sign));
            let Some(option) = option else { break };
            let (key, value) = option.split_once(':').unwrap_or_default();
            let value = attrs::unquoted(value.trim()).to_string();
            match key.trim() {
                "label" if !value.contains(char::is_whitespace) => self.attrs.id = Some((value, span)),
                "lst-cap" | "fig-cap" | "tbl-cap" => self.caption = Some(value),
                "filename" => self.title = Some(value),
                _ => {}
            }
            rest = &rest[line.len()..];
        }
        rest.to_string()
    }
}

/// The part of a file that a range of lines is: `3-20`, `3-`, `3`.
fn lines(range: &str) -> String {
    match range.split_once('-') {
        Some((from, to)) => format!(":{}:{}", from.trim(), to.trim()),
        None => format!(":{}", range.trim()),
    }
}

/// Rust without the lines that mdBook and rustdoc hide: those that begin with `# `, or are `#`; `##` is a sign of the code.
fn shown(text: &str) -> String {
    if !text.lines().any(|line| line.trim_start().starts_with('#')) {
        return text.to_string();
    }
    let mut shown = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let words = line.trim_start();
        let indent = line.len() - words.len();
        match words.strip_prefix('#') {
            Some(rest) if rest.starts_with('#') => {
                shown.push_str(&line[..indent]);
                shown.push_str(rest);
            }
            Some(rest) if rest.starts_with(' ') || rest.trim().is_empty() => {}
            _ => shown.push_str(line),
        }
    }
    shown
}
