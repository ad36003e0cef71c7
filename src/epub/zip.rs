//! The archive: files compressed side by side, packed the same way every time.

use std::io::{Cursor, Read, Write};

use ::zip::write::SimpleFileOptions;
use ::zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};
use rayon::prelude::*;

use crate::memo::Memo;

/// A file of the archive by its path.
pub type Entry<'a> = (String, &'a [u8]);

/// Reads one file of an archive in memory.
pub fn read(archive: &[u8], path: &str) -> Option<String> {
    let mut text = String::new();
    ZipArchive::new(Cursor::new(archive)).ok()?.by_name(path).ok()?.read_to_string(&mut text).ok()?;
    Some(text)
}

/// Packs files with the media type first and stored (OCF 3.3, 4.3), all of one date.
pub fn pack(files: &[Entry], memo: &Memo) -> Vec<u8> {
    let media_type: Entry = ("mimetype".to_string(), b"application/epub+zip");
    let all: Vec<&Entry> = std::iter::once(&media_type).chain(files).collect();
    let compressed: Vec<Vec<u8>> = all
        .into_par_iter()
        .with_max_len(1)
        .map(|(path, bytes)| memo.made_of("archive", (bytes, path), || one(path, bytes)))
        .collect();
    let length = compressed.iter().map(Vec::len).sum();
    let mut archive = ZipWriter::new(Cursor::new(Vec::with_capacity(length)));
    for packed in compressed {
        let mut packed = ZipArchive::new(Cursor::new(packed)).expect("it was written just now");
        let file = packed.by_index_raw(0).expect("it holds one file");
        archive.raw_copy_file(file).expect("writing to memory cannot fail");
    }
    archive.finish().expect("writing to memory cannot fail").into_inner()
}

/// As hard as pays: see the same of PDF.
const LEVEL: i64 = 5;

/// An archive of one file.
fn one(path: &str, bytes: &[u8]) -> Vec<u8> {
    let is_compressed =
        path == "mimetype" || [".png", ".jpg", ".gif", ".webp"].iter().any(|end| path.ends_with(end));
    let method = if is_compressed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
    let options = SimpleFileOptions::default()
        .compression_method(method)
        .compression_level((!is_compressed).then_some(LEVEL))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut archive = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len() / 2 + 256)));
    let written = archive.start_file(path, options).map(|()| archive.write_all(bytes));
    assert!(matches!(written, Ok(Ok(()))), "writing to memory cannot fail");
    archive.finish().expect("writing to memory cannot fail").into_inner()
}
