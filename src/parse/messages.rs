//! What of a file is translated: the words of each of its blocks, and where they stand.

use std::collections::BTreeMap;
use std::ops::Range;

use super::builder::Builder;
use super::with_line_feeds;
use crate::chars::has_visible;
use crate::diag::Sink;
use crate::head;
use crate::model::document::{
    Block, BlockKind, CellContent, Chapter, Figure, Inline, InlineKind, Table, Unset,
};
use crate::model::manifest::Fields;
use crate::model::translation::{Anchors, Message, MessageKind, in_one_line};
use crate::model::tree::{Seen, Within, blocks, inlines};
use crate::model::walk::{plain, slug};
use crate::source::{Source, SourceId};

/// The messages of a text, in their order, none within another.
pub fn messages(source: &Source, fields: &Fields) -> Vec<Message> {
    let text = with_line_feeds(&source.text);
    let chapter = Builder::new(source.id, &text, fields, &mut Sink::default()).build();
    let head = head::front(&text, 0).map_or(0, |(_, after)| after);
    let mut finder = Finder { source, head, found: Vec::new() };
    finder.chapter(&chapter);
    let mut found = finder.found;
    found.sort_by_key(|message| (message.range.start, std::cmp::Reverse(message.range.end)));
    let mut end = 0;
    found.retain(|message| {
        let is_after = message.range.start >= end;
        end = end.max(message.range.end);
        is_after
    });
    keep_names(&chapter, &mut found);
    found
}

/// What of a text must be in its translation too, whatever it says: where links lead, notes, works, pictures, fields, ids.
pub fn anchors(text: &str, fields: &Fields) -> Anchors {
    let chapter = Builder::new(SourceId::default(), text, fields, &mut Sink::default()).build();
    let mut found = Anchors { blocks: chapter.blocks.len(), ..Anchors::default() };
    blocks(&chapter.blocks, &mut |seen| match seen {
        Seen::Inline(inline) => hold(&mut found, inline),
        Seen::Block(_) => {}
    });
    // By itself, a text has none of the notes that it calls: they are no calls to who parses it.
    let calls = text.split("[^").skip(1).filter_map(|rest| rest.split_once(']'));
    let labels = calls.map(|(label, _)| label).filter(|label| !label.contains(char::is_whitespace));
    found.names.extend(labels.map(|label| format!("the call of note `{label}`")));
    found.names.sort();
    found
}

fn hold(found: &mut Anchors, inline: &Inline) {
    match &inline.kind {
        InlineKind::Link { destination, .. } => found.names.push(format!("the link to `{destination}`")),
        InlineKind::Image(image) => found.names.push(format!("the picture `{}`", image.path)),
        InlineKind::Span { attrs, .. } => {
            found.names.extend(attrs.id.iter().map(|(id, _)| format!("the id `{id}`")));
        }
        InlineKind::Unset { kind: Unset::Citation, text } => {
            found.names.push(format!("the citation `{text}`"));
        }
        InlineKind::Unset { kind: Unset::Template, text } => {
            found.names.push(format!("the field `{text}`"));
        }
        InlineKind::Text(text) => {
            found.stray += text.matches(['*', '`']).count() + text.matches("__").count();
        }
        InlineKind::Literal(_)
        | InlineKind::NoteCall(_)
        | InlineKind::Code(_)
        | InlineKind::Maths(_)
        | InlineKind::Unset { .. }
        | InlineKind::Emphasis(_)
        | InlineKind::Strong(_)
        | InlineKind::Strikethrough(_)
        | InlineKind::Superscript(_)
        | InlineKind::Subscript(_)
        | InlineKind::Keyboard(_)
        | InlineKind::Abbreviation { .. }
        | InlineKind::Phrase { .. }
        | InlineKind::SoftBreak
        | InlineKind::HardBreak => {}
    }
}

struct Finder<'a> {
    source: &'a Source,
    /// Where the head of the file ends.
    head: usize,
    found: Vec<Message>,
}

