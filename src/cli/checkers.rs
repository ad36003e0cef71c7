//! Programs that judge files, run for as long as they may take.

use std::fs::File;
use std::io;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::{interrupt, system};

/// How a program ended.
pub(super) enum Ran {
    /// It is not installed.
    Absent,
    /// It could not be started, was ended by a signal or took too long: why.
    Broken(String),
    Ended {
        code: i32,
        stdout: String,
        stderr: String,
    },
}

/// What a program may write before the rest is left unread: far more than any report.
const MOST_SAID: u64 = 64 << 20;
/// How often a running program is looked at.
const GLANCE: Duration = Duration::from_millis(20);

/// Runs a program that is found by the system's path. What it says goes through files beside the path of `own`, so that
/// none waits for the other.
pub(super) fn run(program: &str, args: &[String], own: &Path, patience: Duration) -> Ran {
    let mut command = Command::new(program);
    command.args(args);
    run_as(command, own, patience)
}

/// The same of a program that is told more than its arguments.
pub(super) fn run_as(command: Command, own: &Path, patience: Duration) -> Ran {
    let (out, err) = (own.with_extension("out"), own.with_extension("err"));
    let mut child = match start(command, (&out, &err)) {
        Ok(child) => child,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ran::Absent,
        Err(error) => return Ran::Broken(format!("it cannot be started: {error}")),
    };
    let ended = wait(&mut child, patience);
    interrupt::ended(child.id());
    match ended {
        Ok(Some(status)) => match status.code() {
            Some(code) => Ran::Ended { code, stdout: said(&out), stderr: said(&err) },
            None => Ran::Broken(format!("it was ended: {status}")),
        },
        Ok(None) => Ran::Broken(format!("it was stopped after {} seconds", patience.as_secs())),
        Err(error) => Ran::Broken(format!("it cannot be waited for: {error}")),
    }
}

/// Waits for a program to end by itself; None where it had to be ended.
fn wait(child: &mut Child, patience: Duration) -> io::Result<Option<ExitStatus>> {
    let started = Instant::now();
    loop {
        match child.try_wait()? {
            Some(status) => return Ok(Some(status)),
            None if started.elapsed() < patience => std::thread::sleep(GLANCE),
            None => {
                interrupt::end_group(child.id());
                let _ = child.kill();
                let _ = child.wait();
                return Ok(None);
            }
        }
    }
}

fn start(mut command: Command, (out, err): (&Path, &Path)) -> io::Result<Child> {
    command.stdin(Stdio::null()).stdout(File::create(out)?).stderr(File::create(err)?);
    // A group of its own: what it starts is ended with it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    interrupt::child(|| command.spawn())
}

/// What a program wrote into a file, as far as it is text.
pub(super) fn said(path: &Path) -> String {
    system::read(path, MOST_SAID)
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .unwrap_or_default()
}
