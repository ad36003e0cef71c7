//! Every key of a theme acts in both editions, or in the paged one alone where a reading system has the say.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use std::sync::Arc;

use reportc::diag::{Severity, Sink};
use reportc::manifest::{THEMES, theme};
use reportc::model::flow::BlockKind;
use reportc::model::flow::TextStyle;
use reportc::model::layout::Page;
use reportc::model::theme::{FontRole, Weight};
use reportc::source::Sources;
use reportc::text::{Setting, Shaper};
use reportc::world::memory::MemoryWorld;
use reportc::{Formats, Options, Profile, compile};

const MANIFEST: &str = "title: Springs\nsubtitle: Of the North\nlanguage: en\ndate: 2026\npublisher: Press\n\
    identifiers: [{scheme: isbn, value: 978-92-95055-12-4}, {scheme: doi, value: 10.5555/12345678}]\n\
    contributors: [{name: Ada Lund, role: author}]\ntheme: t.yaml\npage: {size: B5, two_sided: true}\n\
    contents: {depth: 2}\nparts: [{title: Waters, chapters: [a.md, b.md]}]\n";

const CHAPTER: &str = "# Cold springs of the hills\n\nUNESCO counted 1234 of them, and 1/2 are cold; incomprehensibly many more are unrecognisably unknown to internationally recommended \
    anybody who lives in the valley below and drinks from their unremarkable waters every day of the year. Deinstitutionalisation electroencephalographically \
    counterrevolutionaries, incomprehensibilities telecommunications, internationalisation uncharacteristically interdisciplinarily.\n\nAnother \
    paragraph with [a link](https://example.org) and a note.[^1]\n\n::: lead\nA lead that is long enough to fill a line, and then to go on over the \
    next one, so that its leading shows.\n:::\n\n[^1]: A note.\n\n## Section\n\n### Subsection\n\n\
    #### Subsubsection\n\n##### Paragraph\n\n###### Subparagraph\n\nWords.\n\n> [!NOTE]\n> N.\n\n> [!TIP]\n> T.\n\n\
    > [!IMPORTANT]\n> I.\n\n> [!WARNING]\n> W.\n\n> [!CAUTION]\n> C.\n\n::: box\nB.\n:::\n\n::: aside\nA.\n:::\n\n\
    ::: {.details title=\"More\"}\nD.\n:::\n\n::: {.study title=\"Study\"}\nS.\n:::\n\n| A | B |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\n: Places {#tbl-a}\n\n\
    ![A spring](spring.svg \"Drawn from life\")\n\n::: {.chart}\n| A | B |\n|---|---|\n| x | 2 |\n\n: Drawn\n:::\n\n\
    ```rust\n// why\nstruct Spring(String);\nfn main() { let x: u8 = 1; call(\"s\"); }\n```\n\nIt is $x^2$ or\n\n$$x + y$$\n\n***\n\nEnd.\n";

/// What the second chapter has before it.
const HEAD: &str = "---\nimage: spring.svg\nimage_alt: A spring\n---\n";

const SPRING: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"30\"><path d=\"M0 0h40v30z\"/></svg>";

