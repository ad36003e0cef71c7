//! `reportc release` from outside: folders that are whole or not there, counts that are the same wherever they are told,
//! checkers that pass, fail, crash and hang, signatures that readers can verify.

#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "these tests run programs on real files")]

#[path = "program/tempfile.rs"]
mod tempfile;

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use lopdf::Document;
use reportc::model::record::{Check, CheckOutcome, Record};
use tempfile::TempDir;

const MANIFEST: &str = "title: A Book\nlanguage: en\ndate: 2024-05-06\nfile_name: book\ncontents: {depth: 2}\n\
    identifiers: [{scheme: isbn, value: 978-3-16-148410-0, format: pdf}]\nfront: [p.md]\nchapters: [a.md, b.md]\nback: [z.md]\n";

/// A folder with a book, and folders of programs that are on the path.
struct Book {
    home: TempDir,
}

/// How the program ended.
struct Run {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Book {
    fn new(manifest: &str) -> Book {
        let book = Book { home: tempfile::tempdir().expect("there is room") };
        let long = "Words of the running text that fill a page or two with what they say. ".repeat(90);
        book.write("b/book.yaml", manifest);
        book.write("b/p.md", "# Preface\n\nBefore it.\n");
        book.write(
            "b/a.md",
            &format!("# One {{#one}}\n\nA note[^n]. {long}\n\n## Deeper\n\n{long}\n\n[^n]: Said.\n"),
        );
        book.write("b/b.md", &format!("# Two\n\n{long} See [](#one){{.page}}.\n"));
        book.write("b/z.md", "# Thanks\n\nTo everyone.\n");
        fs::create_dir(book.path("bin")).expect("there is room");
        book
    }

    fn path(&self, path: &str) -> PathBuf {
        self.home.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("there is room");
        fs::write(path, text).expect("there is room");
    }

    /// Puts a shell script on the path.
    fn program(&self, name: &str, script: &str) {
        self.write(&format!("bin/{name}"), &format!("#!/bin/sh\n{script}\n"));
        let permissions = fs::Permissions::from_mode(0o755);
        fs::set_permissions(self.path(&format!("bin/{name}")), permissions).expect("it is ours");
    }

    fn run(&self, args: &[&str], variables: &[(&str, &str)]) -> Run {
        // Nothing of the machine's own is on the path but what scripts need.
        let path = format!("{}:/usr/bin:/bin", self.path("bin").display());
        let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_reportc"))
            .args(args)
            .env("PATH", path)
            .envs(variables.iter().copied())
            .current_dir(self.home.path())
            .output()
            .expect("the program can be run");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it writes UTF-8");
        let run = Run {
            code: status.code().expect("it ends by itself"),
            stdout: text(stdout),
            stderr: text(stderr),
        };
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
        run
    }

    fn release(&self, args: &[&str]) -> Run {
        self.run(&[&["release", "b"], args].concat(), &[])
    }

    fn record(&self, folder: &str) -> Record {
        let text = fs::read_to_string(self.path(folder).join("record.json")).expect("there is a record");
        serde_json::from_str(&text).expect("it is one")
    }
}

impl Run {
    #[track_caller]
    fn succeeds(&self) -> &Run {
        assert_eq!(self.code, 0, "{}{}", self.stdout, self.stderr);
        self
    }

    #[track_caller]
    fn says(&self, said: &str) -> &Run {
        let all = format!("{}{}", self.stdout, self.stderr);
        assert!(all.contains(said), "{said:?} is not said:\n{all}");
        self
    }
}

/// Every file below a folder by its path in it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(&inner).expect("the folder is there") {
            let path = entry.expect("it can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("it is below").to_string_lossy().into_owned();
                found.insert(name, fs::read(&path).expect("it can be read"));
            }
        }
    }
    found
}

/// The default place of the release of the book.
const PLACE: &str = "b/release/book";

