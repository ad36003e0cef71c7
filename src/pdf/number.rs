//! Numbers as PDF writes them: few decimals, no exponent (ISO 32000-1, 7.3.3).

use crate::geom::Abs;

/// Appends a length in points, to a thousandth.
pub fn length(out: &mut Vec<u8>, length: Abs) {
    thousandths(out, in_thousandths(length));
}

/// A length in thousandths of a point, which are far below any printer's dot.
pub fn in_thousandths(length: Abs) -> i64 {
    (length.raw() * 1_000 + 32_768).div_euclid(65_536)
}

/// Appends a number given in thousandths.
pub fn thousandths(out: &mut Vec<u8>, value: i64) {
    decimal(out, value, 1_000);
}

/// Appends a number given in millionths.
pub fn millionths(out: &mut Vec<u8>, value: i64) {
    decimal(out, value, 1_000_000);
}

/// Appends a number of which so many are one.
fn decimal(out: &mut Vec<u8>, value: i64, one: u64) {
    if value < 0 {
        out.push(b'-');
    }
    let value = value.unsigned_abs();
    integer(out, value / one);
    let mut rest = value % one;
    if rest == 0 {
        return;
    }
    out.push(b'.');
    let mut place = one / 10;
    while rest > 0 {
        out.push(b'0' + (rest / place) as u8);
        rest %= place;
        place /= 10;
    }
}

/// Appends a floating-point number, to a thousandth.
pub fn real(out: &mut Vec<u8>, value: f64) {
    thousandths(out, (value.clamp(-1e12, 1e12) * 1_000.0).round() as i64);
}

pub fn integer(out: &mut Vec<u8>, mut value: u64) {
    let mut digits = [0u8; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let written = |value: i64| {
            let mut out = Vec::new();
            thousandths(&mut out, value);
            String::from_utf8(out).expect("digits are ASCII")
        };
        let values = [0, 1, 10, 100, 1_000, 12_345, -250, -1_000];
        assert_eq!(values.map(written), ["0", "0.001", "0.01", "0.1", "1", "12.345", "-0.25", "-1"]);
    }

    #[test]
    fn small_numbers_keep_their_places() {
        let mut out = Vec::new();
        millionths(&mut out, -16_247);
        assert_eq!(out, b"-0.016247");
    }
}
