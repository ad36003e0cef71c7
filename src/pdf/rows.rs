//! PNG with transparency, taken apart row by row: colours and alpha channel are compressed while the file is unpacked,
//! so that a picture of many megapixels takes little more memory than its file. A PNG filter works on each byte of a
//! sample by itself, with that byte of its neighbours (PNG 3rd edition, 9.2): a channel of filtered rows is the filtered
//! rows of that channel, and pixels are not needed.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

use crate::raster::png::chunks;

/// On the benchmark's book a level that looks further takes half as long again and gives a twentieth of the pictures.
const LEVEL: Compression = Compression::new(2);

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

/// What the image header says (PNG 3rd edition, 11.2.1).
pub struct Header {
    pub size: (u32, u32),
    pub bits: u8,
    pub color_type: u8,
    pub interlaced: bool,
}

impl Header {
    pub fn of(png: &[u8]) -> Option<Header> {
        let number = |at: usize| Some(u32::from_be_bytes(png.get(at..at + 4)?.try_into().ok()?));
        let size = (number(16)?, number(20)?);
        Some(Header { size, bits: *png.get(24)?, color_type: *png.get(25)?, interlaced: *png.get(28)? != 0 })
    }
}

/// The picture's rows, compressed.
pub fn packed(png: &[u8]) -> Vec<u8> {
    let pixels = chunks(png).filter(|chunk| chunk.name == b"IDAT");
    pixels.flat_map(|chunk| chunk.data).copied().collect()
}

/// Takes a picture apart that has an alpha channel and whose rows follow one another; None for any other, and for one
/// that cannot be unpacked. Of samples of two bytes the first is kept.
pub fn part(png: &[u8]) -> Option<Parted> {
    let header = Header::of(png).filter(|header| !header.interlaced)?;
    let split = match (header.color_type, header.bits) {
        (4, 8) => split::<2, 1, 1>,
        (4, 16) => split::<4, 2, 1>,
        (6, 8) => split::<4, 1, 3>,
        (6, 16) => split::<8, 2, 3>,
        _ => return None,
    };
    let channels = if header.color_type == 4 { 1 } else { 3 };
    let width = header.size.0 as usize;
    let mut row = vec![0; 1 + width * (channels + 1) * usize::from(header.bits / 8)];
    let (mut colors, mut alpha) = (Plane::new(width * channels), Plane::new(width));
    let mut is_opaque = true;
    let packed = packed(png);
    let mut rows = ZlibDecoder::new(packed.as_slice());
    for index in 0..header.size.1 {
        rows.read_exact(&mut row).ok()?;
        let (filter, samples) = row.split_first()?;
        split(samples, &mut colors.row[1..], &mut alpha.row[1..]);
        is_opaque = is_opaque && is_whole(*filter, index == 0, &alpha.row[1..]);
        colors.end_row(*filter);
        alpha.end_row(*filter);
    }
    let alpha = (!is_opaque).then(|| alpha.finish());
    Some(Parted { size: header.size, channels: channels as u8, colors: colors.finish(), alpha })
}

/// Parts pixels of so many bytes, of which so many are a sample; they have so many colours, and their alpha after them.
fn split<const PIXEL: usize, const SAMPLE: usize, const COLORS: usize>(
    row: &[u8],
    colors: &mut [u8],
    alpha: &mut [u8],
) {
    let pixels = row.as_chunks::<PIXEL>().0.iter().zip(colors.as_chunks_mut::<COLORS>().0);
    for ((pixel, color), share) in pixels.zip(alpha) {
        *color = std::array::from_fn(|nth| pixel[nth * SAMPLE]);
        *share = pixel[COLORS * SAMPLE];
    }
}

/// Whether a filtered row of alpha samples says 255 all along, given that every row above does (9.2, 9.4).
fn is_whole(filter: u8, is_first: bool, row: &[u8]) -> bool {
    let (first, others) = match (filter, is_first) {
        (0, _) | (2, true) => (255, 255),
        (1, _) | (4, true) => (255, 0),
        (2, false) | (4, false) => (0, 0),
        (3, true) => (255, 128),
        (3, false) => (128, 0),
        _ => return false,
    };
    row.split_first().is_some_and(|(have, rest)| *have == first && rest.iter().all(|share| *share == others))
}

/// Samples on their way into a compressed stream.
struct Plane {
    /// A filtered row, its filter first.
    row: Vec<u8>,
    encoder: ZlibEncoder<Vec<u8>>,
}

impl Plane {
    fn new(stride: usize) -> Plane {
        Plane { row: vec![0; stride + 1], encoder: ZlibEncoder::new(Vec::new(), LEVEL) }
    }

    fn end_row(&mut self, filter: u8) {
        self.row[0] = filter;
        self.encoder.write_all(&self.row).expect("writing to memory cannot fail");
    }