const VERA: &str = "cat <<E\n<report><buildInformation><releaseDetails id='core' version='1.2.3'/></buildInformation>\n\
    <jobs><job><validationReport jobEndStatus='normal' isCompliant='true'/></job></jobs></report>\nE";
const VERA_BAD: &str = "cat <<E\n<report><buildInformation><releaseDetails id='core' version='1.2.3'/></buildInformation>\n\
    <jobs><job><validationReport jobEndStatus='normal' isCompliant='false'><details><rule specification='ISO' clause='7.1' \
    testNumber='2' status='failed' failedChecks='3'><description>Title</description></rule></details></validationReport></job>\
    </jobs></report>\nE\nexit 1";
const EPUBCHECK: &str =
    "echo '{\"messages\": [], \"checker\": {\"checkerVersion\": \"5.3.0\", \"nFatal\": 0, \"nError\": 0}}'";
/// The folder is the fourth argument.
const ACE: &str = "mkdir -p \"$4\"; echo '{\"earl:assertedBy\": {\"doap:release\": {\"doap:revision\": \"1.4\"}}, \
    \"earl:result\": {\"earl:outcome\": \"pass\"}, \"assertions\": []}' > \"$4/report.json\"";

fn check<'a>(record: &'a Record, id: &str) -> &'a Check {
    record.checks.iter().find(|check| check.id == id).unwrap_or_else(|| panic!("no check {id}"))
}

#[test]
fn a_release_is_whole_and_tells_what_was_checked() {
    let book = Book::new(MANIFEST);
    for (name, script) in [("verapdf", VERA), ("epubcheck", EPUBCHECK), ("ace", ACE)] {
        book.program(name, script);
    }
    let run = book.release(&[]);
    run.succeeds().says("ok        epub: EPUBCheck finds no error [EPUBCheck 5.3.0]").says("released  ");
    let record = book.record(PLACE);
    assert!(record.checks.iter().all(|check| check.outcome == CheckOutcome::Passed), "{:?}", record.checks);
    assert_eq!(check(&record, "verapdf-ua1").proves, ["PDF/UA-1"]);
    assert_eq!(check(&record, "verapdf-2a").proves, ["PDF/A-2a"]);
    assert_eq!(check(&record, "epubcheck").proves, ["EPUB 3.3"]);
    assert!(check(&record, "ace").proves.is_empty() && !record.forced);
    let titles: Vec<&str> = record.parity.iter().map(|chapter| chapter.title.as_str()).collect();
    assert_eq!(titles, ["Preface", "1 One", "2 Two", "Thanks"]);
    let parity = fs::read_to_string(book.path(PLACE).join("parity.txt")).expect("it is there");
    assert!(parity.ends_with("\nThe two hold the same.\n"), "{parity}");
    // The sums are those of the files, and of all of them.
    let mut released = files(&book.path(PLACE));
    let sums = String::from_utf8(released.remove("SHA256SUMS").expect("it is there")).expect("it is text");
    let told: Vec<String> = released
        .iter()
        .map(|(name, bytes)| format!("{}  {name}\n", reportc::release::sha256(bytes)))
        .collect();
    assert_eq!(sums, told.concat());
}

#[test]
fn what_is_not_installed_is_not_claimed() {
    let book = Book::new(MANIFEST);
    let run = book.run(&["release", "b"], &[("PATH", "/nowhere")]);
    run.succeeds().says("not run   epub: EPUBCheck finds no error (`epubcheck` is not installed)");
    let record = book.record(PLACE);
    for id in ["verapdf-ua1", "verapdf-2a", "epubcheck", "ace"] {
        let check = check(&record, id);
        assert_eq!((check.outcome, check.proves.len()), (CheckOutcome::NotRun, 0), "{id}");
    }
}

