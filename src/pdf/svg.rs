//! SVG drawings as form XObjects: paths, strokes, gradients, clips and opacity, all as vectors. Text becomes outlines.

use std::collections::BTreeMap;

use printpdf::{DictItem, ExternalStream};
use usvg::tiny_skia_path::PathSegment;
use usvg::{FillRule, Group, LineCap, LineJoin, Node, Paint, Path, Transform};

use super::images::name_item;
use super::ink::{Inks, Use};
use super::{content, number};
use crate::diag::Diagnostic;
use crate::model::media::ImageFile;
use crate::text::FontBook;

/// Draws a file as a form whose unit square is the drawing, as images have it.
pub fn form(file: &ImageFile, book: &FontBook, inks: &Inks) -> Result<ExternalStream, Diagnostic> {
    let tree = book.drawing(&file.bytes).map_err(|error| {
        Diagnostic::error(
            "broken-image",
            file.span,
            format!("{} is not a drawing that can be read: {error}", file.path),
        )
    })?;
    let size = tree.size();
    let (width, height) = (f64::from(size.width()), f64::from(size.height()));
    let mut drawing = Drawing::new(inks);
    // From SVG's pixels, downwards, to the unit square, upwards.
    let base = [1.0 / width, 0.0, 0.0, -1.0 / height, 0.0, 1.0];
    drawing.matrix_fine(base);
    drawing.group(tree.root());
    if let Some(lack) = drawing.lacking {
        return Err(Diagnostic::error(
            "svg-feature",
            file.span,
            format!("{} uses {lack}, which is not drawn", file.path),
        )
        .hint("flatten it in a drawing program, or export the picture as PNG"));
    }
    Ok(drawing.finish([0.0, 0.0, 1.0, 1.0]))
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
    lacking: Option<&'static str>,
}

