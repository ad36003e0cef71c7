//! Cells of code that Quarto, R Markdown and Jupyter run: what is said after their fences and in their first lines.

use serde_yaml::{Mapping, Value};

/// What a cell says of itself.
#[derive(Debug, Default, PartialEq)]
pub struct Cell {
    pub language: String,
    /// A directive of MyST's, whose options are written `:key: value`.
    is_directive: bool,
    options: Mapping,
}

/// What MyST calls code, its language after the braces.
const DIRECTIVES: [&str; 4] = ["code-cell", "code-block", "code", "sourcecode"];

/// What stands after a fence: `{r label, echo=FALSE}`, `{python}`, `{code-cell} python`. None where it is no cell's.
pub fn head(braces: &str) -> Option<Cell> {
    let named = braces.split_once('}').filter(|(name, _)| DIRECTIVES.contains(&name.trim_start_matches('{')));
    if let Some((_, language)) = named {
        let language = language.split_whitespace().next().unwrap_or_default();
        let language = if language.starts_with("ipython") { "python" } else { language };
        return Some(Cell { language: language.to_lowercase(), is_directive: true, options: Mapping::new() });
    }
    let inner = braces.trim().strip_prefix('{')?.strip_suffix('}')?;
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let end = inner.find([' ', ',']).unwrap_or(inner.len());
    let language = match inner[..end].to_ascii_lowercase().as_str() {
        "ojs" => "js".to_string(),
        "rcpp" => "cpp".to_string(),
        other => other.to_string(),
    };
    let mut options = Mapping::new();
    for part in parts(inner[end..].trim_start_matches([' ', ','])) {
        match part.split_once('=') {
            Some((key, value)) => drop(options.insert(key.trim().into(), unquoted(value).into())),
            None if !part.trim().is_empty() => drop(options.insert("label".into(), part.trim().into())),
            None => {}
        }
    }
    Some(Cell { language, is_directive: false, options })
}

impl Cell {
    /// Reads the lines at the head of its code that are options, and gives back the code below them.
    pub fn body<'a>(&mut self, body: &'a str) -> &'a str {
        let lines = body.split_inclusive('\n').map_while(|line| Some((self.option(line)?, line.len())));
        let lines: Vec<(&str, usize)> = lines.collect();
        let written: String = lines.iter().map(|(line, _)| format!("{}\n", line.trim_end())).collect();
        match serde_yaml::from_str(&written) {
            Ok(Value::Mapping(said)) => self.options.extend(said),
            // A caption with a colon in it is no YAML, and its line says all the same what it is; nor is MyST's `:name: a`.
            _ => self.options.extend(lines.iter().filter_map(|(line, _)| {
                line.split_once(':').map(|(key, value)| (key.trim().into(), unquoted(value).into()))
            })),
        }
        &body[lines.iter().map(|(_, length)| length).sum()..]
    }

    /// The words of the first of some options that says something.
    pub fn says(&self, keys: &[&str]) -> Option<String> {
        let words = |value: &Value| match value {
            Value::String(text) => Some(text.split_whitespace().collect::<Vec<_>>().join(" ")),
            Value::Bool(flag) => Some(flag.to_string()),
            Value::Number(number) => Some(number.to_string()),
            Value::Sequence(items) => Some(items.first()?.as_str()?.to_string()),
            Value::Null | Value::Mapping(_) | Value::Tagged(_) => None,
        };
        keys.iter().filter_map(|key| words(self.options.get(*key)?)).find(|words| !words.is_empty())
    }

    pub fn is_off(&self, key: &str) -> bool {
        self.says(&[key]).is_some_and(|value| ["false", "FALSE", "F", "no"].contains(&value.as_str()))
    }

    pub fn caption(&self) -> Option<String> {
        self.says(&["fig-cap", "fig.cap", "tbl-cap", "lst-cap"]).or_else(|| self.of_directive("caption"))
    }

    fn of_directive(&self, key: &str) -> Option<String> {
        self.says(&[key]).filter(|_| self.is_directive)
    }

    /// What a text refers to it by: a label with a kind before it, or bookdown's of a figure.
    pub fn id(&self) -> Option<String> {
        let label = self.says(&["label", "lst-label"]).or_else(|| self.of_directive("name"));
        let label = label.filter(|label| !label.contains(char::is_whitespace))?;
        let has_kind = ["fig-", "tbl-", "lst-", "fig:", "tab:"].iter().any(|kind| label.starts_with(kind));
        match (has_kind || self.is_directive, self.caption()) {
            (true, _) => Some(label),
            (false, Some(_)) => Some(format!("fig:{label}")),
            (false, None) => None,
        }
    }

    /// What a line says of the cell: a comment with a bar after its sign, or `:key: value`.
    fn option<'a>(&self, line: &'a str) -> Option<&'a str> {
        let line = line.trim_start();
        if self.is_directive {
            let said = line.strip_prefix(':')?;
            return said.split_once(':').is_some_and(|(key, _)| !key.is_empty()).then_some(said);
        }
        ["#|", "//|", "%%|", "--|"].iter().find_map(|mark| line.strip_prefix(mark))
    }
}

fn unquoted(value: &str) -> &str {
    value.trim().trim_matches(['"', '\''])
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
        assert_eq!((cell.language.as_str(), cell.caption()), ("r", Some("A, b".to_string())));
        assert_eq!((cell.id(), cell.is_off("echo")), (Some("fig:plot".to_string()), true));
        let mut cell = head("{python}").expect("a cell");
        let body = "#| label: fig-a\n#| fig-cap: |\n#|   Two\n#|   lines\n#| echo: false\n1 # |\n";
        assert_eq!(cell.body(body), "1 # |\n");
        assert_eq!((cell.id(), cell.caption()), (Some("fig-a".to_string()), Some("Two lines".to_string())));
        assert!(cell.is_off("echo"));
        let mut cell = head("{ojs}").expect("a cell");
        assert_eq!(cell.body("//| fig-cap: One: two\n"), "");
        assert_eq!((cell.language.as_str(), cell.caption()), ("js", Some("One: two".to_string())));
        let mut cell = head("{code-block} Python").expect("a cell");
        assert_eq!(cell.body(":name: one\n:caption: A: b\nx\n"), "x\n");
        assert_eq!((cell.language.as_str(), cell.id()), ("python", Some("one".to_string())));
        for braces in ["{.python}", "{#id}", "{=html}", "{}", "python", "{r"] {
            assert_eq!(head(braces), None, "{braces}");
        }
    }
}