#[test]
fn a_checker_that_fails_crashes_or_hangs_stops_the_release() {
    for (name, script, said) in [
        ("verapdf", VERA_BAD, "ISO, 7.1, test 2 (3 times): Title"),
        ("verapdf", "kill -SEGV $$", "came to no verdict: it was ended"),
        ("epubcheck", "sleep 60 & wait", "came to no verdict: it was stopped after 1 seconds"),
        ("epubcheck", "echo no memory >&2; exit 3", "it ended with 3 and without a report: no memory"),
        ("ace", "exit 0", "it ended with 0 and without a report"),
    ] {
        let book = Book::new(MANIFEST);
        book.program(name, script);
        let before = files(&book.path("b"));
        let run = book.release(&["--check-timeout", "1"]);
        assert_eq!(run.code, 1, "{name}: {script}");
        run.says(said).says("a check failed, so nothing is released");
        assert_eq!(files(&book.path("b")), before, "{name}: {script}");
        assert!(!book.path("b/release").exists());
        // Whoever releases it all the same says so.
        book.release(&["--check-timeout", "1", "--force"]).succeeds();
        let record = book.record(PLACE);
        assert!(record.forced);
        let failed = record.checks.iter().filter(|check| check.outcome == CheckOutcome::Failed);
        assert!(failed.clone().count() > 0 && failed.clone().all(|check| check.proves.is_empty()), "{said}");
    }
}

/// What the terminal sends goes to the whole group; what `kill` sends goes to the program alone.
#[test]
fn an_interrupted_release_ends_its_checkers_and_leaves_nothing() {
    for signal in ["INT", "TERM", "HUP"] {
        let book = Book::new(MANIFEST);
        book.program("epubcheck", "sleep 600 & echo $$ $! > \"$(dirname \"$0\")/../pids\"; wait");
        let before = files(&book.path("b"));
        let path = format!("{}:/usr/bin:/bin", book.path("bin").display());
        let mut child = Command::new(env!("CARGO_BIN_EXE_reportc"))
            .args(["release", "b"])
            .env("PATH", path)
            .current_dir(book.home.path())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program can be run");
        let pids = || fs::read_to_string(book.path("pids")).unwrap_or_default();
        until("the checker runs", || pids().ends_with('\n'));
        let sent = Command::new("kill").args([format!("-{signal}"), child.id().to_string()]).status();
        assert!(sent.is_ok_and(|status| status.success()));
        let status = child.wait().expect("it is ours");
        let number = [("INT", 2), ("TERM", 15), ("HUP", 1)].iter().find(|(name, _)| *name == signal);
        assert_eq!(status.signal(), number.map(|(_, number)| *number), "{signal}");
        let mut said = String::new();
        child.stderr.take().expect("it is piped").read_to_string(&mut said).expect("it is text");
        assert_eq!(said, "", "{signal}");
        // Neither the checker nor what it has started is there any more; a zombie is only waited for by nobody.
        let runs = |pid: &str| {
            let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
            status.lines().any(|line| line.starts_with("State:") && !line.contains('Z'))
        };
        until("the checkers end", || !pids().split_whitespace().any(runs));
        assert_eq!(pids().split_whitespace().count(), 2);
        assert_eq!(files(&book.path("b")), before, "{signal}");
        let names = fs::read_dir(book.path("b")).expect("it is there").flatten();
        assert!(names.map(|name| name.file_name()).all(|name| !name.to_string_lossy().starts_with('.')));
    }
}

