//! Which way characters run (UAX 9).

use crate::chars::{is_bidi_control, is_leftward};
use crate::model::flow::{Direction, Mark, MarkKind, RichText};

/// A part of a text that runs its own way: what is around it takes it for one neutral character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Isolate {
    pub start: u32,
    pub end: u32,
    pub direction: Direction,
}

/// The embedding level of each byte; `None` for a text that runs from left to right throughout. Isolates are nested,
/// and in the order of their starts.
pub fn bidi_levels(text: &str, right_to_left: bool, isolates: &[Isolate]) -> Option<Vec<u8>> {
    let turns = isolates.iter().any(|isolate| isolate.direction == Direction::RightToLeft);
    if !right_to_left && !turns && !text.chars().any(may_run_leftwards) {
        return None;
    }
    if isolates.is_empty() {
        return Some(levels_of(text, right_to_left));
    }
    let edges = edges(isolates);
    let mut isolated = String::with_capacity(text.len() + edges.len() * CONTROL_LENGTH);
    let mut at = 0;
    for &(edge, control) in &edges {
        isolated.push_str(text.get(at..edge).unwrap_or_default());
        isolated.push(control);
        at = edge;
    }
    isolated.push_str(text.get(at..).unwrap_or_default());
    let with_controls = levels_of(&isolated, right_to_left);
    let mut levels = Vec::with_capacity(text.len());
    let mut from = 0;
    for (nth, &(edge, _)) in edges.iter().enumerate() {
        let control = edge + nth * CONTROL_LENGTH;
        levels.extend_from_slice(&with_controls[from..control]);
        from = control + CONTROL_LENGTH;
    }
    levels.extend_from_slice(&with_controls[from..]);
    Some(levels)
}

/// All of the controls that isolate have three bytes in UTF-8.
const CONTROL_LENGTH: usize = '\u{2066}'.len_utf8();

/// Where isolates begin and end, with the control that says so (UAX 9, 2.5). What ends where others begin comes first.
fn edges(isolates: &[Isolate]) -> Vec<(usize, char)> {
    const POP: char = '\u{2069}';
    let mut edges: Vec<(usize, char)> = Vec::with_capacity(isolates.len() * 2);
    for isolate in isolates.iter().filter(|isolate| isolate.start < isolate.end) {
        let begin = match isolate.direction {
            Direction::LeftToRight => '\u{2066}',
            Direction::RightToLeft => '\u{2067}',
        };
        edges.extend([(isolate.start as usize, begin), (isolate.end as usize, POP)]);
    }
    edges.sort_by_key(|&(at, control)| (at, control != POP));
    edges
}

fn levels_of(text: &str, right_to_left: bool) -> Vec<u8> {
    let base = if right_to_left { unicode_bidi::Level::rtl() } else { unicode_bidi::Level::ltr() };
    // One paragraph: U+2028 and U+FFFC are no paragraph separators.
    let info = unicode_bidi::ParagraphBidiInfo::new(text, Some(base));
    info.levels.iter().map(|level| level.number()).collect()
}

/// The parts of a text that run another way than what they stand in, outermost first: both editions ask here.
pub fn isolates(text: &RichText, direction: Direction) -> Vec<Isolate> {
    let mut found = Vec::new();
    let mut open: Vec<(u32, Direction)> = Vec::new();
    for mark in &text.marks {
        while open.last().is_some_and(|(end, _)| *end <= mark.start) {
            open.pop();
        }
        let around = open.last().map_or(direction, |(_, direction)| *direction);
        let words = text.text.get(mark.start as usize..mark.end as usize).unwrap_or_default();
        if let Some(own) = own_direction(mark, words, around) {
            open.push((mark.end, own));
            found.push(Isolate { start: mark.start, end: mark.end, direction: own });
        }
    }
    found
}

/// The direction that the author gives to all of a text.
pub fn given(text: &RichText) -> Option<Direction> {
    let is_whole = |mark: &&Mark| mark.start == 0 && mark.end as usize == text.text.len();
    text.marks.iter().take_while(is_whole).find_map(|mark| match mark.kind {
        MarkKind::Direction(direction) => Some(direction),
        _ => None,
    })
}

