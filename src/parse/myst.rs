//! What MyST's directives whose content is Markdown become: boxes, figures, tables, and what is in a file.

use super::attrs::{self, Written};
use super::builder::Builder;
use super::directives::{Opening, Setting, bare, is_plain, opening, settings};
use super::fences::admonition;
use super::frame::{Div, Open};
use super::index;
use crate::diag::Diagnostic;
use crate::model::document::{
    Attrs, Block, BlockKind, Cell, CellContent, Column, Definition, Image, Inline, InlineKind, ListItem,
    NodeId, Row, Table, Unset,
};
use crate::source::Span;

/// What the options of a directive say.
#[derive(Default)]
struct Said {
    written: Written,
    /// Rows of a list that head the table that it stands for.
    head: usize,
}

impl Builder<'_> {
    /// A directive whose content is Markdown, which is read as a div's is.
    pub(super) fn open_directive(&mut self, (start, brace, end): (usize, usize, usize)) {
        let text = self.text;
        let Some(Opening { name, argument, at }) = opening(&text[brace..end]) else { return };
        let next = text[end..].find('\n').map_or(text.len(), |length| end + length + 1);
        let said = self.said(name, next);
        let span = self.span(brace + at, brace + at + argument.len());
        let (picture, mut attrs) = (said.written.alt, said.written.attrs);
        let first = match name {
            "figure" | "image" => {
                let (path, alt, width) =
                    (argument.to_string(), picture.unwrap_or_default(), attrs.width.take());
                let height = said.written.height;
                let image = Image { path, alt, title: None, width, height, decorative: false, span };
                Some(InlineKind::Image(Box::new(image)))
            }
            "include" => {
                let text = format!("{{{{#include {argument}}}}}");
                Some(InlineKind::Unset { kind: Unset::Template, text })
            }
            _ => None,
        };
        let title = if first.is_some() || is_plain(name) { None } else { self.title(argument, brace + at) };
        // A browser folds it by its class; and what kind of box it is, a bare admonition says by its own.
        let folds = |class: &str| matches!(class, "dropdown" | "toggle");
        let says_kind =
            |class: &String| class != "admonition" && !folds(class) && admonition(class).is_some();
        let is_named = name == "admonition" && attrs.classes.iter().any(says_kind);
        attrs.classes.retain(|class| !folds(class));
        if !is_named && (name == "glossary" || !is_plain(name)) {
            attrs.classes.insert(0, bare(name).to_string());
        }
        let div = Div { attrs, title, head: Some(said.head), by_tag: is_plain(name), ..Div::default() };
        self.open_block(Open::Div(Box::new(div)), start);
        let sign = text[start..brace].trim_end();
        let frame = self.top();
        frame.tag = Some(sign.to_string());
        frame.blocks.extend(first.map(|kind| {
            let kind = BlockKind::Paragraph(vec![Inline { span, kind }]);
            Block { span, attrs: Attrs::default(), kind }
        }));
    }

    /// The options that stand from an offset on.
    fn said(&mut self, name: &str, at: usize) -> Said {
        let mut said = Said::default();
        for Setting { key, value, range } in settings(self.text, at).0 {
            let span = self.span(range.start, range.end);
            let is_picture = matches!(name, "figure" | "image");
            match key {
                "name" | "label" => said.written.attrs.id = Some((value.to_string(), span)),
                "alt" | "width" if is_picture => {
                    attrs::set(&mut said.written, key, &attrs::unquoted(value), span, self.sink);
                }
                "class" => attrs::set(&mut said.written, key, value, span, self.sink),
                "header-rows" if name == "list-table" => said.head = value.parse().unwrap_or(0),
                "stub-columns" if name == "list-table" => {
                    attrs::set(&mut said.written, "row-headers", value, span, self.sink);
                }
                "widths" if matches!(name, "list-table" | "table") => {
                    let list = value.split([' ', ',']).filter(|width| !width.is_empty()).collect::<Vec<_>>();
                    if !matches!(list[..], ["auto" | "grid"]) {
                        attrs::set(&mut said.written, key, &list.join(","), span, self.sink);
                    }
                }
                // How a browser shows it.
                "open" | "icon" | "align" | "figclass" | "figwidth" | "sync" | "gutter" | "columns"
                | "margin" | "padding" => {}
                _ if key.starts_with("class-") => {}
                _ => self.no_setting(name, key, span),
            }
        }
        said
    }

    pub(super) fn no_setting(&mut self, name: &str, key: &str, span: Span) {
        let message = format!("the option `{key}` of `{{{name}}}` has no meaning here");
        let hint = "known are `name`, `class`, of pictures `alt` and `width`, of code `caption` and `lines`";
        self.sink.push(Diagnostic::warning("unknown-attribute", span, message).hint(hint));
    }

    /// The directive `index`: entries for what comes next, on its own line or below it.
    pub(super) fn index_entries(&mut self, span: Span, argument: &str, text: &str) {
        let line = Span { end: span.end.min(span.start + 3), ..span };
        let is_option = |line: &&str| line.trim_start().starts_with(':');
        let lines = text.lines().filter(|line| !is_option(line));
        let marks: Vec<_> =
            std::iter::once(argument).chain(lines).flat_map(|said| index::of_sphinx(said, line)).collect();
        if marks.is_empty() {
            let message = "this directive names no entry of an index";
            let hint = "write `single: heading; heading below it`, or entries between commas";
            self.sink.push(Diagnostic::warning("index-entry", line, message).hint(hint));
        }
        let mut places: Vec<Inline> = marks.into_iter().map(|mark| index::place(mark, line)).collect();
        let name = text.lines().find_map(|line| line.trim().strip_prefix(":name:"));
        if let (Some(name), Some(Inline { kind: InlineKind::Span { attrs, .. }, .. })) =
            (name, places.first_mut())
        {
            attrs.id = Some((name.trim().to_string(), line));
        }
        if !places.is_empty() {
            self.block(span, Attrs::default(), BlockKind::Paragraph(places));
        }
    }

    /// A line of a directive's own sign alone, which closes the outermost that it can.
    pub(super) fn close_directive(&mut self, start: usize, end: usize) {
        self.close_implicit();
        let sign = &self.text[start..end];
        let reachable = self.stack.iter().rev().take_while(|frame| frame.tag.is_some()).count();
        let from = self.stack.len() - reachable;
        let closes = |tag: &String| tag.starts_with(&sign[..1]) && tag.len() <= sign.len();
        let open = self.stack[from..].iter().position(|frame| frame.tag.as_ref().is_some_and(closes));
        let Some(open) = open else {
            let span = self.span(start, end);
            let message = "this fence closes nothing that is open here";
            let hint = "a directive begins with a fence and `{name}`, and ends with a fence as long in the same quotation or item";
            self.sink.push(Diagnostic::warning("stray-fence", span, message).hint(hint));
            return;
        };
        while self.stack.len() > from + open + 1 {
            self.close_top();
        }
        self.top().end = end;
        self.close_top();
    }
}

