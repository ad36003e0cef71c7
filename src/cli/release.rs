//! `release`: a folder ready to publish, or nothing.

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::answer::Answer;
use super::args::{PdfProfile, Release};
use super::build::{find_manifest, mend, out_folder, rounds, say, tell_kept, watched, writable};
use super::checkers::{self, Ran};
use super::disk::DiskWorld;
use super::find::ManifestPath;
use super::folder::{self, SIGNATURE, SUMS, Staging};
use super::sign::{Signer, signer};
use super::trouble::Trouble;
use super::writeback::{Kept, write_back};
use super::{FAILED, OK, epoch, manner, out, say_line, write};
use crate::model::manifest::Date;
use crate::model::record::{Check, CheckOutcome, Cover, Record};
use crate::{Checker, Edition, Formats, Options, Verdict, Web};

pub(super) fn release(args: &Release) -> u8 {
    let place = match find_manifest(args.manifest.as_deref()) {
        Ok(place) => place,
        Err(code) => return code,
    };
    let mut answer = Answer::of(&place);
    let code = match made(args, &place, &mut answer) {
        Ok(Some(())) => OK,
        Ok(None) => FAILED,
        Err(trouble) => answer.fail(trouble),
    };
    answer.give(code)
}

/// None where what is wrong has been told already.
fn made(args: &Release, place: &ManifestPath, answer: &mut Answer) -> Result<Option<()>, Trouble> {
    let out = out_folder(args.out_dir.as_deref(), place, "release")?;
    // The folder that is named is the release itself; else it is one of those in it. A link to it stays.
    let out = if args.out_dir.is_some() { fs::canonicalize(&out).unwrap_or(out) } else { out };
    if args.out_dir.is_some() {
        folder::is_free(&out, place)?;
        mend(place, folder::near(&out));
        folder::replaceable(&out, &folder::RELEASE)?;
    } else {
        mend(place, &out);
    }
    let date = epoch::date()?;
    let signer = args.sign.as_deref().map(signer).transpose()?;
    let profile = args.pdf_profile.map(PdfProfile::profile).unwrap_or_default();
    // Whether there is a web edition is for the manifest to say.
    let web = Web::default();
    let formats = Formats { pdf: Some(profile), linearized: args.linearize, epub: true, web };
    let options = (Options { formats, date, draft: false }, Some(date.unwrap_or_else(epoch::today)));
    let world = DiskWorld::new(&place.folder);
    let outcome = watched(|progress| crate::prepare(&world, &place.name, options, progress));
    world.keep_drawings()?;
    let Some((edition, cover)) = say(place, outcome, (&args.judging, answer)) else { return Ok(None) };
    writable(place, &edition)?;
    let target = if args.out_dir.is_some() { out } else { out.join(&edition.record.name) };
    folder::replaceable(&target, &folder::RELEASE)?;
    let staging = folder::staging(&target)?;
    let shown = args.out_dir.as_ref().unwrap_or(&target);
    let verdict = watched(|progress| {
        let patience = Duration::from_secs(args.check_timeout);
        crate::step(progress, "checks", || judge(&edition, &staging, options.1, patience))
    })?;
    say_line(format!("laid out  {}", rounds(&edition.record)));
    tell(&verdict.checks);
    answer.checked(&verdict.checks);
    answer.wrote(&edition, shown, false);
    let failed = verdict.checks.iter().any(|check| check.outcome == CheckOutcome::Failed);
    if failed && !args.force {
        return Err((
            "a check failed, so nothing is released".to_string(),
            "correct what it found, or release all the same with --force: the record then says so"
                .to_string(),
        ));
    }
    let Verdict { checks, parity } = verdict;
    let record = Record { checks, parity, forced: failed, ..edition.record };
    finish(staging.path(), &record, &cover, signer)?;
    folder::replace(&target, &staging)?;
    let kept = write_back(place, &record)?;
    say_line(format!("released  {}", shown.display()));
    answer.released(shown, matches!(kept, Kept::Written(_)));
    tell_kept(place, &kept, &record);
    Ok(Some(()))
}

