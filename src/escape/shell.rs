//! Words of a command that is shown to be copied into a shell.

/// A word as a POSIX shell reads it back. One with a control character in it is written in the form `$'…'`, so that
/// nothing but printable characters is copied.
pub fn word(text: &str) -> String {
    let plain =
        |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | '+' | ',' | ':' | '@' | '%');
    let hidden = |c: char| c.is_control() || super::terminal::is_hidden(c);
    if !text.is_empty() && !text.starts_with('-') && text.chars().all(plain) {
        return text.to_string();
    }
    // What begins with a hyphen would be an option.
    let text = if text.starts_with('-') { format!("./{text}") } else { text.to_string() };
    if !text.contains(hidden) {
        return format!("'{}'", text.replace('\'', "'\\''"));
    }
    let mut out = String::from("$'");
    for c in text.chars() {
        match c {
            '\'' | '\\' => out.extend(['\\', c]),
            c if hidden(c) => {
                let mut bytes = [0; 4];
                // Bytes in octal: every shell that knows the form knows these.
                c.encode_utf8(&mut bytes).bytes().for_each(|byte| out.push_str(&format!("\\{byte:03o}")));
            }
            c => out.push(c),
        }
    }
    out + "'"
}

#[cfg(test)]
mod tests {
    use super::word;

    #[test]
    fn words_stay_words() {
        for (text, wanted) in [
            ("books/a-1.yaml", "books/a-1.yaml"),
            ("über", "über"),
            ("", "''"),
            ("a b", "'a b'"),
            ("a;rm -rf x", "'a;rm -rf x'"),
            ("$(x)`y`", "'$(x)`y`'"),
            ("it's", "'it'\\''s'"),
            ("-rf", "'./-rf'"),
            ("a\nb\u{1b}'", "$'a\\012b\\033\\''"),
            ("~", "'~'"),
        ] {
            assert_eq!(word(text), wanted);
        }
    }
}
