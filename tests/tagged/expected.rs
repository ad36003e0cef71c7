//! What the flow says, as a list of texts each with the kind of thing it is.

use reportc::model::flow::{
    Block, BlockKind, Cell, CellContent, MarkKind, ObjectKind, PageCount, RichText, Section, SectionKind,
    Table,
};
use reportc::model::layout::Layout;
use reportc::model::locators::Shown;

use super::plain;

type Texts = Vec<(String, String)>;

pub fn texts(layout: &Layout) -> Texts {
    let mut out = Texts::new();
    for section in &layout.flow.sections {
        let mut called: Vec<u32> = Vec::new();
        let mut placed = vec![false; section.notes.len()];
        for block in &section.blocks {
            let teller = Teller { layout, section };
            teller.block(block, &mut out, &mut called);
            // Notes follow the block that first calls them.
            let mut next = 0;
            while let Some(&note) = called.get(next) {
                next += 1;
                if !std::mem::replace(&mut placed[note as usize], true) {
                    let note = &section.notes[note as usize];
                    out.push(("Lbl".to_string(), note.number.clone()));
                    teller.blocks(&note.blocks, &mut out, &mut called);
                }
            }
            called.clear();
        }
        assert!(placed.iter().all(|placed| *placed), "every note is called");
    }
    out
}

struct Teller<'a> {
    layout: &'a Layout,
    section: &'a Section,
}

