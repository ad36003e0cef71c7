//! Tags of HTML on the stack of what is open: each element opens a frame, and closes those that HTML says it ends.

use std::ops::Range;

use super::attrs;
use super::builder::Builder;
use super::elements::Element;
use super::frame::{Div, Frame, Mark, Open};
use super::html::{Pair, value};
use super::tags::Tag;
use crate::diag::Diagnostic;
use crate::model::document::{Attrs, InlineKind, List, NumeralStyle, Numerals, Phrase};
use crate::source::Span;

/// So many elements up a closing tag is looked for what it closes. Nobody writes deeper by hand, and each stray tag in a
/// deep nest would be looked for in all of it.
const FARTHEST: usize = 1000;

/// Elements whose text is one, whatever blocks are in it.
const ONE_TEXT: [&str; 10] = ["summary", "figcaption", "caption", "dt", "h1", "h2", "h3", "h4", "h5", "h6"];

impl Builder<'_> {
    pub(super) fn open_tag(&mut self, tag: Tag) {
        let span = self.span(tag.range.start, tag.range.end);
        let in_code = matches!(self.top().open, Open::Code { .. });
        match tag.element {
            Element::LineBreak if in_code => self.words("\n", tag.range),
            Element::LineBreak => self.inline(span, InlineKind::HardBreak),
            Element::WordBreak if in_code => {}
            Element::WordBreak => self.inline(span, InlineKind::Text("\u{200b}".to_string())),
            Element::Image if !in_code => self.html_image(&tag.pairs, span),
            Element::Input if self.is_box(&tag.pairs) => {
                self.task(tag.pairs.iter().any(|pair| pair.name == "checked"));
            }
            Element::Transparent => {}
            Element::Dropped => {
                let message = format!("raw HTML: `<{}>` is dropped with its content", tag.name);
                self.sink.push(Diagnostic::warning("raw-html", span, message));
                self.dropping = Some((tag.name.to_string(), span));
            }
            Element::Division
            | Element::Quotation
            | Element::Summary
            | Element::Paragraph
            | Element::Heading(_)
            | Element::Figure
            | Element::Caption
            | Element::Rule
            | Element::Verbatim
            | Element::List { .. }
            | Element::Item
            | Element::Definitions
            | Element::Term
            | Element::Detail
            | Element::Table
            | Element::TableGroup
            | Element::Row
            | Element::Cell { .. }
            | Element::Column => self.open_element(tag),
            Element::Superscript
            | Element::Subscript
            | Element::Keyboard
            | Element::Abbreviation
            | Element::Emphasis
            | Element::Strong
            | Element::Strikethrough
            | Element::Code
            | Element::Span
            | Element::Mark
            | Element::Phrase(_)
            | Element::Anchor => self.open_phrase(tag, in_code),
            Element::Unknown | Element::Image | Element::Input => self.drop_tag(tag.name, span),
        }
    }

    fn open_phrase(&mut self, tag: Tag, in_code: bool) {
        if in_code {
            // In `<pre>` it tells the language at most.
            let classes = value(&tag.pairs, "class").unwrap_or_default();
            let found = classes.split_whitespace().find_map(language_of);
            if let (Open::Code { info, .. }, Some(language)) = (&mut self.top().open, found) {
                *info = language.to_string();
            }
            return;
        }
        if matches!(tag.element, Element::Phrase(Phrase::Base | Phrase::Reading | Phrase::Bracket)) {
            self.end_open(&["rb", "rt", "rp"], &["ruby"]);
        }
        self.open_mark(Mark::Tag(tag.element, tag.pairs), tag.range.start);
        self.top().tag = Some(tag.name.to_string());
    }

    /// A tag without a meaning, or without one where it stands.
    fn drop_tag(&mut self, name: &str, span: Span) {
        self.report_dropped(&format!("`<{name}>`"), span);
        self.pass_over(name);
    }

    /// The tag that closes an element is passed over as the one that opened it was.
    fn pass_over(&mut self, name: &str) {
        *self.dropped_open.entry(name.to_string()).or_insert(0) += 1;
    }

    /// Opens the element of a block, where blocks may stand.
    fn open_element(&mut self, tag: Tag) {
        let span = self.span(tag.range.start, tag.range.end);
        let is_caption = tag.element == Element::Caption;
        if matches!(self.top().open, Open::Cell) && self.is_in_row() {
            self.part_cell();
        } else if self.top().holds_inlines() && !self.in_loose_text() {
            return match is_caption {
                true => self.open_phrase(tag, false),
                false => self.drop_tag(tag.name, span),
            };
        }
        let is_part = matches!(tag.element, Element::Paragraph | Element::Heading(_) | Element::Division);
        if is_part && self.in_one_text() {
            if !self.top().inlines.is_empty() {
                self.inline(span, InlineKind::SoftBreak);
            }
            return self.pass_over(tag.name);
        }
        if tag.element == Element::Column {
            return self.columns(&tag);
        }
        let is_of_table = matches!(tag.element, Element::Row | Element::TableGroup | Element::Cell { .. });
        let mut attrs = match is_of_table {
            true => self.cell_attrs(&tag.pairs),
            false => self.html_attrs(&tag.pairs),
        };
        let classed = |class: &str| Open::Paragraph {
            implicit: false,
            attrs: Attrs { classes: vec![class.to_string()], ..Attrs::default() },
        };
        let open = match tag.element {
            Element::Rule => return self.rule(span),
            Element::Figure => Open::Figure(std::mem::take(&mut attrs)),
            Element::Paragraph => Open::Paragraph { implicit: false, attrs: std::mem::take(&mut attrs) },
            Element::Table | Element::TableGroup | Element::Row | Element::Cell { .. } => {
                return self.open_table_part(tag, attrs);
            }
            Element::Caption if matches!(self.top().open, Open::Table(..)) => Open::Caption,
            Element::Caption => classed("figcaption"),
            Element::Summary => classed("summary"),
            Element::Heading(level) => Open::Heading(level),
            Element::Quotation => Open::Quote(None),
            Element::Verbatim => {
                let info = value(&tag.pairs, "lang").unwrap_or_default().to_string();
                attrs.lang = None;
                Open::Code { info, text: String::new() }
            }
            Element::List { ordered } => Open::List(self.html_list(ordered, &tag.pairs)),
            Element::Item | Element::Term | Element::Detail => return self.open_entry(tag, attrs),
            Element::Definitions => Open::Definitions(Vec::new()),
            // Groups of terms and what they mean.
            _ if matches!(self.top().open, Open::Definitions(_)) => Open::Definitions(Vec::new()),
            _ => {
                if matches!(tag.name, "center" | "aside" | "details") {
                    attrs.classes.insert(0, tag.name.to_string());
                }
                let attrs = std::mem::take(&mut attrs);
                Open::Div(Box::new(Div { attrs, by_tag: true, ..Div::default() }))
            }
        };
        let is_paragraph = tag.element == Element::Paragraph;
        self.open_tagged(open, tag.name, attrs, tag.range.start);
        if is_paragraph {
            self.loosen();
        }
    }

    pub(super) fn open_tagged(&mut self, open: Open, name: &str, attrs: Attrs, start: usize) {
        self.open_block(open, start);
        let frame = self.top();
        frame.tag = Some(name.to_string());
        frame.attrs = attrs;
    }

    /// An item of a list, or a part of a definition. Outside of one it is a block like others.
    fn open_entry(&mut self, tag: Tag, attrs: Attrs) {
        let is_item = tag.element == Element::Item;
        match is_item {
            true => self.end_open(&["li"], &["ul", "ol", "menu"]),
            false => self.end_open(&["dt", "dd"], &["dl"]),
        }
        self.close_implicit();
        let stands = match self.top().open {
            Open::List(_) => is_item,
            Open::Definitions(_) => !is_item,
            _ => false,
        };
        let name = tag.name;
        if !stands {
            let span = self.span(tag.range.start, tag.range.end);
            let list = if is_item { "ul" } else { "dl" };
            let message = format!("`<{name}>` stands in no list");
            self.sink.push(
                Diagnostic::warning("stray-tag", span, message)
                    .hint(format!("put `<{list}>` and `</{list}>` around it and its like")),
            );
            let div = Div { attrs, by_tag: true, ..Div::default() };
            return self.open_tagged(Open::Div(Box::new(div)), name, Attrs::default(), tag.range.start);
        }
        if let Some(number) = value(&tag.pairs, "value").filter(|_| is_item) {
            self.renumber(number, tag.range.start);
        }
        let open = match tag.element {
            Element::Item => Open::Item { task: None },
            Element::Term => Open::Term,
            _ => Open::Detail,
        };
        self.open_tagged(open, name, attrs, tag.range.start);
    }

    /// An item with a number of its own begins a list of its own.
    fn renumber(&mut self, number: &str, start: usize) {
        let Open::List(list) = &mut self.top().open else { return };
        let (Ok(number), Some(first)) = (number.parse(), list.start) else { return };
        if list.items.is_empty() {
            list.start = Some(number);
        } else if list.numerals.number(first, list.items.len()) != number {
            let next = List { start: Some(number), items: Vec::new(), ..*list };
            let name = self.top().tag.clone().unwrap_or_default();
            self.top().end = start;
            self.close_top();
            self.open_tagged(Open::List(next), &name, Attrs::default(), start);
        }
    }

    fn html_list(&mut self, ordered: bool, pairs: &[Pair]) -> List {
        let mut numerals = Numerals {
            style: match pairs.iter().find(|pair| pair.name == "type").map(|pair| pair.value.as_str()) {
                Some("a") => NumeralStyle::LowerAlpha,
                Some("A") => NumeralStyle::UpperAlpha,
                Some("i") => NumeralStyle::LowerRoman,
                Some("I") => NumeralStyle::UpperRoman,
                _ => NumeralStyle::Decimal,
            },
            falling: pairs.iter().any(|pair| pair.name == "reversed"),
            ..Numerals::default()
        };
        let given = pairs.iter().find(|pair| pair.name == "start");
        let start = given.and_then(|pair| pair.value.trim().parse().ok());
        if let Some(pair) = given.filter(|_| start.is_none()) {
            let message = format!("`{}` is no number to begin a list with", pair.value.escape_debug());
            let hint = "write a whole number that is not negative";
            self.sink.push(Diagnostic::warning("bad-number", pair.span, message).hint(hint));
        }
        if !ordered {
            numerals = Numerals::default();
        }
        // A list that is counted down begins with the number of its items, known at its end.
        let first = start.unwrap_or(if numerals.falling { u64::MAX } else { 1 });
        List { start: ordered.then_some(first), numerals, tight: true, items: Vec::new() }
    }

    /// Whether what is open is a cell of a table, and not a title.
    fn is_in_row(&self) -> bool {
        let below = self.stack.iter().rev().nth(1);
        below.is_some_and(|frame| matches!(frame.open, Open::Row { .. }))
    }

    /// What a cell says of itself but for its looks, which are read by themselves.
    fn cell_attrs(&mut self, pairs: &[Pair]) -> Attrs {
        let is_looks = |pair: &&Pair| !matches!(pair.name.as_str(), "align" | "valign" | "style");
        let pairs: Vec<Pair> = pairs.iter().filter(is_looks).cloned().collect();
        self.html_attrs(&pairs)
    }

    fn in_loose_text(&self) -> bool {
        let inner = self.stack.iter().rfind(|frame| !(frame.is_mark() && frame.tag.is_some()));
        inner.is_some_and(Frame::is_loose_text)
    }

    /// Whether the text that is open takes blocks for parts of it.
    fn in_one_text(&self) -> bool {
        let inner = self.stack.iter().rfind(|frame| !(frame.is_mark() && frame.tag.is_some()));
        inner.and_then(|frame| frame.tag.as_deref()).is_some_and(|name| ONE_TEXT.contains(&name))
    }

    /// Whether a box to tick stands at the beginning of an item.
    fn is_box(&self, pairs: &[Pair]) -> bool {
        let is_item = |frame: &Frame| matches!(frame.open, Open::Item { .. });
        let mut open = self.stack.iter().rev();
        let inner = open.next().filter(|frame| is_item(frame) || frame.inlines.is_empty());
        value(pairs, "type") == Some("checkbox")
            && inner.is_some_and(|frame| is_item(frame) || open.next().is_some_and(is_item))
    }

    /// Ends the innermost of some elements, with what is open in it, as far as it stands in none of others.
    pub(super) fn end_open(&mut self, names: &[&str], within: &[&str]) {
        let found = self.reachable().find_map(|(above, frame)| match frame.tag.as_deref() {
            Some(name) if names.contains(&name) => Some(Some(above)),
            Some(name) if within.contains(&name) => Some(None),
            _ => None,
        });
        if let Some(above) = found.flatten() {
            for _ in 0..=above {
                self.close_top();
            }
        }
    }

    /// What is open and not closed by Markdown, from the inside out.
    fn reachable(&self) -> impl Iterator<Item = (usize, &Frame)> {
        let implicit = |open: &Open| matches!(open, Open::Paragraph { implicit: true, .. });
        let open = self.stack.iter().rev().take(FARTHEST).enumerate();
        open.take_while(move |(_, frame)| frame.tag.is_some() || implicit(&frame.open))
    }

    /// Closes the innermost open element of this name, unless Markdown was opened inside it and is still open.
    pub(super) fn close_tag(&mut self, name: &str, element: Element, range: Range<usize>) {
        let span = self.span(range.start, range.end);
        let open = self.reachable().find(|(_, frame)| frame.tag.as_deref() == Some(name));
        match open.map(|(above, _)| above) {
            Some(above) => {
                for _ in 0..above {
                    self.close_top();
                }
                self.top().end = range.end;
                self.close_top();
            }
            None if self.dropped_open.get(name).is_some_and(|count| *count > 0) => {
                self.dropped_open.entry(name.to_string()).and_modify(|count| *count -= 1);
            }
            // `</br>` and its like close nothing, `</p>` what a block before it closed; code drops inner tags.
            None if element.is_void() || element == Element::Paragraph => {}
            None if element == Element::Unknown => self.report_dropped(&format!("`</{name}>`"), span),
            None if matches!(self.top().open, Open::Code { .. }) => {}
            None => {
                let message = format!("`</{name}>` closes nothing that is open here");
                self.sink.push(Diagnostic::warning("stray-tag", span, message));
            }
        }
    }

    /// Text or a block straight in a list or among definitions belongs to the entry before it, or is one of its own.
    pub(super) fn imply_entry(&mut self, start: usize) {
        let (mut frame, name) = match &mut self.top().open {
            Open::List(list) => match list.items.pop() {
                Some(last) => {
                    let mut frame = Frame::new(Open::Item { task: last.task }, last.span.start as usize);
                    frame.blocks = last.blocks;
                    (frame, "li")
                }
                None => (Frame::new(Open::Item { task: None }, start), "li"),
            },
            Open::Definitions(_) => (Frame::new(Open::Detail, start), "dd"),
            _ => return self.imply_table_part(start),
        };
        frame.tag = Some(name.to_string());
        self.stack.push(frame);
    }
}

/// What a class such as `language-rust` says that code is written in.
fn language_of(class: &str) -> Option<&str> {
    class.strip_prefix("language-").or_else(|| class.strip_prefix("lang-"))
}

/// The width of an image as HTML has it: a number of pixels, or a part of the measure.
pub(super) fn image_width(pairs: &[Pair]) -> Option<crate::model::document::Length> {
    value(pairs, "width").and_then(attrs::length)
}
