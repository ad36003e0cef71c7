//! Given names whose initials hayagriva would not find: `M.E.` without a blank, and short forms of several letters, `Yu.`, of
//! which it takes the first. They are handed over with signs that its initials go by, and that nothing prints.

use hayagriva::citationberg::json;

use super::Work;

/// A blank for initials, and nothing where the whole name is printed.
const PARTING: char = '\u{205f}';
/// What hides a letter: two of these go with the letter before it, as one sign for the eye (UAX 29, Extend).
const FIRST: u32 = 0xe0100;
const COUNT: u32 = 240;
/// Longest short form, in letters.
const LONGEST: usize = 4;

/// The works with such names handed over; none where there are none.
pub(super) fn handed(works: &[Work]) -> Option<Vec<Work>> {
    let of_interest = |given: &str| given.contains(['.', '-']) && signed(given) != given;
    let has = |work: &Work| {
        work.item.0.values().any(|value| match value {
            json::Value::Names(names) => names.iter().any(|name| match name {
                json::NameValue::Item(name) => name.given.as_deref().is_some_and(of_interest),
                json::NameValue::Literal(_) => false,
            }),
            _ => false,
        })
    };
    if !works.iter().any(has) {
        return None;
    }
    let mut works = works.to_vec();
    for value in works.iter_mut().flat_map(|work| work.item.0.values_mut()) {
        let json::Value::Names(names) = value else { continue };
        for name in names {
            if let json::NameValue::Item(name) = name {
                name.given = name.given.take().map(|given| signed(&given));
            }
        }
    }
    Some(works)
}

/// A given name with signs in it.
fn signed(given: &str) -> String {
    let mut made = String::new();
    let mut words = given.split_inclusive([' ', '-']).peekable();
    while let Some(word) = words.next() {
        // What a hyphen parts from the first part in small letters has no initial: `Guo-ping`.
        let is_one =
            word.ends_with('-') && words.peek().is_some_and(|next| next.starts_with(char::is_lowercase));
        if is_one {
            made.push_str(&word[..word.len() - 1]);
            made.extend(hidden('-').into_iter().flatten());
            continue;
        }
        let mut pieces = word.split_inclusive('.').peekable();
        while let Some(piece) = pieces.next() {
            made.push_str(&short_form(piece).unwrap_or_else(|| piece.to_string()));
            let goes_on = pieces.peek().is_some_and(|next| next.starts_with(char::is_alphabetic));
            if goes_on && piece.ends_with('.') {
                made.push(PARTING);
            }
        }
    }
    made
}

/// `Yu.` with all but its first letter hidden.
fn short_form(piece: &str) -> Option<String> {
    let letters = piece.strip_suffix('.')?;
    let mut chars = letters.chars();
    let first = chars.next().filter(|first| first.is_uppercase())?;
    let rest: Vec<char> = chars.collect();
    if rest.is_empty() || rest.len() >= LONGEST || !rest.iter().all(|c| c.is_alphabetic()) {
        return None;
    }
    let mut made = String::from(first);
    for c in rest {
        made.extend(hidden(c)?);
    }
    made.push('.');
    Some(made)
}

/// The signs that stand for a letter.
fn hidden(c: char) -> Option<[char; 2]> {
    let (high, low) = (u32::from(c) / COUNT, u32::from(c) % COUNT);
    Some([char::from_u32(FIRST + high).filter(|_| high < COUNT)?, char::from_u32(FIRST + low)?])
}

/// A text as it is printed.
pub(super) fn printed(text: &mut String) {
    let value = |c: char| u32::from(c).checked_sub(FIRST).filter(|value| *value < COUNT);
    if !text.contains(|c: char| c == PARTING || value(c).is_some()) {
        return;
    }
    let mut made = String::with_capacity(text.len());
    let mut high = None;
    for c in text.chars().filter(|c| *c != PARTING) {
        match (value(c), high.take()) {
            (Some(low), Some(high)) => made.extend(char::from_u32(high * COUNT + low)),
            (Some(value), None) => high = Some(value),
            (None, _) => made.push(c),
        }
    }
    *text = made;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_go_as_they_came() {
        for given in
            ["M.E.", "Ph. M.E.", "Ю.М.", "Дж. Р.", "John", "J.-P.", "Wolfgang A.M.", "a.b", "Guo-ping"]
        {
            let mut text = signed(given);
            printed(&mut text);
            assert_eq!(text, given);
        }
        assert_eq!(signed("M.E."), "M.\u{205f}E.");
        assert_ne!(signed("Ph."), "Ph.");
        assert_eq!(signed("Jean-Paul A."), "Jean-Paul A.");
    }
}
