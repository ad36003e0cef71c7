//! Characters by what they are: ranges of Unicode that more than one pass asks for, or that would be read beside each other.
//! Ranges rather than tables of properties: they are those of one clause of the standard or of one use, which is named.

/// Whether a character is of the blocks that Unicode keeps for scripts written from right to left (UAX 9, table 4).
pub fn is_leftward(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}')
        || matches!(c, '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Points, vowel signs and joiners that stand on a letter or between two: general category Mn, in the blocks of scripts
/// from right to left and among what all scripts share, and the joiners.
pub fn is_leftward_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}'..='\u{5c2}' | '\u{5c4}'..='\u{5c5}'
        | '\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}'
        | '\u{6df}'..='\u{6e4}' | '\u{6e7}'..='\u{6e8}' | '\u{6ea}'..='\u{6ed}' | '\u{711}' | '\u{730}'..='\u{74a}'
        | '\u{7a6}'..='\u{7b0}' | '\u{7eb}'..='\u{7f3}' | '\u{816}'..='\u{82d}' | '\u{859}'..='\u{85b}'
        | '\u{898}'..='\u{89f}' | '\u{8ca}'..='\u{8e1}' | '\u{8e3}'..='\u{8ff}' | '\u{200b}'..='\u{200f}'
        | '\u{fb1e}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{1e8d0}'..='\u{1e8d6}'
        | '\u{1e944}'..='\u{1e94a}')
}

/// Characters that turn the direction of what follows, or end that (UAX 9, 2): seen by nobody, they can show a text in
/// another order than it is written in.
pub fn is_bidi_control(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The first of them that nothing closes, or that closes nothing, and its place.
pub fn unbalanced_bidi(text: &str) -> Option<(usize, char)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let is_isolate = |control: char| matches!(control, '\u{2066}'..='\u{2068}');
    for (at, control) in text.char_indices().filter(|(_, c)| is_bidi_control(*c)) {
        match control {
            // It ends an embedding or an override.
            '\u{202c}' if open.last().is_some_and(|(_, last)| !is_isolate(*last)) => drop(open.pop()),
            // It ends an isolate, and all that is open within.
            '\u{2069}' => match open.iter().rposition(|(_, last)| is_isolate(*last)) {
                Some(place) => open.truncate(place),
                None => return Some((at, control)),
            },
            '\u{202c}' => return Some((at, control)),
            _ => open.push((at, control)),
        }
    }
    open.first().copied()
}

/// Characters that no output can hold, nor anybody see (XML 1.0, 2.2): controls but tabs and line ends, and two noncharacters.
pub fn is_unprintable(c: char) -> bool {
    matches!(c, '\u{fffe}' | '\u{ffff}') || c.is_control() && !matches!(c, '\n' | '\t' | '\r')
}

/// The last place at which a character begins, up to a byte.
pub fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// Whether a text has a character that shows: neither white space nor one that Unicode lets renderers leave out
/// (DerivedCoreProperties, Default_Ignorable_Code_Point).
pub fn has_visible(text: &str) -> bool {
    text.chars().any(|c| !c.is_whitespace() && !c.is_control() && !is_ignorable(c))
}

/// Characters that are not to be seen where a face has no glyph of them.
pub fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}')
        || matches!(c, '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}')
        || matches!(c, '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}')
        || matches!(c, '\u{e0000}'..='\u{e0fff}')
}

// Three sets for East Asia, by what is asked of them.

/// Characters of scripts without word spaces that lines break between, with their punctuation.
pub fn is_ideographic(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether lines of the text may break without a space beside the character: then a line end in the source is none.
pub fn is_cjk(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{303f}' | '\u{3041}'..='\u{30ff}' | '\u{3105}'..='\u{312f}' | '\u{31a0}'..='\u{31ff}')
        || matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
        || matches!(c, '\u{ff01}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

/// Characters of scripts that part no words, each counted as one: ideographs, kana and hangul.
pub fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
        && c.is_alphanumeric()
}

/// Combining marks of the scripts that write vowels with them are part of the word.
pub fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}')
        || matches!(c, '\u{670}' | '\u{900}'..='\u{dff}')
}

