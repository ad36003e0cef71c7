//! Finished pages: margins, running heads and folios around what the sections put on them.

use std::sync::Arc;

use super::count::{Place, places};
use super::{BodyPage, type_area};
use crate::geom::{Abs, Point};
use crate::layout::Composed;
use crate::layout::flow::shift;
use crate::model::flow::{Direction, Flow, Section, SectionKind, TextStyle};
use crate::model::layout::{Artifact, Glyph, GlyphRun, Item, ItemKind, Origin, Page, PageMap};
use crate::model::manifest::Lang;
use crate::model::media::ImageId;
use crate::model::theme::{FontRole, RunningHeadContent, Weight};
use crate::text::{EM, FontBook, Setting, Shaper};

pub fn furnish(flow: &Flow, book: &Arc<FontBook>, sections: Vec<Composed>, map: &PageMap) -> Vec<Page> {
    let places = places(flow, &sections);
    let mut furnisher = Furnisher { flow, shaper: Shaper::new(book), map };
    let mut pages = Vec::with_capacity(map.labels.len());
    for (index, (composed, place)) in sections.into_iter().zip(places).enumerate() {
        if place.blank_before {
            pages.push(furnisher.blank(place.first - 1, index));
        }
        furnisher.section(index, composed, &place, &mut pages);
    }
    pages
}

struct Furnisher<'a> {
    flow: &'a Flow,
    shaper: Shaper,
    map: &'a PageMap,
}

/// What the running head shows on the pages of a section, as its headings go by.
struct Heads {
    chapter: String,
    section: String,
}

