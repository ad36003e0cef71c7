//! Ids: explicit ones, and ones made from headings' words.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::notes;
use super::walk::{self, SeenMut};
use crate::address;
use crate::diag::{Diagnostic, Sink};
use crate::escape::xml;
use crate::model::document::{Attrs, BlockKind, Chapter, Document, InlineKind};
use crate::model::resolved::{NodeId, TargetKind};
use crate::model::walk::{plain, slug};
use crate::source::{SourceId, Span};

/// What a name leads to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Anchor {
    pub(super) target: NodeId,
    pub(super) span: Span,
    pub(super) kind: TargetKind,
}

/// Where the names of the book lead.
#[derive(Debug, Default)]
pub(super) struct Labels {
    /// Ids as links write them, by file.
    pub(super) files: BTreeMap<SourceId, BTreeMap<String, Anchor>>,
    /// The first heading of its words, by file and by its address.
    pub(super) headings: BTreeMap<SourceId, BTreeMap<String, Anchor>>,
    /// Ids of the whole book.
    pub(super) book: BTreeMap<String, Bearers>,
    /// The first chapter of each file, by the file's path.
    pub(super) paths: BTreeMap<String, Place>,
    pub(super) titles: Vec<NodeId>,
}

/// Where a file of the book begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) source: SourceId,
    pub(super) title: NodeId,
    pub(super) kind: TargetKind,
}

/// What bears an id. Ids that authors gave go before those made from headings.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bearers {
    pub(super) first: Anchor,
    /// Another one in another file.
    pub(super) other: Option<Anchor>,
    given: bool,
}

impl Bearers {
    pub(super) fn add(book: &mut BTreeMap<String, Bearers>, id: &str, anchor: Anchor, given: bool) {
        match book.get_mut(id) {
            None => {
                book.insert(id.to_string(), Bearers { first: anchor, other: None, given });
            }
            Some(have) if have.given == given && have.first.span.source != anchor.span.source => {
                have.other = have.other.or(Some(anchor));
            }
            Some(_) => {}
        }
    }
}

/// Gives every heading an id and makes every id unique in the book and fit for XML.
pub(super) fn assign(document: &mut Document, titles: &[NodeId], sink: &mut Sink) -> Labels {
    let mut labels = Labels { titles: titles.to_vec(), ..Labels::default() };
    let mut taken = Taken::default();
    for (chapter, title) in document.chapters.iter_mut().zip(titles) {
        let place = Place { source: chapter.source, title: *title, kind: TargetKind::Chapter };
        labels.paths.entry(chapter.path.clone()).or_insert(place);
        for file in &chapter.nested {
            let place = Place { source: file.source, title: file.title, kind: TargetKind::Heading };
            labels.paths.entry(file.path.clone()).or_insert(place);
        }
        explicit(chapter, *title, &mut labels, sink);
    }
    // Names made from headings count on through a file, as if it were one chapter.
    let mut local: BTreeMap<SourceId, Taken> = BTreeMap::new();
    for (chapter, title) in document.chapters.iter_mut().zip(titles) {
        name_all(chapter, *title, &mut labels, (&mut local, &mut taken));
    }
    labels
}

/// Collects the ids that the author gave. Each belongs to its file: the second of two alike in one is an error and is
/// taken away.
fn explicit(chapter: &mut Chapter, title: NodeId, labels: &mut Labels, sink: &mut Sink) {
    let homes = Homes::of(chapter);
    let of_notes = notes::named_within(chapter);
    let mut label = |attrs: &mut Attrs, anchor: Anchor| {
        let Some((id, span)) = attrs.id.clone() else { return };
        let anchor = match of_notes.get(&anchor.target) {
            Some(note) => Anchor { target: *note, kind: TargetKind::Note, ..anchor },
            None => anchor,
        };
        let names = labels.files.entry(homes.of_span(anchor.span)).or_default();
        match names.entry(id.clone()) {
            Entry::Vacant(vacant) => {
                vacant.insert(anchor);
                Bearers::add(&mut labels.book, &id, anchor, true);
            }
            Entry::Occupied(first) => {
                let message = format!("the id `{id}` is given twice in this file");
                let before = first.get().span;
                sink.push(Diagnostic::error("duplicate-id", span, message).hint("choose another id"));
                let message = format!("the id `{id}` is first given here");
                sink.push(Diagnostic::warning("duplicate-id", before, message));
                attrs.id = None;
            }
        }
    };
    walk::chapter_mut(chapter, &mut |seen| labelled(seen, title, &mut label));
}

