//! Blocks to frames.

use super::builder::{Column, GalleyBuilder, Keep, PAD, decoration};
use super::contents::unslice;
use super::frame::{DecorKind, Frame, FrameKind, Part, Parting, Space};
use super::{boxes, contents, equation, figure, group, index, list, span, table};
use crate::geom::{Abs, Point, Size};
use crate::layout::area::{natural_size, shift};
use crate::layout::inline::{self, Line, Measure};
use crate::model::flow::{Block, BlockKind, CodeBlock, Direction, RichText, Slot, Turn};
use crate::model::layout::{Item, ItemKind, Origin};
use crate::model::media::ImageId;
use crate::model::resolved::NodeId;
use crate::model::theme::{Align, Stands};

/// Whether a block is a figure with a number: no later one stands before it.
fn is_counted_figure(block: &Block) -> bool {
    let is_figure = matches!(&block.kind, BlockKind::Figure(figure) if figure.caption.is_some());
    is_figure || matches!(&block.kind, BlockKind::Group(group) if group.caption.is_some())
}

impl GalleyBuilder<'_, '_> {
    /// Sets blocks one below the other.
    pub fn blocks(&mut self, blocks: &[Block]) {
        for (index, block) in blocks.iter().enumerate() {
            if leads(&blocks[..index], &blocks[index..]) {
                self.turn(true);
            }
            self.block(block);
            let is_paragraph = matches!(block.kind, BlockKind::Paragraph(_));
            let next = blocks.get(index + 1).filter(|_| is_paragraph);
            if next.is_some_and(|next| matches!(next.kind, BlockKind::Equation(_))) {
                self.keep = true;
            } else if next.is_some_and(is_display) && self.galley.parts.last().is_some_and(Part::is_one_line)
            {
                self.parting = Parting::LeadIn;
            }
        }
    }

    fn block(&mut self, block: &Block) {
        if self.goes_beside(block) {
            return self.beside(block);
        }
        let turns =
            block.style.direction.is_some_and(|own| self.right_to_left != (own == Direction::RightToLeft));
        if turns {
            self.turn_around();
        }
        self.block_along(block);
        if turns {
            self.turn_around();
        }
    }

    /// Sets a block that runs as what is set does.
    fn block_along(&mut self, block: &Block) {
        self.clear_for(block);
        let in_columns = self.is_in_columns();
        if in_columns {
            span::lead(self, block);
        }
        let style = block.style;
        let (pending, apart) = (self.pending, self.apart.take());
        if !self.may_be_wrapped(block) {
            self.pending = self.pending.max(style.space_before);
        }
        let (start, end) = (self.start, self.end);
        self.start += style.indent_start;
        self.end += style.indent_end;
        self.anchors.push(block.node);
        let first = self.galley.parts.len();
        match self.is_widened(block) {
            true => self.widened(|builder| builder.kind(block)),
            false => self.kind(block),
        }
        if in_columns {
            span::float(self, block, first);
        }
        self.start = start;
        self.end = end;
        match self.galley.parts.get_mut(first) {
            Some(Part::Frame(frame)) if frame.kind == FrameKind::Float => {
                self.apart = apart.or(Some(pending))
            }
            Some(Part::Text(text)) => {
                text.without_figures = apart.map(|apart| Space::between(apart.max(style.space_before)));
            }
            Some(Part::Frame(frame)) if is_counted_figure(block) => frame.follows = true,
            Some(Part::Frame(_)) | None => {}
        }
        if style.keep_together {
            self.keep_together(first);
        }
        if self.galley.parts.len() > first {
            let is_beside = self.may_be_wrapped(block) && self.is_beside_figure();
            self.pending = if is_beside { self.pending } else { self.pending.max(style.space_after) };
            self.keep |= style.keep_with_next;
        }
    }

