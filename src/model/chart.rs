//! Charts: what they show, and how they are to be drawn.

use crate::geom::Abs;

/// What stands for a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartKind {
    Bar,
    Line,
    Area,
    Scatter,
    Pie,
}

impl ChartKind {
    /// As authors write them.
    pub const ALL: [(&'static str, ChartKind); 5] = [
        ("bar", ChartKind::Bar),
        ("line", ChartKind::Line),
        ("area", ChartKind::Area),
        ("scatter", ChartKind::Scatter),
        ("pie", ChartKind::Pie),
    ];

    pub fn name(self) -> &'static str {
        ChartKind::ALL.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }
}

/// Values to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    pub kind: ChartKind,
    /// Values of one place stand on each other.
    pub stacked: bool,
    /// Bars lie.
    pub horizontal: bool,
    pub x_title: Option<String>,
    pub y_title: Option<String>,
    pub unit: Option<String>,
    pub height: Option<Abs>,
    pub places: ChartPlaces,
    /// What the table calls each place.
    pub labels: Vec<String>,
    pub series: Vec<ChartSeries>,
}

/// Where values stand along a chart.
#[derive(Debug, Clone, PartialEq)]
pub enum ChartPlaces {
    /// One after the other.
    Names,
    /// In proportion.
    Numbers(Vec<f64>),
    /// Days since the first of 1970, in proportion.
    Days(Vec<i64>),
}

impl ChartPlaces {
    /// How far along each value is, where that is more than its place in the order.
    pub fn numbers(&self) -> Option<Vec<f64>> {
        match self {
            ChartPlaces::Names => None,
            ChartPlaces::Numbers(numbers) => Some(numbers.clone()),
            ChartPlaces::Days(days) => Some(days.iter().map(|day| *day as f64).collect()),
        }
    }
}

/// Values of one kind: a line, bars of one colour.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartSeries {
    pub name: String,
    /// By place; none where the table has none. All are finite.
    pub values: Vec<Option<f64>>,
}

impl ChartSeries {
    /// Its least and its greatest value.
    pub fn range(&self) -> Option<(f64, f64)> {
        let mut values = self.values.iter().flatten().copied();
        let first = values.next()?;
        Some(values.fold((first, first), |(least, most), value| (value.min(least), value.max(most))))
    }
}

/// What the picture that is drawn for a chart goes by among those of the book. No file is called so.
pub fn picture_name((section, local): (u32, u32)) -> String {
    format!("chart:{section}:{local}")
}

/// The class of what holds a chart's values as a table, and what that element of the PDF is called.
pub const DATA: &str = "chart-data";

/// The days from the first of 1970 to a day of the Gregorian calendar: year, month and day from 1 (H. Hinnant,
/// “chrono-Compatible Low-Level Date Algorithms”).
pub fn day_number((year, month, day): (i64, i64, i64)) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The other way round.
pub fn date_of(day: i64) -> (i64, i64, i64) {
    let day = day + 719_468;
    let era = day.div_euclid(146_097);
    let of_era = day - era * 146_097;
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let date = of_year - (153 * month + 2) / 5 + 1;
    let (month, later) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (year + era * 400 + later, month, date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_are_one() {
        assert_eq!([day_number((1970, 1, 1)), day_number((2000, 3, 1))], [0, 11_017]);
        for day in (-1_000_000..1_000_000).step_by(997) {
            assert_eq!(day_number(date_of(day)), day);
        }
        assert_eq!(date_of(19_787), (2024, 3, 5));
    }
}
