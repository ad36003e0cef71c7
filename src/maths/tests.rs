//! What is read, and what is not; any text is either.

use arbtest::arbtest;

use super::*;
use crate::chars::any_text;

fn read_one(source: &str) -> Result<Formula, Trouble> {
    read(source, Setting::Environment, &mut Macros::default())
}

#[test]
fn what_is_built_in_is_understood() {
    read_one("\\ket{x} \\argmax_x \\pmod{n} \\sfrac12").expect("it is");
}

#[test]
fn each_character_is_read_or_told() {
    for character in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
        drop(read_one(&format!("{character}")));
        drop(read_one(&format!("\\{character}")));
    }
}

/// Depth, length and what macros stand for are bounded, and what is refused says so.
#[test]
fn what_would_take_all_is_refused() {
    let many = |text: &str| text.repeat(60_000 / text.len());
    let deep = [
        "{",
        "\\hat",
        "\\frac",
        "x^",
        "\\left(",
        "\\text{$",
        "\\begin{matrix}",
        "\\ce{",
        "\\sqrt",
        "\\not",
        "^{",
    ];
    for text in deep {
        read_one(&many(text)).expect_err(text);
    }
    for text in [
        "\\def\\a{\\a}\\a",
        "\\def\\a{\\a\\a}\\a",
        "\\def\\a#1{\\a{#1#1}}\\a x",
        "\\let\\a\\b\\def\\b{\\a}\\a",
    ] {
        read_one(text).expect_err(text);
    }
    let mut bomb = String::from("\\def\\a{xxxxxxxxxx}");
    for (one, next) in ('a'..='y').zip('b'..='z') {
        bomb.push_str(&format!("\\def\\{next}{{{}}}", format!("\\{one}").repeat(10)));
    }
    read_one(&(bomb + "\\z")).expect_err("it stands for too much");
    for text in [
        "x",
        "\\alpha ",
        "\\displaystyle ",
        "\\color{red}",
        "a\\\\",
        "\\def\\a{}",
        "{}",
        "\\[",
        "\\\\[",
        "\\sqrt[",
        "&",
    ] {
        drop(read_one(&many(text)));
    }
    for length in [
        "99999999999999cm",
        "-1001em",
        "1e9em",
        "NaNem",
        "infem",
        "340282350000000000000000000000000000000pt",
    ] {
        read_one(&format!("a\\hspace{{{length}}}b")).expect_err(length);
    }
    for unseen in ["\u{0}", "\u{7}", "\u{202e}", "\u{2066}", "\u{200b}", "\u{feff}"] {
        read_one(&format!("a{unseen}b")).expect_err("it cannot be seen");
    }
    read_one(&format!("{}x{}", "{".repeat(100_000 - 1), "}".repeat(100_000 - 1)))
        .expect_err("it is too deep");
    read_one(&"x".repeat(LONGEST + 1)).expect_err("it is too long");
}

/// What is as deep as may be is written as fast as what is not: nothing looks twice at what is within it.
#[test]
fn what_is_deep_is_written() {
    for open in NESTING {
        for depth in [8, 20, 29, 57] {
            let inner = open.matches('{').count() - open.matches('}').count();
            check(&format!("{}x{}", open.repeat(depth), "}".repeat(inner * depth)));
            check(&format!("{}x{}", open.repeat(depth), "}^2_a".repeat(inner * depth)));
        }
    }
}

/// What stands in itself.
const NESTING: &[&str] = &[
    "\\overset a",
    "\\overset a{",
    "\\underset{a b}{x+",
    "\\hat ",
    "\\underbrace{a+",
    "\\frac 1{a+",
    "\\frac{",
    "\\sqrt[3]{",
    "x^{",
    "x_{a",
    "\\sum^{n}_{",
    "\\mathrel{",
    "\\mathbf{",
    "\\cancel ",
    "\\not ",
    "\\phantom{",
    "\\textcolor{red}{",
    "\\text{a $",
    "\\xrightarrow{",
    "\\binom{a}{",
    "\\ce{A^{",
    "{",
];

#[test]
fn any_text_is_read_or_told() {
    arbtest(|given| {
        check(&any_text(given, 60)?);
        Ok(())
    });
}

#[test]
fn any_commands_are_read_or_told() {
    arbtest(|given| {
        let mut text = String::new();
        for _ in 0..given.int_in_range(0..=23)? {
            text.push_str(given.choose(WORDS)?);
        }
        check(&text);
        Ok(())
    });
}

