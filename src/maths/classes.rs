//! Classes of atoms in a list, and the space between two of them (The TeXbook, chapter 18 and appendix G).

use crate::model::maths::{Class, Enclosure, Node, Placing};

/// What an atom is to those beside it; none if it is no atom.
pub(super) fn class(node: &Node) -> Option<Class> {
    match node {
        Node::Atom(atom) => Some(atom.class),
        Node::Classed(class, _) => Some(*class),
        Node::Space(_) | Node::Styled(..) => None,
        Node::Fraction(_) | Node::Fenced(_) => Some(Class::Inner),
        Node::Scripts(scripts) => Some(of_base(&scripts.base)),
        Node::Limits(limits) => Some(match limits.placing {
            Placing::Movable | Placing::Limits => of_base(&limits.base),
            Placing::Accents => Class::Ordinary,
            Placing::Arrow => Class::Relation,
        }),
        Node::Enclosed(Enclosure::Not, inside) => Some(of_base(inside)),
        Node::Row(_)
        | Node::Text(_)
        | Node::Radical(_)
        | Node::Padded(..)
        | Node::Enclosed(..)
        | Node::Table(_) => Some(Class::Ordinary),
    }
}

fn of_base(base: &[Node]) -> Class {
    match base {
        [node] => class(node).unwrap_or(Class::Ordinary),
        _ => Class::Ordinary,
    }
}

/// Makes signs of two sides ordinary that have nothing on one of them, as TeX does: the minus in `-1` and `a = -b`.
pub(super) fn settle(nodes: &mut [Node]) {
    let mut found = Vec::new();
    collect(nodes, &mut found);
    let typed = found.clone();
    let mut previous = None;
    for at in 0..found.len() {
        let next = found.get(at + 1).copied();
        let joins_before = match previous {
            None
            | Some(Class::Binary | Class::Operator | Class::Relation | Class::Opening | Class::Punctuation) => {
                false
            }
            Some(Class::Ordinary | Class::Closing | Class::Inner) => true,
        };
        let joins_after = match next {
            None | Some(Class::Relation | Class::Closing | Class::Punctuation) => false,
            Some(Class::Ordinary | Class::Operator | Class::Binary | Class::Opening | Class::Inner) => true,
        };
        if found[at] == Class::Binary && !(joins_before && joins_after) {
            found[at] = Class::Ordinary;
        }
        previous = Some(found[at]);
    }
    let changed = typed.iter().zip(&found).map(|(typed, found)| typed != found);
    assign(nodes, &mut changed.collect::<Vec<_>>().into_iter());
}

/// The classes in a list; what is styled is part of it.
fn collect(nodes: &[Node], into: &mut Vec<Class>) {
    for node in nodes {
        match node {
            Node::Styled(_, inside) => collect(inside, into),
            other => into.extend(class(other)),
        }
    }
}

/// Makes those ordinary that have changed.
fn assign(nodes: &mut [Node], changed: &mut impl Iterator<Item = bool>) {
    for node in nodes {
        if let Node::Styled(_, inside) = node {
            assign(inside, changed);
        } else if class(node).is_some() && changed.next().expect("as many were collected") {
            make_ordinary(node);
        }
    }
}

fn make_ordinary(node: &mut Node) {
    match node {
        Node::Atom(atom) => atom.class = Class::Ordinary,
        Node::Classed(class, _) => *class = Class::Ordinary,
        Node::Scripts(scripts) => scripts.base.iter_mut().for_each(make_ordinary),
        Node::Limits(limits) if limits.placing != Placing::Arrow => {
            limits.base.iter_mut().for_each(make_ordinary);
        }
        Node::Enclosed(Enclosure::Not, inside) => inside.iter_mut().for_each(make_ordinary),
        Node::Space(_)
        | Node::Styled(..)
        | Node::Fraction(_)
        | Node::Fenced(_)
        | Node::Limits(_)
        | Node::Row(_)
        | Node::Text(_)
        | Node::Radical(_)
        | Node::Padded(..)
        | Node::Enclosed(..)
        | Node::Table(_) => {}
    }
}

/// The space between two atoms beside each other, in eighteenths of an em (The TeXbook, page 170). None of those in brackets there
/// is kept in indices.
pub(super) fn space(left: Class, right: Class, in_index: bool) -> u8 {
    use Class::{Binary, Closing, Inner, Opening, Operator, Ordinary, Punctuation, Relation};
    let kept = |space| if in_index { 0 } else { space };
    match (left, right) {
        (Ordinary | Operator | Closing | Inner, Operator) | (Operator, Ordinary) => 3,
        (Ordinary | Closing | Inner, Binary) => kept(4),
        (Binary, Ordinary | Operator | Opening | Inner) => kept(4),
        (Relation, Relation | Closing | Punctuation) => 0,
        (Ordinary | Operator | Closing | Inner, Relation) => kept(5),
        (Relation, Ordinary | Operator | Opening | Inner | Binary) => kept(5),
        (Opening, _) => 0,
        (Punctuation, _) => kept(3),
        (Ordinary | Operator | Closing, Inner) => kept(3),
        (Inner, Ordinary | Opening | Punctuation | Inner) => kept(3),
        (Ordinary | Closing, Ordinary | Opening | Closing | Punctuation)
        | (Operator, Binary | Opening | Closing | Punctuation)
        | (Binary, Binary | Relation | Closing | Punctuation)
        | (Inner, Closing) => 0,
    }
}
