//! The record in the manifest. The manifest is the author's: what they save while a book is built stays.

use std::fs;
use std::io;
use std::path::Path;

use super::find::ManifestPath;
use super::stage::{self, MOST_TEXT, Plan, Stage, Turn};
use super::trouble::Trouble;
use super::{interrupt, system, write};
use crate::model::record::Record;

/// What became of the manifest.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// It has the record already.
    Same,
    /// It was written, and is this now.
    Written(String),
    /// It was left alone: why.
    Left(&'static str),
}

/// How often a manifest is read again that changes while it is written.
const TRIES: usize = 10;

/// Puts the record into the manifest as it is now, whatever was read of it when the build began.
pub(super) fn write_back(place: &ManifestPath, record: &Record) -> Result<Kept, Trouble> {
    let path = place.path();
    let inner = || {
        for _ in 0..TRIES {
            let Ok(before) = system::read_text(&path, MOST_TEXT) else {
                return Ok(Kept::Left("it is no longer there as a text"));
            };
            let Some(after) = crate::recorded(&before, record) else {
                return Ok(Kept::Left(
                    "it was changed while the book was built, and is no manifest as it is now",
                ));
            };
            if after == before {
                return Ok(Kept::Same);
            }
            if !system::can_write(&path, &fs::metadata(&path)?) {
                return Ok(Kept::Left("it is read-only"));
            }
            if put(&path, &before, &after)? {
                return Ok(Kept::Written(after));
            }
        }
        Ok(Kept::Left("it changes all the time"))
    };
    inner().map_err(|error| write::unwritable(&path, &error))
}

/// Writes a manifest that a killed run has left to write, if it is the one of this place and still what it was.
pub(super) fn finish(place: &ManifestPath, name: &str, before: &str, after: &str) {
    let path = place.path();
    let is_old = || system::read_text(&path, MOST_TEXT).is_ok_and(|now| now == before);
    let can_write = || fs::metadata(&path).is_ok_and(|data| system::can_write(&path, &data));
    if name == place.name && is_old() && can_write() {
        // What does not succeed is done by the build that follows.
        let _ = put(&path, before, after);
    }
}

/// Writes a text over another, in a way in which what was there is never lost; false where it is another by now. A link
/// stays one: its target is written.
pub(super) fn put(path: &Path, before: &str, after: &str) -> io::Result<bool> {
    let path = fs::canonicalize(path)?;
    let folder = path.parent().ok_or(io::ErrorKind::NotFound)?;
    let data = fs::metadata(&path)?;
    let stage = Stage::begin(folder)?;
    let (old, new) = (stage.path(stage::BEFORE), stage.path(stage::TEXT));
    fs::write(&new, after)?;
    // What an author wrote is on the disk before it is replaced.
    fs::File::open(&new)?.sync_all()?;
    let _turn = Turn::take(folder);
    let _whole = interrupt::step();
    let done = if system::is_plain(&path, &data) && system::keep_owner(&new, &data).is_ok() {
        replace(&path, &new, (before, after))?
    } else {
        fs::write(&old, before)?;
        fs::File::open(&old)?.sync_all()?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        stage.finished(&Plan::Over { name })?;
        let is_old = system::read(&path, MOST_TEXT)? == before.as_bytes();
        if is_old {
            stage::over(&path, after.as_bytes())?;
        }
        is_old
    };
    sync(folder);
    // It is locked until it has gone, and its end is not part of what must be whole.
    drop((_turn, _whole));
    Ok(done)
}

/// Has the new file take the place of the old, and looks at what came out of it: where that is not what was read, an author
/// has saved meanwhile, and it goes back.
fn replace(path: &Path, new: &Path, (before, after): (&str, &str)) -> io::Result<bool> {
    let content = |path: &Path| system::read(path, MOST_TEXT);
    if content(path)? != before.as_bytes() {
        return Ok(false);
    }
    if system::exchange(new, path).is_err() {
        // Not every file system can. Whoever saves within this moment is not seen.
        fs::rename(new, path)?;
        return Ok(true);
    }
    let (mut placed, mut came_out) = (after.as_bytes().to_vec(), content(new)?);
    if came_out == before.as_bytes() {
        return Ok(true);
    }
    // What comes out in turn is what was put there; if not, yet another was saved, and that is the one to stay.
    loop {
        system::exchange(new, path)?;
        let again = content(new)?;
        if again == placed {
            return Ok(false);
        }
        (placed, came_out) = (came_out, again);
    }
}

