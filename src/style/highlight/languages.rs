//! The languages of code: a plain file each in `languages/`, read when a book first shows it. A file has lines of
//! `key: value`; its first, `names`, is what blocks call the language. A key that comes again adds to its list, `like` takes
//! over what another file has, and lines that begin with `#` are comments. The keys are those of `Language::set`.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use crate::model::flow::Token;

macro_rules! files {
    ($($file:literal),+ $(,)?) => {
        [$(File { text: include_str!(concat!("languages/", $file, ".txt")), read: OnceLock::new() }),+]
    };
}

struct File {
    text: &'static str,
    read: OnceLock<Language>,
}

#[rustfmt::skip]
static FILES: [File; 66] = files![
    "actionscript", "applescript", "assembler", "batch", "bibtex", "c", "clojure", "cmake", "cpp", "csharp", "css", "d", "dart",
    "diff", "dockerfile", "elixir", "erlang", "fortran", "fsharp", "go", "graphql", "graphviz", "groovy", "haskell", "html",
    "ini", "java", "javascript", "json", "julia", "kotlin", "less", "lisp", "lua", "makefile", "markdown", "matlab", "nix",
    "objective-c", "ocaml", "pascal", "perl", "php", "powershell", "properties", "protobuf", "python", "r", "rest", "ruby", "rust",
    "scala", "scheme", "scss", "shell", "sql", "swift", "tcl", "tex", "toml", "typescript", "visual-basic", "xml", "yaml", "zig",
    "ninja",
];

/// Files by the names that blocks may call them.
static NAMES: LazyLock<HashMap<&'static str, &'static File>> = LazyLock::new(|| {
    let named = |file: &'static File| names(file.text).map(move |name| (name, file));
    FILES.iter().flat_map(named).collect()
});

fn names(text: &'static str) -> impl Iterator<Item = &'static str> {
    let first = text.lines().next().and_then(|line| line.strip_prefix("names: "));
    first.unwrap_or_default().split_whitespace()
}

/// The language that an info string means.
pub fn find(name: &str) -> Option<&'static Language> {
    let file = NAMES.get(name.to_ascii_lowercase().as_str())?;
    Some(file.read.get_or_init(|| Language::read(file.text)))
}

/// A name of every language there is.
#[cfg(test)]
pub fn one_name_each() -> impl Iterator<Item = &'static str> {
    FILES.iter().filter_map(|file| names(file.text).next())
}

/// Where a sign has its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    Anywhere,
    /// After a space, a bracket or what separates; not within a word.
    AtWord,
    /// First on its line.
    AtLine,
}

/// What a comment begins and ends with; without an end, the line's.
#[derive(Debug, Clone)]
pub struct Comment {
    pub open: &'static str,
    pub close: Option<&'static str>,
    pub stand: Stand,
}

/// What a string begins and ends with.
#[derive(Debug, Clone)]
pub struct Quote {
    pub open: &'static str,
    pub close: &'static str,
    /// The sign that takes the next character into the string.
    pub escape: Option<u8>,
    pub over_lines: bool,
    /// None where what is between the quotes is plain, such as a name with spaces.
    pub token: Option<Token>,
}

/// A sign that gives the name after it a kind.
#[derive(Debug, Clone)]
pub struct Marked {
    pub sign: &'static str,
    pub token: Token,
    pub stand: Stand,
}

/// What an apostrophe is where it is no quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Apostrophe {
    #[default]
    None,
    /// Around one character.
    Character,
    /// That, or before a name, which is of this kind.
    Before(Token),
    /// After a value, of which it makes something else.
    After,
}

