//! The file of a cover that was drawn, for a book that brings none.

use std::borrow::Cow;

use crate::escape::xml::markup;
use crate::model::flow::{Flow, SectionKind};
use crate::model::words::Word;
use crate::screen::Picture;
use crate::xhtml::{File, prologue};

/// The picture's place in the archive.
const HREF: &str = "images/cover.png";

/// The picture as it goes into the archive.
pub fn picture(bytes: Vec<u8>) -> Picture<'static> {
    Picture { href: HREF.to_string(), media_type: "image/png", is_cover: true, bytes: Cow::Owned(bytes) }
}

/// The file that shows it.
pub fn file(flow: &Flow) -> File {
    let (word, direction) = (flow.words.get(Word::Cover), flow.sections[0].direction);
    let mut content = prologue(&flow.manifest.language.0, direction, word);
    markup!(
        content => "<body epub:type=\"frontmatter\">\n<section class=\"cover\" epub:type=\"cover\" aria-label=\"{}\">\n\
         <p class=\"cover\"><img src=\"{}\" alt=\"{}\" role=\"doc-cover\"/></p>\n</section>\n</body>\n</html>\n",
        word,
        HREF,
        format!("{word}: {}", flow.manifest.title)
    );
    File::new("cover.xhtml".to_string(), content, SectionKind::Cover)
}