    fn kind(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading { number, text, .. } => {
                self.heading(number.as_ref(), text, block.style.space_after)
            }
            BlockKind::Paragraph(text) => self.running(text),
            BlockKind::Quote(blocks) | BlockKind::Only(_, blocks) => self.blocks(blocks),
            BlockKind::Admonition { kind, title, blocks } => {
                let style = self.context.flow.theme.box_style(*kind, &block.classes);
                boxes::admonition(self, (block, style), title.as_ref(), blocks);
            }
            BlockKind::List(list) => list::list(self, list),
            BlockKind::Definitions(definitions) => list::definitions(self, definitions),
            BlockKind::Code(code) => self.code(code),
            BlockKind::Table(table) => table::table(self, block, table),
            BlockKind::Figure(figure) if self.wrapped(block, figure) || self.plate(block, figure) => {}
            BlockKind::Figure(figure) => {
                self.space(block.style.space_before);
                figure::figure(self, block, figure);
            }
            BlockKind::Group(group) => group::group(self, group),
            BlockKind::Equation(equation) => equation::equation(self, equation),
            BlockKind::Break => self.ornament(),
            BlockKind::PageBreak(Turn::None) if self.is_in_columns() => self.break_stretch(),
            BlockKind::Columns(count) => span::columns(self, block, *count),
            BlockKind::PageBreak(Turn::None) => {
                self.push(Frame { kind: FrameKind::PageBreak, ..Frame::default() });
            }
            BlockKind::PageBreak(Turn::Landscape) => self.turn(true),
            BlockKind::PageBreak(Turn::Upright) => self.turn(false),
            BlockKind::Index(index) => index::index(self, index),
            BlockKind::Contents(lines) => contents::contents(self, lines),
            BlockKind::CoverImage { image, .. } => self.cover(block.node, *image),
            BlockKind::Slot(slot) => self.slot(slot),
            BlockKind::Space(height) => self.rigid(*height),
            BlockKind::Fill => self.push(Frame { kind: FrameKind::Fill, ..Frame::default() }),
            BlockKind::Record(lines) => contents::record(self, lines),
        }
    }

    fn heading(&mut self, number: Option<&RichText>, text: &RichText, after: Abs) {
        let column = self.column();
        // A number with looks of its own stands above the words.
        let is_alike = number.is_none_or(|number| number.style.base == text.style.base);
        let is_bare = text.style.align != Align::Center
            || number.is_some_and(|number| number.text.chars().count() <= BARE_NUMBER);
        let label = number.map(|number| {
            let measure = self.measure(column.width, (is_alike && is_bare).then_some(Align::Start));
            (number, inline::label_lines(self.context, number, measure))
        });
        self.anchors.push(text.node);
        let hangs = is_bare && is_alike && label.as_ref().is_some_and(|(_, lines)| lines.len() == 1);
        let from = self.galley.parts.len();
        match label {
            Some((_, mut lines)) if hangs => self.numbered(lines.remove(0), text, column),
            Some((number, lines)) => {
                self.lines(number, lines, column.left);
                // A number and its title are one thing: what is between them is no space that gives way.
                if let Some(Part::Frame(last)) = self.galley.parts.last_mut().filter(|_| !is_alike) {
                    last.height += self.context.flow.theme.chapter_number_style.space_after;
                }
                self.pending = Abs::ZERO;
                self.keep = true;
                self.balanced(text, column);
            }
            None => self.balanced(text, column),
        }
        self.keep_together(from);
        if let Some(Part::Frame(first)) = self.galley.parts.get_mut(from)
            && first.break_before != Parting::Never
        {
            let leading = text.style.leading;
            let own = self.context.flow.theme.leading;
            first.space = Space::above_heading(first.space.natural, after, leading, own);
        }
    }

    /// A heading after its number: further lines align with the first word.
    fn numbered(&mut self, label: Line, text: &RichText, column: Column) {
        let size = self.context.style(text.style.base).size;
        let gap = label.width + size.mul_div(3, 5);
        let measure = self.measure(column.width - gap, None);
        let (lines, inset) = self.even(text, measure);
        let from = self.galley.parts.len();
        // Number and words are in the middle, or at the end, as one line.
        let rest = lines.first().map_or(Abs::ZERO, |first| (measure.width - first.width).max(Abs::ZERO));
        let lead = match text.style.align {
            Align::Center => rest / 2,
            Align::End => rest,
            Align::Start | Align::Justify => Abs::ZERO,
        };
        let lead = if self.right_to_left { Abs::ZERO - lead } else { lead };
        let text_left = if self.right_to_left { column.left } else { column.left + gap };
        self.lines(text, lines, text_left + inset);
        let mut items = label.items;
        shift(&mut items, column.left + lead, Abs::ZERO);
        self.put_label(from, items, self.context.strut(text));
    }

    /// A title whose lines are as long as each other, about, where it needs several.
    fn balanced(&mut self, text: &RichText, column: Column) {
        let measure = self.measure(column.width, None);
        let (lines, inset) = self.even(text, measure);
        self.lines(text, lines, column.left + inset);
    }

    /// The lines of a title that ends one of them where its words make a pause, if it needs no more lines for it and none
    /// is much shorter than another.
    fn paused(&mut self, text: &RichText, (measure, count): (Measure, usize)) -> Option<Vec<Line>> {
        let end = text.text.len() as u32;
        let pauses = text.text.match_indices([':', '：', '—', ';', '；', '?', '？', '!', '！']);
        let ends = pauses.map(|(at, pause)| (at + pause.len()) as u32).filter(|at| *at < end);
        for at in ends.collect::<Vec<_>>() {
            let next = text.text[at as usize..].find(|c: char| !c.is_whitespace());
            let Some(next) = next.map(|skip| at + skip as u32) else { continue };
            let is_word_end = next > at || !text.text[..at as usize].ends_with(|c: char| c.is_ascii());
            if !is_word_end {
                continue;
            }
            let mut lines = inline::lines(self.context, &text.slice(0, at), measure);
            let mut rest = inline::lines(self.context, &text.slice(next, end), measure);
            unslice(&mut rest, next);
            lines.append(&mut rest);
            let widths = || lines.iter().map(|line| line.width);
            let (least, most) = (widths().min().unwrap_or_default(), widths().max().unwrap_or_default());
            if lines.len() == count && least * 2 > most && most <= measure.width {
                return Some(lines);
            }
        }
        None
    }

    /// The lines of the narrowest measure that needs no more of them, and how far in that begins.
    fn even(&mut self, text: &RichText, measure: Measure) -> (Vec<Line>, Abs) {
        let mut best = (inline::lines(self.context, text, measure), measure.width);
        let count = best.0.len();
        if !(2..=MOST_EVEN).contains(&count) || text.style.align == Align::Justify {
            return (best.0, Abs::ZERO);
        }
        if let Some(lines) = self.paused(text, (measure, count)) {
            return (lines, Abs::ZERO);
        }
        let mut low = measure.width / count as i64;
        while best.1 - low > text.style.leading {
            let width = (low + best.1) / 2;
            let lines = inline::lines(self.context, text, Measure { width, ..measure });
            match lines.len() == count && lines.iter().all(|line| line.width <= width) {
                true => best = (lines, width),
                false => low = width,
            }
        }
        let rest = measure.width - best.1;
        let is_at_left = (text.style.align == Align::Start) != self.right_to_left;
        let inset = match text.style.align {
            Align::Center => rest / 2,
            Align::Start | Align::End | Align::Justify => {
                if is_at_left {
                    Abs::ZERO
                } else {
                    rest
                }
            }
        };
        (best.0, inset)
    }

    fn code(&mut self, code: &CodeBlock) {
        let background = self.context.flow.theme.code.background;
        self.open_decor(DecorKind::Background(background));
        let Column { left, width } = self.column();
        let lines = inline::code_lines(self.context, &code.text, width - PAD * 2);
        let from = self.galley.parts.len();
        self.padding(PAD, Keep::Next);
        self.lines(&code.text, lines, left + PAD);
        self.padding(PAD, Keep::Last);
        self.close_decor();
        self.keep_lines(from);
    }

    /// Keeps the lines of a listing between its paddings: whole where a page has room for it, and never fewer than
    /// [`LEAST_LISTED`] on a page.
    fn keep_lines(&mut self, from: usize) {
        let height = |part: &Part| match part {
            Part::Frame(frame) => frame.height,
            Part::Text(_) => Abs::ZERO,
        };
        let whole: Abs = self.galley.parts[from..].iter().map(height).sum();
        let fits = whole <= self.context.area.height;
        let lines = self.galley.parts.get_mut(from + 1..).unwrap_or_default();
        let count = lines.len().saturating_sub(1);
        for (index, line) in lines.iter_mut().take(count).enumerate() {
            let is_few = index < LEAST_LISTED || count - index < LEAST_LISTED;
            *line.break_before() = match (is_few, fits) {
                (true, _) => Parting::Never,
                (false, true) => Parting::Whole,
                (false, false) => Parting::Nothing,
            };
        }
    }

    /// A short rule in the middle of the column.
    fn ornament(&mut self) {
        let Column { left, width } = self.column();
        let theme = &self.context.flow.theme;
        let (length, leading) = (Abs::pt(48), theme.leading);
        let size = Size::new(length, Abs::pt(1) / 2);
        let at = Point::new(left + (width - length) / 2, leading / 2);
        let item = decoration(at, size, theme.rule_color);
        self.push(Frame {
            height: leading,
            items: vec![item],
            break_before: Parting::Never,
            ..Frame::default()
        });
        self.parting = Parting::Ornament;
    }

    /// What stands at a place of the page itself.
    fn slot(&mut self, slot: &Slot) {
        let mut placed = Frame { kind: FrameKind::Placed, ..Frame::default() };
        placed.anchors = std::mem::take(&mut self.anchors);
        if let Some(color) = slot.fill {
            placed.items.push(decoration(slot.at, slot.size, color));
        }
        if let Some((node, image)) = cut(slot) {
            let cut = self.context.images.get(image).map(natural_size);
            let kind = ItemKind::Image { image, size: slot.size, offset: 0, cut };
            placed.items.push(Item { origin: Origin::Node(node), at: slot.at, kind });
            placed.anchors.push(node);
            self.push(placed);
            return;
        }
        let space = |(at, frame): (usize, &Frame)| if at == 0 { Abs::ZERO } else { frame.space.natural };
        let (frames, scale, height) = self.fitted(slot, space);
        let rest = (slot.size.height - height.scale(scale)).max(Abs::ZERO);
        let mut y = slot.at.y
            + match slot.stands {
                Stands::Top => Abs::ZERO,
                Stands::Middle => rest / 2,
                Stands::Bottom => rest,
            };
        for (at, mut frame) in frames.into_iter().enumerate() {
            y += space((at, &frame)).scale(scale);
            scaled(&mut frame.items, scale);
            shift(&mut frame.items, slot.at.x, y);
            y += frame.height.scale(scale);
            placed.items.append(&mut frame.items);
            placed.anchors.append(&mut frame.anchors);
            placed.begins = placed.begins.or(frame.begins);
        }
        self.push(placed);
    }

    /// What stands in a slot, with how much smaller it is set so that it fits, and its height before that.
    fn fitted(&mut self, slot: &Slot, space: impl Fn((usize, &Frame)) -> Abs) -> (Vec<Frame>, f64, Abs) {
        let mut steps = SMALLER.into_iter();
        let mut scale = 1.0;
        loop {
            let width = slot.size.width.scale(1.0 / scale);
            let frames = self.in_column(width, |inner| inner.blocks(&slot.blocks));
            let height: Abs = frames.iter().enumerate().map(|one| space(one) + one.1.height).sum();
            match steps.next().filter(|_| height.scale(scale) > slot.size.height) {
                Some(smaller) => scale = smaller,
                None => return (frames, scale, height),
            }
        }
    }

    fn rigid(&mut self, height: Abs) {
        self.push(Frame { kind: FrameKind::Rigid, height, ..Frame::default() });
    }

    fn cover(&mut self, node: NodeId, image: ImageId) {
        let kind = ItemKind::Image { image, size: Size::default(), offset: 0, cut: None };
        let item = Item { origin: Origin::Node(node), at: Point::default(), kind };
        self.push(Frame { kind: FrameKind::Cover(image), items: vec![item], ..Frame::default() });
    }
}

