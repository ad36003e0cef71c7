//! The cover for the press: back, spine and front side by side, on a sheet of their own that is folded around the book.

use std::sync::Arc;

use crate::diag::{Diagnostic, Sink};
use crate::escape::xml::{Markup, markup};
use crate::geom::{Abs, Point, Size};
use crate::model::flow::{Direction, SectionKind};
use crate::model::layout::{Artifact, Item, ItemKind, Layout, Origin, Page};
use crate::model::manifest::{Manifest, Spine};
use crate::model::media::{ImageFile, ImageFormat, ImageId, Turn};
use crate::model::theme::{Color, DesignedPage, FontRole, Theme, Weight};
use crate::source::Span;
use crate::text::FontBook;
use crate::words::direction;

/// No words stand on a narrower spine: what is off by a millimetre, as folds are, would stand on the cover.
const NARROWEST: f64 = 6.0;
/// Of the spine's width, the size of its words; they are never larger than this many points.
const SIZE: f64 = 0.48;
const MOST_SIZE: f64 = 15.0;
const LEAST_SIZE: f64 = 6.0;
/// From either end of the spine to its words, and between title and author, in millimetres and ems.
const MARGIN_MM: f64 = 12.0;
const GAP: f64 = 1.6;

/// Languages in whose countries the spine is read from the foot up. Others follow ISO 6357, which has it the other way.
const UPWARDS: [&str; 19] = [
    "fr", "es", "ca", "gl", "pt", "it", "ro", "de", "pl", "cs", "sk", "hu", "hr", "sl", "sr", "bg", "ru",
    "uk", "el",
];

/// The cover of a book whose manifest tells how thick it is, as a book of one page; none where it has no front.
pub fn wrap(layout: &Layout, fonts: &FontBook, sink: &mut Sink) -> Option<Layout> {
    let flow = &layout.flow;
    let (spine, span) = flow.manifest.print.as_ref()?.spine?;
    let page_of = |kind: SectionKind| {
        let is_it = |page: &&Arc<Page>| flow.sections[page.section as usize].kind == kind;
        layout.pages.iter().find(|page| is_it(page) && !page.items.is_empty())
    };
    let (front, back) = (page_of(SectionKind::Cover), page_of(SectionKind::BackCover));
    let Some(front) = front else {
        let message = "the book has no front cover: no sheet is made for it";
        let hint =
            "name a picture, `cover: cover.jpg`, or a theme with a `cover`, and a `back_cover` for the back";
        sink.push(Diagnostic::warning("no-wrap", span, message).hint(hint));
        return None;
    };
    let width = match spine {
        Spine::Width(width) => width,
        Spine::Caliper(caliper) => caliper * leaves(layout),
    };
    if width < Abs::from_mm(NARROWEST) {
        let found = width.to_pt() * 25.4 / 72.0;
        let message = format!("the spine is {found:.1} mm wide: no words stand on it");
        let hint = "words need 6 mm; the width is `spine`, or `caliper` for each leaf";
        sink.push(Diagnostic::warning("narrow-spine", span, message).hint(hint));
    }
    let size = Size::new(front.size.width * 2 + width, front.size.height);
    let leftward = direction(&flow.manifest.language) == Direction::RightToLeft;
    let (first, second) = (Abs::ZERO, front.size.width + width);
    let (of_back, of_front) = if leftward { (second, first) } else { (first, second) };
    let (ground, ink) = colors(&flow.theme);
    let mut items = Vec::new();
    match back {
        Some(back) => items.extend(moved(back, of_back)),
        None => items.push(fill(of_back, front.size, ground)),
    }
    items.extend(moved(front, of_front));
    items.push(fill(front.size.width, Size::new(width, size.height), ground));
    let spine = Size::new(width, size.height);
    let drawn =
        (width >= Abs::from_mm(NARROWEST)).then(|| drawing(&flow.manifest, (&flow.theme, fonts), spine, ink));
    if drawn.is_some() {
        let image = ImageId(layout.images.files.len() as u32);
        let kind = ItemKind::Image { image, size: spine, offset: 0, cut: None };
        let origin = Origin::Artifact(Artifact::Decoration);
        items.push(Item { origin, at: Point::new(front.size.width, Abs::ZERO), kind });
    }
    Some(layout.sheet(Page { size, items, ..blank(front) }, drawn.into_iter().collect()))
}

/// How many leaves are between the covers.
fn leaves(layout: &Layout) -> i64 {
    let is_within = |page: &&Arc<Page>| !layout.flow.sections[page.section as usize].kind.is_cover();
    (layout.pages.iter().filter(is_within).count() as i64 + 1) / 2
}

fn blank(front: &Page) -> Page {
    let (label, items, anchors) = Default::default();
    Page { label, items, anchors, begins: None, turned: false, ..front.clone() }
}

