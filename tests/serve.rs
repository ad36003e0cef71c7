//! `reportc serve`, asked as browsers and editors ask it, and as those do who should not.

#![allow(clippy::disallowed_methods, reason = "this test runs the program on real files")]

#[path = "pages/books.rs"]
mod books;
#[path = "program/tempfile.rs"]
mod tempfile;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use reportc::diag::Sink;
use reportc::memo::Memo;
use reportc::source::Span;
use reportc::world::memory::MemoryWorld;
use reportc::{Preview, preview, set_book};
use serde_json::Value;
use skrifa::{FontRef, MetadataProvider};

/// Nothing here takes a hundredth of it on a machine that is not busy.
const PATIENCE: Duration = Duration::from_secs(120);

/// The program, and where it listens. It ends however the test ends.
struct Server {
    program: Child,
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn json(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.text());
        serde_json::from_slice(&self.body).expect("it is JSON")
    }
}

const BOOK: &str = "title: Tides\nlanguage: en\nchapters: [a.md, text/b.md]\n";
const ONE: &str = "# One\n\nFirst words of the chapter.\n\nA second paragraph, with *slanted* words.\n";
const TWO: &str = "# Two\n\nWhat the other chapter says.\n";

/// Serves a book of two chapters in a folder.
fn serve(folder: &Path, args: &[&str]) -> Server {
    fs::create_dir_all(folder.join("text")).expect("it can be made");
    for (name, text) in [("book.yaml", BOOK), ("a.md", ONE), ("text/b.md", TWO)] {
        fs::write(folder.join(name), text).expect("it is ours");
    }
    let mut program = Command::new(env!("CARGO_BIN_EXE_reportc"))
        .args(["serve", "--port", "0"])
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program can be run");
    let mut line = String::new();
    let said = program.stdout.take().expect("it is piped");
    BufReader::new(said).read_line(&mut line).expect("it tells where it listens");
    let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next());
    Server { address: address.expect("an address").to_string(), program }
}

impl Server {
    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("it is a time");
        stream
    }

    /// Sends a request as it is written here, and reads to the end.
    fn raw(&self, request: &str) -> Answer {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).expect("it listens");
        let mut all = Vec::new();
        // Who is refused may be cut off.
        let _ = stream.read_to_end(&mut all);
        let end = all.windows(4).position(|four| four == b"\r\n\r\n").map_or(all.len(), |at| at + 4);
        let head = String::from_utf8_lossy(&all[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Answer { status, head, body: all.split_off(end) }
    }

    fn ask(&self, method: &str, path: &str, heads: &str) -> Answer {
        self.raw(&format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{heads}\r\n",
            self.address
        ))
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "")
    }

    /// Listens to events.
    fn events(&self) -> Events {
        let mut stream = self.connect();
        write!(stream, "GET /events HTTP/1.1\r\nHost: {}\r\n\r\n", self.address).expect("it listens");
        Events(BufReader::new(stream))
    }

    /// The book as it is told to who comes.
    fn book(&self) -> Value {
        self.events().next("book", |_| true)
    }
}

struct Events(BufReader<TcpStream>);

impl Events {
    /// The next event of a kind that is as wanted.
    fn next(&mut self, kind: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        let mut is_kind = false;
        loop {
            assert!(start.elapsed() < PATIENCE, "no such event: {kind}");
            let mut line = String::new();
            self.0.read_line(&mut line).expect("events go on");
            let line = line.trim_end();
            if let Some(named) = line.strip_prefix("event: ") {
                is_kind = named == kind;
            }
            let data = line.strip_prefix("data: ").filter(|_| is_kind);
            let value = data.map(|data| serde_json::from_str(data).expect("it is JSON"));
            if let Some(value) = value.filter(|value| wanted(value)) {
                return value;
            }
        }
    }
}

fn digests(book: &Value) -> Vec<String> {
    let pages = book["pages"].as_array().expect("there are pages");
    pages.iter().map(|page| page["digest"].as_str().expect("a digest").to_string()).collect()
}

fn edit(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).expect("it can be read");
    assert!(text.contains(from), "{text}");
    fs::write(path, text.replace(from, to)).expect("it can be written");
}

