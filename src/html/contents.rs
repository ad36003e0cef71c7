//! Contents: all of them on the first page, and beside each text those near it.

use super::book::{Book, part};
use crate::escape::xml::{Markup, markup};
use crate::model::flow::{OutlineEntry, SectionKind};
use crate::model::web::FIRST;
use crate::model::words::Word;
use crate::xhtml::Part;

/// So many chapters stand beside a text. Of a book of more, those around it: else the pages of a book of thousands would
/// grow with its square.
const MOST: usize = 60;
/// Of these, so many before the page's own.
const BEFORE: usize = 15;
/// So many headings of a chapter stand below its title.
const MOST_HEADINGS: usize = 80;
/// And so many levels of them.
const LEVELS: u8 = 2;

/// The place of the whole contents on the first page.
pub const WHOLE: &str = "web:contents";

/// The chapters around a page and its own headings. On small windows it is folded away.
pub fn beside(out: &mut Markup, book: &Book, at: Option<usize>) {
    let word = book.say(Word::Contents);
    markup!(
        out => "<nav class=\"side\" aria-label=\"{}\"{}>\n<details>\n<summary>{}</summary>\n<ol>\n",
        word,
        book.spoken(),
        word
    );
    markup!(
        out => "<li><a href=\"{}\"{}>{}</a></li>\n",
        FIRST,
        current(at.is_none()),
        book.say(Word::TitlePage)
    );
    let listed = &book.listed;
    let own = at.and_then(|at| listed.binary_search(&at).ok()).unwrap_or(0);
    let from = if listed.len() <= MOST { 0 } else { own.saturating_sub(BEFORE).min(listed.len() - MOST) };
    let shown = &listed[from..listed.len().min(from + MOST)];
    let more = |out: &mut Markup| {
        markup!(out => "<li class=\"more\"><a href=\"{}#{}\">… {}</a></li>\n", FIRST, WHOLE, word);
    };
    if from > 0 {
        more(out);
    }
    shown.iter().for_each(|section| line(out, book, *section, at));
    if from + shown.len() < listed.len() {
        more(out);
    }
    out.push("</ol>\n</details>\n</nav>\n");
}

fn current(is_current: bool) -> Markup {
    if is_current { markup!(" aria-current=\"page\"") } else { Markup::default() }
}

/// A page's title, and on the page itself its headings below it.
fn line(out: &mut Markup, book: &Book, section: usize, at: Option<usize>) {
    let is_own = at == Some(section);
    let level = book.outline[section].first().map_or(1, |entry| entry.level);
    let kind = book.section(section).kind;
    let class = match (kind, level) {
        (SectionKind::Part, _) => "of-part",
        (_, 0 | 1) => "first",
        (_, _) => "inner",
    };
    markup!(out => "<li class=\"{}\"><a href=\"{}\"{}>", class, book.href(section), current(is_own));
    numbered(out, book.number(section), book.title(section));
    out.push("</a>");
    let headings = book.outline[section].iter().skip(1).filter(|entry| entry.level <= level + LEVELS);
    let headings: Vec<&OutlineEntry> = headings.copied().take(MOST_HEADINGS).collect();
    if is_own && !headings.is_empty() {
        out.push("\n");
        nested(out, book, &headings, Some(part(section)));
    }
    out.push("</li>\n");
}

fn numbered(out: &mut Markup, number: Option<&str>, title: &str) {
    number.iter().for_each(|number| markup!(out => "<span class=\"number\">{}</span> ", number));
    markup!(out => "<bdi>{}</bdi>", title);
}

/// Nested lists by level. A level that is skipped opens one list all the same, so that the lists always nest.
pub fn nested(out: &mut Markup, book: &Book, entries: &[&OutlineEntry], from: Option<Part>) {
    let mut open: Vec<u8> = Vec::new();
    for entry in entries {
        while open.len() > 1 && open.last().is_some_and(|&level| level > entry.level) {
            out.push("</li>\n</ol>\n");
            open.pop();
        }
        match open.last_mut() {
            Some(level) if *level >= entry.level => {
                *level = entry.level;
                out.push("</li>\n");
            }
            Some(_) | None => {
                out.push("<ol>\n");
                open.push(entry.level);
            }
        }
        markup!(out => "<li><a href=\"{}\">", book.names.href(entry.target, from));
        numbered(out, entry.number.as_deref(), &entry.title);
        out.push("</a>");
    }
    for _ in open {
        out.push("</li>\n</ol>\n");
    }
}
