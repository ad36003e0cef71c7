//! Blocks to XHTML flow content.

use std::collections::{BTreeMap, BTreeSet};

use super::dialect::{Dialect, Kinds};
use super::image_href;
use super::text::{Links, TextContext, dir, rich};
use super::widths::width_beside;
use crate::escape::xml::{Markup, markup};
use crate::model::document::{AdmonitionKind, Beside, GLOSSARY, Length, MARGIN, Medium, NumeralStyle};
use crate::model::flow::{
    Block, BlockKind, ContentsLine, Definition, Direction, EntryKind, Equation, Figure, Group, List,
    ListItem, MarkKind, RecordLine, RichText, Slot,
};
use crate::model::media::ImageId;
use crate::model::resolved::NodeId;
use crate::model::roles::Role;
use crate::model::theme::CaptionPlace;
use crate::model::words::Word;
use crate::text::{given, runs_rightwards};

pub struct Writer<'a> {
    pub out: Markup,
    pub place: TextContext<'a>,
    pub direction: Direction,
    /// The direction of the element that comes next, where it is another than that of what is around it.
    turned: Option<Direction>,
    /// What stands before the words of the paragraph that comes next.
    lead: Option<Markup>,
    /// The section's notes that stand beside their callers already.
    pub(super) beside: BTreeSet<u32>,
    /// How many boxes that scroll are called the same.
    pub named: BTreeMap<String, u32>,
}

/// A formula of so many characters fits on a telephone.
const SHORT: usize = 24;

/// What leads from the entry of a work to where it is cited.
pub const BACK: &str = "↑";