impl Teller<'_> {
    fn blocks(&self, blocks: &[Block], out: &mut Texts, called: &mut Vec<u32>) {
        blocks.iter().for_each(|block| self.block(block, out, called));
    }

    fn cell(&self, role: &str, cell: &Cell, out: &mut Texts, called: &mut Vec<u32>) {
        match &cell.content {
            CellContent::Text(text) => self.say(role, text, out, called),
            CellContent::Blocks(blocks) => self.blocks(blocks, out, called),
        }
    }

    fn table(&self, table: &Table, out: &mut Texts, called: &mut Vec<u32>) {
        table.caption.iter().for_each(|caption| self.say("Caption", caption, out, called));
        for cell in table.shown_head().iter().flat_map(|row| &row.cells) {
            self.cell("TH", cell, out, called);
        }
        for (cell, scope) in table.rows.iter().flat_map(|row| table.scopes(row, false)) {
            self.cell(if scope.is_some() { "TH" } else { "TD" }, cell, out, called);
        }
        self.blocks(&table.below, out, called);
    }

    /// A text with the notes that it calls.
    fn say(&self, role: &str, text: &RichText, out: &mut Texts, called: &mut Vec<u32>) {
        out.push((role.to_string(), self.text(text)));
        called.extend(text.marks.iter().filter_map(|mark| match mark.kind {
            MarkKind::NoteCall { note, .. } => Some(note),
            _ => None,
        }));
    }

    fn block(&self, block: &Block, out: &mut Texts, called: &mut Vec<u32>) {
        match &block.kind {
            BlockKind::Heading { level, number, text } => {
                let title = matches!(self.section.kind, SectionKind::TitlePage | SectionKind::HalfTitle);
                let level = self.section.level(*level);
                let role = if title { "H1".to_string() } else { format!("H{level}") };
                self.say(&role, text, out, called);
                if let (Some(number), Some(last)) = (number, out.last_mut()) {
                    last.1 = plain(&format!("{} {}", self.text(number), last.1));
                }
            }
            BlockKind::Paragraph(text) => self.say("P", text, out, called),
            BlockKind::Quote(blocks) | BlockKind::Only(_, blocks) => self.blocks(blocks, out, called),
            BlockKind::Admonition { title, blocks, .. } => {
                title.iter().for_each(|title| self.say("P", title, out, called));
                self.blocks(blocks, out, called);
            }
            BlockKind::List(list) => {
                for item in &list.items {
                    if !item.label.text.is_empty() {
                        out.push(("Lbl".to_string(), self.text(&item.label)));
                    }
                    self.blocks(&item.blocks, out, called);
                }
            }
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    for term in &definition.terms {
                        out.push(("Lbl".to_string(), self.text(term)));
                        called.extend(term.marks.iter().filter_map(|mark| match mark.kind {
                            MarkKind::NoteCall { note, .. } => Some(note),
                            _ => None,
                        }));
                    }
                    definition.details.iter().for_each(|details| self.blocks(details, out, called));
                }
            }
            BlockKind::Code(code) => out.push(("Code".to_string(), super::exact(&code.text.text))),
            BlockKind::Table(table) => self.table(table, out, called),
            BlockKind::Figure(figure) => {
                let at = out.len();
                if let Some(caption) = &figure.caption {
                    self.say(if figure.decorative { "P" } else { "Caption" }, caption, out, called);
                }
                if !figure.decorative {
                    let long = figure.description.as_deref().filter(|_| !figure.alt.trim().is_empty());
                    let long = long.unwrap_or_default();
                    out.insert(at, ("Figure".to_string(), plain(&format!("{} {long}", figure.alt))));
                }
                figure.data.iter().for_each(|data| self.table(data, out, called));
            }
            BlockKind::Group(group) => {
                group.cells.iter().for_each(|cell| self.blocks(&cell.blocks, out, called));
                group.caption.iter().for_each(|caption| self.say("Caption", caption, out, called));
            }
            BlockKind::Equation(equation) => {
                let numbers = equation.numbers.iter().map(|number| self.text(&number.text));
                let all: Vec<String> = std::iter::once(self.text(&equation.text)).chain(numbers).collect();
                out.push(("P".to_string(), plain(&all.join(" "))));
            }
            BlockKind::Slot(slot) => self.blocks(&slot.blocks, out, called),
            BlockKind::CoverImage { alt, .. } => out.push(("Figure".to_string(), plain(alt))),
            BlockKind::Index(index) => {
                for group in &index.groups {
                    let role = format!("H{}", self.section.level(index.level));
                    group.heading.iter().for_each(|heading| self.say(&role, heading, out, called));
                    group.entries.iter().for_each(|entry| self.say("P", &entry.text, out, called));
                }
            }
            BlockKind::Contents(lines) => {
                for line in lines {
                    let label = self.layout.map.label_of(line.target).expect("the target is on a page");
                    let text = plain(&format!("{} {label}", self.text(&line.text)));
                    out.push(("P".to_string(), text));
                }
            }
            BlockKind::Record(lines) => {
                for line in lines {
                    self.say("Lbl", &line.label, out, called);
                    self.say("P", &line.value, out, called);
                }
            }
            BlockKind::Break
            | BlockKind::PageBreak(_)
            | BlockKind::Columns(_)
            | BlockKind::Space(_)
            | BlockKind::Fill => {}
        }
    }

    /// A text with its page numbers and counts; what is said of images follows it.
    fn text(&self, text: &RichText) -> String {
        let mut said = String::new();
        let mut figures = String::new();
        let mut objects = text.objects.iter();
        for (at, c) in text.text.char_indices() {
            if c != '\u{fffc}' {
                said.push(c);
                continue;
            }
            let object =
                objects.next().filter(|object| object.at as usize == at).expect("an object is there");
            match &object.kind {
                ObjectKind::Image { alt, decorative, .. } => {
                    if !decorative {
                        figures.push_str(&format!(" [{}]", plain(alt)));
                    }
                }
                ObjectKind::PageOf(node) => {
                    said.push_str(self.layout.map.label_of(*node).expect("the target is on a page"));
                }
                field @ ObjectKind::NoteNumber { .. } => said.push_str(&self.layout.map.field(field)),
                ObjectKind::Locator(locator) => {
                    let words = &self.layout.flow.words;
                    said.push_str(Shown::default().text(locator, &self.layout.map, words));
                }
                ObjectKind::Count(count) => {
                    let counts = self.layout.map.counts;
                    let count = match count {
                        PageCount::Front => counts.front,
                        PageCount::Main => counts.main,
                        PageCount::Back => counts.back,
                        PageCount::Total => counts.total,
                    };
                    said.push_str(&count.to_string());
                }
            }
        }
        plain(&said) + &figures
    }
}
