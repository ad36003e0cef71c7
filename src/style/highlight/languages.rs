//! The languages that the scanner knows, those that books show most, each by the signs that tell its words apart.

use std::sync::LazyLock;

use crate::model::flow::Token;

/// What a string begins and ends with.
#[derive(Debug, Clone, Copy)]
pub struct Quote {
    pub open: &'static str,
    pub close: &'static str,
    /// A backslash takes the next character into the string.
    pub escapes: bool,
    pub over_lines: bool,
}

impl Quote {
    /// A string that ends on its line.
    const fn line(sign: &'static str) -> Quote {
        Quote { open: sign, close: sign, escapes: true, over_lines: false }
    }

    /// A string that may go over lines.
    const fn long(sign: &'static str) -> Quote {
        Quote { open: sign, close: sign, escapes: true, over_lines: true }
    }

    /// A string in which a backslash is a backslash.
    const fn raw(open: &'static str, close: &'static str) -> Quote {
        Quote { open, close, escapes: false, over_lines: true }
    }
}

/// A language. Words are lists with spaces between, sorted.
#[derive(Debug, Clone, Copy)]
pub struct Language {
    /// What a code block's info string calls it.
    names: &'static [&'static str],
    keywords: &'static str,
    types: &'static str,
    /// Words after which the name of a function, and of a type, stands.
    functions_after: &'static [&'static str],
    types_after: &'static [&'static str],
    pub line_comments: &'static [&'static str],
    pub block_comment: Option<(&'static str, &'static str)>,
    pub nested_comments: bool,
    /// The longer before those that they begin with.
    pub strings: &'static [Quote],
    /// Names that belong to the string right after them.
    pub prefixes: &'static [&'static str],
    pub raw_strings: bool,
    /// Names of types begin with a capital.
    capitals: bool,
    pub lifetimes: bool,
    pub macros: bool,
    pub annotations: bool,
    /// Lines that begin with `#` are orders to the compiler.
    pub directives: bool,
    pub sections: bool,
    pub regular_expressions: bool,
    /// Keywords are the same in capitals.
    pub any_case: bool,
}

/// What most languages have from C, and nothing else.
const C_LIKE: Language = Language {
    names: &[],
    keywords: "",
    types: "",
    functions_after: &[],
    types_after: &["class", "enum", "interface", "struct"],
    line_comments: &["//"],
    block_comment: Some(("/*", "*/")),
    nested_comments: false,
    strings: &[Quote::line("\""), Quote::line("'")],
    prefixes: &[],
    raw_strings: false,
    capitals: true,
    lifetimes: false,
    macros: false,
    annotations: false,
    directives: false,
    sections: false,
    regular_expressions: false,
    any_case: false,
};

/// Keywords of ECMAScript 2024, with the literals that read as words.
const JAVASCRIPT: &str = "async await break case catch class const continue debugger default delete do else export \
    extends false finally for from function if import in instanceof let new null of return static super switch this \
    throw true try typeof undefined var void while with yield";

/// JavaScript's, with those of TypeScript 5.
const TYPESCRIPT: &str = "abstract any as async await boolean break case catch class const continue debugger declare \
    default delete do else enum export extends false finally for from function if implements import in infer \
    instanceof interface is keyof let namespace never new null number object of private protected public readonly \
    return static string super switch symbol this throw true try type typeof undefined unknown var void while with \
    yield";

/// Keywords of C23.
const C: &str = "NULL _Atomic _Bool _Generic alignas alignof auto bool break case char const constexpr continue \
    default do double else enum extern false float for goto if inline int long nullptr register restrict return short \
    signed sizeof static static_assert struct switch thread_local true typedef typeof union unsigned void volatile \
    while";

/// Keywords of C++23.
const CPP: &str = "NULL alignas alignof and auto bool break case catch char char16_t char32_t char8_t class co_await \
    co_return co_yield concept const const_cast consteval constexpr constinit continue decltype default delete do \
    double dynamic_cast else enum explicit export extern false final float for friend goto if inline int long mutable \
    namespace new noexcept not nullptr operator or override private protected public register reinterpret_cast \
    requires return short signed sizeof static static_assert static_cast struct switch template this thread_local \
    throw true try typedef typeid typename union unsigned using virtual void volatile wchar_t while xor";

