//! `lsp`: what an editor is told of a book while it is typed (Language Server Protocol 3.17), over standard input and
//! output. Nothing is written to the disk and no program is started.

mod actions;
mod complete;
mod desk;
mod format;
mod overlay;
mod places;
mod structure;
mod tell;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use serde_json::{Value, json};

use super::find::ManifestPath;
use super::{OK, fail};
use crate::diag::{Diagnostic, Severity};
use crate::model::findings::ADVICE;
use crate::source::Span;
use desk::Desk;
use overlay::{Open, plain};
use text::{Encoding, Lines, path, uri};

/// A book is read again so long after the last key.
const QUIET: Duration = Duration::from_millis(80);

pub(super) fn serve() -> u8 {
    let (connection, threads) = Connection::stdio();
    let served = run(&connection);
    drop(connection);
    let closed = threads.join().map_err(|error| error.to_string());
    match served.and(closed) {
        Ok(()) => OK,
        Err(why) => fail(why, "editors start this command themselves; the manual says how"),
    }
}

fn run(connection: &Connection) -> Result<(), String> {
    let (id, wishes) = connection.initialize_start().map_err(|error| error.to_string())?;
    let encoding = encoding(&wishes);
    let answer = json!({
        "capabilities": capabilities(encoding),
        "serverInfo": { "name": "reportc", "version": env!("CARGO_PKG_VERSION") },
    });
    connection.initialize_finish(id, answer).map_err(|error| error.to_string())?;
    let mut server = Server {
        connection,
        encoding,
        open: Open::new(),
        desks: BTreeMap::new(),
        stale: BTreeSet::new(),
        told: BTreeMap::new(),
    };
    server.listen()
}

/// UTF-8, where the editor knows it: nothing has to be counted then.
fn encoding(wishes: &Value) -> Encoding {
    let known = wishes["capabilities"]["general"]["positionEncodings"].as_array();
    let has = known.is_some_and(|known| known.iter().any(|one| one == "utf-8"));
    if has { Encoding::Utf8 } else { Encoding::Utf16 }
}

fn capabilities(encoding: Encoding) -> Value {
    json!({
        "positionEncoding": match encoding { Encoding::Utf8 => "utf-8", Encoding::Utf16 => "utf-16" },
        "textDocumentSync": { "openClose": true, "change": 1, "save": true },
        "completionProvider": { "triggerCharacters": ["#", "@", "(", "\"", ":", "/", "!"] },
        "hoverProvider": true,
        "definitionProvider": true,
        "referencesProvider": true,
        "renameProvider": { "prepareProvider": true },
        "documentSymbolProvider": true,
        "documentLinkProvider": {},
        "foldingRangeProvider": true,
        "documentFormattingProvider": true,
        "codeActionProvider": { "codeActionKinds": ["quickfix"] },
    })
}

struct Server<'c> {
    connection: &'c Connection,
    encoding: Encoding,
    open: Open,
    /// Books by the paths of their manifests, each with its editions.
    desks: BTreeMap<PathBuf, Vec<Desk>>,
    /// Those that were changed since they were read.
    stale: BTreeSet<PathBuf>,
    /// The files that an editor shows diagnostics of, by book.
    told: BTreeMap<PathBuf, BTreeSet<PathBuf>>,
}

