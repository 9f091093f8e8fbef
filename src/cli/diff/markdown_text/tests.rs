//! Tests with hostile text, judged by a CommonMark parser that is independent of this module.

use proptest::prelude::*;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::*;

/// Pieces of comments, besides letters: whatever has a meaning in Markdown, HTML, GitHub, GitLab or a shell.
const PIECES: &[&str] = &[
    "`",
    "``",
    "```",
    "~~~",
    "\\",
    "*",
    "_",
    "[",
    "]",
    "(",
    ")",
    "!",
    "<",
    ">",
    "&",
    "&#64;",
    "#",
    "#1",
    "@octocat",
    "@",
    "~",
    "|",
    "$",
    "%",
    "+",
    "-",
    "- ",
    "1. ",
    "# ",
    "> ",
    "\n",
    "\r",
    "\t",
    " ",
    "  ",
    "    ",
    "\u{202e}",
    "\0",
    "https://example.org",
    "www.example.org",
    "a@example.org",
    "GH-1",
    "o/r#1",
    "deadbeef",
    "</details>",
    "</summary>",
    "<!--",
    "-->",
    "<script>",
    "</code>",
    "[a](b)",
    "![a](b)",
    "[^1]",
    ":smile:",
    "/close",
    "$x$",
    "word",
    "ü",
    "'",
    "\"",
];

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(|c| c.to_string()),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn options() -> Options {
    Options::all()
}

/// The code spans of a line of Markdown; an error if it is more than a paragraph of plain words and code.
fn code_spans(markdown: &str) -> Result<Vec<String>, TestCaseError> {
    let mut spans = Vec::new();
    for event in Parser::new_ext(markdown, options()) {
        match event {
            Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
            Event::Code(span) => spans.push(span.to_string()),
            Event::Text(text) => prop_assert!(text.chars().all(is_harmless), "{markdown:?} has {text:?}"),
            other => prop_assert!(false, "{markdown:?} has {other:?}"),
        }
    }
    Ok(spans)
}

/// Characters that cannot form a link, a mention, a reference or an emoji.
fn is_harmless(c: char) -> bool {
    c.is_alphabetic() || c.is_ascii_digit() || " -'’‘“”.,;:()\"?…–".contains(c)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_value_is_one_code_span(value in hostile()) {
        let markdown = format!("- x {}, y", code(&value));
        let events: Vec<Event<'_>> = Parser::new_ext(&markdown, options()).collect();
        let spans: Vec<&Event<'_>> = events.iter().filter(|event| matches!(event, Event::Code(_))).collect();
        prop_assert_eq!(spans.len(), 1, "{}", markdown);
        prop_assert_eq!(events.len(), 7, "{}: {:?}", markdown, events);
    }

    #[test]
    fn a_sentence_is_plain_words_and_code(text in hostile()) {
        let markdown = prose(&text);
        code_spans(&markdown)?;
        // As in a block quote and in a list.
        for before in ["> **Note** ", "1. "] {
            let markdown = format!("{before}{markdown}\n");
            let harmless = |event: &Event<'_>| !matches!(
                event,
                Event::Html(_) | Event::InlineHtml(_) | Event::Start(
                    Tag::Link { .. } | Tag::Image { .. } | Tag::Heading { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock
                )
            );
            prop_assert!(Parser::new_ext(&markdown, options()).all(|event| harmless(&event)), "{}", markdown);
            let lists = Parser::new_ext(&markdown, options()).filter(|event| matches!(event, Event::Start(Tag::List(_))));
            prop_assert_eq!(lists.count(), usize::from(before == "1. "), "{}", markdown);
        }
    }

    #[test]
    fn the_words_of_a_sentence_are_all_there(text in "[a-z`@#/ -]{0,60}") {
        let letters = |text: &str| text.chars().filter(|c| !"` ".contains(*c)).collect::<String>();
        prop_assert_eq!(letters(&prose(&text)), letters(&text));
    }

    #[test]
    fn a_value_in_an_element_is_its_text(value in hostile()) {
        let element = html_code(&value);
        let inside = element.strip_prefix("<code>").and_then(|rest| rest.strip_suffix("</code>")).unwrap();
        prop_assert!(!inside.contains(['<', '>', '"', '\n', '\r']), "{}", element);
        // It does not end the surrounding HTML block, which only a blank line would.
        let markdown = format!("<details><summary>{element}</summary>\n\n- x\n\n</details>\n");
        let blocks = Parser::new_ext(&markdown, options()).filter(|event| matches!(event, Event::Start(Tag::HtmlBlock)));
        prop_assert_eq!(blocks.count(), 2, "{}", markdown);
    }

    #[test]
    fn lines_stay_in_their_block(lines in prop::collection::vec(hostile(), 1..6)) {
        let markdown = format!("1. x\n\n{}\n2. y\n", block(&lines));
        let mut inside = None;
        let mut blocks = 0;
        for event in Parser::new_ext(&markdown, options()) {
            match event {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => (inside, blocks) = (Some(String::new()), blocks + 1),
                Event::End(TagEnd::CodeBlock) => {
                    let code = inside.take().unwrap();
                    prop_assert_eq!(code.lines().count(), lines.len(), "{}", markdown);
                }
                Event::Text(text) => match &mut inside {
                    Some(code) => code.push_str(&text),
                    None => prop_assert!(["x", "y"].contains(&&*text), "{}: {}", markdown, text),
                },
                Event::Html(_) | Event::InlineHtml(_) => prop_assert!(false, "{}", markdown),
                _ => {}
            }
        }
        prop_assert_eq!(blocks, 1);
    }
}

#[test]
fn code_ends_where_the_value_ends() {
    for (value, expected) in [
        ("a|b<c>", "`a|b<c>`"),
        ("`", "`` ` ``"),
        ("a```b", "````a```b````"),
        (" x", "`  x `"),
        ("", "`  `"),
        ("a\n# b", "`a\\n# b`"),
    ] {
        assert_eq!(code(value), expected);
    }
    assert!(code(&"x".repeat(5000)).ends_with("x… (4600 more characters)`"));
}

#[test]
fn commands_and_names_in_a_sentence_are_code() {
    for (text, expected) in [
        ("run `kubectl get a -A`, then wait", "run `kubectl get a -A`, then wait"),
        ("mention @all (see #1).", "mention `@all` (see `#1`)."),
        ("kube-apiserver on master-1: wait 10 s", "kube-apiserver on `master-1`: wait 10 s"),
        ("1. x", "`1`. x"),
        ("an `odd one", "an odd one"),
        ("see https://example.org/a, deadbeef", "see `https://example.org/a`, `deadbeef`"),
        ("`a``b``c`", "`a` `b` `c`"),
    ] {
        assert_eq!(prose(text), expected);
    }
}

#[test]
fn no_line_ends_a_block() {
    let block = block(&["a ``` b".to_owned(), "```".to_owned()]);
    assert!(block.starts_with("   ````sh\n") && block.ends_with("   ````\n"), "{block}");
}
