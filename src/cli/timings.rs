//! How long each pass took.

use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

use serde::Serialize;

use super::trouble::Trouble;
use super::{out, write};
use crate::Step;
use crate::escape::terminal::Shown;

/// Notes when steps begin and end, and on which thread.
pub(super) struct Clock {
    start: Instant,
    noted: Mutex<Vec<(Duration, ThreadId, Step)>>,
}

/// A step that was done: when it began, how long it took, and the thread, numbered in order of appearance.
struct Span {
    name: &'static str,
    begin: Duration,
    took: Duration,
    thread: usize,
}

/// An event of the Trace Event Format, as the trace viewers of browsers read it; times in microseconds.
#[derive(Serialize)]
struct Event {
    name: &'static str,
    ph: &'static str,
    ts: u64,
    dur: u64,
    pid: u32,
    tid: usize,
}

impl Clock {
    pub fn start() -> Clock {
        Clock { start: Instant::now(), noted: Mutex::default() }
    }

    pub fn tell(&self, step: Step) {
        let now = (self.start.elapsed(), thread::current().id(), step);
        self.noted.lock().unwrap_or_else(PoisonError::into_inner).push(now);
    }

    /// Prints the steps in order.
    pub fn tell_all(&self) {
        let whole = self.start.elapsed();
        let spans = self.spans();
        let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
        let mut table: String = spans
            .iter()
            .map(|span| format!("{:<10}{:>9.1} ms\n", span.name, milliseconds(span.took)))
            .collect();
        table.push_str(&format!("{:<10}{:>9.1} ms\n", "all", milliseconds(whole)));
        out::tell(&Shown::text(&table));
    }

    /// Prints the steps in order and writes the trace.
    pub fn report(&self, trace: &Path) -> Result<(), Trouble> {
        self.tell_all();
        let spans = self.spans();
        let micros = |time: Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        let event = |span: &Span| Event {
            name: span.name,
            ph: "X",
            ts: micros(span.begin),
            dur: micros(span.took),
            pid: 1,
            tid: span.thread,
        };
        let events: Vec<Event> = spans.iter().map(event).collect();
        let json = serde_json::to_string(&events).expect("names and numbers can be written as JSON");
        write::one(trace, json.as_bytes())
    }

    /// Each step from its beginning to its end; pdf and epub are done side by side.
    fn spans(&self) -> Vec<Span> {
        let noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        let mut threads: Vec<ThreadId> = Vec::new();
        let mut spans = Vec::new();
        for (at, (begin, thread, step)) in noted.iter().enumerate() {
            let Step::Begins(name) = step else { continue };
            let end = noted[at..].iter().find(|(_, _, later)| *later == Step::Ends(name));
            let number = threads.iter().position(|have| have == thread).unwrap_or_else(|| {
                threads.push(*thread);
                threads.len() - 1
            });
            let took = end.map_or(Duration::ZERO, |(end, _, _)| end.saturating_sub(*begin));
            spans.push(Span { name, begin: *begin, took, thread: number + 1 });
        }
        spans
    }
}
