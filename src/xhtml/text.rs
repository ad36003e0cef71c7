//! Rich text to XHTML phrasing content: marks become nested elements, objects images and numbers.

use super::dialect::{Dialect, Kinds};
use super::names::{Names, Part};
use super::pages::Pages;
use crate::address;
use crate::chars::is_leftward;
use crate::escape::xml::{Markup, markup};
use crate::model::document::{Length, Phrase};
use crate::model::flow::{Direction, Mark, MarkKind, Object, ObjectKind, Reading, RichText, Target, Token};
use crate::model::layout::Layout;
use crate::model::locators::Shown;
use crate::model::media::ImageId;
use crate::model::resolved::NodeId;
use crate::model::words::Word;
use crate::text::own_direction;

/// What text is written in: the layout, what things are called, and the file.
#[derive(Clone, Copy)]
pub struct TextContext<'a> {
    pub layout: &'a Layout,
    pub names: &'a Names,
    pub pages: &'a Pages,
    pub part: Part,
    /// Which way what is around the text runs.
    pub direction: Direction,
}

impl TextContext<'_> {
    /// The address of the marker of the page that a node is on.
    fn page_href(&self, node: NodeId) -> Option<String> {
        let page = *self.layout.map.page_of.get(&node)?;
        let start = self.pages.get(page)?;
        Some(self.names.page_href(start, Some(self.part)))
    }
}

/// Whether a text's links lead anywhere: not where the text is a link itself, and has its place elsewhere.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Links {
    Live,
    Inert,
}

/// Appends a text.
pub fn rich(out: &mut Markup, text: &RichText, place: TextContext, links: Links) {
    let breaks = if links == Links::Live { place.pages.within(text.node) } else { &[] };
    let is_plain = !text.text.contains(OBJECT) && !text.text.contains(LINE_BREAK);
    let (open, object, shown) = Default::default();
    let mut writer = Writer { out, text, is_plain, place, links, open, object, shown, breaks };
    writer.write();
}

/// What stands for an object, and for a line break of the author's; both are three bytes long.
const OBJECT: char = '\u{fffc}';
const LINE_BREAK: char = '\u{2028}';

struct Writer<'a, 'o> {
    out: &'o mut Markup,
    text: &'a RichText,
    /// There is neither an object nor a line break in it.
    is_plain: bool,
    place: TextContext<'a>,
    links: Links,
    open: Vec<Open>,
    object: usize,
    /// What is shown of the pages of an index's entry.
    shown: Shown,
    /// Page breaks still to come, by offset.
    breaks: &'a [(u32, u32)],
}

/// An open element: where it ends, and which way it runs.
struct Open {
    end: u32,
    element: &'static str,
    direction: Direction,
}