fn until(what: &str, is_so: impl Fn() -> bool) {
    let start = std::time::Instant::now();
    while !is_so() {
        assert!(start.elapsed() < std::time::Duration::from_secs(120), "{what}");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}

/// A checker runs when the manifest has been read and not yet been written: this one is the author, who saves.
#[test]
fn what_the_author_saves_meanwhile_stays() {
    let save = |text: &str| {
        let book = Book::new(MANIFEST);
        book.write("saved", text);
        book.program("epubcheck", &format!("cat \"$(dirname \"$0\")/../saved\" > b/book.yaml; {EPUBCHECK}"));
        let run = book.release(&[]);
        run.succeeds();
        (fs::read_to_string(book.path("b/book.yaml")).expect("it is there"), run)
    };
    let saved = format!("# The author saves this.\n{}", MANIFEST.replace("A Book", "Another Book"));
    let (text, _) = save(&saved);
    let record = text.strip_prefix(&saved).unwrap_or_else(|| panic!("what was saved is lost: {text}"));
    assert!(record.starts_with("number_of_pages: "), "{record}");
    for half in ["title: [", "", "- a\n"] {
        let (text, run) = save(half);
        assert_eq!(text, half);
        run.says("the record was not written into `b/book.yaml`").says("changed while the book was built");
    }
}

/// The same at another day, in another folder and time zone, with another number of threads.
#[test]
fn a_release_is_the_same_whenever_and_wherever_it_is_made() {
    let mut first = None;
    for (day, zone, threads) in [("1750000000", "UTC", "1"), ("1790000000", "Asia/Kathmandu", "4")] {
        let book = Book::new(MANIFEST);
        let variables = [("SOURCE_DATE_EPOCH", day), ("TZ", zone), ("RAYON_NUM_THREADS", threads)];
        let out = format!("out {threads}");
        book.run(&["release", "b", "--out-dir", &out], &variables).succeeds();
        let released = files(&book.path(&out));
        let first = first.get_or_insert_with(|| released.clone());
        let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&released), names(first));
        for (name, bytes) in &released {
            assert!(Some(bytes) == first.get(name), "{name} is not the same");
        }
    }
}

#[test]
fn a_folder_of_others_is_left_alone() {
    let book = Book::new(MANIFEST);
    book.write("out/thesis.tex", "years of work");
    let run = book.release(&["--out-dir", "out"]);
    assert_eq!(run.code, 1);
    run.says("is not an earlier release alone: it holds `thesis.tex`");
    assert_eq!(files(&book.path("out")).len(), 1);
    // An earlier release is replaced as a whole, and nothing of the making is left.
    book.release(&["--out-dir", "new"]).succeeds();
    book.write("b/b.md", "# Two\n\nOther words.\n");
    book.release(&["--out-dir", "new"]).succeeds();
    let left: Vec<String> = fs::read_dir(book.home.path())
        .expect("it is there")
        .map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with('.'))
        .collect();
    assert_eq!(left, Vec::<String>::new());
}

