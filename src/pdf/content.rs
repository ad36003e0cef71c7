//! Page content streams, encoded and compressed side by side. Everything drawn is marked: as part of an element of the
//! structure tree, or as an artifact (ISO 32000-1, 14.8.2).

mod show;
mod turned;

use std::borrow::Cow;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::embedded::{Code, Embedded};
use super::flate::deflate;
use super::fonts::{Fonts, shown_text};
use super::images;
use super::ink::{Inks, Use};
use super::metadata::utf16;
use super::number;
use super::object;
use super::sheet::Sheet;
use super::tags::{ElementId, PageContent, Role, Tags};
use super::texts::Texts;
use crate::geom::{Abs, Point, Size};
use crate::memo::Memo;
use crate::model::layout::{
    Artifact, FULL_WIDTH, FaceId, Glyph, GlyphRun, Item, ItemKind, Layout, Origin, Page, Shift, TRACKING_EM,
    stroke_corners,
};
use crate::model::media::ImageId;
use crate::model::resolved::NodeId;
use crate::model::theme::Color;
use show::ShowArray;

/// The content of a page.
#[derive(Clone)]
pub struct Encoded {
    /// Compressed.
    pub bytes: Vec<u8>,
    /// What of it belongs to which element.
    pub content: PageContent,
}

/// Pages that one thread encodes before another may take some: were they parted once, one thread would wait for the
/// other's last.
const PAGES: usize = 8;

/// The content of each page.
pub fn encode(layout: &Layout, book: Book) -> Vec<Encoded> {
    let encode_page = |page: &Page| {
        let (bytes, content) = Encoder::new(page, book).page(page);
        Encoded { bytes: deflate(&bytes), content }
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
        let Encoded { bytes, content } = encode();
        let encoded = Encoded { bytes, content: content.moved(|element| element.less(base)) };
        book.memo.keep(
            PAGE,
            place,
            KeptPage { page: Arc::clone(page), fonts: Arc::clone(book.fonts), encoded },
        )
    });
    let Encoded { bytes, content } = kept.encoded.clone();
    Encoded { bytes, content: content.moved(|element| element.plus(base)) }
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

/// Who what is drawn belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    Element(ElementId),
    Artifact(Artifact),
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
}

/// Which way the text of a font is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leads {
    Rightward,
    Leftward,
}

/// Glyphs of a run that belong to one element.
struct Stretch<'r> {
    owner: Owner,
    /// Which of the run's glyphs is its first.
    first: usize,
    glyphs: &'r [Glyph],
    codes: &'r [Code],
    /// The text they are of, and its bytes that they show.
    node: Option<NodeId>,
    start: u32,
    end: u32,
}

impl Stretch<'_> {
    /// Whether it has characters that no face has.
    fn has_boxes(&self) -> bool {
        self.glyphs.iter().any(|glyph| glyph.id == 0)
    }
}

