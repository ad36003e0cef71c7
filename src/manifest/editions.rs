//! Editions of one book in several languages: each is read as a manifest of its own, made of what it says and of what
//! all share.

use super::{KEYS_OF_SETTINGS, book, markup};
use crate::diag::{Diagnostic, Sink};
use crate::model::identity::{Identifier, IdentifierScheme};
use crate::model::manifest::{Among, Lang, Manifest, OtherEdition, Translation};
use crate::model::translation::Target;
use crate::source::{Source, Span, join_path};
use crate::tags;
use crate::yaml::{self, Entry, Node, Scalar, Value, nearest, wrong_type};

/// The key that editions stand under.
pub(super) const KEY: &str = "editions";
const FORM: &str = "editions: {en: {title: A Title}, fr: {title: Un titre}}";

/// Keys of which one stands for the others: who says where the chapters of one edition are, says it of all its body.
const GROUPS: [&[&str]; 2] = [&["chapters", "parts"], &["annexes", "appendices"]];
/// What an edition has of its own or not at all.
const NEVER_SHARED: [&str; 3] = [KEY, "language", "number_of_pages"];
/// The file of translations that an edition is made with, from the texts of the original.
const TRANSLATION: &str = "translation";
/// What such an edition has of the original, where it says nothing itself.
const OF_ORIGINAL: [&str; 12] = [
    "title",
    "subtitle",
    "abstract",
    "imprint",
    "front",
    "chapters",
    "parts",
    "annexes",
    "appendices",
    "back",
    "cover",
    "indexes",
];

/// The names of a manifest's editions, in their order; none where it has none.
pub fn names(manifest: &Source) -> Vec<String> {
    // Most books have none, and need not be read for that.
    if !manifest.text.contains(KEY) {
        return Vec::new();
    }
    let root = yaml::parse(manifest, &mut Sink::default());
    root.iter().flat_map(listed).map(|entry| entry.key.clone()).collect()
}

/// The names of those that are made with files of translations.
pub fn translated(manifest: &Source) -> Vec<String> {
    let root = yaml::parse(manifest, &mut Sink::default());
    let is_made_so = |entry: &&Entry| entry.value.entry(TRANSLATION).is_some();
    root.iter().flat_map(listed).filter(is_made_so).map(|entry| entry.key.clone()).collect()
}

fn listed(root: &Node) -> &[Entry] {
    match root.entry(KEY).map(|entry| &entry.value.value) {
        Some(Value::Map(entries)) => entries,
        Some(Value::Null | Value::Scalar(_) | Value::List(_)) | None => &[],
    }
}

/// Reads one edition, and of the others what it has to say of them.
pub(super) fn read(
    root: &Node,
    (source, name): (&Source, Option<&str>),
    sink: &mut Sink,
) -> Option<Manifest> {
    let chosen = chosen(root, name, sink)?;
    let whole = merged(root, chosen);
    markup::tell(&whole, source, sink);
    let mut manifest = book(&whole, sink)?;
    let mut ignored = Sink::default();
    let others = listed(root).iter().filter(|other| other.key != chosen.key);
    let others: Vec<(String, Manifest)> = others
        .filter_map(|other| Some((other.key.clone(), book(&merged(root, other), &mut ignored)?)))
        .collect();
    tell_shared(root, &manifest, &others, sink);
    let key = chosen.key.clone();
    let title = shared_title(root).or_else(|| listed(root).first().and_then(|first| title_of(&first.value)));
    let title = title.unwrap_or_else(|| manifest.title.clone());
    let translation = asked(root, chosen, sink);
    manifest.among = Some(Among { key, place: chosen.key_span, title, translation });
    let others = others.into_iter().map(|(key, one)| {
        let entry = listed(root).iter().find(|entry| entry.key == key);
        let translation = entry.and_then(|entry| asked(root, entry, &mut ignored));
        OtherEdition { translation, ..other((key, one)) }
    });
    manifest.other_languages.splice(0..0, others);
    Some(manifest)
}

