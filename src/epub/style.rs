//! The stylesheet, from the theme.

use std::collections::BTreeSet;

use super::fonts::EmbeddedFace;
use crate::escape::css::{Quoted, QuotedList, Rgb, Sheet, css};
use crate::geom::Abs;
use crate::model::flow::{Block, BlockKind, Flow, Token};
use crate::model::theme::{Align, Color, FontRole, HeadingStyle, ParagraphSeparation, Theme, Weight};
use crate::model::walk::each_block;
use crate::xhtml::{token_class, width_percent};

pub fn stylesheet(flow: &Flow, faces: &[EmbeddedFace]) -> String {
    let theme = &flow.theme;
    let mut sheet = Sheet::default();
    faces.iter().for_each(|face| font_face(&mut sheet, face));
    body(&mut sheet, theme, faces);
    let has_parts = flow.sections.iter().any(|section| section.above > 0);
    headings(&mut sheet, theme, flow.manifest.subtitle.is_some(), has_parts);
    sheet.push(BLOCKS);
    if let Some(face) = faces.iter().find(|face| face.is_maths) {
        maths(&mut sheet, theme, (face, faces));
    }
    widths(&mut sheet, flow);
    notes(&mut sheet, theme);
    colors(&mut sheet, theme);
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

fn font_face(sheet: &mut Sheet, face: &EmbeddedFace) {
    let weight = if face.bold { "bold" } else { "normal" };
    let style = if face.italic { "italic" } else { "normal" };
    css!(
        sheet,
        "@font-face {{ font-family: {}; font-weight: {}; font-style: {}; src: url({}); }}\n",
        Quoted(&face.family),
        weight,
        style,
        Quoted(&face.href)
    );
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
         h1, h2, h3, h4, h5, h6, .admonition-title, thead th, dt {{ font-family: {}, sans-serif; hyphens: manual; \
         -webkit-hyphens: manual; }}\n\
         pre, code, kbd, samp {{ font-family: {}, monospace; }}\n\
         p {{ margin-block: {}em; text-align: {}; hyphens: {}; -webkit-hyphens: {}; }}\n\
         p + p {{ text-indent: {}em; }}\n",
        text,
        leading,
        figures,
        heading,
        mono,
        gap,
        align,
        hyphens,
        hyphens,
        indent
    );
    if theme.small_caps_acronyms {
        sheet.push(".acronym { font-variant-caps: all-small-caps; letter-spacing: 0.04em; }\n");
    }
    if theme.fractions {
        sheet.push(".fraction { font-variant-numeric: diagonal-fractions; }\n");
    }
    let code = em(theme, theme.code_size);
    let small = em(theme, theme.small_size);
    css!(
        sheet,
        "pre {{ font-size: {}em; }}\ncode, kbd, samp {{ font-size: {}em; }}\npre code {{ font-size: 1em; }}\n\
         figcaption, .description, .notes, table, .record {{ font-size: {}em; }}\n",
        code,
        code,
        small
    );
}

