//! A build with a memory of earlier builds gives the bytes of one without, whatever was edited between them.

use arbtest::arbitrary::{Result, Unstructured};
use arbtest::arbtest;
use reportc::memo::Memo;
use reportc::model::record::CheckOutcome;
use reportc::world::memory::MemoryWorld;
use reportc::{Formats, Options, Outcome, Profile, compile, compile_again};

const CHAPTERS: usize = 4;
/// Paragraphs that refer to each other's pages, call notes, show pictures, code and tables.
const PARAGRAPHS: [&str; 9] = [
    "::: {.only format=pdf}\nOn paper.[^p]\n:::\n\nPress [this]{.only format=epub} now.\n\n[^p]: Alone.",
    "Plain words, and more of them than fit on one line of the page, so that they are broken into several.",
    "See [](b.md#two){.page} for it, and a note.[^n]\n\n[^n]: What the note says.",
    "```rust\nfn main() { println!(\"{}\", 1); }\n```",
    "![A square.](s.svg \"A square\")",
    "| a | b |\n|---|---|\n| 1 | *two* |\n\n: Numbers",
    "- one\n- two\n\n  and more of two",
    "## A section {.unnumbered}\n\nIts text.",
    "![A dot.](d.png)",
];

/// What is done to the book between two builds.
#[derive(Debug, Clone)]
enum Edit {
    Add(usize, usize, usize),
    Remove(usize, usize),
    /// Types a letter into a paragraph: one that other words have, or one that brings a glyph or a face of its own.
    Type(usize, usize, usize),
    Recolour(u8),
    Retitle(u8),
    /// Another letter in the words of a heading that others point at, which stays where it is.
    Rename(u8),
    /// Another size of the type.
    Resize(u8),
    /// Another format of the page.
    Reformat(bool),
}

const LETTERS: [&str; 6] = ["a", "q", "Ω", "ж", "ش", "fi"];

fn edit(given: &mut Unstructured) -> Result<Edit> {
    let (chapter, at) = (given.int_in_range(0..=CHAPTERS - 1)?, given.int_in_range(0..=7)?);
    Ok(match given.int_in_range(0..=19)? {
        0..=5 => Edit::Add(chapter, at, given.choose_index(PARAGRAPHS.len())?),
        6..=7 => Edit::Remove(chapter, at),
        8..=13 => Edit::Type(chapter, at, given.choose_index(LETTERS.len())?),
        14 => Edit::Recolour(given.arbitrary()?),
        15 => Edit::Retitle(given.arbitrary()?),
        16..=17 => Edit::Rename(given.arbitrary()?),
        18 => Edit::Resize(given.arbitrary()?),
        _ => Edit::Reformat(given.arbitrary()?),
    })
}

#[derive(Clone)]
struct Book {
    title: u8,
    shade: u8,
    size: u8,
    letter: u8,
    is_wide: bool,
    chapters: Vec<Vec<String>>,
}

impl Book {
    fn apply(&mut self, edit: &Edit) {
        match *edit {
            Edit::Add(chapter, at, which) => {
                let paragraphs = &mut self.chapters[chapter];
                paragraphs.insert(at.min(paragraphs.len()), PARAGRAPHS[which].to_string());
            }
            Edit::Remove(chapter, at) if at < self.chapters[chapter].len() => {
                self.chapters[chapter].remove(at);
            }
            Edit::Type(chapter, at, letter) if at < self.chapters[chapter].len() => {
                self.chapters[chapter][at].insert_str(0, LETTERS[letter]);
            }
            Edit::Remove(..) | Edit::Type(..) => {}
            Edit::Rename(letter) => self.letter = letter % 26,
            Edit::Resize(size) => self.size = size % 4,
            Edit::Reformat(is_wide) => self.is_wide = is_wide,
            Edit::Recolour(shade) => self.shade = shade,
            Edit::Retitle(title) => self.title = title,
        }
    }

    fn world(&self) -> MemoryWorld {
        let names: Vec<String> = ('a'..).take(CHAPTERS).map(|name| format!("{name}.md")).collect();
        let format = if self.is_wide { "A4" } else { "A5" };
        let manifest = format!(
            "title: Book {}\nlanguage: en\ntheme: theme.yaml\npage: {{size: {format}}}\nchapters: [{}]\n",
            self.title,
            names.join(", ")
        );
        let theme = format!("text:\n  size: {}pt\n", 9 + self.size);
        let mut world = MemoryWorld::new().file("book.yaml", manifest).file("theme.yaml", theme);
        for (name, paragraphs) in names.iter().zip(&self.chapters) {
            let title = if name == "b.md" {
                format!("# Two {} {{#two .unnumbered}}", char::from(b'a' + self.letter))
            } else {
                "# A chapter".to_string()
            };
            world = world.file(name, format!("{title}\n\n{}\n", paragraphs.join("\n\n")));
        }
        let square = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"30\" height=\"20\"><rect width=\"9\" height=\"9\"/></svg>";
        world.file("s.svg", square).file("d.png", dot(self.shade))
    }
}

/// A picture of a pixel that can be seen through.
fn dot(shade: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 1, 1);
    encoder.set_color(png::ColorType::Rgba);
    let mut writer = encoder.write_header().expect("the header is well-formed");
    writer.write_image_data(&[shade, 0, 0, 100]).expect("there is one pixel");
    writer.finish().expect("writing to memory cannot fail");
    bytes
}

