//! What resolving found: headings and floats with numbers and ids, links, notes.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use reportc::model::document::{Block, BlockKind, IndexEntry, IndexReference};
use reportc::model::resolved::{LinkTarget, NodeId, Resolved, TargetKind};
use reportc::model::tree::{self, Seen};
use reportc::model::walk::plain;
use reportc::source::Span;

use crate::cases::Input;

pub fn dump(resolved: &Resolved, input: &Input) -> String {
    let mut out = String::new();
    let spans = spans(resolved);
    for part in &resolved.parts {
        writeln!(out, "part {} {}", part.number.as_deref().unwrap_or("-"), part.title).expect("a string");
    }
    for entry in &resolved.entries {
        let chapter = &resolved.document.chapters[entry.chapter];
        let block = chapter.blocks.iter().find(|block| block.attrs.node == entry.target);
        let id = block.and_then(|block| block.attrs.id.as_ref()).map_or("-", |(id, _)| id);
        let level = match block.map(|block| &block.kind) {
            Some(BlockKind::Heading { level, .. }) => format!(" {level}"),
            _ => String::new(),
        };
        let number = resolved.numbers.get(&entry.target).map_or("-", |number| &number.full);
        let place = input.place(entry.span);
        writeln!(out, "{}{level} {place} #{id} {number}", kind(entry.kind)).expect("a string");
    }
    let mut links: Vec<_> = resolved.links.iter().map(|(link, target)| (spans[link], target)).collect();
    links.sort_by_key(|(span, _)| *span);
    for (span, target) in links {
        let target = match target {
            LinkTarget::Web(address) => address.clone(),
            LinkTarget::Inside { target, kind: of } => {
                // A chapter without a title is meant itself.
                let place = spans.get(target).map_or("-".to_string(), |span| input.place(*span));
                format!("{} {place}", kind(*of))
            }
        };
        writeln!(out, "link {} -> {target}", input.text(span).replace('\n', " ")).expect("a string");
    }
    for notes in resolved.notes.iter().filter(|notes| !notes.is_empty()) {
        writeln!(out, "notes {}", notes.join(", ")).expect("a string");
    }
    for chapter in &resolved.document.chapters {
        tree::chapter(chapter, &mut |seen| {
            if let Seen::Block(Block { kind: BlockKind::Index(index), .. }) = seen {
                writeln!(out, "index {} {}", index.name.as_deref().unwrap_or("-"), index.level)
                    .expect("a string");
                for group in &index.groups {
                    writeln!(out, " {}", group.letter.as_deref().unwrap_or("-")).expect("a string");
                    group.entries.iter().for_each(|one| writeln!(out, "  {}", entry(one)).expect("a string"));
                }
            }
        });
    }
    out
}

/// An entry of an index: its words, its places (`!` is the main one, `.-` a range), and what else it names.
fn entry(entry: &IndexEntry) -> String {
    let places = entry.places.iter().map(|place| match (place.ends, place.main) {
        (true, _) => "-",
        (false, true) => "!",
        (false, false) => ".",
    });
    let places: String = places.collect();
    let refers = |word: &str, references: &[IndexReference]| {
        let path = |reference: &IndexReference| {
            let path: Vec<String> = reference.path.iter().map(|words| plain(words)).collect();
            format!(" {word} {}{}", path.join("/"), if reference.entry.is_none() { "?" } else { "" })
        };
        references.iter().map(path).collect::<String>()
    };
    let (see, also) = (refers("see", &entry.see), refers("also", &entry.also));
    format!("{}{} {places}{see}{also}", "  ".repeat(usize::from(entry.level)), plain(&entry.content))
}

/// Where each node is written.
fn spans(resolved: &Resolved) -> BTreeMap<NodeId, Span> {
    let mut spans = BTreeMap::new();
    for chapter in &resolved.document.chapters {
        tree::chapter(chapter, &mut |seen| {
            let span = match seen {
                Seen::Block(block) => block.span,
                Seen::Inline(inline) => inline.span,
            };
            spans.extend(seen.attrs().map(|attrs| (attrs.node, span)));
            if let Seen::Block(Block { kind: BlockKind::Equation(equation), .. }) = seen {
                let anchors = equation.numbers.iter().flat_map(|number| &number.anchors);
                spans.extend(anchors.map(|anchor| (anchor.node, span)));
            }
        });
    }
    spans
}

fn kind(kind: TargetKind) -> &'static str {
    match kind {
        TargetKind::Chapter => "chapter",
        TargetKind::Heading => "heading",
        TargetKind::Figure => "figure",
        TargetKind::Table => "table",
        TargetKind::Listing => "listing",
        TargetKind::Box => "box",
        TargetKind::Equation => "equation",
        TargetKind::Note => "note",
        TargetKind::Place => "place",
    }
}
