//! The default theme, and a theme file's changes to it.

use std::ops::RangeInclusive;

use super::contrast::{self, LEVELS};
use super::length;
use crate::diag::{Diagnostic, Sink};
use crate::geom::Abs;
use crate::model::manifest::Manifest;
use crate::model::theme::{
    Align, CodeColors, Color, FontRole, HeadingStyle, ParagraphSeparation, RunningHeadContent, Theme,
    Typography, Weight,
};
use crate::source::Source;
use crate::yaml::{self, Fields, Node, choice, flag, number, text, texts};

const ROLES: [(&str, FontRole); 3] =
    [("text", FontRole::Text), ("heading", FontRole::Heading), ("mono", FontRole::Mono)];
const ALIGNS: [(&str, Align); 4] =
    [("justify", Align::Justify), ("start", Align::Start), ("center", Align::Center), ("end", Align::End)];
const MATHS_ALIGNS: [(&str, Align); 2] = [("center", Align::Center), ("start", Align::Start)];
const WEIGHTS: [(&str, Weight); 2] = [("regular", Weight::Regular), ("bold", Weight::Bold)];
const SEPARATIONS: [(&str, ParagraphSeparation); 2] =
    [("indent", ParagraphSeparation::Indent), ("space", ParagraphSeparation::Space)];
const HEADS: [(&str, RunningHeadContent); 4] = [
    ("none", RunningHeadContent::None),
    ("book", RunningHeadContent::BookTitle),
    ("chapter", RunningHeadContent::ChapterTitle),
    ("section", RunningHeadContent::SectionTitle),
];

/// Makes the book's theme: the default, with the theme file's changes and then the manifest's choice of fonts.
pub fn theme(manifest: &Manifest, file: Option<&Source>, sink: &mut Sink) -> Theme {
    let mut theme = default_theme();
    if let Some(root) = file.and_then(|source| yaml::parse(source, sink)) {
        overrides(&mut theme, &root, sink);
        contrast::check(&theme, &root, sink);
    }
    let chosen = [
        (&manifest.fonts.text, &mut theme.text_family),
        (&manifest.fonts.heading, &mut theme.heading_family),
        (&manifest.fonts.mono, &mut theme.mono_family),
        (&manifest.fonts.maths, &mut theme.maths_family),
    ];
    for (choice, family) in chosen {
        if let Some((name, _)) = choice {
            family.clone_from(name);
        }
    }
    let added = manifest.fonts.fallback.iter().map(|(name, _)| name.clone());
    theme.fallback_families = added.chain(theme.fallback_families).collect();
    theme
}

/// The theme of a book that names none. Vertical measures are multiples of the 14 pt line where they can be, so that
/// lines of facing pages stand level.
pub fn default_theme() -> Theme {
    let accent = Color::rgb(0x1f, 0x3a, 0x5f);
    Theme {
        text_family: "Libertinus Serif".into(),
        heading_family: "Source Sans 3".into(),
        mono_family: "Source Code Pro".into(),
        maths_family: "Libertinus Math".into(),
        maths_align: Align::Center,
        fallback_families: Vec::new(),
        size: Abs::pt(11),
        leading: Abs::pt(14),
        small_size: Abs::pt(9),
        small_leading: Abs::pt(12),
        code_size: Abs::from_pt(8.6),
        code_leading: Abs::pt(12),
        color: Color::rgb(0x1a, 0x1a, 0x1a),
        link_color: Color::rgb(0x1a, 0x4f, 0x8b),
        accent,
        rule_color: Color::rgb(0x8a, 0x94, 0xa3),
        old_style_figures: false,
        small_caps_acronyms: false,
        fractions: false,
        separation: ParagraphSeparation::Indent,
        align: Align::Justify,
        hyphenate: true,
        indent: Abs::pt(11),
        title: heading((30, 36), (0, 14), accent),
        subtitle: HeadingStyle { weight: Weight::Regular, ..heading((16, 21), (0, 28), accent) },
        part: heading((28, 35), (0, 28), accent),
        headings: default_headings(accent),
        chapter_drop: Abs::pt(84),
        chapters_open_recto: false,
        verso_head: RunningHeadContent::BookTitle,
        recto_head: RunningHeadContent::ChapterTitle,
        head_small_caps: false,
        code: CodeColors {
            background: Color::rgb(0xf6, 0xf6, 0xf3),
            plain: Color::rgb(0x24, 0x29, 0x2f),
            keyword: Color::rgb(0x8a, 0x1c, 0x4a),
            string: Color::rgb(0x2f, 0x62, 0x2a),
            comment: Color::rgb(0x5e, 0x65, 0x6d),
            number: Color::rgb(0x8a, 0x4b, 0x00),
            function: Color::rgb(0x1a, 0x4f, 0x8b),
            kind: Color::rgb(0x5a, 0x3d, 0x99),
        },
        typography: Typography::default(),
    }
}

