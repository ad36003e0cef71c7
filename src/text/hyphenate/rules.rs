//! Division by rules of syllables, for languages whose grammars state them and for which there are no patterns that may be
//! passed on: Romanian and Macedonian.
//!
//! A consonant between two vowels goes with the second; of two, one stays behind, unless both may begin a syllable; of
//! three, one stays behind, but for groups that would be too hard to say. Where grammars leave a choice or a word's parts
//! would have to be known, words are not divided.

use crate::model::manifest::Lang;

/// The languages that have rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rules {
    Romanian,
    Macedonian,
}

/// The rules for a language.
pub fn of(lang: &Lang) -> Option<Rules> {
    match lang.primary().as_ref() {
        "ro" | "mo" => Some(Rules::Romanian),
        "mk" => Some(Rules::Macedonian),
        _ => None,
    }
}

/// After how many of its letters, which are small ones, a word may be divided.
pub fn cuts(rules: Rules, word: &[char]) -> Vec<usize> {
    match rules {
        Rules::Romanian => romanian(word),
        Rules::Macedonian => macedonian(word),
    }
}

/// Places of the letters that syllables are built about.
fn nuclei(word: &[char], is_vowel: impl Fn(usize) -> bool) -> Vec<usize> {
    (0..word.len()).filter(|at| is_vowel(*at)).collect()
}

/// Romanian (Academia Română, Dicționarul ortografic, ortoepic și morfologic, 2005 and 2021, “Despărțirea în silabe”): the
/// division by pronunciation.
fn romanian(word: &[char]) -> Vec<usize> {
    // Foreign words, which follow other rules.
    if word.iter().any(|c| matches!(c, 'q' | 'w' | 'y' | 'k')) {
        return Vec::new();
    }
    let is_vowel = |at: usize| "aăâeiîou".contains(word[at]);
    let end = word.len();
    // `lupi` has one syllable; `codri` two.
    let is_silent = |at: usize| {
        let after_consonant = at > 0 && !is_vowel(at - 1);
        let follows_liquid = at > 1
            && matches!(word[at - 1], 'l' | 'r')
            && !is_vowel(at - 2)
            && !matches!(word[at - 2], 'l' | 'r' | 'm' | 'n' | 'j');
        at + 1 == end && word[at] == 'i' && after_consonant && !follows_liquid
    };
    let nuclei = nuclei(word, |at| is_vowel(at) && !is_silent(at));
    nuclei.windows(2).filter_map(|pair| romanian_cut(word, (pair[0], pair[1]))).collect()
}

/// Where the letters between two vowels are parted.
fn romanian_cut(word: &[char], (left, right): (usize, usize)) -> Option<usize> {
    let between: String = word[left + 1..right].iter().collect();
    let letters: Vec<char> = between.chars().collect();
    let first = left + 1;
    let is_digraph = |text: &str| matches!(text, "ch" | "gh");
    Some(match letters.as_slice() {
        [] => return romanian_hiatus(word, (left, right)),
        [_] => first,
        // Before `e` and `i` they are one consonant.
        [_, 'h'] if is_digraph(&between) => return matches!(word[right], 'e' | 'i').then_some(first),
        ['b' | 'c' | 'd' | 'f' | 'g' | 'h' | 'p' | 't' | 'v', 'l' | 'r'] => first,
        [_, _] => first + 1,
        ['n', 's', ..] if word[..first + 2].ends_with(&['t', 'r', 'a', 'n', 's']) && first == 3 => first + 2,
        [_, _, 'h'] if is_digraph(&between[letters[0].len_utf8()..]) => first + 1,
        ['l' | 'm', 'p', 't' | 'ț'] | ['n', 'c', 't' | 'ț' | 's'] | ['n', 'd', 'v'] => first + 2,
        ['r', 'c', 't'] | ['r', 't', 'f'] | ['s', 't', 'm'] => first + 2,
        [_, _, _] => first + 1,
        ['b' | 'd' | 'l' | 'm' | 'n' | 'p' | 'r', 's', ..] | ['n', 'c' | 'd' | 'f' | 'g' | 't' | 'v', ..] => {
            first + 1
        }
        ['m', 'b' | 'p', ..] | ['r', 't', ..] => first + 1,
        [..] => first + 2,
    })
}

/// Between vowels: before an `i` or `u` that another follows, `ro-ua`, and where two never make a diphthong.
fn romanian_hiatus(word: &[char], (left, right): (usize, usize)) -> Option<usize> {
    const CLOSE: [char; 2] = ['i', 'u'];
    let open = |at: usize| "aăâeîo".contains(word[at]);
    if CLOSE.contains(&word[left]) {
        let between_vowels = left > 0 && open(left - 1) && !CLOSE.contains(&word[right]);
        return between_vowels.then_some(left);
    }
    let apart = [('o', 'e'), ('a', 'e'), ('a', 'o'), ('o', 'o'), ('e', 'e'), ('a', 'a')];
    apart.contains(&(word[left], word[right])).then_some(right)
}

/// Macedonian (Правопис на македонскиот јазик, 2017, “Делење на зборовите на крајот од редот”).
fn macedonian(word: &[char]) -> Vec<usize> {
    let is_vowel = |at: usize| matches!(word[at], 'а' | 'е' | 'и' | 'о' | 'у');
    // `р` between consonants is what the syllable is built about.
    let is_syllabic = |at: usize| {
        let before = at == 0 || !is_vowel(at - 1);
        word[at] == 'р' && before && at + 1 < word.len() && !is_vowel(at + 1)
    };
    let nuclei = nuclei(word, |at| is_vowel(at) || is_syllabic(at));
    let cut = |pair: &[usize]| {
        let (left, right) = (pair[0], pair[1]);
        if is_syllabic(left) || is_syllabic(right) {
            return None;
        }
        let prefixed = left == 1
            && word[..3] == ['п', 'о', 'с']
            && right > 3
            && matches!(word[3], 'т' | 'к' | 'л' | 'в' | 'п' | 'н');
        Some(match right - left {
            1 => right,
            2 => left + 1,
            _ if prefixed => 2,
            _ => left + 2,
        })
    };
    nuclei.windows(2).filter_map(cut).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divide(rules: Rules, words: &str) -> String {
        let divided = words.split(' ').map(|word| {
            let letters: Vec<char> = word.chars().collect();
            let mut divided = letters.clone();
            cuts(rules, &letters).iter().rev().for_each(|at| divided.insert(*at, '-'));
            divided.iter().collect::<String>()
        });
        divided.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn romanian_words() {
        let words = "masă ureche unghie lupi codri poet roua transport funcție sculptor monstru";
        let divided = "ma-să u-re-che un-ghie lupi co-dri po-et ro-ua trans-port func-ție sculp-tor mon-stru";
        assert_eq!(divide(Rules::Romanian, words), divided);
        let words = "artă aproape abstract whisky drepturile cetățean înscris";
        assert_eq!(
            divide(Rules::Romanian, words),
            "ar-tă a-proa-pe ab-stract whisky drep-tu-ri-le ce-tă-țean în-scris"
        );
    }

    #[test]
    fn macedonian_words() {
        let words = "мајка сестра држава поставен лингвист театар";
        assert_eq!(divide(Rules::Macedonian, words), "мај-ка сес-тра држа-ва по-ста-вен лин-гвист те-а-тар");
    }
}
