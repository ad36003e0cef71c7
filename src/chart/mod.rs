//! Charts to drawings, which both editions show as they show other pictures: with the theme's colours and faces, as wide as
//! the text, numbers as the book's language has them.

mod axes;
mod bars;
mod canvas;
mod lines;
mod look;
mod pie;
mod ticks;

use std::sync::Arc;

use crate::geom::Abs;
use crate::model::chart::{Chart, ChartKind, picture_name};
use crate::model::document::{Block, BlockKind, Document, Figure, Length, NodeId};
use crate::model::flow::Direction;
use crate::model::manifest::Manifest;
use crate::model::media::{ImageFile, ImageFormat, Turn};
use crate::model::theme::Theme;
use crate::model::tree::Within;
use crate::source::Span;
use crate::text::FontBook;
use crate::words;
use canvas::Canvas;
use look::{Look, PIXELS};

/// A chart and how wide it is drawn.
struct Wanted<'a> {
    node: NodeId,
    span: Span,
    chart: &'a Chart,
    width: Abs,
}

/// The pictures of a document's charts, by their names.
pub fn pictures(document: &Document, manifest: &Manifest, theme: &Theme, fonts: &FontBook) -> Vec<ImageFile> {
    let page = &manifest.page;
    let measure = page.measure().max(Abs::pt(72));
    let height = (page.size.height - page.margin_top - page.margin_bottom).max(Abs::pt(72));
    let mut wanted = Vec::new();
    for chapter in &document.chapters {
        collect(&chapter.blocks, (measure, height), &mut wanted);
        for note in &chapter.notes {
            collect(&note.blocks, (measure, height), &mut wanted);
        }
    }
    if wanted.is_empty() {
        return Vec::new();
    }
    let leftward = words::direction(&manifest.language) == Direction::RightToLeft;
    let look = Look::new(theme, fonts, &manifest.language, leftward);
    wanted.iter().map(|wanted| picture(wanted, height, &look)).collect()
}

/// Recursion is bounded: parsing caps nesting.
fn collect<'a>(blocks: &'a [Block], (measure, height): (Abs, Abs), wanted: &mut Vec<Wanted<'a>>) {
    for block in blocks {
        // On a page that is turned, lines are as long as others are high.
        let is_turned = block.attrs.has_class("landscape");
        let room = if is_turned { measure.max(height) } else { measure };
        match &block.kind {
            BlockKind::Figure(Figure { chart: Some(chart), image, .. }) => {
                let width = match image.width {
                    Some(Length::Absolute(width)) => width.min(room),
                    Some(Length::Relative(part)) => room.scale(part),
                    None => room,
                };
                let width = width.max(LEAST_WIDTH.min(room));
                wanted.push(Wanted { node: block.attrs.node, span: block.span, chart, width });
            }
            BlockKind::Group(group) => {
                let share = measure.mul_div(19, 20 * group.per_row.max(1) as i64);
                group.cells.iter().for_each(|cell| collect(&cell.blocks, (share, height), wanted));
            }
            _ => block.children(&mut |within| match within {
                Within::Blocks(blocks) => collect(blocks, (measure, height), wanted),
                Within::Inlines(_) => {}
            }),
        }
    }
}

/// In less room nothing can be read off.
const LEAST_WIDTH: Abs = Abs::pt(90);

/// A chart's height beside its width, unless the author says more.
const PROPORTION: f64 = 0.52;
/// Neither flatter nor higher than so many lines.
const LINES: (f64, f64) = (13.0, 28.0);

fn picture(wanted: &Wanted, page: Abs, look: &Look) -> ImageFile {
    let Wanted { node, span, chart, width } = *wanted;
    let width = width.to_pt() * PIXELS;
    let usual = (width * PROPORTION).clamp(LINES.0 * look.line, LINES.1 * look.line);
    // With its caption it is to stand on a page.
    let most = (page.to_pt() * PIXELS * 0.8).max(LINES.0 * look.line);
    let height = chart.height.map_or(usual, |height| height.to_pt() * PIXELS);
    let room = Room { height: height.clamp(6.0 * look.line, most), most, given: chart.height.is_some() };
    let mut canvas = Canvas::new(look, width.ceil());
    let height = match chart.kind {
        ChartKind::Bar => bars::draw(&mut canvas, chart, room),
        ChartKind::Line | ChartKind::Area | ChartKind::Scatter => lines::draw(&mut canvas, chart, room),
        ChartKind::Pie => pie::draw(&mut canvas, chart, room),
    };
    let bytes = canvas.finish(height);
    ImageFile {
        path: picture_name((node.section, node.local)),
        span,
        format: ImageFormat::Svg,
        bytes: Arc::from(bytes),
        width: width.ceil() as u32,
        height: height.ceil() as u32,
        turn: Turn::NONE,
        density: None,
        moves: false,
        description: None,
        dark: look.dark.clone(),
    }
}

/// How high a chart is to be, and how high it may be, in pixels.
#[derive(Clone, Copy)]
struct Room {
    height: f64,
    most: f64,
    /// The author says so.
    given: bool,
}
