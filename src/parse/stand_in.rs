//! Lines of colons, which pulldown-cmark does not know, and colons that it would take for more than they are.
//!
//! It reads every line that begins with a colon as a definition. As pandoc has it, a definition begins with a colon and
//! a blank: any other such colon is shown to pulldown-cmark as a character of the same length that the text does not
//! have, and put back into what it makes of it. Lines that open and close divs, and those of directives, are shown as
//! instructions of HTML (`<?...?>`), which part blocks as they do and stand in lists and quotations as they do. So every
//! offset stays what it was.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag};

use super::bare;
use super::directives;
use super::drawn::{self, Found};
use super::fences::{self, Fence};
use super::flanks;
use super::formulas;
use super::markers;
use super::noted_links;
use super::ticks::{self, Ticks};
use super::tildes;

/// A text without the colons that define nothing.
#[derive(Default)]
pub(super) struct Shown<'a> {
    pub(super) text: Cow<'a, str>,
    /// What stands for each of [`SIGNS`].
    stand_ins: Option<[char; 8]>,
    /// The text itself.
    written: &'a str,
    /// The tables drawn in it, which are shown as instructions too.
    drawings: Vec<Found>,
    /// The formulas in it, which are shown as shorter ones.
    formulas: Vec<formulas::Found>,
    /// The calls of notes within links, which are shown as words.
    calls: Vec<Range<usize>>,
}

/// What is shown as something else in places: colons; the caret of `^[`, which would raise what is up to the next caret;
/// dollars within code and those of prices, which would open a formula; a tilde that means “about”; the brackets of notes
/// that are called within links; and what would be emphasis within addresses.
const SIGNS: [char; 8] = [':', '^', '$', '~', '[', ']', '_', '*'];
/// What stands for the blanks of fields in addresses, which would end them.
const BLANK: char = '_';

/// What a text is shown as. Where it has every stand-in itself, it is shown as it is.
pub(super) fn show(text: &str) -> Shown<'_> {
    let whole = Shown { text: Cow::Borrowed(text), stand_ins: None, written: text, ..Shown::default() };
    let drawings = drawn::find(text);
    let formulas = formulas::find(text);
    let (colons, fences) = colons(text);
    let carets: Vec<usize> = text.match_indices("^[").map(|(at, _)| at).collect();
    let markers = list_markers(text);
    let code = code_within(text);
    let mut dollars = dollars_in(text, &code);
    let addresses = bare::addresses(text);
    let stands = |at: &usize| !bare::is_within(&addresses, *at);
    let bare = bare::marks(text, &addresses);
    let mut flanks = flanks::find(text, &code);
    flanks.retain(|(at, _)| stands(at));
    dollars.extend(dollars_of_placeholders(text));
    dollars.extend(dollars_of_prices(text).into_iter().filter(stands));
    let tildes: Vec<usize> = tildes::apart(text).into_iter().filter(stands).collect();
    let calls = noted_links::find(text);
    let blanks = blanks_in_addresses(text);
    let tabs = tabs_below_heads(text);
    if [&colons, &carets, &dollars, &tildes, &blanks, &tabs].iter().all(|places| places.is_empty())
        && fences.is_empty()
        && drawings.is_empty()
        && formulas.is_empty()
        && calls.is_empty()
        && bare.is_empty()
        && flanks.is_empty()
        && markers.is_empty()
    {
        return whole;
    }
    let mut free = ('\u{1}'..='\u{8}').chain('\u{e}'..='\u{1f}').filter(|c| !text.contains(*c));
    let stand_ins = SIGNS.map(|_| free.next());
    if stand_ins.contains(&None) {
        return whole;
    }
    let stand_ins = stand_ins.map(Option::unwrap_or_default);
    let [colon, caret, dollar, tilde, open, close, _, _] = stand_ins;
    let mut shown = String::with_capacity(text.len());
    let mut from = 0;
    let mut marks: Vec<(usize, String)> = Vec::new();
    for (places, sign) in
        [(colons, colon), (carets, caret), (dollars, dollar), (tildes, tilde), (blanks, BLANK)]
    {
        marks.extend(places.into_iter().map(|at| (at, sign.to_string())));
    }
    let stand_in = |sign: char| SIGNS.iter().position(|one| *one == sign).map(|at| stand_ins[at]);
    let shown_bare = |at: usize| Some((at, stand_in(char::from(text.as_bytes()[at]))?.to_string()));
    marks.extend(bare.into_iter().filter_map(shown_bare));
    marks.extend(flanks.into_iter().map(|(at, sign)| (at, sign.to_string())));
    for call in &calls {
        marks.extend([(call.start, open.to_string()), (call.end - 1, close.to_string())]);
    }
    marks.extend(tabs.into_iter().map(|at| (at, " ".to_string())));
    marks.extend(fences.into_iter().map(|fence| (fence.start, instruction(fence.len()))));
    marks.extend(markers);
    marks.extend(
        drawings.iter().map(|Found { range, .. }| (range.start, drawn::hidden(&text[range.clone()]))),
    );
    marks.extend(formulas.iter().map(|found| (found.range.start, formulas::hidden(found.range.len()))));
    marks.sort_by_key(|(at, _)| *at);
    for (at, mark) in marks.into_iter().filter(|(at, _)| *at < text.len()) {
        // Of two at one place the first is shown; what is in a drawing is read with its cells.
        if at >= from {
            shown.push_str(&text[from..at]);
            shown.push_str(&mark);
            from = at + mark.len();
        }
    }
    shown.push_str(&text[from..]);
    let stand_ins = Some(stand_ins);
    Shown { text: Cow::Owned(shown), stand_ins, written: text, drawings, formulas, calls }
}

