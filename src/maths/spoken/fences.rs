//! What stands between delimiters that grow with it.

use super::Speech;
use super::brackets::brackets;
use super::kinds::{is_short, is_single};
use super::tables::Called;
use crate::model::maths::{Em, Fenced, Node, is_binomial};

impl Speech {
    /// What brackets hold that grow with it. After the name of a function what they hold is known as its argument.
    pub(super) fn fenced(&mut self, fenced: &Fenced, is_argument: bool) {
        let inside = fenced.content.as_slice();
        let is_single = is_single(inside);
        let end = |words| if is_single { "" } else { words };
        match (fenced.open, fenced.close, inside) {
            (Some('('), Some(')'), [Node::Fraction(fraction)]) if fraction.rule == Some(Em::ZERO) => {
                let (above, below) = (self.said(&fraction.numerator), self.said(&fraction.denominator));
                let is_short = is_short(&fraction.numerator) && is_short(&fraction.denominator);
                self.fill(if is_short { "choose" } else { "choose-open" }, &[&above, &below]);
            }
            (Some('|'), Some('|'), [Node::Table(table)]) => {
                self.key("determinant");
                self.table(table, Called::Matrix);
            }
            (Some(_), Some(_), [Node::Table(table)]) => self.table(table, Called::Matrix),
            (Some('{'), None, [Node::Table(table)]) => self.table(table, Called::Cases),
            (Some('|'), Some('|'), _) => self.around("absolute", inside, end("absolute-end")),
            (Some('‖'), Some('‖'), _) => self.around("norm", inside, end("norm-end")),
            (Some('⌊'), Some('⌋'), _) => self.around("floor", inside, end("floor-end")),
            (Some('⌈'), Some('⌉'), _) => self.around("ceiling", inside, end("ceiling-end")),
            (Some('{'), Some('}'), []) => self.key("empty-set"),
            (Some('{'), Some('}'), _) if !is_binomial(fenced) => {
                let is_parted = brackets(inside).divider.is_some();
                self.key(if is_parted { "set-all" } else { "set" });
                self.list_parted(inside, Some("such-that"));
                self.key("set-end");
            }
            (Some('('), Some(')'), _) if is_argument && is_single => self.list(inside),
            // Bars part what is in these.
            (Some('⟨'), Some('⟩'), _) => {
                self.say(self.language.sign("⟨"));
                inside.iter().for_each(|node| self.node(node));
                self.say(self.language.sign("⟩"));
            }
            (open, close, _) => {
                open.into_iter().for_each(|open| self.say(self.language.sign(&open.to_string())));
                self.list_parted(inside, is_argument.then_some("given"));
                close.into_iter().for_each(|close| self.say(self.language.sign(&close.to_string())));
            }
        }
    }

    fn around(&mut self, before: &str, inside: &[Node], after: &str) {
        self.key(before);
        self.list(inside);
        self.key(after);
    }
}
