//! Blocks with their looks.

use super::below::{give, lines_below, may_have_lines};
use super::highlight::tokens;
use super::initial;
use super::listings::WHOLE;
use super::looks::{self, Setting};
use super::maker::Maker;
use super::numbers;
use super::place::BlockContext;
use super::rich::Writer;
use crate::chars::is_leftward;
use crate::geom::Abs;
use crate::maths::words_text;
use crate::model::chart::picture_name;
use crate::model::diagram;
use crate::model::document as doc;
use crate::model::document::{Attrs, Beside, Column, ColumnAlign, Inline, MARGIN, Numerals, Rules};
use crate::model::flow::{
    Block, BlockKind, BlockStyle, Cell, CellContent, CodeBlock, Definition, Equation, EquationNumber, Figure,
    Group, GroupCell, LangId, List, ListItem, Mark, MarkKind, RichText, Row, Run, StyleId, Table, Token,
};
use crate::model::grid::{Grid, Place};
use crate::model::maths::Tag;
use crate::model::media::ImageId;
use crate::model::resolved::{NodeId, Number};
use crate::model::theme::{Align, NumberPlace};
use crate::model::walk::plain;
use crate::model::words::Word;
use crate::source::Span;
use crate::words::direction;

impl<'a> Maker<'a> {
    pub(super) fn blocks(&mut self, blocks: &'a [doc::Block], place: BlockContext) -> Vec<Block> {
        self.blocks_after(blocks, place, false)
    }

    /// Blocks, the first of which may come right after a paragraph.
    fn blocks_after(
        &mut self,
        blocks: &'a [doc::Block],
        place: BlockContext,
        mut after_paragraph: bool,
    ) -> Vec<Block> {
        let mut made = Vec::with_capacity(blocks.len());
        let mut taken = 0;
        for (at, block) in blocks.iter().enumerate() {
            if at < taken || is_empty_code(block) {
                continue;
            }
            let caption = match &block.kind {
                doc::BlockKind::Code(code) => code.caption.as_deref(),
                _ => None,
            };
            made.extend(caption.and_then(|words| self.listing_caption(block, words)));
            self.besides = blocks[at + 1..]
                .iter()
                .take_while(|next| is_beside(next))
                .map(|next| self.place_of(next.attrs.node))
                .collect();
            let mut own = self.block(block, place, after_paragraph);
            if may_have_lines(block) {
                taken = at + 1 + lines_below(&blocks[at + 1..]);
                let below = self.below(&blocks[at + 1..taken]);
                let left = give(&mut own, below);
                made.push(own);
                made.extend(left);
            } else {
                made.push(own);
            }
            after_paragraph = match &block.kind {
                // What one edition has stands between the same paragraphs in the other.
                doc::BlockKind::Only(_, blocks) => blocks.last().is_some_and(is_paragraph) || after_paragraph,
                doc::BlockKind::Equation(equation) => !equation.runs_on,
                _ if is_beside(block) && self.book.manifest.page.has_margin_column() => after_paragraph,
                // It may come to stand elsewhere.
                doc::BlockKind::Figure(figure) if figure.caption.is_some() => after_paragraph,
                doc::BlockKind::Figure(_) if stands_apart(block) => after_paragraph,
                _ => is_paragraph(block) && self.runs_on(block, blocks.get(at + 1)),
            };
        }
        made
    }

    /// The words that the author gives an admonition, else its name.
    fn admonition_title(
        &mut self,
        (name, number): (Option<Word>, Option<&Number>),
        words: Option<&'a [Inline]>,
        setting: &Setting,
    ) -> Option<RichText> {
        match words {
            Some(words) => {
                let called = name.filter(|name| name.is_of_mathematics()).map(|name| self.book.word(name));
                let writer = Writer::new(self, setting);
                // A theorem is one whatever it is called.
                let writer = match called {
                    Some(word) => writer.words(word).words(" (").inlines(words).words(")"),
                    None => match number {
                        Some(number) => writer
                            .full_number(&number.full, setting.text.color)
                            .words("\u{2002}")
                            .inlines(words),
                        None => writer.inlines(words),
                    },
                };
                Some(writer.finish(setting, Abs::ZERO, around(words)))
            }
            None => {
                let name = self.book.word(name?).to_string();
                Some(self.own_words(&name, setting))
            }
        }
    }

