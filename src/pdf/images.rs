//! Images as XObjects: JPEG as it is, other pixels deflated, drawings as vectors.

use std::collections::BTreeMap;
use std::io::Cursor;

use image::{DynamicImage, GenericImageView, GrayImage, ImageDecoder, ImageReader, RgbImage};
use printpdf::{DictItem, ExternalStream, ExternalXObject, XObject, XObjectId};
use rayon::prelude::*;

use super::ink::Inks;
use super::rows::{self, Header};
use super::{content, svg};
use crate::diag::{Diagnostic, Sink};
use crate::memo::Memo;
use crate::model::layout::{ItemKind, Layout};
use crate::model::media::{ImageFile, ImageFormat, ImageId};
use crate::text::FontBook;

/// The XObjects of the images that are shown.
pub struct EmbeddedImages {
    pub objects: BTreeMap<ImageId, XObject>,
}

/// The resource name of an image.
pub fn name(image: ImageId) -> String {
    format!("I{}", image.0)
}

pub fn id(image: ImageId) -> XObjectId {
    XObjectId(name(image))
}

pub fn embed(layout: &Layout, book: &FontBook, inks: &Inks, memo: &Memo, sink: &mut Sink) -> EmbeddedImages {
    let mut shown: Vec<ImageId> =
        layout.pages.iter().flat_map(|page| &page.items).filter_map(shown_image).collect();
    shown.sort_unstable();
    shown.dedup();
    let made: Vec<(ImageId, Result<XObject, Diagnostic>)> = shown
        .into_par_iter()
        .with_max_len(1)
        .filter_map(|image| layout.images.get(image).map(|file| (image, object(file, book, inks, memo))))
        .collect();
    let mut objects = BTreeMap::new();
    for (image, object) in made {
        match object {
            Ok(object) => drop(objects.insert(image, object)),
            Err(problem) => sink.push(problem),
        }
    }
    EmbeddedImages { objects }
}

fn shown_image(item: &crate::model::layout::Item) -> Option<ImageId> {
    match item.kind {
        ItemKind::Image { image, .. } => Some(image),
        ItemKind::Glyphs(_) | ItemKind::Fill { .. } | ItemKind::Link { .. } => None,
    }
}

fn object(file: &ImageFile, book: &FontBook, inks: &Inks, memo: &Memo) -> Result<XObject, Diagnostic> {
    let as_it_is = match file.format {
        ImageFormat::Svg => Some(drawn(file, book, inks, memo)?),
        ImageFormat::Jpeg => jpeg(file, inks)?,
        ImageFormat::Png => png(file, inks).or_else(|| parted(file, inks, memo)),
        ImageFormat::Gif | ImageFormat::WebP => None,
    };
    let stream = as_it_is.map_or_else(|| pixels(file, inks), Ok)?;
    Ok(XObject::External(ExternalXObject { stream, width: None, height: None, dpi: None }))
}

/// A drawing; one for the screen as an earlier build drew it.
fn drawn(file: &ImageFile, book: &FontBook, inks: &Inks, memo: &Memo) -> Result<ExternalStream, Diagnostic> {
    let draw = || svg::form(file, book, inks);
    match inks {
        Inks::Screen if memo.keeps() => {
            // What is wrong with one is told of its place, which is not what it is made from.
            let drawn = memo.made_of("drawn", (&file.bytes, book.drawing_digest()), || draw().ok());
            drawn.map_or_else(draw, Ok)
        }
        Inks::Screen | Inks::Press(_) => draw(),
    }
}

pub fn name_item(name: &str) -> DictItem {
    DictItem::Name(name.as_bytes().to_vec())
}

fn image_dict(width: u32, height: u32, space: &str, filter: &str) -> BTreeMap<String, DictItem> {
    let entries = [
        ("Type", name_item("XObject")),
        ("Subtype", name_item("Image")),
        ("Width", DictItem::Int(i64::from(width))),
        ("Height", DictItem::Int(i64::from(height))),
        ("ColorSpace", name_item(space)),
        ("BitsPerComponent", DictItem::Int(8)),
        ("Filter", name_item(filter)),
    ];
    entries.into_iter().map(|(key, value)| (key.to_string(), value)).collect()
}

/// A JPEG goes in as it is (DCTDecode), if its frame header is one that PDF readers take: 8 bits, baseline or
/// progressive, 1, 3 or 4 components. A press takes no light (3), and inks only if they were meant for it.
fn jpeg(file: &ImageFile, inks: &Inks) -> Result<Option<ExternalStream>, Diagnostic> {
    let Some(frame) = frame(&file.bytes) else { return Ok(None) };
    let space = match (frame.components, inks) {
        (1, _) => "DeviceGray",
        (3, Inks::Screen) => "DeviceRGB",
        (4, Inks::Screen) => "DeviceCMYK",
        (4, Inks::Press(separation)) => {
            let profile = decoder(file).ok().and_then(|mut decoder| decoder.icc_profile().ok().flatten());
            if profile.is_some_and(|profile| !separation.is_own(&profile)) {
                return Err(unfit(
                    file,
                    "its inks are those of another ICC profile than the printing condition's",
                ));
            }
            "DeviceCMYK"
        }
        _ => return Ok(None),
    };
    let mut dict = image_dict(frame.width, frame.height, space, "DCTDecode");
    if frame.components == 4 && frame.adobe {
        // Adobe writes CMYK inverted.
        let inverted = [1, 0, 1, 0, 1, 0, 1, 0].map(DictItem::Int).to_vec();
        dict.insert("Decode".to_string(), DictItem::Array(inverted));
    }
    Ok(Some(ExternalStream { dict, content: file.bytes.to_vec(), compress: false }))
}

