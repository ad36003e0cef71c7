//! Contributors and their roles.

use super::{optional, required};
use crate::diag::Sink;
use crate::model::manifest::Contributor;
use crate::yaml::{Fields, Node, choice, list, missing};

const FORM: &str = "contributors: [{name: A Name, role: author}]";

/// Names of roles and their MARC relator codes (<https://id.loc.gov/vocabulary/relators>). The codes are names too.
const ROLES: [(&str, &str); 33] = [
    ("author", "aut"),
    ("editor", "edt"),
    ("translator", "trl"),
    ("funder", "fnd"),
    ("sponsor", "spn"),
    ("illustrator", "ill"),
    ("photographer", "pht"),
    ("contributor", "ctb"),
    ("compiler", "com"),
    ("foreword", "aui"),
    ("afterword", "aft"),
    ("commentator", "cmm"),
    ("researcher", "res"),
    ("interviewer", "ivr"),
    ("interviewee", "ive"),
    ("reviewer", "rev"),
    ("consultant", "csl"),
    ("cartographer", "ctg"),
    ("designer", "dsr"),
    ("cover designer", "cov"),
    ("book designer", "bkd"),
    ("type designer", "tyd"),
    ("typesetter", "cmt"),
    ("editor of compilation", "edc"),
    ("proofreader", "pfr"),
    ("narrator", "nrt"),
    ("issuing body", "isb"),
    ("publisher", "pbl"),
    ("printer", "prt"),
    ("project director", "pdr"),
    ("host institution", "his"),
    ("copyright holder", "cph"),
    ("dedicatee", "dte"),
];

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
    fields.close(&[("file_as", "sort: Name, A")], sink);
    Some(Contributor { name, sort, role, span: node.span })
}

fn role(node: &Node, sink: &mut Sink) -> Option<String> {
    let codes = ROLES.iter().map(|(_, code)| (*code, *code));
    let known: Vec<(&str, &str)> = ROLES.iter().copied().chain(codes).collect();
    choice(node, &known, sink).map(str::to_string)
}
