//! Blocks of code: what stands after their fence, the lines that tell a tool how to run them, and lines that are not shown.

use super::attrs::merge;
use super::attrs::{self, Written};
use super::builder::Builder;
use super::diagrams;
use super::directives::{self, Opening, Setting};
use super::foreign;
use super::index;
use super::inlines::said;
use super::signs::Foreign;
use crate::cell;
use crate::diag::Diagnostic;
use crate::model::diagram::{Diagram, DiagramTool};
use crate::model::document::{
    Attrs, Block, BlockKind, Cell as Slot, CodeBlock, Column, Group, GroupCell, Inline, InlineKind, Maths,
    Row, Table,
};
use crate::source::Span;

/// What stands after a fence.
#[derive(Default)]
struct Info {
    language: Option<String>,
    attrs: Attrs,
    caption: Option<String>,
    /// What stands for the picture that it is of.
    alt: Option<String>,
    /// The name of the file that the code is of, to be shown.
    title: Option<String>,
    /// The file that the code is to be read from, and the part of it: `:3:20`, `:anchor`.
    file: Option<(String, String)>,
    /// Another tool runs it (`{python}`).
    cell: Option<Cell>,
}

/// What another tool would show of a cell.
struct Cell {
    code: bool,
    result: bool,
    /// It says what a picture or a table shows that running it makes.
    makes: bool,
    said: cell::Cell,
}

impl Cell {
    fn of(info: &mut Info) -> &mut Cell {
        info.cell.get_or_insert(Cell { code: true, result: true, makes: false, said: cell::Cell::default() })
    }
}