/// What is set for each key, and what the EPUB's stylesheet has of it then; nothing, where lines and pages are the reading
/// system's. The manual says so of the same keys.
const KEYS: &[(&str, &str, Option<&str>)] = &[
    ("base", "book", Some("number.above")),
    ("palette", "{x: \"#123456\"}\ncolors: {link: x}", Some("a { color: #123456")),
    ("fonts.text", "Source Sans 3", Some("body { font-family: \"Source Sans 3\"")),
    ("fonts.heading", "Libertinus Serif", Some("summary { font-family: \"Libertinus Serif\"")),
    ("fonts.mono", "Source Sans 3", Some("samp { font-family: \"Source Sans 3\"")),
    ("fonts.maths", "Noto Sans Math", Some("math { font-family: \"Noto Sans Math\"")),
    ("fonts.fallback", "[Source Code Pro]", None),
    ("maths.align", "start", None),
    ("text.size", "12pt", Some("line-height: 1.167")),
    ("text.leading", "16pt", Some("line-height: 1.455")),
    ("text.color", "\"#123456\"", Some("body { color: #123456")),
    ("text.align", "start", Some("text-align: start; hyphens: auto")),
    ("text.hyphenate", "false", Some("text-align: justify; hyphens: manual")),
    ("text.separation", "space", Some("p { margin-block: 0.6em")),
    ("text.indent", "22pt", Some("p + p { text-indent: 2em")),
    ("text.indent_first", "true", Some("section > * + p, p + p { text-indent")),
    ("text.old_style_figures", "true", Some("oldstyle-nums")),
    ("text.small_caps_acronyms", "true", Some(".acronym { font-variant-caps")),
    ("text.fractions", "true", Some("diagonal-fractions")),
    ("text.weight", "bold", Some("body { font-weight: bold; }")),
    ("text.letterspacing", "0.02em", Some("body { letter-spacing: 0.02em; }")),
    ("text.features", "[ss01, -liga]", Some("font-feature-settings: \"ss01\" 1, \"liga\" 0; }")),
    ("page.columns", "2", None),
    ("page.column_gap", "20pt\n  columns: 2", None),
    ("page.margin_column", "36mm", Some(".margin { float: right")),
    ("page.margin_gap", "9mm\n  margin_column: 36mm", Some("margin-inline-end: -14")),
    ("small.size", "8pt", Some(".record { font-size: 0.727em")),
    ("small.leading", "14pt", None),
    ("colors.accent", "\"#123456\"", Some("h1 { color: #123456")),
    ("colors.link", "\"#123456\"", Some("a { color: #123456")),
    ("colors.rule", "\"#123456\"", Some("border-color: #123456")),
    ("code.size", "7pt", Some("pre { font-size: 0.636em")),
    ("code.leading", "15pt", None),
    ("code.background", "\"#fefefe\"", Some("pre { background: #fefefe")),
    ("code.plain", "\"#123456\"", Some("color: #123456")),
    ("code.keyword", "\"#123456\"", Some(".tok-k { color: #123456")),
    ("code.string", "\"#123456\"", Some(".tok-s { color: #123456")),
    ("code.comment", "\"#123456\"", Some(".tok-c { color: #123456")),
    ("code.number", "\"#123456\"", Some(".tok-n { color: #123456")),
    ("code.function", "\"#123456\"", Some(".tok-f { color: #123456")),
    ("code.type", "\"#123456\"", Some(".tok-t { color: #123456")),
    (
        "title",
        "{size: 20pt}\ntitle_page: none",
        Some(".titlepage h1, .halftitlepage h1 { font-size: 1.818em"),
    ),
    ("subtitle", "{size: 13pt}\ntitle_page: none", Some(".titlepage h1 + p { font-size: 1.182em")),
    ("part", "{color: \"#123456\"}\npart_page: none", Some(".part h1 { color: #123456")),
    ("headings.chapter", "{align: center}", Some("text-align: center")),
    ("headings.section", "{color: \"#123456\"}", Some("h2 { color: #123456")),
    ("headings.subsection", "{font: text}", Some("h3 { font-family: \"Libertinus Serif\"")),
    ("headings.subsubsection", "{italic: true}", Some("font-style: italic")),
    ("headings.paragraph", "{weight: bold}", Some("h5 {")),
    ("headings.subparagraph", "{small_caps: true}", Some("font-variant-caps: small-caps; text-align: start")),
    ("headings.section", "{letterspacing: 0.1em}", Some("letter-spacing: 0.1em;")),
    ("headings.section", "{case: upper}", Some("text-transform: uppercase;")),
    ("headings.section", "{case: lower}", Some("text-transform: lowercase;")),
    ("headings.chapter", "{case: capitals}", Some("text-transform: capitalize;")),
    ("headings.section", "{case: small_capitals}", Some("font-variant-caps: small-caps;")),
    ("headings.chapter", "{features: onum}", Some("font-feature-settings: \"onum\" 1;")),
    ("chapters.drop", "20pt", None),
    ("chapters.start", "run_on", None),
    ("chapters.open_recto", "true", None),
    ("chapters.contents", "true", None),
    ("chapters.number", "above", Some("number.above { display: block")),
    ("chapters.number_style", "{color: \"#123456\"}\n  number: above", Some("number.above { color: #123456")),
    ("chapters.drop_cap", "3", Some("initial-letter: 3")),
    (
        "chapters.drop_cap_font",
        "heading\n  drop_cap: 2",
        Some("::first-letter { font-family: \"Source Sans 3\""),
    ),
    ("chapters.drop_cap_color", "\"#123456\"\n  drop_cap: 2", Some("::first-letter { color: #123456")),
    ("running_heads.verso", "section", None),
    ("running_heads.recto", "{inner: folio, outer: section}", None),
    ("running_heads.font", "mono", None),
    ("running_heads.small_caps", "true\n  font: text", None),
    ("running_heads.color", "\"#123456\"", None),
    ("running_heads.weight", "bold", None),
    ("running_heads.italic", "true", None),
    ("running_heads.case", "upper", None),
    ("running_heads.letterspacing", "0.05em", None),
    ("running_heads.features", "[-kern]", None),
    ("running_heads.rule", "2pt", None),
    ("running_feet.verso", "none", None),
    ("running_feet.recto", "{center: folio}", None),
    ("running_feet.font", "mono", None),
    ("running_feet.small_caps", "true\n  font: text", None),
    ("running_feet.color", "\"#123456\"", None),
    ("running_feet.weight", "bold", None),
    ("running_feet.italic", "true", None),
    ("running_feet.case", "upper\n  recto: chapter", None),
    ("running_feet.letterspacing", "0.05em\n  recto: chapter", None),
    ("running_feet.features", "[onum]", None),
    ("running_feet.rule", "2pt", None),
    (
        "captions.font",
        "mono",
        Some(
            "figcaption, caption, .listing-caption, .table-notes, .table > .source { font-family: \"Source Code Pro\"",
        ),
    ),
    ("boxes", "{study: {title: band}}", Some(".admonition.study > summary { background: #1f3a5f;")),
    ("boxes", "{study: {width: 70%}}", Some(".admonition.study { width: 70%;")),
    ("boxes", "{study: {number: true}}", None),
    ("boxes", "{study: {float: top}}", None),
    ("captions.figures", "above", Some("figcaption { order: -1;")),
    ("captions.figures", "beside", Some("figure.beside { display: flex;")),
    ("captions.stands", "bottom\n  figures: beside", Some("align-items: flex-end;")),
    ("captions.tables", "below", Some("caption { caption-side: bottom;")),
    ("captions.align", "center", Some("caption { text-align: center; }")),
    ("captions.side", "margin\npage: {margin_column: 36mm}", Some("> figcaption { float: right")),
    ("captions.color", "\"#123456\"", Some("caption .number { color: #123456")),
    ("contents.parts", "{color: \"#123456\"}", Some(".of-part > a { color: #123456")),
    ("contents.chapters", "{italic: true}", Some(".of-chapter > a { font-style: italic; }")),
    ("contents.sections", "{size: 9pt, italic: true}", Some(".of-section > a { font-size: 0.818em")),
    ("contents.leader", "none", None),
    ("captions.weight", "bold", Some("{ font-weight: bold; }")),
    ("captions.italic", "true", Some("{ font-style: italic; }")),
    ("captions.small_caps", "true", Some("{ font-variant-caps: small-caps; }")),
    ("captions.case", "upper", Some(" text-transform: uppercase; }")),
    ("captions.letterspacing", "0.05em", Some("{ letter-spacing: 0.05em; }")),
    (
        "captions.features",
        "[onum]",
        Some("{ font-variant-numeric: normal; font-feature-settings: \"onum\" 1; }"),
    ),
    ("tables.head_style", "{size: 12pt}", Some("thead th, thead td { font-size: 1.333em; }")),
    ("tables.font", "mono", Some("td, th { font-family: \"Source Code Pro\"")),
    ("tables.head", "\"#dde6f0\"", Some("thead { background: #dde6f0")),
    ("tables.head_color", "\"#123456\"", Some("thead { color: #123456")),
    ("tables.stripe", "\"#fefefe\"\n  striped: true", Some(":nth-child(even) { background-color: #fefefe")),
    ("tables.striped", "true", None),
    ("tables.rules", "all", None),
    ("tables.rule", "\"#123456\"", Some("tr > * { border-color: #123456")),
    ("charts.colors", "[\"#123456\"]", None),
    ("boxes", "{note: {color: \"#123456\"}}", Some(".admonition.note > .admonition-title { color: #123456")),
    ("boxes", "{tip: {background: \"#fefefe\"}}", Some(".admonition.tip { background: #fefefe")),
    ("boxes", "{box: {rule: frame}}", Some(".admonition.box { border-width: 0.06em")),
    ("boxes", "{aside: {rule: top}}", Some(".admonition.aside { border-width: 0; border-block-start")),
    ("boxes", "{warning: {icon: \"★\"}}", Some("content: \"★\" / \"\"")),
    ("boxes", "{details: {background: none}}", Some(".admonition.details { background: none")),
    ("boxes", "{study: {color: \"#123456\"}}", Some(".admonition.study { border-color: #123456")),
    (
        "boxes",
        "{note: {title_style: {case: upper}}}",
        Some("> summary { font-variant-caps: normal; text-transform: uppercase; }"),
    ),
    ("boxes", "{note: {title_style: {size: 15pt}}}", Some("> summary { font-size: 1.364em; }")),
    ("boxes", "{study: {span: true}}\npage: {columns: 2}", None),
    ("classes", "{lead: {span: true}}\npage: {columns: 2}", None),
    ("classes", "{lead: {font: mono}}", Some(".lead { font-family: \"Source Code Pro\"")),
    ("classes", "{lead: {size: 15pt}}", Some(".lead { font-size: 1.364em")),
    ("classes", "{lead: {leading: 22pt}}", Some("line-height: 1.692")),
    ("classes", "{lead: {weight: bold}}", Some("font-weight: bold;")),
    ("classes", "{lead: {italic: true}}", Some("font-style: italic;")),
    ("classes", "{lead: {small_caps: true}}", Some("font-variant-caps: small-caps;")),
    ("classes", "{lead: {case: upper}}", Some("text-transform: uppercase;")),
    ("classes", "{lead: {letterspacing: 0.05em}}", Some("letter-spacing: 0.05em;")),
    ("classes", "{lead: {features: [-kern]}}", Some("\"kern\" 0;")),
    ("classes", "{lead: {color: \"#123456\"}}", Some(".lead { color: #123456")),
    ("classes", "{lead: {align: center}}", Some("text-align: center;")),
    ("classes", "{lead: {space_before: 50pt}}", Some("margin-block-start: 3.846em")),
    ("classes", "{lead: {space_after: 50pt}}", Some("margin-block-end: 3.846em")),
    ("classes", "{lead: {indent: 20pt}}", Some("padding-inline: 1.538em")),
    ("cover", "{background: \"#123456\", slots: [{text: \"{title}\", color: white}]}", None),
    (
        "title_page",
        "{slots: [{band: \"#123456\", height: 50%}, {text: \"{title}\", top: 9%, color: white}]}",
        Some(".title_page-1 { background: #123456"),
    ),
    (
        "part_page",
        "{background: \"#123456\", slots: [{text: \"{part_title}\", top: 9%, color: white, size: 20pt}]}",
        Some(".part_page-0 { background: #123456"),
    ),
    (
        "half_title",
        "{background: \"#123456\", slots: [{text: \"{title}\", top: 9%, color: white}]}",
        Some(".half_title-0 { background: #123456"),
    ),
    (
        "chapter_page",
        "{slots: [{band: \"#123456\", height: 30%}, {text: \"{chapter_title}\", top: 9%, color: white}]}",
        Some(".chapter_page-1 { background: #123456"),
    ),
    (
        "chapter_page",
        "{text_top: 60%, slots: [{text: \"{chapter_title}\", top: 9%}]}",
        Some(".chapter_page-0 {"),
    ),
    (
        "chapter_page",
        "{slots: [{picture: \"{chapter_picture}\", fit: cover, height: 30%}, {text: \"{chapter_title}\"}]}",
        Some(".chapter_page-0 img { display: block; width: 100%; aspect-ratio: 2.347; object-fit: cover"),
    ),
    (
        "back_cover",
        "{background: \"#123456\", slots: [{text: \"{publisher}\", top: 9%, color: white}]}",
        Some(".back_cover-0 { background: #123456"),
    ),
    ("typography", "{glyph_scaling: 0, tracking: 0}", None),
];

