//! Figures that text stands beside: the lines of the paragraphs after one are shorter down to its foot.
//!
//! ```text
//!   ┌────────┐ text that goes on beside the
//!   │        │ figure, and after its end in the
//!   │ figure │ next paragraph
//!   └────────┘    which is short there too,
//!   Its caption   until the caption ends
//!   and then it is as wide as all other text.
//! ```

use super::builder::{Column, GalleyBuilder, Standing};
use super::frame::{Frame, Parting};
use crate::diag::Diagnostic;
use crate::geom::{Abs, Point, Size};
use crate::layout::area::{natural_size, scaled_to_width, shift};
use crate::layout::inline::{self, Inset, Measure, Plan};
use crate::model::document::Length;
use crate::model::flow::{Block, BlockKind, Figure, RichText};
use crate::model::layout::{Item, ItemKind, Origin};
use crate::model::theme::Align;

/// On which side a figure stands by its class.
const LEFT: &str = "left";
const RIGHT: &str = "right";

/// Of the measure, where the author says nothing.
const USUAL: f64 = 0.4;
/// Text beside a figure is no narrower, in ems: some 25 characters, of which ragged lines still hold four words.
const LEAST_BESIDE: i64 = 11;
/// No figure that text stands beside is higher than this part of a page: it stays on one page with that text.
const HIGHEST: i64 = 2;

/// Whether the author wants text beside a figure.
fn side(block: &Block) -> Option<bool> {
    let has = |name: &str| block.classes.iter().any(|class| class == name);
    if has(LEFT) { Some(false) } else { has(RIGHT).then_some(true) }
}

impl GalleyBuilder<'_, '_> {
    /// Sets a figure that text stands beside; false where it is none, or there is no room for both.
    pub fn wrapped(&mut self, block: &Block, figure: &Figure) -> bool {
        let Some(on_right) = side(block) else { return false };
        if !self.may_wrap() {
            self.tell_apart(block);
            return false;
        }
        let Column { left, width: measure } = self.column();
        let theme = &self.context.flow.theme;
        let (size, gap) = (theme.size, theme.leading);
        let width = match figure.width {
            Some(Length::Absolute(width)) => width,
            Some(Length::Relative(part)) => measure.scale(part),
            None => measure.scale(USUAL),
        };
        let mut frame = self.narrow_figure(block, figure, width);
        let fits = measure - width - gap >= size * LEAST_BESIDE
            && frame.height <= self.context.area.height / HIGHEST
            && frame.notes.is_empty();
        if !fits {
            let message = "there is no room for text beside this figure, which stands by itself";
            let hint = "give it a smaller width";
            let told = Diagnostic::warning("no-room-beside", block.span, message).hint(hint);
            self.context.sink.push(told);
            return false;
        }
        // Its top is that of the first line's capitals.
        let down = (self.context.body_strut().height - size.mul_div(2, 3)).max(Abs::ZERO);
        let x = if on_right { left + measure - width } else { left };
        shift(&mut frame.items, x, down);
        let height = down + frame.height + gap / 3;
        frame.height = Abs::ZERO;
        frame.depth = Abs::ZERO;
        if let Some(caption) = &figure.caption {
            frame.anchors.push(caption.node);
        }
        self.push(frame);
        self.keep_next();
        self.standing = Some(Standing { height, width: width + gap, at_end: on_right != self.right_to_left });
        true
    }

    /// Tells of a figure that text cannot stand beside, because of what that is set in.
    fn tell_apart(&mut self, block: &Block) {
        if !self.has_pages || self.in_margin || self.is_wide {
            return;
        }
        let message = match self.has_one_column() {
            true => {
                "no text stands beside a figure in a list, a quotation, a box or a table: it stands by itself"
            }
            false => "no text stands beside a figure in columns: it stands by itself",
        };
        let hint = "delete the class, or put the figure where the text is set in one column";
        self.context.sink.push(Diagnostic::warning("no-room-beside", block.span, message).hint(hint));
    }

