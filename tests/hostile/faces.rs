//! House faces of every sort, and such as mean harm.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read;

use lopdf::{Document, Object};
use write_fonts::FontBuilder;
use write_fonts::read::{FontRef, TableProvider};
use write_fonts::types::Tag;

use super::program::{Book, HEAD};
use super::{builds, refused};

const SANS: &[u8] = include_bytes!("../../fonts/source-sans-3/SourceSans3-Regular.ttf");
const SERIF: &[u8] = include_bytes!("../../fonts/libertinus-serif/LibertinusSerif-Regular.otf");
const BOLD: &[u8] = include_bytes!("../../fonts/source-sans-3/SourceSans3-Bold.ttf");

/// A face with other names, by their OpenType ids.
fn named(face: &[u8], names: &[(u16, &str)]) -> Vec<u8> {
    // Of format 0: Unicode, American English (OpenType 1.9, `name`).
    let (mut records, mut texts) = (Vec::new(), Vec::new());
    for (id, text) in names {
        let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        records.extend([3, 1, 0x409, *id, units.len() as u16, texts.len() as u16]);
        texts.extend(units);
    }
    let head = [0, names.len() as u16, 6 + 12 * names.len() as u16];
    let table = head.into_iter().chain(records).flat_map(u16::to_be_bytes).chain(texts).collect::<Vec<u8>>();
    let mut builder = FontBuilder::new();
    builder.add_raw(Tag::new(b"name"), table);
    builder.copy_missing_tables(FontRef::new(face).expect("it is a font"));
    builder.build()
}

/// A face with other tables, or without those that are empty.
fn with_tables(face: &[u8], tables: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let font = FontRef::new(face).expect("it is a font");
    let mut builder = FontBuilder::new();
    for record in font.table_directory().table_records() {
        let tag = record.tag();
        if tables.iter().all(|(other, _)| Tag::new(other) != tag) {
            let data = font.data_for_tag(tag).expect("it is there");
            builder.add_raw(tag, data.as_bytes().to_vec());
        }
    }
    for (tag, bytes) in tables.iter().filter(|(_, bytes)| !bytes.is_empty()) {
        builder.add_raw(Tag::new(tag), bytes.to_vec());
    }
    builder.build()
}

/// A collection of faces, each with its tables moved to where they stand now.
fn collection(faces: &[&[u8]]) -> Vec<u8> {
    let mut bytes = [b"ttcf".as_slice(), &[0, 1, 0, 0], &(faces.len() as u32).to_be_bytes()].concat();
    let mut at = bytes.len() + 4 * faces.len();
    for face in faces {
        bytes.extend((at as u32).to_be_bytes());
        at += face.len().next_multiple_of(4);
    }
    for face in faces {
        let start = bytes.len();
        bytes.extend_from_slice(face);
        let tables = usize::from(u16::from_be_bytes([face[4], face[5]]));
        for table in 0..tables {
            let place = start + 12 + 16 * table + 8;
            let offset = u32::from_be_bytes(bytes[place..place + 4].try_into().expect("four bytes"));
            bytes[place..place + 4].copy_from_slice(&(offset + start as u32).to_be_bytes());
        }
        bytes.resize(bytes.len().next_multiple_of(4), 0);
    }
    bytes
}

fn book(fonts: &str, files: &[(&str, &[u8])]) -> Book {
    let book = Book::manifest(&format!("{HEAD}file_name: t\nchapters: [a.md]\nfonts: {fonts}\n"));
    let book = book.file("a.md", "# Heading\n\nText, *emphasis*, **strong**.\n");
    files.iter().fold(book, |book, (name, bytes)| book.file(name, bytes))
}

/// The names of the EPUB's files, and its stylesheet.
fn epub(book: &Book) -> (Vec<String>, String) {
    let file = File::open(book.path("dist/t.epub")).expect("it was written");
    let mut archive = zip::ZipArchive::new(file).expect("it is an archive");
    let names: Vec<String> = archive.file_names().map(str::to_string).collect();
    let mut css = String::new();
    let mut sheet = archive.by_name("OEBPS/stylesheet.css").expect("it has a stylesheet");
    sheet.read_to_string(&mut css).expect("it is text");
    (names, css)
}