impl Finder<'_> {
    fn chapter(&mut self, chapter: &Chapter) {
        self.run(&chapter.blocks);
        chapter.notes.iter().for_each(|note| self.run(&note.blocks));
    }

    /// Recursion is bounded: parsing caps nesting.
    fn run(&mut self, run: &[Block]) {
        for block in run {
            match &block.kind {
                BlockKind::Table(table) => self.table(table),
                BlockKind::Figure(figure) => self.figure(figure),
                BlockKind::Heading { .. }
                | BlockKind::Paragraph(_)
                | BlockKind::Quote(_)
                | BlockKind::Admonition { .. }
                | BlockKind::List(_)
                | BlockKind::Definitions(_)
                | BlockKind::Code(_)
                | BlockKind::Only(..)
                | BlockKind::Group(_)
                | BlockKind::Equation(_)
                | BlockKind::Bibliography(_)
                | BlockKind::Index(_)
                | BlockKind::Break
                | BlockKind::PageBreak(_)
                | BlockKind::Columns(_) => {
                    let kind = kind_of(block);
                    block.children(&mut |within| match within {
                        Within::Blocks(run) => self.run(run),
                        Within::Inlines(content) => self.text(content, kind),
                    });
                }
            }
        }
    }

    fn table(&mut self, table: &Table) {
        for cell in table.head.iter().chain(&table.rows).flat_map(|row| &row.cells) {
            match &cell.content {
                CellContent::Text(content) => self.text(content, MessageKind::Line),
                CellContent::Blocks(run) => self.run(run),
            }
        }
        if let Some(caption) = &table.caption {
            self.text(caption, MessageKind::Caption);
        }
    }

    fn figure(&mut self, figure: &Figure) {
        if !figure.image.decorative {
            let place = (figure.image.span.start as usize, figure.image.span.end as usize);
            self.alt(place.0..place.1);
        }
        let caption = figure.caption.as_ref().or(figure.image.title.as_ref());
        caption.iter().for_each(|caption| self.text(caption, MessageKind::Caption));
    }

    /// What stands in brackets at the beginning of an image: `![What it shows](…)`.
    fn alt(&mut self, image: Range<usize>) {
        let Some(inner) = self.source.text.get(image.clone()).and_then(|text| text.strip_prefix("![")) else {
            return;
        };
        let (mut depth, mut escaped) = (1, false);
        let end = inner.char_indices().find(|(_, c)| {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '[' => depth += 1,
                ']' => depth -= 1,
                _ => {}
            }
            depth == 0
        });
        if let Some((length, _)) = end {
            let start = image.start + 2;
            self.add(start..start + length, MessageKind::Alt);
        }
    }

    /// A run of words: from the first to the last that the author typed.
    fn text(&mut self, content: &[Inline], kind: MessageKind) {
        if !is_translated(content) {
            return;
        }
        let spans = || content.iter().map(|inline| inline.span).filter(|span| span.source == self.source.id);
        let (Some(start), Some(end)) =
            (spans().map(|span| span.start).min(), spans().map(|span| span.end).max())
        else {
            return;
        };
        let end = self.with_attributes(content, end as usize);
        self.add(start as usize..end, kind);
    }

    /// The end of a run with the attributes that stand right behind its last link, picture or code.
    fn with_attributes(&self, content: &[Inline], end: usize) -> usize {
        let takes = |inline: &Inline| {
            matches!(inline.kind, InlineKind::Link { .. } | InlineKind::Image(_) | InlineKind::Code(_))
        };
        let rest = self.source.text.get(end..).unwrap_or_default();
        let close = rest.starts_with('{').then(|| rest.find(['}', '\n'])).flatten();
        let close = close.filter(|at| rest[*at..].starts_with('}'));
        match close.filter(|_| content.last().is_some_and(takes)) {
            Some(at) => end + at + 1,
            None => end,
        }
    }

    fn add(&mut self, range: Range<usize>, kind: MessageKind) {
        let whole = self.source.text.get(range.clone()).unwrap_or_default();
        let blanks = whole.len() - whole.trim_start().len();
        let range = range.start + blanks..range.start + blanks + whole.trim().len();
        if !has_visible(whole) || range.is_empty() {
            return;
        }
        let kind = if range.end <= self.head { MessageKind::Head } else { kind };
        let lead = lead(&self.source.text, range.start);
        let quotes = lead.matches('>').count();
        let text = in_one_line(self.source, range.clone(), quotes);
        let before = self.source.text[..range.start].chars().next_back();
        let after = self.source.text[range.end..].chars().next();
        let quote = before.filter(|c| matches!(c, '"' | '\'') && Some(*c) == after);
        self.found.push(Message { range, text, kind, lead, quote, id: None });
    }
}

