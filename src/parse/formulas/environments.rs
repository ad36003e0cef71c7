//! Environments that are mathematics by themselves, and definitions of commands.

use super::Found;
use super::finder::Finder;

/// Environments that are mathematics by themselves.
const ENVIRONMENTS: [&str; 11] = [
    "equation",
    "align",
    "gather",
    "multline",
    "flalign",
    "alignat",
    "xalignat",
    "xxalignat",
    "eqnarray",
    "displaymath",
    "math",
];
/// How many braces follow a command that defines others, a bare name among them; none for other commands.
fn wanted(name: &str) -> Option<usize> {
    Some(match name {
        "let" | "def" | "edef" | "gdef" | "xdef" | "sisetup" => 1,
        "newcommand" | "renewcommand" | "providecommand" | "DeclareRobustCommand" => 2,
        "DeclareMathOperator" | "DeclareSIUnit" => 2,
        "newenvironment" | "renewenvironment" | "DeclarePairedDelimiter" => 3,
        "NewDocumentCommand"
        | "RenewDocumentCommand"
        | "ProvideDocumentCommand"
        | "DeclareDocumentCommand" => 3,
        "DeclarePairedDelimiterX" => 4,
        "DeclarePairedDelimiterXPP" => 6,
        _ => return None,
    })
}

impl Finder<'_> {
    /// Up to the end of the environment that begins, with those of the same name in it.
    pub(super) fn environment(&mut self, at: usize, rest: &str) -> Option<Found> {
        let name = &rest[..rest.find('}').filter(|length| *length < 20)?];
        if !ENVIRONMENTS.contains(&name.strip_suffix('*').unwrap_or(name)) || at < self.barren.environment {
            return None;
        }
        let limit = self.bounds.at(self.text, at).fence;
        let (begin, end) = (format!("\\begin{{{name}}}"), format!("\\end{{{name}}}"));
        let (mut depth, mut place) = (0_usize, at);
        loop {
            let Some(next) = self.text[place..limit].find('\\').map(|next| place + next) else {
                self.barren.environment = limit;
                return None;
            };
            let here = &self.text[next..limit];
            place = next + 1;
            if here.starts_with(&begin) {
                depth += 1;
            } else if here.starts_with(&end) {
                depth -= 1;
                if depth == 0 {
                    return self.found(at..next + end.len());
                }
            }
        }
    }

    /// A definition, which ends with the last of its braces.
    pub(super) fn definition(&mut self, at: usize) -> Option<Found> {
        let rest = &self.text[at + 1..];
        let name = &rest[..rest.find(|c: char| !c.is_ascii_alphabetic())?];
        let wanted = wanted(name)?;
        let limit = self.bounds.at(self.text, at).paragraph;
        let (mut groups, mut depth) = (0, 0_usize);
        let mut place = at + 1 + name.len();
        while place < limit {
            match self.text.as_bytes()[place] {
                b'\\' if depth == 0 && groups == 0 && wanted > 1 => {
                    // A name may be typed without braces.
                    groups += 1;
                    let letters =
                        self.text[place + 1..].chars().take_while(char::is_ascii_alphabetic).count();
                    place += letters;
                }
                b'\\' => place += 1,
                b'{' => depth += 1,
                b'}' => {
                    depth = depth.saturating_sub(1);
                    groups += usize::from(depth == 0);
                    if depth == 0 && groups == wanted {
                        return self.found(at..place + 1);
                    }
                }
                b'\n' if name == "let" => return self.found(at..place),
                _ => {}
            }
            place += 1;
        }
        (name == "let" && limit > at).then(|| self.found(at..limit)).flatten()
    }
}
