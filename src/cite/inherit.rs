//! Names that stand in for others are set as those would be (CSL 1.0.2, Substitute). hayagriva sees to that where they stand
//! there directly, and not where a condition is between; so those are told here what they inherit.

use hayagriva::citationberg::{IndependentStyle, LayoutRenderingElement as Element, NamesChild};

pub(super) fn settle(style: &mut IndependentStyle) {
    for one in &mut style.macros {
        elements(&mut one.children, None);
    }
    elements(&mut style.citation.layout.elements, None);
    if let Some(list) = &mut style.bibliography {
        elements(&mut list.layout.elements, None);
    }
}

/// `outer` is what the names have for which some of these may stand in. Recursion is bounded: the style's elements are.
fn elements(run: &mut [Element], outer: Option<&[NamesChild]>) {
    for element in run {
        match element {
            Element::Names(names) => {
                if let Some(outer) = outer.filter(|_| names.children.is_empty()) {
                    names.children = outer.to_vec();
                }
                let is_own = |child: &&NamesChild| !matches!(child, NamesChild::Substitute(_));
                let own: Vec<NamesChild> = names.children.iter().filter(is_own).cloned().collect();
                for child in &mut names.children {
                    if let NamesChild::Substitute(substitute) = child {
                        elements(&mut substitute.children, Some(&own));
                    }
                }
            }
            Element::Choose(choose) => {
                elements(&mut choose.if_.children, outer);
                choose.else_if.iter_mut().for_each(|branch| elements(&mut branch.children, outer));
                choose.otherwise.iter_mut().for_each(|branch| elements(&mut branch.children, outer));
            }
            Element::Group(group) => elements(&mut group.children, outer),
            Element::Text(_) | Element::Date(_) | Element::Number(_) | Element::Label(_) => {}
        }
    }
}
