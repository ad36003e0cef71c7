//! The text of every text node of the flow, found by its id.

use std::collections::BTreeMap;

use crate::model::flow::{Block, BlockKind, Cell, Flow, Note, RichText};
use crate::model::resolved::NodeId;

pub struct Texts<'a>(BTreeMap<NodeId, &'a RichText>);

impl<'a> Texts<'a> {
    pub fn of(flow: &'a Flow) -> Texts<'a> {
        let mut texts = Vec::new();
        for section in &flow.sections {
            blocks(&section.blocks, &mut texts);
            section.notes.iter().for_each(|note: &Note| blocks(&note.blocks, &mut texts));
        }
        Texts(texts.into_iter().map(|text| (text.node, text)).collect())
    }

    pub fn get(&self, node: NodeId) -> &'a str {
        self.0.get(&node).map_or("", |text| text.text.as_str())
    }
}

fn blocks<'a>(from: &'a [Block], texts: &mut Vec<&'a RichText>) {
    from.iter().for_each(|one| block(one, texts));
}

fn block<'a>(from: &'a Block, texts: &mut Vec<&'a RichText>) {
    match &from.kind {
        BlockKind::Heading { number, text, .. } => texts.extend(number.iter().chain([text])),
        BlockKind::Paragraph(text) => texts.push(text),
        BlockKind::Quote(inner) => blocks(inner, texts),
        BlockKind::Admonition { title, blocks: inner, .. } => {
            texts.push(title);
            blocks(inner, texts);
        }
        BlockKind::List(list) => {
            for item in &list.items {
                texts.push(&item.label);
                blocks(&item.blocks, texts);
            }
        }
        BlockKind::Definitions(definitions) => {
            for definition in definitions {
                texts.extend(&definition.terms);
                definition.details.iter().for_each(|details| blocks(details, texts));
            }
        }
        BlockKind::Code(code) => texts.push(&code.text),
        BlockKind::Table(table) => {
            texts.extend(&table.caption);
            let cells = table.header.iter().chain(table.rows.iter().flatten());
            texts.extend(cells.map(|cell: &Cell| &cell.text));
        }
        BlockKind::Figure(figure) => texts.extend(&figure.caption),
        BlockKind::Contents(lines) => texts.extend(lines.iter().map(|line| &line.text)),
        BlockKind::Record(lines) => texts.extend(lines.iter().flat_map(|line| [&line.label, &line.value])),
        BlockKind::Break | BlockKind::PageBreak | BlockKind::CoverImage { .. } => {}
        BlockKind::Space(_) | BlockKind::Fill => {}
    }
}
