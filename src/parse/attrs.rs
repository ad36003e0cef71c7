//! Attribute lists: `{#id .class key=value}`.

use std::borrow::Cow;

use super::{charted, index, looks, terms, values};
use crate::diag::{Diagnostic, Sink};
use crate::geom::Abs;
use crate::model::apart::{FLOATS, STAYS};
use crate::model::document::{Attrs, Length};
use crate::model::flow::Direction;
use crate::model::manifest::Lang;
use crate::source::{SourceId, Span};
use crate::tags;
use crate::yaml::nearest;

/// Longest attribute list read, so that a line of open braces is not searched again and again to its end.
const LONGEST: usize = 2000;

/// An attribute list as written: what the model has a place for, and the alternative text that an image takes.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) attrs: Attrs,
    pub(super) alt: Option<String>,
    /// Quarto's `fig-alt`: the brackets hold the caption then.
    pub(super) bracket_is_caption: bool,
    pub(super) caption: Option<String>,
    /// Of an image.
    pub(super) height: Option<Abs>,
    /// In which editions it is to be, for what can be in one alone.
    pub(super) when: Vec<When>,
}

/// A condition as it is typed.
#[derive(Debug)]
pub(super) struct When {
    pub(super) key: String,
    pub(super) value: String,
    pub(super) span: Span,
}

impl When {
    pub(super) fn meaningless(&self) -> Diagnostic {
        let message = format!("`{}={}` has no meaning here", self.key, self.value.escape_debug());
        let hint =
            "write `::: {.only format=pdf}`, or `format=epub`, or `edition=` with the manifest's `edition`";
        Diagnostic::warning("unknown-attribute", self.span, message).hint(hint)
    }
}

/// One item of a list with its byte range.
pub(super) struct Item<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
}

/// Reads the attribute list that starts with the brace at `at` and returns it with the offset after its end.
/// `None` where the text there is no attribute list; problems inside a list are diagnostics.
pub(super) fn read(source: SourceId, text: &str, at: usize, sink: &mut Sink) -> Option<(Written, usize)> {
    let (mut written, end) = read_conditions(source, text, at, sink)?;
    written.when.drain(..).for_each(|one| sink.push(one.meaningless()));
    Some((written, end))
}

/// The same, with the conditions that spans may have.
pub(super) fn read_conditions(
    source: SourceId,
    text: &str,
    at: usize,
    sink: &mut Sink,
) -> Option<(Written, usize)> {
    let (items, end) = split(text, at)?;
    let mut written = Written::default();
    for item in items {
        let span = Span::new(source, item.start, item.start + item.text.len());
        match item.text.split_once('=') {
            Some((key, value)) => set(&mut written, key, &unquoted(value), span, sink),
            None => mark(&mut written.attrs, item.text, span),
        }
    }
    settle_chart(&mut written, sink);
    Some((written, end))
}

/// A value without the quotes around it, double or single, as pandoc and HTML have them.
pub(super) fn unquoted(value: &str) -> Cow<'_, str> {
    let within = |quote| value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    match within('"').or_else(|| within('\'')) {
        // A quote in it may be escaped.
        Some(inner) if inner.contains("\\\"") || inner.contains("\\'") => {
            inner.replace("\\\"", "\"").replace("\\'", "'").into()
        }
        Some(inner) => inner.into(),
        None => value.into(),
    }
}

/// Whether an attribute list starts at `at`; the offset after it.
pub(super) fn end_of(text: &str, at: usize) -> Option<usize> {
    split(text, at).map(|(_, end)| end)
}

pub(super) fn mark(attrs: &mut Attrs, item: &str, span: Span) {
    if let Some(id) = item.strip_prefix('#') {
        attrs.id = Some((id.to_string(), span));
    } else if let Some(class) = item.strip_prefix('.') {
        attrs.classes.push(class.to_string());
    } else {
        attrs.classes.push("unnumbered".to_string());
    }
}

/// Widths that have names: that of the text, of the page with the margin's column, of that column.
fn named_width(written: &mut Written, value: &str) -> bool {
    let (width, class) = match value {
        "text" => (Some(Length::Relative(1.0)), None),
        "page" => (Some(Length::Relative(1.0)), Some("wide")),
        "margin" => (None, Some("margin")),
        _ => return false,
    };
    written.attrs.width = width;
    written.attrs.classes.extend(class.map(str::to_string));
    true
}

