//! Numbers that have names.

/// A half, two thirds.
pub(super) fn small_part(above: &str, below: &str) -> Option<String> {
    let count: u32 = above.parse().ok().filter(|count| (1..=20).contains(count))?;
    let part = match below {
        "2" => "half",
        "3" => "third",
        "4" => "fourth",
        "5" => "fifth",
        "6" => "sixth",
        "7" => "seventh",
        "8" => "eighth",
        "9" => "ninth",
        "10" => "tenth",
        _ => return None,
    };
    Some(match (count, part) {
        (1, part) => format!("one {part}"),
        (count, "half") => format!("{count} halves"),
        (count, part) => format!("{count} {part}s"),
    })
}

pub(super) fn ordinal(text: &str) -> String {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    let end = match text {
        _ if !is_number && text.chars().count() > 1 => return text.to_string(),
        _ if !is_number => "th",
        _ if text.ends_with("11") || text.ends_with("12") || text.ends_with("13") => "th",
        _ if text.ends_with('1') => "st",
        _ if text.ends_with('2') => "nd",
        _ if text.ends_with('3') => "rd",
        _ => "th",
    };
    format!("{text}{}{end}", if is_number { "" } else { "-" })
}