fn dict(entries: impl IntoIterator<Item = (&'static str, DictItem)>) -> DictItem {
    DictItem::Dict { map: entries.into_iter().map(|(key, value)| (key.to_string(), value)).collect() }
}

fn reals(values: &[f64]) -> DictItem {
    DictItem::Array(values.iter().map(|&value| DictItem::Real(value as f32)).collect())
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
            lacking: None,
        }
    }

    fn finish(self, bounds: [f64; 4]) -> ExternalStream {
        let mut resources = Vec::new();
        for (key, map) in [("ExtGState", self.states), ("Pattern", self.patterns), ("XObject", self.forms)] {
            if !map.is_empty() {
                resources.push((key, DictItem::Dict { map }));
            }
        }
        let entries = [
            ("Type", name_item("XObject")),
            ("Subtype", name_item("Form")),
            ("BBox", reals(&bounds)),
            ("Filter", name_item("FlateDecode")),
            ("Resources", dict(resources)),
        ];
        let dict = entries.into_iter().map(|(key, value)| (key.to_string(), value)).collect();
        ExternalStream { dict, content: content::deflate(&self.out), compress: false }
    }

    fn current(&self) -> [f64; 6] {
        self.matrices.last().copied().unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0])
    }

    fn push(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    fn numbers(&mut self, values: &[f64]) {
        for &value in values {
            number::real(&mut self.out, value);
            self.out.push(b' ');
        }
    }

    /// A matrix whose entries may be tiny: from pixels to the unit square.
    fn matrix_fine(&mut self, matrix: [f64; 6]) {
        let written: Vec<String> = matrix.iter().map(|value| format!("{value:.9}")).collect();
        self.push(&format!("{} cm\n", written.join(" ")));
        self.matrices.push(multiply(matrix, self.current()));
    }

    fn matrix(&mut self, matrix: [f64; 6]) {
        if matrix != [1.0, 0.0, 0.0, 1.0, 0.0, 0.0] {
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
        if opacity < 1.0 && group.children().len() > 1 {
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
        let bounds = group.stroke_bounding_box();
        let edges = [bounds.left(), bounds.top(), bounds.right(), bounds.bottom()].map(f64::from);
        let mut form = inner.finish(edges);
        let transparency = dict([("S", name_item("Transparency")), ("I", DictItem::Bool(true))]);
        form.dict.insert("Group".to_string(), transparency);
        let name = format!("X{}", self.forms.len());
        self.forms.insert(name.clone(), DictItem::Stream { stream: form });
        self.alpha(opacity, opacity);
        self.push(&format!("/{name} Do\n"));
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
        let fill = path.fill();
        let stroke = path.stroke();
        let alphas = (
            fill.map_or(1.0, |fill| f64::from(fill.opacity().get())) * group_opacity,
            stroke.map_or(1.0, |stroke| f64::from(stroke.opacity().get())) * group_opacity,
        );
        self.push("q\n");
        if alphas != (1.0, 1.0) {
            self.alpha(alphas.0, alphas.1);
        }
        if let Some(fill) = fill {
            self.paint(fill.paint(), false);
        }
        if let Some(stroke) = stroke {
            self.paint(stroke.paint(), true);
            self.line(stroke);
        }
        self.outline(path, [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
        let even_odd = fill.is_some_and(|fill| fill.rule() == FillRule::EvenOdd);
        self.push(match (fill.is_some(), stroke.is_some(), even_odd) {
            (true, true, false) => "B\n",
            (true, true, true) => "B*\n",
            (true, false, false) => "f\n",
            (true, false, true) => "f*\n",
            (false, true, _) => "S\n",
            (false, false, _) => "n\n",
        });
        self.push("Q\n");
    }

    fn line(&mut self, stroke: &usvg::Stroke) {
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

    fn paint(&mut self, paint: &Paint, stroking: bool) {
        match paint {
            Paint::Color(color) => {
                let used = if stroking { Use::Stroke } else { Use::Fill };
                self.inks.choose(&mut self.out, [color.red, color.green, color.blue], used);
            }
            Paint::LinearGradient(gradient) => {
                let line = [gradient.x1(), gradient.y1(), gradient.x2(), gradient.y2()].map(f64::from);
                self.gradient(2, &line, gradient.stops(), gradient.transform(), stroking);
            }
            Paint::RadialGradient(gradient) => {
                let circles = [
                    gradient.fx(),
                    gradient.fy(),
                    gradient.fr().get(),
                    gradient.cx(),
                    gradient.cy(),
                    gradient.r().get(),
                ];
                self.gradient(3, &circles.map(f64::from), gradient.stops(), gradient.transform(), stroking);
            }
            Paint::Pattern(_) => self.lacking = Some("a pattern"),
        }
    }

    /// A gradient as a shading pattern (ISO 32000-1, 8.7.4.5).
    fn gradient(
        &mut self,
        kind: i64,
        coords: &[f64],
        stops: &[usvg::Stop],
        place: Transform,
        stroking: bool,
    ) {
        let matrix = multiply(transform(place), self.current());
        let shading = dict([
            ("ShadingType", DictItem::Int(kind)),
            ("ColorSpace", name_item(self.inks.space())),
            ("Coords", reals(coords)),
            ("Function", ramp(stops, self.inks)),
            ("Extend", DictItem::Array(vec![DictItem::Bool(true), DictItem::Bool(true)])),
        ]);
        let pattern = dict([
            ("Type", name_item("Pattern")),
            ("PatternType", DictItem::Int(2)),
            ("Matrix", reals(&matrix)),
            ("Shading", shading),
        ]);
        let name = format!("P{}", self.patterns.len());
        self.patterns.insert(name.clone(), pattern);
        self.push(&if stroking {
            format!("/Pattern CS /{name} SCN\n")
        } else {
            format!("/Pattern cs /{name} scn\n")
        });
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

/// The colours along a gradient: exponential functions from stop to stop, stitched (7.10.3, 7.10.4).
fn ramp(stops: &[usvg::Stop], inks: &Inks) -> DictItem {
    let color = |stop: &usvg::Stop| {
        let color = stop.color();
        reals(&inks.parts([color.red, color.green, color.blue]))
    };
    let mut points: Vec<(f64, DictItem)> =
        stops.iter().map(|stop| (f64::from(stop.offset().get()), color(stop))).collect();
    if let Some((_, first)) = points.first().filter(|first| first.0 > 0.0).cloned() {
        points.insert(0, (0.0, first));
    }
    if let Some((_, last)) = points.last().filter(|last| last.0 < 1.0).cloned() {
        points.push((1.0, last));
    }
    let between = |pair: &[(f64, DictItem)]| {
        dict([
            ("FunctionType", DictItem::Int(2)),
            ("Domain", reals(&[0.0, 1.0])),
            ("C0", pair[0].1.clone()),
            ("C1", pair[1].1.clone()),
            ("N", DictItem::Int(1)),
        ])
    };
    let pieces: Vec<DictItem> = points.windows(2).map(between).collect();
    let bounds: Vec<f64> =
        points.iter().skip(1).take(pieces.len().saturating_sub(1)).map(|point| point.0).collect();
    let count = pieces.len();
    dict([
        ("FunctionType", DictItem::Int(3)),
        ("Domain", reals(&[0.0, 1.0])),
        ("Bounds", reals(&bounds)),
        ("Encode", reals(&[0.0, 1.0].repeat(count))),
        ("Functions", DictItem::Array(pieces)),
    ])
}
