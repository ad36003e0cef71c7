//! Patterns of a book's own (F. M. Liang, Word Hy-phen-a-tion by Com-put-er, 1983), as TeX has them in `.tex` files and
//! LibreOffice in `.dic` files.
//!
//! A pattern is letters with figures between: `hy3ph`. All patterns that a word holds are laid over it; of the figures at
//! one place the greatest counts, and odd ones let the word be divided there. A full stop stands for the word's edge.

use rustc_hash::FxHashMap;

use super::Fault;
use crate::source::{Source, Span};

/// Longer patterns are none: those of all languages have fewer letters than twenty.
const LONGEST: usize = 40;
/// Of the faults of a file, so many are told.
const MOST_FAULTS: usize = 10;

/// The patterns of a language.
#[derive(Debug, Default, PartialEq)]
pub struct Patterns {
    /// By their letters, the figures before, between and after them.
    figures: FxHashMap<Box<[char]>, Box<[u8]>>,
    /// Words that are divided otherwise, and after how many letters.
    words: FxHashMap<Box<[char]>, Box<[usize]>>,
    /// Letters of the longest pattern.
    longest: usize,
    /// Letters that stay on a line and go to the next at the least, as the file says.
    pub(super) left: usize,
    pub(super) right: usize,
}

impl Patterns {
    /// Reads a file. What is no pattern is left out and told.
    pub fn read(source: &Source, faults: &mut Vec<Fault>) -> Patterns {
        let mut reader = Reader { source, patterns: Patterns::default(), found: Vec::new() };
        if source.path.to_ascii_lowercase().ends_with(".dic") {
            reader.dictionary()
        } else {
            reader.tex()
        };
        let Reader { patterns, mut found, .. } = reader;
        if patterns.figures.is_empty() && found.is_empty() {
            let message = "the file has no patterns".to_string();
            let hint = "write `\\patterns{…}` as in TeX's files, or a pattern a line as in LibreOffice's";
            found.push(Fault { span: Span::new(source.id, 0, 0), message, hint });
        }
        found.truncate(MOST_FAULTS);
        faults.append(&mut found);
        patterns
    }

    /// After how many of its letters, which are small ones, a word may be divided.
    pub fn cuts(&self, word: &[char]) -> Vec<usize> {
        if let Some(cuts) = self.words.get(word) {
            return cuts.to_vec();
        }
        let edged: Vec<char> = std::iter::once('.').chain(word.iter().copied()).chain(['.']).collect();
        let mut figures = vec![0; edged.len() + 1];
        for start in 0..edged.len() {
            for end in start + 1..=edged.len().min(start + self.longest) {
                let Some(found) = self.figures.get(&edged[start..end]) else { continue };
                let laid = figures[start..].iter_mut().zip(found);
                laid.for_each(|(figure, other)| *figure = (*figure).max(*other));
            }
        }
        (1..word.len()).filter(|at| figures[at + 1] % 2 == 1).collect()
    }

    fn add(&mut self, letters: Vec<char>, figures: Vec<u8>) {
        self.longest = self.longest.max(letters.len());
        let known = self.figures.entry(letters.into()).or_insert_with(|| vec![0; figures.len()].into());
        known.iter_mut().zip(figures).for_each(|(known, figure)| *known = (*known).max(figure));
    }
}

struct Reader<'s> {
    source: &'s Source,
    patterns: Patterns,
    found: Vec<Fault>,
}

/// Where in a file of TeX's the reader is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Nothing,
    Patterns,
    Words,
}

