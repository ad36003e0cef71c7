//! What to do about text that is not well-formed, going by what the parser stumbled over.

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

/// `line` is that in which it stumbled.
pub(super) fn hint(message: &str, line: &str) -> &'static str {
    if line.trim_start_matches(' ').starts_with('\t') {
        return TABS;
    }
    let fits = |wanted: &&(&[&str], &str)| wanted.0.iter().any(|part| message.contains(part));
    HINTS.iter().find(fits).map_or(ANY, |(_, hint)| hint)
}

#[cfg(test)]
mod tests {
    use crate::diag::Sink;
    use crate::source::Source;

    #[test]
    fn each_kind_has_its_own() {
        for (text, said) in [
            ("title: T: U\n", "with `: ` in it stands in quotes"),
            ("title: T\n subtitle: U\n", "with `: ` in it stands in quotes"),
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
