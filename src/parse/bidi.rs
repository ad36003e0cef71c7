//! Controls of direction that are left open: what follows them is not shown in the order in which it is written, in code
//! above all (Unicode Technical Standard 55, 4.1).

use crate::chars::{is_bidi_control, unbalanced_bidi};
use crate::diag::{Diagnostic, Sink};
use crate::source::{SourceId, Span};

/// Reports the first control of each paragraph, and of each line of fenced code, that nothing closes, or that closes nothing.
pub(super) fn report(text: &str, source: SourceId, sink: &mut Sink) {
    // Most lines are told at a glance to have none.
    if !text.split('\n').any(|line| !line.is_ascii() && line.contains(is_bidi_control)) {
        return;
    }
    let mut stretch = 0..0;
    let mut fence: Option<&str> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        let mark = fence_mark(line);
        let ends_fence = fence.is_some() && mark == fence;
        let is_alone = fence.is_some() || mark.is_some() || line.trim().is_empty();
        if is_alone {
            check(text, std::mem::replace(&mut stretch, end..end), source, sink);
            check(text, at..end, source, sink);
        } else {
            stretch.end = end;
        }
        fence = if ends_fence { None } else { fence.or(mark) };
        at = end;
    }
    check(text, stretch, source, sink);
}

/// What opens or closes fenced code, within quotations and lists too.
fn fence_mark(line: &str) -> Option<&'static str> {
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '>' | '-' | '*' | '+'));
    ["```", "~~~"].into_iter().find(|mark| line.starts_with(mark))
}

fn check(text: &str, range: std::ops::Range<usize>, source: SourceId, sink: &mut Sink) {
    let start = range.start;
    let Some((at, control)) = text.get(range).and_then(unbalanced_bidi) else { return };
    let at = start + at;
    let what = match control {
        '\u{202c}' | '\u{2069}' => "closes nothing",
        _ => "turns what follows, and nothing closes it",
    };
    let message = format!("the control of direction U+{:04X} {what}", u32::from(control));
    let span = Span::new(source, at, at + control.len_utf8());
    let hint = "delete it, or write a span with `lang` or `dir` in place of such characters";
    sink.push(Diagnostic::warning("bidi-control", span, message).hint(hint));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<u32> {
        let mut sink = Sink::default();
        report(text, SourceId(0), &mut sink);
        sink.diagnostics().iter().filter_map(|found| found.span).map(|span| span.start).collect()
    }

    #[test]
    fn paragraphs_close_what_they_open_and_lines_of_code_too() {
        assert_eq!(found("a \u{2067}b\nc\u{2069} d\n\ne\n"), Vec::<u32>::new());
        assert_eq!(found("a \u{2067}b\n\nc\u{2069} d\n"), [2, 9]);
        assert_eq!(found("```\na\u{202e}b\nc\u{202c}d\n```\n"), [5, 11]);
        assert_eq!(found("> ```\n> a\u{2066}b\u{2069}\n> ```\nx\u{202a}\n"), [24]);
    }
}
