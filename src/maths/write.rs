//! The tree as presentation MathML: elements of MathML Core, and attributes of MathML 3 where Core leaves it to style sheets.

mod rows;
mod tables;

use super::alphabets::plain;
use super::dictionary::{Form, entry};
use crate::escape::xml::{Markup, markup};
use crate::model::document::Direction;
use crate::model::maths::{
    Atom, AtomKind, AtomSize, Class, Em, Enclosure, Fenced, Formula, Fraction, Lap, Level, Limits, Node,
    Padding, Piece, Placing, Radical, Scripts, Style, TextFace, Words,
};
use crate::model::theme::Color;

/// Function application, which is not seen.
const APPLIED: &str = "\u{2061}";

/// What is written: how the formulas in it are set, and what is around them.
struct Writer {
    out: Markup,
    /// That of the text around: numbers of rows stand where its lines end.
    direction: Direction,
    /// As in a formula that stands by itself.
    display: bool,
    /// As indices are: none of TeX's spaces in brackets is kept.
    index: bool,
}

/// Space before and after a sign, in eighteenths of an em.
#[derive(Clone, Copy)]
struct Around {
    before: u8,
    after: u8,
    form: Form,
}

/// A sign that stands for itself, with no neighbours.
const ALONE: Around = Around { before: 0, after: 0, form: Form::Infix };
/// An accent, or another sign above or below.
const ABOVE: Around = Around { before: 0, after: 0, form: Form::Postfix };

/// A formula as a `math` element, in text that runs in a direction.
pub fn mathml(formula: &Formula, direction: Direction) -> Markup {
    let mut writer = Writer { out: Markup::default(), direction, display: formula.display, index: false };
    writer.out.push("<math xmlns=\"http://www.w3.org/1998/Math/MathML\"");
    if formula.display {
        writer.out.push(" display=\"block\"");
    }
    writer.out.push(">");
    writer.list(&formula.content);
    writer.out.push("</math>");
    writer.out
}

impl Writer {
    fn open(&mut self, element: &'static str) {
        markup!(self.out => "<{}>", element);
    }

    fn close(&mut self, element: &'static str) {
        markup!(self.out => "</{}>", element);
    }

    /// One element: what several nodes need a row for.
    fn one(&mut self, nodes: &[Node]) {
        if let [node] = nodes
            && is_one(node)
        {
            self.node(node, ALONE);
            return;
        }
        self.open("mrow");
        self.list(nodes);
        self.close("mrow");
    }

    /// One element, as an index.
    fn small(&mut self, nodes: &[Node]) {
        let outer = (self.display, self.index);
        (self.display, self.index) = (false, true);
        self.one(nodes);
        (self.display, self.index) = outer;
    }

    fn node(&mut self, node: &Node, around: Around) {
        match node {
            Node::Row(nodes) => {
                self.open("mrow");
                self.list(nodes);
                self.close("mrow");
            }
            Node::Atom(atom) => self.atom(atom, around),
            Node::Text(words) => self.words(words),
            Node::Space(space) => self.space(*space),
            Node::Fraction(fraction) => self.fraction(fraction),
            Node::Radical(radical) => self.radical(radical),
            Node::Scripts(scripts) => self.scripts(scripts, around),
            Node::Limits(limits) => self.limits(limits, around),
            Node::Fenced(fenced) => self.fenced(fenced),
            Node::Styled(style, nodes) => self.styled(*style, nodes),
            Node::Padded(padding, nodes) => self.padded(*padding, nodes),
            Node::Enclosed(enclosure, nodes) => self.enclosed(*enclosure, nodes, around),
            Node::Classed(_, nodes) => self.one(nodes),
            Node::Table(table) => self.table(table),
        }
    }

    fn atom(&mut self, atom: &Atom, around: Around) {
        match atom.kind {
            AtomKind::Number => markup!(self.out => "<mn>{}</mn>", atom.text),
            AtomKind::Identifier => self.identifier(&atom.text),
            AtomKind::Operator => self.operator(atom, around, false),
        }
    }

    /// Renderers slant a letter that is alone, and take others as they stand.
    fn identifier(&mut self, text: &str) {
        let mut characters = text.chars();
        let alone = characters.next().filter(|_| characters.next().is_none());
        match alone.map(|letter| (letter, plain(letter))) {
            Some((_, Some((letter, "italic")))) => markup!(self.out => "<mi>{}</mi>", letter.to_string()),
            Some((letter, None)) if is_slanted_alone(letter) => {
                markup!(self.out => "<mi mathvariant=\"normal\">{}</mi>", text);
            }
            _ => markup!(self.out => "<mi>{}</mi>", text),
        }
    }

