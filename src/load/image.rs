//! Whether bytes are the image that they claim to be.

use std::io::Cursor;
use std::sync::Arc;

use ::image::{ImageFormat as Codec, ImageReader};

use crate::fence::{fence, fence_with};
use crate::model::media::{ImageFile, ImageFormat, Turn};
use crate::raster::color::{self, Fit};
use crate::raster::{self, MAX_PIXELS, png};

/// What is known of an image once it was read.
#[derive(Clone)]
pub(super) struct Facts {
    pub format: ImageFormat,
    pub width: u32,
    pub height: u32,
    pub density: Option<f64>,
    pub turn: Turn,
}

/// Why a file cannot be used; the message goes on from its name.
#[derive(Clone)]
pub(super) struct Fault {
    pub code: &'static str,
    pub message: String,
    pub hint: &'static str,
}

/// The format that the first bytes tell.
pub(super) fn format_of(bytes: &[u8]) -> Option<ImageFormat> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some(ImageFormat::Png),
        [0xff, 0xd8, 0xff, ..] => Some(ImageFormat::Jpeg),
        [b'G', b'I', b'F', b'8', ..] => Some(ImageFormat::Gif),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(ImageFormat::WebP),
        _ => {
            // The root element follows a declaration, comments and blanks at most.
            let head = &bytes[..bytes.len().min(4096)];
            let is_xml = head.trim_ascii_start().strip_prefix("\u{feff}".as_bytes()).unwrap_or(head);
            let begins = is_xml.trim_ascii_start().starts_with(b"<");
            (begins && head.windows(4).any(|four| four == b"<svg" || four == b":svg"))
                .then_some(ImageFormat::Svg)
        }
    }
}

/// What the head of a raster image says.
pub(super) fn facts(format: ImageFormat, bytes: &Arc<[u8]>) -> Result<Facts, Fault> {
    let bytes = Arc::clone(bytes);
    fence(move || head(format, &bytes)).unwrap_or_else(|breach| Err(broken(&breach.to_string())))
}

fn head(format: ImageFormat, bytes: &[u8]) -> Result<Facts, Fault> {
    let reader = ImageReader::with_format(Cursor::new(bytes), codec(format)?);
    let (width, height) = reader.into_dimensions().map_err(|error| broken(&error.to_string()))?;
    if u64::from(width) * u64::from(height) > MAX_PIXELS || width == 0 || height == 0 {
        return Err(Fault {
            code: "image-too-large",
            message: format!("has {width} by {height} pixels"),
            hint: "scale it down: 300 pixels to the inch of its printed size are enough",
        });
    }
    let density = match format {
        ImageFormat::Png => png_density(bytes),
        ImageFormat::Jpeg => jpeg_density(bytes),
        ImageFormat::Gif | ImageFormat::WebP | ImageFormat::Svg => None,
    };
    // Some programs write 1 or 0 where they know nothing.
    let density = density.filter(|density| (10.0..=10_000.0).contains(density));
    let turn = raster::turn(format, bytes);
    let (width, height) = turn.size((width, height));
    Ok(Facts { format, width, height, density, turn })
}

fn codec(format: ImageFormat) -> Result<Codec, Fault> {
    match format {
        ImageFormat::Png => Ok(Codec::Png),
        ImageFormat::Jpeg => Ok(Codec::Jpeg),
        ImageFormat::Gif => Ok(Codec::Gif),
        ImageFormat::WebP => Ok(Codec::WebP),
        ImageFormat::Svg => Err(broken("it is not a raster image")),
    }
}

/// Decodes the whole of a raster image, so that those who write it may rely on it. Says of an ICC profile that cannot be
/// used why.
pub(super) fn decode(file: &ImageFile) -> Result<Option<String>, Fault> {
    // A PNG is decoded row by row.
    let bytes_to_pixel = if file.format == ImageFormat::Png { 0 } else { 8 };
    let room = u64::from(file.width) * u64::from(file.height) * bytes_to_pixel;
    let (format, bytes) = (file.format, Arc::clone(&file.bytes));
    let decode = move || -> Result<Option<String>, String> {
        let profile = raster::profile(format, &bytes)?;
        match format {
            ImageFormat::Png => png::check(&bytes)?,
            ImageFormat::Jpeg => drop(raster::jpeg(&bytes)?),
            ImageFormat::Gif | ImageFormat::WebP | ImageFormat::Svg => {
                raster::image(&bytes).map(drop).map_err(|error| error.to_string())?;
            }
        }
        Ok(profile.and_then(|profile| match color::fit(&profile, raster::kind(format, &bytes)) {
            Fit::Unfit(why) => Some(why),
            Fit::Plain | Fit::Own => None,
        }))
    };
    let decoded = fence_with(room, decode).unwrap_or_else(|breach| Err(breach.to_string()));
    decoded.map_err(|reason: String| Fault { code: "broken-image", ..broken(&reason) })
}

fn broken(reason: &str) -> Fault {
    Fault {
        code: "bad-image",
        message: format!("is damaged: {reason}"),
        hint: "open it in an image editor and save it anew",
    }
}

/// Pixels to the inch from `pHYs` (PNG 3rd edition, 11.3.4.3), where its unit is the metre.
fn png_density(bytes: &[u8]) -> Option<f64> {
    let unit = png::head(bytes).find(|chunk| chunk.name == b"pHYs" && chunk.data.get(8) == Some(&1))?;
    let metre = u32::from_be_bytes(unit.data.get(..4)?.try_into().ok()?);
    Some((f64::from(metre) * 0.0254 * 100.0).round() / 100.0)
}

/// Pixels to the inch from the JFIF segment (ITU-T T.871, 10.1).
fn jpeg_density(bytes: &[u8]) -> Option<f64> {
    let mut rest = bytes.get(2..)?;
    loop {
        let [0xff, marker, high, low, ..] = *rest else { return None };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let data = rest.get(4..2 + length.max(2))?;
        match (marker, data) {
            (0xe0, [b'J', b'F', b'I', b'F', 0, _, _, unit, high, low, ..]) => {
                let density = f64::from(u16::from_be_bytes([*high, *low]));
                return match unit {
                    1 => Some(density),
                    2 => Some(density * 2.54),
                    _ => None,
                };
            }
            (0xda, _) => return None,
            _ => rest = rest.get(2 + length.max(2)..)?,
        }
    }
}
