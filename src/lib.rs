//! A document compiler: a YAML manifest and Markdown chapters become a paginated PDF, a reflowable EPUB and a web edition, all
//! from one shared layout IR ([`model::layout::Layout`]).
//!
//! A book is compiled in memory, or from any other [`world::World`]; the program `reportc` brings that of the disk:
//!
//! ```
//! use reportc::world::memory::MemoryWorld;
//! use reportc::{Formats, Options, Profile, compile};
//!
//! let world = MemoryWorld::new()
//!     .file("book.yaml", "title: An Almanac\nlanguage: en\nchapters: [spring.md]\n")
//!     .file("spring.md", "# Spring\n\nDays grow longer.\n");
//! let formats =
//!     Formats { pdf: Some(Profile::default()), linearized: false, epub: true, web: Default::default() };
//! let outcome = compile(&world, "book.yaml", Options { formats, date: None, draft: false }, &|_| {});
//! assert!(outcome.found.is_empty(), "what is wrong with a book is told at its place: {:?}", outcome.found);
//! let edition = outcome.made.expect("a book without mistakes is made");
//! let names: Vec<&str> = edition.outputs.iter().map(|output| output.name.as_str()).collect();
//! assert_eq!(names, ["an-almanac.pdf", "an-almanac.epub"]);
//! assert!(edition.outputs[0].bytes.starts_with(b"%PDF-") && edition.record.pages.total > 0);
//! ```
//!
//! The passes, in the order that [`compile`] runs them: [`manifest::read`] and [`manifest::theme`] (what is asked for),
//! [`load::load`] (every byte read), [`parse::parse`] (Markdown to a [`model::document::Document`]), [`load::images`],
//! [`resolve::resolve`] (numbers and references), [`chart::pictures`] (charts to drawings), [`style::style`] (the [`model::flow::Flow`]: what the book says),
//! [`layout::layout`] (its pages: where it stands) beside [`load::check_images`], [`pdf::draw`], [`epub::write`], [`html::write`],
//! [`release::plan`] (the record).
//! What was written is read back by [`inspect::inspect`] and judged by [`release::judge`].
//! No pass names another; they meet here. Apart from a build, [`import::import`] makes a book of another tool's.

#![forbid(unsafe_code)]

pub mod address;
pub mod barcode;
pub mod cell;
pub mod chars;
pub mod chart;
pub mod cite;
pub mod cli;
pub mod columns;
pub mod diag;
pub mod epub;
pub mod escape;
mod faces;
pub mod fence;
pub mod geom;
pub mod head;
pub mod html;
pub mod import;
pub mod include;
pub mod inspect;
pub mod layout;
pub mod load;
pub mod manifest;
pub mod maths;
pub mod memo;
pub mod model;
mod options;
pub mod parse;
pub mod pdf;
pub mod preview;
pub mod raster;
pub mod release;
pub mod resolve;
pub mod roman;
pub mod screen;
pub mod scripts;
pub mod source;
pub mod spelling;
pub mod style;
pub mod tags;
pub mod text;
pub mod translate;
pub mod words;
pub mod world;
mod wrap;
pub mod xhtml;
pub mod yaml;

use std::sync::{Arc, OnceLock};

pub use epub::ScreenEdition;
pub use options::{Formats, Options, Outcome, Progress, Standing, Step, Web, step};
pub use pdf::Profile;
pub use preview::Preview;
pub use release::{Checker, Survey, Verdict, checkers};
pub use spelling::{Files as DictionaryFiles, Spelling};
pub use text::{bundled as bundled_faces, plain_drawing};

use rayon::prelude::*;

use diag::Sink;
use layout::Pagination;
pub use manifest::{
    THEMES, keys_within, named_theme, of_manifest as manifest_schema, of_theme as theme_schema, words_behind,
};
use memo::Memo;
use model::document::Medium;
use model::findings::{ADVICE, Findings, LEFTOVERS};
use model::identity::Format;
use model::layout::Layout;
use model::manifest::{Book, Date, Manifest, Recorded, Translation};
use model::marks::Marks;
use model::media::{Images, Inputs};
use model::record::{Cover, Record};
use model::resolved::Resolved;
use model::theme::Theme;
use model::translation::Progress as Translated;
use release::{Document, Output, Rounds};
use source::{Source, Sources, Span};
use text::FontBook;
use world::World;