/// What languages have or have not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trait {
    /// Keywords, types and signs of letters are the same in capitals.
    AnyCase,
    /// Names of types begin with a capital.
    Capitals,
    /// Lines that begin with `#` are orders to the compiler.
    Directives,
    /// A line's first word is an instruction, and one before a colon a label.
    FirstWords,
    /// `#fff` is a number.
    HexColors,
    /// `[==[` is closed by `]==]`.
    LongBrackets,
    /// `name!` is called.
    Macros,
    NestedComments,
    /// A comment's sign within a longer operator is none.
    Operators,
    /// Words and numbers mean nothing by themselves.
    Prose,
    /// `r#"` is closed by `"#`.
    RawStrings,
    /// A slash where a value is looked for begins a regular expression.
    RegularExpressions,
    /// What is neither a key nor quoted is a string too, and so are lines after `|` and `>` that are indented.
    Scalars,
    /// `[section]` stands on a line.
    Sections,
    /// Elements, with other languages within some.
    Markup,
    /// Stands between `<?` and `?>` within markup.
    InMarkup,
}

const TRAITS: [(&str, Trait); 16] = [
    ("any-case", Trait::AnyCase),
    ("capitals", Trait::Capitals),
    ("directives", Trait::Directives),
    ("first-words", Trait::FirstWords),
    ("hex-colors", Trait::HexColors),
    ("in-markup", Trait::InMarkup),
    ("long-brackets", Trait::LongBrackets),
    ("macros", Trait::Macros),
    ("markup", Trait::Markup),
    ("nested-comments", Trait::NestedComments),
    ("operators", Trait::Operators),
    ("prose", Trait::Prose),
    ("raw-strings", Trait::RawStrings),
    ("regular-expressions", Trait::RegularExpressions),
    ("scalars", Trait::Scalars),
    ("sections", Trait::Sections),
];

const KINDS: [(&str, Token); 6] = [
    ("comment", Token::Comment),
    ("function", Token::Function),
    ("keyword", Token::Keyword),
    ("number", Token::Number),
    ("string", Token::String),
    ("type", Token::Type),
];

type Words = Vec<&'static str>;

