//! A book's theme: one that comes with the program, and a theme file's changes to it.

mod boxes;
mod captions;
mod contents;
mod contrast;
mod default;
mod letters;
mod named;
mod pages;
mod palette;
mod running;
mod script;
mod tables;
mod values;

use std::collections::BTreeMap;

use contrast::LEVELS;
use palette::Palette;
use values::{
    column_gap, columns, drop_cap, glyph_scaling, margin_column, margin_gap, section, set, tracking,
    type_size, weight,
};

use super::choices::{ALIGNS, CHAPTER_STARTS, FACES, MATHS_ALIGNS, NUMBER_PLACES, SEPARATIONS, THEMES};
use super::{keys, length};
use crate::diag::{Diagnostic, Sink};
use crate::model::manifest::Manifest;
use crate::model::theme::{ChapterStart, HeadingStyle, Theme, Typography};
use crate::source::{Source, Span};
use crate::yaml::{self, Fields, Node, choice, flag, text, texts};

/// Makes the book's theme: the one that is named or the default, with the theme file's changes and then the manifest's
/// choice of fonts.
pub fn theme(manifest: &Manifest, file: Option<&Source>, sink: &mut Sink) -> Theme {
    let root = file.and_then(|source| yaml::parse(source, sink));
    let wanted = manifest.theme.as_ref().and_then(|(name, _)| named(name));
    let based = root
        .as_ref()
        .and_then(|root| root.entry("base"))
        .and_then(|entry| choice(&entry.value, &THEMES, sink));
    let mut theme = made(wanted.or(based).unwrap_or(THEMES[0].1));
    script::fit(&mut theme, &manifest.language);
    if let Some(root) = root {
        let recto = overrides(&mut theme, &root, sink);
        contrast::check(&theme, &root, sink);
        theme.wishes = letters::wishes(&root);
        if let Some(node) = recto.filter(|_| !manifest.page.two_sided) {
            let message = "chapters cannot start on right-hand pages: those of the book have one side";
            let hint = "write `two_sided: true` under `page` in the manifest, or `start: page` here";
            sink.push(Diagnostic::warning("one-sided-book", node.span, message).hint(hint));
        }
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

/// The theme of a book that names none.
pub fn default_theme() -> Theme {
    made(THEMES[0].1)
}

fn made(file: &str) -> Theme {
    let mut theme = default::base();
    named::take(&mut theme, file);
    theme
}

/// Reads what the manifest has for a theme: a name, or a path.
pub(super) fn choice_of(node: &Node, sink: &mut Sink) -> Option<(String, Span)> {
    let written = text(node, sink)?;
    if !written.contains(['.', '/']) {
        yaml::choice_name(&written, node.span, &THEMES, sink)?;
    }
    Some((written, node.span))
}

/// The file of the theme of a name.
pub fn named(name: &str) -> Option<&'static str> {
    THEMES.iter().find(|(known, _)| *known == name).map(|(_, file)| *file)
}

/// Returns where the file asks for chapters that start on a recto.
fn overrides<'a>(theme: &mut Theme, root: &'a Node, sink: &mut Sink) -> Option<&'a Node> {
    let mut fields = Fields::open(root, "text: {size: 11pt, leading: 14pt}", sink)?;
    // Taken before.
    let _ = fields.get("base");
    let palette = palette::read(theme, fields.get("palette"), sink);
    if let Some(mut inner) = section(&mut fields, "fonts", "fonts: {text: Libertinus Serif}", sink) {
        set(&mut theme.text_family, inner.get("text"), text, sink);
        set(&mut theme.heading_family, inner.get("heading"), text, sink);
        set(&mut theme.mono_family, inner.get("mono"), text, sink);
        set(&mut theme.maths_family, inner.get("maths"), text, sink);
        if let Some(node) = inner.get("fallback") {
            let families = texts(node, "fallback: [Noto Serif CJK SC]", sink);
            theme.fallback_families = families.into_iter().map(|(family, _)| family).collect();
        }
        inner.close(&keys::FAMILIES, &[], sink);
    }
    text_block(theme, &palette, &mut fields, sink);
    if let Some(mut inner) = section(&mut fields, "page", "page: {columns: 2}", sink) {
        set(&mut theme.columns, inner.get("columns"), columns, sink);
        set(&mut theme.column_gap, inner.get("column_gap"), column_gap, sink);
        set(&mut theme.margin_column, inner.get("margin_column"), margin_column, sink);
        set(&mut theme.margin_gap, inner.get("margin_gap"), margin_gap, sink);
        inner.close(
            &keys::COLUMNS,
            &[("gap", "column_gap: 16pt"), ("size", "columns: 2; the size is the manifest's")],
            sink,
        );
    }
    if let Some(mut inner) = section(&mut fields, "maths", "maths: {align: center}", sink) {
        let align = |node: &Node, sink: &mut Sink| choice(node, &MATHS_ALIGNS, sink);
        set(&mut theme.maths_align, inner.get("align"), align, sink);
        inner.close(&keys::FORMULAS, &[], sink);
    }
    colors(theme, &palette, &mut fields, sink);
    code(theme, &palette, &mut fields, sink);
    for (style, key) in
        [(&mut theme.title, "title"), (&mut theme.subtitle, "subtitle"), (&mut theme.part, "part")]
    {
        heading_style(style, &palette, fields.get(key), sink);
    }
    if let Some(mut inner) = section(&mut fields, "headings", "headings: {section: {size: 15pt}}", sink) {
        for (style, key) in theme.headings.iter_mut().zip(LEVELS) {
            heading_style(style, &palette, inner.get(key), sink);
        }
        inner.close(&keys::HEADINGS, &[], sink);
    }
    let recto = chapters(theme, &palette, &mut fields, sink);
    // A number above a title belongs to it.
    if is_given(root, ["headings", "chapter"]) && !is_given(root, ["chapters", "number_style"]) {
        theme.chapter_number_style.align = theme.headings[0].align;
    }
    running::read(theme, &palette, &mut fields, sink);
    if let Some(inner) = section(&mut fields, "captions", "captions: {font: heading}", sink) {
        captions::read(theme, &palette, inner, sink);
    }
    if let Some(inner) = section(&mut fields, "contents", "contents: {leader: dots}", sink) {
        contents::read(theme, &palette, inner, sink);
    }
    if let Some(inner) = section(&mut fields, "tables", "tables: {font: heading}", sink) {
        tables::read(theme, &palette, inner, sink);
    }
    if let Some(mut inner) = section(&mut fields, "charts", "charts: {colors: [\"#0b3c5d\"]}", sink) {
        if let Some(node) = inner.get("colors") {
            let colors = yaml::list(node, "colors: [\"#0b3c5d\", \"#d4760a\"]", sink);
            theme.chart_colors = colors.iter().filter_map(|node| palette.color(node, sink)).collect();
        }
        inner.close(&keys::CHARTS, &[("colours", "colors: [\"#0b3c5d\"]")], sink);
    }
    boxes::read(theme, &palette, &mut fields, sink);
    pages::read(theme, &palette, &mut fields, sink);
    typography(&mut theme.typography, &mut fields, sink);
    fields.close(
        &keys::THEME,
        &[("colours", "colors: {link: \"#1a4f8b\"}"), ("body", "text: {size: 11pt}")],
        sink,
    );
    recto
}

