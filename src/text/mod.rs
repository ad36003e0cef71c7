//! The text service: faces and fallback, shaping, break opportunities, hyphenation. Used by layout and both renderers.

mod book;
mod breaks;
mod direction;
mod drawing;
mod enclosing;
mod fallback;
pub mod fullwidth;
mod hyphenate;
mod shape;

pub use book::{Face, Failure, FontBook};
pub use breaks::{Opportunity, opportunities, word_start};
pub use direction::{Isolate, bidi_levels, isolates, own_direction, reorder, runs_rightwards};
pub use shape::{Part, Setting, SettingId, Shaped, ShapedGlyph, Shaper, Word, WordId, script_name};

/// Lengths of a face are told in 65,536ths of its em, whatever its own units are.
pub const EM: i64 = 65_536;
