//! Citations and the list of what they cite, as a style has them.

use std::collections::BTreeSet;

use hayagriva::citationberg::{IndependentStyle, json::Item};
use hayagriva::{
    BibliographyDriver, BibliographyItem, BibliographyRequest, CitationItem, CitationRequest, ElemChild,
    ElemChildren, ElemMeta, LocatorPayload, Rendered, SpecificLocator,
};

use super::apart::Apart;
use super::dates::spanned;
use super::groups::arranged;
use super::rich::{inline, inlines, joined, last_text, leaves, take_names};
use super::{Citation, CitedWork, Locator, Style, Work, given, labels, locales, others, quotes, undated};
use crate::fence::{self, Breach};
use crate::model::document::{Attrs, BIBLIOREF, Inline, InlineKind};
use crate::source::Span;

/// What is set.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Finished {
    pub citations: Vec<Made>,
    /// None where the style has no bibliography.
    pub list: Option<Vec<Listed>>,
    /// Whether the lines of an entry after its first are set in.
    pub hanging: bool,
}

/// What a citation says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Made {
    /// The author who stands in the sentence.
    pub author: Vec<Inline>,
    pub cited: Vec<Inline>,
}

/// An entry of the bibliography.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    pub work: usize,
    /// What stands beside it: its number.
    pub label: Option<Vec<Inline>>,
    pub content: Vec<Inline>,
}

/// The id of a work's entry in a bibliography.
pub fn entry_id(key: &str) -> String {
    format!("ref-{key}")
}

/// Sets the citations of a book in reading order, and the list of the works that they cite, with those that are only listed.
///
/// # Errors
///
/// Where what sets them gives up.
pub fn finish(
    works: &[Work],
    citations: Vec<Citation>,
    listed: Vec<usize>,
    style: &Style,
) -> Result<Finished, Breach> {
    let (works, style) = (works.to_vec(), style.clone());
    fence::fence(move || set(&works, &citations, &listed, &style))
}

fn set(works: &[Work], citations: &[Citation], listed: &[usize], style: &Style) -> Finished {
    match undated::dated(works) {
        Some((works, words)) => set_dated((&works, &words), citations, listed, style),
        None => set_dated((works, &[]), citations, listed, style),
    }
}

fn set_dated(
    (works, words): (&[Work], &[String]),
    citations: &[Citation],
    listed: &[usize],
    style: &Style,
) -> Finished {
    let cited = citations.iter().flat_map(|citation| &citation.works).map(|cited| cited.work);
    let mut known = BTreeSet::new();
    let all: Vec<usize> = cited.chain(listed.iter().copied()).filter(|work| known.insert(*work)).collect();
    let order = |works: &[Work]| -> Vec<usize> {
        let list = rendered(works, &[], &all, style).bibliography.map(|list| list.items).unwrap_or_default();
        let place = |item: &BibliographyItem| works.iter().position(|work| work.key == item.key);
        list.iter().filter_map(place).collect()
    };
    let apart = Apart::of(works, &all, style, order);
    let works = apart.as_ref().map_or(works, |apart| &apart.works);
    let labelled = style.has_labels.then(|| {
        let order = if style.has_list() { order(works) } else { all.clone() };
        labels::told_apart(works, &order)
    });
    let labelled = labelled.flatten();
    let works = labelled.as_deref().unwrap_or(works);
    let named = style.initials.as_ref().and_then(|_| given::handed(works));
    let works = named.as_deref().unwrap_or(works);
    set_apart(&Library { works, words, apart: apart.as_ref() }, citations, listed, style)
}

/// The works, and what tells them apart by names.
struct Library<'a> {
    works: &'a [Work],
    /// Those that stand for dates.
    words: &'a [String],
    apart: Option<&'a Apart>,
}