/// Pen positions are put right when they are off by more: half of a thousandth of the em cannot be seen.
const DRIFT: i64 = 500;
/// How far from its place a space may stand, in millionths of the em: tracking after a word leaves it so.
const UNSEEN: i64 = 12_000;

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
            spacing: 0,
            in_text: false,
            line: [0; 2],
            open: None,
            in_formula: false,
            listing: None,
            codes: Vec::new(),
            content: PageContent::default(),
        }
    }

    fn page(mut self, page: &'a Page) -> (Vec<u8>, PageContent) {
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
        (self.out, self.content)
    }

    fn item(&mut self, item: &Item) {
        match &item.kind {
            ItemKind::Glyphs(run) => self.glyphs(item, run),
            ItemKind::Fill { size, color } => self.fill(item.at, *size, *color),
            ItemKind::Stroke { to, thickness, color } => self.stroke(item.at, *to, *thickness, *color),
            ItemKind::Image { image, size, offset } => self.image(item, *size, *image, *offset),
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

    /// Goes on with the open sequence if it is the owner's and has come to the place in its text, or opens another: what
    /// is drawn out of order, as right-to-left text is, gets a place of its own in the tree.
    fn mark(&mut self, owner: Owner, node: Option<NodeId>, (start, end): (u32, u32)) {
        let goes_on = self.open.is_some_and(|(open, reached)| {
            let text = node.map_or("", |node| self.book.texts.get(node));
            let between = text.get(reached as usize..start as usize);
            open == owner && (node.is_none() || between.is_some_and(|text| text.trim().is_empty()))
        });
        if !goes_on {
            self.close();
            self.begin(owner, start);
        }
        self.open = Some((owner, end));
    }

    fn begin(&mut self, owner: Owner, start: u32) {
        let artifact = match owner {
            Owner::Element(element) => {
                let name = self.book.tags.role(element).name();
                for part in ["/", name, "<</MCID "] {
                    self.out.extend_from_slice(part.as_bytes());
                }
                number::integer(&mut self.out, self.content.sequences.len() as u64);
                self.out.extend_from_slice(b">>BDC\n");
                self.content.sequences.push((element, start));
                return;
            }
            Owner::Artifact(artifact) => artifact,
        };
        // ISO 32000-1, table 330.
        self.out.extend_from_slice(match artifact {
            Artifact::RunningHead => b"/Artifact<</Type/Pagination/Subtype/Header>>BDC\n",
            Artifact::Folio => b"/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n",
            Artifact::RepeatedHeader => b"/Artifact<</Type/Pagination>>BDC\n",
            Artifact::Decoration | Artifact::Leader | Artifact::WrapMark => {
                b"/Artifact<</Type/Layout>>BDC\n".as_slice()
            }
        });
    }

    fn close(&mut self) {
        self.end_formula();
        if self.open.take().is_some() {
            self.out.extend_from_slice(b"EMC\n");
        }
    }

    fn end_formula(&mut self) {
        if std::mem::take(&mut self.in_formula) {
            self.out.extend_from_slice(b"EMC\n");
        }
    }

    fn set_color(&mut self, color: Color) {
        if self.color == Some(color) {
            return;
        }
        self.color = Some(color);
        let color = self.book.inks.solid([color.r, color.g, color.b]);
        self.book.inks.choose(&mut self.out, color, Use::Fill);
    }

    fn position(&mut self, x: Abs, y: Abs) {
        number::length(&mut self.out, x);
        self.out.push(b' ');
        number::length(&mut self.out, self.page.size.height - y);
    }

    fn fill(&mut self, at: Point, size: Size, color: Color) {
        self.text_mode(false);
        self.mark(Owner::Artifact(Artifact::Decoration), None, (0, 0));
        self.set_color(color);
        let (at, size) = self.book.sheet.bleeding(self.page.size, at, size);
        self.rectangle(at, size);
        self.out.extend_from_slice(b" re f\n");
    }

    /// A stroke, as the area that it covers.
    fn stroke(&mut self, at: Point, to: Point, thickness: Abs, color: Color) {
        self.text_mode(false);
        self.mark(Owner::Artifact(Artifact::Decoration), None, (0, 0));
        self.set_color(color);
        for (index, corner) in stroke_corners(at, to, thickness).into_iter().enumerate() {
            self.position(corner.x, corner.y);
            self.out.extend_from_slice(if index == 0 { b" m " } else { b" l " });
        }
        self.out.extend_from_slice(b"h f\n");
    }

    /// The edges of an area in default user space (ISO 32000-1, 8.3.2.3), in thousandths of a point.
    fn edges(&self, at: Point, size: Size) -> [i64; 4] {
        let bottom = self.page.size.height - at.y - size.height;
        let place = |x, y| self.book.sheet.place(self.page, Point::new(x, y));
        let (one, other) = (place(at.x, bottom), place(at.x + size.width, bottom + size.height));
        let edges = [one.x.min(other.x), one.y.min(other.y), one.x.max(other.x), one.y.max(other.y)];
        edges.map(|edge| (edge.to_pt() * 1000.0).round() as i64)
    }

    fn rectangle(&mut self, at: Point, size: Size) {
        self.position(at.x, at.y + size.height);
        self.out.push(b' ');
        number::length(&mut self.out, size.width);
        self.out.push(b' ');
        number::length(&mut self.out, size.height);
    }

    fn image(&mut self, item: &Item, size: Size, image: ImageId, offset: u32) {
        let figure = match item.origin {
            Origin::Node(node) => self.book.tags.figure(node, offset),
            Origin::Artifact(_) => None,
        };
        let (at, size) = self.book.sheet.covering(self.page.size, item.at, size);
        self.text_mode(false);
        self.close();
        match figure {
            Some(figure) => {
                self.mark(Owner::Element(figure), None, (offset, offset));
                self.content.figures.push((figure, self.edges(at, size)));
            }
            None => self.mark(Owner::Artifact(Artifact::Decoration), None, (0, 0)),
        }
        self.out.extend_from_slice(b"q ");
        number::length(&mut self.out, size.width);
        self.out.extend_from_slice(b" 0 0 ");
        number::length(&mut self.out, size.height);
        self.out.push(b' ');
        self.position(at.x, at.y + size.height);
        self.out.extend_from_slice(b" cm /");
        self.out.extend_from_slice(images::name(image).as_bytes());
        self.out.extend_from_slice(b" Do Q\n");
    }

    fn glyphs(&mut self, item: &Item, run: &GlyphRun) {
        let book = self.book;
        let text = shown_text(run, item.origin, book.texts);
        let mut codes = std::mem::take(&mut self.codes);
        let leftward = book.fonts.get_leftward(run.face).filter(|_| run.right_to_left);
        if let Some(face) = leftward {
            let run = face.codes(run, text, &mut codes);
            self.leftward(item, &run, (face, &mut codes));
        } else if let Some(face) = book.fonts.get(run.face) {
            face.codes(run, text, &mut codes);
            self.rightward(item, run, (face, &codes, text));
        }
        self.codes = codes;
    }

    fn rightward(&mut self, item: &Item, run: &GlyphRun, (face, codes, text): (&Embedded, &[Code], &str)) {
        let mut at = item.at;
        for mut stretch in self.stretches(item.origin, run, codes) {
            self.begin_stretch(&stretch, run.color);
            if let Some(first) = stretch.glyphs.first().filter(|_| self.is_after_leftward(at, run, &stretch))
            {
                let start = usize::from(stretch.glyphs[1].cluster);
                self.space_between(at, run, text.get(start..).and_then(|rest| rest.chars().next()));
                at.x += Abs::from_raw(i64::from(first.advance));
                (stretch.glyphs, stretch.codes) = (&stretch.glyphs[1..], &stretch.codes[1..]);
                stretch.first += 1;
            }
            self.turned = None;
            self.set_font(run, &face.name, Leads::Rightward);
            if stretch.has_boxes() {
                self.boxed(at, run, face, &stretch, text);
            } else {
                self.stretch(at, run, face, &stretch, text);
            }
            at.x += width(stretch.glyphs);
        }
    }

    /// Goes on to a stretch. One that has boxes lies around its text object.
    fn begin_stretch(&mut self, stretch: &Stretch, color: Color) {
        self.text_mode(!stretch.has_boxes());
        self.mark(stretch.owner, stretch.node, (stretch.start, stretch.end));
        self.set_color(color);
    }

    /// Parts a run where the elements of its text part.
    fn stretches<'r>(&self, origin: Origin, run: &'r GlyphRun, codes: &'r [Code]) -> Vec<Stretch<'r>> {
        let (start, end) = (run.start, run.end);
        let whole = |owner, node| Stretch { owner, first: 0, glyphs: &run.glyphs, codes, node, start, end };
        let node = match origin {
            Origin::Artifact(artifact) => return vec![whole(Owner::Artifact(artifact), None)],
            Origin::Node(node) => node,
        };
        let leaves = self.book.tags.leaves(node);
        // A hyphen belongs to the word before it.
        let first = if run.start == run.end { run.start.saturating_sub(1) } else { run.start };
        let mut at = leaves.partition_point(|(end, _)| *end <= first);
        // What follows a formula, as a page number in the contents does, is none of its glyphs.
        if !self.in_formula && goes_on_formula(run, node, self.book.tags) {
            at += 1;
        }
        let Some(&(end, element)) = leaves.get(at) else {
            return vec![whole(Owner::Artifact(Artifact::Decoration), None)];
        };
        if end >= run.end || run.text.is_some() {
            return vec![whole(Owner::Element(element), Some(node))];
        }
        let leaf =
            |glyph: &Glyph| leaves.partition_point(|(end, _)| *end <= run.start + u32::from(glyph.cluster));
        let mut stretches = Vec::new();
        let mut from = 0;
        for glyphs in run.glyphs.chunk_by(|one, next| leaf(one) == leaf(next)) {
            let leaf = glyphs.first().map_or(at, leaf);
            let start = if leaf > 0 { leaves[leaf - 1].0 } else { 0 };
            let Some(&(end, element)) = leaves.get(leaf) else { continue };
            stretches.push(Stretch {
                owner: Owner::Element(element),
                first: from,
                glyphs,
                codes: &codes[from..from + glyphs.len()],
                node: Some(node),
                start: start.max(run.start),
                end: end.min(run.end),
            });
            from += glyphs.len();
        }
        stretches
    }

    fn set_font(&mut self, run: &GlyphRun, name: &str, leads: Leads) {
        if self.font != Some((run.face, run.size, leads)) {
            self.font = Some((run.face, run.size, leads));
            self.out.push(b'/');
            self.out.extend_from_slice(name.as_bytes());
            self.out.push(b' ');
            number::length(&mut self.out, run.size);
            self.out.extend_from_slice(b" Tf\n");
        }
        if self.scale != run.scale {
            self.scale = run.scale;
            // In hundredths (ISO 32000-1, 9.3.4).
            number::thousandths(&mut self.out, i64::from(run.scale) * 10);
            self.out.extend_from_slice(b" Tz\n");
        }
        let spacing = run.size.mul_div(tracked(run), 65_536).raw();
        if self.spacing != spacing {
            self.spacing = spacing;
            // Before it is scaled with the glyphs (ISO 32000-1, 9.3.2).
            number::millionths(&mut self.out, spacing);
            self.out.extend_from_slice(b" Tc\n");
        }
    }

    /// Shows glyphs, with the text that they stand for where that is not what the glyphs say by themselves.
    fn stretch(&mut self, at: Point, run: &GlyphRun, face: &Embedded, stretch: &Stretch, text: &str) {
        if self.is_in_formula(stretch) {
            self.say_formula(run, stretch);
            self.begin_line(at);
            return self.show(run, stretch, (face, None, None));
        }
        let space = self.undrawn_space(stretch, run);
        // Only a face that must stay whole shows text from right to left here. What stands for its glyphs is turned round too.
        let backwards = run.right_to_left && stretch.glyphs.len() > 1;
        let misread = stretch.codes.iter().any(|code| !code.reads_true);
        let before = self.undrawn_beginning(stretch);
        let replace = backwards || misread || !before.is_empty();
        if replace {
            let own = own_text(run, stretch, text);
            let own: Cow<str> = if backwards { own.chars().rev().collect() } else { own.into() };
            let said = [before, &own, space.unwrap_or_default()].concat();
            self.begin_replacement(&said);
        }
        self.begin_line(at);
        let trailing = face.space.filter(|_| !replace && space == Some(" "));
        self.show(run, stretch, (face, None, trailing));
        if replace {
            self.out.extend_from_slice(b"EMC\n");
        } else if let (Some(space), None, Some(code)) = (space, trailing, face.space) {
            self.begin_replacement(space);
            ShowArray::new(&mut self.out, face).only(code);
            self.out.extend_from_slice(b"EMC\n");
        }
    }

    fn is_in_formula(&self, stretch: &Stretch) -> bool {
        matches!(stretch.owner, Owner::Element(element) if self.book.tags.role(element) == Role::Formula)
    }

    /// Says the text that a formula's glyphs stand for in all: the first of them, where it begins, is said to show it. Those of
    /// rows and pieces are said by themselves.
    fn say_formula(&mut self, run: &GlyphRun, stretch: &Stretch) {
        if self.in_formula && run.start == run.end {
            return;
        }
        self.end_formula();
        let text = stretch.node.map_or("", |node| self.book.texts.get(node));
        let own = text.get(run.start as usize..run.end as usize).unwrap_or_default();
        // Where it is all of the text, its number follows.
        let is_last = text.get(run.end as usize..).is_some_and(str::is_empty);
        let space =
            self.undrawn_space(stretch, run).or(is_last.then_some(" ")).filter(|_| run.start < run.end);
        self.begin_replacement(&[own, space.unwrap_or_default()].concat());
        self.in_formula = true;
    }

    /// A stretch with characters that no face has. Boxes are shown for them, since a page may not show the glyph that stands
    /// for none (ISO 14289-1, 7.21.8); they are drawn within the stretch's own sequence, which says what it stands for: they
    /// are text, however little a reader sees of it.
    fn boxed(&mut self, at: Point, run: &GlyphRun, face: &Embedded, stretch: &Stretch, text: &str) {
        let is_in_formula = self.is_in_formula(stretch);
        if is_in_formula {
            self.say_formula(run, stretch);
        } else {
            let mut said = own_text(run, stretch, text).to_string();
            said.extend(self.undrawn_space(stretch, run));
            self.begin_replacement(&said);
        }
        self.out.extend_from_slice(b"BT\n");
        self.line = [0; 2];
        self.begin_line(at);
        match face.space.filter(|_| stretch.glyphs.iter().all(|glyph| glyph.id == 0)) {
            // What boxes stand for is read by nobody unless something is shown for it.
            Some(blank) => ShowArray::new(&mut self.out, face).only(blank),
            None => self.show(run, stretch, (face, None, None)),
        }
        self.out.extend_from_slice(b"ET\n");
        self.boxes(at, run, stretch);
        if !is_in_formula {
            self.out.extend_from_slice(b"EMC\n");
        }
    }

    /// Begins a line of text at a place, told from the last one's (ISO 32000-1, 9.4.2): that is a third as long as where
    /// it is, and as exact.
    fn begin_line(&mut self, at: Point) {
        let begin = [at.x, self.page.size.height - at.y].map(number::in_thousandths);
        for (begin, before) in begin.iter().zip(self.line) {
            number::thousandths(&mut self.out, begin - before);
            self.out.push(b' ');
        }
        self.out.extend_from_slice(b"Td\n");
        self.line = begin;
    }

    fn begin_replacement(&mut self, text: &str) {
        self.out.extend_from_slice(b"/Span<</ActualText");
        object::hexadecimal(&mut self.out, &utf16(text));
        self.out.extend_from_slice(b">>BDC\n");
    }

    /// White space after a stretch that no run of the page shows, as at a line's end: words need it between them all the
    /// same (ISO 32000-1, 14.8.2.5).
    fn undrawn_space(&self, stretch: &Stretch, run: &GlyphRun) -> Option<&'a str> {
        let node = stretch.node?;
        let Owner::Element(element) = stretch.owner else { return None };
        if stretch.end != run.end {
            return None;
        }
        let rest = self.book.texts.get(node).get(run.end as usize..).unwrap_or_default();
        let gap = &rest[..rest.len() - rest.trim_start().len()];
        if self.book.tags.is_listing(element) {
            let undrawn = self.undrawn_blanks(node, run.end, gap);
            return (!undrawn.is_empty()).then_some(undrawn);
        }
        if gap.len() == rest.len() {
            // The text's end: nothing follows it but what is beside it, a label's text or a page number in the contents.
            let page_number = run.start < run.end && self.starts.contains(&(node, run.end));
            let beside = page_number || self.book.tags.is_label(element);
            return beside.then_some(" ");
        }
        if gap.is_empty() || self.starts.contains(&(node, run.end)) {
            return None;
        }
        Some(match gap.chars().next() {
            Some(_) if gap.contains(['\n', '\u{2028}']) => "\n",
            Some('\t') => "\t",
            Some(_) | None => " ",
        })
    }

    /// In a listing every line end and tab counts. Spaces are drawn, those of a line overleaf on its page, but not where
    /// a line is full.
    fn undrawn_blanks(&self, node: NodeId, from: u32, gap: &'a str) -> &'a str {
        let drawn = (0..=gap.len()).find(|at| self.starts.contains(&(node, from + *at as u32)));
        let Some(line) = gap.rfind('\n').map(|at| at + 1) else { return &gap[..drawn.unwrap_or(gap.len())] };
        let tabs = gap[line..].len() - gap[line..].trim_start_matches('\t').len();
        &gap[..drawn.unwrap_or(line + tabs)]
    }

    /// The empty lines and tabs that a listing begins with.
    fn undrawn_beginning(&mut self, stretch: &Stretch) -> &'a str {
        let (Some(node), Owner::Element(element)) = (stretch.node, stretch.owner) else { return "" };
        if !self.book.tags.is_listing(element) || self.listing.replace(node) == Some(node) {
            return "";
        }
        let before = self.book.texts.get(node).get(..stretch.start as usize).unwrap_or_default();
        if before.trim().is_empty() { before.trim_end_matches(' ') } else { "" }
    }

    /// A box for each character that no face has.
    fn boxes(&mut self, at: Point, run: &GlyphRun, stretch: &Stretch) {
        let line = run.size / 20;
        let mut x = at.x;
        for glyph in stretch.glyphs {
            let advance = Abs::from_raw(i64::from(glyph.advance));
            if glyph.id == 0 {
                let size = Size::new((advance - line * 4).max(line * 4), run.size.mul_div(13, 20));
                let corner = Point::new(x + line * 2, at.y - size.height);
                self.rectangle(corner, size);
                self.out.extend_from_slice(b" re ");
                let hole = Size::new(size.width - line * 2, size.height - line * 2);
                self.rectangle(Point::new(corner.x + line, corner.y + line), hole);
                self.out.extend_from_slice(b" re f*\n");
            }
            x += advance;
        }
    }

    /// One `TJ`, or several where glyphs are raised, with what is not seen before and after. Positions are reckoned in
    /// millionths of the em as it is scaled.
    fn show(
        &mut self,
        run: &GlyphRun,
        stretch: &Stretch,
        (face, leading, trailing): (&Embedded, Option<u16>, Option<u16>),
    ) {
        let em = run.size.mul_div(i64::from(run.scale), i64::from(FULL_WIDTH)).raw().max(1);
        let millionths = |length: i32| i64::from(length) * 1_000_000 / em;
        let tracked = tracked(run);
        let mut array = ShowArray::new(&mut self.out, face);
        let (mut wanted, mut pen, mut rise) = (0i64, 0i64, 0i32);
        if let Some(space) = leading {
            array.glyph(space);
        }
        for (index, (glyph, code)) in stretch.glyphs.iter().zip(stretch.codes).enumerate() {
            let (Glyph { advance, id, .. }, Shift { dx, dy }) = (*glyph, run.shift(stretch.first + index));
            if id == 0 && code.code == 0 {
                wanted += millionths(advance);
                continue;
            }
            if dy != rise {
                array.rise(Abs::from_raw(i64::from(dy)));
                rise = dy;
            }
            let off = wanted + if dx == 0 { 0 } else { millionths(dx) } - pen;
            // A space is not seen: what comes after it is put right.
            let is_space = face.space == Some(code.code) && off.abs() < UNSEEN;
            if off.abs() > DRIFT && !is_space {
                let thousandths = (off + off.signum() * 500) / 1_000;
                array.adjust(-thousandths);
                pen += thousandths * 1_000;
            }
            array.glyph(code.code);
            pen += i64::from(code.width) * 1_000 + tracked;
            wanted += millionths(advance);
        }
        if rise != 0 {
            array.rise(Abs::ZERO);
        }
        if let Some(space) = trailing {
            array.glyph(space);
        }
        array.close();
    }
}

