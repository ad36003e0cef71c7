//! What nodes are to the ear: whether an end has to be told, and what is beside what.

use super::language::Language;
use super::numbers::small_part;
use crate::maths::alphabets::plain;
use crate::model::maths::{Atom, AtomKind, Class, Em, Fraction, Node, Placing, Scripts};

/// Whether it sounds as one thing: a letter, a number, or one with a sign before it.
pub(super) fn is_short(nodes: &[Node]) -> bool {
    match nodes {
        [Node::Atom(_)] => true,
        [Node::Atom(sign), Node::Atom(_)] => sign.kind == AtomKind::Operator && sign.class == Class::Ordinary,
        [Node::Row(nodes) | Node::Styled(_, nodes)] => is_short(nodes),
        [Node::Scripts(scripts)] => {
            scripts.below.is_empty()
                && is_short(&scripts.base)
                && matches!(scripts.above.as_slice(), [Node::Atom(_)])
                || scripts.above.is_empty() && is_short(&scripts.base) && is_short(&scripts.below)
        }
        [Node::Text(_)] => true,
        [Node::Limits(limits)] => limits.placing == Placing::Accents && is_short(&limits.base),
        _ => false,
    }
}

/// The same, with no index that what is said after it could be taken for a part of.
pub(super) fn is_single(nodes: &[Node]) -> bool {
    match nodes {
        [Node::Row(nodes) | Node::Styled(_, nodes)] => is_single(nodes),
        [Node::Scripts(_) | Node::Limits(_)] => false,
        nodes => is_short(nodes),
    }
}

/// Whether the last of these are three digits that a narrow space parts from those before: `1\,000`.
pub(super) fn is_group(nodes: &[Node]) -> bool {
    let is_number = |atom: &Atom| atom.kind == AtomKind::Number && !atom.text.contains('.');
    let has_three = |atom: &Atom| atom.text.split('.').next().is_some_and(|digits| digits.len() == 3);
    matches!(nodes, [.., Node::Atom(before), Node::Space(space), Node::Atom(atom)]
        if is_number(before) && space.width == Em::mu(3.0) && atom.kind == AtomKind::Number && has_three(atom))
}

/// A half, two thirds: fractions of small numbers.
pub(super) fn part_of(language: &Language, fraction: &Fraction) -> Option<String> {
    match (fraction.numerator.as_slice(), fraction.denominator.as_slice()) {
        ([Node::Atom(above)], [Node::Atom(below)]) if fraction.rule != Some(Em::ZERO) => {
            small_part(language, &above.text, &below.text)
        }
        _ => None,
    }
}

/// What indices stand at.
pub(super) fn base(node: &Node) -> &Node {
    match node {
        Node::Scripts(Scripts { base: of, .. }) if of.len() == 1 => base(&of[0]),
        other => other,
    }
}

/// The letter that is meant, whatever its alphabet.
pub(super) fn letter_of(text: &str) -> Option<char> {
    let mut letters = text.chars();
    let letter = letters.next().filter(|_| letters.next().is_none())?;
    Some(plain(letter).map_or(letter, |(letter, _)| letter))
}

/// Whether its products are told apart: a nabla, a letter with an arrow, a bold one.
pub(super) fn is_vector(node: &Node) -> bool {
    let is_bold = |c| plain(c).is_some_and(|(_, alphabet)| alphabet.contains("bold"));
    let has_arrow = |over: &[Node]| matches!(over, [Node::Atom(atom)] if atom.text == "→");
    match base(node) {
        Node::Limits(limits) => has_arrow(&limits.over),
        base => matches!(base, Node::Atom(atom) if atom.text == "∇" || atom.text.chars().any(is_bold)),
    }
}

/// Whether it is an upright name, as units are.
pub(super) fn is_unit(node: &Node) -> bool {
    let is_upright = |c: char| c.is_alphabetic() && plain(c).is_none() || "°µΩ".contains(c);
    matches!(base(node), Node::Atom(Atom { kind: AtomKind::Identifier, class: Class::Ordinary, text, .. })
        if text.chars().all(is_upright))
}

/// What is between room: large signs have some at their sides beside indices.
pub(super) fn within_room(mut nodes: &[Node]) -> &[Node] {
    while let [Node::Space(_), rest @ ..] | [rest @ .., Node::Space(_)] = nodes {
        nodes = rest;
    }
    nodes
}
