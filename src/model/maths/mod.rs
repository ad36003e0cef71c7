//! Mathematics as one tree, from which both editions are drawn: MathML Core's elements, with TeX's classes of atoms, since the
//! space between two atoms follows from these (The TeXbook, chapter 18).

mod classes;

pub use classes::{class, ends, is_binomial, settle, space};

/// A length in units of the em of the face that a formula is set in: 65,536 to the em.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Em(pub i32);

impl Em {
    pub const ZERO: Em = Em(0);

    /// From ems, rounded to the nearest unit.
    pub fn new(ems: f64) -> Em {
        Em((ems * 65_536.0).round() as i32)
    }

    /// From mathematical units, of which an em has eighteen.
    pub fn mu(units: f64) -> Em {
        Em::new(units / 18.0)
    }

    pub fn ems(self) -> f64 {
        f64::from(self.0) / 65_536.0
    }
}

/// One formula: what stands between a pair of dollars.
#[derive(Debug, Clone, PartialEq)]
pub struct Formula {
    /// As it is typed, without its dollars.
    pub source: String,
    /// It stands by itself between paragraphs and is set large.
    pub display: bool,
    pub content: Vec<Node>,
    /// How it is numbered as a whole; rows of environments have numbers of their own.
    pub tag: Tag,
    /// What it goes by: `\label`, `{#eq-a}`.
    pub labels: Vec<String>,
}

impl Formula {
    /// Hands over all words in it, to be changed; those of formulas within words too.
    pub fn words_mut(&mut self, see: &mut dyn FnMut(&mut Words)) {
        words_of(&mut self.content, see);
        let rows = self.rows_mut().into_iter().flat_map(|table| &mut table.rows).map(|row| &mut row.tag);
        for tag in rows {
            if let Tag::Given { content, .. } = tag {
                see(content);
            }
        }
    }

    /// The table that it is, where its rows have numbers of their own.
    pub fn rows(&self) -> Option<&Table> {
        self.content.iter().find_map(|node| if let Node::Table(table) = node { Some(table) } else { None })
    }

    fn rows_mut(&mut self) -> Option<&mut Table> {
        self.content
            .iter_mut()
            .find_map(|node| if let Node::Table(table) = node { Some(table) } else { None })
    }

    /// How one of its rows is numbered, or all of it.
    pub fn tag(&self, row: Option<usize>) -> Option<&Tag> {
        match row {
            Some(row) => Some(&self.rows()?.rows.get(row)?.tag),
            None => Some(&self.tag),
        }
    }

    /// The same, to be changed.
    pub fn tag_mut(&mut self, row: Option<usize>) -> Option<&mut Tag> {
        match row {
            Some(row) => Some(&mut self.rows_mut()?.rows.get_mut(row)?.tag),
            None => Some(&mut self.tag),
        }
    }
}

/// Recursion is bounded: reading caps nesting.
fn words_of(nodes: &mut [Node], see: &mut dyn FnMut(&mut Words)) {
    for node in nodes {
        if let Node::Text(words) = node {
            see(words);
        }
        node.lists_mut(&mut |nodes| words_of(nodes, see));
    }
}

/// What a node only adds something to: its one base, to be looked at and to be changed.
macro_rules! base {
    ($name:ident $(, $change:ident)?) => {
        /// The base of indices and of limits, what is of another class, and what has a stroke through it as a sign of its own.
        pub fn $name(&$($change)? self) -> Option<&$($change)? Vec<Node>> {
            match self {
                Node::Scripts(Scripts { base, .. }) | Node::Limits(Limits { base, .. }) => Some(base),
                Node::Classed(_, nodes) | Node::Enclosed(Enclosure::Not, nodes) => Some(nodes),
                Node::Row(_) | Node::Atom(_) | Node::Text(_) | Node::Space(_) | Node::Fraction(_) => None,
                Node::Radical(_) | Node::Fenced(_) | Node::Styled(..) | Node::Padded(..) => None,
                Node::Enclosed(..) | Node::Table(_) => None,
            }
        }
    };
}

impl Node {
    base!(base);
    base!(base_mut, mut);

