//! How the file says colours: as sRGB, or as the inks of a press.

use std::sync::Arc;

use moxcms::{ColorProfile, DataColorSpace, Layout, Transform8BitExecutor, TransformOptions};
use rayon::prelude::*;

use super::number;
use crate::model::media::Press;

/// Pixels that one thread converts at a time.
const STRIP: usize = 1 << 14;

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
        let from_srgb =
            conversion(&ColorProfile::new_srgb(), &profile).expect("loading made the same conversion");
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

    /// Pixels of red, green and blue as pixels of four inks. `own` is the ICC profile that the picture brings; without
    /// it, it is sRGB. Says why not where that profile is not one for such pixels.
    pub fn pixels(&self, colors: &[u8], own: Option<&[u8]>) -> Result<Vec<u8>, String> {
        let conversion = match own {
            Some(own) => self.from(own)?,
            None => Arc::clone(&self.from_srgb),
        };
        let mut inks = vec![0; colors.len() / 3 * 4];
        let strips = inks.par_chunks_mut(STRIP * 4).zip(colors.par_chunks(STRIP * 3));
        strips
            .map(|(inks, colors)| conversion.transform(colors, inks))
            .collect::<Result<(), _>>()
            .map_err(|error| error.to_string())?;
        Ok(inks)
    }

    fn from(&self, own: &[u8]) -> Result<Arc<Transform8BitExecutor>, String> {
        let own = ColorProfile::new_from_slice(own)
            .map_err(|error| format!("its ICC profile cannot be read: {error}"))?;
        if own.color_space != DataColorSpace::Rgb {
            return Err("its ICC profile is not for pixels of red, green and blue, as it has".to_string());
        }
        conversion(&own, &self.press).map_err(|error| format!("its ICC profile cannot be used: {error}"))
    }

    /// Whether a picture's profile is that of this press.
    pub fn is_own(&self, profile: &[u8]) -> bool {
        *self.profile == *profile
    }
}

/// Perceptual, which is what profiles' makers tune for pictures: it keeps shadows apart that paper cannot show as they are.
fn conversion(
    from: &ColorProfile,
    to: &ColorProfile,
) -> Result<Arc<Transform8BitExecutor>, moxcms::CmsError> {
    from.create_transform_8bit(Layout::Rgb, to, Layout::Rgba, TransformOptions::default())
}
