//! Books that mean harm or went wrong, through the whole program: each gets a diagnostic with its place and a way out,
//! or builds; none panics, hangs, eats the machine's memory or damages an earlier output.

#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "these tests run the program on real files")]

#[path = "hostile/faces.rs"]
mod faces;
mod program;

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::symlink;

use lopdf::Document;
use program::{Book, HEAD};

const HELP: &str = "= help: ";

/// Builds without an error, in both formats, and the PDF can be read back.
#[track_caller]
fn builds(book: &Book, said: &[&str]) -> Document {
    book.build().says(0, said);
    let pdf = Document::load(book.path("dist/t.pdf")).expect("the PDF can be read");
    assert!(!pdf.get_pages().is_empty());
    assert!(fs::metadata(book.path("dist/t.epub")).is_ok_and(|epub| epub.len() > 0));
    pdf
}

#[test]
fn charts_of_odd_values() {
    let many: String = (0..6000).map(|n| format!("{n},{}\n", (n * 7919) % 1000 - 300)).collect();
    let long = "a name that goes on and on without any end in sight ".repeat(9);
    let names: String = (0..80).map(|n| format!("Province of the number {n},{n},{}\n", 80 - n)).collect();
    let files = [
        ("one.csv", "x,y\na,1\n".to_string()),
        ("nought.csv", "x,y\na,0\nb,0\n".to_string()),
        ("far.csv", "x,y,z\n-9e14,1e-9,-9e14\n9e14,9e14,0.5\n".to_string()),
        ("same.csv", "x,y\n5,7\n5,7\n5,7\n".to_string()),
        ("gaps.csv", "x,y,z\na,,\nb,1,\nc,,\nd,,-2\n".to_string()),
        ("names.csv", format!("x,y,z\n{names}")),
        (
            "signs.csv",
            format!("<b>&\"\"'</b>,\u{1f600} %s,{{y}}\n{long},-3,4\n\u{5d0}\u{5d1},2,1\n]]>,5,6\n"),
        ),
        ("many.csv", format!("x,y\n{many}")),
        ("days.csv", "x,y\n0001-01-01,1\n9999-12-31,2\n".to_string()),
    ];
    let kinds =
        ["bar", "bar horizontal=true", "bar stacked=true", "line", "area", "area stacked=true", "scatter"];
    let mut text = "# Charts\n\n".to_string();
    for (name, _) in &files {
        for kind in kinds {
            writeln!(text, "![C]({name}){{.chart type={kind}}}\n").expect("strings take everything");
        }
        let small = ["one.csv", "same.csv", "far.csv"].contains(name);
        let pie = small.then(|| format!("![C]({name}){{.chart type=pie width=5pt}}\n\n"));
        text.push_str(&pie.unwrap_or_default());
    }
    let mut book = Book::manifest(&format!("{HEAD}chapters: [a.md]\n")).file("a.md", text);
    for (name, values) in files {
        book = book.file(name, values);
    }
    builds(&book, &["warning[chart-value]"]);
}

#[test]
fn a_chart_of_a_million_rows() {
    let rows = |count: usize| (0..count).map(|n| format!("{n},{}\n", n % 97)).collect::<String>();
    let book = Book::manifest(&format!("{HEAD}chapters: [a.md]\n"))
        .file(
            "a.md",
            "# A\n\n![C](a.csv){.chart type=line}\n\n![C](b.csv){.chart type=pie}\n\n![C](c.csv){.chart}\n",
        )
        .file("a.csv", format!("x,y\n{}", rows(400_000)))
        .file("b.csv", format!("x,y\n{}", "a,1\n".repeat(25)))
        .file("c.csv", format!("x,y\n{}", rows(1_000_000)));
    let said = [
        "error[too-much-data]",
        "error[file-too-large]",
        "100000 values",
        "this chart shows 20000 rows at most",
        "24 rows at most",
    ];
    refused(&book, &said);
}

/// Is refused with these words, and writes nothing.
#[track_caller]
fn refused(book: &Book, said: &[&str]) {
    book.build().says(1, said).says(1, &[HELP, "error"]);
    assert!(!book.path("dist").exists(), "a refused book wrote something");
}

#[test]
fn files_that_are_not_there() {
    let book = Book::manifest(&format!(
        "{HEAD}chapters: [a.md, b.md]\nfonts:\n  files: [none.ttf]\ncover: {{image: none.png, alt: x}}\n"
    ))
    .file("a.md", "# A\n\n![a figure](figure.png)\n\nText.\n");
    refused(
        &book,
        &[
            "error[missing-file]: there is no file `b.md`\n --> book.yaml:3:18",
            "there is no file `none.ttf`\n --> book.yaml:5:11",
            "there is no file `none.png`\n --> book.yaml:6:16",
            "there is no file `figure.png`\n --> a.md:3:1",
            "4 errors",
        ],
    );
}

