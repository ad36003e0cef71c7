//! Reads a tagged PDF back: its structure tree, and the text that its page content gives to each element. Nothing here
//! knows how the file was written.

use std::collections::BTreeMap;
use std::io::Read;

use flate2::read::ZlibDecoder;
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};

/// An element of the tree.
#[derive(Debug)]
pub struct Element {
    /// Its standard type: the role map is followed.
    pub role: String,
    /// Its type as written.
    pub name: String,
    pub alt: Option<String>,
    /// What it is called.
    #[allow(dead_code, reason = "not all tests that share the reader ask for it")]
    pub title: Option<String>,
    pub lang: Option<String>,
    pub kids: Vec<Kid>,
}

#[derive(Debug)]
pub enum Kid {
    Element(Element),
    /// Text, and the index of the page that shows it.
    Text {
        page: usize,
        text: String,
    },
    /// An annotation.
    Link,
}

pub struct Tagged {
    pub document: Document,
    pub pages: Vec<ObjectId>,
    /// By page: the text of each marked-content sequence.
    contents: Vec<BTreeMap<i64, String>>,
    role_map: BTreeMap<String, String>,
}

impl Tagged {
    pub fn read(bytes: &[u8]) -> Tagged {
        let document = Document::load_mem(bytes).expect("the file can be read");
        let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
        let mut fonts = BTreeMap::new();
        let shown: Vec<PageText> =
            pages.iter().map(|&page| PageText::read(&document, page, &mut fonts)).collect();
        let contents = shown.into_iter().map(|page| page.sequences).collect();
        let mut tagged = Tagged { document, pages, contents, role_map: BTreeMap::new() };
        let map = tagged.structure().get(b"RoleMap").and_then(Object::as_dict).cloned().unwrap_or_default();
        for (from, to) in &map {
            let to = to.as_name().expect("a role map maps to names");
            tagged.role_map.insert(name(from), name(to));
        }
        tagged
    }

    fn structure(&self) -> &Dictionary {
        let root = self.document.catalog().expect("there is a catalog").get(b"StructTreeRoot");
        self.dictionary(root.expect("the file is tagged"))
    }

    fn resolve<'a>(&'a self, object: &'a Object) -> &'a Object {
        self.document.dereference(object).expect("references lead to objects").1
    }

    pub fn dictionary<'a>(&'a self, object: &'a Object) -> &'a Dictionary {
        self.resolve(object).as_dict().expect("it is a dictionary")
    }

    /// The whole tree.
    pub fn tree(&self) -> Element {
        let kids = self.structure().get(b"K").expect("the tree is not empty");
        match self.resolve(kids) {
            Object::Array(kids) => {
                assert_eq!(kids.len(), 1, "one document");
                self.element(self.dictionary(&kids[0]))
            }
            _ => self.element(self.dictionary(kids)),
        }
    }

    fn element(&self, dictionary: &Dictionary) -> Element {
        let written = name(dictionary.get(b"S").and_then(Object::as_name).expect("an element has a type"));
        let text = |key: &[u8]| dictionary.get(key).ok().and_then(|text| text.as_str().ok()).map(text_string);
        let page = dictionary.get(b"Pg").ok().map(|page| self.page_index(page));
        let kids = match dictionary.get(b"K").map(|kids| self.resolve(kids)) {
            Ok(Object::Array(kids)) => kids.iter().collect(),
            Ok(kid) => vec![kid],
            Err(_) => Vec::new(),
        };
        Element {
            role: self.role_map.get(&written).unwrap_or(&written).clone(),
            name: written,
            alt: text(b"Alt"),
            title: text(b"T"),
            lang: text(b"Lang"),
            kids: kids.into_iter().map(|kid| self.kid(kid, page)).collect(),
        }
    }

    fn kid(&self, kid: &Object, page: Option<usize>) -> Kid {
        if let Object::Integer(id) = kid {
            return self.text(page.expect("a page for the content"), *id);
        }
        let dictionary = self.dictionary(kid);
        let own = dictionary.get(b"Pg").ok().map(|page| self.page_index(page)).or(page);
        match dictionary.get(b"Type").and_then(Object::as_name) {
            Ok(b"MCR") => {
                let id = dictionary.get(b"MCID").and_then(Object::as_i64).expect("a sequence has a number");
                self.text(own.expect("a page for the content"), id)
            }
            Ok(b"OBJR") => {
                assert!(own.is_some(), "an annotation is on a page");
                let annotation = dictionary.get(b"Obj").expect("it names an object");
                assert!(self.dictionary(annotation).has(b"StructParent"), "an annotation knows its element");
                Kid::Link
            }
            _ => Kid::Element(self.element(dictionary)),
        }
    }

