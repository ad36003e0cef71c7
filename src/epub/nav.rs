//! The navigation document: contents and landmarks (EPUB 3.3, 7).

use super::names::{NAV, Names};
use super::xhtml::prologue;
use super::xml::escape;
use crate::model::flow::{Direction, Flow, OutlineEntry, SectionKind};
use crate::model::manifest::Matter;

pub fn document(flow: &Flow, names: &Names) -> String {
    let lang = flow.langs.first().map(|lang| lang.0.as_str()).unwrap_or_default();
    let direction = flow.sections.first().map_or(Direction::LeftToRight, |section| section.direction);
    let title = flow.words.get("contents");
    let mut out = prologue(lang, direction, title);
    out.push_str("<body epub:type=\"frontmatter\">\n");
    out.push_str("<nav epub:type=\"toc\" role=\"doc-toc\" id=\"toc\" aria-labelledby=\"toc-title\">\n");
    out.push_str(&format!("<h1 id=\"toc-title\">{}</h1>\n", escape(title)));
    contents(&mut out, &flow.outline, names);
    out.push_str("</nav>\n");
    landmarks(&mut out, flow, names);
    out.push_str("</body>\n</html>\n");
    out
}

/// Nested lists by level. A level that is skipped opens one list all the same, so that the lists always nest.
fn contents(out: &mut String, entries: &[OutlineEntry], names: &Names) {
    let mut open: Vec<u8> = Vec::new();
    for entry in entries.iter().filter(|entry| !is_contents(entry)) {
        while open.last().is_some_and(|&level| level > entry.level) {
            out.push_str("</li>\n</ol>\n");
            open.pop();
        }
        if open.last() == Some(&entry.level) {
            out.push_str("</li>\n");
        } else {
            out.push_str("<ol>\n");
            open.push(entry.level);
        }
        let number =
            entry.number.as_ref().map(|number| format!("<span class=\"number\">{}</span> ", escape(number)));
        let href = escape(&names.href(entry.target, None));
        out.push_str(&format!(
            "<li{}><a href=\"{href}\">{}{}</a>",
            if entry.number.is_some() { " class=\"numbered\"" } else { "" },
            number.unwrap_or_default(),
            escape(&entry.title)
        ));
    }
    for _ in open {
        out.push_str("</li>\n</ol>\n");
    }
}

fn is_contents(entry: &OutlineEntry) -> bool {
    entry.kind == SectionKind::Contents
}

fn landmarks(out: &mut String, flow: &Flow, names: &Names) {
    out.push_str("<nav epub:type=\"landmarks\" hidden=\"hidden\">\n<ol>\n");
    let mut land = |kind: &str, href: &str, label: &str| {
        out.push_str(&format!(
            "<li><a epub:type=\"{kind}\" href=\"{}\">{}</a></li>\n",
            escape(href),
            escape(label)
        ));
    };
    let find = |kind: SectionKind| flow.sections.iter().position(|section| section.kind == kind);
    if let Some(cover) = find(SectionKind::Cover) {
        land("cover", names.file(cover as u32), flow.words.get("cover"));
    }
    if let Some(title) = find(SectionKind::TitlePage) {
        land("titlepage", names.file(title as u32), flow.words.get("title-page"));
    }
    if let Some(imprint) = find(SectionKind::Imprint) {
        land("copyright-page", names.file(imprint as u32), flow.words.get("imprint"));
    }
    land("toc", &format!("{NAV}#toc"), flow.words.get("contents"));
    if let Some(figures) = find(SectionKind::ListOfFigures) {
        land("loi", names.file(figures as u32), &flow.sections[figures].title);
    }
    if let Some(tables) = find(SectionKind::ListOfTables) {
        land("lot", names.file(tables as u32), &flow.sections[tables].title);
    }
    if let Some(body) = flow.sections.iter().position(|section| section.matter == Matter::Body) {
        land("bodymatter", names.file(body as u32), &flow.sections[body].title);
    }
    out.push_str("</ol>\n</nav>\n");
}
