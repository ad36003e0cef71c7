//! A galley being built: what stands one below the other, and what belongs together.

use super::frame::{
    self, Columns, Decor, DecorKind, Frame, FrameKind, Galley, Lanes, Part, Parting, Space, Stretch, Text,
    is_stranding,
};
use crate::geom::{Abs, Point, Size};
use crate::layout::context::Context;
use crate::layout::extent::Extent;
use crate::layout::inline::{self, Line, Measure};
use crate::model::flow::{Block, Direction, MarkKind, RichText, Section};
use crate::model::layout::{Artifact, Item, ItemKind, Origin};
use crate::model::resolved::NodeId;
use crate::model::theme::{Align, Color};

/// Where lines stand on the type area.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    pub left: Abs,
    pub width: Abs,
}

impl Column {
    /// The right edge.
    pub fn right(self) -> Abs {
        self.left + self.width
    }
}

/// What is left of a figure beside the text that comes next.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    pub height: Abs,
    pub width: Abs,
    /// It stands where lines end.
    pub at_end: bool,
}

/// Sets blocks one below the other, within indents that nest.
pub struct GalleyBuilder<'c, 'b> {
    pub context: &'c mut Context<'b>,
    pub right_to_left: bool,
    /// Indents of the type area at the start and the end edge.
    pub start: Abs,
    pub end: Abs,
    pub(super) galley: Galley,
    /// Those before it, whose pages lie otherwise or are a landscape's of their own.
    done: Vec<Galley>,
    /// What is set is a landscape's.
    landscape: bool,
    open_decors: Vec<u32>,
    /// Space after the last block, still to be weighed against the next one's space before.
    pub(super) pending: Abs,
    /// What it was before the figures that are last and may come to stand elsewhere.
    pub(super) apart: Option<Abs>,
    /// The next frame stays with the last.
    pub(super) keep: bool,
    /// What a page end before the next frame would part.
    pub(super) parting: Parting,
    /// Nodes that begin where the next frame does.
    pub anchors: Vec<NodeId>,
    /// How many columns the text is set in, and how many what is set just now.
    columns: u8,
    lanes: u8,
    /// What is set belongs to what is above it, and begins no columns.
    held: bool,
    /// The width of the type area, or of a column.
    pub(super) area: Abs,
    /// No column is narrower.
    pub(super) narrowest: Abs,
    /// What is set stands in a table's cell, where words stay whole.
    pub(super) in_cell: bool,
    /// A figure that stands beside the text that comes next.
    pub(super) standing: Option<Standing>,
    /// What is set stands in the margin's column, or is as wide as the text and that.
    pub(super) in_margin: bool,
    pub(super) is_wide: bool,
    /// What is set stands on the pages of a section, which may be turned.
    pub(super) has_pages: bool,
}

/// However deep the nesting, a line has room for a few words.
const FEW_WORDS: Abs = Abs::pt(60);

impl<'c, 'b> GalleyBuilder<'c, 'b> {
    /// A galley of a section in which nothing stands yet.
    pub fn new(context: &'c mut Context<'b>, section: &Section) -> Self {
        let area = context.measure();
        let right_to_left = section.direction == Direction::RightToLeft;
        let anchors = vec![section.node];
        GalleyBuilder {
            context,
            right_to_left,
            start: Abs::ZERO,
            end: Abs::ZERO,
            galley: Galley::default(),
            done: Vec::new(),
            landscape: false,
            open_decors: Vec::new(),
            pending: Abs::ZERO,
            apart: None,
            keep: true,
            parting: Parting::Nothing,
            anchors,
            columns: 1,
            lanes: 1,
            held: false,
            area,
            narrowest: FEW_WORDS,
            in_cell: false,
            standing: None,
            in_margin: false,
            is_wide: false,
            has_pages: false,
        }
    }

    /// Sets blocks in a column of their own, as in a table's cell: frames with the space before each. What stands behind them is among the galley's decors.
    pub fn aside(&mut self, blocks: &[Block], column: Column) -> Vec<Frame> {
        let section = &self.context.flow.sections[self.context.section];
        let decors = std::mem::take(&mut self.galley.decors);
        let right_to_left = self.right_to_left;
        let mut inner = GalleyBuilder { right_to_left, ..GalleyBuilder::new(self.context, section) };
        inner.area = column.right();
        *(if inner.right_to_left { &mut inner.end } else { &mut inner.start }) = column.left;
        (inner.narrowest, inner.in_cell) = (FEW_WORDS.min(column.width), true);
        inner.galley.decors = decors;
        inner.anchors.clear();
        inner.blocks(blocks);
        let Galley { parts, decors, .. } = inner.galley;
        self.galley.decors = decors;
        let mut frames = frame::set(self.context, parts);
        if let Some(first) = frames.first_mut() {
            first.space = Space::default();
        }
        frames
    }

