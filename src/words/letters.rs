//! How a language sorts, and the letters under which its indexes stand (CLDR's collation, Unicode TR 35, part 5).

use std::cmp::Ordering;

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_locale_core::Locale;
use unicode_script::{Script, UnicodeScript};

use super::language::tag;
use crate::model::manifest::Lang;

/// The order of a language's words, and its letters.
pub struct Alphabet {
    /// Tells all apart that a reader does.
    full: Option<CollatorBorrowed<'static>>,
    /// Tells letters apart, and no more.
    letters: Option<CollatorBorrowed<'static>>,
    lang: String,
}

impl Alphabet {
    /// The alphabet of a language; the root collation where it has none of its own.
    pub fn of(lang: &Lang) -> Alphabet {
        let locale: Locale = lang.0.parse().unwrap_or(Locale::UNKNOWN);
        let collator = |strength| {
            let mut preferences = CollatorPreferences::from(&locale);
            preferences.numeric_ordering = Some(CollationNumericOrdering::True);
            let mut options = CollatorOptions::default();
            options.strength = Some(strength);
            CollatorBorrowed::try_new(preferences, options).ok()
        };
        Alphabet { full: collator(Strength::Tertiary), letters: collator(Strength::Primary), lang: tag(lang) }
    }

    /// Which of two words comes first.
    pub fn compare(&self, one: &str, other: &str) -> Ordering {
        self.full.as_ref().map_or_else(|| one.cmp(other), |collator| collator.compare(one, other))
    }

    /// The letter that words stand under; none for what begins with a figure or a sign.
    pub fn letter(&self, words: &str) -> Option<String> {
        let mut chars = words.chars().skip_while(|c| !c.is_alphanumeric());
        let first = chars.next().filter(|c| c.is_alphabetic())?;
        let second = chars.next();
        match first.script() {
            Script::Han => self.syllable(first),
            Script::Hiragana | Script::Katakana => Some(kana_row(first).to_string()),
            Script::Hangul => Some(initial(first).to_string()),
            // Vowels that are written before the consonant that a word begins with.
            Script::Thai | Script::Lao if matches!(first, 'เ'..='ไ' | 'ເ'..='ໄ') => {
                second.map(String::from)
            }
            _ => Some(self.alphabetic(first, second)),
        }
    }

    /// A letter without marks, unless the language counts it with them; or the two signs that it counts as one letter.
    fn alphabetic(&self, first: char, second: Option<char>) -> String {
        if let Some(second) =
            second.filter(|second| second.is_alphabetic() && self.is_digraph(first, *second))
        {
            // As Danish and Norwegian once wrote å.
            if format!("{first}{second}").eq_ignore_ascii_case("aa") {
                return "Å".to_string();
            }
            let small: String = second.to_lowercase().collect();
            return format!("{}{small}", self.capital(first));
        }
        let base = base_of(first);
        let is_other = self
            .letters
            .as_ref()
            .is_some_and(|letters| letters.compare(&first.to_string(), &base.to_string()) != Ordering::Equal);
        self.capital(if is_other { first } else { base })
    }

    fn capital(&self, letter: char) -> String {
        match letter {
            'i' if matches!(self.lang.as_str(), "tr" | "az") => "İ".to_string(),
            // Georgian has capitals for whole words alone (Unicode 16, 7.7).
            _ if letter.script() == Script::Georgian => letter.to_string(),
            _ => letter.to_uppercase().collect(),
        }
    }

    /// Whether the language sorts two letters as one: COMBINING GRAPHEME JOINER between them keeps them apart (Unicode 16, 23.2).
    fn is_digraph(&self, first: char, second: char) -> bool {
        let (pair, apart) = (format!("{first}{second}"), format!("{first}\u{34f}{second}"));
        self.letters.as_ref().is_some_and(|letters| letters.compare(&pair, &apart) != Ordering::Equal)
    }

    /// The letter that a character of Chinese is read with, by the first character that the pinyin order has of each; other
    /// languages tell readings by what an entry is sorted by.
    fn syllable(&self, character: char) -> Option<String> {
        const FIRST: [(char, &str); 23] = [
            ('阿', "A"),
            ('八', "B"),
            ('嚓', "C"),
            ('咑', "D"),
            ('妸', "E"),
            ('发', "F"),
            ('旮', "G"),
            ('哈', "H"),
            ('丌', "J"),
            ('咔', "K"),
            ('垃', "L"),
            ('妈', "M"),
            ('拏', "N"),
            ('噢', "O"),
            ('妑', "P"),
            ('七', "Q"),
            ('呥', "R"),
            ('仨', "S"),
            ('他', "T"),
            ('屲', "W"),
            ('夕', "X"),
            ('丫', "Y"),
            ('帀', "Z"),
        ];
        let letters = self.letters.as_ref().filter(|_| self.lang == "zh")?;
        let is_before = |(first, _): &&(char, &str)| {
            letters.compare(&first.to_string(), &character.to_string()) != Ordering::Greater
        };
        Some(FIRST.iter().rev().find(is_before).map_or("A", |(_, letter)| letter).to_string())
    }
}

/// A letter without its marks.
fn base_of(letter: char) -> char {
    let decomposed = icu_normalizer::DecomposingNormalizerBorrowed::new_nfd();
    decomposed.normalize_iter(std::iter::once(letter)).next().unwrap_or(letter)
}