    /// Hands over the rows of nodes that stand directly in this one, in reading order, to be changed.
    pub fn lists_mut(&mut self, take: &mut dyn FnMut(&mut Vec<Node>)) {
        match self {
            Node::Row(nodes)
            | Node::Styled(_, nodes)
            | Node::Padded(_, nodes)
            | Node::Enclosed(_, nodes)
            | Node::Classed(_, nodes) => take(nodes),
            Node::Text(words) => {
                for piece in &mut words.pieces {
                    if let Piece::Maths(nodes) = piece {
                        take(nodes);
                    }
                }
            }
            Node::Fraction(fraction) => {
                take(&mut fraction.numerator);
                take(&mut fraction.denominator);
            }
            Node::Radical(radical) => {
                radical.degree.iter_mut().for_each(&mut *take);
                take(&mut radical.radicand);
            }
            Node::Scripts(Scripts { before_below, before_above, base, below, above }) => {
                [before_below, before_above, base, below, above].into_iter().for_each(take);
            }
            Node::Limits(Limits { base, under, over, .. }) => [base, under, over].into_iter().for_each(take),
            Node::Fenced(fenced) => take(&mut fenced.content),
            Node::Table(table) => table.rows.iter_mut().flat_map(|row| &mut row.cells).for_each(take),
            Node::Atom(_) | Node::Space(_) => {}
        }
    }
}

/// One element of MathML Core, or of TeX where MathML has none.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// `mrow`: what braces hold. It counts as one ordinary atom.
    Row(Vec<Node>),
    Atom(Atom),
    /// `mtext`: words, set as the text around is.
    Text(Words),
    /// `mspace`
    Space(Space),
    /// `mfrac`
    Fraction(Fraction),
    /// `msqrt`, `mroot`
    Radical(Radical),
    /// `msub`, `msup`, `msubsup`, `mmultiscripts`
    Scripts(Scripts),
    /// `munder`, `mover`, `munderover`
    Limits(Limits),
    /// `\left` and `\right`, which grow with what they hold.
    Fenced(Fenced),
    /// `mstyle`
    Styled(Style, Vec<Node>),
    /// `mphantom`, `mpadded`: takes room otherwise than its ink does.
    Padded(Padding, Vec<Node>),
    /// `menclose`, which MathML Core has no more: strokes through a formula or around it.
    Enclosed(Enclosure, Vec<Node>),
    /// What is said to be of a class: `\mathrel{…}`.
    Classed(Class, Vec<Node>),
    /// `mtable`
    Table(Table),
}

/// What an atom is to its neighbours, which the space between them follows from. A sign of two sides that has nothing on one of
/// them is ordinary already: the minus in `-1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    Ordinary,
    /// A large operator: `\sum`, `\lim`.
    Operator,
    Binary,
    Relation,
    Opening,
    Closing,
    Punctuation,
    /// What `\left` and `\right` hold.
    Inner,
}

/// One sign, name or number.
#[derive(Debug, Clone, PartialEq)]
pub struct Atom {
    pub kind: AtomKind,
    pub class: Class,
    /// As it shall stand: a letter of an alphabet of mathematics is that alphabet's own character (U+1D465 for an italic x).
    /// Most are one character; a number, the name of a function, and letters of `\mathrm` that stand together are several.
    pub text: String,
    /// How it is made larger, if it is.
    pub size: AtomSize,
}

/// Which element an atom is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AtomKind {
    /// `mi`
    Identifier,
    /// `mn`
    Number,
    /// `mo`
    Operator,
}

/// How large a sign is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AtomSize {
    /// As it stands in the face.
    Natural,
    /// Larger in a formula that stands by itself, as `\sum` is.
    Large,
    /// As high as the formula around it: what `\middle` says.
    Stretched,
    /// Of this height and depth together: `\big`.
    Fixed(Em),
}

/// Words in a formula, which may have formulas in them.
#[derive(Debug, Clone, PartialEq)]
pub struct Words {
    pub face: TextFace,
    pub pieces: Vec<Piece>,
}

impl Words {
    /// Words of no formula, in the face of the text around.
    pub fn plain(text: impl Into<String>) -> Words {
        Words { face: TextFace::default(), pieces: vec![Piece::Text(text.into())] }
    }
}

/// A part of the words in a formula.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    Text(String),
    Maths(Vec<Node>),
    /// The number of a formula, with brackets around it unless `bare`: `\eqref`, `\ref`.
    Reference {
        label: String,
        bare: bool,
    },
}

