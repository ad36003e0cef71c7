//! The navigation document: contents, landmarks, pages, figures and tables (EPUB 3.3, 7).

use std::collections::BTreeSet;

use crate::escape::xml::{Markup, markup};
use crate::model::flow::{BlockKind, Direction, Flow, Listed, OutlineEntry, SectionKind};
use crate::model::manifest::Matter;
use crate::model::resolved::NodeId;
use crate::model::walk::each_block;
use crate::model::words::Word;
use crate::xhtml::{Names, Pages, prologue, semantics_of_role};

/// Its name: the one that epub-builder gives it.
pub const NAV: &str = "nav.xhtml";

pub fn document(flow: &Flow, names: &Names, pages: &Pages, cover: Option<&str>) -> Markup {
    let lang = flow.langs.first().map(|lang| lang.0.as_str()).unwrap_or_default();
    let direction = flow.sections.first().map_or(Direction::LeftToRight, |section| section.direction);
    let title = flow.words.get(Word::Contents);
    let mut out = prologue(lang, direction, title);
    out.push("<body epub:type=\"frontmatter\">\n");
    out.push("<nav epub:type=\"toc\" role=\"doc-toc\" id=\"toc\" aria-labelledby=\"toc-title\">\n");
    out.push("<h1 id=\"toc-title\"");
    if let Some(lang) = &flow.words.lang {
        out.attribute("xml:lang", &lang.0);
        out.attribute("lang", &lang.0);
    }
    markup!(out => ">{}</h1>\n", title);
    contents(&mut out, &flow.outline, names);
    out.push("</nav>\n");
    landmarks(&mut out, flow, names, cover);
    page_list(&mut out, flow, names, pages);
    for (kind, word) in [(Kind::Figure, Word::ListOfFigures), (Kind::Table, Word::ListOfTables)] {
        captions(&mut out, kind, flow.words.get(word), &found(flow, kind), names);
    }
    out.push("</body>\n</html>\n");
    out
}

/// Nested lists by level. A level that is skipped opens one list all the same, so that the lists always nest.
fn contents(out: &mut Markup, entries: &[OutlineEntry], names: &Names) {
    let mut open: Vec<u8> = Vec::new();
    for entry in entries.iter().filter(|entry| !is_contents(entry)) {
        while open.last().is_some_and(|&level| level > entry.level) {
            out.push("</li>\n</ol>\n");
            open.pop();
        }
        if open.last() == Some(&entry.level) {
            out.push("</li>\n");
        } else {
            out.push("<ol>\n");
            open.push(entry.level);
        }
        out.push(if entry.number.is_some() { "<li class=\"numbered\">" } else { "<li>" });
        markup!(out => "<a href=\"{}\">", names.href(entry.target, None));
        if let Some(number) = &entry.number {
            markup!(out => "<span class=\"number\">{}</span> ", number);
        }
        markup!(out => "{}</a>", entry.title);
    }
    for _ in open {
        out.push("</li>\n</ol>\n");
    }
}

fn is_contents(entry: &OutlineEntry) -> bool {
    entry.kind == SectionKind::Contents
}

fn landmarks(out: &mut Markup, flow: &Flow, names: &Names, cover: Option<&str>) {
    out.push("<nav epub:type=\"landmarks\" hidden=\"hidden\">\n<ol>\n");
    let mut land = |kind: &str, href: &str, label: &str| {
        markup!(out => "<li><a epub:type=\"{}\" href=\"{}\">{}</a></li>\n", kind, href, label);
    };
    let find = |kind: SectionKind| flow.sections.iter().position(|section| section.kind == kind);
    if let Some(cover) = cover {
        land("cover", cover, flow.words.get(Word::Cover));
    }
    if let Some(title) = find(SectionKind::TitlePage) {
        land("titlepage", &names.href(flow.sections[title].node, None), flow.words.get(Word::TitlePage));
    }
    if let Some(imprint) = find(SectionKind::Imprint) {
        land("copyright-page", &names.href(flow.sections[imprint].node, None), flow.words.get(Word::Imprint));
    }
    match find(SectionKind::Contents) {
        Some(contents) => {
            land("toc", &names.href(flow.sections[contents].node, None), flow.words.get(Word::Contents))
        }
        None => land("toc", &format!("{NAV}#toc"), flow.words.get(Word::Contents)),
    }
    if let Some(figures) = find(SectionKind::ListOf(Listed::Figures)) {
        land("loi", &names.href(flow.sections[figures].node, None), &flow.sections[figures].title);
    }
    if let Some(tables) = find(SectionKind::ListOf(Listed::Tables)) {
        land("lot", &names.href(flow.sections[tables].node, None), &flow.sections[tables].title);
    }
    if let Some(body) = flow.sections.iter().position(|section| section.matter == Matter::Body) {
        land("bodymatter", &names.href(flow.sections[body].node, None), &flow.sections[body].title);
    }
    roles(out, flow, names);
    out.push("</ol>\n</nav>\n");
}

