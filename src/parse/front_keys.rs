//! Front matter: YAML between two lines of hyphens at a chapter's head, or TOML between two lines `+++`.

use std::ops::Range;

use super::attrs::{self, language};
use super::builder::Builder;
use super::frame::{Frame, Open};
use super::front::Front;
use super::inlines;
use super::pieces::Pieces;
use super::toml;
use crate::address;
use crate::diag::{Diagnostic, Severity, Sink};
use crate::head::KEYS;
use crate::model::document::{
    Attrs, Block, BlockKind, ChapterFacts, Figure, Image, Inline, InlineKind, OPENING,
};
use crate::model::manifest::{Contributor, ROLES};
use crate::model::manifest::{Date, Lang};
use crate::model::roles::Role;
use crate::model::tree::Within;
use crate::model::walk::plain;
use crate::model::words::Word;
use crate::source::{Source, Span};
use crate::words::{spell_date, word};
use crate::yaml::{self, Entry, Node, Value};

impl Builder<'_> {
    /// Reads the front matter in a range of the chapter.
    pub(super) fn front(&mut self, range: Range<usize>) -> Front {
        let is_said = |line: &str| !line.trim().is_empty() && !line.starts_with('#');
        if !self.text[range.clone()].lines().any(is_said) {
            return Front::default();
        }
        let Some(root) = self.yaml(&range) else { return Front::default() };
        let Value::Map(entries) = root.value else {
            self.unfit(root.span, "front matter is a mapping of keys and values");
            return Front::default();
        };
        self.front_of(&entries)
    }

    /// Reads the front matter in TOML in a range of the chapter.
    pub(super) fn toml_front(&mut self, range: &Range<usize>) -> Front {
        let entries = toml::entries(self.source, self.text, range, self.sink);
        self.front_of(&entries)
    }

    /// What the entries of a head say.
    pub(super) fn front_of(&mut self, entries: &[Entry]) -> Front {
        let mut front = Front::default();
        let mut subtitle = None;
        let (mut byline, mut date, mut summary, mut doi) = (None, None, None, None);
        let mut keywords = None;
        let (mut image, mut alt) = (None, None);
        for Entry { key, key_span, value } in entries {
            match key.as_str() {
                _ if value.value == Value::Null => {}
                "title" => front.title = self.heading(value),
                "subtitle" => subtitle = self.line(value, "subtitle"),
                "author" | "authors" | "contributors" => {
                    front.contributors.extend(self.people(value, key));
                    byline = byline.or(Some(value.span));
                }
                "date" => date = Some(value),
                "abstract" => {
                    summary = self.summary(value);
                    front.facts.summary = summary.as_ref().map(|block| words_of(std::slice::from_ref(block)));
                }
                "keywords" => {
                    front.facts.keywords = self.keywords(value);
                    keywords = Some(value.span);
                }
                "doi" => doi = self.doi(value, &mut front.facts),
                "lang" | "language" => front.lang = self.lang(value),
                "id" => front.head.id = self.scalar(value).map(|id| (id, value.span)),
                "short_title" => front.head.short = self.scalar(value),
                "image" => image = self.scalar(value).map(|path| (path, value.span)),
                "image_alt" | "image-alt" | "alt" => alt = Some(self.alternative(value)),
                "role" => front.role = self.chapter_role(value),
                "columns" => front.columns = self.chapter_columns(value),
                "numbering" => {
                    if self.flag(value) == Some(false) {
                        front.head.classes.push("unnumbered".to_string());
                    }
                }
                _ => self.unknown(key, *key_span),
            }
        }
        let date = date.and_then(|value| self.date(value, &front));
        let byline = byline.and_then(|span| byline_of(&front.contributors, span));
        let keywords = keywords.and_then(|span| self.keywords_line(&front, span));
        let image = image.map(|image| opening(image, alt));
        front.below = [image, subtitle, byline, date, doi, summary, keywords].into_iter().flatten().collect();
        front
    }

    /// What a picture shows; nothing, where it is an ornament.
    fn alternative(&mut self, node: &Node) -> String {
        match &node.value {
            Value::Scalar(scalar) if scalar.text.is_empty() => String::new(),
            Value::Scalar(_) | Value::Null | Value::List(_) | Value::Map(_) => {
                self.scalar(node).unwrap_or_default()
            }
        }
    }

    /// A list, or words with commas or semicolons between them.
    fn keywords(&mut self, node: &Node) -> Vec<String> {
        let mut found = Sink::default();
        let words: Vec<String> = match &node.value {
            Value::List(_) => {
                let texts = yaml::texts(node, "keywords: [moons, tides]", &mut found);
                texts.into_iter().map(|(word, _)| word).collect()
            }
            Value::Null | Value::Scalar(_) | Value::Map(_) => {
                let text = yaml::text(node, &mut found).unwrap_or_default();
                text.split([',', ';']).map(|word| word.trim().to_string()).collect()
            }
        };
        self.warn(found);
        words.into_iter().filter(|word| !word.is_empty()).collect()
    }

    /// `Keywords: moons; tides`, in the chapter's language.
    /// The language that a head is in: the chapter's own, or the book's.
    fn lang_of(&self, front: &Front) -> Lang {
        let of_book = || Lang::new(self.fields.book.get("language").map_or("", String::as_str));
        front.lang.clone().unwrap_or_else(of_book)
    }

    /// The line of the date: a day of the calendar in words, as the manifest's is; other words as they are.
    fn date(&mut self, node: &Node, front: &Front) -> Option<Block> {
        let line = self.line(node, "date")?;
        let BlockKind::Paragraph(content) = &line.kind else { return Some(line) };
        let Some(date) = Date::of_iso(&plain(content)) else { return Some(line) };
        let text = InlineKind::Text(spell_date(&date, &self.lang_of(front)));
        Some(Block { kind: BlockKind::Paragraph(vec![Inline { span: node.span, kind: text }]), ..line })
    }

    fn keywords_line(&self, front: &Front, span: Span) -> Option<Block> {
        if front.facts.keywords.is_empty() {
            return None;
        }
        let name = word(&self.lang_of(front), Word::Keywords);
        let text = |text: String| Inline { span, kind: InlineKind::Text(text) };
        let name = InlineKind::Strong(vec![text(format!("{name}:"))]);
        let content =
            vec![Inline { span, kind: name }, text(format!(" {}", front.facts.keywords.join("; ")))];
        Some(Block { span, attrs: classed("keywords"), kind: BlockKind::Paragraph(content) })
    }

    /// The chapter's own DOI, and a line with the address that it is.
    fn doi(&mut self, node: &Node, facts: &mut ChapterFacts) -> Option<Block> {
        let (written, span) = (self.scalar(node)?, node.span);
        let Some(doi) = address::doi_of(&written) else {
            let message = format!("`{}` is not a DOI", written.escape_debug());
            let hint = "write it as `10.1234/abc`";
            self.sink.push(Diagnostic::warning("bad-doi", span, message).hint(hint));
            return None;
        };
        facts.doi = Some(doi.to_string());
        let destination = address::doi(doi);
        let content = vec![Inline { span, kind: InlineKind::Text(destination.clone()) }];
        let link = InlineKind::Link { attrs: Box::default(), destination, title: None, content };
        let content = vec![Inline { span, kind: link }];
        Some(Block { span, attrs: classed("doi"), kind: BlockKind::Paragraph(content) })
    }

    /// The tree, its places those of the chapter: the scanner is shown blanks for all that stands before.
    fn yaml(&mut self, range: &Range<usize>) -> Option<Node> {
        let before = self.text[..range.start]
            .chars()
            .map(|c| if c == '\n' { "\n".into() } else { " ".repeat(c.len_utf8()) });
        let text = before.collect::<String>() + &self.text[range.clone()];
        let source = Source { id: self.source, path: String::new(), text };
        let mut found = Sink::default();
        let tree = yaml::parse(&source, &mut found);
        self.sink.absorb(found);
        tree
    }

    fn unfit(&mut self, span: Span, message: &str) {
        let hint = "front matter stands between two lines `---` and has a key and a value on each line";
        self.sink.push(Diagnostic::warning("bad-front-matter", span, message).hint(hint));
    }

    fn unknown(&mut self, key: &str, span: Span) {
        let message =
            format!("the front matter's key `{}` is not known here; it is left out", key.escape_debug());
        let found = Diagnostic::warning("unknown-key", span, message);
        self.sink.push(match yaml::nearest(key, &KEYS) {
            Some(near) => found.meant(key, near, KEYS),
            None => found.hint(format!("the keys are {}", KEYS.join(", "))),
        });
    }

    /// Text that is not blank.
    fn scalar(&mut self, node: &Node) -> Option<String> {
        let mut found = Sink::default();
        let words = yaml::text(node, &mut found);
        self.warn(found);
        words
    }

    fn flag(&mut self, node: &Node) -> Option<bool> {
        let mut found = Sink::default();
        let flag = yaml::flag(node, &mut found);
        self.warn(found);
        flag
    }

    /// What is wrong with a chapter's head keeps no book from being built.
    fn warn(&mut self, found: Sink) {
        for diagnostic in found.into_sorted() {
            self.sink.push(Diagnostic { severity: Severity::Warning, ..diagnostic });
        }
    }

    fn lang(&mut self, node: &Node) -> Option<crate::model::manifest::Lang> {
        let tag = self.scalar(node)?;
        language(&tag, node.span, self.sink)
    }

    /// How many columns the chapter is set in.
    fn chapter_columns(&mut self, node: &Node) -> Option<u8> {
        let written = self.scalar(node)?;
        attrs::columns(&written, node.span, self.sink)
    }

    /// What the chapter is.
    fn chapter_role(&mut self, node: &Node) -> Option<Role> {
        let name = self.scalar(node)?;
        let mut found = Sink::default();
        let role =
            Role::named(&name).or_else(|| yaml::choice_name(&name, node.span, &Role::NAMES, &mut found));
        self.warn(found);
        role
    }

    fn heading(&mut self, node: &Node) -> Option<Block> {
        let content = self.inlines(node)?;
        let kind = BlockKind::Heading { level: 1, content };
        Some(Block { span: node.span, attrs: Attrs::default(), kind })
    }

    fn line(&mut self, node: &Node, class: &str) -> Option<Block> {
        let content = self.inlines(node)?;
        Some(Block { span: node.span, attrs: classed(class), kind: BlockKind::Paragraph(content) })
    }

    /// A text's inlines, read as Markdown.
    fn inlines(&mut self, node: &Node) -> Option<Vec<Inline>> {
        let text = self.scalar(node)?;
        let Some(pieces) = self.pieces(&text, node.span, 1) else {
            return Some(vec![Inline { span: node.span, kind: InlineKind::Text(text) }]);
        };
        self.stack.push(Frame::new(Open::Cell, pieces.place(1)));
        self.read_inlines(&format!("|{text}"), &pieces);
        let frame = self.stack.pop().expect("it was pushed above");
        self.brackets_open -= frame.brackets.len();
        Some(inlines::trim(self.text_of(frame.inlines)))
    }

    fn summary(&mut self, node: &Node) -> Option<Block> {
        let text = self.scalar(node)?;
        let blocks = match self.pieces(&text, node.span, 0) {
            Some(pieces) => {
                self.stack.push(Frame::new(Open::Plain, node.span.start as usize));
                let depth = self.stack.len();
                self.read(&text, &pieces);
                while self.stack.len() > depth {
                    self.close_top();
                }
                let frame = self.stack.pop().expect("it was pushed above");
                self.settle(frame.blocks)
            }
            None => {
                let content = vec![Inline { span: node.span, kind: InlineKind::Text(text) }];
                let kind = BlockKind::Paragraph(content);
                vec![Block { span: node.span, attrs: Attrs::default(), kind }]
            }
        };
        let span = node.span;
        (!blocks.is_empty()).then(|| Block {
            span,
            attrs: classed("abstract"),
            kind: BlockKind::Quote(blocks),
        })
    }

    /// Where the words of a scalar stand in the chapter, behind `lead` characters that are not in it. None where some
    /// were written otherwise.
    fn pieces(&self, text: &str, span: Span, lead: usize) -> Option<Pieces> {
        let mut at = span.start as usize;
        let mut pieces = Pieces::default();
        for word in text.split_whitespace() {
            let local = word.as_ptr() as usize - text.as_ptr() as usize;
            let (found, escape) = typed_at(self.text.get(at..span.end as usize)?, word)?;
            at += found;
            if local == 0 && lead > 0 {
                pieces.push(0, at.checked_sub(lead)?);
            }
            // Blanks between words are as wide as written, where they are written as they are read.
            pieces.push(local + lead, at);
            for (within, c) in word.char_indices() {
                let is_escaped = escape.is_some_and(|escape| c == escape || escape == '"' && c == '\\');
                if is_escaped {
                    at += 1;
                    pieces.push(local + lead + within, at);
                }
                at += c.len_utf8();
            }
        }
        Some(pieces)
    }

    /// Names, alone or in a list, or mappings of names and roles.
    fn people(&mut self, node: &Node, key: &str) -> Vec<Contributor> {
        let items = match &node.value {
            Value::List(items) => items.as_slice(),
            Value::Null | Value::Scalar(_) | Value::Map(_) => std::slice::from_ref(node),
        };
        let role = if key == "contributors" { "ctb" } else { "aut" };
        items.iter().filter_map(|item| self.person(item, role)).collect()
    }

    fn person(&mut self, node: &Node, role: &str) -> Option<Contributor> {
        let person = |name: String, role: &str| Contributor {
            name,
            sort: None,
            role: role.to_string(),
            span: node.span,
        };
        let Value::Map(entries) = &node.value else {
            return self.scalar(node).map(|name| person(name, role));
        };
        let (mut name, mut role) = (None, role);
        for Entry { key, key_span, value } in entries {
            match key.as_str() {
                "name" => name = self.name(value),
                "role" => role = self.role(value).unwrap_or(role),
                _ => self.unknown(key, *key_span),
            }
        }
        if name.is_none() {
            self.unfit(node.span, "this contributor has no name");
        }
        name.map(|name| person(name, role))
    }

    /// A name, or its parts as Quarto has them.
    fn name(&mut self, node: &Node) -> Option<String> {
        let Value::Map(entries) = &node.value else { return self.scalar(node) };
        let mut parts = Vec::new();
        for wanted in ["given", "family"] {
            let part = entries.iter().find(|entry| entry.key == wanted);
            parts.extend(part.and_then(|part| self.scalar(&part.value)));
        }
        for other in entries.iter().filter(|entry| !matches!(entry.key.as_str(), "given" | "family")) {
            self.unknown(&other.key, other.key_span);
        }
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    fn role(&mut self, node: &Node) -> Option<&'static str> {
        let codes = ROLES.iter().map(|(_, code)| (*code, *code));
        let known: Vec<(&str, &'static str)> = ROLES.iter().copied().chain(codes).collect();
        let mut found = Sink::default();
        let role = yaml::choice(node, &known, &mut found);
        self.warn(found);
        role
    }
}

