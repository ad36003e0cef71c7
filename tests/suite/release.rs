//! Catalogue files: `tests/suite/release/NAME/record.json` and, beside it, every file that must be made from it. Besides,
//! whatever the record says, all files say the same, and what is hostile stays text.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use reportc::model::identity::{Format, Identifier, IdentifierScheme};
use reportc::model::record::{CitedRecord, Cover, CoverRecord, Person, Record};
use roxmltree::{Document, Node};
use serde_json::Value;

const FILES: [&str; 8] = [
    "onix.xml",
    "schema.jsonld",
    "marc.xml",
    "dublin-core.xml",
    "citation.bib",
    "citation.ris",
    "citation.json",
    "crossref.xml",
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/release")
}

fn record(name: &str) -> Record {
    let text = fs::read_to_string(folder().join(name).join("record.json")).expect("the record is there");
    let record: Record = serde_json::from_str(&text).expect("the record is one");
    let cover = CoverRecord { file: "cover.png".into(), width: 600, height: 900, alt: String::new() };
    Record { cover: Some(cover), ..record }
}

/// The catalogue files of a record, by name.
fn files(record: &Record) -> Vec<(&'static str, String)> {
    let cover = Cover { extension: "png", bytes: Vec::new(), width: 600, height: 900, alt: String::new() };
    let made = reportc::publish(record, &cover);
    let file = |name: &'static str| {
        let (_, bytes) = made.iter().find(|(made, _)| made == name)?;
        Some((name, String::from_utf8(bytes.clone()).expect("catalogue files are UTF-8")))
    };
    FILES.into_iter().filter_map(file).collect()
}

fn golden(name: &str) {
    let folder = folder().join(name);
    let record = record(name);
    let made = files(&record);
    assert_eq!(made, files(&record), "two runs differ");
    if std::env::var_os("RENEW").is_some() {
        for file in FILES {
            let _ = fs::remove_file(folder.join(file));
        }
        for (file, text) in &made {
            fs::write(folder.join(file), text).expect("the folder can be written into");
        }
    }
    for file in FILES {
        let expected = fs::read_to_string(folder.join(file)).ok();
        let text = made.iter().find(|(name, _)| *name == file).map(|(_, text)| text.clone());
        assert_eq!(text, expected, "{name}/{file}");
    }
    agree(&record);
}

#[test]
fn release_rich() {
    golden("rich");
}

#[test]
fn release_minimal() {
    golden("minimal");
}

#[test]
fn release_arabic() {
    golden("arabic");
}

/// What the files say, as far as they say it: the text of XML elements, or values of JSON.
struct Said {
    onix: String,
    marc: String,
    dublin_core: String,
    crossref: Option<String>,
    json_ld: Value,
    csl: Value,
    bib: String,
    ris: String,
}

impl Said {
    fn by(record: &Record) -> Said {
        let made = files(record);
        let text = |name: &str| made.iter().find(|(made, _)| *made == name).map(|(_, text)| text.clone());
        let there = |name: &str| text(name).unwrap_or_else(|| panic!("{name} is missing"));
        let json = |name: &str| serde_json::from_str::<Value>(&there(name)).expect("it is JSON");
        Said {
            onix: there("onix.xml"),
            marc: there("marc.xml"),
            dublin_core: there("dublin-core.xml"),
            crossref: text("crossref.xml"),
            json_ld: json("schema.jsonld"),
            csl: json("citation.json")[0].clone(),
            bib: there("citation.bib"),
            ris: there("citation.ris"),
        }
    }
}

/// Texts of the elements of a name, in order.
fn texts<'a>(xml: &'a Document, name: &str) -> Vec<&'a str> {
    xml.descendants().filter(|node| node.has_tag_name_local(name)).filter_map(|node| node.text()).collect()
}

trait LocalName {
    fn has_tag_name_local(&self, name: &str) -> bool;
}

