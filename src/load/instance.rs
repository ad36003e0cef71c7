//! A variable font cut to one place of its axes: a face as any other, which both editions set and embed.

use std::collections::BTreeSet;

use skrifa::instance::{Location, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::raw::TableProvider;
use skrifa::string::StringId;
use skrifa::{FontRef, GlyphId, MetadataProvider, Tag};
use write_fonts::FontBuilder;

use super::placing;
use crate::model::theme::Weight;

const WEIGHT: Tag = Tag::new(b"wght");
const OPTICAL_SIZE: Tag = Tag::new(b"opsz");

/// Tables that say how a face varies, and those that steer its outlines point by point, whose points are others now.
const LEFT_OUT: [&[u8; 4]; 16] = [
    b"fvar", b"gvar", b"avar", b"HVAR", b"VVAR", b"MVAR", b"STAT", b"cvar", b"fpgm", b"prep", b"cvt ",
    b"hdmx", b"LTSH", b"VDMX", b"DSIG", b"name",
];

/// A face in each of some weights as far as it has them, drawn for a size in points where it is drawn for sizes. None where
/// a table is damaged.
pub(super) fn all(bytes: &[u8], index: u32, weights: &BTreeSet<Weight>, size: f32) -> Option<Vec<Vec<u8>>> {
    let font = FontRef::from_index(bytes, index).ok()?;
    let own = Weight::new(font.attributes().weight.value().round() as u16);
    let within: BTreeSet<Weight> = match font.axes().iter().find(|axis| axis.tag() == WEIGHT) {
        Some(axis) => {
            let most = axis.max_value().clamp(1.0, 1000.0);
            let least = axis.min_value().clamp(1.0, most);
            let nearest = |weight: &Weight| f32::from(weight.value()).clamp(least, most);
            weights.iter().map(|weight| Weight::new(nearest(weight).round() as u16)).collect()
        }
        None => [own].into(),
    };
    within.into_iter().map(|weight| cut(&font, weight, size)).collect()
}

fn cut(font: &FontRef, weight: Weight, size: f32) -> Option<Vec<u8>> {
    font.gvar().ok()?;
    let location = font.axes().location([(WEIGHT, f32::from(weight.value())), (OPTICAL_SIZE, size)]);
    let outlines = outlines(font, &location)?;
    let mut builder = FontBuilder::new();
    builder.add_raw(Tag::new(b"head"), head(font, &outlines)?);
    builder.add_raw(Tag::new(b"hhea"), hhea(font, &outlines)?);
    builder.add_raw(Tag::new(b"maxp"), maxp(font, &outlines)?);
    builder.add_raw(Tag::new(b"glyf"), outlines.glyf);
    builder.add_raw(Tag::new(b"loca"), outlines.loca);
    builder.add_raw(Tag::new(b"hmtx"), outlines.hmtx);
    builder.add_raw(Tag::new(b"name"), names(font, weight));
    if let Some(os2) = os2(font, &location, weight) {
        builder.add_raw(Tag::new(b"OS/2"), os2);
    }
    // Where its pairs cannot be placed anew they stand as in the face's middle.
    if let Some(gpos) = placing::cut(font, location.coords()) {
        builder.add_raw(Tag::new(b"GPOS"), gpos);
    }
    for record in font.table_directory().table_records() {
        let tag = record.tag();
        if !LEFT_OUT.iter().any(|one| Tag::new(one) == tag) && !builder.contains(tag) {
            builder.add_raw(tag, font.data_for_tag(tag)?.as_bytes());
        }
    }
    Some(builder.build())
}

/// Left, lower, right and upper edge.
type Bounds = [i16; 4];

/// What the glyphs come to at a place.
#[derive(Default)]
struct Outlines {
    glyf: Vec<u8>,
    /// In its long form.
    loca: Vec<u8>,
    hmtx: Vec<u8>,
    widest: u16,
    bounds: Option<Bounds>,
    points: u16,
    contours: u16,
}

fn outlines(font: &FontRef, location: &Location) -> Option<Outlines> {
    let count = font.maxp().ok()?.num_glyphs();
    let (drawings, metrics) = (font.outline_glyphs(), font.glyph_metrics(Size::unscaled(), location));
    let mut all = Outlines::default();
    all.loca.extend(0u32.to_be_bytes());
    for id in 0..u32::from(count) {
        let id = GlyphId::new(id);
        let mut path = Path::default();
        if let Some(drawing) = drawings.get(id) {
            drawing.draw(DrawSettings::unhinted(Size::unscaled(), location), &mut path).ok()?;
        }
        let advance = metrics.advance_width(id).unwrap_or(0.0).round().clamp(0.0, 65_535.0) as u16;
        let bounds = path.write(&mut all.glyf);
        all.contours = all.contours.max(path.contours.len() as u16);
        all.points = all.points.max(path.contours.iter().map(Vec::len).sum::<usize>() as u16);
        all.bounds = union(all.bounds, bounds);
        all.widest = all.widest.max(advance);
        all.hmtx.extend(advance.to_be_bytes());
        all.hmtx.extend(bounds.map_or(0, |bounds| bounds[0]).to_be_bytes());
        all.loca.extend(u32::try_from(all.glyf.len()).ok()?.to_be_bytes());
    }
    Some(all)
}

fn union(one: Option<Bounds>, other: Option<Bounds>) -> Option<Bounds> {
    let (Some(a), Some(b)) = (one, other) else { return one.or(other) };
    Some([a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])
}

/// A point of an outline: where it is, and whether the outline goes through it.
type Point = (i16, i16, bool);

/// An outline as it is drawn, its points on whole units.
#[derive(Default)]
struct Path {
    contours: Vec<Vec<Point>>,
}

impl Path {
    fn point(&mut self, x: f32, y: f32, on: bool) {
        let whole = |length: f32| length.round().clamp(-16_000.0, 16_000.0) as i16;
        if let Some(contour) = self.contours.last_mut() {
            contour.push((whole(x), whole(y), on));
        }
    }

    /// Adds it to the table of glyphs as a simple one without instructions (OpenType 1.9, glyf), and tells how far it reaches;
    /// none where nothing is drawn.
    fn write(&mut self, glyf: &mut Vec<u8>) -> Option<Bounds> {
        for contour in &mut self.contours {
            // Outlines are closed by themselves: the point that leads back to the first is there already.
            if contour.len() > 1 && contour.first() == contour.last() {
                contour.pop();
            }
        }
        self.contours.retain(|contour| contour.len() > 1);
        let points: Vec<Point> = self.contours.iter().flatten().copied().collect();
        let of = |point: &Point| Some([point.0, point.1, point.0, point.1]);
        let bounds = points.iter().map(of).fold(None, union)?;
        glyf.extend((self.contours.len() as i16).to_be_bytes());
        bounds.iter().for_each(|edge| glyf.extend(edge.to_be_bytes()));
        let mut end = 0usize;
        for contour in &self.contours {
            end += contour.len();
            glyf.extend(((end - 1) as u16).to_be_bytes());
        }
        glyf.extend(0u16.to_be_bytes());
        let step = |at: usize, of: &dyn Fn(&Point) -> i16| {
            of(&points[at]) - if at > 0 { of(&points[at - 1]) } else { 0 }
        };
        let steps: Vec<(i16, i16)> =
            (0..points.len()).map(|at| (step(at, &|point| point.0), step(at, &|point| point.1))).collect();
        glyf.extend(points.iter().zip(&steps).map(|(point, step)| flag(point.2, *step)));
        steps.iter().for_each(|step| coordinate(glyf, step.0));
        steps.iter().for_each(|step| coordinate(glyf, step.1));
        if glyf.len() % 2 == 1 {
            glyf.push(0);
        }
        Some(bounds)
    }
}

/// Bits of a point (OpenType 1.9, glyf, simple glyph flags): it is on the curve; its steps are one byte, and forward, or
/// none.
fn flag(on: bool, (x, y): (i16, i16)) -> u8 {
    let of = |step: i16, short: u8, same: u8| match step {
        0 => same,
        1..=255 => short | same,
        -255..=-1 => short,
        _ => 0,
    };
    u8::from(on) | of(x, 0x02, 0x10) | of(y, 0x04, 0x20)
}

fn coordinate(glyf: &mut Vec<u8>, step: i16) {
    match step {
        0 => {}
        -255..=255 => glyf.push(step.unsigned_abs() as u8),
        _ => glyf.extend(step.to_be_bytes()),
    }
}

impl OutlinePen for Path {
    fn move_to(&mut self, x: f32, y: f32) {
        self.contours.push(Vec::new());
        self.point(x, y, true);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.point(x, y, true);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.point(cx, cy, false);
        self.point(x, y, true);
    }

    /// Outlines of this table have none.
    fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, x: f32, y: f32) {
        self.point(x, y, true);
    }

    fn close(&mut self) {}
}