/// Sets a `key=value` pair where the key has a meaning.
pub(super) fn set(written: &mut Written, key: &str, value: &str, span: Span, sink: &mut Sink) {
    match key {
        "id" => written.attrs.id = Some((value.to_string(), span)),
        "class" => written.attrs.classes.extend(value.split_whitespace().map(str::to_string)),
        "lang" => written.attrs.lang = language(value, span, sink).or(written.attrs.lang.take()),
        "dir" => match direction(value) {
            Some(direction) => written.attrs.direction = Some(direction),
            None => sink.push(
                Diagnostic::warning("bad-direction", span, format!("`{value}` is no direction"))
                    .hint("write `ltr` for words that run from left to right, `rtl` for others"),
            ),
        },
        "width" if named_width(written, value) => {}
        "width" => match length(value) {
            Some(width) => written.attrs.width = Some(width),
            None => sink.push(
                Diagnostic::warning("bad-length", span, format!("`{value}` is no width"))
                    .hint("write a part of the measure (`60%`) or a length in pt, mm, cm, in or px"),
            ),
        },
        "float" => match value {
            "left" | "right" => written.attrs.classes.push(value.to_string()),
            "top" => written.attrs.classes.push(FLOATS.to_string()),
            "none" => written.attrs.classes.push(STAYS.to_string()),
            _ => sink.push(
                Diagnostic::warning("bad-float", span, format!("`{value}` is no way to float"))
                    .hint("write `float=left` or `float=right` for text beside it, `float=top` for the top of a page, `float=none` for where it is written"),
            ),
        },
        // A part of the height has no meaning on a page that ends where its text does.
        "height" => match length(value) {
            Some(Length::Absolute(height)) => written.height = Some(height),
            Some(Length::Relative(_)) | None => sink.push(
                Diagnostic::warning("bad-length", span, format!("`{value}` is no height"))
                    .hint("write a length in pt, mm, cm, in or px, or a width: the height follows"),
            ),
        },
        "row-headers" => match value.parse() {
            Ok(columns) => written.attrs.row_headers = Some(columns),
            Err(_) => sink.push(
                Diagnostic::warning("bad-number", span, format!("`{value}` is no number of columns"))
                    .hint("write how many columns, from the first, head the rows: `row-headers=1`"),
            ),
        },
        // The second is Quarto's name, which has a list of percentages.
        "widths" | "tbl-colwidths" => match widths(value) {
            Some(widths) => written.attrs.widths = widths,
            None => sink.push(
                Diagnostic::warning("bad-length", span, format!("`{value}` are no widths of columns"))
                    .hint("write a number for each column, which stand for widths beside each other: `widths=\"2,3,1\"`"),
            ),
        },
        "style" if set_style(written, value) => {}
        // AsciiDoc's name, and what pandoc notes down for itself.
        "scaledwidth" if length(value).is_some() => written.attrs.width = length(value),
        "wrapper" | "cites" => {}
        "alt" => written.alt = Some(value.to_string()),
        "fig-alt" => {
            written.alt = Some(value.to_string());
            written.bracket_is_caption = true;
        }
        "fig-cap" => written.caption = Some(value.to_string()),
        // Where a page would have it; here it stands where the theme says.
        "fig-align" | "fig-pos" | "fig-env" | "fig-scap" => {}
        "format" | "edition" | "when-format" | "unless-format" | "when-profile" | "when-meta" => {
            written.when.push(When { key: key.to_string(), value: value.to_string(), span });
        }
        key if index::set(&mut written.attrs, (key, value), span, sink) => {}
        key if values::set(&mut written.attrs, (key, value), span, sink) => {}
        key if looks::set(&mut written.attrs, (key, value), span, sink) => {}
        key if charted::set(&mut written.attrs, (key, value), span, sink) => {}
        key if terms::set(&mut written.attrs, (key, value), span) => {}
        "short" => written.attrs.short = Some(value.to_string()).filter(|short| !short.trim().is_empty()),
        _ => sink.push(unknown(key, span)),
    }
}

/// Settles what a list says of a chart, once all of it is read.
pub(super) fn settle_chart(written: &mut Written, sink: &mut Sink) {
    let unknown_keys = charted::settle(&mut written.attrs, written.alt.as_deref(), written.height);
    unknown_keys.iter().for_each(|(key, span)| sink.push(unknown(key, *span)));
}

/// The attributes that have a meaning, as they are told.
const KEYS: [&str; 12] = [
    "lang",
    "width",
    "alt",
    "height",
    "short",
    "row-headers",
    "widths",
    "rules",
    "valign",
    "totals",
    "align-on",
    "float",
];

/// What is said of an attribute that means nothing.
pub(super) fn unknown(key: &str, span: Span) -> Diagnostic {
    let message = format!("the attribute `{key}` has no meaning here");
    let found = Diagnostic::warning("unknown-attribute", span, message);
    match nearest(key, &KEYS) {
        Some(near) => found.meant(key, near, KEYS),
        None => found.hint("known are `#id`, `.class`, `lang`, `width`, for images `alt` and `height`, for headings `short`, for tables `row-headers`, `widths`, `rules`, `valign`, `totals` and `align-on`"),
    }
}

