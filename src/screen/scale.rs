//! Images as reading systems show them: scaled down to the size that the manifest asks for, upright, and in light.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageEncoder, RgbImage};

use crate::model::media::{ImageFile, ImageFormat, Turn};
use crate::raster::color::{self, Fit};
use crate::raster::{self, Kind, Raster};

/// Of 100: what is lost is not seen at the resolution of a screen.
const QUALITY: u8 = 88;
/// Of pictures that keep their size, less may be lost.
const FULL_QUALITY: u8 = 95;

/// An image written anew where it must be: one whose longer side has more pixels than `most` is made smaller, one that is
/// stored on its side is turned, one of inks becomes one of light. None where it is to be left as it is: drawings have no
/// pixels, and moving pictures would stand still.
pub fn fitted(file: &ImageFile, most: Option<u32>, is_cover: bool) -> Option<Vec<u8>> {
    let most = most.filter(|most| file.width.max(file.height) > *most);
    let turns = file.turn != Turn::NONE;
    let is_wanted = match file.format {
        // Browsers turn a JPEG by its note, without loss; what shops and shelves show covers with does not.
        ImageFormat::Jpeg => most.is_some() || (turns && is_cover) || has_inks(file),
        ImageFormat::Png | ImageFormat::WebP => (most.is_some() || turns) && !file.moves,
        ImageFormat::Gif | ImageFormat::Svg => false,
    };
    if !is_wanted {
        return None;
    }
    // Loading has told of what cannot be decoded.
    raster::behind_fence(file, move |file| written(file, most)).ok()?
}

fn has_inks(file: &ImageFile) -> bool {
    raster::frame(&file.bytes).is_some_and(|frame| frame.components == 4)
}

fn written(file: &ImageFile, most: Option<u32>) -> Option<Vec<u8>> {
    let (mut image, profile) = decoded(file)?;
    image.apply_orientation(Orientation::from_exif(file.turn.note())?);
    if let Some(most) = most {
        image = image.resize(most, most, FilterType::CatmullRom);
    }
    let quality = if most.is_some() { QUALITY } else { FULL_QUALITY };
    let mut bytes = Vec::new();
    match (file.format, &image) {
        (ImageFormat::Jpeg, DynamicImage::ImageLuma8(_)) => {
            write(image, JpegEncoder::new_with_quality(&mut bytes, quality), profile)
        }
        (ImageFormat::Jpeg, _) => {
            write(image.to_rgb8().into(), JpegEncoder::new_with_quality(&mut bytes, quality), profile)
        }
        (ImageFormat::Png, _) => write(image, PngEncoder::new(&mut bytes), profile),
        (ImageFormat::WebP, _) => {
            write(image.to_rgba8().into(), WebPEncoder::new_lossless(&mut bytes), profile)
        }
        (ImageFormat::Gif | ImageFormat::Svg, _) => None,
    }?;
    Some(bytes)
}

/// The pixels, and the profile that they go on to need.
pub(super) fn decoded(file: &ImageFile) -> Option<(DynamicImage, Option<Vec<u8>>)> {
    if file.format != ImageFormat::Jpeg {
        return Some((raster::image(&file.bytes).ok()?, raster::profile(file.format, &file.bytes).ok()?));
    }
    let Raster { size: (width, height), kind, samples, profile, .. } = raster::read(file).ok()?;
    let image = match kind {
        Kind::Gray => image::GrayImage::from_raw(width, height, samples)?.into(),
        Kind::Light => RgbImage::from_raw(width, height, samples)?.into(),
        Kind::Inks => {
            let own = profile.filter(|profile| color::fit(profile, kind) == Fit::Own);
            let light = color::to_srgb(&samples, kind, own.as_deref()).ok()?;
            return Some((RgbImage::from_raw(width, height, light)?.into(), None));
        }
    };
    Some((image, profile))
}

fn write(image: DynamicImage, mut encoder: impl ImageEncoder, profile: Option<Vec<u8>>) -> Option<()> {
    if let Some(profile) = profile {
        // A format that cannot hold a profile goes without.
        let _ = encoder.set_icc_profile(profile);
    }
    image.write_with_encoder(encoder).ok()
}
