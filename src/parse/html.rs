//! Raw HTML cut into tags and text. A reader of tags only, after CommonMark 0.31 §6.6; it builds no HTML tree.

use std::ops::Range;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    Open {
        name: String,
        attrs: Vec<(String, String)>,
        self_closing: bool,
    },
    Close(String),
    Comment(String),
    /// A declaration, a processing instruction or CDATA.
    Other,
    Text,
}

/// What an element becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Element {
    LineBreak,
    Superscript,
    Subscript,
    Keyboard,
    Abbreviation,
    Emphasis,
    Strong,
    Strikethrough,
    Code,
    Span,
    Mark,
    Underline,
    SmallPrint,
    /// Blocks in common.
    Division,
    Quotation,
    Summary,
    Anchor,
    Image,
    Paragraph,
    Figure,
    Caption,
    Rule,
    /// `pre`: its text is code.
    Verbatim,
    /// `script` and `style`: their text is not the author's.
    Dropped,
    Unknown,
}

impl Element {
    pub(super) fn of(name: &str) -> Element {
        match name {
            "br" => Element::LineBreak,
            "sup" => Element::Superscript,
            "sub" => Element::Subscript,
            "kbd" => Element::Keyboard,
            "abbr" => Element::Abbreviation,
            "em" | "i" | "cite" | "dfn" | "var" => Element::Emphasis,
            "strong" | "b" => Element::Strong,
            "del" | "s" | "strike" => Element::Strikethrough,
            "code" | "samp" | "tt" => Element::Code,
            "span" | "bdi" | "bdo" | "time" | "data" => Element::Span,
            "mark" => Element::Mark,
            "ins" | "u" => Element::Underline,
            "small" => Element::SmallPrint,
            "div" | "section" | "article" | "main" | "header" | "footer" | "center" | "aside" | "details" => {
                Element::Division
            }
            "blockquote" => Element::Quotation,
            "summary" => Element::Summary,
            "a" => Element::Anchor,
            "img" => Element::Image,
            "p" => Element::Paragraph,
            "figure" => Element::Figure,
            "figcaption" => Element::Caption,
            "hr" => Element::Rule,
            "pre" => Element::Verbatim,
            "script" | "style" => Element::Dropped,
            _ => Element::Unknown,
        }
    }

    pub(super) fn is_void(self) -> bool {
        matches!(self, Element::LineBreak | Element::Image | Element::Rule)
    }
}

/// Whether the tag stands between blocks, so that text next to it is a block of its own.
pub(super) fn is_block_name(name: &str) -> bool {
    const BLOCKS: [&str; 43] = [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "ul",
        "summary",
        "caption",
        "fieldset",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "th",
        "td",
        "col",
    ];
    BLOCKS.contains(&name)
}

/// Cuts HTML into tags and the text between them; the ranges cover all of it.
pub(super) fn cut(html: &str) -> Vec<(Piece, Range<usize>)> {
    let mut pieces = Vec::new();
    let mut text_start = 0;
    let mut at = 0;
    let mut unclosed = Unclosed::default();
    while let Some(open) = html[at..].find('<').map(|found| at + found) {
        match piece_at(html, open, &mut unclosed) {
            Some((piece, end)) => {
                if text_start < open {
                    pieces.push((Piece::Text, text_start..open));
                }
                pieces.push((piece, open..end));
                text_start = end;
                at = end;
            }
            None => at = open + 1,
        }
    }
    if text_start < html.len() {
        pieces.push((Piece::Text, text_start..html.len()));
    }
    pieces
}

/// Which ends were already searched for in vain: they are not searched again, or many openings would cost the
/// square of their number.
#[derive(Default)]
struct Unclosed {
    comment: bool,
    instruction: bool,
    cdata: bool,
    declaration: bool,
}

fn piece_at(html: &str, open: usize, unclosed: &mut Unclosed) -> Option<(Piece, usize)> {
    let rest = &html[open..];
    if let Some(body) = rest.strip_prefix("<!--") {
        return ending(body, "-->", &mut unclosed.comment)
            .map(|length| (Piece::Comment(body[..length].trim().to_string()), open + 4 + length + 3));
    }
    if let Some(body) = rest.strip_prefix("<?") {
        let length = ending(body, "?>", &mut unclosed.instruction)?;
        return Some((Piece::Other, open + 2 + length + 2));
    }
    if let Some(body) = rest.strip_prefix("<![CDATA[") {
        let length = ending(body, "]]>", &mut unclosed.cdata)?;
        return Some((Piece::Other, open + 9 + length + 3));
    }
    if rest.starts_with("<!") && rest[2..].starts_with(|c: char| c.is_ascii_alphabetic()) {
        let length = ending(&rest[2..], ">", &mut unclosed.declaration)?;
        return Some((Piece::Other, open + 2 + length + 1));
    }
    tag_at(html, open)
}

