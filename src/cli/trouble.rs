//! What a command could not do.

/// Why an edition was not written, and a way out.
pub(super) type Trouble = (String, String);
