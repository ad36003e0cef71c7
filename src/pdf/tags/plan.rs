//! The elements of sections and blocks.

use std::collections::BTreeSet;

use super::{About, Element, ElementId, Link, Role, Says, Tags, described};
use crate::model::document::{MARGIN, NumeralStyle};
use crate::model::flow::{
    Block, BlockKind, Cell, CellContent, ContentsLine, Definition, Equation, Figure, Flow, Group, LangId,
    List, MarkKind, Note, RecordLine, RichText, Section, SectionKind, Table,
};
use crate::model::headings::Scope;
use crate::model::layout::PageMap;
use crate::model::resolved::NodeId;
use crate::model::theme::CaptionPlace;
use crate::model::walk::each_text;

/// The elements of a book whose pages are numbered as a map says.
pub fn plan(flow: &Flow, map: &PageMap) -> Tags {
    let document = Element { role: Role::Document, parent: ElementId(0), kids: Vec::new(), about: None };
    let tags = Tags { elements: vec![document], ..Tags::default() };
    let (called, calls, called_by_text, alone, lines) = Default::default();
    let (cited, in_title_page, above) = Default::default();
    let mut planner =
        Planner { flow, map, tags, called, calls, called_by_text, alone, in_title_page, above, lines, cited };
    let mut part: Option<(ElementId, &Section)> = None;
    // In a chapter's file the other sections hold nothing.
    let is_here = |section: &&Section| !section.blocks.is_empty() || !section.notes.is_empty();
    for section in flow.sections.iter().filter(is_here) {
        let goes_on = |open: &Section| section.above > 0 && open.matter == section.matter;
        part = part.filter(|(_, open)| goes_on(open));
        let parent = part.map_or(ElementId(0), |(part, _)| part);
        let role = division(section.kind);
        let element = planner.section(section, role, parent);
        if section.kind == SectionKind::Part {
            part = Some((element, section));
        }
    }
    planner.finish()
}

/// What a section of the book is: a section only where a heading opens it.
fn division(kind: SectionKind) -> Role {
    match kind {
        SectionKind::Part => Role::Part,
        SectionKind::Cover
        | SectionKind::HalfTitle
        | SectionKind::TitlePage
        | SectionKind::Imprint
        | SectionKind::BackCover => Role::Div,
        SectionKind::Contents | SectionKind::ListOf(_) => Role::Sect,
        SectionKind::Chapter | SectionKind::Notes => Role::Sect,
    }
}

pub(super) struct Planner<'f> {
    pub(super) flow: &'f Flow,
    pub(super) map: &'f PageMap,
    pub(super) tags: Tags,
    /// Notes called since the last were placed.
    pub(super) called: Vec<u32>,
    /// Every call of the section at hand with its note.
    pub(super) calls: Vec<(u32, ElementId)>,
    /// The notes of the section at hand that its text calls; only notes call the others.
    called_by_text: BTreeSet<u32>,
    /// Those of its notes that only what the EPUB has not calls.
    alone: BTreeSet<u32>,
    in_title_page: bool,
    /// Levels of headings above those of the section at hand.
    pub(super) above: u8,
    /// Lines of contents and what they lead to.
    lines: Vec<(ElementId, NodeId)>,
    /// Works and the references to them.
    pub(super) cited: Vec<(NodeId, ElementId)>,
}