/// What an edition is translated by, where it has no texts of its own.
fn asked(root: &Node, edition: &Entry, sink: &mut Sink) -> Option<Translation> {
    let entry = edition.value.entry(TRANSLATION)?;
    let file = (yaml::text(&entry.value, sink)?, entry.value.span);
    let original = original_of(root, edition);
    if original.is_none() {
        let message = "there is no edition that this one is translated from";
        sink.push(
            Diagnostic::error("unknown-edition", entry.key_span, message)
                .hint("list the original too: `editions: {en: {}, fr: {translation: po/fr.po}}`"),
        );
    }
    let original = original?;
    let lang = text(&original.value, "language").unwrap_or_else(|| original.key.clone());
    let lang = Lang(tags::read(&lang).unwrap_or(lang));
    let own = entries(&edition.value).iter().map(|entry| entry.key.clone()).collect();
    Some(Translation { edition: edition.key.clone(), file, lang, own })
}

/// Where the translations of an edition are, or are to be: one that the manifest does not have yet is named by its language.
pub fn translated_to(manifest: &Source, name: &str, sink: &mut Sink) -> Option<Target> {
    let root = yaml::parse(manifest, sink)?;
    let start = Span { end: root.span.start, ..root.span };
    let place = root.entry(KEY).map_or(start, |entry| entry.key_span);
    let tell = |code, message: String, hint: &str, sink: &mut Sink| {
        sink.push(Diagnostic::error(code, place, message).hint(hint));
        None
    };
    let Some(entry) = listed(&root).iter().find(|entry| entry.key == name) else {
        let Ok(tag) = tags::read(name) else {
            let message = format!("`{}` is no language to translate into", name.escape_debug());
            return tell("bad-language", message, "write a tag such as `fr`, `pt-BR` or `zh-Hans`", sink);
        };
        let original = listed(&root).iter().find(|entry| entry.value.entry(TRANSLATION).is_none());
        let (original, path) = (original.map(|entry| entry.key.clone()), format!("po/{tag}.po"));
        return Some(Target { edition: tag.clone(), original, lang: Lang(tag), path, place: None });
    };
    let Some(translation) = asked(&root, entry, sink) else {
        let message = format!("the edition `{name}` has texts of its own");
        return match entry.value.entry(TRANSLATION) {
            Some(_) => None,
            None => tell(
                "unknown-edition",
                message,
                "name a file of translations in their place: `translation: po/fr.po`",
                sink,
            ),
        };
    };
    let lang = text(&entry.value, "language").unwrap_or_else(|| name.to_string());
    let (path, span) = translation.file;
    Some(Target {
        edition: name.to_string(),
        original: original_of(&root, entry).map(|original| original.key.clone()),
        lang: Lang(tags::read(&lang).unwrap_or(lang)),
        path: join_path("", &path),
        place: Some(span),
    })
}

/// The edition that another is translated from: that in the original's language, or else the first that is no translation
/// itself.
fn original_of<'n>(root: &'n Node, edition: &Entry) -> Option<&'n Entry> {
    let said = text(&edition.value, "original_language").or_else(|| text(root, "original_language"));
    let whole = |other: &&Entry| other.key != edition.key && other.value.entry(TRANSLATION).is_none();
    let is_said = |other: &&Entry| {
        let language = text(&other.value, "language");
        let language = language.as_deref().unwrap_or(&other.key);
        said.as_deref().is_some_and(|said| said.eq_ignore_ascii_case(language))
    };
    let mut others = listed(root).iter().filter(whole);
    others.clone().find(is_said).or_else(|| others.next())
}

/// What a manifest says of an edition, as a tree of its own; the tree itself where it has none.
pub(super) fn root_of(root: Node, name: Option<&str>) -> Option<Node> {
    match name {
        Some(name) => listed(&root).iter().find(|entry| entry.key == name).map(|entry| merged(&root, entry)),
        None => Some(root),
    }
}