/// The words of some blocks, with single spaces. Recursion is bounded: parsing caps nesting.
fn words_of(blocks: &[Block]) -> String {
    let mut words = String::new();
    for block in blocks {
        block.children(&mut |within| {
            let said = match within {
                Within::Blocks(blocks) => words_of(blocks),
                Within::Inlines(content) => plain(content),
            };
            words.push_str(&said);
            words.push(' ');
        });
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn classed(class: &str) -> Attrs {
    Attrs { classes: vec![class.to_string()], ..Attrs::default() }
}

/// The picture that opens a chapter.
fn opening((path, span): (String, Span), alt: Option<String>) -> Block {
    let decorative = alt.as_deref() == Some("");
    let alt = alt.unwrap_or_default();
    let image = Image { path, alt, title: None, width: None, height: None, decorative, span };
    let kind = BlockKind::Figure(Figure { image, chart: None, data: None, diagram: None, caption: None });
    Block { span, attrs: classed(OPENING), kind }
}

fn byline_of(contributors: &[Contributor], span: Span) -> Option<Block> {
    let names: Vec<&str> = contributors.iter().map(|one| one.name.as_str()).collect();
    let content = vec![Inline { span, kind: InlineKind::Text(names.join(", ")) }];
    let kind = BlockKind::Paragraph(content);
    (!names.is_empty()).then(|| Block { span, attrs: classed("byline"), kind })
}
/// Where a word stands in what is typed, as it is or with the escapes of quotation marks; and which marks these are.
fn typed_at(typed: &str, word: &str) -> Option<(usize, Option<char>)> {
    if let Some(found) = typed.find(word) {
        return Some((found, None));
    }
    let double = word.replace('\\', "\\\\").replace('"', "\\\"");
    let single = word.replace('\'', "''");
    let double = typed.find(&double).map(|found| (found, Some('"')));
    double.or_else(|| typed.find(&single).map(|found| (found, Some('\''))))
}
