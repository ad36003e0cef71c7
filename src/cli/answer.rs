//! What a command answers a program that asked for JSON.

use std::path::Path;

use serde::Serialize;

use super::find::ManifestPath;
use super::machine::Told;
use super::trouble::Trouble;
use super::{OK, fail, manner, out};
use crate::Edition;
use crate::escape::terminal::Shown;
use crate::model::record::Check;
use crate::model::web::FIRST;

/// One line of JSON for each book.
#[derive(Debug, Default, Serialize)]
pub(super) struct Answer {
    manifest: String,
    /// Which of several editions it is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    edition: Option<String>,
    /// Whether all was done that was asked for.
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pages: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<u64>,
    /// What was written.
    outputs: Vec<Written>,
    /// The folder that was released.
    #[serde(skip_serializing_if = "Option::is_none")]
    release: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    checks: Vec<Check>,
    /// Whether the counts were written into the manifest.
    recorded: bool,
    /// What was corrected in the files.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixed: Vec<Told>,
    diagnostics: Vec<Told>,
    /// Why it was not done, where that is not the book's fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Failure>,
}

#[derive(Debug, Serialize)]
struct Written {
    path: String,
    format: &'static str,
    bytes: usize,
}

#[derive(Debug, Serialize)]
struct Failure {
    message: String,
    hint: String,
}

/// What the web edition's files are.
const HTML: &str = "html";

impl Answer {
    pub fn of(place: &ManifestPath) -> Answer {
        let manifest = place.path().display().to_string();
        Answer { manifest, edition: place.edition.clone(), ..Answer::default() }
    }

    pub fn found(&mut self, told: Vec<Told>) {
        self.diagnostics.extend(told);
    }

    pub fn fixed(&mut self, told: Vec<Told>) {
        self.fixed.extend(told);
    }

    /// What was measured of an edition.
    pub fn measured(&mut self, edition: &Edition) {
        self.pages = Some(edition.record.pages.total);
        self.words = Some(edition.record.words);
    }

    /// What was written into a folder.
    pub fn wrote(&mut self, edition: &Edition, folder: &Path, recorded: bool) {
        self.measured(edition);
        self.recorded = recorded;
        let written = edition.outputs.iter().map(|output| Written {
            path: folder.join(&output.name).display().to_string(),
            format: output.format.name(),
            bytes: output.bytes.len(),
        });
        let single = edition.single.iter().map(|(name, bytes)| Written {
            path: folder.join(name).display().to_string(),
            format: HTML,
            bytes: bytes.len(),
        });
        let pages = edition.web.iter().map(|web| Written {
            path: folder.join(&web.folder).join(FIRST).display().to_string(),
            format: HTML,
            bytes: web.files.iter().map(|(_, bytes)| bytes.len()).sum(),
        });
        self.outputs = written.chain(pages).chain(single).collect();
    }

    /// What was written of one of several editions.
    pub fn wrote_more(&mut self, edition: &Edition, folder: &Path) {
        let before = std::mem::take(&mut self.outputs);
        self.wrote(edition, folder, self.recorded);
        self.outputs.splice(0..0, before);
    }

    pub fn checked(&mut self, checks: &[Check]) {
        self.checks = checks.to_vec();
    }

    pub fn released(&mut self, folder: &Path, recorded: bool) {
        self.recorded = recorded;
        self.release = Some(folder.display().to_string());
    }

    /// Says what went wrong outside the book.
    pub fn fail(&mut self, (message, hint): Trouble) -> u8 {
        let code = fail(&message, &hint);
        self.error = Some(Failure { message, hint });
        code
    }

    /// Gives the answer, where one was asked for.
    pub fn give(mut self, code: u8) -> u8 {
        self.ok = code == OK;
        if manner::answers() {
            let json = serde_json::to_string(&self).expect("names and numbers are JSON");
            out::write(&Shown::json(&(json + "\n")));
        }
        code
    }
}