/// A finished edition: files to write, and what they say of themselves.
#[derive(Debug)]
pub struct Edition {
    pub outputs: Vec<Output>,
    /// The web edition, where it is wanted.
    pub web: Option<WebEdition>,
    /// The web edition in one file: its name and text.
    pub single: Option<Document>,
    pub record: Record,
    /// The record as a file of its own: name and text.
    pub record_file: (String, String),
    /// The manifest's text with the record in it; None where it cannot be written into.
    pub manifest: Option<String>,
}

/// A folder of pages.
#[derive(Debug)]
pub struct WebEdition {
    /// The folder's name.
    pub folder: String,
    /// Paths in it, and what the files hold.
    pub files: Vec<Document>,
}

/// A book on its pages.
pub struct SetBook {
    /// The manifest's source: the record is written back into it.
    pub source: Arc<Source>,
    pub layout: Layout,
    pub fonts: Arc<FontBook>,
    pub rounds: Rounds,
}

/// What the steps of a run have at hand: who is told of them, what earlier runs made, and where an editor's marks are put.
#[derive(Clone, Copy)]
struct Run<'a> {
    progress: Progress<'a>,
    memo: &'a Memo,
    marks: Option<&'a OnceLock<Marks>>,
}

impl<'a> Run<'a> {
    fn new(progress: Progress<'a>, memo: &'a Memo) -> Run<'a> {
        Run { progress, memo, marks: None }
    }
}

impl Run<'_> {
    fn step<T>(self, name: &'static str, work: impl FnOnce() -> T) -> T {
        step(self.progress, name, work)
    }
}

/// Compiles the book whose manifest has this name in the world's folder. `progress` is told of each step.
pub fn compile<'b>(
    world: &dyn World,
    book: impl Into<Book<'b>>,
    options: Options,
    progress: Progress,
) -> Outcome<Edition> {
    compile_again(world, book, options, (progress, &Memo::NONE))
}

/// Compiles a book as [`compile`] does, to the same bytes, and makes again only what is not in the memo.
pub fn compile_again<'b>(
    world: &dyn World,
    book: impl Into<Book<'b>>,
    options: Options,
    (progress, memo): (Progress, &Memo),
) -> Outcome<Edition> {
    memo.begin();
    compiled(world, book.into(), (options, false), Run::new(progress, memo))
}

/// Compiles a book as [`compile`] does, and tells besides what its files have and the book does not need.
pub fn check<'b>(
    world: &dyn World,
    book: impl Into<Book<'b>>,
    options: Options,
    progress: Progress,
) -> Outcome<Edition> {
    compiled(world, book.into(), (options, true), Run::new(progress, &Memo::NONE))
}

fn compiled(
    world: &dyn World,
    book: Book,
    (options, advises): (Options, bool),
    run: Run,
) -> Outcome<Edition> {
    let (mut sink, marks) = (Sink::default(), OnceLock::new());
    let looking = Run { marks: advises.then_some(&marks), ..run };
    let (sources, set) = set_manifest(world, book, false, looking, &mut sink);
    if let (Some(set), Some(marks)) = (&set, marks.into_inner()) {
        tell_lacking(world, book, (&set.layout.flow.manifest, &marks), &mut sink);
    }
    let accepted = set.as_ref().map(|set| set.layout.flow.manifest.accept.clone()).unwrap_or_default();
    let edition = written(set, options, run, &mut sink).map(|(set, edition)| {
        let_go(set);
        edition
    });
    let is_told = |code: &&str| advises && !accepted.iter().any(|one| one == code);
    ADVICE.into_iter().filter(|code| !is_told(code)).for_each(|code| sink.leave_out(code));
    let made = edition.filter(|_| !sink.has_errors());
    Outcome::of(sources, sink, made)
}

/// Tells which ids an edition lacks that the text of the first edition refers to.
fn tell_lacking(world: &dyn World, book: Book, (manifest, marks): (&Manifest, &Marks), sink: &mut Sink) {
    let Some(among) = &manifest.among else { return };
    let first = editions(world, book.name).into_iter().next().filter(|first| *first != among.key);
    let looked = first.as_ref().map(|first| look(world, Book { edition: Some(first), ..book }, &Memo::NONE));
    let (Some(first), Some(theirs)) = (first, looked.and_then(|looked| looked.made)) else { return };
    let lacking = release::lacking(&theirs, marks);
    if !lacking.is_empty() {
        sink.push(release::lacks(&lacking, (&among.key, &first), among.place));
    }
}

