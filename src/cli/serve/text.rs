//! The EPUB's text as frames show it: its files by their addresses, light or dark as the frame asks and not as the screen is.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use hyper::body::Bytes;
use serde_json::{Value, json};

use crate::memo::Memo;
use crate::{Preview, ScreenEdition, screen_edition};

/// How the edition asks whether a screen is dark.
const DARK_SCREENS: &str = "(prefers-color-scheme: dark)";

pub(super) struct Text {
    /// What the page is told of the documents.
    pub list: Value,
    files: BTreeMap<String, (&'static str, Bytes)>,
}

/// What a frame is to look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scheme {
    Light,
    Dark,
}

impl Scheme {
    pub fn named(name: &str) -> Option<Scheme> {
        match name {
            "light" => Some(Scheme::Light),
            "dark" => Some(Scheme::Dark),
            _ => None,
        }
    }
}

impl Text {
    /// Writes the text of a book.
    pub fn of(preview: &Preview, revision: u64, memo: &Memo) -> Text {
        let ScreenEdition { documents, files } = screen_edition(preview, memo);
        // A change of how things look is one of every document.
        let mut looks = DefaultHasher::new();
        files.iter().for_each(|file| (&file.href, &file.bytes).hash(&mut looks));
        let looks = looks.finish();
        let list = documents.iter().map(|document| {
            let mut hasher = DefaultHasher::new();
            (looks, &document.file.bytes).hash(&mut hasher);
            json!({
                "href": document.file.href,
                "title": document.title,
                "pages": document.pages,
                "digest": format!("{:016x}", hasher.finish()),
            })
        });
        let list = json!({ "revision": revision, "documents": list.collect::<Vec<_>>() });
        let all = documents.into_iter().map(|document| document.file).chain(files);
        let files = all.map(|file| (file.href, (file.media_type, Bytes::from(file.bytes)))).collect();
        Text { list, files }
    }

    /// A file and its media type.
    pub fn file(&self, href: &str, scheme: Scheme) -> Option<(&'static str, Bytes)> {
        let (media_type, bytes) = self.files.get(href)?;
        let bytes = match *media_type {
            "text/css" | "image/svg+xml" => painted(bytes, scheme),
            _ => bytes.clone(),
        };
        Some((media_type, bytes))
    }
}

/// What the stylesheet of the edition asks of the screen, said to be so or not.
fn painted(bytes: &Bytes, scheme: Scheme) -> Bytes {
    let Ok(text) = std::str::from_utf8(bytes) else { return bytes.clone() };
    let (screens, own) = match scheme {
        Scheme::Light => ("not all", "color-scheme: light;"),
        Scheme::Dark => ("all", "color-scheme: dark;"),
    };
    Bytes::from(text.replace(DARK_SCREENS, screens).replace("color-scheme: light dark;", own))
}
