//! Boxes by kind and by class, and paragraphs by class.

use super::by_class;
use super::letters;
use super::palette::Palette;
use super::values::{set, type_size};
use crate::diag::{Diagnostic, Sink};
use crate::manifest::choices::{ALIGNS, BOX_FLOATS, BOX_RULES, BOX_TITLES, FACES};
use crate::manifest::{keys, length};
use crate::model::document::AdmonitionKind;
use crate::model::theme::{BoxStyle, ClassStyle, Theme};
use crate::yaml::{Fields, Node, Value, choice, flag, text};

/// What is not there: no ground, no icon.
const NONE: &str = "none";

/// Reads `boxes` and `classes`.
pub(super) fn read(theme: &mut Theme, palette: &Palette, fields: &mut Fields, sink: &mut Sink) {
    if let Some(node) = fields.get("boxes") {
        for (name, node) in by_class(node, "boxes: {note: {color: \"#1a4f8b\"}}", sink) {
            // A class of the author's begins as a box without a kind does.
            let known = theme.boxes.get(name).or_else(|| theme.boxes.get(AdmonitionKind::Box.name()));
            let mut style = known.copied().unwrap_or(BoxStyle::of(theme.accent));
            one(&mut style, palette, node, sink);
            theme.boxes.insert(name.to_string(), style);
        }
    }
    if let Some(node) = fields.get("classes") {
        for (name, node) in by_class(node, "classes: {lead: {size: 13pt}}", sink) {
            let mut style = theme.classes.get(name).copied().unwrap_or_default();
            class(&mut style, palette, node, sink);
            theme.classes.insert(name.to_string(), style);
        }
    }
}

fn one(style: &mut BoxStyle, palette: &Palette, node: &Node, sink: &mut Sink) {
    let form = "{color: \"#1a4f8b\", rule: start}";
    let Some(mut fields) = Fields::open(node, form, sink) else { return };
    if let Some(color) = fields.get("color").and_then(|node| palette.color(node, sink)) {
        // A ground that nobody chose is a tint of it.
        style.background = style.background.map(|ground| match ground == style.color.tint() {
            true => color.tint(),
            false => ground,
        });
        style.color = color;
    }
    let ground = |node: &Node, sink: &mut Sink| match is_none(node) {
        true => Some(None),
        false => palette.color(node, sink).map(Some),
    };
    set(&mut style.background, fields.get("background"), ground, sink);
    set(&mut style.rule, fields.get("rule"), |node, sink| choice(node, &BOX_RULES, sink), sink);
    set(&mut style.icon, fields.get("icon"), icon, sink);
    letters::style(&mut style.letters, fields.get("title_style"), sink);
    set(&mut style.span, fields.get("span"), flag, sink);
    set(&mut style.number, fields.get("number"), |node, sink| flag(node, sink).map(Some), sink);
    set(&mut style.width, fields.get("width"), width, sink);
    set(&mut style.floats, fields.get("float"), |node, sink| choice(node, &BOX_FLOATS, sink), sink);
    set(&mut style.title, fields.get("title"), |node, sink| choice(node, &BOX_TITLES, sink), sink);
    fields.close(&keys::BOX, &[("colour", "color: \"#1a4f8b\""), ("fill", "background: \"#edf3f9\"")], sink);
}

fn is_none(node: &Node) -> bool {
    matches!(&node.value, Value::Scalar(scalar) if scalar.text == NONE)
}

/// A part of the measure; in less than half of it, lines have a few words each.
fn width(node: &Node, sink: &mut Sink) -> Option<u8> {
    let written = match &node.value {
        Value::Scalar(scalar) => scalar.text.trim().strip_suffix('%'),
        Value::Null | Value::List(_) | Value::Map(_) => None,
    };
    let part = written.and_then(|part| part.trim_end().parse::<u8>().ok());
    let part = part.filter(|part| (50..=100).contains(part));
    if part.is_none() {
        let message = "a box is between 50% and 100% of the measure wide";
        let hint = "write `width: 80%`; `span: true` for one across columns";
        sink.push(Diagnostic::error("out-of-range", node.span, message).hint(hint));
    }
    part
}

/// A sign of one character, or none.
fn icon(node: &Node, sink: &mut Sink) -> Option<Option<char>> {
    let written = text(node, sink)?;
    if written == NONE {
        return Some(None);
    }
    let mut characters = written.chars().filter(|one| *one != '\u{fe0e}');
    match (characters.next(), characters.next()) {
        (Some(sign), None) if !sign.is_control() && !sign.is_whitespace() => Some(Some(sign)),
        _ => {
            let message = format!("`{}` is not one character", written.escape_debug());
            let hint = "an icon is a sign that a face of the theme has, as \"⚠\"; `none` for no icon";
            sink.push(Diagnostic::error("bad-icon", node.span, message).hint(hint));
            None
        }
    }
}

fn class(style: &mut ClassStyle, palette: &Palette, node: &Node, sink: &mut Sink) {
    let Some(mut fields) = Fields::open(node, "{size: 13pt, leading: 18pt}", sink) else { return };
    let role = |node: &Node, sink: &mut Sink| choice(node, &FACES, sink).map(Some);
    let align = |node: &Node, sink: &mut Sink| choice(node, &ALIGNS, sink).map(Some);
    let yes = |node: &Node, sink: &mut Sink| flag(node, sink).map(Some);
    let size = |node: &Node, sink: &mut Sink| type_size(node, sink).map(Some);
    let length = |node: &Node, sink: &mut Sink| length::read(node, sink).map(Some);
    set(&mut style.letters.role, fields.get("font"), role, sink);
    set(&mut style.letters.size, fields.get("size"), size, sink);
    letters::read(&mut style.letters, &mut fields, sink);
    set(&mut style.leading, fields.get("leading"), size, sink);
    set(&mut style.color, fields.get("color"), |node, sink| palette.color(node, sink).map(Some), sink);
    set(&mut style.align, fields.get("align"), align, sink);
    set(&mut style.space_before, fields.get("space_before"), length, sink);
    set(&mut style.space_after, fields.get("space_after"), length, sink);
    set(&mut style.indent, fields.get("indent"), length, sink);
    set(&mut style.span, fields.get("span"), yes, sink);
    fields.close(&keys::CLASSES, letters::STRANGERS, sink);
}
