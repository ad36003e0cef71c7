//! Page content streams, encoded and compressed side by side. Everything drawn is marked: as part of an element of the
//! structure tree, or as an artifact (ISO 32000-1, 14.8.2).

mod blanks;
mod inventory;
mod marks;
mod shapes;
mod show;
mod stretches;
mod text;
mod turned;

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::embedded::Code;
use super::flate::deflate;
use super::fonts::{Fonts, shown_text};
use super::ink::Inks;
use super::sheet::Sheet;
use super::tags::{ElementId, PageContent, Tags};
use super::texts::Texts;
use crate::geom::{Abs, Point};
use crate::memo::Memo;
use crate::model::layout::{FULL_WIDTH, FaceId, GlyphRun, Item, ItemKind, Layout, Origin, Page};
use crate::model::resolved::NodeId;
use crate::model::theme::Color;
use stretches::{Owner, goes_on_formula};
use text::Leads;

pub use inventory::Inventory;

/// The content of a page.
#[derive(Clone)]
pub struct Encoded {
    /// Compressed.
    pub bytes: Vec<u8>,
    /// What of it belongs to which element.
    pub content: PageContent,
    pub shown: Inventory,
}

impl Encoded {
    fn moved(self, other: impl Fn(ElementId) -> ElementId) -> Encoded {
        Encoded { content: self.content.moved(other), ..self }
    }
}

/// Pages that one thread encodes before another may take some: were they parted once, one thread would wait for the
/// other's last.
const PAGES: usize = 8;

/// The content of each page.
pub fn encode(layout: &Layout, book: Book) -> Vec<Encoded> {
    let encode_page = |page: &Page| {
        let drawn = Encoder::new(page, book).page(page);
        Encoded { bytes: deflate(&drawn.bytes), ..drawn }
    };
    let is_kept = match book.inks {
        Inks::Screen => book.memo.keeps(),
        Inks::Press(_) => false,
    };
    let pages = layout.pages.par_iter().with_max_len(PAGES);
    if !is_kept {
        return pages.map(|page| encode_page(page)).collect();
    }
    let again = |(index, page): (usize, &Arc<Page>)| {
        let section = layout.flow.sections.get(page.section as usize);
        let base = section.map_or_else(ElementId::default, |section| book.tags.element(section.node));
        again((index as u32, page), base, book, || encode_page(page))
    };
    pages.enumerate().map(again).collect()
}

/// A page's content as an earlier build encoded it. A page that is the same shows the same text of its section, whose
/// elements are told by their distance from the section's.
struct KeptPage {
    page: Arc<Page>,
    fonts: Arc<Fonts>,
    encoded: Encoded,
}

fn again(
    (place, page): (u32, &Arc<Page>),
    base: ElementId,
    book: Book,
    encode: impl FnOnce() -> Encoded,
) -> Encoded {
    const PAGE: &str = "content of a page";
    let is_same =
        |kept: &Arc<KeptPage>| Arc::ptr_eq(&kept.page, page) && Arc::ptr_eq(&kept.fonts, book.fonts);
    let kept = book.memo.at::<KeptPage>(PAGE, place).filter(is_same).unwrap_or_else(|| {
        let encoded = encode().moved(|element| element.less(base));
        book.memo.keep(
            PAGE,
            place,
            KeptPage { page: Arc::clone(page), fonts: Arc::clone(book.fonts), encoded },
        )
    });
    kept.encoded.clone().moved(|element| element.plus(base))
}

/// What the content of every page needs.
#[derive(Clone, Copy)]
pub struct Book<'a> {
    pub fonts: &'a Arc<Fonts>,
    pub texts: &'a Texts<'a>,
    pub tags: &'a Tags,
    pub inks: &'a Inks,
    pub sheet: Sheet,
    pub memo: &'a Memo,
}

