//! Tables: columns as wide as their content asks, rows that stay whole, the header repeated on each page.

mod asked;
mod columns;
mod rows;
mod split;
mod widths;

use rustc_hash::{FxHashMap, FxHashSet};

use super::builder::{Column, GalleyBuilder, decoration};
use super::frame::{Frame, Parting, side_by_side};
use crate::geom::{Abs, Point, Size};
use crate::layout::area::shift;
use crate::layout::inline;
use crate::model::flow::{Block, Cell, CellContent, RichText, Row, Table};
use crate::model::layout::{Artifact, GlyphRun, Item, ItemKind, Origin};
use crate::model::resolved::NodeId;
use crate::model::theme::{CaptionPlace, Color};
use crate::model::walk::each_text;
use asked::{Asked, GAP, asked};
use columns::{Columns, WHOLE, needed};
use rows::{Sheet, joined};
use split::Strip;

/// Space above and below rows, and the rules' weights: the booktabs proportions.
const ROW_PAD: Abs = Abs::from_raw(65_536 * 5 / 2);
const HEAVY: Abs = Abs::from_raw(65_536 * 4 / 5);
const LIGHT: Abs = Abs::from_raw(65_536 / 2);
const HAIR: Abs = Abs::from_raw(65_536 / 4);
/// A table that takes no more than this part of a page is kept whole.
const SMALL: i64 = 4;

/// Sets a table: its caption, its header, its rows. One that is too wide is set smaller, on a turned page, or in strips.
pub fn table(builder: &mut GalleyBuilder, block: &Block, table: &Table) {
    let ends = ends(builder, table);
    let asked = asked(builder, (table, &ends), GAP);
    let need = needed(&[], &asked.least);
    let is_too_wide = |builder: &GalleyBuilder| need > columns::widest_room(builder, builder.column().width);
    let is_meant = table.look.turned;
    let may_help = asked.least.len() <= split::MOST_COLUMNS;
    let turns = (is_meant || (is_too_wide(builder) && may_help)) && builder.may_turn();
    if turns && !is_meant {
        let message =
            format!("a table of {} columns is too wide, and set on a turned page", asked.least.len());
        let hint = "put it between `::: {.landscape}` and `:::` to say so, or use fewer columns";
        columns::tell(builder, block, ("table-turned", message, hint));
    }
    if turns {
        builder.turn_with_lead();
    }
    let room = columns::widest_room(builder, builder.column().width);
    let strips = if need > room && may_help && builder.may_split() {
        split::strips(table, &asked, room)
    } else {
        Vec::new()
    };
    if strips.len() > 1 {
        let message = format!(
            "a table of {} columns is set in {} parts, since it is wider than the page",
            asked.least.len(),
            strips.len()
        );
        let hint = "use fewer columns or a wider page, or make several tables of it";
        columns::tell(builder, block, ("table-split", message, hint));
        in_strips(builder, block, table, strips);
    } else {
        let set = Whole { table, ends, again: None };
        set.set(builder, block, asked);
    }
    if turns {
        builder.turn(false);
    }
}

/// A table of columns that would take more than this part of the page's height in one of them stands across them, if that
/// makes it lower: it would be parted between them.
const TALL: i64 = 3;

/// Whether a table stands across columns: words would be divided in one of them, its rows be much higher than they need be, or
/// all of it be a tall strip.
pub fn is_wide(builder: &mut GalleyBuilder, table: &Table, (column, whole): (Abs, Abs)) -> bool {
    let ends = ends(builder, table);
    let asked = asked(builder, (table, &ends), GAP);
    let room = table.look.width.map_or(column, |part| column.scale(part));
    let natural = needed(&[], &asked.widest).min(whole);
    needed(&[], &asked.least) > room
        || natural > column * 3 / 2
        || (natural > column && is_tall(builder, table))
}

/// Whether a table is high with a line and a half in each of its rows.
fn is_tall(builder: &GalleyBuilder, table: &Table) -> bool {
    let rows = (table.head.len() + table.rows.len()) as i64;
    builder.context.flow.theme.small_leading * rows * 3 / 2 > builder.context.area.height / TALL
}

/// The strips of a table one below the other; what one before has shown is seen, but not read again.
fn in_strips(builder: &mut GalleyBuilder, block: &Block, table: &Table, strips: Vec<Strip>) {
    for (nth, strip) in strips.iter().enumerate() {
        if nth > 0 {
            builder.space(builder.context.flow.theme.leading);
            if let Some(continued) = continued(builder, table) {
                builder.push(continued);
                builder.keep_next();
            }
        }
        let ends = ends(builder, &strip.table);
        let asked = asked(builder, (&strip.table, &ends), GAP);
        let again = again(&strip.table, &strip.again);
        Whole { table: &strip.table, ends, again: Some(again) }.set(builder, block, asked);
    }
}

