//! Languages as libraries and the book trade code them: by the bibliographic codes of ISO 639-2.

use isolang::Language;
use unicode_script::Script;

/// ISO 639-2's bibliographic codes beside its terminological ones, where the two differ.
const BIBLIOGRAPHIC: [(&str, &str); 20] = [
    ("bod", "tib"),
    ("ces", "cze"),
    ("cym", "wel"),
    ("deu", "ger"),
    ("ell", "gre"),
    ("eus", "baq"),
    ("fas", "per"),
    ("fra", "fre"),
    ("hye", "arm"),
    ("isl", "ice"),
    ("kat", "geo"),
    ("mkd", "mac"),
    ("mri", "mao"),
    ("msa", "may"),
    ("mya", "bur"),
    ("nld", "dut"),
    ("ron", "rum"),
    ("slk", "slo"),
    ("sqi", "alb"),
    ("zho", "chi"),
];

/// ISO 639-2's codes of languages and groups that have no code of two letters. ISO 639-3 has thousands more, which
/// catalogues do not know.
const THREE_LETTERS_ONLY: &str = "\
    ace ach ada ady afa afh ain akk ale alg alt ang anp apa arc arn arp art arw ast ath aus awa bad \
    bai bal ban bas bat bej bem ber bho bik bin bla bnt bra btk bua bug byn cad cai car cau ceb cel \
    chb chg chk chm chn cho chp chr chy cmc cnr cop cpe cpf cpp crh crp csb cus dak dar day del den \
    dgr din doi dra dsb dua dum dyu efi egy eka elx enm ewo fan fat fil fiu fon frm fro frr frs fur \
    gaa gay gba gem gez gil gmh goh gon gor got grb grc gsw gwi hai haw hil him hit hmn hsb hup iba \
    ijo ilo inc ine inh ira iro jbo jpr jrb kaa kab kac kam kar kaw kbd kha khi kho kmb kok kos kpe \
    krc krl kro kru kum kut lad lah lam lez lol loz lua lui lun luo lus mad mag mai mak man map mas \
    mdf mdr men mga mic min mis mkh mnc mni mno moh mos mul mun mus mwl mwr myn myv nah nai nap nds \
    new nia nic niu nog non nqo nso nub nwc nym nyn nyo nzi osa ota oto paa pag pal pam pap pau peo \
    phi phn pon pra pro raj rap rar roa rom rup sad sah sai sal sam sas sat scn sco sel sem sga sgn \
    shn sid sio sit sla sma smi smj smn sms snk sog son srn srr ssa suk sus sux syc syr tai tem ter \
    tet tig tiv tkl tlh tli tmh tog tpi tsi tum tup tut tvl tyv udm uga umb und vai vot wak wal war \
    was wen xal yao yap ypk zap zbl zen zgh znd zun zxx zza";

/// For a language that ISO 639-2 does not code.
pub const UNCODED: &str = "mis";

/// Scripts of language tags that are writing systems of one Unicode script.
const VARIANTS: [&str; 5] = ["Hans", "Hant", "Jpan", "Kore", "Latf"];

/// The bibliographic code of a BCP 47 tag's language.
pub fn bibliographic(tag: &str) -> &'static str {
    let primary = primary(tag);
    let coded = THREE_LETTERS_ONLY.split(' ').find(|code| *code == primary);
    coded.or_else(|| two_letters(&primary)).unwrap_or(UNCODED)
}

/// The same of a language that has a code of two letters, however it is written.
fn two_letters(primary: &str) -> Option<&'static str> {
    let terminological = language(primary).filter(|language| language.to_639_1().is_some())?.to_639_3();
    let pair = BIBLIOGRAPHIC.iter().find(|(code, _)| *code == terminological);
    Some(pair.map_or(terminological, |(_, code)| *code))
}

/// What the language is called in English.
pub fn english_name(tag: &str) -> Option<&'static str> {
    // A remark in brackets tells languages of one name apart: `Modern Greek (1453-)`.
    language(&primary(tag)).map(|language| language.to_name().split(" (").next().unwrap_or_default())
}

/// The tag's script, if it names one that exists (ISO 15924).
pub fn script(tag: &str) -> Option<&str> {
    let part = tag
        .split('-')
        .skip(1)
        .take(2)
        .find(|part| part.len() == 4 && !part.starts_with(|c: char| c.is_ascii_digit()))?;
    let exists = Script::from_short_name(part).is_some() || VARIANTS.contains(&part);
    exists.then_some(part)
}

fn language(primary: &str) -> Option<Language> {
    let bibliographic = BIBLIOGRAPHIC.iter().find(|(_, code)| *code == primary);
    let code = bibliographic.map_or(primary, |(code, _)| *code);
    if code.len() == 2 { Language::from_639_1(code) } else { Language::from_639_3(code) }
}

fn primary(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_bibliographic_codes() {
        for (tag, code) in [
            ("en", "eng"),
            ("ar", "ara"),
            ("de-1996", "ger"),
            ("deu", "ger"),
            ("ger", "ger"),
            ("sr-Cyrl", "srp"),
            ("zh-Hant-TW", "chi"),
            ("grc", "grc"),
            ("mul", "mul"),
            ("cmn", "mis"),
            ("xx", "mis"),
            ("", "mis"),
        ] {
            assert_eq!(bibliographic(tag), code, "{tag}");
        }
        assert_eq!(english_name("el"), Some("Modern Greek"));
        assert_eq!(english_name("fre"), Some("French"));
        assert_eq!(english_name("xx"), None);
    }

    #[test]
    fn scripts_are_those_that_exist() {
        assert_eq!(script("sr-Cyrl-RS"), Some("Cyrl"));
        assert_eq!(script("zh-cmn-Hans"), Some("Hans"));
        for none in ["sr", "sr-Abcd", "de-1996", "en-x-latn"] {
            assert_eq!(script(none), None, "{none}");
        }
    }
}
