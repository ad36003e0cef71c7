//! Galleys to pages: where they end, and what stands on each between its margins.

mod backdrop;
mod bands;
mod beside;
mod builder;
mod choose;
mod columns;
mod cost;
mod ends;
mod fit;
mod lanes;
mod level;
mod notes;
mod pages;
mod place;
mod set;
mod sheet;
#[cfg(test)]
mod tests;
mod vlist;
mod weigh;

use std::collections::BTreeMap;

use super::compose::SectionPages;
use super::context::Context;
use super::flow::{self, Galley};

/// Puts a section on pages, the first of which is a recto or is not: counts what there is in each of its galleys, chooses
/// where pages end, sets them.
pub fn build(context: &mut Context, galleys: Vec<Galley>, opens_recto: bool) -> SectionPages {
    let theme = context.flow.theme.clone();
    let costs = cost::Costs::of(&theme.typography.pages);
    let (mut pages, mut depends) = (Vec::new(), false);
    let mut beside = BTreeMap::new();
    for mut galley in galleys {
        beside.append(&mut galley.beside);
        context.turn(galley.turned);
        let sheet = sheet::Sheet::of(context);
        if galley.stretches.iter().any(|stretch| stretch.columns > 1) {
            pages.append(&mut place::in_columns(context, galley, &sheet, &costs));
            continue;
        }
        let columns = galley.columns.take();
        let leads = columns.is_some() && columns::may_lead(&galley, &sheet);
        let lead = if leads { std::mem::take(&mut galley.parts) } else { Vec::new() };
        if columns.is_none() || !galley.parts.is_empty() {
            let list = vlist::VerticalList::of(&mut galley);
            let is_recto = opens_recto == pages.len().is_multiple_of(2);
            let chosen = choose::choose(&list, &sheet, &costs, is_recto);
            depends |= chosen.iter().any(|page| page.makeup.short);
            pages.append(&mut set::set(context, galley, list, &sheet, &chosen));
        }
        if let Some(columns) = columns {
            let lead = flow::set(context, lead);
            pages.append(&mut columns::set(context, &sheet, lead, columns));
        }
    }
    beside::set(context, &mut pages, beside);
    SectionPages { pages, opens_recto: depends.then_some(opens_recto) }
}
