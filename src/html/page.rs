//! A page of a chapter, and what every page is wrapped in.

use super::book::{Book, Page, part};
use super::{SCRIPT, STYLESHEET, contents};
use crate::escape::xml::{Markup, markup};
use crate::model::flow::Direction;
use crate::model::identity::Format;
use crate::model::web::{FEED, FIRST};
use crate::model::words::Word;
use crate::words::direction;
use crate::xhtml::{dir, page_id};

/// What a page may load: what lies beside it. `file:` is for those who open it from a disk, where some browsers take each file
/// for an origin of its own. Widths of figures and columns are attributes of their elements.
const POLICY: &str = "default-src 'none'; script-src 'self' file:; style-src 'self' file:; style-src-attr 'unsafe-inline'; \
                      img-src 'self' file:; font-src 'self' file:; base-uri 'none'; form-action 'none'";

/// Where the text of a page begins. No id of the book's has a colon in it.
pub const TEXT: &str = "web:text";

/// The head and the beginning of the body, up to the text.
pub struct Opening<'a> {
    pub lang: &'a str,
    pub direction: Direction,
    pub title: String,
    pub head: Markup,
    /// The page of these sections in the list beside the text; none of the first page.
    pub at: Option<usize>,
}

/// The page of some sections.
pub fn document(book: &Book, at: usize) -> Markup {
    let page = &book.pages()[at];
    let first = page.sections.start;
    let section = book.section(first);
    let title = format!("{} – {}", book.title(first), book.flow().manifest.title);
    let opening = Opening {
        lang: &book.flow().langs[usize::from(section.lang.0)].0,
        direction: section.direction,
        title,
        head: head(book, (at, first)),
        at: Some(first),
    };
    let mut out = begin(book, opening);
    markup!(out => "<main id=\"{}\" tabindex=\"-1\">\n", TEXT);
    let has_title = page.sections.clone().any(|section| book.bodies[section].as_str().contains("<h1"));
    if !has_title {
        markup!(out => "<h1 class=\"unseen\">{}</h1>\n", book.title(first));
    }
    page.sections.clone().for_each(|section| out.append(&book.bodies[section]));
    paged(&mut out, book, first);
    turn(&mut out, book, at);
    out.push("</main>\n</div>\n");
    end(&mut out, book);
    out
}

/// What the head of a section's page has besides its title: the ways on, the same page of the PDF, what catalogues ask for.
fn head(book: &Book, (at, first): (usize, usize)) -> Markup {
    let mut out = Markup::default();
    let (before, after) = neighbours(book, at);
    for (rel, neighbour) in [("prev", before), ("next", after)] {
        let href = neighbour.map(|page| href(book, page));
        href.iter().for_each(|href| markup!(out => "<link rel=\"{}\" href=\"{}\"/>\n", rel, href));
    }
    if let Some((href, _)) = in_pdf(book, first) {
        markup!(out => "<link rel=\"alternate\" type=\"application/pdf\" href=\"{}\"/>\n", href);
    }
    book.facts.heads.get(first).iter().for_each(|facts| out.of_writer(facts));
    out
}

/// Everything before the text of a page.
pub fn begin(book: &Book, opening: Opening) -> Markup {
    let Opening { lang, direction, title, head, at } = opening;
    let mut out = doctype((lang, direction), POLICY, &title);
    markup!(out => "<link rel=\"stylesheet\" href=\"{}\"/>\n", STYLESHEET);
    if book.facts.feed.is_some() {
        markup!(out => "<link rel=\"alternate\" type=\"application/atom+xml\" href=\"{}\"/>\n", FEED);
    }
    out.append(&head);
    markup!(out => "<script src=\"{}\" defer=\"defer\"></script>\n</head>\n<body>\n", SCRIPT);
    top(&mut out, book);
    out.push("<div class=\"frame\">\n");
    contents::beside(&mut out, book, at);
    out
}

/// The head of a document up to its title.
pub fn doctype((lang, direction): (&str, Direction), policy: &str, title: &str) -> Markup {
    markup!(
        "<!DOCTYPE html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{}\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
         <meta name=\"color-scheme\" content=\"light dark\"/>\n<title>{}</title>\n",
        lang,
        dir(direction),
        policy,
        title
    )
}