/// The classes of a div that a page ends after, or before.
pub(super) const BREAK: &str = "pagebreak";
pub(super) const BREAK_BEFORE: &str = "pagebreak-before";

/// The class that a style which says nothing but where a page ends comes to.
pub(super) fn page_break(style: &str) -> Option<&'static str> {
    let mut found = None;
    for declaration in style.split(';').filter(|declaration| !declaration.trim().is_empty()) {
        let (property, value) = declaration.split_once(':')?;
        let value = value.split('!').next().unwrap_or_default().trim();
        if !matches!(value, "always" | "page" | "left" | "right" | "recto" | "verso") {
            return None;
        }
        found = match property.trim().to_ascii_lowercase().as_str() {
            "page-break-after" | "break-after" => Some(BREAK),
            "page-break-before" | "break-before" => Some(BREAK_BEFORE),
            _ => return None,
        };
    }
    found
}

/// Takes over a style's widths and sides, where all of it has a meaning.
pub(super) fn set_style(written: &mut Written, style: &str) -> bool {
    let (mut width, mut height, mut side) = (None, None, None);
    for declaration in style.split(';').filter(|declaration| !declaration.trim().is_empty()) {
        let Some((property, value)) = declaration.split_once(':') else { return false };
        let value = value.trim();
        match (property.trim().to_ascii_lowercase().as_str(), length(value)) {
            ("width", Some(length)) => width = Some(length),
            ("height", Some(Length::Absolute(length))) => height = Some(length),
            ("height" | "width", None) if value == "auto" => {}
            // Nothing is wider than the measure.
            ("max-width", _) if value == "100%" => {}
            ("text-align", _) if matches!(value, "center" | "right") => side = Some(value.to_string()),
            ("text-align", _) if matches!(value, "left" | "justify" | "start") => {}
            _ => return false,
        }
    }
    written.attrs.width = width.or(written.attrs.width);
    written.height = height.or(written.height);
    written.attrs.classes.extend(side);
    true
}

/// Numbers above nothing, parted by commas.
fn widths(value: &str) -> Option<Vec<f64>> {
    let value = value.trim().trim_start_matches('[').trim_end_matches(']');
    let width = |part: &str| part.trim().trim_end_matches('%').parse::<f64>().ok();
    let is_width = |width: &f64| (1e-3..1e6).contains(width);
    value.split(',').map(|part| width(part).filter(is_width)).collect()
}

fn direction(value: &str) -> Option<Direction> {
    match value.to_ascii_lowercase().as_str() {
        "ltr" => Some(Direction::LeftToRight),
        "rtl" => Some(Direction::RightToLeft),
        _ => None,
    }
}

/// How many columns a text is led through, as it is written.
pub(super) fn columns(written: &str, span: Span, sink: &mut Sink) -> Option<u8> {
    let count = written.trim().parse().ok().filter(|count| (1..=4).contains(count));
    if count.is_none() {
        let message = format!("`{}` is no number of columns", written.escape_debug());
        let hint = "write a number from 1 to 4";
        sink.push(Diagnostic::warning("bad-columns", span, message).hint(hint));
    }
    count
}

/// The language of a tag; what is none is told.
pub(super) fn language(tag: &str, span: Span, sink: &mut Sink) -> Option<Lang> {
    let read = tags::read(tag).map(Lang);
    read.map_err(|fault| sink.push(Diagnostic::warning("bad-language", span, fault.message).hint(fault.hint)))
        .ok()
}

/// A width: `60%`, or a number with a unit of CSS.
pub(super) fn length(value: &str) -> Option<Length> {
    let digits = value.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(value.len());
    let number: f64 = value[..digits].parse().ok()?;
    // No page is wider than 10 metres; more is a slip that would overflow lengths.
    let within =
        |points: f64| (points > 0.0 && points < 30_000.0).then(|| Length::Absolute(Abs::from_pt(points)));
    match &value[digits..] {
        "%" if number > 0.0 && number <= 100.0 => Some(Length::Relative(number / 100.0)),
        "pt" => within(number),
        "mm" => within(number * 72.0 / 25.4),
        "cm" => within(number * 720.0 / 25.4),
        "in" => within(number * 72.0),
        "px" | "" => within(number * 0.75),
        _ => None,
    }
}

pub(super) fn split(text: &str, at: usize) -> Option<(Vec<Item<'_>>, usize)> {
    let bytes = text.as_bytes();
    if bytes.get(at) != Some(&b'{') {
        return None;
    }
    let limit = bytes.len().min(at + LONGEST);
    let mut items = Vec::new();
    let mut here = at + 1;
    let mut is_second = false;
    loop {
        while here < limit && matches!(bytes[here], b' ' | b'\t' | b'\n' | b'\r') {
            // A blank line ends what is around it.
            if bytes[here] == b'\n' && std::mem::replace(&mut is_second, true) {
                return None;
            }
            here += 1;
        }
        if here >= limit {
            return None;
        }
        if bytes[here] == b'}' {
            return (!items.is_empty()).then_some((items, here + 1));
        }
        let end = item_end(&bytes[..limit], here)?;
        items.push(Item { text: text.get(here..end)?, start: here });
        here = end;
    }
}

