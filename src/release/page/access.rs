//! What is known of the book's accessibility: what its publisher signs for, and what programs found. No more is said.

use maud::{Markup, html};

use super::voice::Voice;
use crate::address;
use crate::model::record::{Check, CheckOutcome, Record, Statement, Tool};
use crate::model::words::Word;

pub fn section(record: &Record, voice: &Voice) -> Markup {
    let summary = Some(&record.access.summary).filter(|summary| !summary.is_empty());
    html! {
        section.accessibility aria-labelledby="accessibility" {
            h2 id="accessibility" { (voice.say(Word::Accessibility)) }
            @match &record.accessibility {
                Some(statement) => (stated(statement, record, voice)),
                None => p { (voice.say(Word::NothingStated)) },
            }
            @if let Some(exemption) = &record.exemption { p { (exempted(exemption, voice)) } }
            @if let Some(contact) = &record.access_contact {
                dl.pairs {
                    div {
                        dt { (voice.say(Word::AccessContact)) }
                        dd { a href=(address::mail(contact)) dir="ltr" { (contact) } }
                    }
                }
            }
            @if let Some(summary) = summary { p { b { "EPUB" } " · " bdi { (summary) } } }
            (proven(&record.checks, voice))
            (checks(record, voice))
        }
    }
}

/// The publisher's own statement, and the files that it is of, where it is not of all.
fn stated(statement: &Statement, record: &Record, voice: &Voice) -> Markup {
    let Statement { wcag, level, certified_by, date, report, of } = statement;
    let is_of_all = record.formats.iter().all(|format| of.contains(&format.format));
    let files = of.iter().map(|format| format.title()).collect::<Vec<_>>().join(", ");
    let sentence = voice.say(Word::Stated).replace("{standard}", &format!("WCAG {wcag} {level}"));
    let sentence = sentence.replace("{certifier}", certified_by);
    html! {
        p.statement { @if !is_of_all { b { (files) } " · " } (sentence) }
        @if date.is_some() || report.is_some() {
            dl.pairs {
                @if let Some(date) = date {
                    div { dt { (voice.say(Word::AssessmentDate)) } dd { time datetime=(date) { (voice.date(date)) } } }
                }
                @if let Some(report) = report {
                    div { dt { (voice.say(Word::AccessReport)) } dd { (web(report)) } }
                }
            }
        }
    }
}

/// Why the law lets the book off.
fn exempted(exemption: &str, voice: &Voice) -> Markup {
    let why = match exemption {
        "eaa-microenterprise" => Some(Word::Microenterprise),
        "eaa-fundamental-alteration" => Some(Word::FundamentalAlteration),
        "eaa-disproportionate-burden" => Some(Word::DisproportionateBurden),
        _ => None,
    };
    html! { @if let Some(why) = why { (voice.say(Word::Exempted).replace("{why}", voice.say(why))) } }
}

/// An address that shows itself.
fn web(url: &str) -> Markup {
    html! {
        @match address::on_the_web(url) {
            Some(url) => a href=(url) dir="ltr" { (url) },
            None => bdi { (url) },
        }
    }
}

/// Standards that a program confirmed.
fn proven(checks: &[Check], voice: &Voice) -> Markup {
    let proving = |check: &&Check| check.outcome == CheckOutcome::Passed && !check.proves.is_empty();
    let proving: Vec<&Check> = checks.iter().filter(proving).collect();
    html! {
        @if !proving.is_empty() {
            h3 { (voice.say(Word::Proven)) }
            ul.proven {
                @for check in proving {
                    @for standard in &check.proves {
                        li { (mark(CheckOutcome::Passed)) bdi { (standard) } (tool(check.tool.as_ref())) }
                    }
                }
            }
        }
    }
}

fn tool(tool: Option<&Tool>) -> Markup {
    html! { @if let Some(Tool { name, version }) = tool { " " span.tool dir="ltr" { (name) " " (version) } } }
}

/// All checks, by what came of them; those that failed are open.
fn checks(record: &Record, voice: &Voice) -> Markup {
    let outcomes = [
        (CheckOutcome::Failed, Word::Failed),
        (CheckOutcome::Passed, Word::Passed),
        (CheckOutcome::NotRun, Word::NotRun),
    ];
    html! {
        @if record.forced { p.forced { (voice.say(Word::Forced)) } }
        @if record.checks.is_empty() {
            p { (voice.say(Word::Unchecked)) }
        } @else {
            p { (voice.say(Word::ChecksLimit)) }
            @for (outcome, word) in outcomes {
                (of_outcome(outcome, voice.say(word), &record.checks, voice))
            }
        }
    }
}

fn of_outcome(outcome: CheckOutcome, word: &str, checks: &[Check], voice: &Voice) -> Markup {
    let checks: Vec<&Check> = checks.iter().filter(|check| check.outcome == outcome).collect();
    html! {
        @if !checks.is_empty() {
            details open[outcome == CheckOutcome::Failed] {
                summary { (word) " " span.count { (checks.len()) } }
                ul.checks { @for check in checks { li { (mark(outcome)) div { (told(check, voice)) } } } }
            }
        }
    }
}

/// What was checked, of which file and by what, and why it did not pass. The record tells the latter in English.
fn told(check: &Check, voice: &Voice) -> Markup {
    let of = Some(check.of.to_uppercase()).filter(|of| of != "BOOK");
    html! {
        @match voice.check(&check.id) {
            Some(words) => (words),
            None => span lang="en" dir="ltr" { (check.says) },
        }
        @if let Some(of) = of { " " bdi.of { (of) } }
        (tool(check.tool.as_ref()))
        @if !check.findings.is_empty() {
            ul.findings lang="en" dir="ltr" { @for finding in &check.findings { li { (finding) } } }
        }
    }
}

/// A sign for the eye; the words stand beside it.
fn mark(outcome: CheckOutcome) -> Markup {
    let (class, path) = match outcome {
        CheckOutcome::Passed => ("passed", "M4 10.5l4 4 8-9"),
        CheckOutcome::Failed => ("failed", "M5 5l10 10M15 5L5 15"),
        CheckOutcome::NotRun => ("not-run", "M4.5 10h11"),
    };
    html! {
        svg.mark.(class) aria-hidden="true" viewBox="0 0 20 20" width="16" height="16" fill="none"
            stroke="currentColor" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round" {
            path d=(path) {}
        }
    }
}
