//! From pulldown-cmark's events to frames and inlines.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::attrs::{self, Written};
use super::builder::Builder;
use super::directives;
use super::foreign;
use super::formulas;
use super::frame::{Mark, Open, admonition, column};
use super::inlines;
use super::markers;
use super::noted_links;
use super::only::{self, Shown};
use super::pieces::Pieces;
use super::references::References;
use super::signs::Foreign;
use super::stand_in;
use super::tables;
use super::{unset, words};
use crate::chars::is_unprintable;
use crate::diag::Diagnostic;
use crate::model::document::{
    Attrs, Block, BlockKind, Column, Image, Inline, InlineKind, Length, List, Maths, Numerals, Table, Unset,
};
use crate::model::walk::plain;
use crate::source::Span;

/// Smart punctuation is left out: it depends on the language and is the style pass's. Attributes of headings are read
/// like all others.
pub(super) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_MATH)
    .union(Options::ENABLE_SUPERSCRIPT)
    .union(Options::ENABLE_SUBSCRIPT);

/// Longest list of attributes that may be none.
const BRACES: usize = 200;

impl Builder<'_> {
    /// Reads Markdown text that stands at `pieces` in the source into the frame that is open.
    pub(super) fn read(&mut self, text: &str, pieces: &Pieces) {
        let shown = stand_in::show(text);
        self.readings += 1;
        let mut in_drawing = false;
        let mut caption: Option<usize> = None;
        if self.readings == 1 {
            self.references = Arc::new(References::headings(text));
        }
        let find = Arc::clone(&self.references).find(&shown.text);
        let parser = Parser::new_with_broken_link_callback(&shown.text, OPTIONS, Some(find));
        if self.readings == 1 {
            self.references = Arc::new(self.references.with(&parser));
        }
        for (event, range) in parser.into_offset_iter() {
            if in_drawing {
                in_drawing = !matches!(event, Event::End(TagEnd::HtmlBlock));
                continue;
            }
            if let Some(drawing) = shown.drawing(&event, &range) {
                self.drawing(drawing, text, pieces);
                in_drawing = true;
                continue;
            }
            // What pandoc takes for a caption is no row.
            let is_row = matches!(event, Event::Start(Tag::TableRow));
            if is_row && caption.is_none() && tables::is_caption(&text[range.clone()]) {
                caption = Some(range.start);
            }
            if let Some(at) = caption {
                if matches!(event, Event::End(TagEnd::Table)) {
                    caption = None;
                    self.event(event, pieces.range(&(range.start..at)));
                    self.below_rows(text, at..range.end, pieces);
                }
                continue;
            }
            let calls = shown.calls_within(&range);
            if let Event::Text(words) = &event
                && !calls.is_empty()
                && words.len() == range.len()
            {
                for (event, part) in noted_links::cut(&text[range.clone()], &range, calls) {
                    self.event(event, pieces.range(&part));
                }
                continue;
            }
            let found = shown.formula(&event, &range);
            let (event, range) = (shown.restored(event, &range), pieces.range(&range));
            match found {
                Some(formula) if range.start >= self.skip_to => {
                    self.formula(formula.typed.clone(), self.span(range.start, range.end));
                }
                _ => self.event(event, range),
            }
        }
        self.readings -= 1;
    }

    pub(super) fn event(&mut self, event: Event, range: Range<usize>) {
        if range.start < self.skip_to {
            // What begins and ends in what is read already has no frame to close.
            match event {
                Event::End(_) if self.skipped > 0 => return self.skipped -= 1,
                Event::Start(_) if range.end <= self.skip_to => return self.skipped += 1,
                Event::End(_) => {}
                _ if range.end <= self.skip_to => return,
                _ => {}
            }
            if let Event::Text(text) = &event
                && text.len() == range.len()
            {
                let kept = self.skip_to;
                return self.words(&text[kept - range.start..], kept..range.end);
            }
        }
        let span = self.span(range.start, range.end);
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(TagEnd::HtmlBlock) => self.html_block(),
            Event::End(end) => self.end(end, range),
            Event::Text(text) => self.words(&text, range),
            Event::Code(code) => self.inline_code(code.into_string(), span),
            Event::Html(html) => self.html_line(&html, range.start),
            Event::InlineHtml(html) => self.inline_html(&html, range),
            Event::FootnoteReference(label) => {
                self.inline(span, InlineKind::NoteCall(label.to_lowercase()));
            }
            Event::SoftBreak => self.inline(span, InlineKind::SoftBreak),
            Event::HardBreak => self.inline(span, InlineKind::HardBreak),
            Event::Rule => self.rule(span),
            Event::TaskListMarker(ticked) => self.task(ticked),
            Event::InlineMath(_) | Event::DisplayMath(_) => self.maths(range),
        }
    }

    /// A formula between lone dollars. Before figures they are prices, as pandoc has it.
    fn maths(&mut self, range: Range<usize>) {
        let written = &self.text[range.clone()];
        if self.text[range.end..].starts_with(|c: char| c.is_ascii_digit()) {
            return self.words(written, range);
        }
        let start = self.text[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let quotes = self.text[start..range.start].matches('>').count();
        let typed = formulas::without_leads(written, quotes).unwrap_or_else(|| written.to_string());
        self.formula(typed, self.span(range.start, range.end));
    }

    /// A formula as it is typed.
    pub(super) fn formula(&mut self, typed: String, span: Span) {
        // Who writes for browsers does so; to LaTeX these would be cells.
        let mut text = labelled(typed);
        for (entity, sign) in [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")] {
            if text.contains(entity) {
                text = text.replace(entity, sign);
            }
        }
        self.inline(span, InlineKind::Maths(Maths { text, formula: None }));
    }

    /// Code, and the attributes that pandoc has after it: classes tell its language, which a few words do not show.
    fn inline_code(&mut self, code: String, span: Span) {
        if let Some((format, after)) = raw_format(self.text, span.end as usize) {
            self.skip_to = after;
            return self.raw_inline(code, format, (span, after));
        }
        let read = attrs::read(self.source, self.text, span.end as usize, self.sink);
        let Some((mut written, after)) = read else {
            return self.inline(span, InlineKind::Code(code));
        };
        self.skip_to = after;
        written.attrs.classes.clear();
        let code = Inline { span, kind: InlineKind::Code(code) };
        match written.attrs == Attrs::default() {
            true => self.inline(span, code.kind),
            false => {
                let (attrs, content) = (Box::new(written.attrs), vec![code]);
                self.inline(self.span(span.start as usize, after), InlineKind::Span { attrs, content });
            }
        }
    }

    /// Code that is meant for an output format, as pandoc has it: that of HTML and of TeX is read as if it stood in the text.
    fn raw_inline(&mut self, code: String, format: &str, (span, after): (Span, usize)) {
        let typed = &self.text[span.start as usize..span.end as usize];
        let place = typed.find(&code).map(|at| span.start as usize + at);
        match place.filter(|_| directives::is_read(format)) {
            Some(at) if format.starts_with("html") => self.raw_html(&code, at),
            Some(at) => self.words(&code, at..at + code.len()),
            None => {
                let (what, hint) =
                    ("raw text for another program", "put what it is to show in Markdown or HTML");
                let whole = self.span(span.start as usize, after);
                self.sink.push(foreign::told(&Foreign { what, hint }, whole, self.text));
                self.inline(span, InlineKind::Code(code));
            }
        }
    }

    fn start(&mut self, tag: Tag, range: Range<usize>) {
        let at = range.start;
        match tag {
            Tag::Paragraph => {
                self.open_block(Open::Paragraph { implicit: false, attrs: Attrs::default() }, at);
                self.loosen();
            }
            Tag::Heading { level, .. } => self.open_block(Open::Heading(level_number(level)), at),
            Tag::BlockQuote(kind) => self.open_block(Open::Quote(kind.map(admonition)), at),
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Indented => String::new(),
                    CodeBlockKind::Fenced(info) => info.into_string(),
                };
                self.open_block(Open::Code { info, text: String::new() }, at);
            }
            Tag::HtmlBlock => {
                self.close_implicit();
                self.html = Some((String::new(), Pieces::default()));
            }
            Tag::List(start) => {
                let (start, numerals) = self.numbering(start, at);
                self.open_block(Open::List(List { start, numerals, tight: true, items: Vec::new() }), at)
            }
            Tag::Item => {
                self.example(at);
                self.part_list(at);
                self.open_block(Open::Item { task: None }, at);
            }
            Tag::FootnoteDefinition(label) => self.open_block(Open::Note(label.to_lowercase()), at),
            Tag::DefinitionList => self.open_block(Open::Definitions(Vec::new()), at),
            Tag::DefinitionListTitle => self.open_block(Open::Term, at),
            Tag::DefinitionListDefinition => self.open_block(Open::Detail, at),
            Tag::Table(aligns) => {
                let mut columns: Vec<Column> = aligns.iter().map(column).collect();
                let widths = self.text.get(range).and_then(tables::by_dashes).unwrap_or_default();
                if widths.len() == columns.len() {
                    let pairs = columns.iter_mut().zip(widths);
                    pairs.for_each(|(column, width)| column.width = Some(width));
                }
                self.open_block(Open::Table(Table { columns, ..Table::default() }, Vec::new()), at);
            }
            Tag::TableHead => self.open_block(Open::Row { header: true, cells: Vec::new() }, at),
            Tag::TableRow => self.open_block(Open::Row { header: false, cells: Vec::new() }, at),
            Tag::TableCell => self.open_block(Open::Cell, at),
            Tag::Emphasis => self.open_mark(Mark::Emphasis, at),
            Tag::Strong => self.open_mark(Mark::Strong, at),
            Tag::Strikethrough => self.open_mark(Mark::Strikethrough, at),
            Tag::Superscript => self.open_mark(Mark::Superscript, at),
            Tag::Subscript => self.open_mark(Mark::Subscript, at),
            Tag::Link { link_type, dest_url, title, .. } => {
                let destination = match link_type {
                    pulldown_cmark::LinkType::Email => format!("mailto:{dest_url}"),
                    _ => dest_url.into_string(),
                };
                self.open_mark(Mark::Link { destination, title: given(&title) }, at);
            }
            Tag::Image { dest_url, title, .. } => {
                self.open_mark(Mark::Image { path: dest_url.into_string(), title: given(&title) }, at);
            }
            // Metadata blocks are not enabled.
            Tag::MetadataBlock(_) => self.open_block(Open::Plain, at),
        }
    }

    /// An item of an example list: what refers to it by its label prints its number.
    fn example(&mut self, at: usize) {
        let line = self.text.get(at..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let Some(rest) = line.trim_start().strip_prefix("(@") else { return };
        self.examples += 1;
        if let Some((label, _)) = rest.split_once(')').filter(|(label, _)| !label.is_empty()) {
            self.example_labels.entry(label.to_string()).or_insert(self.examples);
        }
    }

    /// The first number of a list, and how its numbers are written, by the marker that was typed.
    fn numbering(&mut self, start: Option<u64>, at: usize) -> (Option<u64>, Numerals) {
        let line = self.text.get(at..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        match markers::read(line.trim_start()).filter(|_| start.is_some()) {
            Some(marker) if marker.is_example => (Some(self.examples + 1), marker.numerals),
            Some(marker) => (Some(marker.number), marker.numerals),
            None => (start, markers::of_figures(line.trim_start())),
        }
    }

    /// An item whose number is written in another way than those before it begins a list of its own.
    fn part_list(&mut self, at: usize) {
        let line = self.text.get(at..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let Open::List(list) = &self.top().open else { return };
        let Some(start) = list.start else { return };
        let (count, numerals) = (list.items.len() as u64, list.numerals);
        let marker = markers::read_next(line.trim_start(), start.saturating_add(count), numerals);
        let (number, other) = marker.map_or((None, markers::of_figures(line.trim_start())), |marker| {
            (Some(marker.number), marker.numerals)
        });
        if count == 0 || other == numerals {
            return;
        }
        self.close_top();
        let start = number.or(Some(Self::number_at(line)));
        let list = List { start, numerals: other, tight: true, items: Vec::new() };
        self.open_block(Open::List(list), at);
    }

    /// The number that a marker of CommonMark's has.
    fn number_at(line: &str) -> u64 {
        let line = line.trim_start();
        let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        line[..digits].parse().unwrap_or(1)
    }

    fn end(&mut self, end: TagEnd, range: Range<usize>) {
        let after = match end {
            TagEnd::Link | TagEnd::Image => attrs::end_of(self.text, range.end),
            _ => None,
        };
        if let Some(after) = after {
            self.skip_to = after;
        }
        self.close_markdown(range.end);
    }

    /// A paragraph straight in a list's item: there are blank lines between the items or in them.
    pub(super) fn loosen(&mut self) {
        let below = self.stack.len() - 1;
        if below >= 2
            && matches!(self.stack[below - 1].open, Open::Item { .. })
            && let Open::List(list) = &mut self.stack[below - 2].open
        {
            list.tight = false;
        }
    }

    pub(super) fn task(&mut self, ticked: bool) {
        let item = self.stack.iter_mut().rev().find_map(|frame| match &mut frame.open {
            Open::Item { task } => Some(task),
            _ => None,
        });
        if let Some(task) = item {
            *task = Some(ticked);
        }
    }

    pub(super) fn rule(&mut self, span: Span) {
        self.close_implicit();
        let kind = crate::model::document::BlockKind::Break;
        self.top().blocks.push(crate::model::document::Block { span, attrs: Attrs::default(), kind });
    }

    /// Text as pulldown-cmark cuts it: brackets stand alone.
    pub(super) fn words(&mut self, text: &str, range: Range<usize>) {
        if self.dropping.is_some() {
            return;
        }
        let is_surplus =
            std::mem::take(&mut self.after_comment) && text.starts_with(' ') && self.top().holds_inlines();
        let (text, range) = match is_surplus && text.len() == range.len() {
            true => (&text[1..], range.start + 1..range.end),
            false => (text, range),
        };
        let text = self.printable(text, &range);
        if let Open::Code { text: code, .. } = &mut self.top().open {
            code.push_str(&text);
            return;
        }
        if let Some(mark) = text.chars().next().filter(|mark| matches!(mark, '"' | '\'' | '-' | '.'))
            && text.len() == range.len()
            && inlines::is_escaped(self.text, range.start)
        {
            let after = range.start + mark.len_utf8();
            self.inline(self.span(range.start, after), InlineKind::Literal(mark.to_string()));
            if after < range.end {
                self.inline(self.span(after, range.end), InlineKind::Text(text[1..].to_string()));
            }
            return;
        }
        let alone = matches!(&*text, "[" | "]") && range.len() == 1;
        let bracket = text.chars().next().filter(|_| alone && !inlines::is_escaped(self.text, range.start));
        self.inline(self.span(range.start, range.end), InlineKind::Text(text.into_owned()));
        let frame = self.top();
        match bracket {
            Some('[') => {
                frame.brackets.push(frame.inlines.len() - 1);
                self.brackets_open += 1;
            }
            Some(']') => {
                if let Some(open) = frame.brackets.pop() {
                    self.brackets_open -= 1;
                    self.bracketed(open, range.end);
                }
            }
            _ => {}
        }
    }

    /// Brackets that are no link: a span if an attribute list follows, a call of an unknown note if `^` leads.
    fn bracketed(&mut self, open: usize, end: usize) {
        let start = self.top().inlines[open].span.start as usize;
        let text = self.text;
        if end > start + 2 && text[..start].ends_with('^') && !inlines::is_escaped(text, start - 1) {
            return self.inline_note(open, (start, end));
        }
        if let Some((mut written, after)) = attrs::read_conditions(self.source, text, end, self.sink) {
            self.skip_to = after;
            let place = (self.fields.edition(), self.span(start, after));
            let shown = only::shown(&mut written.attrs, &written.when, place, self.sink);
            let kept = self.keeps_mark(start);
            let frame = self.top();
            let mut content = frame.inlines.split_off(open);
            content.pop();
            content.remove(0);
            if shown == Some(Shown::Nowhere) {
                return self.hidden(content, (start, after));
            }
            if !kept {
                return frame.inlines.extend(content);
            }
            if let Some(Shown::In(medium)) = shown {
                written.attrs.only = Some(medium);
            }
            let content = inlines::tidy(content, self.text);
            let span = self.span(start, after);
            let is_key = written.attrs.has_class("kbd");
            written.attrs.classes.retain(|class| class != "kbd");
            let content = match is_key {
                true if written.attrs == Attrs::default() => {
                    return self.inline(span, InlineKind::Keyboard(content));
                }
                true => vec![Inline { span, kind: InlineKind::Keyboard(content) }],
                false => content,
            };
            let attrs = Box::new(written.attrs);
            return self.inline(span, InlineKind::Span { attrs, content });
        }
        // Brackets around words that nothing is said of (pandoc).
        if text[end..].starts_with("{}") && end > start + 2 {
            self.skip_to = end + 2;
            let inlines = &mut self.top().inlines;
            inlines.pop();
            inlines.remove(open);
            return;
        }
        self.no_attributes(start, end);
        let inside = text.get(start + 1..end - 1).unwrap_or_default();
        if let Some(label) = inside.strip_prefix('^')
            && !label.is_empty()
            && !label.contains(char::is_whitespace)
        {
            let span = self.span(start, end);
            if self.readings > 1 {
                // Whether there is such a note is known once all is read.
                self.top().inlines.truncate(open);
                return self.inline(span, InlineKind::NoteCall(label.to_lowercase()));
            }
            self.sink.push(unset::without_note(label, span));
        }
    }

    /// Tells of braces right after brackets that hold no attributes. Those of commands of TeX are theirs.
    fn no_attributes(&mut self, start: usize, end: usize) {
        let text = self.text;
        let Some(rest) = text[end..].strip_prefix('{').filter(|rest| !rest.starts_with(['{', '%'])) else {
            return;
        };
        let length =
            rest.bytes().take(BRACES).take_while(|byte| !matches!(byte, b'}' | b'{' | b'\n')).count();
        let before = text[..start].chars().next_back();
        let is_apart = before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '}' | ']' | '*' | '\\'));
        if is_apart && rest[length..].starts_with('}') {
            let span = self.span(end, end + length + 2);
            self.sink.push(unset::told(Unset::Attributes, &text[end..end + length + 2], span));
        }
    }

    /// Words that neither edition has.
    fn hidden(&mut self, content: Vec<Inline>, (start, end): (usize, usize)) {
        let span = self.span(start, end);
        let attrs = Attrs::default();
        self.unneeded.extend(only::calls(&[Block { span, attrs, kind: BlockKind::Paragraph(content) }]));
        // Of the blanks around them one stays.
        let before = self.top().inlines.last();
        let is_blank =
            before.is_none_or(|last| matches!(&last.kind, InlineKind::Text(text) if text.ends_with(' ')));
        if is_blank && self.text[end..].starts_with(' ') {
            self.skip_to = end + 1;
        }
    }

    /// `^[words]`: a note where it is called.
    fn inline_note(&mut self, open: usize, (start, end): (usize, usize)) {
        let call = self.span(start - 1, end);
        let frame = self.top();
        let mut content = frame.inlines.split_off(open);
        content.pop();
        content.remove(0);
        // The caret is the end of the words before.
        if let Some(Inline { span, kind: InlineKind::Text(words) }) = frame.inlines.last_mut()
            && span.end == call.start + 1
            && words.pop().is_some()
        {
            span.end -= 1;
        }
        let content = inlines::trim(self.text_of(content));
        let label = words::note(&mut self.notes, content, call);
        self.inline(call, InlineKind::NoteCall(label));
    }

    /// Replaces control characters, which no output can hold (CommonMark 0.31 §2.3 says so of NUL; XML 1.0 §2.2).
    fn printable<'t>(&mut self, text: &'t str, range: &Range<usize>) -> Cow<'t, str> {
        // Inside a text the byte order mark is an outdated word joiner (Unicode 23.8); PDF/UA-1, 7.21.7 forbids it.
        let text: Cow<str> =
            if text.contains('\u{feff}') { text.replace('\u{feff}', "\u{2060}").into() } else { text.into() };
        if !text.contains(is_unprintable) {
            return text;
        }
        if !std::mem::replace(&mut self.controls_reported, true) {
            let span = self.span(range.start, range.end);
            let message = "control characters cannot be set; U+FFFD stands in their place";
            self.sink.push(Diagnostic::warning("control-character", span, message).hint("delete them"));
        }
        text.replace(is_unprintable, "\u{fffd}").into()
    }

    /// What an inline frame becomes at its end.
    pub(super) fn finish_mark(&mut self, mark: Mark, span: Span, content: Vec<Inline>) {
        let end = span.end as usize;
        let kind = match mark {
            Mark::Emphasis => InlineKind::Emphasis(content),
            Mark::Strong => InlineKind::Strong(content),
            Mark::Strikethrough => InlineKind::Strikethrough(content),
            Mark::Superscript | Mark::Subscript if has_space(&content) => {
                return self.not_raised(matches!(mark, Mark::Subscript), span, content);
            }
            Mark::Superscript => InlineKind::Superscript(content),
            Mark::Subscript => InlineKind::Subscript(content),
            Mark::Link { destination, title } => {
                let attrs = Box::new(self.attrs_at(end).attrs);
                InlineKind::Link { attrs, destination, title, content }
            }
            Mark::Image { path, title } => {
                let mut written = self.attrs_at(end);
                let mut words = plain(&content);
                let label = take_label(&mut words);
                let size = take_size(&mut words);
                written.attrs.width = written.attrs.width.or(size);
                let is_figure = label.is_some()
                    || written
                        .attrs
                        .id
                        .as_ref()
                        .is_some_and(|(id, _)| id.starts_with("fig-") || id.starts_with("fig:"));
                written.attrs.id = written.attrs.id.or(label.map(|label| (label, span)));
                let is_caption = (written.bracket_is_caption || is_figure) && !words.is_empty();
                let whole = self.span(span.start as usize, self.skip_to.max(end));
                let title = match (written.caption.or(title), is_caption) {
                    (Some(title), _) => Some(self.words_at(&title, whole)),
                    (None, true) => Some(self.text_of(content)),
                    (None, false) => None,
                };
                let title = title.map(|mut title| {
                    title.retain(|part| !inlines::is_anchor(part));
                    inlines::trimmed(title)
                });
                let alt = written.alt.unwrap_or(words);
                let (width, decorative) = (written.attrs.width, written.attrs.has_class("decorative"));
                let image = Image { path, alt, title, width, height: written.height, decorative, span };
                return self.image(image, written.attrs);
            }
            Mark::Tag(element, pairs) => return self.finish_tag(element, &pairs, span, content),
            Mark::Plain => return self.top().inlines = content,
        };
        self.inline(span, kind);
    }

    fn attrs_at(&mut self, end: usize) -> Written {
        attrs::read(self.source, self.text, end, self.sink).map(|(written, _)| written).unwrap_or_default()
    }

    /// An image; an id or a language that it was given makes a span around it, and so does what is said of the table that
    /// it may be.
    pub(super) fn image(&mut self, image: Image, attrs: Attrs) {
        let span = image.span;
        let plain =
            attrs.id.is_none() && attrs.lang.is_none() && attrs.classes.iter().all(|c| c == "decorative");
        let says_of_table = attrs.data.is_some()
            || attrs.look.is_some()
            || attrs.row_headers.is_some()
            || !attrs.widths.is_empty();
        let inline = InlineKind::Image(Box::new(image));
        match plain && !says_of_table {
            true => self.inline(span, inline),
            false => {
                let (attrs, content) = (Box::new(attrs), vec![Inline { span, kind: inline }]);
                self.inline(span, InlineKind::Span { attrs, content });
            }
        }
    }

    /// Words that stand somewhere in the source, read as a text where they stand there as they are, or with escapes.
    pub(super) fn words_at(&mut self, words: &str, within: Span) -> Vec<Inline> {
        let start = within.start as usize;
        let typed = self.text.get(start..within.end as usize).unwrap_or_default();
        let found = match typed.rfind(words) {
            Some(at) => Some((at, words)),
            None => typed_title(typed),
        };
        let Some((at, words)) = found.filter(|(at, words)| start + at > 0 && !words.contains('\n')) else {
            return inlines::said(words, within);
        };
        // What was read already lies behind them.
        let after = std::mem::take(&mut self.skip_to);
        let read = self.title(words, start + at).unwrap_or_default();
        self.skip_to = after;
        read
    }

    /// Carets around words are carets; single tildes around words strike them out, as GFM has it.
    fn not_raised(&mut self, tildes: bool, span: Span, content: Vec<Inline>) {
        if tildes {
            return self.inline(span, InlineKind::Strikethrough(content));
        }
        let (start, end) = (span.start as usize, span.end as usize);
        self.inline(self.span(start, start + 1), InlineKind::Text("^".to_string()));
        self.top().inlines.extend(content);
        self.inline(self.span(end - 1, end), InlineKind::Text("^".to_string()));
    }
}

