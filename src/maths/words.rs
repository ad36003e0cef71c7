//! Words in a formula: `\text{…}`, with formulas in them.

use super::input::Input;
use super::lex::{Sign, Token, typed};
use super::read::{Made, Reader};
use super::symbols;
use super::trouble::{Result, Trouble};
use crate::model::maths::{AtomKind, Node, Piece, TextFace, Words};

/// Accents of text, as the characters that combine with the letter before them.
const ACCENTS: [(&str, char); 14] = [
    ("'", '\u{301}'),
    ("`", '\u{300}'),
    ("^", '\u{302}'),
    ("\"", '\u{308}'),
    ("~", '\u{303}'),
    ("=", '\u{304}'),
    (".", '\u{307}'),
    ("u", '\u{306}'),
    ("v", '\u{30c}'),
    ("H", '\u{30b}'),
    ("c", '\u{327}'),
    ("k", '\u{328}'),
    ("r", '\u{30a}'),
    ("d", '\u{323}'),
];

/// Letters and signs that LaTeX has names for in text.
const SIGNS: [(&str, &str); 49] = [
    ("AA", "Å"),
    ("AE", "Æ"),
    ("DH", "Ð"),
    ("DJ", "Đ"),
    ("L", "Ł"),
    ("NG", "Ŋ"),
    ("O", "Ø"),
    ("OE", "Œ"),
    ("P", "¶"),
    ("S", "§"),
    ("TH", "Þ"),
    ("aa", "å"),
    ("ae", "æ"),
    ("dh", "ð"),
    ("dj", "đ"),
    ("dots", "…"),
    ("i", "ı"),
    ("j", "ȷ"),
    ("l", "ł"),
    ("ng", "ŋ"),
    ("o", "ø"),
    ("oe", "œ"),
    ("ss", "ß"),
    ("textasciicircum", "^"),
    ("textasciitilde", "~"),
    ("textasteriskcentered", "*"),
    ("textbackslash", "\\"),
    ("textbar", "|"),
    ("textbraceleft", "{"),
    ("textbraceright", "}"),
    ("textbullet", "•"),
    ("textdagger", "†"),
    ("textdegree", "°"),
    ("textdollar", "$"),
    ("textellipsis", "…"),
    ("textemdash", "—"),
    ("textendash", "–"),
    ("texteuro", "€"),
    ("textgreater", ">"),
    ("textless", "<"),
    ("textmu", "µ"),
    ("textquotedblleft", "“"),
    ("textquotedblright", "”"),
    ("textquoteleft", "‘"),
    ("textquoteright", "’"),
    ("textregistered", "®"),
    ("textsterling", "£"),
    ("texttrademark", "™"),
    ("textunderscore", "_"),
];