impl LocalName for Node<'_, '_> {
    fn has_tag_name_local(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}

/// A MARC subfield's texts.
fn subfields<'a>(marc: &'a Document, tag: &str, code: &str) -> Vec<&'a str> {
    let fields = marc.descendants().filter(|node| node.attribute("tag") == Some(tag));
    let subfields = fields.flat_map(|field| field.children());
    subfields.filter(|one| one.attribute("code") == Some(code)).filter_map(|one| one.text()).collect()
}

fn one_line(text: &str) -> String {
    let clean = |c: char| match c {
        '\u{fdd0}'..='\u{fdef}' | '\u{fffe}' | '\u{ffff}' => None,
        c if c.is_control() && !c.is_whitespace() => None,
        c => Some(c),
    };
    text.chars().filter_map(clean).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// All files of a record tell its title, languages, page counts, people and identifiers.
fn agree(record: &Record) {
    let said = Said::by(record);
    let onix = Document::parse(&said.onix).expect("ONIX is well-formed");
    let marc = Document::parse(&said.marc).expect("MARC is well-formed");
    let dublin_core = Document::parse(&said.dublin_core).expect("Dublin Core is well-formed");
    let crossref = said.crossref.as_ref().map(|text| Document::parse(text).expect("Crossref is well-formed"));
    titles_agree(record, &said, (&onix, &marc, &dublin_core), crossref.as_ref());
    languages_agree(record, &said, (&onix, &marc, &dublin_core));
    pages_agree(record, &said, (&onix, &marc, &dublin_core));
    identifiers_agree(record, &said, (&onix, &marc, &dublin_core), crossref.as_ref());
    people_agree(record, &said, (&onix, &marc, &dublin_core));
}

type Catalogues<'a, 'i> = (&'a Document<'i>, &'a Document<'i>, &'a Document<'i>);

fn titles_agree(record: &Record, said: &Said, (onix, marc, dc): Catalogues, crossref: Option<&Document>) {
    let title = one_line(&record.title);
    let subtitle = record.subtitle.as_deref().map(one_line).filter(|text| !text.is_empty());
    let full = one_line(&match &record.subtitle {
        Some(subtitle) => format!("{}: {subtitle}", record.title),
        None => record.title.clone(),
    });
    let products = record.formats.len();
    // Chapters that are told apart have theirs.
    let told = record.contents.iter().filter(|one| one.is_told_apart() && one_line(&one.title) == title);
    let all = products * (1 + told.count());
    assert_eq!(texts(onix, "TitleText").iter().filter(|text| **text == title).count(), all);
    let subtitles = if subtitle.is_some() { products } else { 0 };
    assert_eq!(texts(onix, "Subtitle").len(), subtitles);
    assert_eq!(subfields(marc, "245", "a"), [&title]);
    assert_eq!(subfields(marc, "245", "b"), subtitle.iter().collect::<Vec<_>>());
    assert_eq!(texts(dc, "title"), [&full]);
    assert_eq!(said.json_ld["name"], *title);
    assert_eq!(said.csl["title"], *full);
    assert_eq!(ris(said, "TI"), [&*full]);
    if let Some(crossref) = crossref {
        assert_eq!(texts(crossref, "title").first(), Some(&title.as_str()));
    }
}

fn languages_agree(record: &Record, said: &Said, (onix, marc, dc): Catalogues) {
    let codes = |role: &str| -> BTreeSet<&str> {
        let languages = onix.descendants().filter(|node| node.has_tag_name_local("Language"));
        let of_role = languages.filter(|one| one.children().any(|part| part.text() == Some(role)));
        let code = |one: Node<'_, '_>| {
            one.children().find(|part| part.has_tag_name_local("LanguageCode")).map(|part| part.id())
        };
        of_role.filter_map(code).filter_map(|id| onix.get_node(id)?.text()).collect()
    };
    let original = record.original_language.as_deref().filter(|original| *original != record.language);
    assert_eq!(codes("01").len(), 1);
    assert_eq!(codes("02").len(), usize::from(original.is_some()));
    assert_eq!(subfields(marc, "041", "h").len(), usize::from(original.is_some()));
    assert_eq!(codes("01").into_iter().collect::<Vec<_>>(), subfields(marc, "041", "a"));
    assert_eq!(codes("02").into_iter().collect::<Vec<_>>(), subfields(marc, "041", "h"));
    assert_eq!(texts(dc, "language"), [record.language.as_str()]);
    assert_eq!(said.json_ld["inLanguage"], *record.language);
    assert_eq!(said.csl["language"], *record.language);
    assert_eq!(ris(said, "LA"), [record.language.as_str()]);
    if let Some(original) = original {
        assert_eq!(said.json_ld["translationOfWork"]["inLanguage"], *original);
    }
}

fn pages_agree(record: &Record, said: &Said, (onix, marc, dc): Catalogues) {
    let total = record.number_of_pages.to_string();
    let extents: BTreeSet<(String, String)> = onix
        .descendants()
        .filter(|node| node.has_tag_name_local("Extent"))
        .map(|extent| {
            let part = |name: &str| {
                let part = extent.children().find(|part| part.has_tag_name_local(name));
                part.and_then(|part| part.text()).unwrap_or_default().to_string()
            };
            (part("ExtentType"), part("ExtentValue"))
        })
        .collect();
    let pages = record.pages;
    let is_pdf = record.formats.iter().any(|format| format.format == Format::Pdf);
    let expected =
        [("00", pages.main), ("03", pages.front), ("04", pages.back), ("07", record.number_of_pages)];
    for (kind, count) in expected.into_iter().filter(|_| is_pdf) {
        assert_eq!(extents.contains(&(kind.into(), count.to_string())), count > 0, "extent {kind}");
    }
    let last = (pages.main + pages.back).to_string();
    let extent = subfields(marc, "300", "a").concat();
    assert!(extent.contains(&format!("{last} pages")), "{extent}");
    assert!(texts(dc, "extent").contains(&&*format!("{total} pages")));
    assert_eq!(said.json_ld["numberOfPages"], record.number_of_pages);
    assert_eq!(said.csl["number-of-pages"], *total);
    assert_eq!(ris(said, "SP"), [&*total]);
    assert!(said.bib.contains(&format!("pagetotal = {{{total}}}")));
}

fn identifiers_agree(
    record: &Record,
    said: &Said,
    (onix, marc, dc): Catalogues,
    crossref: Option<&Document>,
) {
    let json_ld = said.json_ld.to_string();
    let of = |scheme: IdentifierScheme| -> Vec<&Identifier> {
        record.identifiers.iter().filter(|one| one.scheme == scheme).collect()
    };
    for one in of(IdentifierScheme::Isbn) {
        assert!(texts(onix, "IDValue").contains(&&*one.value), "ONIX lacks {}", one.value);
        let found = [subfields(marc, "020", "a"), subfields(marc, "776", "z")].concat();
        assert!(found.contains(&&*one.value), "MARC lacks {}", one.value);
        let urn = format!("urn:isbn:{}", one.value);
        assert!([texts(dc, "identifier"), texts(dc, "isFormatOf")].concat().contains(&&*urn));
        assert!(json_ld.contains(&one.value));
        assert!(said.csl["ISBN"].as_str().is_some_and(|isbns| isbns.contains(&one.value)));
        assert!(ris(said, "SN").contains(&&*one.written));
        assert!(said.bib.contains(&one.written));
        assert!(crossref.is_none_or(|crossref| texts(crossref, "isbn").contains(&&*one.value)));
    }
    if let [one] = of(IdentifierScheme::Doi)[..] {
        assert!(texts(onix, "IDValue").contains(&&*one.value));
        assert_eq!(subfields(marc, "024", "a").iter().filter(|found| **found == one.value).count(), 1);
        assert!(texts(dc, "identifier").iter().any(|found| found.starts_with("https://doi.org/10.")));
        assert!(said.json_ld["@id"].as_str().is_some_and(|id| id.starts_with("https://doi.org/10.")));
        assert_eq!(said.csl["DOI"], *one.value);
        assert_eq!(ris(said, "DO"), [&*one.value]);
        if let Some(crossref) = crossref {
            // Chapters have theirs.
            let of_chapter = |node: &Node| node.ancestors().any(|up| up.has_tag_name_local("content_item"));
            let is_own = |node: &Node| {
                node.parent().is_some_and(|up| up.has_tag_name_local("doi_data")) && !of_chapter(node)
            };
            let dois = crossref.descendants().filter(|node| node.has_tag_name_local("doi") && is_own(node));
            assert_eq!(dois.filter_map(|node| node.text()).collect::<Vec<_>>(), [&*one.value]);
        }
    }
}

fn people_agree(record: &Record, said: &Said, (onix, marc, dc): Catalogues) {
    let products = record.formats.len();
    let names = ["PersonName", "CorporateName", "PublisherName"];
    let told: Vec<&str> = names.iter().flat_map(|name| texts(onix, name)).collect();
    for person in &record.contributors {
        let name = one_line(&person.name);
        let count = record.contributors.iter().filter(|other| one_line(&other.name) == name).count();
        let publisher = usize::from(record.publisher.as_deref().map(one_line).as_deref() == Some(&*name));
        let found = told.iter().filter(|told| **told == name).count();
        assert!(found >= products * count && found <= products * (count + publisher), "{name}: {found}");
    }
    let entries = ["100", "110", "700", "710"].into_iter().flat_map(|tag| subfields(marc, tag, "a")).count();
    assert_eq!(entries, record.contributors.len());
    let people =
        ["creator", "contributor", "rightsHolder"].into_iter().flat_map(|term| texts(dc, term)).count();
    assert_eq!(people, record.contributors.len());
    let authors = record.contributors.iter().filter(|person| person.role == "aut").count();
    assert_eq!(said.csl["author"].as_array().map_or(0, Vec::len), authors);
    assert_eq!(said.json_ld["author"].as_array().map_or(0, Vec::len), authors);
    assert_eq!(ris(said, "AU").len(), authors);
}

/// The values of a RIS tag.
fn ris<'a>(said: &'a Said, tag: &str) -> Vec<&'a str> {
    let start = format!("{tag}  - ");
    said.ris.split("\r\n").filter_map(|line| line.strip_prefix(start.as_str())).collect()
}

