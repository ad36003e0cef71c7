//! What the operating system can do beyond the standard library, and what stands in where it cannot.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::Path;

/// Opens a file to read, and nothing else: a pipe would keep a run waiting, a device might never end, a folder has no
/// text.
pub(super) fn open(path: &Path) -> io::Result<File> {
    kind(&fs::metadata(path)?)?;
    let mut options = File::options();
    options.read(true);
    // Should it have become a pipe meanwhile, opening does not wait for who writes into it.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, unix::NONBLOCK);
    let file = options.open(path)?;
    kind(&file.metadata()?)?;
    Ok(file)
}

fn kind(data: &Metadata) -> io::Result<()> {
    match what(data) {
        None => Ok(()),
        Some(what) => Err(io::Error::other(format!("it is {what}, not a file"))),
    }
}

#[cfg(unix)]
fn what(data: &Metadata) -> Option<&'static str> {
    use std::os::unix::fs::FileTypeExt;
    let kind = data.file_type();
    match () {
        () if kind.is_file() => None,
        () if kind.is_dir() => Some("a folder"),
        () if kind.is_fifo() => Some("a pipe"),
        () if kind.is_socket() => Some("a socket"),
        () => Some("a device"),
    }
}

#[cfg(not(unix))]
fn what(data: &Metadata) -> Option<&'static str> {
    match () {
        () if data.is_file() => None,
        () if data.is_dir() => Some("a folder"),
        () => Some("a device"),
    }
}

/// Makes a folder that nobody else may look into.
pub(super) fn make_private(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Reads a file of at most so many bytes.
pub(super) fn read(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
}

/// Reads a text of at most so many bytes.
pub(super) fn read_text(path: &Path, limit: u64) -> io::Result<String> {
    String::from_utf8(read(path, limit)?).map_err(|_| io::Error::other("it is not UTF-8"))
}

#[cfg(unix)]
pub(super) use unix::{can_write, exchange, is_plain, is_root, keep_owner, lock, write_at_start};

#[cfg(unix)]
mod unix {
    use super::{File, Metadata, Path, fs, io};
    use std::os::unix::fs::{FileExt, MetadataExt, chown};

    use rustix::fs::{Access, CWD, FlockOperation, OFlags, RenameFlags};

    pub(super) const NONBLOCK: i32 = OFlags::NONBLOCK.bits() as i32;

    /// Whether the program may do everything on its machine.
    pub fn is_root() -> bool {
        rustix::process::geteuid().is_root()
    }

    /// Takes a lock that ends with the process that holds it; false where another has it.
    pub fn lock(file: &File) -> io::Result<bool> {
        match rustix::fs::flock(file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(true),
            Err(rustix::io::Errno::WOULDBLOCK) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Has two files or folders take each other's place in one step; not every file system can.
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    pub fn exchange(one: &Path, other: &Path) -> io::Result<()> {
        Ok(rustix::fs::renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
    }

    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    pub fn exchange(_: &Path, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Whether a file may be written to, and is meant to be: who may do everything is not to write where nobody should.
    pub fn can_write(path: &Path, data: &Metadata) -> bool {
        data.mode() & 0o222 != 0 && rustix::fs::access(path, Access::WRITE_OK).is_ok()
    }

    /// Whether a new file in its place is the same to everyone: it has no other name, and nothing that a copy would lose.
    pub fn is_plain(path: &Path, data: &Metadata) -> bool {
        // Labels of the system come by themselves.
        let known = |name: &[u8]| name.is_empty() || name == b"security.selinux";
        let mut names = [0_u8; 4096];
        let attributes = match rustix::fs::listxattr(path, names.as_mut_slice()) {
            Ok(length) => names[..length].split(|byte| *byte == 0).any(|name| !known(name)),
            Err(rustix::io::Errno::NOTSUP) => false,
            Err(_) => true,
        };
        data.nlink() == 1 && !attributes
    }

    /// Gives a new file the owner and the permissions of the one that it is to replace.
    pub fn keep_owner(new: &Path, old: &Metadata) -> io::Result<()> {
        let own = fs::metadata(new)?;
        if (own.uid(), own.gid()) != (old.uid(), old.gid()) {
            chown(new, Some(old.uid()), Some(old.gid()))?;
        }
        fs::set_permissions(new, old.permissions())
    }

    /// Writes from a file's first byte on.
    pub fn write_at_start(file: &File, bytes: &[u8]) -> io::Result<()> {
        file.write_all_at(bytes, 0)
    }
}

#[cfg(not(unix))]
pub(super) use elsewhere::{can_write, exchange, is_plain, is_root, keep_owner, lock, write_at_start};

#[cfg(not(unix))]
mod elsewhere {
    use super::{File, Metadata, Path, fs, io};
    use std::io::{Seek, Write};

    pub fn is_root() -> bool {
        false
    }

    pub fn lock(_: &File) -> io::Result<bool> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub fn exchange(_: &Path, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub fn can_write(_: &Path, data: &Metadata) -> bool {
        !data.permissions().readonly()
    }

    pub fn is_plain(_: &Path, _: &Metadata) -> bool {
        true
    }

    pub fn keep_owner(new: &Path, old: &Metadata) -> io::Result<()> {
        fs::set_permissions(new, old.permissions())
    }

    pub fn write_at_start(mut file: &File, bytes: &[u8]) -> io::Result<()> {
        file.rewind()?;
        file.write_all(bytes)
    }
}
