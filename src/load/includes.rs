//! The files that chapters include by name, and those that these do.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::decode;
use super::door::{Door, MAX_TEXT};
use crate::diag::Sink;
use crate::include;
use crate::model::media::{Inputs, Lost};
use crate::source::{SourceId, Span, join_path};

/// Files that a book may include.
const MOST: usize = 5000;

/// Reads each file once. One that is not there is told by the pass that knows what stands for it: what names it here may be
/// an example, in code.
pub(super) fn read(door: &Door, inputs: &mut Inputs, sink: &mut Sink) {
    let mut open: Vec<SourceId> = inputs.chapters.iter().map(|chapter| chapter.source).collect();
    let chapters = inputs.chapters.iter().map(|chapter| (chapter.path.clone(), chapter.source));
    let mut known: BTreeMap<String, Result<SourceId, Lost>> =
        chapters.map(|(path, source)| (path, Ok(source))).collect();
    while let Some(id) = open.pop() {
        let Some(source) = inputs.sources.get(id).map(Arc::clone) else { continue };
        let of_fields = include::fields(&source.text).filter_map(|(at, field)| {
            let wanted = include::read(field).filter(|_| is_alone(&source.text, at, field.len()))?;
            Some((at..at + field.len(), wanted.path))
        });
        let of_code = include::files_of_fences(&source.text).map(|(at, path)| (at..at + path.len(), path));
        let of_data = include::data_files(&source.text).map(|(at, path)| (at..at + path.len(), path));
        for (place, written) in of_fields.chain(of_code).chain(of_data) {
            let key = (id, written.to_string());
            if inputs.includes.contains_key(&key) || inputs.lost.contains_key(&key) || known.len() > MOST {
                continue;
            }
            let path = join_path(&source.path, written);
            let found = match known.get(&path) {
                Some(found) => found.clone(),
                None => {
                    let span = Span::new(id, place.start, place.end);
                    let found = file(door, &path, (inputs, span), sink);
                    known.insert(path, found.clone());
                    open.extend(&found);
                    found
                }
            };
            match found {
                Ok(found) => drop(inputs.includes.insert(key, found)),
                Err(lost) => drop(inputs.lost.insert(key, lost)),
            }
        }
    }
}

/// Whether a field has its line for itself, but for what quotations and lists lead to it: others stand for nothing.
fn is_alone(text: &str, at: usize, length: usize) -> bool {
    const FARTHEST: usize = 80;
    let leads = |byte: &&u8| include::leads(char::from(**byte));
    let before = text.as_bytes()[..at].iter().rev().take(FARTHEST).find(|byte| !leads(byte));
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r');
    let after = text.as_bytes()[at + length..].iter().take(FARTHEST).find(|byte| !blank(byte));
    matches!((before, after), (None | Some(b'\n'), None | Some(b'\n')))
}

fn file(
    door: &Door,
    path: &str,
    (inputs, span): (&mut Inputs, Span),
    sink: &mut Sink,
) -> Result<SourceId, Lost> {
    let mut found = Sink::default();
    let read = door.read(path, span, MAX_TEXT, &mut found);
    let mut lost = Lost::Told;
    for diagnostic in found.into_sorted() {
        if diagnostic.code == "missing-file" {
            lost = Lost::Missing { path: path.to_string(), hint: diagnostic.hints.concat() };
        } else {
            sink.push(diagnostic);
        }
    }
    let bytes = read.ok_or(lost)?;
    let id = SourceId(u32::try_from(inputs.sources.iter().count()).unwrap_or(u32::MAX));
    let (text, problem) = decode(bytes, id, path);
    problem.into_iter().for_each(|problem| sink.push(problem));
    Ok(inputs.sources.add(path.to_string(), text).id)
}
