//! Pictures of the book on a cover that is drawn.

use image::metadata::Orientation;
use tiny_skia::{FilterQuality, IntSize, Paint, Pattern, Pixmap, PixmapPaint, Rect, SpreadMode, Transform};

use super::scale::decoded;
use crate::fence;
use crate::model::media::{ImageFile, ImageFormat};
use crate::raster;
use crate::text::FontBook;

/// A picture and where its pixels come to stand.
pub struct Drawn {
    pixels: Pixmap,
    place: Transform,
    /// What of it is seen, where that is not all.
    area: Option<Rect>,
}

/// An upper left corner and an extent.
type Area = ((f32, f32), (f32, f32));

/// A picture at its place in pixels of the cover, and the area that it is cut to. One that cannot be drawn is left out: whoever
/// writes the pages has told of it.
pub fn of(file: &ImageFile, book: &FontBook, ((at, extent), area): (Area, Option<Area>)) -> Option<Drawn> {
    let pixels = match file.format {
        ImageFormat::Svg => drawing(file, book, extent)?,
        ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::Gif | ImageFormat::WebP => {
            raster::behind_fence(file, of_pixels).ok()??
        }
    };
    let (x, y) = (extent.0 / pixels.width() as f32, extent.1 / pixels.height() as f32);
    let area = area.and_then(|((left, top), (width, height))| Rect::from_xywh(left, top, width, height));
    Some(Drawn { pixels, place: Transform::from_row(x, 0.0, 0.0, y, at.0, at.1), area })
}

impl Drawn {
    /// Draws it on a part of the cover.
    pub fn draw(&self, onto: &mut Pixmap, transform: Transform) {
        if let Some(area) = self.area {
            let shader =
                Pattern::new(self.pixels.as_ref(), SpreadMode::Pad, FilterQuality::Bicubic, 1.0, self.place);
            onto.fill_rect(area, &Paint { shader, ..Paint::default() }, transform, None);
            return;
        }
        let paint = PixmapPaint { quality: FilterQuality::Bicubic, ..PixmapPaint::default() };
        onto.draw_pixmap(0, 0, self.pixels.as_ref(), &paint, self.place.post_concat(transform), None);
    }
}

fn drawing(file: &ImageFile, book: &FontBook, (width, height): (f32, f32)) -> Option<Pixmap> {
    let tree = book.drawing(&file.bytes).ok()?;
    let mut pixels = Pixmap::new((width.ceil() as u32).max(1), (height.ceil() as u32).max(1))?;
    let size = tree.size();
    let scale = Transform::from_scale(width / size.width(), height / size.height());
    fence::caught(move || {
        resvg::render(&tree, scale, &mut pixels.as_mut());
        pixels
    })
    .ok()
}

fn of_pixels(file: &ImageFile) -> Option<Pixmap> {
    let (mut image, _) = decoded(file)?;
    image.apply_orientation(Orientation::from_exif(file.turn.note())?);
    let size = IntSize::from_wh(image.width(), image.height())?;
    let mut samples = image.into_rgba8().into_raw();
    for pixel in samples.chunks_exact_mut(4) {
        let alpha = u16::from(pixel[3]);
        pixel[..3].iter_mut().for_each(|part| *part = (u16::from(*part) * alpha / 255) as u8);
    }
    Pixmap::from_vec(samples, size)
}
