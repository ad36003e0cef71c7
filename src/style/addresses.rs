//! Addresses in running text: of the web, of mail, of files, identifiers and options of commands. They are printed as they
//! were typed, since a reader types them again.

use std::ops::Range;

/// The addresses of a text, in order.
pub(super) fn addresses(text: &str) -> Vec<Range<usize>> {
    if !may_hold_any(text) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut at = 0;
    for token in text.split(parts_words) {
        found.extend(address(token).map(|range| at + range.start..at + range.end));
        at += token.len();
        at += text[at..].chars().next().map_or(0, char::len_utf8);
    }
    found
}

/// All but a few paragraphs are without, and need no closer look.
pub(super) fn may_hold_any(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, b'/' | b'\\' | b'@')) || text.contains("--")
}

/// What no address has in it: white space, what was parted from it by quotation marks and brackets, and objects.
fn parts_words(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '<' | '>' | '"' | '“' | '”' | '„' | '«' | '»' | '‹' | '›' | '「' | '」' | '\u{fffc}')
}

/// The address in a stretch without spaces, if there is one.
fn address(token: &str) -> Option<Range<usize>> {
    let before = ['(', '[', '{', '\'', '‘', '‚', ',', ';', '—', '–'];
    let start = token.len() - token.trim_start_matches(before).len();
    let rest = &token[start..];
    let whole = || stands_whole(rest).then_some(0..rest.len());
    let found = web(rest).map(|at| at..host_end(rest)).or_else(|| mail(rest)).or_else(whole)?;
    let start = start + found.start;
    let end = start + end(&rest[found]);
    (end > start).then_some(start..end)
}

/// Where a name of a host ends that an apostrophe is put after, as in `https://example.org's`; else the stretch's end.
fn host_end(token: &str) -> usize {
    let Some((scheme, rest)) = token.split_once("://") else { return token.len() };
    let host = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    host.find(['\'', '’']).map_or(token.len(), |at| scheme.len() + "://".len() + at)
}

/// Where an address with a scheme begins, as `https://` or `doi:`, or one that is known for its first letters.
fn web(token: &str) -> Option<usize> {
    if let Some(colon) = token.find("://").filter(|&at| at > 0) {
        let is_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '.' | '-');
        let length = token[..colon].chars().rev().take_while(|&c| is_scheme(c)).count();
        let scheme = &token[colon - length..colon];
        let letters = scheme.find(|c: char| c.is_ascii_alphabetic())?;
        // What stands before the scheme with dashes between is a word of the sentence.
        let after_dash = scheme.rfind("--").map_or(letters, |at| at + 2);
        return Some(colon - length + after_dash);
    }
    const SCHEMES: [&str; 10] =
        ["mailto:", "doi:", "urn:", "tel:", "sms:", "geo:", "hdl:", "ark:", "arxiv:", "data:"];
    let begins = |with: &str| token.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    let known = SCHEMES.iter().find(|scheme| begins(scheme)).is_some_and(|scheme| token.len() > scheme.len());
    (known || begins("www.") || is_doi(token) || is_host_and_path(token)).then_some(0)
}

/// `10.1000/182` (the handbook of DOI, 2.2).
fn is_doi(token: &str) -> bool {
    let Some((prefix, suffix)) = token.strip_prefix("10.").and_then(|rest| rest.split_once('/')) else {
        return false;
    };
    let is_registrant = prefix.split('.').all(|part| !part.is_empty() && is_digits(part));
    prefix.len() >= 4 && is_registrant && !suffix.is_empty()
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `example.org/a--b`, `xn--bcher-kva.example`.
fn is_host_and_path(token: &str) -> bool {
    let host = token.split(['/', ':', '?', '#']).next().unwrap_or_default();
    let labels: Vec<&str> = host.trim_end_matches(['.', ',', ';', '!']).split('.').collect();
    let is_label = |label: &&str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    let top = labels.last().copied().unwrap_or_default();
    let is_host = labels.len() > 1
        && labels.iter().all(is_label)
        && top.len() > 1
        && top.chars().all(char::is_alphabetic)
        && labels.iter().all(|label| !label.contains("--") || label.starts_with("xn--"));
    is_host && (host.len() < token.len() || labels.iter().any(|label| label.starts_with("xn--")))
}

/// An address of mail (RFC 5322, 3.2.3: the characters of an atom).
fn mail(token: &str) -> Option<Range<usize>> {
    let at = token.find('@').filter(|&at| at > 0)?;
    let is_atom = |c: char| c.is_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-’".contains(c);
    let length: usize = token[..at].chars().rev().take_while(|&c| is_atom(c)).map(char::len_utf8).sum();
    let local = token[at - length..at].trim_start_matches(['\'', '.', '-']);
    let domain = &token[at + 1..];
    let is_of_domain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    let domain = &domain[..domain.find(|c| !is_of_domain(c)).unwrap_or(domain.len())];
    let domain = domain.trim_end_matches(['.', '-']);
    let has_dot = domain.trim_start_matches('.').contains('.');
    (!local.is_empty() && has_dot).then(|| at - local.len()..at + 1 + domain.len())
}

/// Whether all of a stretch is the name of a file with its folders, or an option.
fn stands_whole(token: &str) -> bool {
    is_path(token) || is_file(token) || is_option(token)
}

/// `/usr/lib`, `./a`, `~/a`, `C:\a`, `\\server\a`, and `a/b.txt`.
fn is_path(token: &str) -> bool {
    let begins = ["./", "../", "~/", "\\\\"].iter().any(|start| token.starts_with(start));
    let from_root = token.strip_prefix('/').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    let bytes = token.as_bytes();
    let drive = matches!(bytes, [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_alphabetic());
    begins || from_root || drive || (token.contains(['/', '\\']) && is_file(token))
}

/// Endings of names of files by which a word with dashes in it is told to be one.
const ENDINGS: [&str; 48] = [
    "md", "txt", "pdf", "html", "htm", "xhtml", "css", "js", "ts", "json", "yaml", "yml", "toml", "xml",
    "csv", "tsv", "svg", "png", "jpg", "jpeg", "gif", "webp", "tif", "rs", "py", "sh", "c", "h", "cpp",
    "java", "go", "rb", "php", "sql", "tex", "bib", "epub", "docx", "xlsx", "odt", "ods", "zip", "gz", "tar",
    "log", "cfg", "ini", "conf",
];

fn is_file(token: &str) -> bool {
    let name = token.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'', '’']);
    let Some((stem, ending)) = name.rsplit_once('.') else { return false };
    let is_name =
        |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '\\' | '~' | '+' | '\'');
    ENDINGS.contains(&ending.to_ascii_lowercase().as_str()) && !stem.is_empty() && stem.chars().all(is_name)
}