impl<'a> Writer<'a> {
    pub fn new(out: Markup, place: TextContext<'a>, direction: Direction) -> Writer<'a> {
        let (turned, lead, beside, named) = Default::default();
        Writer { out, place, direction, turned, lead, beside, named }
    }

    pub fn push(&mut self, markup: &'static str) {
        self.out.push(markup);
    }

    pub fn id(&mut self, node: NodeId) {
        if let Some(id) = self.place.names.id(node) {
            self.out.attribute("id", id);
        }
    }

    /// A text that stands by itself: without a letter from right to left, it runs from left to right as a whole.
    pub fn text(&mut self, text: &RichText) {
        let isolates = self.direction == Direction::RightToLeft && runs_rightwards(&text.text);
        if isolates {
            self.push("<span dir=\"ltr\">");
        }
        self.bare(text);
        if isolates {
            self.push("</span>");
        }
    }

    /// A label, or what has its direction already.
    fn bare(&mut self, text: &RichText) {
        rich(&mut self.out, text, self.place, Links::Live);
    }

    pub fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    /// Blocks whose first paragraph begins with the given markup; where another block is first, it stands alone.
    pub fn blocks_led_by(&mut self, blocks: &[Block], lead: Markup) {
        if matches!(blocks.first().map(|block| &block.kind), Some(BlockKind::Paragraph(_))) {
            self.lead = Some(lead);
        } else {
            markup!(self.out => "<p>{}</p>\n", lead);
        }
        self.blocks(blocks);
    }

    /// Opens an element with the block's id and classes.
    pub fn open(&mut self, element: &str, block: &Block, class: &str) {
        markup!(self.out => "<{}", element);
        self.attributes(block, class);
        self.push(">");
    }

    pub(super) fn attributes(&mut self, block: &Block, class: &str) {
        self.id(block.node);
        let own = (!class.is_empty()).then_some(class);
        let classes: Vec<&str> = own.into_iter().chain(block.classes.iter().map(String::as_str)).collect();
        if !classes.is_empty() {
            self.out.attribute("class", &classes.join(" "));
        }
        if let Some(direction) = self.turned.take() {
            self.out.attribute("dir", dir(direction));
        }
    }

    /// What an element is in the words of EPUBs.
    pub(super) fn kind(&mut self, kind: &str) {
        self.out.kind(kind, self.place.names.dialect);
    }

    /// The markers of pages that begin with an element.
    pub(super) fn breaks(&mut self, node: NodeId, element: &str) {
        let pages = self.place.pages;
        for &(_, page) in pages.within(node) {
            self.out.append(&pages.marker(page, element, self.place.names.dialect));
            if element == "div" {
                self.push("\n");
            }
        }
    }

    /// The markers of pages at whose beginning the text is over.
    pub fn breaks_at_end(&mut self) {
        let pages = self.place.pages;
        for &page in pages.at_end(self.place.part.section) {
            self.out.append(&pages.marker(page, "div", self.place.names.dialect));
            self.push("\n");
        }
    }

    fn block(&mut self, block: &Block) {
        self.breaks(block.node, "div");
        let outer = self.direction;
        self.turned = block.style.direction.filter(|own| *own != outer);
        self.run(self.turned.unwrap_or(outer));
        self.kind_of(block);
        self.turned = None;
        self.run(outer);
    }

    /// What is written from now on runs that way.
    fn run(&mut self, direction: Direction) {
        (self.direction, self.place.direction) = (direction, direction);
    }

    fn kind_of(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading { level, number, text } => self.heading(block, *level, number.as_ref(), text),
            BlockKind::Paragraph(text) => {
                // A paragraph of nothing is none: it holds what leads to it.
                let is_place = text.text.is_empty() && self.lead.is_none();
                self.push(if is_place { "<div" } else { "<p" });
                self.attributes(block, "");
                if let Some(given) = given(text).filter(|given| *given != self.direction) {
                    self.out.attribute("dir", dir(given));
                }
                self.push(">");
                if let Some(lead) = self.lead.take() {
                    markup!(self.out => "{} ", lead);
                }
                self.text(text);
                self.push(if is_place { "</div>\n" } else { "</p>\n" });
            }
            BlockKind::Quote(blocks) if block.classes.iter().any(|class| class == "abstract") => {
                self.push("<div role=\"doc-abstract\"");
                self.kind("abstract");
                self.out.attribute("aria-label", self.place.layout.flow.words.get(Word::Abstract));
                self.attributes(block, "");
                self.push(">\n");
                self.blocks(blocks);
                self.push("</div>\n");
            }
            BlockKind::Quote(blocks) => {
                self.open("blockquote", block, "");
                self.push("\n");
                self.blocks(blocks);
                self.push("</blockquote>\n");
            }
            BlockKind::Only(medium, blocks) => {
                self.open("div", block, medium.mark());
                self.push("\n");
                self.blocks(blocks);
                self.push("</div>\n");
            }
            BlockKind::Admonition { kind, title, blocks } => {
                self.admonition(block, *kind, title.as_ref(), blocks)
            }
            BlockKind::List(list) => self.list(block, list),
            BlockKind::Definitions(definitions) => self.definitions(block, definitions),
            BlockKind::Code(code) => self.code(block, &code.text),
            BlockKind::Table(table) => self.table(block, table),
            BlockKind::Figure(figure) => self.figure(block, figure),
            BlockKind::Group(group) => self.group(block, group),
            BlockKind::Equation(equation) => self.equation(block, equation),
            BlockKind::Break => {
                self.push("<hr");
                self.attributes(block, "");
                self.push("/>\n");
            }
            BlockKind::CoverImage { image, alt } => self.cover(*image, alt),
            BlockKind::Slot(slot) => self.slot(slot),
            BlockKind::Index(index) => self.index(block, index),
            BlockKind::Contents(lines) => self.contents(lines),
            BlockKind::Record(lines) => self.record(lines),
            // Where pages end and how they are filled is the paged edition's matter.
            BlockKind::PageBreak(_) | BlockKind::Columns(_) | BlockKind::Space(_) | BlockKind::Fill => {
                self.place_only(block)
            }
        }
    }

    /// A formula that stands by itself, and its numbers at the end of its line. A long one may be wider than the screen and
    /// scrolls: it can be reached with the keyboard.
    fn equation(&mut self, block: &Block, equation: &Equation) {
        self.push("<div");
        self.attributes(block, "equation");
        if equation.text.text.chars().count() > SHORT {
            let name = self.place.layout.flow.words.get(Word::Equation);
            let number = equation.numbers.first().map_or("", |number| number.text.text.as_str());
            let name = format!("{name} {number}");
            self.push(" role=\"group\" tabindex=\"0\"");
            self.out.attribute("aria-label", name.trim_end());
        }
        self.push(">");
        // The numbers of rows stand in the formula; what they go by does not.
        for mark in
            equation.numbers.iter().filter(|number| number.row.is_some()).flat_map(|one| &one.text.marks)
        {
            if let MarkKind::Anchor { node, .. } = mark.kind {
                self.push("<span");
                self.id(node);
                self.push("></span>");
            }
        }
        self.bare(&equation.text);
        for number in equation.numbers.iter().filter(|number| number.row.is_none()) {
            self.push("<span class=\"equation-number\">");
            self.text(&number.text);
            self.push("</span>");
        }
        self.push("</div>\n");
    }