impl<'a> Writer<'a, '_> {
    fn write(&mut self) {
        let text: &'a RichText = self.text;
        let end = text.text.len() as u32;
        let mut at = 0;
        for mark in &text.marks {
            self.close_until(&mut at, mark.start);
            self.characters(&mut at, mark.start);
            self.breaks_until(mark.start + 1);
            // A call stands in one place, which is not where its text is shown again.
            if matches!(mark.kind, MarkKind::Beside(_)) {
                continue;
            }
            if mark.calls_note() && self.links == Links::Inert {
                at = at.max(mark.end);
            } else if self.shows_nothing(mark) {
                self.object += 1;
                at = at.max(mark.end);
            } else if let MarkKind::Maths(reading) = &mark.kind {
                self.formula(reading);
                at = at.max(mark.end);
            } else {
                self.open(mark);
            }
        }
        self.close_until(&mut at, end);
        self.characters(&mut at, end);
        while let Some(open) = self.open.pop() {
            self.close(open.element);
        }
        self.breaks_until(u32::MAX);
    }

    /// Whether a mark is of a place in an index whose page is told already.
    fn shows_nothing(&mut self, mark: &Mark) -> bool {
        let MarkKind::Link(Target::Located(_)) = mark.kind else { return false };
        match self.text.objects.get(self.object).map(|object| &object.kind) {
            Some(ObjectKind::Locator(locator)) => self.shown.of(locator, &self.place.layout.map).1.is_empty(),
            _ => false,
        }
    }

    /// Closes every element that ends at or before `limit`, the text up to each written first.
    fn close_until(&mut self, at: &mut u32, limit: u32) {
        while let Some(&Open { end, element, .. }) = self.open.last() {
            if end > limit {
                break;
            }
            self.characters(at, end);
            self.open.pop();
            self.close(element);
        }
    }

    fn close(&mut self, element: &'static str) {
        self.out.push("</");
        self.out.push(element);
        self.out.push(">");
    }

    /// Writes the markers of pages that begin before `limit`.
    fn breaks_until(&mut self, limit: u32) {
        while let Some((&(_, page), rest)) = self.breaks.split_first().filter(|(next, _)| next.0 < limit) {
            self.out.append(&self.place.pages.marker(page, "span", self.place.names.dialect));
            self.breaks = rest;
        }
    }

    /// Writes the text up to `end`, with what stands in it. What begins at `end` is left for what follows.
    fn characters(&mut self, at: &mut u32, end: u32) {
        while let Some(&(next, _)) = self.breaks.first().filter(|next| next.0 < end) {
            self.stretch(at, next);
            self.breaks_until(next + 1);
        }
        self.stretch(at, end);
    }

    fn stretch(&mut self, at: &mut u32, end: u32) {
        if end <= *at {
            return;
        }
        let mut rest = self.text.text.get(*at as usize..end as usize).unwrap_or_default();
        while let Some(found) = self.next_special(rest) {
            self.out.text(&rest[..found]);
            if rest[found..].starts_with(LINE_BREAK) {
                self.out.push("<br/>");
            } else {
                self.next_object();
            }
            rest = &rest[found + OBJECT.len_utf8()..];
        }
        self.out.text(rest);
        *at = end;
    }

    /// A formula, in place of the text that stands for it. Readers that have no mathematics say its words.
    fn formula(&mut self, reading: &Reading) {
        let Some((element, rest)) = reading.mathml.as_str().split_once('>') else { return };
        self.out.of_writer(element);
        if !reading.words.is_empty() {
            self.out.attribute("alttext", &reading.words);
        }
        self.out.push(">");
        self.out.of_writer(rest);
    }

    fn next_special(&self, rest: &str) -> Option<usize> {
        if self.is_plain { None } else { rest.find([OBJECT, LINE_BREAK]) }
    }

    fn next_object(&mut self) {
        let object: Option<&Object> = self.text.objects.get(self.object);
        self.object += 1;
        match object.map(|object| &object.kind) {
            Some(ObjectKind::Image { image, alt, decorative, width }) => {
                self.image(*image, (!decorative).then_some(alt.as_str()), *width)
            }
            Some(field @ ObjectKind::PageOf(node)) => {
                let printed = self.place.layout.map.field(field);
                match self.place.page_href(*node).filter(|_| !self.is_linked()) {
                    Some(href) => markup!(self.out => "<a href=\"{}\">{}</a>", href, printed),
                    None => self.out.text(&printed),
                }
            }
            Some(field @ (ObjectKind::Count(_) | ObjectKind::NoteNumber { .. })) => {
                let printed = self.place.layout.map.field(field);
                self.out.text(&printed);
            }
            Some(ObjectKind::Locator(locator)) => {
                let layout = self.place.layout;
                self.out.text(self.shown.text(locator, &layout.map, &layout.flow.words));
            }
            None => {}
        }
    }

    /// An image; one without a text is decorative.
    fn image(&mut self, image: ImageId, alt: Option<&str>, width: Option<Length>) {
        let Some(file) = self.place.layout.images.get(image) else {
            return self.out.text(alt.unwrap_or_default());
        };
        let href = super::image_href(image, file.format);
        self.out.push("<img class=\"inline\"");
        self.attribute("src", &href);
        self.out.alternative(alt);
        if let Some(Length::Relative(part)) = width {
            self.attribute("style", &format!("width:{:.1}%", part * 100.0));
        }
        self.out.push("/>");
    }

    /// A reading with the brackets around it, which the stylesheet hides. HTML has `rp` for them, which checkers of EPUBs
    /// would rather not see; no words may follow the last reading.
    fn reading(&mut self, phrase: Phrase) {
        let direction = self.direction();
        if phrase == Phrase::Bracket
            && let Some(ruby) = self.open.last().filter(|open| open.element == "ruby")
        {
            let end = ruby.end;
            self.out.push("<rt>");
            self.open.push(Open { end, element: "rt", direction });
        }
    }

    /// Opens a mark's element. A link cannot hold another.
    fn open(&mut self, mark: &'a Mark) {
        if let MarkKind::Phrase(phrase) = mark.kind {
            self.reading(phrase);
        }
        let is_linked = self.is_linked();
        let element = match &mark.kind {
            MarkKind::Emphasis => "em",
            MarkKind::Strong => "strong",
            MarkKind::Strikethrough => "s",
            MarkKind::Superscript => "sup",
            MarkKind::Subscript => "sub",
            MarkKind::Code => "code",
            MarkKind::Keyboard => "kbd",
            MarkKind::Abbreviation(_) => "abbr",
            MarkKind::Phrase(phrase) => phrase_element(*phrase),
            MarkKind::Link(Target::Web(address)) if is_linked || address::web(address).is_none() => "span",
            MarkKind::Link(_) | MarkKind::NoteCall { .. } if is_linked => "span",
            MarkKind::Link(_) | MarkKind::NoteCall { .. } => "a",
            MarkKind::SmallCaps
            | MarkKind::Title(_)
            | MarkKind::Lang(_)
            | MarkKind::Direction(_)
            | MarkKind::Anchor { .. } => "span",
            MarkKind::Classes(classes) if classes.iter().any(|class| class == "mark") => "mark",
            // Words of code that run leftward stand where they are typed, each by itself.
            MarkKind::Token(_) if self.runs_leftward(mark) => "bdi",
            MarkKind::Number | MarkKind::Token(_) | MarkKind::Classes(_) | MarkKind::Maths(_) => "span",
            MarkKind::Beside(_) => "span",
            MarkKind::IndexTerm => "span",
        };
        self.out.push("<");
        self.out.push(element);
        self.attributes(mark, element);
        self.out.push(">");
        let end = if element == "a" { self.own_end(mark) } else { mark.end };
        let direction = self.own_direction(mark).unwrap_or(self.direction());
        self.open.push(Open { end, element, direction });
    }

    /// Whether some of a mark's words are written from right to left.
    fn runs_leftward(&self, mark: &Mark) -> bool {
        let words = self.text.text.get(mark.start as usize..mark.end as usize);
        words.is_some_and(|words| words.chars().any(is_leftward))
    }

    fn is_linked(&self) -> bool {
        self.links == Links::Inert || self.open.iter().any(|open| open.element == "a")
    }

    /// Where a link ends that tells its target's page as well: the page is a link of its own, to the page.
    fn own_end(&self, mark: &Mark) -> u32 {
        let objects = &self.text.objects;
        let within = objects[objects.partition_point(|object| object.at < mark.start)..]
            .iter()
            .take_while(|object| object.at < mark.end);
        let page = within.into_iter().find(|object| matches!(object.kind, ObjectKind::PageOf(_)));
        let before = page.and_then(|page| self.text.text.get(mark.start as usize..page.at as usize));
        before.and_then(|before| before.rfind(" (")).map_or(mark.end, |length| mark.start + length as u32)
    }

    fn attributes(&mut self, mark: &Mark, element: &str) {
        match &mark.kind {
            MarkKind::Emphasis | MarkKind::Strong | MarkKind::Strikethrough => {}
            MarkKind::Phrase(Phrase::Bracket) => self.attribute("class", "bracket"),
            MarkKind::Superscript | MarkKind::Subscript | MarkKind::Phrase(_) | MarkKind::Maths(_) => {}
            MarkKind::Code | MarkKind::Keyboard | MarkKind::Direction(_) => {}
            MarkKind::SmallCaps => self.attribute("class", "smallcaps"),
            MarkKind::Abbreviation(title) | MarkKind::Title(title) => self.attribute("title", title),
            MarkKind::Lang(lang) => {
                let tag = self.place.layout.flow.langs[usize::from(lang.0)].0.clone();
                self.language(&tag);
            }
            MarkKind::Link(target) => {
                // It is led back to even where it cannot lead on: within another link.
                if let (Target::Work { from, .. }, Links::Live) = (target, self.links) {
                    self.id(*from);
                }
                if element == "a" {
                    self.link(target);
                }
            }
            MarkKind::NoteCall { note, node } => {
                let section = self.place.part.section;
                let notes = &self.place.layout.flow.sections[section as usize].notes;
                let target = notes
                    .get(*note as usize)
                    .map(|note| self.place.names.href(note.node, Some(self.place.part)));
                self.attribute("class", "noteref");
                self.kind("noteref");
                self.attribute("role", "doc-noteref");
                self.id(*node);
                self.attribute("href", &target.unwrap_or_default());
            }
            MarkKind::Anchor { node, .. } if self.links == Links::Live => self.id(*node),
            MarkKind::Anchor { .. } | MarkKind::Beside(_) => {}
            MarkKind::Number => self.attribute("class", "number"),
            MarkKind::IndexTerm => self.kind("index-term"),
            MarkKind::Token(token) => {
                self.attribute("class", token_class(*token));
                // Its signs stand before its words, as they are typed: `// …`.
                if element == "bdi" {
                    self.attribute("dir", "ltr");
                }
            }
            MarkKind::Classes(classes) => {
                let kept: Vec<&str> =
                    classes.iter().map(String::as_str).filter(|class| *class != element).collect();
                if !kept.is_empty() {
                    self.attribute("class", &kept.join(" "));
                }
            }
        }
        if let Some(direction) = self.own_direction(mark) {
            self.attribute("dir", dir(direction));
        }
    }

    fn link(&mut self, target: &Target) {
        let href = match target {
            Target::Web(address) => address::web(address),
            inside => inside.node().map(|node| self.place.names.href(node, Some(self.place.part))),
        };
        match target {
            Target::Work { .. } => self.reference("biblioref", "doc-biblioref"),
            Target::Note(_) => self.reference("noteref", "doc-noteref"),
            // WCAG 2.2, technique H33: what the words of a link do not say.
            Target::Term { says, .. } => {
                self.reference("glossref", "doc-glossref");
                says.iter().for_each(|says| self.attribute("title", says));
            }
            Target::Call(_) => {
                self.attribute("class", "backlink");
                self.attribute("role", "doc-backlink");
                self.attribute("title", self.place.layout.flow.words.get(Word::ReturnToText));
            }
            // EPUB Indexes 1.0, 2.2.
            Target::Located(_) => self.kind("index-locator"),
            Target::Preferred(_) => self.kind("index-xref-preferred"),
            Target::Related(_) => self.kind("index-xref-related"),
            Target::Web(_) | Target::Node(_) => {}
        }
        href.iter().for_each(|href| self.attribute("href", href));
    }

    fn reference(&mut self, kind: &str, role: &str) {
        self.attribute("class", kind);
        self.kind(kind);
        self.attribute("role", role);
    }

    /// What an element is in the words of EPUBs.
    fn kind(&mut self, kind: &str) {
        self.out.kind(kind, self.place.names.dialect);
    }

    fn language(&mut self, tag: &str) {
        if is_language_tag(tag) {
            if self.place.names.dialect == Dialect::Xhtml {
                self.attribute("xml:lang", tag);
            }
            self.attribute("lang", tag);
        }
    }

    /// Which way a mark's words run where they are isolated; the layout asks the same of them.
    fn own_direction(&self, mark: &Mark) -> Option<Direction> {
        let words = self.text.text.get(mark.start as usize..mark.end as usize).unwrap_or_default();
        own_direction(mark, words, self.direction())
    }

    /// Which way the text runs that is being written.
    fn direction(&self) -> Direction {
        self.open.last().map_or(self.place.direction, |open| open.direction)
    }

    fn id(&mut self, node: NodeId) {
        if let Some(id) = self.place.names.id(node) {
            self.attribute("id", id);
        }
    }

    fn attribute(&mut self, name: &'static str, value: &str) {
        self.out.attribute(name, value);
    }
}

