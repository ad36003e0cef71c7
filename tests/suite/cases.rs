//! Cases from suite files.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use reportc::diag::{Severity, Sink};
use reportc::model::manifest::{
    CoverImage, Fields, Manifest, Matter, NoteCount, NotePlace, Notes, PartEntry,
};
use reportc::model::media::{
    ChapterFile, ImageFile, ImageFormat, ImageId, Images, Indexes, Inputs, References, TermFiles,
};
use reportc::model::roles::Role;
use reportc::model::theme::Theme;
use reportc::source::Span;

const FENCE: &str = "~~~~~";

/// What a case gives its pass. The input may begin with settings, a line each (`@ lang fr`), and is one chapter, or
/// several after lines such as `@ chapter two.md front`, or `@ chapter two.md within` where it stands in the one before. After
/// `@ file a.rs` stands a file that what is before it includes.
pub struct Input {
    pub inputs: Inputs,
    pub manifest: Manifest,
    pub theme: Theme,
    pub images: Images,
    /// The flow's generated sections are shown too.
    pub whole: bool,
    references: References,
    terms: TermFiles,
}

/// A chapter's path, its matter, its part, how many chapters it stands in, and its role.
type Place = (String, Matter, Option<usize>, u8, Option<Role>);

impl Input {
    pub fn new(text: &str) -> Input {
        let mut input = Input {
            inputs: Inputs::default(),
            manifest: crate::samples::test_manifest("en"),
            theme: crate::samples::test_theme(),
            images: Images::default(),
            whole: false,
            references: References::default(),
            terms: TermFiles::default(),
        };
        input.image("a.png");
        let mut chapter = ("one.md".to_string(), Matter::Body, None, 0, None);
        let mut body = String::new();
        let mut begun = false;
        for line in text.split_inclusive('\n') {
            let Some(setting) = line.strip_prefix("@ ") else {
                body.push_str(line);
                begun = true;
                continue;
            };
            let mut words = setting.split_whitespace();
            match (words.next().unwrap_or_default(), words.collect::<Vec<_>>().as_slice()) {
                ("lang", [lang]) => input.manifest.language = reportc::model::manifest::Lang::new(lang),
                ("cover", [path, alt @ ..]) => {
                    let alt = (!alt.is_empty()).then(|| alt.join(" "));
                    let (path, span) = (path.to_string(), Span::default());
                    input.manifest.cover = Some(CoverImage { path, alt, span });
                }
                ("whole", []) => input.whole = true,
                ("part", title) => {
                    let title = Some(title.join(" "));
                    input.manifest.body.push(PartEntry { title, chapters: Vec::new(), start: None });
                }
                ("var", [name, words @ ..]) => {
                    input.manifest.variables.insert(name.to_string(), words.join(" "));
                }
                ("edition", words) => input.manifest.edition = Some(words.join(" ")),
                ("file", [path]) => {
                    if begun {
                        input.file(&chapter, &std::mem::take(&mut body));
                    }
                    begun = true;
                    chapter = (format!("+{path}"), Matter::Body, None, 0, None);
                }
                ("references", [path]) => {
                    if begun {
                        input.file(&chapter, &std::mem::take(&mut body));
                    }
                    begun = true;
                    chapter = (format!("={path}"), Matter::Body, None, 0, None);
                }
                ("glossary", [path, words @ ..]) => {
                    if begun {
                        input.file(&chapter, &std::mem::take(&mut body));
                    }
                    begun = true;
                    input.terms.first_in_full = words.contains(&"full");
                    chapter = (format!("*{path}"), Matter::Body, None, 0, None);
                }
                ("csl", [name]) => input.references.style = Some((name.to_string(), Span::default())),
                ("index", [name, title @ ..]) => {
                    input.manifest.indexes.push((name.to_string(), title.join(" ")));
                }
                ("nocite", keys) => {
                    let key = |key: &&str| (key.to_string(), Span::default());
                    input.references.nocite = keys.iter().map(key).collect();
                }
                ("notes", [place, numbered]) => {
                    let place = match *place {
                        "chapter" => NotePlace::Chapter,
                        "book" => NotePlace::Book,
                        _ => NotePlace::Foot,
                    };
                    let numbered = match *numbered {
                        "book" => NoteCount::Book,
                        "page" => NoteCount::Page,
                        _ => NoteCount::Chapter,
                    };
                    input.manifest.notes = Notes { place, numbered };
                }
                ("unnumbered", []) => input.manifest.numbering.chapters = false,
                ("lists", []) => {
                    input.manifest.contents.figures = true;
                    input.manifest.contents.tables = true;
                    input.manifest.contents.boxes = true;
                    input.manifest.contents.listings = true;
                    input.manifest.contents.equations = true;
                    input.manifest.numbering.boxes = true;
                }
                ("chapter", [path, rest @ ..]) => {
                    if begun {
                        input.file(&chapter, &std::mem::take(&mut body));
                    }
                    let depth = rest.iter().filter(|word| **word == "within").count() as u8;
                    let matter = match rest {
                        ["front", ..] => Matter::Front,
                        ["back" | "annex" | "appendix", ..] => Matter::Back,
                        _ => Matter::Body,
                    };
                    begun = true;
                    let part = input.manifest.body.len().checked_sub(1).filter(|_| matter == Matter::Body);
                    let role = rest.iter().find_map(|word| Role::named(word));
                    chapter = (path.to_string(), matter, part, depth, role);
                }
                other => panic!("no such setting: {other:?}"),
            }
        }
        input.file(&chapter, &body);
        let theme = reportc::manifest::default_theme();
        let (boxes, classes) =
            (theme.own_boxes().cloned().collect(), theme.classes.keys().cloned().collect());
        input.inputs.fields = Arc::new(Fields { boxes, classes, ..input.manifest.fields() });
        let (titles, lang) = (input.manifest.indexes.clone(), input.manifest.language.clone());
        input.inputs.indexes = Indexes { titles, lang };
        input.references.lang = input.manifest.language.clone();
        input.inputs.references = Arc::new(std::mem::take(&mut input.references));
        input.terms.lang = input.manifest.language.clone();
        input.inputs.glossary = Arc::new(std::mem::take(&mut input.terms));
        input
    }

