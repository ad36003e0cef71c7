//! Colours, and how they are told apart.

/// An opaque sRGB colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Color {
    pub r: u8,
    pub g: u8,
    pub b: u8,
}

impl Color {
    pub const BLACK: Color = Color::rgb(0, 0, 0);
    pub const WHITE: Color = Color::rgb(255, 255, 255);
    /// The ground of dark screens.
    pub const NIGHT: Color = Color::rgb(0x12, 0x12, 0x12);

    pub const fn rgb(r: u8, g: u8, b: u8) -> Color {
        Color { r, g, b }
    }

    /// At a twelfth of its strength on white: what admonitions of this accent stand on.
    pub const fn tint(self) -> Color {
        const fn lighten(part: u8) -> u8 {
            255 - (255 - part) / 12
        }
        Color::rgb(lighten(self.r), lighten(self.g), lighten(self.b))
    }

    /// The contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio" and "relative luminance").
    pub fn contrast(self, other: Color) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        let luminance =
            |color: Color| 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b);
        let (a, b) = (luminance(self), luminance(other));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// What stands in its place on a dark screen, to be read on [`Color::NIGHT`]: as much white with it as that asks for.
    pub fn on_dark(self) -> Color {
        let lighter = |parts: u32| {
            let mixed = |part: u8| ((u32::from(part) * (16 - parts) + 255 * parts) / 16) as u8;
            Color::rgb(mixed(self.r), mixed(self.g), mixed(self.b))
        };
        let is_read = |color: &Color| color.contrast(Color::NIGHT) >= READ_ON_DARK;
        (0..16).map(lighter).find(is_read).unwrap_or(Color::rgb(255, 255, 255))
    }

    /// What stands behind text on a dark screen in place of a light ground: its hue, hardly lighter than the rest.
    pub fn ground_on_dark(self) -> Color {
        let least = self.r.min(self.g).min(self.b);
        let darker = |part: u8| 0x1e + ((part - least) / 2).min(0x18);
        Color::rgb(darker(self.r), darker(self.g), darker(self.b))
    }

    /// `#rrggbb`, as CSS writes it.
    pub fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.r, self.g, self.b)
    }
}

/// The contrast of text on a dark screen: above what boxes on it take away.
const READ_ON_DARK: f64 = 6.0;
