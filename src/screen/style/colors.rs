//! The theme's colours, boxes and classes, on light screens and on dark ones.

use super::{Align, Theme, alignment, letters};
use crate::escape::css::{Class, Quoted, Rgb, Sheet, css};
use crate::model::document::AdmonitionKind;
use crate::model::flow::Token;
use crate::model::theme::{BoxRule, BoxStyle, BoxTitle, ClassStyle, Color, Lettering, TypeChange};
use crate::screen::fonts::EmbeddedFace;
use crate::xhtml::token_class;

fn rgb(color: Color) -> Rgb {
    Rgb([color.r, color.g, color.b])
}

/// Reading systems that turn pages dark get each colour's counterpart: those chosen on white would not be seen there.
pub(super) fn colors(sheet: &mut Sheet, theme: &Theme, faces: &[EmbeddedFace]) {
    boxes(sheet, theme, faces);
    theme.classes.iter().for_each(|(name, style)| class(sheet, theme, (name, style), faces));
    for name in theme.classes.keys() {
        css!(sheet, "{} + p:not({}) {{ text-indent: 0; }}\n", Class(name), Class(name));
    }
    if theme.tables.head.is_some() {
        css!(sheet, "thead th, thead td, thead + tbody > tr > * {{ padding-inline: 0.6em; }}\n");
    }
    painted(sheet, theme, &|color| color, &|ground| ground);
    sheet.push(":root { color-scheme: light dark; }\n@media (prefers-color-scheme: dark) {\n");
    css!(
        sheet,
        "body {{ color: #e6e6e6; background: {}; }}\nimg {{ background: #ffffff; }}\nimg.chart {{ background: none; }}\n",
        rgb(Color::NIGHT)
    );
    painted(sheet, theme, &|color| theme.on_dark(color), &|ground| theme.dark_ground(ground));
    sheet.push("}\n");
}

/// Every colour, as it is read on a screen, and every ground.
fn painted(sheet: &mut Sheet, theme: &Theme, read: &dyn Fn(Color) -> Color, ground: &dyn Fn(Color) -> Color) {
    let of = |color: Color| rgb(read(color));
    if read(theme.color) == theme.color {
        css!(sheet, "body {{ color: {}; }}\n", of(theme.color));
    }
    for (selector, style) in super::heading_styles(theme, true, true) {
        css!(sheet, "{} {{ color: {}; }}\n", selector, of(style.color));
    }
    css!(
        sheet,
        "h1 > .number.above, .in-part h2 > .number.above {{ color: {}; }}\na {{ color: {}; }}\n\
         hr, table, thead, .notes {{ border-color: {}; }}\nfigcaption .number, caption .number, .listing-caption .number {{ color: {}; }}\n",
        of(theme.chapter_number_style.color),
        of(theme.link_color),
        rgb(theme.rule_color),
        of(theme.caption_color)
    );
    if let Some(color) = theme.drop_cap_color {
        css!(sheet, ".drop-cap::first-letter {{ color: {}; }}\n", of(color));
    }
    for (selector, style) in letters::entries(theme) {
        if let Some(color) = style.color {
            css!(sheet, "{} {{ color: {}; }}\n", selector, of(color));
        }
    }
    tables(sheet, theme, read, ground);
    for (name, style) in boxes_by_rank(theme) {
        css!(sheet, ".admonition{} {{ border-color: {}; }}\n", Class(name), of(style.color));
        for title in [" > .admonition-title", " > summary"] {
            // Words and band are chosen for each other: dark screens keep both.
            let color = match style.title {
                BoxTitle::Plain => of(style.color),
                BoxTitle::Band => rgb(style.title_color()),
            };
            css!(sheet, ".admonition{}{} {{ color: {}; }}\n", Class(name), title, color);
        }
        match style.background {
            Some(background) => {
                css!(sheet, ".admonition{} {{ background: {}; }}\n", Class(name), rgb(ground(background)));
            }
            // A kind's is left out; a class takes that of the kind that it is given to away.
            None if !is_kind(name) => css!(sheet, ".admonition{} {{ background: none; }}\n", Class(name)),
            None => {}
        }
    }
    for (name, color) in theme.classes.iter().filter_map(|(name, style)| Some((name, style.color?))) {
        css!(sheet, "{} {{ color: {}; }}\n", Class(name), of(color));
    }
    code(sheet, theme, read, ground);
}

fn tables(sheet: &mut Sheet, theme: &Theme, read: &dyn Fn(Color) -> Color, ground: &dyn Fn(Color) -> Color) {
    let tables = &theme.tables;
    if let Some(rule) = tables.rule {
        css!(sheet, "table, thead, tfoot, tr > * {{ border-color: {}; }}\n", rgb(read(rule)));
    }
    if let Some(stripe) = tables.stripe {
        let stripe = rgb(ground(stripe));
        css!(sheet, ".table-striped tbody tr:nth-child(even) {{ background-color: {}; }}\n", stripe);
    }
    // Words and ground are chosen for each other: dark screens keep both.
    match tables.head {
        Some(head) => {
            let words = tables.head_color.unwrap_or(theme.color);
            css!(sheet, "thead {{ background: {}; color: {}; }}\n", rgb(head), rgb(words));
        }
        None => {
            if let Some(words) = tables.head_color {
                css!(sheet, "thead {{ color: {}; }}\n", rgb(read(words)));
            }
        }
    }
}