/// Compiles a book that is to be released: the edition and its cover. What a release lacks is an error. `today` is the
/// day that a date of publication is not to be after.
pub fn prepare<'b>(
    world: &dyn World,
    book: impl Into<Book<'b>>,
    (options, today): (Options, Option<Date>),
    progress: Progress,
) -> Outcome<(Edition, Cover)> {
    let mut sink = Sink::default();
    // What an earlier build recorded is left aside: how many layouts it takes is to be told of the book alone.
    let run = Run::new(progress, &Memo::NONE);
    let (sources, set) = set_manifest(world, book.into(), true, run, &mut sink);
    let has_web = set.as_ref().is_some_and(|set| set.layout.flow.manifest.web.release);
    let web = Web { folder: has_web.then_some(Standing::Beside), ..options.formats.web };
    let options = Options { formats: Formats { web, ..options.formats }, ..options };
    if let Some(set) = &set {
        manifest::fit_for_release(&set.source, &set.layout.flow.manifest, today, &mut sink);
    }
    sink.insist("missing-glyph");
    let accepts = |code: &&str| {
        set.as_ref().is_some_and(|set| set.layout.flow.manifest.accept.iter().any(|one| one == code))
    };
    LEFTOVERS.into_iter().filter(|code| !accepts(code)).for_each(|code| sink.insist(code));
    ADVICE.into_iter().for_each(|code| sink.leave_out(code));
    let written = written(set, options, run, &mut sink);
    let made = written.filter(|_| !sink.has_errors()).and_then(|(set, mut edition)| {
        let cover = step(progress, "cover", || screen::cover(&set.layout, &set.fonts))?;
        edition.record.cover = Some(release::cover_record(&cover));
        Some((edition, cover))
    });
    Outcome::of(sources, sink, made)
}

/// Reads the files of an edition back and checks them against its record and each other. Each file is its format and its
/// bytes; `today` is None where nobody knows.
pub fn judge(record: &Record, files: &[(Format, Vec<u8>)], today: Option<Date>) -> Verdict {
    release::judge(record, files, &inspect::inspect(files), today)
}

/// What changed from one edition to the next, as lines of text or as JSON. `epubs` are those of both, where they are
/// there: then pages are compared word by word.
pub fn diff(records: (&Record, &Record), epubs: Option<&(Vec<u8>, Vec<u8>)>, json: bool) -> String {
    let found = epubs.map(|(old, new)| rayon::join(|| inspect::epub(old), || inspect::epub(new)));
    release::diff(records, found.as_ref(), json)
}

/// How the editions of a book differ from the first of them by the ids of what is in them, as lines of text or as JSON.
pub fn diff_editions(editions: &[(String, Marks)], json: bool) -> String {
    release::diff_editions(editions, json)
}

/// The files of a list of releases, each in the folder of its name: a web page and an ONIX message.
pub fn catalog(releases: &[(String, Record)]) -> Vec<Document> {
    release::catalog(releases)
}

/// The files that go with a release whose record is finished.
pub fn publish(record: &Record, cover: &Cover) -> Vec<Document> {
    release::publish(record, cover)
}

/// The files above the releases of several editions, each in the folder of its name.
pub fn publish_editions(releases: &[(String, Record)]) -> Vec<Document> {
    release::publish_editions(releases)
}

/// What a draft may lack: pictures, and words for those who do not see them. What a picture says stands in its place.
const DRAFT: [&str; 7] = [
    "missing-alt",
    "missing-image",
    "image-outside-book",
    "remote-image",
    "bad-image",
    "svg-script",
    "svg-outside-file",
];

/// A set book's files, unless there are errors.
fn written(
    set: Option<SetBook>,
    Options { formats, date, draft }: Options,
    run: Run,
    sink: &mut Sink,
) -> Option<(SetBook, Edition)> {
    if draft || set.as_ref().is_some_and(|set| set.layout.flow.manifest.draft) {
        DRAFT.iter().for_each(|code| sink.excuse(code));
    }
    set.filter(|_| !sink.has_errors()).map(|mut set| {
        set.layout.made = set.layout.made.or(date);
        let edition = write(&set, formats, run, sink);
        (set, edition)
    })
}

