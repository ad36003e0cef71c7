//! `diff`: what changed from one edition to the next.

use std::io::{Write, stdout};

use super::args::Diff;
use super::build::Trouble;
use super::{OK, fail, records};

pub(super) fn diff(args: &Diff) -> u8 {
    match told(args) {
        Ok(text) => {
            // A reader that closes the pipe early has what it wanted.
            let _ = stdout().write_all(text.as_bytes());
            OK
        }
        Err((message, hint)) => fail(message, &hint),
    }
}

fn told(args: &Diff) -> Result<String, Trouble> {
    let (old, new) = (records::read(&args.old)?, records::read(&args.new)?);
    let texts = records::epub(&args.old, &old).zip(records::epub(&args.new, &new));
    Ok(crate::diff((&old, &new), texts.as_ref(), args.json))
}
