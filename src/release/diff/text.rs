//! What changed, as people read it.

use super::Changes;
use super::contents::{Entry, Listing, Renamed};
use super::facts::{Change, Edition};
use super::pages::{By, Moved, Pages};

/// Characters of a value that are shown; the JSON has all of it.
const MOST: usize = 100;
/// Labels that are named in one line.
const MOST_LABELS: usize = 20;

pub fn text(changes: &Changes) -> String {
    let mut lines = vec![format!("{}, after {}", edition(&changes.new), edition(&changes.old))];
    facts("Metadata", &changes.metadata, &mut lines);
    facts("Counts", &changes.counts, &mut lines);
    listing("Headings", &changes.headings, &mut lines);
    listing("Figures", &changes.figures, &mut lines);
    listing("Tables", &changes.tables, &mut lines);
    facts("Files", &changes.files, &mut lines);
    facts("Checks", &changes.checks, &mut lines);
    if lines.len() == 1 {
        lines.extend([String::new(), "Nothing that the records tell of has changed.".to_string()]);
    }
    pages(&changes.pages, &mut lines);
    lines.join("\n") + "\n"
}

fn edition(edition: &Edition) -> String {
    let parts = [Some(&edition.title), edition.edition.as_ref(), edition.date.as_ref()];
    parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
}

fn head(name: &str, lines: &mut Vec<String>) {
    lines.extend([String::new(), name.to_string()]);
}

fn facts(name: &str, changes: &[Change], lines: &mut Vec<String>) {
    if changes.is_empty() {
        return;
    }
    head(name, lines);
    lines.extend(changes.iter().map(|Change { what, old, new }| match (old, new) {
        (Some(old), Some(new)) => format!("  {what}: {}, now {}", short(old), short(new)),
        (Some(old), None) => format!("  {what}: {}, now none", short(old)),
        (None, new) => format!("  {what}: none, now {}", short(new.as_deref().unwrap_or_default())),
    }));
}

fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

fn listing(name: &str, listing: &Listing, lines: &mut Vec<String>) {
    if listing.is_empty() {
        return;
    }
    head(name, lines);
    let entry = |sign: &str, Entry { number, title, page }: &Entry| match number {
        Some(number) => format!("  {sign} {number} {title} (page {page})"),
        None => format!("  {sign} {title} (page {page})"),
    };
    lines.extend(listing.removed.iter().map(|one| entry("-", one)));
    lines.extend(listing.added.iter().map(|one| entry("+", one)));
    let renumbered = listing.renumbered.iter();
    lines.extend(renumbered.map(|Renamed { title, old, new }| format!("  {title}: {old}, now {new}")));
    let moved = listing.moved.iter();
    lines.extend(moved.map(|Renamed { title, old, new }| format!("  {title}: page {old}, now page {new}")));
}

fn pages(pages: &Pages, lines: &mut Vec<String>) {
    head("References to pages", lines);
    lines.extend(pages.changed.iter().map(changed));
    let hold = match (pages.hold, pages.changed.len()) {
        (0, _) => "  No page holds what it held.".to_string(),
        (1, _) => "  One page holds what it held.".to_string(),
        (hold, 0) => format!("  All {hold} pages hold what they held."),
        (hold, _) => format!("  {hold} pages hold what they held."),
    };
    lines.push(hold);
    if !pages.unknown.is_empty() {
        let why = match pages.compared_by {
            By::Words => "have no words of the running text",
            By::Openings => "begin with words that do not tell where they are now",
        };
        let named: Vec<&str> = pages.unknown.iter().take(MOST_LABELS).map(String::as_str).collect();
        let more = pages.unknown.len().saturating_sub(MOST_LABELS);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        lines.push(format!("  Pages that {why}: {}{more}.", named.join(", ")));
    }
    if pages.compared_by == By::Openings {
        lines.push("  Pages were compared by their first words: both EPUBs would tell more.".to_string());
    }
}

fn changed(Moved { page, now, gone }: &Moved) -> String {
    let share = |share: &super::pages::Share| match share.words {
        Some(1) => format!("{} (1 word)", share.page),
        Some(words) => format!("{} ({words} words)", share.page),
        None => share.page.clone(),
    };
    let gone = match gone {
        None | Some(0) => String::new(),
        Some(1) => "; 1 word is gone".to_string(),
        Some(gone) => format!("; {gone} words are gone"),
    };
    match now.iter().map(share).collect::<Vec<_>>() {
        now if now.is_empty() => format!("  page {page}: its words are gone"),
        now => format!("  page {page}: now on {}{gone}", now.join(", ")),
    }
}
