//! The PDF for the press, read back: what PDF/X-4 (ISO 15930-7) asks of it. No tool that judges it can be had freely, so
//! the rules are here.

#![allow(clippy::disallowed_methods, reason = "the book is files")]

mod pictures;
mod reader;
mod refused;

use std::fs;
use std::path::Path;

use lopdf::content::Operation;
use lopdf::{Dictionary, Object, Stream};
use reader::{File, decode, is_inside, number, numbers};
use reportc::model::manifest::Date;
use reportc::world::memory::MemoryWorld;
use reportc::{Formats, Options, Outcome, Profile, compile};

const MM: f64 = 72.0 / 25.4;

/// The book of `tests/books/print`.
fn world() -> MemoryWorld {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/print");
    let mut world = MemoryWorld::new();
    for entry in fs::read_dir(folder).expect("the book is there") {
        let path = entry.expect("it can be read").path();
        if path.is_file() {
            let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
            world = world.file(&name, fs::read(&path).expect("it can be read"));
        }
    }
    world
}

fn file_of(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/print").join(name)).expect("it is there")
}

/// The PDF, or what was found, as `code: message`.
fn build(world: &MemoryWorld, profile: Profile, date: Option<Date>) -> Result<Vec<u8>, Vec<String>> {
    let formats = Formats { pdf: Some(profile), linearized: false, epub: false, web: Default::default() };
    let Outcome { found, made, .. } =
        compile(world, "book.yaml", Options { formats, date, draft: false }, &|_| {});
    let found: Vec<String> = found.iter().map(|one| format!("{}: {}", one.code, one.message)).collect();
    match made {
        Some(mut edition) if found.is_empty() => Ok(edition.outputs.remove(0).bytes),
        _ => Err(found),
    }
}

fn printed() -> File {
    File::read(build(&world(), Profile::Print, None).expect("the book builds without a word"))
}

#[test]
fn version_identifiers_and_metadata_say_the_same() {
    let file = printed();
    assert!(file.bytes.starts_with(b"%PDF-1.6\n"));
    assert!(!file.document.trailer.has(b"Encrypt"));
    assert_eq!(
        file.get(&file.document.trailer, "ID").and_then(|id| id.as_array().ok()).map(Vec::len),
        Some(2)
    );
    let info = file.dictionary(file.document.trailer.get(b"Info").expect("there is information"));
    let xmp = file.metadata();
    let say = |name: &str| xmp.get(name).map_or("", String::as_str);
    assert_eq!(say("http://www.npes.org/pdfx/ns/id/GTS_PDFXVersion"), "PDF/X-4");
    assert_eq!(file.text(info, "GTS_PDFXVersion").as_deref(), Some("PDF/X-4"));
    assert_eq!(say("http://ns.adobe.com/pdf/1.3/Trapped"), "False");
    assert_eq!(file.name(info, "Trapped").as_deref(), Some("False"));
    let title = "A Printed Book: Everything That Meets Ink";
    assert_eq!(say("http://purl.org/dc/elements/1.1/title"), title);
    assert_eq!(file.text(info, "Title").as_deref(), Some(title));
    for name in ["CreateDate", "ModifyDate", "MetadataDate"] {
        assert_eq!(say(&format!("http://ns.adobe.com/xap/1.0/{name}")), "2010-07-15T00:00:00Z");
    }
    for name in ["CreationDate", "ModDate"] {
        assert_eq!(file.text(info, name).as_deref(), Some("D:20100715000000Z"));
    }
    assert_eq!(
        say("http://ns.adobe.com/xap/1.0/CreatorTool"),
        file.text(info, "Creator").unwrap_or_default()
    );
    assert_eq!(say("http://ns.adobe.com/pdf/1.3/Producer"), file.text(info, "Producer").unwrap_or_default());
    let id = say("http://ns.adobe.com/xap/1.0/mm/DocumentID");
    assert!(id.starts_with("uuid:") && id.len() == 41 && id.as_bytes()[19] == b'8', "{id}");
    assert_eq!(say("http://ns.adobe.com/xap/1.0/mm/VersionID"), "1");
    assert_eq!(say("http://ns.adobe.com/xap/1.0/mm/RenditionClass"), "default");
    assert_eq!(say("http://prismstandard.org/namespaces/basic/3.0/isbn"), "9783161484100");
    assert!(
        !xmp.keys().any(|name| name.contains("aiim.org")),
        "it claims no standard that it breaks: {xmp:?}"
    );
}

