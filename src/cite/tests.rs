use super::*;

fn of(format: Format, text: &str, key: &str, field: &str) -> Option<String> {
    let (works, _) = read(format, text);
    works.iter().find(|work| work.key == key)?.field(field)
}

#[test]
fn fields_of_biblatex() {
    let text = r#"
@string{press = "Bridge Press"}
@inproceedings{a, title = {Of {DNA} and {iPhone Owners}}, booktitle = {Proceedings}, pages = {1--2}, publisher = press, month = jul, year = 2001}
@online{b, title = {Site}, subtitle = {Sub}, url = {https://a.b/c_d}, doi = {https://doi.org/10.1/x}}
@phdthesis{c, title = {Arbeit Über Flüsse}, langid = {german}, school = {Uni}}
@incollection{d, title = {Part}, crossref = {e}}
@collection{e, title = {Whole}, editor = {Lund, Ada}, publisher = {Press}, year = 1999}
@article{f, eprint = {2001.1}, eprinttype = {arxiv}, journaltitle = {J}, edition = {Third}}
@article{g, title = {H\textsubscript{2}O and \emph{Salmo salar}}}
"#;
    for (key, field, wanted) in [
        ("a", "type", "paper-conference"),
        ("a", "title", "Of DNA and iPhone Owners"),
        ("a", "container-title", "Proceedings"),
        ("a", "publisher", "Bridge Press"),
        ("a", "page", "1-2"),
        ("b", "title", "Site: Sub"),
        ("b", "title-short", "Site"),
        ("b", "DOI", "10.1/x"),
        ("b", "URL", "https://a.b/c_d"),
        ("c", "title", "Arbeit Über Flüsse"),
        ("c", "genre", "PhD thesis"),
        ("c", "publisher", "Uni"),
        ("d", "container-title", "Whole"),
        ("f", "URL", "https://arxiv.org/abs/2001.1"),
        ("f", "edition", "3"),
        ("g", "title", "H2O and Salmo salar"),
    ] {
        assert_eq!(of(Format::BibTex, text, key, field).as_deref(), Some(wanted), "{key} {field}");
    }
}

/// What would have no end to be read is an error, and the rest is read.
#[test]
fn hostile_bibtex() {
    let deep = format!("@book{{deep, title = {}x{}}}\n", "{".repeat(5000), "}".repeat(5000));
    let many: String = (0..64).map(|at| format!("@string{{s{} = s{at} # s{at}}}\n", at + 1)).collect();
    for text in [
        "@string{a = a}\n@book{x, title = a}\n",
        "@string{a = b}\n@string{b = a}\n",
        "@book{a, crossref = {b}}\n@book{b, crossref = {a}}\n",
        "@book{a, xdata = {a}}\n",
        "@book{open, title = {never\n",
        &deep,
        &format!("@string{{s0 = \"xxxxxxxx\"}}\n{many}"),
    ] {
        let (works, troubles) = read(Format::BibTex, &format!("{text}@book{{good, title = {{G}}}}\n"));
        assert!(works.iter().any(|work| work.key == "good"), "{}", &text[..text.len().min(60)]);
        assert!(!troubles.is_empty(), "{}", &text[..text.len().min(60)]);
    }
}

#[test]
fn places_in_works() {
    let labels = Labels::of(&Style::named(Some("apa"), "de").expect("it is known"));
    let read =
        |text: &str| labels.read(text).map(|(locator, taken)| (locator.value, text[taken..].to_string()));
    let some = |value: &str, rest: &str| Some((value.to_string(), rest.to_string()));
    assert_eq!(read(" p. 3"), some("3", ""));
    assert_eq!(read(" pp. 33-35, 38-39 and more"), some("33-35, 38-39", " and more"));
    assert_eq!(read(" S. 3 f."), some("3", " f."));
    assert_eq!(read(" 12"), some("12", ""));
    assert_eq!(read(" iv"), some("iv", ""));
    assert_eq!(read(" {ch. 2} of it"), some("2", " of it"));
    assert_eq!(read(" {whatever}"), some("whatever", ""));
    for text in ["", " and more", " a river", " in 2 parts", " pages of it"] {
        assert_eq!(read(text), None, "{text}");
    }
}

/// Each style and each locale can be unpacked, and each short name means one.
#[test]
fn styles_by_name() {
    for name in Style::names() {
        assert!(Style::named(Some(name), "en").is_some(), "{name}");
    }
    for name in ["apa", "chicago-author-date", "chicago-notes-bibliography", "ieee", "nature", "vancouver"] {
        assert!(Style::named(Some(name), "fr").is_some(), "{name}");
    }
    assert!(Style::names().len() >= 100, "{}", Style::names().len());
}
