use super::*;
use crate::chars::any_text;
use crate::geom::Abs;
use crate::model::identity::Format;
use crate::model::manifest::Date;
use crate::model::theme::Color;
use arbtest::arbtest;

fn read_text(text: &str) -> (Option<Manifest>, Vec<(String, String)>) {
    let source = Source { text: text.into(), path: "book.yaml".into(), ..Source::default() };
    let mut sink = Sink::default();
    let manifest = read(&source, &mut sink);
    let found = sink.into_sorted().into_iter().map(|found| {
        let place = found.span.map(|span| text[span.start as usize..span.end as usize].to_string());
        (found.code.to_string(), place.unwrap_or_default())
    });
    (manifest, found.collect())
}

const SMALLEST: &str = "title: T\nlanguage: en\nchapters: [\"*.md\"]\n";

#[test]
fn the_smallest_manifest_is_enough() {
    let (manifest, found) = read_text(SMALLEST);
    assert_eq!(found, []);
    let manifest = manifest.expect("it is complete");
    assert_eq!((manifest.title.as_str(), manifest.language.0.as_str()), ("T", "en"));
    assert_eq!(manifest.body[0].chapters[0].pattern, "*.md");
    let page = manifest.page;
    let lines = (page.size.height - page.margin_top - page.margin_bottom).to_pt() / 14.0;
    assert!((lines - lines.round()).abs() < 1e-6, "{lines}");
    let measure = page.size.width - page.margin_inner - page.margin_outer;
    assert_eq!(measure.to_pt().round(), 330.0);
}

#[test]
fn a_full_manifest_is_read() {
    let (manifest, found) = read_text(include_str!("../../tests/suite/manifest/full.yaml"));
    assert_eq!(found, []);
    let manifest = manifest.expect("it is complete");
    assert_eq!(manifest.contributors[1].role, "fnd");
    assert_eq!(manifest.date, Some(Date { year: 2015, month: Some(11), day: Some(25) }));
    assert_eq!(manifest.identifiers[0].format, Format::Pdf);
    assert_eq!(manifest.identifiers[0].value, "9783161484100");
    assert_eq!(manifest.url.as_deref(), Some("https://example.org/report/"));
    assert_eq!(manifest.other_languages[0].language.0, "fr");
    let stated = manifest.accessibility.and_then(|stated| stated.conformance);
    assert_eq!(stated.map(|stated| (stated.wcag, stated.level)), Some(("2.1", "AA")));
    assert_eq!(manifest.depositor.map(|one| one.email).as_deref(), Some("doi@example.org"));
    assert_eq!(manifest.body.len(), 2);
    assert_eq!(manifest.body[1].title.as_deref(), Some("Countries"));
    assert_eq!(manifest.page.margin_inner, Abs::from_mm(22.0));
    assert_eq!(manifest.recorded.number_of_pages, Some(42));
    assert_eq!(manifest.recorded.pages.map(|pages| pages.main), Some(34));
    assert_eq!(manifest.recorded.pdf.as_deref(), Some("report.pdf"));
}

const EDITIONS: &str = "\
title: Rivers
subtitle: A Report
contributors:
  - {name: Ada, role: author}
  - {name: Fund, role: funder}
identifiers:
  - {scheme: report, value: R 7}