/// `--no-record` and `--size=4`: `--word` alone may be a dash before a word, and so may what has one after it too.
fn is_option(token: &str) -> bool {
    let Some(name) = token.strip_prefix("--").filter(|name| !name.contains("--")) else { return false };
    let length = name.find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'));
    let (word, after) = name.split_at(length.unwrap_or(name.len()));
    let is_word = word.starts_with(|c: char| c.is_ascii_lowercase()) && !word.ends_with('-');
    is_word && (word.contains('-') || (after.len() > 1 && after.starts_with('=')))
}

/// Where an address ends: before the marks of the sentence that it stands in, and before brackets that were opened before it.
fn end(address: &str) -> usize {
    const BRACKETS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('{', '}')];
    let count = |c: char| address.matches(c).count();
    // How many brackets of each kind are closed and not opened.
    let mut surplus = BRACKETS.map(|(open, close)| count(close).saturating_sub(count(open)));
    // Quotation marks and apostrophes that come in pairs are its own.
    let in_pairs = count('\'') % 2 == 0;
    let mut end = address.len();
    while let Some(last) = address[..end].chars().next_back() {
        let rest = &address[..end];
        let closes = BRACKETS.iter().position(|(_, close)| *close == last);
        let goes = match (last, closes) {
            (_, Some(kind)) if surplus[kind] > 0 => {
                surplus[kind] -= 1;
                true
            }
            // Three dots for what is left out below a folder are its own.
            ('.', _) => !rest.ends_with("/..."),
            ('\'', _) => !in_pairs,
            (last, _) => matches!(last, ',' | ';' | ':' | '!' | '?' | '’' | '‘' | '*' | '…'),
        };
        if !goes {
            break;
        }
        end -= last.len_utf8();
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        addresses(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn of_the_web() {
        assert_eq!(
            found("See https://example.org/a--b/it's...ok, or (ftp://x.org/a'b)."),
            ["https://example.org/a--b/it's...ok", "ftp://x.org/a'b"]
        );
        assert_eq!(
            found("“https://x.org/a_(b)” www.a--b.org; so--https://x.org/'a'"),
            ["https://x.org/a_(b)", "www.a--b.org", "https://x.org/'a'"]
        );
        assert_eq!(
            found("at example.org/a--b? or xn--bcher-kva.example. https://x.org's"),
            ["example.org/a--b", "xn--bcher-kva.example", "https://x.org"]
        );
        assert_eq!(
            found("doi:10.1000/a--b, 10.1000/'x--y'z and urn:x:a--b/c"),
            ["doi:10.1000/a--b", "10.1000/'x--y'z", "urn:x:a--b/c"]
        );
    }

    #[test]
    fn of_mail() {
        assert_eq!(
            found("write to o'neil@example.org, 'a--b@x.org' or me@home, it's a@x.org's"),
            ["o'neil@example.org", "a--b@x.org", "a@x.org"]
        );
    }

    #[test]
    fn of_files_and_options() {
        assert_eq!(
            found("in /usr/a--b, ./a...b, go ./... and C:\\a--b or ~/it's."),
            ["/usr/a--b", "./a...b", "./...", "C:\\a--b", "~/it's"]
        );
        assert_eq!(
            found("src/a--b.rs, report--final.pdf and --no-record --size=4 set"),
            ["src/a--b.rs", "report--final.pdf", "--no-record", "--size=4"]
        );
    }

    #[test]
    fn not_prose() {
        let prose = "he/she's here--i.e. now, --word and --well-known-- 1/2--3/4, and/or--but 24/7's @a--b";
        assert_eq!(found(prose), Vec::<&str>::new());
    }
}
