//! BibTeX and BibLaTeX. biblatex reads the files; here their entries become works, as pandoc has them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use biblatex::{
    Bibliography, Chunk, ChunksExt, ChunksRef, Entry, ParseError, Person, RawBibliography, RawChunk,
    RawEntry, Spanned,
};
use serde_json::{Map, Value, json};

use super::rich::kept;
use super::{Trouble, Work, csl_json, dates, others};

/// How many entries of a file may be broken before no more of them are looked for.
const MOST_BROKEN: usize = 100;
/// How deep braces stand in braces.
const DEEPEST: usize = 60;
/// How long all that abbreviations stand for may be, in bytes.
const LONGEST: usize = 1 << 20;

pub(super) fn read(text: &str, troubles: &mut Vec<Trouble>) -> Vec<Work> {
    let mut text = text.replace('\0', " ");
    for (range, message) in ill_braced(&text) {
        let line = text[range.clone()].lines().next().map_or(0, str::len);
        troubles.push(Trouble::error(range.start..range.start + line, message));
        blank(&mut text, range);
    }
    for _ in 0..MOST_BROKEN {
        let broken = match RawBibliography::parse(&text) {
            Ok(raw) => match unsound(&raw) {
                Some(trouble) => trouble,
                None => match Bibliography::from_raw(raw.clone()) {
                    Ok(read) => return works(&read, &places(&raw), troubles),
                    Err(error) => trouble(&error, &text),
                },
            },
            Err(error) => trouble(&error, &text),
        };
        let at = broken.range.start;
        troubles.push(broken);
        let entry = entry_around(&text, at);
        if text[entry.clone()].trim().is_empty() {
            break;
        }
        blank(&mut text, entry);
    }
    Vec::new()
}

fn trouble(error: &ParseError, text: &str) -> Trouble {
    let clamp = |at: usize| crate::chars::boundary(text, at.min(text.len()));
    let range = clamp(error.span.start)..clamp(error.span.end.max(error.span.start));
    Trouble::error(range, format!("this entry cannot be read: {}", error.kind))
        .hint("an entry is `@book{key, title = {…}, …}`; check commas and braces here and before")
}

/// The entry that an offset is in: from the sign that begins a line to the next that does.
fn entry_around(text: &str, at: usize) -> Range<usize> {
    let begins = |(start, _): &(usize, &str)| {
        text[..*start].chars().rev().take_while(|c| *c != '\n').all(char::is_whitespace)
    };
    let starts: Vec<usize> = text.match_indices('@').filter(begins).map(|(start, _)| start).collect();
    let next = starts.partition_point(|start| *start <= at);
    let start = next.checked_sub(1).map_or(0, |index| starts[index]);
    start..starts.get(next).copied().unwrap_or(text.len())
}

/// Takes a part out of a text, whose other parts keep their places.
fn blank(text: &mut String, range: Range<usize>) {
    let blanks = " ".repeat(range.len());
    text.replace_range(range, &blanks);
}

/// Entries whose braces do not close before the next entry, or are nested too deep to be read, with what is wrong.
fn ill_braced(text: &str) -> Vec<(Range<usize>, &'static str)> {
    let mut found: Vec<(Range<usize>, &str)> = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b'@' if begins_entry(text, at) => {
                if depth > 0 {
                    found.push((start..at, "the braces of this entry do not close before the next"));
                }
                (start, depth) = (at, 0);
            }
            _ => {}
        }
        if depth > DEEPEST && found.last().is_none_or(|(last, _)| last.end <= start) {
            found.push((entry_around(text, at), "braces stand too deep in braces"));
        }
    }
    found
}

/// Whether an entry begins at a sign: at a line's beginning, with its kind and a brace behind it.
fn begins_entry(text: &str, at: usize) -> bool {
    let letters = text[at + 1..].bytes().take_while(u8::is_ascii_alphabetic).count();
    let is_first = at == 0 || text.as_bytes()[at - 1] == b'\n';
    is_first && letters > 0 && text[at + 1 + letters..].trim_start().starts_with('{')
}