    /// Whether what follows a block looks as it does, as far as classes of the theme have a say.
    fn runs_on(&self, block: &doc::Block, next: Option<&doc::Block>) -> bool {
        let class = |block: &doc::Block| self.book.theme.class_style(&block.attrs.classes);
        class(block).is_none() || next.is_some_and(|next| next.attrs.classes == block.attrs.classes)
    }

    fn block(&mut self, block: &'a doc::Block, place: BlockContext, after_paragraph: bool) -> Block {
        let node = self.node_of(block.attrs.node);
        let half = looks::half_line(self.book.theme);
        let apart = BlockStyle { space_before: half, space_after: half, ..BlockStyle::default() };
        let class = self.book.theme.class_style(&block.attrs.classes);
        let outer = place.setting;
        let setting = class.map_or(outer, |class| outer.classed(class));
        let place = BlockContext { setting, ..place };
        let (mut style, kind) = match &block.kind {
            doc::BlockKind::Heading { level, content } => self.heading(block, *level, content, node),
            doc::BlockKind::Paragraph(content) if is_heading_line(&block.attrs) => {
                self.heading_line(block, content)
            }
            doc::BlockKind::Paragraph(content) => self.paragraph(block, content, place, after_paragraph),
            doc::BlockKind::Quote(blocks) => {
                let indent = self.book.theme.size.mul_div(3, 2);
                let inner = match block.attrs.has_class("abstract") {
                    true => BlockContext::of(Setting::small(self.book.theme)),
                    false => BlockContext { tight: false, ..place },
                };
                let style = BlockStyle { indent_start: indent, indent_end: indent, ..apart };
                (style, BlockKind::Quote(self.blocks(blocks, inner)))
            }
            doc::BlockKind::Only(medium, blocks) => {
                let blocks = self.blocks_after(blocks, place, after_paragraph);
                (BlockStyle::default(), BlockKind::Only(*medium, blocks))
            }
            doc::BlockKind::Admonition { kind, usual, title, blocks } => {
                let name = usual.or(kind.word());
                let number = self.book.resolved.numbers.get(&block.attrs.node);
                let looks = self.book.theme.box_style(*kind, &block.attrs.classes);
                let labelled = match self.stands_in_margin(block) {
                    true => Setting::small(self.book.theme).labelled(&looks),
                    false => outer.labelled(&looks),
                };
                let title = self.admonition_title((name, number), title.as_deref(), &labelled);
                let inner = match self.stands_in_margin(block) {
                    true => BlockContext {
                        running: false,
                        ..BlockContext::of(Setting::small(self.book.theme).ragged())
                    },
                    false => BlockContext { tight: false, running: false, ..place },
                };
                let blocks = self.blocks(blocks, inner);
                (apart, BlockKind::Admonition { kind: *kind, title, blocks })
            }
            doc::BlockKind::List(list) => {
                let style = if place.tight { BlockStyle::default() } else { apart };
                (style, BlockKind::List(self.list(list, place)))
            }
            doc::BlockKind::Definitions(list) => {
                (apart, BlockKind::Definitions(self.definitions(list, place)))
            }
            doc::BlockKind::Code(code) => (apart, BlockKind::Code(self.code(block.span, code))),
            doc::BlockKind::Table(table) => {
                let space = self.book.theme.leading;
                let style = BlockStyle { space_before: space, space_after: space, ..apart };
                (style, BlockKind::Table(self.table(block, table)))
            }
            doc::BlockKind::Figure(figure) => self.figure(block, figure),
            doc::BlockKind::Group(group) => self.group(block, group, place),
            doc::BlockKind::Equation(equation) => {
                (apart, BlockKind::Equation(self.equation(block, equation, place)))
            }
            doc::BlockKind::Bibliography(list) => (apart, BlockKind::List(self.bibliography(list))),
            doc::BlockKind::Index(index) => (apart, BlockKind::Index(self.index(index, block.span))),
            doc::BlockKind::Break => (apart, BlockKind::Break),
            doc::BlockKind::PageBreak(turn) => (BlockStyle::default(), BlockKind::PageBreak(*turn)),
            doc::BlockKind::Columns(count) => (BlockStyle::default(), BlockKind::Columns(*count)),
        };
        style.direction = own_direction(block, place);
        if let Some(class) = class {
            style.space_before = class.space_before.unwrap_or(style.space_before);
            style.space_after = class.space_after.unwrap_or(style.space_after);
            style.indent_start += class.indent.unwrap_or_default();
            style.indent_end += class.indent.unwrap_or_default();
        }
        let (id, mut classes) =
            (block.attrs.id.as_ref().map(|(id, _)| id.clone()), block.attrs.classes.clone());
        if !self.book.manifest.page.has_margin_column() {
            classes.retain(|class| class != MARGIN);
        }
        let mut made = Block { node, span: block.span, id, classes, style, kind };
        initial::asked(self, &block.attrs, &mut made);
        made
    }

