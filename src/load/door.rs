//! The book's folder and what else a book may read.

use std::io;

use crate::diag::{Diagnostic, Sink, is_slip};
use crate::source::{Span, join_path};
use crate::world::World;

/// A chapter of 8 MiB would be some 1.5 million words; a file beyond that is not one, and would take gigabytes to set.
pub(super) const MAX_TEXT: u64 = 8 << 20;
/// Images and fonts: the largest CJK collections have some 120 MB.
pub(super) const MAX_BINARY: u64 = 256 << 20;

/// Files of the book's folder and of the folders that its manifest allows.
pub(super) struct Door<'w> {
    pub world: &'w dyn World,
    /// Allowed folders as written, folded; the book's own is the empty path.
    allowed: Vec<String>,
    /// The same with links resolved; folders that do not exist are left out.
    real: Vec<String>,
}

impl<'w> Door<'w> {
    pub fn new(world: &'w dyn World, allow: &[String]) -> Door<'w> {
        let allowed: Vec<String> = allow.iter().map(|folder| join_path("", folder)).collect();
        let own = std::iter::once(String::new());
        let real = own.chain(allowed.iter().cloned()).filter_map(|folder| world.canonical(&folder).ok());
        Door { world, real: real.collect(), allowed }
    }

    /// Reads a file, if the book may. `path` is folded, `span` where it is named.
    pub fn read(&self, path: &str, span: Span, limit: u64, sink: &mut Sink) -> Option<Vec<u8>> {
        if !self.admits_name(path) {
            sink.push(outside(path, span, None));
            return None;
        }
        let read = self.world.canonical(path).and_then(|real| {
            if self.admits_real(&real) { self.world.read(path, limit).map(Ok) } else { Ok(Err(real)) }
        });
        match read {
            Ok(Ok(bytes)) => return Some(bytes),
            Ok(Err(real)) => sink.push(outside(path, span, Some(&real))),
            Err(error) => sink.push(self.unreadable(path, span, &error, limit)),
        }
        None
    }

    /// Whether a folded path is, as written, inside the book's folder or an allowed one.
    pub fn admits_name(&self, path: &str) -> bool {
        let leads_out = path == ".." || path.starts_with("../") || path.starts_with('/');
        !leads_out || self.allowed.iter().any(|folder| is_inside(path, folder))
    }

    fn admits_real(&self, real: &str) -> bool {
        self.real.iter().any(|folder| is_inside(real, folder))
    }

    fn unreadable(&self, path: &str, span: Span, error: &io::Error, limit: u64) -> Diagnostic {
        match error.kind() {
            io::ErrorKind::NotFound => {
                let found = Diagnostic::error("missing-file", span, format!("there is no file `{path}`"));
                match self.near(path) {
                    Some((near, is_sure)) => {
                        let found = found.hint(format!("did you mean `{near}`?"));
                        let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_string();
                        if is_sure { found.correct(name(path), name(&near)) } else { found }
                    }
                    None => found.hint("paths are relative to the file that names them"),
                }
            }
            io::ErrorKind::FileTooLarge => {
                let message = format!("`{path}` is larger than {} MB", limit >> 20);
                Diagnostic::error("file-too-large", span, message).hint("split it, or make it smaller")
            }
            _ => Diagnostic::error("unreadable-file", span, format!("`{path}` cannot be read: {error}"))
                .hint("check that it is a file and that you may read it"),
        }
    }

    /// The name in the same folder that is most like one that is not there, and whether it can be no other.
    fn near(&self, path: &str) -> Option<(String, bool)> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        // Similarity is quadratic in the length; no name is longer than this.
        if name.len() > 255 {
            return None;
        }
        let names = self.world.list(folder).ok()?;
        let scored = names.iter().map(|near| (strsim::jaro_winkler(name, near), near));
        let (score, near) = scored.max_by(|a, b| a.0.total_cmp(&b.0))?;
        let whole = if folder.is_empty() { near.clone() } else { format!("{folder}/{near}") };
        let is_sure = is_slip(name, near, names.iter().map(String::as_str));
        (score > 0.85).then_some((whole, is_sure))
    }
}

fn is_inside(path: &str, folder: &str) -> bool {
    let folder = folder.trim_end_matches('/');
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn outside(path: &str, span: Span, real: Option<&str>) -> Diagnostic {
    let message = match real {
        Some(_) => format!("`{path}` is a link that leads out of the book's folder"),
        None => format!("`{path}` is outside the book's folder"),
    };
    let folder = path.rsplit_once('/').map_or(path, |(folder, _)| folder);
    let hint = match real {
        Some(_) => "copy the file into the book, or list the folder it leads to under `allow`".to_string(),
        None => format!("copy the file into the book, or add `allow: [{folder}]` to the manifest"),
    };
    Diagnostic::error("outside-book", span, message).hint(hint)
}