/// What `\textbf` and its like say of the words in a formula.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct TextFace {
    pub bold: bool,
    pub italic: bool,
    pub sans: bool,
    pub mono: bool,
    pub small_caps: bool,
}

/// Empty room. A width may be negative.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Space {
    pub width: Em,
    pub height: Em,
    pub depth: Em,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Fraction {
    pub numerator: Vec<Node>,
    pub denominator: Vec<Node>,
    /// How thick the rule is: the face's own, or what is said. None is drawn at zero, as in `\binom`.
    pub rule: Option<Em>,
    /// Nothing is kept free after it: `\cfrac`.
    pub is_flush: bool,
}

impl Fraction {
    pub fn new(numerator: Vec<Node>, denominator: Vec<Node>) -> Fraction {
        Fraction { numerator, denominator, rule: None, is_flush: false }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Radical {
    pub radicand: Vec<Node>,
    /// 3 in a cube root.
    pub degree: Option<Vec<Node>>,
}

/// Indices at the four corners of a base. Empty ones are none.
#[derive(Debug, Clone, PartialEq)]
pub struct Scripts {
    pub base: Vec<Node>,
    pub below: Vec<Node>,
    pub above: Vec<Node>,
    /// Those before the base: `\sideset`, isotopes.
    pub before_below: Vec<Node>,
    pub before_above: Vec<Node>,
}

/// What stands under and over a base. Empty ones are none.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    pub base: Vec<Node>,
    pub under: Vec<Node>,
    pub over: Vec<Node>,
    pub placing: Placing,
}

/// How what stands under and over a base is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Placing {
    /// As the limits of a large operator; beside it where the formula is in a line of text.
    Movable,
    /// As limits everywhere: `\limits`, `\overset`, labels of arrows.
    Limits,
    /// As accents, close to the base: `\hat`, `\bar`. One sign in them that is [stretched](AtomSize::Stretched) is as wide as the
    /// base: `\widehat`, `\overline`, `\underbrace`.
    Accents,
    /// The base is a sign as wide as what stands over and under it: `\xrightarrow`.
    Arrow,
    /// The same, and two ems wide at least: the arrow of a reaction.
    Reaction,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Fenced {
    /// None is what `\left.` says.
    pub open: Option<char>,
    pub close: Option<char>,
    pub content: Vec<Node>,
}

/// What is said of the formulas in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    Level(Level),
    /// Red, green, blue.
    Color([u8; 3]),
    Background([u8; 3]),
    /// A frame of this colour.
    Border([u8; 3]),
}

/// How large a formula is set: TeX's styles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    Display,
    Text,
    Script,
    ScriptScript,
}

impl Level {
    /// That of an index.
    pub fn of_index(self) -> Level {
        match self {
            Level::Display | Level::Text => Level::Script,
            Level::Script | Level::ScriptScript => Level::ScriptScript,
        }
    }

    /// That of a numerator and a denominator.
    pub fn of_half(self) -> Level {
        match self {
            Level::Display => Level::Text,
            Level::Text | Level::Script | Level::ScriptScript => self.of_index(),
        }
    }
}

/// Which sides of what is held count, and whether it is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Padding {
    pub visible: bool,
    pub width: bool,
    pub height: bool,
    pub depth: bool,
    /// Where the ink lies to the room of a width that does not count.
    pub lap: Lap,
    /// How much higher it stands: `\raisebox`.
    pub raise: Em,
}

/// Which way what has no width stands out: `\mathrlap`, `\mathllap`, `\mathclap`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Lap {
    #[default]
    Right,
    Left,
    Both,
}

/// Strokes through a formula or around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Enclosure {
    /// `\boxed`
    Box,
    /// `\cancel`: from the lower left to the upper right.
    Up,
    /// `\bcancel`
    Down,
    /// `\xcancel`
    Cross,
    /// `\sout`
    Through,
    /// `\not` before what has no crossed-out character: a stroke through the one sign.
    Not,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub kind: TableKind,
    pub columns: Vec<TableColumn>,
    /// The rule after the last column.
    pub rule_after: Option<Rule>,
    /// Nothing is kept free after the last column: `@{}`.
    pub is_flush: bool,
    pub rows: Vec<TableRow>,
    /// The rule under the last row.
    pub rules_below: Vec<Rule>,
}

