//! The forms a book takes between passes. Types only.

pub mod admonition;
pub mod chart;
pub mod diagram;
pub mod document;
pub mod edition;
pub mod excerpt;
pub mod findings;
pub mod flow;
pub mod found;
pub mod grid;
pub mod headings;
pub mod identity;
pub mod layout;
pub mod locators;
pub mod manifest;
pub mod maths;
pub mod media;
pub mod record;
pub mod resolved;
pub mod roles;
pub mod symbol;
pub mod theme;
pub mod tree;
pub mod walk;
pub mod words;