/// The end of the item at `start`: `#id`, `.class`, `-` (unnumbered) or `key=value` with an optionally quoted value.
fn item_end(bytes: &[u8], start: usize) -> Option<usize> {
    let word = |from: usize| {
        let plain =
            |byte: &u8| !matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | b'{' | b'}' | b'"' | b'=' | b'#');
        from + bytes[from..].iter().take_while(|byte| plain(byte)).count()
    };
    let first = *bytes.get(start)?;
    let end = match first {
        b'#' | b'.' => word(start + 1),
        b'-' => start + 1,
        byte if byte.is_ascii_alphabetic() => {
            let equals = word(start);
            if bytes.get(equals) != Some(&b'=') {
                return None;
            }
            match bytes.get(equals + 1) {
                Some(quote @ (b'"' | b'\'')) => {
                    let mut close = equals + 2;
                    while !matches!(bytes.get(close)?, byte if byte == quote || *byte == b'\n') {
                        close += if bytes[close] == b'\\' { 2 } else { 1 };
                    }
                    if bytes[close] != *quote {
                        return None;
                    }
                    close + 1
                }
                _ => word(equals + 1),
            }
        }
        _ => return None,
    };
    let separated = matches!(bytes.get(end), Some(b' ' | b'\t' | b'\n' | b'\r' | b'}'));
    (separated && (end > start + 1 || first == b'-')).then_some(end)
}

/// Adds to attributes what others say and these do not.
pub(super) fn merge(into: &mut Attrs, more: Attrs) {
    into.id = into.id.take().or(more.id);
    into.classes.extend(more.classes);
    into.lang = into.lang.take().or(more.lang);
    into.width = into.width.take().or(more.width);
    into.short = into.short.take().or(more.short);
    into.row_headers = into.row_headers.take().or(more.row_headers);
    into.data = into.data.take().or(more.data);
    into.look = into.look.take().or(more.look);
    into.chart = into.chart.take().or(more.chart);
    if into.widths.is_empty() {
        into.widths = more.widths;
    }
    into.indexed.extend(more.indexed);
    into.term = into.term.take().or(more.term);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> Option<(Written, usize)> {
        read(SourceId(0), text, 0, &mut Sink::default())
    }

    #[test]
    fn a_full_list() {
        let (written, end) =
            list("{#fig-x width=60% .decorative lang=sr-Cyrl alt=\"a b\"} after").expect("a list");
        assert_eq!(end, 53);
        assert_eq!(written.attrs.id.map(|(id, span)| (id, span.start)), Some(("fig-x".into(), 1)));
        assert_eq!(written.attrs.width, Some(Length::Relative(0.6)));
        assert!(written.attrs.classes == ["decorative"]);
        assert_eq!(written.attrs.lang, Some(Lang::new("sr-Cyrl")));
        assert_eq!(written.alt.as_deref(), Some("a b"));
    }

    #[test]
    fn values_in_quotes() {
        let alt = |text: &str| list(text).map(|(written, _)| written.alt.unwrap_or_default());
        assert_eq!(alt("{alt='The old \"harbour\"'}").as_deref(), Some("The old \"harbour\""));
        assert_eq!(alt("{alt=\"it's\"}").as_deref(), Some("it's"));
        assert_eq!(alt("{alt='the site\\'s \"b\"'}").as_deref(), Some("the site's \"b\""));
        assert_eq!(alt("{alt=\"a \\\"b\\\"\"}").as_deref(), Some("a \"b\""));
        assert_eq!(alt("{alt='a\\'}").as_deref(), None);
        assert_eq!(alt("{alt='' .a}").as_deref(), Some(""));
        assert_eq!(alt("{alt='a }").as_deref(), None);
        assert_eq!(alt("{alt='a'b}").as_deref(), None);
        assert_eq!(alt("{alt=it's}").as_deref(), Some("it's"));
    }

    #[test]
    fn what_is_no_list() {
        for text in ["{}", "{2}", "{a}", "{a=\"b}", "{#}", "{#a", "{#a\n\n}", "x", "", "{.a.b #}"] {
            assert!(list(text).is_none(), "{text}");
        }
    }

    #[test]
    fn widths() {
        assert_eq!(length("25.4mm"), Some(Length::Absolute(Abs::pt(72))));
        assert_eq!(length("150%"), None);
        assert_eq!(length("1e9pt"), None);
    }
}