/// Flushes a folder's entries. Not every system can; the files are whole all the same.
fn sync(folder: &Path) {
    if let Ok(folder) = fs::File::open(folder) {
        let _ = folder.sync_all();
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::cli::tempfile;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    fn file(text: &str) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let path = folder.path().join("real.yaml");
        fs::write(&path, text).expect("the folder can be written to");
        (folder, path)
    }

    fn count(folder: &tempfile::TempDir) -> usize {
        fs::read_dir(folder.path()).expect("it is there").count()
    }

    #[test]
    fn links_and_permissions_stay() {
        let (folder, real) = file("old");
        let link = folder.path().join("link.yaml");
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).expect("the file is ours");
        symlink(&real, &link).expect("the folder can be written to");
        assert!(put(&link, "old", "new").is_ok_and(|done| done));
        assert_eq!(fs::read_to_string(&real).ok().as_deref(), Some("new"));
        assert!(fs::symlink_metadata(&link).is_ok_and(|data| data.is_symlink()));
        assert!(fs::metadata(&real).is_ok_and(|data| data.permissions().mode() & 0o777 == 0o640));
        assert_eq!(count(&folder), 2);
    }

    #[test]
    fn another_name_of_the_file_is_still_one() {
        let (folder, path) = file("a long old text");
        let other = folder.path().join("other.yaml");
        fs::hard_link(&path, &other).expect("the folder can be written to");
        let inode = |path: &Path| fs::metadata(path).expect("it is there").ino();
        for (before, after) in [("a long old text", "new"), ("new", "a longer text than it was at first")] {
            assert!(put(&path, before, after).is_ok_and(|done| done));
            assert_eq!(fs::read_to_string(&other).ok().as_deref(), Some(after));
        }
        assert_eq!(inode(&path), inode(&other));
        assert_eq!(count(&folder), 2);
    }

    #[test]
    fn what_was_saved_meanwhile_stays() {
        let (folder, path) = file("the author's");
        assert!(put(&path, "old", "new").is_ok_and(|done| !done));
        // Saved between the look and the exchange.
        let new = folder.path().join("new.yaml");
        fs::write(&new, "new").expect("the folder can be written to");
        system::exchange(&new, &path).expect("this system can");
        assert_eq!(fs::read_to_string(&new).ok().as_deref(), Some("the author's"));
        fs::hard_link(&path, folder.path().join("other.yaml")).expect("the folder can be written to");
        assert!(put(&path, "old", "newer").is_ok_and(|done| !done));
        assert_eq!(fs::read_to_string(&path).ok().as_deref(), Some("new"));
    }

    /// Wherever a run is killed that writes over a file in place, the next one goes on; what somebody else wrote stays.
    #[test]
    fn a_text_that_was_written_over_in_part_is_finished() {
        for (before, after) in
            [("old: text\n", "old: text\nrecord: 12\n"), ("a: long text\n", "a: 1\n"), ("abc", "xyz")]
        {
            let leave = |now: &str| {
                let (folder, path) = file(now);
                let stage = Stage::begin(folder.path()).expect("there is room");
                fs::write(stage.path(stage::BEFORE), before).expect("there is room");
                fs::write(stage.path(stage::TEXT), after).expect("there is room");
                stage.finished(&Plan::Over { name: "real.yaml".into() }).expect("there is room");
                stage.abandon();
                stage::mend(folder.path(), &|_, _, _| ());
                assert_eq!(count(&folder), 1);
                fs::read_to_string(path).expect("it is there")
            };
            for written in 1..=after.len() {
                let rest = before.get(written..).unwrap_or_default();
                let now = format!("{}{rest}", &after[..written]);
                // Nothing that differs has been written yet where it is the old text still.
                assert_eq!(leave(&now), if now == before { before } else { after }, "{written}");
            }
            assert_eq!(leave(before), before);
            assert_eq!(leave("title: the author's\n"), "title: the author's\n");
        }
    }
}
