//! What charts are drawn with: the theme's colours and its face for headings, and how wide words are in it.

use crate::chars::is_cjk;
use crate::model::manifest::Lang;
use crate::model::theme::{Color, FontRole, Theme, Weight};
use crate::text::FontBook;
use crate::words::spell_number;

/// CSS pixels of a point.
pub const PIXELS: f64 = 4.0 / 3.0;
/// Words of charts beside those of notes.
const SCALE: f64 = 15.0 / 16.0;
/// What a line of them takes.
const LEADING: f64 = 1.25;

/// The contrast of what is no text with what is beside it (WCAG 2.2, 1.4.11).
const LEAST: f64 = 3.0;

/// Dark and light by turns, each told from paper; those of one kind differ in hue for who does not see red and green apart.
const SERIES: [Color; 12] = [
    Color::rgb(0x0b, 0x3c, 0x5d),
    Color::rgb(0xd4, 0x76, 0x0a),
    Color::rgb(0x6b, 0x1e, 0x4d),
    Color::rgb(0x2b, 0x97, 0x8b),
    Color::rgb(0x3b, 0x3b, 0x3b),
    Color::rgb(0x4a, 0x90, 0xd9),
    Color::rgb(0x5c, 0x3a, 0x0c),
    Color::rgb(0xc9, 0x5f, 0x9e),
    Color::rgb(0x1d, 0x4d, 0x2b),
    Color::rgb(0x8c, 0x8c, 0x3a),
    Color::rgb(0x3d, 0x2c, 0x75),
    Color::rgb(0x8a, 0x8f, 0x96),
];

/// Lines that help to read off values, and their counterpart on dark screens.
const GRID: (Color, Color) = (Color::rgb(0xd6, 0xda, 0xdf), Color::rgb(0x3c, 0x40, 0x45));

/// Words on dark screens, as the text is there.
const READ: Color = Color::rgb(0xe6, 0xe6, 0xe6);

pub struct Look<'a> {
    fonts: &'a FontBook,
    pub lang: &'a Lang,
    /// The book runs from right to left, and so do its charts.
    pub leftward: bool,
    pub family: &'a str,
    /// Of its words, and of their lines, in pixels.
    pub size: f64,
    pub line: f64,
    pub ink: Color,
    pub grid: Color,
    pub series: Vec<Color>,
    /// Each colour and what stands for it on a dark screen.
    pub dark: Vec<(Color, Color)>,
}

impl<'a> Look<'a> {
    pub fn new(theme: &'a Theme, fonts: &'a FontBook, lang: &'a Lang, leftward: bool) -> Look<'a> {
        let size = theme.small_size.to_pt() * PIXELS * SCALE;
        let series = series(theme);
        let words = theme.dark.get(&theme.color).copied().unwrap_or(READ);
        let mut dark = vec![(Color::WHITE, Color::NIGHT), GRID, (theme.color, words)];
        dark.extend(series.iter().map(|color| (*color, theme.on_dark(*color))));
        dark.sort_unstable();
        dark.dedup_by_key(|(color, _)| *color);
        let (ink, grid, family) = (theme.color, GRID.0, theme.heading_family.as_str());
        Look { fonts, lang, leftward, family, size, line: size * LEADING, ink, grid, series, dark }
    }

    /// How wide words are in the face that they are drawn in, about.
    pub fn width(&self, words: &str) -> f64 {
        let faces = self.fonts.stack(FontRole::Heading, Weight::REGULAR, false);
        let advance = |c: char| {
            let found = faces.iter().find_map(|id| {
                let face = self.fonts.face(*id);
                face.glyph(c).map(|glyph| face.advance(glyph) as f64 / 65_536.0)
            });
            found.unwrap_or(if is_cjk(c) { 1.0 } else { 0.5 })
        };
        words.chars().map(advance).sum::<f64>() * self.size
    }

    /// The widest of some words.
    pub fn widest<'w>(&self, words: impl IntoIterator<Item = &'w String>) -> f64 {
        words.into_iter().map(|words| self.width(words)).fold(0.0, f64::max)
    }

