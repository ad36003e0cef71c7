//! The files as files: the bytes, whether they can be read, whether all is there that they point at.

use super::Release;
use crate::model::identity::Format;
use crate::release::sha256;

pub fn checksums(release: &Release) -> Vec<String> {
    let mut found = Vec::new();
    for format in &release.record.formats {
        let Some((_, bytes)) = release.files.iter().find(|(one, _)| *one == format.format) else {
            found.push(format!("`{}` is not there", format.file));
            continue;
        };
        if bytes.len() as u64 != format.bytes {
            let (is, was) = (bytes.len(), format.bytes);
            found.push(format!("`{}` has {is} bytes, and {was} were written", format.file));
        } else if sha256(bytes) != format.sha256 {
            found.push(format!("`{}` has other bytes than were written", format.file));
        }
    }
    found
}

pub fn readable(release: &Release) -> Vec<String> {
    let has = |wanted: Format| release.files.iter().any(|(format, _)| *format == wanted);
    let absent = [(Format::Pdf, "there is no PDF"), (Format::Epub, "there is no EPUB")];
    let absent = absent.into_iter().filter(|(format, _)| !has(*format)).map(|(_, why)| why.to_string());
    let faults = release.pdf.faults.iter().chain(&release.epub.faults);
    absent.chain(faults.cloned()).collect()
}

pub fn links_pdf(release: &Release) -> Vec<String> {
    release.pdf.astray.clone()
}

pub fn links_epub(release: &Release) -> Vec<String> {
    let missing = release.epub.missing.iter().filter(|missing| !is_face(&missing.file));
    let missing = missing.map(|one| format!("{} names `{}`, which is not there", one.named_by, one.file));
    release.epub.astray.iter().cloned().chain(missing).collect()
}

pub fn fonts(release: &Release) -> Vec<String> {
    let outside = release.pdf.fonts.iter().filter(|font| !font.embedded);
    let mut found: Vec<String> =
        outside.map(|font| format!("the program of `{}` is not in the PDF", font.name)).collect();
    if release.pdf.fonts.is_empty() && !release.record.fonts.is_empty() {
        found.push("the PDF has no fonts".to_string());
    }
    let missing = release.epub.missing.iter().filter(|missing| is_face(&missing.file));
    found.extend(missing.map(|one| format!("{} names `{}`, which is not there", one.named_by, one.file)));
    found
}

fn is_face(file: &str) -> bool {
    [".otf", ".ttf", ".woff", ".woff2"].iter().any(|end| file.ends_with(end))
}
