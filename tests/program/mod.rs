//! The program, run from outside on a book in a temporary folder, within limits of time and memory.

#![allow(dead_code, reason = "each test program uses its own part")]

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

pub mod tempfile;

use tempfile::TempDir;

/// Address space that a build may take, in KiB: 1.5 GB.
const MEMORY: u64 = 1_500_000;
/// Nothing here takes longer than some ten seconds, even unoptimised on a busy machine; what hangs is ended.
const PATIENCE: Duration = Duration::from_secs(180);

pub const HEAD: &str = "title: T\nlanguage: en\n";

pub struct Book {
    home: TempDir,
}

/// How a run of the program ended, and what it said.
pub struct Run {
    /// None where it did not end by itself.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Book {
    /// A book of the chapter `a.md`.
    pub fn chapter(text: impl AsRef<[u8]>) -> Book {
        Book::manifest(&format!("{HEAD}chapters: [a.md]\n")).file("a.md", text)
    }

    pub fn manifest(text: &str) -> Book {
        Book { home: tempfile::tempdir().expect("there is room for a folder") }.file("book.yaml", text)
    }

    /// Adds a file; its path is relative to the manifest's folder.
    pub fn file(self, path: &str, bytes: impl AsRef<[u8]>) -> Book {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("the folder can be made");
        fs::write(path, bytes).expect("the file can be written");
        self
    }

    /// A path relative to the manifest's folder.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder().join(path)
    }

    pub fn folder(&self) -> PathBuf {
        self.home.path().join("book")
    }

    pub fn run(&self, args: &[&str]) -> Run {
        run(&self.folder(), args, &[], &format!("ulimit -v {MEMORY}"))
    }

    pub fn check(&self) -> Run {
        self.run(&["check"])
    }

    pub fn build(&self) -> Run {
        self.run(&["build", "--no-record"])
    }

    /// Every file of the book's folder with its bytes.
    pub fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        let mut folders = vec![self.folder()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).expect("the folder is there") {
                let path = entry.expect("the folder can be read").path();
                if path.is_dir() {
                    folders.push(path);
                } else if let Ok(bytes) = fs::read(&path) {
                    found.push((path, bytes));
                }
            }
        }
        found.sort();
        found
    }
}

/// Runs the program in a folder. `limits` is a line of shell that comes before it.
pub fn run(folder: &Path, args: &[&str], variables: &[(&str, &str)], limits: &str) -> Run {
    let said = tempfile::tempdir().expect("there is room for a folder");
    let (out, err) = (said.path().join("out"), said.path().join("err"));
    let file = |path: &Path| File::create(path).expect("the file can be made");
    let mut child = Command::new("sh")
        .arg("-c")
        .arg(format!("{limits}; exec \"$0\" \"$@\""))
        .arg(env!("CARGO_BIN_EXE_reportc"))
        .args(args)
        .envs(variables.iter().copied())
        .current_dir(folder)
        .stdout(file(&out))
        .stderr(file(&err))
        .spawn()
        .expect("the program can be run");
    let started = Instant::now();
    let code = loop {
        match child.try_wait().expect("it is our child") {
            Some(status) => break status.code(),
            None if started.elapsed() > PATIENCE => {
                child.kill().expect("it is our child");
                child.wait().expect("it is our child");
                break None;
            }
            None => std::thread::sleep(Duration::from_millis(10)),
        }
    };
    let read = |path| String::from_utf8(fs::read(path).expect("it was made")).expect("it writes UTF-8");
    Run { code, stdout: read(out), stderr: read(err) }
}

impl Run {
    /// It ended with this code, said each of these on standard error, and did not panic.
    #[track_caller]
    pub fn says(&self, code: i32, said: &[&str]) -> &Run {
        let shown: String = self.stderr.chars().take(4000).collect();
        assert!(!self.stderr.contains("panicked"), "{shown}");
        assert_eq!(self.code, Some(code), "{shown}");
        // What a run made is told where there is something to tell.
        assert!(code == 0 || self.stdout.is_empty(), "{}", self.stdout);
        for part in said {
            assert!(self.stderr.contains(part), "{part:?} is not said:\n{shown}");
        }
        self
    }
}
