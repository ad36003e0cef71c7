//! The names that can stand behind keys, and what each means.

use crate::model::document::Rules;
use crate::model::identity::{Format, IdentifierScheme};
use crate::model::manifest::{Attach, Exemption, NoteCount, NotePlace};
use crate::model::theme::{
    Align, BoxRule, BoxTitle, CaptionPlace, CaptionSide, Case, ChapterStart, FontRole, NumberPlace,
    ParagraphSeparation, RunningContent, Stands, Weight,
};

/// The themes that come with the program, by their names, as files to be copied.
pub const THEMES: [(&str, &str); 5] = [
    ("report", include_str!("theme/themes/report.yaml")),
    ("book", include_str!("theme/themes/book.yaml")),
    ("academic", include_str!("theme/themes/academic.yaml")),
    ("manual", include_str!("theme/themes/manual.yaml")),
    ("brief", include_str!("theme/themes/brief.yaml")),
];

pub(super) const NOTE_PLACES: [(&str, NotePlace); 4] = [
    ("foot", NotePlace::Foot),
    ("margin", NotePlace::Margin),
    ("chapter", NotePlace::Chapter),
    ("book", NotePlace::Book),
];

pub(super) const NOTE_COUNTS: [(&str, NoteCount); 3] =
    [("chapter", NoteCount::Chapter), ("book", NoteCount::Book), ("page", NoteCount::Page)];

pub(super) const SCHEMES: [(&str, IdentifierScheme); 5] = [
    ("isbn", IdentifierScheme::Isbn),
    ("doi", IdentifierScheme::Doi),
    ("uuid", IdentifierScheme::Uuid),
    ("report", IdentifierScheme::Report),
    ("issn", IdentifierScheme::Issn),
];

pub(super) const FORMATS: [(&str, Format); 4] =
    [("work", Format::Work), ("pdf", Format::Pdf), ("epub", Format::Epub), ("print", Format::Print)];

pub(super) const EXEMPTIONS: [(&str, Exemption); 3] = [
    ("eaa-microenterprise", Exemption::Microenterprise),
    ("eaa-fundamental-alteration", Exemption::FundamentalAlteration),
    ("eaa-disproportionate-burden", Exemption::DisproportionateBurden),
];

pub(super) const STANDARDS: [(&str, (&str, &str)); 9] = [
    ("WCAG 2.2 AA", ("2.2", "AA")),
    ("WCAG 2.1 AA", ("2.1", "AA")),
    ("WCAG 2.0 AA", ("2.0", "AA")),
    ("WCAG 2.2 A", ("2.2", "A")),
    ("WCAG 2.1 A", ("2.1", "A")),
    ("WCAG 2.0 A", ("2.0", "A")),
    ("WCAG 2.2 AAA", ("2.2", "AAA")),
    ("WCAG 2.1 AAA", ("2.1", "AAA")),
    ("WCAG 2.0 AAA", ("2.0", "AAA")),
];

pub(super) const FACES: [(&str, FontRole); 3] =
    [("text", FontRole::Text), ("heading", FontRole::Heading), ("mono", FontRole::Mono)];

pub(super) const ALIGNS: [(&str, Align); 4] =
    [("justify", Align::Justify), ("start", Align::Start), ("center", Align::Center), ("end", Align::End)];

pub(super) const MATHS_ALIGNS: [(&str, Align); 2] = [("center", Align::Center), ("start", Align::Start)];

pub(super) const WEIGHTS: [(&str, Weight); 2] = [("regular", Weight::REGULAR), ("bold", Weight::BOLD)];

/// What is shown for letters, and whether in small capitals.
pub(super) const CASES: [(&str, (Case, bool)); 6] = [
    ("as_typed", (Case::AsTyped, false)),
    ("upper", (Case::Upper, false)),
    ("lower", (Case::Lower, false)),
    ("capitals", (Case::Capitals, false)),
    ("small_capitals", (Case::AsTyped, true)),
    ("all_small_capitals", (Case::Lower, true)),
];

pub(super) const SEPARATIONS: [(&str, ParagraphSeparation); 2] =
    [("indent", ParagraphSeparation::Indent), ("space", ParagraphSeparation::Space)];

pub(super) const CAPTION_SIDES: [(&str, CaptionSide); 2] =
    [("text", CaptionSide::Text), ("margin", CaptionSide::Margin)];

pub(super) const CHAPTER_STARTS: [(&str, ChapterStart); 3] =
    [("page", ChapterStart::Page), ("recto", ChapterStart::Recto), ("run_on", ChapterStart::RunOn)];

pub(super) const NUMBER_PLACES: [(&str, NumberPlace); 2] =
    [("before", NumberPlace::Before), ("above", NumberPlace::Above)];

pub(super) const FIGURE_CAPTIONS: [(&str, CaptionPlace); 3] =
    [("below", CaptionPlace::Below), ("above", CaptionPlace::Above), ("beside", CaptionPlace::Beside)];

pub(super) const TABLE_CAPTIONS: [(&str, CaptionPlace); 2] =
    [("above", CaptionPlace::Above), ("below", CaptionPlace::Below)];

pub(super) const BOX_RULES: [(&str, BoxRule); 4] =
    [("none", BoxRule::None), ("start", BoxRule::Start), ("top", BoxRule::Top), ("frame", BoxRule::Frame)];

/// Whether a box floats.
pub(super) const BOX_FLOATS: [(&str, bool); 2] = [("none", false), ("top", true)];

pub(super) const BOX_TITLES: [(&str, BoxTitle); 2] = [("plain", BoxTitle::Plain), ("band", BoxTitle::Band)];

pub(super) const STANDS: [(&str, Stands); 3] =
    [("top", Stands::Top), ("middle", Stands::Middle), ("bottom", Stands::Bottom)];

pub(super) const RUNNING_CONTENTS: [(&str, RunningContent); 5] = [
    ("none", RunningContent::None),
    ("book", RunningContent::BookTitle),
    ("chapter", RunningContent::ChapterTitle),
    ("section", RunningContent::SectionTitle),
    ("folio", RunningContent::Folio),
];

pub(super) const ATTACHED: [(&str, Attach); 2] = [("sources", Attach::Sources), ("tables", Attach::Tables)];
pub(super) const FIRST_USES: [(&str, bool); 2] = [("full", true), ("short", false)];
/// How a picture takes its slot, as CSS Images calls it (object-fit): whether it is cut.
pub(super) const FITS: [(&str, bool); 2] = [("contain", false), ("cover", true)];
/// Whether dots lead to the page numbers of contents.
pub(super) const LEADERS: [(&str, bool); 2] = [("dots", true), ("none", false)];
pub(super) const TABLE_RULES: [(&str, Rules); 4] =
    [("usual", Rules::Usual), ("rows", Rules::Rows), ("all", Rules::All), ("none", Rules::None)];
