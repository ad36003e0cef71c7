//! `links`: asks the web whether what a book links to is there. It is the only command that uses a network, by `curl`.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use super::args::Links;
use super::build::find_books;
use super::checkers::{self, Ran};
use super::disk::DiskWorld;
use super::find::ManifestPath;
use super::stage::Stage;
use super::{FAILED, OK, fail, machine, out, say_line};
use crate::diag::Diagnostic;
use crate::memo::Memo;
use crate::source::{Sources, Span};

/// So many addresses are asked at a time, and each for so long.
const AT_ONCE: usize = 8;
const SECONDS: u32 = 20;
const PATIENCE: Duration = Duration::from_secs(90);

/// Where what is answered goes.
const NOWHERE: &str = if cfg!(windows) { "NUL" } else { "/dev/null" };

/// What became of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Found {
    There,
    /// For good, it says.
    Moved(String),
    Gone(String),
    /// There is no `curl`.
    NoProgram,
}

pub(super) fn links(args: &Links) -> u8 {
    let places = match find_books(args.manifest.as_deref(), &args.among) {
        Ok(places) => places,
        Err(code) => return code,
    };
    // What several editions link to is asked for once.
    let mut known = BTreeMap::new();
    places.iter().map(|place| links_of(place, &mut known)).max().unwrap_or(OK)
}

fn links_of(place: &ManifestPath, known: &mut BTreeMap<String, Found>) -> u8 {
    let outcome = crate::look(&DiskWorld::new(&place.folder), place.book(), &Memo::NONE);
    let Some(marks) = outcome.made else {
        machine::tell(&outcome.found, &outcome.sources, &place.prefix());
        return FAILED;
    };
    let mut places: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for (address, span) in &marks.web {
        let address = address.split('#').next().unwrap_or_default();
        if address.starts_with("http://") || address.starts_with("https://") {
            places.entry(address).or_default().push(*span);
        }
    }
    let new: Vec<&str> = places.keys().copied().filter(|address| !known.contains_key(*address)).collect();
    let answers = match ask_all(&new) {
        Ok(answers) => answers,
        Err(error) => {
            return fail(
                format!("there is no folder to work in: {error}"),
                "make room in the folder for temporary files",
            );
        }
    };
    if answers.contains(&Found::NoProgram) {
        return fail("there is no `curl` on this machine", "install curl: it asks for the addresses");
    }
    known.extend(new.into_iter().map(str::to_string).zip(answers));
    tell_links(place, &outcome.sources, &places, known)
}

/// Tells which addresses do not answer.
fn tell_links(
    place: &ManifestPath,
    sources: &Sources,
    places: &BTreeMap<&str, Vec<Span>>,
    known: &BTreeMap<String, Found>,
) -> u8 {
    let found = |address: &str| known.get(address).unwrap_or(&Found::There);
    let told = places.iter().flat_map(|(address, spans)| {
        spans.iter().filter_map(|span| diagnostic(address, found(address), *span)).collect::<Vec<_>>()
    });
    let mut told: Vec<Diagnostic> = told.collect();
    told.sort_by_key(|one| (one.span, one.code));
    machine::tell(&told, sources, &place.prefix());
    let gone = places.keys().filter(|address| matches!(found(address), Found::Gone(_))).count();
    say_line(format!("{} addresses: {gone} do not answer", places.len()));
    if gone == 0 { OK } else { FAILED }
}

