//! The same book twice: each chapter and each page in the PDF and in the EPUB.

use std::collections::{BTreeMap, BTreeSet};

use super::Release;
use crate::model::found::{EpubFound, PdfFound, SectionFound, Word};
use crate::model::record::{ChapterParity, Content};

/// Words that are told around the first that differs.
const CONTEXT: usize = 4;

/// What each chapter holds in either file.
pub fn chapters(pdf: &PdfFound, epub: &EpubFound) -> Vec<ChapterParity> {
    let pairs = pairs(pdf, epub).into_iter().filter(|(_, here)| here.kind == "chapter");
    pairs
        .map(|(there, here)| ChapterParity {
            title: here.title.clone(),
            pdf: there.map(content).unwrap_or_default(),
            epub: content(here),
        })
        .collect()
}

fn content(section: &SectionFound) -> Content {
    let apart =
        section.notes.iter().chain(&section.captions).chain(&section.data).map(Vec::len).sum::<usize>();
    Content {
        words: (section.body.len() + apart) as u64,
        notes: section.notes.len() as u32,
        tables: section.tables,
        figures: section.figures,
        links: section.links,
    }
}

/// The divisions of the EPUB, each with that of the PDF. A cover that was drawn for the EPUB has none there.
fn pairs<'a>(pdf: &'a PdfFound, epub: &'a EpubFound) -> Vec<(Option<&'a SectionFound>, &'a SectionFound)> {
    let drawn = usize::from(is_drawn(pdf, epub));
    let here = epub.sections.iter().skip(drawn);
    if pdf.sections.len() + drawn == epub.sections.len() {
        return pdf.sections.iter().map(Some).zip(here).collect();
    }
    let mut taken = BTreeSet::new();
    here.map(|here| {
        let named =
            pdf.sections.iter().enumerate().find(|(at, one)| one.title == here.title && !taken.contains(at));
        taken.extend(named.map(|(at, _)| at));
        (named.map(|(_, one)| one), here)
    })
    .collect()
}

fn is_drawn(pdf: &PdfFound, epub: &EpubFound) -> bool {
    let cover = epub.sections.first().is_some_and(|first| first.kind == "cover" && first.body.is_empty());
    cover && pdf.sections.first().is_none_or(|first| !first.body.is_empty() || first.figures == 0)
}

/// Every difference, in words.
pub fn differences(release: &Release) -> Vec<String> {
    let (pdf, epub) = (release.pdf, release.epub);
    let mut found = Vec::new();
    let (there, here) = (pdf.sections.len(), epub.sections.len() - usize::from(is_drawn(pdf, epub)));
    if there != here {
        found.push(format!("the PDF has {there} divisions, the EPUB {here}"));
    }
    // A PDF for the press has no links: no annotation may stand on its pages.
    let formats = &release.record.formats;
    let has_links = !formats.iter().any(|format| format.made_for.iter().any(|one| one.starts_with("PDF/X")));
    for (there, here) in pairs(pdf, epub) {
        match there {
            Some(there) => section(there, here, has_links, &mut found),
            None => found.push(format!("{}: it is not in the PDF", name(here))),
        }
    }
    found.extend(pages(pdf, epub));
    found
}

fn name(section: &SectionFound) -> String {
    match (section.title.as_str(), section.kind.as_str()) {
        ("", "") => "a division without a title".to_string(),
        ("", kind) => format!("the division `{kind}`"),
        (title, _) => format!("“{title}”"),
    }
}

fn section(there: &SectionFound, here: &SectionFound, has_links: bool, found: &mut Vec<String>) {
    let name = name(here);
    let texts = |words: &[Word]| words.iter().map(|word| word.text.to_string()).collect::<Vec<_>>();
    if let Some(told) = first_difference(&texts(&there.body), &texts(&here.body)) {
        found.push(format!("{name}: {told}"));
    }
    // Notes stand where they are called in one and at the end in the other.
    let sorted = |lists: &[Vec<String>]| {
        let mut lists = lists.to_vec();
        lists.sort();
        lists
    };
    let apart = [
        ("note", &there.notes, &here.notes),
        ("caption", &there.captions, &here.captions),
        ("chart's table", &there.data, &here.data),
    ];
    for (what, there, here) in apart {
        let (there, here) = (sorted(there), sorted(here));
        let differing = there.iter().zip(&here).find_map(|(there, here)| first_difference(there, here));
        found.extend(differing.map(|told| format!("{name}, a {what}: {told}")));
    }
    let (there, here) = (content(there), content(here));
    let mut counts = vec![
        ("notes", there.notes, here.notes),
        ("tables", there.tables, here.tables),
        ("figures", there.figures, here.figures),
    ];
    if has_links {
        counts.push(("links", there.links, here.links));
    }
    let differing = counts.into_iter().filter(|(_, there, here)| there != here);
    found.extend(
        differing.map(|(what, there, here)| format!("{name}: {there} {what} in the PDF, {here} in the EPUB")),
    );
}

/// Where two texts part.
fn first_difference(there: &[String], here: &[String]) -> Option<String> {
    if there == here {
        return None;
    }
    let at = there.iter().zip(here).take_while(|(there, here)| there == here).count();
    let around = |words: &[String]| {
        let from = at.saturating_sub(CONTEXT).min(words.len());
        words[from..words.len().min(at + CONTEXT)].join(" ")
    };
    Some(format!(
        "word {} differs: “{}” in the PDF, “{}” in the EPUB ({} and {} words)",
        at + 1,
        around(there),
        around(here),
        there.len(),
        here.len()
    ))
}

/// Pages whose words differ.
fn pages(pdf: &PdfFound, epub: &EpubFound) -> Vec<String> {
    let groups = groups(pdf, epub);
    let there = by_group(&pdf.sections, &pdf.labels, &groups);
    let here = by_group(&epub.sections, &epub.markers, &groups);
    let none = Vec::new();
    let all: BTreeSet<&Option<usize>> = there.keys().chain(here.keys()).collect();
    let told = all.into_iter().filter_map(|group| {
        let (there, here) = (there.get(group).unwrap_or(&none), here.get(group).unwrap_or(&none));
        let told = first_difference(there, here)?;
        let label = pdf.labels.iter().find(|label| groups.get(label.as_str()) == group.as_ref());
        Some(match label {
            Some(label) => format!("page {label}: {told}"),
            None => format!("before the first page: {told}"),
        })
    });
    told.collect()
}

/// Pages that are compared together: where a row of a table turns the page, its cells go on side by side, which a
/// reading flow has one after the other.
fn groups<'a>(pdf: &'a PdfFound, epub: &EpubFound) -> BTreeMap<&'a str, usize> {
    let within: BTreeSet<&str> = epub.within_rows.iter().map(String::as_str).collect();
    let mut group = 0;
    let of = |label: &'a String| {
        group += usize::from(!within.contains(label.as_str()));
        (label.as_str(), group)
    };
    pdf.labels.iter().map(of).collect()
}

fn by_group(
    sections: &[SectionFound],
    labels: &[String],
    groups: &BTreeMap<&str, usize>,
) -> BTreeMap<Option<usize>, Vec<String>> {
    let mut found: BTreeMap<Option<usize>, Vec<String>> = BTreeMap::new();
    for word in sections.iter().flat_map(|section| &section.body) {
        let label = word.page.and_then(|page| labels.get(page as usize));
        let group = label.and_then(|label| groups.get(label.as_str()).copied());
        found.entry(group).or_default().push(word.text.to_string());
    }
    found
}
