//! The structure tree of written PDFs, read back: the same text, in the same order, as the same things as in the flow.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the books are files; what is left out is said"
)]

#[path = "../pages/books.rs"]
mod books;
mod expected;
mod formulas;
mod linear;
mod nesting;
mod reader;
mod semantics;

use std::fs;
use std::path::PathBuf;

use books::{OWN_BOOKS, books};
use lopdf::Object;
use lopdf::content::Content;
use reader::{Element, Kid, Tagged};
use reportc::diag::Sink;
use reportc::geom::Abs;
use reportc::memo::Memo;
use reportc::model::findings::Findings;
use reportc::model::layout::{Item, ItemKind, Layout, Origin, Page};
use reportc::pdf::{Profile, draw};
use reportc::world::memory::MemoryWorld;
use reportc::{SetBook, set_book};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

struct Book {
    layout: Layout,
    pdf: Tagged,
    bytes: Vec<u8>,
}

fn build(world: &MemoryWorld, profile: Profile) -> Book {
    build_as(world, profile, false)
}

fn build_as(world: &MemoryWorld, profile: Profile, linearized: bool) -> Book {
    let mut sink = Sink::default();
    let (_, set) = set_book(world, "book.yaml", &|_| {}, &mut sink);
    let SetBook { layout, fonts, .. } = set.expect("the book can be set");
    let drawn = draw(&layout, &fonts, profile, &Memo::NONE, &mut sink);
    let bytes = drawn.expect("the book can be written").save(linearized, &Findings::default());
    Book { layout, pdf: Tagged::read(&bytes), bytes }
}

/// The books of the project alone.
fn own_books() -> Vec<(String, MemoryWorld)> {
    books().into_iter().take(OWN_BOOKS).collect()
}

/// Text without the marks of divided words.
fn exact(text: &str) -> String {
    let shown = text.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{34f}' | '\u{200e}' | '\u{200f}'));
    shown.map(|c| if c == '\u{2010}' { '-' } else { c }).collect()
}

