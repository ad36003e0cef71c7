//! Roman numerals.

/// Numbers beyond these have no numeral that anyone reads.
const MOST: u64 = 4999;

const NUMERALS: [(u64, &str); 13] = [
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
];

/// A number in small Roman numerals; nothing for none, figures for what is beyond them.
pub fn numeral(number: u64) -> String {
    if number > MOST {
        return number.to_string();
    }
    let mut rest = number;
    let mut written = String::new();
    for (value, numeral) in NUMERALS {
        while rest >= value {
            written.push_str(numeral);
            rest -= value;
        }
    }
    written
}

/// A number in small letters: a to z, aa to zz, and so on; nothing for none.
pub fn letters(number: u64) -> String {
    let mut rest = number;
    let mut letters = Vec::new();
    while rest > 0 {
        letters.push(b'a' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().map(|&letter| char::from(letter)).collect()
}

#[cfg(test)]
mod tests {
    use super::numeral;

    #[test]
    fn numbers_have_numerals() {
        let written = [0, 1, 4, 9, 14, 40, 49, 90, 1994, 4999, 5000].map(numeral);
        let expected = ["", "i", "iv", "ix", "xiv", "xl", "xlix", "xc", "mcmxciv", "mmmmcmxcix", "5000"]
            .map(str::to_string);
        assert_eq!(written, expected);
    }
}
