//! Standard structure types (ISO 32000-1, 14.8.4; ISO 32000-2, 14.8.4).

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Document,
    Part,
    /// A figure and its caption: in PDF 1.7 a part. In PDF 2.0, whose rules of nesting look through parts, an aside: what is
    /// distinct from the rest of its parent.
    Captioned,
    /// The same in a quotation or an aside, which hold no asides: of what may have a caption in PDF 2.0, a section alone
    /// claims nothing that is not so.
    CaptionedWithin,
    Sect,
    Div,
    Aside,
    /// The book's title on its title page.
    Title,
    /// A heading of level 1 to 6.
    Heading(u8),
    P,
    BlockQuote,
    L,
    Li,
    Lbl,
    LBody,
    Table,
    THead,
    TBody,
    Tr,
    /// A cell that heads its column.
    Th,
    /// A cell that heads its row.
    RowTh,
    Td,
    Figure,
    Formula,
    Caption,
    Code,
    Note,
    /// One at the end of a chapter or of the book.
    EndNote,
    Reference,
    /// A work in the bibliography.
    BibEntry,
    Link,
    Index,
    Toc,
    Toci,
    Span,
    Em,
    Strong,
    Quote,
    Ruby,
    RubyBase,
    RubyText,
    RubyPunctuation,
}

impl Role {
    /// The name in a file of PDF 1.7. Those of [`ROLE_MAP`] are not standard there and mapped to types that are.
    pub fn name(self) -> &'static str {
        match self {
            Role::Document => "Document",
            Role::Part | Role::Captioned | Role::CaptionedWithin => "Part",
            Role::Sect => "Sect",
            Role::Div => "Div",
            Role::Aside => "Aside",
            Role::Title => "Title",
            Role::Heading(level) => ["H1", "H2", "H3", "H4", "H5", "H6"][usize::from(level.clamp(1, 6)) - 1],
            Role::P => "P",
            Role::BlockQuote => "BlockQuote",
            Role::L => "L",
            Role::Li => "LI",
            Role::Lbl => "Lbl",
            Role::LBody => "LBody",
            Role::Table => "Table",
            Role::THead => "THead",
            Role::TBody => "TBody",
            Role::Tr => "TR",
            Role::Th | Role::RowTh => "TH",
            Role::Td => "TD",
            Role::Figure => "Figure",
            Role::Formula => "Formula",
            Role::Caption => "Caption",
            Role::Code => "Code",
            Role::Note | Role::EndNote => "Note",
            Role::Reference => "Reference",
            Role::BibEntry => "BibEntry",
            Role::Link => "Link",
            Role::Index => "Index",
            Role::Toc => "TOC",
            Role::Toci => "TOCI",
            Role::Span => "Span",
            Role::Em => "Em",
            Role::Strong => "Strong",
            Role::Quote => "Quote",
            Role::Ruby => "Ruby",
            Role::RubyBase => "RB",
            Role::RubyText => "RT",
            Role::RubyPunctuation => "RP",
        }
    }
}

impl Role {
    /// The name in a file of PDF 2.0, and whether it is of that version's own namespace. Types that PDF 2.0 has given up
    /// are those of PDF 1.7 still (ISO 32000-2, 14.8.6.1).
    pub fn name_in_2(self) -> (&'static str, bool) {
        match self {
            Role::Note | Role::EndNote => ("FENote", true),
            Role::Captioned => ("Aside", true),
            Role::CaptionedWithin => ("Sect", true),
            Role::BlockQuote
            | Role::Quote
            | Role::Code
            | Role::Reference
            | Role::BibEntry
            | Role::Index
            | Role::Toc
            | Role::Toci => (self.name(), false),
            _ => (self.name(), true),
        }
    }
}

/// Types of PDF 2.0 as what they are in PDF 1.7. The title page's title is the first of the book's headings.
pub const ROLE_MAP: [(&str, &str); 4] =
    [("Aside", "Div"), ("Em", "Span"), ("Strong", "Span"), ("Title", "H1")];
