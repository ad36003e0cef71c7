//! Environments: tables of cells, and rows that are numbered.

use super::lengths::length;
use super::lex::{Sign, Token, typed};
use super::nodes::fenced;
use super::read::{Made, Reader, Said, Until};
use super::trouble::{Result, Trouble};
use crate::model::maths::{
    Class, ColumnAlign, Em, Level, Node, Rule, Style, Table, TableColumn, TableKind, TableRow, Tag,
};

/// Most columns that a table may be said to have.
const MOST_COLUMNS: usize = 500;

/// How an environment is set.
struct Environment {
    kind: TableKind,
    columns: Columns,
    fences: (&'static str, &'static str),
    numbering: Numbering,
}

/// What says how columns are aligned.
enum Columns {
    /// One after another, and again from the first.
    Cycle(&'static [ColumnAlign]),
    /// What stands in braces: `{l|cr}`.
    Typed,
    /// `[l]` after the name of a matrix with a star.
    Bracketed,
    /// A number of pairs, which says nothing that the cells do not say.
    Pairs,
}

/// What is numbered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbering {
    None,
    Rows { always: bool },
    Whole { always: bool },
}

/// What a table is made of, besides its columns.
struct Rows {
    rows: Vec<TableRow>,
    below: Vec<Rule>,
}

const CENTER: &[ColumnAlign] = &[ColumnAlign::Center];
const LEFT: &[ColumnAlign] = &[ColumnAlign::Left];
const PAIRS: &[ColumnAlign] = &[ColumnAlign::Right, ColumnAlign::Left];
const TRIPLES: &[ColumnAlign] = &[ColumnAlign::Right, ColumnAlign::Center, ColumnAlign::Left];

impl Environment {
    fn new(kind: TableKind, columns: Columns) -> Environment {
        Environment { kind, columns, fences: ("", ""), numbering: Numbering::None }
    }

    fn is_aligned(&self) -> bool {
        matches!(self.kind, TableKind::Aligned | TableKind::AlignedAt)
    }

    fn of(name: &str) -> Option<Environment> {
        if let Some(matrix) = Environment::matrix(name) {
            return Some(matrix);
        }
        let starred = name.strip_suffix('*');
        let always = starred.is_none();
        let table = Environment::new;
        let with_fences = |kind, open, close| Environment {
            fences: (open, close),
            ..Environment::new(kind, Columns::Cycle(LEFT))
        };
        let numbered =
            |kind, columns, numbering| Environment { numbering, ..Environment::new(kind, columns) };
        let rows = Numbering::Rows { always };
        let whole = Numbering::Whole { always };
        Some(match starred.unwrap_or(name) {
            "align" | "flalign" => numbered(TableKind::Aligned, Columns::Cycle(PAIRS), rows),
            "alignat" | "xalignat" | "xxalignat" => numbered(TableKind::AlignedAt, Columns::Pairs, rows),
            "eqnarray" => numbered(TableKind::Aligned, Columns::Cycle(TRIPLES), rows),
            "gather" => numbered(TableKind::Gathered, Columns::Cycle(CENTER), rows),
            "multline" => numbered(TableKind::Multline, Columns::Cycle(CENTER), whole),
            "equation" => numbered(TableKind::Gathered, Columns::Cycle(CENTER), whole),
            _ if starred.is_some() => return None,
            "displaymath" | "math" => {
                numbered(TableKind::Gathered, Columns::Cycle(CENTER), Numbering::Whole { always: false })
            }
            "aligned" | "split" => table(TableKind::Aligned, Columns::Cycle(PAIRS)),
            "alignedat" => table(TableKind::AlignedAt, Columns::Pairs),
            "gathered" | "multlined" => table(TableKind::Gathered, Columns::Cycle(CENTER)),
            "array" | "tabular" => table(TableKind::Array, Columns::Typed),
            "darray" => table(TableKind::Array, Columns::Typed),
            "subarray" => table(TableKind::Stack, Columns::Typed),
            "cases" => with_fences(TableKind::Cases, "{", ""),
            "rcases" => with_fences(TableKind::Cases, "", "}"),
            "dcases" => with_fences(TableKind::LargeCases, "{", ""),
            "drcases" => with_fences(TableKind::LargeCases, "", "}"),
            _ => return None,
        })
    }