/// Space and leading of a heading add up to whole lines of 14 pt, but where a lesser break asks for a half.
fn default_headings(accent: Color) -> [HeadingStyle; 6] {
    let text = Color::rgb(0x1a, 0x1a, 0x1a);
    [
        heading((24, 28), (0, 42), accent),
        heading((15, 21), (28, 7), accent),
        heading((12, 14), (21, 7), accent),
        heading((11, 14), (14, 0), accent),
        HeadingStyle { weight: Weight::Regular, italic: true, ..heading((11, 14), (14, 0), text) },
        HeadingStyle { weight: Weight::Regular, ..heading((11, 14), (14, 0), text) },
    ]
}

/// A bold heading of size and leading, with space before and after, all in points.
fn heading((size, leading): (i64, i64), (before, after): (i64, i64), color: Color) -> HeadingStyle {
    HeadingStyle {
        role: FontRole::Heading,
        size: Abs::pt(size),
        leading: Abs::pt(leading),
        weight: Weight::Bold,
        italic: false,
        small_caps: false,
        color,
        align: Align::Start,
        space_before: Abs::pt(before),
        space_after: Abs::pt(after),
    }
}

fn overrides(theme: &mut Theme, root: &Node, sink: &mut Sink) {
    let Some(mut fields) = Fields::open(root, "text: {size: 11pt, leading: 14pt}", sink) else { return };
    if let Some(mut inner) = section(&mut fields, "fonts", "fonts: {text: Libertinus Serif}", sink) {
        set(&mut theme.text_family, inner.get("text"), text, sink);
        set(&mut theme.heading_family, inner.get("heading"), text, sink);
        set(&mut theme.mono_family, inner.get("mono"), text, sink);
        set(&mut theme.maths_family, inner.get("maths"), text, sink);
        if let Some(node) = inner.get("fallback") {
            let families = texts(node, "fallback: [Noto Serif CJK SC]", sink);
            theme.fallback_families = families.into_iter().map(|(family, _)| family).collect();
        }
        inner.close(&[], sink);
    }
    text_block(theme, &mut fields, sink);
    if let Some(mut inner) = section(&mut fields, "maths", "maths: {align: center}", sink) {
        let align = |node: &Node, sink: &mut Sink| choice(node, &MATHS_ALIGNS, sink);
        set(&mut theme.maths_align, inner.get("align"), align, sink);
        inner.close(&[], sink);
    }
    colors(theme, &mut fields, sink);
    code(theme, &mut fields, sink);
    heading_style(&mut theme.title, fields.get("title"), sink);
    heading_style(&mut theme.subtitle, fields.get("subtitle"), sink);
    heading_style(&mut theme.part, fields.get("part"), sink);
    if let Some(mut inner) = section(&mut fields, "headings", "headings: {section: {size: 15pt}}", sink) {
        for (style, key) in theme.headings.iter_mut().zip(LEVELS) {
            heading_style(style, inner.get(key), sink);
        }
        inner.close(&[], sink);
    }
    chapters_and_heads(theme, &mut fields, sink);
    typography(&mut theme.typography, &mut fields, sink);
    fields.close(&[("colours", "colors: {link: \"#1a4f8b\"}"), ("body", "text: {size: 11pt}")], sink);
}

fn text_block(theme: &mut Theme, fields: &mut Fields, sink: &mut Sink) {
    if let Some(mut inner) = section(fields, "text", "text: {size: 11pt, leading: 14pt}", sink) {
        set(&mut theme.size, inner.get("size"), type_size, sink);
        set(&mut theme.leading, inner.get("leading"), type_size, sink);
        set(&mut theme.color, inner.get("color"), color, sink);
        set(&mut theme.align, inner.get("align"), |node, sink| choice(node, &ALIGNS, sink), sink);
        set(&mut theme.hyphenate, inner.get("hyphenate"), flag, sink);
        set(&mut theme.indent, inner.get("indent"), length::read, sink);
        set(&mut theme.old_style_figures, inner.get("old_style_figures"), flag, sink);
        set(&mut theme.small_caps_acronyms, inner.get("small_caps_acronyms"), flag, sink);
        set(&mut theme.fractions, inner.get("fractions"), flag, sink);
        let separation = |node: &Node, sink: &mut Sink| choice(node, &SEPARATIONS, sink);
        set(&mut theme.separation, inner.get("separation"), separation, sink);
        inner.close(&[("colour", "color: \"#1a1a1a\"")], sink);
    }
    if let Some(mut inner) = section(fields, "small", "small: {size: 9pt, leading: 12pt}", sink) {
        set(&mut theme.small_size, inner.get("size"), type_size, sink);
        set(&mut theme.small_leading, inner.get("leading"), type_size, sink);
        inner.close(&[], sink);
    }
}

