//! What an address of the server leads to. Names of files never do: pages have their digests, documents their place in the
//! edition, and the book's own files are asked for by comparing.

use std::path::{Path, PathBuf};

use hyper::body::Bytes;
use hyper::{Method, StatusCode};
use serde_json::{Value, json};

use super::desk::{Book, Desk};
use super::guard;
use super::query::Query;
use super::text::{Scheme, Text};
use crate::source::{Source, Span, ends_line};
use crate::survey_of;

/// What is answered.
pub(super) struct Reply {
    pub status: StatusCode,
    pub media_type: &'static str,
    pub policy: &'static str,
    pub body: Bytes,
}

const HTML: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
const ICON: &str = include_str!("icon.svg");

/// So many places are found.
const MOST_FOUND: usize = 300;
/// Nobody looks for longer words.
const LONGEST_WORDS: usize = 200;

pub(super) fn reply(desk: &Desk, method: &Method, path: &str, query: &Query) -> Reply {
    let is_post = method == Method::POST;
    match path {
        "/at" => at(desk, query),
        "/open" if is_post => open(desk, query),
        _ if is_post => missing(),
        "/" => page(HTML, "text/html; charset=utf-8"),
        "/page.css" => page(STYLE, "text/css; charset=utf-8"),
        "/page.js" => page(SCRIPT, "text/javascript; charset=utf-8"),
        "/icon.svg" => drawing(Bytes::from_static(ICON.as_bytes())),
        "/facts.json" => with_book(desk, facts),
        "/find.json" => with_book(desk, |book| {
            let words: String = query.text("q").unwrap_or_default().chars().take(LONGEST_WORDS).collect();
            Some(json!(book.preview.find(&words, MOST_FOUND)))
        }),
        "/place.json" => with_book(desk, |book| Some(json!(place(book, query)?))),
        "/text.json" => with_book(desk, |book| Some(text(desk, book).list.clone())),
        _ => below(desk, path).unwrap_or_else(missing),
    }
}

/// What has a name of its own: `/page/DIGEST.json`, `/face/DIGEST`, `/text/dark/3/chapter-01.xhtml`.
fn below(desk: &Desk, path: &str) -> Option<Reply> {
    let (folder, name) = path.strip_prefix('/')?.split_once('/')?;
    let reply = |(media_type, body): (&'static str, Bytes), policy| {
        Some(Reply { status: StatusCode::OK, media_type, policy, body })
    };
    match folder {
        "page" => match name.split_once('.')? {
            (digest, "json") => reply(("application/json", desk.canvas(digest)?), guard::DATA),
            (digest, "svg") => {
                let book = desk.book()?;
                let page = book.preview.page(digest, 0)?;
                Some(drawing(Bytes::from(book.preview.drawing(page))))
            }
            _ => None,
        },
        "face" => reply(("font/otf", desk.book()?.preview.face(name)?.into()), guard::DATA),
        "picture" => {
            let (media_type, bytes) = desk.book()?.preview.picture(name)?;
            reply((media_type, bytes.into()), guard::DRAWING)
        }
        "text" => {
            let (scheme, rest) = name.split_once('/')?;
            // The number is for the browser: another is another document.
            let (_, href) = rest.split_once('/')?;
            reply(text(desk, &*desk.book()?).file(href, Scheme::named(scheme)?)?, guard::BOOK)
        }
        _ => None,
    }
}

fn text<'a>(desk: &Desk, book: &'a Book) -> &'a Text {
    book.text.get_or_init(|| Text::of(&book.preview, book.revision, &desk.memo))
}

/// Headings and counts.
fn facts(book: &Book) -> Option<Value> {
    let stats: Value = serde_json::from_str(&survey_of(&book.preview).stats(true)).unwrap_or_default();
    Some(json!({ "revision": book.revision, "headings": book.preview.headings(), "stats": stats }))
}

/// What was written for a place on a page, and where that file is.
fn place(book: &Book, query: &Query) -> Option<Value> {
    let page = book.preview.page(query.text("digest")?, query.count("page")?)?;
    let written = book.preview.written_at(page, query.length("x")?, query.length("y")?)?;
    let mut told = json!(written);
    told["file"] = json!(book.files.get(&written.path)?.to_string_lossy());
    Some(told)
}

/// A line of a file, if that is one of the book's.
fn line(book: &Book, query: &Query) -> Option<Value> {
    let (path, file) = book.files.get_key_value(query.text("path")?)?;
    let (line, column) = (query.count("line")?, query.count("column").unwrap_or(1));
    Some(json!({ "path": path, "file": file.to_string_lossy(), "line": line, "column": column }))
}