impl Reader<'_> {
    pub(super) fn text(&mut self, name: &str, token: &Token) -> Result<Option<Made>> {
        let Some(face) = face(name, TextFace::default()) else {
            let reference = match name {
                "ref" | "eqref" | "autoref" | "cref" | "pageref" => self.reference(name, token)?,
                _ => return Ok(None),
            };
            let words = Words { face: TextFace::default(), pieces: vec![reference] };
            return Ok(Some(Made::plain(Node::Text(words))));
        };
        let words = self.words_in(face, token)?;
        Ok(Some(Made::plain(Node::Text(words))))
    }

    /// What belongs to a command, as words.
    pub(super) fn words(&mut self, token: &Token) -> Result<Words> {
        self.words_in(TextFace::default(), token)
    }

    fn words_in(&mut self, face: TextFace, token: &Token) -> Result<Words> {
        let tokens = self.input.argument(token)?;
        self.words_from(face, tokens, token)
    }

    /// What tokens say, as words.
    pub(super) fn words_of(&mut self, tokens: Vec<Token>, token: &Token) -> Result<Words> {
        self.words_from(TextFace::default(), tokens, token)
    }

    fn words_from(&mut self, face: TextFace, tokens: Vec<Token>, token: &Token) -> Result<Words> {
        self.deeper(token.range(), |reader| {
            let alphabet = std::mem::take(&mut reader.alphabet);
            let mut told = Told { face, pieces: Vec::new(), text: String::new() };
            let rest = std::mem::replace(&mut reader.input, Input::new(tokens, token.range().end));
            let read = reader.told(&mut told);
            let spent = std::mem::replace(&mut reader.input, rest);
            reader.input.spend(&spent);
            reader.alphabet = alphabet;
            read?;
            told.flush();
            Ok(Words { face, pieces: told.pieces })
        })
    }

    fn told(&mut self, told: &mut Told) -> Result<()> {
        while let Some(token) = self.input.peek() {
            if self.macros.expands(token) {
                self.macros.expand(&mut self.input)?;
                continue;
            }
            let token = self.input.pop().expect("it was there");
            match &token.sign {
                Sign::Command(name) => {
                    let name = name.clone();
                    self.told_command(&name, &token, told)?;
                }
                Sign::Open => {
                    let inside = self.input.group(&token)?;
                    let is_switch = |token: &Token| {
                        token.command().is_some_and(|name| switched(name, told.face).is_some())
                    };
                    if inside.iter().any(is_switch) {
                        let words = self.words_from(told.face, inside, &token)?;
                        told.flush();
                        told.pieces.extend(words.pieces);
                    } else {
                        self.input.put(inside);
                    }
                }
                Sign::Shift => {
                    let end = Token::new(Sign::Shift, token.range());
                    let inside = self.input.until(std::slice::from_ref(&end), &token).map_err(|_| {
                        Trouble::new(token.range(), "the formula in these words is not ended")
                            .hint("`$` is expected")
                    })?;
                    told.maths(self.nodes(inside, &token)?);
                }
                Sign::Space => told.text.push(' '),
                Sign::Char('~') => told.text.push('\u{a0}'),
                Sign::Char(character) => told.character(*character),
                // Only TeX itself takes it for an index here.
                Sign::Below => told.text.push('_'),
                Sign::Above => {
                    return Err(Trouble::new(token.range(), "an index is mathematics, and these are words")
                        .hint("`\\text{a formula $x^2$ in words}`"));
                }
                Sign::Cell => told.text.push('&'),
                Sign::Close | Sign::Parameter(_) => {
                    return Err(Trouble::new(token.range(), "this has no meaning in words")
                        .hint("`\\}` and `\\#` are the signs alone"));
                }
            }
        }
        Ok(())
    }

    fn told_command(&mut self, name: &str, token: &Token, told: &mut Told) -> Result<()> {
        if let Some(face) = face(name, told.face) {
            let words = self.words_in(face, token)?;
            if face == told.face {
                told.flush();
                told.pieces.extend(words.pieces);
            } else {
                told.maths(vec![Node::Text(words)]);
            }
            return Ok(());
        }
        if let Some(face) = switched(name, told.face) {
            let mut rest = Vec::new();
            while let Some(token) = self.input.pop() {
                rest.push(token);
            }
            let words = self.words_from(face, rest, token)?;
            told.maths(vec![Node::Text(words)]);
            return Ok(());
        }
        if let Some((_, accent)) = ACCENTS.iter().find(|(accent, _)| *accent == name) {
            let letter = typed(&self.input.argument(token)?);
            told.text.push_str(match letter.as_str() {
                "\\i" => "i",
                "\\j" => "j",
                letter => letter,
            });
            told.text.push(*accent);
            return Ok(());
        }
        if let Some((_, sign)) = SIGNS.iter().find(|(sign, _)| *sign == name) {
            told.text.push_str(sign);
            return Ok(());
        }
        match name {
            " " | "\\" | "newline" | "space" => told.text.push(' '),
            "," | "thinspace" => told.text.push('\u{202f}'),
            ";" | ":" | ">" | "enspace" => told.text.push('\u{2002}'),
            "quad" => told.text.push('\u{2003}'),
            "qquad" => told.text.push_str("\u{2003}\u{2003}"),
            "!" | "/" | "-" | "negthinspace" | "relax" | "protect" | "noindent" => {}
            "(" => {
                let close = Token::new(Sign::Command(")".into()), token.range());
                let inside = self.input.until(std::slice::from_ref(&close), token)?;
                told.maths(self.nodes(inside, token)?);
            }
            "ref" | "eqref" | "autoref" | "cref" | "pageref" => {
                let reference = self.reference(name, token)?;
                told.flush();
                told.pieces.push(reference);
            }
            "ensuremath" => told.maths(self.argument(token)?),
            "ce" | "qty" | "SI" | "num" | "unit" | "si" | "ang" | "textcolor" | "underline" | "overline"
            | "boxed" | "pu" | "numrange" | "qtyrange" | "SIrange" | "numlist" | "qtylist" | "SIlist"
            | "char" => {
                let Made::One(node, _) = self.command(name, token)? else { return Ok(()) };
                told.maths(vec![node]);
            }
            _ => match symbols::command(name) {
                // A sign that text has too, such as `\%`, `\S`, `\ldots`; letters are mathematics.
                Some(symbol) if symbol.kind == AtomKind::Operator || symbol.text.chars().all(is_of_text) => {
                    told.text.push_str(&symbol.text);
                }
                _ => {
                    return Err(Trouble::new(token.range(), format!("`\\{name}` has no meaning in words"))
                        .hint("mathematics in words stands between dollars: `\\text{for all $x$}`"));
                }
            },
        }
        Ok(())
    }

    fn reference(&mut self, name: &str, token: &Token) -> Result<Piece> {
        let label = typed(&self.input.argument(token)?);
        Ok(Piece::Reference { label, bare: name != "eqref" })
    }
}

