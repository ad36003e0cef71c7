//! Signs by which other tools' markup is known: of a whole line, and within words.

use std::ops::Range;

/// Longest sign that is looked for within words.
const LONGEST: usize = 300;

/// Markup that means something elsewhere, and what says it here.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Foreign {
    /// Whose it is and what, after "is".
    pub(super) what: &'static str,
    pub(super) hint: &'static str,
}

const fn foreign(what: &'static str, hint: &'static str) -> Foreign {
    Foreign { what, hint }
}

const BOX: &str = "a box is `::: note` or `::: {.note title=\"Title\"}`, and ends with `:::`";
const CONTENTS: &str = "delete it: the manifest's `contents` makes the table of contents";
const COMMENT: &str = "a comment is `<!-- like this -->`";
const REFERENCE: &str = "a reference is `[](#id)` or `[words](#id)`, a chapter's `[words](chapter.md)`";
const ATTRIBUTES: &str = "attributes stand in braces without a colon, `{#id .class}`, at the end of a heading, a paragraph or a span";
const CODE: &str = "code stands between lines of three backticks, its language after the first";
const PICTURE: &str = "a picture is `![what it shows](file)`";
const INCLUDE: &str = "a file is taken in by `{{#include file}}`";
const HEADING: &str = "a heading is `## Words`";

/// What a line of a paragraph is in another tool, if it is anything.
pub(super) fn of_line(line: &str) -> Option<Foreign> {
    let line = line.trim();
    if is_bullet(line) {
        return Some(foreign("a bullet of a word processor", "the items of a list begin with `- `"));
    }
    let first = *line.as_bytes().first()?;
    match first {
        b'!' | b'?' if is_mkdocs_box(line) => Some(foreign("MkDocs' box", BOX)),
        b'!' if line.starts_with("!include ") => Some(foreign("a line of a preprocessor", INCLUDE)),
        b'!' | b'?' if line.starts_with("!> ") || line.starts_with("?> ") => {
            Some(foreign("a box of docsify", BOX))
        }
        b'<' if line.starts_with("<<[") || line.starts_with("<<(") => {
            Some(foreign("an include of Leanpub or Marked", INCLUDE))
        }
        b'<' if line.starts_with("<<< ") => Some(foreign("a snippet of VitePress", INCLUDE)),
        b'^' if line == "^" => {
            Some(foreign("kramdown's sign between two lists", "a comment parts them, `<!-- -->`"))
        }
        b'|' if is_rule_with_plus(line) => Some(foreign(
            "a rule of a table of kramdown or Org",
            "columns are parted by `|` in it too, as in `|---|---|`",
        )),
        b':' if line.starts_with(": ") => Some(foreign(
            "a caption or a definition that stands by nothing it could be of",
            "a caption stands right before or after its table or figure, a definition below its term; `\\:` is the sign alone",
        )),
        b':' if is_leaf_directive(line) => Some(foreign("a directive of remark", BOX)),
        b'-' if line.starts_with("-# ") => {
            Some(foreign("a part's heading of Leanpub", "parts are listed in the manifest"))
        }
        b'[' if is_asciidoc_attributes(line) => Some(foreign("a line of AsciiDoc's attributes", CODE)),
        b'[' if is_hackmd_field(line) => Some(foreign("a field of HackMD", "delete it")),
        b'=' if line.starts_with("=== \"") => {
            Some(foreign("MkDocs' tab", "write a heading, or a paragraph in bold"))
        }
        b'=' if line.ends_with("==") && line.trim_matches('=').starts_with(' ') => {
            Some(foreign("a heading of MediaWiki or AsciiDoc", HEADING))
        }
        b'-' | b';' if line.trim_start_matches(['-', ';']).starts_with("8<--") => {
            Some(foreign("MkDocs' snippet", INCLUDE))
        }
        b'.' if is_rest_directive(line) => {
            Some(foreign("a directive of reStructuredText", "write what it stands for in Markdown"))
        }
        b'(' if is_target(line) => {
            Some(foreign("a target of MyST", "an id stands in braces after the heading: `## Words {#id}`"))
        }
        b'(' if line.starts_with("(ref:") && line.contains(')') => {
            Some(foreign("a text reference of bookdown", "write its words where they are meant"))
        }
        b'%' if line.starts_with("%%") => Some(foreign("a comment of Obsidian", COMMENT)),
        b'%' if line.starts_with("% ") => Some(foreign("a comment of TeX or MyST", COMMENT)),
        b'+' if line == "+++" => Some(foreign("a break between blocks of MyST or notebooks", "delete it")),
        b'#' if line.starts_with("#+") && line[2..].starts_with(|c: char| c.is_ascii_alphabetic()) => {
            Some(foreign("a line of Org", CODE))
        }
        b'~' if line.starts_with("~ ") && !line.ends_with('~') => Some(foreign(
            "a definition of pandoc, with a tilde",
            "a definition begins with a colon and a blank",
        )),
        b'h' if is_textile_heading(line) => Some(foreign("a heading of Textile or Jira", HEADING)),
        b'@' | b'$' if ["@[toc]", "${toc}"].contains(&line.to_ascii_lowercase().as_str()) => {
            Some(foreign("a field for a table of contents", CONTENTS))
        }
        b'[' if is_contents(line) => Some(foreign("a field for a table of contents", CONTENTS)),
        b'i' | b'e' if is_module(line) => {
            Some(foreign("a line of MDX's JavaScript", "delete it: no script runs in a book"))
        }
        b'A'..=b'Z' if matches!(line.as_bytes(), [_, b'>', b' ', ..]) => Some(foreign("Leanpub's box", BOX)),
        b'{' if is_jira_macro(line) => Some(foreign("a macro of Jira or Confluence", BOX)),
        b'{' if is_leanpub(line) => Some(foreign(
            "a line of Leanpub",
            "a box is `::: aside`, and ends with `:::`; a new page is `\\newpage`, an id `## Words {#id}`",
        )),
        b'a'..=b'z' if is_asciidoc_macro(line) => Some(foreign("a macro of AsciiDoc", PICTURE)),
        _ if is_inline_field(line) => Some(FIELD),
        _ => None,
    }
}

