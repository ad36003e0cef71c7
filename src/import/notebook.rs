//! Jupyter notebooks as Markdown: their texts as they are, their code as code, what it printed or drew below it.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;

use super::foreign::Foreign;
use super::shelf::Shelf;
use crate::address;

/// Makes a notebook's text and the pictures in it.
pub(super) fn convert(shelf: &Shelf, path: &str, book: &mut Foreign) -> Option<String> {
    let text = shelf.text(path)?;
    let Ok(notebook) = serde_json::from_str::<Value>(&text) else {
        book.changes.push(format!("`{path}` is no notebook that can be read: it is left out"));
        return None;
    };
    let language = notebook
        .pointer("/metadata/kernelspec/language")
        .or(notebook.pointer("/metadata/language_info/name"));
    let language = language.and_then(Value::as_str).unwrap_or("python");
    let stem = path.trim_end_matches(".ipynb");
    let mut parts = Vec::new();
    let mut pictures = 0;
    for cell in notebook.get("cells").and_then(Value::as_array).into_iter().flatten() {
        let source = joined(cell.get("source"));
        match cell.get("cell_type").and_then(Value::as_str) {
            Some("markdown") => parts.push(source),
            Some("code") if !source.trim().is_empty() => {
                parts.push(fenced(language, &source));
                for output in cell.get("outputs").and_then(Value::as_array).into_iter().flatten() {
                    let printed = joined(output.get("text").or(output.pointer("/data/text~1plain")));
                    match picture(output) {
                        Some(bytes) => {
                            pictures += 1;
                            let made = format!("{stem}-{pictures}.png");
                            parts.push(format!(
                                "![]({})",
                                address::file(made.rsplit('/').next().unwrap_or(&made))
                            ));
                            book.made.insert(made, bytes);
                        }
                        None if printed.trim().is_empty() => {}
                        None => parts.push(fenced("output", &printed)),
                    }
                }
            }
            _ => {}
        }
    }
    let made = format!("{stem}.md");
    book.changes.push(format!("`{path}` is a notebook: `{made}` is made of it"));
    book.made.insert(made.clone(), (parts.join("\n\n") + "\n").into_bytes());
    Some(made)
}

/// The picture that a cell drew.
fn picture(output: &Value) -> Option<Vec<u8>> {
    let written = joined(output.pointer("/data/image~1png"));
    let digits: String = written.split_whitespace().collect();
    BASE64_STANDARD.decode(digits).ok().filter(|bytes| !bytes.is_empty())
}

/// A text, which notebooks may have in lines.
fn joined(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(lines)) => lines.iter().filter_map(Value::as_str).collect(),
        _ => String::new(),
    }
}

/// A code block, its fence longer than any in it.
fn fenced(language: &str, code: &str) -> String {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}{language}\n{}\n{fence}", code.trim_end_matches('\n'))
}
