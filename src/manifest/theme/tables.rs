//! How tables look that say nothing else of themselves.

use super::letters;
use super::palette::Palette;
use super::values::set;
use crate::diag::Sink;
use crate::manifest::choices::{FACES, TABLE_RULES};
use crate::manifest::keys;
use crate::model::theme::{Color, Theme};
use crate::yaml::{Fields, Node, Value, choice, flag};

/// Reads `tables`.
pub(super) fn read(theme: &mut Theme, palette: &Palette, mut fields: Fields, sink: &mut Sink) {
    let color = |node: &Node, sink: &mut Sink| match &node.value {
        Value::Scalar(scalar) if scalar.text == "none" => Some(None),
        Value::Scalar(_) | Value::Null | Value::List(_) | Value::Map(_) => {
            palette.color(node, sink).map(Some::<Color>)
        }
    };
    let tables = &mut theme.tables;
    set(&mut theme.table_role, fields.get("font"), |node, sink| choice(node, &FACES, sink), sink);
    set(&mut tables.head, fields.get("head"), color, sink);
    set(&mut tables.head_color, fields.get("head_color"), color, sink);
    letters::style(&mut tables.head_letters, fields.get("head_style"), sink);
    set(&mut tables.stripe, fields.get("stripe"), color, sink);
    set(&mut tables.striped, fields.get("striped"), flag, sink);
    set(&mut tables.rules, fields.get("rules"), |node, sink| choice(node, &TABLE_RULES, sink), sink);
    set(&mut tables.rule, fields.get("rule"), color, sink);
    fields.close(
        &keys::TABLES,
        &[("header", "head: \"#1f3a5f\""), ("background", "head: \"#1f3a5f\"")],
        sink,
    );
}
