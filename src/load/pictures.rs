//! The images of a parsed book.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::diagrams::Drawings;
use super::door::{Door, MAX_BINARY};
use super::{describe, image, moving, svg};
use crate::address;
use crate::diag::{Diagnostic, Sink};
use crate::memo::Memo;
use crate::model::diagram::{self, Diagram, DiagramTool};
use crate::model::document::{Block, BlockKind, Chapter, Document, Figure, Image, Inline, InlineKind};
use crate::model::manifest::Manifest;
use crate::model::media::{ImageFile, ImageFormat, ImageId, Images, Turn};
use crate::model::theme::Theme;
use crate::model::tree::{self, Seen};
use crate::source::{Span, join_path};
use crate::world::World;

/// A picture that the book names.
pub struct Wanted {
    /// Where it is named first.
    span: Span,
    /// Its path where what is written is relative to the book and not to the chapter: many tools take either.
    of_book: String,
    /// What is to be drawn, where it is no file.
    diagram: Option<Diagram>,
}

/// The images of the document and the cover by their paths. One that is no file of the book is a diagnostic.
pub fn wanted_images(
    (manifest, theme): (&Manifest, &Theme),
    document: &Document,
    sink: &mut Sink,
) -> BTreeMap<String, Wanted> {
    let mut wanted: BTreeMap<String, Wanted> = BTreeMap::new();
    if let Some(cover) = &manifest.cover {
        let path = join_path("", &cover.path);
        wanted.insert(path.clone(), Wanted { span: cover.span, of_book: path, diagram: None });
    }
    for (path, span) in theme.pictures() {
        let path = join_path("", path);
        wanted.entry(path.clone()).or_insert(Wanted { span, of_book: path, diagram: None });
    }
    for chapter in &document.chapters {
        for (span, name, diagram) in diagrams_of(chapter) {
            wanted.insert(name.clone(), Wanted { span, of_book: name, diagram: Some(diagram.clone()) });
        }
        for image in images_of(chapter) {
            if is_remote(&image.path) {
                sink.push(remote(image));
            } else {
                let path = join_path(chapter.home(image.span.source).1, &image.path);
                let of_book = join_path("", image.path.trim_start_matches('/'));
                wanted.entry(path).or_insert(Wanted { span: image.span, of_book, diagram: None });
            }
        }
    }
    wanted
}

/// Reads images, each file once, in the order of their paths. What is missing, outside the book or no image is a
/// diagnostic where it is first named, and absent. Of raster images only the head is looked at: see [`check_images`].
pub fn images(
    world: &dyn World,
    (manifest, theme): (&Manifest, &Theme),
    wanted: BTreeMap<String, Wanted>,
    sink: &mut Sink,
) -> Images {
    let drawings = Drawings { folder: manifest.diagrams.as_ref(), family: &theme.heading_family };
    let door = Door::new(world, &manifest.allow);
    let mut read: Vec<(Option<ImageFile>, Sink)> = Vec::new();
    let is_there =
        |path: &str| [path, &address::decoded(path)].iter().any(|path| world.canonical(path).is_ok());
    let mut files: BTreeMap<String, (Span, Option<Diagram>)> = BTreeMap::new();
    let mut moved: Vec<(String, String)> = Vec::new();
    for (path, Wanted { span, of_book, diagram }) in wanted {
        let elsewhere =
            path != of_book && door.admits_name(&of_book) && !is_there(&path) && is_there(&of_book);
        let real = if elsewhere { of_book.clone() } else { path.clone() };
        if elsewhere {
            moved.push((path, of_book));
        }
        let (first, _) = files.entry(real).or_insert((span, diagram));
        *first = span.min(*first);
    }
    let wanted: Vec<(String, (Span, Option<Diagram>))> = files.into_iter().collect();
    wanted
        .par_iter()
        .with_max_len(1)
        .map(|(path, (span, diagram))| {
            let mut sink = Sink::default();
            let file = match diagram {
                Some(diagram) => drawings
                    .of(&door, diagram, *span, &mut sink)
                    .and_then(|bytes| checked((path, path), bytes.into(), *span, &mut sink)),
                None => image_file((&door, drawings), path, *span, &mut sink),
            };
            (file, sink)
        })
        .collect_into_vec(&mut read);
    let mut files = Vec::new();
    for (file, problems) in read {
        sink.absorb(problems);
        files.extend(file);
    }
    let mut hollow = 0;
    let beyond = files.iter().find(|file| {
        hollow += hollow_pixels(file);
        hollow > MAX_HOLLOW
    });
    if let Some(file) = beyond {
        sink.push(too_hollow(file));
        // Nothing is made of the book, and none of them is to be decoded.
        files.retain(|file| hollow_pixels(file) == 0);
    }
    let mut images = Images::default();
    for file in files {
        let id = ImageId(u32::try_from(images.files.len()).expect("a book has under 2^32 images"));
        images.by_path.insert(file.path.clone(), id);
        images.files.push(file);
    }
    for (path, real) in moved {
        if let Some(id) = images.by_path.get(&real).copied() {
            images.by_path.insert(path, id);
        }
    }
    images
}

