//! Several references told together: “Figures 2 to 4 and 6”.

use super::looks;
use super::rich::{Voice, Writer};
use super::segment::Segment;
use crate::model::document::{Attrs, Inline, InlineKind};
use crate::model::flow::{MarkKind, ObjectKind, Target};
use crate::model::manifest::NoteCount;
use crate::model::resolved::{LinkTarget, NodeId, Number};
use crate::model::words::Word;
use crate::source::Span;
use crate::words;

/// As many in a row are told as a range.
const FEWEST: usize = 3;

/// What a reference leads to, and its number.
#[derive(Clone, Copy)]
struct Told<'a> {
    target: NodeId,
    number: &'a Number,
}

impl<'a> Writer<'_, 'a> {
    /// References of one kind, in the order of what they lead to; of several kinds, each by itself.
    pub(super) fn references(&mut self, links: &'a [Inline], voice: Voice) {
        // What leads nowhere was told, and says nothing.
        let found = &self.maker.book.resolved.links;
        let leads = |link: &&Inline| attrs(link).is_some_and(|attrs| found.contains_key(&attrs.node));
        let links: Vec<&Inline> = links.iter().filter(leads).collect();
        let told: Option<Vec<Told<'a>>> = links.iter().map(|link| self.told(link)).collect();
        let name = told.as_ref().and_then(|told| shared_name(told));
        match (told, name) {
            (Some(mut told), Some(name)) => {
                told.sort_by_key(|one| one.target);
                told.dedup_by_key(|one| one.target);
                let bare =
                    links.first().and_then(|link| attrs(link)).is_some_and(|attrs| attrs.has_class("number"));
                self.together(&told, (!bare).then_some(name), voice);
            }
            (Some(_) | None, _) => {
                for (at, link) in links.iter().copied().enumerate() {
                    self.between(at, links.len(), voice);
                    self.inline(link, voice);
                }
            }
        }
    }

    fn told(&self, link: &'a Inline) -> Option<Told<'a>> {
        let resolved = self.maker.book.resolved;
        let LinkTarget::Inside { target, .. } = resolved.links.get(&attrs(link)?.node)? else { return None };
        let number = resolved.numbers.get(target)?;
        // What follows on such a number is known with the pages.
        self.counted_by_page(number).is_none().then_some(Told { target: *target, number })
    }

    /// The number in its chapter of a note that is counted by page; none of one that has a letter.
    pub(super) fn counted_by_page(&self, number: &Number) -> Option<u32> {
        let counts = self.maker.book.manifest.notes.numbered;
        let is_by_page = number.name == Some(Word::NoteNumber) && counts == NoteCount::Page;
        is_by_page.then(|| number.label.parse().ok()).flatten()
    }

    /// What is said of a note that is counted by page: its number is filled in with the pages.
    pub(super) fn note_of_page(&mut self, note: NodeId, said: &str, of_chapter: u32, voice: Voice) {
        let note = self.maker.place_of(note);
        let (before, after) = said.split_once(&of_chapter.to_string()).unwrap_or((said, ""));
        self.push_own(before, Span::default(), voice);
        let set = self.set(voice);
        self.segments.push(Segment::Object(ObjectKind::NoteNumber { note, number: of_chapter }, set));
        self.push_own(after, Span::default(), voice);
    }

    /// Whether a note's number does not tell which it is: it counts by page, is the letter of a table's, or is of another
    /// chapter, which counts its own.
    pub(super) fn is_ambiguous_note(&self, note: NodeId) -> bool {
        let book = self.maker.book;
        let has_letter = || {
            let number = book.resolved.numbers.get(&note);
            number.is_some_and(|number| number.label.parse::<u32>().is_err())
        };
        match book.manifest.notes.numbered {
            NoteCount::Page => true,
            NoteCount::Book => has_letter(),
            NoteCount::Chapter => {
                let chapter = self.maker.chapter;
                let is_here =
                    chapter.is_some_and(|chapter| chapter.notes.iter().any(|body| body.node == note));
                !is_here || has_letter()
            }
        }
    }

    /// The name, where it is wanted, and the numbers, those in a row as a range.
    fn together(&mut self, told: &[Told<'a>], name: Option<Word>, voice: Voice) {
        let lang = &self.maker.book.manifest.language;
        let shown =
            |name: Word| words::numbered(lang, if told.len() > 1 { plural(name) } else { name }, "\u{0}");
        let whole = name.map_or("\u{0}".to_string(), shown);
        let (before, after) = whole.split_once('\u{0}').unwrap_or_default();
        let ranges = ranges(told);
        for (at, range) in ranges.iter().enumerate() {
            self.between(at, ranges.len(), voice);
            self.number_of(if at == 0 { before } else { "" }, range[0], voice);
            if let [_, .., last] = range {
                self.push_own(self.maker.book.word(Word::To), Span::default(), voice);
                self.number_of("", *last, voice);
            }
        }
        if !after.is_empty() {
            self.push_own(after, Span::default(), voice);
        }
    }

    /// A number that leads to what it is of, perhaps after the name.
    fn number_of(&mut self, before: &str, told: Told<'a>, voice: Voice) {
        let node = self.maker.place_of(told.target);
        let leads = !self.repeated;
        let linked = if leads { looks::link(voice.style, self.maker.book.theme) } else { voice.style };
        self.segments.extend(leads.then_some(Segment::Open(MarkKind::Link(Target::Node(node)))));
        let label = match told.number.name {
            Some(Word::Equation) => format!("({})", told.number.label),
            Some(_) | None => told.number.label.clone(),
        };
        self.push_own(&format!("{before}{label}"), Span::default(), Voice { style: linked, ..voice });
        self.segments.extend(leads.then_some(Segment::Close));
    }

    /// What parts one of several from the one before it.
    fn between(&mut self, at: usize, count: usize, voice: Voice) {
        let word = match at {
            0 => return,
            at if at + 1 == count => Word::And,
            _ => Word::Comma,
        };
        self.push_own(self.maker.book.word(word), Span::default(), voice);
    }
}

fn attrs(link: &Inline) -> Option<&Attrs> {
    match &link.kind {
        InlineKind::Link { attrs, .. } => Some(attrs),
        _ => None,
    }
}

fn shared_name(told: &[Told]) -> Option<Word> {
    let name = told.first()?.number.name?;
    told.iter().all(|one| one.number.name == Some(name)).then_some(name)
}

/// Those in a row together, if they are enough; else each by itself.
fn ranges<'a, 'b>(told: &'b [Told<'a>]) -> Vec<&'b [Told<'a>]> {
    let rows = told.chunk_by(|one, next| follows(&one.number.label, &next.number.label));
    rows.flat_map(|row| if row.len() >= FEWEST { vec![row] } else { row.chunks(1).collect() }).collect()
}

