//! Embedded files, each with what it is to the document (ISO 32000-2, 14.13; ISO 19005-3, 6.8).

use std::collections::BTreeMap;

use lopdf::{Document, Object, ObjectId, Stream, StringFormat, dictionary};

use super::metadata::{pdf_date, text_string};
use super::tags::Tags;
use crate::model::layout::{Attachment, Layout, Relationship};

/// Embeds the files and makes them known to the catalog and to the elements they belong to.
pub fn embed(document: &mut Document, layout: &Layout, tags: &mut Tags) {
    let files: Vec<(&Attachment, ObjectId)> =
        layout.attachments.iter().map(|file| (file, add(document, layout, file))).collect();
    let has_formulas = formulas(document, tags);
    if files.is_empty() && !has_formulas {
        return;
    }
    for (file, id) in &files {
        if let Some(node) = file.node {
            tags.add_file(node, id.0);
        }
    }
    let mut names: Vec<(&str, ObjectId)> = files.iter().map(|(file, id)| (file.name.as_str(), *id)).collect();
    names.sort_unstable();
    let names: Vec<Object> =
        names.into_iter().flat_map(|(name, id)| [text_string(name), Object::Reference(id)]).collect();
    let all: Vec<Object> = files.iter().map(|(_, id)| Object::Reference(*id)).collect();
    let Ok(catalog) = document.catalog_mut() else { return };
    if !all.is_empty() {
        catalog.set("AF", all);
    }
    catalog.set("Names", dictionary! { "EmbeddedFiles" => dictionary! { "Names" => names } });
}

/// Gives each formula its MathML as a file; those that are the same have one. Whether there are any. They are for readers of the
/// tags, and not among the files that a reader lists.
fn formulas(document: &mut Document, tags: &mut Tags) -> bool {
    let mut files: BTreeMap<&str, u32> = BTreeMap::new();
    let mut belonging = Vec::new();
    for (element, mathml) in tags.formulas() {
        let next = files.len() + 1;
        let file = *files.entry(mathml).or_insert_with(|| formula(document, next, mathml));
        belonging.push((element, file));
    }
    belonging.iter().for_each(|&(element, file)| tags.set_file(element, file));
    !belonging.is_empty()
}

fn formula(document: &mut Document, number: usize, mathml: &str) -> u32 {
    let entries = dictionary! {
        "Type" => "EmbeddedFile",
        "Subtype" => "application/mathml+xml",
        "Params" => dictionary! { "Size" => mathml.len() as i64 },
    };
    let stream = document.add_object(Stream::new(entries, mathml.as_bytes().to_vec()));
    let name = format!("formula-{number}.mml");
    let file = dictionary! {
        "Type" => "Filespec",
        "F" => text_string(&name),
        "UF" => text_string(&name),
        "Desc" => text_string("MathML"),
        "AFRelationship" => "Supplement",
        "EF" => dictionary! { "F" => stream, "UF" => stream },
    };
    document.add_object(file).0
}

fn add(document: &mut Document, layout: &Layout, file: &Attachment) -> ObjectId {
    let mut parameters = dictionary! { "Size" => file.bytes.len() as i64 };
    if let Some(date) = &layout.made {
        parameters.set("ModDate", Object::String(pdf_date(date).into_bytes(), StringFormat::Literal));
    }
    let entries =
        dictionary! { "Type" => "EmbeddedFile", "Subtype" => file.media_type, "Params" => parameters };
    let stream = document.add_object(Stream::new(entries, file.bytes.clone()));
    let relationship = match file.relationship {
        Relationship::Source => "Source",
        Relationship::Data => "Data",
    };
    document.add_object(dictionary! {
        "Type" => "Filespec",
        "F" => text_string(&file.name),
        "UF" => text_string(&file.name),
        "Desc" => text_string(&file.description),
        "AFRelationship" => relationship,
        "EF" => dictionary! { "F" => stream, "UF" => stream },
    })
}
