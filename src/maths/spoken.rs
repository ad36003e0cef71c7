//! The tree in words, for screen readers: short, and such that no two formulas sound alike that differ.

mod brackets;
mod fences;
mod kinds;
mod language;
mod names;
mod numbers;
mod tables;

use brackets::{brackets, is_function};
use kinds::{is_group, is_short, is_single, is_unit, is_vector, part_of};
use language::Language;
use numbers::small_part;
use tables::Called;

use super::alphabets::plain;
use crate::model::maths::{
    Atom, AtomKind, Class, Em, Enclosure, Fenced, Formula, Fraction, Limits, Node, Piece, Placing, Radical,
    Scripts, Words,
};

/// A formula in the words of a language if it has any, else in English; and whether they are its own.
pub fn spoken(formula: &Formula, lang: &str) -> (String, bool) {
    let own = language::find(lang);
    let mut speech = Speech::of(own.unwrap_or_else(language::english));
    speech.list(&formula.content);
    (speech.text(), own.is_some())
}

/// Words that grow. A comma among them is a pause, and stands close.
struct Speech {
    language: &'static Language,
    words: Vec<String>,
}

/// A number raised, a stroke and a number lowered, as `\sfrac` sets a half: what is above and below.
fn slashed(nodes: &[Node]) -> Option<(&[Node], &[Node])> {
    let is_nothing = |base: &[Node]| base.iter().all(|node| matches!(node, Node::Row(row) if row.is_empty()));
    let mut parts = nodes.iter().filter(|node| !matches!(node, Node::Space(_)));
    match (parts.next()?, parts.next()?, parts.next()?, parts.next()) {
        (Node::Scripts(above), Node::Atom(stroke), Node::Scripts(below), None)
            if is_nothing(&above.base) && stroke.text == "/" && is_nothing(&below.base) =>
        {
            Some((&above.above, &below.below))
        }
        _ => None,
    }
}

/// What comes next, after room.
fn after(nodes: &[Node]) -> Option<&Node> {
    nodes.iter().find(|node| !matches!(node, Node::Space(_)))
}

impl Speech {
    fn of(language: &'static Language) -> Speech {
        Speech { language, words: Vec::new() }
    }

    /// What some nodes say by themselves.
    fn said(&self, nodes: &[Node]) -> String {
        let mut speech = Speech::of(self.language);
        speech.list(nodes);
        speech.text()
    }

    fn text(self) -> String {
        let text = self.words.join(" ").replace(" ,", ",").replace(" ;", ";").replace(",,", ",");
        match text.is_ascii() {
            true => text,
            // Pauses of Arabic and of Chinese.
            false => text.replace(" ،", "،").replace(" ，", "，").replace("،،", "،").replace("，，", "，"),
        }
    }

    /// Says the words of a key.
    fn key(&mut self, key: &str) {
        self.say(self.language.say(key));
    }