/// Landmarks of the chapters that have a role: of several with one, such as annexes, the first.
fn roles(out: &mut Markup, flow: &Flow, names: &Names) {
    let mut told = BTreeSet::new();
    for section in &flow.sections {
        let Some((kind, _)) = section.role.and_then(semantics_of_role) else { continue };
        if told.insert(kind) {
            let href = names.href(section.node, None);
            markup!(out => "<li><a epub:type=\"{}\" href=\"{}\">{}</a></li>\n", kind, href, section.title);
        }
    }
}

/// One entry a page of the paged edition, labelled as it is (EPUB 3.3, 7.4.2.2; EPUB Accessibility 1.1, 3.2).
fn page_list(out: &mut Markup, flow: &Flow, names: &Names, pages: &Pages) {
    if pages.list().next().is_none() {
        return;
    }
    markup!(
        out => "<nav epub:type=\"page-list\" role=\"doc-pagelist\" hidden=\"hidden\" aria-label=\"{}\">\n<ol>\n",
        flow.words.get(Word::Pages)
    );
    for start in pages.list() {
        markup!(out => "<li><a href=\"{}\">{}</a></li>\n", names.page_href(start, None), start.label);
    }
    out.push("</ol>\n</nav>\n");
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Figure,
    Table,
}

/// Every figure or table with a caption: its node and the caption's words.
fn found(flow: &Flow, wanted: Kind) -> Vec<(NodeId, String)> {
    let mut found = Vec::new();
    for section in &flow.sections {
        each_block(&section.blocks, &mut |block| {
            let (kind, caption) = match &block.kind {
                BlockKind::Figure(figure) if figure.member => return,
                BlockKind::Figure(figure) => (Kind::Figure, figure.caption.as_ref()),
                BlockKind::Group(group) => (Kind::Figure, group.caption.as_ref()),
                BlockKind::Table(table) => (Kind::Table, table.caption.as_ref()),
                BlockKind::Heading { .. } | BlockKind::Paragraph(_) | BlockKind::Quote(_) => return,
                BlockKind::Only(..) => return,
                BlockKind::Admonition { .. } | BlockKind::List(_) | BlockKind::Definitions(_) => return,
                BlockKind::Code(_) | BlockKind::Equation(_) | BlockKind::Contents(_) => return,
                BlockKind::Index(_) => return,
                BlockKind::Break | BlockKind::PageBreak(_) | BlockKind::Columns(_) => return,
                BlockKind::CoverImage { .. } | BlockKind::Space(_) | BlockKind::Fill => return,
                BlockKind::Record(_) | BlockKind::Slot(_) => return,
            };
            if let Some(caption) = caption.filter(|_| kind == wanted) {
                found.push((block.node, caption.words()));
            }
        });
    }
    found
}

/// A list of figures or tables, for readers that offer it apart from the text.
fn captions(out: &mut Markup, kind: Kind, title: &str, entries: &[(NodeId, String)], names: &Names) {
    if entries.is_empty() {
        return;
    }
    let kind = match kind {
        Kind::Figure => "loi",
        Kind::Table => "lot",
    };
    markup!(out => "<nav epub:type=\"{}\" hidden=\"hidden\">\n<h2>{}</h2>\n<ol>\n", kind, title);
    for (node, caption) in entries {
        markup!(out => "<li><a href=\"{}\">{}</a></li>\n", names.href(*node, None), caption);
    }
    out.push("</ol>\n</nav>\n");
}