#[test]
fn strangers_are_refused() {
    let home = tempfile::tempdir().expect("there is room");
    let server = serve(home.path(), &[]);
    server.book();
    let own = format!("Origin: http://{}\r\n", server.address);
    assert!(server.address.starts_with("127.0.0.1:"));
    assert_eq!(server.ask("GET", "/", &own).status, 200);
    let page = server.get("/");
    assert!(
        page.head.contains("content-security-policy: default-src 'none'; script-src 'self'"),
        "{}",
        page.head
    );
    assert!(!page.head.contains("access-control"), "{}", page.head);
    for (host, heads) in [
        ("evil.example", ""),
        ("127.0.0.1", ""),
        (&*server.address, "Origin: http://evil.example\r\n"),
        (&*server.address, "Origin: null\r\n"),
        (&*server.address, "Sec-Fetch-Site: cross-site\r\n"),
        (&*server.address, "Host: evil.example\r\n"),
    ] {
        for path in ["/", "/events", "/facts.json", "/at?file=a.md&line=3"] {
            let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{heads}\r\n");
            let status = server.raw(&request).status;
            assert!(matches!(status, 400 | 403), "{status}: {path} of {host} {heads}");
        }
    }
    assert_eq!(server.ask("POST", "/open?path=a.md&line=1", "Origin: http://evil.example\r\n").status, 403);
}

#[test]
fn files_are_no_addresses() {
    let home = tempfile::tempdir().expect("there is room");
    let server = serve(home.path(), &[]);
    server.book();
    for path in [
        "/book.yaml",
        "/../book.yaml",
        "/%2e%2e/book.yaml",
        "/page/../a.md",
        "/page/..%2fa.md.json",
        "/text/light/1/../../../a.md",
        "/text/light/1/..%2f..%2fa.md",
        "/text/light/1//etc/passwd",
        "/text/other/1/chapter-01.xhtml",
        "/face/0",
        "/picture/x",
        "/page/00000000000000000000000000000000.json",
        "/place.json?digest=x&page=0&x=1&y=1",
        "/at?file=/etc/passwd&line=1",
        "/at?file=../../../../etc/passwd&line=1",
        "/at?file=a.md",
        "/open?path=a.md&line=1",
    ] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
    assert_eq!(server.ask("POST", "/open?path=/etc/passwd&line=1", "Content-Length: 0\r\n").status, 404);
}