struct Encoder<'a> {
    out: Vec<u8>,
    /// The next item that is text.
    before: Option<&'a Item>,
    page: &'a Page,
    book: Book<'a>,
    /// Where in their texts the page's runs start: white space in front of which none does is not drawn.
    starts: FxHashSet<(NodeId, u32)>,
    /// None where it is not known to be what the next item needs.
    color: Option<Color>,
    font: Option<(FaceId, Abs, Leads)>,
    /// The run from right to left that was drawn last, and where it ends: white space may follow it.
    turned: Option<(FaceId, Point)>,
    /// Horizontal scaling of text, in ten-thousandths.
    scale: u16,
    /// Text is not seen.
    hidden: bool,
    /// Character spacing, in millionths of a point.
    spacing: i64,
    in_text: bool,
    /// Where the text line begins (Tlm; 9.4.2), in thousandths of a point.
    line: [i64; 2],
    /// The open marked-content sequence, and where in the text it has come to.
    open: Option<(Owner, u32)>,
    /// A formula is open whose text is said.
    in_formula: bool,
    /// The listing that was begun last on the page.
    listing: Option<NodeId>,
    /// Kept from run to run for its memory.
    codes: Vec<Code>,
    content: PageContent,
    shown: Inventory,
}

impl<'a> Encoder<'a> {
    fn new(page: &'a Page, book: Book<'a>) -> Self {
        let starts = page.items.iter().filter_map(|item| match (&item.kind, item.origin) {
            (ItemKind::Glyphs(run), Origin::Node(node)) if !goes_on_formula(run, node, book.tags) => {
                Some((node, run.start))
            }
            _ => None,
        });
        Encoder {
            before: None,
            out: Vec::with_capacity(8192),
            page,
            book,
            starts: starts.collect(),
            // Black of no particular ink at first (ISO 32000-1, table 52), which is no colour of a press.
            color: match book.inks {
                Inks::Screen => Some(Color::BLACK),
                Inks::Press(_) => None,
            },
            font: None,
            turned: None,
            scale: FULL_WIDTH,
            hidden: false,
            spacing: 0,
            in_text: false,
            line: [0; 2],
            open: None,
            in_formula: false,
            listing: None,
            codes: Vec::new(),
            content: PageContent::default(),
            shown: Inventory::default(),
        }
    }

    /// All of a page, not yet compressed.
    fn page(mut self, page: &'a Page) -> Encoded {
        let sheet = self.book.sheet;
        if sheet.is_trimmed() {
            sheet.open(&mut self.out, page);
        }
        for (index, item) in page.items.iter().enumerate() {
            self.before =
                page.items[index + 1..].iter().find(|item| matches!(item.kind, ItemKind::Glyphs(_)));
            self.item(item);
        }
        self.close();
        self.text_mode(false);
        if sheet.is_trimmed() {
            sheet.close(&mut self.out, page);
        }
        Encoded { bytes: self.out, content: self.content, shown: self.shown }
    }

    fn item(&mut self, item: &Item) {
        match &item.kind {
            ItemKind::Glyphs(run) => self.glyphs(item, run),
            ItemKind::Fill { size, color } => self.fill(item.at, *size, *color),
            ItemKind::Stroke { to, thickness, color } => self.stroke(item.at, *to, *thickness, *color),
            ItemKind::Image { image, size, offset, cut } => self.image(item, (*size, *cut), *image, *offset),
            ItemKind::Link { .. } => {}
        }
    }

    fn text_mode(&mut self, on: bool) {
        if self.in_text != on {
            // A sequence lies within a text object or around it (ISO 32000-1, 14.6.1).
            self.close();
            self.out.extend_from_slice(if on { b"BT\n" } else { b"ET\n" });
            self.in_text = on;
            self.line = [0; 2];
        }
    }

    fn glyphs(&mut self, item: &Item, run: &GlyphRun) {
        let book = self.book;
        let text = shown_text(run, item.origin, book.texts);
        if self.hidden != run.hidden {
            self.hidden = run.hidden;
            // Neither filled nor stroked (ISO 32000-1, 9.3.6).
            self.out.extend_from_slice(if run.hidden { b"3 Tr\n" } else { b"0 Tr\n" });
        }
        let mut codes = std::mem::take(&mut self.codes);
        let leftward = book.fonts.get_leftward(run.face).filter(|_| run.right_to_left);
        if let Some(face) = leftward {
            let run = face.codes(run, text, &mut codes);
            self.leftward(item, &run, (face, &mut codes));
        } else if let Some(face) = book.fonts.get(run.face) {
            face.codes(run, text, &mut codes);
            self.rightward(item, run, face, &codes);
        }
        self.codes = codes;
    }
}
