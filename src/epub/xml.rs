//! XML text, attributes and names.

/// Escapes text for element content and quoted attributes; characters that XML has no place for, or that HTML calls
/// an error, are dropped.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 16);
    escape_into(&mut escaped, text);
    escaped
}

pub fn escape_into(out: &mut String, text: &str) {
    let mut plain = 0;
    for (at, character) in text.char_indices() {
        let escaped = match character {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\t' | '\n' | ' '..='~' => continue,
            _ if is_forbidden(character) => "",
            _ => continue,
        };
        out.push_str(&text[plain..at]);
        out.push_str(escaped);
        plain = at + character.len_utf8();
    }
    out.push_str(&text[plain..]);
}

/// The attribute that stands in an image's stead. None is for one that is decorative; of one that nobody has described yet
/// there is no attribute, since an empty text would say that it is decorative and any other that it is described.
pub fn alternative(text: Option<&str>) -> String {
    match text.map(str::trim) {
        None => " alt=\"\"".to_string(),
        Some("") => String::new(),
        Some(text) => format!(" alt=\"{}\"", escape(text)),
    }
}

/// Controls and noncharacters (XML 1.0, 2.2; HTML, 13.1.4).
fn is_forbidden(character: char) -> bool {
    let code = u32::from(character);
    character.is_control() || matches!(code, 0xfdd0..=0xfdef) || code & 0xfffe == 0xfffe
}

/// Whether a text is an NCName (Namespaces in XML, 4), which ids must be.
pub fn is_name(text: &str) -> bool {
    text.chars().next().is_some_and(starts_name) && text.chars().all(|c| starts_name(c) || continues_name(c))
}

/// NameStartChar without the colon (XML 1.0, 2.3).
fn starts_name(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(c, '_' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}' | '\u{370}'..='\u{37d}')
        || matches!(c, '\u{37f}'..='\u{1fff}' | '\u{200c}' | '\u{200d}' | '\u{2070}'..='\u{218f}')
        || matches!(c, '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}')
        || matches!(c, '\u{fdf0}'..='\u{fffd}' | '\u{10000}'..='\u{effff}')
}

/// What NameChar adds to it.
fn continues_name(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '-' | '.' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}' | '\u{2040}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        assert_eq!(escape("a\0\u{1b}\u{85}\u{fdd0}\u{1fffe}\tb\n]]>--"), "a\tb\n]]&gt;--");
        assert_eq!(escape("<a b=\"c\">&"), "&lt;a b=&quot;c&quot;&gt;&amp;");
    }

    #[test]
    fn names_are_those_of_xml() {
        for name in ["a", "_1", "مقدمة", "a-b.c", "é2"] {
            assert!(is_name(name), "{name}");
        }
        for not in ["", "1a", "-a", "a b", "a:b", "ª", "a\u{b2}", "a/b"] {
            assert!(!is_name(not), "{not}");
        }
    }
}
