//! PDF bytes to what they hold.

mod about;
mod cmap;
mod content;
mod fonts;
mod labels;
mod links;
mod object;
mod tree;
mod turn;

use lopdf::{Document, LoadOptions};

use crate::model::found::PdfFound;

use object::File;

/// What one stream may hold once it is decompressed: far more than any page's content or any face.
const MOST: usize = 256 << 20;

/// Reads a PDF back.
pub fn pdf(bytes: &[u8]) -> PdfFound {
    let options = LoadOptions::with_max_decompressed_size(MOST);
    let file = match Document::load_mem_with_options(bytes, options) {
        Ok(document) => File::of(document),
        Err(error) => return unreadable(format!("the PDF cannot be read: {error}")),
    };
    if file.document.is_encrypted() {
        return unreadable("the PDF is encrypted".to_string());
    }
    if file.pages.is_empty() {
        return unreadable("the PDF has no pages".to_string());
    }
    let mut faults = Vec::new();
    let labels = labels::labels(&file, &mut faults);
    let about = about::about(&file, &mut faults);
    let contents = content::read(&file, &labels, &mut faults);
    let destinations = links::Destinations::of(&file);
    let tree = tree::read(&file, &contents, &labels, &destinations);
    faults.extend(tree.faults);
    let is_told = |page: u32, picture: &Option<i64>| {
        picture.is_some_and(|sequence| tree.figures.contains(&(page, sequence)))
    };
    let untold = (0..)
        .zip(&contents)
        .filter(|(page, content)| content.pictures.iter().any(|picture| !is_told(*page, picture)));
    PdfFound {
        faults,
        shown: tree.shown,
        about,
        fonts: fonts::fonts(&file),
        pictures: tree.pictures,
        untold: untold.map(|(page, _)| page).collect(),
        astray: links::astray(&destinations, &labels),
        references: tree.references,
        sections: tree.sections,
        labels,
    }
}

fn unreadable(why: String) -> PdfFound {
    PdfFound { faults: vec![why], ..PdfFound::default() }
}
