//! A document compiler: a YAML manifest and Markdown chapters become a paginated PDF and a reflowable EPUB, both from
//! one shared layout IR ([`model::layout::Layout`]).

#![forbid(unsafe_code)]

pub mod cli;
pub mod diag;
pub mod geom;
pub mod load;
pub mod manifest;
pub mod model;
pub mod source;
pub mod world;
pub mod yaml;