/// Asks for all addresses, some at a time; the answers in their order.
fn ask_all(addresses: &[&str]) -> std::io::Result<Vec<Found>> {
    let stage = Stage::begin(&std::env::temp_dir())?;
    let folder = stage.folder("links")?;
    let next = AtomicUsize::new(0);
    let answers = Mutex::new(vec![Found::NoProgram; addresses.len()]);
    thread::scope(|scope| {
        for _ in 0..AT_ONCE.min(addresses.len()) {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(address) = addresses.get(at) else { break };
                    out::doing(&format!("{} of {} addresses", at + 1, addresses.len()));
                    let found = ask(address, &folder.join(at.to_string()));
                    let is_hopeless = found == Found::NoProgram;
                    answers.lock().unwrap_or_else(PoisonError::into_inner)[at] = found;
                    if is_hopeless {
                        break;
                    }
                }
            });
        }
    });
    out::done();
    Ok(answers.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// Asks for the head of a page, and for the page where a server does not give heads alone.
fn ask(address: &str, own: &Path) -> Found {
    match request(address, own, true) {
        Found::Gone(_) => request(address, own, false),
        found => found,
    }
}

fn request(address: &str, own: &Path, head: bool) -> Found {
    // What is told of a move is the first answer's code; the last one's address is where it leads.
    let told = "%{http_code} %{num_redirects} %{url_effective}";
    let seconds = SECONDS.to_string();
    let mut args =
        vec!["--silent", "--show-error", "--location", "--max-redirs", "8", "--max-time", &seconds];
    args.extend(["--proto", "=http,https", "--proto-redir", "=http,https", "--output", NOWHERE]);
    args.extend(["--dump-header", "-", "--write-out", told, "--max-filesize", "50000000"]);
    args.extend(["--user-agent", concat!("reportc/", env!("CARGO_PKG_VERSION"))]);
    if head {
        args.push("--head");
    }
    args.extend(["--url", address]);
    let args: Vec<String> = args.into_iter().map(str::to_string).collect();
    match checkers::run("curl", &args, own, PATIENCE) {
        Ran::Absent => Found::NoProgram,
        Ran::Broken(why) => Found::Gone(why),
        Ran::Ended { code: 0, stdout, .. } => judged(&stdout),
        Ran::Ended { stderr, .. } => {
            let said = stderr.trim().rsplit_once("curl: ").map_or(stderr.trim(), |(_, said)| said);
            Found::Gone(said.lines().next().unwrap_or("it does not answer").to_string())
        }
    }
}

/// What `curl` wrote: the heads of all answers, then the last one's code, how often it was sent on, and where it ended.
fn judged(said: &str) -> Found {
    let last = said.lines().last().unwrap_or_default();
    let mut parts = last.splitn(3, ' ');
    let code: u16 = parts.next().and_then(|code| code.parse().ok()).unwrap_or(0);
    let moves = parts.next().unwrap_or("0");
    let address = parts.next().unwrap_or_default();
    let codes = said.lines().filter_map(|line| line.strip_prefix("HTTP/")?.split(' ').nth(1));
    let codes: Vec<&str> = codes.collect();
    let for_good = |codes: &[&str]| codes.iter().all(|code| matches!(*code, "301" | "308"));
    match code {
        200..=399 if moves != "0" && codes.len() > 1 && for_good(&codes[..codes.len() - 1]) => {
            Found::Moved(address.to_string())
        }
        200..=399 => Found::There,
        // What is there for those who are let in is there.
        401 | 402 | 403 | 407 | 429 => Found::There,
        code => Found::Gone(format!("the server answers {code}")),
    }
}

fn diagnostic(address: &str, found: &Found, span: Span) -> Option<Diagnostic> {
    match found {
        Found::There | Found::NoProgram => None,
        Found::Moved(to) => {
            let message = format!("`{address}` has moved for good");
            Some(Diagnostic::warning("moved-address", span, message).hint(format!("it is `{to}` now")))
        }
        Found::Gone(why) => {
            let message = format!("`{address}` does not answer: {why}");
            let hint = "look whether the page has another address now, or is in a web archive";
            Some(Diagnostic::warning("dead-address", span, message).hint(hint))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_judged() {
        assert_eq!(judged("HTTP/2 200 \r\nx: y\r\n\r\n200 0 https://a.example/"), Found::There);
        let moved = "HTTP/1.1 301 Moved\r\n\r\nHTTP/1.1 200 OK\r\n\r\n200 1 https://b.example/";
        assert_eq!(judged(moved), Found::Moved("https://b.example/".into()));
        let sent_on = "HTTP/1.1 302 Found\r\n\r\nHTTP/1.1 200 OK\r\n\r\n200 1 https://b.example/";
        assert_eq!(judged(sent_on), Found::There);
        assert_eq!(judged("HTTP/2 403\r\n\r\n403 0 https://a.example/"), Found::There);
        assert!(matches!(judged("HTTP/2 404\r\n\r\n404 0 https://a.example/"), Found::Gone(_)));
        assert!(matches!(judged(""), Found::Gone(_)));
    }
}
