//! Sizes on paper: the type area, and pictures on it.

use crate::geom::{Abs, Size};
use crate::model::layout::Item;
use crate::model::manifest::PageGeometry;
use crate::model::media::ImageFile;

/// The size of the area that text is set in, on a page that is not turned.
pub fn type_area(page: &PageGeometry) -> Size {
    let least = Abs::pt(72);
    let width = page.measure();
    let height = page.size.height - page.margin_top - page.margin_bottom;
    Size::new(width.max(least), height.max(least))
}

/// An image's size on paper: by its resolution, or at 96 pixels to the inch.
pub fn natural_size(file: &ImageFile) -> Size {
    file.natural_size()
}

/// A size in the same proportion.
pub fn scaled_to_width(size: Size, width: Abs) -> Size {
    Size::new(width, size.height.mul_div(width.raw(), size.width.raw().max(1)))
}

/// A size in the same proportion.
pub fn scaled_to_height(size: Size, height: Abs) -> Size {
    Size::new(size.width.mul_div(height.raw(), size.height.raw().max(1)), height)
}

/// Moves items by the same distance.
pub fn shift(items: &mut [Item], x: Abs, y: Abs) {
    for item in items {
        item.at.x += x;
        item.at.y += y;
    }
}
