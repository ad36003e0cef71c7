//! What to do about text that is not well-formed, going by what the parser stumbled over.

use std::ops::Range;

/// What a message of the parser has in it, and the way out. The first that fits is taken.
const HINTS: [(&[&str], &str); 15] = [
    (&["tab character"], TABS),
    (&["control characters are not allowed"], "remove the character: it is none that is printed"),
    (&["mapping values are not allowed"], QUOTES),
    (
        &["character that cannot start any token"],
        "a value that begins with `@`, a backquote or `%` stands in quotes",
    ),
    (
        &["unknown escape character"],
        "in double quotes a backslash is written twice; in single quotes it stands for itself",
    ),
    (&["quoted scalar"], "close the quotes: a value that begins with one ends with the same"),
    (
        &["flow sequence"],
        "close the list with `]` and put commas between its values, or quote a value that begins with `[`",
    ),
    (
        &["flow mapping"],
        "close the mapping with `}` and put commas between its entries, or quote a value that begins with `{`",
    ),
    (&["block collection"], "the items of a list begin with `- `, each as far in as the first"),
    (
        &["block sequence entries are not allowed"],
        "a list begins on a line of its own below its key, each item with `- `",
    ),
    (
        &["simple key"],
        "write each line as `key: value`; text of several lines stands below `key: |`, indented",
    ),
    (&["block scalar"], "after `|` or `>` the line ends; the text stands below it, indented"),
    (&["alias", "anchor"], "a value that begins with `*` or `&` stands in quotes"),
    (
        &["expected key", "block mapping"],
        "each key stands as far in as the others; behind a quoted value nothing follows",
    ),
    (&["tag"], "a value that begins with `!` stands in quotes"),
];

const TABS: &str = "indent with spaces: YAML takes no tabs for that";
const QUOTES: &str = "a value with `: ` in it stands in quotes; a key that is further in than the line above stands below a key alone";

/// The way out where no other fits.
const ANY: &str = "a value with `: ` or ` #` in it, or one that begins with `@`, `*`, `&`, `[`, `{` or a quote, stands in quotes";

/// What is to be done, and where: the mistake may be elsewhere than where the parser stumbled.
pub(super) struct Advice {
    pub at: usize,
    pub hint: String,
    /// Where that is sure: which part of the text is to be replaced, and by what.
    pub edit: Option<(Range<usize>, String)>,
}

impl Advice {
    fn new(at: usize, hint: impl Into<String>) -> Advice {
        Advice { at, hint: hint.into(), edit: None }
    }
}

/// Where the parser stumbled, and over what.
struct Stumble<'a> {
    message: &'a str,
    text: &'a str,
    at: usize,
    line: Line<'a>,
    /// The last line before with something in it.
    above: Option<Line<'a>>,
}

impl Stumble<'_> {
    /// Where its line's value stands, which is the last on it.
    fn value(&self, value: &str) -> Option<Range<usize>> {
        let at = self.line.start + self.line.text.rfind(value)?;
        Some(at..at + value.len())
    }
}

/// A line and where it begins.
#[derive(Clone, Copy)]
struct Line<'a> {
    start: usize,
    text: &'a str,
}

impl<'a> Line<'a> {
    /// The line that a byte is in.
    fn of(text: &'a str, at: usize) -> Line<'a> {
        let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
        Line { start, text: text[start..].lines().next().unwrap_or_default() }
    }

    fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start_matches(' ').len()
    }

    /// Where its words begin.
    fn words(&self) -> usize {
        self.start + self.indent()
    }

    /// Key and value, where it has both, behind the hyphen of a list's item.
    fn pair(&self) -> Option<(&'a str, &'a str)> {
        let words = self.text.trim();
        let (key, value) = words.strip_prefix("- ").unwrap_or(words).split_once(": ")?;
        Some((key.trim(), value.trim())).filter(|(_, value)| !value.is_empty())
    }

    /// Key and value with no blank between, and where their colon is.
    fn closed_up(&self) -> Option<(usize, &'a str, &'a str)> {
        let (key, value) = self.text.split_once(':')?;
        let name = key.trim().trim_start_matches("- ");
        let is_name = name.starts_with(char::is_alphabetic)
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
        let is_value = value.starts_with(|c: char| !c.is_whitespace() && !matches!(c, '/' | ':'));
        (is_name && is_value && !value.contains(": ")).then_some((self.start + key.len(), name, value.trim()))
    }
}

