//! The type of contents.

use super::letters;
use super::palette::Palette;
use super::values::{set, type_size};
use crate::diag::Sink;
use crate::manifest::choices::{FACES, LEADERS};
use crate::manifest::keys;
use crate::model::theme::{EntryStyle, Theme};
use crate::yaml::{Fields, Node, choice};

/// Reads `contents`.
pub(super) fn read(theme: &mut Theme, palette: &Palette, mut fields: Fields, sink: &mut Sink) {
    let contents = &mut theme.contents;
    let levels = [
        ("parts", &mut contents.parts),
        ("chapters", &mut contents.chapters),
        ("sections", &mut contents.sections),
    ];
    for (key, style) in levels {
        entry(style, palette, fields.get(key), sink);
    }
    set(&mut contents.leaders, fields.get("leader"), |node, sink| choice(node, &LEADERS, sink), sink);
    fields.close(&keys::CONTENTS_LINES, &[("leaders", "leader: dots"), ("dots", "leader: dots")], sink);
}

fn entry(style: &mut EntryStyle, palette: &Palette, node: Option<&Node>, sink: &mut Sink) {
    let form = "{font: heading, weight: bold, color: \"#1f3a5f\"}";
    let Some(mut fields) = node.and_then(|node| Fields::open(node, form, sink)) else { return };
    let letters = &mut style.letters;
    set(&mut letters.role, fields.get("font"), |node, sink| choice(node, &FACES, sink).map(Some), sink);
    set(&mut letters.size, fields.get("size"), |node, sink| type_size(node, sink).map(Some), sink);
    set(&mut style.color, fields.get("color"), |node, sink| palette.color(node, sink).map(Some), sink);
    letters::read(letters, &mut fields, sink);
    fields.close(&keys::ENTRY, letters::STRANGERS, sink);
}