/// A table that is set in one piece as wide as it is.
struct Whole<'t> {
    table: &'t Table,
    ends: Vec<Vec<Abs>>,
    /// The texts in it that are only shown again.
    again: Option<Texts<'t>>,
}

/// Texts by what they are of.
type Texts<'t> = FxHashMap<NodeId, &'t RichText>;

impl Whole<'_> {
    fn set(&self, builder: &mut GalleyBuilder, block: &Block, asked: Asked) {
        let table = self.table;
        let from = builder.len();
        let beside = table.caption.as_ref().and_then(|caption| builder.caption_beside(caption));
        let is_above = builder.context.flow.theme.captions.tables != CaptionPlace::Below;
        if let Some(caption) = table.caption.as_ref().filter(|_| is_above || beside.is_some()) {
            builder.anchors.push(caption.node);
        }
        if let Some(caption) = table.caption.as_ref().filter(|_| beside.is_none() && is_above) {
            builder.paragraph(caption);
            builder.keep_next();
            builder.space(builder.context.flow.theme.small_leading / 3);
        }
        let columns = Columns::of(builder, block, table, asked);
        let sheet = Sheet { table, columns, is_ruled: table.is_ruled() };
        let (left, area) = (builder.column().left, builder.context.area.height);
        let fitted = |mut frame: Frame| {
            shrink(&mut frame, sheet.columns.scale, left);
            if let Some(again) = &self.again {
                show_again(&mut frame.items, again);
            }
            frame
        };
        let head = head(builder, &sheet).map(fitted);
        let repeated = self.repeated(builder, head.as_ref());
        let is_headed = head.is_some();
        let mut height = head.as_ref().map_or(Abs::ZERO, |head| head.height);
        if let Some(head) = head {
            builder.push(head);
        }
        let mut frames: Vec<Frame> = body(builder, &sheet, &self.ends).into_iter().map(fitted).collect();
        height += frames.iter().map(|frame| frame.height).sum::<Abs>();
        keep_rows(&mut frames, height <= area, area);
        for (nth, mut frame) in frames.into_iter().enumerate() {
            frame.header = repeated;
            if nth > 0 || is_headed { builder.add(frame) } else { builder.push(frame) }
        }
        let below = table.caption.as_ref().filter(|_| beside.is_none() && !is_above);
        if let Some(outer) = beside {
            builder.put_beside(from, outer);
        }
        if let Some(caption) = below {
            builder.keep_next();
            builder.space(builder.context.flow.theme.small_leading / 3);
            builder.anchors.push(caption.node);
            builder.paragraph(caption);
        }
        if !table.below.is_empty() {
            builder.keep_next();
            builder.space(builder.context.flow.theme.small_leading / 3);
            builder.attached(&table.below);
        }
        if height <= area / SMALL {
            builder.keep_together(from);
        }
    }

    /// What stands above the rows on each page that the table goes on to: its number, and the head unless that takes most
    /// of a page.
    fn repeated(&self, builder: &mut GalleyBuilder, head: Option<&Frame>) -> Option<u32> {
        let area = builder.context.area.height;
        let head = head.filter(|head| head.height <= area / 3);
        let continued = continued(builder, self.table);
        if head.is_none() && continued.is_none() {
            return None;
        }
        let gap = builder.context.flow.theme.small_leading / 3;
        let mut frame = continued.map_or_else(Frame::default, |mut frame| {
            frame.height += gap;
            frame
        });
        if let Some(head) = head {
            let mut head = as_artifact(head, self.table.shown_head());
            shift(&mut head.items, Abs::ZERO, frame.height);
            frame.items.append(&mut head.items);
            frame.height += head.height;
        }
        Some(builder.add_header(frame))
    }
}

/// “Table 1 (continued)”, as it stands above what is not the table's beginning.
fn continued(builder: &mut GalleyBuilder, table: &Table) -> Option<Frame> {
    let text = table.continued.as_ref()?;
    let Column { left, width } = builder.column();
    let measure = builder.measure(width, None);
    let lines = inline::lines(builder.context, text, measure);
    let lines: Vec<Frame> = lines.into_iter().map(|line| builder.line_frame(text, line, left)).collect();
    let mut frame = side_by_side(vec![lines]);
    frame.begins = None;
    frame.items.retain(|item| !matches!(item.kind, ItemKind::Link { .. }));
    show_again(&mut frame.items, &FxHashMap::from_iter([(text.node, text)]));
    Some(frame)
}

/// The texts of some of a table's cells.
fn again<'t>(table: &'t Table, cells: &FxHashSet<NodeId>) -> Texts<'t> {
    let mut texts = FxHashMap::default();
    let rows = table.head.iter().chain(&table.rows);
    for cell in rows.flat_map(|row| &row.cells).filter(|cell| cells.contains(&cell.node)) {
        texts_of(cell, &mut texts);
    }
    texts
}

