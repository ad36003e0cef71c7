//! Document information and XMP, which say the same (ISO 32000-1, 14.3).

use lopdf::{Dictionary, Object, StringFormat};

use crate::model::manifest::{Date, Manifest};

/// A text string: UTF-16 with its byte order mark (ISO 32000-1, 7.9.2.2), or ASCII as it is.
pub fn text_string(text: &str) -> Object {
    if text.is_ascii() {
        return Object::String(text.as_bytes().to_vec(), StringFormat::Literal);
    }
    let mut bytes = vec![0xfe, 0xff];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// Names of the authors, or of whoever else made the book where it has none.
fn authors(manifest: &Manifest) -> Vec<&str> {
    let of = |role: &str| -> Vec<&str> {
        manifest.contributors.iter().filter(|one| one.role == role).map(|one| one.name.as_str()).collect()
    };
    let authors = of("aut");
    if authors.is_empty() { of("edt") } else { authors }
}

pub fn producer() -> String {
    format!("reportc {}", env!("CARGO_PKG_VERSION"))
}

fn title(manifest: &Manifest) -> String {
    match &manifest.subtitle {
        Some(subtitle) => format!("{}: {subtitle}", manifest.title),
        None => manifest.title.clone(),
    }
}

/// The date of publication at midnight, as PDF writes dates (7.9.4); none where the book has no date, since when the
/// program ran says nothing about the book.
fn pdf_date(date: &Date) -> String {
    format!("D:{:04}{:02}{:02}000000Z", date.year, date.month.unwrap_or(1), date.day.unwrap_or(1))
}

fn xmp_date(date: &Date) -> String {
    format!("{:04}-{:02}-{:02}T00:00:00Z", date.year, date.month.unwrap_or(1), date.day.unwrap_or(1))
}

pub fn info(manifest: &Manifest) -> Dictionary {
    let mut info = Dictionary::new();
    info.set("Title", text_string(&title(manifest)));
    let authors = authors(manifest).join("; ");
    if !authors.is_empty() {
        info.set("Author", text_string(&authors));
    }
    if let Some(subject) = &manifest.abstract_text {
        info.set("Subject", text_string(subject.trim()));
    }
    if !manifest.subjects.is_empty() {
        info.set("Keywords", text_string(&manifest.subjects.join("; ")));
    }
    info.set("Creator", text_string(&producer()));
    info.set("Producer", text_string(&producer()));
    if let Some(date) = &manifest.date {
        info.set("CreationDate", text_string(&pdf_date(date)));
        info.set("ModDate", text_string(&pdf_date(date)));
    }
    info
}

/// The XMP packet (ISO 16684-1), Dublin Core and the PDF and XMP basic schemas.
pub fn xmp(manifest: &Manifest) -> String {
    let mut body = String::new();
    let language = escape(&manifest.language.0);
    alternative(&mut body, "dc:title", &title(manifest));
    list(&mut body, "dc:creator", "Seq", &authors(manifest));
    if let Some(text) = &manifest.abstract_text {
        alternative(&mut body, "dc:description", text.trim());
    }
    let subjects: Vec<&str> = manifest.subjects.iter().map(String::as_str).collect();
    list(&mut body, "dc:subject", "Bag", &subjects);
    list(&mut body, "dc:publisher", "Bag", &manifest.publisher.as_deref().into_iter().collect::<Vec<_>>());
    list(&mut body, "dc:language", "Bag", &[&language]);
    if let Some(rights) = &manifest.rights {
        alternative(&mut body, "dc:rights", rights);
    }
    simple(&mut body, "dc:format", "application/pdf");
    if !manifest.subjects.is_empty() {
        simple(&mut body, "pdf:Keywords", &manifest.subjects.join("; "));
    }
    simple(&mut body, "pdf:Producer", &producer());
    simple(&mut body, "xmp:CreatorTool", &producer());
    if let Some(date) = &manifest.date {
        list(&mut body, "dc:date", "Seq", &[&date.iso()]);
        simple(&mut body, "xmp:CreateDate", &xmp_date(date));
        simple(&mut body, "xmp:ModifyDate", &xmp_date(date));
    }
    packet(&body)
}

fn packet(body: &str) -> String {
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n\
         {body}</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>"
    )
}

fn simple(body: &mut String, name: &str, value: &str) {
    body.push_str(&format!("<{name}>{}</{name}>\n", escape(value)));
}

fn alternative(body: &mut String, name: &str, value: &str) {
    let value = escape(value);
    body.push_str(&format!(
        "<{name}><rdf:Alt><rdf:li xml:lang=\"x-default\">{value}</rdf:li></rdf:Alt></{name}>\n"
    ));
}

fn list(body: &mut String, name: &str, kind: &str, values: &[&str]) {
    if values.is_empty() {
        return;
    }
    let items: String = values.iter().map(|value| format!("<rdf:li>{}</rdf:li>", escape(value))).collect();
    body.push_str(&format!("<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>\n"));
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
