//! Images as XObjects: JPEG as it is, other pixels deflated, drawings as vectors.

use std::collections::BTreeMap;
use std::sync::Arc;

use printpdf::{DictItem, ExternalStream, ExternalXObject, XObject, XObjectId};
use rayon::prelude::*;

use super::flate::deflate;
use super::ink::Inks;
use super::items::{dict, entries, name_item};
use super::rows::{self, Header};
use super::svg;
use crate::diag::{Diagnostic, Sink};
use crate::fence::fence;
use crate::memo::Memo;
use crate::model::layout::{ItemKind, Layout};
use crate::model::media::{ImageFile, ImageFormat, ImageId, Turn};
use crate::raster::color::{self, Fit};
use crate::raster::png::{Chunk, chunks};
use crate::raster::{self, Kind, Raster};
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

pub fn embed(
    layout: &Layout,
    book: &FontBook,
    inks: &Arc<Inks>,
    memo: &Memo,
    sink: &mut Sink,
) -> EmbeddedImages {
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
        ItemKind::Glyphs(_) | ItemKind::Fill { .. } | ItemKind::Stroke { .. } | ItemKind::Link { .. } => None,
    }
}

fn object(file: &ImageFile, book: &FontBook, inks: &Arc<Inks>, memo: &Memo) -> Result<XObject, Diagnostic> {
    let stream = match file.format {
        ImageFormat::Svg => drawn(file, book, inks, memo)?,
        ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::Gif | ImageFormat::WebP => {
            turned(stored(file, inks, memo)?, file.turn)
        }
    };
    Ok(XObject::External(ExternalXObject { stream, width: None, height: None, dpi: None }))
}

/// A picture's pixels, as they are stored: where it can be, as the file has them.
fn stored(file: &ImageFile, inks: &Arc<Inks>, memo: &Memo) -> Result<ExternalStream, Diagnostic> {
    let as_it_is = match file.format {
        ImageFormat::Jpeg => jpeg(file, inks),
        ImageFormat::Png => png(file, inks).or_else(|| parted(file, inks, memo)),
        ImageFormat::Gif | ImageFormat::WebP | ImageFormat::Svg => None,
    };
    as_it_is.map_or_else(|| pixels(file, inks), Ok)
}

/// A picture that is not stored upright, in a form that turns it.
fn turned(stream: ExternalStream, turn: Turn) -> ExternalStream {
    if turn == Turn::NONE {
        return stream;
    }
    let matrix: Vec<String> = turn.matrix().iter().map(i8::to_string).collect();
    let content = format!("{} cm /P Do", matrix.join(" ")).into_bytes();
    let form = entries([
        ("Type", name_item("XObject")),
        ("Subtype", name_item("Form")),
        ("BBox", DictItem::Array([0, 0, 1, 1].map(DictItem::Int).to_vec())),
        ("Resources", dict([("XObject", dict([("P", DictItem::Stream { stream })]))])),
    ]);
    ExternalStream { dict: form, content, compress: false }
}

/// A drawing; one for the screen as an earlier build drew it.
fn drawn(
    file: &ImageFile,
    book: &FontBook,
    inks: &Arc<Inks>,
    memo: &Memo,
) -> Result<ExternalStream, Diagnostic> {
    let draw = || svg::form(file, book, inks);
    match &**inks {
        Inks::Screen if memo.keeps() => {
            // What is wrong with one is told of its place, which is not what it is made from.
            let drawn = memo.made_of("drawn", (&file.bytes, book.drawing_digest()), || draw().ok());
            drawn.map_or_else(draw, Ok)
        }
        Inks::Screen | Inks::Press(_) => draw(),
    }
}

/// The colour space of samples that mean what goes without saying.
fn device(kind: Kind) -> DictItem {
    name_item(match kind {
        Kind::Gray => "DeviceGray",
        Kind::Light => "DeviceRGB",
        Kind::Inks => "DeviceCMYK",
    })
}

/// The colour space of samples on a screen: that of the profile which comes with them, if it says something of its own
/// (ISO 32000-1, 8.6.5.5). Loading has told of one that cannot be used.
fn space(kind: Kind, profile: Option<Vec<u8>>) -> DictItem {
    let own = profile.filter(|profile| color::fit(profile, kind) == Fit::Own);
    let Some(profile) = own else { return device(kind) };
    let dict = entries([
        ("N", DictItem::Int(i64::from(kind.channels()))),
        ("Alternate", device(kind)),
        ("Filter", name_item("FlateDecode")),
    ]);
    let stream = ExternalStream { dict, content: deflate(&profile), compress: false };
    DictItem::Array(vec![name_item("ICCBased"), DictItem::Stream { stream }])
}

/// The colour space of a file whose samples are taken as they are.
fn space_of(file: &ImageFile, kind: Kind) -> DictItem {
    let Ok(Some(profile)) = raster::profile(file.format, &file.bytes) else { return device(kind) };
    fence(move || space(kind, Some(profile))).unwrap_or_else(|_| device(kind))
}

