//! Sections to XHTML files.

use rayon::prelude::*;

use super::File;
use super::blocks::Writer;
use super::names::{Cuts, Names, Part};
use super::pages::Pages;
use super::text::{TextContext, dir};
use crate::escape::xml::{Markup, markup};
use crate::model::flow::{Block, BlockKind, Direction, Flow, Listed, ObjectKind, Section, SectionKind};
use crate::model::layout::Layout;
use crate::model::manifest::Matter;
use crate::model::media::ImageId;
use crate::model::roles::Role;
use crate::model::walk::{each_block, each_text};

/// A file for each section, or several where the cuts say so.
pub fn sections(layout: &Layout, names: &Names, pages: &Pages, cuts: &Cuts) -> Vec<File> {
    let sections = layout.flow.sections.iter().zip(0u32..);
    let parts: Vec<Part> = sections
        .flat_map(|(_, section)| {
            let count = cuts.get(&section).map_or(0, Vec::len) as u32;
            (0..=count).map(move |part| Part { section, part })
        })
        .collect();
    let write = |part: Part| {
        let section = &layout.flow.sections[part.section as usize];
        let cuts = cuts.get(&part.section).map_or(&[][..], Vec::as_slice);
        let at = part.part as usize;
        let from = if at == 0 { 0 } else { cuts[at - 1] };
        let to = cuts.get(at).copied().unwrap_or(section.blocks.len());
        let direction = section.direction;
        let place = TextContext { layout, names, pages, part, direction };
        let (content, sizes) = file(section, &section.blocks[from..to], place);
        File { name: names.file(part), content, kind: section.kind, sizes }
    };
    parts.into_par_iter().with_max_len(1).map(write).collect()
}

/// Old readers take their time over larger files, or fail on them.
const LIMIT: usize = 300_000;

/// Where sections that are too long for one file begin a further one: at headings, the higher the better.
pub fn cuts(flow: &Flow, files: &[File]) -> Cuts {
    let sections = flow.sections.iter().zip(0u32..).zip(files);
    let long = sections.filter(|(_, file)| file.content.len() > LIMIT);
    long.map(|((section, index), file)| (index, section_cuts(section, file)))
        .filter(|(_, cuts)| !cuts.is_empty())
        .collect()
}

/// `sizes` tells where in the file each block ends. Notes go with their callers: each part has its share of them.
fn section_cuts(section: &Section, file: &File) -> Vec<usize> {
    let text = file.sizes.last().copied().unwrap_or(0).max(1);
    let limit = (LIMIT as u128 * text as u128 / file.content.len().max(1) as u128) as usize;
    let begins = |at: usize| if at == 0 { 0 } else { file.sizes[at - 1] };
    let mut cuts: Vec<usize> = Vec::new();
    let mut from = 0;
    while let Some(over) = (from..file.sizes.len()).find(|&at| file.sizes[at] - begins(from) > limit) {
        let level = |at: usize| {
            if let BlockKind::Heading { level, .. } = section.blocks[at].kind { Some(level) } else { None }
        };
        let fitting = (from + 1..=over).rev().filter_map(|at| Some((level(at)?, at)));
        let later = || (over + 1..section.blocks.len()).find(|&at| level(at).is_some());
        let Some(cut) = fitting.min_by_key(|(level, _)| *level).map(|(_, at)| at).or_else(later) else {
            break;
        };
        cuts.push(cut);
        from = cut;
    }
    cuts
}

/// What a section goes by: its title, or else the book's.
pub fn file_title<'a>(flow: &'a Flow, section: &'a Section) -> &'a str {
    if section.title.trim().is_empty() { &flow.manifest.title } else { &section.title }
}

/// The start of every XHTML file.
pub fn prologue(lang: &str, direction: Direction, title: &str) -> Markup {
    markup!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" \
         xml:lang=\"{}\" lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <title>{}</title>\n<link rel=\"stylesheet\" type=\"text/css\" href=\"stylesheet.css\"/>\n</head>\n",
        lang,
        lang,
        dir(direction),
        title
    )
}

/// The classes of what there is no `epub:type` for.
const UNTYPED: [&str; 2] = [LIST, BACK_COVER];
const LIST: &str = "list";
const BACK_COVER: &str = "backcover";

/// `epub:type` and the ARIA role that goes with it, where there is one (EPUB Structural Semantics; DPUB-ARIA 1.1).
fn semantics(section: &Section) -> (&'static str, Option<&'static str>) {
    match section.kind {
        SectionKind::Cover => ("cover", None),
        SectionKind::HalfTitle => ("halftitlepage", None),
        SectionKind::TitlePage => ("titlepage", None),
        SectionKind::Imprint => ("copyright-page", None),
        SectionKind::Contents => ("toc", Some("doc-toc")),
        SectionKind::ListOf(Listed::Figures) => ("loi", None),
        SectionKind::ListOf(Listed::Tables) => ("lot", None),
        SectionKind::ListOf(Listed::Boxes | Listed::Listings | Listed::Equations) => (LIST, None),
        SectionKind::Part => ("part", Some("doc-part")),
        SectionKind::BackCover => (BACK_COVER, None),
        SectionKind::Notes => ("endnotes", Some("doc-endnotes")),
        SectionKind::Chapter => {
            section.role.and_then(semantics_of_role).unwrap_or(("chapter", Some("doc-chapter")))
        }
    }
}

