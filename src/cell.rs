//! Cells of code that Quarto, R Markdown and Jupyter run: what is said after their fences and in their first lines.

use serde_yaml::{Mapping, Value};

/// What a cell says of itself.
#[derive(Debug, Default, PartialEq)]
pub struct Cell {
    pub language: String,
    /// In the order that they are written in, their names with hyphens, as Quarto has them.
    pub options: Vec<(String, String)>,
}

/// The option that knitr's label, which has no name, goes by.
const LABEL: &str = "chunk-label";

/// What stands after a fence: `{r label, echo=FALSE}`, `{python}`. None where it is no cell's.
pub fn head(braces: &str) -> Option<Cell> {
    let inner = braces.trim().strip_prefix('{')?.strip_suffix('}')?;
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '+');
    let end = inner.find(|c| !is_part(c)).unwrap_or(inner.len());
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let language = match inner[..end].to_ascii_lowercase().as_str() {
        "ojs" => "js".to_string(),
        "rcpp" => "cpp".to_string(),
        other => other.to_string(),
    };
    let mut cell = Cell { language, options: Vec::new() };
    for part in parts(inner[end..].trim_start_matches([' ', ','])) {
        match part.split_once('=') {
            Some((key, value)) => cell.add(key, value),
            None if part.trim().is_empty() => {}
            None => cell.add(LABEL, part),
        }
    }
    Some(cell)
}

impl Cell {
    fn add(&mut self, key: &str, value: &str) {
        let key = key.trim().replace(['.', '_'], "-");
        self.options.push((key, value.trim().trim_matches(['"', '\'']).to_string()));
    }

    /// Reads the lines at the head of its code that are options, and gives back the code below them.
    pub fn body<'a>(&mut self, body: &'a str) -> &'a str {
        let lines = body.split_inclusive('\n').map_while(|line| Some((option(line)?, line.len())));
        let lines: Vec<(&str, usize)> = lines.collect();
        let written: String = lines.iter().map(|(line, _)| format!("{}\n", line.trim_end())).collect();
        match serde_yaml::from_str::<Mapping>(&written) {
            Ok(said) => said
                .iter()
                .filter_map(|(key, value)| Some((key.as_str()?, words(value)?)))
                .for_each(|(key, value)| self.add(key, &value)),
            // A caption with a colon in it is no YAML, and its line says all the same what it is.
            Err(_) => lines
                .iter()
                .filter_map(|(line, _)| line.split_once(':'))
                .for_each(|(key, value)| self.add(key, value)),
        }
        &body[lines.iter().map(|(_, length)| length).sum()..]
    }

    /// What the last of some options says.
    pub fn says(&self, keys: &[&str]) -> Option<&str> {
        let found =
            self.options.iter().rev().find(|(key, value)| keys.contains(&&**key) && !value.is_empty());
        found.map(|(_, value)| value.as_str())
    }

    pub fn caption(&self) -> Option<&str> {
        self.says(&["fig-cap", "tbl-cap", "tab-cap", "lst-cap"])
    }

    /// What a text refers to it by: its label, or bookdown's of what a captioned cell makes.
    pub fn id(&self) -> Option<String> {
        let label = |keys: &[&str]| self.says(keys).filter(|label| !label.contains(char::is_whitespace));
        let of_chunk =
            || label(&[LABEL]).filter(|_| self.caption().is_some()).map(|label| format!("fig:{label}"));
        label(&["label", "lst-label"]).map(str::to_string).or_else(of_chunk)
    }
}

/// A value on one line.
fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.split_whitespace().collect::<Vec<_>>().join(" ")),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::Sequence(items) => words(items.first()?),
        Value::Null | Value::Mapping(_) | Value::Tagged(_) => None,
    }
}

/// What a line says of its cell: a comment with a bar after its sign.
fn option(line: &str) -> Option<&str> {
    ["#|", "//|", "%%|", "--|"].iter().find_map(|mark| line.trim_start().strip_prefix(mark))
}

/// A list's parts, at the commas that no quotes or brackets are around.
fn parts(list: &str) -> Vec<&str> {
    let (mut parts, mut start, mut quote, mut depth) = (Vec::new(), 0, None, 0_usize);
    for (at, c) in list.char_indices() {
        match (c, quote) {
            (c, Some(open)) if c == open => quote = None,
            (_, Some(_)) => {}
            ('"' | '\'', None) => quote = Some(c),
            ('(', None) => depth += 1,
            (')', None) => depth = depth.saturating_sub(1),
            (',', None) if depth == 0 => {
                parts.push(&list[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&list[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_cell_says() {
        let mut cell = head("{r plot, fig.cap=\"A, b\", echo=FALSE}").expect("a cell");
        assert_eq!(cell.body("plot(1)\n"), "plot(1)\n");
        assert_eq!((cell.language.as_str(), cell.caption()), ("r", Some("A, b")));
        assert_eq!((cell.id().as_deref(), cell.says(&["echo"])), (Some("fig:plot"), Some("FALSE")));
        let mut cell = head("{python}").expect("a cell");
        let body = "#| label: fig-a\n#| fig-cap: |\n#|   Two\n#|   lines\n#| echo: false\n1 # |\n";
        assert_eq!(cell.body(body), "1 # |\n");
        assert_eq!((cell.id().as_deref(), cell.caption()), (Some("fig-a"), Some("Two lines")));
        assert_eq!(cell.says(&["echo"]), Some("false"));
        let mut cell = head("{ojs}").expect("a cell");
        assert_eq!(cell.body("//| fig-cap: One: two\n"), "");
        assert_eq!((cell.language.as_str(), cell.caption()), ("js", Some("One: two")));
        for braces in ["{.python}", "{#id}", "{=html}", "{}", "python", "{r"] {
            assert_eq!(head(braces), None, "{braces}");
        }
    }
}