/// Sets a book to look at its pages, again where that was done before. There is something to look at wherever the book can
/// be set, though it has errors.
pub fn preview<'b>(
    world: &dyn World,
    book: impl Into<Book<'b>>,
    draft: bool,
    before: Option<&Preview>,
    (progress, memo): (Progress, &Memo),
) -> Outcome<Preview> {
    memo.begin();
    let mut sink = Sink::default();
    let (sources, set) = set_manifest(world, book.into(), false, Run::new(progress, memo), &mut sink);
    if draft || set.as_ref().is_some_and(|set| set.layout.flow.manifest.draft) {
        DRAFT.iter().for_each(|code| sink.excuse(code));
    }
    ADVICE.into_iter().for_each(|code| sink.leave_out(code));
    let look = |SetBook { layout, fonts, .. }: SetBook| {
        step(progress, "look", || Preview::of(layout, fonts, sources.clone(), before))
    };
    let made = set.map(look);
    Outcome::of(sources, sink, made)
}

/// The EPUB's text as a browser shows it.
pub fn screen_edition(preview: &Preview, memo: &Memo) -> ScreenEdition {
    let reflowed = preview.layout.edition(Medium::Epub);
    epub::screen_edition(reflowed.as_ref().unwrap_or(&preview.layout), &preview.fonts, memo)
}

/// What a book is made of, from its pages.
pub fn survey_of(preview: &Preview) -> Survey {
    Survey::of(&preview.layout, &preview.sources)
}

/// Everything but writing: the book on its pages, unless there is nothing to set.
pub fn set_book<'b>(
    world: &dyn World,
    book: impl Into<Book<'b>>,
    progress: Progress,
    sink: &mut Sink,
) -> (Sources, Option<SetBook>) {
    set_manifest(world, book.into(), false, Run::new(progress, &Memo::NONE), sink)
}

fn set_manifest(
    world: &dyn World,
    book: Book,
    forget: bool,
    run: Run,
    sink: &mut Sink,
) -> (Sources, Option<SetBook>) {
    let mut sources = Sources::default();
    let read = run.step("manifest", || read_manifest(world, book, &mut sources, sink));
    let Some(Read { source, mut manifest, translation }) = read else { return (sources, None) };
    let sound = !sink.has_errors();
    if forget {
        manifest.recorded = Recorded::default();
    }
    let theme = themed(world, &manifest, &mut sources, sink);
    manifest::themed_page(&mut manifest, &theme, &source, sink);
    let mut inputs = run.step("load", || load::load(world, &manifest, &theme, sources, sink));
    if let Some(translation) = &translation {
        run.step("translate", || translated(translation, &mut inputs, sink));
    }
    // What is wrong with the manifest does not hide what is wrong with the chapters; but no book is made of it.
    let resolved = resolved(world, (&manifest, &theme), &inputs, (&mut *sink, run));
    if let (Some(marks), Some((_, resolved))) = (run.marks, &resolved) {
        marks.get_or_init(|| Marks::of(resolved));
    }
    let resolved = resolved.filter(|_| sound);
    let set = resolved.map(|resolved| set(&manifest, &theme, &inputs, (resolved, sink, run)));
    place_glyphs(&source, sink);
    let set = set.map(|(layout, fonts, rounds)| SetBook { source, layout, fonts, rounds });
    (inputs.sources, set)
}

/// The theme of a book, which may be a file of its own.
fn themed(world: &dyn World, manifest: &Manifest, sources: &mut Sources, sink: &mut Sink) -> Theme {
    let file = manifest
        .theme
        .as_ref()
        .filter(|(name, _)| manifest::named_theme(name).is_none())
        .and_then(|(path, span)| load::text(world, &manifest.allow, (path, *span), sources, sink));
    manifest::theme(manifest, file.as_deref(), sink)
}

/// The names of the editions that are made with files of translations.
pub fn translated_editions(world: &dyn World, name: &str) -> Vec<String> {
    let (mut sources, mut ignored) = (Sources::default(), Sink::default());
    let source = load::text(world, &[], (name, Span::default()), &mut sources, &mut ignored);
    source.map(|source| manifest::translated_editions(&source)).unwrap_or_default()
}

/// The file of translations of an edition, brought up to what the book says now. Nothing is written.
pub fn translations(world: &dyn World, name: &str, edition: &str) -> Outcome<translate::Update> {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let made = brought_up(world, (name, edition), &mut sources, &mut sink).filter(|_| !sink.has_errors());
    Outcome::of(sources, sink, made)
}