/// A formula whose label bookdown has in brackets, `(\\#eq:x)`, with the label as LaTeX has it.
fn labelled(typed: String) -> String {
    let Some((before, rest)) = typed.split_once("(\\#eq:") else { return typed };
    match rest.split_once(')') {
        Some((name, after)) => format!("{before}\\label{{eq:{name}}}{after}"),
        None => typed,
    }
}

/// The title of a picture as it is typed between its quotation marks, and where it begins.
fn typed_title(picture: &str) -> Option<(usize, &str)> {
    let address = picture.find("](")? + 2;
    let open = picture[address..].find([' ', '\t', '\n']).map(|blank| address + blank)?;
    let open = open + (picture[open..].len() - picture[open..].trim_start().len());
    let mark = picture[open..].chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
    let close =
        picture.rfind(')').and_then(|end| picture[..end].rfind(mark)).filter(|close| *close > open)?;
    Some((open + 1, &picture[open + 1..close]))
}

/// Takes the width out of a picture's words that Obsidian has there: `|300`, `|300x200`.
fn take_size(words: &mut String) -> Option<Length> {
    let (rest, size) = words.rsplit_once('|')?;
    let is_size = |c: char| c.is_ascii_digit() || c == 'x';
    let width = size.split('x').next().filter(|width| size.chars().all(is_size) && !width.is_empty())?;
    let width = attrs::length(width)?;
    *words = rest.trim_end().to_string();
    Some(width)
}

