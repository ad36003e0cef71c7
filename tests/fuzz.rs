//! Arbitrary input to every parser: the whole compile runs in memory on whatever it is given, and ends without a panic.
//! What it makes can be read back. The functions are those that coverage-guided fuzzing calls (`tests/fuzz/run`); here they run on
//! its corpus and on made-up input, the same at each run.
#![allow(clippy::disallowed_methods, reason = "these tests read their corpus and ask qpdf")]

#[path = "fuzz/targets.rs"]
mod targets;

#[path = "program/tempfile.rs"]
mod tempfile;

use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;

use arbtest::arbitrary::{Result, Unstructured};
use arbtest::arbtest;
use reportc::model::identity::Format;
use reportc::world::memory::MemoryWorld;
use reportc::{Edition, Formats, Outcome, Profile};
use targets::{HEAD, TARGETS};

/// Builds both editions, and checks what came of it.
fn run(world: MemoryWorld) -> Outcome<Edition> {
    targets::build(
        world,
        Formats { pdf: Some(Profile::default()), linearized: false, epub: true, web: Default::default() },
    )
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
    let formats =
        Formats { pdf: Some(Profile::default()), linearized: false, epub: false, web: Default::default() };
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
const MARKS: [&str; 100] = [
    "{.index}",
    "[]{.index term=\"a!b@*c*\" range=begin}",
    "\\index[n]{a|(}",
    "::: index\n",
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

const WRITTEN: [&str; 62] = [
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
    "annexes: ",
    "role: ",
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

fn mixture(given: &mut Unstructured, pieces: &[&str], most: usize) -> Result<String> {
    (0..given.int_in_range(0..=most - 1)?).map(|_| Ok(*given.choose(pieces)?)).collect()
}

fn bytes(given: &mut Unstructured, most: usize) -> Result<Vec<u8>> {
    (0..given.int_in_range(0..=most - 1)?).map(|_| given.arbitrary()).collect()
}

/// Some bytes altered, from a place on.
fn altered(given: &mut Unstructured, bytes: &[u8], from: usize, most: usize) -> Result<Vec<u8>> {
    let mut bytes = bytes.to_vec();
    for _ in 0..given.int_in_range(0..=most)? {
        let at = given.int_in_range(from..=bytes.len() - 1)?;
        bytes[at] = given.arbitrary()?;
    }
    Ok(bytes)
}

fn damaged(given: &mut Unstructured, bytes: &[u8]) -> Result<Vec<u8>> {
    let mut bytes = altered(given, bytes, 0, 11)?;
    // Most are whole: what cuts a file short is found first.
    if given.ratio(1, 4)? {
        bytes.truncate(given.int_in_range(0..=bytes.len())?);
    }
    Ok(bytes)
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
fn damaged_inside(given: &mut Unstructured, png: &[u8]) -> Result<Vec<u8>> {
    let mut bytes = altered(given, png, 8, 7)?;
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
    Ok(bytes)
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

/// Tries a property on made-up input, the same at each run.
fn always(property: impl Fn(&mut Unstructured) -> Result<()>) {
    const CASES: u64 = 150;
    /// Bytes that an input is made up from.
    const LENGTH: u64 = 4096;
    (0..CASES).for_each(|case| arbtest(&property).seed(case << 32 | LENGTH).run());
}

/// A book of a picture.
fn pictured(bytes: Vec<u8>) {
    run(MemoryWorld::new().file("book.yaml", HEAD).file("a.md", "# A\n\n![a](a.img)\n").file("a.img", bytes));
}

/// A book of a drawing of some elements.
fn drawn(body: &str) {
    drawing(format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">{body}</svg>"));
}

#[test]
fn any_markdown() {
    always(|given| {
        let text = mixture(given, &MARKS, 80)?;
        let world = MemoryWorld::new()
            .file("book.yaml", HEAD)
            .file("a.md", format!("# A\n\n{text}"))
            .file("a.png", picture(image::ImageFormat::Png))
            .file("a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>");
        run(world);
        Ok(())
    });
}

#[test]
fn any_right_to_left_markdown() {
    const HEAD: &str = "title: عنوان\nlanguage: ar\nchapters: [a.md]\n";
    always(|given| {
        run(MemoryWorld::new().file("book.yaml", HEAD).file("a.md", mixture(given, &MARKS, 40)?));
        Ok(())
    });
}

#[test]
fn any_characters() {
    always(|given| {
        let length = given.int_in_range(0..=200)?;
        let of_ascii = |given: &mut Unstructured| Ok(given.int_in_range(b' '..=b'~')? as char);
        let characters =
            (0..length).map(|_| if given.arbitrary()? { of_ascii(given) } else { given.arbitrary() });
        chapter(characters.collect::<Result<String>>()?);
        Ok(())
    });
}

#[test]
fn any_bytes() {
    always(|given| {
        chapter(bytes(given, 200)?);
        Ok(())
    });
}

#[test]
fn any_attributes() {
    let signs: Vec<char> = "-abcdefghijklmnopqrstuvwxyz0123456789#.=%\"' {}\\\n".chars().collect();
    always(|given| {
        let text = (0..given.int_in_range(0..=40)?).map(|_| Ok(*given.choose(&signs)?));
        let text: String = text.collect::<Result<_>>()?;
        chapter(format!("# H {{{text}}}\n\n[a]{{{text}}} ![b](b.png){{{text}}}\n\n{{{text}}}\n"));
        Ok(())
    });
}

#[test]
fn any_manifest() {
    always(|given| {
        let text = mixture(given, &WRITTEN, 30)?;
        for text in [text.clone(), format!("{HEAD}{text}")] {
            let world = MemoryWorld::new().file("book.yaml", text.clone()).file("a.md", "# A\n\nb\n");
            run(world.file("t.yaml", text));
        }
        Ok(())
    });
}

#[test]
fn any_manifest_bytes() {
    always(|given| {
        let bytes = bytes(given, 100)?;
        run(MemoryWorld::new().file("book.yaml", bytes.clone()));
        run(MemoryWorld::new().file("book.yaml", [HEAD.as_bytes(), &bytes].concat()).file("a.md", "# A\n"));
        Ok(())
    });
}

#[test]
fn any_drawing() {
    always(|given| {
        drawn(&mixture(given, &DRAWN, 40)?);
        Ok(())
    });
}

#[test]
fn any_referring_drawing() {
    always(|given| {
        drawn(&mixture(given, &REFERRING, 30)?);
        Ok(())
    });
}

#[test]
fn any_closed_referring_drawing() {
    always(|given| {
        let pieces = (0..given.int_in_range(0..=29)?).map(|_| Ok(*given.choose(&REFERRING)?));
        drawn(&closed(&pieces.collect::<Result<Vec<&str>>>()?));
        Ok(())
    });
}

#[test]
fn any_png_that_is_damaged_inside() {
    always(|given| {
        pictured(damaged_inside(given, &picture(image::ImageFormat::Png))?);
        pictured(damaged_inside(given, include_bytes!("books/print/few.png"))?);
        Ok(())
    });
}

#[test]
fn any_damaged_inks() {
    always(|given| {
        pictured(damaged(given, &inks())?);
        Ok(())
    });
}

#[test]
fn any_damaged_drawing() {
    always(|given| {
        drawing(damaged(given, include_bytes!("../book/figures/dimensions.svg"))?);
        Ok(())
    });
}

#[test]
fn any_damaged_picture() {
    use image::ImageFormat::{Gif, Jpeg, Png, WebP};
    always(|given| {
        for format in [Png, Jpeg, Gif, WebP] {
            pictured(damaged(given, &picture(format))?);
        }
        Ok(())
    });
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
fn damaged_face(given: &mut Unstructured, bytes: &[u8]) -> Result<Vec<u8>> {
    let tables = tables(bytes);
    let mut bytes = bytes.to_vec();
    for _ in 0..given.int_in_range(1..=5)? {
        let (start, length) = *given.choose(&tables)?;
        let within = if given.arbitrary()? { length.min(48) } else { length };
        let at = start + given.int_in_range(0..=within.max(1) - 1)?;
        let any = given.arbitrary()?;
        let value = *given.choose(&[0, 1, 0x7f, 0x80, 0xff, any])?;
        if let Some(byte) = bytes.get_mut(at) {
            *byte = value;
        }
    }
    Ok(bytes)
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
        always(|given| {
            set_in(family, damaged_face(given, &face)?);
            Ok(())
        });
    }
}
