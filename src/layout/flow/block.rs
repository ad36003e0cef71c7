//! Blocks to slabs.

use super::slab::{Cost, Decor, DecorKind, NEVER, Slab, SlabKind, Space};
use super::{contents, figure, list, table};
use crate::geom::{Abs, Point, Size};
use crate::layout::Context;
use crate::layout::inline::{self, Line, Measure};
use crate::model::flow::{Block, BlockKind, CodeBlock, Direction, RichText, Section};
use crate::model::layout::{Artifact, Item, ItemKind, Origin, TextPlace};
use crate::model::resolved::NodeId;
use crate::model::theme::{Align, Color, ParagraphSeparation};
use crate::text::EM;

/// A page break after a line that ends in a hyphen.
const HYPHEN_AT_PAGE_END: Cost = 1_000;
/// Before the second and before the last line but one of long paragraphs, breaks are as good as elsewhere.
const IN_PARAGRAPH: Cost = 0;
/// Between blocks a page ends better than within one.
const BETWEEN: Cost = -20;

/// Sets blocks one below the other, within indents that nest.
pub struct Setter<'c, 'b> {
    pub context: &'c mut Context<'b>,
    pub right_to_left: bool,
    /// Indents of the type area at the start and the end edge.
    pub start: Abs,
    pub end: Abs,
    slabs: Vec<Slab>,
    decors: Vec<Decor>,
    headers: Vec<Slab>,
    open_decors: Vec<u32>,
    /// Space after the last block, still to be weighed against the next one's space before.
    pending: Abs,
    /// The next slab stays with the last.
    keep: bool,
    /// Nodes that begin where the next slab does.
    pub anchors: Vec<NodeId>,
    measure: Abs,
}

impl<'c, 'b> Setter<'c, 'b> {
    pub fn new(context: &'c mut Context<'b>, section: &Section) -> Self {
        let measure = context.measure();
        let right_to_left = section.direction == Direction::RightToLeft;
        let anchors = vec![section.node];
        Setter {
            context,
            right_to_left,
            start: Abs::ZERO,
            end: Abs::ZERO,
            slabs: Vec::new(),
            decors: Vec::new(),
            headers: Vec::new(),
            open_decors: Vec::new(),
            pending: Abs::ZERO,
            keep: true,
            anchors,
            measure,
        }
    }

    pub fn finish(mut self) -> (Vec<Slab>, Vec<Decor>, Vec<Slab>) {
        // A section without blocks still has its page, for what points at it.
        if self.slabs.is_empty() {
            self.push(Slab { kind: SlabKind::Rigid, ..Slab::default() });
        }
        (self.slabs, self.decors, self.headers)
    }

    /// The left edge and width of the lines being set.
    pub fn column(&self) -> (Abs, Abs) {
        let left = if self.right_to_left { self.end } else { self.start };
        // However deep the nesting, a line has room for a few words.
        let width = (self.measure - self.start - self.end).max(Abs::pt(60));
        (left.min(self.measure - Abs::pt(60)), width)
    }

