//! Line blocks: lines that begin with a bar and a blank stay lines, as pandoc has them.

use super::inlines::as_written;
use crate::model::document::{Inline, InlineKind};

/// A paragraph whose first line begins with a bar, without the bars and with its lines kept. A line without one goes on
/// where the line before ended. Rows of cells that miss the line below their first are left as they are.
pub(super) fn of_bars(content: Vec<Inline>, source: &str) -> Vec<Inline> {
    if !bar(content.first()) || is_rows(&content, source) {
        return content;
    }
    let mut lines: Vec<Inline> = Vec::with_capacity(content.len());
    let mut content = content.into_iter().peekable();
    lines.extend(content.next().and_then(unbarred));
    while let Some(mut inline) = content.next() {
        let ends =
            matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak) && bar(content.peek());
        if ends {
            inline.kind = InlineKind::HardBreak;
        }
        lines.push(inline);
        if ends {
            lines.extend(content.next().and_then(unbarred));
        }
    }
    lines
}

fn bar(inline: Option<&Inline>) -> bool {
    inline.is_some_and(|inline| match &inline.kind {
        InlineKind::Text(text) => as_written(text, inline.span) && (text.starts_with("| ") || text == "|"),
        _ => false,
    })
}

fn is_rows(content: &[Inline], source: &str) -> bool {
    let (Some(first), Some(last)) = (content.first(), content.last()) else { return false };
    let text = source.get(first.span.start as usize..last.span.end as usize).unwrap_or_default();
    text.lines().all(|line| line.trim_end().ends_with('|') && line.trim().len() > 1)
}

/// A line's first words without the bar and the blank after it. Further blanks are an indent, and stay.
fn unbarred(mut inline: Inline) -> Option<Inline> {
    let InlineKind::Text(text) = &mut inline.kind else { return Some(inline) };
    let words = text.trim_start_matches('|');
    let words = words.strip_prefix(' ').unwrap_or(words);
    let indent = words.len() - words.trim_start_matches(' ').len();
    inline.span.start += (text.len() - words.len()) as u32;
    *text = "\u{a0}".repeat(indent) + &words[indent..];
    (!text.is_empty()).then_some(inline)
}
