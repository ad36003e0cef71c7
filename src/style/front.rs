//! Cover, title page and imprint.

use super::design::{self, Subject};
use super::looks::Setting;
use super::maker::{Book, Draft, Maker};
use super::notes;
use super::people::people;
use super::place::BlockContext;
use super::rich::Writer;
use super::sections::{Planned, section};
use crate::geom::Abs;
use crate::model::flow::{Block, BlockKind, BlockStyle, ObjectKind, PageCount, RecordLine, SectionKind};
use crate::model::identity::{Format, Identifier, IdentifierScheme, full_title};
use crate::model::media::ImageId;
use crate::model::resolved::{NodeId, Resolved};
use crate::model::roles::Role;
use crate::model::theme::{DesignedPage, HeadingStyle};
use crate::model::words::Word;
use crate::source::{Span, join_path};
use crate::words::{language_name, spell_date};

pub(super) fn cover_image(book: &Book) -> Option<ImageId> {
    let cover = book.manifest.cover.as_ref()?;
    book.images.by_path.get(&join_path("", &cover.path)).copied()
}

pub(super) fn cover(mut maker: Maker, planned: &Planned) -> Draft {
    let book = maker.book;
    let node = maker.node();
    let alt = book.manifest.cover.as_ref().and_then(|cover| cover.alt.clone()).unwrap_or_default();
    let blocks = match (cover_image(book), book.theme.pages.get(&DesignedPage::Cover)) {
        (Some(image), _) => {
            vec![maker.generated(BlockKind::CoverImage { image, alt }, BlockStyle::default())]
        }
        (None, Some(design)) => design::page(&mut maker, (DesignedPage::Cover, design), Subject::default()),
        (None, None) => Vec::new(),
    };
    let title = book.word(Word::Cover).to_string();
    let mut section = section(&mut maker, planned, title, blocks);
    section.node = node;
    maker.finish(section)
}

/// A page of slots without a heading: a half-title, a back cover. Navigation does not name it.
pub(super) fn bare(mut maker: Maker, planned: &Planned, kind: DesignedPage) -> Draft {
    let book = maker.book;
    let node = maker.node();
    let design = book.theme.pages.get(&kind);
    let blocks =
        design.map(|design| design::page(&mut maker, (kind, design), Subject::default())).unwrap_or_default();
    let mut section = section(&mut maker, planned, book.manifest.title.clone(), blocks);
    section.node = node;
    maker.finish(section)
}

pub(super) fn title_page(mut maker: Maker, planned: &Planned) -> Draft {
    let book = maker.book;
    let manifest = book.manifest;
    let node = maker.node();
    if let Some(design) = book.theme.pages.get(&DesignedPage::TitlePage) {
        let blocks = design::page(&mut maker, (DesignedPage::TitlePage, design), Subject::default());
        return title_section(maker, planned, (node, blocks));
    }
    let mut blocks = vec![maker.generated(BlockKind::Space(book.theme.chapter_drop), BlockStyle::default())];
    blocks.push(styled(&mut maker, &manifest.title, &book.theme.title, true));
    if let Some(subtitle) = &manifest.subtitle {
        blocks.push(styled(&mut maker, subtitle, &book.theme.subtitle, false));
    }
    for line in people(book) {
        let names = HeadingStyle {
            size: book.theme.size.mul_div(13, 11),
            leading: book.theme.leading.mul_div(5, 4),
            space_before: Abs::ZERO,
            space_after: Abs::ZERO,
            ..book.theme.subtitle.clone()
        };
        blocks.push(styled(&mut maker, &line, &names, false));
    }
    blocks.push(maker.generated(BlockKind::Fill, BlockStyle::default()));
    let foot = HeadingStyle {
        size: book.theme.size,
        leading: book.theme.leading,
        space_before: Abs::ZERO,
        space_after: Abs::ZERO,
        ..book.theme.subtitle.clone()
    };
    let place = [manifest.publisher.as_deref(), manifest.place.as_deref()].into_iter().flatten();
    let mut lines: Vec<String> = place.map(str::to_string).collect();
    lines.extend(manifest.date.map(|date| spell_date(&date, &manifest.language)));
    for line in lines {
        blocks.push(styled(&mut maker, &line, &foot, false));
    }
    title_section(maker, planned, (node, blocks))
}

