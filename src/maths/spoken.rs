//! The tree in English words, for screen readers: short, and such that no two formulas sound alike that differ.

mod brackets;
mod fences;
mod kinds;
mod names;
mod numbers;
mod tables;

use brackets::{brackets, is_function};
use kinds::{is_group, is_short, is_single, is_unit, is_vector, part_of};
use names::{function, letter, sign};
use numbers::ordinal;

use super::alphabets::plain;
use crate::model::maths::{
    Atom, AtomKind, Class, Em, Enclosure, Fenced, Formula, Fraction, Limits, Node, Piece, Placing, Radical,
    Scripts, Words,
};

/// A formula in words.
pub fn spoken(formula: &Formula) -> String {
    let mut speech = Speech::default();
    speech.list(&formula.content);
    speech.text()
}

/// Words that grow. A comma among them is a pause, and stands close.
#[derive(Default)]
struct Speech {
    words: Vec<String>,
}

/// A number raised, a stroke and a number lowered: a half, as `\sfrac` sets it.
fn slashed(nodes: &[Node]) -> Option<String> {
    let is_nothing = |base: &[Node]| base.iter().all(|node| matches!(node, Node::Row(row) if row.is_empty()));
    let mut parts = nodes.iter().filter(|node| !matches!(node, Node::Space(_)));
    match (parts.next()?, parts.next()?, parts.next()?, parts.next()) {
        (Node::Scripts(above), Node::Atom(stroke), Node::Scripts(below), None)
            if is_nothing(&above.base) && stroke.text == "/" && is_nothing(&below.base) =>
        {
            let (above, below) = (said(&above.above), said(&below.below));
            Some(numbers::small_part(&above, &below).unwrap_or_else(|| format!("{above} over {below}")))
        }
        _ => None,
    }
}

/// What comes next, after room.
fn after(nodes: &[Node]) -> Option<&Node> {
    nodes.iter().find(|node| !matches!(node, Node::Space(_)))
}

fn said(nodes: &[Node]) -> String {
    let mut speech = Speech::default();
    speech.list(nodes);
    speech.text()
}

impl Speech {
    fn text(self) -> String {
        self.words.join(" ").replace(" ,", ",").replace(" ;", ";").replace(",,", ",")
    }

    fn say(&mut self, words: &str) {
        if !words.is_empty() {
            self.words.push(words.to_string());
        }
    }

    fn list(&mut self, nodes: &[Node]) {
        self.list_parted(nodes, None);
    }

    /// A list, and what is said for the bar or colon that parts it as a whole.
    fn list_parted(&mut self, nodes: &[Node], divider: Option<&str>) {
        let found = brackets(nodes);
        let mut previous: Option<&Node> = None;
        for (at, node) in nodes.iter().enumerate() {
            match (found.words[at], divider) {
                (_, Some(word)) if found.divider == Some(at) => self.say(word),
                (Some(words), _) => {
                    self.say(words);
                    if let Node::Scripts(scripts) = node {
                        self.below(&scripts.below);
                        self.above(&scripts.above);
                    }
                }
                (None, _) => match self.words.last_mut().filter(|_| is_group(&nodes[..=at])) {
                    Some(number) => number.push_str(&said(&nodes[at..=at])),
                    None => self.beside(previous, node, &nodes[at + 1..]),
                },
            }
            if !matches!(node, Node::Space(_)) {
                previous = Some(node);
            }
        }
    }

