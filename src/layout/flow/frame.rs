//! What a galley is made of.

use std::collections::BTreeMap;

use crate::geom::{Abs, Point, Size};
use crate::layout::area::shift;
use crate::layout::compose::Plate;
use crate::layout::context::Context;
use crate::layout::extent::Extent;
use crate::layout::inline::{self, Line, Plan};
use crate::model::layout::{Artifact, Item, ItemKind, Origin, TextPlace};
use crate::model::media::ImageId;
use crate::model::resolved::NodeId;
use crate::model::theme::Color;
use crate::source::Span;

/// What a page would part that ended before something; [`crate::layout::page`] has the price of each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Parting {
    /// Nothing that belongs together.
    #[default]
    Nothing,
    /// An ornament from what follows it.
    Ornament,
    /// Words that announce something from what they announce.
    Announcement,
    /// A single line from the code or table that it leads to: most name a file, or say what stands below.
    LeadIn,
    /// The lines of a table row's cells.
    Row,
    /// Lines of a listing, or rows of a table, that one page has room for.
    Whole,
    /// What no page end may part, unless nothing else is possible.
    Never,
}

/// Vertical space that goes at the top of a page, may stretch to fill one and shrink to fit one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Space {
    pub natural: Abs,
    pub stretch: Abs,
    pub shrink: Abs,
    /// How it takes a whole line more, or gives one up.
    pub lines: LineGive,
}

/// How a space takes or gives up a whole line of the grid.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LineGive {
    /// By itself, where it is visible.
    #[default]
    Alone,
    /// Above a heading: so much of the line is its own part, the rest goes below the heading, which keeps its place
    /// between what it parts.
    Shared(Abs),
    /// Not at all.
    Never,
}

impl Space {
    /// Space between blocks: it may grow by half and give up a quarter.
    pub fn between(natural: Abs) -> Space {
        Space { natural, stretch: natural / 2, shrink: natural / 4, lines: LineGive::Alone }
    }

    /// Space above a heading with so much below it: both grow or shrink by a fifth, no more, for readers tell levels by the
    /// white. A line is shared between them where it is a fifth of the distance from the line above to that below.
    pub fn above_heading(natural: Abs, after: Abs, leading: Abs, text_leading: Abs) -> Space {
        let half = (leading + text_leading) / 2;
        let (above, below) = (natural + half, after + half);
        let is_fifth = text_leading * 5 <= above + below;
        let share = text_leading.mul_div(above.raw(), (above + below).raw().max(1));
        let lines = if is_fifth { LineGive::Shared(share) } else { LineGive::Never };
        Space { natural, stretch: natural / 5, shrink: natural / 5, lines }
    }

