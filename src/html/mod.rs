//! The layout to a web edition: static pages of the texts that the EPUB has, with the stylesheet, faces and pictures of all
//! editions for the screen. Nothing in it needs a script to be read, and nothing comes from elsewhere.

mod book;
mod contents;
mod front;
mod names;
mod page;
mod search;
mod single;
mod style;

use std::borrow::Cow;

use rayon::prelude::*;

use crate::diag::Sink;
use crate::memo::Memo;
use crate::model::layout::Layout;
use crate::model::web::{FEED, FIRST, WebFacts};
use crate::screen::{self, EmbeddedFace, Picture};
use crate::text::FontBook;

use book::Book;
use front::FrontCover;

pub use names::files;

/// A file of the web edition: its path in the folder, and what it holds.
pub type File = (String, Vec<u8>);

/// The picture of a cover that was drawn.
const COVER: &str = "images/cover.png";
const STYLESHEET: &str = "stylesheet.css";
const SCRIPT: &str = "search.js";
/// What the script searches. A script too, since pages that are opened from a disk may read no other files.
const INDEX: &str = "search-index.js";

/// Writes a laid-out book as a folder of pages. Each section has a file of the names that [`files`] gives.
pub fn write(
    (layout, fonts): (&Layout, &FontBook),
    files: &[String],
    facts: &WebFacts,
    memo: &Memo,
    sink: &mut Sink,
) -> Vec<File> {
    let ((book, faces), (drawn, pictures)) = rayon::join(
        || {
            let book = Book::of(layout, files, facts);
            let faces = screen::embed(layout, fonts, &book.texts(), memo, sink);
            (book, faces)
        },
        || rayon::join(|| screen::drawn_cover(layout, fonts), || screen::pictures(layout, fonts, memo)),
    );
    let cover = FrontCover::of(layout, drawn.as_deref());
    let mut made = vec![(FIRST.to_string(), front::page(&book, cover.as_ref()).into_text().into_bytes())];
    let pages = book.pages().par_iter().enumerate().skip(1).map(|(at, one)| {
        let text = page::document(&book, at);
        (one.file.clone(), text.into_text().into_bytes())
    });
    made.extend(pages.collect::<Vec<File>>());
    made.push((STYLESHEET.to_string(), style::stylesheet(&layout.flow, &faces).into_bytes()));
    made.push((SCRIPT.to_string(), include_bytes!("search.js").to_vec()));
    made.push((INDEX.to_string(), search::index(&book).into_bytes()));
    made.extend(facts.feed.iter().map(|feed| (FEED.to_string(), feed.clone().into_bytes())));
    made.extend(drawn.map(|bytes| (COVER.to_string(), bytes)));
    made.extend(beside(faces, pictures));
    made.sort();
    made
}

/// Writes a laid-out book as one page that holds all that it shows.
pub fn single(
    (layout, fonts): (&Layout, &FontBook),
    facts: &WebFacts,
    memo: &Memo,
    sink: &mut Sink,
) -> Vec<u8> {
    let files = vec![String::new(); layout.flow.sections.len()];
    let book = Book::of(layout, &files, facts);
    let faces = screen::embed(layout, fonts, &book.texts(), memo, sink);
    let pictures = screen::pictures(layout, fonts, memo);
    single::document(&book, faces, &pictures).into_bytes()
}

/// Faces and pictures.
fn beside(faces: Vec<EmbeddedFace>, pictures: Vec<Picture>) -> impl Iterator<Item = File> {
    let faces = faces.into_iter().map(|face| (face.href, face.bytes));
    faces.chain(pictures.into_iter().map(|one| (one.href, Cow::into_owned(one.bytes))))
}