/// Those of chapters with a role, where the vocabularies have it.
pub fn semantics_of_role(role: Role) -> Option<(&'static str, Option<&'static str>)> {
    Some(match role {
        Role::Abbreviations => return None,
        Role::AboutAuthors => ("contributors", None),
        Role::Acknowledgements => ("acknowledgments", Some("doc-acknowledgments")),
        Role::Afterword => ("afterword", Some("doc-afterword")),
        Role::Annex | Role::Appendix => ("appendix", Some("doc-appendix")),
        Role::Bibliography => ("bibliography", Some("doc-bibliography")),
        Role::Colophon => ("colophon", Some("doc-colophon")),
        Role::Conclusion => ("conclusion", Some("doc-conclusion")),
        Role::Credits => ("other-credits", Some("doc-credits")),
        Role::Dedication => ("dedication", Some("doc-dedication")),
        Role::Epigraph => ("epigraph", Some("doc-epigraph")),
        Role::Epilogue => ("epilogue", Some("doc-epilogue")),
        Role::Errata => ("errata", Some("doc-errata")),
        Role::Foreword => ("foreword", Some("doc-foreword")),
        Role::Glossary => ("glossary", Some("doc-glossary")),
        Role::Imprint => ("copyright-page", None),
        Role::Introduction => ("introduction", Some("doc-introduction")),
        Role::Preface => ("preface", Some("doc-preface")),
        Role::Prologue => ("prologue", Some("doc-prologue")),
        Role::Summary => ("abstract", Some("doc-abstract")),
    })
}

/// The sections of the book as web pages have them, each an element by itself.
pub fn bodies(layout: &Layout, names: &Names, pages: &Pages) -> Vec<Markup> {
    let write = |(section, index): (&Section, u32)| {
        let (part, direction) = (Part { section: index, part: 0 }, section.direction);
        let place = TextContext { layout, names, pages, part, direction };
        let mut writer = Writer::new(Markup::default(), place, section.direction);
        element(&mut writer, section, &section.blocks);
        writer.out
    };
    let sections: Vec<(&Section, u32)> = layout.flow.sections.iter().zip(0..).collect();
    sections.into_par_iter().with_max_len(1).map(write).collect()
}

/// A file of some blocks of a section, and the bytes written by the end of each block.
fn file(section: &Section, blocks: &[Block], place: TextContext) -> (Markup, Vec<usize>) {
    let flow = &place.layout.flow;
    let lang = &flow.langs[usize::from(section.lang.0)].0;
    let title = file_title(flow, section);
    let mut writer = Writer::new(prologue(lang, section.direction, title), place, section.direction);
    let matter = match section.matter {
        Matter::Front => "frontmatter",
        Matter::Body => "bodymatter",
        Matter::Back => "backmatter",
    };
    markup!(writer.out => "<body epub:type=\"{}\">\n", matter);
    let sizes = element(&mut writer, section, blocks);
    writer.push("</body>\n</html>\n");
    (writer.out, sizes)
}

/// The element of some blocks of a section. Returns the bytes written within it by the end of each block.
fn element(writer: &mut Writer, section: &Section, blocks: &[Block]) -> Vec<usize> {
    let place = writer.place;
    let title = file_title(&place.layout.flow, section);
    let (kind, role) = semantics(section);
    let class = section.role.map_or(kind, Role::name);
    let is_below = place.names.level(section, 1) > 1;
    let within = if is_below { " in-part" } else { "" };
    markup!(writer.out => "<section class=\"{}{}\"", class, within);
    if !UNTYPED.contains(&kind) {
        writer.kind(kind);
    }
    if let Some(role) = role {
        writer.out.attribute("role", role);
    }
    if place.part.part == 0 {
        writer.id(section.node);
    }
    match heading_id(blocks, place.names) {
        Some(id) => writer.out.attribute("aria-labelledby", id),
        // Of several in a file, the title page alone goes by the book's name, which its own heading says.
        None if place.names.is_shared(section.node) && title == place.layout.flow.manifest.title => {}
        None => writer.out.attribute("aria-label", title),
    }
    writer.push(">\n");
    let head = writer.out.len();
    let mut sizes = Vec::with_capacity(blocks.len());
    for block in blocks {
        writer.blocks(std::slice::from_ref(block));
        writer.notes_beside(section, block);
        sizes.push(writer.out.len() - head);
    }
    if section.blocks.last().map(|block| block.node) == blocks.last().map(|block| block.node) {
        writer.breaks_at_end();
    }
    writer.notes(section);
    writer.push("</section>\n");
    sizes
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
                ObjectKind::PageOf(_)
                | ObjectKind::Count(_)
                | ObjectKind::NoteNumber { .. }
                | ObjectKind::Locator(_) => {}
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
