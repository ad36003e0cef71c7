//! Where blocks stand.

use super::looks::Setting;

/// Where blocks stand: how their text is set, in how many lists, and whether paragraphs keep close.
#[derive(Debug, Clone, Copy)]
pub(super) struct BlockContext {
    pub(super) setting: Setting,
    pub(super) lists: usize,
    pub(super) tight: bool,
    /// First-line indents and spaces between paragraphs as in running text.
    pub(super) running: bool,
    /// Paragraphs that follow none are indented as well.
    pub(super) first: bool,
}

impl BlockContext {
    pub(super) fn of(setting: Setting) -> BlockContext {
        BlockContext { setting, lists: 0, tight: false, running: true, first: false }
    }
}
