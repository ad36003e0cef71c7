//! A page as a browser's canvas draws it: glyphs by their numbers in the [faces](super::faces), areas, strokes and pictures, and
//! beside each run of glyphs the words that it shows. A browser keeps the pictures of glyphs that it has drawn, so that this
//! takes it a tenth of the time that outlines would.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::digest::Looks;
use super::words::{said, texts_of, width};
use crate::geom::{Abs, Point, Size};
use crate::model::flow::{Flow, RichText};
use crate::model::layout::{
    FULL_WIDTH, FaceId, Glyph, GlyphRun, Item, ItemKind, Layout, Origin, Page, Shift, TRACKING_EM, covering,
};
use crate::model::resolved::NodeId;
use crate::text::{EM, Face, FontBook};

/// What is on a page, in drawing order. Lengths in points.
#[derive(Debug, Serialize)]
pub struct Canvas {
    pub width: f64,
    pub height: f64,
    /// Digests of the faces that runs name.
    pub faces: Vec<String>,
    pub items: Vec<Drawn>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Drawn {
    Run(Run),
    Area {
        color: String,
        area: [f64; 4],
    },
    Stroke {
        color: String,
        from: [f64; 2],
        to: [f64; 2],
        thickness: f64,
    },
    /// A picture: where it is seen, and where all of it would be.
    Picture {
        digest: String,
        area: [f64; 4],
        place: [f64; 4],
    },
}

/// Glyphs of one face and size on a baseline, and their words.
#[derive(Debug, Serialize)]
pub struct Run {
    /// Which of the page's faces.
    pub face: usize,
    pub size: f64,
    /// Horizontal scaling.
    pub scale: f64,
    /// What is added between letters.
    pub tracking: f64,
    pub color: String,
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub parts: Vec<Part>,
    /// Empty where it says nothing of the text, or what another says.
    pub text: String,
    pub leftward: bool,
}

/// Glyphs that stand as far from each other as their face and the tracking have it: how far from the run's place they
/// begin and how far above it, in thousandths of a point, and their numbers.
#[derive(Debug, Serialize)]
pub struct Part(pub i64, pub i64, pub Vec<u16>);

pub fn page((layout, fonts): (&Layout, &FontBook), page: &Page, looks: &Looks) -> Canvas {
    let texts = texts(&layout.flow, page);
    let mut faces: Vec<FaceId> = Vec::new();
    let mut last: Option<(NodeId, Range<u32>)> = None;
    let mut items = Vec::with_capacity(page.items.len());
    for item in &page.items {
        match &item.kind {
            ItemKind::Glyphs(run) => {
                let words = match item.origin {
                    Origin::Node(node) => {
                        let shown = Some((node, run.start..run.end));
                        // The glyphs of a formula all stand for all of it.
                        let is_same = run.text.is_none() && last == shown;
                        last = shown;
                        if is_same { "" } else { said(run, texts.get(&node).copied()) }
                    }
                    Origin::Artifact(_) => "",
                };
                items.push(Drawn::Run(glyphs((item.at, run), words, fonts, &mut faces)));
            }
            ItemKind::Fill { size, color } => {
                items.push(Drawn::Area { color: color.hex(), area: area(item.at, *size) });
            }
            ItemKind::Stroke { to, thickness, color } => items.push(Drawn::Stroke {
                color: color.hex(),
                from: [item.at.x, item.at.y].map(Abs::to_pt),
                to: [item.at.x + to.x, item.at.y + to.y].map(Abs::to_pt),
                thickness: thickness.to_pt(),
            }),
            ItemKind::Image { image, size, cut, .. } => {
                let place = cut.map_or((item.at, *size), |natural| covering(natural, item.at, *size));
                items.extend(looks.image(*image).map(|digest| Drawn::Picture {
                    digest,
                    area: area(item.at, *size),
                    place: area(place.0, place.1),
                }));
            }
            ItemKind::Link { .. } => {}
        }
    }
    let faces = faces.into_iter().map(|face| looks.face(face)).collect();
    Canvas { width: page.size.width.to_pt(), height: page.size.height.to_pt(), faces, items }
}

fn area(at: Point, size: Size) -> [f64; 4] {
    [at.x, at.y, size.width, size.height].map(Abs::to_pt)
}

fn glyphs((at, run): (Point, &GlyphRun), words: &str, fonts: &FontBook, faces: &mut Vec<FaceId>) -> Run {
    let face = faces.iter().position(|face| *face == run.face).unwrap_or_else(|| {
        faces.push(run.face);
        faces.len() - 1
    });
    Run {
        face,
        size: run.size.to_pt(),
        scale: f64::from(run.scale) / f64::from(FULL_WIDTH),
        tracking: tracking(run).to_pt(),
        color: run.color.hex(),
        x: at.x.to_pt(),
        y: at.y.to_pt(),
        width: width(run).to_pt(),
        // What is not seen is only said.
        parts: if run.hidden { Vec::new() } else { parts(run, fonts.face(run.face)) },
        text: words.replace(['\u{ad}', '\u{fffc}', '\u{2028}'], ""),
        leftward: run.right_to_left,
    }
}

fn tracking(run: &GlyphRun) -> Abs {
    run.size.mul_div(run.tracking.into(), TRACKING_EM)
}

/// Glyphs that are no further than this from where their face has them begin no new part: nobody sees it.
const OFF: i64 = Abs::pt(1).raw() / 64;

/// A run in parts: kerned pairs and shifted marks begin others.
fn parts(run: &GlyphRun, face: &Face) -> Vec<Part> {
    let natural = |glyph: &Glyph| {
        let own = run.size.mul_div(face.advance(glyph.id), EM).mul_div(run.scale.into(), FULL_WIDTH.into());
        (own + tracking(run)).raw()
    };
    let thousandths = |length: i64| (length * 1000 + Abs::pt(1).raw() / 2).div_euclid(Abs::pt(1).raw());
    let mut parts: Vec<Part> = Vec::new();
    // Where the next glyph is, and where it would be if it went on from the one before.
    let (mut pen, mut next) = (0, i64::MIN);
    let mut raised = 0;
    for (index, glyph) in run.glyphs.iter().enumerate() {
        let Shift { dx, dy } = run.shift(index);
        let x = pen + i64::from(dx);
        match parts.last_mut().filter(|_| x.abs_diff(next) <= OFF as u64 && raised == dy) {
            Some(part) => part.2.push(glyph.id),
            None => {
                parts.push(Part(thousandths(x), thousandths(dy.into()), vec![glyph.id]));
                next = x;
            }
        }
        raised = dy;
        next += natural(glyph);
        pen += i64::from(glyph.advance);
    }
    parts
}

/// The texts that a page shows something of.
fn texts<'a>(flow: &'a Flow, page: &Page) -> FxHashMap<NodeId, &'a RichText> {
    let node = |item: &Item| match item.origin {
        Origin::Node(node) => Some(node),
        Origin::Artifact(_) => None,
    };
    let wanted: FxHashSet<NodeId> = page.items.iter().filter_map(node).collect();
    let mut sections: Vec<u32> = page.items.iter().filter_map(node).map(|node| node.section).collect();
    sections.sort_unstable();
    sections.dedup();
    let mut found = FxHashMap::default();
    for index in sections {
        texts_of(flow, index, &mut |text| {
            if wanted.contains(&text.node) {
                found.insert(text.node, text);
            }
        });
    }
    found
}