/// Text as it is compared: no marks of divided words, any white space as one space.
fn plain(text: &str) -> String {
    exact(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn books_read_as_their_flow_says() {
    for (name, world) in books() {
        reads_as_flow(&name, &build(&world, Profile::Archive));
    }
}

#[test]
fn books_in_pdf_2_read_as_their_flow_says() {
    for (name, world) in own_books() {
        reads_as_flow(&name, &build(&world, Profile::Pdf2));
    }
}

fn reads_as_flow(name: &str, book: &Book) {
    let tree = book.pdf.tree();
    assert_eq!(book.pdf.orphans(&tree), 0, "{name}: content that no element has");
    let mut read = Vec::new();
    texts(&tree, &mut read);
    let wanted = expected::texts(&book.layout);
    for (index, (read, wanted)) in read.iter().zip(&wanted).enumerate() {
        assert_eq!(read, wanted, "{name}: text {index}");
    }
    assert_eq!(read.len(), wanted.len(), "{name}: as many texts");
}

#[test]
fn elements_stand_where_they_may() {
    for (name, world) in books() {
        let mut found = Vec::new();
        nesting::violations(&build(&world, Profile::Archive).pdf.tree(), &mut found);
        assert_eq!(found, Vec::<String>::new(), "{name}");
    }
}

/// A table of a header row only has that row, without a head that no body follows.
#[test]
fn a_table_of_a_header_row_only_is_one() {
    let manifest = "title: T\nlanguage: en\nchapters: [a.md]\n";
    let world = MemoryWorld::new().file("book.yaml", manifest);
    let world = world.file("a.md", "# One\n\n| Date | Name |\n|------|------|\n\n: Empty {#tbl-a}\n");
    for profile in [Profile::Archive, Profile::Pdf2] {
        let book = build(&world, profile);
        reads_as_flow("header only", &book);
        let (tree, mut found) = (book.pdf.tree(), Vec::new());
        if profile == Profile::Archive {
            nesting::violations(&tree, &mut found);
        }
        assert_eq!(found, Vec::<String>::new());
        let mut told = String::new();
        tell(&tree, 0, &mut told);
        assert!(told.contains("TR") && told.contains("TH: Date") && !told.contains("THead"), "{told}");
    }
}

/// The elements that hold text themselves or in parts of lines, each with its text; figures with what is said of them.
fn texts(element: &Element, out: &mut Vec<(String, String)>) {
    const TEXT: [&str; 13] =
        ["Title", "P", "H1", "H2", "H3", "H4", "H5", "H6", "Lbl", "Caption", "TH", "TD", "Code"];
    if element.role == "Figure" {
        out.push(("Figure".to_string(), plain(element.alt.as_deref().unwrap_or_default())));
    } else if TEXT.contains(&element.role.as_str()) && !holds_blocks(element) {
        // White space in a block of code says something.
        let is_listing = element.role == "Code";
        let mut text = if is_listing { exact(&element.text()) } else { plain(&element.text()) };
        figures_in(element, &mut text);
        // What PDF 2.0 knows as the document's title is its first heading.
        let role = if element.role == "Title" { "H1" } else { &element.role };
        out.push((role.to_string(), text));
    } else {
        for kid in &element.kids {
            match kid {
                Kid::Element(inner) => texts(inner, out),
                Kid::Text { text, .. } => panic!("{} holds text: {text:?}", element.role),
                Kid::Link => panic!("{} holds a link", element.role),
            }
        }
    }
}

/// Whether an element is a cell of a table with blocks in it.
fn holds_blocks(element: &Element) -> bool {
    const BLOCKS: [&str; 5] = ["P", "L", "Table", "BlockQuote", "Div"];
    // Code in a line of text has no lines of its own, and a figure in it no caption.
    let is_captioned = |inner: &Element| {
        inner.kids.iter().any(|kid| matches!(kid, Kid::Element(inner) if inner.role == "Caption"))
    };
    let is_listing = |inner: &Element| inner.role == "Code" && inner.text().contains('\n');
    let is_block = |kid: &Kid| matches!(kid, Kid::Element(inner) if BLOCKS.contains(&inner.role.as_str()) || is_listing(inner) || is_captioned(inner));
    matches!(element.role.as_str(), "TH" | "TD") && element.kids.iter().any(is_block)
}

/// What is said of figures within a text, after it.
fn figures_in(element: &Element, text: &mut String) {
    for kid in &element.kids {
        if let Kid::Element(inner) = kid {
            if inner.role == "Figure" {
                text.push_str(&format!(" [{}]", plain(inner.alt.as_deref().unwrap_or_default())));
            }
            figures_in(inner, text);
        }
    }
}

/// Where an annotation or a bookmark leads, and the element it names if it names one.
fn leads(pdf: &Tagged, from: &lopdf::Dictionary) -> (usize, f64) {
    let Ok(action) = from.get(b"A") else {
        return destination(pdf, from.get(b"Dest").expect("it leads somewhere"));
    };
    let action = pdf.dictionary(action);
    let named = action.get(b"D").and_then(Object::as_str).ok().map(|name| named(pdf, name));
    let action = named.unwrap_or(action);
    let structure = action.get(b"SD").and_then(Object::as_array).expect("it names an element");
    assert!(pdf.dictionary(&structure[0]).has(b"S"), "an element has a type");
    destination(pdf, action.get(b"D").expect("it leads to a page"))
}

/// What a name of the name tree of destinations stands for.
fn named<'a>(pdf: &'a Tagged, name: &[u8]) -> &'a lopdf::Dictionary {
    let list = |from: &'a lopdf::Dictionary, key| from.get(key).and_then(Object::as_array).expect("a list");
    let trees = pdf.document.catalog().and_then(|catalog| catalog.get(b"Names")).expect("there are names");
    let tree = pdf.dictionary(pdf.dictionary(trees).get(b"Dests").expect("destinations have some"));
    let leaf = list(tree, b"Kids").iter().map(|leaf| pdf.dictionary(leaf)).find(|leaf| {
        let limits: Vec<&[u8]> =
            list(leaf, b"Limits").iter().map(|limit| limit.as_str().expect("a name")).collect();
        limits[0] <= name && name <= limits[1]
    });
    let names = list(leaf.expect("a leaf has the name"), b"Names");
    let pair = names.chunks(2).find(|pair| pair[0].as_str().is_ok_and(|have| have == name));
    pdf.dictionary(&pair.expect("the name is there")[1])
}

/// Where a destination leads: a page's index and a height above its foot.
fn destination(pdf: &Tagged, destination: &Object) -> (usize, f64) {
    let parts = destination.as_array().expect("a destination is explicit");
    let page = parts[0].as_reference().expect("it names a page");
    let page = pdf.pages.iter().position(|have| *have == page).expect("it is a page of the file");
    assert_eq!(parts[1].as_name().expect("a name"), b"XYZ");
    (page, f64::from(parts[3].as_float().expect("a height")))
}

