//! What files claim, read as a stranger reads them: by the bytes of the metadata, the package and the structure tree.

use std::io::{Cursor, Read};

use lopdf::{Document, Object};
use reportc::diag::Severity;
use reportc::model::identity::Format;
use reportc::model::record::{Check, CheckOutcome, Cover, Record};
use reportc::pdf::Profile;
use reportc::world::memory::MemoryWorld;
use reportc::{Edition, Formats, Options, compile, prepare, publish};

use super::verdict;

const PICTURE: &str =
    "<svg xmlns='http://www.w3.org/2000/svg' width='80' height='20'><path d='M0 10h80' stroke='#000'/></svg>";

/// A GIF of two images, each of one pixel.
fn moving() -> Vec<u8> {
    let head = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff";
    let image = b"\x21\xf9\x04\0\x0a\0\0\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0";
    [head.as_slice(), image, image, b";"].concat()
}

/// A book that states WCAG 2.2 AA, of one chapter.
fn book(chapter: &str, keys: &str) -> MemoryWorld {
    let manifest = format!(
        "title: A Book\nlanguage: en\ndate: 2026-02-03\nchapters: [a.md]\n\
         accessibility: {{conforms_to: WCAG 2.2 AA, certified_by: A Certifier}}\n{keys}"
    );
    MemoryWorld::new()
        .file("book.yaml", manifest)
        .file("a.md", format!("# One\n\n{chapter}\n"))
        .file("a.svg", PICTURE)
        .file("a.gif", moving())
        .file("theme.yaml", "colors: {link: '#bbbbbb'}\n")
}

/// An edition, and the codes of what was told while it was made.
fn made(world: &MemoryWorld, profile: Profile) -> (Edition, Vec<&'static str>) {
    let formats = Formats { pdf: Some(profile), linearized: false, epub: true, web: Default::default() };
    let outcome = compile(world, "book.yaml", Options { formats, date: None, draft: true }, &|_| {});
    let found = outcome.found;
    let codes = found.iter().map(|one| one.code).collect();
    (outcome.made.unwrap_or_else(|| panic!("it does not build: {found:?}")), codes)
}

/// What a stranger reads.
struct Files {
    xmp: String,
    /// The alternative texts of figures, None where one has none.
    figures: Vec<Option<Vec<u8>>>,
    package: String,
    /// The documents of the EPUB, one after the other.
    text: String,
}

fn read(edition: &Edition) -> Files {
    let of =
        |format: Format| &edition.outputs.iter().find(|one| one.format == format).expect("it is made").bytes;
    let pdf = of(Format::Pdf);
    let at =
        |needle: &[u8]| pdf.windows(needle.len()).position(|part| part == needle).expect("XMP is readable");
    let xmp =
        String::from_utf8(pdf[at(b"<?xpacket begin")..at(b"<?xpacket end")].to_vec()).expect("it is UTF-8");
    let document = Document::load_mem(pdf).expect("the PDF can be read");
    let figures = document.objects.values().filter_map(|object| object.as_dict().ok()).filter(|one| {
        one.get(b"S").and_then(Object::as_name).is_ok_and(|name| name == b"Figure") && one.has(b"P")
    });
    let figures =
        figures.map(|one| one.get(b"Alt").and_then(Object::as_str).ok().map(<[u8]>::to_vec)).collect();
    let mut archive = zip::ZipArchive::new(Cursor::new(of(Format::Epub))).expect("the EPUB can be read");
    let (mut package, mut text) = (String::new(), String::new());
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("it is listed");
        let name = file.name().to_string();
        if name.ends_with(".opf") {
            file.read_to_string(&mut package).expect("it is UTF-8");
        } else if name.ends_with(".xhtml") {
            file.read_to_string(&mut text).expect("it is UTF-8");
        }
    }
    Files { xmp, figures, package, text }
}

/// What the files of a release tell catalogues, with checks that passed.
fn published(edition: &Edition) -> Vec<(String, String)> {
    let check = |id: &str, of: &str, proves: Vec<String>| Check {
        id: id.into(),
        of: of.into(),
        outcome: CheckOutcome::Passed,
        proves,
        ..Check::default()
    };
    let mut checks = verdict(edition).checks;
    checks.extend(["epubcheck", "ace"].map(|id| check(id, "epub", Vec::new())));
    checks.push(check("verapdf", "pdf", edition.record.formats[0].made_for.clone()));
    let record = Record { checks, ..edition.record.clone() };
    let cover = Cover { extension: "png", bytes: Vec::new(), width: 6, height: 9, alt: String::new() };
    let documents = publish(&record, &cover).into_iter();
    documents.map(|(name, bytes)| (name, String::from_utf8_lossy(&bytes).into_owned())).collect()
}