    /// What is not to be seen here may still be linked to.
    fn place_only(&mut self, block: &Block) {
        if self.place.names.id(block.node).is_some() {
            self.open("div", block, "");
            self.push("</div>\n");
        }
    }

    fn heading(&mut self, block: &Block, level: u8, number: Option<&RichText>, text: &RichText) {
        let section = &self.place.layout.flow.sections[self.place.part.section as usize];
        let element = format!("h{}", self.place.names.level(section, level));
        self.open(&element, block, "");
        if let Some(number) = number {
            // A number with looks of its own stands above the words.
            let is_alike = number.style.base == text.style.base;
            let class = if is_alike { "number" } else { "number above" };
            markup!(self.out => "<span class=\"{}\">", class);
            self.bare(number);
            self.push("</span> ");
        }
        self.text(text);
        markup!(self.out => "</{}>\n", element);
    }

    fn code(&mut self, block: &Block, text: &RichText) {
        self.push("<pre");
        self.attributes(block, "");
        // Code runs left to right in every language.
        if self.direction == Direction::RightToLeft {
            self.out.attribute("dir", dir(Direction::LeftToRight));
        }
        self.push("><code>");
        self.bare(text);
        self.push("</code></pre>\n");
    }

    fn admonition(
        &mut self,
        block: &Block,
        kind: AdmonitionKind,
        title: Option<&RichText>,
        blocks: &[Block],
    ) {
        let in_margin = block.classes.iter().any(|class| class == MARGIN);
        let (element, class, role) = match kind {
            AdmonitionKind::Note => ("div", "admonition note", Some("note")),
            AdmonitionKind::Tip => ("div", "admonition tip", Some("doc-tip")),
            AdmonitionKind::Important => ("div", "admonition important", Some("note")),
            AdmonitionKind::Warning => ("div", "admonition warning", Some("note")),
            AdmonitionKind::Caution => ("div", "admonition caution", Some("note")),
            AdmonitionKind::Box => ("div", "admonition box", None),
            // Several alike are no landmarks.
            AdmonitionKind::Aside if in_margin => ("aside", "", Some("note")),
            // Within the text of a web page it is no landmark.
            AdmonitionKind::Aside => {
                let is_page = self.place.names.dialect == Dialect::Html;
                ("aside", "admonition aside", is_page.then_some("note"))
            }
            AdmonitionKind::Details => ("details", "admonition details", None),
        };
        markup!(self.out => "<{}", element);
        if let Some(role) = role {
            self.out.attribute("role", role);
        }
        self.attributes(block, class);
        self.push(">\n");
        if let Some(title) = title {
            let (open, close) = match kind {
                AdmonitionKind::Details => ("<summary>", "</summary>\n"),
                _ => ("<p class=\"admonition-title\">", "</p>\n"),
            };
            self.push(open);
            self.text(title);
            self.push(close);
        }
        self.blocks(blocks);
        markup!(self.out => "</{}>\n", element);
    }

