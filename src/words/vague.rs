//! Words that say nothing of where a link leads.

use super::tag;
use crate::model::manifest::Lang;

/// By language: what web pages write on links (W3C's failure F84 of WCAG 2.2 has the English ones). In small letters.
#[rustfmt::skip]
const PHRASES: [(&str, &[&str]); 19] = [
    ("en", &["click here", "here", "link", "this link", "read more", "more", "learn more", "more info", "see here", "this page", "tap here"]),
    ("fr", &["cliquez ici", "cliquer ici", "ici", "lien", "ce lien", "lire la suite", "en savoir plus", "plus", "voir ici"]),
    ("de", &["hier klicken", "klicken sie hier", "klick hier", "hier", "link", "dieser link", "mehr", "weiterlesen", "mehr lesen", "mehr erfahren"]),
    ("es", &["haga clic aquí", "haz clic aquí", "clic aquí", "pulse aquí", "aquí", "enlace", "este enlace", "leer más", "más", "más información"]),
    ("it", &["clicca qui", "fai clic qui", "qui", "link", "questo link", "leggi tutto", "continua a leggere", "altro"]),
    ("pt", &["clique aqui", "aqui", "ligação", "link", "este link", "ler mais", "leia mais", "saiba mais", "mais"]),
    ("nl", &["klik hier", "hier", "link", "deze link", "lees meer", "lees verder", "meer"]),
    ("sq", &["kliko këtu", "klikoni këtu", "këtu", "lidhja", "lexo më shumë", "më shumë"]),
    ("bs", &["kliknite ovdje", "klikni ovdje", "ovdje", "link", "pročitaj više", "više"]),
    ("hr", &["kliknite ovdje", "klikni ovdje", "ovdje", "poveznica", "link", "pročitaj više", "više"]),
    ("sr", &["кликните овде", "кликни овде", "овде", "линк", "прочитај више", "више"]),
    ("sr-latn", &["kliknite ovde", "klikni ovde", "ovde", "link", "pročitaj više", "više"]),
    ("mk", &["кликнете овде", "кликни овде", "овде", "тука", "линк", "прочитај повеќе", "повеќе"]),
    ("ro", &["faceți clic aici", "clic aici", "click aici", "aici", "link", "citește mai mult", "mai mult"]),
    ("ar", &["اضغط هنا", "انقر هنا", "هنا", "رابط", "اقرأ المزيد", "المزيد"]),
    ("he", &["לחצו כאן", "לחץ כאן", "כאן", "קישור", "קרא עוד", "קראו עוד", "עוד"]),
    ("ru", &["нажмите здесь", "щелкните здесь", "щёлкните здесь", "здесь", "тут", "ссылка", "читать далее", "подробнее", "ещё"]),
    ("zh", &["点击这里", "点击此处", "单击此处", "这里", "此处", "链接", "更多", "阅读更多", "点击這裡", "這裡", "連結"]),
    ("ja", &["ここをクリック", "こちらをクリック", "ここ", "こちら", "リンク", "続きを読む", "もっと読む"]),
];

/// Longer words than these are no such phrase, and cost nothing to look at.
const LONGEST: usize = 100;

/// Whether a link's words, in this language, could stand on any link.
pub fn is_vague(words: &str, lang: &Lang) -> bool {
    let bare = words.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.len() > LONGEST {
        return false;
    }
    let bare = bare.to_lowercase();
    let row = PHRASES.iter().find(|(have, _)| *have == tag(lang));
    row.is_some_and(|(_, phrases)| phrases.contains(&bare.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_by_language() {
        let vague = |words: &str, tag: &str| is_vague(words, &Lang::new(tag));
        assert!(vague("Click here!", "en-GB"));
        assert!(vague("→ Hier", "de"));
        assert!(!vague("hier", "en"));
        assert!(!vague("here", "af"));
        assert!(!vague("The report here", "en"));
    }

    #[test]
    fn phrases_are_in_small_letters() {
        for phrase in PHRASES.iter().flat_map(|(_, phrases)| *phrases) {
            assert_eq!(phrase.to_lowercase(), *phrase);
        }
    }
}