    /// A node, as it is said after what is before it and before the rest.
    fn beside(&mut self, before: Option<&Node>, node: &Node, rest: &[Node]) {
        match (before, node) {
            (Some(before), Node::Fenced(fenced)) if is_function(before) && fenced.open == Some('(') => {
                self.say("of");
                self.fenced(fenced, true);
            }
            (Some(Node::Atom(whole)), Node::Fraction(fraction)) if whole.kind == AtomKind::Number => {
                if part_of(fraction).is_some() {
                    self.say("and");
                }
                self.fraction(fraction);
            }
            (before, Node::Atom(atom)) if atom.text == "⋅" || atom.text == "×" => {
                let is_vector = [before, after(rest)].into_iter().flatten().any(is_vector);
                // One with nothing on a side is no sign of two sides.
                let is_alone = atom.class == Class::Ordinary;
                self.say(match (atom.text.as_str(), is_vector || is_alone) {
                    ("⋅", true) => "dot",
                    ("×", true) if !is_alone => "cross",
                    _ => "times",
                });
            }
            (Some(before), Node::Atom(atom)) if atom.text == "/" => {
                let is_unit = is_unit(before) && after(rest).is_some_and(is_unit);
                self.say(if is_unit { "per" } else { "divided by" });
            }
            // A full stop after a formula is a pause, as in any sentence.
            (Some(_), Node::Atom(atom)) if atom.text == "." && after(rest).is_none() => {
                match self.words.last_mut() {
                    Some(word) => word.push('.'),
                    None => self.say("point"),
                }
            }
            (_, node) => self.node(node),
        }
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Row(nodes) | Node::Styled(_, nodes) | Node::Classed(_, nodes) => match slashed(nodes) {
                Some(fraction) => self.say(&fraction),
                None => self.list(nodes),
            },
            Node::Atom(atom) => self.atom(atom),
            Node::Text(words) => self.text_words(words),
            Node::Space(_) => {}
            Node::Fraction(fraction) => self.fraction(fraction),
            Node::Radical(radical) => self.radical(radical),
            Node::Scripts(scripts) => self.scripts(scripts),
            Node::Limits(limits) => self.limits(limits),
            Node::Fenced(fenced) => self.fenced(fenced, false),
            Node::Padded(padding, nodes) if padding.visible => self.list(nodes),
            Node::Padded(..) => {}
            Node::Enclosed(enclosure, nodes) => self.enclosed(*enclosure, nodes),
            Node::Table(table) => self.table(table, "table"),
        }
    }

    fn atom(&mut self, atom: &Atom) {
        match atom.kind {
            AtomKind::Number => {
                let number: String = atom.text.chars().filter(|c| *c != '\u{2009}').map(digit).collect();
                self.say(&number);
            }
            AtomKind::Identifier if atom.class == Class::Operator => self.say(&function(&atom.text)),
            AtomKind::Identifier => self.identifier(&atom.text),
            AtomKind::Operator if atom.class == Class::Operator => {
                self.say(&format!("the {} of", sign(&atom.text)))
            }
            AtomKind::Operator => self.say(&sign(&atom.text)),
        }
    }

    fn identifier(&mut self, text: &str) {
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(character), None) => self.say(&letter(character)),
            _ => {
                let plain: String = text.chars().map(|c| plain(c).map_or(c, |(letter, _)| letter)).collect();
                self.say(&plain);
            }
        }
    }

    fn text_words(&mut self, words: &Words) {
        for piece in &words.pieces {
            match piece {
                Piece::Text(text) => self.say(text.trim()),
                Piece::Maths(nodes) => self.list(nodes),
                Piece::Reference { label, .. } => self.say(label),
            }
        }
    }

    fn fraction(&mut self, fraction: &Fraction) {
        let (above, below) = (said(&fraction.numerator), said(&fraction.denominator));
        if fraction.rule == Some(Em::ZERO) {
            return self.say(&format!("{above} above {below}"));
        }
        if let Some(part) = part_of(fraction) {
            return self.say(&part);
        }
        // What is said after it would be taken for a part of an index of the denominator.
        let is_short = is_short(&fraction.numerator) && is_single(&fraction.denominator);
        self.say(&match is_short {
            true => format!("{above} over {below}"),
            false => format!("the fraction with numerator {above} and denominator {below}, end fraction"),
        });
    }

    fn radical(&mut self, radical: &Radical) {
        let inside = said(&radical.radicand);
        let root = match radical.degree.as_deref().map(said).as_deref() {
            None | Some("" | "2") => "the square root of".to_string(),
            Some("3") => "the cube root of".to_string(),
            Some(degree) => format!("the {} root of", ordinal(degree)),
        };
        let end = if is_single(&radical.radicand) { "" } else { ", end root" };
        self.say(&format!("{root} {inside}{end}"));
    }

    fn scripts(&mut self, scripts: &Scripts) {
        for (side, nodes) in [("sub", &scripts.before_below), ("super", &scripts.before_above)] {
            if !nodes.is_empty() {
                self.say(&format!("{side} {}", said(nodes)));
            }
        }
        let is_prime = matches!(scripts.above.as_slice(), [Node::Atom(atom)] if prime(&atom.text).is_some());
        let is_integral = matches!(scripts.base.as_slice(), [Node::Atom(atom)] if atom.class == Class::Operator
            && atom.kind == AtomKind::Operator);
        if is_integral && !is_prime {
            return self.ranged(&scripts.base, &scripts.below, &scripts.above);
        }
        if let [Node::Fenced(Fenced { open: None, close: Some('|'), content })] = scripts.base.as_slice() {
            return self.evaluated(content, scripts);
        }
        if let Some((name, above)) = indexed_function(scripts) {
            self.say(&name);
            return self.above(above);
        }
        self.list(&scripts.base);
        self.below(&scripts.below);
        self.above(&scripts.above);
    }

    /// What is before a bar with indices: `\left. f \right|_{x=0}`.
    fn evaluated(&mut self, content: &[Node], scripts: &Scripts) {
        self.list(content);
        match (said(&scripts.below), said(&scripts.above)) {
            (from, to) if to.is_empty() => self.say(&format!(", evaluated at {from}, end evaluated")),
            (from, to) => self.say(&format!(", evaluated from {from} to {to}, end evaluated")),
        }
    }

    fn below(&mut self, nodes: &[Node]) {
        if nodes.is_empty() {
            return;
        }
        let end = if is_single(nodes) { "" } else { ", end sub" };
        self.say(&format!("sub {}{end}", said(nodes)));
    }

    fn above(&mut self, nodes: &[Node]) {
        let Some(first) = nodes.first() else { return };
        if let Node::Atom(atom) = first
            && let Some(strokes) = prime(&atom.text)
        {
            self.say(strokes);
            return self.above(&nodes[1..]);
        }
        let power = said(nodes);
        let is_upright = matches!(nodes, [Node::Atom(Atom { text, .. })] if text == "T" || text == "𝖳")
            || matches!(nodes, [Node::Text(_)]) && power == "T";
        let text = match power.as_str() {
            "2" => "squared".to_string(),
            "3" => "cubed".to_string(),
            "star" | "asterisk" => "star".to_string(),
            "composed with" => "degrees".to_string(),
            "top" | "transpose" => "transpose".to_string(),
            _ if is_upright => "transpose".to_string(),
            "dagger" | "plus" | "minus" | "prime" => format!("super {power}"),
            _ if power.ends_with("plus") || power.ends_with("minus") => format!("super {power}"),
            _ if power.starts_with("open paren") => format!("super {power}"),
            _ if is_single(nodes) && !power.starts_with("the ") => {
                format!("to the {}", if power.starts_with("minus") { power } else { ordinal(&power) })
            }
            _ => format!("to the power {power}, end power"),
        };
        self.say(&text);
    }

    fn limits(&mut self, limits: &Limits) {
        match limits.placing {
            Placing::Accents => return self.accented(limits),
            Placing::Arrow | Placing::Reaction => {
                self.list(&limits.base);
                for (side, nodes) in [("above", &limits.over), ("below", &limits.under)] {
                    if !nodes.is_empty() {
                        self.say(&format!("with {} {side}", said(nodes)));
                    }
                }
                return;
            }
            Placing::Movable | Placing::Limits => {}
        }
        let is_operator =
            matches!(limits.base.as_slice(), [Node::Atom(atom)] if atom.class == Class::Operator);
        if is_operator {
            return self.ranged(&limits.base, &limits.under, &limits.over);
        }
        self.list(&limits.base);
        for (side, nodes) in [("below", &limits.under), ("above", &limits.over)] {
            if !nodes.is_empty() {
                self.say(&format!("with {} {side}", said(nodes)));
            }
        }
    }

    /// A sum, an integral, a limit, and from where to where it goes.
    fn ranged(&mut self, base: &[Node], below: &[Node], above: &[Node]) {
        let name = match base {
            [Node::Atom(atom)] if atom.kind == AtomKind::Operator => sign(&atom.text),
            base => said(base),
        };
        let name = name.strip_prefix("the ").unwrap_or(&name);
        let (from, to) = (said(below), said(above));
        let text = match (from.as_str(), to.as_str()) {
            ("", "") => name.to_string(),
            (from, "prime") => format!("the {name} prime over {from} of"),
            (from, "") if name == "limit" => {
                format!("the limit as {} of", from.replace(" to ", " approaches "))
            }
            (from, "") => format!("the {name} over {from} of"),
            ("", to) => format!("the {name} to {to} of"),
            (from, to) => format!("the {name} from {from} to {to} of"),
        };
        self.say(&text);
    }

    fn accented(&mut self, limits: &Limits) {
        let base = said(&limits.base);
        let mark = |nodes: &[Node]| match nodes {
            [Node::Atom(atom)] => Some(atom.text.clone()),
            _ => None,
        };
        let is_single = is_single(&limits.base);
        let text = match (mark(&limits.over).as_deref(), mark(&limits.under).as_deref()) {
            (Some("→"), _) if is_single => format!("vector {base}"),
            (Some("→"), _) => format!("vector {base}, end vector"),
            (Some(mark), _) if is_single => format!("{base} {}", names::accent(mark)),
            (Some(mark), _) => format!("{0} over {base}, end {0}", names::accent(mark)),
            (None, Some("_")) if is_single => format!("{base} underlined"),
            (None, Some("_")) => format!("line under {base}, end line"),
            (None, Some(mark)) => format!("{0} under {base}, end {0}", names::accent(mark)),
            (None, None) => base,
        };
        self.say(&text);
    }

    fn enclosed(&mut self, enclosure: Enclosure, nodes: &[Node]) {
        let name = match enclosure {
            Enclosure::Box => "boxed",
            Enclosure::Up | Enclosure::Down | Enclosure::Cross | Enclosure::Through => "crossed out",
            Enclosure::Not => "not",
        };
        let end = if is_short(nodes) { String::new() } else { format!(", end {name}") };
        self.say(&format!("{name} {}{end}", said(nodes)));
    }
}

fn digit(character: char) -> char {
    plain(character).map_or(character, |(digit, _)| digit)
}

/// An inverse sine, a logarithm of a base: how it is called, and what is above it besides.
fn indexed_function(scripts: &Scripts) -> Option<(String, &[Node])> {
    let [Node::Atom(atom)] = scripts.base.as_slice() else { return None };
    if atom.class != Class::Operator || atom.kind != AtomKind::Identifier {
        return None;
    }
    let name = function(&atom.text);
    if atom.text == "log" && !scripts.below.is_empty() {
        return Some((format!("{name} base {} of", said(&scripts.below)), &scripts.above));
    }
    let is_inverse = scripts.below.is_empty() && said(&scripts.above) == "minus 1";
    is_inverse.then(|| (format!("inverse {name}"), &[][..]))
}

fn prime(text: &str) -> Option<&'static str> {
    Some(match text {
        "′" => "prime",
        "″" => "double prime",
        "‴" => "triple prime",
        "⁗" => "quadruple prime",
        _ => return None,
    })
}
