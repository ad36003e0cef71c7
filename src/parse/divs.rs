//! Fenced divs: blocks between lines of three or more colons, as pandoc and Quarto have them.

use std::ops::Range;

use super::attrs::{self, Item};
use super::blocks::{page_break, turn};
use super::builder::Builder;
use super::charted;
use super::directives;
use super::fences::{self, Fence, admonition, is_beside, is_name, usual_title};
use super::frame::{Div, Frame, Open};
use super::groups;
use super::index;
use super::inlines;
use super::myst;
use super::only::{self, Shown};
use super::pieces::Pieces;
use super::sources::SOURCE;
use super::speech::speak;
use super::terms::List;
use super::values::is_data;
use crate::diag::{Diagnostic, Edit};
use crate::model::document::{
    AdmonitionKind, Attrs, Bibliography, Block, BlockKind, Index, Inline, InlineKind, MARGIN, Turn,
};
use crate::source::Span;
use crate::yaml::nearest;

/// What frames of divs are called among those of tags.
const NAME: &str = ":::";

/// The class of what stands on turned pages.
const LANDSCAPE: &str = "landscape";
/// Classes of what stands across columns; Quarto's begin with `column`.
const SPAN: [&str; 5] = ["span", "column-span", "wide", "column-page", "column-screen"];
/// Classes of what is set in columns, one after the other; pandoc's `columns` are blocks side by side.
const MULTICOL: [&str; 2] = ["multicol", "multicols"];
/// Classes that make quotations.
const QUOTES: [&str; 5] = ["quote", "epigraph", "verse", "pull-quote", "highlights"];

/// The classes of divs that have a meaning, as they are told.
const KNOWN_DIVS: [&str; 23] = [
    "note",
    "tip",
    "important",
    "warning",
    "caution",
    "box",
    "aside",
    "margin",
    "details",
    "columns",
    "quote",
    "epigraph",
    "verse",
    "lead",
    "pullquote",
    "key-messages",
    "chart",
    "landscape",
    "multicol",
    "span",
    "source",
    "center",
    "right",
];

