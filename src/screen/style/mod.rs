//! The stylesheet, from the theme.

mod captions;
mod colors;
mod figures;
mod letters;
mod margin;
mod slots;

use std::collections::BTreeSet;

pub use margin::column_beside;

use super::fonts::EmbeddedFace;
use crate::escape::css::{Quoted, QuotedList, Sheet, css};
use crate::geom::Abs;
use crate::model::flow::{Block, BlockKind, DROP_CAP, Flow};
use crate::model::theme::{Align, FontRole, HeadingStyle, NumberPlace, ParagraphSeparation, Theme};
use crate::model::walk::each_block;
use crate::xhtml::width_percent;

/// When a page is shown whose faces are not there yet: with them, or before in others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loading {
    /// An archive has them at hand.
    Before,
    After,
}

/// The rules that all editions for the screen have in common.
pub fn stylesheet(flow: &Flow, faces: &[EmbeddedFace], loading: Loading) -> String {
    let theme = &flow.theme;
    let mut sheet = Sheet::default();
    faces.iter().for_each(|face| font_face(&mut sheet, face, loading));
    body(&mut sheet, theme, faces);
    let has_parts = flow.sections.iter().any(|section| section.above > 0);
    headings(&mut sheet, theme, (flow.manifest.subtitle.is_some(), has_parts), faces);
    sheet.push(include_str!("blocks.css"));
    if let Some(face) = faces.iter().find(|face| face.is_maths) {
        maths(&mut sheet, theme, (face, faces));
    }
    captions::captions(&mut sheet, flow);
    widths(&mut sheet, flow);
    notes(&mut sheet, theme);
    colors::colors(&mut sheet, theme, faces);
    slots::slots(&mut sheet, flow, faces);
    figures::figures(&mut sheet, flow);
    margin::margin(&mut sheet, flow);
    if has_class(flow, DROP_CAP) {
        drop_capitals(&mut sheet, theme, faces);
    }
    sheet.into_text()
}

/// Formulas in their face, words in them as the text around. A number stands at the end of the line and the formula in the
/// middle; on a telephone the number goes below what leaves it no room.
fn maths(sheet: &mut Sheet, theme: &Theme, (face, faces): (&EmbeddedFace, &[EmbeddedFace])) {
    css!(
        sheet,
        "math {{ font-family: {}, math; }}\nmtext {{ font-family: {}, serif; }}\n",
        Quoted(&face.family),
        families(theme, FontRole::Text, faces)
    );
    sheet.push(EQUATIONS);
}

const EQUATIONS: &str = "\
.equation { display: grid; grid-template-columns: minmax(0, 1fr) auto minmax(max-content, 1fr); align-items: center;
  margin-block: 1em; padding-block: 0.2em; overflow-x: auto; overflow-y: hidden; text-indent: 0; }
.equation > math { grid-column: 2; }
.equation > .equation-number { grid-column: 3; justify-self: end; padding-inline-start: 1em; white-space: nowrap; }
.equation > span:empty { position: absolute; }
@media (max-width: 30em) {
.equation { display: flex; flex-wrap: wrap; }
.equation > .equation-number { margin-inline-start: auto; }
.equation > math { flex: 1 0 auto; }
}
";

/// The widths that authors give to columns of tables.
fn widths(sheet: &mut Sheet, flow: &Flow) {
    let mut widths = BTreeSet::new();
    let mut add = |block: &Block| {
        let BlockKind::Table(table) = &block.kind else { return };
        let given = table.columns.iter().filter_map(|column| column.width);
        widths.extend(given.chain(table.look.width).map(width_percent));
    };
    for section in &flow.sections {
        each_block(&section.blocks, &mut add);
        section.notes.iter().for_each(|note| each_block(&note.blocks, &mut add));
    }
    for &percent in &widths {
        css!(sheet, ".width-{} {{ width: {}%; }}\n", percent, percent);
    }
    if !widths.is_empty() {
        sheet.push("table.wide { width: 100%; }\n");
    }
}

