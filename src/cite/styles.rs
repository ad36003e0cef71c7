//! Styles of citations: by a name that hayagriva knows, or from a file; and what languages call things in them.

use std::sync::OnceLock;

use hayagriva::archive::{self, ArchivedStyle};
use hayagriva::citationberg::taxonomy::{OtherTerm, Term};
use hayagriva::citationberg::{
    self as csl, Citation, Collapse, IndependentStyle, Locale, LocaleCode, StyleClass, TermForm,
    VerticalAlign,
};

use super::letters::{self, Lettering, Telling};
use super::{Trouble, inherit, own_locales};

/// What is taken where none is named: as pandoc does.
const USUAL: &str = "chicago-author-date";

/// Short names of styles.
const SHORT: [(&str, &str); 7] = [
    ("harvard", "harvard-cite-them-right"),
    ("acm", "association-for-computing-machinery"),
    ("ama", "american-medical-association"),
    ("acs", "american-chemical-society"),
    ("mhra", "mhra-notes"),
    ("abnt", "associacao-brasileira-de-normas-tecnicas"),
    ("iso690", "iso-690-author-date"),
];

/// Journals that cite as a style does: lines of the style and their names.
const JOURNALS: &str = include_str!("journals.txt");

/// Other names of styles, and what they mean.
fn others() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines =
        JOURNALS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(": "));
    let journals = lines.flat_map(|(style, names)| names.split_whitespace().map(move |name| (name, style)));
    SHORT.into_iter().chain(journals)
}

/// How works of one author stand together (CSL 1.0.2, Cite Grouping and Cite Collapsing).
#[derive(Debug, Clone)]
pub(super) struct Groups {
    pub(super) between: String,
    /// The same where they have letters.
    pub(super) between_lettered: Option<String>,
    pub(super) after: Option<String>,
    pub(super) between_letters: Option<String>,
    pub(super) collapse: Option<Collapse>,
}

/// How a book cites.
#[derive(Debug, Clone)]
pub struct Style {
    pub(super) rules: IndependentStyle,
    pub(super) locale: LocaleCode,
    /// What parts cites.
    pub(super) delimiter: Option<String>,
    pub(super) groups: Option<Groups>,
    pub(super) telling: Telling,
    pub(super) lettering: Option<Lettering>,
    /// What stands between initials in citations.
    pub(super) initials: Option<String>,
    /// Works have labels in it.
    pub(super) has_labels: bool,
}

impl Style {
    fn of(mut rules: IndependentStyle, lang: &str) -> Style {
        inherit::settle(&mut rules);
        // hayagriva gathers cites by the people in them, not by what is said of these, and loses some: that is done afterwards.
        let citation = &mut rules.citation;
        let by_year = citation.collapse.is_some_and(|collapse| collapse != Collapse::CitationNumber);
        let between = citation.cite_group_delimiter.take();
        let usual = Citation::DEFAULT_CITE_GROUP_DELIMITER;
        let groups = (between.is_some() || by_year).then(|| Groups {
            between_letters: citation.year_suffix_delimiter.clone().or_else(|| between.clone()),
            between_lettered: of_letters(citation).filter(|_| between.is_none()),
            between: between.unwrap_or_else(|| usual.to_string()),
            after: citation.after_collapse_delimiter.clone(),
            collapse: citation.collapse.take_if(|_| by_year),
        });
        // It has what parts cites between the elements of a cite as well.
        let delimiter = citation.layout.delimiter.take();
        letters::settle_texts(&mut rules);
        let has_labels = letters::has_labels(&rules);
        let initials = letters::initials(&rules);
        let telling = Telling::taken(&mut rules);
        let lettering = letters::taken(&mut rules);
        Style { rules, locale: locale(lang), delimiter, groups, telling, lettering, initials, has_labels }
    }

    /// The style of a name in a book's language; without a name, the usual one.
    pub fn named(name: Option<&str>, lang: &str) -> Option<Style> {
        let name = name.unwrap_or(USUAL).trim().to_lowercase();
        let name = name.strip_suffix(".csl").unwrap_or(&name);
        let name = others().find(|(other, _)| *other == name).map_or(name, |(_, style)| style);
        // Each has a name of hayagriva's, and one in the repository of CSL's styles.
        let id = format!("http://www.zotero.org/styles/{name}");
        match ArchivedStyle::by_name(name).or_else(|| ArchivedStyle::by_id(&id))?.get() {
            csl::Style::Independent(rules) => Some(Style::of(rules, lang)),
            csl::Style::Dependent(_) => None,
        }
    }

