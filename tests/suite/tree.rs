//! A parsed document as indented lines.

use reportc::model::chart::Chart;
use reportc::model::document::*;
use reportc::model::walk::plain;

use crate::cases::Input;

pub fn dump(document: &Document, input: &Input) -> String {
    let mut dump = Dump { out: String::new(), depth: 0, input };
    for (index, chapter) in document.chapters.iter().enumerate() {
        if document.chapters.len() > 1 {
            dump.line(&format!("chapter {} of {}", index + 1, chapter.path));
        }
        if let Some(lang) = &chapter.lang {
            dump.line(&format!("lang {}", lang.0));
        }
        for one in &chapter.contributors {
            dump.line(&format!("{} {} {}", one.role, one.name, input.place(one.span)));
        }
        if chapter.head != (Attrs { node: chapter.head.node, ..Attrs::default() }) {
            dump.line(&format!("head{}", attrs(&chapter.head)));
        }
        dump.blocks(&chapter.blocks);
        for note in &chapter.notes {
            dump.nest(&format!("note {}", note.label), |dump| dump.blocks(&note.blocks));
        }
    }
    dump.out
}

struct Dump<'a> {
    out: String,
    depth: usize,
    input: &'a Input,
}

impl Dump<'_> {
    fn line(&mut self, text: &str) {
        self.out.push_str(&"  ".repeat(self.depth));
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    fn nest(&mut self, text: &str, inner: impl FnOnce(&mut Self)) {
        self.line(text);
        self.depth += 1;
        inner(self);
        self.depth -= 1;
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        let attrs = attrs(&block.attrs);
        match &block.kind {
            BlockKind::Heading { level, content } => {
                self.nest(&format!("heading {level}{attrs}"), |dump| dump.inlines(content));
            }
            BlockKind::Paragraph(content) => {
                self.nest(&format!("paragraph{attrs}"), |dump| dump.inlines(content))
            }
            BlockKind::Only(medium, blocks) => {
                self.nest(&format!("only {medium:?}{attrs}"), |dump| dump.blocks(blocks));
            }
            BlockKind::Quote(blocks) => self.nest(&format!("quote{attrs}"), |dump| dump.blocks(blocks)),
            BlockKind::Admonition { kind, usual, title, blocks } => {
                let name = usual.filter(|_| title.is_none()).map(|word| format!(" called {word:?}"));
                let name = name.unwrap_or_default();
                self.nest(&format!("admonition {kind:?}{name}{attrs}"), |dump| {
                    if let Some(title) = title {
                        dump.nest("title", |dump| dump.inlines(title));
                    }
                    dump.blocks(blocks);
                });
            }
            BlockKind::List(list) => {
                let start = list.start.map_or("bullets".to_string(), |start| format!("from {start}"));
                let tight = if list.tight { "tight" } else { "loose" };
                let mut numerals = match list.numerals == Numerals::default() {
                    true => String::new(),
                    false => format!(" {:?} {:?}", list.numerals.style, list.numerals.beside),
                };
                numerals.push_str(if list.numerals.falling { " falling" } else { "" });
                self.nest(&format!("list {start} {tight}{numerals}{attrs}"), |dump| {
                    for item in &list.items {
                        let task = item.task.map_or("", |ticked| if ticked { " [x]" } else { " [ ]" });
                        dump.nest(&format!("item{task}"), |dump| dump.blocks(&item.blocks));
                    }
                });
            }
            BlockKind::Definitions(list) => self.nest(&format!("definitions{attrs}"), |dump| {
                for entry in list {
                    for term in &entry.terms {
                        dump.nest("term", |dump| dump.inlines(term));
                    }
                    for detail in &entry.details {
                        dump.nest("detail", |dump| dump.blocks(detail));
                    }
                }
            }),
            BlockKind::Bibliography(list) => {
                let chapter = if list.of_chapter { " of its chapter" } else { "" };
                self.nest(&format!("bibliography{chapter}{attrs}"), |dump| {
                    for entry in &list.entries {
                        if let Some(label) = &entry.label {
                            dump.nest("label", |dump| dump.inlines(label));
                        }
                        dump.nest("entry", |dump| dump.inlines(&entry.content));
                    }
                });
            }
            BlockKind::Index(index) => {
                let name = index.name.as_deref().map(|name| format!(" {name}")).unwrap_or_default();
                self.line(&format!("index{name}{attrs}"));
            }
            BlockKind::Code(code) => {
                let language = code.language.as_deref().unwrap_or("-");
                self.nest(&format!("code {language}{attrs} {:?}", code.text), |dump| {
                    if let Some(caption) = &code.caption {
                        dump.nest("caption", |dump| dump.inlines(caption));
                    }
                });
            }
            BlockKind::Table(table) => self.nest(&table_line(table, &attrs), |dump| {
                if let Some(caption) = &table.caption {
                    dump.nest("caption", |dump| dump.inlines(caption));
                }
                table.head.iter().for_each(|row| dump.row("header", row));
                table.rows.iter().for_each(|row| dump.row("row", row));
            }),
            BlockKind::Figure(figure) => self.nest(&format!("figure{attrs}"), |dump| {
                match &figure.chart {
                    Some(chart) => dump.chart(chart, figure),
                    None => dump.image(&figure.image),
                }
                if let Some(caption) = &figure.caption {
                    dump.nest("caption", |dump| dump.inlines(caption));
                }
            }),
            BlockKind::Group(group) => {
                let name = if group.figure { "figures" } else { "columns" };
                self.nest(&format!("{name} by {}{attrs}", group.per_row), |dump| {
                    for cell in &group.cells {
                        let width = cell.width.map(|width| format!(" {width:?}")).unwrap_or_default();
                        dump.nest(&format!("cell{width}"), |dump| dump.blocks(&cell.blocks));
                    }
                    if let Some(caption) = &group.caption {
                        dump.nest("caption", |dump| dump.inlines(caption));
                    }
                })
            }
            BlockKind::Equation(equation) => {
                let runs_on = if equation.runs_on { " runs-on" } else { "" };
                self.nest(&format!("equation{attrs}{runs_on}"), |dump| {
                    dump.maths(&equation.maths);
                    for number in &equation.numbers {
                        let row = number.row.map(|row| format!(" of row {row}")).unwrap_or_default();
                        let ids = number.anchors.iter().filter_map(|anchor| anchor.id.as_ref());
                        let ids: String = ids.map(|(id, _)| format!(" #{id}")).collect();
                        dump.line(&format!("number{row}{ids}"));
                    }
                });
            }
            BlockKind::Break => self.line(&format!("break{attrs}")),
            BlockKind::PageBreak(Turn::None) => self.line("page-break"),
            BlockKind::Columns(count) => self.line(&format!("columns {count:?}{attrs}")),
            BlockKind::PageBreak(turn) => self.line(&format!("page-break {turn:?}{attrs}")),
        }
    }

    fn row(&mut self, name: &str, row: &Row) {
        self.nest(name, |dump| {
            for cell in &row.cells {
                let span = |name, slots| if slots > 1 { format!(" {name}={slots}") } else { String::new() };
                let (across, down) = (span("column-span", cell.column_span), span("row-span", cell.row_span));
                let align = cell.align.map_or(String::new(), |align| format!(" {align:?}"));
                let header = if cell.header { " header" } else { "" };
                dump.nest(&format!("cell{across}{down}{align}{header}"), |dump| match &cell.content {
                    CellContent::Text(content) => dump.inlines(content),
                    CellContent::Blocks(blocks) => blocks.iter().for_each(|block| dump.block(block)),
                });
            }
        });
    }

    fn image(&mut self, image: &Image) {
        let title = image.title.as_ref().map_or(String::new(), |title| format!(" title={:?}", plain(title)));
        let width = image.width.map_or(String::new(), |width| format!(" {width:?}"));
        let height = image.height.map_or(String::new(), |height| format!(" height={height:?}"));
        let decorative = if image.decorative { " decorative" } else { "" };
        self.line(&format!("image {} {:?}{title}{width}{height}{decorative}", image.path, image.alt));
    }

    fn chart(&mut self, chart: &Chart, Figure { image, data, .. }: &Figure) {
        let said = |name: &str, value: &Option<String>| {
            value.as_ref().map_or(String::new(), |value| format!(" {name}={value:?}"))
        };
        let looks = [(chart.stacked, " stacked"), (chart.horizontal, " horizontal")];
        let looks: String = looks.into_iter().filter(|(is, _)| *is).map(|(_, name)| name).collect();
        let titles = said("x", &chart.x_title) + &said("y", &chart.y_title) + &said("unit", &chart.unit);
        let width = image.width.map_or(String::new(), |width| format!(" {width:?}"));
        let height = chart.height.map_or(String::new(), |height| format!(" height={height:?}"));
        self.line(&format!("chart {}{looks}{titles}{width}{height} {:?}", chart.kind.name(), image.alt));
        self.line(&format!("along {:?} of {:?}", chart.places, chart.labels));
        for series in &chart.series {
            let values =
                series.values.iter().map(|value| value.map_or("-".to_string(), |one| one.to_string()));
            self.line(&format!("series {:?} {}", series.name, values.collect::<Vec<_>>().join(" ")));
        }
        let data = data.as_ref().expect("a chart has its table");
        self.line(&format!("data {} by {}", data.columns.len(), data.rows.len()));
    }

    fn maths(&mut self, maths: &Maths) {
        match &maths.formula {
            Some(_) => self.line(&format!("maths {:?}", maths.text)),
            None => self.line(&format!("maths not understood {:?}", maths.text)),
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &Inline) {
        let inner =
            |dump: &mut Self, name: &str, content: &[Inline]| dump.nest(name, |dump| dump.inlines(content));
        match &inline.kind {
            // The source's bytes are told where they are not the text itself.
            InlineKind::Text(text) => {
                let source = self.input.text(inline.span);
                let from = if source == text { String::new() } else { format!(" from {source:?}") };
                self.line(&format!("{text:?}{from}"));
            }
            InlineKind::Literal(text) => self.line(&format!("literal {text:?}")),
            InlineKind::Maths(maths) => self.maths(maths),
            InlineKind::Code(text) => self.line(&format!("code {text:?}")),
            InlineKind::Unset { kind, text } => self.line(&format!("unset {kind:?} {text:?}")),
            InlineKind::Emphasis(content) => inner(self, "emphasis", content),
            InlineKind::Strong(content) => inner(self, "strong", content),
            InlineKind::Strikethrough(content) => inner(self, "strikethrough", content),
            InlineKind::Superscript(content) => inner(self, "superscript", content),
            InlineKind::Subscript(content) => inner(self, "subscript", content),
            InlineKind::Keyboard(content) => inner(self, "keyboard", content),
            InlineKind::Abbreviation { title, content } => {
                inner(self, &format!("abbreviation {title:?}"), content)
            }
            InlineKind::Phrase { phrase, content } => {
                inner(self, &format!("{phrase:?}").to_lowercase(), content)
            }
            InlineKind::Span { attrs: given, content } => {
                inner(self, &format!("span{}", attrs(given)), content)
            }
            InlineKind::Link { attrs: given, destination, title, content } => {
                let title = title.as_ref().map_or(String::new(), |title| format!(" {title:?}"));
                inner(self, &format!("link {destination}{title}{}", attrs(given)), content);
            }
            InlineKind::Image(image) => self.image(image),
            InlineKind::NoteCall(label) => self.line(&format!("note-call {label}")),
            InlineKind::SoftBreak => self.line("soft-break"),
            InlineKind::HardBreak => self.line("hard-break"),
        }
    }
}

fn table_line(table: &Table, attrs: &str) -> String {
    let heads =
        if table.row_headers > 0 { format!(" row-headers={}", table.row_headers) } else { String::new() };
    let aligns: Vec<ColumnAlign> = table.columns.iter().map(|column| column.align).collect();
    let widths: Vec<String> =
        table.columns.iter().filter_map(|column| column.width).map(|width| format!("{width:.3}")).collect();
    let widths = if widths.is_empty() { String::new() } else { format!(" widths={}", widths.join(",")) };
    let look = &table.look;
    let mut said = String::new();
    let mut say = |is: bool, what: String| said.push_str(if is { &what } else { "" });
    say(look.striped, " striped".to_string());
    say(look.small, " small".to_string());
    say(look.turned, " turned".to_string());
    say(look.rules != Rules::Usual, format!(" rules={:?}", look.rules));
    say(look.vertical != Vertical::Top, format!(" vertical={:?}", look.vertical));
    say(look.totals > 0, format!(" totals={}", look.totals));
    say(look.mark.is_some(), format!(" on={:?}", look.mark.unwrap_or_default()));
    say(look.width.is_some(), format!(" width={:.3}", look.width.unwrap_or_default()));
    format!("table {aligns:?}{widths}{heads}{said}{attrs}")
}

/// A mark of an index: its path, and what is said of it.
fn mark(mark: &IndexMark) -> String {
    let path = |path: &[IndexTerm]| {
        let term = |term: &IndexTerm| {
            let sort = term.sort.as_ref().map(|sort| format!("{sort}@")).unwrap_or_default();
            sort + &plain(&term.content)
        };
        path.iter().map(term).collect::<Vec<_>>().join("!")
    };
    let index = mark.index.as_ref().map(|name| format!(" in {name}")).unwrap_or_default();
    let range = mark.range.map(|edge| format!(" {edge:?}").to_lowercase()).unwrap_or_default();
    let main = if mark.main { " main" } else { "" };
    let see: String = mark.see.iter().map(|see| format!(" see {}", path(see))).collect();
    let also: String = mark.also.iter().map(|see| format!(" also {}", path(see))).collect();
    format!(" <{}{index}{range}{main}{see}{also}>", path(&mark.path))
}

fn attrs(attrs: &Attrs) -> String {
    let id = attrs.id.iter().map(|(id, _)| format!(" #{id}"));
    let classes = attrs.classes.iter().map(|class| format!(" .{class}"));
    let lang = attrs.lang.iter().map(|lang| format!(" lang={}", lang.0));
    let width = attrs.width.iter().map(|width| format!(" {width:?}"));
    let short = attrs.short.iter().map(|short| format!(" short={short:?}"));
    let indexed = attrs.indexed.iter().map(mark);
    id.chain(classes).chain(lang).chain(width).chain(short).chain(indexed).collect()
}
