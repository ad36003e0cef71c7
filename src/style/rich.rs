//! Inlines to [`RichText`]: first a flat list of segments, then their text with punctuation set, runs and marks.

use std::borrow::Cow;
use std::sync::Arc;

use super::assemble::assemble;
use super::finery::{self, Finery, Wish};
use super::looks::{self, Setting};
use super::maker::Maker;
use super::quotes::quotes;
use super::segment::{Segment, Set};
use super::spoken::spoken;
use crate::columns;
use crate::diag::Diagnostic;
use crate::geom::Abs;
use crate::model::document::{
    Attrs, BESIDE, BIBLIOREF, EquationNumber, GLOSSREF, Image, IndexPlace, Inline, InlineKind, Maths,
    PAGE_ALONE, Phrase, REFERENCES,
};
use crate::model::flow::{
    LangId, Locator, LocatorPart, Mark, MarkKind, ObjectKind, RichText, Run, StyleId, Target, TextStyle,
};
use crate::model::manifest::{NoteCount, NotePlace, Notes};
use crate::model::resolved::{LinkTarget, NodeId, TargetKind};
use crate::model::theme::{Color, Weight};
use crate::model::walk::plain;
use crate::model::words::Word;
use crate::roman;
use crate::source::Span;

/// How a stretch of text is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Voice {
    pub(super) style: TextStyle,
    pub(super) lang: LangId,
}

/// Text under construction: its segments, and whether it repeats words that stand elsewhere.
pub(super) struct Writer<'m, 'a> {
    pub(super) maker: &'m mut Maker<'a>,
    pub(super) segments: Vec<Segment<'a>>,
    /// Contents lines and outlines: without notes, links and anchors, which stand where the words are.
    pub(super) repeated: bool,
    /// The words are those that a link without its own is called by.
    naming: bool,
    /// Words are printed as they were typed.
    as_typed: bool,
    wish: Wish,
    voice: Voice,
    /// Elements of quoted words around.
    quotations: usize,
}

impl<'m, 'a> Writer<'m, 'a> {
    pub(super) fn new(maker: &'m mut Maker<'a>, setting: &Setting) -> Writer<'m, 'a> {
        let voice = Voice { style: setting.text, lang: maker.spoken };
        let wish = if setting.fine { Wish::of(maker.book.theme) } else { Wish::default() };
        let (repeated, naming, as_typed) = (false, false, false);
        // What is in another language than its section says so.
        let is_other = maker.spoken != LangId(0);
        let segments = is_other.then_some(Segment::Open(MarkKind::Lang(maker.spoken)));
        Writer {
            maker,
            segments: segments.into_iter().collect(),
            repeated,
            naming,
            as_typed,
            wish,
            voice,
            quotations: 0,
        }
    }

    pub(super) fn repeated(mut self) -> Writer<'m, 'a> {
        self.repeated = true;
        self
    }

    /// Words of reportc's own or of the manifest.
    pub(super) fn words(mut self, text: impl Into<String>) -> Writer<'m, 'a> {
        let voice = self.voice;
        self.push_words(text.into(), Span::default(), voice, false);
        self
    }

    /// Words that punctuation leaves as they are.
    pub(super) fn literal(mut self, text: &str) -> Writer<'m, 'a> {
        let voice = self.voice;
        self.push_words(text.to_string(), Span::default(), voice, true);
        self
    }

    /// A number under its mark, with a space of its own width after it.
    pub(super) fn number(mut self, text: &str) -> Writer<'m, 'a> {
        let voice = self.voice;
        self.segments.push(Segment::Open(MarkKind::Number));
        self.push_words(text.to_string(), Span::default(), voice, true);
        self.segments.push(Segment::Close);
        self
    }

    /// A number with its name, `Table 2.1`.
    pub(super) fn full_number(mut self, text: &str, color: Color) -> Writer<'m, 'a> {
        let style = TextStyle { weight: Weight::BOLD, color, ..self.voice.style };
        let voice = Voice { style, ..self.voice };
        self.segments.push(Segment::Open(MarkKind::Number));
        self.push_own(text, Span::default(), voice);
        self.segments.push(Segment::Close);
        self
    }