#[test]
fn files_that_cannot_be_read() {
    let book =
        Book::manifest(&format!("{HEAD}chapters: [a.md, folder, loop.md]\nfonts:\n  files: [folder]\n"))
            .file("a.md", "# A\n\n![a figure](folder)\n\n![another](null)\n")
            .file("folder/x", "x");
    symlink("loop.md", book.path("loop.md")).expect("the folder can be written to");
    symlink("/dev/zero", book.path("null")).expect("the folder can be written to");
    refused(
        &book,
        &[
            "error[unreadable-file]: `folder` cannot be read",
            " --> book.yaml:3:18",
            "`loop.md`",
            "`null`",
            " --> a.md:3:1",
            " --> a.md:5:1",
        ],
    );
}

#[test]
fn files_that_are_something_else() {
    let book = Book::manifest(&format!("{HEAD}chapters: [a.md]\nfonts:\n  files: [face.ttf]\n"))
        .file("a.md", "# A\n\n![one](one.png)\n\n![two](two.jpg)\n\n![three](three.svg)\n\n![four](four.gif)\n\n![five](five.webp)\n")
        .file("face.ttf", "\0\u{1}\0\0\0\u{4}no font")
        .file("one.png", "not an image")
        .file("two.jpg", b"\xff\xd8\xff\xe0 cut off")
        .file("three.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><g>")
        .file("four.gif", "GIF89a")
        .file("five.webp", "RIFF\u{10}\0\0\0WEBPVP8 ");
    refused(
        &book,
        &[
            "error[bad-font]: `face.ttf` is not a font\n --> book.yaml:5:11",
            "error[bad-image]: `one.png` is not an image\n --> a.md:3:1",
            "`two.jpg` is damaged",
            "`three.svg` is not a well-formed SVG",
            "`four.gif` is damaged",
            "`five.webp` is damaged",
            "6 errors",
        ],
    );
}

#[test]
fn text_that_is_not_utf8() {
    refused(&Book::chapter(b"# A\n\nb\xe9\n"), &["error[invalid-utf8]", " --> a.md:3:2"]);
    let book = Book::manifest("").file("book.yaml", b"title: \xff\n");
    refused(&book, &["error[invalid-utf8]", " --> book.yaml:1:8"]);
    // Zero and other control characters are UTF-8; PDF and XHTML have no place for them.
    builds(
        &Book::chapter(
            "# A\u{0}\n\na\u{1}b\u{7f}\u{fffe}\u{feff}c `d\u{b}e`\n\n```\nf\u{c}g\u{1b}[0m\n```\n",
        ),
        &["warning[control-character]"],
    );
}

#[test]
fn empty_books() {
    refused(&Book::chapter(" \n\n"), &["error[empty-book]", " --> book.yaml:3:12"]);
    refused(&Book::manifest(&format!("{HEAD}chapters: []\n")), &["error["]);
    refused(
        &Book::manifest(&format!("{HEAD}chapters: [\"*.md\"]\n")),
        &["error[empty-pattern]", " --> book.yaml:3:12"],
    );
    refused(&Book::manifest(""), &["error["]);
    // Nothing but what is not printed.
    builds(&Book::chapter("<!-- nothing -->\n"), &["warning[chapter-without-title]"]);
    builds(&Book::chapter("[^1]: a note that nothing calls\n"), &["warning[unused-note]"]);
}

#[test]
fn lines_of_a_hundred_megabytes() {
    let line = "word ".repeat(20 << 20);
    refused(
        &Book::chapter(&line),
        &["error[file-too-large]: `a.md` is larger than 8 MB", " --> book.yaml:3:12"],
    );
    let book = Book::manifest("").file("book.yaml", format!("title: {line}\n"));
    refused(&book, &["error["]);
    let book = Book::manifest(&format!("{HEAD}chapters: [a.md]\ntheme: t.yaml\n"))
        .file("a.md", "# A\n")
        .file("t.yaml", &line);
    refused(&book, &["error["]);
}

#[test]
fn nesting_a_thousand_deep() {
    let list: String = (0..1000).fold(String::new(), |mut list, depth| {
        let _ = writeln!(list, "{}- x", "  ".repeat(depth));
        list
    });
    let notices: String = (1..=1000).map(|depth| format!("{}[!NOTE]\n", "> ".repeat(depth))).collect();
    let cases = [
        format!("# T\n\n{}deep", "> ".repeat(1000)),
        format!("# T\n\n{list}"),
        format!("# T\n\n{}deep{}", "*a **b ".repeat(500), "** c*".repeat(500)),
        format!("# T\n\n{}deep{}", "[".repeat(1000), "]{.a}".repeat(1000)),
        format!("# T\n\n{}deep{}", "<sup>".repeat(1000), "</sup>".repeat(1000)),
        format!("# T\n\n{}deep", "1. > ".repeat(1000)),
        format!("# T\n\n{notices}{}deep", "> ".repeat(1000)),
    ];
    for text in cases {
        builds(&Book::chapter(&text), &["warning[nesting-too-deep]", " --> a.md:", HELP]);
    }
    // These open nothing.
    builds(&Book::chapter(format!("# T\n\n{}deep{}", "[".repeat(100_000), "](".repeat(100_000))), &[]);
    builds(&Book::chapter(format!("# T\n\n{}", "<b><i>".repeat(10_000))), &["warning[unclosed-tag]"]);
    refused(
        &Book::manifest(&format!("title: {}\n", "[".repeat(100_000))),
        &["error[yaml-", " --> book.yaml:1:"],
    );
    refused(&Book::manifest(&format!("{}\n", "{a: ".repeat(100_000))), &["error[yaml-", " --> book.yaml:1:"]);
    refused(&Book::manifest(&format!("{}\n", "- ".repeat(100_000))), &["error[yaml-", " --> book.yaml:1:"]);
}