    fn list(&mut self, block: &Block, list: &List) {
        if list.bibliography {
            return self.bibliography(block, list);
        }
        if list.notes {
            return self.end_notes(block, list);
        }
        let is_task = list.ordered.is_none() && list.items.iter().all(|item| item.task.is_some());
        let element = if list.ordered.is_some() { "ol" } else { "ul" };
        let class = match (is_task, list.tight) {
            (true, _) => "tasks",
            (false, true) => beside(list).map_or("tight", |beside| beside.0),
            (false, false) => beside(list).map_or("", |beside| beside.1),
        };
        markup!(self.out => "<{}", element);
        if let Some(start) = list.ordered.filter(|&start| start != 1) {
            markup!(self.out => " start=\"{}\"", start);
        }
        if list.ordered.is_some() && list.numerals.falling {
            self.push(" reversed=\"reversed\"");
        }
        if let Some(numerals) = list.ordered.and(numerals(list.numerals.style)) {
            self.out.attribute("type", numerals);
        }
        self.attributes(block, class);
        self.push(">\n");
        for item in &list.items {
            // In a list with other items too, those have their bullets or numbers.
            let is_lone = item.task.is_some() && !is_task && list.ordered.is_none();
            self.push(if is_lone { "<li class=\"task\"" } else { "<li" });
            self.id(item.node);
            self.push(">");
            self.breaks(item.node, "span");
            if let Some(done) = item.task {
                // The reader's own number stands before it in a list that counts.
                self.push("<span class=\"box\">");
                match list.ordered {
                    Some(_) => self.push(if done { "☑" } else { "☐" }),
                    None => self.bare(&item.label),
                }
                self.push("</span> ");
            }
            self.item(&item.blocks, list.tight);
            self.push("</li>\n");
        }
        markup!(self.out => "</{}>\n", element);
    }

    /// The works that are cited. Their numbers are text: citations tell them.
    fn bibliography(&mut self, block: &Block, list: &List) {
        let name = self.place.layout.flow.words.get(Word::References).to_string();
        self.push("<div role=\"doc-bibliography\"");
        self.kind("bibliography");
        self.out.attribute("aria-label", &name);
        self.push(">\n<ul");
        let numbered = list.items.iter().any(|item| !item.label.text.is_empty());
        self.attributes(block, if numbered { "bibliography numbered" } else { "bibliography" });
        self.push(">\n");
        for item in &list.items {
            self.push("<li");
            self.id(item.node);
            self.push(">");
            self.breaks(item.node, "span");
            if !item.label.text.is_empty() {
                self.push("<span class=\"label\">");
                self.text(&item.label);
                self.push("</span> ");
            }
            self.item(&item.blocks, true);
            self.cited_at(item);
            self.push("</li>\n");
        }
        self.push("</ul>\n</div>\n");
    }

    /// Links back to where a work is cited. On paper there are none: they say nothing that the text does not.
    fn cited_at(&mut self, item: &ListItem) {
        let names = self.place.names;
        let texts = item.blocks.iter().filter_map(|block| match &block.kind {
            BlockKind::Paragraph(text) => Some(text),
            _ => None,
        });
        let anchor = texts.flat_map(|text| &text.marks).find_map(|mark| match mark.kind {
            MarkKind::Anchor { node, .. } => Some(node),
            _ => None,
        });
        let cited = anchor.map_or(&[][..], |work| names.cited(work));
        if cited.is_empty() {
            return;
        }
        let word = self.place.layout.flow.words.get(Word::ReturnToText);
        markup!(self.out => " <span class=\"cited {}\">", Medium::Epub.mark());
        match cited {
            [once] => self.back(*once, word, BACK),
            several => {
                markup!(self.out => "{}", BACK);
                for (node, number) in several.iter().zip(1..) {
                    self.push(" ");
                    self.back(*node, &format!("{word} {number}"), &number.to_string());
                }
            }
        }
        self.push("</span>");
    }

    fn back(&mut self, to: NodeId, name: &str, said: &str) {
        let href = self.place.names.href(to, Some(self.place.part));
        markup!(
            self.out => "<a href=\"{}\" role=\"doc-backlink\" aria-label=\"{}\">{}</a>",
            href,
            name,
            said
        );
    }

    /// The paragraphs of a tight list's items are not set apart: the first one's text stands in the item itself.
    pub(super) fn item(&mut self, blocks: &[Block], tight: bool) {
        let Some((first, rest)) = blocks.split_first() else { return };
        let turns = first.style.direction.is_some_and(|own| own != self.direction);
        let is_plain =
            tight && !turns && first.classes.is_empty() && self.place.names.id(first.node).is_none();
        if let (BlockKind::Paragraph(text), true) = (&first.kind, is_plain) {
            self.text(text);
            self.push(if rest.is_empty() { "" } else { "\n" });
            self.blocks(rest);
        } else {
            self.push("\n");
            self.blocks(blocks);
        }
    }

