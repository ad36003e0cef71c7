//! The theme's looks as computed styles.

use unicode_script::Script;

use crate::geom::Abs;
use crate::model::document::ColumnAlign;
use crate::model::flow::{BlockStyle, Dots, ParagraphStyle, StyleId, TextStyle};
use crate::model::manifest::Lang;
use crate::model::theme::{
    Align, BoxStyle, ClassStyle, Color, EntryStyle, FontRole, HeadingStyle, Lettering, ParagraphSeparation,
    Running, Theme, TypeChange, Weight,
};
use crate::scripts;

/// Superior and inferior figures: their size, and how far from the baseline, in hundredths of the text's size. The
/// values are those of faces without drawn superiors (TrueType's OS/2 defaults).
const SCRIPT_SIZE: i64 = 65;
const SUPERSCRIPT_RISE: i64 = 34;
const SUBSCRIPT_DROP: i64 = 14;
const SMALL_SIZE: i64 = 85;

/// The type that blocks are set in: a paragraph of the text, of a note, of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting {
    pub(super) text: TextStyle,
    pub(super) leading: Abs,
    pub(super) align: Align,
    pub(super) hyphenate: bool,
    /// Running text, in which acronyms and fractions are set as the theme asks.
    pub(super) fine: bool,
}

impl Setting {
    pub(super) fn body(theme: &Theme) -> Setting {
        let text = TextStyle {
            role: FontRole::Text,
            weight: Weight::REGULAR,
            italic: false,
            size: theme.size,
            color: theme.color,
            lettering: Lettering::default(),
            small_caps: false,
            acronym: false,
            fraction: false,
            old_style_figures: theme.old_style_figures,
            tabular_figures: false,
            rise: Abs::ZERO,
            underline: false,
            strikethrough: false,
            dots: Dots::None,
            verbatim: false,
        };
        let text = changed(text, &theme.letters);
        Setting { text, leading: theme.leading, align: theme.align, hyphenate: theme.hyphenate, fine: true }
    }

    /// Notes, captions and the imprint.
    pub(super) fn small(theme: &Theme) -> Setting {
        let body = Setting::body(theme);
        let text = TextStyle { size: theme.small_size, ..body.text };
        Setting { text, leading: theme.small_leading, ..body }
    }

    /// What stands by figures and tables.
    pub(super) fn caption(theme: &Theme) -> Setting {
        let small = Setting::small(theme).ragged();
        let old_style_figures = small.text.old_style_figures && theme.caption_role == FontRole::Text;
        let text = TextStyle { role: theme.caption_role, old_style_figures, ..small.text };
        Setting { text: changed(text, &theme.caption_letters), ..small }
    }

    /// What has labels beside it stands at the start with them, whatever is around it.
    pub(super) fn started(self) -> Setting {
        match self.align {
            Align::Center | Align::End => self.ragged(),
            Align::Start | Align::Justify => self,
        }
    }

    /// Ragged, without first-line indents or hyphens' help to fill lines.
    pub(super) fn ragged(self) -> Setting {
        Setting { align: Align::Start, ..self }
    }

    /// Cells: figures align in columns.
    pub(super) fn table(theme: &Theme) -> Setting {
        let small = Setting::small(theme).ragged();
        let role = theme.table_role;
        let text = TextStyle { role, tabular_figures: true, old_style_figures: false, ..small.text };
        Setting { text, fine: false, ..small }
    }

    /// With its lines where a theme has them.
    pub(super) fn standing(self, align: Option<Align>) -> Setting {
        Setting { align: align.unwrap_or(self.align), ..self }
    }

    /// A cell whose text stands as its column does.
    pub(super) fn cell(self, align: ColumnAlign) -> Setting {
        let align = match align {
            ColumnAlign::Natural | ColumnAlign::Start => Align::Start,
            ColumnAlign::Center => Align::Center,
            ColumnAlign::End => Align::End,
        };
        Setting { align, ..self }
    }

