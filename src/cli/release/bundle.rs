//! A release of several editions in different languages: each is a release of its own in the folder of its name, and the page
//! above them lets the reader choose.

use std::fs;
use std::path::{Path, PathBuf};

use super::super::answer::Answer;
use super::super::args::Release;
use super::super::build::tell_kept;
use super::super::find::ManifestPath;
use super::super::folder::{self, SIGNATURE, SUMS};
use super::super::trouble::Trouble;
use super::super::writeback::{Kept, write_back};
use super::super::{say_line, stage, write};
use super::{Job, finish, unreadable};
use crate::model::record::{Cover, Record};
use crate::{Edition, Verdict};

/// An edition that is to be released: the folder of its name, and what was made.
struct Part<'p> {
    place: &'p ManifestPath,
    folder: String,
    edition: Edition,
    cover: Cover,
}

/// None where what is wrong has been told already.
pub(super) fn made(
    args: &Release,
    places: &[ManifestPath],
    answer: &mut Answer,
) -> Result<Option<()>, Trouble> {
    let mut job = Job::begin(args, &places[0], &folder::BUNDLE)?;
    let Some(parts) = parts(&job, places, answer)? else { return Ok(None) };
    let target = job.target(&name(&parts), &folder::BUNDLE)?;
    let staging = folder::staging(&target)?;
    let shown = job.shown(&target);
    let mut records: Vec<(String, Record)> = Vec::new();
    let mut checks = Vec::new();
    for part in &parts {
        say_line(format!("edition   {}", part.folder));
        let record = released(&job, part, staging.path(), &staging.scratch().map_err(unreadable)?)?;
        checks.extend(record.checks.clone());
        answer.wrote_more(&part.edition, &shown.join(&part.folder));
        records.push((part.folder.clone(), record));
    }
    answer.checked(&checks);
    let mut documents = crate::publish_editions(&records);
    let sums = sums(staging.path(), &documents)?;
    if let Some(signer) = job.signer.take() {
        documents.push((SIGNATURE.to_string(), signer.sign(sums.as_bytes())?));
    }
    documents.push((SUMS.to_string(), sums.into_bytes()));
    let files: Vec<(String, &[u8])> =
        documents.iter().map(|(name, bytes)| (name.clone(), bytes.as_slice())).collect();
    write::into(staging.path(), &files).map_err(|error| write::unwritable(staging.path(), &error))?;
    folder::replace(&target, &staging)?;
    say_line(format!("released  {}", shown.display()));
    let mut recorded = false;
    for (part, (_, record)) in parts.iter().zip(&records) {
        let kept = write_back(part.place, record)?;
        recorded |= matches!(kept, Kept::Written(_));
        tell_kept(part.place, &kept, record);
    }
    answer.released(&shown, recorded);
    Ok(Some(()))
}

/// Compiles all editions: what is wrong with any is told of all before nothing is released.
fn parts<'p>(
    job: &Job,
    places: &'p [ManifestPath],
    answer: &mut Answer,
) -> Result<Option<Vec<Part<'p>>>, Trouble> {
    let mut parts = Vec::new();
    for place in places {
        let Some((mut edition, cover)) = job.prepare(place, answer)? else { continue };
        // What is not released with it does not lie beside it.
        let is_beside = |key: &String| places.iter().any(|other| other.edition.as_ref() == Some(key));
        for other in &mut edition.record.other_languages {
            other.folder = other.folder.take().filter(|folder| is_beside(folder));
        }
        let folder = place.edition.clone().unwrap_or_default();
        parts.push(Part { place, folder, edition, cover });
    }
    Ok((parts.len() == places.len()).then_some(parts))
}

/// What the editions' names have in common: the name of the files without that of the edition.
fn name(parts: &[Part]) -> String {
    let bare = |part: &Part| {
        let name = &part.edition.record.name;
        let bare = name.strip_suffix(&part.folder).or_else(|| name.strip_prefix(&part.folder));
        bare.map(|bare| bare.trim_matches(['-', '_', '.']).to_string()).filter(|bare| !bare.is_empty())
    };
    let names: Vec<Option<String>> = parts.iter().map(bare).collect();
    match names.first() {
        Some(Some(first)) if names.iter().all(|name| name.as_ref() == Some(first)) => first.clone(),
        _ => parts.first().map(|part| part.edition.record.name.clone()).unwrap_or_default(),
    }
}

/// Writes an edition into the folder of its name, checks it, and adds what goes with it.
fn released(job: &Job, part: &Part, folder: &Path, scratch: &Path) -> Result<Record, Trouble> {
    let own = folder.join(&part.folder);
    fs::create_dir_all(&own).map_err(|error| write::unwritable(&own, &error))?;
    let scratch = scratch.join(&part.folder);
    fs::create_dir_all(&scratch).map_err(unreadable)?;
    let verdict = job.judge(&part.edition, (&own, &scratch))?;
    let forced = job.failed(&verdict.checks)?;
    let Verdict { checks, parity } = verdict;
    let record = Record { checks, parity, forced, ..part.edition.record.clone() };
    finish(&own, &record, &part.cover, None)?;
    Ok(record)
}

/// A line for each file of all editions, as `sha256sum --check` reads them.
fn sums(folder: &Path, documents: &[(String, Vec<u8>)]) -> Result<String, Trouble> {
    let mut lines: Vec<(String, String)> =
        documents.iter().map(|(name, bytes)| (name.clone(), stage::digest(bytes))).collect();
    let mut open = vec![PathBuf::new()];
    while let Some(inner) = open.pop() {
        for entry in fs::read_dir(folder.join(&inner)).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let path = inner.join(entry.file_name());
            if entry.file_type().map_err(unreadable)?.is_dir() {
                open.push(path);
                continue;
            }
            let bytes = fs::read(folder.join(&path)).map_err(unreadable)?;
            let name = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
            lines.push((name, stage::digest(&bytes)));
        }
    }
    lines.sort();
    Ok(lines.into_iter().map(|(name, sum)| format!("{sum}  {name}\n")).collect())
}
