//! Sections to XHTML files.

use rayon::prelude::*;

use super::names::Names;
use super::text::{Place, rich};
use super::xml::{escape, escape_into};
use super::{File, href};
use crate::model::document::{AdmonitionKind, ColumnAlign, Length};
use crate::model::flow::{
    Block, BlockKind, Cell, Definition, Direction, Figure, Flow, List, Note, ObjectKind, RichText, Section,
    SectionKind, Table,
};
use crate::model::layout::Layout;
use crate::model::manifest::Matter;
use crate::model::media::ImageId;
use crate::model::resolved::NodeId;
use crate::model::walk::{each_block, each_text};

/// One file for each section but the contents, which are the navigation document.
pub fn sections(layout: &Layout, names: &Names) -> Vec<File> {
    let numbered = layout.flow.sections.par_iter().enumerate();
    let written = numbered.filter(|(_, section)| section.kind != SectionKind::Contents);
    written
        .map(|(index, section)| {
            let place = Place { layout, names, section: index as u32 };
            let content = Writer { out: String::new(), place, section, heading: 0 }.file();
            let title = file_title(&layout.flow, section);
            File { name: names.file(index as u32).to_string(), content, kind: section.kind, title }
        })
        .collect()
}

fn file_title(flow: &Flow, section: &Section) -> String {
    if section.title.is_empty() { flow.manifest.title.clone() } else { section.title.clone() }
}

/// The start of every XHTML file.
pub fn prologue(lang: &str, direction: Direction, title: &str) -> String {
    let dir = match direction {
        Direction::LeftToRight => "ltr",
        Direction::RightToLeft => "rtl",
    };
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

struct Writer<'a> {
    out: String,
    place: Place<'a>,
    section: &'a Section,
    heading: usize,
}

