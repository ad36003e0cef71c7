//! What each step takes in a build after an edit to one paragraph, as `watch` does it, without disk: edits [BOOK-FOLDER].
//! Prints milliseconds, the medians of all edits.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "benchmarks read real books and print"
)]

mod books;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Instant;

use reportc::memo::Memo;
use reportc::world::World;
use reportc::world::memory::MemoryWorld;
use reportc::{Formats, Options, Profile, Step};

const EDITS: usize = 15;

fn main() {
    let Some(folder) = books::named() else { return println!("left out: there is no such folder") };
    let world = books::folder(&folder);
    let chapter = longest(&world);
    let text =
        String::from_utf8(world.read(&chapter, u64::MAX).expect("it is there")).expect("chapters are text");
    let memo = Memo::new();
    build(&world, &memo);
    let mut taken: BTreeMap<&'static str, Vec<f64>> = BTreeMap::new();
    for edit in 0..=EDITS {
        let world = world.clone().file(&chapter, format!("{text}\nA paragraph, edited {edit} times.\n"));
        let steps = build(&world, &memo);
        // The first edit also meets a memo that no edit has gone through.
        if edit > 0 {
            steps.into_iter().for_each(|(name, ms)| taken.entry(name).or_default().push(ms));
        }
    }
    for (name, mut times) in taken {
        times.sort_by(f64::total_cmp);
        println!("{name:<10}{:>8.1}", times[times.len() / 2]);
    }
}

fn longest(world: &MemoryWorld) -> String {
    let names = world.list("").expect("the book has a folder");
    let chapters = names.into_iter().filter(|name| name.ends_with(".md"));
    let length = |name: &String| world.read(name, u64::MAX).map_or(0, |bytes| bytes.len());
    chapters.max_by_key(length).expect("the book has chapters")
}

/// Builds once; each step with its milliseconds, and all of them.
fn build(world: &MemoryWorld, memo: &Memo) -> Vec<(&'static str, f64)> {
    let formats =
        Formats { pdf: Some(Profile::Archive), linearized: false, epub: true, web: Default::default() };
    let options = Options { formats, date: None, draft: true };
    let start = Instant::now();
    let now = || start.elapsed().as_secs_f64() * 1000.0;
    let begun: Mutex<BTreeMap<&'static str, f64>> = Mutex::default();
    let done: Mutex<Vec<(&'static str, f64)>> = Mutex::default();
    let told = |step: Step| match step {
        Step::Begins(name) => drop(begun.lock().expect("no step fails").insert(name, now())),
        Step::Ends(name) => {
            let from = begun.lock().expect("no step fails")[name];
            done.lock().expect("no step fails").push((name, now() - from));
        }
    };
    let outcome = reportc::compile_again(world, "book.yaml", options, (&told, memo));
    assert!(outcome.made.is_some(), "the book has no errors");
    let mut done = done.into_inner().expect("no step fails");
    done.push(("whole", now()));
    done
}
