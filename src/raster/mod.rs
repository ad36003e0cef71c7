//! Pictures of pixels, decoded: samples of eight bits, and what they mean. Loading looks at each to its end; writers rely
//! on that, and see the same pixels.

pub mod color;
mod jpeg;
pub mod png;
mod profile;
mod segments;

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, GenericImageView, ImageDecoder, ImageReader, Limits};

use crate::fence::{Breach, fence_with};
use crate::model::media::{ImageFile, ImageFormat, Turn};

pub use jpeg::{Frame, frame, read as jpeg};
pub use profile::{MAX_PROFILE, of as profile};

/// A poster of a square metre at 300 pixels to the inch has 140 million.
pub const MAX_PIXELS: u64 = 200_000_000;

/// A decoded picture, as it is stored.
pub struct Raster {
    pub size: (u32, u32),
    pub kind: Kind,
    /// Pixel by pixel, a byte for each channel.
    pub samples: Vec<u8>,
    /// None where every pixel is there as a whole.
    pub alpha: Option<Vec<u8>>,
    /// The ICC profile that it brings.
    pub profile: Option<Vec<u8>>,
}

/// What the samples of a pixel are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Gray,
    /// Red, green and blue.
    Light,
    /// Cyan, magenta, yellow and black; 255 is all of an ink.
    Inks,
}

impl Kind {
    pub fn channels(self) -> u8 {
        match self {
            Kind::Gray => 1,
            Kind::Light => 3,
            Kind::Inks => 4,
        }
    }
}

/// Does work with a picture's pixels behind a fence, when there is room for them.
///
/// # Errors
/// Where the work panics or does not end.
pub fn behind_fence<T: Send + 'static>(
    file: &ImageFile,
    work: impl FnOnce(&ImageFile) -> T + Send + 'static,
) -> Result<T, Breach> {
    let file = file.clone();
    // What is decoded, its parts, and what they become.
    let room = u64::from(file.width) * u64::from(file.height) * 12;
    fence_with(room, move || work(&file))
}

/// Decodes a picture.
///
/// # Errors
/// Where it is damaged, in words that go on from “it cannot be decoded:”.
pub fn read(file: &ImageFile) -> Result<Raster, String> {
    match file.format {
        ImageFormat::Jpeg => jpeg::read(&file.bytes),
        ImageFormat::Png | ImageFormat::Gif | ImageFormat::WebP | ImageFormat::Svg => {
            let image = image(&file.bytes).map_err(|error| error.to_string())?;
            Ok(parted(image, profile(file.format, &file.bytes)?))
        }
    }
}

/// Decodes a picture that is no JPEG to its end, and keeps nothing of it.
pub fn image(bytes: &[u8]) -> image::ImageResult<DynamicImage> {
    let mut decoder = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?.into_decoder()?;
    let mut limits = Limits::default();
    // Four channels of two bytes, and room for the decoder's own tables.
    limits.max_alloc = Some(MAX_PIXELS * 8 + (64 << 20));
    decoder.set_limits(limits)?;
    DynamicImage::from_decoder(decoder)
}

/// Channels and transparency, each by itself.
fn parted(image: DynamicImage, profile: Option<Vec<u8>>) -> Raster {
    let size = image.dimensions();
    let kind = if image.color().has_color() { Kind::Light } else { Kind::Gray };
    if !image.color().has_alpha() {
        let samples = match kind {
            Kind::Gray => image.into_luma8().into_raw(),
            Kind::Light | Kind::Inks => image.into_rgb8().into_raw(),
        };
        return Raster { size, kind, samples, alpha: None, profile };
    }
    let mixed = image.into_rgba8().into_raw();
    let alpha: Vec<u8> = mixed.chunks_exact(4).map(|pixel| pixel[3]).collect();
    let alpha = alpha.iter().any(|&share| share < 255).then_some(alpha);
    let channels = usize::from(kind.channels());
    let mut samples = Vec::with_capacity(mixed.len() / 4 * channels);
    mixed.chunks_exact(4).for_each(|pixel| samples.extend_from_slice(&pixel[..channels]));
    Raster { size, kind, samples, alpha, profile }
}

/// What a picture's samples are, as far as its head says.
pub fn kind(format: ImageFormat, bytes: &[u8]) -> Kind {
    match (format, frame(bytes).map(|frame| frame.components), bytes.get(25)) {
        (ImageFormat::Jpeg, Some(1), _) | (ImageFormat::Png, _, Some(0 | 4)) => Kind::Gray,
        (ImageFormat::Jpeg, Some(4), _) => Kind::Inks,
        (
            ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::Gif | ImageFormat::WebP | ImageFormat::Svg,
            _,
            _,
        ) => Kind::Light,
    }
}

/// How a picture is to be turned, by what its camera noted.
pub fn turn(format: ImageFormat, bytes: &[u8]) -> Turn {
    let note = match format {
        ImageFormat::Jpeg => jpeg::note(bytes),
        ImageFormat::Png => png::chunk(bytes, b"eXIf"),
        ImageFormat::WebP => riff_chunk(bytes, b"EXIF"),
        ImageFormat::Gif | ImageFormat::Svg => None,
    };
    // Some programs write the marker of a JPEG's segment in other formats too.
    let note = note.map(|note| note.strip_prefix(b"Exif\0\0").unwrap_or(note));
    note.and_then(Orientation::from_exif_chunk).map_or(Turn::NONE, |turn| Turn::new(turn.to_exif()))
}

/// The content of a WebP's first chunk of this name (RFC 9649, 2.3).
fn riff_chunk<'b>(bytes: &'b [u8], name: &[u8; 4]) -> Option<&'b [u8]> {
    let mut rest = bytes.get(12..)?;
    loop {
        let length = u32::from_le_bytes(rest.get(4..8)?.try_into().ok()?) as usize;
        let data = rest.get(8..8_usize.checked_add(length)?)?;
        if rest.get(..4)? == name {
            return Some(data);
        }
        rest = rest.get(8_usize.checked_add(length)?.checked_add(length % 2)?..)?;
    }
}
