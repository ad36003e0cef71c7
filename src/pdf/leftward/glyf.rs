//! The tables of a TrueType font that hold outlines, and what counts them (OpenType 1.9: `glyf`, `loca`, `maxp`, `hmtx`).

use skrifa::raw::tables::glyf::CurvePoint;

/// Closed outlines; none where nothing is drawn.
pub type Contours = Vec<Vec<CurvePoint>>;

/// Glyphs one after the other, and where each begins.
pub struct Glyphs {
    glyf: Vec<u8>,
    starts: Vec<u32>,
    hmtx: Vec<u8>,
}

/// Flags of a point (`glyf`, simple glyph flags).
mod flag {
    pub const ON_CURVE: u8 = 0x01;
    pub const REPEAT: u8 = 0x08;
    /// How far a point is from the last along one axis: in a byte without its sign; nought, or above it.
    pub const X: (u8, u8) = (0x02, 0x10);
    pub const Y: (u8, u8) = (0x04, 0x20);
}

/// The first offset that two bytes cannot hold, halved as they are in the short form of `loca`.
const LONG_FROM: usize = 0x2_0000;

impl Glyphs {
    pub fn new() -> Glyphs {
        Glyphs { glyf: Vec::new(), starts: vec![0], hmtx: Vec::new() }
    }

    /// None where there are more contours or points than a glyph can have.
    pub fn add(&mut self, advance: u16, contours: &Contours) -> Option<()> {
        let all = || contours.iter().flatten();
        let (xs, ys) = (all().map(|point| point.x), all().map(|point| point.y));
        let left = xs.clone().min().unwrap_or(0);
        if !contours.is_empty() {
            self.glyf.extend(i16::try_from(contours.len()).ok()?.to_be_bytes());
            let corners = [Some(left), ys.clone().min(), xs.max(), ys.max()];
            self.glyf.extend(corners.into_iter().flatten().flat_map(i16::to_be_bytes));
            let mut points = 0;
            for contour in contours {
                points += contour.len();
                self.glyf.extend(u16::try_from(points.checked_sub(1)?).ok()?.to_be_bytes());
            }
            // No instructions.
            self.glyf.extend([0, 0]);
            self.glyf.extend(points_of(contours));
            // The short form of `loca` counts in pairs of bytes.
            self.glyf.resize(self.glyf.len().next_multiple_of(2), 0);
        }
        self.starts.push(u32::try_from(self.glyf.len()).ok()?);
        self.hmtx.extend(advance.to_be_bytes());
        self.hmtx.extend(left.to_be_bytes());
        Some(())
    }

    pub fn count(&self) -> Option<u16> {
        u16::try_from(self.starts.len() - 1).ok()
    }

    /// Whether `loca` has its long form, which `head` has to say.
    pub fn is_long(&self) -> bool {
        self.glyf.len() >= LONG_FROM
    }

    /// The tables with their names.
    pub fn tables(self) -> Option<[([u8; 4], Vec<u8>); 4]> {
        let (count, is_long) = (self.count()?, self.is_long());
        let start = |start: &u32| match is_long {
            true => start.to_be_bytes().to_vec(),
            false => ((start / 2) as u16).to_be_bytes().to_vec(),
        };
        let loca = self.starts.iter().flat_map(start).collect();
        Some([(*b"glyf", self.glyf), (*b"loca", loca), (*b"hmtx", self.hmtx), (*b"maxp", maxp(count))])
    }
}

/// Limits that no glyph of the font exceeds: without instructions and composites, only its outlines have any.
fn maxp(count: u16) -> Vec<u8> {
    const VERSION: [u16; 2] = [1, 0];
    const POINTS: [u16; 2] = [u16::MAX; 2];
    const COMPOSITE: [u16; 2] = [0; 2];
    const ZONES: [u16; 1] = [2];
    const REST: [u16; 8] = [0; 8];
    let fields = VERSION.into_iter().chain([count]).chain(POINTS).chain(COMPOSITE).chain(ZONES).chain(REST);
    fields.flat_map(u16::to_be_bytes).collect()
}

