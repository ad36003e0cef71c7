//! pandoc's title block as front matter.

use crate::head;
use crate::source::{SourceId, Span};
use crate::yaml::{Entry, Node, Scalar, Value};

/// The block's entries, as front matter has them, and where the text after it begins.
pub(super) fn find(text: &str, start: usize, source: SourceId) -> Option<(Vec<Entry>, usize)> {
    let (fields, after) = head::title_block(text, start)?;
    let entry = |(key, range): (&str, std::ops::Range<usize>)| {
        let field = &text[range.clone()];
        let span = Span::new(source, range.start, range.start + field.trim_end().len());
        let node = |text: String| Node { span, value: Value::Scalar(Scalar { text, plain: false }) };
        let value = match key {
            "author" => {
                let names = head::authors(field).map(|name| node(name.to_string()));
                Node { span, value: Value::List(names.collect()) }
            }
            _ => node(field.lines().map(str::trim).collect::<Vec<_>>().join(" ").trim().to_string()),
        };
        Entry { key: key.to_string(), key_span: span, value }
    };
    Some((fields.into_iter().map(entry).collect(), after))
}
