//! Images scaled down to the size that the manifest asks for.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageReader};

use crate::model::media::{ImageFile, ImageFormat};

/// Of 100: what is lost is not seen at the resolution of a screen.
const QUALITY: u8 = 88;

/// An image whose longer side has more pixels than `most`, made smaller. None where it has not, or where it is better
/// left alone: drawings have no pixels, and moving pictures would stand still.
pub fn down(file: &ImageFile, most: u32) -> Option<Vec<u8>> {
    if file.width.max(file.height) <= most {
        return None;
    }
    match file.format {
        ImageFormat::Png if !file.moves => scaled(file, most),
        ImageFormat::WebP if !file.moves => scaled(file, most),
        ImageFormat::Jpeg => scaled(file, most),
        ImageFormat::Png | ImageFormat::WebP | ImageFormat::Gif | ImageFormat::Svg => None,
    }
}

fn scaled(file: &ImageFile, most: u32) -> Option<Vec<u8>> {
    let reader = ImageReader::new(Cursor::new(&file.bytes[..])).with_guessed_format().ok()?;
    let mut decoder = reader.into_decoder().ok()?;
    let profile = decoder.icc_profile().ok().flatten();
    let turned = decoder.orientation().ok();
    let mut image = DynamicImage::from_decoder(decoder).ok()?;
    turned.into_iter().for_each(|turned| image.apply_orientation(turned));
    let image = image.resize(most, most, FilterType::CatmullRom);
    let mut bytes = Vec::new();
    match file.format {
        ImageFormat::Jpeg => {
            write(image.to_rgb8().into(), JpegEncoder::new_with_quality(&mut bytes, QUALITY), profile)
        }
        ImageFormat::Png => write(image, PngEncoder::new(&mut bytes), profile),
        ImageFormat::WebP => write(image.to_rgba8().into(), WebPEncoder::new_lossless(&mut bytes), profile),
        ImageFormat::Gif | ImageFormat::Svg => None,
    }?;
    Some(bytes)
}

fn write(image: DynamicImage, mut encoder: impl ImageEncoder, profile: Option<Vec<u8>>) -> Option<()> {
    if let Some(profile) = profile {
        // A format that cannot hold a profile goes without.
        let _ = encoder.set_icc_profile(profile);
    }
    image.write_with_encoder(encoder).ok()
}
