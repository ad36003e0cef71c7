//! What is typed and what becomes of it: the EPUB's body without what only programs read, then what is told.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use reportc::diag::{Diagnostic, Severity, Sink};
use reportc::model::document::Medium;
use reportc::model::flow::SectionKind;
use reportc::source::Sources;
use reportc::world::memory::MemoryWorld;
use reportc::xhtml::{self, File, Pages};

const MANIFEST: &str = "title: T\n";
const PICTURE: &str =
    "<svg xmlns='http://www.w3.org/2000/svg' width='150' height='60'><rect width='150' height='60'/></svg>";

/// Builds a case: a chapter `a.md`, or several files after lines such as `@ file b.md`, of which those in the book's
/// own folder that end in `.md` are chapters unless their name begins with `_`; lines of the manifest stand after `@ manifest `. A picture `f.svg` is there.
pub fn dump(input: &str) -> String {
    let (manifest, files) = files(input);
    let is_chapter = |path: &&String| path.ends_with(".md") && !path.contains('/') && !path.starts_with('_');
    let chapters: Vec<&str> = files.keys().filter(is_chapter).map(String::as_str).collect();
    let listed = if manifest.contains("chapters:") {
        String::new()
    } else {
        format!("chapters: [{}]\n", chapters.join(", "))
    };
    let mut world = MemoryWorld::new().file("book.yaml", manifest + &listed);
    world = ["f.svg", "g.svg"].into_iter().fold(world, |world, path| world.file(path, PICTURE));
    world = files.iter().fold(world, |world, (path, text)| world.file(path, text.as_str()));
    let mut sink = Sink::default();
    let (sources, set) = reportc::set_book(&world, "book.yaml", &|_| {}, &mut sink);
    let body = set.map_or_else(
        || "nothing is set\n".to_string(),
        |book| {
            let layout = book.layout.edition(Medium::Epub).unwrap_or(book.layout);
            let (_, written) = xhtml::write(&layout, &Pages::of(&layout));
            written.iter().filter(|file| file.kind == SectionKind::Chapter).map(body).collect()
        },
    );
    let told: String = sink.into_sorted().iter().map(|found| told(found, &sources)).collect();
    body + &told
}

/// What becomes of an example of the manual: a chapter of its own, or a part of one.
pub fn example(input: &str) -> String {
    if ["# ", "---\n", "% "].iter().any(|head| input.starts_with(head)) {
        return without_places(&dump(input));
    }
    let made = dump(&format!("# A\n\n{input}"));
    let part = made.strip_prefix("<section class=\"chapter\">\n").and_then(|made| made.split_once('\n'));
    match part.and_then(|(_, part)| part.rsplit_once("</section>\n")) {
        Some((part, told)) => without_places(&format!("{part}{told}")),
        None => without_places(&made),
    }
}

/// Diagnostics without the places at which the lines of an example stand by chance.
fn without_places(made: &str) -> String {
    let shown = |line: &str| match line.split_once("] a.md:") {
        Some((code, rest)) => {
            format!("{code}] {}\n", rest.split_once(": ").map_or(rest, |(_, message)| message))
        }
        None => format!("{line}\n"),
    };
    made.lines().map(shown).collect()
}

fn files(input: &str) -> (String, BTreeMap<String, String>) {
    let (mut manifest, mut path) = (MANIFEST.to_string(), "a.md".to_string());
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for line in input.split_inclusive('\n') {
        match (line.strip_prefix("@ file "), line.strip_prefix("@ manifest ")) {
            (Some(name), _) => path = name.trim().to_string(),
            (None, Some(line)) => manifest.push_str(line),
            (None, None) => files.entry(path.clone()).or_default().push_str(line),
        }
    }
    if !manifest.contains("\nlanguage:") {
        manifest.push_str("language: en\n");
    }
    (manifest, files)
}

/// The text of a file's body, without page breaks, roles and ids that nobody typed.
fn body(file: &File) -> String {
    let text = file.content.as_str();
    let inside = text.split_once("<body").and_then(|(_, rest)| rest.split_once(">\n"));
    let inside = inside.and_then(|(_, rest)| rest.rsplit_once("</body>")).map_or("", |(inside, _)| inside);
    let (mut plain, mut rest) = (String::new(), inside);
    while let Some(at) = rest.find('<') {
        plain.push_str(&rest[..at]);
        let end = at + rest[at..].find('>').expect("well-formed") + 1;
        let tag = &rest[at..end];
        rest = &rest[end..];
        if tag.contains("doc-pagebreak") {
            let close = rest.find('>').expect("well-formed") + 1;
            rest = rest[close..].trim_start_matches('\n');
            continue;
        }
        plain.push_str(&essential(tag));
    }
    plain + rest
}

/// A tag with the attributes that its author or a reader would miss.
fn essential(tag: &str) -> String {
    const MACHINES: [&str; 6] =
        [" epub:type=", " role=", " aria-label=", " aria-labelledby=", " tabindex=", " title=\"Return"];
    let is_minted = |attribute: &str| {
        let name = [" id=\"n", " href=\"#n"].iter().find_map(|start| attribute.strip_prefix(start));
        name.is_some_and(|name| name.starts_with(|c: char| c.is_ascii_digit()))
    };
    let (mut kept, mut rest) = (String::new(), tag);
    while let Some(at) = rest.find(" ").filter(|_| rest.contains('"')) {
        kept.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some((quote, _)) = rest.char_indices().filter(|(_, c)| *c == '"').nth(1) else { break };
        let attribute = &rest[..=quote];
        if !is_minted(attribute) && !MACHINES.iter().any(|name| attribute.starts_with(name)) {
            kept.push_str(attribute);
        }
        rest = &rest[quote + 1..];
    }
    kept + rest
}

fn told(found: &Diagnostic, sources: &Sources) -> String {
    let severity = match found.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let place = found.span.and_then(|span| {
        let source = sources.get(span.source)?;
        let (line, column) = source.line_column(span.start as usize);
        Some(format!("{}:{line}:{column}: ", source.path))
    });
    let mut line = String::new();
    writeln!(line, "{severity}[{}] {}{}", found.code, place.unwrap_or_default(), found.message)
        .expect("strings take everything");
    line
}

/// Signs of markup that no reader should see.
const LITTER: [&str; 27] = [
    ":::", "{{", "}}", "{%", "[@", "$$", "\\(", "\\[", "\\begin", "+--", "](", "==", "^[", "{#", "{.", "[!",
    "&lt;!", "|--", "---", "~~", "```", "&lt;/", "!!!", "[[", "]]", "{:", "--8",
];

/// What stands in an expected form as markup although nothing is told, and no sign was escaped.
pub fn litter((input, form): &(String, String)) -> Vec<&'static str> {
    let is_told = form.lines().any(|line| line.starts_with("warning[") || line.starts_with("error["));
    if is_told || input.contains("\\{{") {
        return Vec::new();
    }
    let mut text = String::new();
    let (mut rest, mut code) = (form.as_str(), 0usize);
    while let Some(at) = rest.find('<') {
        if code == 0 {
            text.push_str(&rest[..at]);
        }
        let end = at + rest[at..].find('>').map_or(rest.len() - at - 1, |end| end) + 1;
        let tag = &rest[at..end];
        code = match tag {
            _ if tag.starts_with("<code") => code + 1,
            "</code>" => code.saturating_sub(1),
            _ => code,
        };
        rest = &rest[end..];
    }
    LITTER.into_iter().filter(|sign| text.contains(sign)).collect()
}