fn options() -> Options {
    let formats =
        Formats { pdf: Some(Profile::default()), linearized: false, epub: true, web: Default::default() };
    Options { formats, date: None, draft: true }
}

/// What was found, the files, and what is recorded of them.
fn shown<T>(outcome: Outcome<T>, files: impl Fn(T) -> Vec<Vec<u8>>) -> (String, Vec<Vec<u8>>) {
    (format!("{:?}", outcome.found), outcome.made.map(files).unwrap_or_default())
}

#[test]
fn a_memory_changes_no_byte() {
    arbtest(|given| {
        let chapters = [vec![0, 1, 2], vec![3], vec![4, 1], vec![5, 7]];
        let written = |which: Vec<usize>| which.into_iter().map(|one| PARAGRAPHS[one].to_string()).collect();
        let chapters = chapters.into_iter().map(written).collect();
        let mut book = Book { title: 0, shade: 0, size: 1, letter: 0, is_wide: false, chapters };
        let memo = Memo::new();
        let files = |edition: reportc::Edition| {
            let outputs = edition.outputs.into_iter().map(|output| output.bytes);
            outputs.chain([edition.record_file.1.into_bytes()]).collect::<Vec<_>>()
        };
        let edits = (0..given.int_in_range(1..=7)?).map(|_| edit(given)).collect::<Result<Vec<Edit>>>()?;
        for edit in std::iter::once(None).chain(edits.iter().map(Some)) {
            edit.iter().for_each(|edit| book.apply(edit));
            let world = book.world();
            let warm = shown(compile_again(&world, "book.yaml", options(), (&|_| {}, &memo)), files);
            let cold = shown(compile(&world, "book.yaml", options(), &|_| {}), files);
            assert!(!cold.1.is_empty(), "{}", cold.0);
            assert!(warm == cold, "after {edit:?}: the files or what was found differ");
        }
        Ok(())
    })
    .size_min(256)
    .budget_ms(20_000);
}

/// Builds of several books that share a memory at the same time: each gives its own bytes.
#[test]
fn builds_side_by_side_do_not_mix() {
    // The same words, so that only what they are set in tells the books apart.
    let chapters = vec![[1, 1, 5].map(|one| PARAGRAPHS[one].to_string()).to_vec(); CHAPTERS];
    let sizes = [(0, false), (1, false), (2, false), (3, true)];
    let book =
        |(size, is_wide)| Book { title: 0, shade: 0, size, letter: 0, is_wide, chapters: chapters.clone() };
    let files = |edition: reportc::Edition| edition.outputs.into_iter().map(|output| output.bytes).collect();
    let memo = &Memo::new();
    std::thread::scope(|scope| {
        for book in sizes.map(book) {
            scope.spawn(move || {
                let world = book.world();
                let cold = shown(compile(&world, "book.yaml", options(), &|_| {}), files);
                assert!(!cold.1.is_empty(), "{}", cold.0);
                for _ in 0..40 {
                    let warm = shown(compile_again(&world, "book.yaml", options(), (&|_| {}, memo)), files);
                    assert!(warm == cold, "the files or what was found differ");
                }
            });
        }
    });
}

/// Where the editions differ on purpose, the checks of a release find the rest the same, page by page, and each has its own.
#[test]
fn what_only_one_edition_has_is_in_that_one() {
    let filler = "Words that fill a page and break somewhere in the middle of it. ".repeat(9);
    let chapter: String = (0..24)
        .map(|n| {
            let only = ["pdf", "epub"][n % 2];
            format!(
                "Shared {n}. {filler}\n\n::: {{.only format={only}}}\n{only} {n}.[^{n}] {filler}\n\n- [x](#a) of it\n:::\n\n\
                 Then [paper {n}]{{.only format=pdf}} [screen {n}]{{.only format=epub}} and all. {filler}\n\n\
                 [^{n}]: Note {n}.\n\n"
            )
        })
        .collect();
    let manifest = "title: Two\nlanguage: en\ndate: 2020\nchapters: [a.md]\n";
    let world =
        MemoryWorld::new().file("book.yaml", manifest).file("a.md", format!("# A {{#a}}\n\n{chapter}"));
    let formats =
        Formats { pdf: Some(Profile::Archive), linearized: false, epub: true, web: Default::default() };
    let made = compile(&world, "book.yaml", Options { formats, date: None, draft: false }, &|_| {}).made;
    let edition = made.expect("the book builds");
    let files: Vec<_> = edition.outputs.iter().map(|output| (output.format, output.bytes.clone())).collect();
    let verdict = reportc::judge(&edition.record, &files, None);
    let compared = ["parity", "page-list", "links-pdf", "links-epub", "whole-pdf"];
    let checks = verdict.checks.iter().filter(|check| compared.contains(&check.id.as_str()));
    let failed: Vec<_> = checks.filter(|check| check.outcome != CheckOutcome::Passed).collect();
    assert!(failed.is_empty(), "{failed:?}");
    let parity = &verdict.parity[0];
    assert_eq!(parity.pdf, parity.epub);
    assert_eq!(parity.pdf.notes, 0, "notes that one edition alone calls are its own");
}
