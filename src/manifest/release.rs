//! What the release of an edition needs to know, and where a manifest contradicts itself.

use super::choices::{EXEMPTIONS, STANDARDS};
use super::{check, editions, keys, lang, required};
use crate::diag::{Diagnostic, Sink};
use crate::model::identity::IdentifierScheme;
use crate::model::manifest::{
    Accessibility, Conformance, Date, Deposit, Manifest, OtherEdition, WebPublishing,
};
use crate::source::{Source, Span};
use crate::yaml::{self, Fields, Node, choice, flag, list, missing, text};

/// Reads the address of the folder that the release is published in, with its last slash.
pub(super) fn folder_address(node: &Node, sink: &mut Sink) -> Option<String> {
    let address = check::web_address(node, sink)?;
    if address.contains(['?', '#']) {
        let message = format!("`{}` is not the address of a folder", address.escape_debug());
        let hint = "write where the release's files are found: `https://example.org/books/report/`";
        sink.push(Diagnostic::error("bad-address", node.span, message).hint(hint));
        return None;
    }
    Some(format!("{}/", address.trim_end_matches('/')))
}

/// Reads how the web edition is published.
pub(super) fn web(node: &Node, sink: &mut Sink) -> WebPublishing {
    let Some(mut fields) = Fields::open(node, "web: {release: true, url: https://…}", sink) else {
        return WebPublishing::default();
    };
    let release = fields.get("release").and_then(|node| flag(node, sink)).unwrap_or_default();
    let url = fields.get("url").and_then(|node| folder_address(node, sink));
    fields.close(&keys::WEB, &[("address", "url: https://example.org/book/")], sink);
    WebPublishing { release, url }
}

pub(super) fn other_languages(node: Option<&Node>, sink: &mut Sink) -> Vec<OtherEdition> {
    let form = "other_languages: [{language: fr, title: Le titre, url: https://…}]";
    let items = node.map(|node| list(node, form, sink)).unwrap_or_default();
    items.iter().filter_map(|item| other_language(item, sink)).collect()
}

fn other_language(node: &Node, sink: &mut Sink) -> Option<OtherEdition> {
    let mut fields = Fields::open(node, "{language: fr, title: Le titre, url: https://…}", sink)?;
    let language = fields.get("language");
    if language.is_none() {
        sink.push(missing(&fields, "language", "language: fr"));
    }
    let title = required(&mut fields, "title", "title: Le titre", sink);
    let url = fields.get("url");
    if url.is_none() {
        sink.push(missing(&fields, "url", "url: https://example.org/rapport/"));
    }
    fields.close(&keys::OTHER_LANGUAGE, &[("lang", "language: fr"), ("name", "title: Le titre")], sink);
    let language = lang::read(language?, sink)?;
    let url = Some(check::web_address(url?, sink)?);
    Some(OtherEdition {
        language,
        title,
        url,
        web: None,
        key: None,
        identifiers: Vec::new(),
        translation: None,
    })
}

/// Reads the publisher's statement: a version and level of WCAG and who signs for it, or why the law lets the book off.
pub(super) fn accessibility(node: &Node, sink: &mut Sink) -> Option<Accessibility> {
    let form = "accessibility: {conforms_to: WCAG 2.2 AA, certified_by: A House}";
    let mut fields = Fields::open(node, form, sink)?;
    let exemption = fields.get("exemption");
    let signs = ["conforms_to", "certified_by", "date", "report"];
    // Whether they have to be there depends on what else is.
    for key in signs {
        let _ = fields.get(key);
    }
    let conformance = match exemption.is_none() || signs.iter().any(|key| node.entry(key).is_some()) {
        true => conformance(&mut fields, sink),
        false => None,
    };
    let exemption = exemption.and_then(|node| choice(node, &EXEMPTIONS, sink));
    let contact = fields.get("contact").and_then(|node| mail_address(node, sink));
    fields.close(
        &keys::ACCESSIBILITY,
        &[("wcag", "conforms_to: WCAG 2.2 AA"), ("email", "contact: access@example.org")],
        sink,
    );
    Some(Accessibility { conformance, exemption, contact, span: node.span })
}

fn conformance(fields: &mut Fields, sink: &mut Sink) -> Option<Conformance> {
    let standard = match fields.get("conforms_to") {
        Some(node) => choice(node, &STANDARDS, sink),
        None => {
            sink.push(missing(fields, "conforms_to", "conforms_to: WCAG 2.2 AA"));
            None
        }
    };
    let certified_by = required(fields, "certified_by", "certified_by: A House", sink);
    let date = fields.get("date").and_then(|node| check::date(node, sink));
    let report = fields.get("report").and_then(|node| check::web_address(node, sink));
    let (wcag, level) = standard?;
    Some(Conformance { wcag, level, certified_by, date, report })
}