impl Builder<'_> {
    /// A line of colons that stands where blocks do, or of a directive: its fences, and its options, which are read with the
    /// first.
    pub(super) fn fence(&mut self, range: Range<usize>) {
        let (text, start) = (self.text, range.start);
        // In a drawn table, other cells stand behind it.
        let line = text[range].lines().next().unwrap_or_default().trim_end();
        let end = start + line.len();
        let rest = line.trim_start_matches([':', '`', '~']);
        let brace = end - rest.trim_start().len();
        match (line.chars().next(), fences::fence(line)) {
            (Some('`' | '~'), _) if rest.is_empty() => self.close_directive(start, end),
            (Some('`' | '~'), _) => self.open_directive((start, brace, end)),
            (_, Some(Fence::Close)) => self.close_div(start, end),
            (_, Some(Fence::Open)) if directives::opening(&text[brace..end]).is_some() => {
                self.open_directive((start, brace, end));
                self.top().tag = Some(NAME.to_string());
            }
            (_, Some(Fence::Open)) => self.open_div(start, end),
            (_, None) => {}
        }
    }

    fn open_div(&mut self, start: usize, end: usize) {
        let text = self.text;
        let colons = text[start..end].bytes().take_while(|byte| *byte == b':').count();
        let from =
            start + colons + text[start + colons..end].len() - text[start + colons..end].trim_start().len();
        let rest = text[from..end].trim_end_matches(':').trim_end();
        let mut div = Div::default();
        let name = rest.split([' ', '{', '[']).next().unwrap_or_default();
        if !name.is_empty() {
            div.attrs.classes.push(name.to_string());
        }
        let at = from + name.len();
        let words = text[at..from + rest.len()].trim();
        let place = at + text[at..].find(words).unwrap_or(0);
        match words.chars().next() {
            Some('{') => self.div_attrs(&mut div, place, place + words.len()),
            Some('[') => div.title = self.title(words[1..].trim_end_matches(']'), place + 1),
            Some(_) => div.title = self.title(words, place),
            None => {}
        }
        self.open_block(Open::Div(Box::new(div)), start);
        self.top().tag = Some(NAME.to_string());
    }

    fn div_attrs(&mut self, div: &mut Div, place: usize, end: usize) {
        let text = self.text;
        let Some((items, after)) = attrs::split(text, place) else {
            let (name, title) = text[place + 1..end].split_once('}').unwrap_or_default();
            div.attrs.classes.extend(Some(name.trim().to_string()).filter(|name| !name.is_empty()));
            let title_at = end - title.trim_start().len();
            div.title = self.title(title.trim(), title_at);
            return;
        };
        let mut written = attrs::Written::default();
        for Item { text: item, start } in items {
            let span = self.span(start, start + item.len());
            match item.split_once('=') {
                // The second is bookdown's, of theorems.
                Some(("title" | "name", value)) => {
                    let value = attrs::unquoted(value);
                    let at = start + item.rfind(value.as_ref()).unwrap_or("title=".len() + 1);
                    div.title = self.title(&value, at);
                }
                // How a browser folds it; in a book it is open, and looks as the theme has it.
                Some(("collapse" | "icon" | "appearance", _)) => {}
                Some(("layout-ncol", value)) => div.columns = attrs::unquoted(value).parse().ok(),
                Some(("layout-nrow" | "layout" | "layout-valign" | "layout-align", _)) => {
                    div.columns = div.columns.or(Some(0));
                }
                Some(("columns", value)) => div.lanes = Some((attrs::unquoted(value).into_owned(), span)),
                // What scripts and style sheets of web pages go by.
                Some((key, _)) if key.starts_with("data-") => {}
                Some((key, value)) => attrs::set(&mut written, key, &attrs::unquoted(value), span, self.sink),
                None => attrs::mark(&mut written.attrs, item, span),
            }
        }
        // The class may stand before the braces.
        written.attrs.classes.splice(0..0, div.attrs.classes.drain(..));
        attrs::settle_chart(&mut written, self.sink);
        let has_columns = |class: &String| MULTICOL.contains(&class.as_str());
        let is_multicol = div.attrs.classes.iter().chain(&written.attrs.classes).any(has_columns);
        if let Some((value, span)) = div.lanes.take_if(|_| !is_multicol) {
            attrs::set(&mut written, "columns", &value, span, self.sink);
        }
        div.when = written.when;
        div.attrs.id = written.attrs.id;
        div.attrs.chart = written.attrs.chart;
        div.attrs.lang = written.attrs.lang;
        div.attrs.width = written.attrs.width;
        div.attrs.direction = written.attrs.direction;
        div.attrs.classes.extend(written.attrs.classes);
        div.attrs.indexed = written.attrs.indexed;
        let rest = text[after.min(end)..end].trim();
        if div.title.is_none() && !rest.is_empty() {
            div.title = self.title(rest, end - rest.len());
        }
    }

    /// A title's inlines.
    pub(super) fn title(&mut self, words: &str, at: usize) -> Option<Vec<Inline>> {
        if words.trim().is_empty() {
            return None;
        }
        self.stack.push(Frame::new(Open::Cell, at));
        self.read_inlines(&format!("|{words}"), &Pieces::one(at - 1));
        let frame = self.stack.pop().expect("it was pushed above");
        self.brackets_open -= frame.brackets.len();
        Some(inlines::trim(self.text_of(frame.inlines)))
    }

    fn close_div(&mut self, start: usize, end: usize) {
        self.close_implicit();
        let reachable = self.stack.iter().rev().take_while(|frame| frame.tag.is_some()).count();
        let from = self.stack.len() - reachable;
        let open = self.stack[from..].iter().rposition(|frame| frame.tag.as_deref() == Some(NAME));
        let Some(open) = open else {
            let span = self.span(start, end);
            let message = "these colons close no div that is open here";
            let hint = "a div begins with `::: name` and ends with `:::`";
            self.sink.push(Diagnostic::warning("stray-fence", span, message).hint(hint));
            self.inline(span, InlineKind::Text(self.text[start..end].to_string()));
            return self.close_implicit();
        };
        while self.stack.len() > from + open + 1 {
            self.close_top();
        }
        self.top().end = end;
        self.close_top();
    }

    /// What a div becomes at its end.
    pub(super) fn finish_div(&mut self, mut div: Div, span: Span, blocks: Vec<Block>) {
        let line = Span { end: span.start + 3, ..span };
        let Div { attrs, when, .. } = &mut div;
        match only::shown(attrs, when, (self.fields.edition(), line), self.sink) {
            None | Some(Shown::Everywhere) => self.named_div(div, span, blocks),
            Some(Shown::Nowhere) => self.unneeded.extend(only::calls(&blocks)),
            Some(Shown::In(medium)) => {
                self.stack.push(Frame::new(Open::Plain, span.start as usize));
                self.named_div(div, span, blocks);
                let within = self.stack.pop().expect("it was pushed above").blocks;
                self.block(span, Attrs::default(), BlockKind::Only(medium, within));
            }
        }
    }

    /// What a div becomes by its other classes.
    fn named_div(&mut self, div: Div, span: Span, mut blocks: Vec<Block>) {
        if div.attrs.has_class(charted::CLASS) {
            return self.chart(div, span, blocks);
        }
        if div.attrs.has_class(LANDSCAPE) {
            return self.landscape(div, span, blocks);
        }
        if MULTICOL.iter().any(|class| div.attrs.has_class(class)) {
            return self.multicol(div, span, blocks);
        }
        if is_bibliography(&div.attrs) {
            return self.bibliography(div, span, blocks);
        }
        if let Some(list) = List::of_classes(&div.attrs) {
            return self.terms(list, div, span, blocks);
        }
        let mut div = div;
        if div.attrs.has_class(index::CLASS) {
            if !index::range(&mut div.attrs, span, &mut blocks) {
                return self.index(div, span, blocks);
            }
            div.attrs.classes.retain(|class| class != index::CLASS && class != "main");
        }
        let Div { mut attrs, mut title, columns, by_tag, head, .. } = div;
        let ends_page = |class: &String| {
            class == attrs::BREAK
                || (blocks.is_empty() && ["page-break", "newpage"].contains(&class.as_str()))
        };
        let (ends, begins) = (attrs.classes.iter().any(ends_page), attrs.has_class(attrs::BREAK_BEFORE));
        if ends || begins {
            let at = if begins { 0 } else { blocks.len() };
            blocks.insert(at, page_break(Span { end: span.start + 3, ..span }));
            let is_break = |class: &String| class.contains("page");
            attrs.classes.retain(|class| !is_break(class));
        }
        if let Some(head) = head {
            blocks = myst::one_block(&mut attrs, (&mut title, head), blocks, self.text);
            // Words that nothing stands below are no title.
            if blocks.is_empty()
                && let Some(content) = title.take()
            {
                let (span, kind) = (span_of(&content, span), BlockKind::Paragraph(content));
                blocks.push(Block { span, attrs: Attrs::default(), kind });
            }
            if attrs == Attrs::default() && title.is_none() {
                return self.splice(blocks);
            }
        }
        if captioned(&mut attrs, &mut blocks) {
            return self.splice(blocks);
        }
        let is_figure = attrs.id.as_ref().is_some_and(|(id, _)| id.starts_with("fig-"));
        if columns.is_some() || is_figure || attrs.has_class("columns") || attrs.has_class("column") {
            match groups::group(attrs, columns, span, blocks) {
                Ok(block) => {
                    self.top().blocks.extend(title.map(|title| strong_line(title, span)));
                    return self.top().blocks.push(block);
                }
                Err(given) => (attrs, blocks) = *given,
            }
        }
        // Quarto tells a theorem by its id.
        let by_id = attrs.id.as_ref().and_then(|(id, _)| fences::by_id(id));
        let is_example = attrs.id.as_ref().is_some_and(|(id, _)| id.starts_with("exm-"));
        let found = kind_of(&attrs.classes);
        let styled = attrs.classes.iter().any(|class| self.fields.boxes.contains(class));
        if let Some(kind) = found.or((styled || is_example || by_id.is_some()).then_some(AdmonitionKind::Box))
        {
            // A heading that begins a callout is its title (Quarto).
            let title = title.or_else(|| match blocks.first_mut() {
                Some(Block { kind: BlockKind::Heading { content, .. }, .. }) => {
                    let content = std::mem::take(content);
                    blocks.remove(0);
                    Some(content)
                }
                Some(Block { attrs, kind: BlockKind::Paragraph(content), .. })
                    if attrs.has_class("admonition-title") =>
                {
                    let content = std::mem::take(content);
                    blocks.remove(0);
                    Some(content)
                }
                _ => None,
            });
            let title = title.or_else(|| summary(&mut blocks));
            let usual = attrs.classes.iter().find_map(|class| usual_title(class)).or(by_id);
            // Details without a title show nothing to open them by.
            let kind = match kind {
                AdmonitionKind::Details if title.is_none() && usual.is_none() => AdmonitionKind::Box,
                kind => kind,
            };
            let stands_beside =
                kind == AdmonitionKind::Aside && attrs.classes.iter().any(|one| is_beside(one));
            attrs.classes.retain(|class| admonition(class).is_none() || self.fields.boxes.contains(class));
            attrs.classes.extend(stands_beside.then(|| MARGIN.to_string()));
            return self.block(span, attrs, BlockKind::Admonition { kind, usual, title, blocks });
        }
        if let Some(title) = title {
            blocks.insert(0, strong_line(title, span));
        }
        if let Some(side) = ["center", "right"].into_iter().find(|side| attrs.has_class(side)) {
            attrs.classes.retain(|class| class != side);
            blocks.iter_mut().for_each(|block| block.attrs.classes.push(side.to_string()));
        }
        for class in
            attrs.classes.extract_if(.., |class| SPAN.contains(&class.as_str())).collect::<Vec<String>>()
        {
            blocks.iter_mut().for_each(|block| block.attrs.classes.push(class.clone()));
        }
        if attrs.has_class(SOURCE) {
            attrs.classes.retain(|class| class != SOURCE);
            blocks.iter_mut().for_each(|block| block.attrs.classes.push(SOURCE.to_string()));
        }
        let styled = |class: &String| self.fields.classes.contains(class);
        for class in attrs.classes.extract_if(.., |class| styled(class)).collect::<Vec<String>>() {
            blocks.iter_mut().for_each(|block| block.attrs.classes.push(class.clone()));
        }
        if attrs.has_class("verse") {
            blocks.iter_mut().for_each(verse);
        }
        if QUOTES.iter().any(|class| attrs.has_class(class)) {
            return self.block(span, attrs, BlockKind::Quote(blocks));
        }
        if !by_tag {
            self.report_div(&attrs, span);
        }
        blocks.iter_mut().for_each(|block| speak(block, &attrs));
        if let Some(first) = blocks.first_mut() {
            first.attrs.id = first.attrs.id.take().or(attrs.id);
        }
        self.splice(blocks);
    }

    /// The chart that a div's table becomes. What else is in the div stands around it.
    fn chart(&mut self, div: Div, span: Span, mut blocks: Vec<Block>) {
        let Div { mut attrs, title, .. } = div;
        let is_source = |block: &Block| match &block.kind {
            BlockKind::Table(_) => true,
            BlockKind::Figure(figure) => is_data(&figure.image.path),
            _ => false,
        };
        let tables: Vec<usize> = (0..blocks.len()).filter(|at| is_source(&blocks[*at])).collect();
        let [at] = tables.as_slice() else {
            let line = Span { end: span.start + 3, ..span };
            let message = format!("a chart is drawn from one table, and here are {}", tables.len());
            let hint = "put a table between the lines of colons, or `![Caption](data.csv)`";
            self.sink.push(Diagnostic::warning("bad-chart", line, message).hint(hint));
            return self.splice(blocks);
        };
        let table = &mut blocks[*at];
        table.span = Span { start: span.start, ..table.span };
        let mut options = attrs.chart.take().unwrap_or_default();
        options.width = attrs.width.take();
        table.attrs.chart = Some(options);
        table.attrs.id = attrs.id.take().or(table.attrs.id.take());
        table.attrs.classes.append(&mut attrs.classes);
        table.attrs.lang = table.attrs.lang.take().or(attrs.lang.take());
        let caption = match &mut table.kind {
            BlockKind::Table(table) => &mut table.caption,
            BlockKind::Figure(figure) => &mut figure.caption,
            _ => return self.splice(blocks),
        };
        *caption = caption.take().or(title);
        // As in a figure's div, a last paragraph is the caption.
        if caption.is_none()
            && *at + 2 == blocks.len()
            && let Some(Block { kind: BlockKind::Paragraph(words), .. }) = blocks.last()
        {
            let words = Some(words.clone());
            blocks.truncate(*at + 1);
            match &mut blocks[*at].kind {
                BlockKind::Table(table) => table.caption = words,
                BlockKind::Figure(figure) => figure.caption = words,
                _ => {}
            }
        }
        self.splice(blocks);
    }

    /// Where the works that are cited are listed, after what is in the div.
    fn bibliography(&mut self, mut div: Div, span: Span, blocks: Vec<Block>) {
        let of_chapter = div.attrs.has_class("chapter");
        div.attrs
            .classes
            .retain(|class| !matches!(class.as_str(), "bibliography" | "references" | "chapter"));
        self.top().blocks.extend(div.title.take().map(|title| strong_line(title, span)));
        self.splice(blocks);
        let list = Bibliography { of_chapter, entries: Vec::new() };
        self.block(span, div.attrs, BlockKind::Bibliography(list));
    }

    /// A list of terms, after what else is in the div: the definitions in it, or the place for those of files.
    fn terms(&mut self, list: List, mut div: Div, span: Span, mut blocks: Vec<Block>) {
        // Sphinx has terms and meanings as lines.
        if let Some(head) = div.head {
            blocks = myst::one_block(&mut div.attrs, (&mut div.title, head), blocks, self.text);
        }
        self.top().blocks.extend(div.title.take().map(|title| strong_line(title, span)));
        let mut definitions = Vec::new();
        for block in blocks {
            if let BlockKind::Definitions(more) = block.kind {
                definitions.extend(more);
            } else {
                self.top().blocks.push(block);
            }
        }
        div.attrs.classes = vec![list.class().to_string()];
        self.block(span, div.attrs, BlockKind::Definitions(definitions));
    }

    /// Where an index stands, after what is in the div.
    fn index(&mut self, mut div: Div, span: Span, blocks: Vec<Block>) {
        div.attrs.classes.retain(|class| class != index::CLASS);
        self.top().blocks.extend(div.title.take().map(|title| strong_line(title, span)));
        self.splice(blocks);
        let name = div.attrs.indexed.drain(..).find_map(|mark| mark.index);
        self.block(span, div.attrs, BlockKind::Index(Index { name, ..Index::default() }));
    }

    /// What stands on pages that are turned: page breaks around what the div is besides, so that its headings divide the
    /// chapter as others do.
    fn landscape(&mut self, mut div: Div, span: Span, mut blocks: Vec<Block>) {
        div.attrs.classes.retain(|class| class != LANDSCAPE);
        let line = Span { end: span.start + 3, ..span };
        let is_outermost = self.is_outermost();
        if !is_outermost || blocks.is_empty() {
            self.sink.push(if is_outermost { nothing_turned(line) } else { nested_landscape(line) });
            return self.named_div(div, span, blocks);
        }
        let mut before = turn(line, Turn::Landscape);
        if blocks[0].attrs.id.is_some() {
            before.attrs.id = div.attrs.id.take();
        }
        blocks.iter_mut().for_each(|block| block.attrs.classes.push(LANDSCAPE.to_string()));
        self.top().blocks.push(before);
        self.named_div(div, span, blocks);
        self.top().blocks.push(turn(Span { start: span.end, ..span }, Turn::Upright));
    }

    /// What is set in columns: marks before and after what the div is besides, so that its headings divide the chapter as
    /// others do.
    fn multicol(&mut self, mut div: Div, span: Span, blocks: Vec<Block>) {
        div.attrs.classes.retain(|class| !MULTICOL.contains(&class.as_str()));
        let line = Span { end: span.start + 3, ..span };
        let count = match div.lanes.take() {
            Some((value, span)) => attrs::columns(&value, span, self.sink),
            None => Some(2),
        };
        let Some(count) = count.filter(|_| !blocks.is_empty()) else {
            return self.named_div(div, span, blocks);
        };
        if !self.is_outermost() {
            let message =
                "columns in a list, a quotation, a box, a table, a note or other columns are not set";
            let hint = "end what is around them before them";
            self.sink.push(Diagnostic::warning("misplaced-columns", line, message).hint(hint));
            return self.named_div(div, span, blocks);
        }
        let marked = |span, count| Block { span, attrs: Attrs::default(), kind: BlockKind::Columns(count) };
        let mut before = marked(line, Some(count));
        if blocks[0].attrs.id.is_some() {
            before.attrs.id = div.attrs.id.take();
        }
        self.top().blocks.push(before);
        self.named_div(div, span, blocks);
        self.top().blocks.push(marked(Span { start: span.end, ..span }, None));
    }

    /// Whether nothing is around what is read but the chapter.
    fn is_outermost(&self) -> bool {
        self.stack.iter().all(|frame| {
            matches!(frame.open, Open::Plain)
                || matches!(&frame.open, Open::Div(around) if is_seen_through(around))
        })
    }

    /// A div that has no looks of its own; one with an id alone is a place.
    fn report_div(&mut self, attrs: &Attrs, span: Span) {
        let is_new = |class: &&String| {
            !matches!(class.as_str(), "columns" | "column") && self.told_divs.insert((*class).clone())
        };
        let Some(class) = attrs.classes.first().filter(is_new) else { return };
        let message = format!("the div `{class}` is not known; what is in it is set as if it stood outside");
        let line = Span { end: span.start + 3, ..span };
        let found = Diagnostic::warning("unknown-div", line, message);
        self.sink.push(match nearest(class, &KNOWN_DIVS) {
            Some(near) => {
                let found = found.meant(class, near, KNOWN_DIVS);
                let of_line = |edit: Box<Edit>| Box::new(Edit { span: self.line_from(span), ..*edit });
                Diagnostic { edit: found.edit.map(of_line), ..found }
            }
            None => found.hint(format!("known are `{}`", KNOWN_DIVS.join("`, `"))),
        });
    }

    /// A span's first line.
    fn line_from(&self, span: Span) -> Span {
        let rest = self.text.get(span.start as usize..).unwrap_or_default();
        let width = rest.find(['\n', '\r']).unwrap_or(rest.len());
        Span::new(span.source, span.start as usize, span.start as usize + width)
    }

    /// `> [!TIP] Words` is an admonition with a title of its own: pulldown-cmark knows those without.
    pub(super) fn alert(&mut self, blocks: &mut Vec<Block>) -> Option<(AdmonitionKind, Option<Vec<Inline>>)> {
        let Some(Block { span, kind: BlockKind::Paragraph(content), .. }) = blocks.first_mut() else {
            return None;
        };
        let Some(Inline { span: place, kind: InlineKind::Text(text) }) = content.first_mut() else {
            return None;
        };
        let (name, rest) = text.strip_prefix("[!")?.split_once(']')?;
        // What is behind a bar says how Obsidian draws it.
        let name = name.split('|').next().unwrap_or_default().trim_end();
        if !is_name(name) {
            return None;
        }
        let is_alert = |kind: &AdmonitionKind| {
            !matches!(kind, AdmonitionKind::Box | AdmonitionKind::Aside | AdmonitionKind::Details)
        };
        let Some(found) = admonition(name).filter(is_alert) else {
            let message = format!("the alert `[!{name}]` is not known; it is set as a quotation");
            let hint = "known are NOTE, TIP, IMPORTANT, WARNING and CAUTION";
            let span = Span { end: place.start + name.len() as u32 + 3, ..*place };
            self.sink.push(Diagnostic::warning("unknown-alert", span, message).hint(hint));
            return None;
        };
        // A sign after the bracket says how Obsidian folds it.
        let kept = rest.strip_prefix(['+', '-']).unwrap_or(rest).trim_start();
        let cut = text.len() - kept.len();
        place.start += cut as u32;
        text.replace_range(..cut, "");
        let is_end = |inline: &Inline| matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak);
        let line = content.iter().position(is_end).unwrap_or(content.len());
        let body = inlines::trim(content.split_off(line));
        let title: Vec<Inline> = content.drain(..).filter(|inline| !is_blank(inline)).collect();
        match body.first() {
            Some(first) => {
                span.start = first.span.start;
                *content = body;
            }
            None => drop(blocks.remove(0)),
        }
        Some((found, (!title.is_empty()).then_some(title)))
    }
}

