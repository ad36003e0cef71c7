//! The NCX: contents and pages for readers that know only EPUB 2 (OPF 2.0.1, 2.4.1).

use crate::escape::xml::{Markup, markup};
use crate::model::flow::{Flow, OutlineEntry, SectionKind};
use crate::xhtml::{Names, Pages, page_id};

pub fn document(flow: &Flow, names: &Names, pages: &Pages, identifier: &str) -> Markup {
    let entries: Vec<&OutlineEntry> =
        flow.outline.iter().filter(|entry| entry.kind != SectionKind::Contents).collect();
    let mut writer = Writer { out: Markup::default(), order: 0, depth: 0 };
    writer.points(&entries, names);
    let depth = writer.depth.max(1);
    writer.pages(names, pages);
    let total = pages.list().count();
    let most = pages.list().filter_map(|start| start.label.parse::<u32>().ok()).max().unwrap_or(0);
    markup!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ncx xmlns=\"http://www.daisy.org/z3986/2005/ncx/\" \
         version=\"2005-1\" xml:lang=\"{}\">\n<head>\n<meta name=\"dtb:uid\" content=\"{}\"/>\n\
         <meta name=\"dtb:depth\" content=\"{}\"/>\n<meta name=\"dtb:totalPageCount\" content=\"{}\"/>\n\
         <meta name=\"dtb:maxPageNumber\" content=\"{}\"/>\n</head>\n<docTitle><text>{}</text></docTitle>\n\
         {}</ncx>\n",
        flow.manifest.language.0,
        identifier,
        depth,
        total,
        most,
        flow.manifest.title,
        writer.out
    )
}

struct Writer {
    out: Markup,
    /// The play order, which counts places in reading order; pages have their own in later readers' eyes.
    order: usize,
    depth: usize,
}

impl Writer {
    /// Nested points by level; a level that is skipped opens one point all the same.
    fn points(&mut self, entries: &[&OutlineEntry], names: &Names) {
        self.out.push("<navMap>\n");
        let mut open: Vec<u8> = Vec::new();
        for entry in entries {
            while open.last().is_some_and(|&level| level >= entry.level) {
                self.out.push("</navPoint>\n");
                open.pop();
            }
            open.push(entry.level);
            self.depth = self.depth.max(open.len());
            self.order += 1;
            let number = entry.number.as_ref().map(|number| format!("{number} ")).unwrap_or_default();
            let label = format!("{number}{}", entry.title);
            let order = self.order;
            markup!(self.out => "<navPoint id=\"point-{}\" playOrder=\"{}\">", order, order);
            self.target(&label, &names.href(entry.target, None));
        }
        open.iter().for_each(|_| self.out.push("</navPoint>\n"));
        self.out.push("</navMap>\n");
    }

    fn pages(&mut self, names: &Names, pages: &Pages) {
        if pages.list().next().is_none() {
            return;
        }
        self.out.push("<pageList>\n");
        for start in pages.list() {
            self.order += 1;
            let label = &start.label;
            let kind = if start.label.bytes().all(|byte| byte.is_ascii_digit()) { "normal" } else { "front" };
            self.out.push("<pageTarget");
            self.out.attribute("id", &page_id(label));
            self.out.attribute("type", kind);
            if kind == "normal" {
                self.out.attribute("value", label);
            }
            markup!(self.out => " playOrder=\"{}\">", self.order);
            self.target(label, &names.page_href(start, None));
            self.out.push("</pageTarget>\n");
        }
        self.out.push("</pageList>\n");
    }

    fn target(&mut self, label: &str, href: &str) {
        markup!(self.out => "<navLabel><text>{}</text></navLabel><content src=\"{}\"/>\n", label, href);
    }
}
