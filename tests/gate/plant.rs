//! Faults, each planted into a good edition.

use std::io::{Cursor, Read, Write};

use lopdf::Object;
use reportc::Edition;
use reportc::model::identity::{Format, IdentifierScheme};
use reportc::model::record::{Statement, Withheld};
use reportc::release::{Output, sha256};

use super::pdf;

/// What is done to an edition, and the checks that are to see it.
type Fault = (&'static str, fn(&mut Edition), &'static [&'static str]);

pub fn copy(edition: &Edition) -> Edition {
    Edition {
        web: None,
        single: None,
        outputs: edition.outputs.clone(),
        record: edition.record.clone(),
        record_file: edition.record_file.clone(),
        manifest: None,
    }
}

pub fn faults() -> Vec<Fault> {
    let mut faults = of_records();
    faults.extend(of_pdfs());
    faults.extend(of_epubs());
    faults
}

fn of_records() -> Vec<Fault> {
    vec![
        ("a checksum", |edition| edition.record.formats[0].sha256 = "0".repeat(64), &["checksums"]),
        ("a size", |edition| edition.record.formats[1].bytes += 1, &["checksums"]),
        ("a count of pages", |edition| edition.record.number_of_pages += 1, &["counts"]),
        ("a part's count of pages", |edition| edition.record.pages.main += 1, &["counts"]),
        ("a recorded label", |edition| edition.record.page_list[3].label = "400".into(), &["counts"]),
        ("a page of the contents", |edition| edition.record.contents[0].page = "400".into(), &["counts"]),
        ("a title", |edition| edition.record.title.push('s'), &["titles-agree"]),
        ("a language", |edition| edition.record.language = "de".into(), &["titles-agree"]),
        ("a date", |edition| edition.record.date = Some("2026-02-04".into()), &["titles-agree"]),
        (
            "a check digit",
            |edition| edition.record.identifiers[0].value = "9783161484101".into(),
            &["identifiers"],
        ),
        ("an identifier that no file has", strange_doi, &["identifiers"]),
        (
            "a date to come",
            |edition| edition.record.made = Some("2026-03-02".into()),
            &["dates", "titles-agree"],
        ),
        ("a date that is none", statement_of_nonsense, &["dates"]),
        (
            "a reference that keeps changing",
            |edition| edition.record.unsettled.push("it".into()),
            &["settled"],
        ),
        ("a statement that was left out", statement_left_out, &["claims"]),
        ("a statement that the EPUB lacks", statement_of_epub, &["claims"]),
        ("an image without words", |edition| edition.record.images[0].alt.clear(), &["alternative-text"]),
    ]
}

fn strange_doi(edition: &mut Edition) {
    let mut one = edition.record.identifiers[0].clone();
    (one.format, one.scheme, one.value) = (Format::Work, IdentifierScheme::Doi, "10.1000/182".into());
    edition.record.identifiers.push(one);
}

fn statement_of_nonsense(edition: &mut Edition) {
    let date = Some("2026-02-31x".to_string());
    edition.record.accessibility = Some(Statement { date, ..Statement::default() });
}

fn statement_left_out(edition: &mut Edition) {
    let findings = vec!["tables without header cells".to_string()];
    let withheld = Withheld { of: Format::Pdf, stated: "WCAG 2.2 AA".into(), findings };
    edition.record.withheld.push(withheld);
}

fn statement_of_epub(edition: &mut Edition) {
    edition.record.accessibility = Some(Statement { of: vec![Format::Epub], ..Statement::default() });
}

fn of_pdfs() -> Vec<Fault> {
    vec![
        ("half a PDF", |edition| truncate(edition, 0), &["readable"]),
        ("an EPUB instead of a PDF", |edition| swap(edition, 0), &["readable"]),
        (
            "page labels from 2",
            |edition| pdf::change(edition, pdf::shift_labels),
            &["counts", "page-list", "parity", "settled"],
        ),
        (
            "XMP's count of pages",
            |edition| pdf::xmp(edition, "<prism:pageCount>", "<prism:pageCount>9"),
            &["counts"],
        ),
        ("a part of PDF/UA", |edition| pdf::xmp(edition, "<pdfuaid:part>1", "<pdfuaid:part>2"), &["claims"]),
        (
            "a level of PDF/A",
            |edition| pdf::xmp(edition, "<pdfaid:conformance>A", "<pdfaid:conformance>U"),
            &["claims"],
        ),
        ("no word of PDF/UA", |edition| pdf::xmp(edition, "pdfuaid:part", "pdfuaid:none"), &["claims"]),
        ("a declaration", declaration, &["claims"]),
        ("XMP's title", |edition| pdf::xmp(edition, "A Sound Book", "A Round Book"), &["titles-agree"]),
        ("XMP's ISBN", |edition| pdf::xmp(edition, "9783161484100", "9780306406157"), &["identifiers"]),
        (
            "XMP that is not well-formed",
            |edition| pdf::xmp(edition, "</rdf:RDF>", ""),
            &["readable", "titles-agree", "claims"],
        ),
        (
            "the date of making",
            |edition| pdf::info(edition, "CreationDate", "D:20270203000000Z"),
            &["dates", "titles-agree"],
        ),
        ("the catalog's language", |edition| pdf::catalog(edition, "Lang", "fr"), &["titles-agree"]),
        ("a link to a page that is gone", |edition| pdf::link(edition, Some((9999, 0))), &["links-pdf"]),
        ("a line of contents that leads to another page", |edition| pdf::link(edition, None), &["settled"]),
        ("a bookmark that leads nowhere", |edition| pdf::change(edition, pdf::lose_bookmark), &["links-pdf"]),
        ("a face that is not in the file", |edition| pdf::change(edition, pdf::unembed), &["fonts-embedded"]),
        (
            "a figure without a text",
            |edition| pdf::change(edition, pdf::lose_alt),
            &["alternative-text", "claims"],
        ),
        (
            "a figure that is a paragraph",
            |edition| pdf::change(edition, pdf::lose_figure),
            &["alternative-text", "parity"],
        ),
        ("a word of a page", |edition| pdf::change(edition, pdf::turn_word), &["parity"]),
        ("a table that is none", |edition| pdf::retype(edition, "Table", "Div"), &["parity"]),
        ("a note that is none", |edition| pdf::retype(edition, "Note", "Div"), &["parity"]),
    ]
}

const CONFORMING: &str =
    "<meta property=\"dcterms:conformsTo\">EPUB Accessibility 1.1 - WCAG 2.2 Level AA</meta></metadata>";
const CERTIFIED: &str = "<meta property=\"a11y:certifiedBy\">Nobody</meta></metadata>";

fn of_epubs() -> Vec<Fault> {
    vec![
        ("half an EPUB", |edition| truncate(edition, 1), &["readable"]),
        (
            "a document that is not well-formed",
            |edition| text(edition, "chapter-01", "</p>", "</q>"),
            &["readable", "parity", "page-list"],
        ),
        ("an entry of the page list", drop_entry, &["page-list"]),
        ("a label in the page list", |edition| text(edition, "nav", ">2</a>", ">4</a>"), &["page-list"]),
        ("a marker that is gone", drop_marker, &["page-list", "parity", "links-epub"]),
        ("a marker in a word", |edition| move_marker(edition, 1), &["page-list"]),
        ("a marker past a word", |edition| move_marker(edition, usize::MAX), &["parity"]),
        ("a word", |edition| text(edition, "chapter-01", "come to an end", "came to an end"), &["parity"]),
        (
            "a word of a note",
            |edition| text(edition, "chapter-01", "the note says", "the note said"),
            &["parity"],
        ),
        (
            "a word of a caption",
            |edition| text(edition, "chapter-01", "line, drawn", "line, drawing"),
            &["parity"],
        ),
        (
            "a link's target",
            |edition| text(edition, "chapter-01", "chapter-02.xhtml#", "chapter-02.xhtml#x"),
            &["links-epub"],
        ),
        (
            "a link's file",
            |edition| text(edition, "nav", "chapter-02.xhtml", "chapter-20.xhtml"),
            &["links-epub"],
        ),
        (
            "a link that is none",
            |edition| text(edition, "chapter-01", "<a href=\"https://example.org/\">another</a>", "another"),
            &["parity"],
        ),
        (
            "an alternative text",
            |edition| text(edition, "chapter-01", "alt=\"A line\"", "alt=\" \""),
            &["alternative-text", "claims"],
        ),
        ("a picture", |edition| drop_file(edition, ".svg"), &["links-epub"]),
        ("a face", |edition| drop_file(edition, "otf"), &["fonts-embedded"]),
        (
            "a statement that nobody makes",
            |edition| text(edition, "content.opf", "</metadata>", CONFORMING),
            &["claims"],
        ),
        (
            "a certifier whom nobody names",
            |edition| text(edition, "content.opf", "</metadata>", CERTIFIED),
            &["claims"],
        ),
        (
            "the package's title",
            |edition| text(edition, "content.opf", ">A Sound Book<", ">A Round Book<"),
            &["titles-agree"],
        ),
        (
            "the package's subtitle",
            |edition| text(edition, "content.opf", ">With Nothing Wrong<", ">With Something<"),
            &["titles-agree"],
        ),
        (
            "the package's language",
            |edition| text(edition, "content.opf", "<dc:language>en", "<dc:language>fr"),
            &["titles-agree"],
        ),
        (
            "the package's date",
            |edition| text(edition, "content.opf", "<dc:date>2026", "<dc:date>2027"),
            &["titles-agree", "dates"],
        ),
        (
            "the package's identifier",
            |edition| text(edition, "content.opf", "9780306406157", "9783161484100"),
            &["identifiers"],
        ),
        (
            "the spine",
            |edition| text(edition, "content.opf", "<itemref idref=\"id_chapter-02", "<itemref idref=\"x"),
            &["readable", "parity", "page-list"],
        ),
    ]
}

/// The record tells of the bytes that there are: the checksums alone are not to see what was done to them.
pub fn seal(edition: &mut Edition) {
    for (format, output) in edition.record.formats.iter_mut().zip(&edition.outputs) {
        format.bytes = output.bytes.len() as u64;
        format.sha256 = sha256(&output.bytes);
    }
}

fn truncate(edition: &mut Edition, index: usize) {
    let bytes = &mut edition.outputs[index].bytes;
    bytes.truncate(bytes.len() / 2);
    seal(edition);
}

fn swap(edition: &mut Edition, index: usize) {
    edition.outputs[index].bytes = edition.outputs[1 - index].bytes.clone();
    seal(edition);
}

fn declaration(edition: &mut Edition) {
    let declared = "<x:declared xmlns:x=\"http://pdfa.org/declarations/\" \
        xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\
        <x:conformsTo>http://pdfa.org/declarations/wtpdf#reuse1.0</x:conformsTo></rdf:li></rdf:Bag></x:declared>";
    pdf::xmp(edition, "</rdf:Description>\n</rdf:RDF>", &format!("{declared}</rdf:Description>\n</rdf:RDF>"));
}

/// A link of PDF 2.0 leads to an element as well as to a page.
pub fn lose_element(edition: &mut Edition) {
    pdf::change(edition, |document| {
        let action = pdf::annotations(document).find_map(|annotation| {
            let action = annotation.get_mut(b"A").and_then(Object::as_dict_mut).ok()?;
            action.has(b"SD").then_some(action)
        });
        let action = action.expect("a link leads to an element");
        action.set("SD", vec![Object::Reference((9999, 0)), "Fit".into()]);
    });
}

type Files = Vec<(String, Vec<u8>)>;

fn files(output: &Output) -> Files {
    let mut archive = zip::ZipArchive::new(Cursor::new(&output.bytes)).expect("it is an archive");
    let mut files = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("it is listed");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("it can be read");
        files.push((file.name().to_string(), bytes));
    }
    files
}

/// Changes the files of the EPUB.
fn repack(edition: &mut Edition, change: impl FnOnce(&mut Files)) {
    let output = &mut edition.outputs[1];
    let mut all = files(output);
    change(&mut all);
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in all {
        let options =
            zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        archive.start_file(name, options).expect("memory takes it");
        archive.write_all(&bytes).expect("memory takes it");
    }
    output.bytes = archive.finish().expect("memory takes it").into_inner();
    seal(edition);
}

/// Changes the first place of a text in the first file of a name that has it.
fn text(edition: &mut Edition, name: &str, from: &str, to: &str) {
    edit(edition, name, |text| text.contains(from).then(|| text.replacen(from, to, 1)));
}

/// Changes one file's text; the first of the name for which there is a change.
fn edit(edition: &mut Edition, name: &str, change: impl Fn(&str) -> Option<String>) {
    repack(edition, |files| {
        let mut named = files.iter_mut().filter(|(path, _)| path.contains(name));
        let changed = named.any(|(_, bytes)| {
            let after = std::str::from_utf8(bytes).ok().and_then(&change);
            let changed = after.is_some();
            after.into_iter().for_each(|after| *bytes = after.into_bytes());
            changed
        });
        assert!(changed, "nothing to change in `{name}`");
    });
}

fn drop_file(edition: &mut Edition, end: &str) {
    repack(edition, |files| {
        let at = files.iter().position(|(name, _)| name.ends_with(end));
        files.remove(at.unwrap_or_else(|| panic!("no file ends with {end}")));
    });
}

fn drop_entry(edition: &mut Edition) {
    edit(edition, "nav", |text| {
        let list = text.find("page-list")?;
        let from = list + text[list..].find("<li>")?;
        let to = from + text[from..].find("</li>")? + "</li>".len();
        Some(format!("{}{}", &text[..from], &text[to..]))
    });
}

/// A marker within a text, and what stands after it.
fn marker(text: &str) -> Option<(&str, &str, &str)> {
    let from = text.find("<span role=\"doc-pagebreak\"")?;
    let to = from + text[from..].find("</span>")? + "</span>".len();
    Some((&text[..from], &text[from..to], &text[to..]))
}

fn drop_marker(edition: &mut Edition) {
    edit(edition, "chapter-01", |text| marker(text).map(|(before, _, after)| format!("{before}{after}")));
}

/// Moves a marker over so many letters, or the word after it.
fn move_marker(edition: &mut Edition, letters: usize) {
    edit(edition, "chapter-01", |text| {
        let (before, marker, after) = marker(text)?;
        let word = after.find(' ').filter(|word| *word > 1)?;
        let (over, rest) = after.split_at(letters.min(word));
        Some(format!("{before}{over}{marker}{rest}"))
    });
}
