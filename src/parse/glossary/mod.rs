//! The glossary: terms that files and lists in the chapters explain, their uses in the text, and the lists of them.
//!
//! Uses are read with their chapter ([`terms`](super::terms)). Once the book is whole, the terms are gathered ([`file`], [`lists`]), the uses
//! set ([`uses`]), and the lists filled where they are to stand.

mod declared;
mod entry;
mod file;
mod lists;
mod unused;
mod uses;

use super::abbreviations;
use super::nested::Joined;
use crate::diag::Sink;
use crate::maths::Macros;
use crate::model::document::Block;
use crate::model::media::Inputs;
use entry::Glossary;
use uses::Setter;

/// Sets the terms of a book and the lists of them. Lists that no chapter has a place for are chapters of their own, at the end.
/// Whether the files of terms mark something for an index.
pub(super) fn settle(
    chapters: &mut Vec<Joined>,
    glossed: bool,
    (inputs, macros): (&Inputs, &Macros),
    sink: &mut Sink,
) -> bool {
    let files = &inputs.glossary;
    if !glossed && files.files.is_empty() {
        return false;
    }
    let mut glossary = Glossary::new(&files.lang);
    let mut indexed = false;
    for file in &files.files {
        indexed |= file::read(file, (inputs, macros), &mut glossary, sink);
    }
    for joined in chapters.iter_mut() {
        declared::collect(&mut joined.chapter, &mut glossary);
        lists::collect(&mut joined.chapter, &mut glossary);
    }
    glossary.name(sink);
    let mut texts: Vec<Vec<Block>> =
        glossary.entries.iter_mut().map(|entry| std::mem::take(&mut entry.text)).collect();
    let mut setter = Setter::new(&glossary, files.first_in_full, sink);
    // What explains terms is no first use of them.
    texts.iter_mut().for_each(|text| setter.blocks(text, false));
    setter.explain(&texts);
    chapters.iter_mut().for_each(|joined| setter.chapter(&mut joined.chapter));
    let unused = setter.unused();
    let short = glossary.short_forms();
    if !short.is_empty() {
        chapters.iter_mut().for_each(|joined| abbreviations::expand(&mut joined.chapter, &short));
    }
    unused::tell(&unused, &glossary, (chapters, inputs), sink);
    lists::fill(chapters, (&glossary, files), &texts, sink);
    indexed
}
