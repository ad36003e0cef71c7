//! What machines read off a page, drawn: the ISBN in bars and addresses as QR codes, in black on white of their own with the
//! quiet zones that scanners need.

use std::sync::Arc;

use barcoders::sym::ean13::EAN13;
use qrcode::{Color as Module, EcLevel, QrCode};

use crate::escape::xml::{Markup, markup};
use crate::model::manifest::Manifest;
use crate::model::media::{ImageFile, ImageFormat, Turn};
use crate::model::symbol::Symbol;
use crate::model::theme::{SlotContent, Theme};
use crate::source::Span;

/// The drawings of the symbols that a theme's pages have, each once. One that the book has nothing for is none.
pub fn pictures(manifest: &Manifest, theme: &Theme) -> Vec<ImageFile> {
    let mut files: Vec<ImageFile> = Vec::new();
    for slot in theme.pages.values().flat_map(|page| &page.slots) {
        let SlotContent::Symbol(symbol) = &slot.content else { continue };
        let Some(says) = symbol.says(manifest) else { continue };
        let path = symbol.picture_name();
        if files.iter().any(|file| file.path == path) {
            continue;
        }
        let drawing = match symbol {
            Symbol::Isbn => bars(&says.data, &says.words, &theme.mono_family),
            Symbol::Doi | Symbol::Address(_) => squares(&says.data),
        };
        files.extend(drawing.map(|drawing| file(path, drawing)));
    }
    files
}

/// A drawing and its size, in modules.
struct Drawing {
    svg: String,
    width: usize,
    height: usize,
}

fn file(path: String, drawing: Drawing) -> ImageFile {
    ImageFile {
        path,
        span: Span::default(),
        format: ImageFormat::Svg,
        bytes: Arc::from(drawing.svg.into_bytes()),
        width: drawing.width as u32,
        height: drawing.height as u32,
        turn: Turn::NONE,
        density: None,
        moves: false,
        description: None,
        dark: Vec::new(),
    }
}

/// Modules left and right of an EAN-13 (GS1 General Specifications, 5.2.3.4), and those of its bars.
const QUIET: (usize, usize) = (11, 7);
const BARS: usize = 95;
/// Their height at the nominal size of 22.85 mm and 0.33 mm a module, and how far the guards reach below them.
const BAR_HEIGHT: usize = 69;
const GUARD: usize = 5;
/// The line above with the hyphens that the bars have not, and the line of digits below.
const ABOVE: usize = 13;
const BELOW: usize = 11;

/// An ISBN of 13 digits as EAN-13 (ISO/IEC 15420), as the ISBN Users’ Manual shows it.
fn bars(digits: &str, words: &str, family: &str) -> Option<Drawing> {
    let modules = EAN13::new(digits).ok()?.encode();
    let (width, height) = (QUIET.0 + BARS + QUIET.1, ABOVE + BAR_HEIGHT + BELOW);
    let mut path = String::new();
    for (at, length) in runs(modules.iter().map(|module| *module == 1)) {
        let is_guard = at < 3 || (45..50).contains(&at) || at >= BARS - 3;
        let height = if is_guard { BAR_HEIGHT + GUARD } else { BAR_HEIGHT };
        path.push_str(&format!("M{} {ABOVE}h{length}v{height}h-{length}z", QUIET.0 + at));
    }
    let mut drawing = begun((width, height), family);
    let middle = QUIET.0 as f64 + BARS as f64 / 2.0;
    markup!(drawing => "<text x=\"{}\" y=\"9.5\" font-size=\"9\" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\">{}</text>", middle, BARS, words);
    markup!(drawing => "<path d=\"{}\"/>", path);
    for (nth, digit) in digits.chars().enumerate() {
        let at = match nth {
            0 => QUIET.0 as f64 - 5.0,
            1..7 => (QUIET.0 + 3 + 7 * (nth - 1)) as f64 + 3.5,
            _ => (QUIET.0 + 50 + 7 * (nth - 7)) as f64 + 3.5,
        };
        let digit = digit.to_string();
        markup!(drawing => "<text x=\"{}\" y=\"{}\" font-size=\"10\">{}</text>", at, height - 2, digit);
    }
    markup!(drawing => "</g></svg>");
    Some(Drawing { svg: drawing.into_text(), width, height })
}

