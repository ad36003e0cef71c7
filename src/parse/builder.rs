//! The stack machine: opens and closes frames as events and tags come, and turns each closed frame into its block or
//! inline. Nothing recurses over the text's nesting.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::abbreviations;
use super::blocks;
use super::foreign;
use super::frame::{Frame, Mark, Open, item};
use super::front::Front;
use super::inlines;
use super::lines;
use super::only;
use super::pieces::Pieces;
use super::references::{self, References};
use super::speech::spoken;
use super::strays;
use super::title_block;
use super::trailing;
use super::words;
use crate::diag::{Diagnostic, Sink};
use crate::head;
use crate::model::document::{
    Attrs, Block, BlockKind, Cell, CellContent, Chapter, Definition, Inline, InlineKind, List, NodeId,
    NoteBody, Row,
};
use crate::model::manifest::Fields;
use crate::source::{SourceId, Span};

/// Containers, and inlines, that may stand within one another. Deeper ones are taken for their content: later passes
/// walk the tree by recursion, and no page has room for more.
const DEEPEST: usize = 100;

pub(super) struct Builder<'a> {
    pub(super) source: SourceId,
    pub(super) text: &'a str,
    pub(super) fields: &'a Fields,
    /// Notes that only what is in neither edition calls.
    pub(super) unneeded: BTreeSet<String>,
    pub(super) sink: &'a mut Sink,
    pub(super) stack: Vec<Frame>,
    pub(super) notes: Vec<NoteBody>,
    /// Up to here the text was read as an attribute list: events that lie before are not text.
    pub(super) skip_to: usize,
    /// Elements that have begun in it and not ended.
    pub(super) skipped: usize,
    /// Inside `script` or `style`, whose text is not the author's; the tag that opened it.
    pub(super) dropping: Option<(String, Span)>,
    /// Elements dropped whose closing tags are still to come.
    pub(super) dropped_open: BTreeMap<String, u32>,
    /// The lines of the HTML block being read and where each stands in the source.
    pub(super) html: Option<(String, Pieces)>,
    /// Open containers, and open inlines, that the tree keeps.
    blocks_deep: usize,
    marks_deep: usize,
    /// Opening brackets read as text so far, each of which may turn out to open a span.
    pub(super) brackets_open: usize,
    /// Items of pandoc's example lists so far.
    pub(super) examples: u64,
    /// Their numbers, by the labels that they were given.
    pub(super) example_labels: BTreeMap<String, u64>,
    /// Environments of TeX that are open.
    environments: Vec<String>,
    depth_reported: bool,
    /// Classes of divs that mean nothing here, told of once.
    pub(super) told_divs: BTreeSet<String>,
    pub(super) controls_reported: bool,
    /// What short forms stand for.
    abbreviations: Vec<(String, String)>,
    /// A comment stood after a blank: the blank after it is one too many.
    pub(super) after_comment: bool,
    /// Texts that are being read, each within the one before. All but the first know nothing of the chapter's notes.
    pub(super) readings: usize,
    /// What the labels of links stand for, for texts that are read within the chapter's.
    pub(super) references: Arc<References>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(
        source: SourceId,
        text: &'a str,
        fields: &'a Fields,
        sink: &'a mut Sink,
    ) -> Builder<'a> {
        Builder {
            source,
            text,
            fields,
            unneeded: BTreeSet::new(),
            sink,
            stack: vec![Frame::new(Open::Plain, 0)],
            notes: Vec::new(),
            skip_to: 0,
            skipped: 0,
            dropping: None,
            dropped_open: BTreeMap::new(),
            html: None,
            blocks_deep: 0,
            marks_deep: 0,
            brackets_open: 0,
            examples: 0,
            example_labels: BTreeMap::new(),
            environments: Vec::new(),
            depth_reported: false,
            told_divs: BTreeSet::new(),
            controls_reported: false,
            abbreviations: Vec::new(),
            after_comment: false,
            readings: 0,
            references: Arc::default(),
        }
    }

    /// Reads the whole chapter. A byte order mark at its start is no text.
    pub(super) fn build(mut self) -> Chapter {
        let begins = if self.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let text = self.text;
        let found = head::front(text, begins);
        let mut start = found.as_ref().map_or(begins, |(_, after)| *after);
        let mut front = found.map(|(range, _)| self.front(range));
        if let Some((range, after)) = head::toml(text, begins) {
            start = after;
            front = Some(self.toml_front(&range));
        }
        if let Some((entries, after)) = title_block::find(text, begins, self.source) {
            start = after;
            front = Some(self.front_of(&entries));
        }
        self.read(&text[start..], &Pieces::one(start));
        self.finish_reading(front)
    }

    fn finish_reading(mut self, front: Option<Front>) -> Chapter {
        while self.stack.len() > 1 {
            self.close_top();
        }
        let root = self.stack.pop().expect("the chapter's own frame is closed last");
        let blocks = blocks::settle(root.blocks, self.text, self.sink);
        if !self.unneeded.is_empty() {
            let mut called = only::calls(&blocks);
            self.notes.iter().for_each(|note| called.extend(only::calls(&note.blocks)));
            self.notes.retain(|note| called.contains(&note.label) || !self.unneeded.contains(&note.label));
        }
        let mut chapter = Chapter { blocks, notes: self.notes, ..Chapter::default() };
        if let Some(front) = front {
            front.give(&mut chapter);
        }
        references::settle(&mut chapter, &self.references, self.text);
        abbreviations::expand(&mut chapter, &self.abbreviations);
        strays::tell(&mut chapter, (self.text, &self.example_labels), self.sink);
        foreign::tell(&chapter, self.text, self.sink);
        chapter
    }

    /// Reads a part of a file that another includes. Its front matter would be the other's.
    pub(super) fn build_part(mut self, part: &str, pieces: &Pieces) -> Chapter {
        let found = head::front(part, 0).or_else(|| head::toml(part, 0));
        let start = found.map_or(0, |(_, after)| after);
        self.read(&part[start..], &pieces.part(&(start..part.len())));
        self.finish_reading(None)
    }

    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.source, start, end)
    }

    pub(super) fn top(&mut self) -> &mut Frame {
        self.stack.last_mut().expect("the chapter's own frame stays open")
    }

    /// Opens a container or leaf block.
    pub(super) fn open_block(&mut self, open: Open, start: usize) {
        self.close_implicit();
        if !open.is_part() {
            self.imply_entry(start);
        }
        // Items and the parts of definitions belong to their list: where it is not kept, neither are they.
        let kept = match open {
            Open::Quote(_)
            | Open::List(_)
            | Open::Definitions(_)
            | Open::Note(_)
            | Open::Figure(_)
            | Open::Div(_) => self.blocks_deep < DEEPEST,
            Open::Slot(_) => matches!(self.top().open, Open::Row { .. }),
            Open::Item { .. } => matches!(self.top().open, Open::List(_)),
            Open::Term | Open::Detail => matches!(self.top().open, Open::Definitions(_)),
            Open::Plain
            | Open::Table(..)
            | Open::Row { .. }
            | Open::Cell
            | Open::Caption
            | Open::Paragraph { .. }
            | Open::Heading(_)
            | Open::Code { .. }
            | Open::Mark(_) => true,
        };
        let open = if kept { open } else { Open::Plain };
        if !kept {
            self.report_depth(start);
        }
        self.enter(&open);
        self.stack.push(Frame::new(open, start));
    }

    /// Counts what is about to be opened.
    pub(super) fn enter(&mut self, open: &Open) {
        self.blocks_deep += usize::from(open.nests());
    }

    /// Whether a block that starts here may hold others.
    pub(super) fn has_room(&mut self, start: usize) -> bool {
        let has_room = self.blocks_deep < DEEPEST;
        if !has_room {
            self.report_depth(start);
        }
        has_room
    }

    pub(super) fn open_mark(&mut self, mark: Mark, start: usize) {
        self.ensure_inlines(start);
        let kept = self.keeps_mark(start);
        self.marks_deep += usize::from(kept);
        let mut frame = Frame::new(Open::Mark(if kept { mark } else { Mark::Plain }), start);
        if !kept {
            // It goes on with the text before it and hands all back: copied at each level, deep nesting would be quadratic.
            frame.inlines = std::mem::take(&mut self.top().inlines);
        }
        self.stack.push(frame);
    }

    /// Whether an inline that starts here is kept, or lies too deep.
    pub(super) fn keeps_mark(&mut self, start: usize) -> bool {
        let kept = self.marks_deep + self.brackets_open < DEEPEST;
        if !kept {
            self.report_depth(start);
        }
        kept
    }

    fn report_depth(&mut self, at: usize) {
        if !std::mem::replace(&mut self.depth_reported, true) {
            self.sink.push(
                Diagnostic::warning(
                    "nesting-too-deep",
                    Span::new(self.source, at, at + 1),
                    format!("nested more than {DEEPEST} levels deep; what lies deeper is set at this level"),
                )
                .hint("take some of the levels out"),
            );
        }
    }

    /// Makes sure that inlines have a place: text straight in a container opens a paragraph of its own.
    pub(super) fn ensure_inlines(&mut self, start: usize) {
        if !self.top().holds_inlines() {
            self.imply_entry(start);
            let attrs = Attrs::default();
            self.stack.push(Frame::new(Open::Paragraph { implicit: true, attrs }, start));
        }
    }

    /// Closes text that no Markdown opened, where a block begins or an HTML block ends: a paragraph that only text
    /// opened, a `<p>` or a `<pre>`, with the tags left open in it.
    pub(super) fn close_implicit(&mut self) {
        while let Some(at) = self.stack.iter().rposition(|frame| !(frame.is_mark() && frame.tag.is_some()))
            && self.stack[at].is_loose_text()
        {
            while self.stack.len() > at {
                self.close_top();
            }
        }
    }

    /// Closes the innermost frame that Markdown opened, and tags left open inside it.
    pub(super) fn close_markdown(&mut self, end: usize) {
        let implicit = |frame: &Frame| matches!(frame.open, Open::Paragraph { implicit: true, .. });
        self.stop_dropping();
        while self.stack.len() > 1 && (self.top().tag.is_some() || implicit(self.top())) {
            self.close_top();
        }
        if self.stack.len() > 1 {
            self.top().end = end;
            self.close_top();
        }
    }

    /// Closes the top frame and hands what it becomes to the frame below.
    pub(super) fn close_top(&mut self) {
        let Some(frame) = self.stack.pop() else { return };
        self.blocks_deep -= usize::from(frame.open.nests());
        self.brackets_open -= frame.brackets.len();
        self.marks_deep -=
            usize::from(matches!(&frame.open, Open::Mark(mark) if !matches!(mark, Mark::Plain)));
        if let Some(tag) = frame.left_open() {
            let span = Span::new(self.source, frame.start, frame.start + tag.len() + 1);
            let (what, end) = match &frame.open {
                Open::Div(div) if !div.by_tag || div.head.is_some() => {
                    ("this div".to_string(), tag.to_string())
                }
                _ => (format!("`<{tag}>`"), format!("</{tag}>")),
            };
            let missing = format!("{what} is not closed before the text around it ends");
            self.sink.push(Diagnostic::warning("unclosed-tag", span, missing).hint(format!("add `{end}`")));
        }
        self.finish(frame);
    }

    fn finish(&mut self, frame: Frame) {
        let Frame { open, start, mut end, tag, attrs: given, blocks: mut children, inlines: content, .. } =
            frame;
        end = content.last().map_or(end, |last| end.max(last.span.end as usize));
        end = children.last().map_or(end, |last| end.max(last.span.end as usize));
        let span = self.span(start, end);
        match open {
            Open::Plain => self.splice(children),
            Open::Quote(kind) => {
                let mut blocks = self.settle(children);
                let alert = kind.map(|kind| (kind, None)).or_else(|| self.alert(&mut blocks));
                self.block(
                    span,
                    given,
                    match alert {
                        Some((kind, title)) => BlockKind::Admonition { kind, usual: None, title, blocks },
                        None => BlockKind::Quote(blocks),
                    },
                );
            }
            Open::Div(div) => {
                let blocks = self.settle(children);
                self.finish_div(*div, span, blocks);
            }
            Open::List(list) => self.list(span, given, list),
            Open::Item { task } => {
                place(&mut children, given, span);
                let item = item(span, task, self.settle(children));
                if let Open::List(list) = &mut self.top().open {
                    list.items.push(item);
                }
            }
            Open::Definitions(list) => self.definitions(span, given, list),
            Open::Term => {
                let content = anchored(inlines::trim(self.text_of(content)), given, span);
                self.term(content);
            }
            Open::Detail => {
                place(&mut children, given, span);
                let blocks = self.settle(children);
                if let Open::Definitions(list) = &mut self.top().open {
                    match list.last_mut() {
                        Some(last) => last.details.push(blocks),
                        None => list.push(Definition {
                            node: NodeId::default(),
                            terms: vec![Vec::new()],
                            details: vec![blocks],
                        }),
                    }
                }
            }
            Open::Note(label) => {
                let blocks = self.settle(children);
                self.notes.push(NoteBody { node: NodeId::default(), label, span, blocks });
            }
            Open::Table(mut table, foot) => {
                table.look.totals = u16::try_from(foot.len()).unwrap_or(u16::MAX);
                table.rows.extend(foot);
                self.finish_table(tag.as_deref(), span, given, table);
            }
            Open::Row { header, mut cells } => {
                if tag.is_none() {
                    self.surplus(&mut cells, span);
                }
                if let Open::Table(table, _) = &mut self.top().open {
                    let rows = if header { &mut table.head } else { &mut table.rows };
                    rows.push(Row { cells });
                }
            }
            Open::Slot(cell) => {
                place(&mut children, given, span);
                let blocks = self.settle(children);
                self.finish_slot(span, *cell, blocks);
            }
            Open::Caption => {
                let content = anchored(inlines::trim(self.text_of(content)), given, span);
                if let Open::Table(table, _) = &mut self.top().open {
                    table.caption = Some(content).filter(|content| !content.is_empty());
                }
            }
            Open::Cell => {
                let words = self.text_of(content);
                let cell = match children.is_empty() {
                    true => Cell::text(span, words),
                    false => {
                        let rest = inlines::trim(words);
                        if !rest.is_empty() {
                            let kind = BlockKind::Paragraph(rest);
                            children.push(Block { span, attrs: Attrs::default(), kind });
                        }
                        Cell::new(span, CellContent::of(self.settle(children)))
                    }
                };
                if let Open::Row { cells, .. } = &mut self.top().open {
                    cells.push(cell);
                }
            }
            Open::Paragraph { .. } if self.declared((start, end)) => {}
            Open::Paragraph { attrs, .. } => {
                let content = lines::of_bars(inlines::trim(self.text_of(content)), self.text);
                let defined = self.text.get(start..end).and_then(abbreviations::defined);
                let mut content = content;
                if let Some((from, defined)) = defined {
                    self.abbreviations.extend(defined);
                    content = inlines::before(content, start + from);
                }
                match () {
                    () if content.is_empty() => {
                        if [super::attrs::BREAK, super::attrs::BREAK_BEFORE]
                            .iter()
                            .any(|class| attrs.has_class(class))
                        {
                            self.top().blocks.push(blocks::page_break(span));
                        }
                    }
                    // The words of a caption are those of both editions.
                    () if blocks::has_prefix(&content) => {
                        self.block(span, attrs, BlockKind::Paragraph(content))
                    }
                    () => self.paragraphs(span, attrs, content),
                }
            }
            Open::Heading(level) => {
                let mut content = inlines::trim(self.text_of(content));
                let written = trailing::of_heading(&mut content, self.text, self.sink);
                let mut attrs = given;
                super::attrs::merge(&mut attrs, written.attrs);
                self.block(span, attrs, BlockKind::Heading { level, content });
            }
            Open::Code { info, text } => self.code(span, given, &info, text),
            Open::Figure(attrs) => {
                let blocks = blocks::figure(self.settle(children), attrs, span);
                self.splice(blocks);
            }
            Open::Mark(mark @ Mark::Plain) => self.finish_mark(mark, span, content),
            Open::Mark(mark) => self.finish_mark(mark, span, inlines::tidy(content, self.text)),
        }
    }

    /// A finished text.
    pub(super) fn text_of(&mut self, content: Vec<Inline>) -> Vec<Inline> {
        let content = inlines::tidy(content, self.text);
        let (source, notes, sink) = (self.text, &mut self.notes, &mut *self.sink);
        let mut reader =
            words::Reader { source, notes, sink, environments: &mut self.environments, depth: 0 };
        reader.read(content, false)
    }

    pub(super) fn settle(&mut self, children: Vec<Block>) -> Vec<Block> {
        blocks::settle(children, self.text, self.sink)
    }

    pub(super) fn block(&mut self, span: Span, attrs: Attrs, kind: BlockKind) {
        let mut block = Block { span, attrs, kind };
        spoken(&mut block);
        self.top().blocks.push(block);
    }

    /// A paragraph; one for each edition where some of its words are for one alone. Its id is the PDF's then.
    fn paragraphs(&mut self, span: Span, mut attrs: Attrs, content: Vec<Inline>) {
        for (medium, content) in only::editions(content) {
            let kind = BlockKind::Paragraph(content);
            let Some(medium) = medium else {
                self.block(span, attrs, kind);
                return;
            };
            let inner = Block { span, attrs: attrs.clone(), kind };
            attrs.id = None;
            self.block(span, Attrs::default(), BlockKind::Only(medium, vec![inner]));
        }
    }

    /// Adds blocks without copying them when there are none yet, so that deep plain nesting stays linear.
    pub(super) fn splice(&mut self, mut blocks: Vec<Block>) {
        let into = &mut self.top().blocks;
        if into.is_empty() { *into = blocks } else { into.append(&mut blocks) }
    }

    /// A term right after another one shares its details.
    fn term(&mut self, content: Vec<Inline>) {
        let Open::Definitions(list) = &mut self.top().open else { return };
        match list.last_mut().filter(|last| last.details.is_empty()) {
            Some(last) => last.terms.push(content),
            None => {
                list.push(Definition { node: NodeId::default(), terms: vec![content], details: Vec::new() })
            }
        }
    }

    /// A list of no items is nothing. One that is counted down without a start ends with one.
    fn list(&mut self, span: Span, attrs: Attrs, mut list: List) {
        if list.items.is_empty() {
            return;
        }
        if list.numerals.falling && list.start == Some(u64::MAX) {
            list.start = Some(list.items.len() as u64);
        }
        self.block(span, attrs, BlockKind::List(list));
    }

    /// Definitions straight among others belong to those.
    fn definitions(&mut self, span: Span, attrs: Attrs, mut list: Vec<Definition>) {
        list.iter_mut()
            .filter(|entry| entry.details.is_empty())
            .for_each(|entry| entry.details.push(Vec::new()));
        match &mut self.top().open {
            Open::Definitions(outer) => outer.append(&mut list),
            _ if list.is_empty() => {}
            _ => self.block(span, attrs, BlockKind::Definitions(list)),
        }
    }

    pub(super) fn inline(&mut self, span: Span, kind: InlineKind) {
        self.ensure_inlines(span.start as usize);
        self.top().inlines.push(Inline { span, kind });
    }
}

/// Gives the id of a tag to the first block of what it holds, which has none itself, or to an anchor before it.
fn place(blocks: &mut Vec<Block>, attrs: Attrs, span: Span) {
    let Some(id) = attrs.id else { return };
    match blocks.first_mut().filter(|first| first.attrs.id.is_none()) {
        Some(first) => first.attrs.id = Some(id),
        None => {
            let content = anchored(Vec::new(), Attrs { id: Some(id), ..Attrs::default() }, span);
            let kind = BlockKind::Paragraph(content);
            blocks.insert(0, Block { span, attrs: Attrs::default(), kind });
        }
    }
}

/// A text with the anchor of its tag before it.
fn anchored(mut content: Vec<Inline>, attrs: Attrs, span: Span) -> Vec<Inline> {
    if attrs.id.is_some() {
        let attrs = Box::new(Attrs { id: attrs.id, ..Attrs::default() });
        content.insert(0, Inline { span, kind: InlineKind::Span { attrs, content: Vec::new() } });
    }
    content
}
