//! Outside programs judge written files: veraPDF, EPUBCheck, DAISY Ace and a browser. Those that are not there are named
//! in one line. `tests/conformance/install-validators.sh target/validators` installs the first three.

#![allow(clippy::disallowed_methods, reason = "the judges are programs and read files")]

#[path = "pages/books.rs"]
mod books;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use reportc::model::record::{Cover, Record};
use reportc::world::memory::MemoryWorld;
use reportc::{Formats, Options, Profile, catalog, compile, publish};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn validator(name: &str) -> Option<PathBuf> {
    Some(root().join("target/validators").join(name)).filter(|path| path.exists())
}

fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// What a program says, and whether it succeeds.
fn run(program: &Path, arguments: &[&str]) -> (String, bool) {
    let output = Command::new(program).args(arguments).output().expect("the program starts");
    let said = [output.stdout, output.stderr].concat();
    (String::from_utf8_lossy(&said).into_owned(), output.status.success())
}

/// EPUBCheck says nothing but its note of each face that is embedded (CSS-028), which is no fault; and it says that, or it
/// has not seen the faces.
fn epubcheck(program: &Path, book: &str) -> Vec<String> {
    let (said, succeeds) = run(program, &["--quiet", "--usage", book]);
    let (notes, mut found): (Vec<String>, Vec<String>) =
        said.lines().map(str::to_string).partition(|line| line.starts_with("USAGE(CSS-028)"));
    if notes.is_empty() {
        found.push(format!("EPUBCheck does not see the faces of {book}"));
    }
    if found.is_empty() && !succeeds {
        found.push(format!("EPUBCheck fails on {book}"));
    }
    found
}

/// The standards that a PDF fails to meet, and why.
fn verapdf(program: &Path, standards: &str, book: &str) -> Vec<String> {
    let (said, succeeds) = run(program, &["--flavour", standards, book]);
    if succeeds { Vec::new() } else { said.lines().map(str::to_string).collect() }
}

/// Compiles a book and writes its one file beside the name.
fn written(world: &MemoryWorld, name: &Path, formats: Formats) -> String {
    let outcome = compile(world, "book.yaml", Options { formats, draft: false, date: None }, &|_| {});
    let edition = outcome.made.expect("the book builds");
    let path = name.with_extension(edition.outputs[0].format.name());
    std::fs::write(&path, &edition.outputs[0].bytes).expect("it can be written");
    path.to_string_lossy().into_owned()
}

fn script(name: &str, judge: &Path, book: &str) -> Vec<String> {
    let script = root().join("tests/conformance").join(name);
    let arguments = [&*script.to_string_lossy(), &*judge.to_string_lossy(), book];
    let (said, succeeds) = run(Path::new("python3"), &arguments);
    let mut lines: Vec<String> = said.lines().map(str::to_string).collect();
    if lines.is_empty() && !succeeds {
        lines.push(format!("{name} fails"));
    }
    lines
}

/// Writes a release of a record, its editions empty, and gives the record back with the name of its folder.
fn released(name: &str, folder: &Path) -> (String, Record) {
    let text = std::fs::read_to_string(root().join(format!("tests/suite/page/{name}.json")));
    let record: Record = serde_json::from_str(&text.expect("it is there")).expect("it is a record");
    let bytes = std::fs::read(root().join("tests/books/print/cover.png")).expect("it is there");
    let cover = Cover { extension: "png", bytes, width: 0, height: 0, alt: String::new() };
    let here = folder.join(name);
    std::fs::create_dir_all(&here).expect("there is room");
    for (name, bytes) in publish(&record, &cover) {
        std::fs::write(here.join(name), bytes).expect("there is room");
    }
    for format in &record.formats {
        std::fs::write(here.join(&format.file), "").expect("there is room");
    }
    (name.to_string(), record)
}

#[test]
fn web_pages_are_open_to_all() {
    let axe = validator("npm/node_modules/@daisy/axe-core-for-ace");
    let all = [("node", on_path("node")), ("axe", axe), ("Chromium", on_path("chromium"))];
    let absent: Vec<&str> = all.iter().filter(|(_, path)| path.is_none()).map(|(name, _)| *name).collect();
    if !absent.is_empty() {
        // Not through the macros, as above.
        let _ = writeln!(std::io::stderr(), "left out: judges of web pages ({})", absent.join(", "));
        return;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("web");
    let releases = ["rich", "rtl", "minimal"].map(|name| released(name, &folder));
    for (name, bytes) in catalog(&releases) {
        std::fs::write(folder.join(name), bytes).expect("there is room");
    }
    let mut arguments = vec![root().join("tests/conformance/axe.mjs"), root().join("target/validators")];
    arguments.extend(releases.iter().map(|(name, _)| folder.join(name).join("index.html")));
    arguments.push(folder.join("index.html"));
    let arguments: Vec<_> = arguments.iter().map(|path| path.to_string_lossy()).collect();
    let arguments: Vec<&str> = arguments.iter().map(|path| &**path).collect();
    let (said, succeeds) = run(Path::new("node"), &arguments);
    assert!(succeeds, "{said}");
}

#[test]
fn nothing_is_found_wrong() {
    let (checker, ace, browser) = (validator("epubcheck"), validator("ace"), on_path("chromium"));
    let vera = validator("verapdf");
    let all = [("veraPDF", &vera), ("EPUBCheck", &checker), ("DAISY Ace", &ace), ("Chromium", &browser)];
    let absent: Vec<&str> = all.iter().filter(|(_, path)| path.is_none()).map(|(name, _)| *name).collect();
    if !absent.is_empty() {
        // Not through the macros, whose words a test that passes keeps to itself.
        let _ =
            writeln!(std::io::stderr(), "left out: judges that are not installed ({})", absent.join(", "));
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let mut found = Vec::new();
    for (name, world) in books::books().into_iter().filter(|(name, _)| name == "torture" || name == "small") {
        let book = written(
            &world,
            &folder.join(&name),
            Formats { pdf: None, linearized: false, epub: true, web: Default::default() },
        );
        found.extend(checker.iter().flat_map(|checker| epubcheck(checker, &book)));
        found.extend(ace.iter().flat_map(|ace| script("ace.py", ace, &book)));
        found.extend(browser.iter().flat_map(|browser| script("browser.py", browser, &book)));
        for (profile, standards) in [(Profile::Archive, "ua1,2a"), (Profile::Pdf2, "ua2,4")] {
            let book = written(
                &world,
                &folder.join(&name),
                Formats { pdf: Some(profile), linearized: false, epub: false, web: Default::default() },
            );
            found.extend(vera.iter().flat_map(|vera| verapdf(vera, standards, &book)));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
