//! A document compiler: a YAML manifest and Markdown chapters become a paginated PDF and a reflowable EPUB, both from
//! one shared layout IR ([`model::layout::Layout`]).

#![forbid(unsafe_code)]

pub mod diag;
pub mod geom;
pub mod model;
pub mod parse;
pub mod resolve;
pub mod source;
pub mod style;
pub mod words;
pub mod world;
