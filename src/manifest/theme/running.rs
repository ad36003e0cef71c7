//! Running heads and feet.

use super::letters;
use super::palette::Palette;
use super::values::{section, set};
use crate::diag::Sink;
use crate::manifest::choices::{FACES, RUNNING_CONTENTS};
use crate::manifest::{keys, length};
use crate::model::theme::{Running, RunningLine, Theme};
use crate::yaml::{Fields, Node, Value, choice};

/// Reads `running_heads` and `running_feet`.
pub(super) fn read(theme: &mut Theme, palette: &Palette, fields: &mut Fields, sink: &mut Sink) {
    let form = "running_heads: {verso: book, recto: chapter}";
    one(&mut theme.heads, palette, section(fields, "running_heads", form, sink), sink);
    let form = "running_feet: {verso: folio, recto: folio}";
    one(&mut theme.feet, palette, section(fields, "running_feet", form, sink), sink);
}

fn one(running: &mut Running, palette: &Palette, fields: Option<Fields>, sink: &mut Sink) {
    let Some(mut fields) = fields else { return };
    set(&mut running.verso, fields.get("verso"), line, sink);
    set(&mut running.recto, fields.get("recto"), line, sink);
    let face = |node: &Node, sink: &mut Sink| choice(node, &FACES, sink).map(Some);
    set(&mut running.letters.role, fields.get("font"), face, sink);
    letters::read(&mut running.letters, &mut fields, sink);
    set(&mut running.color, fields.get("color"), |node, sink| palette.color(node, sink).map(Some), sink);
    set(&mut running.rule, fields.get("rule"), length::read, sink);
    fields.close(
        &keys::RUNNING,
        &[("left", "verso: book"), ("right", "recto: chapter"), ("colour", "color: \"#1f3a5f\"")],
        sink,
    );
}

/// One content, or up to three by their places.
fn line(node: &Node, sink: &mut Sink) -> Option<RunningLine> {
    let content = |node: &Node, sink: &mut Sink| choice(node, &RUNNING_CONTENTS, sink);
    if !matches!(node.value, Value::Map(_)) {
        let outer = content(node, sink)?;
        return Some(RunningLine { outer, floats: true, ..RunningLine::default() });
    }
    let mut fields = Fields::open(node, "{outer: folio, inner: chapter}", sink)?;
    let mut line = RunningLine::default();
    set(&mut line.outer, fields.get("outer"), content, sink);
    set(&mut line.center, fields.get("center"), content, sink);
    set(&mut line.inner, fields.get("inner"), content, sink);
    fields.close(
        &keys::PLACES,
        &[("left", "inner: chapter"), ("right", "outer: folio"), ("middle", "center: folio")],
        sink,
    );
    Some(line)
}
