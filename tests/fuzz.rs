//! Arbitrary input to every parser: the whole compile runs in memory on whatever it is given, and ends without a panic.
//! What it makes can be read back. The functions are those that coverage-guided fuzzing calls (`tests/fuzz/run`); here they run on
//! its corpus and on made-up input, the same at each run.
#![allow(clippy::disallowed_methods, reason = "these tests read their corpus and ask qpdf")]

#[path = "fuzz/targets.rs"]
mod targets;

use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use reportc::model::identity::Format;
use reportc::world::memory::MemoryWorld;
use reportc::{Edition, Formats, Outcome, Profile};
use targets::{HEAD, TARGETS};

/// Builds both editions, and checks what came of it.
fn run(world: MemoryWorld) -> Outcome<Edition> {
    targets::build(world, Formats { pdf: Some(Profile::default()), linearized: false, epub: true })
}

fn chapter(text: impl Into<Vec<u8>>) -> Outcome<Edition> {
    run(MemoryWorld::new().file("book.yaml", HEAD).file("a.md", text))
}

fn drawing(svg: impl Into<Vec<u8>>) -> Outcome<Edition> {
    run(MemoryWorld::new().file("book.yaml", HEAD).file("a.md", "# A\n\n![a](a.svg)\n").file("a.svg", svg))
}

/// The files of a target's corpus, by name.
fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(target);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("it can be listed").path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).expect("it can be read")).collect()
}

/// What coverage-guided fuzzing found worth keeping, and each once more with some bytes altered and with two of them
/// joined; the same at each run.
#[test]
fn the_corpus() {
    for (name, target) in TARGETS {
        let files = corpus(name);
        assert!(!files.is_empty(), "{name} has no corpus");
        let mut random = Random(name.len() as u64);
        for (at, bytes) in files.iter().enumerate() {
            target(bytes);
            let mut altered = bytes.clone();
            for _ in 0..4 {
                if let Some(byte) = random.below(altered.len()).map(|at| &mut altered[at]) {
                    *byte = random.next() as u8;
                }
            }
            target(&altered);
            let other = &files[(at * 7 + 1) % files.len()];
            let cut = random.below(bytes.len()).unwrap_or(0);
            target(&[&bytes[..cut], other].concat());
        }
    }
}

/// A generator of pseudo-random numbers (SplitMix64): the same at each run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A place in a list of this length; None in one that is empty.
    fn below(&mut self, length: usize) -> Option<usize> {
        (length > 0).then(|| (self.next() % length as u64) as usize)
    }
}

/// qpdf finds nothing wrong with the PDFs of the corpus's chapters.
#[test]
fn the_corpus_as_qpdf_reads_it() {
    let folder = tempfile::tempdir().expect("there is room for files");
    let formats = Formats { pdf: Some(Profile::default()), linearized: false, epub: false };
    let mut read = 0;
    for (at, text) in corpus("markdown").into_iter().enumerate() {
        let world =
            MemoryWorld::new().file("book.yaml", HEAD).file("a.md", text.get(1..).unwrap_or_default());
        let Some(edition) = targets::build(world, formats).made else { continue };
        let path = folder.path().join(format!("{at}.pdf"));
        fs::write(&path, &edition.outputs[0].bytes).expect("there is room for files");
        let said = Command::new("qpdf")
            .arg("--check")
            .arg(&path)
            .output()
            .expect("qpdf is installed, as tests/run does");
        assert!(said.status.success(), "{at}: {}", String::from_utf8_lossy(&said.stderr));
        read += 1;
    }
    assert!(read > 10, "only {read} chapters of the corpus could be set");
}

