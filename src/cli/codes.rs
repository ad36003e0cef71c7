//! The codes of diagnostics, as the manual's chapter of them explains each.

use crate::diag::is_slip;

/// The one place where codes are explained.
const CHAPTER: &str = include_str!("../../book/manual/chapters/diagnostics.md");

/// A row of a table of codes.
struct Row {
    codes: Vec<&'static str>,
    /// What the table is about: `In chapters`.
    about: &'static str,
    text: &'static str,
}

fn rows() -> impl Iterator<Item = Row> {
    let mut about = "";
    CHAPTER.lines().filter_map(move |line| {
        if let Some(heading) = line.strip_prefix("## ") {
            about = heading.split(" {").next().unwrap_or_default();
        }
        let (codes, text) = line.strip_prefix("| `")?.split_once(" | ")?;
        let text = text.trim_end().strip_suffix('|').unwrap_or(text).trim();
        let is_code = |part: &&str| part.starts_with(|c: char| c.is_ascii_lowercase()) && !part.contains(' ');
        Some(Row { codes: codes.split('`').filter(is_code).collect(), about, text })
    })
}

/// Every code, in order.
pub(super) fn codes() -> Vec<&'static str> {
    let mut codes: Vec<&str> = rows().flat_map(|row| row.codes).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// Reads a code from the command line.
pub(super) fn code(written: &str) -> Result<String, String> {
    let codes = codes();
    if codes.contains(&written) {
        return Ok(written.to_string());
    }
    let near = codes.iter().find(|code| is_slip(written, code, codes.iter().copied()));
    Err(match near {
        Some(near) => format!("there is no such code; did you mean `{near}`?"),
        None => "there is no such code; `reportc explain` lists all".to_string(),
    })
}

/// What the manual says of a code, as plain text; a code may stand for something in several kinds of files.
pub(super) fn said(code: &str) -> Vec<(&'static str, String)> {
    rows().filter(|row| row.codes.contains(&code)).map(|row| (row.about, plain(row.text))).collect()
}

/// Words without the marks of Markdown: links of the manual name the chapter that they lead to.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("[](") {
        out += before;
        let (target, after) = after.split_once(')').unwrap_or((after, ""));
        let name = target.split(['.', '#']).find(|part| !part.is_empty()).unwrap_or_default();
        out += &format!("the manual on {}", name.replace('-', " "));
        rest = after;
    }
    (out + rest).replace("\\|", "|").replace("]{.index}", "").replace('*', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_in_a_code_is_told() {
        assert_eq!(code("missing-alt").as_deref(), Ok("missing-alt"));
        assert!(code("mising-alt").is_err_and(|said| said.contains("`missing-alt`")));
        assert!(code("zzz").is_err_and(|said| said.contains("reportc explain")));
    }
}
