//! The elements within a text: its marks that mean something, and its images.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::plan::Planner;
use super::{About, ElementId, Link, Look, Role, Says, described};
use crate::geom::Abs;
use crate::model::document::Phrase;
use crate::model::flow::{Mark, MarkKind, Object, ObjectKind, Reading, RichText, Target};
use crate::model::locators::Shown;

/// An element within a text: where it ends, and how high its baseline is.
struct Open {
    end: u32,
    element: ElementId,
    rise: Abs,
}

/// What stands in a text for an object.
const OBJECT: char = '\u{fffc}';

impl Planner<'_> {
    /// Gives the stretches of a text to an element or to elements within it.
    pub(super) fn text(&mut self, element: ElementId, text: &RichText) {
        let mut leaves: Vec<(u32, ElementId)> = Vec::new();
        let mut open = vec![Open { end: u32::MAX, element, rise: Abs::ZERO }];
        let mut at = 0;
        let hidden = self.hidden(text);
        for mark in &text.marks {
            self.name_anchor(mark, &open);
            let Some((role, about)) = meaning(mark).filter(|_| !hidden.contains(&mark.start)) else {
                continue;
            };
            while let Some(&Open { end, element, .. }) = open.last().filter(|open| open.end <= mark.start) {
                close(&mut leaves, &mut at, end, element);
                open.pop();
            }
            let Some(&Open { element: outer, mut rise, .. }) = open.last() else { continue };
            close(&mut leaves, &mut at, mark.start, outer);
            let inner = self.marked(outer, mark, role, text);
            if let Some(about) = about {
                *self.tags.about(inner) = about;
            }
            if let MarkKind::Maths(reading) = &mark.kind {
                *self.tags.about(inner) = formula(reading);
            }
            if let Some(look) = self.look(mark, text, &mut rise) {
                self.tags.about(inner).look = Some(look);
            }
            open.push(Open { end: mark.end, element: inner, rise });
        }
        while let Some(Open { end, element, .. }) = open.pop() {
            close(&mut leaves, &mut at, end, element);
        }
        self.images(text, &leaves);
        self.tags.leaves.insert(text.node, leaves);
        self.tags.nodes.entry(text.node).or_insert(element);
    }

    /// Where the pages of an index's entry show nothing, since they are told already.
    fn hidden(&self, text: &RichText) -> BTreeSet<u32> {
        let mut shown = Shown::default();
        let is_hidden = |object: &&Object| match &object.kind {
            ObjectKind::Locator(locator) => shown.of(locator, self.map).1.is_empty(),
            ObjectKind::Image { .. }
            | ObjectKind::PageOf(_)
            | ObjectKind::NoteNumber { .. }
            | ObjectKind::Count(_) => false,
        };
        text.objects.iter().filter(is_hidden).map(|object| object.at).collect()
    }

    fn marked(&mut self, outer: ElementId, mark: &Mark, role: Role, text: &RichText) -> ElementId {
        // A citation refers to a work (ISO 32000-1, table 338).
        let outer = match &mark.kind {
            MarkKind::Link(Target::Work { work, .. }) => {
                let reference = self.tags.add(Role::Reference, outer, mark.start);
                self.cited.push((*work, reference));
                reference
            }
            MarkKind::Link(Target::Located(_)) => self.tags.add(Role::Reference, outer, mark.start),
            _ => outer,
        };
        let element = self.tags.add(role, outer, mark.start);
        if role == Role::Link {
            let link = Link { element, text: mark.start..mark.end, says: says(mark, text) };
            self.tags.links.insert((text.node, mark.start), link);
        }
        if let MarkKind::Link(Target::Note(note)) = &mark.kind {
            let reference = self.tags.add(Role::Reference, element, mark.start);
            self.cited.push((*note, reference));
            return reference;
        }
        let MarkKind::NoteCall { note, node } = mark.kind else { return element };
        let reference = self.tags.add(Role::Reference, element, mark.start);
        self.tags.nodes.insert(node, reference);
        self.called.push(note);
        self.calls.push((note, reference));
        reference
    }

    /// How a mark sets its text apart from what is around, whose baseline is as high as `rise` says.
    fn look(&self, mark: &Mark, text: &RichText, rise: &mut Abs) -> Option<Look> {
        let (raised, lowered) = (mark.kind == MarkKind::Superscript, mark.kind == MarkKind::Subscript);
        if !raised && !lowered {
            return match mark.kind {
                MarkKind::Strikethrough | MarkKind::Phrase(Phrase::Deleted) => Some(Look::Struck),
                _ => None,
            };
        }
        let run = text.runs.partition_point(|run| run.end <= mark.start);
        let style = text.runs.get(run).and_then(|run| self.flow.styles.get(usize::from(run.style.0)));
        let own = style.map_or(*rise, |style| style.rise);
        let shift = own - std::mem::replace(rise, own);
        Some(if raised { Look::Raised(shift) } else { Look::Lowered(shift) })
    }

    /// An inline place with an id is where the element around it is.
    fn name_anchor(&mut self, mark: &Mark, open: &[Open]) {
        if let (MarkKind::Anchor { node, .. }, Some(around)) = (&mark.kind, open.last()) {
            self.tags.nodes.insert(*node, around.element);
        }
    }

    fn images(&mut self, text: &RichText, leaves: &[(u32, ElementId)]) {
        for object in &text.objects {
            let ObjectKind::Image { alt, decorative: false, .. } = &object.kind else { continue };
            let leaf = leaves.partition_point(|(end, _)| *end <= object.at);
            let Some(&(_, parent)) = leaves.get(leaf) else { continue };
            let figure = self.tags.add(Role::Figure, parent, object.at);
            self.tags.about(figure).alt = described(alt);
            self.tags.figures.insert((text.node, object.at), figure);
        }
    }
}

