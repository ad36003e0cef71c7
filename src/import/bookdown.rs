//! bookdown: `index.Rmd`, whose front matter describes the book, and `_bookdown.yml`.

use serde_yaml::Value;

use super::Trouble;
use super::foreign::{Entry, Foreign};
use super::pandoc;
use super::shelf::Shelf;
use super::told::Told;
use super::value::{line, lines};

pub(super) fn read(shelf: &Shelf) -> Result<Foreign, Trouble> {
    let mut book = Foreign::default();
    let mut told = Told::new(
        "_bookdown.yml",
        match shelf.has("_bookdown.yml") {
            true => shelf.tree("_bookdown.yml")?,
            false => Value::Null,
        },
    );
    let named = told.take("rmd_files");
    let folders = told.take("rmd_subdir");
    for key in ["output_dir", "book_filename", "new_session", "delete_merged_file", "clean"] {
        told.take(key);
    }
    told.work(&mut book);
    told.leave(&mut book);
    let files = match named {
        Some(list) => list_of(&list),
        None => found(shelf, folders.as_ref()),
    };
    for file in files {
        take(shelf, &file, &mut book);
    }
    Ok(book)
}

/// The files of the edition that is nearest to print.
fn list_of(list: &Value) -> Vec<String> {
    let by_format = ["latex", "html", "epub"].iter().find_map(|format| list.get(*format));
    lines(by_format.unwrap_or(list))
}

/// `index.Rmd` first, then all others by name, but those that begin with an underscore.
fn found(shelf: &Shelf, folders: Option<&Value>) -> Vec<String> {
    let depth = match folders.map(|value| (line(value), lines(value))) {
        Some((Some(flag), _)) if flag == "true" => 4,
        Some((_, names)) if !names.is_empty() => 4,
        _ => 0,
    };
    let mut files = shelf.files("", depth);
    files.retain(|path| {
        let name = path.rsplit('/').next().unwrap_or(path);
        (name.ends_with(".Rmd") || name.ends_with(".rmd")) && !name.starts_with('_')
    });
    files.sort_by_key(|path| path != "index.Rmd");
    files
}

/// Takes a chapter; headings that are no headings but begin a part or the appendices are taken out of its copy.
fn take(shelf: &Shelf, file: &str, book: &mut Foreign) {
    let Some(text) = shelf.text(file) else {
        book.add(Entry::new(file));
        return;
    };
    let (text, described) = match pandoc::split(&text) {
        Some((front, body)) if file.starts_with("index.") && pandoc::describe(file, front, book) => {
            (body, true)
        }
        _ => (text.as_str(), false),
    };
    let mut body = String::new();
    let mut is_appendix = !book.appendices.is_empty();
    for line in text.split_inclusive('\n') {
        match special(line) {
            Some((Special::Part, title)) => book.open(title),
            Some((Special::Appendix, _)) => is_appendix = true,
            None => body.push_str(line),
        }
    }
    let entry = Entry::new(file);
    if body != text || described {
        book.changes.push(format!(
            "`{file}`: what describes the book or its parts is in the manifest, not in the text"
        ));
        book.made.insert(file.to_string(), body.into_bytes());
    }
    if is_appendix { book.appendices.push(entry) } else { book.add(entry) }
}

/// `# (PART) Title {-}` and `# (APPENDIX) Title {-}`, also with their asterisk escaped.
fn special(line: &str) -> Option<(Special, &str)> {
    let heading = line.strip_prefix("# ")?.trim_start();
    let marks = [
        ("(PART)", Special::Part),
        ("(PART\\*)", Special::Part),
        ("(APPENDIX)", Special::Appendix),
        ("(APPENDIX\\*)", Special::Appendix),
    ];
    marks.into_iter().find_map(|(mark, special)| {
        let title = heading.strip_prefix(mark)?;
        Some((special, title.split('{').next().unwrap_or_default().trim()))
    })
}

/// Headings that are none.
#[derive(Clone, Copy)]
enum Special {
    Part,
    Appendix,
}
