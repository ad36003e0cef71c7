//! What a reader who listens to the book, or reads it by touch, would miss: told to the author, who alone can mend it.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::scripts;
use crate::chars::is_private;
use crate::diag::{Diagnostic, Sink};
use crate::model::document::{
    Block, BlockKind, Cell, CellContent, Document, Image, Inline, InlineKind, Table,
};
use crate::model::manifest::{Lang, Manifest};
use crate::model::resolved::{LinkTarget, NodeId};
use crate::model::tree::Within;
use crate::model::walk::plain;
use crate::source::Span;
use crate::words::is_vague;

/// So much of an image's path is shown.
const LONGEST_PATH: usize = 60;

/// Looks at images, links and tables of the whole book, and at its cover.
pub(super) fn check(
    document: &Document,
    manifest: &Manifest,
    links: &BTreeMap<NodeId, LinkTarget>,
    sink: &mut Sink,
) {
    let mut checker = Checker { links, sink: Sink::default() };
    if let Some(cover) = &manifest.cover {
        match cover.alt.as_deref().filter(|alt| !alt.trim().is_empty()) {
            Some(alt) => checker.script(alt, &manifest.language, cover.span),
            None => checker.cover_without_alt(&cover.path, cover.span),
        }
    }
    let chapters = document.chapters.par_iter().map(|chapter| {
        let mut checker = Checker { links, sink: Sink::default() };
        let lang = chapter.lang.as_ref().unwrap_or(&manifest.language);
        checker.blocks(&chapter.blocks, lang);
        for note in &chapter.notes {
            checker.blocks(&note.blocks, lang);
        }
        checker
    });
    let of_chapters: Vec<Checker> = chapters.collect();
    std::iter::once(checker).chain(of_chapters).for_each(|checker| sink.absorb(checker.sink));
}

struct Checker<'a> {
    links: &'a BTreeMap<NodeId, LinkTarget>,
    sink: Sink,
}