    pub(super) fn contents(theme: &Theme) -> Setting {
        let body = Setting::body(theme).ragged();
        let text = TextStyle { tabular_figures: true, old_style_figures: false, ..body.text };
        Setting { text, hyphenate: false, fine: false, ..body }
    }

    /// Of a line of contents. What has lines below it is bold, where the theme does not say how heavy it is.
    pub(super) fn entry(theme: &Theme, style: &EntryStyle, has_lines_below: bool) -> Setting {
        let plain = Setting::contents(theme);
        let plain = if has_lines_below { plain.bold() } else { plain };
        let setting = plain.lettered(&style.letters);
        setting.colored(style.color.unwrap_or(theme.color))
    }

    pub(super) fn code(theme: &Theme) -> Setting {
        let body = Setting::body(theme);
        let text = TextStyle {
            role: FontRole::Mono,
            size: theme.code_size,
            color: theme.code.plain,
            old_style_figures: false,
            verbatim: true,
            lettering: Lettering::default(),
            ..body.text
        };
        Setting { text, leading: theme.code_leading, align: Align::Start, hyphenate: false, fine: false }
    }

    pub(super) fn heading(theme: &Theme, style: &HeadingStyle) -> Setting {
        let text = TextStyle {
            role: style.role,
            weight: style.weight,
            italic: style.italic,
            size: style.size,
            color: style.color,
            small_caps: style.small_caps,
            lettering: style.lettering,
            old_style_figures: false,
            ..Setting::body(theme).text
        };
        Setting { text, leading: style.leading, align: style.align, hyphenate: false, fine: false }
    }

    pub(super) fn bold(self) -> Setting {
        Setting { text: TextStyle { weight: Weight::BOLD, ..self.text }, ..self }
    }

    pub(super) fn colored(self, color: Color) -> Setting {
        Setting { text: TextStyle { color, ..self.text }, ..self }
    }

    /// As a class of the author's has it.
    pub(super) fn classed(self, class: &ClassStyle) -> Setting {
        let color = class.color.unwrap_or(self.text.color);
        let text = TextStyle { color, ..changed(self.text, &class.letters) };
        // Lines of larger type stand further apart, unless it is said how far.
        let leading = self.leading.mul_div(text.size.raw(), self.text.size.raw().max(1));
        let leading = class.leading.unwrap_or(leading);
        Setting { text, leading, align: class.align.unwrap_or(self.align), ..self }
    }

    /// Headings' face and a box's colour, for its title, unless the box has other type there.
    pub(super) fn labelled(self, looks: &BoxStyle) -> Setting {
        let lettering = Lettering::default();
        let text =
            TextStyle { role: FontRole::Heading, color: looks.title_color(), lettering, ..self.bold().text };
        let title = Setting { text, align: Align::Start, hyphenate: false, fine: false, ..self };
        title.lettered(&looks.letters)
    }

    /// With other type. Lines of larger type stand further apart.
    pub(super) fn lettered(self, letters: &TypeChange) -> Setting {
        let text = changed(self.text, letters);
        let leading = self.leading.mul_div(text.size.raw(), self.text.size.raw().max(1));
        Setting { text, leading, ..self }
    }

    pub(super) fn paragraph(&self, base: StyleId, first_line_indent: Abs) -> ParagraphStyle {
        ParagraphStyle {
            base,
            leading: self.leading,
            align: self.align,
            first_line_indent,
            hyphenate: self.hyphenate,
            drop: None,
        }
    }
}

/// Type as a style of the theme changes it.
fn changed(text: TextStyle, letters: &TypeChange) -> TextStyle {
    TextStyle {
        role: letters.role.unwrap_or(text.role),
        size: letters.size.unwrap_or(text.size),
        weight: letters.weight.unwrap_or(text.weight),
        italic: letters.italic.unwrap_or(text.italic),
        small_caps: letters.small_caps.unwrap_or(text.small_caps),
        lettering: letters.lettering(text.lettering),
        ..text
    }
}

