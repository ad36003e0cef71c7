//! Colours, and the names that a theme gives them.

use std::collections::BTreeMap;

use super::is_class;
use crate::diag::{Diagnostic, Sink};
use crate::manifest::keys;
use crate::model::theme::{Color, Theme};
use crate::yaml::{self, Fields, Node, Value, text};

/// The theme's colours by name.
pub(super) struct Palette(BTreeMap<String, Color>);

/// So many names are there already.
const NAMED: usize = 2;

const FORM: &str = "palette: {brand: \"#004b87\"}";
const HINT: &str = "write it as \"#1f3a5f\", in quotes, since # begins a comment";

/// Reads the names of colours, each alone or with what stands for it on dark screens.
pub(super) fn read(theme: &mut Theme, node: Option<&Node>, sink: &mut Sink) -> Palette {
    let named: [_; NAMED] = [("white", Color::WHITE), ("black", Color::BLACK)];
    let mut palette = Palette(named.map(|(name, color)| (name.to_string(), color)).into());
    for entry in node.map(|node| yaml::entries(node, FORM, sink)).unwrap_or_default() {
        if !is_class(&entry.key) {
            let message = format!("`{}` is no name of a colour", entry.key.escape_debug());
            let hint = "a name has letters, digits, `-` and `_`, and begins with a letter";
            sink.push(Diagnostic::error("bad-color", entry.key_span, message).hint(hint));
            continue;
        }
        let color = match entry.value.value {
            Value::Map(_) => pair(theme, &palette, &entry.value, sink),
            Value::Null | Value::Scalar(_) | Value::List(_) => palette.color(&entry.value, sink),
        };
        palette.0.extend(color.map(|color| (entry.key.clone(), color)));
    }
    palette
}

/// A colour of paper and light screens, and its counterpart.
fn pair(theme: &mut Theme, palette: &Palette, node: &Node, sink: &mut Sink) -> Option<Color> {
    let mut fields = Fields::open(node, "{light: \"#004b87\", dark: \"#7fb4e6\"}", sink)?;
    let (light, dark) = (fields.get("light"), fields.get("dark"));
    if light.is_none() {
        sink.push(yaml::missing(&fields, "light", "light: \"#004b87\""));
    }
    fields.close(&keys::PAIR, &[], sink);
    let light = palette.color(light?, sink)?;
    if let Some(dark) = dark.and_then(|node| palette.color(node, sink)) {
        theme.dark.insert(light, dark);
    }
    Some(light)
}

impl Palette {
    /// A colour by its name, or by its red, green and blue.
    pub(super) fn color(&self, node: &Node, sink: &mut Sink) -> Option<Color> {
        if matches!(node.value, Value::Null) {
            sink.push(Diagnostic::error("bad-color", node.span, "a colour is missing").hint(HINT));
            return None;
        }
        let written = text(node, sink)?;
        if let Some(named) = self.0.get(&written) {
            return Some(*named);
        }
        let color = hexadecimal(&written);
        if color.is_none() {
            sink.push(self.unknown(node, &written));
        }
        color
    }

    fn unknown(&self, node: &Node, written: &str) -> Diagnostic {
        let names: Vec<&str> = self.0.keys().map(String::as_str).collect();
        let shown = written.escape_debug();
        if is_class(written) && names.len() > NAMED {
            let message = format!("the palette has no colour `{shown}`");
            let found = Diagnostic::error("bad-color", node.span, message);
            return match yaml::nearest(written, &names) {
                Some(near) => found.meant(written, near, names.iter().copied()),
                None => found.hint(format!("it has {}", names.join(", "))),
            };
        }
        Diagnostic::error("bad-color", node.span, format!("`{shown}` is not a colour")).hint(HINT)
    }
}

fn hexadecimal(written: &str) -> Option<Color> {
    let digits = written.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let channel = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some(Color::rgb(channel(0)?, channel(2)?, channel(4)?))
}
