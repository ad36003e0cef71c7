//! What the labels of links stand for: `[label]: address "title"`.

use std::collections::BTreeMap;
use std::sync::Arc;

use pulldown_cmark::{BrokenLink, BrokenLinkCallback, CowStr, Parser};

/// Addresses and titles by label.
#[derive(Debug, Default)]
pub(super) struct References(BTreeMap<String, (String, String)>);

impl References {
    pub(super) fn of<'t>(parser: &Parser<'t, impl BrokenLinkCallback<'t>>) -> References {
        let definitions = parser.reference_definitions().iter();
        References(
            definitions
                .map(|(label, link)| {
                    let title = link.title.as_deref().unwrap_or_default();
                    (key(label), (link.dest.to_string(), title.to_string()))
                })
                .collect(),
        )
    }

    /// Finds what a text that is read by itself does not define.
    pub(super) fn find<'t>(
        self: Arc<References>,
    ) -> impl FnMut(BrokenLink<'t>) -> Option<(CowStr<'t>, CowStr<'t>)> {
        move |link| {
            if self.0.is_empty() {
                return None;
            }
            let (address, title) = self.0.get(&key(&link.reference))?;
            Some((address.clone().into(), title.clone().into()))
        }
    }
}

/// Labels are the same whatever the case of their letters and the blanks between their words (CommonMark 0.31, 4.7).
fn key(label: &str) -> String {
    label.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}