struct Built {
    pages: Vec<Arc<Page>>,
    sheet: String,
    cover: Vec<u8>,
    /// The drawings, a chart among them, which both editions show.
    drawing: String,
}

fn built(theme: &str) -> Built {
    let world = MemoryWorld::new()
        .file("book.yaml", MANIFEST)
        .file("t.yaml", theme)
        .file("a.md", CHAPTER)
        .file("spring.svg", SPRING)
        .file("b.md", format!("{HEAD}{CHAPTER}").replace("tbl-a", "tbl-b").replace("Cold", "Warm"));
    let formats = Formats { pdf: None, linearized: false, epub: true, web: Default::default() };
    let outcome = compile(&world, "book.yaml", Options { formats, date: None, draft: false }, &|_| {});
    let codes: Vec<String> =
        outcome.found.iter().map(|one| format!("{}: {}", one.code, one.message)).collect();
    let errors = outcome.found.iter().any(|one| one.severity == Severity::Error);
    assert!(!errors, "{theme}: {codes:#?}");
    let mut edition = outcome.made.expect("the book builds");
    let mut sink = Sink::default();
    let (_, set) = reportc::set_book(&world, "book.yaml", &|_| {}, &mut sink);
    let pages = set.expect("the book is set").layout.pages;
    let epub = edition.outputs.remove(0).bytes;
    let mut archive = zip::ZipArchive::new(Cursor::new(epub)).expect("it is an archive");
    let mut read = |end: &str| {
        let names: Vec<String> =
            archive.file_names().filter(|name| name.ends_with(end)).map(str::to_string).collect();
        let mut bytes = Vec::new();
        for name in &names {
            archive.by_name(name).ok()?.read_to_end(&mut bytes).ok()?;
        }
        (!names.is_empty()).then_some(bytes)
    };
    let sheet =
        String::from_utf8(read("stylesheet.css").expect("there is a stylesheet")).expect("it is text");
    let drawing = String::from_utf8(read(".svg").expect("there are drawings")).expect("it is text");
    Built { pages, sheet, cover: read("cover.png").unwrap_or_default(), drawing }
}

