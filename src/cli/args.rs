//! What was written on the command line.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::manner::{Judging, Manner};
use super::{OK, USAGE, codes, out};
use crate::Profile;
use crate::escape::terminal::Shown;

/// Compiles a YAML manifest and Markdown chapters into a paginated PDF, a reflowable EPUB and a web edition.
#[derive(Debug, Parser)]
#[command(name = "reportc", version, about)]
pub(super) struct Args {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub manner: Manner,
}

/// Reads the command line. Where it is wrong, or asks for help, that has been told; returns the exit status.
pub(super) fn read() -> Result<Args, u8> {
    let error = match Args::try_parse() {
        Ok(args) => return Ok(args),
        Err(error) => suggest(error),
    };
    let text = Shown::text(&error.render().to_string());
    if error.use_stderr() {
        out::tell(&text)
    } else {
        out::write(&text)
    }
    Err(if error.use_stderr() { USAGE } else { OK })
}

/// Finds the option that was meant by one that is not there; clap misses letters that have changed places.
fn suggest(mut error: clap::Error) -> clap::Error {
    let Some(ContextValue::String(wrong)) = error.get(ContextKind::InvalidArg) else { return error };
    if error.kind() != ErrorKind::UnknownArgument || error.get(ContextKind::SuggestedArg).is_some() {
        return error;
    }
    let wrong = wrong.trim_start_matches('-').to_string();
    let words: Vec<String> =
        std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let all = Args::command();
    let Some(command) =
        all.get_subcommands().find(|command| words.iter().any(|word| word == command.get_name()))
    else {
        return error;
    };
    let names = command.get_arguments().chain(all.get_arguments()).filter_map(clap::Arg::get_long);
    let near = names.map(|name| (strsim::osa_distance(&wrong, name), name)).min();
    if let Some((_, name)) = near.filter(|(steps, name)| *steps <= 2 && steps * 2 < name.len()) {
        error.remove(ContextKind::Suggested);
        error.insert(ContextKind::SuggestedArg, ContextValue::String(format!("--{name}")));
    }
    error
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Builds books: PDF and EPUB when no format is named
    Build(Build),
    /// Builds a book, checks it, and makes a folder to publish: editions, catalogue files, a web page, checksums
    Release(Release),
    /// Makes an index page and one ONIX message for a folder of releases
    Catalog(Catalog),
    /// Tells what changed between two releases, which pages cited of the old are others in the new, or how editions differ
    Diff(Diff),
    /// Builds a book, and again whenever a file that it is made of changes
    Watch(Watch),
    /// Shows a book in a browser while it is written: pages, text, and what is wrong
    Serve(Serve),
    /// Does everything but write
    Check(Check),
    /// Shows the catalogue entry
    Info(Info),
    /// Makes a small book that builds
    New(New),
    /// Prints a theme that comes with reportc, to be copied; without a name, their names
    Theme(ThemeArgs),
    /// Tells what a code of a diagnostic means; without one, lists all
    Explain(Explain),
    /// Counts words, pages and minutes to read, by chapter
    Stats(Stats),
    /// Prints headings with their numbers and pages
    Outline(Outline),
    /// Writes what is to be translated into files for translators (PO), and brings those up to what the book says now
    Translate(Translate),
    /// Prints the JSON Schema of the manifest or of theme files
    Schema(Schema),
    /// Prints what completes commands in a shell
    Completions(Completions),
    /// Writes manual pages
    Man(Man),
    /// Asks the web whether the addresses that a book links to are there, by curl
    Links(Links),
    /// Looks up the words of a book in the Hunspell dictionaries of this machine
    Spell(Spell),
    /// Serves an editor by the Language Server Protocol, over standard input and output
    Lsp,
    /// Makes a book of another tool's: mdBook, Quarto, bookdown, Jupyter Book, GitBook, Leanpub, pandoc, or Markdown files
    Import(Import),
}