/// A table of the face, of which some bytes are to be others.
fn table(font: &FontRef, tag: &[u8; 4], least: usize) -> Option<Vec<u8>> {
    let bytes = font.data_for_tag(Tag::new(tag))?.as_bytes();
    (bytes.len() >= least).then(|| bytes.to_vec())
}

fn put(table: &mut [u8], at: usize, value: [u8; 2]) {
    table[at..at + 2].copy_from_slice(&value);
}

fn head(font: &FontRef, outlines: &Outlines) -> Option<Vec<u8>> {
    let mut head = table(font, b"head", 54)?;
    let bounds = outlines.bounds.unwrap_or_default();
    for (at, edge) in bounds.iter().enumerate() {
        put(&mut head, 36 + 2 * at, edge.to_be_bytes());
    }
    put(&mut head, 50, 1i16.to_be_bytes());
    Some(head)
}

fn hhea(font: &FontRef, outlines: &Outlines) -> Option<Vec<u8>> {
    let mut hhea = table(font, b"hhea", 36)?;
    put(&mut hhea, 10, outlines.widest.to_be_bytes());
    put(&mut hhea, 34, u16::try_from(outlines.hmtx.len() / 4).ok()?.to_be_bytes());
    Some(hhea)
}

/// No glyph is made of others any more, and none has instructions.
fn maxp(font: &FontRef, outlines: &Outlines) -> Option<Vec<u8>> {
    let mut maxp = table(font, b"maxp", 32)?;
    put(&mut maxp, 6, outlines.points.to_be_bytes());
    put(&mut maxp, 8, outlines.contours.to_be_bytes());
    for at in [10, 12, 26, 28, 30] {
        put(&mut maxp, at, [0, 0]);
    }
    Some(maxp)
}