fn brought_up(
    world: &dyn World,
    (name, edition): (&str, &str),
    sources: &mut Sources,
    sink: &mut Sink,
) -> Option<translate::Update> {
    let source = load::text(world, &[], (name, Span::default()), sources, sink)?;
    let to = manifest::translated_to(&source, edition, sink)?;
    let manifest = manifest::read_edition(&source, to.original.as_deref(), sink)?;
    let old = world.canonical(&to.path).ok();
    let named = (to.path.as_str(), to.place.unwrap_or_default());
    let old = old.and_then(|_| load::text(world, &manifest.allow, named, sources, sink));
    let old = old.map(|source| translate::File::read(source, sink));
    // What is wrong with the book is for others to tell.
    let mut ignored = Sink::default();
    let theme = themed(world, &manifest, sources, &mut ignored);
    let inputs = load::load(world, &manifest, &theme, std::mem::take(sources), &mut ignored);
    let messages = |source: &Source| parse::messages(source, &inputs.fields);
    let wanted = translate::wanted((manifest, name), &inputs, messages);
    *sources = inputs.sources;
    Some(translate::brought_up(to, old.as_ref(), &wanted))
}

/// Puts the translations of the texts in their places, where the edition is made of those, and tells of what they lack.
fn translated((file, asked, progress): &Translating, inputs: &mut Inputs, sink: &mut Sink) {
    let fields = Arc::clone(&inputs.fields);
    translate::judge(file, |text| parse::anchors(text, &fields), sink);
    let messages = |source: &Source, _: &Inputs| parse::messages(source, &fields);
    let of_texts = translate::texts(inputs, (file, asked), messages);
    translate::tell_progress(progress.with(of_texts), (file, asked), sink);
}

/// Words of the manifest have no places once they are set: a character of theirs that no face has is looked up again.
fn place_glyphs(manifest: &Source, sink: &mut Sink) {
    sink.move_to("missing-glyph", |found| {
        let quoted = found.message.split('“').skip(1).filter_map(|rest| rest.chars().next());
        let is_lost = found.span == Some(Span::default());
        is_lost.then(|| manifest::place_of(manifest, &quoted.collect::<Vec<_>>())).flatten()
    });
}

/// Chapters to a resolved book and its images. Nothing is made of a book without chapters, which has been reported.
fn resolved(
    world: &dyn World,
    (manifest, theme): (&Manifest, &Theme),
    inputs: &Inputs,
    (sink, run): (&mut Sink, Run),
) -> Option<(Images, Resolved)> {
    if inputs.chapters.is_empty() {
        return None;
    }
    let document = run.step("parse", || parse::parse(inputs, run.memo, sink));
    let wanted = load::wanted_images((manifest, theme), &document, sink);
    let mut image_sink = Sink::default();
    let (images, resolved) = rayon::join(
        || run.step("images", || load::images(world, (manifest, theme), wanted, &mut image_sink)),
        || run.step("resolve", || resolve::resolve(document, (manifest, theme), sink)),
    );
    sink.absorb(image_sink);
    Some((images, resolved))
}

/// A resolved book to pages.
fn set(
    manifest: &Manifest,
    theme: &Theme,
    inputs: &Inputs,
    ((images, resolved), sink, run): ((Images, Resolved), &mut Sink, Run),
) -> (Layout, Arc<FontBook>, Rounds) {
    let mut check_sink = Sink::default();
    let (set, ()) = rayon::join(
        || {
            let fonts = run.step("fonts", || Arc::new(faces::fonts(theme, inputs, run.memo, sink)));
            let charts = run.step("charts", || chart::pictures(&resolved.document, manifest, theme, &fonts));
            let drawn = barcode::pictures(manifest, theme).into_iter().chain(charts).collect();
            let charted = images.with(drawn);
            let images = charted.as_ref().unwrap_or(&images);
            let flow =
                run.step("style", || style::style(&resolved, manifest, theme, images, (run.memo, sink)));
            let_go(resolved);
            faces::tell_undivided(&flow, &fonts, sink);
            faces::tell_lacks(&flow, &fonts, sink);
            let on_pages = flow.edition(Medium::Pdf);
            let paged = run.step("layout", || {
                layout::layout(on_pages.as_ref().unwrap_or(&flow), images, &fonts, run.memo, sink)
            });
            (flow, fonts, paged, charted)
        },
        || run.step("check", || load::check_images(&images, run.memo, &mut check_sink)),
    );
    sink.absorb(check_sink);
    let (flow, fonts, Pagination { pages, map, missing, rounds, unsettled }, charted) = set;
    let images = charted.unwrap_or(images);
    let attachments = release::attachments(&flow, &inputs.sources);
    let (press, made) = (inputs.press.clone(), manifest.date);
    let layout = Layout { flow, pages, images, map, missing, attachments, press, made, whole: None };
    (layout, fonts, Rounds { count: rounds, unsettled })
}

