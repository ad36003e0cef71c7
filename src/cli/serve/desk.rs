//! What there is to show: the book as it was last set, what is wrong with it, and who looks at it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use hyper::body::Bytes;
use serde::Serialize;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::editor::Editor;
use super::text::Text;
use crate::Preview;
use crate::memo::Memo;

pub(super) struct Desk {
    pub editor: Option<Editor>,
    pub port: u16,
    /// What builds remember, and what is written of their results.
    pub memo: Memo,
    book: Mutex<Option<Arc<Book>>>,
    /// The last event of each kind that tells a state, for who begins to look.
    told: Mutex<BTreeMap<&'static str, Bytes>>,
    lookers: Mutex<Vec<Sender<Bytes>>>,
    drawn: Mutex<Drawn>,
}

/// A set book, and its files.
pub(super) struct Book {
    pub revision: u64,
    pub preview: Preview,
    /// The path of each source as messages show it, and where it is: the only files that addresses may name.
    pub files: BTreeMap<String, PathBuf>,
    /// The EPUB's text, written when it is first asked for.
    pub text: OnceLock<Text>,
}

/// So many windows and frames look at once; so many events wait for one that does not listen, before it is given up.
const LOOKERS: usize = 64;
const WAITING: usize = 64;

impl Desk {
    pub fn new(editor: Option<Editor>, port: u16) -> Desk {
        let (book, told, lookers, drawn) = Default::default();
        Desk { editor, port, memo: Memo::new(), book, told, lookers, drawn }
    }

    /// The book as it was last set.
    pub fn book(&self) -> Option<Arc<Book>> {
        held(&self.book).clone()
    }

    /// Puts a book in the place of the last, which is handed back to be let go when there is time.
    pub fn put(&self, book: Arc<Book>) -> Option<Arc<Book>> {
        held(&self.book).replace(book)
    }

    /// Tells all who look of what has come about, and remembers it for those who will where it tells a state.
    pub fn tell(&self, kind: &'static str, value: &impl Serialize, is_state: bool) {
        // JSON has no line ends but escaped ones.
        let value = serde_json::to_string(value).expect("words and numbers are JSON");
        let event = Bytes::from(format!("event: {kind}\ndata: {value}\n\n"));
        if is_state {
            held(&self.told).insert(kind, event.clone());
        }
        held(&self.lookers).retain(|looker| looker.try_send(event.clone()).is_ok());
    }

    /// Begins to look; None where too many do.
    pub fn look(&self) -> Option<Receiver<Bytes>> {
        let (send, receive) = channel(WAITING);
        let mut lookers = held(&self.lookers);
        lookers.retain(|looker| !looker.is_closed());
        if lookers.len() >= LOOKERS {
            return None;
        }
        for event in held(&self.told).values() {
            // There is room: it is new.
            let _ = send.try_send(event.clone());
        }
        lookers.push(send);
        Some(receive)
    }

    /// What a canvas draws of a page, worked out unless it is kept; None where no page has this digest any more.
    pub fn canvas(&self, digest: &str) -> Option<Bytes> {
        if let Some(canvas) = held(&self.drawn).get(digest) {
            return Some(canvas);
        }
        let book = self.book()?;
        let page = book.preview.page(digest, 0)?;
        let canvas = Bytes::from(serde_json::to_vec(&book.preview.canvas(page)).ok()?);
        held(&self.drawn).keep(digest, canvas.clone());
        Some(canvas)
    }
}

/// Pages in the order in which they were last asked for. All of them together have so many bytes at most, but for the
/// last one.
#[derive(Default)]
struct Drawn {
    pages: Vec<(String, Bytes)>,
    bytes: usize,
}

const MOST_DRAWN: usize = 32 << 20;

impl Drawn {
    fn get(&mut self, digest: &str) -> Option<Bytes> {
        let at = self.pages.iter().position(|(own, _)| own == digest)?;
        let page = self.pages.remove(at);
        let canvas = page.1.clone();
        self.pages.push(page);
        Some(canvas)
    }

    fn keep(&mut self, digest: &str, canvas: Bytes) {
        if self.get(digest).is_some() {
            return;
        }
        self.bytes += canvas.len();
        self.pages.push((digest.to_string(), canvas));
        while self.bytes > MOST_DRAWN && self.pages.len() > 1 {
            self.bytes -= self.pages.remove(0).1.len();
        }
    }
}

/// What a lock holds. Whoever panicked while holding it had not begun to change it.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn what_was_asked_for_long_ago_goes() {
        let mut drawn = Drawn::default();
        let page = || Bytes::from(vec![0; MOST_DRAWN / 4]);
        for digest in ["a", "b", "c", "d"] {
            drawn.keep(digest, page());
        }
        assert!(drawn.get("a").is_some());
        drawn.keep("e", page());
        assert!(drawn.get("b").is_none() && drawn.get("a").is_some());
        drawn.keep("f", Bytes::from(vec![0; MOST_DRAWN * 2]));
        assert_eq!(drawn.pages.len(), 1);
        assert_eq!(drawn.bytes, MOST_DRAWN * 2);
    }

    #[test]
    fn who_comes_late_is_told_what_holds() {
        let desk = Desk::new(None, 1);
        desk.tell("book", &Value::from(1), true);
        desk.tell("book", &Value::from(2), true);
        desk.tell("go", &Value::from(3), false);
        let mut looker = desk.look().expect("there is room");
        assert_eq!(looker.try_recv().expect("it is told"), "event: book\ndata: 2\n\n");
        assert!(looker.try_recv().is_err());
        desk.tell("go", &Value::from("a\nb"), false);
        assert_eq!(looker.try_recv().expect("it is told"), "event: go\ndata: \"a\\nb\"\n\n");
    }
}
