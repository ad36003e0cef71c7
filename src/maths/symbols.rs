//! What a command or a character is by itself: a sign, and of which class. `pulldown-latex` knows those of TeX, AMS and more.

use pulldown_latex::event::{Content, DelimiterType, Event, ScriptPosition};
use pulldown_latex::{Parser, Storage};

use crate::model::maths::{AtomKind, AtomSize, Class, Em, Placing};

/// One sign.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Symbol {
    pub kind: AtomKind,
    pub class: Class,
    pub text: String,
    pub size: AtomSize,
    /// How what is below and above it is placed, if not beside it.
    pub limits: Option<Placing>,
}

impl Symbol {
    pub fn new(kind: AtomKind, class: Class, text: impl Into<String>) -> Symbol {
        Symbol { kind, class, text: text.into(), size: AtomSize::Natural, limits: None }
    }

    fn operator(class: Class, text: impl Into<String>) -> Symbol {
        Symbol::new(AtomKind::Operator, class, text)
    }

    fn identifier(text: impl Into<String>) -> Symbol {
        Symbol::new(AtomKind::Identifier, Class::Ordinary, text)
    }
}

/// Where TeX, amsmath and unicode-math say otherwise than `pulldown-latex` does, or where it says nothing.
fn own(name: &str) -> Option<Symbol> {
    let (class, text) = match name {
        "ldotp" => (Class::Punctuation, "."),
        "cdotp" => (Class::Punctuation, "·"),
        "|" | "Vert" => (Class::Ordinary, "‖"),
        "vert" => (Class::Ordinary, "|"),
        "backslash" => (Class::Ordinary, "\\"),
        "#" | "%" | "&" | "$" | "_" => (Class::Ordinary, name),
        "{" | "lbrace" => (Class::Opening, "{"),
        "}" | "rbrace" => (Class::Closing, "}"),
        "ulcorner" => (Class::Opening, "⌜"),
        "urcorner" => (Class::Closing, "⌝"),
        "llcorner" => (Class::Opening, "⌞"),
        "lrcorner" => (Class::Closing, "⌟"),
        "lgroup" => (Class::Opening, "⟮"),
        "rgroup" => (Class::Closing, "⟯"),
        "surd" => (Class::Ordinary, "√"),
        "prime" => (Class::Ordinary, "′"),
        "backprime" => (Class::Ordinary, "‵"),
        "neg" | "lnot" => (Class::Ordinary, "¬"),
        "forall" => (Class::Ordinary, "∀"),
        "exists" => (Class::Ordinary, "∃"),
        "nexists" => (Class::Ordinary, "∄"),
        "dagger" | "dag" => (Class::Binary, "†"),
        "ddagger" | "ddag" => (Class::Binary, "‡"),
        "triangleleft" => (Class::Binary, "◁"),
        "triangleright" => (Class::Binary, "▷"),
        "models" => (Class::Relation, "⊧"),
        "bullet" => (Class::Binary, "•"),
        "asymp" => (Class::Relation, "≍"),
        "vartriangle" => (Class::Relation, "△"),
        "blacktriangleleft" => (Class::Relation, "◀"),
        "blacktriangleright" => (Class::Relation, "▶"),
        "backepsilon" => (Class::Relation, "϶"),
        "ast" => (Class::Binary, "∗"),
        "barwedge" => (Class::Binary, "⊼"),
        "doublebarwedge" => (Class::Binary, "⩞"),
        "iff" => (Class::Relation, "⟺"),
        "bigtriangleup" => (Class::Binary, "△"),
        "bigtriangledown" => (Class::Binary, "▽"),
        "ldots" | "dotso" | "dotsc" | "mathellipsis" | "textellipsis" => (Class::Inner, "…"),
        "cdots" | "dotsm" | "dotsb" => (Class::Inner, "⋯"),
        "ddots" => (Class::Inner, "⋱"),
        "iddots" | "adots" => (Class::Inner, "⋰"),
        "vdots" => (Class::Ordinary, "⋮"),
        "vcentcolon" | "ratio" => (Class::Relation, ":"),
        "joinrel" | "relbar" => (Class::Relation, "−"),
        "Relbar" => (Class::Relation, "="),
        "mathslash" | "slash" => (Class::Ordinary, "/"),
        _ => return own_letter(name).map(Symbol::identifier),
    };
    Some(Symbol::operator(class, text))
}