fn image_dict((width, height): (u32, u32), space: DictItem, filter: &str) -> BTreeMap<String, DictItem> {
    entries([
        ("Type", name_item("XObject")),
        ("Subtype", name_item("Image")),
        ("Width", DictItem::Int(i64::from(width))),
        ("Height", DictItem::Int(i64::from(height))),
        ("ColorSpace", space),
        ("BitsPerComponent", DictItem::Int(8)),
        ("Filter", name_item(filter)),
    ])
}

/// A JPEG goes in as it is (DCTDecode), if its frame header is one that PDF readers take: 8 bits, baseline or
/// progressive, 1 or 3 components. A press takes no light (3), and inks if they were meant for it; a screen takes no
/// inks (ISO 19005-2, 6.2.4.3).
fn jpeg(file: &ImageFile, inks: &Inks) -> Option<ExternalStream> {
    let frame = raster::frame(&file.bytes).filter(|frame| frame.is_common && frame.bits == 8)?;
    let profile = raster::profile(file.format, &file.bytes).ok().flatten();
    let space = match (frame.components, inks) {
        (1, Inks::Screen) => space_of(file, Kind::Gray),
        (3, Inks::Screen) => space_of(file, Kind::Light),
        (1, Inks::Press(_)) if profile.is_none() => device(Kind::Gray),
        (4, Inks::Press(press)) if profile.is_none_or(|own| press.is_own(&own)) => device(Kind::Inks),
        (_, Inks::Screen | Inks::Press(_)) => return None,
    };
    let mut dict = image_dict(frame.size, space, "DCTDecode");
    if frame.components == 4 && frame.adobe {
        // Adobe writes CMYK inverted.
        let inverted = [1, 0, 1, 0, 1, 0, 1, 0].map(DictItem::Int).to_vec();
        dict.insert("Decode".to_string(), DictItem::Array(inverted));
    }
    Some(ExternalStream { dict, content: file.bytes.to_vec(), compress: false })
}

/// A PNG with an alpha channel, for the screen.
fn parted(file: &ImageFile, inks: &Inks, memo: &Memo) -> Option<ExternalStream> {
    match inks {
        Inks::Screen => {}
        Inks::Press(_) => return None,
    }
    let parted = memo.made_of("parted picture", (&file.bytes, ()), || rows::part(&file.bytes))?;
    let kind = if parted.channels == 1 { Kind::Gray } else { Kind::Light };
    let mut stream = filtered_stream(parted.colors, parted.size, kind);
    stream.dict.insert("ColorSpace".to_string(), space_of(file, kind));
    if let Some(alpha) = parted.alpha {
        let mask = filtered_stream(alpha, parted.size, Kind::Gray);
        stream.dict.insert("SMask".to_string(), DictItem::Stream { stream: mask });
    }
    Some(stream)
}

/// Why pixels cannot be written.
enum Trouble {
    Broken(String),
    Unfit(String),
}

/// Decoded pixels, with the alpha channel as a soft mask.
fn pixels(file: &ImageFile, inks: &Arc<Inks>) -> Result<ExternalStream, Diagnostic> {
    let inks = Arc::clone(inks);
    let work = move |file: &ImageFile| -> Result<ExternalStream, Trouble> {
        let raster = raster::read(file).map_err(Trouble::Broken)?;
        let (size, alpha) = (raster.size, raster.alpha.clone());
        let mut stream = colored(raster, &inks).map_err(Trouble::Unfit)?;
        if let Some(alpha) = alpha {
            let mask = samples_stream(&alpha, size, Kind::Gray);
            stream.dict.insert("SMask".to_string(), DictItem::Stream { stream: mask });
        }
        Ok(stream)
    };
    let done = raster::behind_fence(file, work);
    done.unwrap_or_else(|breach| Err(Trouble::Broken(breach.to_string()))).map_err(|trouble| match trouble {
        Trouble::Unfit(why) => unfit(file, &why),
        Trouble::Broken(why) => {
            Diagnostic::error("broken-image", file.span, format!("{} cannot be decoded: {why}", file.path))
                .hint("open it in an image editor and save it again")
        }
    })
}