/// What text fields hold here would end an element, a script, a field or a line elsewhere.
const HOSTILE: [&str; 8] = [
    "a ]]> b <!-- c --> </Title> & &amp; \"d\" 'e'",
    "</script><script>alert(1)</script>",
    "a\0b\u{1b}[31mc\u{85}d\u{2028}e\u{fffe}f\u{fdd0}g",
    "line\r\nTY  - BOOK\r\nER  - \r\nnext",
    "\\input{/x} } { }} {{ % # $ _ ^ ~ @book{b,}",
    "and, and AND, and",
    "\u{202e}drow\u{202c} \u{200f}ا",
    "-- \u{1f4a9} ∑ 日本",
];

#[test]
fn release_hostile_text_stays_text() {
    for (index, hostile) in HOSTILE.into_iter().enumerate() {
        let mut record = record("rich");
        let other = HOSTILE[(index + 1) % HOSTILE.len()];
        record.title = hostile.into();
        record.subtitle = Some(other.into());
        record.publisher = Some(format!("{other} {hostile}"));
        record.place = Some(hostile.into());
        record.edition = Some(hostile.into());
        record.abstract_text = Some(hostile.into());
        record.rights = Some(hostile.into());
        record.subjects = vec![hostile.into(), other.into()];
        record.contributors = ["aut", "edt", "trl", "fnd", "nonsense"]
            .into_iter()
            .flat_map(|role| [None, Some(hostile)].map(|sort| (role, sort)))
            .map(|(role, sort)| Person {
                name: format!("{role} {hostile}"),
                sort: sort.map(str::to_string),
                role: role.into(),
            })
            .collect();
        record.contents.iter_mut().for_each(|heading| heading.title = hostile.into());
        record.identifiers.retain(|one| one.scheme != IdentifierScheme::Report);
        let (key, text) = (hostile.to_string(), other.to_string());
        record.cited = vec![CitedRecord { key, text, doi: Some(hostile.into()), ..CitedRecord::default() }];
        agree(&record);
        let said = Said::by(&record);
        assert_eq!(said.ris.lines().filter(|line| line.starts_with("ER  -")).count(), 1, "{}", said.ris);
        assert_eq!(balance(&said.bib), Some(0), "{}", said.bib);
        let script = files(&record).into_iter().find(|(name, _)| *name == "schema.jsonld");
        assert!(script.is_some_and(|(_, script)| !script.contains(['<', '>', '&'])));
    }
}