/// A line that begins with the bullet of a list in a word processor, and says something.
fn is_bullet(line: &str) -> bool {
    let rest = line.strip_prefix(['•', '▪', '◦', '‣', '●', '○']);
    // A middle dot may be a sign of the text; one before several blanks is none.
    let rest = rest.or_else(|| {
        line.strip_prefix("·").filter(|rest| rest.starts_with(['\t', '\u{a0}']) || rest.starts_with("  "))
    });
    rest.is_some_and(|rest| rest.starts_with(char::is_whitespace) && rest.contains(char::is_alphabetic))
}

/// `|---+---|`
fn is_rule_with_plus(line: &str) -> bool {
    line.contains("-+-") && line.bytes().all(|byte| matches!(byte, b'|' | b'+' | b'-' | b':' | b'=' | b' '))
}

/// `::name[words]{key=value}` alone on a line.
fn is_leaf_directive(line: &str) -> bool {
    let Some(rest) = line.strip_prefix("::") else { return false };
    let length = rest.bytes().take_while(|byte| is_name(*byte) && *byte != b':').count();
    length > 0 && rest[length..].starts_with(['[', '{']) && rest.ends_with([']', '}'])
}

fn is_asciidoc_attributes(line: &str) -> bool {
    let inside = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let name = inside.and_then(|inside| inside.split([',', '=']).next());
    const NAMES: [&str; 9] =
        ["source", "listing", "quote", "verse", "cols", "NOTE", "TIP", "WARNING", "IMPORTANT"];
    name.is_some_and(|name| NAMES.contains(&name))
}

fn is_hackmd_field(line: &str) -> bool {
    ["[color=", "[name=", "[time="].iter().any(|head| line.starts_with(head)) && line.ends_with(']')
}