    /// A sign, with what the dictionary does not say of it. Beneath or above something wide it would stretch.
    fn operator(&mut self, atom: &Atom, around: Around, is_base: bool) {
        self.out.push("<mo");
        let is_bar = matches!(atom.text.as_str(), "|" | "‖");
        let form = match atom.class {
            Class::Opening if is_bar => {
                self.out.push(" form=\"prefix\"");
                Form::Prefix
            }
            Class::Closing if is_bar => {
                self.out.push(" form=\"postfix\"");
                Form::Postfix
            }
            _ => around.form,
        };
        let known = entry(&atom.text, form);
        match atom.size {
            AtomSize::Natural => {
                let widens = is_base || around.form == Form::Postfix || !is_level(&atom.text);
                if known.stretchy && widens {
                    self.out.push(" stretchy=\"false\"");
                }
                if known.large {
                    self.out.push(" largeop=\"false\"");
                }
            }
            AtomSize::Large if !known.large => self.out.push(" largeop=\"true\""),
            AtomSize::Large => {}
            AtomSize::Stretched if !known.stretchy => self.out.push(" stretchy=\"true\""),
            AtomSize::Stretched => {}
            AtomSize::Fixed(size) => {
                if !known.stretchy {
                    self.out.push(" stretchy=\"true\"");
                }
                if !known.symmetric {
                    self.out.push(" symmetric=\"true\"");
                }
                self.out.attribute("minsize", &length(size));
                self.out.attribute("maxsize", &length(size));
            }
        }
        if known.movable && is_base && !self.display {
            self.out.push(" movablelimits=\"false\"");
        }
        if known.before != around.before {
            self.out.attribute("lspace", &length(Em::mu(f64::from(around.before))));
        }
        if known.after != around.after {
            self.out.attribute("rspace", &length(Em::mu(f64::from(around.after))));
        }
        markup!(self.out => ">{}</mo>", atom.text);
    }

    fn space(&mut self, space: crate::model::maths::Space) {
        self.out.push("<mspace");
        for (name, size) in [("width", space.width), ("height", space.height), ("depth", space.depth)] {
            if size != Em::ZERO {
                self.out.attribute(name, &length(size));
            }
        }
        self.out.push("></mspace>");
    }

    fn fraction(&mut self, fraction: &Fraction) {
        self.out.push("<mfrac");
        if let Some(rule) = fraction.rule {
            self.out.attribute("linethickness", &length(rule));
        }
        self.out.push(">");
        let display = std::mem::replace(&mut self.display, false);
        self.one(&fraction.numerator);
        self.one(&fraction.denominator);
        self.display = display;
        self.close("mfrac");
    }

    fn radical(&mut self, radical: &Radical) {
        let Some(degree) = &radical.degree else {
            self.open("msqrt");
            self.list(&radical.radicand);
            self.close("msqrt");
            return;
        };
        self.open("mroot");
        self.one(&radical.radicand);
        self.small(degree);
        self.close("mroot");
    }

    fn scripts(&mut self, scripts: &Scripts, around: Around) {
        let has_before = !(scripts.before_below.is_empty() && scripts.before_above.is_empty());
        let element = match (has_before, scripts.below.is_empty(), scripts.above.is_empty()) {
            (true, ..) => "mmultiscripts",
            (_, true, true) => return self.one(&scripts.base),
            (_, false, true) => "msub",
            (_, true, false) => "msup",
            (_, false, false) => "msubsup",
        };
        self.open(element);
        self.base(&scripts.base, around, false);
        if has_before || !scripts.below.is_empty() {
            self.small(&scripts.below);
        }
        if has_before || !scripts.above.is_empty() {
            self.small(&scripts.above);
        }
        if has_before {
            self.out.push("<mprescripts></mprescripts>");
            self.small(&scripts.before_below);
            self.small(&scripts.before_above);
        }
        self.close(element);
    }

    /// What indices stand at: the space around the whole is that of a sign.
    fn base(&mut self, base: &[Node], around: Around, is_limit: bool) {
        match base {
            [Node::Atom(atom)] if atom.kind == AtomKind::Operator => self.operator(atom, around, is_limit),
            [node] if is_one(node) => self.node(node, around),
            nodes => self.one(nodes),
        }
    }