    /// Space within what belongs together, as below a heading: always the same.
    pub fn within(natural: Abs) -> Space {
        Space { natural, ..Space::default() }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum FrameKind {
    #[default]
    Text,
    /// May go to the top of the next page while the text runs on.
    Float,
    /// The page ends here.
    PageBreak,
    /// Takes what is left of the page.
    Fill,
    /// Space that also stands at a page's top.
    Rigid,
    /// A picture over the whole page.
    Cover(ImageId),
    /// At a place of the page: its items are relative to the page's upper left corner.
    Placed,
}

/// Something of a fixed height that stays on one page. Items are relative to its top left corner on the type area.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    pub kind: FrameKind,
    pub space: Space,
    pub break_before: Parting,
    /// It is a figure that stays where it is written: those before it that float stand above it.
    pub follows: bool,
    pub height: Abs,
    /// By how much it may be made lower where it would just not fit on the page: what a picture gives.
    pub give: Abs,
    /// How far below its upper edge its first baseline is, if it begins with a line.
    pub baseline: Option<Abs>,
    /// How far its last baseline is above its lower edge: where it ends a page, that baseline stands on the foot. Never more
    /// than a strut's: what is deeper counts as height, and stays on the page (TeX's `\\maxdepth`).
    pub depth: Abs,
    /// Its lines are the text's: they stand on the book's grid.
    pub on_grid: bool,
    pub items: Vec<Item>,
    pub anchors: Vec<NodeId>,
    /// Notes called in it, by index.
    pub notes: Vec<u32>,
    pub begins: Option<TextPlace>,
    /// Backgrounds and bars it stands on: indices into the galley's decors, outermost first.
    pub decors: Vec<u32>,
    /// The header that is repeated when a page begins with it: an index into the galley's headers.
    pub header: Option<u32>,
    /// What of it stands in the margin's column.
    pub outer: Option<Box<Outer>>,
}

/// How a frame takes room in the margin's column.
#[derive(Debug, Clone, Default)]
pub struct Outer {
    /// All of it is as wide as the text and the column.
    pub wide: bool,
    /// What stands in the column, relative to its left edge and to the frame's top; and how high that is.
    pub items: Vec<Item>,
    pub height: Abs,
    /// What is called and named in it, which goes to the frame.
    pub notes: Vec<u32>,
    pub anchors: Vec<NodeId>,
    /// It has a page to itself; and what of it is at a place of the page.
    pub plate: Option<Plate>,
    pub placed: Vec<Item>,
}

/// A block in the margin's column, beside a line.
pub struct Beside {
    pub frames: Vec<Frame>,
    pub span: Span,
    pub is_note: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum DecorKind {
    Background(Color),
    /// A vertical rule at the start edge.
    Bar(Color),
    /// A rule above the first of the frames.
    TopRule(Color),
    /// Rules around them.
    Frame(Color),
}

/// A background or bar behind consecutive frames, over the spaces between them too. Relative to the type area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decor {
    pub kind: DecorKind,
    pub x: Abs,
    pub width: Abs,
}

/// A rule at the top of a box, and one around it.
const TOP_RULE: Abs = Abs::pt(2);
const FRAME_RULE: Abs = Abs::from_raw(Abs::pt(3).raw() / 4);

impl Decor {
    /// What is drawn of it between two heights.
    pub fn items(&self, top: Abs, bottom: Abs) -> Vec<Item> {
        let (x, width, height) = (self.x, self.width, bottom - top);
        let fill = |at: (Abs, Abs), size: (Abs, Abs), color: Color| Item {
            origin: Origin::Artifact(Artifact::Decoration),
            at: Point::new(at.0, at.1),
            kind: ItemKind::Fill { size: Size::new(size.0, size.1), color },
        };
        match self.kind {
            DecorKind::Background(color) | DecorKind::Bar(color) => {
                vec![fill((x, top), (width, height), color)]
            }
            DecorKind::TopRule(color) => vec![fill((x, top), (width, TOP_RULE), color)],
            DecorKind::Frame(color) => {
                let side = |x: Abs| fill((x, top), (FRAME_RULE, height), color);
                let edge = |y: Abs| fill((x, y), (width, FRAME_RULE), color);
                vec![edge(top), edge(bottom - FRAME_RULE), side(x), side(x + width - FRAME_RULE)]
            }
        }
    }
}

/// A paragraph whose lines are set once it is known where its pages end.
pub struct Text {
    pub plan: Plan,
    pub node: NodeId,
    pub space: Space,
    /// The space above it where the figures right before it stand elsewhere.
    pub without_figures: Option<Space>,
    pub break_before: Parting,
    /// Its lines stay on one page.
    pub whole: bool,
    pub on_grid: bool,
    pub left: Abs,
    pub strut: Extent,
    /// What hangs before its first line, relative to that line's baseline on the type area.
    pub label: Vec<Item>,
    pub anchors: Vec<NodeId>,
    pub decors: Vec<u32>,
}

impl Text {
    /// Sets it in one of its ways, a frame a line.
    pub fn set(mut self, context: &mut Context, way: usize) -> Vec<Frame> {
        let lines = inline::set(context, &self.plan, way);
        let count = lines.len();
        let frame = |(index, line): (usize, Line)| Frame {
            break_before: if is_stranding(index, count) { Parting::Never } else { Parting::Nothing },
            on_grid: self.on_grid,
            decors: self.decors.clone(),
            ..line_frame(line, self.node, self.left, self.strut)
        };
        let mut frames: Vec<Frame> = lines.into_iter().enumerate().map(frame).collect();
        if let Some(first) = frames.first_mut() {
            first.space = self.space;
            first.break_before = self.break_before;
            shift(&mut self.label, Abs::ZERO, first.baseline.unwrap_or_default());
            self.label.append(&mut first.items);
            first.items = self.label;
            self.anchors.append(&mut first.anchors);
            first.anchors = self.anchors;
        }
        frames
    }
}

/// Whether a page break before a line would leave the first alone at a foot or the last alone at a head.
pub fn is_stranding(index: usize, count: usize) -> bool {
    index == 1 || index + 1 == count
}

/// One line as a frame: as high as the leading, or as what is higher or deeper on it.
pub fn line_frame(line: Line, node: NodeId, left: Abs, strut: Extent) -> Frame {
    let Line { mut items, facts, .. } = line;
    shift(&mut items, left, facts.extent.height);
    Frame {
        height: facts.extent.total(),
        baseline: Some(facts.extent.height),
        depth: strut.depth,
        items,
        notes: facts.notes,
        anchors: facts.anchors,
        begins: Some(TextPlace { node, offset: facts.start }),
        ..Frame::default()
    }
}

/// What stands in a galley, one below the other.
#[expect(
    clippy::large_enum_variant,
    reason = "most parts of what is not running text are frames: a box each would be an allocation a line"
)]
pub enum Part {
    Frame(Frame),
    Text(Box<Text>),
}