fn width(glyphs: &[Glyph]) -> Abs {
    Abs::from_raw(glyphs.iter().map(|glyph| i64::from(glyph.advance)).sum())
}

/// The tracking of a run in millionths of its em as that is scaled.
fn tracked(run: &GlyphRun) -> i64 {
    let millionths = i64::from(run.tracking) * 1_000_000 / TRACKING_EM;
    millionths * i64::from(FULL_WIDTH) / i64::from(run.scale).max(1)
}

/// Whether a run is one of a formula's beyond the first, which stands for all of its text.
fn goes_on_formula(run: &GlyphRun, node: NodeId, tags: &Tags) -> bool {
    let leaves = tags.leaves(node);
    let leaf = || leaves.get(leaves.partition_point(|(end, _)| *end < run.start));
    run.start == run.end && leaf().is_some_and(|(_, element)| tags.role(*element) == Role::Formula)
}

/// The characters that a stretch stands for: its own part of the run's text, or all of what the run shows instead.
fn own_text<'t>(run: &GlyphRun, stretch: &Stretch, text: &'t str) -> &'t str {
    if run.text.is_some() {
        return text;
    }
    let part = (stretch.start - run.start) as usize..(stretch.end - run.start) as usize;
    text.get(part).unwrap_or(text)
}
