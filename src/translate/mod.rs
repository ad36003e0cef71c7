//! Translations of a book, paragraph by paragraph: files of them, brought up to what the book says now; and a text with its
//! translations put in, which is parsed as any other.

mod book;
mod merge;
mod po;
mod put;
mod update;

pub use book::{File, judge, manifest, tell_progress, texts};
pub use merge::{Changes, Wanted, update};
pub use po::{Catalog, Entry, read};
pub use put::{Index, Put, put};
pub use update::{Update, brought_up, wanted};