/// Writes the editions, reads them back from the disk and checks what was read; outside checkers run side by side.
fn judge(
    edition: &Edition,
    staging: &Staging,
    today: Option<Date>,
    patience: Duration,
) -> Result<Verdict, Trouble> {
    let mut files: Vec<(String, &[u8])> =
        edition.outputs.iter().map(|output| (output.name.clone(), output.bytes.as_slice())).collect();
    if let Some(web) = &edition.web {
        let pages = web.files.iter();
        files.extend(pages.map(|(name, bytes)| (format!("{}/{name}", web.folder), bytes.as_slice())));
    }
    files.sort();
    write::tree(staging.path(), &files).map_err(|error| write::unwritable(staging.path(), &error))?;
    let unreadable = |error| (format!("the files written cannot be read back: {error}"), String::new());
    let mut read = Vec::new();
    for format in &edition.record.formats {
        read.push((format.format, fs::read(staging.path().join(&format.file)).map_err(unreadable)?));
    }
    let scratch = staging.scratch().map_err(unreadable)?;
    let checkers = crate::checkers(&edition.record);
    // Each waits for its program on a thread of its own: those that work are not to wait with it.
    let (mut verdict, outside) = std::thread::scope(|scope| {
        let folder = staging.path();
        let scratch = scratch.as_path();
        let start = |checker| scope.spawn(move || ask(checker, folder, scratch, patience));
        let asked: Vec<_> = checkers.iter().map(start).collect();
        let verdict = crate::judge(&edition.record, &read, today);
        let answered = asked.into_iter().map(|one| one.join().expect("what asks a program does not panic"));
        (verdict, answered.collect::<Vec<Check>>())
    });
    verdict.checks.extend(outside);
    Ok(verdict)
}

/// Has an outside program judge a file.
fn ask(checker: &Checker, folder: &Path, scratch: &Path, patience: Duration) -> Check {
    let own = scratch.join(checker.id);
    let args: Vec<String> = checker
        .args
        .iter()
        .map(|arg| match arg.as_str() {
            Checker::FILE => folder.join(&checker.file).to_string_lossy().into_owned(),
            Checker::SCRATCH => own.to_string_lossy().into_owned(),
            _ => arg.clone(),
        })
        .collect();
    match checkers::run(checker.program, &args, &own, patience) {
        Ran::Absent => checker.absent(),
        Ran::Broken(why) => checker.broken(&why),
        Ran::Ended { code, stdout, stderr } => {
            let report = checker.report.map_or(stdout, |name| checkers::said(&own.join(name)));
            checker.verdict(code, &report, &stderr)
        }
    }
}

/// A line for each check, and beneath one that failed what it found.
fn tell(checks: &[Check]) {
    for check in checks {
        let (word, tail) = match check.outcome {
            CheckOutcome::Passed => ("ok      ", String::new()),
            CheckOutcome::Failed => ("FAILED  ", String::new()),
            CheckOutcome::NotRun => {
                ("not run ", check.findings.first().map(|why| format!(" ({why})")).unwrap_or_default())
            }
        };
        let tool =
            check.tool.as_ref().map(|tool| format!(" [{} {}]", tool.name, tool.version)).unwrap_or_default();
        let line = format!("{word}  {}: {}{tool}{tail}", check.of, check.says);
        if check.outcome != CheckOutcome::Failed {
            say_line(line);
            continue;
        }
        // Who wants to hear nothing of what was made hears why nothing was.
        let say = |line: String| if manner::get().quiet { out::tell_line(line) } else { say_line(line) };
        say(line);
        check.findings.iter().for_each(|finding| say(format!("            {finding}")));
    }
}

/// Writes what goes with the editions, and the signature.
fn finish(folder: &Path, record: &Record, cover: &Cover, signer: Option<Signer>) -> Result<(), Trouble> {
    let mut documents = crate::publish(record, cover);
    if let (Some(signer), Some((_, sums))) = (signer, documents.iter().find(|(name, _)| name == SUMS)) {
        let signature = signer.sign(sums)?;
        documents.push((SIGNATURE.to_string(), signature));
    }
    let files: Vec<(String, &[u8])> =
        documents.iter().map(|(name, bytes)| (name.clone(), bytes.as_slice())).collect();
    write::into(folder, &files).map_err(|error| write::unwritable(folder, &error))
}
