//! The checks that are built in: all pass on good books, and each sees the faults that are planted for it.

#![allow(clippy::disallowed_methods, reason = "the books are files")]

#[path = "../pages/books.rs"]
mod books;
mod claims;
mod hostile;
mod pdf;
mod plant;

use std::collections::BTreeSet;

use reportc::model::identity::Format;
use reportc::model::manifest::Date;
use reportc::model::record::CheckOutcome;
use reportc::pdf::Profile;
use reportc::world::memory::MemoryWorld;
use reportc::{Edition, Formats, Options, Verdict, compile, judge};

/// After every date in the books.
pub const TODAY: Date = Date { year: 2026, month: Some(3), day: Some(1) };

pub fn edition(name: &str, world: &MemoryWorld, profile: Profile, linearized: bool) -> Edition {
    let formats = Formats { pdf: Some(profile), linearized, epub: true, web: Default::default() };
    let outcome = compile(world, "book.yaml", Options { formats, date: None, draft: true }, &|_| {});
    let found = outcome.found;
    outcome.made.unwrap_or_else(|| panic!("{name} does not build: {found:?}"))
}

pub fn verdict(edition: &Edition) -> Verdict {
    let files: Vec<(Format, Vec<u8>)> =
        edition.outputs.iter().map(|output| (output.format, output.bytes.clone())).collect();
    judge(&edition.record, &files, Some(TODAY))
}

/// The checks that did not pass, with what they found.
pub fn failed(verdict: &Verdict) -> Vec<String> {
    let failed = verdict.checks.iter().filter(|check| check.outcome != CheckOutcome::Passed);
    failed.map(|check| format!("{}: {}", check.id, check.findings.join(" | "))).collect()
}

/// A book of everything that the checks look at.
pub fn sound() -> MemoryWorld {
    let manifest = "title: A Sound Book\nsubtitle: With Nothing Wrong\nlanguage: en\ndate: 2026-02-03\n\
        publisher: A House\ncontributors: [{name: An Author, role: author}]\n\
        identifiers:\n  - {scheme: isbn, value: 978-3-16-148410-0, format: pdf}\n  \
        - {scheme: isbn, value: 978-0-306-40615-7, format: epub}\n\
        page: {size: A5}\ncontents: {depth: 2, figures: true, tables: true}\nchapters: [a.md, b.md]\n";
    let long = "Some words of the running text, which go on for a while and then come to an end. ".repeat(60);
    let chapter = format!(
        "# One\n\nText with a note[^n], a [link](b.md#two) and [another](https://example.org/).\n\n\
         ![A line](line.svg \"A line, drawn\"){{#fig-line}}\n\n{long}\n\n## Deep\n\nSee [](#fig-line) {{.page}}.\n\n{long}\n\n\
         [^n]: What the note says.\n"
    );
    let second = format!(
        "# Two {{#two}}\n\n| Key | Value |\n|---|---|\n| alpha | beta |\n\n: Pairs {{#tbl-pairs}}\n\nA term\n: and its \
         meaning\n\n1. first\n2. second\n\n{long}\n\nBack to [](#deep){{.page}}.\n"
    )
    .replace("#deep", "#fig-line");
    let line = "<svg xmlns='http://www.w3.org/2000/svg' width='80' height='20'><path d='M0 10h80' stroke='#000'/></svg>";
    MemoryWorld::new()
        .file("book.yaml", manifest)
        .file("a.md", chapter)
        .file("b.md", second)
        .file("line.svg", line)
}

/// A book that is read from right to left.
fn right_to_left() -> MemoryWorld {
    let manifest = "title: كتاب صغير\nlanguage: ar\ndate: 2026\nchapters: [a.md, b.md]\n";
    let long = "هذه كلمات من نص طويل مع كلمة english ورقم 42 في وسطه، ثم تنتهي الجملة هنا. ".repeat(40);
    let chapter = |title: &str| {
        format!("# {title}\n\nنص مع حاشية[^h].\n\n{long}\n\n- بند\n- آخر\n\n[^h]: كلام الحاشية.\n")
    };
    MemoryWorld::new()
        .file("book.yaml", manifest)
        .file("a.md", chapter("الأول"))
        .file("b.md", chapter("الثاني"))
}