    /// Whether a block stands in the margin's column.
    fn stands_in_margin(&self, block: &doc::Block) -> bool {
        is_beside(block) && self.book.manifest.page.has_margin_column()
    }

    fn heading(
        &mut self,
        block: &'a doc::Block,
        level: u8,
        content: &'a [Inline],
        node: NodeId,
    ) -> (BlockStyle, BlockKind) {
        let (theme, span) = (self.book.theme, block.span);
        let opening = self.opening.take().filter(|_| level == 1);
        let looks = opening.unwrap_or(&theme.headings[usize::from(level.clamp(1, 6)) - 1]);
        let setting = Setting::heading(theme, looks);
        let above = level == 1 && theme.chapter_number == NumberPlace::Above;
        let number = match self.book.number_of_heading(block.attrs.node) {
            _ if opening.is_some() => None,
            Some(_) if above => {
                let full =
                    self.book.resolved.numbers.get(&block.attrs.node).map(|number| number.full.as_str());
                let setting = Setting::heading(theme, &theme.chapter_number_style);
                full.map(|full| self.label(full, &setting))
            }
            Some(number) => Some(self.label(number, &setting)),
            None => None,
        };
        let text = Writer::new(self, &setting).inlines(content).finish(&setting, Abs::ZERO, span);
        self.outline_heading(block, level, content, node);
        let style = looks::above_text(looks);
        (style, BlockKind::Heading { level, number, text })
    }

    /// A line below a chapter's title, as front matter makes it: its subtitle, who wrote it, and when.
    fn heading_line(&mut self, block: &'a doc::Block, content: &'a [Inline]) -> (BlockStyle, BlockKind) {
        let theme = self.book.theme;
        let setting = match block.attrs.has_class("subtitle") {
            true => Setting::heading(theme, &theme.headings[2]),
            false if block.attrs.has_class("keywords") => Setting::small(theme).ragged(),
            false => Setting::body(theme).ragged(),
        };
        let text = Writer::new(self, &setting).inlines(content).finish(&setting, Abs::ZERO, block.span);
        let half = looks::half_line(theme);
        // As the abstract, which it stands below.
        let is_set_in = block.attrs.has_class("keywords");
        let indent = if is_set_in { theme.size.mul_div(3, 2) } else { Abs::ZERO };
        let style = BlockStyle {
            space_before: half,
            space_after: half,
            keep_with_next: true,
            indent_start: indent,
            indent_end: indent,
            ..BlockStyle::default()
        };
        (style, BlockKind::Paragraph(text))
    }