/// What is within code spans, which bind before all else in a text does. None goes on over a blank line.
fn code_within(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if !text.contains('`') || !text.contains(['$', '*', '~']) {
        return found;
    }
    let (mut start, mut end) = (0, 0);
    for line in text.split_inclusive('\n').chain(["\n"]) {
        if line.trim().is_empty() {
            code_of(&text[start..end], start, &mut found);
            start = end + line.len();
        }
        end += line.len();
    }
    found
}

/// The dollars within code.
fn dollars_in(text: &str, code: &[Range<usize>]) -> Vec<usize> {
    let within = |span: &Range<usize>| {
        let start = span.start;
        text[span.clone()].match_indices('$').map(move |(at, _)| start + at)
    };
    code.iter().flat_map(within).collect()
}

/// The dollars of placeholders, `<$name>`, as Scrivener has them: they open no formula.
fn dollars_of_placeholders(text: &str) -> Vec<usize> {
    let is_one = |at: &usize| {
        let rest = &text[at + 1..];
        let name = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, ':' | '_' | '-'))).unwrap_or(0);
        name > 0 && rest[name..].starts_with('>')
    };
    let before = |at: usize| text[..at].ends_with('<') || text[..at].ends_with("<!");
    text.match_indices('$').map(|(at, _)| at).filter(|at| before(*at)).filter(is_one).collect()
}

/// The dollars of prices and of what is dear: one before a figure whose next dollar is before a figure too, and runs of three
/// and more. Between such there is no formula.
fn dollars_of_prices(text: &str) -> Vec<usize> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices('$').filter(|(at, _)| !super::inlines::is_escaped(text, *at)) {
        match runs.last_mut().filter(|run| run.end == at) {
            Some(run) => run.end += 1,
            None => runs.push(at..at + 1),
        }
    }
    let is_before_figure =
        |run: &Range<usize>| run.len() == 1 && text[run.end..].starts_with(|c: char| c.is_ascii_digit());
    let mut found = Vec::new();
    for (at, run) in runs.iter().enumerate() {
        let is_price = is_before_figure(run) && runs.get(at + 1).is_some_and(is_before_figure);
        if is_price || run.len() > 2 {
            found.extend(run.clone());
        }
    }
    found
}

/// Runs of backticks that are looked at in a paragraph.
const RUNS: usize = 10_000;

fn code_of(paragraph: &str, start: usize, found: &mut Vec<Range<usize>>) {
    if !paragraph.contains('`') {
        return;
    }
    // Runs of backticks: where each begins and ends.
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, _) in paragraph.match_indices('`') {
        match runs.last_mut().filter(|run| run.end == at) {
            Some(run) => run.end += 1,
            None => runs.push(at..at + 1),
        }
    }
    // More is no paragraph of words.
    runs.truncate(RUNS);
    let mut next = 0;
    while let Some(open) = runs.get(next) {
        next += 1;
        // A backtick that is escaped opens nothing.
        if super::inlines::is_escaped(paragraph, open.start) {
            continue;
        }
        let close = runs[next..].iter().position(|run| run.len() == open.len());
        let Some(close) = close else { continue };
        found.push(start + open.end..start + runs[next + close].start);
        next += close + 1;
    }
}

/// Fields of an address whose blanks are put back.
const FIELDS: usize = 16;

/// The blanks of fields that addresses begin with or hold: `[words]({{< var name >}})`.
fn blanks_in_addresses(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    if !text.contains("]({{") {
        return found;
    }
    for (at, _) in text.match_indices("](") {
        let mut from = at + 2;
        while text[from..].starts_with("{{") {
            let Some((_, field)) = crate::include::fields(&text[from..]).next() else { break };
            found.extend(field.match_indices(' ').map(|(blank, _)| from + blank));
            from += field.len();
        }
    }
    found
}

