//! Titles, ids and names that are meant to break out or to collide.

use std::collections::BTreeSet;

use crate::reader::{documents, faults};
use crate::{book, edition, folder, single};

const EVIL: &str = "</title></script><script>alert(1)</script><img src=x onerror=alert(1)>";

#[test]
fn texts_stay_texts() {
    let manifest = format!(
        "title: '{EVIL}'\nsubtitle: '{EVIL}'\npublisher: '{EVIL}'\nedition: '{EVIL}'\nabstract: '{EVIL}'\ndate: 2026\n\
         contributors: [{{name: '{EVIL}', role: author, sort: '{EVIL}'}}]\nlicence: {{name: '{EVIL}'}}\n"
    );
    let title = EVIL.replace('<', "\\<");
    let chapter =
        format!("---\nauthor: '{EVIL}'\nabstract: '{EVIL}'\n---\n# {title}\n\n{title}\n\n## \"&{title}\n");
    let edition = edition(&book(&manifest, &[("a.md", &chapter)]));
    let files = folder(&edition);
    assert_eq!(faults(&files), Vec::<String>::new());
    let alone = [("page.html".to_string(), single(&edition).into_bytes())].into();
    assert_eq!(faults(&alone), Vec::<String>::new());
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".html") || name.ends_with(".xml")) {
        assert!(!String::from_utf8_lossy(bytes).contains("<script>"), "{name}");
    }
}

#[test]
fn names_that_are_alike_or_taken_are_told_apart() {
    let ids = ["index", "Index", "INDEX", "con", "a/../b", "x:y", "čovek", "Čovek", "web:text", "n1-0"];
    let chapters: Vec<(String, String)> = ids
        .iter()
        .enumerate()
        .map(|(at, id)| (format!("c{at}.md"), format!("# A {{#{id}}}\n\n[](#{id})\n")))
        .collect();
    let chapters: Vec<(&str, &str)> =
        chapters.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let edition = edition(&book("title: T\n", &chapters));
    let files = folder(&edition);
    assert_eq!(faults(&files), Vec::<String>::new());
    let names: BTreeSet<String> = files.keys().map(|name| name.to_lowercase()).collect();
    assert_eq!(names.len(), files.len());
    assert!(documents(&files).len() > ids.len());
    let is_plain = |name: &String| !name.contains(['\\', ':', '?', '*']) && !name.contains("..");
    assert!(files.keys().all(is_plain), "{:?}", files.keys());
}
