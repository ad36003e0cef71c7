//! A list that grows: what is said of all that follows in it, and what parts it in two.

use super::lex::Token;
use super::nodes::fenced;
use super::trouble::{Result, Trouble};
use crate::model::maths::{Em, Fraction, Node, Style, settle};

/// What parts a list into what is above and what is below: TeX's `\over`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Split {
    Over,
    Atop,
    Brackets(&'static str, &'static str),
}

impl Split {
    pub fn of(command: &str) -> Option<Split> {
        Some(match command {
            "over" => Split::Over,
            "atop" => Split::Atop,
            "choose" => Split::Brackets("(", ")"),
            "brack" => Split::Brackets("[", "]"),
            "brace" => Split::Brackets("{", "}"),
            _ => return None,
        })
    }

    fn joined(self, numerator: Vec<Node>, denominator: Vec<Node>) -> Node {
        let rule = if self == Split::Over { None } else { Some(Em::ZERO) };
        let fraction = Node::Fraction(Fraction { rule, ..Fraction::new(numerator, denominator) });
        match self {
            Split::Over | Split::Atop => fraction,
            Split::Brackets(open, close) => fenced(open, vec![fraction], close),
        }
    }
}

/// What is read so far.
#[derive(Debug, Default)]
pub(super) struct List {
    nodes: Vec<Node>,
    /// What is said of all that follows, and from where on. There is one of a kind.
    styles: Vec<(Style, usize)>,
    split: Option<(Split, Vec<Node>)>,
}

impl List {
    pub fn push(&mut self, node: Node) {
        self.nodes.push(node);
    }

    pub fn extend(&mut self, nodes: Vec<Node>) {
        self.nodes.extend(nodes);
    }

    /// Says something of what follows, in place of what was said of the kind.
    pub fn switch(&mut self, style: Style) {
        let is_same = |other: &Style| std::mem::discriminant(other) == std::mem::discriminant(&style);
        let kept: Vec<Style> = self.styles.iter().map(|(style, _)| *style).filter(|s| !is_same(s)).collect();
        self.close();
        self.styles.extend(kept.into_iter().chain([style]).map(|style| (style, self.nodes.len())));
    }

    fn close(&mut self) {
        for (style, start) in std::mem::take(&mut self.styles).into_iter().rev() {
            let styled = self.nodes.split_off(start);
            if !styled.is_empty() {
                self.nodes.push(Node::Styled(style, styled));
            }
        }
    }

    pub fn split(&mut self, split: Split, token: &Token) -> Result<()> {
        if self.split.is_some() {
            return Err(Trouble::new(token.range(), "there is something over something here already")
                .hint("braces say what belongs together: `{a \\over b}`"));
        }
        self.close();
        self.split = Some((split, std::mem::take(&mut self.nodes)));
        Ok(())
    }

    pub fn finish(mut self) -> Vec<Node> {
        self.close();
        match self.split {
            None => self.nodes,
            Some((split, mut above)) => {
                settle(None, &mut above);
                settle(None, &mut self.nodes);
                vec![split.joined(above, self.nodes)]
            }
        }
    }
}