/// A place for the list of works, also as pandoc has it: `::: {#refs}`.
fn is_bibliography(attrs: &Attrs) -> bool {
    attrs.has_class("bibliography") || attrs.id.as_ref().is_some_and(|(id, _)| id == "refs")
}

/// Whether what is in a div stands as if it stood outside.
fn is_seen_through(div: &Div) -> bool {
    let shows = |class: &str| {
        admonition(class).is_some()
            || [LANDSCAPE, "columns", "column"].contains(&class)
            || MULTICOL.contains(&class)
            || QUOTES.contains(&class)
    };
    let is_figure = div.attrs.id.as_ref().is_some_and(|(id, _)| id.starts_with("fig-"));
    div.columns.is_none() && !is_figure && !div.attrs.classes.iter().any(|class| shows(class))
}

/// Told of a landscape that has no pages of its own.
pub(super) fn nested_landscape(span: Span) -> Diagnostic {
    let message =
        "a landscape in a list, a quotation, a box, a table, a note or another landscape turns no page";
    let hint = "end what is around it before it";
    Diagnostic::warning("misplaced-landscape", span, message).hint(hint)
}

fn nothing_turned(span: Span) -> Diagnostic {
    let message = "this landscape holds nothing, and makes no page";
    Diagnostic::warning("misplaced-landscape", span, message)
        .hint("put in what is to stand on wide pages, or take it out")
}