    /// Names on a line of their own, below what is written.
    pub(super) fn names_below(mut self, names: &str) -> Writer<'m, 'a> {
        let style = TextStyle { weight: Weight::REGULAR, italic: true, ..self.voice.style };
        let voice = Voice { style, ..self.voice };
        let set = self.set(voice);
        self.segments.push(Segment::Hard(set));
        self.push_words(names.to_string(), Span::default(), voice, true);
        self
    }

    pub(super) fn object(mut self, kind: ObjectKind) -> Writer<'m, 'a> {
        let set = self.set(self.voice);
        self.segments.push(Segment::Object(kind, set));
        self
    }

    pub(super) fn link(mut self, address: &str, text: &str) -> Writer<'m, 'a> {
        let voice = Voice { style: looks::link(self.voice.style, self.maker.book.theme), ..self.voice };
        self.segments.push(Segment::Open(MarkKind::Link(Target::Web(address.to_string()))));
        self.push_words(text.to_string(), Span::default(), voice, true);
        self.segments.push(Segment::Close);
        self
    }

    /// A formula that stands by itself.
    pub(super) fn formula(mut self, maths: &'a Maths, span: Span) -> Writer<'m, 'a> {
        let voice = self.voice;
        self.maths(maths, span, voice);
        self
    }

    /// A formula's number as it is shown, under all that it goes by.
    pub(super) fn equation_number(mut self, shown: &str, number: &EquationNumber) -> Writer<'m, 'a> {
        let voice = self.voice;
        for attrs in &number.anchors {
            if let Some((id, _)) = &attrs.id {
                let node = self.maker.node_of(attrs.node);
                self.segments.push(Segment::Open(MarkKind::Anchor { id: id.clone(), node }));
            }
        }
        let opened = self.segments.len();
        self.push_words(shown.to_string(), Span::default(), voice, true);
        self.segments.extend((0..opened).map(|_| Segment::Close));
        self
    }

    /// The words of an index's entry.
    pub(super) fn index_term(mut self, content: &'a [Inline]) -> Writer<'m, 'a> {
        let voice = self.voice;
        self.marked(MarkKind::IndexTerm, content, voice);
        self
    }

    /// One of the places that an entry leads to: what parts it from what is before it, and its page.
    pub(super) fn locator(mut self, places: &Arc<[IndexPlace]>, at: usize) -> Writer<'m, 'a> {
        let Some(place) = places.get(at) else { return self };
        let object = |part| ObjectKind::Locator(Locator { places: Arc::clone(places), at: at as u32, part });
        let set = self.set(self.voice);
        match at {
            0 => {
                let comma = self.maker.book.word(Word::Comma);
                self.push_words(comma, Span::default(), self.voice, true);
            }
            _ => self.segments.push(Segment::Object(object(LocatorPart::Separator), set)),
        }
        let weight = if place.main { Weight::BOLD } else { self.voice.style.weight };
        let style = TextStyle { weight, ..self.voice.style };
        let set = self.set(Voice { style, ..self.voice });
        self.segments.push(Segment::Open(MarkKind::Link(Target::Located(place.node))));
        self.segments.push(Segment::Object(object(LocatorPart::Page), set));
        self.segments.push(Segment::Close);
        self
    }

    /// A word of reportc's own in italics.
    pub(super) fn own_emphasis(mut self, word: Word) -> Writer<'m, 'a> {
        let style = TextStyle { italic: true, ..self.voice.style };
        self.segments.push(Segment::Open(MarkKind::Emphasis));
        self.push_own(self.maker.book.word(word), Span::default(), Voice { style, ..self.voice });
        self.segments.push(Segment::Close);
        self
    }

    /// Words of reportc's own in bold.
    pub(super) fn own_strong(mut self, words: &str) -> Writer<'m, 'a> {
        let style = TextStyle { weight: Weight::BOLD, ..self.voice.style };
        self.segments.push(Segment::Open(MarkKind::Strong));
        self.push_own(words, Span::default(), Voice { style, ..self.voice });
        self.segments.push(Segment::Close);
        self
    }