struct Frame {
    width: u32,
    height: u32,
    components: u8,
    adobe: bool,
}

/// Reads a JPEG's markers up to its frame header (ITU-T T.81, B.2.2).
fn frame(bytes: &[u8]) -> Option<Frame> {
    let mut at = 2;
    let mut adobe = false;
    loop {
        let marker = *bytes.get(at + 1)?;
        if *bytes.get(at)? != 0xff {
            return None;
        }
        if marker == 0xff {
            at += 1;
            continue;
        }
        let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
        match marker {
            0xc0..=0xc2 => {
                let number =
                    |at: usize| Some(u32::from(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?])));
                let (height, width) = (number(at + 5)?, number(at + 7)?);
                let precision = *bytes.get(at + 4)?;
                let components = *bytes.get(at + 9)?;
                return (precision == 8).then_some(Frame { width, height, components, adobe });
            }
            0xee => adobe |= bytes.get(at + 4..at + 9)? == b"Adobe",
            0xda | 0xd9 => return None,
            _ => {}
        }
        at += 2 + length;
    }
}

fn decoder(file: &ImageFile) -> image::ImageResult<impl ImageDecoder + '_> {
    ImageReader::new(Cursor::new(&*file.bytes)).with_guessed_format()?.into_decoder()
}

/// A PNG with an alpha channel, for the screen.
fn parted(file: &ImageFile, inks: &Inks, memo: &Memo) -> Option<ExternalStream> {
    match inks {
        Inks::Screen => {}
        Inks::Press(_) => return None,
    }
    let parted = memo.made_of("parted picture", (&file.bytes, ()), || rows::part(&file.bytes))?;
    let mut stream = filtered_stream(parted.colors, parted.size, parted.channels);
    if let Some(alpha) = parted.alpha {
        let mask = filtered_stream(alpha, parted.size, 1);
        stream.dict.insert("SMask".to_string(), DictItem::Stream { stream: mask });
    }
    Some(stream)
}

/// Decoded pixels, with the alpha channel as a soft mask.
fn pixels(file: &ImageFile, inks: &Inks) -> Result<ExternalStream, Diagnostic> {
    let decoded = decoder(file).and_then(|mut decoder| {
        let profile = decoder.icc_profile().ok().flatten();
        Ok((DynamicImage::from_decoder(decoder)?, profile))
    });
    let (image, profile) = decoded.map_err(|error| {
        Diagnostic::error("broken-image", file.span, format!("{} cannot be decoded: {error}", file.path))
            .hint("open it in an image editor and save it again")
    })?;
    let size = image.dimensions();
    let (image, alpha) = part_alpha(image);
    let mut stream = if image.color().has_color() {
        let colors = image.into_rgb8();
        colored(&colors, size, inks, profile.as_deref()).map_err(|why| unfit(file, &why))?
    } else {
        samples_stream(&image.into_luma8(), size, 1)
    };
    if let Some(alpha) = alpha {
        stream.dict.insert("SMask".to_string(), DictItem::Stream { stream: samples_stream(&alpha, size, 1) });
    }
    Ok(stream)
}

/// The picture without its alpha channel, and that channel; None where every pixel is there as a whole.
fn part_alpha(image: DynamicImage) -> (DynamicImage, Option<Vec<u8>>) {
    if !image.color().has_alpha() {
        return (image, None);
    }
    let is_gray = !image.color().has_color();
    let mixed = image.into_rgba8();
    let (width, height) = mixed.dimensions();
    let mixed = mixed.into_raw();
    let alpha: Vec<u8> = mixed.chunks_exact(4).map(|pixel| pixel[3]).collect();
    let alpha = alpha.iter().any(|&share| share < 255).then_some(alpha);
    let plain = if is_gray {
        GrayImage::from_raw(width, height, mixed.chunks_exact(4).map(|pixel| pixel[0]).collect())
            .map(DynamicImage::from)
    } else {
        RgbImage::from_raw(width, height, opaque(&mixed)).map(DynamicImage::from)
    };
    (plain.expect("there is a sample for each pixel"), alpha)
}

fn opaque(mixed: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(mixed.len() / 4 * 3);
    mixed.chunks_exact(4).for_each(|pixel| plain.extend_from_slice(&pixel[..3]));
    plain
}