/// Frees what nothing needs any more while the run goes on: a book is a million small pieces.
fn let_go(value: impl Send + 'static) {
    rayon::spawn(move || drop(value));
}

/// Pages to files and their record, all side by side.
fn write(set: &SetBook, formats: Formats, run: Run, sink: &mut Sink) -> Edition {
    let SetBook { source, layout, fonts, rounds } = set;
    let manifest = &layout.flow.manifest;
    // Where the editions differ on purpose, each is written from what it has.
    let (on_pages, reflowed) = (layout.edition(Medium::Pdf), layout.edition(Medium::Epub));
    let (layout, reflowed) = (on_pages.as_ref().unwrap_or(layout), reflowed.as_ref().unwrap_or(layout));
    let (mut pdf_sink, mut epub_sink) = (Sink::default(), Sink::default());
    let draw = |profile| run.step("draw", || pdf::draw(layout, fonts, profile, run.memo, &mut pdf_sink));
    let drawn = formats.pdf.and_then(draw);
    // What the pages lack was told by now; what is packed after this hides nothing from anyone.
    let told = sink.diagnostics().iter().chain(pdf_sink.diagnostics()).map(|found| found.code);
    let findings = Findings::of(told);
    let findings = &findings;
    // The PDF's end keeps one thread busy: the others write the EPUB meanwhile.
    let save = |drawn: pdf::Drawn| run.step("pdf", || drawn.save(formats.linearized, findings));
    let write_epub = || run.step("epub", || epub::write(reflowed, fonts, findings, run.memo, &mut epub_sink));
    let ((pdf, epub), record) = rayon::join(
        || rayon::join(|| drawn.map(save), || formats.epub.then(write_epub)),
        || run.step("record", || release::plan(layout, fonts, epub::access(reflowed, findings), rounds)),
    );
    sink.absorb(pdf_sink);
    sink.absorb(epub_sink);
    let stem = release::stem(manifest);
    let tagged = findings.may_be_tagged();
    let standards = |profile: Profile| profile.standards(layout.carries_files(), tagged);
    let pdf_standards = formats.pdf.map(standards).unwrap_or_default();
    let output = |(format, bytes, made_for): (Format, Option<Vec<u8>>, Vec<String>)| {
        bytes.map(|bytes| Output { format, name: format!("{stem}.{}", format.name()), bytes, made_for })
    };
    let written = [(Format::Pdf, pdf, pdf_standards), (Format::Epub, epub, vec!["EPUB 3.3".to_string()])];
    let mut outputs: Vec<Output> = written.into_iter().filter_map(output).collect();
    let record = Record { formats: release::formats(&outputs), ..record };
    let chapters = chapters((layout, fonts), formats, findings, run);
    let record = release::with_chapters(record, &chapters);
    outputs.extend(chapters);
    outputs.extend(cover((layout, fonts), formats, findings, (run, sink)));
    let record = release::stated(record, manifest, findings, sink);
    // What a face lacks is told of the EPUB, if there is one.
    let mut web_sink = Sink::default();
    let (web, single) = web((reflowed, fonts), (&record, &outputs), formats.web, (run, &mut web_sink));
    if !formats.epub {
        sink.absorb(web_sink);
    }
    let record = release::with_web(
        record,
        web.as_ref().map(|web| (web.folder.as_str(), web.files.as_slice())),
        single.as_ref(),
    );
    let record_file = (format!("{stem}.record.json"), release::record_json(&record));
    let manifest = manifest::record(source, &record);
    Edition { outputs, web, single, record, record_file, manifest }
}

