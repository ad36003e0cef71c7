//! Columns of tables as they are typed, `{@{}l|>{\displaystyle}c!{=}r}`, and cells that reach over several.

use super::lex::{Sign, Token, braced, typed};
use super::nodes::atom;
use super::read::{Reader, Until};
use super::trouble::{Result, Trouble};
use crate::model::maths::{
    AtomKind, CellSpan, Class, ColumnAlign, Holds, Node, PartialRule, Room, Rule, TableColumn, TableRow,
};

/// Most columns that a table may be said to have.
pub const MOST_COLUMNS: usize = 500;

/// What stands between the braces of an array.
#[derive(Debug, Clone, Default)]
pub struct Columned {
    pub plans: Vec<Plan>,
    pub rule_after: Option<Rule>,
    /// `@{}` at the end.
    pub is_flush: bool,
}

/// One column: of cells, or of what stands between such columns in each row.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    pub align: ColumnAlign,
    pub rule: Option<Rule>,
    pub room: Room,
    /// Its cells are words: `p{2cm}`.
    pub is_text: bool,
    /// What is put before each cell and after it: `>{…}`, `<{…}`.
    pub before: Vec<Token>,
    pub after: Vec<Token>,
    /// What it has in each row, where it is no column of cells: `@{…}`, `!{…}`.
    pub between: Option<Vec<Token>>,
}

impl Plan {
    pub fn column(&self) -> TableColumn {
        TableColumn { align: self.align, rule: self.rule, room: self.room }
    }
}

/// What is read so far of the next column.
#[derive(Default)]
struct Next {
    rule: Option<Rule>,
    room: Room,
    before: Vec<Token>,
}

impl Columned {
    pub fn read(tokens: &[Token]) -> Result<Columned> {
        let mut columned = Columned::default();
        let mut next = Next::default();
        columned.take(tokens, &mut next, 0)?;
        columned.rule_after = next.rule;
        columned.is_flush = next.room == Room::None;
        Ok(columned)
    }

    /// Two at the left, the second of words: `cases*`.
    pub fn with_words() -> Columned {
        let first = Plan { align: ColumnAlign::Left, ..Plan::default() };
        let second = Plan { is_text: true, ..first.clone() };
        Columned { plans: vec![first, second], ..Columned::default() }
    }

    /// A rule over columns of cells as one over all columns: what stands between these counts.
    pub fn over(&self, rule: PartialRule) -> PartialRule {
        let of_cells = |nth: usize| {
            let cells = self.plans.iter().enumerate().filter(|(_, plan)| plan.between.is_none());
            cells.map(|(at, _)| at).nth(nth).unwrap_or(self.plans.len() + nth)
        };
        PartialRule { from: of_cells(rule.from), to: of_cells(rule.to.saturating_sub(1)) + 1 }
    }

    /// How many of the first so many columns are of no cells.
    pub fn between(&self, count: usize) -> usize {
        self.plans.iter().take(count).filter(|plan| plan.between.is_some()).count()
    }

    fn take(&mut self, tokens: &[Token], next: &mut Next, depth: usize) -> Result<()> {
        let mut rest = tokens;
        while let Some((token, after)) = rest.split_first() {
            rest = after;
            match token.sign {
                Sign::Char('l') => self.column(ColumnAlign::Left, next),
                Sign::Char('c') => self.column(ColumnAlign::Center, next),
                Sign::Char('r') => self.column(ColumnAlign::Right, next),
                // Two rules or more are drawn as two.
                Sign::Char('|') => {
                    next.rule = Some(if next.rule.is_some() { Rule::Double } else { Rule::Solid })
                }
                Sign::Char(':') => next.rule = Some(Rule::Dashed),
                Sign::Space => {}
                Sign::Char('@') => self.between_columns(braced(&mut rest), Room::None, next),
                Sign::Char('!') => self.between_columns(braced(&mut rest), Room::Half, next),
                Sign::Char('>') => next.before.extend_from_slice(braced(&mut rest)),
                Sign::Char('<') => {
                    let typed = braced(&mut rest).to_vec();
                    if let Some(last) = self.plans.last_mut() {
                        last.after.extend(typed);
                    }
                }
                Sign::Char('p' | 'm' | 'b') => {
                    braced(&mut rest);
                    self.column(ColumnAlign::Left, next);
                    self.plans.last_mut().expect("it was put").is_text = true;
                }
                Sign::Char('*') => {
                    let count = typed(braced(&mut rest)).parse::<usize>().unwrap_or(0);
                    let repeated = braced(&mut rest);
                    for _ in 0..count.min(MOST_COLUMNS) {
                        if self.plans.len() < MOST_COLUMNS && depth == 0 {
                            self.take(repeated, next, depth + 1)?;
                        }
                    }
                }
                _ => {
                    return Err(Trouble::new(token.range(), "`l`, `c`, `r` or `|` is expected for a column")
                        .hint("`\\begin{array}{l|cr}`"));
                }
            }
        }
        Ok(())
    }

