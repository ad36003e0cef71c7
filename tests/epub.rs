//! EPUBs of small books that exist in memory: what every reading system relies on.

#![allow(
    clippy::disallowed_methods,
    reason = "the books and what is expected of them are files of the tests"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use reportc::world::memory::MemoryWorld;
use reportc::{Formats, Options, compile};
use roxmltree::{Document, Node};

const XHTML: &str = "http://www.w3.org/1999/xhtml";
const OPS: &str = "http://www.idpf.org/2007/ops";

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books").join(name)
}

fn world(name: &str) -> MemoryWorld {
    let files =
        fs::read_dir(folder(name)).expect("the book is there").map(|entry| entry.expect("it can be read"));
    let mut world = MemoryWorld::new();
    for file in files.filter(|file| file.path().is_file()) {
        let bytes = fs::read(file.path()).expect("it can be read");
        world = world.file(&file.file_name().to_string_lossy(), bytes);
    }
    world
}

fn epub(world: &MemoryWorld) -> Vec<u8> {
    let formats = Formats { pdf: None, linearized: false, epub: true, web: Default::default() };
    let outcome = compile(world, "book.yaml", Options { formats, date: None, draft: false }, &|_| {});
    let found: Vec<String> =
        outcome.found.iter().map(|one| format!("{}: {}", one.code, one.message)).collect();
    let mut edition = outcome.made.unwrap_or_else(|| panic!("the book does not build: {found:#?}"));
    edition.outputs.remove(0).bytes
}

/// A book of one chapter.
fn chapter(text: &str) -> MemoryWorld {
    MemoryWorld::new().file("book.yaml", "title: T\nlanguage: en\nchapters: [a.md]\n").file("a.md", text)
}

/// The files of an archive by name.
fn unpack(epub: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(epub)).expect("it is an archive");
    let mut files = BTreeMap::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("it is listed");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("it can be unpacked");
        files.insert(file.name().to_string(), bytes);
    }
    files
}

fn text(files: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    let bytes = files.get(name).unwrap_or_else(|| panic!("no {name} among {:?}", files.keys()));
    String::from_utf8(bytes.clone()).expect("it is UTF-8")
}

fn parse(text: &str) -> Document<'_> {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    Document::parse_with_options(text, options).unwrap_or_else(|error| panic!("{error} in\n{text}"))
}

fn is_xml(name: &str) -> bool {
    [".xhtml", ".opf", ".ncx", ".svg", ".xml"].iter().any(|ending| name.ends_with(ending))
}

/// Faults of a whole archive: what is not well-formed, twice named, or leads nowhere.
fn faults(files: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let texts: BTreeMap<&str, String> =
        files.keys().filter(|name| is_xml(name)).map(|name| (name.as_str(), text(files, name))).collect();
    let documents: BTreeMap<&str, Document> = texts.iter().map(|(name, text)| (*name, parse(text))).collect();
    let mut faults = Vec::new();
    let mut ids: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, document) in &documents {
        for id in document.descendants().filter_map(|node| node.attribute("id")) {
            if !ids.entry(name).or_default().insert(id) {
                faults.push(format!("{name}: {id} twice"));
            }
        }
    }
    for (name, document) in documents.iter().filter(|(name, _)| !name.starts_with("META-INF/")) {
        let links = document.descendants().flat_map(|node| {
            ["href", "src"].into_iter().filter_map(move |attribute| node.attribute(attribute))
        });
        for link in links.filter(|link| !link.contains(':')) {
            let (path, id) = link.split_once('#').map_or((link, None), |(path, id)| (path, Some(id)));
            let target = if path.is_empty() { name.to_string() } else { format!("OEBPS/{path}") };
            let has_id = id.is_none_or(|id| ids.get(target.as_str()).is_some_and(|ids| ids.contains(id)));
            if !files.contains_key(&target) || !has_id {
                faults.push(format!("{name}: {link} leads nowhere"));
            }
        }
        let nested =
            |node: &Node| node.has_tag_name("a") && node.ancestors().skip(1).any(|up| up.has_tag_name("a"));
        faults.extend(document.descendants().filter(nested).map(|_| format!("{name}: a link in a link")));
    }
    faults
}

fn by_type<'a>(document: &'a Document, kind: &str) -> Vec<Node<'a, 'a>> {
    document.descendants().filter(|node| node.attribute((OPS, "type")) == Some(kind)).collect()
}

