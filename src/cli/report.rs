//! Diagnostics as people read them.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Severity};
use crate::escape::terminal::{self, Shown};
use crate::source::{Source, SourceId, Sources, Span, ends_line};

/// Characters of a line shown before and after the place in question, where the line is longer.
const BEFORE: usize = 60;
const AFTER: usize = 100;

/// More problems of one kind are counted, not shown: nobody reads on, and a terminal would be long about it.
const MOST_OF_A_CODE: usize = 200;

/// Renders diagnostics, which are sorted by place, and a last line that counts them. `prefix` leads from the working
/// folder to the manifest's.
pub(super) fn render(found: &[Diagnostic], sources: &Sources, prefix: &str, colors: bool) -> Shown {
    let renderer = renderer(colors);
    let mut cursor = Cursor::default();
    let mut text = String::new();
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    for diagnostic in found {
        let times = told.entry(diagnostic.code).or_default();
        *times += 1;
        if *times <= MOST_OF_A_CODE {
            text += &renderer.render(&groups(diagnostic, sources, prefix, &mut cursor));
            text += "\n\n";
        }
    }
    for (code, times) in told.into_iter().filter(|(_, times)| *times > MOST_OF_A_CODE) {
        text += &format!("{} more of [{code}] are not shown\n\n", times - MOST_OF_A_CODE);
    }
    Shown::of_parts(text + &summary(found) + "\n")
}

/// Renders what went wrong outside the book's files.
pub(super) fn plain(severity: Severity, message: &str, hint: &str, colors: bool) -> Shown {
    let title = level(severity).primary_title(Shown::line(message).to_string());
    let group = Group::with_title(title).element(Level::HELP.message(terminal::part(hint)));
    Shown::of_parts(renderer(colors).render(&[group]) + "\n")
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    }
}

fn renderer(colors: bool) -> Renderer {
    let renderer = if colors { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Ascii).term_width(BEFORE + AFTER + 20)
}

fn groups<'a>(
    diagnostic: &'a Diagnostic,
    sources: &Sources,
    prefix: &str,
    cursor: &mut Cursor,
) -> Vec<Group<'a>> {
    let message = Shown::line(&diagnostic.message).to_string();
    let title = level(diagnostic.severity).primary_title(message).id(diagnostic.code);
    let mut group = Group::with_title(title);
    let place = diagnostic.span.and_then(|span| Some((span, sources.get(span.source)?)));
    if let Some((span, source)) = place {
        let (line, column) = cursor.line_column(source, span.start as usize);
        let path = Shown::line(format!("{prefix}{}", source.path)).to_string();
        let Excerpt { text, range, cut } = excerpt(source, span);
        let snippet = Snippet::source(text)
            .line_start(line)
            .fold(false)
            .annotation(AnnotationKind::Primary.span(range));
        // The column of a cut line cannot be counted in what is shown of it.
        group = if cut {
            group.element(Origin::path(path).line(line).char_column(column)).element(snippet)
        } else {
            group.element(snippet.path(path))
        };
    }
    for hint in &diagnostic.hints {
        group = group.element(Level::HELP.message(terminal::part(hint)));
    }
    vec![group]
}

struct Excerpt {
    text: String,
    /// The span's part of the text.
    range: std::ops::Range<usize>,
    /// The line's beginning was left out.
    cut: bool,
}