/// Open braces at the end; None if one was closed that was not open.
fn balance(text: &str) -> Option<u32> {
    text.chars().try_fold(0u32, |open, c| match c {
        '{' => Some(open + 1),
        '}' => open.checked_sub(1),
        _ => Some(open),
    })
}

#[test]
fn release_claims_need_checks() {
    let codes = |record: &Record| -> BTreeSet<String> {
        let said = Said::by(record);
        let onix = Document::parse(&said.onix).expect("ONIX is well-formed");
        texts(&onix, "ProductFormFeatureValue").into_iter().map(str::to_string).collect()
    };
    let mut record = record("rich");
    let all = codes(&record);
    for code in
        ["04", "05", "11", "13", "14", "19", "22", "30", "41", "52", "82", "85", "90", "91", "94", "99"]
    {
        assert!(all.contains(code), "{code} is missing: {all:?}");
    }
    for not in ["06", "01", "02", "03", "12", "15", "75", "80", "86"] {
        assert!(!all.contains(not), "{not}: {all:?}");
    }
    record.identifiers.retain(|one| one.format != Format::Print);
    let without_print = codes(&record);
    assert!(!without_print.contains("19") && without_print.contains("41"), "{without_print:?}");
    // A statement is of the files that it names.
    record.accessibility.iter_mut().for_each(|statement| statement.of.clear());
    assert!(["82", "85", "90", "91", "94"].iter().all(|code| !codes(&record).contains(*code)));
    (record.accessibility, record.access_contact) = (None, None);
    record.checks.iter_mut().for_each(|check| check.outcome = reportc::model::record::CheckOutcome::NotRun);
    // What is left is no claim of conformance: the summary of the EPUB, and that nothing moves.
    assert_eq!(codes(&record), BTreeSet::from(["00".to_string()]));
}

#[test]
fn release_without_a_doi_has_no_deposit() {
    let mut record = record("rich");
    assert!(files(&record).iter().any(|(name, _)| *name == "crossref.xml"));
    record.identifiers.retain(|one| one.scheme != IdentifierScheme::Doi);
    assert!(!files(&record).iter().any(|(name, _)| *name == "crossref.xml"));
}

#[test]
fn release_many_in_one_message() {
    let records = ["rich", "minimal", "arabic"].map(record);
    let text = reportc::release::onix_message(&records.each_ref());
    let onix = Document::parse(&text).expect("ONIX is well-formed");
    let products: usize = records.iter().map(|record| record.formats.len()).sum();
    let references: BTreeSet<&str> = texts(&onix, "RecordReference").into_iter().collect();
    assert_eq!(references.len(), products, "each product has a reference of its own");
    // Three houses, one of them unnamed: none of them is the sender. The newest release is the day.
    assert_eq!(texts(&onix, "SenderName"), ["reportc"]);
    assert_eq!(texts(&onix, "SentDateTime"), ["20260309"]);
}
