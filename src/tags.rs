//! Language tags: their grammar (RFC 5646), and whether there is such a language, script and region.

use isolang::Language;
use unicode_script::Script;

/// ISO 639-2's bibliographic codes beside its terminological ones, where the two differ.
pub const BIBLIOGRAPHIC: [(&str, &str); 20] = [
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
pub const THREE_LETTERS_ONLY: &str = "\
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

/// Scripts of language tags that are ways to write one of Unicode's, or several at once.
const VARIANTS: [&str; 11] =
    ["Hans", "Hant", "Jpan", "Kore", "Latf", "Latg", "Aran", "Cyrs", "Geok", "Hanb", "Zxxx"];

/// Codes that have given way to others, and are still good: Hebrew, Indonesian, Yiddish, Javanese, Moldavian,
/// Serbo-Croatian.
const GIVEN_WAY: [&str; 6] = ["iw", "in", "ji", "jw", "mo", "sh"];

/// Codes of countries that are none of languages, and what is written there.
const COUNTRIES: [(&str, &str); 22] = [
    ("ua", "uk"),
    ("cz", "cs"),
    ("jp", "ja"),
    ("cn", "zh"),
    ("tw", "zh-Hant"),
    ("hk", "zh-Hant-HK"),
    ("dk", "da"),
    ("gr", "el"),
    ("rs", "sr"),
    ("gb", "en-GB"),
    ("us", "en-US"),
    ("au", "en-AU"),
    ("nz", "en-NZ"),
    ("at", "de-AT"),
    ("mx", "es-MX"),
    ("vn", "vi"),
    ("kz", "kk"),
    ("by", "be"),
    ("il", "he"),
    ("ir", "fa"),
    ("pk", "ur"),
    ("xk", "sq"),
];

/// What languages call themselves, where their names are not the English ones.
const OWN_NAMES: [(&str, &str); 24] = [
    ("deutsch", "de"),
    ("français", "fr"),
    ("francais", "fr"),
    ("español", "es"),
    ("espanol", "es"),
    ("italiano", "it"),
    ("português", "pt"),
    ("portugues", "pt"),
    ("nederlands", "nl"),
    ("polski", "pl"),
    ("čeština", "cs"),
    ("svenska", "sv"),
    ("dansk", "da"),
    ("norsk", "nb"),
    ("suomi", "fi"),
    ("magyar", "hu"),
    ("shqip", "sq"),
    ("hrvatski", "hr"),
    ("srpski", "sr-Latn"),
    ("română", "ro"),
    ("русский", "ru"),
    ("українська", "uk"),
    ("greek", "el"),
    ("norwegian", "nb"),
];

/// Why a tag cannot be taken, and what was probably meant.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    pub message: String,
    pub hint: String,
}

/// A tag of a language that there is, its letters in the customary case (`sr-Cyrl-RS`).
///
/// # Errors
/// Tells what keeps it from being one: the grammar, or a language, a script or a region that does not exist.
pub fn read(written: &str) -> Result<String, Fault> {
    let shown = written.escape_debug();
    if !well_formed(written) {
        let message = format!("`{shown}` is no language tag (BCP 47)");
        return Err(Fault { message, hint: meant(written) });
    }
    let tag = customary(written);
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    if !is_language(primary) {
        let message = match shorter(primary) {
            Some(_) => format!("`{shown}` begins with a code of three letters, where tags have one of two"),
            None => format!("there is no language `{primary}` (ISO 639)"),
        };
        return Err(Fault { message, hint: meant(written) });
    }
    // What stands before the first singleton: later ones are of extensions.
    for part in parts.take_while(|part| part.len() > 1) {
        let is_named = part.bytes().all(|byte| byte.is_ascii_alphabetic());
        if part.len() == 4 && is_named && !is_script(part) {
            let message = format!("there is no script `{part}` (ISO 15924)");
            return Err(Fault {
                message,
                hint: "scripts are `Latn`, `Cyrl`, `Hans`, `Hant` and others".to_string(),
            });
        }
        if part == "UK" {
            let hint = format!("did you mean `{}`?", tag.replace("-UK", "-GB"));
            return Err(Fault { message: "there is no region `UK` (ISO 3166)".to_string(), hint });
        }
    }
    Ok(tag)
}

/// A language by its code of two letters, or of three, terminological or bibliographic.
pub fn language(primary: &str) -> Option<Language> {
    let bibliographic = BIBLIOGRAPHIC.iter().find(|(_, code)| *code == primary);
    let code = bibliographic.map_or(primary, |(code, _)| *code);
    if code.len() == 2 { Language::from_639_1(code) } else { Language::from_639_3(code) }
}

/// Whether there is a script of such a name, as it is customarily written, or one may be agreed on.
pub fn is_script(part: &str) -> bool {
    Script::from_short_name(part).is_some() || VARIANTS.contains(&part) || ("Qaaa"..="Qabx").contains(&part)
}

/// Whether tags may begin with a code: of a language or a group, or one that may be agreed on.
fn is_language(primary: &str) -> bool {
    let is_listed = language(primary).is_some() && shorter(primary).is_none();
    is_listed
        || GIVEN_WAY.contains(&primary)
        || THREE_LETTERS_ONLY.split(' ').any(|code| code == primary)
        || (primary.len() == 3 && ("qaa"..="qtz").contains(&primary))
}

/// The code of two letters that tags have in place of one of three (RFC 5646, section 2.2.1).
fn shorter(primary: &str) -> Option<&'static str> {
    language(primary).filter(|_| primary.len() == 3)?.to_639_1()
}