/// Samples for a screen or a press. A press prints pixels that are gray all over with its black alone.
fn colored(raster: Raster, inks: &Inks) -> Result<ExternalStream, String> {
    let Raster { size, kind, samples, profile, .. } = raster;
    let own = profile.as_deref().filter(|profile| color::fit(profile, kind) == Fit::Own);
    match (kind, inks) {
        (Kind::Gray | Kind::Light, Inks::Screen) => {
            let mut stream = samples_stream(&samples, size, kind);
            stream.dict.insert("ColorSpace".to_string(), space(kind, profile));
            Ok(stream)
        }
        (Kind::Inks, Inks::Screen) => {
            Ok(samples_stream(&color::to_srgb(&samples, kind, own)?, size, Kind::Light))
        }
        (Kind::Gray, Inks::Press(_)) => match own {
            None => Ok(samples_stream(&samples, size, kind)),
            Some(_) => {
                let light = color::to_srgb(&samples, kind, own)?;
                Ok(samples_stream(&every_third(&light), size, kind))
            }
        },
        (Kind::Light, Inks::Press(_)) if is_gray(&samples) => {
            Ok(samples_stream(&every_third(&samples), size, Kind::Gray))
        }
        (Kind::Light | Kind::Inks, Inks::Press(press)) => {
            Ok(samples_stream(&press.pixels(&samples, kind, profile.as_deref())?, size, Kind::Inks))
        }
    }
}

fn is_gray(light: &[u8]) -> bool {
    light.chunks_exact(3).all(|pixel| pixel[0] == pixel[1] && pixel[1] == pixel[2])
}

/// One sample of each gray pixel.
fn every_third(light: &[u8]) -> Vec<u8> {
    light.iter().copied().step_by(3).collect()
}

fn unfit(file: &ImageFile, why: &str) -> Diagnostic {
    let message = format!("{} cannot be separated for the press: {why} (ISO 15930-7)", file.path);
    Diagnostic::error("unfit-image", file.span, message)
        .hint("convert it to sRGB, or to the profile of the printing condition, in an image editor")
}

fn samples_stream(samples: &[u8], (width, height): (u32, u32), kind: Kind) -> ExternalStream {
    let rows = filtered(samples, width as usize * usize::from(kind.channels()));
    filtered_stream(deflate(&rows), (width, height), kind)
}

/// Rows that are filtered and compressed.
fn filtered_stream(content: Vec<u8>, size: (u32, u32), kind: Kind) -> ExternalStream {
    let mut dict = image_dict(size, device(kind), "FlateDecode");
    predict(&mut dict, size.0, kind.channels(), 8);
    ExternalStream { dict, content, compress: false }
}

/// Rows carry a PNG filter byte each (ISO 32000-1, 7.4.4.4), which makes drawings and screenshots much smaller.
fn predict(image: &mut BTreeMap<String, DictItem>, width: u32, colors: u8, bits: u8) {
    let parameters = dict([
        ("Predictor", DictItem::Int(15)),
        ("Colors", DictItem::Int(i64::from(colors))),
        ("BitsPerComponent", DictItem::Int(i64::from(bits))),
        ("Columns", DictItem::Int(i64::from(width))),
    ]);
    image.insert("DecodeParms".to_string(), parameters);
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
    let Header { size, bits, color_type, interlaced } = Header::of(&file.bytes)?;
    let mut palette = None;
    for Chunk { name, data, .. } in chunks(&file.bytes) {
        match name {
            b"PLTE" => palette = Some(data),
            b"tRNS" => return None,
            // Colours of its own have to be converted pixel by pixel.
            b"iCCP" if matches!(inks, Inks::Press(_)) => return None,
            _ => {}
        }
    }
    if interlaced || bits > 8 {
        return None;
    }
    let (space, colors) = match (color_type, palette, inks) {
        (0, _, _) => (space_of(file, Kind::Gray), 1),
        (2, _, Inks::Screen) => (space_of(file, Kind::Light), 3),
        (3, Some(palette), _) => (indexed(&in_srgb(file, palette), inks), 1),
        _ => return None,
    };
    let mut dict = image_dict(size, space, "FlateDecode");
    dict.insert("BitsPerComponent".to_string(), DictItem::Int(i64::from(bits)));
    predict(&mut dict, size.0, colors, bits);
    Some(ExternalStream { dict, content: rows::packed(&file.bytes), compress: false })
}

/// The colours of a palette, by the profile that the picture brings.
fn in_srgb(file: &ImageFile, palette: &[u8]) -> Vec<u8> {
    let colors = palette[..palette.len() / 3 * 3].to_vec();
    let Ok(Some(profile)) = raster::profile(file.format, &file.bytes) else { return colors };
    let plain = colors.clone();
    let convert = move || match color::fit(&profile, Kind::Light) {
        Fit::Own => color::to_srgb(&colors, Kind::Light, Some(&profile)).unwrap_or(colors),
        Fit::Plain | Fit::Unfit(_) => colors,
    };
    fence(convert).unwrap_or(plain)
}

fn indexed(palette: &[u8], inks: &Inks) -> DictItem {
    let last = (palette.len() / 3).saturating_sub(1) as i64;
    let colors = palette.chunks_exact(3).flat_map(|color| inks.bytes([color[0], color[1], color[2]]));
    let table = DictItem::String { data: colors.collect(), literal: false };
    DictItem::Array(vec![name_item("Indexed"), name_item(inks.space()), DictItem::Int(last), table])
}
