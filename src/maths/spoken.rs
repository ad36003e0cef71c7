//! The tree in English words, for screen readers: short, and such that no two formulas sound alike that differ.

mod names;

use names::{function, letter, sign};

use super::alphabets::plain;
use crate::model::maths::{
    Atom, AtomKind, Class, Em, Enclosure, Fenced, Formula, Fraction, Limits, Node, Piece, Placing, Radical,
    Scripts, Table, TableKind, Words,
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
        nodes.iter().for_each(|node| self.node(node));
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Row(nodes) | Node::Styled(_, nodes) | Node::Classed(_, nodes) => self.list(nodes),
            Node::Atom(atom) => self.atom(atom),
            Node::Text(words) => self.text_words(words),
            Node::Space(_) => {}
            Node::Fraction(fraction) => self.fraction(fraction),
            Node::Radical(radical) => self.radical(radical),
            Node::Scripts(scripts) => self.scripts(scripts),
            Node::Limits(limits) => self.limits(limits),
            Node::Fenced(fenced) => self.fenced(fenced),
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
        if let Some(part) = small_part(&above, &below) {
            return self.say(&part);
        }
        let is_short = is_short(&fraction.numerator) && is_short(&fraction.denominator);
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
        let end = if is_short(&radical.radicand) { "" } else { ", end root" };
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
        self.list(&scripts.base);
        self.below(&scripts.below);
        self.above(&scripts.above);
    }

    fn below(&mut self, nodes: &[Node]) {
        if nodes.is_empty() {
            return;
        }
        let end = if is_short(nodes) { "" } else { ", end sub" };
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
        let text = match power.as_str() {
            "2" => "squared".to_string(),
            "3" => "cubed".to_string(),
            "star" | "asterisk" => "star".to_string(),
            "composed with" => "degrees".to_string(),
            "dagger" | "plus" | "minus" | "prime" => format!("super {power}"),
            _ if power.ends_with("plus") || power.ends_with("minus") => format!("super {power}"),
            _ if is_short(nodes) => {
                format!("to the {}", if power.starts_with("minus") { power } else { ordinal(&power) })
            }
            _ => format!("to the power {power}, end power"),
        };
        self.say(&text);
    }

    fn limits(&mut self, limits: &Limits) {
        match limits.placing {
            Placing::Accents => return self.accented(limits),
            Placing::Arrow => {
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
        let name = said(base);
        let (from, to) = (said(below), said(above));
        let text = match (from.as_str(), to.as_str()) {
            ("", "") => name,
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
        let end = if is_short(&limits.base) { "" } else { "," };
        let text = match (mark(&limits.over).as_deref(), mark(&limits.under).as_deref()) {
            (Some("→"), _) => format!("vector {base}"),
            (Some(mark), _) => format!("{base}{end} {}", names::accent(mark)),
            (None, Some("_")) => format!("{base}{end} underlined"),
            (None, Some(mark)) => format!("{base}{end} with {} below", names::accent(mark)),
            (None, None) => base,
        };
        self.say(&text);
    }

    fn fenced(&mut self, fenced: &Fenced) {
        let table = match fenced.content.as_slice() {
            [Node::Table(table)] => Some(table),
            _ => None,
        };
        match (fenced.open, fenced.close, fenced.content.as_slice()) {
            (Some('('), Some(')'), [Node::Fraction(fraction)]) if fraction.rule == Some(Em::ZERO) => {
                let (above, below) = (said(&fraction.numerator), said(&fraction.denominator));
                self.say(&format!("{above} choose {below}"));
            }
            (Some('|'), Some('|'), _) if table.is_some() => self.matrix(table, "determinant"),
            (Some(_), Some(_), _) if table.is_some() => self.matrix(table, "matrix"),
            (Some('{'), None, _) if table.is_some() => self.matrix(table, "cases"),
            (Some('|'), Some('|'), inside) => {
                self.say(&format!("the absolute value of {}, end absolute value", said(inside)));
            }
            (Some('‖'), Some('‖'), inside) => {
                self.say(&format!("the norm of {}, end norm", said(inside)))
            }
            (open, close, inside) => {
                open.into_iter().for_each(|open| self.say(&sign(&open.to_string())));
                self.list(inside);
                close.into_iter().for_each(|close| self.say(&sign(&close.to_string())));
            }
        }
    }

    fn matrix(&mut self, table: Option<&Table>, name: &str) {
        table.into_iter().for_each(|table| self.table(table, name));
    }

    fn table(&mut self, table: &Table, name: &str) {
        let rows = table.rows.len();
        let columns = table.columns.len();
        let is_lines = match table.kind {
            TableKind::Aligned | TableKind::Gathered | TableKind::Multline => true,
            TableKind::Matrix | TableKind::Small | TableKind::Cases | TableKind::LargeCases => false,
        };
        let line = match (is_lines, name) {
            (true, _) => {
                self.say(&format!("{rows} lines,"));
                "line"
            }
            (false, "cases") => {
                self.say(&format!("{rows} cases,"));
                "case"
            }
            (false, _) if table.kind == TableKind::Small && columns == 1 => "",
            (false, name) => {
                self.say(&format!("the {rows} by {columns} {name},"));
                "row"
            }
        };
        for (at, row) in table.rows.iter().enumerate() {
            let cells: Vec<String> =
                row.cells.iter().map(|cell| said(cell)).filter(|cell| !cell.is_empty()).collect();
            let between = if is_lines { " " } else { ", " };
            if table.kind == TableKind::Small && columns == 1 {
                self.say(&format!("{}{}", cells.join(between), if at + 1 == rows { "" } else { ";" }));
                continue;
            }
            let end = if at + 1 == rows { "" } else { ";" };
            self.say(&format!("{line} {}: {}{end}", at + 1, cells.join(between)));
        }
        if !is_lines && !line.is_empty() {
            self.say(&format!(", end {name}"));
        }
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

/// Whether it sounds as one thing: a letter, a number, or one with a sign before it.
fn is_short(nodes: &[Node]) -> bool {
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

fn prime(text: &str) -> Option<&'static str> {
    Some(match text {
        "′" => "prime",
        "″" => "double prime",
        "‴" => "triple prime",
        "⁗" => "quadruple prime",
        _ => return None,
    })
}

/// A half, two thirds.
fn small_part(above: &str, below: &str) -> Option<String> {
    let count: u32 = above.parse().ok().filter(|count| (1..=20).contains(count))?;
    let part = match below {
        "2" => "half",
        "3" => "third",
        "4" => "fourth",
        "5" => "fifth",
        "6" => "sixth",
        "7" => "seventh",
        "8" => "eighth",
        "9" => "ninth",
        "10" => "tenth",
        _ => return None,
    };
    Some(match (count, part) {
        (1, part) => format!("one {part}"),
        (count, "half") => format!("{count} halves"),
        (count, part) => format!("{count} {part}s"),
    })
}

fn ordinal(text: &str) -> String {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    let end = match text {
        _ if !is_number && text.chars().count() > 1 => return text.to_string(),
        _ if !is_number => "th",
        _ if text.ends_with("11") || text.ends_with("12") || text.ends_with("13") => "th",
        _ if text.ends_with('1') => "st",
        _ if text.ends_with('2') => "nd",
        _ if text.ends_with('3') => "rd",
        _ => "th",
    };
    format!("{text}{}{end}", if is_number { "" } else { "-" })
}
