//! What is left of TeX in a text: commands that have a meaning in a book, and the shape of those that have none here.

use crate::model::document::TermForm;
use crate::source::Span;

/// What a command with a name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Command {
    Emphasis,
    Strong,
    Code,
    SmallCapitals,
    Underline,
    Note,
    /// Prints what the id in braces is called.
    Reference,
    /// Prints the number alone of what has the id in braces.
    Number,
    /// The number of the formula that has the id in braces, between brackets.
    NumberInBrackets,
    /// The words of the heading or the caption that has the id in braces.
    Title,
    /// The page of what the id in braces names.
    Page,
    Label,
    /// An entry for the index, of which the page shows nothing.
    Index,
    /// A term of the glossary.
    Term(TermCommand),
    Address,
    /// An address in braces, and words for it in others.
    Link,
    /// A name, or a character, that has a command.
    Said(&'static str),
    /// The beginning or the end of an environment.
    Environment,
    Citation,
    PageBreak,
    Unknown,
}

/// How a command names a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TermCommand {
    pub(super) form: TermForm,
    pub(super) plural: bool,
    /// With a large first letter.
    pub(super) capital: bool,
}

impl TermCommand {
    /// Commands of the packages glossaries and acronym, in the singular.
    const NAMES: [(&str, TermForm); 8] = [
        ("gls", TermForm::Usual),
        ("acrshort", TermForm::Short),
        ("acrlong", TermForm::Long),
        ("acrfull", TermForm::Full),
        ("ac", TermForm::Usual),
        ("acs", TermForm::Short),
        ("acl", TermForm::Long),
        ("acf", TermForm::Full),
    ];

    fn of(name: &str) -> Option<TermCommand> {
        let first = name.chars().next().filter(char::is_ascii_alphabetic)?;
        let small = format!("{}{}", first.to_ascii_lowercase(), &name[1..]);
        let find = |name: &str| TermCommand::NAMES.iter().find(|(known, _)| *known == name);
        // The one package has `pl` for the plural, the other `p`.
        let is_long = small.starts_with("gls") || small.starts_with("acr");
        let singular = small.strip_suffix(if is_long { "pl" } else { "p" });
        let (found, plural) = match find(&small) {
            Some(found) => (found, false),
            None => (find(singular?)?, true),
        };
        Some(TermCommand { form: found.1, plural, capital: first.is_ascii_uppercase() })
    }
}

impl Command {
    pub(super) fn of(name: &str) -> Command {
        match name {
            "emph" | "textit" | "textsl" => Command::Emphasis,
            "textbf" => Command::Strong,
            "texttt" => Command::Code,
            "textsc" => Command::SmallCapitals,
            "underline" => Command::Underline,
            "footnote" => Command::Note,
            "ref" => Command::Number,
            "eqref" => Command::NumberInBrackets,
            "autoref" | "cref" | "Cref" => Command::Reference,
            "nameref" => Command::Title,
            "pageref" => Command::Page,
            "label" => Command::Label,
            "index" => Command::Index,
            "url" => Command::Address,
            "href" => Command::Link,
            "LaTeX" => Command::Said("LaTeX"),
            "TeX" => Command::Said("TeX"),
            "ldots" | "dots" => Command::Said("…"),
            "textbackslash" => Command::Said("\\"),
            "begin" | "end" => Command::Environment,
            "cite" | "citep" | "citet" | "parencite" | "textcite" | "autocite" | "footcite" | "nocite" => {
                Command::Citation
            }
            "newpage" | "pagebreak" | "clearpage" | "cleardoublepage" => Command::PageBreak,
            _ => TermCommand::of(name).map_or(Command::Unknown, Command::Term),
        }
    }
}

/// Longest command read in one piece.
const LONGEST: usize = 2000;

/// The name of the command whose backslash is at `at`.
pub(super) fn name(text: &str, at: usize) -> &str {
    let length = text[at + 1..].bytes().take_while(u8::is_ascii_alphabetic).count();
    &text[at + 1..at + 1 + length]
}

/// Where a command that is not understood ends: after all that follows it in brackets. A name alone is a command where it
/// stands by itself; paths of Windows have backslashes too.
pub(super) fn end_of(text: &str, at: usize) -> Option<usize> {
    let name = name(text, at);
    let mut end = at + 1 + name.len();
    end += usize::from(text[end..].starts_with('*'));
    let bare = end;
    while let Some(length) = group(&text[end..]) {
        end += length;
    }
    let before = text[..at].chars().next_back();
    let after = text[bare..].chars().next();
    let parted =
        |c: Option<char>| !c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '\\' | ':' | '/' | '_'));
    // A brace that the words within part from its end.
    let is_open = after == Some('{');
    let is_command = match end > bare || is_open {
        true => !name.is_empty(),
        false => name.len() > 1 && parted(before) && parted(after) && after != Some('-'),
    };
    is_command.then_some(end)
}

/// The length of the brackets that a text begins with.
pub(super) fn group(text: &str) -> Option<usize> {
    let (open, close) = match text.bytes().next()? {
        b'{' => (b'{', b'}'),
        b'[' => (b'[', b']'),
        _ => return None,
    };
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().take(LONGEST).enumerate() {
        depth += usize::from(byte == open);
        depth -= usize::from(byte == close);
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

/// The columns that `\begin{multicols}{2}` begins, or none where `\end{multicols}` ends them.
pub(super) fn columns_mark(text: &str) -> Option<Option<&str>> {
    if text.trim() == "\\end{multicols}" {
        return Some(None);
    }
    let count = text.trim().strip_prefix("\\begin{multicols}{")?.strip_suffix('}')?;
    Some(Some(count))
}

/// Whether what stands at a place begins or ends columns: on a line of its own, the first of its paragraph or the last.
pub(super) fn is_columns_mark(source: &str, span: Span) -> bool {
    let (start, end) = (span.start as usize, span.end as usize);
    let Some((before, after)) = source.get(..start).zip(source.get(end..)) else { return false };
    let is_blank = |line: Option<&str>| line.is_none_or(|line| line.trim().is_empty());
    let (mut above, mut below) = (before.rsplit('\n'), after.split('\n'));
    let is_alone = is_blank(above.next()) && is_blank(below.next());
    match source.get(start..end).and_then(columns_mark) {
        Some(Some(_)) => is_alone && is_blank(above.next()),
        Some(None) => is_alone && is_blank(below.next()),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_command() {
        let found = |text: &str| {
            let at = text.find('\\')?;
            end_of(text, at).map(|end| text[at..end].to_string())
        };
        assert_eq!(found("See \\vspace{2cm} here").as_deref(), Some("\\vspace{2cm}"));
        assert_eq!(found("\\frac{a}{b}c").as_deref(), Some("\\frac{a}{b}"));
        assert_eq!(found("\\section*[x]{a {b}}").as_deref(), Some("\\section*[x]{a {b}}"));
        assert_eq!(found("a \\noindent b").as_deref(), Some("\\noindent"));
        assert_eq!(found("\\emph{open").as_deref(), Some("\\emph"));
        for text in ["C:\\Users\\x", "\\n", "\\", "a\\b"] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
