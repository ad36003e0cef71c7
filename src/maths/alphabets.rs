//! The alphabets of mathematics: each has letters of its own in Unicode (The Unicode Standard, 22.2).

/// Which letters are meant: `\mathbf`, `\mathbb`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Alphabet {
    pub face: Face,
    /// As heavy as may be, whatever the face: `\boldsymbol`.
    pub bold: bool,
    /// Letters beside each other are a word.
    pub words: bool,
}

/// The shape of letters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Face {
    /// Letters italic, capitals of Greek and digits upright.
    #[default]
    Usual,
    Upright,
    /// All of Greek is upright too: `\symrm`.
    AllUpright,
    Italic,
    /// Upright.
    Bold,
    BoldItalic,
    Script,
    Fraktur,
    Double,
    /// Five letters alone: `\mathbbit`.
    DoubleItalic,
    Sans,
    SansItalic,
    SansBold,
    SansBoldItalic,
    Mono,
}

/// A block of letters: the capitals' first, and whether it is bold, italic.
#[derive(Clone, Copy)]
struct Latin(u32);

const BOLD: Latin = Latin(0x1d400);
const ITALIC: Latin = Latin(0x1d434);
const BOLD_ITALIC: Latin = Latin(0x1d468);
const SCRIPT: Latin = Latin(0x1d49c);
const BOLD_SCRIPT: Latin = Latin(0x1d4d0);
const FRAKTUR: Latin = Latin(0x1d504);
const DOUBLE: Latin = Latin(0x1d538);
const BOLD_FRAKTUR: Latin = Latin(0x1d56c);
const SANS: Latin = Latin(0x1d5a0);
const SANS_BOLD: Latin = Latin(0x1d5d4);
const SANS_ITALIC: Latin = Latin(0x1d608);
const SANS_BOLD_ITALIC: Latin = Latin(0x1d63c);
const MONO: Latin = Latin(0x1d670);

/// Letters that stand elsewhere, since Unicode had them before.
const HOLES: [(u32, char); 24] = [
    (0x1d455, 'ℎ'),
    (0x1d49d, 'ℬ'),
    (0x1d4a0, 'ℰ'),
    (0x1d4a1, 'ℱ'),
    (0x1d4a3, 'ℋ'),
    (0x1d4a4, 'ℐ'),
    (0x1d4a7, 'ℒ'),
    (0x1d4a8, 'ℳ'),
    (0x1d4ad, 'ℛ'),
    (0x1d4ba, 'ℯ'),
    (0x1d4bc, 'ℊ'),
    (0x1d4c4, 'ℴ'),
    (0x1d506, 'ℭ'),
    (0x1d50b, 'ℌ'),
    (0x1d50c, 'ℑ'),
    (0x1d515, 'ℜ'),
    (0x1d51d, 'ℨ'),
    (0x1d53a, 'ℂ'),
    (0x1d53f, 'ℍ'),
    (0x1d545, 'ℕ'),
    (0x1d547, 'ℙ'),
    (0x1d548, 'ℚ'),
    (0x1d549, 'ℝ'),
    (0x1d551, 'ℤ'),
];

/// Greek blocks: the capital alpha's place in each.
const GREEK_BOLD: u32 = 0x1d6a8;
const GREEK_ITALIC: u32 = 0x1d6e2;
const GREEK_BOLD_ITALIC: u32 = 0x1d71c;
const GREEK_SANS_BOLD: u32 = 0x1d756;
const GREEK_SANS_BOLD_ITALIC: u32 = 0x1d790;

/// Letters at the end of each Greek block.
const GREEK_MORE: [(char, u32); 9] =
    [('ϴ', 17), ('∇', 25), ('∂', 51), ('ϵ', 52), ('ϑ', 53), ('ϰ', 54), ('ϕ', 55), ('ϱ', 56), ('ϖ', 57)];

impl Alphabet {
    /// The letter of this alphabet, or the character itself where the alphabet has none.
    pub fn letter(self, character: char) -> char {
        let place = match character {
            'A'..='Z' => self.latin().map(|block| block.0 + (character as u32 - 'A' as u32)),
            'a'..='z' => self.latin().map(|block| block.0 + 26 + (character as u32 - 'a' as u32)),
            '0'..='9' => self.digits().map(|zero| zero + (character as u32 - '0' as u32)),
            'ı' => self.is_italic(false).then_some(0x1d6a4),
            'ȷ' => self.is_italic(false).then_some(0x1d6a5),
            _ => greek_place(character).and_then(|(place, is_capital)| Some(self.greek(is_capital)? + place)),
        };
        let Some(place) = place else { return character };
        if self.face == Face::DoubleItalic {
            return double_italic(character);
        }
        let hole = HOLES.iter().find(|(hole, _)| *hole == place).map(|(_, letter)| *letter);
        hole.or_else(|| char::from_u32(place)).unwrap_or(character)
    }