/// `a.b` with a value as a theme file; further lines of the value go on where it says.
fn file(key: &str, value: &str) -> String {
    match key.split_once('.') {
        Some((section, key)) => format!("{section}:\n  {key}: {value}\n"),
        None => format!("{key}: {value}\n"),
    }
}

#[test]
fn each_key_acts_in_both_editions() {
    let plain = built("text: {}\n");
    for (key, value, css) in KEYS {
        let themed = built(&file(key, value));
        let same = themed.pages.len() == plain.pages.len() && themed.pages == plain.pages;
        // Faces that nothing falls back on are seen nowhere.
        assert!(
            !same || ["fonts.fallback", "charts.colors"].contains(key),
            "{key}: {value}: the pages are the same"
        );
        match css {
            Some(css) => {
                assert!(themed.sheet.contains(css), "{key}: {value}: no `{css}` in\n{}", themed.sheet);
                assert_ne!(themed.sheet, plain.sheet, "{key}: {value}");
            }
            None if *key == "charts.colors" => {
                assert!(themed.drawing.contains("fill=\"#123456\"") && !plain.drawing.contains("#123456"));
            }
            None if *key == "cover" => assert_ne!(themed.cover, plain.cover),
            None => {}
        }
    }
}

const PLANK: &[u8] = include_bytes!("variable/plank.ttf");