impl<'s> Reader<'s> {
    /// `\patterns{…}` and `\hyphenation{…}`, with comments; or nothing but patterns.
    fn tex(&mut self) {
        let text = &self.source.text;
        let bare = !text.contains("\\patterns");
        let mut within = if bare { Within::Patterns } else { Within::Nothing };
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let (said, comment) = line.split_once('%').unwrap_or((line, ""));
            self.bounds(comment);
            let mut rest = said;
            while let Some(next) = rest.find(|c: char| !c.is_whitespace()) {
                rest = &rest[next..];
                let place = at + (said.len() - rest.len());
                let (length, now) = self.tex_token(rest, place, within);
                within = now;
                rest = &rest[length..];
            }
            at += line.len();
        }
    }

    /// Reads what stands at a place, and tells its length and where the reader is behind it.
    fn tex_token(&mut self, rest: &'s str, place: usize, within: Within) -> (usize, Within) {
        for (command, inside) in [("\\patterns", Within::Patterns), ("\\hyphenation", Within::Words)] {
            if let Some(after) = rest.strip_prefix(command) {
                let brace = after.trim_start().strip_prefix('{');
                let length = rest.len() - brace.unwrap_or(after).len();
                return (length, if brace.is_some() { inside } else { within });
            }
        }
        if rest.starts_with('}') {
            return (1, Within::Nothing);
        }
        let length = rest.find(|c: char| c.is_whitespace() || c == '}').unwrap_or(rest.len());
        let token = &rest[..length];
        match within {
            Within::Nothing => {}
            Within::Patterns => self.pattern(token, place),
            Within::Words => self.word(token, place),
        }
        (length, within)
    }

    /// The least numbers of letters, as the heads of hyph-utf8's files have them in comments.
    fn bounds(&mut self, comment: &str) {
        let number = |key: &str| comment.trim().strip_prefix(key).and_then(|rest| rest.trim().parse().ok());
        self.patterns.left = number("left:").unwrap_or(self.patterns.left).min(LONGEST);
        self.patterns.right = number("right:").unwrap_or(self.patterns.right).min(LONGEST);
    }

    /// A character set, then a pattern or a setting a line.
    fn dictionary(&mut self) {
        let mut at = 0;
        for (index, line) in self.source.text.split_inclusive('\n').enumerate() {
            let place = at;
            at += line.len();
            let said = line.trim();
            let place = place + (line.len() - line.trim_start().len());
            let number = |rest: &str| rest.trim().parse::<usize>().ok().map(|least| least.min(LONGEST));
            let is_comment = said.is_empty() || said.starts_with(['#', '%']);
            if is_comment || index == 0 || said == "NEXTLEVEL" || said.starts_with("NOHYPHEN") {
                continue;
            }
            if let Some(rest) = said.strip_prefix("LEFTHYPHENMIN") {
                self.patterns.left = number(rest).unwrap_or_default();
            } else if let Some(rest) = said.strip_prefix("RIGHTHYPHENMIN") {
                self.patterns.right = number(rest).unwrap_or_default();
            } else if !said.starts_with("COMPOUND") {
                self.pattern(said, place);
            }
        }
    }

    /// A pattern. Where one changes letters (`eau1x/eau=x,1,4`), words are not divided.
    fn pattern(&mut self, token: &str, place: usize) {
        let (token, changes) = token.split_once('/').map_or((token, false), |(pattern, _)| (pattern, true));
        let (mut letters, mut figures) = (Vec::new(), vec![0]);
        let mut was_figure = false;
        for c in token.chars() {
            let figure = c.to_digit(10).filter(|_| c.is_ascii_digit());
            match figure {
                Some(_) if was_figure => return self.fault(token, place, "has two figures in a row"),
                Some(figure) => *figures.last_mut().expect("it begins with one") = figure as u8,
                None if !is_of_word(c) && c != '.' => return self.fault(token, place, "is no pattern"),
                None => {
                    letters.push(c.to_lowercase().next().unwrap_or(c));
                    figures.push(0);
                }
            }
            was_figure = figure.is_some();
        }
        // Some files have several stops at a word's edge: such patterns are in no word.
        let within = letters.split(|c| *c == '.').filter(|part| !part.is_empty()).count();
        if within != 1 || letters.len() > LONGEST {
            return self.fault(token, place, "is no pattern");
        }
        if changes {
            figures.iter_mut().filter(|figure| **figure % 2 == 1).for_each(|figure| *figure += 1);
        }
        self.patterns.add(letters, figures);
    }

    /// A word with hyphens where it may be divided.
    fn word(&mut self, token: &str, place: usize) {
        let (mut letters, mut cuts) = (Vec::new(), Vec::new());
        for c in token.chars() {
            match c {
                '-' => cuts.push(letters.len()),
                c if is_of_word(c) => letters.push(c.to_lowercase().next().unwrap_or(c)),
                _ => return self.fault(token, place, "is no word with hyphens"),
            }
        }
        self.patterns.words.insert(letters.into(), cuts.into());
    }

    fn fault(&mut self, token: &str, place: usize, is: &str) {
        let shown: String = token.chars().take(LONGEST).collect();
        let span = Span::new(self.source.id, place, place + token.len());
        let message = format!("`{}` {is}", shown.escape_debug());
        let hint = "a pattern is letters with single figures between, such as `hy3ph` or `.un1d`, in UTF-8";
        self.found.push(Fault { span, message, hint });
    }
}