fn colors(theme: &mut Theme, fields: &mut Fields, sink: &mut Sink) {
    let Some(mut inner) = section(fields, "colors", "colors: {link: \"#1a4f8b\"}", sink) else { return };
    if let Some(accent) = inner.get("accent").and_then(|node| color(node, sink)) {
        // Headings that still have the old accent follow the new one.
        let old = std::mem::replace(&mut theme.accent, accent);
        let titles = [&mut theme.title, &mut theme.subtitle, &mut theme.part];
        for style in titles.into_iter().chain(&mut theme.headings) {
            if style.color == old {
                style.color = accent;
            }
        }
    }
    set(&mut theme.link_color, inner.get("link"), color, sink);
    set(&mut theme.rule_color, inner.get("rule"), color, sink);
    inner.close(&[], sink);
}

fn code(theme: &mut Theme, fields: &mut Fields, sink: &mut Sink) {
    let Some(mut inner) = section(fields, "code", "code: {size: 8.6pt, leading: 12pt}", sink) else { return };
    set(&mut theme.code_size, inner.get("size"), type_size, sink);
    set(&mut theme.code_leading, inner.get("leading"), type_size, sink);
    let code = &mut theme.code;
    set(&mut code.background, inner.get("background"), color, sink);
    set(&mut code.plain, inner.get("plain"), color, sink);
    set(&mut code.keyword, inner.get("keyword"), color, sink);
    set(&mut code.string, inner.get("string"), color, sink);
    set(&mut code.comment, inner.get("comment"), color, sink);
    set(&mut code.number, inner.get("number"), color, sink);
    set(&mut code.function, inner.get("function"), color, sink);
    set(&mut code.kind, inner.get("type"), color, sink);
    inner.close(&[("color", "plain: \"#24292f\"")], sink);
}

fn chapters_and_heads(theme: &mut Theme, fields: &mut Fields, sink: &mut Sink) {
    if let Some(mut inner) = section(fields, "chapters", "chapters: {drop: 84pt}", sink) {
        set(&mut theme.chapter_drop, inner.get("drop"), length::read, sink);
        set(&mut theme.chapters_open_recto, inner.get("open_recto"), flag, sink);
        inner.close(&[], sink);
    }
    let form = "running_heads: {verso: book, recto: chapter}";
    if let Some(mut inner) = section(fields, "running_heads", form, sink) {
        let head = |node: &Node, sink: &mut Sink| choice(node, &HEADS, sink);
        set(&mut theme.verso_head, inner.get("verso"), head, sink);
        set(&mut theme.recto_head, inner.get("recto"), head, sink);
        set(&mut theme.head_small_caps, inner.get("small_caps"), flag, sink);
        inner.close(&[("left", "verso: book"), ("right", "recto: chapter")], sink);
    }
}

fn typography(typography: &mut Typography, fields: &mut Fields, sink: &mut Sink) {
    let form = "typography: {hyphens: 2}";
    let Some(mut inner) = section(fields, "typography", form, sink) else { return };
    set(&mut typography.glyph_scaling, inner.get("glyph_scaling"), glyph_scaling, sink);
    set(&mut typography.tracking, inner.get("tracking"), tracking, sink);
    set(&mut typography.spacing, inner.get("spacing"), weight, sink);
    set(&mut typography.evenness, inner.get("evenness"), weight, sink);
    set(&mut typography.hyphens, inner.get("hyphens"), weight, sink);
    set(&mut typography.runts, inner.get("runts"), weight, sink);
    let pages = &mut typography.pages;
    set(&mut pages.hyphens, inner.get("page_hyphens"), weight, sink);
    set(&mut pages.short, inner.get("short_pages"), weight, sink);
    set(&mut pages.spaces, inner.get("page_spaces"), weight, sink);
    set(&mut pages.split_notes, inner.get("split_notes"), weight, sink);
    set(&mut pages.late_figures, inner.get("late_figures"), weight, sink);
    set(&mut pages.stubs, inner.get("last_pages"), weight, sink);
    set(&mut pages.ornaments, inner.get("last_ornaments"), weight, sink);
    set(&mut pages.lead_ins, inner.get("lead_ins"), weight, sink);
    inner.close(&[], sink);
}