#[test]
fn every_page_has_its_boxes_one_inside_another() {
    let file = printed();
    assert!(file.pages.len() > 5);
    for page in 0..file.pages.len() {
        let [media, bleed, trim] = ["MediaBox", "BleedBox", "TrimBox"].map(|name| file.area(page, name));
        assert!(is_inside(trim, bleed) && is_inside(bleed, media));
        assert!(
            (trim[2] - trim[0] - 110.0 * MM).abs() < 0.01 && (trim[3] - trim[1] - 170.0 * MM).abs() < 0.01
        );
        for side in 0..4 {
            assert!(((trim[side] - bleed[side]).abs() - 3.0 * MM).abs() < 0.01, "{trim:?} {bleed:?}");
        }
        for absent in ["ArtBox", "CropBox", "UserUnit", "Rotate", "Annots", "AA", "PresSteps"] {
            assert!(
                file.get(file.page(page), absent).is_none_or(|rotate| *rotate == Object::Integer(0)),
                "{absent}"
            );
        }
    }
}

#[test]
fn the_printing_condition_is_named_and_its_profile_there() {
    let of = |world: &MemoryWorld| {
        let file = File::read(build(world, Profile::Print, None).expect("it builds"));
        let intents = file.get(file.catalog(), "OutputIntents").and_then(|all| all.as_array().ok()).cloned();
        let [intent] = intents.unwrap_or_default().try_into().expect("one intent");
        let intent = file.dictionary(&intent).clone();
        assert_eq!(file.name(&intent, "S").as_deref(), Some("GTS_PDFX"));
        let profile =
            file.get(&intent, "DestOutputProfile").and_then(|profile| profile.as_stream().ok().cloned());
        let profile = profile.expect("the profile is there");
        assert_eq!(profile.dict.get(b"N").and_then(Object::as_i64).ok(), Some(4));
        let bytes = profile.decompressed_content().expect("it is deflated");
        assert_eq!(bytes, file_of("press.icc"));
        assert_eq!((&bytes[12..20], &bytes[36..40]), (b"prtrCMYK".as_slice(), b"acsp".as_slice()));
        ["OutputConditionIdentifier", "Info", "RegistryName"].map(|key| file.text(&intent, key))
    };
    let named = |text: &str| Some(text.to_string());
    assert_eq!(of(&world()), [named("reportc test press"), named("reportc test press"), None]);
    let manifest = String::from_utf8(file_of("book.yaml")).expect("it is text");
    let manifest = manifest.replace("bleed: 3mm", "condition: FOGRA51");
    let registered = world().file("book.yaml", manifest);
    let registry = named("http://www.color.org");
    assert_eq!(of(&registered), [named("FOGRA51"), named("reportc test press"), registry]);
}

#[test]
fn nothing_is_in_the_file_that_a_press_cannot_have() {
    let file = printed();
    for key in
        ["AA", "OpenAction", "AcroForm", "JavaScript", "Names", "Collection", "Requirements", "OCProperties"]
    {
        assert!(!file.catalog().has(key.as_bytes()), "{key}");
    }
    let mut faults = Vec::new();
    file.walk(&mut |id, object| match object {
        Object::Name(name) => {
            let name = String::from_utf8_lossy(name);
            let banned = [
                "DeviceRGB",
                "CalRGB",
                "CalGray",
                "Lab",
                "Annot",
                "JavaScript",
                "URI",
                "GoTo",
                "Launch",
                "PS",
                "LZWDecode",
                "Crypt",
                "TrapNet",
                "Filespec",
            ];
            if banned.contains(&&*name) {
                faults.push(format!("{id}: /{name}"));
            }
        }
        Object::Dictionary(entries) => faults.extend(forbidden(id, entries)),
        Object::Stream(Stream { dict, .. }) => faults.extend(forbidden(id, dict)),
        _ => {}
    });
    assert_eq!(faults, Vec::<String>::new());
    assert!(file.catalog().has(b"Outlines"), "bookmarks stay");
    assert!(file.catalog().has(b"StructTreeRoot"), "and so does the structure");
}

