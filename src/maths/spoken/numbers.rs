//! Numbers that have names.

use super::language::Language;

/// A half, two thirds.
pub(super) fn small_part(language: &Language, above: &str, below: &str) -> Option<String> {
    let count: u32 = above.parse().ok().filter(|count| (1..=20).contains(count))?;
    let (one, several) = language.get(&format!("part-{below}"))?.split_once('|')?;
    Some(if count == 1 { one.to_string() } else { several.replace("{0}", above) })
}