/// `{info}`, `{code:java}` alone on a line.
fn is_jira_macro(line: &str) -> bool {
    let inside = line.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or_default();
    let name = inside.split(':').next().unwrap_or_default();
    ["code", "noformat", "info", "note", "tip", "warning", "panel", "quote", "expand"].contains(&name)
}

pub(super) const TASK: Foreign =
    foreign("a box of Obsidian's tasks", "a task is `- [ ]` or `- [x]`; `\\[` is the sign alone");

/// `[/] half done`
pub(super) fn is_task(line: &str) -> bool {
    matches!(line.as_bytes(), [b'[', sign, b']', b' ', _, ..] if sign.is_ascii_punctuation())
}

/// `| a | b |`
pub(super) fn is_row(line: &str) -> bool {
    let cells = line.trim().strip_prefix('|').and_then(|line| line.strip_suffix('|'));
    cells.is_some_and(|cells| cells.starts_with(' ') && cells.contains('|'))
}

/// `--|:-:`
pub(super) fn is_below_head(line: &str) -> bool {
    let line = line.trim();
    let is_sign = |byte: u8| matches!(byte, b'-' | b'|' | b':' | b' ');
    line.contains('|') && line.contains("--") && line.bytes().all(is_sign)
}

/// Whether a file has lines of JavaScript, as MDX has them.
pub(super) fn is_mdx(source: &str) -> bool {
    let mut fenced = false;
    (source.contains("import ") || source.contains("export "))
        && source.lines().any(|line| {
            fenced ^= line.trim_start().starts_with("```");
            !fenced && is_module(line)
        })
}

/// `key:: value`
fn is_inline_field(line: &str) -> bool {
    let Some((key, value)) = line.split_once(":: ") else { return false };
    let is_key = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    (1..=30).contains(&key.len())
        && key.starts_with(char::is_alphabetic)
        && key.chars().all(is_key)
        && !value.trim().is_empty()
}

const FIELD: Foreign = foreign(
    "a field of Dataview, or a term of AsciiDoc",
    "write it out, `**key:** value`, or the words on a line and `: ` before what they mean on the next",
);

fn is_mkdocs_box(line: &str) -> bool {
    let rest = line.strip_prefix("!!!").or_else(|| line.strip_prefix("???"));
    let rest = rest.map(|rest| rest.strip_prefix('+').unwrap_or(rest));
    let name = rest.and_then(|rest| rest.strip_prefix(' '));
    name.is_some_and(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))
}

fn is_rest_directive(line: &str) -> bool {
    let name = line.strip_prefix(".. ").and_then(|rest| rest.split_once("::")).map(|(name, _)| name);
    name.is_some_and(|name| !name.is_empty() && name.bytes().all(is_name))
}

fn is_target(line: &str) -> bool {
    let label = line.strip_prefix('(').and_then(|rest| rest.strip_suffix(")="));
    label.is_some_and(|label| !label.is_empty() && !label.contains([' ', '(', ')']))
}

fn is_textile_heading(line: &str) -> bool {
    matches!(line.as_bytes(), [b'h', b'1'..=b'6', b'.', b' ', ..])
}

fn is_contents(line: &str) -> bool {
    let inside = line.trim_matches(|c| matches!(c, '[' | ']' | '_'));
    inside.eq_ignore_ascii_case("toc") && line.ends_with(']')
}

fn is_module(line: &str) -> bool {
    let quoted = line.ends_with(['"', '\'', ';']);
    let import = line.starts_with("import ")
        && quoted
        && (line.contains(" from ") || line[7..].starts_with(['"', '\'']));
    import
        || ["export const ", "export default ", "export function "].iter().any(|head| line.starts_with(head))
}