    /// A chapter, a file that chapters include by its path, or one of references.
    fn file(&mut self, chapter: &Place, text: &str) {
        if let Some(path) = chapter.0.strip_prefix('=') {
            let file = self.inputs.sources.add(path, text);
            match path.ends_with(".csl") {
                true => self.references.style_file = Some(file),
                false => self.references.files.push((file, Span::default())),
            }
            return;
        }
        if let Some(path) = chapter.0.strip_prefix('*') {
            let file = self.inputs.sources.add(path, text);
            return self.terms.files.push(file);
        }
        let Some(path) = chapter.0.strip_prefix('+') else { return self.chapter(chapter, text) };
        let includers: Vec<_> = self.inputs.sources.iter().map(|source| source.id).collect();
        let file = self.inputs.sources.add(path, text).id;
        for source in includers {
            self.inputs.includes.insert((source, path.to_string()), file);
        }
    }

    fn chapter(&mut self, (path, matter, part, depth, role): &Place, text: &str) {
        let source = self.inputs.sources.add(path.clone(), text);
        let (matter, part, depth, role) = (*matter, *part, *depth, *role);
        let (path, before_contents) = (path.clone(), false);
        let file = ChapterFile { source: source.id, path, matter, part, depth, role, before_contents };
        self.inputs.chapters.push(file);
    }

    fn image(&mut self, path: &str) {
        self.images.by_path.insert(path.to_string(), ImageId(self.images.files.len() as u32));
        let bytes: Arc<[u8]> = Arc::from(Vec::new());
        let (format, width, height, density) = (ImageFormat::Png, 100, 50, None);
        self.images.files.push(ImageFile {
            description: None,
            dark: Vec::new(),
            path: path.to_string(),
            span: Span::default(),
            format,
            bytes,
            width,
            height,
            turn: reportc::model::media::Turn::NONE,
            density,
            moves: false,
        });
    }

