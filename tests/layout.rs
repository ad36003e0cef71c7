//! What must hold of every layout, whatever the text: nothing lost, nothing twice, nothing outside the type area.

use std::collections::BTreeMap;
use std::sync::Arc;

use arbtest::arbitrary::{Result, Unstructured};
use arbtest::arbtest;
use reportc::SetBook;
use reportc::diag::Sink;
use reportc::geom::Abs;
use reportc::layout::maths::{DisplayRow, PartKind, Setter};
use reportc::maths::{self, Macros};
use reportc::model::flow::{Block, BlockKind, Dots, RichText, TextStyle};
use reportc::model::layout::{Artifact, FULL_WIDTH, Item, ItemKind, Origin};
use reportc::model::manifest::Lang;
use reportc::model::resolved::NodeId;
use reportc::model::theme::{Color, FontRole, Weight};
use reportc::model::walk::each_text;
use reportc::text::{FontBook, Shaper};
use reportc::world::memory::MemoryWorld;

const MANIFEST: &str = "title: T\nlanguage: en\nchapters: [a.md]\n";

fn set(manifest: &str, text: &str) -> SetBook {
    let world = MemoryWorld::new().file("book.yaml", manifest).file("a.md", text);
    let mut sink = Sink::default();
    let (_, set) = reportc::set_book(&world, "book.yaml", &|_| {}, &mut sink);
    set.unwrap_or_else(|| panic!("nothing was set: {:?}", sink.diagnostics()))
}

/// The texts of the chapters, with their notes.
fn chapter_texts(book: &SetBook) -> BTreeMap<NodeId, &RichText> {
    let mut texts = BTreeMap::new();
    for section in &book.layout.flow.sections {
        let notes = section.notes.iter().map(|note| note.blocks.as_slice());
        for blocks in std::iter::once(section.blocks.as_slice()).chain(notes) {
            let blocks: &[Block] = blocks;
            each_text(blocks, &mut |text| {
                texts.insert(text.node, text);
            });
        }
    }
    texts
}

/// Every visible character of every text is in exactly one run of glyphs.
fn check_nothing_lost(book: &SetBook) {
    let texts = chapter_texts(book);
    let mut shown: BTreeMap<NodeId, Vec<u32>> =
        texts.iter().map(|(node, text)| (*node, vec![0; text.text.len()])).collect();
    for item in book.layout.pages.iter().flat_map(|page| &page.items) {
        let (Origin::Node(node), ItemKind::Glyphs(run)) = (item.origin, &item.kind) else { continue };
        let Some(counts) = shown.get_mut(&node) else { continue };
        for at in run.start..run.end.min(counts.len() as u32) {
            counts[at as usize] += 1;
        }
    }
    for (node, counts) in shown {
        let text = &texts[&node].text;
        for (at, character) in text.char_indices() {
            let is_space = character.is_whitespace() || character == '\u{2028}' || character == '\u{fffc}';
            if !is_space {
                assert_eq!(counts[at], 1, "{character:?} at {at} of {text:?}");
            }
        }
    }
}

/// Glyphs stand within the margins, but for what hangs in them.
fn check_within_margins(book: &SetBook) {
    let geometry = &book.layout.flow.manifest.page;
    let slack = Abs::pt(8);
    for page in &book.layout.pages {
        // Pages of slots have no margins.
        let section = &book.layout.flow.sections[page.section as usize];
        if section.blocks.iter().any(|block| matches!(block.kind, BlockKind::Slot(_))) {
            continue;
        }
        // On a turned page the text runs from what is the foot of others to their head.
        let (start, end, foot) = match page.turned {
            true => (
                geometry.margin_bottom,
                geometry.margin_top,
                geometry.margin_inner.min(geometry.margin_outer),
            ),
            false => (geometry.margin_inner, geometry.margin_outer, geometry.margin_bottom),
        };
        let (left, right) = (start - slack, page.size.width - end + slack);
        for item in &page.items {
            let ItemKind::Glyphs(run) = &item.kind else { continue };
            let width: i64 = run.glyphs.iter().map(|glyph| i64::from(glyph.advance)).sum();
            let end = item.at.x + Abs::from_raw(width);
            let is_furniture =
                matches!(item.origin, Origin::Artifact(Artifact::Folio | Artifact::RunningHead));
            assert!(item.at.x >= left, "{:?} begins at {}", run.text, item.at.x.to_pt());
            assert!(end <= right || run.glyphs.len() == 1, "ends at {} of {}", end.to_pt(), right.to_pt());
            let bottom = page.size.height - foot + Abs::pt(1);
            assert!(is_furniture || item.at.y <= bottom, "stands at {}", item.at.y.to_pt());
        }
    }
}