fn is_leanpub(line: &str) -> bool {
    let inside = line.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    let name =
        inside.map(|inside| inside.trim_start_matches('/').split([',', ' ']).next().unwrap_or_default());
    const NAMES: [&str; 7] = ["pagebreak", "blurb", "aside", "quiz", "exercise", "mainmatter", "backmatter"];
    // `{id: springs}`, `{class: part}` above what they are said of.
    const KEYS: [&str; 11] = [
        "sample:", "index:", "i:", "id:", "class:", "alt:", "align:", "width:", "title:", "caption:",
        "format:",
    ];
    let is_key = |name: &str| KEYS.contains(&name) && line.matches('{').count() == 1;
    name.is_some_and(|name| NAMES.contains(&name) || is_key(name))
}

fn is_asciidoc_macro(line: &str) -> bool {
    let Some((name, rest)) = line.split_once("::") else { return false };
    matches!(name, "image" | "include" | "video" | "toc") && rest.ends_with(']') && !rest.starts_with(' ')
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':')
}

/// What a line at a paragraph's beginning was to be: a heading whose blank is forgotten.
pub(super) fn is_heading_without_blank(line: &str) -> bool {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    // A blank that no line ends at is none here.
    let words = words.strip_prefix('\u{a0}').unwrap_or(words);
    let begins = words.starts_with(|c: char| if level == 1 { c.is_uppercase() } else { c.is_alphabetic() });
    (1..=6).contains(&level) && begins
}

/// Whether a line has more signs than any heading, and a blank and words after them.
pub(super) fn is_heading_too_deep(line: &str) -> bool {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    (7..=12).contains(&level) && words.starts_with(' ') && words.contains(char::is_alphanumeric)
}

/// The first sign within words from a place on.
pub(super) fn in_words(text: &str, from: usize) -> Option<(Range<usize>, Foreign)> {
    let mut at = from;
    while let Some(found) =
        text.get(at..)?.find(['[', ']', '%', '|', '\'', '{', '(', '&', '<', ':', '+', '^', '*', '~'])
    {
        let start = at + found;
        let before = text[..start].chars().next_back().filter(|_| start > 0);
        if let Some((length, sign)) = sign(&text[start..], before) {
            return Some((start..start + length, sign));
        }
        at = start + 1;
    }
    None
}

