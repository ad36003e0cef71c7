//! What the labels of links stand for: `[label]: address "title"`, or else a heading of these words, as pandoc has it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use pulldown_cmark::{BrokenLink, BrokenLinkCallback, CowStr, Parser};

use super::ticks::{self, Ticks};
use crate::address;
use crate::model::document::{BlockKind, Chapter, InlineKind};
use crate::model::tree::{self, Seen, SeenMut};
use crate::model::walk::plain;

/// Addresses and titles by label, and what headings there seem to be.
#[derive(Debug, Default)]
pub(super) struct References {
    defined: BTreeMap<String, (String, String)>,
    headings: Arc<BTreeSet<String>>,
}

impl References {
    /// The headings of a text that is not parsed yet. What looks like one and is none is found out by [`settle`].
    pub(super) fn headings(text: &str) -> References {
        let mut headings = BTreeSet::new();
        if text.contains('[') {
            let mut ticks = Ticks::default();
            let mut above = "";
            for line in text.lines() {
                ticks.take(line);
                let words = line[ticks::lead(line)..].trim();
                let heading = match words.trim_start_matches('#') {
                    rest if rest.len() < words.len() => Some(rest.trim_end_matches('#')),
                    _ if is_underline(words) => Some(above),
                    _ => None,
                };
                above = words;
                if let Some(heading) = heading.filter(|_| !ticks.in_code()) {
                    headings.insert(address::by_words(without_attributes(heading)));
                }
            }
        }
        References { defined: BTreeMap::new(), headings: Arc::new(headings) }
    }

    /// With what a text defines.
    pub(super) fn with<'t>(&self, parser: &Parser<'t, impl BrokenLinkCallback<'t>>) -> References {
        let definitions = parser.reference_definitions().iter();
        let defined = definitions.map(|(label, link)| {
            let title = link.title.as_deref().unwrap_or_default();
            (key(label), (link.dest.to_string(), title.to_string()))
        });
        References { defined: defined.collect(), headings: Arc::clone(&self.headings) }
    }

    /// Finds what a text does not define.
    pub(super) fn find<'t>(
        self: Arc<References>,
        text: &'t str,
    ) -> impl FnMut(BrokenLink<'t>) -> Option<(CowStr<'t>, CowStr<'t>)> {
        move |link| {
            let defined =
                (!self.defined.is_empty()).then(|| self.defined.get(&key(&link.reference))).flatten();
            if let Some((address, title)) = defined {
                return Some((address.clone().into(), title.clone().into()));
            }
            if self.headings.is_empty() || !may_be_heading(&link, text) {
                return None;
            }
            let address = address::by_words(&link.reference);
            self.headings.contains(&address).then(|| (address.into(), "".into()))
        }
    }
}

/// Whether brackets are no picture, note, citation, box to tick, number, or the words of a span or of a link that is broken.
fn may_be_heading(link: &BrokenLink, text: &str) -> bool {
    let label = link.reference.trim();
    let is_other = label.starts_with(['^', '!', '-', '#'])
        || label.contains('@')
        || label.eq_ignore_ascii_case("x")
        || !label.contains(char::is_alphabetic);
    let written = text.get(link.span.clone()).unwrap_or_default();
    let before = text.get(..link.span.start).and_then(|before| before.chars().next_back());
    let after = text.get(link.span.end..).unwrap_or_default();
    let leads =
        |sign: char| matches!(sign, '!' | '^' | '[' | '\\') || sign.is_control() && !sign.is_whitespace();
    !is_other
        && written.starts_with('[')
        && !before.is_some_and(leads)
        && !["{", "(", " (", "]"].iter().any(|sign| after.starts_with(sign))
}

fn is_underline(line: &str) -> bool {
    !line.is_empty() && (line.bytes().all(|byte| byte == b'=') || line.bytes().all(|byte| byte == b'-'))
}

/// A heading's words without the attributes or the label of TeX behind them.
fn without_attributes(heading: &str) -> &str {
    let heading = heading.trim_end();
    let attributes =
        heading.ends_with('}').then(|| heading.rfind(" {").or(heading.rfind("\\label{"))).flatten();
    attributes.map_or(heading, |at| heading[..at].trim_end_matches(['#', ' ']))
}

/// Sets links to headings that are none after all as they are typed.
pub(super) fn settle(chapter: &mut Chapter, references: &References, source: &str) {
    if references.headings.is_empty() {
        return;
    }
    let mut headings = BTreeSet::new();
    tree::chapter(chapter, &mut |seen| {
        if let Seen::Block(block) = seen
            && let BlockKind::Heading { content, .. } = &block.kind
        {
            headings.insert(address::by_words(&plain(content)));
        }
    });
    tree::chapter_mut(chapter, &mut |seen| {
        if let SeenMut::Inline(inline) = seen
            && let InlineKind::Link { destination, .. } = &inline.kind
            && address::is_by_words(destination)
            && !headings.contains(destination)
        {
            let typed = source.get(inline.span.start as usize..inline.span.end as usize);
            inline.kind = InlineKind::Text(typed.unwrap_or_default().replace('\n', " "));
        }
    });
}

/// Labels are the same whatever the case of their letters and the blanks between their words (CommonMark 0.31, 4.7).
fn key(label: &str) -> String {
    label.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}