/// What the blocks of a directive are that stands for one block of ours; as they are where they are not.
pub(super) fn one_block(
    attrs: &mut Attrs,
    (title, head): (&mut Option<Vec<Inline>>, usize),
    mut blocks: Vec<Block>,
    source: &str,
) -> Vec<Block> {
    let Some(name) = attrs.classes.first().cloned() else { return blocks };
    if name == "glossary" {
        attrs.classes.remove(0);
        return blocks.into_iter().map(|block| glossary(block, source)).collect();
    }
    let is_wanted = |block: &Block| match name.as_str() {
        "figure" => matches!(block.kind, BlockKind::Figure(_)),
        "table" => matches!(block.kind, BlockKind::Table(_)),
        "list-table" => matches!(block.kind, BlockKind::List(_)),
        _ => false,
    };
    let Some(at) = blocks.iter().position(is_wanted) else { return blocks };
    let caption = match (name.as_str(), blocks.get(at + 1).map(|block| &block.kind)) {
        ("figure", Some(BlockKind::Paragraph(content))) => {
            let content = content.clone();
            blocks.remove(at + 1);
            Some(content)
        }
        _ => title.take(),
    };
    let block = &mut blocks[at];
    match &mut block.kind {
        BlockKind::Figure(figure) => figure.caption = figure.caption.take().or(caption),
        BlockKind::Table(table) => table.caption = table.caption.take().or(caption),
        BlockKind::List(list) => {
            let table = table_of(std::mem::take(&mut list.items), head);
            block.kind = BlockKind::Table(Table { caption, ..table });
        }
        _ => {}
    }
    let mut given = std::mem::take(attrs);
    given.classes.remove(0);
    super::attrs::merge(&mut block.attrs, given);
    blocks
}

/// Lines of which the first ones stand further out than the others: terms, and what they mean, as Sphinx has them.
fn glossary(block: Block, source: &str) -> Block {
    let BlockKind::Paragraph(content) = &block.kind else { return block };
    let is_end = |inline: &Inline| matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak);
    let is_indented = |inline: &Inline| {
        let line = source[..inline.span.start as usize].rsplit('\n').next().unwrap_or_default();
        line.len() > line.trim_end().len()
    };
    let lines: Vec<&[Inline]> = content.split(is_end).filter(|line| !line.is_empty()).collect();
    let count = lines.iter().take_while(|line| !is_indented(&line[0])).count();
    if count == 0 || count == lines.len() {
        return block;
    }
    let terms = lines[..count].iter().map(|line| line.to_vec()).collect();
    let rest: Vec<Inline> = match content.iter().position(|inline| std::ptr::eq(inline, &lines[count][0])) {
        Some(at) => content[at..].to_vec(),
        None => return block,
    };
    let meaning = Block { span: block.span, attrs: Attrs::default(), kind: BlockKind::Paragraph(rest) };
    let entry = Definition { node: NodeId::default(), terms, details: vec![vec![meaning]] };
    Block { kind: BlockKind::Definitions(vec![entry]), ..block }
}

/// A list of lists as a table: each item of it is a row, and each item of that a cell.
fn table_of(items: Vec<ListItem>, head: usize) -> Table {
    let row = |item: ListItem| {
        let lists = item.blocks.into_iter().filter_map(|block| match block.kind {
            BlockKind::List(inner) => Some(inner.items),
            _ => None,
        });
        let cell = |item: ListItem| Cell::new(item.span, CellContent::of(item.blocks));
        Row { cells: lists.flatten().map(cell).collect() }
    };
    let mut rows: Vec<Row> = items.into_iter().map(row).collect();
    let body = rows.split_off(head.min(rows.len()));
    let count = rows.iter().chain(&body).map(|row| row.cells.len()).max().unwrap_or(0);
    Table { columns: vec![Column::default(); count], head: rows, rows: body, ..Table::default() }
}
