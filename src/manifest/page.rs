//! The page and its margins.

use super::{flag_or, keys, length};
use crate::diag::{Diagnostic, Sink};
use crate::geom::{Abs, Size};
use crate::model::manifest::{Manifest, NotePlace, PageGeometry};
use crate::model::theme::Theme;
use crate::source::{Source, Span};
use crate::yaml::{self, Fields, Node, nearest, text};

/// ISO 216 and ANSI sizes in millimetres.
const SIZES: [(&str, f64, f64); 7] = [
    ("A4", 210.0, 297.0),
    ("A5", 148.0, 210.0),
    ("B5", 176.0, 250.0),
    ("Letter", 215.9, 279.4),
    ("Legal", 215.9, 355.6),
    ("A3", 297.0, 420.0),
    ("B4", 250.0, 353.0),
];

/// In ems of the text: some 73 characters of the default text face, at the upper end of what reads well, since reports
/// hold tables and long names.
const MEASURE: i64 = 30;
/// Of a column beside others, in ems: some 48 characters.
const COLUMN: i64 = 22;
/// Margins of small pages as a share of the width.
const LEAST_SIDE: f64 = 0.11;
/// What a type area is measured by until the theme is known.
const TEXT: (Abs, Abs) = (Abs::pt(11), Abs::pt(14));
/// No type area is narrower or lower than this: some eight words, a few lines.
const LEAST_AREA: f64 = 100.0;

pub(super) fn read(node: Option<&Node>, sink: &mut Sink) -> PageGeometry {
    let (width, height) = named("B5").expect("B5 is in the table");
    let Some(node) = node else { return default_geometry(width, height, false) };
    let Some(mut fields) = Fields::open(node, "page: {size: A4}", sink) else {
        return default_geometry(width, height, false);
    };
    let size = fields.get("size").and_then(|node| size(node, sink));
    let (width, height) = size.unwrap_or((width, height));
    let two_sided = flag_or(fields.get("two_sided"), false, sink);
    let mut geometry = default_geometry(width, height, two_sided);
    if let Some(node) = fields.get("margins") {
        margins(node, &mut geometry, sink);
    }
    fields.close(&keys::PAGE, &[("width", "size: 170x240mm"), ("format", "size: A4")], sink);
    check_area(&geometry, node.span, sink);
    geometry
}

fn named(name: &str) -> Option<(f64, f64)> {
    let (_, width, height) = SIZES.iter().find(|(known, ..)| known.eq_ignore_ascii_case(name))?;
    Some((width * 72.0 / 25.4, height * 72.0 / 25.4))
}

fn size(node: &Node, sink: &mut Sink) -> Option<(f64, f64)> {
    let written = text(node, sink)?;
    let size = named(&written).or_else(|| length::parse_size(&written));
    if size.is_none() {
        let names = SIZES.map(|(name, ..)| name);
        let found = Diagnostic::error(
            "bad-page-size",
            node.span,
            format!("`{}` is not a page size", written.escape_debug()),
        );
        sink.push(match nearest(&written, &names) {
            Some(near) => found.meant(&written, near, names),
            None => found.hint("write A4, A5, B5, Letter, or width by height: `6x9in`, `170x240mm`"),
        });
    }
    size
}

fn margins(node: &Node, geometry: &mut PageGeometry, sink: &mut Sink) {
    let form = "margins: {top: 20mm, bottom: 25mm, inner: 22mm, outer: 22mm}";
    let Some(mut fields) = Fields::open(node, form, sink) else { return };
    let mut side = |key: &'static str, margin: &mut Abs| {
        if let Some(length) = fields.get(key).and_then(|node| length::read(node, sink)) {
            *margin = length;
        }
    };
    side("top", &mut geometry.margin_top);
    side("bottom", &mut geometry.margin_bottom);
    side("inner", &mut geometry.margin_inner);
    side("outer", &mut geometry.margin_outer);
    geometry.own_sides = fields.get("inner").or(fields.get("outer")).is_some();
    geometry.own_heights = fields.get("top").or(fields.get("bottom")).is_some();
    fields.close(&keys::MARGINS, &[("left", "inner: 22mm"), ("right", "outer: 22mm")], sink);
}