/// Pixels in colour; a press prints those that are gray all over with its black alone.
fn colored(
    colors: &[u8],
    size: (u32, u32),
    inks: &Inks,
    profile: Option<&[u8]>,
) -> Result<ExternalStream, String> {
    match inks {
        Inks::Screen => Ok(samples_stream(colors, size, 3)),
        Inks::Press(_)
            if colors.chunks_exact(3).all(|pixel| pixel[0] == pixel[1] && pixel[1] == pixel[2]) =>
        {
            let gray: Vec<u8> = colors.iter().copied().step_by(3).collect();
            Ok(samples_stream(&gray, size, 1))
        }
        Inks::Press(separation) => Ok(samples_stream(&separation.pixels(colors, profile)?, size, 4)),
    }
}

fn unfit(file: &ImageFile, why: &str) -> Diagnostic {
    let message = format!("{} cannot be separated for the press: {why} (ISO 15930-7)", file.path);
    Diagnostic::error("unfit-image", file.span, message)
        .hint("convert it to sRGB, or to the profile of the printing condition, in an image editor")
}

fn samples_stream(samples: &[u8], (width, height): (u32, u32), colors: u8) -> ExternalStream {
    let rows = filtered(samples, width as usize * usize::from(colors));
    filtered_stream(content::deflate(&rows), (width, height), colors)
}

/// Rows that are filtered and compressed.
fn filtered_stream(content: Vec<u8>, (width, height): (u32, u32), colors: u8) -> ExternalStream {
    let space = match colors {
        1 => "DeviceGray",
        4 => "DeviceCMYK",
        _ => "DeviceRGB",
    };
    let mut dict = image_dict(width, height, space, "FlateDecode");
    predict(&mut dict, width, colors, 8);
    ExternalStream { dict, content, compress: false }
}

/// Rows carry a PNG filter byte each (ISO 32000-1, 7.4.4.4), which makes drawings and screenshots much smaller.
fn predict(dict: &mut BTreeMap<String, DictItem>, width: u32, colors: u8, bits: u8) {
    let parameters = [
        ("Predictor", DictItem::Int(15)),
        ("Colors", DictItem::Int(i64::from(colors))),
        ("BitsPerComponent", DictItem::Int(i64::from(bits))),
        ("Columns", DictItem::Int(i64::from(width))),
    ];
    let map = parameters.into_iter().map(|(key, value)| (key.to_string(), value)).collect();
    dict.insert("DecodeParms".to_string(), DictItem::Dict { map });
}

/// The filter that takes what is above from each sample.
const UP: u8 = 2;

/// Filters each row by what is above it (`Up`), the first by nothing.
fn filtered(samples: &[u8], stride: usize) -> Vec<u8> {
    let mut filtered = Vec::with_capacity(samples.len() + samples.len() / stride.max(1) + 1);
    let stride = stride.max(1);
    let first = samples.get(..stride).unwrap_or(samples);
    filtered.push(UP);
    filtered.extend_from_slice(first);
    for (above, row) in samples.chunks(stride).zip(samples.chunks(stride).skip(1)) {
        filtered.push(UP);
        filtered.extend(row.iter().zip(above).map(|(value, above)| value.wrapping_sub(*above)));
    }
    filtered
}

/// A PNG without transparency or interlacing goes in as it is: its compressed rows are what FlateDecode with a PNG
/// predictor reads (PNG 3rd edition, 10; ISO 32000-1, 7.4.4.4).
fn png(file: &ImageFile, inks: &Inks) -> Option<ExternalStream> {
    let Header { size: (width, height), bits, color_type, interlaced } = Header::of(&file.bytes)?;
    let mut palette = None;
    for (name, data) in rows::chunks(&file.bytes) {
        match name {
            b"PLTE" => palette = Some(data),
            b"tRNS" => return None,
            // Colours of its own have to be converted pixel by pixel.
            b"iCCP" if matches!(inks, Inks::Press(_)) => return None,
            _ => {}
        }
    }
    let (space, colors) = match (color_type, palette, inks) {
        (0, _, _) => (name_item("DeviceGray"), 1),
        (2, _, Inks::Screen) => (name_item("DeviceRGB"), 3),
        (3, Some(palette), _) => (indexed(palette, inks), 1),
        _ => return None,
    };
    if interlaced || bits > 8 {
        return None;
    }
    let mut dict = image_dict(width, height, "DeviceRGB", "FlateDecode");
    dict.insert("ColorSpace".to_string(), space);
    dict.insert("BitsPerComponent".to_string(), DictItem::Int(i64::from(bits)));
    predict(&mut dict, width, colors, bits);
    Some(ExternalStream { dict, content: rows::packed(&file.bytes), compress: false })
}

fn indexed(palette: &[u8], inks: &Inks) -> DictItem {
    let last = (palette.len() / 3).saturating_sub(1) as i64;
    let colors = palette.chunks_exact(3).flat_map(|color| inks.bytes([color[0], color[1], color[2]]));
    let table = DictItem::String { data: colors.collect(), literal: false };
    DictItem::Array(vec![name_item("Indexed"), name_item(inks.space()), DictItem::Int(last), table])
}
