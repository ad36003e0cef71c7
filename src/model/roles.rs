//! What a chapter is to its book, where it is more than a chapter: an annex, or a text of front or back matter.

/// The role of a chapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    Abbreviations,
    AboutAuthors,
    Acknowledgements,
    Afterword,
    /// Numbered by letters. An appendix is one by another name.
    Annex,
    Appendix,
    Bibliography,
    Colophon,
    Conclusion,
    Credits,
    Dedication,
    Epigraph,
    Epilogue,
    Errata,
    Foreword,
    Glossary,
    /// What the imprint says in the author's words, above the catalogue record.
    Imprint,
    Introduction,
    Preface,
    Prologue,
    Summary,
}

impl Role {
    /// What authors call them. The first name of each is its own.
    pub const NAMES: [(&str, Role); 26] = [
        ("abbreviations", Role::Abbreviations),
        ("about-authors", Role::AboutAuthors),
        ("about-the-authors", Role::AboutAuthors),
        ("about-the-author", Role::AboutAuthors),
        ("acknowledgements", Role::Acknowledgements),
        ("acknowledgments", Role::Acknowledgements),
        ("afterword", Role::Afterword),
        ("annex", Role::Annex),
        ("appendix", Role::Appendix),
        ("bibliography", Role::Bibliography),
        ("colophon", Role::Colophon),
        ("conclusion", Role::Conclusion),
        ("credits", Role::Credits),
        ("dedication", Role::Dedication),
        ("epigraph", Role::Epigraph),
        ("epilogue", Role::Epilogue),
        ("errata", Role::Errata),
        ("foreword", Role::Foreword),
        ("glossary", Role::Glossary),
        ("imprint", Role::Imprint),
        ("copyright-page", Role::Imprint),
        ("introduction", Role::Introduction),
        ("preface", Role::Preface),
        ("prologue", Role::Prologue),
        ("summary", Role::Summary),
        ("executive-summary", Role::Summary),
    ];

    /// The role of a name, written with blanks or hyphens.
    pub fn named(name: &str) -> Option<Role> {
        let name = name.trim().to_lowercase().replace([' ', '_'], "-");
        Role::NAMES.iter().find(|(known, _)| *known == name).map(|(_, role)| *role)
    }

    pub fn name(self) -> &'static str {
        Role::NAMES.iter().find(|(_, role)| *role == self).map_or("", |(name, _)| name)
    }

    /// Whether it has a letter for its number and stands after the body.
    pub fn is_annex(self) -> bool {
        matches!(self, Role::Annex | Role::Appendix)
    }

    /// Whether it stands alone on its pages, without running head or folio, before the contents, and is in no list.
    pub fn stands_alone(self) -> bool {
        matches!(self, Role::Dedication | Role::Epigraph | Role::Imprint)
    }

    /// Whether it has a number where chapters have one.
    pub fn is_counted(self) -> bool {
        matches!(self, Role::Introduction | Role::Conclusion)
    }
}
