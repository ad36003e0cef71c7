//! What every theme begins with.

use std::collections::BTreeMap;

use crate::geom::Abs;
use crate::model::document::AdmonitionKind;
use crate::model::theme::{
    Align, BoxRule, BoxStyle, CaptionSide, CaptionStyle, ChapterStart, ClassStyle, CodeColors, Color,
    ContentsStyle, EntryStyle, FontRole, HeadingStyle, Lettering, NumberPlace, ParagraphSeparation, Running,
    RunningContent, RunningLine, TableStyle, Theme, TypeChange, Typography, Weight,
};

/// Vertical measures are multiples of the 14 pt line where they can be, so that
/// lines of facing pages stand level.
pub(super) fn base() -> Theme {
    let accent = Color::rgb(0x1f, 0x3a, 0x5f);
    Theme {
        text_family: "Libertinus Serif".into(),
        heading_family: "Source Sans 3".into(),
        mono_family: "Source Code Pro".into(),
        maths_family: "Libertinus Math".into(),
        maths_align: Align::Center,
        fallback_families: Vec::new(),
        size: Abs::pt(11),
        leading: Abs::pt(14),
        small_size: Abs::pt(9),
        small_leading: Abs::pt(12),
        code_size: Abs::from_pt(8.6),
        code_leading: Abs::pt(12),
        color: Color::rgb(0x1a, 0x1a, 0x1a),
        letters: TypeChange::NONE,
        link_color: Color::rgb(0x1a, 0x4f, 0x8b),
        accent,
        rule_color: Color::rgb(0x8a, 0x94, 0xa3),
        old_style_figures: false,
        small_caps_acronyms: false,
        fractions: false,
        separation: ParagraphSeparation::Indent,
        align: Align::Justify,
        hyphenate: true,
        indent: Abs::pt(11),
        indent_first: false,
        columns: 1,
        column_gap: Abs::pt(16),
        margin_column: Abs::ZERO,
        margin_gap: Abs::pt(17),
        title: heading((30, 36), (0, 14), accent),
        subtitle: HeadingStyle { weight: Weight::REGULAR, ..heading((16, 21), (0, 28), accent) },
        part: heading((28, 35), (0, 28), accent),
        headings: default_headings(accent),
        chapter_drop: Abs::pt(84),
        chapter_start: ChapterStart::Page,
        drop_cap: 0,
        drop_cap_role: FontRole::Text,
        drop_cap_color: None,
        chapter_contents: false,
        chapter_number: NumberPlace::Before,
        chapter_number_style: heading((13, 14), (0, 7), accent),
        heads: Running {
            verso: floating(RunningContent::BookTitle),
            recto: floating(RunningContent::ChapterTitle),
            ..Running::default()
        },
        feet: Running {
            verso: floating(RunningContent::Folio),
            recto: floating(RunningContent::Folio),
            ..Running::default()
        },
        caption_role: FontRole::Text,
        caption_letters: TypeChange::NONE,
        captions: CaptionStyle::default(),
        caption_color: Color::rgb(0x1a, 0x1a, 0x1a),
        caption_side: CaptionSide::Text,
        contents: ContentsStyle {
            parts: EntryStyle::default(),
            chapters: EntryStyle::default(),
            sections: EntryStyle::default(),
            leaders: true,
        },
        table_role: FontRole::Text,
        tables: TableStyle::default(),
        chart_colors: Vec::new(),
        boxes: default_boxes(accent),
        classes: default_classes(accent),
        pages: BTreeMap::new(),
        dark: BTreeMap::new(),
        wishes: Vec::new(),
        code: CodeColors {
            background: Color::rgb(0xf6, 0xf6, 0xf3),
            plain: Color::rgb(0x24, 0x29, 0x2f),
            keyword: Color::rgb(0x8a, 0x1c, 0x4a),
            string: Color::rgb(0x2f, 0x62, 0x2a),
            comment: Color::rgb(0x5e, 0x65, 0x6d),
            number: Color::rgb(0x8a, 0x4b, 0x00),
            function: Color::rgb(0x1a, 0x4f, 0x8b),
            kind: Color::rgb(0x5a, 0x3d, 0x99),
        },
        typography: Typography::default(),
    }
}