fn sign(rest: &str, before: Option<char>) -> Option<(usize, Foreign)> {
    const BOLD: &str = "bold is `**words**`, emphasis `*words*`";
    let is_apart = before.is_none_or(|c| !c.is_alphanumeric() && c != '+');
    let begins =
        |open: &str| rest.strip_prefix(open).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    let told = |length: Option<usize>, what, hint| Some((length?, foreign(what, hint)));
    match rest.as_bytes()[0] {
        b'*' | b'~' if rest.starts_with("**") || rest.starts_with("~~") => {
            let run = rest.bytes().take_while(|byte| *byte == rest.as_bytes()[0]).count();
            let touches = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
            let is_one = run == 2 && (touches(before) || touches(rest[run..].chars().next()));
            told(
                is_one.then_some(run),
                "a sign of bold or struck words that has no partner",
                "such words begin right before a letter and end right after one: `**Note**: text`; `\\*` is the sign alone",
            )
        }
        b'[' if rest.starts_with("[^ ") => told(
            within(rest, "[", "]"),
            "the call of a note with a blank in it",
            "a note is called by `[^name]`",
        ),
        b'[' if rest.starts_with("[-") && rest.contains("-]") => {
            told(within(rest, "[-", "-]"), "a deletion of GitLab", "delete it, or write `~~words~~`")
        }
        b'[' if rest.starts_with("[/") => told(closing_tag(rest), "a tag of BBCode", BOLD),
        b'[' if rest.starts_with("[[") => told(within(rest, "[[", "]]"), "a link of a wiki", REFERENCE),
        b'[' if begins("[%") || begins("[?") || rest.starts_with("[?(") => told(
            within(rest, "[", "]").filter(|length| rest.starts_with("[?(") || !rest[..*length].contains(' ')),
            "a variable or a glossary's word of MultiMarkdown",
            "a variable is `{{name}}`, with its value in the manifest's `variables`",
        ),
        b'[' | b'(' if near(rest).contains(":: ") => {
            let close = if rest.starts_with('[') { "]" } else { ")" };
            let length = within(rest, &rest[..1], close);
            let is_one = |length: &usize| is_inline_field(&rest[1..length - 1]);
            length.filter(is_one).map(|length| (length, FIELD))
        }
        b'^' if rest.starts_with("^[") => told(
            Some(2),
            "the beginning of a note that does not end",
            "a note is `^[words]`, within one paragraph",
        ),
        b'%' => told(within(rest, "%%", "%%"), "a comment of Obsidian", COMMENT),
        b'|' => told(within(rest, "||", "||"), "a spoiler of a forum", "write it in a box: `::: details`"),
        b'\'' if rest.starts_with("'''") => told(within(rest, "'''", "'''"), "bold of MediaWiki", BOLD),
        b'\'' if is_apart && before != Some('\'') && begins("''") => {
            told(within(rest, "''", "''"), "emphasis of MediaWiki", BOLD)
        }
        b'<' if begins("<$") || begins("<!$") => {
            told(within(rest, "<", ">"), "a placeholder of Scrivener", "write out what it stands for")
        }
        b'<' if rest.starts_with("<![") => {
            told(within(rest, "<![", "]>"), "a condition of a word processor's HTML", "delete it")
        }
        b':' if ICONS.iter().any(|icons| rest.starts_with(icons)) => {
            let length = within(rest, ":", ":").filter(|length| !rest[..*length].contains(' '));
            told(length, "an icon of MkDocs", "write the word that it stands for")
        }
        b'+' if is_apart && begins("++") => told(
            within(rest, "++", "++").filter(|length| !rest[..length - 2].ends_with(' ')),
            "a mark of MkDocs or HackMD",
            "what is added is `<ins>words</ins>`, a key `[Ctrl]{.kbd}`",
        ),
        b'^' if before == Some(' ') => told(
            block_id(rest),
            "an id of Obsidian's",
            "an id stands in braces at the end of a paragraph, `{#id}`",
        ),
        b'{' => braced(rest),
        b'(' if rest.starts_with("(ref:") => told(
            within(rest, "(ref:", ")"),
            "a text reference of bookdown",
            "write its words where they are meant",
        ),
        b'&' => told(
            entity(rest),
            "no character's name in HTML",
            "write the character itself; `\\&` is the sign alone",
        ),
        _ => None,
    }
}

/// How icons of MkDocs begin.
const ICONS: [&str; 4] = [":material-", ":fontawesome-", ":octicons-", ":simple-"];

/// `[/b]`
fn closing_tag(rest: &str) -> Option<usize> {
    const NAMES: [&str; 13] =
        ["b", "i", "u", "s", "url", "img", "quote", "code", "color", "size", "list", "center", "spoiler"];
    let (name, _) = rest.strip_prefix("[/")?.split_once(']')?;
    NAMES.contains(&name.to_ascii_lowercase().as_str()).then_some(name.len() + "[/]".len())
}

/// ` ^a-block` at the end of a text.
fn block_id(rest: &str) -> Option<usize> {
    let id = &rest[1..];
    let is_id = id.len() > 3 && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (is_id && id.bytes().any(|byte| byte.is_ascii_alphabetic())).then_some(rest.len())
}

/// A field or a mark whose words hold marks of their own, which part it: what is typed from its brace on. Of a field of Hugo or
/// Quarto the end may stand on another line.
pub(super) fn parted(typed: &str) -> Option<(usize, Option<Foreign>)> {
    let typed = near(typed);
    let line = typed.split('\n').next().unwrap_or_default();
    const FIELDS: [(&str, &str); 4] = [("{{<", ">}}"), ("{{%", "%}}"), ("{{", "}}"), ("{%", "%}")];
    let field = FIELDS.iter().find(|(open, _)| typed.starts_with(open));
    match field.map(|(open, close)| (*open, within(typed, open, close))) {
        Some((_, Some(length))) => Some((length, None)),
        Some(("{{<" | "{{%", None)) => Some((line.trim_end().len(), None)),
        Some((_, None)) => None,
        None => braced(typed).map(|(length, sign)| (length, Some(sign))),
    }
}

