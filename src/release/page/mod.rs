//! The web page of a release.

use super::Document;
use crate::model::record::{Cover, Record};

/// `index.html` and the picture that it shows.
pub fn documents(_record: &Record, cover: &Cover) -> Vec<Document> {
    vec![(format!("cover.{}", cover.extension), cover.bytes.clone())]
}
