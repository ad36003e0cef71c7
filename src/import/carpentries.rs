//! Lessons of The Carpentries: `config.yaml` with folders of episodes, or `_episodes` and `_config.yml` before that.

use serde_yaml::Value;

use super::Trouble;
use super::foreign::{Entry, Foreign};
use super::shelf::Shelf;
use super::told::Told;
use super::value::lines;

/// Folders of a lesson in the order that they are shown in, and whether they are what learners read.
const FOLDERS: [(&str, bool); 4] =
    [("episodes", true), ("learners", false), ("instructors", false), ("profiles", false)];

pub(super) fn is_lesson(shelf: &Shelf) -> bool {
    let has = |folder: &str| shelf.files(folder, 0).iter().any(|path| is_text(path));
    (shelf.has("config.yaml") && has("episodes")) || has("_episodes")
}

fn is_text(path: &str) -> bool {
    [".md", ".Rmd", ".qmd"].iter().any(|ending| path.ends_with(ending))
}

pub(super) fn read(shelf: &Shelf) -> Result<Foreign, Trouble> {
    let mut book = Foreign::default();
    if !shelf.has("config.yaml") {
        return older(shelf, book);
    }
    let mut told = Told::new("config.yaml", shelf.tree("config.yaml")?);
    told.work(&mut book);
    for name in ["index.md", "README.md"] {
        if shelf.has(name) && book.front.is_empty() {
            let title = Some("Summary and Setup".to_string());
            book.front.push(Entry { title, ..Entry::new(name) });
        }
    }
    for (folder, is_main) in FOLDERS {
        let files = order(shelf, folder, told.take(folder));
        for path in files {
            if is_main { book.add(Entry::new(path)) } else { book.back.push(Entry::new(path)) }
        }
    }
    told.leave(&mut book);
    Ok(book)
}

/// The files of a folder as the lesson lists them; all of them where it lists none.
fn order(shelf: &Shelf, folder: &str, listed: Option<Value>) -> Vec<String> {
    let listed: Vec<String> = listed.iter().flat_map(lines).map(|name| format!("{folder}/{name}")).collect();
    if !listed.is_empty() {
        return listed;
    }
    shelf.files(folder, 0).into_iter().filter(|path| is_text(path)).collect()
}

fn older(shelf: &Shelf, mut book: Foreign) -> Result<Foreign, Trouble> {
    if shelf.has("_config.yml") {
        let mut told = Told::new("_config.yml", shelf.tree("_config.yml")?);
        told.work(&mut book);
        told.leave(&mut book);
    }
    for path in shelf.files("_episodes", 0).into_iter().filter(|path| is_text(path)) {
        book.add(Entry::new(path));
    }
    for path in shelf.files("_extras", 0).into_iter().filter(|path| is_text(path)) {
        book.back.push(Entry::new(path));
    }
    Ok(book)
}
