//! What was found is held against all ways there are.

use arbtest::arbitrary::{Result, Unstructured};
use arbtest::arbtest;

use super::*;
use crate::layout::inline::cost::Fault;
use crate::layout::inline::elastic::Elastic;
use crate::model::theme::Typography;

/// A word in points, and where in it a hyphen may be put.
#[derive(Debug, Clone)]
struct TestWord {
    width: i64,
    hyphen: Option<i64>,
    written: bool,
    /// An address follows.
    address: bool,
}

fn words(given: &mut Unstructured) -> Result<Vec<TestWord>> {
    let word = |given: &mut Unstructured| {
        let width = given.int_in_range(6..=59)?;
        let hyphen = (given.ratio(1, 3)? && width > 20).then_some(width / 2);
        Ok(TestWord { width, hyphen, written: given.ratio(1, 10)?, address: given.ratio(1, 10)? })
    };
    (0..given.int_in_range(2..=8)?).map(|_| word(given)).collect()
}

const SPACE: Abs = Abs::pt(3);
const HYPHEN: Abs = Abs::pt(4);
const HANG: Abs = Abs::pt(2);

fn edge(width: Abs, glyphs: Abs, spaces: Abs) -> Edge {
    // Letters half as wide as their em.
    let gaps = glyphs * 2;
    Edge { width, elastic: Elastic { glyphs, gaps, spaces, stretch: spaces / 2 }, hang: Abs::ZERO }
}

fn candidates_of(words: &[TestWord]) -> Vec<Candidate> {
    let (mut glyphs, mut spaces) = (Abs::ZERO, Abs::ZERO);
    let mut found = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let segment = index as u32;
        if let Some(at) = word.hyphen {
            let before = glyphs + Abs::pt(at);
            let end = before + HYPHEN;
            found.push(Candidate {
                place: Break { segment, inner: 1, hyphen: true, address: false },
                end: Edge { hang: HANG, ..edge(end + spaces, end, spaces) },
                next: edge(before + spaces, before, spaces),
                fault: Fault::Hyphen,
                mandatory: false,
            });
        }
        glyphs += Abs::pt(word.width);
        let end = edge(glyphs + spaces, glyphs, spaces);
        spaces += SPACE;
        found.push(Candidate {
            place: Break { segment, inner: 2, hyphen: false, address: word.address },
            end,
            next: edge(glyphs + spaces, glyphs, spaces),
            fault: if word.written { Fault::WrittenHyphen } else { Fault::None },
            mandatory: index + 1 == words.len(),
        });
    }
    found
}

fn fitter(candidates: &[Candidate], width: i64, ragged: bool) -> Fitter<'_> {
    let width = Abs::pt(width);
    Fitter {
        candidates,
        costs: Costs::new(&Typography::default()),
        first: width - Abs::pt(5),
        rest: width,
        inset: Inset::default(),
        ragged: ragged.then_some(Abs::pt(30)),
        leeway: if ragged { Leeway::NONE } else { Leeway::of(&Typography::default()) },
        runt: Abs::pt(20),
        stub: Abs::pt(30),
        first_hang: Abs::ZERO,
        widest_hang: HANG,
    }
}

/// The demerits of breaking just so; none where a line is too long or too loose.
fn demerits(fitter: &Fitter, breaks: &[u32], tolerance: f64) -> Option<f64> {
    let mut nodes = vec![Node::START];
    for &to in breaks {
        let from = nodes.len() as u32 - 1;
        let candidate = &fitter.candidates[to as usize];
        match fitter.measure((nodes[from as usize].candidate, from), candidate, tolerance) {
            Reach::Over | Reach::Outside => return None,
            Reach::Fits(fit) => nodes.push(fitter.extend(&nodes, from, to, &fit)),
        }
    }
    nodes.last().map(|node| node.demerits)
}

