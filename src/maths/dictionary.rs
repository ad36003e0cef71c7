//! The operator dictionary of MathML Core: what renderers put around a sign, and how they make it larger, if nothing is said
//! (MathML Core, appendix B.2, its compact form).

/// Where in its row a sign stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Prefix,
    Infix,
    Postfix,
}

/// What is known of a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    /// Space before and after it, in eighteenths of an em.
    pub before: u8,
    pub after: u8,
    pub stretchy: bool,
    pub symmetric: bool,
    pub large: bool,
    pub movable: bool,
}

const PLAIN: Entry =
    Entry { before: 0, after: 0, stretchy: false, symmetric: false, large: false, movable: false };

type Ranges = &'static [(u32, u32)];

const ARROWS: Ranges = &[
    (0x2190, 0x2195),
    (0x219a, 0x21ae),
    (0x21b0, 0x21b5),
    (0x21b9, 0x21b9),
    (0x21bc, 0x21d5),
    (0x21da, 0x21f0),
    (0x21f3, 0x21ff),
    (0x2794, 0x2794),
    (0x2799, 0x2799),
    (0x279b, 0x27a1),
    (0x27a5, 0x27a6),
    (0x27a8, 0x27af),
    (0x27b1, 0x27b1),
    (0x27b3, 0x27b3),
    (0x27b5, 0x27b5),
    (0x27b8, 0x27b8),
    (0x27ba, 0x27be),
    (0x27f0, 0x27f1),
    (0x27f4, 0x27ff),
    (0x2900, 0x2920),
    (0x2934, 0x2937),
    (0x2942, 0x2975),
    (0x297c, 0x297f),
    (0x2b04, 0x2b07),
    (0x2b0c, 0x2b11),
    (0x2b30, 0x2b3e),
    (0x2b40, 0x2b4c),
    (0x2b60, 0x2b65),
    (0x2b6a, 0x2b6d),
    (0x2b70, 0x2b73),
    (0x2b7a, 0x2b7d),
    (0x2b80, 0x2b87),
    (0x2b95, 0x2b95),
    (0x2ba0, 0x2baf),
    (0x2bb8, 0x2bb8),
];
const SUMS: Ranges = &[
    (0x2b, 0x2b),
    (0x2d, 0x2d),
    (0xb1, 0xb1),
    (0xf7, 0xf7),
    (0x322, 0x322),
    (0x2044, 0x2044),
    (0x2212, 0x2216),
    (0x2227, 0x222a),
    (0x2236, 0x2236),
    (0x2238, 0x2238),
    (0x228c, 0x228e),
    (0x2293, 0x2296),
    (0x2298, 0x2298),
    (0x229d, 0x229f),
    (0x22bb, 0x22bd),
    (0x22ce, 0x22cf),
    (0x22d2, 0x22d3),
    (0x2795, 0x2797),
    (0x29b8, 0x29b8),
    (0x29bc, 0x29bc),
    (0x29c4, 0x29c5),
    (0x29f5, 0x29fb),
    (0x2a1f, 0x2a2e),
    (0x2a38, 0x2a3a),
    (0x2a3e, 0x2a3e),
    (0x2a40, 0x2a4f),
    (0x2a51, 0x2a63),
    (0x2adb, 0x2adb),
    (0x2af6, 0x2af6),
    (0x2afb, 0x2afb),
    (0x2afd, 0x2afd),
];
const PRODUCTS: Ranges = &[
    (0x25, 0x25),
    (0x2a, 0x2a),
    (0x2e, 0x2e),
    (0x3f, 0x40),
    (0x5e, 0x5e),
    (0xb7, 0xb7),
    (0xd7, 0xd7),
    (0x323, 0x323),
    (0x32e, 0x32e),
    (0x2022, 0x2022),
    (0x2043, 0x2043),
    (0x2217, 0x2219),
    (0x2240, 0x2240),
    (0x2297, 0x2297),
    (0x2299, 0x229b),
    (0x22a0, 0x22a1),
    (0x22ba, 0x22ba),
    (0x22c4, 0x22c7),
    (0x22c9, 0x22cc),
    (0x2305, 0x2306),
    (0x27cb, 0x27cb),
    (0x27cd, 0x27cd),
    (0x29c6, 0x29c8),
    (0x29d4, 0x29d7),
    (0x29e2, 0x29e2),
    (0x2a1d, 0x2a1e),
    (0x2a2f, 0x2a37),
    (0x2a3b, 0x2a3d),
    (0x2a3f, 0x2a3f),
    (0x2a50, 0x2a50),
    (0x2a64, 0x2a65),
    (0x2adc, 0x2add),
    (0x2afe, 0x2afe),
];
const BEFORE: Ranges = &[
    (0x21, 0x21),
    (0x2b, 0x2b),
    (0x2d, 0x2d),
    (0xac, 0xac),
    (0xb1, 0xb1),
    (0x331, 0x331),
    (0x2018, 0x2018),
    (0x201c, 0x201c),
    (0x2200, 0x2201),
    (0x2203, 0x2204),
    (0x2207, 0x2207),
    (0x2212, 0x2213),
    (0x221f, 0x2222),
    (0x2234, 0x2235),
    (0x223c, 0x223c),
    (0x22be, 0x22bf),
    (0x2310, 0x2310),
    (0x2319, 0x2319),
    (0x2795, 0x2796),
    (0x27c0, 0x27c0),
    (0x299b, 0x29af),
    (0x2aec, 0x2aed),
];
const AFTER: Ranges = &[
    (0x21, 0x22),
    (0x25, 0x27),
    (0x60, 0x60),
    (0xa8, 0xa8),
    (0xb0, 0xb0),
    (0xb2, 0xb4),
    (0xb8, 0xb9),
    (0x2ca, 0x2cb),
    (0x2d8, 0x2da),
    (0x2dd, 0x2dd),
    (0x311, 0x311),
    (0x320, 0x320),
    (0x325, 0x325),
    (0x327, 0x327),
    (0x331, 0x331),
    (0x2019, 0x201b),
    (0x201d, 0x201f),
    (0x2032, 0x2037),
    (0x2057, 0x2057),
    (0x20db, 0x20dc),
    (0x23cd, 0x23cd),
];
const OPENING: &str = "([{|‖⌈⌊〈❲⟦⟨⟪⟬⟮⦀⦃⦅⦇⦉⦋⦍⦏⦑⦓⦕⦗⦙⧘⧚⧼";
const CLOSING: &str = ")]|}‖⌉⌋〉❳⟧⟩⟫⟭⟯⦀⦄⦆⦈⦊⦌⦎⦐⦒⦔⦖⦘⦙⧙⧛⧽";
const INTEGRALS: Ranges = &[(0x222b, 0x2233), (0x2a0b, 0x2a1c)];
const ACCENTS: Ranges = &[
    (0x5e, 0x5f),
    (0x7e, 0x7e),
    (0xaf, 0xaf),
    (0x2c6, 0x2c7),
    (0x2c9, 0x2c9),
    (0x2cd, 0x2cd),
    (0x2dc, 0x2dc),
    (0x2f7, 0x2f7),
    (0x302, 0x302),
    (0x203e, 0x203e),
    (0x2322, 0x2323),
    (0x23b4, 0x23b5),
    (0x23dc, 0x23e1),
];
const LARGE: Ranges = &[
    (0x220f, 0x2211),
    (0x22c0, 0x22c3),
    (0x2a00, 0x2a0a),
    (0x2a1d, 0x2a1e),
    (0x2afc, 0x2afc),
    (0x2aff, 0x2aff),
];
const CLOSE: Ranges = &[(0x2f, 0x2f), (0x5c, 0x5c), (0x5f, 0x5f), (0x2061, 0x2064), (0x2206, 0x2206)];
const LETTERS: Ranges = &[(0x2145, 0x2146), (0x2202, 0x2202), (0x221a, 0x221c)];
const SEPARATORS: Ranges = &[(0x2c, 0x2c), (0x3a, 0x3b)];

