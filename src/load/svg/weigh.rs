//! What a drawing costs, before a library draws it. A few kilobytes can ask for more work than there is time, for more
//! memory than there is, or for themselves again and again: an element is drawn once for each reference that leads to it,
//! on each way that leads to that. Here the ways are walked and the work is counted, without doing it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;
use usvg::roxmltree::{Document, Node, NodeId};

use super::styled::{Styles, sheet_texts};
use crate::load::image::Fault;

/// In units of some nanoseconds: a quarter of a million elements, or outlines of 64 MB.
const MAX_WORK: u64 = 64_000_000;
/// What an element takes by itself.
const ELEMENT: u64 = 256;
/// What a gradient takes besides: functions, and a mask where it shows through.
const GRADIENT: u64 = 2048;
/// Elements in elements, and references to references: libraries walk both by recursion.
pub(super) const MAX_DEPTH: usize = 200;
/// Coordinates beyond it are on no paper, and arcs of such radii are cut into ever more pieces.
const MAX_NUMBER: f64 = 1e9;
/// Relative sizes multiply from element to element.
const MAX_FONT_SIZE: f64 = 1e6;

/// Paints and markers, which an element has from those around it.
const INHERITED: [&str; 5] = ["fill", "stroke", "marker-start", "marker-mid", "marker-end"];
const MARKER_MID: usize = 3;

/// The elements that a property leads to; more than one where it is told more than once.
type Leads = Vec<NodeId>;

/// What an element is, as far as work goes.
#[derive(Default)]
struct Facts {
    cost: u64,
    /// None where an element leaves it to those around it.
    inherited: [Option<Leads>; INHERITED.len()],
    /// Clips, masks and filters.
    own: Leads,
    /// What it names by `href`.
    href: Leads,
    font_size: Option<FontSize>,
    /// Corners at most, where markers may stand.
    corners: u64,
}

#[derive(Clone, Copy)]
enum FontSize {
    Is(f64),
    Times(f64),
}

/// What an element has from those around it.
#[derive(Clone, Copy)]
struct Around<'f> {
    leads: [&'f [NodeId]; INHERITED.len()],
    font_size: f64,
}

const NOTHING: Around = Around { leads: [&[]; INHERITED.len()], font_size: 16.0 };

impl<'f> Around<'f> {
    fn within(mut self, facts: &'f Facts) -> Around<'f> {
        for (have, own) in self.leads.iter_mut().zip(&facts.inherited) {
            if let Some(own) = own {
                *have = own;
            }
        }
        match facts.font_size {
            Some(FontSize::Is(size)) => self.font_size = size,
            Some(FontSize::Times(times)) => self.font_size *= times,
            None => {}
        }
        self
    }
}

/// Counts what a drawing costs.
///
/// # Errors
/// Where it is more than any picture needs, where a number is beyond measure, or where references lead in a circle.
pub(super) fn weigh(document: &Document, styles: &Styles) -> Result<(), Fault> {
    let mut scales =
        Scales { document, markers: Vec::new(), sizes: sizes(document), work: sheets(document)? };
    let ids = ids(document);
    let mut all: Vec<Facts> = Vec::new();
    for node in document.descendants() {
        // Pieces of text have none.
        let mut own = Facts::default();
        if node.is_element() {
            scales.add(match_cost(node, styles), 1)?;
            scales.add(node.attribute("style").map_or(0, reading_cost), 1)?;
            own = facts(node, &ids, styles)?;
        }
        all.push(own);
    }
    scales.walk(&all, Step { node: document.root_element(), around: NOTHING, depth: 0, times: 1 })
}

/// What it costs to read the style sheets of a drawing.
///
/// # Errors
/// Where it is too much: that is to be known before they are read.
pub(super) fn sheets(document: &Document) -> Result<u64, Fault> {
    let (mut cost, mut rules) = (0_u64, 0);
    for text in sheet_texts(document) {
        // The rules are sorted after each sheet.
        rules += text.matches('{').count() as u64;
        cost = cost.saturating_add(reading_cost(text)).saturating_add(rules + ELEMENT);
        if cost > MAX_WORK {
            return Err(too_much());
        }
    }
    Ok(cost)
}

/// For each declaration, what reads CSS counts the letters before its end.
fn reading_cost(css: &str) -> u64 {
    let ends = css.bytes().filter(|byte| matches!(byte, b';' | b'}' | b'{')).count() as u64;
    (css.len() as u64).saturating_mul(ends) / 8
}

/// The names of an element's classes are gone through for each rule.
fn match_cost(node: Node, styles: &Styles) -> u64 {
    let classes = node.attribute("class").map_or(0, str::len) as u64;
    styles.cost.saturating_mul(1 + classes / 16)
}

fn ids<'a>(document: &'a Document) -> BTreeMap<&'a str, NodeId> {
    let mut ids = BTreeMap::new();
    for node in document.descendants() {
        if let Some(id) = node.attribute("id") {
            ids.entry(id).or_insert(node.id());
        }
    }
    ids
}

