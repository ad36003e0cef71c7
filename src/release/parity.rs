//! The parity report: what each chapter holds in the PDF and in the EPUB.

use std::fmt::Write;

use super::Document;
use crate::model::record::{ChapterParity, Content, Record};

/// `parity.txt`; none where the files were not read back.
pub fn document(record: &Record) -> Option<Document> {
    (!record.parity.is_empty()).then(|| ("parity.txt".to_string(), text(record).into_bytes()))
}

fn text(record: &Record) -> String {
    let mut text = String::new();
    let mut line = |line: &str| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}", line.trim_end());
    };
    line(&record.title);
    line("");
    line(
        "What each chapter holds in the finished files, which were read back. Words are runs of letters and figures,",
    );
    line(
        "those of notes and captions among them; figures are images that say something; links are those of the text.",
    );
    line("What the author has in one of the files alone is marked in it, and counted in neither.");
    line("");
    line(&row("", &["words", "notes", "tables", "figures", "links"].map(String::from)));
    for chapter in &record.parity {
        chapter_lines(chapter, &mut line);
    }
    let sum =
        |side: fn(&ChapterParity) -> Content| record.parity.iter().map(side).fold(Content::default(), add);
    let (pdf, epub) = (sum(|chapter| chapter.pdf), sum(|chapter| chapter.epub));
    chapter_lines(&ChapterParity { title: "All chapters".to_string(), pdf, epub }, &mut line);
    line("");
    let differing = record.parity.iter().filter(|chapter| chapter.pdf != chapter.epub).count();
    match differing {
        0 => line("The two hold the same."),
        1 => line("One chapter differs."),
        more => line(&format!("{more} chapters differ.")),
    }
    text
}

fn chapter_lines(chapter: &ChapterParity, line: &mut impl FnMut(&str)) {
    line("");
    line(&chapter.title);
    for (format, content) in [("PDF", chapter.pdf), ("EPUB", chapter.epub)] {
        let Content { words, notes, tables, figures, links } = content;
        let counts = [u64::from(notes), u64::from(tables), u64::from(figures), u64::from(links)];
        let [notes, tables, figures, links] = counts.map(|count| count.to_string());
        line(&row(format, &[words.to_string(), notes, tables, figures, links]));
    }
    if chapter.pdf != chapter.epub {
        line("  These differ.");
    }
}

fn row(head: &str, cells: &[String]) -> String {
    let cells: String = cells.iter().map(|cell| format!("{cell:>9}")).collect();
    format!("  {head:<6}{cells}")
}

fn add(one: Content, other: Content) -> Content {
    Content {
        words: one.words + other.words,
        notes: one.notes + other.notes,
        tables: one.tables + other.tables,
        figures: one.figures + other.figures,
        links: one.links + other.links,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_told_at_its_chapter() {
        let content = |words| Content { words, notes: 1, ..Content::default() };
        let chapter =
            |title: &str, epub| ChapterParity { title: title.into(), pdf: content(120), epub: content(epub) };
        let same = Record { parity: vec![chapter("One", 120)], ..Record::default() };
        assert!(text(&same).ends_with("The two hold the same.\n"), "{}", text(&same));
        let other = Record { parity: vec![chapter("One", 120), chapter("Two", 119)], ..Record::default() };
        let told = text(&other);
        let wanted = "\nTwo\n  PDF         120        1        0        0        0\n  \
                      EPUB        119        1        0        0        0\n  These differ.\n";
        assert!(told.contains(wanted) && told.ends_with("One chapter differs.\n"), "{told}");
        assert_eq!(document(&Record::default()), None);
    }
}