fn table(columns: usize, rows: usize, cell: &str) -> String {
    let row = |cell: &str| format!("|{}\n", format!(" {cell} |").repeat(columns));
    row("Head") + &row("---") + &row(cell).repeat(rows)
}

#[test]
fn tables_wider_than_any_page() {
    for cell in ["cell", "unbreakable_identifier_of_some_length", ""] {
        let book = Book::chapter(format!("# T\n\n{}\n\nAfter.\n", table(60, 3, cell)));
        builds(&book, &["warning[table-split]", " --> a.md:3:1", HELP]);
    }
    builds(&Book::chapter(format!("# T\n\n{}", table(2000, 3, "c"))), &["warning[table-too-wide]"]);
    builds(&Book::chapter(format!("# T\n\n{}", table(3, 20_000, "c"))), &[]);
    // A row that is taller than the page.
    builds(&Book::chapter(format!("# T\n\n{}", table(2, 2, &"word ".repeat(3000)))), &[]);
    builds(&Book::chapter(format!("# T\n\n|{} | b |\n|---|---|\n| c | d |\n", "head ".repeat(3000))), &[]);
}

#[test]
fn words_longer_than_the_measure() {
    let word = "x".repeat(10_000);
    let places = [
        format!("# T\n\nBefore {word} after.\n"),
        format!("# T\n\n- {word}\n\n> {word}\n\n1. a\n   - {word}\n"),
        format!("# {word}\n\nText.\n\n## {word}\n\nText.\n"),
        format!("# T\n\n`{word}`\n\n```\n{word}\n```\n"),
        format!("# T\n\n| a | {word} |\n|---|---|\n| {word} | b |\n"),
        format!("# T\n\nA note.[^1]\n\n[^1]: {word}\n"),
        format!("# T\n\n<https://example.org/{word}>\n"),
        format!("# T\n\n{word}\n: {word}\n\n> [!NOTE]\n> {word}\n"),
        format!("# T\n\n{}\n\n{}\n", "ж".repeat(10_000), "ع".repeat(10_000)),
    ];
    for text in places {
        builds(&Book::chapter(&text), &[]);
    }
    builds(
        &Book::manifest(&format!("title: {word}\nlanguage: en\nfile_name: t\nchapters: [a.md]\n"))
            .file("a.md", "# A\n\nb\n"),
        &[],
    );
}

#[test]
fn a_word_of_a_megabyte() {
    builds(&Book::chapter(format!("# T\n\nBefore {} after.\n", "x".repeat(1 << 20))), &[]);
    builds(&Book::chapter(format!("# T\n\n`{}`\n", "x".repeat(1 << 20))), &[]);
}

#[test]
fn a_line_of_a_megabyte() {
    builds(&Book::chapter(format!("# T\n\n{}\n", "word ".repeat(200_000))), &[]);
    builds(&Book::chapter(format!("# T\n\n```rust\n{}\n```\n", "let x = 1; ".repeat(100_000))), &[]);
}

#[test]
fn notes_longer_than_a_page() {
    let long = "word ".repeat(4000);
    builds(&Book::chapter(format!("# T\n\nCall.[^1] {long}\n\n[^1]: {long}\n")), &[]);
    builds(
        &Book::chapter(format!("# T\n\nCall.[^1]\n\n[^1]: {}\n", "A paragraph.\n\n    ".repeat(500))),
        &[],
    );
    builds(
        &Book::chapter(format!(
            "# T\n\nCall.[^1]\n\n[^1]: A listing:\n\n    ```\n{}    ```\n",
            "    line\n".repeat(500)
        )),
        &[],
    );
    builds(
        &Book::chapter(format!(
            "# T\n\nCall.[^1]\n\n[^1]: {}\n",
            table(3, 200, "cell").replace('\n', "\n    ")
        )),
        &[],
    );
    // More notes in a line than a page holds.
    let (calls, notes) = many_notes(400);
    builds(&Book::chapter(format!("# T\n\n{calls}\n\n{notes}")), &[]);
}

fn many_notes(count: usize) -> (String, String) {
    let calls: String = (0..count).map(|n| format!("a[^{n}]")).collect();
    let notes: String = (0..count).map(|n| format!("[^{n}]: note {n}\n")).collect();
    (calls, notes)
}