/// What would have no end to be read: abbreviations and entries that lead back to themselves.
fn unsound(raw: &RawBibliography) -> Option<Trouble> {
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    // biblatex takes the last of those with one name; what one stands for is to be known before it.
    for pair in &raw.abbreviations {
        let mut size = 0_usize;
        for chunk in &pair.value.v {
            size += match chunk.v {
                RawChunk::Normal(text) => text.len(),
                RawChunk::Abbreviation(name) => match sizes.get(name) {
                    Some(size) => *size,
                    None if name == pair.key.v
                        || raw.abbreviations.iter().any(|other| other.key.v == name) =>
                    {
                        let message = format!("the abbreviation `{name}` is used before it is defined");
                        return Some(Trouble::error(pair.key.span.clone(), message));
                    }
                    None => 0,
                },
            };
        }
        if size > LONGEST || sizes.contains_key(pair.key.v) {
            let message =
                format!("the abbreviation `{}` is defined twice, or stands for too much", pair.key.v);
            return Some(Trouble::error(pair.key.span.clone(), message));
        }
        sizes.insert(pair.key.v, size);
    }
    let parents: BTreeMap<&str, Vec<&str>> =
        raw.entries.iter().map(|entry| (entry.v.key.v, parents(raw, &entry.v))).collect();
    for entry in &raw.entries {
        if !ends(entry.v.key.v, &parents) {
            let message =
                format!("`{}` takes its fields from itself, by `crossref` or `xdata`", entry.v.key.v);
            return Some(Trouble::error(entry.v.key.span.clone(), message));
        }
    }
    None
}

fn parents<'a>(raw: &RawBibliography<'a>, entry: &RawEntry<'a>) -> Vec<&'a str> {
    let mut found = Vec::new();
    for field in &entry.fields {
        if !matches!(field.key.v.to_ascii_lowercase().as_str(), "crossref" | "xdata") {
            continue;
        }
        for chunk in &field.value.v {
            let text = match chunk.v {
                RawChunk::Normal(text) => Some(text),
                RawChunk::Abbreviation(name) => {
                    let pair = raw.abbreviations.iter().find(|pair| pair.key.v == name);
                    pair.and_then(|pair| pair.value.v.first()).map(|chunk| match chunk.v {
                        RawChunk::Normal(text) | RawChunk::Abbreviation(text) => text,
                    })
                }
            };
            found.extend(text.unwrap_or_default().split([',', '{', '}']).map(str::trim));
        }
    }
    found
}

/// Whether the chain of those that an entry takes fields from ends, and soon.
fn ends(key: &str, parents: &BTreeMap<&str, Vec<&str>>) -> bool {
    let mut level: BTreeSet<&str> = BTreeSet::from([key]);
    for _ in 0..8 {
        level = level.iter().filter_map(|key| parents.get(key)).flatten().copied().collect();
        if level.is_empty() {
            return true;
        }
    }
    false
}

/// Where an entry's key stands, and the keys of those that it takes fields from.
type Place = (Range<usize>, Vec<String>);

fn places(raw: &RawBibliography) -> BTreeMap<String, Place> {
    let place = |entry: &Spanned<RawEntry>| {
        let parents = parents(raw, &entry.v).into_iter().filter(|key| !key.is_empty());
        (entry.v.key.v.to_string(), (entry.v.key.span.clone(), parents.map(str::to_string).collect()))
    };
    raw.entries.iter().map(place).collect()
}

fn works(read: &Bibliography, places: &BTreeMap<String, Place>, troubles: &mut Vec<Trouble>) -> Vec<Work> {
    let data = |entry: &&Entry| entry.entry_type != biblatex::EntryType::XData && !entry.key.is_empty();
    let work = |entry: &Entry| {
        let (range, parents) = places.get(&entry.key).cloned().unwrap_or_default();
        let fields = Fields { entry, range: range.clone(), troubles }.work();
        let csl_json::Read { item, ends, words } = csl_json::item(fields, &entry.key, &range, troubles);
        Work { key: entry.key.clone(), item, range, parents, ends, words }
    };
    read.iter().filter(data).map(work).collect()
}

/// The fields of an entry on their way into a work.
struct Fields<'a> {
    entry: &'a Entry,
    range: Range<usize>,
    troubles: &'a mut Vec<Trouble>,
}