/// Keys that PDF/X-4 forbids, or that say how a file is to be halftoned.
fn forbidden(id: u32, entries: &Dictionary) -> Vec<String> {
    let keys =
        ["OPI", "Ref", "Alternates", "TR", "TR2", "HT", "HTP", "HalftoneName", "A", "AA", "Encrypt", "F"];
    let is_structure = entries.get(b"S").is_ok() && entries.get(b"P").is_ok();
    let has = keys.iter().filter(|key| entries.has(key.as_bytes()) && !(is_structure && **key == "A"));
    has.map(|key| format!("{id}: has {key}")).collect()
}

/// All content: of pages, and of forms.
fn contents(file: &File) -> Vec<Vec<Operation>> {
    let pages = (0..file.pages.len()).map(|page| file.operations(page));
    let forms = file.drawn("Form").map(|form| decode(&form.decompressed_content().expect("it is deflated")));
    pages.chain(forms).collect()
}

#[test]
fn content_is_painted_in_inks_alone() {
    let file = printed();
    let contents = contents(&file);
    let mut inks = 0;
    for operation in contents.iter().flatten() {
        match operation.operator.as_str() {
            "rg" | "RG" | "sc" | "SC" | "BI" | "sh" | "ri" | "g" | "G" => panic!("{operation:?}"),
            "cs" | "CS" => assert_eq!(operation.operands, [Object::Name(b"Pattern".to_vec())]),
            "k" | "K" => {
                assert!(numbers(operation).iter().all(|ink| (0.0..=1.0).contains(ink)), "{operation:?}");
                inks += 1;
            }
            _ => {}
        }
    }
    assert!(inks > 20, "{inks} colours");
    assert!(file.drawn("Form").count() >= 2, "a drawing, and what shows through in it");
}

#[test]
fn text_is_black_ink_alone_and_never_of_no_colour() {
    let file = printed();
    let black = [0.0, 0.0, 0.0, 1.0];
    let (mut texts, mut blacks) = (0, 0);
    for page in 0..file.pages.len() {
        let mut ink: Option<Vec<f64>> = None;
        for operation in file.operations(page) {
            match operation.operator.as_str() {
                "k" => ink = Some(numbers(&operation)),
                "TJ" => {
                    let ink = ink.as_ref().expect("text has a colour");
                    texts += 1;
                    blacks += usize::from(ink == &black);
                    let screened = ink[..3] == [0.0; 3] && ink[3] > 0.75 && ink[3] < 1.0;
                    assert!(!screened, "letters of dots: {ink:?}");
                }
                _ => {}
            }
        }
    }
    assert!(blacks * 2 > texts && texts > 50, "{blacks} of {texts}");
}