fn ending(body: &str, end: &str, unclosed: &mut bool) -> Option<usize> {
    if *unclosed {
        return None;
    }
    let found = body.find(end);
    *unclosed = found.is_none();
    found
}

fn tag_at(html: &str, open: usize) -> Option<(Piece, usize)> {
    let mut reader = Reader { html, at: open + 1 };
    let closing = reader.take('/');
    let name = reader.name()?;
    if closing {
        reader.space();
        return reader.take('>').then_some((Piece::Close(name), reader.at));
    }
    let mut attrs = Vec::new();
    loop {
        let spaced = reader.space();
        if reader.take('>') {
            return Some((Piece::Open { name, attrs, self_closing: false }, reader.at));
        }
        if reader.html[reader.at..].starts_with("/>") {
            return Some((Piece::Open { name, attrs, self_closing: true }, reader.at + 2));
        }
        if !spaced {
            return None;
        }
        attrs.push(reader.attribute()?);
    }
}

struct Reader<'a> {
    html: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn take(&mut self, wanted: char) -> bool {
        let found = self.html[self.at..].starts_with(wanted);
        self.at += if found { wanted.len_utf8() } else { 0 };
        found
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &str {
        let start = self.at;
        let rest = &self.html[start..];
        self.at += rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        &self.html[start..self.at]
    }

    fn space(&mut self) -> bool {
        !self.take_while(|c| matches!(c, ' ' | '\t' | '\n' | '\r')).is_empty()
    }

    fn name(&mut self) -> Option<String> {
        let name = self.take_while(|c| c.is_ascii_alphanumeric() || c == '-').to_ascii_lowercase();
        name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(name)
    }

    fn attribute(&mut self) -> Option<(String, String)> {
        let name = self
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '.' | '-'))
            .to_ascii_lowercase();
        if name.is_empty() {
            return None;
        }
        let after_name = self.at;
        self.space();
        if !self.take('=') {
            self.at = after_name;
            return Some((name, String::new()));
        }
        self.space();
        let value = match self.html[self.at..].chars().next()? {
            quote @ ('"' | '\'') => {
                self.at += 1;
                let value = self.take_while(|c| c != quote && c != '<').to_string();
                self.take(quote).then_some(value)?
            }
            _ => self.take_while(|c| !c.is_whitespace() && !"\"'=<>`".contains(c)).to_string(),
        };
        Some((name, decode(&value)))
    }
}

/// Text with its character references replaced by what they stand for.
pub(super) fn decode(text: &str) -> String {
    // The longest name of HTML's named references, `CounterClockwiseContourIntegral;`, with its ampersand.
    const LONGEST: usize = 33;
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest[1..].bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
        let end = (name < LONGEST && rest.as_bytes().get(name + 1) == Some(&b';')).then_some(name + 1);
        let length = match end.map(|end| (end, pulldown_cmark::Parser::new(&rest[..=end]))) {
            Some((end, parser)) => {
                let reference = parser.filter_map(|event| match event {
                    pulldown_cmark::Event::Text(text) => Some(text),
                    _ => None,
                });
                reference.for_each(|text| decoded.push_str(&text));
                end + 1
            }
            None => {
                decoded.push('&');
                1
            }
        };
        rest = &rest[length..];
    }
    decoded.push_str(rest);
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_text() {
        let html = "<P class=\"a &amp; b\" id=x>t<br/>a < b</p ><!-- c --><?x?>";
        let pieces: Vec<Piece> = cut(html).into_iter().map(|(piece, _)| piece).collect();
        let attrs = vec![("class".into(), "a & b".into()), ("id".into(), "x".into())];
        assert_eq!(
            pieces,
            [
                Piece::Open { name: "p".into(), attrs, self_closing: false },
                Piece::Text,
                Piece::Open { name: "br".into(), attrs: vec![], self_closing: true },
                Piece::Text,
                Piece::Close("p".into()),
                Piece::Comment("c".into()),
                Piece::Other,
            ]
        );
    }

    #[test]
    fn references_are_decoded() {
        assert_eq!(decode("a &amp; b &#x41; &nope; &"), "a & b A &nope; &");
    }

    #[test]
    fn hostile_openings_are_quick() {
        for opening in ["<!--", "<?", "<![CDATA[", "<!A", "<a b=\"", "<"] {
            assert!(!cut(&opening.repeat(20_000)).is_empty());
        }
    }
}
