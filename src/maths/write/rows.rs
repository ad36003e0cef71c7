//! Rows: what is put between two atoms where the dictionary does not.

use super::{APPLIED, Around, Form, Writer, entry};
use crate::escape::xml::markup;
use crate::model::maths::{AtomKind, Class, Em, Node, Placing, ends, space};

/// One element of a row, and what is around it.
struct Item<'n> {
    node: &'n Node,
    /// The classes of its first atom and its last, if it has any.
    ends: Option<(Class, Class)>,
    /// The sign that it is, with or without indices, which carries the space around it.
    sign: Option<&'n str>,
    around: Around,
    /// Room before it that no sign carries.
    gap: u8,
    /// It is the name of a function that is applied to what follows, with so much room after.
    applied: Option<u8>,
}

impl Writer {
    /// The elements of a row, which something else is around.
    pub(super) fn list(&mut self, nodes: &[Node]) {
        self.list_after(nodes, None);
    }

    /// The same after an atom of a class that is not among them.
    pub(super) fn list_after(&mut self, nodes: &[Node], before: Option<Class>) {
        let mut items: Vec<Item> = Vec::with_capacity(nodes.len());
        self.collect(nodes, &mut items);
        let count = items.len();
        let is_room = |item: &Item| matches!(item.node, Node::Space(_));
        let first = items.iter().position(|item| !is_room(item));
        let last = items.iter().rposition(|item| !is_room(item));
        for (at, item) in items.iter_mut().enumerate() {
            item.around.form = match (Some(at) == first, Some(at) == last) {
                _ if count == 1 => Form::Infix,
                (true, false) => Form::Prefix,
                (false, true) => Form::Postfix,
                _ => Form::Infix,
            };
        }
        self.put_apart(&mut items, before);
        for item in items {
            if item.gap > 0 {
                self.room(item.gap);
            }
            self.node(item.node, item.around);
            if let Some(after) = item.applied {
                self.out.push("<mo");
                if after > 0 {
                    self.out.attribute("rspace", &super::length(Em::mu(f64::from(after))));
                }
                markup!(self.out => ">{}</mo>", APPLIED);
            }
        }
    }

    fn collect<'n>(&self, nodes: &'n [Node], items: &mut Vec<Item<'n>>) {
        for node in nodes {
            let around = Around { before: 0, after: 0, form: Form::Infix };
            items.push(Item { node, ends: ends(node), sign: sign(node), around, gap: 0, applied: None });
        }
    }

    /// Gives each space between two atoms to a sign beside it, or to none.
    fn put_apart(&self, items: &mut [Item], before: Option<Class>) {
        let mut previous: Option<usize> = None;
        for at in 0..items.len() {
            let Some((start, _)) = items[at].ends else { continue };
            if let Some(before) = previous {
                let (_, end) = items[before].ends.expect("it is an atom");
                let wanted = space(end, start, self.index);
                let is_applied = is_function(items[before].node)
                    && matches!(start, Class::Ordinary | Class::Operator | Class::Opening | Class::Inner);
                // Renderers are not of one mind on bars: what is between has all the space there.
                let usual = |sign| if sign == "|" { 0 } else { entry(sign, items[before].around.form).after };
                let left = items[before].sign.map(usual);
                let right = items[at].sign;
                match (left, right) {
                    _ if is_applied => match right {
                        Some(_) => {
                            items[before].applied = Some(0);
                            items[at].around.before = wanted;
                        }
                        None => items[before].applied = Some(wanted),
                    },
                    (Some(usual), Some(_)) => {
                        items[before].around.after = usual.min(wanted);
                        items[at].around.before = wanted - usual.min(wanted);
                    }
                    (Some(_), None) => items[before].around.after = wanted,
                    (None, Some(_)) => items[at].around.before = wanted,
                    (None, None) => items[at].gap = wanted,
                }
            }
            if let (None, Some(before)) = (previous, before) {
                let wanted = space(before, start, self.index);
                match items[at].sign {
                    Some(_) => items[at].around.before = wanted,
                    None => items[at].gap = wanted,
                }
            }
            previous = Some(at);
        }
    }

    fn room(&mut self, space: u8) {
        let width = super::length(Em::mu(f64::from(space)));
        markup!(self.out => "<mspace width=\"{}\"></mspace>", width);
    }
}

/// The sign that an element is to its neighbours: renderers look for it in indices' bases too.
fn sign(node: &Node) -> Option<&str> {
    match node {
        Node::Atom(atom) => Some(atom.text.as_str()).filter(|_| atom.kind == AtomKind::Operator),
        Node::Limits(limits) if limits.placing == Placing::Accents => None,
        other => sign_of(other.base()?),
    }
}

fn sign_of(nodes: &[Node]) -> Option<&str> {
    match nodes {
        [node] => sign(node),
        _ => None,
    }
}

/// Whether it is the name of a function, with or without indices.
fn is_function(node: &Node) -> bool {
    match node {
        Node::Atom(atom) => atom.kind == AtomKind::Identifier && atom.class == Class::Operator,
        Node::Classed(..) | Node::Enclosed(..) => false,
        other => matches!(other.base().map(Vec::as_slice), Some([base]) if is_function(base)),
    }
}
