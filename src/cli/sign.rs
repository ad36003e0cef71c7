//! Signatures of OpenSSH (`ssh-keygen -Y sign`), by which readers know who made the checksums.

use std::env;
use std::io;
use std::path::Path;

use ssh_key::{Algorithm, HashAlg, LineEnding, PrivateKey};

use super::build::Trouble;
use super::system;

/// What `ssh-keygen -Y verify` is to be told with `-n`.
const NAMESPACE: &str = "file";
const PASSPHRASE: &str = "REPORTC_KEY_PASSPHRASE";
/// A private key has some hundred bytes; what is larger is something else.
const MOST: u64 = 65_536;

/// A key that can sign.
pub(super) struct Signer(PrivateKey);

/// Reads a private key in OpenSSH's form. Told apart: what is no key, one that cannot sign here, one that is locked.
pub(super) fn signer(path: &Path) -> Result<Signer, Trouble> {
    let shown = path.display();
    let trouble = |what: String, hint: &str| Err((what, hint.to_string()));
    let text = match system::read(path, MOST) {
        Ok(bytes) => String::from_utf8(bytes).unwrap_or_default(),
        Err(error) if error.kind() == io::ErrorKind::FileTooLarge => String::new(),
        Err(error) => return trouble(format!("the key `{shown}` cannot be read: {error}"), MAKE_ONE),
    };
    let Ok(key) = PrivateKey::from_openssh(text) else {
        return trouble(format!("`{shown}` is not a private key in OpenSSH's form"), MAKE_ONE);
    };
    if key.algorithm() != Algorithm::Ed25519 {
        return trouble(format!("`{shown}` is a key of the kind {}", key.algorithm()), MAKE_ONE);
    }
    if !key.is_encrypted() {
        return Ok(Signer(key));
    }
    let Some(passphrase) = env::var_os(PASSPHRASE) else {
        return trouble(
            format!("the key `{shown}` is locked"),
            &format!("set {PASSPHRASE} to its passphrase"),
        );
    };
    match key.decrypt(passphrase.as_encoded_bytes()) {
        Ok(key) => Ok(Signer(key)),
        Err(_) => trouble(format!("the passphrase in {PASSPHRASE} does not open `{shown}`"), "correct it"),
    }
}

const MAKE_ONE: &str = "make one with `ssh-keygen -t ed25519 -f release-key`";

impl Signer {
    /// The signature of a text, the same each time.
    pub fn sign(&self, text: &[u8]) -> Result<String, Trouble> {
        let signed = self.0.sign(NAMESPACE, HashAlg::Sha512, text);
        let written = signed.and_then(|signature| signature.to_pem(LineEnding::LF));
        written.map_err(|error| (format!("the checksums cannot be signed: {error}"), MAKE_ONE.to_string()))
    }
}
