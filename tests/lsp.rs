//! The language server through its protocol, as an editor speaks it: every feature on a small book.

#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "these tests run the program on real files")]

mod program;

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use program::{Book, HEAD};
use serde_json::{Value, json};

const ONE: &str = "# Springs {#springs}\n\nSee [](#tbl-flow), @tbl-flow and [@lund2019].[^1]\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n\
    : Flow {#tbl-flow}\n\n## Cold ones\n\nMore in [the next](b.md), and [water]{.index term=\"water!cold\"}.\n\n[^1]: A note.\n";
const TWO: &str = "# Wells\n\nBack to [](#springs) and [](#cold-ones).\n";
const LIBRARY: &str = "@book{lund2019,\n  title = {Springs}, author = {Lund, Ada}, year = {2019}\n}\n@book{other,\n title = {X}, author = {Y, Z}, year = 2000\n}\n";

struct Editor {
    book: Book,
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    next: u64,
    /// The diagnostics that were told last, by the end of the file's name.
    told: Vec<(String, Value)>,
}

impl Editor {
    fn new(utf8: bool) -> Editor {
        let manifest = format!("{HEAD}bibliography: library.bib\nchapters:\n  - a.md\n  - b.md\n");
        let book = Book::manifest(&manifest).file("a.md", ONE).file("b.md", TWO).file("library.bib", LIBRARY);
        let mut child = Command::new(env!("CARGO_BIN_EXE_reportc"))
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program can be run");
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().expect("it is piped"));
        let mut editor = Editor { book, child, input, output, next: 0, told: Vec::new() };
        let encodings = if utf8 { json!(["utf-8", "utf-16"]) } else { json!(["utf-16"]) };
        let answer = editor.ask(
            "initialize",
            json!({ "processId": null, "rootUri": null, "capabilities": { "general": { "positionEncodings": encodings } } }),
        );
        assert_eq!(answer["capabilities"]["positionEncoding"], if utf8 { "utf-8" } else { "utf-16" });
        editor.tell("initialized", json!({}));
        editor
    }

    fn uri(&self, name: &str) -> String {
        let folder = self.book.folder().canonicalize().expect("it is there");
        format!("file://{}/{name}", folder.to_str().expect("it is Unicode"))
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        let input = self.input.as_mut().expect("it is open");
        write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("it listens");
        input.flush().expect("it listens");
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let id = self.next;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.receive();
            if message["id"] == json!(id) {
                assert!(message.get("error").is_none(), "{message}");
                return message["result"].clone();
            }
        }
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert_ne!(self.output.read_line(&mut line).expect("it speaks"), 0, "it is gone");
            match line.trim().split_once(": ") {
                Some(("Content-Length", value)) => length = value.parse().expect("it is a number"),
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).expect("it speaks");
        let message: Value = serde_json::from_slice(&body).expect("it is JSON");
        if message["method"] == "textDocument/publishDiagnostics" {
            let params = &message["params"];
            let name = params["uri"].as_str().expect("it has one").rsplit('/').next().unwrap_or_default();
            self.told.retain(|(have, _)| have != name);
            self.told.push((name.to_string(), params["diagnostics"].clone()));
        }
        message
    }

    fn open(&mut self, name: &str, text: &str) {
        let uri = self.uri(name);
        self.tell(
            "textDocument/didOpen",
            json!({ "textDocument": { "uri": uri, "languageId": "markdown", "version": 1, "text": text } }),
        );
    }

    fn change(&mut self, name: &str, text: &str) {
        let uri = self.uri(name);
        self.tell(
            "textDocument/didChange",
            json!({ "textDocument": { "uri": uri, "version": 2 }, "contentChanges": [{ "text": text }] }),
        );
    }

    /// Asks about the place behind some words of a text.
    fn at(&mut self, method: &str, (name, text, behind): (&str, &str, &str), more: Value) -> Value {
        let end = text.find(behind).expect("it is there") + behind.len();
        let line = text[..end].matches('\n').count();
        let start = text[..end].rfind('\n').map_or(0, |at| at + 1);
        let character = text[start..end].encode_utf16().count();
        let mut params = json!({
            "textDocument": { "uri": self.uri(name) },
            "position": { "line": line, "character": character },
        });
        if let Value::Object(more) = more {
            more.into_iter().for_each(|(key, value)| params[key] = value);
        }
        self.ask(method, params)
    }

    fn of(&self, name: &str) -> Vec<Value> {
        let told = self.told.iter().find(|(have, _)| have == name);
        told.and_then(|(_, told)| told.as_array().cloned()).unwrap_or_default()
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        drop(self.input.take());
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn labels(answer: &Value) -> Vec<String> {
    let items = answer["items"].as_array().expect("it lists some");
    items.iter().map(|item| item["label"].as_str().expect("it has one").to_string()).collect()
}

#[test]
fn names_lead_to_each_other() {
    let mut editor = Editor::new(false);
    editor.open("a.md", ONE);
    let place = editor.at("textDocument/definition", ("a.md", ONE, "@tbl"), json!({}));
    assert_eq!(place["uri"], editor.uri("a.md"));
    assert_eq!(place["range"]["start"]["line"], 8);
    let place = editor.at("textDocument/definition", ("a.md", ONE, "@lund"), json!({}));
    assert_eq!(place["uri"], editor.uri("library.bib"));
    let place = editor.at("textDocument/definition", ("a.md", ONE, "[^"), json!({}));
    assert_eq!(place["range"]["start"]["line"], 14);
    let place = editor.at("textDocument/definition", ("a.md", ONE, "(b"), json!({}));
    assert_eq!(place["uri"], editor.uri("b.md"));
    let context = json!({ "context": { "includeDeclaration": true } });
    let places = editor.at("textDocument/references", ("a.md", ONE, "{#tbl"), context.clone());
    assert_eq!(places.as_array().map(Vec::len), Some(3), "{places}");
    let places = editor.at("textDocument/references", ("a.md", ONE, "{#spr"), context);
    let uris: Vec<&Value> = places.as_array().into_iter().flatten().map(|place| &place["uri"]).collect();
    assert_eq!(uris, [&json!(editor.uri("a.md")), &json!(editor.uri("b.md"))]);
    let told = editor.at("textDocument/hover", ("a.md", ONE, "(#tbl"), json!({}));
    let told = told["contents"]["value"].as_str().expect("it tells").to_string();
    assert!(told.contains("Table 1.1") && told.contains("Flow") && told.contains("page 1"), "{told}");
}

#[test]
fn an_id_is_renamed_everywhere() {
    let mut editor = Editor::new(true);
    editor.open("b.md", TWO);
    let place = ("b.md", TWO, "(#spri");
    let range = editor.at("textDocument/prepareRename", place, json!({}));
    assert_eq!(range["placeholder"], "springs");
    let edits = editor.at("textDocument/rename", place, json!({ "newName": "sources" }));
    for (name, line, character) in [("a.md", 0, 12), ("b.md", 2, 12)] {
        let edit = &edits["changes"][editor.uri(name)];
        assert_eq!(edit.as_array().map(Vec::len), Some(1), "{edits}");
        assert_eq!(edit[0]["newText"], "sources");
        assert_eq!(edit[0]["range"]["start"], json!({ "line": line, "character": character }), "{edits}");
    }
    // A heading that is called by its words has no id to rename.
    assert_eq!(editor.at("textDocument/prepareRename", ("b.md", TWO, "(#cold"), json!({})), Value::Null);
    assert_eq!(editor.at("textDocument/rename", place, json!({ "newName": "a b" })), Value::Null);
}

#[test]
fn what_is_wrong_is_told_as_it_is_typed_and_mended() {
    let mut editor = Editor::new(false);
    let wrong = TWO.replace("#springs", "#sprigns");
    editor.open("b.md", &wrong);
    while editor.of("b.md").is_empty() {
        editor.receive();
    }
    let found = &editor.of("b.md")[0];
    assert_eq!((&found["code"], &found["severity"]), (&json!("dangling-reference"), &json!(2)), "{found}");
    assert!(found["message"].as_str().is_some_and(|said| said.contains("springs")), "{found}");
    let range = found["range"].clone();
    let uri = editor.uri("b.md");
    let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": { "diagnostics": [] } });
    let actions = editor.ask("textDocument/codeAction", params);
    let edit = &actions[0]["edit"]["changes"][editor.uri("b.md")][0];
    assert_eq!(edit["newText"], "springs", "{actions}");
    editor.change("b.md", TWO);
    while !editor.of("b.md").is_empty() {
        editor.receive();
    }
    // The disk has what it had: nothing was saved.
    assert_eq!(std::fs::read_to_string(editor.book.path("b.md")).expect("it is there"), TWO);
}

#[test]
fn names_are_completed() {
    let mut editor = Editor::new(false);
    let text = format!("{TWO}\nSee @tb and [](#co and [](a and [x]{{.index term=\"wa");
    editor.open("b.md", &text);
    let mut complete =
        |behind: &str| labels(&editor.at("textDocument/completion", ("b.md", &text, behind), json!({})));
    let names = complete("See @tb");
    assert!(
        ["springs", "tbl-flow", "lund2019", "other"].iter().all(|id| names.iter().any(|one| one == id)),
        "{names:?}"
    );
    assert!(complete("](#co").contains(&"cold-ones".to_string()));
    assert!(complete("](a").contains(&"a.md".to_string()));
    assert_eq!(complete("term=\"wa"), ["water!cold"]);
    let manifest = format!("{HEAD}page:\n  si\n  size: A5\ntheme: re\nchapters:\n  - b\n");
    editor.open("book.yaml", &manifest);
    let mut complete = |behind: &str| {
        labels(&editor.at("textDocument/completion", ("book.yaml", &manifest, behind), json!({})))
    };
    assert!(complete("  si").contains(&"size".to_string()));
    assert!(complete("theme: re").contains(&"report".to_string()));
    assert!(complete("- b").contains(&"b.md".to_string()));
    let told = editor.at("textDocument/hover", ("book.yaml", &manifest, "siz"), json!({}));
    assert!(told["contents"]["value"].as_str().is_some_and(|told| told.contains("`page.size`")), "{told}");
}

#[test]
fn files_have_a_structure() {
    let mut editor = Editor::new(false);
    editor.open("a.md", ONE);
    let uri = editor.uri("a.md");
    let document = json!({ "textDocument": { "uri": uri } });
    let symbols = editor.ask("textDocument/documentSymbol", document.clone());
    assert_eq!(symbols[0]["name"], "1 Springs");
    let below: Vec<&Value> =
        symbols[0]["children"].as_array().into_iter().flatten().map(|one| &one["name"]).collect();
    assert_eq!(below, ["Table 1.1 Flow", "1.1 Cold ones"]);
    let links = editor.ask("textDocument/documentLink", document.clone());
    assert_eq!(links[0]["target"], editor.uri("b.md"));
    let folds = editor.ask("textDocument/foldingRange", document);
    assert!(folds.as_array().is_some_and(|folds| folds.len() >= 2), "{folds}");
    let manifest = format!("{HEAD}page:\n     size: A5\n\n\nchapters: [a.md, b.md]\n");
    editor.open("book.yaml", &manifest);
    let uri = editor.uri("book.yaml");
    let document =
        json!({ "textDocument": { "uri": uri }, "options": { "tabSize": 2, "insertSpaces": true } });
    let edits = editor.ask("textDocument/formatting", document);
    assert_eq!(edits[0]["newText"], format!("{HEAD}page:\n  size: A5\n\nchapters: [a.md, b.md]\n"));
}

#[test]
fn what_is_asked_wrongly_is_answered() {
    let mut editor = Editor::new(false);
    editor.open("a.md", ONE);
    assert_eq!(
        editor.ask("textDocument/hover", json!({ "textDocument": { "uri": "untitled:1" } })),
        Value::Null
    );
    let far = json!({ "textDocument": { "uri": editor.uri("a.md") }, "position": { "line": 999, "character": 999 } });
    assert_eq!(editor.ask("textDocument/definition", far), Value::Null);
    editor.send(&json!({ "jsonrpc": "2.0", "id": 77, "method": "no/such", "params": {} }));
    let answer = loop {
        let message = editor.receive();
        if message["id"] == 77 {
            break message;
        }
    };
    assert_eq!(answer["error"]["code"], -32601, "{answer}");
    editor.ask("shutdown", Value::Null);
    editor.tell("exit", Value::Null);
    assert!(editor.child.wait().expect("it is our child").success());
}
