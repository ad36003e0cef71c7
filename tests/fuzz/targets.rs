//! What is fuzzed: a function a parser, each taking any bytes. None may panic; what comes of the bytes must be readable
//! by others. `tests/fuzz.rs` runs them on the corpus, `bin/` hands them to libFuzzer.
#![allow(dead_code, reason = "each binary uses one of them")]

use std::io::{Cursor, Read, Write};
use std::sync::LazyLock;

use reportc::diag::Sink;
use reportc::maths::{self, Macros, Setting};
use reportc::memo::Memo;
use reportc::model::identity::Format;
use reportc::model::record::Record;
use reportc::source::Sources;
use reportc::world::memory::MemoryWorld;
use reportc::{Edition, Formats, Options, Outcome, Profile, compile_again};

pub type Target = (&'static str, fn(&[u8]));

pub const TARGETS: [Target; 15] = [
    ("manifest", manifest),
    ("theme", theme),
    ("markdown", markdown),
    ("formula", formula),
    ("references", references),
    ("citations", citations),
    ("hyphenation", hyphenation),
    ("right_to_left", right_to_left),
    ("drawing", drawing),
    ("values", values),
    ("picture", picture),
    ("face", face),
    ("inspect", inspect),
    ("record", record),
    ("translations", translations),
];

pub const HEAD: &str = "title: T\nlanguage: en\nchapters: [a.md]\n";

/// Faces are read once; the bytes that come of a book are the same without a memo, which is tested elsewhere.
static MEMO: LazyLock<Memo> = LazyLock::new(Memo::new);

/// Any bytes as a manifest, by itself and after one that is right.
pub fn manifest(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for text in [text.to_string(), format!("{HEAD}{text}")] {
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let source = sources.add("book.yaml", text);
        let manifest = reportc::manifest::read(&source, &mut sink);
        assert!(manifest.is_some() || sink.has_errors(), "nothing was made, and nothing said");
    }
}

/// Any bytes as a theme.
pub fn theme(bytes: &[u8]) {
    static MANIFEST: LazyLock<reportc::model::manifest::Manifest> = LazyLock::new(|| {
        let source = Sources::default().add("book.yaml", HEAD);
        reportc::manifest::read(&source, &mut Sink::default()).expect("it is right")
    });
    let source = Sources::default().add("t.yaml", String::from_utf8_lossy(bytes));
    reportc::manifest::theme(&MANIFEST, Some(&source), &mut Sink::default());
}

/// Any bytes as a file of translations: what is read of it is written and read again, and it is put into a book.
pub fn translations(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let source = Sources::default().add("fr.po", text.clone());
    let (catalog, _) = reportc::translate::read(&source);
    let written = catalog.write();
    let (again, found) = reportc::translate::read(&Sources::default().add("fr.po", written.clone()));
    assert!(found.is_empty(), "what is written cannot be read: {found:?}\n{written}");
    assert_eq!(again.write(), written);
    let manifest = "title: T\nchapters: [a.md]\neditions: {en: {}, fr: {translation: fr.po}}\n";
    let world = MemoryWorld::new()
        .file("book.yaml", manifest)
        .file("fr.po", text)
        .file("a.md", "# A\n\nWater *comes* out.\n\n> - a\n> - b\n\n| c | d |\n|---|---|\n| e | f |\n");
    let book = reportc::model::manifest::Book { name: "book.yaml", edition: Some("fr") };
    reportc::survey(&world, book, &|_| {});
}

/// Any bytes as a chapter. The first says which PDF is made.
pub fn markdown(bytes: &[u8]) {
    let Some((first, text)) = bytes.split_first() else { return };
    let formats = match first % 4 {
        0 => formats(Profile::Pdf2, false),
        1 => formats(Profile::Archive, true),
        2 => formats(Profile::Pdf2, true),
        _ => formats(Profile::Archive, false),
    };
    let small =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><text y=\"9\">a</text></svg>";
    build(world(HEAD, text).file("a.svg", small), formats);
}

/// Any bytes as a formula: by the first, in a line of text, by itself, or an environment. What is understood is written in every
/// way; the whole is set in a book then.
pub fn formula(bytes: &[u8]) {
    let Some((first, text)) = bytes.split_first() else { return };
    let text = String::from_utf8_lossy(text);
    let (setting, fence) = match first % 3 {
        0 => (Setting::Inline, "$"),
        1 => (Setting::Display, "$$"),
        _ => (Setting::Environment, "$$"),
    };
    match maths::read(&text, setting, &mut Macros::default()) {
        Ok(formula) => {
            maths::spoken(&formula, "de");
            let markup =
                maths::mathml(&formula, reportc::model::document::Direction::LeftToRight).into_text();
            let read = usvg::roxmltree::Document::parse(&markup);
            assert!(read.is_ok(), "{read:?} of {markup}");
            maths::plain_text(&formula);
        }
        Err(trouble) => {
            assert!(text.get(trouble.range.clone()).is_some(), "{trouble:?}");
            assert!(!trouble.message.is_empty(), "{trouble:?}");
        }
    }
    let chapter = format!("# A\n\n{fence}{text}{fence}\n");
    build(world(HEAD, chapter.as_bytes()), formats(Profile::Archive, false));
}

/// Any bytes as a file of references, by the first in one of their forms, or as a style of citations. All works are listed.
pub fn references(bytes: &[u8]) {
    let Some((first, text)) = bytes.split_first() else { return };
    let (name, csl) = match first % 5 {
        0 => ("refs.bib", "apa"),
        1 => ("refs.json", "ieee"),
        2 => ("refs.yaml", "chicago-notes"),
        3 => ("refs.ris", "alphanumeric"),
        _ => ("house.csl", "house.csl"),
    };
    let works = "@book{a, author = {Lund, Ada}, title = {A {River}}, year = 2001}\n@misc{b, title = {B}}\n";
    let head = format!("{HEAD}bibliography: [{name}, own.bib]\ncsl: {csl}\nnocite: \"*\"\n");
    let head = head.replace("[house.csl, own.bib]", "[own.bib]");
    let chapter = b"# A\n\nSeen [see @a, p. 3; @b], @a and [-@b].\n";
    build(world(&head, chapter).file("own.bib", works).file(name, text), formats(Profile::Archive, false));
}

/// Any bytes as a chapter that cites, by the first in one of several styles.
pub fn citations(bytes: &[u8]) {
    let Some((first, text)) = bytes.split_first() else { return };
    let csl = ["apa", "ieee", "nature", "chicago-notes", "mla"][usize::from(first % 5)];
    let works = "@book{a, author = {Lund, Ada}, title = {A <i>River</i>}, year = 2001}\n@misc{b, title = {B}}\n\
                 @article{c, author = {Lund, Ada and Berg, Ole}, journal = {J}, year = 2001, doi = {10.5555/c}}\n";
    let head = format!("{HEAD}bibliography: refs.bib\ncsl: {csl}\n");
    build(world(&head, text).file("refs.bib", works), formats(Profile::Pdf2, false));
}

/// Any bytes as a file of patterns by which words are divided, by the first in one of their forms.
pub fn hyphenation(bytes: &[u8]) {
    let Some((first, text)) = bytes.split_first() else { return };
    let name = ["hyph.tex", "hyph.dic", "hyph.pat.txt"][usize::from(first % 3)];
    let head = format!("{HEAD}hyphenation: {{en: {{patterns: {name}, words: [man-u-script]}}}}\n");
    let chapter =
        "# A\n\nManuscripts’ hyphenations, encyclopædias; Straßenbahnhöfe, ĲSSELMEER İstanbul’dakiler.\n";
    build(world(&head, chapter.as_bytes()).file(name, text), formats(Profile::Archive, false));
}

/// Any bytes as a chapter of a book that runs from right to left.
pub fn right_to_left(bytes: &[u8]) {
    build(world("title: عنوان\nlanguage: ar\nchapters: [a.md]\n", bytes), formats(Profile::Archive, false));
}

/// Any bytes as a file of values, by the first with one of several ways to read it.
pub fn values(bytes: &[u8]) {
    let Some((first, text)) = bytes.split_first() else { return };
    let how = [
        "",
        "{delim=\";\" header=false}",
        "{.striped rules=all columns=\"2,1\"}",
        "{align-on=\".\" totals=1}",
    ];
    let chapter = format!("# A\n\n![Words](a.csv){}\n", how[usize::from(first % 4)]);
    build(world(HEAD, chapter.as_bytes()).file("a.csv", text), formats(Profile::Archive, false));
}

/// Any bytes as a drawing.
pub fn drawing(bytes: &[u8]) {
    build(world(HEAD, b"# A\n\n![a](a.svg)\n").file("a.svg", bytes), formats(Profile::Archive, false));
}

/// Any bytes as a picture of pixels, which tells its kind itself, in the text and on the cover.
pub fn picture(bytes: &[u8]) {
    let head = format!("{HEAD}max_image_px: 3\ncover: {{image: a.img, alt: x}}\n");
    build(world(&head, b"# A\n\n![a](a.img)\n").file("a.img", bytes), formats(Profile::Archive, false));
}

/// Any bytes as the book's face.
pub fn face(bytes: &[u8]) {
    let head = format!("{HEAD}fonts:\n  files: [face.ttf]\n");
    build(
        world(&head, "# A\n\nfi 1 *é* `x` العربية\n".as_bytes()).file("face.ttf", bytes),
        formats(Profile::Archive, false),
    );
}

/// Any bytes as a finished file: by the first, a PDF, an EPUB, or one of the files in an EPUB.
pub fn inspect(bytes: &[u8]) {
    let Some((first, bytes)) = bytes.split_first() else { return };
    match first % 4 {
        0 => drop(reportc::inspect::pdf(bytes)),
        1 => drop(reportc::inspect::epub(bytes)),
        2 => drop(reportc::inspect::epub(&packed("OEBPS/content.opf", bytes))),
        _ => drop(reportc::inspect::epub(&packed("OEBPS/chapter-01.xhtml", bytes))),
    }
}

/// Any bytes as a record that an earlier release left.
pub fn record(bytes: &[u8]) {
    let Ok(record) = serde_json::from_slice::<Record>(bytes) else { return };
    reportc::diff((&record, &record), None, false);
    reportc::diff((&record, &record), None, true);
    let list = [("a".to_string(), record.clone()), ("b".to_string(), record)];
    assert!(!reportc::catalog(&list).is_empty());
}

fn formats(profile: Profile, linearized: bool) -> Formats {
    Formats { pdf: Some(profile), linearized, epub: true, web: Default::default() }
}

fn world(manifest: &str, chapter: &[u8]) -> MemoryWorld {
    MemoryWorld::new().file("book.yaml", manifest).file("a.md", chapter)
}

/// Compiles, and checks that others can read what came of it and that every place lies in its file.
pub fn build(world: MemoryWorld, formats: Formats) -> Outcome<Edition> {
    // Pictures that nobody described would keep random chapters from being set.
    let options = Options { formats, date: None, draft: true };
    let outcome = compile_again(&world, "book.yaml", options, (&|_| {}, &MEMO));
    match &outcome.made {
        Some(edition) => edition.outputs.iter().for_each(|output| match output.format {
            Format::Pdf => check_pdf(&output.bytes, edition.record.pages.total),
            _ => check_epub(&output.bytes),
        }),
        None => assert!(!outcome.found.is_empty(), "nothing was made, and nothing said"),
    }
    for found in &outcome.found {
        let Some(span) = found.span else { continue };
        let source = outcome.sources.get(span.source).expect("a span is in a source");
        assert!(span.start <= span.end && span.end as usize <= source.text.len(), "{found:?}");
        assert!(source.text.is_char_boundary(span.start as usize), "{found:?}");
    }
    outcome
}

fn check_pdf(bytes: &[u8], pages: u32) {
    let pdf = lopdf::Document::load_mem(bytes).expect("the PDF can be read back");
    assert_eq!(pdf.get_pages().len() as u32, pages);
}

fn check_epub(bytes: &[u8]) {
    let mut epub = zip::ZipArchive::new(Cursor::new(bytes)).expect("the EPUB can be opened");
    for at in 0..epub.len() {
        let mut file = epub.by_index(at).expect("it is there");
        let name = file.name().to_string();
        assert!(!name.contains(".."), "{name} is outside the container");
        if [".xhtml", ".opf", ".ncx", ".svg", ".xml"].iter().any(|end| name.ends_with(end)) {
            let mut text = String::new();
            file.read_to_string(&mut text).expect("it is UTF-8");
            let options = usvg::roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
            if let Err(error) = usvg::roxmltree::Document::parse_with_options(&text, options) {
                panic!("{name} is not well-formed: {error}\n{text}");
            }
        }
    }
}

/// An EPUB of few files, one of them these bytes.
fn packed(changed: &str, bytes: &[u8]) -> Vec<u8> {
    const FILES: [(&str, &str); 4] = [
        ("mimetype", "application/epub+zip"),
        (
            "META-INF/container.xml",
            "<container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\" version=\"1.0\"><rootfiles>\
             <rootfile full-path=\"OEBPS/content.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>",
        ),
        (
            "OEBPS/content.opf",
            "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\"><metadata/><manifest>\
             <item id=\"a\" href=\"chapter-01.xhtml\" media-type=\"application/xhtml+xml\"/></manifest>\
             <spine><itemref idref=\"a\"/></spine></package>",
        ),
        (
            "OEBPS/chapter-01.xhtml",
            "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><p>a</p></body></html>",
        ),
    ];
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, text) in FILES {
        zip.start_file(name, stored).expect("it is written into memory");
        zip.write_all(if name == changed { bytes } else { text.as_bytes() })
            .expect("it is written into memory");
    }
    zip.finish().expect("it is written into memory").into_inner()
}