impl Writer<'_> {
    fn file(mut self) -> String {
        let section = self.section;
        let flow = &self.place.layout.flow;
        let lang = &flow.langs[usize::from(section.lang.0)].0;
        self.out = prologue(lang, section.direction, &file_title(flow, section));
        let matter = match section.matter {
            Matter::Front => "frontmatter",
            Matter::Body => "bodymatter",
            Matter::Back => "backmatter",
        };
        let (kind, role) = semantics(section.kind);
        self.push(&format!("<body epub:type=\"{matter}\">\n<section class=\"{kind}\" epub:type=\"{kind}\""));
        if let Some(role) = role {
            self.push(&format!(" role=\"{role}\""));
        }
        self.id(section.node);
        self.push(">\n");
        self.blocks(&section.blocks);
        self.notes(&section.notes);
        self.push("</section>\n</body>\n</html>\n");
        self.out
    }

    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn id(&mut self, node: NodeId) {
        if let Some(id) = self.place.names.id(node) {
            self.out.push_str(" id=\"");
            escape_into(&mut self.out, id);
            self.out.push('"');
        }
    }

    fn text(&mut self, text: &RichText) {
        rich(&mut self.out, text, self.place);
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    /// Opens an element with the block's id and classes.
    fn open(&mut self, element: &str, block: &Block, class: &str) {
        self.push("<");
        self.push(element);
        self.id(block.node);
        let mut classes: Vec<&str> = Vec::new();
        classes.extend((!class.is_empty()).then_some(class));
        classes.extend(block.classes.iter().map(String::as_str));
        if !classes.is_empty() {
            let joined = escape(&classes.join(" "));
            self.push(&format!(" class=\"{joined}\""));
        }
        self.push(">");
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading { level, number, text } => self.heading(block, *level, number.as_ref(), text),
            BlockKind::Paragraph(text) => {
                self.open("p", block, "");
                self.text(text);
                self.push("</p>\n");
            }
            BlockKind::Quote(blocks) => {
                self.open("blockquote", block, "");
                self.push("\n");
                self.blocks(blocks);
                self.push("</blockquote>\n");
            }
            BlockKind::Admonition { kind, title, blocks } => self.admonition(block, *kind, title, blocks),
            BlockKind::List(list) => self.list(block, list),
            BlockKind::Definitions(definitions) => self.definitions(block, definitions),
            BlockKind::Code(code) => {
                self.open("pre", block, "");
                self.push("<code>");
                self.text(&code.text);
                self.push("</code></pre>\n");
            }
            BlockKind::Table(table) => self.table(block, table),
            BlockKind::Figure(figure) => self.figure(block, figure),
            BlockKind::Break => self.push("<hr/>\n"),
            BlockKind::CoverImage { image, alt } => self.cover(*image, alt),
            BlockKind::Contents(lines) => self.contents(lines),
            BlockKind::Record(lines) => {
                self.push("<dl class=\"record\">\n");
                for line in lines {
                    self.push("<dt>");
                    self.text(&line.label);
                    self.push("</dt>\n<dd>");
                    self.text(&line.value);
                    self.push("</dd>\n");
                }
                self.push("</dl>\n");
            }
            // Where pages end and how they are filled is the paged edition's matter.
            BlockKind::PageBreak | BlockKind::Space(_) | BlockKind::Fill => {}
        }
    }

    fn heading(&mut self, block: &Block, level: u8, number: Option<&RichText>, text: &RichText) {
        self.heading += 1;
        let element = format!("h{}", level.clamp(1, 6));
        self.open(&element, block, "");
        if let Some(number) = number {
            self.push("<span class=\"number\">");
            self.text(number);
            self.push("</span> ");
        }
        self.text(text);
        self.push(&format!("</{element}>\n"));
    }

    fn admonition(&mut self, block: &Block, kind: AdmonitionKind, title: &RichText, blocks: &[Block]) {
        let (class, role) = match kind {
            AdmonitionKind::Note => ("note", "note"),
            AdmonitionKind::Tip => ("tip", "doc-tip"),
            AdmonitionKind::Important => ("important", "note"),
            AdmonitionKind::Warning => ("warning", "note"),
            AdmonitionKind::Caution => ("caution", "note"),
        };
        self.push(&format!("<div class=\"admonition {class}\" role=\"{role}\""));
        self.id(block.node);
        self.push(">\n<p class=\"admonition-title\">");
        self.text(title);
        self.push("</p>\n");
        self.blocks(blocks);
        self.push("</div>\n");
    }

    fn list(&mut self, block: &Block, list: &List) {
        let is_task = list.items.iter().any(|item| item.task.is_some());
        let (element, start) = match list.ordered {
            Some(start) => ("ol", Some(start).filter(|&start| start != 1)),
            None => ("ul", None),
        };
        let class = match (is_task, list.tight) {
            (true, _) => "tasks",
            (false, true) => "tight",
            (false, false) => "",
        };
        self.open(element, block, class);
        if let Some(start) = start {
            self.out.pop();
            self.push(&format!(" start=\"{start}\">"));
        }
        self.push("\n");
        for item in &list.items {
            self.push("<li");
            self.id(item.node);
            self.push(">");
            if item.task.is_some() {
                self.push("<span class=\"box\">");
                self.text(&item.label);
                self.push("</span> ");
            }
            self.item(&item.blocks, list.tight);
            self.push("</li>\n");
        }
        self.push(&format!("</{element}>\n"));
    }

    /// The paragraphs of a tight list's items are not set apart: their text stands in the item itself.
    fn item(&mut self, blocks: &[Block], tight: bool) {
        for (index, block) in blocks.iter().enumerate() {
            match &block.kind {
                BlockKind::Paragraph(text) if tight && index == 0 => self.text(text),
                _ => {
                    if index == 0 || tight {
                        self.push("\n");
                    }
                    self.block(block);
                }
            }
        }
    }

    fn definitions(&mut self, block: &Block, definitions: &[Definition]) {
        self.open("dl", block, "");
        self.push("\n");
        for definition in definitions {
            for term in &definition.terms {
                self.push("<dt");
                self.id(term.node);
                self.push(">");
                self.text(term);
                self.push("</dt>\n");
            }
            for details in &definition.details {
                self.push("<dd>");
                self.item(details, details.len() == 1);
                self.push("</dd>\n");
            }
        }
        self.push("</dl>\n");
    }

    fn table(&mut self, block: &Block, table: &Table) {
        self.push("<div class=\"table\">");
        self.open("table", block, "");
        self.push("\n");
        if let Some(caption) = &table.caption {
            self.push("<caption>");
            self.text(caption);
            self.push("</caption>\n");
        }
        if table.header.iter().any(|cell| !cell.text.text.trim().is_empty()) {
            self.push("<thead>\n");
            self.row(&table.header, table, true);
            self.push("</thead>\n");
        }
        self.push("<tbody>\n");
        for row in &table.rows {
            self.row(row, table, false);
        }
        self.push("</tbody>\n</table></div>\n");
    }

    fn row(&mut self, cells: &[Cell], table: &Table, header: bool) {
        self.push("<tr>");
        for (index, cell) in cells.iter().enumerate() {
            let class = match table.aligns.get(index).copied().unwrap_or_default() {
                ColumnAlign::Start => "",
                ColumnAlign::Center => " class=\"center\"",
                ColumnAlign::End => " class=\"end\"",
            };
            // A header cell without words would be a heading of nothing.
            let element = if header && !cell.text.text.trim().is_empty() { "th" } else { "td" };
            let scope = if element == "th" { " scope=\"col\"" } else { "" };
            self.push(&format!("<{element}{scope}{class}"));
            self.id(cell.node);
            self.push(">");
            self.text(&cell.text);
            self.push(&format!("</{element}>"));
        }
        self.push("</tr>\n");
    }

    fn figure(&mut self, block: &Block, figure: &Figure) {
        let Some(file) = self.place.layout.images.get(figure.image) else { return };
        self.open("figure", block, "");
        let alt = if figure.decorative { String::new() } else { escape(&figure.alt) };
        let style = match figure.width {
            Some(Length::Relative(part)) => format!(" style=\"width:{:.1}%\"", part * 100.0),
            Some(Length::Absolute(width)) => format!(" style=\"width:{:.2}em\"", width.to_pt() / 11.0),
            None => String::new(),
        };
        let role = if figure.decorative { " role=\"presentation\"" } else { "" };
        self.push(&format!("<img src=\"{}\" alt=\"{alt}\"{role}{style}/>", href(figure.image, file.format)));
        if let Some(caption) = &figure.caption {
            self.push("\n<figcaption>");
            self.text(caption);
            self.push("</figcaption>\n");
        }
        self.push("</figure>\n");
    }

    fn cover(&mut self, image: ImageId, alt: &str) {
        let Some(file) = self.place.layout.images.get(image) else { return };
        let alt = escape(alt);
        self.push(&format!(
            "<div class=\"cover\"><img src=\"{}\" alt=\"{alt}\" role=\"doc-cover\"/></div>\n",
            href(image, file.format)
        ));
    }

    fn contents(&mut self, lines: &[crate::model::flow::ContentsLine]) {
        self.push("<ol class=\"contents\">\n");
        for line in lines {
            let href = escape(&self.place.names.href(line.target, Some(self.place.section)));
            self.push(&format!("<li><a href=\"{href}\">"));
            self.text(&line.text);
            self.push("</a></li>\n");
        }
        self.push("</ol>\n");
    }

    /// Footnotes after the text that calls them: reading systems show them at the call.
    fn notes(&mut self, notes: &[Note]) {
        if notes.is_empty() {
            return;
        }
        let words = &self.place.layout.flow.words;
        let (label, back) = (escape(words.get("notes")), escape(words.get("return-to-text")));
        self.push(&format!("<section class=\"notes\" epub:type=\"footnotes\" aria-label=\"{label}\">\n"));
        for (index, note) in notes.iter().enumerate() {
            self.push("<aside class=\"note\" epub:type=\"footnote\" role=\"doc-footnote\"");
            self.id(note.node);
            self.push(">\n");
            let number = escape(&note.number);
            let call = self.call_of(index as u32).and_then(|node| self.place.names.id(node)).map(escape);
            let from = self.out.len();
            self.blocks(&note.blocks);
            let link = match call {
                Some(id) => format!(
                    "<a class=\"backlink\" href=\"#{id}\" role=\"doc-backlink\" title=\"{back}\">{number}</a> "
                ),
                None => format!("<span class=\"backlink\">{number}</span> "),
            };
            // The number stands in the note's first paragraph, or before what else it begins with.
            match self.out[from..].strip_prefix("<p>") {
                Some(_) => self.out.insert_str(from + 3, &link),
                None => self.out.insert_str(from, &format!("<p>{link}</p>\n")),
            }
            self.push("</aside>\n");
        }
        self.push("</section>\n");
    }

    /// The first call of a note in the section.
    fn call_of(&self, note: u32) -> Option<NodeId> {
        let mut found = None;
        each_text(&self.section.blocks, &mut |text| {
            for mark in &text.marks {
                if let crate::model::flow::MarkKind::NoteCall { note: called, node } = mark.kind
                    && called == note
                    && found.is_none()
                {
                    found = Some(node);
                }
            }
        });
        found
    }
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
    each_block(blocks, &mut |block| match &block.kind {
        BlockKind::Figure(figure) => used.push(figure.image),
        BlockKind::CoverImage { image, .. } => used.push(*image),
        _ => {}
    });
}