    pub fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        let style = block.style;
        self.pending = self.pending.max(style.space_before);
        let (start, end) = (self.start, self.end);
        self.start += style.indent_start;
        self.end += style.indent_end;
        self.anchors.push(block.node);
        let first = self.slabs.len();
        self.kind(block);
        self.start = start;
        self.end = end;
        if style.keep_together {
            for slab in self.slabs.iter_mut().skip(first + 1) {
                slab.break_before = NEVER;
            }
        }
        if self.slabs.len() > first {
            self.pending = self.pending.max(style.space_after);
            self.keep |= style.keep_with_next;
        }
    }

    fn kind(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading { number, text, .. } => self.heading(number.as_ref(), text),
            BlockKind::Paragraph(text) => self.paragraph(text),
            BlockKind::Quote(blocks) => self.blocks(blocks),
            BlockKind::Admonition { title, blocks, .. } => self.admonition(title, blocks),
            BlockKind::List(list) => list::list(self, list),
            BlockKind::Definitions(definitions) => list::definitions(self, definitions),
            BlockKind::Code(code) => self.code(code),
            BlockKind::Table(table) => table::table(self, block, table),
            BlockKind::Figure(figure) => figure::figure(self, block, figure),
            BlockKind::Break => self.ornament(),
            BlockKind::PageBreak => self.push(Slab { kind: SlabKind::PageBreak, ..Slab::default() }),
            BlockKind::Contents(lines) => contents::contents(self, lines),
            BlockKind::CoverImage { image, .. } => self.cover(block.node, *image),
            BlockKind::Space(height) => self.rigid(*height),
            BlockKind::Fill => self.push(Slab { kind: SlabKind::Fill, ..Slab::default() }),
            BlockKind::Record(lines) => contents::record(self, lines),
        }
    }

    /// Adds a slab below the last, with the space between.
    pub fn push(&mut self, mut slab: Slab) {
        slab.space = Space::between(std::mem::take(&mut self.pending));
        if slab.space.natural.is_zero() && self.separated_by_indent() {
            // Pages of plain paragraphs have nothing else to fill up with.
            slab.space.stretch = Abs::pt(1) / 2;
        }
        slab.break_before = if std::mem::take(&mut self.keep) { NEVER } else { slab.break_before };
        self.add(slab);
    }

    /// Adds a slab that belongs to the last: no space between, its own cost of a break.
    pub fn add(&mut self, mut slab: Slab) {
        slab.anchors.append(&mut self.anchors);
        slab.decors = self.open_decors.clone();
        self.slabs.push(slab);
    }

    fn separated_by_indent(&self) -> bool {
        self.context.flow.theme.separation == ParagraphSeparation::Indent && self.open_decors.is_empty()
    }

    pub fn slabs_mut(&mut self, from: usize) -> &mut [Slab] {
        &mut self.slabs[from..]
    }

    pub fn len(&self) -> usize {
        self.slabs.len()
    }

    pub fn add_header(&mut self, header: Slab) -> u32 {
        self.headers.push(header);
        self.headers.len() as u32 - 1
    }

    pub fn keep_next(&mut self) {
        self.keep = true;
    }

    pub fn space(&mut self, space: Abs) {
        self.pending = self.pending.max(space);
    }

    pub fn open_decor(&mut self, kind: DecorKind) {
        let (x, width) = self.column();
        let decor = match kind {
            DecorKind::Bar(_) if self.right_to_left => Decor { kind, x: x + width - BAR, width: BAR },
            DecorKind::Bar(_) => Decor { kind, x, width: BAR },
            DecorKind::Background(_) => Decor { kind, x, width },
        };
        self.decors.push(decor);
        self.open_decors.push(self.decors.len() as u32 - 1);
    }

    pub fn close_decor(&mut self) {
        self.open_decors.pop();
    }

    /// A slab of nothing, inside the open decors: their padding.
    pub fn padding(&mut self, height: Abs, keep_with: Keep) {
        let slab = Slab { height, break_before: NEVER, ..Slab::default() };
        match keep_with {
            Keep::Next => {
                self.push(Slab { break_before: BETWEEN, ..slab });
                self.keep = true;
            }
            Keep::Last => {
                self.pending = Abs::ZERO;
                self.keep = false;
                self.add(slab);
            }
        }
    }

    pub fn paragraph(&mut self, text: &RichText) {
        let (left, width) = self.column();
        let measure = Measure { width, right_to_left: self.right_to_left, align: None };
        let lines = inline::lines(self.context, text, measure);
        self.lines(text, lines, left);
    }

    /// Lines to slabs: no break after the first or before the last.
    pub fn lines(&mut self, text: &RichText, lines: Vec<Line>, left: Abs) {
        let count = lines.len();
        let mut hyphenated = false;
        for (index, line) in lines.into_iter().enumerate() {
            let next_hyphenated = line.hyphenated;
            let slab = self.line_slab(text, line, left);
            if index == 0 {
                self.push(Slab { break_before: BETWEEN, ..slab });
            } else {
                let cost = if hyphenated { HYPHEN_AT_PAGE_END } else { IN_PARAGRAPH };
                let stranded = index == 1 || index + 1 == count;
                self.add(Slab { break_before: if stranded { NEVER } else { cost }, ..slab });
            }
            hyphenated = next_hyphenated;
        }
    }

    /// One line as a slab as high as the leading, or higher for an image in it.
    pub fn line_slab(&mut self, text: &RichText, line: Line, left: Abs) -> Slab {
        let (above, leading) = (self.context.baseline(text), text.style.leading);
        let extra = (line.height - above).max(Abs::ZERO);
        let mut items = line.items;
        super::shift(&mut items, left, above + extra);
        Slab {
            height: leading + extra,
            items,
            notes: line.notes,
            anchors: line.anchors,
            begins: Some(TextPlace { node: text.node, offset: line.start }),
            ..Slab::default()
        }
    }

    fn heading(&mut self, number: Option<&RichText>, text: &RichText) {
        let (left, width) = self.column();
        let label = number.map(|number| {
            let measure = Measure { width, right_to_left: self.right_to_left, align: Some(Align::Start) };
            (number, inline::lines(self.context, number, measure))
        });
        self.anchors.push(text.node);
        let hangs =
            label.as_ref().is_some_and(|(_, lines)| lines.len() == 1) && text.style.align != Align::Center;
        let from = self.slabs.len();
        match label {
            Some((_, mut lines)) if hangs => self.numbered(lines.remove(0), text, (left, width)),
            Some((number, lines)) => {
                self.lines(number, lines, left);
                self.keep = true;
                self.paragraph(text);
            }
            None => self.paragraph(text),
        }
        for slab in self.slabs.iter_mut().skip(from + 1) {
            slab.break_before = NEVER;
        }
    }

    /// A heading after its number: further lines align with the first word.
    fn numbered(&mut self, label: Line, text: &RichText, (left, width): (Abs, Abs)) {
        let size = self.context.flow.styles[usize::from(text.style.base.0)].size;
        let gap = label.width + size.mul_div(3, 5);
        let measure = Measure { width: width - gap, right_to_left: self.right_to_left, align: None };
        let lines = inline::lines(self.context, text, measure);
        let from = self.slabs.len();
        let text_left = if self.right_to_left { left } else { left + gap };
        self.lines(text, lines, text_left);
        let mut items = label.items;
        super::shift(&mut items, left, self.context.baseline(text));
        if let Some(slab) = self.slabs.get_mut(from) {
            items.append(&mut slab.items);
            slab.items = items;
        }
    }

    fn admonition(&mut self, title: &RichText, blocks: &[Block]) {
        let theme = &self.context.flow.theme;
        let (accent, tint) = (theme.accent, theme.accent.tint());
        self.open_decor(DecorKind::Background(tint));
        self.open_decor(DecorKind::Bar(accent));
        self.padding(PAD, Keep::Next);
        let (start, end) = (self.start, self.end);
        self.start += BAR + PAD * 2;
        self.end += PAD * 2;
        self.paragraph(title);
        self.keep = true;
        self.blocks(blocks);
        self.start = start;
        self.end = end;
        self.padding(PAD, Keep::Last);
        self.close_decor();
        self.close_decor();
    }

    fn code(&mut self, code: &CodeBlock) {
        let background = self.context.flow.theme.code.background;
        self.open_decor(DecorKind::Background(background));
        let (left, width) = self.column();
        let lines = inline::code_lines(self.context, &code.text, width - PAD * 2);
        self.padding(PAD, Keep::Next);
        self.lines(&code.text, lines, left + PAD);
        self.padding(PAD, Keep::Last);
        self.close_decor();
    }

    /// A short rule in the middle of the column.
    fn ornament(&mut self) {
        let (left, width) = self.column();
        let theme = &self.context.flow.theme;
        let (length, leading) = (Abs::pt(48), theme.leading);
        let size = Size::new(length, Abs::pt(1) / 2);
        let at = Point::new(left + (width - length) / 2, leading / 2);
        let item = decoration(at, size, theme.rule_color);
        self.push(Slab { height: leading, items: vec![item], break_before: NEVER, ..Slab::default() });
    }

    fn rigid(&mut self, height: Abs) {
        self.push(Slab { kind: SlabKind::Rigid, height, ..Slab::default() });
    }

    fn cover(&mut self, node: NodeId, image: crate::model::media::ImageId) {
        let kind = ItemKind::Image { image, size: Size::default(), offset: 0 };
        let item = Item { origin: Origin::Node(node), at: Point::default(), kind };
        self.push(Slab { kind: SlabKind::Cover(image), items: vec![item], ..Slab::default() });
    }
}

/// Which neighbour a padding stays with.
pub enum Keep {
    Next,
    Last,
}

/// Padding of boxes, and the width of their bar.
pub const PAD: Abs = Abs::pt(6);
pub const BAR: Abs = Abs::pt(3);

/// A rule or filled area that is no part of the text.
pub fn decoration(at: Point, size: Size, color: Color) -> Item {
    Item { origin: Origin::Artifact(Artifact::Decoration), at, kind: ItemKind::Fill { size, color } }
}

impl Context<'_> {
    /// How far below the top of a line its baseline is: the type's height is centred in the leading.
    pub fn baseline(&self, text: &RichText) -> Abs {
        let style = self.flow.styles[usize::from(text.style.base.0)];
        let book = self.shaper.book();
        let face = book.face(book.stack(style.role, style.weight, style.italic)[0]);
        let ascent = style.size.mul_div(face.ascent, EM);
        let descent = style.size.mul_div(face.descent, EM);
        (text.style.leading - ascent - descent) / 2 + ascent
    }
}
