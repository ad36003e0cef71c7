//! The kinds of boxes.

use super::words::Word;

/// The class of what stands in the column of the margin, where the pages have one.
pub const MARGIN: &str = "margin";
/// The class of an empty span where the text names what stands in the margin beside it.
pub const BESIDE: &str = "beside";

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AdmonitionKind {
    Note,
    Tip,
    Important,
    Warning,
    Caution,
    /// A box without a name of its own.
    Box,
    /// A box beside the text's course.
    Aside,
    /// What a screen shows when it is asked for; it has a title. On paper it stands open.
    Details,
}

impl AdmonitionKind {
    pub const ALL: [AdmonitionKind; 8] = [
        AdmonitionKind::Note,
        AdmonitionKind::Tip,
        AdmonitionKind::Important,
        AdmonitionKind::Warning,
        AdmonitionKind::Caution,
        AdmonitionKind::Box,
        AdmonitionKind::Aside,
        AdmonitionKind::Details,
    ];

    /// What themes and stylesheets call it.
    pub fn name(self) -> &'static str {
        match self {
            AdmonitionKind::Note => "note",
            AdmonitionKind::Tip => "tip",
            AdmonitionKind::Important => "important",
            AdmonitionKind::Warning => "warning",
            AdmonitionKind::Caution => "caution",
            AdmonitionKind::Box => "box",
            AdmonitionKind::Aside => "aside",
            AdmonitionKind::Details => "details",
        }
    }

    /// The book's word for it, if it has a name.
    pub fn word(self) -> Option<Word> {
        Some(match self {
            AdmonitionKind::Note => Word::Note,
            AdmonitionKind::Tip => Word::Tip,
            AdmonitionKind::Important => Word::Important,
            AdmonitionKind::Warning => Word::Warning,
            AdmonitionKind::Caution => Word::Caution,
            AdmonitionKind::Box | AdmonitionKind::Aside | AdmonitionKind::Details => return None,
        })
    }
}