impl Server<'_> {
    fn listen(&mut self) -> Result<(), String> {
        loop {
            let received = match self.stale.is_empty() {
                true => self.connection.receiver.recv().ok(),
                false => match self.connection.receiver.recv_timeout(QUIET) {
                    Ok(message) => Some(message),
                    Err(error) if error.is_timeout() => {
                        self.refresh();
                        continue;
                    }
                    Err(_) => None,
                },
            };
            match received {
                None => return Ok(()),
                Some(Message::Request(request)) => {
                    if self.connection.handle_shutdown(&request).map_err(|error| error.to_string())? {
                        return Ok(());
                    }
                    self.refresh();
                    let response = self.answered(request);
                    self.send(Message::Response(response))?;
                }
                Some(Message::Notification(told)) if told.method == "exit" => return Ok(()),
                Some(Message::Notification(told)) => self.heed(&told),
                Some(Message::Response(_)) => {}
            }
        }
    }

    fn send(&self, message: Message) -> Result<(), String> {
        self.connection.sender.send(message).map_err(|_| "the editor does not listen".to_string())
    }

    /// What the editor says of its texts.
    fn heed(&mut self, told: &Notification) {
        let document = &told.params["textDocument"];
        let Some(path) = document["uri"].as_str().and_then(path).map(|path| plain(&path)) else { return };
        match told.method.as_str() {
            "textDocument/didOpen" => {
                if let Some(text) = document["text"].as_str() {
                    self.open.insert(path.clone(), text.to_string());
                }
            }
            "textDocument/didChange" => {
                let last = told.params["contentChanges"].as_array().and_then(|changes| changes.last());
                if let Some(text) = last.and_then(|change| change["text"].as_str()) {
                    self.open.insert(path.clone(), text.to_string());
                }
            }
            "textDocument/didClose" => drop(self.open.remove(&path)),
            "textDocument/didSave" => {}
            _ => return,
        }
        if let Some(book) = self.book_of(&path) {
            self.stale.insert(book);
        }
    }

    /// The manifest of the book that a file is of: one that is open and has it, else the nearest above it.
    fn book_of(&mut self, file: &Path) -> Option<PathBuf> {
        let known = self.desks.iter().find(|(_, desks)| desks.iter().any(|desk| desk.source(file).is_some()));
        if let Some((manifest, _)) = known {
            return Some(manifest.clone());
        }
        let manifest = manifest_of(file, &self.open)?;
        if !self.desks.contains_key(&manifest) {
            let name = manifest.file_name()?.to_str()?.to_string();
            let place = ManifestPath { folder: manifest.parent()?.to_path_buf(), name, edition: None };
            let mut desks = vec![Desk::new(place)];
            desk::refresh(&mut desks, &self.open);
            self.desks.insert(manifest.clone(), desks);
        }
        Some(manifest)
    }

    /// Reads again what was changed, and tells what is wrong with it.
    fn refresh(&mut self) {
        for manifest in std::mem::take(&mut self.stale) {
            let Some(desks) = self.desks.get_mut(&manifest) else { continue };
            let open = &self.open;
            // A fault of the program is none of the editor's: the next key may be past it.
            let read = catch_unwind(AssertUnwindSafe(|| desk::refresh(desks, open)));
            if read.is_ok() {
                self.tell(&manifest);
            }
        }
    }

    /// Publishes a book's diagnostics, each with its file; files that have none any more are told so.
    fn tell(&mut self, manifest: &Path) {
        let Some(desks) = self.desks.get(manifest) else { return };
        let mut by_file: BTreeMap<PathBuf, Vec<Value>> = BTreeMap::new();
        for (desk, found) in desks.iter().flat_map(|desk| desk.found.iter().map(move |found| (desk, found))) {
            let span = found.span.unwrap_or_default();
            let (Some(path), Some(lines)) = (desk.path(span.source), desk.lines(span.source)) else {
                continue;
            };
            let told = diagnostic(found, span, (lines, self.encoding));
            let all = by_file.entry(path).or_default();
            // Editions share files, and what is wrong with these.
            if desks.len() == 1 || !all.contains(&told) {
                all.push(told);
            }
        }
        let before = self.told.remove(manifest).unwrap_or_default();
        let gone =
            before.into_iter().filter(|path| !by_file.contains_key(path)).map(|path| (path, Vec::new()));
        let all: Vec<(PathBuf, Vec<Value>)> =
            gone.collect::<Vec<_>>().into_iter().chain(by_file.clone()).collect();
        for (path, diagnostics) in all {
            let params = json!({ "uri": uri(&path), "diagnostics": diagnostics });
            let told = Notification::new("textDocument/publishDiagnostics".to_string(), params);
            // An editor that is gone is noticed where it is listened to.
            drop(self.send(Message::Notification(told)));
        }
        self.told.insert(manifest.to_path_buf(), by_file.into_keys().collect());
    }

    fn answered(&mut self, request: Request) -> Response {
        let Request { id, method, params } = request;
        let answer = catch_unwind(AssertUnwindSafe(|| self.answer(&method, &params)));
        match answer {
            Ok(Some(answer)) => Response::new_ok(id, answer),
            Ok(None) => {
                let message = format!("reportc does not know `{method}`");
                Response::new_err(id, ErrorCode::MethodNotFound as i32, message)
            }
            Err(_) => Response::new_err(id, ErrorCode::InternalError as i32, "reportc failed".to_string()),
        }
    }

    fn answer(&mut self, method: &str, params: &Value) -> Option<Value> {
        let asked = self.asked(params);
        let empty = || Some(Value::Null);
        let Some(asked) = asked else { return method.starts_with("textDocument/").then_some(Value::Null) };
        match method {
            "textDocument/definition" => places::definition(&asked).or_else(empty),
            "textDocument/references" => places::references(&asked, params).or_else(empty),
            "textDocument/prepareRename" => places::prepare_rename(&asked).or_else(empty),
            "textDocument/rename" => places::rename(&asked, params).or_else(empty),
            "textDocument/hover" => places::hover(&asked).or_else(empty),
            "textDocument/completion" => Some(complete::complete(&asked)),
            "textDocument/documentSymbol" => Some(structure::symbols(&asked)),
            "textDocument/documentLink" => Some(structure::links(&asked)),
            "textDocument/foldingRange" => Some(structure::folds(&asked)),
            "textDocument/formatting" => Some(format::format(&asked)),
            "textDocument/codeAction" => Some(actions::actions(&asked, params)),
            _ => None,
        }
    }

    /// The place that a request is about.
    fn asked<'s>(&'s mut self, params: &Value) -> Option<Asked<'s>> {
        let file = params["textDocument"]["uri"].as_str().and_then(path).map(|path| plain(&path))?;
        let manifest = self.book_of(&file)?;
        let desks = self.desks.get(&manifest)?;
        let desk = desks.iter().find(|desk| desk.source(&file).is_some()).or(desks.first())?;
        let source = desk.source(&file);
        let text = match (self.open.get(&file), source.and_then(|source| desk.lines(source))) {
            (Some(text), _) => Lines::new(text.as_str()),
            (None, Some(lines)) => lines.clone(),
            (None, None) => return None,
        };
        let offset = text.offset(&params["position"], self.encoding);
        Some(Asked { desk, file, source, text, offset, encoding: self.encoding })
    }
}

