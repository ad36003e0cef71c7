//! Blocks to slabs.

use super::slab::{self, Decor, DecorKind, Part, Parting, Slab, SlabKind, Space, Text, is_stranding};
use super::{contents, figure, list, table};
use crate::geom::{Abs, Point, Size};
use crate::layout::Context;
use crate::layout::inline::{self, Line, Measure};
use crate::model::flow::{Block, BlockKind, CodeBlock, Direction, RichText, Section};
use crate::model::layout::{Artifact, Item, ItemKind, Origin};
use crate::model::resolved::NodeId;
use crate::model::theme::{Align, Color, FontRole, ParagraphSeparation, Weight};
use crate::text::EM;

/// Sets blocks one below the other, within indents that nest.
pub struct Setter<'c, 'b> {
    pub context: &'c mut Context<'b>,
    pub right_to_left: bool,
    /// Indents of the type area at the start and the end edge.
    pub start: Abs,
    pub end: Abs,
    parts: Vec<Part>,
    decors: Vec<Decor>,
    headers: Vec<Slab>,
    open_decors: Vec<u32>,
    /// Space after the last block, still to be weighed against the next one's space before.
    pending: Abs,
    /// The next slab stays with the last.
    keep: bool,
    /// The last block was a chapter's title.
    opens: bool,
    /// What a page end before the next slab would part.
    parting: Parting,
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
            parts: Vec::new(),
            decors: Vec::new(),
            headers: Vec::new(),
            open_decors: Vec::new(),
            pending: Abs::ZERO,
            keep: true,
            opens: false,
            parting: Parting::Nothing,
            anchors,
            measure,
        }
    }

    pub fn finish(mut self) -> (Vec<Part>, Vec<Decor>, Vec<Slab>) {
        // A section without blocks still has its page, for what points at it.
        if self.parts.is_empty() {
            self.push(Slab { kind: SlabKind::Rigid, ..Slab::default() });
        }
        (self.parts, self.decors, self.headers)
    }

    /// The left edge and width of the lines being set.
    pub fn column(&self) -> (Abs, Abs) {
        let left = if self.right_to_left { self.end } else { self.start };
        // However deep the nesting, a line has room for a few words.
        let width = (self.measure - self.start - self.end).max(Abs::pt(60));
        (left.min(self.measure - Abs::pt(60)), width)
    }

    pub fn blocks(&mut self, blocks: &[Block]) {
        for (index, block) in blocks.iter().enumerate() {
            self.block(block);
            let is_paragraph = matches!(block.kind, BlockKind::Paragraph(_));
            let leads = is_paragraph && blocks.get(index + 1).is_some_and(is_display);
            if leads && self.parts.last().is_some_and(Part::is_one_line) {
                self.parting = Parting::LeadIn;
            }
        }
    }

    fn block(&mut self, block: &Block) {
        let style = block.style;
        self.pending = self.pending.max(style.space_before);
        let (start, end) = (self.start, self.end);
        self.start += style.indent_start;
        self.end += style.indent_end;
        self.anchors.push(block.node);
        let first = self.parts.len();
        self.kind(block);
        self.start = start;
        self.end = end;
        if style.keep_together {
            self.keep_together(first);
        }
        if self.parts.len() > first {
            self.pending = self.pending.max(style.space_after);
            self.keep |= style.keep_with_next;
            self.opens = matches!(block.kind, BlockKind::Heading { level: 1, .. });
        }
    }

    fn keep_together(&mut self, from: usize) {
        self.parts.iter_mut().skip(from).for_each(Part::keep_whole);
        self.parts.iter_mut().skip(from + 1).for_each(Part::keep);
    }

    fn kind(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading { number, text, .. } => self.heading(number.as_ref(), text),
            BlockKind::Paragraph(text) => self.running(text),
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
        (slab.space, slab.break_before) = self.before(slab.break_before);
        self.add(slab);
    }

    /// The space before the next part, and what a page end there parts.
    fn before(&mut self, own: Parting) -> (Space, Parting) {
        let natural = std::mem::take(&mut self.pending);
        let opens = std::mem::take(&mut self.opens);
        let parting = std::mem::take(&mut self.parting);
        if std::mem::take(&mut self.keep) {
            let theme = &self.context.flow.theme;
            // The white that a chapter opens with may be a line more or less.
            let widens = opens && theme.separation == ParagraphSeparation::Indent;
            let stretch = if widens { theme.leading } else { Abs::ZERO };
            (Space { stretch, opening: widens, ..Space::within(natural) }, Parting::Never)
        } else {
            (Space::between(natural), if own == Parting::Nothing { parting } else { own })
        }
    }

    /// Adds a slab that belongs to the last: no space between, and parted from it as it says itself.
    pub fn add(&mut self, mut slab: Slab) {
        slab.anchors.append(&mut self.anchors);
        slab.decors = self.open_decors.clone();
        self.parts.push(Part::Slab(slab));
    }

    /// Puts a label before what begins with a part, if it is there.
    pub fn put_label(&mut self, part: usize, items: Vec<Item>) {
        if let Some(part) = self.parts.get_mut(part) {
            part.put_label(items);
        }
    }

    pub fn len(&self) -> usize {
        self.parts.len()
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

    /// Whether blocks stand in nothing but the section.
    pub fn is_outermost(&self) -> bool {
        self.open_decors.is_empty() && self.start.is_zero() && self.end.is_zero()
    }

    pub fn close_decor(&mut self) {
        self.open_decors.pop();
    }

    /// A slab of nothing, inside the open decors: their padding.
    pub fn padding(&mut self, height: Abs, keep_with: Keep) {
        let slab = Slab { height, break_before: Parting::Never, ..Slab::default() };
        match keep_with {
            Keep::Next => {
                self.push(Slab { break_before: Parting::Nothing, ..slab });
                self.keep = true;
            }
            Keep::Last => {
                self.pending = Abs::ZERO;
                self.keep = false;
                self.add(slab);
            }
        }
    }

    /// A paragraph of the text, to be set when its pages are chosen.
    fn running(&mut self, text: &RichText) {
        let (left, width) = self.column();
        let measure = Measure { width, right_to_left: self.right_to_left, align: None };
        let plan = inline::plan(self.context, text, measure);
        if plan.ways.is_empty() {
            return;
        }
        let (space, break_before) = self.before(Parting::Nothing);
        if text.text.trim_end().ends_with([':', '：']) {
            self.parting = Parting::Announcement;
        }
        let text = Text {
            plan,
            node: text.node,
            space,
            break_before,
            whole: false,
            on_grid: text.style.leading == self.context.flow.theme.leading,
            left,
            leading: text.style.leading,
            baseline: self.context.baseline(text),
            label: Vec::new(),
            anchors: std::mem::take(&mut self.anchors),
            decors: self.open_decors.clone(),
        };
        self.parts.push(Part::Text(Box::new(text)));
    }

    /// A text that is set at once: a heading, a caption, a label.
    pub fn paragraph(&mut self, text: &RichText) {
        let (left, width) = self.column();
        let measure = Measure { width, right_to_left: self.right_to_left, align: None };
        let lines = inline::lines(self.context, text, measure);
        self.lines(text, lines, left);
    }

    /// Lines to slabs: no break after the first or before the last.
    pub fn lines(&mut self, text: &RichText, lines: Vec<Line>, left: Abs) {
        let count = lines.len();
        for (index, line) in lines.into_iter().enumerate() {
            let slab = self.line_slab(text, line, left);
            if index == 0 {
                self.push(Slab { break_before: Parting::Nothing, ..slab });
            } else {
                let break_before = if is_stranding(index, count) { Parting::Never } else { Parting::Nothing };
                self.add(Slab { break_before, ..slab });
            }
        }
    }

    pub fn line_slab(&mut self, text: &RichText, line: Line, left: Abs) -> Slab {
        slab::line_slab(line, text.node, (left, self.context.baseline(text), text.style.leading))
    }

    fn heading(&mut self, number: Option<&RichText>, text: &RichText) {
        let (left, width) = self.column();
        let label = number.map(|number| {
            let measure = Measure { width, right_to_left: self.right_to_left, align: Some(Align::Start) };
            (number, inline::label_lines(self.context, number, measure))
        });
        self.anchors.push(text.node);
        let hangs =
            label.as_ref().is_some_and(|(_, lines)| lines.len() == 1) && text.style.align != Align::Center;
        let from = self.parts.len();
        match label {
            Some((_, mut lines)) if hangs => self.numbered(lines.remove(0), text, (left, width)),
            Some((number, lines)) => {
                self.lines(number, lines, left);
                self.keep = true;
                self.paragraph(text);
            }
            None => self.paragraph(text),
        }
        self.keep_together(from);
    }

    /// A heading after its number: further lines align with the first word.
    fn numbered(&mut self, label: Line, text: &RichText, (left, width): (Abs, Abs)) {
        let size = self.context.flow.styles[usize::from(text.style.base.0)].size;
        let gap = label.width + size.mul_div(3, 5);
        let measure = Measure { width: width - gap, right_to_left: self.right_to_left, align: None };
        let lines = inline::lines(self.context, text, measure);
        let from = self.parts.len();
        let text_left = if self.right_to_left { left } else { left + gap };
        self.lines(text, lines, text_left);
        let mut items = label.items;
        super::shift(&mut items, left, self.context.baseline(text));
        self.put_label(from, items);
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
        self.push(Slab {
            height: leading,
            items: vec![item],
            break_before: Parting::Never,
            ..Slab::default()
        });
        self.parting = Parting::Ornament;
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

/// What a line of text right before it names or leads to.
fn is_display(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Code(_) | BlockKind::Table(_))
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
        self.strut((style.role, style.weight, style.italic), style.size, text.style.leading)
    }

    /// The baseline of the book's own text.
    pub fn body_baseline(&self) -> Abs {
        let theme = &self.flow.theme;
        self.strut((FontRole::Text, Weight::Regular, false), theme.size, theme.leading)
    }

    fn strut(&self, (role, weight, italic): (FontRole, Weight, bool), size: Abs, leading: Abs) -> Abs {
        let book = self.shaper.book();
        let face = book.face(book.stack(role, weight, italic)[0]);
        let ascent = size.mul_div(face.ascent, EM);
        let descent = size.mul_div(face.descent, EM);
        (leading - ascent - descent) / 2 + ascent
    }
}
