use super::*;

fn read(text: &str) -> (Option<Node>, Vec<Diagnostic>) {
    let source = Source { text: text.into(), ..Source::default() };
    let mut sink = Sink::default();
    let node = parse(&source, &mut sink);
    (node, sink.into_sorted())
}

fn shown(text: &str, span: Span) -> &str {
    &text[span.start as usize..span.end as usize]
}

#[test]
fn keys_and_values_know_their_places() {
    for text in [
        "a: één  # why\nb:\n  - x\n  - 'y'\n\n# end\nc: {d: 1}\n",
        "a: één  # why\r\nb:\r\n  - x\r\n  - 'y'\r\n\r\n# end\r\nc: {d: 1}\r\n",
        "\u{feff}a: één  # why\nb:\n  - x\n  - 'y'\n\n# end\nc: {d: 1}\n",
    ] {
        let (node, found) = read(text);
        assert_eq!(found, []);
        let node = node.expect("it is well-formed");
        let place = |key: &str| node.entry(key).map(|entry| shown(text, entry.value.span));
        assert_eq!(place("a"), Some("één"));
        assert!(place("b").is_some_and(|b| b.starts_with("- x") && b.ends_with("'y'")), "{:?}", place("b"));
        assert_eq!(place("c"), Some("{d: 1}"));
        assert_eq!(node.entry("c").map(|entry| shown(text, entry.key_span)), Some("c"));
    }
}

#[test]
fn syntax_errors_have_a_place() {
    let text = "title: a\nlanguage: en: x\n";
    let (node, found) = read(text);
    assert_eq!(node, None);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].code, "yaml-syntax");
    assert_eq!(found[0].span.map(|span| span.start), Some(21));
}

#[test]
fn hostile_texts_are_refused_quickly() {
    let bomb = "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n";
    let deep = format!("a: {}", "[".repeat(500_000));
    let steps = "- ".repeat(500_000);
    let wide = format!("a: {}", "x".repeat(MAX_BYTES));
    for (text, code) in [
        (bomb, "yaml-alias"),
        (deep.as_str(), "yaml-too-deep"),
        (steps.as_str(), "yaml-too-deep"),
        (wide.as_str(), "yaml-too-large"),
        ("a: 1\n---\nb: 2\n", "yaml-documents"),
        ("? [a]\n: b\n", "yaml-key"),
    ] {
        let (node, found) = read(text);
        assert_eq!(node, None);
        assert_eq!(found.iter().map(|found| found.code).collect::<Vec<_>>(), [code]);
    }
}

#[test]
fn a_key_written_twice_keeps_its_first_value() {
    let (node, found) = read("a: 1\nb: 2\na: 3\n");
    assert_eq!(found.iter().map(|found| found.code).collect::<Vec<_>>(), ["duplicate-key"]);
    let node = node.expect("the tree goes on");
    assert_eq!(node.entry("a").map(|a| a.value.kind()), Some("a number"));
}

#[test]
fn quoted_scalars_are_text() {
    let (node, _) = read("a: '1'\nb: 1\nc: \"true\"\nd: true\ne:\nf: ~\n");
    let node = node.expect("it is well-formed");
    let kinds: Vec<_> = ["a", "b", "c", "d", "e", "f"]
        .iter()
        .filter_map(|key| node.entry(key).map(|entry| entry.value.kind()))
        .collect();
    assert_eq!(kinds, ["text", "a number", "text", "true or false", "nothing", "nothing"]);
}