url: https://example.org/rivers/
page: {size: A5, two_sided: true}
variables: {place: Geneva, year: 2026}
chapters: [\"*.md\"]
number_of_pages: 9
editions:
  en: {}
  fr:
    title: Rivières
    subtitle:
    contributors: [{name: Luc, role: translator}]
    identifiers: [{scheme: isbn, format: epub, value: 978-3-16-148410-0}]
    parts: [{title: Un, chapters: [fr.md]}]
    page: {size: A4}
    variables: {place: Genève}
  sq: {file_name: lumenjte, language: sq, url: \"https://example.org/sq\", contributors: [{name: Era, role: trl}]}
";

fn edition(text: &str, name: &str) -> Manifest {
    let source = Source { text: text.into(), path: "book.yaml".into(), ..Source::default() };
    let mut sink = Sink::default();
    let manifest = read_edition(&source, Some(name), &mut sink);
    assert_eq!(sink.into_sorted(), []);
    manifest.expect("it is complete")
}

#[test]
fn an_edition_has_its_own_and_what_all_share() {
    let fr = edition(EDITIONS, "fr");
    assert_eq!((fr.title.as_str(), fr.subtitle.as_deref()), ("Rivières", None));
    assert_eq!(fr.language.0, "fr");
    let people: Vec<(&str, &str)> =
        fr.contributors.iter().map(|one| (one.name.as_str(), one.role.as_str())).collect();
    assert_eq!(people, [("Ada", "aut"), ("Fund", "fnd"), ("Luc", "trl")]);
    assert_eq!(fr.identifiers.len(), 2);
    assert_eq!(fr.url.as_deref(), Some("https://example.org/rivers/fr/"));
    assert!(fr.page.two_sided && fr.page.size.width == Abs::from_mm(210.0));
    assert_eq!((fr.variables["place"].as_str(), fr.variables["year"].as_str()), ("Genève", "2026"));
    assert_eq!(fr.body.len(), 1);
    assert_eq!(fr.body[0].title.as_deref(), Some("Un"));
    assert_eq!(fr.file_name.as_deref(), Some("{slug}-fr"));
    assert_eq!(fr.recorded.number_of_pages, None);
    assert_eq!(fr.original_language.as_ref().map(|lang| lang.0.as_str()), Some("en"));
    let others: Vec<(&str, Option<&str>)> =
        fr.other_languages.iter().map(|one| (one.language.0.as_str(), one.url.as_deref())).collect();
    assert_eq!(
        others,
        [("en", Some("https://example.org/rivers/en/")), ("sq", Some("https://example.org/sq/"))]
    );
    assert_eq!(fr.translations().0.len(), 1);
    let en = edition(EDITIONS, "en");
    assert_eq!(en.translations().1.len(), 2);
    assert_eq!(en.subtitle.as_deref(), Some("A Report"));
    assert_eq!(edition(EDITIONS, "sq").file_name.as_deref(), Some("lumenjte"));
    assert_eq!(editions(&Source { text: EDITIONS.into(), ..Source::default() }), ["en", "fr", "sq"]);
}

#[test]
fn a_translation_has_the_texts_of_its_original() {
    let text = "title: T\nlanguage: de\neditions:\n  en: {title: Rivers, parts: [{title: One, chapters: [a.md]}], front: [p.md]}\n  \
                fr: {translation: po/fr.po, front: [f.md]}\n  de: {chapters: [de.md], title: U}\n";
    let fr = edition(text, "fr");
    assert_eq!((fr.title.as_str(), fr.language.0.as_str()), ("Rivers", "fr"));
    assert_eq!(fr.front[0].pattern, "f.md");
    assert_eq!(fr.body[0].chapters[0].pattern, "a.md");
    let translation = fr.among.and_then(|among| among.translation).expect("it names a file");
    assert_eq!((translation.file.0.as_str(), translation.lang.0.as_str()), ("po/fr.po", "en"));
    assert_eq!(translation.own, ["translation", "front"]);
}

/// `tests/suite/manifest/errors.md`: a heading for each case, the manifest in a `yaml` fence, and the diagnostics in
/// a `text` fence, a line for each: code, a bar, the text that is underlined, and a bar and hint where one is asked.
#[test]
fn every_mistake_has_its_place() {
    let suite = include_str!("../../tests/suite/manifest/errors.md");
    let mut cases = 0;
    for case in suite.split("\n## ").skip(1) {
        let fence = |name: &str| {
            case.split_once(&format!("```{name}\n")).and_then(|(_, rest)| rest.split_once("```"))
        };
        let (Some((yaml, _)), Some((expected, _))) = (fence("yaml"), fence("text")) else {
            panic!("a case lacks a fence: {case}");
        };
        let source = Source { text: yaml.into(), ..Source::default() };
        let mut sink = Sink::default();
        read(&source, &mut sink);
        let found: Vec<String> = sink
            .into_sorted()
            .iter()
            .map(|found| {
                let span = found.span.unwrap_or_default();
                let place = yaml[span.start as usize..span.end as usize].replace('\n', "⏎");
                format!("{} | {} | {}", found.code, place, found.hints.first().map_or("", String::as_str))
            })
            .collect();
        let expected: Vec<&str> = expected.lines().collect();
        assert_eq!(found, expected, "in the case {}", case.lines().next().unwrap_or_default());
        cases += 1;
    }
    assert!(cases > 10);
}

#[test]
fn a_theme_file_changes_the_default() {
    let (manifest, _) = read_text(SMALLEST);
    let manifest = manifest.expect("it is complete");
    let text = "text: {size: 10pt, color: \"#333333\"}\ncolors: {accent: \"#003300\"}\nheadings:\n  section: {weight: regular, small_caps: true}\ncode: {keyword: \"#cccccc\"}\nrunning_heads: {verso: none}\nlink: red\n";
    let source = Source { text: text.into(), ..Source::default() };
    let mut sink = Sink::default();
    let theme = theme(&manifest, Some(&source), &mut sink);
    let codes: Vec<_> = sink.into_sorted().iter().map(|found| found.code).collect();
    assert_eq!(codes, ["low-contrast", "unknown-key"]);
    assert_eq!(theme.size, Abs::pt(10));
    assert_eq!(theme.headings[0].color, Color::rgb(0, 0x33, 0));
    assert!(theme.headings[1].small_caps);
}

/// The codes and places of what a theme file is told.
fn told(text: &str) -> Vec<String> {
    let manifest = read_text(SMALLEST).0.expect("it is complete");
    let source = Source { text: text.into(), ..Source::default() };
    let mut sink = Sink::default();
    theme(&manifest, Some(&source), &mut sink);
    let found = sink.into_sorted();
    let place = |found: &crate::diag::Diagnostic| {
        let span = found.span.unwrap_or_default();
        let message = found.message.split(" (").next().unwrap_or_default();
        format!("{} at {}: {message}", found.code, &text[span.start as usize..span.end as usize])
    };
    found.iter().map(place).collect()
}

#[test]
fn faint_colors_are_told_where_they_are_written() {
    assert_eq!(told("code: {background: \"#eeeeee\"}\ncolors: {accent: \"#000000\"}"), Vec::<String>::new());
    // A dark background under dark colours is at fault itself, and told once.
    let dark = told("code: {background: \"#222222\", plain: \"#ffffff\"}");
    assert_eq!(dark, ["low-contrast at \"#222222\": #8a1c4a on #222222 has a contrast of 1.7 : 1"]);
    // 3.9 : 1 is enough for large type alone.
    let large = "title: {color: \"#808080\"}\nheadings:\n  chapter: {color: \"#808080\"}\n  section: {color: \"#808080\"}";
    assert_eq!(told(large), Vec::<String>::new());
    let regular = told("headings: {section: {color: \"#808080\", weight: regular}}");
    assert_eq!(regular.len(), 1, "15 pt is large only when bold");
    // Enough on paper, not on an admonition's tint.
    assert_eq!(
        told("text: {color: \"#757575\"}"),
        ["low-contrast at \"#757575\": #757575 on #edeff2 has a contrast of 3.9 : 1"]
    );
}

#[test]
fn reading_never_panics() {
    arbtest(|given| {
        read_text(&any_text(given, 200)?);
        Ok(())
    });
}

#[test]
fn reading_yaml_like_text_never_panics() {
    const HEADS: [&str; 11] = [
        "title",
        "language",
        "date",
        "page",
        "fonts",
        "identifiers",
        "parts",
        "cover",
        "record",
        "  - ",
        "  ",
    ];
    let signs: Vec<char> = " :[]{}\"'|>#&*!,abcdefghijklmnopqrstuvwxyz0123456789č\t-".chars().collect();
    arbtest(|given| {
        let mut text = String::new();
        for _ in 0..given.int_in_range(0..=11)? {
            text.push_str(given.choose(&HEADS)?);
            for _ in 0..given.int_in_range(0..=20)? {
                text.push(*given.choose(&signs)?);
            }
            text.push('\n');
        }
        read_text(&text);
        Ok(())
    });
}
