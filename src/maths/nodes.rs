//! Nodes of the tree that are made in many places.

use crate::model::maths::{Atom, AtomKind, AtomSize, Class, Em, Fenced, Node, Scripts, Space, Words};

pub(super) fn atom(kind: AtomKind, class: Class, text: impl Into<String>) -> Node {
    Node::Atom(Atom { kind, class, text: text.into(), size: AtomSize::Natural })
}

/// What braces hold; an ordinary atom by itself is what it is without them.
pub(super) fn row(mut nodes: Vec<Node>) -> Node {
    match nodes.as_slice() {
        [Node::Atom(Atom { class: Class::Ordinary, .. })] => nodes.pop().expect("there is one"),
        _ => Node::Row(nodes),
    }
}

/// One node of what an argument holds.
pub(super) fn single(mut nodes: Vec<Node>) -> Node {
    match nodes.len() {
        1 => nodes.pop().expect("there is one"),
        _ => Node::Row(nodes),
    }
}

/// What delimiters hold that grow with it.
pub(super) fn fenced(open: &str, content: Vec<Node>, close: &str) -> Node {
    Node::Fenced(Fenced { open: open.chars().next(), close: close.chars().next(), content })
}

/// A sign between ordinary ones.
pub(super) fn ordinary(text: &str) -> Node {
    row(vec![atom(AtomKind::Operator, Class::Ordinary, text)])
}

/// Room of a width.
pub(super) fn of_width(width: Em) -> Node {
    Node::Space(Space { width, height: Em::ZERO, depth: Em::ZERO })
}

/// A space between words.
pub(super) fn blank() -> Node {
    of_width(Em::new(0.25))
}

/// Room as high and deep as a line, of which twelve tenths of the type go to one.
pub(super) fn strut() -> Node {
    Node::Space(Space { width: Em::ZERO, height: Em::new(0.84), depth: Em::new(0.36) })
}

/// The smallest space.
pub(super) fn thin() -> Node {
    of_width(Em::mu(3.0))
}

/// A base with what stands above its end.
pub(super) fn raised(base: Node, above: Vec<Node>) -> Node {
    let none = Vec::new;
    Node::Scripts(Scripts {
        base: vec![base],
        below: none(),
        above,
        before_below: none(),
        before_above: none(),
    })
}

/// Words as the text around is set.
pub(super) fn words(text: &str) -> Node {
    Node::Text(Words::plain(text))
}
