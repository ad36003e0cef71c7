//! The form of manifests and themes: mappings two blanks in, one blank behind colons, no blanks at ends of lines, one empty line
//! at most. What the file says does not change; where that is not sure, nothing does.

use serde_json::{Value, json};

use super::Asked;

pub(super) fn format(asked: &Asked) -> Value {
    let text = &asked.text.text;
    let Some(formatted) = asked.is_yaml().then(|| formatted(text)).flatten() else { return json!([]) };
    if formatted == *text {
        return json!([]);
    }
    json!([{ "range": asked.text.range(0, text.len(), asked.encoding), "newText": formatted }])
}

/// The text in its usual form; None where it is not YAML or would say something else.
fn formatted(text: &str) -> Option<String> {
    let before: serde_yaml::Value = serde_yaml::from_str(text).ok()?;
    let mut out = String::new();
    let mut levels: Vec<usize> = Vec::new();
    // Lines of a text that begins with `|` or `>` stay as they are, and so do those of a value that goes on.
    let mut block: Option<usize> = None;
    let mut blank = false;
    for line in text.lines() {
        let indent = line.len() - line.trim_start_matches(' ').len();
        if let Some(own) = block {
            if line.trim().is_empty() || indent > own {
                out += line.trim_end();
                out.push('\n');
                continue;
            }
            block = None;
        }
        let words = line.trim();
        if words.is_empty() {
            blank = !out.is_empty();
            continue;
        }
        if std::mem::take(&mut blank) {
            out.push('\n');
        }
        while levels.last().is_some_and(|level| *level > indent) {
            levels.pop();
        }
        if levels.last() != Some(&indent) {
            levels.push(indent);
        }
        out += &"  ".repeat(levels.len() - 1);
        out += words;
        out.push('\n');
        if is_block(words) {
            block = Some(indent);
        }
    }
    let after: serde_yaml::Value = serde_yaml::from_str(&out).ok()?;
    (before == after).then_some(out)
}

/// Whether a line opens a text of lines: `abstract: >-`.
fn is_block(words: &str) -> bool {
    let value = words.rsplit_once(": ").map_or(words.trim_start_matches(['-', ' ']), |(_, value)| value);
    value.starts_with(['|', '>']) && value.len() <= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manifests_have_one_form() {
        let text = "title: T   \n\n\n\npage:\n     size: A5\n     margins:\n         top: 1cm\nabstract: |\n    a\n\n\n    b\n# end\n";
        let usual =
            "title: T\n\npage:\n  size: A5\n  margins:\n    top: 1cm\nabstract: |\n    a\n\n\n    b\n# end\n";
        assert_eq!(formatted(text).as_deref(), Some(usual));
        assert_eq!(formatted(usual).as_deref(), Some(usual));
        assert_eq!(formatted("a: [1,\n  2"), None);
        let list = "chapters:\n- a.md\n-   b.md\n";
        assert!(formatted(list).is_some());
    }
}
