//! MARC 21 for libraries, as MARCXML: an online book, its text, and where its files are. Punctuation between subfields
//! is left out, as the leader says.

use super::citation;
use super::facts::{
    chapters, creators, date_parts, day_made, identifiers, issn, last_folio, of_scheme, report_number,
    translated_from, year,
};
use super::languages::{UNCODED, bibliographic, english_name};
use super::people::{Name, name};
use super::roles::known;
use super::xml::Xml;
use crate::model::identity::{Format, IdentifierScheme};
use crate::model::record::{FormatRecord, Person, Record};
use crate::roman;

/// New, language material, monograph, Unicode; abbreviated level, ISBD punctuation left out. A system that takes the
/// record in fills in lengths.
const LEADER: &str = "00000nam a22000003c 4500";
/// 006 and 007: a document that is an electronic resource, online; its colour is not told.
const ADDITIONAL_MATERIAL: &str = "m     o  d        ";
const PHYSICAL_DESCRIPTION: &str = "cr |n|||||||||";

pub fn marc(record: &Record) -> String {
    Xml::document("record", &[("xmlns", "http://www.loc.gov/MARC21/slim")], |xml| {
        let mut marc = Marc { xml };
        control_fields(&mut marc, record);
        numbers(&mut marc, record);
        languages(&mut marc, record);
        let main = main_entry(&mut marc, record);
        titles(&mut marc, record, main.is_some());
        description(&mut marc, record);
        notes(&mut marc, record);
        for subject in &record.subjects {
            marc.field("653", "  ", &[("a", subject)]);
        }
        added_entries(&mut marc, record, main);
        links(&mut marc, record);
    })
}

struct Marc<'a> {
    xml: &'a mut Xml,
}

impl Marc<'_> {
    fn control(&mut self, tag: &str, text: &str) {
        self.xml.fixed("controlfield", &[("tag", tag)], text);
    }

    /// A field, unless all its subfields are empty. Subfields without text are left out.
    fn field(&mut self, tag: &str, indicators: &str, subfields: &[(&str, &str)]) {
        if subfields.iter().all(|(_, text)| text.trim().is_empty()) {
            return;
        }
        let (first, second) = indicators.split_at(1);
        let attributes = [("tag", tag), ("ind1", first), ("ind2", second)];
        self.xml.parent("datafield", &attributes, |xml| {
            for (code, text) in subfields {
                xml.line_with("subfield", &[("code", code)], text);
            }
        });
    }

    /// A main (`1`) or added (`7`) entry: a person by family name or in direct order, or a body.
    fn name(&mut self, block: &str, person: &Person) {
        let divided = name(person);
        let (kind, first) = match divided {
            Name::Person { .. } => ("00", "1 "),
            Name::Whole(_) => ("00", "0 "),
            Name::Body(_) => ("10", "2 "),
        };
        let role = known(&person.role);
        let subfields = [("a", &*divided.inverted()), ("e", role.term), ("4", role.code)];
        self.field(&format!("{block}{kind}"), first, &subfields);
    }
}

fn control_fields(marc: &mut Marc, record: &Record) {
    marc.xml.fixed("leader", &[], LEADER);
    let day = day_made(record);
    marc.control("001", &super::xml::one_line(&record.name));
    marc.control("005", &format!("{day}000000.0"));
    marc.control("006", ADDITIONAL_MATERIAL);
    marc.control("007", PHYSICAL_DESCRIPTION);
    marc.control("008", &fixed_data(record, &day));
}

/// 008: forty characters. What nobody looked for is told by `|`.
fn fixed_data(record: &Record, day: &str) -> String {
    let parts = date_parts(record);
    let year = year(record).map_or_else(|| "uuuu".to_string(), |year| format!("{year:0>4}"));
    let (kind, detail) = match parts.as_slice() {
        [_, month, day] => ("e", format!("{month}{day}")),
        [_, month] => ("e", format!("{month}  ")),
        [_] => ("s", "    ".to_string()),
        _ => ("n", "uuuu".to_string()),
    };
    let illustrations = if record.figures > 0 { "a   " } else { "    " };
    let contents = if report_number(record).is_some() { "t   " } else { "    " };
    let language = match bibliographic(&record.language) {
        UNCODED => "und",
        code => code,
    };
    // Place unknown; audience unknown, online; no attempt for government, conference, festschrift, index, form, biography.
    format!("{}{kind}{year}{detail}xx {illustrations} o{contents}|||| ||{language} d", &day[2..])
}

