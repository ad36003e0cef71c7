//! Files of translations, in the form of gettext (GNU gettext manual, "The Format of PO Files").

use std::ops::Range;

use crate::diag::Diagnostic;
use crate::source::{Source, Span};

/// A file of translations: what is said of it at its head, and its messages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalog {
    /// Remarks above the head.
    pub remarks: Vec<String>,
    /// Lines of the head, `Language: fr`.
    pub head: Vec<(String, String)>,
    pub entries: Vec<Entry>,
}

/// A message and its translation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// What translators say of it, and programs.
    pub remarks: Vec<String>,
    pub extracted: Vec<String>,
    /// Where it stands: `chapters/one.md:12`.
    pub references: Vec<String>,
    pub flags: Vec<String>,
    /// What it was when it was translated.
    pub previous_context: Option<String>,
    pub previous: Option<String>,
    pub context: Option<String>,
    pub id: String,
    /// Empty where it is not translated.
    pub text: String,
    /// Where the translation is written.
    pub span: Range<usize>,
    /// It is in the book no more.
    pub obsolete: bool,
}

/// The flag of a translation that is of another text.
pub const FUZZY: &str = "fuzzy";

impl Entry {
    pub fn is_fuzzy(&self) -> bool {
        self.flags.iter().any(|flag| flag == FUZZY)
    }

    /// What may stand in the book.
    pub fn translation(&self) -> Option<&str> {
        (!self.obsolete && !self.is_fuzzy() && !self.text.trim().is_empty()).then_some(self.text.as_str())
    }
}

/// So many messages a file has at most: more is no book.
const MOST: usize = 200_000;

/// The parts of an entry that have text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Context,
    Id,
    Plural,
    Text,
    PreviousContext,
    Previous,
}

const KEYWORDS: [(&str, Part); 4] =
    [("msgctxt", Part::Context), ("msgid_plural", Part::Plural), ("msgid", Part::Id), ("msgstr", Part::Text)];

/// Reads a file; whatever is wrong with it comes with it.
pub fn read(source: &Source) -> (Catalog, Vec<Diagnostic>) {
    let mut reader =
        Reader { source, catalog: Catalog::default(), found: Vec::new(), entry: None, part: None };
    let mut at = 0;
    for line in source.text.split_inclusive('\n') {
        let range = at..at + line.trim_end_matches(['\n', '\r']).len();
        at += line.len();
        if reader.catalog.entries.len() >= MOST {
            reader.fault(range, "this file has more messages than any book", "divide the book");
            break;
        }
        reader.line(range);
    }
    reader.close();
    (reader.catalog, reader.found)
}

struct Reader<'a> {
    source: &'a Source,
    catalog: Catalog,
    found: Vec<Diagnostic>,
    entry: Option<Entry>,
    /// What the strings on the following lines go on with.
    part: Option<Part>,
}