/// A hint: what was meant, as far as that can be told.
fn meant(written: &str) -> String {
    let lower = written.to_lowercase();
    let dashed = lower.replace('_', "-");
    let (primary, rest) = dashed.split_at(dashed.find('-').unwrap_or(dashed.len()));
    let by_name = || {
        let own = OWN_NAMES.iter().find(|(name, _)| *name == lower).map(|(_, code)| *code);
        own.or_else(|| {
            // Some languages have names as short as codes.
            let language = Language::from_name(&capitalized(&lower)).filter(|_| lower.len() > 3)?;
            Some(language.to_639_1().unwrap_or(language.to_639_3()))
        })
    };
    let by_country = || COUNTRIES.iter().find(|(code, _)| *code == dashed).map(|(_, tag)| *tag);
    let tag = if well_formed(&dashed) && is_language(primary) {
        Some(customary(&dashed.replace("-uk", "-gb")))
    } else if let Some(code) = shorter(primary).filter(|_| well_formed(&dashed)) {
        Some(customary(&format!("{code}{rest}")))
    } else {
        by_country().or_else(by_name).map(str::to_string)
    };
    match tag {
        Some(tag) => format!("did you mean `{tag}`?"),
        None => "write a code of ISO 639, such as `en`, `sr-Cyrl` or `pt-BR`".to_string(),
    }
}

/// Words with a capital each, as names of languages have them.
fn capitalized(words: &str) -> String {
    let mut starts = true;
    let cased = words.chars().map(|c| {
        let cased = if starts { c.to_ascii_uppercase() } else { c };
        starts = c == ' ';
        cased
    });
    cased.collect()
}

/// Whether a tag follows the grammar of RFC 5646, section 2.1, with a primary language of two or three letters: longer
/// ones are only reserved.
fn well_formed(tag: &str) -> bool {
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = tag.split('-').peekable();
    let primary = parts.next().unwrap_or_default();
    if !(2..=3).contains(&primary.len()) || !letters(primary) {
        return false;
    }
    if tag.split('-').any(|part| {
        part.is_empty() || part.len() > 8 || !part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    }) {
        return false;
    }
    for _ in 0..3 {
        parts.next_if(|part| part.len() == 3 && letters(part));
    }
    parts.next_if(|part| part.len() == 4 && letters(part));
    parts.next_if(|part| (part.len() == 2 && letters(part)) || (part.len() == 3 && digits(part)));
    let variant = |part: &str| part.len() >= 5 || (part.len() == 4 && part.as_bytes()[0].is_ascii_digit());
    while parts.next_if(|part| variant(part)).is_some() {}
    while let Some(singleton) = parts.next() {
        if singleton.len() != 1 {
            return false;
        }
        let least = if singleton.eq_ignore_ascii_case("x") { 1 } else { 2 };
        let mut count = 0;
        while parts.next_if(|part| part.len() >= least).is_some() {
            count += 1;
        }
        if count == 0 {
            return false;
        }
    }
    true
}

/// RFC 5646, section 2.1.1: lower case, but scripts in title case and regions in upper case.
fn customary(tag: &str) -> String {
    let mut private = false;
    let cased = tag.split('-').enumerate().map(|(at, part)| {
        let lower = part.to_ascii_lowercase();
        let keep = at == 0 || private;
        private |= part.len() == 1;
        match part.len() {
            4 if !keep => lower[..1].to_ascii_uppercase() + &lower[1..],
            2 if !keep => lower.to_ascii_uppercase(),
            _ => lower,
        }
    });
    cased.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_follow_the_grammar() {
        for good in [
            "en",
            "sr-Cyrl",
            "sr-cyrl-rs",
            "pt-BR",
            "de-1996",
            "zh-cmn-Hans-CN",
            "es-419",
            "en-x-a",
            "en-u-ca-buddhist",
        ] {
            assert!(well_formed(good), "{good}");
        }
        for bad in ["", "e", "english", "en_US", "en-", "en--US", "en-US-x", "en-u", "č", "en-Cyrl-Cyrl"] {
            assert!(!well_formed(bad), "{bad}");
        }
        assert_eq!(customary("SR-cyrl-rs"), "sr-Cyrl-RS");
    }

    #[test]
    fn languages_exist_and_what_was_meant_is_told() {
        for good in
            ["en", "pt-BR", "zh-Hant-HK", "sr-Latn-RS", "gsw", "qaa", "und", "sla", "iw", "yue", "ang"]
        {
            assert_eq!(read(good).as_deref(), Ok(good));
        }
        let hint = |tag: &str| read(tag).map_err(|fault| fault.hint);
        let meant = |tag: &str| Err(format!("did you mean `{tag}`?"));
        for (written, tag) in [
            ("en_US", "en-US"),
            ("english", "en"),
            ("Deutsch", "de"),
            ("deu", "de"),
            ("ger-AT", "de-AT"),
            ("ua", "uk"),
            ("jp", "ja"),
            ("en-UK", "en-GB"),
            ("en_uk", "en-GB"),
            ("Klingon", "tlh"),
        ] {
            assert_eq!(hint(written), meant(tag), "{written}");
        }
        let other = "write a code of ISO 639, such as `en`, `sr-Cyrl` or `pt-BR`";
        for bad in ["xx", "xy-XY", "", "a language", "zz", "qz", "e"] {
            assert_eq!(hint(bad), Err(other.to_string()), "{bad}");
        }
        assert!(hint("sr-Cryl").is_err_and(|hint| hint.contains("Cyrl")));
    }
}