/// Whether a theme file says how a title, or a number, stands.
fn is_given(root: &Node, [section, key]: [&str; 2]) -> bool {
    let style = root.entry(section).and_then(|section| section.value.entry(key));
    style.is_some_and(|style| style.value.entry("align").is_some())
}

fn text_block(theme: &mut Theme, palette: &Palette, fields: &mut Fields, sink: &mut Sink) {
    if let Some(mut inner) = section(fields, "text", "text: {size: 11pt, leading: 14pt}", sink) {
        set(&mut theme.size, inner.get("size"), type_size, sink);
        set(&mut theme.leading, inner.get("leading"), type_size, sink);
        set(&mut theme.color, inner.get("color"), |node, sink| palette.color(node, sink), sink);
        set(&mut theme.align, inner.get("align"), |node, sink| choice(node, &ALIGNS, sink), sink);
        set(&mut theme.hyphenate, inner.get("hyphenate"), flag, sink);
        set(&mut theme.indent, inner.get("indent"), length::read, sink);
        set(&mut theme.indent_first, inner.get("indent_first"), flag, sink);
        set(&mut theme.old_style_figures, inner.get("old_style_figures"), flag, sink);
        set(&mut theme.small_caps_acronyms, inner.get("small_caps_acronyms"), flag, sink);
        set(&mut theme.fractions, inner.get("fractions"), flag, sink);
        let separation = |node: &Node, sink: &mut Sink| choice(node, &SEPARATIONS, sink);
        set(&mut theme.separation, inner.get("separation"), separation, sink);
        letters::of_text(&mut theme.letters, &mut inner, sink);
        inner.close(&keys::TEXT, &[("colour", "color: \"#1a1a1a\"")], sink);
    }
    if let Some(mut inner) = section(fields, "small", "small: {size: 9pt, leading: 12pt}", sink) {
        set(&mut theme.small_size, inner.get("size"), type_size, sink);
        set(&mut theme.small_leading, inner.get("leading"), type_size, sink);
        inner.close(&keys::SMALL, &[], sink);
    }
}