/// The names of the fonts that pages use.
fn base_fonts(pdf: &Document) -> Vec<String> {
    let fonts = pdf.objects.values().filter_map(|object| object.as_dict().ok());
    let fonts = fonts
        .filter(|font| font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Type0"));
    fonts
        .map(|font| {
            String::from_utf8_lossy(font.get(b"BaseFont").and_then(Object::as_name).expect("it has a name"))
                .into_owned()
        })
        .collect()
}

/// Builds; files have names of ours, fonts have names that are fit, and no two the same.
#[track_caller]
fn sets(book: &Book, said: &[&str]) -> (Document, String) {
    let pdf = builds(book, said);
    let fonts = base_fonts(&pdf);
    let distinct: BTreeSet<&String> = fonts.iter().collect();
    assert_eq!(distinct.len(), fonts.len(), "{fonts:?}");
    let is_fit = |name: &String| name.chars().all(|c| c.is_ascii_alphanumeric() || "+-".contains(c));
    assert!(fonts.iter().all(is_fit), "{fonts:?}");
    let (names, css) = epub(book);
    let faces = names.iter().filter(|name| name.contains("fonts/")).count();
    assert_eq!(faces, fonts.len(), "{names:?}");
    assert_eq!(css.matches("@font-face").count(), faces);
    let is_ours = |name: &&String| {
        let digits =
            name.trim_start_matches("OEBPS/fonts/face-").trim_end_matches(".ttf").trim_end_matches(".otf");
        digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    assert!(names.iter().filter(|name| name.contains("font")).all(|name| is_ours(&name)), "{names:?}");
    (pdf, css)
}

#[test]
fn names_that_lead_out_stay_names() {
    let family = "x\";} body{background:url(https://evil.example/t.png)} p:before{content:\"\\";
    let face = named(SANS, &[(1, family), (6, "../../../evil /(x)<y>\u{0}")]);
    let quoted = serde_json::to_string(family).expect("it is text");
    let (_, css) = sets(&book(&format!("{{text: {quoted}, files: [f.ttf]}}"), &[("f.ttf", &face)]), &[]);
    assert!(css.contains("font-family: \"x\\\";} body{"), "{css}");
    assert!(css.contains("content:\\\"\\\\\";"), "{css}");
}

#[test]
fn faces_may_share_their_names() {
    let (one, two) =
        (named(SANS, &[(1, "House Sans"), (6, "House")]), named(SANS, &[(1, "House Text"), (6, "House")]));
    let house = book(
        "{text: House Sans, heading: House Text, files: [1.ttf, 2.ttf]}",
        &[("1.ttf", &one), ("2.ttf", &two)],
    );
    let (pdf, css) = sets(&house, &[]);
    assert!(css.contains("\"House Sans\"") && css.contains("\"House Text\""), "{css}");
    assert_eq!(base_fonts(&pdf).iter().filter(|name| name.ends_with("+House")).count(), 2);
    let bundled = named(SERIF, &[(1, "House Serif"), (6, "LibertinusSerif-Regular")]);
    sets(&book("{heading: House Serif, files: [f.otf]}", &[("f.otf", &bundled)]), &[]);
    let same = "warning[duplicate-face]: `2.ttf` has a face of the same family, weight and slant as `1.ttf`\n --> book.yaml:5:";
    sets(&book("{text: House Sans, files: [1.ttf, 2.ttf]}", &[("1.ttf", &one), ("2.ttf", &one)]), &[same]);
    // The book's own face goes before the bundled one of the same family.
    let own = named(SANS, &[(1, "Libertinus Serif"), (6, "Own")]);
    let (pdf, _) = sets(&book("{files: [f.ttf]}", &[("f.ttf", &own)]), &[]);
    assert!(base_fonts(&pdf).iter().any(|name| name.ends_with("+Own")));
}

#[test]
fn faces_without_names() {
    let face = named(SANS, &[(1, "House")]);
    let (pdf, _) = sets(&book("{text: House, files: [f.ttf]}", &[("f.ttf", &face)]), &[]);
    assert!(base_fonts(&pdf).iter().any(|name| name.ends_with("+House")));
    let nameless = named(SANS, &[(6, "House")]);
    let said = "error[bad-font]: `f.ttf` has no family name, by which alone it could be asked for\n --> book.yaml:5:";
    refused(&book("{text: House, files: [f.ttf]}", &[("f.ttf", &nameless)]), &[said]);
}

#[test]
fn collections() {
    let (one, two) = (named(SANS, &[(1, "One"), (6, "One")]), named(BOLD, &[(1, "Two"), (6, "Two")]));
    let both = collection(&[&one, &two]);
    let (pdf, _) = sets(&book("{text: One, heading: Two, files: [f.ttc]}", &[("f.ttc", &both)]), &[]);
    let fonts = base_fonts(&pdf);
    assert!(["+One", "+Two"].iter().all(|end| fonts.iter().any(|name| name.ends_with(end))), "{fonts:?}");
    let mut many = [b"ttcf".as_slice(), &[0, 1, 0, 0], &3_000_000u32.to_be_bytes()].concat();
    let face = (many.len() as u32 + 12_000_000).to_be_bytes();
    many.extend(face.repeat(3_000_000));
    many.extend(&one);
    refused(
        &book("{text: One, files: [f.ttc]}", &[("f.ttc", &many)]),
        &["`f.ttc` names 3000000 faces; at most 1024 are read"],
    );
}

#[test]
fn forms_that_are_not_read() {
    let told = |bytes: &[u8], said: &str| {
        refused(
            &book("{files: [f.ttf]}", &[("f.ttf", bytes)]),
            &["error[bad-font]: `f.ttf` ", said, " --> book.yaml:5:"],
        );
    };
    told(b"wOFF\0\x01\0\0", "is a font packed for web pages (WOFF)");
    told(b"wOF2\0\x01\0\0", "is a font packed for web pages (WOFF2)");
    told(b"%!PS-AdobeFont-1.0: Utopia", "is a Type 1 font");
    told(b"OTTO\0\0", "is not a font");
    let pictures = with_tables(SANS, &[(b"glyf", b""), (b"loca", b""), (b"CBDT", &[0, 3, 0, 0])]);
    told(&pictures, "has pictures of its letters, and no outlines");
    told(&with_tables(SANS, &[(b"cmap", b"")]), "is damaged: its table `cmap` cannot be read");
    let mut units = SANS.to_vec();
    let font = FontRef::new(SANS).expect("it is a font");
    let head = font.table_directory().table_records().iter().find(|one| one.tag() == Tag::new(b"head"));
    let at = head.expect("it is there").offset() as usize + 18;
    units[at..at + 2].copy_from_slice(&[0, 1]);
    told(&units, "is damaged: its table `head` cannot be read");
}

/// `fvar` of one axis of weight, from 200 by 400 to 900.
const AXES: [u8; 36] =
    *b"\0\x01\0\0\0\x10\0\x02\0\x01\0\x14\0\0\0\x08wght\0\xc8\0\0\x01\x90\0\0\x03\x84\0\0\0\0\x01\0";

#[test]
fn variable_faces_without_variations_are_told() {
    let face = with_tables(&named(SANS, &[(1, "House"), (6, "House")]), &[(b"fvar", &AXES)]);
    let said = "warning[variable-font]: `f.ttf` is a variable font that cannot be cut (a table is damaged); only its default, of weight 400, is used\n --> book.yaml:5:";
    sets(&book("{text: House, files: [f.ttf]}", &[("f.ttf", &face)]), &[said]);
}

/// A face with these embedding rights (OpenType 1.9, OS/2, `fsType`: at the eighth byte).
fn with_rights(face: &[u8], rights: u16) -> Vec<u8> {
    let font = FontRef::new(face).expect("it is a font");
    let table = font.table_directory().table_records().iter().find(|one| one.tag() == Tag::new(b"OS/2"));
    let at = table.expect("it is there").offset() as usize + 8;
    let mut bytes = face.to_vec();
    bytes[at..at + 2].copy_from_slice(&rights.to_be_bytes());
    bytes
}

#[test]
fn embedding_rights_are_kept() {
    for (rights, said) in [(0x0002, "forbids embedding"), (0x0208, "forbids embedding its outlines")] {
        let face = with_rights(SANS, rights);
        let found = format!("error[font-forbids-embedding]: `f.ttf` {said} (OS/2 fsType)");
        refused(&book("{files: [f.ttf]}", &[("f.ttf", &face)]), &[&found, " --> book.yaml:5:"]);
    }
    for (face, file) in [(SANS, "f.ttf"), (SERIF, "f.otf")] {
        let whole = with_rights(&named(face, &[(1, "House"), (6, "House")]), 0x0108);
        let house = book(&format!("{{text: House, files: [{file}]}}"), &[(file, &whole)]);
        let (pdf, css) = sets(&house, &[]);
        assert!(base_fonts(&pdf).contains(&"House".to_string()), "a font that is whole has no tag");
        let rule = css
            .lines()
            .find(|line| line.contains("\"House\"") && line.contains("src"))
            .expect("it is declared");
        let href =
            rule.split("url(\"").nth(1).and_then(|rest| rest.split('"').next()).expect("it has a file");
        let file = File::open(house.path("dist/t.epub")).expect("it was written");
        let mut archive = zip::ZipArchive::new(file).expect("it is an archive");
        let mut bytes = Vec::new();
        let mut entry = archive.by_name(&format!("OEBPS/{href}")).expect("it is there");
        entry.read_to_end(&mut bytes).expect("it can be read");
        let glyphs = |bytes: &[u8]| {
            let font = FontRef::new(bytes).expect("it is a font");
            font.maxp().expect("it has one").num_glyphs()
        };
        assert_eq!(glyphs(&bytes), glyphs(face), "the EPUB has every glyph");
        drop(fs::remove_dir_all(house.path("dist")));
    }
}