fn font_face(sheet: &mut Sheet, face: &EmbeddedFace, loading: Loading) {
    let style = if face.italic { "italic" } else { "normal" };
    for weight in &face.weights {
        css!(sheet, "@font-face {{ font-family: {};", Quoted(&face.family));
        letters::weight(sheet, *weight);
        if loading == Loading::After {
            sheet.push(" font-display: swap;");
        }
        css!(sheet, " font-style: {}; src: url({}); }}\n", style, Quoted(&face.href));
    }
}

/// A length in ems of the body text.
fn em(theme: &Theme, length: Abs) -> f64 {
    (length.to_pt() / theme.size.to_pt() * 1000.0).round() / 1000.0
}

/// The family of a role, and what embedded families can stand in for it; the stylesheet ends them with a generic one.
fn families<'a>(theme: &'a Theme, role: FontRole, faces: &'a [EmbeddedFace]) -> QuotedList<'a> {
    let first = match role {
        FontRole::Text => &theme.text_family,
        FontRole::Heading => &theme.heading_family,
        FontRole::Mono => &theme.mono_family,
    };
    let mut names = vec![first.as_str()];
    for face in faces {
        let is_other_role =
            [&theme.text_family, &theme.heading_family, &theme.mono_family].contains(&&face.family);
        if !is_other_role && !face.is_maths && !names.contains(&face.family.as_str()) {
            names.push(&face.family);
        }
    }
    QuotedList(names)
}

fn body(sheet: &mut Sheet, theme: &Theme, faces: &[EmbeddedFace]) {
    let leading = theme.leading.to_pt() / theme.size.to_pt();
    let text = families(theme, FontRole::Text, faces);
    let heading = families(theme, FontRole::Heading, faces);
    let mono = families(theme, FontRole::Mono, faces);
    let hyphens = if theme.hyphenate { "auto" } else { "manual" };
    let align = match theme.align {
        Align::Justify => "justify",
        Align::Start => "start",
        Align::Center => "center",
        Align::End => "end",
    };
    let (indent, gap) = match theme.separation {
        ParagraphSeparation::Indent => (em(theme, theme.indent), 0.0),
        ParagraphSeparation::Space => (0.0, 0.6),
    };
    let figures = if theme.old_style_figures { "oldstyle-nums" } else { "lining-nums" };
    css!(
        sheet,
        "body {{ font-family: {}, serif; line-height: {:.3}; margin-block: 0; margin-inline: 1em; \
         font-variant-numeric: {}; overflow-wrap: break-word; widows: 2; orphans: 2; }}\n\
         h1, h2, h3, h4, h5, h6, .admonition-title, summary {{ font-family: {}, sans-serif; hyphens: manual; \
         -webkit-hyphens: manual; }}\n\
         pre, code, kbd, samp {{ font-family: {}, monospace; }}\n\
         p {{ margin-block: {}em; text-align: {}; hyphens: {}; -webkit-hyphens: {}; }}\n\
         {} {{ text-indent: {}em; }}\n",
        text,
        leading,
        figures,
        heading,
        mono,
        gap,
        align,
        hyphens,
        hyphens,
        if theme.indent_first { "section > * + p, p + p" } else { "p + p" },
        indent
    );
    if theme.small_caps_acronyms {
        sheet.push(".acronym { font-variant-caps: all-small-caps; letter-spacing: 0.04em; }\n");
    }
    if theme.fractions {
        sheet.push(".fraction { font-variant-numeric: diagonal-fractions; }\n");
    }
    for (selector, role) in [(letters::CAPTIONS, theme.caption_role), ("td, th", theme.table_role)] {
        if role != FontRole::Text {
            let family = families(theme, role, faces);
            css!(sheet, "{} {{ font-family: {}, {}; }}\n", selector, family, letters::generic(role));
        }
    }
    letters::letters(sheet, theme, faces);
    let code = em(theme, theme.code_size);
    let small = em(theme, theme.small_size);
    css!(
        sheet,
        "pre {{ font-size: {}em; }}\ncode, kbd, samp {{ font-size: {}em; }}\npre code {{ font-size: 1em; }}\n\
         figcaption, .listing-caption, .description, .notes, table, .record {{ font-size: {}em; }}\n",
        code,
        code,
        small
    );
}

