//! What brackets and bars say in a list: `|x|`, `\{x \mid x > 0\}`, `P(A | B)`. They are signs like others in the tree; what belongs
//! together is found in one pass, whatever is in them.

use super::kinds::{base, is_single, letter_of};
use crate::model::maths::{Atom, AtomKind, AtomSize, Class, Node};

/// The keys of what is said in the place of each node of a list; None is what the node says itself.
pub(super) struct Brackets {
    pub words: Vec<Option<&'static str>>,
    /// The bar or colon that parts the list as a whole.
    pub divider: Option<usize>,
}

/// A bracket that is not closed yet.
struct Open {
    at: usize,
    sign: char,
    /// A bar after something that it may as well part from what follows.
    is_weak: bool,
    /// The first bar or colon in it.
    divider: Option<usize>,
}

struct Search<'n> {
    nodes: &'n [Node],
    words: Vec<Option<&'static str>>,
    open: Vec<Open>,
    divider: Option<usize>,
    /// The pair of bars that was closed last.
    bars: Option<(usize, usize)>,
}

pub(super) fn brackets(nodes: &[Node]) -> Brackets {
    let (words, open) = (vec![None; nodes.len()], Vec::new());
    let mut search = Search { nodes, words, open, divider: None, bars: None };
    for (at, node) in nodes.iter().enumerate() {
        search.look(at, node);
    }
    while let Some(open) = search.open.pop() {
        if open.is_weak {
            search.part(open.at);
        }
    }
    Brackets { words: search.words, divider: search.divider }
}