impl Part {
    /// What a page end before it parts; to be changed where it is kept with what is above.
    pub fn break_before(&mut self) -> &mut Parting {
        match self {
            Part::Frame(frame) => &mut frame.break_before,
            Part::Text(text) => &mut text.break_before,
        }
    }

    /// How high it is in its best way, with the space above it.
    pub fn height(&self) -> Abs {
        match self {
            Part::Frame(frame) => frame.space.natural + frame.height,
            Part::Text(text) => {
                let lines = text.plan.ways[text.plan.best].lines.len() as i64;
                text.space.natural + text.strut.total() * lines
            }
        }
    }

    /// The notes that it calls, by index.
    pub fn notes(&self) -> impl Iterator<Item = u32> {
        let (of_frame, lines) = match self {
            Part::Frame(frame) => (frame.notes.as_slice(), &[][..]),
            Part::Text(text) => (&[][..], text.plan.ways[text.plan.best].lines.as_slice()),
        };
        of_frame.iter().chain(lines.iter().flat_map(|line| &line.notes)).copied()
    }

    /// Counts the notes that it calls from a later one on.
    pub fn count_notes_from(&mut self, first: u32) {
        let add = |note: &mut u32| *note += first;
        match self {
            Part::Frame(frame) => frame.notes.iter_mut().for_each(add),
            Part::Text(text) => {
                let lines = text.plan.ways.iter_mut().flat_map(|way| &mut way.lines);
                lines.flat_map(|line| &mut line.notes).for_each(add);
            }
        }
    }

    /// Keeps it whole and with what is above.
    pub fn keep(&mut self) {
        *self.break_before() = Parting::Never;
        self.keep_whole();
    }

    /// Whether it is a paragraph that would like to be a single line.
    pub fn is_one_line(&self) -> bool {
        match self {
            Part::Frame(_) => false,
            Part::Text(text) => text.plan.ways[text.plan.best].lines.len() == 1,
        }
    }

    /// Keeps its lines on one page.
    pub fn keep_whole(&mut self) {
        if let Part::Text(text) = self {
            text.whole = true;
        }
    }

    /// Puts a label before what stands in it, on its first baseline; where it begins with no line, on that of the label's
    /// own strut. The items are relative to the baseline.
    pub fn put_label(&mut self, mut items: Vec<Item>, strut: Extent) {
        let own = match self {
            Part::Frame(frame) => {
                shift(&mut items, Abs::ZERO, frame.baseline.unwrap_or(strut.height));
                &mut frame.items
            }
            Part::Text(text) => &mut text.label,
        };
        items.append(own);
        *own = items;
    }
}

/// What stands below each other at once, each paragraph in its best way.
pub fn set(context: &mut Context, parts: Vec<Part>) -> Vec<Frame> {
    let mut frames = Vec::with_capacity(parts.len());
    for part in parts {
        match part {
            Part::Frame(frame) => frames.push(frame),
            Part::Text(text) => {
                let best = text.plan.best;
                frames.extend(text.set(context, best));
            }
        }
    }
    frames
}