fn other((key, manifest): (String, Manifest)) -> OtherEdition {
    let Manifest { language, title, url, identifiers, web, .. } = manifest;
    let in_release = || url.as_ref().filter(|_| web.release).map(|url| format!("{url}web/"));
    let web = web.url.clone().or_else(in_release);
    OtherEdition { language, title, url, web, key: Some(key), identifiers, translation: None }
}

/// The edition that is meant, where there is one.
fn chosen<'n>(root: &'n Node, name: Option<&str>, sink: &mut Sink) -> Option<&'n Entry> {
    let entry = root.entry(KEY)?;
    let Value::Map(editions) = &entry.value.value else {
        sink.push(wrong_type(&entry.value, "a mapping").hint(format!("write `{FORM}`")));
        return None;
    };
    let mut is_right = true;
    for edition in editions {
        is_right &= is_edition(edition, sink);
    }
    let found = match name {
        Some(name) => editions.iter().find(|edition| edition.key == name),
        None => editions.first(),
    };
    if found.is_none() {
        let names: Vec<&str> = editions.iter().map(|edition| edition.key.as_str()).collect();
        sink.push(unknown(name, &names, entry.key_span));
    }
    found.filter(|_| is_right)
}

fn unknown(name: Option<&str>, names: &[&str], span: Span) -> Diagnostic {
    let Some(name) = name else {
        let found = Diagnostic::error("unknown-edition", span, "there is no edition here");
        return found.hint(format!("write `{FORM}`, or leave the key out"));
    };
    let message = format!("there is no edition `{}`", name.escape_debug());
    let found = Diagnostic::error("unknown-edition", span, message);
    match nearest(name, names) {
        Some(near) => found.hint(format!("did you mean `{near}`?")),
        None => found.hint(format!("the editions are {}", names.join(", "))),
    }
}

/// Whether an edition is named by a language, and says what can be read.
fn is_edition(edition: &Entry, sink: &mut Sink) -> bool {
    let Entry { key, key_span, value } = edition;
    if let Value::Scalar(_) | Value::List(_) = value.value {
        sink.push(wrong_type(value, "a mapping").hint(format!("write `{FORM}`")));
        return false;
    }
    let says_language = value.entry("language").is_some();
    match tags::read(key) {
        Ok(_) => true,
        Err(_) if says_language && is_name(key) => true,
        Err(fault) => {
            let message = format!("an edition is named by its language: {}", fault.message);
            sink.push(Diagnostic::error("bad-language", *key_span, message).hint(fault.hint));
            false
        }
    }
}

/// Names stand in those of files and folders.
fn is_name(key: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    key.starts_with(|c: char| c.is_ascii_alphabetic()) && key.chars().all(is_part) && key.len() <= 40
}

/// An edition as a manifest of its own: what it says, and what all share. Places stay those of the file.
fn merged(root: &Node, edition: &Entry) -> Node {
    let own = own_entries(root, edition);
    let says = |key: &str| own.iter().any(|entry| entry.key == key);
    let is_shared = |entry: &&Entry| {
        let key = entry.key.as_str();
        let is_counts = key == "record" && matches!(entry.value.value, Value::Map(_));
        let stands_for = GROUPS.iter().any(|group| group.contains(&key) && group.iter().any(|key| says(key)));
        !NEVER_SHARED.contains(&key) && !is_counts && !stands_for
    };
    let mut all: Vec<Entry> = entries(root).iter().filter(is_shared).cloned().collect();
    for entry in &own {
        match all.iter_mut().find(|shared| shared.key == entry.key) {
            Some(shared) => *shared = joined(shared, entry),
            None => all.push(entry.clone()),
        }
    }
    let mut whole = Node { span: edition.key_span, value: Value::Map(all) };
    if !says("language") {
        put(&mut whole, "language", &edition.key, edition.key_span);
    }
    name_files(root, edition, &mut whole);
    name_original(root, edition, &mut whole);
    whole
}