    fn limits(&mut self, limits: &Limits, around: Around) {
        let is_beside = limits.placing == Placing::Movable && !self.display;
        let element = match (is_beside, limits.under.is_empty(), limits.over.is_empty()) {
            (_, true, true) => return self.base(&limits.base, around, false),
            (true, false, true) => "msub",
            (true, true, false) => "msup",
            (true, false, false) => "msubsup",
            (false, false, true) => "munder",
            (false, true, false) => "mover",
            (false, false, false) => "munderover",
        };
        let is_accent = limits.placing == Placing::Accents;
        self.out.push("<");
        self.out.push(element);
        if is_accent && !limits.over.is_empty() {
            self.out.push(" accent=\"true\"");
        }
        if is_accent && !limits.under.is_empty() {
            self.out.push(" accentunder=\"true\"");
        }
        self.out.push(">");
        self.base(&limits.base, around, !is_beside);
        for side in [&limits.under, &limits.over] {
            match side.as_slice() {
                [] => {}
                [Node::Atom(atom)] if is_accent => self.operator(atom, ABOVE, false),
                label if matches!(limits.placing, Placing::Arrow | Placing::Reaction) => self.label(label),
                [Node::Atom(atom)] if atom.kind == AtomKind::Operator => self.operator(atom, ABOVE, false),
                nodes => self.small(nodes),
            }
        }
        self.close(element);
    }

    /// What stands on an arrow, which is somewhat longer.
    fn label(&mut self, nodes: &[Node]) {
        self.out.push("<mrow><mspace width=\"0.5em\"></mspace>");
        self.small(nodes);
        self.out.push("<mspace width=\"0.5em\"></mspace></mrow>");
    }

    fn fenced(&mut self, fenced: &Fenced) {
        self.open("mrow");
        self.fence(fenced.open, Class::Opening, Form::Prefix);
        // In a row of its own, so that what is first and last in it is known as such.
        self.one(&fenced.content);
        self.fence(fenced.close, Class::Closing, Form::Postfix);
        self.close("mrow");
    }

    fn fence(&mut self, sign: Option<char>, class: Class, form: Form) {
        let Some(sign) = sign else { return };
        let atom = Atom { kind: AtomKind::Operator, class, text: sign.into(), size: AtomSize::Stretched };
        self.operator(&atom, Around { before: 0, after: 0, form }, false);
    }

    fn styled(&mut self, style: Style, nodes: &[Node]) {
        let outer = (self.display, self.index);
        self.out.push("<mstyle");
        match style {
            Style::Level(level) => {
                let (display, depth) = match level {
                    Level::Display => (true, 0),
                    Level::Text => (false, 0),
                    Level::Script => (false, 1),
                    Level::ScriptScript => (false, 2),
                };
                self.out.attribute("displaystyle", if display { "true" } else { "false" });
                self.out.attribute("scriptlevel", &depth.to_string());
                (self.display, self.index) = (display, depth > 0);
            }
            Style::Color([r, g, b]) => {
                let color = Color::rgb(r, g, b);
                self.out.attribute("mathcolor", &color.hex());
                if color.contrast(DARK) < READABLE {
                    let light = lightened(color);
                    self.out
                        .attribute("style", &format!("color: light-dark({}, {})", color.hex(), light.hex()));
                }
            }
            Style::Background([r, g, b]) => {
                let color = Color::rgb(r, g, b);
                self.out.attribute("mathbackground", &color.hex());
                if color.contrast(Color::BLACK) >= READABLE {
                    self.out.attribute("style", "color: light-dark(currentColor, #000000)");
                }
            }
            Style::Border([r, g, b]) => {
                let style = format!("border: 0.05em solid {}; padding: 0.15em", Color::rgb(r, g, b).hex());
                self.out.attribute("style", &style);
            }
        }
        self.out.push(">");
        self.list(nodes);
        self.close("mstyle");
        (self.display, self.index) = outer;
    }

    fn padded(&mut self, padding: Padding, nodes: &[Node]) {
        self.out.push("<mpadded");
        for (name, counts) in [("width", padding.width), ("height", padding.height), ("depth", padding.depth)]
        {
            if !counts {
                self.out.attribute(name, "0em");
            }
        }
        if padding.raise != Em::ZERO {
            self.out.attribute("voffset", &length(padding.raise));
        }
        match (padding.width, padding.lap) {
            (true, _) | (false, Lap::Right) => {}
            (false, Lap::Left) => self.out.push(" lspace=\"-1width\""),
            (false, Lap::Both) => self.out.push(" lspace=\"-0.5width\""),
        }
        self.out.push(">");
        if padding.visible {
            self.list(nodes);
        } else {
            self.open("mphantom");
            self.list(nodes);
            self.close("mphantom");
        }
        self.close("mpadded");
    }