/// The codes of an ONIX product's features, each after that of its list.
fn onix(edition: &Edition) -> [Vec<String>; 2] {
    let documents = published(edition);
    let (_, onix) = documents.iter().find(|(name, _)| name == "onix.xml").expect("it is written");
    let onix = roxmltree::Document::parse(onix).expect("it is well-formed");
    let named = |node: &roxmltree::Node, name: &str| node.tag_name().name() == name;
    let text = |node: roxmltree::Node, name: &str| {
        let found = node.children().find(|child| named(child, name));
        found.and_then(|child| child.text()).unwrap_or_default().to_string()
    };
    let product = |detail: &str| {
        let is_it = |node: &roxmltree::Node| {
            named(node, "DescriptiveDetail") && text(*node, "ProductFormDetail") == detail
        };
        let product = onix.descendants().find(is_it).expect("there is a product for each format");
        let features = product.children().filter(|node| named(node, "ProductFormFeature"));
        features
            .map(|one| {
                format!("{} {}", text(one, "ProductFormFeatureType"), text(one, "ProductFormFeatureValue"))
            })
            .collect()
    };
    [product("E107"), product("E101")]
}

fn has(codes: &[String], code: &str) -> bool {
    codes.iter().any(|one| one == code)
}

/// No file says that the book conforms to anything that readers are to rely on.
fn claims_nothing(edition: &Edition, profile: Profile, name: &str) {
    let Files { xmp, package, .. } = read(edition);
    for claim in ["pdfuaid", "pdfd:", "declarations"] {
        assert!(!xmp.contains(claim), "{name}: {claim} in {xmp}");
    }
    let level = "<pdfaid:conformance>B</pdfaid:conformance>";
    match profile {
        Profile::Archive => assert!(xmp.contains(level), "{name}: {xmp}"),
        Profile::Pdf2 => {
            assert!(
                xmp.contains("<pdfaid:part>4</pdfaid:part>") && !xmp.contains("conformance"),
                "{name}: {xmp}"
            );
        }
        Profile::Print => assert!(!xmp.contains("pdfaid"), "{name}: {xmp}"),
    }
    assert!(!package.contains("conformsTo") && !package.contains("certifie"), "{name}: {package}");
    let made_for = &edition.record.formats[0].made_for;
    assert!(!made_for.iter().any(|one| one.contains("UA") || one.contains("WTPDF") || one.ends_with('a')));
    assert_eq!(edition.record.accessibility, None, "{name}");
    let files: Vec<&str> = edition.record.withheld.iter().map(|one| one.of.name()).collect();
    assert_eq!(files, ["pdf", "epub"], "{name}");
    for (file, text) in published(edition) {
        let denied = ["A Certifier", "conforms to WCAG"].into_iter().find(|claim| text.contains(claim));
        assert_eq!(denied, None, "{name}: {file}");
    }
    for codes in onix(edition) {
        for code in ["09 04", "09 05", "09 06", "09 82", "09 85", "09 90"] {
            assert!(!has(&codes, code), "{name}: {code} in {codes:?}");
        }
    }
}

#[test]
fn a_draft_claims_nothing() {
    let chapter = "![](a.svg)\n\n![](a.svg \"A caption\")\n\nWords ![](a.svg) and ![told](a.svg).";
    for (profile, keys) in [
        (Profile::Archive, ""),
        (Profile::Archive, "attach: [sources]\n"),
        (Profile::Pdf2, ""),
        (Profile::Archive, "cover: {image: a.svg}\n"),
    ] {
        let (edition, codes) = made(&book(chapter, keys), profile);
        assert!(codes.contains(&"missing-alt") && codes.contains(&"statement-left-out"), "{codes:?}");
        claims_nothing(&edition, profile, keys);
        let Files { figures, package, text, .. } = read(&edition);
        let told: Vec<&Vec<u8>> = figures.iter().flatten().collect();
        assert_eq!((told, figures.len()), (vec![&b"told".to_vec()], 4 + keys.matches("cover").count()));
        assert!(!package.contains("alternativeText"), "{package}");
        assert!(
            !package.contains(">textual</meta>\n    <meta property=\"schema:accessModeSufficient"),
            "{package}"
        );
        assert!(package.contains("Some images have no text alternative."), "{package}");
        let images: Vec<&str> =
            text.split("<img").skip(1).map(|rest| &rest[..rest.find('>').unwrap_or(0)]).collect();
        let alts: Vec<&&str> = images.iter().filter(|image| image.contains("alt=")).collect();
        assert!(
            alts.iter().all(|image| image.contains("alt=\"told\"") || image.contains("alt=\"Cover")),
            "{alts:?}"
        );
        assert!(images.len() - alts.len() >= 3, "{images:?}");
        let [pdf, epub] = onix(&edition);
        assert!(!has(&pdf, "09 14") && !has(&epub, "09 14") && !has(&pdf, "09 52") && !has(&epub, "09 52"));
    }
}