/// Opens the editor at what was written for a place on a page, or at a line.
fn open(desk: &Desk, query: &Query) -> Reply {
    with_book(desk, |book| {
        let mut told = if query.text("path").is_some() { line(book, query) } else { place(book, query) }?;
        let editor = desk.editor.as_ref();
        let count = |name: &str| told[name].as_u64().unwrap_or(1) as usize;
        let file = book.files.get(told["path"].as_str()?)?;
        let opened = editor.map(|editor| editor.open(file, (count("line"), count("column"))));
        told["opened"] = json!(matches!(opened, Some(Ok(()))));
        if let Some(Err(error)) = opened {
            told["trouble"] = json!(format!("the editor cannot be started: {error}"));
        }
        Some(told)
    })
}

/// An editor's cursor: those who look are led to what stands there.
fn at(desk: &Desk, query: &Query) -> Reply {
    with_book(desk, |book| {
        let source = named(book, query.text("file")?)?;
        let line = query.count("line")?;
        let span = cursor(source, line, query.count("column").unwrap_or(1));
        let spot = book.preview.spot(span)?;
        let label = &book.preview.layout.pages[spot.page].label;
        let told = json!({ "revision": book.revision, "spot": spot, "label": label, "path": source.path, "line": line });
        desk.tell("go", &told, false);
        Some(told)
    })
}

/// The source that an editor names: by its path as messages show it, or by where it is. Nothing is looked up on the disk.
fn named<'a>(book: &'a Book, file: &str) -> Option<&'a Source> {
    let file = file.replace('\\', "/");
    let given = PathBuf::from(&file);
    let is_meant = |(path, real): &(&String, &PathBuf)| *path == &file || same(real, &given);
    let ends =
        |(path, _): &(&String, &PathBuf)| given.is_absolute() && Path::new(&file).ends_with(path.as_str());
    let found = book.files.iter().find(is_meant).or_else(|| {
        // Through a link the folder has other names: then only one file may be meant.
        let mut near = book.files.iter().filter(ends);
        near.next().filter(|_| near.next().is_none())
    });
    book.preview.source(found?.0).map(|source| &**source)
}

fn same(real: &Path, given: &Path) -> bool {
    real == given || real.to_string_lossy().replace('\\', "/") == given.to_string_lossy()
}

/// Where a cursor stands in a source: at a line and a column, counted from 1; beyond its end at the last.
fn cursor(source: &Source, line: usize, column: usize) -> Span {
    let bytes = source.text.as_bytes();
    let mut ends = (0..bytes.len()).filter(|&at| ends_line(bytes, at)).map(|at| at + 1);
    let start = if line <= 1 { 0 } else { ends.nth(line - 2).unwrap_or(bytes.len()) };
    let rest = source.text[start..].char_indices().take_while(|(_, c)| !matches!(c, '\n' | '\r'));
    let at = rest.take(column.max(1)).last().map_or(start, |(at, _)| start + at);
    Span::new(source.id, at, at + 1)
}

fn with_book(desk: &Desk, tell: impl FnOnce(&Book) -> Option<Value>) -> Reply {
    desk.book().and_then(|book| tell(&book)).map_or_else(missing, |value| data(&value))
}

fn page(text: &'static str, media_type: &'static str) -> Reply {
    let body = Bytes::from_static(text.as_bytes());
    Reply { status: StatusCode::OK, media_type, policy: guard::PAGE, body }
}

fn drawing(body: Bytes) -> Reply {
    Reply { status: StatusCode::OK, media_type: "image/svg+xml", policy: guard::DRAWING, body }
}

fn data(value: &Value) -> Reply {
    let body = Bytes::from(value.to_string());
    Reply { status: StatusCode::OK, media_type: "application/json", policy: guard::DATA, body }
}

fn missing() -> Reply {
    told(StatusCode::NOT_FOUND, "there is nothing here")
}

/// A status in words.
pub(super) fn told(status: StatusCode, words: &str) -> Reply {
    Reply {
        status,
        media_type: "text/plain; charset=utf-8",
        policy: guard::DATA,
        body: Bytes::from(format!("{words}\n")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_has_a_place() {
        let source = Source { text: "one\ntwö x\r\nthree".into(), ..Source::default() };
        let at = |line, column| cursor(&source, line, column).start;
        assert_eq!([at(1, 1), at(1, 3), at(2, 1), at(2, 3), at(2, 4), at(2, 99)], [0, 2, 4, 6, 8, 9]);
        assert_eq!([at(3, 2), at(4, 1), at(0, 0), at(usize::MAX, usize::MAX)], [13, 17, 0, 17]);
    }
}
