//! Numbers of parts, chapters, sections, figures, tables and listings, and the lines that contents may list.

use std::collections::BTreeMap;

use super::walk::{self, Seen};
use crate::maths::words_text;
use crate::model::document::{
    AdmonitionKind, Attrs, Block, BlockKind, Chapter, Document, Equation, Group, Inline, InlineKind, List,
};
use crate::model::manifest::{Lang, Manifest, Matter, Numbering};
use crate::model::maths::Tag;
use crate::model::resolved::{Entry, NodeId, Number, PartHeading, TargetKind};
use crate::model::roles::Role;
use crate::model::theme::Theme;
use crate::model::walk::plain;
use crate::model::words::Word;
use crate::roman;
use crate::words::{begins_numbered, numbered, part_number};

#[derive(Debug, Default)]
pub(super) struct Counted {
    pub(super) parts: Vec<PartHeading>,
    pub(super) numbers: BTreeMap<NodeId, Number>,
    pub(super) entries: Vec<Entry>,
}

pub(super) fn count(
    document: &Document,
    (manifest, theme): (&Manifest, &Theme),
    titles: &[NodeId],
) -> Counted {
    let mut counter = Counter {
        numbering: &manifest.numbering,
        theme,
        lang: &manifest.language,
        counted: Counted { parts: parts(manifest), ..Counted::default() },
        chapters: 0,
        annexes: 0,
        loose: Floats::default(),
    };
    for (index, (chapter, title)) in document.chapters.iter().zip(titles).enumerate() {
        counter.chapter(index, chapter, *title);
    }
    counter.counted
}

/// One for each part of the manifest's body; chapters that stand in none have a part without title or number.
fn parts(manifest: &Manifest) -> Vec<PartHeading> {
    let mut count = 0;
    let heading = |part: &crate::model::manifest::PartEntry| {
        let title = part.title.clone().unwrap_or_default();
        let numbered = manifest.numbering.parts && part.title.is_some();
        count += u32::from(numbered);
        PartHeading { title, number: numbered.then(|| part_number(count, &manifest.language)) }
    };
    manifest.body.iter().map(heading).collect()
}

/// Figures, tables, listings and formulas so far: of a chapter, or of all chapters that have no number.
#[derive(Debug, Clone, Copy, Default)]
struct Floats {
    figures: u32,
    tables: u32,
    listings: u32,
    boxes: u32,
    equations: u32,
}

struct Counter<'a> {
    numbering: &'a Numbering,
    theme: &'a Theme,
    lang: &'a Lang,
    counted: Counted,
    chapters: u32,
    annexes: u32,
    loose: Floats,
}

/// Where counting stands in a chapter.
struct Here<'a> {
    index: usize,
    chapter: &'a Chapter,
    title: NodeId,
    number: Option<String>,
    floats: Floats,
    /// Headings so far by level; the first is level 2.
    sections: [u32; 5],
    /// Parts of figures, to be met.
    members: BTreeMap<NodeId, Number>,
}