fn facts(node: Node, ids: &BTreeMap<&str, NodeId>, styles: &Styles) -> Result<Facts, Fault> {
    let mut facts = Facts { cost: match_cost(node, styles).saturating_add(ELEMENT), ..Facts::default() };
    let mut beyond = false;
    styles.declared(node, |name, value, _| {
        facts.cost = facts.cost.saturating_add(value.len() as u64);
        if is_measure(name) {
            let (mut count, mut largest) = (0, 0.0_f64);
            numbers(value).for_each(|number| (count, largest) = (count + 1, largest.max(number)));
            beyond |= largest > MAX_NUMBER;
            if matches!(name, "d" | "points") {
                facts.corners = count;
            }
        }
        if let Some(nth) = INHERITED.iter().position(|known| *known == name) {
            facts.told(nth, value, ids);
        }
        match name {
            "marker" => (MARKER_MID - 1..=MARKER_MID + 1).for_each(|nth| facts.told(nth, value, ids)),
            "clip-path" | "mask" | "filter" => facts.own.extend(named(value, ids)),
            "href" => facts.href.extend(value.trim().strip_prefix('#').and_then(|id| ids.get(id))),
            "font-size" | "font" => facts.font_size = font_size(value).or(facts.font_size),
            // Arcs become curves.
            "d" if value.contains(['a', 'A']) => facts.cost += value.len() as u64 * 4,
            _ => {}
        }
    });
    if beyond {
        return Err(beyond_measure());
    }
    match node.tag_name().name() {
        "text" => facts.cost = facts.cost.saturating_add(text_cost(node)),
        "linearGradient" | "radialGradient" => facts.cost += GRADIENT,
        // What it says is looked for in the whole drawing.
        "tref" => facts.cost += node.document().input_text().len() as u64 / 4,
        _ => {}
    }
    Ok(facts)
}

impl Facts {
    fn told(&mut self, nth: usize, value: &str, ids: &BTreeMap<&str, NodeId>) {
        // What an element may have from outside of the drawing's order, it has from those around it already.
        if !matches!(value.trim(), "inherit" | "context-fill" | "context-stroke") {
            self.inherited[nth].get_or_insert_default().extend(named(value, ids));
        }
    }
}

/// The elements that `url(#…)` names.
fn named<'v>(value: &'v str, ids: &'v BTreeMap<&str, NodeId>) -> impl Iterator<Item = NodeId> + 'v {
    let inside = value.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
    let names = inside.map(|inside| inside.trim().trim_matches(['"', '\'']).trim());
    names.filter_map(|name| ids.get(name.strip_prefix('#')?).copied())
}

/// Lengths, places and what they are changed by.
fn is_measure(name: &str) -> bool {
    static MEASURES: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
        "baseline-shift cx cy d dx dy font font-size fr fx fy gradientTransform height kerning letter-spacing \
         markerHeight markerWidth patternTransform points r refX refY rotate rx ry startOffset stdDeviation \
         stroke-dasharray stroke-dashoffset stroke-width textLength transform transform-origin viewBox width \
         word-spacing x x1 x2 y y1 y2 z"
            .split_ascii_whitespace()
            .collect()
    });
    MEASURES.contains(name)
}

