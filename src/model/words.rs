//! What books and their web pages print of their own: the words by name, and their texts in the book's language.

use std::collections::BTreeMap;

use super::manifest::Lang;

/// Declares the words in groups, with the keys that they have in the files of the languages.
macro_rules! words {
    ($($(#[$about:meta])* $group:ident { $($word:ident = $key:literal,)+ })+) => {
        /// A word or sentence of reportc's own.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Word {
            $($($word,)+)+
        }

        impl Word {
            $($(#[$about])* pub const $group: &'static [Word] = &[$(Word::$word),+];)+

            /// Its key in the file of each language.
            pub fn key(self) -> &'static str {
                match self {
                    $($(Word::$word => $key,)+)+
                }
            }
        }
    };
}

words! {
    /// Those of books: on pages, in links, in metadata.
    OF_BOOKS {
        Contents = "contents",
        ListOfFigures = "list-of-figures",
        ListOfTables = "list-of-tables",
        ListOfBoxes = "list-of-boxes",
        ListOfListings = "list-of-listings",
        ListOfEquations = "list-of-equations",
        Parts = "parts",
        Chapters = "chapters",
        Sections = "sections",
        Annexes = "annexes",
        Appendices = "appendices",
        Figures = "figures",
        Tables = "tables",
        Boxes = "boxes",
        Listings = "listings",
        Equations = "equations",
        Box = "box",
        And = "list-and",
        To = "range-to",
        Figure = "figure",
        Table = "table",
        Listing = "listing",
        Continued = "continued",
        Equation = "equation",
        Part = "part",
        Chapter = "chapter",
        Section = "section",
        Annex = "annex",
        Appendix = "appendix",
        Dedication = "dedication",
        Epigraph = "epigraph",
        Keywords = "keywords",
        Abstract = "abstract",
        Page = "page",
        Note = "note",
        Tip = "tip",
        Important = "important",
        Warning = "warning",
        Caution = "caution",
        Notes = "notes",
        References = "references",
        Index = "index",
        Glossary = "glossary",
        Abbreviations = "abbreviations",
        Symbols = "symbols",
        See = "see",
        SeeAlso = "see-also",
        Cover = "cover",
        TitlePage = "title-page",
        Imprint = "imprint",
        PrintFormat = "print-format",
        OtherLanguages = "other-languages",
        ReturnToText = "return-to-text",
        EditedBy = "edited-by",
        TranslatedBy = "translated-by",
        IllustratedBy = "illustrated-by",
        FundedBy = "funded-by",
        With = "with",
        Title = "title",
        Contributors = "contributors",
        Publisher = "publisher",
        Edition = "edition",
        Date = "date",
        Language = "language",
        OriginalLanguage = "original-language",
        NumberOfPages = "number-of-pages",
        Series = "series",
        Subjects = "subjects",
        Rights = "rights",
        Licence = "licence",
        HowToCite = "how-to-cite",
        Identifier = "identifier",
        NoteNumber = "note-number",
        PageNumber = "page-number",
        Comma = "comma",
        Pages = "pages",
        PdfEdition = "pdf-edition",
        Description = "description",
        Data = "data",
        AccessText = "access-text",
        AccessPages = "access-pages",
        AccessImages = "access-images",
        AccessNoImages = "access-no-images",
        AccessNoGlyphs = "access-no-glyphs",
        AccessMoving = "access-moving",
        AccessFaults = "access-faults",
        Challenge = "box-challenge",
        Solution = "box-solution",
        More = "box-more",
        Objectives = "box-objectives",
        Questions = "box-questions",
        KeyPoints = "box-key-points",
        Prerequisites = "box-prerequisites",
        Prerequisite = "box-prerequisite",
        Discussion = "box-discussion",
        ForInstructors = "box-for-instructors",
        Checklist = "box-checklist",
        Testimonial = "box-testimonial",
        Exercise = "box-exercise",
        Exercises = "box-exercises",
        Definition = "box-definition",
        Theorem = "box-theorem",
        Lemma = "box-lemma",
        Corollary = "box-corollary",
        Proposition = "box-proposition",
        Remark = "box-remark",
        Proof = "box-proof",
    }
    /// Those that only web pages have.
    OF_PAGES {
        Download = "download",
        Search = "search",
        Found = "found",
        Previous = "previous",
        Next = "next",
        SkipToText = "skip-to-text",
        ReadOnline = "read-online",
        Accessibility = "accessibility",
        About = "about",
        CatalogueData = "catalogue-data",
        Checksums = "checksums",
        Print = "print",
        ReportNumber = "report-number",
        Stated = "stated",
        AssessmentDate = "assessment-date",
        AccessReport = "access-report",
        AccessContact = "access-contact",
        NothingStated = "nothing-stated",
        ChecksLimit = "checks-limit",
        Proven = "proven",
        Passed = "passed",
        Failed = "failed",
        NotRun = "not-run",
        Unchecked = "unchecked",
        Forced = "forced",
        Publications = "publications",
        MadeWith = "made-with",
        Exempted = "exempted",
        Microenterprise = "microenterprise",
        FundamentalAlteration = "fundamental-alteration",
        DisproportionateBurden = "disproportionate-burden",
    }
}

impl Word {
    /// Whether it is what a box of mathematics is called, whose title stands in brackets after it.
    pub fn is_of_mathematics(self) -> bool {
        matches!(
            self,
            Word::Definition
                | Word::Theorem
                | Word::Lemma
                | Word::Corollary
                | Word::Proposition
                | Word::Remark
                | Word::Proof
        )
    }
}

/// The words of a book in its language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    pub texts: BTreeMap<Word, &'static str>,
    /// The language that they are in, where it is not the book's, for which there are none.
    pub lang: Option<Lang>,
}

impl Words {
    pub fn get(&self, word: Word) -> &'static str {
        debug_assert!(
            self.texts.is_empty() || self.texts.contains_key(&word),
            "books have no {}",
            word.key()
        );
        self.texts.get(&word).copied().unwrap_or(word.key())
    }
}
