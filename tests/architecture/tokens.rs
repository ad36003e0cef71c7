//! Rust source as the checks read it.

/// Words, `::` and other characters of Rust source, without comments, strings and character literals.
pub fn tokens(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens: Vec<String> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let next = chars.get(at + 1).copied().unwrap_or('\0');
        match chars[at] {
            '/' if next == '/' => at = find(&chars, at, |c| c == '\n'),
            '/' if next == '*' => at = block_comment(&chars, at),
            'r' if matches!(next, '"' | '#') && is_raw_string(&chars, at) => at = raw_string(&chars, at),
            '"' => at = quoted(&chars, at, '"'),
            '\'' if next == '\\' || chars.get(at + 2) == Some(&'\'') => at = quoted(&chars, at, '\''),
            ':' if next == ':' => {
                tokens.push("::".to_string());
                at += 2;
            }
            c if c.is_alphanumeric() || c == '_' => {
                let end = find(&chars, at, |c| !(c.is_alphanumeric() || c == '_'));
                // A raw string may stand behind a prefix: br"…", cr#"…"#.
                tokens.push(chars[at..end].iter().collect());
                at = end;
            }
            c if c.is_whitespace() => at += 1,
            c => {
                tokens.push(c.to_string());
                at += 1;
            }
        }
    }
    tokens
}

fn find(chars: &[char], from: usize, wanted: impl Fn(char) -> bool) -> usize {
    (from..chars.len()).find(|&at| wanted(chars[at])).unwrap_or(chars.len())
}

fn block_comment(chars: &[char], from: usize) -> usize {
    let mut depth = 0;
    let mut at = from;
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
            ('*', Some('/')) => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    at
}

fn is_raw_string(chars: &[char], at: usize) -> bool {
    let word_before = at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_');
    let quote = find(chars, at + 1, |c| c != '#');
    !word_before && chars.get(quote) == Some(&'"')
}

fn raw_string(chars: &[char], at: usize) -> usize {
    let quote = find(chars, at + 1, |c| c != '#');
    let hashes = quote - at - 1;
    let closes = |end: usize| {
        chars[end] == '"' && chars[end + 1..].iter().take_while(|c| **c == '#').take(hashes).count() == hashes
    };
    (quote + 1..chars.len()).find(|&end| closes(end)).map_or(chars.len(), |end| end + 1 + hashes)
}

fn quoted(chars: &[char], from: usize, quote: char) -> usize {
    let mut at = from + 1;
    while at < chars.len() && chars[at] != quote {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(chars.len())
}