/// The title of a div that has no looks for one.
fn strong_line(title: Vec<Inline>, span: Span) -> Block {
    let around = span_of(&title, span);
    let content = vec![Inline { span: around, kind: InlineKind::Strong(title) }];
    Block { span: around, attrs: Attrs::default(), kind: BlockKind::Paragraph(content) }
}

fn span_of(title: &[Inline], otherwise: Span) -> Span {
    title.first().map_or(otherwise, |first| first.span)
}

/// The words of a `<summary>` that begins some blocks.
fn summary(blocks: &mut Vec<Block>) -> Option<Vec<Inline>> {
    let first = blocks.first().filter(|block| block.attrs.has_class("summary"))?;
    let BlockKind::Paragraph(content) = &first.kind else { return None };
    let content = content.clone();
    blocks.remove(0);
    Some(content)
}

/// Lines stay lines.
fn verse(block: &mut Block) {
    if let BlockKind::Paragraph(content) = &mut block.kind {
        for inline in content.iter_mut().filter(|inline| matches!(inline.kind, InlineKind::SoftBreak)) {
            inline.kind = InlineKind::HardBreak;
        }
    }
}

fn is_blank(inline: &Inline) -> bool {
    matches!(&inline.kind, InlineKind::Text(text) if text.is_empty())
}