impl Planner<'_> {
    /// The tree, once everything that lines of contents and citations lead to is in it. Works refer to where they are cited, as
    /// notes do to their calls (ISO 32000-2, table 355).
    fn finish(mut self) -> Tags {
        for (work, reference) in std::mem::take(&mut self.cited) {
            if let Some(&work) = self.tags.nodes.get(&work) {
                self.tags.about(reference).refs.push(work);
                self.tags.about(work).refs.push(reference);
            }
        }
        for (line, target) in self.lines {
            if let Some(&target) = self.tags.nodes.get(&target) {
                self.tags.about(line).refs.push(target);
            }
        }
        self.tags
    }

    /// A section, with a `Sect` for what stands under each of its headings. Notes follow the block that calls them.
    fn section(&mut self, section: &Section, role: Role, parent: ElementId) -> ElementId {
        let element = self.element(role, parent, section.node);
        if section.lang != LangId::default() {
            self.tags.about(element).lang = Some(section.lang);
        }
        self.above = section.above;
        self.in_title_page = matches!(section.kind, SectionKind::TitlePage | SectionKind::HalfTitle);
        self.calls.clear();
        self.called_by_text = note_calls(&section.blocks);
        self.alone = section.notes_alone();
        let mut placed = vec![None; section.notes.len()];
        let mut open: Vec<(u8, ElementId)> = vec![(1, element)];
        for block in &section.blocks {
            if let BlockKind::Heading { level, .. } = block.kind {
                while open.len() > 1 && open.last().is_some_and(|(above, _)| *above >= level) {
                    open.pop();
                }
                if level > 1 {
                    let around = open.last().map_or(element, |(_, inner)| *inner);
                    open.push((level, self.tags.add(Role::Sect, around, 0)));
                }
            }
            let inner = open.last().map_or(element, |(_, inner)| *inner);
            self.block(inner, block);
            self.place_notes(inner, &section.notes, &mut placed);
        }
        for &(note, call) in &self.calls {
            if let Some(Some(note)) = placed.get(note as usize) {
                self.tags.elements[call.0 as usize].about.get_or_insert_default().refs.push(*note);
                self.tags.elements[note.0 as usize].about.get_or_insert_default().refs.push(call);
            }
        }
        element
    }

    /// Notes that were called and have no place yet, and those that only these call, in the order of their numbers.
    fn place_notes(&mut self, parent: ElementId, notes: &[Note], placed: &mut [Option<ElementId>]) {
        let mut waiting: BTreeSet<u32> = self.called.drain(..).collect();
        while let Some(index) = waiting.pop_first() {
            let (Some(note), Some(place)) = (notes.get(index as usize), placed.get_mut(index as usize))
            else {
                continue;
            };
            if place.is_none() {
                let element = self.note(parent, note);
                *place = Some(element);
                if self.alone.contains(&index) {
                    self.tags.about(element).alone = true;
                }
                waiting.extend(self.called.drain(..).filter(|called| !self.called_by_text.contains(called)));
            }
        }
    }

    /// A note: its number, which leads back to the call, and what it says.
    fn note(&mut self, parent: ElementId, note: &Note) -> ElementId {
        let element = self.element(Role::Note, parent, note.node);
        let label = self.tags.add(Role::Lbl, element, 0);
        let link = self.tags.add(Role::Link, label, 0);
        self.tags.leaves.insert(note.node, vec![(u32::MAX, link)]);
        self.tags.links.insert((note.node, 0), Link { element: link, text: 0..0, says: Says::Back });
        self.blocks(element, &note.blocks);
        element
    }

    pub(super) fn element(&mut self, role: Role, parent: ElementId, node: NodeId) -> ElementId {
        let element = self.tags.add(role, parent, 0);
        self.tags.nodes.insert(node, element);
        element
    }

    fn blocks(&mut self, parent: ElementId, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(parent, block));
    }

    fn block(&mut self, parent: ElementId, block: &Block) {
        match &block.kind {
            BlockKind::Heading { level, number, text } => {
                let level = level + self.above;
                let role = if self.in_title_page { Role::Title } else { Role::Heading(level) };
                let element = self.element(role, parent, block.node);
                if let Some(number) = number {
                    self.labelled(Role::Lbl, element, number);
                }
                self.text(element, text);
            }
            BlockKind::Paragraph(text) => {
                let element = self.element(Role::P, parent, block.node);
                self.text(element, text);
            }
            BlockKind::Quote(blocks) => {
                let is_cells = matches!(self.around(parent), Role::Th | Role::RowTh | Role::Td);
                let is_quoted = !is_cells && block.classes.iter().all(|class| class != "abstract");
                let role = if is_quoted { Role::BlockQuote } else { Role::Div };
                let element = self.element(role, parent, block.node);
                self.blocks(element, blocks);
            }
            BlockKind::Only(_, blocks) => {
                let element = self.element(Role::Div, parent, block.node);
                self.tags.about(element).alone = true;
                self.blocks(element, blocks);
            }
            BlockKind::Admonition { title, blocks, .. } => {
                let role = if self.may_be_beside(parent) { Role::Aside } else { Role::Div };
                let element = self.element(role, parent, block.node);
                if block.classes.iter().any(|class| class == MARGIN) {
                    self.tags.about(element).beside = true;
                }
                if let Some(title) = title {
                    self.labelled(Role::P, element, title);
                }
                self.blocks(element, blocks);
            }
            BlockKind::List(list) => self.list(parent, block, list),
            BlockKind::Definitions(definitions) => self.definitions(parent, block, definitions),
            BlockKind::Code(code) => {
                let element = self.element(Role::Code, parent, block.node);
                self.tags.about(element).block = true;
                self.text(element, &code.text);
            }
            BlockKind::Table(table) => self.table(parent, block, table),
            BlockKind::Figure(figure) => self.figure(parent, block, figure),
            BlockKind::Group(group) => self.group(parent, block, group),
            BlockKind::Equation(equation) => self.equation(parent, block, equation),
            BlockKind::CoverImage { alt, .. } => self.image(parent, block, alt),
            BlockKind::Slot(slot) => self.blocks(parent, &slot.blocks),
            BlockKind::Index(index) => self.index(parent, block, index),
            BlockKind::Contents(lines) => self.contents(parent, block, lines),
            BlockKind::Record(lines) => self.record(parent, block, lines),
            BlockKind::Break
            | BlockKind::PageBreak(_)
            | BlockKind::Columns(_)
            | BlockKind::Space(_)
            | BlockKind::Fill => {
                self.tags.nodes.insert(block.node, parent);
            }
        }
    }

    /// A formula, and its numbers after it.
    fn equation(&mut self, parent: ElementId, block: &Block, equation: &Equation) {
        let element = self.element(Role::P, parent, block.node);
        self.text(element, &equation.text);
        for number in &equation.numbers {
            let label = self.labelled(Role::Lbl, element, &number.text);
            self.tags.nodes.insert(number.text.node, label);
        }
    }

    /// Whether asides may stand in an element: not within each other, and not in quotations; nor may either in a cell
    /// (ISO 32005, table 5).
    fn may_be_beside(&self, parent: ElementId) -> bool {
        let never = [Role::Aside, Role::BlockQuote, Role::Captioned, Role::Th, Role::RowTh, Role::Td];
        !never.contains(&self.around(parent))
    }

    /// The role of what an element stands in: the rules look through divisions.
    fn around(&self, parent: ElementId) -> Role {
        let mut around = parent;
        while self.tags.role(around) == Role::Div {
            around = self.tags.elements[around.0 as usize].parent;
        }
        self.tags.role(around)
    }

    /// An element that is no more than a text.
    pub(super) fn labelled(&mut self, role: Role, parent: ElementId, text: &RichText) -> ElementId {
        let element = self.tags.add(role, parent, 0);
        self.text(element, text);
        element
    }

    /// Notes that stand at the end of a chapter or of the book.
    fn end_notes(&mut self, parent: ElementId, block: &Block, list: &List) {
        self.tags.nodes.insert(block.node, parent);
        for item in &list.items {
            let note = self.element(Role::EndNote, parent, item.node);
            self.labelled(Role::Lbl, note, &item.label);
            self.blocks(note, &item.blocks);
        }
    }

    fn list(&mut self, parent: ElementId, block: &Block, list: &List) {
        if list.notes {
            return self.end_notes(parent, block, list);
        }
        let element = self.element(Role::L, parent, block.node);
        self.tags.about(element).numbering = Some(numbering(list));
        if list.bibliography {
            return self.bibliography(element, list);
        }
        for item in &list.items {
            let entry = self.element(Role::Li, element, item.node);
            if !item.label.text.is_empty() {
                self.labelled(Role::Lbl, entry, &item.label);
            }
            let body = self.tags.add(Role::LBody, entry, 0);
            self.blocks(body, &item.blocks);
        }
    }

    /// Works that are cited (ISO 32000-1, table 338).
    fn bibliography(&mut self, list: ElementId, of: &List) {
        for item in &of.items {
            let entry = self.element(Role::Li, list, item.node);
            if !item.label.text.is_empty() {
                self.labelled(Role::Lbl, entry, &item.label);
            }
            let body = self.tags.add(Role::LBody, entry, 0);
            for block in &item.blocks {
                let BlockKind::Paragraph(text) = &block.kind else { continue };
                let paragraph = self.element(Role::P, body, block.node);
                let work = self.tags.add(Role::BibEntry, paragraph, 0);
                self.text(work, text);
            }
        }
    }

    /// Terms are labels, what is said of them their bodies.
    fn definitions(&mut self, parent: ElementId, block: &Block, definitions: &[Definition]) {
        let element = self.element(Role::L, parent, block.node);
        self.tags.about(element).numbering = Some("Description");
        for definition in definitions {
            let entry = self.element(Role::Li, element, definition.node);
            for term in &definition.terms {
                self.labelled(Role::Lbl, entry, term);
            }
            let body = self.tags.add(Role::LBody, entry, 0);
            definition.details.iter().for_each(|details| self.blocks(body, details));
        }
    }

    fn record(&mut self, parent: ElementId, block: &Block, lines: &[RecordLine]) {
        let element = self.element(Role::L, parent, block.node);
        self.tags.about(element).numbering = Some("Description");
        for line in lines {
            let entry = self.tags.add(Role::Li, element, 0);
            self.labelled(Role::Lbl, entry, &line.label);
            let body = self.tags.add(Role::LBody, entry, 0);
            self.labelled(Role::P, body, &line.value);
        }
    }

    /// A table, and what stands below it.
    fn table(&mut self, parent: ElementId, block: &Block, table: &Table) {
        if table.below.is_empty() {
            return self.table_alone(parent, block, table);
        }
        let whole = self.tags.add(Role::Div, parent, 0);
        self.table_alone(whole, block, table);
        self.blocks(whole, &table.below);
    }

    fn table_alone(&mut self, parent: ElementId, block: &Block, table: &Table) {
        let element = self.element(Role::Table, parent, block.node);
        if let Some(caption) = &table.caption {
            self.labelled(Role::Caption, element, caption);
        }
        self.rows(element, table);
    }

    fn rows(&mut self, element: ElementId, table: &Table) {
        let shown = table.shown_head();
        if !shown.is_empty() {
            // A head is one of a body (ISO 14289-1, 7.2): the row of a table that has no other is the table's own.
            let head = match table.rows.is_empty() {
                true => element,
                false => self.tags.add(Role::THead, element, 0),
            };
            for row in shown {
                let element = self.tags.add(Role::Tr, head, 0);
                row.cells.iter().for_each(|cell| self.cell(Role::Th, element, cell));
            }
        }
        if table.rows.is_empty() {
            return self.headings(table);
        }
        let body = self.tags.add(Role::TBody, element, 0);
        for row in &table.rows {
            let element = self.tags.add(Role::Tr, body, 0);
            for (cell, scope) in table.scopes(row, false) {
                let role = match scope {
                    Some(Scope::Column) => Role::Th,
                    Some(Scope::Row) => Role::RowTh,
                    None => Role::Td,
                };
                self.cell(role, element, cell);
            }
        }
        self.headings(table);
    }

    /// Names the headings of cells where their scopes do not tell them (ISO 14289-1, 7.5).
    fn headings(&mut self, table: &Table) {
        let headings = table.headings();
        for cell in table.rows.iter().chain(table.shown_head()).flat_map(|row| &row.cells) {
            let Some(headings) = headings.get(&cell.node) else { continue };
            let elements: Vec<ElementId> = headings.iter().map(|node| self.tags.element(*node)).collect();
            for &element in &elements {
                self.tags.about(element).is_named = true;
            }
            let element = self.tags.element(cell.node);
            self.tags.about(element).headings = elements;
        }
    }

    fn cell(&mut self, role: Role, row: ElementId, cell: &Cell) {
        let element = self.element(role, row, cell.node);
        if cell.column_span > 1 || cell.row_span > 1 {
            self.tags.about(element).spans = Some((cell.column_span, cell.row_span));
        }
        match &cell.content {
            CellContent::Text(text) => self.text(element, text),
            CellContent::Blocks(blocks) => self.blocks(element, blocks),
        }
    }

    /// A figure beside its caption: readers say a figure's alternative text in place of all that is within it. An element of
    /// their own makes the caption the last of what it describes (ISO 14289-2, 8.2.5.27).
    fn figure(&mut self, parent: ElementId, block: &Block, figure: &Figure) {
        let group = if self.may_be_beside(parent) { Role::Captioned } else { Role::CaptionedWithin };
        let around = parent;
        let parent = match &figure.caption {
            Some(_) => self.element(group, parent, block.node),
            None => parent,
        };
        if !figure.decorative {
            // Readers have one place for what is said of a figure: the description follows the alternative text.
            let long = figure.description.as_deref().filter(|_| !figure.alt.trim().is_empty());
            let said = [Some(figure.alt.as_str()), long];
            let said: Vec<&str> = said.into_iter().flatten().collect();
            self.image(parent, block, &said.join("\n"));
        }
        if let Some(caption) = &figure.caption {
            let role = if figure.decorative { Role::P } else { Role::Caption };
            self.labelled(role, parent, caption);
        }
        self.tags.nodes.entry(block.node).or_insert(parent);
        // A figure's alternative text is said in place of all that is in it: its values stand after it.
        if let Some(data) = &figure.data {
            let element = self.tags.add(Role::Table, around, 0);
            self.tags.about(element).of_chart = true;
            self.rows(element, data);
        }
    }

    /// Pictures with one caption, each a figure that may have one too; columns are a division.
    fn group(&mut self, parent: ElementId, block: &Block, group: &Group) {
        let role = match (&group.caption, self.may_be_beside(parent)) {
            (None, _) => Role::Div,
            (Some(_), true) => Role::Captioned,
            (Some(_), false) => Role::CaptionedWithin,
        };
        let element = self.element(role, parent, block.node);
        let is_above = self.flow.theme.captions.figures == CaptionPlace::Above;
        let (before, after) = group.caption.iter().partition(|_| is_above);
        let (before, after): (Vec<&RichText>, Vec<&RichText>) = (before, after);
        for caption in before {
            self.labelled(Role::Caption, element, caption);
        }
        group.cells.iter().for_each(|cell| self.blocks(element, &cell.blocks));
        for caption in after {
            self.labelled(Role::Caption, element, caption);
        }
    }

    fn image(&mut self, parent: ElementId, block: &Block, alt: &str) {
        let element = self.element(Role::Figure, parent, block.node);
        *self.tags.about(element) = About { alt: described(alt), block: true, ..About::default() };
        self.tags.figures.insert((block.node, 0), element);
    }

    /// Contents, nested as their lines are: the whole of a line is a link.
    fn contents(&mut self, parent: ElementId, block: &Block, lines: &[ContentsLine]) {
        let outermost = self.element(Role::Toc, parent, block.node);
        let mut open: Vec<(u8, ElementId)> = Vec::new();
        let mut above: Option<ElementId> = None;
        for line in lines {
            while open.last().is_some_and(|(level, _)| *level > line.level) {
                open.pop();
            }
            let contents = match (open.last(), above) {
                (Some(&(level, contents)), _) if level == line.level => contents,
                (Some(_), Some(item)) => self.tags.add(Role::Toc, item, 0),
                _ => outermost,
            };
            if open.last().is_none_or(|(level, _)| *level < line.level) {
                open.push((line.level, contents));
            }
            let item = self.tags.add(Role::Toci, contents, 0);
            self.lines.push((item, line.target));
            let paragraph = self.tags.add(Role::P, item, 0);
            let link = self.tags.add(Role::Link, paragraph, 0);
            self.text(link, &line.text);
            let text = 0..line.text.text.len() as u32;
            self.tags.links.insert((line.text.node, 0), Link { element: link, text, says: Says::Words });
            above = Some(item);
        }
    }
}

/// What a list's labels are (ISO 32000-1, table 347).
fn numbering(list: &List) -> &'static str {
    let label = list.items.first().map_or("", |item| item.label.text.as_str());
    match (list.ordered, label) {
        _ if list.bibliography && label.is_empty() => "None",
        _ if list.bibliography => "Decimal",
        (Some(_), _) => match list.numerals.style {
            NumeralStyle::Decimal => "Decimal",
            NumeralStyle::LowerAlpha => "LowerAlpha",
            NumeralStyle::UpperAlpha => "UpperAlpha",
            NumeralStyle::LowerRoman => "LowerRoman",
            NumeralStyle::UpperRoman => "UpperRoman",
        },
        (None, "◦") => "Circle",
        (None, "▪") => "Square",
        (None, _) => "Disc",
    }
}

/// The notes that some blocks call, by index.
fn note_calls(blocks: &[Block]) -> BTreeSet<u32> {
    let mut called = BTreeSet::new();
    each_text(blocks, &mut |text| {
        for mark in &text.marks {
            if let MarkKind::NoteCall { note, .. } = mark.kind {
                called.insert(note);
            }
        }
    });
    called
}
