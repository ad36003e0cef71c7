//! `release`: a folder ready to publish, or nothing.

mod bundle;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::answer::Answer;
use super::args::{PdfProfile, Release};
use super::build::{find_books, mend, out_folder, rounds, say, tell_kept, watched, writable};
use super::checkers::{self, Ran};
use super::disk::DiskWorld;
use super::find::ManifestPath;
use super::folder::{self, Ours, SIGNATURE, SUMS};
use super::sign::{Signer, signer};
use super::trouble::Trouble;
use super::writeback::{Kept, write_back};
use super::{FAILED, OK, epoch, manner, out, say_line, write};
use crate::model::manifest::Date;
use crate::model::record::{Check, CheckOutcome, Cover, Record};
use crate::{Checker, Edition, Formats, Options, Verdict, Web};

pub(super) fn release(args: &Release) -> u8 {
    let places = match find_books(args.manifest.as_deref(), &args.among) {
        Ok(places) => places,
        Err(code) => return code,
    };
    let Some(first) = places.first() else { return FAILED };
    let mut answer = Answer::of(first);
    let made = match places.as_slice() {
        [place] => made(args, place, &mut answer),
        several => bundle::made(args, several, &mut answer),
    };
    let code = match made {
        Ok(Some(())) => OK,
        Ok(None) => FAILED,
        Err(trouble) => answer.fail(trouble),
    };
    answer.give(code)
}

/// Where a release goes, and how it is made.
struct Job<'a> {
    args: &'a Release,
    /// The release itself where it is named, else the folder that it goes into.
    out: PathBuf,
    options: (Options, Option<Date>),
    signer: Option<Signer>,
}

impl Job<'_> {
    /// Looks whether a release can be made, before any of it is.
    fn begin<'a>(args: &'a Release, place: &ManifestPath, ours: &Ours) -> Result<Job<'a>, Trouble> {
        let out = out_folder(args.out_dir.as_deref(), place, "release")?;
        // The folder that is named is the release itself; else it is one of those in it. A link to it stays.
        let out = if args.out_dir.is_some() { fs::canonicalize(&out).unwrap_or(out) } else { out };
        if args.out_dir.is_some() {
            folder::is_free(&out, place)?;
            mend(place, folder::near(&out));
            folder::replaceable(&out, ours)?;
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
        Ok(Job { args, out, options, signer })
    }

    /// The folder that the release is to be, by its name.
    fn target(&self, name: &str, ours: &Ours) -> Result<PathBuf, Trouble> {
        let target = if self.args.out_dir.is_some() { self.out.clone() } else { self.out.join(name) };
        folder::replaceable(&target, ours)?;
        Ok(target)
    }

    /// The folder as it is told: that which is named as it is written.
    fn shown(&self, target: &Path) -> PathBuf {
        self.args.out_dir.clone().unwrap_or_else(|| target.to_path_buf())
    }

    /// Compiles a book; None where what is wrong with it has been told.
    fn prepare(
        &self,
        place: &ManifestPath,
        answer: &mut Answer,
    ) -> Result<Option<(Edition, Cover)>, Trouble> {
        let world = DiskWorld::new(&place.folder);
        let outcome = watched(|progress| crate::prepare(&world, place.book(), self.options, progress));
        world.keep_drawings()?;
        let made = say(place, outcome, (&self.args.judging, answer));
        made.as_ref().map_or(Ok(()), |(edition, _)| writable(place, edition))?;
        Ok(made)
    }

    /// Writes an edition into a folder and checks it.
    fn judge(&self, edition: &Edition, staging: (&Path, &Path)) -> Result<Verdict, Trouble> {
        let verdict = watched(|progress| {
            let patience = Duration::from_secs(self.args.check_timeout);
            crate::step(progress, "checks", || judge(edition, staging, self.options.1, patience))
        })?;
        say_line(format!("laid out  {}", rounds(&edition.record)));
        tell(&verdict.checks);
        Ok(verdict)
    }

    /// Whether a check has failed, which only `--force` lets pass.
    fn failed(&self, checks: &[Check]) -> Result<bool, Trouble> {
        let failed = checks.iter().any(|check| check.outcome == CheckOutcome::Failed);
        if failed && !self.args.force {
            return Err((
                "a check failed, so nothing is released".to_string(),
                "correct what it found, or release all the same with --force: the record then says so"
                    .to_string(),
            ));
        }
        Ok(failed)
    }
}

/// None where what is wrong has been told already.
fn made(args: &Release, place: &ManifestPath, answer: &mut Answer) -> Result<Option<()>, Trouble> {
    let job = Job::begin(args, place, &folder::RELEASE)?;
    let Some((mut edition, cover)) = job.prepare(place, answer)? else { return Ok(None) };
    // Released by itself, it has no others beside it.
    edition.record.other_languages.iter_mut().for_each(|other| other.folder = None);
    let target = job.target(&edition.record.name, &folder::RELEASE)?;
    let staging = folder::staging(&target)?;
    let shown = job.shown(&target);
    let scratch = staging.scratch().map_err(unreadable)?;
    let verdict = job.judge(&edition, (staging.path(), &scratch))?;
    answer.checked(&verdict.checks);
    answer.wrote(&edition, &shown, false);
    let failed = job.failed(&verdict.checks)?;
    let Verdict { checks, parity } = verdict;
    let record = Record { checks, parity, forced: failed, ..edition.record };
    finish(staging.path(), &record, &cover, job.signer)?;
    folder::replace(&target, &staging)?;
    let kept = write_back(place, &record)?;
    say_line(format!("released  {}", shown.display()));
    answer.released(&shown, matches!(kept, Kept::Written(_)));
    tell_kept(place, &kept, &record);
    Ok(Some(()))
}

fn unreadable(error: io::Error) -> Trouble {
    (format!("the files written cannot be read back: {error}"), String::new())
}

/// Writes the editions, reads them back from the disk and checks what was read; outside checkers run side by side.
fn judge(
    edition: &Edition,
    (folder, scratch): (&Path, &Path),
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
    write::tree(folder, &files).map_err(|error| write::unwritable(folder, &error))?;
    let mut read = Vec::new();
    for format in &edition.record.formats {
        read.push((format.format, fs::read(folder.join(&format.file)).map_err(unreadable)?));
    }
    let checkers = crate::checkers(&edition.record);
    // Each waits for its program on a thread of its own: those that work are not to wait with it.
    let (mut verdict, outside) = std::thread::scope(|scope| {
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
