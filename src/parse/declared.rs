//! What a preamble of LaTeX has of terms and indexes, typed in a paragraph of its own: `\\newacronym{gdp}{GDP}{gross domestic
//! product}`, `\\newglossaryentry{key}{name=…, description=…}`, `\\printglossary`, `\\printindex`.

use std::ops::Range;

use super::builder::Builder;
use super::inlines::said;
use super::pieces::Pieces;
use super::terms::{DECLARED, DECLARED_TERMS, List};
use super::tex;
use crate::model::document::{Attrs, Block, BlockKind, Definition, Index, Inline, NodeId};
use crate::source::Span;

/// A command, and where its words in braces stand.
struct Said {
    name: Range<usize>,
    /// What stands in square brackets.
    option: Option<Range<usize>>,
    groups: Vec<Range<usize>>,
}

/// The commands that a text is made of; none where it is anything else.
fn commands(text: &str) -> Option<Vec<Said>> {
    let mut found = Vec::new();
    let mut at = text.len() - text.trim_start().len();
    while at < text.len() {
        if !text[at..].starts_with('\\') {
            return None;
        }
        let name = tex::name(text, at);
        let name = at + 1..at + 1 + name.len();
        if !is_known(&text[name.clone()]) {
            return None;
        }
        let mut said = Said { name: name.clone(), option: None, groups: Vec::new() };
        at = name.end;
        let mut next = blank(text, at);
        while let Some(length) = text.get(next..).and_then(tex::group) {
            let inside = next + 1..next + length - 1;
            match text.as_bytes()[next] {
                b'[' => said.option = Some(inside),
                _ => said.groups.push(inside),
            }
            at = next + length;
            next = blank(text, at);
        }
        found.push(said);
        at = blank(text, at);
    }
    (!found.is_empty()).then_some(found)
}

/// Where the blanks end that begin at a place.
fn blank(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start().len()
}

fn is_known(name: &str) -> bool {
    is_list(name)
        || matches!(name, "newacronym" | "newabbreviation" | "newglossaryentry" | "longnewglossaryentry")
        || matches!(name, "makeindex" | "makeglossaries" | "makenoidxglossaries" | "glsaddall")
}

fn is_list(name: &str) -> bool {
    matches!(
        name,
        "printindex"
            | "printglossary"
            | "printnoidxglossary"
            | "printglossaries"
            | "printnoidxglossaries"
            | "printacronyms"
            | "printsymbols"
    )
}

