//! What a line and a break cost, and why. All prices of line breaking stand here, in demerits: a thousand are the price of
//! a line whose spaces are half as wide again as they should be.

use crate::geom::Abs;
use crate::model::theme::Typography;

/// What is wrong with a break, apart from the looks of its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    None,
    /// A hyphen that is put in.
    Hyphen,
    /// One after fewer than three letters.
    StubHyphen,
    /// A hyphen that the author wrote.
    WrittenHyphen,
    /// After a relation or a binary operator of a formula.
    Relation,
    Binary,
    /// Within an address, file name or formula, where a mark shows that it goes on.
    Address,
    /// Where nothing allows a break, in what is wider than the measure.
    Emergency,
}

impl Fault {
    /// Whether the line ends in a hyphen: these are counted for ladders.
    #[inline]
    pub fn is_hyphen(self) -> bool {
        match self {
            Fault::Hyphen | Fault::StubHyphen | Fault::WrittenHyphen => true,
            Fault::None | Fault::Relation | Fault::Binary | Fault::Address | Fault::Emergency => false,
        }
    }
}

/// How a line from one break to another would look.
#[derive(Debug, Clone, Copy)]
pub struct Fit {
    /// Over 0, word spaces are wider by that many halves of themselves; under 0, narrower by that many thirds.
    pub ratio: f64,
    /// The part of their leeway that glyphs are scaled by.
    pub glyphs: f64,
    /// What the line lacks of the measure.
    pub short: Abs,
    /// The part of the measure that it is left short of, because it ends where an address begins or is divided; 0 for a
    /// line that is filled.
    pub left: f64,
}

/// Lines are not set looser where all lines can be tighter: the spaces of such a line are four fifths wider than they
/// should be, and readers begin to see holes.
pub const TOLERANCE: f64 = 1.6;
/// Where they cannot, up to here; beyond, lines are broken where they are full.
pub const LAST_TOLERANCE: f64 = 3.5;

/// Spaces half as wide again, or a third narrower.
const SPACING: f64 = 1_000.0;
/// Grows with the sixth power (TeX's demerits do): one very loose line is worse than three somewhat loose ones.
const EXTREME: f64 = 2_500.0;
/// Glyphs scaled and tracked as far as they may be: hardly seen, but of two good lines the one in the face's own widths is better.
const SCALED: f64 = 15.0;
/// Every line costs a little, as in TeX.
const LINE: f64 = 20.0;

/// As much as a line whose spaces are wider by eight fifteenths: sooner than that, a word is divided.
const HYPHEN: f64 = 4_725.0;
const STUB: f64 = 1_000.0;
const WRITTEN_HYPHEN: f64 = 350.0;
/// TeX has ten and fourteen times the penalty of a hyphen here, where what is left of a formula must be found on the next line.
const RELATION: f64 = 12_000.0;
const BINARY: f64 = 18_000.0;
const ADDRESS: f64 = 700.0;
/// Worse than a runt of ragged text: a name goes on after what joins it, however little is left.
const EMERGENCY: f64 = 200_000.0;
/// A second hyphen in a row, and one before the last line.
const DOUBLE_HYPHEN: f64 = 2_500.0;
const FINAL_HYPHEN: f64 = 2_500.0;
/// A third hyphen in a row is a ladder: never while there is another way within the tolerance.
const LADDER: f64 = 1_000_000.0;
/// A last line of a few letters looks like a mistake.
const RUNT: f64 = 20_000.0;
/// A last line that is but the rest of a word: dearer than a spread that ends a line short (see `page::cost`), so that no
/// page buys its foot with one.
const REST_OF_WORD: f64 = 90_000.0;
/// Ragged lines can end sooner without looking loose.
const RAGGED_RUNT: f64 = 4.0;
/// A line left short before an address or in it, since filling it would open holes: better than a runt, worse than a
/// divided word. Grows with the square of what it lacks.
const LEFT_SHORT: f64 = 9_000.0;
const LEFT_EMPTY: f64 = 40_000.0;
/// No line is left shorter than by this part of the measure.
pub const MOST_LEFT: f64 = 0.5;
/// Neighbours whose spaces differ by half a space: the change of colour is seen before either line is.
const UNLIKE: f64 = 2_000.0;

