//! `catalog`: many releases as one list.

use std::fs;
use std::path::Path;

use super::args::Catalog;
use super::records;
use super::trouble::Trouble;
use super::{OK, fail, say_line, stage, write};
use crate::model::record::Record;

pub(super) fn catalog(args: &Catalog) -> u8 {
    match made(&args.dir) {
        Ok(count) => {
            let titles = if count == 1 { "title" } else { "titles" };
            say_line(format!("wrote {} ({count} {titles})", args.dir.join("index.html").display()));
            say_line(format!("wrote {}", args.dir.join("onix.xml").display()));
            OK
        }
        Err((message, hint)) => fail(message, &hint),
    }
}

fn made(folder: &Path) -> Result<usize, Trouble> {
    stage::mend(folder, &|_, _, _| ());
    let releases = releases(folder)?;
    if releases.is_empty() {
        return Err((
            format!("there is no release in `{}`", folder.display()),
            "name the folder that the folders of `reportc release` are in".to_string(),
        ));
    }
    let files = crate::catalog(&releases);
    let files: Vec<(String, &[u8])> =
        files.iter().map(|(name, bytes)| (name.clone(), bytes.as_slice())).collect();
    write::all(folder, &files)?;
    Ok(releases.len())
}

/// The folders of releases and their records, by title.
fn releases(folder: &Path) -> Result<Vec<(String, Record)>, Trouble> {
    let unreadable = |error: std::io::Error| {
        (format!("`{}` cannot be read: {error}", folder.display()), "name a folder of releases".to_string())
    };
    let mut releases = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let Some(name) =
            path.file_name().and_then(|name| name.to_str()).filter(|name| !name.starts_with('.'))
        else {
            continue;
        };
        if path.join(records::FILE).is_file() {
            releases.push((name.to_string(), records::read(&path)?));
            continue;
        }
        for edition in records::editions(&path) {
            releases.push((format!("{name}/{edition}"), records::read(&path.join(&edition))?));
        }
    }
    releases.sort_by(|(folder, record), (other_folder, other)| {
        (record.title.to_lowercase(), folder).cmp(&(other.title.to_lowercase(), other_folder))
    });
    Ok(releases)
}
