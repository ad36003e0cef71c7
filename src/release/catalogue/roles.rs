//! Roles of contributors: MARC relator codes and what other vocabularies call them.

/// What ONIX makes of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnixRole {
    /// A code of list 17: a part in the content.
    Contributor(&'static str),
    /// A code of list 45: a part in publishing it.
    Publishing(&'static str),
    CopyrightOwner,
}

use OnixRole::{Contributor as C, CopyrightOwner, Publishing as P};

pub struct Role {
    /// MARC's code, and its term (<https://id.loc.gov/vocabulary/relators>).
    pub code: &'static str,
    pub term: &'static str,
    pub onix: OnixRole,
    /// Schema.org's property of a work; None where it has none that fits.
    pub property: Option<&'static str>,
}

const fn role(
    code: &'static str,
    term: &'static str,
    onix: OnixRole,
    property: Option<&'static str>,
) -> Role {
    Role { code, term, onix, property }
}

/// The roles that a manifest can give.
const ROLES: [Role; 33] = [
    role("aut", "author", C("A01"), Some("author")),
    role("edt", "editor", C("B01"), Some("editor")),
    role("trl", "translator", C("B06"), Some("translator")),
    role("fnd", "funder", P("16"), Some("funder")),
    role("spn", "sponsor", P("03"), Some("sponsor")),
    role("ill", "illustrator", C("A12"), Some("illustrator")),
    role("pht", "photographer", C("A13"), Some("contributor")),
    role("ctb", "contributor", C("A32"), Some("contributor")),
    role("com", "compiler", C("C01"), Some("editor")),
    role("aui", "author of introduction, etc.", C("A23"), Some("contributor")),
    role("aft", "author of afterword, colophon, etc.", C("A19"), Some("contributor")),
    role("cmm", "commentator", C("A21"), Some("contributor")),
    role("res", "researcher", C("A51"), Some("contributor")),
    role("ivr", "interviewer", C("A43"), Some("contributor")),
    role("ive", "interviewee", C("A44"), Some("contributor")),
    role("rev", "reviewer", C("Z99"), Some("contributor")),
    role("csl", "consultant", C("Z99"), Some("contributor")),
    role("ctg", "cartographer", C("A39"), Some("contributor")),
    role("dsr", "designer", C("A11"), Some("contributor")),
    role("cov", "cover designer", C("A36"), Some("contributor")),
    role("bkd", "book designer", C("A11"), Some("contributor")),
    role("tyd", "type designer", C("Z99"), Some("contributor")),
    role("cmt", "compositor", C("Z99"), Some("contributor")),
    role("edc", "editor of compilation", C("B01"), Some("editor")),
    role("pfr", "proofreader", C("Z99"), Some("contributor")),
    role("nrt", "narrator", C("E07"), Some("contributor")),
    role("isb", "issuing body", C("Z99"), Some("contributor")),
    role("pbl", "publisher", P("02"), Some("contributor")),
    role("prt", "printer", P("17"), Some("contributor")),
    role("pdr", "project director", C("Z99"), Some("contributor")),
    role("his", "host institution", P("07"), Some("contributor")),
    role("cph", "copyright holder", CopyrightOwner, Some("copyrightHolder")),
    role("dte", "dedicatee", C("Z02"), None),
];

/// A role that only a record made elsewhere can hold.
const OTHER: Role = role("oth", "other", C("Z99"), Some("contributor"));

/// Roles that organizations have, not people.
const FOR_BODIES: [&str; 6] = ["fnd", "spn", "isb", "his", "pbl", "prt"];

pub fn known(code: &str) -> &'static Role {
    ROLES.iter().find(|role| role.code == code).unwrap_or(&OTHER)
}

pub fn is_for_bodies(code: &str) -> bool {
    FOR_BODIES.contains(&code)
}
