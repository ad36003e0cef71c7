//! Signatures of OpenSSH (`ssh-keygen -Y sign`), by which readers know who made the checksums.

use std::env;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};

use super::trouble::Trouble;
use super::{out, system};

const PROGRAM: &str = "ssh-keygen";
/// What `ssh-keygen -Y verify` is to be told with `-n`.
const NAMESPACE: &str = "file";
/// The kind whose signatures of a text are the same each time.
const KIND: &str = "ED25519";
const PASSPHRASE: &str = "REPORTC_KEY_PASSPHRASE";
/// Set where `ssh-keygen` runs this program to ask it for the passphrase.
const ASKED: &str = "REPORTC_ASKED_FOR_PASSPHRASE";
/// What `ssh-keygen` says once it has the key and waits for the text.
const READY: &str = "Signing data";

/// `ssh-keygen` with an open key, waiting for what it is to sign.
pub(super) struct Signer {
    program: Child,
    complaints: BufReader<ChildStderr>,
}

/// Opens a private key in OpenSSH's form. Told apart: what is no key, one of another kind, one that others may read, one
/// that is locked. Where there is a terminal, `ssh-keygen` asks there for the passphrase, before anything is built.
pub(super) fn signer(path: &Path) -> Result<Signer, Trouble> {
    let shown = path.display();
    if let Err(error) = system::open(path) {
        return Err((format!("the key `{shown}` cannot be read: {error}"), MAKE_ONE.to_string()));
    }
    check_kind(path)?;
    let mut program = signing(path).spawn().map_err(absent)?;
    let mut complaints = BufReader::new(program.stderr.take().expect("it is piped"));
    let mut said = String::new();
    loop {
        let before = said.len();
        match complaints.read_line(&mut said) {
            Ok(read) if read > 0 && !said[before..].starts_with(READY) => {}
            Ok(read) if read > 0 => return Ok(Signer { program, complaints }),
            Ok(_) | Err(_) => return Err(refused(path, &said)),
        }
    }
}

const MAKE_ONE: &str = "make one with `ssh-keygen -t ed25519 -f release-key`";

fn check_kind(path: &Path) -> Result<(), Trouble> {
    let told = Command::new(PROGRAM).arg("-l").arg("-f").arg(path).stdin(Stdio::null()).output();
    let told = told.map_err(absent)?;
    // `256 SHA256:... comment (ED25519)`
    let line = String::from_utf8_lossy(&told.stdout);
    let what = match line.trim_end().strip_suffix(')').and_then(|line| line.rsplit_once('(')) {
        Some((_, kind)) if kind == KIND => return Ok(()),
        Some((_, kind)) => format!("a key of the kind {kind}, not {KIND}"),
        None => "not a private key in OpenSSH's form".to_string(),
    };
    Err((format!("`{}` is {what}", path.display()), MAKE_ONE.to_string()))
}

fn signing(path: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(["-Y", "sign", "-n", NAMESPACE, "-f"]).arg(path);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    if env::var_os(PASSPHRASE).is_none() && has_terminal() {
        command.env("SSH_ASKPASS_REQUIRE", "never");
    } else if let Ok(own) = env::current_exe() {
        // Else it would wait for the passphrase where the text is to come.
        command.env("SSH_ASKPASS_REQUIRE", "force").env("SSH_ASKPASS", own).env(ASKED, "1");
    }
    command
}

fn has_terminal() -> bool {
    cfg!(unix) && File::open("/dev/tty").is_ok()
}

/// Whether this run is only to give `ssh-keygen` the passphrase, which it then has.
pub(super) fn answered() -> bool {
    let asked = env::var_os(ASKED).is_some();
    if asked {
        out::answer(env::var_os(PASSPHRASE).unwrap_or_default().as_encoded_bytes());
    }
    asked
}

fn absent(error: io::Error) -> Trouble {
    let hint = "install OpenSSH (8.4 or later), or release without --sign and sign `SHA256SUMS` later";
    (format!("`{PROGRAM}`, which signs, cannot be run: {error}"), hint.to_string())
}

/// Why `ssh-keygen` did not take the key, after what it said.
fn refused(path: &Path, said: &str) -> Trouble {
    let shown = path.display();
    if said.contains("too open") {
        return (format!("others may read the key `{shown}`"), format!("`chmod 600 {shown}`"));
    }
    if !said.contains("passphrase") {
        let last = said.lines().last().unwrap_or("it said nothing");
        return (format!("`{PROGRAM}` cannot sign with `{shown}`: {last}"), MAKE_ONE.to_string());
    }
    match env::var_os(PASSPHRASE) {
        Some(_) => {
            (format!("the passphrase in {PASSPHRASE} does not open `{shown}`"), "correct it".to_string())
        }
        None if has_terminal() => {
            (format!("the passphrase does not open `{shown}`"), "try again".to_string())
        }
        None => (format!("the key `{shown}` is locked"), format!("set {PASSPHRASE} to its passphrase")),
    }
}

impl Signer {
    /// The signature of a text, the same each time.
    pub fn sign(mut self, text: &[u8]) -> Result<Vec<u8>, Trouble> {
        let mut input = self.program.stdin.take().expect("it is piped");
        let written = input.write_all(text);
        drop(input);
        let made = written.and_then(|()| self.program.wait_with_output());
        let why = match made {
            Ok(made) if made.status.success() => return Ok(made.stdout),
            Ok(made) => {
                let mut said = String::new();
                // Where it says nothing that can be read, how it ended is all there is to tell.
                let _ = self.complaints.read_to_string(&mut said);
                said.lines().last().map_or_else(|| made.status.to_string(), str::to_string)
            }
            Err(error) => error.to_string(),
        };
        Err((format!("the checksums cannot be signed: {why}"), MAKE_ONE.to_string()))
    }
}
