//! Classes of atoms in a list, and the space between two of them (The TeXbook, chapter 18 and appendix G).

use super::{Atom, AtomSize, Class, Em, Enclosure, Fenced, Fraction, Node, Placing, Style};

/// What an atom is to those beside it; none if it is no atom, or only says how the atoms in it look.
pub fn class(node: &Node) -> Option<Class> {
    match node {
        Node::Atom(atom) => Some(atom.class),
        Node::Classed(class, _) => Some(*class),
        Node::Space(_) | Node::Styled(Style::Level(_) | Style::Color(_), _) => None,
        Node::Fenced(fenced) if is_binomial(fenced) => Some(Class::Ordinary),
        Node::Fenced(_) => Some(Class::Inner),
        Node::Scripts(scripts) => Some(of_base(&scripts.base)),
        Node::Limits(limits) => Some(match limits.placing {
            Placing::Movable | Placing::Limits => of_base(&limits.base),
            Placing::Accents => Class::Ordinary,
            Placing::Arrow | Placing::Reaction => Class::Relation,
        }),
        Node::Enclosed(Enclosure::Not, inside) => Some(of_base(inside)),
        // LaTeX has its fractions in braces, and what is in boxes is ordinary.
        Node::Row(_)
        | Node::Text(_)
        | Node::Fraction(_)
        | Node::Radical(_)
        | Node::Styled(Style::Background(_) | Style::Border(_), _)
        | Node::Padded(..)
        | Node::Enclosed(..)
        | Node::Table(_) => Some(Class::Ordinary),
    }
}

/// The classes at the ends of what stands as one in a list: what is styled has those of what is in it, and a sign of `\middle`
/// closes what is before it and opens what is after.
pub fn ends(node: &Node) -> Option<(Class, Class)> {
    Some((end(node, false)?, end(node, true)?))
}

/// The class at one end. Each is looked for by itself: to look for both at each depth would take twice as long at each.
fn end(node: &Node, is_last: bool) -> Option<Class> {
    match node {
        Node::Styled(Style::Level(_) | Style::Color(_), inside) if is_last => {
            inside.iter().rev().find_map(|node| end(node, true))
        }
        Node::Styled(Style::Level(_) | Style::Color(_), inside) => {
            inside.iter().find_map(|node| end(node, false))
        }
        Node::Atom(Atom { size: AtomSize::Stretched, .. }) => {
            Some(if is_last { Class::Opening } else { Class::Closing })
        }
        other => class(other),
    }
}

/// Whether signs are those of a binomial: as high as the face wants them, and in braces in LaTeX.
pub fn is_binomial(fenced: &Fenced) -> bool {
    matches!(fenced.content.as_slice(), [Node::Fraction(Fraction { rule: Some(Em::ZERO), .. })])
}

/// The class of the one node that a base is; several count as one ordinary atom.
fn of_base(base: &[Node]) -> Class {
    match base {
        [Node::Styled(Style::Level(_) | Style::Color(_), inside)] => of_base(inside),
        [node] => class(node).unwrap_or(Class::Ordinary),
        _ => Class::Ordinary,
    }
}

/// Makes signs of two sides ordinary that have nothing on one of them, as TeX does: the minus in `-1` and `a = -b`.
pub fn settle(before: Option<Class>, nodes: &mut [Node]) {
    let mut found = Vec::new();
    collect(nodes, &mut found);
    let mut previous = before;
    let mut changed = Vec::with_capacity(found.len());
    for (at, (class, last)) in found.iter().enumerate() {
        let next = found.get(at + 1).map(|(next, _)| *next);
        let is_changed = *class == Class::Binary && !(joins_before(previous) && joins_after(next));
        previous = Some(if is_changed { Class::Ordinary } else { *last });
        changed.push(is_changed);
    }
    assign(nodes, &mut changed.into_iter());
}

/// Whether a sign of two sides has something on its left.
fn joins_before(previous: Option<Class>) -> bool {
    match previous {
        None
        | Some(Class::Binary | Class::Operator | Class::Relation | Class::Opening | Class::Punctuation) => {
            false
        }
        Some(Class::Ordinary | Class::Closing | Class::Inner) => true,
    }
}