/// Hands over all that may have an id, and what it is.
fn labelled(seen: SeenMut, title: NodeId, see: &mut dyn FnMut(&mut Attrs, Anchor)) {
    match seen {
        SeenMut::Block(block) => {
            let kind = match block.kind {
                BlockKind::Heading { .. } if block.attrs.node == title => TargetKind::Chapter,
                BlockKind::Heading { .. } => TargetKind::Heading,
                BlockKind::Figure(_) => TargetKind::Figure,
                BlockKind::Group(ref group) if group.figure => TargetKind::Figure,
                BlockKind::Table(_) => TargetKind::Table,
                BlockKind::Code(ref code) if code.caption.is_some() => TargetKind::Listing,
                BlockKind::Equation(_) => TargetKind::Equation,
                BlockKind::Admonition { .. } if block.is_box() => TargetKind::Box,
                BlockKind::Paragraph(_)
                | BlockKind::Quote(_)
                | BlockKind::Only(..)
                | BlockKind::Admonition { .. }
                | BlockKind::List(_)
                | BlockKind::Definitions(_)
                | BlockKind::Bibliography(_)
                | BlockKind::Index(_)
                | BlockKind::Code(_)
                | BlockKind::Group(_)
                | BlockKind::Break
                | BlockKind::PageBreak(_)
                | BlockKind::Columns(_) => TargetKind::Place,
            };
            let span = block.span;
            let anchor = |target| Anchor { target, span, kind };
            let node = block.attrs.node;
            see(&mut block.attrs, anchor(node));
            if let BlockKind::Equation(equation) = &mut block.kind {
                let anchors = equation.numbers.iter_mut().flat_map(|number| &mut number.anchors);
                anchors.for_each(|attrs| see(attrs, anchor(attrs.node)));
            }
        }
        SeenMut::Inline(inline) => {
            if let InlineKind::Span { attrs, .. } = &mut inline.kind {
                let anchor = Anchor { target: attrs.node, span: inline.span, kind: TargetKind::Place };
                see(attrs, anchor);
            }
        }
    }
}

/// Which file each text of a chapter belongs to.
pub(super) struct Homes {
    own: SourceId,
    nested: BTreeMap<SourceId, SourceId>,
}

impl Homes {
    pub(super) fn of(chapter: &Chapter) -> Homes {
        let nested = chapter.homes.keys().map(|source| (*source, chapter.home(*source).0)).collect();
        Homes { own: chapter.source, nested }
    }

    pub(super) fn of_span(&self, span: Span) -> SourceId {
        self.nested.get(&span.source).copied().unwrap_or(self.own)
    }
}

/// Ids given out in the book, with the next number to try for each.
#[derive(Default)]
struct Taken(BTreeMap<String, u32>);

impl Taken {
    fn of<'a>(ids: impl Iterator<Item = &'a String>) -> Taken {
        let mut taken = Taken::default();
        ids.for_each(|id| drop(taken.unique(id)));
        taken
    }

    fn unique(&mut self, wanted: &str) -> String {
        let mut id = wanted.to_string();
        while self.0.contains_key(&id) {
            let next = self.0.entry(wanted.to_string()).or_insert(0);
            *next += 1;
            id = format!("{wanted}-{next}");
        }
        self.0.insert(id.clone(), 0);
        id
    }
}

fn name_all(
    chapter: &mut Chapter,
    title: NodeId,
    labels: &mut Labels,
    (local, taken): (&mut BTreeMap<SourceId, Taken>, &mut Taken),
) {
    let homes = Homes::of(chapter);
    walk::chapter_mut(chapter, &mut |mut seen| {
        if let SeenMut::Block(block) = &mut seen
            && let BlockKind::Heading { content, level } = &block.kind
        {
            let home = homes.of_span(block.span);
            let is_title = *level == 1 && block.attrs.node == title;
            let kind = if is_title { TargetKind::Chapter } else { TargetKind::Heading };
            let anchor = Anchor { target: block.attrs.node, span: block.span, kind };
            let words = plain(content);
            let by_words = labels.headings.entry(home).or_default();
            by_words.entry(address::by_words(&words)).or_insert(anchor);
            if let Some((id, _)) = &mut block.attrs.id {
                *id = taken.unique(&xml::name_of(id));
                return;
            }
            let names = labels.files.entry(home).or_default();
            let local = local.entry(home).or_insert_with(|| Taken::of(names.keys()));
            let slug = local.unique(&slug(&words));
            names.insert(slug.clone(), anchor);
            Bearers::add(&mut labels.book, &slug, anchor, false);
            block.attrs.id = Some((taken.unique(&xml::name_of(&slug)), block.span));
            return;
        }
        labelled(seen, NodeId::default(), &mut |attrs, _| {
            if let Some((id, _)) = &mut attrs.id {
                *id = taken.unique(&xml::name_of(id));
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_and_names() {
        assert_eq!(slug("What Is “Ownership”? & more"), "what-is-ownership--more");
        assert_eq!(slug("!?"), "section");
    }

    #[test]
    fn unique_ids_count_on() {
        let mut taken = Taken::default();
        let given: Vec<String> = ["a", "a-1", "a", "a"].into_iter().map(|id| taken.unique(id)).collect();
        assert_eq!(given, ["a", "a-1", "a-2", "a-3"]);
    }
}
