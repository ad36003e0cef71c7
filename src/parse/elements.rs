//! Which elements of HTML are understood, and as what. They are those that GitHub lets through, and a few of their kin.

use crate::model::document::Phrase;

/// What an element becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Element {
    LineBreak,
    /// `wbr`: a place where a word may be parted.
    WordBreak,
    Superscript,
    Subscript,
    Keyboard,
    Abbreviation,
    Emphasis,
    Strong,
    Strikethrough,
    Code,
    Span,
    Mark,
    Phrase(Phrase),
    Anchor,
    Image,
    /// A box to tick.
    Input,
    /// Blocks in common.
    Division,
    Quotation,
    Summary,
    Paragraph,
    Heading(u8),
    Figure,
    /// `figcaption`, and a table's `caption`.
    Caption,
    Rule,
    /// `pre`: its text is code.
    Verbatim,
    List {
        ordered: bool,
    },
    Item,
    Definitions,
    Term,
    Detail,
    Table,
    /// `thead`, `tbody`, `tfoot`.
    TableGroup,
    Row,
    Cell {
        header: bool,
    },
    /// `col`, `colgroup`.
    Column,
    /// `picture` and its like: nothing without what is in it.
    Transparent,
    /// What is in it is not for the page: scripts, looks, other pages.
    Dropped,
    Unknown,
}

impl Element {
    pub(super) fn of(name: &str) -> Element {
        match name {
            "br" => Element::LineBreak,
            "wbr" => Element::WordBreak,
            "sup" => Element::Superscript,
            "sub" => Element::Subscript,
            "kbd" => Element::Keyboard,
            "abbr" | "acronym" => Element::Abbreviation,
            "em" | "i" => Element::Emphasis,
            "strong" | "b" => Element::Strong,
            "s" | "strike" => Element::Strikethrough,
            "code" | "tt" => Element::Code,
            "span" | "bdi" | "bdo" | "time" | "data" | "font" => Element::Span,
            "mark" => Element::Mark,
            "a" => Element::Anchor,
            "img" => Element::Image,
            "input" => Element::Input,
            "div" | "section" | "article" | "main" | "header" | "footer" | "center" | "aside" | "details"
            | "address" | "nav" | "hgroup" => Element::Division,
            "blockquote" => Element::Quotation,
            "summary" => Element::Summary,
            "p" => Element::Paragraph,
            "figure" => Element::Figure,
            "figcaption" | "caption" => Element::Caption,
            "hr" => Element::Rule,
            "pre" => Element::Verbatim,
            "ul" | "menu" => Element::List { ordered: false },
            "ol" => Element::List { ordered: true },
            "li" => Element::Item,
            "dl" => Element::Definitions,
            "dt" => Element::Term,
            "dd" => Element::Detail,
            "table" => Element::Table,
            "thead" | "tbody" | "tfoot" => Element::TableGroup,
            "tr" => Element::Row,
            "td" => Element::Cell { header: false },
            "th" => Element::Cell { header: true },
            "col" | "colgroup" => Element::Column,
            "html" | "head" | "body" | "picture" | "source" | "rtc" => Element::Transparent,
            "script" | "style" | "iframe" | "noembed" | "noframes" => Element::Dropped,
            _ => phrase(name).map(Element::Phrase).or_else(|| heading(name)).unwrap_or(Element::Unknown),
        }
    }

    pub(super) fn is_void(self) -> bool {
        matches!(
            self,
            Element::LineBreak
                | Element::WordBreak
                | Element::Image
                | Element::Input
                | Element::Rule
                | Element::Column
                | Element::Transparent
        )
    }
}

fn phrase(name: &str) -> Option<Phrase> {
    Some(match name {
        "cite" => Phrase::Cited,
        "dfn" => Phrase::Defined,
        "var" => Phrase::Variable,
        "samp" => Phrase::Sample,
        "q" => Phrase::Quoted,
        "small" => Phrase::Small,
        "ins" => Phrase::Inserted,
        "u" => Phrase::Underlined,
        "del" => Phrase::Deleted,
        "ruby" => Phrase::Ruby,
        "rb" => Phrase::Base,
        "rt" => Phrase::Reading,
        "rp" => Phrase::Bracket,
        _ => return None,
    })
}

fn heading(name: &str) -> Option<Element> {
    let level = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some(Element::Heading(level))
}

/// Whether the end of an element may be left out (HTML Standard, 13.1.2.4).
pub(super) fn may_stay_open(name: &str) -> bool {
    matches!(
        name,
        "p" | "li"
            | "dt"
            | "dd"
            | "tr"
            | "td"
            | "th"
            | "thead"
            | "tbody"
            | "tfoot"
            | "colgroup"
            | "caption"
            | "rb"
            | "rt"
            | "rp"
    )
}

/// Whether the tag stands between blocks, so that text next to it is a block of its own.
pub(super) fn is_block_name(name: &str) -> bool {
    match Element::of(name) {
        Element::Division
        | Element::Quotation
        | Element::Summary
        | Element::Paragraph
        | Element::Heading(_)
        | Element::Figure
        | Element::Caption
        | Element::Rule
        | Element::Verbatim
        | Element::List { .. }
        | Element::Item
        | Element::Definitions
        | Element::Term
        | Element::Detail
        | Element::Table
        | Element::TableGroup
        | Element::Row
        | Element::Cell { .. }
        | Element::Column => true,
        Element::Transparent => matches!(name, "html" | "head" | "body"),
        Element::Unknown => matches!(name, "form" | "fieldset"),
        Element::LineBreak
        | Element::WordBreak
        | Element::Superscript
        | Element::Subscript
        | Element::Keyboard
        | Element::Abbreviation
        | Element::Emphasis
        | Element::Strong
        | Element::Strikethrough
        | Element::Code
        | Element::Span
        | Element::Mark
        | Element::Phrase(_)
        | Element::Anchor
        | Element::Image
        | Element::Input
        | Element::Dropped => false,
    }
}