#[test]
fn good_books_pass_every_check() {
    let minimal = "tests/books/minimal";
    let minimal = ["book.yaml", "one.md"].into_iter().fold(MemoryWorld::new(), |world, name| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(minimal).join(name);
        world.file(name, std::fs::read(path).expect("it is there"))
    });
    let mut books = books::books();
    books.extend(
        [("minimal", minimal), ("sound", sound()), ("right to left", right_to_left())]
            .map(|(n, w)| (n.to_string(), w)),
    );
    let mut wrong = Vec::new();
    for (name, world) in books {
        let edition = edition(&name, &world, Profile::Archive, false);
        let verdict = verdict(&edition);
        assert_eq!(verdict.checks.len(), 14, "{name}");
        // Nobody here can say what the images of others show: their books are drafts, and fail as such and in nothing else.
        let is_draft = edition.record.images.iter().any(|image| image.alt.is_empty() && !image.decorative);
        let (lacking, others): (Vec<String>, Vec<String>) =
            failed(&verdict).into_iter().partition(|told| told.starts_with("alternative-text: "));
        assert_eq!(lacking.is_empty(), !is_draft, "{name}: {lacking:?}");
        wrong.extend(others.into_iter().map(|told| format!("{name}: {told}")));
        assert!(
            verdict.parity.iter().all(|chapter| chapter.pdf == chapter.epub),
            "{name}: {:?}",
            verdict.parity
        );
        assert!(!verdict.parity.is_empty(), "{name} has chapters");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_profile_passes() {
    for (profile, linearized) in [(Profile::Pdf2, false), (Profile::Pdf2, true), (Profile::Archive, true)] {
        let verdict = verdict(&edition("sound", &sound(), profile, linearized));
        assert_eq!(failed(&verdict), Vec::<String>::new(), "{profile:?}, linearized: {linearized}");
    }
}

#[test]
fn a_chapters_parity_counts_what_is_in_it() {
    let parity = verdict(&edition("sound", &sound(), Profile::Archive, false)).parity;
    let titles: Vec<&str> = parity.iter().map(|chapter| chapter.title.as_str()).collect();
    assert_eq!(titles, ["1 One", "2 Two"]);
    let [one, two] = [parity[0].pdf, parity[1].pdf];
    assert_eq!((one.notes, one.tables, one.figures, one.links), (1, 0, 1, 3));
    assert_eq!((two.notes, two.tables, two.figures, two.links), (0, 1, 0, 1));
    assert!(one.words > 1900 && two.words > 900, "{one:?} {two:?}");
}

/// Each fault, and the checks that are to see it: those and no others.
#[test]
fn each_planted_fault_is_seen() {
    let good = edition("sound", &sound(), Profile::Archive, false);
    assert_eq!(failed(&verdict(&good)), Vec::<String>::new());
    let mut blind = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for (name, fault, wanted) in plant::faults() {
        let (found, told) = judged(&good, fault);
        let wanted: BTreeSet<String> = wanted.iter().map(|id| (*id).to_string()).collect();
        if found != wanted {
            blind.push(format!("{name}: wanted {wanted:?}, found {told:#?}"));
        }
        seen.extend(found);
    }
    assert!(blind.is_empty(), "{}", blind.join("\n"));
    let all: BTreeSet<String> = verdict(&good).checks.into_iter().map(|check| check.id).collect();
    assert_eq!(
        all.difference(&seen).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "checks that nothing was planted for"
    );
}

#[test]
fn an_element_that_is_not_there_is_seen_where_links_lead_to_elements() {
    let good = edition("sound", &sound(), Profile::Pdf2, false);
    let (found, told) = judged(&good, plant::lose_element);
    assert_eq!(found, BTreeSet::from(["links-pdf".to_string()]), "{told:#?}");
}

fn judged(good: &Edition, fault: fn(&mut Edition)) -> (BTreeSet<String>, Vec<String>) {
    let mut edition = plant::copy(good);
    fault(&mut edition);
    let verdict = verdict(&edition);
    let failed = verdict.checks.iter().filter(|check| check.outcome == CheckOutcome::Failed);
    let ids = failed.clone().map(|check| check.id.clone()).collect();
    assert!(failed.clone().all(|check| !check.findings.is_empty() && check.findings.len() <= 13));
    (ids, failed.map(|check| format!("{}: {}", check.id, check.findings.join(" | "))).collect())
}