fn own_letter(name: &str) -> Option<&'static str> {
    Some(match name {
        "mu" => "μ",
        "varnothing" | "emptyset" => "∅",
        "Game" => "⅁",
        "i" | "imath" => "ı",
        "j" | "jmath" => "ȷ",
        "oe" => "œ",
        "OE" => "Œ",
        "ae" => "æ",
        "AE" => "Æ",
        "aa" => "å",
        "AA" | "angstrom" | "Angstrom" => "Å",
        "o" => "ø",
        "O" => "Ø",
        "ss" => "ß",
        "l" => "ł",
        "L" => "Ł",
        "hslash" | "hbar" => "ℏ",
        "Bbbk" => "𝕜",
        "textdegree" | "degree" => "°",
        "copyright" | "textcopyright" => "©",
        "registered" | "circledR" | "textregistered" => "®",
        "S" | "sect" => "§",
        "P" | "para" => "¶",
        "infin" | "infty" => "∞",
        "Omicron" => "Ο",
        "omicron" => "ο",
        "thetasym" => "ϑ",
        _ => return None,
    })
}

/// What a command is, if it is one sign or name.
pub(super) fn command(name: &str) -> Option<Symbol> {
    if let Some(symbol) = own(name) {
        return Some(symbol);
    }
    if name == "idotsint" {
        return Some(Symbol::new(AtomKind::Operator, Class::Operator, "∫⋯∫"));
    }
    // Names that it would read on after are none of one sign; nothing else is handed to it.
    let is_word = name.len() < 40 && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !is_word || name.is_empty() || name == "limits" || name == "nolimits" {
        return None;
    }
    known(&format!("\\{name} _a"))
}

/// What a character is.
pub(super) fn character(character: char) -> Symbol {
    let class = match character {
        'a'..='z' | 'A'..='Z' => return Symbol::identifier(character),
        '0'..='9' => return Symbol::new(AtomKind::Number, Class::Ordinary, character),
        '-' => return Symbol::operator(Class::Binary, "−"),
        '*' => return Symbol::operator(Class::Binary, "∗"),
        '+' => Class::Binary,
        '=' | '<' | '>' | ':' => Class::Relation,
        ',' | ';' => Class::Punctuation,
        '(' | '[' => Class::Opening,
        ')' | ']' | '!' | '?' => Class::Closing,
        '|' | '/' | '.' | '"' | '@' | '`' | '‖' => Class::Ordinary,
        '…' | '⋯' | '⋱' | '⋰' => Class::Inner,
        _ if character.is_alphabetic() || character.is_ascii() => return Symbol::identifier(character),
        _ => {
            let found = known(&format!("{character}_a"));
            return found.unwrap_or_else(|| Symbol::identifier(character));
        }
    };
    Symbol::operator(class, character)
}

/// What a formula of one sign with an index says of the sign.
fn known(formula: &str) -> Option<Symbol> {
    let storage = Storage::new();
    let mut events = Parser::new(formula, &storage);
    let Some(Ok(Event::Script { position, .. })) = events.next() else { return None };
    let Some(Ok(Event::Content(content))) = events.next() else { return None };
    let is_all = matches!(events.next(), Some(Ok(Event::Content(Content::Ordinary { content: 'a', .. }))));
    let mut symbol = of_content(content).filter(|_| is_all && events.next().is_none())?;
    symbol.limits = match position {
        ScriptPosition::Right => None,
        ScriptPosition::AboveBelow => Some(Placing::Limits),
        ScriptPosition::Movable => Some(Placing::Movable),
    };
    Some(symbol)
}

fn of_content(content: Content) -> Option<Symbol> {
    Some(match content {
        Content::Text(_) | Content::Number(_) => return None,
        Content::Function(name) => Symbol::new(AtomKind::Identifier, Class::Operator, name),
        Content::Ordinary { content, .. } => Symbol::identifier(content),
        Content::LargeOp { content, small } => Symbol {
            size: if small { AtomSize::Natural } else { AtomSize::Large },
            ..Symbol::operator(Class::Operator, content)
        },
        Content::BinaryOp { content, .. } => Symbol::operator(Class::Binary, content),
        Content::Relation { content, .. } => {
            let mut room = [0; 8];
            let text = str::from_utf8(content.encode_utf8_to_buf(&mut room)).ok()?;
            Symbol::operator(Class::Relation, text)
        }
        Content::Delimiter { content, ty, .. } => {
            let class = match ty {
                // Arrows that may be delimiters are relations by themselves.
                DelimiterType::Fence if matches!(content, '↑' | '⇑' | '↓' | '⇓' | '↕' | '⇕') => {
                    Class::Relation
                }
                DelimiterType::Fence => Class::Ordinary,
                DelimiterType::Open => Class::Opening,
                DelimiterType::Close => Class::Closing,
            };
            Symbol::operator(class, content)
        }
        Content::Punctuation(content) => Symbol::operator(Class::Punctuation, content),
    })
}