fn check(book: &SetBook) {
    check_nothing_lost(book);
    check_within_margins(book);
}

fn signs(given: &mut Unstructured, of: &[char], least: usize, most: usize) -> Result<String> {
    (0..given.int_in_range(least..=most)?).map(|_| Ok(*given.choose(of)?)).collect()
}

/// Letters of a range.
fn letters(
    given: &mut Unstructured,
    of: std::ops::RangeInclusive<char>,
    least: usize,
    most: usize,
) -> Result<String> {
    signs(given, &of.collect::<Vec<char>>(), least, most)
}

fn word(given: &mut Unstructured) -> Result<String> {
    let latin = |given: &mut Unstructured, least, most| letters(given, 'a'..='z', least, most);
    Ok(match given.int_in_range(0..=17)? {
        0..=7 => latin(given, 1, 12)?,
        8..=9 => {
            let (capital, rest) = (letters(given, 'A'..='Z', 1, 1)?, latin(given, 2, 14)?);
            format!("{capital}{rest}{}", signs(given, &[',', '.', ';', ':'], 1, 1)?)
        }
        10 => format!("{}-{}", latin(given, 2, 8)?, latin(given, 2, 8)?),
        11 => latin(given, 60, 160)?,
        12 => {
            let path: Vec<char> = ('a'..='z').chain(['/']).collect();
            let (name, top) = (latin(given, 3, 9)?, latin(given, 2, 3)?);
            format!("https://{name}.{top}/{}", signs(given, &path, 1, 60)?)
        }
        13 => {
            let code: Vec<char> = ('a'..='z').chain(['_', ':', '.']).collect();
            format!("`{}`", signs(given, &code, 1, 90)?)
        }
        14 => format!("*{}*", latin(given, 3, 9)?),
        15 => letters(given, '\u{627}'..='\u{64a}', 2, 9)?,
        16 => letters(given, '\u{5d0}'..='\u{5ea}', 2, 9)?,
        _ => letters(given, '\u{430}'..='\u{44f}', 3, 15)?,
    })
}

type Make = fn(&mut Unstructured) -> Result<String>;

fn several(given: &mut Unstructured, make: Make, least: usize, most: usize) -> Result<Vec<String>> {
    (0..given.int_in_range(least..=most)?).map(|_| make(given)).collect()
}

fn paragraph(given: &mut Unstructured) -> Result<String> {
    Ok(several(given, word, 1, 119)?.join(" "))
}

fn line_of_code(given: &mut Unstructured) -> Result<String> {
    let code: Vec<char> = " (){};".chars().chain('a'..='z').collect();
    signs(given, &code, 0, 140)
}

fn block(given: &mut Unstructured) -> Result<String> {
    Ok(match given.int_in_range(0..=11)? {
        0..=5 => paragraph(given)?,
        6 => format!("> {}", paragraph(given)?),
        7 => several(given, paragraph, 1, 4)?.iter().map(|item| format!("- {item}\n")).collect(),
        8 => format!("```\n{}\n```", several(given, line_of_code, 1, 39)?.join("\n")),
        9 => table((several(given, word, 2, 4)?, several(given, paragraph, 2, 11)?)),
        10 => format!("## {}{}", letters(given, 'A'..='Z', 1, 1)?, letters(given, 'a'..='z', 3, 20)?),
        _ => {
            let (text, note, id) = (paragraph(given)?, paragraph(given)?, letters(given, 'a'..='z', 9, 9)?);
            format!("{text}[^{id}] {text}\n\n[^{id}]: {note}")
        }
    })
}

fn table((header, cells): (Vec<String>, Vec<String>)) -> String {
    let clean = |cell: &String| cell.replace(['|', '`'], "");
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut table = line(header.iter().map(clean).collect());
    table.push_str(&format!("|{}\n", "---|".repeat(header.len())));
    for row in cells.chunks(header.len()) {
        let mut row: Vec<String> = row.iter().map(clean).collect();
        row.resize(header.len(), String::new());
        table.push_str(&line(row));
    }
    table
}

fn check_all(manifest: &str, most: usize) {
    arbtest(|given| {
        let blocks = several(given, block, 1, most)?;
        check(&set(manifest, &format!("# Title\n\n{}\n", blocks.join("\n\n"))));
        Ok(())
    })
    .size_min(2_048)
    .budget_ms(10_000);
}

#[test]
fn every_character_is_set_once_within_the_margins() {
    check_all(MANIFEST, 11);
}

#[test]
fn narrow_pages_hold_everything_too() {
    let page = "page:\n  size: 100x140mm\n  margins: {top: 15mm, bottom: 15mm, inner: 12mm, outer: 12mm}\n";
    check_all(&format!("{MANIFEST}{page}"), 7);
}

