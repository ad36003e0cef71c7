//! A document compiler: a YAML manifest and Markdown chapters become a paginated PDF and a reflowable EPUB, both from
//! one shared layout IR ([`model::layout::Layout`]).

#![forbid(unsafe_code)]

pub mod cli;
pub mod diag;
pub mod epub;
pub mod geom;
pub mod layout;
pub mod load;
pub mod manifest;
pub mod model;
pub mod pdf;
pub mod source;
pub mod text;
pub mod world;
pub mod yaml;
