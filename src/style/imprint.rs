//! The imprint: the author's words, what readers are told in sentences, and the catalogue record.

use super::looks::{self, Setting};
use super::maker::{Book, Draft, Maker};
use super::notes;
use super::people::people;
use super::place::BlockContext;
use super::rich::Writer;
use super::sections::{Planned, section};
use crate::address;
use crate::geom::Abs;
use crate::model::flow::{Block, BlockKind, BlockStyle, ObjectKind, PageCount, RecordLine, RichText};
use crate::model::identity::{Format, Identifier, IdentifierScheme, cited_first, full_title, of_scheme};
use crate::model::manifest::{Contributor, Manifest, OtherEdition};
use crate::model::resolved::Resolved;
use crate::model::roles::Role;
use crate::model::theme::{DesignField, PageDesign};
use crate::model::walk::each_text;
use crate::model::words::Word;
use crate::source::Span;
use crate::words::{Work, citation, language_name, spell_date};

/// The chapter that has the imprint's words.
pub(super) fn imprint_chapter(resolved: &Resolved) -> Option<usize> {
    resolved.document.chapters.iter().position(|chapter| chapter.role == Some(Role::Imprint))
}

/// The author's words, if there are any, then at the foot of a page what readers are told in sentences and the catalogue
/// record.
pub(super) fn imprint<'a>(mut maker: Maker<'a>, planned: &Planned) -> Draft {
    let book: &'a Book = maker.book;
    let node = maker.node();
    let words = imprint_chapter(book.resolved);
    let small = Setting { hyphenate: false, ..Setting::small(book.theme).ragged() };
    let (mut blocks, mut notes) = (vec![maker.generated(BlockKind::Fill, BlockStyle::default())], Vec::new());
    let mut said = String::new();
    if let Some(index) = words {
        let chapter = &book.resolved.document.chapters[index];
        maker.taken_up_to(chapter.places);
        maker.chapter = Some(chapter);
        blocks.extend(
            maker.blocks(&chapter.blocks, BlockContext { running: false, ..BlockContext::of(small) }),
        );
        notes = notes::on_pages(&mut maker, index);
        said = plain(&blocks);
    }
    for text in sentences(&mut maker, &small, &said) {
        let gap = if blocks.len() > 1 { looks::half_line(book.theme) } else { Abs::ZERO };
        let style = BlockStyle { space_before: gap, ..BlockStyle::default() };
        blocks.push(maker.generated(BlockKind::Paragraph(text), style));
    }
    let lines = record(&mut maker);
    let gap = if blocks.len() > 1 { book.theme.leading } else { Abs::ZERO };
    let style = BlockStyle { space_before: gap, ..BlockStyle::default() };
    blocks.push(maker.generated(BlockKind::Record(lines), style));
    let title = book.word(Word::Imprint).to_string();
    let mut section = section(&mut maker, planned, title, blocks);
    section.node = node;
    section.source = words.map(|index| book.resolved.document.chapters[index].source);
    section.notes = notes;
    maker.finish(section)
}

/// Rights, licence, abstract and how to cite the book. What the author's words say already is not said again: a text in
/// which the book's title stands is taken for a citation.
fn sentences(maker: &mut Maker, small: &Setting, said: &str) -> Vec<RichText> {
    let book = maker.book;
    let manifest = book.manifest;
    let is_new = |text: &&String| !said.contains(text.trim());
    let mut texts = Vec::new();
    if let Some(rights) = manifest.rights.as_ref().filter(is_new) {
        let text = Writer::new(maker, small).words(rights.trim());
        texts.push(text.finish(small, Abs::ZERO, Span::default()));
    }
    texts.extend(licence(maker, small, said));
    let is_named = |page: &PageDesign| page.slots.iter().any(|slot| slot.names(DesignField::Abstract));
    let is_on_a_page = book.theme.pages.values().any(is_named);
    if let Some(summary) = manifest.abstract_text.as_ref().filter(is_new).filter(|_| !is_on_a_page) {
        let label = book.word(Word::Abstract);
        texts.push(labelled(maker, small, label, |writer| writer.words(summary.trim())));
    }
    if is_new(&&manifest.title) {
        texts.extend(cited(maker, small));
    }
    texts
}

/// What the author's words say.
fn plain(blocks: &[Block]) -> String {
    let mut said = String::new();
    each_text(blocks, &mut |text| {
        said.push_str(&text.text);
        said.push('\n');
    });
    said
}

/// The licence's name, which leads to its text.
fn licence(maker: &mut Maker, small: &Setting, said: &str) -> Option<RichText> {
    let manifest = maker.book.manifest;
    let name =
        manifest.licence.as_ref().or(manifest.licence_url.as_ref()).filter(|name| !said.contains(*name))?;
    let label = maker.book.word(Word::Licence);
    Some(labelled(maker, small, label, |writer| match &manifest.licence_url {
        Some(address) => writer.link(address, name),
        None => writer.words(name.clone()),
    }))
}

