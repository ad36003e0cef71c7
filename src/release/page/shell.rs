//! What every page is wrapped in.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use super::voice::Voice;

const STYLE: &str = include_str!("style.css");

/// A whole document. Its policy forbids all but its own style sheet and the pictures beside it, so that nothing in a
/// record can bring anything else in. `file:` is for those who open it from a disk, where some browsers take each file
/// for an origin of its own.
pub fn document(voice: &Voice, head: &Markup, body: &Markup) -> String {
    let style = STANDARD.encode(Sha256::digest(STYLE));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{style}'; img-src 'self' file:; base-uri 'none'; form-action 'none'"
    );
    let markup = html! {
        (DOCTYPE)
        html lang=(voice.lang.0) dir=(voice.direction()) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                (head)
                style { (PreEscaped(STYLE)) }
            }
            body { (body) }
        }
    };
    allowed(&markup.into_string())
}

/// Without the characters that HTML calls an error wherever they stand (HTML, 13.1.4).
pub fn allowed(text: &str) -> String {
    let is_error = |c: char| {
        let code = u32::from(c);
        let control = c.is_control() && !matches!(c, '\n' | '\t');
        control || matches!(code, 0xfdd0..=0xfdef) || code & 0xfffe == 0xfffe
    };
    text.chars().filter(|c| !is_error(*c)).chain(['\n']).collect()
}