fn colors(theme: &mut Theme, palette: &Palette, fields: &mut Fields, sink: &mut Sink) {
    let Some(mut inner) = section(fields, "colors", "colors: {link: \"#1a4f8b\"}", sink) else { return };
    if let Some(accent) = inner.get("accent").and_then(|node| palette.color(node, sink)) {
        theme.set_accent(accent);
    }
    set(&mut theme.link_color, inner.get("link"), |node, sink| palette.color(node, sink), sink);
    set(&mut theme.rule_color, inner.get("rule"), |node, sink| palette.color(node, sink), sink);
    inner.close(&keys::COLORS, &[], sink);
}

fn code(theme: &mut Theme, palette: &Palette, fields: &mut Fields, sink: &mut Sink) {
    let Some(mut inner) = section(fields, "code", "code: {size: 8.6pt, leading: 12pt}", sink) else { return };
    set(&mut theme.code_size, inner.get("size"), type_size, sink);
    set(&mut theme.code_leading, inner.get("leading"), type_size, sink);
    let code = &mut theme.code;
    for (color, key) in [
        (&mut code.background, "background"),
        (&mut code.plain, "plain"),
        (&mut code.keyword, "keyword"),
        (&mut code.string, "string"),
        (&mut code.comment, "comment"),
        (&mut code.number, "number"),
        (&mut code.function, "function"),
        (&mut code.kind, "type"),
    ] {
        set(color, inner.get(key), |node, sink| palette.color(node, sink), sink);
    }
    inner.close(&keys::CODE, &[("color", "plain: \"#24292f\"")], sink);
}

fn chapters<'a>(
    theme: &mut Theme,
    palette: &Palette,
    fields: &mut Fields<'a>,
    sink: &mut Sink,
) -> Option<&'a Node> {
    let mut inner = section(fields, "chapters", "chapters: {drop: 84pt}", sink)?;
    set(&mut theme.chapter_drop, inner.get("drop"), length::read, sink);
    let start = inner.get("start");
    set(&mut theme.chapter_start, start, |node, sink| choice(node, &CHAPTER_STARTS, sink), sink);
    // What `start: recto` was called.
    let open_recto = inner.get("open_recto").filter(|node| flag(node, sink) == Some(true));
    if open_recto.is_some() {
        theme.chapter_start = ChapterStart::Recto;
    }
    let number = inner.get("number");
    set(&mut theme.chapter_number, number, |node, sink| choice(node, &NUMBER_PLACES, sink), sink);
    set(&mut theme.chapter_contents, inner.get("contents"), flag, sink);
    set(&mut theme.drop_cap, inner.get("drop_cap"), drop_cap, sink);
    set(&mut theme.drop_cap_role, inner.get("drop_cap_font"), |node, sink| choice(node, &FACES, sink), sink);
    let color = |node: &Node, sink: &mut Sink| palette.color(node, sink).map(Some);
    set(&mut theme.drop_cap_color, inner.get("drop_cap_color"), color, sink);
    heading_style(&mut theme.chapter_number_style, palette, inner.get("number_style"), sink);
    inner.close(&keys::CHAPTERS, &[], sink);
    open_recto.or(start).filter(|_| theme.chapter_start == ChapterStart::Recto)
}

