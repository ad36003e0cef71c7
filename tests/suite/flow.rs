//! A flow as indented lines: its blocks, texts with their marks, and what the marks and runs must always be.

use std::fmt::Write as _;

use reportc::model::flow::*;

/// The chapters' sections, or all of them.
pub fn dump(flow: &Flow, whole: bool) -> String {
    let mut dump = Dump { out: String::new(), flow, direction: Direction::LeftToRight };
    for section in &flow.sections {
        if !whole && section.kind != SectionKind::Chapter {
            dump.check_only(section);
            continue;
        }
        dump.direction = section.direction;
        let number = section.number.as_deref().unwrap_or("-");
        let direction = if section.direction == Direction::RightToLeft { " rtl" } else { "" };
        dump.line(
            0,
            &format!("section {} {:?} {number} {:?}{direction}", section.name, section.matter, section.title),
        );
        dump.blocks(1, &section.blocks);
        for note in &section.notes {
            dump.line(1, &format!("note {}", note.number));
            dump.blocks(2, &note.blocks);
        }
    }
    if whole {
        for entry in &flow.outline {
            let number = entry.number.as_deref().unwrap_or("-");
            dump.line(0, &format!("outline {} {number} {:?} in {}", entry.level, entry.title, entry.section));
        }
    }
    dump.out
}

struct Dump<'a> {
    out: String,
    flow: &'a Flow,
    /// Which way the section runs.
    direction: Direction,
}

