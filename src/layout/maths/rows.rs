//! Rows: atoms side by side, the space between two by their classes.

use std::sync::Arc;

use super::boxes::MathBox;
use super::{Setter, Setting};
use crate::geom::Abs;
use crate::model::maths::{AtomSize, Class, Em, Level, Limits, Node, Placing, Style, ends, space};
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
    /// What it is to the atom before it and to that after it: none of spaces, which are no atoms.
    ends: Option<(Class, Class)>,
}

/// An atom of a row that is set.
pub(super) struct Spaced {
    pub content: MathBox,
    /// The space before it.
    pub space: Abs,
    /// The class of the atom before it.
    pub left: Option<Class>,
    /// Its own: none of room, which is no atom.
    pub class: Option<Class>,
}

/// The setting of what a node says of its contents.
pub fn styled(node: &Node, setting: Setting) -> Setting {
    match node {
        Node::Styled(Style::Level(level), _) => Setting { level: *level, ..setting },
        Node::Styled(Style::Color([r, g, b]), _) => Setting { color: Color::rgb(*r, *g, *b), ..setting },
        _ => setting,
    }
}

/// Whether a node is one character, with indices or without.
fn is_sign(node: &Node) -> bool {
    match node {
        Node::Atom(atom) => atom.text.chars().nth(1).is_none() && !matches!(atom.size, AtomSize::Fixed(_)),
        Node::Limits(Limits { placing: Placing::Accents | Placing::Arrow, .. }) | Node::Enclosed(..) => false,
        other => matches!(other.base().map(Vec::as_slice), Some([base]) if is_sign(base)),
    }
}

/// Whether it has an accent, which counts in what its letter leans by if there are no indices.
fn is_accented(node: &Node) -> bool {
    matches!(node, Node::Limits(Limits { placing: Placing::Accents, .. }))
}

/// The nodes of a row. What only says how its contents look is no node of it: they stand in the row themselves.
fn elements<'n>(nodes: &'n [Node], setting: Setting, into: &mut Vec<Element<'n>>) {
    for node in nodes {
        match node {
            Node::Styled(Style::Level(_) | Style::Color(_), content) => {
                elements(content, styled(node, setting), into);
            }
            _ => into.push(Element { node, setting, ends: ends(node) }),
        }
    }
}

impl Setter<'_> {
    /// Sets nodes side by side.
    pub(super) fn row(&mut self, nodes: &[Node], setting: Setting) -> MathBox {
        let is_accented = matches!(nodes, [node] if is_accented(node));
        self.base(nodes, setting).before_sign(is_accented)
    }

    /// Sets nodes side by side; if they are one, what leans of it is still to be known.
    pub(super) fn base(&mut self, nodes: &[Node], setting: Setting) -> MathBox {
        if let [node] = nodes
            && !matches!(node, Node::Styled(Style::Level(_) | Style::Color(_), _) | Node::Space(_))
        {
            return self.node(node, setting);
        }
        let mut row = MathBox::default();
        for piece in self.row_in_pieces(nodes, setting) {
            row.append(Arc::unwrap_or_clone(piece.content));
            row.width += piece.space;
        }
        row.italic = Abs::ZERO;
        row
    }

    fn between(&self, left: Class, right: Class, setting: Setting) -> Abs {
        let in_index = matches!(setting.level, Level::Script | Level::ScriptScript);
        self.em(Em::mu(space(left, right, in_index).into()), setting)
    }

    /// Sets the atoms of a row, each with the space before it.
    pub(super) fn spaced(&mut self, nodes: &[Node], setting: Setting) -> Vec<Spaced> {
        let mut row = Vec::new();
        elements(nodes, setting, &mut row);
        let mut spaced = Vec::with_capacity(row.len());
        let mut last: Option<Class> = None;
        for (index, element) in row.iter().enumerate() {
            let space = match (last, element.ends) {
                (Some(left), Some((right, _))) => self.between(left, right, element.setting),
                _ => Abs::ZERO,
            };
            // What leans is given room before another sign (LuaTeX does the same).
            let set = self.node(element.node, element.setting);
            let content = match row.get(index + 1) {
                _ if is_accented(element.node) => set.before_sign(true),
                Some(next) => set.before_sign(is_sign(next.node)),
                None => set,
            };
            spaced.push(Spaced { content, space, left: last, class: element.ends.map(|(start, _)| start) });
            last = element.ends.map(|(_, end)| end).or(last);
        }
        spaced
    }

    /// Sets nodes side by side, parted after each relation and binary operator.
    pub(super) fn row_in_pieces(&mut self, nodes: &[Node], setting: Setting) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut open = MathBox::default();
        for Spaced { content, space, left, class } in self.spaced(nodes, setting) {
            match (left, class) {
                (Some(Class::Relation), Some(Class::Relation)) => open.width += space,
                (Some(left @ (Class::Relation | Class::Binary)), Some(_)) if !open.parts.is_empty() => {
                    let after =
                        if left == Class::Relation { AfterPiece::Relation } else { AfterPiece::Binary };
                    // `\thickmuskip` and `\medmuskip` of plain TeX.
                    let stretch = if left == Class::Relation { space } else { space / 2 };
                    let content = Arc::new(std::mem::take(&mut open));
                    pieces.push(Piece { content, space, stretch, after });
                }
                _ => open.width += space,
            }
            open.append(content);
        }
        let (content, space) = (Arc::new(open), Abs::ZERO);
        pieces.push(Piece { content, space, stretch: Abs::ZERO, after: AfterPiece::End });
        pieces
    }
}