pub(super) fn superscript(style: TextStyle) -> TextStyle {
    let rise = style.rise + style.size.mul_div(SUPERSCRIPT_RISE, 100);
    TextStyle { size: style.size.mul_div(SCRIPT_SIZE, 100), rise, ..style }
}

pub(super) fn subscript(style: TextStyle) -> TextStyle {
    let rise = style.rise - style.size.mul_div(SUBSCRIPT_DROP, 100);
    TextStyle { size: style.size.mul_div(SCRIPT_SIZE, 100), rise, ..style }
}

/// Words in smaller type within a line, as footnotes are to the text in most books.
pub(super) fn small(style: TextStyle) -> TextStyle {
    TextStyle { size: style.size.mul_div(SMALL_SIZE, 100), ..style }
}

/// Code in the line: as much smaller than the text around it as code blocks are than the text.
pub(super) fn code(style: TextStyle, theme: &Theme) -> TextStyle {
    let size = style.size.mul_div(theme.code_size.raw(), theme.size.raw().max(1));
    TextStyle {
        role: FontRole::Mono,
        size,
        small_caps: false,
        old_style_figures: false,
        verbatim: true,
        lettering: Lettering::default(),
        ..style
    }
}

/// A link in the text is told by more than its colour (WCAG 2.2, 1.4.1).
pub(super) fn link(style: TextStyle, theme: &Theme) -> TextStyle {
    TextStyle { color: theme.link_color, underline: true, ..style }
}

/// Words that are stressed in a language: slanted, and where its script has no slanted letters with dots, or bold.
pub(super) fn stressed(style: TextStyle, lang: &Lang) -> TextStyle {
    let plain = TextStyle { italic: !style.italic, ..style };
    match scripts::written_in(&lang.0).and_then(|scripts| scripts.first().copied()) {
        Some(Script::Han) if lang.primary().as_ref() == "ja" => TextStyle { dots: Dots::Above, ..plain },
        Some(Script::Han) => TextStyle { dots: Dots::Below, ..plain },
        Some(Script::Hangul) => TextStyle { dots: Dots::Above, ..plain },
        Some(Script::Arabic | Script::Hebrew) => TextStyle { weight: Weight::BOLD, ..plain },
        Some(_) | None => plain,
    }
}

pub(super) fn colored(style: TextStyle, color: Color) -> TextStyle {
    TextStyle { color, ..style }
}

/// Space between paragraphs that stand apart, and around what stands apart from the text.
pub(super) fn half_line(theme: &Theme) -> Abs {
    theme.leading / 2
}

/// First-line indent of a paragraph that follows another.
pub(super) fn indent(theme: &Theme) -> Abs {
    match theme.separation {
        ParagraphSeparation::Indent => theme.indent,
        ParagraphSeparation::Space => Abs::ZERO,
    }
}

pub(super) fn paragraph_space(theme: &Theme) -> Abs {
    match theme.separation {
        ParagraphSeparation::Indent => Abs::ZERO,
        ParagraphSeparation::Space => half_line(theme),
    }
}

/// What running heads and folios are set in.
pub(super) fn furniture(theme: &Theme, running: &Running) -> TextStyle {
    let color = running.color.unwrap_or(theme.color);
    let small = TextStyle { color, lettering: Lettering::default(), ..Setting::small(theme).text };
    changed(small, &running.letters)
}

/// The id of a style, added to the book's if it is new.
pub(super) fn add(styles: &mut Vec<TextStyle>, style: TextStyle) -> StyleId {
    let index = styles.iter().position(|have| *have == style).unwrap_or_else(|| {
        styles.push(style);
        styles.len() - 1
    });
    StyleId(u16::try_from(index).expect("a book has under 65,536 styles"))
}

/// How a heading stands above what it is of.
pub(super) fn above_text(looks: &HeadingStyle) -> BlockStyle {
    BlockStyle {
        space_before: looks.space_before,
        space_after: looks.space_after,
        keep_with_next: true,
        keep_together: true,
        ..BlockStyle::default()
    }
}
