//! How letters are set: weight and slant, case, the space between them, and features of their face.

use super::values::{set, type_size};
use crate::diag::{Diagnostic, Sink};
use crate::manifest::choices::{CASES, FACES, WEIGHTS};
use crate::manifest::keys;
use crate::model::theme::{Feature, Features, HeadingStyle, TypeChange, Weight, Wish};
use crate::source::Span;
use crate::yaml::{Fields, Node, Value, choice, flag, text, texts};

const SMALL_CAPS: [u8; 4] = *b"smcp";

/// Letters of a style that are set otherwise than as they are made.
const SPACING: std::ops::RangeInclusive<f64> = -0.1..=0.5;

/// Reads a style of a part of something: the type alone.
pub(super) fn style(change: &mut TypeChange, node: Option<&Node>, sink: &mut Sink) {
    let form = "{weight: 600, case: upper, letterspacing: 0.05em}";
    let Some(mut fields) = node.and_then(|node| Fields::open(node, form, sink)) else { return };
    set(&mut change.role, fields.get("font"), |node, sink| choice(node, &FACES, sink).map(Some), sink);
    set(&mut change.size, fields.get("size"), |node, sink| type_size(node, sink).map(Some), sink);
    read(change, &mut fields, sink);
    fields.close(&keys::TYPE_STYLE, STRANGERS, sink);
}

/// What other programs call these keys.
pub(super) const STRANGERS: &[(&str, &str)] = &[
    ("colour", "color: \"#1f3a5f\""),
    ("family", "font: heading"),
    ("tracking", "letterspacing: 0.05em"),
    ("letter_spacing", "letterspacing: 0.05em"),
    ("text_transform", "case: upper"),
    ("bold", "weight: bold"),
];

/// Reads the keys of letters that most styles have.
pub(super) fn read(change: &mut TypeChange, fields: &mut Fields, sink: &mut Sink) {
    let yes = |node: &Node, sink: &mut Sink| flag(node, sink).map(Some);
    set(&mut change.italic, fields.get("italic"), yes, sink);
    set(&mut change.small_caps, fields.get("small_caps"), yes, sink);
    if let Some((case, small_caps)) = fields.get("case").and_then(|node| choice(node, &CASES, sink)) {
        (change.case, change.small_caps) = (Some(case), Some(small_caps));
    }
    of_text(change, fields, sink);
}

/// Reads those that running text has too.
pub(super) fn of_text(change: &mut TypeChange, fields: &mut Fields, sink: &mut Sink) {
    set(&mut change.weight, fields.get("weight"), |node, sink| weight(node, sink).map(Some), sink);
    let spaced = |node: &Node, sink: &mut Sink| spacing(node, sink).map(Some);
    set(&mut change.spacing, fields.get("letterspacing"), spaced, sink);
    let wanted = |node: &Node, sink: &mut Sink| features(node, sink).map(Some);
    set(&mut change.features, fields.get("features"), wanted, sink);
}

/// The same keys of a heading.
pub(super) fn of_heading(style: &mut HeadingStyle, fields: &mut Fields, sink: &mut Sink) {
    let mut change = TypeChange::default();
    read(&mut change, fields, sink);
    style.weight = change.weight.unwrap_or(style.weight);
    style.italic = change.italic.unwrap_or(style.italic);
    style.small_caps = change.small_caps.unwrap_or(style.small_caps);
    style.lettering = change.lettering(style.lettering);
}

/// `regular`, `bold`, or how heavy.
fn weight(node: &Node, sink: &mut Sink) -> Option<Weight> {
    match number_of_weight(node) {
        Some(Ok(weight)) => Some(weight),
        Some(Err(written)) => {
            let message = format!("a weight is between 1 and 1000, not {written}");
            let hint = "400 is regular, 600 half bold, 700 bold";
            sink.push(Diagnostic::error("out-of-range", node.span, message).hint(hint));
            None
        }
        None => choice(node, &WEIGHTS, sink),
    }
}

fn number_of_weight(node: &Node) -> Option<Result<Weight, f64>> {
    let Value::Scalar(scalar) = &node.value else { return None };
    let written: f64 = scalar.text.trim().parse().ok()?;
    let is_weight = (1.0..=1000.0).contains(&written) && written.fract() == 0.0;
    Some(if is_weight { Ok(Weight::new(written as u16)) } else { Err(written) })
}