/// A section, or as much of it as stands on pages that lie alike, ready to be put on them, as a compositor's galley is: one long column, its lines broken in every way that
/// pages may want, none of its pages made.
///
/// ```text
///   parts    Frame  a heading                       notes    [0]  the lines of its first note
///            Text   a paragraph in 4, 5 or 6 lines           [1]  of its second
///            Frame  a table's header                headers  [0]  the same header as it is repeated
///            Frame  a row, under header 0           decors   [0]  the tint behind a box
///            Frame  a row, under header 0
/// ```
#[derive(Default)]
pub struct Galley {
    pub parts: Vec<Part>,
    pub decors: Vec<Decor>,
    /// Table headers to repeat, by the index that frames name.
    pub headers: Vec<Frame>,
    /// The lines of each note, by its index.
    pub notes: BTreeMap<u32, Vec<Frame>>,
    /// What stands in the margin, by the node that begins where it does.
    pub beside: BTreeMap<NodeId, Beside>,
    /// Its pages are turned.
    pub turned: bool,
    /// The parts that chapters begin with which run on after the first.
    pub openings: Vec<usize>,
    /// What stands below its parts.
    pub columns: Option<Columns>,
    /// Where its parts begin to stand in columns, or cease to, in their order; none in most galleys.
    pub stretches: Vec<Stretch>,
    pub lanes: Lanes,
}

/// Parts of a galley that stand in as many columns as those after them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// The first of them.
    pub from: usize,
    /// One for what stands across all columns.
    pub columns: u8,
    /// They begin a page.
    pub breaks: bool,
}

/// How columns lie on the pages of a galley.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lanes {
    /// Those of its notes.
    pub of_notes: u8,
    pub gap: Abs,
    /// The first is on the right.
    pub leftward: bool,
}

/// Frames to be set in columns side by side, relative to the first column's left edge.
#[derive(Default)]
pub struct Columns {
    pub count: usize,
    /// From the left edge of one to that of the next.
    pub step: Abs,
    /// The first is on the right.
    pub leftward: bool,
    pub frames: Vec<Frame>,
}

/// Frames one below the other as one, with the space before the first.
pub fn stacked(frames: Vec<Frame>) -> Frame {
    let mut whole = Frame::default();
    for (nth, mut frame) in frames.into_iter().enumerate() {
        match nth {
            0 => (whole.space, whole.break_before) = (frame.space, frame.break_before),
            _ => whole.height += frame.space.natural,
        }
        shift(&mut frame.items, Abs::ZERO, whole.height);
        whole.height += frame.height;
        whole.depth = frame.depth;
        whole.items.append(&mut frame.items);
        whole.anchors.append(&mut frame.anchors);
        whole.begins = whole.begins.or(frame.begins);
    }
    whole
}

/// What stands behind frames that are one below the other.
pub fn behind(frames: &[Frame], decors: &[Decor]) -> Vec<Item> {
    let mut spans: Vec<(u32, Abs, Abs)> = Vec::new();
    let mut y = Abs::ZERO;
    for (nth, frame) in frames.iter().enumerate() {
        y += if nth > 0 { frame.space.natural } else { Abs::ZERO };
        let end = y + frame.height;
        for decor in &frame.decors {
            match spans.iter_mut().find(|span| span.0 == *decor) {
                Some(span) => span.2 = end,
                None => spans.push((*decor, y, end)),
            }
        }
        y = end;
    }
    let drawn = spans
        .into_iter()
        .filter_map(|(index, top, bottom)| Some(decors.get(index as usize)?.items(top, bottom)));
    drawn.flatten().collect()
}

/// Columns of lines as one frame, as high as the highest.
pub fn side_by_side(columns: Vec<Vec<Frame>>) -> Frame {
    let mut frame = Frame::default();
    for column in columns {
        let mut y = Abs::ZERO;
        for mut line in column {
            shift(&mut line.items, Abs::ZERO, y);
            y += line.height;
            frame.items.append(&mut line.items);
            frame.notes.append(&mut line.notes);
            frame.anchors.append(&mut line.anchors);
            frame.begins = frame.begins.or(line.begins);
        }
        frame.height = frame.height.max(y);
    }
    frame
}
