//! Terms that nothing uses: told by a check, since a glossary may well explain more than its book says.

use std::collections::{BTreeMap, BTreeSet};

use super::super::nested::Joined;
use super::entry::{Entry, Glossary};
use crate::diag::{Diagnostic, Sink};
use crate::model::document::InlineKind;
use crate::model::media::Inputs;
use crate::model::tree::{self, Seen};
use crate::source::SourceId;

/// So many are named.
const MOST: usize = 20;

/// Tells of the terms of each file that no mark names and whose letters stand nowhere in the text.
pub(super) fn tell(
    unmarked: &[usize],
    glossary: &Glossary,
    (chapters, inputs): (&[Joined], &Inputs),
    sink: &mut Sink,
) {
    let entries = unmarked.iter().map(|at| &glossary.entries[*at]);
    let mut unused: Vec<&Entry> = entries.filter(|entry| entry.written.is_none()).collect();
    if unused.iter().any(|entry| entry.short.is_some()) {
        let said = expanded(chapters);
        let is_said = |entry: &Entry| entry.short.is_some() && said.contains(&entry.long());
        unused.retain(|entry| !is_said(entry));
    }
    let mut by_file: BTreeMap<SourceId, Vec<&Entry>> = BTreeMap::new();
    unused.into_iter().for_each(|entry| by_file.entry(entry.span.source).or_default().push(entry));
    for (file, entries) in by_file {
        let path = inputs.sources.get(file).map_or("", |source| source.path.as_str());
        sink.push(told(path, &entries));
    }
}

fn told(path: &str, entries: &[&Entry]) -> Diagnostic {
    let keys: Vec<String> =
        entries.iter().take(MOST).map(|entry| format!("`{}`", entry.key.escape_debug())).collect();
    let more = match entries.len().saturating_sub(MOST) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = match entries.len() {
        1 => format!("a term of `{path}` is used nowhere: {}", keys[0]),
        count => format!("{count} terms of `{path}` are used nowhere: {}{more}", keys.join(", ")),
    };
    let hint = "mark where they are used, `[words]{.gls}`, take them out, or write `accept: [unused-term]` into the manifest";
    Diagnostic::warning("unused-term", entries[0].span, message).hint(hint)
}

/// What the short forms in the texts stand for.
fn expanded(chapters: &[Joined]) -> BTreeSet<String> {
    let mut said = BTreeSet::new();
    for joined in chapters {
        tree::chapter(&joined.chapter, &mut |seen| {
            if let Seen::Inline(inline) = seen
                && let InlineKind::Abbreviation { title, .. } = &inline.kind
                && !said.contains(title)
            {
                said.insert(title.clone());
            }
        });
    }
    said
}
