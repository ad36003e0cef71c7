//! Names as catalogues divide them. What a name's parts are is taken from the form that it is filed under and never
//! guessed from the name.

use super::roles::is_for_bodies;
use crate::model::record::Person;

/// A name and its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name<'a> {
    /// A person filed under a family name.
    Person { family: &'a str, given: Option<&'a str> },
    /// A person whose name's parts nobody told.
    Whole(&'a str),
    /// An organization.
    Body(&'a str),
}

/// Divides a contributor's name: `sort` with a comma of any script is a person's, `sort` like the name a body's.
pub fn name(person: &Person) -> Name<'_> {
    let whole = person.name.as_str();
    match person.sort.as_deref() {
        Some(sort) => match sort.split_once([',', '،', '，']) {
            Some((family, given)) => {
                let given = Some(given.trim()).filter(|given| !given.is_empty());
                Name::Person { family: family.trim(), given }
            }
            None if sort == whole => Name::Body(whole),
            None => Name::Person { family: sort, given: None },
        },
        None if is_for_bodies(&person.role) => Name::Body(whole),
        None => Name::Whole(whole),
    }
}

impl Name<'_> {
    /// The name in the order in which lists are sorted.
    pub fn inverted(&self) -> String {
        match self {
            Name::Person { family, given: Some(given) } => format!("{family}, {given}"),
            Name::Person { family: name, given: None } | Name::Whole(name) | Name::Body(name) => {
                (*name).to_string()
            }
        }
    }

    pub fn is_body(&self) -> bool {
        match self {
            Name::Body(_) => true,
            Name::Person { .. } | Name::Whole(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_divided_as_the_publisher_files_them() {
        let person = |sort: Option<&str>, role: &str| Person {
            name: "Ada Lovelace".into(),
            sort: sort.map(str::to_string),
            role: role.into(),
        };
        let divided = person(Some("Lovelace, Ada"), "fnd");
        assert_eq!(name(&divided), Name::Person { family: "Lovelace", given: Some("Ada") });
        assert_eq!(name(&divided).inverted(), "Lovelace, Ada");
        assert_eq!(
            name(&person(Some("حسن، ليلى"), "aut")),
            Name::Person { family: "حسن", given: Some("ليلى") }
        );
        assert_eq!(name(&person(Some("Ada Lovelace"), "aut")), Name::Body("Ada Lovelace"));
        assert_eq!(name(&person(None, "fnd")), Name::Body("Ada Lovelace"));
        assert_eq!(name(&person(None, "aut")), Name::Whole("Ada Lovelace"));
        assert_eq!(name(&person(Some("Lovelace,"), "aut")), Name::Person { family: "Lovelace", given: None });
    }
}