    /// Sets something in a column of a width by itself.
    pub fn in_column(&mut self, width: Abs, set: impl FnOnce(&mut GalleyBuilder)) -> Vec<Frame> {
        let section = &self.context.flow.sections[self.context.section];
        let right_to_left = self.right_to_left;
        let mut inner = GalleyBuilder { right_to_left, ..GalleyBuilder::new(self.context, section) };
        (inner.area, inner.narrowest) = (width, FEW_WORDS.min(width));
        inner.anchors = std::mem::take(&mut self.anchors);
        set(&mut inner);
        let parts = inner.galley.parts;
        frame::set(self.context, parts)
    }

    /// Whether columns may be set: nothing but the section is around them.
    pub fn may_have_columns(&self) -> bool {
        !self.in_cell && self.is_outermost()
    }

    /// Ends the galley with columns: what follows them stands on new pages.
    pub fn columns(&mut self, columns: Columns) {
        self.clear();
        let galley = std::mem::take(&mut self.galley);
        self.done.push(Galley { turned: self.context.turned, columns: Some(columns), ..galley });
        self.lanes = 1;
        (self.pending, self.keep, self.parting) = (Abs::ZERO, true, Parting::Nothing);
    }

    /// What stands behind frames so far.
    pub fn decors(&self) -> &[Decor] {
        &self.galley.decors
    }

    /// The galley without notes.
    pub fn finish(mut self) -> Galley {
        // A section without blocks still has its page, for what points at it.
        self.anchor_last();
        if self.galley.parts.is_empty() {
            self.push(Frame { kind: FrameKind::Rigid, ..Frame::default() });
        }
        self.galley
    }

    /// All galleys without notes.
    pub fn galleys(mut self) -> Vec<Galley> {
        self.clear();
        let mut galleys = std::mem::take(&mut self.done);
        if let Some(last) = galleys.last_mut().filter(|_| self.len() == 0) {
            last.beside.append(&mut self.galley.beside);
        }
        if galleys.is_empty() || self.len() > 0 {
            let turned = self.context.turned;
            galleys.push(Galley { turned, ..self.finish() });
        }
        galleys
    }

    /// Goes on with another section, so many notes after the first.
    pub fn run_on(&mut self, section: usize, notes: u32) {
        let from = (self.done.len(), self.galley.parts.len());
        if self.landscape {
            self.turn(false);
        }
        self.clear();
        self.anchor_last();
        let next = &self.context.flow.sections[section];
        self.context.section = section;
        self.right_to_left = next.direction == Direction::RightToLeft;
        self.begin_columns();
        self.anchors.push(next.node);
        self.galley.openings.push(self.galley.parts.len());
        self.blocks(&next.blocks);
        let since = if self.done.len() == from.0 { from.1 } else { 0 };
        let new = self.done[from.0..].iter_mut().flat_map(|galley| &mut galley.parts);
        // What was turned away from is the first of them, with what stood in it before.
        let skipped = if since == 0 { from.1 } else { 0 };
        let new = new.skip(skipped).chain(self.galley.parts.iter_mut().skip(since));
        new.for_each(|part| part.count_notes_from(notes));
    }

    /// What follows stands on new pages, a landscape's or not. Headings that lead to one have begun its pages before it.
    pub fn turn(&mut self, landscape: bool) {
        let is_led_to = landscape && self.landscape && self.keep;
        if is_led_to || self.in_cell || !self.is_outermost() {
            return;
        }
        let galley = std::mem::take(&mut self.galley);
        if !galley.parts.is_empty() {
            self.done.push(Galley { turned: self.context.turned, ..galley });
        }
        (self.landscape, self.lanes) = (landscape, 1);
        self.context.turn(landscape && self.context.is_upright());
        self.area = self.context.measure();
        (self.pending, self.keep, self.parting) = (Abs::ZERO, true, Parting::Nothing);
    }

    /// Sets what follows in so many columns, as far as the page has room for them; returns how many those are.
    pub fn set_columns(&mut self, wanted: u8) -> u8 {
        self.set_lanes(1);
        self.columns = self.context.flow.theme.columns_in(self.context.area.width, wanted);
        self.columns
    }