#[test]
fn links_lead_to_their_targets() {
    let in_2 = own_books().into_iter().map(|(name, world)| (name, build(&world, Profile::Pdf2)));
    let books = books().into_iter().map(|(name, world)| (name, build(&world, Profile::Archive)));
    for (name, book) in books.chain(in_2) {
        let Book { layout, pdf, .. } = book;
        let place = |node| {
            layout.pages.iter().enumerate().find_map(|(index, page)| {
                let at = page.anchors.iter().find(|(anchor, _)| *anchor == node)?.1;
                Some((index, (page.size.height - at.y).to_pt()))
            })
        };
        for (index, page) in layout.pages.iter().enumerate() {
            let areas = page.items.iter().filter_map(|item| match (&item.kind, item.origin) {
                (ItemKind::Link { target, .. }, Origin::Node(_)) => Some(target),
                _ => None,
            });
            let id = Object::Reference(pdf.pages[index]);
            let annotations = pdf.dictionary(&id).get(b"Annots");
            let annotations = annotations.map_or(&[][..], |list| list.as_array().expect("a list"));
            let areas: Vec<_> = areas.collect();
            assert_eq!(areas.len(), annotations.len(), "{name}: links of page {index}");
            for (target, link) in areas.into_iter().zip(annotations) {
                let link = pdf.dictionary(link);
                assert!(link.has(b"Contents") && link.has(b"StructParent"), "{name}: a link on page {index}");
                let Some(node) = target.node() else {
                    assert!(link.has(b"A"), "{name}: a web link on page {index}");
                    continue;
                };
                let (page, top) = leads(&pdf, link);
                let (wanted, height) = place(node).expect("the target is on a page");
                assert_eq!(page, wanted, "{name}: page {index}, link to {node:?}");
                assert!(
                    (top - height).abs() < 5.0,
                    "{name}: page {index}, link to {node:?}: {top}, not {height}"
                );
            }
        }
    }
}

#[test]
fn bookmarks_lead_to_headings_of_their_names() {
    for (name, world) in books() {
        let Book { layout, pdf, .. } = build(&world, Profile::Archive);
        let mut headings = Vec::new();
        headings_of(&pdf.tree(), &mut headings);
        let mut bookmarks = Vec::new();
        let outlines =
            pdf.document.catalog().and_then(|catalog| catalog.get(b"Outlines")).expect("there are some");
        bookmarks_under(&pdf, pdf.dictionary(outlines), &mut bookmarks);
        assert_eq!(bookmarks.len(), layout.flow.outline.len(), "{name}: as many as the flow has");
        for ((bookmark, page), entry) in bookmarks.iter().zip(&layout.flow.outline) {
            let title = squeeze(&entry.title);
            assert!(squeeze(bookmark).ends_with(&title), "{name}: {bookmark:?} is {title:?}");
            let found = headings.iter().any(|(text, at)| at == page && squeeze(text).ends_with(&title));
            assert!(found || is_untitled(&layout, &entry.title), "{name}: {bookmark:?} on page {page}");
        }
    }
}

/// Sections that have no heading of their name: the cover and such.
fn is_untitled(layout: &Layout, title: &str) -> bool {
    use reportc::model::flow::{BlockKind, SectionKind};
    layout.flow.sections.iter().any(|section| {
        let bare = !section.blocks.iter().any(|block| matches!(block.kind, BlockKind::Heading { .. }));
        let generated = matches!(section.kind, SectionKind::Cover | SectionKind::Imprint);
        section.title == title && bare && generated
    })
}

fn squeeze(text: &str) -> String {
    exact(text).chars().filter(|c| !c.is_whitespace()).collect()
}

fn headings_of(element: &Element, out: &mut Vec<(String, usize)>) {
    if element.role.starts_with('H') {
        let mut first = None;
        let mut text = String::new();
        element.collect(&mut text, &mut |page| {
            first.get_or_insert(page);
            true
        });
        out.push((text, first.expect("a heading is on a page")));
    }
    for kid in &element.kids {
        if let Kid::Element(inner) = kid {
            headings_of(inner, out);
        }
    }
}

fn bookmarks_under(pdf: &Tagged, parent: &lopdf::Dictionary, out: &mut Vec<(String, usize)>) {
    let mut next = parent.get(b"First").ok();
    while let Some(entry) = next {
        let entry = pdf.dictionary(entry);
        let title = entry.get(b"Title").and_then(Object::as_str).expect("a bookmark has a title");
        let (page, _) = leads(pdf, entry);
        out.push((reader::text_string(title), page));
        bookmarks_under(pdf, entry, out);
        next = entry.get(b"Next").ok();
    }
}

