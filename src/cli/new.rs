//! `new`: a small book that builds.

use std::fs;
use std::io;

use super::args::{New, ThemeArgs};
use super::examples::{EXAMPLES, FIRST, File, STEPS};
use super::{OK, USAGE, fail, say_line};
use crate::escape::shell;
use crate::{THEMES, named_theme};

const MANIFEST: &str = "book.yaml";

pub(super) fn new(args: &New) -> u8 {
    if fs::read_dir(&args.dir).is_ok_and(|mut names| names.next().is_some()) {
        fail(format!("`{}` is not empty", args.dir.display()), "name a folder that does not exist yet");
        return USAGE;
    }
    let files = files(args);
    match write(args, &files) {
        Ok(()) => {
            let folder = args.dir.display();
            say_line(format!("made {folder}: a book of {} files", files.len()));
            say_line(format!("build it with `reportc build {}`", shell::word(&folder.to_string())));
            OK
        }
        Err(error) => fail(
            format!("`{}` cannot be written: {error}", args.dir.display()),
            "choose a folder that you may write to",
        ),
    }
}

fn files(args: &New) -> Vec<File> {
    let named = args.example.as_ref().and_then(|name| EXAMPLES.iter().find(|(have, _)| have == name));
    let files = named.map_or(FIRST, |(_, files)| files);
    let shows_steps = files.iter().any(|(_, text)| text.contains(STEPS.0));
    files.iter().copied().chain(shows_steps.then_some(STEPS)).collect()
}

fn write(args: &New, files: &[File]) -> io::Result<()> {
    for (name, text) in files {
        let path = args.dir.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let text = if *name == MANIFEST { manifest(args, text) } else { chapter(args, (name, text)) };
        fs::write(path, text)?;
    }
    Ok(())
}

/// The manifest with the theme and language that are asked for.
fn manifest(args: &New, text: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_string).collect();
    let mut put = |key: &str, value: &Option<String>| {
        let Some(value) = value else { return };
        let line = format!("{key}: {value}");
        match lines.iter_mut().find(|have| have.starts_with(&format!("{key}:"))) {
            Some(have) => *have = line,
            None => lines.push(line),
        }
    };
    put("theme", &args.theme);
    put("language", &args.lang);
    lines.join("\n") + "\n"
}

/// A chapter; its words are English, and say so in a book of another language.
fn chapter(args: &New, (name, text): File) -> String {
    let is_english = |lang: &String| lang.to_lowercase().split('-').next() == Some("en");
    let is_foreign = args.lang.as_ref().is_some_and(|lang| !is_english(lang));
    if is_foreign && name.ends_with(".md") {
        format!("---\nlang: en\n---\n\n{text}")
    } else {
        text.to_string()
    }
}

/// Prints a theme, or the names of all.
pub(super) fn theme(args: &ThemeArgs) -> u8 {
    match args.name.as_ref().and_then(|name| named_theme(name)) {
        Some(file) => file.lines().for_each(say_line),
        None => THEMES.iter().for_each(|(name, _)| say_line(*name)),
    }
    OK
}
