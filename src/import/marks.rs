//! Marks of other tools that have their like here: GitBook's blocks, Leanpub's boxes, bookdown's references.

use super::Tool;
use super::foreign::Foreign;
use super::shelf::Shelf;

/// What a line of a tool's text is here, if it is a mark.
type Mark = fn(&mut Reader, &str) -> Option<String>;

/// Writes the marks of a tool's texts as ours.
pub(super) fn translate(tool: Tool, shelf: &Shelf, book: &mut Foreign) {
    let (mark, what): (Mark, &str) = match tool {
        Tool::GitBook => (gitbook, "blocks of GitBook (`{% … %}`)"),
        Tool::Leanpub => (leanpub, "boxes of Leanpub (`{blurb}`, `A>`)"),
        Tool::Bookdown => (bookdown, "references of bookdown (`\\@ref()`)"),
        Tool::MdBook | Tool::Quarto | Tool::JupyterBook | Tool::Carpentries | Tool::Pandoc | Tool::Folder => {
            return;
        }
    };
    let count = book.change(
        shelf,
        |_| true,
        |path, text| Reader { path: path.to_string(), ..Reader::default() }.read(text, mark),
    );
    if count > 0 {
        book.changes.push(format!("{what} are written as ours"));
    }
}

#[derive(Default)]
struct Reader {
    path: String,
    /// The signs of the fence that is open.
    fence: Option<String>,
    /// Whether Leanpub's lines of a box go before.
    in_box: bool,
    /// Leanpub's line that names what comes next.
    id: Option<(String, String)>,
}

impl Reader {
    /// Asks for each line that is not in code, without its end, what it is here.
    fn read(mut self, text: &str, mark: Mark) -> String {
        let mut made = String::with_capacity(text.len());
        for line in text.split_inclusive('\n') {
            let bare = line.trim();
            let sign = bare.chars().next().filter(|sign| matches!(sign, '`' | '~'));
            let fence: String = bare.chars().take_while(|c| Some(*c) == sign).collect();
            match &self.fence {
                Some(open) => {
                    if fence.starts_with(open.as_str()) && fence.len() == bare.len() {
                        self.fence = None;
                    }
                    made.push_str(line);
                }
                None if fence.len() >= 3 => {
                    self.fence = Some(fence);
                    made.push_str(line);
                }
                None => match mark(&mut self, line.trim_end_matches(['\n', '\r'])) {
                    Some(ours) => made.push_str(&ours),
                    None => made.push_str(line),
                },
            }
        }
        made.extend(self.id.map(|(_, written)| written));
        if self.in_box {
            made.push_str("\n:::\n");
        }
        made
    }
}

/// `{% name words %}` alone on a line.
fn gitbook(reader: &mut Reader, line: &str) -> Option<String> {
    let bare = line.trim();
    let inner = bare.strip_prefix("{%")?.strip_suffix("%}")?;
    if let Some((open, rest)) = inner.split_once("%}") {
        // A name above code, which a plugin shows so.
        let name = rest.strip_suffix("{% endfilename ").filter(|_| open.trim() == "filename")?;
        return Some(format!("`{}`\n", name.trim()));
    }
    let (name, words) = inner.trim().split_once(' ').unwrap_or((inner.trim(), ""));
    let value = |key: &str| {
        let rest = words.split_once(&format!("{key}=\"")).map(|(_, rest)| rest)?;
        rest.split_once('"').map(|(value, _)| value.to_string())
    };
    Some(match name {
        "raw" | "endraw" | "tabs" | "endtabs" | "endtab" | "endcode" => String::new(),
        "hint" => format!("\n::: {}\n", kind(&value("style").unwrap_or_default())),
        "endhint" => "\n:::\n\n".to_string(),
        "include" => {
            let path = words.trim().trim_matches(['"', '\'']);
            // A path from the book's own folder on, as it is seen from the text.
            let up = "../".repeat(reader.path.matches('/').count());
            match path.strip_prefix('/') {
                Some(path) => format!("{{{{#include {up}{path}}}}}\n"),
                None => format!("{{{{#include {path}}}}}\n"),
            }
        }
        "tab" => format!("**{}**\n\n", value("title")?),
        "code" => value("title").map(|title| format!("`{title}`\n\n")).unwrap_or_default(),
        _ => return None,
    })
}