/// Which environment it is: how its cells are set and how far they are apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TableKind {
    /// Cells as in a line of text: `matrix`.
    Matrix,
    /// The same, with room at its sides: `array`.
    Array,
    /// The same, small, with a little room at its sides: `smallmatrix`.
    Small,
    /// The same, without: `\substack`.
    Stack,
    /// `cases`: cells as in a line of text, with more room between.
    Cases,
    /// `dcases`, `darray`: cells as in a formula that stands by itself.
    LargeCases,
    /// `align` and its like: cells as in a formula that stands by itself, by turns right and left, no room within a pair.
    Aligned,
    /// The same, with no room between pairs: `alignat`.
    AlignedAt,
    /// `gather`, `equation`: rows in the middle.
    Gathered,
    /// `multline`: the first row left, the last right, the others in the middle.
    Multline,
}

impl TableKind {
    /// Whether its rows are lines that stand below each other, and it is no single thing to be read as a whole.
    pub fn is_of_lines(self) -> bool {
        match self {
            TableKind::Aligned | TableKind::AlignedAt | TableKind::Gathered | TableKind::Multline => true,
            TableKind::Matrix
            | TableKind::Array
            | TableKind::Small
            | TableKind::Stack
            | TableKind::Cases
            | TableKind::LargeCases => false,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TableColumn {
    pub align: ColumnAlign,
    /// The rule before it.
    pub rule: Option<Rule>,
    /// The room before it.
    pub room: Room,
}

impl TableColumn {
    pub fn new(align: ColumnAlign) -> TableColumn {
        TableColumn { align, rule: None, room: Room::Usual }
    }
}

/// The room before a column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Room {
    #[default]
    Usual,
    /// Half of it: beside what stands between two columns, `!{=}`.
    Half,
    /// None: `@{}`.
    None,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum ColumnAlign {
    Left,
    #[default]
    Center,
    Right,
}

/// A rule between rows or columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rule {
    Solid,
    Dashed,
    /// Two beside each other.
    Double,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct TableRow {
    /// Rules over it.
    pub rules: Vec<Rule>,
    /// Rules over some of its columns: `\cline`.
    pub partial: Vec<PartialRule>,
    /// As many as there are columns; those that another reaches over are empty.
    pub cells: Vec<Vec<Node>>,
    /// Which of the cells reach over others, in their order.
    pub spans: Vec<CellSpan>,
    /// Room below it that is asked for: `\\[6pt]`.
    pub gap: Em,
    pub tag: Tag,
    /// What it goes by: `\label`.
    pub labels: Vec<String>,
}

impl TableRow {
    /// The cell of several columns or rows that begins in a column.
    pub fn span(&self, column: usize) -> Option<&CellSpan> {
        self.spans.iter().find(|span| span.at == column)
    }

    /// Whether a cell of an earlier column reaches over this one.
    pub fn is_covered(&self, column: usize) -> bool {
        self.spans.iter().any(|span| (span.at + 1..span.at + span.columns).contains(&column))
    }

    /// Whether it is a line of text between others: `\intertext`.
    pub fn is_text(&self) -> bool {
        self.spans.iter().any(|span| span.holds == Holds::Text)
    }
}

/// A rule over columns, from one up to another that it is not over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PartialRule {
    pub from: usize,
    pub to: usize,
}

/// A cell that reaches over others: `\multicolumn`, `\multirow`, `\hdotsfor`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CellSpan {
    /// Its first column.
    pub at: usize,
    pub columns: usize,
    pub rows: usize,
    pub align: ColumnAlign,
    /// The rules at its sides, which it has in place of its columns'.
    pub before: Option<Rule>,
    pub after: Option<Rule>,
    pub holds: Holds,
}

/// What a cell that reaches over others holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holds {
    Cell,
    /// Dots from its one end to the other.
    Dots,
    /// A line of text, which no column is as wide as.
    Text,
}

/// How a row of a formula that stands by itself is numbered.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Tag {
    /// Not: `\notag`, and wherever nothing is counted.
    #[default]
    None,
    /// By its place among the chapter's.
    Number,
    /// `\tag`: as it says, in brackets unless `bare`.
    Given { content: Words, bare: bool },
}