    /// Words in lines of a width; none where one of them is wider, or too many are needed.
    pub fn wrapped(&self, words: &str, width: f64, most: usize) -> Option<Vec<String>> {
        let mut lines: Vec<String> = Vec::new();
        for word in words.split_whitespace() {
            if self.width(word) > width {
                return None;
            }
            match lines.last_mut() {
                Some(line) if self.width(line) + self.width(word) + self.size / 4.0 <= width => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_string()),
            }
        }
        (lines.len() <= most).then_some(lines)
    }

    /// The same by force: what is too wide is cut, and so is what has no line.
    pub fn cut(&self, words: &str, width: f64, most: usize) -> Vec<String> {
        if let Some(lines) = self.wrapped(words, width, most) {
            return lines;
        }
        let mut lines: Vec<String> = Vec::new();
        let mut rest: Vec<&str> = words.split_whitespace().collect();
        while !rest.is_empty() && lines.len() + 1 < most {
            let fits = |count: &usize| self.width(&rest[..*count].join(" ")) <= width;
            let Some(count) = (1..=rest.len()).rev().find(fits) else { break };
            lines.push(rest.drain(..count).collect::<Vec<_>>().join(" "));
        }
        let mut line = String::new();
        for c in rest.join(" ").chars() {
            if self.width(&line) + self.size * 1.5 > width {
                line.push('…');
                break;
            }
            line.push(c);
        }
        lines.push(line);
        lines
    }

    /// A number as the book's language has it.
    pub fn number(&self, number: f64, decimals: usize) -> String {
        spell_number(number, decimals, self.lang)
    }

    /// The colour of a series.
    pub fn color(&self, nth: usize) -> Color {
        self.series[nth % self.series.len()]
    }
}

/// The theme's own colours, then its accent, then others that are unlike those.
fn series(theme: &Theme) -> Vec<Color> {
    let mut found: Vec<Color> = theme.chart_colors.clone();
    if found.is_empty() {
        found.push(seen(theme.accent));
    }
    let mut left: Vec<Color> =
        SERIES.into_iter().filter(|color| !found.iter().any(|have| is_like(*have, *color))).collect();
    while !left.is_empty() {
        let wants_dark = found.last().is_some_and(|last| !is_dark(*last));
        let next = left.iter().position(|color| is_dark(*color) == wants_dark).unwrap_or(0);
        found.push(left.remove(next));
    }
    found
}

/// Whether what is next to a colour had better be lighter.
fn is_dark(color: Color) -> bool {
    color.contrast(Color::WHITE) > 5.0
}

/// A colour, darker where it could not be told from paper.
fn seen(color: Color) -> Color {
    let darker = |parts: u32| {
        let mixed = |part: u8| (u32::from(part) * (16 - parts) / 16) as u8;
        Color::rgb(mixed(color.r), mixed(color.g), mixed(color.b))
    };
    (0..16).map(darker).find(|color| color.contrast(Color::WHITE) >= LEAST).unwrap_or(Color::BLACK)
}

/// Whether two colours are hardly told apart.
fn is_like(a: Color, b: Color) -> bool {
    let far = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
    far(a.r, b.r) + far(a.g, b.g) + far(a.b, b.b) < 60 * 60
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_colour_is_told_from_paper_and_from_its_neighbour() {
        for color in SERIES {
            assert!(color.contrast(Color::WHITE) >= LEAST, "{}", color.hex());
            assert!(color.on_dark().contrast(Color::NIGHT) >= LEAST, "{}", color.hex());
        }
        for pair in SERIES.chunks(2) {
            assert!(pair[0].contrast(pair[1]) >= 2.4, "{} {}", pair[0].hex(), pair[1].hex());
        }
        assert!(seen(Color::rgb(0xff, 0xff, 0x00)).contrast(Color::WHITE) >= LEAST);
    }
}
