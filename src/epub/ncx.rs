//! The NCX: contents and pages for readers that know only EPUB 2 (OPF 2.0.1, 2.4.1).

use super::names::Names;
use super::pages::{self, Pages};
use super::xml::escape;
use crate::model::flow::{Flow, OutlineEntry, SectionKind};

pub fn document(flow: &Flow, names: &Names, pages: &Pages, identifier: &str) -> String {
    let entries: Vec<&OutlineEntry> =
        flow.outline.iter().filter(|entry| entry.kind != SectionKind::Contents).collect();
    let mut writer = Writer { out: String::new(), order: 0, depth: 0 };
    writer.points(&entries, names);
    let depth = writer.depth.max(1);
    writer.pages(names, pages);
    let title = escape(&flow.manifest.title);
    let (lang, uid) = (escape(&flow.manifest.language.0), escape(identifier));
    let total = pages.list().count();
    let most = pages.list().filter_map(|start| start.label.parse::<u32>().ok()).max().unwrap_or(0);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ncx xmlns=\"http://www.daisy.org/z3986/2005/ncx/\" \
         version=\"2005-1\" xml:lang=\"{lang}\">\n<head>\n<meta name=\"dtb:uid\" content=\"{uid}\"/>\n\
         <meta name=\"dtb:depth\" content=\"{depth}\"/>\n<meta name=\"dtb:totalPageCount\" content=\"{total}\"/>\n\
         <meta name=\"dtb:maxPageNumber\" content=\"{most}\"/>\n</head>\n<docTitle><text>{title}</text></docTitle>\n\
         {}</ncx>\n",
        writer.out
    )
}

struct Writer {
    out: String,
    /// The play order, which counts places in reading order; pages have their own in later readers' eyes.
    order: usize,
    depth: usize,
}

impl Writer {
    /// Nested points by level; a level that is skipped opens one point all the same.
    fn points(&mut self, entries: &[&OutlineEntry], names: &Names) {
        self.out.push_str("<navMap>\n");
        let mut open: Vec<u8> = Vec::new();
        for entry in entries {
            while open.last().is_some_and(|&level| level >= entry.level) {
                self.out.push_str("</navPoint>\n");
                open.pop();
            }
            open.push(entry.level);
            self.depth = self.depth.max(open.len());
            self.order += 1;
            let number = entry.number.as_ref().map(|number| format!("{number} ")).unwrap_or_default();
            let label = escape(&format!("{number}{}", entry.title));
            let order = self.order;
            self.out.push_str(&format!("<navPoint id=\"point-{order}\" playOrder=\"{order}\">"));
            self.target(&label, &names.href(entry.target, None));
        }
        open.iter().for_each(|_| self.out.push_str("</navPoint>\n"));
        self.out.push_str("</navMap>\n");
    }

    fn pages(&mut self, names: &Names, pages: &Pages) {
        if pages.list().next().is_none() {
            return;
        }
        self.out.push_str("<pageList>\n");
        for start in pages.list() {
            self.order += 1;
            let (order, label) = (self.order, escape(&start.label));
            let kind = if start.label.bytes().all(|byte| byte.is_ascii_digit()) { "normal" } else { "front" };
            let value = if kind == "normal" { format!(" value=\"{label}\"") } else { String::new() };
            let id = escape(&pages::id(&start.label));
            self.out
                .push_str(&format!("<pageTarget id=\"{id}\" type=\"{kind}\"{value} playOrder=\"{order}\">"));
            self.target(&label, &names.page_href(start, None));
            self.out.push_str("</pageTarget>\n");
        }
        self.out.push_str("</pageList>\n");
    }

    fn target(&mut self, label: &str, href: &str) {
        let src = escape(href);
        self.out.push_str(&format!("<navLabel><text>{label}</text></navLabel><content src=\"{src}\"/>\n"));
    }
}