impl Reader<'_> {
    fn line(&mut self, range: Range<usize>) {
        let line = &self.source.text[range.clone()];
        let words = line.trim();
        if words.is_empty() {
            return self.close();
        }
        let start = range.start + (line.len() - line.trim_start().len());
        let Some(rest) = words.strip_prefix('#') else { return self.words(words, start, false) };
        let sign = rest.chars().next();
        let said = rest.trim_start_matches(['.', ':', ',', '|', '~']);
        let text = |skip: usize| rest.get(skip..).unwrap_or_default().trim().to_string();
        match sign {
            Some('~') => {
                let rest = rest[1..].trim_start();
                let at = start + words.len() - rest.len();
                match rest.strip_prefix('|') {
                    Some(previous) => {
                        self.previous(previous.trim(), at + rest.len() - previous.trim_start().len())
                    }
                    None if rest.is_empty() => {}
                    None => self.words(rest, at, true),
                }
                self.open().obsolete = true;
            }
            Some('|') => {
                let previous = rest[1..].trim();
                self.previous(previous, start + words.len() - previous.len());
            }
            // A remark behind a translation is of the next message.
            _ => {
                if self.part == Some(Part::Text) {
                    self.close();
                }
                let entry = self.open();
                match sign {
                    Some('.') => entry.extracted.push(text(1)),
                    Some(':') => {
                        entry.references.extend(said.split_whitespace().map(str::to_string));
                    }
                    Some(',') => {
                        let flags = said.split(',').map(str::trim).filter(|flag| !flag.is_empty());
                        entry.flags.extend(flags.map(str::to_string));
                    }
                    _ => entry.remarks.push(rest.strip_prefix(' ').unwrap_or(rest).trim_end().to_string()),
                }
            }
        }
    }

    fn open(&mut self) -> &mut Entry {
        self.entry.get_or_insert_with(Entry::default)
    }

    fn previous(&mut self, words: &str, at: usize) {
        if self.part == Some(Part::Text) {
            self.close();
        }
        let keyword = KEYWORDS.iter().find_map(|(word, part)| Some((words.strip_prefix(word)?, *part)));
        let (rest, part) = match (keyword, self.part) {
            (Some((rest, Part::Context)), _) => (rest, Part::PreviousContext),
            (Some((rest, _)), _) => (rest, Part::Previous),
            (None, Some(part @ (Part::PreviousContext | Part::Previous))) => (words, part),
            (None, _) => return self.unknown(at..at + words.len()),
        };
        self.part = Some(part);
        let text = self.string(rest, at + words.len() - rest.len());
        let entry = self.open();
        let field =
            if part == Part::PreviousContext { &mut entry.previous_context } else { &mut entry.previous };
        field.get_or_insert_default().push_str(&text);
    }

    /// A keyword and its string, or a string that goes on with what is before it.
    fn words(&mut self, words: &str, at: usize, obsolete: bool) {
        let keyword = KEYWORDS.iter().find_map(|(word, part)| Some((words.strip_prefix(word)?, *part)));
        let (rest, part) = match (keyword, self.part) {
            (Some((rest, part)), _) => (rest, part),
            (None, Some(part)) if words.starts_with('"') => (words, part),
            (None, _) => return self.unknown(at..at + words.len()),
        };
        let begins = keyword.is_some() && matches!(part, Part::Context | Part::Id);
        if begins && self.part == Some(Part::Text) {
            self.close();
        }
        self.part = Some(part);
        // `msgstr[0]` is what a message without a number is translated by.
        let index = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        let (rest, other) = match index {
            Some((number, rest)) => (rest, number != "0"),
            None => (rest, false),
        };
        let text = self.string(rest, at + words.len() - rest.len());
        let end = at + words.len();
        let entry = self.open();
        entry.obsolete |= obsolete;
        match part {
            Part::Context => entry.context.get_or_insert_default().push_str(&text),
            Part::Id => entry.id.push_str(&text),
            Part::Text if other => {}
            Part::Text => {
                entry.span =
                    if keyword.is_some() || entry.span.is_empty() { at..end } else { entry.span.start..end };
                entry.text.push_str(&text);
            }
            Part::Plural | Part::PreviousContext | Part::Previous => {}
        }
    }

    /// A string between quotation marks, its escapes resolved.
    fn string(&mut self, written: &str, at: usize) -> String {
        let words = written.trim();
        let range = at + (written.len() - written.trim_start().len())..at + written.trim_end().len();
        let inner = words.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let Some(inner) = inner.filter(|_| words.len() >= 2) else {
            self.fault(range, "a text stands between quotation marks", "write `msgstr \"…\"`");
            return String::new();
        };
        match unescaped(inner) {
            Some(text) => text,
            None => {
                let hint =
                    "write `\\\"` for a quotation mark, `\\\\` for a backslash, `\\n` for a line's end";
                self.fault(
                    range,
                    "this text has an escape that means nothing, or a bare quotation mark",
                    hint,
                );
                inner.to_string()
            }
        }
    }

    fn unknown(&mut self, range: Range<usize>) {
        let hint = "write `msgid \"…\"` and `msgstr \"…\"`; what is no text begins with `#`";
        self.fault(range, "this line is none of a file of translations", hint);
    }

    fn fault(&mut self, range: Range<usize>, message: &str, hint: &str) {
        let span = Span::new(self.source.id, range.start, range.end);
        self.found.push(Diagnostic::error("bad-translation-file", span, message).hint(hint));
    }

    /// Ends a message. The first without a text of its own is the head.
    fn close(&mut self) {
        self.part = None;
        let Some(entry) = self.entry.take() else { return };
        let is_head = entry.id.is_empty() && entry.context.is_none() && !entry.obsolete;
        if !is_head {
            self.catalog.entries.push(entry);
        } else if self.catalog.head.is_empty() && self.catalog.entries.is_empty() {
            self.catalog.remarks = entry.remarks;
            let field = |line: &str| {
                line.split_once(':').map(|(key, value)| (key.trim().to_string(), value.trim().to_string()))
            };
            self.catalog.head = entry.text.lines().filter_map(field).collect();
        }
    }
}

