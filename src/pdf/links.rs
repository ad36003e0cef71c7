//! Link annotations (ISO 32000-1, 12.5.6.5), each part of an element of the structure tree.

use lopdf::{Dictionary, Object, StringFormat, dictionary};
use rayon::prelude::*;

use super::destinations::Destinations;
use super::metadata::text_string;
use super::tags::{self, ElementId, Says, Tags};
use super::texts::Texts;
use crate::geom::{Point, Size};
use crate::model::flow::Target;
use crate::model::layout::{ItemKind, Layout, Origin, Page};
use crate::model::resolved::NodeId;
use crate::model::words::Word;

pub struct Links<'a> {
    pub layout: &'a Layout,
    pub texts: &'a Texts<'a>,
    pub destinations: &'a Destinations,
}

impl Links<'_> {
    /// The annotations of each page, with the elements that they are part of.
    pub fn annotations(&self, tags: &Tags) -> Vec<Vec<(ElementId, Dictionary)>> {
        self.layout.pages.par_iter().map(|page| self.of_page(page, tags)).collect()
    }

    fn of_page(&self, page: &Page, tags: &Tags) -> Vec<(ElementId, Dictionary)> {
        let mut links = Vec::new();
        for item in &page.items {
            let (ItemKind::Link { size, target, offset }, Origin::Node(node)) = (&item.kind, item.origin)
            else {
                continue;
            };
            let Some(link) = tags.link(node, *offset).filter(|_| self.leads(target)) else { continue };
            let says = self.words(node, link, target);
            let mut annotation = dictionary! {
                "Type" => "Annot",
                "Subtype" => "Link",
                "Rect" => rectangle(page.size, item.at, *size),
                "Border" => vec![0.into(), 0.into(), 0.into()],
                // Printed with the page (ISO 32000-1, 12.5.3).
                "F" => 4,
                "Contents" => text_string(&says),
            };
            if let Target::Web(address) = target {
                let address = Object::String(uri(address), StringFormat::Literal);
                annotation.set("A", dictionary! { "S" => "URI", "URI" => address });
            } else if let Some(node) = target.node() {
                self.destinations.lead(&mut annotation, node);
            }
            links.push((link.element, annotation));
        }
        links
    }

    fn leads(&self, target: &Target) -> bool {
        target.node().is_none_or(|node| self.destinations.has(node))
    }

    /// What a link is called where its text is not read (ISO 14289-1, 7.18.5): what it says, and the page it leads to.
    fn words(&self, node: NodeId, link: &tags::Link, target: &Target) -> String {
        let words = &self.layout.flow.words;
        let text = self.texts.get(node).get(link.text.start as usize..link.text.end as usize);
        let said = match &link.says {
            Says::Words => text.unwrap_or_default(),
            Says::These(said) => said,
            Says::Note => {
                let by_page = target.node().and_then(|note| self.layout.map.notes.get(&note));
                let number = by_page.map_or(text.unwrap_or_default().to_string(), u32::to_string);
                return words.get(Word::NoteNumber).replace("{number}", &number);
            }
            Says::Back => return words.get(Word::ReturnToText).to_string(),
        };
        let said = brief(said);
        if let Target::Web(address) = target {
            return if said.is_empty() { address.clone() } else { said };
        }
        let label = target.node().and_then(|node| self.destinations.label(node));
        let page = label.map(|label| words.get(Word::PageNumber).replace("{number}", label));
        let parts = [Some(said).filter(|said| !said.is_empty()), page];
        parts.into_iter().flatten().collect::<Vec<_>>().join(words.get(Word::Comma))
    }
}

/// So many characters of a link's words name it; a link of many lines would have all of them at each line.
const MOST_SAID: usize = 200;

/// The words of a link with single spaces, cut where they are many. No more is read than is kept.
fn brief(said: &str) -> String {
    let mut brief = String::new();
    let mut room = MOST_SAID;
    for word in said.split_whitespace() {
        if !brief.is_empty() {
            brief.push(' ');
            room = room.saturating_sub(1);
        }
        let cut = word.char_indices().nth(room).map(|(at, _)| at);
        brief.push_str(&word[..cut.unwrap_or(word.len())]);
        if cut.is_some() {
            return brief.trim_end().to_string() + "…";
        }
        room -= word.chars().count();
    }
    brief
}

/// A URI in 7-bit ASCII (ISO 32000-1, 12.6.4.7): other characters percent-encoded.
fn uri(address: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(address.len());
    for byte in address.bytes() {
        if byte.is_ascii_graphic() {
            bytes.push(byte);
        } else {
            bytes.extend(format!("%{byte:02X}").into_bytes());
        }
    }
    bytes
}

fn rectangle(page: Size, at: Point, size: Size) -> Vec<Object> {
    let edges = [at.x, page.height - at.y - size.height, at.x + size.width, page.height - at.y];
    edges.map(|edge| Object::Real((edge.to_pt() * 1000.0).round() as f32 / 1000.0)).to_vec()
}