fn title_section(mut maker: Maker, planned: &Planned, (node, blocks): (NodeId, Vec<Block>)) -> Draft {
    let title = maker.book.manifest.title.clone();
    maker.outline_entry(1, None, title.clone(), (node, SectionKind::TitlePage));
    let mut section = section(&mut maker, planned, title, blocks);
    section.node = node;
    maker.finish(section)
}

fn styled(maker: &mut Maker, words: &str, looks: &HeadingStyle, title: bool) -> Block {
    let setting = Setting::heading(maker.book.theme, looks);
    let text = Writer::new(maker, &setting).words(words).finish(&setting, Abs::ZERO, Span::default());
    let style = BlockStyle {
        space_before: looks.space_before,
        space_after: looks.space_after,
        ..BlockStyle::default()
    };
    let kind = match title {
        true => BlockKind::Heading { level: 1, number: None, text },
        false => BlockKind::Paragraph(text),
    };
    maker.generated(kind, style)
}

/// The chapter that has the imprint's words.
pub(super) fn imprint_chapter(resolved: &Resolved) -> Option<usize> {
    resolved.document.chapters.iter().position(|chapter| chapter.role == Some(Role::Imprint))
}

/// The author's words, if there are any, and the catalogue data at the foot of a page.
pub(super) fn imprint<'a>(mut maker: Maker<'a>, planned: &Planned) -> Draft {
    let book: &'a Book = maker.book;
    let node = maker.node();
    let words = imprint_chapter(book.resolved);
    let mut blocks = Vec::new();
    let mut notes = Vec::new();
    if let Some(index) = words {
        let chapter = &book.resolved.document.chapters[index];
        maker.taken_up_to(chapter.places);
        maker.chapter = Some(chapter);
        let small = Setting { hyphenate: false, ..Setting::small(book.theme).ragged() };
        blocks = maker.blocks(&chapter.blocks, BlockContext { running: false, ..BlockContext::of(small) });
        notes = notes::on_pages(&mut maker, index);
    }
    blocks.insert(0, maker.generated(BlockKind::Fill, BlockStyle::default()));
    let lines = record(&mut maker);
    let gap = if words.is_some() { book.theme.leading } else { Abs::ZERO };
    let style = BlockStyle { space_before: gap, ..BlockStyle::default() };
    blocks.push(maker.generated(BlockKind::Record(lines), style));
    let title = book.word(Word::Imprint).to_string();
    let mut section = section(&mut maker, planned, title, blocks);
    section.node = node;
    section.source = words.map(|index| book.resolved.document.chapters[index].source);
    section.notes = notes;
    maker.finish(section)
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
    if let Some(original) = &manifest.original_language {
        words(maker, Word::OriginalLanguage, language_name(original, &manifest.language));
    }
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
    lines.extend(rights(maker));
    lines
}

fn rights(maker: &mut Maker) -> Vec<RecordLine> {
    let book = maker.book;
    let manifest = book.manifest;
    let mut lines = Vec::new();
    if let Some(rights) = &manifest.rights {
        lines.push(line(maker, book.word(Word::Rights), |writer| writer.words(rights.clone())));
    }
    let label = book.word(Word::Licence);
    match (&manifest.licence, &manifest.licence_url) {
        (Some(licence), Some(address)) => {
            lines.push(line(maker, label, |writer| writer.link(address, licence)));
        }
        (Some(licence), None) => lines.push(line(maker, label, |writer| writer.words(licence.clone()))),
        (None, Some(address)) => lines.push(line(maker, label, |writer| writer.link(address, address))),
        (None, None) => {}
    }
    lines
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
        Format::Print => format!("{scheme} (print)"),
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
