//! `spell` looks words up in dictionaries of our own.

use crate::program::Book;

const AFFIXES: &str = "SET UTF-8\nTRY esianrtolcdugmphbyfvkwz\nSFX S Y 1\nSFX S 0 s .\n";

fn book(manifest: &str, text: &str, words: &str) -> Book {
    Book::manifest(&format!("title: T\nlanguage: en\nchapters: [a.md]\n{manifest}"))
        .file("a.md", text)
        .file("words/en_US.aff", AFFIXES)
        .file("words/en_US.dic", words)
        .file("words/de.aff", "SET ISO8859-1\n")
        .file("words/de.dic", b"2\nSt\xe4dte\nGr\xfc\xdfe\n")
}

const SPELL: [&str; 5] = ["spell", "--dictionaries", "words", "--message-format", "short"];

#[test]
fn what_no_dictionary_has_is_told_where_it_is_first() {
    let text = "# The rivers\n\nA rivr, *a* rivr; `rivr`, $rivr$, x^rivr^, RIVR, rivr2, https://a.example/rivr\n\
                and river’s dams[^n]. [Städte, Stadte]{lang=de}\n\n[^n]: A river&shy;dam—damn.\n\n```\nrivr\n```\n";
    let run = book("", text, "6\nthe\na\nand\nriver/S\ndam/S\nThe\n").run(&SPELL);
    run_tells(
        &run.stderr,
        &[
            "a.md:3:3: warning[misspelled]: `rivr` is not in the dictionary of `en` (2 times)",
            "a.md:4:32: warning[misspelled]: `Stadte` is not in the dictionary of `de`",
            "a.md:6:7: warning[misspelled]: `riverdam` is not in the dictionary of `en`",
            "a.md:6:23: warning[misspelled]: `damn` is not in the dictionary of `en`",
        ],
    );
    assert_eq!(run.code, Some(1), "{}", run.stdout);
    let counts = ["en: 3 of ", "de: 1 of 2 words are not in words/de"];
    assert!(counts.iter().all(|count| run.stdout.contains(count)), "{}", run.stdout);
}

#[track_caller]
fn run_tells(said: &str, lines: &[&str]) {
    let told: Vec<&str> = said.lines().filter(|line| line.contains("warning[")).collect();
    assert_eq!(told, lines);
}

#[test]
fn the_books_own_words_are_right() {
    let (text, words) = ("# The Vjosa\n\nVjosa-Drina.\n", "1\nThe\n");
    let run = book("spelling: [Vjosa, Drina]\n", text, words).run(&SPELL);
    run.says(0, &[]);
    let listed =
        book("spelling: own.txt\n", text, words).file("own.txt", "# Rivers\nVjosa # Albania\n\nDrina\n");
    listed.run(&SPELL).says(0, &[]);
    let run = book("spelling: none.txt\n", text, words).run(&SPELL);
    assert!(run.code == Some(1) && run.stderr.contains("none.txt"), "{}", run.stderr);
}

#[test]
fn a_language_without_dictionary_is_told_once() {
    let text = "# The\n\nThe [ujë i pastër]{lang=sq} the [ujë]{lang=sq}.\n";
    let run = book("", text, "2\nthe\nThe\n").run(&SPELL);
    run.says(0, &["a.md:3:6: warning[no-dictionary]: there is no dictionary of `sq`: its 2 words"]);
    assert_eq!(run.stderr.matches("no-dictionary").count(), 1, "{}", run.stderr);
    // That of the book's own language is what is asked for.
    let none = Book::manifest("title: T\nlanguage: qaa\nchapters: [a.md]\n").file("a.md", "# Qqq\n\nQqq.\n");
    none.run(&SPELL).says(1, &["no-dictionary"]);
}

#[test]
fn rubbish_is_told() {
    let bad = book("", "# The\n\nThe.\n", "1\nthe\n").file("words/en_US.aff", "SET UTF-8\nSFX\n");
    bad.run(&SPELL).says(1, &["warning[bad-dictionary]: the dictionary `words/en_US` cannot be read"]);
    book("spelling: {a: b}\n", "# The\n\nThe.\n", "1\nThe\n").run(&SPELL).says(1, &["book.yaml:4:"]);
}
