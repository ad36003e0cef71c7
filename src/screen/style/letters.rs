//! How letters are set: weight and slant, case, the space between them, features of their face.

use super::{FontRole, Theme, families};
use crate::escape::css::{Quoted, Sheet, css};
use crate::geom::Abs;
use crate::model::theme::{Case, ContentsStyle, EntryStyle, Features, Lettering, TypeChange, Weight, Wish};
use crate::screen::fonts::EmbeddedFace;

/// Selectors of what has the type of captions.
pub(super) const CAPTIONS: &str = "figcaption, caption, .listing-caption, .table-notes, .table > .source";

/// The letters of the text, of captions and of tables' heads; what is no prose keeps its own.
pub(super) fn letters(sheet: &mut Sheet, theme: &Theme, faces: &[EmbeddedFace]) {
    rule(sheet, theme, ("body", &theme.letters, theme.size), faces);
    rule(sheet, theme, (CAPTIONS, &theme.caption_letters, theme.small_size), faces);
    rule(sheet, theme, ("thead th, thead td", &theme.tables.head_letters, theme.small_size), faces);
    for (selector, style) in entries(theme) {
        rule(sheet, theme, (selector, &style.letters, theme.size), faces);
    }
    let (mut has_spacing, mut has_any) = (false, false);
    for lettering in letterings(theme) {
        has_spacing |= lettering.spacing != 0;
        has_any |= lettering != Lettering::default();
    }
    if has_any {
        sheet.push(
            "pre, code, kbd, samp, math { letter-spacing: normal; text-transform: none; font-feature-settings: normal; }\n",
        );
    }
    if has_spacing {
        // Letters that join are not set apart (CSS Text 3, 8.2).
        sheet.push(
            ":lang(ar), :lang(fa), :lang(ur), :lang(ps), :lang(ckb), :lang(ug), :lang(sd), :lang(syr), :lang(mn-Mong) { letter-spacing: normal !important; }\n",
        );
    }
    if theme.weights().len() > 2 {
        sheet.push("strong, b { font-weight: bold; }\n");
    }
    if theme.wishes.iter().any(|(wish, _)| *wish == Wish::Feature(*b"smcp")) {
        // A face without small capitals has none on pages either.
        sheet.push("body { font-synthesis-small-caps: none; }\n");
    }
}

/// Lines of contents.
pub(super) fn entries(theme: &Theme) -> [(&'static str, &EntryStyle); 3] {
    let ContentsStyle { parts, chapters, sections, .. } = &theme.contents;
    [
        (".contents > .of-part > a", parts),
        (".contents > .of-chapter > a", chapters),
        (".contents > .of-section > a", sections),
    ]
}

/// Every lettering that the theme has.
fn letterings(theme: &Theme) -> Vec<Lettering> {
    let of = |change: &TypeChange| change.lettering(Lettering::default());
    let changes = [&theme.letters, &theme.caption_letters, &theme.tables.head_letters];
    let boxes = theme.boxes.values().map(|one| &one.letters);
    let entries = theme.contents.levels().map(|(_, style)| &style.letters);
    let classes = theme.classes.values().map(|class| &class.letters);
    let styles = super::heading_styles(theme, true, true).into_iter().map(|(_, style)| style.lettering);
    let slots = theme.pages.values().flat_map(|page| &page.slots).map(|slot| slot.style.lettering);
    let changed = changes.into_iter().chain(entries).chain(boxes).chain(classes).map(of);
    changed.chain(styles).chain(slots).collect()
}

/// A rule of what a style changes, where it changes anything.
pub(super) fn rule(
    sheet: &mut Sheet,
    theme: &Theme,
    (selector, letters, around): (&'static str, &TypeChange, Abs),
    faces: &[EmbeddedFace],
) {
    if *letters != TypeChange::NONE {
        css!(sheet, "{} {{", selector);
        change(sheet, theme, (letters, around), faces);
        sheet.push(" }\n");
    }
}

/// What a style changes of type of a size.
pub(super) fn change(
    sheet: &mut Sheet,
    theme: &Theme,
    (letters, around): (&TypeChange, Abs),
    faces: &[EmbeddedFace],
) {
    if let Some(role) = letters.role {
        css!(sheet, " font-family: {}, {};", families(theme, role, faces), generic(role));
    }
    if let Some(size) = letters.size {
        let ems = (size.to_pt() / around.to_pt().max(1.0) * 1000.0).round() / 1000.0;
        css!(sheet, " font-size: {}em;", ems);
    }
    if let Some(heaviness) = letters.weight {
        weight(sheet, heaviness);
    }
    if let Some(italic) = letters.italic {
        css!(sheet, " font-style: {};", if italic { "italic" } else { "normal" });
    }
    if let Some(small) = letters.small_caps {
        css!(sheet, " font-variant-caps: {};", if small { "small-caps" } else { "normal" });
    }
    if let Some(ten_thousandths) = letters.spacing {
        spacing(sheet, ten_thousandths);
    }
    if let Some(shown) = letters.case {
        case(sheet, shown);
    }
    if let Some(wanted) = &letters.features {
        features(sheet, wanted);
    }
}

/// The lettering of what does not take that of the text around.
pub(super) fn lettering(sheet: &mut Sheet, theme: &Theme, own: &Lettering) {
    let around = theme.letters.lettering(Lettering::default());
    if own.spacing != around.spacing {
        spacing(sheet, own.spacing);
    }
    if own.case != around.case {
        case(sheet, own.case);
    }
    if own.features != around.features {
        features(sheet, &own.features);
    }
}

pub(super) fn weight(sheet: &mut Sheet, weight: Weight) {
    match weight {
        Weight::REGULAR => sheet.push(" font-weight: normal;"),
        Weight::BOLD => sheet.push(" font-weight: bold;"),
        other => css!(sheet, " font-weight: {};", u32::from(other.value())),
    }
}

fn spacing(sheet: &mut Sheet, ten_thousandths: i16) {
    match ten_thousandths {
        0 => sheet.push(" letter-spacing: normal;"),
        spacing => css!(sheet, " letter-spacing: {}em;", f64::from(spacing) / 10_000.0),
    }
}

fn case(sheet: &mut Sheet, case: Case) {
    let shown = match case {
        Case::AsTyped => "none",
        Case::Upper => "uppercase",
        Case::Lower => "lowercase",
        Case::Capitals => "capitalize",
    };
    css!(sheet, " text-transform: {};", shown);
}

fn features(sheet: &mut Sheet, features: &Features) {
    if features.names(b"onum") || features.names(b"lnum") {
        sheet.push(" font-variant-numeric: normal;");
    }
    if features.is_empty() {
        sheet.push(" font-feature-settings: normal;");
        return;
    }
    sheet.push(" font-feature-settings:");
    for (at, feature) in features.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        css!(sheet, "{} {} {}", comma, Quoted(feature.name()), u32::from(feature.value));
    }
    sheet.push(";");
}

/// What stands in where no face of a role is there.
pub(super) fn generic(role: FontRole) -> &'static str {
    match role {
        FontRole::Text => "serif",
        FontRole::Heading => "sans-serif",
        FontRole::Mono => "monospace",
    }
}