/// The kind that classes say, the first of them; but one that says more than that it is a note: `{.callout .warning}` is a
/// warning.
fn kind_of(classes: &[String]) -> Option<AdmonitionKind> {
    let mut kinds = classes.iter().filter_map(|class| admonition(class));
    let first = kinds.next()?;
    let says_more = |kind: &AdmonitionKind| {
        matches!(
            kind,
            AdmonitionKind::Tip
                | AdmonitionKind::Important
                | AdmonitionKind::Warning
                | AdmonitionKind::Caution
        )
    };
    let more = kinds.find(says_more).filter(|_| first == AdmonitionKind::Note);
    Some(more.unwrap_or(first))
}

/// Whether a div is Quarto's around one table or one block of code, by its id: that takes what the div says, and the
/// paragraph after it for its caption.
fn captioned(attrs: &mut Attrs, blocks: &mut Vec<Block>) -> bool {
    let id = attrs.id.as_ref().map_or("", |(id, _)| id.as_str());
    let (is_table, is_code) = (id.starts_with("tbl-"), id.starts_with("lst-"));
    let [block, rest @ ..] = blocks.as_mut_slice() else { return false };
    let caption = match rest {
        [] => None,
        [Block { kind: BlockKind::Paragraph(content), .. }] => Some(content),
        _ => return false,
    };
    let place = match &mut block.kind {
        BlockKind::Table(table) if is_table => &mut table.caption,
        BlockKind::Code(code) if is_code => &mut code.caption,
        _ => return false,
    };
    let takes = place.is_none();
    if takes {
        *place = caption.map(std::mem::take);
    }
    super::attrs::merge(&mut block.attrs, std::mem::take(attrs));
    if takes {
        blocks.truncate(1);
    }
    true
}
