//! What the texts are written in. The elements are the same, and each text can be read as XML; HTML has fewer attributes.

use crate::escape::xml::Markup;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// As EPUBs have it, each section in a document of its own.
    Xhtml,
    /// As web pages have it.
    Html,
}

/// Writes what an element is in the words of EPUBs, which HTML does not know; its role says it there.
pub trait Kinds {
    fn kind(&mut self, kind: &str, dialect: Dialect);
}

impl Kinds for Markup {
    fn kind(&mut self, kind: &str, dialect: Dialect) {
        match dialect {
            Dialect::Xhtml => self.attribute("epub:type", kind),
            Dialect::Html => {}
        }
    }
}
