//! Images that stand by themselves, as figures.

use super::inlines::is_space;
use crate::model::document::{Attrs, Block, BlockKind, Figure, Image, Inline, InlineKind};

/// A figure whose caption is its image's title.
pub(super) fn titled_figure(image: Image, attrs: Attrs) -> Block {
    let caption = image.title.clone();
    as_figure(image, attrs, caption)
}

pub(super) fn as_figure(image: Image, attrs: Attrs, caption: Option<Vec<Inline>>) -> Block {
    Block {
        span: image.span,
        attrs,
        kind: BlockKind::Figure(Figure { image, chart: None, data: None, diagram: None, caption }),
    }
}

/// The only image among anchors and breaks, with the attributes of the span around it.
pub(super) fn lone_image(content: &[Inline]) -> Option<(Image, Attrs)> {
    let mut found = None;
    let mut anchored = None;
    for inline in content.iter().filter(|inline| !is_space(inline)) {
        match &inline.kind {
            InlineKind::Span { attrs, content } if content.is_empty() => anchored = attrs.id.clone(),
            InlineKind::Image(image) if found.is_none() => found = Some((image.clone(), Attrs::default())),
            InlineKind::Span { attrs, content } if found.is_none() => match content.as_slice() {
                [Inline { kind: InlineKind::Image(image), .. }] => {
                    found = Some((image.clone(), (**attrs).clone()))
                }
                _ => return None,
            },
            _ => return None,
        }
    }
    let (image, mut attrs) = found?;
    attrs.id = attrs.id.or(anchored);
    attrs.classes.retain(|class| class != "decorative");
    attrs.width = None;
    Some((*image, attrs))
}