    /// Says the words of a key, with what stands for its parts.
    fn fill(&mut self, key: &str, parts: &[&str]) {
        self.say(self.language.fill(key, parts).trim_end());
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
                (_, Some(key)) if found.divider == Some(at) => self.key(key),
                (Some(key), _) => {
                    self.key(key);
                    if let Node::Scripts(scripts) = node {
                        self.below(&scripts.below);
                        self.above(&scripts.above);
                    }
                }
                (None, _) if is_group(&nodes[..=at]) && !self.words.is_empty() => {
                    let said = self.said(&nodes[at..=at]);
                    self.words.last_mut().expect("there is one").push_str(&said);
                }
                (None, _) => self.beside(previous, node, &nodes[at + 1..]),
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
                self.key("of");
                self.fenced(fenced, true);
            }
            (Some(Node::Atom(whole)), Node::Fraction(fraction)) if whole.kind == AtomKind::Number => {
                if part_of(self.language, fraction).is_some() {
                    self.key("mixed");
                }
                self.fraction(fraction);
            }
            (before, Node::Atom(atom)) if atom.text == "⋅" || atom.text == "×" => {
                let is_vector = [before, after(rest)].into_iter().flatten().any(is_vector);
                // One with nothing on a side is no sign of two sides.
                let is_alone = atom.class == Class::Ordinary;
                self.key(match (atom.text.as_str(), is_vector || is_alone) {
                    ("⋅", true) => "dot",
                    ("×", true) if !is_alone => "cross",
                    _ => "times",
                });
            }
            (Some(before), Node::Atom(atom)) if atom.text == "/" => {
                let is_unit = is_unit(before) && after(rest).is_some_and(is_unit);
                self.key(if is_unit { "per" } else { "divided" });
            }
            // A full stop after a formula is a pause, as in any sentence.
            (Some(_), Node::Atom(atom)) if atom.text == "." && after(rest).is_none() => {
                match self.words.last_mut() {
                    Some(word) => word.push('.'),
                    None => self.key("."),
                }
            }
            (_, node) => self.node(node),
        }
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Row(nodes) | Node::Styled(_, nodes) | Node::Classed(_, nodes) => match slashed(nodes) {
                Some((above, below)) => {
                    let (above, below) = (self.said(above), self.said(below));
                    match small_part(self.language, &above, &below) {
                        Some(part) => self.say(&part),
                        None => self.fill("fraction-short", &[&above, &below]),
                    }
                }
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
            Node::Table(table) => self.table(table, Called::Table),
        }
    }

    fn atom(&mut self, atom: &Atom) {
        match atom.kind {
            AtomKind::Number => {
                let number: String = atom.text.chars().filter(|c| *c != '\u{2009}').map(digit).collect();
                self.say(&number);
            }
            AtomKind::Identifier if atom.class == Class::Operator => {
                self.say(&self.language.function(&atom.text))
            }
            AtomKind::Identifier => self.identifier(&atom.text),
            AtomKind::Operator if atom.class == Class::Operator => {
                self.fill("operator", &[self.language.sign(&atom.text)]);
            }
            AtomKind::Operator => self.say(self.language.sign(&atom.text)),
        }
    }

    fn identifier(&mut self, text: &str) {
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(character), None) => self.say(&self.language.letter(character)),
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
        let (above, below) = (self.said(&fraction.numerator), self.said(&fraction.denominator));
        if fraction.rule == Some(Em::ZERO) {
            return self.fill("stacked", &[&above, &below]);
        }
        if let Some(part) = part_of(self.language, fraction) {
            return self.say(&part);
        }
        // What is said after it would be taken for a part of an index of the denominator.
        let is_short = is_short(&fraction.numerator) && is_single(&fraction.denominator);
        self.fill(if is_short { "fraction-short" } else { "fraction" }, &[&above, &below]);
    }

    fn radical(&mut self, radical: &Radical) {
        let inside = self.said(&radical.radicand);
        match radical.degree.as_deref().map(|degree| self.said(degree)).as_deref() {
            None | Some("" | "2") => self.fill("root", &[&inside]),
            Some("3") => self.fill("root-3", &[&inside]),
            Some(degree) => self.fill("root-n", &[degree, &inside]),
        }
        if !is_single(&radical.radicand) {
            self.key("root-end");
        }
    }

    fn scripts(&mut self, scripts: &Scripts) {
        for (side, nodes) in [("sub", &scripts.before_below), ("super", &scripts.before_above)] {
            if !nodes.is_empty() {
                self.fill(side, &[&self.said(nodes)]);
            }
        }
        let is_prime = matches!(scripts.above.as_slice(), [Node::Atom(atom)] if is_prime(&atom.text));
        let base = kinds::within_room(&scripts.base);
        let is_integral = matches!(base, [Node::Atom(atom)] if atom.class == Class::Operator
            && atom.kind == AtomKind::Operator);
        if is_integral && !is_prime {
            return self.ranged(base, &scripts.below, &scripts.above);
        }
        if let [Node::Fenced(Fenced { open: None, close: Some('|'), content })] = scripts.base.as_slice() {
            return self.evaluated(content, scripts);
        }
        if let Some((name, above)) = self.indexed_function(scripts) {
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
        match (self.said(&scripts.below), self.said(&scripts.above)) {
            (from, to) if to.is_empty() => self.fill("evaluated-at", &[&from]),
            (from, to) => self.fill("evaluated", &[&from, &to]),
        }
    }

    fn below(&mut self, nodes: &[Node]) {
        if nodes.is_empty() {
            return;
        }
        self.fill("sub", &[&self.said(nodes)]);
        if !is_single(nodes) {
            self.key("sub-end");
        }
    }

    fn above(&mut self, nodes: &[Node]) {
        let Some(first) = nodes.first() else { return };
        if let Node::Atom(atom) = first
            && is_prime(&atom.text)
        {
            self.say(self.language.sign(&atom.text));
            return self.above(&nodes[1..]);
        }
        let (power, language) = (self.said(nodes), self.language);
        let is_any = |signs: &[&str]| signs.iter().any(|sign| power == language.sign(sign));
        let begins_with = |words: &str| !words.is_empty() && power.starts_with(words);
        let is_upright = matches!(nodes, [Node::Atom(Atom { text, .. })] if text == "T" || text == "𝖳")
            || matches!(nodes, [Node::Text(_)]) && power == "T";
        let ends_in_sign = ["+", "−"].iter().any(|sign| power.ends_with(language.sign(sign)));
        match power.as_str() {
            "2" => self.key("squared"),
            "3" => self.key("cubed"),
            _ if is_any(&["∗", "*", "⋆"]) => self.key("star"),
            _ if is_any(&["∘"]) => self.key("degrees"),
            _ if is_upright || is_any(&["⊤", "⊺"]) => self.key("transpose"),
            _ if ends_in_sign || is_any(&["†", "′"]) || begins_with(language.sign("(")) => {
                self.fill("super", &[&power]);
            }
            _ if is_single(nodes) && !(begins_with(language.say("article")) && power.contains(' ')) => {
                self.fill(if begins_with(language.sign("−")) { "to-the-minus" } else { "to-the" }, &[&power]);
            }
            _ => self.fill("power", &[&power]),
        }
    }

    fn limits(&mut self, limits: &Limits) {
        match limits.placing {
            Placing::Accents => return self.accented(limits),
            Placing::Arrow | Placing::Reaction => {
                self.list(&limits.base);
                for (side, nodes) in [("above", &limits.over), ("below", &limits.under)] {
                    if !nodes.is_empty() {
                        self.fill(side, &[&self.said(nodes)]);
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
                self.fill(side, &[&self.said(nodes)]);
            }
        }
    }

    /// A sum, an integral, a limit, and from where to where it goes.
    fn ranged(&mut self, base: &[Node], below: &[Node], above: &[Node]) {
        let language = self.language;
        let name = match base {
            [Node::Atom(atom)] if atom.kind == AtomKind::Operator => language.sign(&atom.text).to_string(),
            base => self.said(base),
        };
        let bare = name.strip_prefix(language.say("article")).and_then(|name| name.strip_prefix(' '));
        let name = bare.unwrap_or(&name);
        let is_limit = matches!(base, [Node::Atom(atom)] if atom.text == "lim");
        let (from, to) = (self.said(below), self.said(above));
        match (from.as_str(), to.as_str()) {
            ("", "") => self.say(name),
            (from, to) if to == language.sign("′") => self.fill("ranged-prime", &[name, from]),
            (from, "") if is_limit => {
                let [arrow, nears] =
                    [language.sign("→"), language.say("approaches")].map(|word| format!(" {word} "));
                self.fill("limit", &[&from.replace(&arrow, &nears)]);
            }
            (from, "") => self.fill("ranged-over", &[name, from]),
            ("", to) => self.fill("ranged-to", &[name, to]),
            (from, to) => self.fill("ranged", &[name, from, to]),
        }
    }

    fn accented(&mut self, limits: &Limits) {
        let (base, language) = (self.said(&limits.base), self.language);
        let mark = |nodes: &[Node]| match nodes {
            [Node::Atom(atom)] => Some(atom.text.clone()),
            _ => None,
        };
        let is_single = is_single(&limits.base);
        match (mark(&limits.over).as_deref(), mark(&limits.under).as_deref()) {
            (Some("→"), _) => {
                self.fill("vector", &[&base]);
                if !is_single {
                    self.key("vector-end");
                }
            }
            (Some(mark), _) if is_single => self.fill("accent", &[&base, language.accent(mark)]),
            (Some(mark), _) => self.fill("accent-over", &[&base, language.accent(mark)]),
            (None, Some("_")) => self.fill(if is_single { "underlined" } else { "line-under" }, &[&base]),
            (None, Some(mark)) => self.fill("accent-under", &[&base, language.accent(mark)]),
            (None, None) => self.say(&base),
        }
    }

    fn enclosed(&mut self, enclosure: Enclosure, nodes: &[Node]) {
        let (name, end) = match enclosure {
            Enclosure::Box => ("boxed", "boxed-end"),
            Enclosure::Up | Enclosure::Down | Enclosure::Cross | Enclosure::Through => {
                ("crossed", "crossed-end")
            }
            Enclosure::Not => ("not", "not-end"),
        };
        self.fill(name, &[&self.said(nodes)]);
        if !is_short(nodes) {
            self.key(end);
        }
    }

    /// An inverse sine, a logarithm of a base: how it is called, and what is above it besides.
    fn indexed_function<'s>(&self, scripts: &'s Scripts) -> Option<(String, &'s [Node])> {
        let [Node::Atom(atom)] = scripts.base.as_slice() else { return None };
        if atom.class != Class::Operator || atom.kind != AtomKind::Identifier {
            return None;
        }
        let name = self.language.function(&atom.text);
        if atom.text == "log" && !scripts.below.is_empty() {
            let base = self.said(&scripts.below);
            return Some((self.language.fill("log-base", &[&name, &base]), &scripts.above));
        }
        let is_minus_one = matches!(scripts.above.as_slice(), [Node::Atom(minus), Node::Atom(one)]
            if minus.text == "−" && one.text == "1");
        let is_inverse = scripts.below.is_empty() && is_minus_one;
        is_inverse.then(|| (self.language.fill("inverse", &[&name]), &[][..]))
    }
}

fn digit(character: char) -> char {
    plain(character).map_or(character, |(digit, _)| digit)
}

fn is_prime(text: &str) -> bool {
    matches!(text, "′" | "″" | "‴" | "⁗")
}