    fn text(&self, page: usize, id: i64) -> Kid {
        let text = self.contents[page].get(&id).expect("the page shows the sequence").clone();
        Kid::Text { page, text }
    }

    fn page_index(&self, page: &Object) -> usize {
        let id = page.as_reference().expect("a page is named by reference");
        self.pages.iter().position(|have| *have == id).expect("it is a page of the file")
    }

    /// Sequences of page content that no element has.
    pub fn orphans(&self, tree: &Element) -> usize {
        let shown: usize = self.contents.iter().map(BTreeMap::len).sum();
        shown - tree.count_texts()
    }
}

impl Element {
    /// All text within, annotations and figures aside.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.collect(&mut text, &mut |_| true);
        text
    }

    /// The text within on pages that are asked for.
    pub fn collect(&self, out: &mut String, wanted: &mut impl FnMut(usize) -> bool) {
        for kid in &self.kids {
            match kid {
                Kid::Element(element) => element.collect(out, wanted),
                Kid::Text { page, text } if wanted(*page) => out.push_str(text),
                Kid::Text { .. } | Kid::Link => {}
            }
        }
    }

    fn count_texts(&self) -> usize {
        let count = |kid: &Kid| match kid {
            Kid::Element(element) => element.count_texts(),
            Kid::Text { .. } => 1,
            Kid::Link => 0,
        };
        self.kids.iter().map(count).sum()
    }
}

/// What a page's content stream shows.
#[derive(Default)]
pub struct PageText {
    pub sequences: BTreeMap<i64, String>,
}

/// An open marked-content sequence.
enum Marked {
    Element(i64),
    Artifact,
    /// What is shown within stands for this text, which has been taken.
    Replaced,
    /// Strings within are shown the other way round than they are read.
    Reversed,
    Other,
}

impl PageText {
    pub fn read(document: &Document, page: ObjectId, cache: &mut BTreeMap<Vec<u8>, CMap>) -> PageText {
        let mut names = BTreeMap::new();
        for (name, font) in document.get_page_fonts(page).expect("a page has fonts") {
            let base = font.get(b"BaseFont").and_then(Object::as_name).expect("a font has a name").to_vec();
            cache.entry(base.clone()).or_insert_with(|| CMap::read(document, font));
            names.insert(name, base);
        }
        let bytes = document.get_page_content(page);
        let content = Content::decode(&bytes).expect("content can be read");
        let mut text = PageText::default();
        let (mut open, mut font) = (Vec::new(), None);
        for operation in &content.operations {
            match operation.operator.as_str() {
                "BMC" | "BDC" => text.open(&mut open, operation),
                "EMC" => drop(open.pop().expect("what ends was begun")),
                "Tf" => {
                    let name = operation.operands[0].as_name().expect("a font has a name");
                    font = names.get(name).and_then(|base| cache.get(base));
                }
                "Tj" | "TJ" => {
                    let shown = font.expect("a font is set").decode(&operation.operands[0]);
                    let is_reversed = open.iter().any(|marked| matches!(marked, Marked::Reversed));
                    let said = if is_reversed { shown.chars().rev().collect() } else { shown };
                    assert!(
                        is_reversed || !runs_leftwards(&said),
                        "not turned round by who reads it: {said}"
                    );
                    text.show(&open, &said);
                }
                "f" | "f*" | "S" | "Do" => assert!(!open.is_empty(), "something is drawn that is not marked"),
                _ => {}
            }
        }
        assert!(open.is_empty(), "what was begun has ended");
        text
    }

