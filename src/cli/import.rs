//! `import`: another tool's book as one of ours.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::args::Import;
use super::disk::DiskWorld;
use super::trouble::Trouble;
use super::{OK, USAGE, fail, say_line, system};
use crate::escape::shell;
use crate::import::{Imported, Wanted, import as read, office};

const MANIFEST: &str = "book.yaml";

/// Endings of documents that are Markdown only once pandoc has been through them.
const DOCUMENTS: [&str; 8] = ["docx", "odt", "tex", "adoc", "rst", "org", "html", "epub"];

/// Larger is no file of a book.
const MAX_FILE: u64 = 1 << 30;

pub(super) fn import(args: &Import) -> u8 {
    match run(args) {
        Ok(()) => OK,
        Err((message, hint)) => {
            fail(message, &hint);
            USAGE
        }
    }
}

fn run(args: &Import) -> Result<(), Trouble> {
    if !args.from.exists() {
        let message = format!("there is no `{}`", args.from.display());
        return Err((message, "name a folder, a Markdown file or a document".to_string()));
    }
    let from = described(&args.from);
    let ending = from.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    if DOCUMENTS.contains(&ending.as_str()) && from.is_file() {
        return document(args, &from);
    }
    let (root, file) = match from.is_dir() {
        true => (from.clone(), None),
        false => (parent(&from), from.file_name().and_then(|name| name.to_str()).map(str::to_string)),
    };
    let world = DiskWorld::new(&root);
    let name = name(&from);
    let repository = repository(&root);
    let wanted = Wanted {
        name: &name,
        file: file.as_deref(),
        repository: repository.as_deref(),
        in_place: args.in_place,
    };
    let mut imported = read(&world, wanted)?;
    let target = if args.in_place { root.clone() } else { target(args, &name)? };
    let made = if args.in_place { in_place(&root, &imported) } else { copy(&root, &target, &mut imported) };
    made.map_err(|error| unwritable(&target, &error))?;
    tell(&target, &imported, args.in_place);
    Ok(())
}

/// A book's folder where its description is named.
fn described(from: &Path) -> PathBuf {
    let file = from.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let is_description = super::find::foreign(from).is_some();
    match (is_description, file) {
        (true, "SUMMARY.md") if parent(&parent(from)).join("book.toml").exists() => parent(&parent(from)),
        (true, _) => parent(from),
        (false, _) => from.to_path_buf(),
    }
}

/// Folders above a book's that are looked at.
const FARTHEST: usize = 4;

/// The folder of the repository that a book lies in, relative to the book's: the nearest above it that has what
/// repositories have.
fn repository(root: &Path) -> Option<String> {
    const MARKS: [&str; 6] = [".git", ".hg", ".github", "LICENSE", "LICENSE.md", "LICENSE.txt"];
    let real = fs::canonicalize(root).ok()?;
    let is_one = |folder: &Path| MARKS.iter().any(|mark| folder.join(mark).exists());
    // A book that is a repository has nothing around it.
    let above = real.ancestors().take(FARTHEST + 1).position(is_one).filter(|above| *above > 0)?;
    Some(vec![".."; above].join("/"))
}

fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_path_buf(),
        Some(_) => PathBuf::from("."),
        None => path.join(".."),
    }
}

/// What the book is called on disk.
fn name(from: &Path) -> String {
    let mut real = fs::canonicalize(from).unwrap_or_else(|_| from.to_path_buf());
    // Leanpub has each book's texts in a folder that is called so.
    if real.file_name().is_some_and(|name| name == "manuscript") {
        real.pop();
    }
    let name = if real.is_dir() { real.file_name() } else { real.file_stem() };
    name.map_or_else(|| "book".to_string(), |name| name.to_string_lossy().into_owned())
}

/// The folder to make: empty, if it is there.
fn target(args: &Import, name: &str) -> Result<PathBuf, Trouble> {
    let target = args.dir.clone().unwrap_or_else(|| PathBuf::from(format!("{name}-book")));
    match fs::read_dir(&target).is_ok_and(|mut names| names.next().is_some()) || target.is_file() {
        false => Ok(target),
        true => Err((
            format!("`{}` is there already, and not empty", target.display()),
            "name a folder that does not exist yet".to_string(),
        )),
    }
}

fn in_place(root: &Path, imported: &Imported) -> io::Result<()> {
    let manifest = root.join(MANIFEST);
    if fs::symlink_metadata(&manifest).is_ok() {
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, "there is a `book.yaml` already"));
    }
    // Texts that are another's stay as they are; those that were not there are made.
    for (path, bytes) in imported.made.iter().filter(|(path, _)| !root.join(path).exists()) {
        put(&root.join(path), bytes)?;
    }
    put(&manifest, imported.manifest.as_bytes())
}