#[test]
fn notes_in_every_place() {
    let places = [
        "# T\n\n| a[^1] | b |\n|---|---|\n| c | d[^1] |\n",
        "# T[^1]\n\n## Section[^1]\n\nText.\n",
        "# T\n\n![a figure](one.svg \"Caption[^1]\")\n\n: Caption[^1]\n\nText.\n",
        "# T\n\n| a | b |\n|---|---|\n| c | d |\n\n: Caption[^1]\n",
        "# T\n\n- item[^1]\n  1. inner[^1]\n- [x] done[^1]\n",
        "# T\n\nText.[^2]\n\n[^2]: A note[^1] with a note.\n",
        "# T\n\n> quoted[^1]\n\n> [!NOTE]\n> noted[^1]\n",
        "# T\n\nTerm[^1]\n: detail[^1]\n",
        "# T\n\n[a link[^1]](https://example.org) **bold[^1]**\n",
    ];
    for place in places {
        let book = Book::chapter(format!("{place}\n[^1]: A note.\n")).file(
            "one.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><path d=\"M0 0H9\"/></svg>",
        );
        builds(&book, &[]);
    }
    // In a header row that is repeated on many pages.
    builds(
        &Book::chapter(format!(
            "# T\n\n{}\n[^1]: A note.\n",
            table(2, 300, "c").replacen("Head", "Head[^1]", 1)
        )),
        &[],
    );
}

#[test]
fn ids_and_references() {
    let book =
        Book::chapter("# A {#x}\n\n## B {#x}\n\n[see](#nowhere) [there](none.md) [too](a.md#none) [^9]\n");
    book.check().says(
        1,
        &[
            "error[duplicate-id]",
            " --> a.md:3:",
            "warning[dangling-reference]",
            " --> a.md:5:1",
            "a.md:5:17",
            HELP,
        ],
    );
    builds(
        &Book::chapter("# A\n\n[see](#nowhere) and [](#none).[^9]\n"),
        &["warning[dangling-reference]", "warning[undefined-note]", HELP],
    );
}

#[test]
fn circles() {
    let cases = [
        "# T\n\na[^1]\n\n[^1]: b[^2]\n[^2]: c[^1]\n",
        "# T\n\na[^1]\n\n[^1]: b[^1]\n",
        "# See [](#b) {#a}\n\nText\n\n## See [](#a) {#b}\n\nText\n",
        "# [](#a) {#a}\n\nText [](#a){.page}\n",
        "# T\n\n| a |\n|---|\n| b |\n\n: See [](#tbl-a) {#tbl-a}\n",
        "# T\n\n[a]: a.md\n[a] [a](a.md) [](a.md)\n",
    ];
    for text in cases {
        builds(&Book::chapter(text), &[]);
    }
    let book = Book::manifest(&format!("{HEAD}chapters: [a.md]\ntheme: book.yaml\n")).file("a.md", "# A\n");
    book.check().says(1, &["error["]);
}

#[test]
fn ways_out_of_the_folder() {
    let book = Book::manifest(&format!(
        "{HEAD}chapters: [a.md, ../secret.md, /etc/hostname, \"../*.md\", trap.md, in/../../secret.md]\ntheme: ../theme.yaml\nfonts:\n  files: [../face.ttf]\ncover: {{image: ../c.png, alt: c}}\n"
    ))
    .file("a.md", "# A\n\n![a](../secret.png) ![b](/etc/hostname) ![c](%2e%2e/secret.png) ![d](trap.png) ![e](file:///etc/hostname)\n")
    .file("../secret.md", "# Secret\n\nhidden\n")
    .file("../secret.png", "hidden");
    symlink("../secret.md", book.path("trap.md")).expect("the folder can be written to");
    symlink("../secret.png", book.path("trap.png")).expect("the folder can be written to");
    refused(
        &book,
        &[
            "error[outside-book]: `../secret.md` is outside the book's folder\n --> book.yaml:3:18",
            "`/etc/hostname` is outside",
            "`../*.md` is outside",
            "`trap.md` is a link that leads out",
            "`../theme.yaml` is outside",
            "`../face.ttf` is outside",
            "`../c.png` is outside",
            "`../secret.png` is outside",
            "`trap.png` is a link that leads out",
            "error[remote-image]",
            "add `allow: [..]` to the manifest",
        ],
    );
    let said = book.build().stderr;
    assert!(!said.contains("hidden"), "{said}");
    // The outputs' name leads nowhere either.
    let book = Book::manifest(&format!("{HEAD}chapters: [a.md]\nfile_name: ../out\n")).file("a.md", "# A\n");
    refused(&book, &["error[bad-file-name]", " --> book.yaml:4:12"]);
    let book = Book::manifest("title: ../../x\nlanguage: en\nchapters: [a.md]\n").file("a.md", "# A\n\nb\n");
    book.build().says(0, &[]);
    assert!(book.path("dist/x.pdf").exists());
}

#[test]
fn links_between_folders_of_the_book() {
    let book = Book::manifest(&format!("{HEAD}chapters: [\"**/*.md\"]\n")).file("one/a.md", "# A\n\nb\n");
    symlink("..", book.path("one/up")).expect("the folder can be written to");
    builds(&Book::chapter("# A\n\nb\n"), &[]);
    let said = book.build();
    said.says(said.code.unwrap_or(-1), &[]);
}