/// Leanpub's letters for boxes.
const LETTERS: [(&str, &str); 8] = [
    ("A> ", "aside"),
    ("B> ", "note"),
    ("D> ", "discussion"),
    ("E> ", "error"),
    ("I> ", "information"),
    ("Q> ", "question"),
    ("T> ", "tip"),
    ("W> ", "warning"),
];

/// `{blurb, class: tip}` and `{/blurb}`, lines that begin with `T> `, `{pagebreak}`.
fn leanpub(reader: &mut Reader, line: &str) -> Option<String> {
    if let Some((id, written)) = reader.id.take_if(|_| !line.trim().is_empty()) {
        return match line.starts_with('#') {
            true => Some(format!("{line} {{#{id}}}\n")),
            false => Some(written + &leanpub(reader, line).unwrap_or_else(|| format!("{line}\n"))),
        };
    }
    let letter = LETTERS.iter().find(|(letter, _)| line.starts_with(letter) || line == letter.trim_end());
    if let Some((letter, class)) = letter {
        let words = line.get(letter.len()..).unwrap_or_default();
        let open = if reader.in_box { String::new() } else { format!("\n::: {}\n\n", kind(class)) };
        reader.in_box = true;
        return Some(format!("{open}{words}\n"));
    }
    if reader.in_box {
        reader.in_box = false;
        let rest = leanpub(reader, line).unwrap_or_else(|| format!("{line}\n"));
        return Some(format!("\n:::\n\n{rest}"));
    }
    let inner = line.trim().strip_prefix('{')?.strip_suffix('}')?;
    if let Some(id) = inner.strip_prefix("id:").map(str::trim).filter(|id| !id.contains([' ', ','])) {
        reader.id = Some((id.to_string(), format!("{line}\n")));
        return Some(String::new());
    }
    let (name, list) = inner.split_once(',').unwrap_or((inner, ""));
    let class = list.split_once("class:").map(|(_, class)| class.split(',').next().unwrap_or_default());
    match name.trim() {
        "blurb" => Some(format!("\n::: {}\n\n", kind(class.unwrap_or("note").trim().trim_matches('"')))),
        "aside" => Some("\n::: aside\n\n".to_string()),
        "/blurb" | "/aside" => Some("\n:::\n\n".to_string()),
        "pagebreak" => Some("<!-- pagebreak -->\n".to_string()),
        _ => None,
    }
}

/// Our kind of box for another's.
fn kind(class: &str) -> &'static str {
    match class {
        "aside" => "aside",
        "tip" | "success" => "tip",
        "warning" => "warning",
        "error" | "danger" => "caution",
        "exercise" => "example",
        "center" => "center",
        _ => "note",
    }
}

/// Words that bookdown's references have before them, and ours bring.
const NAMED: [&str; 5] = ["Chapter ", "Section ", "Figure ", "Table ", "Appendix "];

/// `\@ref(fig:a)`, with the word before it.
fn bookdown(_: &mut Reader, line: &str) -> Option<String> {
    const SIGN: &str = "\\@ref(";
    let mut made = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once(SIGN) {
        let (id, after) = after.split_once(')')?;
        if id.contains(char::is_whitespace) {
            return None;
        }
        let named = NAMED.iter().find_map(|word| before.strip_suffix(word));
        made.push_str(named.unwrap_or(before));
        made.push_str(&format!("[](#{id})"));
        rest = after;
    }
    (rest.len() < line.len()).then(|| made + rest + "\n")
}
