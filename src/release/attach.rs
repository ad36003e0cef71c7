//! Files that go with a PDF: the chapters it was made from, its tables and charts as data.

use std::collections::BTreeSet;

use crate::chars::is_bidi_control;
use crate::model::flow::{Block, BlockKind, Cell, CellContent, Figure, Flow, RichText, Row, Table};
use crate::model::layout::{Attachment, Relationship};
use crate::model::manifest::Attach;
use crate::model::walk::{each_block, each_text};
use crate::model::words::Word;
use crate::source::Sources;

/// The files that the manifest asks for, in reading order, each kind after the other.
pub fn attachments(flow: &Flow, sources: &Sources) -> Vec<Attachment> {
    let mut attachments = Vec::new();
    for kind in &flow.manifest.attach {
        match kind {
            Attach::Sources => chapters(flow, sources, &mut attachments),
            Attach::Tables => tables(flow, &mut attachments),
        }
    }
    attachments
}

fn chapters(flow: &Flow, sources: &Sources, out: &mut Vec<Attachment>) {
    let mut have = BTreeSet::new();
    for section in &flow.sections {
        let Some(source) = section.source.and_then(|id| sources.get(id)) else { continue };
        if !have.insert(source.id) {
            continue;
        }
        let name = name_inside(&source.path);
        let count = have.len();
        let is_taken = out.iter().any(|have| have.name == name);
        out.push(Attachment {
            name: if is_taken { format!("chapter-{count:03}.md") } else { name },
            media_type: "text/markdown",
            description: section.title.clone(),
            relationship: Relationship::Source,
            node: None,
            bytes: source.text.clone().into_bytes(),
        });
    }
}

/// A path as a reader may save it: within the folder that it is saved to, and without what no name should hold.
fn name_inside(path: &str) -> String {
    let steps = path.split('/').filter(|step| !matches!(*step, "" | "." | ".."));
    let path = steps.collect::<Vec<_>>().join("/");
    path.replace(|c: char| c.is_control() || is_bidi_control(c) || "\\:*?\"<>|".contains(c), "-")
}

fn tables(flow: &Flow, out: &mut Vec<Attachment>) {
    let mut count = 0;
    for section in &flow.sections {
        let mut add = |block: &Block| {
            let (table, caption, word, name) = match &block.kind {
                BlockKind::Table(table) => (table, &table.caption, Word::Table, "table"),
                BlockKind::Figure(Figure { data: Some(data), caption, .. }) => {
                    (&**data, caption, Word::Figure, "chart")
                }
                _ => return,
            };
            count += 1;
            let caption = caption.as_ref().map(plain);
            out.push(Attachment {
                name: format!("{name}-{count:03}.csv"),
                media_type: "text/csv",
                description: caption.unwrap_or_else(|| format!("{} {count}", flow.words.get(word))),
                relationship: Relationship::Data,
                node: Some(block.node),
                bytes: rows(table),
            });
        };
        each_block(&section.blocks, &mut add);
        section.notes.iter().for_each(|note| each_block(&note.blocks, &mut add));
    }
}

/// Comma-separated values (RFC 4180).
fn rows(table: &Table) -> Vec<u8> {
    let row = |row: &Row| match row.cells.as_slice() {
        // An empty line would be no row.
        [only] if said(only).is_empty() => "\"\"\r\n".to_string(),
        all => all.iter().map(|cell| value(said(cell))).collect::<Vec<_>>().join(",") + "\r\n",
    };
    table.head.iter().chain(&table.rows).map(row).collect::<String>().into_bytes()
}

/// The words of a cell, a line for each of its texts.
fn said(cell: &Cell) -> String {
    match &cell.content {
        CellContent::Text(text) => plain(text),
        CellContent::Blocks(blocks) => {
            let mut lines = Vec::new();
            each_text(blocks, &mut |text| lines.push(plain(text)));
            lines.join("\n")
        }
    }
}

fn value(text: String) -> String {
    if text.contains([',', '"', '\r', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// The words of a text: nothing for its images and note calls.
fn plain(text: &RichText) -> String {
    let words = text.said(0..text.text.len()).replace('\u{2028}', "\n");
    words.replace(['\u{fffc}', '\u{ad}'], "").trim().to_string()
}
