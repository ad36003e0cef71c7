//! The folder that another tool's book is in.

use serde_yaml::Value;

use super::Trouble;
use crate::source::join_path;
use crate::world::World;

/// Longer is no text that somebody wrote.
const MAX_TEXT: u64 = 16 << 20;
/// A folder with more is not a book's.
const MAX_NAMES: usize = 20_000;

/// Folders that tools write into.
const OUTPUTS: [&str; 6] = ["_book/", "_site/", "book/", "dist/", "node_modules/", "target/"];

pub(super) struct Shelf<'w> {
    world: &'w dyn World,
    root: String,
    /// The folder around it whose files its texts may include: that of the repository it lies in.
    reach: Option<String>,
}

impl<'w> Shelf<'w> {
    pub fn open(world: &'w dyn World, reach: Option<&str>) -> Shelf<'w> {
        let reach = reach.and_then(|folder| world.canonical(folder).ok());
        Shelf { world, root: world.canonical("").unwrap_or_default(), reach }
    }

    /// The path of a file outside the folder in a folder that holds both: below the names that lead to it.
    pub fn names_of_root(&self, count: usize) -> String {
        let names: Vec<&str> = self.root.split('/').filter(|name| !name.is_empty()).collect();
        let last = names[names.len().saturating_sub(count)..].join("/");
        if last.is_empty() { "book".to_string() } else { last }
    }

    /// Whether there is a file, in the folder and not beyond a link that leads out of it.
    pub fn has(&self, path: &str) -> bool {
        self.real(path).is_some() && self.world.list(path).is_err()
    }

    fn real(&self, path: &str) -> Option<String> {
        let path = join_path("", path);
        if path.is_empty() || path.starts_with('/') {
            return None;
        }
        let around = if leads_out(&path) { self.reach.as_deref()? } else { &self.root };
        let real = self.world.canonical(&path).ok()?;
        let inside = real.strip_prefix(around)?;
        (inside.starts_with('/') || around.ends_with('/')).then_some(path)
    }

    /// A text of the folder; bytes that are no UTF-8 are replaced, as reading the chapter will tell.
    pub fn text(&self, path: &str) -> Option<String> {
        let path = self.real(path)?;
        let bytes = self.world.read(&path, MAX_TEXT).ok()?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Some(text.strip_prefix('\u{feff}').map(str::to_string).unwrap_or(text))
    }

    /// A description in YAML, or in TOML where its name ends so.
    pub fn tree(&self, path: &str) -> Result<Value, Trouble> {
        let text = self.text(path).unwrap_or_default();
        let read = match path.ends_with(".toml") {
            true => basic_toml::from_str(&text).map_err(|error| error.to_string()),
            false => serde_yaml::from_str(&text).map_err(|error| error.to_string()),
        };
        read.map_err(|error| {
            (format!("`{path}` cannot be read: {error}"), "mend it, or name the chapters' folder".to_string())
        })
    }

    /// Files below a folder, hidden ones and those of hidden folders left out, sorted as a reader counts: 2 before 10.
    pub fn files(&self, folder: &str, depth: usize) -> Vec<String> {
        let mut files = Vec::new();
        self.gather(folder, depth, &mut files);
        files.sort_by_cached_key(|path| natural(path));
        files
    }

    fn gather(&self, folder: &str, depth: usize, files: &mut Vec<String>) {
        for name in self.world.list(folder).unwrap_or_default() {
            if name.starts_with('.') || files.len() >= MAX_NAMES {
                continue;
            }
            let path = join_path("", format!("{folder}/{name}").trim_start_matches('/'));
            match name.ends_with('/') {
                true if depth > 0 && !OUTPUTS.contains(&name.as_str()) => {
                    self.gather(&path, depth - 1, files)
                }
                true => {}
                false => files.push(path),
            }
        }
    }
}

/// Whether a folded path leads out of the folder.
pub(super) fn leads_out(path: &str) -> bool {
    path.starts_with("../")
}

/// A name with its numbers padded, so that they sort by their values.
fn natural(path: &str) -> (String, String) {
    let mut key = String::new();
    let mut digits = String::new();
    for c in path.to_lowercase().chars() {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        pad(&mut key, &mut digits);
        key.push(c);
    }
    pad(&mut key, &mut digits);
    (key, path.to_string())
}

fn pad(key: &mut String, digits: &mut String) {
    if !digits.is_empty() {
        key.push_str(&format!("{digits:0>12}"));
        digits.clear();
    }
}
