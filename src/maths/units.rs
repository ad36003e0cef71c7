//! What numbers and units are made of.

mod names;
mod number;
mod options;
mod simple;
mod unit;

pub use number::{between, bracket, is_of_two, number, signed};
pub use options::{Options, parts};
pub use simple::simple_unit;
pub use unit::{Unit, room_before};
