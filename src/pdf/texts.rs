//! The text of every text node of the flow, found by its id.

use std::collections::BTreeMap;

use crate::model::flow::{Flow, RichText};
use crate::model::resolved::NodeId;
use crate::model::walk::each_text;

pub struct Texts<'a>(BTreeMap<NodeId, &'a RichText>);

impl<'a> Texts<'a> {
    pub fn of(flow: &'a Flow) -> Texts<'a> {
        let mut texts = BTreeMap::new();
        for section in &flow.sections {
            let mut add = |text: &'a RichText| {
                texts.insert(text.node, text);
            };
            each_text(&section.blocks, &mut add);
            section.notes.iter().for_each(|note| each_text(&note.blocks, &mut add));
        }
        Texts(texts)
    }

    pub fn get(&self, node: NodeId) -> &'a str {
        self.0.get(&node).map_or("", |text| text.text.as_str())
    }
}
