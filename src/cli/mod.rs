//! The command line: the only place that prints and writes.

pub mod disk;
