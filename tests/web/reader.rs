//! Reads pages back as a browser would find them: what they name, and where they lead.

use std::collections::{BTreeMap, BTreeSet};

use html5gum::{Token, Tokenizer};

pub type Folder = BTreeMap<String, Vec<u8>>;

/// A page.
#[derive(Debug, Default)]
pub struct Document {
    pub name: String,
    pub ids: Vec<String>,
    /// Addresses of links, pictures, scripts and styles.
    pub hrefs: Vec<String>,
    /// Labels of the markers of pages.
    pub pages: Vec<String>,
    /// Names of attributes that run scripts, and texts of scripts that run.
    pub scripts: Vec<String>,
    pub headings: Vec<u32>,
}

pub fn documents(files: &Folder) -> Vec<Document> {
    files.iter().filter(|(name, _)| name.ends_with(".html")).map(|(name, bytes)| read(name, bytes)).collect()
}

fn read(name: &str, bytes: &[u8]) -> Document {
    let mut document = Document { name: name.to_string(), ..Document::default() };
    let mut in_script = false;
    let string = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("it is UTF-8");
    for token in Tokenizer::new(bytes).flatten() {
        match token {
            Token::StartTag(tag) => {
                let element = string(&tag.name);
                let of = |key: &str| tag.attributes.get(key.as_bytes()).map(|value| string(value));
                document.ids.extend(of("id"));
                document.hrefs.extend(of("href").into_iter().chain(of("src")));
                if of("role").as_deref() == Some("doc-pagebreak") {
                    document.pages.push(of("aria-label").expect("it has a label"));
                }
                let handlers =
                    tag.attributes.keys().map(|key| string(key)).filter(|key| key.starts_with("on"));
                document.scripts.extend(handlers);
                in_script = element == "script" && of("type").is_none() && of("src").is_none();
                let level: Option<u32> = element.strip_prefix('h').and_then(|level| level.parse().ok());
                document.headings.extend(level);
            }
            Token::EndTag(_) => in_script = false,
            Token::String(text) if in_script => document.scripts.push(string(&text)),
            _ => {}
        }
    }
    document
}

/// What is wrong with a folder of pages.
pub fn faults(files: &Folder) -> Vec<String> {
    let documents = documents(files);
    let ids: BTreeMap<&str, BTreeSet<&str>> = documents
        .iter()
        .map(|one| (one.name.as_str(), one.ids.iter().map(String::as_str).collect()))
        .collect();
    let mut found = Vec::new();
    for document in &documents {
        let name = &document.name;
        if ids[name.as_str()].len() != document.ids.len() {
            let mut seen = BTreeSet::new();
            let twice = document.ids.iter().find(|id| !seen.insert(id.as_str()));
            found.push(format!("{name}: {twice:?} is there twice"));
        }
        found.extend(document.scripts.iter().map(|script| format!("{name}: runs {script}")));
        if !document.headings.contains(&1) {
            found.push(format!("{name}: no title"));
        }
        if document.headings.windows(2).any(|pair| pair[1] > pair[0] + 1) {
            found.push(format!("{name}: a level of headings is skipped: {:?}", document.headings));
        }
        for href in &document.hrefs {
            let is_elsewhere = ["http:", "https:", "mailto:", "data:", "doi:", "ftp:", "tel:", "urn:"];
            if is_elsewhere.iter().any(|scheme| href.starts_with(scheme)) {
                continue;
            }
            let (path, id) = href.split_once('#').unwrap_or((href, ""));
            let path = if path.is_empty() { name.clone() } else { decoded(path) };
            let of_pdf = id.starts_with("page=");
            match files.contains_key(&path) {
                true if id.is_empty() || of_pdf => {}
                true if ids[path.as_str()].contains(decoded(id).as_str()) => {}
                _ => found.push(format!("{name}: leads nowhere: {href}")),
            }
        }
    }
    found
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let escape = (byte == b'%').then(|| after.get(..2)).flatten();
        let read = escape.and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
        bytes.push(read.unwrap_or(byte));
        rest = if read.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).expect("it is UTF-8")
}
