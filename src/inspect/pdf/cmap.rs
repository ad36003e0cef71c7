//! What characters a font's codes stand for (ISO 32000-2, 9.10.3).

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object};

use super::object::File;

/// The characters of a font's codes.
#[derive(Debug)]
pub struct CMap {
    /// The bytes that each code has: one or two.
    bytes: usize,
    characters: BTreeMap<u16, String>,
}

impl CMap {
    pub fn read(file: &File, font: &Dictionary) -> Option<CMap> {
        let bytes = file.stream(font.get(b"ToUnicode").ok()?)?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let spaces = blocks(&text, "begincodespacerange", "endcodespacerange");
        let bytes = spaces.first()?.first()?.trim().len() / 2;
        if !(1..=2).contains(&bytes) {
            return None;
        }
        let mut map = BTreeMap::new();
        for block in blocks(&text, "beginbfchar", "endbfchar") {
            for pair in block.chunks_exact(2) {
                map.insert(code(pair[0])?, characters(pair[1]));
            }
        }
        for block in blocks(&text, "beginbfrange", "endbfrange") {
            for range in block.chunks_exact(3) {
                let (first, last, start) = (code(range[0])?, code(range[1])?, characters(range[2]));
                map.extend((first..=last).zip(0..).map(|(code, nth)| (code, after(&start, nth))));
            }
        }
        Some(CMap { bytes, characters: map })
    }

    /// The characters that are shown; None where a code has none.
    pub fn decode(&self, shown: &Object, out: &mut String) -> Option<()> {
        match shown {
            Object::String(bytes, _) => {
                for code in bytes.chunks(self.bytes) {
                    let code = match *code {
                        [low] if self.bytes == 1 => u16::from(low),
                        [high, low] => u16::from_be_bytes([high, low]),
                        _ => return None,
                    };
                    out.push_str(self.characters.get(&code)?);
                }
                Some(())
            }
            Object::Array(parts) => parts.iter().try_for_each(|part| match part {
                Object::String(..) => self.decode(part, out),
                // How far the parts are moved together.
                _ => Some(()),
            }),
            _ => Some(()),
        }
    }
}

/// The hexadecimal strings between two words, wherever these stand.
fn blocks<'a>(text: &'a str, begin: &str, end: &str) -> Vec<Vec<&'a str>> {
    let strings = |block: &'a str| -> Vec<&'a str> {
        block.split('<').skip(1).filter_map(|part| part.split('>').next()).collect()
    };
    let rest = text.split(begin).skip(1);
    rest.filter_map(|block| block.split(end).next()).map(strings).collect()
}

fn code(hex: &str) -> Option<u16> {
    u16::from_str_radix(hex.trim(), 16).ok()
}

fn characters(hex: &str) -> String {
    let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
    let unit = |digits: &[u8]| std::str::from_utf8(digits).ok().and_then(code);
    let units: Vec<u16> = digits.chunks(4).filter_map(unit).collect();
    String::from_utf16_lossy(&units)
}

/// The text so many places after another in a range: its last character is counted on.
fn after(start: &str, nth: u32) -> String {
    let mut text = start.to_string();
    let last = text.pop().and_then(|last| char::from_u32(u32::from(last) + nth));
    text.extend(last);
    text
}
