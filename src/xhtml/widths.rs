//! Widths that the stylesheet has by classes: of columns of tables, and of figures that text stands beside.

use crate::geom::Abs;
use crate::model::document::Length;
use crate::model::flow::{Block, Figure};

/// The part of its table that a column takes, in whole percents: its class is `width-` and these.
pub fn width_percent(part: f64) -> u32 {
    (part * 100.0).round().clamp(1.0, 100.0) as u32
}

/// How wide a figure is that text stands beside, in hundredths of the measure.
pub fn width_beside(block: &Block, figure: &Figure, measure: Abs) -> Option<u32> {
    block.classes.iter().find(|class| ["left", "right"].contains(&class.as_str()))?;
    let part = match figure.width {
        Some(Length::Relative(part)) => part,
        Some(Length::Absolute(width)) => width.to_pt() / measure.to_pt().max(1.0),
        None => 0.4,
    };
    Some(width_percent(part))
}