    /// What an entry of an index is called, with the headings above it.
    pub(super) fn entry_name(mut self, path: &'a [Vec<Inline>], target: Option<Target>) -> Writer<'m, 'a> {
        let voice = self.voice;
        let leads = target.is_some();
        self.segments.extend(target.map(|target| Segment::Open(MarkKind::Link(target))));
        for (at, content) in path.iter().enumerate() {
            if at > 0 {
                self.push_words(self.maker.book.word(Word::Comma), Span::default(), voice, true);
            }
            self.run(content, voice);
        }
        self.segments.extend(leads.then_some(Segment::Close));
        self
    }

    pub(super) fn inlines(mut self, inlines: &'a [Inline]) -> Writer<'m, 'a> {
        let voice = self.voice;
        self.run(inlines, voice);
        self
    }

    pub(super) fn push_words(
        &mut self,
        text: impl Into<Cow<'a, str>>,
        span: Span,
        voice: Voice,
        literal: bool,
    ) {
        let set = self.set(voice);
        self.segments.push(Segment::Words { text: text.into(), span, set, literal });
    }

    /// Words that reportc adds; see [`Maker::own_words`].
    pub(super) fn push_own(&mut self, text: &str, span: Span, voice: Voice) {
        let book = self.maker.book;
        let Some(lang) = &book.words.lang else {
            return self.push_words(text.to_string(), span, voice, true);
        };
        let lang = self.maker.lang(lang);
        self.segments.push(Segment::Open(MarkKind::Lang(lang)));
        self.push_words(text.to_string(), span, Voice { lang, ..voice }, true);
        self.segments.push(Segment::Close);
    }

    pub(super) fn set(&mut self, voice: Voice) -> Set {
        Set { style: self.maker.style(voice.style), lang: voice.lang }
    }

    fn run(&mut self, inlines: &'a [Inline], voice: Voice) {
        for inline in inlines {
            self.inline(inline, voice);
        }
    }

    pub(super) fn inline(&mut self, inline: &'a Inline, voice: Voice) {
        let style = voice.style;
        let with = |style: TextStyle| Voice { style, ..voice };
        match &inline.kind {
            InlineKind::Text(text) => self.text(text, inline.span, voice),
            InlineKind::Literal(text) | InlineKind::Unset { text, .. } => {
                self.push_words(text.as_str(), inline.span, voice, true)
            }
            InlineKind::Maths(maths) => self.maths(maths, inline.span, voice),
            InlineKind::Code(code) => {
                self.segments.push(Segment::Open(MarkKind::Code));
                let voice = with(looks::code(style, self.maker.book.theme));
                // The span's first byte is the opening backtick.
                let at =
                    Span { start: inline.span.start.saturating_add(1).min(inline.span.end), ..inline.span };
                self.push_words(columns::without_tabs(code), at, voice, true);
                self.segments.push(Segment::Close);
            }
            InlineKind::Emphasis(content) => {
                let stressed = looks::stressed(style, self.maker.lang_of(voice.lang));
                self.marked(MarkKind::Emphasis, content, with(stressed));
            }
            InlineKind::Strong(content) => {
                self.marked(MarkKind::Strong, content, with(TextStyle { weight: Weight::BOLD, ..style }));
            }
            InlineKind::Strikethrough(content) => {
                let struck = TextStyle { strikethrough: true, ..style };
                self.marked(MarkKind::Strikethrough, content, with(struck));
            }
            InlineKind::Superscript(content) => {
                self.marked(MarkKind::Superscript, content, with(looks::superscript(style)));
            }
            InlineKind::Subscript(content) => {
                self.marked(MarkKind::Subscript, content, with(looks::subscript(style)));
            }
            InlineKind::Keyboard(content) => {
                self.marked(MarkKind::Keyboard, content, with(looks::code(style, self.maker.book.theme)));
            }
            InlineKind::Abbreviation { title, content } => {
                self.marked(MarkKind::Abbreviation(title.clone()), content, voice);
            }
            InlineKind::Phrase { phrase, content } => self.phrase(*phrase, content, voice),
            InlineKind::Span { attrs, content } => self.span(attrs, content, voice),
            InlineKind::Link { attrs, destination, title, content } => {
                let outer = self.as_typed;
                self.as_typed |= says_itself(destination, content);
                let is_told = !self.repeated && !attrs.has_class(GLOSSREF);
                let title = title.as_deref().filter(|title| !title.trim().is_empty());
                let said = title.filter(|title| is_told && *title != plain(content));
                self.segments.extend(said.map(|said| Segment::Open(MarkKind::Title(said.to_string()))));
                self.target((inline.span, title), (attrs, destination), content, voice);
                self.segments.extend(said.map(|_| Segment::Close));
                self.as_typed = outer;
            }
            InlineKind::Image(image) => self.image(image, voice),
            InlineKind::NoteCall(label) => self.note_call(label, voice),
            InlineKind::SoftBreak => {
                let set = self.set(voice);
                self.segments.push(Segment::Soft(set));
            }
            InlineKind::HardBreak => {
                let set = self.set(voice);
                self.segments.push(Segment::Hard(set));
            }
        }
    }