/// Keeps the rows of a table that fits on a page together, and of each the first two and the last, unless they are high.
fn keep_rows(frames: &mut [Frame], fits: bool, area: Abs) {
    let is_start =
        |(nth, frame): (usize, &Frame)| (nth == 0 || frame.break_before == Parting::Nothing).then_some(nth);
    let starts: Vec<usize> = frames.iter().enumerate().filter_map(is_start).collect();
    let count = starts.len();
    for nth in 1..count {
        let end = starts.get(nth + 1).copied().unwrap_or(frames.len());
        let height: Abs = frames[starts[nth - 1]..end].iter().map(|frame| frame.height).sum();
        let is_few = (nth == 1 || nth + 1 == count) && height <= area / SMALL;
        frames[starts[nth]].break_before = match (is_few, fits) {
            (true, _) => Parting::Never,
            (false, true) => Parting::Whole,
            (false, false) => Parting::Nothing,
        };
    }
}

/// The pieces of the body, with the rules between and around them.
fn body(builder: &mut GalleyBuilder, sheet: &Sheet, ends: &[Vec<Abs>]) -> Vec<Frame> {
    let rows = &sheet.table.rows;
    let whole = sheet.columns.whole;
    let mut frames: Vec<Frame> = Vec::with_capacity(rows.len());
    let (mut at, mut group) = (0, 0);
    while at < rows.len() {
        let end = at + joined(&rows[at..]);
        let from = frames.len();
        frames.extend(sheet.pieces(builder, &rows[at..end], &ends[at..end]));
        if let Some(first) = frames.get_mut(from) {
            // The header never stands alone at a foot; a row's slices part only where they must.
            let is_first = at == 0 && !sheet.table.shown_head().is_empty();
            first.break_before = if is_first { Parting::Never } else { Parting::Nothing };
        }
        let first_total = sheet.table.first_total();
        let is_before_total = at < first_total && end >= first_total && end < rows.len();
        if let Some(last) = frames.last_mut().filter(|_| is_before_total && sheet.has_rules()) {
            rule(builder, last, whole, LIGHT);
        } else if let Some(last) = frames.last_mut().filter(|_| sheet.is_ruled && end < rows.len()) {
            last.items.push(hairline(builder, whole, last.height - HAIR));
        }
        let is_tinted = sheet.table.look.striped && group % 2 == 1 && at < first_total;
        // The ground would cover the rule above it, where both meet on a pixel.
        if let Some(first) = frames.get_mut(from).filter(|_| is_tinted && sheet.is_ruled && at > 0) {
            first.items.push(hairline(builder, whole, Abs::ZERO - HAIR));
        }
        let theme = &builder.context.flow.theme;
        let tint = is_tinted.then(|| theme.tables.stripe.unwrap_or(theme.code.background));
        sheet.finish(builder, (&mut frames[from..], tint), &rows[at..end]);
        (at, group) = (end, group + 1);
    }
    if let Some(last) = frames.last_mut().filter(|_| sheet.has_rules()) {
        rule(builder, last, whole, HEAVY);
    }
    let is_headless = sheet.table.shown_head().is_empty() && sheet.has_rules();
    if let Some(first) = frames.first_mut().filter(|_| is_headless) {
        open(builder, first, whole);
    }
    frames
}

/// The room after each number, by rows, that brings its point below those of its column.
fn ends(builder: &mut GalleyBuilder, table: &Table) -> Vec<Vec<Abs>> {
    let mut widest = vec![Abs::ZERO; table.columns.len()];
    let mut ends: Vec<Vec<Option<(usize, Abs)>>> = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let mut end = |cell: &Cell| {
            let (column, text) = (cell.column as usize, cell.text()?);
            let end = text.slice(cell.point?, text.text.len() as u32);
            let end = inline::extents(builder.context, &end, builder.right_to_left).0;
            let widest = widest.get_mut(column)?;
            *widest = (*widest).max(end);
            Some((column, end))
        };
        ends.push(row.cells.iter().map(&mut end).collect());
    }
    let room = |end: Option<(usize, Abs)>| end.map_or(Abs::ZERO, |(column, end)| widest[column] - end);
    ends.into_iter().map(|row| row.into_iter().map(room).collect()).collect()
}

/// The rows of the head as one, each cell over several columns with a rule below it, as booktabs has them.
fn head(builder: &mut GalleyBuilder, sheet: &Sheet) -> Option<Frame> {
    let rows = sheet.table.shown_head();
    if rows.is_empty() {
        return None;
    }
    let mut frame = sheet.whole(builder, rows, &[]);
    let tint = builder.context.flow.theme.tables.head;
    sheet.finish(builder, (std::slice::from_mut(&mut frame), tint), rows);
    if sheet.has_rules() {
        open(builder, &mut frame, sheet.columns.whole);
        rule(builder, &mut frame, sheet.columns.whole, LIGHT);
    }
    Some(frame)
}

