//! Blocks of code with the kind of each word below it: `k` for keywords, `s` for strings, `c` for comments, `n` for numbers,
//! `f` for functions, `t` for types.

use reportc::model::flow::{Block, BlockKind, CodeBlock, Flow, MarkKind, SectionKind, Token};

pub fn dump(flow: &Flow) -> String {
    let chapters = flow.sections.iter().filter(|section| section.kind == SectionKind::Chapter);
    chapters.flat_map(|chapter| &chapter.blocks).filter_map(code).map(lines).collect()
}

fn code(block: &Block) -> Option<&CodeBlock> {
    match &block.kind {
        BlockKind::Code(code) => Some(code),
        _ => None,
    }
}

fn lines(code: &CodeBlock) -> String {
    let text = &code.text.text;
    let mut kinds: Vec<(usize, char)> = text.char_indices().map(|(at, _)| (at, ' ')).collect();
    for mark in &code.text.marks {
        let MarkKind::Token(token) = mark.kind else { continue };
        let range = mark.start as usize..mark.end as usize;
        assert!(text.get(range.clone()).is_some_and(|word| !word.is_empty()), "{range:?}");
        for (_, kind) in kinds.iter_mut().filter(|(at, _)| range.contains(at)) {
            assert_eq!(*kind, ' ', "{range:?} is marked twice");
            *kind = letter(token);
        }
    }
    let (mut out, mut at) = (String::new(), 0);
    for line in text.split_inclusive('\n') {
        let within = at..at + line.trim_end_matches('\n').len();
        let below: String =
            kinds.iter().filter(|(at, _)| within.contains(at)).map(|(_, kind)| *kind).collect();
        for shown in [&text[within], below.trim_end()] {
            out.push_str(shown);
            out.push('\n');
        }
        at += line.len();
    }
    out
}

fn letter(token: Token) -> char {
    match token {
        Token::Keyword => 'k',
        Token::String => 's',
        Token::Comment => 'c',
        Token::Number => 'n',
        Token::Function => 'f',
        Token::Type => 't',
    }
}
