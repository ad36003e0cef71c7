//! Environments: tables of cells, and rows that are numbered.

use super::columns::{Columned, MOST_COLUMNS, Plan};
use super::lengths::length;
use super::lex::{Sign, Token, typed};
use super::macros::Macro;
use super::nodes::fenced;
use super::read::{Made, Reader, Said, Until};
use super::trouble::{Result, Trouble};
use crate::model::maths::{
    CellSpan, Class, ColumnAlign, Em, Holds, Level, Node, PartialRule, Rule, Style, Table, TableColumn,
    TableKind, TableRow, Tag,
};

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
    /// All at the left, the second of text: `cases*`.
    Words,
}

/// What is numbered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbering {
    None,
    Rows { always: bool },
    Whole { always: bool },
}

/// Rules over a row: across the table, and over some columns.
#[derive(Default)]
struct Over {
    rules: Vec<Rule>,
    partial: Vec<PartialRule>,
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
            // mathtools': the second column is text.
            "cases" | "dcases" | "rcases" | "drcases" if starred.is_some() => {
                let plain = Environment::of(starred.unwrap_or(name))?;
                Environment { columns: Columns::Words, ..plain }
            }
            _ if starred.is_some() => return None,
            "displaymath" | "math" => {
                numbered(TableKind::Gathered, Columns::Cycle(CENTER), Numbering::Whole { always: false })
            }
            "aligned" | "split" => table(TableKind::Aligned, Columns::Cycle(PAIRS)),
            "alignedat" => table(TableKind::AlignedAt, Columns::Pairs),
            "gathered" | "multlined" => table(TableKind::Gathered, Columns::Cycle(CENTER)),
            // Lines at one side, as those of `aligned` with one cell are.
            "lgathered" => table(TableKind::Aligned, Columns::Cycle(LEFT)),
            "rgathered" => table(TableKind::Aligned, Columns::Cycle(PAIRS)),
            "array" | "tabular" => table(TableKind::Array, Columns::Typed),
            "darray" => table(TableKind::Array, Columns::Typed),
            "subarray" | "crampedsubarray" => table(TableKind::Stack, Columns::Typed),
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
        let (kind, name) = match (name.strip_suffix("smallmatrix"), name.strip_suffix("NiceMatrix")) {
            (Some(fence), _) => (TableKind::Small, fence),
            (None, Some(fence)) => (TableKind::Matrix, fence),
            (None, None) => (TableKind::Matrix, name.strip_suffix("matrix")?),
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
        if let Some(own) = self.macros.environment(&name) {
            return self.own_environment(&name, &own, begin);
        }
        let Some(environment) = Environment::of(&name) else {
            let range = begin.range().start..at.end.max(at.start + name.len() + 2);
            return Err(unknown(&name, range));
        };
        let columns = self.columns(&environment, begin)?;
        let has_rows = matches!(environment.numbering, Numbering::Rows { .. });
        let outer = if has_rows { std::mem::take(&mut self.said) } else { Said::default() };
        self.numbered |=
            environment.numbering == Numbering::Whole { always: true } && self.setting.is_numbered();
        let Rows { mut rows, below } = self.rows(&environment, columns.as_ref(), begin)?;
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

    /// One of the author's: what it begins with, what it holds and what it ends with are put in its place.
    fn own_environment(&mut self, name: &str, own: &(Macro, Vec<Token>), begin: &Token) -> Result<Made> {
        let mut tokens = own.0.expand(begin, &mut self.input)?;
        let mut depth = 0usize;
        loop {
            let Some(token) = self.input.pop() else { return Err(not_ended(name, begin)) };
            let is_begin = token.command() == Some("begin");
            let is_end = token.command() == Some("end");
            if !(is_begin || is_end) {
                tokens.push(token);
                continue;
            }
            let named = self.input.argument(&token)?;
            let is_same = typed(&named) == name;
            if is_end && is_same && depth == 0 {
                break;
            }
            if is_same && is_begin {
                depth += 1;
            } else if is_same {
                depth -= 1;
            }
            let at = token.range();
            tokens.push(token);
            tokens.push(Token::new(Sign::Open, at.clone()));
            tokens.extend(named);
            tokens.push(Token::new(Sign::Close, at));
        }
        tokens.extend(own.1.iter().map(|token| token.at(&begin.range())));
        self.input.grow(begin, tokens)?;
        Ok(Made::Loose(Vec::new()))
    }

    fn end(&mut self, name: &str, begin: &Token) -> Result<()> {
        let end = self.input.pop();
        let Some(end) = end else { return Err(not_ended(name, begin)) };
        let found = typed(&self.input.argument(&end)?);
        if found == name {
            return Ok(());
        }
        Err(Trouble::new(end.range(), format!("`\\end{{{found}}}` does not end `\\begin{{{name}}}`"))
            .hint(format!("`\\end{{{name}}}` is expected")))
    }

    fn columns(&mut self, environment: &Environment, begin: &Token) -> Result<Option<Columned>> {
        if environment.kind != TableKind::Matrix || matches!(environment.columns, Columns::Typed) {
            // Where the whole stands on the line: `[t]`.
            if matches!(self.input.peek(), Some(token) if token.is('[')) && self.is_placing() {
                self.input.bracketed()?;
            }
        }
        match environment.columns {
            Columns::Cycle(_) => Ok(None),
            Columns::Words => Ok(Some(Columned::with_words())),
            Columns::Pairs => {
                self.input.argument(begin)?;
                Ok(None)
            }
            Columns::Typed => Ok(Some(Columned::read(&self.input.argument(begin)?)?)),
            Columns::Bracketed => Ok(Some(Columned::read(&self.input.bracketed()?.unwrap_or_default())?)),
        }
    }

    /// Whether what follows is `[t]`, `[b]` or `[c]`.
    fn is_placing(&self) -> bool {
        let is = |at: usize, signs: &str| {
            self.input.ahead(at).is_some_and(|token| signs.chars().any(|sign| token.is(sign)))
        };
        is(1, "tbc") && is(2, "]")
    }

    fn rows(&mut self, environment: &Environment, columns: Option<&Columned>, begin: &Token) -> Result<Rows> {
        let mut rows = Vec::new();
        loop {
            let Over { rules, mut partial } = self.rules()?;
            if let Some(columns) = columns {
                partial.iter_mut().for_each(|rule| *rule = columns.over(*rule));
            }
            if environment.kind.is_of_lines() && self.text_between(&mut rows)? {
                continue;
            }
            let mut row = TableRow { rules, partial, ..TableRow::default() };
            loop {
                self.next_cell(environment, columns, &mut row)?;
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
            let is_blank = row.spans.is_empty() && row.cells.iter().all(Vec::is_empty);
            let typed = row.cells.len() - columns.map_or(0, |columns| columns.between(row.cells.len()));
            let is_empty = is_blank && typed <= 1 && said.labels.is_empty();
            if is_last && is_empty && !(rows.is_empty() && row.rules.is_empty() && row.partial.is_empty()) {
                return Ok(Rows { rows, below: row.rules });
            }
            row.tag = row_tag(said.tag, numbers(environment.numbering, self), !said.labels.is_empty());
            row.labels = said.labels;
            row.gap = if is_last { Em::ZERO } else { self.line_end()? };
            rows.push(row);
            if is_last {
                return Ok(Rows { rows, below: Vec::new() });
            }
        }
    }

    /// The next cell of a row, with what stands between columns before it.
    fn next_cell(
        &mut self,
        environment: &Environment,
        columns: Option<&Columned>,
        row: &mut TableRow,
    ) -> Result<()> {
        let plan = |at: usize| columns.and_then(|columns| columns.plans.get(at));
        while let Some(between) = plan(row.cells.len()).and_then(|plan| plan.between.as_ref()) {
            let nodes = self.between_columns(between)?;
            row.cells.push(nodes);
        }
        if self.spanning_cell(columns, row)? {
            return Ok(());
        }
        let at = row.cells.len();
        let plan = plan(at).cloned().unwrap_or_default();
        self.spanned_rows = None;
        let mut nodes = if plan.is_text {
            self.cell_of_words()?
        } else {
            self.input.put(plan.before);
            // The second of a pair goes on from the first, whatever that is.
            let goes_on = environment.is_aligned() && at % 2 == 1;
            self.list_after(goes_on.then_some(Class::Ordinary), Until::Cell)?
        };
        if !plan.after.is_empty() {
            self.input.put(plan.after);
            nodes.extend(self.list_after(Some(Class::Ordinary), Until::Cell)?);
        }
        if let Some(rows) = self.spanned_rows.take() {
            let (align, before, after) = (plan.align, None, None);
            row.spans.push(CellSpan { at, columns: 1, rows, align, before, after, holds: Holds::Cell });
        }
        row.cells.push(nodes);
        let next = at + 1;
        // What stands after the last column.
        if let Some(columns) = columns
            && columns.plans[next.min(columns.plans.len())..].iter().all(|plan| plan.between.is_some())
        {
            for between in columns.plans.iter().skip(next).filter_map(|plan| plan.between.as_ref()) {
                let nodes = self.between_columns(between)?;
                row.cells.push(nodes);
            }
        }
        Ok(())
    }

    fn between_columns(&mut self, between: &[Token]) -> Result<Vec<Node>> {
        match between.first() {
            Some(first) => self.nodes(between.to_vec(), &first.clone()),
            None => Ok(Vec::new()),
        }
    }

    /// A cell of text: what stands up to the next.
    fn cell_of_words(&mut self) -> Result<Vec<Node>> {
        let (mut tokens, mut depth, mut begun) = (Vec::new(), 0usize, 0usize);
        let at = self.input.place();
        while let Some(token) = self.input.peek() {
            match (&token.sign, token.command()) {
                (Sign::Cell, _) | (_, Some("\\" | "cr" | "tabularnewline")) if depth == 0 && begun == 0 => {
                    break;
                }
                (_, Some("end")) if depth == 0 && begun == 0 => break,
                (_, Some("begin")) => begun += 1,
                (_, Some("end")) => begun = begun.saturating_sub(1),
                (Sign::Open, _) => depth += 1,
                (Sign::Close, _) if depth == 0 => break,
                (Sign::Close, _) => depth -= 1,
                _ => {}
            }
            tokens.extend(self.input.pop());
        }
        while tokens.last().is_some_and(|last: &Token| last.sign == Sign::Space) {
            tokens.pop();
        }
        let first = tokens.iter().position(|token| token.sign != Sign::Space);
        let Some(first) = first else { return Ok(Vec::new()) };
        let token = Token::new(Sign::Space, at);
        Ok(vec![Node::Text(self.words_of(tokens.split_off(first), &token)?)])
    }

    /// `\intertext{…}`: a line of text between two rows.
    fn text_between(&mut self, rows: &mut Vec<TableRow>) -> Result<bool> {
        let Some(token) =
            self.peek()?.filter(|token| matches!(token.command(), Some("intertext" | "shortintertext")))
        else {
            return Ok(false);
        };
        let token = token.clone();
        self.input.pop();
        let words = Node::Text(self.words(&token)?);
        let (align, before, after) = (ColumnAlign::Left, None, None);
        let span = CellSpan { at: 0, columns: 1, rows: 1, align, before, after, holds: Holds::Text };
        rows.push(TableRow { cells: vec![vec![words]], spans: vec![span], ..TableRow::default() });
        Ok(true)
    }

    fn said_of_row(&mut self, numbering: Numbering) -> Said {
        match numbering {
            Numbering::Rows { .. } => std::mem::take(&mut self.said),
            Numbering::None | Numbering::Whole { .. } => Said::default(),
        }
    }

    /// Rules over a row.
    fn rules(&mut self) -> Result<Over> {
        let mut over = Over::default();
        while let Some(token) = self.peek()? {
            let token = token.clone();
            match token.command() {
                Some("hline" | "toprule" | "midrule" | "bottomrule") => over.rules.push(Rule::Solid),
                Some("hdashline") => over.rules.push(Rule::Dashed),
                Some("cline" | "cmidrule") => {
                    self.input.pop();
                    over.partial.push(self.partial_rule(&token)?);
                    continue;
                }
                _ => break,
            }
            self.input.pop();
        }
        Ok(over)
    }

    /// `\cline{2-3}`, `\cmidrule(lr){2-3}`
    fn partial_rule(&mut self, token: &Token) -> Result<PartialRule> {
        self.input.bracketed()?;
        self.input.between('(', ')')?;
        let at = self.input.place();
        let columns = typed(&self.input.argument(token)?);
        let range = columns.split_once('-').and_then(|(from, to)| {
            let (from, to) = (from.trim().parse::<usize>().ok()?, to.trim().parse::<usize>().ok()?);
            (from >= 1 && from <= to && to <= MOST_COLUMNS).then_some(PartialRule { from: from - 1, to })
        });
        range.ok_or_else(|| {
            Trouble::new(at, "the first and the last column of the rule are expected here")
                .hint("`\\cline{2-3}`")
        })
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
            rows.push(TableRow { cells, gap, ..TableRow::default() });
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

fn unknown(name: &str, range: std::ops::Range<usize>) -> Trouble {
    Trouble::new(range, format!("`{name}` is no environment of mathematics that is known")).hint(match name {
        "tikzcd" | "tikzpicture" | "CD" | "xy" | "psmatrix" | "picture" => {
            "a drawing stands in the text: a picture, or a diagram in a code block"
        }
        "subequations" => "each row of `align` has a number of its own; `\\tag{1a}` says another",
        "numcases" | "subnumcases" | "empheq" | "dmath" | "dgroup" | "IEEEeqnarray" => {
            "`align`, `gather`, `multline` and `cases` say the same"
        }
        _ => "`equation`, `align`, `gather`, `multline`, `cases`, `matrix`, `array` and their like are",
    })
}

fn not_ended(name: &str, begin: &Token) -> Trouble {
    Trouble::new(begin.range(), format!("`\\begin{{{name}}}` is not ended"))
        .hint(format!("`\\end{{{name}}}` is expected"))
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
    typed: Option<Columned>,
    mut rows: Vec<TableRow>,
    below: Vec<Rule>,
) -> Made {
    let is_whole = matches!(environment.numbering, Numbering::Whole { .. });
    if is_whole && environment.kind == TableKind::Gathered && rows.len() == 1 && rows[0].cells.len() == 1 {
        return Made::Loose(rows.into_iter().flat_map(|row| row.cells).flatten().collect());
    }
    let count = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    for row in rows.iter_mut().filter(|row| row.is_text()) {
        row.spans.iter_mut().for_each(|span| span.columns = count.max(1));
        row.cells.resize(count.max(1), Vec::new());
    }
    let Columned { plans, rule_after, is_flush } = typed.unwrap_or_default();
    let mut columns: Vec<TableColumn> = plans.iter().map(Plan::column).collect();
    let cycle = match environment.columns {
        Columns::Cycle(cycle) => cycle,
        Columns::Pairs => PAIRS,
        Columns::Words => LEFT,
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
        columns.push(TableColumn::new(cycle[columns.len() % cycle.len()]));
    }
    let table = Node::Table(Table {
        kind: environment.kind,
        columns,
        rule_after,
        is_flush,
        rows,
        rules_below: below,
    });
    Made::plain(match environment.fences {
        ("", "") => table,
        (open, close) => fenced(open, vec![table], close),
    })
}

/// Rows that are in no environment: lines of a formula that stands by itself.
pub(super) fn gathered(rows: Vec<(Vec<Node>, Em)>) -> Node {
    let row = |(cell, gap)| TableRow { cells: vec![cell], gap, ..TableRow::default() };
    Node::Table(Table {
        kind: TableKind::Gathered,
        columns: vec![TableColumn::new(ColumnAlign::Center)],
        rule_after: None,
        is_flush: false,
        rows: rows.into_iter().map(row).collect(),
        rules_below: Vec::new(),
    })
}