    /// Whether a block is a figure that text may stand beside.
    pub fn may_be_wrapped(&self, block: &Block) -> bool {
        matches!(block.kind, BlockKind::Figure(_)) && side(block).is_some() && self.may_wrap()
    }

    /// Whether what comes next stands beside a figure.
    pub fn is_beside_figure(&self) -> bool {
        self.standing.is_some()
    }

    fn may_wrap(&self) -> bool {
        self.has_pages && !self.in_cell && self.is_outermost() && self.has_one_column() && !self.is_wide
    }

    /// A figure of a width with its caption below it, from its own upper left corner.
    fn narrow_figure(&mut self, block: &Block, figure: &Figure, width: Abs) -> Frame {
        let natural = self.context.images.get(figure.image).map(natural_size).unwrap_or_default();
        let size = scaled_to_width(natural, width);
        let kind = ItemKind::Image { image: figure.image, size, offset: 0, cut: None };
        let image = Item { origin: Origin::Node(block.node), at: Point::default(), kind };
        let mut frame = Frame { height: size.height, items: vec![image], ..Frame::default() };
        if let Some(data) = &figure.data {
            frame.items.extend(super::figure::hidden(
                self,
                data,
                (Point::default(), Size::new(width, size.height)),
            ));
        }
        let Some(caption) = &figure.caption else { return frame };
        frame.height += self.context.flow.theme.small_leading / 3;
        let measure = self.measure(width, Some(Align::Start));
        for line in inline::lines(self.context, caption, measure) {
            let mut line = self.line_frame(caption, line, Abs::ZERO);
            shift(&mut line.items, Abs::ZERO, frame.height);
            frame.height += line.height;
            frame.items.append(&mut line.items);
            frame.notes.append(&mut line.notes);
            frame.anchors.append(&mut line.anchors);
        }
        frame
    }

    /// The lines of a paragraph beside a figure, where one stands there still. What is set after it may be too.
    pub fn plan_beside(&mut self, text: &RichText, measure: Measure) -> Option<Plan> {
        let Standing { height, width, at_end } = self.standing.take()?;
        let height = height - self.pending;
        let leading = text.style.leading.max(Abs::pt(1));
        let lines = (height.raw() + leading.raw() - 1).div_euclid(leading.raw());
        let lines = u32::try_from(lines).ok().filter(|lines| *lines > 0)?;
        let plan = inline::plan_beside(self.context, text, measure, Inset { lines, width, at_end });
        let set = plan.ways.get(plan.best).map_or(0, |way| way.lines.len()) as i64;
        // No page end may part a figure from the text beside it.
        self.keep_next();
        if set < i64::from(lines) {
            self.standing = Some(Standing { height: height - leading * set, width, at_end });
        }
        Some(plan)
    }

    /// Whether the next part is still beside a figure, and is not to be parted from it.
    pub fn keep_beside(&mut self) {
        if self.standing.is_some() {
            self.keep_next();
        }
    }

    /// What is no paragraph begins below a figure that stands beside the text.
    pub fn clear_for(&mut self, block: &Block) {
        let is_text = matches!(block.kind, BlockKind::Paragraph(_));
        if self.standing.is_some() && !(is_text && self.may_wrap()) {
            self.clear();
        }
    }

    /// Goes on below a figure that text stands beside.
    pub fn clear(&mut self) {
        let Some(Standing { height, .. }) = self.standing.take() else { return };
        // Whole lines, so that what follows stands on the grid as it would below text.
        let leading = self.context.flow.theme.leading;
        let lines = ((height - self.pending).raw() + leading.raw() - 1).div_euclid(leading.raw().max(1));
        let left = leading * lines;
        if left > Abs::ZERO && self.len() > 0 {
            let (pending, keep) = (self.pending, self.keep);
            self.add(Frame { height: left, break_before: Parting::Never, ..Frame::default() });
            (self.pending, self.keep) = (pending, keep);
        }
    }
}
