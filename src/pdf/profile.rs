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
    /// part of PDF/A that allows for them. `tagged` is whether all that its tags should say is known: a file of a book
    /// whose images nobody has described meets those parts and levels alone that ask for what is seen.
    pub fn standards(self, carries_files: bool, tagged: bool) -> Vec<String> {
        let archive = match (self, carries_files, tagged) {
            (Profile::Archive, false, true) => "PDF/A-2a",
            (Profile::Archive, false, false) => "PDF/A-2b",
            (Profile::Archive, true, true) => "PDF/A-3a",
            (Profile::Archive, true, false) => "PDF/A-3b",
            // PDF/A-4 has no levels (ISO 19005-4, 5).
            (Profile::Pdf2, false, _) => "PDF/A-4",
            (Profile::Pdf2, true, _) => "PDF/A-4f",
            (Profile::Print, _, _) => "PDF/X-4",
        };
        let accessible: &[&str] = match (self, tagged) {
            (Profile::Archive, true) => &["PDF/UA-1"],
            (Profile::Pdf2, true) => &["PDF/UA-2", "WTPDF 1.0 accessibility", "WTPDF 1.0 reuse"],
            (Profile::Archive | Profile::Pdf2, false) | (Profile::Print, _) => &[],
        };
        let version = format!("PDF {}", self.version());
        let names = accessible.iter().chain([&archive]).map(|name| (*name).to_string());
        std::iter::once(version).chain(names).collect()
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