/// Pieces of Markdown and of what is added to it.
const MARKS: [&str; 96] = [
    "a",
    "word ",
    "long-word-with-hyphens",
    " ",
    "\n",
    "\n\n",
    "*",
    "**",
    "_",
    "`",
    "``",
    "[",
    "]",
    "(",
    ")",
    "{.a}",
    "{#b}",
    "{",
    "}",
    "![",
    "<sup>",
    "</sup>",
    "<sub>",
    "<kbd>",
    "</kbd>",
    "<p>",
    "</p>",
    "<figure>",
    "</figure>",
    "<pre>",
    "</pre>",
    "<script>",
    "</script>",
    "<!-- ",
    " -->",
    "<!-- pagebreak -->",
    "> ",
    "- ",
    "1. ",
    "    ",
    "# ",
    "## ",
    "###### ",
    "|",
    "|-|",
    "\n|-|-|\n",
    "| a | b |\n|---|--:|\n| c | d |\n",
    "[^1]",
    "[^1]: ",
    "[^2]",
    "[^2]: ",
    ": ",
    "Table: ",
    "![i](a.png)",
    "![i](a.png \"t\"){width=50%}",
    "![i](a.svg)",
    "\"",
    "'",
    "--",
    "...",
    "\\",
    "&amp;",
    "&#0;",
    "~",
    "~~",
    "^",
    "<br>",
    "é",
    "ﬁ",
    "中文",
    "العربية ",
    "שלום ",
    "हिन्दी ",
    "ไทย",
    "🏳️‍⚧️",
    "\u{0}",
    "\u{ad}",
    "\u{200d}",
    "\u{202e}",
    "\u{2028}",
    "\u{fffe}",
    "\u{300}",
    "\u{a0}",
    "<figcaption>",
    "</figcaption>",
    "[](#b)",
    "[](#b){.page}",
    "[x](https://example.org)",
    "[x]{lang=ar}",
    "[x]{lang=zz}",
    "[x]{.smallcaps}",
    "```rust\nlet a = 1;\n```\n",
    "```\n",
    "> [!NOTE]\n> ",
    "- [x] ",
    "\t",
];

const DRAWN: [&str; 44] = [
    "<g>",
    "</g>",
    "<rect ",
    "/>",
    ">",
    "width=\"9\" ",
    "height=\"-1\" ",
    "x=\"1e30\" ",
    "fill=\"url(#a)\" ",
    "id=\"a\" ",
    "<use href=\"#a\"/>",
    "<use href=\"#b\" ",
    "<path d=\"M0 0L9 9Z\"/>",
    "<path d=\"",
    "M0 0",
    "A1 1 0 0 0 9 9",
    "NaN",
    "\" ",
    "stroke=\"red\" ",
    "stroke-width=\"1e-9\" ",
    "stroke-dasharray=\"1 0\" ",
    "transform=\"scale(0)\" ",
    "transform=\"matrix(1 2 3 4 5 6)\" ",
    "<linearGradient id=\"a\">",
    "</linearGradient>",
    "<stop offset=\"1\" ",
    "<pattern id=\"b\" width=\"1\" height=\"1\">",
    "</pattern>",
    "<clipPath id=\"a\">",
    "</clipPath>",
    "<mask id=\"b\">",
    "</mask>",
    "clip-path=\"url(#a)\" ",
    "mask=\"url(#b)\" ",
    "<text>",
    "</text>",
    "text",
    "opacity=\"0.5\" ",
    "<filter id=\"a\">",
    "</filter>",
    "filter=\"url(#a)\" ",
    "<feGaussianBlur stdDeviation=\"1e9\"/>",
    "<style>a{fill:red}</style>",
    "viewBox=\"0 0 0 1\" ",
];

