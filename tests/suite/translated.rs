//! A text and, behind a line `@ po`, a file of translations: the messages of the text, each with its kind; then what comes of
//! putting the translations in, and what is told of them.

use reportc::diag::Sink;
use reportc::model::manifest::Fields;
use reportc::parse::{anchors, messages};
use reportc::source::Sources;
use reportc::translate::{File, judge, put};

pub fn dump(input: &str) -> String {
    let (text, po) = input.split_once("@ po\n").unwrap_or((input, ""));
    let mut sources = Sources::default();
    let source = sources.add("one.md", text);
    let fields = Fields::default();
    let found = messages(&source, &fields);
    let mut out = String::new();
    for message in &found {
        let id = message.id.as_ref().map(|id| format!(" #{id}")).unwrap_or_default();
        out += &format!("{:?}{id}: {}\n", message.kind, message.text.replace('\n', "⏎"));
    }
    let mut sink = Sink::default();
    let empty = File::read(sources.add("empty.po", ""), &mut sink);
    let same = put(&source, &found, &empty.index());
    assert_eq!(same.text, text, "what has no translations stays as it is");
    if !po.is_empty() {
        let file = File::read(sources.add("fr.po", po), &mut sink);
        judge(&file, |text| anchors(text, &fields), &mut sink);
        let made = put(&source, &found, &file.index());
        out += &format!("---\n{}", made.text);
        let progress = made.progress;
        out += &format!(
            "--- {} of {} untranslated, {} fuzzy\n",
            progress.untranslated, progress.all, progress.fuzzy
        );
        for found in sink.into_sorted() {
            let span = found.span.unwrap_or_default();
            let place = po.get(span.start as usize..span.end as usize).unwrap_or_default();
            out += &format!("{}: {} | {}\n", found.code, found.message, place.replace('\n', "⏎"));
        }
    }
    out
}
