//! What is said in place of pictures.

use crate::chars::has_visible;
use crate::model::document::{Inline, InlineKind, Maths};

/// What is said of the pictures of a heading that has no words besides: it is what the heading is called elsewhere.
pub(super) fn spoken(content: &[Inline]) -> Option<String> {
    fn collect(content: &[Inline], said: &mut Vec<String>, written: &mut bool) {
        for inline in content {
            match &inline.kind {
                InlineKind::Image(image) if !image.decorative => said.push(image.alt.trim().to_string()),
                InlineKind::Text(text)
                | InlineKind::Literal(text)
                | InlineKind::Code(text)
                | InlineKind::Maths(Maths { text, .. })
                | InlineKind::Unset { text, .. } => {
                    *written |= has_visible(text);
                }
                _ => collect(inline.children(), said, written),
            }
        }
    }
    let (mut said, mut written) = (Vec::new(), false);
    collect(content, &mut said, &mut written);
    (!written && !said.is_empty()).then(|| said.join(" "))
}
