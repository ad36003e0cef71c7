//! What outlines are filled and stroked with: colours, and gradients as shadings (ISO 32000-1, 8.7.4.5).

use printpdf::DictItem;
use usvg::tiny_skia_path::Rect;
use usvg::{BaseGradient, Paint, SpreadMethod, Stop};

use super::{Drawing, dict, edges, multiply, reals, transform};
use crate::pdf::ink::{Inks, Use};
use crate::pdf::items::name_item;

/// A gradient: its kind as PDF numbers it, and where it begins and ends.
struct Gradient<'a> {
    kind: i64,
    coords: Vec<f64>,
    base: &'a BaseGradient,
}

impl<'a> Gradient<'a> {
    fn of(paint: &'a Paint) -> Option<Gradient<'a>> {
        match paint {
            Paint::LinearGradient(gradient) => {
                let line = [gradient.x1(), gradient.y1(), gradient.x2(), gradient.y2()];
                Some(Gradient { kind: 2, coords: line.map(f64::from).to_vec(), base: gradient })
            }
            Paint::RadialGradient(gradient) => {
                let inner = [gradient.fx(), gradient.fy(), gradient.fr().get()];
                let outer = [gradient.cx(), gradient.cy(), gradient.r().get()];
                let coords = inner.into_iter().chain(outer).map(f64::from).collect();
                Some(Gradient { kind: 3, coords, base: gradient })
            }
            Paint::Color(_) | Paint::Pattern(_) => None,
        }
    }

    fn shading(&self, space: &'static str, parts: &dyn Fn(&Stop) -> Vec<f64>) -> DictItem {
        dict([
            ("ShadingType", DictItem::Int(self.kind)),
            ("ColorSpace", name_item(space)),
            ("Coords", reals(&self.coords)),
            ("Function", ramp(self.base.stops(), parts)),
            ("Extend", DictItem::Array(vec![DictItem::Bool(true), DictItem::Bool(true)])),
        ])
    }
}

/// Whether a paint shows through in places, and not everywhere as much.
pub(super) fn is_veiled(paint: &Paint) -> bool {
    Gradient::of(paint).is_some_and(|found| found.base.stops().iter().any(|stop| stop.opacity().get() < 1.0))
}

impl Drawing<'_> {
    /// Chooses a paint for what lies within these bounds.
    pub(super) fn paint(&mut self, paint: &Paint, used: Use, bounds: Rect) {
        match paint {
            Paint::Color(color) => {
                self.inks.choose(&mut self.out, [color.red, color.green, color.blue], used);
            }
            Paint::LinearGradient(_) | Paint::RadialGradient(_) => {
                let Some(gradient) = Gradient::of(paint) else { return };
                if gradient.base.spread_method() != SpreadMethod::Pad {
                    self.lacking = Some("a gradient that repeats");
                }
                if is_veiled(paint) {
                    self.veil(&gradient, bounds);
                }
                self.gradient(&gradient, used);
            }
            Paint::Pattern(_) => self.lacking = Some("a pattern"),
        }
    }

    /// A gradient as a shading pattern.
    fn gradient(&mut self, gradient: &Gradient, used: Use) {
        let matrix = multiply(transform(gradient.base.transform()), self.current());
        matrix.iter().chain(&gradient.coords).for_each(|value| self.check(*value));
        let inks: &Inks = self.inks;
        let color = |stop: &Stop| {
            let color = stop.color();
            inks.parts([color.red, color.green, color.blue])
        };
        let pattern = dict([
            ("Type", name_item("Pattern")),
            ("PatternType", DictItem::Int(2)),
            ("Matrix", reals(&matrix)),
            ("Shading", gradient.shading(inks.space(), &color)),
        ]);
        let name = format!("P{}", self.patterns.len());
        self.patterns.insert(name.clone(), pattern);
        self.push(&match used {
            Use::Stroke => format!("/Pattern CS /{name} SCN\n"),
            Use::Fill => format!("/Pattern cs /{name} scn\n"),
        });
    }

    /// Where stops show through, their opacities are a gradient of their own, by whose light the colours are seen (11.5.3).
    fn veil(&mut self, gradient: &Gradient, bounds: Rect) {
        let opacity = |stop: &Stop| vec![f64::from(stop.opacity().get())];
        let shading = dict([("S", gradient.shading("DeviceGray", &opacity))]);
        let mut light = Drawing::new(self.inks);
        light.matrix_fine(transform(gradient.base.transform()));
        light.push("/S sh\n");
        self.lacking = self.lacking.or(light.lacking);
        let mut form = light.form(edges(bounds), vec![("Shading", shading)]);
        let group = dict([("S", name_item("Transparency")), ("CS", name_item("DeviceGray"))]);
        form.dict.insert("Group".to_string(), group);
        let mask = dict([
            ("Type", name_item("Mask")),
            ("S", name_item("Luminosity")),
            ("G", DictItem::Stream { stream: form }),
        ]);
        let name = format!("M{}", self.states.len());
        self.states.insert(name.clone(), dict([("Type", name_item("ExtGState")), ("SMask", mask)]));
        self.push(&format!("/{name} gs\n"));
    }
}

/// The colours along a gradient: exponential functions from stop to stop, stitched (7.10.3, 7.10.4).
fn ramp(stops: &[Stop], parts: &dyn Fn(&Stop) -> Vec<f64>) -> DictItem {
    let color = |stop: &Stop| reals(&parts(stop));
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