/// `漢字|かんじ`
fn is_ruby(inside: &str) -> bool {
    let parted = inside.split_once('|');
    parted.is_some_and(|(base, reading)| {
        !base.is_empty()
            && base.chars().all(crate::chars::is_ideograph)
            && reading.chars().any(char::is_alphabetic)
    })
}

fn braced(rest: &str) -> Option<(usize, Foreign)> {
    const CRITIC: [(&str, &str); 5] =
        [("{++", "++}"), ("{--", "--}"), ("{~~", "~~}"), ("{>>", "<<}"), ("{==", "==}")];
    const OTHERS: [(&str, &str, &str, &str); 3] = [
        ("{# ", "#}", "a comment of Jinja", COMMENT),
        ("{/*", "*/}", "a comment of MDX", COMMENT),
        ("{!", "!}", "an include of MkDocs", INCLUDE),
    ];
    for (open, close, what, hint) in OTHERS {
        if let Some(length) = within(rest, open, close) {
            return Some((length, foreign(what, hint)));
        }
    }
    if let Some(length) = within(rest, "{", "}").filter(|length| is_ruby(&rest[1..length - 1])) {
        let hint = "write `<ruby>base<rt>reading</rt></ruby>`";
        return Some((length, foreign("a reading of DenDen or Aozora", hint)));
    }
    if let Some(length) = within(rest, "{+", "+}").filter(|_| !rest.starts_with("{++")) {
        return Some((length, foreign("an insertion of GitLab", "what is added is `<ins>words</ins>`")));
    }
    if let Some(length) = CRITIC.iter().find_map(|(open, close)| within(rest, open, close)) {
        return Some((
            length,
            foreign("a mark of CriticMarkup", "accept or reject the change before the book is built"),
        ));
    }
    let is_kramdown = rest.strip_prefix("{:").is_some_and(|rest| {
        rest.starts_with([' ', '.', '#', ':', '/']) || rest.starts_with(|c: char| c.is_ascii_lowercase())
    });
    let length = within(rest, "{:", "}").filter(|_| is_kramdown)?;
    Some((length, foreign("a line of kramdown's attributes", ATTRIBUTES)))
}

/// The length of what stands between two signs on one line, with them; something stands there.
fn within(rest: &str, open: &str, close: &str) -> Option<usize> {
    let inside = rest.strip_prefix(open)?;
    let end = inside.bytes().take(LONGEST).position(|byte| byte == b'\n').unwrap_or(inside.len());
    let near = inside.get(..end.min(LONGEST)).unwrap_or(inside);
    let length = near.find(close).filter(|length| *length > 0)?;
    Some(open.len() + length + close.len())
}

/// `&name;` and `&#12;`: what is left of them in a text stands for no character.
fn entity(rest: &str) -> Option<usize> {
    let name = rest[1..].strip_prefix('#').unwrap_or(&rest[1..]);
    let length = name.bytes().take(40).take_while(u8::is_ascii_alphanumeric).count();
    (length > 1 && name[length..].starts_with(';')).then_some(rest.len() - name.len() + length + 1)
}

/// The beginning of a text, no longer than a sign may be.
fn near(text: &str) -> &str {
    let end = (0..=LONGEST.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or(0)]
}