const WRITTEN: [&str; 60] = [
    "title: ",
    "T\n",
    "language: ",
    "en\n",
    "chapters: ",
    "[a.md]\n",
    "[\"*.md\"]\n",
    "page: ",
    "{size: A5}\n",
    "{size: [1mm, 1mm]}\n",
    "{size: 20000pt}\n",
    "margins: ",
    "contents: {depth: 6}\n",
    "parts:\n",
    "  - ",
    "    - ",
    "- ",
    "front: [a.md]\n",
    "back: ",
    "fonts: ",
    "{text: None}\n",
    "theme: t.yaml\n",
    "cover: {image: a.png, alt: x}\n",
    "identifiers: [{scheme: isbn, value: 978}]\n",
    "date: 2004-13-45\n",
    "date: 2004\n",
    "record: ",
    "number_of_pages: 7\n",
    "numbering: {sections: 9}\n",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    ": ",
    "\n",
    "  ",
    "&a ",
    "*a ",
    "!!str ",
    "|\n",
    ">-\n",
    "#",
    "---\n",
    "...\n",
    "\t",
    "~",
    "null",
    "1e999",
    "0x7f",
    "true",
    "<<: ",
    "? ",
    "\u{feff}",
    "\u{0}",
    "é",
    "language: ar\n",
    "language: x-y\n",
    "file_name: ../x\n",
];

fn mixture(pieces: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(pieces), 0..most).prop_map(|pieces| pieces.concat())
}

/// A file that was right, with some bytes altered and its end cut.
fn damaged(bytes: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let length = bytes.len();
    (prop::collection::vec((0..length, any::<u8>()), 0..12), 0..=length).prop_map(move |(changes, kept)| {
        let mut bytes = bytes.clone();
        changes.into_iter().for_each(|(at, value)| bytes[at] = value);
        // Most are whole: what cuts a file short is found first.
        bytes.truncate(if kept % 4 == 0 { kept } else { length });
        bytes
    })
}

/// Pieces of drawings that refer to one another, and whose numbers are out of measure.
const REFERRING: [&str; 44] = [
    "<pattern id=\"a\" width=\"3\" height=\"3\">",
    "<pattern id=\"b\" width=\"3\" height=\"3\" patternUnits=\"userSpaceOnUse\" href=\"#a\">",
    "</pattern>",
    "<mask id=\"c\">",
    "<mask id=\"d\" mask=\"url(#c)\">",
    "</mask>",
    "<clipPath id=\"e\">",
    "<clipPath id=\"f\" clip-path=\"url(#e)\">",
    "</clipPath>",
    "<marker id=\"g\" orient=\"auto\">",
    "</marker>",
    "<filter id=\"h\"><feImage href=\"#i\"/></filter>",
    "<filter id=\"h\" href=\"#h\"><feGaussianBlur stdDeviation=\"1e9\"/></filter>",
    "<linearGradient id=\"j\" href=\"#k\"/>",
    "<linearGradient id=\"k\" href=\"#j\"><stop offset=\"0\" stop-opacity=\".5\"/><stop offset=\"1\"/></linearGradient>",
    "<radialGradient id=\"k\" r=\"0\" fr=\"9\"><stop offset=\"0\"/><stop offset=\"0\"/></radialGradient>",
    "<g id=\"i\">",
    "<g fill=\"url(#a)\">",
    "<g fill=\"url(#b)\" stroke=\"url(#k)\" opacity=\".5\">",
    "<g mask=\"url(#c)\">",
    "<g clip-path=\"url(#f)\">",
    "<g filter=\"url(#h)\" style=\"mix-blend-mode:multiply\">",
    "<g marker-start=\"url(#g)\" marker-mid=\"url(#g)\">",
    "<g font-size=\"99em\" transform=\"scale(1e6) rotate(30)\">",
    "</g>",
    "<use href=\"#i\"/>",
    "<use href=\"#l\" transform=\"scale(0)\"/>",
    "<symbol id=\"l\" viewBox=\"0 0 1e-9 1\">",
    "</symbol>",
    "<rect width=\"9\" height=\"9\" fill=\"url(#a)\" stroke=\"url(#k)\"/>",
    "<rect id=\"i\" width=\"1e-30\" height=\"9\" rx=\"1e9\" mask=\"url(#d)\"/>",
    "<path d=\"M0 0A9 1e8 0 0 1 1e9 0l1e-9 0z\" stroke=\"red\" stroke-width=\"1e9\"/>",
    "<path id=\"m\" d=\"M0 0q1 2 3 4t5 6 7 8\" marker-end=\"url(#g)\" stroke-dasharray=\"1e-9\" stroke=\"url(#b)\"/>",
    "<circle r=\"3em\" fill=\"url(#j)\" clip-path=\"url(#e)\"/>",
    "<ellipse rx=\"1e9\" ry=\"1e-9\" fill=\"url(#k)\"/>",
    "<text x=\"1 2 3\" rotate=\"30\" fill=\"url(#a)\">words<tspan dx=\"1e9\">more</tspan></text>",
    "<text><textPath href=\"#m\" startOffset=\"50%\">along</textPath></text>",
    "<image width=\"5\" height=\"1e-9\" href=\"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==\"/>",
    "<image width=\"1e9\" height=\"1\" href=\"data:image/gif;base64,R0lGODlh\"/>",
    "<svg viewBox=\"0 0 0 1\" width=\"1e-9\">",
    "<svg viewBox=\"0 0 1e9 1e-9\" preserveAspectRatio=\"xMaxYMin slice\" overflow=\"hidden\">",
    "</svg>",
    "<style>g g > rect + path, * { fill: url(#b); clip-path: url(#e) }</style>",
    "<switch>",
];

