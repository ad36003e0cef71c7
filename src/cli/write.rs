//! Files that are either the old ones or the new ones, whole.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use rayon::prelude::*;
use tempfile::{Builder, NamedTempFile};

/// What went wrong and a way out.
type Trouble = (String, String);

/// Writes files into a folder, which is made where it is missing. All of them are written before the first takes its
/// place, so that a full disk or a stop leaves what was there. They can be made again: the disk is not waited for.
pub(super) fn all(folder: &Path, files: &[(String, &[u8])]) -> Result<(), Trouble> {
    fs::create_dir_all(folder)
        .map_err(|error| trouble(&format!("the folder `{}` cannot be made", folder.display()), &error))?;
    // Large files are written side by side.
    let wait = |(name, bytes): &(String, &[u8])| {
        let path = folder.join(name);
        let file = prepare(folder, bytes).map_err(|error| unwritable(&path, &error))?;
        Ok((file, path))
    };
    let waiting = files.par_iter().map(wait).collect::<Result<Vec<_>, Trouble>>()?;
    for (file, path) in waiting {
        file.persist(&path).map_err(|error| unwritable(&path, &error.error))?;
    }
    Ok(())
}

/// Writes a file, whole or not at all; its folder is there.
pub(super) fn one(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let inner = || prepare(folder, bytes)?.persist(path).map_err(|error| error.error);
    inner().map(drop).map_err(|error| unwritable(path, &error))
}

/// Writes one file over another, which keeps its permissions. A link stays one: its target is replaced.
pub(super) fn over(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    let inner = || {
        let path = fs::canonicalize(path)?;
        let folder = path.parent().ok_or(io::ErrorKind::NotFound)?;
        let file = prepare(folder, bytes)?;
        // What an author wrote is on the disk before it is replaced.
        file.as_file().sync_all()?;
        fs::set_permissions(file.path(), fs::metadata(&path)?.permissions())?;
        file.persist(&path).map_err(|error| error.error)?;
        sync(folder);
        Ok(())
    };
    inner().map_err(|error| unwritable(path, &error))
}

/// Bytes in a temporary file of the same folder.
fn prepare(folder: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".reportc-");
    #[cfg(unix)]
    let everyone = std::os::unix::fs::PermissionsExt::from_mode(0o666);
    // The process's mask takes off what the user does not share.
    #[cfg(unix)]
    builder.permissions(everyone);
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    Ok(file)
}

/// Flushes a folder's entries. Not every system can; the files are whole all the same.
fn sync(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

fn unwritable(path: &Path, error: &io::Error) -> Trouble {
    trouble(&format!("`{}` cannot be written", path.display()), error)
}

fn trouble(what: &str, error: &io::Error) -> Trouble {
    let hint = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "make room on the disk, or choose another with --out-dir; the old files are whole"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "choose a folder that you may write to with --out-dir"
        }
        _ => "choose another folder with --out-dir",
    };
    (format!("{what}: {error}"), hint.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_write_leaves_whole_files_and_no_others() {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let old: &[(String, &[u8])] = &[("a.pdf".into(), b"old"), ("b.epub".into(), b"old")];
        all(folder.path(), old).expect("the folder can be written to");
        // The second file's folder does not exist, so that it cannot take its place.
        let new: &[(String, &[u8])] = &[("a.pdf".into(), b"new"), ("x/b.epub".into(), b"new")];
        assert!(all(folder.path(), new).is_err());
        let names: Vec<_> = fs::read_dir(folder.path())
            .expect("the folder is there")
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .collect();
        assert_eq!(names.len(), 2, "{names:?}");
        assert_eq!(fs::read(folder.path().join("b.epub")).ok().as_deref(), Some(b"old".as_slice()));
    }

    #[cfg(unix)]
    #[test]
    fn writing_over_keeps_links_and_permissions() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let (real, link) = (folder.path().join("real.yaml"), folder.path().join("link.yaml"));
        fs::write(&real, "old").expect("the folder can be written to");
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).expect("the file is ours");
        symlink(&real, &link).expect("the folder can be written to");
        over(&link, b"new").expect("the file can be written");
        assert_eq!(fs::read(&real).ok().as_deref(), Some(b"new".as_slice()));
        assert!(fs::symlink_metadata(&link).is_ok_and(|data| data.is_symlink()));
        assert!(fs::metadata(&real).is_ok_and(|data| data.permissions().mode() & 0o777 == 0o640));
    }
}
