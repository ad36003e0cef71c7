//! The package: what the book holds and what is told of it (EPUB 3.3, 5), listed and packed by epub-builder.

use std::collections::BTreeMap;

use epub_builder::{EpubBuilder, EpubContent, EpubVersion, Result, ZipLibrary};

use super::Picture;
use super::archive::Finish;
use super::fonts::EmbeddedFace;
use super::metadata::{self, Metadata, escaped};
use crate::escape::xml::Markup;
use crate::model::flow::Direction;
use crate::model::layout::Layout;
use crate::model::manifest::Manifest;
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

impl Package<'_> {
    pub fn pack(self) -> Vec<u8> {
        self.packed().expect("packing in memory cannot fail")
    }

    fn packed(self) -> Result<Vec<u8>> {
        let Package { layout, files, images, faces, stylesheet, nav, ncx, metadata } = self;
        let Metadata { properties, elements } = metadata;
        let first = layout.flow.sections.first();
        let direction = dir(first.map_or(Direction::LeftToRight, |section| section.direction));
        let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
        describe(&mut builder, &layout.flow.manifest, direction)?;
        for property in properties {
            builder.add_metadata_opf(Box::new(property));
        }
        builder.stylesheet(stylesheet.as_bytes())?;
        for file in files {
            builder.add_content(EpubContent::new(file.name, file.content.as_str().as_bytes()))?;
        }
        for face in faces {
            builder.add_resource(face.href, face.bytes.as_slice(), face.media_type)?;
        }
        let mut stored = BTreeMap::new();
        for Picture { href, media_type, is_cover, bytes } in images {
            // It would compress anew what is compressed: a book of photographs would take a third longer to build.
            let is_compressed = media_type != "image/svg+xml";
            let given = if is_compressed { &[] } else { &*bytes };
            match is_cover {
                true => builder.add_cover_image(&href, given, media_type)?,
                false => builder.add_resource(&href, given, media_type)?,
            };
            if is_compressed {
                stored.insert(format!("OEBPS/{href}"), bytes);
            }
        }
        let mut archive = Vec::new();
        builder.generate(&mut archive)?;
        let language = &layout.flow.manifest.language.0;
        let (identifier, modified) = (metadata::unique(&layout.flow.manifest), metadata::modified(layout));
        let finish = Finish { language, direction, identifier, modified, elements, nav, ncx, stored };
        Ok(finish.archive(&archive)?)
    }
}

/// What epub-builder has words for.
fn describe(builder: &mut EpubBuilder<ZipLibrary>, manifest: &Manifest, direction: &str) -> Result<()> {
    builder.epub_version(EpubVersion::V33);
    builder.escape_html(false);
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