fn words(node: Node) -> String {
    node.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect()
}

#[test]
fn small_and_hostile_books_are_whole() {
    for name in ["minimal", "hostile", "landscape", "apparatus", "margin"] {
        assert_eq!(faults(&unpack(&epub(&world(name)))), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn the_checks_find_faults() {
    let file = |text: &str| ("OEBPS/a.xhtml".to_string(), text.as_bytes().to_vec());
    let files = BTreeMap::from([file("<p id='x'><a href='#y'><a href='b.xhtml'/></a><i id='x'/></p>")]);
    let expected = ["x twice", "#y leads nowhere", "b.xhtml leads nowhere", "a link in a link"];
    assert_eq!(faults(&files), expected.map(|fault| format!("OEBPS/a.xhtml: {fault}")));
}

#[test]
fn the_archive_is_the_same_each_time_and_begins_with_its_type() {
    let (once, again) = (epub(&world("hostile")), epub(&world("hostile")));
    assert!(once == again, "two builds differ");
    // OCF 3.3, 4.3: the name at byte 30, the stored type behind it.
    assert_eq!(&once[30..58], b"mimetypeapplication/epub+zip");
    assert_eq!(&once[8..10], [0, 0]);
}

/// The expected files lie beside the book. `RENEW=1 cargo test --test epub` writes them anew.
#[test]
fn the_minimal_book_is_written_as_expected() {
    is_as_expected(
        "minimal",
        &["chapter-01.xhtml", "content.opf", "imprint.xhtml", "nav.xhtml", "title-page.xhtml", "toc.ncx"],
    );
}

#[test]
fn a_book_with_turned_pages_is_written_as_expected() {
    is_as_expected("landscape", &["chapter-01.xhtml", "nav.xhtml"]);
}

#[test]
fn a_book_with_the_apparatus_of_scholars_is_written_as_expected() {
    is_as_expected("apparatus", &["chapter-01.xhtml", "annex-01.xhtml", "back-01.xhtml", "back-05.xhtml"]);
}

#[test]
fn a_book_with_a_column_in_its_margin_is_written_as_expected() {
    is_as_expected("margin", &["chapter-01.xhtml", "chapter-02.xhtml"]);
}

fn is_as_expected(book: &str, names: &[&str]) {
    let files = unpack(&epub(&world(book)));
    let expected = folder(book).join("expected");
    for name in names {
        let made = text(&files, &format!("OEBPS/{name}"));
        if std::env::var_os("RENEW").is_some() {
            fs::create_dir_all(&expected).expect("the folder can be made");
            fs::write(expected.join(name), &made).expect("it can be written");
        }
        let wanted = fs::read_to_string(expected.join(name)).unwrap_or_default();
        assert_eq!(made, wanted, "{name}");
    }
}

#[test]
fn the_contents_are_the_headings() {
    let text_of = "# A `b`\n\n## C & D\n\n### E\n\n## F[^1]\n\n[^1]: Note.\n";
    let world = MemoryWorld::new()
        .file("book.yaml", "title: T\nlanguage: en\nchapters: [a.md, b.md]\ncontents: { depth: 3 }\n")
        .file("a.md", text_of)
        .file("b.md", "# G\n\n## H\n");
    let files = unpack(&epub(&world));
    let nav = text(&files, "OEBPS/nav.xhtml");
    let nav = parse(&nav);
    let toc = by_type(&nav, "toc")[0];
    let lines: Vec<(usize, String)> = toc
        .descendants()
        .filter(|node| node.has_tag_name("a"))
        .map(|link| {
            let depth = link.ancestors().filter(|up| up.tag_name().name() == "ol").count();
            let title =
                link.children().filter(Node::is_text).filter_map(|node| node.text()).collect::<String>();
            (depth, title.trim().to_string())
        })
        .collect();
    let expected = [(1, "T"), (1, "A b"), (2, "C & D"), (3, "E"), (2, "F"), (1, "G"), (2, "H")];
    assert_eq!(lines, expected.map(|(depth, title)| (depth, title.to_string())));
}

#[test]
fn notes_and_calls_lead_to_each_other() {
    let files = unpack(&epub(&chapter(
        "# A\n\nOne[^a] *two[^b]* **three**[^c].\n\n\
        [^a]: First.\n[^b]: - list\n[^c]: Third.\n",
    )));
    let file = text(&files, "OEBPS/chapter-01.xhtml");
    let document = parse(&file);
    let calls = by_type(&document, "noteref");
    let notes = by_type(&document, "footnote");
    assert_eq!((calls.len(), notes.len()), (3, 3));
    for (call, note) in calls.iter().zip(notes) {
        let id = |node: Node| format!("#{}", node.attribute("id").expect("it has an id"));
        let back = note.descendants().find(|node| node.attribute("role") == Some("doc-backlink"));
        let back = back.expect("the note leads back");
        assert_eq!(call.attribute("href"), Some(id(note).as_str()));
        assert_eq!(back.attribute("href"), Some(id(*call).as_str()));
        assert_eq!(words(*call).trim(), words(back).trim());
        assert_eq!((note.tag_name().name(), call.attribute("role")), ("aside", Some("doc-noteref")));
    }
}

#[test]
fn works_lead_back_to_where_they_are_cited() {
    let world = MemoryWorld::new()
        .file("book.yaml", "title: T\nlanguage: en\nbibliography: r.bib\nnocite: [none]\nchapters: [a.md, b.md]\n")
        .file(
            "r.bib",
            "@book{once, author = {Lund, A.}, title = {One}}\n@book{often, author = {Roe, B.}, title = {Two}}\n\
             @book{none, author = {Zed, C.}, title = {Three}}\n",
        )
        .file("a.md", "# A [@often]\n\nAs @once [p. 3] says.[^n]\n\n[^n]: In [@often; @often, p. 5].\n")
        .file("b.md", "# B\n\nIn [@often].\n");
    let files = unpack(&epub(&world));
    assert_eq!(faults(&files), Vec::<String>::new());
    let list = text(&files, "OEBPS/back-01.xhtml");
    let document = parse(&list);
    let entries = document.descendants().filter(|node| node.has_tag_name((XHTML, "li")));
    let back = entries.map(|entry| {
        let links = entry.descendants().filter(|node| node.attribute("role") == Some("doc-backlink"));
        let link = |node: Node| (words(node), node.attribute("aria-label").unwrap_or_default().to_string());
        links.map(link).collect::<Vec<_>>()
    });
    let name = |said: &str, name: &str| (said.to_string(), name.to_string());
    let often = ["1", "2", "3"].map(|number| name(number, &format!("Return to text {number}")));
    assert_eq!(back.collect::<Vec<_>>(), [vec![name("↑", "Return to text")], often.to_vec(), Vec::new()]);
}

#[test]
fn what_the_pages_show_of_type_the_stylesheet_says_too() {
    let text = "# A\n\nUNESCO took 1/2 of it.\n\n| a | b |\n|---|---|\n| 1.25 | 1 |\n| 10 | 20.5 % |\n";
    let theme = "text: {small_caps_acronyms: true, fractions: true}\n";
    let world = MemoryWorld::new()
        .file("book.yaml", "title: T\nlanguage: en\ntheme: theme.yaml\nchapters: [a.md]\n")
        .file("theme.yaml", theme)
        .file("a.md", text);
    let files = unpack(&epub(&world));
    assert!(faults(&files).is_empty(), "{:?}", faults(&files));
    let style = text_of(&files, "stylesheet.css");
    assert!(style.contains(".acronym { font-variant-caps: all-small-caps;"));
    assert!(style.contains(".fraction { font-variant-numeric: diagonal-fractions; }"));
    let chapter = text_of(&files, "chapter-01.xhtml");
    assert!(
        chapter.contains(
            "<span class=\"acronym\">UNESCO</span> took <span class=\"fraction\">1/2</span> of it."
        )
    );
    // A figure's width for each figure after the point, half of one for the point itself.
    assert!(chapter.contains("style=\"padding-inline-end:calc(0.6em + 2.5ch)\">10</td>"), "{chapter}");
}

#[test]
fn numbers_of_lists_are_those_of_the_pages() {
    let text = "# A\n\n(a) one\n(b) two\n\n---\n\niv) three\n\nv) four\n\n---\n\nB.  five\nC.  six\n\n---\n\n(3) seven\n";
    let world =
        MemoryWorld::new().file("book.yaml", "title: T\nlanguage: en\nchapters: [a.md]\n").file("a.md", text);
    let files = unpack(&epub(&world));
    let (chapter, style) = (text_of(&files, "chapter-01.xhtml"), text_of(&files, "stylesheet.css"));
    for (list, rule) in [
        (
            "<ol type=\"a\" class=\"tight brackets\">",
            "ol[type=\"a\"].brackets { list-style-type: lower-alpha-brackets; }",
        ),
        (
            "<ol start=\"4\" type=\"i\" class=\"bracket\">",
            "ol[type=\"i\"].bracket { list-style-type: lower-roman-bracket; }",
        ),
        ("<ol start=\"2\" type=\"A\" class=\"tight\">", "ol[type=\"A\"] { list-style-type: upper-alpha; }"),
        ("<ol start=\"3\" class=\"tight brackets\">", "ol.brackets { list-style-type: decimal-brackets; }"),
    ] {
        assert!(chapter.contains(list), "{list}: {chapter}");
        assert!(style.contains(rule), "{rule}");
    }
    let brackets =
        "@counter-style lower-alpha-brackets { system: extends lower-alpha; prefix: \"(\"; suffix: \") \"; }";
    assert!(style.contains(brackets));
}

/// WCAG 2.2, 2.5.8: of what the reading system sets at 16 pixels, 24 by 24 can be hit, and nothing else within them.
#[test]
fn ways_back_from_notes_are_large_enough_to_hit() {
    let sizes = ["{}", "small: {size: 6pt}", "small: {size: 20pt}", "text: {size: 12pt, leading: 12pt}"];
    let notes = "# A\n\nOne,[^1] two.[^2]\n\n[^1]: [i](https://i.example)\n\n[^2]: [i](https://i.example)\n";
    for theme in sizes {
        let world = MemoryWorld::new()
            .file("book.yaml", "title: T\nlanguage: en\ntheme: theme.yaml\nchapters: [a.md]\n")
            .file("theme.yaml", theme)
            .file("a.md", notes);
        let files = unpack(&epub(&world));
        let style = text_of(&files, "stylesheet.css");
        let pixels = |selector: &str, property: &str| pixels(&style, selector, property);
        let line = number(&style, "body", "line-height");
        let height = line * pixels("figcaption", "font-size") + 2.0 * pixels(".backlink", "padding-block");
        let (width, apart) = (pixels(".backlink", "min-width"), pixels(".backlink", "margin-inline-end"));
        assert!(width >= 24.0 && height >= 24.0, "{theme}: {width} by {height}");
        // The face's space beside it.
        assert!(apart + 0.2 * pixels("figcaption", "font-size") >= 12.0, "{theme}: {apart} apart");
        let between = pixels(".notes .note", "margin-block") - 2.0 * pixels(".backlink", "padding-block");
        assert!(between >= -0.001, "{theme}: targets overlap by {between}");
        assert_eq!(pixels(".backlink", "margin-block"), -pixels(".backlink", "padding-block"), "{theme}");
        assert!(pixels(".notes .note", "padding-inline-start") > width + apart, "{theme}");
    }
}

/// A length of notes as the stylesheet has it, in pixels where the root's em is 16.
fn pixels(style: &str, selector: &str, property: &str) -> f64 {
    let small = number(style, "figcaption", "font-size") * 16.0;
    if selector == "figcaption" { small } else { number(style, selector, property) * small }
}

/// The number of the last such property in a rule that begins with such a selector.
fn number(style: &str, selector: &str, property: &str) -> f64 {
    let declared = style
        .lines()
        .filter(|line| {
            line.starts_with(&format!("{selector} {{")) || line.starts_with(&format!("{selector},"))
        })
        .filter_map(|line| line.split_once(&format!(" {property}: ")))
        .next_back();
    let (_, value) = declared.unwrap_or_else(|| panic!("{selector} has no {property}"));
    let value: String = value.chars().take_while(|c| matches!(c, '0'..='9' | '.' | '-')).collect();
    value.parse().expect("it is a number")
}

fn text_of(files: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    let path = files.keys().find(|path| path.ends_with(name)).expect("the file is in the archive");
    text(files, path)
}

#[test]
fn books_that_run_right_to_left_say_so() {
    let world = MemoryWorld::new()
        .file("book.yaml", "title: كتاب\nlanguage: ar\nchapters: [a.md]\n")
        .file("a.md", "# فصل\n\nنص `code` و [word]{lang=en}.\n\n```\ncode\n```\n\nHello, world!\n");
    let files = unpack(&epub(&world));
    assert!(text(&files, "OEBPS/content.opf").contains("page-progression-direction=\"rtl\""));
    let file = text(&files, "OEBPS/chapter-01.xhtml");
    let document = parse(&file);
    assert_eq!(document.root_element().attribute("dir"), Some("rtl"));
    let left: Vec<&str> = document
        .descendants()
        .filter(|node| node.attribute("dir") == Some("ltr"))
        .map(|node| node.tag_name().name())
        .collect();
    assert_eq!(left, ["code", "span", "pre", "span"]);
}

#[test]
fn every_file_is_listed_as_what_it_is() {
    let files = unpack(&epub(&world("hostile")));
    let package = text(&files, "OEBPS/content.opf");
    let package = parse(&package);
    let items: BTreeMap<String, &str> = package
        .descendants()
        .filter(|node| node.tag_name().name() == "item")
        .map(|item| {
            let get = |name| item.attribute(name).expect("items have names and types");
            (format!("OEBPS/{}", get("href")), get("media-type"))
        })
        .collect();
    let packed: BTreeSet<&str> = files
        .keys()
        .map(String::as_str)
        .filter(|name| !name.starts_with("META-INF/") && *name != "mimetype" && *name != "OEBPS/content.opf")
        .collect();
    assert_eq!(items.keys().map(String::as_str).collect::<BTreeSet<_>>(), packed);
    let of = |ending: &str| items.iter().find(|(name, _)| name.ends_with(ending)).map(|(_, kind)| *kind);
    assert_eq!(of(".png"), Some("image/png"));
    assert_eq!(of(".svg"), Some("image/svg+xml"));
    assert_eq!(of(".otf"), Some("font/otf"));
}

#[test]
fn embedded_faces_keep_what_shaping_needs() {
    let files = unpack(&epub(&chapter("# A\n\nffi *т* **b** [caps]{.smallcaps}\n")));
    let faces: Vec<&Vec<u8>> = files
        .iter()
        .filter(|(name, _)| name.ends_with(".otf") || name.ends_with(".ttf"))
        .map(|(_, b)| b)
        .collect();
    assert!(faces.len() >= 3, "only {} faces", faces.len());
    for face in faces {
        let tables = usize::from(u16::from_be_bytes([face[4], face[5]]));
        let tags: BTreeSet<&[u8]> =
            (0..tables).map(|index| &face[12 + 16 * index..16 + 16 * index]).collect();
        for tag in [&b"cmap"[..], b"GSUB", b"GPOS", b"OS/2", b"hmtx", b"name"] {
            assert!(tags.contains(tag), "a face has no {}", String::from_utf8_lossy(tag));
        }
        assert!(tags.contains(&b"CFF "[..]) || tags.contains(&b"glyf"[..]));
    }
}

#[test]
fn words_in_drawings_fit_whatever_faces_a_reader_has() {
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80\" height=\"20\"><text y=\"9\">Words</text></svg>";
    let plain = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"><rect width=\"8\" height=\"8\"/></svg>";
    let world = chapter("# A\n\n![a](a.svg)\n\n![b](b.svg)\n").file("a.svg", drawing).file("b.svg", plain);
    let files = unpack(&epub(&world));
    let drawings: Vec<String> =
        files.keys().filter(|name| name.ends_with(".svg")).map(|name| text(&files, name)).collect();
    assert_eq!(drawings.len(), 2);
    let outlined = parse(&drawings[0]);
    assert_eq!(outlined.root_element().attribute("viewBox"), Some("0 0 80 20"));
    assert!(!drawings[0].contains("text"), "{}", drawings[0]);
    let paths = outlined.descendants().filter(|node| node.tag_name().name() == "path").count();
    assert!(paths > 0, "the words are gone: {}", drawings[0]);
    assert!(drawings[1].contains("<rect"), "a drawing without words is as it was: {}", drawings[1]);
}

/// Rows and columns have heads, a box that scrolls has a name of its own and a place in the order of the keys.
#[test]
fn tables_are_reached_by_the_keyboard_and_their_rows_have_heads() {
    let table = "| Place | Number |\n|---|---|\n| **North** | 1 |\n";
    let world = chapter(&format!("# A\n\n{table}\n: Some *places*[^n]\n\n{table}\n{table}\n[^n]: A note.\n"));
    let files = unpack(&epub(&world));
    assert_eq!(faults(&files), Vec::<String>::new());
    let written = text(&files, "OEBPS/chapter-01.xhtml");
    let document = parse(&written);
    let boxes: Vec<Node> =
        document.descendants().filter(|node| node.attribute("class") == Some("table")).collect();
    let names: Vec<_> = boxes.iter().filter_map(|one| one.attribute("aria-label")).collect();
    assert_eq!(names, ["Table 1.1 Some places", "Table: Place, Number", "Table: Place, Number (2)"]);
    for one in boxes {
        assert_eq!((one.attribute("role"), one.attribute("tabindex")), (Some("region"), Some("0")));
        let heads: Vec<_> = one.descendants().filter_map(|node| node.attribute("scope")).collect();
        assert_eq!(heads, ["col", "col", "row"]);
    }
    let navigation = text(&files, "OEBPS/nav.xhtml");
    assert!(navigation.contains(">Table 1.1 Some places</a>"), "{navigation}");
}

#[test]
fn chapters_are_a_level_below_their_parts() {
    let manifest = "title: T\nlanguage: en\nfront: [c.md]\nparts:\n  - title: One\n    chapters: [a.md]\n";
    let world = MemoryWorld::new().file("book.yaml", manifest).file("c.md", "# Before\n");
    let files = unpack(&epub(&world.file("a.md", "# A\n\n## B\n")));
    let headings = |name: &str| {
        let text = text(&files, name);
        let document = parse(&text);
        let is_heading =
            |node: &Node| node.tag_name().name().starts_with('h') && node.tag_name().name().len() == 2;
        let headings =
            document.descendants().filter(|node| is_heading(node) && node.tag_name().name() != "hr");
        headings.map(|node| node.tag_name().name().to_string()).collect::<Vec<_>>()
    };
    assert_eq!(headings("OEBPS/front-01.xhtml"), ["h1"]);
    assert_eq!(headings("OEBPS/part-01.xhtml"), ["h1"]);
    assert_eq!(headings("OEBPS/chapter-01.xhtml"), ["h2", "h3"]);
    let css = text(&files, "OEBPS/stylesheet.css");
    assert!(css.contains(".in-part h2 {"), "a chapter looks as one at any level");
}

#[test]
fn formulas_are_mathml_in_their_own_face() {
    let world = chapter(
        "# With $x \\in A$\n\nIn a line $\\frac{1}{2}$, [to a row](#eq-b), [to all](#eq-c).\n\n\
         \\begin{align}\n a &= b \\label{eq-a} \\\\\n c &= d \\label{eq-b}\n\\end{align}\n\n\
         $$ \\left( \\frac{a}{b} \\right) $$ {#eq-c}\n",
    );
    let files = unpack(&epub(&world));
    assert_eq!(faults(&files), Vec::<String>::new());
    let text_of = text(&files, "OEBPS/chapter-01.xhtml");
    let document = parse(&text_of);
    let mathml = "http://www.w3.org/1998/Math/MathML";
    let formulas: Vec<Node> =
        document.descendants().filter(|node| node.has_tag_name((mathml, "math"))).collect();
    assert_eq!(formulas.len(), 4, "{text_of}");
    assert!(formulas.iter().all(|formula| formula.attribute("alttext").is_some()), "{text_of}");
    assert_eq!(formulas[1].attribute("alttext"), Some("one half"));
    let numbers = document.descendants().filter(|node| node.attribute("class") == Some("equation-number"));
    let numbers: Vec<&str> = numbers.filter_map(|node| node.text()).collect();
    assert_eq!(numbers, ["(1.3)"], "rows have theirs within the formula: {text_of}");
    assert!(text_of.contains("1.2") && text_of.contains("id=\"eq-b\""), "{text_of}");
    let package = text(&files, "OEBPS/content.opf");
    let listed = parse(&package);
    let has_maths = listed.descendants().filter(|node| node.attribute("properties") == Some("mathml"));
    let hrefs: Vec<&str> = has_maths.filter_map(|node| node.attribute("href")).collect();
    assert!(hrefs.contains(&"chapter-01.xhtml"), "{package}");
    assert!(package.contains(">MathML<"), "{package}");
    let is_maths = |bytes: &&Vec<u8>| bytes.windows(4).take(500).any(|tag| tag == b"MATH");
    let faces: Vec<&Vec<u8>> =
        files.iter().filter(|(name, _)| name.contains("/fonts/")).map(|(_, bytes)| bytes).collect();
    let sizes: Vec<usize> = faces.iter().map(|face| face.len()).collect();
    assert_eq!(faces.iter().filter(|face| is_maths(face)).count(), 1);
    // None is embedded whole.
    assert!(sizes.iter().all(|size| *size < 100_000), "{sizes:?}");
}
