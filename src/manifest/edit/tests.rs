use super::*;
use crate::model::identity::Format;
use crate::model::manifest::PageCounts;
use crate::model::record::FormatRecord;
use arbtest::arbitrary::{Result, Unstructured};
use arbtest::arbtest;

fn measured(pages: PageCounts, file: &str) -> Record {
    let format = FormatRecord { format: Format::Pdf, file: file.into(), ..FormatRecord::default() };
    Record { pages, words: 1234, formats: vec![format], ..Record::default() }
}

const COUNTS: PageCounts = PageCounts { front: 6, main: 34, back: 2, total: 42 };

fn written(text: &str) -> Option<String> {
    record(&Source { text: text.into(), ..Source::default() }, &measured(COUNTS, "t.pdf"))
}

const NEW: &str = "number_of_pages: 42\nrecord:\n  pages: {front: 6, main: 34, back: 2, total: 42}\n  words: 1234\n  pdf: t.pdf\n";

#[test]
fn a_first_record_stands_at_the_end() {
    assert_eq!(written("title: T # why\n"), Some(format!("title: T # why\n{NEW}")));
    assert_eq!(written("title: T"), Some(format!("title: T\n{NEW}")));
    let windows = written("title: T\r\n").map(|text| text.replace("\r\n", "\n"));
    assert_eq!(windows, Some(format!("title: T\n{NEW}")));
    assert!(
        written("title: T\r\n")
            .is_some_and(|text| text.matches('\n').count() == text.matches("\r\n").count())
    );
}

#[test]
fn a_second_record_changes_nothing() {
    let once = written("title: T\nabstract: |\n  Two\n  lines\n\n# end\n").expect("it can be written");
    assert_eq!(written(&once), Some(once.clone()));
}

#[test]
fn a_record_that_has_a_file_of_its_own_is_not_written() {
    for text in ["title: T\nrecord: file\n", "number_of_pages: 3\nrecord: \"file\" # why\n"] {
        assert_eq!(written(text).as_deref(), Some(text));
    }
    assert!(written("title: T\nrecord: fiel\n").is_some_and(|text| text.contains("number_of_pages: 42")));
}

#[test]
fn an_edition_has_its_record_below_it() {
    let of = |text: &str, edition: &str| {
        let record = Record { among: Some(edition.into()), ..measured(COUNTS, "t.pdf") };
        super::record(&Source { text: text.into(), ..Source::default() }, &record)
    };
    let text = "title: T\neditions:\n  en: # first\n    chapters: [a.md]\n  fr: {title: U}\nplace: P # end\n";
    let inner = "    number_of_pages: 42\n    record:\n      pages: {front: 6, main: 34, back: 2, total: 42}\n      words: 1234\n      pdf: t.pdf\n";
    let once = of(text, "en").expect("it can be written");
    assert_eq!(once, text.replace("  fr:", &format!("{inner}  fr:")));
    assert_eq!(of(&once, "en").as_deref(), Some(once.as_str()));
    let both = of(&once, "fr").expect("it can be written");
    assert!(both.contains("  fr: {title: U, number_of_pages: 42, record: {pages: {front: 6"), "{both}");
    assert_eq!(of(&both, "fr").as_deref(), Some(both.as_str()));
    let empty = of("title: T\neditions:\n  en:\n  fr: {}\n", "en").expect("an empty one can be written into");
    assert!(
        empty.contains("  en: {number_of_pages: 42}\n") || empty.contains("number_of_pages: 42"),
        "{empty}"
    );
    for text in ["record: file\neditions: {en: {}}\n", "title: T\neditions: {en: {record: file}}\n"] {
        assert_eq!(of(text, "en").as_deref(), Some(text));
    }
}

#[test]
fn only_the_recorded_lines_change() {
    let text = "# head\nnumber_of_pages: 7   # kept by the build\ntitle: \"T\"\nrecord: # ours\n  words: 3\n  epub: t.epub\nlanguage: en\n";
    let expected = "# head\nnumber_of_pages: 42   # kept by the build\ntitle: \"T\"\nrecord: # ours\n  words: 1234\n  epub: t.epub\n  pages: {front: 6, main: 34, back: 2, total: 42}\n  pdf: t.pdf\nlanguage: en\n";
    assert_eq!(written(text).as_deref(), Some(expected));
}

#[test]
fn empty_values_and_flow_mappings_are_filled() {
    for text in [
        "title: T\nnumber_of_pages:\nrecord:\nlanguage: en\n",
        "{title: T, language: en}\n",
        "{title: T, record: {}}\n",
    ] {
        let new = written(text).expect("it can be written");
        let root = tree(&new).expect("it is well-formed");
        let at = |path: &[&str]| {
            path.iter().try_fold(root.clone(), |node, key| Some(node.entry(key)?.value.clone()))
        };
        for (path, value) in [
            (&["number_of_pages"][..], "42"),
            (&["record", "pages", "front"], "6"),
            (&["record", "words"], "1234"),
            (&["record", "pdf"], "t.pdf"),
        ] {
            let span = at(path).map(|node| node.span).expect("it was set");
            assert_eq!(&new[span.start as usize..span.end as usize], value, "{new}");
        }
        assert_eq!(written(&new), Some(new));
    }
}

#[test]
fn names_that_yaml_would_misread_are_quoted() {
    assert_eq!(quoted("a: b.pdf"), "\"a: b.pdf\"");
    assert_eq!(quoted("annual-report.pdf"), "annual-report.pdf");
    assert_eq!(quoted("2005.pdf"), "\"2005.pdf\"");
}

/// An entry, a comment or a blank line.
fn line(given: &mut Unstructured) -> Result<String> {
    let letters = |given: &mut Unstructured, least, most| -> Result<String> {
        (0..given.int_in_range(least..=most)?).map(|_| Ok(given.int_in_range(b'a'..=b'z')? as char)).collect()
    };
    let value = match given.int_in_range(0..=5)? {
        0 => letters(given, 1, 9)?,
        1 => "'q q'".to_string(),
        2 => "\"č\"".to_string(),
        3 => given.int_in_range(0..=9999)?.to_string(),
        4 => return Ok(format!("# {} {}", letters(given, 0, 4)?, letters(given, 0, 4)?)),
        _ => return Ok(String::new()),
    };
    Ok(format!("k{}: {value}{}", letters(given, 1, 6)?, if given.arbitrary()? { " # c" } else { "" }))
}

#[test]
fn other_lines_stay_and_a_second_run_changes_nothing() {
    arbtest(|given| {
        let ending = if given.arbitrary()? { "\r\n" } else { "\n" };
        let lines = (0..given.int_in_range(0..=11)?).map(|_| line(given));
        let mut lines: Vec<String> = lines.collect::<Result<_>>()?;
        lines.dedup_by_key(|line| line.split(':').next().map(str::to_string));
        lines.insert(0, "title: T".into());
        let text = lines.join(ending) + if given.arbitrary()? { ending } else { "" };
        if tree(&text).is_none() {
            return Ok(());
        }
        let (front, main) = (given.int_in_range(0..=98)?, given.int_in_range(0..=9998)?);
        let record = measured(PageCounts { front, main, back: 0, total: front + main }, "a b.pdf");
        let of = |text: &str| super::record(&Source { text: text.into(), ..Source::default() }, &record);
        let once = of(&text).expect("a block mapping can be written into");
        assert_eq!(of(&once), Some(once.clone()));
        let mut rest = once.lines();
        for line in text.lines() {
            assert!(rest.any(|kept| kept == line), "{line:?} is gone from {once:?}");
        }
        Ok(())
    });
}
