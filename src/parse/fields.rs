//! Fields that stand for words: `{{name}}` for a variable of the manifest, Quarto's `{{< meta title >}}`, `{{< var name >}}`,
//! `{{< video address >}}` and `{{< kbd Ctrl-C >}}`, mdBook's `{{#title words}}`.
//!
//! They are filled in once a chapter is whole, with what it includes. What they stand for is text, whatever signs are in it,
//! and its place is the field's. A field that stands for nothing stays as it is typed, and is told.

use super::inlines::as_written;
use super::unset;
use crate::diag::{Diagnostic, Sink};
use crate::include;
use crate::model::document::{Attrs, BlockKind, Chapter, Image, Inline, InlineKind, Unset};
use crate::model::manifest::Fields;
use crate::model::tree::{self, SeenMut};
use crate::source::Span;
use crate::yaml::nearest;

/// Bytes that the fields of a chapter may stand for in all.
const MOST: usize = 16 << 20;

/// What a field stands for.
enum Meaning<'a> {
    Words(&'a str),
    /// An address, and what its link says.
    Video(&'a str, &'a str),
    Keys(&'a str),
    /// The chapter's title where there is little room.
    Title(&'a str),
    /// No variable, or nothing that the manifest says, has this name.
    Nothing(&'a str, Named),
    Unknown,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Named {
    Variable,
    Book,
}

/// Fills in the fields of a chapter.
pub(super) fn fill(chapter: &mut Chapter, fields: &Fields, sink: &mut Sink) {
    let mut filler = Filler { fields, sink, left: MOST, title: None };
    tree::chapter_mut(chapter, &mut |seen| match seen {
        SeenMut::Inline(inline) => filler.inline(inline),
        SeenMut::Block(block) => {
            filler.short(&mut block.attrs, block.span);
            if let BlockKind::Figure(figure) = &mut block.kind {
                filler.image(&mut figure.image);
            }
        }
    });
    let Some(title) = filler.title else { return };
    let says_nothing = |inline: &Inline| matches!(&inline.kind, InlineKind::Text(text) if text.is_empty());
    chapter.blocks.retain(|block| match &block.kind {
        BlockKind::Paragraph(content) => !content.iter().all(says_nothing),
        _ => true,
    });
    let heading = chapter.blocks.iter_mut().find(|block| matches!(block.kind, BlockKind::Heading { .. }));
    heading.map_or(&mut chapter.head, |heading| &mut heading.attrs).short.get_or_insert(title);
}

struct Filler<'a> {
    fields: &'a Fields,
    sink: &'a mut Sink,
    left: usize,
    /// What `{{#title ...}}` says.
    title: Option<String>,
}

impl Filler<'_> {
    fn inline(&mut self, inline: &mut Inline) {
        let span = inline.span;
        match &mut inline.kind {
            InlineKind::Unset { kind: Unset::Template, text } => {
                let field = std::mem::take(text);
                inline.kind = self.field(field, span);
            }
            InlineKind::Link { destination, title, .. } => {
                self.within(destination, span);
                title.iter_mut().for_each(|title| self.within(title, span));
            }
            InlineKind::Image(image) => self.image(image),
            // A caption that was an image's title.
            InlineKind::Text(text) if !as_written(text, span) => self.within(text, span),
            InlineKind::Abbreviation { title, .. } => self.within(title, span),
            _ => {}
        }
    }

    fn image(&mut self, image: &mut Image) {
        let span = image.span;
        self.within(&mut image.path, span);
        self.within(&mut image.alt, span);
    }

    fn short(&mut self, attrs: &mut Attrs, span: Span) {
        attrs.short.iter_mut().for_each(|short| self.within(short, span));
    }

    /// A field among words.
    fn field(&mut self, field: String, span: Span) -> InlineKind {
        let words = |words: &str| vec![Inline { span, kind: InlineKind::Literal(words.to_string()) }];
        match meaning(&field, self.fields) {
            Meaning::Words(words) if words.len() <= self.left => {
                self.left -= words.len();
                InlineKind::Text(words.to_string())
            }
            Meaning::Video(address, said) => InlineKind::Link {
                attrs: Box::default(),
                destination: address.to_string(),
                title: None,
                content: words(said),
            },
            Meaning::Keys(keys) => InlineKind::Keyboard(words(keys)),
            Meaning::Title(title) => {
                self.title.get_or_insert(title.to_string());
                InlineKind::Text(String::new())
            }
            meaning => {
                self.tell(&field, &meaning, span);
                InlineKind::Unset { kind: Unset::Template, text: field }
            }
        }
    }

    /// The fields within an address or another value.
    fn within(&mut self, text: &mut String, span: Span) {
        if !text.contains("{{") {
            return;
        }
        let mut filled = String::with_capacity(text.len());
        let mut from = 0;
        for (at, field) in include::fields(text).filter(|(at, _)| !text[..*at].ends_with('\\')) {
            if at < from {
                continue;
            }
            filled.push_str(&text[from..at]);
            from = at + field.len();
            match meaning(field, self.fields) {
                Meaning::Words(words) if words.len() <= self.left => {
                    self.left -= words.len();
                    filled.push_str(words);
                }
                meaning => {
                    self.tell(field, &meaning, span);
                    filled.push_str(field);
                }
            }
        }
        filled.push_str(&text[from..]);
        *text = filled;
    }

    fn tell(&mut self, field: &str, meaning: &Meaning, span: Span) {
        let Meaning::Nothing(name, named) = meaning else {
            return self.sink.push(unset::told(Unset::Template, field, span));
        };
        let (what, known) = match named {
            Named::Variable => ("the manifest has no variable", &self.fields.variables),
            Named::Book => ("the manifest says nothing by the key", &self.fields.book),
        };
        let message = format!("{what} `{name}`; the field is set as it is typed");
        let names: Vec<&str> = known.keys().map(String::as_str).collect();
        let found = Diagnostic::warning("template", span, message);
        self.sink.push(match nearest(name, &names) {
            Some(near) => found.meant(name, near, names.iter().copied()),
            None => found.hint(format!("add `variables: {{{name}: …}}` to it; `\\{{{{` is a pair of braces")),
        });
    }
}

fn meaning<'a>(field: &'a str, fields: &'a Fields) -> Meaning<'a> {
    let inner = field.strip_prefix("{{").and_then(|field| field.strip_suffix("}}")).unwrap_or_default();
    if let Some(call) = inner.strip_prefix('<').and_then(|inner| inner.strip_suffix('>')) {
        return called(call.trim(), fields);
    }
    let inner = inner.trim();
    if let Some(title) = inner.strip_prefix("#title ").map(str::trim).filter(|title| !title.is_empty()) {
        return Meaning::Title(title);
    }
    if !is_name(inner) {
        return Meaning::Unknown;
    }
    match fields.variables.get(inner) {
        Some(words) => Meaning::Words(words),
        None => Meaning::Nothing(inner, Named::Variable),
    }
}

/// Quarto's form of a field: a name, and what is told to it.
fn called<'a>(call: &'a str, fields: &'a Fields) -> Meaning<'a> {
    let (name, told) = call.split_once(' ').unwrap_or((call, ""));
    let told = told.trim();
    let bare = |text: &'a str| text.trim_matches(['"', '\'']);
    match name {
        "var" | "meta" if is_name(bare(told)) => {
            let key = bare(told);
            let of_book = (name == "meta").then(|| fields.book.get(key)).flatten();
            match of_book.or_else(|| fields.variables.get(key)) {
                Some(words) => Meaning::Words(words),
                None if name == "meta" => Meaning::Nothing(key, Named::Book),
                None => Meaning::Nothing(key, Named::Variable),
            }
        }
        "video" if !told.is_empty() => {
            let (address, rest) = told.split_once(' ').unwrap_or((told, ""));
            let title = rest.split_once("title=").map(|(_, title)| title.trim_start());
            let title = title.and_then(|title| title.strip_prefix('"')?.split('"').next());
            Meaning::Video(bare(address), title.unwrap_or(bare(address)))
        }
        "kbd" if !told.is_empty() && !told.contains('=') => Meaning::Keys(told),
        _ => Meaning::Unknown,
    }
}

/// Whether a field's words are a name, or several with full stops between.
fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}