/// What an edition says; one that is made with a file of translations says of its texts what the original does.
fn own_entries(root: &Node, edition: &Entry) -> Vec<Entry> {
    let own = entries(&edition.value).iter().filter(|entry| entry.key != TRANSLATION);
    let mut own: Vec<Entry> = own.cloned().collect();
    if edition.value.entry(TRANSLATION).is_none() {
        return own;
    }
    let said: Vec<String> = own.iter().map(|entry| entry.key.clone()).collect();
    let original = original_of(root, edition).map_or(&[][..], |original| entries(&original.value));
    let is_wanted = |entry: &&Entry| {
        let key = entry.key.as_str();
        let group = GROUPS.iter().find(|group| group.contains(&key));
        let stands_for =
            |said: &String| said == key || group.is_some_and(|group| group.contains(&said.as_str()));
        OF_ORIGINAL.contains(&key) && !said.iter().any(stands_for)
    };
    own.extend(original.iter().filter(is_wanted).cloned());
    own
}

fn entries(node: &Node) -> &[Entry] {
    match &node.value {
        Value::Map(entries) => entries,
        Value::Null | Value::Scalar(_) | Value::List(_) => &[],
    }
}

/// A text that an edition is given.
fn put(whole: &mut Node, key: &str, text: &str, span: Span) {
    let Value::Map(entries) = &mut whole.value else { return };
    entries.retain(|entry| entry.key != key);
    let value = Value::Scalar(Scalar { text: text.to_string(), plain: false });
    entries.push(Entry { key: key.to_string(), key_span: span, value: Node { span, value } });
}

/// What an edition says of a key, with what all share of it.
fn joined(shared: &Entry, own: &Entry) -> Entry {
    let value = match (&shared.value.value, &own.value.value) {
        (Value::List(all), Value::List(some)) if own.key == "contributors" => {
            Value::List(replaced(all, some, |one| vec![text(one, "role")]))
        }
        (Value::List(all), Value::List(some)) if own.key == "identifiers" => {
            let format = |one: &Node| text(one, "format").or(Some("work".to_string()));
            Value::List(replaced(all, some, |one| vec![text(one, "scheme"), format(one)]))
        }
        (Value::Map(_), Value::Map(_)) if KEYS_OF_SETTINGS.contains(&own.key.as_str()) => {
            return Entry { value: settings(&shared.value, &own.value), ..own.clone() };
        }
        (_, value) => value.clone(),
    };
    Entry { value: Node { span: own.value.span, value }, ..own.clone() }
}

/// Settings within settings: what is not set is as for all. Recursion is bounded: YAML caps nesting.
fn settings(shared: &Node, own: &Node) -> Node {
    let (Value::Map(all), Value::Map(some)) = (&shared.value, &own.value) else { return own.clone() };
    let mut all = all.clone();
    for entry in some {
        match all.iter_mut().find(|shared| shared.key == entry.key) {
            Some(shared) => *shared = Entry { value: settings(&shared.value, &entry.value), ..entry.clone() },
            None => all.push(entry.clone()),
        }
    }
    Node { span: own.span, value: Value::Map(all) }
}

/// A list in which those of the same kind have been replaced, where the first of them stood.
fn replaced<K: PartialEq>(all: &[Node], some: &[Node], kind: impl Fn(&Node) -> K) -> Vec<Node> {
    let of_kind = |wanted: &K| some.iter().filter(|one| kind(one) == *wanted).cloned().collect::<Vec<_>>();
    let mut done: Vec<K> = Vec::new();
    let mut list = Vec::new();
    for one in all.iter().chain(some) {
        let kind = kind(one);
        let own = of_kind(&kind);
        match own.is_empty() {
            true => list.push(one.clone()),
            false if done.contains(&kind) => {}
            false => {
                list.extend(own);
                done.push(kind);
            }
        }
    }
    list
}

