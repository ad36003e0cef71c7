//! Sets the pages of a galley in columns as they were planned.

use std::collections::VecDeque;

use super::bands::{Band, bands};
use super::columns as index;
use super::cost::Costs;
use super::pages::{Placed, Plan, Planner};
use super::set::{PageSetter, note_rule, place};
use super::sheet::{NOTE_GAP, Sheet};
use super::vlist::VerticalList;
use crate::geom::{Abs, Point};
use crate::layout::compose::BodyPage;
use crate::layout::context::Context;
use crate::layout::flow::{Frame, Galley, Lanes, Part};

/// Puts a galley in columns on pages.
pub fn in_columns(context: &mut Context, mut galley: Galley, sheet: &Sheet, costs: &Costs) -> Vec<BodyPage> {
    // Lines of all columns stand on one grid, also in a book that has none, and each page by itself.
    let sheet = Sheet { grid: true, two_sided: false, ..*sheet };
    let entries = galley.columns.take();
    let bands = bands(&mut galley);
    let planner = Planner { bands: &bands, sheet: &sheet, costs, of_notes: galley.lanes.of_notes };
    let plans = planner.plan();
    let ends: Vec<Vec<usize>> = plans.iter().map(|plan| planner.ends(&plan.notes)).collect();
    let heights: Vec<Abs> = plans.iter().map(|plan| planner.height(&plan.notes)).collect();
    let mut placer = Placer {
        width: context.measure(),
        gap: galley.lanes.gap,
        lanes: galley.lanes,
        galley: &galley,
        sheet: &sheet,
        stocks: bands.into_iter().map(Stock::of).collect(),
        context,
    };
    let mut pages = Vec::with_capacity(plans.len());
    for ((plan, ends), height) in plans.iter().zip(ends).zip(heights) {
        let mut page = BodyPage { turned: placer.context.turned, ..BodyPage::default() };
        plan.placed.iter().for_each(|placed| placer.put(placed, &mut page));
        placer.notes(plan, (&ends, height), &mut page);
        pages.push(page);
    }
    if let Some(entries) = entries {
        pages.append(&mut index::set(context, &sheet, Vec::new(), entries));
    }
    pages
}

/// What is left of a band.
struct Stock {
    columns: u8,
    parts: Vec<Option<Part>>,
    list: VerticalList,
    rest: VecDeque<Frame>,
    notes: Vec<Frame>,
    floats: Vec<Frame>,
}

impl Stock {
    fn of(band: Band) -> Stock {
        let Band { columns, parts, list, notes, floats, .. } = band;
        let floats = floats.into_iter().map(|float| float.frame).collect();
        let parts = parts.into_iter().map(Some).collect();
        Stock { columns, parts, list, rest: VecDeque::new(), notes, floats }
    }
}

struct Placer<'p, 'c, 'b> {
    context: &'c mut Context<'b>,
    /// Of the type area.
    width: Abs,
    gap: Abs,
    lanes: Lanes,
    galley: &'p Galley,
    sheet: &'p Sheet,
    stocks: Vec<Stock>,
}

impl Placer<'_, '_, '_> {
    fn put(&mut self, placed: &Placed, page: &mut BodyPage) {
        match placed {
            Placed::Float { band, float, y } => {
                let frame = std::mem::take(&mut self.stocks[*band].floats[*float]);
                place(page, frame, Point::new(Abs::ZERO, *y));
            }
            Placed::Lane { band, lane, y, height, chosen } => {
                let x = self.x(self.stocks[*band].columns, *lane);
                let sheet = Sheet { height: *height, ..*self.sheet };
                let stock = &mut self.stocks[*band];
                let mut setter = PageSetter {
                    context: self.context,
                    parts: std::mem::take(&mut stock.parts),
                    decors: &self.galley.decors,
                    headers: &self.galley.headers,
                    list: std::mem::take(&mut stock.list),
                    sheet: self.sheet,
                    rest: std::mem::take(&mut stock.rest),
                };
                setter.column(chosen, &sheet, Point::new(x, *y), page);
                (stock.parts, stock.list, stock.rest) = (setter.parts, setter.list, setter.rest);
            }
        }
    }

    /// The left edge of one of some columns, the first of which may be on the right.
    fn x(&self, columns: u8, lane: usize) -> Abs {
        let theme = &self.context.flow.theme;
        let step = theme.column_in(self.width, columns) + self.gap;
        let from_left =
            if self.lanes.leftward { usize::from(columns).saturating_sub(lane + 1) } else { lane };
        step * from_left as i64
    }

    /// Notes below all columns, the last baseline on the page's foot, a rule above the first of them.
    fn notes(&mut self, plan: &Plan, (ends, height): (&[usize], Abs), page: &mut BodyPage) {
        if plan.notes.is_empty() {
            return;
        }
        let columns = self.lanes.of_notes.max(1);
        let top = self.sheet.foot(false) - height;
        let at = Point::new(self.x(columns, 0), top - NOTE_GAP / 2);
        let width = self.context.flow.theme.column_in(self.width, columns);
        page.items.push(note_rule(at, width, self.lanes.leftward));
        let mut from = 0;
        for (lane, end) in ends.iter().enumerate() {
            let (mut y, x) = (top, self.x(columns, lane));
            for (nth, note) in plan.notes[from..*end].iter().enumerate() {
                let mut frame = std::mem::take(&mut self.stocks[note.band].notes[note.line as usize]);
                y += if nth > 0 { frame.space.natural } else { Abs::ZERO };
                frame.begins = None;
                let height = frame.height;
                place(page, frame, Point::new(x, y));
                y += height;
            }
            from = *end;
        }
    }
}
