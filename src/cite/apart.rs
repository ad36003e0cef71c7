//! People and works told apart by names (CSL 1.0.2, Disambiguation): given names where others are called the same, and names that
//! “et al.” would hide. hayagriva does neither where a work is cited more than once.
//!
//! Each work is cited once beforehand, to nobody's eyes. Who is to be told from others gets signs at the end of the family name,
//! which collation does not see and which say what stands before it in citations. Works that more names tell apart get signs in
//! a field that is appended to their citations, so that nothing else sets about telling them apart; their names are then put in
//! the place of those that the style alone would have.

use std::collections::{BTreeMap, BTreeSet};

use hayagriva::citationberg::taxonomy::NameVariable;
use hayagriva::citationberg::{DisambiguationRule as Rule, IndependentStyle, json};
use hayagriva::types::Person;
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, Elem, ElemChild, ElemChildren,
    ElemMeta, Formatted, Formatting,
};

use super::letters::{self, Lettering, Telling};
use super::rich::{SIGNS, unsigned, words};
use super::{Style, Work, locales};

/// So many signs make a number.
const WIDTH: u32 = 5;

fn signs(number: usize) -> String {
    (0..WIDTH).map(|at| SIGNS[number / 8_usize.pow(at) % 8]).collect()
}

fn number(text: &str) -> Option<usize> {
    let digits = text.chars().filter_map(|c| SIGNS.iter().position(|sign| *sign == c)).take(WIDTH as usize);
    let mut read = None;
    for (digit, at) in digits.zip(0..) {
        read = Some(read.unwrap_or(0) + digit * 8_usize.pow(at));
    }
    read
}

/// What stands before a family name, and how much of the given name that is.
#[derive(Debug, Clone, PartialEq)]
struct Given {
    family: String,
    before: String,
}

/// What tells the works of a book apart.
#[derive(Debug, Clone, Default)]
pub(super) struct Apart {
    /// All works, with signs.
    pub(super) works: Vec<Work>,
    given: Vec<Given>,
    /// Of a work, how its names stand by themselves, and what stands for them.
    names: BTreeMap<usize, (String, Elem)>,
    /// Of works that a letter tells apart; empty where the style itself says where it stands.
    letters: BTreeMap<usize, String>,
}

impl Apart {
    /// What tells some works apart; None where nothing has to. `order` is that of the list.
    pub(super) fn of(
        works: &[Work],
        cited: &[usize],
        style: &Style,
        order: impl Fn(&[Work]) -> Vec<usize>,
    ) -> Option<Apart> {
        if style.telling == Telling::default() && style.lettering.is_none() {
            return None;
        }
        let alike = alike(works, cited);
        if alike.len() < 2 {
            return None;
        }
        let mut apart = Apart { works: works.to_vec(), ..Apart::default() };
        let rules = alone(&style.rules);
        let mut once = each(&by_itself(works, &alike), &alike, &rules, style);
        if let Some(rule) = style.telling.given.filter(|rule| *rule != Rule::ByCite) {
            apart.people(&alike, &once, (rule, style));
        }
        if !apart.given.is_empty() {
            once = each(&by_itself(&apart.works, &alike), &alike, &rules, style);
        }
        if style.telling != Telling::default() {
            apart.sets(&alike, once, (&rules, style));
        }
        if let Some(lettering) = style.lettering {
            let once = each(&apart.works, &alike, &rules, style);
            apart.years(&alike, once, (lettering, &order));
        }
        let tells = !apart.given.is_empty() || !apart.names.is_empty() || !apart.letters.is_empty();
        tells.then_some(apart)
    }