fn code(sheet: &mut Sheet, theme: &Theme, read: &dyn Fn(Color) -> Color, ground: &dyn Fn(Color) -> Color) {
    let code = &theme.code;
    let background = rgb(ground(code.background));
    css!(sheet, "pre {{ background: {}; color: {}; }}\n", background, rgb(read(code.plain)));
    let tokens = [
        (Token::Keyword, code.keyword),
        (Token::String, code.string),
        (Token::Comment, code.comment),
        (Token::Number, code.number),
        (Token::Function, code.function),
        (Token::Type, code.kind),
    ];
    for (token, color) in tokens {
        css!(sheet, ".{} {{ color: {}; }}\n", token_class(token), rgb(read(color)));
    }
}

fn is_kind(name: &str) -> bool {
    AdmonitionKind::ALL.iter().any(|kind| kind.name() == name)
}

/// Kinds first, then the classes that authors give, which win.
fn boxes_by_rank(theme: &Theme) -> Vec<(&String, &BoxStyle)> {
    let (kinds, classes): (Vec<_>, Vec<_>) = theme.boxes.iter().partition(|(name, _)| is_kind(name));
    kinds.into_iter().chain(classes).collect()
}

fn boxes(sheet: &mut Sheet, theme: &Theme, faces: &[EmbeddedFace]) {
    for (name, style) in boxes_by_rank(theme) {
        one_box(sheet, name, style);
        box_title(sheet, theme, (name, style), faces);
    }
}

fn one_box(sheet: &mut Sheet, name: &str, style: &BoxStyle) {
    let border = match style.rule {
        BoxRule::None => "border-width: 0;",
        BoxRule::Start => "border-width: 0; border-inline-start-width: 0.25em;",
        BoxRule::Top => "border-width: 0; border-block-start-width: 0.15em;",
        BoxRule::Frame => "border-width: 0.06em;",
    };
    css!(sheet, ".admonition{} {{ {} }}\n", Class(name), border);
    if style.background.is_none() && style.rule != BoxRule::Frame {
        let start = if style.rule == BoxRule::Start { "0.9em" } else { "0" };
        css!(sheet, ".admonition{} {{ background: none; padding-inline: {} 0; }}\n", Class(name), start);
    }
    if style.width < 100 {
        let width = u32::from(style.width);
        css!(
            sheet,
            "@media (min-width: 30em) {{ .admonition{} {{ width: {}%; margin-inline: auto; box-sizing: border-box; }} }}\n",
            Class(name),
            width
        );
    }
    if style.title == BoxTitle::Band {
        css!(
            sheet,
            ".admonition{} {{ padding-block-start: 0; padding-inline: 0.9em; }}\n\
             .admonition{} > .admonition-title, .admonition{} > summary {{ background: {}; margin-inline: -0.9em; \
             margin-block: 0 0.6em; padding: 0.25em 0.9em; }}\n",
            Class(name),
            Class(name),
            Class(name),
            rgb(style.color)
        );
    }
    // The title says what the sign does: it is not read aloud, where reading systems can be told so.
    let sign = style.icon.map(|icon| icon.to_string());
    for title in [" > .admonition-title::before", " > summary::before"] {
        match &sign {
            Some(sign) => css!(
                sheet,
                ".admonition{}{} {{ content: {}; content: {} / \"\"; margin-inline-end: 0.4em; }}\n",
                Class(name),
                title,
                Quoted(sign),
                Quoted(sign)
            ),
            None => css!(sheet, ".admonition{}{} {{ content: none; }}\n", Class(name), title),
        }
    }
}

/// The type of a box's title, which takes no lettering of the text.
fn box_title(sheet: &mut Sheet, theme: &Theme, (name, style): (&str, &BoxStyle), faces: &[EmbeddedFace]) {
    let lettering = style.letters.lettering(Lettering::default());
    if style.letters == TypeChange::NONE && theme.letters == TypeChange::NONE {
        return;
    }
    css!(sheet, ".admonition{} > .admonition-title, .admonition{} > summary {{", Class(name), Class(name));
    let letters = TypeChange { spacing: None, case: None, features: None, ..style.letters };
    letters::change(sheet, theme, (&letters, theme.size), faces);
    letters::lettering(sheet, theme, &lettering);
    sheet.push(" }\n");
}

/// What a class makes of a paragraph, a list or what else has it.
fn class(sheet: &mut Sheet, theme: &Theme, (name, style): (&str, &ClassStyle), faces: &[EmbeddedFace]) {
    css!(sheet, "{} {{", Class(name));
    letters::change(sheet, theme, (&style.letters, theme.size), faces);
    if let Some(leading) = style.leading {
        let size = style.letters.size.unwrap_or(theme.size).to_pt().max(1.0);
        css!(sheet, " line-height: {:.3};", leading.to_pt() / size);
    }
    if let Some(align) = style.align {
        css!(sheet, " text-align: {};", if align == Align::Justify { "justify" } else { alignment(align) });
    }
    let gaps = [
        ("margin-block-start", style.space_before),
        ("margin-block-end", style.space_after),
        ("padding-inline", style.indent),
    ];
    let size = style.letters.size.unwrap_or(theme.size).to_pt().max(1.0);
    for (property, length) in gaps.into_iter().filter_map(|(property, length)| Some((property, length?))) {
        css!(sheet, " {}: {:.3}em;", property, length.to_pt() / size);
    }
    sheet.push(" }\n");
}