/// A place in a file of a book.
struct Asked<'s> {
    desk: &'s Desk,
    file: PathBuf,
    /// None for a file that the book does not have.
    source: Option<crate::source::SourceId>,
    text: Lines,
    offset: usize,
    encoding: Encoding,
}

impl Asked<'_> {
    fn is_manifest(&self) -> bool {
        self.file == plain(&self.desk.place.path())
    }

    fn is_yaml(&self) -> bool {
        self.file.extension().is_some_and(|name| name == "yaml" || name == "yml")
    }

    /// A place of the book, as the protocol has it.
    fn location(&self, span: Span) -> Option<Value> {
        let (path, lines) = (self.desk.path(span.source)?, self.desk.lines(span.source)?);
        Some(json!({ "uri": uri(&path), "range": lines.span(span, self.encoding) }))
    }
}

/// Keys that only a manifest has.
const NAMES_CHAPTERS: [&str; 3] = ["chapters:", "parts:", "editions:"];

/// The manifest of a file that no book that is open has: itself, if it names chapters, or the nearest `book.yaml` above it.
fn manifest_of(file: &Path, open: &Open) -> Option<PathBuf> {
    let is_yaml = file.extension().is_some_and(|name| name == "yaml" || name == "yml");
    let lists =
        |text: &String| text.lines().any(|line| NAMES_CHAPTERS.iter().any(|key| line.starts_with(key)));
    if is_yaml && open.get(file).is_some_and(lists) {
        return Some(file.to_path_buf());
    }
    let above = file.ancestors().skip(1);
    let names = above.flat_map(|folder| [folder.join("book.yaml"), folder.join("book/book.yaml")]);
    names.into_iter().find(|path| path.is_file())
}

fn diagnostic(found: &Diagnostic, span: Span, (lines, encoding): (&Lines, Encoding)) -> Value {
    let severity = match found.severity {
        Severity::Error => 1,
        Severity::Warning if ADVICE.contains(&found.code) => 3,
        Severity::Warning => 2,
    };
    let hints = found.hints.iter().map(|hint| format!("\nhelp: {hint}"));
    let message: String = std::iter::once(found.message.clone()).chain(hints).collect();
    json!({
        "range": lines.span(span, encoding),
        "severity": severity,
        "code": found.code,
        "source": "reportc",
        "message": message,
    })
}