/// The picture that fills a slot.
fn cut(slot: &Slot) -> Option<(NodeId, ImageId)> {
    match slot.blocks.as_slice() {
        [Block { node, kind: BlockKind::Figure(figure), .. }] if slot.cut => Some((*node, figure.image)),
        _ => None,
    }
}

/// Titles of more lines than these are texts.
const MOST_EVEN: usize = 6;

/// So many lines of a listing stand together at least: a closing brace alone says nothing.
const LEAST_LISTED: usize = 3;

/// How much smaller words are set that are too many for their slot. Beyond the last they go over its edge.
const SMALLER: [f64; 5] = [0.9, 0.8, 0.7, 0.6, 0.5];

/// Makes items smaller with their distances from the upper left corner.
fn scaled(items: &mut [Item], scale: f64) {
    if scale == 1.0 {
        return;
    }
    let part = |raw: i32| (f64::from(raw) * scale).round() as i32;
    for item in items {
        item.at = Point::new(item.at.x.scale(scale), item.at.y.scale(scale));
        match &mut item.kind {
            ItemKind::Glyphs(run) => {
                run.size = run.size.scale(scale);
                run.glyphs.iter_mut().for_each(|glyph| glyph.advance = part(glyph.advance));
                for shift in &mut run.shifts {
                    (shift.dx, shift.dy) = (part(shift.dx), part(shift.dy));
                }
            }
            ItemKind::Fill { size, .. } | ItemKind::Image { size, .. } | ItemKind::Link { size, .. } => {
                *size = Size::new(size.width.scale(scale), size.height.scale(scale));
            }
            ItemKind::Stroke { to, thickness, .. } => {
                *to = Point::new(to.x.scale(scale), to.y.scale(scale));
                *thickness = thickness.scale(scale);
            }
        }
    }
}

/// A number of more characters than this has a name in it, and a centred heading has it on a line of its own.
const BARE_NUMBER: usize = 6;

/// Whether a run of headings begins that nothing but a landscape follows: they would stand alone at the foot of a page, and
/// go with it, as does the space above a chapter's title.
fn leads(before: &[Block], from: &[Block]) -> bool {
    let stays = |block: &Block| block.style.keep_with_next || matches!(block.kind, BlockKind::Space(_));
    let begins = from.first().is_some_and(stays) && !before.last().is_some_and(stays);
    begins && from.iter().find(|block| !stays(block)).is_some_and(opens_landscape)
}

/// Recursion is bounded: parsing caps nesting.
fn opens_landscape(block: &Block) -> bool {
    if let BlockKind::Only(_, blocks) = &block.kind {
        return blocks.first().is_some_and(opens_landscape);
    }
    matches!(block.kind, BlockKind::PageBreak(Turn::Landscape))
}

/// What a line of text right before it names or leads to.
fn is_display(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Code(_) | BlockKind::Table(_))
}