impl Checker<'_> {
    /// Recursion is bounded: parsing caps nesting.
    fn blocks(&mut self, blocks: &[Block], lang: &Lang) {
        for block in blocks {
            let lang = block.attrs.lang.as_ref().unwrap_or(lang);
            match &block.kind {
                BlockKind::Figure(figure) => self.image(&figure.image, lang),
                BlockKind::Code(code) => self.private(&code.text, block.span),
                BlockKind::Heading { .. }
                | BlockKind::Paragraph(_)
                | BlockKind::Quote(_)
                | BlockKind::Only(..)
                | BlockKind::Admonition { .. }
                | BlockKind::List(_)
                | BlockKind::Definitions(_)
                | BlockKind::Bibliography(_)
                | BlockKind::Index(_)
                | BlockKind::Table(_)
                | BlockKind::Group(_)
                | BlockKind::Equation(_)
                | BlockKind::Break
                | BlockKind::PageBreak(_)
                | BlockKind::Columns(_) => {}
            }
            block.children(&mut |within| match within {
                Within::Blocks(blocks) => self.blocks(blocks, lang),
                Within::Inlines(inlines) => self.inlines(inlines, lang),
            });
            if let BlockKind::Table(table) = &block.kind {
                self.table(block.span, table);
            }
        }
    }

    fn inlines(&mut self, inlines: &[Inline], lang: &Lang) {
        for inline in inlines {
            let mut inside = lang;
            match &inline.kind {
                InlineKind::Image(image) => self.image(image, lang),
                InlineKind::Link { attrs, content, .. } if self.links.contains_key(&attrs.node) => {
                    self.link(inline.span, content, lang);
                }
                InlineKind::Span { attrs, .. } => inside = attrs.lang.as_ref().unwrap_or(lang),
                InlineKind::Text(text)
                | InlineKind::Literal(text)
                | InlineKind::Code(text)
                | InlineKind::Unset { text, .. } => {
                    self.private(text, inline.span);
                }
                InlineKind::Emphasis(_)
                | InlineKind::Strong(_)
                | InlineKind::Strikethrough(_)
                | InlineKind::Superscript(_)
                | InlineKind::Subscript(_)
                | InlineKind::Keyboard(_)
                | InlineKind::Abbreviation { .. }
                | InlineKind::Phrase { .. }
                | InlineKind::Link { .. }
                | InlineKind::Maths(_)
                | InlineKind::NoteCall(_)
                | InlineKind::SoftBreak
                | InlineKind::HardBreak => {}
            }
            self.inlines(inline.children(), inside);
        }
    }

    fn image(&mut self, image: &Image, lang: &Lang) {
        if image.decorative {
            return;
        }
        if !image.alt.trim().is_empty() {
            self.private(&image.alt, image.span);
            return self.script(&image.alt, lang, image.span);
        }
        let hint = "say what it shows, `![what it shows](path)`, or mark it `{.decorative}`";
        // An address may hold the picture itself.
        let shown: String = image.path.chars().take(LONGEST_PATH).collect();
        self.without_alt(format!("the image `{shown}`"), image.span, hint);
    }

    fn cover_without_alt(&mut self, path: &str, span: Span) {
        let hint = "say what it shows: `alt: What it shows`";
        self.without_alt(format!("the cover `{path}`"), span, hint);
    }

    fn without_alt(&mut self, what: String, span: Span, hint: &str) {
        let message = format!("{what} has no alternative text (WCAG 2.2, 1.1.1; PDF/UA-1, 7.3)");
        let found = Diagnostic::error("missing-alt", span, message).hint(hint);
        self.sink.push(found.hint("`--draft` builds without, for the time being"));
    }

    /// A private-use character is drawn as its face pleases; what it means no file can tell.
    fn private(&mut self, text: &str, span: Span) {
        if text.is_ascii() {
            return;
        }
        let Some((at, bad)) = text.char_indices().find(|(_, c)| is_private(*c)) else { return };
        // Text as it was written has its place in the source.
        let as_written = text.len() == (span.end - span.start) as usize;
        let start = span.start + if as_written { at as u32 } else { 0 };
        let end = if as_written { start + bad.len_utf8() as u32 } else { span.end };
        let message = format!(
            "U+{:04X} is a private-use character, which has no Unicode value (PDF/A-2a, 6.2.11.7.3; PDF/UA-1, 7.21.7)",
            u32::from(bad)
        );
        let hint = "write the character that is meant, or an image of it with alternative text";
        let place = Span { start, end, ..span };
        self.sink.push(Diagnostic::error("private-use-character", place, message).hint(hint));
    }

    /// A voice that reads one language cannot read the letters of another.
    fn script(&mut self, alt: &str, lang: &Lang, span: Span) {
        let Some(script) = scripts::foreign(alt, lang) else { return };
        let message = format!(
            "the alternative text is in {script} letters, the text around it in `{}` (WCAG 2.2, 3.1.2)",
            lang.0
        );
        let hint = "describe it in the language of the text";
        self.sink.push(Diagnostic::warning("alt-script", span, message).hint(hint));
    }

    /// Links without brackets' content say what they point at; see the styling of links.
    fn link(&mut self, span: Span, content: &[Inline], lang: &Lang) {
        if content.is_empty() {
            return;
        }
        let words = plain(content);
        if words.trim().is_empty() {
            // An image in it that lacks words is told of already.
            if !has_untold_image(content) {
                let message = "this link has no words (WCAG 2.2, 2.4.4)";
                let hint = "write words between the brackets, or give its image alternative text";
                self.sink.push(Diagnostic::warning("empty-link", span, message).hint(hint));
            }
        } else if is_vague(words.trim(), lang) {
            let message = format!("`{}` does not say where the link leads (WCAG 2.2, 2.4.4)", words.trim());
            let hint = "link the words that name what is there: readers hear links one after the other";
            self.sink.push(Diagnostic::warning("vague-link", span, message).hint(hint));
        }
    }

    fn table(&mut self, span: Span, table: &Table) {
        let says = |cell: &Cell| match &cell.content {
            CellContent::Text(content) => !plain(content).trim().is_empty(),
            CellContent::Blocks(blocks) => !blocks.is_empty(),
        };
        let names_columns = table.head.iter().flat_map(|row| &row.cells).any(says);
        let heads = || table.rows.iter().flat_map(|row| &row.cells).any(|cell| cell.header);
        if !names_columns && table.row_headers == 0 && !heads() {
            let message = "this table has no header cells (WCAG 2.2, 1.3.1; PDF/UA-1, 7.5)";
            let hint = "name its columns in the first row, head its rows (`row-headers=1`), or write a list where there is nothing to name";
            self.sink.push(Diagnostic::warning("table-without-header", span, message).hint(hint));
        }
    }
}

fn has_untold_image(content: &[Inline]) -> bool {
    content.iter().any(|inline| match &inline.kind {
        InlineKind::Image(image) => !image.decorative && image.alt.trim().is_empty(),
        _ => has_untold_image(inline.children()),
    })
}
