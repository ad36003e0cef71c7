//! Text from outside, written into a language without being able to break out of it: one room a language.
//!
//! What is made here has a type of its own, into which nothing else can be put but what the program itself says. A
//! title with a tag in it, or a family's name with a brace, is then a title or a name wherever it stands.

pub mod css;
pub mod make;
pub mod shell;
pub mod terminal;
pub mod xml;

/// Whether every place of a format string is filled from what is passed beside it (`{}`, `{:.2}`), and none from a variable
/// that it names: such a one would be written as it is.
pub const fn is_positional(format: &str) -> bool {
    let bytes = format.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'{' {
            if at + 1 == bytes.len() {
                return false;
            }
            match bytes[at + 1] {
                b'{' => at += 1,
                b'}' | b':' => {}
                _ => return false,
            }
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::is_positional;

    #[test]
    fn named_places_are_found() {
        for good in ["", "a", "{}", "{:.2}em", "a {{ b: {}; }}"] {
            assert!(is_positional(good), "{good}");
        }
        for bad in ["{a}", "{a:.2}", "{0}", "{{{a}}}", "{"] {
            assert!(!is_positional(bad), "{bad}");
        }
    }
}
