//! The only place that writes to standard output and standard error, and only what has been made fit to be shown.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write, stderr, stdout};
use std::sync::OnceLock;

use super::manner::{self, Telling, When};
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

/// Says a line of what was made: on standard output, or on standard error where that is for programs.
pub(super) fn say_line(line: impl Display) {
    let text = Shown::text(&format!("{}\n", Shown::line(line)));
    match manner::telling() {
        Telling::Nothing => {}
        Telling::Out => write(&text),
        Telling::Aside => tell(&text),
    }
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
pub(super) fn doing(name: &str) {
    if stderr().is_terminal() && manner::shows_progress() {
        let _ = write!(stderr(), "\r\x1b[K{name} …");
    }
}

pub(super) fn done() {
    if stderr().is_terminal() && manner::shows_progress() {
        let _ = write!(stderr(), "\r\x1b[K");
    }
}

/// Whether colours are wanted: as the command line says, else as `NO_COLOR` (<https://no-color.org>) and `CLICOLOR_FORCE`
/// (<https://bixense.com/clicolors>) say, else on a terminal that can.
pub(super) fn colors() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is = |name: &str, wanted: &str| std::env::var_os(name).is_some_and(|value| value == wanted);
    match manner::get().color {
        When::Always => true,
        When::Never => false,
        When::Auto if is_set("NO_COLOR") => false,
        When::Auto if is_set("CLICOLOR_FORCE") && !is("CLICOLOR_FORCE", "0") => true,
        When::Auto => stderr().is_terminal() && !is("TERM", "dumb") && !is("CLICOLOR", "0"),
    }
}

/// What kept standard output from being written. A reader that closes the pipe early has what it wanted.
pub(super) fn lost() -> Option<&'static io::Error> {
    LOST.get().filter(|error| error.kind() != io::ErrorKind::BrokenPipe)
}
