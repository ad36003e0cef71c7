//! Records that earlier runs have written.

use std::io;
use std::path::{Path, PathBuf};

use super::system;
use super::trouble::Trouble;
use crate::model::identity::Format;
use crate::model::record::{RECORD_VERSION, Record};

/// The record's name in a release.
pub(super) const FILE: &str = "record.json";
/// A record of a book of a hundred thousand pages has some ten million bytes.
const MOST: u64 = 256 << 20;

/// Reads the record in a release's folder, or the one that is named.
pub(super) fn read(path: &Path) -> Result<Record, Trouble> {
    let file = file(path);
    let trouble = |what: String| Err((format!("`{}` {what}", file.display()), HINT.to_string()));
    let text = match system::read_text(&file, MOST) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::FileTooLarge => {
            return trouble("is too large for a record".to_string());
        }
        Err(error) => return trouble(format!("cannot be read: {error}")),
    };
    match serde_json::from_str::<Record>(&text) {
        Ok(record) if record.record == 0 || record.record > RECORD_VERSION => {
            trouble(format!("is a record of the form {}, which this program does not know", record.record))
        }
        Ok(record) => Ok(record),
        Err(error) => trouble(format!("is no record: {error}")),
    }
}

const HINT: &str = "name a folder that `reportc release` made, or the record.json in one";

/// The file that a record is in.
pub(super) fn file(path: &Path) -> PathBuf {
    if path.is_dir() { path.join(FILE) } else { path.to_path_buf() }
}

/// The names of the editions that a release has in folders of its own, sorted; none of a release of one.
pub(super) fn editions(release: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(release).into_iter().flatten().flatten();
    let has_record = |entry: &std::fs::DirEntry| entry.path().join(FILE).is_file();
    let mut names: Vec<String> =
        entries.filter(has_record).filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.retain(|name| !name.starts_with('.'));
    names.sort();
    names
}

/// The EPUB beside a record, where it is there and is the one that the record tells of.
pub(super) fn epub(path: &Path, record: &Record) -> Option<Vec<u8>> {
    let format = record.file(Format::Epub)?;
    // A name in a record is no path: nothing outside the folder is read.
    if format.file.contains(['/', '\\']) || format.file.starts_with('.') {
        return None;
    }
    let bytes = system::read(&file(path).parent()?.join(&format.file), format.bytes).ok()?;
    (bytes.len() as u64 == format.bytes).then_some(bytes)
}
