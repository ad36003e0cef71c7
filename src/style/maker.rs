//! What a section is made with: the book it is of, and the styles, languages and targets it has met so far.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::diag::Sink;
use crate::maths;
use crate::model::document::{Block, BlockKind, Chapter, Direction, Equation, Image, Inline, Length};
use crate::model::flow::{LangId, OutlineEntry, Reading, Section, StyleId, TextStyle};
use crate::model::manifest::{Lang, Manifest};
use crate::model::maths::Formula;
use crate::model::media::{ImageId, Images};
use crate::model::resolved::{NodeId, Resolved};
use crate::model::roles::Role;
use crate::model::theme::{HeadingStyle, Theme};
use crate::model::tree::{self, Seen, Within};
use crate::model::words::{Word, Words};
use crate::scripts::runs_leftward;
use crate::source::join_path;

/// Everything that sections share.
pub(super) struct Book<'a> {
    pub(super) resolved: &'a Resolved,
    pub(super) manifest: &'a Manifest,
    pub(super) theme: &'a Theme,
    pub(super) images: &'a Images,
    pub(super) words: &'a Words,
    /// How large blocks of code are, in thousandths of what the theme says.
    pub(super) code_scale: i64,
    /// The words of headings and captions by their block, for contents and empty links.
    pub(super) titles: BTreeMap<NodeId, &'a [Inline]>,
    /// What boxes without titles are called: theorems, notes.
    pub(super) kinds: BTreeMap<NodeId, Word>,
    /// Formulas that stand by themselves, where they are listed, and what their author calls them there.
    pub(super) equations: BTreeMap<NodeId, (Option<&'a str>, &'a Equation)>,
    /// Where chapters and parts stand among the sections, once that is planned.
    pub(super) places: Places,
}

impl<'a> Book<'a> {
    pub(super) fn new(
        resolved: &'a Resolved,
        manifest: &'a Manifest,
        theme: &'a Theme,
        images: &'a Images,
        words: &'a Words,
    ) -> Book<'a> {
        let mut titles = BTreeMap::new();
        let mut kinds = BTreeMap::new();
        for chapter in &resolved.document.chapters {
            collect_titles(&chapter.blocks, &mut titles);
            collect_kinds(&chapter.blocks, &mut kinds);
        }
        let mut equations = BTreeMap::new();
        if manifest.contents.equations {
            for chapter in &resolved.document.chapters {
                tree::chapter(chapter, &mut |seen| {
                    if let Seen::Block(Block { attrs, kind: BlockKind::Equation(equation), .. }) = seen {
                        equations.insert(attrs.node, (attrs.short.as_deref(), equation));
                    }
                });
            }
        }
        let places = Places::default();
        let code_scale = super::listings::scale(resolved, manifest, theme);
        Book { resolved, manifest, theme, images, words, code_scale, titles, kinds, equations, places }
    }

    pub(super) fn word(&self, word: Word) -> &'static str {
        self.words.get(word)
    }

    /// A heading's number as it stands before its words: an annex's letter comes with the name of what it is.
    pub(super) fn number_of_heading(&self, heading: NodeId) -> Option<&'a str> {
        let number = self.resolved.numbers.get(&heading)?;
        let chapter = self.resolved.document.chapters.get(heading.section as usize)?;
        let is_letter = || !number.label.contains('.') && chapter.role.is_some_and(Role::is_annex);
        Some(if is_letter() { &number.full } else { &number.label })
    }
}

fn collect_titles<'a>(blocks: &'a [Block], titles: &mut BTreeMap<NodeId, &'a [Inline]>) {
    for block in blocks {
        let words = match &block.kind {
            BlockKind::Heading { content, .. } => Some(content),
            BlockKind::Figure(figure) => figure.caption.as_ref(),
            BlockKind::Group(group) => group.caption.as_ref(),
            BlockKind::Table(table) => table.caption.as_ref(),
            BlockKind::Code(code) => code.caption.as_ref(),
            BlockKind::Admonition { title, .. } if block.is_box() || block.attrs.id.is_some() => {
                title.as_ref()
            }
            BlockKind::Quote(_)
            | BlockKind::Only(..)
            | BlockKind::Admonition { .. }
            | BlockKind::List(_)
            | BlockKind::Definitions(_)
            | BlockKind::Bibliography(_)
            | BlockKind::Index(_)
            | BlockKind::Paragraph(_)
            | BlockKind::Equation(_)
            | BlockKind::Break
            | BlockKind::PageBreak(_)
            | BlockKind::Columns(_) => None,
        };
        titles.extend(words.map(|words| (block.attrs.node, words.as_slice())));
        block.children(&mut |within| match within {
            Within::Blocks(blocks) => collect_titles(blocks, titles),
            Within::Inlines(_) => {}
        });
    }
}

