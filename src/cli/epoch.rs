//! The day that files of a book without a date say they were made: `SOURCE_DATE_EPOCH`
//! (<https://reproducible-builds.org/specs/source-date-epoch/>).

use std::env;
use std::time::SystemTime;

use super::trouble::Trouble;
use crate::model::manifest::Date;

const VARIABLE: &str = "SOURCE_DATE_EPOCH";
const DAY: u64 = 86_400;
/// The last second that a date of four digits can tell: 9999-12-31.
const LAST: u64 = 253_402_300_799;

/// None where the variable is not set.
pub(super) fn date() -> Result<Option<Date>, Trouble> {
    let Some(written) = env::var_os(VARIABLE).filter(|written| !written.is_empty()) else { return Ok(None) };
    let seconds =
        written.to_str().and_then(|written| written.parse::<u64>().ok()).filter(|&seconds| seconds <= LAST);
    match seconds {
        Some(seconds) => Ok(Some(day(seconds / DAY))),
        None => Err((
            format!(
                "{VARIABLE} is `{}`, which is not a number of seconds",
                written.to_string_lossy().escape_debug()
            ),
            "set it to the seconds since 1970, such as `git log -1 --format=%ct` prints, or unset it"
                .to_string(),
        )),
    }
}

/// The day that it is, in Greenwich.
pub(super) fn today() -> Date {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    day(since.as_secs().min(LAST) / DAY)
}

/// The day of the Gregorian calendar so many days after 1970-01-01.
fn day(mut days: u64) -> Date {
    let leap = |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let mut year = 1970;
    while days >= 365 + u64::from(leap(year)) {
        days -= 365 + u64::from(leap(year));
        year += 1;
    }
    let mut month = 1;
    for length in [31, 28 + u64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    Date { year: year as i32, month: Some(month), day: Some(days as u8 + 1) }
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn seconds_have_their_day() {
        let iso = |seconds: u64| day(seconds / super::DAY).iso();
        let days = [0, 951_782_400, 951_868_800, 1_104_537_599, 1_104_537_600, super::LAST].map(iso);
        assert_eq!(
            days,
            ["1970-01-01", "2000-02-29", "2000-03-01", "2004-12-31", "2005-01-01", "9999-12-31"]
        );
    }
}