#[test]
fn a_book_of_boxes_claims_nothing() {
    for profile in [Profile::Archive, Profile::Pdf2] {
        let (edition, codes) =
            made(&book("Two signs among many letters: \u{13000}\u{13001}, and more letters.", ""), profile);
        assert!(codes.contains(&"missing-glyph"), "{codes:?}");
        claims_nothing(&edition, profile, "boxes");
        assert!(read(&edition).package.contains("Some characters are in none of the book’s fonts."));
    }
}

/// What a build only warns of, a release does not let pass.
#[test]
fn a_book_of_boxes_is_not_released() {
    let formats =
        Formats { pdf: Some(Profile::Archive), linearized: false, epub: true, web: Default::default() };
    for (words, is_made) in [("Two signs: \u{13000}\u{13001}, and more letters.", false), ("Letters.", true)]
    {
        let keys = "publisher: A House\ncontributors: [{name: An Author, role: author}]\nidentifiers: [{scheme: isbn, value: 978-3-16-148410-0, format: pdf}]\n";
        let options = Options { formats, date: None, draft: false };
        let outcome = prepare(&book(words, keys), "book.yaml", (options, None), &|_| {});
        let refused = outcome.found.iter().filter(|found| found.severity == Severity::Error);
        let codes: Vec<&str> = refused.map(|found| found.code).collect();
        let wanted: &[&str] = if is_made { &[] } else { &["missing-glyph"] };
        assert_eq!((codes.as_slice(), outcome.made.is_some()), (wanted, is_made));
    }
}

/// What denies a statement: a chapter, keys of the manifest, the code that it is told under, and of which files.
const DENIALS: [(&str, &str, &str, &[&str]); 9] = [
    ("| | |\n|---|---|\n| a | b |", "", "table-without-header", &["pdf", "epub"]),
    ("### Deep", "", "heading-level-skipped", &["pdf", "epub"]),
    ("[Click here](https://example.org/).", "", "vague-link", &["pdf", "epub"]),
    ("<marquee>Words</marquee>", "", "raw-html", &["pdf", "epub"]),
    ("> {.lost}\n>\n> Words", "", "stray-attributes", &["pdf", "epub"]),
    ("See [there](#nowhere).", "", "dangling-reference", &["pdf", "epub"]),
    ("Words.", "theme: theme.yaml\n", "low-contrast", &["pdf", "epub"]),
    ("![Two pixels](a.gif)", "", "moving-image", &["epub"]),
    ("![](a.gif){.decorative}", "", "moving-image", &["epub"]),
];

#[test]
fn the_publishers_statement_is_held_against_what_was_found() {
    for (chapter, keys, code, files) in DENIALS {
        let (edition, codes) = made(&book(chapter, keys), Profile::Archive);
        assert!(codes.contains(&code) && codes.contains(&"statement-left-out"), "{code}: {codes:?}");
        let record = &edition.record;
        let denied: Vec<&str> = record.withheld.iter().map(|one| one.of.name()).collect();
        assert_eq!(denied, files, "{code}");
        let holds = |file: &str| !files.contains(&file);
        let of = record.accessibility.iter().flat_map(|one| &one.of).map(|format| format.name());
        let of: Vec<&str> = of.collect();
        assert_eq!(of, ["pdf", "epub"].into_iter().filter(|file| holds(file)).collect::<Vec<_>>(), "{code}");
        assert_eq!(read(&edition).package.contains("conformsTo"), holds("epub"), "{code}");
        // The letter of PDF/UA is met all the same.
        assert!(read(&edition).xmp.contains("<pdfuaid:part>1<"), "{code}");
        for (codes, file) in onix(&edition).iter().zip(["pdf", "epub"]) {
            for feature in ["09 82", "09 85", "09 90"] {
                assert_eq!(has(codes, feature), holds(file), "{code}: {feature} of {file}");
            }
        }
        let checks = verdict(&edition).checks;
        let failed: Vec<&Check> = checks.iter().filter(|one| one.outcome == CheckOutcome::Failed).collect();
        assert_eq!(failed.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["claims"], "{failed:#?}");
        assert!(failed[0].findings.iter().all(|finding| finding.contains(code)), "{failed:#?}");
    }
}