/// The sample as its tags alone tell it: what a screen reader has.
#[test]
fn the_sample_reads_aloud() {
    let (_, sample) = own_books().swap_remove(0);
    let book = build(&sample, Profile::Archive);
    let mut told = String::new();
    tell(&book.pdf.tree(), 0, &mut told);
    let path = root().join("tests/tagged/sample.txt");
    if std::env::var_os("RENEW").is_some() {
        fs::write(&path, &told).expect("it can be written");
    }
    let golden = fs::read_to_string(&path).expect("it is there");
    for (index, (told, golden)) in told.lines().zip(golden.lines()).enumerate() {
        assert_eq!(told, golden, "line {} of tests/tagged/sample.txt", index + 1);
    }
    assert_eq!(told.lines().count(), golden.lines().count(), "lines of tests/tagged/sample.txt");
}

/// A line an element; parts of lines in brackets.
fn tell(element: &Element, depth: usize, out: &mut String) {
    const PARTS: [&str; 5] = ["Span", "Link", "Code", "Reference", "Figure"];
    out.push_str(&"  ".repeat(depth));
    out.push_str(&element.name);
    if let Some(lang) = &element.lang {
        out.push_str(&format!(" ({lang})"));
    }
    let mut line = String::new();
    let is_part = |inner: &Element| PARTS.contains(&inner.role.as_str());
    let holds_text = element.kids.iter().any(|kid| matches!(kid, Kid::Text { .. }));
    let flat =
        holds_text || element.kids.iter().all(|kid| matches!(kid, Kid::Element(inner) if is_part(inner)));
    if let Some(alt) = &element.alt {
        line.push_str(&format!("<{alt}>"));
    }
    if flat {
        part(element, &mut line);
    }
    if !line.is_empty() {
        out.push_str(&format!(": {}", plain(&line)));
    }
    out.push('\n');
    for kid in element.kids.iter().filter(|_| !flat) {
        if let Kid::Element(inner) = kid {
            tell(inner, depth + 1, out);
        }
    }
}

fn part(element: &Element, line: &mut String) {
    for kid in &element.kids {
        match kid {
            Kid::Text { text, .. } => line.push_str(text),
            Kid::Element(inner) => {
                let lang = inner.lang.as_ref().map(|lang| format!(" {lang}")).unwrap_or_default();
                line.push_str(&format!("[{}{lang} ", inner.name));
                line.push_str(inner.alt.as_deref().unwrap_or_default());
                part(inner, line);
                while line.ends_with(' ') {
                    line.pop();
                }
                line.push(']');
                line.push_str(if inner.role == "Lbl" { " " } else { "" });
            }
            Kid::Link => {}
        }
    }
}

/// Chapters as they were written and tables as data, with what they are to the book.
#[test]
fn attached_files_are_in_the_file() {
    let manifest = "title: T\nlanguage: en\nchapters: [a.md]\nattach: [tables, sources]\n";
    let chapter =
        "# One\n\n| Place | Height |\n|---|---|\n| Fen, the | 4 |\n| Hill[^n] | 12[^n] |\n\n[^n]: A note.\n";
    let world = MemoryWorld::new().file("book.yaml", manifest).file("a.md", chapter);
    let pdf = build(&world, Profile::Pdf2).pdf;
    let catalog = pdf.document.catalog().expect("there is a catalog");
    let files = catalog.get(b"AF").and_then(Object::as_array).expect("files belong to the book");
    let files: Vec<(String, String, String)> = files
        .iter()
        .map(|file| {
            let file = pdf.dictionary(file);
            let name = file.get(b"UF").and_then(Object::as_str).expect("a file has a name");
            let kind = file.get(b"AFRelationship").and_then(Object::as_name).expect("it is something");
            let stream = pdf.dictionary(file.get(b"EF").expect("it is embedded")).get(b"F");
            let stream = stream.and_then(Object::as_reference).expect("it is a stream");
            let stream = pdf.document.get_object(stream).and_then(Object::as_stream).expect("it is a stream");
            let bytes = stream.decompressed_content().expect("it is deflated");
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            (reader::text_string(name), text(kind), text(&bytes))
        })
        .collect();
    let table = "Place,Height\r\n\"Fen, the\",4\r\nHill,12\r\n";
    let wanted = [("table-001.csv", "Data", table), ("a.md", "Source", chapter)];
    let wanted = wanted.map(|(name, kind, text)| (name.to_string(), kind.to_string(), text.to_string()));
    assert_eq!(files, wanted);
}