/// A string without its escapes (those of C); None where one means nothing.
fn unescaped(inner: &str) -> Option<String> {
    let mut out = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => return None,
            '\\' => out.push(match chars.next()? {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                '"' => '"',
                '\\' => '\\',
                _ => return None,
            }),
            c => out.push(c),
        }
    }
    Some(out)
}

/// Lines are not longer, where words allow it.
const WIDTH: usize = 77;

impl Catalog {
    /// The file, as gettext's programs write it.
    pub fn write(&self) -> String {
        let mut out = String::new();
        for remark in &self.remarks {
            comment(&mut out, "#", remark);
        }
        let head: String = self.head.iter().map(|(key, value)| format!("{key}: {value}\n")).collect();
        string(&mut out, "", "msgid", "");
        string(&mut out, "", "msgstr", &head);
        let (kept, obsolete): (Vec<_>, Vec<_>) = self.entries.iter().partition(|entry| !entry.obsolete);
        for entry in kept.into_iter().chain(obsolete) {
            out.push('\n');
            entry.write(&mut out);
        }
        out
    }
}

impl Entry {
    fn write(&self, out: &mut String) {
        self.remarks.iter().for_each(|remark| comment(out, "#", remark));
        self.extracted.iter().for_each(|remark| comment(out, "#.", remark));
        self.references.iter().for_each(|place| comment(out, "#:", place));
        if !self.flags.is_empty() {
            comment(out, "#,", &self.flags.join(", "));
        }
        let mark = if self.obsolete { "#~ " } else { "" };
        let previous = if self.obsolete { "#~| " } else { "#| " };
        if let Some(context) = &self.previous_context {
            string(out, previous, "msgctxt", context);
        }
        if let Some(text) = &self.previous {
            string(out, previous, "msgid", text);
        }
        if let Some(context) = &self.context {
            string(out, mark, "msgctxt", context);
        }
        string(out, mark, "msgid", &self.id);
        string(out, mark, "msgstr", &self.text);
    }
}

fn comment(out: &mut String, sign: &str, text: &str) {
    let text = text.replace(['\n', '\r'], " ");
    out.push_str(format!("{sign} {text}").trim_end());
    out.push('\n');
}

/// A keyword and a text; one that does not fit into a line begins on the next.
fn string(out: &mut String, mark: &str, keyword: &str, text: &str) {
    let lines = lines(text);
    let fits = lines.len() <= 1 && mark.len() + keyword.len() + 3 + lines.concat().len() <= WIDTH + 3;
    if fits {
        out.push_str(&format!("{mark}{keyword} \"{}\"\n", lines.concat()));
        return;
    }
    out.push_str(&format!("{mark}{keyword} \"\"\n"));
    lines.iter().for_each(|line| out.push_str(&format!("{mark}\"{line}\"\n")));
}

/// A text as lines with escapes: parted at its own ends of lines, and between words where they get too long.
fn lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for part in text.split_inclusive('\n') {
        let mut line = String::new();
        for word in part.split_inclusive(' ') {
            let word = escaped(word);
            if !line.is_empty() && line.chars().count() + word.chars().count() > WIDTH {
                lines.push(std::mem::take(&mut line));
            }
            line.push_str(&word);
        }
        lines.push(line);
    }
    lines
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c => out.push(c),
        }
    }
    out
}