#[test]
fn yaml_that_multiplies() {
    let mut bomb = String::from("a: &a [x, x, x, x, x, x, x, x, x]\n");
    for (one, other) in "abcdefgh".chars().zip("bcdefghi".chars()) {
        let _ = writeln!(bomb, "{other}: &{other} [{}]", vec![format!("*{one}"); 9].join(", "));
    }
    refused(
        &Book::manifest(&format!("{bomb}{HEAD}chapters: *i\n")),
        &["error[yaml-alias]", " --> book.yaml:2:8"],
    );
    refused(&Book::manifest(&format!("{HEAD}chapters: &a [*a]\n")), &["error[yaml-", " --> book.yaml:3:"]);
    let book = Book::manifest(&format!("{HEAD}chapters: [a.md]\ntheme: t.yaml\n"))
        .file("a.md", "# A\n")
        .file("t.yaml", &bomb);
    refused(&book, &["error[yaml-alias]", " --> t.yaml:2:8"]);
}

fn drawing(body: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"30\" height=\"20\">{body}</svg>"
    )
}

#[test]
fn drawings_that_name_other_files() {
    let cases = [
        ("<image href=\"file:///etc/hostname\"/>", "error[svg-outside-file]"),
        ("<image xlink:href=\"http://example.org/a.png\"/>", "error[svg-outside-file]"),
        ("<image href=\"one.png\"/>", "error[svg-outside-file]"),
        ("<use xlink:href=\"other.svg#a\"/>", "error[svg-outside-file]"),
        ("<feImage href=\"//example.org/a.png\"/>", "error[svg-outside-file]"),
        ("<style>@import url(http://example.org/a.css);</style>", "error[svg-outside-file]"),
        ("<style>rect { fill: url('a.svg#b') }</style>", "error[svg-outside-file]"),
        ("<style>@font-face { src: url(/etc/hostname) }</style>", "error[svg-outside-file]"),
        ("<rect style=\"fill:url(http://example.org/a)\"/>", "error[svg-outside-file]"),
        ("<style>@\\69mport 'a.css';</style>", "error[svg-outside-file]"),
        ("<style>rect { fill: u\\72l(http://example.org/a) }</style>", "error[svg-outside-file]"),
        ("<style>rect { fill: URL(http://example.org/a) }</style>", "error[svg-outside-file]"),
        ("<style>@IMPORT 'a.css';</style>", "error[svg-outside-file]"),
        (
            "<style>rect { background: image-set('http://example.org/a.png' 1x) }</style>",
            "error[svg-outside-file]",
        ),
        (
            "<image href=\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Cscript/%3E%3C/svg%3E\"/>",
            "error[svg-outside-file]",
        ),
        ("<script>alert(1)</script>", "error[svg-script]"),
        ("<rect onclick=\"alert(1)\"/>", "error[svg-script]"),
        ("<a href=\"javascript:alert(1)\"><rect/></a>", "error[svg-script]"),
        (
            "<foreignObject><iframe xmlns=\"http://www.w3.org/1999/xhtml\" src=\"http://example.org/\"/></foreignObject>",
            "error[svg-outside-file]",
        ),
        ("<set attributeName=\"href\" to=\"http://example.org/\"/>", "error[svg-outside-file]"),
    ];
    let mut wrong = String::new();
    for (body, code) in cases {
        let book = Book::chapter("# A\n\n![a drawing](a.svg)\n").file("a.svg", drawing(body));
        let run = book.check();
        if run.code != Some(1) || !run.stderr.contains(code) || !run.stderr.contains("--> a.md:3:1") {
            let _ = writeln!(wrong, "{body}: {:?} {}", run.code, run.stderr);
        }
    }
    let document = "<?xml-stylesheet href=\"a.css\"?>".to_string() + &drawing("");
    refused(
        &Book::chapter("# A\n\n![a drawing](a.svg)\n").file("a.svg", document),
        &["error[svg-outside-file]"],
    );
    let entity = "<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///etc/hostname\">]>".to_string()
        + &drawing("<text>&a;</text>");
    refused(&Book::chapter("# A\n\n![a drawing](a.svg)\n").file("a.svg", entity), &["error[bad-image]"]);
    assert_eq!(wrong, "");
}