/// Standard numbers: of the files, and of the printed book as what they are not.
fn numbers(marc: &mut Marc, record: &Record) {
    for (format, qualifier) in [(Format::Work, ""), (Format::Pdf, "PDF"), (Format::Epub, "EPUB")] {
        for one in identifiers(record, format, IdentifierScheme::Isbn) {
            marc.field("020", "  ", &[("a", &one.value), ("q", qualifier)]);
        }
    }
    for scheme in [IdentifierScheme::Doi, IdentifierScheme::Uuid] {
        for one in of_scheme(record, scheme).filter(|one| one.format != Format::Print) {
            marc.field("024", "7 ", &[("a", &one.value), ("2", scheme.name())]);
        }
    }
    marc.field("040", "  ", &[("b", "eng"), ("e", "rda")]);
}

/// 041: the language and, of a translation, the original's; by ISO 639-3 where MARC has no code.
fn languages(marc: &mut Marc, record: &Record) {
    let original = translated_from(record);
    let first = if original.is_some() { "1" } else { "0" };
    let tags = [Some(record.language.as_str()), original];
    let uncoded = tags.into_iter().flatten().any(|tag| bibliographic(tag) == UNCODED);
    if uncoded {
        let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_string();
        let original = original.map(primary).unwrap_or_default();
        let codes = [("a", &*primary(&record.language)), ("h", &original), ("2", "iso639-3")];
        marc.field("041", &format!("{first}7"), &codes);
    } else {
        let original = original.map(bibliographic).unwrap_or_default();
        marc.field("041", &format!("{first} "), &[("a", bibliographic(&record.language)), ("h", original)]);
    }
    marc.field("088", "  ", &[("a", report_number(record).unwrap_or_default())]);
}

/// The first author is the main entry.
fn main_entry<'a>(marc: &mut Marc, record: &'a Record) -> Option<&'a Person> {
    let main = creators(record).into_iter().next().filter(|person| person.role == "aut")?;
    marc.name("1", main);
    Some(main)
}

/// Everybody else: people first, then bodies, by the numbers of their fields.
fn added_entries(marc: &mut Marc, record: &Record, main: Option<&Person>) {
    let is_main = |person: &Person| main.is_some_and(|main| std::ptr::eq(main, person));
    let added = record.contributors.iter().filter(|person| !is_main(person));
    let (bodies, people): (Vec<&Person>, Vec<&Person>) = added.partition(|person| name(person).is_body());
    people.into_iter().chain(bodies).for_each(|person| marc.name("7", person));
}

fn titles(marc: &mut Marc, record: &Record, has_main_entry: bool) {
    let names: Vec<&str> = creators(record).iter().map(|person| person.name.as_str()).collect();
    let responsible = names.join(", ");
    let subtitle = record.subtitle.as_deref().unwrap_or_default();
    let first = if has_main_entry { "10" } else { "00" };
    marc.field("245", first, &[("a", &record.title), ("b", subtitle), ("c", &responsible)]);
    marc.field("250", "  ", &[("a", record.edition.as_deref().unwrap_or_default())]);
    let place = record.place.as_deref().unwrap_or_default();
    let publisher = record.publisher.as_deref().unwrap_or_default();
    marc.field("264", " 1", &[("a", place), ("b", publisher), ("c", year(record).unwrap_or_default())]);
}

/// Extent and kind (RDA's terms for content, media and carrier), each file's type, the series.
fn description(marc: &mut Marc, record: &Record) {
    let illustrations = if record.figures > 0 { "illustrations" } else { "" };
    marc.field("300", "  ", &[("a", &extent(record)), ("b", illustrations)]);
    marc.field("336", "  ", &[("a", "text"), ("b", "txt"), ("2", "rdacontent")]);
    if record.figures > 0 {
        marc.field("336", "  ", &[("a", "still image"), ("b", "sti"), ("2", "rdacontent")]);
    }
    marc.field("337", "  ", &[("a", "computer"), ("b", "c"), ("2", "rdamedia")]);
    marc.field("338", "  ", &[("a", "online resource"), ("b", "cr"), ("2", "rdacarrier")]);
    for format in &record.formats {
        let size = format!("{} bytes", format.bytes);
        marc.field(
            "347",
            "  ",
            &[("a", "text file"), ("b", &format.format.title()), ("c", &size), ("2", "rdaft")],
        );
    }
    if let Some(series) = &record.series {
        let number = series.number.as_deref().unwrap_or_default();
        marc.field(
            "490",
            "1 ",
            &[("a", &series.title), ("x", issn(record).unwrap_or_default()), ("v", number)],
        );
    }
}

