//! Terms set where they are used: in the form that is asked for, and linked to their entries.

use super::super::inlines::said;
use super::super::terms::List;
use super::entry::{Entry, Glossary, folded};
use crate::diag::{Diagnostic, Sink};
use crate::model::document::{
    Attrs, Block, BlockKind, Chapter, GLOSSREF, Inline, InlineKind, TermForm, TermUse,
};
use crate::model::tree::WithinMut;
use crate::model::walk::plain;
use crate::source::Span;
use crate::yaml::nearest;

/// Unknown terms that get a suggestion: each costs a comparison with every name.
const SUGGESTIONS: usize = 200;

/// What a use stands in.
#[derive(Clone, Copy)]
struct Around {
    /// A text whose readers meet terms in it: no heading, caption or table.
    counts: bool,
    /// A link, which holds no other.
    linked: bool,
}

pub(super) struct Setter<'a> {
    glossary: &'a Glossary,
    first_in_full: bool,
    /// What each term means, in short.
    tips: Vec<Option<String>>,
    /// Which terms something names.
    used: Vec<bool>,
    /// Which short forms the text has used, by term.
    met: Vec<bool>,
    suggested: usize,
    sink: &'a mut Sink,
}

impl<'a> Setter<'a> {
    pub(super) fn new(glossary: &'a Glossary, first_in_full: bool, sink: &'a mut Sink) -> Setter<'a> {
        let count = glossary.entries.len();
        let (tips, used, met) = (vec![None; count], vec![false; count], vec![false; count]);
        Setter { glossary, first_in_full, tips, used, met, suggested: 0, sink }
    }

    /// From now on links tell what the term means.
    pub(super) fn explain(&mut self, texts: &[Vec<Block>]) {
        let written = self.glossary.entries.iter().map(|entry| entry.tip.clone());
        self.tips = texts.iter().zip(written).map(|(text, written)| written.or_else(|| tip(text))).collect();
    }

    /// Which terms nothing names so far, by their places in the glossary.
    pub(super) fn unused(self) -> Vec<usize> {
        (0..self.used.len()).filter(|at| !self.used[*at]).collect()
    }

    pub(super) fn chapter(&mut self, chapter: &mut Chapter) {
        self.blocks(&mut chapter.blocks, true);
        chapter.notes.iter_mut().for_each(|note| self.blocks(&mut note.blocks, true));
    }

    /// Sets the terms in some blocks, and takes their first uses where these count. What only one edition has is no first use: the
    /// other would have none. Recursion is bounded: parsing caps nesting.
    pub(super) fn blocks(&mut self, blocks: &mut [Block], counts: bool) {
        for block in blocks {
            let counts = counts && !matches!(block.kind, BlockKind::Only(..)) && List::of(block).is_none();
            let is_apart = matches!(
                block.kind,
                BlockKind::Heading { .. }
                    | BlockKind::Figure(_)
                    | BlockKind::Group(_)
                    | BlockKind::Code(_)
                    | BlockKind::Table(_)
            );
            let around = Around { counts: counts && !is_apart, linked: false };
            self.indexed(&mut block.attrs);
            block.children_mut(&mut |within| match within {
                WithinMut::Blocks(run) => self.blocks(run, counts),
                WithinMut::Inlines(run) => self.inlines(run, around),
            });
        }
    }

    fn inlines(&mut self, run: &mut [Inline], around: Around) {
        for inline in run {
            let used =
                if let InlineKind::Span { attrs, .. } = &mut inline.kind { attrs.term.take() } else { None };
            if let InlineKind::Span { attrs, .. } = &mut inline.kind {
                self.indexed(attrs);
            }
            let is_link = matches!(inline.kind, InlineKind::Link { .. });
            let linked = around.linked || used.is_some() || is_link;
            if let Some(children) = inline.content_mut() {
                self.inlines(children, Around { linked, ..around });
            }
            if let Some(used) = used {
                self.set(inline, &used, around);
            }
        }
    }

    /// Sets the terms in the words of entries of an index, which lead elsewhere.
    fn indexed(&mut self, attrs: &mut Attrs) {
        let terms = attrs.indexed.iter_mut().flat_map(|mark| &mut mark.path);
        terms.for_each(|term| self.inlines(&mut term.content, Around { counts: false, linked: true }));
    }

    fn set(&mut self, inline: &mut Inline, used: &TermUse, around: Around) {
        let span = inline.span;
        let InlineKind::Span { attrs, content } = &mut inline.kind else { return };
        let typed = plain(content);
        let name = used.key.as_deref().unwrap_or(&typed);
        let Some(at) = self.glossary.find(name) else { return self.unknown(name, used.span) };
        self.used[at] = true;
        let entry = &self.glossary.entries[at];
        let mut words = self.words(at, used, std::mem::take(content), (span, around.counts));
        if used.capital {
            capitalise(&mut words);
        }
        if around.linked {
            *content = words;
            return;
        }
        let link = Attrs { classes: vec![GLOSSREF.to_string()], ..Attrs::default() };
        let destination = format!("#{}", entry.id);
        let title = self.tips[at].clone();
        let kind = InlineKind::Link { attrs: Box::new(link), destination, title, content: words };
        match **attrs == Attrs::default() {
            true => inline.kind = kind,
            false => *content = vec![Inline { span, kind }],
        }
    }

    /// What is printed for a term.
    fn words(
        &mut self,
        at: usize,
        used: &TermUse,
        typed: Vec<Inline>,
        (span, counts): (Span, bool),
    ) -> Vec<Inline> {
        let glossary = self.glossary;
        let entry = &glossary.entries[at];
        let name = folded(&plain(&typed));
        let is = |form: Option<String>| form.is_some_and(|form| folded(&form) == name);
        let (short, shorts) = (is(entry.short.clone()), is(glossary.short_plural(entry)));
        let (long, longs) = (is(Some(entry.long())), is(glossary.plural(entry).map(|words| plain(&words))));
        let (is_short, is_long) = (short || shorts, long || longs);
        let is_typed = used.form == TermForm::Typed;
        let plural = used.plural || (is_typed && (shorts || longs) && !short && !long);
        let asks = used.form == TermForm::Usual || (is_typed && (is_short || is_long));
        let is_first = asks && counts && entry.short.is_some() && !std::mem::replace(&mut self.met[at], true);
        if entry.short.is_some() && (used.form == TermForm::Full || (is_first && self.first_in_full)) {
            let long = if is_typed && is_long { typed } else { self.long(entry, plural, used.span) };
            let short = said(&self.short(entry, plural, used.span), span);
            return in_full(long, abbreviation(entry, short, span), (span, &glossary.lang.primary()));
        }
        match used.form {
            TermForm::Typed if is_short => vec![abbreviation(entry, typed, span)],
            TermForm::Typed => typed,
            TermForm::Usual | TermForm::Short if entry.short.is_some() => {
                vec![abbreviation(entry, said(&self.short(entry, plural, used.span), span), span)]
            }
            TermForm::Usual | TermForm::Short | TermForm::Long | TermForm::Full => {
                self.long(entry, plural, used.span)
            }
        }
    }

    fn long(&mut self, entry: &Entry, plural: bool, span: Span) -> Vec<Inline> {
        let words = if plural { self.glossary.plural(entry) } else { None };
        if plural && words.is_none() {
            self.no_plural(entry, "plural", span);
        }
        bare(words.as_ref().unwrap_or(&entry.term))
    }

    fn short(&mut self, entry: &Entry, plural: bool, span: Span) -> String {
        let words = if plural { self.glossary.short_plural(entry) } else { None };
        if plural && words.is_none() {
            self.no_plural(entry, "short_plural", span);
        }
        words.or_else(|| entry.short.clone()).unwrap_or_default()
    }

    fn no_plural(&mut self, entry: &Entry, key: &str, span: Span) {
        let message = format!("the glossary has no `{key}` of `{}`", entry.key.escape_debug());
        let hint = format!("add `{key}: …` to it; the singular is printed");
        self.sink.push(Diagnostic::warning("glossary-entry", span, message).hint(hint));
    }

    fn unknown(&mut self, name: &str, span: Span) {
        let message = format!("no entry of a glossary is called `{}`", name.escape_debug());
        let found = Diagnostic::warning("unknown-term", span, message);
        self.suggested += 1;
        let names = if self.suggested <= SUGGESTIONS { self.glossary.names() } else { Vec::new() };
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let near = nearest(name, &names);
        self.sink.push(match near {
            Some(near) => found.meant(name, near, names.iter().copied()),
            None if self.glossary.entries.is_empty() => {
                found.hint("name the file of terms in the manifest: `glossary: terms.yaml`")
            }
            None => found
                .hint("add it to the glossary, or write the key that it has there: `[words]{.gls of=key}`"),
        });
    }
}