/// The direction of a mark's words where it is told apart from that of the text around.
pub fn own_direction(mark: &Mark, words: &str, around: Direction) -> Option<Direction> {
    match &mark.kind {
        MarkKind::Direction(direction) => Some(*direction),
        // Code runs from left to right in every language, its marks included: `println!` ends in its mark. So do formulas.
        MarkKind::Code | MarkKind::Keyboard | MarkKind::Maths(_) => {
            Some(Direction::LeftToRight).filter(|direction| *direction != around)
        }
        MarkKind::Lang(_) => Some(of_words(words)).filter(|direction| *direction != around),
        MarkKind::Emphasis | MarkKind::Strong | MarkKind::Strikethrough => None,
        MarkKind::Superscript | MarkKind::Subscript | MarkKind::SmallCaps => None,
        MarkKind::Abbreviation(_) | MarkKind::Title(_) | MarkKind::Phrase(_) => None,
        MarkKind::Link(_) | MarkKind::NoteCall { .. } => None,
        MarkKind::Anchor { .. }
        | MarkKind::Beside(_)
        | MarkKind::IndexTerm
        | MarkKind::Number
        | MarkKind::Token(_)
        | MarkKind::Classes(_) => None,
    }
}

/// The direction of words in a language of their own: that of a script from right to left where they have a letter of one.
fn of_words(words: &str) -> Direction {
    if words.chars().any(is_leftward) { Direction::RightToLeft } else { Direction::LeftToRight }
}

/// Whether a text has letters, and none that runs from right to left: it runs from left to right as a whole, its marks
/// and numbers included, even where the texts around it do not.
pub fn runs_rightwards(text: &str) -> bool {
    text.chars().any(char::is_alphabetic) && !text.chars().any(may_run_leftwards)
}

/// What is written from right to left, and the marks that force a direction.
fn may_run_leftwards(c: char) -> bool {
    is_leftward(c) || c == '\u{200f}' || is_bidi_control(c)
}

/// Puts things of a line in the order of the eye, from left to right: reverses, from the highest level down to the lowest
/// odd one, every stretch at that level or above (UAX 9, rule L2).
pub fn reorder<T>(units: &mut [(T, u8)]) {
    let highest = units.iter().map(|unit| unit.1).max().unwrap_or(0);
    let Some(lowest_odd) = units.iter().map(|unit| unit.1).filter(|level| level % 2 == 1).min() else {
        return;
    };
    for level in (lowest_odd..=highest).rev() {
        let mut start = 0;
        while start < units.len() {
            let stretch = units[start..].iter().take_while(|unit| unit.1 >= level).count();
            units[start..start + stretch].reverse();
            start += stretch.max(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, right_to_left: bool, isolates: &[(u32, u32, Direction)]) -> String {
        let isolates: Vec<Isolate> =
            isolates.iter().map(|&(start, end, direction)| Isolate { start, end, direction }).collect();
        let Some(levels) = bidi_levels(text, right_to_left, &isolates) else { return text.to_string() };
        assert_eq!(levels.len(), text.len());
        let mut units: Vec<(char, u8)> = text.char_indices().map(|(at, c)| (c, levels[at])).collect();
        reorder(&mut units);
        units.into_iter().map(|(c, _)| c).collect()
    }

    #[test]
    fn isolates_stand_by_themselves() {
        let (ltr, rtl) = (Direction::LeftToRight, Direction::RightToLeft);
        assert_eq!(shown("א (a!) ב", true, &[]), "ב )!a( א");
        assert_eq!(shown("א a! ב", true, &[]), "ב !a א");
        assert_eq!(shown("א a! ב", true, &[(3, 5, ltr)]), "ב a! א");
        assert_eq!(shown("a א! b", false, &[(2, 5, rtl)]), "a !א b");
        assert_eq!(shown("a b! c", false, &[(2, 4, rtl)]), "a !b c");
        assert_eq!(shown("a=\"ב\";", true, &[(0, 7, ltr)]), "a=\"ב\";");
        // One within another, two that meet, and one of nothing.
        assert_eq!(shown("x אa!ב! y", false, &[(2, 9, rtl), (4, 6, ltr)]), "x !בa!א y");
        assert_eq!(shown("א a! b! ב", true, &[(3, 5, ltr), (5, 5, ltr), (6, 8, ltr)]), "ב b! a! א");
    }
}
