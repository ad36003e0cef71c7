//! The terms of a book, and the names that they go by.

use std::collections::{BTreeMap, BTreeSet};

use super::super::inlines::said;
use super::super::terms::List;
use crate::diag::{Diagnostic, Sink};
use crate::model::document::{Block, Inline, InlineKind};
use crate::model::manifest::Lang;
use crate::model::walk::plain;
use crate::source::Span;

/// A term that is explained.
#[derive(Debug, Default)]
pub(super) struct Entry {
    pub(super) key: String,
    /// What links to it go by.
    pub(super) id: String,
    pub(super) span: Span,
    /// Its long form.
    pub(super) term: Vec<Inline>,
    pub(super) plural: Option<String>,
    /// What else it is called.
    pub(super) others: Vec<String>,
    pub(super) short: Option<String>,
    pub(super) short_plural: Option<String>,
    pub(super) sort: Option<String>,
    pub(super) text: Vec<Block>,
    /// It has a text.
    pub(super) explained: bool,
    /// What it means in short, where that is known before its text is set.
    pub(super) tip: Option<String>,
    pub(super) is_symbol: bool,
    /// The list in a chapter that it is written in; none where it is in a file.
    pub(super) written: Option<List>,
}

impl Entry {
    /// The list that links lead to.
    pub(super) fn home(&self) -> List {
        match (self.written, self.is_symbol, self.explained) {
            (Some(list), _, _) => list,
            (None, true, _) => List::Symbols,
            (None, false, true) => List::Glossary,
            (None, false, false) => List::Acronyms,
        }
    }

    /// Its long form as a text.
    pub(super) fn long(&self) -> String {
        plain(&self.term)
    }
}

/// All of them.
pub(super) struct Glossary {
    pub(super) entries: Vec<Entry>,
    pub(super) lang: Lang,
    names: BTreeMap<String, usize>,
    ids: BTreeSet<String>,
}

/// What names of one term have in common.
pub(super) fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

impl Glossary {
    pub(super) fn new(lang: &Lang) -> Glossary {
        Glossary { entries: Vec::new(), lang: lang.clone(), names: BTreeMap::new(), ids: BTreeSet::new() }
    }

    /// Adds a term and gives it an id.
    pub(super) fn add(&mut self, mut entry: Entry) -> &Entry {
        let is_part = |c: char| if c.is_alphanumeric() { c } else { '-' };
        let stem = format!("gls-{}", entry.key.to_lowercase().chars().map(is_part).collect::<String>());
        let mut id = stem.clone();
        let mut number = self.entries.len();
        while !self.ids.insert(id.clone()) {
            number += 1;
            id = format!("{stem}-{number}");
        }
        entry.id = id;
        self.entries.push(entry);
        &self.entries[self.entries.len() - 1]
    }

    /// Finds out which term each name means: keys go before terms, these before short forms, and what is the first before what
    /// comes later.
    pub(super) fn name(&mut self, sink: &mut Sink) {
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        for (at, entry) in self.entries.iter().enumerate() {
            if let Some(first) = names.insert(folded(&entry.key), at).filter(|_| entry.written.is_none()) {
                names.insert(folded(&entry.key), first);
                let message = format!("`{}` is the key of another term as well", entry.key.escape_debug());
                let hint = "`of=` leads to the first; give this one another key";
                sink.push(Diagnostic::warning("glossary-entry", entry.span, message).hint(hint));
            }
        }
        let ways: [fn(&Glossary, &Entry) -> Option<String>; 4] = [
            |_, entry| Some(entry.long()),
            |_, entry| entry.short.clone(),
            |glossary, entry| glossary.plural(entry).map(|plural| plain(&plural)),
            |glossary, entry| glossary.short_plural(entry),
        ];
        for way in ways {
            for (at, entry) in self.entries.iter().enumerate() {
                if let Some(name) = way(self, entry).filter(|name| !name.trim().is_empty()) {
                    names.entry(folded(&name)).or_insert(at);
                }
            }
        }
        for (at, entry) in self.entries.iter().enumerate() {
            entry.others.iter().for_each(|other| {
                names.entry(folded(other)).or_insert(at);
            });
        }
        self.names = names;
    }

    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.names.get(&folded(name)).copied()
    }

    /// What terms go by in the glossary.
    pub(super) fn names(&self) -> Vec<String> {
        let of = |entry: &Entry| [Some(entry.key.clone()), Some(entry.long()), entry.short.clone()];
        self.entries.iter().flat_map(of).flatten().collect()
    }

    /// A term's plural; English makes its own where none is given.
    pub(super) fn plural(&self, entry: &Entry) -> Option<Vec<Inline>> {
        if let Some(plural) = &entry.plural {
            return Some(said(plural, entry.span));
        }
        self.is_english().then(|| {
            let mut term = entry.term.clone();
            term.push(Inline { span: entry.span, kind: InlineKind::Text("s".to_string()) });
            term
        })
    }

    /// The same of its short form.
    pub(super) fn short_plural(&self, entry: &Entry) -> Option<String> {
        let short = entry.short.as_ref()?;
        entry.short_plural.clone().or_else(|| self.is_english().then(|| format!("{short}s")))
    }

    fn is_english(&self) -> bool {
        self.lang.primary() == "en"
    }

    /// The short forms that files have, and what each stands for.
    pub(super) fn short_forms(&self) -> Vec<(String, String)> {
        let mut forms = Vec::new();
        for entry in self.entries.iter().filter(|entry| entry.written.is_none()) {
            let Some(short) = &entry.short else { continue };
            forms.push((short.clone(), entry.long()));
            if let (Some(short), Some(long)) = (self.short_plural(entry), self.plural(entry)) {
                forms.push((short, plain(&long)));
            }
        }
        forms
    }
}