/// For each count of lines the least demerits of all ways to break within the tolerance.
fn brute_force(fitter: &Fitter, tolerance: f64) -> Vec<(usize, f64)> {
    let inner = fitter.candidates.len() as u32 - 1;
    let mut least: Vec<(usize, f64)> = Vec::new();
    for way in 0..1u32 << inner {
        let breaks: Vec<u32> = (0..inner).filter(|bit| way >> bit & 1 == 1).chain([inner]).collect();
        let Some(found) = demerits(fitter, &breaks, tolerance) else { continue };
        match least.iter_mut().find(|have| have.0 == breaks.len()) {
            Some(have) => have.1 = have.1.min(found),
            None => least.push((breaks.len(), found)),
        }
    }
    least.sort_by_key(|way| way.0);
    let best = least.iter().min_by(|a, b| a.1.total_cmp(&b.1)).map_or(0, |best| best.0);
    least.retain(|way| way.0.abs_diff(best) <= 1);
    least
}

fn check(fitter: &Fitter) {
    let first = if fitter.ragged.is_some() { cost::LAST_TOLERANCE } else { cost::TOLERANCE };
    let mut least = brute_force(fitter, first);
    if least.is_empty() {
        // Where looser lines are needed, only the best way is given.
        least = brute_force(fitter, cost::LAST_TOLERANCE);
        least.sort_by(|a, b| a.1.total_cmp(&b.1));
        least.truncate(1);
    }
    // Where nothing fits, a line is forced, and there is no optimum to compare with.
    if least.is_empty() {
        return;
    }
    let found = fitter.solve();
    let counts = |ways: &[(usize, f64)]| ways.iter().map(|way| way.0).collect::<Vec<_>>();
    let found: Vec<(usize, f64)> = found.iter().map(|(demerits, breaks)| (breaks.len(), *demerits)).collect();
    assert_eq!(counts(&found), counts(&least));
    for ((_, found), (_, least)) in found.iter().zip(&least) {
        assert!((found - least).abs() < 1e-6, "found {found}, least {least}");
    }
}

#[test]
fn no_way_to_break_is_better() {
    arbtest(|given| {
        let candidates = candidates_of(&words(given)?);
        let mut fitter = fitter(&candidates, given.int_in_range(60..=159)?, given.arbitrary()?);
        if given.arbitrary()? {
            let width = Abs::pt(given.int_in_range(1..=30)?);
            fitter.inset = Inset { lines: given.int_in_range(1..=4)?, width, at_end: given.arbitrary()? };
        }
        check(&fitter);
        Ok(())
    })
    .budget_ms(400);
}

#[test]
fn whatever_the_measure_every_word_is_on_a_line() {
    arbtest(|given| {
        let candidates = candidates_of(&words(given)?);
        for (_, breaks) in fitter(&candidates, given.int_in_range(5..=159)?, false).solve() {
            assert!(breaks.windows(2).all(|pair| pair[0] < pair[1]));
            assert_eq!(breaks.last().copied(), Some(candidates.len() as u32 - 1));
        }
        Ok(())
    });
}

#[test]
fn three_hyphens_in_a_row_are_a_last_resort() {
    // Lines of 100 pt that fit exactly with a hyphen each, or rather loosely without.
    let long = TestWord { width: 62, hyphen: Some(31), written: false, address: false };
    let short = TestWord { width: 28, hyphen: None, written: false, address: false };
    let words: Vec<TestWord> =
        (0..10).map(|index| if index % 2 == 0 { short.clone() } else { long.clone() }).collect();
    let candidates = candidates_of(&words);
    for width in 80..140 {
        let fitter = fitter(&candidates, width, false);
        let loosest = if brute_force(&fitter, cost::TOLERANCE).is_empty() {
            cost::LAST_TOLERANCE
        } else {
            cost::TOLERANCE
        };
        let without = has_way_without_ladder(&fitter, loosest);
        for (_, breaks) in fitter.solve().iter().take(1) {
            assert!(!without || !is_ladder(&fitter, breaks), "{width}");
        }
    }
}

fn is_ladder(fitter: &Fitter, breaks: &[u32]) -> bool {
    let hyphen = |&to: &u32| fitter.candidates[to as usize].fault.is_hyphen();
    breaks.windows(3).any(|three| three.iter().all(hyphen))
}

fn has_way_without_ladder(fitter: &Fitter, tolerance: f64) -> bool {
    let inner = fitter.candidates.len() as u32 - 1;
    (0..1u32 << inner).any(|way| {
        let breaks: Vec<u32> = (0..inner).filter(|bit| way >> bit & 1 == 1).chain([inner]).collect();
        !is_ladder(fitter, &breaks) && demerits(fitter, &breaks, tolerance).is_some()
    })
}