impl Builder<'_> {
    pub(super) fn code(&mut self, span: Span, given: Attrs, info: &str, mut text: String) {
        let opening = directives::opening(info).filter(|opening| !is_run(opening.name));
        if let Some(opening) = opening.as_ref().filter(|opening| opening.name == index::CLASS) {
            return self.index_entries(span, opening.argument, &text);
        }
        let info = match opening {
            Some(opening) => self.directive(span, &opening, &mut text),
            None => Some(self.info(span, info)),
        };
        let Some(mut info) = info else { return };
        merge(&mut info.attrs, given);
        if info.language.as_deref() == Some("math") && info.file.is_none() {
            return self.display_maths(span, info.attrs, &text);
        }
        if info.cell.is_some() {
            text = info.options(text, span);
        }
        if let Some(tool) = self.drawn_by(&info) {
            return self.drawn(span, info, Diagram { tool, text });
        }
        if let Some(cell) = info.cell.take()
            && !self.shows(&cell, span)
        {
            return self.unshown(info, &cell, span);
        }
        if info.language.as_deref() == Some("rust") {
            text = shown(&text);
        }
        if let Some((path, part)) = info.file.take() {
            text.insert_str(0, &format!("{{{{#include {path}{part}}}}}\n"));
        }
        let title = info.title.map(InlineKind::Code);
        if let Some(kind) = title {
            self.block(span, Attrs::default(), BlockKind::Paragraph(vec![Inline { span, kind }]));
        }
        let caption = info.caption.map(|words| self.words_at(&words, self.first_lines(span)));
        let code = CodeBlock { language: info.language, text, caption };
        self.block(span, info.attrs, BlockKind::Code(code));
    }

    /// Who draws it, in a book whose diagrams are drawn.
    fn drawn_by(&self, info: &Info) -> Option<DiagramTool> {
        let is_result = info.cell.as_ref().is_none_or(|cell| cell.result);
        let said = diagrams::Said { language: info.language.as_deref(), is_cell: info.cell.is_some() };
        diagrams::tool(&said, &info.attrs).filter(|_| self.fields.draws && is_result && info.file.is_none())
    }

    fn drawn(&mut self, span: Span, info: Info, diagram: Diagram) {
        let said = info.cell.as_ref().and_then(|cell| cell.said.says(&["fig-alt"])).map(str::to_string);
        let caption = info.caption.map(|words| self.words_at(&words, self.first_lines(span)));
        let shown = diagrams::Shown { alt: said.or(info.alt), caption };
        self.diagram(span, info.attrs, diagram, shown);
    }

    /// Whether a cell's code is shown; what would be shown of its running is told.
    fn shows(&mut self, cell: &Cell, span: Span) -> bool {
        let message = match cell.code {
            true => "what this cell makes when it is run is not in the book",
            false => {
                "this cell shows what it makes when it is run, which is not in the book, and not its code"
            }
        };
        if cell.result && (cell.makes || !cell.code) {
            let hint = "run it with its own tool, and put what it makes in as a picture or a table";
            self.sink.push(Diagnostic::warning("cell-output", self.first_line(span), message).hint(hint));
        }
        cell.code
    }

    /// Of a cell whose code is not shown, a caption and an id stay: a figure without its picture, whose description or a sign
    /// stands for it; or a table.
    fn unshown(&mut self, info: Info, cell: &Cell, span: Span) {
        let Some(caption) = info.caption.filter(|_| cell.result) else { return };
        let caption = Some(self.words_at(&caption, self.first_lines(span)));
        let stands = said(cell.said.says(&["fig-alt"]).unwrap_or("[…]"), span);
        if cell.said.says(&["tbl-cap", "tab-cap"]).is_some() {
            let head = vec![Row { cells: vec![Slot::text(span, stands)] }];
            let table = Table { columns: vec![Column::default()], head, caption, ..Table::default() };
            return self.block(span, info.attrs, BlockKind::Table(table));
        }
        let stands = Block { span, attrs: Attrs::default(), kind: BlockKind::Paragraph(stands) };
        let cells = vec![GroupCell { width: None, blocks: vec![stands] }];
        let group = Group { figure: true, per_row: 1, cells, caption };
        self.block(span, info.attrs, BlockKind::Group(group));
    }

    /// A block's fence, and the options below it.
    fn first_lines(&self, span: Span) -> Span {
        let text = self.text.get(span.start as usize..span.end as usize).unwrap_or_default();
        let is_option = |line: &&str| {
            let line = line.trim_start_matches([' ', '>', '\t']);
            line.starts_with("#|")
                || line.starts_with("//|")
                || line.starts_with("%%|")
                || line.starts_with(':')
        };
        let mut lines = text.split_inclusive('\n');
        let fence = lines.next().map_or(0, str::len);
        let length = fence + lines.take_while(is_option).map(str::len).sum::<usize>();
        Span { end: span.start + length as u32, ..span }
    }

    fn first_line(&self, span: Span) -> Span {
        let line = self.text.get(span.start as usize..).and_then(|rest| rest.lines().next());
        Span { end: span.start + line.unwrap_or_default().trim_end().len() as u32, ..span }
    }

    /// A directive of MyST's whose content is no Markdown, where it is code after all.
    fn directive(&mut self, span: Span, opening: &Opening, text: &mut String) -> Option<Info> {
        let line = self.first_line(span);
        let next = (line.end as usize + 1).min(self.text.len());
        let (settings, lines) = directives::settings(self.text, next);
        let Opening { name, argument, .. } = *opening;
        let language = Some(argument.to_lowercase()).filter(|argument| !argument.is_empty());
        let mut info = Info { language, ..Info::default() };
        match name {
            "math" => {}
            "code" | "code-block" | "sourcecode" => {}
            "code-cell" => drop(Cell::of(&mut info)),
            "literalinclude" => {
                info.language = None;
                info.file = Some((argument.to_string(), String::new()));
            }
            _ => {
                let raw = name.strip_prefix('=').or((name == "raw").then_some(argument));
                let (what, hint) = match raw {
                    Some(_) => {
                        ("a raw block for another program", "put what it is to show in Markdown or HTML")
                    }
                    None => {
                        ("a directive of MyST that is not understood", "write what it stands for in Markdown")
                    }
                };
                self.sink.push(foreign::told(&Foreign { what, hint }, line, self.text));
                // Its first line may be all that it says.
                if raw.is_none() {
                    let typed = self.text.get(line.start as usize..line.end as usize).unwrap_or_default();
                    text.insert_str(0, &format!("{}\n", typed.trim_start_matches(['`', '~', ':', ' '])));
                    return Some(Info::default());
                }
                let language = raw.map(str::to_string);
                return Some(Info { language, ..info });
            }
        }
        *text = without_lines(text, lines.len());
        for Setting { key, value, range } in settings {
            let place = self.span(range.start, range.end);
            match key {
                "name" | "label" => info.attrs.id = Some((value.to_string(), place)),
                "caption" => info.caption = Some(attrs::unquoted(value).to_string()),
                "filename" => info.title = Some(value.to_string()),
                "language" => info.language = Some(value.to_lowercase()),
                "lines" if info.file.is_some() && !value.contains(',') => {
                    info.file.iter_mut().for_each(|(_, part)| *part = lines_of(value));
                }
                "tags" => {
                    let has = |tag: &str| value.contains(tag);
                    let cell = Cell::of(&mut info);
                    cell.code &= !(has("remove-input") || has("remove-cell"));
                    cell.result &= !(has("remove-output") || has("remove-cell"));
                }
                // Lines have no numbers here.
                "linenos" | "lineno-start" | "lineno-match" | "number-lines" | "class" | "force"
                | "nowrap" => {}
                _ => self.no_setting(name, key, place),
            }
        }
        if name == "math" {
            self.display_maths(span, info.attrs, &format!("{argument} {text}"));
            return None;
        }
        Some(info)
    }

    /// Maths that stands by itself.
    fn display_maths(&mut self, span: Span, attrs: Attrs, text: &str) {
        let maths = Maths { text: format!("$${text}$$"), formula: None };
        let content = vec![Inline { span, kind: InlineKind::Maths(maths) }];
        self.block(span, attrs, BlockKind::Paragraph(content));
    }

    fn info(&mut self, span: Span, info: &str) -> Info {
        let brace = info.find('{');
        let words = &info[..brace.unwrap_or(info.len())];
        let word = words.split([',', ' ', '\t']).next().filter(|word| !word.is_empty());
        let mut found = Info { language: word.map(str::to_lowercase), ..Info::default() };
        let line = self.text.get(span.start as usize..).and_then(|rest| rest.lines().next());
        // Where the line has escapes, the words of the info string are others.
        let place = brace.and_then(|at| line?.find(&info[at..]).or_else(|| line?.find('{')));
        if let Some(at) = place.map(|place| span.start as usize + place) {
            self.braces(at, &mut found);
        } else if let Some(title) = words.split_once("title=").map(|(_, title)| quoted(title.trim())) {
            found.title = Some(title.to_string()).filter(|title| !title.is_empty());
        }
        found
    }

    /// Attributes as pandoc has them, or the language of a cell with what its tool is told.
    fn braces(&mut self, at: usize, found: &mut Info) {
        let text = self.text;
        let Some((items, _)) = attrs::split(text, at) else {
            let line = text[at..].lines().next().unwrap_or_default();
            if found.language.is_none()
                && let Some(said) = cell::head(line)
            {
                found.language = Some(said.language.clone());
                Cell::of(found).said = said;
            }
            return;
        };
        let mut written = Written::default();
        let (mut path, mut part) = (None, String::new());
        for item in items {
            let span = self.span(item.start, item.start + item.text.len());
            let Some((key, value)) = item.text.split_once('=') else {
                attrs::mark(&mut written.attrs, item.text, span);
                continue;
            };
            let value = attrs::unquoted(value);
            match key {
                "file" => path = Some(value.to_string()),
                "lines" => part = lines_of(&value),
                "anchor" => part = format!(":{value}"),
                "caption" | "lst-cap" | "fig-cap" | "cap" => found.caption = Some(value.to_string()),
                "title" | "filename" => found.title = Some(value.to_string()),
                // Lines have no numbers here.
                "startFrom" | "lineAnchors" => {}
                _ => attrs::set(&mut written, key, &value, span, self.sink),
            }
        }
        written.when.drain(..).for_each(|one| self.sink.push(one.meaningless()));
        found.file = path.map(|path| (path, part));
        let classes = &mut written.attrs.classes;
        classes.retain(|class| !matches!(class.as_str(), "numberLines" | "number-lines" | "lineAnchors"));
        if found.language.is_none() && !classes.is_empty() {
            found.language = Some(classes.remove(0).to_lowercase());
        }
        found.alt = written.alt;
        found.attrs = written.attrs;
    }
}

