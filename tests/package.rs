//! The package as an independent reader sees it: it gives the manifest's data back.

#![allow(clippy::disallowed_methods, reason = "the books are files")]

#[path = "pages/books.rs"]
mod books;

use std::io::Cursor;

use rbook::Epub;
use rbook::prelude::*;
use reportc::diag::Sink;
use reportc::world::memory::MemoryWorld;
use reportc::{Formats, Options, compile, set_book};

fn open(world: &MemoryWorld) -> Epub {
    let outcome = compile(
        world,
        "book.yaml",
        Options {
            formats: Formats { pdf: None, linearized: false, epub: true, web: Default::default() },
            draft: true,
            date: None,
        },
        &|_| {},
    );
    let bytes = outcome.made.expect("the book builds").outputs.remove(0).bytes;
    Epub::options().read(Cursor::new(bytes)).expect("the reader reads it")
}

fn values(epub: &Epub, property: &str) -> Vec<String> {
    epub.metadata().by_property(property).map(|entry| entry.value().to_string()).collect()
}

#[test]
fn a_reader_finds_what_the_manifest_says() {
    for (name, world) in books::books() {
        let (_, set) = set_book(&world, "book.yaml", &|_| {}, &mut Sink::default());
        let layout = set.expect("the book can be set").layout;
        let manifest = &layout.flow.manifest;
        let epub = open(&world);
        let metadata = epub.metadata();
        let titles: Vec<String> =
            std::iter::once(&manifest.title).chain(&manifest.subtitle).cloned().collect();
        assert_eq!(values(&epub, "dc:title"), titles, "{name}");
        assert_eq!(values(&epub, "dc:language"), std::slice::from_ref(&manifest.language.0), "{name}");
        assert_eq!(values(&epub, "dc:subject"), manifest.subjects, "{name}");
        assert_eq!(values(&epub, "dc:publisher"), Vec::from_iter(manifest.publisher.clone()), "{name}");
        assert_eq!(values(&epub, "dc:rights"), Vec::from_iter(manifest.rights.clone()), "{name}");
        assert_eq!(values(&epub, "dc:date"), Vec::from_iter(manifest.date.map(|date| date.iso())), "{name}");
        let people = metadata.creators().chain(metadata.contributors());
        let mut people: Vec<(String, String, Option<String>)> = people
            .map(|one| {
                let role = one.main_role().expect("each has a role").code().to_string();
                (one.value().to_string(), role, one.file_as().map(str::to_string))
            })
            .collect();
        let wanted = manifest.contributors.iter();
        let mut wanted: Vec<_> =
            wanted.map(|one| (one.name.clone(), one.role.clone(), one.sort.clone())).collect();
        people.sort();
        wanted.sort();
        assert_eq!(people, wanted, "{name}");
        let labels: Vec<String> = epub
            .toc()
            .page_list()
            .into_iter()
            .flat_map(|list| {
                list.children().iter().map(|entry| entry.label().to_string()).collect::<Vec<_>>()
            })
            .collect();
        let shown: Vec<String> =
            layout.pages.iter().filter(|page| page.begins.is_some()).map(|page| page.label.clone()).collect();
        assert!(
            shown.iter().all(|label| labels.contains(label)),
            "{name}: {labels:?} lacks one of {shown:?}"
        );
        assert!(epub.manifest().cover_image().is_some(), "{name} has a cover");
        assert!(epub.toc().contents().is_some() && epub.toc().landmarks().is_some(), "{name}");
        let read: Vec<String> =
            epub.reader().map(|page| page.expect("it can be read").content().to_string()).collect();
        assert!(read.len() >= layout.flow.sections.len(), "{name}: every section is read");
    }
}