/// Flags, then how far each point is from the last: first along, then up.
fn points_of(contours: &Contours) -> Vec<u8> {
    let (mut flags, mut along, mut up) = (Vec::new(), Vec::new(), Vec::new());
    let mut last = (0, 0);
    for point in contours.iter().flatten() {
        let on_curve = if point.on_curve { flag::ON_CURVE } else { 0 };
        // Readers add up in sixteen bits as well.
        let x = delta(point.x.wrapping_sub(last.0), flag::X, &mut along);
        let y = delta(point.y.wrapping_sub(last.1), flag::Y, &mut up);
        last = (point.x, point.y);
        flags.push(on_curve | x | y);
    }
    let mut bytes = Vec::new();
    for run in flags.chunk_by(|one, next| one == next) {
        for part in run.chunks(1 + usize::from(u8::MAX)) {
            // Twice is no shorter as a repetition.
            match part.len() {
                0..=2 => bytes.extend(part),
                long => bytes.extend([part[0] | flag::REPEAT, (long - 1) as u8]),
            }
        }
    }
    [bytes, along, up].concat()
}

fn delta(far: i16, (short, same_or_above): (u8, u8), bytes: &mut Vec<u8>) -> u8 {
    match (far, u8::try_from(far.unsigned_abs())) {
        (0, _) => same_or_above,
        (_, Ok(byte)) => {
            bytes.push(byte);
            if far > 0 { short | same_or_above } else { short }
        }
        (_, Err(_)) => {
            bytes.extend(far.to_be_bytes());
            0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use skrifa::instance::{LocationRef, Size};
    use skrifa::outline::DrawSettings;
    use skrifa::outline::pen::SvgPen;
    use skrifa::{FontRef, MetadataProvider};

    /// The outlines as a reader of fonts draws them.
    fn drawn(all: &[Contours]) -> Vec<String> {
        let mut glyphs = Glyphs::new();
        all.iter().for_each(|contours| glyphs.add(500, contours).expect("it is small"));
        let face = include_bytes!("../../../fonts/source-sans-3/SourceSans3-Regular.ttf");
        let bytes = super::super::outline::assembled(&FontRef::new(face).expect("it is a font"), glyphs)
            .expect("it has the tables that are copied");
        let font = FontRef::new(&bytes).expect("it is a font");
        let glyph = |id: u32| {
            let mut pen = SvgPen::new();
            let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
            let outline = font.outline_glyphs().get(id.into()).expect("it is counted");
            outline.draw(settings, &mut pen).expect("it is well formed");
            pen.to_string()
        };
        (0..all.len() as u32).map(glyph).collect()
    }

    #[test]
    fn outlines_are_read_as_they_were_written() {
        let contour = |points: &[(i16, i16, bool)]| {
            points.iter().map(|&(x, y, on)| CurvePoint::new(x, y, on)).collect::<Vec<_>>()
        };
        let near = contour(&[(0, 0, true), (100, 0, true), (100, -100, true)]);
        let far = contour(&[(-900, 700, true), (0, 701, false), (900, -700, true)]);
        // Longer than a repetition of flags can be.
        let steps = contour(&(0..600).map(|at| (at * 2, at, true)).collect::<Vec<_>>());
        let found = drawn(&[vec![], vec![near, far], vec![steps]]);
        assert_eq!(found[0], "");
        assert_eq!(found[1], "M0,0 L100,0 L100,-100 Z M-900,700 Q0,701 900,-700 Z");
        assert_eq!(found[2].matches('L').count(), 599);
        assert!(found[2].contains("L1198,599"), "{}", found[2]);
    }

    #[test]
    fn a_font_of_many_outlines_says_that_its_offsets_are_long() {
        let steps: Contours = vec![(0..9000).map(|at| CurvePoint::new(at, 300 * (at % 2), true)).collect()];
        let found = drawn(&vec![steps; 10]);
        assert!(found.iter().all(|outline| *outline == found[0] && outline.ends_with('Z')));
    }
}
