//! Plain-file suites of the passes from Markdown to flow: in `tests/suite/PASS/*.md` each heading is a case, its first
//! fence the input and its second what the pass makes of it. `RENEW=1 cargo test --test suite` writes the second
//! fences anew; read the difference before it is kept.
#![allow(clippy::disallowed_methods)]

#[path = "suite/cases.rs"]
mod cases;
#[path = "suite/code.rs"]
mod code;
#[path = "suite/commonmark.rs"]
mod commonmark;
#[path = "suite/flow.rs"]
mod flow;
#[path = "suite/hostile.rs"]
mod hostile;
#[path = "suite/import.rs"]
mod import;
#[path = "suite/maths.rs"]
mod maths;
#[path = "suite/narrow.rs"]
mod narrow;
#[path = "suite/pages.rs"]
mod pages;
#[path = "suite/release.rs"]
mod release;
#[path = "suite/resolved.rs"]
mod resolved;
#[path = "suite/samples.rs"]
mod samples;
#[path = "suite/translated.rs"]
mod translated;
#[path = "suite/tree.rs"]
mod tree;
#[path = "suite/typed.rs"]
mod typed;

use cases::Input;
use reportc::diag::Sink;
use reportc::memo::Memo;

#[test]
fn parse() {
    cases::run("parse", |input| {
        let mut sink = Sink::default();
        let document = reportc::parse::parse(&input.inputs, &Memo::NONE, &mut sink);
        tree::dump(&document, input) + &cases::diagnostics(sink, input)
    });
}

#[test]
fn maths() {
    cases::run_text("maths", maths::written);
}

#[test]
fn resolve() {
    cases::run("resolve", |input| {
        let mut sink = Sink::default();
        let document = reportc::parse::parse(&input.inputs, &Memo::NONE, &mut sink);
        let resolved = reportc::resolve::resolve(document, (&input.manifest, &input.theme), &mut sink);
        resolved::dump(&resolved, input) + &cases::diagnostics(sink, input)
    });
}

#[test]
fn style() {
    cases::run("style", |input| {
        let mut sink = Sink::default();
        let flow = flow_of(input, &mut sink);
        flow::dump(&flow, input.whole) + &cases::diagnostics(sink, input)
    });
}

/// Words of code by kind: see `suite/code.rs`.
#[test]
fn code() {
    cases::run("code", |input| code::dump(&flow_of(input, &mut Sink::default())));
}

#[test]
fn layout() {
    cases::run_text("layout", pages::dump);
}

/// What authors of other tools type: see `suite/typed.rs`.
#[test]
fn dialects() {
    cases::run_text("dialects", typed::dump);
}

/// The examples of the manual's specification are what it says they are.
#[test]
fn specification() {
    let chapter =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("book/manual/chapters/specification.md");
    let wrong = cases::compare(&chapter, typed::example);
    assert!(wrong.is_empty(), "{wrong}");
}

/// The rule over all: what is not understood is told. A form without diagnostics shows no markup.
#[test]
fn nothing_is_litter() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/dialects");
    let files = std::fs::read_dir(folder).expect("the suite's folder").flatten();
    let forms: Vec<_> = files.flat_map(|file| cases::expected(&file.path())).collect();
    assert!(forms.len() >= 150, "{} snippets", forms.len());
    let litter = forms.iter().filter(|form| !typed::litter(form).is_empty());
    let wrong: String = litter.map(|(input, form)| format!("{input}---\n{form}\n")).collect();
    assert!(wrong.is_empty(), "{wrong}");
}

fn flow_of(input: &Input, sink: &mut Sink) -> reportc::model::flow::Flow {
    let document = reportc::parse::parse(&input.inputs, &Memo::NONE, sink);
    let resolved = reportc::resolve::resolve(document, (&input.manifest, &input.theme), sink);
    reportc::style::style(&resolved, &input.manifest, &input.theme, &input.images, (&Memo::NONE, sink))
}

/// What of a text is translated, and the text with its translations: see `suite/translated.rs`.
#[test]
fn translate() {
    cases::run_text("translate", translated::dump);
}

#[test]
fn imports() {
    cases::run_text("import", import::dump);
}
