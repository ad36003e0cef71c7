//! The text of every text node of the flow, found by its id.

use crate::model::flow::{Flow, RichText};
use crate::model::resolved::NodeId;
use crate::model::walk::each_text;

/// By section, then by the node's place in it: every run on every page asks for its text.
pub struct Texts<'a>(Vec<Vec<&'a str>>);

impl<'a> Texts<'a> {
    pub fn of(flow: &'a Flow) -> Texts<'a> {
        let mut texts: Vec<Vec<&'a str>> = Vec::new();
        let mut add = |text: &'a RichText| {
            let NodeId { section, local } = text.node;
            let texts = of_index(&mut texts, section);
            *of_index(texts, local) = &text.text;
        };
        for section in &flow.sections {
            each_text(&section.blocks, &mut add);
            section.notes.iter().for_each(|note| each_text(&note.blocks, &mut add));
        }
        Texts(texts)
    }

    pub fn get(&self, node: NodeId) -> &'a str {
        let of_section = self.0.get(node.section as usize);
        of_section.and_then(|texts| texts.get(node.local as usize)).copied().unwrap_or_default()
    }
}

fn of_index<T: Default + Clone>(list: &mut Vec<T>, index: u32) -> &mut T {
    let index = index as usize;
    if list.len() <= index {
        list.resize(index + 1, T::default());
    }
    &mut list[index]
}