/// The web edition in the forms that are wanted, of a record that knows the other editions.
fn web(
    (layout, fonts): (&Layout, &Arc<FontBook>),
    (record, outputs): (&Record, &[Output]),
    wanted: Web,
    (run, sink): (Run, &mut Sink),
) -> (Option<WebEdition>, Option<Document>) {
    let folder = wanted.folder.map(|standing| {
        run.step("web", || {
            let files = html::files(&layout.flow);
            let stands_alone = standing == Standing::Alone;
            let facts = release::web_facts(record, layout, &files, stands_alone);
            let mut made = html::write((layout, fonts), &files, &facts, run.memo, sink);
            let books =
                outputs.iter().filter(|output| record.formats.iter().any(|one| one.file == output.name));
            let copies = books.filter(|_| stands_alone).map(|one| (one.name.clone(), one.bytes.clone()));
            made.extend(copies);
            let folder = if stands_alone { format!("{}-web", record.name) } else { release::WEB.to_string() };
            WebEdition { folder, files: made }
        })
    });
    let single = wanted.single.then(|| {
        run.step("page", || {
            let facts = release::web_facts(record, layout, &[], true);
            // What a face lacks was told of the folder, or is of the EPUB.
            let bytes = html::single((layout, fonts), &facts, run.memo, &mut Sink::default());
            (format!("{}.html", record.name), bytes)
        })
    });
    (folder, single)
}

/// The cover as a file of its own, where the book is made for a press and the manifest tells how thick it is.
fn cover(
    (layout, fonts): (&Layout, &Arc<FontBook>),
    formats: Formats,
    findings: &Findings,
    (run, sink): (Run, &mut Sink),
) -> Option<Output> {
    formats.pdf.filter(|profile| *profile == Profile::Print)?;
    let sheet = wrap::wrap(layout, fonts, sink)?;
    run.step("cover", || {
        // What is wrong with a page was told of the book.
        let drawn = pdf::draw(&sheet, fonts, Profile::Print, &Memo::NONE, &mut Sink::default())?;
        let made_for = Profile::Print.standards(false, findings.may_be_tagged());
        let name = format!("{}-cover.pdf", release::stem(&layout.flow.manifest));
        Some(Output { format: Format::Pdf, name, bytes: drawn.save(false, findings), made_for })
    })
}

/// The chapters as files of their own, where the manifest asks for them: their pages are those of the PDF.
fn chapters(
    (layout, fonts): (&Layout, &Arc<FontBook>),
    formats: Formats,
    findings: &Findings,
    run: Run,
) -> Vec<Output> {
    let is_wanted = layout.flow.manifest.chapter_pdfs;
    let Some(profile) = formats.pdf.filter(|profile| is_wanted && *profile != Profile::Print) else {
        return Vec::new();
    };
    let one = |index: usize| {
        let chapter = layout.chapter(index);
        // What is wrong with a page was told of the book.
        let drawn = pdf::draw(&chapter, fonts, profile, &Memo::NONE, &mut Sink::default())?;
        let bytes = drawn.save(formats.linearized, findings);
        let made_for = profile.standards(chapter.carries_files(), findings.may_be_tagged());
        Some(Output {
            format: Format::Pdf,
            name: release::chapter_file(&layout.flow, index),
            bytes,
            made_for,
        })
    };
    run.step("chapters", || {
        let listed: Vec<usize> = layout.flow.listed_chapters().collect();
        listed.into_par_iter().filter_map(one).collect()
    })
}

/// A manifest's text with a book's record in it, all else as it was; None where it is no manifest that can be written into.
pub fn recorded(manifest: &str, record: &Record) -> Option<String> {
    const BYTE_ORDER_MARK: char = '\u{feff}';
    let text = manifest.strip_prefix(BYTE_ORDER_MARK);
    let source = Source { text: text.unwrap_or(manifest).to_string(), ..Source::default() };
    let written = manifest::record(&source, record)?;
    Some(if text.is_some() { format!("{BYTE_ORDER_MARK}{written}") } else { written })
}

/// What a book is made of, from its pages; what a draft may lack does not keep it from being counted.
pub fn survey<'b>(world: &dyn World, book: impl Into<Book<'b>>, progress: Progress) -> Outcome<Survey> {
    let mut sink = Sink::default();
    let (sources, set) = set_book(world, book, progress, &mut sink);
    DRAFT.iter().for_each(|code| sink.excuse(code));
    ADVICE.into_iter().for_each(|code| sink.leave_out(code));
    let made = set.filter(|_| !sink.has_errors()).map(|set| Survey::of(&set.layout, &sources));
    Outcome::of(sources, sink, made)
}

