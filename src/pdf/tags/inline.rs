//! The elements within a text: its marks that mean something, and its images.

use super::plan::Planner;
use super::{About, ElementId, Link, Role, described};
use crate::model::flow::{Mark, MarkKind, ObjectKind, RichText};

impl Planner {
    /// Gives the stretches of a text to an element or to elements within it.
    pub(super) fn text(&mut self, element: ElementId, text: &RichText) {
        let mut leaves: Vec<(u32, ElementId)> = Vec::new();
        let mut open: Vec<(u32, ElementId)> = vec![(u32::MAX, element)];
        let mut at = 0;
        for mark in &text.marks {
            self.name_anchor(mark, &open);
            let Some((role, about)) = meaning(mark) else { continue };
            while let Some(&(end, inner)) = open.last().filter(|(end, _)| *end <= mark.start) {
                close(&mut leaves, &mut at, end, inner);
                open.pop();
            }
            let Some(&(_, outer)) = open.last() else { continue };
            close(&mut leaves, &mut at, mark.start, outer);
            let inner = self.marked(outer, mark, role, text);
            if let Some(about) = about {
                *self.tags.about(inner) = about;
            }
            open.push((mark.end, inner));
        }
        while let Some((end, inner)) = open.pop() {
            close(&mut leaves, &mut at, end, inner);
        }
        self.images(text, &leaves);
        self.tags.leaves.insert(text.node, leaves);
        self.tags.nodes.entry(text.node).or_insert(element);
    }

    fn marked(&mut self, outer: ElementId, mark: &Mark, role: Role, text: &RichText) -> ElementId {
        let element = self.tags.add(role, outer, mark.start);
        if role == Role::Link {
            let link = Link { element, text: mark.start..mark.end };
            self.tags.links.insert((text.node, mark.start), link);
        }
        let MarkKind::NoteCall { note, node } = mark.kind else { return element };
        let reference = self.tags.add(Role::Reference, element, mark.start);
        self.tags.nodes.insert(node, reference);
        self.called.push(note);
        self.calls.push((note, reference));
        reference
    }

    /// An inline place with an id is where the element around it is.
    fn name_anchor(&mut self, mark: &Mark, open: &[(u32, ElementId)]) {
        if let (MarkKind::Anchor { node, .. }, Some(&(_, around))) = (&mark.kind, open.last()) {
            self.tags.nodes.insert(*node, around);
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

fn close(leaves: &mut Vec<(u32, ElementId)>, at: &mut u32, end: u32, element: ElementId) {
    if end > *at {
        leaves.push((end, element));
        *at = end;
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
        // Struck, raised and lowered text reads as what it is; numbers, colours and classes are looks.
        MarkKind::Strikethrough | MarkKind::Superscript | MarkKind::Subscript => None,
        MarkKind::SmallCaps | MarkKind::Anchor { .. } | MarkKind::Number => None,
        MarkKind::Token(_) | MarkKind::Classes(_) => None,
    }
}
