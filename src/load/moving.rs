//! Whether a picture moves: read off the frame of its file, nothing decoded.

use crate::model::media::ImageFormat;
use crate::raster::png;

/// Whether an image has more than one frame, or may have.
pub(super) fn moves(format: ImageFormat, bytes: &[u8]) -> bool {
    match format {
        ImageFormat::Jpeg => false,
        // Before its pixels (PNG 3rd edition, 11.3.6.1).
        ImageFormat::Png => png::head(bytes).any(|chunk| chunk.name == b"acTL"),
        ImageFormat::WebP => webp(bytes),
        ImageFormat::Gif => gif(bytes).is_some_and(|frames| frames > 1),
        ImageFormat::Svg => svg(bytes),
    }
}

/// The first chunk of an extended WebP has a flag for it (RFC 9649, 2.7).
fn webp(bytes: &[u8]) -> bool {
    bytes.get(12..16) == Some(b"VP8X") && bytes.get(20).is_some_and(|flags| flags & 0b10 != 0)
}

/// The number of images in a GIF, two at most (GIF 89a, appendix A); None where it ends too early.
fn gif(bytes: &[u8]) -> Option<u32> {
    let colors = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let mut at = 13 + colors(*bytes.get(10)?);
    let mut images = 0;
    loop {
        match bytes.get(at)? {
            // An image descriptor, its colours, and the least size of a code.
            0x2c => {
                images += 1;
                at += 11 + colors(*bytes.get(at + 9)?);
            }
            0x21 => at += 2,
            _ => return Some(images),
        }
        if images > 1 {
            return Some(images);
        }
        // Blocks of at most 255 bytes, and one of none.
        while let length @ 1.. = *bytes.get(at)? {
            at += 1 + usize::from(length);
        }
        at += 1;
    }
}

/// Elements and rules that animate (SVG 2, 13; CSS Animations 1, 3).
fn svg(bytes: &[u8]) -> bool {
    let has = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
    [&b"<animate"[..], b":animate", b"<set", b":set ", b"@keyframes"].into_iter().any(has)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A GIF of so many images, each of one pixel.
    fn gif_of(images: usize) -> Vec<u8> {
        let head = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff";
        let image = b"\x21\xf9\x04\0\x0a\0\0\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0";
        [head.as_slice(), &image.repeat(images), b";"].concat()
    }

    #[test]
    fn frames_are_counted() {
        assert!(!moves(ImageFormat::Gif, &gif_of(1)));
        assert!(moves(ImageFormat::Gif, &gif_of(2)));
        let cut = gif_of(1);
        assert!(!(0..cut.len()).any(|end| moves(ImageFormat::Gif, &cut[..end])));
    }

    #[test]
    fn flags_and_chunks_tell() {
        let chunk = |name: &[u8; 4]| [b"\0\0\0\x01".as_slice(), name, b"x\0\0\0\0"].concat();
        let png = |chunks: &[&[u8; 4]]| {
            chunks.iter().fold(b"\x89PNG\r\n\x1a\n".to_vec(), |all, name| [all, chunk(name)].concat())
        };
        assert!(moves(ImageFormat::Png, &png(&[b"IHDR", b"acTL", b"IDAT"])));
        assert!(!moves(ImageFormat::Png, &png(&[b"IHDR", b"IDAT", b"acTL"])));
        let webp = |flags: u8| [b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0".as_slice(), &[flags]].concat();
        assert!(moves(ImageFormat::WebP, &webp(0b10)) && !moves(ImageFormat::WebP, &webp(0b1_0000)));
        assert!(moves(ImageFormat::Svg, b"<svg><animateMotion/></svg>"));
        assert!(!moves(ImageFormat::Svg, b"<svg><path/></svg>"));
    }
}