/// The offsets of colons that begin a line, whatever quotations and indents lead to it, and no blank after them; and the
/// lines from such a colon on that open a div or close one, with those of directives.
fn colons(text: &str) -> (Vec<usize>, Vec<Range<usize>>) {
    let (mut found, mut fences) = (Vec::new(), Vec::new());
    let (mut start, mut open) = (0, 0_usize);
    let mut ticks = Ticks::default();
    for line in text.split_inclusive('\n') {
        let begin = start;
        start += line.len();
        // Options are shown with their fence.
        if fences.last().is_some_and(|last: &Range<usize>| last.start >= begin) {
            continue;
        }
        let at = colon_of(line);
        let first = at.unwrap_or_else(|| markers::after_item(line));
        let whole = begin + first..begin + line.trim_end().len();
        let rest = line.get(first..).unwrap_or_default().trim_end();
        let fence = Some(rest).filter(|rest| rest.starts_with(":::")).and_then(fences::fence);
        let is_shown = match fence {
            Some(Fence::Open) => true,
            Some(Fence::Close) => open > 0,
            None => ticks.take(line),
        };
        if !is_shown {
            found.extend(at.map(|at| begin + at));
            continue;
        }
        let whole = if fence.is_some() { whole } else { begin + ticks::lead(line)..whole.end };
        let words = &text[whole.clone()];
        let after_sign = words.trim_start_matches([':', '`', '~']);
        fences.push(whole);
        match fence {
            Some(Fence::Open) => open += 1,
            Some(Fence::Close) => open -= 1,
            None => {}
        }
        if directives::opening(after_sign.trim_start()).is_some() {
            fences.extend(directives::settings(text, start).1);
        }
    }
    (found, fences)
}

/// The tabs in lines of dashes below a table's head: to GFM they are blanks like others.
fn tabs_below_heads(text: &str) -> Vec<usize> {
    let (mut found, mut start) = (Vec::new(), 0);
    for line in text.split_inclusive('\n') {
        let rest = line.trim_start_matches([' ', '>', '\t']);
        let is_sign = |byte: u8| matches!(byte, b'|' | b':' | b'-' | b' ' | b'\t' | b'\r' | b'\n');
        if rest.contains('\t') && rest.contains('-') && rest.contains('|') && rest.bytes().all(is_sign) {
            let lead = line.len() - rest.len();
            found.extend(rest.match_indices('\t').map(|(at, _)| start + lead + at));
        }
        start += line.len();
    }
    found
}

/// An instruction of HTML of a length.
fn instruction(length: usize) -> String {
    match length {
        0..=3 => "<?>".to_string(),
        length => format!("<?{}?>", "x".repeat(length - 4)),
    }
}

/// Whether a line of HTML is one: those of drawings, which are HTML of the author's in a block of it, go on over lines.
fn is_instruction(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("<?") && line.ends_with("?>")
}

/// Markers of lists that pulldown-cmark does not know, and numbers of the same length. They begin a list after a blank line,
/// and go on with one.
fn list_markers(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let (mut start, mut may_begin) = (0, true);
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '>', '\t']).len();
        let words = &line[indent..];
        let marker = may_begin.then(|| markers::read(words)).flatten();
        let is_item = marker.is_some() || markers::after_item(line) > 0;
        if let Some(marker) = marker {
            found.push((start + indent, markers::shown(&marker)));
        }
        may_begin = is_item || words.trim_end().is_empty() || (may_begin && line.starts_with([' ', '\t']));
        start += line.len();
    }
    found
}

fn colon_of(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let blank = |at: usize| matches!(bytes.get(at), Some(b' ' | b'\t'));
    let mut at = 0;
    while blank(at) || bytes.get(at) == Some(&b'>') || (bytes.get(at) == Some(&b':') && blank(at + 1)) {
        at += 1;
    }
    let rest = line.get(at..).filter(|rest| rest.starts_with(':'))?.trim_end();
    // `:--|--:` sets the columns of a table.
    let columns = rest.contains('-') && rest.bytes().all(|byte| matches!(byte, b':' | b'-' | b'|' | b' '));
    (!columns).then_some(at)
}

