//! What the elements of a drawing are told to look like: by their attributes, by rules of CSS and by `style`.

use simplecss::{AttributeOperator, DeclarationTokenizer, Element, PseudoClass, StyleSheet};
use usvg::roxmltree::{Document, Node};

/// Where an element is told something.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    Attribute,
    Style,
}

/// What it takes to match one rule with one element, in the units of work on a drawing.
const MATCH: u64 = 16;

/// The style sheets of a drawing.
pub(super) struct Styles<'a> {
    sheet: StyleSheet<'a>,
    /// What it costs to match every rule with an element, where each element has as many ancestors as any.
    pub(super) cost: u64,
}

impl<'a> Styles<'a> {
    /// Reads the `style` elements of a document whose elements are nested so deeply.
    pub(super) fn of(document: &'a Document, depth: usize) -> Styles<'a> {
        let mut sheet = StyleSheet::new();
        let mut cost = 0_u64;
        sheet_texts(document).for_each(|text| sheet.parse_more(text));
        for rule in &sheet.rules {
            // A descendant is looked for below each ancestor, and below each of that one's.
            let selector = rule.selector.to_string();
            let parts = selector.split_whitespace().filter(|part| !matches!(*part, ">" | "+")).count();
            let steps =
                (depth as u64).saturating_pow(u32::try_from(parts.saturating_sub(1)).unwrap_or(u32::MAX));
            cost = cost.saturating_add(MATCH.saturating_mul(steps).min(u64::from(u32::MAX)));
        }
        Styles { sheet, cost }
    }

    /// Calls with the name and value of all that an element is told, and where, in ascending order of what counts.
    pub(super) fn declared(&self, node: Node, mut told: impl FnMut(&str, &str, Told)) {
        for attribute in node.attributes() {
            told(attribute.name(), attribute.value(), Told::Attribute);
        }
        let rules = self.sheet.rules.iter().filter(|rule| rule.selector.matches(&Matched(node)));
        let own = node.attribute("style").into_iter().flat_map(DeclarationTokenizer::from);
        for declaration in rules.flat_map(|rule| rule.declarations.iter().copied()).chain(own) {
            told(declaration.name, declaration.value, Told::Style);
        }
    }
}

/// What stands in the `style` elements of a document.
pub(super) fn sheet_texts<'a>(document: &'a Document) -> impl Iterator<Item = &'a str> {
    let is_css = |node: &Node| {
        node.has_tag_name("style") && node.attribute("type").is_none_or(|kind| kind == "text/css")
    };
    document.descendants().filter(is_css).filter_map(|node| node.text())
}

/// An element as selectors see it.
struct Matched<'a, 'input>(Node<'a, 'input>);

impl Element for Matched<'_, '_> {
    fn parent_element(&self) -> Option<Self> {
        self.0.parent_element().map(Matched)
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        self.0.prev_sibling_element().map(Matched)
    }

    fn has_local_name(&self, name: &str) -> bool {
        self.0.tag_name().name() == name
    }

    fn attribute_matches(&self, name: &str, operator: AttributeOperator) -> bool {
        self.0.attribute(name).is_some_and(|value| operator.matches(value))
    }

    fn pseudo_class_matches(&self, class: PseudoClass) -> bool {
        match class {
            PseudoClass::FirstChild => self.prev_sibling_element().is_none(),
            PseudoClass::Link
            | PseudoClass::Visited
            | PseudoClass::Hover
            | PseudoClass::Active
            | PseudoClass::Focus
            | PseudoClass::Lang(_) => false,
        }
    }
}
