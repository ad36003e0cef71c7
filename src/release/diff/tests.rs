//! Two small editions.

use super::*;
use crate::model::found::{SectionFound, Word};
use crate::model::record::{Listed, ListedKind, PageRecord};

fn record(pages: &[(&str, &str)], headings: &[(&str, &str)]) -> Record {
    let listed = |(at, (title, page)): (usize, &(&str, &str))| Listed {
        kind: ListedKind::Chapter,
        level: 1,
        number: Some((at + 1).to_string()),
        title: (*title).into(),
        page: (*page).into(),
        ..Listed::default()
    };
    let page =
        |(label, begins): &(&str, &str)| PageRecord { label: (*label).into(), begins: (*begins).into() };
    Record {
        title: "A Book".into(),
        number_of_pages: pages.len() as u32,
        page_list: pages.iter().map(page).collect(),
        contents: headings.iter().enumerate().map(listed).collect(),
        ..Record::default()
    }
}

fn epub(pages: &[(&str, &str)]) -> EpubFound {
    let words = pages.iter().zip(0..).flat_map(|((_, text), page)| {
        text.split(' ')
            .filter(|text| !text.is_empty())
            .map(move |text| Word { text: text.into(), page: Some(page) })
    });
    let section = SectionFound { body: words.collect(), ..SectionFound::default() };
    let markers = pages.iter().map(|(label, _)| (*label).to_string()).collect();
    EpubFound { markers, sections: vec![section], ..EpubFound::default() }
}

#[test]
fn what_changed_is_told_by_name() {
    let old = record(&[("1", "a"), ("2", "b")], &[("One", "1"), ("Two", "2")]);
    let mut new = record(&[("1", "a"), ("2", "x"), ("3", "b")], &[("One", "1"), ("New", "2"), ("Two", "3")]);
    new.publisher = Some("A House".into());
    let told = diff((&old, &new), None, false);
    for line in [
        "publisher: none, now A House",
        "pages: 2, now 3",
        "+ 2 New (page 2)",
        "Two: 2, now 3",
        "Two: page 2, now page 3",
        "page 2: now on 3",
        "One page holds what it held.",
    ] {
        assert!(told.contains(&format!("  {line}\n")), "{line} in\n{told}");
    }
    let same = diff((&old, &old), None, false);
    assert!(
        same.contains("Nothing that the records tell of has changed.") && same.contains("All 2 pages hold"),
        "{same}"
    );
}

#[test]
fn a_page_whose_words_went_on_to_the_next_does_not_hold() {
    let old = epub(&[("1", "a b c d e f"), ("2", "g h i j k l"), ("3", "m n o"), ("4", "")]);
    let new = epub(&[("1", "a b c x y z"), ("2", "d e f g h i"), ("3", "j k l"), ("4", "")]);
    let found = pages::by_words(&old, &new);
    assert_eq!((found.hold, found.unknown), (0, vec!["4".to_string()]));
    /// A page, where its words are now, and how many are gone.
    type Told = (String, Vec<(String, u32)>, u32);
    let told: Vec<Told> = found
        .changed
        .into_iter()
        .map(|one| {
            let now = one.now.into_iter().map(|share| (share.page, share.words.unwrap_or(0))).collect();
            (one.page, now, one.gone.unwrap_or(0))
        })
        .collect();
    let share = |page: &str| (page.to_string(), 3);
    let wanted = vec![
        ("1".to_string(), vec![share("1"), share("2")], 0),
        ("2".to_string(), vec![share("2"), share("3")], 0),
        ("3".to_string(), vec![], 3),
    ];
    assert_eq!(told, wanted);
}

#[test]
fn json_holds_the_same() {
    let old = record(&[("1", "a"), ("2", "b")], &[("One", "1")]);
    let texts = (epub(&[("1", "a b c")]), epub(&[("1", ""), ("2", "a b c")]));
    let told: serde_json::Value =
        serde_json::from_str(&diff((&old, &old), Some(&texts), true)).expect("it is JSON");
    assert_eq!(told.pointer("/pages/changed/0/now/0/page").and_then(|page| page.as_str()), Some("2"));
    assert_eq!(told.pointer("/pages/compared_by").and_then(|by| by.as_str()), Some("words"));
    assert_eq!(told.pointer("/metadata").and_then(|all| all.as_array()).map(Vec::len), Some(0));
}