    /// Whether the text stands in one column.
    pub fn has_one_column(&self) -> bool {
        self.columns == 1
    }

    /// Whether the text is set in columns, and nothing is around what comes next that is not.
    pub fn is_in_columns(&self) -> bool {
        self.columns > 1 && self.may_lead()
    }

    /// Whether columns may begin here.
    pub fn may_lead(&self) -> bool {
        self.has_pages && !self.landscape && !self.in_cell && !self.held && self.is_outermost()
    }

    /// Whether what is set just now stands across the columns.
    pub fn spans(&self) -> bool {
        self.lanes == 1
    }

    /// The width of one of the columns, and of what stands across them.
    pub fn widths(&self) -> (Abs, Abs) {
        let whole = if self.lanes > 1 {
            let count = i64::from(self.lanes);
            self.area * count + self.context.flow.theme.column_gap * (count - 1)
        } else {
            self.area
        };
        (self.context.flow.theme.column_in(whole, self.columns), whole)
    }

    /// What follows stands in one of the columns, or across all of them.
    pub fn lead_into(&mut self, spans: bool) {
        self.set_lanes(if spans { 1 } else { self.columns });
    }

    fn set_lanes(&mut self, lanes: u8) {
        if lanes == self.lanes {
            return;
        }
        self.lanes = lanes;
        self.context.narrow(lanes);
        self.area = self.context.measure();
        self.stretch(false);
    }

    /// What follows begins a page, if it stands in columns or across them.
    pub fn break_stretch(&mut self) {
        self.stretch(true);
    }

    fn stretch(&mut self, breaks: bool) {
        self.clear();
        let theme = &self.context.flow.theme;
        let section = &self.context.flow.sections[self.context.section];
        let of_notes = theme.columns_in(self.widths().1, section.columns);
        let leftward = section.direction == Direction::RightToLeft;
        self.galley.lanes = Lanes { of_notes, gap: theme.column_gap, leftward };
        let stretches = &mut self.galley.stretches;
        let breaks = match stretches.pop_if(|last| last.from == self.galley.parts.len()) {
            Some(none) => none.breaks || breaks,
            None => breaks,
        };
        if !breaks && stretches.last().is_some_and(|last| last.columns == self.lanes) {
            return;
        }
        if stretches.is_empty() && !self.galley.parts.is_empty() {
            stretches.push(Stretch { from: 0, columns: 1, breaks: false });
        }
        stretches.push(Stretch { from: self.galley.parts.len(), columns: self.lanes, breaks });
    }

    /// Makes one frame of all parts from one on that goes to the top of the next page where there is no room for it: it stands
    /// across the columns, and is named where it is meant. What calls notes stays with its page.
    pub fn float(&mut self, from: usize) {
        let parts = self.galley.parts.get(from..).unwrap_or_default();
        let is_plain = |part: &Part| match part {
            Part::Frame(frame) => frame.decors.is_empty(),
            Part::Text(text) => text.decors.is_empty(),
        };
        let height = parts.iter().map(Part::height).sum::<Abs>();
        let has_notes = parts.iter().any(|part| part.notes().next().is_some());
        let may = parts.len() > 1 && parts.iter().all(is_plain) && !has_notes;
        if !may || height > self.context.area.height.mul_div(3, 5) {
            return;
        }
        let parts = self.galley.parts.split_off(from);
        let frame = frame::stacked(frame::set(self.context, parts));
        self.galley.parts.push(Part::Frame(Frame { kind: FrameKind::Float, ..frame }));
    }

    /// The same of a box: what it stands on goes with it. One within another, or higher than most of a page, stays.
    pub fn float_box(&mut self, from: usize) {
        let parts = self.galley.parts.get(from..).unwrap_or_default();
        let height = parts.iter().map(Part::height).sum::<Abs>();
        let has_notes = parts.iter().any(|part| part.notes().next().is_some());
        if has_notes || !self.is_outermost() || height > self.context.area.height.mul_div(3, 5) {
            return;
        }
        let parts = self.galley.parts.split_off(from);
        let mut frames = frame::set(self.context, parts);
        let behind = frame::behind(&frames, &self.galley.decors);
        frames.iter_mut().for_each(|frame| frame.decors.clear());
        let mut frame = frame::stacked(frames);
        frame.items.splice(0..0, behind);
        frame.depth = Abs::ZERO;
        self.galley.parts.push(Part::Frame(Frame { kind: FrameKind::Float, ..frame }));
    }

