//! Where lines may be broken between characters (UAX 14).

use std::sync::LazyLock;

use icu_segmenter::options::{LineBreakOptions, WordBreakInvariantOptions};
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed, WordSegmenter, WordSegmenterBorrowed};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opportunity {
    /// The byte offset that the next line would start at.
    pub at: usize,
    /// The line ends here whatever its length.
    pub mandatory: bool,
}

static SEGMENTER: LazyLock<LineSegmenterBorrowed<'static>> =
    LazyLock::new(|| LineSegmenter::new_dictionary(LineBreakOptions::default()));

/// Every break opportunity after the text's start, its end included. In an address, a line may end before a hyphen and not
/// after: there it would look like one of a divided word (Chicago Manual of Style 14.18).
pub fn opportunities(text: &str, found: &mut Vec<Opportunity>) {
    found.clear();
    let (mut from, mut address) = (0, false);
    for at in SEGMENTER.segment_str(text).filter(|&at| at > 0) {
        let part = &text[from..at];
        address |= part.contains("://");
        let moves = address && part.len() > 1 && part.ends_with('-') && at < text.len();
        address &= !part.ends_with(char::is_whitespace);
        // A name that begins with a stop, such as `.odt`, is no end of a sentence (UAX 14 would keep it with what is before).
        let is_name = |&(stop, _): &(usize, &str)| part[stop + 2..].starts_with(char::is_alphanumeric);
        let names = part.match_indices(" .").filter(is_name);
        found.extend(names.map(|(stop, _)| Opportunity { at: from + stop + 1, mandatory: false }));
        from = at;
        let mandatory = text[..at].ends_with(['\u{2028}', '\n', '\u{2029}', '\u{85}', '\u{b}', '\u{c}']);
        found.push(Opportunity { at: if moves { at - 1 } else { at }, mandatory });
    }
}

static WORDS: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));

/// So many bytes around an offset are looked at: more than any word of a language has. Without it, each page of a text
/// that never pauses would have all of it read again.
const LONGEST_WORD: usize = 1024;

/// The start of the word that an offset stands in, or the offset itself where it stands between words (UAX 29) or in
/// something longer than a word. In an identifier or an address, a sign parts words: in `one_of_two`, `of` begins after the
/// first, and what begins with that begins there.
pub fn word_start(text: &str, at: usize) -> usize {
    let Some((before, after)) = text.split_at_checked(at) else { return at.min(text.len()) };
    if after.starts_with(|c: char| c.is_ascii_punctuation()) {
        return at;
    }
    // Words are looked for between white space alone; most offsets stand right after it.
    let near = boundary_from(before, at.saturating_sub(LONGEST_WORD));
    let space = before[near..].rfind(char::is_whitespace).map(|space| near + space);
    let start = space.map_or(near, |space| space + whitespace_at(before, space));
    let after = &after[..boundary_from(after, LONGEST_WORD)];
    let end = at + after.find(char::is_whitespace).unwrap_or(after.len());
    let boundaries = WORDS.segment_str(&text[start..end]).map(|found| start + found);
    let is_cut = space.is_none() && near > 0;
    let whole = boundaries.filter(|&found| found > start || !is_cut);
    let begins = whole.take_while(|&found| found <= at).last().unwrap_or(at);
    let sign = text[begins..at].rfind(|c: char| c.is_ascii_punctuation());
    sign.map_or(begins, |sign| begins + sign + 1)
}

/// The next offset that is not within a character.
fn boundary_from(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

fn whitespace_at(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_begin() {
        let cases = [
            ("one two", 4, 4),
            ("one two", 6, 4),
            ("one two", 7, 7),
            ("well-known", 5, 5),
            ("well-known", 7, 5),
            ("hy\u{ad}phen", 4, 0),
            ("«été»", 4, 2),
            ("测量员在春天", 9, 9),
            ("one\u{2028}two", 6, 6),
            ("one_of_two", 3, 3),
            ("one_of_two", 4, 4),
            ("one_of_two", 5, 4),
            ("see www.example.org", 12, 8),
            ("see www.example.org", 15, 15),
            ("see www.example.org", 16, 16),
            ("", 0, 0),
        ];
        for (text, at, start) in cases {
            assert_eq!(word_start(text, at), start, "{text} {at}");
        }
    }

    #[test]
    fn addresses_break_before_hyphens() {
        let mut found = Vec::new();
        let text = "well-made https://a.org/b-c/d-e well-made";
        opportunities(text, &mut found);
        let starts: Vec<&str> =
            found.iter().map(|o| text[o.at..].split(' ').next().unwrap_or_default()).collect();
        assert_eq!(starts[..2], ["made", "https://a.org/b-c/d-e"]);
        assert!(
            starts.contains(&"-c/d-e") && starts.contains(&"-e") && !starts.contains(&"c/d-e"),
            "{starts:?}"
        );
        assert_eq!(starts[starts.len() - 3..], ["well-made", "made", ""]);
    }

    #[test]
    fn what_is_longer_than_a_word_has_no_start() {
        let long = "é".repeat(LONGEST_WORD);
        assert_eq!(word_start(&long, 1000), 0);
        assert_eq!(word_start(&long, 1500), 1500);
        let spaced = format!("{long} one two{long}");
        assert_eq!(word_start(&spaced, long.len() + 2), long.len() + 1);
        assert_eq!(word_start(&spaced, long.len() + 6), long.len() + 5);
    }

    #[test]
    fn hard_breaks_are_mandatory() {
        let mut found = Vec::new();
        opportunities("one two\u{2028}three", &mut found);
        let got: Vec<_> = found.iter().map(|o| (o.at, o.mandatory)).collect();
        assert_eq!(got, [(4, false), (10, true), (15, false)]);
    }
}