    /// `line:column`, with the chapter before it where there are several.
    pub fn place(&self, span: Span) -> String {
        let source = self.inputs.sources.get(span.source).expect("spans point into the case's chapters");
        let (line, column) = source.line_column(span.start as usize);
        match self.inputs.sources.iter().count() {
            1 => format!("{line}:{column}"),
            _ => format!("{}:{line}:{column}", source.path),
        }
    }

    pub fn text(&self, span: Span) -> &str {
        let source = self.inputs.sources.get(span.source).expect("spans point into the case's chapters");
        &source.text[span.start as usize..span.end as usize]
    }
}

/// What the passes found, one a line.
pub fn diagnostics(sink: Sink, input: &Input) -> String {
    let mut text = String::new();
    for found in sink.into_sorted() {
        let severity = match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let place = found.span.map_or("-".to_string(), |span| input.place(span));
        let hints: String = found.hints.iter().map(|hint| format!(" -- {hint}")).collect();
        writeln!(text, "! {severity} {} {place} {}{hints}", found.code, found.message)
            .expect("strings take everything");
    }
    text
}

/// Runs every case of a pass and compares; tells all that differ at once.
pub fn run(pass: &str, make: impl Fn(&Input) -> String) {
    run_text(pass, |text| make(&Input::new(text)));
}

/// The same for cases that read their input by themselves.
pub fn run_text(pass: &str, make: impl Fn(&str) -> String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite").join(pass);
    let mut files: Vec<_> = std::fs::read_dir(&folder).expect("the suite's folder").flatten().collect();
    files.sort_by_key(|file| file.file_name());
    let wrong: String = files.iter().map(|file| compare(&file.path(), &make)).collect();
    assert!(!files.is_empty(), "no case in {}", folder.display());
    assert!(wrong.is_empty(), "{wrong}");
}

/// Runs the cases of one file: what differs, or nothing once the file is written anew.
pub fn compare(path: &Path, make: impl Fn(&str) -> String) -> String {
    let text = std::fs::read_to_string(path).expect("a suite file");
    let (mut wrong, mut blessed, mut count) = (String::new(), String::new(), 0);
    for case in cases(&text) {
        count += usize::from(case.input.is_some());
        blessed.push_str(case.before);
        let Some((input, expected)) = case.input else { continue };
        let made = make(input);
        if made != expected {
            let name = path.file_name().expect("a file's name").display();
            write!(wrong, "\n{name}: {}\n--- expected\n{expected}--- made\n{made}", case.name)
                .expect("strings take everything");
        }
        writeln!(blessed, "{made}{FENCE}").expect("strings take everything");
    }
    assert!(count > 0, "no case in {}", path.display());
    if std::env::var_os("RENEW").is_none() {
        return wrong;
    }
    if blessed != text {
        std::fs::write(path, blessed).expect("suite files can be written to be blessed");
    }
    String::new()
}

/// What stands in a file's cases: the input and the expected form of each.
pub fn expected(path: &Path) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(path).expect("a suite file");
    let inputs = cases(&text).into_iter().filter_map(|case| case.input);
    inputs.map(|(input, form)| (input.to_string(), form.to_string())).collect()
}

struct Case<'a> {
    name: &'a str,
    /// Everything up to the expected form.
    before: &'a str,
    input: Option<(&'a str, &'a str)>,
}

fn cases(text: &str) -> Vec<Case<'_>> {
    let mut cases = Vec::new();
    let mut fences: Vec<usize> = Vec::new();
    let (mut at, mut start, mut name) = (0, 0, "");
    for line in text.split_inclusive('\n') {
        if fences.is_empty() && line.starts_with('#') {
            name = line.trim_start_matches('#').trim();
        }
        if line.starts_with(FENCE) {
            // Of the two fences, where each opening's content begins and each closing begins.
            fences.push(if fences.len().is_multiple_of(2) { at + line.len() } else { at });
        }
        at += line.len();
        if let [input, input_end, expected, expected_end] = fences[..] {
            let before = &text[start..expected];
            let input = Some((&text[input..input_end], &text[expected..expected_end]));
            cases.push(Case { name, before, input });
            start = at;
            fences.clear();
        }
    }
    assert!(fences.is_empty(), "the case `{name}` lacks a fence");
    cases.push(Case { name, before: &text[start..], input: None });
    cases
}