    fn matrix(name: &str) -> Option<Environment> {
        let columns = if name.ends_with('*') { Columns::Bracketed } else { Columns::Cycle(CENTER) };
        let name = name.strip_suffix('*').unwrap_or(name);
        let (kind, name) = match name.strip_suffix("smallmatrix") {
            Some(fence) => (TableKind::Small, fence),
            None => (TableKind::Matrix, name.strip_suffix("matrix")?),
        };
        let fences = match name {
            "" => ("", ""),
            "p" => ("(", ")"),
            "b" => ("[", "]"),
            "B" => ("{", "}"),
            "v" => ("|", "|"),
            "V" => ("‖", "‖"),
            _ => return None,
        };
        Some(Environment { fences, ..Environment::new(kind, columns) })
    }
}

impl Reader<'_> {
    /// What stands between `\begin{name}` and `\end{name}`.
    pub(super) fn environment(&mut self, begin: &Token) -> Result<Made> {
        let at = self.input.place();
        let name = typed(&self.input.argument(begin)?);
        let Some(mut environment) = Environment::of(&name) else {
            return Err(Trouble::new(
                begin.range().start..at.end.max(at.start + name.len() + 2),
                format!("`{name}` is no environment of mathematics that is known"),
            )
            .hint(
                "`equation`, `align`, `gather`, `multline`, `cases`, `matrix`, `array` and their like are",
            ));
        };
        let columns = self.columns(&mut environment, begin)?;
        let has_rows = matches!(environment.numbering, Numbering::Rows { .. });
        let outer = if has_rows { std::mem::take(&mut self.said) } else { Said::default() };
        self.numbered |=
            environment.numbering == Numbering::Whole { always: true } && self.setting.is_numbered();
        let Rows { mut rows, below } = self.rows(&environment, begin)?;
        if name == "darray" {
            for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
                *cell = vec![Node::Styled(Style::Level(Level::Display), std::mem::take(cell))];
            }
        }
        if has_rows {
            self.said = outer;
        }
        self.end(&name, begin)?;
        Ok(made(environment, columns, rows, below))
    }

    fn end(&mut self, name: &str, begin: &Token) -> Result<()> {
        let end = self.input.pop();
        let Some(end) = end else {
            return Err(Trouble::new(begin.range(), format!("`\\begin{{{name}}}` is not ended"))
                .hint(format!("`\\end{{{name}}}` is expected")));
        };
        let found = typed(&self.input.argument(&end)?);
        if found == name {
            return Ok(());
        }
        Err(Trouble::new(end.range(), format!("`\\end{{{found}}}` does not end `\\begin{{{name}}}`"))
            .hint(format!("`\\end{{{name}}}` is expected")))
    }

    fn columns(&mut self, environment: &mut Environment, begin: &Token) -> Result<Option<Vec<ColumnPart>>> {
        if environment.kind != TableKind::Matrix || matches!(environment.columns, Columns::Typed) {
            // Where the whole stands on the line: `[t]`.
            if matches!(self.input.peek(), Some(token) if token.is('[')) && self.is_placing() {
                self.input.bracketed()?;
            }
        }
        match environment.columns {
            Columns::Cycle(_) => Ok(None),
            Columns::Pairs => {
                self.input.argument(begin)?;
                Ok(None)
            }
            Columns::Typed => {
                let at = self.input.place();
                let argument = self.input.argument(begin)?;
                let mut parts = Vec::new();
                column_parts(&argument, &mut parts, at)?;
                // `@{}` at an end takes the room there away.
                if environment.kind == TableKind::Array && argument.first().is_some_and(|first| first.is('@'))
                {
                    environment.kind = TableKind::Matrix;
                }
                Ok(Some(parts))
            }
            Columns::Bracketed => {
                let at = self.input.place();
                let mut parts = Vec::new();
                column_parts(&self.input.bracketed()?.unwrap_or_default(), &mut parts, at)?;
                Ok(Some(parts))
            }
        }
    }

    /// Whether what follows is `[t]`, `[b]` or `[c]`.
    fn is_placing(&self) -> bool {
        let is = |at: usize, signs: &str| {
            self.input.ahead(at).is_some_and(|token| signs.chars().any(|sign| token.is(sign)))
        };
        is(1, "tbc") && is(2, "]")
    }

    fn rows(&mut self, environment: &Environment, begin: &Token) -> Result<Rows> {
        let mut rows = Vec::new();
        loop {
            let rules = self.rules()?;
            let mut cells = Vec::new();
            loop {
                // The second of a pair goes on from the first, whatever that is.
                let goes_on = environment.is_aligned() && cells.len() % 2 == 1;
                cells.push(self.list_after(goes_on.then_some(Class::Ordinary), Until::Cell)?);
                match self.input.peek().map(|token| &token.sign) {
                    Some(Sign::Cell) => drop(self.input.pop()),
                    _ => break,
                }
            }
            let said = self.said_of_row(environment.numbering);
            let is_last = match self.input.peek() {
                None => {
                    let (range, hint) = (begin.range(), "`\\end{…}` with the same name is expected");
                    return Err(Trouble::new(range, "this environment is not ended").hint(hint));
                }
                Some(token) => token.command() == Some("end"),
            };
            let is_empty = cells.len() == 1 && cells[0].is_empty() && said.labels.is_empty();
            if is_last && is_empty && !(rows.is_empty() && rules.is_empty()) {
                return Ok(Rows { rows, below: rules });
            }
            let tag = row_tag(said.tag, numbers(environment.numbering, self), !said.labels.is_empty());
            let gap = if is_last { Em::ZERO } else { self.line_end()? };
            rows.push(TableRow { rules, cells, gap, tag, labels: said.labels });
            if is_last {
                return Ok(Rows { rows, below: Vec::new() });
            }
        }
    }

    fn said_of_row(&mut self, numbering: Numbering) -> Said {
        match numbering {
            Numbering::Rows { .. } => std::mem::take(&mut self.said),
            Numbering::None | Numbering::Whole { .. } => Said::default(),
        }
    }

    /// Rules over a row.
    fn rules(&mut self) -> Result<Vec<Rule>> {
        let mut rules = Vec::new();
        while let Some(token) = self.peek()? {
            match token.command() {
                Some("hline" | "toprule" | "midrule" | "bottomrule") => rules.push(Rule::Solid),
                Some("hdashline") => rules.push(Rule::Dashed),
                _ => break,
            }
            self.input.pop();
        }
        Ok(rules)
    }

    /// `\\`, `\\*` and `\\[6pt]`, of which the room is told. Brackets with no length in them are the next cell's.
    pub(super) fn line_end(&mut self) -> Result<Em> {
        let end = self.input.pop().expect("it was seen");
        self.input.star();
        if !self.input.peek().is_some_and(|token| token.is('[')) {
            return Ok(Em::ZERO);
        }
        let close = (1..16).find(|at| self.input.ahead(*at).is_some_and(|token| token.is(']')));
        let Some(close) = close else { return Ok(Em::ZERO) };
        let inside: Vec<Token> = (1..close).filter_map(|at| self.input.ahead(at).cloned()).collect();
        let Ok(gap) = length(&inside, &end) else { return Ok(Em::ZERO) };
        (0..=close).for_each(|_| drop(self.input.pop()));
        Ok(gap)
    }

    /// `\substack{a \\ b}`
    pub(super) fn substack(&mut self, token: &Token) -> Result<Made> {
        match self.input.pop_visible() {
            Some(open) if open.sign == Sign::Open => {}
            found => {
                let range = found.map_or(token.range(), |found| found.range());
                return Err(Trouble::new(range, "lines in braces are expected after `\\substack`")
                    .hint("`\\substack{a \\\\ b}`"));
            }
        }
        let mut rows = Vec::new();
        loop {
            let cells = vec![self.list(Until::Stack)?];
            let is_last = match self.input.peek() {
                None => {
                    return Err(Trouble::new(token.range(), "the brace after this is not closed")
                        .hint("`}` is expected"));
                }
                Some(token) => token.sign == Sign::Close,
            };
            let gap = if is_last { Em::ZERO } else { self.line_end()? };
            rows.push(TableRow { rules: Vec::new(), cells, gap, tag: Tag::None, labels: Vec::new() });
            if is_last {
                self.input.pop();
                return Ok(made(
                    Environment::new(TableKind::Stack, Columns::Cycle(CENTER)),
                    None,
                    rows,
                    Vec::new(),
                ));
            }
        }
    }
}

