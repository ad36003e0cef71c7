//! The EPUB's side: the running text of its files in reading order, with the page that each character is on.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use roxmltree::{Document, Node, ParsingOptions};

use super::text::Text;

const OPS: &str = "http://www.idpf.org/2007/ops";

pub struct Epub {
    /// By path.
    files: BTreeMap<String, String>,
}

/// What an EPUB says of its pages.
#[derive(Default)]
pub struct Paged {
    pub text: Text,
    /// Labels of markers in reading order.
    pub markers: Vec<String>,
    /// Pages that begin within a table's row, where other cells of the row go on as well.
    pub within_rows: Vec<String>,
}

impl Epub {
    pub fn read(bytes: &[u8]) -> Epub {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("it is an archive");
        let mut files = BTreeMap::new();
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).expect("it is listed");
            let mut text = String::new();
            if [".xhtml", ".opf"].iter().any(|end| file.name().ends_with(end)) {
                file.read_to_string(&mut text).expect("it is UTF-8");
                files.insert(file.name().to_string(), text);
            }
        }
        Epub { files }
    }

    pub fn file(&self, name: &str) -> &str {
        &self.files[name]
    }

    /// The same with one file changed.
    pub fn with(&self, name: &str, text: String) -> Epub {
        let mut files = self.files.clone();
        files.insert(name.to_string(), text);
        Epub { files }
    }

    /// A marker in the middle of a text, and the word after it: the file, the marker as written, the word.
    pub fn planting_place(&self) -> (String, String, String) {
        let places = self.files.iter().flat_map(|(name, text)| {
            text.match_indices("<span role=\"doc-pagebreak\"").map(move |(at, _)| (name, &text[at..]))
        });
        let mut found = places.filter_map(|(name, rest)| {
            let end = rest.find("</span>")? + "</span>".len();
            let (marker, after) = rest.split_at(end);
            let word: String = after.chars().take_while(|c| c.is_ascii_alphabetic() || *c == ' ').collect();
            (word.split(' ').next()?.len() > 1).then(|| (name.clone(), marker.to_string(), word))
        });
        found.next().expect("a page begins within a text")
    }

    pub fn parse(&self, name: &str) -> Document<'_> {
        let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
        Document::parse_with_options(&self.files[name], options).expect("it is well-formed")
    }

    /// The files of the spine.
    fn spine(&self) -> Vec<String> {
        let package = self.parse("OEBPS/content.opf");
        let items: BTreeMap<&str, &str> = package
            .descendants()
            .filter(|node| node.tag_name().name() == "item")
            .filter_map(|item| Some((item.attribute("id")?, item.attribute("href")?)))
            .collect();
        let refs = package.descendants().filter(|node| node.tag_name().name() == "itemref");
        refs.map(|item| format!("OEBPS/{}", items[item.attribute("idref").expect("it names an item")]))
            .collect()
    }

    /// Label and address of each entry of the page list.
    pub fn page_list(&self) -> Vec<(String, String)> {
        let nav = self.parse("OEBPS/nav.xhtml");
        let list = nav.descendants().find(|node| node.attribute((OPS, "type")) == Some("page-list"));
        let links =
            list.into_iter().flat_map(|list| list.descendants()).filter(|node| node.has_tag_name("a"));
        let entry = |link: Node| {
            let label: String =
                link.descendants().filter(Node::is_text).filter_map(|text| text.text()).collect();
            (label, link.attribute("href").expect("it leads somewhere").to_string())
        };
        links.map(entry).collect()
    }

    /// Whether an address leads to a marker of that label.
    pub fn leads_to_marker(&self, href: &str, label: &str) -> bool {
        let Some((file, id)) = href.split_once('#') else { return false };
        let document = self.parse(&format!("OEBPS/{file}"));
        document.descendants().any(|node| {
            node.attribute("id") == Some(id)
                && node.attribute("role") == Some("doc-pagebreak")
                && node.attribute((OPS, "type")) == Some("pagebreak")
                && node.attribute("aria-label") == Some(label)
        })
    }

    pub fn paged(&self) -> Paged {
        let mut paged = Paged::default();
        for name in self.spine() {
            paged.text.part();
            let document = self.parse(&name);
            let body = document.descendants().find(|node| node.has_tag_name("body"));
            paged.node(body.expect("it has a body"));
        }
        paged
    }
}

impl Paged {
    fn node(&mut self, node: Node) {
        if let Some(text) = node.text().filter(|_| node.is_text()) {
            return self.text.push(text, self.markers.last());
        }
        if node.tag_name().name() == "math" {
            self.text.part();
            self.text.push(node.attribute("alttext").unwrap_or_default(), self.markers.last());
            self.text.part();
            let numbers = node.descendants().filter(|node| node.attribute("class") == Some("maths-number"));
            for number in numbers {
                number.descendants().filter(Node::is_text).for_each(|text| {
                    self.text.push(text.text().unwrap_or_default(), self.markers.last());
                });
                self.text.part();
            }
            return;
        }
        let kind = node.attribute((OPS, "type")).unwrap_or_default();
        if kind == "pagebreak" {
            let label = node.attribute("aria-label").expect("a marker has a label").to_string();
            if node.ancestors().any(|up| up.has_tag_name("td") || up.has_tag_name("th")) {
                self.within_rows.push(label.clone());
            }
            self.markers.push(label);
            return;
        }
        let classes = node.attribute("class").unwrap_or_default();
        if classes.split(' ').any(|class| class == "only-epub") {
            return;
        }
        // Notes, and captions of figures, which may float, stand elsewhere on paper; long descriptions of figures are
        // no part of its text. Their pages count all the same.
        let is_apart = |class: &str| matches!(class, "description" | "chart-data");
        let is_description = node.has_tag_name("details") && node.attribute("class").is_some_and(is_apart);
        let is_note = kind == "footnote" || node.attribute("class") == Some("endnote");
        let aside = is_note || is_description || ["figcaption", "nav"].contains(&node.tag_name().name());
        let kept = aside.then(|| self.text.clone());
        let is_inline = ["a", "abbr", "code", "em", "kbd", "s", "span", "strong", "sub", "sup", "img"]
            .contains(&node.tag_name().name());
        if !is_inline {
            self.text.part();
        }
        node.children().for_each(|child| self.node(child));
        if !is_inline {
            self.text.part();
        }
        if let Some(kept) = kept {
            self.text = kept;
        }
    }
}
