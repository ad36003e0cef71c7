//! Changes to the PDF of an edition.

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat, dictionary};
use reportc::Edition;

use super::plant::seal;

/// Reads the PDF, changes it and writes it again.
pub fn change(edition: &mut Edition, change: impl FnOnce(&mut Document)) {
    let output = &mut edition.outputs[0];
    let mut document = Document::load_mem(&output.bytes).expect("the file can be read");
    change(&mut document);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("memory takes it");
    output.bytes = bytes;
    seal(edition);
}

fn dictionaries(document: &mut Document) -> impl Iterator<Item = &mut Dictionary> {
    document.objects.values_mut().filter_map(|object| object.as_dict_mut().ok())
}

pub fn annotations(document: &mut Document) -> impl Iterator<Item = &mut Dictionary> {
    dictionaries(document)
        .filter(|one| one.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Link"))
}

fn elements<'a>(document: &'a mut Document, role: &str) -> impl Iterator<Item = &'a mut Dictionary> {
    let role = role.as_bytes().to_vec();
    dictionaries(document).filter(move |one| {
        one.get(b"S").and_then(Object::as_name).is_ok_and(|name| name == role.as_slice()) && one.has(b"P")
    })
}

pub fn shift_labels(document: &mut Document) {
    let catalog = document.catalog_mut().expect("there is a catalog");
    let ranges = vec![
        0.into(),
        dictionary! { "S" => "r", "St" => 2 }.into(),
        6.into(),
        dictionary! { "S" => "D" }.into(),
    ];
    catalog.set("PageLabels", dictionary! { "Nums" => ranges });
}

pub fn catalog(edition: &mut Edition, key: &str, value: &str) {
    change(edition, |document| {
        document.catalog_mut().expect("there is a catalog").set(key, Object::string_literal(value));
    });
}

pub fn info(edition: &mut Edition, key: &str, value: &str) {
    change(edition, |document| {
        let id = document.trailer.get(b"Info").and_then(Object::as_reference).expect("there is an Info");
        document.get_dictionary_mut(id).expect("it is a dictionary").set(key, Object::string_literal(value));
    });
}

/// Changes a text of the metadata, wherever it stands.
pub fn xmp(edition: &mut Edition, from: &str, to: &str) {
    change(edition, |document| {
        let catalog = document.catalog().expect("there is a catalog");
        let id = catalog.get(b"Metadata").and_then(Object::as_reference).expect("there is metadata");
        let stream = document.get_object_mut(id).and_then(Object::as_stream_mut).expect("it is a stream");
        let text = String::from_utf8(stream.content.clone()).expect("it is UTF-8");
        assert!(text.contains(from), "{from}");
        stream.set_content(text.replace(from, to).into_bytes());
    });
}

/// Makes the first link within the book lead to another object, or to the book's last page.
pub fn link(edition: &mut Edition, target: Option<ObjectId>) {
    change(edition, |document| {
        let last = document.page_iter().last().expect("there are pages");
        let link =
            annotations(document).find_map(|link| link.get_mut(b"Dest").and_then(Object::as_array_mut).ok());
        link.expect("there is a link")[0] = target.unwrap_or(last).into();
    });
}

pub fn lose_bookmark(document: &mut Document) {
    let bookmark =
        dictionaries(document).find(|one| one.has(b"Title") && one.has(b"Dest") && one.has(b"Parent"));
    bookmark.expect("there are bookmarks").remove(b"Dest");
}

pub fn unembed(document: &mut Document) {
    let descriptor = dictionaries(document).find(|one| one.has(b"FontFile2") || one.has(b"FontFile3"));
    let descriptor = descriptor.expect("a face is embedded");
    descriptor.remove(b"FontFile2");
    descriptor.remove(b"FontFile3");
}

pub fn lose_alt(document: &mut Document) {
    elements(document, "Figure").next().expect("there is a figure").remove(b"Alt");
}

pub fn lose_figure(document: &mut Document) {
    elements(document, "Figure").next().expect("there is a figure").set("S", "P");
}

pub fn retype(edition: &mut Edition, from: &str, to: &str) {
    change(edition, |document| elements(document, from).next().expect("there is one").set("S", to));
}

/// Turns the codes of a word of a body page round.
pub fn turn_word(document: &mut Document) {
    let pages: Vec<ObjectId> = document.page_iter().collect();
    let page = pages[pages.len() - 2];
    let mut content = Content::decode(&document.get_page_content(page)).expect("it can be read");
    let marked = content.operations.iter().position(|operation| {
        operation.operator == "BDC" && operation.operands[1].as_dict().is_ok_and(|one| one.has(b"MCID"))
    });
    let shown = content.operations[marked.expect("something is marked")..].iter_mut().find_map(|operation| {
        let operand = operation.operands.first_mut()?;
        let strings = match operand {
            Object::Array(parts) => parts.iter_mut().filter_map(|part| part.as_str_mut().ok()).collect(),
            Object::String(string, StringFormat::Literal | StringFormat::Hexadecimal) => vec![string],
            _ => Vec::new(),
        };
        let shows = matches!(operation.operator.as_str(), "Tj" | "TJ");
        strings.into_iter().filter(|_| shows).find(|string| turned(string) != **string)
    });
    let shown = shown.expect("a page shows words");
    *shown = turned(shown);
    let bytes = content.encode().expect("it can be written");
    document.change_page_content(page, bytes).expect("the page has content");
}

fn turned(codes: &[u8]) -> Vec<u8> {
    codes.chunks(2).rev().flatten().copied().collect()
}
