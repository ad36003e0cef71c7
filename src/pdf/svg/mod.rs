//! SVG drawings as form XObjects: paths, strokes, gradients, clips and opacity, all as vectors. Text becomes outlines.

mod gradient;

use std::collections::BTreeMap;
use std::sync::Arc;

use printpdf::{DictItem, ExternalStream};
use usvg::tiny_skia_path::{PathSegment, Rect};
use usvg::{
    BlendMode, Fill, FillRule, Group, LineCap, LineJoin, Node, PaintOrder, Path, Stroke, Transform, Tree,
};

use super::flate::deflate;
use super::ink::{Inks, Use};
use super::items::{dict, entries, name_item};
use super::number;
use crate::diag::Diagnostic;
use crate::fence::fence;
use crate::model::media::ImageFile;
use crate::text::FontBook;

/// Draws a file as a form whose unit square is the drawing, as images have it.
pub fn form(file: &ImageFile, book: &FontBook, inks: &Arc<Inks>) -> Result<ExternalStream, Diagnostic> {
    let broken = |error: String| {
        let message = format!("{} is not a drawing that can be read: {error}", file.path);
        Diagnostic::error("broken-image", file.span, message)
    };
    let tree = book.drawing(&file.bytes).map_err(broken)?;
    let inks = Arc::clone(inks);
    let drawn = fence(move || draw(&tree, &inks)).map_err(|breach| broken(breach.to_string()))?;
    drawn.map_err(|lack| {
        Diagnostic::error("svg-feature", file.span, format!("{} uses {lack}, which is not drawn", file.path))
            .hint("flatten it in a drawing program, or export the picture as PNG")
    })
}

/// Draws a tree, or says what of it cannot be drawn.
fn draw(tree: &Tree, inks: &Inks) -> Result<ExternalStream, &'static str> {
    let size = tree.size();
    let (width, height) = (f64::from(size.width()), f64::from(size.height()));
    let mut drawing = Drawing::new(inks);
    // From SVG's pixels, downwards, to the unit square, upwards.
    let base = [1.0 / width, 0.0, 0.0, -1.0 / height, 0.0, 1.0];
    drawing.matrix_fine(base);
    drawing.group(tree.root());
    match drawing.lacking {
        Some(lack) => Err(lack),
        None => {
            let blends = drawing.blends;
            let mut form = drawing.finish([0.0, 0.0, 1.0, 1.0]);
            if blends {
                // A picture is mixed within itself, not with the page below it.
                isolate(&mut form);
            }
            Ok(form)
        }
    }
}

type Resources = BTreeMap<String, DictItem>;

struct Drawing<'a> {
    inks: &'a Inks,
    out: Vec<u8>,
    states: Resources,
    patterns: Resources,
    forms: Resources,
    /// The current matrix, for gradients, whose patterns are placed from the form's own space.
    matrices: Vec<[f64; 6]>,
    /// Whether something is mixed with what is below it.
    blends: bool,
    lacking: Option<&'static str>,
}

fn reals(values: &[f64]) -> DictItem {
    DictItem::Array(values.iter().map(|&value| DictItem::Real(value as f32)).collect())
}

/// Makes a form a transparency group of its own (ISO 32000-1, 11.6.6).
fn isolate(form: &mut ExternalStream) {
    let transparency = dict([("S", name_item("Transparency")), ("I", DictItem::Bool(true))]);
    form.dict.insert("Group".to_string(), transparency);
}

fn edges(of: Rect) -> [f64; 4] {
    [of.left(), of.top(), of.right(), of.bottom()].map(f64::from)
}

fn multiply(inner: [f64; 6], outer: [f64; 6]) -> [f64; 6] {
    let [a, b, c, d, e, f] = inner;
    let [g, h, i, j, k, l] = outer;
    [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l]
}

fn transform(of: Transform) -> [f64; 6] {
    [of.sx, of.ky, of.kx, of.sy, of.tx, of.ty].map(f64::from)
}

