//! Documents that pandoc reads: with it where it is installed, with a stand-in that says what it says, and without.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

/// Runs the program in a folder, with other programs from the folder `bin` there before all, or from there alone.
fn reportc(home: &Path, args: &[&str], alone: bool) -> (i32, String, String) {
    let bin = home.join("bin").display().to_string();
    let path = if alone { bin } else { format!("{bin}:{}", std::env::var("PATH").unwrap_or_default()) };
    let output = Command::new(env!("CARGO_BIN_EXE_reportc"))
        .args(args)
        .current_dir(home)
        .env("PATH", path)
        .output()
        .expect("the program can be run");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it writes UTF-8");
    (output.status.code().expect("it ends by itself"), text(output.stdout), text(output.stderr))
}

fn home() -> crate::program::tempfile::TempDir {
    let home = crate::program::tempfile::tempdir().expect("there is room");
    fs::create_dir(home.path().join("bin")).expect("there is room");
    home
}

#[test]
fn a_document_without_pandoc_is_answered_with_what_to_do() {
    let home = home();
    for name in ["a.docx", "a.odt", "a.tex", "a.adoc"] {
        fs::write(home.path().join(name), "words").expect("there is room");
        let (code, _, stderr) = reportc(home.path(), &["import", name, "ours"], true);
        assert_eq!(code, 2, "{stderr}");
        assert!(stderr.contains(&format!("`{name}` is read with pandoc, and there is none")), "{stderr}");
        assert!(stderr.contains("install pandoc, or save the document as Markdown"), "{stderr}");
        assert!(!home.path().join("ours").exists());
    }
}

/// What pandoc makes of a document with a head, bookmarks and a picture.
const STAND_IN: &str = r##"#!/bin/sh
while [ $# -gt 0 ]; do [ "$1" = --output ] && out=$2; shift; done
mkdir -p media
printf '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>' > media/a.svg
cat > "$out" <<'END'
---
author: Ada
title: On rivers
---

# []{#anchor}Springs

See [there](#anchor-2).[^1]

# []{#anchor}Deltas

![A delta](./media/a.svg)

## []{#anchor-2}Mud

::: {}
Words.
:::

[^1]: A note.
END
echo "[INFO] Skipped '\\x' at a.tex line 1 column 1" >&2
echo "[INFO] Skipped '\\y' at a.tex line 4 column 1" >&2
echo "[WARNING] A formula is left as it was" >&2
"##;

#[test]
fn what_pandoc_makes_of_a_document_builds() {
    let home = home();
    let stand_in = home.path().join("bin/pandoc");
    fs::write(&stand_in, STAND_IN).expect("there is room");
    fs::set_permissions(&stand_in, fs::Permissions::from_mode(0o755)).expect("it is ours");
    fs::write(home.path().join("a.tex"), "\\x\n\\begin{document}\nWords\n\\y\n").expect("there is room");
    let (code, stdout, stderr) = reportc(home.path(), &["import", "a.tex", "ours"], false);
    assert_eq!((code, stderr.as_str()), (0, ""), "{stdout}");
    assert!(stdout.contains("pandoc says: Skipped '\\y'") && !stdout.contains("'\\x'"), "{stdout}");
    assert!(stdout.contains("pandoc says: A formula") && stdout.contains("1 chapter of pandoc"), "{stdout}");
    let text = fs::read_to_string(home.path().join("ours/a.md")).expect("it was made");
    assert!(text.starts_with("\n# Springs\n") && text.contains("# Deltas\n"), "{text}");
    assert!(text.contains("## []{#anchor-2}Mud"), "{text}");
    let manifest = fs::read_to_string(home.path().join("ours/book.yaml")).expect("it was made");
    assert!(manifest.contains("title: On rivers\n") && manifest.contains("name: Ada\n"), "{manifest}");
    let (code, _, stderr) = reportc(home.path(), &["build", "ours", "--pdf", "--epub"], false);
    assert_eq!((code, stderr.as_str()), (0, ""));
}

/// What most documents have.
const DOCUMENT: &str = r#"---
title: On rivers
author: [Ada, Bo]
lang: en-GB
---

# Springs

Rivers run *down*.[^1] See <https://example.org> and H~2~O; prices are \$5 and \$6.

- one
- two
    - three

(a) first
(b) second

> Words of another.

![A map of the river](map.svg){width=50%}

| Left | Right |
|:-----|------:|
| a    | 1     |

: A small table

+---------+-----------+
| Head    | Other     |
+=========+===========+
| - a     | Long text |
| - b     |           |
+---------+-----------+

```python
def f(x): return x < 1
```

# Deltas

Words.^[Inline.]

[^1]: A note with `code`.
"#;

/// Where pandoc is installed, documents of its own making come through as they are.
#[test]
fn documents_come_through_an_installed_pandoc() {
    let pandoc = |args: &[&str], folder: &Path| {
        let mut command = Command::new("pandoc");
        command.args(args).current_dir(folder).stderr(Stdio::null()).stdout(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    let home = home();
    let put = |name: &str, text: &str| fs::write(home.path().join(name), text).expect("there is room");
    put("a.md", DOCUMENT);
    put("map.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='60' height='40'/>");
    let kinds = ["docx", "odt", "latex", "asciidoc"];
    for (kind, ending) in kinds.into_iter().zip(["docx", "odt", "tex", "adoc"]) {
        let (made, into) = (format!("a.{ending}"), format!("--to={kind}"));
        // Older ones write what they do not read.
        if !pandoc(&["a.md", "--standalone", &into, "--output", &made], home.path())
            || !pandoc(&[&made, "--output", "back.md"], home.path())
        {
            continue;
        }
        let target = format!("of-{ending}");
        let (code, stdout, stderr) = reportc(home.path(), &["import", &made, &target], false);
        assert_eq!((code, stderr.as_str()), (0, ""), "{kind}: {stdout}");
        let (code, _, stderr) = reportc(home.path(), &["build", &target, "--pdf", "--epub"], false);
        assert_eq!(code, 0, "{kind}: {stderr}");
        let text = fs::read_to_string(home.path().join(&target).join("a.md")).expect("it was made");
        for words in
            ["Springs", "*down*", "H~2~O", "three", "second", "Words of another", "small table", "Inline."]
        {
            assert!(text.contains(words), "{kind}: {words} in {text}");
        }
        let manifest = fs::read_to_string(home.path().join(&target).join("book.yaml")).expect("it was made");
        assert!(manifest.contains("title: On rivers\n"), "{kind}: {manifest}");
        if matches!(kind, "docx" | "odt") {
            assert!(manifest.contains("language: en-GB\n"), "{kind}: {manifest}");
        }
    }
}