/// The numbers of a value, without their signs.
fn numbers(value: &str) -> impl Iterator<Item = f64> + '_ {
    let mut rest = value;
    std::iter::from_fn(move || {
        let from = rest.find(|c: char| c.is_ascii_digit())?;
        // A point that follows a point begins another number.
        let from = if rest[..from].ends_with('.') { from - 1 } else { from };
        let text = &rest[from..];
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let mut end = digits(text);
        if text[end..].starts_with('.') {
            end += 1 + digits(&text[end + 1..]);
        }
        if text[end..].starts_with(['e', 'E']) {
            let sign = usize::from(text[end + 1..].starts_with(['+', '-']));
            let power = digits(&text[end + 1 + sign..]);
            end += if power > 0 { 1 + sign + power } else { 0 };
        }
        rest = &text[end..];
        Some(text[..end].parse().unwrap_or(f64::INFINITY))
    })
}

fn font_size(value: &str) -> Option<FontSize> {
    let words = value.split(|c: char| c.is_whitespace() || c == '/');
    words
        .filter_map(|word| {
            let number = numbers(word)
                .next()
                .filter(|_| word.starts_with(|c: char| c.is_ascii_digit() || c == '.'))?;
            match word
                .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-'))
            {
                "m" | "em" | "x" | "ex" | "rem" => Some(FontSize::Times(number)),
                "%" => Some(FontSize::Times(number / 100.0)),
                _ => Some(FontSize::Is(number)),
            }
        })
        .next()
}

/// The letters of a text are counted anew for each of them, and shaped anew for each span.
fn text_cost(text: Node) -> u64 {
    let spans = || text.descendants().filter(Node::is_text);
    let own: u64 = spans().filter_map(|node| node.text()).map(|text| text.len() as u64).sum();
    // A `tref` says what another element does.
    let referring = text.descendants().filter(|node| node.tag_name().name() == "tref").count() as u64;
    let letters = own + referring * text.document().input_text().len() as u64;
    let spans = spans().count() as u64;
    letters.saturating_mul(letters / 8 + 32 * spans.max(1))
}

struct Scales<'a> {
    document: &'a Document<'a>,
    /// The markers that are being drawn: none is drawn within itself.
    markers: Vec<NodeId>,
    /// How many nodes there are in each.
    sizes: Vec<u64>,
    work: u64,
}

/// How many nodes there are in each node, in their order.
fn sizes(document: &Document) -> Vec<u64> {
    let nodes: Vec<Node> = document.descendants().collect();
    let mut sizes = vec![1; nodes.len()];
    for node in nodes.iter().rev() {
        if let Some(parent) = node.parent() {
            sizes[parent.id().get_usize()] += sizes[node.id().get_usize()];
        }
    }
    sizes
}

/// An element on one of the ways that lead to it.
#[derive(Clone, Copy)]
struct Step<'a, 'f> {
    node: Node<'a, 'a>,
    around: Around<'f>,
    depth: usize,
    /// On how many ways like this one it is come to.
    times: u64,
}

impl<'a> Scales<'a> {
    fn add(&mut self, cost: u64, times: u64) -> Result<(), Fault> {
        self.work = self.work.saturating_add(cost.saturating_mul(times));
        if self.work > MAX_WORK { Err(too_much()) } else { Ok(()) }
    }

