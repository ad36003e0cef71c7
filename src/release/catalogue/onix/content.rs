//! Block 3: the chapters that have authors, an abstract, keywords or a DOI of their own.

use super::super::languages::bibliographic;
use super::super::roles::{OnixRole, known};
use super::super::xml::Xml;
use super::descriptive::{contributors, subjects};
use crate::model::record::{Listed, Person, Record};

pub fn detail(xml: &mut Xml, record: &Record) {
    let chapters: Vec<&Listed> = record.contents.iter().filter(|one| one.is_told_apart()).collect();
    if chapters.is_empty() {
        return;
    }
    xml.group("ContentDetail", |xml| {
        for (index, chapter) in chapters.into_iter().enumerate() {
            xml.group("ContentItem", |xml| {
                xml.line("LevelSequenceNumber", &(index + 1).to_string());
                item(xml, record, chapter);
            });
        }
    });
}

/// Lists 42 and 43: front or body matter by the folio that it begins with, and its DOI.
fn item(xml: &mut Xml, record: &Record, chapter: &Listed) {
    let is_arabic = chapter.page.bytes().all(|byte| byte.is_ascii_digit());
    xml.group("TextItem", |xml| {
        xml.line("TextItemType", if is_arabic { "03" } else { "02" });
        if let Some(doi) = &chapter.doi {
            xml.group("TextItemIdentifier", |xml| {
                xml.line("TextItemIDType", "06");
                xml.line("IDValue", doi);
            });
        }
        xml.group("PageRun", |xml| {
            xml.line("FirstPageNumber", &chapter.page);
            xml.maybe("LastPageNumber", chapter.last_page.as_deref());
        });
    });
    let language = bibliographic(&record.language);
    xml.group("TitleDetail", |xml| {
        xml.line("TitleType", "01");
        xml.group("TitleElement", |xml| {
            // List 149: of a content item.
            xml.line("TitleElementLevel", "04");
            xml.line_with("TitleText", &[("language", language)], &chapter.title);
        });
    });
    // Who has no part in the content is told in block 4 alone.
    let has_part = |person: &Person| matches!(known(&person.role).onix, OnixRole::Contributor(_));
    if chapter.contributors.iter().any(has_part) {
        contributors(xml, record, &chapter.contributors);
    }
    subjects(xml, &chapter.keywords);
    if let Some(summary) = &chapter.abstract_text {
        xml.group("TextContent", |xml| {
            xml.line("TextType", "30");
            xml.line("ContentAudience", "00");
            xml.line_with("Text", &[("language", language), ("textformat", "06")], summary);
        });
    }
}
