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
    decimal::<3>(out, value);
}

/// Appends a number given in millionths.
pub fn millionths(out: &mut Vec<u8>, value: i64) {
    decimal::<6>(out, value);
}

/// Appends a number whose last digits are decimals. A page has a thousand: they are written from the last digit to the
/// first, all divided by ten alone, which takes no division.
fn decimal<const PLACES: usize>(out: &mut Vec<u8>, value: i64) {
    let mut written = [0u8; 24];
    let mut rest = value.unsigned_abs();
    let mut at = written.len();
    let mut digit = |at: &mut usize| {
        *at -= 1;
        written[*at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        rest
    };
    (0..PLACES).for_each(|_| _ = digit(&mut at));
    let point = at;
    at -= 1;
    while digit(&mut at) > 0 {}
    written[point - 1] = b'.';
    if value < 0 {
        at -= 1;
        written[at] = b'-';
    }
    let zeros = written[point..].iter().rev().take_while(|&&digit| digit == b'0').count();
    let end = if zeros == PLACES { point - 1 } else { written.len() - zeros };
    out.extend_from_slice(&written[at..end]);
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
        assert_eq!(written(i64::MIN), "-9223372036854775.808");
    }

    #[test]
    fn small_numbers_keep_their_places() {
        let mut out = Vec::new();
        millionths(&mut out, -16_247);
        assert_eq!(out, b"-0.016247");
    }
}