#[test]
fn the_pages_are_those_of_a_named_edition() {
    let named = |identifiers: &str| {
        let manifest = format!("title: T\nlanguage: en\nchapters: [a.md]\ndate: 2024\n{identifiers}");
        let world = MemoryWorld::new().file("book.yaml", manifest).file("a.md", "# A\n\ntext\n");
        let epub = open(&world);
        assert_eq!(values(&epub, "dc:source"), values(&epub, "pageBreakSource"));
        values(&epub, "pageBreakSource").join("|")
    };
    let isbn = "identifiers: [{scheme: doi, format: pdf, value: 10.1000/182}, {scheme: isbn, format: pdf, value: 978-3-16-148410-0}]";
    assert_eq!(named(isbn), "urn:isbn:9783161484100");
    assert_eq!(
        named("identifiers: [{scheme: doi, format: pdf, value: 10.1000/182}]"),
        "https://doi.org/10.1000/182"
    );
    assert_eq!(named(""), "PDF edition: T, 2024");
}

#[test]
fn accessibility_is_told_from_what_is_there() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'><path d='M0 0h5v5z'/></svg>";
    let features = |text: &str| {
        let world = MemoryWorld::new()
            .file("book.yaml", "title: T\nlanguage: en\nchapters: [a.md]\n")
            .file("a.md", text.to_string())
            .file("a.svg", svg);
        let epub = open(&world);
        let found = [values(&epub, "schema:accessMode"), values(&epub, "schema:accessibilityFeature")];
        assert_eq!(values(&epub, "schema:accessibilityHazard"), ["none"]);
        assert!(values(&epub, "dcterms:conformsTo").is_empty());
        (found[0].join(" "), found[1].contains(&"alternativeText".to_string()))
    };
    assert_eq!(features("# A\n\ntext\n"), ("textual".to_string(), false));
    assert_eq!(features("# A\n\n![a corner](a.svg)\n"), ("textual visual".to_string(), true));
    assert_eq!(features("# A\n\n![](a.svg){.decorative}\n"), ("textual".to_string(), false));
}

#[test]
fn long_chapters_are_parted_at_headings() {
    let sentence = "A sentence with a note[^n] in it that goes on. ";
    let section = |number: usize| {
        let text = "A sentence that goes on and on and says little. ".repeat(900);
        format!(
            "## Section {number} {{#s{number}}}\n\n{sentence}\n\n{text}\n\n### Below\n\n{text} [](#s1)\n\n"
        )
    };
    let text = format!("# A\n\n{}[^n]: The note.\n", (1..9).map(section).collect::<String>());
    let world =
        MemoryWorld::new().file("book.yaml", "title: T\nlanguage: en\nchapters: [a.md]\n").file("a.md", text);
    let epub = open(&world);
    let sizes: Vec<usize> = epub.reader().map(|page| page.expect("it can be read").content().len()).collect();
    assert!(sizes.iter().all(|&size| size <= 300_000), "{sizes:?}");
    let names: Vec<String> =
        epub.spine().entries().filter_map(|entry| Some(entry.manifest_entry()?.href().to_string())).collect();
    assert!(names.iter().any(|name| name.ends_with("chapter-01-2.xhtml")), "{names:?}");
}

#[test]
fn images_are_scaled_down_when_asked() {
    let png = {
        let mut bytes = Vec::new();
        let picture = image::RgbImage::from_fn(400, 100, |x, y| image::Rgb([x as u8, y as u8, 0]));
        picture.write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Png).expect("it can be written");
        bytes
    };
    let size = |asked: &str| {
        let world = MemoryWorld::new()
            .file("book.yaml", format!("title: T\nlanguage: en\nchapters: [a.md]\n{asked}"))
            .file("a.md", "# A\n\n![a gradient](a.png)\n")
            .file("a.png", png.clone());
        let epub = open(&world);
        let entry = epub.manifest().entries().find(|entry| entry.href().as_str().ends_with("image-001.png"));
        let bytes = entry.expect("the image is there").read_bytes().expect("it can be read");
        let image = image::load_from_memory(&bytes).expect("it is an image");
        (image.width(), image.height())
    };
    assert_eq!(size(""), (400, 100));
    assert_eq!(size("max_image_px: 200\n"), (200, 50));
}
