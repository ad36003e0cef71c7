//! Raw HTML: the safe tags become what they mean, the others are dropped with a warning, text is kept.

use std::ops::Range;

use super::attrs::{self, Written};
use super::blocks::page_break;
use super::builder::Builder;
use super::events::Pieces;
use super::frame::{Div, Mark, Open};
use super::html::{Element, Piece, cut, decode, is_block_name};
use crate::diag::Diagnostic;
use crate::model::document::{Attrs, Inline, InlineKind};
use crate::model::walk::plain;
use crate::source::Span;

/// So many elements up a closing tag is looked for what it closes. Nobody writes deeper by hand, and each stray tag in a
/// deep nest would be looked for in all of it.
const FARTHEST: usize = 1000;

type Pairs = Vec<(String, String)>;

impl Builder<'_> {
    pub(super) fn html_line(&mut self, html: &str, start: usize) {
        let source = self.text;
        let (text, pieces) = self.html.get_or_insert_default();
        pieces.push(text.len(), start);
        // A fence is a block by itself: within another, it is what it is typed as.
        let blanks = html.len() - html.trim_start().len();
        let written = source.get(start..start + html.len()).filter(|_| !text.is_empty());
        let fence = written.filter(|line| line.get(blanks..).is_some_and(|line| line.starts_with(":::")));
        text.push_str(fence.unwrap_or(html));
    }

    /// An HTML block, all lines read. Text between block tags is Markdown: books wrap it in `<div>` and `<figure>`.
    pub(super) fn html_block(&mut self) {
        let Some((html, pieces)) = self.html.take() else { return };
        let blanks = html.len() - html.trim_start().len();
        let place = pieces.place(blanks);
        if self.text.get(place..).is_some_and(|text| text.starts_with(":::")) && self.dropping.is_none() {
            return self.fence(place);
        }
        let cut = cut(&html);
        for (at, (piece, local)) in cut.iter().enumerate() {
            let range = pieces.range(local);
            if *piece != Piece::Text {
                self.tag(piece, range);
                continue;
            }
            let text = &html[local.clone()];
            let beside_block = |other: Option<&(Piece, Range<usize>)>| match other.map(|(piece, _)| piece) {
                None | Some(Piece::Comment(_) | Piece::Other) => true,
                Some(Piece::Open { name, .. } | Piece::Close(name)) => is_block_name(name),
                Some(Piece::Text) => false,
            };
            let before = at.checked_sub(1).and_then(|at| cut.get(at));
            let alone = beside_block(before) && beside_block(cut.get(at + 1));
            let in_container = !self.top().holds_inlines() && !matches!(self.top().open, Open::Code { .. });
            match text.trim().is_empty() {
                true if in_container => {}
                false if in_container && alone && self.dropping.is_none() && !text.contains('<') => {
                    self.read(text, &pieces.part(local));
                }
                true | false => self.html_text(text, local.start, &pieces),
            }
        }
        self.close_implicit();
    }

    /// Text of an HTML block: its line ends are spaces, its references characters.
    fn html_text(&mut self, text: &str, start: usize, pieces: &Pieces) {
        if matches!(self.top().open, Open::Code { .. }) {
            return self.words(&decode(text), pieces.range(&(start..start + text.len())));
        }
        let mut at = start;
        for line in text.split_inclusive('\n') {
            let words = line.trim_end_matches(['\n', '\r']);
            if !words.trim().is_empty() {
                self.words(&decode(words), pieces.range(&(at..at + words.len())));
            }
            if words.len() < line.len() && self.dropping.is_none() && self.top().holds_inlines() {
                let end = pieces.range(&(at + words.len()..at + line.len()));
                self.inline(self.span(end.start, end.end), InlineKind::SoftBreak);
            }
            at += line.len();
        }
    }

    pub(super) fn inline_html(&mut self, html: &str, range: Range<usize>) {
        for (piece, _) in cut(html) {
            self.tag(&piece, range.clone());
        }
    }

    fn tag(&mut self, piece: &Piece, range: Range<usize>) {
        if let Some(dropped) = &self.dropping {
            if matches!(piece, Piece::Close(name) if name == dropped) {
                self.dropping = None;
            }
            return;
        }
        let span = self.span(range.start, range.end);
        match piece {
            Piece::Open { name, attrs, self_closing } => {
                let element = Element::of(name);
                self.open_tag(name, element, attrs, range.clone());
                if *self_closing && !element.is_void() {
                    self.close_tag(name, element, range);
                }
            }
            Piece::Close(name) => self.close_tag(name, Element::of(name), range),
            Piece::Comment(comment) if comment == "pagebreak" => {
                self.close_implicit();
                if self.top().holds_inlines() {
                    let message = "a page break stands inside a paragraph and is left out";
                    let hint = "put blank lines around it";
                    self.sink.push(Diagnostic::warning("misplaced-page-break", span, message).hint(hint));
                } else {
                    self.top().blocks.push(page_break(span));
                }
            }
            Piece::Comment(_) => self.after_comment = self.ends_in_blank(),
            Piece::Text => {}
            Piece::Other => {
                let message = "raw HTML: a declaration, instruction or CDATA section is dropped";
                self.sink.push(Diagnostic::warning("raw-html", span, message).hint("delete it"));
            }
        }
    }

    fn ends_in_blank(&mut self) -> bool {
        let last = self.top().inlines.last();
        last.is_some_and(|last| matches!(&last.kind, InlineKind::Text(text) if text.ends_with(' ')))
    }

    fn report_dropped(&mut self, what: &str, span: Span) {
        self.sink.push(
            Diagnostic::warning(
                "raw-html",
                span,
                format!("raw HTML: {what} is dropped, the text in it is kept"),
            )
            .hint("write Markdown; of HTML, `<br>`, `<sup>`, `<sub>`, `<kbd>` and `<abbr title>` are kept"),
        );
    }

    fn open_tag(&mut self, name: &str, element: Element, pairs: &Pairs, range: Range<usize>) {
        let span = self.span(range.start, range.end);
        let in_block = !self.top().holds_inlines();
        match element {
            Element::LineBreak => self.inline(span, InlineKind::HardBreak),
            Element::Image => self.html_image(pairs, span),
            Element::Rule if in_block || self.in_implicit() => self.rule(span),
            Element::Figure if in_block || self.in_implicit() => {
                let attrs = self.html_attrs(pairs, span);
                self.open_tag_block(Open::Figure(attrs), name, range.start);
            }
            Element::Paragraph if in_block || self.in_implicit() => {
                let attrs = self.html_attrs(pairs, span);
                self.open_tag_block(Open::Paragraph { implicit: false, attrs }, name, range.start);
            }
            Element::Caption if in_block || self.in_implicit() => {
                let attrs = Attrs { classes: vec!["figcaption".to_string()], ..Attrs::default() };
                self.open_tag_block(Open::Paragraph { implicit: false, attrs }, name, range.start);
            }
            Element::Summary if in_block || self.in_implicit() => {
                let attrs = Attrs { classes: vec!["summary".to_string()], ..Attrs::default() };
                self.open_tag_block(Open::Paragraph { implicit: false, attrs }, name, range.start);
            }
            Element::Division if in_block || self.in_implicit() => {
                let mut attrs = self.html_attrs(pairs, span);
                if matches!(name, "center" | "aside" | "details") {
                    attrs.classes.insert(0, name.to_string());
                }
                let div = Div { attrs, title: None, columns: None, by_tag: true, when: Vec::new() };
                self.open_tag_block(Open::Div(Box::new(div)), name, range.start);
            }
            Element::Quotation if in_block || self.in_implicit() => {
                self.open_tag_block(Open::Quote(None), name, range.start);
            }
            Element::Verbatim if in_block || self.in_implicit() => {
                self.open_tag_block(
                    Open::Code { info: String::new(), text: String::new() },
                    name,
                    range.start,
                );
            }
            Element::Dropped => {
                let message = format!("raw HTML: `<{name}>` is dropped with its content");
                self.sink.push(Diagnostic::warning("raw-html", span, message));
                self.dropping = Some(name.to_string());
            }
            Element::Unknown
            | Element::Rule
            | Element::Figure
            | Element::Paragraph
            | Element::Summary
            | Element::Division
            | Element::Quotation
            | Element::Verbatim => {
                self.report_dropped(&format!("`<{name}>`"), span);
                *self.dropped_open.entry(name.to_string()).or_insert(0) += 1;
            }
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
            | Element::Underline
            | Element::SmallPrint
            | Element::Anchor
            | Element::Caption => {
                if matches!(self.top().open, Open::Code { .. }) {
                    return;
                }
                self.open_mark(Mark::Tag(element, pairs.clone()), range.start);
                self.top().tag = Some(name.to_string());
            }
        }
    }

    fn open_tag_block(&mut self, open: Open, name: &str, start: usize) {
        self.open_block(open, start);
        self.top().tag = Some(name.to_string());
    }

    fn in_implicit(&self) -> bool {
        let inner = self.stack.iter().rfind(|frame| !(frame.is_mark() && frame.tag.is_some()));
        inner.is_some_and(super::frame::Frame::is_loose_text)
    }

    /// Closes the innermost open element of this name, unless Markdown was opened inside it and is still open.
    fn close_tag(&mut self, name: &str, element: Element, range: Range<usize>) {
        let span = self.span(range.start, range.end);
        let implicit = |open: &Open| matches!(open, Open::Paragraph { implicit: true, .. });
        let mut reachable = self
            .stack
            .iter()
            .rev()
            .take(FARTHEST)
            .take_while(|frame| frame.tag.is_some() || implicit(&frame.open));
        let open = reachable.position(|frame| frame.tag.as_deref() == Some(name));
        match open {
            Some(above) => {
                for _ in 0..above {
                    self.close_top();
                }
                self.top().end = range.end;
                self.close_top();
            }
            // `</br>` and its like close nothing, `</p>` what a block before it closed; code drops inner tags.
            None if element.is_void() || element == Element::Paragraph => {}
            None if self.dropped_open.get(name).is_some_and(|count| *count > 0) => {
                self.dropped_open.entry(name.to_string()).and_modify(|count| *count -= 1);
            }
            None if element == Element::Unknown => self.report_dropped(&format!("`</{name}>`"), span),
            None if matches!(self.top().open, Open::Code { .. }) => {}
            None => {
                let message = format!("`</{name}>` closes nothing that is open here");
                self.sink.push(Diagnostic::warning("stray-tag", span, message));
            }
        }
    }

    /// The attributes that have a meaning: `id`, `class`, `lang` and `dir`. Others were for a browser.
    fn html_attrs(&mut self, pairs: &Pairs, span: Span) -> Attrs {
        let mut written = Written::default();
        for (key, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
            // The words themselves tell what `auto` asks a browser to find out.
            let is_meant = match key.as_str() {
                "id" | "class" | "lang" => true,
                "dir" => !value.eq_ignore_ascii_case("auto"),
                _ => false,
            };
            let side = value.to_ascii_lowercase();
            if key == "align" && matches!(side.as_str(), "center" | "right" | "left" | "justify") {
                let side = Some(side).filter(|side| matches!(side.as_str(), "center" | "right"));
                written.attrs.classes.extend(side);
            } else if is_meant {
                attrs::set(&mut written, key, value, span, self.sink);
            } else if is_looks(key) {
                let message = format!("the attribute `{}` of HTML has no effect", key.escape_debug());
                let hint =
                    "looks are the theme's; `[words]{.class}` and `::: {.class}` tell what the words are";
                self.sink.push(Diagnostic::warning("html-attribute", span, message).hint(hint));
            }
        }
        written.attrs
    }

    fn html_image(&mut self, pairs: &Pairs, span: Span) {
        let mut attrs = self.html_attrs(pairs, span);
        attrs.classes.clear();
        attrs.width = value(pairs, "width").and_then(attrs::length);
        let Some(path) = value(pairs, "src") else {
            return self.report_dropped("an `<img>` without `src`", span);
        };
        let alt = value(pairs, "alt").unwrap_or_default().to_string();
        self.image(path.to_string(), alt, value(pairs, "title").map(str::to_string), attrs, span);
    }

    pub(super) fn finish_tag(&mut self, element: Element, pairs: Pairs, span: Span, content: Vec<Inline>) {
        let mut attrs = Box::new(self.html_attrs(&pairs, span));
        // `<a name>` is what HTML 4 had for an id (12.2.3).
        if element == Element::Anchor && attrs.id.is_none() {
            attrs.id = value(&pairs, "name").map(|name| (name.to_string(), span));
        }
        let kind = match element {
            Element::Superscript => InlineKind::Superscript(content),
            Element::Subscript => InlineKind::Subscript(content),
            Element::Keyboard => InlineKind::Keyboard(content),
            Element::Emphasis => InlineKind::Emphasis(content),
            Element::Strong => InlineKind::Strong(content),
            Element::Strikethrough => InlineKind::Strikethrough(content),
            Element::Code => InlineKind::Code(plain(&content)),
            Element::Abbreviation => match value(&pairs, "title") {
                Some(title) => InlineKind::Abbreviation { title: title.to_string(), content },
                None => InlineKind::Span { attrs: attrs.clone(), content },
            },
            Element::Anchor => match value(&pairs, "href") {
                Some(href) => InlineKind::Link {
                    attrs: Box::default(),
                    destination: href.to_string(),
                    title: value(&pairs, "title").map(str::to_string),
                    content,
                },
                None => InlineKind::Span { attrs: attrs.clone(), content },
            },
            Element::Caption => {
                let attrs = Box::new(Attrs { classes: vec!["figcaption".to_string()], ..Attrs::default() });
                InlineKind::Span { attrs, content }
            }
            Element::Mark => classed(&mut attrs, "mark", content),
            Element::Underline => classed(&mut attrs, "underline", content),
            Element::SmallPrint => classed(&mut attrs, "small", content),
            Element::Span
            | Element::LineBreak
            | Element::Image
            | Element::Paragraph
            | Element::Figure
            | Element::Rule
            | Element::Summary
            | Element::Division
            | Element::Quotation
            | Element::Verbatim
            | Element::Dropped
            | Element::Unknown => InlineKind::Span { attrs: attrs.clone(), content },
        };
        // What an element has no place for is a span's around it.
        let holds_all = matches!(kind, InlineKind::Span { .. });
        let attrs = Attrs { classes: Vec::new(), width: None, ..*attrs };
        let kind = match !holds_all && attrs != Attrs::default() {
            true => InlineKind::Span { attrs: Box::new(attrs), content: vec![Inline { span, kind }] },
            false => kind,
        };
        self.inline(span, kind);
    }
}

fn classed(attrs: &mut Attrs, class: &str, content: Vec<Inline>) -> InlineKind {
    attrs.classes.push(class.to_string());
    InlineKind::Span { attrs: Box::new(attrs.clone()), content }
}

/// Whether an attribute of HTML says how something looks or what it does when it is touched.
fn is_looks(key: &str) -> bool {
    matches!(key, "style" | "align" | "valign" | "color" | "bgcolor" | "face" | "size" | "hidden")
        || key.starts_with("on")
}

fn value<'a>(pairs: &'a Pairs, key: &str) -> Option<&'a str> {
    let found = pairs.iter().find(|(name, _)| name == key);
    found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
}
