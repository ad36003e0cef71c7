//! The standards that a file is to meet.

/// Which standards a PDF meets, and so which features of PDF it uses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Profile {
    /// PDF 1.7 that is PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2).
    #[default]
    Archive,
    /// PDF 2.0 that is PDF/UA-2 (ISO 14289-2) and PDF/A-4 (ISO 19005-4).
    Pdf2,
    /// PDF 1.6 for the press: PDF/X-4 (ISO 15930-7).
    Print,
}

impl Profile {
    /// The version of PDF, as the file's first line has it.
    pub fn version(self) -> &'static str {
        match self {
            Profile::Archive => "1.7",
            Profile::Pdf2 => "2.0",
            Profile::Print => "1.6",
        }
    }
}
