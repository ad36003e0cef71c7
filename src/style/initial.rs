//! Drop capitals: the first letter of a chapter's text, where the theme has it so, and of paragraphs of the class.

use super::looks::Setting;
use super::maker::Maker;
use crate::chars;
use crate::diag::Diagnostic;
use crate::geom::Abs;
use crate::model::document::{Attrs, MARGIN};
use crate::model::flow::{Block, BlockKind, DROP_CAP, DropCap, MarkKind, RichText, TextStyle};
use crate::model::theme::{Align, Weight};

/// The class by which authors ask for one.
const ASKED: &str = "dropcap";
/// Over so many lines, where the theme does not say.
const LINES: u8 = 3;
/// A paragraph of fewer characters than a line holds has none: the letter would stand beside the next.
const SHORT: usize = 60;

/// Gives a paragraph its capital, if its class asks for one.
pub(super) fn asked(maker: &mut Maker, attrs: &Attrs, block: &mut Block) {
    if !attrs.has_class(ASKED) {
        return;
    }
    let lines = match maker.book.theme.drop_cap {
        0 => LINES,
        lines => lines,
    };
    if !give(maker, block, lines) {
        let message = "this begins with no letter that can be set large, and has no drop capital";
        let hint = "begin with a word in letters that have capitals, or take the class away";
        maker.found.push(Diagnostic::warning("no-drop-capital", block.span, message).hint(hint));
    }
}

/// Gives the first paragraph below a chapter's title its capital, if the theme has chapters begin so.
pub(super) fn of_chapter(maker: &mut Maker, blocks: &mut [Block]) {
    let lines = maker.book.theme.drop_cap;
    let leads = |block: &Block| match &block.kind {
        BlockKind::Heading { level, .. } => *level == 1,
        // Lines of a chapter's head stay with what follows them.
        BlockKind::Paragraph(_) => block.style.keep_with_next,
        BlockKind::Quote(_) | BlockKind::Space(_) | BlockKind::Slot(_) => true,
        BlockKind::Figure(_) | BlockKind::Contents(_) => true,
        BlockKind::Admonition { .. } => block.classes.iter().any(|class| class == MARGIN),
        BlockKind::Only(..)
        | BlockKind::List(_)
        | BlockKind::Definitions(_)
        | BlockKind::Code(_)
        | BlockKind::Table(_)
        | BlockKind::Group(_)
        | BlockKind::Equation(_)
        | BlockKind::Index(_)
        | BlockKind::Break
        | BlockKind::PageBreak(_)
        | BlockKind::Columns(_)
        | BlockKind::CoverImage { .. }
        | BlockKind::Fill
        | BlockKind::Record(_) => false,
    };
    if let Some(first) = blocks.iter_mut().find(|block| !leads(block)).filter(|_| lines > 0) {
        let is_plain = maker.book.theme.class_style(&first.classes).is_none();
        if is_plain && !first.classes.iter().any(|class| class == DROP_CAP) {
            give(maker, first, lines);
        }
    }
}

/// Whether a text may begin with one: with a letter, and not with one of a formula, of code or of a note.
fn may_have(maker: &Maker, text: &RichText) -> bool {
    let lang = text.lang_at(0).map_or("", |lang| &maker.lang_of(lang).0);
    let Some((_, end)) = chars::initial(&text.text, lang) else { return false };
    let is_special = |kind: &MarkKind| {
        matches!(kind, MarkKind::Maths(_) | MarkKind::Phrase(_) | MarkKind::NoteCall { .. } | MarkKind::Code)
    };
    let is_special = text.marks.iter().any(|mark| (mark.start as usize) < end && is_special(&mark.kind));
    !is_special && matches!(text.style.align, Align::Justify | Align::Start)
}

fn give(maker: &mut Maker, block: &mut Block, lines: u8) -> bool {
    let BlockKind::Paragraph(text) = &mut block.kind else { return false };
    if !may_have(maker, text) {
        return false;
    }
    // One line has no room for it.
    if text.text.chars().count() < SHORT {
        return true;
    }
    let theme = maker.book.theme;
    let body = Setting::body(theme).text;
    let style = TextStyle {
        role: theme.drop_cap_role,
        color: theme.drop_cap_color.unwrap_or(theme.color),
        weight: Weight::REGULAR,
        ..body
    };
    text.style.drop = Some(DropCap { lines, style: maker.style(style) });
    text.style.first_line_indent = Abs::ZERO;
    block.classes.push(DROP_CAP.to_string());
    true
}
