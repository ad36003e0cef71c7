//! The files that chapters include by name, and those that these do.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::decode;
use super::door::{Door, MAX_TEXT};
use crate::diag::{Severity, Sink};
use crate::include;
use crate::model::media::Inputs;
use crate::source::{SourceId, Span, join_path};

/// Files that a book may include.
const MOST: usize = 5000;

/// Reads each file once. One that is not there is a warning: the field may be an example of one, in code.
pub(super) fn read(door: &Door, inputs: &mut Inputs, sink: &mut Sink) {
    let mut open: Vec<SourceId> = inputs.chapters.iter().map(|chapter| chapter.source).collect();
    let chapters = inputs.chapters.iter().map(|chapter| (chapter.path.clone(), chapter.source));
    let mut known: BTreeMap<String, Option<SourceId>> =
        chapters.map(|(path, source)| (path, Some(source))).collect();
    while let Some(id) = open.pop() {
        let Some(source) = inputs.sources.get(id).map(Arc::clone) else { continue };
        let of_fields = include::fields(&source.text).filter_map(|(at, field)| {
            let wanted = include::read(field).filter(|_| is_alone(&source.text, at, field.len()))?;
            Some((at..at + field.len(), wanted.path))
        });
        let of_code = include::files_of_fences(&source.text).map(|(at, path)| (at..at + path.len(), path));
        for (place, written) in of_fields.chain(of_code) {
            let key = (id, written.to_string());
            if inputs.includes.contains_key(&key) || known.len() > MOST {
                continue;
            }
            let path = join_path(&source.path, written);
            let found = match known.get(&path) {
                Some(found) => *found,
                None => {
                    let span = Span::new(id, place.start, place.end);
                    let found = file(door, &path, (inputs, span), sink);
                    known.insert(path, found);
                    open.extend(found);
                    found
                }
            };
            if let Some(found) = found {
                inputs.includes.insert(key, found);
            }
        }
    }
}

/// Whether a field has its line for itself, but for what quotations and lists lead to it: others stand for nothing.
fn is_alone(text: &str, at: usize, length: usize) -> bool {
    const FARTHEST: usize = 80;
    let leads =
        |byte: &u8| matches!(byte, b' ' | b'\t' | b'>' | b'-' | b'*' | b'+' | b'.' | b')' | b'0'..=b'9');
    let before = text.as_bytes()[..at].iter().rev().take(FARTHEST).find(|byte| !leads(byte));
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r');
    let after = text.as_bytes()[at + length..].iter().take(FARTHEST).find(|byte| !blank(byte));
    matches!((before, after), (None | Some(b'\n'), None | Some(b'\n')))
}

fn file(door: &Door, path: &str, (inputs, span): (&mut Inputs, Span), sink: &mut Sink) -> Option<SourceId> {
    let mut found = Sink::default();
    let bytes = door.read(path, span, MAX_TEXT, &mut found);
    for mut diagnostic in found.into_sorted() {
        if diagnostic.code == "missing-file" {
            diagnostic.severity = Severity::Warning;
        }
        sink.push(diagnostic);
    }
    let id = SourceId(u32::try_from(inputs.sources.iter().count()).unwrap_or(u32::MAX));
    let (text, problem) = decode(bytes?, id, path);
    problem.into_iter().for_each(|problem| sink.push(problem));
    Some(inputs.sources.add(path.to_string(), text).id)
}