impl<'a> Drawing<'a> {
    fn new(inks: &'a Inks) -> Drawing<'a> {
        Drawing {
            inks,
            out: Vec::new(),
            states: Resources::new(),
            patterns: Resources::new(),
            forms: Resources::new(),
            matrices: Vec::new(),
            blends: false,
            lacking: None,
        }
    }

    fn finish(mut self, bounds: [f64; 4]) -> ExternalStream {
        let mut resources = Vec::new();
        let Drawing { states, patterns, forms, .. } = &mut self;
        for (key, map) in [("ExtGState", states), ("Pattern", patterns), ("XObject", forms)] {
            if !map.is_empty() {
                resources.push((key, DictItem::Dict { map: std::mem::take(map) }));
            }
        }
        self.form(bounds, resources)
    }

    /// What was drawn, as a form.
    fn form(self, bounds: [f64; 4], resources: Vec<(&'static str, DictItem)>) -> ExternalStream {
        let dict = entries([
            ("Type", name_item("XObject")),
            ("Subtype", name_item("Form")),
            ("BBox", reals(&bounds)),
            ("Filter", name_item("FlateDecode")),
            ("Resources", dict(resources)),
        ]);
        ExternalStream { dict, content: deflate(&self.out), compress: false }
    }

    fn current(&self) -> [f64; 6] {
        self.matrices.last().copied().unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0])
    }