/// How a row is numbered by what is said of it.
pub(super) fn row_tag(said: Option<Tag>, numbered: bool, labelled: bool) -> Tag {
    match said {
        Some(tag) => tag,
        None if numbered || labelled => Tag::Number,
        None => Tag::None,
    }
}

fn numbers(numbering: Numbering, reader: &Reader) -> bool {
    matches!(numbering, Numbering::Rows { always: true }) && reader.setting.is_numbered()
}

fn made(
    environment: Environment,
    typed: Option<Vec<ColumnPart>>,
    rows: Vec<TableRow>,
    below: Vec<Rule>,
) -> Made {
    let is_whole = matches!(environment.numbering, Numbering::Whole { .. });
    if is_whole && environment.kind == TableKind::Gathered && rows.len() == 1 && rows[0].cells.len() == 1 {
        return Made::Loose(rows.into_iter().flat_map(|row| row.cells).flatten().collect());
    }
    let count = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let (mut columns, rule_after) = columns_of(typed.unwrap_or_default());
    let cycle = match environment.columns {
        Columns::Cycle(cycle) => cycle,
        Columns::Pairs => PAIRS,
        Columns::Typed => CENTER,
        Columns::Bracketed => {
            let align = columns.first().map(|column| column.align);
            columns.clear();
            match align {
                Some(ColumnAlign::Left) => LEFT,
                Some(ColumnAlign::Right) => &[ColumnAlign::Right],
                Some(ColumnAlign::Center) | None => CENTER,
            }
        }
    };
    while columns.len() < count {
        columns.push(TableColumn { align: cycle[columns.len() % cycle.len()], rule: None });
    }
    let table = Node::Table(Table { kind: environment.kind, columns, rule_after, rows, rules_below: below });
    Made::plain(match environment.fences {
        ("", "") => table,
        (open, close) => fenced(open, vec![table], close),
    })
}