impl Info {
    /// An option of a cell, by the names that Quarto or knitr have for it.
    fn option(&mut self, key: &str, value: &str) {
        let is_off = matches!(value, "false" | "FALSE" | "F" | "hide" | "no");
        match key {
            "lst-cap" => self.caption = Some(value.to_string()),
            "fig-cap" | "tbl-cap" | "tab-cap" => {
                self.caption = Some(value.to_string());
                Cell::of(self).makes = true;
            }
            "filename" => self.title = Some(value.to_string()),
            "echo" if is_off => Cell::of(self).code = false,
            "eval" | "output" | "results" if is_off => Cell::of(self).result = false,
            "include" if is_off => {
                let cell = Cell::of(self);
                (cell.code, cell.result) = (false, false);
            }
            _ => {}
        }
    }

    /// Code without the lines that tell its tool something; of these, its label and its caption are ours too.
    fn options(&mut self, text: String, span: Span) -> String {
        let mut said = std::mem::take(&mut Cell::of(self).said);
        let rest = said.body(&text);
        for (key, value) in &said.options {
            self.option(key, value);
        }
        self.attrs.id = said.id().map(|id| (id, span)).or(self.attrs.id.take());
        let rest = rest.to_string();
        Cell::of(self).said = said;
        rest
    }
}