/// What is on a page, where it comes to stand on the sheet. A picture over all of it goes on into the bleed where the page
/// is cut, and not over the spine.
fn moved(page: &Page, by: Abs) -> impl Iterator<Item = Item> {
    let area = page.size;
    page.items.iter().cloned().map(move |mut item| {
        if let ItemKind::Image { size, cut: cut @ None, .. } = &mut item.kind {
            let covers = item.at.x <= Abs::ZERO
                && item.at.y <= Abs::ZERO
                && item.at.x + size.width >= area.width
                && item.at.y + size.height >= area.height;
            if covers {
                (*cut, *size, item.at) = (Some(*size), area, Point::default());
            }
        }
        item.at.x += by;
        item
    })
}

fn fill(x: Abs, size: Size, color: Color) -> Item {
    let origin = Origin::Artifact(Artifact::Decoration);
    Item { origin, at: Point::new(x, Abs::ZERO), kind: ItemKind::Fill { size, color } }
}

/// What the spine is of: the colour of the front cover, and what is read on it.
fn colors(theme: &Theme) -> (Color, Color) {
    let of = |page: DesignedPage| theme.pages.get(&page).and_then(|design| design.background);
    let ground = of(DesignedPage::Cover).or_else(|| of(DesignedPage::BackCover)).unwrap_or(Color::WHITE);
    let read = |color: &Color| color.contrast(ground) >= 4.5;
    let ink = [theme.color, Color::WHITE].into_iter().find(read).unwrap_or(Color::BLACK);
    (ground, ink)
}

/// Words along the spine: how many points from its beginning, and whether they end there.
struct Words {
    at: f64,
    ends: bool,
    weight: Weight,
    words: String,
}

/// Title and author from the beginning on, the publisher at the end, as far as there is room for them.
fn drawing(manifest: &Manifest, (theme, fonts): (&Theme, &FontBook), spine: Size, ink: Color) -> ImageFile {
    let (width, length) = (spine.width.to_pt(), spine.height.to_pt());
    let margin = MARGIN_MM * 72.0 / 25.4;
    let room = length - 2.0 * margin;
    let mut size = (width * SIZE).min(MOST_SIZE);
    let ems = |words: &str, weight: Weight| ems(fonts, words, weight);
    let title = ems(&manifest.title, Weight::BOLD);
    // A long title is set smaller, down to what is still read.
    size = size.min(room / title.max(1.0)).max(LEAST_SIZE);
    let mut lines = vec![Words { at: 0.0, ends: false, weight: Weight::BOLD, words: manifest.title.clone() }];
    let mut taken = title * size;
    let authors = manifest.contributors.iter().filter(|one| one.role == "aut");
    let author = authors.map(|one| one.name.as_str()).collect::<Vec<&str>>().join(", ");
    let publisher = manifest.publisher.clone().unwrap_or_default();
    for (words, ends) in [(author, false), (publisher, true)] {
        let needed = (GAP + ems(&words, Weight::REGULAR)) * size;
        if words.is_empty() || taken + needed > room {
            continue;
        }
        let at = if ends { room } else { taken + GAP * size };
        lines.push(Words { at, ends, weight: Weight::REGULAR, words });
        taken += needed;
    }
    let language = manifest.language.0.split('-').next().unwrap_or_default();
    let turn = if UPWARDS.contains(&language) { -90.0 } else { 90.0 };
    // Words stand on the line that has their middle in that of the spine.
    let baseline = size * 0.35;
    let mut out = Markup::default();
    for Words { at, ends, weight, words } in &lines {
        let anchor = if *ends { "end" } else { "start" };
        markup!(
            out => "<text x=\"{:.2}\" y=\"{:.2}\" text-anchor=\"{}\" font-weight=\"{}\">{}</text>",
            at, baseline, anchor, u32::from(weight.value()), words
        );
    }
    let from = if turn < 0.0 { length - margin } else { margin };
    let family: String = theme.heading_family.chars().filter(|c| !matches!(c, '\'' | '\\' | ',')).collect();
    let whole = markup!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{:.3}\" height=\"{:.3}\" viewBox=\"0 0 {:.3} {:.3}\"><g transform=\"translate({:.3} {:.3}) rotate({:.0})\" font-family=\"'{}'\" font-size=\"{:.2}\" fill=\"{}\">{}</g></svg>",
        width,
        length,
        width,
        length,
        width / 2.0,
        from,
        turn,
        family,
        size,
        ink.hex(),
        out
    );
    picture(whole.into_text().into_bytes(), spine)
}

/// How wide words are in the face of headings.
fn ems(fonts: &FontBook, words: &str, weight: Weight) -> f64 {
    let faces = fonts.stack(FontRole::Heading, weight, false);
    let advance = |c: char| {
        let found = faces.iter().find_map(|id| {
            let face = fonts.face(*id);
            face.glyph(c).map(|glyph| face.advance(glyph) as f64 / crate::text::EM as f64)
        });
        found.unwrap_or(1.0)
    };
    words.chars().map(advance).sum()
}

fn picture(bytes: Vec<u8>, size: Size) -> ImageFile {
    ImageFile {
        path: "/spine.svg".to_string(),
        span: Span::default(),
        format: ImageFormat::Svg,
        bytes: Arc::from(bytes),
        width: size.width.to_pt().ceil() as u32,
        height: size.height.to_pt().ceil() as u32,
        turn: Turn::NONE,
        density: Some(72.0),
        moves: false,
        description: None,
        dark: Vec::new(),
    }
}