    fn open(&mut self, open: &mut Vec<Marked>, operation: &Operation) {
        let tag = operation.operands[0].as_name().expect("marked content has a tag");
        let properties = operation.operands.get(1).and_then(|object| object.as_dict().ok());
        let get = |key: &[u8]| properties.and_then(|properties| properties.get(key).ok());
        if let Some(id) = get(b"MCID") {
            let id = id.as_i64().expect("a sequence has a number");
            assert!(self.sequences.insert(id, String::new()).is_none(), "sequence {id} is there twice");
            open.push(Marked::Element(id));
        } else if let Some(text) = get(b"ActualText") {
            let text = text_string(text.as_str().expect("a text"));
            // Programs that search turn it round all the same, as if it were shown so.
            assert!(
                !runs_leftwards(&text),
                "a text in reading order where others expect that of the eye: {text}"
            );
            self.show(open, &text);
            open.push(Marked::Replaced);
        } else {
            open.push(match tag {
                b"Artifact" => Marked::Artifact,
                b"ReversedChars" => Marked::Reversed,
                _ => Marked::Other,
            });
        }
    }

    fn show(&mut self, open: &[Marked], text: &str) {
        if open.iter().any(|marked| matches!(marked, Marked::Replaced)) {
            return;
        }
        for marked in open.iter().rev() {
            match marked {
                Marked::Element(id) => return self.sequences.get_mut(id).expect("it is open").push_str(text),
                Marked::Artifact => return,
                Marked::Replaced | Marked::Reversed | Marked::Other => {}
            }
        }
        panic!("text that is not marked: {text:?}");
    }
}

/// Whether a text has more than one character of a script from right to left.
fn runs_leftwards(text: &str) -> bool {
    let is_leftward =
        |c: &char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}');
    text.chars().filter(is_leftward).count() > 1
}

/// The characters of a font's codes, by their bytes.
pub struct CMap(BTreeMap<Vec<u8>, String>);

impl CMap {
    fn read(document: &Document, font: &Dictionary) -> CMap {
        let stream = font.get(b"ToUnicode").and_then(Object::as_reference).expect("a font has characters");
        let stream = document.get_object(stream).and_then(Object::as_stream).expect("they are a stream");
        let bytes = match stream.dict.get(b"Filter") {
            Ok(_) => {
                let mut bytes = Vec::new();
                ZlibDecoder::new(stream.content.as_slice()).read_to_end(&mut bytes).expect("it is deflated");
                bytes
            }
            Err(_) => stream.content.clone(),
        };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let mut map = BTreeMap::new();
        let parts = |block: &str| -> Vec<String> {
            block
                .split('<')
                .skip(1)
                .filter_map(|part| part.split('>').next())
                .map(|part| part.replace(' ', ""))
                .collect()
        };
        for block in text.split("beginbfchar").skip(1) {
            let block = parts(block.split("endbfchar").next().unwrap_or_default());
            for pair in block.chunks_exact(2) {
                map.insert(code_bytes(&pair[0]), characters(&pair[1]));
            }
        }
        assert!(!text.contains("beginbfrange"), "codes are told one by one");
        CMap(map)
    }

    fn decode(&self, shown: &Object) -> String {
        match shown {
            Object::String(bytes, _) => {
                let length = self.0.first_key_value().expect("a face has codes").0.len();
                let codes = bytes.chunks(length);
                codes.map(|code| self.0.get(code).expect("every code has characters").as_str()).collect()
            }
            Object::Array(parts) => parts.iter().map(|part| self.decode(part)).collect(),
            _ => String::new(),
        }
    }
}

fn code_bytes(hex: &str) -> Vec<u8> {
    let digits = hex.as_bytes().chunks(2).map(|digits| std::str::from_utf8(digits).expect("digits"));
    digits.map(|digits| u8::from_str_radix(digits, 16).expect("a code is hexadecimal")).collect()
}

fn code(hex: &str) -> u16 {
    u16::from_str_radix(hex, 16).expect("a code is hexadecimal")
}

fn characters(hex: &str) -> String {
    let digits: Vec<u16> =
        hex.as_bytes().chunks(4).map(|unit| code(std::str::from_utf8(unit).expect("digits"))).collect();
    String::from_utf16(&digits).expect("characters are UTF-16")
}

fn name(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A text string (ISO 32000-1, 7.9.2.2).
pub fn text_string(bytes: &[u8]) -> String {
    match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(units) => {
            let units: Vec<u16> =
                units.chunks_exact(2).map(|unit| u16::from_be_bytes([unit[0], unit[1]])).collect();
            String::from_utf16(&units).expect("a text is UTF-16")
        }
        None => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}
