//! Pages: how many there are, what they are called, and whether what is printed of them is so.

use super::Release;

pub fn counts(release: &Release) -> Vec<String> {
    let (record, pdf, epub) = (release.record, release.pdf, release.epub);
    let pages = record.pages;
    let parts = u64::from(pages.front) + u64::from(pages.main) + u64::from(pages.back);
    let is = pdf.labels.len() as u64;
    let mut told: Vec<(&str, String)> = vec![
        ("the record's number of pages", record.number_of_pages.to_string()),
        ("the record's total", pages.total.to_string()),
        ("the record's front matter, body and back matter together", parts.to_string()),
        ("the record's list of pages", record.page_list.len().to_string()),
    ];
    told.extend(pdf.about.xmp.page_count.iter().map(|count| ("the PDF's metadata", count.clone())));
    told.extend(epub.package.number_of_pages.iter().map(|count| ("the EPUB's package", count.clone())));
    let wrong = told.into_iter().filter(|(_, count)| *count != is.to_string());
    let mut found: Vec<String> =
        wrong.map(|(who, count)| format!("{who}: {count}, and the PDF has {is} pages")).collect();
    let labels = record.page_list.iter().zip(&pdf.labels).zip(1..);
    let other = labels.filter(|((record, label), _)| record.label != **label);
    found.extend(other.map(|((record, label), nth)| {
        format!("page {nth} of the PDF is labelled {label}, and {} in the record", record.label)
    }));
    let unknown = record.contents.iter().filter(|listed| !pdf.labels.contains(&listed.page));
    found.extend(
        unknown.map(|one| format!("“{}” is recorded on page {}, which is not there", one.title, one.page)),
    );
    found
}

pub fn page_list(release: &Release) -> Vec<String> {
    let (pdf, epub) = (release.pdf, release.epub);
    let shown = pdf.labels.iter().zip(&pdf.shown).filter(|(_, shown)| **shown);
    let shown: Vec<&String> = shown.map(|(label, _)| label).collect();
    let listed: Vec<&String> = epub.page_list.iter().collect();
    let marked: Vec<&String> = epub.markers.iter().collect();
    let mut found = Vec::new();
    found.extend(first_difference((&shown, "the PDF"), (&listed, "the page list")));
    found.extend(first_difference((&listed, "the page list"), (&marked, "the text")));
    let unmarked = epub.unmarked.iter();
    found.extend(unmarked.map(|label| format!("the entry for page {label} leads to no marker of that page")));
    found.extend(epub.split.iter().map(|word| format!("the word “{word}” has a marker in it")));
    found
}

/// Where two lists of labels part.
fn first_difference(
    (one, of_one): (&[&String], &str),
    (other, of_other): (&[&String], &str),
) -> Option<String> {
    let at = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    let label =
        |list: &[&String]| list.get(at).map_or("no more".to_string(), |label| format!("page {label}"));
    let differs = at < one.len() || at < other.len();
    differs.then(|| format!("at place {}, {of_one} has {}, {of_other} {}", at + 1, label(one), label(other)))
}

pub fn settled(release: &Release) -> Vec<String> {
    let printed = release.pdf.references.iter().filter(|line| line.printed != line.leads_to);
    let printed = printed.map(|line| {
        format!("“{}” is listed on page {}, and is on page {}", line.text, line.printed, line.leads_to)
    });
    release.record.unsettled.iter().cloned().chain(printed).collect()
}
