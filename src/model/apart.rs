//! What stands apart from running text: boxes and captions, as a theme has them.

use super::color::Color;
use super::lettering::{Align, TypeChange};

/// The class of a box or figure that goes where there is room for it, and of one that stays where it is written.
pub const FLOATS: &str = "float";
pub const STAYS: &str = "float-none";

/// Where what is in a slot stands between its upper and lower edge.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stands {
    #[default]
    Top,
    Middle,
    Bottom,
}

/// Where the rule of a box stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum BoxRule {
    None,
    /// At its start edge.
    #[default]
    Start,
    Top,
    /// All around.
    Frame,
}

/// The looks of a kind of box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BoxStyle {
    /// Of its title, its rule and its icon.
    pub color: Color,
    /// What it stands on; the paper, where it has none.
    pub background: Option<Color>,
    pub rule: BoxRule,
    /// A sign before its title.
    pub icon: Option<char>,
    /// Of its title.
    pub letters: TypeChange,
    /// Where the text is in columns, it stands across all of them.
    pub span: bool,
    /// Whether one with a title has a number, where that is not as the book has it.
    pub number: Option<bool>,
    /// How wide it is, in hundredths of the measure.
    pub width: u8,
    /// It goes to the top of the next page where there is no room for it, as figures do.
    pub floats: bool,
    pub title: BoxTitle,
}

/// The shape of a box's title.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum BoxTitle {
    /// Words in the box's colour.
    #[default]
    Plain,
    /// On a band of that colour, across the box.
    Band,
}

impl BoxStyle {
    /// The words of its title: on a band, black or white, whichever is read better there.
    pub fn title_color(&self) -> Color {
        let white_is_read = self.color.contrast(Color::WHITE) >= self.color.contrast(Color::BLACK);
        match self.title {
            BoxTitle::Plain => self.color,
            BoxTitle::Band if white_is_read => Color::WHITE,
            BoxTitle::Band => Color::BLACK,
        }
    }

    /// A box of a colour, on a tint of it.
    pub const fn of(color: Color) -> BoxStyle {
        BoxStyle {
            color,
            background: Some(color.tint()),
            rule: BoxRule::Start,
            icon: None,
            letters: TypeChange::NONE,
            span: false,
            number: None,
            width: 100,
            floats: false,
            title: BoxTitle::Plain,
        }
    }
}

/// Where a caption stands to what it is of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CaptionPlace {
    #[default]
    Below,
    Above,
    /// Where its figure leaves room for it.
    Beside,
}

/// Where captions stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaptionStyle {
    pub figures: CaptionPlace,
    pub tables: CaptionPlace,
    /// Of its lines; where it is not said, one that is a single line stands in the middle of its figure.
    pub align: Option<Align>,
    /// One beside its figure.
    pub stands: Stands,
}

impl Default for CaptionStyle {
    fn default() -> CaptionStyle {
        let (align, stands) = (None, Stands::Top);
        CaptionStyle { figures: CaptionPlace::Below, tables: CaptionPlace::Above, align, stands }
    }
}