/// Whether a block of the book has a class.
fn has_class(flow: &Flow, class: &str) -> bool {
    let mut has = false;
    for section in &flow.sections {
        each_block(&section.blocks, &mut |block| has |= block.classes.iter().any(|one| one == class));
    }
    has
}

/// The first letter of paragraphs that have it over several lines. Readers that do not know of such letters have one that
/// floats.
fn drop_capitals(sheet: &mut Sheet, theme: &Theme, faces: &[EmbeddedFace]) {
    let lines = if theme.drop_cap == 0 { 3 } else { u32::from(theme.drop_cap) };
    let family = families(theme, theme.drop_cap_role, faces);
    let leading = theme.leading.to_pt() / theme.size.to_pt();
    // Capitals are as high as two thirds of the em, in most faces.
    let height = (f64::from(lines - 1) * leading + CAPITALS) / CAPITALS;
    css!(
        sheet,
        ".drop-cap {{ text-indent: 0; }}\n\
         .drop-cap::first-letter {{ font-family: {}, {}; font-weight: normal; -webkit-initial-letter: {}; \
         initial-letter: {}; margin-inline-end: 0.12em; }}\n\
         @supports not ((initial-letter: 3) or (-webkit-initial-letter: 3)) {{\n\
         .drop-cap::first-letter {{ float: left; font-size: {:.3}em; line-height: {:.3}; padding-inline-end: 0.05em; }}\n}}\n",
        family,
        letters::generic(theme.drop_cap_role),
        lines,
        lines,
        height,
        f64::from(lines) * leading / height
    );
}

/// The height of capitals, in ems.
const CAPITALS: f64 = 0.66;

fn headings(
    sheet: &mut Sheet,
    theme: &Theme,
    (has_subtitle, has_parts): (bool, bool),
    faces: &[EmbeddedFace],
) {
    css!(sheet, ".titlepage p {{ text-align: {}; }}\n", alignment(theme.subtitle.align));
    let mut narrow = Sheet::default();
    for (selector, style) in heading_styles(theme, has_subtitle, has_parts) {
        if style.role != FontRole::Heading {
            let family = families(theme, style.role, faces);
            css!(sheet, "{} {{ font-family: {}, {}; }}\n", selector, family, letters::generic(style.role));
        }
        heading(sheet, theme, selector, style);
        let size = narrow_size(em(theme, style.size));
        let (before, after) = heading_gaps(style);
        css!(
            narrow,
            "{} {{ font-size: {:.3}em; margin-block: {:.2}em {:.2}em; }}\n",
            selector,
            size,
            before * NARROW_GAP,
            after * NARROW_GAP
        );
    }
    if theme.chapter_number == NumberPlace::Above {
        let style = &theme.chapter_number_style;
        heading(sheet, theme, ".number.above", style);
        let family = families(theme, style.role, faces);
        css!(
            sheet,
            "h1 > .number.above, .in-part h2 > .number.above {{ display: block; padding: 0; font-size: {:.3}em; \
             font-family: {}, {}; }}\n",
            style.size.to_pt() / theme.headings[0].size.to_pt(),
            family,
            letters::generic(style.role)
        );
    }
    sheet.push("@media (max-width: 30em) {\n");
    sheet.append(&narrow);
    sheet.push("}\n");
}

