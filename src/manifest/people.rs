//! Contributors and their roles.

use super::{keys, optional, required};
use crate::diag::Sink;
use crate::model::manifest::{Contributor, ROLES};
use crate::yaml::{Fields, Node, choice, list, missing};

const FORM: &str = "contributors: [{name: A Name, role: author}]";

pub(super) fn contributors(node: Option<&Node>, sink: &mut Sink) -> Vec<Contributor> {
    let items = node.map(|node| list(node, FORM, sink)).unwrap_or_default();
    items.iter().filter_map(|item| contributor(item, sink)).collect()
}

fn contributor(node: &Node, sink: &mut Sink) -> Option<Contributor> {
    let mut fields = Fields::open(node, "{name: A Name, role: author}", sink)?;
    let name = required(&mut fields, "name", "name: A Name", sink);
    let role = match fields.get("role") {
        Some(node) => role(node, sink).unwrap_or_default(),
        None => {
            sink.push(missing(&fields, "role", "role: author"));
            String::new()
        }
    };
    let sort = optional(&mut fields, "sort", sink);
    fields.close(&keys::CONTRIBUTOR, &[("file_as", "sort: Name, A")], sink);
    Some(Contributor { name, sort, role, span: node.span })
}

fn role(node: &Node, sink: &mut Sink) -> Option<String> {
    let codes = ROLES.iter().map(|(_, code)| (*code, *code));
    let known: Vec<(&str, &str)> = ROLES.iter().copied().chain(codes).collect();
    choice(node, &known, sink).map(str::to_string)
}
