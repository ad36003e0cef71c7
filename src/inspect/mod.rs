//! Finished files to what they hold: a PDF by its structure tree and page contents, an EPUB by its package and its files
//! in reading order. Nothing here knows how the files were written, and whatever they hold is told, not trusted: what
//! cannot be read is a fault in what was found.

mod epub;
mod pdf;
mod words;

pub use epub::epub;
pub use pdf::pdf;

use crate::model::found::Found;
use crate::model::identity::Format;

/// Reads back the files of an edition: each its format and its bytes.
pub fn inspect(files: &[(Format, Vec<u8>)]) -> Found {
    let bytes = |wanted: Format| files.iter().find(|(format, _)| *format == wanted).map(|(_, bytes)| bytes);
    let (pdf, epub) =
        rayon::join(|| bytes(Format::Pdf).map(|it| pdf(it)), || bytes(Format::Epub).map(|it| epub(it)));
    Found { pdf, epub }
}

/// Elements within elements before a file is taken for broken: more than any book has, and within every stack.
const DEEPEST: u32 = 200;
/// Faults of one kind that are told; a file full of them says nothing new.
const MOST_FAULTS: usize = 50;

/// Adds a fault, unless there are many.
fn fault(faults: &mut Vec<String>, text: impl Into<String>) {
    if faults.len() < MOST_FAULTS {
        faults.push(text.into());
    }
}
