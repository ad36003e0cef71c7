//! A run that is interrupted: what it started ends with it, and what it had not finished goes.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
#[cfg(unix)]
use std::{io, thread, time::Duration};

/// What goes when the run is interrupted.
struct Unfinished {
    /// Programs, by the numbers of their process groups.
    children: Vec<u32>,
    folders: Vec<PathBuf>,
}

static UNFINISHED: Mutex<Unfinished> = Mutex::new(Unfinished { children: Vec::new(), folders: Vec::new() });
/// Held while files take their places; an interruption waits for it.
static STEP: Mutex<()> = Mutex::new(());

fn unfinished() -> MutexGuard<'static, Unfinished> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A step that an interruption does not come into. Once there was one, nothing gets beyond this: the run ends here.
pub(super) fn step() -> MutexGuard<'static, ()> {
    STEP.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes a folder that goes when the run is interrupted, until it is [`forget`]ten.
pub(super) fn folder(make: impl FnOnce() -> std::io::Result<PathBuf>) -> std::io::Result<PathBuf> {
    // Not between the two: it would stay.
    let mut unfinished = unfinished();
    let folder = make()?;
    unfinished.folders.push(folder.clone());
    Ok(folder)
}

/// Takes a folder away.
pub(super) fn forget(folder: &Path) {
    let mut unfinished = unfinished();
    // What cannot be taken away is for the next run.
    let _ = fs::remove_dir_all(folder);
    unfinished.folders.retain(|other| other != folder);
}

/// Starts a program in a process group of its own, which ends when the run is interrupted, until [`ended`].
pub(super) fn child(
    start: impl FnOnce() -> std::io::Result<std::process::Child>,
) -> std::io::Result<std::process::Child> {
    let mut unfinished = unfinished();
    let child = start()?;
    unfinished.children.push(child.id());
    Ok(child)
}

/// The program has ended, and is not to be ended again: its number may be another's soon.
pub(super) fn ended(id: u32) {
    unfinished().children.retain(|other| *other != id);
}

/// Ends a program that runs, with all that it has started.
#[cfg(unix)]
pub(super) fn end_group(id: u32) {
    use rustix::process::{Pid, Signal, kill_process_group};
    if let Some(pid) = i32::try_from(id).ok().and_then(Pid::from_raw) {
        // A group that has ended already cannot be ended again.
        let _ = kill_process_group(pid, Signal::KILL);
    }
}

#[cfg(not(unix))]
pub(super) fn end_group(_: u32) {}

/// From here on an interruption ends the run in order: by what the system would have done, after all else has gone.
#[cfg(unix)]
pub(super) fn heed() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let ignored = ignored();
    let heeded = [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|signal| ignored >> (signal - 1) & 1 == 0);
    // Without a thread to spare an interruption ends the run at once, as it would any program.
    let Ok(mut signals) = signal_hook::iterator::Signals::new(heeded) else { return };
    let wait = move || {
        if let Some(signal) = signals.forever().next() {
            end(signal);
        }
    };
    let _ = thread::Builder::new().name("signals".to_string()).spawn(wait);
}

#[cfg(not(unix))]
pub(super) fn heed() {}

/// How often a folder is tried that other threads still write into, and how long after each other.
#[cfg(unix)]
const TRIES: u32 = 50;
#[cfg(unix)]
const PAUSE: Duration = Duration::from_millis(10);

#[cfg(unix)]
fn end(signal: i32) {
    // Neither is given back: nothing is begun any more.
    let _step = step();
    let unfinished = unfinished();
    unfinished.children.iter().for_each(|child| end_group(*child));
    for folder in &unfinished.folders {
        let gone = || match fs::remove_dir_all(folder) {
            Ok(()) => true,
            Err(error) => error.kind() == io::ErrorKind::NotFound,
        };
        for _ in 0..TRIES {
            if gone() {
                break;
            }
            thread::sleep(PAUSE);
        }
    }
    let _ = signal_hook::low_level::emulate_default_handler(signal);
}

/// Signals that whoever started the program has it ignore, as `nohup` does, and shells for what runs in the background:
/// a bit each, as Linux tells.
#[cfg(unix)]
fn ignored() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}
