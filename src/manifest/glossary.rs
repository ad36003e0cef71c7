//! `glossary`: the files of the terms that the book explains, and how their first use is printed.

use super::choices::FIRST_USES;
use super::{keys, one_or_more};
use crate::diag::Sink;
use crate::model::manifest::Glossing;
use crate::yaml::{Fields, Node, Value, choice, missing};

const FORM: &str = "glossary: {files: [terms.yaml], first_use: full}";

/// Reads `glossary: terms.yaml`, a list of files, or `glossary: {files: [terms.yaml], first_use: full}`.
pub(super) fn read(node: &Node, sink: &mut Sink) -> Glossing {
    match node.value {
        Value::Map(_) => {}
        Value::Null | Value::Scalar(_) | Value::List(_) => {
            let files = one_or_more(node, "glossary: [terms.yaml]", sink);
            return Glossing { files, ..Glossing::default() };
        }
    }
    let Some(mut fields) = Fields::open(node, FORM, sink) else { return Glossing::default() };
    let named = fields.get("files");
    if named.is_none() {
        sink.push(missing(&fields, "files", "files: [terms.yaml]"));
    }
    let first_in_full =
        fields.get("first_use").and_then(|node| choice(node, &FIRST_USES, sink)).unwrap_or_default();
    fields.close(&keys::GLOSSING, &[("file", "files: [terms.yaml]"), ("first-use", "first_use: full")], sink);
    let files = named.map(|node| one_or_more(node, "files: [terms.yaml]", sink)).unwrap_or_default();
    Glossing { files, first_in_full }
}