/// Programs that read a page find replacement text only where something is shown, if only a space.
#[test]
fn something_is_shown_for_every_text() {
    let manifest = "title: T\nlanguage: en\nchapters: [a.md]\n";
    let chapter = "# One\n\n差的非共通性\n\nA word 差的非.\n\n- 差的\n";
    let world = MemoryWorld::new().file("book.yaml", manifest).file("a.md", chapter);
    let document = build(&world, Profile::Archive).pdf.document;
    let (mut spans, mut boxes) = (0, 0);
    for page in document.get_pages().into_values() {
        let content = document.get_page_content(page);
        // Of each open sequence, whether it has a text and shows nothing yet.
        let mut open: Vec<bool> = Vec::new();
        // Of each, whether it is part of an element: boxes are, and no artifacts.
        let mut of_element: Vec<bool> = Vec::new();
        for operation in Content::decode(&content).expect("it is well-formed").operations {
            match operation.operator.as_str() {
                "BMC" | "BDC" => {
                    let properties = operation.operands.get(1).and_then(|one| one.as_dict().ok());
                    let has_text = properties.is_some_and(|properties| properties.has(b"ActualText"));
                    spans += usize::from(has_text);
                    open.push(has_text);
                    of_element.push(properties.is_some_and(|properties| properties.has(b"MCID")));
                }
                "f*" => {
                    boxes += 1;
                    assert!(of_element.contains(&true) && open.contains(&false), "a box that is no text");
                }
                "Tj" | "TJ" => open.iter_mut().for_each(|lacks| *lacks = false),
                "EMC" => {
                    of_element.pop();
                    assert_eq!(open.pop(), Some(false), "nothing is shown for a text");
                }
                _ => {}
            }
        }
    }
    assert_eq!((spans, boxes), (3, 11));
}

/// Text in columns is read one column after another, and what stands across them where it is written.
#[test]
fn columns_are_read_one_after_another() {
    let paragraph = |n: usize| {
        format!(
            "Paragraph {n} of them all has words enough for some lines of a column, and then it ends.[^{n}]\n\n[^{n}]: Note {n}.\n\n"
        )
    };
    let paragraphs = |range: std::ops::Range<usize>| range.map(paragraph).collect::<String>();
    let across = "| a | b |\n|---|---|\n| 1 | 2 |\n\n: Across {#tbl-a .span}\n\n";
    let chapter = format!("# One\n\n{}{across}{}", paragraphs(0..30), paragraphs(30..70));
    let world = MemoryWorld::new()
        .file("book.yaml", "title: T\nlanguage: en\ntheme: t.yaml\npage: {size: A4}\nchapters: [a.md]\n")
        .file("t.yaml", "page: {columns: 2}\n")
        .file("a.md", chapter);
    let book = build(&world, Profile::Archive);
    reads_as_flow("columns", &book);
    // There are columns on some page: lines begin at two places, and lower ones of the first before higher ones of the second.
    let goes_up = |page: &Page| {
        let is_text =
            |item: &&Item| matches!((&item.origin, &item.kind), (Origin::Node(_), ItemKind::Glyphs(_)));
        let lines: Vec<_> = page.items.iter().filter(is_text).map(|item| item.at).collect();
        lines.windows(2).any(|two| two[1].x > two[0].x + Abs::pt(120) && two[1].y + Abs::pt(120) < two[0].y)
    };
    assert!(book.layout.pages.iter().any(|page| goes_up(page)), "no page has two columns");
}

/// A face has codes of one byte until a book uses more of its glyphs than those can tell apart.
#[test]
fn codes_are_as_long_as_a_face_needs() {
    let many: String =
        ('\u{c0}'..='\u{17f}').chain('\u{391}'..='\u{3c9}').chain('\u{410}'..='\u{44f}').collect();
    let words: Vec<String> = many.chars().map(|letter| format!("a{letter}a")).collect();
    let manifest = "title: T\nlanguage: en\nchapters: [a.md]\n";
    let world = MemoryWorld::new().file("book.yaml", manifest);
    let book =
        build(&world.file("a.md", format!("# One\n\n{}\n\n*Few.*\n", words.join(" "))), Profile::Archive);
    reads_as_flow("many letters", &book);
    let document = &book.pdf.document;
    let page = |page| document.get_page_fonts(page).expect("its fonts can be read").into_values();
    let fonts: Vec<_> = document.get_pages().into_values().flat_map(page).collect();
    let is_long = |font: &&lopdf::Dictionary| font.get(b"Encoding").is_ok_and(|name| name.as_name().is_ok());
    let long: Vec<_> = fonts.iter().copied().filter(|font| is_long(font)).collect();
    assert!(!long.is_empty() && long.len() < fonts.len(), "{} of {}", long.len(), fonts.len());
    for font in long {
        assert_eq!(font.get(b"Encoding").and_then(Object::as_name).ok(), Some(b"Identity-H".as_slice()));
    }
}