impl Fields<'_> {
    fn work(mut self) -> Map<String, Value> {
        let kind = self.kind();
        let mut item = Map::new();
        item.insert("id".into(), json!(self.entry.key));
        item.insert("type".into(), json!(kind));
        self.people(&mut item);
        self.titles(kind, &mut item);
        self.numbers(kind, &mut item);
        self.publication(&mut item);
        for (name, field) in [
            ("issued", "date"),
            ("accessed", "urldate"),
            ("original-date", "origdate"),
            ("event-date", "eventdate"),
        ] {
            let date = self.date(field);
            put(&mut item, name, date);
        }
        self.addresses(&mut item);
        let notes: Vec<String> = ["note", "addendum"].iter().filter_map(|name| self.text(name)).collect();
        put(&mut item, "note", (!notes.is_empty()).then(|| json!(notes.join(". "))));
        item
    }

    fn text(&self, name: &str) -> Option<String> {
        self.entry.get(name).map(plain).filter(|text| !text.is_empty())
    }

    fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.text(name))
    }

    /// The type of CSL that an entry's is.
    fn kind(&self) -> &'static str {
        let subtype = self.text("entrysubtype").unwrap_or_default().to_lowercase();
        let written = self.entry.entry_type.to_string().to_lowercase();
        match written.as_str() {
            "article" | "suppperiodical" => match subtype.as_str() {
                "magazine" => "article-magazine",
                "newspaper" => "article-newspaper",
                _ => "article-journal",
            },
            "periodical" => "periodical",
            "book" | "mvbook" | "collection" | "mvcollection" | "reference" | "mvreference"
            | "proceedings" | "mvproceedings" | "manual" => "book",
            "booklet" => "pamphlet",
            "bookinbook" | "inbook" | "incollection" | "suppbook" | "suppcollection" => "chapter",
            "inproceedings" | "conference" => "paper-conference",
            "inreference" => "entry-encyclopedia",
            "online" | "electronic" | "www" | "webpage" => "webpage",
            "patent" => "patent",
            "report" | "techreport" => "report",
            "thesis" | "phdthesis" | "mastersthesis" => "thesis",
            "unpublished" => match self.text("eventtitle") {
                Some(_) => "speech",
                None => "manuscript",
            },
            "dataset" => "dataset",
            "software" => "software",
            "artwork" => "graphic",
            "audio" | "music" => "song",
            "image" => "figure",
            "jurisdiction" => "legal_case",
            "legislation" => "legislation",
            "legal" => "treaty",
            "letter" => "personal_communication",
            "movie" | "video" => "motion_picture",
            "performance" => "performance",
            "review" => "review",
            "standard" => "standard",
            _ => "document",
        }
    }

    fn people(&mut self, item: &mut Map<String, Value>) {
        for (name, field) in [
            ("author", "author"),
            ("editor", "editor"),
            ("translator", "translator"),
            ("container-author", "bookauthor"),
            ("original-author", "origauthor"),
        ] {
            let name = match self.text(&format!("{field}type")).as_deref() {
                Some("compiler") => "compiler",
                Some("director") => "director",
                _ => name,
            };
            let people = self.entry.get(field).map(names).filter(|people| !people.is_empty());
            put(item, name, people.map(Value::Array));
        }
    }

    fn titles(&self, kind: &str, item: &mut Map<String, Value>) {
        // A title in English is typed with capitals, and kept as a sentence: a style gives it capitals again.
        let language = self.first(&["langid", "language"]).unwrap_or_default().to_lowercase();
        let is_english = language.is_empty()
            || ["english", "american", "british", "en", "uk", "us"]
                .iter()
                .any(|name| language.starts_with(name));
        let title = |names: [&str; 3]| {
            let [title, sub, addon] =
                names.map(|name| self.entry.get(name).map(|text| titled(text, is_english)));
            let sub = sub.filter(|sub| !sub.is_empty());
            let joined = match (title?, sub) {
                (title, Some(sub)) if title.ends_with(['?', '!', ':']) => format!("{title} {sub}"),
                (title, Some(sub)) => format!("{title}: {sub}"),
                (title, None) => title,
            };
            Some(match addon.filter(|addon| !addon.is_empty()) {
                Some(addon) => format!("{joined}. {addon}"),
                None => joined,
            })
        };
        let own = title(["title", "subtitle", "titleaddon"]);
        let main = title(["maintitle", "mainsubtitle", "maintitleaddon"]);
        let book = title(["booktitle", "booksubtitle", "booktitleaddon"]);
        // Names of journals are names.
        let sub = self.text("journalsubtitle").map(|sub| format!(": {sub}")).unwrap_or_default();
        let journal = self.first(&["journaltitle", "journal"]).map(|journal| journal + &sub);
        let issue = title(["issuetitle", "issuesubtitle", "issuetitleaddon"]);
        let short = self.entry.get("shorttitle").map(|text| titled(text, is_english));
        let short = short.or_else(|| {
            self.text("subtitle").and_then(|_| self.entry.get("title").map(|text| titled(text, is_english)))
        });
        let container = match kind {
            "chapter" | "paper-conference" | "entry-encyclopedia" => {
                main.clone().or(book.clone()).or(journal)
            }
            _ => journal.or(book.clone()).or(main.clone().filter(|_| kind != "book")),
        };
        put(item, "volume-title", main.as_ref().and(book.or(issue)).map(Value::String));
        // A volume of a work of several has the work's title before its own.
        let own = match (&main, own) {
            (Some(main), Some(own)) if kind == "book" => Some(format!("{main}: {own}")),
            (_, own) => own,
        };
        let short = short.or_else(|| own.as_ref()?.split_once(": ").map(|(short, _)| short.to_string()));
        put(item, "title", own.map(Value::String));
        put(item, "title-short", short.map(Value::String));
        put(item, "container-title", container.map(Value::String));
        put(item, "container-title-short", self.text("shortjournal").map(Value::String));
        put(item, "collection-title", self.text("series").map(Value::String));
        put(item, "original-title", self.text("origtitle").map(Value::String));
        put(item, "event-title", self.text("eventtitle").map(Value::String));
    }

    fn numbers(&self, kind: &str, item: &mut Map<String, Value>) {
        let is_article = kind.starts_with("article") || kind == "periodical";
        let number = self.text("number");
        let (number, issue, series) = match kind {
            _ if is_article => (None, number, None),
            "book" | "chapter" | "paper-conference" | "entry-encyclopedia" => (None, None, number),
            _ => (number, None, None),
        };
        let pages = self.text("pages").map(|pages| pages.replace(['–', '—'], "-").replace("--", "-"));
        for (name, value) in [
            ("number", number),
            ("issue", issue.or_else(|| self.text("issue"))),
            ("collection-number", series),
            ("volume", self.text("volume")),
            ("number-of-volumes", self.text("volumes")),
            ("number-of-pages", self.text("pagetotal")),
            ("edition", self.text("edition").map(|edition| ordinal(&edition))),
            ("version", self.text("version")),
            ("chapter-number", self.text("chapter")),
            ("part-number", self.text("part")),
            ("page", pages.or_else(|| self.text("eid"))),
        ] {
            put(item, name, value.map(Value::String));
        }
    }

    fn publication(&self, item: &mut Map<String, Value>) {
        let bodies = ["school", "institution", "organization", "howpublished", "publisher"];
        let bodies: Vec<String> = bodies.iter().filter_map(|name| self.list(name)).collect();
        put(item, "publisher", (!bodies.is_empty()).then(|| json!(bodies.join("; "))));
        let place = self.list("location").or_else(|| self.list("address"));
        put(item, "publisher-place", place.map(Value::String));
        put(item, "original-publisher", self.list("origpublisher").map(Value::String));
        put(item, "original-publisher-place", self.list("origlocation").map(Value::String));
        put(item, "event-place", self.text("venue").map(Value::String));
        put(item, "archive", self.text("library").map(Value::String));
        let written = self.entry.entry_type.to_string().to_lowercase();
        let genre = match self.text("type").as_deref() {
            Some("phdthesis") => Some("PhD thesis".to_string()),
            Some("mathesis" | "mastersthesis") => Some("Master’s thesis".to_string()),
            Some("techreport") => Some("Technical report".to_string()),
            Some("resreport") => Some("Research report".to_string()),
            Some("candthesis") => Some("Candidate thesis".to_string()),
            Some("patent") => Some("Patent".to_string()),
            Some("patenteu") => Some("European patent".to_string()),
            Some("patentus") => Some("U.S. patent".to_string()),
            Some("patentde") => Some("German patent".to_string()),
            Some("patentfr") => Some("French patent".to_string()),
            Some("patentuk") => Some("British patent".to_string()),
            Some(other) => Some(other.to_string()),
            None if written == "phdthesis" => Some("PhD thesis".to_string()),
            None if written == "mastersthesis" => Some("Master’s thesis".to_string()),
            None => None,
        };
        put(item, "genre", genre.map(Value::String));
        let status = self.text("pubstate").map(|state| match state.as_str() {
            "inpress" => "in press".to_string(),
            "inpreparation" => "in preparation".to_string(),
            _ => state,
        });
        put(item, "status", status.map(Value::String));
        for (name, field) in [
            ("abstract", "abstract"),
            ("keyword", "keywords"),
            ("annote", "annotation"),
            ("language", "langid"),
        ] {
            put(item, name, self.text(field).map(Value::String));
        }
    }

    /// A list of BibLaTeX's: bodies or places, between which `and` stands.
    fn list(&self, name: &str) -> Option<String> {
        let texts: Vec<String> = match self.entry.get_as::<Vec<biblatex::Chunks>>(name) {
            Ok(list) => list.iter().map(|text| plain(text)).filter(|text| !text.is_empty()).collect(),
            Err(_) => self.text(name).into_iter().collect(),
        };
        (!texts.is_empty()).then(|| texts.join("; "))
    }

    fn date(&mut self, field: &str) -> Option<Value> {
        let typed = match field {
            "date" => self.text("date").or_else(|| {
                let year = self.text("year")?;
                Some(match self.text("month").and_then(|month| month_number(&month)) {
                    Some(month) => format!("{year}-{month:02}"),
                    None => year,
                })
            }),
            _ => self.text(field),
        }?;
        match dates::edtf(&typed) {
            Some(date) => Some(date),
            // “In press”: words without a figure are what is meant.
            None if !typed.contains(|c: char| c.is_ascii_digit()) && dates::literal(&typed).is_some() => {
                dates::literal(&typed)
            }
            None => {
                let message = format!("`{typed}` is no date, and is left out of `{}`", self.entry.key);
                let hint = "write it as ISO 8601 has dates: 2020, 2020-03 or 2020-03-05";
                self.troubles.push(Trouble::warning(self.range.clone(), message).hint(hint));
                None
            }
        }
    }

    fn addresses(&self, item: &mut Map<String, Value>) {
        let eprint = self.text("eprint");
        let kind = self.first(&["eprinttype", "archiveprefix"]).unwrap_or_default().to_lowercase();
        let archived = eprint.and_then(|id| match kind.as_str() {
            "arxiv" => Some(format!("https://arxiv.org/abs/{id}")),
            "jstor" => Some(format!("https://www.jstor.org/stable/{id}")),
            "pubmed" => Some(format!("https://www.ncbi.nlm.nih.gov/pubmed/{id}")),
            "hdl" => Some(format!("https://hdl.handle.net/{id}")),
            _ => None,
        });
        let doi = self.text("doi").map(|doi| {
            let bare = ["https://doi.org/", "http://dx.doi.org/", "https://dx.doi.org/", "doi:"];
            bare.iter().find_map(|start| doi.strip_prefix(start)).unwrap_or(&doi).to_string()
        });
        put(item, "DOI", doi.map(Value::String));
        put(item, "URL", self.text("url").or(archived).map(Value::String));
        put(item, "ISBN", self.text("isbn").map(Value::String));
        put(item, "ISSN", self.text("issn").map(Value::String));
    }
}