    fn definitions(&mut self, block: &Block, definitions: &[Definition]) {
        let is_glossary = block.classes.iter().any(|class| class == GLOSSARY);
        let layout = self.place.layout;
        let section = &layout.flow.sections[self.place.part.section as usize];
        // A chapter that is a glossary says so itself.
        let says_so = is_glossary && section.role != Some(Role::Glossary);
        if says_so {
            self.push("<div");
            self.kind("glossary");
            self.push(" role=\"doc-glossary\"");
            self.out.attribute("aria-label", layout.flow.words.get(Word::Glossary));
            self.push(">\n");
        }
        self.open("dl", block, "");
        self.push("\n");
        for definition in definitions {
            for term in &definition.terms {
                self.push("<dt");
                self.id(term.node);
                self.push(if is_glossary { "><dfn" } else { "" });
                if is_glossary {
                    self.kind("glossterm");
                }
                self.push(">");
                self.text(term);
                self.push(if is_glossary { "</dfn></dt>\n" } else { "</dt>\n" });
            }
            for details in &definition.details {
                self.push("<dd");
                if is_glossary {
                    self.kind("glossdef");
                }
                self.push(">");
                self.item(details, details.len() == 1);
                self.push("</dd>\n");
            }
        }
        self.push("</dl>\n");
        if says_so {
            self.push("</div>\n");
        }
    }

    fn figure(&mut self, block: &Block, figure: &Figure) {
        let beside = width_beside(block, figure, self.place.layout.flow.manifest.page.measure());
        let class = match beside {
            Some(percent) => format!("beside-{percent}"),
            None if self.is_beside(figure) => "beside".to_string(),
            None => String::new(),
        };
        self.open("figure", block, &class);
        match self.place.layout.images.get(figure.image) {
            Some(file) => {
                self.push("\n<img");
                self.out.attribute("src", &image_href(figure.image, file.format));
                self.out.alternative((!figure.decorative).then_some(figure.alt.as_str()));
                // What has no words has no role in HTML (ARIA in HTML, 4.1).
                if figure.decorative && self.place.names.dialect == Dialect::Xhtml {
                    self.push(" role=\"presentation\"");
                }
                self.width(figure.width.filter(|_| beside.is_none()));
                let long = &figure.description;
                let (node, word) = (block.node, self.place.layout.flow.words.get(Word::Description));
                let id = format!("described-{}-{}", node.section, node.local);
                if figure.data.is_some() {
                    self.push(" class=\"chart\"");
                    self.out.attribute("aria-details", &id);
                }
                if long.is_some() {
                    self.out.attribute("aria-details", &id);
                }
                self.push("/>\n");
                if let Some(long) = long {
                    markup!(
                        self.out => "<details id=\"{}\" class=\"description\"><summary>{}</summary><p>{}</p></details>\n",
                        id,
                        word,
                        long
                    );
                }
            }
            // It was reported when it could not be read.
            None => self.out.text(&figure.alt),
        }
        figure.caption.iter().for_each(|caption| self.figure_caption(caption));
        self.push("</figure>\n");
        if let Some(data) = &figure.data {
            self.chart_data(&format!("described-{}-{}", block.node.section, block.node.local), data);
        }
    }

    fn figure_caption(&mut self, caption: &RichText) {
        self.push("<figcaption>");
        self.text(caption);
        self.push("</figcaption>\n");
    }

    /// Whether the caption of a figure stands beside it, as on a page of one column.
    fn is_beside(&self, figure: &Figure) -> bool {
        let flow = &self.place.layout.flow;
        let page = &flow.manifest.page;
        let measure = page.size.width - page.margin_inner - page.margin_outer;
        let natural = self.place.layout.images.get(figure.image).map(|file| file.natural_size().width);
        let width = match figure.width {
            Some(Length::Absolute(width)) => Some(width),
            Some(Length::Relative(part)) => Some(measure.scale(part)),
            None => natural,
        };
        figure.caption.is_some() && width.is_some_and(|width| flow.theme.is_beside(width, measure))
    }