/// Letters, marks, and the signs that words hold.
fn is_of_word(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '·' | '\u{200c}' | '\u{200d}') || is_mark(c)
}

fn is_mark(c: char) -> bool {
    use unicode_script::{Script, UnicodeScript};
    !c.is_ascii()
        && !c.is_numeric()
        && (c.script() == Script::Inherited || !c.is_whitespace() && c.script() != Script::Common)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn read(path: &str, text: &str) -> (Patterns, Vec<String>) {
        let mut faults = Vec::new();
        let source = Sources::default().add(path.to_string(), text.to_string());
        let patterns = Patterns::read(&source, &mut faults);
        (patterns, faults.iter().map(|fault| fault.message.clone()).collect())
    }

    fn divide(patterns: &Patterns, word: &str) -> String {
        let letters: Vec<char> = word.chars().collect();
        let mut divided = letters.clone();
        patterns.cuts(&letters).iter().rev().for_each(|at| divided.insert(*at, '-'));
        divided.iter().collect()
    }

    /// Liang's own example.
    const PATTERNS: &str = "hy3ph he2n hena4 hen5at 1na n2at 1tio 2io";

    #[test]
    fn files_of_tex() {
        let (bare, faults) = read("a.pat.txt", PATTERNS);
        assert!(faults.is_empty());
        assert_eq!(divide(&bare, "hyphenation"), "hy-phen-ation");
        let whole = format!(
            "% left: 2\n%  right: 3\n\\message{{x1}}\\patterns{{ % of English\n{PATTERNS}\n}}\n\\hyphenation{{ta-ble\nproject}}"
        );
        let (whole, faults) = read("a.tex", &whole);
        assert_eq!((faults.as_slice(), whole.left, whole.right), (&[] as &[String], 2, 3));
        assert_eq!(["hyphenation", "table"].map(|word| divide(&whole, word)), ["hy-phen-ation", "ta-ble"]);
    }

    #[test]
    fn files_of_libreoffice() {
        let text = format!(
            "UTF-8\nLEFTHYPHENMIN 2\nRIGHTHYPHENMIN 2\n1-1\nNEXTLEVEL\n# c\n{}\n",
            PATTERNS.replace(' ', "\n")
        );
        let (patterns, faults) = read("hyph_en.DIC", &text);
        assert_eq!((faults.as_slice(), patterns.left, patterns.right), (&[] as &[String], 2, 2));
        assert_eq!(divide(&patterns, "hyphenation"), "hy-phen-ation");
        let (changing, _) = read("a.dic", "UTF-8\nm1m/mm=m,1,2\na1m\n");
        assert_eq!(divide(&changing, "omma"), "omma");
        assert_eq!(divide(&changing, "oama"), "oa-ma");
    }

    #[test]
    fn what_is_no_pattern_is_told() {
        let (_, faults) = read("a.tex", "\\patterns{a1b \\'e1 12a .. 3 a1🙂}");
        assert_eq!(faults.len(), 5, "{faults:?}");
        assert_eq!(read("a.tex", "nothing here{}").1.len(), 1);
        assert_eq!(read("a.dic", "").1, ["the file has no patterns"]);
        let (_, faults) = read("a.tex", &"1 ".repeat(100));
        assert_eq!(faults.len(), MOST_FAULTS);
    }
}
