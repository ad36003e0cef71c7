//! JPEG: every block is decoded, or the file is damaged; inks stay inks.

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::segments::segments;
use super::{Kind, Raster};
use crate::model::media::ImageFormat;

/// What a frame header says (ITU-T T.81, B.2.2), and Adobe's marker.
pub struct Frame {
    pub size: (u32, u32),
    pub components: u8,
    pub bits: u8,
    /// Whether a decoder of PDF readers takes it: baseline, extended or progressive.
    pub is_common: bool,
    /// Adobe writes inks inverted.
    pub adobe: bool,
}

/// Reads the markers up to the frame header.
pub fn frame(bytes: &[u8]) -> Option<Frame> {
    let mut adobe = false;
    segments(bytes).find_map(|(marker, data)| {
        adobe |= marker == 0xee && data.starts_with(b"Adobe");
        // Of these, three are tables, extensions and conditioning of arithmetic codes.
        if !matches!(marker, 0xc0..=0xcf) || matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            return None;
        }
        let [bits, high, low, wide, width, components, ..] = *data else { return None };
        let number = |high, low| u32::from(u16::from_be_bytes([high, low]));
        let size = (number(wide, width), number(high, low));
        Some(Frame { size, components, bits, is_common: matches!(marker, 0xc0..=0xc2), adobe })
    })
}

/// Whether nothing but segments stands between the scans and the end (B.1.1.2, B.2.1). Decoders pass over what does not
/// belong there, each in its own way, and the rest is shown at another place.
fn scans_are_whole(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(2..).unwrap_or_default();
    let mut scans = 0;
    while let Some((marker, after)) = segment(rest) {
        match marker {
            0xd9 => return true,
            0xda => {
                scans += 1;
                rest = behind_scan(after);
            }
            _ => rest = after,
        }
    }
    // Of what stands before the first, the decoder has judged.
    scans == 0
}

/// A marker, and what follows its segment.
fn segment(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let fill = bytes.iter().take_while(|byte| **byte == 0xff).count();
    let (marker, rest) = bytes.get(fill..).filter(|_| fill > 0)?.split_first()?;
    if *marker == 0xd9 {
        return Some((*marker, rest));
    }
    let length = u16::from_be_bytes(*rest.first_chunk()?);
    Some((*marker, rest.get(usize::from(length).max(2)..)?))
}

/// What follows the codes of a scan: within them, a sign of 255 is stuffed with zero, or begins a restart (B.1.1.5).
fn behind_scan(codes: &[u8]) -> &[u8] {
    let is_end = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7);
    codes.windows(2).position(is_end).map_or(&[], |at| &codes[at..])
}

/// What a camera noted.
pub(super) fn note(bytes: &[u8]) -> Option<&[u8]> {
    segments(bytes)
        .find(|(marker, data)| *marker == 0xe1 && data.starts_with(b"Exif\0\0"))
        .map(|(_, data)| data)
}

/// Decodes a JPEG.
///
/// # Errors
/// Where any of it is damaged.
pub fn read(bytes: &[u8]) -> Result<Raster, String> {
    let options =
        || DecoderOptions::default().set_strict_mode(true).set_max_width(1 << 16).set_max_height(1 << 16);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options());
    decoder.decode_headers().map_err(|error| error.to_string())?;
    let space = decoder.input_colorspace().ok_or("it says nothing of its colours")?;
    let (kind, out) = match space {
        ColorSpace::Luma => (Kind::Gray, ColorSpace::Luma),
        ColorSpace::CMYK | ColorSpace::YCCK => (Kind::Inks, space),
        _ => (Kind::Light, ColorSpace::RGB),
    };
    decoder.set_options(options().jpeg_set_out_colorspace(out));
    let mut samples = decoder.decode().map_err(|error| error.to_string())?;
    let (width, height) = decoder.dimensions().ok_or("it has no size")?;
    if samples.len() != width * height * usize::from(kind.channels()) {
        return Err("it ends before its last row".to_string());
    }
    if !scans_are_whole(bytes) {
        return Err("something else stands among its pixels".to_string());
    }
    if space == ColorSpace::YCCK {
        samples.as_chunks_mut::<4>().0.iter_mut().for_each(inks_of_light);
    }
    if kind == Kind::Inks && frame(bytes).is_some_and(|frame| frame.adobe) {
        samples.iter_mut().for_each(|sample| *sample = 255 - *sample);
    }
    let size = (width as u32, height as u32);
    Ok(Raster { size, kind, samples, alpha: None, profile: super::profile(ImageFormat::Jpeg, bytes)? })
}

/// From luminance and chrominance to the three inks that they stand for (Adobe TN 5116; ITU-T T.871, 7).
fn inks_of_light([y, cb, cr, _]: &mut [u8; 4]) {
    let (luma, blue, red) = (f32::from(*y), f32::from(*cb) - 128.0, f32::from(*cr) - 128.0);
    let ink = |light: f32| 255 - light.round().clamp(0.0, 255.0) as u8;
    *y = ink(luma + 1.402 * red);
    *cb = ink(luma - 0.344_136 * blue - 0.714_136 * red);
    *cr = ink(luma + 1.772 * blue);
}
