//! Diagrams: drawn by a program, here a stand-in, once, and kept with the book.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

/// Draws words of the family that it is told, where it is told to, and counts how often it is asked.
const DOT: &str = r#"#!/bin/sh
echo asked >> "$BOOK/asked"
grep -q bad in && { echo "Error: syntax error in line 1" >&2; exit 1; }
case "$*" in *"-Nfontname=Source Sans 3"*) ;; *) echo "no face" >&2; exit 1;; esac
[ -s faces/0.otf ] && [ -s "$FONTCONFIG_FILE" ] || { echo "no faces" >&2; exit 1; }
printf '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><style>rect{fill:#00ff00}</style><rect width="9" height="9"/><script>x</script><text y="15" font-family="Source Sans 3">Words</text></svg>' > out.svg
"#;

fn reportc(home: &Path, args: &[&str], bin: &str) -> (i32, String) {
    let path = match bin {
        "none" => home.join(bin).display().to_string(),
        bin => format!("{}:/usr/bin:/bin", home.join(bin).display()),
    };
    let output = Command::new(env!("CARGO_BIN_EXE_reportc"))
        .args(args)
        .current_dir(home)
        .env("PATH", path)
        .env("BOOK", home)
        .output()
        .expect("the program can be run");
    let code = output.status.code().expect("it ends by itself");
    (code, String::from_utf8(output.stderr).expect("it writes UTF-8"))
}

fn chapter(graph: &str) -> String {
    format!("# A\n\n```dot {{.diagram fig-cap=\"Two\" alt=\"Two boxes\"}}\n{graph}\n```\n")
}

#[test]
fn a_diagram_is_drawn_once_and_kept() {
    let folder = crate::program::tempfile::tempdir().expect("there is room");
    let home = folder.path();
    let write = |name: &str, text: &str| fs::write(home.join(name), text).expect("there is room");
    fs::create_dir(home.join("bin")).expect("there is room");
    write("book.yaml", "title: T\nlanguage: en\ndiagrams: drawings\nchapters: [a.md]\n");
    write("a.md", &chapter("graph { a -- b }"));
    write("bin/dot", DOT);
    fs::set_permissions(home.join("bin/dot"), fs::Permissions::from_mode(0o755)).expect("it is ours");
    let asked = || fs::read_to_string(home.join("asked")).unwrap_or_default().lines().count();
    let kept = || -> Vec<_> {
        let entries = fs::read_dir(home.join("drawings")).into_iter().flatten();
        entries.map(|entry| entry.expect("it is there").path()).collect()
    };
    // What only looks writes nothing.
    assert_eq!(reportc(home, &["check"], "bin"), (0, String::new()));
    assert_eq!(reportc(home, &["build", "--no-record"], "bin"), (0, String::new()));
    assert_eq!((asked(), kept().len()), (2, 0));
    assert_eq!(reportc(home, &["build"], "bin"), (0, String::new()));
    assert_eq!((asked(), kept().len()), (3, 1));
    let drawing = fs::read_to_string(&kept()[0]).expect("it can be read");
    assert!(drawing.contains("#00ff00") && drawing.contains("Words"), "{drawing}");
    assert!(!drawing.contains("style>") && !drawing.contains("script"), "{drawing}");
    let pdf = fs::read(home.join("dist/t.pdf")).expect("it is there");
    // The same without the program, from what is kept.
    assert_eq!(reportc(home, &["build"], "none"), (0, String::new()));
    assert_eq!(asked(), 3);
    assert!(pdf == fs::read(home.join("dist/t.pdf")).expect("it is there"));
    write("a.md", &chapter("graph { bad }"));
    let (code, said) = reportc(home, &["build"], "bin");
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("`dot` does not draw this diagram: Error: syntax error in line 1"), "{said}");
    let (code, said) = reportc(home, &["build"], "none");
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("there is no program `dot`") && said.contains("install Graphviz"), "{said}");
    assert_eq!(kept().len(), 1);
}