#[test]
fn what_is_no_request_ends_nothing() {
    let home = tempfile::tempdir().expect("there is room");
    let server = serve(home.path(), &[]);
    server.book();
    assert_eq!(server.ask("PUT", "/", "Content-Length: 0\r\n").status, 405);
    assert_eq!(server.get(&format!("/find.json?q={}", "x".repeat(5000))).status, 414);
    let large = format!("Content-Length: {}\r\n", 1 << 20);
    let body = "x".repeat(1 << 20);
    let request =
        format!("POST /at HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{large}\r\n{body}", server.address);
    let status = server.raw(&request).status;
    // It may be cut off before it has heard the answer.
    assert!(matches!(status, 0 | 413), "{status}");
    for garbage in ["\r\n\r\n", "GET\r\n\r\n", "\u{0}\u{1}\u{2}\r\n\r\n", "GET / HTTP/9.9\r\n\r\n"] {
        server.raw(garbage);
    }
    let headers = "X: y\r\n".repeat(4000);
    server.ask("GET", "/", &headers);
    // Many who say nothing.
    let silent: Vec<TcpStream> = (0..40).map(|_| server.connect()).collect();
    assert_eq!(server.get("/facts.json").status, 200);
    drop(silent);
    for query in ["x=NaN&y=inf", "x=1e300&y=-1e300", "x=&y=", "x=1&y=1&page=99999999999999999999"] {
        let digest = &digests(&server.book())[0];
        server.get(&format!("/place.json?digest={digest}&page=0&{query}"));
    }
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn pages_go_by_what_they_show() {
    let home = tempfile::tempdir().expect("there is room");
    let server = serve(home.path(), &[]);
    let mut events = server.events();
    let book = events.next("book", |_| true);
    assert_eq!(book["title"], "Tides");
    let before = digests(&book);
    let words = |digest: &str| {
        let page = server.get(&format!("/page/{digest}.json")).json();
        let items = page["items"].as_array().expect("a list").clone();
        items
            .iter()
            .filter_map(|item| item["text"].as_str().map(str::to_string))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let at = before.iter().position(|digest| words(digest).contains("First words")).expect("a page has them");
    let page = server.get(&format!("/page/{}.json", before[at])).json();
    let face = page["faces"][0].as_str().expect("it names a face");
    let face = server.get(&format!("/face/{face}"));
    assert!(face.body.starts_with(b"OTTO") || face.body.starts_with(&[0, 1, 0, 0]));
    let drawing = server.get(&format!("/page/{}.svg", before[at]));
    assert!(drawing.text().starts_with("<svg ") && drawing.head.contains("image/svg+xml"));

    edit(&home.path().join("a.md"), "First words", "Other words");
    let told = events.next("book", |told| told["revision"] != book["revision"]);
    let after = digests(&told);
    let drawn = told["drawn"].as_object().expect("new pages come along");
    assert_eq!(drawn.keys().collect::<Vec<_>>(), [&after[at]]);
    assert_eq!(drawn[&after[at]], server.get(&format!("/page/{}.json", after[at])).json());
    assert_eq!(after.len(), before.len());
    let changed: Vec<usize> = (0..before.len()).filter(|&page| after[page] != before[page]).collect();
    assert_eq!(changed, [at]);
    assert!(words(&after[at]).contains("Other words"));
    assert_eq!(server.get(&format!("/page/{}.svg", before[at])).status, 404);
    edit(&home.path().join("a.md"), "Other words", "First words");
    let again = digests(&events.next("book", |told| digests(told) != after));
    assert_eq!(again, before);
}

#[test]
fn a_place_leads_to_its_line_and_back() {
    let home = tempfile::tempdir().expect("there is room");
    let server = serve(home.path(), &[]);
    let mut events = server.events();
    let book = events.next("book", |_| true);
    let real = fs::canonicalize(home.path()).expect("it is there");
    let file = real.join("text/b.md");
    for named in [file.to_str().expect("it is Unicode"), "text/b.md"] {
        let told = server.get(&format!("/at?file={named}&line=3&column=6")).json();
        assert_eq!((&told["path"], &told["line"]), (&Value::from("text/b.md"), &Value::from(3)));
        assert_eq!(events.next("go", |_| true)["spot"], told["spot"]);
        let page = told["spot"]["page"].as_u64().expect("a page") as usize;
        let area: Vec<f64> =
            told["spot"]["area"].as_array().expect("edges").iter().filter_map(Value::as_f64).collect();
        let place = format!(
            "digest={}&page={page}&x={}&y={}",
            digests(&book)[page],
            area[0] + 1.0,
            area[1] + area[3] / 2.0
        );
        let back = server.get(&format!("/place.json?{place}")).json();
        assert_eq!(
            (&back["path"], &back["line"], &back["column"]),
            (&told["path"], &told["line"], &Value::from(1))
        );
        assert_eq!((back["word"].as_str(), back["file"].as_str()), (Some("What"), file.to_str()));
    }
    let body = "file=a.md&line=5";
    let head = format!("Content-Length: {}\r\nConnection: close\r\n", body.len());
    let posted = server.raw(&format!("POST /at HTTP/1.1\r\nHost: {}\r\n{head}\r\n{body}", server.address));
    assert_eq!(posted.json()["line"], 5);
    let found = server.get("/find.json?q=SECOND+paragraph").json();
    assert_eq!(found.as_array().map(Vec::len), Some(1));
    assert_eq!(found[0]["words"], "second paragraph");
    let facts = server.get("/facts.json").json();
    let titles: Vec<&str> = facts["headings"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["title"].as_str())
        .collect();
    assert!(titles.ends_with(&["One", "Two"]), "{titles:?}");
    assert_eq!(facts["stats"]["chapters"].as_array().map(Vec::len), Some(2));
}

#[test]
fn the_text_is_that_of_the_edition() {
    let home = tempfile::tempdir().expect("there is room");
    let server = serve(home.path(), &[]);
    server.book();
    let list = server.get("/text.json").json();
    let documents = list["documents"].as_array().expect("a list");
    let one = documents.iter().find(|one| one["title"] == "One").expect("it is there");
    let href = one["href"].as_str().expect("an address");
    let document = server.get(&format!("/text/light/1/{href}"));
    assert!(document.text().contains("First words of the chapter."));
    assert!(document.head.contains("content-type: application/xhtml+xml"), "{}", document.head);
    assert!(document.head.contains("sandbox allow-same-origin"), "{}", document.head);
    let style = |scheme: &str| server.get(&format!("/text/{scheme}/1/stylesheet.css")).text();
    assert!(style("dark").contains("color-scheme: dark") && style("dark").contains("@media all"));
    assert!(style("light").contains("color-scheme: light") && style("light").contains("@media not all"));
    assert_eq!(one["pages"].as_array().map(Vec::len), Some(1));
}

#[test]
fn what_is_wrong_is_told_and_pages_stay() {
    let home = tempfile::tempdir().expect("there is room");
    let server = serve(home.path(), &[]);
    let mut events = server.events();
    let book = events.next("book", |_| true);
    assert_eq!(events.next("faults", |_| true)["faults"].as_array().map(Vec::len), Some(0));
    // An error of a chapter, which can be set all the same.
    edit(&home.path().join("a.md"), "First words", "First [words](#nowhere) <b>&");
    let told = events.next("faults", |told| !told["faults"].as_array().expect("a list").is_empty());
    let fault = &told["faults"][0];
    assert_eq!((&fault["path"], &fault["start"]["line"]), (&Value::from("a.md"), &Value::from(3)));
    assert!(fault["spot"]["page"].is_u64(), "it has a place on its page: {fault}");
    assert_eq!(told["set"], true);
    // One of the manifest, without which there is no book: its last pages stay.
    fs::write(home.path().join("book.yaml"), "title: [\n").expect("it is ours");
    let told = events.next("faults", |told| told["set"] == false);
    assert_eq!(told["faults"][0]["severity"], "error");
    assert_eq!(server.get(&format!("/page/{}.json", digests(&book)[0])).status, 200);
    let mut late = server.events();
    assert_eq!(digests(&late.next("book", |_| true)).len(), digests(&book).len());
    assert_eq!(late.next("faults", |_| true)["set"], false);
    fs::write(home.path().join("book.yaml"), BOOK).expect("it is ours");
    assert_eq!(events.next("faults", |told| told["set"] == true)["set"], true);
}

#[test]
#[cfg(unix)]
fn a_click_opens_the_editor() {
    let home = tempfile::tempdir().expect("there is room");
    let other = tempfile::tempdir().expect("there is room");
    let editor = other.path().join("my editor");
    let script = "#!/bin/sh\nprintf '%s|' \"$@\" > \"$(dirname \"$0\")/part\" && mv \"$(dirname \"$0\")/part\" \"$(dirname \"$0\")/said\"\n";
    fs::write(&editor, script).expect("it is ours");
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(&editor, mode).expect("it is ours");
    let command = format!("'{}' -g {{file}}:{{line}}:{{column}} '$(x)'", editor.display());
    let server = serve(home.path(), &["--editor", &command]);
    server.book();
    let told = server.ask("POST", "/open?path=text/b.md&line=3&column=2", "Content-Length: 0\r\n").json();
    assert_eq!(told["opened"], true);
    let said = other.path().join("said");
    let start = Instant::now();
    while !said.exists() {
        assert!(start.elapsed() < PATIENCE, "the editor was not run");
        std::thread::sleep(Duration::from_millis(10));
    }
    let file = fs::canonicalize(home.path()).expect("it is there").join("text/b.md");
    let wanted = format!("-g|{}:3:2|$(x)|", file.display());
    assert_eq!(fs::read_to_string(said).expect("it can be read"), wanted);
}

#[test]
#[cfg(unix)]
fn an_interruption_ends_it() {
    let home = tempfile::tempdir().expect("there is room");
    let mut server = serve(home.path(), &[]);
    let mut events = server.events();
    events.next("book", |_| true);
    let pid = server.program.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().expect("it can be sent").success());
    let start = Instant::now();
    while server.program.try_wait().expect("it is ours").is_none() {
        assert!(start.elapsed() < PATIENCE, "it goes on");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// A book to look at.
fn looked_at(world: &MemoryWorld, before: Option<&Preview>, memo: &Memo) -> Preview {
    preview(world, "book.yaml", true, before, (&|_| {}, memo)).made.expect("it can be set")
}

/// What is written stands somewhere on the pages, and who clicks there is led back to its line.
#[test]
fn words_lead_to_their_lines() {
    for (name, world) in books::books().into_iter().take(books::OWN_BOOKS) {
        let preview = looked_at(&world, None, &Memo::NONE);
        let chapters: Vec<_> =
            preview.sources.iter().filter(|source| source.path.ends_with(".md")).cloned().collect();
        let (mut tried, mut right) = (0, 0);
        for source in chapters {
            for (line, text) in source.text.split('\n').enumerate() {
                // Prose begins with a letter and has no marks in its first words.
                let is_prose = text.len() > 40 && text.starts_with(|c: char| c.is_alphabetic());
                let plain =
                    text.chars().take(40).all(|c| c.is_alphanumeric() || matches!(c, ' ' | ',' | '.'));
                if !is_prose || !plain {
                    continue;
                }
                let start = text.as_ptr() as usize - source.text.as_ptr() as usize;
                let span = Span::new(source.id, start, start + 1);
                let Some(spot) = preview.spot(span) else { panic!("{name}: {text} stands nowhere") };
                let [_, y, _, height] = spot.area;
                let found = preview.find(&text.chars().take(40).collect::<String>(), 400);
                let here = found
                    .iter()
                    .flat_map(|found| &found.spots)
                    .find(|found| found.page == spot.page && (found.area[1] - y).abs() < height);
                let Some(here) = here else { continue };
                tried += 1;
                let [x, y, _, height] = here.area;
                let back =
                    preview.written_at(here.page, x + 1.0, y + height / 2.0).expect("something is there");
                let is_right = back.path == source.path && back.line == line + 1;
                right += usize::from(is_right);
            }
        }
        assert!(tried == 0 || right * 100 >= tried * 97, "{name}: {right} of {tried} lines");
        assert!(
            tried > 20 || name == "small" || name == "torture",
            "{name}: {tried} lines are enough to tell"
        );
    }
}

/// What is drawn is what is on the pages: a page looked at again, or set again, has the same digest; all drawings are XML.
#[test]
fn every_page_is_drawn() {
    for (name, world) in books::books().into_iter().take(books::OWN_BOOKS) {
        let memo = Memo::new();
        let first = looked_at(&world, None, &memo);
        let again = looked_at(&world, Some(&first), &memo);
        let digests =
            |preview: &Preview| preview.sheets().map(|sheet| sheet.digest.to_string()).collect::<Vec<_>>();
        assert_eq!(digests(&first), digests(&again), "{name}");
        assert_eq!(digests(&first), digests(&looked_at(&world, None, &Memo::NONE)), "{name}");
        let (_, set) = set_book(&world, "book.yaml", &|_| {}, &mut Sink::default());
        assert_eq!(set.expect("it can be set").layout.pages.len(), digests(&first).len());
        for page in 0..first.layout.pages.len() {
            let drawing = first.drawing(page);
            let options = usvg::roxmltree::ParsingOptions::default();
            usvg::roxmltree::Document::parse_with_options(&drawing, options).expect("it is XML");
            let canvas = serde_json::to_value(first.canvas(page)).expect("it is JSON");
            for (index, face) in canvas["faces"].as_array().expect("a list").iter().enumerate() {
                let bytes = first.face(face.as_str().expect("a digest")).expect("pages name what is there");
                let font = FontRef::new(&bytes).expect("it is a font");
                for glyph in glyphs(&canvas, index) {
                    let character = char::from_u32(0xf_0000 + glyph).expect("it is one");
                    let found = font.charmap().map(character).map(|found| found.to_u32());
                    assert_eq!(found, Some(glyph), "{name}: glyphs go by their numbers");
                }
            }
            for item in canvas["items"].as_array().expect("a list") {
                let picture = item["digest"].as_str();
                assert!(picture.is_none_or(|digest| first.picture(digest).is_some()), "{name}: {item}");
            }
        }
    }
}

/// The glyphs that a page has of one of its faces.
fn glyphs(canvas: &Value, face: usize) -> Vec<u32> {
    let items = canvas["items"].as_array().expect("a list").iter();
    let runs = items.filter(|item| item["face"].as_u64() == Some(face as u64));
    let parts = runs.flat_map(|run| run["parts"].as_array().expect("a list"));
    let numbers = parts.flat_map(|part| part[2].as_array().expect("a list"));
    numbers.map(|glyph| glyph.as_u64().expect("a number") as u32).collect()
}