/// What formulas are made of.
const WORDS: &[&str] = &[
    "x",
    "1",
    "23.5",
    "{",
    "}",
    "{",
    "}",
    "^",
    "_",
    "'",
    "&",
    "\\\\",
    "\\frac",
    "\\sqrt",
    "[",
    "]",
    "\\left(",
    "\\right)",
    "\\left.",
    "\\middle|",
    "\\text{a $b$}",
    "\\text{",
    "$",
    "\\begin{align}",
    "\\end{align}",
    "\\begin{array}{l|c}",
    "\\end{array}",
    "\\begin{cases}",
    "\\end{cases}",
    "\\hline",
    "\\tag{1}",
    "\\label{a}",
    "\\notag",
    "\\def\\a#1{#1}",
    "\\a",
    "\\newcommand{\\b}[1][x]{#1}",
    "\\b",
    "\\sum",
    "\\int",
    "\\limits",
    "\\lim",
    "\\hat",
    "\\widehat",
    "\\overbrace",
    "\\underbrace",
    "\\mathbf",
    "\\mathrm",
    "\\bm",
    "\\rm ",
    "\\color{red}",
    "\\displaystyle ",
    "\\over ",
    "\\not",
    "=",
    "+",
    "-",
    "<",
    "\\in ",
    "\\dots",
    ",",
    "(",
    ")",
    "|",
    "\\|",
    "\\big(",
    "\\Bigr]",
    "\\ce{",
    "H2O",
    "->",
    "^2-",
    "\\qty{1e3}{\\m\\per\\s}",
    "\\num{",
    "\\unit{",
    "\\ang{1;2;3}",
    "\\cancel",
    "\\boxed",
    "\\phantom",
    "\\smash[b]",
    "\\operatorname",
    "*",
    "\\mathbin",
    "\\overset",
    "\\underset",
    "\\sideset",
    "\\substack",
    "\\xrightarrow",
    "\\genfrac",
    "\\binom",
    "\\hspace{1em}",
    "\\kern3pt",
    "\\,",
    "\\quad",
    "\\prescript",
    "\\ref{a}",
    "%",
    "\n",
    "#1",
    "~",
    "é",
    "∑",
    "𝑥",
];

fn check(text: &str) {
    for setting in [Setting::Inline, Setting::Display, Setting::Environment] {
        match read(text, setting, &mut Macros::default()) {
            Ok(formula) => {
                spoken(&formula, "fr");
                let written = mathml(&formula, crate::model::document::Direction::LeftToRight);
                let read = roxmltree::Document::parse(written.as_str());
                assert!(read.is_ok(), "{text:?}: {read:?} of {}", written.as_str());
                plain_text(&formula);
            }
            Err(trouble) => {
                let range = trouble.range.clone();
                assert!(text.get(range.clone()).is_some(), "{range:?} of {text:?}: {trouble:?}");
                assert!(!trouble.message.is_empty());
                assert!(
                    trouble.hint.is_some_and(|hint| !hint.is_empty()),
                    "{text:?} has no way out: {}",
                    trouble.message
                );
            }
        }
    }
}

/// What each language says of the same formulas.
#[test]
fn formulas_are_said_in_the_language_of_the_book() {
    let said = |source: &str, lang: &str| {
        let formula = read(source, Setting::Inline, &mut Macros::default()).expect("it is one");
        spoken(&formula, lang)
    };
    let own = |source: &str, lang: &str| match said(source, lang) {
        (words, true) => words,
        (words, false) => panic!("{lang} has no words of its own: {words}"),
    };
    let sum = "\\sum_{i=1}^{n} \\frac{1}{i^2}";
    assert_eq!(
        own(sum, "en-GB"),
        "the sum from i equals 1 to n of the fraction with numerator 1 and denominator i squared, end fraction"
    );
    assert_eq!(
        own(sum, "de"),
        "Summe von i gleich 1 bis n über Bruch mit Zähler 1 und Nenner i zum Quadrat, Ende Bruch"
    );
    assert_eq!(
        own(sum, "fr-CA"),
        "somme de i égale 1 à n de fraction de numérateur 1 et de dénominateur i au carré, fin fraction"
    );
    assert_eq!(own("\\sqrt{x+1}", "es"), "raíz cuadrada de x más 1, fin de raíz");
    assert_eq!(own("\\sqrt[n]{x}", "it"), "radice di indice n di x");
    assert_eq!(own("|x| \\le \\frac12", "pt-BR"), "valor absoluto de x menor ou igual a um meio");
    assert_eq!(own("f(x) = x^3", "nl"), "f van x is gelijk aan x tot de derde");
    assert_eq!(own("\\lim_{x \\to 0} x", "ro"), "limită când x tinde la 0 din x");
    assert_eq!(own("A \\cap B", "sr-Latn"), own("A \\cap B", "bs"));
    assert_eq!(own("\\mathbf{A}", "ru"), "жирное большое A");
    assert_eq!(own("\\frac{a}{b}", "zh-Hans"), "b 分之 a");
    assert_eq!(own("\\alpha", "ar"), "ألفا");
    assert_eq!(said("x^2", "fi"), ("x squared".to_string(), false));
}