fn copy(root: &Path, target: &Path, imported: &mut Imported) -> io::Result<()> {
    for path in std::mem::take(&mut imported.files) {
        match system::read(&root.join(&path), MAX_FILE) {
            Ok(bytes) => {
                put(&target.join(imported.place(&path)), &bytes)?;
                imported.files.push(path);
            }
            Err(error) => {
                imported.changes.push(format!("`{path}` cannot be read: {error}; it is not copied"))
            }
        }
    }
    for (path, bytes) in &imported.made {
        put(&target.join(imported.place(path)), bytes)?;
    }
    put(&target.join(MANIFEST), imported.manifest.as_bytes())
}

/// Writes a file that is not there, nor a link of its name to one that is elsewhere.
fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::File::create_new(path)?.write_all(bytes)
}

fn unwritable(target: &Path, error: &io::Error) -> Trouble {
    let hint = match error.kind() {
        io::ErrorKind::AlreadyExists => "take it away, or leave out --in-place",
        _ => "choose a folder that you may write to",
    };
    (format!("`{}` cannot be written: {error}", target.display()), hint.to_string())
}

fn tell(target: &Path, imported: &Imported, in_place: bool) {
    let Imported { tool, chapters, files, changes, made, .. } = imported;
    let folder = target.display().to_string();
    for change in changes {
        say_line(format!("  {change}"));
    }
    if in_place && made.keys().any(|path| files.contains(path) || target.join(path).exists()) {
        say_line("  texts were left as they are: what is said of their heads above, do by hand");
    }
    let counted = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    let copied = if in_place { String::new() } else { format!(", {} copied", counted(files.len(), "file")) };
    say_line(format!(
        "made {}: {} of {}{copied}",
        shell::word(&format!("{folder}/{MANIFEST}")),
        counted(*chapters, "chapter"),
        tool.name()
    ));
    say_line(format!("build it with `reportc build {}`", shell::word(&folder)));
}

/// A document of a word processor and the like: pandoc makes Markdown and pictures of it.
fn document(args: &Import, from: &Path) -> Result<(), Trouble> {
    if args.in_place {
        let message = format!("`{}` is no Markdown: a text must be made of it", from.display());
        return Err((message, "leave out --in-place".to_string()));
    }
    let name = name(from);
    let target = target(args, &name)?;
    fs::create_dir_all(&target).map_err(|error| unwritable(&target, &error))?;
    let text = format!("{name}.md");
    let log = match pandoc(from, &target, &text) {
        Ok(log) => log,
        Err(problem) => {
            // Gone only if it is empty: nothing that somebody put there is taken away.
            let _ = fs::remove_dir(&target);
            return Err(problem);
        }
    };
    let problem = |error: io::Error| unwritable(&target, &error);
    let path = target.join(&text);
    let made = fs::read_to_string(&path).map_err(problem)?;
    fs::write(&path, office::without_idle_places(&made)).map_err(problem)?;
    let world = DiskWorld::new(&target);
    let mut imported = read(&world, Wanted { name: &name, file: Some(&text), ..Wanted::default() })?;
    let is_tex = from.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("tex"));
    let source = is_tex.then(|| fs::read_to_string(from).ok()).flatten();
    imported.changes.extend(office::left_out(&log, source.as_deref()));
    for (other, bytes) in &imported.made {
        // The text is of our own making.
        let written = if *other == text { fs::write(&path, bytes) } else { put(&target.join(other), bytes) };
        written.map_err(problem)?;
    }
    put(&target.join(MANIFEST), imported.manifest.as_bytes()).map_err(problem)?;
    tell(&target, &imported, false);
    Ok(())
}

/// Has pandoc make a text of a document, in a folder; what it tells of it.
fn pandoc(from: &Path, target: &Path, text: &str) -> Result<String, Trouble> {
    // Read where it lies, so that the pictures it names are found.
    let real = fs::canonicalize(from).map_err(|error| unwritable(from, &error))?;
    let said = system::read(&real, MAX_FILE).map(|bytes| office::about(&bytes)).unwrap_or_default();
    // TeX's files name others without their folder.
    let folder = parent(&real);
    let ran = Command::new("pandoc")
        .current_dir(target)
        .env("TEXINPUTS", format!(".:{}:", folder.display()))
        .args([
            "--verbose",
            "--standalone",
            "--wrap=none",
            "--markdown-headings=atx",
            "--extract-media=.",
            "--to=markdown",
        ])
        .args(said.iter().map(|(key, value)| format!("--metadata={key}:{value}")))
        .arg(format!("--resource-path=.:{}", folder.display()))
        .arg("--output")
        .arg(text)
        .arg(&real)
        .output();
    match ran {
        Ok(output) if output.status.success() => Ok(String::from_utf8_lossy(&output.stderr).into_owned()),
        Ok(output) => {
            let log = String::from_utf8_lossy(&output.stderr);
            let told: Vec<&str> = log.lines().filter(|line| !line.starts_with("[INFO]")).collect();
            Err((
                format!("pandoc does not read `{}`: {}", from.display(), told.join(" ").trim()),
                "mend it, or save it in another form".to_string(),
            ))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err((
            format!("`{}` is read with pandoc, and there is none", from.display()),
            "install pandoc, or save the document as Markdown".to_string(),
        )),
        Err(error) => Err((format!("pandoc cannot be run: {error}"), "see to its permissions".to_string())),
    }
}
