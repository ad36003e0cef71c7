//! Pages that a theme lays out by itself: slots on a ground.

use super::palette::Palette;
use super::values::set;
use super::{heading_fields, is_class};
use crate::diag::{Diagnostic, Sink};
use crate::geom::Abs;
use crate::manifest::choices::{FITS, STANDS};
use crate::manifest::{keys, length};
use crate::model::document::Length;
use crate::model::symbol::Symbol;
use crate::model::theme::{
    Align, DesignField, DesignSlot, DesignedPage, FontRole, HeadingStyle, Lettering, PageDesign, SlotContent,
    SlotPlace, SlotText, Theme, Weight,
};
use crate::yaml::{self, Fields, Node, Value, choice, list, text};

const FORM: &str = "slots: [{text: \"{title}\", left: 20mm, top: 60mm, size: 30pt}]";

/// What stands for the picture that a chapter's head names.
const CHAPTER_PICTURE: &str = "{chapter_picture}";

/// Reads the pages that have a design, from `cover` to `back_cover`.
pub(super) fn read(theme: &mut Theme, palette: &Palette, fields: &mut Fields, sink: &mut Sink) {
    let base = HeadingStyle {
        role: FontRole::Heading,
        size: theme.size,
        leading: theme.leading,
        weight: Weight::REGULAR,
        italic: false,
        small_caps: false,
        lettering: Lettering::default(),
        color: theme.color,
        align: Align::Start,
        space_before: Abs::ZERO,
        space_after: Abs::ZERO,
    };
    for kind in DesignedPage::ALL {
        let Some(node) = fields.get(kind.name()) else { continue };
        if matches!(&node.value, Value::Scalar(scalar) if scalar.text == "none") {
            theme.pages.remove(&kind);
            continue;
        }
        let Some(read) = page(node, kind, (&base, palette), sink) else { continue };
        if let Some(field) = kind.heading().filter(|field| !read.slots.iter().any(|slot| slot.names(*field)))
        {
            let message = format!("the page has no slot with {{{}}}: it would have no heading", field.name());
            sink.push(Diagnostic::error("missing-slot", node.span, message).hint(format!("write `{FORM}`")));
            continue;
        }
        theme.pages.insert(kind, read);
    }
}

fn page(
    node: &Node,
    kind: DesignedPage,
    (base, palette): (&HeadingStyle, &Palette),
    sink: &mut Sink,
) -> Option<PageDesign> {
    let mut fields = Fields::open(node, FORM, sink)?;
    let mut design = PageDesign::default();
    let ground = |node: &Node, sink: &mut Sink| palette.color(node, sink).map(Some);
    set(&mut design.background, fields.get("background"), ground, sink);
    let slots = fields.get("slots").map(|node| list(node, FORM, sink)).unwrap_or_default();
    if kind == DesignedPage::Chapter {
        design.text_top = fields.get("text_top").and_then(|node| extent(node, sink));
    }
    design.slots = slots.iter().filter_map(|node| slot(node, base, palette, sink)).collect();
    let table = match kind {
        DesignedPage::Chapter => &keys::DESIGNED_CHAPTER,
        DesignedPage::Cover
        | DesignedPage::HalfTitle
        | DesignedPage::TitlePage
        | DesignedPage::Part
        | DesignedPage::BackCover => &keys::DESIGNED,
    };
    fields.close(table, &[("colour", "background: \"#004b87\""), ("color", "background: \"#004b87\"")], sink);
    Some(design)
}

fn slot(node: &Node, base: &HeadingStyle, palette: &Palette, sink: &mut Sink) -> Option<DesignSlot> {
    let mut fields = Fields::open(node, "{text: \"{title}\", left: 20mm, top: 60mm}", sink)?;
    let (band, words, picture) = (fields.get("band"), fields.get("text"), fields.get("picture"));
    let alt = fields.get("alt");
    let is_chapters = |node: &&Node| matches!(&node.value, Value::Scalar(one) if one.text == CHAPTER_PICTURE);
    if picture.is_some_and(|node| !is_chapters(&node)) && alt.is_none() {
        let hint = "say what it shows: `alt: A mill`; `alt: \"\"` where it is an ornament";
        sink.push(Diagnostic::error("missing-alt", node.span, "the picture has no `alt`").hint(hint));
    }
    let alt = alt.and_then(|node| alternative(node, sink)).unwrap_or_default();
    let place = place(&mut fields, sink);
    let mut style = base.clone();
    heading_fields(&mut style, palette, &mut fields, sink);
    let stands = fields.get("stands").and_then(|node| choice(node, &STANDS, sink)).unwrap_or_default();
    let cut = fields.get("fit").and_then(|node| choice(node, &FITS, sink)).unwrap_or_default();
    let (barcode, qr) = (fields.get("barcode"), fields.get("qr"));
    fields.close(&keys::SLOT, &[("image", "picture: figures/logo.svg"), ("fill", "band: \"#004b87\"")], sink);
    let content = match (band, words, picture, barcode, qr) {
        (Some(node), None, None, None, None) => SlotContent::Band(palette.color(node, sink)?),
        (None, Some(node), None, None, None) => SlotContent::Text(words_of(node, sink)?),
        (None, None, Some(node), None, None) => match text(node, sink)? {
            path if path == CHAPTER_PICTURE => SlotContent::ChapterPicture,
            path => SlotContent::Picture { path, span: node.span, alt },
        },
        (None, None, None, Some(node), None) => {
            choice(node, &[("isbn", ())], sink).map(|()| SlotContent::Symbol(Symbol::Isbn))?
        }
        (None, None, None, None, Some(node)) => SlotContent::Symbol(qr_code(node, sink)?),
        _ => {
            let message = "a slot has a `band`, a `text`, a `picture`, a `barcode` or a `qr`";
            sink.push(Diagnostic::error("bad-slot", node.span, message).hint("give it one of them"));
            return None;
        }
    };
    Some(DesignSlot { content, place, stands, cut, style })
}