/// Pixels to a byte of its file that a picture which shows something does not reach; those of drawn charts have a few
/// hundred.
const FULL: u64 = 500;
/// What the pictures of a book may have beyond that together: it costs their maker nothing, and us time and memory.
const MAX_HOLLOW: u64 = 1_000_000_000;

/// The pixels of a picture that its file is too small to say anything of.
fn hollow_pixels(file: &ImageFile) -> u64 {
    let pixels = u64::from(file.width) * u64::from(file.height);
    match file.format {
        ImageFormat::Svg => 0,
        ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::Gif | ImageFormat::WebP => {
            pixels.saturating_sub(FULL * file.bytes.len() as u64)
        }
    }
}

fn too_hollow(file: &ImageFile) -> Diagnostic {
    let message = format!(
        "`{}` has {} by {} pixels in {} bytes, and with it the pictures of the book have more than {} million pixels \
         that show next to nothing",
        file.path,
        file.width,
        file.height,
        file.bytes.len(),
        MAX_HOLLOW / 1_000_000
    );
    Diagnostic::error("image-too-large", file.span, message)
        .hint("scale such pictures down: 300 pixels to the inch of their printed size are enough")
}

/// Decodes raster images to their ends. One that is damaged is a diagnostic where it is first named. Only those who write
/// the pixels rely on it: pages are laid out meanwhile, by what the heads say.
pub fn check_images(images: &Images, memo: &Memo, sink: &mut Sink) {
    let raster = images.files.par_iter().with_max_len(1).filter(|file| file.format != ImageFormat::Svg);
    let check = |file: &ImageFile| {
        let decode = || image::decode(file);
        match memo.made_of("checked image", (&file.bytes, ()), decode) {
            Err(fault) => Some(unfit(&file.path, file.span, &fault)),
            Ok(profile) => profile.map(|why| unfit_profile(file, &why)),
        }
    };
    let found: Vec<Diagnostic> = raster.filter_map(check).collect();
    found.into_iter().for_each(|problem| sink.push(problem));
}

fn unfit_profile(file: &ImageFile, why: &str) -> Diagnostic {
    let message = format!("the colours of `{}` are taken for those of sRGB: {why}", file.path);
    Diagnostic::warning("unfit-image", file.span, message)
        .hint("convert it to sRGB in an image editor, or save it anew with a profile that fits")
}

fn unfit(path: &str, span: Span, fault: &image::Fault) -> Diagnostic {
    Diagnostic::error(fault.code, span, format!("`{path}` {}", fault.message)).hint(fault.hint)
}