#[test]
fn crop_marks_are_outside_the_bleed_and_in_line_with_the_trim() {
    let file = printed();
    for page in 0..file.pages.len() {
        let operations = file.operations(page);
        let starts = |operation: &Operation| {
            let properties = operation.operands.get(1).and_then(|object| object.as_dict().ok());
            operation.operator == "BDC"
                && properties.and_then(|found| file.name(found, "Type")).as_deref() == Some("Page")
        };
        let at = operations.iter().position(starts).expect("there are marks");
        let marks = &operations[at..];
        let open = operations[..at].iter().filter(|one| one.operator == "q").count();
        assert_eq!(
            open,
            operations[..at].iter().filter(|one| one.operator == "Q").count(),
            "nothing else is open"
        );
        let [media, bleed, trim] = ["MediaBox", "BleedBox", "TrimBox"].map(|name| file.area(page, name));
        let mut from = Vec::new();
        let mut count = 0;
        for operation in marks {
            match operation.operator.as_str() {
                "K" => assert_eq!(numbers(operation), [1.0; 4], "on every plate"),
                "w" => assert_eq!(numbers(operation), [0.25]),
                "m" => from = numbers(operation),
                "l" => {
                    let to = numbers(operation);
                    let line =
                        [from[0].min(to[0]), from[1].min(to[1]), from[0].max(to[0]), from[1].max(to[1])];
                    let [left, bottom, right, top] = line;
                    assert!(is_inside(line, media));
                    let beside = right < bleed[0] || left > bleed[2] || top < bleed[1] || bottom > bleed[3];
                    assert!(beside, "{line:?} meets the bleed {bleed:?}");
                    let near = |value: f64, one: f64, other: f64| {
                        (value - one).abs() < 0.01 || (value - other).abs() < 0.01
                    };
                    let level = bottom == top && near(top, trim[1], trim[3]);
                    let upright = left == right && near(left, trim[0], trim[2]);
                    assert!(level || upright, "{line:?} shows no edge of {trim:?}");
                    count += 1;
                }
                _ => {}
            }
        }
        assert_eq!(count, 8, "two at each corner");
    }
}

#[test]
fn what_covers_the_page_fills_the_bleed_and_nothing_goes_beyond() {
    let file = printed();
    let operations = file.operations(0);
    let matrices: Vec<Vec<f64>> = operations.iter().filter(|one| one.operator == "cm").map(numbers).collect();
    let [sheet, cover] = matrices.as_slice() else { panic!("{matrices:?}") };
    let (left, bottom) = (sheet[4] + cover[4], sheet[5] + cover[5]);
    let area = [left, bottom, left + cover[0], bottom + cover[3]];
    let bleed = file.area(0, "BleedBox");
    assert!(is_inside(bleed, area), "{area:?} leaves some of {bleed:?}");
    let clip = operations.iter().find(|one| one.operator == "re").map(numbers).expect("content is clipped");
    let clip =
        [sheet[4] + clip[0], sheet[5] + clip[1], sheet[4] + clip[0] + clip[2], sheet[5] + clip[1] + clip[3]];
    assert!(is_inside(clip, bleed) && is_inside(bleed, clip), "{clip:?} {bleed:?}");
}