fn kind_of(block: &Block) -> MessageKind {
    match &block.kind {
        BlockKind::Heading { .. } => MessageKind::Heading,
        BlockKind::Definitions(_) => MessageKind::Line,
        BlockKind::Admonition { .. } | BlockKind::Code(_) | BlockKind::Group(_) => MessageKind::Caption,
        BlockKind::Paragraph(_)
        | BlockKind::Quote(_)
        | BlockKind::List(_)
        | BlockKind::Table(_)
        | BlockKind::Figure(_)
        | BlockKind::Only(..)
        | BlockKind::Equation(_)
        | BlockKind::Bibliography(_)
        | BlockKind::Index(_)
        | BlockKind::Break
        | BlockKind::PageBreak(_)
        | BlockKind::Columns(_) => MessageKind::Paragraph,
    }
}

/// Whether a run has words: a formula, a field or a picture alone is the same in every language.
fn is_translated(content: &[Inline]) -> bool {
    let mut found = false;
    inlines(content, &mut |seen| {
        if let Seen::Inline(inline) = seen {
            found |= match &inline.kind {
                InlineKind::Text(text) | InlineKind::Literal(text) => text.chars().any(char::is_alphabetic),
                InlineKind::Image(image) => !image.decorative && has_visible(&image.alt),
                InlineKind::Abbreviation { .. } => true,
                InlineKind::Code(_)
                | InlineKind::Maths(_)
                | InlineKind::Unset { .. }
                | InlineKind::Emphasis(_)
                | InlineKind::Strong(_)
                | InlineKind::Strikethrough(_)
                | InlineKind::Superscript(_)
                | InlineKind::Subscript(_)
                | InlineKind::Keyboard(_)
                | InlineKind::Phrase { .. }
                | InlineKind::Span { .. }
                | InlineKind::Link { .. }
                | InlineKind::NoteCall(_)
                | InlineKind::SoftBreak
                | InlineKind::HardBreak => false,
            };
        }
    });
    found
}

/// What leads to a place on its line, fit to lead to the lines after it: quotations go on, all else is room.
fn lead(text: &str, at: usize) -> String {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let before = &text[start..at];
    // Further than marks of lists and quotations reach, it is no lead but the line's own words.
    if before.len() > 60 || before.contains(char::is_alphabetic) {
        return String::new();
    }
    before.chars().map(|c| if c == '>' || c == '\t' { c } else { ' ' }).collect()
}

/// Headings keep the ids that are made of their words, where no other of the file has the same.
fn keep_names(chapter: &Chapter, found: &mut [Message]) {
    let mut names: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut add = |name: String, place: usize| names.entry(name).or_default().push(place);
    blocks(&chapter.blocks, &mut |seen| {
        if let Some((id, span)) = seen.attrs().and_then(|attrs| attrs.id.as_ref()) {
            add(id.clone(), span.start as usize);
            return;
        }
        if let Seen::Block(Block { kind: BlockKind::Heading { content, .. }, .. }) = seen
            && let Some(first) = content.first()
        {
            add(slug(&plain(content)), first.span.start as usize);
        }
    });
    let alone = names.into_iter().filter(|(_, places)| places.len() == 1);
    let by_place: BTreeMap<usize, String> = alone.map(|(name, places)| (places[0], name)).collect();
    for message in found.iter_mut().filter(|message| message.kind == MessageKind::Heading) {
        message.id = by_place.get(&message.range.start).cloned();
    }
}
