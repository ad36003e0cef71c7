//! How letters are set: what a theme asks of type beyond a face and a size.

use crate::geom::Abs;

/// What a face is for; the font book maps a role and a script to a family.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FontRole {
    #[default]
    Text,
    Heading,
    Mono,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Align {
    /// Flush at both edges; the last line at the start.
    #[default]
    Justify,
    Start,
    Center,
    End,
}

/// How heavy a face is, 1 to 1000 (OpenType 1.9, OS/2, `usWeightClass`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Weight(u16);

impl Weight {
    pub const REGULAR: Weight = Weight(400);
    pub const BOLD: Weight = Weight(700);

    pub fn new(value: u16) -> Weight {
        Weight(value.clamp(1, 1000))
    }

    pub fn value(self) -> u16 {
        self.0
    }

    /// Whether it stands out from running text.
    pub fn is_bold(self) -> bool {
        self.0 >= 600
    }
}

impl Default for Weight {
    fn default() -> Weight {
        Weight::REGULAR
    }
}

/// What is shown for letters. What is copied and read aloud is as it was typed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Case {
    #[default]
    AsTyped,
    Upper,
    Lower,
    /// Each word begins with a capital.
    Capitals,
}

/// A feature of a face (OpenType 1.9, feature tags), and how it is set: off, on, or which of several forms.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Feature {
    pub tag: [u8; 4],
    pub value: u8,
}

impl Feature {
    /// Its name. Tags are letters and digits of ASCII.
    pub fn name(&self) -> &str {
        std::str::from_utf8(&self.tag).unwrap_or_default()
    }
}

/// The features of a style, in order; those that are not used come last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Features([Feature; Features::MOST]);

impl Features {
    /// No style has more.
    pub const MOST: usize = 6;

    /// The first so many of these.
    pub fn new(features: &[Feature]) -> Features {
        let mut all = Features::default();
        all.0.iter_mut().zip(features).for_each(|(place, feature)| *place = *feature);
        all
    }

    pub fn iter(&self) -> impl Iterator<Item = &Feature> {
        self.0.iter().take_while(|feature| feature.tag != [0; 4])
    }

    /// Whether it says how a feature is set.
    pub fn names(&self, tag: &[u8; 4]) -> bool {
        self.iter().any(|feature| feature.tag == *tag)
    }

    pub fn is_empty(&self) -> bool {
        self.0[0].tag == [0; 4]
    }
}

/// How the letters of a style are set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Lettering {
    /// What stands between letters beside their own white, in ten-thousandths of the em.
    pub spacing: i16,
    pub case: Case,
    pub features: Features,
}

/// What a theme asks of faces that they may lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// By its tag.
    Feature([u8; 4]),
    Weight(Weight),
}

impl TypeChange {
    /// Type as it is.
    pub const NONE: TypeChange = TypeChange {
        role: None,
        size: None,
        weight: None,
        italic: None,
        small_caps: None,
        spacing: None,
        case: None,
        features: None,
    };
}

/// Emphasis dots (Requirements for Chinese Text Layout, 4.1.1; for Japanese, 4.4.1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Dots {
    #[default]
    None,
    /// As Chinese has them.
    Below,
    /// As Japanese and Korean do.
    Above,
}

/// What a style makes of the type that it stands in; what is not said stays.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TypeChange {
    pub role: Option<FontRole>,
    pub size: Option<Abs>,
    pub weight: Option<Weight>,
    pub italic: Option<bool>,
    pub small_caps: Option<bool>,
    pub spacing: Option<i16>,
    pub case: Option<Case>,
    pub features: Option<Features>,
}

impl TypeChange {
    /// The lettering that stood before, changed.
    pub fn lettering(&self, before: Lettering) -> Lettering {
        Lettering {
            spacing: self.spacing.unwrap_or(before.spacing),
            case: self.case.unwrap_or(before.case),
            features: self.features.unwrap_or(before.features),
        }
    }
}