    /// Blocks in a row, which goes on below itself where the screen is narrow.
    fn group(&mut self, block: &Block, group: &Group) {
        let element = if group.caption.is_some() { "figure" } else { "div" };
        self.open(element, block, "group");
        self.push("\n");
        let is_above = self.place.layout.flow.theme.captions.figures == CaptionPlace::Above;
        if let Some(caption) = group.caption.as_ref().filter(|_| is_above) {
            self.figure_caption(caption);
        }
        for row in group.cells.chunks(group.per_row.max(1)) {
            self.push("<div class=\"row\">\n");
            for cell in row {
                self.push("<div>\n");
                self.blocks(&cell.blocks);
                self.push("</div>\n");
            }
            self.push("</div>\n");
        }
        if let Some(caption) = group.caption.as_ref().filter(|_| !is_above) {
            self.figure_caption(caption);
        }
        markup!(self.out => "</{}>\n", element);
    }

    /// A width that grows with the reader's type and never beyond the screen, which the stylesheet sees to.
    fn width(&mut self, width: Option<Length>) {
        match width {
            Some(Length::Relative(part)) => markup!(self.out => " style=\"width:{:.1}%\"", part * 100.0),
            Some(Length::Absolute(width)) => {
                let size = self.place.layout.flow.theme.size.to_pt().max(1.0);
                markup!(self.out => " style=\"width:{:.2}em\"", width.to_pt() / size);
            }
            None => {}
        }
    }

    fn cover(&mut self, image: ImageId, alt: &str) {
        let Some(file) = self.place.layout.images.get(image) else { return };
        self.push("<p class=\"cover\"><img");
        self.out.attribute("src", &image_href(image, file.format));
        self.out.alternative(Some(alt));
        // What has no words may have no role either (ARIA in HTML, 4.1).
        self.push(if alt.is_empty() { "/></p>\n" } else { " role=\"doc-cover\"/></p>\n" });
    }

    /// What stands in a slot, in the order of reading; areas of colour are the stylesheet's.
    fn slot(&mut self, slot: &Slot) {
        if slot.blocks.is_empty() {
            return;
        }
        markup!(self.out => "<div class=\"slot {}-{}\">\n", slot.page.name(), slot.index);
        self.blocks(&slot.blocks);
        self.push("</div>\n");
    }

    fn contents(&mut self, lines: &[ContentsLine]) {
        if lines.is_empty() {
            return;
        }
        let deep = if lines.iter().any(|line| line.level > 1) { " deep" } else { "" };
        markup!(self.out => "<ol class=\"contents{}\">\n", deep);
        for line in lines {
            let href = self.place.names.href(line.target, Some(self.place.part));
            let has_number = line.text.marks.iter().any(|mark| mark.kind == MarkKind::Number);
            let numbered = if has_number { "numbered " } else { "" };
            let level = line.level.min(4);
            markup!(self.out => "<li class=\"{}level-{}{}\">", numbered, level, class_of(line.kind));
            self.breaks(line.text.node, "span");
            markup!(self.out => "<a href=\"{}\">", href);
            rich(&mut self.out, &line.text, self.place, Links::Inert);
            self.push("</a></li>\n");
        }
        self.push("</ol>\n");
    }

    fn record(&mut self, lines: &[RecordLine]) {
        if lines.is_empty() {
            return;
        }
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
}

/// The class of a line of contents after what it tells.
fn class_of(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Part => " of-part",
        EntryKind::Chapter => " of-chapter",
        EntryKind::Section => " of-section",
        EntryKind::Other => "",
    }
}

/// The classes of a list whose numbers have brackets beside them, close and loose.
fn beside(list: &List) -> Option<(&'static str, &'static str)> {
    list.ordered?;
    match list.numerals.beside {
        Beside::Period => None,
        Beside::Bracket => Some(("tight bracket", "bracket")),
        Beside::Brackets => Some(("tight brackets", "brackets")),
    }
}

/// What HTML calls the numerals of a list, where they are not figures (4.4.5).
fn numerals(style: NumeralStyle) -> Option<&'static str> {
    match style {
        NumeralStyle::Decimal => None,
        NumeralStyle::LowerAlpha => Some("a"),
        NumeralStyle::UpperAlpha => Some("A"),
        NumeralStyle::LowerRoman => Some("i"),
        NumeralStyle::UpperRoman => Some("I"),
    }
}
