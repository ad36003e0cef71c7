//! Accents, braces over and under, and arrows as wide as what stands on them.

use super::lex::Token;
use super::read::{Made, Reader};
use super::trouble::Result;
use crate::model::maths::{Atom, AtomKind, AtomSize, Class, Limits, Node, Placing};

/// Where an accent stands and whether it is as wide as what it stands on.
#[derive(Clone, Copy)]
enum Side {
    Over,
    OverWide,
    UnderWide,
}

/// Accents: what each is drawn with.
const ACCENTS: [(&str, &str, Side); 44] = [
    ("hat", "^", Side::Over),
    ("check", "ˇ", Side::Over),
    ("tilde", "~", Side::Over),
    ("acute", "´", Side::Over),
    ("grave", "`", Side::Over),
    ("dot", "˙", Side::Over),
    ("ddot", "¨", Side::Over),
    ("dddot", "⃛", Side::Over),
    ("ddddot", "⃜", Side::Over),
    ("breve", "˘", Side::Over),
    ("bar", "¯", Side::Over),
    ("vec", "→", Side::Over),
    ("mathring", "˚", Side::Over),
    ("widehat", "^", Side::OverWide),
    ("widecheck", "ˇ", Side::OverWide),
    ("widetilde", "~", Side::OverWide),
    ("overline", "¯", Side::OverWide),
    ("overbar", "¯", Side::OverWide),
    ("overrightarrow", "→", Side::OverWide),
    ("overleftarrow", "←", Side::OverWide),
    ("overleftrightarrow", "↔", Side::OverWide),
    ("Overrightarrow", "⇒", Side::OverWide),
    ("overrightharpoon", "⇀", Side::OverWide),
    ("overleftharpoon", "↼", Side::OverWide),
    ("overlinesegment", "¯", Side::OverWide),
    ("wideparen", "⏜", Side::OverWide),
    ("overparen", "⏜", Side::OverWide),
    ("overarc", "⏜", Side::OverWide),
    ("overgroup", "⏠", Side::OverWide),
    ("overbrace", "⏞", Side::OverWide),
    ("overbracket", "⎴", Side::OverWide),
    ("underline", "_", Side::UnderWide),
    ("underbar", "_", Side::UnderWide),
    ("underrightarrow", "→", Side::UnderWide),
    ("underleftarrow", "←", Side::UnderWide),
    ("underleftrightarrow", "↔", Side::UnderWide),
    ("underparen", "⏝", Side::UnderWide),
    ("underarc", "⏝", Side::UnderWide),
    ("undergroup", "⏡", Side::UnderWide),
    ("underbrace", "⏟", Side::UnderWide),
    ("underbracket", "⎵", Side::UnderWide),
    ("utilde", "~", Side::UnderWide),
    ("underlinesegment", "_", Side::UnderWide),
    ("undertilde", "~", Side::UnderWide),
];

/// Arrows and other signs that widen.
const ARROWS: [(&str, &str); 24] = [
    ("xrightarrow", "→"),
    ("xleftarrow", "←"),
    ("xleftrightarrow", "↔"),
    ("xRightarrow", "⇒"),
    ("xLeftarrow", "⇐"),
    ("xLeftrightarrow", "⇔"),
    ("xmapsto", "↦"),
    ("xlongequal", "="),
    ("xlongrightarrow", "→"),
    ("xlongleftarrow", "←"),
    ("xhookrightarrow", "↪"),
    ("xhookleftarrow", "↩"),
    ("xtwoheadrightarrow", "↠"),
    ("xtwoheadleftarrow", "↞"),
    ("xrightharpoonup", "⇀"),
    ("xrightharpoondown", "⇁"),
    ("xleftharpoonup", "↼"),
    ("xleftharpoondown", "↽"),
    ("xrightleftharpoons", "⇌"),
    ("xleftrightharpoons", "⇋"),
    ("xtofrom", "⇄"),
    ("xrightleftarrows", "⇄"),
    ("xrightequilibrium", "⇌"),
    ("xleftequilibrium", "⇋"),
];

impl Reader<'_> {
    pub(super) fn accents(&mut self, name: &str, token: &Token) -> Result<Option<Made>> {
        if let Some((_, arrow)) = ARROWS.iter().find(|(arrow, _)| *arrow == name) {
            return self.arrow(arrow, token).map(Some);
        }
        let Some((_, sign, side)) = ACCENTS.iter().find(|(accent, ..)| *accent == name) else {
            return Ok(None);
        };
        if name.ends_with("bracket") {
            // How thick and how high it is: the face says that.
            self.input.bracketed()?;
            self.input.bracketed()?;
        }
        let base = self.argument(token)?;
        let (size, is_over) = match side {
            Side::Over => (AtomSize::Natural, true),
            Side::OverWide => (AtomSize::Stretched, true),
            Side::UnderWide => (AtomSize::Stretched, false),
        };
        let sign = vec![accent(sign, size)];
        let (under, over) = if is_over { (Vec::new(), sign) } else { (sign, Vec::new()) };
        let made = Node::Limits(Limits { base, under, over, placing: Placing::Accents });
        // What is said of a brace stands on it.
        let takes_label = ["brace", "bracket", "group", "paren"].iter().any(|end| name.ends_with(end));
        Ok(Some(Made::One(made, takes_label.then_some(Placing::Limits))))
    }

    /// `\xrightarrow[below]{above}`
    fn arrow(&mut self, sign: &str, token: &Token) -> Result<Made> {
        let under = match self.input.bracketed()? {
            Some(tokens) => self.nodes(tokens, token)?,
            None => Vec::new(),
        };
        let over = self.argument(token)?;
        Ok(Made::plain(arrow(sign, under, over, Placing::Arrow)))
    }
}

/// An arrow as wide as what stands under and over it.
pub(super) fn arrow(sign: &str, under: Vec<Node>, over: Vec<Node>, placing: Placing) -> Node {
    let size = AtomSize::Stretched;
    let base = Node::Atom(Atom { kind: AtomKind::Operator, class: Class::Relation, text: sign.into(), size });
    Node::Limits(Limits { base: vec![base], under, over, placing })
}

fn accent(sign: &str, size: AtomSize) -> Node {
    Node::Atom(Atom { kind: AtomKind::Operator, class: Class::Ordinary, text: sign.into(), size })
}