    /// Sets blocks that go where what is above them stands, across columns or in one of them.
    pub fn attached(&mut self, blocks: &[Block]) {
        let held = std::mem::replace(&mut self.held, true);
        self.blocks(blocks);
        self.held = held;
    }

    /// Whether something too wide for the page may be set on a turned one.
    pub fn may_turn(&self) -> bool {
        let is_upright = self.context.is_upright() && !self.context.turned;
        is_upright && self.has_pages && !self.landscape && self.is_outermost()
    }

    /// Whether something too wide may be set in parts: nothing stands beside it.
    pub fn may_split(&self) -> bool {
        !self.in_cell
    }

    /// Where what leads to the next part begins.
    fn lead_from(&mut self) -> usize {
        let mut from = self.galley.parts.len();
        while self.keep && from > 0 {
            from -= 1;
            if *self.galley.parts[from].break_before() != Parting::Never {
                break;
            }
        }
        from
    }

    /// How high what leads to the next part is, with the space below it: headings that are never parted from it.
    pub fn lead(&mut self) -> Abs {
        let from = self.lead_from();
        let height = |part: &Part| match part {
            Part::Frame(frame) => frame.space.natural + frame.height,
            Part::Text(_) => Abs::ZERO,
        };
        let lead: Abs = self.galley.parts[from..].iter().map(height).sum();
        if from < self.galley.parts.len() { lead + self.pending } else { lead }
    }

    /// Turns what follows, and takes with it what leads to it.
    pub fn turn_with_lead(&mut self) {
        let from = self.lead_from();
        let lead = self.galley.parts.split_off(from);
        let (pending, keep) = (self.pending, self.keep);
        self.turn(true);
        if !lead.is_empty() {
            self.galley.parts = lead;
            (self.pending, self.keep) = (pending, keep);
        }
    }

    /// What is set from now on runs the other way: its start is where the end was.
    pub fn turn_around(&mut self) {
        self.right_to_left = !self.right_to_left;
        std::mem::swap(&mut self.start, &mut self.end);
        if let Some(standing) = &mut self.standing {
            standing.at_end = !standing.at_end;
        }
    }

    /// Where the lines being set stand.
    pub fn column(&self) -> Column {
        let left = if self.right_to_left { self.end } else { self.start };
        let width = (self.area - self.start - self.end).max(self.narrowest);
        Column { left: left.min(self.area - self.narrowest), width }
    }

    /// What a text of the section is set into.
    pub fn measure(&self, width: Abs, align: Option<Align>) -> Measure {
        Measure { width, right_to_left: self.right_to_left, align }
    }

    /// Keeps all parts from one on whole and on one page.
    pub fn keep_together(&mut self, from: usize) {
        self.galley.parts.iter_mut().skip(from).for_each(Part::keep_whole);
        self.galley.parts.iter_mut().skip(from + 1).for_each(Part::keep);
    }

    /// Adds a frame below the last, with the space between.
    pub fn push(&mut self, mut frame: Frame) {
        (frame.space, frame.break_before) = self.before(frame.break_before);
        self.add(frame);
    }

    /// The space before the next part, and what a page end there parts.
    fn before(&mut self, own: Parting) -> (Space, Parting) {
        let natural = std::mem::take(&mut self.pending);
        let parting = std::mem::take(&mut self.parting);
        if std::mem::take(&mut self.keep) {
            (Space::within(natural), Parting::Never)
        } else {
            (Space::between(natural), if own == Parting::Nothing { parting } else { own })
        }
    }

    /// Adds a frame that belongs to the last: no space between, and parted from it as it says itself.
    pub fn add(&mut self, mut frame: Frame) {
        frame.anchors.append(&mut self.anchors);
        frame.decors = self.open_decors.clone();
        self.widen(&mut frame);
        self.galley.parts.push(Part::Frame(frame));
    }

    /// Puts a label before what begins with a part, if it is there.
    pub fn put_label(&mut self, part: usize, items: Vec<Item>, strut: Extent) {
        if let Some(part) = self.galley.parts.get_mut(part) {
            part.put_label(items, strut);
        }
    }

    /// Parts so far.
    pub fn len(&self) -> usize {
        self.galley.parts.len()
    }

    /// Keeps the space above a part as it is, whatever the page lacks: lines of a list are equally far apart.
    pub fn keep_space(&mut self, part: usize) {
        if let Some(Part::Frame(frame)) = self.galley.parts.get_mut(part) {
            frame.space = Space::within(frame.space.natural);
        }
    }