/// Runs `ssh-keygen` in the book's folder: whether it succeeded, and what it said.
fn keygen(book: &Book, args: &[&str], input: Stdio) -> (bool, String) {
    let run = Command::new("ssh-keygen").args(args).current_dir(book.home.path()).stdin(input).output();
    let output = run.expect("ssh-keygen is installed, as tests/run does");
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn make_key(book: &Book, name: &str, kind: &str, passphrase: &str) {
    let made = keygen(book, &["-q", "-t", kind, "-N", passphrase, "-f", name], Stdio::null());
    assert!(made.0, "{}", made.1);
}

/// Whether a reader who knows the key finds that it signed a file.
fn verified(book: &Book, key: &str, file: &str) -> bool {
    let public = fs::read_to_string(book.path(&format!("{key}.pub"))).expect("it was made");
    book.write("allowed", &format!("press@example.org {public}"));
    let signature = format!("{PLACE}/SHA256SUMS.sig");
    let file = fs::File::open(book.path(file)).expect("it is there");
    let args = ["-Y", "verify", "-f", "allowed", "-I", "press@example.org", "-n", "file", "-s", &signature];
    keygen(book, &args, Stdio::from(file)).0
}

#[test]
fn a_signature_is_one_that_readers_can_verify() {
    let book = Book::new(MANIFEST);
    make_key(&book, "key", "ed25519", "");
    book.release(&["--sign", "key"]).succeeds();
    let sums = format!("{PLACE}/SHA256SUMS");
    assert!(verified(&book, "key", &sums));
    book.write("other", "0  nothing\n");
    assert!(!verified(&book, "key", "other"));
    // The same text has the same signature.
    let signature = || fs::read(book.path(&format!("{PLACE}/SHA256SUMS.sig"))).expect("it is there");
    let first = signature();
    book.release(&["--sign", "key"]).succeeds();
    assert_eq!(first, signature());
}

#[test]
fn a_locked_key_is_opened_by_its_passphrase_alone() {
    let book = Book::new(MANIFEST);
    make_key(&book, "locked", "ed25519", "open 'it' $HOME");
    let release = |passphrase| {
        book.run(&["release", "b", "--sign", "locked"], &[("REPORTC_KEY_PASSPHRASE", passphrase)])
    };
    let wrong = release("open it");
    assert_eq!(wrong.code, 1);
    wrong.says("the passphrase in REPORTC_KEY_PASSPHRASE does not open `locked`");
    assert!(!book.path(PLACE).exists());
    release("open 'it' $HOME").succeeds();
    assert!(verified(&book, "locked", &format!("{PLACE}/SHA256SUMS")));
}

#[test]
fn what_cannot_sign_is_told_before_anything_is_built() {
    let book = Book::new(MANIFEST);
    make_key(&book, "old", "rsa", "");
    make_key(&book, "seen", "ed25519", "");
    fs::set_permissions(book.path("seen"), fs::Permissions::from_mode(0o644)).expect("it is ours");
    book.write("text", "no key\n");
    for (key, said) in [
        ("old", "`old` is a key of the kind RSA, not ED25519"),
        ("seen", "others may read the key `seen`"),
        ("text", "`text` is not a private key in OpenSSH's form"),
        ("none", "the key `none` cannot be read"),
    ] {
        let run = book.release(&["--sign", key]);
        assert_eq!(run.code, 1);
        run.says(said);
    }
    let run = book.run(&["release", "b", "--sign", "seen"], &[("PATH", "bin")]);
    assert_eq!(run.code, 1);
    run.says("`ssh-keygen`, which signs, cannot be run").says("install OpenSSH");
    assert!(!book.path(PLACE).exists());
}

/// Wherever pages are counted on the disk, there are as many.
#[test]
fn every_count_on_the_disk_is_the_same() {
    let book = Book::new(MANIFEST);
    book.release(&[]).succeeds();
    let folder = book.path(PLACE);
    let bytes = fs::read(folder.join("book.pdf")).expect("it is there");
    let pdf = Document::load_mem(&bytes).expect("it can be read");
    let pages = pdf.get_pages().len();
    assert!(pages > 8, "{pages} pages are too few to tell counts apart");
    let found = reportc::inspect::pdf(&bytes);
    let front =
        found.labels.iter().take_while(|label| !label.starts_with(|c: char| c.is_ascii_digit())).count();
    let record = book.record(PLACE);
    let counts = record.pages;
    let mut told: Vec<(&str, usize)> = vec![
        ("page labels", found.labels.len()),
        ("record.json, number_of_pages", record.number_of_pages as usize),
        ("record.json, total", counts.total as usize),
        ("record.json, parts", (counts.front + counts.main + counts.back) as usize),
        ("record.json, page_list", record.page_list.len()),
    ];
    let between = |text: &str, from: &str, to: &str| -> usize {
        let rest = text.split_once(from).unwrap_or_else(|| panic!("no {from} in {text}")).1;
        let number = rest.split_once(to).unwrap_or_else(|| panic!("no {to} in {rest}")).0;
        number.trim().parse().unwrap_or_else(|_| panic!("{number} is no number"))
    };
    let xmp = String::from_utf8_lossy(&bytes).into_owned();
    told.push(("XMP", between(&xmp, "<prism:pageCount>", "</")));
    let manifest = fs::read_to_string(book.path("b/book.yaml")).expect("it is there");
    told.push(("the manifest", between(&manifest, "number_of_pages:", "\n")));
    told.push(("the manifest's record", between(&manifest, "total:", "}")));
    let mut archive = zip::ZipArchive::new(fs::File::open(folder.join("book.epub")).expect("it is there"))
        .expect("it is one");
    let mut read = |name: &str| {
        let mut text = String::new();
        archive.by_name(name).expect("it is listed").read_to_string(&mut text).expect("it is text");
        text
    };
    let nav = read("OEBPS/nav.xhtml");
    let list = nav.split_once("page-list").expect("there is a page list").1;
    let listed = list.split_once("</nav>").expect("it ends").0.matches("<li>").count();
    // Blank pages are counted in the PDF, and have no place in a reading flow.
    let blank = found.shown.iter().filter(|shown| !**shown).count();
    told.push(("the EPUB's page list, with blank pages", listed + blank));
    let package = read("OEBPS/content.opf");
    told.push(("the EPUB's package", between(&package, "schema:numberOfPages\">", "</")));
    // What the book prints of itself, in both files: front matter and the whole.
    let imprint = read("OEBPS/imprint.xhtml");
    let printed: Vec<usize> = text_of(&imprint)
        .split(|c: char| !c.is_alphanumeric())
        .filter_map(|word| word.parse().ok())
        .collect();
    let sections = found.sections.iter().map(|section| &section.body);
    let in_pdf = sections.flat_map(|body| body.iter().map(|word| word.text.parse::<usize>().ok()));
    let in_pdf: Vec<usize> = in_pdf.flatten().collect();
    assert!(printed.contains(&pages), "the EPUB's imprint tells {printed:?} and not {pages}");
    assert!(in_pdf.contains(&pages), "the PDF's imprint does not tell {pages}");
    assert_eq!(counts.front as usize, front, "pages with roman labels");
    let onix = fs::read_to_string(folder.join("onix.xml")).expect("it is there");
    for (kind, what) in [("07", "ONIX, the PDF's absolute count"), ("10", "ONIX, the EPUB's notional pages")]
    {
        let extent = format!("<ExtentType>{kind}</ExtentType>");
        let after = onix.split_once(&extent).unwrap_or_else(|| panic!("no {extent} in {onix}")).1;
        told.push((what, between(after, "<ExtentValue>", "</")));
    }
    let schema = fs::read_to_string(folder.join("schema.jsonld")).expect("it is there");
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("it is JSON");
    let counts_at = |place: &str| schema.pointer(place).and_then(serde_json::Value::as_u64);
    for place in ["/numberOfPages", "/workExample/0/numberOfPages"] {
        told.push(("schema.org", counts_at(place).unwrap_or_else(|| panic!("no {place}")) as usize));
    }
    let page = fs::read_to_string(folder.join("index.html")).expect("it is there");
    let page = text_of(&page);
    assert!(
        page.contains(&format!("{pages}\u{a0}pages")),
        "the web page does not tell {pages} pages: {page}"
    );
    for (place, count) in told {
        assert_eq!(count, pages, "{place}");
    }
}

/// The text of a document without its tags.
fn text_of(document: &str) -> String {
    let parts = document.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    parts.collect::<Vec<_>>().join(" ")
}

#[test]
fn two_releases_are_compared_page_by_page() {
    let book = Book::new(MANIFEST);
    book.release(&["--out-dir", "old"]).succeeds();
    let chapter = fs::read_to_string(book.path("b/a.md")).expect("it is there");
    let more = "More words than before that push the others on to the page after. ".repeat(40);
    book.write("b/a.md", &chapter.replace("A note[^n].", &format!("A note[^n]. {more}")));
    book.write("b/book.yaml", &MANIFEST.replace("2024-05-06", "2025-05-06\nedition: Second"));
    book.release(&["--out-dir", "new"]).succeeds();
    let run = book.run(&["diff", "old", "new"], &[]);
    run.succeeds();
    for said in [
        "A Book, Second, 2025-05-06, after A Book, 2024-05-06",
        "  date: 2024-05-06, now 2025-05-06",
        "  edition: none, now Second",
        "  page 2: now on ",
    ] {
        run.says(said);
    }
    let run = book.run(&["diff", "old/record.json", "new/record.json", "--json"], &[]);
    let told: serde_json::Value = serde_json::from_str(&run.succeeds().stdout).expect("it is JSON");
    assert_eq!(told.pointer("/pages/compared_by").and_then(|by| by.as_str()), Some("words"));
    assert!(told.pointer("/pages/changed").and_then(|all| all.as_array()).is_some_and(|all| !all.is_empty()));
    // Without the EPUBs the first words of pages tell something still.
    fs::remove_file(book.path("old/book.epub")).expect("it is ours");
    book.run(&["diff", "old", "new"], &[]).succeeds().says("Pages were compared by their first words");
    book.run(&["diff", "old", "old"], &[]).succeeds().says("Nothing that the records tell of has changed.");
}

#[test]
fn chapters_have_files_of_their_own() {
    let book = Book::new(&format!("{MANIFEST}chapter_pdfs: true\n"));
    let two =
        "---\nauthor: Ada Lund\ndoi: 10.1234/two\nkeywords: [rain]\n---\n# Two\n\nSee [](#one){.page}.\n";
    book.write("b/b.md", two);
    book.release(&[]).succeeds();
    let folder = PLACE;
    let record = book.record(folder);
    let sums = fs::read_to_string(book.path(folder).join("SHA256SUMS")).expect("there are checksums");
    let page = fs::read_to_string(book.path(folder).join("index.html")).expect("there is a page");
    let mut names = Vec::new();
    for (listed, pdf) in record.contents.iter().filter_map(|listed| Some((listed, listed.pdf.as_ref()?))) {
        let path = book.path(folder).join(&pdf.file);
        assert_eq!(fs::metadata(&path).expect("it is there").len(), pdf.bytes);
        assert!(sums.contains(&format!("{}  {}\n", pdf.sha256, pdf.file)), "{sums}");
        assert!(page.contains(&format!("href=\"{}\"", pdf.file)), "{page}");
        let document = Document::load(&path).expect("it is a PDF");
        let label = |page: &str| record.page_list.iter().position(|one| one.label == page);
        let last = listed.last_page.as_deref().expect("it ends somewhere");
        let pages = label(last).zip(label(&listed.page)).map(|(last, first)| last - first + 1);
        assert_eq!(Some(document.get_pages().len()), pages, "{}", pdf.file);
        names.push(pdf.file.as_str());
    }
    assert_eq!(
        names,
        ["book-front-01.pdf", "book-chapter-01.pdf", "book-chapter-02.pdf", "book-back-01.pdf"]
    );
    let document = Document::load(book.path(folder).join("book-chapter-02.pdf")).expect("it is a PDF");
    let info =
        document.trailer.get(b"Info").and_then(|info| document.dereference(info)).expect("it has one").1;
    let said = |key: &[u8]| info.as_dict().and_then(|info| info.get(key)).and_then(|said| said.as_str());
    assert_eq!(said(b"Title").ok(), Some(b"Two".as_slice()));
    assert_eq!(said(b"Author").ok(), Some(b"Ada Lund".as_slice()));
    let two = record.contents.iter().find(|listed| listed.title == "Two").expect("it is listed");
    let bytes = fs::read(book.path(folder).join("book-chapter-02.pdf")).expect("it is there");
    let whole = String::from_utf8_lossy(&bytes);
    for said in [
        "<prism:doi>10.1234/two<",
        "<prism:publicationName>A Book<",
        "<prism:isPartOf>urn:isbn:9783161484100<",
    ] {
        assert!(whole.contains(said), "{said}");
    }
    assert!(whole.contains(&format!("<prism:startingPage>{}<", two.page)));
    let found = reportc::inspect::pdf(&bytes);
    assert_eq!(found.labels.first(), Some(&two.page), "page labels begin with that of the book");
}