/// What looks like a link and is none, from its first bracket on: an address that ends at a blank, a blank before the
/// address, a label that nothing defines.
pub(super) fn broken_link(text: &str, from: usize) -> Option<(Range<usize>, &'static str)> {
    let mut at = from;
    while let Some(found) = text.get(at..)?.find(']') {
        let close = at + found;
        at = close + 1;
        let rest = near(&text[at..]);
        let begin = from.max(close.saturating_sub(LONGEST));
        let before = text.as_bytes()[begin..close].iter().rposition(|byte| *byte == b'[');
        let open = before.map(|open| begin + open);
        let Some(open) = open.filter(|open| open + 1 < close) else { continue };
        let end = |sign: char| rest[1..].find(sign).map_or(at + rest.len(), |end| at + end + 2);
        if rest.starts_with('(') && rest.contains(')') {
            return Some((
                open..end(')'),
                "an address with blanks stands between `<` and `>`, `[words](<a b.md>)`",
            ));
        }
        if rest.starts_with('[') && rest.contains(']') {
            return Some((
                open..end(']'),
                "nothing defines its label, as `[label]: https://example.org` does",
            ));
        }
        let parted = rest.trim_start_matches([' ', '\t']);
        if parted.len() < rest.len()
            && ["(http://", "(https://", "(./", "(#"].iter().any(|head| parted.starts_with(head))
        {
            return Some((open..end(')'), "no blank stands between the brackets and the address"));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_other_tools() {
        for line in [
            "!!! note \"T\"",
            "??? tip",
            "???+ tip",
            "=== \"One\"",
            "== Heading ==",
            "--8<-- \"a.md\"",
            ".. note::",
            ".. image:: f.png",
            "(here)=",
            "(ref:cap) Words",
            "%% a %%",
            "% a",
            "+++",
            "#+BEGIN_SRC rust",
            "h2. Head",
            "~ A",
            "[TOC]",
            "[[_TOC_]]",
            "[[toc]]",
            "import A from \"b\";",
            "export const x = 1;",
            "A> An aside",
            "{pagebreak}",
            "{blurb, class: tip}",
            "{/blurb}",
            "image::f.svg[Grey]",
        ] {
            assert!(of_line(line).is_some(), "{line}");
        }
        for line in [
            "!important",
            "! a",
            "What???",
            "a == b",
            "==",
            "-- he said",
            "...",
            "(a) = b",
            "50 % of",
            "+ one",
            "#tag",
            "he",
            "h2",
            "[a]",
            "import of goods from abroad",
            "A > B",
            "{name}",
            "std::vec[0]",
            "image: a",
            "",
        ] {
            assert_eq!(of_line(line), None, "{line}");
        }
    }

    #[test]
    fn headings_without_a_blank() {
        assert!(["##Heading", "#Rivers", "###über"].iter().all(|line| is_heading_without_blank(line)));
        assert!(
            !["# A", "#tag", "#12", "##", "#", "#!/bin/sh", "C#x", "##1"]
                .iter()
                .any(|line| is_heading_without_blank(line))
        );
    }

    #[test]
    fn signs_within_words() {
        let found = |text: &str| in_words(text, 0).map(|(range, _)| text[range].to_string());
        for sign in [
            "[[B]]",
            "[[b|the other]]",
            "%%hidden%%",
            "||secret||",
            "'''bold'''",
            "{++a++}",
            "{--a--}",
            "{~~a~>b~~}",
            "{>>a<<}",
            "{:.c}",
            "{: .note #x}",
            "{::comment}",
            "{:toc}",
            "(ref:cap)",
            "&notone;",
            "&#xZZ;",
        ] {
            assert_eq!(found(&format!("Words {sign} on")).as_deref(), Some(sign));
        }
        for text in [
            "[a]",
            "50%% of",
            "a || b",
            "'a'",
            "{a}",
            "a & b; c",
            "AT&T;",
            "(reference)",
            "[[",
            "%%%%",
            "&a",
            "{:",
            "x[[0]",
            "a ||\nb || c",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn links_that_are_none() {
        let found = |text: &str| broken_link(text, 0).map(|(range, _)| text[range].to_string());
        for link in ["[a](b c.md)", "[a][none]", "[a][]", "[a] (https://a.b)"] {
            assert_eq!(found(&format!("See {link} on")).as_deref(), Some(link));
        }
        for text in ["[a] (b)", "[a]", "a](b", "[](b", "[a](b", "f[0][", "[a] [b]"] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
