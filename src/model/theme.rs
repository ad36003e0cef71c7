//! The theme: the looks of a book, from which the PDF's computed styles and the EPUB's stylesheet both come.

use std::collections::{BTreeMap, BTreeSet};

pub use super::apart::{BoxRule, BoxStyle, BoxTitle, CaptionPlace, CaptionStyle, Stands};
pub use super::color::Color;
use super::document::{AdmonitionKind, Length, Rules};
pub use super::lettering::{Align, Case, Feature, Features, FontRole, Lettering, TypeChange, Weight, Wish};
pub use super::manifest::ChapterStart;
use super::symbol::Symbol;
use crate::geom::{Abs, Point, Size};
use crate::source::Span;

/// Lengths that follow the type: `size` in points, the rest in ems of that size or lines of body leading.
#[derive(Debug, Clone, PartialEq)]
pub struct HeadingStyle {
    pub role: FontRole,
    pub size: Abs,
    pub leading: Abs,
    pub weight: Weight,
    pub italic: bool,
    pub small_caps: bool,
    pub lettering: Lettering,
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

/// What stands at a place of a running head or foot.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RunningContent {
    #[default]
    None,
    BookTitle,
    ChapterTitle,
    SectionTitle,
    Folio,
}

/// What stands at the outer edge of the type area, in its middle and at the spine.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RunningLine {
    pub outer: RunningContent,
    pub center: RunningContent,
    pub inner: RunningContent,
    /// What is at the outer edge stands in the middle where no edge is the outer one: on single-sided pages.
    pub floats: bool,
}

/// Running heads, or running feet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Running {
    pub verso: RunningLine,
    pub recto: RunningLine,
    pub letters: TypeChange,
    pub color: Option<Color>,
    /// The thickness of the rule between them and the text.
    pub rule: Abs,
}

/// Where captions stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CaptionSide {
    /// Below figures and above tables.
    #[default]
    Text,
    /// In the margin's column, where there is one.
    Margin,
}

/// Where a heading's number stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum NumberPlace {
    /// Before its first word.
    #[default]
    Before,
    /// On a line of its own above, with the name of what it counts.
    Above,
}

/// Of the measure, the widest figure that a caption stands beside, in hundredths: what is left holds a few words to the line.
const BESIDE: i64 = 60;

/// How tables look that say nothing else of themselves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TableStyle {
    /// What heads stand on; the paper, where it is none.
    pub head: Option<Color>,
    /// The words of heads, where they are not as the text.
    pub head_color: Option<Color>,
    /// The type of heads.
    pub head_letters: TypeChange,
    /// What every other row of a striped table stands on, where that is not what code stands on.
    pub stripe: Option<Color>,
    pub striped: bool,
    pub rules: Rules,
    /// The lines above, below and within, where they are not as the text and the book's rules.
    pub rule: Option<Color>,
}

/// How lines of contents look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContentsStyle {
    pub parts: EntryStyle,
    pub chapters: EntryStyle,
    pub sections: EntryStyle,
    /// Dots lead from titles to page numbers, in lists of figures and the like too.
    pub leaders: bool,
}

/// How the lines of one level look. What is not said is as in text, but for the weight of what has lines below it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EntryStyle {
    pub letters: TypeChange,
    pub color: Option<Color>,
}

impl ContentsStyle {
    /// By the names of their keys.
    pub fn levels(&self) -> [(&'static str, &EntryStyle); 3] {
        [("parts", &self.parts), ("chapters", &self.chapters), ("sections", &self.sections)]
    }
}

/// A page that a theme may lay out by slots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DesignedPage {
    Cover,
    /// In two-sided books, before the title page.
    HalfTitle,
    TitlePage,
    Part,
    /// The first page of a chapter, whose text begins below the slots.
    Chapter,
    BackCover,
}

impl DesignedPage {
    pub const ALL: [DesignedPage; 6] = [
        DesignedPage::Cover,
        DesignedPage::HalfTitle,
        DesignedPage::TitlePage,
        DesignedPage::Part,
        DesignedPage::Chapter,
        DesignedPage::BackCover,
    ];

    /// As theme files name it.
    pub fn name(self) -> &'static str {
        match self {
            DesignedPage::Cover => "cover",
            DesignedPage::HalfTitle => "half_title",
            DesignedPage::TitlePage => "title_page",
            DesignedPage::Part => "part_page",
            DesignedPage::Chapter => "chapter_page",
            DesignedPage::BackCover => "back_cover",
        }
    }

    /// The field that is its heading.
    pub fn heading(self) -> Option<DesignField> {
        match self {
            DesignedPage::TitlePage => Some(DesignField::Title),
            DesignedPage::Part => Some(DesignField::PartTitle),
            DesignedPage::Chapter => Some(DesignField::ChapterTitle),
            DesignedPage::Cover | DesignedPage::HalfTitle | DesignedPage::BackCover => None,
        }
    }
}

