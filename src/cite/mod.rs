//! Works cited. Libraries of references are read to one form, that of CSL-JSON; a style of the Citation Style Language (CSL
//! 1.0.2) makes of them what citations say, and the entries of bibliographies.
//!
//! hayagriva sets citations and entries. It knows neither what stands before and after a work in a citation, nor citations
//! that leave out the author or put it into the sentence: [`citations`] sees to those.

mod apart;
mod bibtex;
mod citations;
mod csl_json;
mod dates;
mod given;
mod groups;
mod inherit;
mod labels;
mod letters;
mod locators;
mod others;
mod own_locales;
mod quotes;
mod rich;
mod ris;
mod styles;
mod undated;
mod yaml;

use std::ops::Range;

use hayagriva::citationberg::json::{self, Item};

use crate::model::document::{Inline, WorkFacts};
use crate::source::Span;
pub use citations::{Finished, Listed, Made, entry_id, finish};
pub use locators::{Labels, Locator};
pub use rich::last_text;
use styles::{Groups, locales};
pub use styles::{Style, unpack};

/// A place in the text that cites works.
#[derive(Debug, Clone, PartialEq)]
pub struct Citation {
    pub span: Span,
    pub works: Vec<CitedWork>,
    /// The author of the first stands in the sentence: `@doe says`.
    pub in_sentence: bool,
    /// The number of the note that it is in, or becomes, where the style cites in notes.
    pub note: Option<usize>,
}

/// A work in a citation.
#[derive(Debug, Clone, PartialEq)]
pub struct CitedWork {
    /// Which of the library's.
    pub work: usize,
    pub prefix: Vec<Inline>,
    pub locator: Option<Locator>,
    pub suffix: Vec<Inline>,
    /// `-@doe`: the sentence has named the author.
    pub without_author: bool,
}

/// A work that may be cited.
#[derive(Debug, Clone, PartialEq)]
pub struct Work {
    pub key: String,
    item: Item,
    /// Where its file names it.
    pub range: Range<usize>,
    /// The keys of the works that it takes fields from.
    pub parents: Vec<String>,
    /// The last days of dates that span a time, by field.
    ends: Vec<(String, json::Value)>,
    /// Dates that are words, by field: “in press”.
    words: Vec<(String, String)>,
}

impl Work {
    /// What a field says, by its name in CSL: `title`, `DOI`.
    fn field(&self, name: &str) -> Option<String> {
        self.item.0.get(name)?.to_str().map(|text| quotes::unsigned(&rich::unveiled_text(&text)))
    }

    /// What catalogues say of it.
    pub fn facts(&self) -> WorkFacts {
        let field = |name: &str| self.field(name).filter(|text| !text.trim().is_empty());
        let doi = field("DOI").map(|doi| bare_doi(&doi).to_string());
        WorkFacts { key: self.key.clone(), title: field("title"), doi, url: field("URL") }
    }
}

/// A DOI without what is before it.
fn bare_doi(doi: &str) -> &str {
    let doi = doi.trim();
    let at = doi.find("10.").filter(|at| doi[..*at].ends_with(['/', ':', ' ']));
    &doi[at.unwrap_or(0)..]
}

/// What is wrong in a file of references or of a style.
#[derive(Debug, Clone, PartialEq)]
pub struct Trouble {
    pub range: Range<usize>,
    pub message: String,
    pub hint: Option<&'static str>,
    /// Without what is meant: an entry, the file. Else something of an entry is left out.
    pub is_error: bool,
}

impl Trouble {
    fn error(range: Range<usize>, message: impl Into<String>) -> Trouble {
        Trouble { range, message: message.into(), hint: None, is_error: true }
    }

    fn warning(range: Range<usize>, message: impl Into<String>) -> Trouble {
        Trouble { is_error: false, ..Trouble::error(range, message) }
    }

    fn hint(self, hint: &'static str) -> Trouble {
        Trouble { hint: Some(hint), ..self }
    }
}

/// The forms that libraries of references have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    BibTex,
    CslJson,
    CslYaml,
    Ris,
}

impl Format {
    /// By the name's ending.
    pub fn of(path: &str) -> Option<Format> {
        let (_, ending) = path.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "bib" | "bibtex" | "biblatex" => Some(Format::BibTex),
            "json" => Some(Format::CslJson),
            "yaml" | "yml" => Some(Format::CslYaml),
            "ris" => Some(Format::Ris),
            _ => None,
        }
    }
}

/// Longest file of references that is read, in bytes.
const LONGEST: usize = 64 << 20;

/// Reads a library of references. What is wrong with an entry leaves the others.
pub fn read(format: Format, text: &str) -> (Vec<Work>, Vec<Trouble>) {
    if text.len() > LONGEST {
        let message = format!("a file of references has at most {LONGEST} bytes");
        return (Vec::new(), vec![Trouble::error(0..0, message)]);
    }
    let mut troubles = Vec::new();
    let works = match format {
        Format::BibTex => bibtex::read(text, &mut troubles),
        Format::CslJson => csl_json::read(text, &mut troubles),
        Format::CslYaml => yaml::read(text, &mut troubles),
        Format::Ris => ris::read(text, &mut troubles),
    };
    (works, troubles)
}

#[cfg(test)]
mod tests;
