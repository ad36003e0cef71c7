//! Editions of one book beside each other, by the ids of what is in them: what one has and another lacks, numbers that
//! differ, counts by kind.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::diag::Diagnostic;
use crate::model::marks::{Marks, Named, NamedKind};
use crate::model::resolved::TargetKind;
use crate::source::Span;

/// An edition beside the first.
#[derive(Debug, Serialize)]
struct Beside<'m> {
    edition: &'m str,
    counts: Vec<Count>,
    only_in_first: Vec<One>,
    only_here: Vec<One>,
    numbers: Vec<Number>,
}

#[derive(Debug, Serialize)]
struct Count {
    kind: &'static str,
    first: usize,
    here: usize,
}

/// Something with an id.
#[derive(Debug, Serialize)]
struct One {
    kind: &'static str,
    id: String,
    title: String,
}

/// What has another number in either.
#[derive(Debug, Serialize)]
struct Number {
    id: String,
    first: Option<String>,
    here: Option<String>,
}

/// Tells how editions differ from the first of them, as lines of text or as JSON.
pub fn editions(editions: &[(String, Marks)], json: bool) -> String {
    let Some(((first, marks), others)) = editions.split_first() else { return String::new() };
    let beside: Vec<Beside> = others.iter().map(|(name, other)| compared(marks, (name, other))).collect();
    if json {
        #[derive(Serialize)]
        struct All<'m> {
            first: &'m str,
            editions: Vec<Beside<'m>>,
        }
        return super::super::json(&All { first, editions: beside });
    }
    beside.iter().map(|one| text(first, one)).collect::<Vec<_>>().join("\n")
}

/// The ids that the text of the first refers to, as its author wrote them, and another lacks.
pub fn lacking(first: &Marks, other: &Marks) -> Vec<String> {
    let have: BTreeSet<&str> = other.named.iter().map(|one| one.id.as_str()).collect();
    let wanted = first.uses.iter().filter_map(|one| first.named.get(one.target));
    let wanted =
        wanted.filter(|one| one.id_span.is_some() && is_of_text(one) && !have.contains(one.id.as_str()));
    let lacking: BTreeSet<&str> = wanted.map(|one| one.id.as_str()).collect();
    lacking.into_iter().map(str::to_string).collect()
}

/// So many of them are named.
const MOST_NAMED: usize = 8;

/// Says that an edition lacks ids.
pub fn lacks(ids: &[String], (edition, first): (&str, &str), place: Span) -> Diagnostic {
    let named: Vec<String> = ids.iter().take(MOST_NAMED).map(|id| format!("`{id}`")).collect();
    let more =
        if ids.len() > MOST_NAMED { format!(" and {} more", ids.len() - MOST_NAMED) } else { String::new() };
    let message = format!(
        "{edition}: nothing has the ids {}{more}, which the text of `{first}` refers to",
        named.join(", ")
    );
    Diagnostic::warning("edition-lacks-id", place, message)
        .hint("give what they stand for the same ids in every edition; `reportc diff book.yaml` lists all that differs")
}

fn compared<'m>(first: &'m Marks, (edition, other): (&'m str, &'m Marks)) -> Beside<'m> {
    let (mine, theirs) = (written(first), written(other));
    let only = |some: &BTreeMap<&str, &Named>, others: &Marks| {
        let have: BTreeSet<&str> = others.named.iter().map(|one| one.id.as_str()).collect();
        some.iter().filter(|(id, _)| !have.contains(*id)).map(|(_, one)| told(one)).collect::<Vec<_>>()
    };
    let numbers = mine.iter().filter_map(|(id, one)| {
        let number = |one: &Named| one.number.as_ref().map(|(_, named)| named.clone());
        let alone = |one: &Named| one.number.as_ref().map(|(alone, _)| alone.clone());
        let other = theirs.get(id).filter(|other| alone(other) != alone(one))?;
        Some(Number { id: (*id).to_string(), first: number(one), here: number(other) })
    });
    Beside {
        edition,
        counts: counts(first, other),
        only_in_first: only(&mine, other),
        only_here: only(&theirs, first),
        numbers: numbers.collect(),
    }
}

/// What has an id of its author's, by it.
fn written(marks: &Marks) -> BTreeMap<&str, &Named> {
    let named = marks.named.iter().filter(|one| one.id_span.is_some() && is_of_text(one));
    named.map(|one| (one.id.as_str(), one)).collect()
}

/// Notes go by labels of their own, and works are the bibliography's.
fn is_of_text(one: &Named) -> bool {
    !matches!(one.kind, NamedKind::Work | NamedKind::Target(TargetKind::Note))
}

fn told(one: &Named) -> One {
    let number = one.number.as_ref().map(|(_, number)| format!("{number} ")).unwrap_or_default();
    let title = format!("{number}{}", one.title);
    One { kind: kind(one.kind), id: one.id.clone(), title }
}

fn counts(first: &Marks, other: &Marks) -> Vec<Count> {
    let count = |marks: &Marks| {
        let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
        marks.named.iter().for_each(|one| *counts.entry(kind(one.kind)).or_default() += 1);
        counts
    };
    let (mine, theirs) = (count(first), count(other));
    let kinds: BTreeSet<&'static str> = mine.keys().chain(theirs.keys()).copied().collect();
    let of = |counts: &BTreeMap<&'static str, usize>, kind| counts.get(kind).copied().unwrap_or_default();
    kinds.into_iter().map(|kind| Count { kind, first: of(&mine, kind), here: of(&theirs, kind) }).collect()
}

fn kind(kind: NamedKind) -> &'static str {
    match kind {
        NamedKind::Target(TargetKind::Chapter) => "chapter",
        NamedKind::Target(TargetKind::Heading) => "heading",
        NamedKind::Target(TargetKind::Figure) => "figure",
        NamedKind::Target(TargetKind::Table) => "table",
        NamedKind::Target(TargetKind::Listing) => "listing",
        NamedKind::Target(TargetKind::Box) => "box",
        NamedKind::Target(TargetKind::Equation) => "equation",
        NamedKind::Target(TargetKind::Note) => "note",
        NamedKind::Target(TargetKind::Place) => "place",
        NamedKind::Work => "work",
    }
}

fn text(first: &str, beside: &Beside) -> String {
    let Beside { edition, counts, only_in_first, only_here, numbers } = beside;
    let mut out = format!("{edition}, beside {first}\n");
    let differing: Vec<&Count> = counts.iter().filter(|count| count.first != count.here).collect();
    if differing.is_empty() && only_in_first.is_empty() && only_here.is_empty() && numbers.is_empty() {
        return out + "\nBoth have the same ids, numbers and counts.\n";
    }
    if !differing.is_empty() {
        out += "\nCounts\n";
        for Count { kind, first: one, here } in differing {
            out += &format!("  {kind}: {one} in {first}, {here} in {edition}\n");
        }
    }
    for (name, only) in [(first, only_in_first), (*edition, only_here)] {
        if only.is_empty() {
            continue;
        }
        out += &format!("\nOnly in {name}\n");
        for One { kind, id, title } in only {
            out += &format!("  {kind} #{id}: {}\n", title.trim());
        }
    }
    if !numbers.is_empty() {
        out += "\nOther numbers\n";
        for Number { id, first: one, here } in numbers {
            let told = |number: &Option<String>| number.clone().unwrap_or_else(|| "none".to_string());
            out += &format!("  #{id}: {} in {first}, {} in {edition}\n", told(one), told(here));
        }
    }
    out
}