/// Space and leading of a heading add up to whole lines of 14 pt, but where a lesser break asks for a half.
fn default_headings(accent: Color) -> [HeadingStyle; 6] {
    let text = Color::rgb(0x1a, 0x1a, 0x1a);
    [
        heading((24, 28), (0, 42), accent),
        heading((15, 21), (28, 7), accent),
        heading((12, 14), (21, 7), accent),
        heading((11, 14), (14, 0), accent),
        HeadingStyle { weight: Weight::REGULAR, italic: true, ..heading((11, 14), (14, 0), text) },
        HeadingStyle { weight: Weight::REGULAR, ..heading((11, 14), (14, 0), text) },
    ]
}

/// A bold heading of size and leading, with space before and after, all in points.
fn heading((size, leading): (i64, i64), (before, after): (i64, i64), color: Color) -> HeadingStyle {
    HeadingStyle {
        role: FontRole::Heading,
        size: Abs::pt(size),
        leading: Abs::pt(leading),
        weight: Weight::BOLD,
        italic: false,
        small_caps: false,
        lettering: Lettering::default(),
        color,
        align: Align::Start,
        space_before: Abs::pt(before),
        space_after: Abs::pt(after),
    }
}

/// At the outer edge, or in the middle of pages that have none.
fn floating(outer: RunningContent) -> RunningLine {
    RunningLine { outer, floats: true, ..RunningLine::default() }
}

/// Each kind has a colour and a sign of its own: what warns is told from what helps before it is read, and not by its
/// colour alone (WCAG 2.2, 1.4.1).
fn default_boxes(accent: Color) -> BTreeMap<String, BoxStyle> {
    let of = |kind: AdmonitionKind| match kind {
        AdmonitionKind::Note => (Color::rgb(0x1a, 0x4f, 0x8b), Some('🛈')),
        AdmonitionKind::Tip => (Color::rgb(0x2f, 0x62, 0x2a), Some('✔')),
        AdmonitionKind::Important => (Color::rgb(0x5a, 0x3d, 0x99), Some('☛')),
        AdmonitionKind::Warning => (Color::rgb(0x8a, 0x4b, 0x00), Some('⚠')),
        AdmonitionKind::Caution => (Color::rgb(0x9b, 0x1c, 0x1c), Some('⛔')),
        AdmonitionKind::Box | AdmonitionKind::Aside | AdmonitionKind::Details => (accent, None),
    };
    let style = |kind: AdmonitionKind| {
        let (color, icon) = of(kind);
        (kind.name().to_string(), BoxStyle { icon, ..BoxStyle::of(color) })
    };
    let mut boxes: BTreeMap<String, BoxStyle> = AdmonitionKind::ALL.map(style).into();
    let key_messages = BoxStyle { rule: BoxRule::Top, ..BoxStyle::of(accent) };
    boxes.insert("key-messages".to_string(), key_messages);
    boxes.insert("pullquote".to_string(), BoxStyle { background: None, ..key_messages });
    boxes
}

fn default_classes(accent: Color) -> BTreeMap<String, ClassStyle> {
    let lead = ClassStyle { letters: sized(13), leading: Some(Abs::from_pt(17.5)), ..ClassStyle::default() };
    let quote = ClassStyle {
        letters: TypeChange { role: Some(FontRole::Heading), ..sized(15) },
        leading: Some(Abs::pt(21)),
        color: Some(accent),
        align: Some(Align::Start),
        ..ClassStyle::default()
    };
    [("lead".to_string(), lead), ("pullquote".to_string(), quote)].into()
}

/// Type of so many points.
fn sized(points: i64) -> TypeChange {
    TypeChange { size: Some(Abs::pt(points)), ..TypeChange::NONE }
}
