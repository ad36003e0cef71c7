//! The text service: faces and fallback, shaping, break opportunities, hyphenation. Used by layout and both renderers.

mod book;
mod breaks;
mod bundled;
mod case;
mod direction;
mod drawing;
mod enclosing;
mod face;
mod fallback;
pub mod fullwidth;
pub mod hyphenate;
mod ink;
mod lettering;
pub mod maths;
mod shape;
mod shaped;

pub use book::{Failure, FontBook};
pub use breaks::{Opportunity, opportunities, word_start};
pub use bundled::bundled;
pub use direction::{Isolate, bidi_levels, given, isolates, own_direction, reorder, runs_rightwards};
pub use drawing::plain_drawing;
pub use face::Face;
pub use hyphenate::Hyphenation;
pub use lettering::{Lack, lacks};
pub use shape::{SettingId, Shaper, WordId, script_name};
pub use shaped::{Part, Setting, Shaped, ShapedGlyph, Word};

/// Lengths of a face are told in 65,536ths of its em, whatever its own units are.
pub const EM: i64 = 65_536;