/// Words that grow.
struct Told {
    face: TextFace,
    pieces: Vec<Piece>,
    text: String,
}

impl Told {
    fn flush(&mut self) {
        if !self.text.is_empty() {
            self.pieces.push(Piece::Text(std::mem::take(&mut self.text)));
        }
    }

    fn maths(&mut self, nodes: Vec<Node>) {
        self.flush();
        self.pieces.push(Piece::Maths(nodes));
    }

    /// TeX's signs for quotation marks and dashes are these.
    fn character(&mut self, character: char) {
        let (before, sign) = match (self.text.chars().next_back(), character) {
            (Some('‘'), '`') => (true, '“'),
            (Some('’'), '\'') => (true, '”'),
            // Typewriters have no dashes.
            (Some('-'), '-') if !self.face.mono => (true, '–'),
            (Some('–'), '-') if !self.face.mono => (true, '—'),
            (_, '`') => (false, '‘'),
            (_, '\'') => (false, '’'),
            (_, other) => (false, other),
        };
        if before {
            self.text.pop();
        }
        self.text.push(sign);
    }
}

/// What `\bf` and its like say of all words that follow.
fn switched(name: &str, outer: TextFace) -> Option<TextFace> {
    Some(match name {
        "bf" | "bfseries" => TextFace { bold: true, ..outer },
        "it" | "itshape" | "sl" | "slshape" | "em" => TextFace { italic: true, ..outer },
        "rm" | "rmfamily" | "normalfont" => TextFace { sans: false, mono: false, ..outer },
        "sf" | "sffamily" => TextFace { sans: true, mono: false, ..outer },
        "tt" | "ttfamily" => TextFace { mono: true, sans: false, ..outer },
        "sc" | "scshape" => TextFace { small_caps: true, ..outer },
        _ => return None,
    })
}

fn is_of_text(character: char) -> bool {
    "§¶©®°†‡…Å".contains(character) || ('\u{df}'..='\u{17f}').contains(&character)
}

fn face(name: &str, outer: TextFace) -> Option<TextFace> {
    Some(match name {
        "text" | "mbox" | "hbox" | "textmd" | "intertext" | "shortintertext" => outer,
        "textrm" | "textnormal" | "textup" => TextFace { sans: false, mono: false, ..outer },
        "textsc" => TextFace { small_caps: true, sans: false, mono: false, ..outer },
        "textbf" => TextFace { bold: true, ..outer },
        "textit" | "emph" | "textsl" => TextFace { italic: true, ..outer },
        "textsf" => TextFace { sans: true, mono: false, ..outer },
        "texttt" => TextFace { mono: true, sans: false, ..outer },
        _ => return None,
    })
}