/// What a formula says, in words and in MathML (ISO 14289-1, 7.7; ISO 32000-2, 14.8.4.8.5). One of nothing but space says what
/// stands for it.
fn formula(reading: &Arc<Reading>) -> About {
    let Reading { formula, words, .. } = &**reading;
    let said = if words.trim().is_empty() { &formula.source } else { words };
    About { alt: described(said), formula: Some(Arc::clone(reading)), ..About::default() }
}

/// What a link is called. A page number at its end is told by itself, for it is known once the pages are.
fn says(mark: &Mark, text: &RichText) -> Says {
    if mark.calls_note() {
        return Says::Note;
    }
    if matches!(mark.kind, MarkKind::Link(Target::Call(_))) {
        return Says::Back;
    }
    let within = |at: u32| (mark.start..mark.end).contains(&at);
    let mut objects = text.objects.iter().filter(|object| within(object.at)).peekable();
    if objects.peek().is_none() {
        return Says::Words;
    }
    let part = |from: u32, to: u32| text.text.get(from as usize..to as usize).unwrap_or_default();
    let (mut said, mut from) = (String::new(), mark.start);
    for object in objects {
        let before = part(from, object.at);
        from = object.at + OBJECT.len_utf8() as u32;
        match &object.kind {
            ObjectKind::Image { alt, decorative, .. } => {
                said.push_str(before);
                said.push_str(if *decorative { "" } else { alt });
            }
            ObjectKind::PageOf(_) => {
                said.push_str(before.rfind(" (").map_or(before, |at| &before[..at]));
                from = mark.end;
            }
            ObjectKind::Count(_) | ObjectKind::NoteNumber { .. } | ObjectKind::Locator(_) => {
                said.push_str(before);
            }
        }
    }
    said.push_str(part(from, mark.end));
    Says::These(said.into())
}

fn close(leaves: &mut Vec<(u32, ElementId)>, at: &mut u32, end: u32, element: ElementId) {
    if end > *at {
        leaves.push((end, element));
        *at = end;
    }
}

/// What is set in italics is told as it is where the author asks for italics himself.
fn phrase_role(phrase: Phrase) -> Option<Role> {
    match phrase {
        Phrase::Cited | Phrase::Defined | Phrase::Variable => Some(Role::Em),
        Phrase::Sample => Some(Role::Code),
        Phrase::Quoted => Some(Role::Quote),
        Phrase::Inserted | Phrase::Underlined | Phrase::Deleted => Some(Role::Span),
        Phrase::Small => None,
        Phrase::Ruby => Some(Role::Ruby),
        Phrase::Base => Some(Role::RubyBase),
        Phrase::Reading => Some(Role::RubyText),
        Phrase::Bracket => Some(Role::RubyPunctuation),
    }
}

/// The role of a mark, if it has one that a reader is told, and what is to be said of the element.
fn meaning(mark: &Mark) -> Option<(Role, Option<About>)> {
    if mark.start == mark.end {
        return None;
    }
    match &mark.kind {
        MarkKind::Emphasis => Some((Role::Em, None)),
        MarkKind::Strong => Some((Role::Strong, None)),
        MarkKind::Code | MarkKind::Keyboard => Some((Role::Code, None)),
        MarkKind::Link(_) | MarkKind::NoteCall { .. } => Some((Role::Link, None)),
        MarkKind::Abbreviation(expansion) => {
            let about = About { expansion: Some(expansion.clone()), ..About::default() };
            Some((Role::Span, Some(about)))
        }
        MarkKind::Lang(lang) => Some((Role::Span, Some(About { lang: Some(*lang), ..About::default() }))),
        MarkKind::Strikethrough | MarkKind::Superscript | MarkKind::Subscript => Some((Role::Span, None)),
        MarkKind::Phrase(phrase) => phrase_role(*phrase).map(|role| (role, None)),
        MarkKind::Maths(_) => Some((Role::Formula, None)),
        // Numbers, colours and classes are looks; nobody points at words on paper.
        MarkKind::Title(_) => None,
        MarkKind::SmallCaps | MarkKind::Anchor { .. } | MarkKind::Number | MarkKind::IndexTerm => None,
        MarkKind::Direction(_) | MarkKind::Token(_) | MarkKind::Classes(_) | MarkKind::Beside(_) => None,
    }
}
