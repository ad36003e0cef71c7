//! What stands across the columns that a text is set in, and what stands in one of them.

use super::builder::GalleyBuilder;
use super::{equation, figure, table};
use crate::diag::Diagnostic;
use crate::geom::Abs;
use crate::model::document::OPENING;
use crate::model::flow::{Block, BlockKind};
use crate::source::Span;

/// Classes by which authors say that something stands across the columns. The last two are Quarto's.
const SPAN: [&str; 5] = ["span", "column-span", "wide", "column-page", "column-screen"];
/// Lines that a chapter has below its title, as front matter makes them.
const HEAD: [&str; 6] = ["subtitle", "byline", "date", "doi", "abstract", "keywords"];
/// No picture of those side by side is narrower in a column.
const NARROWEST_CELL: Abs = Abs::pt(120);

/// Goes on in the columns, or across them, as a block asks for it.
pub fn lead(builder: &mut GalleyBuilder, block: &Block) {
    match &block.kind {
        // What is within decides, or the next block.
        BlockKind::Only(..) | BlockKind::Columns(_) | BlockKind::PageBreak(_) => {}
        BlockKind::Heading { .. }
        | BlockKind::Paragraph(_)
        | BlockKind::Quote(_)
        | BlockKind::Admonition { .. }
        | BlockKind::List(_)
        | BlockKind::Definitions(_)
        | BlockKind::Code(_)
        | BlockKind::Table(_)
        | BlockKind::Figure(_)
        | BlockKind::Group(_)
        | BlockKind::Equation(_)
        | BlockKind::Index(_)
        | BlockKind::Break
        | BlockKind::Contents(_)
        | BlockKind::CoverImage { .. }
        | BlockKind::Slot(_)
        | BlockKind::Space(_)
        | BlockKind::Fill
        | BlockKind::Record(_) => {
            let spans = is_asked(builder, block) || is_wide(builder, block);
            builder.lead_into(spans);
        }
    }
}

/// Whether the author or the theme has a block stand across the columns, or what it is does.
fn is_asked(builder: &GalleyBuilder, block: &Block) -> bool {
    let theme = &builder.context.flow.theme;
    let has = |names: &[&str]| block.classes.iter().any(|class| names.contains(&class.as_str()));
    if has(&SPAN) {
        return true;
    }
    match &block.kind {
        BlockKind::Heading { level, .. } => *level == 1,
        BlockKind::Admonition { kind, .. } => theme.box_style(*kind, &block.classes).span,
        BlockKind::Figure(_) => has(&[OPENING]),
        BlockKind::Paragraph(_) | BlockKind::Quote(_) => {
            let of_class = theme.class_style(&block.classes).and_then(|style| style.span);
            of_class.unwrap_or(false) || has(&HEAD)
        }
        BlockKind::Index(_)
        | BlockKind::Contents(_)
        | BlockKind::CoverImage { .. }
        | BlockKind::Slot(_)
        | BlockKind::Space(_)
        | BlockKind::Fill
        | BlockKind::Record(_) => true,
        BlockKind::List(_)
        | BlockKind::Definitions(_)
        | BlockKind::Code(_)
        | BlockKind::Table(_)
        | BlockKind::Group(_)
        | BlockKind::Equation(_)
        | BlockKind::Break
        | BlockKind::Only(..)
        | BlockKind::Columns(_)
        | BlockKind::PageBreak(_) => false,
    }
}

/// Whether a block is wider than a column.
fn is_wide(builder: &mut GalleyBuilder, block: &Block) -> bool {
    let (column, whole) = builder.widths();
    match &block.kind {
        BlockKind::Figure(figure) => figure::is_wide(builder, figure, column),
        BlockKind::Table(table) => table::is_wide(builder, table, (column, whole)),
        BlockKind::Group(group) => {
            let cells = group.per_row.clamp(1, group.cells.len().max(1)) as i64;
            cells > 1 && (column - builder.context.flow.theme.leading * (cells - 1)) / cells < NARROWEST_CELL
        }
        BlockKind::Equation(equation) => equation::extents(builder, equation).0 > column,
        BlockKind::Heading { .. }
        | BlockKind::Paragraph(_)
        | BlockKind::Quote(_)
        | BlockKind::Admonition { .. }
        | BlockKind::List(_)
        | BlockKind::Definitions(_)
        | BlockKind::Code(_)
        | BlockKind::Index(_)
        | BlockKind::Break
        | BlockKind::Contents(_)
        | BlockKind::CoverImage { .. }
        | BlockKind::Slot(_)
        | BlockKind::Space(_)
        | BlockKind::Fill
        | BlockKind::Record(_)
        | BlockKind::Only(..)
        | BlockKind::Columns(_)
        | BlockKind::PageBreak(_) => false,
    }
}

/// A table with a caption that stands across the columns goes where there is room for it, as figures do.
pub fn float(builder: &mut GalleyBuilder, block: &Block, from: usize) {
    if let BlockKind::Table(table) = &block.kind
        && table.caption.is_some()
        && builder.spans()
    {
        builder.float(from);
    }
}

/// Goes on in another number of columns; in the section's own, where none is given.
pub fn columns(builder: &mut GalleyBuilder, block: &Block, count: Option<u8>) {
    if !builder.may_lead() {
        if count.is_some() {
            let message =
                "columns begin in a list, a quotation, a box, a table or a landscape, and are not set";
            let hint = "end what is around them before them";
            builder
                .context
                .sink
                .push(Diagnostic::warning("misplaced-columns", block.span, message).hint(hint));
        }
        return;
    }
    match count {
        Some(wanted) => set(builder, wanted, Some(block.span)),
        None => set(builder, builder.context.flow.sections[builder.context.section].columns, None),
    }
}

impl GalleyBuilder<'_, '_> {
    /// Goes on in the columns of the section. Those that the chapter asks for itself are told where there are fewer.
    pub fn begin_columns(&mut self) {
        let flow = self.context.flow;
        let section = &flow.sections[self.context.section];
        let is_own = section.columns != flow.theme.columns;
        let span = section.blocks.first().filter(|_| is_own).map(|block| block.span);
        set(self, section.columns, span);
    }
}

fn set(builder: &mut GalleyBuilder, wanted: u8, asked: Option<Span>) {
    let found = builder.set_columns(wanted);
    let Some(span) = asked.filter(|_| found < wanted) else { return };
    let message = format!("the page has no room for {wanted} columns; this is set in {found}");
    let hint = "a column is at least 16 ems wide, some 35 characters: ask for fewer, or make the margins or the type smaller";
    builder.context.sink.push(Diagnostic::warning("narrow-columns", span, message).hint(hint));
}