impl Command {
    /// Whether standard output is for an answer in JSON alone.
    pub fn answers(&self) -> bool {
        match self {
            Command::Build(args) => args.json,
            Command::Release(args) => args.json,
            Command::Check(args) => args.json,
            Command::Diff(_)
            | Command::Info(_)
            | Command::Catalog(_)
            | Command::Watch(_)
            | Command::Serve(_)
            | Command::New(_)
            | Command::Theme(_)
            | Command::Explain(_)
            | Command::Stats(_)
            | Command::Outline(_)
            | Command::Translate(_)
            | Command::Schema(_)
            | Command::Completions(_)
            | Command::Man(_)
            | Command::Lsp
            | Command::Links(_)
            | Command::Spell(_)
            | Command::Import(_) => false,
        }
    }
}

const MANIFEST: &str = "Manifest, or the folder it is in [default: book.yaml, then book/book.yaml]";

/// Which of several editions are meant.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Among {
    /// Edition of a manifest that has several; may be given again [default: all]
    #[arg(long = "edition", value_name = "NAME")]
    pub editions: Vec<String>,
}

#[derive(Debug, clap::Args)]
pub(super) struct Build {
    #[arg(help = "Manifests, or the folders they are in [default: book.yaml, then book/book.yaml]")]
    pub manifests: Vec<PathBuf>,
    #[command(flatten)]
    pub among: Among,
    /// Write the PDF
    #[arg(long)]
    pub pdf: bool,
    /// Write the EPUB
    #[arg(long)]
    pub epub: bool,
    /// Write the web edition: a folder of static pages, NAME-web
    #[arg(long)]
    pub html: bool,
    /// Write the web edition as one file that has all it needs, NAME.html
    #[arg(long)]
    pub html_single: bool,
    /// Standards that the PDF is to meet [default: 1.7]
    #[arg(long, value_name = "PROFILE")]
    pub pdf_profile: Option<PdfProfile>,
    /// Write the PDF so that its first page shows before all of it is there
    #[arg(long)]
    pub linearize: bool,
    /// Folder for the files [default: dist/ beside the manifest]
    #[arg(long, value_name = "DIR")]
    pub out_dir: Option<PathBuf>,
    /// Fail instead of writing when the manifest's record is stale
    #[arg(long, conflicts_with = "no_record")]
    pub locked: bool,
    /// Let images lack alternative text for now: warn of them
    #[arg(long)]
    pub draft: bool,
    /// Leave the manifest alone
    #[arg(long)]
    pub no_record: bool,
    /// Tell how long each pass took, and write a trace that a browser's trace viewer opens
    #[arg(long)]
    pub timings: bool,
    /// Write what the outputs were made from, as a rule for make and ninja
    #[arg(long, value_name = "FILE")]
    pub depfile: Option<PathBuf>,
    /// Tell what was made, and what is wrong, as one line of JSON for each book
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub judging: Judging,
}

#[derive(Debug, clap::Args)]
pub(super) struct Watch {
    #[arg(help = MANIFEST)]
    pub manifest: Option<PathBuf>,
    #[command(flatten)]
    pub among: Among,
    /// Write the web edition as well: a folder of static pages, NAME-web
    #[arg(long)]
    pub html: bool,
    /// Write the web edition as one file as well, NAME.html
    #[arg(long)]
    pub html_single: bool,
    /// Folder for the files [default: dist/ beside the manifest]
    #[arg(long, value_name = "DIR")]
    pub out_dir: Option<PathBuf>,
    /// Let images lack alternative text for now: warn of them
    #[arg(long)]
    pub draft: bool,
    /// Leave the manifest alone
    #[arg(long)]
    pub no_record: bool,
    #[command(flatten)]
    pub judging: Judging,
}

