//! What the script searches: the texts of the pages, cut where a page of the paged edition or a section begins.

use serde::Serialize;

use super::book::{Book, Page};
use crate::model::flow::SectionKind;

#[derive(Serialize)]
struct Index {
    lang: String,
    pages: Vec<Entry>,
}

/// A page of the web edition.
#[derive(Serialize)]
struct Entry {
    file: String,
    title: String,
    texts: Vec<Stretch>,
}

/// A text between two places that can be gone to: the id of the first, the page that it is on, the heading above it, and
/// its words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
struct Stretch(String, String, String, String);

/// The index as a script that hands it over.
pub fn index(book: &Book) -> String {
    let mut label = String::new();
    let entry = |page: &Page| {
        let first = page.sections.start;
        let title = match book.number(first) {
            Some(number) => format!("{number} {}", book.title(first)),
            None => book.title(first).to_string(),
        };
        let mut texts = Vec::new();
        for section in page.sections.clone() {
            texts.extend(stretches(book.bodies[section].as_str(), &mut label));
        }
        Entry { file: book.href(first), title, texts }
    };
    // Lists say what the pages do that they lead to.
    let is_list = |section: usize| match book.section(section).kind {
        SectionKind::Contents | SectionKind::ListOf(_) => true,
        SectionKind::Cover | SectionKind::HalfTitle | SectionKind::TitlePage | SectionKind::Imprint => false,
        SectionKind::Part | SectionKind::Chapter | SectionKind::Notes | SectionKind::BackCover => false,
    };
    let is_searched = |page: &&Page| page.sections.clone().any(|section| !is_list(section));
    let pages = book.pages().iter().filter(is_searched).map(entry).collect();
    let index = Index { lang: book.lang().0.clone(), pages };
    format!("receiveIndex({});\n", serde_json::to_string(&index).expect("texts can be written as JSON"))
}

/// Elements that part no words.
const INLINE: [&str; 23] = [
    "a", "abbr", "b", "bdi", "cite", "code", "dfn", "em", "i", "kbd", "mark", "math", "q", "rt", "ruby", "s",
    "samp", "small", "span", "strong", "sub", "sup", "u",
];

/// The texts of a section's markup. It is our own: well-formed, its attributes in double quotes, its texts escaped.
fn stretches(markup: &str, label: &mut String) -> Vec<Stretch> {
    let mut reader = Reader { label: label.clone(), ..Reader::default() };
    let mut rest = markup;
    while let Some((text, after)) = rest.split_once('<') {
        reader.text(text);
        let (tag, after) = after.split_once('>').unwrap_or((after, ""));
        rest = match tag.strip_prefix("math ") {
            Some(_) => {
                reader.text(attribute(tag, "alttext").unwrap_or_default());
                after.split_once("</math>").map_or("", |(_, after)| after)
            }
            None => after,
        };
        reader.tag(tag);
    }
    reader.begin(String::new());
    label.clone_from(&reader.label);
    reader.done
}

#[derive(Default)]
struct Reader {
    done: Vec<Stretch>,
    anchor: String,
    label: String,
    heading: String,
    text: String,
    /// The heading being read.
    in_heading: bool,
    /// How many elements are open within one whose text is no part of the words, with itself.
    passed_over: usize,
}

impl Reader {
    fn text(&mut self, text: &str) {
        if self.passed_over > 0 || text.is_empty() {
            return;
        }
        let text = unescaped(text);
        if self.in_heading {
            self.heading.push_str(&text);
        }
        self.text.push_str(&text);
    }

    fn tag(&mut self, tag: &str) {
        if let Some(name) = tag.strip_prefix('/') {
            self.passed_over = self.passed_over.saturating_sub(1);
            self.in_heading &= !is_heading(name);
            self.part(name);
            return;
        }
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        self.part(name);
        if tag.ends_with('/') || name == "math" {
            return;
        }
        let role = attribute(tag, "role").unwrap_or_default();
        if role == "doc-pagebreak" {
            self.begin(attribute(tag, "id").map(unescaped).unwrap_or_default());
            self.label = attribute(tag, "aria-label").map(unescaped).unwrap_or_default();
        } else if is_heading(name) {
            self.begin(attribute(tag, "id").map(unescaped).unwrap_or_default());
            self.heading.clear();
            self.in_heading = true;
        }
        // Numbers of notes are no words of the text that calls them.
        if self.passed_over > 0 || matches!(role, "doc-noteref" | "doc-backlink") {
            self.passed_over += 1;
        }
    }

    fn part(&mut self, name: &str) {
        if !INLINE.contains(&name) && !self.text.ends_with(' ') {
            self.text.push(' ');
        }
    }

    /// Ends a stretch, and begins another at a place; without one of its own it belongs to the place before.
    fn begin(&mut self, anchor: String) {
        let words: Vec<&str> = self.text.split_whitespace().collect();
        if !words.is_empty() {
            let heading = self.heading.split_whitespace().collect::<Vec<_>>().join(" ");
            let stretch = Stretch(self.anchor.clone(), self.label.clone(), heading, words.join(" "));
            self.done.push(stretch);
        }
        self.text.clear();
        if !anchor.is_empty() {
            self.anchor = anchor;
        }
    }
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// The value of an attribute, still escaped.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    loop {
        let (before, after) = rest.split_once("=\"")?;
        let (value, next) = after.split_once('"')?;
        if before.trim_start().rsplit(' ').next() == Some(name) {
            return Some(value);
        }
        rest = next;
    }
}

fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_string();
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretch(anchor: &str, label: &str, heading: &str, text: &str) -> Stretch {
        Stretch(anchor.into(), label.into(), heading.into(), text.into())
    }

    #[test]
    fn texts_are_cut_at_pages_and_headings() {
        let markup = "<section class=\"chapter\" id=\"n1-0\"><div role=\"doc-pagebreak\" id=\"page-3\" aria-label=\"3\"></div>\n\
            <h1 id=\"a\"><span class=\"number\">1</span> A &amp; B</h1>\n<p>So<em>me</em> words<a role=\"doc-noteref\" href=\"#n\">1</a>, \
            <math alttext=\"x &lt; y\"><mi>x</mi></math>. Of <span role=\"doc-pagebreak\" id=\"page-4\" aria-label=\"4\"></span>two<br/>pages.</p></section>";
        let mut label = "2".to_string();
        let wanted = [
            stretch("a", "3", "1 A & B", "1 A & B Some words, x < y. Of"),
            stretch("page-4", "4", "1 A & B", "two pages."),
        ];
        assert_eq!(stretches(markup, &mut label), wanted);
        assert_eq!(label, "4");
    }
}
