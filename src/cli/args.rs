//! What was written on the command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::Profile;

/// Compiles a YAML manifest and Markdown chapters into a paginated PDF and a reflowable EPUB.
#[derive(Debug, Parser)]
#[command(name = "reportc", version, about)]
pub(super) struct Args {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Builds a book: both formats when none is named
    Build(Build),
    /// Does everything but write
    Check(Check),
    /// Shows the catalogue entry
    Info(Info),
    /// Makes a small book that builds
    New(New),
}

const MANIFEST: &str = "Manifest, or the folder it is in [default: book.yaml, then book/book.yaml]";

#[derive(Debug, clap::Args)]
pub(super) struct Build {
    #[arg(help = MANIFEST)]
    pub manifest: Option<PathBuf>,
    /// Write the PDF
    #[arg(long)]
    pub pdf: bool,
    /// Write the EPUB
    #[arg(long)]
    pub epub: bool,
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
    /// Let images lack alternative text for now: warn of them
    #[arg(long)]
    pub draft: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct Info {
    #[arg(help = MANIFEST)]
    pub manifest: Option<PathBuf>,
    /// Write it as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct New {
    /// Folder to make; it must not exist or be empty
    pub dir: PathBuf,
}
