//! The tree as one line of Unicode text: x² + y₁ ≤ √2. It is what bookmarks show and what copying gives.

use super::alphabets::plain;
use crate::model::maths::{
    Atom, AtomKind, AtomSize, Class, Em, Enclosure, Fenced, Formula, Fraction, Limits, Node, Piece, Placing,
    Radical, Scripts, Table, TableKind, Words,
};

/// A formula as a line of text.
pub fn plain_text(formula: &Formula) -> String {
    let mut line = Line::default();
    line.list(&formula.content);
    line.text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words of a formula as a line of text.
pub fn words_text(words: &Words) -> String {
    let mut line = Line::default();
    line.list(&[Node::Text(words.clone())]);
    line.text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const ABOVE: [(char, char); 16] = [
    ('0', '⁰'),
    ('1', '¹'),
    ('2', '²'),
    ('3', '³'),
    ('4', '⁴'),
    ('5', '⁵'),
    ('6', '⁶'),
    ('7', '⁷'),
    ('8', '⁸'),
    ('9', '⁹'),
    ('+', '⁺'),
    ('−', '⁻'),
    ('(', '⁽'),
    (')', '⁾'),
    ('n', 'ⁿ'),
    ('i', 'ⁱ'),
];
const BELOW: [(char, char); 31] = [
    ('0', '₀'),
    ('1', '₁'),
    ('2', '₂'),
    ('3', '₃'),
    ('4', '₄'),
    ('5', '₅'),
    ('6', '₆'),
    ('7', '₇'),
    ('8', '₈'),
    ('9', '₉'),
    ('+', '₊'),
    ('−', '₋'),
    ('(', '₍'),
    (')', '₎'),
    ('a', 'ₐ'),
    ('e', 'ₑ'),
    ('h', 'ₕ'),
    ('i', 'ᵢ'),
    ('j', 'ⱼ'),
    ('k', 'ₖ'),
    ('l', 'ₗ'),
    ('m', 'ₘ'),
    ('n', 'ₙ'),
    ('o', 'ₒ'),
    ('p', 'ₚ'),
    ('r', 'ᵣ'),
    ('s', 'ₛ'),
    ('t', 'ₜ'),
    ('u', 'ᵤ'),
    ('v', 'ᵥ'),
    ('x', 'ₓ'),
];
/// Accents, as the characters that combine with the letter before them.
const ACCENTS: [(&str, char); 15] = [
    ("^", '\u{302}'),
    ("ˇ", '\u{30c}'),
    ("~", '\u{303}'),
    ("´", '\u{301}'),
    ("`", '\u{300}'),
    ("˙", '\u{307}'),
    ("¨", '\u{308}'),
    ("˘", '\u{306}'),
    ("¯", '\u{305}'),
    ("→", '\u{20d7}'),
    ("←", '\u{20d6}'),
    ("˚", '\u{30a}'),
    ("_", '\u{332}'),
    ("⃛", '\u{20db}'),
    ("⃜", '\u{20dc}'),
];

/// The letter that bold, italic and the like are of; those of other alphabets are letters of their own.
fn letter(character: char) -> char {
    match plain(character) {
        Some((letter, name)) if !["script", "fraktur", "double"].iter().any(|own| name.contains(own)) => {
            letter
        }
        _ => character,
    }
}

#[derive(Default)]
struct Line {
    text: String,
    /// Where the name of a function and the space after it end: a bracket stands close.
    named: usize,
    /// Where a relation and the space after it end: another one stands close.
    related: usize,
}

fn line_of(nodes: &[Node]) -> String {
    let mut line = Line::default();
    line.list(nodes);
    line.text.trim().to_string()
}

impl Line {
    fn list(&mut self, nodes: &[Node]) {
        nodes.iter().for_each(|node| self.node(node));
    }

    /// Where what is written ends but for blanks, which what comes next may take away.
    fn end(&self) -> usize {
        self.text.trim_end_matches(' ').len()
    }

    fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Row(nodes) | Node::Styled(_, nodes) | Node::Classed(_, nodes) => self.list(nodes),
            Node::Atom(atom) => self.atom(atom),
            Node::Text(words) => self.words(words),
            Node::Space(space) if space.width >= Em::mu(3.0) => self.put(" "),
            Node::Space(_) => {}
            Node::Fraction(fraction) => self.fraction(fraction),
            Node::Radical(radical) => self.radical(radical),
            Node::Scripts(scripts) => self.scripts(scripts),
            Node::Limits(limits) => self.limits(limits),
            Node::Fenced(fenced) => self.fenced(fenced),
            Node::Padded(padding, nodes) if padding.visible => self.list(nodes),
            Node::Padded(..) => {}
            Node::Enclosed(enclosure, nodes) => {
                let start = self.end();
                self.list(nodes);
                if *enclosure == Enclosure::Not {
                    let at = self.text.trim_end().len().max(start);
                    self.text.insert(at, '\u{338}');
                }
            }
            Node::Table(table) => self.table(table),
        }
    }

    fn atom(&mut self, atom: &Atom) {
        let text: String = atom.text.chars().map(letter).collect();
        let is_spaced = match atom.class {
            Class::Binary | Class::Relation => atom.size == AtomSize::Natural,
            Class::Punctuation | Class::Ordinary | Class::Opening | Class::Closing | Class::Inner => false,
            Class::Operator => {
                let is_name = atom.kind == AtomKind::Identifier;
                if is_name && self.text.ends_with(char::is_alphanumeric) {
                    self.put(" ");
                }
                self.put(&text);
                self.put(" ");
                self.named = self.text.len();
                return;
            }
        };
        let is_open = atom.class == Class::Opening && self.named == self.text.len();
        let is_second = atom.class == Class::Relation && self.related == self.text.len();
        if (is_open || is_second) && self.text.ends_with(' ') {
            self.text.pop();
        } else if is_spaced {
            self.put(" ");
        }
        self.put(&text);
        if is_spaced || atom.class == Class::Punctuation {
            self.put(" ");
        }
        if atom.class == Class::Relation {
            self.related = self.text.len();
        }
    }

    fn words(&mut self, words: &Words) {
        for piece in &words.pieces {
            match piece {
                Piece::Text(text) => self.put(text),
                Piece::Maths(nodes) => self.list(nodes),
                Piece::Reference { label, bare: true } => self.put(label),
                Piece::Reference { label, bare: false } => {
                    self.put("(");
                    self.put(label);
                    self.put(")");
                }
            }
        }
    }

    /// In brackets, unless it is one sign, name or number.
    fn bracketed(&mut self, nodes: &[Node]) {
        let inside = line_of(nodes);
        let is_one = inside.chars().all(char::is_alphanumeric)
            && (inside.chars().count() == 1 || inside.chars().all(|c| c.is_ascii_digit()));
        let has_brackets = matches!(nodes, [Node::Fenced(_)]);
        let text = if is_one || has_brackets || inside.chars().count() == 1 {
            inside
        } else {
            format!("({inside})")
        };
        self.put(&text);
    }

    fn fraction(&mut self, fraction: &Fraction) {
        self.bracketed(&fraction.numerator);
        self.put(if fraction.rule == Some(Em::ZERO) { " ¦ " } else { "/" });
        self.bracketed(&fraction.denominator);
    }

    fn radical(&mut self, radical: &Radical) {
        match radical.degree.as_deref().map(line_of).as_deref() {
            None | Some("2" | "") => self.put("√"),
            Some("3") => self.put("∛"),
            Some("4") => self.put("∜"),
            Some(degree) => {
                let raised = replaced(degree, &ABOVE).unwrap_or_else(|| format!("{degree}-"));
                self.put(&raised);
                self.put("√");
            }
        }
        self.bracketed(&radical.radicand);
    }

    fn scripts(&mut self, scripts: &Scripts) {
        self.index(&scripts.before_above, &ABOVE, '^');
        self.index(&scripts.before_below, &BELOW, '_');
        self.with_indices(&scripts.base, &scripts.below, &scripts.above);
    }

    fn with_indices(&mut self, base: &[Node], below: &[Node], above: &[Node]) {
        let start = self.end();
        self.list(base);
        // Its own text is looked at: to write what is in it once more would take twice as long at each depth.
        if matches!(base, [Node::Limits(_)]) && self.text[start..].trim().contains(' ') {
            let blanks = self.text[start..].len() - self.text[start..].trim_start().len();
            self.text.insert(start + blanks, '(');
            self.put(")");
        }
        // What is put after a name or a sign comes after its indices.
        let is_empty = self.text[start..].trim().is_empty();
        let end = if is_empty { self.text.len() } else { self.text.trim_end().len() };
        let after = self.text.split_off(end);
        self.index(below, &BELOW, '_');
        self.index(above, &ABOVE, '^');
        self.put(&after);
        if !after.is_empty() {
            self.named = self.text.len();
        }
    }

    fn index(&mut self, nodes: &[Node], table: &[(char, char)], sign: char) {
        if nodes.is_empty() {
            return;
        }
        let inside = line_of(nodes);
        let is_mark = inside.chars().all(|c| "′″‴⁗°".contains(c));
        if is_mark || inside == "∘" {
            return self.put(if inside == "∘" { "°" } else { &inside });
        }
        // More than two letters are a word, which would not be read.
        let is_word = inside.chars().filter(|c| c.is_alphabetic()).count() > 2;
        if let Some(small) = replaced(&inside, table).filter(|_| !is_word) {
            return self.put(&small);
        }
        self.text.push(sign);
        let is_one = inside.chars().count() == 1;
        let has_words = nodes.iter().any(|node| matches!(node, Node::Text(_)));
        let inside = if has_words { inside } else { inside.replace(' ', "") };
        self.put(&if is_one { inside } else { format!("({inside})") });
    }

    fn limits(&mut self, limits: &Limits) {
        match limits.placing {
            Placing::Accents => self.accented(limits),
            Placing::Movable | Placing::Limits | Placing::Arrow | Placing::Reaction => {
                self.with_indices(&limits.base, &limits.under, &limits.over);
            }
        }
    }

    fn accented(&mut self, limits: &Limits) {
        let base = line_of(&limits.base);
        let sign = |nodes: &[Node]| match nodes {
            [Node::Atom(atom)] => {
                ACCENTS.iter().find(|(sign, _)| *sign == atom.text).map(|(_, accent)| *accent)
            }
            _ => None,
        };
        let accent = sign(&limits.over).or_else(|| sign(&limits.under));
        self.put(&base);
        if base.chars().count() == 1 {
            self.text.extend(accent);
        }
    }

    fn fenced(&mut self, fenced: &Fenced) {
        if self.named == self.text.len() && self.text.ends_with(' ') {
            self.text.pop();
        }
        self.text.extend(fenced.open);
        let inside = line_of(&fenced.content);
        self.put(&inside);
        self.text.extend(fenced.close);
    }

    fn table(&mut self, table: &Table) {
        let between = match table.kind {
            TableKind::Matrix
            | TableKind::Array
            | TableKind::Small
            | TableKind::Stack
            | TableKind::Cases
            | TableKind::LargeCases => ", ",
            TableKind::Aligned | TableKind::AlignedAt | TableKind::Gathered | TableKind::Multline => " ",
        };
        for (at, row) in table.rows.iter().enumerate() {
            if at > 0 {
                self.put("; ");
            }
            let is_own = |at: &usize| !row.is_covered(*at);
            let own = (0..row.cells.len()).filter(is_own).map(|at| &row.cells[at]);
            let cells: Vec<String> = own.map(|cell| line_of(cell)).collect();
            self.put(&cells.join(between));
        }
    }
}

/// The text in other characters, if there is one for each.
fn replaced(text: &str, table: &[(char, char)]) -> Option<String> {
    let one = |character: char| table.iter().find(|(from, _)| *from == character).map(|(_, to)| *to);
    text.chars().filter(|c| *c != ' ').map(one).collect()
}