/// Takes the id out of a picture's words that TeX or bookdown have there: `\label{fig:x}`, `(\#fig:x)`.
fn take_label(words: &mut String) -> Option<String> {
    for (open, close) in [("\\label{", '}'), ("(#fig:", ')')] {
        let Some(at) = words.find(open) else { continue };
        let length = words[at + open.len()..].find(close)?;
        let name = &words[at + open.len()..at + open.len() + length];
        let id = if close == ')' { format!("fig:{name}") } else { name.to_string() };
        words.replace_range(at..at + open.len() + length + 1, "");
        *words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        return Some(id);
    }
    None
}

/// The format that `{=format}` names, and where that ends.
fn raw_format(text: &str, at: usize) -> Option<(&str, usize)> {
    let rest = text.get(at..)?.strip_prefix("{=")?;
    let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    (length > 0 && rest[length..].starts_with('}')).then(|| (&rest[..length], at + length + 3))
}

fn has_space(content: &[Inline]) -> bool {
    content.iter().any(|inline| match &inline.kind {
        InlineKind::Text(text) => text.contains(' '),
        InlineKind::SoftBreak | InlineKind::HardBreak => true,
        _ => false,
    })
}

fn given(title: &str) -> Option<String> {
    (!title.is_empty()).then(|| title.to_string())
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
