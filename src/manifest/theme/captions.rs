//! The type of captions, and where they stand.

use super::letters;
use super::palette::Palette;
use super::values::set;
use crate::diag::Sink;
use crate::manifest::choices::{ALIGNS, CAPTION_SIDES, FACES, FIGURE_CAPTIONS, STANDS, TABLE_CAPTIONS};
use crate::manifest::keys;
use crate::model::theme::Theme;
use crate::yaml::{Fields, Node, choice};

/// Reads `captions`.
pub(super) fn read(theme: &mut Theme, palette: &Palette, mut fields: Fields, sink: &mut Sink) {
    set(&mut theme.caption_role, fields.get("font"), |node, sink| choice(node, &FACES, sink), sink);
    set(&mut theme.caption_color, fields.get("color"), |node, sink| palette.color(node, sink), sink);
    set(&mut theme.caption_side, fields.get("side"), |node, sink| choice(node, &CAPTION_SIDES, sink), sink);
    let captions = &mut theme.captions;
    set(
        &mut captions.figures,
        fields.get("figures"),
        |node, sink| choice(node, &FIGURE_CAPTIONS, sink),
        sink,
    );
    set(&mut captions.tables, fields.get("tables"), |node, sink| choice(node, &TABLE_CAPTIONS, sink), sink);
    let align = |node: &Node, sink: &mut Sink| choice(node, &ALIGNS, sink).map(Some);
    set(&mut captions.align, fields.get("align"), align, sink);
    set(&mut captions.stands, fields.get("stands"), |node, sink| choice(node, &STANDS, sink), sink);
    letters::read(&mut theme.caption_letters, &mut fields, sink);
    fields.close(
        &keys::CAPTIONS,
        &[("colour", "color: \"#1f3a5f\""), ("position", "figures: above"), ("place", "figures: above")],
        sink,
    );
}