/// The enclosing marks of Unicode (general category Me).
pub fn encloses(c: char) -> bool {
    matches!(c, '\u{488}' | '\u{489}' | '\u{1abe}' | '\u{20dd}'..='\u{20e0}' | '\u{20e2}'..='\u{20e4}' | '\u{a670}'..='\u{a672}')
}

/// Characters that Unicode leaves to private agreement: what they look like depends on the face alone.
pub fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}')
}

/// A text of at most so many characters, every other of ASCII: what readers must bear.
#[cfg(test)]
pub fn any_text(
    given: &mut arbtest::arbitrary::Unstructured,
    most: usize,
) -> arbtest::arbitrary::Result<String> {
    let length = given.int_in_range(0..=most)?;
    (0..length)
        .map(|_| {
            if given.arbitrary()? { Ok(given.int_in_range(b' '..=b'~')? as char) } else { given.arbitrary() }
        })
        .collect()
}

/// The letter that a text begins with, where it can be set large: the bytes of the marks before it, and where it ends with
/// the marks that stand on it. In languages that write two as one, both. None where the text begins with anything else, or
/// with a letter of a script that has no capitals.
pub fn initial(text: &str, lang: &str) -> Option<(usize, usize)> {
    let opens = |c: char| {
        matches!(c, '“' | '‘' | '«' | '„' | '‚' | '‹' | '"' | '\'' | '¿' | '¡' | '(' | '\u{a0}' | '\u{202f}')
    };
    let start = text.find(|c: char| !opens(c)).filter(|start| text[..*start].chars().count() <= 2)?;
    let mut rest = text[start..].char_indices();
    let (_, letter) = rest.next()?;
    if !(letter.is_uppercase() || letter.is_lowercase()) {
        return None;
    }
    let mut end = start + letter.len_utf8();
    let second = text[end..].chars().next();
    let is_one = matches!(
        (lang.split('-').next().unwrap_or_default(), letter, second),
        ("nl", 'I', Some('J'))
            | ("hr" | "bs" | "sr" | "sh", 'L' | 'N', Some('j' | 'J'))
            | ("hr" | "bs" | "sr" | "sh", 'D', Some('ž' | 'Ž'))
    );
    end += second.filter(|_| is_one).map_or(0, char::len_utf8);
    end += text[end..]
        .chars()
        .take_while(|c| is_combining(*c) || stands_on(*c))
        .map(char::len_utf8)
        .sum::<usize>();
    Some((start, end))
}

/// Marks that stand on letters with capitals, beside those of all scripts.
fn stands_on(c: char) -> bool {
    matches!(c, '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{fe20}'..='\u{fe2f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_of_direction_come_in_pairs() {
        for good in
            ["", "abc", "\u{202b}a\u{202c}", "\u{2067}a\u{202e}b\u{2069}", "\u{2066}\u{2067}\u{2069}\u{2069}"]
        {
            assert_eq!(unbalanced_bidi(good), None, "{good:?}");
        }
        assert_eq!(unbalanced_bidi("a\u{202e}b"), Some((1, '\u{202e}')));
        assert_eq!(unbalanced_bidi("a\u{202c}b"), Some((1, '\u{202c}')));
        assert_eq!(unbalanced_bidi("a\u{2066}\u{202a}\u{2069}\u{202c}"), Some((10, '\u{202c}')));
    }

    #[test]
    fn initials() {
        let found = |text, lang| initial(text, lang).map(|(from, to)| &text[from..to]);
        assert_eq!(found("The", "en"), Some("T"));
        assert_eq!(found("“The", "en"), Some("T"));
        assert_eq!(found("A\u{301}rea", "es"), Some("A\u{301}"));
        assert_eq!(found("IJmuiden", "nl"), Some("IJ"));
        assert_eq!(found("IJmuiden", "en"), Some("I"));
        assert_eq!(found("Ljubav", "hr"), Some("Lj"));
        for text in ["1984 was", "السلام", "你好", "", "…and", "((((The"] {
            assert_eq!(found(text, "en"), None, "{text}");
        }
    }
}