/// Selectors, and the looks of what they select.
fn heading_styles(theme: &Theme, has_subtitle: bool, has_parts: bool) -> Vec<(&'static str, &HeadingStyle)> {
    let mut styles: Vec<(&'static str, &HeadingStyle)> =
        ["h1", "h2", "h3", "h4", "h5", "h6"].into_iter().zip(&theme.headings).collect();
    styles.push((".titlepage h1, .halftitlepage h1", &theme.title));
    if has_subtitle {
        styles.push((".titlepage h1 + p", &theme.subtitle));
    }
    styles.push((".part h1", &theme.part));
    if has_parts {
        // A chapter in a part is a level below it, and looks as chapters do.
        let below = [".in-part h2", ".in-part h3", ".in-part h4", ".in-part h5", ".in-part h6"];
        styles.extend(below.into_iter().zip(&theme.headings));
    }
    styles
}

/// On a telephone a line holds some 35 characters: what is larger than the text grows by half as much.
fn narrow_size(size: f64) -> f64 {
    if size > 1.0 { 1.0 + (size - 1.0) * 0.5 } else { size }
}

/// How much of the gaps around headings is left there.
const NARROW_GAP: f64 = 0.7;

/// Space before and after, in ems of the heading itself.
fn heading_gaps(style: &HeadingStyle) -> (f64, f64) {
    let of = |length: Abs| length.to_pt() / style.size.to_pt().max(1.0);
    (of(style.space_before), of(style.space_after))
}

/// Width and height of what is to be hit by a finger, in ems of the root: 24 CSS pixels (WCAG 2.2, 2.5.8) of the 16 that
/// reading systems have by default.
const TARGET: f64 = 24.0 / 16.0;

/// The number that stands before a note leads back. What it is hit by reaches into the space above and below its line, so
/// that lines keep their distance, and as wide a space is left between notes. A note may be no more than a link, of one
/// letter: half of what is to be hit lies between.
fn notes(sheet: &mut Sheet, theme: &Theme) {
    let target = TARGET / em(theme, theme.small_size);
    let leading = theme.leading.to_pt() / theme.size.to_pt();
    let width = thousandths(target.max(1.5));
    let reach = thousandths(((target - leading) / 2.0).max(0.0));
    let gap = thousandths((target / 2.0 - NARROW_SPACE).max(0.0));
    let hang = width + gap + SPACE;
    css!(
        sheet,
        ".notes .note {{ padding-inline-start: {:.3}em; margin-block: {:.3}em; }}\n\
         .notes .note > p:first-child {{ text-indent: -{:.3}em; margin-block-start: 0; }}\n\
         .backlink {{ min-width: {:.3}em; margin-inline-end: {:.3}em; padding-block: {:.3}em; margin-block: -{:.3}em; }}\n",
        hang,
        (2.0 * reach).max(0.4),
        hang,
        width,
        gap,
        reach,
        reach
    );
}

/// The space that follows a note's number, as wide as in most faces, and in the narrowest.
const SPACE: f64 = 0.25;
const NARROW_SPACE: f64 = 0.2;

/// Rounded up to what the stylesheet writes.
fn thousandths(ems: f64) -> f64 {
    (ems * 1000.0).ceil() / 1000.0
}

/// Headings are never justified.
fn alignment(align: Align) -> &'static str {
    match align {
        Align::Center => "center",
        Align::End => "end",
        Align::Justify | Align::Start => "start",
    }
}

fn heading(sheet: &mut Sheet, theme: &Theme, selector: &'static str, style: &HeadingStyle) {
    let size = em(theme, style.size);
    let leading = style.leading.to_pt() / style.size.to_pt().max(1.0);
    let (before, after) = heading_gaps(style);
    let slant = if style.italic { "italic" } else { "normal" };
    let caps = if style.small_caps { "small-caps" } else { "normal" };
    let align = alignment(style.align);
    css!(sheet, "{} {{ font-size: {}em; line-height: {:.3};", selector, size, leading);
    letters::weight(sheet, style.weight);
    letters::lettering(sheet, theme, &style.lettering);
    css!(
        sheet,
        " font-style: {}; font-variant-caps: {}; text-align: {}; text-indent: 0; margin-block: {:.2}em {:.2}em; \
         break-after: avoid; page-break-after: avoid; }}\n",
        slant,
        caps,
        align,
        before,
        after
    );
}
