//! The chunks of a PNG, and whether all its rows are there.

use std::io::{Cursor, Read};

use flate2::Crc;
use flate2::read::ZlibDecoder;

/// A chunk (PNG 3rd edition, 5.3).
#[derive(Clone, Copy)]
pub struct Chunk<'b> {
    pub name: &'b [u8],
    pub data: &'b [u8],
    sum: [u8; 4],
    /// What comes after it.
    rest: &'b [u8],
}

impl Chunk<'_> {
    fn is_sound(&self) -> bool {
        let mut sum = Crc::new();
        sum.update(self.name);
        sum.update(self.data);
        sum.sum().to_be_bytes() == self.sum
    }
}

/// The chunks of a PNG, up to one that is cut short.
pub fn chunks(png: &[u8]) -> impl Iterator<Item = Chunk<'_>> {
    let mut rest = png.get(8..).unwrap_or_default();
    std::iter::from_fn(move || {
        let length = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?) as usize;
        let (whole, others) = rest.split_at_checked(length.checked_add(12)?)?;
        rest = others;
        let sum = whole[8 + length..].try_into().ok()?;
        Some(Chunk { name: &whole[4..8], data: &whole[8..8 + length], sum, rest })
    })
}

/// The content of a PNG's first chunk of this name.
pub fn chunk<'b>(png: &'b [u8], name: &[u8; 4]) -> Option<&'b [u8]> {
    chunks(png).find(|chunk| chunk.name == name).map(|chunk| chunk.data)
}

/// The chunks before the pixels.
pub fn head(png: &[u8]) -> impl Iterator<Item = Chunk<'_>> {
    chunks(png).take_while(|chunk| !matches!(chunk.name, b"IDAT" | b"IEND"))
}

/// Unpacks a PNG to its last row, and keeps no more of it than a row. What the rows' filters do is left undone: it cannot
/// fail, and takes longer than all else.
///
/// # Errors
/// Where it is damaged, and how.
pub fn check(png: &[u8]) -> Result<(), String> {
    let mut reader = ::png::Decoder::new(Cursor::new(png)).read_info().map_err(|error| error.to_string())?;
    if reader.info().interlaced {
        while reader.next_row().map_err(|error| error.to_string())?.is_some() {}
        return Ok(());
    }
    let (mut row, height) = (vec![0; reader.info().raw_row_length()], reader.info().height);
    let (mut packed, mut rest) = (Vec::new(), png);
    let is_pixels = |chunk: &Chunk| chunk.name == b"IDAT";
    for chunk in chunks(png).skip_while(|chunk| !is_pixels(chunk)).take_while(is_pixels) {
        if !chunk.is_sound() {
            return Err("a checksum of its pixels is wrong".to_string());
        }
        packed.extend_from_slice(chunk.data);
        rest = chunk.rest;
    }
    // Only what comes next tells that there are no more.
    if rest.len() < NEXT {
        return Err("it ends where its pixels do".to_string());
    }
    let mut rows = ZlibDecoder::new(packed.as_slice());
    for index in 0..height {
        rows.read_exact(&mut row)
            .map_err(|_| format!("only {index} of its {height} rows can be unpacked"))?;
        if row[0] > PAETH {
            return Err(format!("its row {} has no filter that there is", index + 1));
        }
    }
    Ok(())
}

/// The length and the name of a chunk.
const NEXT: usize = 8;

/// The last of the filters (9.2).
const PAETH: u8 = 4;

#[cfg(test)]
mod tests {
    use png::{BitDepth, ColorType, Decoder, Encoder};

    use super::*;

    fn written(color: ColorType, bits: BitDepth, (width, height): (u32, u32)) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, width, height);
        encoder.set_color(color);
        encoder.set_depth(bits);
        let mut writer = encoder.write_header().expect("the header is well-formed");
        let row = (color.samples() * width as usize * bits as usize).div_ceil(8);
        let samples: Vec<u8> = (0..row * height as usize).map(|n| (n * n / 7) as u8).collect();
        writer.write_image_data(&samples).expect("there is a sample for each pixel");
        writer.finish().expect("writing to memory cannot fail");
        bytes
    }

    fn decoded(png: &[u8]) -> Result<(), png::DecodingError> {
        let mut reader = Decoder::new(Cursor::new(png)).read_info()?;
        while reader.next_row()?.is_some() {}
        Ok(())
    }

    #[test]
    fn what_cannot_be_decoded_is_found_without_decoding() {
        let kinds = [
            (ColorType::Rgba, BitDepth::Eight),
            (ColorType::Rgb, BitDepth::Sixteen),
            (ColorType::Grayscale, BitDepth::One),
        ];
        for (color, bits) in kinds {
            let whole = written(color, bits, (9, 5));
            assert_eq!(check(&whole), Ok(()));
            for at in 0..whole.len() {
                let mut changed = whole.clone();
                changed[at] ^= 0x21;
                for png in [&whole[..at], &changed] {
                    let decoded = decoded(png).map_err(|error| error.to_string());
                    let is_missed = decoded.is_err() && check(png).is_ok();
                    assert!(!is_missed, "{at} of {}: {decoded:?}", whole.len());
                }
            }
        }
    }

    #[test]
    fn rows_have_filters_that_there_are() {
        let row = |filter: u8| {
            let mut png = written(ColorType::Grayscale, BitDepth::Eight, (1, 1));
            let at = png.windows(4).position(|four| four == b"IDAT").expect("it has pixels");
            let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::none());
            std::io::Write::write_all(&mut packer, &[filter, 7]).expect("writing to memory cannot fail");
            let packed = packer.finish().expect("writing to memory cannot fail");
            png.truncate(at - 4);
            for (name, data) in [(b"IDAT", packed.as_slice()), (b"IEND", b"")] {
                let mut sum = Crc::new();
                sum.update(name);
                sum.update(data);
                png.extend_from_slice(&(data.len() as u32).to_be_bytes());
                png.extend_from_slice(&[name, data, &sum.sum().to_be_bytes()].concat());
            }
            (check(&png).is_ok(), decoded(&png).is_ok())
        };
        assert_eq!((row(4), row(5)), ((true, true), (false, false)));
    }
}
