//! What was measured of a finished edition.

use super::manifest::PageCounts;

/// One written file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormatRecord {
    /// `pdf` or `epub`.
    pub format: &'static str,
    pub file: String,
    pub media_type: &'static str,
    pub bytes: u64,
    /// Lower-case hexadecimal.
    pub sha256: String,
}

/// Every fact measured of a build, written beside the outputs and, in part, back into the manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub title: String,
    pub language: String,
    pub original_language: Option<String>,
    pub date: Option<String>,
    pub pages: PageCounts,
    /// Words of the chapters, notes included.
    pub words: u64,
    pub figures: u32,
    pub tables: u32,
    /// How many times the book was laid out until its page counts held.
    pub layouts: u32,
    pub formats: Vec<FormatRecord>,
}
