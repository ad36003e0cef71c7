//! The ICC profiles that pictures bring.

use std::io::Read;

use flate2::read::ZlibDecoder;

use super::segments::segments;
use super::{png, riff_chunk};
use crate::model::media::ImageFormat;

/// Of profiles of presses, which are the largest, few have three million bytes.
pub const MAX_PROFILE: usize = 8 << 20;

/// The profile of a picture, if it brings one that is whole.
///
/// # Errors
/// Where it is larger than any profile needs to be.
pub fn of(format: ImageFormat, bytes: &[u8]) -> Result<Option<Vec<u8>>, String> {
    let profile = match format {
        ImageFormat::Jpeg => joined(bytes),
        ImageFormat::Png => png::chunk(bytes, b"iCCP").and_then(inflated),
        ImageFormat::WebP => riff_chunk(bytes, b"ICCP").map(<[u8]>::to_vec),
        ImageFormat::Gif | ImageFormat::Svg => None,
    };
    match profile {
        Some(profile) if profile.len() > MAX_PROFILE => {
            Err(format!("its ICC profile is larger than {} MiB", MAX_PROFILE >> 20))
        }
        profile => Ok(profile),
    }
}

/// The profile of a JPEG, which goes over as many segments as it needs (ICC.1:2022, B.4).
fn joined(bytes: &[u8]) -> Option<Vec<u8>> {
    const NAME: &[u8] = b"ICC_PROFILE\0";
    let parts = segments(bytes).filter(|(marker, _)| *marker == 0xe2);
    let mut parts: Vec<(u8, u8, &[u8])> = parts
        .filter_map(|(_, data)| match data.strip_prefix(NAME)? {
            [number, count, part @ ..] => Some((*number, *count, part)),
            _ => None,
        })
        .collect();
    parts.sort_by_key(|part| part.0);
    let count = usize::from(parts.first()?.1);
    let is_whole = parts.iter().zip(1..).all(|(part, number)| part.0 == number) && parts.len() == count;
    is_whole.then(|| parts.into_iter().flat_map(|(_, _, part)| part).copied().collect())
}

/// The profile of a PNG, which is compressed (PNG 3rd edition, 11.3.2.3): no more of it than is too much.
fn inflated(chunk: &[u8]) -> Option<Vec<u8>> {
    let name = chunk.iter().take(80).position(|byte| *byte == 0)?;
    let packed = chunk.get(name + 2..)?;
    let mut profile = Vec::new();
    ZlibDecoder::new(packed).take(MAX_PROFILE as u64 + 1).read_to_end(&mut profile).ok()?;
    Some(profile)
}
