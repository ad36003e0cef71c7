//! Block 2: texts about the book, and its cover.

use super::super::facts::entry;
use super::super::languages::bibliographic;
use super::super::xml::Xml;
use crate::model::record::{CoverRecord, Listed, ListedKind, Record};

pub fn detail(xml: &mut Xml, record: &Record) {
    let headings: Vec<&Listed> = record
        .contents
        .iter()
        .filter(|one| matches!(one.kind, ListedKind::Part | ListedKind::Chapter))
        .collect();
    let cover = record.cover.as_ref().and_then(|cover| Some((cover, record.address_of(&cover.file)?)));
    if record.abstract_text.is_none() && record.rights.is_none() && headings.is_empty() && cover.is_none() {
        return;
    }
    xml.group("CollateralDetail", |xml| {
        // List 153: description, abstract, table of contents, publisher's notice.
        if let Some(summary) = &record.abstract_text {
            for kind in ["03", "30"] {
                text(xml, kind, |xml| plain(xml, record, summary));
            }
        }
        if !headings.is_empty() {
            text(xml, "04", |xml| {
                let language = bibliographic(&record.language);
                xml.parent("Text", &[("language", language), ("textformat", "05")], |xml| {
                    contents(xml, &headings)
                });
            });
        }
        if let Some(rights) = &record.rights {
            text(xml, "13", |xml| plain(xml, record, rights));
        }
        if let Some((cover, address)) = cover {
            front_cover(xml, cover, &address);
        }
    });
}

/// A text for every audience (list 154).
fn text(xml: &mut Xml, kind: &str, content: impl FnOnce(&mut Xml)) {
    xml.group("TextContent", |xml| {
        xml.line("TextType", kind);
        xml.line("ContentAudience", "00");
        content(xml);
    });
}

fn plain(xml: &mut Xml, record: &Record, text: &str) {
    xml.line_with("Text", &[("language", bibliographic(&record.language)), ("textformat", "06")], text);
}

/// Chapters as a list, those of a part in a list of their own (list 34, code 05: XHTML).
fn contents(xml: &mut Xml, headings: &[&Listed]) {
    xml.group("ul", |xml| {
        let mut rest = headings;
        while let Some((heading, after)) = rest.split_first() {
            let is_part = heading.kind == ListedKind::Part;
            let count =
                if is_part { after.iter().take_while(|one| is_within(one, heading)).count() } else { 0 };
            let (chapters, others) = after.split_at(count);
            if chapters.is_empty() {
                xml.line("li", &entry(heading));
            } else {
                xml.group("li", |xml| {
                    xml.line("p", &entry(heading));
                    xml.group("ul", |xml| chapters.iter().for_each(|one| xml.line("li", &entry(one))));
                });
            }
            rest = others;
        }
    });
}

/// Whether a chapter stands in a part and not after it.
fn is_within(heading: &Listed, part: &Listed) -> bool {
    heading.kind == ListedKind::Chapter && heading.level > part.level
}

/// Lists 158, 159, 161 and 162: the front cover, an image that can be linked to, its format and size.
fn front_cover(xml: &mut Xml, cover: &CoverRecord, address: &str) {
    let format = [("png", "D503"), ("jpg", "D502"), ("gif", "D501"), ("webp", "D509")];
    let format = format.into_iter().find(|(extension, _)| cover.file.ends_with(extension));
    let (height, width) = (cover.height.to_string(), cover.width.to_string());
    let features = [("01", format.map(|(_, code)| code)), ("02", Some(&*height)), ("03", Some(&*width))];
    xml.group("SupportingResource", |xml| {
        xml.line("ResourceContentType", "01");
        xml.line("ContentAudience", "00");
        xml.line("ResourceMode", "03");
        xml.group("ResourceVersion", |xml| {
            xml.line("ResourceForm", "01");
            for (kind, value) in features.into_iter().filter_map(|(kind, value)| Some((kind, value?))) {
                xml.group("ResourceVersionFeature", |xml| {
                    xml.line("ResourceVersionFeatureType", kind);
                    xml.line("FeatureValue", value);
                });
            }
            xml.line("ResourceLink", address);
        });
    });
}