#[test]
fn drawings_that_never_end() {
    let mut uses = String::from("<defs><g id=\"g0\"><rect width=\"1\" height=\"1\"/></g>");
    for level in 1..30 {
        let below = format!("<use xlink:href=\"#g{}\"/>", level - 1);
        let _ = write!(uses, "<g id=\"g{level}\">{}</g>", below.repeat(4));
    }
    uses += "</defs><use xlink:href=\"#g29\"/>";
    let cases = [
        uses,
        "<g id=\"a\"><use href=\"#a\"/></g>".to_string(),
        "<pattern id=\"p\" width=\"1\" height=\"1\"><rect fill=\"url(#p)\" width=\"1\" height=\"1\"/></pattern><rect fill=\"url(#p)\" width=\"9\" height=\"9\"/>".to_string(),
        "<clipPath id=\"c\"><rect clip-path=\"url(#c)\" width=\"9\" height=\"9\"/></clipPath><rect clip-path=\"url(#c)\" width=\"9\" height=\"9\"/>".to_string(),
        format!("{}{}", "<g>".repeat(5000), "</g>".repeat(5000)),
        "<rect width=\"1e38\" height=\"1e38\"/><path d=\"M0 0L1e30 NaN\"/>".to_string(),
        "<text font-size=\"1e9\">a</text>".to_string(),
        format!("<path stroke=\"#000\" stroke-dasharray=\"0.00001\" d=\"M0 0{}\"/>", "L9 9L0 0".repeat(1000)),
    ];
    for body in cases {
        let run = Book::chapter("# A\n\n![a drawing](a.svg)\n").file("a.svg", drawing(&body)).build();
        run.says(run.code.unwrap_or(-1), &[]);
    }
    for size in [
        "width=\"0\" height=\"0\"",
        "width=\"1e30\" height=\"1e-30\"",
        "viewBox=\"0 0 0 0\"",
        "width=\"-5\"",
        "",
    ] {
        let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {size}><path d=\"M0 0H9\"/></svg>");
        let run = Book::chapter("# A\n\n![a drawing](a.svg)\n").file("a.svg", svg).build();
        run.says(run.code.unwrap_or(-1), &[]);
    }
}

#[test]
fn drawings_that_refer_to_themselves_or_ask_for_too_much() {
    let twice = |element: &str, property: &str| {
        let level = |nth: usize| {
            let shape = format!("<path d=\"M0 0h1v1\" {property}=\"url(#p{})\"/>", nth + 1);
            format!("<{element} id=\"p{nth}\" width=\"1\" height=\"1\">{shape}{shape}</{element}>")
        };
        (0..25).map(level).collect::<String>() + &format!("<path d=\"M0 0h1v1\" {property}=\"url(#p0)\"/>")
    };
    let dot = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    let cases = [
        ("<g fill=\"url(#a)\"><pattern id=\"a\" width=\"3\" height=\"3\"><rect width=\"2\" height=\"2\"/></pattern><rect width=\"9\" height=\"9\"/></g>".to_string(), "svg-too-complex"),
        ("<path d=\"M0 0A9 1e30 0 0 1 1e30 0\"/>".to_string(), "svg-too-complex"),
        ("<circle r=\"1e38\"/>".to_string(), "svg-too-complex"),
        (twice("mask", "mask"), "svg-too-complex"),
        (twice("clipPath", "clip-path"), "svg-too-complex"),
        (twice("marker", "marker-end"), "svg-too-complex"),
        (format!("<text>{}</text>", "word ".repeat(50_000)), "svg-too-complex"),
        (format!("<text>{}</text>", "<tspan dx=\"1\">a</tspan>".repeat(10_000)), "svg-too-complex"),
        // What reads drawings gives up on it.
        (format!("<image width=\"5\" height=\"1e-9\" href=\"{dot}\"/>"), "bad-image"),
    ];
    for (body, code) in cases {
        let book = Book::chapter("# A\n\n![a drawing](a.svg)\n").file("a.svg", drawing(&body));
        let run = book.build();
        run.says(1, &[&format!("error[{code}]: `a.svg`"), "--> a.md:3:1", HELP]);
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    }
}

/// A GIF of so many pixels that says nothing of any of them.
fn hollow(side: u16) -> Vec<u8> {
    let [low, high] = side.to_le_bytes();
    let size = [low, high, low, high];
    let head = [b"GIF89a".as_slice(), &size, &[0x80, 0, 0, 0, 0, 0, 255, 255, 255]].concat();
    [head.as_slice(), &[0x2c, 0, 0, 0, 0], &size, &[0, 2, 2, 0x4c, 1, 0, 0x3b]].concat()
}

#[test]
fn pictures_that_show_nothing() {
    let one = Book::chapter("# A\n\n![a](a.gif)\n").file("a.gif", hollow(15_000));
    refused(&one, &["error[image-too-large]: `a.gif` has 15000 by 15000 pixels", "--> a.md:3:1"]);
    let text: String = (0..8).map(|nth| format!("\n![a]({nth}.gif)\n")).collect();
    let book = (0..8).fold(Book::chapter(format!("# A\n{text}")), |book, nth| {
        book.file(&format!("{nth}.gif"), hollow(14_000))
    });
    refused(
        &book,
        &[
            "error[image-too-large]: `5.gif` has 14000 by 14000 pixels in 35 bytes",
            "more than 1000 million pixels",
        ],
    );
}

fn photograph() -> Vec<u8> {
    let mut bytes = Vec::new();
    let image =
        image::RgbImage::from_fn(64, 64, |x, y| image::Rgb([(x * y) as u8, (x * 4) as u8, (y * 4) as u8]));
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 90);
    image.write_with_encoder(encoder).expect("memory takes it");
    bytes
}