#[derive(Debug, clap::Args)]
pub(super) struct Serve {
    #[arg(help = MANIFEST)]
    pub manifest: Option<PathBuf>,
    /// Edition to show, of a manifest that has several [default: the first]
    #[arg(long, value_name = "NAME")]
    pub edition: Option<String>,
    /// Port of the loopback address; 0 for any [default: the first that is free from 3000 on]
    #[arg(long, value_name = "N")]
    pub port: Option<u16>,
    /// Open the address in the browser
    #[arg(long)]
    pub open: bool,
    /// What opens a file at a click, such as `code -g {file}:{line}:{column}` [default: REPORTC_EDITOR]
    #[arg(long, value_name = "COMMAND")]
    pub editor: Option<String>,
    /// Let images lack alternative text for now: warn of them
    #[arg(long)]
    pub draft: bool,
    #[command(flatten)]
    pub judging: Judging,
}

impl Watch {
    /// What each of its builds is asked to do.
    pub fn build(&self) -> Build {
        Build {
            manifests: self.manifest.iter().cloned().collect(),
            among: self.among.clone(),
            pdf: true,
            epub: true,
            html: self.html,
            html_single: self.html_single,
            pdf_profile: None,
            linearize: false,
            out_dir: self.out_dir.clone(),
            locked: false,
            draft: self.draft,
            no_record: self.no_record,
            timings: false,
            depfile: None,
            json: false,
            judging: self.judging.clone(),
        }
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct Release {
    #[arg(help = MANIFEST)]
    pub manifest: Option<PathBuf>,
    #[command(flatten)]
    pub among: Among,
    /// Folder to make, or to replace as a whole [default: release/NAME beside the manifest]
    #[arg(long, value_name = "DIR")]
    pub out_dir: Option<PathBuf>,
    /// Standards that the PDF is to meet [default: 1.7]
    #[arg(long, value_name = "PROFILE")]
    pub pdf_profile: Option<PdfProfile>,
    /// Write the PDF so that its first page shows before all of it is there
    #[arg(long)]
    pub linearize: bool,
    /// Release although a check fails; the record says so
    #[arg(long)]
    pub force: bool,
    /// Sign the checksums with this OpenSSH private key; REPORTC_KEY_PASSPHRASE opens one that is locked
    #[arg(long, value_name = "KEY")]
    pub sign: Option<PathBuf>,
    /// How long an outside checker may take
    #[arg(long, value_name = "SECONDS", default_value_t = 600)]
    pub check_timeout: u64,
    /// Tell what was made and checked, and what is wrong, as JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub judging: Judging,
}

#[derive(Debug, clap::Args)]
pub(super) struct Catalog {
    /// Folder of releases; `index.html` and `onix.xml` are written into it
    pub dir: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(super) struct Diff {
    /// A release's folder or its record.json; or the manifest of a book whose editions are compared
    pub old: PathBuf,
    /// The same of the newer edition
    pub new: Option<PathBuf>,
    #[command(flatten)]
    pub among: Among,
    /// Write it as JSON
    #[arg(long)]
    pub json: bool,
}

/// [`Profile`] by the names that the command line has for them.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum PdfProfile {
    /// PDF 1.7 that is PDF/UA-1 and PDF/A-2a
    #[value(name = "1.7")]
    Archive,
    /// PDF 2.0 that is PDF/UA-2 and PDF/A-4
    #[value(name = "2.0")]
    Pdf2,
    /// PDF/X-4 for the press, under the manifest's `print`
    Print,
}

impl PdfProfile {
    pub(super) fn profile(self) -> Profile {
        match self {
            PdfProfile::Archive => Profile::Archive,
            PdfProfile::Pdf2 => Profile::Pdf2,
            PdfProfile::Print => Profile::Print,
        }
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct Check {
    #[arg(help = MANIFEST)]
    pub manifest: Option<PathBuf>,
    #[command(flatten)]
    pub among: Among,
    /// Let images lack alternative text for now: warn of them
    #[arg(long)]
    pub draft: bool,
    /// Correct in the files what is sure to be a slip: names of keys, ids, classes and files that are near to one alone
    #[arg(long)]
    pub fix: bool,
    /// Tell what is wrong as JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub judging: Judging,
}

#[derive(Debug, clap::Args)]
pub(super) struct Explain {
    /// The code in brackets behind `error` or `warning`
    #[arg(value_parser = codes::code)]
    pub code: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(super) struct Stats {
    #[arg(help = MANIFEST)]
    pub manifest: Option<PathBuf>,
    #[command(flatten)]
    pub among: Among,
    /// Write it as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct Outline {
    #[arg(help = MANIFEST)]
    pub manifest: Option<PathBuf>,
    #[command(flatten)]
    pub among: Among,
    /// Headings of so many levels
    #[arg(long, value_name = "LEVELS", default_value_t = 6)]
    pub depth: u8,
    /// Write it as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct Translate {
    #[arg(help = MANIFEST)]
    pub manifest: Option<PathBuf>,
    /// Edition, or language that there is none in yet; may be given again [default: all with a file of translations]
    #[arg(long, value_name = "NAME")]
    pub to: Vec<String>,
    /// Write nothing, and fail where a file is not what it would become
    #[arg(long)]
    pub check: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct Links {
    #[arg(help = MANIFEST)]
    pub manifest: Option<PathBuf>,
    #[command(flatten)]
    pub among: Among,
}

#[derive(Debug, clap::Args)]
pub(super) struct Spell {
    #[arg(help = MANIFEST)]
    pub manifest: Option<PathBuf>,
    #[command(flatten)]
    pub among: Among,
    /// Look for dictionaries in this folder first; repeatable [default: those of `DICPATH` and of the system]
    #[arg(long, value_name = "DIR")]
    pub dictionaries: Vec<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(super) struct Schema {
    /// Which files it is of
    #[arg(default_value = "manifest")]
    pub of: SchemaOf,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum SchemaOf {
    Manifest,
    Theme,
}

#[derive(Debug, clap::Args)]
pub(super) struct Completions {
    /// Shell that reads it
    pub shell: Shell,
}

#[derive(Debug, clap::Args)]
pub(super) struct Man {
    /// Folder for `reportc.1` and a page for each command; it is made if it is not there
    pub dir: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(super) struct Info {
    #[arg(help = MANIFEST)]
    pub manifest: Option<PathBuf>,
    #[command(flatten)]
    pub among: Among,
    /// Write it as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct New {
    /// Folder to make; it must not exist or be empty
    pub dir: PathBuf,
    /// Theme of the book, as `reportc theme` names them [default: report]
    #[arg(long, value_name = "NAME", value_parser = theme_names())]
    pub theme: Option<String>,
    /// Language of the book, as a tag of BCP 47 [default: en]
    #[arg(long, value_name = "TAG", value_parser = language)]
    pub lang: Option<String>,
    /// Kind of book to begin with; without one, the shortest book
    #[arg(long, value_name = "KIND", value_parser = example_names())]
    pub example: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(super) struct ThemeArgs {
    /// Theme to print
    #[arg(value_parser = theme_names())]
    pub name: Option<String>,
}

fn example_names() -> PossibleValuesParser {
    super::examples::EXAMPLES.map(|(name, _)| name).into()
}

/// A tag of a language that is known.
fn language(written: &str) -> Result<String, String> {
    crate::tags::read(written)
        .map_err(|_| "there is no such language; write a tag such as `fr`, `pt-BR` or `zh-Hans`".to_string())
}

fn theme_names() -> PossibleValuesParser {
    crate::THEMES.map(|(name, _)| name).into()
}

#[derive(Debug, clap::Args)]
pub(super) struct Import {
    /// The other book: its folder, one Markdown file, or a document that pandoc reads
    pub from: PathBuf,
    /// Folder to make; it must not exist or be empty [default: NAME-book]
    #[arg(conflicts_with = "in_place")]
    pub dir: Option<PathBuf>,
    /// Write `book.yaml` into the other book's folder and copy nothing
    #[arg(long)]
    pub in_place: bool,
}
