//! Cites of one author brought together, and what they would say twice left out (CSL 1.0.2, Cite Grouping and Cite Collapsing);
//! and what parts a cite from words of the author's own.

use hayagriva::citationberg::Collapse;
use hayagriva::{Elem, ElemChild, ElemChildren, ElemMeta, Formatted, Formatting};

use super::rich::{last_text, take_names, unsigned, words};
use super::{Citation, CitedWork, Groups, Style};
use crate::model::document::{Inline, InlineKind};

/// What a citation says, arranged as its style asks.
pub(super) fn arranged(citation: &Citation, rendered: ElemChildren, style: &Style) -> ElemChildren {
    let is_cite = |child: &ElemChild| entry(child).is_some();
    let (Some(first), Some(last)) =
        (rendered.0.iter().position(is_cite), rendered.0.iter().rposition(is_cite))
    else {
        return rendered;
    };
    if first == last {
        return rendered;
    }
    let rendered = delimited(rendered, style);
    let last = rendered.0.iter().rposition(is_cite).unwrap_or(last);
    let has_words =
        |work: &CitedWork| !work.prefix.is_empty() || !work.suffix.is_empty() || work.without_author;
    match &style.groups {
        Some(groups) if !citation.works.iter().any(has_words) => {
            let mut children = rendered.0;
            let tail = children.split_off(last + 1);
            let cites = children.split_off(first);
            let arranger = Arranger { citation, style, groups, looks: looks(&cites) };
            children.extend(arranger.cites(cites));
            children.extend(tail);
            ElemChildren(children)
        }
        _ => parted(citation, rendered),
    }
}

fn entry(child: &ElemChild) -> Option<(usize, &Elem)> {
    match child {
        ElemChild::Elem(elem) => match elem.meta {
            Some(ElemMeta::Entry(index)) => Some((index, elem)),
            _ => None,
        },
        _ => None,
    }
}

/// With what parts cites, where nothing else stands between two.
fn delimited(rendered: ElemChildren, style: &Style) -> ElemChildren {
    let Some(delimiter) = &style.delimiter else { return rendered };
    let formatting = looks(&rendered.0);
    let mut made: Vec<ElemChild> = Vec::with_capacity(rendered.0.len() * 2);
    for child in rendered.0 {
        if entry(&child).is_some() && made.last().is_some_and(|last| entry(last).is_some()) {
            made.push(ElemChild::Text(Formatted { text: delimiter.clone(), formatting }));
        }
        made.push(child);
    }
    ElemChildren(made)
}

/// How what parts cites is set.
fn looks(cites: &[ElemChild]) -> Formatting {
    let found = cites.iter().find_map(|child| match child {
        ElemChild::Text(text) => Some(text.formatting),
        _ => None,
    });
    found.unwrap_or_default()
}

struct Arranger<'a> {
    citation: &'a Citation,
    style: &'a Style,
    groups: &'a Groups,
    looks: Formatting,
}

/// A cite: which of the citation's works, and what it says.
#[derive(Clone)]
struct Cite {
    elem: Elem,
    index: usize,
    names: String,
}