    /// A formula over what it says in a line of characters. One that shows nothing still has a place.
    fn maths(&mut self, maths: &'a Maths, span: Span, voice: Voice) {
        let text = if maths.text.is_empty() { "\u{a0}" } else { maths.text.as_str() };
        let mark =
            maths.formula.as_ref().map(|formula| MarkKind::Maths(self.maker.reading(formula, voice.lang)));
        let closes = mark.is_some();
        self.segments.extend(mark.map(Segment::Open));
        self.push_words(text, span, voice, true);
        self.segments.extend(closes.then_some(Segment::Close));
    }

    /// The author's words, their acronyms and fractions set as the theme asks.
    fn text(&mut self, text: &'a str, span: Span, voice: Voice) {
        if self.as_typed || self.wish == Wish::default() {
            return self.push_words(text, span, voice, self.as_typed);
        }
        let as_written = text.len() == (span.end - span.start) as usize;
        for (range, kind) in finery::stretches(text, self.wish) {
            let (class, style) = match kind {
                Finery::Plain => (None, voice.style),
                Finery::Acronym => (Some("acronym"), TextStyle { acronym: true, ..voice.style }),
                Finery::Fraction => (Some("fraction"), TextStyle { fraction: true, ..voice.style }),
            };
            let (start, end) = (span.start + range.start as u32, span.start + range.end as u32);
            let span = if as_written { Span { start, end, ..span } } else { span };
            let mark = class.map(|class| Segment::Open(MarkKind::Classes(vec![class.to_string()])));
            let closes = mark.is_some();
            self.segments.extend(mark);
            self.push_words(&text[range], span, Voice { style, ..voice }, false);
            self.segments.extend(closes.then_some(Segment::Close));
        }
    }

    fn marked(&mut self, kind: MarkKind, content: &'a [Inline], voice: Voice) {
        self.segments.push(Segment::Open(kind));
        self.run(content, voice);
        self.segments.push(Segment::Close);
    }

    fn phrase(&mut self, phrase: Phrase, content: &'a [Inline], voice: Voice) {
        let style = voice.style;
        let with = |style: TextStyle| Voice { style, ..voice };
        let voice = match phrase {
            Phrase::Cited | Phrase::Defined | Phrase::Variable => {
                with(looks::stressed(style, self.maker.lang_of(voice.lang)))
            }
            Phrase::Sample => with(looks::code(style, self.maker.book.theme)),
            Phrase::Small => with(looks::small(style)),
            Phrase::Inserted | Phrase::Underlined => with(TextStyle { underline: true, ..style }),
            Phrase::Deleted => with(TextStyle { strikethrough: true, ..style }),
            Phrase::Quoted => return self.quoted(content, voice),
            Phrase::Ruby | Phrase::Base | Phrase::Reading | Phrase::Bracket => voice,
        };
        self.marked(MarkKind::Phrase(phrase), content, voice);
    }

    /// Words between the quotation marks of their language: the outer ones, and within those the inner.
    fn quoted(&mut self, content: &'a [Inline], voice: Voice) {
        let quotes = quotes(self.maker.lang_of(voice.lang));
        let (open, close) = if self.quotations.is_multiple_of(2) { quotes.outer } else { quotes.inner };
        self.quotations += 1;
        self.segments.push(Segment::Open(MarkKind::Phrase(Phrase::Quoted)));
        self.push_words(open, Span::default(), voice, true);
        self.run(content, voice);
        self.push_words(close, Span::default(), voice, true);
        self.segments.push(Segment::Close);
        self.quotations -= 1;
    }