/// The colour that a name or `#rrggbb` says.
pub(super) fn color(name: &str) -> Option<[u8; 3]> {
    let name = name.trim();
    let is_fit = name.len() < 40 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#');
    if !is_fit {
        return None;
    }
    if let Some(digits) = name.strip_prefix('#').filter(|digits| digits.len() == 3) {
        let twice: String = digits.chars().flat_map(|digit| [digit, digit]).collect();
        return color(&format!("#{twice}"));
    }
    let storage = Storage::new();
    let formula = format!("\\color{{{name}}}");
    let Some(Ok(Event::StateChange(change))) = Parser::new(&formula, &storage).next() else { return None };
    match change {
        pulldown_latex::event::StateChange::Color(change) => {
            Some([change.color.0, change.color.1, change.color.2])
        }
        pulldown_latex::event::StateChange::Font(_) | pulldown_latex::event::StateChange::Style(_) => None,
    }
}

/// What may stand after `\left`, `\right`, `\middle` and `\big`.
pub(super) fn delimiter(symbol: &Symbol) -> Option<char> {
    let mut characters = symbol.text.chars();
    let character = match (characters.next(), characters.next()) {
        (Some('<'), None) => '⟨',
        (Some('>'), None) => '⟩',
        (Some(character), None) => character,
        _ => return None,
    };
    let is_fence = "()[]{}|‖/\\⟨⟩⌈⌉⌊⌋⟮⟯⟦⟧⟪⟫⌜⌝⌞⌟⎰⎱↑⇑↓⇓↕⇕⦃⦄⦅⦆⦇⦈⦉⦊⦗⦘∣∥┌┐└┘".contains(character);
    is_fence.then_some(match character {
        '∣' => '|',
        '∥' => '‖',
        '┌' => '⌜',
        '┐' => '⌝',
        '└' => '⌞',
        '┘' => '⌟',
        other => other,
    })
}

/// The sign that says the opposite.
pub(super) fn negated(sign: &str) -> Option<&'static str> {
    const PAIRS: [(&str, &str); 49] = [
        ("=", "≠"),
        ("<", "≮"),
        (">", "≯"),
        ("≤", "≰"),
        ("≥", "≱"),
        ("⩽", "⩽̸"),
        ("⩾", "⩾̸"),
        ("∈", "∉"),
        ("∋", "∌"),
        ("⊂", "⊄"),
        ("⊃", "⊅"),
        ("⊆", "⊈"),
        ("⊇", "⊉"),
        ("≡", "≢"),
        ("∼", "≁"),
        ("~", "≁"),
        ("≃", "≄"),
        ("≅", "≇"),
        ("≈", "≉"),
        ("∣", "∤"),
        ("|", "∤"),
        ("∥", "∦"),
        ("‖", "∦"),
        ("→", "↛"),
        ("←", "↚"),
        ("↔", "↮"),
        ("⇒", "⇏"),
        ("⇐", "⇍"),
        ("⇔", "⇎"),
        ("∃", "∄"),
        ("⊢", "⊬"),
        ("⊨", "⊭"),
        ("⊩", "⊮"),
        ("⊫", "⊯"),
        ("≺", "⊀"),
        ("≻", "⊁"),
        ("≼", "⋠"),
        ("≽", "⋡"),
        ("⊑", "⋢"),
        ("⊒", "⋣"),
        ("⊲", "⋪"),
        ("⊳", "⋫"),
        ("⊴", "⋬"),
        ("⊵", "⋭"),
        ("≲", "≴"),
        ("≳", "≵"),
        ("≶", "≸"),
        ("≷", "≹"),
        ("⊧", "⊭"),
    ];
    PAIRS.iter().find(|(plain, _)| *plain == sign).map(|(_, negated)| *negated)
}

/// How high `\big` and its like are: TeX's sizes for ten points.
pub(super) fn big(name: &str) -> Option<(Em, Class)> {
    let (size, side) = [("bigg", 2.4), ("Bigg", 3.0), ("big", 1.2), ("Big", 1.8)]
        .iter()
        .find_map(|(start, size)| Some((*size, name.strip_prefix(start)?)))?;
    let class = match side {
        "" => Class::Ordinary,
        "l" => Class::Opening,
        "r" => Class::Closing,
        "m" => Class::Relation,
        _ => return None,
    };
    Some((Em::new(size), class))
}
