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
    /// The standards that a file of this profile is written to meet. One that carries other files than PDF/A meets the
    /// part of PDF/A that allows for them.
    pub fn standards(self, carries_files: bool) -> Vec<String> {
        let names: &[&str] = match (self, carries_files) {
            (Profile::Archive, false) => &["PDF 1.7", "PDF/UA-1", "PDF/A-2a"],
            (Profile::Archive, true) => &["PDF 1.7", "PDF/UA-1", "PDF/A-3a"],
            (Profile::Pdf2, false) => &["PDF 2.0", "PDF/UA-2", "PDF/A-4"],
            (Profile::Pdf2, true) => &["PDF 2.0", "PDF/UA-2", "PDF/A-4f"],
            (Profile::Print, _) => &["PDF 1.6", "PDF/X-4"],
        };
        names.iter().map(|name| (*name).to_string()).collect()
    }

    /// The version of PDF, as the file's first line has it.
    pub fn version(self) -> &'static str {
        match self {
            Profile::Archive => "1.7",
            Profile::Pdf2 => "2.0",
            Profile::Print => "1.6",
        }
    }
}
