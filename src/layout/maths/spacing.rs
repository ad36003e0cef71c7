//! The space between two atoms (The TeXbook, chapter 18 and appendix G, rules 5, 6 and 20).

use crate::model::maths::{Class, Em, Level};

/// Page 170 of The TeXbook, by the atom on the left, then the one on the right: 1 thin, 2 medium, 3 thick; negative in formulas
/// of full size alone. No two meet where there is a 9: a binary atom is ordinary there.
#[rustfmt::skip]
const SPACES: [[i8; 8]; 8] = [
    // ord op  bin rel  open close punct inner
    [  0,   1, -2, -3,   0,   0,   0,   -1], // ordinary
    [  1,   1,  9, -3,   0,   0,   0,   -1], // operator
    [ -2,  -2,  9,  9,  -2,   9,   9,   -2], // binary
    [ -3,  -3,  9,  0,  -3,   0,   0,   -3], // relation
    [  0,   0,  9,  0,   0,   0,   0,    0], // opening
    [  0,   1, -2, -3,   0,   0,   0,   -1], // closing
    [ -1,  -1,  9, -1,  -1,  -1,  -1,   -1], // punctuation
    [ -1,   1, -2, -3,  -1,   0,  -1,   -1], // inner
];

/// The space between an atom and the next.
pub fn between(left: Class, right: Class, level: Level) -> Em {
    let full = matches!(level, Level::Display | Level::Text);
    let space = SPACES[place(left)][place(right)];
    if space < 0 && !full {
        return Em::ZERO;
    }
    match space.abs() {
        1 => Em::mu(3.0),
        2 => Em::mu(4.0),
        3 => Em::mu(5.0),
        _ => Em::ZERO,
    }
}

fn place(class: Class) -> usize {
    match class {
        Class::Ordinary => 0,
        Class::Operator => 1,
        Class::Binary => 2,
        Class::Relation => 3,
        Class::Opening => 4,
        Class::Closing => 5,
        Class::Punctuation => 6,
        Class::Inner => 7,
    }
}

/// Makes ordinary atoms of binary ones that have nothing before or after them to bind.
pub fn settle(classes: &mut [Class]) {
    use Class::{Binary, Closing, Opening, Operator, Ordinary, Punctuation, Relation};
    for at in 0..classes.len() {
        let before = at.checked_sub(1).map(|before| classes[before]);
        let binds = !matches!(before, None | Some(Binary | Operator | Relation | Opening | Punctuation));
        if classes[at] == Binary && !binds {
            classes[at] = Ordinary;
        }
        if matches!(classes[at], Relation | Closing | Punctuation) && before == Some(Binary) {
            classes[at - 1] = Ordinary;
        }
    }
    if let Some(last) = classes.last_mut().filter(|last| **last == Binary) {
        *last = Ordinary;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_are_dropped_in_scripts() {
        let space = |level| between(Class::Ordinary, Class::Relation, level);
        assert_eq!(space(Level::Text), Em::mu(5.0));
        assert_eq!(space(Level::Script), Em::ZERO);
        assert_eq!(between(Class::Operator, Class::Ordinary, Level::Script), Em::mu(3.0));
        assert_eq!(between(Class::Opening, Class::Operator, Level::Text), Em::ZERO);
    }

    #[test]
    fn a_sign_is_no_binary_operator() {
        use Class::{Binary, Opening, Ordinary, Relation};
        let settled = |mut classes: Vec<Class>| {
            settle(&mut classes);
            classes
        };
        assert_eq!(settled(vec![Binary, Ordinary]), [Ordinary, Ordinary]);
        assert_eq!(settled(vec![Relation, Binary, Ordinary]), [Relation, Ordinary, Ordinary]);
        assert_eq!(settled(vec![Ordinary, Binary, Relation]), [Ordinary, Ordinary, Relation]);
        assert_eq!(settled(vec![Opening, Binary]), [Opening, Ordinary]);
        assert_eq!(settled(vec![Ordinary, Binary, Binary, Ordinary]), [Ordinary, Binary, Ordinary, Ordinary]);
    }
}
