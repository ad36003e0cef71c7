//! Small pages as lines of text: how far down each line of a chapter stands, and what it says.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use reportc::SetBook;
use reportc::diag::Sink;
use reportc::geom::Abs;
use reportc::model::flow::{Block, RichText, SectionKind};
use reportc::model::layout::{Item, ItemKind, Origin, Page};
use reportc::model::resolved::NodeId;
use reportc::model::walk::each_text;
use reportc::world::memory::MemoryWorld;

const MANIFEST: &str = "title: T\nlanguage: en\ntheme: theme.yaml\nchapters: [a.md]\nnumbering: {chapters: false}\npage:\n  \
    size: 80x64mm\n  margins: {top: 10mm, bottom: 10mm, inner: 8mm, outer: 8mm}\n";
const THEME: &str = "chapters: {drop: 0pt}\nheadings:\n  chapter: {size: 11pt, leading: 14pt, space_after: 14pt}\n  \
    section: {size: 11pt, leading: 14pt, space_before: 28pt, space_after: 0pt}\nrunning_heads: {verso: none, recto: none}\n";
const FIGURE: &str =
    "<svg xmlns='http://www.w3.org/2000/svg' width='150' height='60'><rect width='150' height='60'/></svg>";

/// Sets a case: lines of the theme or of the manifest (`@ theme KEY: VALUE`), or another size (`@ page 64x80mm`), then a
/// chapter; `@ chapter` begins another. Seven lines of text make a page; `f.svg` is a figure 45pt high. The title page is
/// shown where the theme lays it out.
pub fn dump(input: &str) -> String {
    let (mut manifest, mut theme, mut text) = (MANIFEST.to_string(), THEME.to_string(), String::new());
    let mut chapters = Vec::new();
    for line in input.split_inclusive('\n') {
        if let Some(size) = line.strip_prefix("@ page ") {
            manifest = manifest.replace("80x64mm", size.trim_end());
            continue;
        }
        match (line.strip_prefix("@ theme "), line.strip_prefix("@ manifest ")) {
            (Some(line), _) => theme = with(&theme, line),
            (None, None) if line.trim_end() == "@ chapter" => chapters.push(std::mem::take(&mut text)),
            (None, Some(line)) => manifest = with(&manifest, line),
            (None, None) => text.push_str(line),
        }
    }
    chapters.push(text);
    let names: Vec<String> = ('a'..='z').map(|letter| format!("{letter}.md")).take(chapters.len()).collect();
    manifest = manifest.replace("[a.md]", &format!("[{}]", names.join(", ")));
    let shows_title = theme.contains("title_page:");
    let world = MemoryWorld::new().file("book.yaml", manifest).file("theme.yaml", theme);
    let world = world.file("f.svg", FIGURE);
    let world = names.iter().zip(chapters).fold(world, |world, (name, text)| world.file(name, text));
    let mut sink = Sink::default();
    let (_, set) = reportc::set_book(&world, "book.yaml", &|_| {}, &mut sink);
    let book = set.unwrap_or_else(|| panic!("nothing was set: {:?}", sink.diagnostics()));
    let texts = texts(&book);
    let sections = &book.layout.flow.sections;
    let pages = book.layout.pages.iter();
    let is_shown = |page: &&Arc<Page>| {
        let kind = sections[page.section as usize].kind;
        kind == SectionKind::Chapter || (shows_title && kind == SectionKind::TitlePage)
    };
    let pages = pages.filter(is_shown);
    pages.map(|page| lines(page, &texts)).collect()
}

/// A file with a line of its own in place of the one of that key.
fn with(file: &str, line: &str) -> String {
    let key = line.split_inclusive(':').next().unwrap_or_default();
    let others = file.split_inclusive('\n').filter(|own| !own.starts_with(key));
    [line].into_iter().chain(others).collect()
}

fn texts(book: &SetBook) -> BTreeMap<NodeId, &RichText> {
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

/// A stretch of a text on one line.
struct Line {
    node: NodeId,
    words: String,
    left: Abs,
    right: Abs,
    top: Abs,
}

/// A page's number, then each line of a text with where it stands: from the left and to the right, from the top.
fn lines(page: &Page, texts: &BTreeMap<NodeId, &RichText>) -> String {
    let mut lines: Vec<Line> = Vec::new();
    for item in &page.items {
        let Item { origin: Origin::Node(node), at, kind } = item else { continue };
        let (width, words) = match kind {
            ItemKind::Glyphs(run) => {
                let words =
                    texts.get(node).and_then(|text| text.text.get(run.start as usize..run.end as usize));
                let width = run.glyphs.iter().map(|glyph| i64::from(glyph.advance)).sum();
                (Abs::from_raw(width), words.unwrap_or(run.text.as_deref().unwrap_or_default()).to_string())
            }
            ItemKind::Image { size, .. } => (size.width, format!("an image {:.1} high", size.height.to_pt())),
            ItemKind::Fill { .. } | ItemKind::Stroke { .. } | ItemKind::Link { .. } => continue,
        };
        match lines.last_mut() {
            Some(line) if line.node == *node && line.top == at.y => {
                line.words.push_str(&words);
                line.right = at.x + width;
            }
            Some(_) | None => {
                lines.push(Line { node: *node, words, left: at.x, right: at.x + width, top: at.y })
            }
        }
    }
    let mut dump = format!("page {}{}\n", page.label, if page.turned { ", turned" } else { "" });
    for Line { words, left, right, top, .. } in lines {
        let (left, right, top) = (left.to_pt(), right.to_pt(), top.to_pt());
        writeln!(dump, "  {left:5.1} {right:5.1} {top:5.1}  {}", words.trim_end())
            .expect("strings take everything");
    }
    dump
}