#[test]
fn no_page_ends_in_an_orphan_or_begins_with_a_widow() {
    let sentence =
        "The quick brown fox jumps over the lazy dog and then goes home to sleep for a long while. ";
    let text: String = (1..90).map(|index| format!("{}\n\n", sentence.repeat(1 + index * 7 % 11))).collect();
    let book = set(MANIFEST, &format!("# Title\n\n{text}"));
    let mut lines: BTreeMap<NodeId, Vec<(usize, Abs)>> = BTreeMap::new();
    for (number, page) in book.layout.pages.iter().enumerate() {
        for item in &page.items {
            if let (Origin::Node(node), ItemKind::Glyphs(_)) = (item.origin, &item.kind) {
                let lines = lines.entry(node).or_default();
                if lines.last() != Some(&(number, item.at.y)) {
                    lines.push((number, item.at.y));
                }
            }
        }
    }
    let mut parted = 0;
    for places in lines.into_values() {
        let first = places.iter().filter(|place| place.0 == places[0].0).count();
        if first < places.len() {
            parted += 1;
            assert!(first >= 2 && places.len() - first >= 2, "{places:?}");
        }
    }
    assert!(parted > 5, "the text is long enough for pages to part paragraphs");
}

/// Paragraphs of unlike lengths with headings, lists and code between.
fn chapter() -> String {
    let words =
        ["a", "meadow", "of", "tall", "grasses", "where", "the", "river", "bends", "slowly", "eastward"];
    let paragraph = |seed: usize| {
        let count = 40 + seed * 37 % 90;
        let word = |at: usize| words[(at * 7 + seed * 3 + at * at % 5) % words.len()];
        format!("{}.\n\n", (0..count).map(word).collect::<Vec<_>>().join(" "))
    };
    (1..160)
        .map(|seed| match seed % 9 {
            4 => format!("## Heading {seed}\n\n{}", paragraph(seed)),
            7 => format!("- {}- {}\n", paragraph(seed), paragraph(seed + 1)),
            8 => format!("```\nlet it = {seed};\n```\n\n{}", paragraph(seed)),
            _ => paragraph(seed),
        })
        .collect()
}

#[test]
fn lines_stand_on_the_grid_and_feet_are_level() {
    let book = set(MANIFEST, &format!("# Title\n\n{}", chapter()));
    let theme = &book.layout.flow.theme;
    let last = book.layout.pages.len() - 1;
    let chapter = book.layout.pages[last].section;
    let pages = book.layout.pages[..last].iter().filter(|page| page.section == chapter);
    let mut feet = Vec::new();
    for page in pages {
        let lines = page.items.iter().filter(|item| match (&item.kind, item.origin) {
            (ItemKind::Glyphs(run), Origin::Node(_)) => run.size == theme.size,
            _ => false,
        });
        let baselines: Vec<Abs> = lines.map(|item| item.at.y).collect();
        let foot = baselines.iter().copied().max().expect("every page of the chapter has text");
        for baseline in baselines {
            assert_eq!((foot - baseline).raw() % theme.leading.raw(), 0, "{}", baseline.to_pt());
        }
        feet.push(foot);
    }
    let full = feet.iter().copied().max().expect("there are pages");
    let short = feet.iter().filter(|foot| **foot < full).count();
    assert!(feet.len() > 20 && short * 20 <= feet.len(), "{short} of {} pages end short", feet.len());
}

/// Arabic letters are made wider or narrower to fill a line, but never moved apart.
#[test]
fn letters_that_join_stay_together() {
    let words = "من الفصل إلى الكتاب كيفية كتابة برامج وتجميعها في نظام جديد من الأنظمة ".repeat(20);
    let book = set("title: T\nlanguage: ar\nchapters: [a.md]\n", &format!("# ا\n\n{words}\n"));
    let items = book.layout.pages.iter().flat_map(|page| &page.items);
    let runs = items.filter_map(|item| match &item.kind {
        ItemKind::Glyphs(run) if run.right_to_left => Some((run.tracking, run.scale)),
        _ => None,
    });
    let runs: Vec<(i16, u16)> = runs.collect();
    assert!(runs.iter().all(|(tracking, _)| *tracking == 0), "{runs:?}");
    assert!(runs.iter().any(|(_, scale)| *scale != FULL_WIDTH), "{runs:?}");
}

