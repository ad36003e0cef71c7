//! PNG with transparency, taken apart row by row: colours and alpha channel are compressed while the picture is decoded,
//! so that one of many megapixels takes little more memory than its file.

use std::io::{Cursor, Write};

use flate2::write::ZlibEncoder;
use png::{ColorType, Decoder, Transformations};

use super::content::LEVEL;

/// The parts of a picture, each as rows with a PNG filter (ISO 32000-1, 7.4.4.4), compressed.
#[derive(Clone)]
pub struct Parted {
    pub size: (u32, u32),
    /// 1 for gray, 3 for colours.
    pub channels: u8,
    pub colors: Vec<u8>,
    /// None where every pixel is there as a whole.
    pub alpha: Option<Vec<u8>>,
}

/// Takes a picture apart that has an alpha channel and whose rows follow one another; None for any other, and for one
/// that cannot be decoded.
pub fn part(bytes: &[u8]) -> Option<Parted> {
    let mut decoder = Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().ok()?;
    let channels = match reader.output_color_type().0 {
        ColorType::GrayscaleAlpha => 1,
        ColorType::Rgba => 3,
        ColorType::Grayscale | ColorType::Rgb | ColorType::Indexed => return None,
    };
    if reader.info().interlaced {
        return None;
    }
    let size = reader.info().size();
    let width = size.0 as usize;
    let (mut colors, mut alpha) = (Plane::new(width * channels), Plane::new(width));
    let mut is_opaque = true;
    while let Some(row) = reader.next_row().ok()? {
        match channels {
            1 => split::<2>(row.data(), &mut colors.row, &mut alpha.row),
            _ => split::<4>(row.data(), &mut colors.row, &mut alpha.row),
        }
        is_opaque &= alpha.row.iter().all(|&share| share == u8::MAX);
        colors.end_row();
        alpha.end_row();
    }
    let alpha = (!is_opaque).then(|| alpha.finish());
    Some(Parted { size, channels: channels as u8, colors: colors.finish(), alpha })
}

/// Parts pixels of so many samples, the last of which is their alpha.
fn split<const SAMPLES: usize>(row: &[u8], colors: &mut [u8], alpha: &mut [u8]) {
    let pixels = row.chunks_exact(SAMPLES).zip(colors.chunks_exact_mut(SAMPLES - 1));
    for ((pixel, color), share) in pixels.zip(alpha) {
        color.copy_from_slice(&pixel[..SAMPLES - 1]);
        *share = pixel[SAMPLES - 1];
    }
}

/// Samples on their way into a compressed stream.
struct Plane {
    row: Vec<u8>,
    above: Vec<u8>,
    filtered: Vec<u8>,
    encoder: ZlibEncoder<Vec<u8>>,
}

/// The filter that takes what is above from each sample.
pub const UP: u8 = 2;

impl Plane {
    fn new(stride: usize) -> Plane {
        let encoder = ZlibEncoder::new(Vec::new(), LEVEL);
        Plane { row: vec![0; stride], above: vec![0; stride], filtered: Vec::new(), encoder }
    }

    fn end_row(&mut self) {
        self.filtered.clear();
        self.filtered.push(UP);
        let pairs = self.row.iter().zip(&self.above);
        self.filtered.extend(pairs.map(|(value, above)| value.wrapping_sub(*above)));
        self.encoder.write_all(&self.filtered).expect("writing to memory cannot fail");
        std::mem::swap(&mut self.row, &mut self.above);
    }

    fn finish(self) -> Vec<u8> {
        self.encoder.finish().expect("writing to memory cannot fail")
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn written(kind: ColorType, samples: &[u8], width: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        let height = (samples.len() / kind.samples()) as u32 / width;
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(kind);
        let mut writer = encoder.write_header().expect("the header is well-formed");
        writer.write_image_data(samples).expect("there is a sample for each pixel");
        writer.finish().expect("writing to memory cannot fail");
        bytes
    }

    fn plain(compressed: &[u8]) -> Vec<u8> {
        let mut plain = Vec::new();
        let read = flate2::read::ZlibDecoder::new(compressed).read_to_end(&mut plain);
        read.expect("it was compressed just now");
        plain
    }

    #[test]
    fn colours_and_alpha_go_their_own_ways() {
        let samples = [10, 20, 30, 255, 40, 50, 60, 128, 11, 22, 33, 255, 40, 50, 60, 0];
        let parted = part(&written(ColorType::Rgba, &samples, 2)).expect("it has an alpha channel");
        assert_eq!((parted.size, parted.channels), ((2, 2), 3));
        assert_eq!(plain(&parted.colors), [UP, 10, 20, 30, 40, 50, 60, UP, 1, 2, 3, 0, 0, 0]);
        let alpha = parted.alpha.expect("a pixel is seen through");
        assert_eq!(plain(&alpha), [UP, 255, 128, UP, 0, 128]);
    }

    #[test]
    fn what_hides_nothing_has_no_mask() {
        let parted =
            part(&written(ColorType::GrayscaleAlpha, &[7, 255, 9, 255], 1)).expect("it has a channel");
        assert_eq!(plain(&parted.colors), [UP, 7, UP, 2]);
        assert!(parted.alpha.is_none());
        assert!(part(&written(ColorType::Rgb, &[1, 2, 3], 1)).is_none());
        assert!(part(b"\x89PNG").is_none());
    }
}