impl Arranger<'_> {
    fn cites(&self, cites: Vec<ElemChild>) -> Vec<ElemChild> {
        let mut sets: Vec<Vec<Cite>> = Vec::new();
        for child in &cites {
            let Some((index, elem)) = entry(child) else { continue };
            let names = elem.children.find_names().map(|names| words(&names.children)).unwrap_or_default();
            let cite = Cite { elem: elem.clone(), index, names };
            match sets.iter_mut().find(|set| !cite.names.is_empty() && set[0].names == cite.names) {
                Some(set) => set.push(cite),
                None => sets.push(vec![cite]),
            }
        }
        let layout = self.style.delimiter.as_deref().unwrap_or_default();
        let mut made: Vec<ElemChild> = Vec::new();
        let mut was_collapsed = false;
        for set in sets {
            if !made.is_empty() {
                let after = self.groups.after.as_deref().filter(|_| was_collapsed);
                made.push(self.text(after.unwrap_or(layout)));
            }
            was_collapsed = set.len() > 1 && self.groups.collapse.is_some();
            made.extend(self.set(set, layout));
        }
        made
    }

    fn text(&self, text: &str) -> ElemChild {
        ElemChild::Text(Formatted { text: text.to_string(), formatting: self.looks })
    }

    /// The cites of one author.
    fn set(&self, set: Vec<Cite>, layout: &str) -> Vec<ElemChild> {
        let mut made: Vec<ElemChild> = Vec::new();
        let mut before: Option<usize> = None;
        let letters = self.letters(&set);
        let has_letters = letters.iter().any(Option::is_some);
        let lettered = self.groups.between_lettered.as_ref().filter(|_| has_letters);
        let is_ranged = self.groups.collapse == Some(Collapse::YearSuffixRanged);
        for (at, cite) in set.iter().enumerate() {
            let mut elem = cite.elem.clone();
            if at > 0 && self.groups.collapse.is_some() {
                take_names(&mut elem.children);
            }
            if elem.children.is_empty() || is_ranged && within_run(&letters, at) {
                continue;
            }
            let letter = letters[at].as_ref().filter(|(_, _, goes_on)| *goes_on);
            if let Some((_, letter, _)) = letter {
                let text = ElemChild::Text(Formatted { text: letter.to_string(), formatting: self.looks });
                elem.children = ElemChildren(vec![text]);
            }
            if let Some(index) = before {
                let has_place = self.citation.works.get(index).is_some_and(|work| work.locator.is_some());
                let collapses = self.groups.collapse.is_some();
                let delimiter = match letter {
                    Some(_) if is_ranged && at > 0 && within_run(&letters, at - 1) => "–",
                    Some(_) => self.groups.between_letters.as_deref().unwrap_or(layout),
                    None if has_place && collapses => self.groups.after.as_deref().unwrap_or(layout),
                    None => lettered.unwrap_or(&self.groups.between),
                };
                made.push(self.text(delimiter));
            }
            before = Some(cite.index);
            made.push(ElemChild::Elem(elem));
        }
        made
    }

    /// The year and the letter of each cite that says no more, and whether the year is that of the one before.
    fn letters(&self, set: &[Cite]) -> Vec<Option<(String, char, bool)>> {
        let is_asked =
            matches!(self.groups.collapse, Some(Collapse::YearSuffix | Collapse::YearSuffixRanged));
        let mut found: Vec<Option<(String, char, bool)>> = Vec::new();
        for cite in set {
            let mut children = cite.elem.children.clone();
            take_names(&mut children);
            let text = unsigned(&words(&children));
            let letter = text.chars().last().filter(|c| is_asked && c.is_ascii_lowercase());
            let year = letter
                .map(|_| &text[..text.len() - 1])
                .filter(|year| year.ends_with(|c: char| c.is_ascii_digit()));
            let before = found.last().cloned().flatten();
            found.push(letter.zip(year).map(|(letter, year)| {
                let year = year.trim();
                let goes_on = before.is_some_and(|(before, _, _)| before == year);
                (year.to_string(), letter, goes_on)
            }));
        }
        found
    }
}

/// Whether a letter stands between its neighbours in the alphabet, which are cited beside it.
fn within_run(letters: &[Option<(String, char, bool)>], at: usize) -> bool {
    let letter =
        |at: usize| letters.get(at).and_then(Option::as_ref).map(|(year, letter, _)| (year, *letter as u32));
    let (Some((year, own)), Some(before)) = (letter(at), at.checked_sub(1).and_then(letter)) else {
        return false;
    };
    let Some(after) = letter(at + 1) else { return false };
    before.0 == year && after.0 == year && before.1 + 1 == own && own + 1 == after.1
}

/// Without what parts cites where words of the author's own do.
fn parted(citation: &Citation, mut rendered: ElemChildren) -> ElemChildren {
    for at in 1..rendered.0.len().saturating_sub(1) {
        let (Some((before, _)), Some((after, _))) = (entry(&rendered.0[at - 1]), entry(&rendered.0[at + 1]))
        else {
            continue;
        };
        let begins = citation.works.get(after).and_then(|work| work.prefix.first()).is_some_and(begins);
        let ends = citation.works.get(before).is_some_and(|work| ends(&work.suffix));
        if let ElemChild::Text(text) = &mut rendered.0[at] {
            if begins {
                text.text.clear();
            } else if ends {
                text.text = " ".to_string();
            }
        }
    }
    rendered
}

const SIGNS: [char; 6] = [',', ';', '.', ':', '?', '!'];

fn begins(inline: &Inline) -> bool {
    matches!(&inline.kind, InlineKind::Text(text) if text.starts_with(SIGNS))
}

fn ends(content: &[Inline]) -> bool {
    let mut last = content.last().cloned();
    last.as_mut().and_then(last_text).is_some_and(|text| text.trim_end().ends_with(SIGNS))
}
