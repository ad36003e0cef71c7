//! Chapters, fonts and images of books that exist in memory.

use reportc::diag::Sink;
use reportc::load::{check_images, images, load, wanted_images};
use reportc::manifest;
use reportc::memo::Memo;
use reportc::model::document::{Block, BlockKind, Chapter, Document, Figure, Image, Inline, InlineKind};
use reportc::model::manifest::Matter;
use reportc::model::media::Inputs;
use reportc::model::media::{FaceFile, FontBytes, ImageFormat, Images};
use reportc::source::{Sources, Span};
use reportc::world::memory::MemoryWorld;

const HEAD: &str = "title: T\nlanguage: en\n";

/// Loads a manifest's book. The codes and underlined texts of what was found come with it.
fn load_book(world: &MemoryWorld, manifest: &str) -> (Inputs, Vec<(&'static str, String)>) {
    let mut sources = Sources::default();
    let source = sources.add("book.yaml", manifest);
    let mut sink = Sink::default();
    let manifest = manifest::read(&source, &mut sink).expect("the manifest is right");
    let theme = manifest::theme(&manifest, None, &mut sink);
    let inputs = load(world, &manifest, &theme, sources, &mut sink);
    let found = shown(sink, &inputs.sources);
    (inputs, found)
}

fn shown(sink: Sink, sources: &Sources) -> Vec<(&'static str, String)> {
    let place = |span: Span| {
        let source = sources.get(span.source).expect("spans name sources");
        source.text[span.start as usize..span.end as usize].to_string()
    };
    let found = sink.into_sorted();
    found.into_iter().map(|found| (found.code, found.span.map(place).unwrap_or_default())).collect()
}

fn paths(inputs: &Inputs) -> Vec<&str> {
    inputs.chapters.iter().map(|chapter| chapter.path.as_str()).collect()
}

#[test]
fn globs_are_sorted_and_leave_out_what_is_named() {
    let world = MemoryWorld::new()
        .file("b.md", "b")
        .file("a.md", "\u{feff}a")
        .file("preface.md", "p")
        .file(".hidden.md", "h")
        .file("notes.txt", "n")
        .file("deep/er/c.md", "c");
    let (inputs, found) = load_book(&world, &format!("{HEAD}front: [preface.md]\nchapters: [\"*.md\"]\n"));
    assert_eq!(found, []);
    assert_eq!(paths(&inputs), ["preface.md", "a.md", "b.md"]);
    assert_eq!(inputs.chapters[0].matter, Matter::Front);
    assert_eq!(inputs.sources.get(inputs.chapters[1].source).map(|a| a.text.as_str()), Some("a"));
    let (inputs, found) = load_book(&world, &format!("{HEAD}chapters: [\"**/*.md\"]\n"));
    assert_eq!(found, []);
    assert_eq!(paths(&inputs), ["a.md", "b.md", "deep/er/c.md", "preface.md"]);
}

#[test]
fn chapters_that_cannot_be_had_are_all_reported() {
    let world = MemoryWorld::new()
        .file("one.md", "1")
        .file("bad.md", b"fine\nwr\xe8ng".as_slice())
        .file("huge.md", vec![b'x'; (8 << 20) + 1])
        .file("/etc/passwd", "x")
        .file("../next.md", "x")
        .link("trap.md", "/etc/passwd");
    let manifest = format!(
        "{HEAD}chapters: [one.md, ./one.md, on.md, none/*.md, ../next.md, /etc/passwd, trap.md, huge.md, bad.md]\n"
    );
    let (inputs, found) = load_book(&world, &manifest);
    let expected = [
        ("duplicate-chapter", "./one.md"),
        ("missing-file", "on.md"),
        ("empty-pattern", "none/*.md"),
        ("outside-book", "../next.md"),
        ("outside-book", "/etc/passwd"),
        ("outside-book", "trap.md"),
        ("file-too-large", "huge.md"),
        ("invalid-utf8", "\u{fffd}"),
    ];
    let expected: Vec<_> = expected.map(|(code, place)| (code, place.to_string())).into();
    assert_eq!(found, expected);
    assert_eq!(paths(&inputs), ["one.md", "bad.md"]);
}

#[test]
fn allowed_folders_may_be_read() {
    let world = MemoryWorld::new()
        .file("../shared/a.md", "a")
        .file("../other/b.md", "b")
        .link("c.md", "../shared/a.md");
    let manifest = format!("{HEAD}chapters: [../shared/a.md, ../other/b.md, c.md]\nallow: [../shared]\n");
    let (inputs, found) = load_book(&world, &manifest);
    assert_eq!(found, [("outside-book", "../other/b.md".to_string())]);
    assert_eq!(paths(&inputs), ["../shared/a.md", "c.md"]);
}

#[test]
fn an_empty_book_is_an_error() {
    let world = MemoryWorld::new().file("a.md", " \n").file("b.md", "");
    let (_, found) = load_book(&world, &format!("{HEAD}chapters: [\"*.md\"]\n"));
    assert_eq!(found, [("empty-book", "\"*.md\"".to_string())]);
}

#[test]
fn families_come_from_the_book_or_the_system() {
    let bytes = include_bytes!("../fonts/source-sans-3/SourceSans3-Regular.ttf");
    let face = FaceFile::new(FontBytes::Bundled(bytes), 0);
    let world = MemoryWorld::new()
        .file("a.md", "a")
        .file("own.ttf", bytes.as_slice())
        .file("not.ttf", "no font")
        .family("Installed Sans", vec![face]);
    let manifest = format!(
        "{HEAD}chapters: [a.md]\nfonts:\n  text: Instaled Sans\n  heading: Installed Sans\n  fallback: [None Such]\n  files: [own.ttf, not.ttf]\n"
    );
    let (inputs, found) = load_book(&world, &manifest);
    let expected =
        [("missing-font", "Instaled Sans"), ("missing-font", "None Such"), ("bad-font", "not.ttf")];
    assert_eq!(found, expected.map(|(code, place)| (code, place.to_string())));
    assert_eq!(inputs.faces.len(), 2);
}

/// Loads the images that a chapter at `text/one.md` names.
fn load_images(world: &MemoryWorld, paths: &[&str]) -> (Images, Vec<(&'static str, String)>) {
    let mut sources = Sources::default();
    let manifest = sources.add("book.yaml", format!("{HEAD}chapters: [text/one.md]\n"));
    let chapter = sources.add("text/one.md", paths.join(" "));
    let mut sink = Sink::default();
    let manifest = manifest::read(&manifest, &mut sink).expect("the manifest is right");
    let mut at = 0;
    let blocks = paths.iter().map(|path| {
        let span = Span::new(chapter.id, at, at + path.len());
        at += path.len() + 1;
        let image = Image {
            path: (*path).to_string(),
            alt: String::new(),
            title: None,
            width: None,
            height: None,
            decorative: false,
            span,
        };
        let inline = Inline { span, kind: InlineKind::Image(Box::new(image.clone())) };
        let kind = if at % 2 == 0 {
            BlockKind::Figure(Figure { image, chart: None, data: None, diagram: None, caption: None })
        } else {
            BlockKind::Quote(vec![Block {
                span,
                attrs: Default::default(),
                kind: BlockKind::Paragraph(vec![inline]),
            }])
        };
        Block { span, attrs: Default::default(), kind }
    });
    let blocks = blocks.collect();
    let chapter = Chapter { source: chapter.id, path: "text/one.md".into(), blocks, ..Chapter::default() };
    let document = Document { chapters: vec![chapter], indexed: false };
    let theme = manifest::default_theme();
    let wanted = wanted_images((&manifest, &theme), &document, &mut sink);
    let read = images(world, (&manifest, &theme), wanted, &mut sink);
    check_images(&read, &Memo::NONE, &mut sink);
    (read, shown(sink, &sources))
}

fn drawing(body: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"30\" height=\"20\">{body}</svg>"
    )
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::DynamicImage::new_rgb8(width, height);
    picture.write_to(&mut bytes, image::ImageFormat::Png).expect("a vector can be written to");
    bytes.into_inner()
}

#[test]
fn images_are_read_once_and_in_order() {
    // 11811 pixels to the metre are 300 to the inch.
    let mut dense = png(4, 2);
    let physical = [
        b"\0\0\0\x09pHYs".as_slice(),
        &11811_u32.to_be_bytes(),
        &11811_u32.to_be_bytes(),
        b"\x01\x76\x85\x4e\xa4",
    ]
    .concat();
    dense.splice(33..33, physical);
    let world = MemoryWorld::new()
        .file("img/b.png", png(3, 5))
        .file("img/a a.png", dense)
        .file("text/c.svg", drawing("<rect width=\"3\" height=\"4\"/>"));
    let (images, found) =
        load_images(&world, &["../img/b.png", "c.svg", "../img/a%20a.png", "../img/./b.png"]);
    assert_eq!(found, []);
    let facts: Vec<_> = images
        .files
        .iter()
        .map(|file| (file.path.as_str(), file.format, file.width, file.height, file.density))
        .collect();
    assert_eq!(
        facts,
        [
            ("img/a%20a.png", ImageFormat::Png, 4, 2, Some(300.0)),
            ("img/b.png", ImageFormat::Png, 3, 5, None),
            ("text/c.svg", ImageFormat::Svg, 30, 20, None),
        ]
    );
}

#[test]
fn images_that_are_none_are_reported() {
    let cut = png(40, 40);
    let world = MemoryWorld::new()
        .file("text/text.png", "no image")
        .file("text/cut.png", &cut[..cut.len() - 20])
        .file("text/lie.jpg", png(2, 2))
        .file("/x.png", png(2, 2));
    let (images, found) = load_images(
        &world,
        &[
            "text.png",
            "cut.png",
            "lie.jpg",
            "none.png",
            "/x.png",
            "../../x.png",
            "https://a.b/c.png",
            "data:image/png,x",
        ],
    );
    let codes: Vec<_> = found.iter().map(|(code, _)| *code).collect();
    assert_eq!(
        codes,
        [
            "bad-image",
            "broken-image",
            "missing-image",
            "image-outside-book",
            "image-outside-book",
            "remote-image",
            "remote-image"
        ]
    );
    // What a file is, its bytes say, not its name; the head of one that is cut short can be read.
    let formats: Vec<_> = images.files.iter().map(|file| (file.path.as_str(), file.format)).collect();
    assert_eq!(formats, [("text/cut.png", ImageFormat::Png), ("text/lie.jpg", ImageFormat::Png)]);
}

/// A bundled face with other embedding rights: `fsType` is at the 8th byte of the OS/2 table (OpenType 1.9).
fn face_with_rights(rights: u16) -> Vec<u8> {
    let mut bytes = include_bytes!("../fonts/source-sans-3/SourceSans3-Regular.ttf").to_vec();
    let tables = usize::from(u16::from_be_bytes([bytes[4], bytes[5]]));
    let record =
        (0..tables).map(|at| 12 + 16 * at).find(|&at| &bytes[at..at + 4] == b"OS/2").expect("it has one");
    let offset = u32::from_be_bytes(bytes[record + 8..record + 12].try_into().expect("four bytes")) as usize;
    bytes[offset + 8..offset + 10].copy_from_slice(&rights.to_be_bytes());
    bytes
}

#[test]
fn faces_that_forbid_embedding_are_reported_where_they_are_named() {
    let world = MemoryWorld::new()
        .file("a.md", "a")
        .file("open.ttf", face_with_rights(0))
        .file("shut.ttf", face_with_rights(2))
        .file("whole.ttf", face_with_rights(0x100));
    let manifest = format!("{HEAD}chapters: [a.md]\nfonts: {{files: [open.ttf, shut.ttf, whole.ttf]}}\n");
    let (_, found) = load_book(&world, &manifest);
    // They are one face thrice.
    let same = "duplicate-face";
    let expected = [("font-forbids-embedding", "shut.ttf"), (same, "shut.ttf"), (same, "whole.ttf")];
    assert_eq!(found, expected.map(|(code, place)| (code, place.to_string())));
}

/// What is told of a book with a chapter of many words, once it is built.
fn told(manifest: &str, words: &str, patterns: &[u8]) -> Vec<(&'static str, String)> {
    let chapter = format!("# A\n\n{}\n", words.repeat(40));
    let world = MemoryWorld::new()
        .file("book.yaml", format!("title: T\n{manifest}\nchapters: [a.md]\n"))
        .file("a.md", chapter)
        .file("hyph.dic", patterns);
    let formats = reportc::Formats { pdf: None, linearized: false, epub: false, web: Default::default() };
    let options = reportc::Options { formats, date: None, draft: false };
    let outcome = reportc::compile(&world, "book.yaml", options, &|_| {});
    let mut sink = Sink::default();
    outcome.found.into_iter().for_each(|found| sink.push(found));
    shown(sink, &outcome.sources)
}

#[test]
fn languages_without_divided_words_are_told_once() {
    let latvian = "Organizācija publicē pārskatu. ";
    assert_eq!(told("language: lv", latvian, b""), [("no-hyphenation", "lv".to_string())]);
    assert_eq!(told("language: en", &format!("[{latvian}]{{lang=lv}} "), b"").len(), 1);
    assert_eq!(told("language: ro", "Organizația publică raportul. ", b""), []);
    assert_eq!(told("language: vi", "Nhiều từ trong một câu. ", b""), []);
    let named = "language: lv\nhyphenation: {lv: {patterns: hyph.dic}}";
    let patterns = "UTF-8\ni1z\nā1c\n".as_bytes();
    assert_eq!(told(named, latvian, patterns), []);
    // The same letters in ISO 8859-13.
    assert_eq!(told(named, latvian, b"ISO8859-13\ni1z\n\xe21c\n"), []);
    assert_eq!(told(named, latvian, b"UTF-8\ni1z\n?1c\n"), [("bad-pattern-file", "?1c".to_string())]);
    assert_eq!(
        told(named, latvian, b"i1z\n"),
        [("no-hyphenation", "lv".to_string()), ("bad-hyphenation", "hyph.dic".to_string())]
    );
}

const MERMAID: &str =
    "```mermaid {#fig-a fig-cap=\"Two\"}\ngraph LR\n  accDescr: Two boxes\n  A --> B\n```\n";
const GRAPHVIZ: &str = "```{dot}\n//| fig-cap: Two\n//| fig-alt: Two boxes\ngraph { a -- b }\n```\n";

/// Compiles a book of one chapter whose diagrams are drawn by what the world has; what was found, and its EPUB.
fn drawn(world: MemoryWorld, head: &str, chapter: &str) -> (Vec<(&'static str, String)>, Vec<u8>) {
    let world = world
        .file("book.yaml", format!("{HEAD}{head}\nchapters: [a.md]\n"))
        .file("a.md", format!("# A\n\n{chapter}"));
    let formats = reportc::Formats { pdf: None, linearized: false, epub: true, web: Default::default() };
    let options = reportc::Options { formats, date: None, draft: false };
    let outcome = reportc::compile(&world, "book.yaml", options, &|_| {});
    let mut sink = Sink::default();
    outcome.found.into_iter().for_each(|found| sink.push(found));
    let epub = outcome.made.map(|edition| edition.outputs[0].bytes.clone()).unwrap_or_default();
    (shown(sink, &outcome.sources), epub)
}

/// A file of an EPUB by the end of its name.
fn within(epub: &[u8], end: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(epub)).expect("it is an archive");
    let name = archive.file_names().find(|name| name.ends_with(end)).map(str::to_string);
    let mut file = archive.by_name(&name.expect("it is there")).expect("it is there");
    std::io::read_to_string(&mut file).expect("it is text")
}

#[test]
fn diagrams_are_drawn_where_the_manifest_says_so() {
    let boxes = drawing("<rect width=\"9\" height=\"9\"/>");
    let text = "graph LR\n  accDescr: Two boxes\n  A --> B\n";
    let world = || MemoryWorld::new().drawing(text, Ok(boxes.clone().into_bytes()));
    let (found, epub) = drawn(world(), "diagrams: drawings", MERMAID);
    assert_eq!(found, []);
    assert!(within(&epub, "chapter-01.xhtml").contains("alt=\"Two boxes\""));
    assert!(within(&epub, ".svg").contains("<path"));
    // Without, it is code, and that is told.
    let (found, epub) = drawn(world(), "", MERMAID);
    assert_eq!(found[0].0, "foreign-markup", "{found:?}");
    assert!(within(&epub, "chapter-01.xhtml").contains("A --&gt; B"));
    let listed = MERMAID.replace("{#fig-a", "{.listing #lst-a");
    assert!(within(&drawn(world(), "diagrams: d", &listed).1, "chapter-01.xhtml").contains("A --&gt; B"));
    let (found, _) = drawn(MemoryWorld::new(), "diagrams: drawings", MERMAID);
    assert_eq!(found, [("diagram-not-drawn", MERMAID.trim_end().to_string())]);
    let fails = MemoryWorld::new().drawing(text, Err("Parse error on line 2".to_string()));
    assert_eq!(drawn(fails, "diagrams: drawings", MERMAID).0[0].0, "diagram-not-drawn");
}

#[test]
fn diagrams_of_graphviz_and_of_files_are_drawn() {
    let boxes = drawing("<rect width=\"9\" height=\"9\"/>").into_bytes();
    let world = MemoryWorld::new().drawing("graph { a -- b }\n", Ok(boxes.clone()));
    let (found, epub) = drawn(world.clone(), "diagrams: drawings", GRAPHVIZ);
    assert_eq!(found, []);
    assert!(within(&epub, "chapter-01.xhtml").contains("alt=\"Two boxes\""));
    let shown = "```dot\ngraph { a -- b }\n```\n";
    assert!(within(&drawn(world.clone(), "diagrams: d", shown).1, "chapter-01.xhtml").contains("a -- b"));
    let world = world.file("net.gv", "graph { a -- b }\n");
    let (found, epub) = drawn(world.clone(), "diagrams: drawings", "![Two](net.gv)\n");
    assert_eq!(found, []);
    assert!(within(&epub, ".svg").contains("<path"));
    assert_eq!(drawn(world, "", "![Two](net.gv)\n").0, [("diagram-not-drawn", "![Two](net.gv)".to_string())]);
    let outside = "diagrams: ../drawings";
    assert_eq!(drawn(MemoryWorld::new(), outside, GRAPHVIZ).0[0].0, "outside-book");
}
