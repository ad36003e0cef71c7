//! Galleys to pages: where they end, and what stands on each between its margins.

mod backdrop;
mod builder;
mod choose;
mod cost;
mod ends;
mod fit;
mod level;
mod notes;
mod set;
mod sheet;
#[cfg(test)]
mod tests;
mod vlist;
mod weigh;

use super::compose::SectionPages;
use super::context::Context;
use super::flow::Galley;

/// Puts a section on pages, the first of which is a recto or is not: counts what there is, chooses where pages end, sets
/// them.
pub fn build(context: &mut Context, mut galley: Galley, opens_recto: bool) -> SectionPages {
    let theme = context.flow.theme.clone();
    let sheet = sheet::Sheet::of(context);
    let list = vlist::VerticalList::of(&mut galley);
    let chosen = choose::choose(&list, &sheet, &cost::Costs::of(&theme.typography.pages), opens_recto);
    let pages = set::set(context, galley, list, &sheet, &chosen);
    let depends = chosen.iter().any(|page| page.makeup.short);
    SectionPages { pages, opens_recto: depends.then_some(opens_recto) }
}