/// The row of the table of kana.
fn kana_row(kana: char) -> char {
    const ROWS: [(char, &str); 10] = [
        ('あ', "ぁあぃいぅうぇえぉおゔ"),
        ('か', "かがきぎくぐけげこごゕゖ"),
        ('さ', "さざしじすずせぜそぞ"),
        ('た', "ただちぢっつづてでとど"),
        ('な', "なにぬねの"),
        ('は', "はばぱひびぴふぶぷへべぺほぼぽ"),
        ('ま', "まみむめも"),
        ('や', "ゃやゅゆょよ"),
        ('ら', "らりるれろ"),
        ('わ', "ゎわゐゑをん"),
    ];
    let hiragana = match kana {
        'ァ'..='ヶ' => char::from_u32(kana as u32 - 0x60).unwrap_or(kana),
        _ => kana,
    };
    ROWS.iter().find(|(_, row)| row.contains(hiragana)).map_or(hiragana, |(head, _)| *head)
}

/// The first consonant of a syllable of Hangul; doubled ones stand with the single.
fn initial(syllable: char) -> char {
    const INITIALS: [char; 19] = [
        'ㄱ', 'ㄱ', 'ㄴ', 'ㄷ', 'ㄷ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅂ', 'ㅅ', 'ㅅ', 'ㅇ', 'ㅈ', 'ㅈ', 'ㅊ', 'ㅋ', 'ㅌ',
        'ㅍ', 'ㅎ',
    ];
    let at = (syllable as u32).checked_sub(0xac00).map(|at| at as usize / 588);
    at.and_then(|at| INITIALS.get(at)).copied().unwrap_or(syllable)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(lang: &str, words: &[&str]) -> Vec<String> {
        let alphabet = Alphabet::of(&Lang::new(lang));
        words.iter().map(|word| alphabet.letter(word).unwrap_or("-".to_string())).collect()
    }

    #[test]
    fn letters_are_those_of_the_language() {
        assert_eq!(
            letters("en", &["Éclair", "zebra", "Ångström", "42", "“quoted”", "llama"]),
            ["E", "Z", "A", "-", "Q", "L"]
        );
        assert_eq!(letters("sv", &["Ångström", "äpple", "öl", "é"]), ["Å", "Ä", "Ö", "E"]);
        assert_eq!(letters("de", &["Äpfel", "Öl", "straße"]), ["A", "O", "S"]);
        assert_eq!(
            letters("hr", &["čaj", "ljubav", "njiva", "džep", "đak", "lopta"]),
            ["Č", "Lj", "Nj", "Dž", "Đ", "L"]
        );
        assert_eq!(letters("es", &["ñandú", "llama", "árbol"]), ["Ñ", "L", "A"]);
        assert_eq!(letters("sq", &["dhelpër", "xhep", "zë", "çaj"]), ["Dh", "Xh", "Z", "Ç"]);
        assert_eq!(letters("hu", &["csésze", "gyár", "cukor"]), ["Cs", "Gy", "C"]);
        assert_eq!(letters("cs", &["chléb", "hora"]), ["Ch", "H"]);
        assert_eq!(letters("ro", &["șarpe", "țară", "înalt"]), ["Ș", "Ț", "Î"]);
        assert_eq!(letters("ru", &["ёлка", "йод"]), ["Е", "Й"]);
        assert_eq!(letters("da", &["Aalborg", "ål", "øl"]), ["Å", "Å", "Ø"]);
        assert_eq!(letters("ja", &["がく", "カメラ", "みず"]), ["か", "か", "ま"]);
        assert_eq!(letters("ko", &["가방", "까치", "한국"]), ["ㄱ", "ㄱ", "ㅎ"]);
        assert_eq!(letters("zh", &["北京", "上海", "重量"]), ["B", "S", "Z"]);
        assert_eq!(letters("th", &["เกาะ", "กา"]), ["ก", "ก"]);
        assert_eq!(letters("ar", &["كتاب"]), ["ك"]);
        assert_eq!(letters("tr", &["iğne", "ışık", "İzmir", "çay", "şeker"]), ["İ", "I", "İ", "Ç", "Ş"]);
        assert_eq!(letters("pl", &["łódź", "świat", "sól"]), ["Ł", "Ś", "S"]);
        assert_eq!(letters("el", &["άλφα", "Ήλιος"]), ["Α", "Η"]);
        assert_eq!(letters("is", &["þing", "ís", "öl"]), ["Þ", "Í", "Ö"]);
        assert_eq!(letters("uk", &["їжак", "ґрунт", "Європа"]), ["Ї", "Ґ", "Є"]);
        assert_eq!(letters("ka", &["ანბანი"]), ["ა"]);
        assert_eq!(letters("zh-Hant", &["北京"]), ["-"]);
    }

    #[test]
    fn words_are_sorted_as_the_language_sorts() {
        let sorted = |lang: &str, words: &str| {
            let alphabet = Alphabet::of(&Lang::new(lang));
            let mut words: Vec<&str> = words.split(' ').collect();
            words.sort_by(|a, b| alphabet.compare(a, b));
            words.join(" ")
        };
        assert_eq!(sorted("de", "Zebra Äpfel Apfel Öl Oase"), "Apfel Äpfel Oase Öl Zebra");
        assert_eq!(sorted("sv", "öl zebra ål apa"), "apa zebra ål öl");
        assert_eq!(sorted("hr", "lopta ljubav luk čaj cvijet"), "cvijet čaj lopta luk ljubav");
        assert_eq!(sorted("en", "B10 b2 a Ab"), "a Ab b2 B10");
    }
}