static LANGUAGES: [Language; 14] = [
    Language {
        names: &["rust", "rs"],
        // The Rust Reference, keywords, and the primitive types.
        keywords: "Self as async await bool break char const continue crate dyn else enum extern f32 f64 false fn for \
            i128 i16 i32 i64 i8 if impl in isize let loop macro_rules match mod move mut pub ref return self static \
            str struct super trait true type u128 u16 u32 u64 u8 union unsafe use usize where while",
        functions_after: &["fn", "macro_rules"],
        types_after: &["enum", "struct", "trait", "type", "union"],
        nested_comments: true,
        strings: &[Quote::long("\"")],
        prefixes: &["b", "br", "c", "cr", "r"],
        raw_strings: true,
        lifetimes: true,
        macros: true,
        ..C_LIKE
    },
    Language {
        names: &["c", "h"],
        keywords: C,
        types: "FILE int16_t int32_t int64_t int8_t intptr_t ptrdiff_t size_t ssize_t uint16_t uint32_t uint64_t \
            uint8_t uintptr_t",
        prefixes: &["L", "U", "u", "u8"],
        types_after: &["enum", "struct", "union"],
        capitals: false,
        directives: true,
        ..C_LIKE
    },
    Language {
        names: &["cpp", "c++", "cc", "cxx", "hpp", "hh"],
        keywords: CPP,
        types: "array int16_t int32_t int64_t int8_t map optional pair ptrdiff_t set shared_ptr size_t string \
            string_view tuple uint16_t uint32_t uint64_t uint8_t unique_ptr unordered_map unordered_set variant vector",
        types_after: &["class", "concept", "enum", "struct", "typename", "union"],
        strings: &[Quote::raw("R\"(", ")\""), Quote::line("\""), Quote::line("'")],
        prefixes: &["L", "U", "u", "u8"],
        directives: true,
        ..C_LIKE
    },
    Language {
        names: &["csharp", "c#", "cs"],
        keywords: "abstract as async await base bool break byte case catch char checked class const continue decimal \
            default delegate do double else enum event explicit extern false finally fixed float for foreach goto if \
            implicit in init int interface internal is lock long namespace new null object operator out override \
            params private protected public readonly record ref return sbyte sealed short sizeof stackalloc static \
            string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using var virtual void \
            volatile when where while yield",
        types_after: &["class", "enum", "interface", "record", "struct"],
        strings: &[
            Quote::raw("\"\"\"", "\"\"\""),
            Quote::raw("@\"", "\""),
            Quote::line("$\""),
            Quote::line("\""),
            Quote::line("'"),
        ],
        directives: true,
        ..C_LIKE
    },
    Language {
        names: &["java"],
        keywords: "abstract assert boolean break byte case catch char class const continue default do double else \
            enum extends false final finally float for goto if implements import instanceof int interface long native \
            new null package permits private protected public record return sealed short static strictfp super switch \
            synchronized this throw throws transient true try var void volatile while yield",
        types_after: &["class", "enum", "interface", "record"],
        strings: &[Quote::long("\"\"\""), Quote::line("\""), Quote::line("'")],
        annotations: true,
        ..C_LIKE
    },
    Language {
        names: &["kotlin", "kt", "kts"],
        keywords: "abstract actual annotation as break by catch class companion const constructor continue crossinline \
            data do else enum expect external false final finally for fun get if import in infix init inline inner \
            interface internal is lateinit noinline null object open operator out override package private protected \
            public reified return sealed set super suspend tailrec this throw true try typealias val var vararg when \
            where while",
        functions_after: &["fun"],
        types_after: &["class", "interface", "object", "typealias"],
        nested_comments: true,
        strings: &[Quote::raw("\"\"\"", "\"\"\""), Quote::line("\""), Quote::line("'")],
        annotations: true,
        ..C_LIKE
    },
    Language {
        names: &["swift"],
        keywords: "Any Self actor any as associatedtype async await break case catch class continue convenience \
            default defer deinit do else enum extension fallthrough false fileprivate final for func get guard if \
            import in indirect init inout internal is lazy let mutating nil open operator override private protocol \
            public repeat required rethrows return self set some static struct subscript super switch throw throws \
            true try typealias unowned var weak where while",
        functions_after: &["func"],
        types_after: &["actor", "class", "enum", "extension", "protocol", "struct", "typealias"],
        nested_comments: true,
        strings: &[Quote::long("\"\"\""), Quote::line("\"")],
        annotations: true,
        ..C_LIKE
    },
    Language {
        names: &["go", "golang"],
        keywords: "any bool break byte case chan complex128 complex64 const continue default defer else error \
            fallthrough false float32 float64 for func go goto if import int int16 int32 int64 int8 interface iota \
            map nil package range return rune select string struct switch true type uint uint16 uint32 uint64 uint8 \
            uintptr var",
        functions_after: &["func"],
        types_after: &["type"],
        strings: &[Quote::line("\""), Quote::raw("`", "`"), Quote::line("'")],
        // A capital says that a name is public, not what it names.
        capitals: false,
        ..C_LIKE
    },
    Language {
        names: &["javascript", "js", "jsx", "mjs", "node"],
        keywords: JAVASCRIPT,
        functions_after: &["function"],
        types_after: &["class"],
        strings: &[Quote::line("\""), Quote::line("'"), Quote::long("`")],
        annotations: true,
        regular_expressions: true,
        ..C_LIKE
    },
    Language {
        names: &["typescript", "ts", "tsx"],
        keywords: TYPESCRIPT,
        functions_after: &["function"],
        types_after: &["class", "enum", "interface", "namespace", "type"],
        strings: &[Quote::line("\""), Quote::line("'"), Quote::long("`")],
        annotations: true,
        regular_expressions: true,
        ..C_LIKE
    },
    Language {
        names: &["python", "py", "python3"],
        keywords: "False None True and as assert async await break class continue def del elif else except finally \
            for from global if import in is lambda nonlocal not or pass raise return try while with yield",
        types: "bool bytearray bytes complex dict float frozenset int list object set str tuple type",
        functions_after: &["def"],
        types_after: &["class"],
        line_comments: &["#"],
        block_comment: None,
        strings: &[Quote::long("\"\"\""), Quote::long("'''"), Quote::line("\""), Quote::line("'")],
        prefixes: &["B", "F", "R", "U", "b", "br", "f", "fr", "r", "rb", "rf", "u"],
        annotations: true,
        ..C_LIKE
    },
    Language {
        names: &["json", "json5", "jsonc"],
        keywords: "false null true",
        types_after: &[],
        capitals: false,
        ..C_LIKE
    },
    Language {
        names: &["toml"],
        keywords: "false inf nan true",
        types_after: &[],
        line_comments: &["#"],
        block_comment: None,
        strings: &[
            Quote::long("\"\"\""),
            Quote::raw("'''", "'''"),
            Quote::line("\""),
            Quote { escapes: false, ..Quote::line("'") },
        ],
        capitals: false,
        sections: true,
        ..C_LIKE
    },
    Language {
        names: &["bat", "batch", "cmd"],
        // What the command interpreter of Windows does itself, and the words of its conditions.
        keywords: "assoc break call cd chdir cls color copy date defined del dir do echo else endlocal equ erase \
            errorlevel exist exit for ftype geq goto gtr if in leq lss md mkdir mklink move neq not path pause popd \
            prompt pushd rd ren rename rmdir set setlocal shift start time title type ver verify vol",
        types_after: &[],
        line_comments: &["REM ", "rem ", "::"],
        block_comment: None,
        strings: &[Quote { escapes: false, ..Quote::line("\"") }],
        capitals: false,
        any_case: true,
        ..C_LIKE
    },
];

