//! Raw HTML cut into tags, comments and text by html5gum, which tokenizes as the HTML Standard says (13.2.5). What the tags
//! open and close is a matter for [`tags`](super::tags); here no tree is built.

use std::borrow::Cow;
use std::ops::Range;

use html5gum::{DefaultEmitter, HtmlString, State, Token, Tokenizer};

use crate::source::Span;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    Open {
        name: String,
        attrs: Vec<Attribute>,
        self_closing: bool,
    },
    Close(String),
    Comment(String),
    /// A comment that nothing ends, with all that is after it.
    Endless,
    /// A declaration, a processing instruction or CDATA.
    Other,
    Text,
}

/// An attribute of a tag: its name in lower case, its value with references resolved, and where both stand in the HTML.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Attribute {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) range: Range<usize>,
}

/// An attribute of a tag that is open, with its place in the source.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) span: Span,
}

/// What an attribute says, where it is there and says something.
pub(super) fn value<'a>(pairs: &'a [Pair], key: &str) -> Option<&'a str> {
    let found = pairs.iter().find(|pair| pair.name == key);
    found.map(|pair| pair.value.trim()).filter(|value| !value.is_empty())
}

/// Cuts HTML into tags and the text between them; the ranges cover all of it.
pub(super) fn cut(html: &str) -> Vec<(Piece, Range<usize>)> {
    // The tokenizer takes a carriage return with a line feed for one character.
    let shown: Cow<str> = if html.contains('\r') { html.replace('\r', " ").into() } else { html.into() };
    let mut tokenizer = Tokenizer::new_with_emitter(&*shown, DefaultEmitter::<usize>::new_with_span());
    let mut pieces = Vec::new();
    let mut text_start = 0;
    while let Some(Ok(token)) = tokenizer.next() {
        let Some((piece, range)) = piece(token, html) else { continue };
        if text_start < range.start {
            pieces.push((Piece::Text, text_start..range.start));
        }
        if let Piece::Open { name, .. } = &piece
            && let Some(state) = state_within(name)
        {
            tokenizer.set_state(state);
        }
        text_start = range.end;
        pieces.push((piece, range));
    }
    if text_start < html.len() {
        pieces.push((Piece::Text, text_start..html.len()));
    }
    pieces
}

/// How what is within an element is read, where tags are not tags there.
fn state_within(name: &str) -> Option<State> {
    match name {
        "script" => Some(State::ScriptData),
        "style" | "iframe" | "xmp" | "noembed" | "noframes" => Some(State::RawText),
        "title" | "textarea" => Some(State::RcData),
        _ => None,
    }
}

fn piece(token: Token<usize>, html: &str) -> Option<(Piece, Range<usize>)> {
    let (piece, span) = match token {
        Token::StartTag(tag) => {
            let attribute = |(name, value): (HtmlString, html5gum::Spanned<HtmlString, usize>)| {
                let start = value.span.start;
                // Of a value without quotes the tokenizer counts what ends it too.
                let written = html.get(start..value.span.end).unwrap_or_default();
                let length = written.trim_end_matches(['>', ' ', '\t', '\n', '\r']).len();
                Attribute { name: words(&name), value: words(&value), range: start..start + length }
            };
            let mut attrs: Vec<Attribute> = tag.attributes.into_iter().map(attribute).collect();
            attrs.sort_by_key(|attribute| attribute.range.start);
            (Piece::Open { name: words(&tag.name), attrs, self_closing: tag.self_closing }, tag.span)
        }
        Token::EndTag(tag) => (Piece::Close(words(&tag.name)), tag.span),
        Token::Comment(comment) => {
            let written = html.get(comment.span.start..comment.span.end).unwrap_or_default();
            let piece = match written.strip_prefix("<!--") {
                Some(rest) if rest.ends_with("-->") || rest.ends_with("--!>") => {
                    Piece::Comment(words(&comment.value).trim().to_string())
                }
                // `<!-->` and `<!--->` are comments too.
                Some(">" | "->") => Piece::Comment(String::new()),
                Some(_) => Piece::Endless,
                None => Piece::Other,
            };
            (piece, comment.span)
        }
        Token::Doctype(doctype) => (Piece::Other, doctype.span),
        Token::String(_) | Token::Error(_) => return None,
    };
    Some((piece, span.start..span.end))
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Text with its character references replaced by what they stand for.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return text.into();
    }
    let mut decoded = String::with_capacity(text.len());
    let mut tokenizer = Tokenizer::new(text);
    tokenizer.set_state(State::RcData);
    while let Some(Ok(token)) = tokenizer.next() {
        if let Token::String(stretch) = token {
            decoded.push_str(&String::from_utf8_lossy(&stretch));
        }
    }
    decoded.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribute(name: &str, value: &str, range: Range<usize>) -> Attribute {
        Attribute { name: name.into(), value: value.into(), range }
    }

    #[test]
    fn tags_and_text() {
        let html = "<P class=\"a &amp; b\" ID=x>t<br/>a < b</p ><!-- c -- d --><?x?>";
        let pieces: Vec<Piece> = cut(html).into_iter().map(|(piece, _)| piece).collect();
        let attrs = vec![attribute("class", "a & b", 3..20), attribute("id", "x", 21..25)];
        assert_eq!(
            pieces,
            [
                Piece::Open { name: "p".into(), attrs, self_closing: false },
                Piece::Text,
                Piece::Open { name: "br".into(), attrs: vec![], self_closing: true },
                Piece::Text,
                Piece::Close("p".into()),
                Piece::Comment("c -- d".into()),
                Piece::Other,
            ]
        );
    }

    /// Each tag begins at its `<` and ends at its `>`, and nothing is between the pieces.
    #[test]
    fn ranges_cover_all() {
        let kinds = [
            "<a\r\n href='b'\r\nc>ä</a\r\n>x<!-- a\r\nb -->\r\n<b d=e/>",
            "&amp;<i>&nope;</i>&#x41;<br>",
            "<!DOCTYPE html>a<!x>b<?y>c<![CDATA[d]]></>",
            "<script>if (a<b) \"</i>\"</script>c<style><b></style><title>&amp;<b></title>",
            "<a b=\"<>\">x</a b>y< z<3 <",
            "ü<a title=ä>ö<b",
            "<!-->a<!--->b<!-- c --!>d<!-- e",
        ];
        for html in kinds {
            let mut at = 0;
            for (piece, range) in cut(html) {
                assert_eq!(range.start, at, "{html} {piece:?}");
                at = range.end;
                let written = &html[range];
                match piece {
                    Piece::Text | Piece::Endless => {}
                    _ => assert!(written.starts_with('<') && written.ends_with('>'), "{html} {written}"),
                }
            }
            assert_eq!(at, html.len(), "{html}");
        }
    }

    #[test]
    fn what_is_within_a_script_is_no_tag() {
        let pieces = cut("<script>\"<b>\"</script>");
        assert!(matches!(&pieces[..], [(Piece::Open { .. }, _), (Piece::Text, _), (Piece::Close(_), _)]));
    }

    #[test]
    fn references_are_decoded() {
        assert_eq!(decode("a &amp; b &#x41; &nope; & &copy;"), "a & b A &nope; & ©");
    }

    #[test]
    fn hostile_openings_are_quick() {
        for opening in
            ["<!--", "<?", "<![CDATA[", "<!A", "<a b=\"", "<", "<a b ", "<script>", "&amp", "<!-- --"]
        {
            assert!(!cut(&opening.repeat(20_000)).is_empty());
            assert!(!decode(&opening.repeat(20_000)).is_empty());
        }
    }
}