/// Pieces with what they open closed, and nothing else: most of these are drawings.
fn closed(pieces: &[&str]) -> String {
    let mut open: Vec<String> = Vec::new();
    let mut text = String::new();
    for piece in pieces {
        if let Some(name) = piece.strip_prefix("</") {
            if open.last().is_some_and(|last| format!("{last}>") == name) {
                open.pop();
                text += piece;
            }
            continue;
        }
        text += piece;
        let name = piece[1..].split([' ', '>']).next().unwrap_or_default().to_string();
        if !piece.ends_with("/>") && !piece.contains("</") {
            open.push(name);
        }
    }
    while let Some(name) = open.pop() {
        text += &format!("</{name}>");
    }
    text
}

/// A PNG whose chunks are damaged, and their checksums right again.
fn damaged_inside(png: &[u8]) -> impl Strategy<Value = Vec<u8>> + use<> {
    let png = png.to_vec();
    prop::collection::vec((8..png.len(), any::<u8>()), 1..8).prop_map(move |changes| {
        let mut bytes = png.clone();
        changes.into_iter().for_each(|(at, value)| bytes[at] = value);
        let mut at = 8;
        while let Some(length) =
            bytes.get(at..at + 4).map(|four| u32::from_be_bytes([four[0], four[1], four[2], four[3]]))
        {
            let Some(end) = at.checked_add(8 + length as usize).filter(|end| end + 4 <= bytes.len()) else {
                break;
            };
            let mut sum = flate2::Crc::new();
            sum.update(&bytes[at + 4..end]);
            bytes[end..end + 4].copy_from_slice(&sum.sum().to_be_bytes());
            at = end + 4;
        }
        bytes
    })
}

/// A JPEG of four inks, with the profile of a press in it.
fn inks() -> Vec<u8> {
    let (jpeg, profile) = (include_bytes!("books/print/inks.jpg"), include_bytes!("books/print/press.icc"));
    let length = (profile.len() as u16 + 16).to_be_bytes();
    [&jpeg[..2], b"\xff\xe2", &length, b"ICC_PROFILE\0\x01\x01", profile, &jpeg[2..]].concat()
}