    fn push(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    fn numbers(&mut self, values: &[f64]) {
        for &value in values {
            self.check(value);
            number::real(&mut self.out, value);
            self.out.push(b' ');
        }
    }

    /// What readers of PDF must take is smaller (ISO 19005-2, 6.1.13).
    fn check(&mut self, value: f64) {
        if value.is_nan() || value.abs() > f64::from(f32::MAX) {
            self.lacking = Some("lengths beyond measure");
        }
    }

    /// A matrix whose entries may be tiny: from pixels to the unit square.
    fn matrix_fine(&mut self, matrix: [f64; 6]) {
        matrix.iter().for_each(|value| self.check(*value));
        let written: Vec<String> = matrix.iter().map(|value| format!("{value:.9}")).collect();
        self.push(&format!("{} cm\n", written.join(" ")));
        self.matrices.push(multiply(matrix, self.current()));
    }

    fn matrix(&mut self, matrix: [f64; 6]) {
        if matrix != [1.0, 0.0, 0.0, 1.0, 0.0, 0.0] {
            matrix.iter().for_each(|value| self.check(*value));
            let written: Vec<String> = matrix.iter().map(|value| format!("{value:.6}")).collect();
            self.push(&format!("{} cm\n", written.join(" ")));
        }
        self.matrices.push(multiply(matrix, self.current()));
    }

    fn group(&mut self, group: &Group) {
        if group.mask().is_some() {
            self.lacking = Some("a mask");
        }
        if !group.filters().is_empty() {
            self.lacking = Some("a filter");
        }
        self.push("q\n");
        self.matrix(transform(group.transform()));
        if let Some(clip) = group.clip_path() {
            self.clip(clip);
        }
        let opacity = f64::from(group.opacity().get());
        let is_blended = group.blend_mode() != BlendMode::Normal;
        if is_blended || (opacity < 1.0 && group.children().len() > 1) {
            self.blend(group.blend_mode());
            self.translucent(group, opacity);
        } else {
            if opacity < 1.0 {
                self.alpha(opacity, opacity);
            }
            self.children(group, opacity);
        }
        self.matrices.pop();
        self.push("Q\n");
    }

    fn children(&mut self, group: &Group, opacity: f64) {
        for node in group.children() {
            match node {
                Node::Group(group) => self.group(group),
                Node::Path(path) => self.path(path, opacity),
                Node::Text(text) => self.group(text.flattened()),
                Node::Image(image) => self.picture(image),
            }
        }
    }

    /// A group that shows through as one: a transparency group of its own (ISO 32000-1, 11.6.6).
    fn translucent(&mut self, group: &Group, opacity: f64) {
        let mut inner = Drawing { matrices: vec![self.current()], ..Drawing::new(self.inks) };
        inner.children(group, 1.0);
        self.lacking = self.lacking.or(inner.lacking);
        self.blends |= inner.blends;
        let mut form = inner.finish(edges(group.stroke_bounding_box()));
        isolate(&mut form);
        let name = format!("X{}", self.forms.len());
        self.forms.insert(name.clone(), DictItem::Stream { stream: form });
        self.alpha(opacity, opacity);
        self.push(&format!("/{name} Do\n"));
    }

    /// How what follows is mixed with what is below it (ISO 32000-1, 11.3.5).
    fn blend(&mut self, mode: BlendMode) {
        let name = match mode {
            BlendMode::Normal => return,
            BlendMode::Multiply => "Multiply",
            BlendMode::Screen => "Screen",
            BlendMode::Overlay => "Overlay",
            BlendMode::Darken => "Darken",
            BlendMode::Lighten => "Lighten",
            BlendMode::ColorDodge => "ColorDodge",
            BlendMode::ColorBurn => "ColorBurn",
            BlendMode::HardLight => "HardLight",
            BlendMode::SoftLight => "SoftLight",
            BlendMode::Difference => "Difference",
            BlendMode::Exclusion => "Exclusion",
            BlendMode::Hue => "Hue",
            BlendMode::Saturation => "Saturation",
            BlendMode::Color => "Color",
            BlendMode::Luminosity => "Luminosity",
            BlendMode::PlusLighter => {
                self.lacking = Some("colours that are added to those below them");
                return;
            }
        };
        self.blends = true;
        let state = dict([("Type", name_item("ExtGState")), ("BM", name_item(name))]);
        self.states.insert(name.to_string(), state);
        self.push(&format!("/{name} gs\n"));
    }

    fn alpha(&mut self, fill: f64, stroke: f64) {
        let name = format!("A{}-{}", (fill * 1000.0).round() as i64, (stroke * 1000.0).round() as i64);
        let state = dict([
            ("Type", name_item("ExtGState")),
            ("ca", DictItem::Real(fill as f32)),
            ("CA", DictItem::Real(stroke as f32)),
        ]);
        self.states.insert(name.clone(), state);
        self.push(&format!("/{name} gs\n"));
    }

    fn clip(&mut self, clip: &usvg::ClipPath) {
        if let Some(outer) = clip.clip_path() {
            self.clip(outer);
        }
        let mut rule = FillRule::NonZero;
        self.clip_outline(clip.root(), transform(clip.transform()), &mut rule);
        self.push(if rule == FillRule::EvenOdd { "W* n\n" } else { "W n\n" });
    }

    fn clip_outline(&mut self, group: &Group, outer: [f64; 6], rule: &mut FillRule) {
        let matrix = multiply(transform(group.transform()), outer);
        for node in group.children() {
            match node {
                Node::Group(group) => self.clip_outline(group, matrix, rule),
                Node::Path(path) => {
                    if let Some(fill) = path.fill() {
                        *rule = fill.rule();
                    }
                    self.outline(path, matrix);
                }
                Node::Text(text) => self.clip_outline(text.flattened(), matrix, rule),
                Node::Image(_) => {}
            }
        }
    }

    fn outline(&mut self, path: &Path, matrix: [f64; 6]) {
        let [a, b, c, d, e, f] = matrix;
        let at = |x: f32, y: f32| {
            let (x, y) = (f64::from(x), f64::from(y));
            [a * x + c * y + e, b * x + d * y + f]
        };
        let mut last = [0.0, 0.0];
        for segment in path.data().segments() {
            match segment {
                PathSegment::MoveTo(p) => {
                    last = at(p.x, p.y);
                    self.numbers(&last);
                    self.push("m\n");
                }
                PathSegment::LineTo(p) => {
                    last = at(p.x, p.y);
                    self.numbers(&last);
                    self.push("l\n");
                }
                PathSegment::QuadTo(control, p) => {
                    // A quadratic curve as a cubic one.
                    let (control, end) = (at(control.x, control.y), at(p.x, p.y));
                    let third = |from: f64, to: f64| from + (to - from) * 2.0 / 3.0;
                    self.numbers(&[third(last[0], control[0]), third(last[1], control[1])]);
                    self.numbers(&[third(end[0], control[0]), third(end[1], control[1])]);
                    self.numbers(&end);
                    self.push("c\n");
                    last = end;
                }
                PathSegment::CubicTo(one, two, p) => {
                    self.numbers(&at(one.x, one.y));
                    self.numbers(&at(two.x, two.y));
                    last = at(p.x, p.y);
                    self.numbers(&last);
                    self.push("c\n");
                }
                PathSegment::Close => self.push("h\n"),
            }
        }
    }

    fn path(&mut self, path: &Path, group_opacity: f64) {
        if !path.is_visible() {
            return;
        }
        let (fill, stroke) = (path.fill(), path.stroke());
        let veiled = fill.is_some_and(|fill| gradient::is_veiled(fill.paint()))
            || stroke.is_some_and(|stroke| gradient::is_veiled(stroke.paint()));
        let in_order = path.paint_order() == PaintOrder::FillAndStroke;
        match (fill, stroke) {
            (Some(_), Some(_)) if in_order && !veiled => self.marks(path, (fill, stroke), group_opacity),
            (_, _) if in_order => {
                self.marks(path, (fill, None), group_opacity);
                self.marks(path, (None, stroke), group_opacity);
            }
            (_, _) => {
                self.marks(path, (None, stroke), group_opacity);
                self.marks(path, (fill, None), group_opacity);
            }
        }
    }

    /// Fills an outline, strokes it, or both at once.
    fn marks(&mut self, path: &Path, (fill, stroke): (Option<&Fill>, Option<&Stroke>), group_opacity: f64) {
        if fill.is_none() && stroke.is_none() {
            return;
        }
        let alphas = (
            fill.map_or(1.0, |fill| f64::from(fill.opacity().get())) * group_opacity,
            stroke.map_or(1.0, |stroke| f64::from(stroke.opacity().get())) * group_opacity,
        );
        self.push("q\n");
        if alphas != (1.0, 1.0) {
            self.alpha(alphas.0, alphas.1);
        }
        let bounds = path.stroke_bounding_box();
        if let Some(fill) = fill {
            self.paint(fill.paint(), Use::Fill, bounds);
        }
        if let Some(stroke) = stroke {
            self.paint(stroke.paint(), Use::Stroke, bounds);
            self.line(stroke);
        }
        self.outline(path, [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
        let even_odd = fill.is_some_and(|fill| fill.rule() == FillRule::EvenOdd);
        self.push(match (fill.is_some(), stroke.is_some(), even_odd) {
            (true, true, false) => "B\n",
            (true, true, true) => "B*\n",
            (true, false, false) => "f\n",
            (true, false, true) => "f*\n",
            (false, _, _) => "S\n",
        });
        self.push("Q\n");
    }

    fn line(&mut self, stroke: &Stroke) {
        self.numbers(&[f64::from(stroke.width().get())]);
        self.push("w ");
        self.push(match stroke.linecap() {
            LineCap::Butt => "0 J ",
            LineCap::Round => "1 J ",
            LineCap::Square => "2 J ",
        });
        self.push(match stroke.linejoin() {
            LineJoin::Miter | LineJoin::MiterClip => "0 j ",
            LineJoin::Round => "1 j ",
            LineJoin::Bevel => "2 j ",
        });
        self.numbers(&[f64::from(stroke.miterlimit().get())]);
        self.push("M\n");
        if let Some(dashes) = stroke.dasharray() {
            self.push("[");
            self.numbers(&dashes.iter().map(|&dash| f64::from(dash)).collect::<Vec<_>>());
            self.push("] ");
            self.numbers(&[f64::from(stroke.dashoffset())]);
            self.push("d\n");
        }
    }

    /// A picture inside the drawing: only drawings are drawn.
    fn picture(&mut self, image: &usvg::Image) {
        match image.kind() {
            usvg::ImageKind::SVG(tree) => self.group(tree.root()),
            usvg::ImageKind::JPEG(_)
            | usvg::ImageKind::PNG(_)
            | usvg::ImageKind::GIF(_)
            | usvg::ImageKind::WEBP(_) => self.lacking = Some("a picture of pixels"),
        }
    }
}
