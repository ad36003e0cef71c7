//! Block 4: who published the book, when, and whose it is.

use super::super::facts::year;
use super::super::roles::{OnixRole, known};
use super::super::xml::Xml;
use crate::model::record::Record;

pub fn detail(xml: &mut Xml, record: &Record) {
    let houses = houses(record);
    // The schema begins the block with a publisher, whom not every book has.
    if houses.is_empty() {
        return;
    }
    xml.group("PublishingDetail", |xml| {
        for (index, (role, name)) in houses.iter().enumerate() {
            xml.group("Publisher", |xml| {
                xml.line("PublishingRole", role);
                xml.line("PublisherName", name);
                if let (0, Some(url)) = (index, &record.url) {
                    website(xml, url);
                }
            });
        }
        xml.maybe("CityOfPublication", record.place.as_deref());
        // List 64: active.
        xml.line("PublishingStatus", "04");
        if let Some(date) = &record.date {
            published(xml, date);
        }
        copyright(xml, record);
    });
}

/// Publisher, funders and others by their roles (list 45).
fn houses(record: &Record) -> Vec<(&str, &str)> {
    let publisher = record.publisher.as_deref().map(|name| ("01", name));
    let others = record.contributors.iter().filter_map(|person| match known(&person.role).onix {
        OnixRole::Publishing(code) => Some((code, person.name.as_str())),
        OnixRole::Contributor(_) | OnixRole::CopyrightOwner => None,
    });
    let is_twice = |(code, name): &(&str, &str)| *code == "02" && Some(*name) == record.publisher.as_deref();
    publisher.into_iter().chain(others.filter(|one| !is_twice(one))).collect()
}

/// List 73: the publisher's page on the work.
fn website(xml: &mut Xml, url: &str) {
    xml.group("Website", |xml| {
        xml.line("WebsiteRole", "02");
        xml.line("WebsiteLink", url);
    });
}

/// The date of publication (list 163) as exact as it is known (list 55).
fn published(xml: &mut Xml, date: &str) {
    let format = match date.split('-').count() {
        1 => "05",
        2 => "01",
        _ => "00",
    };
    xml.group("PublishingDate", |xml| {
        xml.line("PublishingDateRole", "01");
        xml.line_with("Date", &[("dateformat", format)], &date.replace('-', ""));
    });
}

/// Only owners that the publisher names; a statement of rights does not tell whose they are.
fn copyright(xml: &mut Xml, record: &Record) {
    let owners =
        record.contributors.iter().filter(|person| known(&person.role).onix == OnixRole::CopyrightOwner);
    let owners: Vec<_> = owners.collect();
    if owners.is_empty() {
        return;
    }
    xml.group("CopyrightStatement", |xml| {
        xml.maybe("CopyrightYear", year(record));
        for owner in owners {
            let is_body = super::super::people::name(owner).is_body();
            let element = if is_body { "CorporateName" } else { "PersonName" };
            xml.group("CopyrightOwner", |xml| xml.line(element, &owner.name));
        }
    });
}