/// The text of a key in a mapping.
fn text(node: &Node, key: &str) -> Option<String> {
    match &node.entry(key)?.value.value {
        Value::Scalar(scalar) => Some(scalar.text.trim().to_string()),
        Value::Null | Value::List(_) | Value::Map(_) => None,
    }
}

fn title_of(edition: &Node) -> Option<String> {
    text(edition, "title")
}

fn shared_title(root: &Node) -> Option<String> {
    text(root, "title")
}

/// Tells the files of an edition from those of the others, and its folder on the web.
fn name_files(root: &Node, edition: &Entry, whole: &mut Node) {
    let (name, span) = (&edition.key, edition.key_span);
    if text(&edition.value, "file_name").is_none() {
        match text(root, "file_name") {
            Some(written) if written.contains("{language}") => {}
            Some(written) => {
                let span = root.entry("file_name").map_or(span, |entry| entry.value.span);
                put(whole, "file_name", &format!("{written}-{name}"), span);
            }
            None => put(whole, "file_name", &format!("{{slug}}-{name}"), span),
        }
    }
    let within = |url: &str| format!("{}/{name}/", url.trim_end_matches('/'));
    if text(&edition.value, "url").is_none()
        && let (Some(url), Some(shared)) = (text(root, "url"), root.entry("url"))
    {
        put(whole, "url", &within(&url), shared.value.span);
    }
    let own = edition.value.entry("web").and_then(|web| text(&web.value, "url"));
    if own.is_none()
        && let Some(web) = root.entry("web")
        && let Some(url) = text(&web.value, "url")
        && let Value::Map(all) = &mut whole.value
        && let Some(entry) = all.iter_mut().find(|entry| entry.key == "web")
    {
        put(&mut entry.value, "url", &within(&url), web.value.span);
    }
}

/// Says of which language an edition is a translation, where that follows from what is said: of the one edition that no
/// translator has a part in.
fn name_original(root: &Node, edition: &Entry, whole: &mut Node) {
    if whole.entry("original_language").is_some() || !listed(root).iter().any(is_translated) {
        return;
    }
    let mut originals = listed(root).iter().filter(|other| !is_translated(other));
    if let (Some(original), None) = (originals.next(), originals.next()) {
        let language = text(&original.value, "language").unwrap_or_else(|| original.key.clone());
        put(whole, "original_language", &language, edition.key_span);
    }
}

/// Whether an edition has a translator of its own, or a file of translations.
fn is_translated(edition: &Entry) -> bool {
    if edition.value.entry(TRANSLATION).is_some() {
        return true;
    }
    let Some(Value::List(people)) = edition.value.entry("contributors").map(|entry| &entry.value.value)
    else {
        return false;
    };
    people.iter().any(|person| text(person, "role").is_some_and(|role| role == "translator" || role == "trl"))
}

/// Tells of numbers that stand for one edition alone, and are given to two.
fn tell_shared(root: &Node, manifest: &Manifest, others: &[(String, Manifest)], sink: &mut Sink) {
    let is_one_alone = |one: &&Identifier| {
        matches!(one.scheme, IdentifierScheme::Isbn | IdentifierScheme::Doi | IdentifierScheme::Uuid)
    };
    for one in manifest.identifiers.iter().filter(is_one_alone) {
        let has = |other: &Manifest| {
            other.identifiers.iter().any(|theirs| theirs.scheme == one.scheme && theirs.value == one.value)
        };
        if !others.iter().any(|(_, other)| has(other)) {
            continue;
        }
        let place = root.entry("identifiers").map_or(root.span, |entry| entry.value.span);
        let message =
            format!("the {} {} names several editions", one.scheme.title(), one.written.escape_debug());
        sink.push(Diagnostic::error("duplicate-identifier", place, message).hint(
            "each edition has its own: write it below the edition, `editions: {fr: {identifiers: […]}}`",
        ));
    }
}