/// Asks dictionaries, which `shelf` finds, for the words of a book. What they do not have is among what is found.
pub fn spell<'b>(
    world: &dyn World,
    book: impl Into<Book<'b>>,
    shelf: spelling::Shelf,
    progress: Progress,
) -> Outcome<Spelling> {
    let mut sink = Sink::default();
    let (mut sources, set) = set_book(world, book, progress, &mut sink);
    let Some(set) = set else { return Outcome::of(sources, sink, None) };
    // What else is wrong with a book that can be set is for `check` to tell.
    let mut sink = Sink::default();
    let file = set.layout.flow.manifest.spelling.file.clone();
    let own = file.and_then(|(name, span)| load::text(world, &[], (&name, span), &mut sources, &mut sink));
    let made = spelling::check(&set.layout.flow, &sources, own.as_deref(), shelf, &mut sink);
    let_go(set);
    Outcome::of(sources, sink, Some(made))
}

/// A book as an editor looks at it: what has a name, where that is used, and on which pages it stands. `made` is there
/// whatever is wrong with the book, as soon as it has chapters.
pub fn look<'b>(world: &dyn World, book: impl Into<Book<'b>>, memo: &Memo) -> Outcome<Marks> {
    memo.begin();
    let book = book.into();
    let (mut sink, marks) = (Sink::default(), OnceLock::new());
    let run = Run { marks: Some(&marks), ..Run::new(&|_| {}, memo) };
    let (sources, set) = set_manifest(world, book, false, run, &mut sink);
    let mut made = marks.into_inner();
    if let Some(set) = set {
        if set.layout.flow.manifest.draft {
            DRAFT.iter().for_each(|code| sink.excuse(code));
        }
        let accepted = &set.layout.flow.manifest.accept;
        ADVICE
            .into_iter()
            .filter(|code| accepted.iter().any(|one| one == code))
            .for_each(|code| sink.leave_out(code));
        if let Some(marks) = &mut made {
            marks.place(&set.layout);
        }
        let_go(set);
    }
    Outcome::of(sources, sink, made)
}

/// The catalogue entry of a book, as JSON or as lines of text, from its manifest alone.
pub fn describe<'b>(world: &dyn World, book: impl Into<Book<'b>>, json: bool) -> Outcome<String> {
    let mut sink = Sink::default();
    let mut sources = Sources::default();
    let read = read_manifest(world, book.into(), &mut sources, &mut sink);
    let entry = if json { release::catalogue_json } else { release::catalogue_text };
    let made = read.filter(|_| !sink.has_errors()).map(|read| entry(&read.manifest));
    Outcome::of(sources, sink, made)
}

/// The names of the editions in several languages that a book has; none of one that has no such.
pub fn editions(world: &dyn World, name: &str) -> Vec<String> {
    let (mut sources, mut ignored) = (Sources::default(), Sink::default());
    let source = load::text(world, &[], (name, Span::default()), &mut sources, &mut ignored);
    source.map(|source| manifest::editions(&source)).unwrap_or_default()
}

/// A manifest, and the translations that its edition is made with.
struct Read {
    source: Arc<Source>,
    manifest: Manifest,
    translation: Option<Translating>,
}

/// A file of translations, what asks for it, and how much of the manifest it has translated.
type Translating = (translate::File, Translation, Translated);

fn read_manifest(world: &dyn World, book: Book, sources: &mut Sources, sink: &mut Sink) -> Option<Read> {
    let source = load::text(world, &[], (book.name, Span::default()), sources, sink)?;
    let mut manifest = manifest::read_edition(&source, book.edition, sink)?;
    let allow = manifest.allow.clone();
    let file = |asked: &Translation, sources: &mut Sources, sink: &mut Sink| {
        let (path, span) = &asked.file;
        let source = load::text(world, &allow, (path, *span), sources, sink)?;
        Some(translate::File::read(source, sink))
    };
    for other in &mut manifest.other_languages {
        let Some(asked) = &other.translation else { continue };
        let file = file(asked, &mut Sources::default(), &mut Sink::default());
        let is_own = asked.own.iter().any(|key| key == "title");
        if let Some(title) = file.filter(|_| !is_own).and_then(|file| file.words(book.name, &other.title)) {
            other.title = title;
        }
    }
    let asked = manifest.among.as_ref().and_then(|among| among.translation.clone());
    let translation = asked.and_then(|asked| {
        let file = file(&asked, sources, sink)?;
        let progress = translate::manifest(&mut manifest, &file, (book.name, &asked.own));
        Some((file, asked, progress))
    });
    Some(Read { source, manifest, translation })
}
