//! What readers have who do not see the pages.

use super::Release;

pub fn images(release: &Release) -> Vec<String> {
    let mut found = Vec::new();
    let told = [("PDF", &release.pdf.pictures), ("EPUB", &release.epub.pictures)];
    for (format, pictures) in told {
        let without = pictures.iter().filter(|picture| picture.alt.is_none());
        found.extend(without.map(|one| format!("{format}, {}: an image has no alternative text", one.place)));
    }
    for page in &release.pdf.untold {
        let label = release.pdf.labels.get(*page as usize).map_or("", String::as_str);
        found.push(format!("PDF, page {label}: an image is neither a figure nor marked as decorative"));
    }
    let silent =
        release.record.images.iter().filter(|image| image.alt.trim().is_empty() && !image.decorative);
    found.extend(silent.map(|image| format!("`{}` has no alternative text in the record", image.file)));
    found
}