    /// Adds a header to repeat; returns the index that frames name it by.
    pub fn add_header(&mut self, mut header: Frame) -> u32 {
        self.widen(&mut header);
        self.galley.headers.push(header);
        self.galley.headers.len() as u32 - 1
    }

    fn widen(&self, frame: &mut Frame) {
        if self.is_wide {
            frame.outer.get_or_insert_default().wide = true;
        }
    }

    /// Keeps the next part with the last.
    pub fn keep_next(&mut self) {
        self.keep = true;
    }

    /// Asks for space before the next part; the largest of what is asked for counts, as margins collapse in CSS.
    pub fn space(&mut self, space: Abs) {
        self.pending = self.pending.max(space);
    }

    /// Begins a background or bar behind the column.
    pub fn open_decor(&mut self, kind: DecorKind) {
        let Column { left: x, width } = self.column();
        let decor = match kind {
            DecorKind::Bar(_) if self.right_to_left => Decor { kind, x: x + width - BAR, width: BAR },
            DecorKind::Bar(_) => Decor { kind, x, width: BAR },
            DecorKind::Background(_) | DecorKind::TopRule(_) | DecorKind::Frame(_) => {
                Decor { kind, x, width }
            }
        };
        self.galley.decors.push(decor);
        self.open_decors.push(self.galley.decors.len() as u32 - 1);
    }

    /// Whether blocks stand in nothing but the section.
    pub fn is_outermost(&self) -> bool {
        self.open_decors.is_empty() && self.start.is_zero() && self.end.is_zero()
    }

    /// Ends the last that was begun.
    pub fn close_decor(&mut self) {
        self.open_decors.pop();
    }

    /// A frame of nothing, inside the open decors: their padding.
    pub fn padding(&mut self, height: Abs, keep_with: Keep) {
        let frame = Frame { height, break_before: Parting::Never, ..Frame::default() };
        match keep_with {
            Keep::Next => {
                self.push(Frame { break_before: Parting::Nothing, ..frame });
                self.keep = true;
            }
            Keep::Last => {
                self.pending = Abs::ZERO;
                self.keep = false;
                self.add(frame);
            }
        }
    }

    /// A paragraph of the text, to be set when its pages are chosen.
    pub fn running(&mut self, text: &RichText) {
        let Column { left, width } = self.column();
        let measure = self.measure(width, None);
        if self.in_cell {
            let lines = inline::cell_lines(self.context, text, measure);
            return self.lines(text, lines, left);
        }
        let keep = self.keep;
        let plan = self.plan_beside(text, measure);
        let plan = plan.unwrap_or_else(|| inline::plan(self.context, text, measure));
        if plan.ways.is_empty() {
            self.keep = keep;
            // What is named in it stands where the next block does.
            for mark in &text.marks {
                if let MarkKind::Anchor { node, .. } = mark.kind {
                    self.anchors.push(node);
                }
            }
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
            without_figures: None,
            break_before,
            whole: false,
            on_grid: text.style.leading == self.context.flow.theme.leading,
            left,
            strut: self.context.strut(text),
            label: Vec::new(),
            anchors: std::mem::take(&mut self.anchors),
            decors: self.open_decors.clone(),
        };
        self.galley.parts.push(Part::Text(Box::new(text)));
        self.keep_beside();
    }

    /// A text that is set at once: a heading, a caption, a label.
    pub fn paragraph(&mut self, text: &RichText) {
        let Column { left, width } = self.column();
        let measure = self.measure(width, None);
        let lines = inline::lines(self.context, text, measure);
        self.lines(text, lines, left);
    }

    /// Lines to frames: no break after the first or before the last.
    pub fn lines(&mut self, text: &RichText, lines: Vec<Line>, left: Abs) {
        let count = lines.len();
        for (index, line) in lines.into_iter().enumerate() {
            let frame = self.line_frame(text, line, left);
            if index == 0 {
                self.push(Frame { break_before: Parting::Nothing, ..frame });
            } else {
                let break_before = if is_stranding(index, count) { Parting::Never } else { Parting::Nothing };
                self.add(Frame { break_before, ..frame });
            }
        }
    }

    /// A line of a text as a frame.
    pub fn line_frame(&mut self, text: &RichText, line: Line, left: Abs) -> Frame {
        frame::line_frame(line, text.node, left, self.context.strut(text))
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