    fn span(&mut self, attrs: &'a Attrs, content: &'a [Inline], voice: Voice) {
        if attrs.has_class(REFERENCES) {
            return self.references(content, voice);
        }
        let mut voice = voice;
        let before = self.segments.len();
        if let Some((id, _)) = attrs.id.as_ref().filter(|_| !self.repeated) {
            let node = self.maker.node_of(attrs.node);
            self.segments.push(Segment::Open(MarkKind::Anchor { id: id.clone(), node }));
        } else if !attrs.indexed.is_empty() && !self.repeated {
            // No author's id: it is called by its node.
            let (id, node) = (String::new(), self.maker.node_of(attrs.node));
            self.segments.push(Segment::Open(MarkKind::Anchor { id, node }));
        }
        let beside = attrs.has_class(BESIDE) && !self.repeated;
        if let Some(node) = beside.then(|| self.maker.besides.pop_front()).flatten() {
            self.segments.push(Segment::Open(MarkKind::Beside(node)));
        }
        if let Some(lang) = &attrs.lang {
            voice.lang = self.maker.lang(lang);
            self.segments.push(Segment::Open(MarkKind::Lang(voice.lang)));
        }
        if let Some(direction) = attrs.direction {
            self.segments.push(Segment::Open(MarkKind::Direction(direction)));
        }
        if attrs.has_class("smallcaps") {
            voice.style.small_caps = true;
            self.segments.push(Segment::Open(MarkKind::SmallCaps));
        }
        // A marker's line, on paper as on a screen without colours.
        voice.style.underline |= attrs.has_class("underline") || attrs.has_class("mark");
        let classes: Vec<String> = attrs
            .classes
            .iter()
            .filter(|class| !["smallcaps", BESIDE].contains(&class.as_str()))
            .cloned()
            .collect();
        if !classes.is_empty() {
            self.segments.push(Segment::Open(MarkKind::Classes(classes)));
        }
        let opened = self.segments.len() - before;
        self.run(content, voice);
        self.segments.extend((0..opened).map(|_| Segment::Close));
    }