    fn finish(self) -> Vec<u8> {
        self.encoder.finish().expect("writing to memory cannot fail")
    }
}

#[cfg(test)]
mod tests {
    use png::{BitDepth, ColorType, Filter};

    use super::*;

    fn written(kind: (ColorType, BitDepth), samples: &[u8], width: u32, filter: Filter) -> Vec<u8> {
        let mut bytes = Vec::new();
        let stride = kind.0.samples() * width as usize * if kind.1 == BitDepth::Sixteen { 2 } else { 1 };
        let mut encoder = png::Encoder::new(&mut bytes, width, (samples.len() / stride) as u32);
        encoder.set_color(kind.0);
        encoder.set_depth(kind.1);
        encoder.set_filter(filter);
        let mut writer = encoder.write_header().expect("the header is well-formed");
        writer.write_image_data(samples).expect("there is a sample for each pixel");
        writer.finish().expect("writing to memory cannot fail");
        bytes
    }

    /// What a reader of the PDF sees: the rows as a PNG of their own, decoded.
    fn seen(rows: &[u8], (width, height): (u32, u32), channels: u8) -> Vec<u8> {
        let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
        let mut chunk = |name: &[u8], data: &[u8]| {
            let named = [name, data].concat();
            png.extend_from_slice(&(data.len() as u32).to_be_bytes());
            png.extend_from_slice(&named);
            let mut sum = flate2::Crc::new();
            sum.update(&named);
            png.extend_from_slice(&sum.sum().to_be_bytes());
        };
        let kind = if channels == 1 { 0 } else { 2 };
        let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
        chunk(b"IHDR", &[size.as_slice(), &[8, kind, 0, 0, 0]].concat());
        chunk(b"IDAT", rows);
        chunk(b"IEND", b"");
        let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().expect("a header");
        let mut samples = vec![0; reader.output_buffer_size().expect("a size")];
        reader.next_frame(&mut samples).expect("rows");
        samples
    }

    const FILTERS: [Filter; 6] =
        [Filter::NoFilter, Filter::Sub, Filter::Up, Filter::Avg, Filter::Paeth, Filter::Adaptive];

    /// Samples like noise, the same each time.
    fn noise(count: usize) -> Vec<u8> {
        (0..count as u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect()
    }

    #[test]
    fn colours_and_alpha_go_their_own_ways_under_every_filter() {
        for (kind, bits) in [(ColorType::Rgba, 8), (ColorType::Rgba, 16), (ColorType::GrayscaleAlpha, 16)] {
            let depth = if bits == 8 { BitDepth::Eight } else { BitDepth::Sixteen };
            let (pixel, step) = (kind.samples() * bits / 8, bits / 8);
            let samples = noise(5 * 7 * pixel);
            let channel = |range: std::ops::Range<usize>| -> Vec<u8> {
                samples.chunks(pixel).flat_map(|one| range.clone().map(|nth| one[nth * step])).collect()
            };
            let last = kind.samples() - 1;
            for filter in FILTERS {
                let parted =
                    part(&written((kind, depth), &samples, 5, filter)).expect("it has an alpha channel");
                assert_eq!((parted.size, usize::from(parted.channels)), ((5, 7), last));
                assert_eq!(seen(&parted.colors, (5, 7), parted.channels), channel(0..last), "{filter:?}");
                let alpha = parted.alpha.expect("a pixel is seen through");
                assert_eq!(seen(&alpha, (5, 7), 1), channel(last..last + 1), "{filter:?}");
            }
        }
    }

    #[test]
    fn what_hides_nothing_has_no_mask() {
        for filter in FILTERS {
            let mut samples = noise(6 * 5 * 2);
            samples.iter_mut().skip(1).step_by(2).for_each(|share| *share = 255);
            let eight = (ColorType::GrayscaleAlpha, BitDepth::Eight);
            let parted = part(&written(eight, &samples, 6, filter)).expect("it has a channel");
            assert!(parted.alpha.is_none(), "{filter:?}");
            for nth in [1, 11, 13, 59] {
                let mut samples = samples.clone();
                samples[nth] = 254;
                let parted = part(&written(eight, &samples, 6, filter)).expect("it has a channel");
                assert!(parted.alpha.is_some(), "{filter:?} {nth}");
            }
        }
    }

    #[test]
    fn other_files_are_left_alone() {
        let whole = written((ColorType::Rgba, BitDepth::Eight), &noise(64), 4, Filter::Up);
        assert!(part(&written((ColorType::Rgb, BitDepth::Eight), &[1, 2, 3], 1, Filter::Up)).is_none());
        for length in 0..whole.len() - 12 {
            let parted = part(&whole[..length]);
            assert!(parted.is_none(), "cut after {length} bytes");
        }
    }
}