    /// Works that nothing but a letter tells apart.
    fn years(
        &mut self,
        cited: &[usize],
        once: Vec<ElemChildren>,
        (lettering, order): (Lettering, &Order<'_>),
    ) {
        let mut same: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (work, mut children) in cited.iter().zip(once) {
            self.tell(*work, &mut children);
            let text = words(&children);
            let takes = lettering == Lettering::Told || letters::add(&self.works[*work], "", &mut children);
            if takes && !plain(&children).trim().is_empty() {
                same.entry(text).or_default().push(*work);
            }
        }
        same.retain(|_, works| works.len() > 1);
        if same.is_empty() {
            return;
        }
        let order = order(&self.works);
        let place = |work: &usize| order.iter().position(|one| one == work).unwrap_or(usize::MAX);
        for group in same.values_mut() {
            group.sort_by_key(place);
            for (at, work) in group.iter().enumerate() {
                let letter = letters::letter(at);
                match lettering {
                    Lettering::Told => {
                        let letter = json::Value::String(letter.clone());
                        self.works[*work].item.0.insert(letters::FIELD.to_string(), letter);
                        self.letters.insert(*work, String::new());
                    }
                    Lettering::BehindYears => {
                        self.letters.insert(*work, letter);
                    }
                }
            }
        }
    }

    /// Puts a work's letter behind its year, where the style itself does not.
    pub(super) fn letter(&self, work: usize, children: &mut ElemChildren) {
        if let Some(letter) = self.letters.get(&work).filter(|letter| !letter.is_empty()) {
            letters::add(&self.works[work], letter, children);
        }
    }

    /// People of one family name, wherever they are named.
    fn people(&mut self, cited: &[usize], once: &[ElemChildren], (rule, style): (Rule, &Style)) {
        let is_first = matches!(rule, Rule::PrimaryName | Rule::PrimaryNameWithInitials);
        let mut called: BTreeMap<String, BTreeMap<String, (Person, Vec<Shown>)>> = BTreeMap::new();
        for (work, children) in cited.iter().zip(once) {
            let shown = shown(children);
            for (variable, at, person, said) in shown.into_iter().take(if is_first { 1 } else { usize::MAX })
            {
                let group = called.entry(said).or_default();
                let one = group.entry(full(&person)).or_insert_with(|| (person, Vec::new()));
                one.1.push(Shown { work: *work, variable, at });
            }
        }
        for group in called.values().filter(|group| group.len() > 1) {
            let people: Vec<&Person> = group.values().map(|(person, _)| person).collect();
            let people = initials_of(&people, style);
            for (person, places) in group.values() {
                let Some(before) = given(person, &people, (rule, style)) else { continue };
                let number = self.given.len();
                self.given.push(Given { family: person.name.clone(), before });
                places.iter().for_each(|place| place.mark(&mut self.works, number));
            }
        }
    }

    /// Works that are told in the same words: names are added until they are not, or until no more are there.
    fn sets(
        &mut self,
        cited: &[usize],
        once: Vec<ElemChildren>,
        (rules, style): (&IndependentStyle, &Style),
    ) {
        let mut same: BTreeMap<String, Vec<(usize, ElemChildren)>> = BTreeMap::new();
        for (work, mut children) in cited.iter().zip(once) {
            self.tell(*work, &mut children);
            same.entry(plain(&children)).or_default().push((*work, children));
        }
        // The rules, by how many names they show.
        let mut variants: BTreeMap<usize, IndependentStyle> = BTreeMap::new();
        let mut texts: Vec<String> = Vec::new();
        for group in same.values().filter(|group| group.len() > 1) {
            let sets: Vec<Set> =
                group.iter().filter_map(|(work, children)| Set::of(*work, children)).collect();
            if sets.len() < group.len() || sets.len() > MOST {
                continue;
            }
            for (set, (shown, forms)) in sets.iter().zip(told(&sets, style)) {
                if shown == set.shown && forms.is_empty() {
                    continue;
                }
                let more = shown > set.shown;
                let variant = variants.entry(if more { shown } else { 0 });
                let variant =
                    variant.or_insert_with(|| if more { showing(rules, shown) } else { rules.clone() });
                let Some(elem) = self.names_of(set, &forms, (variant, style)) else { continue };
                let text = plain(&elem.children);
                let number = texts.iter().position(|one| *one == text).unwrap_or(texts.len());
                if number == texts.len() {
                    texts.push(text);
                }
                let sign = json::Value::String(signs(number));
                self.works[set.work].item.0.insert("citation-key".to_string(), sign);
                self.names.insert(set.work, (set.said.clone(), elem));
            }
        }
    }

    /// The names of a work as they stand by some rules, some with given names.
    fn names_of(
        &self,
        set: &Set,
        forms: &BTreeMap<usize, String>,
        (rules, style): (&IndependentStyle, &Style),
    ) -> Option<Elem> {
        let mut made = each(&self.works, &[set.work], rules, style).pop()?;
        self.tell(set.work, &mut made);
        let mut elem = named(&made)?.clone();
        let mut at = 0;
        each_name(&mut elem, &mut |name| {
            if let (Some(before), Some(person)) = (forms.get(&at), set.people.get(at)) {
                lead(name, &person.name, before);
            }
            at += 1;
        });
        Some(elem)
    }

    /// Puts what tells a work apart into what its citation says.
    pub(super) fn tell(&self, work: usize, children: &mut ElemChildren) {
        for child in &mut children.0 {
            let ElemChild::Elem(elem) = child else { continue };
            each_name(elem, &mut |name| {
                let said = words(&name.children);
                if let Some(given) = number(&said).and_then(|number| self.given.get(number)) {
                    lead(name, &given.family, &given.before);
                }
            });
        }
        if let Some((said, elem)) = self.names.get(&work)
            && let Some(names) = named_mut(children).filter(|names| plain(&names.children) == *said)
        {
            *names = elem.clone();
        }
        self.letter(work, children);
    }
}

/// A person in a work.
struct Shown {
    work: usize,
    variable: NameVariable,
    at: usize,
}

impl Shown {
    fn mark(&self, works: &mut [Work], number: usize) {
        let field = serde_json::to_value(self.variable).ok();
        let names = field.and_then(|field| works[self.work].item.0.get_mut(field.as_str()?));
        if let Some(json::Value::Names(names)) = names
            && let Some(json::NameValue::Item(name)) = names.get_mut(self.at)
        {
            name.family.push_str(&signs(number));
        }
    }
}

/// More works that are told alike are told apart by letters alone.
const MOST: usize = 200;

/// The works whose first author's family name, or whose first family name at all, another has too.
fn alike(works: &[Work], cited: &[usize]) -> Vec<usize> {
    let families = |work: usize| -> BTreeSet<String> {
        let names = works[work].item.0.values().filter_map(|value| match value {
            json::Value::Names(names) => Some(names),
            _ => None,
        });
        let family = |name: &json::NameValue| match name {
            json::NameValue::Item(name) => name.family.to_lowercase(),
            json::NameValue::Literal(name) => name.literal.to_lowercase(),
        };
        let all: BTreeSet<String> = names.flatten().map(family).collect();
        // Works of nobody may be told alike.
        if all.is_empty() { BTreeSet::from([String::new()]) } else { all }
    };
    let mut known: BTreeMap<String, u32> = BTreeMap::new();
    let all: Vec<(usize, BTreeSet<String>)> = cited.iter().map(|work| (*work, families(*work))).collect();
    all.iter().flat_map(|(_, families)| families).for_each(|one| *known.entry(one.clone()).or_default() += 1);
    let is_shared = |families: &BTreeSet<String>| families.iter().any(|one| known[one] > 1);
    all.iter().filter(|(_, families)| is_shared(families)).map(|(work, _)| *work).collect()
}

/// Rules by which works are cited by themselves.
fn alone(rules: &IndependentStyle) -> IndependentStyle {
    let mut rules = rules.clone();
    rules.bibliography = None;
    rules
}

/// Rules that show so many names where they show not all.
fn showing(rules: &IndependentStyle, shown: usize) -> IndependentStyle {
    let mut rules = rules.clone();
    let options = &mut rules.citation.name_options;
    (options.et_al_use_first, options.et_al_subsequent_use_first) = (Some(shown as u32), Some(shown as u32));
    rules
}

/// Works of which hayagriva takes none for another: names tell works apart before what a style has for those that are told alike.
fn by_itself(works: &[Work], which: &[usize]) -> Vec<Work> {
    let mut works = works.to_vec();
    for (number, work) in which.iter().enumerate() {
        let sign = json::Value::String(signs(number));
        works[*work].item.0.insert("citation-key".to_string(), sign);
    }
    works
}

/// What each of some works says where it is cited.
fn each(works: &[Work], which: &[usize], rules: &IndependentStyle, style: &Style) -> Vec<ElemChildren> {
    let locale = || Some(style.locale.clone());
    let mut driver = BibliographyDriver::new();
    for work in which {
        let items = vec![CitationItem::with_entry(&works[*work].item)];
        driver.citation(CitationRequest::new(items, rules, locale(), locales(), None));
    }
    let rendered = driver.finish(BibliographyRequest::new(rules, locale(), locales()));
    let own = |elem: &Elem| matches!(elem.meta, Some(ElemMeta::Entry(_)));
    let entry = |children: &ElemChildren| children.find_elem_by(&own).map(|elem| elem.children.clone());
    rendered.citations.iter().map(|one| entry(&one.citation).unwrap_or_default()).collect()
}

/// Who is named first in a citation: by which variable, at which place, and in which words.
fn shown(children: &ElemChildren) -> Vec<(NameVariable, usize, Person, String)> {
    let Some(elem) = named(children) else { return Vec::new() };
    let Some(ElemMeta::Names(people)) = &elem.meta else { return Vec::new() };
    let mut found = Vec::new();
    each_name(&mut elem.clone(), &mut |name| {
        let Some(ElemMeta::Name(variable, at)) = name.meta else { return };
        let of = people.iter().find(|(_, of)| *of == variable).and_then(|(people, _)| people.get(at));
        found.extend(
            of.map(|person| (variable, at, person.clone(), plain(&name.children).trim().to_string())),
        );
    });
    found
}

/// The first names of people in a citation: not those for which others stand in.
fn named(children: &ElemChildren) -> Option<&Elem> {
    children.find_elem_by(&is_of_people)
}

fn is_of_people(elem: &Elem) -> bool {
    matches!(&elem.meta, Some(ElemMeta::Names(people)) if people.iter().any(|(people, _)| !people.is_empty()))
}

/// Recursion is bounded: the style's elements are.
fn named_mut(children: &mut ElemChildren) -> Option<&mut Elem> {
    children.0.iter_mut().find_map(|child| {
        let ElemChild::Elem(elem) = child else { return None };
        if is_of_people(elem) { Some(elem) } else { named_mut(&mut elem.children) }
    })
}

/// Recursion is bounded: the style's elements are.
fn each_name(elem: &mut Elem, take: &mut dyn FnMut(&mut Elem)) {
    if matches!(elem.meta, Some(ElemMeta::Name(..))) {
        return take(elem);
    }
    for child in &mut elem.children.0 {
        if let ElemChild::Elem(elem) = child {
            each_name(elem, take);
        }
    }
}

fn plain(children: &ElemChildren) -> String {
    unsigned(&words(children))
}

/// Puts a given name before a family name; a name that has initials already is told anew.
fn lead(name: &mut Elem, family: &str, before: &str) {
    let said = plain(&name.children);
    let is_bare = said.trim_end() == unsigned(family);
    let behind = if said.ends_with(' ') { " " } else { "" };
    let piece = |text: String| ElemChild::Text(Formatted { text, formatting: Formatting::default() });
    match is_bare {
        true => name.children.0.insert(0, piece(format!("{before} "))),
        false => name.children.0 = vec![piece(format!("{before} {}{behind}", unsigned(family)))],
    }
}

/// All of a person's name.
fn full(person: &Person) -> String {
    [person.given_name.as_deref(), person.prefix.as_deref()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
}

/// The order of a list of works.
type Order<'a> = dyn Fn(&[Work]) -> Vec<usize> + 'a;

/// The initials of some people, and who has them.
type Initials = BTreeMap<String, BTreeSet<String>>;

fn initials_of(people: &[&Person], style: &Style) -> Initials {
    let mut found = Initials::new();
    people.iter().for_each(|person| {
        found.entry(short(person, style)).or_default().insert(full(person));
    });
    found
}

fn short(person: &Person, style: &Style) -> String {
    let mut made = String::new();
    let with = style.initials.as_deref().or(Some("."));
    // Writing to a string cannot fail.
    let _ = person.initials(&mut made, with, style.rules.settings.initialize_with_hyphen);
    made.trim().to_string()
}

/// What tells a person from others of the same family name, by a rule: initials where these do and the style has such.
fn given(person: &Person, others: &Initials, (rule, style): (Rule, &Style)) -> Option<String> {
    let whole = Some(full(person)).filter(|whole| !whole.is_empty())?;
    let own = short(person, style);
    let is_alone = others.get(&own).is_none_or(|people| people.len() < 2);
    match (style.initials.is_some() || !rule.allows_full_first_names(), is_alone) {
        (true, true) => Some(own),
        (true, false) => rule.allows_full_first_names().then_some(whole),
        (false, _) => Some(whole),
    }
}

/// The names that a work is cited by.
struct Set {
    work: usize,
    people: Vec<Person>,
    /// How many are shown.
    shown: usize,
    said: String,
}

impl Set {
    fn of(work: usize, children: &ElemChildren) -> Option<Set> {
        let elem = named(children)?;
        let Some(ElemMeta::Names(people)) = &elem.meta else { return None };
        let shown = shown(children).len();
        let people: Vec<Person> = people.iter().flat_map(|(people, _)| people.clone()).collect();
        (shown > 0).then(|| Set { work, people, shown, said: plain(&elem.children) })
    }
}

/// How many names each of some works shows that are told in the same words, and which with given names before them.
fn told(sets: &[Set], style: &Style) -> Vec<(usize, BTreeMap<usize, String>)> {
    let most = sets.iter().map(|set| set.people.len()).max().unwrap_or_default();
    let rule = style
        .telling
        .given
        .filter(|rule| matches!(rule, Rule::ByCite | Rule::AllNames | Rule::AllNamesWithInitials));
    let mut made: Vec<(usize, BTreeMap<usize, String>)> =
        sets.iter().map(|set| (set.shown, BTreeMap::new())).collect();
    // Which of those that are told apart each is of.
    let mut class: Vec<usize> = vec![0; sets.len()];
    for at in 0..most {
        let is_shown = sets.iter().any(|set| at < set.shown);
        if !is_shown && !style.telling.names {
            break;
        }
        let mut next: BTreeMap<(usize, Option<&str>, Option<String>), usize> = BTreeMap::new();
        let before = class.clone();
        for (index, set) in sets.iter().enumerate() {
            let person = set.people.get(at);
            let mates = sets.iter().zip(&before).filter(|(_, class)| **class == before[index]);
            let mates: Vec<&Person> = mates.filter_map(|(set, _)| set.people.get(at)).collect();
            let same: Vec<&Person> =
                mates.into_iter().filter(|mate| person.is_some_and(|one| one.name == mate.name)).collect();
            let differ = same.iter().any(|mate| person.is_some_and(|one| full(one) != full(mate)));
            let form = rule
                .filter(|_| differ)
                .and_then(|rule| given(person?, &initials_of(&same, style), (rule, style)));
            let key = (before[index], person.map(|person| person.name.as_str()), form.clone());
            let count = next.len();
            class[index] = *next.entry(key).or_insert(count);
            if let Some(form) = form {
                made[index].1.insert(at, form);
            }
        }
        for (index, set) in sets.iter().enumerate() {
            let mates = (0..sets.len()).filter(|other| before[*other] == before[index]);
            if mates.clone().any(|other| class[other] != class[index]) {
                made[index].0 = made[index].0.max((at + 1).min(set.people.len()));
            }
        }
        let all: BTreeSet<usize> = class.iter().copied().collect();
        if all.len() == sets.len() {
            break;
        }
    }
    made
}