fn is_remote(path: &str) -> bool {
    path.starts_with("//")
        || path.starts_with("data:")
        || path.split_once("://").is_some_and(|(scheme, _)| {
            !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

fn remote(image: &Image) -> Diagnostic {
    let shown: String = image.path.chars().take(60).collect();
    Diagnostic::error(
        "remote-image",
        image.span,
        format!("`{}` is not a file of the book", shown.escape_debug()),
    )
    .hint("save the image beside the chapter and name its file: a book must not change with the web")
}

fn image_file(
    (door, drawings): (&Door, Drawings),
    path: &str,
    span: Span,
    sink: &mut Sink,
) -> Option<ImageFile> {
    if path.is_empty() {
        sink.push(Diagnostic::error("missing-image", span, "this image names no file"));
        return None;
    }
    // Markdown destinations are URLs: `a%20b.png` is the file `a b.png`, unless a file has the very name.
    let decoded = address::decoded(path);
    // Decoded names are folded again: an escaped `..` leads no further than a plain one.
    let decoded = (decoded != path).then(|| join_path("", &decoded));
    let real = match &decoded {
        Some(decoded) if door.world.canonical(path).is_err() => decoded,
        Some(_) | None => path,
    };
    let mut found = Sink::default();
    let bytes = match DiagramTool::of_file(real) {
        Some(tool) => drawings.of_file(door, (tool, real), span, &mut found),
        None => door.read(real, span, MAX_BINARY, &mut found),
    };
    for diagnostic in found.into_sorted() {
        let code = match diagnostic.code {
            "missing-file" => "missing-image",
            "outside-book" => "image-outside-book",
            code => code,
        };
        sink.push(Diagnostic { code, ..diagnostic });
    }
    checked((path, real), bytes?.into(), span, sink)
}

/// A picture by its bytes: its path as it is named, and as it is found.
fn checked(
    (path, real): (&str, &str),
    mut bytes: Arc<[u8]>,
    span: Span,
    sink: &mut Sink,
) -> Option<ImageFile> {
    let checked = match image::format_of(&bytes) {
        Some(ImageFormat::Svg) => svg::check(&bytes).map(|checked| {
            bytes = checked.bytes.unwrap_or_else(|| Arc::clone(&bytes));
            let (width, height) = checked.size;
            image::Facts { format: ImageFormat::Svg, width, height, density: None, turn: Turn::NONE }
        }),
        Some(format) => image::facts(format, &bytes),
        None => Err(image::Fault {
            code: "bad-image",
            message: "is not an image".to_string(),
            hint: "PNG, JPEG, GIF, WebP and SVG are read",
        }),
    };
    match checked {
        Ok(image::Facts { format, width, height, density, turn }) => {
            let moves = moving::moves(format, &bytes);
            if moves {
                sink.push(moving(real, span));
            }
            let description = if format == ImageFormat::Svg { describe::long(&bytes) } else { None };
            let path = path.to_string();
            let dark = Vec::new();
            Some(ImageFile {
                path,
                span,
                format,
                bytes,
                width,
                height,
                turn,
                density,
                moves,
                description,
                dark,
            })
        }
        Err(fault) => {
            sink.push(unfit(real, span, &fault));
            None
        }
    }
}

fn moving(path: &str, span: Span) -> Diagnostic {
    let message =
        format!("`{path}` moves, and readers cannot stop it (WCAG 2.2, 2.2.2); the PDF has its first frame");
    Diagnostic::warning("moving-image", span, message)
        .hint("use a picture that stands still, or several that show the steps")
}

/// The diagrams of a chapter, each with its place and its picture's name.
fn diagrams_of(chapter: &Chapter) -> Vec<(Span, String, &Diagram)> {
    let mut diagrams = Vec::new();
    tree::chapter(chapter, &mut |seen| {
        if let Seen::Block(block) = seen
            && let BlockKind::Figure(Figure { diagram: Some(diagram), .. }) = &block.kind
        {
            let node = block.attrs.node;
            diagrams.push((block.span, diagram::picture_name((node.section, node.local)), &**diagram));
        }
    });
    diagrams
}

/// Every image of a chapter, by its place.
fn images_of(chapter: &Chapter) -> Vec<&Image> {
    let mut images: Vec<&Image> = Vec::new();
    tree::chapter(chapter, &mut |seen| match seen {
        Seen::Block(Block { kind: BlockKind::Figure(figure), .. }) => {
            let is_file = figure.chart.is_none() && figure.diagram.is_none();
            images.extend(is_file.then_some(&figure.image));
        }
        Seen::Inline(Inline { kind: InlineKind::Image(image), .. }) => images.push(image),
        Seen::Block(_) | Seen::Inline(_) => {}
    });
    images.sort_by_key(|image| image.span);
    images
}
