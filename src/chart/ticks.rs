//! The numbers of an axis: steps of one, two or five in their power of ten.

use crate::model::chart::{date_of, day_number};

/// A range of an axis and its steps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ticks {
    pub low: f64,
    pub high: f64,
    pub step: f64,
    /// What each number needs behind its point.
    pub decimals: usize,
}

/// No step is a smaller part of the numbers it parts: below, they could not be told apart.
const FINEST: f64 = 1e-12;

impl Ticks {
    /// Steps over a range, about as many as asked for, that end at or beyond its ends.
    pub fn over((low, high): (f64, f64), most: usize) -> Ticks {
        let (low, high) = widened(low, high);
        let raw = ((high - low) / most.max(1) as f64).max(low.abs().max(high.abs()) * FINEST);
        let (step, power) = nice(raw);
        let decimals = usize::try_from(-power).unwrap_or(0);
        Ticks { low: (low / step).floor() * step, high: (high / step).ceil() * step, step, decimals }
    }

    /// The same, with steps of whole numbers.
    pub fn whole(range: (f64, f64), most: usize) -> Ticks {
        let ticks = Ticks::over(range, most);
        if ticks.step >= 1.0 {
            return ticks;
        }
        Ticks { low: ticks.low.floor(), high: ticks.high.ceil(), step: 1.0, decimals: 0 }
    }

    pub fn values(&self) -> Vec<f64> {
        let from = (self.low / self.step).round();
        let count = ((self.high - self.low) / self.step).round().clamp(0.0, 1000.0) as u32;
        (0..=count).map(|nth| (from + f64::from(nth)) * self.step).collect()
    }
}

/// A range that has an extent.
fn widened(low: f64, high: f64) -> (f64, f64) {
    match (low < high, low == 0.0) {
        (true, _) => (low, high),
        (false, true) => (0.0, 1.0),
        (false, false) => (low - low.abs() / 10.0, low + low.abs() / 10.0),
    }
}

/// The least of one, two or five in a power of ten that is no smaller, and the power of what it is a multiple of.
fn nice(raw: f64) -> (f64, i32) {
    let power = raw.log10().floor() as i32;
    let part = raw / 10f64.powi(power);
    // What is a rounding error above a nice number is that number.
    let fits = |nice: &&f64| part <= **nice * (1.0 + 1e-9);
    match [1.0, 2.0, 5.0].iter().find(fits) {
        Some(nice) => (scaled(*nice, power), power),
        None => (scaled(1.0, power + 1), power + 1),
    }
}

/// Powers below one are divided by, which is more exact.
fn scaled(number: f64, power: i32) -> f64 {
    if power < 0 { number / 10f64.powi(-power) } else { number * 10f64.powi(power) }
}

/// Days that begin years, months or parts of them within a range, and how they are written.
pub fn days((low, high): (i64, i64), most: usize) -> Vec<(i64, String)> {
    let most = most.max(1) as i64;
    let ((first, month, _), (last, last_month, _)) = (date_of(low), date_of(high));
    let months = (last * 12 + last_month) - (first * 12 + month);
    let written = |day: i64| {
        let (year, month, date) = date_of(day);
        match (months > 36, months > 3) {
            (true, _) => format!("{year:04}"),
            (false, true) => format!("{year:04}-{month:02}"),
            (false, false) => format!("{year:04}-{month:02}-{date:02}"),
        }
    };
    let days: Vec<i64> = if months > 36 {
        let step = nice(((last - first) as f64 / most as f64).max(1.0)).0 as i64;
        (first.div_euclid(step)..=last.div_euclid(step)).map(|nth| day_number((nth * step, 1, 1))).collect()
    } else if months > 3 {
        let step = [1, 2, 3, 6, 12].into_iter().find(|step| months / step <= most).unwrap_or(12);
        let from = (first * 12 + month - 1).div_euclid(step);
        let to = (last * 12 + last_month - 1).div_euclid(step);
        let begins = |nth: i64| day_number(((nth * step).div_euclid(12), (nth * step).rem_euclid(12) + 1, 1));
        (from..=to).map(begins).collect()
    } else {
        let step = [1, 2, 7, 14, 28].into_iter().find(|step| (high - low) / step <= most).unwrap_or(28);
        (0..=(high - low) / step).map(|nth| low + nth * step).collect()
    };
    days.into_iter().filter(|day| (low..=high).contains(day)).map(|day| (day, written(day))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use arbtest::arbitrary::Unstructured;
    use arbtest::arbtest;

    #[test]
    fn steps_are_nice_few_and_hold_the_range() {
        let check = |numbers: &mut Unstructured| {
            let mut part = || Ok(f64::from(numbers.int_in_range(-1_000_000..=1_000_000)?) / 1e6);
            let (a, b): (f64, f64) = (part()?, part()?);
            let size = 10f64.powi(numbers.int_in_range(-9..=15)?);
            let (low, high) = (a.min(b) * size, a.max(b) * size);
            let most = numbers.int_in_range(2..=10)?;
            let ticks = Ticks::over((low, high), most);
            let values = ticks.values();
            let context = format!("{low} to {high} in {most}: {ticks:?}");
            assert!((2..=most + 2).contains(&values.len()), "{context}: {values:?}");
            let slack = ticks.step * 1e-6;
            assert!(ticks.low <= low + slack && ticks.high >= high - slack, "{context}");
            assert!(values.windows(2).all(|pair| pair[1] > pair[0]), "{context}: {values:?}");
            let mantissa = ticks.step / 10f64.powf(ticks.step.log10().floor());
            let is_nice = [1.0, 2.0, 5.0, 10.0].iter().any(|nice| (mantissa / nice - 1.0).abs() < 1e-6);
            assert!(is_nice, "{context}: {mantissa}");
            Ok(())
        };
        arbtest(check).budget_ms(1_000);
    }

    #[test]
    fn ranges_without_an_extent() {
        assert_eq!(Ticks::over((0.0, 0.0), 5).values().len(), 6);
        for number in [1e15, -3.0, 1e-9, 2024.0] {
            let ticks = Ticks::over((number, number), 5);
            assert!(ticks.low <= number && ticks.high >= number && ticks.values().len() > 1, "{ticks:?}");
        }
        assert_eq!(Ticks::over((0.0, 0.3), 3).values(), [0.0, 0.1, 0.2, 0.1 * 3.0]);
        assert_eq!(Ticks::whole((2001.0, 2003.0), 9).values(), [2001.0, 2002.0, 2003.0]);
    }

    #[test]
    fn days_stand_where_years_and_months_begin() {
        let written = |from, to, most| {
            days((day_number(from), day_number(to)), most)
                .into_iter()
                .map(|(_, words)| words)
                .collect::<Vec<_>>()
        };
        assert_eq!(written((1998, 5, 3), (2021, 1, 1), 6), ["2000", "2005", "2010", "2015", "2020"]);
        assert_eq!(written((2023, 11, 20), (2024, 7, 1), 4), ["2024-01", "2024-03", "2024-05", "2024-07"]);
        assert_eq!(written((2024, 2, 27), (2024, 3, 1), 9).len(), 4);
        assert_eq!(written((2024, 2, 27), (2024, 2, 27), 9), ["2024-02-27"]);
    }
}
