//! What leads the lines of a formula in a quotation.

/// What is typed on lines of which each has so many signs of quotations before it, or goes on without them, as the lines of a
/// paragraph may (CommonMark 0.31, 5.1); none where a blank line ends the quotation.
pub fn without_leads(written: &str, quotes: usize) -> Option<String> {
    let mut lines = written.split('\n');
    let mut typed = lines.next().unwrap_or_default().trim_end_matches('\r').to_string();
    for line in lines {
        let mut rest = line;
        for _ in 0..quotes {
            let words = rest.trim_start_matches([' ', '\t']);
            match words.strip_prefix('>') {
                Some(inside) => rest = inside,
                None if words.trim_end().is_empty() => return None,
                None => break,
            }
        }
        typed.push('\n');
        typed.push_str(rest.trim_matches([' ', '\t', '\r']));
    }
    Some(typed)
}
