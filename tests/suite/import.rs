//! Cases of books of other tools: `@ file PATH` begins a file of the folder `a-book`, `@ from PATH` names one of them as the book,
//! `@ repository ..` the folder around it whose files may be included; with `@ in place` nothing is copied.

use std::fmt::Write as _;

use reportc::import::Wanted;
use reportc::world::memory::MemoryWorld;

pub fn dump(text: &str) -> String {
    let mut world = MemoryWorld::new();
    let (mut from, mut repository, mut in_place) = (None, None, false);
    let mut file: Option<(String, String)> = None;
    for line in text.split_inclusive('\n') {
        if let Some(path) = line.strip_prefix("@ file ") {
            if let Some((path, body)) = file.replace((path.trim().to_string(), String::new())) {
                world = world.file(&path, body);
            }
        } else if let Some(path) = line.strip_prefix("@ from ") {
            from = Some(path.trim().to_string());
        } else if let Some(path) = line.strip_prefix("@ repository ") {
            repository = Some(path.trim().to_string());
        } else if line.trim_end() == "@ in place" {
            in_place = true;
        } else if let Some((_, body)) = &mut file {
            body.push_str(line);
        }
    }
    if let Some((path, body)) = file {
        world = world.file(&path, body);
    }
    let (file, repository) = (from.as_deref(), repository.as_deref());
    let wanted = Wanted { name: "a-book", file, repository, in_place };
    let book = match reportc::import::import(&world, wanted) {
        Ok(book) => book,
        Err((message, hint)) => return format!("trouble: {message}\nhint: {hint}\n"),
    };
    let mut out = book.manifest;
    let _ = writeln!(out, "-- {} chapters; files: {}", book.chapters, book.files.join(" "));
    if !book.within.is_empty() {
        let _ = writeln!(out, "-- within {}", book.within);
    }
    for (path, bytes) in &book.made {
        let _ = write!(out, "-- made {path}\n{}", String::from_utf8_lossy(bytes));
    }
    for change in &book.changes {
        let _ = writeln!(out, "-- {change}");
    }
    out
}
