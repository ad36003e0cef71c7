//! Text from outside, written into a language without being able to break out of it: one room a language.

pub mod make;
pub mod shell;
pub mod terminal;
