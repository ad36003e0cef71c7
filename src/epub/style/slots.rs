//! Pages that the theme lays out by slots: on a screen they stand below each other, each on what is behind it.

use std::collections::BTreeSet;

use super::{alignment, colors, em, families, narrow_size};
use crate::epub::fonts::EmbeddedFace;
use crate::escape::css::{Class, Rgb, Sheet, css};
use crate::model::flow::{BlockKind, Flow, SectionKind, Slot};
use crate::model::theme::{Color, PageDesign, Theme, Weight};

fn rgb(color: Color) -> Rgb {
    Rgb([color.r, color.g, color.b])
}

/// The looks of the slots that the book has.
pub(super) fn slots(sheet: &mut Sheet, flow: &Flow, faces: &[EmbeddedFace]) {
    let theme = &flow.theme;
    let mut written = BTreeSet::new();
    for section in &flow.sections {
        let (page, design) = match section.kind {
            SectionKind::Cover => ("cover", &theme.cover),
            SectionKind::TitlePage => ("titlepage", &theme.title_page),
            SectionKind::Part => ("part", &theme.part_page),
            SectionKind::HalfTitle | SectionKind::Imprint | SectionKind::Contents => {
                continue;
            }
            SectionKind::ListOf(_) | SectionKind::Chapter | SectionKind::Notes => continue,
        };
        let Some(design) = design else { continue };
        if written.insert((page, None)) {
            css!(
                sheet,
                "{} {{ padding: 0; }}\n{} .slot {{ padding: 0.7em 1em; }}\n\
                 {} .slot > * {{ margin: 0; font: inherit; color: inherit; text-align: inherit; text-indent: 0; }}\n",
                Class(page),
                Class(page),
                Class(page)
            );
        }
        for block in &section.blocks {
            let BlockKind::Slot(slot) = &block.kind else { continue };
            if !slot.blocks.is_empty() && written.insert((page, Some(slot.index))) {
                one(sheet, theme, (page, design, slot), faces);
            }
        }
    }
}

fn one(
    sheet: &mut Sheet,
    theme: &Theme,
    (page, design, slot): (&str, &PageDesign, &Slot),
    faces: &[EmbeddedFace],
) {
    let Some(style) = design.slots.get(slot.index).map(|slot| &slot.style) else { return };
    let name = format!("slot-{}", slot.index);
    css!(
        sheet,
        "{} {} {{ font-family: {}, {}; font-size: {}em; line-height: {:.3}; font-weight: {}; font-style: {}; \
         text-align: {}; color: {}; }}\n",
        Class(page),
        Class(&name),
        families(theme, style.role, faces),
        colors::generic(style.role),
        em(theme, style.size),
        style.leading.to_pt() / style.size.to_pt().max(1.0),
        if style.weight == Weight::Bold { "bold" } else { "normal" },
        if style.italic { "italic" } else { "normal" },
        alignment(style.align),
        rgb(style.color)
    );
    css!(
        sheet,
        "@media (max-width: 30em) {{ {} {} {{ font-size: {:.3}em; }} }}\n",
        Class(page),
        Class(&name),
        narrow_size(em(theme, style.size))
    );
    match slot.ground {
        // Words and ground are chosen for each other: dark screens keep both.
        Some(ground) => css!(sheet, "{} {} {{ background: {}; }}\n", Class(page), Class(&name), rgb(ground)),
        None => css!(
            sheet,
            "@media (prefers-color-scheme: dark) {{ {} {} {{ color: {}; }} }}\n",
            Class(page),
            Class(&name),
            rgb(theme.on_dark(style.color))
        ),
    }
}
