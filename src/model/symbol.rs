//! What machines read off a page.

use super::identity::{Format, Identifier, IdentifierScheme};
use super::manifest::Manifest;

/// What a symbol on a page stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Symbol {
    /// The ISBN, in bars (ISO/IEC 15420; ISBN Users’ Manual, 7th edition, 8).
    Isbn,
    /// The address that the DOI leads to, as a QR code (ISO/IEC 18004).
    Doi,
    /// An address that the theme gives, as a QR code.
    Address(String),
}

/// What a symbol says.
pub struct Said {
    /// To machines.
    pub data: String,
    /// To those who read.
    pub words: String,
}

impl Symbol {
    /// What it says of a book; nothing, where the book has no such identifier. Bars are for shops: of several ISBNs they
    /// have that of the printed edition.
    pub fn says(&self, manifest: &Manifest) -> Option<Said> {
        let of = |scheme| manifest.identifiers.iter().filter(move |one| one.scheme == scheme);
        match self {
            Symbol::Isbn => {
                let rank = |one: &&Identifier| match one.format {
                    Format::Print => 0,
                    Format::Work => 1,
                    Format::Pdf => 2,
                    Format::Epub => 3,
                };
                let isbn = of(IdentifierScheme::Isbn).min_by_key(rank)?;
                Some(Said { data: isbn.value.clone(), words: format!("ISBN {}", isbn.written) })
            }
            Symbol::Doi => {
                let address = of(IdentifierScheme::Doi).next()?.name();
                Some(Said { data: address.clone(), words: address })
            }
            Symbol::Address(address) => Some(Said { data: address.clone(), words: address.clone() }),
        }
    }

    /// What its drawing goes by among the pictures of the book. No file is called so.
    pub fn picture_name(&self) -> String {
        match self {
            Symbol::Isbn => "symbol:isbn".to_string(),
            Symbol::Doi => "symbol:doi".to_string(),
            Symbol::Address(address) => format!("symbol:{address}"),
        }
    }
}