fn set_apart(library: &Library, citations: &[Citation], listed: &[usize], style: &Style) -> Finished {
    let works = library.works;
    let mut rendered = rendered(works, citations, listed, style);
    if works.iter().any(|work| !work.ends.is_empty()) {
        let mut last = works.to_vec();
        last.iter_mut().for_each(|work| work.item.0.extend(work.ends.iter().cloned()));
        spans(&mut rendered, self::rendered(&last, citations, listed, style));
    }
    let made = citations.iter().zip(&rendered.citations);
    let made =
        made.map(|(citation, rendered)| made_of(library, citation, (&rendered.citation, style))).collect();
    let hanging = rendered.bibliography.as_ref().is_some_and(|list| list.hanging_indent);
    let list = rendered.bibliography.map(|list| {
        let span = Span::default();
        let entry = |entry: BibliographyItem| {
            let work = works.iter().position(|work| work.key == entry.key)?;
            let mut content = entry.content;
            if let Some(apart) = library.apart {
                apart.letter(work, &mut content);
            }
            if !library.words.is_empty() {
                undated::said(&mut content, library.words, false);
            }
            let label = entry.first_field.map(|field| inlines(&ElemChildren(vec![field]), span, &mut none));
            let label = label.map(trimmed).filter(|label| !label.is_empty());
            Some(Listed {
                work,
                label,
                content: finished(trimmed(inlines(&content, span, &mut none)), style),
            })
        };
        list.items.into_iter().filter_map(entry).collect()
    });
    Finished { citations: made, list, hanging }
}

/// Tells dates as spans, by what is set with their last days.
fn spans(first: &mut Rendered, last: Rendered) {
    for (one, other) in first.citations.iter_mut().zip(&last.citations) {
        one.citation = spanned(&one.citation, &other.citation).unwrap_or_else(|| one.citation.clone());
    }
    let others = last.bibliography.map(|list| list.items).unwrap_or_default();
    for one in first.bibliography.iter_mut().flat_map(|list| &mut list.items) {
        let other = others.iter().find(|other| other.key == one.key);
        if let Some(content) = other.and_then(|other| spanned(&one.content, &other.content)) {
            one.content = content;
        }
    }
}

fn rendered(works: &[Work], citations: &[Citation], listed: &[usize], style: &Style) -> Rendered {
    // Works with words of the author's own around them, or places in them, are told one by one.
    let mut apart = style.rules.clone();
    apart.citation.collapse = None;
    let mut driver = BibliographyDriver::new();
    let hidden = |work: &usize| CitationItem::new(&works[*work].item, None, None, true, None);
    for citation in citations {
        let has_words =
            |work: &CitedWork| !work.prefix.is_empty() || !work.suffix.is_empty() || work.without_author;
        let has_words = |work: &CitedWork| has_words(work) || work.locator.is_some();
        let rules = if citation.works.iter().any(has_words) { &apart } else { &style.rules };
        let items = citation.works.iter().map(|cited| item(works, cited)).collect();
        driver.citation(request(items, rules, style, citation.note));
    }
    if !listed.is_empty() {
        driver.citation(request(listed.iter().map(hidden).collect(), &style.rules, style, None));
    }
    let list = BibliographyRequest::new(&style.rules, Some(style.locale.clone()), locales());
    driver.finish(list)
}

fn none(_: usize, _: &ElemChildren) -> Vec<Inline> {
    Vec::new()
}

fn item<'a>(works: &'a [Work], cited: &'a CitedWork) -> CitationItem<'a, Item> {
    let locator = |locator: &'a Locator| SpecificLocator(locator.kind, LocatorPayload::Str(&locator.value));
    CitationItem::with_locator(&works[cited.work].item, cited.locator.as_ref().map(locator))
}

fn request<'a>(
    items: Vec<CitationItem<'a, Item>>,
    rules: &'a IndependentStyle,
    style: &Style,
    note: Option<usize>,
) -> CitationRequest<'a, Item> {
    CitationRequest::new(items, rules, Some(style.locale.clone()), locales(), note)
}