/// A font that varies is cut to the weights that the theme sets, its kerning too, and stands so in both editions.
#[test]
fn weights_are_cut_out_of_a_variable_font() {
    let manifest = "title: AVA\nlanguage: en\ntheme: t.yaml\nfonts: {text: Plank, files: [plank.ttf]}\nchapters: [a.md]\n";
    let style = "headings: {chapter: {font: text, weight: 600}, section: {weight: 300, font: text}}\n";
    let world = MemoryWorld::new()
        .file("book.yaml", manifest)
        .file("t.yaml", style)
        .file("plank.ttf", PLANK)
        .file("a.md", "# AVA\n\nWords, **bold**.\n\n## Below\n\nMore.\n");
    let formats =
        Formats { pdf: Some(Profile::default()), linearized: false, epub: true, web: Default::default() };
    let outcome = compile(&world, "book.yaml", Options { formats, date: None, draft: false }, &|_| {});
    assert!(outcome.found.is_empty(), "{:?}", outcome.found);
    let edition = outcome.made.expect("the book builds");
    let mut sink = Sink::default();
    let set = reportc::set_book(&world, "book.yaml", &|_| {}, &mut sink).1.expect("it is set");
    let faces: Vec<_> = set.fonts.faces().iter().filter(|face| face.family == "Plank").collect();
    let weights: Vec<u16> = faces.iter().map(|face| face.weight).collect();
    assert_eq!(weights, [300, 400, 600, 700]);
    // From 400 to 900 a letter grows by 160 units, and a pair closes by as many; below 400 there is no more to take.
    let em = |units: i64| units * 65_536 / 1000;
    let advance = |at: usize| faces[at].advance(faces[at].glyph('A').expect("it has the letter"));
    let base = advance(1);
    for (at, more) in [(0, 0), (2, 64), (3, 96)] {
        assert!((advance(at) - base - em(more)).abs() < 70, "{} of {base} at {}", advance(at), weights[at]);
    }
    let text = |weight: u16| TextStyle { weight: Weight::new(weight), ..set.layout.flow.styles[0] };
    let mut shaper = Shaper::new(&set.fonts);
    let mut kern = |weight: u16, at: usize| {
        let setting = Setting::of(&text(weight), &set.layout.flow.langs[0], false);
        let setting = shaper.setting(&Setting { role: FontRole::Text, italic: false, ..setting });
        let word = shaper.shape(setting, "AV");
        let alone: i64 =
            ['A', 'V'].map(|c| faces[at].advance(faces[at].glyph(c).expect("it is there"))).iter().sum();
        shaper.word(word).advance - alone
    };
    for (weight, at, units) in [(400, 1, -40), (600, 2, -104), (700, 3, -136)] {
        assert!((kern(weight, at) - em(units)).abs() < 70, "{weight}");
    }
    let epub = edition.outputs.iter().find(|output| output.name.ends_with(".epub")).expect("it is there");
    let mut archive = zip::ZipArchive::new(Cursor::new(&epub.bytes)).expect("it is an archive");
    let names: Vec<String> = archive.file_names().map(str::to_string).collect();
    let mut cut = 0;
    for name in names {
        let mut bytes = Vec::new();
        archive.by_name(&name).expect("it is listed").read_to_end(&mut bytes).expect("it can be read");
        if name.ends_with("stylesheet.css") {
            let sheet = String::from_utf8(bytes).expect("it is text");
            assert!(sheet.contains("font-family: \"Plank\"; font-weight: 600;"), "{sheet}");
        } else if name.ends_with(".ttf") {
            assert!(!bytes.windows(4).any(|four| four == b"fvar" || four == b"gvar"), "{name} varies");
            cut += 1;
        }
    }
    assert!(cut >= 3, "{cut} faces");
}