#[derive(Debug, Clone, Default)]
pub struct Language {
    keywords: Words,
    types: Words,
    functions: Words,
    functions_after: Words,
    types_after: Words,
    /// The longer before those that they begin with.
    pub comments: Vec<Comment>,
    pub strings: Vec<Quote>,
    /// Names that belong to the string right after them.
    pub prefixes: Words,
    /// After which a delimiter of the author's choice begins a string, or two.
    pub delimited: Words,
    pub delimited_twice: Words,
    pub here_document: Option<&'static str>,
    /// Signs that make a literal of the next character.
    pub characters: Vec<(&'static str, Token)>,
    pub marked: Vec<Marked>,
    /// With which names of variables begin.
    pub variables: &'static str,
    /// With which lines begin that are of one kind.
    pub lines: Vec<(&'static str, Token)>,
    /// What stands after the keys that begin lines, and what keys are.
    pub keys: Option<(&'static str, Token)>,
    /// Where given: after what a command begins, in which alone words are keywords.
    pub commands: &'static str,
    pub apostrophe: Apostrophe,
    name_starts: &'static str,
    name_signs: &'static str,
    traits: u32,
    /// What anything but names and numbers may begin with.
    begins: Bytes,
    /// What may be in a name, and what a name may begin with, of ASCII.
    in_names: Bytes,
    starts_names: Bytes,
}

#[derive(Debug, Clone)]
struct Bytes([bool; 256]);

impl Default for Bytes {
    fn default() -> Bytes {
        Bytes([false; 256])
    }
}

impl Language {
    fn read(text: &'static str) -> Language {
        let mut language = Language::default();
        for (key, value) in lines(text) {
            language.set(key, value);
        }
        language.finish();
        language
    }

    /// Takes what a line says; None where there is no such key, or no such value.
    fn set(&mut self, key: &str, value: &'static str) -> Option<()> {
        let words = || value.split_whitespace();
        match key {
            "names" => {}
            "like" => *self = find(value)?.clone(),
            "keywords" => self.keywords.extend(words()),
            "types" => self.types.extend(words()),
            // What can be called without a bracket.
            "functions" => self.functions.extend(words()),
            // Words after which the name of a function, and of a type, stands.
            "functions-after" => self.functions_after.extend(words()),
            "types-after" => self.types_after.extend(words()),
            // `comment: //` goes to the line's end, `comment: /* */` to its own.
            "comment" => self.comments.push(comment(value, Stand::Anywhere)?),
            "comment-at-word" => self.comments.push(comment(value, Stand::AtWord)?),
            "comment-at-line" => self.comments.push(comment(value, Stand::AtLine)?),
            // `string: " " \ lines`: open, close, escape, whether it goes over lines; `plain` or another kind.
            "string" => self.strings.push(quote(value)?),
            "prefixes" => self.prefixes.extend(words()),
            "delimited" => self.delimited.extend(words()),
            "delimited-twice" => self.delimited_twice.extend(words()),
            "here-document" => self.here_document = Some(value),
            "character" => self.characters.push(of_kind(value)?),
            "marked" => self.marked.push(marked(value, Stand::Anywhere)?),
            "marked-at-word" => self.marked.push(marked(value, Stand::AtWord)?),
            "variables" => self.variables = value,
            "line" => self.lines.push(of_kind(value)?),
            "keys" => self.keys = Some(of_kind(value)?),
            "commands-after" => self.commands = value,
            "apostrophe" => {
                self.apostrophe = match value {
                    "character" => Apostrophe::Character,
                    "after" => Apostrophe::After,
                    _ => Apostrophe::Before(kind(value.strip_prefix("before ")?)?),
                }
            }
            "name-starts" => self.name_starts = value,
            "name-signs" => self.name_signs = value,
            "traits" => {
                for name in words() {
                    self.traits |= 1 << TRAITS.iter().find(|(have, _)| *have == name)?.1 as u32;
                }
            }
            _ => return None,
        }
        Some(())
    }

    /// Puts the lists in order, and makes the tables.
    fn finish(&mut self) {
        for words in [&mut self.keywords, &mut self.types, &mut self.functions] {
            words.sort_unstable();
        }
        self.comments.sort_by_key(|comment| Reverse(comment.open.len()));
        self.strings.sort_by_key(|quote| Reverse(quote.open.len()));
        let mut signs: Vec<&str> = self.comments.iter().map(|comment| comment.open).collect();
        signs.extend(self.strings.iter().map(|quote| quote.open));
        signs.extend(self.characters.iter().map(|(sign, _)| *sign));
        signs.extend(self.marked.iter().map(|marked| marked.sign));
        signs.extend(self.here_document);
        signs.extend(self.delimited.iter().chain(&self.delimited_twice));
        let of_traits = [
            (Trait::Directives, "#"),
            (Trait::HexColors, "#"),
            (Trait::Sections, "["),
            (Trait::LongBrackets, "["),
            (Trait::RegularExpressions, "/"),
            (Trait::Scalars, "|"),
            (Trait::Scalars, ">"),
        ];
        signs.extend(of_traits.iter().filter(|(of, _)| self.has(*of)).map(|(_, sign)| *sign));
        signs.extend((self.apostrophe != Apostrophe::None).then_some("'"));
        for byte in signs.iter().filter_map(|sign| sign.bytes().next()).chain(self.variables.bytes()) {
            self.begins.0[usize::from(byte)] = true;
            if self.has(Trait::AnyCase) {
                self.begins.0[usize::from(byte.to_ascii_lowercase())] = true;
                self.begins.0[usize::from(byte.to_ascii_uppercase())] = true;
            }
        }
        for byte in 0..=u8::MAX {
            let is_letter = byte.is_ascii_alphabetic() || byte == b'_';
            self.starts_names.0[usize::from(byte)] = is_letter || self.name_starts.as_bytes().contains(&byte);
            self.in_names.0[usize::from(byte)] =
                is_letter || byte.is_ascii_digit() || self.name_signs.as_bytes().contains(&byte);
        }
    }

    pub fn has(&self, wanted: Trait) -> bool {
        self.traits & (1 << wanted as u32) != 0
    }

    pub fn begins(&self, byte: u8) -> bool {
        self.begins.0[usize::from(byte)]
    }

    pub fn is_in_names(&self, byte: u8) -> bool {
        self.in_names.0[usize::from(byte)]
    }

    pub fn starts_names(&self, byte: u8) -> bool {
        self.starts_names.0[usize::from(byte)]
    }

    fn holds(&self, words: &[&str], name: &str) -> bool {
        let lower = self.has(Trait::AnyCase).then(|| name.to_ascii_lowercase());
        words.binary_search(&lower.as_deref().unwrap_or(name)).is_ok()
    }

    pub fn is_keyword(&self, name: &str) -> bool {
        self.holds(&self.keywords, name)
    }

    pub fn is_function(&self, name: &str) -> bool {
        self.holds(&self.functions, name)
    }

    /// Types of the language or its library, and what is written like one: a capital, and not capitals only, which
    /// are constants.
    pub fn is_type(&self, name: &str) -> bool {
        let is_capital = |c: char| c.is_uppercase();
        let looks_so = self.has(Trait::Capitals)
            && name.starts_with(is_capital)
            && (name.chars().any(char::is_lowercase) || name.chars().count() == 1);
        looks_so || self.holds(&self.types, name)
    }

    /// What the name after a keyword is.
    pub fn introduced_by(&self, keyword: &str) -> Option<Token> {
        let any_case = self.has(Trait::AnyCase);
        let holds = |words: &[&str]| {
            words.iter().any(|word| *word == keyword || (any_case && word.eq_ignore_ascii_case(keyword)))
        };
        if holds(&self.functions_after) {
            return Some(Token::Function);
        }
        holds(&self.types_after).then_some(Token::Type)
    }
}

/// The keys and values of a file.
fn lines(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let told = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    told.filter_map(|line| line.split_once(": "))
}

fn kind(name: &str) -> Option<Token> {
    KINDS.iter().find(|(have, _)| *have == name).map(|(_, token)| *token)
}

/// A sign, which may have spaces, and a kind.
fn of_kind(value: &'static str) -> Option<(&'static str, Token)> {
    let (sign, name) = value.rsplit_once(' ')?;
    Some((sign, kind(name)?))
}

fn comment(value: &'static str, stand: Stand) -> Option<Comment> {
    let mut signs = value.split_whitespace();
    Some(Comment { open: signs.next()?, close: signs.next(), stand })
}

fn quote(value: &'static str) -> Option<Quote> {
    let mut words = value.split_whitespace();
    let (open, close) = (words.next()?, words.next()?);
    let mut made = Quote { open, close, escape: None, over_lines: false, token: Some(Token::String) };
    for word in words {
        match word {
            "lines" => made.over_lines = true,
            "plain" => made.token = None,
            _ if word.len() == 1 => made.escape = word.bytes().next(),
            _ => made.token = Some(kind(word)?),
        }
    }
    Some(made)
}

fn marked(value: &'static str, stand: Stand) -> Option<Marked> {
    let (sign, token) = of_kind(value)?;
    Some(Marked { sign, token, stand })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_a_file_is_understood() {
        for file in &FILES {
            let mut language = Language::read("");
            let told = file.text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).count();
            let name = names(file.text).next();
            assert_eq!(lines(file.text).count(), told, "{name:?}: a line without a key");
            for (key, value) in lines(file.text) {
                assert!(language.set(key, value).is_some(), "{name:?}: {key}: {value}");
            }
        }
    }

    #[test]
    fn names_are_of_one_language() {
        let count: usize = FILES.iter().map(|file| names(file.text).count()).sum();
        assert_eq!(NAMES.len(), count);
        assert!(NAMES.keys().all(|name| *name == name.to_lowercase()));
    }
}
