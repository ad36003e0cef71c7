//! Code cells of Quarto and R Markdown. Nothing is run: those that show pictures become these; the others stay as they are,
//! and parsing shows of them what it can.

use super::foreign::Foreign;
use super::shelf::Shelf;
use crate::address;
use crate::cell::{self, Cell};

/// Makes texts of the chapters that have cells.
pub(super) fn convert(shelf: &Shelf, book: &mut Foreign) {
    let (mut left, mut drawn) = (0, 0);
    let may_have = |path: &str| [".qmd", ".Rmd", ".rmd"].iter().any(|ending| path.ends_with(ending));
    book.change(shelf, may_have, |_, text| {
        let mut reader = Cells::default();
        let made = reader.read(text);
        left += reader.left;
        drawn += reader.drawn;
        made
    });
    if left + drawn > 0 {
        book.changes.push(format!(
            "code cells are not run: {drawn} became the pictures that they name, {left} stay as code, as far as they show it"
        ));
    }
}

#[derive(Default)]
struct Cells {
    left: usize,
    drawn: usize,
}

/// A cell that is open.
struct Open<'a> {
    said: Cell,
    /// All of it, from its fence on.
    lines: &'a str,
    body: usize,
}

impl Cells {
    fn read(&mut self, text: &str) -> String {
        let mut made = String::with_capacity(text.len());
        let mut cell: Option<Open> = None;
        // The fence that is open.
        let mut fence: Option<usize> = None;
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let start = at;
            at += line.len();
            let bare = line.trim();
            let ticks = bare.bytes().take_while(|byte| *byte == b'`').count();
            match fence {
                Some(open) => {
                    let closes = ticks >= open && bare.len() == ticks;
                    if closes {
                        fence = None;
                    }
                    match &mut cell {
                        Some(cell) => cell.lines = &text[start - cell.lines.len()..at],
                        None => made.push_str(line),
                    }
                    if let Some(done) = cell.take_if(|_| closes) {
                        self.put(done, start, text, &mut made);
                    }
                }
                None => {
                    fence = (ticks >= 3).then_some(ticks);
                    cell = fence.and_then(|ticks| cell::head(bare[ticks..].trim())).map(|said| Open {
                        said,
                        lines: line,
                        body: at,
                    });
                    if cell.is_none() {
                        made.push_str(line);
                    }
                }
            }
        }
        if let Some(open) = cell {
            made.push_str(open.lines);
        }
        made
    }

    /// Adds what becomes of a cell whose closing fence begins at `end`.
    fn put(&mut self, Open { mut said, lines, body }: Open, end: usize, text: &str, made: &mut String) {
        let indent = &lines[..lines.len() - lines.trim_start().len()];
        let code = said.body(&text[body..end]).to_string();
        let pictures = pictures(&code);
        if pictures.is_empty()
            || said.says(&["include"]).is_some_and(|value| value.eq_ignore_ascii_case("false"))
        {
            self.left += 1;
            return made.push_str(lines);
        }
        self.drawn += 1;
        let (mut id, mut caption) = (said.id(), said.caption());
        let alt = said.says(&["fig-alt"]).or(caption);
        for picture in &pictures {
            // Caption and label are the first one's: a label leads to one place.
            figure(made, indent, picture, (id.take(), caption.take(), alt));
        }
    }
}

/// The pictures that a cell of one call shows: `knitr::include_graphics("a.png")`.
fn pictures(code: &str) -> Vec<String> {
    const ENDINGS: [&str; 6] = [".png", ".jpg", ".jpeg", ".svg", ".gif", ".webp"];
    let lines = code.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let call = lines.collect::<Vec<_>>().join(" ");
    let bare = call.strip_prefix("knitr::").unwrap_or(&call);
    if !bare.starts_with("include_graphics(") || !bare.ends_with(')') {
        return Vec::new();
    }
    let strings = bare.split(['"', '\'']).skip(1).step_by(2);
    let is_picture = |text: &&str| ENDINGS.iter().any(|ending| text.to_lowercase().ends_with(ending));
    strings.filter(is_picture).map(str::to_string).collect()
}

fn figure(
    made: &mut String,
    indent: &str,
    picture: &str,
    (id, caption, alt): (Option<String>, Option<&str>, Option<&str>),
) {
    let mut list = id.map(|id| format!("#{id}")).into_iter().collect::<Vec<_>>();
    list.extend(alt.map(|alt| format!("fig-alt=\"{}\"", alt.replace('"', "\\\""))));
    let list = if list.is_empty() { String::new() } else { format!("{{{}}}", list.join(" ")) };
    let caption = caption.unwrap_or_default().replace(['[', ']'], "");
    let path = picture.split('/').map(address::file).collect::<Vec<_>>().join("/");
    made.push_str(&format!("\n{indent}![{caption}]({path}){list}\n\n"));
}