    fn paragraph(
        &mut self,
        block: &'a doc::Block,
        content: &'a [Inline],
        place: BlockContext,
        after_paragraph: bool,
    ) -> (BlockStyle, BlockKind) {
        let theme = self.book.theme;
        let setting = match () {
            () if block.attrs.has_class("center") => {
                Setting { align: Align::Center, hyphenate: false, ..place.setting }
            }
            () if block.attrs.has_class("right") => {
                Setting { align: Align::End, hyphenate: false, ..place.setting }
            }
            () => place.setting,
        };
        let follows = after_paragraph || place.first;
        let is_indented = follows && place.running && setting.align == place.setting.align;
        let indent = if is_indented { looks::indent(theme) } else { Abs::ZERO };
        let text = Writer::new(self, &setting).inlines(content).finish(&setting, indent, block.span);
        let space = match (place.tight, place.running) {
            (true, _) => Abs::ZERO,
            (false, true) => looks::paragraph_space(theme),
            (false, false) => looks::half_line(theme),
        };
        let style = BlockStyle { space_before: space, space_after: space, ..BlockStyle::default() };
        (style, BlockKind::Paragraph(text))
    }

    fn list(&mut self, list: &'a doc::List, place: BlockContext) -> List {
        let place = BlockContext { setting: place.setting.started(), ..place };
        let inner = BlockContext { tight: list.tight, running: false, lists: place.lists + 1, ..place };
        let items = list.items.iter().enumerate().map(|(index, item)| {
            let node = self.node_of(item.node);
            let number = list.start.map(|start| counted(list.numerals.number(start, index), list.numerals));
            let mark = item.task.map(|done| if done { "☑" } else { "☐" });
            let label = match (number, mark) {
                (Some(number), Some(mark)) => format!("{number}\u{a0}{mark}"),
                (Some(number), None) => number,
                (None, Some(mark)) => mark.to_string(),
                (None, None) => bullet(place.lists).to_string(),
            };
            let tabular = crate::model::flow::TextStyle { tabular_figures: true, ..place.setting.text };
            let label = self.label(&label, &Setting { text: tabular, ..place.setting }.ragged());
            ListItem { node, label, task: item.task, blocks: self.blocks(&item.blocks, inner), work: None }
        });
        let items = items.collect();
        let (ordered, numerals, tight) = (list.start, list.numerals, list.tight);
        List { bibliography: false, notes: false, ordered, numerals, tight, items }
    }

    /// The works that are cited. Entries without numbers begin to the start of their other lines.
    fn bibliography(&mut self, list: &'a doc::Bibliography) -> List {
        let setting = Setting::body(self.book.theme).ragged();
        let hang = -self.book.theme.size.mul_div(3, 2);
        let items = list.entries.iter().map(|entry| {
            let node = self.node_of(entry.node);
            let label = entry.label.as_deref().unwrap_or_default();
            let label = Writer::new(self, &setting).inlines(label).finish(&setting, Abs::ZERO, entry.span);
            let indent = if label.text.is_empty() { hang } else { Abs::ZERO };
            let text =
                Writer::new(self, &setting).inlines(&entry.content).finish(&setting, indent, entry.span);
            let block = Block {
                node: self.node(),
                span: entry.span,
                id: None,
                classes: Vec::new(),
                style: BlockStyle::default(),
                kind: BlockKind::Paragraph(text),
            };
            ListItem { node, label, task: None, blocks: vec![block], work: Some(entry.facts.clone()) }
        });
        let items = items.collect();
        let numerals = Numerals::default();
        List { bibliography: true, notes: false, ordered: None, numerals, tight: true, items }
    }

    fn equation(
        &mut self,
        block: &'a doc::Block,
        equation: &'a doc::Equation,
        place: BlockContext,
    ) -> Equation {
        let align = self.book.theme.maths_align;
        let setting = Setting { align, hyphenate: false, ..place.setting };
        let writer = Writer::new(self, &setting).formula(&equation.maths, block.span);
        let text = writer.finish(&setting, Abs::ZERO, block.span);
        let shown = |number: &doc::EquationNumber| match equation.maths.formula.as_ref()?.tag(number.row)? {
            Tag::Given { content, bare: true } => Some(words_text(content)),
            Tag::Given { content, bare: false } => Some(format!("({})", words_text(content))),
            Tag::Number | Tag::None => None,
        };
        let numbers = equation.numbers.iter().filter_map(|number| {
            let writer = Writer::new(self, &setting).equation_number(&shown(number)?, number);
            Some(EquationNumber { row: number.row, text: writer.finish(&setting, Abs::ZERO, block.span) })
        });
        Equation { text, numbers: numbers.collect() }
    }