fn picture(format: image::ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = image::DynamicImage::ImageRgba8(image::RgbaImage::from_fn(7, 5, |x, y| {
        image::Rgba([(x * 30) as u8, (y * 40) as u8, 9, (x * y * 7) as u8])
    }));
    let picture = if format == image::ImageFormat::Jpeg { picture.to_rgb8().into() } else { picture };
    picture.write_to(&mut bytes, format).expect("a picture can be written into memory");
    bytes.into_inner()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, rng_seed: RngSeed::Fixed(0x7265_706f_7274), ..ProptestConfig::default() })]

    #[test]
    fn any_markdown(text in mixture(&MARKS, 80)) {
        let world = MemoryWorld::new()
            .file("book.yaml", HEAD)
            .file("a.md", format!("# A\n\n{text}"))
            .file("a.png", picture(image::ImageFormat::Png))
            .file("a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>");
        run(world);
    }

    #[test]
    fn any_right_to_left_markdown(text in mixture(&MARKS, 40)) {
        run(MemoryWorld::new().file("book.yaml", "title: عنوان\nlanguage: ar\nchapters: [a.md]\n").file("a.md", text));
    }

    #[test]
    fn any_characters(text in "\\PC{0,200}") {
        chapter(text);
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        chapter(bytes);
    }

    #[test]
    fn any_attributes(text in "[-a-z0-9#.=%\"' {}\\\\\n]{0,40}") {
        chapter(format!("# H {{{text}}}\n\n[a]{{{text}}} ![b](b.png){{{text}}}\n\n{{{text}}}\n"));
    }

    #[test]
    fn any_manifest(text in mixture(&WRITTEN, 30)) {
        for text in [text.clone(), format!("{HEAD}{text}")] {
            let world = MemoryWorld::new().file("book.yaml", text.clone()).file("a.md", "# A\n\nb\n").file("t.yaml", text);
            run(world);
        }
    }

    #[test]
    fn any_manifest_bytes(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
        run(MemoryWorld::new().file("book.yaml", bytes.clone()));
        run(MemoryWorld::new().file("book.yaml", [HEAD.as_bytes(), &bytes].concat()).file("a.md", "# A\n"));
    }

    #[test]
    fn any_drawing(body in mixture(&DRAWN, 40)) {
        drawing(format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">{body}</svg>"));
    }

    #[test]
    fn any_referring_drawing(body in mixture(&REFERRING, 30)) {
        drawing(format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">{body}</svg>"));
    }

    #[test]
    fn any_closed_referring_drawing(pieces in prop::collection::vec(prop::sample::select(REFERRING.as_slice()), 0..30)) {
        drawing(format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">{}</svg>", closed(&pieces)));
    }

    #[test]
    fn any_png_that_is_damaged_inside(
        png in damaged_inside(&picture(image::ImageFormat::Png)),
        few in damaged_inside(include_bytes!("books/print/few.png")),
    ) {
        for bytes in [png, few] {
            run(MemoryWorld::new().file("book.yaml", HEAD).file("a.md", "# A\n\n![a](a.img)\n").file("a.img", bytes));
        }
    }

    #[test]
    fn any_damaged_inks(bytes in damaged(inks())) {
        run(MemoryWorld::new().file("book.yaml", HEAD).file("a.md", "# A\n\n![a](a.img)\n").file("a.img", bytes));
    }

    #[test]
    fn any_damaged_drawing(bytes in damaged(include_bytes!("../book/figures/dimensions.svg").to_vec())) {
        drawing(bytes);
    }

    #[test]
    fn any_damaged_picture(
        png in damaged(picture(image::ImageFormat::Png)),
        jpeg in damaged(picture(image::ImageFormat::Jpeg)),
        gif in damaged(picture(image::ImageFormat::Gif)),
        webp in damaged(picture(image::ImageFormat::WebP)),
    ) {
        for bytes in [png, jpeg, gif, webp] {
            run(MemoryWorld::new().file("book.yaml", HEAD).file("a.md", "# A\n\n![a](a.img)\n").file("a.img", bytes));
        }
    }
}