/// Makes a frame that was set from the left edge smaller, by thousandths, and puts it where the table stands.
fn shrink(frame: &mut Frame, scale: i64, left: Abs) {
    if scale == WHOLE {
        return;
    }
    let smaller = |length: &mut Abs| *length = length.mul_div(scale, WHOLE);
    smaller(&mut frame.height);
    smaller(&mut frame.depth);
    frame.baseline.iter_mut().for_each(smaller);
    for item in &mut frame.items {
        smaller(&mut item.at.x);
        smaller(&mut item.at.y);
        item.at.x += left;
        match &mut item.kind {
            ItemKind::Glyphs(run) => shrink_glyphs(run, scale),
            ItemKind::Stroke { to, thickness, .. } => {
                [&mut to.x, &mut to.y, thickness].into_iter().for_each(smaller);
            }
            ItemKind::Fill { size, .. } | ItemKind::Image { size, .. } | ItemKind::Link { size, .. } => {
                smaller(&mut size.width);
                smaller(&mut size.height);
            }
        }
    }
}

fn shrink_glyphs(run: &mut GlyphRun, scale: i64) {
    let smaller = |length: &mut i32| *length = (i64::from(*length) * scale / WHOLE) as i32;
    run.size = run.size.mul_div(scale, WHOLE);
    run.glyphs.iter_mut().for_each(|glyph| smaller(&mut glyph.advance));
    for shift in &mut run.shifts {
        smaller(&mut shift.dx);
        smaller(&mut shift.dy);
    }
}

/// The colour of the rules around a table.
fn heavy(builder: &GalleyBuilder) -> Color {
    let theme = &builder.context.flow.theme;
    theme.tables.rule.unwrap_or(theme.color)
}

/// The heavy rule above the table.
fn open(builder: &GalleyBuilder, frame: &mut Frame, whole: Column) {
    shift(&mut frame.items, Abs::ZERO, HEAVY);
    frame.height += HEAVY;
    let color = heavy(builder);
    let size = Size::new(whole.width, HEAVY);
    frame.items.insert(0, decoration(Point::new(whole.left, Abs::ZERO), size, color));
}

fn rule(builder: &GalleyBuilder, frame: &mut Frame, whole: Column, weight: Abs) {
    let color = heavy(builder);
    let at = Point::new(whole.left, frame.height);
    frame.items.push(decoration(at, Size::new(whole.width, weight), color));
    frame.height += weight;
}

/// A line between rows.
fn hairline(builder: &GalleyBuilder, across: Column, top: Abs) -> Item {
    let theme = &builder.context.flow.theme;
    let color = theme.tables.rule.unwrap_or(theme.rule_color);
    decoration(Point::new(across.left, top), Size::new(across.width, HAIR), color)
}

/// A header as it stands on later pages: seen, but not read again.
fn as_artifact(header: &Frame, head: &[Row]) -> Frame {
    let mut texts = FxHashMap::default();
    head.iter().flat_map(|row| &row.cells).for_each(|cell| texts_of(cell, &mut texts));
    let mut items = header.items.clone();
    items.retain(|item| !matches!(item.kind, ItemKind::Link { .. }));
    show_again(&mut items, &texts);
    // A picture is shown again too.
    for item in &mut items {
        if let Origin::Node(_) = item.origin {
            item.origin = Origin::Artifact(Artifact::RepeatedHeader);
        }
    }
    Frame { items, height: header.height, ..Frame::default() }
}

fn texts_of<'t>(cell: &'t Cell, texts: &mut Texts<'t>) {
    let mut see = |text: &'t RichText| {
        texts.insert(text.node, text);
    };
    match &cell.content {
        CellContent::Text(text) => see(text),
        CellContent::Blocks(blocks) => each_text(blocks, &mut see),
    }
}

/// Makes what shows some texts no part of what is read. Its runs carry their characters, since no text of the flow is
/// shown there.
fn show_again(items: &mut Vec<Item>, texts: &Texts) {
    let is_again = |item: &Item| matches!(item.origin, Origin::Node(node) if texts.contains_key(&node));
    items.retain(|item| !(matches!(item.kind, ItemKind::Link { .. }) && is_again(item)));
    for item in items {
        let Origin::Node(node) = item.origin else { continue };
        let Some(text) = texts.get(&node) else { continue };
        item.origin = Origin::Artifact(Artifact::RepeatedHeader);
        if let ItemKind::Glyphs(run) = &mut item.kind
            && run.text.is_none()
        {
            run.text = text.text.get(run.start as usize..run.end as usize).map(Into::into);
        }
    }
}