fn headings(sheet: &mut Sheet, theme: &Theme, has_subtitle: bool, has_parts: bool) {
    css!(sheet, ".titlepage p {{ text-align: {}; }}\n", alignment(theme.subtitle.align));
    let mut narrow = Sheet::default();
    for (selector, style) in heading_styles(theme, has_subtitle, has_parts) {
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
        ".note {{ padding-inline-start: {:.3}em; margin-block: {:.3}em; }}\n\
         .note > p:first-child {{ text-indent: -{:.3}em; margin-block-start: 0; }}\n\
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
    let weight = match style.weight {
        Weight::Regular => "normal",
        Weight::Bold => "bold",
    };
    let slant = if style.italic { "italic" } else { "normal" };
    let caps = if style.small_caps { "small-caps" } else { "normal" };
    let align = alignment(style.align);
    css!(
        sheet,
        "{} {{ font-size: {}em; line-height: {:.3}; font-weight: {}; font-style: {}; \
         font-variant-caps: {}; text-align: {}; text-indent: 0; margin-block: {:.2}em {:.2}em; \
         break-after: avoid; page-break-after: avoid; }}\n",
        selector,
        size,
        leading,
        weight,
        slant,
        caps,
        align,
        before,
        after
    );
}

/// What does not depend on the theme. Logical properties, so that it holds for both directions.
const BLOCKS: &str = "\
body > section, body > nav { max-width: 40em; margin-inline: auto; }
h1, .in-part h2 { margin-block-start: 0; }
h1, h2, h3, h4, h5, h6 { overflow-wrap: break-word; }
h1 .number, h2 .number, h3 .number, h4 .number, figcaption .number, caption .number { padding-inline-end: 0.25em; }
h2:first-child, h3:first-child { margin-block-start: 0; }
img { max-width: 100%; height: auto; }
img.inline { vertical-align: middle; max-height: 1.4em; width: auto; }
summary { min-block-size: 24px; }
rt .bracket { display: none; }
figure { margin-block: 1.4em; margin-inline: 0; text-align: center; break-inside: avoid; page-break-inside: avoid; }
figcaption { margin-block-start: 0.5em; text-align: start; }
.row { display: flex; flex-wrap: wrap; gap: 1em; justify-content: center; margin-block: 1em; }
.row > div { flex: 1 1 11em; min-inline-size: 0; }
.row > div > :first-child { margin-block-start: 0; }
.row figure { margin-block: 0; }
.row figcaption { text-align: center; }
.description { text-align: start; margin-block-start: 0.4em; }
.table { overflow-x: auto; margin-block: 1.4em; }
table { border-collapse: collapse; line-height: 1.35; text-align: start; border-block: 0.1em solid; min-width: 50%; }
caption { text-align: start; padding-block-end: 0.4em; }
thead { border-block-end: 0.06em solid; }
tr { break-inside: avoid; page-break-inside: avoid; }
th, td { padding: 0.25em 0.6em; vertical-align: top; text-align: start;
  font-variant-numeric: lining-nums tabular-nums; }
th { vertical-align: bottom; }
tbody th { vertical-align: top; }
th:first-child, td:first-child { padding-inline-start: 0; }
th:last-child, td:last-child { padding-inline-end: 0; }
td.inner-start:first-child, th.inner-start:first-child { padding-inline-start: 0.6em; }
td.inner-end:last-child, th.inner-end:last-child { padding-inline-end: 0.6em; }
.ruled tbody tr + tr > * { border-block-start: 0.03em solid #999999; }
tfoot { border-block-start: 0.06em solid; font-weight: bold; }
.table-striped tbody tr:nth-child(even) { background-color: #8080801f; }
.table-striped th, .table-striped td, .rules-all th, .rules-all td { padding-inline: 0.6em; }
.rules-all { border: 0.1em solid; }
.rules-all th, .rules-all td { border: 0.03em solid #999999; }
.rules-none, .rules-none thead, .rules-none tfoot { border: none; }
.table-small { font-size: 0.7em; }
table[class*=\"width-\"] { min-width: 0; }
thead tr:not(:last-child) > [colspan] { border-block-end: 0.03em solid #999999; }
.valign-middle th, .valign-middle td { vertical-align: middle; }
.valign-bottom th, .valign-bottom td { vertical-align: bottom; }
td table, td figcaption { font-size: 1em; }
td > :first-child, th > :first-child { margin-block-start: 0; }
td > :last-child, th > :last-child { margin-block-end: 0; }
td > p, th > p { text-indent: 0; text-align: inherit; margin-block: 0 0.4em; }
td > ul, td > ol, td > dl, td > pre, td > blockquote, td > figure, td > .table { margin-block: 0.4em; }
.notes table, .notes figcaption { font-size: 1em; }
.center { text-align: center; }
.end { text-align: end; }
blockquote, div.abstract, .keywords { margin-block: 1em; margin-inline: 1.5em; }
div.abstract, .keywords { font-size: 0.9em; text-indent: 0; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.4; padding: 0.6em 0.8em; margin-block: 1em;
  border-radius: 0.2em; text-align: start; text-indent: 0; tab-size: 4; }
code, kbd, samp { hyphens: manual; -webkit-hyphens: manual; white-space: pre-wrap; }
hr { border: none; border-block-start: 0.06em solid; width: 4em; margin-block: 1.4em; margin-inline: auto; }
ul, ol { margin-block: 0.6em; padding-inline-start: 1.8em; }
ol { list-style-type: decimal; }
ol[type=\"a\"] { list-style-type: lower-alpha; }
ol[type=\"A\"] { list-style-type: upper-alpha; }
ol[type=\"i\"] { list-style-type: lower-roman; }
ol[type=\"I\"] { list-style-type: upper-roman; }
@counter-style decimal-bracket { system: extends decimal; suffix: \") \"; }
ol.bracket { list-style-type: decimal-bracket; }
@counter-style lower-alpha-bracket { system: extends lower-alpha; suffix: \") \"; }
ol[type=\"a\"].bracket { list-style-type: lower-alpha-bracket; }
@counter-style upper-alpha-bracket { system: extends upper-alpha; suffix: \") \"; }
ol[type=\"A\"].bracket { list-style-type: upper-alpha-bracket; }
@counter-style lower-roman-bracket { system: extends lower-roman; suffix: \") \"; }
ol[type=\"i\"].bracket { list-style-type: lower-roman-bracket; }
@counter-style upper-roman-bracket { system: extends upper-roman; suffix: \") \"; }
ol[type=\"I\"].bracket { list-style-type: upper-roman-bracket; }
@counter-style decimal-brackets { system: extends decimal; prefix: \"(\"; suffix: \") \"; }
ol.brackets { list-style-type: decimal-brackets; }
@counter-style lower-alpha-brackets { system: extends lower-alpha; prefix: \"(\"; suffix: \") \"; }
ol[type=\"a\"].brackets { list-style-type: lower-alpha-brackets; }
@counter-style upper-alpha-brackets { system: extends upper-alpha; prefix: \"(\"; suffix: \") \"; }
ol[type=\"A\"].brackets { list-style-type: upper-alpha-brackets; }
@counter-style lower-roman-brackets { system: extends lower-roman; prefix: \"(\"; suffix: \") \"; }
ol[type=\"i\"].brackets { list-style-type: lower-roman-brackets; }
@counter-style upper-roman-brackets { system: extends upper-roman; prefix: \"(\"; suffix: \") \"; }
ol[type=\"I\"].brackets { list-style-type: upper-roman-brackets; }
ul { list-style-type: disc; }
ul ul, ol ul { list-style-type: circle; }
ul ul ul, ul ol ul, ol ul ul, ol ol ul { list-style-type: square; }
li { margin-block: 0.25em; }
li > p { text-indent: 0; margin-block: 0.4em; }
blockquote blockquote blockquote blockquote { margin-inline: 0; }
li li li li ul, li li li li ol { padding-inline-start: 0; list-style-position: inside; }
.tasks { padding-inline-start: 0.4em; }
.tasks > li, .task { list-style: none; }
.glossary dt > dfn { font-style: inherit; }
.glossref { color: inherit; text-decoration: underline dotted; }
.biblioref { color: inherit; text-decoration: none; }
.bibliography { list-style: none; padding-inline-start: 1.8em; }
.bibliography > li { text-indent: -1.8em; }
.bibliography .cited { font-size: 0.8em; }
.cited a { text-decoration: none; padding-inline: 0.3em; }
.bibliography .label { display: inline-block; min-width: 1.8em; text-indent: 0; }
.index { columns: 15em; column-gap: 2em; }
.index-group { margin: 0 0 1em; }
.index-letter { margin: 0 0 0.2em; font-size: 1em; break-after: avoid; }
.index ul { list-style: none; margin: 0; padding-inline-start: 1em; }
.index-group > ul { padding-inline-start: 0; }
.index li { padding-inline-start: 1.5em; text-indent: -1.5em; text-align: start; }
dt { margin-block-start: 0.6em; font-weight: bold; }
dd { margin-inline-start: 1.5em; }
dd > p, blockquote > p:first-child { text-indent: 0; }
.admonition { margin-block: 1.2em; padding: 0.6em 0.9em; border-inline-start: 0.25em solid; }
.admonition > p { margin-block: 0.3em; text-indent: 0; }
.admonition > .admonition-title { font-weight: bold; margin-block: 0 0.3em; text-align: start; }
.dedication, .epigraph { padding-block-start: 20%; text-align: center; }
.dedication p, .epigraph p { text-indent: 0; }
.source { font-size: 0.9em; text-align: start; text-indent: 0; margin-block: 0.3em 0; }
figcaption .source { font-size: 1em; }
.table-notes { margin-block: 0.3em 0; }
p.center { text-align: center; text-indent: 0; }
p.right { text-align: end; text-indent: 0; }
.admonition > summary { font-weight: bold; }
.admonition > :last-child { margin-block-end: 0; }
.smallcaps { font-variant-caps: small-caps; }
.underline { text-decoration: underline; }
sup, sub { line-height: 0; font-size: 0.75em; }
a { text-decoration: underline; text-underline-offset: 0.15em; overflow-wrap: anywhere; }
a.noteref { vertical-align: super; font-size: 0.75em; line-height: 0; text-decoration: none; padding-inline: 0.1em; }
.endnotes { list-style: none; padding-inline-start: 2em; font-size: 0.9em; }
.endnote > .label { display: inline-block; min-width: 1.7em; margin-inline-start: -2em; text-indent: 0; }
.notes { margin-block-start: 2.5em; padding-block-start: 0.6em; border-block-start: 0.06em solid; }
.note p { text-indent: 0; margin-block: 0.3em; text-align: start; }
.backlink { display: inline-block; text-indent: 0; text-decoration: none; }
nav ol, .contents { list-style: none; padding-inline-start: 0; margin-block: 0; }
nav ol ol { padding-inline-start: 2.2em; }
nav li, .contents li { margin-block: 0.35em; }
nav a, .contents a { text-decoration: none; }
nav > ol > li { margin-block: 0.6em; }
nav a, .contents a { display: block; }
.level-0 { font-weight: bold; }
.level-2 { padding-inline-start: 2.2em; }
.level-3 { padding-inline-start: 4.4em; }
.level-4 { padding-inline-start: 6.6em; }
.numbered > a { padding-inline-start: 2.2em; text-indent: -2.2em; }
nav .number, .contents .number { display: inline-block; min-width: 1.95em; text-indent: 0; }
.titlepage, .halftitlepage { padding-block-start: 12%; }
.titlepage p { text-indent: 0; margin-block: 0.4em; hyphens: manual; -webkit-hyphens: manual; }
.part { padding-block-start: 20%; }
.record { display: grid; grid-template-columns: minmax(6em, max-content) 1fr; column-gap: 1em; row-gap: 0.35em;
  margin-block-start: 2em; }
.record dt { font-weight: normal; margin-block: 0; }
.record dd { margin: 0; overflow-wrap: anywhere; }
.cover { text-align: center; text-indent: 0; margin: 0; line-height: 0; }
.cover img { max-height: 96vh; }
/* The marks are in the text, by its language. */
q::before, q::after { content: none; }
small { font-size: 0.85em; }
kbd { border: 0.06em solid; border-radius: 0.25em; padding: 0 0.3em; }
@media (max-width: 30em) {
p { text-align: start; }
blockquote { margin-inline: 1em; }
.level-2 { padding-inline-start: 1.2em; }
.level-3, .level-4 { padding-inline-start: 2.4em; }
.record { display: block; }
.record dd { margin-block-end: 0.6em; }
}
";

fn rgb(color: Color) -> Rgb {
    Rgb([color.r, color.g, color.b])
}

fn colors(sheet: &mut Sheet, theme: &Theme) {
    let code = &theme.code;
    css!(
        sheet,
        "h1, h2, h3, h4, h5, h6 {{ color: {}; }}\na {{ color: {}; }}\npre {{ background: {}; color: {}; }}\n\
         .admonition {{ border-color: {}; }}\n",
        rgb(theme.headings[0].color),
        rgb(theme.link_color),
        rgb(code.background),
        rgb(code.plain),
        rgb(theme.accent)
    );
    let tokens = [
        (Token::Keyword, code.keyword),
        (Token::String, code.string),
        (Token::Comment, code.comment),
        (Token::Number, code.number),
        (Token::Function, code.function),
        (Token::Type, code.kind),
    ];
    for (token, color) in tokens {
        css!(sheet, ".{} {{ color: {}; }}\n", token_class(token), rgb(color));
    }
    // Reading systems that turn pages dark: colours chosen on white would not be seen there.
    sheet.push(
        ":root { color-scheme: light dark; }\n@media (prefers-color-scheme: dark) {\n\
         body { color: #e6e6e6; background: #121212; }\n.admonition { border-color: #9cc4f5; }\n\
         img { background: #ffffff; }\n\
         h1, h2, h3, h4, h5, h6 { color: inherit; }\na { color: #9cc4f5; }\npre { background: #1e1e1e; color: #e6e6e6; }\n\
         .tok-k { color: #c9a6f5; }\n.tok-s { color: #a5d6a7; }\n.tok-c { color: #b0b0b0; }\n.tok-n { color: #f0b37e; }\n\
         .tok-f { color: #90caf9; }\n.tok-t { color: #80deea; }\n}\n",
    );
}