/// Whether a number is the next after another: in its last part, the others being the same.
fn follows(one: &str, next: &str) -> bool {
    let parts = |label: &str| {
        let (above, last) = label.rsplit_once('.').unwrap_or(("", label));
        let number = match (last.parse::<u32>(), last.as_bytes()) {
            (Ok(number), _) => Some(number),
            (Err(_), [letter]) if letter.is_ascii_alphabetic() => Some(u32::from(*letter)),
            (Err(_), _) => None,
        };
        number.map(|number| (above.to_string(), number))
    };
    match (parts(one), parts(next)) {
        (Some((above, number)), Some((other, next))) => above == other && next == number + 1,
        (Some(_) | None, _) => false,
    }
}

/// The name of several.
fn plural(name: Word) -> Word {
    match name {
        Word::Part => Word::Parts,
        Word::Chapter => Word::Chapters,
        Word::Section => Word::Sections,
        Word::Annex => Word::Annexes,
        Word::Appendix => Word::Appendices,
        Word::Figure => Word::Figures,
        Word::Table => Word::Tables,
        Word::Box => Word::Boxes,
        Word::Listing => Word::Listings,
        Word::Equation => Word::Equations,
        Word::NoteNumber => Word::Notes,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::follows;

    #[test]
    fn numbers_in_a_row() {
        for (one, next) in [("1", "2"), ("2.9", "2.10"), ("A", "B"), ("A.1", "A.2"), ("1.2.3", "1.2.4")] {
            assert!(follows(one, next), "{one} {next}");
        }
        for (one, next) in [("1", "3"), ("1.2", "2.3"), ("A.1", "B.2"), ("x1", "x2"), ("1", "B")] {
            assert!(!follows(one, next), "{one} {next}");
        }
    }
}