/// What one citation says: each work a link to its entry, with the words around it.
fn made_of(library: &Library, citation: &Citation, (rendered, style): (&ElemChildren, &Style)) -> Made {
    let (works, span) = (library.works, citation.span);
    let raised = |words: Vec<Inline>| match style.is_raised() && !words.is_empty() {
        true => vec![inline(span, InlineKind::Superscript(words))],
        false => words,
    };
    let mut author = Vec::new();
    let mut said_it_all = false;
    let mut entry = |index: usize, children: &ElemChildren| {
        let Some(cited) = citation.works.get(index) else { return Vec::new() };
        let id = entry_id(&works[cited.work].key);
        let mut children = children.clone();
        let in_sentence = citation.in_sentence && index == 0;
        if in_sentence || cited.without_author {
            let names = take_names(&mut children);
            // Where the style says no more than the author, nothing is left to say.
            if in_sentence && !says_something(&children) && citation.works.len() == 1 {
                said_it_all = true;
            }
            if in_sentence && let Some(names) = names {
                let mut names = inlines(&ElemChildren(vec![names]), span, &mut none);
                // A title that stands for an author brings a comma.
                if let Some(text) = names.last_mut().and_then(last_text) {
                    let bare = text.trim_end_matches(',').to_string();
                    *text = bare.strip_suffix(",”").map_or(bare.clone(), |bare| format!("{bare}”"));
                }
                author = linked(names, &id, span);
            }
        }
        let mut made = cited.prefix.clone();
        if !made.is_empty() {
            made.push(inline(span, InlineKind::Text(" ".to_string())));
        }
        made = raised(made);
        let mut said = inlines(&children, span, &mut none);
        if let Some(locator) = &cited.locator {
            locator.restore(&mut said);
        }
        made.extend(linked(said, &id, span));
        made.extend(raised(cited.suffix.clone()));
        made
    };
    let mut rendered = rendered.clone();
    for child in &mut rendered.0 {
        if let (Some(apart), ElemChild::Elem(elem)) = (library.apart, child)
            && let Some(ElemMeta::Entry(index)) = elem.meta
            && let Some(cited) = citation.works.get(index)
        {
            apart.tell(cited.work, &mut elem.children);
        }
    }
    let mut rendered = arranged(citation, rendered, style);
    if !library.words.is_empty() {
        undated::said(&mut rendered, library.words, false);
    }
    let mut cited = inlines(&rendered, span, &mut entry);
    if said_it_all {
        cited.clear();
    }
    let (mut author, cited) = (joined(author), finished(cited, style));
    others::told(&mut author, style);
    // Without a list there is nothing to lead to.
    let unlinked = |content| if style.has_list() { content } else { without_links(content) };
    Made { author: unlinked(author), cited: unlinked(cited) }
}

fn without_links(content: Vec<Inline>) -> Vec<Inline> {
    let bare = |one: Inline| match one.kind {
        InlineKind::Link { attrs, content, .. } if attrs.has_class(BIBLIOREF) => content,
        _ => vec![one],
    };
    joined(content.into_iter().flat_map(bare).collect())
}

/// Words that lead to an entry; what is a link already stays one.
fn linked(content: Vec<Inline>, id: &str, span: Span) -> Vec<Inline> {
    let mut made: Vec<Inline> = Vec::new();
    let mut run: Vec<Inline> = Vec::new();
    let close = |run: &mut Vec<Inline>, made: &mut Vec<Inline>| {
        if !run.is_empty() {
            let attrs = Box::new(Attrs { classes: vec![BIBLIOREF.to_string()], ..Attrs::default() });
            let content = std::mem::take(run);
            let destination = format!("#{id}");
            made.push(inline(span, InlineKind::Link { attrs, destination, title: None, content }));
        }
    };
    for one in content {
        if is_link(&one) {
            close(&mut run, &mut made);
            made.push(one);
        } else {
            run.push(one);
        }
    }
    close(&mut run, &mut made);
    made
}

fn is_link(inline: &Inline) -> bool {
    matches!(inline.kind, InlineKind::Link { .. }) || inline.children().iter().any(is_link)
}