#[test]
fn pictures_are_gray_or_in_inks() {
    let file = printed();
    let mut found: Vec<String> = Vec::new();
    for image in file.drawn("Image") {
        let space = match file.get(&image.dict, "ColorSpace").expect("pixels have a space") {
            Object::Name(name) => String::from_utf8_lossy(name).into_owned(),
            Object::Array(parts) => {
                parts[..2].iter().map(|part| format!("{part:?}")).collect::<Vec<_>>().join(" ")
            }
            other => panic!("{other:?}"),
        };
        let filter = file.name(&image.dict, "Filter").expect("it is compressed");
        let mask = if image.dict.has(b"SMask") { " masked" } else { "" };
        if filter == "DCTDecode" {
            assert_eq!(image.content, file_of("inks.jpg"), "inks stay as they are");
        }
        if filter == "FlateDecode"
            && space == "DeviceCMYK"
            && number(image.dict.get(b"Width").expect("a width")) == 24.0
        {
            let pixels = image.decompressed_content().expect("it can be inflated");
            assert_eq!(pixels.len(), 24 * 24 * 4);
            if mask.is_empty() {
                assert_eq!(pixels[..4], [0; 4], "white paper has no ink");
            }
        }
        found.push(format!("{filter} {space}{mask}"));
    }
    found.sort();
    let flate = |space: &str| format!("FlateDecode {space}");
    let (inks, gray) = (flate("DeviceCMYK"), flate("DeviceGray"));
    // The cover, the photograph, a dot; a dot with its mask; the gray one and the one that only seems to have colours.
    let expected = [
        "DCTDecode DeviceCMYK".to_string(),
        flate("/Indexed /DeviceCMYK"),
        inks.clone(),
        inks.clone(),
        inks.clone(),
        format!("{inks} masked"),
        gray.clone(),
        gray.clone(),
        gray,
    ];
    let mut expected = expected.to_vec();
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn every_face_is_embedded() {
    let file = printed();
    let mut faces = 0;
    file.walk(&mut |id, object| {
        let Ok(font) = object.as_dict() else { return };
        if file.name(font, "Type").as_deref() != Some("Font") || font.has(b"DescendantFonts") {
            return;
        }
        let descriptor = file.dictionary(font.get(b"FontDescriptor").expect("a face is described"));
        assert!(
            ["FontFile", "FontFile2", "FontFile3"].iter().any(|key| descriptor.has(key.as_bytes())),
            "{id}"
        );
        faces += 1;
    });
    assert!(faces >= 4, "{faces}");
}

#[test]
fn figures_and_bookmarks_are_where_the_page_is_on_its_sheet() {
    let file = printed();
    let (mut figures, mut covering, mut bookmarks) = (0, 0, 0);
    file.walk(&mut |_, object| {
        let Ok(entries) = object.as_dict() else { return };
        if let Some(Object::Array(edges)) = file.get(entries, "BBox").filter(|_| entries.has(b"O")) {
            let edges: Vec<f64> = edges.iter().map(number).collect();
            let area = [edges[0], edges[1], edges[2], edges[3]];
            // The cover covers all; any other picture stands on the page.
            let covers = is_inside(file.area(0, "BleedBox"), area);
            assert!(covers || is_inside(area, file.area(0, "TrimBox")), "{area:?}");
            covering += usize::from(covers);
            figures += 1;
        }
        if let Some(Object::Array(place)) = file.get(entries, "Dest") {
            let trim = file.area(0, "TrimBox");
            let (x, y) = (number(&place[2]), number(&place[3]));
            assert!(
                x >= trim[0] - 0.01 && x <= trim[2] && y >= trim[1] && y <= trim[3] + 0.01,
                "{x} {y} {trim:?}"
            );
            bookmarks += 1;
        }
    });
    assert_eq!(covering, 1);
    assert!(figures >= 9 && bookmarks >= 3, "{figures} figures, {bookmarks} bookmarks");
}

#[test]
fn a_landscape_is_cut_as_all_pages_are() {
    let wide = "# Wide\n\n::: landscape\n![A drawing](drawing.svg \"A drawing\"){width=40%}\n:::\n";
    let world = world().file("one.md", "# One\n\nWords.\n").file("two.md", wide);
    let file = File::read(build(&world, Profile::Print, None).expect("the book builds without a word"));
    let turned = |page: &usize| {
        let operations = file.operations(*page);
        let placed = operations.iter().find(|operation| operation.operator == "cm").map(numbers);
        placed.is_some_and(|matrix| matrix[..4] == [0.0, 1.0, -1.0, 0.0])
    };
    let pages: Vec<usize> = (0..file.pages.len()).filter(turned).collect();
    let [page] = pages[..] else { panic!("turned are {pages:?}") };
    assert!((0..file.pages.len()).all(|other| file.area(other, "TrimBox") == file.area(page, "TrimBox")));
    let mut figures = 0;
    file.walk(&mut |_, object| {
        let Ok(entries) = object.as_dict() else { return };
        if let Some(Object::Array(edges)) = file.get(entries, "BBox").filter(|_| entries.has(b"O")) {
            let edges: Vec<f64> = edges.iter().map(number).collect();
            let area = [edges[0], edges[1], edges[2], edges[3]];
            if is_inside(area, file.area(page, "TrimBox")) {
                // A drawing that is wider than high stands on its side.
                assert!(area[3] - area[1] > area[2] - area[0], "{area:?}");
                figures += 1;
            }
        }
    });
    assert_eq!(figures, 1);
}

#[test]
fn the_same_book_gives_the_same_bytes() {
    let once = build(&world(), Profile::Print, None);
    assert!(once == build(&world(), Profile::Print, None));
    let other = build(
        &world().file("two.md", "# Other words\n\nThan before.\n").file("one.md", "# One\n"),
        Profile::Print,
        None,
    );
    let id =
        |bytes: Vec<u8>| File::read(bytes).metadata()["http://ns.adobe.com/xap/1.0/mm/DocumentID"].clone();
    assert_ne!(id(once.expect("it builds")), id(other.expect("it builds")));
}

/// The book with its thickness, and a theme with a cover and its back.
fn covered(print: &str, language: &str) -> (Vec<String>, Option<File>) {
    let manifest = String::from_utf8(file_of("book.yaml")).expect("it is text");
    let manifest = manifest.replace("bleed: 3mm}", &format!("bleed: 3mm, {print}}}"));
    let manifest = manifest.replace("language: en", &format!("language: {language}\ntheme: t.yaml"));
    let theme = "cover: {background: \"#123456\", slots: [{text: \"{title}\", top: 20%, color: white}]}\n\
        back_cover: {background: \"#123456\", slots: [{barcode: isbn, left: 12%, bottom: 8%, width: 40mm, height: 33mm}]}\n";
    let world = world().file("book.yaml", manifest).file("t.yaml", theme);
    let formats =
        Formats { pdf: Some(Profile::Print), linearized: false, epub: false, web: Default::default() };
    let outcome = compile(&world, "book.yaml", Options { formats, date: None, draft: false }, &|_| {});
    let codes = outcome.found.iter().map(|one| one.code.to_string()).collect();
    let outputs = outcome.made.expect("the book builds").outputs;
    let cover = outputs.into_iter().find(|output| output.name == "a-printed-book-cover.pdf");
    (codes, cover.map(|output| File::read(output.bytes)))
}

#[test]
fn a_cover_goes_around_the_book_on_one_sheet() {
    let (codes, cover) = covered("spine: 12mm", "en");
    assert!(codes.is_empty(), "{codes:?}");
    let file = cover.expect("there is a cover");
    assert_eq!(file.pages.len(), 1);
    let [media, bleed, trim] = ["MediaBox", "BleedBox", "TrimBox"].map(|name| file.area(0, name));
    assert!(is_inside(trim, bleed) && is_inside(bleed, media));
    assert!((trim[2] - trim[0] - (2.0 * 110.0 + 12.0) * MM).abs() < 0.01, "{trim:?}");
    assert!((trim[3] - trim[1] - 170.0 * MM).abs() < 0.01, "{trim:?}");
    let xmp = file.metadata();
    assert_eq!(
        xmp.get("http://www.npes.org/pdfx/ns/id/GTS_PDFXVersion").map(String::as_str),
        Some("PDF/X-4")
    );
}

#[test]
fn a_spine_is_as_thick_as_the_leaves_are() {
    let (codes, cover) = covered("caliper: 0.5mm", "en");
    let pages = printed().pages.len() as f64 + 1.0;
    let trim = cover.expect("there is a cover").area(0, "TrimBox");
    let spine = (trim[2] - trim[0]) / MM - 220.0;
    // Each leaf has two pages; covers and what is blank beside them count as none.
    assert!((0.0..=1.5).contains(&(pages / 2.0 * 0.5 - spine).abs()), "{spine} mm of {pages} pages");
    assert_eq!(codes, ["narrow-spine"]);
}

#[test]
fn a_book_without_a_front_has_no_sheet_for_it() {
    let manifest = String::from_utf8(file_of("book.yaml")).expect("it is text");
    let manifest = manifest.replace("bleed: 3mm}", "bleed: 3mm, spine: 12mm}");
    let manifest: String =
        manifest.lines().filter(|line| !line.starts_with("cover")).map(|line| format!("{line}\n")).collect();
    assert_eq!(
        build(&world().file("book.yaml", manifest), Profile::Print, None).map(|_| ()),
        Err(vec!["no-wrap: the book has no front cover: no sheet is made for it".to_string()])
    );
}