impl Dump<'_> {
    fn line(&mut self, depth: usize, text: &str) {
        writeln!(self.out, "{}{}", "  ".repeat(depth), text.trim_end()).expect("a string");
    }

    /// The invariants of texts, without lines for them.
    fn check_only(&mut self, section: &Section) {
        let kept = self.out.len();
        self.blocks(0, &section.blocks);
        self.out.truncate(kept);
    }

    fn blocks(&mut self, depth: usize, blocks: &[Block]) {
        for block in blocks {
            self.block(depth, block);
        }
    }

    fn block(&mut self, depth: usize, block: &Block) {
        let id = block.id.as_ref().map_or(String::new(), |id| format!(" #{id}"));
        let classes: String = block.classes.iter().map(|class| format!(" .{class}")).collect();
        let direction = match block.style.direction.filter(|own| *own != self.direction) {
            Some(Direction::LeftToRight) => " ltr",
            Some(Direction::RightToLeft) => " rtl",
            None => "",
        };
        let about = format!("{id}{classes}{direction}");
        match &block.kind {
            BlockKind::Heading { level, number, text } => {
                let number = number.as_ref().map_or(String::new(), |number| format!(" {:?}", number.text));
                self.text(depth, &format!("heading {level}{about}{number}"), text);
            }
            BlockKind::Paragraph(text) => self.text(depth, &format!("paragraph{about}"), text),
            BlockKind::Quote(blocks) => {
                self.line(depth, &format!("quote{about}"));
                self.blocks(depth + 1, blocks);
            }
            BlockKind::Only(medium, blocks) => {
                self.line(depth, &format!("only {medium:?}{about}"));
                self.blocks(depth + 1, blocks);
            }
            BlockKind::Admonition { kind, title, blocks } => {
                match title {
                    Some(title) => self.text(depth, &format!("admonition {kind:?}{about}"), title),
                    None => self.line(depth, &format!("admonition {kind:?}{about}")),
                }
                self.blocks(depth + 1, blocks);
            }
            BlockKind::List(list) => {
                self.line(depth, &format!("list{about}"));
                for item in &list.items {
                    self.text(depth + 1, "item", &item.label);
                    self.blocks(depth + 2, &item.blocks);
                }
            }
            BlockKind::Definitions(list) => {
                self.line(depth, &format!("definitions{about}"));
                for entry in list {
                    entry.terms.iter().for_each(|term| self.text(depth + 1, "term", term));
                    entry.details.iter().for_each(|detail| self.blocks(depth + 2, detail));
                }
            }
            BlockKind::Code(code) => self.text(depth, &format!("code{about}"), &code.text),
            BlockKind::Table(table) => {
                self.line(depth, &format!("table{about}"));
                table.caption.iter().for_each(|caption| self.text(depth + 1, "caption", caption));
                for (name, rows) in [("header", &table.head), ("cell", &table.rows)] {
                    for cell in rows.iter().flat_map(|row| &row.cells) {
                        match &cell.content {
                            CellContent::Text(text) => self.text(depth + 1, name, text),
                            CellContent::Blocks(blocks) => {
                                self.line(depth + 1, name);
                                self.blocks(depth + 2, blocks);
                            }
                        }
                    }
                }
                self.below(depth, &table.below);
            }
            BlockKind::Figure(figure) => {
                let decorative = if figure.decorative { " decorative" } else { "" };
                self.line(depth, &format!("figure{about} {:?} {:?}{decorative}", figure.image, figure.alt));
                figure.caption.iter().for_each(|caption| self.text(depth + 1, "caption", caption));
            }
            BlockKind::Group(group) => {
                self.line(depth, &format!("group{about} by {}", group.per_row));
                group
                    .cells
                    .iter()
                    .for_each(|cell| cell.blocks.iter().for_each(|block| self.block(depth + 1, block)));
                group.caption.iter().for_each(|caption| self.text(depth + 1, "caption", caption));
            }
            BlockKind::Equation(equation) => {
                self.text(depth, &format!("equation{about}"), &equation.text);
                for number in &equation.numbers {
                    let row = number.row.map(|row| format!(" of row {row}")).unwrap_or_default();
                    self.text(depth + 1, &format!("number{row}"), &number.text);
                }
            }
            BlockKind::Break => self.line(depth, "break"),
            BlockKind::PageBreak(Turn::None) => self.line(depth, "page-break"),
            BlockKind::Columns(count) => self.line(depth, &format!("columns {count:?}")),
            BlockKind::PageBreak(turn) => self.line(depth, &format!("page-break {turn:?}{about}")),
            BlockKind::Index(index) => {
                for group in &index.groups {
                    group.heading.iter().for_each(|heading| self.text(depth, "letter", heading));
                    for entry in &group.entries {
                        self.text(depth, &format!("entry {}", entry.level), &entry.text);
                    }
                }
            }
            BlockKind::Contents(lines) => {
                for line in lines {
                    self.text(
                        depth,
                        &format!("contents {} -> {}", line.level, line.target.section),
                        &line.text,
                    );
                }
            }
            BlockKind::CoverImage { alt, .. } => self.line(depth, &format!("cover {alt:?}")),
            BlockKind::Slot(slot) => {
                self.line(depth, &format!("slot {}", slot.index));
                self.blocks(depth + 1, &slot.blocks);
            }
            BlockKind::Space(_) => self.line(depth, "space"),
            BlockKind::Fill => self.line(depth, "fill"),
            BlockKind::Record(lines) => {
                for line in lines {
                    self.text(depth, &format!("record {:?}", line.label.text), &line.value);
                }
            }
        }
    }

    fn text(&mut self, depth: usize, about: &str, text: &RichText) {
        self.check(text);
        self.line(depth, &format!("{about} {:?}", text.text));
        for mark in &text.marks {
            let kind = match &mark.kind {
                MarkKind::Link(Target::Web(address)) => format!("link {address}"),
                MarkKind::Link(Target::Work { work, .. }) => {
                    format!("link to a work in section {}", work.section)
                }
                MarkKind::Link(Target::Located(node)) => format!("locator in section {}", node.section),
                MarkKind::Link(Target::Preferred(node)) => format!("see in section {}", node.section),
                MarkKind::Link(Target::Related(node)) => format!("see also in section {}", node.section),
                MarkKind::Link(Target::Term { entry, says }) => match says {
                    Some(says) => format!("term in section {}, {says:?},", entry.section),
                    None => format!("term in section {}", entry.section),
                },
                MarkKind::Link(Target::Node(node)) => format!("link to section {}", node.section),
                MarkKind::Lang(lang) => format!("lang {}", self.flow.langs[usize::from(lang.0)].0),
                MarkKind::NoteCall { note, .. } => format!("note-call {note}"),
                MarkKind::Anchor { id, .. } => format!("anchor {id}"),
                kind => format!("{kind:?}").to_lowercase(),
            };
            let words = &text.text[mark.start as usize..mark.end as usize];
            self.line(depth + 1, &format!("{kind} {words:?}"));
        }
        for object in &text.objects {
            let kind = match &object.kind {
                ObjectKind::Image { alt, .. } => format!("image {alt:?}"),
                ObjectKind::PageOf(node) => format!("page of section {}", node.section),
                ObjectKind::Count(count) => format!("count {count:?}"),
                ObjectKind::NoteNumber { note, number } => {
                    format!("note {number} of section {}", note.section)
                }
                ObjectKind::Locator(locator) => format!("locator {} {:?}", locator.at, locator.part),
            };
            self.line(depth + 1, &format!("object {kind}"));
        }
    }

    fn below(&mut self, depth: usize, blocks: &[Block]) {
        if !blocks.is_empty() {
            self.line(depth + 1, "below");
            self.blocks(depth + 2, blocks);
        }
    }

    /// Runs cover the text, marks nest, objects stand at their characters, styles and languages exist.
    fn check(&self, text: &RichText) {
        let end = text.text.len() as u32;
        assert_eq!(text.runs.last().map_or(0, |run| run.end), end, "runs of {:?}", text.text);
        assert!(text.runs.windows(2).all(|pair| pair[0].end < pair[1].end), "runs of {:?}", text.text);
        for run in &text.runs {
            assert!(text.text.is_char_boundary(run.end as usize));
            assert!(usize::from(run.style.0) < self.flow.styles.len());
            assert!(usize::from(run.lang.0) < self.flow.langs.len());
        }
        let mut open: Vec<u32> = Vec::new();
        for mark in &text.marks {
            assert!(mark.start <= mark.end && mark.end <= end);
            while open.last().is_some_and(|outer| *outer <= mark.start && *outer < mark.end) {
                open.pop();
            }
            assert!(open.last().is_none_or(|outer| mark.end <= *outer), "marks of {:?}", text.text);
            open.push(mark.end);
        }
        let characters = text.text.match_indices('\u{fffc}').map(|(at, _)| at as u32);
        assert!(text.objects.iter().map(|object| object.at).eq(characters), "objects of {:?}", text.text);
        assert!(text.origins.windows(2).all(|pair| pair[0].0 <= pair[1].0), "origins of {:?}", text.text);
    }
}