fn default_geometry(width: f64, height: f64, two_sided: bool) -> PageGeometry {
    let size = Size::new(Abs::from_pt(width), Abs::from_pt(height));
    let margin = Abs::ZERO;
    let page = PageGeometry {
        size,
        margin_top: margin,
        margin_bottom: margin,
        margin_inner: margin,
        margin_outer: margin,
        margin_column: Abs::ZERO,
        margin_gap: Abs::ZERO,
        two_sided,
        own_sides: false,
        own_heights: false,
    };
    let (text, leading) = TEXT;
    with_sides(with_heights(page, leading), text * MEASURE)
}

/// The page of a book in a theme: margins that the author does not give leave room for lines of a good measure in the
/// theme's type, or for its columns, and for a whole number of them.
fn in_theme(page: &PageGeometry, theme: &Theme) -> PageGeometry {
    let page = if page.own_heights { *page } else { with_heights(*page, theme.leading) };
    if page.own_sides {
        return page;
    }
    let plain = with_sides(page, theme.size * MEASURE);
    let count = i64::from(theme.columns);
    if count < 2 {
        return plain;
    }
    let columned = with_sides(page, theme.size * COLUMN * count + theme.column_gap * (count - 1));
    if theme.columns_in(columned.measure(), theme.columns) == 1 { plain } else { columned }
}

/// The head gets a tenth of the height and the foot a little more, so that a whole number of lines fits between.
fn with_heights(page: PageGeometry, leading: Abs) -> PageGeometry {
    let (height, leading) = (page.size.height.to_pt(), leading.to_pt());
    let top = (height * 0.1).round();
    let lines = ((height * 0.79) / leading).floor();
    let bottom = height - top - lines * leading;
    PageGeometry { margin_top: Abs::from_pt(top), margin_bottom: Abs::from_pt(bottom), ..page }
}

/// What a measure leaves over goes to the sides, if the page is so wide.
fn with_sides(page: PageGeometry, measure: Abs) -> PageGeometry {
    let (width, measure) = (page.size.width.to_pt(), measure.to_pt());
    let side = ((width - measure - page.beside().to_pt()) / 2.0).max(width * LEAST_SIDE);
    // Facing pages are seen as one: the two inner margins together look as wide as one outer margin and a half.
    let shift = if page.two_sided { side * 0.12 } else { 0.0 };
    let (inner, outer) = (Abs::from_pt(side - shift), Abs::from_pt(side + shift));
    PageGeometry { margin_inner: inner, margin_outer: outer, ..page }
}

/// Makes the page what a theme asks for: its lines, its columns, and one in the margin. What has no place then is told, and
/// stands where it has one.
pub fn themed(manifest: &mut Manifest, theme: &Theme, source: &Source, sink: &mut Sink) {
    let written = manifest.page;
    manifest.page = in_theme(&written, theme);
    if theme.margin_column > Abs::ZERO {
        let (margin_column, margin_gap) = (theme.margin_column, theme.margin_gap);
        let page = in_theme(&PageGeometry { margin_column, margin_gap, ..written }, theme);
        if page.measure() >= theme.size * LEAST_BESIDE {
            manifest.page = page;
        } else {
            let message = "the page has no room for a column of the margin beside its text, and has none";
            let hint = "make `margin_column` narrower, the margins smaller, or the page wider";
            let span = manifest.theme.as_ref().map(|(_, span)| *span);
            sink.push(Diagnostic::warning("no-margin-column", span, message).hint(hint));
        }
    }
    if manifest.notes.place == NotePlace::Margin && !manifest.page.has_margin_column() {
        manifest.notes.place = NotePlace::Foot;
        let message = "the pages have no column in their margin, so notes stand at their foot";
        let hint = "write `page: {margin_column: 40mm}` in the theme file, or `notes: foot`";
        let root = yaml::parse(source, &mut Sink::default());
        let span = root.and_then(|root| root.entry("notes").map(|entry| entry.value.span));
        sink.push(Diagnostic::warning("no-margin-column", span, message).hint(hint));
    }
}

/// Text beside a margin's column is no narrower, in ems: some 35 characters.
const LEAST_BESIDE: i64 = 16;

fn check_area(page: &PageGeometry, span: Span, sink: &mut Sink) {
    let width = page.measure();
    let height = page.size.height - page.margin_top - page.margin_bottom;
    if width.min(height) < Abs::from_pt(LEAST_AREA) {
        let message = format!(
            "the margins leave {:.0} by {:.0} pt for the text; it needs {LEAST_AREA} each way",
            width.to_pt(),
            height.to_pt()
        );
        sink.push(
            Diagnostic::error("page-too-small", span, message).hint("widen the page or narrow the margins"),
        );
    }
}