/// The middles of the classes of looseness, in hundredths of a natural space over or under one.
const CLASSES: [i32; 7] = [-28, -14, 0, 13, 27, 43, 70];
pub const CLASS_COUNT: usize = CLASSES.len();
/// The class of lines with natural spaces, which last lines and those before the first count as.
const NATURAL: u8 = 2;

/// Prices with the theme's weights.
pub struct Costs {
    spacing: f64,
    extreme: f64,
    hyphen: f64,
    runt: f64,
    rest_of_word: f64,
    unlike: [[f64; CLASS_COUNT]; CLASS_COUNT],
    /// The most that a change of class can cost.
    most_unlike: f64,
}

impl Costs {
    pub fn new(theme: &Typography) -> Costs {
        let unlike = CLASSES.map(|one| CLASSES.map(|other| unlike(one, other) * theme.evenness));
        Costs {
            spacing: SPACING * theme.spacing,
            extreme: EXTREME * theme.spacing,
            hyphen: theme.hyphens,
            runt: RUNT * theme.runts,
            rest_of_word: REST_OF_WORD * theme.runts,
            most_unlike: unlike[0][CLASS_COUNT - 1],
            unlike,
        }
    }

    /// The line by itself, whatever its end.
    #[inline]
    pub fn line(&self, fit: &Fit) -> f64 {
        let square = fit.ratio * fit.ratio;
        let filled = LINE
            + self.spacing * square
            + self.extreme * square * square * square
            + SCALED * fit.glyphs * fit.glyphs;
        if fit.left > 0.0 { filled + LEFT_SHORT + LEFT_EMPTY * fit.left * fit.left } else { filled }
    }

    /// A break with something wrong about it.
    #[inline]
    pub fn fault(&self, fault: Fault) -> f64 {
        match fault {
            Fault::None => 0.0,
            Fault::Hyphen => HYPHEN * self.hyphen,
            Fault::StubHyphen => (HYPHEN + STUB) * self.hyphen,
            Fault::WrittenHyphen => WRITTEN_HYPHEN * self.hyphen,
            Fault::Relation => RELATION,
            Fault::Binary => BINARY,
            Fault::Address => ADDRESS,
            Fault::Emergency => EMERGENCY,
        }
    }

    /// A hyphen after so many on the lines right before.
    #[inline]
    pub fn ladder(&self, before: u8) -> f64 {
        match before {
            0 => 0.0,
            1 => DOUBLE_HYPHEN * self.hyphen,
            _ => LADDER,
        }
    }

    /// The last line after a hyphen.
    pub fn final_hyphen(&self) -> f64 {
        FINAL_HYPHEN * self.hyphen
    }

    /// A last line of a few letters.
    pub fn runt(&self, ragged: bool) -> f64 {
        if ragged { self.runt * RAGGED_RUNT } else { self.runt }
    }

    /// A last line that is the rest of a word.
    pub fn rest_of_word(&self) -> f64 {
        self.rest_of_word
    }

    /// Lines of two classes below each other.
    #[inline]
    pub fn unlike(&self, above: u8, below: u8) -> f64 {
        self.unlike[usize::from(above)][usize::from(below)]
    }

    /// With so many demerits more than another, nothing that the next line is spared makes a way the better one.
    #[inline]
    pub fn most_unlike(&self) -> f64 {
        self.most_unlike
    }
}

/// Grows with the square of the difference, but for that of two classes next to each other, which no eye sees.
fn unlike(one: i32, other: i32) -> f64 {
    let difference = f64::from((one - other).abs()) / 50.0;
    if difference < 0.33 { 0.0 } else { UNLIKE * difference * difference }
}

/// The class of looseness of a line.
#[inline]
pub fn class(fit: &Fit) -> u8 {
    let natural = if fit.ratio < 0.0 { fit.ratio / 3.0 } else { fit.ratio / 2.0 };
    let hundredths = (natural * 100.0) as i32;
    let above = CLASSES.windows(2).take_while(|pair| hundredths * 2 > pair[0] + pair[1]).count();
    u8::try_from(above).unwrap_or(NATURAL)
}

/// What the first line is compared with.
pub const BEFORE_FIRST: u8 = NATURAL;