/// The way to the text, the book's title, and the search, which only a script can do.
fn top(out: &mut Markup, book: &Book) {
    let (search, found) = (book.say(Word::Search), book.say(Word::Found));
    markup!(
        out => "<a class=\"skip\" href=\"#{}\"{}>{}</a>\n<header class=\"top\">\n<p class=\"of\" lang=\"{}\" dir=\"{}\"><a href=\"{}\" rel=\"home\">{}</a></p>\n",
        TEXT,
        book.spoken(),
        book.say(Word::SkipToText),
        book.lang().0,
        dir(direction(book.lang())),
        FIRST,
        book.flow().manifest.title
    );
    markup!(
        out => "<form role=\"search\" class=\"search\" hidden=\"hidden\"{}>\n\
                <input type=\"search\" name=\"q\" aria-label=\"{}\" placeholder=\"{}\" autocomplete=\"off\" spellcheck=\"false\"/>\n\
                <div class=\"found\" hidden=\"hidden\">\n<p role=\"status\" data-found=\"{}\" data-page=\"{}\"></p>\n<ol></ol>\n</div>\n</form>\n</header>\n",
        book.spoken(),
        search,
        search,
        found,
        book.say(Word::Page)
    );
}

/// The pages of the paged edition that begin in a section, and where to print it from.
fn paged(out: &mut Markup, book: &Book, section: usize) {
    let labels = &book.labels[section];
    let pdf = in_pdf(book, section);
    if labels.is_empty() && pdf.is_none() {
        return;
    }
    markup!(out => "<div class=\"paged\"{}>\n", book.spoken());
    if !labels.is_empty() {
        let count = book.say(Word::Pages);
        let (from, to) = (&labels[0], &labels[labels.len() - 1]);
        let span = if from == to { from.clone() } else { format!("{from}–{to}") };
        markup!(out => "<details class=\"pages\"><summary>{} <bdi>{}</bdi></summary>\n<ul>\n", count, span);
        for label in labels {
            markup!(out => "<li><a href=\"#{}\">{}</a></li>\n", page_id(label), label);
        }
        out.push("</ul>\n</details>\n");
    }
    if let Some((href, label)) = pdf {
        markup!(
            out => "<p class=\"to-pdf\"><a href=\"{}\" type=\"application/pdf\">{}, {}</a></p>\n",
            href,
            book.say(Word::PdfEdition),
            book.say(Word::PageNumber).replace("{number}", &label)
        );
    }
    out.push("</div>\n");
}

/// The page of the PDF that a section begins on: its address, as browsers follow it, and its label.
fn in_pdf(book: &Book, section: usize) -> Option<(String, String)> {
    let pdf = book.facts.download(Format::Pdf)?;
    let page = book.first_pages[section]?;
    Some((format!("{}#page={}", pdf.href, page + 1), book.layout.pages.get(page)?.label.clone()))
}

/// The pages before and after one.
fn neighbours<'a>(book: &'a Book, at: usize) -> (Option<&'a Page>, Option<&'a Page>) {
    (at.checked_sub(1).and_then(|at| book.pages().get(at)), book.pages().get(at + 1))
}

fn href(book: &Book, page: &Page) -> String {
    if page.file == FIRST { FIRST.to_string() } else { book.href(page.sections.start) }
}

/// The ways to the pages before and after.
fn turn(out: &mut Markup, book: &Book, at: usize) {
    let (before, after) = neighbours(book, at);
    markup!(out => "<nav class=\"turn\" aria-label=\"{}\"{}>\n", format!("{} / {}", book.say(Word::Previous), book.say(Word::Next)), book.spoken());
    for (rel, word, neighbour) in [("prev", Word::Previous, before), ("next", Word::Next, after)] {
        let Some(neighbour) = neighbour else { continue };
        let (title, number) = match neighbour.file.as_str() {
            FIRST => (book.flow().manifest.title.as_str(), None),
            _ => (book.title(neighbour.sections.start), book.number(neighbour.sections.start)),
        };
        markup!(
            out => "<a class=\"{}\" rel=\"{}\" href=\"{}\"><span class=\"way\">{}</span> <bdi>",
            rel,
            rel,
            href(book, neighbour),
            book.say(word)
        );
        number.iter().for_each(|number| markup!(out => "<span class=\"number\">{}</span> ", number));
        markup!(out => "{}</bdi></a>\n", title);
    }
    out.push("</nav>\n");
}

/// Who publishes the book, and the end of every page.
pub fn end(out: &mut Markup, book: &Book) {
    let manifest = &book.flow().manifest;
    let date = manifest.date.map(|date| crate::words::spell_date(&date, book.lang()));
    let told = [manifest.publisher.clone(), date, manifest.edition.clone(), manifest.licence.clone()];
    markup!(out => "<footer class=\"foot\" lang=\"{}\" dir=\"{}\">\n<p>", book.lang().0, dir(direction(book.lang())));
    markup!(out => "<bdi>{}</bdi>", manifest.title);
    for told in told.iter().flatten() {
        markup!(out => " · <bdi>{}</bdi>", told);
    }
    out.push("</p>\n</footer>\n</body>\n</html>\n");
}

/// Where a page's sections begin, for names that are asked from it.
pub fn from(page: &Page) -> Option<crate::xhtml::Part> {
    (!page.sections.is_empty()).then(|| part(page.sections.start))
}
