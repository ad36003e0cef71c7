//! Sections to XHTML files.

use rayon::prelude::*;

use super::File;
use super::blocks::Writer;
use super::names::Names;
use super::pages::Pages;
use super::text::{Place, dir};
use super::xml::escape;
use crate::model::flow::{Block, BlockKind, Direction, Flow, ObjectKind, Section, SectionKind};
use crate::model::layout::Layout;
use crate::model::manifest::Matter;
use crate::model::media::ImageId;
use crate::model::walk::{each_block, each_text};

/// One file for each section.
pub fn sections(layout: &Layout, names: &Names, pages: &Pages) -> Vec<File> {
    let numbered = layout.flow.sections.par_iter().enumerate();
    numbered
        .map(|(index, section)| {
            let place = Place { layout, names, pages, section: index as u32 };
            let title = file_title(&layout.flow, section).to_string();
            File {
                name: names.file(index as u32).to_string(),
                content: file(section, place),
                kind: section.kind,
                title,
            }
        })
        .collect()
}

fn file_title<'a>(flow: &'a Flow, section: &'a Section) -> &'a str {
    if section.title.trim().is_empty() { &flow.manifest.title } else { &section.title }
}

/// The start of every XHTML file.
pub fn prologue(lang: &str, direction: Direction, title: &str) -> String {
    let dir = dir(direction);
    let (lang, title) = (escape(lang), escape(title));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" \
         xml:lang=\"{lang}\" lang=\"{lang}\" dir=\"{dir}\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <title>{title}</title>\n<link rel=\"stylesheet\" type=\"text/css\" href=\"stylesheet.css\"/>\n</head>\n"
    )
}

/// `epub:type` and the ARIA role that goes with it, where there is one (EPUB Structural Semantics; DPUB-ARIA 1.1).
fn semantics(kind: SectionKind) -> (&'static str, Option<&'static str>) {
    match kind {
        SectionKind::Cover => ("cover", None),
        SectionKind::HalfTitle => ("halftitlepage", None),
        SectionKind::TitlePage => ("titlepage", None),
        SectionKind::Imprint => ("copyright-page", None),
        SectionKind::Contents => ("toc", Some("doc-toc")),
        SectionKind::ListOfFigures => ("loi", None),
        SectionKind::ListOfTables => ("lot", None),
        SectionKind::Part => ("part", Some("doc-part")),
        SectionKind::Chapter => ("chapter", Some("doc-chapter")),
    }
}

fn file(section: &Section, place: Place) -> String {
    let flow = &place.layout.flow;
    let lang = &flow.langs[usize::from(section.lang.0)].0;
    let title = file_title(flow, section);
    let mut writer = Writer::new(prologue(lang, section.direction, title), place, section.direction);
    let matter = match section.matter {
        Matter::Front => "frontmatter",
        Matter::Body => "bodymatter",
        Matter::Back => "backmatter",
    };
    let (kind, role) = semantics(section.kind);
    writer.push(&format!("<body epub:type=\"{matter}\">\n<section class=\"{kind}\" epub:type=\"{kind}\""));
    if let Some(role) = role {
        writer.push(&format!(" role=\"{role}\""));
    }
    writer.id(section.node);
    match heading_id(&section.blocks, place.names) {
        Some(id) => writer.push(&format!(" aria-labelledby=\"{}\">\n", escape(id))),
        None => writer.push(&format!(" aria-label=\"{}\">\n", escape(title))),
    }
    writer.blocks(&section.blocks);
    writer.breaks_at_end();
    writer.notes(section);
    writer.push("</section>\n</body>\n</html>\n");
    writer.out
}

/// The id of the heading that a section begins with.
fn heading_id<'a>(blocks: &[Block], names: &'a Names) -> Option<&'a str> {
    let heading = blocks.iter().find(|block| matches!(block.kind, BlockKind::Heading { level: 1, .. }))?;
    names.id(heading.node)
}

/// Every image that the files show, by id.
pub fn used_images(flow: &Flow) -> Vec<ImageId> {
    let mut used = Vec::new();
    for section in &flow.sections {
        blocks_images(&section.blocks, &mut used);
        section.notes.iter().for_each(|note| blocks_images(&note.blocks, &mut used));
    }
    used.sort_unstable();
    used.dedup();
    used
}

fn blocks_images(blocks: &[Block], used: &mut Vec<ImageId>) {
    each_text(blocks, &mut |text| {
        for object in &text.objects {
            match object.kind {
                ObjectKind::Image { image, .. } => used.push(image),
                ObjectKind::PageOf(_) | ObjectKind::Count(_) => {}
            }
        }
    });
    each_block(blocks, &mut |block| {
        if let BlockKind::Figure(figure) = &block.kind {
            used.push(figure.image);
        }
        if let BlockKind::CoverImage { image, .. } = &block.kind {
            used.push(*image);
        }
    });
}