    /// The names of all that are known.
    pub fn names() -> Vec<&'static str> {
        let names = ArchivedStyle::all().iter().flat_map(|style| style.names());
        names.copied().chain(others().map(|(other, _)| other)).collect()
    }

    /// A style of a file's own.
    ///
    /// # Errors
    ///
    /// Where it is no style, or none that has an end.
    pub fn read(text: &str, lang: &str) -> Result<Style, Trouble> {
        sound(text)?;
        match csl::Style::from_xml(text) {
            Ok(csl::Style::Independent(rules)) => Ok(Style::of(rules, lang)),
            Ok(csl::Style::Dependent(style)) => {
                let parent = style.parent_link.href.rsplit('/').next().unwrap_or_default().to_string();
                Style::named(Some(&parent), lang).ok_or_else(|| {
                    Trouble::error(0..0, format!("this style is another's, `{parent}`, which is not known"))
                        .hint("put that style's file beside the manifest, and name it")
                })
            }
            Err(error) => Err(Trouble::error(0..0, format!("this is no style of CSL 1.0: {error}"))),
        }
    }

    /// Whether it lists what is cited.
    pub(super) fn has_list(&self) -> bool {
        self.rules.bibliography.is_some()
    }

    /// Whether citations are raised, as the marks of notes are.
    pub(super) fn is_raised(&self) -> bool {
        self.rules.citation.layout.vertical_align == Some(VerticalAlign::Sup)
    }

    /// Whether full stops and commas stand within quotation marks, as in America.
    pub(super) fn puts_signs_in_quotes(&self) -> bool {
        let found = self.locales().into_iter().find_map(|locale| locale.style_options?.punctuation_in_quote);
        found.unwrap_or_default()
    }

    /// What the style says of its language, and of all, and what the language has (CSL 1.0.2, Locale Fallback).
    fn locales(&self) -> Vec<&Locale> {
        let primary = |code: &LocaleCode| code.0.split('-').next().unwrap_or_default().to_lowercase();
        let is_own = |locale: &&Locale| {
            locale.lang.as_ref().is_some_and(|lang| primary(lang) == primary(&self.locale))
        };
        let own = self.rules.locale.iter().filter(is_own);
        let all = self.rules.locale.iter().filter(|locale| locale.lang.is_none());
        let known = locales().iter().filter(|locale| locale.lang.as_ref() == Some(&self.locale));
        own.chain(all).chain(known).collect()
    }

    /// The outer and the inner quotation marks of the language, each the opening and the closing one.
    pub(super) fn quotes(&self) -> [[String; 2]; 2] {
        let all = self.locales();
        let mark = |term: OtherTerm, usual: &str| {
            let found =
                all.iter().find_map(|locale| locale.term(Term::Other(term), TermForm::Long)?.single());
            found.unwrap_or(usual).to_string()
        };
        [
            [mark(OtherTerm::OpenQuote, "“"), mark(OtherTerm::CloseQuote, "”")],
            [mark(OtherTerm::OpenInnerQuote, "‘"), mark(OtherTerm::CloseInnerQuote, "’")],
        ]
    }

    /// What joins the last of several names, and what stands for names that are not told.
    pub(super) fn words_of_names(&self) -> (Vec<String>, String) {
        let all = self.locales();
        let word = |term: OtherTerm, form: TermForm| {
            all.iter().find_map(|locale| locale.term(Term::Other(term), form)?.single()).map(str::to_string)
        };
        let and =
            [TermForm::Long, TermForm::Symbol].into_iter().filter_map(|form| word(OtherTerm::And, form));
        let and = and.chain(["&".to_string()]).collect();
        (and, word(OtherTerm::EtAl, TermForm::Long).unwrap_or_else(|| "et al.".to_string()))
    }

    /// Whether citations stand in notes.
    pub fn is_of_notes(&self) -> bool {
        self.rules.settings.class == StyleClass::Note
    }
}

/// What parts the years of one author where letters are collapsed: what parts all cites, as processors have it.
fn of_letters(citation: &Citation) -> Option<String> {
    let by_letter = matches!(citation.collapse, Some(Collapse::YearSuffix | Collapse::YearSuffixRanged));
    by_letter.then(|| citation.layout.delimiter.clone()).flatten()
}

