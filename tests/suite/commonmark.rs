//! The CommonMark specification's examples (`commonmark/spec.txt`, version 0.31.2, © John MacFarlane, CC BY-SA 4.0,
//! taken unchanged from the npm package `commonmark-spec`), each parsed and written as HTML by this file alone.

use std::collections::BTreeMap;

use reportc::diag::Sink;
use reportc::memo::Memo;
use reportc::model::document::*;
use reportc::model::walk::plain;

use crate::cases::Input;

const SPEC: &str = include_str!("commonmark/spec.txt");

/// How many examples the specification has.
const EXAMPLES: usize = 652;

/// Why the tree differs from the example's HTML by design.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    /// Raw HTML is not handed on: safe tags are inlines, others are dropped with a warning, their text stays.
    RawHtml,
    /// A comment says nothing to readers and is dropped without a warning.
    Comment,
    /// What looks like a tag is none, and stays as text.
    NoTag,
    /// Scripts, style sheets, instructions and declarations are dropped with what is in them.
    NoText,
    /// Between tags of blocks, as in `<div>`, Markdown is read.
    Markdown,
    /// Bare addresses are links, as GFM has it.
    Address,
    /// A backslash before a blank makes it one that no line ends at, as pandoc has it.
    Blank,
}

include!("commonmark/differences.rs");

struct Example {
    number: usize,
    markdown: String,
    html: String,
}

