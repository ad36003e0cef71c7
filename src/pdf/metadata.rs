//! Document information and XMP, which say the same (ISO 32000-1, 14.3).

use lopdf::{Dictionary, Object, StringFormat};
use sha2::{Digest, Sha256};

use super::Profile;
use crate::escape::xml::{Markup, markup};
use crate::model::identity::{self, Format, Identifier, IdentifierScheme};
use crate::model::layout::Layout;
use crate::model::manifest::{Date, Manifest, OtherEdition};

/// A text string: UTF-16 with its byte order mark (ISO 32000-1, 7.9.2.2), or ASCII as it is.
pub fn text_string(text: &str) -> Object {
    if text.is_ascii() {
        return Object::String(text.as_bytes().to_vec(), StringFormat::Literal);
    }
    Object::String(utf16(text), StringFormat::Hexadecimal)
}

/// UTF-16, most significant byte first, after its byte order mark.
pub fn utf16(text: &str) -> Vec<u8> {
    let mut bytes = vec![0xfe, 0xff];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    bytes
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

/// A day at midnight, as PDF writes dates (7.9.4); where the book has no date and the build was told none there is none,
/// since when the program ran says nothing about the book.
pub fn pdf_date(date: &Date) -> String {
    format!("D:{:04}{:02}{:02}000000Z", date.year, date.month.unwrap_or(1), date.day.unwrap_or(1))
}

fn xmp_date(date: &Date) -> String {
    format!("{:04}-{:02}-{:02}T00:00:00Z", date.year, date.month.unwrap_or(1), date.day.unwrap_or(1))
}

pub fn info(layout: &Layout, profile: Profile) -> Dictionary {
    let manifest = &layout.flow.manifest;
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
    if let Some(date) = &layout.made {
        info.set("CreationDate", text_string(&pdf_date(date)));
        info.set("ModDate", text_string(&pdf_date(date)));
    }
    if profile == Profile::Print {
        info.set("Trapped", "False");
        info.set("GTS_PDFXVersion", text_string(X_VERSION));
    }
    info
}

/// The XMP packet (ISO 16684-1): Dublin Core, the PDF and XMP basic schemas, PRISM for what catalogues ask, and what
/// the file conforms to: PDF/UA, level A of PDF/A and Well-Tagged PDF only where its tags tell all that they should.
pub fn xmp(layout: &Layout, (profile, tagged): (Profile, bool), identifier: &str) -> String {
    let manifest = &layout.flow.manifest;
    let mut body = Markup::default();
    alternative(&mut body, "dc:title", &title(manifest));
    list(&mut body, "dc:creator", "Seq", &authors(manifest));
    if let Some(text) = &manifest.abstract_text {
        alternative(&mut body, "dc:description", text.trim());
    }
    let subjects: Vec<&str> = manifest.subjects.iter().map(String::as_str).collect();
    list(&mut body, "dc:subject", "Bag", &subjects);
    list(&mut body, "dc:publisher", "Bag", &manifest.publisher.as_deref().into_iter().collect::<Vec<_>>());
    list(&mut body, "dc:language", "Bag", &[&manifest.language.0]);
    if let Some(rights) = &manifest.rights {
        alternative(&mut body, "dc:rights", rights);
    }
    let others: Vec<String> = manifest.other_languages.iter().filter_map(OtherEdition::uri).collect();
    list(&mut body, "dc:relation", "Bag", &others.iter().map(String::as_str).collect::<Vec<_>>());
    simple(&mut body, "dc:format", "application/pdf");
    if !manifest.subjects.is_empty() {
        simple(&mut body, "pdf:Keywords", &manifest.subjects.join("; "));
    }
    simple(&mut body, "pdf:Producer", &producer());
    simple(&mut body, "xmp:CreatorTool", &producer());
    if let Some(date) = &manifest.date {
        list(&mut body, "dc:date", "Seq", &[&date.iso()]);
    }
    if let Some(date) = &layout.made {
        simple(&mut body, "xmp:CreateDate", &xmp_date(date));
        simple(&mut body, "xmp:ModifyDate", &xmp_date(date));
    }
    catalogue(&mut body, layout, profile);
    let carries_files = layout.carries_files();
    match profile {
        Profile::Archive => {
            if tagged {
                simple(&mut body, "pdfuaid:part", "1");
            }
            // What carries other files than PDF/A is of part 3, the same in all else (ISO 19005-3).
            simple(&mut body, "pdfaid:part", if carries_files { "3" } else { "2" });
            simple(&mut body, "pdfaid:conformance", if tagged { "A" } else { "B" });
            body.append(&extension_schemas(tagged, layout.whole.is_some()));
        }
        Profile::Pdf2 => {
            if tagged {
                simple(&mut body, "pdfuaid:part", "2");
                simple(&mut body, "pdfuaid:rev", "2024");
                body.append(&declarations());
            }
            simple(&mut body, "pdfaid:part", "4");
            simple(&mut body, "pdfaid:rev", "2020");
            if carries_files {
                simple(&mut body, "pdfaid:conformance", "F");
            }
        }
        Profile::Print => exchange(&mut body, layout, identifier),
    }
    packet(&body).into_text()
}

/// The identifiers of this format or of the work, and the number of pages.
fn catalogue(body: &mut Markup, layout: &Layout, profile: Profile) {
    let identifiers = &layout.flow.manifest.identifiers;
    let (own, others) = match profile {
        Profile::Archive | Profile::Pdf2 => (Format::Pdf, [Format::Epub].as_slice()),
        Profile::Print => (Format::Print, [Format::Epub, Format::Pdf].as_slice()),
    };
    let of = |scheme: IdentifierScheme| {
        let ours =
            |one: &&Identifier| one.scheme == scheme && others.iter().all(|format| *format != one.format);
        identifiers.iter().filter(ours).min_by_key(|one| one.format != own)
    };
    if let Some(isbn) = of(IdentifierScheme::Isbn) {
        simple(body, "prism:isbn", &isbn.value);
    }
    if let Some(doi) = of(IdentifierScheme::Doi) {
        simple(body, "prism:doi", &doi.value);
    }
    let names: Vec<String> = [IdentifierScheme::Isbn, IdentifierScheme::Doi, IdentifierScheme::Uuid]
        .into_iter()
        .filter_map(|scheme| of(scheme).map(Identifier::name))
        .collect();
    if let Some(name) = names.first() {
        simple(body, "dc:identifier", name);
    }
    simple(body, "prism:pageCount", &layout.map.counts.total.to_string());
    if let Some(whole) = &layout.whole {
        simple(body, "prism:publicationName", &whole.title);
        if let Some(name) = &whole.name {
            simple(body, "prism:isPartOf", name);
        }
        simple(body, "prism:startingPage", &whole.first);
        simple(body, "prism:endingPage", &whole.last);
    }
}

/// What the file conforms to, as its metadata says it.
const X_VERSION: &str = "PDF/X-4";

/// What PDF/X-4 asks metadata to say (ISO 15930-7).
fn exchange(body: &mut Markup, layout: &Layout, identifier: &str) {
    if let Some(date) = &layout.made {
        simple(body, "xmp:MetadataDate", &xmp_date(date));
    }
    simple(body, "pdf:Trapped", "False");
    simple(body, "xmpMM:DocumentID", identifier);
    simple(body, "xmpMM:VersionID", "1");
    simple(body, "xmpMM:RenditionClass", "default");
    simple(body, "pdfxid:GTS_PDFXVersion", X_VERSION);
}

/// A name for the document, the same for the same title and pages: a UUID of version 8 (RFC 9562, 5.8).
pub fn document_id(manifest: &Manifest, pages: &[Vec<u8>]) -> String {
    let mut hash = Sha256::new();
    hash.update(title(manifest));
    pages.iter().for_each(|page| hash.update(page));
    format!("uuid:{}", identity::uuid(&hash.finalize()))
}

/// What a well-tagged file declares of itself (PDF Declarations; Well-Tagged PDF 1.0, 6.1.3, whose errata took a slash
/// out of the addresses).
fn declarations() -> Markup {
    let declaration = |name: &str| {
        markup!(
            "<rdf:li rdf:parseType=\"Resource\"><pdfd:conformsTo>http://pdfa.org/declarations/wtpdf#{}\
             </pdfd:conformsTo></rdf:li>\n",
            name
        )
    };
    let [accessibility, reuse] = ["accessibility1.0", "reuse1.0"].map(declaration);
    markup!("<pdfd:declarations><rdf:Bag>\n{}{}</rdf:Bag></pdfd:declarations>\n", accessibility, reuse)
}

/// A property of a schema that PDF/A does not know: name, type, what it tells.
type Property = (&'static str, &'static str, &'static str);

const PRISM: [Property; 3] = [
    ("isbn", "Text", "ISBN of this edition"),
    ("doi", "Text", "Digital object identifier"),
    ("pageCount", "Integer", "Number of pages"),
];
/// What a chapter's file says of the book that it is a part of.
const PART: [Property; 4] = [
    ("publicationName", "Text", "Title of the work that this is a part of"),
    ("isPartOf", "Text", "Identifier of that work"),
    ("startingPage", "Text", "First page in that work"),
    ("endingPage", "Text", "Last page in that work"),
];
const UA: [Property; 1] = [("part", "Integer", "Part of ISO 14289 to which the file conforms")];

/// What the properties mean that are not among PDF/A's own (ISO 19005-2, 6.6.2.3).
fn extension_schemas(tagged: bool, is_part: bool) -> Markup {
    let properties = [PRISM.as_slice(), if is_part { PART.as_slice() } else { &[] }].concat();
    let ua = ("PDF/UA identification", "http://www.aiim.org/pdfua/ns/id/", "pdfuaid", UA.as_slice());
    let prism = (
        "PRISM basic metadata",
        "http://prismstandard.org/namespaces/basic/3.0/",
        "prism",
        properties.as_slice(),
    );
    let schema = |(name, address, prefix, properties): &(&str, &str, &str, &[Property])| {
        let property = |(name, kind, tells): &Property| {
            markup!(
                "<rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>{}</pdfaProperty:name>\
                 <pdfaProperty:valueType>{}</pdfaProperty:valueType>\
                 <pdfaProperty:category>external</pdfaProperty:category>\
                 <pdfaProperty:description>{}</pdfaProperty:description></rdf:li>\n",
                name,
                kind,
                tells
            )
        };
        markup!(
            "<rdf:li rdf:parseType=\"Resource\"><pdfaSchema:schema>{}</pdfaSchema:schema>\
             <pdfaSchema:namespaceURI>{}</pdfaSchema:namespaceURI>\
             <pdfaSchema:prefix>{}</pdfaSchema:prefix>\
             <pdfaSchema:property><rdf:Seq>\n{}</rdf:Seq></pdfaSchema:property></rdf:li>\n",
            name,
            address,
            prefix,
            properties.iter().map(property).collect::<Markup>()
        )
    };
    let schemas: Markup = tagged.then_some(ua).iter().chain([&prism]).map(schema).collect();
    markup!("<pdfaExtension:schemas><rdf:Bag>\n{}</rdf:Bag></pdfaExtension:schemas>\n", schemas)
}

const NAMESPACES: [(&str, &str); 12] = [
    ("pdfd", "http://pdfa.org/declarations/"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("pdf", "http://ns.adobe.com/pdf/1.3/"),
    ("xmp", "http://ns.adobe.com/xap/1.0/"),
    ("prism", "http://prismstandard.org/namespaces/basic/3.0/"),
    ("pdfaid", "http://www.aiim.org/pdfa/ns/id/"),
    ("pdfuaid", "http://www.aiim.org/pdfua/ns/id/"),
    ("pdfaExtension", "http://www.aiim.org/pdfa/ns/extension/"),
    ("pdfaSchema", "http://www.aiim.org/pdfa/ns/schema#"),
    ("pdfaProperty", "http://www.aiim.org/pdfa/ns/property#"),
    ("pdfxid", "http://www.npes.org/pdfx/ns/id/"),
    ("xmpMM", "http://ns.adobe.com/xap/1.0/mm/"),
];

/// The packet names the schemas that it uses, and no others.
fn packet(body: &Markup) -> Markup {
    let namespaces: Markup = NAMESPACES
        .iter()
        .filter(|(prefix, _)| body.as_str().contains(&format!("<{prefix}:")))
        .map(|(prefix, address)| markup!(" xmlns:{}=\"{}\"", prefix, address))
        .collect();
    markup!(
        "<?xpacket begin=\"{}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         <rdf:Description rdf:about=\"\"{}>\n\
         {}</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>",
        "\u{feff}",
        namespaces,
        body
    )
}

fn simple(body: &mut Markup, name: &str, value: &str) {
    markup!(body => "<{}>{}</{}>\n", name, value, name);
}

fn alternative(body: &mut Markup, name: &str, value: &str) {
    markup!(
        body => "<{}><rdf:Alt><rdf:li xml:lang=\"x-default\">{}</rdf:li></rdf:Alt></{}>\n",
        name,
        value,
        name
    );
}

fn list(body: &mut Markup, name: &str, kind: &str, values: &[&str]) {
    if values.is_empty() {
        return;
    }
    let items: Markup = values.iter().map(|value| markup!("<rdf:li>{}</rdf:li>", value)).collect();
    markup!(body => "<{}><rdf:{}>{}</rdf:{}></{}>\n", name, kind, items, kind, name);
}