/// The keys that the reader knows, as it tells them to somebody who writes another.
#[test]
fn every_key_is_tried() {
    let sections = ["", "fonts", "page", "maths", "text", "small", "colors", "code", "headings", "chapters"];
    let sections = sections.into_iter().chain([
        "running_heads",
        "running_feet",
        "captions",
        "contents",
        "tables",
        "charts",
    ]);
    let tried: BTreeSet<&str> = KEYS.iter().map(|(key, ..)| *key).collect();
    for section in sections {
        let text =
            if section.is_empty() { "zzz: 1\n".to_string() } else { format!("{section}: {{zzz: 1}}\n") };
        let mut sources = Sources::default();
        let source = sources.add("t.yaml", text);
        let mut sink = Sink::default();
        let manifest = sources.add("book.yaml", MANIFEST);
        let manifest = reportc::manifest::read(&manifest, &mut sink).expect("the manifest is right");
        theme(&manifest, Some(&source), &mut sink);
        let hint =
            sink.diagnostics().iter().find_map(|one| one.hints.first().cloned()).expect("the keys are told");
        for name in hint.trim_start_matches("the keys are ").split(", ") {
            let key = if section.is_empty() { name.to_string() } else { format!("{section}.{name}") };
            let is_section = tried.iter().any(|one| one.starts_with(&format!("{key}.")));
            assert!(tried.contains(key.as_str()) || is_section, "`{key}` is not tried: {hint}");
        }
    }
}