/// Hundredths of a glyph's width, as ten-thousandths. Letters made wider or narrower by more than three hundredths look
/// like those of another face.
fn glyph_scaling(node: &Node, sink: &mut Sink) -> Option<u16> {
    let hundredths = within(node, 0.0..=3.0, sink)?;
    Some((hundredths * 100.0).round() as u16)
}

/// Thousandths of the em, as hundred-thousandths. Words whose letters stand further apart than usual by more than a
/// hundredth of the em are seen beside others.
fn tracking(node: &Node, sink: &mut Sink) -> Option<u16> {
    let thousandths = within(node, 0.0..=10.0, sink)?;
    Some((thousandths * 100.0).round() as u16)
}

/// How much a price counts: not at all, or up to a hundredfold.
fn weight(node: &Node, sink: &mut Sink) -> Option<f64> {
    within(node, 0.0..=100.0, sink)
}

fn within(node: &Node, bounds: RangeInclusive<f64>, sink: &mut Sink) -> Option<f64> {
    let read = number(node, sink)?;
    if bounds.contains(&read) {
        return Some(read);
    }
    let message = format!("{read} is not between {} and {}", bounds.start(), bounds.end());
    sink.push(Diagnostic::error("out-of-range", node.span, message));
    None
}

fn section<'a>(
    fields: &mut Fields<'a>,
    key: &'static str,
    form: &str,
    sink: &mut Sink,
) -> Option<Fields<'a>> {
    Fields::open(fields.get(key)?, form, sink)
}

fn set<T>(field: &mut T, node: Option<&Node>, read: impl Fn(&Node, &mut Sink) -> Option<T>, sink: &mut Sink) {
    if let Some(value) = node.and_then(|node| read(node, sink)) {
        *field = value;
    }
}

fn heading_style(style: &mut HeadingStyle, node: Option<&Node>, sink: &mut Sink) {
    let form = "{size: 15pt, leading: 21pt, weight: bold}";
    let Some(mut fields) = node.and_then(|node| Fields::open(node, form, sink)) else { return };
    set(&mut style.role, fields.get("font"), |node, sink| choice(node, &ROLES, sink), sink);
    set(&mut style.size, fields.get("size"), type_size, sink);
    set(&mut style.leading, fields.get("leading"), type_size, sink);
    set(&mut style.weight, fields.get("weight"), |node, sink| choice(node, &WEIGHTS, sink), sink);
    set(&mut style.italic, fields.get("italic"), flag, sink);
    set(&mut style.small_caps, fields.get("small_caps"), flag, sink);
    set(&mut style.color, fields.get("color"), color, sink);
    set(&mut style.align, fields.get("align"), |node, sink| choice(node, &ALIGNS, sink), sink);
    set(&mut style.space_before, fields.get("space_before"), length::read, sink);
    set(&mut style.space_after, fields.get("space_after"), length::read, sink);
    fields.close(&[("colour", "color: \"#1f3a5f\""), ("family", "font: heading")], sink);
}

/// A size or leading: under 4 pt nothing can be read, over 200 pt no word fits a page.
fn type_size(node: &Node, sink: &mut Sink) -> Option<Abs> {
    let size = length::read(node, sink)?;
    if (Abs::pt(4)..=Abs::pt(200)).contains(&size) {
        return Some(size);
    }
    sink.push(Diagnostic::error("out-of-range", node.span, "a size is between 4pt and 200pt"));
    None
}

fn color(node: &Node, sink: &mut Sink) -> Option<Color> {
    let hint = "write it as \"#1f3a5f\", in quotes, since # begins a comment";
    if matches!(node.value, yaml::Value::Null) {
        sink.push(Diagnostic::error("bad-color", node.span, "a colour is missing").hint(hint));
        return None;
    }
    let written = text(node, sink)?;
    let digits = written.strip_prefix('#').filter(|digits| digits.len() == 6);
    let channel = |at: usize| u8::from_str_radix(digits?.get(at..at + 2)?, 16).ok();
    let color = channel(0).zip(channel(2)).zip(channel(4)).map(|((r, g), b)| Color::rgb(r, g, b));
    if color.is_none() {
        let message = format!("`{}` is not a colour", written.escape_debug());
        sink.push(Diagnostic::error("bad-color", node.span, message).hint(hint));
    }
    color
}
