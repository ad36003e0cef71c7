//! What stands between delimiters that grow with it.

use super::brackets::brackets;
use super::kinds::{is_short, is_single};
use super::names::sign;
use super::{Speech, said};
use crate::model::maths::{Em, Fenced, Node, is_binomial};

impl Speech {
    /// What brackets hold that grow with it. After the name of a function what they hold is known as its argument.
    pub(super) fn fenced(&mut self, fenced: &Fenced, is_argument: bool) {
        let inside = fenced.content.as_slice();
        let is_single = is_single(inside);
        let end = |words| if is_single { "" } else { words };
        match (fenced.open, fenced.close, inside) {
            (Some('('), Some(')'), [Node::Fraction(fraction)]) if fraction.rule == Some(Em::ZERO) => {
                let (above, below) = (said(&fraction.numerator), said(&fraction.denominator));
                let is_short = is_short(&fraction.numerator) && is_short(&fraction.denominator);
                self.say(&match is_short {
                    true => format!("{above} choose {below}"),
                    false => format!("open paren {above} choose {below} close paren"),
                });
            }
            (Some('|'), Some('|'), [Node::Table(table)]) => {
                self.say("the determinant of");
                self.table(table, "matrix");
            }
            (Some(_), Some(_), [Node::Table(table)]) => self.table(table, "matrix"),
            (Some('{'), None, [Node::Table(table)]) => self.table(table, "cases"),
            (Some('|'), Some('|'), _) => {
                self.around("the absolute value of", inside, end(", end absolute value"))
            }
            (Some('‖'), Some('‖'), _) => self.around("the norm of", inside, end(", end norm")),
            (Some('⌊'), Some('⌋'), _) => self.around("the floor of", inside, end(", end floor")),
            (Some('⌈'), Some('⌉'), _) => self.around("the ceiling of", inside, end(", end ceiling")),
            (Some('{'), Some('}'), []) => self.say("the empty set"),
            (Some('{'), Some('}'), _) if !is_binomial(fenced) => {
                let is_parted = brackets(inside).divider.is_some();
                self.say(if is_parted { "the set of all" } else { "the set" });
                self.list_parted(inside, Some("such that"));
                self.say(", end set");
            }
            (Some('('), Some(')'), _) if is_argument && is_single => self.list(inside),
            // Bars part what is in these.
            (Some('⟨'), Some('⟩'), _) => {
                self.say(&sign("⟨"));
                inside.iter().for_each(|node| self.node(node));
                self.say(&sign("⟩"));
            }
            (open, close, _) => {
                open.into_iter().for_each(|open| self.say(&sign(&open.to_string())));
                self.list_parted(inside, is_argument.then_some("given"));
                close.into_iter().for_each(|close| self.say(&sign(&close.to_string())));
            }
        }
    }

    fn around(&mut self, before: &str, inside: &[Node], after: &str) {
        self.say(before);
        self.list(inside);
        self.say(after);
    }
}
