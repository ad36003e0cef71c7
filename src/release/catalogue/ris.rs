//! RIS, as reference managers read it: two letters, two spaces, a hyphen and a space before each value; lines end with
//! carriage return and line feed.

use super::facts::{date_parts, doi, issn, of_scheme, report_number, with_roles, year};
use super::people::name;
use super::xml::one_line;
use crate::model::identity::{Format, IdentifierScheme};
use crate::model::record::Record;

pub fn ris(record: &Record) -> String {
    let mut lines = Lines(String::new());
    lines.put("TY", if report_number(record).is_some() { "RPRT" } else { "BOOK" });
    lines.put("TI", &record.full_title());
    for (tag, roles) in [("AU", &["aut"][..]), ("ED", &["edt", "edc", "com"]), ("A4", &["trl"])] {
        with_roles(record, roles).for_each(|person| lines.put(tag, &name(person).inverted()));
    }
    lines.maybe("PY", year(record));
    // Slashes stay where month or day are unknown.
    let mut parts = date_parts(record).into_iter().chain(["", ""]);
    let date: Vec<&str> = parts.by_ref().take(3).collect();
    lines.put("DA", &if record.date.is_some() { date.join("/") } else { String::new() });
    lines.maybe("ET", record.edition.as_deref());
    if let Some(series) = &record.series {
        lines.put("T3", &series.title);
        lines.maybe("SV", series.number.as_deref());
    }
    lines.maybe("PB", record.publisher.as_deref());
    lines.maybe("CY", record.place.as_deref());
    lines.maybe("M1", report_number(record));
    lines.put("SP", &record.number_of_pages.to_string());
    for one in of_scheme(record, IdentifierScheme::Isbn) {
        lines.put("SN", &one.written);
    }
    lines.maybe("SN", issn(record));
    lines.maybe("DO", doi(record));
    lines.maybe("UR", record.url.as_deref());
    let pdf = record.file(Format::Pdf).and_then(|pdf| record.address_of(&pdf.file));
    lines.maybe("L1", pdf.as_deref());
    lines.put("LA", &record.language);
    lines.maybe("AB", record.abstract_text.as_deref());
    record.subjects.iter().for_each(|subject| lines.put("KW", subject));
    lines.0.push_str("ER  - \r\n");
    lines.0
}

struct Lines(String);

impl Lines {
    fn put(&mut self, tag: &str, value: &str) {
        let value = one_line(value);
        if !value.is_empty() {
            self.0.push_str(&format!("{tag}  - {value}\r\n"));
        }
    }

    fn maybe(&mut self, tag: &str, value: Option<&str>) {
        self.put(tag, value.unwrap_or_default());
    }
}