#[test]
fn photographs_that_are_damaged() {
    let book = |bytes: Vec<u8>| Book::chapter("# A\n\n![a](a.jpg)\n").file("a.jpg", bytes);
    builds(&book(photograph()), &[]);
    let whole = photograph();
    for kept in [whole.len() / 2, whole.len() - 40] {
        refused(&book(whole[..kept].to_vec()), &["error[broken-image]: `a.jpg` is damaged", "--> a.md:3:1"]);
    }
    let mut bytes = whole.clone();
    // A marker that has no place among the pixels.
    let middle = whole.len() * 3 / 4;
    bytes[middle..middle + 4].copy_from_slice(&[0xff, 0xc4, 0, 2]);
    refused(&book(bytes), &["error[broken-image]: `a.jpg` is damaged"]);
}

#[test]
fn profiles_that_grow() {
    let mut encoder = flate2::write::ZlibEncoder::new(b"p\0\0".to_vec(), flate2::Compression::best());
    std::io::Write::write_all(&mut encoder, &vec![0; 64 << 20]).expect("memory takes it");
    let data = encoder.finish().expect("memory takes it");
    let mut sum = flate2::Crc::new();
    sum.update(b"iCCP");
    sum.update(&data);
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(2, 2).write_to(&mut png, image::ImageFormat::Png).expect("memory takes it");
    let png = png.into_inner();
    let (head, rest) = png.split_at(33);
    let length = (data.len() as u32).to_be_bytes();
    let png = [head, &length, b"iCCP", &data, &sum.sum().to_be_bytes(), rest].concat();
    refused(
        &Book::chapter("# A\n\n![a](a.png)\n").file("a.png", png),
        &["error[broken-image]: `a.png` is damaged", "--> a.md:3:1"],
    );
}

#[test]
fn words_that_drawings_lose() {
    let cases = [
        (
            "<foreignObject width=\"9\" height=\"9\"><p xmlns=\"http://www.w3.org/1999/xhtml\">words</p></foreignObject>",
            "error[svg-feature]: `a.svg` uses `foreignObject`",
        ),
        ("<flowRoot><flowPara>words</flowPara></flowRoot>", "error[svg-feature]: `a.svg` uses `flowRoot`"),
        (
            "<rect fill=\"var(--x)\" width=\"9\" height=\"9\"/>",
            "error[svg-feature]: `a.svg` uses variables of CSS",
        ),
    ];
    for (body, said) in cases {
        let book = Book::chapter("# A\n\n![a drawing](a.svg)\n").file("a.svg", drawing(body));
        refused(&book, &[said, "--> a.md:3:1"]);
    }
    let book = Book::chapter("# A\n\n![a drawing](a.svg)\n")
        .file("a.svg", drawing("<text y=\"9\">a\u{6f22} b</text>"));
    builds(&book, &["warning[missing-glyph]: no font has the character “漢”", "--> a.md:3:1"]);
    let bare = "<svg width=\"9\" height=\"9\" viewBox=\"0 0 9 9\"><rect width=\"5\" height=\"5\"/></svg>";
    let book = Book::chapter("# A\n\n![a drawing](a.svg)\n").file("a.svg", bare);
    builds(&book, &[]);
    let mut epub = zip::ZipArchive::new(fs::File::open(book.path("dist/t.epub")).expect("it is there"))
        .expect("an archive");
    let name = epub
        .file_names()
        .find(|name| name.ends_with(".svg"))
        .map(str::to_string)
        .expect("it holds the drawing");
    let mut svg = String::new();
    std::io::Read::read_to_string(&mut epub.by_name(&name).expect("it is there"), &mut svg)
        .expect("it is text");
    assert!(svg.contains("<rect"), "{svg}");
}

#[test]
fn folders_that_cannot_be_written() {
    let book = Book::chapter("# A\n\nb\n").file("plain", "a file");
    let said = |run: program::Run| {
        run.says(1, &["error: ", "--out-dir", HELP]);
    };
    said(book.run(&["build", "--out-dir", "plain"]));
    said(book.run(&["build", "--out-dir", "plain/inside"]));
    // The system keeps a file system there that takes no files.
    if cfg!(target_os = "linux") {
        said(book.run(&["build", "--out-dir", "/proc/self"]));
    }
    fs::create_dir_all(book.path("taken/t.pdf/x")).expect("the folder can be made");
    said(book.run(&["build", "--out-dir", "taken"]));
    assert!(book.path("taken/t.pdf/x").exists());
    let left: Vec<_> =
        book.files().into_iter().filter(|(path, _)| path.to_string_lossy().contains(".reportc-")).collect();
    assert_eq!(left, [], "temporary files were left");
}

