//! Cover and title page.

use super::design::{self, Subject};
use super::looks::Setting;
use super::maker::{Book, Draft, Maker};
use super::people::people;
use super::rich::Writer;
use super::sections::{Planned, section};
use crate::geom::Abs;
use crate::model::flow::{Block, BlockKind, BlockStyle, SectionKind};
use crate::model::media::ImageId;
use crate::model::resolved::NodeId;
use crate::model::theme::{DesignedPage, HeadingStyle};
use crate::model::words::Word;
use crate::source::{Span, join_path};
use crate::words::spell_date;

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