/// The longest address that a QR code is made of: on 30 mm, those of longer ones are too fine for a telephone.
const LONGEST: usize = 300;

/// `doi`, or an address.
fn qr_code(node: &Node, sink: &mut Sink) -> Option<Symbol> {
    let written = text(node, sink)?;
    let is_address = ["https://", "http://", "mailto:"].iter().any(|start| written.starts_with(start));
    if written == "doi" {
        return Some(Symbol::Doi);
    }
    if is_address && written.len() <= LONGEST {
        return Some(Symbol::Address(written));
    }
    let message = format!("`qr` has `doi` or an address of up to {LONGEST} characters");
    sink.push(
        Diagnostic::error("bad-slot", node.span, message)
            .hint("write `qr: doi` or `qr: https://example.org`"),
    );
    None
}

/// What a picture shows; nothing, where it is an ornament.
fn alternative(node: &Node, sink: &mut Sink) -> Option<String> {
    match &node.value {
        Value::Scalar(scalar) if scalar.text.is_empty() => Some(String::new()),
        Value::Scalar(_) | Value::Null | Value::List(_) | Value::Map(_) => text(node, sink),
    }
}

/// Where a slot stands: up to two of the three lengths of each axis.
fn place(fields: &mut Fields, sink: &mut Sink) -> SlotPlace {
    let mut place = SlotPlace::default();
    for (length, key) in [
        (&mut place.left, "left"),
        (&mut place.right, "right"),
        (&mut place.top, "top"),
        (&mut place.bottom, "bottom"),
        (&mut place.width, "width"),
        (&mut place.height, "height"),
    ] {
        *length = fields.get(key).and_then(|node| extent(node, sink));
    }
    place
}

/// A length, or a part of the page's side.
fn extent(node: &Node, sink: &mut Sink) -> Option<Length> {
    let written = match &node.value {
        Value::Scalar(scalar) => scalar.text.trim(),
        Value::Null | Value::List(_) | Value::Map(_) => "",
    };
    if written == "0" {
        return Some(Length::Absolute(Abs::ZERO));
    }
    let part = written.strip_suffix('%').and_then(|part| part.trim().parse::<f64>().ok());
    match part.filter(|part| (0.0..=100.0).contains(part)) {
        Some(part) => Some(Length::Relative(part / 100.0)),
        None => length::read(node, sink).map(Length::Absolute),
    }
}

/// Words with fields in braces.
fn words_of(node: &Node, sink: &mut Sink) -> Option<Vec<SlotText>> {
    let written = match &node.value {
        // Lines are kept: `text` takes them for spaces.
        Value::Scalar(scalar) if scalar.text.contains('\n') => scalar.text.trim_end().to_string(),
        Value::Scalar(_) | Value::Null | Value::List(_) | Value::Map(_) => text(node, sink)?,
    };
    let mut words = Vec::new();
    let mut rest = written.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}').filter(|(name, _)| is_class(name)) else { break };
        words.extend((!before.is_empty()).then(|| SlotText::Words(before.to_string())));
        words.push(SlotText::Field(field(name, node, sink)?));
        rest = after;
    }
    words.extend((!rest.is_empty()).then(|| SlotText::Words(rest.to_string())));
    Some(words)
}

fn field(name: &str, node: &Node, sink: &mut Sink) -> Option<DesignField> {
    let found = DesignField::ALL.into_iter().find(|field| field.name() == name);
    if found.is_none() {
        let names = DesignField::ALL.map(DesignField::name);
        let message = format!("`{{{name}}}` is no field of a slot");
        let found = Diagnostic::error("unknown-field", node.span, message);
        sink.push(match yaml::nearest(name, &names) {
            Some(near) => found.meant(name, near, names),
            None => found.hint(format!("the fields are {}", names.join(", "))),
        });
    }
    found
}