/// Every text of the author's in blocks, in order.
pub fn texts(blocks: &[Block], see: &mut dyn FnMut(&RichText)) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => see(text),
            BlockKind::Quote(blocks) | BlockKind::Only(_, blocks) | BlockKind::Admonition { blocks, .. } => {
                texts(blocks, see)
            }
            BlockKind::Slot(slot) => texts(&slot.blocks, see),
            BlockKind::List(list) => list.items.iter().for_each(|item| texts(&item.blocks, see)),
            BlockKind::Definitions(list) => {
                for entry in list {
                    entry.terms.iter().for_each(&mut *see);
                    entry.details.iter().for_each(|detail| texts(detail, see));
                }
            }
            BlockKind::Code(code) => see(&code.text),
            BlockKind::Table(table) => {
                table.caption.iter().for_each(&mut *see);
                for cell in table.head.iter().chain(&table.rows).flat_map(|row| &row.cells) {
                    match &cell.content {
                        CellContent::Text(text) => see(text),
                        CellContent::Blocks(blocks) => texts(blocks, see),
                    }
                }
            }
            BlockKind::Figure(figure) => figure.caption.iter().for_each(&mut *see),
            BlockKind::Group(group) => {
                group.cells.iter().for_each(|cell| texts(&cell.blocks, see));
                group.caption.iter().for_each(&mut *see);
            }
            BlockKind::Equation(equation) => {
                see(&equation.text);
                equation.numbers.iter().for_each(|number| see(&number.text));
            }
            BlockKind::Break
            | BlockKind::PageBreak(_)
            | BlockKind::Columns(_)
            | BlockKind::Index(_)
            | BlockKind::Contents(_)
            | BlockKind::CoverImage { .. }
            | BlockKind::Space(_)
            | BlockKind::Fill
            | BlockKind::Record(_) => {}
        }
    }
}