/// Ems, as ten-thousandths.
fn spacing(node: &Node, sink: &mut Sink) -> Option<i16> {
    let written = match &node.value {
        Value::Scalar(scalar) => scalar.text.trim(),
        Value::Null | Value::List(_) | Value::Map(_) => "",
    };
    let ems = if written == "0" { Some("0") } else { written.strip_suffix("em") };
    let ems = ems.and_then(|ems| ems.trim_end().parse::<f64>().ok());
    match ems.filter(|ems| SPACING.contains(ems)) {
        Some(ems) => Some((ems * 10_000.0).round() as i16),
        None => {
            let message = "the space between letters is between -0.1em and 0.5em";
            let hint = "capitals want some 0.05em: write `letterspacing: 0.05em`";
            sink.push(Diagnostic::error("bad-letterspacing", node.span, message).hint(hint));
            None
        }
    }
}

/// Features by their tags: `onum`, `-liga` for one that is off, `salt=2` for one of several forms.
fn features(node: &Node, sink: &mut Sink) -> Option<Features> {
    let written = match &node.value {
        Value::Scalar(_) => text(node, sink).map(|tag| vec![(tag, node.span)])?,
        Value::Null | Value::List(_) | Value::Map(_) => texts(node, "features: [onum, ss01]", sink),
    };
    let mut found: Vec<Feature> = Vec::new();
    for (written, span) in &written {
        let Some(feature) = feature(written) else {
            let message = format!("`{}` is no feature of a face", written.escape_debug());
            let hint = "a feature has a tag of four letters or digits: `onum`; `-liga` for one that is off, `salt=2` for a form";
            sink.push(Diagnostic::error("bad-feature", *span, message).hint(hint));
            continue;
        };
        found.retain(|have| have.tag != feature.tag);
        found.push(feature);
    }
    if found.len() > Features::MOST {
        let message = format!("a style has up to {} features", Features::MOST);
        sink.push(
            Diagnostic::error("bad-feature", node.span, message).hint("leave out those that faces have on"),
        );
    }
    Some(Features::new(&found))
}

fn feature(written: &str) -> Option<Feature> {
    let (written, off) = match written.strip_prefix('-') {
        Some(rest) => (rest, true),
        None => (written, false),
    };
    let (tag, value) = match written.split_once('=') {
        Some((tag, value)) if !off => (tag, value.parse::<u8>().ok()?),
        Some(_) => return None,
        None => (written, u8::from(!off)),
    };
    let tag: [u8; 4] = tag.as_bytes().try_into().ok()?;
    tag.iter().all(u8::is_ascii_alphanumeric).then_some(Feature { tag, value })
}

/// Where a theme's file asks for what faces may lack.
pub(super) fn wishes(root: &Node) -> Vec<(Wish, Span)> {
    let mut found = Vec::new();
    wished(root, &mut found);
    found
}

fn wished(node: &Node, found: &mut Vec<(Wish, Span)>) {
    match &node.value {
        Value::Map(entries) => {
            for entry in entries {
                let scalar = match &entry.value.value {
                    Value::Scalar(scalar) => scalar.text.trim(),
                    Value::Null | Value::List(_) | Value::Map(_) => "",
                };
                let span = entry.value.span;
                match entry.key.as_str() {
                    "features" => {
                        let mut quiet = Sink::default();
                        let features = features(&entry.value, &mut quiet).unwrap_or_default();
                        let on = features.iter().filter(|feature| feature.value > 0);
                        found.extend(on.map(|feature| (Wish::Feature(feature.tag), span)));
                    }
                    "case" if scalar.ends_with("small_capitals") => {
                        found.push((Wish::Feature(SMALL_CAPS), span))
                    }
                    "small_caps" if scalar == "true" => found.push((Wish::Feature(SMALL_CAPS), span)),
                    "weight" => {
                        let weight = number_of_weight(&entry.value).and_then(Result::ok);
                        found.extend(weight.map(|weight| (Wish::Weight(weight), span)));
                    }
                    _ => wished(&entry.value, found),
                }
            }
        }
        Value::List(nodes) => nodes.iter().for_each(|node| wished(node, found)),
        Value::Null | Value::Scalar(_) => {}
    }
}
