//! What commands make.

use super::alphabets::{Alphabet, Face};
use super::lengths::length;
use super::lex::{Sign, Token, typed};
use super::list::List;
use super::macros::{is_told_star, is_unset};
use super::nodes::{atom, fenced, ordinary, row, single, strut, thin};
use super::read::{Made, Reader, Until};
use super::symbols;
use super::trouble::{Result, Trouble};
use crate::model::maths::{
    Atom, AtomKind, AtomSize, Class, Em, Enclosure, Fraction, Lap, Level, Node, Padding, Placing, Radical,
    Scripts, Style, Tag,
};

impl Reader<'_> {
    /// What a command makes, with what belongs to it.
    pub(super) fn command(&mut self, name: &str, token: &Token) -> Result<Made> {
        if let Some(space) = self.space(name, token)? {
            return Ok(Made::Loose(vec![space]));
        }
        let parts = [
            Self::alphabets,
            Self::fractions,
            Self::delimiters,
            Self::stacks,
            Self::operators,
            Self::boxes,
            Self::colors,
            Self::text,
            Self::quantities,
        ];
        for part in parts {
            if let Some(made) = part(self, name, token)? {
                return Ok(made);
            }
        }
        match name {
            "begin" => self.environment(token),
            _ if self.says_nothing(name, token)? => Ok(Made::Loose(Vec::new())),
            "dots" => Ok(Made::plain(self.dots()?)),
            "not" => self.not(token),
            "tensor" => self.tensor(token),
            "multirow" => Ok(Made::plain(single(self.spanning_rows(token)?))),
            "mathchoice" => self.choice(token),
            "paired delimiter" => self.pair_of_delimiters(token),
            // Where a root's degree stands: the face says that.
            "uproot" | "leftroot" => {
                self.input.argument(token)?;
                Ok(Made::Loose(Vec::new()))
            }
            "ensuremath" | "cramped" => Ok(Made::plain(row(self.argument(token)?))),
            "char" => self.code(token),
            "mathhyphen" => Ok(Made::plain(ordinary("‐"))),
            "mathasterisk" => Ok(Made::plain(ordinary("*"))),
            _ => match symbols::command(name) {
                Some(symbol) => {
                    let limits = symbol.limits;
                    Ok(Made::One(self.symbol(symbol), limits))
                }
                None => Err(unknown(name, token)),
            },
        }
    }

    /// Whether a command says nothing that a formula here can follow: of pages, of packages, of macros' ends.
    fn says_nothing(&mut self, name: &str, token: &Token) -> Result<bool> {
        match name {
            "relax" | "protect" | "nobreak" | "allowbreak" | "noindent" | "xspace" | "qedhere" => {}
            "adjustlimits" | "endgraf" | "leavevmode" => {}
            "displaybreak" | "allowdisplaybreaks" | "linebreak" | "nolinebreak" | "pagebreak" => {
                self.input.bracketed()?;
            }
            "require" => drop(self.input.argument(token)?),
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// What is said of all that follows in a list.
    pub(super) fn switches(&mut self, name: &str, token: &Token, list: &mut List) -> Result<bool> {
        if let Some(alphabet) = old_alphabet(name) {
            self.alphabet = alphabet;
        } else if let Some(level) = level(name) {
            self.level = level;
            list.switch(Style::Level(level));
        } else if name == "color" {
            let color = self.color(token)?;
            list.switch(Style::Color(color));
        } else {
            return Ok(false);
        }
        Ok(true)
    }

    /// What is said of a row: its number, and what it goes by.
    pub(super) fn says(&mut self, name: &str, token: &Token) -> Result<bool> {
        match name {
            "label" => {
                let label = self.input.argument(token)?;
                self.said.labels.push(typed(&label));
            }
            "tag" => {
                let bare = self.input.star();
                let content = self.words(token)?;
                if matches!(self.said.tag, Some(Tag::Given { .. })) {
                    return Err(Trouble::new(token.range(), "this row has a tag already")
                        .hint("each row has one: `\\\\` ends a row"));
                }
                self.said.tag = Some(Tag::Given { content, bare });
            }
            "notag" | "nonumber" => self.said.tag = Some(Tag::None),
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn alphabets(&mut self, name: &str, token: &Token) -> Result<Option<Made>> {
        let Some(alphabet) = alphabet(name, self.alphabet) else { return Ok(None) };
        let outer = std::mem::replace(&mut self.alphabet, alphabet);
        self.input.skip_spaces();
        // In braces, so that letters beside each other are found.
        let tokens = self.input.argument(token)?;
        let nodes = self.nodes(tokens, token);
        self.alphabet = outer;
        Ok(Some(Made::plain(single(nodes?))))
    }

    fn fractions(&mut self, name: &str, token: &Token) -> Result<Option<Made>> {
        let (level, brackets) = match name {
            "frac" => (None, None),
            "dfrac" | "cfrac" => (Some(Level::Display), None),
            "tfrac" => (Some(Level::Text), None),
            "binom" => (None, Some(("(", ")"))),
            "dbinom" => (Some(Level::Display), Some(("(", ")"))),
            "tbinom" => (Some(Level::Text), Some(("(", ")"))),
            "genfrac" => return self.genfrac(token).map(Some),
            "sqrt" => return self.root(token).map(Some),
            // Plain TeX's.
            "root" => {
                let of = Token::new(Sign::Command("of".into()), token.range());
                let tokens = self.input.until(std::slice::from_ref(&of), token)?;
                let degree = Some(self.nodes(tokens, token)?);
                let radicand = self.argument(token)?;
                return Ok(Some(Made::plain(Node::Radical(Radical { radicand, degree }))));
            }
            _ => return Ok(None),
        };
        if name == "cfrac" {
            self.input.bracketed()?;
        }
        let rule = brackets.map(|_| Em::ZERO);
        let (mut numerator, denominator) = self.halves(level.unwrap_or(self.level), token)?;
        if name == "cfrac" {
            numerator.insert(0, strut());
        }
        let fraction = Fraction { rule, is_flush: name == "cfrac", ..Fraction::new(numerator, denominator) };
        let fraction = Node::Fraction(fraction);
        let fraction = match brackets {
            Some((open, close)) => fenced(open, vec![fraction], close),
            None => fraction,
        };
        Ok(Some(Made::plain(match level {
            Some(level) => Node::Row(vec![Node::Styled(Style::Level(level), vec![fraction])]),
            None => fraction,
        })))
    }

    /// What is above and below in a fraction of a style.
    fn halves(&mut self, level: Level, token: &Token) -> Result<(Vec<Node>, Vec<Node>)> {
        let outer = std::mem::replace(&mut self.level, level.of_half());
        let halves = (self.argument(token)?, self.argument(token)?);
        self.level = outer;
        Ok(halves)
    }

    /// `\genfrac{(}{)}{0pt}{1}{a}{b}`
    fn genfrac(&mut self, token: &Token) -> Result<Made> {
        let open = self.optional_delimiter(token)?;
        let close = self.optional_delimiter(token)?;
        let rule = match self.input.argument(token)? {
            empty if empty.is_empty() => None,
            typed => Some(length(&typed, token)?),
        };
        let level = match typed(&self.input.argument(token)?).as_str() {
            "" => None,
            "0" => Some(Level::Display),
            "1" => Some(Level::Text),
            "2" => Some(Level::Script),
            "3" => Some(Level::ScriptScript),
            _ => {
                return Err(Trouble::new(
                    token.range(),
                    "the fourth argument is one of 0, 1, 2, 3, or nothing",
                )
                .hint(
                    "0 is as in `\\displaystyle`, 1 as in `\\textstyle`: `\\genfrac{(}{)}{0pt}{1}{a}{b}`",
                ));
            }
        };
        let (numerator, denominator) = self.halves(level.unwrap_or(self.level), token)?;
        let mut made = Node::Fraction(Fraction { rule, ..Fraction::new(numerator, denominator) });
        if open.is_some() || close.is_some() {
            made = Node::Fenced(crate::model::maths::Fenced { open, close, content: vec![made] });
        }
        Ok(Made::plain(match level {
            Some(level) => Node::Row(vec![Node::Styled(Style::Level(level), vec![made])]),
            None => made,
        }))
    }

    fn root(&mut self, token: &Token) -> Result<Made> {
        let degree = match self.input.bracketed()? {
            Some(tokens) => Some(self.nodes(tokens, token)?),
            None => None,
        };
        let radicand = self.argument(token)?;
        Ok(Made::plain(Node::Radical(Radical { radicand, degree })))
    }

    /// `…` on the line between commas, raised between others.
    fn dots(&mut self) -> Result<Node> {
        let is_raised = match self.peek()? {
            Some(Token { sign: Sign::Char(character), .. }) => "+-*=<>".contains(*character),
            Some(token) => {
                let symbol = token.command().and_then(symbols::command);
                symbol.is_some_and(|s| match s.class {
                    Class::Binary | Class::Relation => true,
                    // Before sums, but not before the name of a function.
                    Class::Operator => s.kind == AtomKind::Operator,
                    _ => false,
                })
            }
            None => false,
        };
        Ok(atom(AtomKind::Operator, Class::Inner, if is_raised { "⋯" } else { "…" }))
    }

    fn not(&mut self, token: &Token) -> Result<Made> {
        let nodes = self.argument(token)?;
        if let [Node::Atom(atom)] = nodes.as_slice()
            && let Some(negated) = symbols::negated(&atom.text)
        {
            let class = if matches!(negated, "∄") { atom.class } else { Class::Relation };
            return Ok(Made::plain(Node::Atom(Atom { text: negated.into(), class, ..atom.clone() })));
        }
        Ok(Made::plain(Node::Enclosed(Enclosure::Not, nodes)))
    }

    /// The one for the style that it stands in.
    fn choice(&mut self, token: &Token) -> Result<Made> {
        let choices =
            [self.argument(token)?, self.argument(token)?, self.argument(token)?, self.argument(token)?];
        let [display, text, script, deepest] = choices;
        Ok(Made::Loose(match self.level {
            Level::Display => display,
            Level::Text => text,
            Level::Script => script,
            Level::ScriptScript => deepest,
        }))
    }

    /// `\char"41`
    fn code(&mut self, token: &Token) -> Result<Made> {
        let mut text = String::new();
        while let Some(Token { sign: Sign::Char(c), .. }) = self.input.peek() {
            if !(c.is_ascii_hexdigit() || matches!(c, '"' | '\'')) || text.len() > 7 {
                break;
            }
            text.push(*c);
            self.input.pop();
        }
        let code = match (text.strip_prefix('"'), text.strip_prefix('\'')) {
            (Some(hexadecimal), _) => u32::from_str_radix(hexadecimal, 16),
            (_, Some(octal)) => u32::from_str_radix(octal, 8),
            _ => text.parse(),
        };
        match code.ok().and_then(char::from_u32).filter(|c| !c.is_control()) {
            Some(character) => Ok(Made::plain(self.symbol(symbols::character(character)))),
            None => Err(Trouble::new(token.range(), "the number of a character is expected after this")
                .hint("`\\char8721`, or the character itself")),
        }
    }

    fn operators(&mut self, name: &str, token: &Token) -> Result<Option<Made>> {
        let class = match name {
            "mathord" => Class::Ordinary,
            "mathop" => Class::Operator,
            "mathbin" => Class::Binary,
            "mathrel" => Class::Relation,
            "mathopen" => Class::Opening,
            "mathclose" => Class::Closing,
            "mathpunct" => Class::Punctuation,
            "mathinner" => Class::Inner,
            "operatorname" => return self.named_operator(token).map(Some),
            _ => return Ok(None),
        };
        let mut nodes = self.argument(token)?;
        let limits = (class == Class::Operator).then_some(Placing::Movable);
        if let [Node::Atom(_)] = nodes.as_slice()
            && let Some(Node::Atom(atom)) = nodes.pop()
        {
            let kind =
                if atom.text.chars().all(char::is_alphanumeric) { atom.kind } else { AtomKind::Operator };
            return Ok(Some(Made::One(Node::Atom(Atom { class, kind, ..atom }), limits)));
        }
        Ok(Some(Made::One(Node::Classed(class, nodes), limits)))
    }

    /// A name such as that of the sine, upright, with the spaces that are typed in it.
    fn named_operator(&mut self, token: &Token) -> Result<Made> {
        let star = self.input.star();
        let outer = self.alphabet;
        self.alphabet = Alphabet { face: Face::Upright, bold: outer.bold, words: true };
        let tokens = self.input.argument(token)?;
        let tokens = tokens.into_iter().map(|token| match token.sign {
            Sign::Char('-') => Token::new(Sign::Command("mathhyphen".into()), token.range()),
            Sign::Char('*') => Token::new(Sign::Command("mathasterisk".into()), token.range()),
            _ => token,
        });
        let nodes = self.nodes(tokens.collect(), token);
        self.alphabet = outer;
        let limits = star.then_some(Placing::Movable);
        Ok(Made::One(one_name(nodes?), limits))
    }

    fn stacks(&mut self, name: &str, token: &Token) -> Result<Option<Made>> {
        let made = match name {
            "overset" | "stackrel" => {
                let under = if name == "stackrel" { self.input.bracketed()? } else { None };
                let under = under.map(|tokens| self.nodes(tokens, token)).transpose()?.unwrap_or_default();
                let over = self.argument(token)?;
                let base = self.argument(token)?;
                let made = stack(base, under, over);
                if name == "stackrel" { Node::Classed(Class::Relation, vec![made]) } else { made }
            }
            "underset" => {
                let under = self.argument(token)?;
                stack(self.argument(token)?, under, Vec::new())
            }
            "overunderset" => {
                let (over, under) = (self.argument(token)?, self.argument(token)?);
                stack(self.argument(token)?, under, over)
            }
            "sideset" => return self.sideset(token).map(Some),
            "prescript" => {
                let (before_above, before_below) = (self.argument(token)?, self.argument(token)?);
                let base = self.argument(token)?;
                let (below, above) = (Vec::new(), Vec::new());
                Node::Scripts(Scripts { base, below, above, before_below, before_above })
            }
            "substack" => return self.substack(token).map(Some),
            _ => return self.accents(name, token),
        };
        Ok(Some(Made::plain(made)))
    }

    /// `\sideset{_a^b}{_c^d}\sum`
    fn sideset(&mut self, token: &Token) -> Result<Made> {
        let before = corners(self.argument(token)?, token)?;
        let after = corners(self.argument(token)?, token)?;
        let mut base = self.argument(token)?;
        // What amsmath puts before large signs with indices at their corners.
        base.insert(0, thin());
        let node = Node::Scripts(Scripts {
            base,
            below: after.0,
            above: after.1,
            before_below: before.0,
            before_above: before.1,
        });
        Ok(Made::One(Node::Classed(Class::Operator, vec![node]), Some(Placing::Movable)))
    }

    fn boxes(&mut self, name: &str, token: &Token) -> Result<Option<Made>> {
        let all = Padding {
            visible: true,
            width: true,
            height: true,
            depth: true,
            lap: Lap::Right,
            raise: Em::ZERO,
        };
        let seen = all;
        let unseen = Padding { visible: false, ..seen };
        let padding = match name {
            "phantom" => unseen,
            "hphantom" => Padding { height: false, depth: false, ..unseen },
            "vphantom" => Padding { width: false, ..unseen },
            "mathstrut" => {
                let inside = vec![self.symbol(symbols::character('('))];
                return Ok(Some(Made::plain(Node::Padded(Padding { width: false, ..unseen }, inside))));
            }
            "smash" => match self.input.bracketed()?.map(|side| typed(&side)).as_deref() {
                Some("t") => Padding { height: false, ..seen },
                Some("b") => Padding { depth: false, ..seen },
                _ => Padding { height: false, depth: false, ..seen },
            },
            "rlap" | "llap" | "clap" if self.are_words(token)? => {
                let lap = match name {
                    "rlap" => Lap::Right,
                    "llap" => Lap::Left,
                    _ => Lap::Both,
                };
                let words = Node::Text(self.words(token)?);
                return Ok(Some(Made::plain(Node::Padded(
                    Padding { width: false, lap, ..seen },
                    vec![words],
                ))));
            }
            "mathrlap" | "rlap" => Padding { width: false, ..seen },
            "mathllap" | "llap" => Padding { width: false, lap: Lap::Left, ..seen },
            "mathclap" | "clap" => Padding { width: false, lap: Lap::Both, ..seen },
            "raisebox" | "raise" | "lower" => return self.raised(name, all, token).map(Some),
            "vcenter" => return Ok(Some(Made::plain(row(self.argument(token)?)))),
            _ => return self.strokes(name, token),
        };
        let inside = self.argument(token)?;
        Ok(Some(Made::plain(Node::Padded(padding, inside))))
    }

    /// `\raisebox{2pt}{…}`, `\raise 2pt\hbox{…}`
    fn raised(&mut self, name: &str, padding: Padding, token: &Token) -> Result<Made> {
        let by = match name {
            "raisebox" => length(&self.input.argument(token)?, token)?,
            _ => self.bare_length(token)?,
        };
        if name == "raisebox" {
            self.input.bracketed()?;
            self.input.bracketed()?;
        }
        let raise = if name == "lower" { Em(by.0.saturating_neg()) } else { by };
        let inside = match name {
            "raisebox" => vec![Node::Text(self.words(token)?)],
            _ => self.argument(token)?,
        };
        Ok(Made::plain(Node::Padded(Padding { raise, ..padding }, inside)))
    }

    /// Whether what belongs to a command has nothing in it that only mathematics has: it is words, as in LaTeX.
    pub(super) fn are_words(&mut self, token: &Token) -> Result<bool> {
        let tokens = self.input.argument(token)?;
        let has_formula = tokens.iter().any(|token| token.sign == Sign::Shift);
        let is_plain = |token: &Token| matches!(token.sign, Sign::Char(_) | Sign::Space);
        let are_words = has_formula || tokens.iter().all(is_plain);
        self.input.push(Token::new(Sign::Close, token.range()));
        self.input.put(tokens);
        self.input.push(Token::new(Sign::Open, token.range()));
        Ok(are_words)
    }

    fn strokes(&mut self, name: &str, token: &Token) -> Result<Option<Made>> {
        let stroke = match name {
            "boxed" | "fbox" | "framebox" => Enclosure::Box,
            "cancel" => Enclosure::Up,
            "bcancel" => Enclosure::Down,
            "xcancel" => Enclosure::Cross,
            "sout" | "st" => Enclosure::Through,
            _ => return Ok(None),
        };
        let inside = match name {
            "fbox" | "framebox" | "st" => vec![Node::Text(self.words(token)?)],
            "boxed" => {
                let inside = self.argument(token)?;
                vec![Node::Styled(Style::Level(Level::Display), inside)]
            }
            _ => self.argument(token)?,
        };
        Ok(Some(Made::plain(Node::Enclosed(stroke, inside))))
    }

    fn colors(&mut self, name: &str, token: &Token) -> Result<Option<Made>> {
        let (styles, is_text) = match name {
            "textcolor" | "mathcolor" => (vec![Style::Color(self.color(token)?)], false),
            "colorbox" => (vec![Style::Background(self.color(token)?)], true),
            "fcolorbox" => {
                (vec![Style::Border(self.color(token)?), Style::Background(self.color(token)?)], true)
            }
            _ => return Ok(None),
        };
        let inside = if is_text { vec![Node::Text(self.words(token)?)] } else { self.argument(token)? };
        let styled = styles.into_iter().rev().fold(inside, |inside, style| vec![Node::Styled(style, inside)]);
        Ok(Some(if is_text { Made::plain(row(styled)) } else { Made::Loose(styled) }))
    }

    fn color(&mut self, token: &Token) -> Result<[u8; 3]> {
        let model = self.input.bracketed()?.map(|model| typed(&model));
        let at = self.input.place();
        let name = typed(&self.input.argument(token)?);
        let color = match model.as_deref() {
            Some("HTML") => symbols::color(&format!("#{name}")),
            Some("rgb") => of_shares(&name, 1.0),
            Some("RGB") => of_shares(&name, 255.0),
            Some("gray") => of_shares(&format!("{name},{name},{name}"), 1.0),
            _ => symbols::color(&name),
        };
        color.ok_or_else(|| {
            Trouble::new(at, format!("`{name}` is no colour that is known"))
                .hint("a name of CSS such as `red`, or `#rrggbb`")
        })
    }

    /// `\left(` … `\right)`, and `\big(`.
    fn delimiters(&mut self, name: &str, token: &Token) -> Result<Option<Made>> {
        if let Some((size, class)) = symbols::big(name) {
            let Some(sign) = self.delimiter(token)? else { return Ok(Some(Made::Loose(Vec::new()))) };
            let size = AtomSize::Fixed(size);
            let atom = Atom { kind: AtomKind::Operator, class, text: sign.into(), size };
            return Ok(Some(Made::plain(Node::Atom(atom))));
        }
        match name {
            "left" => {
                let open = self.delimiter(token)?;
                let content = self.list(Until::Right)?;
                let Some(right) = self.input.pop() else {
                    return Err(Trouble::new(
                        token.range(),
                        "`\\left` has no `\\right` after it in the same braces",
                    )
                    .hint("`\\right.` is one that is not seen"));
                };
                let close = self.delimiter(&right)?;
                let fenced = crate::model::maths::Fenced { open, close, content };
                Ok(Some(Made::plain(Node::Fenced(fenced))))
            }
            "middle" => {
                let text = self.delimiter(token)?.map(String::from).unwrap_or_default();
                let size = AtomSize::Stretched;
                // TeX makes it an opening and a closing one at once: nothing is put before or after.
                let atom = Atom { kind: AtomKind::Operator, class: Class::Ordinary, text, size };
                Ok(Some(Made::plain(Node::Atom(atom))))
            }
            _ => Ok(None),
        }
    }

    /// What `\DeclarePairedDelimiter` defines is put in its place: `\abs{x}`, `\abs*{x}` as high as what it holds, `\abs[\big]{x}`.
    fn pair_of_delimiters(&mut self, token: &Token) -> Result<Made> {
        let has_star = is_told_star(&self.input.argument(token)?);
        let size = self.input.argument(token)?;
        let (open, close) = (self.input.argument(token)?, self.input.argument(token)?);
        let mut content = self.input.argument(token)?;
        let size = match size.as_slice() {
            [] => None,
            [Token { sign: Sign::Command(name), .. }] if symbols::big(name).is_some() => Some(name.as_ref()),
            _ => {
                let message = "how large its delimiters are is expected in the brackets";
                let hint = "`\\big`, `\\Big`, `\\bigg` or `\\Bigg`";
                return Err(Trouble::new(token.range(), message).hint(hint));
            }
        };
        let (before, after) = match size {
            _ if has_star => ("left".to_string(), "right".to_string()),
            Some(size) => (format!("{size}l"), format!("{size}r")),
            None => ("mathopen".to_string(), "mathclose".to_string()),
        };
        let between = if has_star { Some("middle") } else { size };
        let command = |name: &str| Token::new(Sign::Command(name.into()), token.range());
        content = content
            .into_iter()
            .filter_map(|part| match part.command() {
                Some("delimsize") => between.map(command),
                _ => Some(part),
            })
            .collect();
        let braced = |tokens: Vec<Token>| {
            let sign = |sign| Token::new(sign, token.range());
            std::iter::once(sign(Sign::Open)).chain(tokens).chain([sign(Sign::Close)])
        };
        let mut tokens = vec![command(&before)];
        tokens.extend(braced(open));
        tokens.extend(content);
        tokens.push(command(&after));
        tokens.extend(braced(close));
        // No room is put beside those that grow, as mathtools has it: `f\abs*{x}`.
        if has_star {
            let mut apart = vec![command("mathopen")];
            apart.extend(braced(Vec::new()));
            apart.push(command("mathclose"));
            apart.extend(braced(tokens));
            tokens = apart;
        }
        self.input.grow(token, tokens)?;
        Ok(Made::Loose(Vec::new()))
    }

    /// The sign after `\left` and its like; a point is none.
    fn delimiter(&mut self, command: &Token) -> Result<Option<char>> {
        self.peek()?;
        let mut found = self.input.pop();
        // Braces around it are harmless.
        let is_braced = found.as_ref().is_some_and(|token| token.sign == Sign::Open);
        if is_braced {
            found = self.input.pop_visible();
        }
        let range = found.as_ref().map_or(command.range(), Token::range);
        let symbol = match found.as_ref().map(|token| &token.sign) {
            Some(Sign::Char('.')) => return Ok(None),
            Some(Sign::Char(character)) => Some(symbols::character(*character)),
            Some(Sign::Command(name)) => symbols::command(name),
            _ => None,
        };
        let sign = symbol.as_ref().and_then(symbols::delimiter);
        if is_braced {
            self.input.pop_visible();
        }
        sign.map(Some).ok_or_else(|| {
            let name = command.command().unwrap_or_default();
            Trouble::new(range, format!("a bracket or another delimiter is expected after `\\{name}`"))
                .hint("`(`, `[`, `\\{`, `|`, `\\langle` …, or `.` for none")
        })
    }

    fn optional_delimiter(&mut self, token: &Token) -> Result<Option<char>> {
        let tokens = self.input.argument(token)?;
        let symbol = match tokens.as_slice() {
            [] | [Token { sign: Sign::Char('.'), .. }] => return Ok(None),
            [Token { sign: Sign::Char(character), .. }] => Some(symbols::character(*character)),
            [Token { sign: Sign::Command(name), .. }] => symbols::command(name),
            _ => None,
        };
        let sign = symbol.as_ref().and_then(symbols::delimiter);
        sign.map(Some).ok_or_else(|| {
            Trouble::new(token.range(), "a delimiter, or nothing, is expected in the braces")
                .hint("`\\genfrac{(}{)}{0pt}{1}{a}{b}`")
        })
    }
}

fn stack(base: Vec<Node>, under: Vec<Node>, over: Vec<Node>) -> Node {
    Node::Limits(crate::model::maths::Limits { base, under, over, placing: Placing::Limits })
}

/// The indices of an empty base: what is given to `\sideset`.
fn corners(mut nodes: Vec<Node>, token: &Token) -> Result<(Vec<Node>, Vec<Node>)> {
    match nodes.pop() {
        None => Ok((Vec::new(), Vec::new())),
        Some(Node::Scripts(scripts)) if nodes.is_empty() && scripts.base.is_empty() => {
            Ok((scripts.below, scripts.above))
        }
        Some(_) => Err(Trouble::new(token.range(), "indices alone are expected in the braces after this")
            .hint("`\\sideset{_a^b}{_c^d}\\sum`")),
    }
}

/// Letters and spaces as one name, or what else there is as an operator.
fn one_name(nodes: Vec<Node>) -> Node {
    let mut text = String::new();
    for node in &nodes {
        match node {
            Node::Atom(atom) if atom.size == AtomSize::Natural => text.push_str(&atom.text),
            Node::Space(space) if space.width > Em::ZERO => text.push('\u{2009}'),
            _ => return Node::Classed(Class::Operator, nodes),
        }
    }
    // A hyphen within a name is one as it is typed.
    atom(AtomKind::Identifier, Class::Operator, text.replace('‐', "-"))
}

fn of_shares(text: &str, whole: f64) -> Option<[u8; 3]> {
    let mut shares = text.split(',').map(|share| share.trim().parse::<f64>().ok());
    let mut next = || shares.next()?.filter(|share| (0.0..=whole).contains(share));
    let color = [next()?, next()?, next()?];
    Some(color.map(|share| (share / whole * 255.0).round() as u8))
}

fn level(name: &str) -> Option<Level> {
    Some(match name {
        "displaystyle" => Level::Display,
        "textstyle" => Level::Text,
        "scriptstyle" | "scriptsize" => Level::Script,
        "scriptscriptstyle" | "tiny" => Level::ScriptScript,
        _ => return None,
    })
}

/// The alphabet of all that follows: LaTeX's old commands.
fn old_alphabet(name: &str) -> Option<Alphabet> {
    let face = match name {
        "bf" | "bold" | "bfseries" => Face::Bold,
        "rm" | "rmfamily" | "upshape" => Face::Upright,
        "it" | "itshape" => Face::Italic,
        "cal" | "scr" => Face::Script,
        "sf" | "sffamily" => Face::Sans,
        "tt" | "ttfamily" => Face::Mono,
        "frak" => Face::Fraktur,
        "mit" => Face::Usual,
        _ => return None,
    };
    let words = matches!(face, Face::Upright | Face::Italic | Face::Sans | Face::Mono);
    Some(Alphabet { face, bold: false, words })
}

/// The alphabet that a command sets its argument in.
fn alphabet(name: &str, outer: Alphabet) -> Option<Alphabet> {
    let bold = outer.bold;
    let face = match name.strip_prefix("sym").or_else(|| name.strip_prefix("math")).unwrap_or(name) {
        "bm" | "boldsymbol" | "pmb" => return Some(Alphabet { bold: true, ..outer }),
        "rm" if name == "symrm" => Face::AllUpright,
        "up" => Face::AllUpright,
        "rm" => Face::Upright,
        "bf" | "bfup" | "bold" => Face::Bold,
        "it" => Face::Italic,
        "normal" => Face::Usual,
        "cal" | "scr" => Face::Script,
        "frak" => Face::Fraktur,
        "bb" | "Bbb" | "bbm" | "ds" => Face::Double,
        "bbit" => Face::DoubleItalic,
        "sf" | "sfup" => Face::Sans,
        "sfit" => Face::SansItalic,
        "bfsf" | "bfsfup" => Face::SansBold,
        "bfsfit" => Face::SansBoldItalic,
        "bfit" => Face::BoldItalic,
        "tt" => Face::Mono,
        "bfcal" | "bfscr" => return Some(Alphabet { face: Face::Script, bold: true, words: false }),
        "bffrak" => return Some(Alphabet { face: Face::Fraktur, bold: true, words: false }),
        _ => return None,
    };
    // `\rm` and its like say it of all that follows.
    if old_alphabet(name).is_some_and(|_| name != "bold") {
        return None;
    }
    let is_textual = matches!(face, Face::Upright | Face::Bold | Face::Italic | Face::Sans | Face::Mono);
    Some(Alphabet { face, bold, words: is_textual && name.starts_with("math") })
}

fn unknown(name: &str, token: &Token) -> Trouble {
    if is_unset(name) {
        return Trouble::new(
            token.range(),
            "an argument that may be left out is used here, and is not given",
        )
        .hint("`\\IfNoValueTF{#1}{without it}{with it}`");
    }
    if name.is_empty() {
        return Trouble::new(token.range(), "a backslash has nothing after it").hint("`\\\\` ends a line");
    }
    let trouble =
        Trouble::new(token.range(), format!("`\\{name}` is no command of mathematics that is known"));
    trouble.hint(match name {
        "*" => "a star needs no backslash: `*`",
        "'" | "`" | "\"" | "=" | "." | "~" | "r" | "H" | "v" | "u" => {
            "accents of mathematics have names: `\\hat`, `\\acute`, `\\tilde`, `\\bar`, `\\dot`"
        }
        "large" | "Large" | "LARGE" | "huge" | "Huge" | "small" | "footnotesize" | "normalsize" => {
            "mathematics has sizes of its own: `\\displaystyle`, `\\textstyle`, `\\scriptstyle`"
        }
        "href" | "url" => "a link goes around the formula: `[$x$](address)`",
        "verb" => "code in a formula is `\\texttt{…}`",
        "xymatrix" | "Qcircuit" | "diagram" | "tikz" => {
            "a drawing stands in the text: a picture, or a diagram in a code block"
        }
        "includegraphics" => "pictures stand in the text, not in a formula",
        _ => "a macro of the book is defined in the manifest, `maths: {macros: …}`, or by `\\newcommand`",
    })
}
