//! A book that is made here, the same at each run: chapters of paragraphs in words of no language, with notes, tables,
//! code, lists, references and figures.

use std::fmt::Write as _;

use reportc::world::memory::MemoryWorld;

const CHAPTERS: usize = 8;
/// Of a chapter.
const PARAGRAPHS: usize = 60;
/// Distinct words, about those of a short book.
const WORDS: u64 = 4000;

const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"300\" height=\"120\">\
    <rect width=\"300\" height=\"120\" fill=\"#ddd\"/><path d=\"M10 110L90 30L170 70L290 10\" stroke=\"#000\"/></svg>";

pub fn book() -> MemoryWorld {
    let mut maker = Maker { state: 1, text: String::new(), notes: 0 };
    let manifest = "title: A made book\nlanguage: en\nchapters: [\"*.md\"]\n";
    let mut world = MemoryWorld::new().file("book.yaml", manifest).file("drawing.svg", DRAWING);
    for chapter in 0..CHAPTERS {
        world = world.file(&format!("{chapter}.md"), maker.chapter(chapter));
    }
    world
}

struct Maker {
    state: u64,
    text: String,
    notes: usize,
}

impl Maker {
    /// A number below another (Knuth's linear congruential generator, MMIX).
    fn below(&mut self, limit: u64) -> u64 {
        self.state =
            self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 33) % limit
    }

    /// A word by its number: two letters for each of its digits.
    fn word(mut number: u64) -> String {
        const SYLLABLES: [&str; 16] =
            ["ta", "ne", "ri", "so", "lu", "ka", "me", "di", "vo", "fi", "ra", "st", "en", "al", "or", "th"];
        let mut word = String::new();
        loop {
            word.push_str(SYLLABLES[(number % 16) as usize]);
            number /= 16;
            if number == 0 {
                return word;
            }
        }
    }

    /// So many words; as in a language, few of them are most of the text.
    fn words(&mut self, count: usize) -> String {
        let one = |maker: &mut Maker| {
            let limit = 1 + maker.below(WORDS);
            Maker::word(maker.below(limit))
        };
        let words: Vec<String> = (0..count).map(|_| one(self)).collect();
        words.join(" ")
    }

    fn chapter(&mut self, chapter: usize) -> String {
        self.text = format!("# {}\n\n", self.words(3));
        for paragraph in 0..PARAGRAPHS {
            self.paragraph(chapter, paragraph);
            match paragraph % 20 {
                3 => self.table(),
                8 => self.code(),
                13 => self.list(),
                18 => self.figure(),
                _ => {}
            }
        }
        std::mem::take(&mut self.text)
    }

    fn paragraph(&mut self, chapter: usize, paragraph: usize) {
        if paragraph % 10 == 5 {
            let title = self.words(3);
            let _ = writeln!(self.text, "## {title} {{#s{chapter}-{paragraph}}}\n");
        }
        let length = 40 + self.below(80) as usize;
        let (begin, strong, rest) = (self.words(length / 2), self.words(2), self.words(length / 2));
        let _ = write!(self.text, "{begin}, *{strong}* {rest}");
        if paragraph % 4 == 1 {
            self.notes += 1;
            let (number, note) = (self.notes, self.words(20));
            let _ = write!(self.text, ".[^{number}]\n\n[^{number}]: {note}");
        }
        if paragraph % 10 == 9 {
            let _ = write!(self.text, " (see [](#s{chapter}-{}))", paragraph - 4);
        }
        self.text.push_str(".\n\n");
    }

    fn table(&mut self) {
        self.text.push_str("| One | Two | Three |\n|---|---|--:|\n");
        for _ in 0..12 {
            let (one, two, three) = (self.words(2), self.words(5), self.below(1000));
            let _ = writeln!(self.text, "| {one} | {two} | {three} |");
        }
        self.text.push('\n');
    }

    fn code(&mut self) {
        self.text.push_str("```rust\n");
        for line in 0..15 {
            let (name, value) = (self.words(1), self.below(100));
            let _ = writeln!(self.text, "let {name}_{line} = call({value}, \"{name}\"); // {name}");
        }
        self.text.push_str("```\n\n");
    }

    fn list(&mut self) {
        for _ in 0..6 {
            let item = self.words(12);
            let _ = writeln!(self.text, "- {item}");
        }
        self.text.push('\n');
    }

    fn figure(&mut self) {
        let caption = self.words(6);
        let _ = writeln!(self.text, "![A line that rises](drawing.svg \"{caption}\")\n");
    }
}