/// Modules around a QR code (ISO/IEC 18004, 5.3.8).
const MARGIN: usize = 4;

/// An address as a QR code that can be read with 15 % of it spoilt; none of one that is longer than a code can hold.
fn squares(address: &str) -> Option<Drawing> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M).ok()?;
    let width = code.width();
    let modules = code.into_colors();
    let mut path = String::new();
    for (y, row) in modules.chunks(width).enumerate() {
        for (x, length) in runs(row.iter().map(|module| *module == Module::Dark)) {
            path.push_str(&format!("M{} {}h{length}v1h-{length}z", MARGIN + x, MARGIN + y));
        }
    }
    let side = width + 2 * MARGIN;
    let mut drawing = begun((side, side), "");
    markup!(drawing => "<path d=\"{}\" shape-rendering=\"crispEdges\"/></g></svg>", path);
    Some(Drawing { svg: drawing.into_text(), width: side, height: side })
}

/// The white that it stands on, and black for what follows.
fn begun((width, height): (usize, usize), family: &str) -> Markup {
    let family: String = family.chars().filter(|c| !matches!(c, '\'' | '\\' | ',')).collect();
    let mut drawing = Markup::default();
    markup!(drawing => "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\"", width, height);
    markup!(drawing => " viewBox=\"0 0 {} {}\">", width, height);
    markup!(drawing => "<rect width=\"{}\" height=\"{}\" fill=\"#ffffff\"/>", width, height);
    markup!(drawing => "<g fill=\"#000000\" font-family=\"'{}'\" text-anchor=\"middle\">", family);
    drawing
}

/// Where runs of dark modules begin, and how long they are.
fn runs(modules: impl Iterator<Item = bool>) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at, _) in modules.enumerate().filter(|(_, is_dark)| *is_dark) {
        match runs.last_mut() {
            Some((from, length)) if *from + *length == at => *length += 1,
            _ => runs.push((at, 1)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_of_dark_modules_side_by_side() {
        let modules = [false, true, true, false, true];
        assert_eq!(runs(modules.into_iter()), [(1, 2), (4, 1)]);
        assert_eq!(runs(std::iter::empty()), []);
    }

    /// The example of the ISBN Users’ Manual has the guards of 101, 01010 and 101, and every bar within its 95 modules.
    #[test]
    fn an_isbn_has_its_guards_and_its_digits() {
        let drawing = bars("9789295055124", "ISBN 978-92-95055-12-4", "Mono").expect("it is an ISBN");
        assert_eq!((drawing.width, drawing.height), (113, 93));
        for guard in [11, 13, 57, 59, 103, 105] {
            assert!(drawing.svg.contains(&format!("M{guard} 13h1v74h-1z")), "{guard}: {}", drawing.svg);
        }
        assert_eq!(drawing.svg.matches("v74").count(), 6);
        assert_eq!(drawing.svg.matches("<text").count(), 14);
        assert!(bars("9789295055125", "", "Mono").is_none(), "its check digit is wrong");
    }

    /// A finder is a square of seven modules around one of three; three corners have one.
    #[test]
    fn an_address_has_three_finders_and_white_around_it() {
        let drawing = squares("https://doi.org/10.5555/12345678").expect("it is short");
        assert_eq!(drawing.width, 25 + 8 + 4);
        let right = drawing.width - MARGIN - 7;
        for corner in [(4, 4), (right, 4), (4, right)] {
            for y in [corner.1, corner.1 + 6] {
                assert!(drawing.svg.contains(&format!("M{} {y}h7v1h-7z", corner.0)), "{}", drawing.svg);
            }
        }
        assert!(squares(&"x".repeat(3000)).is_none());
    }
}