    fn definitions(&mut self, list: &'a [doc::Definition], place: BlockContext) -> Vec<Definition> {
        let place = BlockContext { setting: place.setting.started(), ..place };
        let inner = BlockContext { tight: true, running: false, ..place };
        let bold = place.setting.bold().ragged();
        let definitions = list.iter().map(|entry| {
            let node = self.node_of(entry.node);
            let terms = entry.terms.iter().map(|term| {
                let span = around(term);
                Writer::new(self, &bold).inlines(term).finish(&bold, Abs::ZERO, span)
            });
            let terms = terms.collect();
            let details = entry.details.iter().map(|blocks| self.blocks(blocks, inner)).collect();
            Definition { node, terms, details }
        });
        definitions.collect()
    }

    fn code(&mut self, span: Span, code: &doc::CodeBlock) -> CodeBlock {
        let mut setting = Setting::code(self.book.theme);
        for length in [&mut setting.text.size, &mut setting.leading] {
            *length = length.mul_div(self.book.code_scale, WHOLE);
        }
        let words = code.text.strip_suffix('\n').unwrap_or(&code.text);
        let mut text = self.label(words, &setting);
        text.span = span;
        text.origins = vec![(0, span)];
        let plain = text.runs.first().map(|run| run.style).unwrap_or_default();
        let mut runs: Vec<Run> = Vec::new();
        for (range, token) in tokens(code.language.as_deref(), words) {
            let colored = looks::colored(setting.text, token_color(&self.book.theme.code, token));
            let style = self.style(colored);
            let (start, end) = (range.start as u32, range.end as u32);
            color_blanks(&mut runs, words, range.start, plain);
            runs.push(Run { end, style, lang: LangId(0) });
            text.marks.push(Mark { start, end, kind: MarkKind::Token(token) });
        }
        let covered = runs.last().map_or(0, |run| run.end);
        if covered < words.len() as u32 {
            runs.push(Run { end: words.len() as u32, style: plain, lang: LangId(0) });
        }
        text.runs = runs;
        CodeBlock { language: code.language.clone(), text }
    }

    fn table(&mut self, block: &'a doc::Block, table: &'a doc::Table) -> Table {
        let setting = Setting::table(self.book.theme);
        self.letter_notes(block.attrs.node);
        let caption = self.caption(block, table.caption.as_deref());
        let mut columns = table.columns.clone();
        let over_columns = |_| ColumnAlign::Center;
        let styled = &self.book.theme.tables;
        let of_head = setting.bold().lettered(&styled.head_letters);
        let of_head = styled.head_color.map_or(of_head, |color| of_head.colored(color));
        let head = self.rows(&table.head, (&columns, over_columns), |_, _, _| of_head);
        let heads = |cell: &doc::Cell, column: u32| cell.header || (column as usize) < table.row_headers;
        let first_total = table.rows.len().saturating_sub(usize::from(table.look.totals));
        let of_body = |cell: &doc::Cell, column, row| {
            if row >= first_total || heads(cell, column) { setting.bold() } else { setting }
        };
        // What stands over several columns is no number of the first.
        let as_written = |align| if align == ColumnAlign::Natural { ColumnAlign::Start } else { align };
        let mut rows = self.rows(&table.rows, (&columns, as_written), of_body);
        numbers::align(&mut rows, &mut columns);
        if let Some(mark) = table.look.mark {
            numbers::align_on(&mut rows, &mut columns, mark);
        }
        let below = self.table_notes(block.attrs.node).into_iter().collect();
        let continued = caption.is_some().then(|| self.continued(block)).flatten();
        let mut look = table.look.clone();
        look.striped |= styled.striped;
        if look.rules == Rules::Usual {
            look.rules = styled.rules;
        }
        Table { columns, head, rows, row_headers: table.row_headers, look, caption, continued, below }
    }