/// Whether a file can be read and followed: XML, not too deep, whose macros end.
fn sound(text: &str) -> Result<(), Trouble> {
    const DEEPEST: usize = 100;
    const LONGEST: usize = 4 << 20;
    const MOST_ATTRIBUTES: usize = 64;
    if text.len() > LONGEST {
        return Err(Trouble::error(0..0, format!("a style has at most {LONGEST} bytes")));
    }
    let document = roxmltree::Document::parse(text).map_err(|error| {
        let place = error.pos();
        let at = super::csl_json::offset(text, place.row as usize, place.col as usize);
        Trouble::error(at..at, format!("this is no XML: {error}"))
    })?;
    // quick-xml, which reads it next, compares each attribute of an element with all others.
    if let Some(node) = document.descendants().find(|node| node.attributes().len() > MOST_ATTRIBUTES) {
        let start = node.range().start;
        return Err(Trouble::error(start..start + 1, "this element has too many attributes"));
    }
    let deep = document.descendants().find(|node| node.ancestors().nth(DEEPEST).is_some());
    if let Some(node) = deep {
        return Err(Trouble::error(node.range(), "elements stand too deep in elements"));
    }
    let named = |node: &roxmltree::Node| node.has_tag_name_local("macro");
    let mut done: Vec<&str> = Vec::new();
    let macros: Vec<roxmltree::Node> = document.descendants().filter(named).collect();
    let calls = |node: &roxmltree::Node| -> Vec<String> {
        let called = node.descendants().filter_map(|node| node.attribute("macro"));
        called.map(str::to_string).collect()
    };
    // Each round takes those whose own calls are all settled; what is left calls itself.
    loop {
        let before = done.len();
        for node in &macros {
            let Some(name) = node.attribute("name").filter(|name| !done.contains(name)) else { continue };
            let is_known = |call: &String| macros.iter().any(|other| other.attribute("name") == Some(call));
            if calls(node).iter().all(|call| !is_known(call) || done.contains(&call.as_str())) {
                done.push(name);
            }
        }
        if done.len() == before {
            break;
        }
    }
    match macros.iter().find(|node| node.attribute("name").is_some_and(|name| !done.contains(&name))) {
        Some(node) => {
            Err(Trouble::error(node.range().start..node.range().start + 1, "this macro calls itself"))
        }
        None => Ok(()),
    }
}

trait LocalName {
    fn has_tag_name_local(&self, name: &str) -> bool;
}

impl LocalName for roxmltree::Node<'_, '_> {
    fn has_tag_name_local(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}

/// Unpacks what languages call things, which takes longer than most chapters: beside whatever is done before anything is cited.
pub fn unpack() {
    locales();
}

/// What languages call things. They are unpacked once, where anything is cited.
pub(super) fn locales() -> &'static [Locale] {
    static LOCALES: OnceLock<Vec<Locale>> = OnceLock::new();
    LOCALES.get_or_init(|| archive::locales().into_iter().chain(own_locales::all()).collect())
}

/// The locale that is nearest to a language; CSL's are those of countries.
fn locale(lang: &str) -> LocaleCode {
    let tag = lang.to_ascii_lowercase();
    let primary = tag.split('-').next().unwrap_or_default();
    let known = |code: &str| {
        let mut codes = locales().iter().filter_map(|locale| locale.lang.as_ref());
        codes.find(|known| known.0.eq_ignore_ascii_case(code)).cloned()
    };
    let customary = match tag.as_str() {
        "en" => "en-US",
        "sr-latn" | "sh" | "cnr" => "sr-Latn-RS",
        "sr" | "sr-cyrl" => "sr-Cyrl-RS",
        "zh" | "zh-hans" => "zh-CN",
        "zh-hant" | "zh-hk" => "zh-TW",
        "pt" => "pt-PT",
        "de" => "de-DE",
        "fr" => "fr-FR",
        "es" => "es-ES",
        "no" => "nb-NO",
        _ => "",
    };
    let of_primary = || {
        let mut codes = locales().iter().filter_map(|locale| locale.lang.as_ref());
        codes.find(|code| code.0.split('-').next() == Some(primary)).cloned()
    };
    known(&tag).or_else(|| known(customary)).or_else(of_primary).unwrap_or_else(LocaleCode::en_us)
}
