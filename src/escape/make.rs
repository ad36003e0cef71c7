//! Names of files in rules as GNU make reads them, and ninja in its depfiles.
//!
//! Make has no escape for some characters: `;` begins a recipe, `=` an assignment, whatever stands before them. A rule with
//! such a name in it would run commands or set variables, so it is refused. Ninja knows fewer escapes still: a name
//! with `*?[|'"` or a backquote in it is one that it does not find, and so it builds again each time.

/// What a name is in a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Made by the rule: `%` would make it a pattern.
    Target,
    /// What the target is made from.
    Source,
}

/// Why a name cannot stand in a rule: what in it cannot be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unsayable(pub &'static str);

/// A name as make reads it back, byte for byte.
pub fn name(bytes: &[u8], role: Role) -> Result<Vec<u8>, Unsayable> {
    refused(bytes).map_or(Ok(()), |what| Err(Unsayable(what)))?;
    let mut out = Vec::with_capacity(bytes.len() + 8);
    // Home folders, and words such as `define` at the start of a list, are not names; make takes the dot away again.
    let word = bytes.iter().all(u8::is_ascii_lowercase);
    if word || bytes.starts_with(b"~") {
        out.extend(b"./");
    }
    let mut backslashes = 0;
    for &byte in bytes {
        let special = matches!(byte, b' ' | b'#' | b':' | b'*' | b'?' | b'[' | b'|')
            || (byte == b'%' && role == Role::Target);
        if special {
            // A backslash before one that escapes stands for itself only where it is doubled.
            out.extend(std::iter::repeat_n(b'\\', backslashes + 1));
        }
        if byte == b'$' {
            out.push(b'$');
        }
        out.push(byte);
        backslashes = if byte == b'\\' { backslashes + 1 } else { 0 };
    }
    Ok(out)
}

fn refused(bytes: &[u8]) -> Option<&'static str> {
    let has = |wanted: u8| bytes.contains(&wanted);
    match bytes.last() {
        None => return Some("an empty name"),
        Some(b'\\') => return Some("a backslash at its end"),
        Some(b')') => return Some("a closing bracket at its end"),
        Some(b'&') => return Some("an ampersand at its end"),
        Some(_) => {}
    }
    if bytes == b"~" {
        return Some("only a tilde");
    }
    match () {
        () if has(b'\n') || has(b'\r') => Some("a line break"),
        () if bytes.iter().any(u8::is_ascii_control) => Some("a control character"),
        () if has(b';') => Some("a semicolon"),
        () if has(b'=') => Some("an equals sign"),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_make_reads_otherwise_is_escaped() {
        let written = |text: &str, role| {
            String::from_utf8(name(text.as_bytes(), role).expect("it can be said")).expect("it is text")
        };
        for (text, wanted) in [
            ("a b.md", "a\\ b.md"),
            ("a\\ b.md", "a\\\\\\ b.md"),
            ("ch#1.md", "ch\\#1.md"),
            ("cost$.md", "cost$$.md"),
            ("$(touch x)y", "$$(touch\\ x)y"),
            ("a:b.md", "a\\:b.md"),
            ("a*b?[c]|d", "a\\*b\\?\\[c]\\|d"),
            ("50%.md", "50%.md"),
            ("~a.md", "./~a.md"),
            ("define", "./define"),
            ("Chapter (1).md", "Chapter\\ (1).md"),
        ] {
            assert_eq!(written(text, Role::Source), wanted);
        }
        assert_eq!(written("50%.pdf", Role::Target), "50\\%.pdf");
    }

    #[test]
    fn what_make_cannot_say_is_refused() {
        for text in
            ["a;touch x", "a\nb:\n\tx", "a\rb", "a\tb", "SHELL=x", "a\\", "lib(x)", "a&", "~", "", "a\x7fb"]
        {
            assert!(name(text.as_bytes(), Role::Source).is_err(), "{text:?}");
            assert!(name(text.as_bytes(), Role::Target).is_err(), "{text:?}");
        }
    }
}