    /// What stands above a table on each page that it goes on to: its number, and that it is continued.
    fn continued(&mut self, block: &'a doc::Block) -> Option<RichText> {
        let number = self.book.resolved.numbers.get(&block.attrs.node)?;
        let words = self.book.word(Word::Continued).to_string();
        let words = if words.starts_with('（') { words } else { format!(" {words}") };
        let theme = self.book.theme;
        let setting = Setting::caption(theme).standing(theme.captions.align);
        let writer = Writer::new(self, &setting).full_number(&number.full, theme.caption_color).words(&words);
        Some(writer.finish(&setting, Abs::ZERO, block.span))
    }

    /// The rows of a table's head, or of its body, each cell with its column.
    fn rows(
        &mut self,
        rows: &'a [doc::Row],
        (columns, joined): (&[Column], impl Fn(ColumnAlign) -> ColumnAlign),
        setting: impl Fn(&doc::Cell, u32, usize) -> Setting,
    ) -> Vec<Row> {
        let mut grid = Grid::new(columns.len(), rows.len());
        let row = |(nth, row): (usize, &'a doc::Row)| {
            let places = grid.place(row.cells.iter().map(|cell| (cell.column_span, cell.row_span)));
            let cells = row.cells.iter().zip(places).map(|(cell, place)| {
                let column = columns.get(place.column as usize).copied().unwrap_or_default();
                let align = cell.align.or_else(|| (place.column_span > 1).then(|| joined(column.align)));
                let setting = setting(cell, place.column, nth).cell(align.unwrap_or(column.align));
                Cell { align, ..self.cell(cell, place, &setting) }
            });
            Row { cells: cells.collect() }
        };
        rows.iter().enumerate().map(row).collect()
    }

    fn cell(&mut self, cell: &'a doc::Cell, place: Place, setting: &Setting) -> Cell {
        let node = self.node_of(cell.node);
        let content = match &cell.content {
            doc::CellContent::Text(content) => {
                let setting = setting.ragged();
                let writer = Writer::new(self, &setting).inlines(content);
                CellContent::Text(writer.finish(&setting, Abs::ZERO, cell.span))
            }
            doc::CellContent::Blocks(blocks) => {
                let place = BlockContext { running: false, ..BlockContext::of(*setting) };
                CellContent::Blocks(self.blocks(blocks, place))
            }
        };
        let Place { column, column_span, row_span } = place;
        let header = cell.header;
        Cell { node, column, column_span, row_span, align: None, header, content, point: None }
    }

