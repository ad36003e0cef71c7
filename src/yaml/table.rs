//! What a mapping may hold: the one table that readers, messages and the JSON Schema go by.

/// The keys of a mapping.
#[derive(Debug)]
pub struct Table {
    /// What schemas call it.
    pub name: &'static str,
    pub keys: &'static [Key],
    /// Further keys, which other mappings have too.
    pub also: &'static [Key],
    /// At least one of these is there.
    pub any_of: &'static [&'static str],
    /// Where this key is there, none of them has to be, nor what is needed otherwise; where it is empty, none ever has.
    pub instead: Option<&'static str>,
}

/// A key, what stands behind it, and what it means.
#[derive(Debug)]
pub struct Key {
    pub name: &'static str,
    pub kind: Kind,
    pub says: &'static str,
    /// It must be there.
    pub needed: bool,
}

/// A kind of value.
#[derive(Debug)]
pub enum Kind {
    /// Text that is not blank; a number is taken as it is written.
    Text,
    /// Text, or none.
    Words,
    /// Text of a form, as a regular expression that Python and ECMAScript both know; whether a number is one too.
    Like(&'static str, bool),
    Flag,
    Whole(u64, u64),
    Number(f64, f64),
    /// One of a few names.
    Names(&'static [&'static str]),
    Map(&'static Table),
    List(&'static Kind),
    /// A mapping whose keys are the author's: their form, and what they are given.
    Open(&'static str, &'static Kind),
    Either(&'static [Kind]),
    /// One that may stand within itself.
    Named(&'static str, &'static Kind),
    /// What is not read, or read as far as it can be.
    Any,
}

impl Table {
    pub const fn new(name: &'static str, keys: &'static [Key]) -> Table {
        Table { name, keys, also: &[], any_of: &[], instead: None }
    }

    pub fn keys(&self) -> impl Iterator<Item = &'static Key> {
        self.keys.iter().chain(self.also)
    }

    /// The names of its keys.
    pub fn names(&self) -> Vec<&'static str> {
        self.keys().map(|key| key.name).collect()
    }
}

impl Key {
    pub const fn new(name: &'static str, kind: Kind, says: &'static str) -> Key {
        Key { name, kind, says, needed: false }
    }

    pub const fn needed(name: &'static str, kind: Kind, says: &'static str) -> Key {
        Key { name, kind, says, needed: true }
    }
}

/// The names of a list of choices.
pub const fn names_of<T, const N: usize>(choices: &[(&'static str, T); N]) -> [&'static str; N] {
    let mut names = [""; N];
    let mut at = 0;
    while at < N {
        names[at] = choices[at].0;
        at += 1;
    }
    names
}
