//! The package: what the book holds and what is told of it (EPUB 3.3, 5), listed and packed by epub-builder.

use std::borrow::Cow;
use std::collections::BTreeMap;

use epub_builder::{EpubBuilder, EpubContent, EpubVersion, Error, Result, ZipLibrary};
use rayon::prelude::*;

use super::archive::{self, Finish};
use super::metadata::{self, Metadata, escaped};
use crate::escape::xml::Markup;
use crate::memo::Memo;
use crate::model::flow::Direction;
use crate::model::layout::Layout;
use crate::model::manifest::Manifest;
use crate::screen::{EmbeddedFace, Picture};
use crate::xhtml::{File, dir};

pub struct Package<'a> {
    pub layout: &'a Layout,
    pub files: Vec<File>,
    pub images: Vec<Picture<'a>>,
    pub faces: Vec<EmbeddedFace>,
    pub stylesheet: String,
    pub nav: Markup,
    pub ncx: Markup,
    pub metadata: Metadata,
}

/// So many files are packed together. It packs on one thread: several of it pack side by side, and of what is kept between
/// builds only those few are packed anew of which one has changed.
const TOGETHER: usize = 12;

/// A file as epub-builder lists it.
struct Listed<'a> {
    href: String,
    bytes: Cow<'a, [u8]>,
    /// None where it is read in its order.
    media_type: Option<&'static str>,
}

impl Package<'_> {
    pub fn pack(self, memo: &Memo) -> Vec<u8> {
        let Package { layout, files, mut images, faces, stylesheet, nav, ncx, metadata } = self;
        let manifest = &layout.flow.manifest;
        let Metadata { properties, elements } = metadata;
        let first = layout.flow.sections.first();
        let direction = dir(first.map_or(Direction::LeftToRight, |section| section.direction));
        let stored = stored(&mut images);
        let (covers, images): (Vec<Picture>, Vec<Picture>) =
            images.into_iter().partition(|image| image.is_cover);
        let maths =
            files.iter().filter(|file| has_maths(&file.content)).map(|file| file.name.clone()).collect();
        let listed = listed(files, faces, images);
        let head = || {
            part(|builder| {
                describe(builder, manifest, direction)?;
                properties.into_iter().for_each(|property| {
                    builder.add_metadata_opf(Box::new(property));
                });
                builder.stylesheet(stylesheet.as_bytes())?;
                for Picture { href, media_type, bytes, .. } in &covers {
                    builder.add_cover_image(href, &**bytes, *media_type)?;
                }
                Ok(())
            })
        };
        let ours = || archive::deflated([("OEBPS/toc.ncx", &ncx), ("OEBPS/nav.xhtml", &nav)]);
        let rest = || listed.par_chunks(TOGETHER).with_max_len(1).map(|files| packed(files, memo));
        let ((ours, head), rest) = rayon::join(|| rayon::join(ours, head), || rest().collect::<Vec<_>>());
        let language = &manifest.language.0;
        let (identifier, modified) = (metadata::unique(manifest), metadata::modified(layout));
        let finish = Finish { language, direction, identifier, modified, elements, maths, stored };
        finish.archive(&ours, [head].into_iter().chain(rest).collect())
    }
}

/// What is compressed in itself, by its path, and taken from the pictures, which epub-builder then lists and does not
/// compress anew: a book of photographs would take a third longer to build.
fn stored<'a>(images: &mut [Picture<'a>]) -> BTreeMap<String, Cow<'a, [u8]>> {
    let compressed = images.iter_mut().filter(|image| image.media_type != "image/svg+xml");
    compressed.map(|image| (format!("OEBPS/{}", image.href), std::mem::take(&mut image.bytes))).collect()
}

/// Whether a document has formulas: only markup has its sign unescaped.
fn has_maths(content: &Markup) -> bool {
    content.as_str().contains("<math ")
}

fn listed(files: Vec<File>, faces: Vec<EmbeddedFace>, images: Vec<Picture>) -> Vec<Listed> {
    let texts = files.into_iter().map(|file| {
        let bytes = Cow::Owned(file.content.into_text().into_bytes());
        Listed { href: file.name, bytes, media_type: None }
    });
    let faces = faces.into_iter().map(|face| {
        let bytes = Cow::Owned(face.bytes);
        Listed { href: face.href, bytes, media_type: Some(face.media_type) }
    });
    let images = images.into_iter().map(|Picture { href, media_type, bytes, .. }| Listed {
        href,
        bytes,
        media_type: Some(media_type),
    });
    texts.chain(faces).chain(images).collect()
}

fn packed(files: &[Listed], memo: &Memo) -> Vec<u8> {
    let pack = || {
        part(|builder| {
            for Listed { href, bytes, media_type } in files {
                match media_type {
                    Some(media_type) => builder.add_resource(href, &**bytes, *media_type)?,
                    None => builder.add_content(EpubContent::new(href, &**bytes))?,
                };
            }
            Ok(())
        })
    };
    if !memo.keeps() {
        return pack();
    }
    let bytes: Vec<&[u8]> = files.iter().map(|file| &*file.bytes).collect();
    let listing: Vec<_> = files.iter().map(|file| (&file.href, file.media_type, file.bytes.len())).collect();
    memo.made_of("packed files", (&bytes.concat(), listing), pack)
}

/// What epub-builder makes of a part of the book: an archive with a package of its own.
fn part(fill: impl FnOnce(&mut EpubBuilder<ZipLibrary>) -> Result<()>) -> Vec<u8> {
    let packed = || {
        let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
        builder.epub_version(EpubVersion::V33);
        builder.escape_html(false);
        fill(&mut builder)?;
        let mut archive = Vec::new();
        builder.generate(&mut archive)?;
        Ok::<_, Error>(archive)
    };
    packed().expect("packing in memory cannot fail")
}

/// What epub-builder has words for.
fn describe(builder: &mut EpubBuilder<ZipLibrary>, manifest: &Manifest, direction: &str) -> Result<()> {
    builder.metadata("title", escaped(&manifest.title))?;
    builder.metadata("lang", escaped(&manifest.language.0))?;
    builder.metadata("direction", direction)?;
    if let Some(description) = &manifest.abstract_text {
        builder.metadata("description", escaped(description.trim()))?;
    }
    for subject in manifest.subjects.iter().filter(|subject| !subject.is_empty()) {
        builder.metadata("subject", escaped(subject))?;
    }
    if let Some(rights) = manifest.rights.as_ref().filter(|rights| !rights.is_empty()) {
        builder.metadata("license", escaped(rights))?;
    }
    Ok(())
}