    fn group(
        &mut self,
        block: &'a doc::Block,
        group: &'a doc::Group,
        place: BlockContext,
    ) -> (BlockStyle, BlockKind) {
        let space = self.book.theme.leading;
        let style = BlockStyle {
            space_before: space,
            space_after: space,
            keep_together: group.figure,
            ..BlockStyle::default()
        };
        let inner = BlockContext { running: false, ..place };
        let cell = |cell: &'a doc::GroupCell| GroupCell {
            width: cell.width,
            blocks: self.blocks(&cell.blocks, inner),
        };
        let cells = group.cells.iter().map(cell).collect();
        let caption = if group.figure { self.caption(block, group.caption.as_deref()) } else { None };
        (
            style,
            BlockKind::Group(Group { figure: group.figure, per_row: group.per_row.max(1), cells, caption }),
        )
    }

    fn figure(&mut self, block: &'a doc::Block, figure: &'a doc::Figure) -> (BlockStyle, BlockKind) {
        let image = &figure.image;
        let caption = self.caption(block, figure.caption.as_deref());
        let space = self.book.theme.leading;
        let style = BlockStyle {
            space_before: space,
            space_after: space,
            keep_together: true,
            ..BlockStyle::default()
        };
        let node = (block.attrs.node.section, block.attrs.node.local);
        let path = match (&figure.chart, &figure.diagram) {
            (Some(_), _) => picture_name(node),
            (None, Some(_)) => diagram::picture_name(node),
            (None, None) => self.path_of(image),
        };
        let data = figure.data.as_ref().map(|data| Box::new(self.chart_data(data)));
        let kind = match (self.book.images.by_path.get(&path), caption) {
            (Some(id), caption) => BlockKind::Figure(Figure {
                image: *id,
                alt: image.alt.clone(),
                description: self.description(*id, image),
                decorative: image.decorative,
                width: self.width_of(image, *id),
                caption,
                data,
                member: self.book.resolved.numbers.get(&block.attrs.node).is_some_and(is_of_member),
            }),
            // The image was reported when it was looked for: its caption, or else what it says, stands for it.
            (None, Some(caption)) => BlockKind::Paragraph(caption),
            (None, None) => {
                let setting = Setting::small(self.book.theme).ragged();
                let words = Writer::new(self, &setting).words(image.alt.clone());
                BlockKind::Paragraph(words.finish(&setting, Abs::ZERO, image.span))
            }
        };
        (style, kind)
    }

    /// The values of a chart.
    fn chart_data(&mut self, table: &'a doc::Table) -> Table {
        let setting = Setting::table(self.book.theme);
        let start = |align| align;
        let mut columns = table.columns.clone();
        let head = self.rows(&table.head, (&columns, start), |_, _, _| setting.bold());
        let mut rows =
            self.rows(
                &table.rows,
                (&columns, start),
                |_, column, _| {
                    if column == 0 { setting.bold() } else { setting }
                },
            );
        numbers::align(&mut rows, &mut columns);
        let (look, row_headers) = (table.look.clone(), table.row_headers);
        Table { columns, head, rows, row_headers, look, caption: None, continued: None, below: Vec::new() }
    }

    /// The long description that a drawing brings. One that only says the alternative text again is none.
    fn description(&self, id: ImageId, image: &doc::Image) -> Option<String> {
        let file = self.book.images.get(id).filter(|_| !image.decorative)?;
        file.description.clone().filter(|long| long.trim() != image.alt.trim())
    }

    /// The caption of a listing, which stands above it.
    fn listing_caption(&mut self, block: &'a doc::Block, words: &'a [Inline]) -> Option<Block> {
        let text = self.caption(block, Some(words))?;
        let space_before = looks::half_line(self.book.theme);
        let style = BlockStyle { space_before, keep_with_next: true, ..BlockStyle::default() };
        let made = self.generated(BlockKind::Paragraph(text), style);
        Some(Block { span: block.span, classes: vec!["listing-caption".to_string()], ..made })
    }

    /// `Table 2.1` in bold, then the author's words.
    fn caption(&mut self, block: &doc::Block, words: Option<&'a [Inline]>) -> Option<RichText> {
        let number = self.book.resolved.numbers.get(&block.attrs.node);
        if number.is_none() && words.is_none() {
            return None;
        }
        let theme = self.book.theme;
        let setting = Setting::caption(theme).standing(theme.captions.align);
        let mut writer = Writer::new(self, &setting);
        if let Some(number) = number {
            let shown = if is_of_member(number) { &number.label } else { &number.full };
            writer = writer.full_number(shown, theme.caption_color);
            writer = if words.is_some() { writer.words("\u{2002}") } else { writer };
        }
        let words = words.unwrap_or_default();
        Some(writer.inlines(words).finish(
            &setting,
            Abs::ZERO,
            if words.is_empty() { block.span } else { around(words) },
        ))
    }

    /// A block that no source wrote.
    pub(super) fn generated(&mut self, kind: BlockKind, style: BlockStyle) -> Block {
        let node = self.node();
        let attrs = Attrs::default();
        Block { node, span: Span::default(), id: None, classes: attrs.classes, style, kind }
    }
}

