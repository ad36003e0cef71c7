//! Figures that text stands beside, and those that have a page to themselves.

use std::collections::BTreeSet;

use crate::escape::css::{Sheet, css};
use crate::model::flow::{Block, BlockKind, Flow};
use crate::model::walk::each_block;
use crate::xhtml::width_beside;

/// What the book has of them.
pub(super) fn figures(sheet: &mut Sheet, flow: &Flow) {
    let (mut widths, mut has_left, mut has_right, mut has_plates) = (BTreeSet::new(), false, false, false);
    let measure = flow.manifest.page.measure();
    let mut see = |block: &Block| {
        let BlockKind::Figure(figure) = &block.kind else { return };
        let has = |name: &str| block.classes.iter().any(|class| class == name);
        has_left |= has("left");
        has_right |= has("right");
        has_plates |= has("plate");
        widths.extend(width_beside(block, figure, measure));
    };
    for section in &flow.sections {
        each_block(&section.blocks, &mut see);
        section.notes.iter().for_each(|note| each_block(&note.blocks, &mut see));
    }
    if has_plates {
        sheet.push(PLATES);
    }
    if !widths.is_empty() {
        sheet.push(BESIDE);
        for percent in widths {
            css!(sheet, "figure.beside-{} {{ width: {}%; }}\n", percent, percent);
        }
        sheet.push(if has_left { LEFT } else { "" });
        sheet.push(if has_right { RIGHT } else { "" });
        sheet.push("}\n");
    }
}

const PLATES: &str = "\
figure.plate { break-before: page; break-after: page; }
figure.plate img { max-height: 88vh; width: auto; object-fit: contain; }
";

/// Where lines have room for a few words beside a figure. What is no paragraph begins below it, as on paper.
const BESIDE: &str = "\
@media (min-width: 34em) {
figure.left img, figure.right img { width: 100%; }
figure.left, figure.right { margin-block: 0.35em 0.6em; }
";
const LEFT: &str = "\
figure.left { float: left; clear: left; margin-right: 1.3em; }
section > :not(p):not(.margin):not(.left):not(.right) { clear: left; }
";
const RIGHT: &str = "\
figure.right { float: right; clear: right; margin-left: 1.3em; }
section > :not(p):not(.margin):not(.left):not(.right) { clear: right; }
";