    fn target(
        &mut self,
        (span, title): (Span, Option<&str>),
        (attrs, destination): (&Attrs, &'a str),
        content: &'a [Inline],
        voice: Voice,
    ) {
        let found = self.maker.book.resolved.links.get(&attrs.node);
        let linked = Voice { style: looks::link(voice.style, self.maker.book.theme), ..voice };
        match found {
            // What leads nowhere and has no words is said as it is typed.
            None if content.is_empty() => self.push_words(destination, span, voice, true),
            None => self.run(content, voice),
            Some(LinkTarget::Inside { target, .. })
                if self.repeated && content.is_empty() && !self.naming =>
            {
                self.name_of(*target, attrs, span, voice);
            }
            Some(_) if self.repeated => self.run(content, voice),
            Some(LinkTarget::Web(address)) => {
                self.segments.push(Segment::Open(MarkKind::Link(Target::Web(address.clone()))));
                match content.is_empty() {
                    true => self.push_words(address.as_str(), span, linked, true),
                    false => self.run(content, linked),
                }
                self.segments.push(Segment::Close);
            }
            Some(LinkTarget::Inside { target, kind }) => {
                let node = self.maker.place_of(*target);
                // A citation is told by its form, as the call of a note is; terms are too many to stand out.
                let (leads, linked) = match (attrs.has_class(BIBLIOREF), attrs.has_class(GLOSSREF)) {
                    (true, _) => (Target::Work { work: node, from: self.maker.place_of(attrs.node) }, voice),
                    (_, true) => (Target::Term { entry: node, says: title.map(Arc::from) }, voice),
                    _ => (Target::Node(node), linked),
                };
                self.segments.push(Segment::Open(MarkKind::Link(leads)));
                let is_page_alone = attrs.has_class(PAGE_ALONE);
                match content.is_empty() {
                    true if is_page_alone => {}
                    true => self.name_of(*target, attrs, span, linked),
                    false => self.run(content, linked),
                }
                let paged = match kind {
                    TargetKind::Figure | TargetKind::Table | TargetKind::Listing => true,
                    // Where other notes have its number too.
                    TargetKind::Note => self.is_ambiguous_note(*target),
                    TargetKind::Chapter
                    | TargetKind::Heading
                    | TargetKind::Box
                    | TargetKind::Equation
                    | TargetKind::Place => false,
                };
                if is_page_alone {
                    let (page, set) = (self.maker.place_of(*target), self.set(linked));
                    self.segments.push(Segment::Object(ObjectKind::PageOf(page), set));
                } else if (paged || attrs.has_class("page")) && !attrs.has_class("nopage") {
                    // Where it stands tells what it is.
                    let bare = TextStyle { underline: false, ..linked.style };
                    self.page(*target, Voice { style: bare, ..linked });
                }
                self.segments.push(Segment::Close);
            }
        }
    }

    /// What an empty link says: the number of what it points at, else its words; `.title` asks for the words where there are
    /// some.
    fn name_of(&mut self, target: NodeId, attrs: &Attrs, span: Span, voice: Voice) {
        let book = self.maker.book;
        let by_words = attrs.has_class("title") && book.titles.contains_key(&target);
        if let Some(number) = book.resolved.numbers.get(&target).filter(|_| !by_words) {
            let said = if attrs.has_class("number") { &number.label } else { &number.full };
            return match self.counted_by_page(number) {
                Some(of_chapter) => self.note_of_page(target, said, of_chapter, voice),
                None => self.push_own(said, span, voice),
            };
        }
        match book.titles.get(&target) {
            Some(words) => {
                let outer = (self.repeated, self.naming);
                // Two titles may name each other.
                (self.repeated, self.naming) = (true, true);
                match spoken(words) {
                    Some(said) => self.push_words(said, span, voice, false),
                    None => self.run(words, voice),
                }
                (self.repeated, self.naming) = outer;
            }
            None if book.kinds.contains_key(&target) => {
                self.push_own(book.word(book.kinds[&target]), span, voice)
            }
            None => {
                let message = "this link has no text, and what it points at has neither number nor title";
                let hint = "write words between the brackets";
                self.maker.found.push(Diagnostic::warning("empty-link", span, message).hint(hint));
            }
        }
    }

    fn page(&mut self, target: NodeId, voice: Voice) {
        let book = self.maker.book;
        let node = self.maker.place_of(target);
        let pattern = book.word(Word::PageNumber);
        let (before, after) = pattern.split_once("{number}").unwrap_or((pattern, ""));
        let [before, after] = [before, after].map(|part| part.replace(' ', "\u{a0}"));
        match &book.words.lang {
            None => self.push_words(format!(" ({before}"), Span::default(), voice, true),
            Some(_) => {
                self.push_words(" (", Span::default(), voice, true);
                self.push_own(before.trim_end(), Span::default(), voice);
                self.push_words("\u{a0}", Span::default(), voice, true);
            }
        }
        let set = self.set(voice);
        self.segments.push(Segment::Object(ObjectKind::PageOf(node), set));
        self.push_words(format!("{after})"), Span::default(), voice, true);
    }

    fn image(&mut self, image: &'a Image, voice: Voice) {
        let path = self.maker.path_of(image);
        match self.maker.book.images.by_path.get(&path) {
            Some(id) => {
                let (alt, decorative) = (image.alt.clone(), image.decorative);
                let width = self.maker.width_of(image, *id);
                let kind = ObjectKind::Image { image: *id, alt, decorative, width };
                let set = self.set(voice);
                let title = image.title.as_deref().map(plain).filter(|title| !title.is_empty());
                let is_titled = title.is_some();
                self.segments.extend(title.map(|title| Segment::Open(MarkKind::Title(title))));
                self.segments.push(Segment::Object(kind, set));
                self.segments.extend(is_titled.then_some(Segment::Close));
            }
            // The image was reported when it was looked for; what it says stands for it.
            None => self.push_words(image.alt.as_str(), image.span, voice, false),
        }
    }

    fn note_call(&mut self, label: &str, voice: Voice) {
        if let Some(&(at, body)) = self.maker.lettered.get(label).filter(|_| !self.repeated) {
            return self.letter_call(at, body, voice);
        }
        let Some(&note) = self.maker.notes.get(label).filter(|_| !self.repeated) else { return };
        let node = self.maker.node();
        self.maker.first_calls.entry(note).or_insert(node);
        let Some(body) = self.maker.note_bodies.get(note as usize).copied() else { return };
        let (body, number) = (self.maker.place_of(body), self.maker.number_of_note(note));
        let Notes { place, numbered } = self.maker.book.manifest.notes;
        let marks = match place {
            NotePlace::Foot | NotePlace::Margin => vec![MarkKind::NoteCall { note, node }],
            NotePlace::Chapter | NotePlace::Book => {
                vec![MarkKind::Anchor { id: String::new(), node }, MarkKind::Link(Target::Note(body))]
            }
        };
        let opened = marks.len();
        self.segments.extend(marks.into_iter().map(Segment::Open));
        let voice = Voice { style: looks::superscript(voice.style), ..voice };
        match numbered {
            NoteCount::Page => {
                let set = self.set(voice);
                self.segments.push(Segment::Object(ObjectKind::NoteNumber { note: body, number }, set));
            }
            NoteCount::Chapter | NoteCount::Book => {
                self.push_words(number.to_string(), Span::default(), voice, true);
            }
        }
        self.segments.extend(std::iter::repeat_with(|| Segment::Close).take(opened));
    }

    /// The call of a note that stands below the table at hand.
    fn letter_call(&mut self, at: u32, body: NodeId, voice: Voice) {
        let node = self.maker.node();
        self.maker.letter_calls.entry(at).or_insert(node);
        let note = self.maker.place_of(body);
        self.segments.push(Segment::Open(MarkKind::Anchor { id: String::new(), node }));
        self.segments.push(Segment::Open(MarkKind::Link(Target::Note(note))));
        let voice = Voice { style: looks::superscript(voice.style), ..voice };
        self.push_words(roman::letters(u64::from(at) + 1), Span::default(), voice, true);
        self.segments.push(Segment::Close);
        self.segments.push(Segment::Close);
    }

    /// The finished text, in a paragraph of the given setting.
    pub(super) fn finish(mut self, setting: &Setting, first_line_indent: Abs, span: Span) -> RichText {
        if self.maker.spoken != LangId(0) {
            self.segments.push(Segment::Close);
        }
        let node = self.maker.node();
        let base = self.maker.style(setting.text);
        let mut text =
            RichText { node, span, style: setting.paragraph(base, first_line_indent), ..RichText::default() };
        assemble(self.maker, self.segments, &mut text);
        text
    }
}

/// Whether a link's text is where it leads, with or without the scheme: then it is printed as it was typed.
fn says_itself(destination: &str, content: &[Inline]) -> bool {
    let says = |rest: &str| {
        let left = content.iter().try_fold(rest, |rest, inline| {
            let (InlineKind::Text(text) | InlineKind::Literal(text)) = &inline.kind else { return None };
            rest.strip_prefix(text.as_str())
        });
        left.is_some_and(|left| left.len() < rest.len() && matches!(left, "" | "/"))
    };
    let without = |scheme: &&str| destination.strip_prefix(scheme).is_some_and(says);
    says(destination) || ["mailto:", "https://", "http://"].iter().any(without)
}

impl Maker<'_> {
    /// A label of words that reportc adds, which are not in the book's language where it has no words of that.
    pub(super) fn own_words(&mut self, words: &str, setting: &Setting) -> RichText {
        let mut text = self.label(words, setting);
        let book = self.book;
        if let Some(lang) = book.words.lang.as_ref().filter(|_| !words.is_empty()) {
            let lang = self.lang(lang);
            text.runs.iter_mut().for_each(|run| run.lang = lang);
            text.marks.push(Mark { start: 0, end: words.len() as u32, kind: MarkKind::Lang(lang) });
        }
        text
    }

    /// A text of one run, for labels.
    pub(super) fn label(&mut self, words: &str, setting: &Setting) -> RichText {
        let node = self.node();
        let base: StyleId = self.style(setting.text);
        let run = Run { end: words.len() as u32, style: base, lang: LangId(0) };
        let runs = if words.is_empty() { Vec::new() } else { vec![run] };
        RichText {
            node,
            text: words.to_string(),
            style: setting.paragraph(base, Abs::ZERO),
            runs,
            ..RichText::default()
        }
    }
}