#[test]
fn a_full_disk() {
    let book = Book::chapter("# A\n\nb\n");
    book.run(&["build"]).says(0, &[]);
    let before = book.files();
    let book = book.file("a.md", "# A\n\nlonger than before\n");
    // The system refuses to let any file grow beyond 4 KiB, as a full disk would.
    let run = program::run(&book.folder(), &["build"], &[], "trap '' XFSZ; ulimit -f 8");
    run.says(1, &["error: ", "cannot be written", HELP]);
    let after = book.files();
    let changed: Vec<_> =
        after.iter().filter(|file| !before.contains(file)).map(|(path, _)| path.clone()).collect();
    assert_eq!(changed, [book.path("a.md")]);
    assert_eq!(after.len(), before.len());
    // Where the signal is not ignored it ends the program, and the old files are whole all the same.
    let run = program::run(&book.folder(), &["build"], &[], "ulimit -f 8");
    assert_ne!(run.code, Some(0));
    assert!(before.iter().all(|file| file.0 == book.path("a.md") || book.files().contains(file)));
}

#[test]
fn a_killed_build_leaves_the_old_files() {
    let book = Book::chapter("# A\n\nb\n");
    book.run(&["build"]).says(0, &[]);
    let old = book.files();
    let book = book.file("a.md", format!("# A\n\n{}\n", "longer than before ".repeat(20_000)));
    book.run(&["build", "--no-record", "--out-dir", "new"]).says(0, &[]);
    for wait in ["0.02", "0.1", "0.3", "0.6", "1", "1.5", "2"] {
        let limits = format!("(sleep {wait}; kill -9 $$) & true");
        program::run(&book.folder(), &["build", "--no-record"], &[], &limits);
        for (path, bytes) in
            old.iter().filter(|(path, _)| path.parent().is_some_and(|folder| folder.ends_with("dist")))
        {
            let name = path.file_name().expect("it is a file");
            let new = fs::read(book.path("new").join(name)).expect("it was built");
            let now = fs::read(path).expect("it is still there");
            assert!(now == *bytes || now == new, "{} is damaged", path.display());
        }
    }
}

#[test]
fn characters_that_no_face_has() {
    let few = "# A\n\nStep 1️⃣ then 2⃣ and a⃝ and x҉ and b⃰ and v⃗ and **1️⃣**, 👩‍💻 and ordinary words go on.\n";
    let book = Book::chapter(few);
    let said = book.build();
    said.says(
        0,
        &["warning[missing-glyph]: no font has the character “҉” (U+0489)\n --> a.md:3:", "(U+1F469)"],
    );
    for found in ["U+20E3", "U+20DD", "U+20F0", "U+20D7", "U+FE0F", "U+200D"] {
        assert!(!said.stderr.contains(found), "{found}: {}", said.stderr);
    }
    let boxes = Book::chapter("# 第一章\n\n这是一个没有字体的句子。[^1]\n\n[^1]: 也没有。\n");
    refused(
        &boxes,
        &[
            "error[chapter-of-boxes]: no font has 19 of the 21 characters of the chapter “第一章”\n --> a.md:1:1",
        ],
    );
    let partly = Book::manifest(&format!("{HEAD}chapters: [a.md, b.md, c.md]\n"))
        .file("a.md", format!("# A\n\n章 {}\n", "words and more of them ".repeat(9)))
        .file("b.md", "# B\n\nxx 一二三\n")
        .file("c.md", "# C\n\n一二三\n");
    refused(
        &partly,
        &[
            "warning[missing-glyph]",
            "no font has 3 of the 7 characters of the chapter “B”, and too many of one more",
        ],
    );
}

/// Files that chapters include stand in their places; what is wrong in them is told there.
#[test]
fn includes() {
    let text = "# A\n\n{{#include inc/part.md}}\n\n```rust\n{{#include inc/x.rs:2:3}}\n```\n\n{{< pagebreak >}}\n\n{{< include inc/part.md >}}\n";
    let book = Book::chapter(text)
        .file("inc/part.md", "Words *from* outside[^n].\n\n[^n]: A note.\n")
        .file("inc/x.rs", "one();\ntwo();\nthree();\nfour();\n");
    builds(&book, &["duplicate-note", "--> inc/part.md:3:1"]);
    let epub = fs::File::open(book.path("dist/t.epub")).expect("it is there");
    let mut epub = zip::ZipArchive::new(epub).expect("an archive");
    let mut file = epub.by_name("OEBPS/chapter-01.xhtml").expect("the chapter");
    let text = std::io::read_to_string(&mut file).expect("text");
    assert!(
        text.contains("<em>from</em> outside") && text.contains("two") && !text.contains("four"),
        "{text}"
    );
    for (text, said) in [
        ("# A\n\n{{#include ../../../etc/hostname}}\n", "error[outside-book]"),
        ("# A\n\n{{#include a.md}}\n", "error[include-cycle]"),
        ("# A\n\n{{#include x.rs:nowhere}}\n", "error[bad-include]"),
    ] {
        let book = Book::chapter(text).file("x.rs", "one();\n");
        refused(&book, &[said, "--> a.md:3:1"]);
    }
    let book = Book::chapter("# A\n\n{{#include gone.md}}\n\nWords {{#include b.md}}.\n");
    refused(&book, &["error[missing-file]", "--> a.md:3:1", "warning[template]", "--> a.md:5:7"]);
}
