//! Embedded files, each with what it is to the document (ISO 32000-2, 14.13; ISO 19005-3, 6.8).

use lopdf::{Document, Object, ObjectId, Stream, StringFormat, dictionary};
use rustc_hash::FxHashMap;

use super::metadata::{pdf_date, text_string};
use super::object::Body;
use super::tags::Tags;
use crate::model::layout::{Attachment, Layout, Relationship};

/// Embeds the files and makes them known to the catalog and to the elements they belong to; returns what tells of the formulas'.
pub fn embed(document: &mut Document, layout: &Layout, tags: &mut Tags) -> Vec<Body> {
    let files: Vec<(&Attachment, ObjectId)> =
        layout.attachments.iter().map(|file| (file, add(document, layout, file))).collect();
    let formulas = formulas(document, tags);
    if files.is_empty() && formulas.is_empty() {
        return formulas;
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
    let Ok(catalog) = document.catalog_mut() else { return formulas };
    if !all.is_empty() {
        catalog.set("AF", all);
    }
    catalog.set("Names", dictionary! { "EmbeddedFiles" => dictionary! { "Names" => names } });
    formulas
}

/// Gives each formula its MathML as a file; those that are the same have one. They are for readers of the tags, and not among the
/// files that a reader lists.
fn formulas(document: &mut Document, tags: &mut Tags) -> Vec<Body> {
    let mut files: FxHashMap<&str, u32> = FxHashMap::default();
    let (mut belonging, mut told) = (Vec::new(), Vec::new());
    for (element, mathml) in tags.formulas() {
        let file = *files.entry(mathml).or_insert_with(|| {
            told.push(formula(document, mathml));
            document.max_id
        });
        belonging.push((element, file));
    }
    belonging.iter().for_each(|&(element, file)| tags.set_file(element, file));
    told
}

/// A book has thousands: what tells of them is short, and written at once, not made into objects first.
fn formula(document: &mut Document, mathml: &str) -> Body {
    let entries = dictionary! { "Type" => "EmbeddedFile", "Subtype" => "application/mathml+xml" };
    let (stream, _) = document.add_object(Stream::new(entries, mathml.as_bytes().to_vec()));
    let (file, _) = document.new_object_id();
    let bytes = format!(
        "<</Type/Filespec/F(formula.mml)/UF(formula.mml)/Desc(MathML)/AFRelationship/Supplement/EF<</F {stream} 0 R>>>>"
    );
    Body { number: file, bytes: bytes.into_bytes() }
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
