//! Elements of HTML within a line: what they become at their end.

use super::attrs::{Written, length, set_style};
use super::builder::Builder;
use super::elements::Element;
use super::html::{Pair, value};
use super::inlines::{is_space, said};
use super::openings::image_width;

use crate::chars::is_cjk;
use crate::diag::Diagnostic;
use crate::model::document::{Attrs, Image, Inline, InlineKind, Length, Phrase};
use crate::model::walk::plain;
use crate::source::Span;

impl Builder<'_> {
    pub(super) fn html_image(&mut self, pairs: &[Pair], span: Span) {
        let mut looks = Written::default();
        let is_taken = |pair: &&Pair| pair.name == "style" && set_style(&mut looks, &pair.value);
        let taken = pairs.iter().find(is_taken).map(|pair| pair.span);
        let others: Vec<Pair> = pairs.iter().filter(|pair| Some(pair.span) != taken).cloned().collect();
        let mut attrs = self.html_attrs(&others);
        attrs.classes.clear();
        attrs.width = looks.attrs.width.or(image_width(pairs));
        let given = pairs.iter().find(|pair| pair.name == "height").filter(|_| attrs.width.is_none());
        let height = match given.map(|height| (length(&height.value), height.span)) {
            Some((Some(Length::Absolute(height)), _)) => Some(height),
            Some((_, span)) => {
                let message = "the height of an image is a number of pixels";
                let hint = "write `height=\"60\"`, or a width: the height follows";
                self.sink.push(Diagnostic::warning("html-attribute", span, message).hint(hint));
                None
            }
            None => looks.height.filter(|_| attrs.width.is_none()),
        };
        let Some(path) = value(pairs, "src") else {
            return self.report_dropped("an `<img>` without `src`", span);
        };
        let image = Image {
            path: path.to_string(),
            alt: value(pairs, "alt").unwrap_or_default().to_string(),
            title: value(pairs, "title").map(|title| said(title, span)),
            width: attrs.width,
            height,
            decorative: false,
            span,
        };
        self.image(image, attrs);
    }

    pub(super) fn finish_tag(&mut self, element: Element, pairs: &[Pair], span: Span, content: Vec<Inline>) {
        let mut attrs = Box::new(self.html_attrs(pairs));
        // `<a name>` is what HTML 4 had for an id (12.2.3).
        if element == Element::Anchor && attrs.id.is_none() {
            attrs.id = value(pairs, "name").map(|name| (name.to_string(), span));
        }
        let is_titled = matches!(element, Element::Abbreviation)
            || element == Element::Anchor && value(pairs, "href").is_some();
        if let Some(title) =
            pairs.iter().find(|pair| pair.name == "title" && !pair.value.is_empty() && !is_titled)
        {
            let message = "the attribute `title` of HTML has no effect here";
            let hint = "say it in the text or in a note; what letters stand for is `<abbr title=\"words\">`";
            self.sink.push(Diagnostic::warning("html-attribute", title.span, message).hint(hint));
        }
        // What style sheets elsewhere draw a sign in.
        if content.is_empty()
            && attrs.id.is_none()
            && value(pairs, "class").is_some_and(|class| !class.is_empty())
        {
            return self.report_dropped("an element without words, which elsewhere is an icon,", span);
        }
        let kind = match element {
            Element::Superscript => InlineKind::Superscript(content),
            Element::Subscript => InlineKind::Subscript(content),
            Element::Keyboard => InlineKind::Keyboard(content),
            Element::Emphasis => InlineKind::Emphasis(content),
            Element::Strong => InlineKind::Strong(content),
            Element::Strikethrough => InlineKind::Strikethrough(content),
            Element::Code => InlineKind::Code(plain(&content)),
            Element::Abbreviation => match value(pairs, "title") {
                Some(title) => InlineKind::Abbreviation { title: title.to_string(), content },
                None => InlineKind::Span { attrs: attrs.clone(), content },
            },
            Element::Anchor => match value(pairs, "href") {
                Some(href) => InlineKind::Link {
                    attrs: Box::default(),
                    destination: href.to_string(),
                    title: value(pairs, "title").map(str::to_string),
                    content,
                },
                None => InlineKind::Span { attrs: attrs.clone(), content },
            },
            Element::Caption => {
                let attrs = Box::new(Attrs { classes: vec!["figcaption".to_string()], ..Attrs::default() });
                InlineKind::Span { attrs, content }
            }
            Element::Mark => {
                attrs.classes.push("mark".to_string());
                InlineKind::Span { attrs: attrs.clone(), content }
            }
            Element::Phrase(Phrase::Ruby) => {
                let content = ruby(content);
                match attrs.id.is_some() || attrs.lang.is_some() {
                    true => InlineKind::Span { attrs: attrs.clone(), content },
                    false => {
                        return content.into_iter().for_each(|inline| self.inline(inline.span, inline.kind));
                    }
                }
            }
            Element::Phrase(Phrase::Base | Phrase::Reading | Phrase::Bracket)
                if self.top().tag.as_deref() != Some("ruby") =>
            {
                let message = "a reading stands in no `<ruby>`; its words are set as others";
                let hint = "write `<ruby>base<rt>reading</rt></ruby>`";
                self.sink.push(Diagnostic::warning("stray-tag", span, message).hint(hint));
                InlineKind::Span { attrs: attrs.clone(), content }
            }
            Element::Phrase(phrase) => InlineKind::Phrase { phrase, content },
            _ => InlineKind::Span { attrs: attrs.clone(), content },
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

/// The annotations of a `<ruby>`, each with one base and one reading. A reading stands between brackets: on paper it follows
/// its base, and so it does where a reading system does not know of readings.
fn ruby(content: Vec<Inline>) -> Vec<Inline> {
    let mut found = Vec::new();
    let mut base: Vec<Inline> = Vec::new();
    let mut readings: Vec<Inline> = Vec::new();
    let phrase_of = |inline: &Inline| match &inline.kind {
        InlineKind::Phrase {
            phrase: phrase @ (Phrase::Base | Phrase::Reading | Phrase::Bracket), ..
        } => Some(*phrase),
        _ => None,
    };
    for inline in content {
        match phrase_of(&inline) {
            Some(Phrase::Reading) => readings.push(inline),
            // Brackets are set around each reading anyway.
            Some(Phrase::Bracket) => {}
            Some(_) | None => {
                if !readings.is_empty() && is_space(&inline) {
                    continue;
                }
                if !readings.is_empty() {
                    found.extend(annotation(std::mem::take(&mut base), std::mem::take(&mut readings)));
                }
                match inline.kind {
                    InlineKind::Phrase { phrase: Phrase::Base, content } => base.extend(content),
                    kind => base.push(Inline { span: inline.span, kind }),
                }
            }
        }
    }
    found.extend(annotation(base, readings));
    found
}

fn annotation(base: Vec<Inline>, readings: Vec<Inline>) -> Vec<Inline> {
    let (Some(first), Some(last)) = (base.first(), readings.last().or(base.last())) else {
        return readings;
    };
    if readings.is_empty() {
        return base;
    }
    let span = Span { end: last.span.end, ..first.span };
    let is_wide = plain(&base).chars().any(is_cjk);
    let bracket = |mark: &str, at: u32| {
        let span = Span { start: at, end: at, ..span };
        let content = vec![Inline { span, kind: InlineKind::Literal(mark.to_string()) }];
        Inline { span, kind: InlineKind::Phrase { phrase: Phrase::Bracket, content } }
    };
    let (open, close) = if is_wide { ("（", "）") } else { ("(", ")") };
    let around = Span { end: base.last().map_or(span.end, |last| last.span.end), ..first.span };
    let mut content =
        vec![Inline { span: around, kind: InlineKind::Phrase { phrase: Phrase::Base, content: base } }];
    let place = Span { start: readings[0].span.start, ..span };
    let kind = InlineKind::Phrase { phrase: Phrase::Reading, content: together(readings) };
    let reading = Inline { span: place, kind };
    content.extend([bracket(open, place.start), reading, bracket(close, place.end)]);
    vec![Inline { span, kind: InlineKind::Phrase { phrase: Phrase::Ruby, content } }]
}

/// Several readings of one base, a blank between them.
fn together(readings: Vec<Inline>) -> Vec<Inline> {
    let mut all: Vec<Inline> = Vec::new();
    for Inline { span, kind } in readings {
        let InlineKind::Phrase { content, .. } = kind else { continue };
        if !all.is_empty() {
            let at = Span { end: span.start, ..span };
            all.push(Inline { span: at, kind: InlineKind::Literal(" ".to_string()) });
        }
        all.extend(content);
    }
    all
}