/// The line that a span begins in, cut around it where it is long.
fn excerpt(source: &Source, span: Span) -> Excerpt {
    let text = source.text.as_str();
    let boundary =
        |at: usize| (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let (start, end) = (boundary(span.start as usize), boundary(span.end.max(span.start) as usize));
    let back = text[..start].chars().rev().take_while(|c| !matches!(c, '\n' | '\r'));
    let near: Vec<char> = back.take(BEFORE + 1).collect();
    let cut = near.len() > BEFORE;
    let kept = near.into_iter().take(BEFORE).rev();
    let head: String = cut.then_some('…').into_iter().chain(kept).collect();
    // No step may look at the whole line: there can be as many places in it as it has words.
    let mut rest = text[start..].chars().take_while(|c| !matches!(c, '\n' | '\r'));
    let tail: String = rest.by_ref().take(AFTER).collect();
    let ellipsis = if rest.next().is_some() { "…" } else { "" };
    let width = end.max(start).min(start + tail.len()) - start;
    // What is written out takes more room than what it stands for.
    let (head, (marked, rest)) = (terminal::part(&head), tail.split_at(width));
    let marked = terminal::part(marked);
    let range = head.len()..head.len() + marked.len();
    Excerpt { text: head + &marked + &terminal::part(rest) + ellipsis, range, cut }
}

/// Counts lines and columns forward from the last place asked for, so that many places of one file cost one reading.
#[derive(Default)]
pub(super) struct Cursor {
    source: Option<SourceId>,
    offset: usize,
    line: usize,
    column: usize,
}

impl Cursor {
    /// The 1-based line and column of a byte offset.
    pub fn line_column(&mut self, source: &Source, offset: usize) -> (usize, usize) {
        let text = source.text.as_str();
        let offset = (0..=offset.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        if self.source != Some(source.id) || offset < self.offset {
            *self = Cursor { source: Some(source.id), offset: 0, line: 1, column: 1 };
        }
        for (at, _) in text[self.offset..offset].char_indices() {
            (self.line, self.column) = match ends_line(text.as_bytes(), self.offset + at) {
                true => (self.line + 1, 1),
                false => (self.line, self.column + 1),
            };
        }
        self.offset = offset;
        (self.line, self.column)
    }
}

/// `2 errors, 1 warning`.
fn summary(found: &[Diagnostic]) -> String {
    let count = |severity: Severity, name: &str| {
        let count = found.iter().filter(|found| found.severity == severity).count();
        match count {
            0 => None,
            1 => Some(format!("1 {name}")),
            count => Some(format!("{count} {name}s")),
        }
    };
    let parts = [count(Severity::Error, "error"), count(Severity::Warning, "warning")];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_shows_place_line_and_hint() {
        let mut sources = Sources::default();
        let id = sources.add("book.yaml", "title: T\nsubtitel: Č\n").id;
        let long =
            sources.add("a.md", format!("{}é wrong {}\nnext\n", "x".repeat(5000), "y".repeat(5000))).id;
        let found = [
            Diagnostic::error("unknown-key", Span::new(id, 9, 17), "there is no key `subtitel` here")
                .hint("did you mean `subtitle`?"),
            Diagnostic::warning("odd", Span::new(long, 5003, 5008), "this is odd"),
        ];
        let text = render(&found, &sources, "books/", false);
        assert_eq!(text.as_str(), include_str!("../../tests/suite/cli/report.txt"));
    }

    #[test]
    fn spans_outside_the_text_do_no_harm() {
        let mut sources = Sources::default();
        let id = sources.add("a.md", "č").id;
        let found = [
            Diagnostic::error("a", Span::new(id, 1, 1), "inside a character"),
            Diagnostic::error("b", Span::new(id, 90, 99), "behind the end"),
            Diagnostic::error("c", Span::new(SourceId(7), 0, 1), "in no source"),
            Diagnostic::error("d", None, "nowhere"),
        ];
        let text = render(&found, &sources, "", false);
        assert!(text.as_str().ends_with("\n4 errors\n"), "{text}");
    }

    #[test]
    fn nothing_that_is_shown_moves_the_cursor() {
        let mut sources = Sources::default();
        let id = sources.add("\u{1b}[2Ja\n.md", "\u{202e}x \u{1b}[31mred\u{9b}\u{7}\ty\n").id;
        let found = [Diagnostic::error("a", Span::new(id, 3, 14), "it is \u{1b}]0;x\u{7}\nerror: so")
            .hint("say \u{202e}")];
        let text = render(&found, &sources, "\u{1b}c/", false).to_string();
        assert!(!text.contains(terminal::is_hidden) && !text.contains("\nerror: so"), "{text}");
        assert!(text.contains("\\u{202e}x \\u{1b}[31mred") && text.contains("--> \\u{1b}c/"), "{text}");
        let text = plain(Severity::Error, "`\u{1b}[2J`", "\u{9b}", false).to_string();
        assert!(!text.contains(terminal::is_hidden), "{text}");
    }
}