/// Says what to do about the place where the parser stumbled, going by its message and by what stands there.
pub(super) fn advise(message: &str, text: &str, at: usize) -> Advice {
    let line = Line::of(text, at);
    let before = text[..line.start].lines().rev();
    let above =
        before.map(str::trim_end).find(|line| !line.trim().is_empty() && !line.trim().starts_with('#'));
    let above = above.map(|text_above| {
        let start = text[..line.start].rfind(text_above).unwrap_or_default();
        Line { start, text: text_above }
    });
    let stumble = Stumble { message, text, at, line, above };
    let looks = [tab, closed_up, deeper, colon, quoted, surplus_bracket, askew];
    looks.iter().find_map(|look| look(&stumble)).unwrap_or_else(|| Advice::new(at, by_message(message)))
}

fn by_message(message: &str) -> &'static str {
    let fits = |wanted: &&(&[&str], &str)| wanted.0.iter().any(|part| message.contains(part));
    HINTS.iter().find(fits).map_or(ANY, |(_, hint)| hint)
}

fn tab(stumble: &Stumble) -> Option<Advice> {
    let at = stumble.line.words();
    stumble.text[at..].starts_with('\t').then(|| Advice::new(at, TABS))
}

/// `title:T`: a word, until a line follows that is a key.
fn closed_up(stumble: &Stumble) -> Option<Advice> {
    let is_it = ["mapping values are not allowed", "':'", "simple key"];
    if !is_it.iter().any(|part| stumble.message.contains(part)) {
        return None;
    }
    let (at, key, value) =
        [stumble.above, Some(stumble.line)].into_iter().flatten().find_map(|line| line.closed_up())?;
    let value: String = value.chars().take(SHOWN).collect();
    let hint = format!("put a blank after the colon: `{key}: {value}`");
    Some(Advice { edit: Some((at..at + 1, ": ".to_string())), ..Advice::new(at, hint) })
}

/// A key that stands further in than the one above, which has a value.
fn deeper(stumble: &Stumble) -> Option<Advice> {
    let above = stumble.above.filter(|_| stumble.message.contains("mapping values are not allowed"))?;
    let (key, _) = above.pair().filter(|_| stumble.line.indent() > above.indent())?;
    let hint = format!(
        "it stands further in than `{key}`, which has a value already: begin both in the same column, or put the value in quotes if this line is of it"
    );
    Some(Advice::new(stumble.line.words(), hint))
}

/// `title: Part one: rivers`
fn colon(stumble: &Stumble) -> Option<Advice> {
    let is_it = stumble.message.contains("mapping values are not allowed");
    let (key, value) = stumble.line.pair().filter(|(_, value)| is_it && value.contains(':'))?;
    let hint = "a value with `: ` in it stands in quotes";
    if value.len() > SHOWN || value.contains(['"', '\\', '#']) {
        return Some(Advice::new(stumble.at, hint));
    }
    let instead = format!("\"{value}\"");
    let hint = format!("{hint}: `{key}: {instead}`");
    Some(Advice { edit: stumble.value(value).zip(Some(instead)), ..Advice::new(stumble.at, hint) })
}

/// A value that begins with a quotation mark and goes on behind it, or has one of its kind within.
fn quoted(stumble: &Stumble) -> Option<Advice> {
    let (key, value) = stumble.line.pair().filter(|_| stumble.message.contains("expected key"))?;
    let inner = value.strip_prefix('\'').map(|inner| inner.strip_suffix('\'').unwrap_or(inner));
    match inner {
        Some(inner) if has_apostrophe(inner) && inner.len() <= SHOWN => {
            let instead = format!("\"{inner}\"");
            let hint = format!(
                "an apostrophe within single quotes is written twice; or take double ones: `{key}: {instead}`"
            );
            Some(Advice { edit: stumble.value(value).zip(Some(instead)), ..Advice::new(stumble.at, hint) })
        }
        _ if value.starts_with(['"', '\'']) => {
            let hint = "behind a quoted value nothing follows: put all of it in quotes, or none";
            Some(Advice::new(stumble.at, hint))
        }
        _ => None,
    }
}