/// With the quotation marks of the style's language, and signs where these have them.
fn finished(content: Vec<Inline>, style: &Style) -> Vec<Inline> {
    let mut content = joined(content);
    others::told(&mut content, style);
    let quotes = style.quotes();
    quotes::settle(&mut content, &quotes);
    if style.puts_signs_in_quotes() {
        into_quotes(&mut content, [&quotes[0][1], &quotes[1][1]]);
    }
    tidied(content)
}

/// Puts full stops and commas before the quotation marks that they follow.
fn into_quotes(content: &mut [Inline], marks: [&str; 2]) {
    let mut texts: Vec<&mut String> = Vec::new();
    content.iter_mut().for_each(|one| leaves(one, &mut texts));
    for at in 0..texts.len() {
        for mark in marks {
            for sign in ['.', '?', '!'] {
                *texts[at] = texts[at].replace(&format!("{sign}{mark}."), &format!("{sign}{mark}"));
            }
            for sign in ['.', ','] {
                let (outside, inside) = (format!("{mark}{sign}"), format!("{sign}{mark}"));
                *texts[at] = texts[at].replace(&outside, &inside);
            }
        }
        let Some(sign) = texts[at].chars().next().filter(|sign| matches!(sign, '.' | ',')) else { continue };
        let Some(before) = at.checked_sub(1) else { continue };
        let Some(mark) = marks.into_iter().find(|mark| texts[before].ends_with(mark)) else { continue };
        texts[at].remove(0);
        let end = texts[before].len() - mark.len();
        if !texts[before][..end].ends_with(['.', ',', '?', '!']) {
            texts[before].insert(end, sign);
        }
    }
}

fn says_something(children: &ElemChildren) -> bool {
    children.0.iter().any(|child| match child {
        ElemChild::Text(text) => text.text.contains(char::is_alphanumeric),
        ElemChild::Elem(elem) => says_something(&elem.children),
        ElemChild::Markup(text) => !text.is_empty(),
        ElemChild::Link { .. } => true,
        ElemChild::Transparent { .. } => false,
    })
}

/// Without the signs that are left over where a part of an entry is empty, or that say the same twice.
fn tidied(mut content: Vec<Inline>) -> Vec<Inline> {
    let mut texts: Vec<&mut String> = Vec::new();
    content.iter_mut().for_each(|one| leaves(one, &mut texts));
    let chars: Vec<char> = texts.iter().flat_map(|text| text.chars()).collect();
    let mut kept = vec![true; chars.len()];
    for at in 1..chars.len() {
        let before = at.checked_sub(2).map(|at| chars[at]);
        let after = chars.get(at + 1);
        let surplus = match (chars[at - 1], chars[at]) {
            (',', ')' | '.' | ',' | ';') => Some(at - 1),
            ('.', '.') if after != Some(&'.') && before != Some('.') => Some(at),
            ('”', '.') if before.is_some_and(|sign| matches!(sign, '.' | '?' | '!')) => Some(at),
            ('?' | '!', '.') => Some(at),
            (' ', ':') if before.is_some_and(char::is_alphanumeric) && after == Some(&' ') => Some(at - 1),
            (' ', ' ') => Some(at),
            _ => None,
        };
        if let Some(surplus) = surplus {
            kept[surplus] = false;
        }
        // A sentence of nothing.
        if (before, chars[at - 1], chars[at]) == (Some('.'), ' ', '.') && after != Some(&'.') {
            kept[at - 1..=at].fill(false);
        }
    }
    let mut kept = kept.into_iter();
    for text in texts {
        *text = text.chars().filter(|_| kept.next().unwrap_or(true)).collect();
    }
    content
}

/// Without blanks at the ends.
fn trimmed(mut content: Vec<Inline>) -> Vec<Inline> {
    if let Some(Inline { kind: InlineKind::Text(text), .. }) = content.first_mut() {
        *text = text.trim_start().to_string();
    }
    if let Some(Inline { kind: InlineKind::Text(text), .. }) = content.last_mut() {
        *text = text.trim_end().to_string();
    }
    content.retain(|one| !matches!(&one.kind, InlineKind::Text(text) if text.is_empty()));
    content
}