/// Which way a block runs, where it says so: by itself or by its language, or as a paragraph whose words all stand in one
/// span that does. Code runs from left to right everywhere.
fn own_direction(block: &doc::Block, place: BlockContext) -> Option<doc::Direction> {
    let attrs = &block.attrs;
    match &block.kind {
        doc::BlockKind::Code(_) => None,
        doc::BlockKind::Paragraph(content)
            if place.running && attrs.direction.or(attrs.lang.as_ref().map(direction)).is_none() =>
        {
            let [Inline { kind: doc::InlineKind::Span { attrs, content }, .. }] = content.as_slice() else {
                return None;
            };
            let by_words = || match plain(content).chars().any(is_leftward) {
                true => doc::Direction::RightToLeft,
                false => doc::Direction::LeftToRight,
            };
            attrs.direction.or_else(|| attrs.lang.as_ref().map(|_| by_words()))
        }
        doc::BlockKind::Heading { .. }
        | doc::BlockKind::Paragraph(_)
        | doc::BlockKind::Quote(_)
        | doc::BlockKind::Only(..)
        | doc::BlockKind::Admonition { .. }
        | doc::BlockKind::List(_)
        | doc::BlockKind::Definitions(_)
        | doc::BlockKind::Table(_)
        | doc::BlockKind::Figure(_)
        | doc::BlockKind::Group(_)
        | doc::BlockKind::Equation(_)
        | doc::BlockKind::Bibliography(_)
        | doc::BlockKind::Index(_)
        | doc::BlockKind::Break
        | doc::BlockKind::PageBreak(_)
        | doc::BlockKind::Columns(_) => attrs.direction.or_else(|| attrs.lang.as_ref().map(direction)),
    }
}

/// Whether a figure parts no text: it stands beside it, or on a page of its own.
fn stands_apart(block: &doc::Block) -> bool {
    ["left", "right", "plate"].iter().any(|class| block.attrs.has_class(class))
}

/// Whether a block is to stand in the margin.
fn is_beside(block: &doc::Block) -> bool {
    block.attrs.has_class(MARGIN)
}

/// Whether a number is that of a part of a figure, whose caption has its letter alone.
fn is_of_member(number: &Number) -> bool {
    number.label.starts_with('(')
}

pub(super) fn is_heading_line(attrs: &Attrs) -> bool {
    attrs
        .classes
        .first()
        .is_some_and(|class| matches!(class.as_str(), "subtitle" | "byline" | "date" | "doi" | "keywords"))
}

fn around(inlines: &[Inline]) -> Span {
    match (inlines.first(), inlines.last()) {
        (Some(first), Some(last)) => Span { end: last.span.end, ..first.span },
        _ => Span::default(),
    }
}

fn is_paragraph(block: &doc::Block) -> bool {
    matches!(block.kind, doc::BlockKind::Paragraph(_))
}

/// Code without a character shows nothing; a page might hold nothing else. One with an id stays: something may lead there.
fn is_empty_code(block: &doc::Block) -> bool {
    match &block.kind {
        doc::BlockKind::Code(code) => code.text.trim().is_empty() && block.attrs.id.is_none(),
        _ => false,
    }
}

/// Covers code up to a token. The colour of white space is not seen: between words it is that of what stands before it, at
/// a line's beginning that of what follows, so that runs are few.
fn color_blanks(runs: &mut Vec<Run>, code: &str, token: usize, plain: StyleId) {
    let before = runs.last().map_or(0, |run| run.end as usize);
    let gap = &code[before..token];
    let line = gap.rfind('\n').map_or(0, |at| at + 1);
    match runs.last_mut() {
        Some(last) if line == 0 && gap.trim().is_empty() => last.end = token as u32,
        _ => {
            let indented = (before + line == 0 || line > 0) && gap[line..].trim().is_empty();
            let end = if indented { before + line } else { token };
            if end > before {
                runs.push(Run { end: end as u32, style: plain, lang: LangId(0) });
            }
        }
    }
}

fn token_color(colors: &crate::model::theme::CodeColors, token: Token) -> crate::model::theme::Color {
    match token {
        Token::Keyword => colors.keyword,
        Token::String => colors.string,
        Token::Comment => colors.comment,
        Token::Number => colors.number,
        Token::Function => colors.function,
        Token::Type => colors.kind,
    }
}

/// Bullets by the depth of lists, as the EPUB's stylesheet and most reading systems have them too.
fn bullet(depth: usize) -> &'static str {
    ["•", "◦", "▪"][depth.min(2)]
}

/// An ordered list's label: the number that the author typed, at every depth, so that “step 1.2” can be found.
fn counted(number: u64, numerals: Numerals) -> String {
    let figures = numerals.figures(number);
    match numerals.beside {
        Beside::Period => format!("{figures}."),
        Beside::Bracket => format!("{figures})"),
        Beside::Brackets => format!("({figures})"),
    }
}