/// Whether it has something on its right.
fn joins_after(next: Option<Class>) -> bool {
    match next {
        None | Some(Class::Relation | Class::Closing | Class::Punctuation) => false,
        Some(Class::Ordinary | Class::Operator | Class::Binary | Class::Opening | Class::Inner) => true,
    }
}

/// The classes in a list; what is styled is part of it.
fn collect(nodes: &[Node], into: &mut Vec<(Class, Class)>) {
    for node in nodes {
        match node {
            Node::Styled(Style::Level(_) | Style::Color(_), inside) => collect(inside, into),
            other => into.extend(ends(other)),
        }
    }
}

/// Makes those ordinary that have changed.
fn assign(nodes: &mut [Node], changed: &mut impl Iterator<Item = bool>) {
    for node in nodes {
        if let Node::Styled(Style::Level(_) | Style::Color(_), inside) = node {
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
        Node::Limits(limits) if matches!(limits.placing, Placing::Arrow | Placing::Reaction) => {}
        other => other.base_mut().into_iter().flatten().for_each(make_ordinary),
    }
}

/// Page 170 of The TeXbook, by the atom on the left, then the one on the right: 1 thin, 2 medium, 3 thick; negative where it is
/// left out in indices. No two meet where there is a 9: a binary atom is ordinary there.
#[rustfmt::skip]
const SPACES: [[i8; 8]; 8] = [
    // ord op  bin rel  open close punct inner
    [  0,   1, -2, -3,   0,   0,   0,   -1], // ordinary
    [  1,   1,  9, -3,   0,   0,   0,   -1], // operator
    [ -2,  -2,  9,  9,  -2,   9,   9,   -2], // binary
    [ -3,  -3,  9,  0,  -3,   0,   0,   -3], // relation
    [  0,   0,  9,  0,   0,   0,   0,    0], // opening
    [  0,   1, -2, -3,   0,   0,   0,   -1], // closing
    [ -1,  -1,  9, -1,  -1,  -1,  -1,   -1], // punctuation
    [ -1,   1, -2, -3,  -1,   0,  -1,   -1], // inner
];

/// The space between two atoms beside each other, in eighteenths of an em.
pub fn space(left: Class, right: Class, in_index: bool) -> u8 {
    let space = SPACES[place(left)][place(right)];
    match space.abs() {
        _ if space < 0 && in_index => 0,
        1 => 3,
        2 => 4,
        3 => 5,
        _ => 0,
    }
}

fn place(class: Class) -> usize {
    match class {
        Class::Ordinary => 0,
        Class::Operator => 1,
        Class::Binary => 2,
        Class::Relation => 3,
        Class::Opening => 4,
        Class::Closing => 5,
        Class::Punctuation => 6,
        Class::Inner => 7,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_are_dropped_in_indices() {
        assert_eq!(space(Class::Ordinary, Class::Relation, false), 5);
        assert_eq!(space(Class::Ordinary, Class::Relation, true), 0);
        assert_eq!(space(Class::Operator, Class::Ordinary, true), 3);
        assert_eq!(space(Class::Opening, Class::Operator, false), 0);
    }

    #[test]
    fn a_sign_is_no_binary_operator() {
        use Class::{Binary, Closing, Opening, Ordinary, Relation};
        let settled = |classes: &[Class]| -> Vec<Class> {
            let mut nodes: Vec<Node> =
                classes.iter().map(|class| Node::Classed(*class, Vec::new())).collect();
            settle(None, &mut nodes);
            nodes.iter().filter_map(class).collect()
        };
        assert_eq!(settled(&[Binary, Ordinary]), [Ordinary, Ordinary]);
        assert_eq!(settled(&[Relation, Binary, Ordinary]), [Relation, Ordinary, Ordinary]);
        assert_eq!(settled(&[Ordinary, Binary, Relation]), [Ordinary, Ordinary, Relation]);
        assert_eq!(settled(&[Opening, Binary, Closing]), [Opening, Ordinary, Closing]);
        assert_eq!(settled(&[Ordinary, Binary, Binary, Ordinary]), [Ordinary, Binary, Ordinary, Ordinary]);
    }
}
