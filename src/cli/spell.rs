//! `spell`: asks the dictionaries on this machine for the words of a book.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use super::args::Spell;
use super::build::{find_books, watched};
use super::disk::DiskWorld;
use super::find::ManifestPath;
use super::{FAILED, OK, machine, say_line};
use crate::diag::Severity;
use crate::model::manifest::Lang;
use crate::{DictionaryFiles, Spelling};

/// Where systems keep dictionaries of Hunspell's.
const FOLDERS: [&str; 9] = [
    "/usr/share/hunspell",
    "/usr/share/myspell",
    "/usr/share/myspell/dicts",
    "/usr/local/share/hunspell",
    "/opt/homebrew/share/hunspell",
    "/opt/local/share/hunspell",
    "/Library/Spelling",
    "/run/current-system/sw/share/hunspell",
    "C:\\Hunspell",
];
/// The same, within the home folder.
const OWN_FOLDERS: [&str; 3] = [".local/share/hunspell", "Library/Spelling", ".hunspell"];

/// No dictionary is larger.
const MOST: u64 = 64 << 20;

/// Regions whose dictionary stands for a language without region, where there are several.
const USUAL: [(&str, &str); 8] = [
    ("ar", "ar"),
    ("de", "de_DE"),
    ("en", "en_US"),
    ("es", "es_ES"),
    ("fr", "fr_FR"),
    ("nl", "nl_NL"),
    ("pt", "pt_PT"),
    ("sr", "sr"),
];

pub(super) fn spell(args: &Spell) -> u8 {
    match find_books(args.manifest.as_deref(), &args.among) {
        Ok(places) => places.iter().map(|place| spell_one(args, place)).max().unwrap_or(OK),
        Err(code) => code,
    }
}

fn spell_one(args: &Spell, place: &ManifestPath) -> u8 {
    let (named, usual) = (&args.dictionaries, folders());
    let world = DiskWorld::new(&place.folder);
    let shelf = |lang: &Lang| dictionary(lang, named).or_else(|| dictionary(lang, &usual));
    let outcome = watched(|progress| crate::spell(&world, place.book(), &shelf, progress));
    machine::tell(&outcome.found, &outcome.sources, &place.prefix());
    let Some(spelling) = outcome.made else { return FAILED };
    tell(&spelling);
    let is_read = outcome.found.iter().all(|one| one.severity != Severity::Error);
    if is_read && spelling.is_well() { OK } else { FAILED }
}

fn tell(spelling: &Spelling) {
    for language in &spelling.languages {
        if let Some(dictionary) = &language.dictionary {
            let (words, unknown) = (language.words, language.unknown);
            say_line(format!("{}: {unknown} of {words} words are not in {dictionary}", language.lang.0));
        }
    }
}

/// Where to look, the nearest first: what `DICPATH` names, and what systems have.
fn folders() -> Vec<PathBuf> {
    let mut folders = Vec::new();
    if let Some(path) = env::var_os("DICPATH") {
        folders.extend(env::split_paths(&path));
    }
    if let Some(home) = env::var_os("HOME").or_else(|| env::var_os("USERPROFILE")) {
        folders.extend(OWN_FOLDERS.iter().map(|folder| Path::new(&home).join(folder)));
    }
    folders.extend(FOLDERS.iter().map(PathBuf::from));
    folders.extend(office());
    folders
}

/// The folders of LibreOffice's dictionaries, each language in one of its own.
fn office() -> Vec<PathBuf> {
    let roots = [
        "/usr/lib/libreoffice/share/extensions",
        "/usr/lib64/libreoffice/share/extensions",
        "/opt/libreoffice/share/extensions",
        "/Applications/LibreOffice.app/Contents/Resources/extensions",
        "C:\\Program Files\\LibreOffice\\share\\extensions",
    ];
    let mut found: Vec<PathBuf> = roots
        .iter()
        .filter_map(|root| fs::read_dir(root).ok())
        .flat_map(|entries| entries.flatten().map(|entry| entry.path()))
        .filter(|path| path.is_dir())
        .collect();
    found.sort();
    found
}

/// The dictionary of a language: its own, or that of the language without region, or in another region.
fn dictionary(lang: &Lang, folders: &[PathBuf]) -> Option<DictionaryFiles> {
    let names = names(lang);
    let exact = names.iter().find_map(|name| folders.iter().find_map(|folder| read(folder, name)));
    exact.or_else(|| folders.iter().find_map(|folder| elsewhere(folder, lang)))
}

/// What files may be called, the most exact first: `sr_Latn_RS`, `sr_RS`, `sr`.
fn names(lang: &Lang) -> Vec<String> {
    let parts: Vec<&str> = lang.0.split(['-', '_']).collect();
    let primary = lang.primary().into_owned();
    let script = parts.iter().skip(1).find(|part| part.len() == 4);
    let region = parts.iter().skip(1).find(|part| matches!(part.len(), 2 | 3) && part.is_ascii());
    let region = region.map(|region| region.to_ascii_uppercase());
    let mut names = Vec::new();
    match (script, &region) {
        (Some(script), Some(region)) => names.extend([
            format!("{primary}_{script}_{region}"),
            format!("{primary}_{region}_{script}"),
            format!("{primary}_{script}"),
        ]),
        (Some(script), None) => names.push(format!("{primary}_{script}")),
        (None, _) => {}
    }
    names.extend(region.map(|region| format!("{primary}_{region}")));
    let usual = USUAL.iter().find(|(language, _)| *language == primary);
    names.extend(usual.map(|(_, name)| (*name).to_string()));
    names.push(primary);
    let hyphened: Vec<String> = names.iter().map(|name| name.replace('_', "-")).collect();
    names.into_iter().zip(hyphened).flat_map(|(one, other)| [one, other]).collect()
}

/// The first dictionary of a folder that is of a language in no other script, whatever its region.
fn elsewhere(folder: &Path, lang: &Lang) -> Option<DictionaryFiles> {
    let script = |tag: &str| tag.split(['_', '-']).skip(1).find(|part| part.len() == 4).map(str::to_string);
    let is_of = |stem: &String| {
        let own = script(stem);
        stem.split(['_', '-']).next() == Some(&*lang.primary()) && (own.is_none() || own == script(&lang.0))
    };
    let entries = fs::read_dir(folder).ok()?.flatten();
    let stem = |entry: fs::DirEntry| Some(entry.file_name().to_str()?.strip_suffix(".dic")?.to_string());
    let mut stems: Vec<String> = entries.filter_map(stem).filter(is_of).collect();
    stems.sort();
    stems.iter().find_map(|stem| read(folder, stem))
}

fn read(folder: &Path, stem: &str) -> Option<DictionaryFiles> {
    let file = |ending: &str| {
        let path = folder.join(format!("{stem}.{ending}"));
        let size = fs::metadata(&path).ok().filter(fs::Metadata::is_file)?.len();
        if size > MOST { None } else { fs::read(path).ok() }
    };
    Some(DictionaryFiles {
        name: folder.join(stem).display().to_string(),
        affixes: file("aff")?,
        words: file("dic")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_exact_name_is_first() {
        assert_eq!(
            names(&Lang::new("sr-Latn-RS"))[..4],
            ["sr_Latn_RS", "sr-Latn-RS", "sr_RS_Latn", "sr-RS-Latn"]
        );
        assert_eq!(names(&Lang::new("en"))[..3], ["en_US", "en-US", "en"]);
        assert_eq!(names(&Lang::new("en-GB"))[..2], ["en_GB", "en-GB"]);
        assert_eq!(names(&Lang::new("mk")), ["mk", "mk"]);
    }
}
