//! Letters behind years, which tell works of one author and year apart (CSL 1.0.2, Disambiguation). hayagriva gives them in the
//! order of the citations, and to no more than three sets of works. Here they count in the order of the bibliography.

use std::sync::OnceLock;

use hayagriva::citationberg::taxonomy::{StandardVariable, Variable};
use hayagriva::citationberg::{
    DisambiguationRule as Rule, IndependentStyle, LayoutRenderingElement as Element, LongShortForm,
    NamesChild, Style as Csl, Text, TextTarget, json,
};
use hayagriva::{ElemChild, ElemChildren, ElemMeta};

use super::Work;
use super::quotes::quoted;

/// The field that a style prints the letter from; works have none of this name.
pub(super) const FIELD: &str = "keyword";

/// How a style tells works apart by letters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Lettering {
    /// It says where the letter stands.
    Told,
    /// The letter stands behind the year.
    BehindYears,
}

/// Takes what a style asks for out of its rules: where it prints the letter, it prints the field.
pub(super) fn taken(rules: &mut IndependentStyle) -> Option<Lettering> {
    if !std::mem::take(&mut rules.citation.disambiguate_add_year_suffix) {
        return None;
    }
    let mut found = 0;
    rules.macros.iter_mut().for_each(|one| replace(&mut one.children, &mut found));
    replace(&mut rules.citation.layout.elements, &mut found);
    if let Some(list) = &mut rules.bibliography {
        replace(&mut list.layout.elements, &mut found);
    }
    Some(if found > 0 { Lettering::Told } else { Lettering::BehindYears })
}

/// Hands over the elements of a style that print texts. Recursion is bounded: the style's elements are.
fn each_text(run: &mut [Element], see: &mut dyn FnMut(&mut Element)) {
    for element in run {
        match element {
            Element::Text(_) => see(element),
            Element::Choose(choose) => {
                each_text(&mut choose.if_.children, see);
                choose.else_if.iter_mut().for_each(|branch| each_text(&mut branch.children, see));
                choose.otherwise.iter_mut().for_each(|branch| each_text(&mut branch.children, see));
            }
            Element::Group(group) => each_text(&mut group.children, see),
            Element::Names(names) => {
                for child in &mut names.children {
                    if let NamesChild::Substitute(substitute) = child {
                        each_text(&mut substitute.children, see);
                    }
                }
            }
            Element::Date(_) | Element::Number(_) | Element::Label(_) => {}
        }
    }
}

fn each_text_of(rules: &mut IndependentStyle, see: &mut dyn FnMut(&mut Element)) {
    rules.macros.iter_mut().for_each(|one| each_text(&mut one.children, see));
    each_text(&mut rules.citation.layout.elements, see);
    rules.bibliography.iter_mut().for_each(|list| each_text(&mut list.layout.elements, see));
}

/// Quotation marks in a style's own words are those of its language, and short titles of what a work is in are used where there
/// are any.
pub(super) fn settle_texts(rules: &mut IndependentStyle) {
    each_text_of(rules, &mut |element| {
        let Element::Text(text) = element else { return };
        match &mut text.target {
            TextTarget::Value { val } if val.contains(['\'', '"']) => *val = quoted(val),
            TextTarget::Variable { var, form: LongShortForm::Short } if *var == CONTAINER => {
                *element = short_or_long(text);
            }
            TextTarget::Value { .. }
            | TextTarget::Variable { .. }
            | TextTarget::Macro { .. }
            | TextTarget::Term { .. } => {}
        }
    });
}

const CONTAINER: Variable = Variable::Standard(StandardVariable::ContainerTitle);

/// A text of the short title, or else of the long one.
fn short_or_long(text: &Text) -> Element {
    const CHOICE: &str = "<choose><if variable=\"container-title-short\"><text value=\"\"/></if><else><text value=\"\"/></else></choose>";
    static MADE: OnceLock<Element> = OnceLock::new();
    let mut element = MADE.get_or_init(|| element(CHOICE)).clone();
    if let Element::Choose(choose) = &mut element {
        let target = |name| TextTarget::Variable { var: Variable::Standard(name), form: LongShortForm::Long };
        let of = |name| vec![Element::Text(Text { target: target(name), ..text.clone() })];
        choose.if_.children = of(StandardVariable::ContainerTitleShort);
        choose.otherwise.iter_mut().for_each(|branch| branch.children = of(StandardVariable::ContainerTitle));
    }
    element
}

/// An element of a style.
fn element(xml: &str) -> Element {
    const BEFORE: &str = "<style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"in-text\" version=\"1.0\"><info><title/><id/>\
        <updated>2020-01-01T00:00:00Z</updated></info><citation><layout>";
    match Csl::from_xml(&format!("{BEFORE}{xml}</layout></citation></style>")).expect("it is a style") {
        Csl::Independent(mut rules) => rules.citation.layout.elements.remove(0),
        Csl::Dependent(_) => unreachable!("it has a layout"),
    }
}

/// Whether a style prints labels.
pub(super) fn has_labels(rules: &IndependentStyle) -> bool {
    let mut found = false;
    each_text_of(&mut rules.clone(), &mut |element| {
        let label = Variable::Standard(StandardVariable::CitationLabel);
        found |= matches!(element, Element::Text(Text { target: TextTarget::Variable { var, .. }, .. }) if *var == label);
    });
    found
}