pub(super) fn depositor(node: &Node, sink: &mut Sink) -> Option<Deposit> {
    let form = "depositor: {name: A House, email: doi@example.org}";
    let mut fields = Fields::open(node, form, sink)?;
    let name = required(&mut fields, "name", "name: A House", sink);
    let email = fields.get("email");
    if email.is_none() {
        sink.push(missing(&fields, "email", "email: doi@example.org"));
    }
    fields.close(&keys::DEPOSITOR, &[("mail", "email: doi@example.org")], sink);
    Some(Deposit { name, email: mail_address(email?, sink)? })
}

fn mail_address(node: &Node, sink: &mut Sink) -> Option<String> {
    let written = text(node, sink)?;
    let good = written.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty() && host.contains('.') && !host.starts_with('.') && !host.contains('@')
    }) && !written.contains(|c: char| c.is_whitespace() || c.is_control());
    if !good {
        let message = format!("`{}` is not a mail address", written.escape_debug());
        sink.push(
            Diagnostic::error("bad-address", node.span, message).hint("write it as `name@example.org`"),
        );
    }
    good.then_some(written)
}

/// Tells of facts that cannot both be true.
pub(super) fn contradictions(manifest: &Manifest, root: &Node, sink: &mut Sink) {
    let same = |one: &str, other: &str| one.eq_ignore_ascii_case(other);
    let language = &manifest.language.0;
    let is_translated = manifest.contributors.iter().find(|one| one.role == "trl");
    let original = manifest.original_language.as_ref().filter(|lang| same(&lang.0, language));
    if let (Some(translator), Some(_)) = (is_translated, original) {
        let message = "a book with a translator is said to be written in the language that it is in";
        sink.push(Diagnostic::error("contradiction", span(root, "original_language"), message).hint(
            format!(
                "name the language that {} translated it from, or leave out the translator",
                translator.name.escape_debug()
            ),
        ));
    }
    if manifest.other_languages.iter().any(|other| same(&other.language.0, language)) {
        let message = format!("an edition in `{language}` is no edition in another language");
        sink.push(
            Diagnostic::error("contradiction", span(root, "other_languages"), message)
                .hint("list the editions in other languages than the book's own"),
        );
    }
}

/// Tells what a release lacks, and of a date that has not come yet. `today` is None where nobody knows.
pub fn fit_for_release(source: &Source, manifest: &Manifest, today: Option<Date>, sink: &mut Sink) {
    let root = yaml::parse(source, &mut Sink::default());
    let key = manifest.among.as_ref().map(|among| among.key.as_str());
    let root = root.and_then(|root| editions::root_of(root, key));
    let place = |key: &str| root.as_ref().and_then(|root| span(root, key));
    let whole = root.as_ref().map(|root| Span { end: root.span.start, ..root.span });
    if manifest.draft {
        let message = "a draft is not released";
        let hint = "give every image its alternative text, and take `draft` out";
        sink.push(Diagnostic::error("draft-release", place("draft"), message).hint(hint));
    }
    let mut lacks = |key: &str, why: &str, example: &str| {
        let message = format!("`{key}` is missing: {why}");
        sink.push(Diagnostic::error("missing-key", whole, message).hint(format!("add `{example}`")));
    };
    if manifest.date.is_none() {
        lacks("date", "a catalogue tells when a book was published", "date: 2026-01-31");
    }
    let doi = manifest.identifiers.iter().any(|one| one.scheme == IdentifierScheme::Doi);
    if doi && manifest.url.is_none() {
        lacks("url", "a DOI leads to an address", "url: https://example.org/books/report/");
    }
    if doi && manifest.depositor.is_none() {
        let example = "depositor: {name: A House, email: doi@example.org}";
        lacks("depositor", "a DOI is deposited by somebody", example);
    }
    if doi && manifest.publisher.is_none() {
        lacks("publisher", "a DOI is registered for a publisher", "publisher: A House");
    }
    if let (Some(date), Some(today)) = (manifest.date, today)
        && date > today_as_exact(today, date)
    {
        let message = format!("the date of publication, {}, has not come yet", date.iso());
        sink.push(
            Diagnostic::warning("future-date", place("date"), message)
                .hint("a release says that the book is published: correct the date, or release it then"),
        );
    }
}

/// Today, told as exactly as another date.
fn today_as_exact(today: Date, date: Date) -> Date {
    Date { year: today.year, month: date.month.and(today.month), day: date.day.and(today.day) }
}

fn span(root: &Node, key: &str) -> Option<Span> {
    root.entry(key).map(|entry| entry.value.span)
}
