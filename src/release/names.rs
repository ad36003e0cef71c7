//! What an edition's files are called.

use crate::model::manifest::Manifest;

/// Names longer than this are tiresome; a title's first words tell which book it is.
const MAX_STEM: usize = 60;

/// The base name of an edition's files: the manifest's `file_name` with its fields filled in, or the title's words in
/// lower case. `{slug}`, `{edition}`, `{language}`, `{date}` and `{number}` (in the series) stand for the manifest's
/// own; one that the manifest does not tell goes, with the hyphen, underscore or full stop before it.
pub fn stem(manifest: &Manifest) -> String {
    let Some(pattern) = &manifest.file_name else { return slug(&manifest.title) };
    let mut stem = String::new();
    let mut rest = pattern.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        let Some((field, after)) = after.split_once('}') else { break };
        stem.push_str(before);
        match value(manifest, field) {
            Some(value) => stem.push_str(&value),
            None => stem.truncate(stem.trim_end_matches(['-', '_', '.']).len()),
        }
        rest = after;
    }
    stem.push_str(rest);
    let stem = stem.trim_matches(['-', '_', '.']);
    if stem.is_empty() { slug(&manifest.title) } else { stem.to_string() }
}

/// The fields of a file name.
fn value(manifest: &Manifest, field: &str) -> Option<String> {
    match field {
        // Editions in several languages are known by one name.
        "slug" => Some(slug(manifest.among.as_ref().map_or(&manifest.title, |among| &among.title))),
        "edition" => manifest.edition.as_deref().map(slug),
        "language" => Some(manifest.language.0.clone()),
        "date" => manifest.date.map(|date| date.iso()),
        "number" => manifest.series.as_ref()?.number.as_deref().map(slug),
        _ => None,
    }
}

/// Letters and digits of any script in lower case, with a hyphen for what is between them.
fn slug(title: &str) -> String {
    let lower = title.to_lowercase();
    let mut slug = String::new();
    for word in lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let room = MAX_STEM.saturating_sub(slug.chars().count());
        if slug.is_empty() {
            slug.extend(word.chars().take(room));
        } else if word.chars().count() < room {
            slug.push('-');
            slug.push_str(word);
        } else {
            break;
        }
    }
    if slug.is_empty() { "book".to_string() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_keep_letters_of_every_script() {
        assert_eq!(slug("Changing Patterns & Trends!"), "changing-patterns-trends");
        assert_eq!(slug("Čovek – 2005"), "čovek-2005");
        assert_eq!(slug("!?"), "book");
        assert_eq!(slug(&"word ".repeat(40)).chars().count(), 59);
        assert_eq!(slug(&"x".repeat(400)).len(), MAX_STEM);
    }
}