/// Recursion is bounded: the style's elements are.
fn replace(run: &mut [Element], found: &mut usize) {
    for element in run {
        match element {
            Element::Text(text) => {
                if let TextTarget::Variable {
                    var: var @ Variable::Standard(StandardVariable::YearSuffix),
                    ..
                } = &mut text.target
                {
                    *var = Variable::Standard(StandardVariable::Keyword);
                    *found += 1;
                    *element = where_there(text);
                }
            }
            Element::Choose(choose) => {
                replace(&mut choose.if_.children, found);
                choose.else_if.iter_mut().for_each(|branch| replace(&mut branch.children, found));
                choose.otherwise.iter_mut().for_each(|branch| replace(&mut branch.children, found));
            }
            Element::Group(group) => replace(&mut group.children, found),
            Element::Names(names) => {
                for child in &mut names.children {
                    if let NamesChild::Substitute(substitute) = child {
                        replace(&mut substitute.children, found);
                    }
                }
            }
            Element::Date(_) | Element::Number(_) | Element::Label(_) => {}
        }
    }
}

/// A text where its field is: a group is not left out for want of a letter.
fn where_there(text: &Text) -> Element {
    const CHOICE: &str = "<choose><if variable=\"keyword\"><text variable=\"keyword\"/></if></choose>";
    static MADE: OnceLock<Element> = OnceLock::new();
    let mut element = MADE.get_or_init(|| element(CHOICE)).clone();
    if let Element::Choose(choose) = &mut element {
        choose.if_.children = vec![Element::Text(text.clone())];
    }
    element
}

/// `a` to `z`, then `aa`.
pub(super) fn letter(at: usize) -> String {
    let own = char::from(b'a' + (at % 26) as u8);
    match at / 26 {
        0 => own.to_string(),
        more => letter(more - 1) + &own.to_string(),
    }
}

/// The year of a work.
fn year(work: &Work) -> Option<String> {
    match work.item.0.get("issued")? {
        json::Value::Date(json::DateValue::DateParts { date_parts, .. }) => {
            Some(date_parts.0.first()?.0.first()?.to_string())
        }
        _ => None,
    }
}

/// Puts a letter behind the first year that is told of a work; whether there is one.
pub(super) fn add(work: &Work, letter: &str, children: &mut ElemChildren) -> bool {
    year(work).is_some_and(|year| behind(children, (&year, letter), false))
}

/// Recursion is bounded: the style's elements are.
fn behind(children: &mut ElemChildren, (year, letter): (&str, &str), in_date: bool) -> bool {
    children.0.iter_mut().any(|child| match child {
        ElemChild::Text(text) if in_date => {
            let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            let whole = |at: &usize| {
                let (before, after) = (&text.text[..*at], &text.text[at + year.len()..]);
                !is_digit(before.chars().next_back()) && !is_digit(after.chars().next())
            };
            let found = text.text.match_indices(year).map(|(at, _)| at).find(whole);
            found.is_some_and(|at| {
                text.text.insert_str(at + year.len(), letter);
                true
            })
        }
        ElemChild::Elem(elem) => {
            let in_date = in_date || elem.meta == Some(ElemMeta::Date);
            behind(&mut elem.children, (year, letter), in_date)
        }
        ElemChild::Text(_)
        | ElemChild::Markup(_)
        | ElemChild::Link { .. }
        | ElemChild::Transparent { .. } => false,
    })
}

/// How names tell works apart in a style.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Telling {
    /// Given names are added.
    pub(super) given: Option<Rule>,
    /// Names are added that “et al.” hides.
    pub(super) names: bool,
}

impl Telling {
    /// Takes what a style asks for out of its rules.
    pub(super) fn taken(rules: &mut IndependentStyle) -> Telling {
        let citation = &mut rules.citation;
        let given = citation.disambiguate_add_givenname.then_some(citation.givenname_disambiguation_rule);
        let telling = Telling { given, names: citation.disambiguate_add_names };
        (citation.disambiguate_add_givenname, citation.disambiguate_add_names) = (false, false);
        if telling != Telling::default() {
            citation.layout.elements.push(sign());
        }
        telling
    }
}

/// What prints the field of signs at a citation's end.
fn sign() -> Element {
    static SIGN: OnceLock<Element> = OnceLock::new();
    SIGN.get_or_init(|| element("<text variable=\"citation-key\"/>")).clone()
}

/// What stands between initials, as the names of a style's citations have it.
pub(super) fn initials(rules: &IndependentStyle) -> Option<String> {
    let inherited = rules.settings.options.apply(&rules.citation.name_options);
    let mut found: Option<String> = inherited.initialize_with.clone();
    let mut visit = |children: &[NamesChild]| {
        for child in children {
            if let NamesChild::Name(name) = child {
                let own = name.options(&inherited).initialize_with.map(str::to_string);
                found = found.take().or(own);
            }
        }
    };
    each_names(&rules.citation.layout.elements, &mut visit);
    rules.macros.iter().for_each(|one| each_names(&one.children, &mut visit));
    found
}

/// Recursion is bounded: the style's elements are.
fn each_names(run: &[Element], visit: &mut dyn FnMut(&[NamesChild])) {
    for element in run {
        match element {
            Element::Names(names) => visit(&names.children),
            Element::Choose(choose) => {
                each_names(&choose.if_.children, visit);
                choose.else_if.iter().for_each(|branch| each_names(&branch.children, visit));
                choose.otherwise.iter().for_each(|branch| each_names(&branch.children, visit));
            }
            Element::Group(group) => each_names(&group.children, visit),
            Element::Text(_) | Element::Date(_) | Element::Number(_) | Element::Label(_) => {}
        }
    }
}