/// Stressed ideographs have dots: below in Chinese, above in Japanese, none by punctuation and Latin letters.
#[test]
fn stressed_ideographs_have_dots() {
    let dots = |lang: &str| -> (usize, usize) {
        let manifest = format!("title: T\nlanguage: {lang}\nchapters: [a.md]\n");
        let book = set(&manifest, "# 一\n\n这是*强调，AB*的字。\n");
        let chapter = book.layout.pages.last().expect("it has a page");
        let is_text =
            |item: &&Item| matches!((&item.kind, item.origin), (ItemKind::Glyphs(_), Origin::Node(_)));
        let baseline = chapter.items.iter().rfind(is_text).expect("it has text").at.y;
        let is_dot =
            |item: &&Item| matches!(item.kind, ItemKind::Fill { size, .. } if size.width < Abs::pt(2));
        let (below, above): (Vec<_>, Vec<_>) =
            chapter.items.iter().filter(is_dot).partition(|item| item.at.y > baseline);
        (below.len(), above.len())
    };
    // Two areas make a dot.
    assert_eq!(dots("zh"), (4, 0));
    assert_eq!(dots("ja"), (0, 4));
    assert_eq!(dots("en"), (0, 0));
}

/// A heading that ends a chapter moves up to the foot where its line would stand below it.
#[test]
fn what_ends_a_chapter_stands_above_the_foot() {
    for count in 23..28 {
        let lines = vec!["A line of it"; count].join("\\\n");
        check_within_margins(&set(MANIFEST, &format!("# Title\n\n{lines}\n\n## Last\n")));
    }
}

/// A formula that stands by itself, set to a measure in type of ten points: its rows from left to right, and what became of it.
fn fitted(source: &str, measure: i64) -> (Vec<String>, i64, bool) {
    let book = Arc::new(FontBook::new(&reportc::manifest::default_theme(), &[]));
    let (face, mut shaper) = (book.maths(), Shaper::new(&book));
    let style = TextStyle {
        role: FontRole::Text,
        weight: Weight::REGULAR,
        italic: false,
        lettering: Default::default(),
        size: Abs::pt(10),
        color: Color::BLACK,
        small_caps: false,
        acronym: false,
        fraction: false,
        old_style_figures: false,
        tabular_figures: false,
        rise: Abs::ZERO,
        underline: false,
        strikethrough: false,
        dots: Dots::None,
        verbatim: false,
    };
    let lang = Lang("en".to_string());
    let formula = maths::read(source, maths::Setting::Display, &mut Macros::default()).expect("it is one");
    let mut setter = Setter { face: &face, shaper: &mut shaper, style, lang, missing: Vec::new() };
    let fitted = setter.fit(&formula, Abs::pt(measure));
    assert_eq!(fitted.is_overfull, fitted.display.width > Abs::pt(measure));
    let row = |row: &DisplayRow| {
        let left = row.content.parts.iter().map(|part| part.x).min().unwrap_or_default();
        let shown = row.content.parts.iter().map(|part| match &part.kind {
            PartKind::Glyph { shows, .. } => &**shows,
            PartKind::Fill { .. } | PartKind::Stroke { .. } => "",
        });
        format!("{:.0} {}", left.to_pt(), shown.collect::<String>())
    };
    (fitted.display.rows.iter().map(row).collect(), fitted.percent, fitted.is_overfull)
}

#[test]
fn formulas_break_before_relations_and_operators() {
    let sum = "y = a + b + c = d + e + f + g + h = i";
    assert_eq!(fitted(sum, 400).0, ["0 𝑦=𝑎+𝑏+𝑐=𝑑+𝑒+𝑓+𝑔+ℎ=𝑖"]);
    let (rows, percent, _) = fitted(sum, 90);
    assert_eq!(rows, ["0 𝑦=𝑎+𝑏+𝑐", "8 =𝑑+𝑒+𝑓+𝑔+ℎ", "8 =𝑖"]);
    assert_eq!(percent, 100);
    assert_eq!(fitted("y = a + (b + c) + d + g", 65).0, ["0 𝑦=𝑎+(𝑏+𝑐)", "28 +𝑑+𝑔"]);
    assert_eq!(fitted("a_1 = 1,\\quad a_2 = 2,\\quad a_3 = 3", 68).0, ["0 𝑎1=1,𝑎2=2,", "31 𝑎3=3"]);
}

#[test]
fn formulas_without_a_break_are_made_smaller() {
    let fraction = "\\frac{abcdefghijklmnop}{2}";
    let (rows, percent, is_overfull) = fitted(fraction, 70);
    assert_eq!((rows.len(), is_overfull), (1, false));
    assert!((70..100).contains(&percent), "{percent}");
    assert_eq!((fitted(fraction, 20).1, fitted(fraction, 20).2), (70, true));
    let (rows, percent, _) = fitted("\\begin{aligned}aaaaaaaa&=bbbbbbbb\\\\c&=d\\end{aligned}", 70);
    assert_eq!(rows.len(), 2);
    assert!((70..100).contains(&percent), "{percent}");
}