/// A small face, as the EPUB of a small book has it: that of its text, or of its code.
fn small_face(ending: &str) -> Vec<u8> {
    let outcome = chapter("# A\n\nText, *emphasis*, `code`.\n");
    let edition = outcome.made.expect("the book builds");
    let epub = edition.outputs.iter().find(|output| output.format == Format::Epub).expect("there is one");
    let mut archive = zip::ZipArchive::new(Cursor::new(&epub.bytes)).expect("it is an archive");
    let names: Vec<String> = archive.file_names().map(str::to_string).collect();
    let name = names.iter().filter(|name| name.ends_with(ending)).min().expect("it has such a face");
    let mut bytes = Vec::new();
    archive.by_name(name).expect("it is there").read_to_end(&mut bytes).expect("it can be read");
    bytes
}

/// The tables of a face: the place and length of each, its directory first.
fn tables(bytes: &[u8]) -> Vec<(usize, usize)> {
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes")) as usize;
    let start = if bytes.starts_with(b"ttcf") { number(12) } else { 0 };
    let count = usize::from(u16::from_be_bytes([bytes[start + 4], bytes[start + 5]]));
    let table = |at: usize| (number(start + 12 + 16 * at + 8), number(start + 12 + 16 * at + 12));
    let mut tables = vec![(0, start + 12 + 16 * count)];
    tables.extend((0..count).map(table));
    tables
}

/// A face with some bytes altered, each table as likely as another, and most often near a table's beginning.
fn damaged_face(bytes: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let tables = tables(&bytes);
    let value = prop_oneof![Just(0u8), Just(1), Just(0x7f), Just(0x80), Just(0xff), any::<u8>()];
    let change = (prop::sample::select(tables), any::<prop::sample::Index>(), any::<bool>(), value);
    prop::collection::vec(change, 1..6).prop_map(move |changes| {
        let mut bytes = bytes.clone();
        for ((start, length), place, is_near, value) in changes {
            let within = if is_near { length.min(48) } else { length };
            let at = start + place.index(within.max(1));
            if let Some(byte) = bytes.get_mut(at) {
                *byte = value;
            }
        }
        bytes
    })
}

/// Two faces that are one: a collection's header before it, and its tables moved.
fn twice(face: &[u8]) -> Vec<u8> {
    const MOVED: u32 = 20;
    let mut bytes = [b"ttcf".as_slice(), &[0, 1, 0, 0, 0, 0, 0, 2], &[0, 0, 0, 20, 0, 0, 0, 20]].concat();
    bytes.extend_from_slice(face);
    for table in 0..usize::from(u16::from_be_bytes([face[4], face[5]])) {
        let at = MOVED as usize + 12 + 16 * table + 8;
        let offset = u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes")) + MOVED;
        bytes[at..at + 4].copy_from_slice(&offset.to_be_bytes());
    }
    bytes
}

fn set_in(family: &str, face: Vec<u8>) {
    let manifest = format!("{HEAD}fonts:\n  text: {family}\n  heading: {family}\n  files: [face]\n");
    let text = "# Office\n\nText, *emphasis*, **strong**, `code`; fi ffl ÄÖÜ 1/2.\n";
    run(MemoryWorld::new().file("book.yaml", manifest).file("a.md", text).file("face", face));
}

#[test]
fn damaged_faces_end_no_build() {
    let (otf, ttf) = (small_face(".otf"), small_face(".ttf"));
    for (family, face) in [
        ("Libertinus Serif", otf.clone()),
        ("Source Sans 3", ttf.clone()),
        ("Libertinus Serif", twice(&otf)),
        ("Source Sans 3", twice(&ttf)),
    ] {
        let config = ProptestConfig {
            cases: 150,
            failure_persistence: None,
            rng_seed: proptest::test_runner::RngSeed::Fixed(21),
            ..ProptestConfig::default()
        };
        proptest!(config, |(face in damaged_face(face))| set_in(family, face));
    }
}
