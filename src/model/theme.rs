//! The theme: the looks of a book, from which the PDF's computed styles and the EPUB's stylesheet both come.

use crate::geom::Abs;

/// An opaque sRGB colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Color {
    pub r: u8,
    pub g: u8,
    pub b: u8,
}

impl Color {
    pub const BLACK: Color = Color::rgb(0, 0, 0);

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

    /// `#rrggbb`, as CSS writes it.
    pub fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.r, self.g, self.b)
    }
}

/// What a face is for; the font book maps a role and a script to a family.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FontRole {
    #[default]
    Text,
    Heading,
    Mono,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    #[default]
    Regular,
    Bold,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Align {
    /// Flush at both edges; the last line at the start.
    #[default]
    Justify,
    Start,
    Center,
    End,
}

/// Lengths that follow the type: `size` in points, the rest in ems of that size or lines of body leading.
#[derive(Debug, Clone, PartialEq)]
pub struct HeadingStyle {
    pub role: FontRole,
    pub size: Abs,
    pub leading: Abs,
    pub weight: Weight,
    pub italic: bool,
    pub small_caps: bool,
    pub color: Color,
    pub align: Align,
    /// In points.
    pub space_before: Abs,
    pub space_after: Abs,
}

/// How paragraphs are told apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ParagraphSeparation {
    /// First-line indent of one em, none after headings and the like.
    #[default]
    Indent,
    /// Half a line between paragraphs.
    Space,
}

/// What stands at the head of a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RunningHeadContent {
    None,
    BookTitle,
    #[default]
    ChapterTitle,
    SectionTitle,
}

/// Colours of code, each with at least 4.5 : 1 against `code_background` (WCAG 2.2, 1.4.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeColors {
    pub background: Color,
    pub plain: Color,
    pub keyword: Color,
    pub string: Color,
    pub comment: Color,
    pub number: Color,
    pub function: Color,
    pub kind: Color,
}

/// What counts against a page: each weight multiplies a price that page breaking has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PageWeights {
    /// Of a hyphen at a page's end.
    pub hyphens: f64,
    /// Of a foot above those of other pages.
    pub short: f64,
    /// Of spaces wider or narrower than they should be.
    pub spaces: f64,
    /// Of a note that goes on overleaf.
    pub split_notes: f64,
    /// Of a figure that stands on a page after the one it is written on.
    pub late_figures: f64,
    /// Of a chapter's last page with hardly a line on it.
    pub stubs: f64,
    /// Of an ornament that ends a page.
    pub ornaments: f64,
    /// Of words at a page's end that lead to what is overleaf.
    pub lead_ins: f64,
}

impl Default for PageWeights {
    fn default() -> PageWeights {
        PageWeights {
            hyphens: 1.0,
            short: 1.0,
            spaces: 1.0,
            split_notes: 1.0,
            late_figures: 1.0,
            stubs: 1.0,
            ornaments: 1.0,
            lead_ins: 1.0,
        }
    }
}

/// How lines are filled, and what counts against them: the weights multiply the prices that line breaking has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Typography {
    /// How far glyphs may be made wider or narrower to fill a line, in ten-thousandths.
    pub glyph_scaling: u16,
    /// How far letters may be set wider or closer to fill a line, in hundred-thousandths of the em.
    pub tracking: u16,
    /// Of word spaces that are wider or narrower than they should be.
    pub spacing: f64,
    /// Of lines looser or tighter than their neighbours.
    pub evenness: f64,
    pub hyphens: f64,
    /// Of last lines of a few letters.
    pub runts: f64,
    pub pages: PageWeights,
}

impl Default for Typography {
    fn default() -> Typography {
        // Two in a hundred, as microtype has it: more is seen. Six thousandths of the em are a fifth of what Bringhurst
        // (The Elements of Typographic Style, 2.1.7) still lets pass unseen.
        Typography {
            glyph_scaling: 200,
            tracking: 600,
            spacing: 1.0,
            evenness: 1.0,
            hyphens: 1.0,
            runts: 1.0,
            pages: PageWeights::default(),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    /// Family names by role, each tried in order before the bundled fallbacks.
    pub text_family: String,
    pub heading_family: String,
    pub mono_family: String,
    /// A family with a MATH table.
    pub maths_family: String,
    /// How formulas that stand by themselves do so.
    pub maths_align: Align,
    pub fallback_families: Vec<String>,
    pub size: Abs,
    pub leading: Abs,
    pub small_size: Abs,
    pub small_leading: Abs,
    pub code_size: Abs,
    pub code_leading: Abs,
    pub color: Color,
    pub link_color: Color,
    pub accent: Color,
    pub rule_color: Color,
    pub old_style_figures: bool,
    pub small_caps_acronyms: bool,
    pub fractions: bool,
    pub separation: ParagraphSeparation,
    pub align: Align,
    pub hyphenate: bool,
    /// First-line indent of paragraphs, in points.
    pub indent: Abs,
    /// Sizes of the title page.
    pub title: HeadingStyle,
    pub subtitle: HeadingStyle,
    pub part: HeadingStyle,
    /// Chapter title, section, subsection and three levels below.
    pub headings: [HeadingStyle; 6],
    /// Space from the top of the type area to a chapter's title, in points.
    pub chapter_drop: Abs,
    pub chapters_open_recto: bool,
    pub verso_head: RunningHeadContent,
    pub recto_head: RunningHeadContent,
    pub head_small_caps: bool,
    pub code: CodeColors,
    pub typography: Typography,
}