fn typography(typography: &mut Typography, fields: &mut Fields, sink: &mut Sink) {
    let form = "typography: {hyphens: 2}";
    let Some(mut inner) = section(fields, "typography", form, sink) else { return };
    set(&mut typography.glyph_scaling, inner.get("glyph_scaling"), glyph_scaling, sink);
    set(&mut typography.tracking, inner.get("tracking"), tracking, sink);
    let pages = &mut typography.pages;
    for (price, key) in [
        (&mut typography.spacing, "spacing"),
        (&mut typography.evenness, "evenness"),
        (&mut typography.hyphens, "hyphens"),
        (&mut typography.runts, "runts"),
        (&mut pages.hyphens, "page_hyphens"),
        (&mut pages.short, "short_pages"),
        (&mut pages.spaces, "page_spaces"),
        (&mut pages.split_notes, "split_notes"),
        (&mut pages.late_figures, "late_figures"),
        (&mut pages.stubs, "last_pages"),
        (&mut pages.ornaments, "last_ornaments"),
        (&mut pages.lead_ins, "lead_ins"),
    ] {
        set(price, inner.get(key), weight, sink);
    }
    inner.close(&keys::TYPOGRAPHY, &[], sink);
}

/// Changes the looks of a heading.
fn heading_style(style: &mut HeadingStyle, palette: &Palette, node: Option<&Node>, sink: &mut Sink) {
    let form = "{size: 15pt, leading: 21pt, weight: bold}";
    let Some(mut fields) = node.and_then(|node| Fields::open(node, form, sink)) else { return };
    heading_fields(style, palette, &mut fields, sink);
    fields.close(&keys::HEADING, letters::STRANGERS, sink);
}

fn heading_fields(style: &mut HeadingStyle, palette: &Palette, fields: &mut Fields, sink: &mut Sink) {
    set(&mut style.role, fields.get("font"), |node, sink| choice(node, &FACES, sink), sink);
    set(&mut style.size, fields.get("size"), type_size, sink);
    set(&mut style.leading, fields.get("leading"), type_size, sink);
    letters::of_heading(style, fields, sink);
    set(&mut style.color, fields.get("color"), |node, sink| palette.color(node, sink), sink);
    set(&mut style.align, fields.get("align"), |node, sink| choice(node, &ALIGNS, sink), sink);
    set(&mut style.space_before, fields.get("space_before"), length::read, sink);
    set(&mut style.space_after, fields.get("space_after"), length::read, sink);
}

/// Classes that authors write have the form of those of CSS.
fn is_class(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(|first| first.is_alphabetic())
        && characters.all(|one| one.is_alphanumeric() || matches!(one, '-' | '_'))
}

/// Names and what each is given for; one that no class can have is told.
fn by_class<'a>(node: &'a Node, form: &str, sink: &mut Sink) -> BTreeMap<&'a str, &'a Node> {
    let mut found = BTreeMap::new();
    for entry in yaml::entries(node, form, sink) {
        if is_class(&entry.key) {
            found.insert(entry.key.as_str(), &entry.value);
        } else {
            let message = format!("`{}` is no name of a class", entry.key.escape_debug());
            let hint = "a class has letters, digits, `-` and `_`, and begins with a letter";
            sink.push(Diagnostic::error("bad-class", entry.key_span, message).hint(hint));
        }
    }
    found
}