    /// Whether letters are slanted, capitals of Greek or others.
    fn is_italic(self, greek_capital: bool) -> bool {
        match self.face {
            Face::Usual => !greek_capital,
            Face::Italic | Face::BoldItalic | Face::SansItalic | Face::SansBoldItalic => true,
            Face::Upright
            | Face::AllUpright
            | Face::Bold
            | Face::Script
            | Face::Fraktur
            | Face::Double
            | Face::DoubleItalic
            | Face::Sans
            | Face::SansBold
            | Face::Mono => false,
        }
    }

    fn latin(self) -> Option<Latin> {
        Some(match (self.face, self.bold) {
            (Face::Upright | Face::AllUpright, false) => return None,
            (Face::Usual | Face::Italic, false) => ITALIC,
            (Face::Upright | Face::AllUpright, true) | (Face::Bold, _) => BOLD,
            (Face::Usual | Face::Italic, true) | (Face::BoldItalic, _) => BOLD_ITALIC,
            (Face::Script, false) => SCRIPT,
            (Face::Script, true) => BOLD_SCRIPT,
            (Face::Fraktur, false) => FRAKTUR,
            (Face::Fraktur, true) => BOLD_FRAKTUR,
            (Face::Double | Face::DoubleItalic, _) => DOUBLE,
            (Face::Sans, false) => SANS,
            (Face::SansItalic, false) => SANS_ITALIC,
            (Face::Sans, true) | (Face::SansBold, _) => SANS_BOLD,
            (Face::SansItalic, true) | (Face::SansBoldItalic, _) => SANS_BOLD_ITALIC,
            (Face::Mono, _) => MONO,
        })
    }

    fn digits(self) -> Option<u32> {
        match self.face {
            Face::Double => Some(0x1d7d8),
            Face::Sans | Face::SansItalic if !self.bold => Some(0x1d7e2),
            Face::Sans | Face::SansItalic | Face::SansBold | Face::SansBoldItalic => Some(0x1d7ec),
            Face::Mono => Some(0x1d7f6),
            Face::Bold | Face::BoldItalic => Some(0x1d7ce),
            Face::Usual
            | Face::Upright
            | Face::AllUpright
            | Face::Italic
            | Face::Script
            | Face::Fraktur
            | Face::DoubleItalic => self.bold.then_some(0x1d7ce),
        }
    }

    /// Where its Greek begins. TeX's `\mathrm` leaves small letters as they are, and script and others have none.
    fn greek(self, is_capital: bool) -> Option<u32> {
        let bold = self.bold || matches!(self.face, Face::Bold | Face::BoldItalic);
        match self.face {
            Face::SansBold => Some(GREEK_SANS_BOLD),
            Face::SansBoldItalic => Some(GREEK_SANS_BOLD_ITALIC),
            Face::Sans if self.bold => Some(GREEK_SANS_BOLD),
            Face::SansItalic if self.bold => Some(GREEK_SANS_BOLD_ITALIC),
            Face::AllUpright => bold.then_some(GREEK_BOLD),
            Face::Bold => Some(GREEK_BOLD),
            Face::Italic | Face::SansItalic | Face::BoldItalic if bold => Some(GREEK_BOLD_ITALIC),
            Face::Italic | Face::SansItalic | Face::BoldItalic => Some(GREEK_ITALIC),
            Face::Usual
            | Face::Upright
            | Face::Script
            | Face::Fraktur
            | Face::Double
            | Face::DoubleItalic
            | Face::Sans
            | Face::Mono => match (is_capital, bold) {
                (true, false) => None,
                (true, true) => Some(GREEK_BOLD),
                (false, false) => Some(GREEK_ITALIC),
                (false, true) => Some(GREEK_BOLD_ITALIC),
            },
        }
    }
}

/// A letter's place in a Greek block, and whether it is as upright as capitals are.
fn greek_place(character: char) -> Option<(u32, bool)> {
    match character {
        'Α'..='Ω' if character != '\u{3a2}' => Some((character as u32 - 'Α' as u32, true)),
        'α'..='ω' => Some((character as u32 - 'α' as u32 + 26, false)),
        _ => {
            let (_, place) = GREEK_MORE.iter().find(|(letter, _)| *letter == character)?;
            Some((*place, *place < 26))
        }
    }
}

fn double_italic(character: char) -> char {
    match character {
        'D' => 'ⅅ',
        'd' => 'ⅆ',
        'e' => 'ⅇ',
        'i' => 'ⅈ',
        'j' => 'ⅉ',
        other => other,
    }
}