/// Rows that are in no environment: lines of a formula that stands by itself.
pub(super) fn gathered(rows: Vec<(Vec<Node>, Em)>) -> Node {
    let column = TableColumn { align: ColumnAlign::Center, rule: None };
    let row = |(cell, gap)| TableRow {
        rules: Vec::new(),
        cells: vec![cell],
        gap,
        tag: Tag::None,
        labels: Vec::new(),
    };
    Node::Table(Table {
        kind: TableKind::Gathered,
        columns: vec![column],
        rule_after: None,
        rows: rows.into_iter().map(row).collect(),
        rules_below: Vec::new(),
    })
}

/// A part of what says how columns are aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ColumnPart {
    Column(ColumnAlign),
    Rule(Rule),
}

fn column_parts(tokens: &[Token], into: &mut Vec<ColumnPart>, at: std::ops::Range<usize>) -> Result<()> {
    let mut rest = tokens;
    while let Some((token, after)) = rest.split_first() {
        rest = after;
        let part = match token.sign {
            Sign::Char('l') => ColumnPart::Column(ColumnAlign::Left),
            Sign::Char('c') => ColumnPart::Column(ColumnAlign::Center),
            Sign::Char('r') => ColumnPart::Column(ColumnAlign::Right),
            Sign::Char('|') => ColumnPart::Rule(Rule::Solid),
            Sign::Char(':') => ColumnPart::Rule(Rule::Dashed),
            Sign::Space => continue,
            // What stands between columns is not set; there is no room then, which no book sees.
            Sign::Char('@' | '!' | '>' | '<') => {
                braced(&mut rest);
                continue;
            }
            Sign::Char('p' | 'm' | 'b') => {
                braced(&mut rest);
                ColumnPart::Column(ColumnAlign::Left)
            }
            Sign::Char('*') => {
                let count = typed(braced(&mut rest)).parse::<usize>().unwrap_or(0);
                let repeated = braced(&mut rest);
                for _ in 0..count.min(MOST_COLUMNS) {
                    if into.len() < MOST_COLUMNS && !repeated.iter().any(|token| token.is('*')) {
                        column_parts(repeated, into, at.clone())?;
                    }
                }
                continue;
            }
            _ => {
                return Err(Trouble::new(token.range(), "`l`, `c`, `r` or `|` is expected for a column")
                    .hint("`\\begin{array}{l|cr}`"));
            }
        };
        into.push(part);
    }
    Ok(())
}

/// What is in the braces that are next, or the next token.
pub(super) fn braced<'t>(rest: &mut &'t [Token]) -> &'t [Token] {
    let mut depth = 0usize;
    for (at, token) in rest.iter().enumerate() {
        match token.sign {
            Sign::Open => depth += 1,
            Sign::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            let (inside, after) = rest.split_at(at + 1);
            *rest = after;
            return if at == 0 { inside } else { &inside[1..at] };
        }
    }
    std::mem::take(rest)
}

/// What is in braces whose first is taken.
pub(super) fn inside<'t>(rest: &mut &'t [Token]) -> &'t [Token] {
    let mut depth = 1usize;
    for (at, token) in rest.iter().enumerate() {
        match token.sign {
            Sign::Open => depth += 1,
            Sign::Close => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let (inside, after) = rest.split_at(at);
            *rest = &after[1..];
            return inside;
        }
    }
    std::mem::take(rest)
}

fn columns_of(parts: Vec<ColumnPart>) -> (Vec<TableColumn>, Option<Rule>) {
    let mut columns = Vec::new();
    let mut rule = None;
    for part in parts {
        match part {
            // Two rules or more are drawn as two.
            ColumnPart::Rule(one) => rule = Some(if rule.is_some() { Rule::Double } else { one }),
            ColumnPart::Column(align) => columns.push(TableColumn { align, rule: rule.take() }),
        }
    }
    (columns, rule)
}
