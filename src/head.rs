//! What stands at a text's head before its words: YAML between two lines of hyphens, or pandoc's title block.

use std::ops::Range;

/// What front matter may say of a chapter.
pub const KEYS: [&str; 18] = [
    "title",
    "subtitle",
    "author",
    "authors",
    "contributors",
    "date",
    "abstract",
    "lang",
    "language",
    "id",
    "short_title",
    "numbering",
    "role",
    "keywords",
    "doi",
    "image",
    "image_alt",
    "columns",
];

/// Where the front matter's YAML stands, and where the text after it begins. A line of hyphens before a blank line, or
/// before what is no key, is a break or the line below a heading.
pub fn front(text: &str, start: usize) -> Option<(Range<usize>, usize)> {
    let mut at = start;
    let mut lines = text.get(start..)?.split_inclusive('\n').map(|line| {
        let begin = at;
        at += line.len();
        (begin, line.trim_end(), at)
    });
    let (_, _, from) = lines.next().filter(|(_, line, _)| *line == "---")?;
    let mut is_keyed = false;
    for (begin, line, end) in lines {
        if matches!(line, "---" | "...") {
            // That of some tools is empty, and says nothing.
            let says_nothing = line == "---" && !text[end..].trim().is_empty();
            return (is_keyed || says_nothing).then_some((from..begin, end));
        }
        if !is_keyed && !line.starts_with('#') {
            key(line)?;
            is_keyed = true;
        }
    }
    None
}

/// Whether a text begins with a line of hyphens and a key, and no line ends it.
pub fn is_open(text: &str) -> bool {
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    lines.next().is_some_and(|line| line.trim_end() == "---")
        && lines.next().is_some_and(|line| key(line).is_some())
        && !lines.any(|line| matches!(line.trim_end(), "---" | "..."))
}

/// Where front matter in TOML stands, between two lines `+++` as Hugo and Zola have it, and where the text after it begins.
pub fn toml(text: &str, start: usize) -> Option<(Range<usize>, usize)> {
    const SIGN: &str = "+++";
    let mut lines = text.get(start..)?.split_inclusive('\n');
    let from = start + lines.next().filter(|line| line.trim_end() == SIGN)?.len();
    let is_said = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let first = text[from..].lines().find(is_said)?;
    let mut at = from;
    for line in lines {
        if line.trim_end() == SIGN {
            return (first.contains('=') || first.starts_with('[')).then_some((from..at, at + line.len()));
        }
        at += line.len();
    }
    None
}

/// The key that begins with a line of a mapping.
pub fn key(line: &str) -> Option<&str> {
    let (key, rest) = line.split_once(':')?;
    let is_key = !key.is_empty() && !key.starts_with(['-', ' ', '\t', '>', '*', '|', '#']);
    (is_key && (rest.trim_end().is_empty() || rest.starts_with([' ', '\t']))).then_some(key)
}

/// Fields of a title block, by the keys that front matter has for them, each with where its words stand.
pub type Fields = Vec<(&'static str, Range<usize>)>;

/// The fields of pandoc's title block, up to three lines that begin with a per cent sign, by the keys that front matter has
/// for them, each without its sign; and where the text after it begins. Lines that go on begin with a blank.
pub fn title_block(text: &str, start: usize) -> Option<(Fields, usize)> {
    let mut fields = Vec::new();
    let mut at = start;
    for key in ["title", "author", "date"] {
        let Some(length) = field(&text[at..]) else { break };
        let range = at + 1..at + length;
        at = range.end;
        if !text[range.clone()].trim().is_empty() {
            fields.push((key, range));
        }
    }
    // Text that goes on right below is no title block's.
    let is_whole = text[at..].is_empty() || text[at..].starts_with(['\n', '\r']);
    (is_whole && fields.first().is_some_and(|(key, _)| *key == "title")).then_some((fields, at))
}

/// The length of a line that begins with the sign, with the lines that go on.
fn field(text: &str) -> Option<usize> {
    if !["% ", "%\n", "%\r"].iter().any(|sign| text.starts_with(sign)) {
        return None;
    }
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().map_or(0, str::len);
    let goes_on = |line: &&str| line.starts_with([' ', '\t']) && !line.trim().is_empty();
    Some(first + lines.take_while(goes_on).map(str::len).sum::<usize>())
}

/// The authors of a title block: each on a line, or several with semicolons between them.
pub fn authors(field: &str) -> impl Iterator<Item = &str> {
    field.lines().flat_map(|line| line.split(';')).map(str::trim).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_front_matter() {
        let found = |text: &str| front(text, 0).map(|(range, after)| (text[range].to_string(), after));
        assert_eq!(found("---\na: b\n---\nText\n"), Some(("a: b\n".into(), 13)));
        assert_eq!(found("---\n# c\na:\n- b\n...\n"), Some(("# c\na:\n- b\n".into(), 19)));
        for text in ["---\n\na: b\n---\n", "---\nTitle\n---\n", "---\na: b\n", "Text\n---\na: b\n---\n", ""] {
            assert_eq!(found(text), None, "{text:?}");
        }
        assert_eq!(found("---\n---\nText\n"), Some((String::new(), 8)));
        assert_eq!(found("---\n# c\n---\nText\n"), Some(("# c\n".into(), 12)));
        assert!(is_open("---\na: b\n\nText\n") && !is_open("---\na: b\n---\n") && !is_open("---\nText\n"));
    }

    #[test]
    fn what_is_front_matter_in_toml() {
        let found = |text: &str| toml(text, 0).map(|(range, after)| (text[range].to_string(), after));
        assert_eq!(found("+++\na = 1\n+++\nText\n"), Some(("a = 1\n".into(), 14)));
        assert_eq!(found("+++\n# c\n\n[a]\n+++"), Some(("# c\n\n[a]\n".into(), 16)));
        for text in ["+++\n\nText\n+++\n", "+++\na = 1\n", "Text\n+++\na = 1\n+++\n", "+++\n+++\n", ""] {
            assert_eq!(found(text), None, "{text:?}");
        }
    }

    #[test]
    fn what_is_a_title_block() {
        let text = "% On rivers\n  and lakes\n% Ada; Bo\n  Cy\n% May\n\nText.\n";
        let (fields, after) = title_block(text, 0).expect("a block");
        let said: Vec<_> = fields.iter().map(|(key, range)| (*key, text[range.clone()].trim())).collect();
        assert_eq!(said, [("title", "On rivers\n  and lakes"), ("author", "Ada; Bo\n  Cy"), ("date", "May")]);
        assert_eq!(authors(said[1].1).collect::<Vec<_>>(), ["Ada", "Bo", "Cy"]);
        assert_eq!(&text[after..], "\nText.\n");
        assert_eq!(title_block("% A\n", 0).map(|(fields, _)| fields.len()), Some(1));
        for text in ["Text\n% A", "%\n% Ada\n\n", "% A\nText\n", "%% A %%\n", "%A\n", ""] {
            assert_eq!(title_block(text, 0), None, "{text}");
        }
    }
}