/// The letter that a letter of an alphabet is, and of which.
pub(super) fn plain(character: char) -> Option<(char, &'static str)> {
    let code = character as u32;
    if let Some((hole, _)) = HOLES.iter().find(|(_, letter)| *letter == character) {
        return latin_plain(*hole);
    }
    match code {
        0x1d400..=0x1d6a3 => latin_plain(code),
        0x1d6a4 => Some(('ı', "italic")),
        0x1d6a5 => Some(('ȷ', "italic")),
        0x1d6a8..=0x1d7c9 => greek_plain(code - GREEK_BOLD),
        0x1d7ce..=0x1d7ff => {
            let names = ["bold", "double-struck", "sans-serif", "bold sans-serif", "monospace"];
            let place = code - 0x1d7ce;
            Some((char::from_digit(place % 10, 10)?, names[place as usize / 10]))
        }
        0x2145..=0x2149 => {
            Some((['D', 'd', 'e', 'i', 'j'][(code - 0x2145) as usize], "double-struck italic"))
        }
        _ => None,
    }
}

/// Letters and what they are in italics.
pub fn italics() -> impl Iterator<Item = (char, char)> {
    let slanted = ('\u{1d434}'..='\u{1d71b}').chain(['ℎ']);
    slanted.filter_map(|slanted| match plain(slanted)? {
        (letter, "italic") => Some((letter, slanted)),
        _ => None,
    })
}

fn latin_plain(code: u32) -> Option<(char, &'static str)> {
    const NAMES: [&str; 13] = [
        "bold",
        "italic",
        "bold italic",
        "script",
        "bold script",
        "fraktur",
        "double-struck",
        "bold fraktur",
        "sans-serif",
        "bold sans-serif",
        "sans-serif italic",
        "bold sans-serif italic",
        "monospace",
    ];
    let place = code - BOLD.0;
    let letter = place % 52;
    let base = if letter < 26 { 'A' as u32 + letter } else { 'a' as u32 + letter - 26 };
    Some((char::from_u32(base)?, NAMES[place as usize / 52]))
}

fn greek_plain(place: u32) -> Option<(char, &'static str)> {
    const NAMES: [&str; 5] = ["bold", "italic", "bold italic", "bold sans-serif", "bold sans-serif italic"];
    let letter = place % 58;
    let name = *NAMES.get(place as usize / 58)?;
    let more = GREEK_MORE.iter().find(|(_, at)| *at == letter).map(|(more, _)| *more);
    let base = match letter {
        0..=24 => char::from_u32('Α' as u32 + letter),
        _ => char::from_u32('α' as u32 + letter.saturating_sub(26)),
    };
    Some((more.or(base)?, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_each_alphabet() {
        let of = |face, text: &str| {
            let alphabet = Alphabet { face, bold: false, words: false };
            text.chars().map(|c| alphabet.letter(c)).collect::<String>()
        };
        assert_eq!(of(Face::Usual, "xhΓα1∂∇ϵı"), "𝑥ℎΓ𝛼1𝜕∇𝜖𝚤");
        assert_eq!(of(Face::Upright, "xΓα1"), "xΓ𝛼1");
        assert_eq!(of(Face::AllUpright, "xΓα1"), "xΓα1");
        assert_eq!(of(Face::Italic, "Γα∇"), "𝛤𝛼𝛻");
        assert_eq!(of(Face::Bold, "AzΩω9∇"), "𝐀𝐳𝛀𝛚𝟗𝛁");
        assert_eq!(of(Face::Script, "ABeg"), "𝒜ℬℯℊ");
        assert_eq!(of(Face::Fraktur, "CgZ"), "ℭ𝔤ℨ");
        assert_eq!(of(Face::Double, "NRk1"), "ℕℝ𝕜𝟙");
        assert_eq!(of(Face::DoubleItalic, "dx"), "ⅆx");
        assert_eq!(of(Face::Mono, "aA0"), "𝚊𝙰𝟶");
        let bold = |c| Alphabet { face: Face::Usual, bold: true, words: false }.letter(c);
        assert_eq!("xΓα1".chars().map(bold).collect::<String>(), "𝒙𝚪𝜶𝟏");
    }

    /// What an alphabet makes of a letter is read back as it.
    #[test]
    fn plain_letters_come_back() {
        let faces =
            [Face::Bold, Face::Italic, Face::Script, Face::Fraktur, Face::Double, Face::Sans, Face::Mono];
        for face in faces {
            for letter in ('A'..='Z').chain('a'..='z') {
                let made = Alphabet { face, bold: false, words: false }.letter(letter);
                assert_eq!(plain(made).map(|(plain, _)| plain), Some(letter), "{face:?} {made}");
            }
        }
        for letter in "ΑΩαωϵϖ∇∂".chars() {
            let made = Alphabet { face: Face::Bold, bold: false, words: false }.letter(letter);
            assert_eq!(plain(made), Some((letter, "bold")), "{made}");
        }
    }
}
