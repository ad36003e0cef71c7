//! Raw HTML among the Markdown: its blocks and its text. What is understood becomes what it means, the rest is dropped with a
//! warning; text is kept.

use std::ops::Range;

use super::attrs::{self, Written};
use super::blocks::page_break;
use super::builder::Builder;
use super::elements::{Element, is_block_name};
use super::formulas::{self, Found};
use super::frame::Open;
use super::html::{Attribute, Pair, Piece, cut, decode};
use super::pieces::Pieces;
use crate::diag::Diagnostic;
use crate::model::document::{Attrs, InlineKind};
use crate::source::Span;

/// A tag that opens an element.
pub(super) struct Tag<'a> {
    pub(super) name: &'a str,
    pub(super) element: Element,
    pub(super) pairs: Vec<Pair>,
    pub(super) range: Range<usize>,
}

impl Builder<'_> {
    pub(super) fn html_line(&mut self, html: &str, start: usize) {
        let (text, pieces) = self.html.get_or_insert_default();
        pieces.push(text.len(), start);
        text.push_str(html);
    }

    /// An HTML block, all lines read. Text between block tags is Markdown: books wrap it in `<div>` and `<figure>`.
    pub(super) fn html_block(&mut self) {
        let Some((html, pieces)) = self.html.take() else { return };
        let cut = cut(&html);
        for (at, (piece, local)) in cut.iter().enumerate() {
            if *piece == Piece::Endless && self.dropping.is_none() {
                self.html_text(&html[local.clone()], local.start, &pieces);
            } else if *piece != Piece::Text {
                self.tag(piece, pieces.range(local), |range| pieces.range(range));
            }
            if *piece != Piece::Text {
                continue;
            }
            let text = &html[local.clone()];
            let beside_block = |other: Option<&(Piece, Range<usize>)>| match other.map(|(piece, _)| piece) {
                None | Some(Piece::Comment(_) | Piece::Endless | Piece::Other) => true,
                Some(Piece::Open { name, .. } | Piece::Close(name)) => is_block_name(name),
                Some(Piece::Text) => false,
            };
            let before = at.checked_sub(1).and_then(|at| cut.get(at));
            let alone = beside_block(before) && beside_block(cut.get(at + 1));
            let is_after = matches!(before, Some((Piece::Close(_), _))) && !text.contains('<');
            if alone && is_after && !is_one_text(text) && self.in_container() {
                // What begins a block after another is no phrase, whatever it stands in.
                self.read(text, &pieces.part(local));
                continue;
            }
            self.html_stretch(text, local, &pieces, alone);
        }
        self.stop_dropping();
        self.close_implicit();
    }

    /// A stretch of text between two tags; alone where both are those of blocks.
    fn html_stretch(&mut self, text: &str, local: &Range<usize>, pieces: &Pieces, alone: bool) {
        if self.dropping.is_some() {
            return;
        }
        let is_markdown = alone && !text.contains('<');
        let in_container = self.in_container();
        match text.trim().is_empty() {
            true if in_container => {}
            false if is_markdown && in_container && !self.holds_phrases() => {
                self.read(text, &pieces.part(local));
            }
            false if is_markdown && (in_container || self.top().is_element()) && is_one_text(text) => {
                let from = local.start + text.len() - text.trim_start().len();
                let to = local.start + text.trim_end().len();
                self.ensure_inlines(pieces.place(from));
                let words = &text[from - local.start..to - local.start];
                self.read_inlines(&format!("|{words}"), &pieces.part(&(from..to)).led());
            }
            true | false => self.html_text(text, local.start, pieces),
        }
    }

    fn in_container(&mut self) -> bool {
        self.dropping.is_none()
            && !self.top().holds_inlines()
            && !matches!(self.top().open, Open::Code { .. })
    }

    /// Whether what is open holds phrases rather than blocks, as far as most authors think.
    fn holds_phrases(&mut self) -> bool {
        match self.top().open {
            Open::Item { .. }
            | Open::Detail
            | Open::List(_)
            | Open::Definitions(_)
            | Open::Slot(_)
            | Open::Row { .. } => true,
            Open::Plain
            | Open::Quote(_)
            | Open::Term
            | Open::Note(_)
            | Open::Table(..)
            | Open::Cell
            | Open::Caption
            | Open::Paragraph { .. }
            | Open::Heading(_)
            | Open::Code { .. }
            | Open::Figure(_)
            | Open::Div(_)
            | Open::Mark(_) => false,
        }
    }

    /// Text of an HTML block: its line ends are spaces, its references characters.
    fn html_text(&mut self, text: &str, start: usize, pieces: &Pieces) {
        if let Open::Code { text: code, .. } = &self.top().open {
            // The line end after `<pre>` is the tag's (HTML Standard, 13.2.6.4.7).
            let end = text.trim_start_matches('\r').starts_with('\n') && code.is_empty();
            let skipped = if end { text.find('\n').map_or(0, |at| at + 1) } else { 0 };
            let range = pieces.range(&(start + skipped..start + text.len()));
            return self.words(&decode(&text[skipped..]), range);
        }
        let mut from = 0;
        for Found { range, typed } in formulas::in_html(text) {
            self.html_lines(&text[from..range.start], start + from, pieces);
            from = range.end;
            let place = pieces.range(&(start + range.start..start + range.end));
            self.formula(typed, self.span(place.start, place.end));
        }
        self.html_lines(&text[from..], start + from, pieces);
    }

    fn html_lines(&mut self, text: &str, start: usize, pieces: &Pieces) {
        let mut at = start;
        for line in text.split_inclusive('\n') {
            // Where a text begins, blanks show nothing.
            let starts =
                !self.top().holds_inlines() || self.top().inlines.is_empty() && self.top().is_element();
            let blanks = if starts { line.len() - line.trim_start_matches([' ', '\t']).len() } else { 0 };
            let line = &line[blanks..];
            at += blanks;
            let words = line.trim_end_matches(['\n', '\r']);
            if !words.trim().is_empty() {
                self.words(&decode(words), pieces.range(&(at..at + words.len())));
            }
            if words.len() < line.len() && self.top().holds_inlines() {
                let end = pieces.range(&(at + words.len()..at + line.len()));
                self.inline(self.span(end.start, end.end), InlineKind::SoftBreak);
            }
            at += line.len();
        }
    }

    pub(super) fn inline_html(&mut self, html: &str, range: Range<usize>) {
        // In a quotation the lines of a tag are not side by side in the source.
        let is_whole = html.len() == range.len();
        for (piece, _) in cut(html) {
            self.tag(&piece, range.clone(), |local| match is_whole {
                true => range.start + local.start..range.start + local.end,
                false => range.clone(),
            });
        }
    }

    /// HTML with the words between its tags.
    pub(super) fn raw_html(&mut self, html: &str, start: usize) {
        for (piece, local) in cut(html) {
            let range = start + local.start..start + local.end;
            match piece {
                Piece::Text => self.words(&decode(&html[local]), range),
                _ => self.tag(&piece, range, |local| start + local.start..start + local.end),
            }
        }
    }

    fn tag(&mut self, piece: &Piece, range: Range<usize>, place: impl Fn(&Range<usize>) -> Range<usize>) {
        if let Some((dropped, _)) = &self.dropping {
            if matches!(piece, Piece::Close(name) if name == dropped) {
                self.dropping = None;
            }
            return;
        }
        let span = self.span(range.start, range.end);
        match piece {
            Piece::Open { name, attrs, self_closing } => {
                let element = Element::of(name);
                let pair = |attribute: &Attribute| {
                    let range = place(&attribute.range);
                    Pair {
                        name: attribute.name.clone(),
                        value: attribute.value.clone(),
                        span: self.span(range.start, range.end),
                    }
                };
                let pairs = attrs.iter().map(pair).collect();
                self.open_tag(Tag { name, element, pairs, range: range.clone() });
                if *self_closing && !element.is_void() {
                    self.close_tag(name, element, range);
                }
            }
            Piece::Close(name) => self.close_tag(name, Element::of(name), range),
            Piece::Comment(comment) if comment == "pagebreak" => self.page_break(span),
            Piece::Comment(_) => self.after_comment = self.ends_in_blank(),
            // It is told with the strays in all texts.
            Piece::Endless | Piece::Text => {}
            // A fence, which is shown as an instruction.
            Piece::Other if !self.text[range.start..].starts_with('<') => match self.top().open {
                Open::Code { .. } => self.words(&self.text[range.clone()], range),
                _ => self.fence(range),
            },
            Piece::Other => {
                let message = "raw HTML: a declaration, instruction or CDATA section is dropped";
                self.sink.push(Diagnostic::warning("raw-html", span, message).hint("delete it"));
            }
        }
    }

    fn page_break(&mut self, span: Span) {
        self.close_implicit();
        if self.top().holds_inlines() {
            let message = "a page break stands inside a paragraph and is left out";
            let hint = "put blank lines around it";
            self.sink.push(Diagnostic::warning("misplaced-page-break", span, message).hint(hint));
        } else {
            self.top().blocks.push(page_break(span));
        }
    }

    fn ends_in_blank(&mut self) -> bool {
        let last = self.top().inlines.last();
        last.is_some_and(|last| matches!(&last.kind, InlineKind::Text(text) if text.ends_with(' ')))
    }

    /// Where a block ends, what is dropped ends too: no tag left open takes the rest of the chapter with it.
    pub(super) fn stop_dropping(&mut self) {
        if let Some((name, span)) = self.dropping.take() {
            let missing = format!("`<{name}>` is not closed before the text around it ends");
            let hint = format!("add `</{name}>`");
            self.sink.push(Diagnostic::warning("unclosed-tag", span, missing).hint(hint));
        }
    }

    pub(super) fn report_dropped(&mut self, what: &str, span: Span) {
        self.sink.push(
            Diagnostic::warning(
                "raw-html",
                span,
                format!("raw HTML: {what} is dropped, the text in it is kept"),
            )
            .hint("write Markdown, or an element that the manual's section on HTML names"),
        );
    }

    /// The attributes that have a meaning: `id`, `class`, `lang` and `dir`. Others were for a browser.
    pub(super) fn html_attrs(&mut self, pairs: &[Pair]) -> Attrs {
        let mut written = Written::default();
        for Pair { name, value, span } in pairs.iter().filter(|pair| !pair.value.trim().is_empty()) {
            // The words themselves tell what `auto` asks a browser to find out.
            let is_meant = match name.as_str() {
                "id" | "class" | "lang" => true,
                "dir" => !value.eq_ignore_ascii_case("auto"),
                _ => false,
            };
            let side = value.to_ascii_lowercase();
            if name == "align" && matches!(side.as_str(), "center" | "right" | "left" | "justify") {
                let side = Some(side).filter(|side| matches!(side.as_str(), "center" | "right"));
                written.attrs.classes.extend(side);
            } else if is_meant {
                attrs::set(&mut written, name, value, *span, self.sink);
            } else if let Some(class) = attrs::page_break(value).filter(|_| name == "style") {
                written.attrs.classes.push(class.to_string());
            } else if is_looks(name) {
                self.no_effect(name, *span);
            }
        }
        written.attrs
    }

    pub(super) fn no_effect(&mut self, name: &str, span: Span) {
        let message = format!("the attribute `{}` of HTML has no effect", name.escape_debug());
        let hint = "looks are the theme's; `[words]{.class}` and `::: {.class}` tell what the words are";
        self.sink.push(Diagnostic::warning("html-attribute", span, message).hint(hint));
    }
}

/// Whether no line of some words would begin a block of Markdown.
fn is_one_text(text: &str) -> bool {
    let begins = |line: &str| {
        let line = line.trim();
        let (mark, after) = line.split_at(line.chars().next().map_or(0, char::len_utf8));
        match mark {
            "-" | "+" | "*" => {
                after.starts_with([' ', '\t']) || after.len() > 1 && after.replace(mark, "").is_empty()
            }
            "#" | ">" | "|" | ":" | "=" | "`" | "~" | "<" => true,
            "_" => after.replace('_', "").is_empty(),
            digit if digit.starts_with(|c: char| c.is_ascii_digit()) => {
                after.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['.', ')'])
            }
            _ => line.starts_with("[^"),
        }
    };
    !text.trim().lines().skip(1).any(begins)
}

/// Whether an attribute of HTML says how something looks or what it does when it is touched.
fn is_looks(key: &str) -> bool {
    matches!(key, "style" | "align" | "valign" | "color" | "bgcolor" | "face" | "size" | "hidden")
        || key.starts_with("on")
}