impl Search<'_> {
    fn look(&mut self, at: usize, node: &Node) {
        // Indices of what is in brackets stand at the last of them.
        let Node::Atom(atom) = base(node) else { return };
        let is_end = matches!(atom.class, Class::Relation | Class::Punctuation);
        match (atom.kind, single_sign(atom)) {
            (AtomKind::Operator, Some(bar @ ('|' | '‖'))) if !is_end => return self.bar(at, bar, atom),
            (AtomKind::Operator, Some(sign)) if atom.class == Class::Opening => self.push(at, sign, false),
            (AtomKind::Operator, Some(sign)) if atom.class == Class::Closing && sign != '!' => {
                self.close(at, sign);
            }
            _ => {}
        }
        if !is_end {
            return;
        }
        // What is compared or listed does not go on within bars that may be none.
        if let Some(open) = self.open.pop_if(|open| open.is_weak) {
            self.part(open.at);
        }
        if matches!(single_sign(atom), Some('∣' | '|' | ':')) {
            self.part(at);
        }
    }

    fn push(&mut self, at: usize, sign: char, is_weak: bool) {
        self.open.push(Open { at, sign, is_weak, divider: None });
    }

    /// A sign parts what is in the bracket around it.
    fn part(&mut self, at: usize) {
        let divider = self.open.last_mut().map_or(&mut self.divider, |open| &mut open.divider);
        *divider = Some(divider.map_or(at, |first| first.min(at)));
    }

    fn bar(&mut self, at: usize, sign: char, atom: &Atom) {
        let before = at.checked_sub(1).map(|before| &self.nodes[before]);
        let follows = match before {
            None | Some(Node::Space(_)) => false,
            Some(Node::Atom(before)) => match before.class {
                Class::Binary | Class::Relation | Class::Operator | Class::Opening | Class::Punctuation => {
                    false
                }
                Class::Ordinary if before.text == "|" || before.text == "‖" => {
                    self.bars.is_some_and(|(_, close)| close + 1 == at) && self.is_in(sign)
                }
                Class::Ordinary | Class::Closing | Class::Inner => true,
            },
            Some(_) => true,
        };
        match atom.class {
            // It is as high as what it parts, or parts what is in a bracket of its own.
            _ if atom.size == AtomSize::Stretched || self.is_in('⟨') => self.part(at),
            Class::Opening => self.push(at, sign, false),
            Class::Closing => self.close(at, sign),
            _ if follows && self.is_in(sign) => self.close(at, sign),
            _ => self.push(at, sign, follows),
        }
    }

    fn is_in(&self, sign: char) -> bool {
        self.open.last().is_some_and(|open| open.sign == sign)
    }

    fn close(&mut self, at: usize, sign: char) {
        let is_bar = |sign: char| matches!(sign, '|' | '‖');
        // Bars that are not closed are no brackets.
        while let Some(open) = self.open.pop_if(|open| is_bar(open.sign) && !is_bar(sign)) {
            if open.is_weak {
                self.part(open.at);
            }
        }
        if let Some(open) = self.open.pop_if(|open| is_bar(open.sign) == is_bar(sign)) {
            self.pair(open, at, sign);
        }
    }

    fn pair(&mut self, open: Open, close: usize, sign: char) {
        let inside = &self.nodes[open.at + 1..close];
        let is_short = is_single(inside);
        let is_applied = self.is_applied(&open);
        let (first, last) = match (open.sign, sign) {
            ('|', '|') if self.bars == Some((open.at + 1, close - 1)) => {
                self.words[open.at + 1] = Some("");
                self.words[close - 1] = Some("");
                let is_short = is_single(&self.nodes[open.at + 2..close - 1]);
                ("norm", if is_short { "" } else { "norm-end" })
            }
            ('|', '|') => ("absolute", if is_short { "" } else { "absolute-end" }),
            ('‖', '‖') => ("norm", if is_short { "" } else { "norm-end" }),
            ('⌊', '⌋') => ("floor", if is_short { "" } else { "floor-end" }),
            ('⌈', '⌉') => ("ceiling", if is_short { "" } else { "ceiling-end" }),
            ('{', '}') if inside.is_empty() => ("empty-set", ""),
            ('{', '}') if open.divider.is_some() => ("set-all", "set-end"),
            ('{', '}') => ("set", "set-end"),
            ('(', ')') if is_short && is_applied => ("of", ""),
            ('(', ')') if is_applied => ("of-open", "of-close"),
            ('[', ']') if is_applied => ("of-open-bracket", "of-close-bracket"),
            _ => return,
        };
        self.words[open.at] = Some(first);
        self.words[close] = Some(last);
        self.parted(&open);
        if open.sign == '|' || open.sign == '‖' {
            self.bars = Some((open.at, close));
        }
    }

    /// What is said for the bar or colon that parts what is in a bracket.
    fn parted(&mut self, open: &Open) {
        let Some(divider) = open.divider else { return };
        let is = |at: usize, sign| matches!(self.nodes.get(at), Some(Node::Atom(atom)) if atom.text == sign);
        let is_colon = is(divider, ":");
        match open.sign {
            // Two bars are one sign.
            _ if is(divider + 1, "|") => {}
            '{' => self.words[divider] = Some("such-that"),
            '(' | '[' if !is_colon => self.words[divider] = Some("given"),
            _ => {}
        }
    }

    /// Whether what is before a bracket is a function of what is in it, rather than a factor.
    fn is_applied(&self, open: &Open) -> bool {
        let before = open.at.checked_sub(1).map(|at| &self.nodes[at]);
        before.is_some_and(|node| is_function(node) || open.divider.is_some() && is_name(node))
    }
}

/// The one character that a sign is, if nothing makes it as high as what is around it.
fn single_sign(atom: &Atom) -> Option<char> {
    let mut characters = atom.text.chars();
    let sign = characters.next().filter(|_| characters.next().is_none())?;
    (atom.size != AtomSize::Stretched || sign == '|').then_some(sign)
}

fn is_name(node: &Node) -> bool {
    matches!(base(node), Node::Atom(atom) if atom.kind == AtomKind::Identifier)
}

/// Whether it is by custom the name of a function, with or without indices: a sine, f, g, h, or the sign of an expected value.
pub(super) fn is_function(node: &Node) -> bool {
    let Node::Atom(atom) = base(node) else { return false };
    // Its base is said with an "of" already.
    if atom.text == "log" && matches!(node, Node::Scripts(scripts) if !scripts.below.is_empty()) {
        return false;
    }
    let is_custom = |letter| "fghFGHPφϕψΓ".contains(letter);
    atom.kind == AtomKind::Identifier
        && (atom.class == Class::Operator
            || letter_of(&atom.text).is_some_and(is_custom)
            || matches!(atom.text.as_str(), "𝔼" | "ℙ"))
}