    /// Core has no strokes: those that know `menclose` draw them, for others it is said as style sheets do.
    fn enclosed(&mut self, enclosure: Enclosure, nodes: &[Node], around: Around) {
        if enclosure == Enclosure::Not
            && let [Node::Atom(atom)] = nodes
        {
            let text = format!("{}\u{338}", atom.text);
            self.atom(&Atom { text, ..atom.clone() }, around);
            return;
        }
        let (notation, style) = match enclosure {
            Enclosure::Box => ("box", "border: 0.05em solid; padding: 0.2em".to_string()),
            Enclosure::Up | Enclosure::Not => ("updiagonalstrike", stroke("to top left")),
            Enclosure::Down => ("downdiagonalstrike", stroke("to top right")),
            Enclosure::Cross => (
                "updiagonalstrike downdiagonalstrike",
                format!(
                    "{}, {}",
                    stroke("to top left"),
                    stroke("to top right").trim_start_matches("background: ")
                ),
            ),
            Enclosure::Through => ("horizontalstrike", stroke("to top")),
        };
        self.out.push("<menclose");
        self.out.attribute("notation", notation);
        self.out.attribute("style", &style);
        self.out.push(">");
        self.list(nodes);
        self.close("menclose");
    }

    fn words(&mut self, words: &Words) {
        match words.pieces.as_slice() {
            [] => self.out.push("<mtext></mtext>"),
            [piece] => self.piece(words.face, piece),
            pieces => {
                self.open("mrow");
                pieces.iter().for_each(|piece| self.piece(words.face, piece));
                self.close("mrow");
            }
        }
    }

    fn piece(&mut self, face: TextFace, piece: &Piece) {
        let text = match piece {
            Piece::Maths(nodes) => return self.one(nodes),
            Piece::Text(text) => text.clone(),
            Piece::Reference { label, bare: true } => label.clone(),
            Piece::Reference { label, bare: false } => format!("({label})"),
        };
        self.out.push("<mtext");
        let style: Vec<&str> = [
            (face.bold, "font-weight: bold"),
            (face.italic, "font-style: italic"),
            (face.sans, "font-family: sans-serif"),
            (face.mono, "font-family: monospace"),
        ]
        .into_iter()
        .filter_map(|(is_so, style)| is_so.then_some(style))
        .collect();
        if !style.is_empty() {
            self.out.attribute("style", &style.join("; "));
        }
        // Blanks at the ends would be lost.
        let inner = text.trim_matches(' ');
        let start = text.len() - text.trim_start_matches(' ').len();
        let end = if inner.is_empty() { 0 } else { text.len() - text.trim_end_matches(' ').len() };
        let kept = |count: usize| "\u{a0}".repeat(count);
        markup!(self.out => ">{}{}{}</mtext>", kept(start), inner, kept(end));
    }
}

/// Whether a node is written as one element.
fn is_one(node: &Node) -> bool {
    let Node::Classed(_, nodes) = node else { return true };
    matches!(nodes.as_slice(), [node] if is_one(node))
}

/// Whether a sign that stretches does so sideways, of which there is nothing in a row.
fn is_level(sign: &str) -> bool {
    !sign.starts_with(['↑', '↓', '↕', '⇑', '⇓', '⇕', '⇡', '⇣', '↟', '↡', '↿', '↾', '⇃', '⇂'])
        && sign.starts_with(|c: char| ('\u{2190}'..='\u{2bff}').contains(&c))
        && entry(sign, Form::Infix).before == 5
}

/// Letters that renderers slant where they are alone.
fn is_slanted_alone(letter: char) -> bool {
    letter.is_ascii_alphabetic()
        || ('Α'..='Ω').contains(&letter)
        || ('α'..='ω').contains(&letter)
        || "ıȷϴ∇∂ϵϑϰϕϱϖ".contains(letter)
}

fn stroke(direction: &str) -> String {
    format!(
        "background: linear-gradient({direction}, transparent 47%, currentColor 47%, currentColor 53%, transparent 53%)"
    )
}

/// What the style sheet of the EPUB has behind the text where the reader wants it dark.
const DARK: Color = Color::rgb(0x12, 0x12, 0x12);
/// The least contrast of text (WCAG 2.2, 1.4.3).
const READABLE: f64 = 4.5;

/// A colour of the same hue that can be read on the dark.
fn lightened(color: Color) -> Color {
    let mixed = |part: u8, share: u16| (u16::from(part) + (255 - u16::from(part)) * share / 16) as u8;
    let lighter = |share| Color::rgb(mixed(color.r, share), mixed(color.g, share), mixed(color.b, share));
    let found = (1..16).map(lighter).find(|lighter| lighter.contrast(DARK) >= READABLE);
    found.unwrap_or(Color::rgb(255, 255, 255))
}

/// In ems, to the fourth digit.
fn length(size: Em) -> String {
    let text = format!("{:.4}", size.ems());
    let text = text.trim_end_matches('0').trim_end_matches('.');
    format!("{}em", if text == "-0" { "0" } else { text })
}