/// What renderers take for a sign in a place: where the dictionary has nothing for it, what it has for another.
pub(super) fn entry(sign: &str, form: Form) -> Entry {
    let mut characters = sign.chars();
    let fallback = Entry { before: 5, after: 5, ..PLAIN };
    let (Some(character), None) = (characters.next(), characters.next()) else { return fallback };
    // Between two they are no bracket and no sign before something (B.1, the category `ForceDefault`).
    if form == Form::Infix && matches!(character, '|' | '∼') {
        return fallback;
    }
    [form, Form::Infix, Form::Postfix, Form::Prefix]
        .into_iter()
        .find_map(|form| in_form(character, form))
        .unwrap_or(fallback)
}

fn in_form(character: char, form: Form) -> Option<Entry> {
    let code = u32::from(character);
    let is_in = |ranges: Ranges| ranges.iter().any(|(first, last)| (*first..=*last).contains(&code));
    let spaced = |before, after| Entry { before, after, ..PLAIN };
    Some(match form {
        Form::Infix if is_in(ARROWS) => Entry { stretchy: true, ..spaced(5, 5) },
        Form::Infix if is_in(SUMS) => spaced(4, 4),
        Form::Infix if is_in(PRODUCTS) => spaced(3, 3),
        Form::Infix if is_in(CLOSE) => PLAIN,
        Form::Infix if is_in(SEPARATORS) => spaced(0, 3),
        Form::Prefix if is_in(BEFORE) => PLAIN,
        Form::Prefix if OPENING.contains(character) => Entry { stretchy: true, symmetric: true, ..PLAIN },
        Form::Prefix if is_in(INTEGRALS) => Entry { symmetric: true, large: true, ..spaced(3, 3) },
        Form::Prefix if is_in(LARGE) => Entry { symmetric: true, large: true, movable: true, ..spaced(3, 3) },
        Form::Prefix if is_in(LETTERS) => spaced(3, 0),
        Form::Postfix if is_in(AFTER) => PLAIN,
        Form::Postfix if CLOSING.contains(character) => Entry { stretchy: true, symmetric: true, ..PLAIN },
        Form::Postfix if is_in(ACCENTS) => Entry { stretchy: true, ..PLAIN },
        Form::Prefix | Form::Infix | Form::Postfix => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_sign() {
        assert_eq!(entry("=", Form::Infix), Entry { before: 5, after: 5, ..PLAIN });
        assert_eq!(entry("−", Form::Infix).before, 4);
        assert_eq!(entry("−", Form::Prefix).before, 0);
        assert_eq!(entry("∑", Form::Infix), entry("∑", Form::Prefix));
        assert!(entry("(", Form::Infix).stretchy && entry("∑", Form::Postfix).movable);
        assert_eq!(entry("::", Form::Infix).before, 5);
    }
}