/// A page of slots on a ground. What comes later lies above what comes before.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PageDesign {
    pub background: Option<Color>,
    pub slots: Vec<DesignSlot>,
    /// How far below the page's edge a chapter's text begins.
    pub text_top: Option<Length>,
}

impl PageDesign {
    /// The slot with a chapter's title.
    pub fn heading(&self) -> Option<&DesignSlot> {
        self.slots.iter().find(|slot| slot.names(DesignField::ChapterTitle))
    }

    /// The colour behind a slot's upper left corner on a page of a size: that of the last band before it there, or the page's.
    pub fn behind(&self, slot: usize, page: Size, leftward: bool) -> Option<Color> {
        let (at, _) = self.slots.get(slot)?.place.on(page, leftward);
        let bands = self.slots[..slot].iter().rev().filter_map(|slot| match slot.content {
            SlotContent::Band(color) => Some((slot.place.on(page, leftward), color)),
            SlotContent::Picture { .. } | SlotContent::ChapterPicture => None,
            SlotContent::Symbol(_) | SlotContent::Text(_) => None,
        });
        let is_there = |((start, size), _): &((Point, Size), Color)| {
            (start.x..start.x + size.width).contains(&at.x)
                && (start.y..start.y + size.height).contains(&at.y)
        };
        bands.into_iter().find(is_there).map(|band| band.1).or(self.background)
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DesignSlot {
    pub content: SlotContent,
    pub place: SlotPlace,
    pub stands: Stands,
    /// Its picture fills it, and what is beyond is cut away.
    pub cut: bool,
    /// Of its words.
    pub style: HeadingStyle,
}

impl DesignSlot {
    /// Whether its words have a field.
    pub fn names(&self, field: DesignField) -> bool {
        matches!(&self.content, SlotContent::Text(words) if words.contains(&SlotText::Field(field)))
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum SlotContent {
    /// An area of a colour.
    Band(Color),
    /// A picture of the book's, by its path from the book's folder.
    Picture {
        path: String,
        span: Span,
        alt: String,
    },
    /// The picture that a chapter's head names.
    ChapterPicture,
    /// What machines read.
    Symbol(Symbol),
    Text(Vec<SlotText>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlotText {
    Words(String),
    Field(DesignField),
}

/// What the manifest says of the book, or of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DesignField {
    Title,
    Subtitle,
    Authors,
    Contributors,
    Publisher,
    Place,
    Date,
    Year,
    Series,
    SeriesNumber,
    Edition,
    Isbn,
    Doi,
    Abstract,
    PartNumber,
    PartTitle,
    ChapterNumber,
    ChapterTitle,
}

impl DesignField {
    pub const ALL: [DesignField; 18] = [
        DesignField::Title,
        DesignField::Subtitle,
        DesignField::Authors,
        DesignField::Contributors,
        DesignField::Publisher,
        DesignField::Place,
        DesignField::Date,
        DesignField::Year,
        DesignField::Series,
        DesignField::SeriesNumber,
        DesignField::Edition,
        DesignField::Isbn,
        DesignField::Doi,
        DesignField::Abstract,
        DesignField::PartNumber,
        DesignField::PartTitle,
        DesignField::ChapterNumber,
        DesignField::ChapterTitle,
    ];

    /// As slots name it.
    pub fn name(self) -> &'static str {
        match self {
            DesignField::Title => "title",
            DesignField::Subtitle => "subtitle",
            DesignField::Authors => "authors",
            DesignField::Contributors => "contributors",
            DesignField::Publisher => "publisher",
            DesignField::Place => "place",
            DesignField::Date => "date",
            DesignField::Year => "year",
            DesignField::Series => "series",
            DesignField::SeriesNumber => "series_number",
            DesignField::Edition => "edition",
            DesignField::Isbn => "isbn",
            DesignField::Doi => "doi",
            DesignField::Abstract => "abstract",
            DesignField::PartNumber => "part_number",
            DesignField::PartTitle => "part_title",
            DesignField::ChapterNumber => "chapter_number",
            DesignField::ChapterTitle => "chapter_title",
        }
    }
}

/// Where a slot is on its page. Of the three lengths of an axis, what is not given follows from the page's side; in a book
/// that is read from right to left, left and right change places.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct SlotPlace {
    pub left: Option<Length>,
    pub right: Option<Length>,
    pub top: Option<Length>,
    pub bottom: Option<Length>,
    pub width: Option<Length>,
    pub height: Option<Length>,
}

impl SlotPlace {
    /// Its upper left corner and its size on a page.
    pub fn on(&self, page: Size, leftward: bool) -> (Point, Size) {
        let of = |length: Option<Length>, side: Abs| {
            length.map(|length| match length {
                Length::Absolute(length) => length,
                Length::Relative(part) => side.scale(part),
            })
        };
        let axis = |before: Option<Length>, after: Option<Length>, extent: Option<Length>, side: Abs| {
            let (before, after, extent) = (of(before, side), of(after, side), of(extent, side));
            let length = extent.unwrap_or(side - before.unwrap_or_default() - after.unwrap_or_default());
            let start = before.or(after.map(|after| side - after - length)).unwrap_or_default();
            (start, length.max(Abs::pt(1)))
        };
        let (left, width) = axis(self.left, self.right, self.width, page.width);
        let (top, height) = axis(self.top, self.bottom, self.height, page.height);
        let left = if leftward { page.width - left - width } else { left };
        (Point::new(left, top), Size::new(width, height))
    }
}

/// What a class makes of the type of a paragraph; what is not said stays.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ClassStyle {
    pub letters: TypeChange,
    pub leading: Option<Abs>,
    pub color: Option<Color>,
    pub align: Option<Align>,
    pub space_before: Option<Abs>,
    pub space_after: Option<Abs>,
    /// From both edges.
    pub indent: Option<Abs>,
    /// Where the text is in columns, it stands across all of them.
    pub span: Option<bool>,
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
    /// The type of running text, beside its face and size.
    pub letters: TypeChange,
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
    /// Paragraphs that follow none have it too, as after headings.
    pub indent_first: bool,
    /// How many columns the text of chapters is set in, where there is room for them, and the space between two.
    pub columns: u8,
    pub column_gap: Abs,
    /// The column of the margin for what stands beside the text, and the space between the two; none where it has no width.
    pub margin_column: Abs,
    pub margin_gap: Abs,
    /// Sizes of the title page.
    pub title: HeadingStyle,
    pub subtitle: HeadingStyle,
    pub part: HeadingStyle,
    /// Chapter title, section, subsection and three levels below.
    pub headings: [HeadingStyle; 6],
    /// Space from the top of the type area to a chapter's title, in points.
    pub chapter_drop: Abs,
    pub chapter_start: ChapterStart,
    /// Over how many lines the first letter of a chapter's text stands; 0 where it is one like others. Its face and colour.
    pub drop_cap: u8,
    pub drop_cap_role: FontRole,
    pub drop_cap_color: Option<Color>,
    /// A chapter's sections are listed below its title.
    pub chapter_contents: bool,
    pub chapter_number: NumberPlace,
    /// Of a number above its chapter's title.
    pub chapter_number_style: HeadingStyle,
    pub heads: Running,
    pub feet: Running,
    /// The face of captions, the colour of their numbers.
    pub caption_role: FontRole,
    pub caption_letters: TypeChange,
    pub captions: CaptionStyle,
    pub caption_color: Color,
    pub caption_side: CaptionSide,
    pub contents: ContentsStyle,
    /// The face of tables.
    pub table_role: FontRole,
    pub tables: TableStyle,
    /// Of the series of charts; where there are none, the accent comes first.
    pub chart_colors: Vec<Color>,
    /// Boxes by the names of their kinds, and by the classes that authors give them.
    pub boxes: BTreeMap<String, BoxStyle>,
    /// Paragraphs by the classes that authors give them.
    pub classes: BTreeMap<String, ClassStyle>,
    /// Pages that are laid out by slots; the others as reportc has them.
    pub pages: BTreeMap<DesignedPage, PageDesign>,
    /// What stands for a colour on a dark screen, where the theme says so.
    pub dark: BTreeMap<Color, Color>,
    /// Where its file asks for features, small capitals or weights, which faces may lack.
    pub wishes: Vec<(Wish, Span)>,
    pub code: CodeColors,
    pub typography: Typography,
}

/// No column is narrower, in ems of the text: some 35 characters of most faces, with which a ragged line still holds five
/// or six words.
const NARROWEST_COLUMN: i64 = 16;

impl Theme {
    /// The weights that its styles ask for, those of text and of what stands out among them.
    pub fn weights(&self) -> BTreeSet<Weight> {
        let titles = [&self.title, &self.subtitle, &self.part, &self.chapter_number_style];
        let slots = self.pages.values().flat_map(|page| &page.slots).map(|slot| &slot.style);
        let headings = titles.into_iter().chain(&self.headings).chain(slots).map(|style| style.weight);
        let changes = [
            &self.letters,
            &self.caption_letters,
            &self.tables.head_letters,
            &self.heads.letters,
            &self.feet.letters,
        ];
        let classes = self.classes.values().map(|class| &class.letters);
        let changes = changes.into_iter().chain(classes).chain(self.boxes.values().map(|one| &one.letters));
        let changes = changes.chain(self.contents.levels().map(|(_, style)| &style.letters));
        let changed = changes.filter_map(|change| change.weight);
        [Weight::REGULAR, Weight::BOLD].into_iter().chain(headings).chain(changed).collect()
    }

    /// How many columns of those that are wanted a type area has room for.
    pub fn columns_in(&self, width: Abs, wanted: u8) -> u8 {
        let has_room = |count: &u8| self.column_in(width, *count) >= self.size * NARROWEST_COLUMN;
        (2..=wanted).rev().find(has_room).unwrap_or(1)
    }

    /// How wide each of some columns is.
    pub fn column_in(&self, width: Abs, count: u8) -> Abs {
        let count = i64::from(count.max(1));
        (width - self.column_gap * (count - 1)) / count
    }

    /// Whether the caption of a picture that is set so wide stands beside it.
    pub fn is_beside(&self, picture: Abs, measure: Abs) -> bool {
        self.captions.figures == CaptionPlace::Beside && picture <= measure.mul_div(BESIDE, 100)
    }

    /// How a box looks: as the first of its classes that has looks, or as its kind.
    pub fn box_style(&self, kind: AdmonitionKind, classes: &[String]) -> BoxStyle {
        let by_class = classes.iter().find_map(|class| self.boxes.get(class));
        by_class.or_else(|| self.boxes.get(kind.name())).copied().unwrap_or(BoxStyle::of(self.accent))
    }

    /// The pictures on pages that it lays out, by their paths, and where they are named.
    pub fn pictures(&self) -> impl Iterator<Item = (&str, Span)> {
        let slots = self.pages.values().flat_map(|page| &page.slots);
        slots.filter_map(|slot| match &slot.content {
            SlotContent::Picture { path, span, .. } => Some((path.as_str(), *span)),
            SlotContent::Band(_) | SlotContent::ChapterPicture => None,
            SlotContent::Symbol(_) | SlotContent::Text(_) => None,
        })
    }

    /// Takes another accent. What still has the old one follows.
    pub fn set_accent(&mut self, accent: Color) {
        let old = std::mem::replace(&mut self.accent, accent);
        let titles = [&mut self.title, &mut self.subtitle, &mut self.part, &mut self.chapter_number_style];
        let headings = titles.into_iter().chain(&mut self.headings).map(|style| &mut style.color);
        let classes = self.classes.values_mut().filter_map(|style| style.color.as_mut());
        let contents = &mut self.contents;
        let entries = [&mut contents.parts, &mut contents.chapters, &mut contents.sections];
        let entries = entries.into_iter().filter_map(|style| style.color.as_mut());
        for color in headings.chain(classes).chain(entries).chain([&mut self.caption_color]) {
            if *color == old {
                *color = accent;
            }
        }
        for style in self.boxes.values_mut().filter(|style| style.color == old) {
            let is_tint = style.background == Some(old.tint());
            style.color = accent;
            style.background = if is_tint { Some(accent.tint()) } else { style.background };
        }
    }

    /// How a paragraph of these classes is set.
    pub fn class_style(&self, classes: &[String]) -> Option<&ClassStyle> {
        classes.iter().find_map(|class| self.classes.get(class))
    }

    /// The classes that make boxes of no kind.
    pub fn own_boxes(&self) -> impl Iterator<Item = &String> {
        let is_own = |name: &&String| AdmonitionKind::ALL.iter().all(|kind| kind.name() != name.as_str());
        self.boxes.keys().filter(is_own)
    }

    /// What is behind text on a dark screen in place of a colour.
    pub fn dark_ground(&self, color: Color) -> Color {
        self.dark.get(&color).copied().unwrap_or_else(|| color.ground_on_dark())
    }

    /// What is read on a dark screen in place of a colour.
    pub fn on_dark(&self, color: Color) -> Color {
        self.dark.get(&color).copied().unwrap_or_else(|| color.on_dark())
    }
}