impl Counter<'_> {
    fn chapter(&mut self, index: usize, chapter: &Chapter, title: NodeId) {
        let unnumbered = chapter.blocks.iter().any(|block| {
            block.attrs.node == title && is_heading(block) && block.attrs.has_class("unnumbered")
        });
        let number = if unnumbered { None } else { self.number(chapter) };
        let is_numbered = number.is_some();
        let floats = if is_numbered { Floats::default() } else { self.loose };
        let mut here =
            Here { index, chapter, title, number, floats, sections: [0; 5], members: BTreeMap::new() };
        let tops: Vec<NodeId> =
            chapter.blocks.iter().filter(|block| is_heading(block)).map(|block| block.attrs.node).collect();
        let mut next_top = 0;
        walk::blocks(&chapter.blocks, &mut |seen| {
            let Seen::Block(block) = seen else { return };
            match &block.kind {
                // A heading inside a quotation or a list divides nothing.
                BlockKind::Heading { level, .. } if tops.get(next_top) == Some(&block.attrs.node) => {
                    next_top += 1;
                    self.heading(&mut here, block, *level);
                }
                BlockKind::Figure(_) if here.members.contains_key(&block.attrs.node) => {
                    let number = here.members.remove(&block.attrs.node);
                    self.counted.numbers.extend(number.map(|number| (block.attrs.node, number)));
                }
                BlockKind::Group(group) if group.figure => {
                    self.float(&mut here, block, TargetKind::Figure, group.caption.as_deref());
                    self.members(&mut here, block, group);
                }
                BlockKind::Figure(figure) => {
                    self.float(&mut here, block, TargetKind::Figure, figure.caption.as_deref());
                }
                BlockKind::Table(table) => {
                    self.float(&mut here, block, TargetKind::Table, table.caption.as_deref());
                }
                BlockKind::Code(code) if code.caption.is_some() => {
                    self.float(&mut here, block, TargetKind::Listing, code.caption.as_deref());
                }
                BlockKind::Equation(equation) => self.equation(&mut here, block, equation),
                BlockKind::Admonition { kind, title: Some(title), .. } if self.counts(block, *kind) => {
                    self.float(&mut here, block, TargetKind::Box, Some(title));
                }
                BlockKind::List(list) => self.items(list),
                BlockKind::Heading { .. }
                | BlockKind::Paragraph(_)
                | BlockKind::Quote(_)
                | BlockKind::Only(..)
                | BlockKind::Admonition { .. }
                | BlockKind::Definitions(_)
                | BlockKind::Bibliography(_)
                | BlockKind::Index(_)
                | BlockKind::Code(_)
                | BlockKind::Group(_)
                | BlockKind::Break
                | BlockKind::PageBreak(_)
                | BlockKind::Columns(_) => {}
            }
        });
        if !is_numbered {
            self.loose = here.floats;
        }
    }

    /// Whether a box with a title is counted: as the theme has it, or else one of no kind as the book has it.
    fn counts(&self, block: &Block, kind: AdmonitionKind) -> bool {
        self.theme.box_style(kind, &block.attrs.classes).number.unwrap_or_default() || block.is_box()
    }

    /// Whether the theme has a box numbered, or not, where it says so.
    fn of_theme(&self, block: &Block) -> Option<bool> {
        let BlockKind::Admonition { kind, .. } = &block.kind else { return None };
        self.theme.box_style(*kind, &block.attrs.classes).number
    }

    /// The number of a chapter; the letter of an annex.
    fn number(&mut self, chapter: &Chapter) -> Option<String> {
        if chapter.role.is_some_and(Role::is_annex) {
            self.annexes += 1;
            return Some(roman::letters(self.annexes.into()).to_uppercase());
        }
        let is_counted = chapter.role.is_none_or(Role::is_counted) && chapter.matter == Matter::Body;
        (is_counted && self.numbering.chapters).then(|| {
            self.chapters += 1;
            self.chapters.to_string()
        })
    }

    fn heading(&mut self, here: &mut Here, block: &Block, level: u8) {
        let is_title = block.attrs.node == here.title && level == 1;
        let kind = if is_title { TargetKind::Chapter } else { TargetKind::Heading };
        if !block.attrs.has_class("unlisted") {
            self.entry(here, block, kind, level);
        }
        let number = if is_title {
            let word = match here.chapter.role {
                Some(Role::Appendix) => Word::Appendix,
                Some(role) if role.is_annex() => Word::Annex,
                Some(_) | None => Word::Chapter,
            };
            here.number.clone().map(|number| (number, word))
        } else {
            self.section(here, level, &block.attrs).map(|label| (label, Word::Section))
        };
        if let Some((label, word)) = number {
            let full = numbered(self.lang, word, &label);
            self.counted.numbers.insert(block.attrs.node, Number { label, full, name: Some(word) });
        }
    }

    fn section(&self, here: &mut Here, level: u8, attrs: &Attrs) -> Option<String> {
        let depth = usize::from(level.clamp(2, 6)) - 1;
        let in_numbered =
            here.number.is_some() || (!self.numbering.chapters && here.chapter.matter == Matter::Body);
        if !in_numbered || depth > usize::from(self.numbering.section_depth) || attrs.has_class("unnumbered")
        {
            return None;
        }
        here.sections[depth - 1] += 1;
        here.sections[depth..].fill(0);
        let below = here.sections[..depth].iter().map(u32::to_string);
        Some(here.number.iter().cloned().chain(below).collect::<Vec<_>>().join("."))
    }

    /// Counts a figure, table or listing that can show its number: one with a caption, or with an id to refer to.
    fn float(&mut self, here: &mut Here, block: &Block, kind: TargetKind, caption: Option<&[Inline]>) {
        if caption.is_some() {
            self.entry(here, block, kind, 1);
        }
        let floats = &mut here.floats;
        let (count, word, wanted) = match kind {
            TargetKind::Table => (&mut floats.tables, Word::Table, self.numbering.tables),
            TargetKind::Listing => (&mut floats.listings, Word::Listing, self.numbering.figures),
            TargetKind::Box => (&mut floats.boxes, Word::Box, self.numbering.boxes),
            TargetKind::Figure
            | TargetKind::Equation
            | TargetKind::Chapter
            | TargetKind::Heading
            | TargetKind::Note
            | TargetKind::Place => (&mut floats.figures, Word::Figure, self.numbering.figures),
        };
        let wanted = self.of_theme(block).unwrap_or(wanted);
        if !wanted || !(caption.is_some() || block.attrs.id.is_some()) || block.attrs.has_class("unnumbered")
        {
            return;
        }
        // In books that were numbered before, a caption brings its own number, which a second before it would confuse.
        if caption.is_some_and(|caption| begins_numbered(self.lang, word, &plain(caption))) {
            return;
        }
        *count += 1;
        let label = in_chapter(here.number.as_deref(), *count);
        let full = numbered(self.lang, word, &label);
        self.counted.numbers.insert(block.attrs.node, Number { label, full, name: Some(word) });
    }

    /// The numbers of a formula and of its rows, as it says which it has. By its own id goes the first.
    fn equation(&mut self, here: &mut Here, block: &Block, equation: &Equation) {
        let Some(formula) = &equation.maths.formula else { return };
        for number in &equation.numbers {
            let label = match formula.tag(number.row) {
                Some(Tag::Number) => {
                    here.floats.equations += 1;
                    in_chapter(here.number.as_deref(), here.floats.equations)
                }
                Some(Tag::Given { content, .. }) => words_text(content),
                Some(Tag::None) | None => continue,
            };
            let full = numbered(self.lang, Word::Equation, &format!("({label})"));
            let number_of = Number { label, full, name: Some(Word::Equation) };
            for anchor in &number.anchors {
                self.counted.numbers.insert(anchor.node, number_of.clone());
            }
            self.counted.numbers.entry(block.attrs.node).or_insert(number_of);
        }
        if self.counted.numbers.contains_key(&block.attrs.node) {
            self.entry(here, block, TargetKind::Equation, 1);
        }
    }

    /// The numbers of a list's items that begin with an id, `1. []{#first} Words`: as they are printed, without brackets.
    fn items(&mut self, list: &List) {
        let Some(start) = list.start else { return };
        for (index, item) in list.items.iter().enumerate() {
            let Some(BlockKind::Paragraph(content)) = item.blocks.first().map(|block| &block.kind) else {
                continue;
            };
            let Some(InlineKind::Span { attrs, .. }) = content.first().map(|first| &first.kind) else {
                continue;
            };
            if attrs.id.is_some() {
                let label = list.numerals.figures(list.numerals.number(start, index));
                let number = Number { full: label.clone(), label, name: None };
                self.counted.numbers.insert(attrs.node, number);
            }
        }
    }

    /// The parts of a figure: `(a)`, and `Figure 3.1 (a)` where they are referred to.
    fn members(&mut self, here: &mut Here, block: &Block, group: &Group) {
        let Some(whole) = self.counted.numbers.get(&block.attrs.node) else { return };
        let pictures = group.cells.iter().flat_map(|cell| &cell.blocks);
        let pictures = pictures.filter(|block| matches!(block.kind, BlockKind::Figure(_)));
        for (at, picture) in pictures.enumerate() {
            let letter = match u8::try_from(at) {
                Ok(at) if at < 26 => char::from(b'a' + at).to_string(),
                Ok(_) | Err(_) => (at + 1).to_string(),
            };
            let label = format!("({letter})");
            let full = format!("{}\u{a0}{label}", whole.full);
            here.members.insert(picture.attrs.node, Number { label, full, name: None });
        }
    }

    fn entry(&mut self, here: &Here, block: &Block, kind: TargetKind, level: u8) {
        let (matter, chapter) = (here.chapter.matter, here.index);
        let (target, span) = (block.attrs.node, block.span);
        self.counted.entries.push(Entry { kind, level, matter, chapter, target, span });
    }
}

/// A number within a chapter that has one.
fn in_chapter(chapter: Option<&str>, count: u32) -> String {
    match chapter {
        Some(chapter) => format!("{chapter}.{count}"),
        None => count.to_string(),
    }
}

fn is_heading(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Heading { .. })
}