fn put(item: &mut Map<String, Value>, name: &str, value: Option<Value>) {
    if let Some(value) = value {
        item.insert(name.to_string(), value);
    }
}

/// A text without its markup; formulas in a line of characters.
fn plain(chunks: ChunksRef) -> String {
    let mut text = String::new();
    for chunk in chunks {
        match &chunk.v {
            Chunk::Normal(part) | Chunk::Verbatim(part) => text.push_str(&commanded(part)),
            Chunk::Math(formula) => text.push_str(&formula_text(formula)),
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('~', "\u{a0}")
}

/// Commands whose argument has looks of its own, and the elements for these.
const COMMANDS: [(&str, [&str; 2]); 12] = [
    ("\\emph", ["<i>", "</i>"]),
    ("\\textit", ["<i>", "</i>"]),
    ("\\textsl", ["<i>", "</i>"]),
    ("\\mkbibemph", ["<i>", "</i>"]),
    ("\\textbf", ["<b>", "</b>"]),
    ("\\mkbibbold", ["<b>", "</b>"]),
    ("\\textsc", ["<sc>", "</sc>"]),
    ("\\textsuperscript", ["<sup>", "</sup>"]),
    ("\\textsubscript", ["<sub>", "</sub>"]),
    ("\\enquote", ["“", "”"]),
    ("\\mkbibquote", ["“", "”"]),
    ("\\textrm", ["", ""]),
];

/// A text whose commands are elements. Recursion is bounded: braces are.
fn commanded(part: &str) -> String {
    let mut made = String::with_capacity(part.len());
    let mut rest = part;
    while let Some(at) = rest.find('\\') {
        let found = COMMANDS.iter().find_map(|(command, marks)| {
            let inside = rest[at..].strip_prefix(command)?.strip_prefix('{')?;
            let mut depth = 0_usize;
            let end = inside.char_indices().find(|(_, c)| match c {
                '{' => {
                    depth += 1;
                    false
                }
                '}' if depth > 0 => {
                    depth -= 1;
                    false
                }
                c => *c == '}',
            });
            end.map(|(end, _)| (&inside[..end], &inside[end + 1..], marks))
        });
        match found {
            Some((inside, after, [open, close])) => {
                made.push_str(&rest[..at]);
                made.push_str(&format!("{open}{}{close}", commanded(inside)));
                rest = after;
            }
            None => {
                made.push_str(&rest[..at + 1]);
                rest = &rest[at + 1..];
            }
        }
    }
    made.push_str(rest);
    made
}

fn formula_text(source: &str) -> String {
    let read =
        crate::maths::read(source, crate::maths::Setting::Inline, &mut crate::maths::Macros::default());
    read.map_or_else(|_| source.to_string(), |formula| crate::maths::plain_text(&formula))
}

/// A title. In English what is not between braces is put in lower case after its first word, as in a sentence.
fn titled(chunks: ChunksRef, is_english: bool) -> String {
    if !is_english {
        return plain(chunks);
    }
    let mut text = String::new();
    for chunk in chunks {
        match &chunk.v {
            Chunk::Normal(part) => {
                let part = commanded(part);
                for word in part.split_inclusive(char::is_whitespace) {
                    // A first word, also after a colon or a dash, keeps its capital; so does what has others, as names have.
                    let before = text.trim_end();
                    let is_first = before.is_empty() || before.ends_with([':', '.', '?', '!', '—', '–']);
                    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
                    let keeps = is_first || capitals != 1 || !word.starts_with(|c: char| c.is_uppercase());
                    match keeps {
                        true => text.push_str(word),
                        false => text.extend(word.chars().flat_map(char::to_lowercase)),
                    }
                }
            }
            Chunk::Verbatim(part) if part.contains('\\') => text.push_str(&commanded(part)),
            Chunk::Verbatim(part) => text.push_str(&kept(part)),
            Chunk::Math(formula) => text.push_str(&kept(&formula_text(formula))),
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('~', "\u{a0}")
}

fn names(chunks: ChunksRef) -> Vec<Value> {
    let people: Vec<Person> = chunks.parse().unwrap_or_default();
    let name = |person: &Person| {
        let Person { name, given_name, prefix, suffix, use_prefix, .. } = person;
        // A particle belongs to the family's name where that is said (biblatex, `useprefix`).
        let particle = if use_prefix == &Some(true) { "non-dropping-particle" } else { "dropping-particle" };
        // Braces around a whole name make it a body's.
        if given_name.is_empty() && prefix.is_empty() && suffix.is_empty() {
            return json!({ "literal": name.replace('~', "\u{a0}") });
        }
        let mut parts = Map::new();
        parts.insert("family".into(), json!(name));
        for (field, value) in [("given", given_name), (particle, prefix), ("suffix", suffix)] {
            if !value.is_empty() {
                parts.insert(field.into(), json!(value.replace('~', " ")));
            }
        }
        Value::Object(parts)
    };
    let is_others = |person: &Person| person.name == "others" && person.given_name.is_empty();
    let name = |person| {
        if is_others(person) { json!({ "literal": others::NAME.to_string() }) } else { name(person) }
    };
    people.iter().map(name).collect()
}

/// `Second` is 2: a style writes ordinals as its language does.
fn ordinal(edition: &str) -> String {
    const WORDS: [&str; 10] =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    let lower = edition.to_lowercase();
    let by_word = WORDS.iter().position(|word| lower == *word).map(|at| (at + 1).to_string());
    let digits = lower.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let by_figure =
        (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.to_string());
    by_word.or(by_figure).unwrap_or_else(|| edition.to_string())
}

fn month_number(month: &str) -> Option<usize> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let lower = month.to_lowercase();
    let by_name = MONTHS.iter().position(|name| lower.starts_with(name)).map(|at| at + 1);
    by_name.or_else(|| lower.trim().parse().ok()).filter(|month| (1..=12).contains(month))
}
