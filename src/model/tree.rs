//! Every block and inline of a chapter as parsed, in reading order. Recursion is bounded: parsing caps nesting.

use super::document::{Attrs, Block, BlockKind, CellContent, Chapter, Inline, InlineKind};

/// A block or an inline that is passed.
pub enum Seen<'a> {
    Block(&'a Block),
    Inline(&'a Inline),
}

impl<'a> Seen<'a> {
    /// What it goes by, if anything may point at it.
    pub fn attrs(&self) -> Option<&'a Attrs> {
        match self {
            Seen::Block(block) => Some(&block.attrs),
            Seen::Inline(Inline {
                kind: InlineKind::Span { attrs, .. } | InlineKind::Link { attrs, .. },
                ..
            }) => Some(attrs),
            Seen::Inline(_) => None,
        }
    }
}

/// The same, to be changed.
pub enum SeenMut<'a> {
    Block(&'a mut Block),
    Inline(&'a mut Inline),
}

/// The chapter's text, then its notes as they are written.
pub fn chapter<'a>(chapter: &'a Chapter, see: &mut dyn FnMut(Seen<'a>)) {
    blocks(&chapter.blocks, see);
    for note in &chapter.notes {
        blocks(&note.blocks, see);
    }
}

/// The same, to be changed.
pub fn chapter_mut(chapter: &mut Chapter, see: &mut dyn FnMut(SeenMut)) {
    blocks_mut(&mut chapter.blocks, see);
    for note in &mut chapter.notes {
        blocks_mut(&mut note.blocks, see);
    }
}

/// A run of blocks.
pub fn blocks<'a>(run: &'a [Block], see: &mut dyn FnMut(Seen<'a>)) {
    for block in run {
        see(Seen::Block(block));
        block.children(&mut |within| match within {
            Within::Blocks(run) => blocks(run, see),
            Within::Inlines(run) => inlines(run, see),
        });
    }
}

/// A run of inlines.
pub fn inlines<'a>(run: &'a [Inline], see: &mut dyn FnMut(Seen<'a>)) {
    for inline in run {
        see(Seen::Inline(inline));
        inlines(inline.children(), see);
    }
}

/// A run of blocks, to be changed.
pub fn blocks_mut(run: &mut [Block], see: &mut dyn FnMut(SeenMut)) {
    for block in run {
        see(SeenMut::Block(block));
        block.children_mut(&mut |within| match within {
            WithinMut::Blocks(run) => blocks_mut(run, see),
            WithinMut::Inlines(run) => inlines_mut(run, see),
        });
    }
}

fn inlines_mut(run: &mut [Inline], see: &mut dyn FnMut(SeenMut)) {
    for inline in run {
        see(SeenMut::Inline(inline));
        inlines_mut(inline.children_mut(), see);
    }
}

/// What stands directly within a block.
pub enum Within<'a> {
    Blocks(&'a [Block]),
    Inlines(&'a [Inline]),
}

/// The same, to be changed.
pub enum WithinMut<'a> {
    Blocks(&'a mut Vec<Block>),
    Inlines(&'a mut Vec<Inline>),
}

/// Writes what is within what once, to be looked at and to be changed.
macro_rules! children {
    ($name:ident, $content:ident, $within:ident $(, $change:ident)?) => {
        impl Block {
            /// Hands over what stands directly within this block, in reading order.
            pub fn $name<'a>(&'a $($change)? self, take: &mut impl FnMut($within<'a>)) {
                match &$($change)? self.kind {
                    BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => {
                        take($within::Inlines(content));
                    }
                    BlockKind::Quote(blocks) | BlockKind::Only(_, blocks) => take($within::Blocks(blocks)),
                    BlockKind::Admonition { title, blocks, .. } => {
                        if let Some(title) = title {
                            take($within::Inlines(title));
                        }
                        take($within::Blocks(blocks));
                    }
                    BlockKind::List(list) => {
                        for item in &$($change)? list.items {
                            take($within::Blocks(&$($change)? item.blocks));
                        }
                    }
                    BlockKind::Definitions(list) => {
                        for definition in list {
                            for term in &$($change)? definition.terms {
                                take($within::Inlines(term));
                            }
                            for detail in &$($change)? definition.details {
                                take($within::Blocks(detail));
                            }
                        }
                    }
                    BlockKind::Table(table) => {
                        if let Some(caption) = &$($change)? table.caption {
                            take($within::Inlines(caption));
                        }
                        let (head, rows) = (&$($change)? table.head, &$($change)? table.rows);
                        for row in head.into_iter().chain(rows) {
                            for cell in &$($change)? row.cells {
                                match &$($change)? cell.content {
                                    CellContent::Text(content) => take($within::Inlines(content)),
                                    CellContent::Blocks(blocks) => take($within::Blocks(blocks)),
                                }
                            }
                        }
                    }
                    // The values of a chart are words alone: nothing is in them.
                    BlockKind::Figure(figure) => {
                        if let Some(caption) = &$($change)? figure.caption {
                            take($within::Inlines(caption));
                        }
                    }
                    BlockKind::Group(group) => {
                        for cell in &$($change)? group.cells {
                            take($within::Blocks(&$($change)? cell.blocks));
                        }
                        if let Some(caption) = &$($change)? group.caption {
                            take($within::Inlines(caption));
                        }
                    }
                    BlockKind::Code(code) => {
                        if let Some(caption) = &$($change)? code.caption {
                            take($within::Inlines(caption));
                        }
                    }
                    BlockKind::Bibliography(list) => {
                        for entry in &$($change)? list.entries {
                            if let Some(label) = &$($change)? entry.label {
                                take($within::Inlines(label));
                            }
                            take($within::Inlines(&$($change)? entry.content));
                        }
                    }
                    // What an index repeats has its place elsewhere.
                    BlockKind::Index(_) | BlockKind::Equation(_) | BlockKind::Break | BlockKind::PageBreak(_) | BlockKind::Columns(_) => {}
                }
            }
        }

        impl Inline {
            /// The list of the inlines directly within this one, where it may have some.
            pub fn $content(&$($change)? self) -> Option<&$($change)? Vec<Inline>> {
                match &$($change)? self.kind {
                    InlineKind::Emphasis(content)
                    | InlineKind::Strong(content)
                    | InlineKind::Strikethrough(content)
                    | InlineKind::Superscript(content)
                    | InlineKind::Subscript(content)
                    | InlineKind::Keyboard(content)
                    | InlineKind::Abbreviation { content, .. }
                    | InlineKind::Phrase { content, .. }
                    | InlineKind::Span { content, .. }
                    | InlineKind::Link { content, .. } => Some(content),
                    InlineKind::Text(_)
                    | InlineKind::Literal(_)
                    | InlineKind::Code(_)
                    | InlineKind::Maths(_)
                    | InlineKind::Unset { .. }
                    | InlineKind::Image(_)
                    | InlineKind::NoteCall(_)
                    | InlineKind::SoftBreak
                    | InlineKind::HardBreak => None,
                }
            }

            /// The inlines directly within this one.
            pub fn $name(&$($change)? self) -> &$($change)? [Inline] {
                match self.$content() {
                    Some(content) => content,
                    None => &$($change)? [],
                }
            }
        }
    };
}

children!(children, content, Within);
children!(children_mut, content_mut, WithinMut, mut);

/// Every text of a block as a list, to be changed as a whole.
pub fn block_texts_mut(block: &mut Block, see: &mut dyn FnMut(&mut Vec<Inline>)) {
    block.children_mut(&mut |within| match within {
        WithinMut::Inlines(content) => see(content),
        WithinMut::Blocks(run) => run.iter_mut().for_each(|block| block_texts_mut(block, see)),
    });
}

/// Every text of a chapter as a list, to be changed as a whole.
pub fn texts_mut(chapter: &mut Chapter, see: &mut dyn FnMut(&mut Vec<Inline>)) {
    chapter_mut(chapter, &mut |seen| {
        if let SeenMut::Block(block) = seen {
            block.children_mut(&mut |within| match within {
                WithinMut::Inlines(content) => see(content),
                WithinMut::Blocks(_) => {}
            });
        }
    });
}