/// How to cite the book; nothing of one of which no more than its title is known.
fn cited(maker: &mut Maker, small: &Setting) -> Option<RichText> {
    let manifest = maker.book.manifest;
    let date = manifest.date.map(|date| date.iso());
    let filed = |one: &&Contributor| one.sort.as_ref().unwrap_or(&one.name).clone();
    let doi = of_scheme(&manifest.identifiers, IdentifierScheme::Doi).next();
    let address = doi.map(|doi| address::doi(&doi.value)).or_else(|| manifest.url.clone());
    let work = Work {
        language: &manifest.language,
        makers: cited_first(&manifest.contributors, |one| &one.role).iter().map(filed).collect(),
        title: full_title(&manifest.title, manifest.subtitle.as_deref()),
        year: date.as_ref().map(|date| &date[..4]),
        edition: manifest.edition.as_deref(),
        series: manifest.series.as_ref().map(|series| (series.title.as_str(), series.number.as_deref())),
        place: manifest.place.as_deref(),
        publisher: manifest.publisher.as_deref(),
        address: address.clone(),
    };
    let is_known = !work.makers.is_empty() || work.publisher.is_some() || address.is_some();
    let words = citation(&Work { address: None, ..work });
    let label = maker.book.word(Word::HowToCite);
    is_known.then(|| {
        labelled(maker, small, label, |writer| match &address {
            Some(address) => writer.words(format!("{words} ")).link(address, address),
            None => writer.words(words),
        })
    })
}

/// A paragraph that begins with what it tells, in bold.
fn labelled<'a>(
    maker: &mut Maker<'a>,
    small: &Setting,
    label: &str,
    value: impl for<'w> FnOnce(Writer<'w, 'a>) -> Writer<'w, 'a>,
) -> RichText {
    let writer = Writer::new(maker, small).own_strong(label).words(" ");
    value(writer).finish(small, Abs::ZERO, Span::default())
}

fn record(maker: &mut Maker) -> Vec<RecordLine> {
    let book = maker.book;
    let manifest = book.manifest;
    let mut lines = Vec::new();
    let mut words = |maker: &mut Maker, name: Word, value: String| {
        if !value.is_empty() {
            lines.push(line(maker, book.word(name), |writer| writer.words(value)));
        }
    };
    words(maker, Word::Title, full_title(&manifest.title, manifest.subtitle.as_deref()));
    words(maker, Word::Contributors, people(book).join("; "));
    let publisher: Vec<&str> =
        [&manifest.place, &manifest.publisher].into_iter().flatten().map(String::as_str).collect();
    words(maker, Word::Publisher, publisher.join(": "));
    words(maker, Word::Edition, manifest.edition.clone().unwrap_or_default());
    words(
        maker,
        Word::Date,
        manifest.date.map(|date| spell_date(&date, &manifest.language)).unwrap_or_default(),
    );
    words(maker, Word::Language, language_name(&manifest.language, &manifest.language));
    // Of an original that has translations beside it, this goes without saying.
    let original = manifest.original_language.as_ref();
    let original = original.filter(|_| manifest.among.is_none() || manifest.translated_from().is_some());
    if let Some(original) = original {
        let title = manifest.translations().0.first().map(|one| format!(" ({})", one.title));
        let name = language_name(original, &manifest.language);
        words(maker, Word::OriginalLanguage, format!("{name}{}", title.unwrap_or_default()));
    }
    words(maker, Word::OtherLanguages, others(manifest));
    lines.push(line(maker, book.word(Word::NumberOfPages), |writer| {
        writer.object(ObjectKind::Count(PageCount::Total))
    }));
    if let Some(series) = &manifest.series {
        let number = series.number.as_ref().map(|number| format!(", {number}")).unwrap_or_default();
        let value = format!("{}{number}", series.title);
        lines.push(line(maker, book.word(Word::Series), |writer| writer.words(value)));
    }
    if !manifest.subjects.is_empty() {
        let value = manifest.subjects.join("; ");
        lines.push(line(maker, book.word(Word::Subjects), |writer| writer.words(value)));
    }
    for identifier in &manifest.identifiers {
        lines.push(identifier_line(maker, identifier));
    }
    lines
}

/// The editions in other languages, but for the one that is named as the original.
fn others(manifest: &Manifest) -> String {
    let (originals, _) = manifest.translations();
    let is_other = |one: &&OtherEdition| !originals.first().is_some_and(|first| *first == *one);
    let others = manifest.other_languages.iter().filter(is_other);
    let told = others.map(|one| {
        let name = language_name(&one.language, &manifest.language);
        if one.title == manifest.title { name } else { format!("{name} ({})", one.title) }
    });
    told.collect::<Vec<_>>().join("; ")
}

fn identifier_line(maker: &mut Maker, identifier: &Identifier) -> RecordLine {
    let scheme = match identifier.scheme {
        IdentifierScheme::Report => maker.book.word(Word::Identifier).to_string(),
        scheme => scheme.title(),
    };
    let label = match identifier.format {
        Format::Work => scheme,
        Format::Pdf => format!("{scheme} (PDF)"),
        Format::Epub => format!("{scheme} (EPUB)"),
        Format::Print => format!("{scheme} ({})", maker.book.word(Word::PrintFormat)),
    };
    let address = identifier.name();
    line(maker, &label, |writer| match identifier.scheme {
        IdentifierScheme::Doi => writer.link(&address, &identifier.written),
        IdentifierScheme::Isbn
        | IdentifierScheme::Uuid
        | IdentifierScheme::Issn
        | IdentifierScheme::Report => writer.literal(&identifier.written),
    })
}

fn line<'a>(
    maker: &mut Maker<'a>,
    label: &str,
    value: impl for<'w> FnOnce(Writer<'w, 'a>) -> Writer<'w, 'a>,
) -> RecordLine {
    let setting = Setting::small(maker.book.theme).ragged();
    let setting = Setting { hyphenate: false, ..setting };
    let label = maker.own_words(label, &setting.bold());
    let value = value(Writer::new(maker, &setting)).finish(&setting, Abs::ZERO, Span::default());
    RecordLine { label, value }
}
