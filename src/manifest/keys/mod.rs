//! The keys of the manifest and of theme files, with what stands behind each and what it means.

mod book;
mod theme;

pub(super) use book::*;
pub(super) use theme::*;

use crate::yaml::Kind;

/// `2005`, `2005-06` or `2005-06-30`.
const DATE: Kind = Kind::Like("^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$", true);
const LENGTH: Kind = Kind::Like(r"^([0-9]+\.?[0-9]*|\.[0-9]+) *(pt|mm|cm|in|pc)$", false);
/// A length, or a part of a side.
const EXTENT: Kind = Kind::Like(r"^(0|([0-9]+\.?[0-9]*|\.[0-9]+) *(pt|mm|cm|in|pc|%))$", true);
const COLOR: Kind = Kind::Like(r"^(#[0-9a-fA-F]{6}|[^#\s].*)$", false);
const LANG: Kind = Kind::Like(TAG, false);
const TAG: &str = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$";
const ADDRESS: Kind = Kind::Like(r"^\s*https?://\S+\s*$", false);
const MAIL: Kind = Kind::Like(r"^\s*[^@\s]+@[^@\s.][^@\s]*\.[^@\s]*\s*$", false);
/// Letters of any script, digits, `-` and `_`, a letter first: what is refused is told, since not all programs know letters.
const CLASS: &str = r"^[^\s!-@\[-`{-~][^\s!-,./:-@\[-^`{-~]*$";
const VARIABLE: &str = r"^[^\s!-@\[-^`{-~][^\s!-,./:-@\[-^`{-~]*$";
const TEXTS: Kind = Kind::List(&Kind::Text);
const TEXT_OR_TEXTS: Kind = Kind::Either(&[Kind::Text, TEXTS]);