impl Shown<'_> {
    /// The drawing that a block of HTML stands for.
    pub(super) fn drawing(&self, event: &Event, range: &Range<usize>) -> Option<&Found> {
        if !matches!(event, Event::Start(Tag::HtmlBlock)) {
            return None;
        }
        let next = self.drawings.partition_point(|drawing| drawing.range.end <= range.start);
        let found = self.drawings.get(next).filter(|drawing| drawing.range.start < range.end)?;
        // In a block of HTML that the author wrote it is a text.
        let before = self.written.get(range.start..found.range.start).unwrap_or_default();
        before.trim().is_empty().then_some(found)
    }

    /// The formula that an event stands for, if it is one of those found before.
    pub(super) fn formula(&self, event: &Event, range: &Range<usize>) -> Option<&formulas::Found> {
        if !matches!(event, Event::InlineMath(_) | Event::DisplayMath(_)) {
            return None;
        }
        let at = self.formulas.binary_search_by_key(&range.start, |found| found.range.start).ok()?;
        self.formulas.get(at).filter(|found| found.range == *range)
    }

    /// Whether a text has calls of notes in it that were shown as words.
    pub(super) fn calls_within(&self, range: &Range<usize>) -> &[Range<usize>] {
        let from = self.calls.partition_point(|call| call.start < range.start);
        let to = self.calls.partition_point(|call| call.end <= range.end);
        self.calls.get(from..to).unwrap_or_default()
    }

    /// An event with the colons back in it. Instructions that stand for fences stay what they are.
    pub(super) fn restored<'e>(&self, event: Event<'e>, range: &Range<usize>) -> Event<'e> {
        let Some(stand_ins) = self.stand_ins else { return event };
        let written = || self.written.get(range.clone()).unwrap_or_default();
        let sign = |c: char| stand_ins.iter().position(|one| *one == c).map_or(c, |at| SIGNS[at]);
        let back = |text: CowStr<'e>| match text.contains(stand_ins) {
            true => CowStr::from(text.chars().map(sign).collect::<String>()),
            false => text,
        };
        match event {
            // In code a fence is a line like others, and so is a list.
            Event::Text(text) if text.len() == range.len() && *text != *written() => {
                Event::Text(written().to_string().into())
            }
            Event::Text(text) => Event::Text(back(text)),
            Event::InlineHtml(html) if html.starts_with("<?") && !written().starts_with("<?") => {
                Event::Text(written().to_string().into())
            }
            Event::InlineHtml(html) if html.len() == range.len() && !is_instruction(&html) => {
                Event::InlineHtml(written().to_string().into())
            }
            Event::Code(text) => Event::Code(back(text)),
            Event::Html(text) if text.len() == range.len() && !is_instruction(&text) => {
                Event::Html(written().to_string().into())
            }
            Event::Html(text) => Event::Html(back(text)),
            Event::InlineHtml(text) => Event::InlineHtml(back(text)),
            Event::FootnoteReference(label) => Event::FootnoteReference(back(label)),
            Event::Start(Tag::FootnoteDefinition(label)) => {
                Event::Start(Tag::FootnoteDefinition(back(label)))
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(back(info))))
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let (dest_url, title) = (self.address(back(dest_url), written()), back(title));
                Event::Start(Tag::Link { link_type, dest_url, title, id })
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                let (dest_url, title) = (self.address(back(dest_url), written()), back(title));
                Event::Start(Tag::Image { link_type, dest_url, title, id })
            }
            other => other,
        }
    }
}

impl Shown<'_> {
    /// An address with the blanks of its fields, as they are written.
    fn address<'e>(&self, shown: CowStr<'e>, written: &str) -> CowStr<'e> {
        if !shown.contains("{{<") {
            return shown;
        }
        let mut address = shown.to_string();
        for (_, field) in crate::include::fields(written).take(FIELDS) {
            address = address.replacen(&field.replace(' ', "_"), field, 1);
        }
        address.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_definition_begins_with_a_colon_and_a_blank() {
        let at = |line: &str| colon_of(line);
        assert_eq!(at(":warning: hot"), Some(0));
        assert_eq!(at(" > > :::\n"), Some(5));
        assert_eq!(at(":"), Some(0));
        assert_eq!(at(": :x"), Some(2));
        for line in [": words", ":\twords", "a :b", ":--|--:", "", "\n"] {
            assert_eq!(at(line), None, "{line:?}");
        }
    }

    #[test]
    fn lengths_stay() {
        let shown = show("a\n:b\n\u{1}\n");
        assert_eq!(shown.text, "a\n\u{2}b\n\u{1}\n");
        assert_eq!(show("a^[b] ^c").text, "a\u{2}[b] ^c");
        let all: String = ('\u{1}'..='\u{8}').chain('\u{e}'..='\u{1f}').chain(":\n:b".chars()).collect();
        assert_eq!(show(&all).text, all);
    }
}
