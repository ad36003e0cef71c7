//! How the file says colours: as sRGB, or as the inks of a press.

use std::sync::Arc;

use moxcms::{CmsError, ColorProfile, Layout, Transform8BitExecutor, TransformOptions};

use super::number;
use crate::model::media::Press;
use crate::raster::Kind;
use crate::raster::color;

/// Three quarters of full black and more: the eye takes it for black in letters.
const NEARLY_BLACK: u8 = 0x40;
/// Colour that cannot be told in anything so dark.
const NEARLY_GRAY: u8 = 0x10;

/// Whether a colour fills or strokes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    Fill,
    Stroke,
}

pub enum Inks {
    Screen,
    Press(Box<Separation>),
}

/// From light to inks.
pub struct Separation {
    press: ColorProfile,
    profile: Arc<[u8]>,
    from_srgb: Arc<Transform8BitExecutor>,
}

impl Inks {
    pub fn of(press: Option<&Press>) -> Inks {
        press.map_or(Inks::Screen, |press| Inks::Press(Box::new(Separation::of(press))))
    }

    /// The colour space of [`Inks::parts`].
    pub fn space(&self) -> &'static str {
        match self {
            Inks::Screen => "DeviceRGB",
            Inks::Press(_) => "DeviceCMYK",
        }
    }

    /// A colour as letters and rules need it: a press prints what is nearly black as black, since a screen of dots would
    /// fray thin strokes.
    pub fn solid(&self, color: [u8; 3]) -> [u8; 3] {
        let [least, .., most] = sorted(color);
        match self {
            Inks::Press(_) if most <= NEARLY_BLACK && most - least <= NEARLY_GRAY => [0; 3],
            Inks::Screen | Inks::Press(_) => color,
        }
    }

    /// A colour's components, each from 0 to 255.
    pub fn bytes(&self, color: [u8; 3]) -> Vec<u8> {
        match self {
            Inks::Screen => color.to_vec(),
            Inks::Press(separation) => separation.color(color).to_vec(),
        }
    }

    /// A colour's components, each from 0 to 1.
    pub fn parts(&self, color: [u8; 3]) -> Vec<f64> {
        self.bytes(color).into_iter().map(|part| f64::from(part) / 255.0).collect()
    }

    /// Appends the operator that chooses a colour.
    pub fn choose(&self, out: &mut Vec<u8>, color: [u8; 3], used: Use) {
        let mut write = |parts: &[u8]| {
            for part in parts {
                number::real(out, f64::from(*part) / 255.0);
                out.push(b' ');
            }
        };
        match self {
            Inks::Screen => write(&color),
            Inks::Press(separation) => write(&separation.color(color)),
        }
        out.extend_from_slice(match (self, used) {
            (Inks::Screen, Use::Fill) => b"rg\n".as_slice(),
            (Inks::Screen, Use::Stroke) => b"RG\n",
            (Inks::Press(_), Use::Fill) => b"k\n",
            (Inks::Press(_), Use::Stroke) => b"K\n",
        });
    }
}

fn sorted(mut color: [u8; 3]) -> [u8; 3] {
    color.sort_unstable();
    color
}

impl Separation {
    fn of(press: &Press) -> Separation {
        let profile = ColorProfile::new_from_slice(&press.profile).expect("loading read it");
        let from_srgb = conversion((&ColorProfile::new_srgb(), Layout::Rgb), &profile)
            .expect("loading made the same conversion");
        Separation { press: profile, profile: Arc::clone(&press.profile), from_srgb }
    }

    /// Grays are black ink alone: no other plate has to meet it, and text stays sharp.
    fn color(&self, [r, g, b]: [u8; 3]) -> [u8; 4] {
        if r == g && g == b {
            return [0, 0, 0, 255 - r];
        }
        let mut inks = [0; 4];
        self.from_srgb.transform(&[r, g, b], &mut inks).expect("one pixel makes one pixel");
        inks
    }

    /// Pixels as pixels of four inks. `own` is the ICC profile that the picture brings; without it, light is sRGB, and
    /// inks are those of this press. Says why not where that profile is not one for such pixels.
    pub fn pixels(&self, samples: &[u8], kind: Kind, own: Option<&[u8]>) -> Result<Vec<u8>, String> {
        let unusable = |error: CmsError| format!("its ICC profile cannot be used: {error}");
        let conversion = match (own, kind) {
            (Some(own), Kind::Inks) => {
                return remixed(samples, &color::read(own, kind)?, &self.press).map_err(unusable);
            }
            (Some(own), Kind::Gray | Kind::Light) => {
                conversion((&color::read(own, kind)?, color::layout(kind)), &self.press).map_err(unusable)?
            }
            (None, Kind::Light) => Arc::clone(&self.from_srgb),
            (None, Kind::Gray | Kind::Inks) => return Ok(samples.to_vec()),
        };
        let mut inks = vec![0; samples.len() / usize::from(kind.channels()) * 4];
        conversion.transform(samples, &mut inks).map_err(|error| error.to_string())?;
        Ok(inks)
    }

    /// Whether a picture's profile is that of this press.
    pub fn is_own(&self, profile: &[u8]) -> bool {
        *self.profile == *profile
    }
}

/// Perceptual, which is what profiles' makers tune for pictures: it keeps shadows apart that paper cannot show as they are.
fn conversion(
    (from, layout): (&ColorProfile, Layout),
    to: &ColorProfile,
) -> Result<Arc<Transform8BitExecutor>, CmsError> {
    from.create_transform_8bit(layout, to, Layout::Rgba, TransformOptions::default())
}

/// Inks of one press as those of another, by the colours that they are. ROMM RGB holds all that is printed.
fn remixed(samples: &[u8], from: &ColorProfile, to: &ColorProfile) -> Result<Vec<u8>, CmsError> {
    /// Samples in a piece: what they are in between takes four times as much.
    const PIECE: usize = 4 << 16;
    let (light, options) = (ColorProfile::new_pro_photo_rgb(), TransformOptions::default());
    let there = from.create_transform_16bit(Layout::Rgba, &light, Layout::Rgb, options)?;
    let back = light.create_transform_16bit(Layout::Rgb, to, Layout::Rgba, options)?;
    let mut mixed = Vec::with_capacity(samples.len());
    for piece in samples.chunks(PIECE) {
        let inks: Vec<u16> = piece.iter().map(|ink| u16::from(*ink) * 257).collect();
        let mut between = vec![0; piece.len() / 4 * 3];
        there.transform(&inks, &mut between)?;
        let mut inks = vec![0; piece.len()];
        back.transform(&between, &mut inks)?;
        mixed.extend(inks.iter().map(|ink| ((u32::from(*ink) + 128) / 257) as u8));
    }
    Ok(mixed)
}
