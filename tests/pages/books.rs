//! The books that the written files are tried on.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use reportc::world::memory::MemoryWorld;

/// Every file of a book's folder, but not what was built from it.
fn world(folder: &Path) -> MemoryWorld {
    let mut world = MemoryWorld::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(inner) = open.pop() {
        for entry in fs::read_dir(&inner).expect("it is a folder") {
            let path = entry.expect("it can be read").path();
            let name = path.strip_prefix(folder).expect("it is inside").to_string_lossy().into_owned();
            if path.is_file() {
                world = world.file(&name, fs::read(&path).expect("it can be read"));
            } else if name != "dist" && name != "manual" {
                open.push(path);
            }
        }
    }
    world
}

/// How many of the books are the project's own: they come first.
pub const OWN_BOOKS: usize = 4;

/// The books of the project, and where it is there, those of the corpus, with a manifest made for them.
pub fn books() -> Vec<(String, MemoryWorld)> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let own: [(&str, &str); OWN_BOOKS] = [
        ("sample", "book"),
        ("manual", "book/manual"),
        ("small", "tests/books/small"),
        ("torture", "tests/conformance/torture"),
    ];
    let mut books: Vec<(String, MemoryWorld)> =
        own.into_iter().map(|(name, folder)| (name.to_string(), world(&root.join(folder)))).collect();
    let Ok(entries) = fs::read_dir(root.join("../shared/corpus")) else {
        let _ = writeln!(std::io::stderr(), "left out: corpus books (no folder ../shared/corpus)");
        return books;
    };
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.expect("it can be read").path()).collect();
    folders.sort();
    for folder in folders.into_iter().filter(|folder| folder.join("meta.json").exists()) {
        let meta = fs::read(folder.join("meta.json")).expect("it can be read");
        let meta: serde_json::Value = serde_json::from_slice(&meta).expect("it is JSON");
        let manifest = format!("title: {}\nlanguage: {}\nchapters: ['*.md']\n", meta["title"], meta["lang"]);
        let name = folder.file_name().expect("it has a name").to_string_lossy().into_owned();
        books.push((name, world(&folder).file("book.yaml", manifest.into_bytes())));
    }
    books
}