impl Furnisher<'_> {
    fn section(&mut self, index: usize, composed: Composed, place: &Place, pages: &mut Vec<Page>) {
        let section = &self.flow.sections[index];
        let mut heads = Heads { chapter: section.title.clone(), section: section.title.clone() };
        for (nth, body) in composed.pages.pages.into_iter().enumerate() {
            self.follow_headings(&mut heads, section, &body);
            pages.push(self.page(index, place.first + nth, body, (nth == 0, &heads)));
        }
    }

    /// A page's head names the last section that begins on it or before.
    fn follow_headings(&self, heads: &mut Heads, section: &Section, body: &BodyPage) {
        for entry in &self.flow.outline {
            if entry.level >= 2
                && self.flow.sections.get(entry.section as usize).is_some_and(|of| of.node == section.node)
                && body.anchors.iter().any(|(node, _)| *node == entry.target)
            {
                heads.section.clone_from(&entry.title);
            }
        }
    }

    fn blank(&self, number: usize, section: usize) -> Page {
        Page {
            size: self.flow.manifest.page.size,
            label: self.map.labels.get(number).cloned().unwrap_or_default(),
            recto: number.is_multiple_of(2),
            section: section as u32,
            items: Vec::new(),
            anchors: Vec::new(),
            begins: None,
        }
    }

    fn page(&mut self, index: usize, number: usize, body: BodyPage, (opens, heads): (bool, &Heads)) -> Page {
        let mut page = self.blank(number, index);
        let section = &self.flow.sections[index];
        let corner = self.corner(page.recto, section.direction);
        page.begins = body.begins;
        page.anchors = body.anchors.iter().map(|(node, at)| (*node, *at + corner)).collect();
        page.items = body.items;
        if let Some(image) = body.cover {
            self.cover(&mut page, image);
            return page;
        }
        shift(&mut page.items, corner.x, corner.y);
        let is_plain =
            matches!(section.kind, SectionKind::TitlePage | SectionKind::HalfTitle | SectionKind::Imprint);
        if !is_plain && section.kind != SectionKind::Part {
            self.folio(&mut page, corner);
            if !opens {
                self.running_head(&mut page, corner, heads);
            }
        }
        page
    }

    /// The type area's top left corner. The inner margin is at the spine: on the left of a recto, and the other way
    /// round in a book that is read from right to left.
    fn corner(&self, recto: bool, direction: Direction) -> Point {
        let geometry = &self.flow.manifest.page;
        let right_to_left = self.flow.sections.first().map_or(direction, |first| first.direction);
        let spine_left = recto != (right_to_left == Direction::RightToLeft);
        let inner = !geometry.two_sided || spine_left;
        let x = if inner { geometry.margin_inner } else { geometry.margin_outer };
        Point::new(x, geometry.margin_top)
    }

    fn cover(&self, page: &mut Page, image: ImageId) {
        for item in &mut page.items {
            if matches!(item.kind, ItemKind::Image { image: shown, .. } if shown == image) {
                item.at = Point::default();
                item.kind = ItemKind::Image { image, size: page.size };
            }
        }
    }

    fn style(&self, small_caps: bool) -> TextStyle {
        let theme = &self.flow.theme;
        TextStyle {
            role: FontRole::Text,
            weight: Weight::Regular,
            italic: false,
            size: theme.small_size,
            color: theme.color,
            small_caps,
            old_style_figures: theme.old_style_figures,
            tabular_figures: false,
            rise: Abs::ZERO,
            underline: false,
            strikethrough: false,
            verbatim: false,
        }
    }

    fn folio(&mut self, page: &mut Page, corner: Point) {
        let area = type_area(self.flow);
        let style = self.style(false);
        let y = corner.y + area.height + (page.size.height - corner.y - area.height).mul_div(9, 20);
        let (items, width) = self.set(&page.label.clone(), &style, Artifact::Folio);
        let x = match self.outside(page) {
            None => corner.x + (area.width - width) / 2,
            Some(true) => corner.x + area.width - width,
            Some(false) => corner.x,
        };
        self.put(page, items, Point::new(x, y));
    }

    /// Whether the outer edge is the right one; none on single-sided pages.
    fn outside(&self, page: &Page) -> Option<bool> {
        let direction =
            self.flow.sections.first().map_or(Direction::LeftToRight, |section| section.direction);
        let outer_right = page.recto == (direction == Direction::LeftToRight);
        self.flow.manifest.page.two_sided.then_some(outer_right)
    }

    fn running_head(&mut self, page: &mut Page, corner: Point, heads: &Heads) {
        let theme = &self.flow.theme;
        let content = if page.recto { theme.recto_head } else { theme.verso_head };
        let title = match content {
            RunningHeadContent::None => return,
            RunningHeadContent::BookTitle => self.flow.manifest.title.clone(),
            RunningHeadContent::ChapterTitle => heads.chapter.clone(),
            RunningHeadContent::SectionTitle => heads.section.clone(),
        };
        let area = type_area(self.flow);
        let style = self.style(theme.head_small_caps);
        let (items, width) = self.set_within(&title, &style, area.width);
        let x = match self.outside(page) {
            None => corner.x + (area.width - width) / 2,
            Some(true) => corner.x + area.width - width,
            Some(false) => corner.x,
        };
        let y = corner.y - (corner.y.mul_div(2, 5)).min(theme.leading.mul_div(3, 2));
        self.put(page, items, Point::new(x, y));
    }

    /// A title on one line, cut with an ellipsis where it is too long.
    fn set_within(&mut self, title: &str, style: &TextStyle, width: Abs) -> (Vec<Item>, Abs) {
        let (items, length) = self.set(title, style, Artifact::RunningHead);
        if length <= width {
            return (items, length);
        }
        let mut kept: Vec<&str> = title.split(' ').collect();
        while kept.len() > 1 {
            kept.pop();
            let (items, length) = self.set(&format!("{} …", kept.join(" ")), style, Artifact::RunningHead);
            if length <= width {
                return (items, length);
            }
        }
        (Vec::new(), Abs::ZERO)
    }

    /// Sets a short text on one line from its left edge: words in the order of the eye, with spaces between.
    fn set(&mut self, text: &str, style: &TextStyle, artifact: Artifact) -> (Vec<Item>, Abs) {
        let lang: Lang = self.flow.langs[0].clone();
        let right_to_left = crate::text::bidi_levels(text, false).is_some();
        let setting = self.shaper.setting(&Setting::of(style, &lang, right_to_left));
        let mut words: Vec<&str> = text.split_whitespace().collect();
        if right_to_left {
            words.reverse();
        }
        let face = self.shaper.main_face(setting);
        let space = self.shaper.book().face(face).glyph(' ').unwrap_or_default();
        let gap = style.size.mul_div(self.shaper.book().face(face).advance(space), EM);
        let mut items = Vec::new();
        let mut x = Abs::ZERO;
        for (index, word) in words.iter().enumerate() {
            if index > 0 {
                let glyph = Glyph { id: space, advance: gap.raw() as i32, ..Glyph::default() };
                items.push(run_item(style, (face, " "), vec![glyph], (x, artifact)));
                x += gap;
            }
            x = self.word(setting, word, style, (x, artifact), &mut items);
        }
        (items, x)
    }

    fn word(
        &mut self,
        setting: crate::text::SettingId,
        word: &str,
        style: &TextStyle,
        (mut x, artifact): (Abs, Artifact),
        items: &mut Vec<Item>,
    ) -> Abs {
        let shaped = self.shaper.shape(setting, word);
        for part in &*self.shaper.word(shaped).parts {
            let em = |units: i32| style.size.mul_div(i64::from(units), EM).raw() as i32;
            let glyph = |g: &crate::text::ShapedGlyph| Glyph {
                id: g.id,
                cluster: (g.cluster - part.start) as u16,
                advance: em(g.advance),
                dx: em(g.dx),
                dy: em(g.dy),
            };
            let glyphs: Vec<Glyph> = part.glyphs.iter().map(glyph).collect();
            let width: i64 = glyphs.iter().map(|glyph| i64::from(glyph.advance)).sum();
            let text = &word[part.start as usize..part.end as usize];
            items.push(run_item(style, (part.face, text), glyphs, (x, artifact)));
            x += Abs::from_raw(width);
        }
        x
    }

    fn put(&self, page: &mut Page, mut items: Vec<Item>, at: Point) {
        shift(&mut items, at.x, at.y);
        page.items.append(&mut items);
    }
}

fn run_item(
    style: &TextStyle,
    (face, text): (crate::model::layout::FaceId, &str),
    glyphs: Vec<Glyph>,
    (x, artifact): (Abs, Artifact),
) -> Item {
    let run = GlyphRun {
        face,
        size: style.size,
        color: style.color,
        right_to_left: false,
        start: 0,
        end: 0,
        text: Some(text.into()),
        glyphs: glyphs.into(),
    };
    Item { origin: Origin::Artifact(artifact), at: Point::new(x, Abs::ZERO), kind: ItemKind::Glyphs(run) }
}