/// A language with its lists split.
pub struct Known {
    pub language: &'static Language,
    keywords: Vec<&'static str>,
    types: Vec<&'static str>,
}

static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let known = |language: &'static Language| Known {
        language,
        keywords: language.keywords.split_whitespace().collect(),
        types: language.types.split_whitespace().collect(),
    };
    LANGUAGES.iter().map(known).collect()
});

/// The language that an info string means.
pub fn find(name: &str) -> Option<&'static Known> {
    let is_meant = |known: &&Known| known.language.names.iter().any(|have| have.eq_ignore_ascii_case(name));
    KNOWN.iter().find(is_meant)
}

impl Known {
    pub fn is_keyword(&self, name: &str) -> bool {
        let lower = self.language.any_case.then(|| name.to_ascii_lowercase());
        self.keywords.binary_search(&lower.as_deref().unwrap_or(name)).is_ok()
    }

    /// Types of the language or its library, and what is written like one: a capital, and not capitals only, which
    /// are constants.
    pub fn is_type(&self, name: &str) -> bool {
        let is_capital = |c: char| c.is_uppercase();
        let looks_so = self.language.capitals
            && name.starts_with(is_capital)
            && (name.chars().any(char::is_lowercase) || name.chars().count() == 1);
        looks_so || self.types.binary_search(&name).is_ok()
    }

    /// What the name after a keyword is.
    pub fn introduced_by(&self, keyword: &str) -> Option<Token> {
        if self.language.functions_after.contains(&keyword) {
            return Some(Token::Function);
        }
        self.language.types_after.contains(&keyword).then_some(Token::Type)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_sorted_and_names_are_of_one_language() {
        let mut names: Vec<&str> = Vec::new();
        for known in KNOWN.iter() {
            assert!(known.keywords.is_sorted(), "{:?}", known.language.names);
            assert!(known.types.is_sorted(), "{:?}", known.language.names);
            names.extend(known.language.names);
        }
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