    fn column(&mut self, align: ColumnAlign, next: &mut Next) {
        let Next { rule, room, before } = std::mem::take(next);
        self.plans.push(Plan { align, rule, room, before, ..Plan::default() });
    }

    /// `@{…}` leaves no room at its sides, `!{…}` half of it. What is empty is no column.
    fn between_columns(&mut self, typed: &[Token], room: Room, next: &mut Next) {
        if typed.iter().all(|token| token.sign == Sign::Space) {
            next.room = room;
            return;
        }
        let rule = next.rule.take();
        let between = Some(typed.to_vec());
        self.plans.push(Plan { align: ColumnAlign::Center, rule, room, between, ..Plan::default() });
        next.room = room;
    }
}

impl Reader<'_> {
    /// A cell that reaches over several columns: `\multicolumn{2}{c|}{…}`, `\hdotsfor{3}`.
    pub(super) fn spanning_cell(&mut self, columns: Option<&Columned>, row: &mut TableRow) -> Result<bool> {
        let Some(token) =
            self.peek()?.filter(|token| matches!(token.command(), Some("multicolumn" | "hdotsfor")))
        else {
            return Ok(false);
        };
        let token = token.clone();
        self.input.pop();
        let is_dots = token.command() == Some("hdotsfor");
        if is_dots {
            self.input.bracketed()?;
        }
        let place = self.input.place();
        let count = typed(&self.input.argument(&token)?).parse::<usize>().ok();
        let Some(count) = count.filter(|count| (1..=MOST_COLUMNS).contains(count)) else {
            return Err(Trouble::new(place, "the number of columns is expected here")
                .hint("`\\multicolumn{2}{c}{…}`"));
        };
        let (at, mut left) = (row.cells.len(), count);
        let mut reach = 0;
        while left > 0 {
            let plan = columns.and_then(|columns| columns.plans.get(at + reach));
            left -= usize::from(plan.is_none_or(|plan| plan.between.is_none()));
            reach += 1;
        }
        let mut span = CellSpan {
            at,
            columns: reach,
            rows: 1,
            align: ColumnAlign::Center,
            before: None,
            after: None,
            holds: Holds::Dots,
        };
        let mut nodes = vec![atom(AtomKind::Operator, Class::Inner, "⋯")];
        self.spanned_rows = None;
        if !is_dots {
            let place = self.input.place();
            let own = Columned::read(&self.input.argument(&token)?)?;
            let [plan] = own.plans.as_slice() else {
                return Err(
                    Trouble::new(place, "one column is expected here").hint("`\\multicolumn{2}{c|}{…}`")
                );
            };
            span = CellSpan {
                align: plan.align,
                before: plan.rule,
                after: own.rule_after,
                holds: Holds::Cell,
                ..span
            };
            nodes = if plan.is_text {
                vec![Node::Text(self.words(&token)?)]
            } else {
                let mut tokens = plan.before.clone();
                tokens.extend(self.input.argument(&token)?);
                tokens.extend(plan.after.iter().cloned());
                self.nodes(tokens, &token)?
            };
        }
        span.rows = self.spanned_rows.take().unwrap_or(1);
        let after = self.input.place();
        if !self.list(Until::Cell)?.is_empty() {
            return Err(Trouble::new(after, "the cell has ended here").hint("`&` parts cells, `\\\\` rows"));
        }
        row.spans.push(span);
        row.cells.push(nodes);
        row.cells.resize(at + reach, Vec::new());
        Ok(true)
    }

    /// `\multirow{2}{*}{…}`: the cell that it stands in reaches over rows.
    pub(super) fn spanning_rows(&mut self, token: &Token) -> Result<Vec<Node>> {
        self.input.bracketed()?;
        let place = self.input.place();
        let count = typed(&self.input.argument(token)?).parse::<usize>().ok();
        let Some(count) = count.filter(|count| (1..=MOST_COLUMNS).contains(count)) else {
            return Err(
                Trouble::new(place, "the number of rows is expected here").hint("`\\multirow{2}{*}{…}`")
            );
        };
        self.input.bracketed()?;
        self.input.argument(token)?;
        self.input.bracketed()?;
        self.spanned_rows = Some(count);
        if self.are_words(token)? {
            return Ok(vec![Node::Text(self.words(token)?)]);
        }
        self.argument(token)
    }
}