/// The part of a file that a range of lines is: `3-20`, `3-`, `3`.
fn lines_of(range: &str) -> String {
    match range.split_once('-') {
        Some((from, to)) => format!(":{}:{}", from.trim(), to.trim()),
        None => format!(":{}", range.trim()),
    }
}

/// The words that a value begins with, between quotes or up to its end.
fn quoted(value: &str) -> &str {
    let within = |quote| value.strip_prefix(quote).and_then(|rest| rest.split_once(quote));
    within('"').or_else(|| within('\'')).map_or(value, |(words, _)| words)
}

/// A text without its first lines, and a blank one after them.
fn without_lines(text: &str, count: usize) -> String {
    let mut lines = text.split_inclusive('\n').skip(count).peekable();
    if count > 0 && lines.peek().is_some_and(|line| line.trim().is_empty()) {
        lines.next();
    }
    lines.collect()
}

/// Whether other tools run or draw what is between fences of a name.
fn is_run(name: &str) -> bool {
    const RUN: [&str; 40] = [
        "python",
        "python3",
        "ipython",
        "r",
        "julia",
        "ojs",
        "bash",
        "sh",
        "zsh",
        "sql",
        "rust",
        "c",
        "cpp",
        "rcpp",
        "stan",
        "js",
        "javascript",
        "node",
        "css",
        "scss",
        "sass",
        "html",
        "d3",
        "perl",
        "ruby",
        "go",
        "scala",
        "haskell",
        "octave",
        "fortran",
        "awk",
        "sed",
        "cat",
        "asis",
        "powershell",
        "mermaid",
        "dot",
        "mysql",
        "psql",
        "lua",
    ];
    RUN.contains(&name.to_ascii_lowercase().as_str())
}

/// Rust without the lines that mdBook and rustdoc hide: those that begin with `# `, or are `#`; `##` is a sign of the code.
pub(super) fn shown(text: &str) -> String {
    if !text.lines().any(|line| line.trim_start().starts_with('#')) {
        return text.to_string();
    }
    let mut shown = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let words = line.trim_start();
        let indent = line.len() - words.len();
        match words.strip_prefix('#') {
            Some(rest) if rest.starts_with('#') => {
                shown.push_str(&line[..indent]);
                shown.push_str(rest);
            }
            Some(rest) if rest.starts_with(' ') || rest.trim().is_empty() => {}
            _ => shown.push_str(line),
        }
    }
    shown
}
