//! What the web edition tells besides the text.

use super::identity::Format;

/// What catalogues, reference managers and networks are told on the pages of the web edition, and what readers are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WebFacts {
    /// HTML for the head of the first page.
    pub head: String,
    /// HTML for the head of each section's page.
    pub heads: Vec<String>,
    /// HTML of the abstract.
    pub summary: String,
    /// HTML of how the book is cited and of its catalogue entry.
    pub about: String,
    /// An Atom feed, where the book has a date.
    pub feed: Option<String>,
    /// The other editions, where they lie at hand.
    pub downloads: Vec<Download>,
}

/// A file of another edition, from the folder of the web edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Download {
    pub format: Format,
    pub href: String,
    pub media_type: String,
    /// In the book's language.
    pub size: String,
}

impl WebFacts {
    /// The other edition of a format.
    pub fn download(&self, format: Format) -> Option<&Download> {
        self.downloads.iter().find(|one| one.format == format)
    }
}

/// The name of the web edition's feed.
pub const FEED: &str = "feed.xml";
/// The name of its first page.
pub const FIRST: &str = "index.html";
