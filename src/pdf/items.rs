//! What stands in the dictionaries that printpdf is given.

use std::collections::BTreeMap;

use printpdf::DictItem;

pub fn name_item(name: &str) -> DictItem {
    DictItem::Name(name.as_bytes().to_vec())
}

pub fn entries(entries: impl IntoIterator<Item = (&'static str, DictItem)>) -> BTreeMap<String, DictItem> {
    entries.into_iter().map(|(key, value)| (key.to_string(), value)).collect()
}

pub fn dict(items: impl IntoIterator<Item = (&'static str, DictItem)>) -> DictItem {
    DictItem::Dict { map: entries(items) }
}
