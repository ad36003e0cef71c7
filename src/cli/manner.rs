//! How the program speaks: said once, on the command line.

use std::sync::OnceLock;

use clap::ValueEnum;

use super::codes;

/// How the program speaks.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
#[command(next_help_heading = "How it is told")]
pub(super) struct Manner {
    /// Form in which is told what is wrong; json, github and sarif stand on standard output
    #[arg(long, global = true, value_name = "FORM", default_value = "human", hide_possible_values = true)]
    #[arg(help = "Form of what is wrong with a book: human, short, json, github or sarif")]
    pub message_format: MessageFormat,
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_possible_values = true)]
    #[arg(help = "Colours: auto, always or never")]
    pub color: When,
    /// Say nothing of what was made
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Tell which files were read, and how long each pass took
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
}

/// Forms of diagnostics.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum MessageFormat {
    /// With the line in question, for people
    #[default]
    Human,
    /// One line each
    Short,
    /// One JSON object a line
    Json,
    /// Annotations of GitHub's workflows
    Github,
    /// SARIF 2.1.0
    Sarif,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum When {
    #[default]
    Auto,
    Always,
    Never,
}

/// Which warnings are errors, and which are nothing to tell.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Judging {
    /// Take warnings of a code for errors, or all `warnings`
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = denied)]
    pub deny: Vec<String>,
    /// Do not tell warnings of a code
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = codes::code)]
    pub allow: Vec<String>,
}

impl Judging {
    /// What stands for every code after `--deny`.
    pub const ALL: &str = "warnings";
}

fn denied(written: &str) -> Result<String, String> {
    if written == Judging::ALL { Ok(written.to_string()) } else { codes::code(written) }
}

static MANNER: OnceLock<(Manner, bool)> = OnceLock::new();

/// Keeps what the command line says of it. `answers` where standard output is for one answer in JSON.
pub(super) fn set(manner: Manner, answers: bool) {
    MANNER.get_or_init(|| (manner, answers));
}

pub(super) fn get() -> Manner {
    MANNER.get().map(|(manner, _)| *manner).unwrap_or_default()
}

/// Whether diagnostics stand in an answer.
pub(super) fn answers() -> bool {
    MANNER.get().is_some_and(|(_, answers)| *answers)
}

/// Where it is said what was made.
pub(super) enum Telling {
    Nothing,
    /// On standard output.
    Out,
    /// On standard error, since programs read the other.
    Aside,
}

pub(super) fn telling() -> Telling {
    if get().quiet || answers() {
        return Telling::Nothing;
    }
    match get().message_format {
        MessageFormat::Human | MessageFormat::Short | MessageFormat::Github => Telling::Out,
        MessageFormat::Json | MessageFormat::Sarif => Telling::Aside,
    }
}

/// Whether a terminal shows what is being done.
pub(super) fn shows_progress() -> bool {
    !get().quiet && !get().verbose && get().message_format == MessageFormat::Human
}