/// So many characters of what a term means are told where it is used.
const LONGEST_TIP: usize = 300;

/// The first paragraph of what explains a term, as words alone.
pub(super) fn tip(text: &[Block]) -> Option<String> {
    let first = text.iter().find_map(|block| match &block.kind {
        BlockKind::Paragraph(content) => Some(content),
        _ => None,
    });
    let said = plain(first?).split_whitespace().collect::<Vec<_>>().join(" ");
    let cut = said.char_indices().nth(LONGEST_TIP).map(|(at, _)| at);
    let said = match cut {
        Some(at) => {
            format!("{}…", said[..said[..at].rfind(' ').unwrap_or(at)].trim_end_matches([',', ';', '.']))
        }
        None => said,
    };
    Some(said).filter(|said| !said.is_empty())
}

/// A short form, with what it stands for.
pub(super) fn abbreviation(entry: &Entry, content: Vec<Inline>, span: Span) -> Inline {
    Inline { span, kind: InlineKind::Abbreviation { title: entry.long(), content } }
}

/// “Gross domestic product (GDP)”.
pub(super) fn in_full(mut long: Vec<Inline>, short: Inline, (span, primary): (Span, &str)) -> Vec<Inline> {
    let (open, close) = if matches!(primary, "zh" | "ja") { ("（", "）") } else { (" (", ")") };
    long.extend(said(open, span));
    long.push(short);
    long.extend(said(close, span));
    long
}

/// Words said again: what goes by an id, stands in an index or calls a note does so in its own place. Recursion is bounded: parsing
/// caps nesting.
pub(super) fn bare(content: &[Inline]) -> Vec<Inline> {
    let mut words: Vec<Inline> =
        content.iter().filter(|inline| !matches!(inline.kind, InlineKind::NoteCall(_))).cloned().collect();
    for inline in &mut words {
        if let InlineKind::Span { attrs, .. } = &mut inline.kind {
            attrs.id = None;
            attrs.indexed.clear();
        }
        if let Some(children) = inline.content_mut() {
            *children = bare(children);
        }
    }
    words
}

/// Makes the first letter large. Recursion is bounded: parsing caps nesting.
fn capitalise(content: &mut [Inline]) -> bool {
    content.iter_mut().any(|inline| {
        if let InlineKind::Text(text) = &mut inline.kind {
            let mut chars = text.chars();
            if let Some(first) = chars.next() {
                *text = first.to_uppercase().chain(chars).collect();
                return true;
            }
        }
        inline.content_mut().is_some_and(|children| capitalise(children))
    })
}