#[test]
fn examples() {
    let examples = examples_of(SPEC);
    assert_eq!(examples.len(), EXAMPLES);
    let listed: BTreeMap<usize, Why> = DIFFERENCES.iter().copied().collect();
    assert_eq!(listed.len(), DIFFERENCES.len(), "an example is listed twice");
    let mut wrong = Vec::new();
    for example in &examples {
        let input = Input::new("");
        let (html, found) = html_of(&example.markdown, input);
        let agrees = squeeze(&html) == squeeze(&example.html);
        let fault = match (agrees, listed.get(&example.number)) {
            (true, None) => None,
            (true, Some(_)) => Some("is listed as different but agrees"),
            (false, None) => Some("differs"),
            (false, Some(Why::RawHtml | Why::NoText)) if !found && !has_safe_tag(&example.html) => {
                Some("raw HTML was dropped without a warning")
            }
            (false, Some(Why::RawHtml | Why::Comment | Why::NoTag))
                if words(&html) != words(&example.html) =>
            {
                Some("loses text with its raw HTML")
            }
            (false, Some(_)) => None,
        };
        if let Some(fault) = fault {
            let Example { number, markdown, html: expected } = example;
            wrong.push(format!(
                "example {number} {fault}\n{markdown}--- expected\n{expected}--- made\n{html}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{} examples\n{}", wrong.len(), wrong.join("\n"));
}

/// Tags that become something instead of a warning.
fn has_safe_tag(html: &str) -> bool {
    let safe = ["<a", "<b>", "<i", "<del>", "<p", "<hr", "<br", "<em", "<strong", "<span", "<table"];
    safe.iter().any(|tag| html.contains(tag))
}

fn examples_of(spec: &str) -> Vec<Example> {
    let fence = "`".repeat(32);
    let mut examples = Vec::new();
    let mut rest = spec.split("<!-- END TESTS -->").next().unwrap_or_default();
    let opening = format!("\n{fence} example\n");
    while let Some(at) = rest.find(&opening) {
        rest = &rest[at + opening.len()..];
        let end = rest.find(&format!("\n{fence}")).expect("an example ends");
        let body = &rest[..end + 1];
        let (markdown, html) = match body.strip_prefix(".\n") {
            Some(html) => ("", html),
            None => body.split_once("\n.\n").expect("an example has two parts"),
        };
        let tabs = |text: &str| text.replace('→', "\t");
        let markdown = if markdown.is_empty() { String::new() } else { tabs(markdown) + "\n" };
        examples.push(Example { number: examples.len() + 1, markdown, html: tabs(html) });
        rest = &rest[end + 1..];
    }
    examples
}

/// The HTML of a text and whether anything was reported of it.
fn html_of(markdown: &str, mut input: Input) -> (String, bool) {
    let source = input.inputs.sources.add("example.md", markdown);
    input.inputs.chapters[0].source = source.id;
    let mut sink = Sink::default();
    let document = reportc::parse::parse(&input.inputs, &Memo::NONE, &mut sink);
    let mut html = String::new();
    for chapter in &document.chapters {
        blocks(&chapter.blocks, false, &mut html);
    }
    (html, !sink.diagnostics().is_empty())
}

/// Spaces and line ends around blocks are the writer's affair, as is how a slash ends an empty tag.
fn squeeze(html: &str) -> String {
    let lines = html.replace(">\n<", "><").replace("\n</li>", "</li>").replace("<li>\n", "<li>");
    lines.replace(" />", ">").trim().to_string()
}

/// Characters between tags, but for spaces, Markdown's own marks and how characters are escaped.
fn words(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = tag_length(rest).unwrap_or(1);
        text.push_str(if length == 1 { "<" } else { "" });
        rest = &rest[length..];
    }
    text.push_str(rest);
    let plain = text.replace("&quot;", "\"").replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&");
    plain.chars().filter(|c| !c.is_whitespace() && !"*_#-=`".contains(*c)).collect()
}

/// How long the tag or comment is that starts the text; a `>` in quotes does not end it.
fn tag_length(html: &str) -> Option<usize> {
    if html.starts_with("<!--") {
        return html.find("-->").map(|at| at + 3);
    }
    html[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/').then_some(())?;
    let mut quote = None;
    for (at, c) in html.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(at + 1),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            (None | Some(_), _) => {}
        }
    }
    None
}

fn blocks(run: &[Block], tight: bool, html: &mut String) {
    for block in run {
        self::block(block, tight, html);
    }
}

fn block(shown: &Block, tight: bool, html: &mut String) {
    match &shown.kind {
        BlockKind::Heading { level, content } => {
            html.push_str(&format!("<h{level}>"));
            inlines(content, html);
            html.push_str(&format!("</h{level}>\n"));
        }
        BlockKind::Paragraph(content) if tight => {
            inlines(content, html);
            html.push('\n');
        }
        BlockKind::Paragraph(content) => {
            html.push_str("<p>");
            inlines(content, html);
            html.push_str("</p>\n");
        }
        BlockKind::Only(_, inner) => blocks(inner, false, html),
        BlockKind::Quote(inner) => {
            html.push_str("<blockquote>\n");
            blocks(inner, false, html);
            html.push_str("</blockquote>\n");
        }
        BlockKind::List(list) => {
            let (open, close) = match list.start {
                None => ("<ul>".to_string(), "</ul>"),
                Some(1) => ("<ol>".to_string(), "</ol>"),
                Some(start) => (format!("<ol start=\"{start}\">"), "</ol>"),
            };
            html.push_str(&open);
            html.push('\n');
            for item in &list.items {
                html.push_str("<li>");
                blocks(&item.blocks, list.tight, html);
                if html.ends_with('\n')
                    && item.blocks.iter().all(|b| matches!(b.kind, BlockKind::Paragraph(_)))
                    && list.tight
                {
                    html.pop();
                }
                html.push_str("</li>\n");
            }
            html.push_str(close);
            html.push('\n');
        }
        BlockKind::Code(code) => {
            let class = code
                .language
                .as_ref()
                .map_or(String::new(), |name| format!(" class=\"language-{}\"", escape(name)));
            html.push_str(&format!("<pre><code{class}>{}</code></pre>\n", escape(&code.text)));
        }
        BlockKind::Figure(figure) => {
            html.push_str("<p>");
            image(&figure.image, html);
            html.push_str("</p>\n");
        }
        BlockKind::Group(group) => {
            let pictures = group.cells.iter().flat_map(|cell| &cell.blocks);
            html.push_str("<p>");
            for (at, block) in pictures.enumerate() {
                if at > 0 {
                    html.push(' ');
                }
                if let BlockKind::Figure(figure) = &block.kind {
                    image(&figure.image, html);
                }
            }
            html.push_str("</p>\n");
        }
        BlockKind::Break => html.push_str("<hr />\n"),
        BlockKind::Table(table) => table.head.iter().chain(&table.rows).for_each(|row| {
            for cell in &row.cells {
                match &cell.content {
                    CellContent::Text(content) => inlines(content, html),
                    CellContent::Blocks(run) => run.iter().for_each(|inner| block(inner, false, html)),
                }
            }
        }),
        BlockKind::Admonition { .. }
        | BlockKind::Definitions(_)
        | BlockKind::Equation(_)
        | BlockKind::Bibliography(_)
        | BlockKind::Index(_)
        | BlockKind::PageBreak(_)
        | BlockKind::Columns(_) => {
            html.push_str("(an extension)\n");
        }
    }
}

fn inlines(run: &[Inline], html: &mut String) {
    let wrap = |html: &mut String, tag: &str, content: &[Inline]| {
        html.push_str(&format!("<{tag}>"));
        inlines(content, html);
        html.push_str(&format!("</{tag}>"));
    };
    for inline in run {
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Literal(text) | InlineKind::Unset { text, .. } => {
                html.push_str(&escape(text))
            }
            InlineKind::Maths(maths) => html.push_str(&escape(&maths.text)),
            InlineKind::Code(code) => html.push_str(&format!("<code>{}</code>", escape(code))),
            InlineKind::Emphasis(content) => wrap(html, "em", content),
            InlineKind::Strong(content) => wrap(html, "strong", content),
            InlineKind::Strikethrough(content) => wrap(html, "del", content),
            InlineKind::Superscript(content) => wrap(html, "sup", content),
            InlineKind::Subscript(content) => wrap(html, "sub", content),
            InlineKind::Keyboard(content) => wrap(html, "kbd", content),
            InlineKind::Abbreviation { content, .. } => wrap(html, "abbr", content),
            InlineKind::Phrase { phrase: Phrase::Deleted, content } => wrap(html, "del", content),
            InlineKind::Phrase { content, .. } | InlineKind::Span { content, .. } => {
                wrap(html, "span", content)
            }
            InlineKind::Link { destination, title, content, .. } => {
                let title =
                    title.as_ref().map_or(String::new(), |title| format!(" title=\"{}\"", escape(title)));
                html.push_str(&format!("<a href=\"{}\"{title}>", address(destination)));
                inlines(content, html);
                html.push_str("</a>");
            }
            InlineKind::Image(shown) => image(shown, html),
            InlineKind::NoteCall(label) => html.push_str(&format!("(note {label})")),
            InlineKind::SoftBreak => html.push('\n'),
            InlineKind::HardBreak => html.push_str("<br />\n"),
        }
    }
}

fn image(image: &Image, html: &mut String) {
    let title =
        image.title.as_ref().map_or(String::new(), |title| format!(" title=\"{}\"", escape(&plain(title))));
    html.push_str(&format!("<img src=\"{}\" alt=\"{}\"{title} />", address(&image.path), escape(&image.alt)));
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// An address as the specification's renderer writes it.
fn address(destination: &str) -> String {
    let mut written = String::new();
    for byte in destination.bytes() {
        match byte {
            b'&' => written.push_str("&amp;"),
            byte if byte.is_ascii_alphanumeric() || b"-_.+!*(),%#@?=;:/,+$~'".contains(&byte) => {
                written.push(char::from(byte));
            }
            byte => written.push_str(&format!("%{byte:02X}")),
        }
    }
    written
}
