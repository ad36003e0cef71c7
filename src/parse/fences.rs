//! Lines of colons that open and close divs.

use crate::model::document::AdmonitionKind;
use crate::model::words::Word;

/// What a line of colons is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fence {
    Open,
    Close,
}

/// What a line is, from its first colon on. Where names and attributes are not as pandoc has them, it is text.
pub(super) fn fence(line: &str) -> Option<Fence> {
    let rest = line.trim_start_matches(':');
    if line.len() - rest.len() < 3 {
        return None;
    }
    let rest = rest.trim();
    if rest.is_empty() {
        return Some(Fence::Close);
    }
    let rest = rest.trim_end_matches(':').trim_end();
    let is_open = match rest.strip_prefix('{') {
        Some(inner) => inner.contains('}'),
        None => {
            let name = rest.split([' ', '{', '[']).next().unwrap_or_default();
            let words = rest[name.len()..].trim();
            is_name(name) && (words.is_empty() || words.starts_with(['{', '[']) || admonition(name).is_some())
        }
    };
    is_open.then_some(Fence::Open)
}

pub(super) fn is_name(name: &str) -> bool {
    name.starts_with(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}

/// The admonition that a name stands for, in the words of pandoc's, Quarto's, Docusaurus's, Sphinx's, bookdown's and The
/// Carpentries' users.
pub(super) fn admonition(name: &str) -> Option<AdmonitionKind> {
    let name = name.to_ascii_lowercase();
    if is_beside(&name) {
        return Some(AdmonitionKind::Aside);
    }
    let bare = ["callout-", "admonition-", "rmd"].iter().find_map(|prefix| name.strip_prefix(prefix));
    let bare = bare.or(name.strip_suffix("box").filter(|bare| !bare.is_empty())).unwrap_or(&name);
    match bare {
        // The last of each are Obsidian's and HackMD's.
        "note" | "info" | "seealso" | "callout" | "admonition" | "question" | "faq" | "help" | "todo" => {
            Some(AdmonitionKind::Note)
        }
        "tip" | "hint" | "success" | "check" | "done" => Some(AdmonitionKind::Tip),
        "important" => Some(AdmonitionKind::Important),
        "warning" | "attention" | "warn" => Some(AdmonitionKind::Warning),
        "caution" | "danger" | "error" | "failure" | "bug" => Some(AdmonitionKind::Caution),
        "box" | "example" | "topic" | "card" => Some(AdmonitionKind::Box),
        "aside" | "sidebar" => Some(AdmonitionKind::Aside),
        "details" | "dropdown" | "solution" | "spoiler" => Some(AdmonitionKind::Details),
        name => usual_title(name).map(|_| AdmonitionKind::Box),
    }
}

/// Classes of what stands in the margin: the program's own, Quarto's, and those of books after Tufte's.
const BESIDE: [&str; 6] = ["margin", "aside", "column-margin", "marginnote", "margin-note", "sidenote"];

/// Whether a class says that something stands in the margin.
pub(super) fn is_beside(class: &str) -> bool {
    BESIDE.contains(&class)
}

/// What boxes of lessons and of mathematics are called by the tools that have them, where the author gives them no title.
pub(super) fn usual_title(name: &str) -> Option<Word> {
    Some(match name {
        "challenge" => Word::Challenge,
        "solution" => Word::Solution,
        "spoiler" => Word::More,
        "objectives" => Word::Objectives,
        "questions" => Word::Questions,
        "keypoints" | "key-messages" => Word::KeyPoints,
        "prereq" => Word::Prerequisites,
        "prerequisite" => Word::Prerequisite,
        "discussion" => Word::Discussion,
        "instructor" => Word::ForInstructors,
        "checklist" => Word::Checklist,
        "testimonial" => Word::Testimonial,
        "exercise" => Word::Exercise,
        "exercises" => Word::Exercises,
        "definition" => Word::Definition,
        "theorem" => Word::Theorem,
        "lemma" => Word::Lemma,
        "corollary" => Word::Corollary,
        "proposition" => Word::Proposition,
        "remark" => Word::Remark,
        "proof" => Word::Proof,
        _ => return None,
    })
}

/// What a box of mathematics is called by the first letters of its id, as Quarto has them.
pub(super) fn by_id(id: &str) -> Option<Word> {
    Some(match id.split_once('-')?.0 {
        "thm" => Word::Theorem,
        "lem" => Word::Lemma,
        "cor" => Word::Corollary,
        "prp" => Word::Proposition,
        "def" => Word::Definition,
        "exr" => Word::Exercise,
        "rem" => Word::Remark,
        "sol" => Word::Solution,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_colons() {
        for line in [
            "::: note",
            ":::note",
            "::: {.note}",
            ":::{#a}",
            "::::: warning ::::",
            "::: tip My title",
            ":::note[Title]",
            "::: {note} T",
            "::: {}",
        ] {
            assert_eq!(fence(line), Some(Fence::Open), "{line}");
        }
        assert_eq!(fence(":::::  "), Some(Fence::Close));
        for line in [":: note", "::: two words", "::: -", ":::1", "::: *a*"] {
            assert_eq!(fence(line), None, "{line}");
        }
    }
}