impl Builder<'_> {
    /// A paragraph of nothing but such commands; whether it is one.
    pub(super) fn declared(&mut self, (start, end): (usize, usize)) -> bool {
        let text = self.text;
        let Some(typed) = text.get(start..end).filter(|typed| typed.starts_with('\\')) else { return false };
        let Some(commands) = commands(typed) else { return false };
        let mut terms = Vec::new();
        for said in &commands {
            let name = &typed[said.name.clone()];
            let span = self.span(start + said.name.start - 1, start + said.name.end);
            if is_list(name) {
                let option = said.option.clone().map_or("", |option| &typed[option]);
                self.declared_list(name, option, span);
            } else {
                terms.extend(self.declared_term(said, name, (typed, start)));
            }
        }
        if !terms.is_empty() {
            let attrs = Attrs { classes: vec![DECLARED.to_string()], ..Attrs::default() };
            self.block(self.span(start, end), attrs, BlockKind::Definitions(terms));
        }
        true
    }

    /// A list where a title stands right before; elsewhere it has a title of its own, at the end of the book, as LaTeX gives it one.
    fn declared_list(&mut self, name: &str, option: &str, span: Span) {
        let below_title =
            matches!(self.top().blocks.last().map(|block| &block.kind), Some(BlockKind::Heading { .. }));
        if !below_title {
            return;
        }
        if name == "printindex" {
            let name = Some(option.trim().to_string()).filter(|name| !name.is_empty());
            let kind = BlockKind::Index(Index { name, ..Index::default() });
            return self.block(span, Attrs::default(), kind);
        }
        let list = match name {
            "printacronyms" => List::Acronyms,
            "printsymbols" => List::Symbols,
            _ if option.contains("acronym") || option.contains("abbreviation") => List::Acronyms,
            _ if option.contains("symbol") => List::Symbols,
            _ => List::Glossary,
        };
        let attrs = Attrs { classes: vec![list.class().to_string()], ..Attrs::default() };
        self.block(span, attrs, BlockKind::Definitions(Vec::new()));
    }

    /// What a command explains.
    fn declared_term(
        &mut self,
        command: &Said,
        name: &str,
        (typed, start): (&str, usize),
    ) -> Option<Definition> {
        let group = |at: usize| command.groups.get(at).cloned();
        let key = group(0)?;
        let span = self.span(start + key.start, start + key.end);
        let words = |range: Option<Range<usize>>| {
            range.map_or(Vec::new(), |range| said(unbraced(&typed[range]).trim(), span))
        };
        let key_words = said(typed[key].trim(), span);
        if matches!(name, "newacronym" | "newabbreviation") {
            let options = command.option.clone().map_or(Vec::new(), |range| fields(typed, range));
            let (short, long) = (words(group(1)), words(group(2)));
            let text = self.explanation(typed, start, field(&options, "description"));
            let plural = words(field(&options, "longplural"));
            return Some(definition([key_words, long, short, plural, Vec::new()], text));
        }
        let fields = group(1).map_or(Vec::new(), |range| fields(typed, range));
        let text = field(&fields, "description").or_else(|| group(2));
        let text = self.explanation(typed, start, text);
        let named = field(&fields, "name").or_else(|| field(&fields, "text"));
        let term = self.explanation(typed, start, named);
        let term = match term.into_iter().next().map(|block| block.kind) {
            Some(BlockKind::Paragraph(content)) => content,
            Some(_) | None => key_words.clone(),
        };
        let is_symbol = field(&fields, "type").is_some_and(|range| typed[range].contains("symbol"));
        let kind = if is_symbol { said("symbol", span) } else { Vec::new() };
        Some(definition([key_words, term, Vec::new(), words(field(&fields, "plural")), kind], text))
    }

    /// What stands in braces, as a text of the chapter.
    fn explanation(&mut self, typed: &str, start: usize, range: Option<Range<usize>>) -> Vec<Block> {
        let Some(range) = range else { return Vec::new() };
        let inside = unbraced(&typed[range.clone()]);
        let lead = typed[range.clone()].find(inside).unwrap_or_default();
        let pieces = Pieces::one(start + range.start + lead);
        let part = Builder::new(self.source, self.text, self.fields, self.sink).build_part(inside, &pieces);
        self.notes.extend(part.notes);
        part.blocks
    }
}

fn definition(terms: [Vec<Inline>; DECLARED_TERMS], text: Vec<Block>) -> Definition {
    Definition { node: NodeId::default(), terms: terms.into(), details: vec![text] }
}

/// Words without the braces around all of them.
fn unbraced(words: &str) -> &str {
    let bare = words.trim();
    let whole = bare.starts_with('{') && tex::group(bare) == Some(bare.len());
    if whole { bare[1..bare.len() - 1].trim() } else { bare }
}

/// The values of `key=value, key={value}`, by keys.
fn fields(text: &str, range: Range<usize>) -> Vec<(&str, Range<usize>)> {
    let mut found = Vec::new();
    let mut from = range.start;
    let mut at = range.start;
    while at <= range.end {
        let ends = at == range.end || text.as_bytes()[at] == b',';
        if ends {
            if let Some((key, value)) = text[from..at].split_once('=') {
                found.push((key.trim(), at - value.len()..at));
            }
            from = at + 1;
        }
        let braced = if at < range.end && text.as_bytes()[at] == b'{' {
            tex::group(&text[at..range.end])
        } else {
            None
        };
        at += braced.unwrap_or(1);
    }
    found
}

fn field(fields: &[(&str, Range<usize>)], key: &str) -> Option<Range<usize>> {
    fields.iter().find(|(known, _)| *known == key).map(|(_, range)| range.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_nothing_but_declarations() {
        let count = |text: &str| commands(text).map(|commands| commands.len());
        assert_eq!(
            count("\\makeindex\n\\newacronym[longplural=x]{a}{b}{c {d}}\n  \\printindex[names]"),
            Some(3)
        );
        assert_eq!(count("\\newglossaryentry{x}\n{\n  name={x},\n  description={y}\n}"), Some(1));
        for text in ["", "\\printindex and words", "\\emph{x}", "words \\printindex", "\\newacronym{a"] {
            assert_eq!(count(text), None, "{text}");
        }
    }

    #[test]
    fn values_of_keys() {
        let text = "name={a, b}, plural = c,, description={d = e}";
        let found: Vec<(&str, &str)> = fields(text, 0..text.len())
            .into_iter()
            .map(|(key, range)| (key, unbraced(&text[range])))
            .collect();
        assert_eq!(found, [("name", "a, b"), ("plural", "c"), ("description", "d = e")]);
    }
}