/// Pages as they are numbered: front matter in roman numerals, the rest in arabic.
fn extent(record: &Record) -> String {
    let front = roman::numeral(record.pages.front.into());
    let pages = match (front.is_empty(), last_folio(record)) {
        (true, last) => last.to_string(),
        (false, 0) => front,
        (false, last) => format!("{front}, {last}"),
    };
    format!("1 online resource ({pages} pages)")
}

fn notes(marc: &mut Marc, record: &Record) {
    marc.field("505", "0 ", &[("a", &chapters(record).join(" -- "))]);
    marc.field("520", "3 ", &[("a", record.abstract_text.as_deref().unwrap_or_default())]);
    marc.field("524", "  ", &[("a", &citation(record))]);
    marc.field("532", "0 ", &[("a", &record.access.summary)]);
    let licence = record.licence.as_deref().unwrap_or_default();
    marc.field("540", "  ", &[("a", licence), ("u", record.licence_url.as_deref().unwrap_or_default())]);
    marc.field("542", "  ", &[("f", record.rights.as_deref().unwrap_or_default())]);
    let names = (english_name(&record.language), translated_from(record).and_then(english_name));
    if let (Some(language), Some(original)) = names {
        marc.field("546", "  ", &[("a", &format!("In {language}; translated from {original}"))]);
    }
}

/// Other languages, the printed book, the series, addresses.
fn links(marc: &mut Marc, record: &Record) {
    let original = translated_from(record);
    for other in &record.other_languages {
        let is = |tag: &str| tag.eq_ignore_ascii_case(&other.language);
        // 765 names what this was translated from, 767 what was translated from this, 775 any other edition.
        let isbn = other.identifiers.iter().find(|one| one.scheme == IdentifierScheme::Isbn);
        let isbn = ("z", isbn.map_or("", |isbn| isbn.value.as_str()));
        let title = ("t", other.title.as_str());
        match original {
            Some(original) if is(original) => marc.field("765", "0 ", &[title, isbn]),
            None if record.knows_original() => marc.field("767", "0 ", &[title, isbn]),
            Some(_) | None => {
                marc.field("775", "0 ", &[title, ("e", bibliographic(&other.language)), isbn]);
            }
        }
    }
    for one in identifiers(record, Format::Print, IdentifierScheme::Isbn) {
        marc.field("776", "08", &[("i", "Print version"), ("t", &record.title), ("z", &one.value)]);
    }
    if let Some(series) = &record.series {
        let number = series.number.as_deref().unwrap_or_default();
        marc.field(
            "830",
            " 0",
            &[("a", &series.title), ("x", issn(record).unwrap_or_default()), ("v", number)],
        );
    }
    for format in &record.formats {
        address(marc, record, format);
    }
    if let Some(url) = &record.url {
        marc.field("856", "42", &[("3", "Web page"), ("u", url)]);
    }
}

fn address(marc: &mut Marc, record: &Record, format: &FormatRecord) {
    if let Some(address) = record.address_of(&format.file) {
        marc.field("856", "40", &[("3", &format.format.title()), ("u", &address), ("q", &format.media_type)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_fixed_length_have_it() {
        assert_eq!((LEADER.len(), ADDITIONAL_MATERIAL.len(), PHYSICAL_DESCRIPTION.len()), (24, 18, 14));
        for date in [None, Some("2026"), Some("2026-03"), Some("2026-03-09"), Some("0999")] {
            let record =
                Record { date: date.map(str::to_string), language: "ar".into(), ..Record::default() };
            let data = fixed_data(&record, &day_made(&record));
            assert_eq!(data.chars().count(), 40, "{data}");
            assert_eq!(&data[35..38], "ara");
        }
    }

    #[test]
    fn pages_are_told_as_they_are_numbered() {
        let mut record = Record::default();
        record.pages.main = 300;
        record.pages.back = 45;
        assert_eq!(extent(&record), "1 online resource (345 pages)");
        record.pages.front = 12;
        assert_eq!(extent(&record), "1 online resource (xii, 345 pages)");
    }
}
