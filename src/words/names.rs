//! Names of languages.

use super::tag;
use crate::model::manifest::Lang;

/// The languages named, in the order of each row.
const NAMED: [&str; 19] = [
    "en", "fr", "de", "es", "it", "pt", "nl", "sq", "bs", "hr", "sr", "mk", "ro", "ar", "he", "ru", "zh",
    "sv", "tr",
];

#[rustfmt::skip]
const ROWS: [(&str, [&str; NAMED.len()]); 20] = [
    ("en", ["English", "French", "German", "Spanish", "Italian", "Portuguese", "Dutch", "Albanian", "Bosnian", "Croatian", "Serbian", "Macedonian", "Romanian", "Arabic", "Hebrew", "Russian", "Chinese", "Swedish", "Turkish"]),
    ("fr", ["anglais", "français", "allemand", "espagnol", "italien", "portugais", "néerlandais", "albanais", "bosniaque", "croate", "serbe", "macédonien", "roumain", "arabe", "hébreu", "russe", "chinois", "suédois", "turc"]),
    ("de", ["Englisch", "Französisch", "Deutsch", "Spanisch", "Italienisch", "Portugiesisch", "Niederländisch", "Albanisch", "Bosnisch", "Kroatisch", "Serbisch", "Mazedonisch", "Rumänisch", "Arabisch", "Hebräisch", "Russisch", "Chinesisch", "Schwedisch", "Türkisch"]),
    ("es", ["inglés", "francés", "alemán", "español", "italiano", "portugués", "neerlandés", "albanés", "bosnio", "croata", "serbio", "macedonio", "rumano", "árabe", "hebreo", "ruso", "chino", "sueco", "turco"]),
    ("it", ["inglese", "francese", "tedesco", "spagnolo", "italiano", "portoghese", "olandese", "albanese", "bosniaco", "croato", "serbo", "macedone", "rumeno", "arabo", "ebraico", "russo", "cinese", "svedese", "turco"]),
    ("pt", ["inglês", "francês", "alemão", "espanhol", "italiano", "português", "neerlandês", "albanês", "bósnio", "croata", "sérvio", "macedónio", "romeno", "árabe", "hebraico", "russo", "chinês", "sueco", "turco"]),
    ("nl", ["Engels", "Frans", "Duits", "Spaans", "Italiaans", "Portugees", "Nederlands", "Albanees", "Bosnisch", "Kroatisch", "Servisch", "Macedonisch", "Roemeens", "Arabisch", "Hebreeuws", "Russisch", "Chinees", "Zweeds", "Turks"]),
    ("sq", ["anglisht", "frëngjisht", "gjermanisht", "spanjisht", "italisht", "portugalisht", "holandisht", "shqip", "boshnjakisht", "kroatisht", "serbisht", "maqedonisht", "rumanisht", "arabisht", "hebraisht", "rusisht", "kinezisht", "suedisht", "turqisht"]),
    ("bs", ["engleski", "francuski", "njemački", "španski", "italijanski", "portugalski", "holandski", "albanski", "bosanski", "hrvatski", "srpski", "makedonski", "rumunski", "arapski", "hebrejski", "ruski", "kineski", "švedski", "turski"]),
    ("hr", ["engleski", "francuski", "njemački", "španjolski", "talijanski", "portugalski", "nizozemski", "albanski", "bosanski", "hrvatski", "srpski", "makedonski", "rumunjski", "arapski", "hebrejski", "ruski", "kineski", "švedski", "turski"]),
    ("sr", ["енглески", "француски", "немачки", "шпански", "италијански", "португалски", "холандски", "албански", "босански", "хрватски", "српски", "македонски", "румунски", "арапски", "хебрејски", "руски", "кинески", "шведски", "турски"]),
    ("sr-latn", ["engleski", "francuski", "nemački", "španski", "italijanski", "portugalski", "holandski", "albanski", "bosanski", "hrvatski", "srpski", "makedonski", "rumunski", "arapski", "hebrejski", "ruski", "kineski", "švedski", "turski"]),
    ("mk", ["англиски", "француски", "германски", "шпански", "италијански", "португалски", "холандски", "албански", "босански", "хрватски", "српски", "македонски", "романски", "арапски", "хебрејски", "руски", "кинески", "шведски", "турски"]),
    ("ro", ["engleză", "franceză", "germană", "spaniolă", "italiană", "portugheză", "neerlandeză", "albaneză", "bosniacă", "croată", "sârbă", "macedoneană", "română", "arabă", "ebraică", "rusă", "chineză", "suedeză", "turcă"]),
    ("ar", ["الإنجليزية", "الفرنسية", "الألمانية", "الإسبانية", "الإيطالية", "البرتغالية", "الهولندية", "الألبانية", "البوسنية", "الكرواتية", "الصربية", "المقدونية", "الرومانية", "العربية", "العبرية", "الروسية", "الصينية", "السويدية", "التركية"]),
    ("he", ["אנגלית", "צרפתית", "גרמנית", "ספרדית", "איטלקית", "פורטוגזית", "הולנדית", "אלבנית", "בוסנית", "קרואטית", "סרבית", "מקדונית", "רומנית", "ערבית", "עברית", "רוסית", "סינית", "שוודית", "טורקית"]),
    ("ru", ["английский", "французский", "немецкий", "испанский", "итальянский", "португальский", "нидерландский", "албанский", "боснийский", "хорватский", "сербский", "македонский", "румынский", "арабский", "иврит", "русский", "китайский", "шведский", "турецкий"]),
    ("zh", ["英语", "法语", "德语", "西班牙语", "意大利语", "葡萄牙语", "荷兰语", "阿尔巴尼亚语", "波斯尼亚语", "克罗地亚语", "塞尔维亚语", "马其顿语", "罗马尼亚语", "阿拉伯语", "希伯来语", "俄语", "中文", "瑞典语", "土耳其语"]),
    ("ja", ["英語", "フランス語", "ドイツ語", "スペイン語", "イタリア語", "ポルトガル語", "オランダ語", "アルバニア語", "ボスニア語", "クロアチア語", "セルビア語", "マケドニア語", "ルーマニア語", "アラビア語", "ヘブライ語", "ロシア語", "中国語", "スウェーデン語", "トルコ語"]),
    ("tr", ["İngilizce", "Fransızca", "Almanca", "İspanyolca", "İtalyanca", "Portekizce", "Felemenkçe", "Arnavutça", "Boşnakça", "Hırvatça", "Sırpça", "Makedonca", "Rumence", "Arapça", "İbranice", "Rusça", "Çince", "İsveççe", "Türkçe"]),
];

/// What `inside` calls a language; its English name, or else its tag, where there is no other.
pub fn language_name(lang: &Lang, inside: &Lang) -> String {
    let wanted = lang.primary();
    let wanted = match wanted.as_ref() {
        "sh" => "sr",
        "mo" => "ro",
        "iw" => "he",
        primary => primary,
    };
    let inside = tag(inside);
    let row = ROWS.iter().find(|(have, _)| *have == inside).unwrap_or(&ROWS[0]);
    match NAMED.iter().position(|have| *have == wanted) {
        Some(at) => row.1[at].to_string(),
        None => lang.0.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let name = |lang: &str, inside: &str| language_name(&Lang::new(lang), &Lang::new(inside));
        assert_eq!(name("en-GB", "en"), "English");
        assert_eq!(name("sq", "sr-Cyrl"), "албански");
        assert_eq!(name("sq", "xx"), "Albanian");
        assert_eq!(name("tlh", "en"), "tlh");
    }
}
