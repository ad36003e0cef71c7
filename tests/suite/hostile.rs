//! Manuscripts that mean harm: the passes end, soon, without a panic, and keep the text.

use std::time::{Duration, Instant};

use arbtest::arbtest;
use reportc::diag::Sink;
use reportc::model::flow::{Flow, RichText};

use crate::cases::Input;

fn flow(text: &str) -> (Flow, Sink) {
    let mut input = Input::new("");
    let source = input.inputs.sources.add("hostile.md", text);
    input.inputs.chapters[0].source = source.id;
    let mut sink = Sink::default();
    let flow = crate::flow_of(&input, &mut sink);
    (flow, sink)
}

fn has(sink: &Sink, code: &str) -> bool {
    sink.diagnostics().iter().any(|found| found.code == code)
}

#[test]
fn deep_nesting_keeps_its_text() {
    let emphasis = format!("{}deep{}", "*a **b ".repeat(1000), "** c*".repeat(1000));
    let list: String = (0..1000).map(|depth| format!("{}- x\n", "  ".repeat(depth))).collect();
    let cases = [
        format!("# T\n\n{}deep", "> ".repeat(1000)),
        format!("# T\n\n{list}{}deep", "  ".repeat(1000)),
        format!("# T\n\n{emphasis}"),
        format!("# T\n\n{}deep", "<sup>".repeat(1000)),
        format!("# T\n\n{}deep{}", "[".repeat(1000), "]{.a}".repeat(1000)),
        format!("# T\n\n{}deep", "<figure>\n\n".repeat(1000)),
        format!("# T\n\n{}deep", "1. > ".repeat(1000)),
    ];
    for text in cases {
        let (flow, sink) = flow(&text);
        let shown = crate::flow::dump(&flow, true);
        assert!(shown.contains("deep"), "{}", &text[..60]);
        assert!(has(&sink, "nesting-too-deep"), "{}", &text[..60]);
    }
}

/// Each takes far less than a second for 200 kB where work grows with the text, and minutes where it grows with its square.
#[test]
fn work_grows_with_the_text() {
    let long = |piece: &str| format!("# T\n\n{}", piece.repeat(200_000 / piece.len()));
    let pieces = [
        "a",
        "[",
        "]",
        "[a]{",
        "[a]{.b}",
        "{.b}",
        "*",
        "_a",
        "`",
        "``a",
        "<",
        "<b>",
        "<!--",
        "<a b='",
        "\"",
        "'",
        "' ",
        "\"'",
        "[^a]",
        "![",
        "&amp;",
        "&",
        "\\",
        "| a ",
        "|",
        "- ",
        "- a\n",
        "> a\n\n",
        "# a\n\n",
        "[a](#b) ",
        "[](#t) ",
        "[^a]: b\n",
        "<p>",
        "<p>\n\n",
        "</p>",
        "<x>",
        "</x>",
        "<figure>\n\n",
        ": a\n\n",
        "![a](a.png)\n\n: b\n\n",
        "<a id=\"x\"></a>\n\n",
        "\n",
        " ",
        "\t",
        "\0",
        "x^y^ ",
        "~a~",
        "--",
        "...",
        "[x]{lang=aa}",
        "&#x",
        "![](a.png)",
        "\\newpage\n\n",
        "Table: x\n\n",
        "a\n{#x}\n\n",
        "{{{{",
        "}}}}",
        "<T>",
        "a<br>",
        "\u{202e}",
        "\u{fffc}",
    ];
    for piece in pieces {
        let text = long(piece);
        let started = Instant::now();
        flow(&text);
        let took = started.elapsed();
        assert!(took < Duration::from_secs(20), "{piece:?} took {took:?}");
    }
}

#[test]
fn a_long_line() {
    let (flow, _) = flow(&format!("# T\n\n{}", "word \"q\" ".repeat(1_000_000)));
    assert!(crate::flow::dump(&flow, false).len() > 9_000_000);
}

#[test]
fn languages_without_end() {
    let spans: String = (0..3000).map(|n| format!("[x]{{lang=aa-{n:05}}} ")).collect();
    let (flow, _) = flow(&format!("# T\n\n{spans}"));
    assert!(flow.langs.len() <= 257);
}

#[test]
fn chains_of_notes() {
    let notes: String = (0..5000).map(|n| format!("[^{n}]: x[^{}]\n", (n + 1) % 5000)).collect();
    let (flow, sink) = flow(&format!("# T\n\na[^0]\n\n{notes}"));
    assert!(has(&sink, "note-cycle"));
    assert_eq!(flow.sections.last().map_or(0, |section| section.notes.len()), 5000);
}

const PIECES: [&str; 67] = [
    "a",
    " ",
    "\n",
    "\n\n",
    "*",
    "**",
    "_",
    "`",
    "[",
    "]",
    "(",
    ")",
    "{.a}",
    "{#b}",
    "{",
    "}",
    "![",
    "<sup>",
    "</sup>",
    "<p>",
    "</p>",
    "<figure>",
    "</figure>",
    "<pre>",
    "</pre>",
    "<script>",
    "</script>",
    "<!-- ",
    " -->",
    "> ",
    "- ",
    "1. ",
    "    ",
    "# ",
    "|",
    "|-|",
    "\n|-|\n",
    "[^1]",
    "[^1]: ",
    ": ",
    "Table: ",
    "![i](a.png)",
    "\"",
    "'",
    "--",
    "...",
    "\\",
    "&amp;",
    "~",
    "^",
    "<br>",
    "é",
    "中",
    "ع",
    "\u{0}",
    "<figcaption>",
    "</figcaption>",
    "[](#b)",
    "```\n",
    "<a id=\"q\">",
    "</a>",
    "\t",
    "\r\n",
    "[x]{lang=fr}",
    "{.page}",
    "==",
    "---\n",
];

/// Any mixture of marks: no panic, and runs, marks and objects as they must be.
#[test]
fn any_mixture() {
    arbtest(|given| {
        let mut text = String::new();
        for _ in 0..given.int_in_range(0..=59)? {
            text.push_str(given.choose(&PIECES)?);
        }
        let (made, _) = flow(&text);
        crate::flow::dump(&made, true);
        Ok(())
    })
    .size_max(4_096)
    .budget_ms(1_500);
}

/// Letters of paragraphs are all there, in their order.
#[test]
fn no_letter_is_lost() {
    const MARKS: [&str; 13] =
        [" ", " *", "* ", " <b>", "</b> ", " [", "] ", "\n> ", "\n- ", "\n\n", " <div> ", "^", " _"];
    arbtest(|given| {
        let (mut text, mut typed) = (String::new(), String::new());
        for _ in 0..given.int_in_range(1..=29)? {
            for _ in 0..given.int_in_range(1..=5)? {
                let letter = char::from(given.int_in_range(b'a'..=b'z')?);
                text.push(letter);
                typed.push(letter);
            }
            text.push_str(given.choose(&MARKS)?);
        }
        let (made, found) = flow(&text);
        let mut letters = String::new();
        for section in made.sections.iter().filter(|section| section.source.is_some()) {
            // A title made from the file's name, and the space above it, are not the text's.
            let made = if has(&found, "chapter-without-title") { 2 } else { 0 };
            let mut add =
                |part: &RichText| letters.extend(part.text.chars().filter(char::is_ascii_lowercase));
            crate::flow::texts(&section.blocks[made..], &mut add);
        }
        assert_eq!(letters, typed, "{text:?}");
        Ok(())
    })
    .size_max(4_096)
    .budget_ms(1_500);
}