/// A direction as HTML writes it.
pub fn dir(direction: Direction) -> &'static str {
    match direction {
        Direction::LeftToRight => "ltr",
        Direction::RightToLeft => "rtl",
    }
}

/// Whether a tag is well-formed as far as readers look: subtags of letters and digits (RFC 5646, 2.1).
fn is_language_tag(tag: &str) -> bool {
    let is_subtag = |subtag: &str| {
        (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let first = tag.split('-').next().unwrap_or(tag);
    (2..=8).contains(&first.len())
        && !first.bytes().any(|byte| byte.is_ascii_digit())
        && tag.split('-').all(is_subtag)
}

/// HTML has an element for the base of a ruby annotation no longer (4.5.10).
fn phrase_element(phrase: Phrase) -> &'static str {
    match phrase {
        Phrase::Cited => "cite",
        Phrase::Defined => "dfn",
        Phrase::Variable => "var",
        Phrase::Sample => "samp",
        Phrase::Quoted => "q",
        Phrase::Small => "small",
        Phrase::Inserted => "ins",
        Phrase::Underlined => "u",
        Phrase::Deleted => "del",
        Phrase::Ruby => "ruby",
        Phrase::Base | Phrase::Reading | Phrase::Bracket => "span",
    }
}

pub fn token_class(token: Token) -> &'static str {
    match token {
        Token::Keyword => "tok-k",
        Token::String => "tok-s",
        Token::Comment => "tok-c",
        Token::Number => "tok-n",
        Token::Function => "tok-f",
        Token::Type => "tok-t",
    }
}
