//! Rows: atoms side by side, the space between two by their classes.

use std::sync::Arc;

use super::boxes::MathBox;
use super::spacing::{between, settle};
use super::{Setter, Setting};
use crate::geom::Abs;
use crate::model::maths::{AtomSize, Class, Node, Placing, Style};
use crate::model::theme::Color;

/// A part of a row, after which a line may end.
#[derive(Debug, Clone)]
pub struct Piece {
    pub content: Arc<MathBox>,
    /// The space between it and the next: it goes where a line ends there.
    pub space: Abs,
    /// By how much that may grow.
    pub stretch: Abs,
    /// What is after its last atom.
    pub after: AfterPiece,
}

/// After which atoms lines may end (The TeXbook, chapter 18: `\relpenalty`, `\binoppenalty`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterPiece {
    Relation,
    Binary,
    End,
}

/// One node of a row, as it stands there.
struct Element<'n> {
    node: &'n Node,
    setting: Setting,
    /// None of spaces, which are no atoms.
    class: Option<Class>,
}

/// The setting of what a node says of its contents.
pub fn styled(node: &Node, setting: Setting) -> Setting {
    match node {
        Node::Styled(Style::Level(level), _) => Setting { level: *level, ..setting },
        Node::Styled(Style::Color([r, g, b]), _) => Setting { color: Color::rgb(*r, *g, *b), ..setting },
        _ => setting,
    }
}

/// What a node is to its neighbours.
fn class(node: &Node) -> Option<Class> {
    match node {
        Node::Atom(atom) => Some(atom.class),
        Node::Classed(class, _) => Some(*class),
        Node::Fenced(_) => Some(Class::Inner),
        Node::Scripts(scripts) => Some(class_of_base(&scripts.base)),
        Node::Limits(limits) => Some(match limits.placing {
            Placing::Accents => Class::Ordinary,
            Placing::Arrow => Class::Relation,
            Placing::Movable | Placing::Limits => class_of_base(&limits.base),
        }),
        // `\frac` has its fraction in braces.
        Node::Row(_) | Node::Text(_) | Node::Fraction(_) | Node::Radical(_) | Node::Table(_) => {
            Some(Class::Ordinary)
        }
        Node::Padded(_, content) | Node::Enclosed(_, content) | Node::Styled(_, content) => {
            Some(class_of_base(content))
        }
        Node::Space(_) => None,
    }
}

/// Whether a node is one character, with indices or without.
fn is_sign(node: &Node) -> bool {
    match node {
        Node::Atom(atom) => atom.text.chars().nth(1).is_none() && !matches!(atom.size, AtomSize::Fixed(_)),
        Node::Scripts(scripts) => matches!(scripts.base.as_slice(), [base] if is_sign(base)),
        Node::Limits(limits) => {
            matches!(limits.placing, Placing::Movable | Placing::Limits)
                && matches!(limits.base.as_slice(), [base] if is_sign(base))
        }
        Node::Row(_) | Node::Text(_) | Node::Space(_) | Node::Fraction(_) | Node::Radical(_) => false,
        Node::Fenced(_) | Node::Styled(..) | Node::Padded(..) | Node::Enclosed(..) => false,
        Node::Classed(_, content) => matches!(content.as_slice(), [one] if is_sign(one)),
        Node::Table(_) => false,
    }
}

/// That of the one node that it is; several count as one ordinary atom.
fn class_of_base(base: &[Node]) -> Class {
    match base {
        [node] => class(node).unwrap_or(Class::Ordinary),
        _ => Class::Ordinary,
    }
}

/// The nodes of a row. What only says how its contents look is no node of it: they stand in the row themselves.
fn elements<'n>(nodes: &'n [Node], setting: Setting, into: &mut Vec<Element<'n>>) {
    for node in nodes {
        match node {
            Node::Styled(Style::Level(_) | Style::Color(_), content) => {
                elements(content, styled(node, setting), into);
            }
            _ => into.push(Element { node, setting, class: class(node) }),
        }
    }
    let mut classes: Vec<Class> = into.iter().filter_map(|element| element.class).collect();
    settle(&mut classes);
    let atoms = into.iter_mut().filter(|element| element.class.is_some());
    atoms.zip(classes).for_each(|(element, class)| element.class = Some(class));
}

impl Setter<'_> {
    /// Sets nodes side by side.
    pub(super) fn row(&mut self, nodes: &[Node], setting: Setting) -> MathBox {
        self.base(nodes, setting).before_sign(false)
    }

    /// Sets nodes side by side; if they are one, what leans of it is still to be known.
    pub(super) fn base(&mut self, nodes: &[Node], setting: Setting) -> MathBox {
        if let [node] = nodes
            && !matches!(node, Node::Styled(..) | Node::Space(_))
        {
            return self.node(node, setting);
        }
        let mut row = MathBox::default();
        for piece in self.row_in_pieces(nodes, setting) {
            row.append(Arc::unwrap_or_clone(piece.content));
            row.width += piece.space;
        }
        row
    }

    /// Sets nodes side by side, parted after each relation and binary operator.
    pub(super) fn row_in_pieces(&mut self, nodes: &[Node], setting: Setting) -> Vec<Piece> {
        let mut row = Vec::new();
        elements(nodes, setting, &mut row);
        let mut pieces = Vec::new();
        let mut open = MathBox::default();
        let mut last: Option<Class> = None;
        for (index, element) in row.iter().enumerate() {
            if let (Some(left), Some(right)) = (last, element.class) {
                let space = self.em(between(left, right, element.setting.level), element.setting);
                match (left, right) {
                    (Class::Relation, Class::Relation) => open.width += space,
                    (Class::Relation | Class::Binary, _) if !open.parts.is_empty() => {
                        let after =
                            if left == Class::Relation { AfterPiece::Relation } else { AfterPiece::Binary };
                        // `\thickmuskip` and `\medmuskip` of plain TeX.
                        let stretch = if left == Class::Relation { space } else { space / 2 };
                        let content = Arc::new(std::mem::take(&mut open));
                        pieces.push(Piece { content, space, stretch, after });
                    }
                    _ => open.width += space,
                }
            }
            // What leans is given room before another sign (LuaTeX does the same).
            let is_next_sign = row.get(index + 1).is_some_and(|next| is_sign(next.node));
            open.append(self.node(element.node, element.setting).before_sign(is_next_sign));
            last = element.class.or(last);
        }
        let (content, space) = (Arc::new(open), Abs::ZERO);
        pieces.push(Piece { content, space, stretch: Abs::ZERO, after: AfterPiece::End });
        pieces
    }
}
