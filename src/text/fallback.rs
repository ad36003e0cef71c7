//! Which face shows which characters of a word: the first that has them, and for marks that it lacks another.

use std::ops::Range;

use harfrust::{Script, script};
use unicode_script::UnicodeScript;

use super::book::FontBook;
use super::shaped::Part;
use crate::chars::is_ignorable;
use crate::model::layout::FaceId;
use crate::model::manifest::Lang;

/// Characters of a word that one face sets in one script.
#[derive(Clone, Copy)]
pub(super) struct Stretch {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) face: FaceId,
    pub(super) script: Script,
}

/// The face of ideographs in a stack, if it is not the first: in Chinese and Japanese it shows the marks too that Latin
/// faces have as well, which are as wide as ideographs there.
pub(super) fn wide_face(book: &FontBook, stack: &[FaceId], lang: &Lang) -> Option<FaceId> {
    if !matches!(&*lang.primary(), "zh" | "ja" | "yue" | "lzh") {
        return None;
    }
    let face = stack.iter().copied().find(|&face| has(book, face, '一'))?;
    (Some(&face) != stack.first()).then_some(face)
}

/// Marks that both Latin and Chinese have, and whether one is Latin where it stands: within a Latin word, or a range of figures.
fn is_wide_mark(text: &str, start: usize, end: usize) -> bool {
    let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let (before, after) = (text[..start].chars().next_back(), text[end..].chars().next());
    matches!(&text[start..end], "“" | "”" | "‘" | "’" | "—" | "…" | "·" | "‥")
        && !(is_latin(before) && is_latin(after))
}

/// Cuts a word where its face or script changes. Marks and joiners stay with what they follow; what no face has stays with
/// the first.
pub(super) fn stretches(
    book: &FontBook,
    (stack, wide): (&[FaceId], Option<FaceId>),
    text: &str,
) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    for (start, character) in text.char_indices() {
        let end = start + character.len_utf8();
        if let Some(face) = wide.filter(|&face| is_wide_mark(text, start, end) && has(book, face, character))
        {
            match found.last_mut() {
                Some(last) if last.face == face => last.end = end,
                _ => found.push(Stretch { start, end, face, script: script::HAN }),
            }
            continue;
        }
        let script = script_of(character);
        let has = |face: FaceId| book.face(face).glyph(character).is_some();
        if let Some(last) = found.last_mut() {
            let same_script = script.is_none_or(|script| script == last.script);
            if clings(character)
                || (same_script && has(last.face) && (last.face == stack[0] || !has(stack[0])))
            {
                last.end = end;
                continue;
            }
        }
        let face = stack.iter().copied().find(|&face| has(face)).unwrap_or(stack[0]);
        let inherited = found.last().map(|last| last.script);
        let ahead = || text[end..].chars().find_map(script_of);
        let script = script.or(inherited).or_else(ahead).unwrap_or(script::LATIN);
        match found.last_mut() {
            Some(last) if last.face == face && last.script == script => last.end = end,
            _ => found.push(Stretch { start, end, face, script }),
        }
    }
    found
}

/// The clusters of a part in which its face shows the glyph that stands for none, in order. Only what was shaped tells:
/// a face may have no glyph of a mark but one of the letter with it, and one of neither a joiner nor an unusual space, which
/// are not to be seen.
pub(super) fn unshown(part: &Part) -> Vec<Range<usize>> {
    if part.glyphs.iter().all(|glyph| glyph.id != 0) {
        return Vec::new();
    }
    let mut starts: Vec<u32> = part.glyphs.iter().map(|glyph| glyph.cluster).collect();
    starts.sort_unstable();
    starts.dedup();
    let mut of_none: Vec<u32> =
        part.glyphs.iter().filter(|glyph| glyph.id == 0).map(|glyph| glyph.cluster).collect();
    of_none.sort_unstable();
    of_none.dedup();
    let end = |start: u32| {
        let next = starts.partition_point(|&other| other <= start);
        starts.get(next).copied().unwrap_or(part.end)
    };
    of_none.into_iter().map(|start| start as usize..end(start) as usize).collect()
}

/// A stretch cut anew, so that clusters that its face does not show whole are set in a face that has all of their
/// characters, or where none has, their marks in one that has these. Empty where no face has more of them.
pub(super) fn elsewhere(
    book: &FontBook,
    stack: &[FaceId],
    text: &str,
    (stretch, unshown): (Stretch, &[Range<usize>]),
) -> Vec<Stretch> {
    let mut cut: Vec<Stretch> = Vec::new();
    let mut push = |range: Range<usize>, face: FaceId| match cut.last_mut() {
        _ if range.is_empty() => {}
        Some(last) if last.face == face => last.end = range.end,
        _ => cut.push(Stretch { start: range.start, end: range.end, face, script: stretch.script }),
    };
    let mut at = stretch.start;
    for cluster in unshown {
        push(at..cluster.start, stretch.face);
        at = cluster.end;
        let characters = &text[cluster.clone()];
        let has_all = |face: &FaceId| characters.chars().all(|c| is_ignorable(c) || has(book, *face, c));
        if let Some(&face) = stack.iter().find(|face| has_all(face)) {
            push(cluster.clone(), face);
            continue;
        }
        for (offset, character) in characters.char_indices() {
            let start = cluster.start + offset;
            let own = is_ignorable(character) || has(book, stretch.face, character);
            let other = stack.iter().copied().find(|&face| has(book, face, character));
            let face = other.filter(|_| !own).unwrap_or(stretch.face);
            push(start..start + character.len_utf8(), face);
        }
    }
    push(at..stretch.end, stretch.face);
    if cut.iter().all(|one| one.face == stretch.face) { Vec::new() } else { cut }
}

/// The characters of some clusters that a face lacks, with their places; the first of a cluster where it has each by itself
/// and shows nothing for them together.
pub(super) fn lacking(
    book: &FontBook,
    face: FaceId,
    text: &str,
    unshown: &[Range<usize>],
) -> Vec<(u32, char)> {
    let mut found = Vec::new();
    for cluster in unshown {
        let characters = text[cluster.clone()].char_indices().map(|(at, c)| ((cluster.start + at) as u32, c));
        let before = found.len();
        found.extend(characters.clone().filter(|&(_, c)| !is_ignorable(c) && !has(book, face, c)));
        if found.len() == before {
            found.extend(characters.take(1));
        }
    }
    found
}

fn has(book: &FontBook, face: FaceId, character: char) -> bool {
    book.face(face).glyph(character).is_some()
}

/// Marks, joiners and variation selectors, which have no place of their own.
fn clings(character: char) -> bool {
    if character.is_ascii() {
        return false;
    }
    character.script() == unicode_script::Script::Inherited || is_ignorable(character)
}

/// The script of a character that has one of its own.
fn script_of(character: char) -> Option<Script> {
    if character.is_ascii() {
        return character.is_ascii_alphabetic().then_some(script::LATIN);
    }
    match character.script() {
        unicode_script::Script::Common
        | unicode_script::Script::Inherited
        | unicode_script::Script::Unknown => None,
        script => script.short_name().parse().ok(),
    }
}