fn collect_kinds(blocks: &[Block], kinds: &mut BTreeMap<NodeId, Word>) {
    for block in blocks {
        if let BlockKind::Admonition { kind, usual, title: None, .. } = &block.kind
            && block.attrs.id.is_some()
        {
            kinds.extend(usual.or(kind.word()).map(|word| (block.attrs.node, word)));
        }
        block.children(&mut |within| match within {
            Within::Blocks(blocks) => collect_kinds(blocks, kinds),
            Within::Inlines(_) => {}
        });
    }
}

/// Where what links point at comes to stand.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Places {
    /// The sections of chapters and of parts.
    pub(super) chapters: Vec<u32>,
    pub(super) parts: BTreeMap<usize, u32>,
    /// What is in notes that are left out, since nothing calls them.
    pub(super) left_out: BTreeSet<NodeId>,
    /// The section of the book's notes, where they have one, the chapter before which it stands, and the places in it.
    pub(super) notes: Option<(u32, usize)>,
    pub(super) note_places: u32,
    /// What is in notes that stand below tables.
    pub(super) in_tables: BTreeSet<NodeId>,
    /// For each chapter, its notes in that section.
    pub(super) moved: Vec<Moved>,
    /// For each chapter, how many notes are counted before its own.
    pub(super) notes_before: Vec<u32>,
}

/// A chapter's notes in the section of the book's: all from a place on, so much further.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Moved {
    pub(super) from: u32,
    pub(super) by: i64,
}

impl Places {
    /// Where a node of a chapter stands, unless it is left out.
    fn of(&self, node: NodeId) -> Option<NodeId> {
        let moved = self.moved.get(node.section as usize);
        let moved = moved.filter(|moved| node.local >= moved.from && !self.in_tables.contains(&node));
        if let (Some(moved), Some((section, _))) = (moved, self.notes) {
            let local = shifted(node.local, moved.by);
            return (!self.left_out.contains(&node)).then_some(NodeId { section, local });
        }
        let section = self.chapters[node.section as usize];
        (!self.left_out.contains(&node)).then_some(NodeId { section, ..node })
    }
}

fn shifted(local: u32, by: i64) -> u32 {
    u32::try_from(i64::from(local) + by).unwrap_or(u32::MAX)
}

/// A section with numbers of its own for styles and languages; see [`super::merge`].
#[derive(Clone)]
pub(super) struct Draft {
    pub(super) section: Section,
    pub(super) styles: Vec<TextStyle>,
    pub(super) langs: Vec<Lang>,
    pub(super) outline: Vec<OutlineEntry>,
    pub(super) found: Sink,
    /// Where its notes are called first, by their indices.
    pub(super) calls: BTreeMap<u32, NodeId>,
}

/// Languages told apart in one section; no book has more, and each is looked up in turn.
const LANGUAGES: usize = 256;

pub(super) struct Maker<'a> {
    pub(super) book: &'a Book<'a>,
    section: u32,
    /// The next place in the room of what is being made.
    next: u32,
    /// The next place behind all that parsing took.
    behind: u32,
    styles: Vec<TextStyle>,
    style_ids: FxHashMap<TextStyle, StyleId>,
    langs: Vec<Lang>,
    /// Formulas that were read, by where they are in memory and by the language around them.
    readings: FxHashMap<(usize, LangId), Arc<Reading>>,
    pub(super) outline: Vec<OutlineEntry>,
    pub(super) found: Sink,
    /// The chapter that is made, whose files images are found from.
    pub(super) chapter: Option<&'a Chapter>,
    /// Headings that divide the chapter, and the outline's level above them.
    pub(super) headings: BTreeSet<NodeId>,
    pub(super) outline_base: u8,
    /// How the chapter's title looks, where a page of slots has it.
    pub(super) opening: Option<&'a HeadingStyle>,
    /// Labels of the chapter's notes in the order of their numbers.
    pub(super) notes: BTreeMap<&'a str, u32>,
    /// What they say, in that order, and how many are counted before them.
    pub(super) note_bodies: Vec<NodeId>,
    pub(super) notes_before: u32,
    /// Where each is called first, by its index.
    pub(super) first_calls: BTreeMap<u32, NodeId>,
    /// The notes that the table at hand alone calls, with their indices and bodies, and where each is called first.
    pub(super) lettered: BTreeMap<&'a str, (u32, NodeId)>,
    pub(super) letter_calls: BTreeMap<u32, NodeId>,
    /// What stands in the margin beside the paragraph at hand, in the order that it names it in.
    pub(super) besides: VecDeque<NodeId>,
    /// How much further than in their chapter nodes are.
    pub(super) moved_by: i64,
    /// The language of what is being made.
    pub(super) spoken: LangId,
}