#[test]
fn themes_build_in_every_script() {
    for (name, _) in THEMES {
        for (language, title) in [("en", "Springs"), ("uk", "Джерела"), ("ar", "ينابيع"), ("he", "מעיינות")]
        {
            let world = MemoryWorld::new()
                .file(
                    "book.yaml",
                    format!("title: {title}\nlanguage: {language}\ntheme: {name}\nchapters: [a.md]\n"),
                )
                .file("a.md", format!("# {title}\n\n{title} {title}.\n\n::: key-messages\n- {title}\n:::\n"));
            let formats = Formats { pdf: None, linearized: false, epub: true, web: Default::default() };
            let options = Options { formats, date: None, draft: false };
            let outcome = compile(&world, "book.yaml", options, &|_| {});
            let codes: Vec<&str> = outcome.found.iter().map(|one| one.code).collect();
            assert!(outcome.made.is_some(), "{name} in {language}: {codes:?}");
            assert!(codes.iter().all(|code| *code != "unknown-div"), "{name} in {language}: {codes:?}");
        }
    }
}

/// What machines read is drawn for what the book has, and says in words what it says to them; other slots stay.
#[test]
fn bars_and_codes_are_of_what_the_book_has() {
    let theme = "back_cover:\n  slots:\n    - {barcode: isbn, left: 9%, width: 40mm, height: 30mm}\n    \
        - {qr: doi, right: 9%, width: 30mm, height: 30mm}\n    - {qr: \"https://example.org\", top: 50%, width: 30mm, height: 30mm}\n";
    let alternatives = |manifest: &str| {
        let world = MemoryWorld::new().file("book.yaml", manifest).file("t.yaml", theme);
        let world = world.file("a.md", "# A\n\nA.\n").file("b.md", "# B\n\nB.\n");
        let mut sink = Sink::default();
        let (_, set) = reportc::set_book(&world, "book.yaml", &|_| {}, &mut sink);
        let flow = set.expect("the book is set").layout.flow;
        let last = flow.sections.last().expect("there are sections").clone();
        let slots = last.blocks.iter().filter_map(|block| match &block.kind {
            BlockKind::Slot(slot) => slot.blocks.first(),
            _ => None,
        });
        let figures = slots.filter_map(|block| match &block.kind {
            BlockKind::Figure(figure) => Some(figure.alt.clone()),
            _ => None,
        });
        figures.collect::<Vec<String>>()
    };
    let all = ["ISBN 978-92-95055-12-4", "https://doi.org/10.5555/12345678", "https://example.org"];
    assert_eq!(alternatives(MANIFEST), all);
    let bare = MANIFEST.lines().filter(|line| !line.contains("identifiers:")).collect::<Vec<_>>().join("\n");
    assert_eq!(alternatives(&bare), all[2..]);
}

#[test]
fn codes_of_what_is_no_address_are_told() {
    for slot in [
        "{qr: example}",
        "{barcode: issn}",
        "{qr: doi, text: x}",
        &format!("{{qr: \"https://{}\"}}", "a".repeat(300)),
    ] {
        let mut sources = Sources::default();
        let source = sources.add("t.yaml", format!("cover: {{slots: [{slot}]}}\n"));
        let manifest = sources.add("book.yaml", MANIFEST);
        let mut sink = Sink::default();
        let manifest = reportc::manifest::read(&manifest, &mut sink).expect("the manifest is right");
        theme(&manifest, Some(&source), &mut sink);
        assert_eq!(sink.diagnostics().len(), 1, "{slot}");
    }
}

/// A slot for the chapter's picture takes no words and no captions away.
#[test]
fn what_is_no_bare_picture_stays_in_the_text() {
    let theme = "chapter_page: {slots: [{picture: \"{chapter_picture}\", height: 20%}, {text: \"{chapter_title}\"}]}\n";
    for (chapter, kept) in [
        ("# A\n\n[Words.]{.x}\n{.opening}\n\n::: opening\nKept words.\n:::\n", "Kept words."),
        ("# A\n\n![S](spring.svg \"Kept caption\"){.opening}\n", "Kept caption"),
    ] {
        let world =
            MemoryWorld::new().file("book.yaml", MANIFEST).file("t.yaml", theme).file("spring.svg", SPRING);
        let world = world.file("a.md", chapter).file("b.md", "# B\n\nB.\n");
        let mut sink = Sink::default();
        let (_, set) = reportc::set_book(&world, "book.yaml", &|_| {}, &mut sink);
        let flow = set.expect("the book is set").layout.flow;
        let said = format!("{:?}", flow.sections.iter().map(|section| &section.blocks).collect::<Vec<_>>());
        assert!(said.contains(kept), "{chapter}");
    }
}
