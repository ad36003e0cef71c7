//! `diff`: what changed from one edition to the next.

use super::args::Diff;
use super::trouble::Trouble;
use super::{OK, fail, out, records};
use crate::escape::terminal::Shown;

pub(super) fn diff(args: &Diff) -> u8 {
    match told(args) {
        Ok(text) => {
            out::write(&if args.json { Shown::json(&text) } else { Shown::text(&text) });
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