impl<'a> Maker<'a> {
    pub(super) fn new(book: &'a Book<'a>, section: usize) -> Maker<'a> {
        Maker {
            book,
            section: u32::try_from(section).expect("a book has fewer sections than bytes"),
            next: 0,
            behind: NodeId::ROOM,
            styles: Vec::new(),
            style_ids: FxHashMap::default(),
            langs: vec![book.manifest.language.clone()],
            readings: FxHashMap::default(),
            outline: Vec::new(),
            found: Sink::default(),
            chapter: None,
            headings: BTreeSet::new(),
            outline_base: 0,
            opening: None,
            notes: BTreeMap::new(),
            note_bodies: Vec::new(),
            notes_before: 0,
            first_calls: BTreeMap::new(),
            lettered: BTreeMap::new(),
            letter_calls: BTreeMap::new(),
            besides: VecDeque::new(),
            moved_by: 0,
            spoken: LangId(0),
        }
    }

    /// The path of an image, relative to the manifest.
    pub(super) fn path_of(&self, image: &Image) -> String {
        join_path(self.chapter.map_or("", |chapter| chapter.home(image.span.source).1), &image.path)
    }

    /// How wide an image is to be: as is said, or as its height asks for.
    pub(super) fn width_of(&self, image: &Image, id: ImageId) -> Option<Length> {
        let by_height = || {
            let (height, file) = (image.height?, self.book.images.get(id)?);
            let wide = f64::from(file.width) / f64::from(file.height.max(1));
            Some(Length::Absolute(height.scale(wide)))
        };
        image.width.or_else(by_height)
    }

    /// The language of the section's text, where it is not the book's. It is told before anything is made.
    pub(super) fn written_in(&mut self, lang: &Lang) {
        self.langs = vec![lang.clone()];
    }

    pub(super) fn section(&self) -> u32 {
        self.section
    }

    /// The places that parsing took in the chapter end here.
    pub(super) fn taken_up_to(&mut self, places: u32) {
        self.behind = self.behind.max(places);
    }

    /// The node of what a chapter has, whose room is used from now on.
    pub(super) fn node_of(&mut self, node: NodeId) -> NodeId {
        let local = shifted(node.local, self.moved_by);
        self.next = local + 1;
        NodeId { section: self.section, local }
    }

    /// What is made from now on is in this language, or in the section's.
    pub(super) fn speak(&mut self, lang: Option<&Lang>) {
        self.spoken = lang.map_or(LangId(0), |lang| self.lang(lang));
    }

    /// The number of a note by its index.
    pub(super) fn number_of_note(&self, note: u32) -> u32 {
        self.notes_before + note + 1
    }

    /// A new node: in the room of what is being made, or behind everything where that is used up.
    pub(super) fn node(&mut self) -> NodeId {
        let is_room = self.next == 0 || !self.next.is_multiple_of(NodeId::ROOM);
        let next = if is_room { &mut self.next } else { &mut self.behind };
        let local = *next;
        *next += 1;
        NodeId { section: self.section, local }
    }

    /// Where a link to something leads. For what is in a note that is left out the section stands in.
    pub(super) fn place_of(&self, target: NodeId) -> NodeId {
        self.book.places.of(target).unwrap_or(NodeId { section: self.section, local: 0 })
    }

    pub(super) fn style(&mut self, style: TextStyle) -> StyleId {
        if let Some(id) = self.style_ids.get(&style) {
            return *id;
        }
        let id = StyleId(u16::try_from(self.styles.len()).unwrap_or(u16::MAX));
        self.styles.push(style);
        self.style_ids.insert(style, id);
        id
    }

    pub(super) fn lang(&mut self, lang: &Lang) -> LangId {
        let at = match self.langs.iter().position(|have| have == lang) {
            Some(at) => at,
            None if self.langs.len() >= LANGUAGES => 0,
            None => {
                self.langs.push(lang.clone());
                self.langs.len() - 1
            }
        };
        LangId(u16::try_from(at).unwrap_or(0))
    }

    /// A formula as both editions tell it.
    pub(super) fn reading(&mut self, formula: &Arc<Formula>, lang: LangId) -> Arc<Reading> {
        let key = (Arc::as_ptr(formula) as usize, lang);
        if let Some(known) = self.readings.get(&key) {
            return Arc::clone(known);
        }
        let lang = &self.lang_of(lang).0;
        let direction = if runs_leftward(lang) { Direction::RightToLeft } else { Direction::LeftToRight };
        let (words, is_own) = maths::spoken(formula, lang);
        let mathml = maths::mathml(formula, direction);
        let reading = Arc::new(Reading { formula: Arc::clone(formula), words, is_own, mathml });
        self.readings.insert(key, Arc::clone(&reading));
        reading
    }

    pub(super) fn lang_of(&self, id: LangId) -> &Lang {
        &self.langs[usize::from(id.0)]
    }

    pub(super) fn finish(self, section: Section) -> Draft {
        let (styles, langs, outline) = (self.styles, self.langs, self.outline);
        Draft { section, styles, langs, outline, found: self.found, calls: self.first_calls }
    }
}
