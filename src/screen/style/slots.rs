//! Pages that the theme lays out by slots: on a screen they stand below each other, each on what is behind it.

use std::collections::BTreeSet;

use super::{alignment, em, families, letters, narrow_size};
use crate::escape::css::{Class, Rgb, Sheet, css};
use crate::model::flow::{BlockKind, Flow, Slot};
use crate::model::theme::{Color, DesignedPage, PageDesign, Theme};
use crate::screen::fonts::EmbeddedFace;

fn rgb(color: Color) -> Rgb {
    Rgb([color.r, color.g, color.b])
}

/// The looks of the slots that the book has.
pub(super) fn slots(sheet: &mut Sheet, flow: &Flow, faces: &[EmbeddedFace]) {
    let theme = &flow.theme;
    let (mut written, mut pages) = (BTreeSet::new(), BTreeSet::new());
    for section in &flow.sections {
        for block in &section.blocks {
            let BlockKind::Slot(slot) = &block.kind else { continue };
            if slot.blocks.is_empty() || !written.insert((slot.page, slot.index)) {
                continue;
            }
            let Some(design) = theme.pages.get(&slot.page) else { continue };
            if let Some(page) = whole(slot.page).filter(|_| pages.insert(slot.page)) {
                css!(sheet, "{} {{ padding: 0; }}\n", Class(page));
            }
            one(sheet, theme, (design, slot), faces);
        }
    }
}

/// The class of the section that is nothing but slots.
fn whole(page: DesignedPage) -> Option<&'static str> {
    match page {
        DesignedPage::Cover => Some("cover"),
        DesignedPage::HalfTitle => Some("halftitlepage"),
        DesignedPage::TitlePage => Some("titlepage"),
        DesignedPage::Part => Some("part"),
        DesignedPage::Chapter | DesignedPage::BackCover => None,
    }
}

fn one(sheet: &mut Sheet, theme: &Theme, (design, slot): (&PageDesign, &Slot), faces: &[EmbeddedFace]) {
    let Some(style) = design.slots.get(slot.index).map(|slot| &slot.style) else { return };
    let name = format!("{}-{}", slot.page.name(), slot.index);
    css!(
        sheet,
        "{} {{ font-family: {}, {}; font-size: {}em; line-height: {:.3}; font-style: {}; \
         text-align: {}; color: {};",
        Class(&name),
        families(theme, style.role, faces),
        letters::generic(style.role),
        em(theme, style.size),
        style.leading.to_pt() / style.size.to_pt().max(1.0),
        if style.italic { "italic" } else { "normal" },
        alignment(style.align),
        rgb(style.color)
    );
    letters::weight(sheet, style.weight);
    if style.small_caps {
        sheet.push(" font-variant-caps: small-caps;");
    }
    letters::lettering(sheet, theme, &style.lettering);
    sheet.push(" }\n");
    css!(
        sheet,
        "@media (max-width: 30em) {{ {} {{ font-size: {:.3}em; }} }}\n",
        Class(&name),
        narrow_size(em(theme, style.size))
    );
    if slot.cut {
        css!(
            sheet,
            "{} {{ padding: 0; }}\n{} img {{ display: block; width: 100%; aspect-ratio: {:.3}; object-fit: cover; }}\n",
            Class(&name),
            Class(&name),
            slot.size.width.to_pt() / slot.size.height.to_pt().max(1.0)
        );
    }
    match slot.ground {
        // Words and ground are chosen for each other: dark screens keep both.
        Some(ground) => css!(sheet, "{} {{ background: {}; }}\n", Class(&name), rgb(ground)),
        None => css!(
            sheet,
            "@media (prefers-color-scheme: dark) {{ {} {{ color: {}; }} }}\n",
            Class(&name),
            rgb(theme.on_dark(style.color))
        ),
    }
}