    /// Counts an element and all that is drawn with it.
    fn walk<'f>(&mut self, all: &'f [Facts], step: Step<'a, 'f>) -> Result<(), Fault> {
        if step.depth > MAX_DEPTH {
            return Err(too_deep());
        }
        let own = &all[step.node.id().get_usize()];
        self.add(own.cost, step.times)?;
        let step = Step { around: step.around.within(own), depth: step.depth + 1, ..step };
        if step.around.font_size > MAX_FONT_SIZE {
            return Err(beyond_measure());
        }
        for lead in own.own.iter().chain(own.inherited.iter().flatten().flatten()).chain(&own.href) {
            // Circles are looked for in all that is named.
            self.add(8 * self.sizes[lead.get_usize()], step.times)?;
        }
        for lead in &own.own {
            self.lead(all, *lead, step, &["clipPath", "mask", "filter"])?;
        }
        let name = step.node.tag_name().name();
        if is_painted(name) {
            self.paints(all, own, step)?;
        }
        match name {
            "use" => {
                let used = own.href.iter().filter_map(|lead| self.document.get_node(*lead));
                return used
                    .collect::<Vec<_>>()
                    .into_iter()
                    .try_for_each(|node| self.walk(all, Step { node, ..step }));
            }
            "textPath" => {
                // Each letter is put at its place along the path, which is measured anew.
                let letters: usize =
                    step.node.descendants().filter_map(|node| node.text()).map(str::len).sum();
                let step = Step { times: step.times.saturating_mul(8 + letters as u64 / 4), ..step };
                own.href.iter().try_for_each(|lead| self.lead(all, *lead, step, &[]))?;
            }
            "pattern" | "linearGradient" | "radialGradient" | "filter" | "feImage" => {
                own.href.iter().try_for_each(|lead| self.lead(all, *lead, step, &[]))?;
            }
            // Links, and what animations move.
            _ => {}
        }
        let inner = step.node.children().filter(Node::is_element);
        inner.into_iter().try_for_each(|node| self.walk(all, Step { node, ..step }))
    }

    /// Paints, and markers as often as there are corners for them.
    fn paints<'f>(&mut self, all: &'f [Facts], own: &Facts, step: Step<'a, 'f>) -> Result<(), Fault> {
        for (nth, leads) in step.around.leads.iter().enumerate() {
            let (kinds, corners): (&[&str], u64) = match nth {
                0 | 1 => (&["pattern", "linearGradient", "radialGradient"], 1),
                MARKER_MID => (&["marker"], own.corners),
                _ => (&["marker"], 1),
            };
            let step = Step { times: step.times.saturating_mul(corners), ..step };
            leads.iter().try_for_each(|lead| self.lead(all, *lead, step, kinds))?;
        }
        Ok(())
    }

    /// Goes where a property leads, if it may lead to such an element. What stands there has the paints of those around
    /// it there.
    fn lead<'f>(
        &mut self,
        all: &'f [Facts],
        to: NodeId,
        step: Step<'a, 'f>,
        kinds: &[&str],
    ) -> Result<(), Fault> {
        let Some(node) = self.document.get_node(to) else { return Ok(()) };
        let name = node.tag_name().name();
        if step.times == 0 || self.markers.contains(&to) || !(kinds.is_empty() || kinds.contains(&name)) {
            return Ok(());
        }
        let mut above: Vec<NodeId> = node.ancestors().skip(1).map(|node| node.id()).collect();
        above.reverse();
        self.add(above.len() as u64, step.times)?;
        let around = above.iter().map(|id| &all[id.get_usize()]).fold(NOTHING, Around::within);
        if name == "marker" {
            self.markers.push(to);
        }
        let walked = self.walk(all, Step { node, around, ..step });
        if name == "marker" {
            self.markers.pop();
        }
        walked
    }
}

/// Elements that paints and markers are for.
fn is_painted(name: &str) -> bool {
    let painted = ["path", "rect", "circle", "ellipse", "line", "polyline", "polygon"];
    painted.contains(&name) || ["text", "tspan", "textPath", "tref", "use"].contains(&name)
}

fn too_much() -> Fault {
    Fault {
        code: "svg-too-complex",
        message: "is more work than any picture needs: each element counts as often as it is drawn"
            .to_string(),
        hint: "simplify it in a drawing program, or export the picture as PNG",
    }
}

fn too_deep() -> Fault {
    Fault {
        code: "svg-too-complex",
        message: format!(
            "has elements in elements, or references to references, more than {MAX_DEPTH} deep, or in a circle"
        ),
        hint: "simplify it in a drawing program, or export the picture as PNG",
    }
}

fn beyond_measure() -> Fault {
    Fault {
        code: "svg-too-complex",
        message: format!("has lengths beyond {MAX_NUMBER:e}, or letters of more than {MAX_FONT_SIZE:e}"),
        hint: "make it smaller in a drawing program, and export it anew",
    }
}
