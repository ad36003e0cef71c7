//! What elements and links say beyond their texts, in a book of one of each.

use lopdf::{Dictionary, Object};
use reportc::pdf::Profile;
use reportc::world::memory::MemoryWorld;

use super::reader::{Element, Kid, Tagged, text_string};
use super::{build, reads_as_flow};

const CHAPTER: &str = "\
# Alpha[^h]

Water is H~2~O, x^2^, ~~struck~~. See [](#fig-a), [words](#beta), [the web](https://example.org/) and
[![A linked boat](dot.svg)](https://example.org/boat).

## Under

![A boat.](dot.svg){#fig-a}

: A boat at sea[^c]

| Place | Number |
|---|---|
| **North** | 11 |
| **South** | 22 |

1. one
   - dash
     - deeper

> Quote
>
> > Within.

```
\tfirst

\tsecond  line


third\u{a0}four \u{a0} five\u{a0}
```

[^h]: A heading's note.
[^c]: A caption's note.
";

const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\" width=\"9\" height=\"9\">\
    <title>Boat</title><desc>Two <tspan>masts</tspan>,\n seen from land.</desc><path d=\"M0 0h9v9z\"/></svg>";

fn world(language: &str) -> MemoryWorld {
    let manifest = format!(
        "title: T\nlanguage: {language}\ncontents: {{depth: 3, figures: true}}\nparts:\n  - title: One\n    chapters: [a.md, b.md]\n"
    );
    MemoryWorld::new()
        .file("book.yaml", manifest)
        .file("a.md", CHAPTER)
        .file("b.md", "# Beta {#beta}\n\nText.\n")
        .file("dot.svg", DRAWING)
}

/// Every dictionary of the file.
fn dictionaries(pdf: &Tagged) -> impl Iterator<Item = &Dictionary> {
    pdf.document.objects.values().filter_map(|object| object.as_dict().ok())
}

/// What the elements of a type say of one attribute, in the order of the tree.
fn attributes(pdf: &Tagged, kind: &str, attribute: &[u8]) -> Vec<String> {
    let of_kind = |one: &&Dictionary| {
        one.get(b"S").and_then(Object::as_name).is_ok_and(|name| name == kind.as_bytes()) && one.has(b"P")
    };
    let value = |one: &Dictionary| {
        let value = one.get(b"A").and_then(Object::as_dict).and_then(|own| own.get(attribute)).ok()?;
        Some(match value {
            Object::Name(name) => String::from_utf8_lossy(name).into_owned(),
            Object::Integer(number) => number.to_string(),
            Object::Real(number) => number.to_string(),
            other => panic!("{other:?}"),
        })
    };
    dictionaries(pdf).filter(of_kind).filter_map(value).collect()
}

/// What links are called, in the order of the pages.
fn contents(pdf: &Tagged) -> Vec<String> {
    let links = pdf.pages.iter().flat_map(|page| {
        let page = pdf.document.get_dictionary(*page).expect("it is a page");
        page.get(b"Annots").and_then(Object::as_array).map_or(&[][..], Vec::as_slice)
    });
    let called = |link: &Object| {
        let says = pdf.dictionary(link).get(b"Contents").and_then(Object::as_str);
        text_string(says.expect("it says something"))
    };
    links.map(called).collect()
}

fn elements<'a>(element: &'a Element, wanted: &dyn Fn(&Element) -> bool, out: &mut Vec<&'a Element>) {
    if wanted(element) {
        out.push(element);
    }
    for kid in &element.kids {
        if let Kid::Element(inner) = kid {
            elements(inner, wanted, out);
        }
    }
}

#[test]
fn cells_scripts_and_lists_say_what_they_are() {
    for profile in [Profile::Archive, Profile::Pdf2] {
        let book = build(&world("en"), profile);
        reads_as_flow("semantics", &book);
        let pdf = &book.pdf;
        assert_eq!(attributes(pdf, "TH", b"Scope"), ["Column", "Column", "Row", "Row"]);
        assert_eq!(attributes(pdf, "Span", b"TextDecorationType"), ["LineThrough"]);
        let shifts: Vec<f64> =
            attributes(pdf, "Span", b"BaselineShift").iter().map(|shift| shift.parse().unwrap()).collect();
        assert!(matches!(shifts.as_slice(), [low, high] if *low < -1.0 && *high > 3.0), "{shifts:?}");
        let is_2 = matches!(profile, Profile::Pdf2);
        let positions: &[&str] = if is_2 { &["Sub", "Sup"] } else { &[] };
        assert_eq!(attributes(pdf, "Span", b"TextPosition"), positions);
        assert_eq!(
            attributes(pdf, "L", b"ListNumbering")[1..],
            ["Decimal", "Circle", "Square"].map(String::from)
        );
    }
}

#[test]
fn listings_keep_their_blanks() {
    let tree = build(&world("en"), Profile::Archive).pdf.tree();
    let mut listings = Vec::new();
    elements(&tree, &|one| one.role == "Code", &mut listings);
    let said: Vec<String> = listings.iter().map(|listing| listing.text()).collect();
    assert_eq!(said, ["\tfirst\n\n\tsecond  line\n\n\nthird\u{a0}four \u{a0} five\u{a0}"]);
}

#[test]
fn headings_stand_below_their_parts_and_sections_have_one() {
    let tree = build(&world("en"), Profile::Archive).pdf.tree();
    let mut headings = Vec::new();
    elements(&tree, &|one| one.role.len() == 2 && one.role.starts_with('H'), &mut headings);
    let told: Vec<String> =
        headings.iter().map(|one| format!("{} {}", one.role, super::plain(&one.text()))).collect();
    let wanted =
        ["H1 T", "H1 Contents", "H1 List of figures", "H1 One", "H2 1 Alpha1", "H3 1.1 Under", "H2 2 Beta"];
    assert_eq!(told, wanted);
    let mut sections = Vec::new();
    elements(&tree, &|one| one.role == "Sect", &mut sections);
    assert_eq!(sections.len(), 5);
    for section in sections {
        let first = section.kids.first();
        let opens = matches!(first, Some(Kid::Element(one)) if one.role.starts_with('H'));
        assert!(opens, "a section that no heading opens");
    }
}

/// Asides within each other or in quotations, through divisions too, and sections that neither a heading nor a figure with
/// its caption opens.
fn misplaced(element: &Element, around: &str, found: &mut Vec<String>) {
    let beside = |name: &str| matches!(name, "Aside" | "BlockQuote");
    if element.name == "Aside" && beside(around) {
        found.push(format!("Aside in {around}"));
    }
    if let ("Sect", Some(Kid::Element(first))) = (element.name.as_str(), element.kids.first()) {
        let is_captioned = first.name == "Figure" && beside(around);
        let is_heading = first.name.starts_with('H');
        if !is_heading && !is_captioned {
            found.push(format!("Sect of {}", first.name));
        }
    }
    let around = if matches!(element.name.as_str(), "Div" | "Part") { around } else { &element.name };
    for kid in &element.kids {
        if let Kid::Element(inner) = kid {
            misplaced(inner, around, found);
        }
    }
}

#[test]
fn asides_and_quotations_within_each_other_say_what_they_are() {
    let chapter = "\
# One

![A boat.](dot.svg)

: A boat at sea

> [!NOTE]
> Outer.
>
> > [!TIP]
> > Inner.
> >
> > > [!NOTE]
> > > Innermost.
>
> ![A boat.](dot.svg)
>
> : A boat within
>
> > Said.

> Quoted.
>
> > Within.
>
> > [!NOTE]
> > In a quotation.
>
> ![A boat.](dot.svg)
>
> : A boat quoted
";
    let manifest = "title: T\nlanguage: en\nchapters: [a.md]\n";
    let world = MemoryWorld::new().file("book.yaml", manifest).file("a.md", chapter).file("dot.svg", DRAWING);
    for (profile, captioned) in
        [(Profile::Archive, ["Part", "Part", "Part"]), (Profile::Pdf2, ["Aside", "Sect", "Sect"])]
    {
        let book = build(&world, profile);
        reads_as_flow("nested", &book);
        let (tree, mut found) = (book.pdf.tree(), Vec::new());
        misplaced(&tree, "", &mut found);
        assert_eq!(found, Vec::<String>::new(), "{profile:?}");
        let names = |wanted: &dyn Fn(&Element) -> bool| -> Vec<String> {
            let mut found = Vec::new();
            elements(&tree, wanted, &mut found);
            found.into_iter().map(|one| one.name.clone()).collect()
        };
        let kid = |one: &Element, is: &dyn Fn(&Element) -> bool| {
            one.kids.iter().any(|kid| matches!(kid, Kid::Element(inner) if is(inner)))
        };
        let has_caption = |one: &Element| kid(one, &|inner| inner.name == "Caption");
        assert_eq!(names(&has_caption), captioned);
        let is_titled = |one: &Element| kid(one, &|inner| matches!(&*inner.text(), "Note" | "Tip"));
        assert_eq!(names(&is_titled), ["Aside", "Div", "Div", "Div"]);
        assert_eq!(names(&|one| one.name == "BlockQuote"), ["BlockQuote"; 3]);
    }
}

#[test]
fn links_are_called_in_words() {
    let english = contents(&build(&world("en"), Profile::Archive).pdf);
    let wanted = [
        "Part I One, page 1",
        "1 Alpha, page 2",
        "1.1 Under, page 2",
        "2 Beta, page 4",
        "1.1 A boat at sea, page 2",
        "Note 1",
        "Figure 1.1, page 2",
        "words, page 4",
        "the web",
        "A linked boat",
        "Note 2",
        "Return to text",
        "Return to text",
    ];
    assert_eq!(english, wanted);
    let arabic = contents(&build(&world("ar"), Profile::Archive).pdf);
    assert!(arabic.contains(&"الشكل 1.1، صفحة 2".to_string()), "{arabic:?}");
    assert!(arabic.contains(&"الحاشية 1".to_string()), "{arabic:?}");
    let chinese = contents(&build(&world("zh"), Profile::Archive).pdf);
    assert!(chinese.contains(&"图1.1，第2页".to_string()), "{chinese:?}");
}

#[test]
fn a_drawing_s_description_follows_its_alternative_text() {
    let tree = build(&world("en"), Profile::Archive).pdf.tree();
    let mut figures = Vec::new();
    elements(&tree, &|one| one.role == "Figure", &mut figures);
    let said: Vec<&str> = figures.iter().filter_map(|figure| figure.alt.as_deref()).collect();
    assert_eq!(said, ["A linked boat", "A boat.\nTwo masts, seen from land."]);
}

/// A language that there are no words for.
#[test]
fn words_of_another_language_say_so() {
    let tree = build(&world("la"), Profile::Archive).pdf.tree();
    let mut foreign = Vec::new();
    elements(&tree, &|one| one.lang.as_deref() == Some("en"), &mut foreign);
    let said: Vec<String> = foreign.iter().map(|one| super::plain(&one.text())).collect();
    for words in ["Contents", "List of figures", "Part I", "Figure 1.1", "page", "Title", "Number of pages"] {
        assert!(said.iter().any(|one| one == words), "{words}: {said:?}");
    }
}