fn os2(font: &FontRef, location: &Location, weight: Weight) -> Option<Vec<u8>> {
    let mut os2 = table(font, b"OS/2", 78)?;
    let metrics = font.metrics(Size::unscaled(), location);
    put(&mut os2, 4, weight.value().to_be_bytes());
    // From its second version on it has the heights of small letters and of capitals.
    if os2.len() >= 90 {
        for (at, height) in [(86, metrics.x_height), (88, metrics.cap_height)] {
            if let Some(height) = height {
                put(&mut os2, at, (height.round() as i16).to_be_bytes());
            }
        }
    }
    Some(os2)
}

/// Names that a face must have and its licence, in English: those of the face itself with the weight, where it is not the
/// one that the font has by default.
fn names(font: &FontRef, weight: Weight) -> Vec<u8> {
    const KEPT: [u16; 11] = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17];
    const OWN: [u16; 3] = [3, 4, 6];
    const MOST: usize = 2_000;
    let default = font.axes().iter().find(|axis| axis.tag() == WEIGHT).map(|axis| axis.default_value());
    let is_other = default.is_some_and(|default| default.round() as u16 != weight.value());
    let (mut records, mut strings) = (Vec::new(), Vec::new());
    let mut count = 0u16;
    for id in KEPT {
        let Some(said) = font.localized_strings(StringId::new(id)).english_or_first() else { continue };
        let mut said: String = said.chars().take(MOST).collect();
        if is_other && OWN.contains(&id) {
            said.push_str(&format!("-wght{}", weight.value()));
        }
        let units: Vec<u8> = said.encode_utf16().flat_map(u16::to_be_bytes).collect();
        // Windows, Unicode, English of the United States.
        for field in [3, 1, 0x409, id, units.len() as u16, strings.len() as u16] {
            records.extend(field.to_be_bytes());
        }
        strings.extend(units);
        count += 1;
    }
    let mut table = Vec::new();
    for field in [0, count, 6 + 12 * count] {
        table.extend(field.to_be_bytes());
    }
    table.extend(records);
    table.extend(strings);
    table
}
