//! The only place that writes to standard output and standard error, and only what has been made fit to be shown.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write, stderr, stdout};
use std::sync::OnceLock;

use crate::escape::terminal::Shown;

/// Why standard output could not be written to, the first time.
static LOST: OnceLock<io::Error> = OnceLock::new();

/// Writes a text to standard output.
pub(super) fn write(text: &Shown) {
    let mut out = stdout().lock();
    if let Err(error) = out.write_all(text.as_str().as_bytes()).and_then(|()| out.flush()) {
        LOST.get_or_init(|| error);
    }
}

/// Says a line on standard output.
pub(super) fn say_line(line: impl Display) {
    write(&Shown::text(&format!("{}\n", Shown::line(line))));
}

/// Writes a text to standard error. Where even the terminal is gone there is nobody to tell.
pub(super) fn tell(text: &Shown) {
    let _ = stderr().write_all(text.as_str().as_bytes());
}

/// Answers a program that asked for a secret, byte for byte. Nobody else reads standard output then.
pub(super) fn answer(secret: &[u8]) {
    let mut out = stdout().lock();
    // A program that no longer listens is not to be answered.
    let _ = out.write_all(secret).and_then(|()| out.write_all(b"\n")).and_then(|()| out.flush());
}

/// Says a line on standard error.
pub(super) fn tell_line(line: impl Display) {
    tell(&Shown::text(&format!("{}\n", Shown::line(line))));
}

/// Shows on a terminal what is being done, until the next or [`done`].
pub(super) fn doing(name: &'static str) {
    if stderr().is_terminal() {
        let _ = write!(stderr(), "\r\x1b[K{name} …");
    }
}

pub(super) fn done() {
    if stderr().is_terminal() {
        let _ = write!(stderr(), "\r\x1b[K");
    }
}

/// Whether colours are wanted: on a terminal that can, unless `NO_COLOR` says otherwise (<https://no-color.org>).
pub(super) fn colors() -> bool {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    stderr().is_terminal() && !refused && !dumb
}

/// What kept standard output from being written. A reader that closes the pipe early has what it wanted.
pub(super) fn lost() -> Option<&'static io::Error> {
    LOST.get().filter(|error| error.kind() != io::ErrorKind::BrokenPipe)
}