/// Whether the marks in a text are those within words, and nothing in it means something in double quotes.
fn has_apostrophe(text: &str) -> bool {
    let is_within = |(at, mark): (usize, &str)| {
        text[..at].ends_with(char::is_alphabetic) && text[at + mark.len()..].starts_with(char::is_alphabetic)
    };
    text.contains('\'') && !text.contains(['"', '\\', '#']) && text.match_indices('\'').all(is_within)
}

fn surplus_bracket(stumble: &Stumble) -> Option<Advice> {
    let bracket = stumble.text[stumble.at..].chars().next().filter(|c| matches!(c, ']' | '}'))?;
    let is_it = ["expected key", "expected <document start>", "expected the document"];
    let hint = format!("nothing opens this `{bracket}`: take it out, or put the value in quotes");
    is_it.iter().any(|part| stumble.message.contains(part)).then(|| Advice::new(stumble.at, hint))
}

/// A key in a column of its own.
fn askew(stumble: &Stumble) -> Option<Advice> {
    let is_it = stumble.message.contains("expected key") && stumble.message.contains("block mapping");
    let above = stumble.above.filter(|_| is_it && stumble.at == stumble.line.words())?;
    let (own, others) = (stumble.line.indent(), above.indent());
    let hint = format!(
        "it stands {own} blanks in, and the line above {others}: keys that belong together begin in the same column"
    );
    (own != others).then(|| Advice::new(stumble.at, hint))
}

/// Longer values are not shown again.
const SHOWN: usize = 60;

#[cfg(test)]
mod tests {
    use crate::diag::Sink;
    use crate::source::Source;

    /// What is wrong is shown, not where it was noticed.
    #[test]
    fn the_place_is_that_of_the_mistake() {
        for (text, at) in [
            ("title: T\nabstract: \"abc\nlanguage: en\n", 19),
            ("title: [a, b\nlanguage: en\n", 7),
            ("title: T\nlanguage:en\nchapters: [a.md]\n", 17),
            ("title: T\npage:\n  \tsize: A4\n", 17),
        ] {
            let source = Source { text: text.into(), ..Source::default() };
            let mut sink = Sink::default();
            super::super::parse(&source, &mut sink);
            let found = sink.into_sorted();
            assert_eq!(found[0].span.map(|span| span.start), Some(at), "{text}: {found:?}");
        }
    }

    #[test]
    fn each_kind_has_its_own() {
        for (text, said) in [
            ("title: T: U\n", "in quotes: `title: \"T: U\"`"),
            ("title: T\n subtitle: U\n", "further in than `title`"),
            ("title:T\nlanguage: en\n", "blank after the colon: `title: T`"),
            ("title: T\nlanguage:en\nchapters: [a.md]\n", "blank after the colon: `language: en`"),
            ("title: 'It's'\n", "`title: \"It's\"`"),
            ("page: {size: A4}}\n", "nothing opens this `}`"),
            ("page:\n    size: A4\n  two_sided: true\n", "2 blanks in, and the line above 4"),
            ("title: @x\n", "begins with `@`"),
            ("title: \"abc\n", "close the quotes"),
            ("title: [a, b\nlanguage: en\n", "`]`"),
            ("page: {size: A4\nlanguage: en\n", "`}`"),
            ("title: T\npage:\n\tsize: A4\n", "tabs"),
            ("title: \"a\\qb\"\n", "backslash"),
            ("chapters:\n  - a.md\n  b: c\n", "`- `"),
            ("title: T\nsubtitle U\nlanguage: en\n", "`key: value`"),
            ("title: \"a\" b\n", "behind a quoted value"),
            ("abstract: |x\n  a\n", "the line ends"),
        ] {
            let source = Source { text: text.into(), ..Source::default() };
            let mut sink = Sink::default();
            assert_eq!(super::super::parse(&source, &mut sink), None, "{text}");
            let found = sink.into_sorted();
            let hints: Vec<&String> = found.iter().flat_map(|found| &found.hints).collect();
            assert!(hints.len() == 1 && hints[0].contains(said), "{text}: {found:?}");
        }
    }
}