#[test]
fn what_moves_is_a_hazard_of_the_epub_alone() {
    let [pdf, epub] = onix(&made(&book("![Two pixels](a.gif)", ""), Profile::Archive).0);
    assert!(has(&pdf, "12 00") && !has(&epub, "12 00"));
    assert!(["12 16", "12 24", "12 26"].iter().all(|code| has(&epub, code)), "{epub:?}");
}

#[test]
fn a_statement_of_a_lower_level_is_not_denied_by_a_higher_one() {
    let world = book("Words.", "theme: theme.yaml\n");
    let manifest = "title: A Book\nlanguage: en\ndate: 2026-02-03\nchapters: [a.md]\ntheme: theme.yaml\n\
        accessibility: {conforms_to: WCAG 2.2 A, certified_by: A Certifier}\n";
    let (edition, codes) = made(&world.file("book.yaml", manifest), Profile::Archive);
    assert!(codes.contains(&"low-contrast") && !codes.contains(&"statement-left-out"), "{codes:?}");
    assert!(read(&edition).package.contains("WCAG 2.2 Level A<"));
}

#[test]
fn a_finished_book_claims_what_is_so() {
    let chapter = "![A line](a.svg)\n\nWords ![told](a.svg) and ![](a.svg){.decorative}.";
    let (edition, codes) = made(&book(chapter, ""), Profile::Archive);
    assert_eq!(codes, Vec::<&str>::new());
    let Files { xmp, figures, package, text } = read(&edition);
    assert!(xmp.contains("<pdfuaid:part>1<") && xmp.contains("<pdfaid:conformance>A<"), "{xmp}");
    assert!(figures.iter().all(Option::is_some) && figures.len() == 2);
    for claim in ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA", "A Certifier", "alternativeText", ">textual<"]
    {
        assert!(package.contains(claim), "{claim} in {package}");
    }
    assert!(package.contains("All images have text alternatives.") && text.contains("alt=\"\""));
    let [pdf, epub] = onix(&edition);
    for code in ["09 05", "09 14", "09 52", "09 82", "09 85", "09 90", "12 00"] {
        assert!(has(&pdf, code), "{code} in {pdf:?}");
    }
    for code in ["09 00", "09 04", "09 14", "09 52", "09 82", "09 85", "09 90", "12 00"] {
        assert!(has(&epub, code), "{code} in {epub:?}");
    }
    let (edition, _) = made(&book(chapter, ""), Profile::Pdf2);
    let xmp = read(&edition).xmp;
    for claim in ["<pdfuaid:part>2<", "declarations/wtpdf#accessibility1.0<", "declarations/wtpdf#reuse1.0<"]
    {
        assert!(xmp.contains(claim), "{claim} in {xmp}");
    }
}

#[test]
fn an_exemption_is_told_to_readers_and_catalogues() {
    for (name, code) in [
        ("eaa-microenterprise", "09 75"),
        ("eaa-disproportionate-burden", "09 76"),
        ("eaa-fundamental-alteration", "09 77"),
    ] {
        let manifest = format!(
            "title: A Book\nlanguage: en\ndate: 2026-02-03\nchapters: [a.md]\n\
             accessibility: {{exemption: {name}, contact: a@example.org}}\n"
        );
        let (edition, codes) = made(&book("Words.", "").file("book.yaml", manifest), Profile::Archive);
        assert_eq!(codes, Vec::<&str>::new());
        let package = read(&edition).package;
        assert!(package.contains(&format!("<meta property=\"a11y:exemption\">{name}</meta>")), "{package}");
        assert!(!package.contains("conformsTo"), "{package}");
        for codes in onix(&edition) {
            assert!(has(&codes, code) && has(&codes, "09 99") && !has(&codes, "09 85"), "{codes:?}");
        }
        let documents = published(&edition);
        let page = documents.iter().find(|(name, _)| name == "index.html").expect("it is written");
        assert!(page.1.contains("European Accessibility Act") && page.1.contains("a@example.org"));
    }
}
